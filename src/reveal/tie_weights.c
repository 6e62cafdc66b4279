/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.8303f, -0.2174f, -0.4103f, 0.4269f, -0.2959f, -0.1503f, 0.8089f, 0.0618f, 0.504f, -0.152f, -0.5529f, 0.04895f, -0.9032f,
    0.0f, 0.0f, 0.02529f, 0.0f, -0.321f, -0.02593f, 0.6854f, 0.06027f, -0.5696f, -0.04572f, 0.3649f, 0.0f, 0.05688f, 0.0f,
    -0.08163f, 0.0f, -0.107f, 0.0f, 0.2068f, 0.1349f, -0.06041f, 0.0f, 0.0f, 0.2624f, 0.0f, -0.5866f, 0.3573f, -0.185f, -0.02823f,
    -0.7508f, -1.336f, 0.6764f, 0.4893f, -0.2573f, -0.6698f, -0.0901f, -0.5078f, -0.1331f, -1.453f, -0.727f, -0.2083f, 0.0f,
    -0.2407f,
};
/* clang-format on */
