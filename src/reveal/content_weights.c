/* content_weights: what a mark is worth in telling content notes, learnt by training/portraits; not to be edited. */
#include "reveal/content.h"

/* clang-format off */
const float mw_content_weights[MW_N_CONTENT_MARK] = {
    1.197f, 3.754f, 0.4122f, 0.9559f, 1.596f, 1.281f, -0.4682f, 0.412f, -2.644f, 0.307f, -0.3342f, 0.07661f, 0.164f, -0.2907f,
    0.1004f, 3.351f, 0.6562f, -0.8474f, -0.9641f, 1.312f, 0.0f, -0.03118f, 0.3082f, 0.1078f, -0.1867f, 0.7881f, -0.58f, 0.4023f, -0.0973f,
    -0.4851f, 0.3457f, 0.2449f, -0.115f, -0.2378f, -3.559f,
};
/* clang-format on */
