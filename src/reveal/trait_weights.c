/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

const float mw_trait_weights[MW_N_MARK] = {[MW_SAYS_BIAS] = -0.5f};
