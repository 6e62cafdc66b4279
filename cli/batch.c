/* marrow batch: many texts in one go: each row of a table (CSV with a header, or JSON lines) is a text of its own and gets a story file in a
 * folder, DIR/ID.marrow, by the column `id` where there is one, else by its number. The model is opened once; what is there already is left,
 * so that an interrupted run resumes; a row that cannot be read is named on standard error, the others are read all the same, exit 1. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct field {
    char *at;
    size_t n;
} field;

/* One row: the wanted text and its id, both in the buffer of the table, cut off in place. */
typedef struct row {
    field text, id;
    bool has_text, has_id;
} row;

typedef struct table {
    char *at, *end;
    bool json;
    size_t text, id; /* columns of a CSV; SIZE_MAX: none */
    const char *text_name;
} table;

/* ---- CSV (RFC 4180) ---- */

/* A cell at *p, unquoted in place; steps over the comma or the line's end; *last: it ended the row. */
static field take_cell(char **p, char *end, bool *last) {
    char *s = *p, *out = s;
    field f = {.at = s};
    bool quoted = s < end && *s == '"';
    if (quoted) s++;
    for (; s < end; s++) {
        if (quoted && *s == '"') {
            if (s + 1 < end && s[1] == '"')
                s++;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (*s == ',' || *s == '\n' || *s == '\r')) {
            break;
        }
        *out++ = *s;
    }
    f.n = (size_t)(out - f.at);
    *last = s >= end || *s != ',';
    if (s < end && *s == '\r') s++;
    if (s < end && (*s == ',' || *s == '\n')) s++;
    *p = s;
    return f;
}

static row take_csv_row(table *t) {
    row r = {0};
    bool last = false;
    for (size_t i = 0; !last; i++) {
        field f = take_cell(&t->at, t->end, &last);
        if (i == t->text) r.text = f, r.has_text = true;
        if (i == t->id) r.id = f, r.has_id = true;
    }
    return r;
}

static bool is(field f, const char *word) { return strlen(word) == f.n && memcmp(f.at, word, f.n) == 0; }

static void take_header(table *t) {
    bool last = false;
    t->text = t->id = SIZE_MAX;
    if (t->end - t->at >= 3 && memcmp(t->at, "\xEF\xBB\xBF", 3) == 0) t->at += 3;
    for (size_t i = 0; !last; i++) {
        field f = take_cell(&t->at, t->end, &last);
        if (is(f, t->text_name)) t->text = i;
        if (is(f, "id")) t->id = i;
    }
}

/* ---- JSON lines ---- */

static int hex(const char *p) {
    int x = 0;
    for (int i = 0; i < 4; i++) {
        int d = p[i] >= '0' && p[i] <= '9'   ? p[i] - '0'
                : p[i] >= 'a' && p[i] <= 'f' ? p[i] - 'a' + 10
                : p[i] >= 'A' && p[i] <= 'F' ? p[i] - 'A' + 10
                                             : -1;
        if (d < 0) return -1;
        x = x * 16 + d;
    }
    return x;
}

static char *put_utf8(char *out, unsigned long c) {
    if (c < 0x80) return *out++ = (char)c, out;
    if (c < 0x800) return *out++ = (char)(0xC0 | c >> 6), *out++ = (char)(0x80 | (c & 63)), out;
    if (c < 0x10000) return *out++ = (char)(0xE0 | c >> 12), *out++ = (char)(0x80 | (c >> 6 & 63)), *out++ = (char)(0x80 | (c & 63)), out;
    *out++ = (char)(0xF0 | c >> 18), *out++ = (char)(0x80 | (c >> 12 & 63)), *out++ = (char)(0x80 | (c >> 6 & 63));
    return *out++ = (char)(0x80 | (c & 63)), out;
}

/* The string that begins behind a quotation mark at *p, escapes resolved in place (they only shrink); *p behind its closing mark. */
static bool take_string(char **p, char *end, field *f) {
    char *s = *p, *out = s;
    f->at = s;
    for (; s < end && *s != '"'; s++) {
        if (*s != '\\') {
            *out++ = *s;
            continue;
        }
        if (++s >= end) return false;
        const char *from = "nrtbf", *to = "\n\r\t\b\f", *at = strchr(from, *s);
        if (*s == 'u') {
            if (end - s < 5 || hex(s + 1) < 0) return false;
            unsigned long c = (unsigned long)hex(s + 1);
            s += 4;
            if (c >= 0xD800 && c < 0xDC00 && end - s > 6 && s[1] == '\\' && s[2] == 'u' && hex(s + 3) >= 0xDC00)
                c = 0x10000 + ((c - 0xD800) << 10) + ((unsigned long)hex(s + 3) - 0xDC00), s += 6;
            if (c == 0 || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
            out = put_utf8(out, c);
        } else {
            *out++ = at ? to[at - from] : *s;
        }
    }
    f->n = (size_t)(out - f->at);
    if (s >= end) return false;
    *p = s + 1;
    return true;
}

/* The wanted keys of an object on one line; what lies deeper is stepped over. */
static row take_json_row(table *t) {
    row r = {0};
    char *p = t->at, *stop = memchr(p, '\n', (size_t)(t->end - p));
    if (!stop) stop = t->end;
    t->at = stop < t->end ? stop + 1 : stop;
    field key = {0};
    int depth = 0;
    bool value = false;
    while (p < stop) {
        char c = *p++;
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        if (c == ',' && depth == 1) value = false;
        if (c == ':' && depth == 1) value = true;
        if (value && depth == 1 && c >= '0' && c <= '9' && is(key, "id") && !r.has_id) { /* a number as id */
            r.id.at = p - 1, r.has_id = true;
            while (p < stop && *p >= '0' && *p <= '9') p++;
            r.id.n = (size_t)(p - r.id.at);
        }
        if (c != '"') continue;
        field f;
        if (!take_string(&p, stop, &f)) return (row){0};
        if (depth != 1) continue;
        if (!value)
            key = f;
        else if (is(key, t->text_name))
            r.text = f, r.has_text = true;
        else if (is(key, "id"))
            r.id = f, r.has_id = true;
    }
    return r;
}

/* ---- reading ---- */

static char *read_whole(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    char *at = NULL;
    size_t room = 0;
    *n = 0;
    while (f) {
        if (*n + 65536 > room) {
            char *more = realloc(at, room = room * 2 + 131072);
            if (!more) break;
            at = more;
        }
        size_t got = fread(at + *n, 1, room - *n - 1, f);
        *n += got;
        if (got == 0) {
            if (ferror(f)) break;
            fclose(f);
            at[*n] = 0;
            return at;
        }
    }
    if (f) fclose(f);
    free(at);
    return NULL;
}

/* DIR/ID.marrow: letters, digits, - and _ of the id, the rest _. free() it. */
static char *story_path(const char *folder, const row *r, size_t number) {
    size_t n = strlen(folder) + (r->has_id && r->id.n < 200 ? r->id.n : 24) + 16;
    char *path = malloc(n);
    if (!path) return NULL;
    if (!r->has_id || r->id.n == 0 || r->id.n >= 200) {
        snprintf(path, n, "%s/%zu.marrow", folder, number);
        return path;
    }
    size_t at = (size_t)snprintf(path, n, "%s/", folder);
    for (size_t i = 0; i < r->id.n; i++) {
        char c = r->id.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        path[at++] = plain ? c : '_';
    }
    snprintf(path + at, n - at, ".marrow");
    return path;
}

/* MARROW_OK too where the story file is there already. */
static marrow_status read_row(const options *o, const marrow_model *model, const row *r, const char *path, bool *fresh, marrow_error *err) {
    *fresh = o->force || !file_exists(path);
    if (!*fresh) return MARROW_OK;
    return marrow_read(model,
                       &(marrow_read_options){.bytes = r->text.at,
                                              .n_bytes = r->text.n,
                                              .output = path,
                                              .kind = o->kind,
                                              .format = o->format,
                                              .verbatim = o->verbatim,
                                              .force = o->force,
                                              .threads = o->threads},
                       err);
}

static int read_table(const options *o, const marrow_model *model, table *t) {
    size_t read = 0, there = 0, bad = 0;
    for (size_t number = 1; t->at < t->end && !stop_signal(); number++) {
        row r = t->json ? take_json_row(t) : take_csv_row(t);
        if (t->json && !r.has_text && r.text.n == 0 && !r.has_id && t->at >= t->end && number > 1) break; /* an empty last line */
        char *path = story_path(o->output, &r, number);
        if (!path) return fail_with(MARROW_MEMORY, NULL);
        marrow_error err;
        bool fresh = true;
        if (!r.has_text || r.text.n == 0) {
            fprintf(stderr, "marrow: %s, row %zu: no text in %s\n", o->args[0], number, t->text_name);
            bad++;
        } else if (read_row(o, model, &r, path, &fresh, &err) != MARROW_OK) {
            fprintf(stderr, "marrow: %s, row %zu: %s\n", o->args[0], number, err.message);
            bad++;
        } else {
            read += fresh, there += !fresh;
        }
        free(path);
    }
    if (!o->quiet) printf("read %zu, there already %zu, not read %zu\n", read, there, bad);
    int signal = stop_signal();
    return signal ? 128 + signal : bad ? FAILED : DONE;
}

int command_batch(const options *o) {
    if (o->n_args != 1 || !o->output)
        return fail_usage("batch needs a table and a folder: marrow batch FILE.csv|FILE.jsonl -o DIR; see: marrow help batch");
    size_t n = strlen(o->args[0]), size;
    bool json = n > 6 && (strcmp(o->args[0] + n - 6, ".jsonl") == 0 || strcmp(o->args[0] + n - 7, ".ndjson") == 0);
    if (!json && !(n > 4 && strcmp(o->args[0] + n - 4, ".csv") == 0))
        return fail_usage("batch reads a table, .csv or .jsonl, not %s; single texts are read with: marrow read", o->args[0]);
    char *bytes = read_whole(o->args[0], &size);
    if (!bytes) {
        fprintf(stderr, "marrow: %s cannot be read; check its name and your rights to it\n", o->args[0]);
        return FAILED;
    }
    table t = {.at = bytes, .end = bytes + size, .json = json, .text_name = o->text_column ? o->text_column : "text"};
    int status = DONE;
    if (!json) take_header(&t);
    if (!json && t.text == SIZE_MAX) {
        fprintf(stderr, "marrow: %s has no column %s; name the one that holds the texts with --text-column\n", o->args[0], t.text_name);
        status = FAILED;
    }
    char *manifest = status == DONE ? find_model(o->model) : NULL;
    marrow_model *model = NULL;
    marrow_error err;
    if (status == DONE && !manifest) status = FAILED;
    if (status == DONE) {
        marrow_status opened = marrow_model_open(manifest, NULL, &model, &err);
        status = opened == MARROW_OK ? read_table(o, model, &t) : fail_with(opened, &err);
    }
    marrow_model_close(model);
    free(manifest);
    free(bytes);
    return status;
}
