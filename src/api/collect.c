/* The rows of many stories in one SQLite file: a table a view, `stories` beside them. The columns are those of the views' tab-separated layout,
 * so that a view that gains one needs nothing here: a missing column is added. A story is replaced in one transaction. */
#include <stdlib.h>
#include <string.h>

#include "show/show.h"
#include "store/store.h"

typedef struct collector {
    sqlite3 *db;
    const char *id, *view;
    mw_buf line;
    sqlite3_stmt *insert;
    marrow_status status;
    marrow_error *err;
    bool header; /* the next line is one */
    uint32_t n;  /* columns */
} collector;

/* Runs SQL whose names are quoted by %w. */
static marrow_status run(sqlite3 *db, char *sql, marrow_error *err) {
    if (!sql) return mw_fail_memory(err);
    char *words = NULL;
    int rc = sqlite3_exec(db, sql, NULL, NULL, &words);
    marrow_status status =
        rc == SQLITE_OK ? MARROW_OK : mw_fail(err, MARROW_IO, "cannot write the table of stories: %s", words ? words : sqlite3_errstr(rc));
    sqlite3_free(words);
    sqlite3_free(sql);
    return status;
}

static bool has_column(sqlite3 *db, const char *table, const char *column) {
    return sqlite3_table_column_metadata(db, NULL, table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static marrow_status add_column(sqlite3 *db, const char *table, const char *column, marrow_error *err) {
    return has_column(db, table, column) ? MARROW_OK : run(db, sqlite3_mprintf("ALTER TABLE \"%w\" ADD COLUMN \"%w\"", table, column), err);
}

/* Cuts the line at its tabs; f[i] are its fields. */
static uint32_t cut(char *line, char **f, uint32_t most) {
    uint32_t n = 0;
    for (char *p = line; p && n < most;) {
        f[n++] = p;
        p = strchr(p, '\t');
        if (p) *p++ = 0;
    }
    return n;
}

enum { MOST = 64 };

static marrow_status open_view(collector *c, char *line) {
    char *f[MOST];
    c->n = cut(line, f, MOST);
    MW_TRY(run(c->db, sqlite3_mprintf("CREATE TABLE IF NOT EXISTS \"%w\" (story TEXT NOT NULL)", c->view), c->err));
    MW_TRY(run(c->db, sqlite3_mprintf("DELETE FROM \"%w\" WHERE story = %Q", c->view, c->id), c->err));
    sqlite3_str *sql = sqlite3_str_new(c->db);
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\" (story", c->view);
    for (uint32_t i = 0; i < c->n; i++) {
        marrow_status status = add_column(c->db, c->view, f[i], c->err);
        if (status != MARROW_OK) return sqlite3_free(sqlite3_str_finish(sql)), status;
        sqlite3_str_appendf(sql, ", \"%w\"", f[i]);
    }
    sqlite3_str_appendall(sql, ") VALUES (?");
    for (uint32_t i = 0; i < c->n; i++) sqlite3_str_appendall(sql, ", ?");
    sqlite3_str_appendall(sql, ")");
    char *text = sqlite3_str_finish(sql);
    if (!text) return mw_fail_memory(c->err);
    marrow_status status = mw_store_prepare(c->db, text, &c->insert, c->err);
    sqlite3_free(text);
    return status;
}

/* Numbers go in as numbers; words that only look like one ("007", "1e5", "") do not. */
static int bind(sqlite3_stmt *st, int at, const char *s) {
    char *end;
    double x = strtod(s, &end);
    bool digits = *s != 0 && strspn(s, "0123456789.-") == strlen(s) && !*end && !(s[0] == '0' && s[1] >= '0' && s[1] <= '9');
    if (!*s) return sqlite3_bind_null(st, at);
    if (digits && !strchr(s, '.')) return sqlite3_bind_int64(st, at, (sqlite3_int64)x);
    return digits ? sqlite3_bind_double(st, at, x) : sqlite3_bind_text(st, at, s, -1, SQLITE_TRANSIENT);
}

static marrow_status put_row(collector *c, char *line) {
    char *f[MOST];
    uint32_t n = cut(line, f, MOST);
    bool row;
    sqlite3_reset(c->insert);
    sqlite3_clear_bindings(c->insert);
    int rc = sqlite3_bind_text(c->insert, 1, c->id, -1, SQLITE_TRANSIENT);
    for (uint32_t i = 0; rc == SQLITE_OK && i < n && i < c->n; i++) rc = bind(c->insert, (int)i + 2, f[i]);
    if (rc != SQLITE_OK) return mw_fail_memory(c->err);
    return mw_store_step(c->insert, &row, c->err);
}

static bool take(void *ctx, const char *bytes, size_t n) {
    collector *c = ctx;
    for (size_t i = 0; i < n && c->status == MARROW_OK; i++) {
        if (bytes[i] != '\n') {
            mw_buf_putc(&c->line, bytes[i]);
            continue;
        }
        if (c->line.failed) return c->status = mw_fail_memory(c->err), false;
        char none[] = "";
        char *line = c->line.n ? c->line.at : none;
        if (c->line.n) line[c->line.n] = 0;
        c->status = c->header ? open_view(c, line) : put_row(c, line);
        c->header = false;
        c->line.n = 0;
    }
    return c->status == MARROW_OK;
}

static marrow_status collect_view(collector *c, mw_story *story, const char *view) {
    marrow_error own;
    mw_error_clear(&own);
    c->view = view, c->header = true, c->insert = NULL, c->line.n = 0;
    marrow_status status = mw_show(story, view, &(marrow_show_options){.layout = MARROW_TSV, .all = true}, take, c, &own);
    sqlite3_finalize(c->insert);
    c->insert = NULL;
    if (c->status != MARROW_OK) return c->status;
    if (status == MARROW_USAGE) return MARROW_OK; /* a view that this story does not have */
    if (status != MARROW_OK) *c->err = own;
    return status;
}

static marrow_status put_story(collector *c, const char *path, const char *const *columns, const char *const *values, size_t n) {
    MW_TRY(run(c->db, sqlite3_mprintf("CREATE TABLE IF NOT EXISTS stories (id TEXT PRIMARY KEY, path TEXT NOT NULL)"), c->err));
    MW_TRY(run(c->db, sqlite3_mprintf("INSERT OR REPLACE INTO stories (id, path) VALUES (%Q, %Q)", c->id, path), c->err));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(columns[i], "id") == 0 || strcmp(columns[i], "path") == 0 || !*columns[i]) continue;
        MW_TRY(add_column(c->db, "stories", columns[i], c->err));
        MW_TRY(run(c->db, sqlite3_mprintf("UPDATE stories SET \"%w\" = %Q WHERE id = %Q", columns[i], values[i], c->id), c->err));
    }
    return MARROW_OK;
}

static marrow_status collect(collector *c, const char *story_path, const char *const *columns, const char *const *values, size_t n) {
    mw_env env;
    mw_story *story;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    MW_TRY(mw_story_open(&env, story_path, &story, c->err));
    marrow_status status = run(c->db, sqlite3_mprintf("BEGIN IMMEDIATE"), c->err);
    if (status == MARROW_OK) {
        status = put_story(c, story_path, columns, values, n);
        for (size_t i = 0; status == MARROW_OK && mw_views[i]; i++)
            if (strcmp(mw_views[i], "summary") != 0 && strcmp(mw_views[i], "pov") != 0) status = collect_view(c, story, mw_views[i]);
        marrow_error own;
        marrow_status ended = run(c->db, sqlite3_mprintf(status == MARROW_OK ? "COMMIT" : "ROLLBACK"), status == MARROW_OK ? c->err : &own);
        if (status == MARROW_OK) status = ended;
    }
    mw_story_close(story);
    return status;
}

marrow_status marrow_collect(const char *sqlite_path, const char *story_path, const char *id, const char *const *columns,
                             const char *const *values, size_t n, marrow_error *err) {
    mw_error_clear(err);
    collector c = {.id = id, .err = err};
    mw_buf_init(&c.line, &mw_default_allocator);
    int rc = sqlite3_open(sqlite_path, &c.db);
    marrow_status status = rc == SQLITE_OK ? MARROW_OK : mw_fail(err, MARROW_IO, "cannot open %s: %s", sqlite_path, sqlite3_errstr(rc));
    if (status == MARROW_OK) status = collect(&c, story_path, columns, values, n);
    sqlite3_close(c.db);
    mw_buf_clear(&c.line);
    return status;
}
