/* known_quotes: quotations given beforehand, from quotes.csv: start,end[,speaker], code point offsets into the text. Sorted by start;
 * a row that is no span of the text is an error with its line. */
#include <stdlib.h>
#include <string.h>

#include "speech/speech.h"

static int by_start(const void *a, const void *b) {
    const mw_known_quote *x = a, *y = b;
    if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
    return x->span.end < y->span.end ? 1 : x->span.end > y->span.end ? -1 : 0;
}

/* A non-negative decimal number, the whole cell but for blanks. */
static bool number(const char *s, uint32_t *out) {
    uint64_t n = 0;
    while (*s == ' ') s++;
    if (*s < '0' || *s > '9') return false;
    for (; *s >= '0' && *s <= '9'; s++) {
        n = n * 10 + (uint64_t)(*s - '0');
        if (n > UINT32_MAX) return false;
    }
    while (*s == ' ') s++;
    *out = (uint32_t)n;
    return *s == 0;
}

static marrow_status fill(mw_known_quotes *q, const mw_csv *csv, const mw_offsets *offsets, uint32_t n_cp, marrow_error *err) {
    int start = mw_csv_column(csv, "start"), end = mw_csv_column(csv, "end"), speaker = mw_csv_column(csv, "speaker");
    if (start < 0 || end < 0)
        return mw_fail_at(err, MARROW_INPUT, -1, 1, -1, "quotes: the header lacks start or end; it should be start,end,speaker");
    for (size_t r = 1; r < csv->n_rows; r++) {
        const char *const *row = csv->rows[r];
        uint32_t a, b;
        if (!*row[start] && !*row[end]) continue;
        if (!number(row[start], &a) || !number(row[end], &b) || a >= b || b > n_cp)
            return mw_fail_at(err, MARROW_INPUT, -1, (int64_t)r + 1, -1,
                              "quotes: row %zu: \"%.20s\",\"%.20s\" is no span of the text, which has %u characters", r + 1, row[start],
                              row[end], n_cp);
        mw_known_quote *x = &q->at[q->n++];
        x->span = (mw_span){mw_offsets_to_byte(offsets, a), mw_offsets_to_byte(offsets, b)};
        x->speaker = mw_arena_strdup(q->arena, speaker >= 0 ? row[speaker] : "");
        if (!x->speaker) return mw_fail_memory(err);
    }
    qsort(q->at, q->n, sizeof *q->at, by_start);
    return MARROW_OK;
}

marrow_status mw_known_quotes_parse(const mw_env *env, const mw_text *text, const char *csv_bytes, size_t n, mw_known_quotes **quotes,
                                    marrow_error *err) {
    *quotes = NULL;
    mw_arena *arena = mw_arena_new(&env->mem), *rows = mw_arena_new(&env->mem);
    mw_offsets *offsets = mw_offsets_new(&env->mem, text->at, text->n);
    mw_known_quotes *q = arena ? mw_arena_alloc(arena, sizeof *q) : NULL;
    marrow_status status = q && rows && offsets ? MARROW_OK : mw_fail_memory(err);
    mw_csv csv = {0};
    if (status == MARROW_OK) {
        q->arena = arena;
        status = mw_csv_parse(rows, csv_bytes, n, &csv, err);
    }
    if (status == MARROW_OK) {
        q->at = mw_arena_array(arena, csv.n_rows, sizeof *q->at);
        status = q->at ? fill(q, &csv, offsets, mw_offsets_to_cp(offsets, text->n), err) : mw_fail_memory(err);
    }
    mw_offsets_free(offsets);
    mw_arena_free(rows);
    if (status != MARROW_OK) {
        mw_arena_free(arena);
        return status;
    }
    *quotes = q;
    return MARROW_OK;
}

void mw_known_quotes_free(mw_known_quotes *quotes) {
    if (quotes) mw_arena_free(quotes->arena);
}
