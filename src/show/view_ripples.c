/* The view ripples: below an act what it set off in others, and below that what that set off; the acts that reach farthest first. Then who
 * sets off what in whom. */
#include <math.h>
#include <stdlib.h>

#include "show/minds.h"

enum { DEEPEST = 4, MOST_IN_TREE = 12 };

/* Ripples of an act, chained; and how many acts, feelings and states lie below it. */
typedef struct tree {
    const mw_view *v;
    uint32_t *first, *next; /* [n_acts], [n_ripples] */
    uint32_t *reach;        /* [n_acts] */
    uint8_t *caused;        /* [n_acts] some other act set it off */
} tree;

/* A list that tells a few of them asks for more than the exports: half of all that are told there are what readers name. */
#define LIKELY 0.45
static bool shown(const mw_view *v, const row_ripple *x) {
    return x->known <= v->a->until && (v->all || x->confidence >= LIKELY) && mw_json_told(v->a, x->on, v->all);
}

/* Words within words of the same person that the act set off tell nothing more: "that I struggled to withdraw", "to withdraw". */
static bool told_with(const tree *t, uint32_t act, uint32_t r) {
    const row_ripple *all = t->v->a->story->minds->ripples, *x = &all[r];
    for (uint32_t k = t->first[act]; k != MW_NONE && !t->v->all; k = t->next[k]) {
        const row_ripple *y = &all[k];
        bool within = y->start <= x->start && x->end <= y->end, longer = y->end - y->start > x->end - x->start;
        if (k != r && y->on == x->on && within && (longer || k < r)) return true;
    }
    return false;
}

/* An effect comes behind its cause, so that one pass from the back adds up what lies below. */
static bool plant(tree *t) {
    const mw_story_minds *m = t->v->a->story->minds;
    t->first = mw_arena_array(t->v->a->arena, m->n_acts, sizeof *t->first);
    t->next = mw_arena_array(t->v->a->arena, m->n_ripples, sizeof *t->next);
    t->reach = mw_arena_array(t->v->a->arena, m->n_acts, sizeof *t->reach);
    t->caused = mw_arena_array(t->v->a->arena, m->n_acts, sizeof *t->caused);
    if (!t->first || !t->next || !t->reach || !t->caused) return false;
    for (uint32_t i = 0; i < m->n_acts; i++) t->first[i] = MW_NONE;
    for (uint32_t i = m->n_ripples; i-- > 0;) {
        const row_ripple *x = &m->ripples[i];
        if (!shown(t->v, x)) continue;
        t->next[i] = t->first[x->from];
        t->first[x->from] = i;
        if (x->to != MW_NONE && x->to != x->from) t->caused[x->to] = 1;
    }
    for (uint32_t i = m->n_acts; i-- > 0;)
        for (uint32_t r = t->first[i]; r != MW_NONE; r = t->next[r]) {
            uint32_t to = m->ripples[r].to;
            t->reach[i] += 1 + (to != MW_NONE && to > i ? t->reach[to] : 0);
        }
    return true;
}

static void put_line(const mw_view *v, uint32_t depth, const char *head, const char *kind, uint32_t start, uint32_t end) {
    for (uint32_t i = 0; i < depth; i++) mw_out_puts(v->o, "  ");
    mw_str s = mw_listed_words(v->a, start, end), name = mw_str_of(head);
    if (depth) mw_out_puts(v->o, "\xE2\x86\x92 ");
    mw_out_visible(v->o, name);
    if (kind) mw_out_printf(v->o, " (%s)", kind);
    mw_out_puts(v->o, ": ");
    int room = v->width - (int)(2 * depth) - (int)mw_display_width(name) - 16;
    size_t fit = mw_display_fit(s, room > 20 ? (uint32_t)room : 20);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_put(&b, s.at, fit);
    for (size_t i = 0; i < b.n; i++)
        if (b.at[i] == '\n') b.at[i] = ' ';
    mw_out_visible(v->o, (mw_str){b.at, b.failed ? 0 : b.n});
    mw_buf_clear(&b);
    if (fit < s.n) mw_out_puts(v->o, "\xE2\x80\xA6");
    mw_out_puts(v->o, "\n");
}

static void put_below(const tree *t, uint32_t act, uint32_t depth, uint32_t *left) {
    const mw_story_minds *m = t->v->a->story->minds;
    for (uint32_t r = t->first[act]; r != MW_NONE && *left > 0; r = t->next[r]) {
        const row_ripple *x = &m->ripples[r];
        if (told_with(t, act, r)) continue;
        --*left;
        put_line(t->v, depth, mw_name_or(t->v->a, x->on, ""), mw_ripple_names[x->kind], x->start, x->end);
        if (depth < DEEPEST && x->to != MW_NONE && x->to > act) put_below(t, x->to, depth + 1, left);
    }
}

typedef struct root {
    double worth;
    uint32_t act;
} root;

static int by_worth(const void *x, const void *y) {
    const root *a = x, *b = y;
    if (a->worth != b->worth) return a->worth < b->worth ? 1 : -1;
    return (a->act > b->act) - (a->act < b->act);
}

/* What matters most of what sets off something: many small effects do not make a breakfast a turning point. */
static uint32_t roots(const tree *t, const mw_known_minds *k, root *at) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->rows->n_acts; i++)
        if (t->reach[i] && !t->caused[i]) at[n++] = (root){log(1 + (double)t->reach[i]) * k->importance[i], i};
    if (n > 1) qsort(at, n, sizeof *at, by_worth);
    return n;
}

/* ---- who sets off what in whom ---- */

typedef struct link {
    uint32_t from, on, n, kinds[MW_N_RIPPLE];
} link;

static int by_people(const void *x, const void *y) {
    const link *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->on > b->on) - (a->on < b->on);
}

static int by_number(const void *x, const void *y) {
    const link *a = x, *b = y;
    if (a->n != b->n) return a->n < b->n ? 1 : -1;
    return by_people(x, y);
}

static uint32_t gather(const mw_view *v, link *links) {
    const mw_story_minds *m = v->a->story->minds;
    uint32_t n = 0, k = 0;
    for (uint32_t i = 0; i < m->n_ripples; i++) {
        const row_ripple *x = &m->ripples[i];
        const mw_person *from = mw_json_told(v->a, m->acts[x->from].who, v->all);
        if (!shown(v, x) || !from || !mw_person_listed(v, from) || !mw_person_listed(v, mw_asof_person(v->a, x->on))) continue;
        links[n] = (link){.from = m->acts[x->from].who, .on = x->on, .n = 1};
        links[n++].kinds[x->kind] = 1;
    }
    if (n > 1) qsort(links, n, sizeof *links, by_people);
    for (uint32_t i = 0; i < n; i++) {
        if (k && by_people(&links[k - 1], &links[i]) == 0) {
            links[k - 1].n++;
            for (int d = 0; d < MW_N_RIPPLE; d++) links[k - 1].kinds[d] += links[i].kinds[d];
        } else {
            links[k++] = links[i];
        }
    }
    if (k > 1) qsort(links, k, sizeof *links, by_number);
    return k;
}

static marrow_status put_links(const mw_view *v, marrow_error *err) {
    static const mw_column columns[] = {
        {"from", false, 0}, {"in", false, 0}, {"acts", true, 0}, {"feelings", true, 0}, {"states", true, 0}};
    link *links = mw_arena_array(v->a->arena, v->a->story->minds->n_ripples, sizeof *links);
    if (!links) return mw_fail_memory(err);
    uint32_t n = gather(v, links);
    if (n == 0) return MARROW_OK;
    mw_out_puts(v->o, "\n");
    mw_out_styled(v->o, v->colour, MW_STRONG, "Who sets off what in whom");
    mw_out_puts(v->o, "\n");
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < n && i < v->limit; i++) {
        mw_table_cell(&t, mw_name_or(v->a, links[i].from, ""));
        mw_table_cell(&t, mw_name_or(v->a, links[i].on, ""));
        for (int d = 0; d < MW_N_RIPPLE; d++) mw_table_count(&t, links[i].kinds[d]);
    }
    marrow_status status = mw_table_write(&t, v->o, "", v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

/* ---- layouts ---- */

static void ripples_tsv(const mw_view *v) {
    const mw_story_minds *m = v->a->story->minds;
    uint32_t n = 0;
    mw_out_puts(v->o, "id\tfrom\tto\ton\tkind\tstart\tend\tconfidence\ttext\n");
    for (uint32_t i = 0; i < m->n_ripples && n < v->limit; i++) {
        const row_ripple *x = &m->ripples[i];
        if (!shown(v, x)) continue;
        n++;
        const mw_person *p = mw_asof_person(v->a, x->on);
        mw_out_printf(v->o, "%.120s\t%.100s\t%.100s\t", x->id, m->acts[x->from].id, x->to == MW_NONE ? "" : m->acts[x->to].id);
        mw_out_field(v->o, mw_str_of(p ? p->id : ""), false);
        mw_out_printf(v->o, "\t%s\t%u\t%u\t", mw_ripple_names[x->kind], x->start, x->end);
        mw_out_json_real(v->o, x->confidence);
        mw_out_puts(v->o, "\t");
        mw_out_field(v->o, mw_story_str(v->a->story, x->start, x->end), true);
        mw_out_puts(v->o, "\n");
    }
}

static void ripples_json(const mw_view *v) {
    const mw_story_minds *m = v->a->story->minds;
    uint32_t n = 0;
    mw_out_puts(v->o, "[");
    for (uint32_t i = 0; i < m->n_ripples && n < v->limit; i++) {
        if (!shown(v, &m->ripples[i])) continue;
        mw_out_puts(v->o, n++ ? ",\n {" : "\n {");
        mw_json_ripple(v->o, v->a, &m->ripples[i]);
        mw_out_puts(v->o, "}");
    }
    mw_out_puts(v->o, "]\n");
}

marrow_status mw_view_ripples(const mw_view *v, marrow_error *err) {
    if (v->layout == MARROW_TSV) ripples_tsv(v);
    if (v->layout == MARROW_JSON) ripples_json(v);
    if (v->layout != MARROW_TABLE) return MARROW_OK;
    mw_known_minds *k;
    MW_TRY(mw_minds_asof(v->a, v->all, &k, err));
    tree t = {.v = v};
    root *at = mw_arena_array(v->a->arena, k->rows->n_acts, sizeof *at);
    if (!at || !plant(&t)) return mw_fail_memory(err);
    uint32_t n = roots(&t, k, at);
    if (n == 0) mw_out_puts(v->o, "No act is known yet that set anything off in somebody else.\n");
    for (uint32_t i = 0; i < n && i < v->limit; i++) {
        const row_act *x = &k->rows->acts[at[i].act];
        uint32_t left = MOST_IN_TREE;
        if (i) mw_out_puts(v->o, "\n");
        put_line(v, 0, mw_name_or(v->a, x->who, "somebody"), NULL, x->start, x->end);
        put_below(&t, at[i].act, 1, &left);
        if (left == 0) mw_out_printf(v->o, "  and so on: it reaches %u\n", t.reach[at[i].act]);
    }
    return put_links(v, err);
}
