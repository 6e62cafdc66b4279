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

typedef int16_t vs __attribute__((vector_size(16)));
typedef uint16_t vus __attribute__((vector_size(16)));
typedef uint32_t vu __attribute__((vector_size(16)));

enum { ROWS = 4, PARTS = MW_BLOCK_OUT / MW_LANES };

/* Two of four bytes, as the 16-bit halves of every lane. */
INLINE vs halves(uint8_t low, uint8_t high) {
    vi both = (vi){0} + ((int32_t)low | (int32_t)high << 16);
    return (vs)both;
}

/* `rows` <= ROWS rows by one block of 16 outputs. Bytes 0, 2 and 1, 3 of the groups of four are multiplied in 16 bits, which two products of
 * u8 with weights of ±63 fit, then widened. */
INLINE void block_sums(const uint32_t rows, const int8_t *w, const uint8_t *q, size_t stride, uint32_t groups, vi sums[ROWS][PARTS]) {
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t p = 0; p < PARTS; p++) sums[r][p] = (vi){0};
    for (uint32_t g = 0; g < groups; g++, q += MW_BLOCK_IN) {
        vs even[ROWS], odd[ROWS];
        for (uint32_t r = 0; r < rows; r++) {
            const uint8_t *a = q + r * stride;
            even[r] = halves(a[0], a[2]);
            odd[r] = halves(a[1], a[3]);
        }
        for (uint32_t p = 0; p < PARTS; p++, w += sizeof(vs)) {
            vs b;
            memcpy(&b, w, sizeof b);
            vs low = (vs)((vus)b << 8) >> 8, high = b >> 8;
            for (uint32_t r = 0; r < rows; r++) {
                vi two = (vi)(even[r] * low + odd[r] * high);
                sums[r][p] += (two >> 16) + ((vi)((vu)two << 16) >> 16);
            }
        }
    }
}

/* Integers to outputs. */
static void put_outputs(const mw_linear *l, const int32_t *sums, uint32_t o, float scale, mw_activation act, float *y) {
    uint32_t some = l->out - o < MW_BLOCK_OUT ? l->out - o : MW_BLOCK_OUT;
    for (uint32_t k = 0; k < some; k++) y[k] = (float)(sums[k] - 128 * l->sum[o + k]) * (scale * l->scale[o + k]) + l->bias[o + k];
    if (act == MW_ACT_GELU)
        for (uint32_t k = 0; k < some; k += MW_LANES)
            vf_store_part(y + k, vf_gelu_near(vf_load_part(y + k, some - k < MW_LANES ? some - k : MW_LANES, 0)),
                          some - k < MW_LANES ? some - k : MW_LANES);
}

static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    uint32_t groups = (l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN;
    size_t stride = mw_q_stride(l->in), panel = (size_t)groups * MW_BLOCK_OUT * MW_BLOCK_IN;
    for (uint32_t o = 0; o < l->out; o += MW_BLOCK_OUT) {
        const int8_t *w = l->packed + o / MW_BLOCK_OUT * panel;
        for (uint32_t r = 0, some; r < rows; r += some) {
            vi sums[ROWS][PARTS];
            int32_t plain[MW_BLOCK_OUT];
            some = rows - r < ROWS ? 1 : ROWS;
            if (some == ROWS)
                block_sums(ROWS, w, q + r * stride, stride, groups, sums);
            else
                block_sums(1, w, q + r * stride, stride, groups, sums);
            for (uint32_t k = 0; k < some; k++) {
                memcpy(plain, sums[k], sizeof plain);
                put_outputs(l, plain, o, scale[r + k], act, y + (size_t)(r + k) * l->out + o);
            }
        }
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
