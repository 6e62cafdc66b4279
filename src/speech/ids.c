/* ids: the anchored identifier of a quotation: a letter for its kind, eight hex digits of a hash of its words, and from the second
 * occurrence on its number ("s1f0c83aa", "s1f0c83aa-2"); with several documents the document's id and a stroke before it. Words alone
 * count, without case, marks or white space, so that a change of typography or an inserted line shifts no id. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "speech/work.h"

static uint64_t words_hash(const mw_hearing *h, mw_span s, mw_buf *words) {
    words->n = 0;
    for (uint32_t at = s.start; at < s.end;) {
        size_t n;
        int32_t c = mw_utf8_next(h->text->at + at, s.end - at, &n);
        at += (uint32_t)n;
        if (mw_cp_letter(c) || mw_cp_digit(c))
            mw_buf_putcp(words, mw_cp_fold(c));
        else if (words->n && words->at[words->n - 1] != ' ')
            mw_buf_putc(words, ' ');
    }
    return mw_hash(words->n ? words->at : "", words->n);
}

const char *mw_quote_id(const mw_hearing *h, mw_arena *arena, mw_map *seen, mw_buf *words, const mw_quote *q) {
    const char *doc = h->text->docs[mw_doc_of(h, q->first)].id;
    char key[32];
    char letter = mw_quote_kind_names[q->kind][0];
    uint64_t hash = words_hash(h, q->span, words);
    if (words->failed) return NULL;
    snprintf(key, sizeof key, "%c%08" PRIx32, letter, (uint32_t)(hash >> 32));
    bool prefix = h->text->n_docs > 1 && doc && *doc;
    words->n = 0;
    if (prefix) mw_buf_printf(words, "%s/", doc);
    mw_buf_puts(words, key);
    if (words->failed) return NULL;
    uint32_t count = 0;
    mw_str k = {words->at, words->n};
    mw_map_get(seen, k, &count);
    if (!mw_map_put(seen, k, count + 1)) return NULL;
    if (count) mw_buf_printf(words, "-%u", count + 1);
    return words->failed ? NULL : mw_arena_strndup(arena, words->at, words->n);
}
