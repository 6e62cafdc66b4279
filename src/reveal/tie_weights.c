/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.4147f, -1.116f, 0.3953f, 0.5648f, -0.4179f, 1.012f, 0.9855f, 0.3044f, 0.8159f, -0.1568f, -0.3464f, -0.3667f, -0.983f,
    -1.03f, 0.0f, -0.07682f, -0.1317f, 0.0f, 0.1055f, -0.4059f, -0.0008812f, -0.3402f, -0.07027f, -0.2826f, 0.3435f, 0.0f,
    0.3352f, 0.0f, 0.4247f, 0.0f, 0.2087f, 0.0f, 0.143f, 0.6767f, -0.5039f, 0.0f, 0.0f, 0.1855f, 0.0f, -0.688f, 0.01939f,
    -0.4531f, 0.1507f, -0.2465f, -0.1715f, -0.1685f, 0.1972f, -0.4085f, -0.6874f, -0.175f, -0.4443f, -0.4952f, -0.7245f, -0.9751f,
    -0.9168f, 0.9913f, 1.017f, -1.3f, 1.004f, 0.3216f, -0.1295f,
};
/* clang-format on */
