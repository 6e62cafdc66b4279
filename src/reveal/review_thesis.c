/* review_thesis: the sentence that carries the critic's thesis. Every sentence is weighed by what speaks for it: where it stands, how it is told,
 * what it names, how many sides of the work it judges and whether it sets one against another, how near it is to all that the critic thinks.
 * The weights are those of a choice among the sentences of a review, learnt from reviews of invented works
 * (training/reviews). Two passes over the text: linear time. */
#include <math.h>
#include <string.h>

#include "reveal/review_inside.h"

enum {
    T_OPENING,      /* in the first paragraph */
    T_OPENING_LAST, /* ends it */
    T_CLOSING,      /* in the last paragraph */
    T_LAST,         /* the last sentence */
    T_BEGINS,       /* begins a paragraph */
    T_ENDS,         /* ends a paragraph */
    T_EDGE,         /* 0 in the middle … 1 at either end */
    T_OPINION,
    T_PLOT,
    T_SHORT,
    T_CHARACTER, /* names somebody of the story */
    T_PERFORMER,
    T_ASPECTS,       /* how many sides of the work it judges */
    T_WHOLE,         /* the whole, the direction, the theme are among them */
    T_PART,          /* only acting, ending, pictures, music, dialogue */
    T_NEAR_OPINIONS, /* its meaning, to the mean meaning of what the critic thinks */
    T_WORK,          /* the work, who made it, "the film" */
    T_BALANCE,       /* sets one thing against another */
    T_JUDGING,       /* judging words */
    T_SIGN,          /* the model's own: left out of the fit, as the model has seen those reviews */
};

typedef struct thesis_work {
    uint32_t heading_end;      /* sentences before it are headings and the like */
    uint32_t opening, closing; /* blocks of the first and the last paragraph */
    float opinions[MW_VECTOR];
} thesis_work;

static float least(float a, float b) { return a < b ? a : b; }
static uint32_t block_of(const mw_reviewer *r, uint32_t i) { return r->tokens->block[r->tags->sentences[i].first]; }
static bool is_empty(const mw_reviewer *r, uint32_t i) { return r->tags->sentences[i].end <= r->tags->sentences[i].first; }

/* ---- where ---- */

/* A first block under so many words, and without a verdict's length, is a heading, not a paragraph. */
enum { HEADING = 24, SHORTEST = 8 };

static void find_places(const mw_reviewer *r, thesis_work *w) {
    uint32_t n = r->tags->n_sentences, i = 0;
    while (i + 1 < n && r->tags->sentences[i].end < HEADING && block_of(r, i + 1) != block_of(r, i)) i++;
    w->heading_end = i;
    w->opening = block_of(r, i), w->closing = block_of(r, n - 1);
}

static void place(const mw_reviewer *r, const thesis_work *w, uint32_t i, float *f) {
    uint32_t n = r->tags->n_sentences, block = block_of(r, i);
    bool ends = i + 1 == n || block_of(r, i + 1) != block;
    f[T_OPENING] = block == w->opening, f[T_OPENING_LAST] = block == w->opening && ends;
    f[T_CLOSING] = block == w->closing, f[T_LAST] = i + 1 == n;
    f[T_BEGINS] = i == 0 || block_of(r, i - 1) != block, f[T_ENDS] = ends;
    f[T_EDGE] = fabsf(2 * (float)i / (float)n - 1);
}

/* ---- what it says ---- */

static void take_words(const mw_reviewer *r, const mw_sentence *s, float *f) {
    for (uint32_t t = s->first; t < s->end; t++) {
        uint8_t name = r->critic->name[t];
        mw_aspect a;
        float worth;
        bool conceding;
        if (name == MW_NAMES_CHARACTER) f[T_CHARACTER] = 1;
        if (name == MW_NAMES_PERFORMER) f[T_PERFORMER] = 1;
        if (name == MW_NAMES_WORK || name == MW_NAMES_MAKER) f[T_WORK] = 1;
        if (name == MW_NAMES_NOTHING && r->tags->upos[t] == MW_NOUN && mw_review_aspect(r, t, &a, &worth) && a == MW_ON_OVERALL)
            f[T_WORK] = 1;
        if (mw_review_contrast(r, t, &conceding)) f[T_BALANCE] = 1;
    }
}

static bool inside(const mw_reviewer *r, const mw_sentence *s, mw_span span) {
    return span.start >= r->tokens->span[s->first].start && span.end <= r->tokens->span[s->end - 1].end;
}

static void take_opinions(const mw_reviewer *r, const mw_sentence *s, float *f) {
    bool aspect[MW_N_ASPECT] = {false}, good = false, bad = false;
    float sides = 0;
    for (size_t k = 0; k < r->opinions.n; k++) {
        const mw_opinion *o = &r->opinions.at[k];
        if (!inside(r, s, o->span)) continue;
        sides += !aspect[o->aspect];
        aspect[o->aspect] = true;
        good |= o->polarity != MW_AGAINST, bad |= o->polarity != MW_FOR;
    }
    f[T_ASPECTS] = least(sides, 3);
    f[T_WHOLE] = aspect[MW_ON_OVERALL] || aspect[MW_ON_DIRECTION] || aspect[MW_ON_THEME];
    f[T_PART] = sides > 0 && !f[T_WHOLE] && !aspect[MW_ON_PLOT] && !aspect[MW_ON_CHARACTERS] && !aspect[MW_ON_PACING];
    if (good && bad) f[T_BALANCE] = 1;
    float praise = 0, blame = 0;
    for (size_t k = 0; k < r->units.n; k++) {
        const mw_unit_of_opinion *u = &r->units.at[k];
        if (u->first < s->first || u->last >= s->end) continue;
        praise += u->good, blame += u->bad;
        if (u->conceding) f[T_BALANCE] = 1;
    }
    f[T_JUDGING] = least(praise, 3) + least(blame, 3);
}

/* ---- what it is near to ---- */

static void add(float *sum, const mw_vector *v) {
    float length = 0;
    for (uint32_t k = 0; k < MW_VECTOR; k++) length += (float)v->at[k] * (float)v->at[k];
    for (uint32_t k = 0; k < MW_VECTOR && length > 0; k++) sum[k] += (float)v->at[k] / sqrtf(length);
}

static void find_middle(const mw_reviewer *r, thesis_work *w) {
    for (uint32_t i = w->heading_end; r->tags->meanings && i < r->tags->n_sentences; i++) {
        mw_told told = mw_review_told(r, i);
        if (!is_empty(r, i) && (told == MW_TOLD_OPINION || told == MW_TOLD_BOTH)) add(w->opinions, &r->tags->meanings[i]);
    }
}

static float near(const float *a, const mw_vector *v) {
    float x = 0, aa = 0, vv = 0;
    for (uint32_t k = 0; k < MW_VECTOR; k++) {
        float b = v->at[k];
        x += a[k] * b, aa += a[k] * a[k], vv += b * b;
    }
    return aa > 0 && vv > 0 ? x / sqrtf(aa * vv) : 0;
}

/* ---- choice ---- */

static void features_of(const mw_reviewer *r, const thesis_work *w, uint32_t i, float *f) {
    const mw_sentence *s = &r->tags->sentences[i];
    memset(f, 0, MW_THESIS_FEATURES * sizeof *f);
    place(r, w, i, f);
    mw_told told = mw_review_told(r, i);
    f[T_OPINION] = r->signs ? mw_review_sign(r, s->first, s->end - 1, MW_SIGN_OPINION) : told == MW_TOLD_OPINION ? 0.8f : 0.3f;
    f[T_PLOT] = told == MW_TOLD_PLOT, f[T_SHORT] = s->end - s->first < SHORTEST;
    take_words(r, s, f);
    take_opinions(r, s, f);
    if (r->tags->meanings) f[T_NEAR_OPINIONS] = near(w->opinions, &r->tags->meanings[i]);
    f[T_SIGN] = mw_review_sign(r, s->first, s->end - 1, MW_SIGN_THESIS);
}

static void tell(const mw_reviewer *r, const mw_sentence *s, const float *f) {
    mw_span span = mw_review_span(r, s->first, s->end - 1);
    mw_buf_printf(r->theses, "%u %u", span.start, span.end);
    for (uint32_t k = 0; k < MW_THESIS_FEATURES; k++) mw_buf_printf(r->theses, " %g", (double)f[k]);
    mw_buf_puts(r->theses, "\n");
}

/* Chosen is the likeliest; how likely, against all others, is its confidence. */
void mw_review_thesis(mw_reviewer *r) {
    thesis_work w = {0};
    float best = 0, sum = 0;
    uint32_t chosen = UINT32_MAX, n = r->tags->n_sentences;
    if (n == 0 || r->opinions.n == 0) return;
    find_places(r, &w);
    find_middle(r, &w);
    for (uint32_t i = w.heading_end; i < n; i++) {
        float f[MW_THESIS_FEATURES], x = 0;
        if (is_empty(r, i)) continue;
        features_of(r, &w, i, f);
        if (r->theses) tell(r, &r->tags->sentences[i], f);
        for (uint32_t k = 0; k < MW_THESIS_FEATURES; k++) x += mw_review_thesis_weights[k] * f[k];
        sum += expf(x);
        if (chosen != UINT32_MAX && x <= best) continue;
        best = x, chosen = i;
    }
    if (chosen == UINT32_MAX) return;
    r->out->thesis = mw_review_span(r, r->tags->sentences[chosen].first, r->tags->sentences[chosen].end - 1);
    r->out->thesis_confidence = expf(best) / sum;
}
