/* entities: nested spans, each scored as a pair of a first and a last token (Yu, Bohnet & Poesio, "Named entity recognition as dependency
 * parsing", 2020). Spans lie within a sentence and are at most ent_width tokens long, so that time is linear. */
#include <math.h>

#include "tag/work.h"

/* Probability of label `best` under softmax. */
static float probability(const float *x, uint32_t n, uint32_t best) {
    float sum = 0;
    for (uint32_t l = 0; l < n; l++) sum += expf(x[l] - x[best]);
    return 1.0f / sum;
}

/* No weight of a span's shape or noun lifts a label over O from so far below. */
static const float hopeless = 6.0f;

/* Adds what the model knows of the span beside its two ends to the scores of nouns and names (pronouns are left alone); the candidate's head. */
static bool shape_add(mw_tagger *t, mw_worker *w, const mw_sentence *s, uint32_t first, uint32_t last, uint32_t *head) {
    const mw_heads *h = t->heads;
    float add[MW_N_ENTITY], top = -INFINITY, *x = w->lane;
    *head = MW_NONE;
    for (uint32_t l = 1; l < h->ent_labels.n; l++)
        if (h->ent_form[l] != MW_PRO && x[l] > top) top = x[l];
    if (!(top > x[0] - hopeless)) return true;
    if (!mw_span_weigh(t, w, s, first, last, head, add)) return false;
    for (uint32_t l = 1; l < h->ent_labels.n; l++)
        if (h->ent_form[l] != MW_PRO) x[l] += add[h->ent_type[l]];
    return true;
}

/* Candidates that end at row `last` of the core, which begins at token `core`; u: [labels][E], ent.u · end. False: out of memory. */
static bool candidates_at(mw_tagger *t, mw_worker *w, const mw_sentence *s, uint32_t core, uint32_t last, uint32_t rows, const float *u,
                          uint32_t *n) {
    const mw_heads *h = t->heads;
    uint32_t e = h->ent_start.out, labels = h->ent_labels.n, from = s->first - core, head = MW_NONE;
    uint32_t first = last + 1 - from > h->ent_width ? last + 1 - h->ent_width : from;
    const float *ends = w->lin + ((size_t)rows + last) * labels;
    for (; first <= last; first++) {
        const float *starts = w->lin + (size_t)first * labels;
        mw_dots(t->model, w->dep + (size_t)first * e, u, labels, e, w->lane);
        for (uint32_t l = 0; l < labels; l++) w->lane[l] += starts[l] + ends[l];
        w->lane[0] -= h->ent_bias;
        if (h->shape && !shape_add(t, w, s, core + first, core + last, &head)) return false;
        uint32_t best = mw_argmax(w->lane, labels);
        if (!best) continue;
        if (h->ent_form[best] == MW_PRO) head = MW_NONE;
        w->candidates[(*n)++] =
            (mw_candidate){first, last, best, probability(w->lane, labels, best), head == MW_NONE ? MW_NONE : head - core};
    }
    return true;
}

static marrow_status entities_add(mw_tagger *t, mw_worker *w, uint32_t first, uint32_t n, marrow_error *err) {
    const mw_heads *h = t->heads;
    n = mw_spans_take(w->candidates, n);
    for (uint32_t i = 0; i < n; i++) {
        const mw_candidate *c = &w->candidates[i];
        mw_entity e = {.first = first + c->first, .last = first + c->last, .type = h->ent_type[c->label], .form = h->ent_form[c->label]};
        e.head = mw_span_head(t->tags, e.first, e.last);
        e.confidence = (uint8_t)(c->probability * 255.0f + 0.5f);
        if (!mw_vec_push(&t->env->mem, &w->entities, e)) return mw_fail_memory(err);
    }
    return MARROW_OK;
}

marrow_status mw_tag_entities(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *s, size_t n_sentences,
                              marrow_error *err) {
    const mw_heads *h = t->heads;
    uint32_t rows = s[n_sentences - 1].end - first, e = h->ent_start.out, done = 0;
    mw_linear_run(&h->ent_start, x, rows, w->dep, w->linear);
    mw_linear_run(&h->ent_end, x, rows, w->head, w->linear);
    mw_relu(w->dep, (size_t)rows * e);
    mw_relu(w->head, (size_t)rows * e);
    mw_linear_run(&h->ent_lin_s, w->dep, rows, w->lin, w->linear);
    mw_linear_run(&h->ent_lin_e, w->head, rows, w->lin + (size_t)rows * h->ent_labels.n, w->linear);
    for (size_t i = 0; i < n_sentences; i++) {
        uint32_t from = s[i].first - first, end = s[i].end - first, n = 0;
        for (uint32_t last = from; last < end; last++) {
            if (last >= done) {
                uint32_t some = rows - last < MW_CHUNK ? rows - last : MW_CHUNK;
                mw_linear_run(&h->ent_u, w->head + (size_t)last * e, some, w->chunk, w->linear);
                done = last + some;
            }
            /* The chunk in hand begins a multiple of MW_CHUNK rows into the core. */
            if (!candidates_at(t, w, &s[i], first, last, rows, w->chunk + (size_t)(last % MW_CHUNK) * h->ent_u.out, &n))
                return mw_fail_memory(err);
        }
        MW_TRY(entities_add(t, w, first, n, err));
    }
    return MARROW_OK;
}
