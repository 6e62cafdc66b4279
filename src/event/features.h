/* features: what an act is judged by, as numbers, and the judges: logistic regressions learnt in training/minds from annotated passages
 * (weights.inc). Internal to event, and to the program that writes features down for training. */
#ifndef MW_EVENT_FEATURES_H
#define MW_EVENT_FEATURES_H

#include "event/event.h"

/* clang-format off */
/* Groups of features lie one behind the other; a group's width stands beside its name. */
#define MW_ACT_GROUPS(X)                                                                                                                   \
    X(BIAS, 1)                                                                                                                             \
    X(DEED, MW_N_DEED)                                                                                                                     \
    X(MIND, MW_N_MIND) X(VERB, 14) X(EVENT, 2) X(FORM, 12) X(REL, 8) X(LAYER, 4) X(AUX, 8) X(MARK, 6) X(OVER, 10) X(ROLES, 9) X(SIZE, 5)   \
        X(TONE, 8) X(SIGN, 19)

/* How it stands among others: for the judges here alone. */
#define MW_STANDING_GROUPS(X) X(WHOM, 13) X(PLACE, 12) X(TENSE, 5) X(WORDS, 8)
/* clang-format on */

typedef enum mw_act_feature {
#define X(name, width) MW_AF_##name, MW_AF_##name##_END_ = MW_AF_##name + (width)-1,
    MW_ACT_GROUPS(X)
#undef X
        MW_N_ACT_FEATURE
} mw_act_feature;

enum {
#define X(name, width) MW_SF_##name, MW_SF_##name##_END_ = MW_SF_##name + (width)-1,
    MW_STANDING_GROUPS(X)
#undef X
        MW_N_STANDING_FEATURE
};
enum { MW_N_JUDGED = MW_N_ACT_FEATURE + MW_N_STANDING_FEATURE };

/* What the features rest on. */
typedef struct mw_judge {
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_cast *cast;
    const mw_speech_room *speech;
    const mw_clauses *clauses;
    uint32_t *most;    /* [docs] mentions of the person mentioned most */
    uint32_t *lemma_n; /* [clauses] how often the clause's verb has been used of late, up to here */
} mw_judge;
/* Counts; the arrays lie in the arena. */
marrow_status mw_judge_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                             const mw_cast *cast, const mw_speech_room *speech, const mw_clauses *clauses, mw_judge *judge,
                             marrow_error *err);

void mw_act_features(const mw_judge *j, const mw_act *a, float *f); /* [MW_N_ACT_FEATURE] */

void mw_standing_features(const mw_judge *j, const mw_act *acts, uint32_t n, uint32_t i, float *f); /* [MW_N_STANDING_FEATURE] */

/* The shares of people as the act's doers, or whom it is done to, by the model's head for doers; together at most 1. None without that head. */
enum { MW_DOERS = 16 };
typedef struct mw_doers {
    uint32_t who[MW_DOERS], n;
    float of[MW_DOERS];
    uint32_t known[MW_DOERS]; /* byte at which the mentions that say so end; 0: none of them says much */
} mw_doers;
void mw_doers_of(const mw_judge *j, const mw_act *a, mw_doer_role role, mw_doers *d);
/* To whom a speech is said, by its own words. */
void mw_doers_heard(const mw_judge *j, uint32_t quote, mw_doers *d);
float mw_doers_share(const mw_doers *d, uint32_t who);
uint32_t mw_doers_known(const mw_doers *d, uint32_t who);

typedef enum mw_act_question { MW_ASK_ACT, MW_ASK_KEY, MW_ASK_REAL, MW_ASK_WHO, MW_N_ACT_QUESTION } mw_act_question;
/* The probability of yes. f: [MW_N_JUDGED], the act's own features and behind them its standing. */
float mw_act_answer(const mw_judge *j, mw_act_question question, const float *f);

/* The highest probability of a sign on the tokens [first, last], 0 … 1. */
float mw_sign_highest(const mw_tags *tags, uint32_t first, uint32_t last, mw_sign sign);

#endif
