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

bool mw_form_find(mw_str forms, mw_str key, mw_str *lemma) {
    size_t low = 0, high = forms.n;
    while (low < high) {
        size_t line = line_of(forms.at, low + (high - low) / 2);
        const char *at = forms.at + line, *stop = memchr(at, '\n', forms.n - line);
        size_t n = stop ? (size_t)(stop - at) : forms.n - line;
        int order = memcmp(at, key.at, n < key.n ? n : key.n);
        if (!order && n <= key.n) order = -1;
        if (!order) {
            *lemma = (mw_str){at + key.n, n - key.n};
            return true;
        }
        if (order < 0)
            low = line + n + 1;
        else
            high = line;
    }
    return false;
}

void mw_form_key(mw_str form, mw_upos upos, mw_buf *key) {
    size_t len;
    key->n = 0;
    for (size_t i = 0; i < form.n; i += len) mw_buf_putcp(key, mw_cp_fold(mw_utf8_next(form.at + i, form.n - i, &len)));
    mw_buf_printf(key, "\t%s\t", mw_upos_names[upos]);
}
