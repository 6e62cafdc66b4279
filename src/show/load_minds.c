/* Loads acts, whys, ripples and inside views of a story file. */
#include "show/load.h"
#include "show/minds.h"

static void put_act(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_act *a = row;
    a->id = mw_take_text(r);
    mw_take_span(r, &a->start, &a->end);
    a->verb = mw_take_text(r);
    a->who = mw_take_index(r, r->s->n_characters);
    a->to = mw_take_index(r, r->s->n_characters);
    a->what_start = mw_take_maybe_place(r);
    a->what_end = mw_take_maybe_place(r);
    a->place_start = mw_take_maybe_place(r);
    a->place_end = mw_take_maybe_place(r);
    a->time_start = mw_take_maybe_place(r);
    a->time_end = mw_take_maybe_place(r);
    a->said = mw_take_index(r, r->s->n_quotes);
    a->deed = mw_take_word(r, mw_deed_names, MW_N_DEED);
    a->modality = mw_take_word(r, mw_modality_names, MW_N_MODALITY);
    a->realis = mw_take_int(r, 1);
    a->weight = mw_take_real(r);
    a->known = mw_take_place(r);
    a->confidence = mw_take_real(r);
    a->why = MW_NONE;
}

static void put_why(mw_reader *r, void *row, uint32_t n) {
    row_why *w = row;
    w->status = mw_take_word(r, mw_why_status_names, MW_N_WHY_STATUS);
    w->kind = mw_take_word(r, mw_why_kind_names, MW_N_WHY_KIND);
    w->known = mw_take_place(r);
    w->confidence = mw_take_real(r);
    if (n < r->s->minds->n_acts)
        r->s->minds->acts[n].why = n;
    else
        r->bad = true;
}

static void put_why_span(mw_reader *r, void *row, uint32_t n) {
    row_why_span *w = row;
    uint32_t act = mw_take_int(r, UINT32_MAX);
    mw_take_span(r, &w->start, &w->end);
    if (r->bad || act >= r->s->minds->n_whys) {
        r->bad = true;
        return;
    }
    row_why *y = &r->s->minds->whys[act];
    if (y->n_spans++ == 0) y->spans_from = n;
    if (y->spans_from + y->n_spans != n + 1) r->bad = true;
}

static void put_asked(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_asked *a = row;
    mw_take_span(r, &a->start, &a->end);
    a->who = mw_take_index(r, r->s->n_characters);
    a->known = mw_take_place(r);
    a->confidence = mw_take_real(r);
}

static void put_ripple(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_ripple *x = row;
    x->id = mw_take_text(r);
    x->from = mw_take_index(r, r->s->minds->n_acts);
    x->to = mw_take_index(r, r->s->minds->n_acts);
    x->on = mw_take_index(r, r->s->n_characters);
    x->kind = mw_take_word(r, mw_ripple_names, MW_N_RIPPLE);
    mw_take_span(r, &x->start, &x->end);
    x->known = mw_take_place(r);
    x->confidence = mw_take_real(r);
    if (x->from == MW_NONE || x->on == MW_NONE) r->bad = true;
}

static void put_inside(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_inside *x = row;
    mw_take_span(r, &x->start, &x->end);
    x->who = mw_take_index(r, r->s->n_characters);
    x->kind = mw_take_word(r, mw_inside_names, MW_N_IN);
    x->known = mw_take_place(r);
    x->confidence = mw_take_real(r);
    if (x->who == MW_NONE) r->bad = true;
}

marrow_status mw_story_load_minds(mw_story *s, marrow_error *err) {
    mw_story_minds *m = mw_arena_alloc(s->arena, sizeof *m);
    if (!m) return mw_fail_memory(err);
    s->minds = m;
    MW_TRY(
        mw_load_rows(s, "acts",
                     "id, start, end, verb, who, target, what_start, what_end, place_start, place_end, time_start, time_end, said, deed, "
                     "modality, realis, weight, known, confidence",
                     "n", sizeof *m->acts, put_act, &m->acts, &m->n_acts, err));
    MW_TRY(mw_load_rows(s, "whys", "status, kind, known, confidence", "n", sizeof *m->whys, put_why, &m->whys, &m->n_whys, err));
    MW_TRY(mw_load_rows(s, "why_spans", "act, start, end", "n", sizeof *m->why_spans, put_why_span, &m->why_spans, &m->n_why_spans, err));
    MW_TRY(mw_load_rows(s, "asked", "start, end, who, known, confidence", "n", sizeof *m->asked, put_asked, &m->asked, &m->n_asked, err));
    MW_TRY(mw_load_rows(s, "ripples", "id, cause, effect, person, kind, start, end, known, confidence", "n", sizeof *m->ripples, put_ripple,
                        &m->ripples, &m->n_ripples, err));
    return mw_load_rows(s, "inside", "start, end, who, kind, known, confidence", "n", sizeof *m->inside, put_inside, &m->inside,
                        &m->n_inside, err);
}
