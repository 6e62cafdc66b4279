/* parse: heads and relations of a core's sentences (Dozat & Manning, "Deep biaffine attention for neural dependency parsing", 2017):
 * scores of all pairs of a sentence, the best tree with one root, and then a label for each of its edges. */
#include <string.h>

#include "tag/work.h"

/* Heads of one sentence from the rows of dep and u = arc.u · head. */
static void sentence_tree(mw_tagger *t, mw_worker *w, uint32_t row, uint32_t first, uint32_t n) {
    uint32_t arcs = t->heads->arc_dep.out;
    for (uint32_t d = 0; d < n; d++)
        mw_dots(t->model, w->dep + (size_t)(row + d) * arcs, w->u + (size_t)row * arcs, n, arcs, w->pair + (size_t)d * n);
    mw_tree(w->pair, w->root + row, n, w->tree, w->tree_scratch);
    for (uint32_t d = 0; d < n; d++) t->tags->head[first + d] = first + (w->tree[d] == n ? d : w->tree[d]);
}

/* Labels of the edges from `heads` (rows of the core, `some` <= MW_CHUNK) to their dependents. next[]: chains of dependents. */
static void label_chunk(mw_tagger *t, mw_worker *w, uint32_t first, const uint32_t *heads, uint32_t some, const uint32_t *from,
                        const uint32_t *next) {
    const mw_heads *h = t->heads;
    uint32_t r = h->rel_dep.out, labels = h->rel_labels.n;
    for (uint32_t k = 0; k < some; k++) memcpy(w->picked + (size_t)k * r, w->head + (size_t)heads[k] * r, r * sizeof(float));
    mw_linear_run(&h->rel_u, w->picked, some, w->chunk, w->linear);
    for (uint32_t k = 0; k < some; k++)
        for (uint32_t d = from[heads[k]]; d != MW_NONE; d = next[d]) {
            const float *lin = w->lin + (size_t)d * labels;
            mw_dots(t->model, w->dep + (size_t)d * r, w->chunk + (size_t)k * h->rel_u.out, labels, r, w->lane);
            for (uint32_t l = 0; l < labels; l++) w->lane[l] = l == h->root ? -1e30f : w->lane[l] + lin[l];
            t->tags->rel[first + d] = (uint8_t)mw_argmax(w->lane, labels);
        }
}

/* Relations of a core whose heads are known. rel.u is run once a head, however many dependents it has. */
static void relations(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, uint32_t n) {
    const mw_heads *h = t->heads;
    uint32_t r = h->rel_dep.out, some = 0, heads[MW_CHUNK], *from = w->tree, *next = w->next;
    mw_linear_run(&h->rel_dep, x, n, w->dep, w->linear);
    mw_linear_run(&h->rel_head, x, n, w->head, w->linear);
    mw_relu(w->dep, (size_t)n * r);
    mw_relu(w->head, (size_t)n * r);
    for (uint32_t d = 0; d < n; d++) from[d] = MW_NONE;
    for (uint32_t d = n; d-- > 0;) {
        uint32_t head = t->tags->head[first + d] - first;
        if (head == d) t->tags->rel[first + d] = (uint8_t)h->root;
        float *both = w->pair + (size_t)d * 2 * r;
        memcpy(both, w->dep + (size_t)d * r, r * sizeof(float));
        memcpy(both + r, w->head + (size_t)head * r, r * sizeof(float));
        if (head == d) continue;
        next[d] = from[head];
        from[head] = d;
    }
    mw_linear_run(&h->rel_lin, w->pair, n, w->lin, w->linear);
    for (uint32_t i = 0; i < n; i++) {
        if (from[i] != MW_NONE) heads[some++] = i;
        if (some == MW_CHUNK || (some && i + 1 == n)) {
            label_chunk(t, w, first, heads, some, from, next);
            some = 0;
        }
    }
}

void mw_tag_parse(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *s, size_t n_sentences) {
    const mw_heads *h = t->heads;
    uint32_t n = s[n_sentences - 1].end - first;
    mw_linear_run(&h->arc_dep, x, n, w->dep, w->linear);
    mw_linear_run(&h->arc_head, x, n, w->head, w->linear);
    mw_relu(w->dep, (size_t)n * h->arc_dep.out);
    mw_relu(w->head, (size_t)n * h->arc_dep.out);
    mw_linear_run(&h->arc_u, w->head, n, w->u, w->linear);
    mw_linear_run(&h->arc_root, w->dep, n, w->root, w->linear);
    for (size_t i = 0; i < n_sentences; i++) sentence_tree(t, w, s[i].first - first, s[i].first, s[i].end - s[i].first);
    relations(t, w, x, first, n);
}
