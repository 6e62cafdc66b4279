/* ties: words that name what one person is to another, deeds that make them so, and what may be a relation with what speaks for it. Internal
 * to reveal; training/portraits learns the weights of the ways from it. */
#ifndef MW_REVEAL_TIES_H
#define MW_REVEAL_TIES_H

#include "reveal/sight.h"

/* A noun: X's NOUN is TYPE of X. */
typedef struct mw_tie_noun {
    const char *word;
    uint8_t type; /* mw_relation_type */
    uint8_t flags;
} mw_tie_noun;
enum {
    MW_TIE_CALLED = 1, /* also said to that person: "mother" */
    MW_TIE_LOOSE = 2,  /* also means other things: "master", "boy" */
    MW_TIE_OFFICE = 4, /* one who does it for a living, whose it may be: doctor, cook */
};
const mw_tie_noun *mw_tie_noun_lookup(const char *lower); /* NULL: none */

/* A verb: who does it to whom is TYPE of them. */
typedef struct mw_tie_verb {
    const char *lemma;
    uint8_t type;
} mw_tie_verb;
const mw_tie_verb *mw_tie_verb_lookup(const char *lemma); /* NULL: none */

/* How the text says it. */
typedef enum mw_tie_way {
    MW_TIE_POSSESSED, /* her uncle */
    MW_TIE_OF,        /* the uncle of the girl */
    MW_TIE_IS,        /* he was her uncle */
    MW_TIE_BESIDE,    /* her uncle Peter; Peter, her uncle */
    MW_TIE_HAS,       /* she had an uncle */
    MW_TIE_CALLED_SO, /* "Uncle!" */
    MW_TIE_BARE,      /* "Mother says so"; Mother in the telling of her child */
    MW_TIE_TITLE,     /* Aunt Polly, to one who speaks to or of her */
    MW_TIE_COUPLE,    /* Mr. and Mrs. Dale */
    MW_TIE_DEED,      /* he struck her, and it happened */
    MW_TIE_WISH,      /* he meant to strike her */
    MW_TIE_GROUP,     /* the two were sisters */
    MW_TIE_COURTESY,  /* "Yes, ma'am" */
    MW_TIE_SIGN,      /* the model's sign, with two people near */
    MW_TIE_INFERRED,  /* from other relations */
    MW_TIE_SURNAME,   /* two of one surname: Mrs. Dale and Henry Dale, Tom Dale and Ann Dale */
    MW_N_TIE_WAY,
    MW_TIE_TOLD = MW_N_TIE_WAY /* as a review tells it: has no weights, but says itself how sure it is */
} mw_tie_way;
extern const char *const mw_tie_ways[MW_N_TIE_WAY];

/* What speaks for or against, beside way and type: numbers that the weights go with. */
typedef enum mw_tie_mark {
    MW_TELLS_TYPE = MW_N_TIE_WAY,                       /* one for each type */
    MW_TELLS_KIN_OWNED = MW_TELLS_TYPE + MW_N_RELATION, /* kin by possession */
    MW_TELLS_HEARD,
    MW_TELLS_OFFICE, /* flags of the noun */
    MW_TELLS_LOOSE,
    MW_TELLS_DOUBT,   /* 1 - how sure the least sure mention in the words is */
    MW_TELLS_PRONOUN, /* one of the two is meant by a pronoun */
    MW_TELLS_NAME,    /* by a name */
    MW_TELLS_CLASH,   /* the noun's gender is not a's */
    MW_TELLS_A_NAMED, /* a has a name elsewhere */
    MW_TELLS_B_NAMED,
    MW_TELLS_A_PASSING,
    MW_TELLS_B_PASSING,
    MW_TELLS_PLURAL,    /* a or b are several */
    MW_TELLS_FAR,       /* tokens between, of 20 */
    MW_TELLS_YOUNG,     /* a is a child: a parent, master, teacher … is hardly one */
    MW_TELLS_SIGN,      /* the model's sign of this type at these words: its probability, */
    MW_TELLS_ROOT,      /* its root */
    MW_TELLS_SAME_SEX,  /* love and marriage of two men or two women, */
    MW_TELLS_OTHER_SEX, /* of one of each */
    MW_TELLS_B_YOUNG,   /* b is a child and a its parent, teacher, guardian … */
    MW_TELLS_A_SAID,    /* a is named in these very words, */
    MW_TELLS_B_SAID,    /* or b; */
    MW_TELLS_A_TAKEN,   /* a has a name and is meant by a noun here: taken for the one of the name, */
    MW_TELLS_B_TAKEN,   /* or b; */
    MW_TELLS_A_PRONOUN, /* a is meant by a pronoun, */
    MW_TELLS_B_PRONOUN, /* or b */
    MW_TELLS_BIAS,
    MW_N_TIE_MARK
} mw_tie_mark;
extern const float mw_tie_weights[MW_N_TIE_MARK];

/* One place that speaks for a relation. */
typedef struct mw_tie {
    uint32_t a, b; /* a is TYPE of b; types have their left-hand form (parent, not child) where they have two */
    uint8_t type, way;
    uint8_t a_form, b_form; /* mw_entity_form by which they are meant in these words, the most telling; MW_N_FORM: by none */
    uint8_t sign;           /* 0 … 255: the model's sign of this type at these words; with no signs 0 */
    bool heard;             /* said in a quotation */
    uint32_t key;           /* token of the word */
    uint32_t first, last;   /* evidence */
    uint32_t later;         /* byte before which nobody can know it, beside what its words need; 0 */
    const char *word;       /* NULL, or the noun for a */
    float sure;             /* 0: by its marks; else how likely it is */
    float marks[MW_N_TIE_MARK];
} mw_tie;
typedef MW_VEC(mw_tie) mw_ties;

/* A noun or sign of relation with whoever it names and whose it is said to be: "her friend", "Uncle!" said by somebody. */
typedef struct mw_tie_place {
    uint32_t key; /* token of the noun */
    uint32_t bearer,
        owner;         /* tokens of the words for the one and the other; owner MW_NONE: it is the speaker's or teller's; of signs both */
    uint32_t a, b;     /* whom they are taken for, or MW_NONE */
    uint32_t tie;      /* the tie made of it, or MW_NONE */
    uint8_t type, way; /* a is `type` of b */
    uint8_t sign;      /* 0 … 255: the model's sign of the type there */
} mw_tie_place;
typedef MW_VEC(mw_tie_place) mw_tie_places;

/* places: NULL, or the nouns of relation, those included that nobody is found for. */
bool mw_ties_gather(mw_sight *s, mw_ties *ties, mw_tie_places *places);
/* Ties between people of one surname (ties_names.c); adds to `ties`. */
bool mw_ties_of_names(mw_sight *s, mw_ties *ties);
/* The left-hand form of a type that has two (parent of offspring), or itself; how sure the model's sign of a type is at its surest token. */
uint8_t mw_tie_left(uint8_t type);
uint8_t mw_tie_sign(const mw_sight *s, uint8_t type, uint32_t first, uint32_t last);
/* Adds one with its marks (ties_marks.c): a is `type` of b, by the words from `one` to `other` in either order, at the word `key`; false: out of memory. */
bool mw_tie_put(mw_sight *s, mw_ties *ties, mw_tie_way way, uint8_t type, uint32_t a, uint32_t b, uint32_t key, uint32_t one,
                uint32_t other);
void mw_tie_by_names(mw_tie *t); /* both are named, though the words of one stand elsewhere */
/* What a tie of kin is worth by their surnames: 1, or less where both have one and they differ. */
float mw_tie_by_surnames(const mw_sight *s, const mw_tie *t);
bool mw_tie_named(const mw_sight *s, uint32_t who); /* has a proper name */
/* Who is somebody's unnamed father, mother, husband or wife is the named person who is that of the same owner (ties_roles.c): changes a, b. */
bool mw_ties_join_roles(mw_sight *s, mw_ties *ties);
bool mw_ties_tell(mw_sight *s, mw_ties *ties); /* of a review: behind the others */
/* Who is meant by a noun of relation and by its owner (ties_who.c): weighs, for each place, whoever else is near against those whom the
 * links gave; the chances replace the place's tie, and what else is likely becomes a tie of its own. */
bool mw_ties_weigh_people(mw_sight *s, mw_ties *ties, const mw_tie_places *places);
bool mw_tie_mutual(uint8_t type); /* friend, sibling …: a is of b what b is of a */
/* How likely one tie alone makes the relation: 0 … 1. */
float mw_tie_score(const mw_tie *t);

#endif
