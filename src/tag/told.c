/* told: the heads that a model may lack, run on a core: signs of its words, tones and meanings of its sentences, vectors of its mentions.
 * All rows of a core go through a layer at once. */
#include <math.h>
#include <string.h>

#include "tag/work.h"

/* ---- signs ----------------------------------------------------------------------------------------------------------------- */

/* A label whose logit lies this far below the others', or below 0 where it stands alone, has p < 0.0602: it is left out, and no
 * exponential is needed to see that. */
static const float hopeless = 2.75f;

static void keep(uint8_t *p, const mw_sign_label *l, float probability) {
    if (l->sign == MW_N_SIGN || !(probability > 0.06f)) return; /* no number is not kept either */
    uint8_t byte = (uint8_t)((probability < 1 ? probability : 1) * 255.0f + 0.5f);
    if (byte >= MW_SIGN_LEAST && byte > p[l->sign]) p[l->sign] = byte;
}

/* Adds what a head says of one word to p [MW_N_SIGN]; x: its logits. */
static void word_read(const mw_sign_head *h, const float *x, uint8_t *p) {
    for (uint32_t i = 0, n = h->out.out; i < n; i = h->labels[i].end) {
        const mw_sign_label *l = h->labels;
        if (l[i].alone) {
            if (x[i] > -hopeless) keep(p, &l[i], 1.0f / (1.0f + expf(-x[i])));
            continue;
        }
        float top = x[i], best = -INFINITY, sum = 0;
        for (uint32_t k = i; k < l[i].end; k++) {
            top = x[k] > top ? x[k] : top;
            if (l[k].sign < MW_N_SIGN && x[k] > best) best = x[k];
        }
        if (!(best > top - hopeless)) continue;
        for (uint32_t k = i; k < l[i].end; k++) sum += expf(x[k] - top);
        for (uint32_t k = i; k < l[i].end; k++) keep(p, &l[k], expf(x[k] - top) / sum);
    }
}

static void head_run(const mw_sign_head *h, mw_worker *w, const float *x, uint32_t n, float *out) {
    mw_linear_run(&h->hidden, x, n, w->hidden, w->linear);
    mw_relu(w->hidden, (size_t)n * h->hidden.out);
    mw_linear_run(&h->out, w->hidden, n, out, w->linear);
}

/* Signs by falling probability, then in their order. */
static uint32_t signs_sort(const uint8_t *p, mw_signed *to) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < MW_N_SIGN; s++) {
        if (!p[s]) continue;
        uint32_t i = n++;
        for (; i && to[i - 1].p < p[s]; i--) to[i] = to[i - 1];
        to[i] = (mw_signed){(uint8_t)s, p[s]};
    }
    return n;
}

marrow_status mw_tag_signs(mw_tagger *t, mw_worker *w, const float *signs, const float *review, uint32_t first, uint32_t n,
                           marrow_error *err) {
    const mw_heads *h = t->heads;
    if (signs) head_run(&h->signs, w, signs, n, w->out);
    if (review) head_run(&h->review, w, review, n, w->out2);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t p[MW_N_SIGN] = {0};
        mw_signed found[MW_N_SIGN];
        if (signs) word_read(&h->signs, w->out + (size_t)i * h->signs.out.out, p);
        if (review) word_read(&h->review, w->out2 + (size_t)i * h->review.out.out, p);
        uint32_t some = signs_sort(p, found);
        t->tags->sign_at[first + i] = some; /* a number as yet: places when all are there */
        if (!mw_vec_reserve(&t->env->mem, &w->signs, w->signs.n + some)) return mw_fail_memory(err);
        if (some) memcpy(w->signs.at + w->signs.n, found, some * sizeof *found);
        w->signs.n += some;
    }
    return MARROW_OK;
}

/* ---- sentences ------------------------------------------------------------------------------------------------------------- */

void mw_means(const mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *s, size_t n_sentences) {
    for (size_t i = 0; i < n_sentences; i++) {
        float *mean = w->mean + i * t->width;
        uint32_t n = s[i].end - s[i].first;
        memset(mean, 0, t->width * sizeof *mean);
        for (uint32_t k = 0; k < n; k++) {
            const float *row = x + (size_t)(s[i].first - first + k) * t->width;
            for (uint32_t j = 0; j < t->width; j++) mean[j] += row[j];
        }
        for (uint32_t j = 0; j < t->width; j++) mean[j] /= (float)n;
    }
}

/* Softmax of x [n] as bytes. */
static void softmax(const float *x, uint32_t n, uint8_t *p) {
    float top = x[mw_argmax(x, n)], sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += expf(x[i] - top);
    for (uint32_t i = 0; i < n; i++) {
        float q = expf(x[i] - top) / sum;
        p[i] = q > 0 ? (uint8_t)((q < 1 ? q : 1) * 255.0f + 0.5f) : 0;
    }
}

static float between(float x, float least, float most) { return !(x >= least) ? least : x > most ? most : x; }

static void tone_read(const float *x, mw_tone *tone) {
    softmax(x, MW_N_MODE, tone->mode);
    softmax(x + MW_N_MODE, MW_N_LAPSE, tone->lapse);
    tone->valence = between(x[MW_N_MODE + MW_N_LAPSE], -2, 2);
    tone->tension = between(x[MW_N_MODE + MW_N_LAPSE + 1], 0, 2);
}

static int8_t byte_of(float x) { return (int8_t)rintf(between(x, -127, 127)); }

/* x [MW_VECTOR] at length 127. */
static void unit_read(const float *x, mw_vector *v) {
    float sum = 0;
    for (uint32_t i = 0; i < MW_VECTOR; i++) sum += x[i] * x[i];
    float by = sum > 0 && isfinite(sum) ? 127.0f / sqrtf(sum) : 0;
    for (uint32_t i = 0; i < MW_VECTOR; i++) v->at[i] = by > 0 ? byte_of(x[i] * by) : 0;
}

marrow_status mw_tag_tones(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *s, size_t n_sentences,
                           marrow_error *err) {
    const mw_heads *h = t->heads;
    const marrow_allocator *mem = &t->env->mem;
    uint32_t n = (uint32_t)n_sentences;
    mw_means(t, w, x, first, s, n_sentences);
    if (h->tone_out.out) {
        if (!mw_vec_reserve(mem, &w->tones, w->tones.n + n)) return mw_fail_memory(err);
        mw_linear_run(&h->tone_hidden, w->mean, n, w->hidden, w->linear);
        mw_relu(w->hidden, (size_t)n * h->tone_hidden.out);
        mw_linear_run(&h->tone_out, w->hidden, n, w->out, w->linear);
        for (uint32_t i = 0; i < n; i++) tone_read(w->out + (size_t)i * MW_N_TONE, &w->tones.at[w->tones.n++]);
    }
    if (h->meaning.out) {
        if (!mw_vec_reserve(mem, &w->meanings, w->meanings.n + n)) return mw_fail_memory(err);
        mw_linear_run(&h->meaning, w->mean, n, w->out, w->linear);
        for (uint32_t i = 0; i < n; i++) unit_read(w->out + (size_t)i * MW_VECTOR, &w->meanings.at[w->meanings.n++]);
    }
    return MARROW_OK;
}

static void bytes_join(uint8_t *a, float n, const uint8_t *b, float m, uint32_t size) {
    for (uint32_t i = 0; i < size; i++) a[i] = (uint8_t)(((float)a[i] * n + (float)b[i] * m) / (n + m) + 0.5f);
}

void mw_tone_join(mw_tone *a, float n, const mw_tone *b, float m) {
    bytes_join(a->mode, n, b->mode, m, MW_N_MODE);
    bytes_join(a->lapse, n, b->lapse, m, MW_N_LAPSE);
    a->valence = between((a->valence * n + b->valence * m) / (n + m), -2, 2);
    a->tension = between((a->tension * n + b->tension * m) / (n + m), 0, 2);
}

void mw_meaning_join(mw_vector *a, float n, const mw_vector *b, float m) {
    float sum[MW_VECTOR];
    for (uint32_t i = 0; i < MW_VECTOR; i++) sum[i] = ((float)a->at[i] * n + (float)b->at[i] * m) / (n + m);
    unit_read(sum, a);
}

/* ---- mentions -------------------------------------------------------------------------------------------------------------- */

/* A token of this part of speech has a vector, in an entity or not. */
static bool wants_vector(uint8_t upos, bool verbs) {
    return upos == MW_NOUN || upos == MW_PROPN || upos == MW_PRON || (verbs && upos == MW_VERB);
}

enum { NO_VECTOR, MENTION, ACT };

/* The vectors of the words wanted for one end, by that end's layer, each in its place behind the worker's. */
static void vectors_of(mw_worker *w, const mw_linear *layer, const float *x, uint32_t n, uint32_t end) {
    const uint32_t *wanted = w->tree, width = layer->in;
    mw_vector *to = w->vectors.at + w->vectors.n;
    uint32_t some = 0;
    for (uint32_t i = 0; i < n; i++)
        if (wanted[i] == end) memcpy(w->mean + (size_t)some++ * width, x + (size_t)i * width, width * sizeof *x);
    mw_linear_run(layer, w->mean, some, w->out, w->linear);
    const float *from = w->out;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < MW_VECTOR && wanted[i] == end; k++) to->at[k] = byte_of(tanhf(*from++) * 127.0f);
        to += wanted[i] != NO_VECTOR;
    }
}

marrow_status mw_tag_vectors(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, uint32_t n, const mw_entity *entities,
                             size_t n_entities, marrow_error *err) {
    uint32_t *wanted = w->tree, some = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t upos = t->tags->upos[first + i];
        wanted[i] = wants_vector(upos, false) ? MENTION : wants_vector(upos, t->heads->point) ? ACT : NO_VECTOR;
    }
    for (size_t i = 0; i < n_entities; i++) wanted[entities[i].head - first] = MENTION;
    for (uint32_t i = 0; i < n; i++) some += wanted[i] != NO_VECTOR;
    if (!mw_vec_reserve(&t->env->mem, &w->vectors, w->vectors.n + some)) return mw_fail_memory(err);
    vectors_of(w, &t->heads->coref, x, n, MENTION);
    if (t->heads->point) vectors_of(w, &t->heads->act, x, n, ACT);
    w->vectors.n += some;
    return MARROW_OK;
}

void mw_vectors_place(mw_tags *t) {
    for (uint32_t i = 0; i < t->n; i++) t->vector_at[i] = wants_vector(t->upos[i], t->point) ? 0 : MW_NONE;
    for (uint32_t i = 0; i < t->n_entities; i++) t->vector_at[t->entities[i].head] = 0;
    t->n_vectors = 0;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->vector_at[i] != MW_NONE) t->vector_at[i] = t->n_vectors++;
}
