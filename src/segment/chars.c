/* Characters and short word lists: see chars.h. Lists are sorted arrays searched by halves, so that a look-up costs some seven
 * comparisons; words longer than any entry are refused before. */
#include "segment/chars.h"

#include <string.h>
#include <utf8proc.h>

enum { LONGEST_ENTRY = 24 };

static mw_class ascii_class(int32_t c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return MW_C_LETTER;
    if (c >= '0' && c <= '9') return MW_C_DIGIT;
    if (c == '\'' || c == '`') return MW_C_APOSTROPHE;
    return mw_cp_space(c) ? MW_C_SPACE : MW_C_OTHER;
}

mw_class mw_class_of(int32_t c) {
    if (c < 0x80) return ascii_class(c);
    if (mw_is_apostrophe(c)) return MW_C_APOSTROPHE;
    if (mw_cp_space(c)) return MW_C_SPACE;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
        return MW_C_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return MW_C_DIGIT;
    default:
        return MW_C_OTHER;
    }
}

int32_t mw_char_at(const char *text, uint32_t p, uint32_t end, uint32_t *len) {
    *len = 0;
    if (p >= end) return 0;
    unsigned char byte = (unsigned char)text[p];
    if (byte < 0x80) {
        *len = 1;
        return byte;
    }
    size_t n;
    int32_t c = mw_utf8_next(text + p, end - p, &n);
    *len = (uint32_t)n;
    return c;
}

int32_t mw_char_before(const char *text, uint32_t start, uint32_t p) {
    if (p <= start) return 0;
    unsigned char byte = (unsigned char)text[p - 1];
    if (byte < 0x80) return byte;
    size_t n;
    return mw_utf8_prev(text, p, &n);
}

/* Lower case, curly apostrophes straight; 0 when it does not fit. */
static size_t plain_form(mw_str s, char *out) {
    size_t n = 0, len;
    for (size_t i = 0; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (mw_is_apostrophe(c)) {
            if (n + 1 > LONGEST_ENTRY) return 0;
            out[n++] = '\'';
            continue;
        }
        if (n + len > LONGEST_ENTRY) return 0;
        if (len == 1)
            out[n++] = (char)mw_cp_fold(c);
        else
            for (size_t k = 0; k < len; k++) out[n++] = s.at[i + k];
    }
    return n;
}

bool mw_listed(const char *const *list, size_t n, mw_str s) {
    char form[LONGEST_ENTRY + 1];
    size_t length = s.n <= 4 * LONGEST_ENTRY ? plain_form(s, form) : 0;
    if (!length) return false;
    form[length] = 0;
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(list[middle], form);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
