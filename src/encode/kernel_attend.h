/* kernel_attend: self-attention (Vaswani et al., "Attention Is All You Need", 2017), written once with vectors of MW_LANES floats.
 *
 * Head by head: the keys are turned ([d][n], scaled so that scores are exponents of two), the values laid out densely; then MW_QUERIES rows
 * of queries at a time: their scores against all keys, softmax, and the weighted sum of the values. A tile of scores stays in the
 * first cache. Beside what kernel_rows.h asks for, the includer defines the register tiles: MW_TILE vectors of scores for MW_SCORE_ROWS rows
 * (MW_TILE * MW_LANES divides 64), two vectors of values for MW_VALUE_ROWS rows. */
#ifndef MW_KERNEL_ATTEND_H
#define MW_KERNEL_ATTEND_H

#include "encode/kernel_rows.h"

#define WIDE(n) (((size_t)(n) + 63) & ~(size_t)63)

/* turned [d][wide], values [n][d]: those of one head; the columns past n are zero. */
static void attend_gather(const mw_attention *a, uint32_t at, float *turned, float *values) {
    uint32_t n = a->n, d = a->d;
    size_t wide = WIDE(n);
    const float by = 1.44269504f / sqrtf((float)d); /* log2 e */
    for (uint32_t j = 0; j < n; j++) {
        const float *k = a->k + j * a->step + at, *v = a->v + j * a->step + at;
        for (uint32_t i = 0; i < d; i++) turned[i * wide + j] = k[i] * by;
        memcpy(values + (size_t)j * d, v, d * sizeof *v);
    }
    for (uint32_t i = 0; i < d; i++)
        for (size_t j = n; j < wide; j++) turned[i * wide + j] = 0;
}

/* s[r][0 … MW_TILE vectors) = q[r] · turned, for `rows` <= 6 rows of queries. */
INLINE void attend_scores(const uint32_t rows, const float *q, size_t q_step, const float *turned, size_t wide, uint32_t d, float *s) {
    vf t[6][MW_TILE];
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < MW_TILE; c++) t[r][c] = vf_set(0);
    for (uint32_t i = 0; i < d; i++) {
        vf k[MW_TILE];
        for (uint32_t c = 0; c < MW_TILE; c++) k[c] = vf_load(turned + i * wide + c * MW_LANES);
        for (uint32_t r = 0; r < rows; r++) {
            vf a = vf_set(q[r * q_step + i]);
            for (uint32_t c = 0; c < MW_TILE; c++) t[r][c] = vf_fma(a, k[c], t[r][c]);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < MW_TILE; c++) vf_store(s + r * wide + c * MW_LANES, t[r][c]);
}

/* s[0 … n) becomes 2^(s - max); gives 1 / sum. */
static float attend_softmax(float *s, uint32_t n) {
    uint32_t whole = n / WIDE * WIDE;
    vf top = vf_set(-3e38f), sum[PARTS] = {0};
    for (uint32_t j = 0; j < whole; j += MW_LANES) top = vf_max(top, vf_load(s + j));
    float max = vf_top(top), rest = 0;
    for (uint32_t j = whole; j < n; j++) max = s[j] > max ? s[j] : max;
    for (uint32_t j = 0; j < whole; j += WIDE)
        for (uint32_t k = 0; k < PARTS; k++) {
            vf e = vf_exp2(vf_load(s + j + k * MW_LANES) - max);
            sum[k] += e;
            vf_store(s + j + k * MW_LANES, e);
        }
    for (uint32_t j = whole; j < n; j += MW_LANES) {
        uint32_t some = n - j < MW_LANES ? n - j : MW_LANES;
        vf_store_part(s + j, vf_exp2(vf_load_part(s + j, some, -3e38f) - max), some);
    }
    for (uint32_t j = whole; j < n; j++) rest += s[j];
    return 1.0f / (vf_sum(sum) + rest);
}

/* out[r] = Σ_j s[r][j] · values[j], times by[r], over `cols` vectors from column `at` on. */
INLINE void attend_values(const uint32_t rows, const uint32_t cols, const float *s, size_t wide, const float *values, uint32_t n,
                          uint32_t d, const float *by, float *out, size_t out_step) {
    vf t[MW_QUERIES][2];
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < cols; c++) t[r][c] = vf_set(0);
    for (uint32_t j = 0; j < n; j++) {
        vf v[2];
        for (uint32_t c = 0; c < cols; c++) v[c] = vf_load(values + (size_t)j * d + c * MW_LANES);
        for (uint32_t r = 0; r < rows; r++) {
            vf a = vf_set(s[r * wide + j]);
            for (uint32_t c = 0; c < cols; c++) t[r][c] = vf_fma(a, v[c], t[r][c]);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < cols; c++) vf_store(out + r * out_step + c * MW_LANES, t[r][c] * by[r]);
}

/* The same for widths that are no multiple of a vector. */
static void attend_values_slow(uint32_t rows, const float *s, size_t wide, const float *values, uint32_t n, uint32_t d, const float *by,
                               float *out, size_t out_step) {
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t i = 0; i < d; i++) {
            float t = 0;
            for (uint32_t j = 0; j < n; j++) t = f_fma(s[r * wide + j], values[(size_t)j * d + i], t);
            out[r * out_step + i] = t * by[r];
        }
}

/* Weighted sums of the values for rows of queries, MW_VALUE_ROWS at a time. */
static void attend_outputs(uint32_t rows, const float *s, size_t wide, const float *values, uint32_t n, uint32_t d, const float *by,
                           float *out, size_t out_step) {
    if (d % (2 * MW_LANES)) {
        attend_values_slow(rows, s, wide, values, n, d, by, out, out_step);
        return;
    }
    for (uint32_t c = 0; c < d; c += 2 * MW_LANES) {
        uint32_t r = 0;
        for (; r + MW_VALUE_ROWS <= rows; r += MW_VALUE_ROWS)
            attend_values(MW_VALUE_ROWS, 2, s + r * wide, wide, values + c, n, d, by + r, out + r * out_step + c, out_step);
        for (; r + 2 <= rows; r += 2) attend_values(2, 2, s + r * wide, wide, values + c, n, d, by + r, out + r * out_step + c, out_step);
        for (; r < rows; r++) attend_values(1, 2, s + r * wide, wide, values + c, n, d, by + r, out + r * out_step + c, out_step);
    }
}

static void rows_attend(const mw_attention *a) {
    uint32_t n = a->n, d = a->d;
    size_t wide = WIDE(n), step = a->step;
    float *turned = a->scratch, *values = turned + wide * d, *s = values + wide * d;
    for (uint32_t h = 0; h < a->heads; h++) {
        attend_gather(a, h * d, turned, values);
        for (uint32_t i = 0; i < a->n_queries; i += MW_QUERIES) {
            uint32_t rows = a->n_queries - i < MW_QUERIES ? a->n_queries - i : MW_QUERIES;
            const float *q = a->q + i * step + h * d;
            for (size_t j = 0; j < n; j += MW_TILE * MW_LANES) {
                uint32_t r = 0;
                for (; r + MW_SCORE_ROWS <= rows; r += MW_SCORE_ROWS)
                    attend_scores(MW_SCORE_ROWS, q + r * step, step, turned + j, wide, d, s + r * wide + j);
                for (; r < rows; r++) attend_scores(1, q + r * step, step, turned + j, wide, d, s + r * wide + j);
            }
            float by[MW_QUERIES];
            for (uint32_t r = 0; r < rows; r++) by[r] = attend_softmax(s + r * wide, n);
            attend_outputs(rows, s, wide, values, n, d, by, a->out + i * a->out_step + h * d, a->out_step);
        }
    }
}

#endif
