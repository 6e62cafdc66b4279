/* critic_weights: learnt by training/reviews from reviews of invented works. Written by it; not by hand. */
#include "cast/critic_inside.h"

const float mw_critic_title_weights[MW_TITLE_FEATURES] = {
    0.772f,  -0.365f, 0.476f,  3.305f, -0.293f, 1.352f,  -0.454f, 0.647f, 1.960f,  -0.856f, 0.612f,  -1.761f, 1.846f, 0.776f, -0.515f,
    -0.369f, -0.865f, -0.834f, 2.804f, 1.554f,  -1.712f, 1.331f,  0.297f, -0.281f, -0.978f, -0.006f, -0.922f, 0.000f, 0.000f, -1.713f,
};
