/* targets: whom an act is done or said to. Everybody who stands in its clause, in those above and below it, who hears it, and who acted or
 * was named last before it is weighed (a logistic regression learnt in training/minds); the likeliest is taken, or nobody. What is weighed rests on the
 * clauses and on speech alone, never on an earlier answer. Internal to event, and to the program that writes features down for training. */
#ifndef MW_EVENT_TARGETS_H
#define MW_EVENT_TARGETS_H

#include "event/features.h"

/* Where somebody comes from who may be meant. */
typedef enum mw_target_source {
    MW_FROM_RULE,     /* whom syntax alone would give: mw_clause.patient, else the hearer */
    MW_FROM_INDIRECT, /* arguments of the clause, and whom they belong to */
    MW_FROM_OBJECT,
    MW_FROM_OBJECT_OWNER,
    MW_FROM_TOWARD, /* an oblique behind to, at, on … */
    MW_FROM_OBLIQUE,
    MW_FROM_OBLIQUE_OWNER,
    MW_FROM_HULL, /* named in the clause otherwise */
    MW_FROM_BELOW_SUBJECT,
    MW_FROM_BELOW_OBJECT,
    MW_FROM_ABOVE_WHO,
    MW_FROM_ABOVE_PATIENT,
    MW_FROM_CONJUNCT, /* whom the verb is done to that this one is joined with */
    MW_FROM_HEARER,   /* of what is said */
    MW_FROM_ROUND_HEARER,
    MW_FROM_ROUND_SPEAKER, /* of the quotation that it stands in */
    MW_FROM_VOCATIVE,
    MW_FROM_SPOKEN_OF, /* of whom the act's words speak */
    MW_FROM_ACTOR,     /* acted last before it; the one before that */
    MW_FROM_ACTOR_2,
    MW_FROM_NAMED, /* named last before it in the telling; the one before that */
    MW_FROM_NAMED_2,
    MW_FROM_SPOKE, /* spoke last before it; the one before that */
    MW_FROM_SPOKE_2,
    MW_FROM_SUFFERED,
    MW_FROM_LATELY, /* named most often lately */
    MW_FROM_NEXT,   /* named next after it in the telling, within three paragraphs; the one after that */
    MW_FROM_NEXT_2,
    MW_FROM_REPLY,    /* speaks next */
    MW_FROM_NARRATOR, /* the I of the telling */
    MW_FROM_POINTED,  /* has a share by the model's head for doers */
    MW_FROM_HEARD,    /* has a share by it of the words that are said, or that it stands in */
    MW_N_FROM
} mw_target_source;

/* clang-format off */
#define MW_TO_GROUPS(X)                                                                                                                    \
    X(BIAS, 1) X(SOURCE, MW_N_FROM) X(SAID, MW_N_FROM) X(QUOTED, MW_N_FROM) X(DEED, MW_N_DEED) X(MIND, MW_N_MIND) X(NEAR, 16)               \
    X(VERB, 13) X(DEEDS, MW_N_DEED) X(FORM, 6) X(DOERS, 11)
/* clang-format on */

enum {
#define X(name, width) MW_TF_##name, MW_TF_##name##_END_ = MW_TF_##name + (width)-1,
    MW_TO_GROUPS(X)
#undef X
        MW_N_TO_FEATURE
};

typedef struct mw_target {
    uint32_t who, mention, known; /* mention: MW_NONE where it is understood */
    uint32_t from;                /* bits of mw_target_source */
    uint32_t head, block;         /* where they were named or acted last before it; MW_NONE: in the clause or by speech */
    uint32_t after;               /* where they are named or speak next after it; MW_NONE */
} mw_target;

/* Goes along the acts, in their order. */
enum { MW_TARGETS = 20, MW_TARGETS_BACK = 3 };
typedef struct mw_targets {
    const mw_judge *j;
    mw_target actor[MW_TARGETS_BACK], named[MW_TARGETS_BACK], spoke[MW_TARGETS_BACK], suffered; /* latest first */
    uint32_t mention, quote;                                                                    /* the next ones to be passed */
    mw_target at[MW_TARGETS];                                                                   /* of the act in hand */
    uint32_t n;
    uint32_t of[MW_TARGETS], n_of;         /* of whom it speaks, where it says something */
    uint32_t lately[MW_TARGETS], n_lately; /* mentions in the telling, the last ones, a ring */
    mw_doers doers;                        /* of the act in hand: whom it is done to, by the model */
    mw_doers heard;                        /* to whom the words are said that it says, or stands in */
    uint32_t heard_of;                     /* the quotation of `heard`, or MW_NONE */
} mw_targets;
void mw_targets_begin(mw_targets *t, const mw_judge *j);
/* Gathers who may be meant by the next act. Where nobody acts, and of a passive, syntax has answered: nobody is weighed. */
void mw_targets_next(mw_targets *t, const mw_act *a);
void mw_target_features(const mw_targets *t, const mw_act *a, const mw_target *x, float *f); /* [MW_N_TO_FEATURE] */
/* Takes the likeliest of those gathered, or nobody. */
void mw_targets_choose(const mw_targets *t, mw_act *a);

#endif
