/* Allocator hooks, aligned blocks, arenas, vectors, buffers, errors. */
#include "support/support.h"

static const marrow_allocator *plain = &mw_default_allocator;

static void hooks_refuse_overflow(void **state) {
    (void)state;
    assert_null(mw_calloc(plain, SIZE_MAX / 2, 3));
    assert_null(mw_alloc_aligned(plain, SIZE_MAX - 8));
    void *nothing = mw_alloc(plain, 0);
    assert_non_null(nothing);
    nothing = mw_realloc(plain, nothing, 0);
    assert_non_null(nothing);
    mw_free(plain, nothing);
    mw_free(plain, NULL);
    mw_free_aligned(plain, NULL);
}

static void aligned_blocks_are_aligned(void **state) {
    (void)state;
    test_memory *m = test_memory_new(0);
    void *p[64];
    for (size_t i = 0; i < 64; i++) {
        p[i] = mw_alloc_aligned(test_memory_hooks(m), i * 7);
        assert_int_equal((uintptr_t)p[i] % 64, 0);
        memset(p[i], (int)i, i * 7);
    }
    for (size_t i = 0; i < 64; i++) mw_free_aligned(test_memory_hooks(m), p[i]);
    test_memory_free(m);
}

static void arena_gives_zeros_that_do_not_overlap(void **state) {
    (void)state;
    test_memory *m = test_memory_new(0);
    mw_arena *a = mw_arena_new(test_memory_hooks(m));
    enum { N = 3000 };
    unsigned char *p[N];
    size_t size[N];
    uint64_t seed = 1;
    for (size_t i = 0; i < N; i++) {
        size[i] = test_random(&seed) % (i % 100 == 0 ? 300000 : 200);
        p[i] = mw_arena_alloc(a, size[i]);
        assert_int_equal((uintptr_t)p[i] % 16, 0);
        for (size_t k = 0; k < size[i]; k++) assert_int_equal(p[i][k], 0);
        memset(p[i], (int)(i % 255) + 1, size[i]);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < size[i]; k++) assert_int_equal(p[i][k], i % 255 + 1);
    assert_true(mw_arena_bytes(a) <= test_memory_live_bytes(m));
    assert_ptr_equal(mw_arena_mem(a)->ctx, m);
    mw_arena_free(a);
    mw_arena_free(NULL);
    test_memory_free(m);
}

typedef struct product {
    double weight;
    mw_arena *arena;
    char name[40];
} product;

static void product_owns_its_arena(void **state) {
    (void)state;
    test_memory *m = test_memory_new(0);
    product *p = MW_PRODUCT_NEW(test_memory_hooks(m), product);
    assert_ptr_equal(mw_arena_mem(p->arena)->ctx, m);
    assert_true(p->weight == 0 && !p->name[0] && !p->name[39]);
    assert_non_null(mw_arena_strdup(p->arena, "Ishmael"));
    mw_arena_free(p->arena);
    test_memory_free(m);
}

static marrow_status make_product(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    (void)ctx;
    product *p = MW_PRODUCT_NEW(mem, product);
    if (!p) return mw_fail_memory(err);
    mw_arena_free(p->arena);
    return MARROW_OK;
}

static void arena_copies(void **state) {
    (void)state;
    mw_arena *a = mw_arena_new(plain);
    assert_string_equal(mw_arena_strdup(a, "Ishmael"), "Ishmael");
    assert_string_equal(mw_arena_strndup(a, "Ishmael", 2), "Is");
    assert_string_equal(mw_arena_strndup(a, NULL, 0), "");
    assert_memory_equal(mw_arena_copy(a, "abc", 3), "abc", 3);
    assert_non_null(mw_arena_copy(a, NULL, 0));
    assert_null(mw_arena_array(a, SIZE_MAX / 4, 8));
    assert_null(mw_arena_alloc(a, SIZE_MAX - 3));
    assert_null(mw_arena_strndup(a, "x", SIZE_MAX));
    mw_arena_free(a);
}

typedef MW_VEC(int) ints;

static void vectors_keep_what_was_pushed(void **state) {
    (void)state;
    ints v = {0};
    for (int i = 0; i < 10000; i++) assert_true(mw_vec_push(plain, &v, i));
    assert_int_equal(v.n, 10000);
    for (int i = 0; i < 10000; i++) assert_int_equal(v.at[i], i);
    assert_false(mw_vec_reserve(plain, &v, SIZE_MAX / 2));
    assert_int_equal(v.at[9999], 9999);
    mw_vec_clear(plain, &v);
    assert_null(v.at);
}

static void vector_is_unchanged_by_a_failure(void **state) {
    (void)state;
    test_memory *m = test_memory_new(2);
    ints v = {0};
    int pushed = 0;
    while (mw_vec_push(test_memory_hooks(m), &v, pushed)) pushed++;
    assert_int_equal(v.n, pushed);
    for (int i = 0; i < pushed; i++) assert_int_equal(v.at[i], i);
    mw_vec_clear(test_memory_hooks(m), &v);
    test_memory_free(m);
}

static void buffers_take_bytes_and_formats(void **state) {
    (void)state;
    mw_buf b;
    mw_buf_init(&b, plain);
    mw_buf_put(&b, NULL, 0);
    assert_string_equal(b.at, "");
    mw_buf_puts(&b, "Call");
    mw_buf_putc(&b, ' ');
    mw_buf_printf(&b, "me %s, %d", "Ishmael", 7);
    const int32_t points[] = {'A', 0xE9, 0x2014, 0x1F600, 0xD800, -1};
    for (size_t i = 0; i < 6; i++) mw_buf_putcp(&b, points[i]);
    assert_string_equal(b.at, "Call me Ishmael, 7A\xC3\xA9\xE2\x80\x94\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_int_equal(b.n, strlen(b.at));
    mw_buf_clear(&b);
    for (int n = 250; n < 262; n++) { /* around the small buffer of printf */
        mw_buf_printf(&b, "%*d", n, 1);
        assert_int_equal(b.n, n);
        assert_int_equal(b.at[n - 1], '1');
        assert_int_equal(b.at[n], 0);
        mw_buf_clear(&b);
    }
}

static marrow_status fill_buffer(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    (void)ctx;
    mw_buf b;
    mw_buf_init(&b, mem);
    for (int i = 0; i < 500; i++) mw_buf_printf(&b, "%d%300d", i, i);
    bool failed = b.failed;
    mw_buf_clear(&b);
    return failed ? mw_fail_memory(err) : MARROW_OK;
}

static marrow_status fill_arena(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    (void)ctx;
    mw_arena *a = mw_arena_new(mem);
    bool ok = a != NULL;
    for (size_t i = 0; ok && i < 3000; i++) ok = mw_arena_alloc(a, i) != NULL;
    mw_arena_free(a);
    return ok ? MARROW_OK : mw_fail_memory(err);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    test_sweep_failures(fill_buffer, NULL, 0);
    test_sweep_failures(fill_arena, NULL, 0);
    test_sweep_failures(make_product, NULL, 0);
}

static void errors_are_one_valid_line(void **state) {
    (void)state;
    marrow_error err;
    test_fails(mw_fail(&err, MARROW_IO, "cannot read %s", "a\nb"), MARROW_IO, &err, "cannot read a b");
    assert_int_equal(err.byte, -1);
    /* an old message may be part of the new one */
    test_fails(mw_fail_at(&err, MARROW_INPUT, 5, 2, 1, "book: %s", err.message), MARROW_INPUT, &err, "book: cannot read a b");
    assert_int_equal(err.byte, 5);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 1);
    for (int pad = 0; pad < 5; pad++) { /* a cut leaves whole code points */
        char long_name[2000] = {0};
        memset(long_name, 'x', (size_t)pad);
        for (int i = 0; i < 300; i++) strcat(long_name, "\xE2\x80\x94");
        mw_fail(&err, MARROW_IO, "%s", long_name);
        assert_true(mw_utf8_valid(err.message, strlen(err.message), NULL));
        assert_true(strlen(err.message) > sizeof err.message - 5);
    }
    assert_int_equal(mw_fail(NULL, MARROW_USAGE, "nobody listens"), MARROW_USAGE);
    assert_int_equal(mw_fail_memory(NULL), MARROW_MEMORY);
    mw_error_clear(NULL);
    mw_error_clear(&err);
    assert_int_equal(err.code, MARROW_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hooks_refuse_overflow),
        cmocka_unit_test(aligned_blocks_are_aligned),
        cmocka_unit_test(arena_gives_zeros_that_do_not_overlap),
        cmocka_unit_test(product_owns_its_arena),
        cmocka_unit_test(arena_copies),
        cmocka_unit_test(vectors_keep_what_was_pushed),
        cmocka_unit_test(vector_is_unchanged_by_a_failure),
        cmocka_unit_test(buffers_take_bytes_and_formats),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(errors_are_one_valid_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
