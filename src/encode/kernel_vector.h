/* kernel_vector: vectors of MW_LANES floats for the kernels' loops, the same for every instruction set: loads, sums, 2^x, GELU.
 *
 * The including file defines MW_LANES (a divisor of WIDE) and the operations vf_fma(a, b, c) = a·b + c, f_fma (the same for floats), vf_max
 * and vf_min. It may define vf_sum and vf_top in its own way, and vf_hold(x, most), x held in -most … most. */
#ifndef MW_KERNEL_VECTOR_H
#define MW_KERNEL_VECTOR_H

#include <math.h>
#include <string.h>

typedef float vf __attribute__((vector_size(MW_LANES * 4)));
typedef int32_t vi __attribute__((vector_size(MW_LANES * 4)));
typedef float vf_at __attribute__((vector_size(MW_LANES * 4), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))
enum { WIDE = 16, PARTS = WIDE / MW_LANES, SUMS = 4 };

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

#ifndef vf_sum
/* The sum of WIDE lanes, halves onto halves. */
INLINE float vf_sum(const vf x[PARTS]) {
    float t[WIDE];
    for (uint32_t i = 0; i < PARTS; i++) vf_store(t + i * MW_LANES, x[i]);
    for (uint32_t w = WIDE / 2; w; w /= 2)
        for (uint32_t i = 0; i < w; i++) t[i] += t[i + w];
    return t[0];
}
#endif

INLINE float vf_sums(vf x[SUMS][PARTS]) {
    vf t[PARTS];
    for (uint32_t i = 0; i < PARTS; i++) t[i] = (x[0][i] + x[1][i]) + (x[2][i] + x[3][i]);
    return vf_sum(t);
}

#ifndef vf_top
INLINE float vf_top(vf x) {
    float t[MW_LANES], top;
    vf_store(t, x);
    top = t[0];
    for (uint32_t i = 1; i < MW_LANES; i++) top = t[i] > top ? t[i] : top;
    return top;
}
#endif

#ifndef vf_hold
#define vf_hold(x, most) vf_min(vf_max((x), vf_set(-(most))), vf_set(most))
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
    vf c = vf_hold(x, 5.5f), z = c * c;
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
    return vf_fma(half, c * p / q, half);
}

/* The same to 1.7e-4, for what is rounded to 8 bits next: x · (1/2 + c · P(c²)) with c = x held in -3.95 … 3.95, where P is such that
 * the ends join 0 and 1. Fitted likewise. */
INLINE vf vf_gelu_near(vf x) {
    vf c = vf_hold(x, 3.95f), z = c * c;
    vf p = vf_set(2.4435904e-08f);
    p = vf_fma(p, z, vf_set(-1.68115849e-06f));
    p = vf_fma(p, z, vf_set(4.9552048e-05f));
    p = vf_fma(p, z, vf_set(-0.00082904025f));
    p = vf_fma(p, z, vf_set(0.00884292109f));
    p = vf_fma(p, z, vf_set(-0.064722751f));
    p = vf_fma(p, z, vf_set(0.397986689f));
    return x * vf_fma(c, p, vf_set(0.5f));
}

#endif
