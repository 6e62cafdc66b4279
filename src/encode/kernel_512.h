/* kernel_512: what kernel_vector.h asks for, with AVX-512. */
#ifndef MW_KERNEL_512_H
#define MW_KERNEL_512_H

#include <immintrin.h>

#define MW_LANES 16
#define vf_fma(a, b, c) ((vf)_mm512_fmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#define vf_max(a, b) ((vf)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define vf_min(a, b) ((vf)_mm512_min_ps((__m512)(a), (__m512)(b)))
#define f_fma(a, b, c) __builtin_fmaf((a), (b), (c))
#define vf_sum(x) vf_sum_16((__m512)(x)[0])
#define vf_top(x) _mm512_reduce_max_ps((__m512)(x))
#define vf_hold(x, most) ((vf)_mm512_range_ps((__m512)(x), _mm512_set1_ps(most), 2)) /* the smaller size, the first's sign */

static inline float vf_sum_16(__m512 x) {
    __m256 y = _mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps(x, 1));
    __m128 z = _mm_add_ps(_mm256_castps256_ps128(y), _mm256_extractf128_ps(y, 1));
    z = _mm_add_ps(z, _mm_movehl_ps(z, z));
    return _mm_cvtss_f32(_mm_add_ss(z, _mm_movehdup_ps(z)));
}

#endif
