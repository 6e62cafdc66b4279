/* Tokens and marks as blobs: version 1 of the columns `tokens` and `marks`.
 *
 * Numbers are unsigned LEB128. tokens: n, given, n_docs, then for each document its tokens' first and end; then for each token the gap
 * behind the token before it, its length in bytes, its flags, the step of its block. marks: n, then for each its start and
 * length in bytes, first and last token (as steps), style, depth, bits 1 opened, 2 closed, 4 continues. Unpacking trusts nothing: what
 * comes out lies inside the text, in order, or the file is called damaged. */
#include <string.h>

#include "store/internal.h"

static void put_number(mw_buf *b, uint64_t x) {
    for (; x >= 128; x >>= 7) mw_buf_putc(b, (char)(x | 128));
    mw_buf_putc(b, (char)x);
}

marrow_status mw_tokens_pack(const mw_tokens *t, mw_buf *out, marrow_error *err) {
    put_number(out, t->n);
    put_number(out, t->given);
    put_number(out, t->n_docs);
    for (uint32_t d = 0; d < t->n_docs; d++) {
        put_number(out, t->docs[d].first);
        put_number(out, t->docs[d].end);
    }
    uint32_t end = 0, block = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        put_number(out, t->span[i].start - end);
        put_number(out, t->span[i].end - t->span[i].start);
        put_number(out, t->flags[i]);
        put_number(out, t->block[i] - block);
        end = t->span[i].end;
        block = t->block[i];
    }
    return out->failed ? mw_fail_memory(err) : MARROW_OK;
}

marrow_status mw_marks_pack(const mw_tokens *t, mw_buf *out, marrow_error *err) {
    put_number(out, t->n_marks);
    uint32_t first = 0;
    for (uint32_t i = 0; i < t->n_marks; i++) {
        const mw_marked *m = &t->marks[i];
        put_number(out, m->span.start);
        put_number(out, m->span.end - m->span.start);
        put_number(out, m->first - first);
        put_number(out, m->last - m->first);
        put_number(out, (uint64_t)m->style);
        put_number(out, m->depth);
        put_number(out, (uint64_t)m->opened | (uint64_t)m->closed << 1 | (uint64_t)m->continues << 2);
        first = m->first;
    }
    return out->failed ? mw_fail_memory(err) : MARROW_OK;
}

/* ---- unpacking ---- */

typedef struct reader {
    const unsigned char *at, *end;
    bool bad;
} reader;

static uint32_t take(reader *r) {
    uint64_t x = 0;
    for (int shift = 0; r->at < r->end && shift < 35; shift += 7) {
        unsigned char c = *r->at++;
        x |= (uint64_t)(c & 127) << shift;
        if (c < 128) {
            if (x > UINT32_MAX) r->bad = true;
            return (uint32_t)x;
        }
    }
    r->bad = true;
    return 0;
}

/* from + step, at most limit. */
static uint32_t take_step(reader *r, uint32_t from, uint32_t limit) {
    uint32_t step = take(r);
    if (from > limit || step > limit - from) r->bad = true;
    return r->bad ? 0 : from + step;
}

static uint32_t take_count(reader *r, size_t least_bytes) {
    uint32_t n = take(r);
    if (n > (size_t)(r->end - r->at) / least_bytes) r->bad = true;
    return r->bad ? 0 : n;
}

static void unpack_docs(reader *r, mw_tokens *t) {
    uint32_t at = 0;
    for (uint32_t d = 0; d < t->n_docs && !r->bad; d++) {
        t->docs[d].first = take(r);
        t->docs[d].end = take(r);
        if (t->docs[d].first < at || t->docs[d].end < t->docs[d].first || t->docs[d].end > t->n) r->bad = true;
        at = t->docs[d].end;
    }
}

static void unpack_tokens(reader *r, mw_tokens *t, const mw_text *text) {
    uint32_t end = 0, block = 0, last_block = text->n_blocks ? text->n_blocks - 1 : 0;
    for (uint32_t i = 0; i < t->n && !r->bad; i++) {
        t->span[i].start = take_step(r, end, text->n);
        t->span[i].end = end = take_step(r, t->span[i].start, text->n);
        t->flags[i] = (uint8_t)take(r);
        t->block[i] = block = take_step(r, block, last_block);
        if (t->span[i].end == t->span[i].start) r->bad = true;
    }
    if (r->at != r->end) r->bad = true;
}

static void unpack_marks(reader *r, mw_tokens *t, const mw_text *text) {
    uint32_t first = 0, limit = t->n ? t->n - 1 : 0;
    for (uint32_t i = 0; i < t->n_marks && !r->bad; i++) {
        mw_marked *m = &t->marks[i];
        m->span.start = take_step(r, 0, text->n);
        m->span.end = take_step(r, m->span.start, text->n);
        m->first = first = take_step(r, first, limit);
        m->last = take_step(r, m->first, limit);
        uint32_t style = take(r);
        if (style > MW_MARK_DASH) r->bad = true;
        m->style = r->bad ? MW_MARK_DOUBLE : (mw_mark_style)style;
        m->depth = (uint8_t)take(r);
        uint32_t bits = take(r);
        m->opened = bits & 1;
        m->closed = bits & 2;
        m->continues = bits & 4;
    }
    if (r->at != r->end) r->bad = true;
}

/* Arrays for what the heads of the two blobs announce. */
static mw_tokens *tokens_new(const mw_env *env, uint32_t n_blocks, reader *tokens, reader *marks) {
    mw_tokens *t = MW_PRODUCT_NEW(&env->mem, mw_tokens);
    if (!t) return NULL;
    mw_arena *a = t->arena;
    t->n = take_count(tokens, 4);
    t->given = take(tokens) != 0;
    t->n_docs = take_count(tokens, 2);
    t->n_marks = take_count(marks, 7);
    if ((t->n && !n_blocks) || (t->n_marks && !t->n)) tokens->bad = true; /* they have nothing to lie in */
    t->span = mw_arena_array(a, t->n, sizeof *t->span);
    t->flags = mw_arena_array(a, t->n, sizeof *t->flags);
    t->block = mw_arena_array(a, t->n, sizeof *t->block);
    t->docs = mw_arena_array(a, t->n_docs, sizeof *t->docs);
    t->marks = mw_arena_array(a, t->n_marks, sizeof *t->marks);
    if (t->span && t->flags && t->block && t->docs && t->marks) return t;
    mw_arena_free(a);
    return NULL;
}

static reader reader_of(mw_str s) {
    const unsigned char *at = (const unsigned char *)(s.at ? s.at : "");
    return (reader){.at = at, .end = at + s.n};
}

marrow_status mw_tokens_unpack(const mw_env *env, mw_str tokens, mw_str marks, const mw_text *text, mw_tokens **product,
                               marrow_error *err) {
    reader r = reader_of(tokens), m = reader_of(marks);
    mw_tokens *t = tokens_new(env, text->n_blocks, &r, &m);
    if (!t) return mw_fail_memory(err);
    unpack_docs(&r, t);
    unpack_tokens(&r, t, text);
    unpack_marks(&m, t, text);
    if (r.bad || m.bad) {
        mw_arena_free(t->arena);
        return mw_fail(err, MARROW_STORY, "the story file is damaged (its tokens); read the text again");
    }
    *product = t;
    return MARROW_OK;
}
