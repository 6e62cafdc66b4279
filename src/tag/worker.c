/* worker: one thread's memory for tagging, taken once for the largest core, and the steps that need no more than one head. */
#include <math.h>
#include <string.h>

#include "tag/work.h"

enum { ALIGNED = 63 };

static void *take(char *base, size_t *used, size_t n, size_t size) {
    char *p = base ? base + *used : NULL;
    *used += (n * size + ALIGNED) & ~(size_t)ALIGNED;
    return p;
}

static uint32_t max2(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* Where everything lies in a block; base NULL: only measured. */
static size_t lay_out(const mw_tagger *t, mw_worker *w, char *base) {
    const mw_heads *h = t->heads;
    size_t used = 0, most = t->most, f = sizeof(float);
    uint32_t side = max2(h->arc_dep.out, max2(h->rel_dep.out, h->ent_start.out)), labels = max2(h->rel_labels.n, h->ent_labels.n);
    uint32_t lists = max2(max2(h->upos.out, h->xpos.out), max2(max2(h->feats.out, h->lemma.out), h->sense.out));
    uint32_t hidden = max2(max2(h->feel_hidden.out, h->tone_hidden.out), max2(h->signs.hidden.out, h->review.hidden.out));
    uint32_t in = max2(t->width, max2(2 * h->rel_dep.out, max2(side, hidden)));
    w->scores = take(base, &used, most * lists, f);
    w->dep = take(base, &used, most * side, f);
    w->head = take(base, &used, most * side, f);
    w->u = take(base, &used, most * side, f);
    w->root = take(base, &used, most, f);
    w->pair = take(base, &used, max2(t->most * t->most, t->most * 2 * h->rel_dep.out), f);
    w->lin = take(base, &used, most * 2 * labels, f);
    w->chunk = take(base, &used, MW_CHUNK * (size_t)max2(h->rel_u.out, h->ent_u.out), f);
    w->picked = take(base, &used, MW_CHUNK * (size_t)side, f);
    w->mean = take(base, &used, most * t->width, f);
    w->hidden = take(base, &used, most * hidden, f);
    w->out = take(base, &used, most * max2(max2(MW_N_TONE, MW_VECTOR), h->signs.out.out), f);
    w->out2 = take(base, &used, most * h->review.out.out, f);
    w->tree = take(base, &used, most, sizeof *w->tree);
    w->next = take(base, &used, most, sizeof *w->next);
    w->tree_scratch = take(base, &used, mw_tree_scratch(t->most), 1);
    w->back = take(base, &used, most * h->sense.out, 1);
    w->lane = take(base, &used, 2 * (size_t)max2(h->sense.out, labels), f);
    w->candidates = take(base, &used, most * h->ent_width, sizeof *w->candidates);
    w->form_at = take(base, &used, most + 1, sizeof *w->form_at);
    w->lemma_at = take(base, &used, most + 1, sizeof *w->lemma_at);
    w->seen = take(base, &used, MW_SEEN, sizeof *w->seen);
    w->linear = take(base, &used, mw_linear_scratch(max2(t->most, MW_CHUNK), in), 1);
    return used;
}

marrow_status mw_worker_open(const mw_tagger *t, mw_worker *w, marrow_error *err) {
    size_t bytes = lay_out(t, w, NULL);
    w->block = mw_alloc_aligned(&t->env->mem, bytes);
    if (!w->block) return mw_fail_memory(err);
    lay_out(t, w, w->block);
    memset(w->seen, 0, MW_SEEN * sizeof *w->seen);
    mw_buf *const bufs[] = {&w->key, &w->one, &w->forms, &w->lemmas};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) mw_buf_init(bufs[i], &t->env->mem);
    return mw_session_open(t->env, t->model, mw_heads_mixes(t->heads), &w->session, err);
}

void mw_worker_close(const mw_tagger *t, mw_worker *w) {
    mw_session_close(w->session);
    mw_buf *const bufs[] = {&w->key, &w->one, &w->forms, &w->lemmas};
    for (size_t i = 0; w->block && i < sizeof bufs / sizeof *bufs; i++) mw_buf_clear(bufs[i]);
    mw_free_aligned(&t->env->mem, w->block);
    mw_vec_clear(&t->env->mem, &w->sentences);
    mw_vec_clear(&t->env->mem, &w->entities);
    mw_vec_clear(&t->env->mem, &w->signs);
    mw_vec_clear(&t->env->mem, &w->tones);
    mw_vec_clear(&t->env->mem, &w->meanings);
    mw_vec_clear(&t->env->mem, &w->vectors);
}

/* ---- one label a word ------------------------------------------------------------------------------------------------------ */

/* A logit as 0 … 255 such that 128 and more is at or above the threshold. */
static uint8_t event_byte(float logit, float threshold) {
    float p = 1.0f / (1.0f + expf(threshold - logit));
    if (logit >= threshold) return (uint8_t)(128 + (p > 0.5f ? (p - 0.5f) * 254.0f : 0));
    return (uint8_t)(p < 0.5f ? p * 255.0f : 127);
}

void mw_tag_words(mw_tagger *t, mw_worker *w, const float *syntax, const float *events, uint32_t first, uint32_t n) {
    const mw_heads *h = t->heads;
    mw_tags *tags = t->tags;
    mw_linear_run(&h->upos, syntax, n, w->scores, w->linear);
    for (uint32_t i = 0; i < n; i++) tags->upos[first + i] = h->upos_of[mw_argmax(w->scores + (size_t)i * h->upos.out, h->upos.out)];
    mw_linear_run(&h->xpos, syntax, n, w->scores, w->linear);
    for (uint32_t i = 0; i < n; i++) tags->xpos[first + i] = (uint8_t)mw_argmax(w->scores + (size_t)i * h->xpos.out, h->xpos.out);
    mw_linear_run(&h->feats, syntax, n, w->scores, w->linear);
    for (uint32_t i = 0; i < n; i++) tags->feats[first + i] = (uint16_t)mw_argmax(w->scores + (size_t)i * h->feats.out, h->feats.out);
    mw_linear_run(&h->lemma, syntax, n, w->scores, w->linear);
    for (uint32_t i = 0; i < n; i++) tags->lemma[first + i] = mw_argmax(w->scores + (size_t)i * h->lemma.out, h->lemma.out);
    mw_linear_run(&h->event, events, n, w->scores, w->linear);
    for (uint32_t i = 0; i < n; i++) tags->event[first + i] = event_byte(w->scores[i], h->event_threshold);
}

marrow_status mw_tag_senses(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *s, size_t n_sentences,
                            marrow_error *err) {
    const mw_heads *h = t->heads;
    uint32_t n = s[n_sentences - 1].end - first;
    mw_linear_run(&h->sense, x, n, w->scores, w->linear);
    for (size_t i = 0; i < n_sentences; i++) {
        float *scores = w->scores + (size_t)(s[i].first - first) * h->sense.out;
        if (!mw_senses_weigh(t, w, &s[i], scores)) return mw_fail_memory(err);
        mw_bio_decode(&h->bio, scores, s[i].end - s[i].first, t->tags->sense + s[i].first, w->back, w->lane);
    }
    return MARROW_OK;
}

static float feeling(float x) {
    x += 3;
    return !(x >= 1) ? 1 : x > 5 ? 5 : x; /* no number is 1 too: the story file takes none */
}

void mw_tag_feelings(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, mw_sentence *s, size_t n_sentences) {
    const mw_heads *h = t->heads;
    uint32_t n = (uint32_t)n_sentences;
    mw_means(t, w, x, first, s, n_sentences);
    mw_linear_run(&h->feel_hidden, w->mean, n, w->hidden, w->linear);
    mw_relu(w->hidden, (size_t)n * h->feel_hidden.out);
    mw_linear_run(&h->feel_out, w->hidden, n, w->out, w->linear);
    for (uint32_t i = 0; i < n; i++) {
        s[i].valence = feeling(w->out[3 * i]);
        s[i].arousal = feeling(w->out[3 * i + 1]);
        s[i].dominance = feeling(w->out[3 * i + 2]);
    }
}
