/* ends: where sentences end. With vertical input as given; else where the head says so and at the end of every block, never before the
 * marks that close what the sentence opened: in the treebanks and in LitBank a closing quotation mark or bracket belongs to the
 * sentence that it closes. Where a small letter goes on behind such a mark ("What?" she said), the sentence goes on too, as in the
 * treebanks. The end of a core always ends a sentence (cores end at stops where there is one). */
#include <string.h>

#include "tag/work.h"

static bool closes_alone(mw_str t) {
    static const char *const closers[] = {")", "]", "}", "”", "»", "›", "''"};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
        if (mw_str_is(t, closers[i])) return true;
    return false;
}

void mw_closers_mark(const mw_text *text, const mw_tokens *tokens, uint8_t *marks) {
    for (uint32_t i = 0; i < tokens->n; i++)
        if (tokens->span[i].end - tokens->span[i].start <= 3 && closes_alone(mw_str_span(text->at, tokens->span[i]))) marks[i] |= MW_CLOSER;
    /* Pairs of marks tell what ' and " do, and which way guillemets point. */
    for (uint32_t i = 0; i < tokens->n_marks; i++) {
        const mw_marked *m = &tokens->marks[i];
        if (m->style == MW_MARK_DASH || m->last >= tokens->n) continue;
        if (m->opened && m->first != m->last) marks[m->first] &= (uint8_t)~MW_CLOSER;
        if (m->closed && m->first != m->last) marks[m->last] |= MW_CLOSER;
    }
}

static bool small_letter(const mw_text *text, mw_span token) {
    size_t len;
    return mw_cp_lower(mw_utf8_next(text->at + token.start, token.end - token.start, &len));
}

void mw_ends_decide(const mw_text *text, const mw_tokens *tokens, uint32_t first, uint32_t end, const float *logits, float threshold,
                    uint8_t *marks) {
    const uint8_t *flags = tokens->flags;
    for (uint32_t i = first; i < end; i++) {
        bool sure = i + 1 == end || (tokens->given ? flags[i] & MW_TOK_SENTENCE_END : flags[i + 1] & MW_TOK_BLOCK_START);
        if (!sure && (tokens->given || !(logits[i - first] >= threshold))) continue;
        if (!tokens->given)
            while (i + 1 < end && marks[i + 1] & MW_CLOSER && !(flags[i + 1] & MW_TOK_BLOCK_START)) i++;
        bool open = !sure && i + 1 < end && marks[i] & MW_CLOSER && !(flags[i + 1] & MW_TOK_BLOCK_START);
        if (!open || !small_letter(text, tokens->span[i + 1])) marks[i] |= MW_END;
    }
}
