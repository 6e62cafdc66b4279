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

#define vf_ahead(p) _mm_prefetch((const char *)(p), _MM_HINT_T0)
#define put_u8_four(to, a, b, c, d) put_u8_64((to), (__m512)(a), (__m512)(b), (__m512)(c), (__m512)(d))

static inline void put_u8_64(uint8_t *to, __m512 a, __m512 b, __m512 c, __m512 d) {
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m512i ab = _mm512_packs_epi32(_mm512_cvtps_epi32(a), _mm512_cvtps_epi32(b)),
            cd = _mm512_packs_epi32(_mm512_cvtps_epi32(c), _mm512_cvtps_epi32(d));
    __m512i bytes = _mm512_permutexvar_epi32(order, _mm512_packs_epi16(ab, cd));
    _mm512_storeu_si512(to, _mm512_xor_si512(bytes, _mm512_set1_epi8(-128)));
}

/* sum + four products u8 · s8 (two products s16 · s16) in each lane. In assembly, because GCC 12 copies the sums of a tile around when it
 * is given the intrinsics. */
static inline __attribute__((always_inline)) __m512i dot_u8s8(__m512i sum, __m512i a, __m512i b) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

static inline __attribute__((always_inline)) __m512i dot_s16_16(__m512i sum, __m512i a, __m512i b) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

/* 1 / a by the processor's estimate (14 bits) and a step of Newton's. */
static inline __m512 vf_inverse_16(__m512 a) {
    __m512 y = _mm512_rcp14_ps(a);
    return _mm512_mul_ps(y, _mm512_fnmadd_ps(a, y, _mm512_set1_ps(2.0f)));
}

typedef int16_t vs __attribute__((vector_size(64)));
typedef uint16_t vus __attribute__((vector_size(64)));
#define MW_KEY_CELL 4
#define MW_INT_TILE 4
#define MW_INT_ROWS 6
#define MW_INT_VALUES 12
#define dot_keys(s, q, k) ((vi)dot_u8s8((__m512i)(s), (__m512i)(q), (__m512i)(k)))
#define dot_s16(s, a, b) ((vi)dot_s16_16((__m512i)(s), (__m512i)(a), (__m512i)(b)))
#define vs_pack(a, b)                                                                                                                      \
    ((vs)_mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), _mm512_packs_epi32((__m512i)(a), (__m512i)(b))))
#define vs_scale(a, b) ((vs)_mm512_mulhrs_epi16((__m512i)(a), (__m512i)(b)))
#define vs_shift(x, n) ((vs)_mm512_srlv_epi16((__m512i)(x), (__m512i)(n)))
#define vi_total(x) _mm512_reduce_add_epi32((__m512i)(x))
#define vi_max(a, b) ((vi)_mm512_max_epi32((__m512i)(a), (__m512i)(b)))
#define vi_top(x) _mm512_reduce_max_epi32((__m512i)(x))
#define vi_of(x) ((vi)_mm512_cvtps_epi32((__m512)(x)))
#define vf_of(x) ((vf)_mm512_cvtepi32_ps((__m512i)(x)))

#include "encode/kernel_attend_int.h"

enum { ROWS = 6, COLS = 4, AHEAD = 4 };

/* One step of a tile: four inputs. */
INLINE void step(const uint32_t rows, const uint32_t cols, const int8_t *w, size_t panel, const uint8_t *q, size_t stride,
                 __m512i t[ROWS][COLS]) {
    __m512i b[COLS];
    for (uint32_t c = 0; c < cols; c++) b[c] = _mm512_load_si512(w + c * panel);
    for (uint32_t r = 0; r < rows; r++) {
        int32_t four;
        memcpy(&four, q + r * stride, sizeof four);
        __m512i a = _mm512_set1_epi32(four);
        for (uint32_t c = 0; c < cols; c++) t[r][c] = dot_u8s8(t[r][c], a, b[c]);
    }
}

/* `rows` <= ROWS rows by `cols` <= COLS vectors of outputs; sums start at -128 · sum(weights), which takes the bytes' offset away. ahead:
 * weights that are wanted soon; a line of them is asked for every AHEAD steps. */
INLINE void tile(const uint32_t rows, const uint32_t cols, const mw_linear *l, uint32_t o, const int8_t *w, size_t panel,
                 const int8_t *ahead, const uint8_t *q, size_t stride, const float *scale, mw_activation act, float *y) {
    enum { LINE = MW_BLOCK_OUT * MW_BLOCK_IN };
    __m512i t[ROWS][COLS];
    __mmask16 mask[COLS];
    for (uint32_t c = 0; c < cols; c++) {
        uint32_t left = l->out - o - c * 16;
        mask[c] = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
        __m512i sum = _mm512_slli_epi32(_mm512_maskz_loadu_epi32(mask[c], l->sum + o + c * 16), 7);
        for (uint32_t r = 0; r < rows; r++) t[r][c] = _mm512_sub_epi32(_mm512_setzero_si512(), sum);
    }
    uint32_t g = 0;
    for (; g + AHEAD * MW_BLOCK_IN <= l->in; ahead += LINE) {
        _mm_prefetch(ahead, _MM_HINT_T1);
        for (uint32_t k = 0; k < AHEAD; k++, g += MW_BLOCK_IN, w += LINE) step(rows, cols, w, panel, q + g, stride, t);
    }
    for (; g < l->in; g += MW_BLOCK_IN, w += LINE) step(rows, cols, w, panel, q + g, stride, t);
    for (uint32_t c = 0; c < cols; c++) {
        vf by = (vf)_mm512_maskz_loadu_ps(mask[c], l->scale + o + c * 16), bias = (vf)_mm512_maskz_loadu_ps(mask[c], l->bias + o + c * 16);
        for (uint32_t r = 0; r < rows; r++) {
            vf v = vf_fma((vf)_mm512_cvtepi32_ps(t[r][c]), by * scale[r], bias);
            if (act == MW_ACT_GELU) v = vf_gelu_near(v);
            _mm512_mask_storeu_ps(y + (size_t)r * l->out + o + c * 16, mask[c], (__m512)v);
        }
    }
}

/* All rows by `cols` vectors of outputs from o on. The last tile begins early, so that it is whole: some rows are computed twice, to the
 * same result. While a tile is computed, a part of the next columns' weights comes nearer. */
INLINE void columns(const uint32_t cols, const mw_linear *l, uint32_t o, size_t panel, const uint8_t *q, size_t stride, const float *scale,
                    uint32_t rows, mw_activation act, float *y) {
    const int8_t *w = l->packed + o / MW_BLOCK_OUT * panel, *ahead = w + cols * panel, *end = ahead + cols * panel;
    size_t slice = l->in / (AHEAD * MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    for (uint32_t r = 0; r < rows; r += rows < ROWS ? 1 : ROWS) {
        uint32_t at = rows < ROWS || r + ROWS <= rows ? r : rows - ROWS;
        if (rows < ROWS)
            tile(1, cols, l, o, w, panel, ahead, q + at * stride, stride, scale + at, act, y + (size_t)at * l->out);
        else
            tile(ROWS, cols, l, o, w, panel, ahead, q + at * stride, stride, scale + at, act, y + (size_t)at * l->out);
        if (ahead + slice <= end) ahead += slice;
    }
}

static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    size_t stride = mw_q_stride(l->in), panel = (size_t)((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    uint32_t o = 0, blocks = (l->out + MW_BLOCK_OUT - 1) / MW_BLOCK_OUT;
    for (; blocks >= COLS; blocks -= COLS, o += COLS * MW_BLOCK_OUT) columns(COLS, l, o, panel, q, stride, scale, rows, act, y);
    for (; blocks >= 2; blocks -= 2, o += 2 * MW_BLOCK_OUT) columns(2, l, o, panel, q, stride, scale, rows, act, y);
    if (blocks) columns(1, l, o, panel, q, stride, scale, rows, act, y);
}

const mw_kernel mw_kernel_vnni = {.name = "vnni",
                                  .quantise = rows_quantise,
                                  .product = product,
                                  .add_norm = rows_add_norm,
                                  .attend = rows_attend,
                                  .attend_fast = int_attend,
                                  .gelu = rows_gelu,
                                  .dots = rows_dots,
                                  .mix = rows_mix};

#endif
