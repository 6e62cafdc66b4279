/* thesis_weights: learnt by training/reviews from reviews of invented works. Written by it; not by hand. */
#include "reveal/review_inside.h"

const float mw_review_thesis_weights[MW_THESIS_FEATURES] = {
    0.224f,  0.293f,  0.282f, 0.233f, 0.431f,  0.412f, 0.414f, 1.083f, -0.515f, -1.342f,
    -0.859f, -1.201f, 0.463f, 0.534f, -1.342f, 0.456f, 0.329f, 0.245f, 0.403f,  1.000f,
};
