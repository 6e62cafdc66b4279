/* script: lemmas as edits of forms (Straka, "UDPipe 2.0 Prototype at CoNLL 2018 UD Shared Task", 2018): "CASE TAB CUT TAB ADD" or "!LEMMA". */
#include <stdlib.h>
#include <string.h>

#include "tag/work.h"

bool mw_script_parse(const char *label, mw_script *s) {
    if (label[0] == '!') {
        *s = (mw_script){.kind = '!', .add = mw_str_of(label + 1)};
        return true;
    }
    if (!label[0] || !strchr("lkc", label[0]) || label[1] != '\t' || label[2] < '0' || label[2] > '9') return false;
    char *rest;
    unsigned long cut = strtoul(label + 2, &rest, 10);
    if (*rest != '\t' || cut > 1000) return false;
    *s = (mw_script){.kind = label[0], .cut = (uint32_t)cut, .add = mw_str_of(rest + 1)};
    return true;
}

void mw_script_apply(const mw_script *s, mw_str form, mw_buf *out) {
    out->n = 0;
    if (s->kind != '!') {
        size_t n = form.n, len;
        for (uint32_t i = 0; i < s->cut && n; i++) {
            mw_utf8_prev(form.at, n, &len);
            n -= len;
        }
        /* Lower-casing may change the number of bytes, never (here) that of code points: cutting before it is the same. */
        for (size_t i = 0; i < n; i += len) {
            int32_t c = mw_utf8_next(form.at + i, form.n - i, &len);
            if (s->kind == 'k')
                mw_buf_put(out, form.at + i, len);
            else
                mw_buf_putcp(out, s->kind == 'c' && !i ? mw_cp_raise(c) : mw_cp_fold(c));
        }
    }
    mw_buf_put(out, s->add.at, s->add.n);
    if (!out->n) mw_buf_put(out, form.at, form.n);
}
