/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.8807f, -0.8788f, 0.3779f, 0.6472f, -0.1041f, 0.6329f, 0.9449f, 0.1201f, 0.9499f, -0.3382f, -0.5033f, -0.4605f, -0.8821f,
    -1.325f, 0.0f, -0.063f, 0.02665f, 0.0f, -0.2451f, -0.7689f, 0.4399f, -0.2186f, -0.2578f, -0.2497f, 0.213f, 0.0f, 0.2975f,
    0.0f, 0.4113f, 0.0f, 0.4789f, 0.0f, 0.02454f, 0.5373f, -0.4807f, 0.0f, 0.0f, 0.3747f, 0.0f, -0.5844f, 0.08098f, -0.2432f,
    0.2134f, -0.3301f, -0.9485f, -0.1009f, 0.1202f, -0.6656f, -0.7434f, -0.0281f, -0.7579f, -0.5272f, -0.8112f, -0.6554f,
    -0.3663f, 0.7571f, 1.302f, -1.269f, 1.039f, 0.2389f, 0.2496f, 0.2039f, 0.1024f, -0.06383f, 0.2649f, 0.2934f, -0.3062f,
};
/* clang-format on */
