/* lexicon: closed lists that cast reads names, nominals and pronouns by: titles, person nouns, pronouns, particles, names of no person.
 * Tables only; words are given in lower case, without a final full stop. */
#ifndef MW_CAST_LEXICON_H
#define MW_CAST_LEXICON_H

#include "cast/cast.h"

/* What a title says besides gender. */
enum {
    MW_TITLE_COURTESY = 1, /* Mr., Mrs., Miss, Sir …: says nothing alone */
    MW_TITLE_RANK = 2,     /* Colonel, Doctor, Vicar: "the Colonel" is somebody */
    MW_TITLE_KIN = 4,      /* Aunt, Uncle, Cousin: a first name follows */
    MW_TITLE_FIRST = 8,    /* what follows may be a first name alone: Miss Mary, Sir Walter, Lady Catherine */
    MW_TITLE_MARRIED = 16, /* Mrs.: the surname is the husband's */
    MW_TITLE_MAIDEN = 32,  /* Miss */
};
typedef struct mw_title {
    const char *word; /* as it is looked up */
    const char *form; /* the form that stands for it and its abbreviations */
    mw_gender gender;
    uint8_t flags;
} mw_title;
const mw_title *mw_title_lookup(const char *lower); /* NULL: none */
bool mw_title_needs_name(const char *lower);        /* Mr., Miss, Sir: alone a name that was cut, or a call; not Madame, Master */

/* What a person noun says. */
enum {
    MW_NOUN_KIN = 1,     /* her mother: belongs to somebody */
    MW_NOUN_WORK = 2,    /* an occupation */
    MW_NOUN_PLAIN = 4,   /* man, girl: says little, so the same noun again need not be the same person */
    MW_NOUN_PLURAL = 8,  /* people, family: several */
    MW_NOUN_UNIQUE = 16, /* only one to a possessor: father, husband */
    MW_NOUN_BEAST = 32,  /* an animal */
    MW_NOUN_SHIFTS = 64, /* companion, visitor: whoever it is just now */
};
typedef struct mw_person_noun {
    const char *word;
    mw_gender gender;
    mw_age age;
    uint8_t flags;
} mw_person_noun;
const mw_person_noun *mw_person_noun_lookup(const char *lemma); /* NULL: none */
mw_age mw_age_adjective(const char *lower);                     /* "old", "little", "aged" … */

/* What a pronoun says. */
enum { MW_PRO_POSSESSIVE = 1, MW_PRO_REFLEXIVE = 2, MW_PRO_SUBJECT = 4, MW_PRO_OBJECT = 8 };
typedef struct mw_pronoun {
    const char *word;
    uint8_t person; /* 1 2 3 */
    bool plural;
    mw_gender gender; /* MW_NONE_GENDER for it */
    uint8_t flags;
} mw_pronoun;
const mw_pronoun *mw_pronoun_lookup(const char *lower); /* NULL: none */

bool mw_name_particle(const char *lower);  /* de, von, of …: goes on inside a name */
bool mw_name_suffix(const char *lower);    /* jr, esq, phd, iii */
bool mw_name_byname(const char *lower);    /* long, black, big: what a first name is told apart by (Long John) */
bool mw_name_no_person(const char *lower); /* God, Heaven, Monday …: called upon, no character */
bool mw_speech_verb(const char *lemma);    /* say, ask, cry … */

#endif
