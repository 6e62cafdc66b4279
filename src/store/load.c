/* From a story file back to the products of source, segment and tag, for running the later rooms again. The file is not trusted: checksums
 * must fit, spans must lie in the text and in order, indices must point at something; else it is called damaged. */
#include <stdio.h>
#include <string.h>

#include "store/internal.h"

typedef struct loader {
    const mw_env *env;
    sqlite3 *db;
    mw_text *text;
    mw_offsets *offsets;
    uint32_t length; /* code points */
    bool no_memory;  /* an allocation failed while a row was put */
    uint32_t behind; /* byte: where the row before ended, in tables whose rows follow each other */
    marrow_error *err;
} loader;

static marrow_status fail_damaged(loader *l, const char *what) {
    return mw_fail(l->err, MARROW_STORY, "%s is damaged (its %s); read the text again", sqlite3_db_filename(l->db, "main"), what);
}

/* ---- values ---- */

static marrow_status copy_text(loader *l, sqlite3_stmt *st, int column, const char **value) {
    *value = NULL;
    if (sqlite3_column_type(st, column) == SQLITE_NULL) return MARROW_OK;
    const char *s = (const char *)sqlite3_column_text(st, column);
    if (s) *value = mw_arena_strndup(l->text->arena, s, (size_t)sqlite3_column_bytes(st, column));
    if (*value) return MARROW_OK;
    l->no_memory = true;
    return mw_fail_memory(l->err);
}

/* A value of meta, in the arena; NULL where it is not there. */
static marrow_status meta(loader *l, const char *key, const char **value) {
    sqlite3_stmt *st;
    bool row;
    *value = NULL;
    MW_TRY(mw_store_prepare(l->db, "SELECT value FROM meta WHERE key = ?", &st, l->err));
    sqlite3_bind_text(st, 1, key, -1, SQLITE_STATIC);
    marrow_status status = mw_store_step(st, &row, l->err);
    if (status == MARROW_OK && row) status = copy_text(l, st, 0, value);
    sqlite3_finalize(st);
    return status;
}

static bool place(loader *l, sqlite3_stmt *st, int column, uint32_t *byte) {
    int64_t at = sqlite3_column_int64(st, column);
    if (at < 0 || at > l->length) return false;
    *byte = mw_offsets_to_byte(l->offsets, (uint32_t)at);
    return true;
}

static bool span(loader *l, sqlite3_stmt *st, int column, mw_span *s) {
    return place(l, st, column, &s->start) && place(l, st, column + 1, &s->end) && s->start <= s->end;
}

/* A span behind that of the row before. */
static bool next_span(loader *l, sqlite3_stmt *st, int column, mw_span *s) {
    if (!span(l, st, column, s) || s->start < l->behind) return false;
    l->behind = s->end;
    return true;
}

/* ---- tables ---- */

/* Rows of one table into an array that `put` fills; put gives false for a row that cannot be. */
typedef struct table {
    const char *name, *columns;
    size_t size;
    bool (*put)(loader *l, sqlite3_stmt *st, void *row);
} table;

static marrow_status load_rows(loader *l, const table *t, sqlite3_stmt *st, char *at, uint32_t n) {
    l->behind = 0;
    for (uint32_t i = 0;; i++) {
        bool row;
        MW_TRY(mw_store_step(st, &row, l->err));
        if (!row) return i == n ? MARROW_OK : fail_damaged(l, t->name);
        bool good = i < n && t->put(l, st, at + i * t->size);
        if (!good) return l->no_memory ? mw_fail_memory(l->err) : fail_damaged(l, t->name);
    }
}

static marrow_status load_table(loader *l, const table *t, void *array, uint32_t *n) {
    char sql[200];
    int64_t count;
    sqlite3_stmt *st;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", t->name);
    MW_TRY(mw_store_number(l->db, sql, &count, l->err));
    if (count < 0 || count > UINT32_MAX) return fail_damaged(l, t->name);
    char *at = mw_arena_array(l->text->arena, (size_t)count, t->size);
    if (!at) return mw_fail_memory(l->err);
    snprintf(sql, sizeof sql, "SELECT %s FROM %s ORDER BY n", t->columns, t->name);
    MW_TRY(mw_store_prepare(l->db, sql, &st, l->err));
    marrow_status status = load_rows(l, t, st, at, (uint32_t)count);
    sqlite3_finalize(st);
    memcpy(array, &at, sizeof at);
    *n = status == MARROW_OK ? (uint32_t)count : 0;
    return status;
}

static bool put_string(loader *l, sqlite3_stmt *st, void *row) {
    const char *s;
    if (copy_text(l, st, 0, &s) != MARROW_OK || !s) return false;
    memcpy(row, &s, sizeof s);
    return true;
}

static bool put_doc(loader *l, sqlite3_stmt *st, void *row) {
    mw_doc *d = row;
    return copy_text(l, st, 0, &d->id) == MARROW_OK && d->id && next_span(l, st, 1, &d->span);
}

static bool block_kind(const char *name, mw_block_kind *kind) {
    for (int k = MW_HEADING; k <= MW_BACK; k++)
        if (strcmp(mw_block_kind_name((mw_block_kind)k), name) == 0) {
            *kind = (mw_block_kind)k;
            return true;
        }
    return false;
}

static bool put_block(loader *l, sqlite3_stmt *st, void *row) {
    mw_block *b = row;
    const char *kind = (const char *)sqlite3_column_text(st, 2);
    b->gap_before = sqlite3_column_int(st, 3) != 0;
    b->origin.file = (uint32_t)sqlite3_column_int64(st, 4);
    b->origin.byte = sqlite3_column_type(st, 5) == SQLITE_NULL ? -1 : sqlite3_column_int64(st, 5);
    b->origin.line = sqlite3_column_type(st, 6) == SQLITE_NULL ? -1 : sqlite3_column_int64(st, 6);
    return next_span(l, st, 0, &b->span) && kind && block_kind(kind, &b->kind) &&
           (b->origin.file < l->text->n_files || b->origin.file == 0);
}

static bool put_emphasis(loader *l, sqlite3_stmt *st, void *row) {
    mw_emphasis *e = row;
    e->style = (uint8_t)sqlite3_column_int(st, 2);
    return next_span(l, st, 0, &e->span);
}

static bool put_chapter(loader *l, sqlite3_stmt *st, void *row) {
    mw_chapter *c = row;
    c->level = (uint8_t)sqlite3_column_int(st, 2);
    return copy_text(l, st, 0, &c->title) == MARROW_OK && c->title && copy_text(l, st, 1, &c->part) == MARROW_OK &&
           next_span(l, st, 3, &c->span);
}

static bool put_page(loader *l, sqlite3_stmt *st, void *row) {
    mw_page *p = row;
    return copy_text(l, st, 0, &p->name) == MARROW_OK && p->name && place(l, st, 1, &p->at);
}

static marrow_status load_tables(loader *l) {
    mw_text *t = l->text;
    MW_TRY(load_table(l, &(table){"files", "name", sizeof(char *), put_string}, &t->files, &t->n_files));
    MW_TRY(load_table(l, &(table){"warnings", "message", sizeof(char *), put_string}, &t->warnings, &t->n_warnings));
    MW_TRY(load_table(l, &(table){"docs", "id, start, end", sizeof(mw_doc), put_doc}, &t->docs, &t->n_docs));
    MW_TRY(load_table(l, &(table){"blocks", "start, end, kind, gap, file, byte, line", sizeof(mw_block), put_block}, &t->blocks,
                      &t->n_blocks));
    MW_TRY(load_table(l, &(table){"emphasis", "start, end, style", sizeof(mw_emphasis), put_emphasis}, &t->emphasis, &t->n_emphasis));
    MW_TRY(load_table(l, &(table){"chapters", "title, part, level, start, end", sizeof(mw_chapter), put_chapter}, &t->chapters,
                      &t->n_chapters));
    MW_TRY(load_table(l, &(table){"pages", "name, start", sizeof(mw_page), put_page}, &t->pages, &t->n_pages));
    return t->n_docs ? MARROW_OK : fail_damaged(l, "docs");
}

/* ---- text ---- */

static bool checksum_fits(const char *hex, const void *bytes, size_t n) {
    char have[17];
    snprintf(have, sizeof have, "%016llx", (unsigned long long)mw_hash(bytes, n));
    return hex && strcmp(hex, have) == 0;
}

static marrow_status take_text(loader *l, sqlite3_stmt *st) {
    const char *s = (const char *)sqlite3_column_text(st, 0), *hex = (const char *)sqlite3_column_text(st, 1);
    size_t n = (size_t)sqlite3_column_bytes(st, 0), bad;
    if (!s || !checksum_fits(hex, s, n) || n >= UINT32_MAX || !mw_utf8_valid(s, n, &bad)) return fail_damaged(l, "text");
    l->text->at = mw_arena_strndup(l->text->arena, s, n);
    l->text->n = (uint32_t)n;
    l->offsets = l->text->at ? mw_offsets_new(&l->env->mem, l->text->at, n) : NULL;
    if (!l->offsets) return mw_fail_memory(l->err);
    l->length = mw_offsets_to_cp(l->offsets, (uint32_t)n);
    return MARROW_OK;
}

static marrow_status load_text(loader *l) {
    sqlite3_stmt *st;
    bool row;
    MW_TRY(mw_store_prepare(l->db, "SELECT utf8, checksum FROM text", &st, l->err));
    marrow_status status = mw_store_step(st, &row, l->err);
    if (status == MARROW_OK) status = row ? take_text(l, st) : fail_damaged(l, "text");
    sqlite3_finalize(st);
    return status;
}

static marrow_status load_meta(loader *l) {
    mw_text *t = l->text;
    const char *kind, *format, *sha256, *verbatim;
    MW_TRY(meta(l, "title", &t->title));
    MW_TRY(meta(l, "author", &t->author));
    MW_TRY(meta(l, "language", &t->language));
    MW_TRY(meta(l, "kind", &kind));
    MW_TRY(meta(l, "format", &format));
    MW_TRY(meta(l, "verbatim", &verbatim));
    MW_TRY(meta(l, "sha256", &sha256));
    t->verbatim = verbatim && strcmp(verbatim, "0") != 0;
    if (!kind || !format || !mw_kind_parse(kind, &t->kind) || !mw_format_parse(format, &t->format)) return fail_damaged(l, "meta");
    if (!sha256 || strlen(sha256) != 64) return fail_damaged(l, "meta");
    memcpy(t->sha256, sha256, 65);
    return MARROW_OK;
}

/* ---- columns ---- */

/* A blob of the table `columns`, checked; *data lives until *st is finalized. version 0: any. */
static marrow_status load_column(sqlite3 *db, const char *name, int version, sqlite3_stmt **st, mw_str *data, marrow_error *err) {
    bool row;
    MW_TRY(mw_store_prepare(db, "SELECT data, checksum, version FROM columns WHERE name = ?", st, err));
    sqlite3_bind_text(*st, 1, name, -1, SQLITE_STATIC);
    marrow_status status = mw_store_step(*st, &row, err);
    const char *path = sqlite3_db_filename(db, "main");
    if (status == MARROW_OK && !row) status = mw_fail(err, MARROW_STORY, "%s is damaged (no column %s); read the text again", path, name);
    if (status == MARROW_OK && version && sqlite3_column_int(*st, 2) != version)
        status = mw_fail(err, MARROW_STORY, "%s keeps its %s in another version; read the text again", path, name);
    if (status == MARROW_OK) {
        *data = (mw_str){sqlite3_column_blob(*st, 0), (size_t)sqlite3_column_bytes(*st, 0)};
        if (!data->at) data->at = "";
        if (!checksum_fits((const char *)sqlite3_column_text(*st, 1), data->at, data->n))
            status = mw_fail(err, MARROW_STORY, "%s is damaged (its %s); read the text again", path, name);
    }
    if (status != MARROW_OK) {
        sqlite3_finalize(*st);
        *st = NULL;
    }
    return status;
}

static marrow_status unpack(loader *l, mw_str tokens, mw_str marks, mw_str tags, mw_tokens **tok, mw_tags **tag) {
    MW_TRY(mw_tokens_unpack(l->env, tokens, marks, l->text, tok, l->err));
    marrow_status status = mw_tags_unpack(l->env, tags.at, tags.n, tag, l->err);
    if (status == MARROW_OK && (*tag)->n != (*tok)->n) {
        mw_tag_free(*tag);
        *tag = NULL;
        status = fail_damaged(l, "tags");
    }
    if (status != MARROW_OK) {
        mw_segment_free(*tok);
        *tok = NULL;
    }
    return status;
}

static marrow_status load_columns(loader *l, mw_tokens **tokens, mw_tags **tags) {
    sqlite3_stmt *st[3] = {0};
    mw_str data[3];
    static const char *const names[] = {"tokens", "marks", "tags"};
    marrow_status status = MARROW_OK;
    for (int i = 0; i < 3 && status == MARROW_OK; i++)
        status = load_column(l->db, names[i], i < 2 ? MW_COLUMNS_VERSION : 0, &st[i], &data[i], l->err);
    if (status == MARROW_OK) status = unpack(l, data[0], data[1], data[2], tokens, tags);
    for (int i = 0; i < 3; i++) sqlite3_finalize(st[i]);
    return status;
}

marrow_status mw_store_columns(const mw_env *env, sqlite3 *db, const mw_text *text, mw_tokens **tokens, mw_tags **tags, marrow_error *err) {
    loader l = {.env = env, .db = db, .text = (mw_text *)text, .err = err};
    return load_columns(&l, tokens, tags);
}

marrow_status mw_store_columns_state(sqlite3 *db, uint64_t *state, marrow_error *err) {
    sqlite3_stmt *st;
    bool row = true;
    *state = 1;
    MW_TRY(mw_store_prepare(db, "SELECT name, version, checksum FROM columns ORDER BY name", &st, err));
    marrow_status status = mw_store_step(st, &row, err);
    for (; status == MARROW_OK && row; status = mw_store_step(st, &row, err))
        for (int i = 0; i < 3; i++) {
            const char *s = (const char *)sqlite3_column_text(st, i);
            *state = *state * 1099511628211U ^ mw_hash(s ? s : "", s ? strlen(s) : 0);
        }
    sqlite3_finalize(st);
    if (*state == 0) *state = 1;
    return status;
}

/* ---- what the user gave ---- */

static marrow_status load_input(loader *l, const char *name, char **bytes, size_t *n) {
    sqlite3_stmt *st;
    bool row;
    MW_TRY(mw_store_prepare(l->db, "SELECT data FROM inputs WHERE name = ?", &st, l->err));
    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    marrow_status status = mw_store_step(st, &row, l->err);
    if (status == MARROW_OK && row) {
        *n = (size_t)sqlite3_column_bytes(st, 0);
        const void *data = sqlite3_column_blob(st, 0);
        *bytes = mw_arena_strndup(l->text->arena, data ? data : "", *n);
        if (!*bytes) status = mw_fail_memory(l->err);
    }
    sqlite3_finalize(st);
    return status;
}

static marrow_status load_given(loader *l, mw_kept *kept) {
    const char *name, *version, *checksum, *only;
    MW_TRY(meta(l, "model", &name));
    MW_TRY(meta(l, "model_version", &version));
    MW_TRY(meta(l, "model_checksum", &checksum));
    MW_TRY(meta(l, "characters_only", &only));
    kept->model_name = (char *)name;
    kept->model_version = (char *)version;
    kept->model_checksum = (char *)checksum;
    kept->characters_only = only && strcmp(only, "0") != 0;
    MW_TRY(load_input(l, "characters", &kept->characters_csv, &kept->n_characters_csv));
    return load_input(l, "quotes", &kept->quotes_csv, &kept->n_quotes_csv);
}

/* Given tokens and sentence ends of vertical input, from the columns. */
static marrow_status restore_given(loader *l, const mw_tokens *t) {
    if (!t->given) return MARROW_OK;
    mw_arena *a = l->text->arena;
    mw_given *g = mw_arena_alloc(a, sizeof *g);
    uint32_t *ends = mw_arena_array(a, t->n, sizeof *ends);
    if (!g || !ends) return mw_fail_memory(l->err);
    *g = (mw_given){.tokens = mw_arena_copy(a, t->span, t->n * sizeof *t->span), .n_tokens = t->n, .sentence_ends = ends};
    if (!g->tokens) return mw_fail_memory(l->err);
    for (uint32_t i = 0; i < t->n; i++)
        if (t->flags[i] & MW_TOK_SENTENCE_END) ends[g->n_sentences++] = i + 1;
    l->text->given = g;
    return MARROW_OK;
}

static marrow_status load_all(loader *l, mw_kept *kept) {
    MW_TRY(load_meta(l));
    MW_TRY(load_text(l));
    MW_TRY(load_tables(l));
    MW_TRY(load_columns(l, &kept->tokens, &kept->tags));
    MW_TRY(mw_store_columns_state(l->db, &kept->columns_state, l->err));
    if (kept->tokens->n_docs != l->text->n_docs) return fail_damaged(l, "documents");
    MW_TRY(restore_given(l, kept->tokens));
    MW_TRY(mw_store_corrections_load(l->env, l->db, &kept->corrections, l->err));
    return load_given(l, kept);
}

marrow_status mw_store_load(const mw_env *env, const char *path, mw_kept *kept, marrow_error *err) {
    *kept = (mw_kept){0};
    loader l = {.env = env, .err = err};
    MW_TRY(mw_store_open(path, &l.db, err));
    kept->text = l.text = MW_PRODUCT_NEW(&env->mem, mw_text);
    marrow_status status = l.text ? MARROW_OK : mw_fail_memory(err);
    if (l.text) {
        int rc = sqlite3_exec(l.db, "BEGIN", NULL, NULL, NULL); /* one state of the file, whoever writes it meanwhile */
        status = rc == SQLITE_OK ? load_all(&l, kept) : mw_store_fail(l.db, rc, "read", err);
    }
    mw_offsets_free(l.offsets);
    if (status != MARROW_OK) mw_store_name_file(l.db, path, err);
    mw_store_close(l.db);
    if (status != MARROW_OK) mw_kept_clear(kept);
    return status;
}

/* Its strings lie in the text's arena. */
void mw_kept_clear(mw_kept *kept) {
    mw_corrections_free(kept->corrections);
    mw_tag_free(kept->tags);
    mw_segment_free(kept->tokens);
    mw_source_free(kept->text);
    *kept = (mw_kept){0};
}
