/* critic_weights: learnt by training/reviews from reviews of invented works. Written by it; not by hand. */
#include "cast/critic_inside.h"

const float mw_critic_title_weights[MW_TITLE_FEATURES] = {
    0.498f,  -0.472f, 0.641f,  3.346f, -0.823f, 1.533f,  -0.081f, 0.693f, 1.959f,  -0.306f, -0.371f, -2.144f, 1.760f, 0.549f, -0.515f,
    -0.292f, -0.978f, -0.910f, 2.781f, 1.508f,  -1.785f, 1.483f,  0.550f, -0.378f, -1.216f, -0.107f, -0.696f, 0.000f, 0.000f, -1.508f,
};
