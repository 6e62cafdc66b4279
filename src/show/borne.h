/* borne: how well the words of a story bear a relation out, for lists that tell a few of them. A row's confidence is learnt on passages of a page;
 * in a long book two who are spoken of often have many places that say a little, and all add up to much. So a list asks more: words that name
 * the relation, with both people in them, and how often "her sister" was taken for her in the whole text, against what else the two are called.
 * All as of a position. Internal to show. */
#ifndef MW_SHOW_BORNE_H
#define MW_SHOW_BORNE_H

#include "show/portraits.h"

typedef struct mw_borne {
    const mw_asof *a;
    mw_map *counts;
} mw_borne;

/* Linear in the mentions. False: out of memory. Clear it in either case. */
bool mw_borne_build(const mw_asof *a, mw_borne *b);
void mw_borne_clear(mw_borne *b);
/* How often nouns with an owner say a row of the two. */
uint32_t mw_borne_times(const mw_borne *b, const row_relation *r);
/* Of friends, lovers and suitors: whether words say so, in a place of the row or often elsewhere; of others true. */
bool mw_borne_said(const mw_borne *b, const row_relation *r);
/* What a row is worth in a list, about -1 … 2; it puts rows in order and is no chance. */
double mw_borne_worth(const mw_borne *b, const row_relation *r);
/* What the place of a trait adds to its worth: a name says surely whom it is of, a pronoun or noun that was hardly made out says it badly; and
 * whoever has just come in is described as they are, later on as they are just then. before: how often they were mentioned till there. */
double mw_borne_trait(const mw_asof *a, const row_trait *t, uint32_t before);
/* Of each trait how often its person was mentioned before it, in the arena; NULL: out of memory. */
uint32_t *mw_borne_before(const mw_asof *a);

#endif
