/* dot: the sum of weights times marks, which every linear judge of the rooms asks for. Four sums side by side: added one after the other they
 * would wait for each other. Always in this order, so that a machine gives the same bytes as the next. */
#include "base/base.h"

double mw_dot(const float *weights, const float *marks, size_t n) {
    double sum[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) sum[k] += (double)weights[i + k] * (double)marks[i + k];
    for (; i < n; i++) sum[0] += (double)weights[i] * (double)marks[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}
