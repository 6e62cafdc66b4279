/* adjectives: what is known of an adjective whoever it stands for: what it is a quality of, how it is thought of, what it opposes. Derived
 * from WordNet (Miller, "WordNet: A Lexical Database for English", 1995) by training/wordnet.py; adjectives that its counted texts lack
 * are not in it. Internal to reveal. */
#ifndef MW_REVEAL_ADJECTIVES_H
#define MW_REVEAL_ADJECTIVES_H

#include "base/base.h"

enum { MW_OF_ATTRIBUTE = 1, MW_OF_FEELING = 2, MW_OF_STATE = 4, MW_OF_THOUGHT = 8, MW_OF_BODY = 16 };
typedef struct mw_adjective {
    const char *word;
    uint8_t of;     /* what nouns it goes with */
    int8_t valence; /* -2 ill … 2 well thought of */
    int16_t group;  /* words of group g and -g are opposites; 0: none */
} mw_adjective;
const mw_adjective *mw_adjective_lookup(const char *lemma); /* NULL: none */

#endif
