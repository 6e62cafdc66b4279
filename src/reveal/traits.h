/* traits: what may be a trait, with what speaks for it. Internal to reveal; training/portraits learns the weights from it. */
#ifndef MW_REVEAL_TRAITS_H
#define MW_REVEAL_TRAITS_H

#include "reveal/sight.h"

/* How the text says it. */
typedef enum mw_trait_way {
    MW_WAY_ADJECTIVE,  /* a proud man */
    MW_WAY_NOUN,       /* the physician */
    MW_WAY_APPOSITION, /* Mr. Dale, a farmer of the old kind */
    MW_WAY_RELATIVE,   /* a man who never hurried */
    MW_WAY_OF,         /* a man of honour */
    MW_WAY_WITH,       /* the girl with the red hair */
    MW_WAY_BODY,       /* his grey eyes */
    MW_WAY_QUALITY,    /* her patience */
    MW_WAY_PREDICATE,  /* he was proud */
    MW_WAY_IS_A,       /* she was a widow */
    MW_WAY_BODY_IS,    /* his eyes were grey */
    MW_WAY_SEEMS,      /* he looked honest */
    MW_WAY_HAS,        /* he had a quick temper */
    MW_WAY_HABIT,      /* she always rose at five */
    MW_WAY_BENT,       /* he disliked company */
    MW_WAY_AGE,        /* he was ten years old */
    MW_WAY_AS,         /* as a sailor */
    MW_WAY_MANNER,     /* she spoke softly */
    MW_WAY_SIGN,       /* words that the model takes for a trait, however they say it */
    MW_N_WAY
} mw_trait_way;

/* What speaks for or against, beside the way: numbers that the weights go with. */
typedef enum mw_trait_mark {
    MW_SAYS_ATTRIBUTE = MW_N_WAY, /* what the word is a quality of, by WordNet */
    MW_SAYS_FEELING,
    MW_SAYS_STATE,
    MW_SAYS_THOUGHT,
    MW_SAYS_UNKNOWN_WORD,
    MW_SAYS_VALENCE,    /* well or ill thought of */
    MW_SAYS_PARTICIPLE, /* -ed, -ing */
    MW_SAYS_PERSON,     /* supersense of the noun */
    MW_SAYS_BODY,
    MW_SAYS_QUALITY,
    MW_SAYS_MOOD, /* noun.feeling, noun.state */
    MW_SAYS_OTHER_NOUN,
    MW_SAYS_WORK, /* by cast's lexicon */
    MW_SAYS_PLAIN,
    MW_SAYS_KIN,
    MW_SAYS_AGE,
    MW_SAYS_HEARD, /* said in a quotation */
    MW_SAYS_OF_SELF,
    MW_SAYS_OF_HEARER,
    MW_SAYS_PRESENT,
    MW_SAYS_PAST,
    MW_SAYS_MODAL,
    MW_SAYS_NEGATED,
    MW_SAYS_ASKED,
    MW_SAYS_LASTING,   /* always, by nature */
    MW_SAYS_MOMENTARY, /* now, suddenly */
    MW_SAYS_DEGREE,    /* very, so */
    MW_SAYS_NAME,      /* form of the mention */
    MW_SAYS_PRONOUN,
    MW_SAYS_A,
    MW_SAYS_THIS,
    MW_SAYS_OWNED,
    MW_SAYS_PLURAL,
    MW_SAYS_COMPLEMENT, /* the predicate takes a clause or a phrase: sure that, angry with */
    MW_SAYS_EMPTY,      /* own, other, first: an adjective that picks out and does not describe */
    MW_SAYS_SIGN,       /* the model's probability that a word here tells a trait */
    MW_SAYS_NO_SIGN,    /* the model has signs, and none here */
    MW_SAYS_BIAS,
    MW_N_MARK
} mw_trait_mark;
extern const char *const mw_trait_marks[MW_N_MARK]; /* names */
extern const float mw_trait_weights[MW_N_MARK];

/* Something that may be a trait. */
typedef struct mw_trait_find {
    uint32_t who, key, first, last; /* person; token of the quality; its words */
    uint32_t tell_first, tell_last; /* those that are told: a long phrase ends before, a compound is whole */
    uint32_t from, to;              /* evidence: tokens, inclusive */
    mw_trait_way way;
    mw_trait_kind kind;
    float sure; /* 0: by its marks; else how likely it is */
    float marks[MW_N_MARK];
} mw_trait_find;
typedef MW_VEC(mw_trait_find) mw_trait_finds;

bool mw_traits_gather(const mw_sight *s, mw_trait_finds *finds);
bool mw_traits_tell(const mw_sight *s, mw_trait_finds *finds); /* of a review: behind the others */
float mw_trait_score(const mw_trait_find *f);                  /* 0 … 1 */
/* traits_lasting.c: 1, or less where it is hardly a quality that lasts, or hardly theirs: by this much the score is less. */
float mw_trait_lasting(const mw_sight *s, const mw_trait_find *f);
/* "Never had she been so gay": the token denies nothing, it stands before whom it is told of. */
bool mw_trait_turned(const mw_sight *s, const mw_trait_find *f, uint32_t token);

#endif
