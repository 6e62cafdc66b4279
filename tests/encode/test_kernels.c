/* The kernels against each other and against the plainest possible arithmetic: integers of the int8 product exactly, floats to
 * 1e-5; the functions of floats against the C library in double precision. */
#define _POSIX_C_SOURCE 200809L /* setenv */

#include <math.h>

#include "encode/kernel.h"
#include "support/support.h"

static const char *const names[] = {"c", "avx2", "vnni"};

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
    for (size_t n = 0; n < 3; n++) {
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
        for (size_t n = 1; n < 3; n++) {
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
    for (size_t n = 0; n < 3; n++) {
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
    for (size_t n = 0; n < 3; n++) {
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
        for (size_t n = 0; n < 3; n++) {
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
    for (size_t m = 0; m < 6; m++) {
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

/* Attention in integers is the same in all kernels that have it. */
static void test_attend_alike(void **state) {
    (void)state;
    enum { W = 64 };
    const mw_kernel *a = mw_kernel_named("avx2"), *b = mw_kernel_named("vnni");
    if (!a || !b) skip();
    for (uint32_t n = 1; n <= 512; n += n < 40 ? 1 : 59) {
        uint64_t seed = n;
        float *qkv = floats(&seed, (size_t)n * 3 * W, 4.0f), *x = block((size_t)n * W * sizeof *x), *y = block((size_t)n * W * sizeof *y),
              *scratch = block(mw_attend_scratch(n, W / 2) * sizeof *scratch);
        attend_run(a->attend_fast, qkv, n, W, 2, x, scratch);
        attend_run(b->attend_fast, qkv, n, W, 2, y, scratch);
        assert_memory_equal(x, y, (size_t)n * W * sizeof *x);
        give(qkv);
        give(x);
        give(y);
        give(scratch);
    }
}

/* All keys alike: the probabilities are as flat as can be, which is where integers come nearest to their limit. */
static void test_attend_flat(void **state) {
    (void)state;
    enum { N = 512, W = 32 };
    float *qkv = block((size_t)N * 3 * W * sizeof *qkv), *got = block((size_t)N * W * sizeof *got),
          *scratch = block(mw_attend_scratch(N, W) * sizeof *scratch);
    for (uint32_t i = 0; i < N * 3 * W; i++) qkv[i] = 5;
    for (size_t m = 0; m < 3; m++) {
        const mw_kernel *k = mw_kernel_named(names[m]);
        if (!k) continue;
        attend_run(k->attend_fast, qkv, N, W, 1, got, scratch);
        for (uint32_t i = 0; i < N * W; i++) assert_true(fabsf(got[i] - 5) < 0.02f);
    }
    memset(qkv, 0, (size_t)N * 3 * W * sizeof *qkv);
    for (size_t m = 0; m < 3; m++) {
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
        for (size_t m = 0; m < 3; m++) {
            const mw_kernel *k = mw_kernel_named(names[m]);
            if (!k) continue;
            k->mix(&(mw_mixture){x, plane, ROWS, width, LAYERS, w, 1.0f / ROWS, MIXES, y});
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

static void test_dots(void **state) {
    (void)state;
    uint64_t seed = 5;
    for (uint32_t n = 1; n < 100; n += 7) {
        float *a = floats(&seed, n, 1), *rows = floats(&seed, (size_t)n * 11, 1), y[11];
        for (size_t m = 0; m < 3; m++) {
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
        cmocka_unit_test(test_product),      cmocka_unit_test(test_quantise),    cmocka_unit_test(test_fused),
        cmocka_unit_test(test_gelu),         cmocka_unit_test(test_norm),        cmocka_unit_test(test_attend),
        cmocka_unit_test(test_attend_alike), cmocka_unit_test(test_attend_flat), cmocka_unit_test(test_mix),
        cmocka_unit_test(test_dots),         cmocka_unit_test(test_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
