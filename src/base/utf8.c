/* Strings and UTF-8: decoding, validity, Unicode classes (by utf8proc), lower case.
 *
 * Only well-formed UTF-8 decodes (no overlong forms, surrogates or code points past U+10FFFF); each other byte is one U+FFFD of
 * length 1. Decoding backward from any boundary gives the same code points as decoding forward. */
#include <string.h>

#include <utf8proc.h>

#include "base/base.h"

mw_str mw_str_of(const char *s) { return (mw_str){s, s ? strlen(s) : 0}; }

mw_str mw_str_span(const char *text, mw_span s) { return (mw_str){text + s.start, s.end - s.start}; }

bool mw_str_eq(mw_str a, mw_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0); }

bool mw_str_is(mw_str a, const char *b) { return mw_str_eq(a, mw_str_of(b)); }

static char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool mw_str_ieq(mw_str a, const char *b) {
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b[i]) || !b[i]) return false;
    return !b[a.n];
}

int mw_str_cmp(mw_str a, mw_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool mw_str_starts(mw_str a, const char *prefix) {
    size_t n = strlen(prefix);
    return n == 0 || (n <= a.n && memcmp(a.at, prefix, n) == 0);
}

bool mw_str_istarts(mw_str a, const char *prefix) {
    size_t n = strlen(prefix);
    return n <= a.n && mw_str_ieq((mw_str){a.at, n}, prefix);
}

bool mw_str_among(mw_str word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (mw_str_ieq(word, list[i])) return true;
    return false;
}

bool mw_among(const char *word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (*word == *list[i] && strcmp(word, list[i]) == 0) return true;
    return false;
}

bool mw_str_ends(mw_str a, const char *suffix) {
    size_t n = strlen(suffix);
    return n == 0 || (n <= a.n && memcmp(a.at + a.n - n, suffix, n) == 0);
}

/* ---- UTF-8 ---- */

static bool continues(unsigned char c) { return (c & 0xC0) == 0x80; }

int32_t mw_utf8_next(const char *s, size_t n, size_t *len) {
    const unsigned char *u = (const unsigned char *)s;
    *len = 1;
    if (u[0] < 0x80) return u[0];
    if (u[0] < 0xC2 || u[0] > 0xF4) return 0xFFFD;
    size_t want = u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    if (n < want) return 0xFFFD;
    int32_t c = u[0] & (0x7F >> want);
    for (size_t i = 1; i < want; i++) {
        if (!continues(u[i])) return 0xFFFD;
        c = c << 6 | (u[i] & 0x3F);
    }
    bool overlong = (want == 3 && c < 0x800) || (want == 4 && c < 0x10000);
    if (overlong || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) return 0xFFFD;
    *len = want;
    return c;
}

int32_t mw_utf8_prev(const char *s, size_t at, size_t *len) {
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        if (continues((unsigned char)s[at - back])) continue;
        int32_t c = mw_utf8_next(s + at - back, back, len);
        if (*len == back) return c;
        break;
    }
    *len = 1;
    return 0xFFFD;
}

size_t mw_utf8_count(const char *s, size_t n) {
    size_t count = 0, len;
    for (size_t i = 0; i < n; i += len, count++) mw_utf8_next(s + i, n - i, &len);
    return count;
}

bool mw_utf8_valid(const char *s, size_t n, size_t *bad) {
    size_t len;
    for (size_t i = 0; i < n; i += len) {
        mw_utf8_next(s + i, n - i, &len);
        if (len == 1 && (unsigned char)s[i] >= 0x80) {
            if (bad) *bad = i;
            return false;
        }
    }
    return true;
}

/* ---- classes ---- */

bool mw_cp_letter(int32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    utf8proc_category_t k = utf8proc_category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

bool mw_cp_upper(int32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool mw_cp_lower(int32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return utf8proc_category(c) == UTF8PROC_CATEGORY_LL;
}

bool mw_cp_digit(int32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9';
    return utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}

bool mw_cp_space(int32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    if (c == 0x85 || c == 0x200B || c == 0x2060 || c == 0xFEFF) return true;
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP;
}

bool mw_cp_punct(int32_t c) {
    utf8proc_category_t k = utf8proc_category(c);
    return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_PO;
}

int32_t mw_cp_raise(int32_t c) { return utf8proc_toupper(c); }

int32_t mw_cp_fold(int32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return utf8proc_tolower(c);
}

char *mw_str_lower(mw_arena *a, mw_str s) {
    /* The simple lower case of a code point of 2 bytes has at most 3 (U+023A); no other grows more. */
    if (s.n > SIZE_MAX / 2) return NULL;
    char *out = mw_arena_alloc(a, s.n + s.n / 2 + 4);
    if (!out) return NULL;
    size_t n = 0, len;
    for (size_t i = 0; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (len == 1)
            out[n++] = ascii_lower(s.at[i]); /* a byte that is not UTF-8 stays */
        else
            n += (size_t)utf8proc_encode_char(mw_cp_fold(c), (utf8proc_uint8_t *)out + n);
    }
    out[n] = 0;
    return out;
}
