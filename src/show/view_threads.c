/* The views threads, loose-ends and payoffs, motifs, core: what is followed through, what is left, what is set up and paid off later, what recurs,
 * who it turns on. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/grid.h"
#include "show/shape_rows.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))

/* ---- threads ---- */

typedef struct pick {
    double worth;
    uint32_t row, close; /* number of the thread; where its close starts */
} pick;

static int by_worth(const void *x, const void *y) {
    const pick *a = x, *b = y;
    if (a->worth != b->worth) return a->worth < b->worth ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static int by_row(const void *x, const void *y) {
    const pick *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

/* Of all threads those that are loose, or those that are set up in one scene and paid off in a later one. */
typedef enum which { EVERY, LOOSE, PAID } which;

static bool is_of(const mw_seen_thread *t, which which) {
    return which == EVERY || (which == LOOSE ? !t->closed : t->closed && t->scenes > 1);
}

/* What no other scene comes back to counts for little in a list of the weightiest, however surely it opens. */
static double reach(const mw_seen_thread *t) { return t->touched > 1 ? 1 - 0.7 * exp(-0.4 * (t->touched - 1)) : 0.3; }

/* Puts first, of n by worth, those that a list of `limit` shows: a third of it of one kind at most while there are others, since plans are many. */
static void mix(const mw_seen_shape *s, pick *picks, uint32_t n, uint32_t limit) {
    uint32_t of[MW_N_THREAD] = {0}, most = (limit + 2) / 3, shown = 0;
    for (uint32_t i = 0; i < n && shown < limit; i++) {
        const pick p = picks[i];
        if (of[s->threads[p.row].row->kind]++ >= most) continue;
        memmove(&picks[shown + 1], &picks[shown], (i - shown) * sizeof *picks);
        picks[shown++] = p;
    }
}

static int by_close(const void *x, const void *y) {
    const pick *a = x, *b = y;
    if (a->close != b->close) return a->close < b->close ? -1 : 1;
    return by_worth(x, y);
}

/* Of several that one sentence closes the weightiest. */
static uint32_t one_a_close(pick *picks, uint32_t n) {
    uint32_t kept = 0;
    if (n > 1) qsort(picks, n, sizeof *picks, by_close);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || picks[kept - 1].close != picks[i].close) picks[kept++] = picks[i];
    return kept;
}

/* The weightiest, in order of the text. */
static uint32_t choose(const mw_view *v, const mw_seen_shape *s, which which, pick *picks, uint32_t *of) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_threads; i++) {
        const mw_seen_thread *t = &s->threads[i];
        if ((!v->all && !t->matters) || !is_of(t, which)) continue;
        picks[n++] = (pick){t->weight * t->row->opening * reach(t), i, t->row->close_start};
    }
    if (which == PAID && !v->all) n = one_a_close(picks, n);
    *of = n;
    if (n > v->limit) {
        qsort(picks, n, sizeof *picks, by_worth);
        mix(s, picks, n, (uint32_t)v->limit);
        n = v->limit;
    }
    if (n > 1) qsort(picks, n, sizeof *picks, by_row);
    return n;
}

static const mw_grid_column thread_columns[] = {
    {"chapter", "in", true, 0},      {"kind", "kind", false, 0},      {"id", NULL, false, 0},        {"who", NULL, false, 0},
    {"name", "whose", false, 2},     {"start", NULL, true, 0},        {"end", NULL, true, 0},        {"text", "opens with", false, 1},
    {NULL, "state", false, 0},       {"closes_start", NULL, true, 0}, {"closes_end", NULL, true, 0}, {"closes", "closes with", false, 1},
    {"touches", "touched", true, 2}, {"last_start", NULL, true, 0},   {"last_end", NULL, true, 0},   {NULL, "last in", true, 2},
    {"share", "followed", true, 2},  {"importance", NULL, true, 0},   {"confidence", NULL, true, 0}, {"known", NULL, true, 0},
};

static void put_thread(mw_grid *g, const mw_seen_thread *t) {
    const mw_view *v = g->v;
    const row_thread *x = t->row;
    const mw_person *p = mw_json_told(v->a, x->who, v->all);
    mw_grid_chapter(g, x->start);
    mw_grid_text(g, mw_thread_names[x->kind]);
    mw_grid_text(g, x->id);
    mw_grid_person(g, p, true);
    mw_grid_person(g, p, false);
    mw_grid_span(g, x->start, x->end);
    mw_grid_words(g, x->start, x->end);
    mw_grid_text(g, t->closed ? "closed" : "loose");
    mw_grid_span(g, t->closed ? x->close_start : MW_NONE, t->closed ? x->close_end : MW_NONE);
    if (t->closed)
        mw_grid_words(g, x->close_start, x->close_end);
    else
        mw_grid_none(g);
    mw_grid_int(g, t->n_touches);
    mw_grid_span(g, t->last_start, t->last_end);
    mw_grid_chapter(g, t->closed ? x->close_start : t->last_start);
    mw_grid_percent(g, t->share);
    mw_grid_real(g, t->weight, 3);
    mw_grid_real(g, t->confidence, 3);
    mw_grid_int(g, x->known);
}

static marrow_status view_threads(const mw_view *v, which which, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    pick *picks = mw_arena_array(v->a->arena, s->n_threads, sizeof *picks);
    if (!picks) return mw_fail_memory(err);
    uint32_t of, n = choose(v, s, which, picks, &of);
    mw_grid g;
    mw_grid_column columns[COUNT(thread_columns)];
    memcpy(columns, thread_columns, sizeof columns);
    for (size_t c = 0; c < COUNT(columns); c++) {
        bool state = columns[c].title && strcmp(columns[c].title, "state") == 0,
             close = columns[c].key && strncmp(columns[c].key, "closes", 6) == 0;
        if ((which != EVERY && state) || (which == LOOSE && close)) columns[c].title = NULL;
        if (which == EVERY && columns[c].title && close) columns[c].rank = 2; /* where there is room; payoffs tells it */
        if (which == EVERY && columns[c].title && strcmp(columns[c].title, "last in") == 0) columns[c].rank = 0;
        if (which == LOOSE && columns[c].rank > 1) columns[c].rank = 1;
        if (which == PAID && columns[c].title && strcmp(columns[c].title, "last in") == 0)
            columns[c].title = "paid in", columns[c].rank = 0;
    }
    mw_grid_init(&g, v, columns, COUNT(columns));
    for (uint32_t i = 0; i < n; i++) put_thread(&g, &s->threads[picks[i].row]);
    static const char *const none[] = {"No threads were found.", "Nothing is left loose that was found.",
                                       "Nothing was found that is paid off in a later scene."};
    return mw_grid_write(&g, none[which], of, err);
}

marrow_status mw_view_threads(const mw_view *v, marrow_error *err) { return view_threads(v, EVERY, err); }
marrow_status mw_view_loose_ends(const mw_view *v, marrow_error *err) { return view_threads(v, LOOSE, err); }
marrow_status mw_view_payoffs(const mw_view *v, marrow_error *err) { return view_threads(v, PAID, err); }

/* ---- motifs ---- */

static const mw_grid_column motif_columns[] = {
    {"name", "motif", false, 0},
    {"times", "times", true, 0},
    {"expected", "in a usual novel", true, 2},
    {"core", "where", false, 0},
    {"in_core", "in core scenes", true, 3},
    {"first", NULL, true, 0},
    {NULL, "first in", true, 3},
    {NULL, "last in", true, 3},
    {"weight", "weight", true, 2},
    {"confidence", NULL, true, 0},
    {"known", NULL, true, 0},
};

marrow_status mw_view_motifs(const mw_view *v, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    mw_grid g;
    mw_grid_init(&g, v, motif_columns, COUNT(motif_columns));
    uint32_t n = s->n_motifs < v->limit ? s->n_motifs : v->limit;
    for (uint32_t i = 0; i < n; i++) {
        const mw_seen_motif *m = &s->motifs[i];
        const row_place *x = v->a->story->shape->motif_places + m->row->places_from;
        mw_grid_text(&g, m->name);
        mw_grid_int(&g, m->n);
        mw_grid_real(&g, m->row->rate * s->words / 1e6, 1);
        mw_grid_text(&g, m->core ? "core" : "around it");
        mw_grid_percent(&g, (double)m->in_core / m->n);
        mw_grid_int(&g, x[0].start);
        mw_grid_chapter(&g, x[0].start);
        mw_grid_chapter(&g, x[m->n - 1].start);
        mw_grid_real(&g, m->weight, 2);
        mw_grid_real(&g, m->confidence, 3);
        mw_grid_int(&g, m->row->known);
    }
    return mw_grid_write(&g, "No motifs were found.", s->n_motifs, err);
}

/* ---- core ---- */

static const char *names_of(const mw_asof *a, const mw_core *c, bool id) {
    const mw_person *p = mw_asof_person(a, c->people[0]), *q = mw_asof_person(a, c->people[1]);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(a->arena));
    mw_buf_puts(&b, p ? id ? p->id : p->name : "");
    if (q) {
        mw_buf_puts(&b, id ? "|" : " and ");
        mw_buf_puts(&b, id ? q->id : q->name);
    }
    const char *s = b.failed ? NULL : mw_arena_strdup(a->arena, b.at);
    mw_buf_clear(&b);
    return s;
}

/* The chapters in which scenes of a core lie: "1-3, 6". NULL: out of memory; empty where there are none. */
static const char *chapters_of(const mw_asof *a, const mw_seen_shape *s, const mw_core *c) {
    mw_buf b;
    uint32_t from = MW_NONE, last = MW_NONE;
    mw_buf_init(&b, mw_arena_mem(a->arena));
    mw_buf_puts(&b, "");
    for (uint32_t i = 0; i <= c->n_scenes; i++) {
        uint32_t at = i < c->n_scenes ? mw_story_chapter_at(a->story, s->scenes[c->scenes[i]].start) : MW_NONE;
        if (last != MW_NONE && (at == last || at == last + 1)) {
            last = at;
            continue;
        }
        if (from != MW_NONE) mw_buf_printf(&b, from < last ? "%s%u-%u" : "%s%u", b.n ? ", " : "", from + 1, last + 1);
        from = last = at;
    }
    const char *text = b.failed ? NULL : mw_arena_strdup(a->arena, b.at);
    mw_buf_clear(&b);
    return text;
}

static const mw_grid_column core_columns[] = {
    {"rank", "core", false, 0},    {"kind", "kind", false, 2}, {"people", NULL, false, 0},           {"names", "people", false, 0},
    {"scenes", "scenes", true, 0}, {"of", "of", true, 0},      {"share", "share of words", true, 0}, {"chapters", "in chapters", false, 1},
    {"confidence", NULL, true, 0},
};

marrow_status mw_view_core(const mw_view *v, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    mw_grid g;
    mw_grid_init(&g, v, core_columns, COUNT(core_columns));
    for (uint32_t i = 0; i < s->n_cores; i++) {
        const mw_core *c = &s->core[i];
        const char *ids = names_of(v->a, c, true), *names = names_of(v->a, c, false);
        const char *chapters = chapters_of(v->a, s, c);
        if (!ids || !names || !chapters) g.failed = true;
        mw_grid_text(&g, i ? "second" : "first");
        mw_grid_text(&g, c->people[1] == MW_NONE ? "person" : "pair");
        mw_grid_text(&g, ids);
        mw_grid_text(&g, names);
        mw_grid_int(&g, c->n_scenes);
        mw_grid_int(&g, s->n_scenes);
        mw_grid_percent(&g, (double)c->share);
        mw_grid_text(&g, chapters && *chapters ? chapters : NULL);
        mw_grid_real(&g, (double)c->confidence, 3);
    }
    return mw_grid_write(&g, "Nobody has been met yet.", s->n_cores, err);
}
