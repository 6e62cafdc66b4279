/* kernel_vnni: the kernels for x86 processors with AVX-512 and its int8 dot products (VNNI; Intel since 2019, AMD since 2022).
 *
 * The product keeps a tile of 6 rows by 64 outputs in registers; 64 outputs' weights for 384 inputs are 24 KB and stay in the first
 * cache while all rows pass by. The build compiles this file for that instruction set (CMakeLists.txt, by the
 * file's name); it runs only where mw_kernel_pick finds it. */
#include "encode/kernel.h"

#ifdef MW_KERNEL_X86
#include <immintrin.h>

#define MW_LANES 16
#define MW_TILE 4
#define MW_SCORE_ROWS 6
#define MW_VALUE_ROWS 12
#define vf_fma(a, b, c) ((vf)_mm512_fmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#define vf_max(a, b) ((vf)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define vf_min(a, b) ((vf)_mm512_min_ps((__m512)(a), (__m512)(b)))
#define vf_inverse(a) ((vf)vf_inverse_16((__m512)(a)))
#define MW_REDUCES 1
#define vf_sum(x) _mm512_reduce_add_ps((__m512)(x))
#define vf_top(x) _mm512_reduce_max_ps((__m512)(x))
#define put_u8(to, v) _mm_storeu_si128((__m128i *)(void *)(to), _mm512_cvtepi32_epi8((__m512i)(v)))

/* sum + four products u8 · s8 (two products s16 · s16) in each lane. In assembly, because GCC 12 copies the sums of a tile around when it
 * is given the intrinsics. */
static inline __attribute__((always_inline)) __m512i dot_u8s8(__m512i sum, __m512i a, __m512i b) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

static inline __attribute__((always_inline)) __m512i dot_s16(__m512i sum, __m512i a, __m512i b) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

/* 1 / a by the processor's estimate (14 bits) and a step of Newton's. */
static inline __m512 vf_inverse_16(__m512 a) {
    __m512 y = _mm512_rcp14_ps(a);
    return _mm512_mul_ps(y, _mm512_fnmadd_ps(a, y, _mm512_set1_ps(2.0f)));
}

#include "encode/kernel_attend_int16.h"

enum { ROWS = 6, COLS = 4 };

/* `rows` <= ROWS rows by `cols` <= COLS vectors of outputs; sums start at -128 · sum(weights), which takes the bytes' offset away. */
INLINE void tile(const uint32_t rows, const uint32_t cols, const mw_linear *l, uint32_t o, const int8_t *w, size_t panel, const uint8_t *q,
                 size_t stride, const float *scale, mw_activation act, float *y) {
    __m512i t[ROWS][COLS];
    __mmask16 mask[COLS];
    for (uint32_t c = 0; c < cols; c++) {
        uint32_t left = l->out - o - c * 16;
        mask[c] = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
        __m512i sum = _mm512_slli_epi32(_mm512_maskz_loadu_epi32(mask[c], l->sum + o + c * 16), 7);
        for (uint32_t r = 0; r < rows; r++) t[r][c] = _mm512_sub_epi32(_mm512_setzero_si512(), sum);
    }
    for (uint32_t g = 0; g < l->in; g += MW_BLOCK_IN, w += MW_BLOCK_OUT * MW_BLOCK_IN) {
        __m512i b[COLS];
        for (uint32_t c = 0; c < cols; c++) b[c] = _mm512_load_si512(w + c * panel);
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, q + r * stride + g, sizeof four);
            __m512i a = _mm512_set1_epi32(four);
            for (uint32_t c = 0; c < cols; c++) t[r][c] = dot_u8s8(t[r][c], a, b[c]);
        }
    }
    for (uint32_t c = 0; c < cols; c++) {
        vf by = (vf)_mm512_maskz_loadu_ps(mask[c], l->scale + o + c * 16), bias = (vf)_mm512_maskz_loadu_ps(mask[c], l->bias + o + c * 16);
        for (uint32_t r = 0; r < rows; r++) {
            vf v = vf_fma((vf)_mm512_cvtepi32_ps(t[r][c]), by * scale[r], bias);
            if (act == MW_ACT_GELU) v = vf_gelu(v);
            _mm512_mask_storeu_ps(y + (size_t)r * l->out + o + c * 16, mask[c], (__m512)v);
        }
    }
}

/* All rows by `cols` vectors of outputs from o on. */
INLINE void columns(const uint32_t cols, const mw_linear *l, uint32_t o, size_t panel, const uint8_t *q, size_t stride, const float *scale,
                    uint32_t rows, mw_activation act, float *y) {
    const int8_t *w = l->packed + o / MW_BLOCK_OUT * panel;
    uint32_t r = 0;
    for (; r + ROWS <= rows; r += ROWS) tile(ROWS, cols, l, o, w, panel, q + r * stride, stride, scale + r, act, y + (size_t)r * l->out);
    if (r + 4 <= rows) tile(4, cols, l, o, w, panel, q + r * stride, stride, scale + r, act, y + (size_t)r * l->out), r += 4;
    for (; r < rows; r++) tile(1, cols, l, o, w, panel, q + r * stride, stride, scale + r, act, y + (size_t)r * l->out);
}

static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    size_t stride = mw_q_stride(l->in), panel = (size_t)((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    uint32_t o = 0, blocks = (l->out + MW_BLOCK_OUT - 1) / MW_BLOCK_OUT;
    for (; blocks >= COLS; blocks -= COLS, o += COLS * MW_BLOCK_OUT) columns(COLS, l, o, panel, q, stride, scale, rows, act, y);
    for (; blocks >= 2; blocks -= 2, o += 2 * MW_BLOCK_OUT) columns(2, l, o, panel, q, stride, scale, rows, act, y);
    if (blocks) columns(1, l, o, panel, q, stride, scale, rows, act, y);
}

const mw_kernel mw_kernel_vnni = {"vnni",       rows_quantise, product,   rows_add_norm,  rows_attend,
                                  int16_attend, rows_gelu,     rows_dots, rows_add_scaled};

#endif
