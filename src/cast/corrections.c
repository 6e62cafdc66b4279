/* corrections: the list itself, and places found again by their words. */
#include "cast/corrections.h"

#include <string.h>

const char *const mw_fix_names[MW_N_FIX] = {"rename",        "merge",     "split",     "gender",       "not-a-person",
                                            "speaker",       "addressee", "quote-add", "quote-remove", "relation-add",
                                            "relation-deny", "why",       "close"};

bool mw_fix_parse(const char *name, mw_fix *what) {
    for (int i = 0; i < MW_N_FIX; i++)
        if (!strcmp(mw_fix_names[i], name)) return *what = (mw_fix)i, true;
    return false;
}

mw_corrections *mw_corrections_new(const marrow_allocator *mem) { return MW_PRODUCT_NEW(mem, mw_corrections); }

void mw_corrections_free(mw_corrections *c) {
    if (c) mw_arena_free(c->arena);
}

static bool grow(mw_corrections *c) {
    uint32_t cap = c->cap ? 2 * c->cap : 16;
    mw_correction *at = mw_arena_array(c->arena, cap, sizeof *at);
    if (!at) return false;
    if (c->n) memcpy(at, c->at, c->n * sizeof *at);
    c->at = at;
    c->cap = cap;
    return true;
}

bool mw_corrections_add(mw_corrections *c, const mw_correction *row) {
    if (c->n == c->cap && !grow(c)) return false;
    mw_correction *to = &c->at[c->n];
    *to = *row;
    const char **const strings[] = {&to->target, &to->words, &to->type, &to->value, &to->value_words};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        *strings[i] = mw_arena_strdup(c->arena, *strings[i] ? *strings[i] : "");
        if (!*strings[i]) return false;
    }
    c->n++;
    return true;
}

/* ---- places ---------------------------------------------------------------------------------------------------------------- */

/* The next letter or digit from *at on, in lower case; *at then lies behind it. -1: none. */
static int32_t next_letter(const char *s, size_t n, size_t *at) {
    while (*at < n) {
        size_t len;
        int32_t c = mw_utf8_next(s + *at, n - *at, &len);
        *at += len;
        if (mw_cp_letter(c) || mw_cp_digit(c)) return mw_cp_fold(c);
    }
    return -1;
}

/* Do the letters of `words` follow each other from byte `from` on? *end: behind the last. */
static bool letters_at(const char *text, size_t n, size_t from, const char *words, size_t n_words, size_t *end) {
    size_t w = 0, t = from;
    for (int32_t c; (c = next_letter(words, n_words, &w)) >= 0;)
        if (next_letter(text, n, &t) != c) return false;
    *end = t;
    return true;
}

/* Is a character behind (or before) `at` that is no letter, and no white space? Its bytes. */
static uint32_t mark_beside(const char *text, uint32_t n, uint32_t at, bool before) {
    size_t len;
    if (before ? !at : at >= n) return 0;
    int32_t c = before ? mw_utf8_prev(text, at, &len) : mw_utf8_next(text + at, n - at, &len);
    return mw_cp_letter(c) || mw_cp_digit(c) || mw_cp_space(c) ? 0 : (uint32_t)len;
}

/* Marks at either end of the words belong to the place. */
static mw_span with_marks(const char *text, uint32_t n, mw_span s, const char *words, size_t n_words) {
    size_t first = 0, last = 0;
    for (size_t at = 0, found = 0; next_letter(words, n_words, &at) >= 0; last = at)
        if (!found++) {
            size_t len;
            mw_utf8_prev(words, at, &len);
            first = at - len;
        }
    for (uint32_t k; first && (k = mark_beside(text, n, s.start, true)); s.start -= k) first = first > k ? first - k : 0;
    for (uint32_t k; last < n_words && (k = mark_beside(text, n, s.end, false)); s.end += k) last += k;
    return s;
}

bool mw_place_find(const char *text, uint32_t n, const mw_offsets *offsets, uint32_t start, uint32_t end, const char *words,
                   mw_span *span) {
    size_t n_words = strlen(words), past = 0;
    uint32_t a = mw_offsets_to_byte(offsets, start), z = mw_offsets_to_byte(offsets, end);
    if (z > a && z - a == n_words && !memcmp(text + a, words, n_words)) return *span = (mw_span){a, z}, true;
    int32_t first = next_letter(words, n_words, &past);
    bool found = false;
    if (first < 0) return false;
    for (size_t at = 0, before = 0; before < n; before = at) {
        int32_t c = next_letter(text, n, &at);
        if (c < 0) break;
        size_t len, stop;
        mw_utf8_prev(text, at, &len);
        uint32_t from = (uint32_t)(at - len);
        if (c != first || (found && from > a && from - a >= (span->start > a ? span->start - a : a - span->start))) continue;
        if (!letters_at(text, n, from, words, n_words, &stop)) continue;
        if (!found || (from > a ? from - a : a - from) < (span->start > a ? span->start - a : a - span->start))
            *span = (mw_span){from, (uint32_t)stop};
        found = true;
    }
    if (found) *span = with_marks(text, n, *span, words, n_words);
    return found;
}
