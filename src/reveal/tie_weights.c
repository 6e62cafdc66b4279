/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.7512f, -0.9485f, 0.4668f, 0.5458f, 0.07184f, 0.5594f, 0.9214f, 0.2403f, 1.087f, -0.3983f, -0.5864f, -0.4983f, -0.8139f,
    -1.208f, 0.0f, -0.1916f, 0.06399f, 0.0f, -0.08979f, -0.8496f, 0.4467f, -0.09501f, -0.1733f, -0.3477f, 0.3529f, 0.0f, 0.3664f,
    0.0f, 0.4346f, 0.0f, 0.2681f, 0.0f, 0.0308f, 0.5137f, -0.6115f, 0.0f, 0.0f, 0.2925f, 0.0f, -0.6037f, 0.309f, -0.1052f,
    0.1968f, -0.2388f, -0.7997f, -0.3503f, 0.1455f, -0.05072f, -0.8505f, -0.1018f, -0.8357f, -0.507f, -0.6673f, -0.6641f, -0.41f,
    0.663f, 1.007f, -1.096f, 0.9434f, -0.01859f, 0.1158f, 0.4316f, 0.2217f, -0.2238f, 0.2758f, 0.4923f, -0.1932f,
};
/* clang-format on */
