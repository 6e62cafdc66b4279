/* sight: what the finders of portraits look at a token by: whose mention it heads, in whose speech it stands, its place in the parse. Made
 * once in linear time; all questions take constant time or the length of a phrase. Internal to reveal. */
#ifndef MW_REVEAL_SIGHT_H
#define MW_REVEAL_SIGHT_H

#include <string.h>

#include "reveal/portraits.h"

typedef struct mw_sight {
    const mw_env *env;
    const mw_read *read;
    const mw_tags *tags;
    mw_children *children;
    mw_arena *arena, *work; /* of the product; of the work, freed after it */
    uint32_t *mention;      /* [n] longest mention that the token heads, or MW_NONE */
    uint32_t *quote;        /* [n] quotation around the token, or MW_NONE */
    const char **word;      /* [n] the token in lower case */
} mw_sight;

marrow_status mw_sight_build(const mw_env *env, const mw_read *read, mw_arena *arena, mw_sight *sight, marrow_error *err);
void mw_sight_clear(mw_sight *s);

static inline const char *mw_sight_lemma(const mw_sight *s, uint32_t t) { return mw_lemma(s->tags, t); }
static inline mw_rel mw_sight_rel(const mw_sight *s, uint32_t t) { return (mw_rel)s->tags->rel_base[t]; }
static inline mw_upos mw_sight_upos(const mw_sight *s, uint32_t t) { return (mw_upos)s->tags->upos[t]; }
static inline bool mw_sight_is(const mw_sight *s, uint32_t t, const char *word) { return t < s->tags->n && strcmp(s->word[t], word) == 0; }
static inline uint32_t mw_sight_child(const mw_sight *s, uint32_t t, mw_rel rel) { return mw_child_with(s->tags, s->children, t, rel); }
#define MW_EACH_CHILD(s, t, c)                                                                                                             \
    uint32_t c = mw_child_first((s)->children, t);                                                                                         \
    c != MW_NONE;                                                                                                                          \
    c = mw_child_next((s)->children, c)

/* The person whom the token's mention means, or MW_NONE. */
uint32_t mw_sight_who(const mw_sight *s, uint32_t t);
const mw_mention *mw_sight_mention(const mw_sight *s, uint32_t t); /* NULL: none */
/* The full label of the relation, as "nmod:poss". */
bool mw_sight_rel_is(const mw_sight *s, uint32_t t, const char *label);
bool mw_sight_feat(const mw_sight *s, uint32_t t, const char *feat);      /* "Tense=Past" */
bool mw_sight_sense_is(const mw_sight *s, uint32_t t, const char *sense); /* "noun.body" */
/* The child of t that possesses it (her hat; the man's hat), or MW_NONE. */
uint32_t mw_sight_possessor(const mw_sight *s, uint32_t t);
/* The head of "of X" below t, or MW_NONE. */
uint32_t mw_sight_of(const mw_sight *s, uint32_t t, const char *preposition);
/* Who does the verb or is the predicate: its own subject, or the one it shares with the verb that it hangs on. MW_NONE: none. */
uint32_t mw_sight_subject(const mw_sight *s, uint32_t t);
bool mw_sight_passive(const mw_sight *s, uint32_t t);
bool mw_sight_negated(const mw_sight *s, uint32_t t);
/* A child of this relation with this lemma. */
uint32_t mw_sight_child_word(const mw_sight *s, uint32_t t, mw_rel rel, const char *lemma);
/* The tokens of the phrase below t, without punctuation at its ends and what stands in other sentences; *first <= t <= *last. */
void mw_sight_phrase(const mw_sight *s, uint32_t t, uint32_t *first, uint32_t *last);
mw_span mw_sight_span(const mw_sight *s, uint32_t first, uint32_t last);
/* Where evidence at a token is known: its end, and the place at which the quotation's speaker and the mentions are. */
uint32_t mw_sight_known(const mw_sight *s, uint32_t first, uint32_t last);
/* The words of tokens, white space squeezed; NULL: out of memory. */
const char *mw_sight_words(const mw_sight *s, uint32_t first, uint32_t last);

/* ---- the finders ------------------------------------------------------------------------------------------------------------ */

bool mw_traits_find(mw_sight *s, mw_portraits *p);
bool mw_relations_find(mw_sight *s, mw_portraits *p);
bool mw_content_find_all(mw_sight *s, mw_portraits *p);

#endif
