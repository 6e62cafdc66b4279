/* tie_weights: how often a place of a way and type is a relation, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

float mw_tie_weight(const mw_sight *s, const mw_tie *t) {
    (void)s;
    return t->way == MW_TIE_SIGN ? (float)t->sign / 400 : 0.5f;
}
