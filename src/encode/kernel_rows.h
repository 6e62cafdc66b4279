/* kernel_rows: loops over rows, written once with vectors of MW_LANES floats and compiled for each instruction set.
 *
 * All sets give the same bits: a sum over a row is kept in four sums of WIDE lanes, however long the set's own vectors are, and put
 * together in one order; every multiplication of vectors that is added to something is fused (rounded once); what is left of a row after whole
 * WIDEs is computed one by one.
 *
 * Beside what kernel_vector.h asks for, the including file defines vf_bytes(p) (MW_LANES bytes as floats), put_u8 (the low bytes of a vector of
 * integers), and MW_MIXES, how many mixes are made at a time. It may define put_u8_four(to, a, b, c, d), four vectors of floats rounded
 * and put as bytes with an offset of 128; vf_ahead(p), which asks for the memory at p; MW_HELD, a number of vectors (a multiple of 4) that its
 * registers can hold: rows of that length are normed in them. Everything is static. */
#ifndef MW_KERNEL_ROWS_H
#define MW_KERNEL_ROWS_H

#include "encode/kernel_vector.h"

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

/* o = norm(a + b) * weight + bias */
static void row_add_norm(const float *a, const float *b, uint32_t width, const float *weight, const float *bias, float *o) {
    uint32_t whole = width / WIDE * WIDE;
    vf sum[SUMS][PARTS] = {0}, squares[SUMS][PARTS] = {0};
    for (uint32_t i = 0; i < whole; i += WIDE)
        for (uint32_t k = 0; k < PARTS; k++) {
            uint32_t at = i + k * MW_LANES;
            vf v = b ? vf_load(a + at) + vf_load(b + at) : vf_load(a + at);
            sum[i / WIDE % SUMS][k] += v;
            vf_store(o + at, v);
        }
    float rest = 0;
    for (uint32_t i = whole; i < width; i++) rest += o[i] = a[i] + (b ? b[i] : 0);
    float mean = (vf_sums(sum) + rest) / (float)width;
    for (uint32_t i = 0; i < whole; i += WIDE)
        for (uint32_t k = 0; k < PARTS; k++) {
            vf d = vf_load(o + i + k * MW_LANES) - mean, *s = &squares[i / WIDE % SUMS][k];
            *s = vf_fma(d, d, *s);
        }
    rest = 0;
    for (uint32_t i = whole; i < width; i++) rest += (o[i] - mean) * (o[i] - mean);
    float by = 1.0f / sqrtf((vf_sums(squares) + rest) / (float)width + 1e-12f);
    for (uint32_t i = 0; i < whole; i += MW_LANES)
        vf_store(o + i, vf_fma((vf_load(o + i) - mean) * by, vf_load(weight + i), vf_load(bias + i)));
    for (uint32_t i = whole; i < width; i++) o[i] = (o[i] - mean) * by * weight[i] + bias[i];
}

#ifdef MW_HELD
/* The same and row_quantise for a row of MW_HELD vectors, which stays in registers. */
static void row_held(const float *a, const float *b, const float *weight, const float *bias, float *o, uint8_t *q, float *scale) {
    _Static_assert(PARTS == 1, "vectors of WIDE lanes");
    const float width = MW_HELD * MW_LANES;
    vf v[MW_HELD], sum[SUMS][PARTS] = {0}, squares[SUMS][PARTS] = {0}, top = vf_set(0);
#pragma GCC unroll 32
    for (uint32_t i = 0; i < MW_HELD; i++) sum[i % SUMS][0] += v[i] = vf_load(a + i * MW_LANES) + vf_load(b + i * MW_LANES);
    float mean = vf_sums(sum) / width;
#pragma GCC unroll 32
    for (uint32_t i = 0; i < MW_HELD; i++) {
        v[i] -= mean;
        squares[i % SUMS][0] = vf_fma(v[i], v[i], squares[i % SUMS][0]);
    }
    float by = 1.0f / sqrtf(vf_sums(squares) / width + 1e-12f);
#pragma GCC unroll 32
    for (uint32_t i = 0; i < MW_HELD; i++) {
        v[i] = vf_fma(v[i] * by, vf_load(weight + i * MW_LANES), vf_load(bias + i * MW_LANES));
        top = vf_max(top, vf_abs(v[i]));
        vf_store(o + i * MW_LANES, v[i]);
    }
    float max = vf_top(top), unit = max > 0 ? 127.0f / max : 0;
#pragma GCC unroll 32
    for (uint32_t i = 0; i < MW_HELD; i += 4) put_u8_four(q + i * MW_LANES, v[i] * unit, v[i + 1] * unit, v[i + 2] * unit, v[i + 3] * unit);
    *scale = max / 127.0f;
}
#endif

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
        const float *a = x + (size_t)r * width, *b = add ? add + (size_t)r * width : NULL;
#ifdef MW_HELD
        if (width == MW_HELD * MW_LANES && b && q) {
            row_held(a, b, weight, bias, o, q + r * stride, &scale[r]);
            continue;
        }
#endif
        row_add_norm(a, b, width, weight, bias, o);
        if (q) scale[r] = row_quantise(o, width, q + r * stride);
    }
}

/* row = word · scale + (position + shape) */
static void row_embed(const int8_t *word, float scale, const float *position, const float *shape, uint32_t width, float *row) {
    for (uint32_t i = 0; i < width; i++) row[i] = (float)word[i] * scale + (position[i] + shape[i]);
}

/* ---- mixes ------------------------------------------------------------------------------------------------------------------ */

/* Of floats. */
static void rows_mix(const mw_mixture *m) {
    uint32_t whole = m->width / WIDE * WIDE;
    for (uint32_t k = 0; k < m->mixes; k++) {
        const float *weight = m->weight + k * m->layers;
        for (uint32_t at = 0; at < whole; at += MW_LANES) {
            vf t = vf_set(0);
            for (uint32_t l = 0; l < m->layers; l++) {
                const float *x = m->x + l * m->plane + at;
                vf v = vf_load(x);
                for (uint32_t r = 1; r < m->rows; r++) v += vf_load(x + (size_t)r * m->width);
                t = vf_fma(v, vf_set(weight[l]), t);
            }
            vf_store(m->y + k * m->y_plane + at, t * m->by);
        }
        for (uint32_t i = whole; i < m->width; i++) {
            float t = 0;
            for (uint32_t l = 0; l < m->layers; l++)
                for (uint32_t r = 0; r < m->rows; r++) t += weight[l] * m->x[l * m->plane + (size_t)r * m->width + i];
            m->y[k * m->y_plane + i] = t * m->by;
        }
    }
}

enum { DEEP = 16 }; /* layers mixed at a time */

/* `mixes` <= MW_MIXES mixes of `layers` <= DEEP layers of one quantised row, on top of what y holds unless it is the first. A byte has an offset of
 * 128, which `start` takes away. */
INLINE void mix_row(const uint32_t mixes, const mw_mixture *m, const uint8_t *q, float by[MW_MIXES][DEEP], uint32_t layers, bool first,
                    float *y) {
    float start[MW_MIXES];
    for (uint32_t k = 0; k < mixes; k++) {
        start[k] = 0;
        for (uint32_t l = 0; l < layers; l++) start[k] += by[k][l];
        start[k] *= -128.0f;
    }
    uint32_t whole = m->width / WIDE * WIDE;
    for (uint32_t at = 0; at < whole; at += MW_LANES) {
        vf t[MW_MIXES];
        for (uint32_t k = 0; k < mixes; k++) t[k] = vf_set(start[k]);
        for (uint32_t l = 0; l < layers; l++) {
            vf v = vf_bytes(q + l * m->plane + at);
            for (uint32_t k = 0; k < mixes; k++) t[k] = vf_fma(v, vf_set(by[k][l]), t[k]);
        }
        for (uint32_t k = 0; k < mixes; k++) vf_store(y + k * m->y_plane + at, first ? t[k] : t[k] + vf_load(y + k * m->y_plane + at));
    }
    for (uint32_t k = 0; k < mixes; k++)
        for (uint32_t i = whole; i < m->width; i++) {
            float t = start[k];
            for (uint32_t l = 0; l < layers; l++) t += by[k][l] * (float)q[l * m->plane + i];
            y[k * m->y_plane + i] = first ? t : t + y[k * m->y_plane + i];
        }
}

/* Of quantised rows. */
static void rows_mix_bytes(const mw_mixture *m) {
    float by[MW_MIXES][DEEP];
    for (uint32_t from = 0; from < m->mixes; from += MW_MIXES)
        for (uint32_t r = 0; r < m->rows; r++)
            for (uint32_t deep = 0; deep < m->layers; deep += DEEP) {
                uint32_t some = m->mixes - from < MW_MIXES ? m->mixes - from : MW_MIXES,
                         layers = m->layers - deep < DEEP ? m->layers - deep : DEEP;
                for (uint32_t k = 0; k < some; k++)
                    for (uint32_t l = 0; l < layers; l++)
                        by[k][l] = m->weight[(from + k) * m->layers + deep + l] * m->by * m->scale[(deep + l) * m->scale_plane + r];
                const uint8_t *q = m->q + deep * m->plane + r * mw_q_stride(m->width);
                float *y = m->y + from * m->y_plane;
                bool first = !r && !deep;
                if (some == MW_MIXES)
                    mix_row(MW_MIXES, m, q, by, layers, first, y);
                else if (some == MW_MIXES - 1)
                    mix_row(MW_MIXES - 1, m, q, by, layers, first, y);
                else
                    for (uint32_t k = 0; k < some; k++) mix_row(1, m, q, by + k, layers, first, y + k * m->y_plane);
            }
}

/* Four rows at a time, so that a's loads are shared and four sums run beside each other. */
static void rows_dots(const float *a, const float *rows, uint32_t n_rows, uint32_t n, float *y) {
    uint32_t whole = n / WIDE * WIDE;
    for (uint32_t r = 0; r < n_rows; r += 4) {
        uint32_t some = n_rows - r < 4 ? n_rows - r : 4;
        const float *row[4];
        for (uint32_t k = 0; k < 4; k++) row[k] = rows + (size_t)(r + (k < some ? k : 0)) * n;
        vf s[4][PARTS] = {0};
        for (uint32_t i = 0; i < whole; i += WIDE)
            for (uint32_t p = 0; p < PARTS; p++) {
                vf v = vf_load(a + i + p * MW_LANES);
                for (uint32_t k = 0; k < 4; k++) s[k][p] = vf_fma(v, vf_load(row[k] + i + p * MW_LANES), s[k][p]);
            }
        for (uint32_t k = 0; k < some; k++) {
            float sum = vf_sum(s[k]);
            for (uint32_t i = whole; i < n; i++) sum += a[i] * row[k][i];
            y[r + k] = sum;
        }
    }
}

#endif
