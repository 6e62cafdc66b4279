/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.7061f, -0.5557f, -0.3314f, 0.11f, -0.3092f, -0.2052f, 0.6043f, 0.2845f, 0.3739f, 0.1405f, -0.3981f, -0.1888f, -0.6134f,
    0.3822f, 0.0f, 0.1387f, 0.0f, -0.05321f, -0.1386f, 0.9888f, -0.1945f, -0.6964f, -0.1613f, 0.3798f, 0.0f, 0.06639f, 0.0f,
    -0.07926f, 0.0f, -0.2081f, 0.0f, 0.2538f, 0.1807f, -0.06145f, 0.0f, 0.0f, 0.3952f, 0.0f, -0.811f, 0.2892f, -0.5116f, -0.2548f,
    -0.551f, -1.554f, 0.4611f, 0.1902f, -0.1266f, -0.4072f, -0.02149f, -0.3667f, 0.06819f, -1.488f, -0.8156f, -0.1357f, 0.2583f,
    -0.07449f,
};
/* clang-format on */
