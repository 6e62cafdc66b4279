/* The table of joins: who is found to be one with whom, and where the text tells it. */
#include "store/internal.h"

void mw_rows_put_joins(mw_rows *r) {
    const mw_cast *c = r->reading->cast;
    mw_rows_begin(r, "INSERT INTO joins VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_joins; i++) {
        const mw_join *j = &c->joins[i];
        mw_rows_int(r, i);
        mw_rows_int(r, j->thing);
        mw_rows_index(r, j->other);
        mw_rows_text(r, j->form);
        mw_rows_text(r, mw_join_names[j->kind]);
        mw_rows_span(r, j->span);
        mw_rows_real(r, (double)(int64_t)(j->confidence * 1000.0f + 0.5f) / 1000);
        mw_rows_place(r, j->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}
