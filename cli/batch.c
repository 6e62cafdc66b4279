/* marrow batch: many texts in one go. Each file, each file of a folder and of those below it, each row of a table (CSV with a header, or JSON
 * lines) is a text of its own and gets a story file in a folder: DIR/RELATIVE-PATH.marrow; of a row DIR/ID.marrow, by the column `id` where
 * there is one, else by its number. The model is opened once; what is there already is left, so that an interrupted run resumes; what cannot
 * be read is named on standard error, the others are read all the same, exit 1. With --into the rows of all of them go into one SQLite file. */
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

/* A text to read, with its story file, what it is called in messages and in tables. */
typedef struct job {
    char *path, *input, *id;
    const char *table; /* its file, where it is a row */
    size_t number;
    field text;
    bool there, failed;
} job;

typedef struct batch {
    const options *o;
    job *jobs;
    size_t n, room, read, there, bad;
    char **tables; /* the bytes that rows lie in */
    size_t n_tables;
    const char *folder; /* the input folder that is walked */
    int status;
} batch;

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

/* ---- jobs ---- */

static char *copy_of(const char *s, size_t n) {
    char *out = malloc(n + 1);
    if (out) memcpy(out, s, n), out[n] = 0;
    return out;
}

/* Takes path, input and id; false: out of memory. */
static bool add_job(batch *b, job j) {
    if (b->n == b->room) {
        job *more = realloc(b->jobs, (b->room = b->room * 2 + 64) * sizeof *more);
        if (!more) return false;
        b->jobs = more;
    }
    j.there = !b->o->force && file_exists(j.path);
    b->jobs[b->n++] = j;
    return true;
}

static bool add_rows(batch *b, table *t, const char *name) {
    for (size_t number = 1; t->at < t->end; number++) {
        row r = t->json ? take_json_row(t) : take_csv_row(t);
        if (t->json && !r.has_text && r.text.n == 0 && !r.has_id && t->at >= t->end && number > 1) break; /* an empty last line */
        if (!r.has_text || r.text.n == 0) {
            fprintf(stderr, "marrow: %s, row %zu: no text in %s\n", name, number, t->text_name);
            b->bad++;
            continue;
        }
        char own[24];
        snprintf(own, sizeof own, "%zu", number);
        bool has = r.has_id && r.id.n > 0 && r.id.n < 200;
        job j = {.path = story_path(b->o->output, &r, number),
                 .id = has ? copy_of(r.id.at, r.id.n) : copy_of(own, strlen(own)),
                 .table = name,
                 .number = number,
                 .text = r.text};
        if (!j.path || !j.id || !add_job(b, j)) return false;
    }
    return true;
}

static bool ends_with(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n > m && strcmp(s + n - m, end) == 0;
}

static bool is_json(const char *path) { return ends_with(path, ".jsonl") || ends_with(path, ".ndjson"); }
static bool is_table(const char *path) { return is_json(path) || ends_with(path, ".csv"); }

static bool unreadable(batch *b, const char *path) {
    fprintf(stderr, "marrow: %s cannot be read; check its name and your rights to it\n", path);
    b->bad++;
    return true;
}

static bool add_table(batch *b, const char *path) {
    size_t size;
    char *bytes = read_whole(path, &size);
    if (!bytes) return unreadable(b, path);
    char **more = realloc(b->tables, (b->n_tables + 1) * sizeof *more);
    if (!more) return free(bytes), false;
    b->tables = more;
    b->tables[b->n_tables++] = bytes;
    table t = {.at = bytes, .end = bytes + size, .json = is_json(path), .text_name = b->o->text_column ? b->o->text_column : "text"};
    if (!t.json) take_header(&t);
    if (!t.json && t.text == SIZE_MAX) {
        fprintf(stderr, "marrow: %s has no column %s; name the one that holds the texts with --text-column\n", path, t.text_name);
        b->status = FAILED;
        return true;
    }
    return add_rows(b, &t, path);
}

static bool taken(const batch *b, const char *path) {
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->jobs[i].path, path) == 0) return true;
    return false;
}

/* DIR/RELATIVE.marrow, the ending of the input left off; kept where another input would get the same. */
static bool add_file(batch *b, const char *path, const char *relative) {
    size_t n = strlen(relative), stem = n, room = strlen(b->o->output) + n + 16;
    for (size_t i = n; i > 1 && relative[i - 1] != '/'; i--)
        if (relative[i - 1] == '.' && relative[i - 2] != '/') {
            stem = i - 1;
            break;
        }
    job j = {.path = malloc(room), .input = copy_of(path, strlen(path)), .id = copy_of(relative, stem)};
    if (!j.path || !j.input || !j.id) return false;
    snprintf(j.path, room, "%s/%.*s.marrow", b->o->output, (int)stem, relative);
    if (taken(b, j.path)) snprintf(j.path, room, "%s/%s.marrow", b->o->output, relative);
    return add_job(b, j);
}

static bool found(void *ctx, const char *path) {
    batch *b = ctx;
    const char *relative = path + strlen(b->folder);
    while (*relative == '/') relative++;
    if (ends_with(path, ".marrow")) return true; /* of an earlier run */
    if (!add_file(b, path, relative)) b->status = fail_with(MARROW_MEMORY, NULL);
    return b->status == DONE && !stop_signal();
}

static bool add_input(batch *b, const char *path) {
    marrow_error err;
    const char *name = strrchr(path, '/');
    if (marrow_is_folder(path, false)) {
        b->folder = path;
        if (marrow_files_below(path, found, b, &err) != MARROW_OK) fprintf(stderr, "marrow: %s\n", err.message), b->bad++;
        return b->status != FAILED;
    }
    if (is_table(path)) return add_table(b, path);
    return file_exists(path) ? add_file(b, path, name ? name + 1 : path) : unreadable(b, path);
}

/* ---- reading ---- */

/* Folders of DIR/a/b.marrow, those below DIR. */
static void make_folders(const batch *b, char *path) {
    for (char *p = path + strlen(b->o->output) + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        marrow_is_folder(path, true);
        *p = '/';
    }
}

static bool go_on(void *ctx, const char *stage, double done) {
    (void)ctx, (void)stage, (void)done;
    return !stop_signal();
}

typedef struct running {
    batch *b;
    size_t *job_of;
} running;

static void ended(void *ctx, size_t i, marrow_status status, const marrow_error *err) {
    running *r = ctx;
    job *j = &r->b->jobs[r->job_of[i]];
    if (status == MARROW_OK) {
        r->b->read++;
        return;
    }
    j->failed = true;
    if (status == MARROW_CANCELLED) return;
    r->b->bad++;
    if (j->table)
        fprintf(stderr, "marrow: %s, row %zu: %s\n", j->table, j->number, err->message);
    else
        fprintf(stderr, "marrow: %s\n", err->message);
}

static int read_jobs(batch *b, const marrow_model *model) {
    const options *o = b->o;
    marrow_read_options *texts = calloc(b->n + 1, sizeof *texts);
    running r = {.b = b, .job_of = calloc(b->n + 1, sizeof *r.job_of)};
    size_t n = 0;
    marrow_error err;
    marrow_status status = texts && r.job_of ? MARROW_OK : MARROW_MEMORY;
    for (size_t i = 0; status == MARROW_OK && i < b->n; i++) {
        job *j = &b->jobs[i];
        if (j->there) {
            b->there++;
            continue;
        }
        make_folders(b, j->path);
        r.job_of[n] = i;
        texts[n++] = (marrow_read_options){.inputs = (const char *const *)&j->input,
                                           .n_inputs = 1,
                                           .bytes = j->table ? j->text.at : NULL,
                                           .n_bytes = j->text.n,
                                           .output = j->path,
                                           .kind = o->kind,
                                           .format = o->format,
                                           .verbatim = o->verbatim,
                                           .force = o->force,
                                           .threads = o->jobs > 1 && !o->threads ? 1 : o->threads,
                                           .progress = go_on};
    }
    if (status == MARROW_OK) status = marrow_read_many(model, texts, n, o->jobs ? o->jobs : 1, ended, &r, &err);
    free(texts), free(r.job_of);
    return status == MARROW_OK || status == MARROW_CANCELLED ? DONE : fail_with(status, status == MARROW_MEMORY ? NULL : &err);
}

/* ---- one file of all ---- */

/* What is known of the texts beforehand: a CSV whose column `id` (else its first) names them. */
typedef struct facts {
    char *bytes;
    const char **names;  /* of columns */
    const char **values; /* [row][column] */
    size_t n_columns, n_rows, id;
} facts;

static bool more_cells(const char ***v, size_t *room, size_t n) {
    if (n < *room) return true;
    const char **more = realloc(*v, (*room = *room * 2 + 64) * sizeof *more);
    if (more) *v = more;
    return more != NULL;
}

static char *ended_cell(char **p, char *end, bool *last) {
    field f = take_cell(p, end, last);
    f.at[f.n] = 0; /* on the comma, or what lies before it */
    return f.at;
}

static int load_facts(const char *path, facts *f) {
    size_t size, room = 0, cells = 0, names = 0;
    f->bytes = read_whole(path, &size);
    if (!f->bytes) {
        fprintf(stderr, "marrow: %s cannot be read; check its name and your rights to it\n", path);
        return FAILED;
    }
    char *p = f->bytes, *end = p + size;
    if (size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
    for (bool last = false; !last; f->n_columns++) {
        if (!more_cells(&f->names, &names, f->n_columns)) return fail_with(MARROW_MEMORY, NULL);
        f->names[f->n_columns] = ended_cell(&p, end, &last);
        if (strcmp(f->names[f->n_columns], "id") == 0) f->id = f->n_columns;
    }
    for (; p < end; f->n_rows++) {
        bool last = false;
        for (size_t i = 0; i < f->n_columns || !last; i++) {
            const char *cell = last ? "" : ended_cell(&p, end, &last);
            if (i >= f->n_columns) continue; /* more cells than the header has */
            if (!more_cells(&f->values, &room, cells)) return fail_with(MARROW_MEMORY, NULL);
            f->values[cells++] = cell;
        }
    }
    return DONE;
}

static const char *const *facts_of(const facts *f, const job *j) {
    for (size_t i = 0; i < f->n_rows; i++) {
        const char *id = f->values[i * f->n_columns + f->id];
        if (strcmp(id, j->id) == 0 || (j->input && strcmp(id, j->input) == 0)) return &f->values[i * f->n_columns];
    }
    return NULL;
}

static int collect(batch *b) {
    facts f = {0};
    int status = b->o->metadata ? load_facts(b->o->metadata, &f) : DONE;
    for (size_t i = 0; status == DONE && i < b->n && !stop_signal(); i++) {
        const job *j = &b->jobs[i];
        marrow_error err;
        if (j->failed) continue;
        const char *const *values = facts_of(&f, j);
        marrow_status done = marrow_collect(b->o->into, j->path, j->id, f.names, values, values ? f.n_columns : 0, &err);
        if (done != MARROW_OK) status = fail_with(done, &err);
    }
    free(f.bytes), free(f.names), free(f.values);
    return status;
}

/* ---- the command ---- */

static void clear(batch *b) {
    for (size_t i = 0; i < b->n; i++) free(b->jobs[i].path), free(b->jobs[i].input), free(b->jobs[i].id);
    for (size_t i = 0; i < b->n_tables; i++) free(b->tables[i]);
    free(b->jobs), free(b->tables);
}

static int run_batch(batch *b) {
    const options *o = b->o;
    if (!marrow_is_folder(o->output, true)) {
        fprintf(stderr, "marrow: %s is no folder and cannot be made one; choose another with -o\n", o->output);
        return FAILED;
    }
    for (size_t i = 0; i < o->n_args && b->status == DONE; i++)
        if (!add_input(b, o->args[i]) && b->status == DONE) return fail_with(MARROW_MEMORY, NULL);
    if (b->status != DONE) return b->status;
    char *manifest = find_model(o->model);
    marrow_model *model = NULL;
    marrow_error err;
    if (!manifest) return FAILED;
    marrow_status opened = marrow_model_open(manifest, NULL, &model, &err);
    int status = opened == MARROW_OK ? read_jobs(b, model) : fail_with(opened, &err);
    marrow_model_close(model);
    free(manifest);
    if (status == DONE && o->into) status = collect(b);
    if (!o->quiet) printf("read %zu, there already %zu, not read %zu\n", b->read, b->there, b->bad);
    int signal = stop_signal();
    return signal ? 128 + signal : status != DONE ? status : b->bad ? FAILED : DONE;
}

int command_batch(const options *o) {
    if (o->n_args == 0 || !o->output)
        return fail_usage("batch needs texts and a folder: marrow batch INPUT\xE2\x80\xA6 -o DIR; see: marrow help batch");
    if (o->into && !ends_with(o->into, ".sqlite")) return fail_usage("--into writes an SQLite file, NAME.sqlite, not %s", o->into);
    if (o->metadata && !o->into) return fail_usage("--metadata goes with --into FILE.sqlite: its columns stand in the table stories");
    batch b = {.o = o, .status = DONE};
    int status = run_batch(&b);
    clear(&b);
    return status;
}
