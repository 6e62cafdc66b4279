/* content_weights: what a mark is worth in telling content notes, learnt by training/portraits; not to be edited. */
#include "reveal/content.h"

/* clang-format off */
const float mw_content_weights[MW_N_CONTENT_MARK] = {
    0.9116f, 3.563f, 0.6479f, 1.146f, 1.583f, 1.302f, -0.3193f, 0.4731f, -2.03f, -0.8779f, -1.131f, 1.242f, 0.0f, 0.2645f,
    -0.08145f, 0.1224f, -0.2431f, 0.5993f, -0.4369f, 0.4557f, -0.02396f, -0.379f, 0.3318f, 0.534f, -0.1642f, -0.2439f, -3.218f,
};
/* clang-format on */
