/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.417f, -1.112f, 0.3947f, 0.5666f, -0.4141f, 1.01f, 0.9876f, 0.2953f, 0.8178f, -0.157f, -0.3434f, -0.3811f, -0.984f, -1.025f,
    0.0f, -0.07358f, -0.1331f, 0.0f, 0.1021f, -0.4066f, -0.005063f, -0.3415f, -0.06971f, -0.2838f, 0.3423f, 0.0f, 0.3357f, 0.0f,
    0.4238f, 0.0f, 0.2061f, 0.0f, 0.143f, 0.6763f, -0.5061f, 0.0f, 0.0f, 0.2052f, 0.0f, -0.6891f, 0.02686f, -0.4559f, 0.1511f,
    -0.2464f, -0.1855f, -0.1649f, 0.1937f, -0.4094f, -0.6844f, -0.1848f, -0.4453f, -0.5078f, -0.7241f, -0.9648f, -0.9163f,
    0.9806f, 1.015f, -1.3f, 1.004f, 0.3193f, -0.1186f,
};
/* clang-format on */
