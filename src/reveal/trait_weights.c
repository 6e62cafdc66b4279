/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

/* clang-format off */
const float mw_trait_weights[MW_N_MARK] = {
    -0.07173f, -0.007994f, 0.09115f, -0.05178f, -0.5149f, -0.4128f, 0.8593f, -0.1013f, 0.1354f, 0.1792f, 0.3667f, -0.573f,
    0.1141f, 0.02394f, -0.2299f, 0.6315f, -0.3229f, 0.0f, -0.1221f, 0.1955f, 0.00613f, -0.2132f, 0.0636f, 0.0253f, 0.119f,
    -0.005948f, 0.004527f, 0.1448f, 0.1576f, 0.1702f, 0.09629f, 0.3156f, -0.1969f, -0.4499f, 0.3714f, -0.04166f, -0.2183f,
    -0.3101f, 0.1562f, 0.1396f, -0.5102f, -0.2335f, -0.4002f, 0.09969f, -0.1937f, 0.2119f, 0.7203f, 0.4213f, -1.011f, 0.8931f,
    -0.4817f, -0.7311f, -0.151f, -0.5317f, 3.591f, -1.097f, -2.844f,
};
/* clang-format on */
