/* The kernels against the plainest possible arithmetic: integers of the int8 product exactly, floats to 1e-5; the functions of
 * floats against the C library in double precision. And against each other: to the bit, every function of the table. */
#define _POSIX_C_SOURCE 200809L /* setenv */

#include <math.h>

#include "encode/kernel.h"
#include "support/support.h"

static const char *const names[] = {"c", "avx2", "vnni", "avxvnni", "amx"};
enum { KERNELS = sizeof names / sizeof *names };

static void *block(size_t n) {
    void *p = mw_alloc_aligned(&mw_default_allocator, n + 64);
    assert_non_null(p);
    memset(p, 0, n + 64);
    return p;
}

static void give(void *p) { mw_free_aligned(&mw_default_allocator, p); }

static float any(uint64_t *seed, float most) { return ((float)(test_random(seed) % 20001) / 10000.0f - 1.0f) * most; }

static float *floats(uint64_t *seed, size_t n, float most) {
    float *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = any(seed, most);
    return x;
}

/* ---- the int8 product ---- */

typedef struct layer {
    mw_linear l;
    int8_t *packed, *plain; /* plain: [out][in] */
    float *scale, *bias;
    int32_t *sum;
} layer;

static layer layer_new(uint64_t *seed, uint32_t out, uint32_t in) {
    uint32_t groups = (in + 3) / 4;
    layer y = {.packed = block((size_t)(out + 15) / 16 * groups * 64),
               .plain = block((size_t)out * in),
               .scale = block(out * sizeof(float)),
               .bias = block(out * sizeof(float)),
               .sum = block(out * sizeof(int32_t))};
    for (uint32_t o = 0; o < out; o++) {
        y.scale[o] = 1;
        for (uint32_t i = 0; i < in; i++) {
            /* Some rows are all at the limit, where 16-bit sums of pairs come closest to their own. */
            int q = o % 5 == 0 ? 63 : o % 5 == 1 ? -63 : (int)(test_random(seed) % 127) - 63;
            y.plain[(size_t)o * in + i] = (int8_t)q;
            y.packed[((size_t)(o / 16) * groups + i / 4) * 64 + o % 16 * 4 + i % 4] = (int8_t)q;
            y.sum[o] += q;
        }
    }
    y.l = (mw_linear){.out = out, .in = in, .packed = y.packed, .scale = y.scale, .sum = y.sum, .bias = y.bias};
    return y;
}

static void layer_free(layer *y) {
    give(y->packed);
    give(y->plain);
    give(y->scale);
    give(y->bias);
    give(y->sum);
}

static void product_check(const mw_kernel *k, uint64_t *seed, uint32_t rows, uint32_t out, uint32_t in) {
    layer y = layer_new(seed, out, in);
    size_t stride = mw_q_stride(in);
    uint8_t *q = block(rows * stride);
    float *scale = block(rows * sizeof *scale), *got = block((size_t)rows * out * sizeof *got);
    for (uint32_t r = 0; r < rows; r++) {
        scale[r] = 1;
        for (uint32_t i = 0; i < in; i++) q[r * stride + i] = r % 3 ? (uint8_t)(1 + test_random(seed) % 255) : 255;
    }
    k->product(&y.l, q, scale, rows, MW_ACT_NONE, got);
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t o = 0; o < out; o++) {
            int32_t want = -128 * y.sum[o];
            for (uint32_t i = 0; i < in; i++) want += q[r * stride + i] * y.plain[(size_t)o * in + i];
            if (got[(size_t)r * out + o] != (float)want)
                fail_msg("%s: %u x %u, %u rows: [%u][%u] is %g, not %d", k->name, out, in, rows, r, o, (double)got[(size_t)r * out + o],
                         want);
        }
    layer_free(&y);
    give(q);
    give(scale);
    give(got);
}

static void test_product(void **state) {
    static const uint32_t sizes[][3] = {{1, 1, 1},      {7, 17, 37},  {6, 64, 384},  {13, 70, 5}, {256, 48, 384},
                                        {9, 384, 1536}, {4, 51, 192}, {5, 1152, 64}, {10, 33, 2}, {23, 100, 96}};
    (void)state;
    for (size_t n = 0; n < KERNELS; n++) {
        const mw_kernel *k = mw_kernel_named(names[n]);
        uint64_t seed = 1;
        for (size_t i = 0; k && i < sizeof sizes / sizeof *sizes; i++) product_check(k, &seed, sizes[i][0], sizes[i][1], sizes[i][2]);
    }
}

static void test_quantise(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (uint32_t in = 1; in < 200; in += 13) {
        uint32_t rows = 5;
        size_t stride = mw_q_stride(in);
        float *x = floats(&seed, (size_t)rows * in, 3.0f), want_scale[5], scale[5];
        uint8_t *want = block(rows * stride), *got = block(rows * stride);
        for (uint32_t i = 0; i < in; i++) x[i] = 0; /* a row of zeros */
        mw_kernel_c.quantise(x, rows, in, want, want_scale);
        for (uint32_t r = 0; r < rows; r++)
            for (uint32_t i = 0; i < in; i++) {
                double back = ((double)want[r * stride + i] - 128) * (double)want_scale[r];
                assert_true(fabs(back - (double)x[(size_t)r * in + i]) <= (double)want_scale[r] * 0.5001);
            }
        for (size_t n = 1; n < KERNELS; n++) {
            const mw_kernel *k = mw_kernel_named(names[n]);
            if (!k) continue;
            k->quantise(x, rows, in, got, scale);
            for (uint32_t r = 0; r < rows; r++) {
                assert_true(scale[r] == want_scale[r]);
                assert_memory_equal(got + r * stride, want + r * stride, in);
            }
        }
        give(x);
        give(want);
        give(got);
    }
}

/* The activation of a product is GELU, nearly; rows that a norm quantises are those that quantising its result gives. */
static void test_fused(void **state) {
    (void)state;
    enum { ROWS = 7, IN = 68, OUT = 37 };
    uint64_t seed = 3;
    layer y = layer_new(&seed, OUT, IN);
    float *x = floats(&seed, ROWS * IN, 2.0f), *weight = floats(&seed, IN, 1.0f), *bias = floats(&seed, IN, 1.0f), scale[2][ROWS],
          *got = block(ROWS * OUT * sizeof *got), *plain = block(ROWS * OUT * sizeof *plain), *norm = block(ROWS * IN * sizeof *norm);
    uint8_t *q[2] = {block(ROWS * mw_q_stride(IN)), block(ROWS * mw_q_stride(IN))};
    for (uint32_t o = 0; o < OUT; o++) y.scale[o] = 0.02f;
    for (size_t n = 0; n < KERNELS; n++) {
        const mw_kernel *k = mw_kernel_named(names[n]);
        if (!k) continue;
        k->add_norm(x, NULL, ROWS, IN, weight, bias, norm, q[0], scale[0]);
        k->quantise(norm, ROWS, IN, q[1], scale[1]);
        for (uint32_t r = 0; r < ROWS; r++) {
            assert_true(scale[0][r] == scale[1][r]);
            assert_memory_equal(q[0] + r * mw_q_stride(IN), q[1] + r * mw_q_stride(IN), IN);
        }
        k->product(&y.l, q[0], scale[0], ROWS, MW_ACT_NONE, plain);
        k->product(&y.l, q[0], scale[0], ROWS, MW_ACT_GELU, got);
        for (uint32_t i = 0; i < ROWS * OUT; i++) {
            double v = (double)plain[i], want = 0.5 * v * (1 + erf(v * 0.70710678118654752));
            assert_true(fabs((double)got[i] - want) < 1.7e-4 + 1e-6 * fabs(v));
        }
    }
    layer_free(&y);
    give(x);
    give(weight);
    give(bias);
    give(got);
    give(plain);
    give(norm);
    give(q[0]);
    give(q[1]);
}

/* ---- floats ---- */

static void test_gelu(void **state) {
    (void)state;
    enum { N = 4003 };
    float *x = block(N * sizeof *x);
    for (size_t n = 0; n < KERNELS; n++) {
        const mw_kernel *k = mw_kernel_named(names[n]);
        if (!k) continue;
        for (int i = 0; i < N; i++) x[i] = ((float)i - N / 2) * 0.004f;
        x[0] = -1e30f, x[1] = 1e30f;
        k->gelu(x, N);
        assert_true(fabsf(x[0]) < 1e24f && x[1] == 1e30f);
        for (int i = 2; i < N; i++) {
            double v = ((double)i - N / 2) * 0.004, want = 0.5 * v * (1 + erf(v * 0.70710678118654752));
            if (fabs((double)x[i] - want) > 1.5e-6) fail_msg("%s: gelu(%g) is %g, not %g", k->name, v, (double)x[i], want);
        }
    }
    give(x);
}

static void test_norm(void **state) {
    (void)state;
    for (uint32_t width = 8; width < 400; width += 61) {
        uint64_t seed = width;
        float *x = floats(&seed, width * 3, 2.0f), *add = floats(&seed, width * 3, 2.0f), *w = floats(&seed, width, 1.0f),
              *b = floats(&seed, width, 1.0f);
        float *y = block(width * 3 * sizeof *y);
        for (size_t n = 0; n < KERNELS; n++) {
            const mw_kernel *k = mw_kernel_named(names[n]);
            if (!k) continue;
            k->add_norm(x, add, 3, width, w, b, y, NULL, NULL);
            for (uint32_t r = 0; r < 3; r++) {
                double mean = 0, var = 0;
                for (uint32_t i = 0; i < width; i++) mean += ((double)x[r * width + i] + (double)add[r * width + i]) / width;
                for (uint32_t i = 0; i < width; i++) var += pow((double)x[r * width + i] + (double)add[r * width + i] - mean, 2) / width;
                for (uint32_t i = 0; i < width; i++) {
                    double v = (double)x[r * width + i] + (double)add[r * width + i],
                           want = (v - mean) / sqrt(var + 1e-12) * (double)w[i] + (double)b[i];
                    assert_true(fabs((double)y[r * width + i] - want) < 1e-5);
                }
            }
        }
        give(x);
        give(add);
        give(w);
        give(b);
        give(y);
    }
}

/* Attention by its definition, in double precision. */
static void attend_plainly(const float *qkv, uint32_t n, uint32_t width, uint32_t heads, double *out) {
    uint32_t d = width / heads, step = 3 * width;
    double *p = calloc(n, sizeof *p);
    for (uint32_t h = 0; h < heads; h++)
        for (uint32_t i = 0; i < n; i++) {
            double top = -1e300, sum = 0;
            for (uint32_t j = 0; j < n; j++) {
                p[j] = 0;
                for (uint32_t c = 0; c < d; c++) p[j] += (double)qkv[i * step + h * d + c] * (double)qkv[j * step + width + h * d + c];
                p[j] /= sqrt(d);
                top = p[j] > top ? p[j] : top;
            }
            for (uint32_t j = 0; j < n; j++) sum += p[j] = exp(p[j] - top);
            for (uint32_t c = 0; c < d; c++) {
                double v = 0;
                for (uint32_t j = 0; j < n; j++) v += p[j] / sum * (double)qkv[j * step + 2 * width + h * d + c];
                out[i * width + h * d + c] = v;
            }
        }
    free(p);
}

static void attend_run(void (*attend)(const mw_attention *), const float *qkv, uint32_t n, uint32_t width, uint32_t heads, float *out,
                       float *scratch) {
    attend(&(mw_attention){.q = qkv,
                           .k = qkv + width,
                           .v = qkv + 2 * (size_t)width,
                           .step = 3 * (size_t)width,
                           .n = n,
                           .n_queries = n,
                           .d = width / heads,
                           .heads = heads,
                           .out = out,
                           .out_step = width,
                           .scratch = scratch});
}

static void attend_check(uint32_t n, uint32_t width, uint32_t heads, float most) {
    uint64_t seed = n;
    float *qkv = floats(&seed, (size_t)n * 3 * width, most), *got = block((size_t)n * width * sizeof *got);
    float *scratch = block(mw_attend_scratch(n, width / heads) * sizeof *scratch);
    double *want = calloc((size_t)n * width, sizeof *want);
    attend_plainly(qkv, n, width, heads, want);
    for (size_t m = 0; m < 2 * KERNELS; m++) {
        const mw_kernel *k = mw_kernel_named(names[m / 2]);
        if (!k) continue;
        attend_run(m % 2 ? k->attend_fast : k->attend, qkv, n, width, heads, got, scratch);
        double allowed = (m % 2 ? 2.5e-2 : 1e-5) * (double)most; /* 8 bits, and logits of 50 that they move */
        for (uint32_t i = 0; i < n * width; i++)
            if (!(fabs((double)got[i] - want[i]) < allowed))
                fail_msg("%s%s: %u rows, %u wide, %u heads: %g, not %g", k->name, m % 2 ? " fast" : "", n, width, heads, (double)got[i],
                         want[i]);
    }
    give(qkv);
    give(got);
    give(scratch);
    free(want);
}

static void test_attend(void **state) {
    (void)state;
    attend_check(1, 32, 1, 1);
    attend_check(2, 64, 2, 2);
    attend_check(13, 32, 4, 2);
    attend_check(64, 96, 3, 0.1f);
    attend_check(65, 64, 2, 3);
    attend_check(255, 64, 2, 1);
    attend_check(512, 32, 1, 2);
    attend_check(50, 48, 3, 2);
}

/* All keys alike: the probabilities are as flat as can be, which is where integers come nearest to their limit. */
static void test_attend_flat(void **state) {
    (void)state;
    enum { N = 512, W = 32 };
    float *qkv = block((size_t)N * 3 * W * sizeof *qkv), *got = block((size_t)N * W * sizeof *got),
          *scratch = block(mw_attend_scratch(N, W) * sizeof *scratch);
    for (uint32_t i = 0; i < N * 3 * W; i++) qkv[i] = 5;
    for (size_t m = 0; m < KERNELS; m++) {
        const mw_kernel *k = mw_kernel_named(names[m]);
        if (!k) continue;
        attend_run(k->attend_fast, qkv, N, W, 1, got, scratch);
        for (uint32_t i = 0; i < N * W; i++) assert_true(fabsf(got[i] - 5) < 0.02f);
    }
    memset(qkv, 0, (size_t)N * 3 * W * sizeof *qkv);
    for (size_t m = 0; m < KERNELS; m++) {
        const mw_kernel *k = mw_kernel_named(names[m]);
        if (!k) continue;
        attend_run(k->attend_fast, qkv, N, W, 1, got, scratch);
        for (uint32_t i = 0; i < N * W; i++) assert_true(got[i] == 0);
    }
    give(qkv);
    give(got);
    give(scratch);
}

static void test_mix(void **state) {
    (void)state;
    enum { LAYERS = 5, ROWS = 3, MIXES = 6 };
    uint64_t seed = 11;
    for (uint32_t width = 5; width < 120; width += 19) {
        size_t plane = ROWS * width;
        float *x = floats(&seed, LAYERS * plane, 1), *w = floats(&seed, MIXES * LAYERS, 1), *y = block(MIXES * plane * sizeof *y);
        for (size_t m = 0; m < KERNELS; m++) {
            const mw_kernel *k = mw_kernel_named(names[m]);
            if (!k) continue;
            k->mix(&(mw_mixture){.x = x,
                                 .plane = plane,
                                 .rows = ROWS,
                                 .width = width,
                                 .layers = LAYERS,
                                 .weight = w,
                                 .by = 1.0f / ROWS,
                                 .mixes = MIXES,
                                 .y = y,
                                 .y_plane = plane});
            for (uint32_t mix = 0; mix < MIXES; mix++)
                for (uint32_t i = 0; i < width; i++) {
                    double want = 0;
                    for (uint32_t l = 0; l < LAYERS; l++)
                        for (uint32_t r = 0; r < ROWS; r++)
                            want += (double)w[mix * LAYERS + l] * (double)x[l * plane + r * width + i] / ROWS;
                    assert_true(fabs((double)y[mix * plane + i] - want) < 1e-5);
                }
        }
        give(x);
        give(w);
        give(y);
    }
}

/* Mixes of quantised rows are those of the floats that the rows stand for; more layers and mixes than are made at a time. */
static void test_mix_bytes(void **state) {
    (void)state;
    enum { LAYERS = 19, ROWS = 3, MIXES = 13, WIDTH = 88 };
    uint64_t seed = 12;
    size_t plane = ROWS * WIDTH, stride = mw_q_stride(WIDTH);
    float *x = floats(&seed, LAYERS * plane, 3), *w = floats(&seed, MIXES * LAYERS, 1), *y = block(MIXES * plane * sizeof *y),
          *scale = block(LAYERS * ROWS * sizeof *scale);
    uint8_t *q = block(LAYERS * ROWS * stride);
    mw_kernel_c.quantise(x, LAYERS * ROWS, WIDTH, q, scale);
    for (size_t m = 0; m < KERNELS; m++) {
        const mw_kernel *k = mw_kernel_named(names[m]);
        for (uint32_t mixes = 1; k && mixes <= MIXES; mixes++) {
            k->mix_bytes(&(mw_mixture){.q = q,
                                       .scale = scale,
                                       .plane = ROWS * stride,
                                       .scale_plane = ROWS,
                                       .rows = ROWS,
                                       .width = WIDTH,
                                       .layers = LAYERS,
                                       .weight = w,
                                       .by = 1.0f / ROWS,
                                       .mixes = mixes,
                                       .y = y,
                                       .y_plane = plane});
            for (uint32_t mix = 0; mix < mixes; mix++)
                for (uint32_t i = 0; i < WIDTH; i++) {
                    double want = 0;
                    for (uint32_t l = 0; l < LAYERS * ROWS; l++)
                        want += (double)w[mix * LAYERS + l / ROWS] * (q[l * stride + i] - 128) * (double)scale[l] / ROWS;
                    assert_true(fabs((double)y[mix * plane + i] - want) < 1e-4);
                }
        }
    }
    give(x);
    give(w);
    give(y);
    give(scale);
    give(q);
}

/* ---- alike ---- */

/* Appends what a kernel makes to `out`. */
typedef struct results {
    uint8_t *at;
    size_t n;
} results;

static void keep(results *r, const void *bytes, size_t n) {
    memcpy(r->at + r->n, bytes, n);
    r->n += n;
}

/* Everything that a kernel computes, once, on rows of `width`. */
static void all_of(const mw_kernel *k, uint32_t width, results *out) {
    enum { ROWS = 14, OUT = 70 };
    uint64_t seed = width;
    size_t stride = mw_q_stride(width), n = (size_t)ROWS * width;
    layer y = layer_new(&seed, OUT, width);
    float *x = floats(&seed, n, 3), *add = floats(&seed, n, 2), *w = floats(&seed, width, 1), *b = floats(&seed, width, 1),
          *mixes = floats(&seed, ROWS / 2 * 7, 1), *z = block((n + (size_t)ROWS * OUT) * sizeof *z), scale[ROWS];
    uint8_t *q = block(ROWS * stride);
    int8_t *word = block(width);
    for (uint32_t i = 0; i < width; i++) word[i] = (int8_t)(test_random(&seed) % 255 - 127);
    for (uint32_t o = 0; o < OUT; o++) y.scale[o] = 0.013f + 1e-4f * (float)o, y.bias[o] = any(&seed, 1);
    k->quantise(x, ROWS, width, q, scale);
    keep(out, scale, sizeof scale);
    for (uint32_t r = 0; r < ROWS; r++) keep(out, q + r * stride, width);
    for (int act = MW_ACT_NONE; act <= MW_ACT_GELU; act++) {
        k->product(&y.l, q, scale, ROWS, (mw_activation)act, z);
        keep(out, z, ROWS * OUT * sizeof *z);
    }
    k->add_norm(x, add, ROWS, width, w, b, z, q, scale);
    keep(out, z, n * sizeof *z);
    keep(out, scale, sizeof scale);
    for (uint32_t r = 0; r < ROWS; r++) keep(out, q + r * stride, width);
    mw_mixture m = {.x = x,
                    .q = q,
                    .scale = scale,
                    .rows = 2,
                    .width = width,
                    .layers = ROWS / 2,
                    .weight = mixes,
                    .by = 0.5f,
                    .mixes = 7,
                    .y = z,
                    .y_plane = width};
    m.plane = 2 * width;
    k->mix(&m);
    keep(out, z, 7 * width * sizeof *z);
    m.plane = 2 * stride, m.scale_plane = 2;
    k->mix_bytes(&m);
    keep(out, z, 7 * width * sizeof *z);
    k->dots(w, x, ROWS, width, z);
    keep(out, z, ROWS * sizeof *z);
    k->embed(word, 0.01f, w, b, width, z);
    keep(out, z, width * sizeof *z);
    k->gelu(x, n);
    keep(out, x, n * sizeof *x);
    layer_free(&y);
    void *const used[] = {x, add, w, b, mixes, z, q, word};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) give(used[i]);
}

/* Attention of n rows, and of some of them: those come out as they do among all. */
static void attention_of(const mw_kernel *k, uint32_t n, uint32_t d, results *out) {
    uint64_t seed = n;
    uint32_t width = 2 * d, from = n / 3, some = (n - from + 1) / 2;
    float *qkv = floats(&seed, (size_t)n * 3 * width, 4.0f), *x = block((size_t)n * width * sizeof *x),
          *y = block((size_t)n * width * sizeof *y), *scratch = block(mw_attend_scratch(n, d) * sizeof *scratch);
    for (int fast = 0; fast < 2; fast++) {
        void (*attend)(const mw_attention *) = fast ? k->attend_fast : k->attend;
        attend_run(attend, qkv, n, width, 2, x, scratch);
        keep(out, x, (size_t)n * width * sizeof *x);
        mw_attention a = {
            qkv + (size_t)from * 3 * width, qkv + width, qkv + 2 * (size_t)width, 3 * (size_t)width, n, some, d, 2, y, width, scratch};
        attend(&a);
        assert_memory_equal(y, x + (size_t)from * width, (size_t)some * width * sizeof *x);
    }
    void *const used[] = {qkv, x, y, scratch};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) give(used[i]);
}

static void test_alike(void **state) {
    (void)state;
    enum { MOST = 4 << 20 };
    results want = {block(MOST), 0}, got = {block(MOST), 0};
    for (size_t m = 0; m < KERNELS; m++) {
        const mw_kernel *k = mw_kernel_named(names[m]);
        if (!k) continue;
        static const uint32_t widths[] = {1, 15, 16, 40, 68, 96, 192, 384, 385};
        for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
            all_of(&mw_kernel_c, widths[i], &want);
            all_of(k, widths[i], &got);
            assert_true(want.n == got.n && want.n <= MOST);
            for (size_t at = 0; at < want.n; at++)
                if (want.at[at] != got.at[at]) fail_msg("%s: rows of %u: byte %zu of %zu differs from c's", k->name, widths[i], at, want.n);
            want.n = got.n = 0;
        }
        for (uint32_t n = 1; n <= 512; n += n < 20 ? 1 : 97)
            for (uint32_t d = 8; d <= 32; d *= 2) {
                attention_of(&mw_kernel_c, n, d, &want);
                attention_of(k, n, d, &got);
                assert_memory_equal(want.at, got.at, want.n);
                want.n = got.n = 0;
            }
    }
    give(want.at);
    give(got.at);
}

static void test_dots(void **state) {
    (void)state;
    uint64_t seed = 5;
    for (uint32_t n = 1; n < 100; n += 7) {
        float *a = floats(&seed, n, 1), *rows = floats(&seed, (size_t)n * 11, 1), y[11];
        for (size_t m = 0; m < KERNELS; m++) {
            const mw_kernel *k = mw_kernel_named(names[m]);
            if (!k) continue;
            k->dots(a, rows, 11, n, y);
            for (uint32_t r = 0; r < 11; r++) {
                double want = 0;
                for (uint32_t i = 0; i < n; i++) want += (double)a[i] * (double)rows[r * n + i];
                assert_true(fabs((double)y[r] - want) < 1e-5);
            }
        }
        give(a);
        give(rows);
    }
}

static void test_choice(void **state) {
    (void)state;
    assert_null(mw_kernel_named("none"));
    assert_non_null(mw_kernel_named("c"));
    setenv("MARROW_KERNEL", "c", 1);
    assert_string_equal(mw_kernel_name(), "c");
    setenv("MARROW_KERNEL", "nonsense", 1);
    assert_non_null(mw_kernel_name());
    unsetenv("MARROW_KERNEL");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product),     cmocka_unit_test(test_quantise), cmocka_unit_test(test_fused),
        cmocka_unit_test(test_gelu),        cmocka_unit_test(test_norm),     cmocka_unit_test(test_attend),
        cmocka_unit_test(test_attend_flat), cmocka_unit_test(test_mix),      cmocka_unit_test(test_mix_bytes),
        cmocka_unit_test(test_alike),       cmocka_unit_test(test_dots),     cmocka_unit_test(test_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
