/* shape_threads: openings of threads, and what follows them up. Shared by the files shape_open, shape_follow and shape_threads alone. */
#ifndef MW_REVEAL_SHAPE_THREADS_H
#define MW_REVEAL_SHAPE_THREADS_H

#include "reveal/shape_work.h"

typedef enum mw_opening_rule {
    MW_OPEN_SIGN,        /* the model's */
    MW_OPEN_ASKED_TOLD,  /* the telling, or somebody in thought, asks */
    MW_OPEN_ASKED_WHY,   /* somebody asks who, why, what … */
    MW_OPEN_ASKED,       /* yes or no */
    MW_OPEN_ASKED_SHORT, /* "What?" */
    MW_OPEN_PUZZLE,
    MW_OPEN_NOT_KNOWN, /* "could not tell why" */
    MW_OPEN_PROMISE,
    MW_OPEN_WILL, /* "I shall write" */
    MW_OPEN_PLAN,
    MW_OPEN_GOING_TO,
    MW_OPEN_MUST,
    MW_OPEN_THREAT,
    MW_OPEN_IF_WILL, /* "if you do, I will" */
    MW_OPEN_SECRET,
    MW_OPEN_DO_NOT_TELL,
    MW_OPEN_OBJECT,
    MW_OPEN_ABSENCE,
    MW_N_OPENING_RULE
} mw_opening_rule;

typedef struct mw_opening {
    mw_opening_rule rule;
    mw_thread_kind kind;
    uint32_t sentence, first, last, head; /* tokens, inclusive */
    uint32_t words;
    float sign; /* the most that the model's signs of threads come to at one of its words, 0 … 1 */
    float p, weight;
} mw_opening;

typedef struct mw_thread_work {
    mw_shape_work *w;
    MW_VEC(mw_opening) found;
    /* Sentences that hold a word, that a person acts or speaks in: postings, a word's or person's together, in order. */
    uint32_t *word_at, *word_in;     /* [n_words + 1], sentences */
    uint32_t *person_at, *person_in; /* [n_characters + 1], sentences */
} mw_thread_work;

marrow_status mw_thread_candidates(mw_thread_work *k, marrow_error *err); /* all of them, overlapping */
marrow_status mw_thread_openings(mw_thread_work *k, marrow_error *err);
marrow_status mw_thread_postings(mw_thread_work *k, marrow_error *err);
/* Fills touches and close of a thread. */
bool mw_thread_follow(mw_thread_work *k, const mw_opening *o, mw_thread *thread);

#endif
