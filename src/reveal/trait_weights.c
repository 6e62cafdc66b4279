/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

/* clang-format off */
const float mw_trait_weights[MW_N_MARK] = {
    -0.01575f, -0.1178f, 0.3222f, -0.05356f, -0.1149f, -0.07976f, 0.9359f, -0.2068f, -0.002536f, 0.256f, -0.3515f, -0.353f,
    0.4578f, -0.3717f, -0.3171f, 0.2896f, -0.2828f, 0.0f, -0.0003916f, 0.08753f, 0.0827f, -0.538f, 0.2784f, -0.1074f, 0.2004f,
    -0.2172f, -0.1851f, -0.2134f, 0.1307f, -0.02064f, 0.1447f, 0.3523f, -0.2306f, -0.6524f, 0.2628f, 0.05703f, -0.7569f, -0.9612f,
    0.4261f, 0.2465f, -0.2152f, -0.3909f, -0.4035f, 0.3607f, -0.4344f, -0.1761f, 0.5207f, 0.392f, -0.9682f, 1.007f, -0.3935f,
    -0.8472f, -0.2018f, -0.4783f, 3.371f, -1.154f, -2.47f,
};
/* clang-format on */
