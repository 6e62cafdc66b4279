/* review: what a critic says, as rows: opinions with aspect, target, polarity; the verdict, the thesis, the rating; what the work is said to
 * withhold. Who made it, who plays whom and how each sentence is told is found earlier (cast/critic.h) and belongs to the same answer.
 *
 * A unit of opinion is a clause as punctuation and contrast words cut it. Linear time. Everything lies in the arena of reveal. */
#ifndef MW_REVEAL_REVIEW_H
#define MW_REVEAL_REVIEW_H

#include "reveal/reveal.h"

typedef enum mw_aspect {
    MW_ON_DIRECTION,
    MW_ON_ACTING,
    MW_ON_CHARACTERS,
    MW_ON_PLOT,
    MW_ON_PACING,
    MW_ON_ENDING,
    MW_ON_CINEMATOGRAPHY,
    MW_ON_MUSIC,
    MW_ON_DIALOGUE,
    MW_ON_THEME,
    MW_ON_OVERALL,
    MW_N_ASPECT
} mw_aspect;
extern const char *const mw_aspect_names[MW_N_ASPECT]; /* "direction" … in the order of tag's signs */

typedef enum mw_polarity { MW_FOR, MW_AGAINST, MW_EVEN, MW_N_POLARITY } mw_polarity;
extern const char *const mw_polarity_names[MW_N_POLARITY]; /* "+" "-" "±" */

typedef enum mw_verdict { MW_NO_VERDICT, MW_POSITIVE, MW_NEGATIVE, MW_TORN, MW_N_VERDICT } mw_verdict;
extern const char *const mw_verdict_names[MW_N_VERDICT]; /* NULL "positive" "negative" "mixed" */

typedef struct mw_opinion {
    mw_span span;
    const char *target; /* as the review has it, or NULL */
    mw_aspect aspect;
    mw_polarity polarity;
    bool conceded; /* granted for the sake of argument: "even if", "for all its" */
    float confidence;
} mw_opinion;

/* What the work is said not to show, explain or follow through. */
typedef struct mw_withheld {
    mw_span span;
    float confidence;
} mw_withheld;

struct mw_review_rows {
    mw_opinion *opinions; /* by start */
    uint32_t n_opinions;
    mw_withheld *withheld; /* by start */
    uint32_t n_withheld;
    mw_verdict verdict;
    float verdict_confidence;
    mw_span thesis; /* empty: none */
    float thesis_confidence;
    float rating, rating_of; /* 3 of 5 stars; of 0: none */
    mw_span rating_span;
};

/* *rows NULL where the text is no review. */
marrow_status mw_review_build(const mw_env *env, mw_arena *arena, const mw_read *read, mw_review_rows **rows, marrow_error *err);
void mw_review_dump(const mw_read *read, const mw_review_rows *rows, mw_buf *out);

#endif
