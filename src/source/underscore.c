/* underscore: the _…_ by which plain texts mark italics.
 *
 * A mark opens behind a space, a dash or a quotation mark and before something that is not a space; it closes behind something
 * that is not a space. "snake_case" and runs of underscores (blanks to fill in) stay as they are. Italics that run over several
 * paragraphs are followed by the caller through `open`. Linear. */
#include "source/draft.h"

#include <string.h>

static bool opens_here(mw_str s, size_t i) {
    size_t len;
    if (i + 1 >= s.n || s.at[i + 1] == '_' || (i && s.at[i - 1] == '_')) return false;
    if (mw_cp_space(mw_utf8_next(s.at + i + 1, s.n - i - 1, &len))) return false;
    if (i == 0) return true;
    int32_t before = mw_utf8_prev(s.at, i, &len);
    return !mw_cp_letter(before) && !mw_cp_digit(before);
}

static bool closes_here(mw_str s, size_t i) {
    size_t len;
    if (i == 0 || s.at[i - 1] == '_' || (i + 1 < s.n && s.at[i + 1] == '_')) return false;
    return !mw_cp_space(mw_utf8_prev(s.at, i, &len));
}

/* The place that closes the italics opened at i, or s.n. */
static size_t closing(mw_str s, size_t i) {
    for (size_t j = i + 1; j < s.n; j++)
        if (s.at[j] == '_' && closes_here(s, j)) return j;
    return s.n;
}

static void italic_from(mw_draft *d, mw_str s) {
    uint32_t start = (uint32_t)d->text.n;
    mw_buf_put(&d->text, s.at, s.n);
    mw_draft_emphasise(d, start, (uint32_t)d->text.n, MW_ITALIC);
}

/* Appends s without its marks. start_open: italics of an earlier paragraph go on; stay_open: those opened here may go on behind it. */
bool mw_underscores(mw_draft *d, mw_str s, bool start_open, bool stay_open) {
    size_t from = 0, i = 0;
    if (start_open) {
        size_t end = 0;
        while (end < s.n && !(s.at[end] == '_' && closes_here(s, end))) end++;
        italic_from(d, (mw_str){s.at, end});
        if (end == s.n) return true;
        from = i = end + 1;
    }
    /* Once no closing mark is left, none is looked for again: the whole stays linear. */
    for (bool hope = true; hope && i < s.n; i++) {
        const char *mark = memchr(s.at + i, '_', s.n - i);
        if (!mark) break;
        i = (size_t)(mark - s.at);
        if (!opens_here(s, i)) continue;
        size_t end = closing(s, i);
        if (end == s.n && !stay_open) {
            hope = false;
            continue;
        }
        mw_buf_put(&d->text, s.at + from, i - from);
        italic_from(d, (mw_str){s.at + i + 1, end - i - 1});
        if (end == s.n) return true;
        from = end + 1;
        i = end;
    }
    mw_buf_put(&d->text, s.at + from, s.n - from);
    return false;
}

/* Verbatim: the marks stay, what they enclose is marked. base: where s stands in draft.text. */
void mw_underscores_mark(mw_draft *d, mw_str s, uint32_t base) {
    for (size_t i = 0; i < s.n; i++) {
        const char *mark = memchr(s.at + i, '_', s.n - i);
        if (!mark) return;
        i = (size_t)(mark - s.at);
        if (!opens_here(s, i)) continue;
        size_t end = closing(s, i);
        if (end == s.n) return;
        mw_draft_emphasise(d, (uint32_t)(base + i + 1), (uint32_t)(base + end), MW_ITALIC);
        i = end;
    }
}
