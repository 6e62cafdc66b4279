/* segment: from the text to tokens, provisional breaks and quotation marks. No model: rules alone.
 *
 * Tokens are those of the Universal Dependencies English treebanks (do|n't, 'tis split, hyphens split, dashes, ellipses,
 * initials, Mr.). Every character that is not white space belongs to exactly one token. With vertical input tokens and sentence
 * ends are as given. Linear time. One product, immutable, freed as a whole. */
#ifndef MW_SEGMENT_H
#define MW_SEGMENT_H

#include "source/source.h"

/* Flags of a token. */
enum {
    MW_TOK_BLOCK_START = 1,  /* opens a block (vertical: after # newpar or # newdoc) */
    MW_TOK_SPACE_BEFORE = 2, /* white space or the start of the text stands before it */
    MW_TOK_WORD_PART = 4,    /* goes on the orthographic word of the token before it: a UD multiword token (do|n't, gon|na, John|'s) */
    MW_TOK_HYPHEN_PART = 8,  /* goes on a hyphenated word (well|-|known: on "-" and "known"); the booknlp export joins these again */
    MW_TOK_STOP = 16,        /* a sentence may well end behind it: a provisional break */
    MW_TOK_SAFE_STOP =
        32, /* a sentence surely ends behind it (end of a block, but not of a line of verse that runs on; given sentence ends) */
    MW_TOK_SENTENCE_END = 64, /* vertical: a given sentence end */
    MW_TOK_QUOTED = 128,      /* lies inside a pair of quotation marks of depth 0 (marks included) */
};

/* A pair of quotation marks found by rule, whatever it may mean. Nested pairs have depth > 0. A pair that is not closed ends with its
 * paragraph, or before the next opener of its kind there. DASH: from the dash to the end of its paragraph, narration inside included
 * (where the speech ends is for later rooms, which know words), closed = false. Lines of verse that follow each other are one paragraph. */
typedef enum mw_mark_style { MW_MARK_DOUBLE, MW_MARK_SINGLE, MW_MARK_GUILLEMET, MW_MARK_LOW, MW_MARK_DASH } mw_mark_style;
typedef struct mw_marked {
    mw_span span;         /* bytes, marks included where they are there */
    uint32_t first, last; /* tokens, inclusive, marks included */
    mw_mark_style style;
    uint8_t depth;       /* 0 outermost */
    bool opened, closed; /* false: the mark is missing (a paragraph that goes on a speech; a forgotten closer) */
    bool continues;      /* goes on the quotation of the paragraph before it, which had no closer */
} mw_marked;

typedef struct mw_token_doc {
    uint32_t first, end; /* tokens of a document, end exclusive */
} mw_token_doc;

typedef struct mw_tokens {
    mw_arena *arena;
    uint32_t n;
    mw_span *span;    /* [n] bytes of the text */
    uint8_t *flags;   /* [n] */
    uint32_t *block;  /* [n] index of the token's block */
    mw_marked *marks; /* by start; outer before inner */
    uint32_t n_marks;
    mw_token_doc *docs; /* [text->n_docs] */
    uint32_t n_docs;
    bool given; /* vertical: tokens and sentence ends are the input's */
} mw_tokens;

/* Errors: MARROW_MEMORY, MARROW_CANCELLED. */
marrow_status mw_segment_build(const mw_env *env, const mw_text *text, mw_tokens **tokens, marrow_error *err);
void mw_segment_free(mw_tokens *tokens);
/* The first token that starts at or behind a byte of the text; n: none. */
uint32_t mw_token_from(const mw_tokens *tokens, uint32_t byte);
/* For tests: a line a token with its flags, then the marks. */
void mw_segment_dump(const mw_text *text, const mw_tokens *tokens, mw_buf *out);

#endif
