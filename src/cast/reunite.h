/* reunite: two entities that are one, weighed with all that is said of both near where the second opens. Nothing outside this room and
 * training/links includes it.
 *
 * The later one is described by its first mentions, the earlier by its mentions around; marks and numbers make a linear score whose
 * logistic is the probability that they are one (weights: reunite_weights.c, learnt by training/links). */
#ifndef MW_CAST_REUNITE_H
#define MW_CAST_REUNITE_H

#include "cast/antecedent.h"

/* Classes of the later one, by the mention that opens it: a name, a noun for a person, for persons, for a thing, a pronoun. */
#define MW_OPENERS(X) X(NAME) X(NOUN) X(NOUNS) X(THING) X(PRONOUN)
#define MW_OPENER_ENUM(name) MW_OPENER_##name,
typedef enum mw_opener { MW_OPENERS(MW_OPENER_ENUM) MW_N_OPENER } mw_opener;

/* Marks of a pair, by groups: X(name, how many). B: the later one, A: the earlier. */
#define MW_PAIR_MARKS(X)                                                                                                                   \
    X(ONE, 1)                                                                                                                              \
    X(DET, 5)       /* + determiner of B's first mention */                                                                                \
    X(MADE, 5)      /* A: a person with a name; opened by a noun, another name, an I or you, another pronoun */                            \
    X(HEAD, 3)      /* A: + no nouns near by, other nouns, the same noun as B */                                                           \
    X(HEAD_DET, 5)  /* the same noun, + determiner */                                                                                      \
    X(GENDER, 4)    /* + 2: A's is known, + 1: B's is */                                                                                   \
    X(SIZE_B, 3)    /* mentions of B in the window: 1, 2 and 3, more */                                                                    \
    X(SIZE_A, 7)    /* of A before: 1, 2, 4, … 64 */                                                                                     \
    X(GAP, 6)       /* sentences between: 0, 1, to 3, to 8, to 14, more */                                                                 \
    X(FAR, 1)       /* too far back for the ranking */                                                                                     \
    X(RANK, 6)      /* entities between, min 5 */                                                                                          \
    X(TOGETHER, 4)  /* sentences of B in which A is too, min 3 */                                                                          \
    X(ARGUMENTS, 3) /* both arguments of one verb: times, min 2 */                                                                         \
    X(ROLE_B, 7)    /* of its first mention */                                                                                             \
    X(ROLE_A, 7)    /* of the last one before it */                                                                                        \
    X(SORT_A, 3)    /* that one: a name, a noun, a pronoun */                                                                              \
    X(LAYER, 5)     /* of the two, as in antecedent.h */                                                                                   \
    X(OWNER, 2)     /* B is somebody's; A's */                                                                                             \
    X(INSIDE, 1)    /* B's first mention stands inside A's */                                                                              \
    X(TYPE, 1)      /* the same type */                                                                                                    \
    X(WORDS, 3)     /* of B's first mention: 1, 2, more */                                                                                 \
    X(HANGS, 1)     /* A depends on B's noun */                                                                                            \
    X(CALLS, 1)     /* B is called out in speech */
#define MW_PAIR_SIZE(name, n) MW_PAIR_##name##_SIZE = n,
enum { MW_PAIR_MARKS(MW_PAIR_SIZE) };
#define MW_PAIR_ENUM(name, n) MW_PAIR_##name, MW_PAIR_##name##_LAST = MW_PAIR_##name + (n)-1,
typedef enum mw_pair_mark { MW_PAIR_MARKS(MW_PAIR_ENUM) MW_N_PAIR_MARK } mw_pair_mark;

/* Numbers, from the model's links against none; all over 4. */
#define MW_PAIR_NUMBERS(X)                                                                                                                 \
    X(SHARE)       /* ln of A's share of exp(link) of B's first mention */                                                                 \
    X(FIRST)       /* best link of B's first mention to A */                                                                               \
    X(BEST)        /* of any of B's */                                                                                                     \
    X(GOOD)        /* that, where it is above 0 */                                                                                         \
    X(MEAN)        /* of all */                                                                                                            \
    X(FULL)        /* best between mentions that are no pronouns */                                                                        \
    X(SENTENCES)   /* share of B's sentences in which A is too */                                                                          \
    X(SHARE_AHEAD) /* against the best of another: the share */                                                                            \
    X(BEST_AHEAD)  /* the best link */                                                                                                     \
    X(MEAN_AHEAD)  /* the mean */
#define MW_PAIR_NUMBER_ENUM(name) MW_PAIR_N_##name,
typedef enum mw_pair_number { MW_PAIR_NUMBERS(MW_PAIR_NUMBER_ENUM) MW_N_PAIR_NUMBER } mw_pair_number;

enum { MW_PAIR_ON = 32 };
typedef struct mw_pair {
    uint32_t a, b; /* entities */
    uint32_t at;   /* A's last mention before B */
    bool far;      /* it is there for B's noun alone */
    uint32_t n;
    uint8_t on[MW_PAIR_ON]; /* [n] mw_pair_mark */
    float numbers[MW_N_PAIR_NUMBER];
} mw_pair;

extern const float mw_reunite_weights[MW_N_OPENER][MW_N_PAIR_MARK + MW_N_PAIR_NUMBER];

#endif
