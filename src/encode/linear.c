/* linear: a linear layer on rows of floats, int8 or f32, by the kernels of the model that the layer belongs to. */
#include "encode/model.h"

size_t mw_linear_scratch(uint32_t rows, uint32_t in) {
    return (size_t)rows * mw_q_stride(in) + (((size_t)rows * sizeof(float) + 63) & ~(size_t)63);
}

void mw_linear_run(const mw_linear *l, const float *x, uint32_t rows, float *y, void *scratch) {
    if (l->packed) {
        uint8_t *q = scratch;
        float *scale = (float *)(void *)(q + (size_t)rows * mw_q_stride(l->in));
        l->kernel->quantise(x, rows, l->in, q, scale);
        l->kernel->product(l, q, scale, rows, MW_ACT_NONE, y);
        return;
    }
    for (uint32_t r = 0; r < rows; r++, x += l->in, y += l->out) {
        l->kernel->dots(x, l->weight, l->out, l->in, y);
        for (uint32_t o = 0; o < l->out; o++) y[o] += l->bias[o];
    }
}

void mw_dots(const mw_model *m, const float *a, const float *rows, uint32_t n_rows, uint32_t n, float *y) {
    m->kernel->dots(a, rows, n_rows, n, y);
}
