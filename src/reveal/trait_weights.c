/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

/* clang-format off */
const float mw_trait_weights[MW_N_MARK] = {
    -0.08195f, -0.002788f, 0.1153f, -0.078f, -0.516f, -0.4259f, 0.8626f, -0.1019f, 0.1297f, 0.2154f, 0.3414f, -0.5714f, 0.113f,
    0.01534f, -0.2433f, 0.6441f, -0.3021f, 0.0f, -0.1206f, 0.1923f, 0.001206f, -0.2321f, 0.03586f, 0.02337f, 0.1241f, -0.008462f,
    -0.0425f, 0.1764f, 0.1546f, 0.1778f, 0.07451f, 0.3165f, -0.2074f, -0.4039f, 0.357f, -0.02923f, -0.2247f, -0.3453f, 0.1611f,
    0.1458f, -0.5091f, -0.2344f, -0.4334f, 0.09707f, -0.1963f, 0.2155f, 0.6848f, 0.3872f, -1.019f, 0.8531f, -0.4795f, -0.7218f,
    -0.149f, -0.5175f, 3.545f, -1.114f, -2.789f,
};
/* clang-format on */
