/* Writing a story file. A new one is made beside its place and renamed; one of the same source is rewritten in one transaction under
 * SQLite's lock, so that another program sees the old story or the new one. What stands at the path is looked at twice: early, before the
 * work of reading (mw_store_check), and when it is written. */
#include <string.h>

#include "base/os.h"
#include "store/internal.h"
#include "store/schema_sql.h" /* schema.sql, by the build */

/* ---- what stands there ---- */

static marrow_status fail_refused(mw_store_state state, const char *path, marrow_error *err) {
    if (state == MW_STORE_OTHER)
        return mw_fail(err, MARROW_STORY, "%s is the story file of another text; choose another place with -o, or replace it with --force",
                       path);
    if (state == MW_STORE_VERSION_OTHER)
        return mw_fail(err, MARROW_STORY, "%s is a story file of another version; choose another place with -o, or replace it with --force",
                       path);
    return mw_fail(err, MARROW_STORY,
                   "%s is there and is no story file, or a damaged one; choose another place with -o, or replace it with --force", path);
}

static marrow_status same_source(sqlite3 *db, const char *sha256, bool *same, marrow_error *err) {
    sqlite3_stmt *st;
    bool row;
    MW_TRY(mw_store_prepare(db, "SELECT value FROM meta WHERE key = 'sha256'", &st, err));
    marrow_status status = mw_store_step(st, &row, err);
    const char *have = status == MARROW_OK && row ? (const char *)sqlite3_column_text(st, 0) : NULL;
    *same = have && strcmp(have, sha256) == 0;
    sqlite3_finalize(st);
    return status;
}

/* Tells apart what a file that SQLite opens is. A story file too damaged to be asked counts as foreign: nothing is overwritten unasked. */
static mw_store_state state_of(sqlite3 *db, const char *sha256) {
    int64_t application = 0, version = 0;
    bool same = false;
    if (mw_store_number(db, "PRAGMA application_id", &application, NULL) != MARROW_OK || application != MW_STORE_APPLICATION)
        return MW_STORE_FOREIGN;
    if (mw_store_number(db, "PRAGMA user_version", &version, NULL) != MARROW_OK) return MW_STORE_FOREIGN;
    if (version != MW_STORE_VERSION) return MW_STORE_VERSION_OTHER;
    if (same_source(db, sha256, &same, NULL) != MARROW_OK) return MW_STORE_FOREIGN;
    return same ? MW_STORE_SAME : MW_STORE_OTHER;
}

static marrow_status file_is_empty(const char *path, bool *empty, marrow_error *err) {
    mw_map_file f;
    MW_TRY(mw_os_map(path, &f, err));
    *empty = f.n == 0;
    mw_os_unmap(&f);
    return MARROW_OK;
}

static marrow_status look(const char *path, const char *sha256, bool force, mw_store_state *state, marrow_error *err) {
    *state = MW_STORE_NOTHING;
    bool empty = false;
    switch (mw_os_kind(path)) {
    case MW_PATH_NONE:
        return MARROW_OK;
    case MW_PATH_FOLDER:
        return mw_fail(err, MARROW_IO, "cannot write the story to %s: it is a folder; name a file with -o", path);
    case MW_PATH_OTHER:
        return mw_fail(err, MARROW_IO, "cannot write the story to %s: it is no ordinary file; name another with -o", path);
    case MW_PATH_FILE:
        MW_TRY(file_is_empty(path, &empty, err));
    }
    if (empty) return MARROW_OK;
    sqlite3 *db = NULL;
    int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK) sqlite3_busy_timeout(db, 5000);
    *state = rc == SQLITE_OK ? state_of(db, sha256) : MW_STORE_FOREIGN;
    sqlite3_close(db);
    if (*state == MW_STORE_SAME || force) return MARROW_OK;
    return fail_refused(*state, path, err);
}

/* A path beside `path` that a file can be made at, or the reason why not. */
static marrow_status temp_beside(mw_arena *a, const char *path, char **temp, marrow_error *err) {
    *temp = mw_os_temp_beside(a, path);
    if (!*temp) return mw_fail_memory(err);
    mw_out_file *f;
    marrow_error why;
    marrow_status status = mw_os_create(mw_arena_mem(a), *temp, &f, &why);
    if (status == MARROW_OK) status = mw_os_close(f, &why);
    if (status == MARROW_OK) return MARROW_OK;
    mw_os_remove(*temp);
    if (status == MARROW_MEMORY) return mw_fail_memory(err);
    const char *reason = strrchr(why.message, ':');
    return mw_fail(err, MARROW_IO, "cannot write the story file %s%s; choose another place with -o", path, reason ? reason : "");
}

marrow_status mw_store_check(const mw_env *env, const char *path, const char *sha256, bool force, marrow_error *err) {
    mw_store_state state;
    MW_TRY(look(path, sha256, force, &state, err));
    mw_arena *a = mw_arena_new(&env->mem);
    if (!a) return mw_fail_memory(err);
    char *target = mw_os_follow(a, path), *temp;
    marrow_status status = target ? temp_beside(a, target, &temp, err) : mw_fail_memory(err);
    if (status == MARROW_OK) mw_os_remove(temp);
    mw_arena_free(a);
    return status;
}

/* ---- writing ---- */

void mw_store_name_file(sqlite3 *db, const char *path, marrow_error *err) {
    const char *absolute = db ? sqlite3_db_filename(db, "main") : NULL;
    if (absolute && *absolute) mw_store_name_target(err, absolute, path);
}

void mw_store_name_target(marrow_error *err, const char *temp, const char *path) {
    char *at = err ? strstr(err->message, temp) : NULL;
    if (!at) return;
    char rest[sizeof err->message];
    strcpy(rest, at + strlen(temp));
    size_t used = (size_t)(at - err->message), room = sizeof err->message - used, n = strlen(path), m = strlen(rest);
    if (n + m + 1 > room) return;
    memcpy(at, path, n);
    memcpy(at + n, rest, m + 1);
}

static marrow_status put_tables(const mw_env *env, sqlite3 *db, const mw_reading *g, marrow_error *err) {
    mw_rows r = {.env = env, .reading = g, .db = db, .err = err};
    mw_offsets *offsets = mw_offsets_new(&env->mem, g->text->at, g->text->n);
    if (!offsets) return mw_fail_memory(err);
    r.offsets = offsets;
    if (!mw_env_progress(env, 0)) r.status = mw_fail(err, MARROW_CANCELLED, "stopped while the story file was written");
    mw_rows_put_text(&r);
    if (r.status == MARROW_OK && !mw_env_progress(env, 0.4))
        r.status = mw_fail(err, MARROW_CANCELLED, "stopped while the story file was written");
    mw_rows_put_people(&r);
    mw_rows_put_portraits(&r);
    mw_rows_put_shape(&r);
    mw_rows_put_review(&r);
    mw_rows_put_corrections(&r);
    mw_rows_put_minds(&r);
    mw_offsets_free(offsets);
    return r.status;
}

/* Fills the database at `path` in one transaction; `prepare` runs inside it first. */
static marrow_status fill(const mw_env *env, const char *path, const char *before, const char *inside, const mw_reading *g,
                          marrow_error *err) {
    sqlite3 *db = NULL;
    int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    marrow_status status = rc == SQLITE_OK ? MARROW_OK : mw_store_fail(db, rc, "write", err);
    if (status == MARROW_OK) {
        sqlite3_busy_timeout(db, 10000);
        status = mw_store_exec(db, before, err);
    }
    if (status == MARROW_OK) status = mw_store_exec(db, "BEGIN IMMEDIATE", err);
    bool open = status == MARROW_OK;
    if (status == MARROW_OK && inside != mw_schema_sql) status = mw_store_corrections_same(db, g->corrections_state, err);
    if (status == MARROW_OK) status = mw_store_exec(db, inside, err);
    if (status == MARROW_OK) status = put_tables(env, db, g, err);
    if (status == MARROW_OK) status = mw_store_exec(db, "COMMIT", err);
    if (status != MARROW_OK && open) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    if (status != MARROW_OK) mw_store_name_file(db, path, err);
    rc = sqlite3_close(db);
    if (status == MARROW_OK && rc != SQLITE_OK) status = mw_store_fail(NULL, rc, "write", err);
    return status;
}

static marrow_status write_new(const mw_env *env, const char *path, const mw_reading *g, marrow_error *err) {
    mw_arena *a = mw_arena_new(&env->mem);
    if (!a) return mw_fail_memory(err);
    char *target = mw_os_follow(a, path), *temp;
    marrow_status status = target ? temp_beside(a, target, &temp, err) : mw_fail_memory(err);
    if (status == MARROW_OK) {
        /* Nobody else sees this file, and it is thrown away when anything fails: no journal is needed before the rename. */
        status = fill(env, temp, "PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL", mw_schema_sql, g, err);
        if (status == MARROW_OK) status = mw_os_sync(temp, err);
        if (status == MARROW_OK) status = mw_os_rename(temp, target, err);
        if (status != MARROW_OK) {
            mw_store_name_target(err, temp, path);
            mw_os_remove(temp);
        }
    }
    mw_arena_free(a);
    return status;
}

static const char empty_tables[] =
    "CREATE TABLE IF NOT EXISTS joins (n INTEGER PRIMARY KEY, thing INTEGER NOT NULL, other INTEGER, form TEXT NOT NULL, kind TEXT NOT "
    "NULL,"
    " start INTEGER NOT NULL, end INTEGER NOT NULL, confidence REAL NOT NULL, known INTEGER NOT NULL); DELETE FROM joins;" /* the same */
    "CREATE TABLE IF NOT EXISTS doubts (quote INTEGER PRIMARY KEY, worth REAL NOT NULL); DELETE FROM doubts;" /* files of 0.1 lack it */
    "DELETE FROM meta; DELETE FROM text; DELETE FROM files; DELETE FROM warnings; DELETE FROM docs; DELETE FROM blocks;"
    "DELETE FROM emphasis; DELETE FROM chapters; DELETE FROM pages; DELETE FROM sentences; DELETE FROM things;"
    "DELETE FROM characters; DELETE FROM names; DELETE FROM mentions; DELETE FROM quotes; DELETE FROM addressees;"
    "DELETE FROM scenes; DELETE FROM stage; DELETE FROM arc; DELETE FROM threads; DELETE FROM touches; DELETE FROM motifs;"
    "DELETE FROM motif_places; DELETE FROM cores; DELETE FROM core_scenes; DELETE FROM faults;"
    "DELETE FROM traits; DELETE FROM pulls; DELETE FROM relations; DELETE FROM relation_evidence; DELETE FROM content;"
    "DELETE FROM review; DELETE FROM credits; DELETE FROM played; DELETE FROM other_works; DELETE FROM opinions; DELETE FROM withheld;"
    "DELETE FROM told;"
    "DELETE FROM acts; DELETE FROM whys; DELETE FROM why_spans; DELETE FROM asked; DELETE FROM ripples; DELETE FROM inside;"
    "DELETE FROM tiles; DELETE FROM inputs; DELETE FROM corrections";

marrow_status mw_store_write(const mw_env *env, const char *path, const mw_reading *g, bool force, marrow_error *err) {
    mw_store_state state;
    MW_TRY(look(path, g->text->sha256, force, &state, err));
    if (state != MW_STORE_SAME) return write_new(env, path, g, err);
    marrow_status status = fill(env, path, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", empty_tables, g, err);
    if (status != MARROW_STORY) return status;
    if (force) return write_new(env, path, g, err);
    return mw_fail(err, status, "%s is a story file of this text, but damaged; choose another place with -o, or replace it with --force",
                   path);
}
