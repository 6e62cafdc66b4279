/* trait_weights: what a mark is worth in telling traits, learnt by training/portraits; not to be edited. */
#include "reveal/traits.h"

/* clang-format off */
const float mw_trait_weights[MW_N_MARK] = {
    0.1718f, -0.527f, 0.7995f, -0.1756f, -0.1957f, 0.2321f, 1.084f, -0.5498f, -0.3838f, 0.7485f, 0.3466f, -0.6903f, 0.7116f,
    -0.7397f, -1.214f, 0.8824f, -0.5073f, 0.0f, 0.0f, 0.4491f, -0.367f, -0.337f, 0.13f, 0.1336f, 0.3423f, -0.2874f, -0.03163f,
    -0.04339f, 0.2646f, -0.3796f, -0.5629f, 0.5621f, 0.08414f, -0.7771f, -0.2574f, -0.1228f, -0.7342f, -1.195f, 0.6684f, 0.5263f,
    -0.5186f, -0.3621f, -0.7672f, 0.4005f, -0.5459f, 0.0009652f, 0.5028f, 0.5479f, -0.645f, 1.2f, -0.3773f, -1.076f, -0.4349f,
    -1.258f, 0.0f, 0.0f, -1.514f,
};
/* clang-format on */
