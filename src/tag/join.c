/* join: what the workers have found, put one behind the other in the order of the windows, so that any number of threads gives the same
 * product. Sentences that were cut are joined here; tones and meanings go with them. */
#include <string.h>

#include "tag/work.h"

/* How much all windows have found. */
static mw_found found_sum(const mw_tagger *t) {
    mw_found sum = {0};
    for (uint32_t i = 0; i < t->windows->n; i++) {
        const mw_found *f = &t->found[i];
        sum.n_sentences += f->n_sentences;
        sum.n_entities += f->n_entities;
        sum.n_signs += f->n_signs;
        sum.n_vectors += f->n_vectors;
    }
    return sum;
}

/* Signs of all windows; the workers' own are given back, so that no more than one list is held twice. False: out of memory. */
static bool signs_join(mw_tagger *t, const mw_found *sum) {
    mw_tags *tags = t->tags;
    uint32_t at = 0;
    if (!tags->sign_at) return true;
    if (!(tags->signs = mw_arena_array(tags->arena, sum->n_signs, sizeof *tags->signs))) return false;
    for (uint32_t i = 0; i < t->windows->n; i++) {
        const mw_found *f = &t->found[i];
        if (f->n_signs) memcpy(tags->signs + at, t->workers[f->worker].signs.at + f->sign, f->n_signs * sizeof *tags->signs);
        at += (uint32_t)f->n_signs;
    }
    for (int i = 0; i < t->env->threads; i++) mw_vec_clear(&t->env->mem, &t->workers[i].signs);
    at = 0;
    for (uint32_t i = 0; i < tags->n; i++) { /* from numbers to places */
        uint32_t n = tags->sign_at[i];
        tags->sign_at[i] = at;
        at += n;
    }
    tags->sign_at[tags->n] = at;
    return true;
}

static bool vectors_join(mw_tagger *t, const mw_found *sum) {
    mw_tags *tags = t->tags;
    const float *link = t->heads->link;
    uint32_t at = 0;
    if (!link) return true;
    tags->link = mw_arena_copy(tags->arena, link, MW_N_LINK * sizeof *link);
    if (t->heads->point) tags->point = mw_arena_copy(tags->arena, t->heads->point, MW_N_POINT * sizeof *link);
    tags->vector_at = mw_arena_array(tags->arena, tags->n, sizeof *tags->vector_at);
    tags->vectors = mw_arena_array(tags->arena, sum->n_vectors, sizeof *tags->vectors);
    if (!tags->link || !tags->vector_at || !tags->vectors || (t->heads->point && !tags->point)) return false;
    for (uint32_t i = 0; i < t->windows->n; i++) {
        const mw_found *f = &t->found[i];
        if (f->n_vectors) memcpy(tags->vectors + at, t->workers[f->worker].vectors.at + f->vector, f->n_vectors * sizeof *tags->vectors);
        at += (uint32_t)f->n_vectors;
    }
    for (int i = 0; i < t->env->threads; i++) mw_vec_clear(&t->env->mem, &t->workers[i].vectors);
    mw_vectors_place(tags); /* once all entities are there */
    return true;
}

static bool lists_make(mw_tagger *t, const mw_found *sum) {
    mw_tags *tags = t->tags;
    const mw_heads *h = t->heads;
    mw_arena *a = tags->arena;
    if (!(tags->sentences = mw_arena_array(a, sum->n_sentences, sizeof *tags->sentences))) return false;
    if (!(tags->entities = mw_arena_array(a, sum->n_entities, sizeof *tags->entities))) return false;
    if (h->tone_out.out && !(tags->tones = mw_arena_array(a, sum->n_sentences, sizeof *tags->tones))) return false;
    return !h->meaning.out || (tags->meanings = mw_arena_array(a, sum->n_sentences, sizeof *tags->meanings));
}

/* ---- sentences ------------------------------------------------------------------------------------------------------------- */

static void sentence_add(mw_tags *tags, const mw_worker *w, size_t k) {
    uint32_t to = tags->n_sentences++;
    tags->sentences[to] = w->sentences.at[k];
    if (tags->tones) tags->tones[to] = w->tones.at[k];
    if (tags->meanings) tags->meanings[to] = w->meanings.at[k];
}

/* The next piece, a worker's sentence k, of a given sentence that no window could hold: its root hangs on the sentence's. */
static void piece_join(const mw_tagger *t, const mw_worker *w, size_t k) {
    mw_tags *tags = t->tags;
    uint32_t last = tags->n_sentences - 1;
    mw_sentence *whole = &tags->sentences[last];
    const mw_sentence *piece = &w->sentences.at[k];
    uint32_t root = whole->first;
    while (tags->head[root] != root) root++;
    for (uint32_t i = piece->first; i < piece->end; i++)
        if (tags->head[i] == i) {
            tags->head[i] = root;
            tags->rel[i] = (uint8_t)t->heads->parataxis;
        }
    float n = (float)(whole->end - whole->first), m = (float)(piece->end - piece->first), by = 1 / (n + m);
    whole->valence = (whole->valence * n + piece->valence * m) * by;
    whole->arousal = (whole->arousal * n + piece->arousal * m) * by;
    whole->dominance = (whole->dominance * n + piece->dominance * m) * by;
    whole->end = piece->end;
    if (tags->tones) mw_tone_join(&tags->tones[last], n, &w->tones.at[k], m);
    if (tags->meanings) mw_meaning_join(&tags->meanings[last], n, &w->meanings.at[k], m);
}

static bool goes_on(const mw_tagger *t, uint32_t first) {
    const mw_tokens *tokens = t->tokens;
    return tokens->given && first && !(tokens->flags[first - 1] & MW_TOK_SENTENCE_END) && !(tokens->flags[first] & MW_TOK_BLOCK_START);
}

static void window_join(const mw_tagger *t, const mw_found *f) {
    mw_tags *tags = t->tags;
    const mw_worker *w = &t->workers[f->worker];
    for (size_t k = f->sentence; k < f->sentence + f->n_sentences; k++) {
        if (tags->n_sentences && goes_on(t, w->sentences.at[k].first))
            piece_join(t, w, k);
        else
            sentence_add(tags, w, k);
    }
    if (f->n_entities) memcpy(tags->entities + tags->n_entities, w->entities.at + f->entity, f->n_entities * sizeof *tags->entities);
    tags->n_entities += (uint32_t)f->n_entities;
}

marrow_status mw_lists_join(mw_tagger *t, marrow_error *err) {
    mw_tags *tags = t->tags;
    mw_found sum = found_sum(t);
    if (sum.n_signs > UINT32_MAX || !lists_make(t, &sum)) return mw_fail_memory(err);
    for (uint32_t i = 0; i < t->windows->n; i++) window_join(t, &t->found[i]);
    for (uint32_t i = 0; i < tags->n_sentences; i++)
        for (uint32_t k = tags->sentences[i].first; k < tags->sentences[i].end; k++) tags->sentence[k] = i;
    return signs_join(t, &sum) && vectors_join(t, &sum) ? MARROW_OK : mw_fail_memory(err);
}
