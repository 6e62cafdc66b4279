/* Hashes and the map. */
#include "support/support.h"

static void hashes_are_the_published_ones(void **state) {
    (void)state;
    assert_true(mw_hash("", 0) == 0x2D06800538D394C2u); /* XXH3-64 of nothing */
    assert_true(mw_hash("a", 1) != mw_hash("b", 1));
    char hex[65];
    mw_sha256_hex(NULL, NULL, 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const void *whole[] = {"abc"};
    mw_sha256_hex(whole, (size_t[]){3}, 1, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const void *parts[] = {"a", "", "bc"};
    char again[65];
    mw_sha256_hex(parts, (size_t[]){1, 0, 2}, 3, again);
    assert_string_equal(hex, again);
}

static void map_keeps_the_last_value(void **state) {
    (void)state;
    test_memory *m = test_memory_new(0);
    mw_map *map = mw_map_new(test_memory_hooks(m));
    enum { N = 20000 };
    char key[32];
    for (uint32_t i = 0; i < N; i++) { /* every key twice, in one reused buffer: keys are copied */
        snprintf(key, sizeof key, "name %u", i % (N / 2));
        assert_true(mw_map_put(map, mw_str_of(key), i));
    }
    assert_int_equal(mw_map_size(map), N / 2);
    for (uint32_t i = 0; i < N / 2; i++) {
        snprintf(key, sizeof key, "name %u", i);
        uint32_t value = 0;
        assert_true(mw_map_get(map, mw_str_of(key), &value));
        assert_int_equal(value, i + N / 2);
    }
    assert_false(mw_map_get(map, MW_STR("name"), NULL));
    mw_map_free(map);
    mw_map_free(NULL);
    test_memory_free(m);
}

static void pairs_have_no_order(void **state) {
    (void)state;
    mw_map *map = mw_map_new(&mw_default_allocator);
    uint32_t key[2], value;
    assert_true(mw_map_put(map, mw_pair_key(7, 3, key), 1));
    assert_true(mw_map_put(map, mw_pair_key(7, 7, key), 2));
    assert_true(mw_map_get(map, mw_pair_key(3, 7, key), &value) && value == 1);
    assert_true(mw_map_get(map, mw_pair_key(7, 7, key), &value) && value == 2);
    assert_false(mw_map_get(map, mw_pair_key(3, 3, key), NULL));
    mw_map_free(map);
}

static void keys_are_bytes(void **state) {
    (void)state;
    mw_map *map = mw_map_new(&mw_default_allocator);
    assert_true(mw_map_put(map, MW_STR(""), 1));
    assert_true(mw_map_put(map, MW_STR("a\0b"), 2));
    assert_true(mw_map_put(map, MW_STR("a"), 3));
    uint32_t value;
    assert_true(mw_map_get(map, (mw_str){NULL, 0}, &value) && value == 1);
    assert_true(mw_map_get(map, MW_STR("a\0b"), &value) && value == 2);
    assert_true(mw_map_get(map, MW_STR("a"), NULL));
    assert_int_equal(mw_map_size(map), 3);
    mw_map_free(map);
}

static marrow_status fill(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    (void)ctx;
    mw_map *map = mw_map_new(mem);
    if (!map) return mw_fail_memory(err);
    bool ok = true;
    size_t put = 0;
    for (uint32_t i = 0; ok && i < 3000; i++) {
        ok = mw_map_put(map, (mw_str){(const char *)&i, sizeof i}, i);
        put += ok;
    }
    if (mw_map_size(map) != put) put = SIZE_MAX;
    for (uint32_t i = 0; put != SIZE_MAX && i < put; i++) {
        uint32_t value;
        if (!mw_map_get(map, (mw_str){(const char *)&i, sizeof i}, &value) || value != i) put = SIZE_MAX;
    }
    mw_map_free(map);
    if (put == SIZE_MAX) return mw_fail(err, MARROW_USAGE, "a failed put changed the map");
    return ok ? MARROW_OK : mw_fail_memory(err);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    test_sweep_failures(fill, NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_the_published_ones), cmocka_unit_test(map_keeps_the_last_value),
        cmocka_unit_test(pairs_have_no_order),           cmocka_unit_test(keys_are_bytes),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
