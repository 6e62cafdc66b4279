/* What the summary says of the first people: how often the telling is inside them, for how many of their weightiest acts a reason was found, and
 * which of those has none; and how much is left loose. What a critic asks of a story, in a few lines; the views inside, whys and loose-ends
 * have the rows. */
#include <stdio.h>

#include "show/minds.h"
#include "show/shape_rows.h"

enum { PEOPLE = 4, WEIGHTIEST = 12 };

/* Of somebody's weightiest acts. */
typedef struct shown {
    uint32_t acts, given;
    const row_act *silent; /* the first without a reason, or NULL */
} shown;

/* picks: of everybody, the most important first */
static shown acts_of(const mw_view *v, const mw_act_pick *picks, uint32_t n, uint32_t who) {
    shown s = {0};
    for (uint32_t i = 0; i < n && s.acts < WEIGHTIEST; i++) {
        const row_act *x = &v->a->story->minds->acts[picks[i].row];
        if (x->who != who) continue;
        s.acts++;
        s.given += mw_why_given(v->a, x);
        if (!s.silent && mw_why_silent(v->a, x)) s.silent = x;
    }
    return s;
}

static void put_reasons(mw_table *t, const shown *s) {
    char words[64];
    int n = snprintf(words, sizeof words, "%u of %u acts", s->given, s->acts);
    mw_table_str(t, (mw_str){words, (size_t)n});
}

/* *any: whether somebody stands in it */
static marrow_status put_people(const mw_view *v, mw_table *t, bool *any, marrow_error *err) {
    mw_known_minds *k;
    MW_TRY(mw_minds_asof(v->a, v->all, &k, err));
    uint32_t n, rows = 0;
    mw_act_pick *picks = mw_pick_acts(v->a, k, mw_act_told, k->rows->n_acts, &n);
    if (!picks) return mw_fail_memory(err);
    for (uint32_t i = 0; i < v->a->n_people && rows < mw_least(v->limit, PEOPLE); i++) {
        const mw_person *p = &v->a->people[i];
        const shown s = acts_of(v, picks, n, p->row);
        if (!p->major || s.acts == 0) continue;
        rows++;
        mw_table_cell(t, p->name);
        mw_table_percent(t, mw_share(&k->entered[p->row]));
        put_reasons(t, &s);
        mw_table_str(t, s.silent ? mw_listed_words(v->a, s.silent->start, s.silent->end) : mw_str_of(""));
    }
    *any = rows > 0;
    return MARROW_OK;
}

static marrow_status put_loose(const mw_view *v, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    uint32_t all = 0, loose = 0;
    for (uint32_t i = 0; i < s->n_threads; i++) {
        all += s->threads[i].matters;
        loose += s->threads[i].matters && !s->threads[i].closed;
    }
    if (all) mw_out_printf(v->o, "  left loose: %u of %u questions, promises, plans, secrets and the like\n", loose, all);
    return MARROW_OK;
}

marrow_status mw_summary_withheld(const mw_view *v, marrow_error *err) {
    static const mw_column columns[] = {{"who", false, 0}, {"inside", true, 0}, {"reasons found", true, 0}, {"none found for", false, 1}};
    mw_table t;
    bool any = false;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    marrow_status status = put_people(v, &t, &any, err);
    if (status == MARROW_OK && any) {
        mw_out_puts(v->o, "\n");
        mw_out_styled(v->o, v->colour, MW_STRONG, "What is shown of them, and what is not");
        mw_out_puts(v->o, "\n");
        status = mw_table_write(&t, v->o, "  ", v->width, v->colour, err);
        if (status == MARROW_OK) status = put_loose(v, err);
    }
    mw_table_clear(&t);
    return status;
}
