/* Several reviews of one work side by side: a column a review, a row an aspect; how many opinions speak for and against it, and where the
 * critics agree. An aspect is agreed on when all who judge it lean the same way. */
#include <stdio.h>
#include <string.h>

#include "show/card.h"
#include "show/check.h"
#include "show/views.h"

static const char *const aspects[] = {"overall", "direction",      "acting", "characters", "plot", "pacing",
                                      "ending",  "cinematography", "music",  "dialogue",   "theme"};
enum { MOST_REVIEWS = MW_TABLE_COLUMNS - 2 };

typedef struct lean {
    uint32_t good, bad, even;
} lean;

static lean lean_of(const mw_card *k, const char *aspect, bool all) {
    lean l = {0};
    for (uint32_t i = 0; i < k->n_opinions; i++) {
        const row_opinion *o = &k->opinions[i];
        if (!mw_card_sure(o->confidence, all) || strcmp(o->aspect, aspect) != 0) continue;
        l.good += strcmp(o->polarity, "+") == 0, l.bad += strcmp(o->polarity, "-") == 0;
    }
    for (uint32_t i = 0; i < k->n_opinions; i++)
        l.even += mw_card_sure(k->opinions[i].confidence, all) && strcmp(k->opinions[i].aspect, aspect) == 0 &&
                  strcmp(k->opinions[i].polarity, "+") != 0 && strcmp(k->opinions[i].polarity, "-") != 0;
    return l;
}

static int side_of(lean l) { return l.good > l.bad ? 1 : l.bad > l.good ? -1 : 0; }
static bool judged(lean l) { return l.good + l.bad + l.even > 0; }

static const char *lean_text(mw_arena *a, lean l) {
    char s[60];
    int n = 0;
    s[0] = 0;
    if (l.good) n += snprintf(s + n, sizeof s - (size_t)n, "+%u ", l.good);
    if (l.bad) n += snprintf(s + n, sizeof s - (size_t)n, "-%u ", l.bad);
    if (l.even) n += snprintf(s + n, sizeof s - (size_t)n, "\xC2\xB1%u ", l.even);
    if (n) s[n - 1] = 0;
    return mw_arena_strdup(a, s);
}

/* "agree", "differ", or nothing where fewer than two judge. */
static const char *verdict_on(const lean *l, size_t n) {
    int side = 0;
    size_t who = 0;
    bool same = true;
    for (size_t i = 0; i < n; i++) {
        if (!judged(l[i])) continue;
        if (who++ == 0)
            side = side_of(l[i]);
        else
            same = same && side_of(l[i]) == side;
    }
    return who < 2 ? "" : same ? "agree" : "differ";
}

static void put_head_rows(mw_table *t, mw_arena *a, mw_story *const *s, size_t n) {
    const char *first = s[0]->card->verdict;
    bool same = true;
    mw_table_cell(t, "title");
    for (size_t i = 0; i < n; i++) mw_table_cell(t, s[i]->card->title ? s[i]->card->title : "?");
    mw_table_cell(t, "");
    mw_table_cell(t, "verdict");
    for (size_t i = 0; i < n; i++) {
        const char *v = s[i]->card->verdict;
        same = same && (v && first ? strcmp(v, first) == 0 : v == first);
        mw_table_cell(t, v ? v : "?");
    }
    mw_table_cell(t, same ? "agree" : "differ");
    mw_table_cell(t, "rating");
    for (size_t i = 0; i < n; i++) {
        char x[40] = "";
        if (s[i]->card->rating_of > 0) snprintf(x, sizeof x, "%g of %g", s[i]->card->rating, s[i]->card->rating_of);
        mw_table_cell(t, mw_arena_strdup(a, x));
    }
    mw_table_cell(t, "");
}

static marrow_status put_table(mw_story *const *s, const char *const *names, size_t n, mw_arena *a, mw_out *o,
                               const marrow_show_options *opt, marrow_error *err) {
    mw_column columns[MW_TABLE_COLUMNS] = {{"", false, 0}};
    for (size_t i = 0; i < n; i++) columns[i + 1] = (mw_column){names[i], false, 0};
    columns[n + 1] = (mw_column){"critics", false, 0};
    mw_table t;
    mw_table_init(&t, a, columns, n + 2);
    put_head_rows(&t, a, s, n);
    for (size_t k = 0; k < sizeof aspects / sizeof *aspects; k++) {
        lean l[MOST_REVIEWS];
        bool any = false;
        for (size_t i = 0; i < n; i++) any = judged(l[i] = lean_of(s[i]->card, aspects[k], opt && opt->all)) || any;
        if (!any) continue;
        mw_table_cell(&t, aspects[k]);
        for (size_t i = 0; i < n; i++) mw_table_cell(&t, lean_text(a, l[i]));
        mw_table_cell(&t, verdict_on(l, n));
    }
    int width = opt && opt->width > 40 ? opt->width : 100;
    marrow_status status = mw_table_write(&t, o, "", width, opt && opt->colour, err);
    mw_table_clear(&t);
    return status;
}

marrow_status mw_show_reviews(mw_story *const *stories, const char *const *names, size_t n, const marrow_show_options *opt,
                              marrow_write out, void *ctx, marrow_error *err) {
    if (n < 1 || n > MOST_REVIEWS)
        return mw_fail(err, MARROW_USAGE, "side by side go up to %d reviews; give fewer, or --tsv", MOST_REVIEWS);
    for (size_t i = 0; i < n; i++)
        if (!stories[i]->card)
            return mw_fail(err, MARROW_USAGE, "%s is no review; read it again with --kind review if it is one", stories[i]->path);
    const marrow_allocator *mem = &stories[0]->env.mem;
    mw_arena *a = mw_arena_new(mem);
    mw_out *o = mw_alloc(mem, sizeof *o);
    marrow_status status = a && o ? MARROW_OK : mw_fail_memory(err);
    if (status == MARROW_OK) {
        mw_out_init(o, out, ctx);
        status = put_table(stories, names, n, a, o, opt, err);
        if (status == MARROW_OK) status = mw_out_finish(o, err);
    }
    mw_free(mem, o);
    mw_arena_free(a);
    return status;
}
