/* content_weights: what a mark is worth in telling content notes, learnt by training/portraits; not to be edited. */
#include "reveal/content.h"

/* clang-format off */
const float mw_content_weights[MW_N_CONTENT_MARK] = {
    -0.5806f, 2.536f, 0.2684f, 4.655f, 0.9897f, -3.008f,
};
/* clang-format on */
