/* forms: lemmas of forms that the treebanks and SemCor have, asked before a form's script (a dictionary in front of a learnt lemmatiser, as in
 * Qi et al., "Stanza", 2020). A line a form and word class, FORM TAB UPOS TAB LEMMA, sorted by bytes: looked up by bisection in the model's
 * own text, so that nothing is built when a model is opened. A text that is not sorted only finds less. */
#include <string.h>

#include "tag/work.h"

/* Beginning of the line that holds `at`. */
static size_t line_of(const char *text, size_t at) {
    while (at && text[at - 1] != '\n') at--;
    return at;
}

size_t mw_lines_from(mw_str lines, mw_str key) {
    size_t low = 0, high = lines.n;
    while (low < high) {
        size_t line = line_of(lines.at, low + (high - low) / 2);
        const char *at = lines.at + line, *stop = memchr(at, '\n', lines.n - line);
        size_t n = stop ? (size_t)(stop - at) : lines.n - line;
        int order = memcmp(at, key.at, n < key.n ? n : key.n);
        if (order < 0 || (!order && n < key.n))
            low = line + n + 1;
        else
            high = line;
    }
    return low < lines.n ? low : lines.n;
}

bool mw_line_rest(mw_str lines, size_t line, mw_str key, mw_str *rest) {
    if (line >= lines.n) return false;
    const char *at = lines.at + line, *stop = memchr(at, '\n', lines.n - line);
    size_t n = stop ? (size_t)(stop - at) : lines.n - line;
    if (n <= key.n || memcmp(at, key.at, key.n) != 0) return false;
    *rest = (mw_str){at + key.n, n - key.n};
    return true;
}

bool mw_form_find(mw_str forms, mw_str key, mw_str *lemma) { return mw_line_rest(forms, mw_lines_from(forms, key), key, lemma); }

void mw_fold_put(mw_buf *to, mw_str s) {
    size_t len;
    for (size_t i = 0; i < s.n; i += len) mw_buf_putcp(to, mw_cp_fold(mw_utf8_next(s.at + i, s.n - i, &len)));
}

void mw_form_key(mw_str form, mw_upos upos, mw_buf *key) {
    key->n = 0;
    mw_fold_put(key, form);
    mw_buf_printf(key, "\t%s\t", mw_upos_names[upos]);
}
