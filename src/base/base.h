/* base: what every room stands on. Knows no stories.
 *
 * Errors, allocator hooks, arenas, growable vectors, strings and spans, UTF-8, hashes, a work pool, progress. Nothing here calls
 * the operating system: that is os.h. All functions are thread-safe on distinct objects. An allocation that fails makes the call
 * fail cleanly: functions that return a pointer return NULL, those that return bool return false, and mw_fail_memory words the error. */
#ifndef MW_BASE_H
#define MW_BASE_H

#include <stddef.h>
#include <string.h>

#include "marrow.h"

/* ---- errors ---------------------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__)
#define MW_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define MW_PRINTF(f, a)
#endif

/* Fills *err (may be NULL) and returns code. */
marrow_status mw_fail(marrow_error *err, marrow_status code, const char *format, ...) MW_PRINTF(3, 4);
/* The same with a place in the input; -1 for what is unknown. */
marrow_status mw_fail_at(marrow_error *err, marrow_status code, int64_t byte, int64_t line, int64_t column, const char *format, ...)
    MW_PRINTF(6, 7);
marrow_status mw_fail_memory(marrow_error *err);
void mw_error_clear(marrow_error *err);

/* Returns from the calling function when the status is not OK. */
#define MW_TRY(call)                                                                                                                       \
    do {                                                                                                                                   \
        marrow_status mw_try_status_ = (call);                                                                                             \
        if (mw_try_status_ != MARROW_OK) return mw_try_status_;                                                                            \
    } while (0)

/* ---- environment ----------------------------------------------------------------------------------------------------------- */

enum { MW_THREADS_MAX = 256 }; /* each takes working memory of its own */

/* What a run carries through all rooms: hooks, threads, progress. Immutable; shared by all threads of the run. */
typedef struct mw_env {
    marrow_allocator mem; /* never NULL hooks: see mw_env_init */
    int threads;          /* 1 … MW_THREADS_MAX */
    marrow_progress progress;
    void *progress_ctx;
    double progress_from, progress_to; /* the share of the whole run that the present room covers */
    const char *stage;
} mw_env;

void mw_env_init(mw_env *env, const marrow_allocator *mem, int threads, marrow_progress progress, void *ctx);
/* Reports that `done` (0 … 1) of the present room is done; false: the caller asked to stop. Call from the main thread only. */
bool mw_env_progress(const mw_env *env, double done);
/* A copy for a room: its stage name and share. */
mw_env mw_env_stage(const mw_env *env, const char *stage, double from, double to);

/* ---- memory ---------------------------------------------------------------------------------------------------------------- */

extern const marrow_allocator mw_default_allocator; /* the C library's */

void *mw_alloc(const marrow_allocator *mem, size_t n);               /* not zeroed; n = 0 gives a valid pointer */
void *mw_calloc(const marrow_allocator *mem, size_t n, size_t size); /* zeroed; refuses overflow */
void *mw_realloc(const marrow_allocator *mem, void *p, size_t n);
void mw_free(const marrow_allocator *mem, void *p);            /* accepts NULL */
void *mw_alloc_aligned(const marrow_allocator *mem, size_t n); /* 64-byte aligned; give back with mw_free_aligned */
void mw_free_aligned(const marrow_allocator *mem, void *p);

/* An arena: many allocations, freed as a whole. Every product of a room owns one and is itself its first allocation. */
typedef struct mw_arena mw_arena;
mw_arena *mw_arena_new(const marrow_allocator *mem);
void mw_arena_free(mw_arena *a);                          /* accepts NULL */
void *mw_arena_alloc(mw_arena *a, size_t n);              /* zeroed, aligned to 16; NULL when out of memory */
void *mw_arena_array(mw_arena *a, size_t n, size_t size); /* zeroed; refuses overflow */
char *mw_arena_strndup(mw_arena *a, const char *s, size_t n);
char *mw_arena_strdup(mw_arena *a, const char *s);
void *mw_arena_copy(mw_arena *a, const void *p, size_t n); /* n = 0 gives a valid pointer */
size_t mw_arena_bytes(const mw_arena *a);
const marrow_allocator *mw_arena_mem(const mw_arena *a); /* the hooks that it draws on */
/* A product of type T, zeroed, in a new arena of its own, which T's member `arena` names; give back with mw_arena_free of that. NULL: no memory. */
#define MW_PRODUCT_NEW(mem, T) ((T *)mw_product_new((mem), sizeof(T), offsetof(T, arena)))
void *mw_product_new(const marrow_allocator *mem, size_t size, size_t arena_offset);

/* A growable vector of T, zero-initialised: MW_VEC(int) v = {0}; mw_vec_push(mem, &v, 3); … mw_vec_clear(mem, &v).
 * push and reserve give false when out of memory, the vector then unchanged. */
#define MW_VEC(T)                                                                                                                          \
    struct {                                                                                                                               \
        T *at;                                                                                                                             \
        size_t n, cap;                                                                                                                     \
    }
bool mw_vec_reserve_(const marrow_allocator *mem, void *vec, size_t want, size_t size); /* vec: any MW_VEC, read by memcpy */
#define mw_vec_reserve(mem, v, want) ((size_t)(want) <= (v)->cap || mw_vec_reserve_(mem, (v), (want), sizeof *(v)->at))
#define mw_vec_push(mem, v, ...) (mw_vec_reserve(mem, v, (v)->n + 1) ? ((v)->at[(v)->n++] = (__VA_ARGS__), true) : false)
#define mw_vec_clear(mem, v) (mw_free(mem, (v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)

/* A growable byte buffer, always zero-terminated once something was put in. */
typedef struct mw_buf {
    char *at;
    size_t n, cap;
    const marrow_allocator *mem;
    bool failed; /* an allocation failed; later puts do nothing: check once at the end */
} mw_buf;
void mw_buf_init(mw_buf *b, const marrow_allocator *mem);
void mw_buf_clear(mw_buf *b);
void mw_buf_put(mw_buf *b, const void *bytes, size_t n);
void mw_buf_puts(mw_buf *b, const char *s);
void mw_buf_putc(mw_buf *b, char c);
void mw_buf_putcp(mw_buf *b, int32_t codepoint); /* as UTF-8 */
void mw_buf_printf(mw_buf *b, const char *format, ...) MW_PRINTF(2, 3);

/* ---- strings, spans, UTF-8 ------------------------------------------------------------------------------------------------- */

/* Bytes [start, end) of the one text of a story. */
typedef struct mw_span {
    uint32_t start, end;
} mw_span;

/* A piece of UTF-8 that is not zero-terminated and not owned. */
typedef struct mw_str {
    const char *at;
    size_t n;
} mw_str;
#define MW_STR(literal) ((mw_str){literal, sizeof(literal) - 1})
mw_str mw_str_of(const char *s);
mw_str mw_str_span(const char *text, mw_span s);
bool mw_str_eq(mw_str a, mw_str b);
bool mw_str_is(mw_str a, const char *b);
bool mw_str_ieq(mw_str a, const char *b); /* ASCII case folded */
int mw_str_cmp(mw_str a, mw_str b);       /* byte order */
bool mw_str_starts(mw_str a, const char *prefix);
bool mw_str_istarts(mw_str a, const char *prefix); /* ASCII case folded */
bool mw_str_ends(mw_str a, const char *suffix);
/* strcmp where most words differ in their first letter, as in a list that is searched. */
static inline int mw_order(const char *a, const char *b) {
    int c = (unsigned char)*a - (unsigned char)*b;
    return c ? c : strcmp(a, b);
}
bool mw_among(const char *word, const char *const *list, size_t n); /* is it one of them, byte for byte */
#define MW_AMONG(word, list) mw_among(word, list, sizeof(list) / sizeof *(list))
bool mw_str_among(mw_str word, const char *const *list, size_t n); /* the same, ASCII case folded */
#define MW_STR_AMONG(word, list) mw_str_among(word, list, sizeof(list) / sizeof *(list))

/* Decodes one code point at s[0 … n); *len gets its bytes (1 and U+FFFD where the bytes are not UTF-8). n > 0. */
int32_t mw_utf8_next(const char *s, size_t n, size_t *len);
int32_t mw_utf8_prev(const char *s, size_t at, size_t *len); /* the code point that ends at byte `at` > 0 */
size_t mw_utf8_count(const char *s, size_t n);
bool mw_utf8_valid(const char *s, size_t n, size_t *bad); /* *bad: first offending byte */

/* Unicode classes, by utf8proc. */
bool mw_cp_letter(int32_t c);
bool mw_cp_upper(int32_t c); /* Lu or Lt */
bool mw_cp_lower(int32_t c);
bool mw_cp_digit(int32_t c);    /* Nd */
bool mw_cp_space(int32_t c);    /* white space, no-break and zero-width spaces included */
bool mw_cp_punct(int32_t c);    /* P* */
int32_t mw_cp_fold(int32_t c);  /* simple lower-case */
int32_t mw_cp_raise(int32_t c); /* simple upper-case */
/* Lower-cases into an arena. */
char *mw_str_lower(mw_arena *a, mw_str s);

/* Maps byte offsets of one text to code point offsets and back, in constant time a query after one pass. */
typedef struct mw_offsets mw_offsets;
mw_offsets *mw_offsets_new(const marrow_allocator *mem, const char *text, size_t n);
void mw_offsets_free(mw_offsets *o);
uint32_t mw_offsets_to_cp(const mw_offsets *o, uint32_t byte); /* code points that start before the byte */
uint32_t mw_offsets_to_byte(const mw_offsets *o, uint32_t cp); /* past the end: the length */

/* ---- rows in order ---------------------------------------------------------------------------------------------------------- */

/* Of n rows in order of a member (a uint32_t, rising or equal): how many have it below the value, or at most the value. So it is the first row
 * from there, or behind there; n where there is none. By bisection; rows may be NULL when n is 0. */
#define MW_COUNT_BELOW(rows, n, member, value) mw_count_below((n) ? &(rows)->member : NULL, sizeof *(rows), (n), (value))
#define MW_COUNT_UP_TO(rows, n, member, value) mw_count_up_to((n) ? &(rows)->member : NULL, sizeof *(rows), (n), (value))
/* The same, told the member of the first row and how many bytes a row has. */
uint32_t mw_count_below(const uint32_t *member, size_t size, uint32_t n, uint32_t value);
uint32_t mw_count_up_to(const uint32_t *member, size_t size, uint32_t n, uint32_t value);

/* ---- hashes ---------------------------------------------------------------------------------------------------------------- */

uint64_t mw_hash(const void *bytes, size_t n);                     /* XXH3-64, seed 0 */
double mw_dot(const float *weights, const float *marks, size_t n); /* sum of their products, in one order on every machine */
/* SHA-256 of the parts put one behind the other, as 64 hex digits. */
void mw_sha256_hex(const void *const *parts, const size_t *sizes, size_t n_parts, char hex[65]);

/* A map from strings to u32; keys are copied. */
typedef struct mw_map mw_map;
mw_map *mw_map_new(const marrow_allocator *mem);
void mw_map_free(mw_map *m);
bool mw_map_put(mw_map *m, mw_str key, uint32_t value);        /* replaces; false: out of memory */
bool mw_map_get(const mw_map *m, mw_str key, uint32_t *value); /* false: not there; value may be NULL */
size_t mw_map_size(const mw_map *m);
mw_str mw_pair_key(uint32_t a, uint32_t b, uint32_t key[2]); /* of a and b in either order; lies in key */

/* ---- work ------------------------------------------------------------------------------------------------------------------ */

/* Runs work(ctx, item, worker) for item 0 … n_items - 1 on env->threads threads (worker: 0 … threads - 1; the caller's thread is
 * one of them, and it reports progress). Items are taken in order; the first failure stops the rest and is returned with its
 * error. One thread: no thread is made. */
typedef marrow_status (*mw_work)(void *ctx, size_t item, int worker, marrow_error *err);
marrow_status mw_run(const mw_env *env, size_t n_items, mw_work work, void *ctx, marrow_error *err);

/* ---- csv ------------------------------------------------------------------------------------------------------------------- */

/* RFC 4180 reader over a whole file in memory (BOM, CR LF and quoted newlines accepted). Rows of cells in an arena. */
typedef struct mw_csv {
    const char ***rows;       /* rows[r][c], zero-terminated; every row has n_columns cells, missing ones "" */
    size_t n_rows, n_columns; /* the header is row 0 */
} mw_csv;
marrow_status mw_csv_parse(mw_arena *a, const char *bytes, size_t n, mw_csv *csv, marrow_error *err);
/* A table as spreadsheets save it: split by commas, semicolons or tabs, whichever the first line has most of. In tab-separated lines that
 * all have as many cells a quotation mark is a character like others (marrow's own). */
marrow_status mw_csv_parse_any(mw_arena *a, const char *bytes, size_t n, mw_csv *csv, marrow_error *err);
int mw_csv_column(const mw_csv *csv, const char *name); /* by header, ASCII case folded; -1: none */

#endif
