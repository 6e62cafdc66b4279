/* The view acts: what people do, the acts that matter most in order of the text; and who does what to whom, a pair a row. */
#include <stdlib.h>
#include <string.h>

#include "show/minds.h"

/* ---- picking ---- */

static int by_worth(const void *x, const void *y) {
    const mw_act_pick *a = x, *b = y;
    if (a->listed != b->listed) return a->listed < b->listed ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static int by_row(const void *x, const void *y) {
    const mw_act_pick *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

mw_act_pick *mw_pick_acts(const mw_asof *a, const mw_known_minds *k, mw_act_wanted wanted, uint32_t limit, uint32_t *n) {
    mw_act_pick *picks = mw_arena_array(a->arena, k->rows->n_acts, sizeof *picks);
    *n = 0;
    if (!picks) return NULL;
    for (uint32_t i = 0; i < k->rows->n_acts; i++)
        if (k->rows->acts[i].known <= a->until && (!wanted || wanted(a, &k->rows->acts[i])))
            picks[(*n)++] = (mw_act_pick){k->importance[i], k->listed[i], i};
    if (*n > 1) qsort(picks, *n, sizeof *picks, by_worth);
    if (*n > limit) *n = limit;
    return picks;
}

void mw_picks_in_order(mw_act_pick *picks, uint32_t n) {
    if (n > 1) qsort(picks, n, sizeof *picks, by_row);
}

/* What stands in the default list: done by somebody who is told, surely enough. */
static bool listed(const mw_asof *a, const row_act *x) {
    const mw_person *p = mw_asof_person(a, x->who);
    return p && p->sure && x->confidence >= 0.5;
}

/* ---- words ---- */

const char *mw_name_or(const mw_asof *a, uint32_t character, const char *none) {
    const mw_person *p = mw_asof_person(a, character);
    return p ? p->name : none;
}

static const char *how(const row_act *x) { return x->realis && x->modality == MW_ACTUAL ? "" : mw_modality_names[x->modality]; }

/* ---- table, tsv, json ---- */

static marrow_status acts_table(const mw_view *v, const mw_act_pick *picks, uint32_t n, marrow_error *err) {
    static const mw_column columns[] = {{"in", true, 0},  {"who", false, 0}, {"does", false, 0},
                                        {"to", false, 0}, {"how", false, 2}, {"words", false, 1}};
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &v->a->story->minds->acts[picks[i].row];
        mw_table_chapter(&t, v->a->story, x->start);
        mw_table_cell(&t, mw_name_or(v->a, x->who, "somebody"));
        mw_table_cell(&t, x->verb);
        mw_table_cell(&t, mw_name_or(v->a, x->to, ""));
        mw_table_cell(&t, how(x));
        mw_table_str(&t, mw_listed_words(v->a, x->start, x->end));
    }
    marrow_status status = mw_table_write(&t, v->o, "", v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

static const char *id_or_empty(const mw_asof *a, uint32_t character) {
    const mw_person *p = mw_asof_person(a, character);
    return p ? p->id : "";
}

static void acts_tsv(const mw_view *v, const mw_act_pick *picks, uint32_t n) {
    mw_out *o = v->o;
    mw_out_puts(o, "id\tstart\tend\twho\tverb\tto\tdeed\tmodality\trealis\timportance\tconfidence\ttext\n");
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &v->a->story->minds->acts[picks[i].row];
        mw_out_printf(o, "%.100s\t%u\t%u\t", x->id, x->start, x->end);
        mw_out_field(o, mw_str_of(id_or_empty(v->a, x->who)), false);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_str_of(x->verb), true);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_str_of(id_or_empty(v->a, x->to)), false);
        mw_out_printf(o, "\t%s\t%s\t%s\t", mw_deed_names[x->deed], mw_modality_names[x->modality], x->realis ? "yes" : "no");
        mw_out_json_real(o, picks[i].importance);
        mw_out_puts(o, "\t");
        mw_out_json_real(o, x->confidence);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_story_str(v->a->story, x->start, x->end), true);
        mw_out_puts(o, "\n");
    }
}

static void acts_json(const mw_view *v, const mw_act_pick *picks, uint32_t n) {
    mw_out_puts(v->o, "[");
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &v->a->story->minds->acts[picks[i].row];
        mw_out_puts(v->o, i ? ",\n {" : "\n {");
        mw_json_act(v->o, v->a, x, picks[i].importance, v->all);
        mw_json_comma(v->o);
        mw_json_key(v->o, "text");
        mw_out_json_str(v->o, mw_story_str(v->a->story, x->start, x->end));
        mw_out_puts(v->o, "}");
    }
    mw_out_puts(v->o, "]\n");
}

/* ---- who does what to whom ---- */

typedef struct pair {
    uint32_t who, to, n;
    uint32_t deeds[MW_N_DEED];
} pair;

static int by_people(const void *x, const void *y) {
    const pair *a = x, *b = y;
    if (a->who != b->who) return a->who < b->who ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static int by_number(const void *x, const void *y) {
    const pair *a = x, *b = y;
    if (a->n != b->n) return a->n < b->n ? 1 : -1;
    return by_people(x, y);
}

static bool told(const mw_view *v, uint32_t who) {
    const mw_person *p = mw_json_told(v->a, who, v->all);
    return p && mw_person_listed(v, p);
}

/* Real acts between two people who are told, one entry an act; then entries of one pair are added up. */
static uint32_t gather(const mw_view *v, const mw_known_minds *k, pair *pairs) {
    uint32_t n = 0, m = 0;
    for (uint32_t i = 0; i < k->rows->n_acts; i++) {
        const row_act *x = &k->rows->acts[i];
        if (x->known > v->a->until || !x->realis || x->who == MW_NONE || x->to == MW_NONE || x->who == x->to) continue;
        if (!told(v, x->who) || !told(v, x->to)) continue;
        pairs[n] = (pair){.who = x->who, .to = x->to, .n = 1};
        pairs[n++].deeds[x->deed] = 1;
    }
    if (n > 1) qsort(pairs, n, sizeof *pairs, by_people);
    for (uint32_t i = 0; i < n; i++) {
        if (m && by_people(&pairs[m - 1], &pairs[i]) == 0) {
            pairs[m - 1].n++;
            for (int d = 0; d < MW_N_DEED; d++) pairs[m - 1].deeds[d] += pairs[i].deeds[d];
        } else {
            pairs[m++] = pairs[i];
        }
    }
    if (m > 1) qsort(pairs, m, sizeof *pairs, by_number);
    return m;
}

static const char *deeds_text(const mw_view *v, const pair *p) {
    static const char *const words[MW_N_DEED] = {"other", "harms", "helps",  "touches",  "gives", "takes",
                                                 "tells", "asks",  "leaves", "comes to", "looks", "makes"};
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_puts(&b, "");
    for (int d = 1; d <= MW_N_DEED; d++) {
        int deed = d == MW_N_DEED ? MW_DEED_OTHER : d;
        if (p->deeds[deed]) mw_buf_printf(&b, "%s%s %u", b.n ? ", " : "", words[deed], p->deeds[deed]);
    }
    const char *s = b.failed ? NULL : mw_arena_strndup(v->a->arena, b.n ? b.at : "", b.n);
    mw_buf_clear(&b);
    return s;
}

static marrow_status put_pairs(const mw_view *v, const mw_known_minds *k, marrow_error *err) {
    static const mw_column columns[] = {{"who", false, 0}, {"to", false, 0}, {"acts", true, 0}, {"what", false, 1}};
    pair *pairs = mw_arena_array(v->a->arena, k->rows->n_acts, sizeof *pairs);
    if (!pairs) return mw_fail_memory(err);
    uint32_t n = gather(v, k, pairs);
    if (n == 0) return MARROW_OK;
    mw_out_puts(v->o, "\n");
    mw_out_styled(v->o, v->colour, MW_STRONG, "Who does what to whom");
    mw_out_puts(v->o, "\n");
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < n && i < v->limit; i++) {
        mw_table_cell(&t, mw_name_or(v->a, pairs[i].who, ""));
        mw_table_cell(&t, mw_name_or(v->a, pairs[i].to, ""));
        mw_table_count(&t, pairs[i].n);
        mw_table_cell(&t, deeds_text(v, &pairs[i]));
    }
    marrow_status status = mw_table_write(&t, v->o, "", v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

/* "WHAT of 1,234: --all", where fewer than all were shown. */
static void put_more(const mw_view *v, uint32_t shown, uint32_t all, const char *what) {
    if (shown >= all) return;
    mw_out_style(v->o, v->colour, MW_FAINT);
    mw_out_puts(v->o, what);
    mw_out_puts(v->o, " of ");
    mw_out_count(v->o, all);
    mw_out_puts(v->o, ": --all");
    mw_out_style(v->o, v->colour, MW_PLAIN);
    mw_out_puts(v->o, "\n");
}

marrow_status mw_view_acts(const mw_view *v, marrow_error *err) {
    mw_known_minds *k;
    MW_TRY(mw_minds_asof(v->a, v->all, &k, err));
    uint32_t n, known = 0;
    mw_act_pick *picks = mw_pick_acts(v->a, k, v->all ? NULL : listed, v->limit, &n);
    if (!picks) return mw_fail_memory(err);
    for (uint32_t i = 0; i < k->rows->n_acts; i++) known += k->rows->acts[i].known <= v->a->until;
    mw_picks_in_order(picks, n);
    if (v->layout == MARROW_TSV) acts_tsv(v, picks, n);
    if (v->layout == MARROW_JSON) acts_json(v, picks, n);
    if (v->layout != MARROW_TABLE) return MARROW_OK;
    if (n == 0) {
        mw_out_puts(v->o, "Nobody has done anything yet.\n");
        return MARROW_OK;
    }
    MW_TRY(acts_table(v, picks, n, err));
    put_more(v, n, known, "those that matter most");
    return put_pairs(v, k, err);
}
