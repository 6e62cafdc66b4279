/* The tables of event and of the minds in reveal. Fixtures may lack either product: the tables are then empty. */
#include "reveal/minds.h"
#include "store/internal.h"

static void put_acts(mw_rows *r, const mw_events *e) {
    mw_rows_begin(r, "INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < e->n_acts; i++) {
        const mw_act *a = &e->acts[i];
        mw_rows_int(r, i);
        mw_rows_text(r, a->id);
        mw_rows_span(r, a->span);
        mw_rows_text(r, a->verb);
        mw_rows_index(r, a->who);
        mw_rows_index(r, a->to);
        mw_rows_maybe_span(r, a->what);
        mw_rows_maybe_span(r, a->place);
        mw_rows_maybe_span(r, a->time);
        mw_rows_index(r, a->quote);
        mw_rows_index(r, a->said);
        mw_rows_text(r, mw_deed_names[a->deed]);
        mw_rows_text(r, mw_modality_names[a->modality]);
        mw_rows_int(r, a->realis);
        mw_rows_real(r, (double)a->importance);
        mw_rows_place(r, a->known);
        mw_rows_real(r, (double)a->confidence);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_whys(mw_rows *r, const mw_minds *m) {
    mw_rows_begin(r, "INSERT INTO whys VALUES (?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < m->n_whys; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, mw_why_status_names[m->whys[i].status]);
        mw_rows_text(r, mw_why_kind_names[m->whys[i].kind]);
        mw_rows_place(r, m->whys[i].known);
        mw_rows_real(r, (double)m->whys[i].confidence);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    uint32_t n = 0;
    mw_rows_begin(r, "INSERT INTO why_spans VALUES (?, ?, ?, ?)");
    for (uint32_t i = 0; i < m->n_whys; i++)
        for (uint32_t k = 0; k < m->whys[i].evidence.n; k++) {
            mw_rows_int(r, n++);
            mw_rows_int(r, i);
            mw_rows_span(r, m->whys[i].evidence.at[k]);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_asked(mw_rows *r, const mw_minds *m) {
    mw_rows_begin(r, "INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < m->n_asked; i++) {
        mw_rows_int(r, i);
        mw_rows_span(r, m->asked[i].span);
        mw_rows_index(r, m->asked[i].who);
        mw_rows_place(r, m->asked[i].known);
        mw_rows_real(r, (double)m->asked[i].confidence);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_ripples(mw_rows *r, const mw_minds *m) {
    mw_rows_begin(r, "INSERT INTO ripples VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < m->n_ripples; i++) {
        const mw_ripple *x = &m->ripples[i];
        mw_rows_int(r, i);
        mw_rows_text(r, x->id);
        mw_rows_int(r, x->from);
        mw_rows_index(r, x->to);
        mw_rows_int(r, x->on);
        mw_rows_text(r, mw_ripple_names[x->kind]);
        mw_rows_span(r, x->evidence);
        mw_rows_place(r, x->known);
        mw_rows_real(r, (double)x->confidence);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_inside(mw_rows *r, const mw_minds *m) {
    mw_rows_begin(r, "INSERT INTO inside VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < m->n_inside; i++) {
        const mw_inside *x = &m->inside[i];
        mw_rows_int(r, i);
        mw_rows_span(r, x->span);
        mw_rows_int(r, x->who);
        mw_rows_text(r, mw_inside_names[x->kind]);
        mw_rows_place(r, x->known);
        mw_rows_real(r, (double)x->confidence);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

void mw_rows_put_minds(mw_rows *r) {
    const mw_events *e = r->reading->events;
    const mw_minds *m = r->reading->reveal ? r->reading->reveal->minds : NULL;
    if (e) put_acts(r, e);
    if (!m) return;
    put_whys(r, m);
    put_asked(r, m);
    put_ripples(r, m);
    put_inside(r, m);
}
