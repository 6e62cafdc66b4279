/* The json keys acts, ripples and inside. Acts all of them; views and ripples that marrow stands by, or all. */
#include <stdlib.h>

#include "show/minds.h"

static void put_why(mw_out *o, const mw_asof *a, const row_act *x) {
    const row_why *w = mw_why_asof(a, x);
    bool found = w && w->status != MW_WHY_WITHHELD; /* of one unsure: what may be the reason */
    mw_json_key(o, "why");
    mw_out_puts(o, "{");
    mw_json_text(o, "status", mw_why_status_names[w ? w->status : MW_WHY_UNSURE]);
    mw_json_comma(o);
    mw_json_text(o, "kind", w ? mw_why_kind_names[w->kind] : NULL);
    mw_json_comma(o);
    mw_json_number(o, "confidence", w ? w->confidence : 0);
    mw_json_comma(o);
    mw_json_int(o, "known", w ? w->known : x->known);
    mw_json_comma(o);
    mw_json_key(o, "evidence");
    mw_out_puts(o, "[");
    for (uint32_t i = 0; found && i < w->n_spans; i++) {
        const row_why_span *e = &a->story->minds->why_spans[w->spans_from + i];
        mw_out_puts(o, i ? ", {" : "{");
        mw_json_span(o, e->start, e->end);
        mw_out_puts(o, "}");
    }
    mw_out_puts(o, "]}");
}

void mw_json_act(mw_out *o, const mw_asof *a, const row_act *x, double importance, bool all) {
    mw_json_text(o, "id", x->id);
    mw_json_comma(o);
    mw_json_span(o, x->start, x->end);
    mw_json_comma(o);
    mw_json_text(o, "verb", x->verb);
    mw_json_comma(o);
    mw_json_person(o, "who", mw_json_told(a, x->who, all));
    mw_json_comma(o);
    mw_json_person(o, "to", mw_json_told(a, x->to, all));
    mw_json_comma(o);
    mw_json_maybe_span(o, "what", a, x->what_start, x->what_end);
    mw_json_comma(o);
    mw_json_maybe_span(o, "place", a, x->place_start, x->place_end);
    mw_json_comma(o);
    mw_json_maybe_span(o, "time", a, x->time_start, x->time_end);
    mw_json_comma(o);
    mw_json_bool(o, "realis", x->realis);
    mw_json_comma(o);
    mw_json_text(o, "modality", mw_modality_names[x->modality]);
    mw_json_comma(o);
    mw_json_text(o, "deed", mw_deed_names[x->deed]);
    mw_json_comma(o);
    mw_json_number(o, "importance", importance);
    mw_json_comma(o);
    put_why(o, a, x);
    mw_json_comma(o);
    mw_json_int(o, "known", x->known);
    mw_json_comma(o);
    mw_json_number(o, "confidence", x->confidence);
}

static int by_place(const void *x, const void *y) {
    const row_act *a = *(const row_act *const *)x, *b = *(const row_act *const *)y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    return (a > b) - (a < b);
}

/* In order of the text: who speaks before what they tell. */
static marrow_status put_acts(mw_out *o, const mw_asof *a, const mw_known_minds *k, bool all, marrow_error *err) {
    bool first;
    uint32_t n = 0;
    const row_act **order = mw_arena_array(a->arena, k->rows->n_acts, sizeof *order);
    if (!order) return mw_fail_memory(err);
    for (uint32_t i = 0; i < k->rows->n_acts; i++)
        if (k->rows->acts[i].known <= a->until) order[n++] = &k->rows->acts[i];
    if (n > 1) qsort(order, n, sizeof *order, by_place);
    mw_json_list_open(o, "acts", &first);
    for (uint32_t i = 0; i < n; i++) {
        mw_json_row_open(o, &first);
        mw_json_act(o, a, order[i], k->importance[order[i] - k->rows->acts], all);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
    return MARROW_OK;
}

void mw_json_ripple(mw_out *o, const mw_asof *a, const row_ripple *x) {
    const row_act *acts = a->story->minds->acts;
    mw_json_text(o, "id", x->id);
    mw_json_comma(o);
    mw_json_text(o, "from", acts[x->from].id);
    mw_json_comma(o);
    mw_json_text(o, "to", x->to != MW_NONE && acts[x->to].known <= a->until ? acts[x->to].id : NULL);
    mw_json_comma(o);
    mw_json_person(o, "on", mw_asof_person(a, x->on));
    mw_json_comma(o);
    mw_json_text(o, "kind", mw_ripple_names[x->kind]);
    mw_json_comma(o);
    mw_json_int(o, "known", x->known);
    mw_json_comma(o);
    mw_json_number(o, "confidence", x->confidence);
    mw_json_comma(o);
    mw_json_key(o, "evidence");
    mw_out_puts(o, "[{");
    mw_json_span(o, x->start, x->end);
    mw_out_puts(o, "}]");
}

static void put_ripples(mw_out *o, const mw_asof *a, const mw_known_minds *k, bool all) {
    bool first;
    mw_json_list_open(o, "ripples", &first);
    for (uint32_t i = 0; i < k->rows->n_ripples; i++) {
        const row_ripple *x = &k->rows->ripples[i];
        if (x->known > a->until || (!all && !mw_stands_ripple(x)) || !mw_json_told(a, x->on, all)) continue;
        mw_json_row_open(o, &first);
        mw_json_ripple(o, a, x);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

/* Views stand in order of the text; each person's are picked from chains made in one pass. */
static void put_views(mw_out *o, const mw_known_minds *k, const uint32_t *next, uint32_t at) {
    bool first = true;
    mw_json_key(o, "views");
    mw_out_puts(o, "[");
    for (; at != MW_NONE; at = next[at]) {
        const row_inside *x = &k->rows->inside[at];
        mw_out_puts(o, first ? "{" : ", {");
        first = false;
        mw_json_span(o, x->start, x->end);
        mw_json_comma(o);
        mw_json_text(o, "kind", mw_inside_names[x->kind]);
        mw_json_comma(o);
        mw_json_number(o, "confidence", x->confidence);
        mw_json_comma(o);
        mw_json_int(o, "known", x->known);
        mw_out_puts(o, "}");
    }
    mw_out_puts(o, "]");
}

static marrow_status put_inside(mw_out *o, const mw_asof *a, const mw_known_minds *k, bool all, marrow_error *err) {
    uint32_t n = k->rows->n_inside, n_people = a->story->n_characters;
    uint32_t *head = mw_arena_array(a->arena, n_people, sizeof *head), *next = mw_arena_array(a->arena, n, sizeof *next);
    if (!head || !next) return mw_fail_memory(err);
    for (uint32_t i = 0; i < n_people; i++) head[i] = MW_NONE;
    for (uint32_t i = n; i-- > 0;) {
        const row_inside *x = &k->rows->inside[i];
        if (x->known > a->until || (!all && !mw_stands_inside(x))) continue;
        next[i] = head[x->who];
        head[x->who] = i;
    }
    bool first;
    mw_json_list_open(o, "inside", &first);
    for (uint32_t i = 0; i < a->n_people; i++) {
        const mw_person *p = &a->people[i];
        if ((!all && !p->sure) || (head[p->row] == MW_NONE && !p->major)) continue;
        mw_json_row_open(o, &first);
        mw_json_person(o, "who", p);
        mw_json_comma(o);
        mw_json_number(o, "share", mw_share(&k->entered[p->row]));
        mw_json_comma(o);
        put_views(o, k, next, head[p->row]);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
    return MARROW_OK;
}

marrow_status mw_json_minds(mw_out *o, const mw_asof *a, bool all, marrow_error *err) {
    mw_known_minds *k;
    MW_TRY(mw_minds_asof(a, all, &k, err));
    MW_TRY(put_acts(o, a, k, all, err));
    put_ripples(o, a, k, all);
    return put_inside(o, a, k, all, err);
}
