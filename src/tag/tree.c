/* tree: the best dependency tree, exactly, in O(n²) (Chu & Liu 1965, Edmonds 1967; the dense form with a growing path: Gabow, Galil,
 * Spencer & Tarjan 1986). One root and no more: every root score is lowered by more than trees can differ in all else, so that the
 * best tree uses as few of them as it can (Stanojević & Cohen, "A Root of a Problem", 2021). */
#include <string.h>

#include "tag/work.h"

typedef struct edge {
    uint16_t head, dep; /* nodes: 0 the root of all, then token + 1 */
} edge;

/* Nodes live in slots 0 … n (slot 0: the root of all). Contracting a cycle leaves its nodes in one of their slots, under a new id. */
typedef struct graph {
    uint32_t slots, ids;
    double *w;        /* [from][to] best score of an edge between slots */
    edge *real;       /* [from][to] the edge that has it */
    uint32_t *id;     /* [slots] */
    uint8_t *state;   /* [slots] */
    uint32_t *path;   /* [slots] */
    edge *chosen;     /* [2 * slots] by id: the edge into it */
    double *weight;   /* [slots] its score */
    uint32_t *parent; /* [2 * slots] by id: what it was contracted into; 0 nothing */
} graph;

enum { FRESH, ON_PATH, DONE, GONE };

size_t mw_tree_scratch(uint32_t n) {
    size_t s = (size_t)n + 1;
    return s * s * (sizeof(double) + sizeof(edge)) + s * (sizeof(double) + 2 * sizeof(edge) + 4 * sizeof(uint32_t) + 1) + 16 * 8;
}

static void *take(char **at, size_t bytes) {
    void *p = *at;
    *at += (bytes + 15) & ~(size_t)15;
    return p;
}

static void graph_init(graph *g, const float *score, const float *root, uint32_t n, void *scratch) {
    char *at = scratch;
    size_t s = (size_t)n + 1;
    *g = (graph){.slots = n + 1, .ids = n + 1};
    g->w = take(&at, s * s * sizeof *g->w);
    g->real = take(&at, s * s * sizeof *g->real);
    g->weight = take(&at, s * sizeof *g->weight);
    g->id = take(&at, s * sizeof *g->id);
    g->path = take(&at, s * sizeof *g->path);
    g->chosen = take(&at, 2 * s * sizeof *g->chosen);
    g->parent = take(&at, 2 * s * sizeof *g->parent);
    g->state = take(&at, s);
    memset(g->parent, 0, 2 * s * sizeof *g->parent);
    double low = root[0], high = root[0];
    for (uint32_t d = 0; d < n; d++)
        for (uint32_t h = 0; h <= n; h++) {
            double v = h == n ? root[d] : d == h ? low : score[(size_t)d * n + h];
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
    double penalty = (high - low + 1) * ((double)n + 1);
    for (uint32_t d = 1; d <= n; d++)
        for (uint32_t h = 0; h <= n; h++) {
            g->w[h * s + d] = h ? score[(size_t)(d - 1) * n + h - 1] : root[d - 1] - penalty;
            g->real[h * s + d] = (edge){(uint16_t)h, (uint16_t)d};
        }
    for (uint32_t v = 0; v <= n; v++) {
        g->id[v] = v;
        g->state[v] = FRESH;
    }
    g->state[0] = DONE;
}

/* The best edge into slot v: remembers it and gives the slot that it comes from. */
static uint32_t best_into(graph *g, uint32_t v) {
    size_t s = g->slots, best = s;
    for (uint32_t u = 0; u < s; u++)
        if (u != v && g->state[u] != GONE && (best == s || g->w[u * s + v] > g->w[best * s + v])) best = u;
    g->chosen[g->id[v]] = g->real[best * s + v];
    g->weight[v] = g->w[best * s + v];
    return (uint32_t)best;
}

/* Folds slot x of a cycle into slot c: edges into the cycle count what they save, edges out of it are the best of any. */
static void fold(graph *g, uint32_t c, uint32_t x) {
    size_t s = g->slots;
    for (uint32_t y = 0; y < s; y++) {
        if (g->state[y] == GONE || y == x || y == c) continue;
        double in = g->w[y * s + x] - g->weight[x];
        if (in > g->w[y * s + c]) {
            g->w[y * s + c] = in;
            g->real[y * s + c] = g->real[y * s + x];
        }
        if (y && g->w[x * s + y] > g->w[c * s + y]) {
            g->w[c * s + y] = g->w[x * s + y];
            g->real[c * s + y] = g->real[x * s + y];
        }
    }
}

/* Contracts path[from … to]. Edges between its members and edges into those that are gone are never looked at again. */
static void contract(graph *g, uint32_t from, uint32_t to) {
    size_t s = g->slots;
    uint32_t c = g->path[from], id = g->ids++;
    for (uint32_t y = 0; y < s; y++)
        if (g->state[y] != GONE && y != c) g->w[y * s + c] -= g->weight[c];
    g->parent[g->id[c]] = id;
    for (uint32_t i = from + 1; i <= to; i++) {
        g->parent[g->id[g->path[i]]] = id;
        g->state[g->path[i]] = GONE;
    }
    for (uint32_t i = from + 1; i <= to; i++) fold(g, c, g->path[i]);
    g->id[c] = id;
}

/* Grows a path backwards along best edges from slot v until it meets what is done; cycles are contracted on the way. */
static void grow(graph *g, uint32_t v) {
    uint32_t top = 0;
    g->path[0] = v;
    g->state[v] = ON_PATH;
    for (;;) {
        uint32_t u = best_into(g, g->path[top]);
        if (g->state[u] == DONE) break;
        if (g->state[u] == FRESH) {
            g->state[u] = ON_PATH;
            g->path[++top] = u;
            continue;
        }
        uint32_t from = top;
        while (g->path[from] != u) from--;
        contract(g, from, top);
        top = from;
    }
    for (uint32_t i = 0; i <= top; i++) g->state[g->path[i]] = DONE;
}

/* Every token its best head, if that happens to be a tree with one root. */
static bool greedy(const float *score, const float *root, uint32_t n, uint32_t *head, uint8_t *seen) {
    uint32_t roots = 0;
    for (uint32_t d = 0; d < n; d++) {
        uint32_t best = n;
        for (uint32_t h = 0; h < n; h++)
            if (h != d && score[(size_t)d * n + h] > (best == n ? root[d] : score[(size_t)d * n + best])) best = h;
        head[d] = best;
        roots += best == n;
        seen[d] = 0;
    }
    if (roots != 1) return false;
    for (uint32_t d = 0; d < n; d++) {
        uint32_t t = d;
        while (t != n && !seen[t]) {
            seen[t] = 1;
            t = head[t];
        }
        if (t != n && seen[t] == 1) return false;
        for (t = d; t != n && seen[t] == 1; t = head[t]) seen[t] = 2;
    }
    return true;
}

void mw_tree(const float *score, const float *root, uint32_t n, uint32_t *head, void *scratch) {
    graph g;
    if (greedy(score, root, n, head, scratch)) return;
    graph_init(&g, score, root, n, scratch);
    for (uint32_t v = 1; v <= n; v++)
        if (g.state[v] == FRESH) grow(&g, v);
    /* Outermost contractions first: the edge into one replaces that of the member which it enters. */
    for (uint32_t id = g.ids; id-- > n + 1;) {
        uint32_t x = g.chosen[id].dep;
        while (g.parent[x] != id) x = g.parent[x];
        g.chosen[x] = g.chosen[id];
    }
    for (uint32_t d = 0; d < n; d++) head[d] = g.chosen[d + 1].head ? (uint32_t)g.chosen[d + 1].head - 1 : n;
}
