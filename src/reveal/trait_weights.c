/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

/* clang-format off */
const float mw_trait_weights[MW_N_MARK] = {
    -0.2256f, -0.1303f, 0.2334f, -0.05286f, -0.3505f, -0.4525f, 0.8788f, -0.1592f, 0.1078f, 0.2086f, 0.4114f, -0.5308f, 0.1603f,
    0.1236f, -0.3239f, 0.59f, -0.3734f, 0.0f, -0.1215f, 0.2306f, 0.06851f, -0.3822f, 0.02203f, -0.07352f, 0.05026f, -0.0002261f,
    -0.08454f, 0.08651f, 0.1371f, 0.09446f, 0.07602f, 0.3381f, -0.1052f, -0.4342f, 0.2928f, -0.01796f, -0.2559f, -0.3548f,
    0.0857f, 0.1138f, -0.4319f, -0.2285f, -0.3731f, 0.003909f, -0.1577f, 0.2449f, 0.591f, 0.3412f, -1.003f, 0.8721f, -0.5403f,
    -0.6532f, -0.1278f, -0.5327f, 3.459f, -1.136f, -2.629f,
};
/* clang-format on */
