/* tie_weights: what a mark is worth in telling relations, learnt by training/portraits; not to be edited. */
#include "reveal/ties.h"

/* clang-format off */
const float mw_tie_weights[MW_N_TIE_MARK] = {
    0.4279f, -1.062f, 0.3863f, 0.5779f, -0.2493f, 0.4783f, 0.915f, 0.09602f, 0.9671f, -0.1585f, -0.2656f, -0.4361f, -1.101f,
    -0.5762f, 0.0f, 0.1797f, 0.0f, -0.02574f, 0.1214f, 0.5555f, -0.197f, -0.1495f, -0.5174f, 0.1973f, 0.0f, 0.1627f, 0.0f,
    0.3453f, 0.0f, -0.01234f, 0.0f, 0.02031f, 0.5458f, -0.5606f, 0.0f, 0.0f, 0.3056f, 0.0f, -0.9708f, -0.06537f, -0.5798f,
    0.1182f, -0.1951f, -0.8386f, 0.06798f, 0.1842f, -0.2685f, -0.6109f, 0.0572f, -0.357f, -0.257f, -0.9718f, -1.353f, -0.6433f,
    1.541f, 0.05418f,
};
/* clang-format on */
