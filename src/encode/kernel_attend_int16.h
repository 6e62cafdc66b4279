/* kernel_attend_int16: self-attention in 16-bit integers for heads of 32 numbers, twice as fast as in floats; for AVX-512 with VNNI.
 *
 * As kernel_attend.h, but queries, keys, values and probabilities are integers of 12 bits and more, and sums are exact in 32 bits:
 * queries and keys are at most 8191, so that 32 products fit; values are at most 4095, and a row's probabilities are scaled so that their sum
 * times 4095 fits. What that loses is a hundredth of what 8 bits in the linear layers lose. */
#ifndef MW_KERNEL_ATTEND_INT16_H
#define MW_KERNEL_ATTEND_INT16_H

#include "encode/kernel_attend.h"

enum { HEAD = 32, KEY_MAX = 8191, VALUE_MAX = 4095, P_MAX = 32767 };

/* The largest |x| of a head's columns over all rows. */
static float head_top(const float *x, uint32_t n, size_t step) {
    vf top = vf_set(0);
    for (uint32_t j = 0; j < n; j++) top = vf_max(top, vf_max(vf_abs(vf_load(x + j * step)), vf_abs(vf_load(x + j * step + MW_LANES))));
    return vf_top(top);
}

INLINE __m512i to_int(const float *x, float by) { return _mm512_cvtps_epi32((__m512)(vf_load(x) * by)); }

/* turned [HEAD / 2][wide][2] keys, values [n / 2][HEAD][2]: pairs lie side by side, as the dot product wants them. Padded with zeros. */
static void int16_gather(const float *k, const float *v, uint32_t n, size_t step, float k_by, float v_by, int32_t *turned,
                         int32_t *values) {
    size_t wide = WIDE(n);
    const __m512i low = _mm512_set1_epi32(0xffff);
    for (uint32_t j = 0; j < n; j++) {
        int16_t row[HEAD];
        int32_t pairs[HEAD / 2];
        _mm256_storeu_si256((__m256i *)(void *)row, _mm512_cvtepi32_epi16(to_int(k + j * step, k_by)));
        _mm256_storeu_si256((__m256i *)(void *)(row + MW_LANES), _mm512_cvtepi32_epi16(to_int(k + j * step + MW_LANES, k_by)));
        memcpy(pairs, row, sizeof pairs);
        for (uint32_t i = 0; i < HEAD / 2; i++) turned[i * wide + j] = pairs[i];
    }
    for (uint32_t i = 0; i < HEAD / 2; i++)
        for (size_t j = n; j < wide; j++) turned[i * wide + j] = 0;
    for (uint32_t j = 0; j < n; j += 2)
        for (uint32_t c = 0; c < HEAD; c += MW_LANES) {
            __m512i a = to_int(v + j * step + c, v_by), b = j + 1 < n ? to_int(v + (j + 1) * step + c, v_by) : _mm512_setzero_si512();
            _mm512_storeu_si512(values + (size_t)j / 2 * HEAD + c, _mm512_or_si512(_mm512_and_si512(a, low), _mm512_slli_epi32(b, 16)));
        }
}

/* Quantises a query row; gives what one unit of its scores is worth as an exponent of two. */
static float int16_query(const float *q, float k_unit, int16_t *to) {
    float top = vf_top(vf_max(vf_abs(vf_load(q)), vf_abs(vf_load(q + MW_LANES)))), by = top > 0 ? KEY_MAX / top : 0;
    _mm256_storeu_si256((__m256i *)(void *)to, _mm512_cvtepi32_epi16(to_int(q, by)));
    _mm256_storeu_si256((__m256i *)(void *)(to + MW_LANES), _mm512_cvtepi32_epi16(to_int(q + MW_LANES, by)));
    return top / KEY_MAX * k_unit;
}

/* s[r][0 … 64) = q[r] · turned, for `rows` <= 6 rows. */
INLINE void int16_scores(const uint32_t rows, const int16_t *q, const int32_t *turned, size_t wide, int32_t *s) {
    __m512i t[6][4];
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < 4; c++) t[r][c] = _mm512_setzero_si512();
    for (uint32_t i = 0; i < HEAD / 2; i++) {
        __m512i k[4];
        for (uint32_t c = 0; c < 4; c++) k[c] = _mm512_loadu_si512(turned + i * wide + c * MW_LANES);
        for (uint32_t r = 0; r < rows; r++) {
            int32_t two;
            memcpy(&two, q + r * HEAD + 2 * i, sizeof two);
            __m512i a = _mm512_set1_epi32(two);
            for (uint32_t c = 0; c < 4; c++) t[r][c] = dot_s16(t[r][c], a, k[c]);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < 4; c++) _mm512_storeu_si512(s + r * wide + c * MW_LANES, t[r][c]);
}

/* Scores of a row become probabilities p [n], of 15 bits at most, zeros up to wide; gives their sum. s and p may be the same memory. */
static int32_t int16_softmax(int32_t *s, uint32_t n, float unit, int16_t *p) {
    uint32_t last = n & ~(uint32_t)(MW_LANES - 1), rest = n - last;
    __mmask16 mask = (__mmask16)((1u << rest) - 1);
    __m512i top = _mm512_set1_epi32(INT32_MIN);
    for (uint32_t j = 0; j < last; j += MW_LANES) top = _mm512_max_epi32(top, _mm512_loadu_si512(s + j));
    if (rest) top = _mm512_mask_max_epi32(top, mask, top, _mm512_loadu_si512(s + last));
    __m512i max = _mm512_set1_epi32(_mm512_reduce_max_epi32(top));
    vf sum = vf_set(0);
    for (uint32_t j = 0; j < n; j += MW_LANES) {
        vf e = vf_exp2((vf)_mm512_cvtepi32_ps(_mm512_sub_epi32(_mm512_loadu_si512(s + j), max)) * unit);
        if (j == last) e = (vf)_mm512_maskz_mov_ps(mask, (__m512)e);
        sum += e;
        _mm512_storeu_ps(s + j, (__m512)e);
    }
    /* Rounding adds at most half a unit a key, which n leaves room for. */
    float by = (2147480000.0f / VALUE_MAX - (float)n) / vf_sum(sum);
    by = by < P_MAX ? by : P_MAX;
    __m512i total = _mm512_setzero_si512();
    for (uint32_t j = 0; j < n; j += MW_LANES) {
        __m512i u = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(s + j), _mm512_set1_ps(by)));
        total = _mm512_add_epi32(total, u);
        _mm256_storeu_si256((__m256i *)(void *)(p + j), _mm512_cvtepi32_epi16(u));
    }
    return _mm512_reduce_add_epi32(total);
}

/* out[r] = by[r] · Σ p[r][j] values[j]; p in rows of `wide` 32-bit cells. */
INLINE void int16_values(const uint32_t rows, const int32_t *p, size_t wide, const int32_t *values, uint32_t n, const float *by, float *out,
                         size_t out_step) {
    __m512i t[MW_QUERIES][2];
    for (uint32_t r = 0; r < rows; r++) t[r][0] = t[r][1] = _mm512_setzero_si512();
    for (uint32_t j = 0; j < (n + 1) / 2; j++) {
        __m512i v0 = _mm512_loadu_si512(values + (size_t)j * HEAD), v1 = _mm512_loadu_si512(values + (size_t)j * HEAD + MW_LANES);
        for (uint32_t r = 0; r < rows; r++) {
            __m512i a = _mm512_set1_epi32(p[r * wide + j]);
            t[r][0] = dot_s16(t[r][0], a, v0);
            t[r][1] = dot_s16(t[r][1], a, v1);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < 2; c++) vf_store(out + r * out_step + c * MW_LANES, (vf)_mm512_cvtepi32_ps(t[r][c]) * by[r]);
}

/* One block of `rows` <= MW_QUERIES queries of a head; unit: of keys times values' scores. */
static void int16_block(uint32_t rows, const float *q, size_t step, uint32_t n, float k_unit, float v_unit, const int32_t *turned,
                        const int32_t *values, int32_t *s, float *out, size_t width) {
    size_t wide = WIDE(n);
    int16_t query[MW_QUERIES * HEAD];
    float unit[MW_QUERIES], by[MW_QUERIES];
    uint32_t r;
    for (r = 0; r < rows; r++) unit[r] = int16_query(q + r * step, k_unit, query + (size_t)r * HEAD);
    for (size_t j = 0; j < n; j += 64) {
        for (r = 0; r + 6 <= rows; r += 6) int16_scores(6, query + (size_t)r * HEAD, turned + j, wide, s + r * wide + j);
        for (; r < rows; r++) int16_scores(1, query + (size_t)r * HEAD, turned + j, wide, s + r * wide + j);
    }
    for (r = 0; r < rows; r++) {
        int32_t *row = s + r * wide;
        by[r] = v_unit / (float)int16_softmax(row, n, unit[r], (int16_t *)(void *)row);
    }
    r = 0;
    if (rows == MW_QUERIES) {
        int16_values(MW_QUERIES, s, wide, values, n, by, out, width);
        r = rows;
    }
    for (; r + 4 <= rows; r += 4) int16_values(4, s + r * wide, wide, values, n, by + r, out + r * width, width);
    for (; r < rows; r++) int16_values(1, s + r * wide, wide, values, n, by + r, out + r * width, width);
}

static void int16_attend(const float *qkv, uint32_t n, uint32_t width, uint32_t heads, float *out, float *scratch) {
    size_t wide = WIDE(n), step = 3 * (size_t)width;
    int32_t *turned = (int32_t *)(void *)scratch, *values = turned + wide * (HEAD / 2), *s = values + wide * (HEAD / 2);
    if (width != heads * HEAD) {
        rows_attend(qkv, n, width, heads, out, scratch);
        return;
    }
    for (uint32_t h = 0; h < heads; h++) {
        const float *q = qkv + (size_t)h * HEAD, *k = q + width, *v = k + width;
        float k_top = head_top(k, n, step), v_top = head_top(v, n, step);
        int16_gather(k, v, n, step, k_top > 0 ? KEY_MAX / k_top : 0, v_top > 0 ? VALUE_MAX / v_top : 0, turned, values);
        float k_unit = k_top / KEY_MAX * 1.44269504f / sqrtf(HEAD), v_unit = v_top / VALUE_MAX;
        for (uint32_t i = 0; i < n; i += MW_QUERIES)
            int16_block(n - i < MW_QUERIES ? n - i : MW_QUERIES, q + i * step, step, n, k_unit, v_unit, turned, values, s,
                        out + (size_t)i * width + (size_t)h * HEAD, width);
    }
}

#endif
