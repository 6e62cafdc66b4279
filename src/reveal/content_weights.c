/* content_weights: what a mark is worth in telling content notes, learnt by training/portraits; not to be edited. */
#include "reveal/content.h"

/* clang-format off */
const float mw_content_weights[MW_N_CONTENT_MARK] = {
    -0.737f, 2.688f, 2.926f, 3.064f, 1.175f, -2.791f,
};
/* clang-format on */
