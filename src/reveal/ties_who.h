/* ties_who: what the choice of the two people of a noun of relation goes by. Internal to reveal; training/portraits learns the weights. */
#ifndef MW_REVEAL_TIES_WHO_H
#define MW_REVEAL_TIES_WHO_H

#include "reveal/ties.h"

/* Of either of the two: how somebody stands to the words that mean them. */
typedef enum mw_who_mark {
    MW_WHO_OWN, /* whom the words are taken for, */
    MW_WHO_OWN_NAMED,
    MW_WHO_OWN_PASSING,
    MW_WHO_OWN_DOUBT, /* 1 - how sure that is */
    MW_WHO_JOINED,    /* whom roles gave them to (ties_roles.c) */
    MW_WHO_OTHER,     /* somebody else near by, */
    MW_WHO_OTHER_NAMED,
    MW_WHO_OTHER_PASSING,
    MW_WHO_LINK,    /* how well the words continue that person's nearest mention before them, */
    MW_WHO_NO_LINK, /* or nothing is known of it */
    MW_WHO_FAR,     /* logarithm of the tokens between */
    MW_WHO_BEHIND,  /* mentioned only behind them */
    MW_WHO_SAME_BEFORE,
    MW_WHO_SAME_AFTER, /* in the same sentence */
    MW_WHO_FIRST,      /* the first person of the sentence, */
    MW_WHO_SUBJECT,    /* who does what is told with the words */
    MW_WHO_OFTEN,
    MW_WHO_GENDER,     /* the gender of the words, */
    MW_WHO_GENDERLESS, /* or none known */
    MW_WHO_SPEAKER,
    MW_WHO_HEARER,
    MW_WHO_TELLER,
    MW_WHO_SEVERAL,
    MW_WHO_CHILD,
    MW_N_WHO_MARK
} mw_who_mark;

enum { MW_WHO_SORTS = 8 }; /* parents and spouses; children and siblings; other kin; friends; service; lovers; foes; the rest */
typedef enum mw_who_pair_mark {
    MW_WHO_BEARER,                                /* marks of a, */
    MW_WHO_OWNER = MW_WHO_BEARER + MW_N_WHO_MARK, /* and of b */
    MW_WHO_SORT = MW_WHO_OWNER + MW_N_WHO_MARK,
    MW_WHO_BEARER_SORT = MW_WHO_SORT + MW_WHO_SORTS,       /* the bearer is somebody else, by sort */
    MW_WHO_OWNER_SORT = MW_WHO_BEARER_SORT + MW_WHO_SORTS, /* or the owner */
    MW_WHO_WAY = MW_WHO_OWNER_SORT + MW_WHO_SORTS,
    MW_WHO_BASE = MW_WHO_WAY + MW_N_TIE_WAY, /* the tie that the gatherer made, */
    MW_WHO_BASE_LOGIT,                       /* how likely it is by its own marks */
    MW_WHO_ELSEWHERE,                        /* other places that make a the same of b, */
    MW_WHO_OTHERWISE,                        /* or something else */
    MW_WHO_HEARD,
    MW_WHO_OFFICE,
    MW_WHO_LOOSE,
    MW_WHO_PLURAL_NOUN,
    MW_WHO_PLURAL_OWNER,
    MW_WHO_FILLED,   /* somebody else is the same of b by other places, */
    MW_WHO_TAKEN,    /* or a of somebody else */
    MW_WHO_SURNAME,  /* they share a last name */
    MW_WHO_LADY,     /* a or b is called Mrs.: weds, mothers */
    MW_WHO_TOGETHER, /* both in the sentence */
    MW_WHO_TALK,     /* who speaks and who hears */
    MW_WHO_SIGN,     /* the model's sign there, */
    MW_WHO_SIGN_ROOT,
    MW_WHO_SAME_SEX, /* of lovers and spouses */
    MW_WHO_OTHER_SEX,
    MW_WHO_BIAS,
    MW_N_WHO
} mw_who_pair_mark;
extern const float mw_who_weights[MW_N_WHO], mw_who_sign_weights[MW_N_WHO]; /* of nouns; of signs alone */

typedef struct mw_who_pair {
    uint32_t a, b;         /* a is the place's type of b */
    uint8_t bearer, owner; /* their numbers among those near */
    float marks[MW_N_WHO];
    double sum;
    float chance;   /* among the place's pairs and nobody */
    uint32_t known; /* byte by which a reader could come near that chance */
} mw_who_pair;
typedef MW_VEC(mw_who_pair) mw_who_pairs;

/* What other places say of two people (ties_elsewhere.c). */
typedef struct mw_who_known mw_who_known;
mw_who_known *mw_who_known_of(mw_sight *s, const mw_ties *ties); /* NULL: out of memory; lives with s->work */
bool mw_who_share_surname(const mw_who_known *known, uint32_t a, uint32_t b);
bool mw_who_lady(const mw_who_known *known, uint32_t who);                /* called Mrs. */
uint32_t mw_who_group(const mw_who_known *known, uint32_t a, uint32_t b); /* the ties of a pair, or MW_NONE */
/* What ties at other words than `key`, known by the byte `until`, say of a pair: that its lower number is `type` of the higher (low[0]),
 * something else (low[1]); high: the other way round. -> the last byte at which one of them is known. */
uint32_t mw_who_ask(const mw_who_known *known, uint32_t group, uint8_t type, uint32_t key, uint32_t until, float low[2], float high[2]);

/* All pairs of people that a place may mean, with their chances; false: out of memory. *end: the byte behind the last word looked at. */
bool mw_who_gather(mw_sight *s, const mw_ties *ties, const mw_who_known *known, const mw_tie_place *place, mw_who_pairs *pairs,
                   uint32_t *end);

#endif
