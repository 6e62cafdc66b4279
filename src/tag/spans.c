/* spans: nested entities and label sequences, from scores to what is taken. */
#include <stdlib.h>

#include "tag/work.h"

/* ---- entities -------------------------------------------------------------------------------------------------------------- */

static int by_probability(const void *a, const void *b) {
    const mw_candidate *x = a, *y = b;
    if (x->probability != y->probability) return x->probability > y->probability ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->last > y->last) - (x->last < y->last);
}

static int by_place(const void *a, const void *b) {
    const mw_candidate *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->last < y->last) - (x->last > y->last);
}

static bool crosses(const mw_candidate *x, const mw_candidate *y) {
    return (x->first < y->first && y->first <= x->last && x->last < y->last) ||
           (y->first < x->first && x->first <= y->last && y->last < x->last);
}

/* Two spans with one head: two readings of one thing, unless the shorter is the title of the longer. */
static bool repeats(const mw_candidate *x, const mw_candidate *y) {
    bool title = x->first == y->first && (x->first == x->last || y->first == y->last);
    return x->head != MW_NONE && x->head == y->head && !title;
}

uint32_t mw_spans_take(mw_candidate *c, uint32_t n) {
    uint32_t taken = 0;
    qsort(c, n, sizeof *c, by_probability);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        while (k < taken && !crosses(&c[i], &c[k]) && !repeats(&c[i], &c[k])) k++;
        if (k == taken) c[taken++] = c[i];
    }
    qsort(c, taken, sizeof *c, by_place);
    return taken;
}

/* ---- label sequences ------------------------------------------------------------------------------------------------------- */

/* Viterbi's algorithm. Only an I- label asks what stands before it: its B- or itself; any label may stand before the others. */
void mw_bio_decode(const mw_bio *bio, const float *score, uint32_t tokens, uint8_t *label, uint8_t *back, float *lane) {
    uint32_t n = bio->n;
    float *now = lane, *next = lane + n;
    for (uint32_t l = 0; l < n; l++) now[l] = bio->opens[l] < n ? -1e30f : score[l];
    for (uint32_t t = 1; t < tokens; t++) {
        const float *s = score + (size_t)t * n;
        uint32_t best = mw_argmax(now, n);
        for (uint32_t l = 0; l < n; l++) {
            uint32_t open = bio->opens[l], from = open >= n ? best : now[open] > now[l] ? open : l;
            back[(size_t)t * n + l] = (uint8_t)from;
            next[l] = now[from] + s[l];
        }
        float *swap = now;
        now = next;
        next = swap;
    }
    uint32_t l = mw_argmax(now, n);
    for (uint32_t t = tokens; t-- > 0;) {
        label[t] = (uint8_t)l;
        if (t) l = back[(size_t)t * n + l];
    }
}
