/* lexicon: what a verb, an adjective or a noun says of deeds and minds, by lemma: closed tables made for this project, and WordNet's
 * supersense of the word in its context (a column of tag) where the tables are silent. Words in lower case, sorted by byte order. */
#ifndef MW_EVENT_LEXICON_H
#define MW_EVENT_LEXICON_H

#include "speech/speech.h"

/* What kind of deed a verb is, for the table of who does what to whom. */
typedef enum mw_deed {
    MW_DEED_OTHER,
    MW_DEED_HARM,
    MW_DEED_HELP,
    MW_DEED_TOUCH,
    MW_DEED_GIVE,
    MW_DEED_TAKE,
    MW_DEED_TELL,
    MW_DEED_ASK,
    MW_DEED_LEAVE,
    MW_DEED_COME,
    MW_DEED_LOOK,
    MW_DEED_MAKE,
    MW_N_DEED
} mw_deed;
extern const char *const mw_deed_names[MW_N_DEED];

/* What a word lets us see of a mind. */
typedef enum mw_mind { MW_MIND_NONE, MW_MIND_PERCEIVE, MW_MIND_THINK, MW_MIND_FEEL, MW_MIND_WANT, MW_N_MIND } mw_mind;

/* How a verb treats the clause below it, and what else it says. */
enum {
    MW_VERB_SAY = 1,      /* brings in speech */
    MW_VERB_ASPECT = 2,   /* begin, stop, go on: what follows happens */
    MW_VERB_MEAN = 4,     /* want, mean, plan, promise: what follows is meant only */
    MW_VERB_FEAR = 8,     /* what follows is feared */
    MW_VERB_ORDER = 16,   /* tell, beg, order somebody to: what follows is asked of the object */
    MW_VERB_CAUSE = 32,   /* make, let, force: what follows happens, by the object */
    MW_VERB_TRY = 64,     /* try, attempt: open whether it happened */
    MW_VERB_FAIL = 128,   /* refuse, fail, forget: what follows does not happen */
    MW_VERB_LIGHT = 256,  /* give, make, take, have: the noun says what is done */
    MW_VERB_GRAVE = 512,  /* changes a life: kill, die, marry, leave for good, confess */
    MW_VERB_STATE = 1024, /* be, have, know, stand: nothing is done */
    MW_VERB_SEEM = 2048,  /* seem, appear: the mind is the oblique's */
    MW_VERB_STIRS = 4096, /* frighten, puzzle: the object feels it */
};
typedef struct mw_verb_word {
    const char *lemma;
    uint8_t deed; /* mw_deed */
    uint8_t mind; /* mw_mind */
    uint16_t flags;
} mw_verb_word;
const mw_verb_word *mw_verb_word_lookup(const char *lemma); /* NULL: none */

/* Of a predicate adjective: she was glad. */
mw_mind mw_adjective_mind(const char *lemma);
/* Of a noun in somebody's possession: her fear, his idea. */
mw_mind mw_noun_mind(const char *lemma);
/* The deed that a noun names under a light verb: gave a cry, took a look. */
mw_deed mw_noun_deed(const char *lemma);
bool mw_body_noun(const char *lemma); /* hand, face: what is done to it is done to its owner */
bool mw_time_noun(const char *lemma); /* day, night, moment */

/* Deed and mind of a verb by its supersense ("B-verb.contact"). */
mw_deed mw_sense_deed(const char *sense);
mw_mind mw_sense_mind(const char *sense);

#endif
