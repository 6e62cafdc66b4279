/* unmarked: dialogue without any marks, as some modern fiction has it: "What do you want, he said." Where a text marks next to no speech and
 * the model tells which words are said aloud (MW_SIGN_SPOKEN), runs of such words within a paragraph become pieces; the narrator's words
 * between them are read for cues as always. Without those signs nothing happens. Linear time. */
#include "speech/work.h"

enum { SPOKEN = 140, DOUBT = 90, RARE_TOKENS = 700, LEAST_WORDS = 2 };

static uint8_t spoken(const mw_hearing *h, uint32_t t) { return mw_sign_at(h->tags, t, MW_SIGN_SPOKEN); }

static bool marks_are_rare(const mw_hearing *h) {
    return h->tags->sign_at && !h->given && (uint64_t)h->n_pieces * RARE_TOKENS < h->tokens->n;
}

/* The last token of the run that begins at t: it goes on over words in doubt and marks between two spoken ones of its paragraph, and takes
 * the punctuation behind it along. */
static uint32_t run_end(const mw_hearing *h, uint32_t t, uint32_t end) {
    uint32_t last = t;
    for (uint32_t i = t + 1; i < end && i <= last + 2 && h->piece_of[i] == MW_NONE; i++) {
        if (mw_sign_at(h->tags, i, MW_SIGN_CUE) >= SPOKEN) break;
        bool says = spoken(h, i) >= SPOKEN, may = spoken(h, i) >= DOUBT || mw_token_punct(h, i);
        if (says)
            last = i;
        else if (!may)
            break;
    }
    while (last + 1 < end && mw_token_punct(h, last + 1) && h->piece_of[last + 1] == MW_NONE) last++;
    return last;
}

bool mw_unmarked_find(mw_hearing *h, mw_piece_vec *v) {
    if (!marks_are_rare(h)) return true;
    for (uint32_t t = 0; t < h->tokens->n; t++) {
        if (spoken(h, t) < SPOKEN || mw_token_punct(h, t) || h->piece_of[t] != MW_NONE) continue;
        uint32_t block = h->tokens->block[t];
        if (h->text->blocks[block].kind != MW_PARAGRAPH) continue;
        mw_piece p = {.first = t, .last = run_end(h, t, h->block_token[block + 1]), .opened = true, .closed = true};
        p.span = (mw_span){h->tokens->span[p.first].start, h->tokens->span[p.last].end};
        mw_piece_finish(h, &p);
        t = p.last;
        if (mw_piece_words(h, &p) >= LEAST_WORDS && !mw_vec_push(&h->env->mem, v, p)) return false;
    }
    return true;
}
