/* The table `corrections`: written whole with every reading, read before the rooms run. A reading that is written over another one must
 * have started from the corrections that are there: else one made meanwhile would be lost. */
#include <string.h>

#include "base/os.h"
#include "store/internal.h"

/* ---- writing --------------------------------------------------------------------------------------------------------------- */

static void put_place(mw_rows *r, uint32_t at) { mw_rows_index(r, at == MW_NO_PLACE ? MW_NONE : at); }
static void put_words(mw_rows *r, const char *s) { mw_rows_text(r, *s ? s : NULL); }

void mw_rows_put_corrections(mw_rows *r) {
    const mw_corrections *c = r->reading->corrections;
    mw_rows_begin(r, "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; c && i < c->n; i++) {
        const mw_correction *fix = &c->at[i];
        mw_rows_int(r, i);
        mw_rows_int(r, fix->batch);
        mw_rows_text(r, mw_fix_names[fix->what]);
        put_words(r, fix->target);
        put_words(r, fix->words);
        put_place(r, fix->start);
        put_place(r, fix->end);
        put_words(r, fix->type);
        put_words(r, fix->value);
        put_words(r, fix->value_words);
        mw_rows_int(r, fix->undone);
        mw_rows_int(r, fix->found);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

/* ---- reading --------------------------------------------------------------------------------------------------------------- */

static const char *column(sqlite3_stmt *st, int i) {
    const char *s = (const char *)sqlite3_column_text(st, i);
    return s ? s : "";
}

/* False: no place and not NULL. */
static bool column_place(sqlite3_stmt *st, int i, uint32_t *at) {
    *at = MW_NO_PLACE;
    if (sqlite3_column_type(st, i) == SQLITE_NULL) return true;
    int64_t v = sqlite3_column_int64(st, i);
    if (v < 0 || v >= MW_NO_PLACE) return false;
    *at = (uint32_t)v;
    return true;
}

static marrow_status take_row(sqlite3_stmt *st, mw_corrections *c, marrow_error *err) {
    mw_correction fix = {.target = column(st, 2),
                         .words = column(st, 3),
                         .type = column(st, 6),
                         .value = column(st, 7),
                         .value_words = column(st, 8),
                         .undone = sqlite3_column_int(st, 9) != 0,
                         .found = sqlite3_column_int(st, 10) != 0};
    int64_t batch = sqlite3_column_int64(st, 0);
    fix.batch = (uint32_t)batch;
    bool placed = column_place(st, 4, &fix.start) && column_place(st, 5, &fix.end);
    if (batch < 0 || batch > UINT32_MAX || !placed || !mw_fix_parse(column(st, 1), &fix.what) ||
        (fix.start == MW_NO_PLACE) != (fix.end == MW_NO_PLACE) || (c->n && fix.batch < c->at[c->n - 1].batch))
        return mw_fail(err, MARROW_STORY, "%s is damaged (its corrections, row %u); read the text again",
                       sqlite3_db_filename(sqlite3_db_handle(st), "main"), c->n);
    return mw_corrections_add(c, &fix) ? MARROW_OK : mw_fail_memory(err);
}

marrow_status mw_store_corrections_load(const mw_env *env, sqlite3 *db, mw_corrections **corrections, marrow_error *err) {
    sqlite3_stmt *st;
    *corrections = NULL;
    MW_TRY(mw_store_prepare(db,
                            "SELECT batch, what, target, words, start, end, type, value, value_words, undone, found FROM corrections ORDER "
                            "BY n",
                            &st, err));
    mw_corrections *c = mw_corrections_new(&env->mem);
    marrow_status status = c ? MARROW_OK : mw_fail_memory(err);
    for (bool row = true; status == MARROW_OK;) {
        status = mw_store_step(st, &row, err);
        if (status != MARROW_OK || !row) break;
        status = take_row(st, c, err);
    }
    sqlite3_finalize(st);
    if (status == MARROW_OK)
        *corrections = c;
    else
        mw_corrections_free(c);
    return status;
}

marrow_status mw_store_corrections_read(const mw_env *env, const char *path, mw_corrections **corrections, marrow_error *err) {
    sqlite3 *db;
    *corrections = NULL;
    MW_TRY(mw_store_open(path, &db, err));
    marrow_status status = mw_store_corrections_load(env, db, corrections, err);
    if (status != MARROW_OK) mw_store_name_file(db, path, err);
    mw_store_close(db);
    return status;
}

marrow_status mw_store_corrections(const mw_env *env, const char *path, const char *sha256, mw_corrections **corrections,
                                   marrow_error *err) {
    sqlite3 *db;
    bool row, same = false;
    sqlite3_stmt *st = NULL;
    *corrections = NULL;
    if (mw_os_kind(path) == MW_PATH_FILE && mw_store_open(path, &db, NULL) == MARROW_OK) {
        if (mw_store_prepare(db, "SELECT value FROM meta WHERE key = 'sha256'", &st, NULL) == MARROW_OK &&
            mw_store_step(st, &row, NULL) == MARROW_OK && row)
            same = !strcmp(column(st, 0), sha256);
        sqlite3_finalize(st);
        marrow_status status = same ? mw_store_corrections_load(env, db, corrections, err) : MARROW_OK;
        if (status != MARROW_OK) mw_store_name_file(db, path, err);
        mw_store_close(db);
        if (status == MARROW_MEMORY) return status; /* of a damaged file nothing is kept: it is only written over when forced */
    }
    if (!*corrections) *corrections = mw_corrections_new(&env->mem);
    return *corrections ? MARROW_OK : mw_fail_memory(err);
}

/* ---- made meanwhile? ------------------------------------------------------------------------------------------------------- */

uint64_t mw_corrections_state(const mw_corrections *c) {
    uint64_t state = 0;
    for (uint32_t i = 0; c && i < c->n; i++) state += 2 * ((uint64_t)i + 1) + c->at[i].undone;
    return state;
}

marrow_status mw_store_corrections_same(sqlite3 *db, uint64_t state, marrow_error *err) {
    int64_t now;
    MW_TRY(mw_store_number(db, "SELECT ifnull(sum(2 * (n + 1) + undone), 0) FROM corrections", &now, err));
    if ((uint64_t)now == state) return MARROW_OK;
    return mw_fail(err, MARROW_IO, "%s was corrected by another program meanwhile; try again", sqlite3_db_filename(db, "main"));
}
