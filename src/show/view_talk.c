/* The view talk: who talks with whom, how often and how much, and where; pairs, the most talkative first. */
#include <stdlib.h>
#include <string.h>

#include "show/grid.h"

typedef struct pair {
    uint32_t a, b;                  /* people, a < b */
    uint32_t from_a, from_b, words; /* quotations of each to the other */
    uint32_t first, last;
} pair;

static int by_pair(const void *x, const void *y) {
    const pair *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static int by_talk(const void *x, const void *y) {
    const pair *a = x, *b = y;
    uint32_t n = a->from_a + a->from_b, m = b->from_a + b->from_b;
    if (n != m) return n < m ? 1 : -1;
    return by_pair(x, y);
}

static uint32_t list_talk(const mw_asof *a, pair *out, bool all) {
    const mw_story *s = a->story;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        const row_quote *q = &s->quotes[i];
        const mw_person *speaker = mw_asof_speaker(a, q);
        for (uint32_t k = 0; speaker && k < q->n_addressees; k++) {
            const mw_person *to = mw_asof_person(a, s->addressees[q->addressees_from + k]);
            if (!to || to == speaker || (!all && (!to->sure || !speaker->sure))) continue;
            uint32_t x = (uint32_t)(speaker - a->people), y = (uint32_t)(to - a->people);
            out[n++] = (pair){.a = mw_least(x, y),
                              .b = x < y ? y : x,
                              .from_a = x<y, .from_b = x> y,
                              .words = mw_story_words_in(s, q->start, q->end),
                              .first = q->start,
                              .last = q->start};
        }
    }
    return n;
}

static uint32_t sum_up(pair *at, uint32_t n) {
    uint32_t m = 0;
    if (n > 1) qsort(at, n, sizeof *at, by_pair);
    for (uint32_t i = 0; i < n; i++) {
        if (m == 0 || at[m - 1].a != at[i].a || at[m - 1].b != at[i].b) {
            at[m++] = at[i];
            continue;
        }
        at[m - 1].from_a += at[i].from_a;
        at[m - 1].from_b += at[i].from_b;
        at[m - 1].words += at[i].words;
        at[m - 1].last = at[i].last;
    }
    if (m > 1) qsort(at, m, sizeof *at, by_talk);
    return m;
}

static const mw_grid_column columns[] = {
    {"a", NULL, false, 0},       {NULL, "who", false, 1},     {"b", NULL, false, 0},
    {NULL, "with", false, 1},    {"a_to_b", "says", true, 0}, {"b_to_a", "hears", true, 0},
    {"words", "words", true, 0}, {"first", NULL, true, 0},    {"last", NULL, true, 0},
};

marrow_status mw_view_talk(const mw_view *v, marrow_error *err) {
    const mw_story *s = v->a->story;
    pair *at = mw_arena_array(v->a->arena, s->n_addressees, sizeof *at);
    if (!at) return mw_fail_memory(err);
    uint32_t n = sum_up(at, list_talk(v->a, at, v->all));
    mw_grid g;
    mw_grid_init(&g, v, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < n && i < v->limit; i++) {
        mw_grid_person(&g, &v->a->people[at[i].a], true);
        mw_grid_person(&g, &v->a->people[at[i].a], false);
        mw_grid_person(&g, &v->a->people[at[i].b], true);
        mw_grid_person(&g, &v->a->people[at[i].b], false);
        mw_grid_int(&g, at[i].from_a);
        mw_grid_int(&g, at[i].from_b);
        mw_grid_int(&g, at[i].words);
        mw_grid_int(&g, at[i].first);
        mw_grid_int(&g, at[i].last);
    }
    return mw_grid_write(&g, "Nobody was found to talk with anybody.", n, err);
}
