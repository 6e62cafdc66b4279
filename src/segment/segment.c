/* The room's product: marks first, then tokens that keep to them, then provisional stops, then what is quoted.
 *
 * Marks are found on characters, because whether ' is an apostrophe decides where tokens end. Each step is one pass over the text
 * or the tokens. */
#include "segment/segment.h"

#include <string.h>

#include "segment/chars.h"
#include "segment/marks.h"
#include "segment/stops.h"
#include "segment/words.h"

typedef struct builder {
    const mw_env *env;
    const mw_text *text;
    mw_found_marks marks;
    mw_cutter cutter;
} builder;

/* ---- tokens ---------------------------------------------------------------------------------------------------------------- */

/* Cuts all blocks, and what is no white space between them (with --verbatim blocks need not touch). */
static bool cut_all(builder *b) {
    const mw_text *t = b->text;
    mw_cutter *c = &b->cutter;
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n_blocks && !c->failed; i++) {
        mw_span s = t->blocks[i].span;
        if (s.start > at) mw_cut_block(c, at, s.start, i ? i - 1 : 0);
        mw_cut_block(c, s.start, s.end, i);
        at = s.end;
        if ((i & 1023) == 0 && !mw_env_progress(b->env, 0.2 + 0.6 * at / (t->n + 1.0))) return false;
    }
    if (at < t->n) mw_cut_block(c, at, t->n, t->n_blocks ? t->n_blocks - 1 : 0);
    return true;
}

static bool take_given(builder *b) {
    const mw_text *t = b->text;
    const mw_given *g = t->given;
    uint32_t block = 0, sentence = 0, last_block = UINT32_MAX;
    if (!mw_vec_reserve(b->cutter.mem, &b->cutter.tokens, g->n_tokens)) return false;
    for (uint32_t i = 0; i < g->n_tokens; i++) {
        mw_span s = g->tokens[i];
        while (block + 1 < t->n_blocks && t->blocks[block].span.end <= s.start) block++;
        uint8_t flags = s.start == 0 || mw_class_of(mw_char_before(t->at, 0, s.start)) == MW_C_SPACE ? MW_TOK_SPACE_BEFORE : 0;
        if (block != last_block) flags |= MW_TOK_BLOCK_START;
        last_block = block;
        while (sentence < g->n_sentences && g->sentence_ends[sentence] <= i) sentence++;
        if (sentence < g->n_sentences && g->sentence_ends[sentence] == i + 1) flags |= MW_TOK_SENTENCE_END | MW_TOK_SAFE_STOP | MW_TOK_STOP;
        if (!mw_vec_push(b->cutter.mem, &b->cutter.tokens, (mw_cut_token){s, block, flags})) return false;
    }
    return true;
}

static bool store_tokens(builder *b, mw_tokens *out) {
    size_t n = b->cutter.tokens.n;
    out->n = (uint32_t)n;
    out->span = mw_arena_array(out->arena, n, sizeof *out->span);
    out->flags = mw_arena_array(out->arena, n, sizeof *out->flags);
    out->block = mw_arena_array(out->arena, n, sizeof *out->block);
    if (!out->span || !out->flags || !out->block) return false;
    for (size_t i = 0; i < n; i++) {
        const mw_cut_token *t = &b->cutter.tokens.at[i];
        out->span[i] = t->span;
        out->flags[i] = t->flags;
        out->block[i] = t->block;
    }
    return true;
}

/* ---- marks ----------------------------------------------------------------------------------------------------------------- */

uint32_t mw_token_from(const mw_tokens *t, uint32_t byte) { return MW_COUNT_BELOW(t->span, t->n, start, byte); }

/* First token that ends after byte `at`. */
static uint32_t token_at(const mw_tokens *t, uint32_t at) { return MW_COUNT_UP_TO(t->span, t->n, end, at); }

static bool store_marks(builder *b, mw_tokens *out) {
    size_t n = b->marks.pairs.n;
    out->marks = mw_arena_array(out->arena, n, sizeof *out->marks);
    if (!out->marks) return false;
    uint32_t quoted_to = 0;
    for (size_t i = 0; i < n; i++) {
        mw_marked m = b->marks.pairs.at[i];
        m.first = token_at(out, m.span.start);
        uint32_t end = token_at(out, m.span.end ? m.span.end - 1 : 0);
        if (m.span.end <= m.span.start || m.first >= out->n || end >= out->n || end < m.first) continue;
        m.last = end;
        if (!m.opened && m.span.start < out->span[m.first].start) m.span.start = out->span[m.first].start;
        out->marks[out->n_marks++] = m;
        if (m.depth == 0)
            for (uint32_t k = m.first > quoted_to ? m.first : quoted_to; k <= m.last; k++) out->flags[k] |= MW_TOK_QUOTED;
        if (m.depth == 0) quoted_to = m.last + 1;
    }
    return true;
}

/* ---- documents ------------------------------------------------------------------------------------------------------------- */

static bool store_docs(const mw_text *text, mw_tokens *out) {
    uint32_t n = text->n_docs ? text->n_docs : 1;
    out->docs = mw_arena_array(out->arena, n, sizeof *out->docs);
    if (!out->docs) return false;
    out->n_docs = n;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t end = i + 1 < n ? token_at(out, text->docs[i + 1].span.start) : out->n;
        out->docs[i] = (mw_token_doc){at, end};
        at = end;
    }
    return true;
}

/* ---- build ----------------------------------------------------------------------------------------------------------------- */

static marrow_status build(builder *b, mw_tokens *out, marrow_error *err) {
    const mw_text *t = b->text;
    if (!mw_marks_find(b->cutter.mem, t, &b->marks)) return mw_fail_memory(err);
    if (!mw_env_progress(b->env, 0.2)) return mw_fail(err, MARROW_CANCELLED, "cancelled");
    b->cutter.quotes = b->marks.characters.at;
    b->cutter.n_quotes = b->marks.characters.n;
    out->given = t->given != NULL;
    if (t->given) {
        if (!take_given(b)) return mw_fail_memory(err);
    } else if (!cut_all(b)) {
        return mw_fail(err, MARROW_CANCELLED, "cancelled");
    }
    if (b->cutter.failed || !store_tokens(b, out)) return mw_fail_memory(err);
    if (!store_marks(b, out) || !store_docs(t, out)) return mw_fail_memory(err);
    if (!out->given) mw_stops_set(t, out);
    if (!mw_env_progress(b->env, 1)) return mw_fail(err, MARROW_CANCELLED, "cancelled");
    return MARROW_OK;
}

marrow_status mw_segment_build(const mw_env *env, const mw_text *text, mw_tokens **tokens, marrow_error *err) {
    *tokens = NULL;
    mw_tokens *out = MW_PRODUCT_NEW(&env->mem, mw_tokens);
    if (!out) return mw_fail_memory(err);
    builder b = {.env = env, .text = text, .cutter = {.mem = &env->mem, .text = text->at}};
    marrow_status status = build(&b, out, err);
    mw_marks_clear(&env->mem, &b.marks);
    mw_vec_clear(&env->mem, &b.cutter.tokens);
    if (status == MARROW_OK)
        *tokens = out;
    else
        mw_arena_free(out->arena);
    return status;
}

void mw_segment_free(mw_tokens *tokens) {
    if (tokens) mw_arena_free(tokens->arena);
}

/* ---- dump ------------------------------------------------------------------------------------------------------------------ */

static void dump_flags(uint8_t flags, mw_buf *out) {
    static const struct {
        uint8_t flag;
        char sign;
    } signs[] = {
        {MW_TOK_BLOCK_START, 'B'}, {MW_TOK_SPACE_BEFORE, '_'}, {MW_TOK_WORD_PART, 'w'},    {MW_TOK_HYPHEN_PART, 'h'},
        {MW_TOK_STOP, '|'},        {MW_TOK_SAFE_STOP, '!'},    {MW_TOK_SENTENCE_END, 'E'}, {MW_TOK_QUOTED, 'q'},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (flags & signs[i].flag) mw_buf_putc(out, signs[i].sign);
}

void mw_segment_dump(const mw_text *text, const mw_tokens *tokens, mw_buf *out) {
    static const char *const styles[] = {"double", "single", "guillemet", "low", "dash"};
    for (uint32_t i = 0; i < tokens->n; i++) {
        mw_buf_put(out, text->at + tokens->span[i].start, tokens->span[i].end - tokens->span[i].start);
        mw_buf_putc(out, '\t');
        dump_flags(tokens->flags[i], out);
        mw_buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < tokens->n_marks; i++) {
        const mw_marked *m = &tokens->marks[i];
        mw_buf_printf(out, "mark %u-%u %s depth %u%s%s%s: ", m->first, m->last, styles[m->style], m->depth, m->opened ? "" : " unopened",
                      m->closed ? "" : " unclosed", m->continues ? " continues" : "");
        for (uint32_t k = m->span.start; k < m->span.end; k++) mw_buf_putc(out, text->at[k] == '\n' ? ' ' : text->at[k]);
        mw_buf_putc(out, '\n');
    }
}
