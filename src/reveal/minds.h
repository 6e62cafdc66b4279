/* minds: whose head the telling is inside of, why people do what they do, and what it sets off in others. Part of reveal; built behind
 * portraits. A view, a reason, an effect is found in the clauses of event by rules and lexicon that propose, and by judges (logistic
 * regressions learnt in training/minds, with the signs of tag where the model has them) that choose. Linear time. */
#ifndef MW_MINDS_H
#define MW_MINDS_H

#include "reveal/reveal.h"

typedef enum mw_inside_kind { MW_IN_PERCEIVE, MW_IN_THINK, MW_IN_FEEL, MW_IN_WANT, MW_IN_FREE, MW_N_IN } mw_inside_kind;
extern const char *const mw_inside_names[MW_N_IN];

/* The telling is inside a mind. */
typedef struct mw_inside {
    mw_span span;
    uint32_t first, last; /* tokens, inclusive */
    uint32_t clause;
    uint32_t who; /* character */
    uint32_t known;
    mw_inside_kind kind;
    float confidence;
} mw_inside;

typedef enum mw_why_status { MW_WHY_TOLD, MW_WHY_HINTED, MW_WHY_WITHHELD, MW_WHY_UNSURE, MW_N_WHY_STATUS } mw_why_status;
extern const char *const mw_why_status_names[MW_N_WHY_STATUS];
typedef enum mw_why_kind {
    MW_WHY_NONE,
    MW_WHY_PURPOSE,
    MW_WHY_CAUSE,
    MW_WHY_FEELING,
    MW_WHY_BELIEF,
    MW_WHY_SAID,
    MW_N_WHY_KIND
} mw_why_kind;
extern const char *const mw_why_kind_names[MW_N_WHY_KIND]; /* NULL "purpose" … */

/* The motive of an act. */
typedef struct mw_why {
    mw_why_status status;
    mw_why_kind kind;
    uint32_t known; /* byte where the evidence ends; of one withheld: where looking for it ended */
    float confidence;
    mw_spans evidence; /* the reason's words, surest first; of one withheld: the nearest places that were looked at */
} mw_why;

/* A question after a motive that the text itself asks. */
typedef struct mw_asked {
    mw_span span;
    uint32_t who;   /* whose motive, or MW_NONE */
    uint32_t known; /* of the question; */
    float confidence;
} mw_asked;

typedef enum mw_ripple_kind { MW_RIPPLE_ACT, MW_RIPPLE_FEELING, MW_RIPPLE_STATE, MW_N_RIPPLE } mw_ripple_kind;
extern const char *const mw_ripple_names[MW_N_RIPPLE];

/* What an act sets off in another. */
typedef struct mw_ripple {
    const char *id;
    uint32_t from, to; /* acts; to: MW_NONE where it is no act */
    uint32_t on;       /* character */
    uint32_t known;
    mw_ripple_kind kind;
    float confidence;
    mw_span evidence;
} mw_ripple;

struct mw_minds {
    mw_inside *inside; /* by start */
    uint32_t n_inside;
    mw_why *whys; /* [events->n_acts] */
    uint32_t n_whys;
    mw_asked *asked;
    uint32_t n_asked;
    mw_ripple *ripples; /* by place of the effect */
    uint32_t n_ripples;
};

marrow_status mw_minds_build(const mw_env *env, mw_arena *arena, const mw_read *read, mw_minds **minds, marrow_error *err);
void mw_minds_dump(const mw_read *read, const mw_minds *minds, mw_buf *out);

#endif
