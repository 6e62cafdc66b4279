/* What the files of store share; no other room includes it. */
#ifndef MW_STORE_INTERNAL_H
#define MW_STORE_INTERNAL_H

#include "store/store.h"

enum { MW_STORE_APPLICATION = 0x4D525257, MW_STORE_VERSION = 2 };

/* Words an SQLite failure: what was done, the file, SQLite's reason. */
marrow_status mw_store_fail(sqlite3 *db, int rc, const char *what, marrow_error *err);
marrow_status mw_store_exec(sqlite3 *db, const char *sql, marrow_error *err);
/* A number kept under a key of meta, or asked by a pragma. */
marrow_status mw_store_number(sqlite3 *db, const char *sql, int64_t *value, marrow_error *err);

/* What stands at a path. */
typedef enum mw_store_state {
    MW_STORE_NOTHING, /* no file, or an empty one */
    MW_STORE_SAME,    /* a story file of this version and source */
    MW_STORE_OTHER,   /* a story file of another source */
    MW_STORE_VERSION_OTHER,
    MW_STORE_FOREIGN, /* something else */
} mw_store_state;

/* ---- writing rows ---------------------------------------------------------------------------------------------------------- */

/* Puts rows into one table after the other. The first failure is kept in status and makes the rest do nothing. */
typedef struct mw_rows {
    const mw_env *env;
    const mw_reading *reading;
    const mw_offsets *offsets;
    sqlite3 *db;
    sqlite3_stmt *st;
    int column;
    marrow_status status;
    marrow_error *err;
} mw_rows;

void mw_rows_begin(mw_rows *r, const char *sql); /* INSERT … */
void mw_rows_int(mw_rows *r, int64_t value);
void mw_rows_index(mw_rows *r, uint32_t index);    /* MW_NONE: NULL */
void mw_rows_place(mw_rows *r, uint32_t byte);     /* as code points */
void mw_rows_span(mw_rows *r, mw_span span);       /* two columns */
void mw_rows_maybe_span(mw_rows *r, mw_span span); /* empty: two NULLs */
void mw_rows_real(mw_rows *r, double value);       /* not finite: NULL */
void mw_rows_text(mw_rows *r, const char *s);      /* NULL: NULL */
void mw_rows_str(mw_rows *r, mw_str s);
void mw_rows_blob(mw_rows *r, const void *bytes, size_t n);
void mw_rows_end(mw_rows *r);    /* of a row */
void mw_rows_finish(mw_rows *r); /* of a table */

/* The tables of source, segment and tag; those of cast and speech. */
void mw_rows_put_text(mw_rows *r);
void mw_rows_put_people(mw_rows *r);
void mw_rows_put_joins(mw_rows *r); /* part of it */
void mw_rows_put_portraits(mw_rows *r);
void mw_rows_put_shape(mw_rows *r); /* of reveal/shape.h */
void mw_rows_put_review(mw_rows *r);
/* corrections (put_corrections.c). same: the file still holds those that the reading started from */
void mw_rows_put_corrections(mw_rows *r);
marrow_status mw_store_corrections_load(const mw_env *env, sqlite3 *db, mw_corrections **corrections, marrow_error *err);
marrow_status mw_store_corrections_same(sqlite3 *db, uint64_t state, marrow_error *err);
void mw_rows_put_minds(mw_rows *r); /* event; minds of reveal */

/* ---- columns --------------------------------------------------------------------------------------------------------------- */

enum { MW_COLUMNS_VERSION = 1 };
/* A number that tells the columns of a story file from others, by their checksums. */
marrow_status mw_store_columns_state(sqlite3 *db, uint64_t *state, marrow_error *err);
marrow_status mw_tokens_pack(const mw_tokens *tokens, mw_buf *out, marrow_error *err);
marrow_status mw_marks_pack(const mw_tokens *tokens, mw_buf *out, marrow_error *err);
marrow_status mw_tokens_unpack(const mw_env *env, mw_str tokens, mw_str marks, const mw_text *text, mw_tokens **product, marrow_error *err);

#endif
