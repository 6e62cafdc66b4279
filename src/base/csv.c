/* A reader of comma-separated values as RFC 4180 has them, over a whole file in memory.
 *
 * Accepted beyond it: a byte order mark, lines that end in LF or CR alone, empty lines (they are no rows), short rows, empty cells
 * past the header's. Refused, with the line: what is not UTF-8, zero bytes, a quote that never closes, text behind a closing quote,
 * more cells than the header has. */
#include <string.h>

#include "base/base.h"

typedef struct reader {
    const char *bytes;
    size_t n, at;
    int64_t line;
    char delimiter;
} reader;

/* One cell as it stands in the file. */
typedef struct raw_cell {
    const char *from; /* without the quotes around it */
    size_t n;
    bool quoted, last; /* last: of its row */
} raw_cell;

static bool at_newline(const reader *r) { return r->bytes[r->at] == '\n' || r->bytes[r->at] == '\r'; }

static void skip_newline(reader *r) {
    if (r->bytes[r->at] == '\r' && r->at + 1 < r->n && r->bytes[r->at + 1] == '\n') r->at++;
    r->at++;
    r->line++;
}

static bool more_rows(reader *r) {
    while (r->at < r->n && at_newline(r)) skip_newline(r);
    return r->at < r->n;
}

/* Stops behind the closing quote. */
static marrow_status scan_quoted(reader *r, raw_cell *cell, marrow_error *err) {
    int64_t line = r->line;
    size_t open = r->at++;
    for (; r->at < r->n; r->at++) {
        char c = r->bytes[r->at];
        if (c == '\n' || (c == '\r' && !(r->at + 1 < r->n && r->bytes[r->at + 1] == '\n'))) r->line++;
        if (c != '"') continue;
        if (r->at + 1 < r->n && r->bytes[r->at + 1] == '"') {
            r->at++;
            continue;
        }
        *cell = (raw_cell){.from = r->bytes + open + 1, .n = r->at - open - 1, .quoted = true};
        r->at++;
        if (r->at < r->n && r->bytes[r->at] != r->delimiter && !at_newline(r))
            return mw_fail_at(err, MARROW_INPUT, (int64_t)r->at, r->line, -1, "line %lld: text behind a closing quote", (long long)r->line);
        return MARROW_OK;
    }
    return mw_fail_at(err, MARROW_INPUT, (int64_t)open, line, -1, "line %lld: a quote that never closes", (long long)line);
}

/* Reads one cell and what ends it. */
static marrow_status scan_cell(reader *r, raw_cell *cell, marrow_error *err) {
    if (r->at < r->n && r->bytes[r->at] == '"') {
        MW_TRY(scan_quoted(r, cell, err));
    } else {
        size_t from = r->at;
        while (r->at < r->n && r->bytes[r->at] != r->delimiter && !at_newline(r)) r->at++;
        *cell = (raw_cell){.from = r->bytes + from, .n = r->at - from};
    }
    cell->last = r->at >= r->n || at_newline(r);
    if (!cell->last)
        r->at++;
    else if (r->at < r->n)
        skip_newline(r);
    return MARROW_OK;
}

static const char *copy_cell(mw_arena *a, raw_cell cell) {
    char *s = mw_arena_alloc(a, cell.n + 1);
    if (!s) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < cell.n; i++) {
        s[n++] = cell.from[i];
        if (cell.quoted && cell.from[i] == '"') i++; /* a doubled quote stands for one */
    }
    return s;
}

static marrow_status count_columns(reader header, size_t *n, marrow_error *err) {
    raw_cell cell = {0};
    for (*n = 0; !cell.last; ++*n) MW_TRY(scan_cell(&header, &cell, err));
    return MARROW_OK;
}

static marrow_status read_row(reader *r, mw_arena *a, mw_csv *csv, marrow_error *err) {
    const char **row = mw_arena_array(a, csv->n_columns, sizeof *row);
    if (!row) return mw_fail_memory(err);
    for (size_t c = 0; c < csv->n_columns; c++) row[c] = "";
    int64_t line = r->line;
    raw_cell cell = {0};
    for (size_t c = 0; !cell.last; c++) {
        MW_TRY(scan_cell(r, &cell, err));
        if (c < csv->n_columns) {
            row[c] = copy_cell(a, cell);
            if (!row[c]) return mw_fail_memory(err);
        } else if (cell.n) {
            return mw_fail_at(err, MARROW_INPUT, cell.from - r->bytes, line, -1, "line %lld has more cells than the header (%zu)",
                              (long long)line, csv->n_columns);
        }
    }
    csv->rows[csv->n_rows++] = row;
    return MARROW_OK;
}

static marrow_status check_bytes(const char *bytes, size_t n, marrow_error *err) {
    size_t bad = 0;
    const char *zero = n ? memchr(bytes, 0, n) : NULL;
    if (zero) bad = (size_t)(zero - bytes);
    if (!zero && mw_utf8_valid(bytes, n, &bad)) return MARROW_OK;
    int64_t line = 1;
    for (size_t i = 0; i < bad; i++) line += bytes[i] == '\n';
    return mw_fail_at(err, MARROW_INPUT, (int64_t)bad, line, -1, "line %lld %s; save the table as UTF-8", (long long)line,
                      zero ? "holds a zero byte" : "is not UTF-8");
}

static size_t behind_mark(const char *bytes, size_t n) { return n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; }

static marrow_status parse_by(mw_arena *a, const char *bytes, size_t n, char delimiter, mw_csv *csv, marrow_error *err) {
    *csv = (mw_csv){0};
    MW_TRY(check_bytes(bytes, n, err));
    reader r = {.bytes = bytes, .n = n, .at = behind_mark(bytes, n), .line = 1, .delimiter = delimiter};
    size_t most = 1;
    for (size_t i = 0; i < n; i++) most += bytes[i] == '\n' || bytes[i] == '\r';
    csv->rows = mw_arena_array(a, most, sizeof *csv->rows);
    if (!csv->rows) return mw_fail_memory(err);
    if (!more_rows(&r)) return MARROW_OK;
    MW_TRY(count_columns(r, &csv->n_columns, err));
    while (more_rows(&r)) MW_TRY(read_row(&r, a, csv, err));
    return MARROW_OK;
}

marrow_status mw_csv_parse(mw_arena *a, const char *bytes, size_t n, mw_csv *csv, marrow_error *err) {
    return parse_by(a, bytes, n, ',', csv, err);
}

/* ---- tables of spreadsheets ------------------------------------------------------------------------------------------------- */

/* What splits the cells of the first line: the commonest of comma, semicolon and tab outside quotes. */
static char delimiter_of(const char *bytes, size_t n) {
    static const char marks[] = {',', ';', '\t'};
    size_t count[sizeof marks] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = behind_mark(bytes, n); i < n && (quoted || (bytes[i] != '\n' && bytes[i] != '\r')); i++) {
        quoted ^= bytes[i] == '"';
        for (size_t k = 0; k < sizeof marks && !quoted; k++) count[k] += bytes[i] == marks[k];
    }
    for (size_t k = 1; k < sizeof marks; k++)
        if (count[k] > count[best]) best = k;
    return marks[best];
}

/* Tab-separated lines as marrow writes them, where a quotation mark is a character like others: every line has as many tabs. */
static bool tabs_even(const char *bytes, size_t n) {
    size_t first = SIZE_MAX, tabs = 0;
    bool any = false;
    for (size_t i = 0; i <= n; i++) {
        bool end = i == n || bytes[i] == '\n' || bytes[i] == '\r';
        if (!end) {
            tabs += bytes[i] == '\t';
            any = true;
            continue;
        }
        if (any && first == SIZE_MAX) first = tabs;
        if (any && tabs != first) return false;
        tabs = 0;
        any = false;
    }
    return true;
}

/* A copy of tab-separated lines with every quotation mark doubled and every cell in quotes, so that it reads as a table. */
static bool quote_tabs(mw_buf *b, const char *bytes, size_t n) {
    bool open = false;
    for (size_t i = behind_mark(bytes, n); i < n; i++) {
        char c = bytes[i];
        bool end = c == '\t' || c == '\n' || c == '\r';
        if (!open && (!end || c == '\t')) mw_buf_putc(b, '"'), open = true;
        if (end && open) mw_buf_putc(b, '"'), open = false;
        if (c == '"') mw_buf_putc(b, '"');
        mw_buf_putc(b, c);
        if (c == '\t') mw_buf_putc(b, '"'), open = true;
    }
    if (open) mw_buf_putc(b, '"');
    return !b->failed;
}

marrow_status mw_csv_parse_any(mw_arena *a, const char *bytes, size_t n, mw_csv *csv, marrow_error *err) {
    *csv = (mw_csv){0};
    MW_TRY(check_bytes(bytes, n, err));
    char delimiter = delimiter_of(bytes, n);
    if (delimiter != '\t' || !tabs_even(bytes, n)) return parse_by(a, bytes, n, delimiter, csv, err);
    mw_buf plain;
    mw_buf_init(&plain, mw_arena_mem(a));
    marrow_status status = quote_tabs(&plain, bytes, n) ? MARROW_OK : mw_fail_memory(err);
    if (status == MARROW_OK) status = parse_by(a, plain.at ? plain.at : "", plain.n, delimiter, csv, err);
    mw_buf_clear(&plain);
    return status;
}

int mw_csv_column(const mw_csv *csv, const char *name) {
    if (csv->n_rows == 0) return -1;
    for (size_t c = 0; c < csv->n_columns; c++)
        if (mw_str_ieq(mw_str_of(csv->rows[0][c]), name)) return (int)c;
    return -1;
}
