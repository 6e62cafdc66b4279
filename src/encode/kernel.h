/* kernel: the inner loops of encoder and heads, once for each instruction set, behind one table of functions.
 *
 * The loops over rows (kernel_rows.h) and the attention (kernel_attend.h, kernel_attend_int.h) are written once with vector types and compiled for each
 * set; the int8 product is written for each. Which table is used is decided once, when a model is opened, and kept in it. All
 * tables give the same results to the bit, so that a text reads the same on every processor. Nothing here allocates. */
#ifndef MW_KERNEL_H
#define MW_KERNEL_H

#include "encode/encode.h"

typedef enum mw_activation { MW_ACT_NONE, MW_ACT_GELU } mw_activation;

/* Rows of `heads` heads of d numbers beside each other, `step` floats apart: n of keys and values, n_queries of queries and of out, those `out_step` apart. */
typedef struct mw_attention {
    const float *q, *k, *v;
    size_t step;
    uint32_t n, n_queries, d, heads;
    float *out;
    size_t out_step;
    float *scratch; /* mw_attend_scratch floats, 64-byte aligned */
} mw_attention;

/* Word vectors: y[mix] = Σ over layers of weight[mix] · the sum of `rows` rows of the layer, as floats (mix) or quantised (mix_bytes). */
typedef struct mw_mixture {
    const float *x;   /* of layer 0 */
    const uint8_t *q; /* the same, mw_q_stride(width) bytes a row, and what a unit of each row is worth */
    const float *scale;
    size_t plane, scale_plane; /* from a layer to the next, of x or q and of scale */
    uint32_t rows, width, layers;
    const float *weight; /* [mixes][layers], times `by` */
    float by;
    uint32_t mixes;
    float *y; /* of mix 0; the next one's `y_plane` floats behind */
    size_t y_plane;
} mw_mixture;

struct mw_kernel {
    const char *name;
    /* u = round(x / s) + 128 with s = max|x| / 127, row by row; q [rows][stride], stride = mw_q_stride(in); what is beyond `in` is unspecified. */
    void (*quantise)(const float *x, uint32_t rows, uint32_t in, uint8_t *q, float *scale);
    /* y [rows][out] = activation(packed layer on quantised rows); GELU to 1.7e-4. */
    void (*product)(const mw_linear *layer, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y);
    /* x [rows][width] = norm(x + add) * weight + bias, into y (may be x). add may be NULL. q not NULL: y quantised too. */
    void (*add_norm)(const float *x, const float *add, uint32_t rows, uint32_t width, const float *weight, const float *bias, float *y,
                     uint8_t *q, float *scale);
    void (*attend)(const mw_attention *a);
    /* The same, perhaps in integers: for models whose linear layers are int8. */
    void (*attend_fast)(const mw_attention *a);
    /* x = 0.5 x (1 + erf(x / sqrt 2)) */
    void (*gelu)(float *x, size_t n);
    /* y[r] = a · rows[r], each of n floats */
    void (*dots)(const float *a, const float *rows, uint32_t n_rows, uint32_t n, float *y);
    void (*mix)(const mw_mixture *m);
    void (*mix_bytes)(const mw_mixture *m);
    /* row = word · scale + (position + shape), each of `width` */
    void (*embed)(const int8_t *word, float scale, const float *position, const float *shape, uint32_t width, float *row);
};

/* The best table for this processor, or the one that MARROW_KERNEL asks for, if the processor can run it. */
const mw_kernel *mw_kernel_pick(void);
/* By name; NULL: not in this build, or not on this processor. */
const mw_kernel *mw_kernel_named(const char *name);

extern const mw_kernel mw_kernel_c;
#ifdef __x86_64__
#define MW_KERNEL_X86 1
extern const mw_kernel mw_kernel_avx2, mw_kernel_avxvnni, mw_kernel_vnni, mw_kernel_amx;
/* kernel_amx.c's part of mw_kernel_amx. */
void mw_amx_product(const mw_linear *layer, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y);
#endif

enum { MW_BLOCK_OUT = 16, MW_BLOCK_IN = 4, MW_QUERIES = 12 };
/* Bytes between quantised rows. */
static inline size_t mw_q_stride(uint32_t in) { return ((size_t)in + 63) & ~(size_t)63; }
/* Floats of scratch that attention over n rows with heads of d numbers needs: keys turned, values, a tile of scores. */
static inline size_t mw_attend_scratch(uint32_t n, uint32_t d) {
    size_t wide = ((size_t)n + 63) & ~(size_t)63;
    return wide * (2 * (size_t)d + MW_QUERIES) + 64;
}

#endif
