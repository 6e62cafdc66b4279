/* build: one pass over the windows, in parallel. Each window is encoded and all heads are run on its core; what they say goes into
 * columns that are there from the start (each core writes its own rows), sentences and entities into the worker's lists, which are
 * put one behind the other in the order of the windows. What then takes the whole text in order, lemmas and sentences that were cut,
 * is done at the end by one thread. */
#include <string.h>

#include "tag/work.h"

/* ---- windows --------------------------------------------------------------------------------------------------------------- */

/* Sentences of a core, by the ends that are marked. */
static marrow_status sentences_add(mw_tagger *t, mw_worker *w, uint32_t first, uint32_t end, marrow_error *err) {
    for (uint32_t i = first, from = first; i < end; i++)
        if (t->marks[i] & MW_END) {
            if (!mw_vec_push(&t->env->mem, &w->sentences, (mw_sentence){.first = from, .end = i + 1})) return mw_fail_memory(err);
            from = i + 1;
        }
    return MARROW_OK;
}

/* The heads that the model may lack; x: of all mixes, NULL where there is none. */
static marrow_status window_more(mw_tagger *t, mw_worker *w, const float *const *x, uint32_t first, uint32_t n, mw_found *found,
                                 marrow_error *err) {
    const mw_sentence *s = w->sentences.at + found->sentence;
    if (t->tags->sign_at) MW_TRY(mw_tag_signs(t, w, x[MW_MIX_SIGNS], x[MW_MIX_REVIEW], first, n, err));
    if (x[MW_MIX_TONES]) MW_TRY(mw_tag_tones(t, w, x[MW_MIX_TONES], first, s, found->n_sentences, err));
    if (x[MW_MIX_COREF]) MW_TRY(mw_tag_vectors(t, w, x[MW_MIX_COREF], first, n, w->entities.at + found->entity, found->n_entities, err));
    found->n_signs = w->signs.n - found->sign;
    found->n_vectors = w->vectors.n - found->vector;
    return MARROW_OK;
}

static marrow_status window_tag(void *ctx, size_t item, int worker, marrow_error *err) {
    mw_tagger *t = ctx;
    mw_worker *w = &t->workers[worker];
    const mw_window *win = &t->windows->at[item];
    uint32_t first = win->core_first, n = win->core_end - first;
    if (!w->block) MW_TRY(mw_worker_open(t, w, err));
    MW_TRY(mw_session_encode(w->session, t->text, t->tokens, t->windows, (uint32_t)item, err));
    const float *x[MW_N_MIXES];
    for (int m = 0; m < MW_N_MIXES; m++) {
        x[m] = mw_session_vectors(w->session, (mw_mix)m);
        if (x[m]) x[m] += (size_t)(first - win->first) * t->width;
    }
    mw_found *found = &t->found[item];
    *found = (mw_found){.worker = worker, .sentence = w->sentences.n, .entity = w->entities.n, .sign = w->signs.n, .vector = w->vectors.n};
    mw_linear_run(&t->heads->send, x[MW_MIX_SENTENCES], n, w->scores, w->linear);
    mw_ends_decide(t->text, t->tokens, first, win->core_end, w->scores, t->heads->send_threshold, t->marks);
    MW_TRY(sentences_add(t, w, first, win->core_end, err));
    found->n_sentences = w->sentences.n - found->sentence;
    mw_sentence *s = w->sentences.at + found->sentence;
    mw_tag_words(t, w, x[MW_MIX_SYNTAX], x[MW_MIX_EVENTS], first, n);
    mw_tag_parse(t, w, x[MW_MIX_SYNTAX], first, s, found->n_sentences);
    MW_TRY(mw_tag_senses(t, w, x[MW_MIX_NAMES], first, s, found->n_sentences, err));
    mw_tag_feelings(t, w, x[MW_MIX_SENTENCES], first, s, found->n_sentences);
    MW_TRY(mw_tag_entities(t, w, x[MW_MIX_NAMES], first, s, found->n_sentences, err));
    found->n_entities = w->entities.n - found->entity;
    return window_more(t, w, x, first, n, found, err);
}

/* ---- afterwards, in order -------------------------------------------------------------------------------------------------- */

/* Its form's where the model lists it, else by the script that the head chose. */
void mw_lemma_make(const mw_tagger *t, uint32_t token, mw_buf *key, mw_buf *one) {
    mw_str form = mw_str_span(t->text->at, t->tokens->span[token]), lemma;
    if (t->heads->forms.n) {
        mw_form_key(form, (mw_upos)t->tags->upos[token], key);
        if (!key->failed && mw_form_find(t->heads->forms, (mw_str){key->at, key->n}, &lemma) && lemma.n) {
            one->n = 0;
            mw_buf_put(one, lemma.at, lemma.n);
            return;
        }
    }
    mw_script_apply(&t->heads->scripts[t->tags->lemma[token]], form, one);
}

/* From script numbers to lemmas; each distinct lemma is kept once. */
static marrow_status lemmas_fill(mw_tagger *t, marrow_error *err) {
    mw_tags *tags = t->tags;
    const marrow_allocator *mem = &t->env->mem;
    mw_map *seen = mw_map_new(mem);
    mw_buf key, one, all;
    mw_buf_init(&key, mem);
    mw_buf_init(&one, mem);
    mw_buf_init(&all, mem);
    bool ok = seen != NULL;
    for (uint32_t i = 0; i < tags->n && ok; i++) {
        mw_lemma_make(t, i, &key, &one);
        mw_str lemma = {one.at, one.n};
        ok = !key.failed && !one.failed && !all.failed && all.n < UINT32_MAX - one.n - 1;
        if (!ok || mw_map_get(seen, lemma, &tags->lemma[i])) continue;
        tags->lemma[i] = (uint32_t)all.n;
        ok = mw_map_put(seen, lemma, tags->lemma[i]);
        mw_buf_put(&all, one.at, one.n + 1);
    }
    if (ok) tags->lemmas = mw_arena_copy(tags->arena, all.at, all.n);
    tags->n_lemma_bytes = (uint32_t)all.n;
    ok = ok && !all.failed && tags->lemmas;
    mw_map_free(seen);
    mw_buf_clear(&key);
    mw_buf_clear(&one);
    mw_buf_clear(&all);
    return ok ? MARROW_OK : mw_fail_memory(err);
}

/* ---- the product ----------------------------------------------------------------------------------------------------------- */

bool mw_columns_make(mw_tags *tags, uint32_t n) {
    mw_arena *a = tags->arena;
    tags->n = n;
    return (tags->upos = mw_arena_array(a, n, 1)) && (tags->xpos = mw_arena_array(a, n, 1)) && (tags->feats = mw_arena_array(a, n, 2)) &&
           (tags->lemma = mw_arena_array(a, n, 4)) && (tags->head = mw_arena_array(a, n, 4)) && (tags->rel = mw_arena_array(a, n, 1)) &&
           (tags->rel_base = mw_arena_array(a, n, 1)) && (tags->event = mw_arena_array(a, n, 1)) &&
           (tags->sense = mw_arena_array(a, n, 1)) && (tags->sentence = mw_arena_array(a, n, 4));
}

/* Base relations, from the labels. */
bool mw_rel_base_fill(mw_tags *tags) {
    uint8_t base[256];
    for (uint32_t i = 0; i < tags->labels_rel.n && i < 256; i++) base[i] = (uint8_t)mw_rel_of(tags->labels_rel.at[i]);
    for (uint32_t i = 0; i < tags->n; i++) {
        if (tags->rel[i] >= tags->labels_rel.n) return false;
        tags->rel_base[i] = base[tags->rel[i]];
    }
    return true;
}

mw_tags *mw_tags_make(const marrow_allocator *mem) { return MW_PRODUCT_NEW(mem, mw_tags); }

void mw_tag_free(mw_tags *tags) {
    if (tags) mw_arena_free(tags->arena);
}

/* Runs all windows; what lives only as long as that is in `a`. */
static marrow_status tagger_run(mw_tagger *t, mw_arena *a, marrow_error *err) {
    const mw_env *env = t->env;
    t->marks = mw_arena_array(a, t->tokens->n, 1);
    t->found = mw_arena_array(a, t->windows->n, sizeof *t->found);
    t->workers = mw_arena_array(a, (size_t)env->threads, sizeof *t->workers);
    if (!t->marks || !t->found || !t->workers || !mw_columns_make(t->tags, t->tokens->n)) return mw_fail_memory(err);
    for (uint32_t i = 0; i < t->windows->n; i++) {
        uint32_t n = t->windows->at[i].core_end - t->windows->at[i].core_first;
        t->most = n > t->most ? n : t->most;
    }
    mw_closers_mark(t->text, t->tokens, t->marks);
    marrow_status s = mw_run(env, t->windows->n, window_tag, t, err);
    if (s == MARROW_OK) s = mw_lists_join(t, err);
    for (int i = 0; i < env->threads; i++) mw_worker_close(t, &t->workers[i]);
    if (s == MARROW_OK) s = lemmas_fill(t, err);
    if (s == MARROW_OK) mw_rel_base_fill(t->tags);
    return s;
}

/* A copy of a label list in the product's arena. */
static bool labels_copy(mw_arena *a, const mw_labels *from, mw_labels *to) {
    to->at = mw_arena_array(a, from->n ? from->n : 1, sizeof *to->at);
    if (!to->at) return false;
    for (to->n = 0; to->n < from->n; to->n++)
        if (!(to->at[to->n] = mw_arena_strdup(a, from->at[to->n]))) return false;
    return true;
}

static marrow_status tags_fill(mw_tagger *t, mw_arena *a, marrow_error *err) {
    mw_heads *h = mw_arena_alloc(a, sizeof *h);
    if (!h) return mw_fail_memory(err);
    t->heads = h;
    MW_TRY(mw_heads_open(t->model, a, h, err));
    if (t->text->kind != MW_REVIEW) h->review = (mw_sign_head){0}; /* what its signs say of other texts is noise */
    mw_arena *to = t->tags->arena;
    if (!labels_copy(to, &h->xpos_labels, &t->tags->labels_xpos) || !labels_copy(to, &h->feats_labels, &t->tags->labels_feats) ||
        !labels_copy(to, &h->rel_labels, &t->tags->labels_rel) || !labels_copy(to, &h->sense_labels, &t->tags->labels_sense))
        return mw_fail_memory(err);
    if (h->signs.labels || h->review.labels) {
        t->tags->sign_at = mw_arena_array(to, (size_t)t->tokens->n + 1, sizeof *t->tags->sign_at);
        if (!t->tags->sign_at) return mw_fail_memory(err);
    }
    return tagger_run(t, a, err);
}

marrow_status mw_tag_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_tags **tags,
                           marrow_error *err) {
    *tags = NULL;
    mw_windows *windows;
    MW_TRY(mw_windows_build(env, model, text, tokens, &windows, err));
    mw_tagger t = {.env = env, .model = model, .text = text, .tokens = tokens, .windows = windows, .width = mw_model_width(model)};
    mw_arena *a = mw_arena_new(&env->mem);
    t.tags = mw_tags_make(&env->mem);
    marrow_status s = a && t.tags ? tags_fill(&t, a, err) : mw_fail_memory(err);
    if (s == MARROW_OK)
        *tags = t.tags;
    else
        mw_tag_free(t.tags);
    mw_arena_free(a);
    mw_windows_free(windows);
    return s;
}
