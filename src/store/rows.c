/* Puts rows into tables, one column after the other. A failure is kept and makes all that follows do nothing, so that the code that
 * writes tables reads like a list. */
#include <math.h>
#include <string.h>

#include "store/internal.h"

static void check(mw_rows *r, int rc) {
    if (r->status == MARROW_OK && rc != SQLITE_OK && rc != SQLITE_DONE) r->status = mw_store_fail(r->db, rc, "write", r->err);
}

void mw_rows_begin(mw_rows *r, const char *sql) {
    r->st = NULL;
    r->column = 0;
    if (r->status == MARROW_OK) check(r, sqlite3_prepare_v2(r->db, sql, -1, &r->st, NULL));
}

void mw_rows_finish(mw_rows *r) {
    sqlite3_finalize(r->st);
    r->st = NULL;
}

void mw_rows_int(mw_rows *r, int64_t value) {
    if (r->status == MARROW_OK) check(r, sqlite3_bind_int64(r->st, ++r->column, value));
}

static void put_null(mw_rows *r) {
    if (r->status == MARROW_OK) check(r, sqlite3_bind_null(r->st, ++r->column));
}

void mw_rows_index(mw_rows *r, uint32_t index) {
    if (index == MW_NONE)
        put_null(r);
    else
        mw_rows_int(r, index);
}

void mw_rows_place(mw_rows *r, uint32_t byte) { mw_rows_int(r, mw_offsets_to_cp(r->offsets, byte)); }

void mw_rows_span(mw_rows *r, mw_span span) {
    mw_rows_place(r, span.start);
    mw_rows_place(r, span.end);
}

void mw_rows_maybe_span(mw_rows *r, mw_span span) {
    if (span.end > span.start) {
        mw_rows_span(r, span);
    } else {
        put_null(r);
        put_null(r);
    }
}

void mw_rows_real(mw_rows *r, double value) {
    if (!isfinite(value))
        put_null(r);
    else if (r->status == MARROW_OK)
        check(r, sqlite3_bind_double(r->st, ++r->column, value));
}

void mw_rows_str(mw_rows *r, mw_str s) {
    if (r->status == MARROW_OK) check(r, sqlite3_bind_text64(r->st, ++r->column, s.at ? s.at : "", s.n, SQLITE_STATIC, SQLITE_UTF8));
}

void mw_rows_text(mw_rows *r, const char *s) {
    if (s)
        mw_rows_str(r, mw_str_of(s));
    else
        put_null(r);
}

void mw_rows_blob(mw_rows *r, const void *bytes, size_t n) {
    if (r->status == MARROW_OK) check(r, sqlite3_bind_blob64(r->st, ++r->column, n ? bytes : "", n, SQLITE_STATIC));
}

void mw_rows_end(mw_rows *r) {
    if (r->status != MARROW_OK) return;
    check(r, sqlite3_step(r->st));
    check(r, sqlite3_reset(r->st));
    r->column = 0;
}
