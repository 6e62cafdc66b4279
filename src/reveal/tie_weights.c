/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.8324f, -0.9148f, 0.3864f, 0.6745f, -0.1285f, 0.6056f, 1.018f, 0.168f, 0.9286f, -0.3136f, -0.486f, -0.4877f, -0.9192f, -1.3f,
    0.0f, -0.0645f, 0.009498f, 0.0f, -0.2492f, -0.7726f, 0.4074f, -0.2498f, -0.1941f, -0.2414f, 0.2127f, 0.0f, 0.3006f, 0.0f,
    0.4189f, 0.0f, 0.4919f, 0.0f, 0.04047f, 0.5545f, -0.4877f, 0.0f, 0.0f, 0.3714f, 0.0f, -0.6135f, 0.1232f, -0.2531f, 0.2315f,
    -0.3247f, -0.8361f, -0.1032f, 0.08747f, -0.4485f, -0.7895f, -0.08322f, -0.828f, -0.5626f, -0.8091f, -0.6715f, -0.4451f,
    0.7437f, 1.316f, -1.272f, 1.071f, 0.1282f, 0.1856f, 0.2506f, 0.1034f, -0.08865f, 0.1938f, 0.2581f, -0.1759f,
};
/* clang-format on */
