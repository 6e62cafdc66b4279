/* kernel_c: the kernels in plain C (with the vector types of GCC and Clang, four floats wide, which every processor has or
 * the compiler splits). Sanitizer builds and processors without AVX2 use it; the others are measured against it. */
#include "encode/kernel.h"

#define MW_LANES 4
#define MW_TILE 2
#define MW_SCORE_ROWS 2
#define MW_VALUE_ROWS 4
#define vf_fma(a, b, c) ((a) * (b) + (c))
#define vf_max(a, b) vf_pick((a) > (b), (a), (b))
#define vf_min(a, b) vf_pick((a) < (b), (a), (b))
#define vf_pick(mask, a, b) (vf)(((vi)(a) & (mask)) | ((vi)(b) & ~(mask)))
#define vf_inverse(a) (1.0f / (a))
#define put_u8(to, v)                                                                                                                      \
    do {                                                                                                                                   \
        vi put_ = (v);                                                                                                                     \
        for (int k_ = 0; k_ < MW_LANES; k_++) (to)[k_] = (uint8_t)put_[k_];                                                                \
    } while (0)

#include "encode/kernel_attend.h"

/* The int8 product is the scalar product of 16-bit numbers, the one loop that GCC and Clang turn into multiplications of pairs wherever a
 * processor has them (SSE2's pmaddwd, NEON's smlal): weights and rows are widened first, DEPTH inputs at a time, weights once for
 * CHUNK rows. */
enum { CHUNK = 64, DEPTH = 384, ROWS = 2, COLS = 4 };

#ifdef MW_SANITIZE /* a check of every sum would keep the loop from being vectorised; its operands are this file's own */
#define PLAIN __attribute__((no_sanitize("address", "undefined")))
#else
#define PLAIN
#endif

/* sums [ROWS][MW_BLOCK_OUT] += the products of a [ROWS][DEPTH] and w [COLS][DEPTH] over n inputs, a multiple of 8. */
PLAIN static void dots(const int16_t *restrict a, const int16_t *restrict w, uint32_t n, int32_t *restrict sums) {
    int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
    const int16_t *b = a + DEPTH, *w1 = w + DEPTH, *w2 = w1 + DEPTH, *w3 = w2 + DEPTH;
    for (uint32_t i = 0; i < n; i++) {
        s0 += (int32_t)a[i] * w[i];
        s1 += (int32_t)a[i] * w1[i];
        s2 += (int32_t)a[i] * w2[i];
        s3 += (int32_t)a[i] * w3[i];
        t0 += (int32_t)b[i] * w[i];
        t1 += (int32_t)b[i] * w1[i];
        t2 += (int32_t)b[i] * w2[i];
        t3 += (int32_t)b[i] * w3[i];
    }
    sums[0] += s0, sums[1] += s1, sums[2] += s2, sums[3] += s3;
    sums += MW_BLOCK_OUT;
    sums[0] += t0, sums[1] += t1, sums[2] += t2, sums[3] += t3;
}

/* Inputs [from, from + n) of a panel's weights, one output behind the other, zeros up to `wide`. */
static void weights_widen(const int8_t *panel, uint32_t from, uint32_t n, uint32_t wide, int16_t w[MW_BLOCK_OUT][DEPTH]) {
    const int8_t *p = panel + (size_t)from * MW_BLOCK_OUT;
    for (uint32_t i = 0; i < n; i += MW_BLOCK_IN)
        for (uint32_t o = 0; o < MW_BLOCK_OUT; o++)
            for (uint32_t k = 0; k < MW_BLOCK_IN; k++) w[o][i + k] = *p++;
    n = (n + MW_BLOCK_IN - 1) / MW_BLOCK_IN * MW_BLOCK_IN;
    for (uint32_t o = 0; o < MW_BLOCK_OUT; o++)
        for (uint32_t i = n; i < wide; i++) w[o][i] = 0;
}

/* Rows of a chunk by one panel. What a row holds beyond its inputs meets weights of zero. */
static void panel_sums(const mw_linear *l, const int8_t *panel, const uint8_t *q, uint32_t rows, int32_t sums[CHUNK][MW_BLOCK_OUT]) {
    int16_t w[MW_BLOCK_OUT][DEPTH], a[ROWS][DEPTH];
    size_t stride = mw_q_stride(l->in);
    memset(sums, 0, CHUNK * sizeof *sums);
    for (uint32_t from = 0; from < l->in; from += DEPTH) {
        uint32_t n = l->in - from < DEPTH ? l->in - from : DEPTH, wide = (n + 7) & ~7u;
        weights_widen(panel, from, n, wide, w);
        for (uint32_t r = 0; r < rows; r += ROWS) {
            for (uint32_t k = 0; k < ROWS; k++) {
                const uint8_t *x = q + (r + k < rows ? r + k : r) * stride + from;
                for (uint32_t i = 0; i < wide; i++) a[k][i] = x[i];
            }
            for (uint32_t o = 0; o < MW_BLOCK_OUT; o += COLS) dots(a[0], w[o], wide, sums[r] + o);
        }
    }
}

/* Integers to outputs. */
static void put_outputs(const mw_linear *l, const int32_t *sums, uint32_t o, float scale, mw_activation act, float *y) {
    uint32_t some = l->out - o < MW_BLOCK_OUT ? l->out - o : MW_BLOCK_OUT;
    for (uint32_t k = 0; k < some; k++) y[k] = (float)(sums[k] - 128 * l->sum[o + k]) * (scale * l->scale[o + k]) + l->bias[o + k];
    for (uint32_t k = 0; act == MW_ACT_GELU && k < some; k += MW_LANES) {
        uint32_t part = some - k < MW_LANES ? some - k : MW_LANES;
        if (part == MW_LANES)
            vf_store(y + k, vf_gelu_near(vf_load(y + k)));
        else
            vf_store_part(y + k, vf_gelu_near(vf_load_part(y + k, part, 0)), part);
    }
}

static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    size_t stride = mw_q_stride(l->in), panel = (size_t)((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    for (uint32_t r = 0; r < rows; r += CHUNK)
        for (uint32_t o = 0; o < l->out; o += MW_BLOCK_OUT) {
            int32_t sums[CHUNK][MW_BLOCK_OUT];
            uint32_t some = rows - r < CHUNK ? rows - r : CHUNK;
            panel_sums(l, l->packed + o / MW_BLOCK_OUT * panel, q + r * stride, some, sums);
            for (uint32_t k = 0; k < some; k++) put_outputs(l, sums[k], o, scale[r + k], act, y + (size_t)(r + k) * l->out + o);
        }
}

const mw_kernel mw_kernel_c = {.name = "c",
                               .quantise = rows_quantise,
                               .product = product,
                               .add_norm = rows_add_norm,
                               .attend = rows_attend,
                               .attend_fast = rows_attend,
                               .gelu = rows_gelu,
                               .dots = rows_dots,
                               .mix = rows_mix};
