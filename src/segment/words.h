/* The cutter: from text to tokens. It walks the text once, left to right; chunks are what stands between white space. */
#ifndef MW_SEGMENT_WORDS_H
#define MW_SEGMENT_WORDS_H

#include "segment/chars.h"
#include "segment/marks.h"
#include "segment/segment.h"

typedef struct mw_cut_token {
    mw_span span;
    uint32_t block;
    uint8_t flags;
} mw_cut_token;

typedef struct mw_cutter {
    const marrow_allocator *mem;
    const char *text;
    uint32_t from, end;          /* the piece of text being cut: nothing looks beyond it */
    uint32_t block;              /* its block */
    const mw_quote_char *quotes; /* characters that are quotation marks, in order; each becomes one token */
    size_t n_quotes, next_quote;
    bool opening, spaced, hyphened; /* the next token opens the block, has white space before it, goes on a hyphenated word */
    bool failed;                    /* an allocation failed */
    MW_VEC(mw_cut_token) tokens;
} mw_cutter;

/* Cuts [from, end), which is block `block`, and appends its tokens. */
void mw_cut_block(mw_cutter *c, uint32_t from, uint32_t end, uint32_t block);

/* For words.c and words_*.c. */
void mw_cut_put(mw_cutter *c, uint32_t start, uint32_t end, uint8_t flags);
/* Puts the word [start, end), split where UD splits: do|n't, John|'s, can|not. */
void mw_cut_word(mw_cutter *c, uint32_t start, uint32_t end);
/* End of the address, URL or file name that begins at p; p where there is none. Looks at most some hundred bytes ahead before it
 * is sure. */
uint32_t mw_cut_address(const char *text, uint32_t p, uint32_t end);
/* End of the number that begins at p (p: a digit): 1,000  10:30  9/11  713-853-3989; letters that go on it are not in it. */
uint32_t mw_cut_number(const char *text, uint32_t p, uint32_t end);
/* Does the full stop behind [start, end) belong to it (Mr. Sept. J. p.)? */
bool mw_cut_abbreviates(const mw_cutter *c, uint32_t start, uint32_t end);
/* Is the full stop behind an abbreviation, [start, end) with it, the sentence's own too (… etc. | At 5 p.m. | The …)? */
bool mw_cut_ends_sentence(const mw_cutter *c, uint32_t start, uint32_t end);
mw_str mw_cut_text(const mw_cutter *c, uint32_t start, uint32_t end);

#endif
