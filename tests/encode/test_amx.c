/* The product by AMX, run where there is none: the same source, its tiles arrays that do what the processor's manual says the
 * instructions do. What it gives is what plain C gives, to the bit. The instructions themselves run in test_kernels, where there are any. */
#include "encode/kernel.h"
#include "support/support.h"

#ifdef MW_KERNEL_X86

/* ---- tiles ---- */

typedef struct state {
    uint8_t palette, start_row, zero[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} state;
static state config;
static uint8_t tiles[8][16][64];

static void tile_load_config(const void *from) {
    memcpy(&config, from, sizeof config);
    assert_int_equal(sizeof config, 64);
    assert_int_equal(config.palette, 1);
    assert_int_equal(config.start_row, 0);
    for (int i = 0; i < 14; i++) assert_int_equal(config.zero[i], 0);
    for (int t = 0; t < 16; t++)
        assert_true(t < 8 ? config.rows[t] <= 16 && config.row_bytes[t] <= 64 : !config.rows[t] && !config.row_bytes[t]);
    memset(tiles, 0xee, sizeof tiles);
}

static void tile_zero(int t) {
    assert_int_equal(config.palette, 1);
    memset(tiles[t], 0, sizeof tiles[t]);
}

/* Rows past those that are configured become zero. */
static void tile_load(int t, const void *from, size_t step) {
    tile_zero(t);
    for (int r = 0; r < config.rows[t]; r++) memcpy(tiles[t][r], (const char *)from + (size_t)r * step, config.row_bytes[t]);
}

static void tile_store(int t, void *to, size_t step) {
    assert_int_equal(config.palette, 1);
    for (int r = 0; r < config.rows[t]; r++) memcpy((char *)to + (size_t)r * step, tiles[t][r], config.row_bytes[t]);
}

/* Bytes of a without a sign, of b with one. */
static void tile_products(int to, int a, int b) {
    assert_true(config.row_bytes[a] / 4 == config.rows[b] && config.rows[to] == config.rows[a] &&
                config.row_bytes[to] == config.row_bytes[b]);
    for (int m = 0; m < config.rows[to]; m++)
        for (int k = 0; k < config.row_bytes[a] / 4; k++)
            for (int n = 0; n < config.row_bytes[to] / 4; n++) {
                int32_t sum;
                memcpy(&sum, &tiles[to][m][4 * n], 4);
                for (int i = 0; i < 4; i++) sum += tiles[a][m][4 * k + i] * (int8_t)tiles[b][k][4 * n + i];
                memcpy(&tiles[to][m][4 * n], &sum, 4);
            }
}

#define _tile_loadconfig(p) tile_load_config(p)
#define _tile_release() memset(&config, 0, sizeof config)
#define _tile_zero(t) tile_zero(t)
#define _tile_loadd(t, p, step) tile_load(t, p, step)
#define _tile_stored(t, p, step) tile_store(t, p, step)
#define _tile_dpbusd(to, a, b) tile_products(to, a, b)
#define MW_AMX_EMULATED 1
#define mw_amx_product emulated_product
#include "encode/kernel_amx.c"

/* ---- the test ---- */

static void *bytes(size_t n) {
    void *p = mw_alloc_aligned(&mw_default_allocator, n + 64);
    assert_non_null(p);
    return p;
}

static void check(uint64_t *seed, uint32_t rows, uint32_t out, uint32_t in) {
    size_t stride = mw_q_stride(in), panels = (out + 15) / 16, size = (size_t)rows * out * sizeof(float);
    int8_t *w = bytes(panels * in * 16 + 64);
    uint8_t *q = bytes(rows * stride);
    float *scale = bytes(rows * 4), *by = bytes(out * 4), *bias = bytes(out * 4), *want = bytes(size), *got = bytes(size + 64);
    int32_t *sum = bytes(out * 4);
    for (size_t i = 0; i < panels * in * 16; i++) w[i] = (int8_t)(test_random(seed) % 127 - 63);
    for (size_t i = 0; i < rows * stride; i++) q[i] = (uint8_t)(test_random(seed) % 256);
    for (uint32_t r = 0; r < rows; r++) scale[r] = 0.001f * (float)(1 + test_random(seed) % 100);
    for (uint32_t o = 0; o < out; o++) {
        by[o] = 0.001f * (float)(1 + test_random(seed) % 10);
        bias[o] = 0.1f * (float)(test_random(seed) % 20);
        sum[o] = (int32_t)(test_random(seed) % 2000) - 1000;
    }
    const mw_linear l = {.kernel = &mw_kernel_c, .out = out, .in = in, .packed = w, .scale = by, .sum = sum, .bias = bias};
    for (int act = MW_ACT_NONE; act <= MW_ACT_GELU; act++) {
        memset(got, 0x5a, size + 64);
        mw_kernel_c.product(&l, q, scale, rows, (mw_activation)act, want);
        emulated_product(&l, q, scale, rows, (mw_activation)act, got);
        assert_memory_equal(got, want, size);
        for (int i = 0; i < 64; i++) assert_int_equal(((uint8_t *)got)[size + (size_t)i], 0x5a);
        assert_int_equal(config.palette, 0); /* tiles are given back */
    }
    void *const used[] = {w, q, scale, by, bias, want, got, sum};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) mw_free_aligned(&mw_default_allocator, used[i]);
}

static void test_product(void **unused) {
    (void)unused;
    static const uint32_t outs[] = {1, 16, 17, 32, 40, 64, 83}, rows[] = {1, 15, 16, 17, 31, 32, 33, 47, 64, 70};
    uint64_t seed = 4;
    for (size_t o = 0; o < sizeof outs / sizeof *outs; o++)
        for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
            for (uint32_t in = 64; in <= 192; in += 64) check(&seed, rows[r], outs[o], in);
    check(&seed, 40, 48, 96);
    check(&seed, 20, 20, 7 * 4);
}

#else
static void test_product(void **unused) {
    (void)unused;
    skip();
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_product)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
