/* critic_weights: learnt by training/reviews from reviews of invented works. Written by it; not by hand. */
#include "cast/critic_inside.h"

const float mw_critic_title_weights[MW_TITLE_FEATURES] = {
    1.168f, -0.026f, 0.612f, 1.756f, -0.173f, 0.615f, 0.534f, 1.044f, 1.182f, 0.188f,
    0.100f, -1.752f, 1.087f, 0.854f, -0.343f, 0.162f, -0.308f, -0.839f, 1.945f, 0.860f,
    -0.743f, 0.880f, -0.252f, -0.447f, -0.339f, -0.689f, 0.314f, 5.505f, 0.321f, -0.953f,
};
