/* Provisional sentence ends: where windows may be cut before a model has decided.
 *
 * A stop stands behind strong punctuation, with the closing marks and brackets that go with it, when a capital, a digit, an
 * opening mark, a dash or the end of the block follows. Full stops of abbreviations are inside their tokens and end nothing. A safe stop
 * ends each block, but not a line of verse that runs on into the next. */
#include "segment/stops.h"

#include "segment/chars.h"

static int32_t first_of(const mw_text *text, mw_span s) { return mw_char_at(text->at, s.start, s.end, &(uint32_t){0}); }

static bool is_strong(const mw_text *text, mw_span s) {
    for (uint32_t p = s.start; p < s.end;) {
        uint32_t len;
        if (!mw_is_strong_stop(mw_char_at(text->at, p, s.end, &len))) return false;
        p += len;
    }
    return s.end > s.start;
}

static bool is_closer(int32_t c) {
    return c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' || c == 0x2019 || c == 0x201D || c == 0xBB || c == 0xAB ||
           c == 0x203A || c == 0x201C;
}

static bool may_begin(int32_t c) {
    if (mw_cp_upper(c) || mw_cp_digit(c)) return true;
    if (mw_class_of(c) == MW_C_LETTER) return !mw_cp_lower(c);
    return c == '"' || c == '\'' || c == 0x2018 || c == 0x201C || c == 0x201E || c == 0xAB || c == 0xBB || c == '(' || c == '[' ||
           c == '*' || c == '_' || c == '`' || mw_is_dash(c);
}

/* Is the block a line of verse that goes on in the next block? */
static bool runs_on(const mw_text *text, uint32_t block, bool strong) {
    if (strong || block + 1 >= text->n_blocks) return false;
    const mw_block *k = &text->blocks[block];
    return k->kind == MW_VERSE && k[1].kind == MW_VERSE && !k[1].gap_before;
}

void mw_stops_set(const mw_text *text, mw_tokens *t) {
    for (uint32_t i = 0; i < t->n;) {
        uint32_t last = i;
        bool strong = is_strong(text, t->span[i]);
        if (strong)
            while (last + 1 < t->n && !(t->flags[last + 1] & (MW_TOK_SPACE_BEFORE | MW_TOK_BLOCK_START)) &&
                   (is_closer(first_of(text, t->span[last + 1])) || is_strong(text, t->span[last + 1])))
                last++;
        bool block_end = last + 1 == t->n || (t->flags[last + 1] & MW_TOK_BLOCK_START);
        if (block_end && !runs_on(text, t->block[last], strong))
            t->flags[last] |= MW_TOK_STOP | MW_TOK_SAFE_STOP;
        else if (strong && !block_end && may_begin(first_of(text, t->span[last + 1])))
            t->flags[last] |= MW_TOK_STOP;
        i = last + 1;
    }
}
