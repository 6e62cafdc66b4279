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

static bool lists_make(mw_tagger *t, const mw_found *sum) {
    mw_tags *tags = t->tags;
    const mw_heads *h = t->heads;
    mw_arena *a = tags->arena;
    if (!(tags->sentences = mw_arena_array(a, sum->n_sentences, sizeof *tags->sentences))) return false;
    if (!(tags->entities = mw_arena_array(a, sum->n_entities, sizeof *tags->entities))) return false;
    if (tags->sign_at && !(tags->signs = mw_arena_array(a, sum->n_signs, sizeof *tags->signs))) return false;
    if (h->tone_out.out && !(tags->tones = mw_arena_array(a, sum->n_sentences, sizeof *tags->tones))) return false;
    if (h->meaning.out && !(tags->meanings = mw_arena_array(a, sum->n_sentences, sizeof *tags->meanings))) return false;
    if (!h->link) return true;
    tags->link = mw_arena_copy(a, h->link, MW_N_LINK * sizeof *h->link);
    tags->vector_at = mw_arena_array(a, tags->n, sizeof *tags->vector_at);
    tags->vectors = mw_arena_array(a, sum->n_vectors, sizeof *tags->vectors);
    return tags->link && tags->vector_at && tags->vectors;
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

static void window_join(const mw_tagger *t, const mw_found *f, uint32_t *sign, uint32_t *vector) {
    mw_tags *tags = t->tags;
    const mw_worker *w = &t->workers[f->worker];
    for (size_t k = f->sentence; k < f->sentence + f->n_sentences; k++) {
        if (tags->n_sentences && goes_on(t, w->sentences.at[k].first))
            piece_join(t, w, k);
        else
            sentence_add(tags, w, k);
    }
    if (f->n_entities) memcpy(tags->entities + tags->n_entities, w->entities.at + f->entity, f->n_entities * sizeof *tags->entities);
    if (f->n_signs) memcpy(tags->signs + *sign, w->signs.at + f->sign, f->n_signs * sizeof *tags->signs);
    if (f->n_vectors) memcpy(tags->vectors + *vector, w->vectors.at + f->vector, f->n_vectors * sizeof *tags->vectors);
    tags->n_entities += (uint32_t)f->n_entities;
    *sign += (uint32_t)f->n_signs;
    *vector += (uint32_t)f->n_vectors;
}

/* From numbers of signs to places. */
static void signs_place(mw_tags *tags) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < tags->n; i++) {
        uint32_t n = tags->sign_at[i];
        tags->sign_at[i] = at;
        at += n;
    }
    tags->sign_at[tags->n] = at;
}

marrow_status mw_lists_join(mw_tagger *t, marrow_error *err) {
    mw_tags *tags = t->tags;
    mw_found sum = found_sum(t);
    uint32_t sign = 0, vector = 0;
    if (sum.n_signs > UINT32_MAX || !lists_make(t, &sum)) return mw_fail_memory(err);
    for (uint32_t i = 0; i < t->windows->n; i++) window_join(t, &t->found[i], &sign, &vector);
    for (uint32_t i = 0; i < tags->n_sentences; i++)
        for (uint32_t k = tags->sentences[i].first; k < tags->sentences[i].end; k++) tags->sentence[k] = i;
    if (tags->sign_at) signs_place(tags);
    if (tags->vector_at) mw_vectors_place(tags);
    return MARROW_OK;
}
