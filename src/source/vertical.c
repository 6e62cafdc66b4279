/* vertical: one token a line, an empty line behind each sentence.
 *
 * Only lines that begin with "# newdoc" or "# newpar" are marks; every other line that is not empty is a token, byte for byte ('#'
 * and U+00A0 included). A CR at the end of a line is dropped. The text is the tokens joined by spaces, sentences by newlines,
 * paragraphs and documents by two. Linear. */
#include "source/draft.h"

#include <string.h>

typedef struct vertical {
    mw_draft *d;
    uint32_t block_start; /* of the paragraph at hand */
    bool in_block;
    bool sentence_open; /* a token stands in the sentence at hand */
    int64_t line, byte;
    mw_origin block_origin;
} vertical;

static void end_sentence(vertical *v) {
    if (!v->sentence_open) return;
    v->sentence_open = false;
    if (!mw_vec_push(v->d->mem, &v->d->sentence_ends, (uint32_t)v->d->tokens.n)) v->d->failed = true;
}

static void end_block(vertical *v) {
    end_sentence(v);
    if (!v->in_block) return;
    v->in_block = false;
    mw_draft_block b = {
        .span = {v->block_start, (uint32_t)v->d->text.n}, .kind = MW_PARAGRAPH, .n_lines = 1, .blanks = 1, .origin = v->block_origin};
    if (!mw_vec_push(v->d->mem, &v->d->blocks, b)) v->d->failed = true;
}

static void end_doc(vertical *v) {
    end_block(v);
    if (v->d->docs.n) v->d->docs.at[v->d->docs.n - 1].span.end = (uint32_t)v->d->text.n;
}

static void open_doc(vertical *v, const char *id) {
    end_doc(v);
    uint32_t at = (uint32_t)v->d->text.n;
    mw_doc doc = {id ? id : "", {at, at}};
    if (!id) v->d->failed = true;
    if (!mw_vec_push(v->d->mem, &v->d->docs, doc)) v->d->failed = true;
}

static void token(vertical *v, mw_str s) {
    mw_draft *d = v->d;
    if (d->docs.n == 0) open_doc(v, "");
    if (!v->in_block) {
        if (d->text.n) mw_buf_puts(&d->text, "\n\n");
        v->block_start = (uint32_t)d->text.n;
        v->block_origin = (mw_origin){d->file, v->byte, v->line};
        if (d->docs.n && d->docs.at[d->docs.n - 1].span.start == d->docs.at[d->docs.n - 1].span.end)
            d->docs.at[d->docs.n - 1].span.start = v->block_start;
    } else
        mw_buf_putc(&d->text, v->sentence_open ? ' ' : '\n');
    mw_span span = {(uint32_t)d->text.n, (uint32_t)(d->text.n + s.n)};
    mw_buf_put(&d->text, s.at, s.n);
    if (!mw_vec_push(d->mem, &d->tokens, span)) d->failed = true;
    v->in_block = v->sentence_open = true;
    d->docs.at[d->docs.n - 1].span.end = (uint32_t)d->text.n;
}

static bool mark(mw_str line, const char *word) {
    size_t n = strlen(word);
    return line.n >= n && memcmp(line.at, word, n) == 0;
}

/* "# newdoc id=NAME", "# newdoc id = NAME", "# newdoc". */
static const char *doc_id(mw_draft *d, mw_str line) {
    mw_str s = {line.at + 8, line.n - 8};
    while (s.n && (s.at[0] == ' ' || s.at[0] == '\t')) s.at++, s.n--;
    if (s.n < 2 || memcmp(s.at, "id", 2) != 0) return "";
    s.at += 2, s.n -= 2;
    while (s.n && (s.at[0] == ' ' || s.at[0] == '=' || s.at[0] == '\t')) s.at++, s.n--;
    return mw_draft_keep(d, s);
}

static void line_of(vertical *v, mw_str line) {
    if (line.n == 0)
        end_sentence(v);
    else if (mark(line, "# newdoc"))
        open_doc(v, doc_id(v->d, line));
    else if (mark(line, "# newpar"))
        end_block(v);
    else
        token(v, line);
}

marrow_status mw_vertical_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err) {
    mw_decoded text;
    MW_TRY(mw_decode(d, name, bytes, n, &text, err));
    vertical v = {.d = d, .line = 1};
    for (size_t at = 0; at < text.n && !d->failed && !d->text.failed; v.line++) {
        const char *nl = memchr(text.at + at, '\n', text.n - at);
        size_t end = nl ? (size_t)(nl - text.at) : text.n, next = nl ? end + 1 : end;
        if (end > at && text.at[end - 1] == '\r') end--;
        v.byte = (int64_t)at;
        line_of(&v, (mw_str){text.at + at, end - at});
        at = next;
    }
    end_doc(&v);
    mw_free(d->mem, text.owned);
    return d->failed || d->text.failed ? mw_fail_memory(err) : MARROW_OK;
}
