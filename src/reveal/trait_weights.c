/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

/* clang-format off */
const float mw_trait_weights[MW_N_MARK] = {
    0.1638f, -0.5144f, 0.7984f, -0.1586f, -0.187f, 0.244f, 1.071f, -0.5524f, -0.4172f, 0.7561f, 0.3414f, -0.7186f, 0.7152f,
    -0.7322f, -1.202f, 0.889f, -0.504f, 0.0f, 0.0f, 0.4295f, -0.3983f, -0.328f, 0.1083f, 0.1519f, 0.4781f, -0.2703f, -0.02328f,
    -0.04146f, 0.2692f, -0.3759f, -0.5555f, 0.5637f, 0.08352f, -0.7781f, 0.2296f, -0.121f, -0.7388f, -1.211f, 0.6565f, 0.5222f,
    -0.5199f, -0.3611f, -0.768f, 0.4049f, -0.5693f, -0.00365f, 0.5308f, 0.5659f, -0.666f, 1.203f, -0.3508f, -1.079f, -0.4406f,
    -1.185f, 0.0f, 0.0f, -1.537f,
};
/* clang-format on */
