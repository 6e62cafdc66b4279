/* kernel_rows: loops over rows, written once with vectors of MW_LANES floats and compiled for each instruction set.
 *
 * The including file defines MW_LANES and the operations vf_fma(a, b, c) = a·b + c, vf_max, vf_min, vf_inverse and put_u8 (the low bytes of a vector of
 * integers). It may define put_u8_four(to, a, b, c, d), four vectors of floats rounded and put as bytes with an offset of 128, and
 * vf_ahead(p), which asks for the memory at p. Everything is static. Reductions run in a fixed order, so that a result never depends on threads or rows around it. */
#ifndef MW_KERNEL_ROWS_H
#define MW_KERNEL_ROWS_H

#include <math.h>
#include <string.h>

typedef float vf __attribute__((vector_size(MW_LANES * 4)));
typedef int32_t vi __attribute__((vector_size(MW_LANES * 4)));
typedef float vf_at __attribute__((vector_size(MW_LANES * 4), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

INLINE vf vf_load(const float *p) { return *(const vf_at *)p; }
INLINE void vf_store(float *p, vf x) { *(vf_at *)p = x; }
INLINE vf vf_set(float x) { return x - (vf){0}; }

/* The first n < MW_LANES floats; the others are `fill`. */
INLINE vf vf_load_part(const float *p, uint32_t n, float fill) {
    float t[MW_LANES];
    for (uint32_t i = 0; i < MW_LANES; i++) t[i] = i < n ? p[i] : fill;
    return vf_load(t);
}

INLINE void vf_store_part(float *p, vf x, uint32_t n) {
    float t[MW_LANES];
    vf_store(t, x);
    memcpy(p, t, n * sizeof *t);
}

#ifndef MW_REDUCES /* else the includer has defined vf_sum and vf_top */
INLINE float vf_sum(vf x) {
    float t[MW_LANES];
    vf_store(t, x);
    for (uint32_t w = MW_LANES / 2; w; w /= 2)
        for (uint32_t i = 0; i < w; i++) t[i] += t[i + w];
    return t[0];
}

INLINE float vf_top(vf x) {
    float t[MW_LANES], top;
    vf_store(t, x);
    top = t[0];
    for (uint32_t i = 1; i < MW_LANES; i++) top = t[i] > top ? t[i] : top;
    return top;
}
#endif

INLINE vf vf_abs(vf x) { return (vf)((vi)x & 0x7fffffff); }

#define ROUNDER 12582912.0f /* 1.5 · 2^23: adding it leaves the nearest integer (halves to even) in the low bits */

/* 2^x for x in -126 … 126 (smaller ones give 2^-126): x is split at its nearest integer, the rest is a polynomial with relative error 1e-7. */
INLINE vf vf_exp2(vf x) {
    x = vf_max(x, vf_set(-126.0f));
    vf shifted = x + ROUNDER;
    vf r = x - (shifted - ROUNDER);
    vf p = vf_set(0.00132647222f);
    p = vf_fma(p, r, vf_set(0.00967151299f));
    p = vf_fma(p, r, vf_set(0.0555073376f));
    p = vf_fma(p, r, vf_set(0.240222421f));
    p = vf_fma(p, r, vf_set(0.693146978f));
    p = vf_fma(p, r, vf_set(1.0f));
    return (vf)((vi)p + (vi)((vi)shifted << 23));
}

/* Gaussian error linear unit, exact form (Hendrycks & Gimpel, "Gaussian Error Linear Units", 2016): x/2 · (1 + erf(x / sqrt 2)).
 * The error function is c · P(c²) / Q(c²) for c = x held in -5.5 … 5.5, fitted by reweighted least squares so that the result is off
 * by less than 3e-8 before rounding. */
INLINE vf vf_gelu(vf x) {
    vf c = vf_min(vf_max(x, vf_set(-5.5f)), vf_set(5.5f)), z = c * c;
    vf p = vf_set(4.44831949e-08f);
    p = vf_fma(p, z, vf_set(1.29556848e-05f));
    p = vf_fma(p, z, vf_set(0.000359732263f));
    p = vf_fma(p, z, vf_set(0.00948850007f));
    p = vf_fma(p, z, vf_set(0.0697618746f));
    p = vf_fma(p, z, vf_set(0.797884289f));
    vf q = vf_set(1.1920756e-06f);
    q = vf_fma(q, z, vf_set(7.74607034e-05f));
    q = vf_fma(q, z, vf_set(0.00194633396f));
    q = vf_fma(q, z, vf_set(0.0292449344f));
    q = vf_fma(q, z, vf_set(0.254098286f));
    q = vf_fma(q, z, vf_set(1.0f));
    vf half = x * 0.5f;
    return vf_fma(half, c * p * vf_inverse(q), half);
}

/* The same to 1.7e-4, for what is rounded to 8 bits next: x · (1/2 + c · P(c²)) with c = x held in -3.95 … 3.95, where P is such that
 * the ends join 0 and 1. Fitted likewise. */
INLINE vf vf_gelu_near(vf x) {
    vf c = vf_min(vf_max(x, vf_set(-3.95f)), vf_set(3.95f)), z = c * c;
    vf p = vf_set(2.4435904e-08f);
    p = vf_fma(p, z, vf_set(-1.68115849e-06f));
    p = vf_fma(p, z, vf_set(4.9552048e-05f));
    p = vf_fma(p, z, vf_set(-0.00082904025f));
    p = vf_fma(p, z, vf_set(0.00884292109f));
    p = vf_fma(p, z, vf_set(-0.064722751f));
    p = vf_fma(p, z, vf_set(0.397986689f));
    return x * vf_fma(c, p, vf_set(0.5f));
}

static void rows_gelu(float *x, size_t n) {
    size_t i = 0;
    for (; i + MW_LANES <= n; i += MW_LANES) vf_store(x + i, vf_gelu(vf_load(x + i)));
    if (i < n) vf_store_part(x + i, vf_gelu(vf_load_part(x + i, (uint32_t)(n - i), 0)), (uint32_t)(n - i));
}

static float row_quantise(const float *x, uint32_t in, uint8_t *q) {
    uint32_t whole = in & ~(uint32_t)(MW_LANES - 1);
    vf top = vf_set(0);
    for (uint32_t i = 0; i < whole; i += MW_LANES) top = vf_max(top, vf_abs(vf_load(x + i)));
    if (whole < in) top = vf_max(top, vf_abs(vf_load_part(x + whole, in - whole, 0)));
    float max = vf_top(top), by = max > 0 ? 127.0f / max : 0;
    uint32_t i = 0;
#ifdef put_u8_four
    for (; i + 4 * MW_LANES <= in; i += 4 * MW_LANES)
        put_u8_four(q + i, vf_load(x + i) * by, vf_load(x + i + MW_LANES) * by, vf_load(x + i + 2 * MW_LANES) * by,
                    vf_load(x + i + 3 * MW_LANES) * by);
#endif
    for (; i < whole; i += MW_LANES) put_u8(q + i, (vi)(vf_load(x + i) * by + (ROUNDER + 128)));
    if (whole < in) put_u8(q + whole, (vi)(vf_load_part(x + whole, in - whole, 0) * by + (ROUNDER + 128)));
    return max / 127.0f;
}

static void rows_quantise(const float *x, uint32_t rows, uint32_t in, uint8_t *q, float *scale) {
    size_t stride = mw_q_stride(in);
    for (uint32_t r = 0; r < rows; r++) scale[r] = row_quantise(x + (size_t)r * in, in, q + r * stride);
}

static void row_add_norm(const float *a, const float *b, uint32_t width, const float *weight, const float *bias, float *o) {
    uint32_t whole = width & ~(uint32_t)(MW_LANES - 1);
    vf sum = vf_set(0), squares = vf_set(0);
    for (uint32_t i = 0; i < whole; i += MW_LANES) {
        vf v = b ? vf_load(a + i) + vf_load(b + i) : vf_load(a + i);
        sum += v;
        vf_store(o + i, v);
    }
    float rest = 0;
    for (uint32_t i = whole; i < width; i++) rest += o[i] = a[i] + (b ? b[i] : 0);
    float mean = (vf_sum(sum) + rest) / (float)width;
    for (uint32_t i = 0; i < whole; i += MW_LANES) {
        vf d = vf_load(o + i) - mean;
        squares = vf_fma(d, d, squares);
    }
    rest = 0;
    for (uint32_t i = whole; i < width; i++) rest += (o[i] - mean) * (o[i] - mean);
    float by = 1.0f / sqrtf((vf_sum(squares) + rest) / (float)width + 1e-12f);
    for (uint32_t i = 0; i < whole; i += MW_LANES)
        vf_store(o + i, vf_fma((vf_load(o + i) - mean) * by, vf_load(weight + i), vf_load(bias + i)));
    for (uint32_t i = whole; i < width; i++) o[i] = (o[i] - mean) * by * weight[i] + bias[i];
}

static void rows_add_norm(const float *x, const float *add, uint32_t rows, uint32_t width, const float *weight, const float *bias, float *y,
                          uint8_t *q, float *scale) {
    size_t stride = mw_q_stride(width);
    for (uint32_t r = 0; r < rows; r++) {
        float *o = y + (size_t)r * width;
#ifdef vf_ahead
        for (uint32_t i = 0; i < width && r + 2 < rows; i += 16) { /* the rows after the next */
            vf_ahead(x + (size_t)(r + 2) * width + i);
            if (add) vf_ahead(add + (size_t)(r + 2) * width + i);
            vf_ahead(o + 2 * (size_t)width + i);
        }
#endif
        row_add_norm(x + (size_t)r * width, add ? add + (size_t)r * width : NULL, width, weight, bias, o);
        if (q) scale[r] = row_quantise(o, width, q + r * stride);
    }
}

/* `mixes` <= 4 mixes of two vectors of columns from `at` on: the layers' rows are read once for all of them. */
INLINE void mix_columns(const uint32_t mixes, const mw_mixture *m, const float *weight, uint32_t at, float *y) {
    vf t[4][2];
    for (uint32_t k = 0; k < mixes; k++) t[k][0] = t[k][1] = vf_set(0);
    for (uint32_t l = 0; l < m->layers; l++) {
        const float *x = m->x + l * m->plane + at;
        vf v0 = vf_load(x), v1 = vf_load(x + MW_LANES);
        for (uint32_t r = 1; r < m->rows; r++) v0 += vf_load(x + (size_t)r * m->width), v1 += vf_load(x + (size_t)r * m->width + MW_LANES);
        for (uint32_t k = 0; k < mixes; k++) {
            vf w = vf_set(weight[k * m->layers + l]);
            t[k][0] = vf_fma(v0, w, t[k][0]);
            t[k][1] = vf_fma(v1, w, t[k][1]);
        }
    }
    for (uint32_t k = 0; k < mixes; k++) {
        vf_store(y + k * m->plane + at, t[k][0] * m->by);
        vf_store(y + k * m->plane + at + MW_LANES, t[k][1] * m->by);
    }
}

static void rows_mix(const mw_mixture *m) {
    uint32_t k = 0, whole = m->width / (2 * MW_LANES) * (2 * MW_LANES);
    for (; k + 4 <= m->mixes; k += 4)
        for (uint32_t at = 0; at < whole; at += 2 * MW_LANES) mix_columns(4, m, m->weight + k * m->layers, at, m->y + k * m->plane);
    for (; k < m->mixes; k++)
        for (uint32_t at = 0; at < whole; at += 2 * MW_LANES) mix_columns(1, m, m->weight + k * m->layers, at, m->y + k * m->plane);
    for (k = 0; k < m->mixes; k++)
        for (uint32_t i = whole; i < m->width; i++) {
            float t = 0;
            for (uint32_t l = 0; l < m->layers; l++)
                for (uint32_t r = 0; r < m->rows; r++) t += m->weight[k * m->layers + l] * m->x[l * m->plane + (size_t)r * m->width + i];
            m->y[k * m->plane + i] = t * m->by;
        }
}

/* Four rows at a time, so that a's loads are shared and four sums run beside each other. */
static void rows_dots(const float *a, const float *rows, uint32_t n_rows, uint32_t n, float *y) {
    uint32_t whole = n & ~(uint32_t)(MW_LANES - 1);
    for (uint32_t r = 0; r < n_rows; r += 4) {
        uint32_t some = n_rows - r < 4 ? n_rows - r : 4;
        const float *row[4];
        for (uint32_t k = 0; k < 4; k++) row[k] = rows + (size_t)(r + (k < some ? k : 0)) * n;
        vf s0 = vf_set(0), s1 = s0, s2 = s0, s3 = s0;
        for (uint32_t i = 0; i < whole; i += MW_LANES) {
            vf v = vf_load(a + i);
            s0 = vf_fma(v, vf_load(row[0] + i), s0);
            s1 = vf_fma(v, vf_load(row[1] + i), s1);
            s2 = vf_fma(v, vf_load(row[2] + i), s2);
            s3 = vf_fma(v, vf_load(row[3] + i), s3);
        }
        float sums[4] = {vf_sum(s0), vf_sum(s1), vf_sum(s2), vf_sum(s3)};
        for (uint32_t k = 0; k < some; k++) {
            for (uint32_t i = whole; i < n; i++) sums[k] += a[i] * row[k][i];
            y[r + k] = sums[k];
        }
    }
}

#endif
