/* relations: rows of relations while they are made, and what follows from others. Internal to reveal. */
#ifndef MW_REVEAL_RELATIONS_H
#define MW_REVEAL_RELATIONS_H

#include "reveal/ties.h"

enum { MW_MOST_EVIDENCE = 4, MW_LEAST_RELATION = 10 }; /* places a row; percent: a row below is left out */

typedef struct mw_relation_row {
    mw_relation r;
    uint8_t mutual;
    double against; /* 1 - confidence */
    mw_span at[MW_MOST_EVIDENCE];
    double p[MW_MOST_EVIDENCE];
    uint32_t sign[MW_MOST_EVIDENCE]; /* token of a sign, or MW_NONE */
    uint32_t n;
} mw_relation_row;
typedef MW_VEC(mw_relation_row) mw_relation_rows;

/* Adds what follows from two rows where nothing is known of the pair: children of one parent, parents of one child, the parent's husband or
 * wife, the sibling's parent, the parent's parent and sibling, the uncle's child. */
bool mw_relations_infer(const mw_sight *s, mw_relation_rows *all);

#endif
