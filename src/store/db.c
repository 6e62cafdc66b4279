/* The database under a story file: opening, statements, errors in words.
 *
 * A story is opened for reading and writing where the file allows it, then told to refuse writes: only so can SQLite roll back what
 * a writer that was killed has left. Before anything else is read, application_id and user_version are checked. */
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "store/internal.h"

marrow_status mw_store_fail(sqlite3 *db, int rc, const char *what, marrow_error *err) {
    const char *path = db ? sqlite3_db_filename(db, "main") : NULL;
    if (!path || !*path) path = "the story file";
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return mw_fail_memory(err);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return mw_fail(err, MARROW_STORY, "cannot %s %s: the file is damaged; read the text again", what, path);
    case SQLITE_FULL:
        return mw_fail(err, MARROW_IO, "cannot %s %s: no space left; free some, or choose another place with -o", what, path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return mw_fail(err, MARROW_IO, "cannot %s %s: another program is writing it; try again when it is done", what, path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return mw_fail(err, MARROW_IO, "cannot %s %s: no permission; check the rights of the file and its folder", what, path);
    case SQLITE_IOERR:
        return mw_fail(err, MARROW_IO, "cannot %s %s: %s; is the disk full?", what, path, sqlite3_errstr(rc & 0xff));
    default:
        return mw_fail(err, MARROW_STORY, "cannot %s %s: %s; read the text again", what, path,
                       db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    }
}

marrow_status mw_store_exec(sqlite3 *db, const char *sql, marrow_error *err) {
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? MARROW_OK : mw_store_fail(db, rc, "write", err);
}

marrow_status mw_store_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **st, marrow_error *err) {
    int rc = sqlite3_prepare_v2(db, sql, -1, st, NULL);
    if (rc == SQLITE_OK) return MARROW_OK;
    /* A table or column that is not there: the file says it is of this version and is not. */
    if (rc == SQLITE_ERROR)
        return mw_fail(err, MARROW_STORY, "cannot read %s: the file is damaged (%s); read the text again", sqlite3_db_filename(db, "main"),
                       sqlite3_errmsg(db));
    return mw_store_fail(db, rc, "read", err);
}

marrow_status mw_store_step(sqlite3_stmt *st, bool *row, marrow_error *err) {
    int rc = sqlite3_step(st);
    *row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? MARROW_OK : mw_store_fail(sqlite3_db_handle(st), rc, "read", err);
}

marrow_status mw_store_number(sqlite3 *db, const char *sql, int64_t *value, marrow_error *err) {
    sqlite3_stmt *st;
    bool row;
    *value = 0;
    MW_TRY(mw_store_prepare(db, sql, &st, err));
    marrow_status status = mw_store_step(st, &row, err);
    if (status == MARROW_OK && row) *value = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return status;
}

static marrow_status check_kind(sqlite3 *db, const char *path, marrow_error *err) {
    int64_t application, version;
    MW_TRY(mw_store_number(db, "PRAGMA application_id", &application, err));
    if (application != MW_STORE_APPLICATION)
        return mw_fail(err, MARROW_STORY, "%s is not a story file; make one with: marrow read INPUT", path);
    MW_TRY(mw_store_number(db, "PRAGMA user_version", &version, err));
    if (version == MW_STORE_VERSION) return MARROW_OK;
    return mw_fail(err, MARROW_STORY, "%s is a story file of version %lld, and this program reads version %d; %s", path, (long long)version,
                   MW_STORE_VERSION, version > MW_STORE_VERSION ? "use the newer program" : "read the text again");
}

static marrow_status open_checked(const char *path, sqlite3 **db, marrow_error *err) {
    int rc = sqlite3_open_v2(path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK)
        return rc == SQLITE_NOMEM ? mw_fail_memory(err) : mw_fail(err, MARROW_IO, "cannot open %s: %s", path, sqlite3_errstr(rc));
    sqlite3_extended_result_codes(*db, 1);
    sqlite3_busy_timeout(*db, 5000);
    marrow_status status = check_kind(*db, path, err);
    /* SQLite says "not a database" of anything that is none. */
    if (status == MARROW_STORY && (sqlite3_errcode(*db) & 0xff) == SQLITE_NOTADB)
        return mw_fail(err, MARROW_STORY, "%s is not a story file; make one with: marrow read INPUT", path);
    return status;
}

marrow_status mw_store_open(const char *path, sqlite3 **db, marrow_error *err) {
    *db = NULL;
    switch (mw_os_kind(path)) {
    case MW_PATH_NONE:
        return mw_fail(err, MARROW_IO, "there is no story file %s; make one with: marrow read INPUT", path);
    case MW_PATH_FOLDER:
        return mw_fail(err, MARROW_IO, "%s is a folder, not a story file; name the story file", path);
    default:
        break;
    }
    marrow_status status = open_checked(path, db, err);
    if (status == MARROW_OK) {
        int rc = sqlite3_exec(*db, "PRAGMA query_only = 1; PRAGMA cell_size_check = 1; PRAGMA trusted_schema = 0", NULL, NULL, NULL);
        if (rc != SQLITE_OK) status = mw_store_fail(*db, rc, "open", err);
    }
    if (status != MARROW_OK) {
        mw_store_name_file(*db, path, err);
        sqlite3_close(*db);
        *db = NULL;
    }
    return status;
}

void mw_store_close(sqlite3 *db) { sqlite3_close(db); }
