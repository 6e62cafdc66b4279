/* review_inside: what the files review*.c share. Nothing else includes it. */
#ifndef MW_REVEAL_REVIEW_INSIDE_H
#define MW_REVEAL_REVIEW_INSIDE_H

#include "reveal/review.h"

/* A stretch of a sentence that says one thing: tokens, inclusive. */
typedef struct mw_unit_of_opinion {
    uint32_t first, last, sentence;
    bool conceding;  /* even if, although, for all */
    float good, bad; /* evidence */
    float aspect[MW_N_ASPECT];
} mw_unit_of_opinion;

typedef struct mw_reviewer {
    const mw_env *env;
    const marrow_allocator *mem;
    mw_arena *keep, *scratch;
    const mw_read *read;
    const mw_tags *tags;
    const mw_tokens *tokens;
    const mw_critic *critic;
    const char **lower; /* [n] */
    mw_map *words;      /* judging words: lemma or form → 100 + 10 × worth, bad ones below 100 */
    mw_map *aspects;    /* lemma → mw_aspect + 16 × worth */
    bool signs;         /* the model has signs for reviews */
    MW_VEC(mw_unit_of_opinion) units;
    MW_VEC(mw_opinion) opinions;
    MW_VEC(mw_withheld) withheld;
    mw_review_rows *out;
    mw_buf *theses; /* for learning alone; else NULL */
} mw_reviewer;

bool mw_review_words(mw_reviewer *r); /* fills the maps */
/* -2 … 2: how good the word is said to be; 0 says nothing. */
float mw_review_worth(const mw_reviewer *r, uint32_t token);
/* What it speaks of: true, and how surely (1, 2). */
bool mw_review_aspect(const mw_reviewer *r, uint32_t token, mw_aspect *aspect, float *worth);

const char *mw_review_word(const mw_reviewer *r, uint32_t token);
bool mw_review_is(const mw_reviewer *r, uint32_t token, const char *word);
float mw_review_sign(const mw_reviewer *r, uint32_t first, uint32_t last, mw_sign sign);
mw_span mw_review_span(const mw_reviewer *r, uint32_t first, uint32_t last);
mw_told mw_review_told(const mw_reviewer *r, uint32_t sentence);

bool mw_review_opinions(mw_reviewer *r);
bool mw_review_find_withheld(mw_reviewer *r);
void mw_review_rating(mw_reviewer *r);
void mw_review_verdict(mw_reviewer *r); /* verdict and thesis, from the rows before */
bool mw_review_contrast(const mw_reviewer *r, uint32_t token, bool *conceding);

/* The thesis (review_thesis.c): what speaks for a sentence, weighed by mw_review_thesis_weights (training/reviews). */
enum { MW_THESIS_FEATURES = 20 };
extern const float mw_review_thesis_weights[MW_THESIS_FEATURES];
void mw_review_thesis(mw_reviewer *r);
/* As mw_review_build; with a buffer each sentence that may be the thesis is written there: its bytes, features, words. */
marrow_status mw_review_build_and_tell(const mw_env *env, mw_arena *arena, const mw_read *read, mw_review_rows **rows, mw_buf *theses,
                                       marrow_error *err);

#endif
