/* minds_work: what the files of minds share: the features by which clauses are judged, and the judges. Nothing outside minds includes it
 * but the program that writes features down for training. */
#ifndef MW_MINDS_WORK_H
#define MW_MINDS_WORK_H

#include "event/features.h"
#include "reveal/minds.h"

/* clang-format off */
/* Of a clause, whatever is asked of it. */
#define MW_CLAUSE_GROUPS(X)                                                                                                                \
    X(BIAS, 1)                                                                                                                             \
    X(MIND, MW_N_MIND)                                                                                                                     \
    X(SENSE, MW_N_MIND)                                                                                                                    \
    X(ADJ, MW_N_MIND)                                                                                                                      \
    X(NOUN, MW_N_MIND)                                                                                                                     \
    X(DEED, MW_N_DEED) X(VERB, 14) X(FORM, 12) X(REL, 8) X(LAYER, 5) X(SUBJECT, 9) X(AUX, 8) X(MARK, 16) X(OVER, 14) X(SIZE, 4) X(TONE, 8) \
        X(SIGN, 32)

/* Of a clause as the reason of an act. */
#define MW_PAIR_GROUPS(X) X(LINK, 6) X(LINKMARK, 16) X(FAR, 9) X(SAME, 6) X(INSIDE, 6) X(SPEECH, 6)

/* Of an act or clause as an effect on a person. */
#define MW_EFFECT_GROUPS(X) X(AFTER, 5) X(TOWARD, 4) X(CAUSE, MW_N_DEED) X(VIEW, 6) X(TURN, 6) X(ACT, 6) X(SIGN, 3)
/* clang-format on */

enum {
#define X(name, width) MW_CF_##name, MW_CF_##name##_END_ = MW_CF_##name + (width)-1,
    MW_CLAUSE_GROUPS(X)
#undef X
        MW_N_CLAUSE_FEATURE
};
enum {
#define X(name, width) MW_PF_##name, MW_PF_##name##_END_ = MW_PF_##name + (width)-1,
    MW_PAIR_GROUPS(X)
#undef X
        MW_N_PAIR_FEATURE
};
enum {
#define X(name, width) MW_EF_##name, MW_EF_##name##_END_ = MW_EF_##name + (width)-1,
    MW_EFFECT_GROUPS(X)
#undef X
        MW_N_EFFECT_FEATURE
};
enum { MW_N_GIVEN_FEATURE = MW_N_ACT_FEATURE + 6 }; /* the act's own, then how good its best reasons are */

/* What a clause was found to be, one answer a clause. */
typedef struct mw_clause_answer {
    float inside[MW_N_IN + 1]; /* probabilities by kind; the last: not inside */
    float reason, effect;      /* the clause's own part of the logits of being a reason, an effect */
    uint32_t who;              /* whose mind it would be; character or MW_NONE */
    uint32_t who_known;        /* byte */
} mw_clause_answer;

typedef struct mw_minds_work {
    const mw_env *env;
    const mw_read *read;
    const mw_events *e;
    mw_arena *arena;          /* of the product */
    mw_judge judge;           /* only what clause features need */
    mw_clause_answer *answer; /* [clauses] */
    mw_minds *minds;
} mw_minds_work;

/* Features. */
void mw_clause_features(const mw_minds_work *w, uint32_t clause, float *f);
void mw_pair_features(const mw_minds_work *w, const mw_act *a, uint32_t clause, float *f);
/* 15 kinds of words that open a clause, to because for since as that so lest if when …; 0: none of them. */
int mw_mark_kind(const mw_minds_work *w, uint32_t token);
/* Whose mind a clause would be inside of: character and where that is known. */
uint32_t mw_experiencer(const mw_minds_work *w, uint32_t clause, uint32_t *known);

mw_inside_kind mw_inside_likeliest(const mw_clause_answer *x);

/* Whose mind a clause is inside of: where somebody comes from whose it may be. */
typedef enum mw_whose_source {
    MW_WHOSE_OWN,   /* mw_experiencer */
    MW_WHOSE_ABOVE, /* whoever thinks or sees it, in the clause above */
    MW_WHOSE_LAST,  /* the mind entered last */
    MW_WHOSE_OFTEN, /* the one entered most of late */
    MW_WHOSE_SUBJECT,
    MW_WHOSE_TELLER,
    MW_WHOSE_SPEAKER,
    MW_N_WHOSE
} mw_whose_source;
enum { MW_WHOSE = 8, MW_WHOSE_ROUND = 15 };
#define MW_WHOSE_GROUPS(X) X(BIAS, 1) X(SOURCE, 7) X(CROSS, 105) X(MORE, 6)

enum {
#define X(name, width) MW_HF_##name, MW_HF_##name##_END_ = MW_HF_##name + (width)-1,
    MW_WHOSE_GROUPS(X)
#undef X
        MW_N_WHOSE_FEATURE
};
typedef struct mw_whose_mind {
    uint32_t who, known, block;
    float score;
} mw_whose_mind;
typedef struct mw_whose_at {
    uint32_t who, known, from; /* from: bits of mw_whose_source */
} mw_whose_at;
typedef struct mw_whose {
    const mw_minds_work *w;
    mw_whose_mind last, subject, often[MW_WHOSE];
    mw_whose_at at[MW_WHOSE]; /* of the clause in hand */
    uint32_t n;
} mw_whose;
void mw_whose_begin(mw_whose *s, const mw_minds_work *w);
void mw_whose_gather(mw_whose *s, uint32_t clause);                                         /* the clauses in order */
void mw_whose_features(const mw_whose *s, uint32_t clause, const mw_whose_at *x, float *f); /* [MW_N_WHOSE_FEATURE] */
const mw_whose_at *mw_whose_choose(const mw_whose *s, uint32_t clause);                     /* NULL: nobody was gathered */
void mw_whose_note(mw_whose *s, uint32_t clause, uint32_t who, uint32_t known);

/* An effect: an act, or a clause that is none. */
typedef struct mw_effect {
    uint32_t act, clause; /* one may be MW_NONE */
    uint32_t on, on_known;
    uint32_t first, last;
    uint32_t cause; /* act by somebody else before it, or MW_NONE */
} mw_effect;
/* The unit's effect on somebody; false: it can be none. recent: acts before it, latest last. */
enum { MW_RECENT = 8 };
typedef struct mw_recent {
    uint32_t at[MW_RECENT];
    uint32_t n;
} mw_recent;
void mw_recent_push(mw_recent *r, uint32_t act);
bool mw_effect_of(const mw_minds_work *w, const mw_recent *recent, uint32_t act, uint32_t clause, mw_effect *e);
void mw_effect_features(const mw_minds_work *w, const mw_effect *e, float *f);

/* The reasons that are looked at for an act: clauses about it. */
typedef struct mw_about {
    uint32_t from, to; /* clauses, end exclusive */
} mw_about;
mw_about mw_reason_window(const mw_minds_work *w, const mw_act *a);

/* The judges. */
void mw_judge_clause(const mw_minds_work *w, const float *f, mw_clause_answer *a);
float mw_judge_reason(const mw_minds_work *w, uint32_t clause, const float *pair); /* logit */
float mw_judge_effect(const mw_minds_work *w, const mw_effect *e, const float *f); /* probability */
float mw_judge_given(const mw_minds_work *w, const float *f, bool told);           /* probability */

void mw_given_features(const mw_minds_work *w, uint32_t act, float *f); /* [MW_N_GIVEN_FEATURE] of an act's motive */

/* The steps. */
marrow_status mw_minds_answer(mw_minds_work *w, marrow_error *err);
marrow_status mw_minds_inside(mw_minds_work *w, marrow_error *err);
marrow_status mw_minds_whys(mw_minds_work *w, marrow_error *err);
marrow_status mw_minds_ripples(mw_minds_work *w, marrow_error *err);

static inline const mw_clause *mw_work_clause(const mw_minds_work *w, uint32_t clause) { return &w->e->clauses.at[clause]; }
static inline uint32_t mw_latest(uint32_t a, uint32_t b) { return a > b ? a : b; }

#endif
