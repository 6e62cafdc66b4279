/* kernel_256: the kernels with vectors of 256 bits, whole: included by kernel_avx2.c and kernel_avxvnni.c, which define MW_TABLE and
 * MW_TABLE_NAME and, where u8 · s8 is one instruction, MW_AVX_VNNI. Without it the int8 product adds pairs in 16 bits, which cannot
 * saturate because weights stay within ±63 (docs/model.md). */
#ifndef MW_KERNEL_256_H
#define MW_KERNEL_256_H

#include <immintrin.h>

#define MW_LANES 8
#define MW_TILE 2
#define MW_SCORE_ROWS 4
#define MW_VALUE_ROWS 4
#define vf_fma(a, b, c) ((vf)_mm256_fmadd_ps((__m256)(a), (__m256)(b), (__m256)(c)))
#define vf_max(a, b) ((vf)_mm256_max_ps((__m256)(a), (__m256)(b)))
#define vf_min(a, b) ((vf)_mm256_min_ps((__m256)(a), (__m256)(b)))
#define f_fma(a, b, c) __builtin_fmaf((a), (b), (c))
#define vf_sum(x) vf_sum_8((__m256)((x)[0] + (x)[1]))
#define vf_bytes(p) ((vf)_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(p)))))
#define MW_MIXES 4
#define put_u8(to, v) put_u8_8((to), (__m256i)(v))

static inline void put_u8_8(uint8_t *to, __m256i v) {
    const __m256i low = _mm256_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 4, 8, 12, -1, -1, -1, -1, -1, -1,
                                         -1, -1, -1, -1, -1, -1);
    v = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(v, low), _mm256_setr_epi32(0, 4, 1, 1, 1, 1, 1, 1));
    _mm_storel_epi64((__m128i *)(void *)to, _mm256_castsi256_si128(v));
}

#define vf_ahead(p) _mm_prefetch((const char *)(p), _MM_HINT_T0)
#define put_u8_four(to, a, b, c, d) put_u8_32((to), (__m256)(a), (__m256)(b), (__m256)(c), (__m256)(d))

static inline void put_u8_32(uint8_t *to, __m256 a, __m256 b, __m256 c, __m256 d) {
    __m256i ab = _mm256_packs_epi32(_mm256_cvtps_epi32(a), _mm256_cvtps_epi32(b)),
            cd = _mm256_packs_epi32(_mm256_cvtps_epi32(c), _mm256_cvtps_epi32(d));
    __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_packs_epi16(ab, cd), _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256((__m256i *)(void *)to, _mm256_xor_si256(bytes, _mm256_set1_epi8(-128)));
}

static inline float vf_sum_8(__m256 y) {
    __m128 z = _mm_add_ps(_mm256_castps256_ps128(y), _mm256_extractf128_ps(y, 1));
    z = _mm_add_ps(z, _mm_movehl_ps(z, z));
    return _mm_cvtss_f32(_mm_add_ss(z, _mm_movehdup_ps(z)));
}

typedef int16_t vs __attribute__((vector_size(32)));
typedef uint16_t vus __attribute__((vector_size(32)));
#define MW_KEY_CELL 2
#define MW_INT_TILE 2
#define MW_INT_ROWS 4
#define MW_INT_VALUES 4
#define dot_s16(s, a, b) ((s) + (vi)_mm256_madd_epi16((__m256i)(a), (__m256i)(b)))
#define dot_keys dot_s16
#define vs_pack(a, b) ((vs)_mm256_permute4x64_epi64(_mm256_packs_epi32((__m256i)(a), (__m256i)(b)), 0xd8))
#define vs_scale(a, b) ((vs)_mm256_mulhrs_epi16((__m256i)(a), (__m256i)(b)))
#define vs_shift(x, n) ((vs)vs_shift_16((__m256i)(x), (__m256i)(n)))
#define vi_total(x) vi_total_8((__m256i)(x))
#define vi_max(a, b) ((vi)_mm256_max_epi32((__m256i)(a), (__m256i)(b)))
#define vi_top(x) vi_top_8((__m256i)(x))
#define vi_of(x) ((vi)_mm256_cvtps_epi32((__m256)(x)))
#define vf_of(x) ((vf)_mm256_cvtepi32_ps((__m256i)(x)))

/* x >> n lane by lane, by a product with 2^(15 - n), whose two bytes come from tables; n past 15 is as 15. */
static inline __m256i vs_shift_16(__m256i x, __m256i n) {
    const __m256i low =
        _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, -128, 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, -128, 64, 32, 16, 8, 4, 2, 1);
    const __m256i high =
        _mm256_setr_epi8(-128, 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, -128, 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    n = _mm256_min_epu16(n, _mm256_set1_epi16(15));
    __m256i power = _mm256_or_si256(_mm256_shuffle_epi8(low, _mm256_or_si256(n, _mm256_set1_epi16(-32768))),
                                    _mm256_shuffle_epi8(high, _mm256_or_si256(_mm256_slli_epi16(n, 8), _mm256_set1_epi16(128))));
    return _mm256_mulhi_epu16(_mm256_add_epi16(x, x), power);
}

static inline int32_t vi_top_8(__m256i y) {
    __m128i z = _mm_max_epi32(_mm256_castsi256_si128(y), _mm256_extracti128_si256(y, 1));
    z = _mm_max_epi32(z, _mm_shuffle_epi32(z, 0x4e));
    return _mm_cvtsi128_si32(_mm_max_epi32(z, _mm_shuffle_epi32(z, 0xb1)));
}

static inline int32_t vi_total_8(__m256i y) {
    __m128i z = _mm_add_epi32(_mm256_castsi256_si128(y), _mm256_extracti128_si256(y, 1));
    z = _mm_add_epi32(z, _mm_shuffle_epi32(z, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(z, _mm_shuffle_epi32(z, 0xb1)));
}

#include "encode/kernel_attend_int.h"

enum { ROWS = 4 };

/* sum + four products u8 · s8 in each lane. In assembly where it is one instruction, because GCC 12 copies the sums around when it is
 * given the intrinsic. */
INLINE __m256i dot_u8s8(__m256i sum, __m256i a, __m256i w) {
#ifdef MW_AVX_VNNI
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(a), "x"(w));
    return sum;
#else
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, w), _mm256_set1_epi16(1)));
#endif
}

/* Integers to outputs: 8 of them, `some` wanted. */
INLINE void put_outputs(__m256i sums, const mw_linear *l, uint32_t o, uint32_t some, float scale, mw_activation act, float *y) {
    vf w, b;
    __m256i s;
    if (some == 8) {
        w = vf_load(l->scale + o), b = vf_load(l->bias + o);
        s = _mm256_loadu_si256((const __m256i *)(const void *)(l->sum + o));
    } else {
        int32_t t[8] = {0};
        memcpy(t, l->sum + o, some * sizeof *t);
        w = vf_load_part(l->scale + o, some, 0), b = vf_load_part(l->bias + o, some, 0);
        s = _mm256_loadu_si256((const __m256i *)(const void *)t);
    }
    vf v = vf_fma((vf)_mm256_cvtepi32_ps(_mm256_sub_epi32(sums, _mm256_slli_epi32(s, 7))), w * scale, b);
    if (act == MW_ACT_GELU) v = vf_gelu_near(v);
    if (some == 8)
        vf_store(y, v);
    else
        vf_store_part(y, v, some);
}

/* `rows` <= ROWS rows by 16 outputs. */
INLINE void tile(const uint32_t rows, const mw_linear *l, uint32_t o, const int8_t *w, const uint8_t *q, size_t stride, const float *scale,
                 mw_activation act, float *y) {
    __m256i t[ROWS][2];
    for (uint32_t r = 0; r < rows; r++) t[r][0] = t[r][1] = _mm256_setzero_si256();
    for (uint32_t g = 0; g < l->in; g += MW_BLOCK_IN, w += MW_BLOCK_OUT * MW_BLOCK_IN) {
        __m256i w0 = _mm256_load_si256((const __m256i *)(const void *)w), w1 = _mm256_load_si256((const __m256i *)(const void *)(w + 32));
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, q + r * stride + g, sizeof four);
            __m256i a = _mm256_set1_epi32(four);
            t[r][0] = dot_u8s8(t[r][0], a, w0);
            t[r][1] = dot_u8s8(t[r][1], a, w1);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < 2 && o + 8 * c < l->out; c++) {
            uint32_t some = l->out - o - 8 * c < 8 ? l->out - o - 8 * c : 8;
            put_outputs(t[r][c], l, o + 8 * c, some, scale[r], act, y + (size_t)r * l->out + o + 8 * c);
        }
}

/* Row blocks outside, so that a panel of weights (6 KB for 384 inputs) comes from the second cache once a ROWS rows. */
static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    size_t stride = mw_q_stride(l->in), panel = (size_t)((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    for (uint32_t o = 0; o < l->out; o += MW_BLOCK_OUT) {
        const int8_t *w = l->packed + o / MW_BLOCK_OUT * panel;
        uint32_t r = 0;
        for (; r + ROWS <= rows; r += ROWS) tile(ROWS, l, o, w, q + r * stride, stride, scale + r, act, y + (size_t)r * l->out);
        for (; r < rows; r++) tile(1, l, o, w, q + r * stride, stride, scale + r, act, y + (size_t)r * l->out);
    }
}

const mw_kernel MW_TABLE = {.name = MW_TABLE_NAME, .product = product, MW_SHARED};

#endif
