/* kernel_c: the kernels in plain C (with the vector types of GCC and Clang, four floats wide, which every processor has or
 * the compiler splits). Sanitizer builds and processors without AVX2 use it; the others are measured against it. */
#include "encode/kernel.h"

#include "encode/kernel_plain.h"

#define MW_TILE 2
#define MW_SCORE_ROWS 2
#define MW_VALUE_ROWS 4
#define vf_bytes(p) ((vf){(p)[0], (p)[1], (p)[2], (p)[3]})
#define MW_MIXES 2
#define put_u8(to, v)                                                                                                                      \
    do {                                                                                                                                   \
        vi put_ = (v);                                                                                                                     \
        for (int k_ = 0; k_ < MW_LANES; k_++) (to)[k_] = (uint8_t)put_[k_];                                                                \
    } while (0)

typedef int16_t vs __attribute__((vector_size(16)));
typedef uint16_t vus __attribute__((vector_size(16)));
typedef int32_t vi4 __attribute__((vector_size(16)));
typedef float vf4 __attribute__((vector_size(16)));
#define MW_KEY_CELL 2
#define MW_INT_TILE 2
#define MW_INT_ROWS 4
#define MW_INT_VALUES 4
#define dot_keys dot_s16
#define vi_max(a, b) ((vi)(((vi)(a) & ((a) > (b))) | ((vi)(b) & ~((a) > (b)))))
#define vi_total(x) ((x)[0] + (x)[1] + ((x)[2] + (x)[3]))
#define vi_top(x) top_of_4(x)
#define vf_of(x) __builtin_convertvector((x), vf)

static inline int32_t top_of_4(vi4 x) {
    int32_t a = x[0] > x[1] ? x[0] : x[1], b = x[2] > x[3] ? x[2] : x[3];
    return a > b ? a : b;
}

/* x >> n lane by lane, x >= 0, bit by bit of n; n past 15 gives 0. */
static inline vs vs_shift(vs x, vs n) {
    x &= n < 16;
    for (int16_t bit = 8; bit; bit /= 2) {
        vs moved = (n & bit) != 0;
        x = ((x >> bit) & moved) | (x & ~moved);
    }
    return x;
}

/* What every x86 processor of 64 bits has; elsewhere lane by lane. */
#ifdef __SSE2__
#include <emmintrin.h>
static inline vi4 dot_s16(vi4 s, vi4 a, vi4 b) { return s + (vi4)_mm_madd_epi16((__m128i)a, (__m128i)b); }
static inline vs vs_pack(vi4 a, vi4 b) { return (vs)_mm_packs_epi32((__m128i)a, (__m128i)b); }
static inline vs vs_scale(vs a, vs b) {
    vs high = (vs)_mm_mulhi_epi16((__m128i)a, (__m128i)b);
    vus low = (vus)_mm_mullo_epi16((__m128i)a, (__m128i)b);
    return high + high + (vs)(((low >> 14) + 1) >> 1);
}
static inline vi4 vi_of(vf4 x) { return (vi4)_mm_cvtps_epi32((__m128)x); }
#else
static inline vi4 dot_s16(vi4 s, vi4 a, vi4 b) {
    vs x = (vs)a, y = (vs)b;
    for (int i = 0; i < 4; i++) s[i] += x[2 * i] * y[2 * i] + x[2 * i + 1] * y[2 * i + 1];
    return s;
}
static inline int16_t held(int32_t x) { return (int16_t)(x > 32767 ? 32767 : x < -32768 ? -32768 : x); }
static inline vs vs_pack(vi4 a, vi4 b) {
    return (vs){held(a[0]), held(a[1]), held(a[2]), held(a[3]), held(b[0]), held(b[1]), held(b[2]), held(b[3])};
}
static inline vs vs_scale(vs a, vs b) {
    for (int i = 0; i < 8; i++) a[i] = (int16_t)((a[i] * b[i] + 16384) >> 15);
    return a;
}
static inline vi4 vi_of(vf4 x) {
    vi4 y;
    for (int i = 0; i < 4; i++) y[i] = (int32_t)rintf(x[i] > 1e9f ? 1e9f : x[i] < -1e9f ? -1e9f : x[i]);
    return y;
}
#endif

#include "encode/kernel_attend_int.h"

/* The int8 product is the scalar product of 16-bit numbers, the one loop that GCC and Clang turn into multiplications of pairs wherever a
 * processor has them (SSE2's pmaddwd, NEON's smlal): weights and rows are widened first, DEPTH inputs at a time, weights once for
 * CHUNK rows. */
enum { CHUNK = 64, DEPTH = 384, ROWS = 2, COLS = 4 };

#ifdef MW_SANITIZE /* a check of every sum would keep the loop from being vectorised; its operands are this file's own */
#define PLAIN __attribute__((no_sanitize("address", "undefined")))
#else
#define PLAIN
#endif

/* sums [ROWS][MW_BLOCK_OUT] += the products of a [ROWS][DEPTH] and w [COLS][DEPTH] over n inputs, a multiple of 8. */
PLAIN static void dots(const int16_t *restrict a, const int16_t *restrict w, uint32_t n, int32_t *restrict sums) {
    int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
    const int16_t *b = a + DEPTH, *w1 = w + DEPTH, *w2 = w1 + DEPTH, *w3 = w2 + DEPTH;
    for (uint32_t i = 0; i < n; i++) {
        s0 += (int32_t)a[i] * w[i];
        s1 += (int32_t)a[i] * w1[i];
        s2 += (int32_t)a[i] * w2[i];
        s3 += (int32_t)a[i] * w3[i];
        t0 += (int32_t)b[i] * w[i];
        t1 += (int32_t)b[i] * w1[i];
        t2 += (int32_t)b[i] * w2[i];
        t3 += (int32_t)b[i] * w3[i];
    }
    sums[0] += s0, sums[1] += s1, sums[2] += s2, sums[3] += s3;
    sums += MW_BLOCK_OUT;
    sums[0] += t0, sums[1] += t1, sums[2] += t2, sums[3] += t3;
}

/* Inputs [from, from + n) of a panel's weights, one output behind the other, zeros up to `wide`. */
static void weights_widen(const int8_t *panel, uint32_t from, uint32_t n, uint32_t wide, int16_t w[MW_BLOCK_OUT][DEPTH]) {
    const int8_t *p = panel + (size_t)from * MW_BLOCK_OUT;
    for (uint32_t i = 0; i < n; i += MW_BLOCK_IN)
        for (uint32_t o = 0; o < MW_BLOCK_OUT; o++)
            for (uint32_t k = 0; k < MW_BLOCK_IN; k++) w[o][i + k] = *p++;
    n = (n + MW_BLOCK_IN - 1) / MW_BLOCK_IN * MW_BLOCK_IN;
    for (uint32_t o = 0; o < MW_BLOCK_OUT; o++)
        for (uint32_t i = n; i < wide; i++) w[o][i] = 0;
}

/* Rows of a chunk by one panel. What a row holds beyond its inputs meets weights of zero. */
static void panel_sums(const mw_linear *l, const int8_t *panel, const uint8_t *q, uint32_t rows, int32_t sums[CHUNK][MW_BLOCK_OUT]) {
    int16_t w[MW_BLOCK_OUT][DEPTH], a[ROWS][DEPTH];
    size_t stride = mw_q_stride(l->in);
    memset(sums, 0, CHUNK * sizeof *sums);
    for (uint32_t from = 0; from < l->in; from += DEPTH) {
        uint32_t n = l->in - from < DEPTH ? l->in - from : DEPTH, wide = (n + 7) & ~7u;
        weights_widen(panel, from, n, wide, w);
        for (uint32_t r = 0; r < rows; r += ROWS) {
            for (uint32_t k = 0; k < ROWS; k++) {
                const uint8_t *x = q + (r + k < rows ? r + k : r) * stride + from;
                for (uint32_t i = 0; i < wide; i++) a[k][i] = x[i];
            }
            for (uint32_t o = 0; o < MW_BLOCK_OUT; o += COLS) dots(a[0], w[o], wide, sums[r] + o);
        }
    }
}

/* Integers to outputs. */
static void put_outputs(const mw_linear *l, const int32_t *sums, uint32_t o, float scale, mw_activation act, float *y) {
    uint32_t some = l->out - o < MW_BLOCK_OUT ? l->out - o : MW_BLOCK_OUT;
    for (uint32_t k = 0; k < some; k++) y[k] = f_fma((float)(sums[k] - 128 * l->sum[o + k]), scale * l->scale[o + k], l->bias[o + k]);
    for (uint32_t k = 0; act == MW_ACT_GELU && k < some; k += MW_LANES) {
        uint32_t part = some - k < MW_LANES ? some - k : MW_LANES;
        if (part == MW_LANES)
            vf_store(y + k, vf_gelu_near(vf_load(y + k)));
        else
            vf_store_part(y + k, vf_gelu_near(vf_load_part(y + k, part, 0)), part);
    }
}

static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    size_t stride = mw_q_stride(l->in), panel = (size_t)((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    for (uint32_t r = 0; r < rows; r += CHUNK)
        for (uint32_t o = 0; o < l->out; o += MW_BLOCK_OUT) {
            int32_t sums[CHUNK][MW_BLOCK_OUT];
            uint32_t some = rows - r < CHUNK ? rows - r : CHUNK;
            panel_sums(l, l->packed + o / MW_BLOCK_OUT * panel, q + r * stride, some, sums);
            for (uint32_t k = 0; k < some; k++) put_outputs(l, sums[k], o, scale[r + k], act, y + (size_t)(r + k) * l->out + o);
        }
}

const mw_kernel mw_kernel_c = {.name = "c", .product = product, MW_SHARED};
