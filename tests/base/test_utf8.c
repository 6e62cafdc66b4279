/* Strings, UTF-8, Unicode classes, offsets. */
#include "support/support.h"

static void strings_compare(void **state) {
    (void)state;
    mw_str heath = MW_STR("Heath");
    assert_true(mw_str_eq(heath, mw_str_of("Heath")));
    assert_false(mw_str_eq(heath, MW_STR("Heat")));
    assert_true(mw_str_eq((mw_str){0}, MW_STR("")));
    assert_true(mw_str_eq(mw_str_of(NULL), MW_STR("")));
    assert_true(mw_str_is(heath, "Heath"));
    assert_true(mw_str_ieq(heath, "hEATH"));
    assert_false(mw_str_ieq(heath, "hEAT"));
    assert_false(mw_str_ieq(MW_STR("\xC3\x89"), "\xC3\xA9")); /* ASCII only */
    static const char *const moors[] = {"moor", "Heath"};
    assert_true(mw_str_among(heath, moors, 2) && MW_STR_AMONG(MW_STR("MOOR"), moors));
    assert_false(MW_STR_AMONG(MW_STR("moo"), moors));
    assert_true(MW_AMONG("moor", moors));
    assert_false(MW_AMONG("MOOR", moors));
    assert_true(mw_str_cmp(MW_STR("a"), MW_STR("b")) < 0);
    assert_true(mw_str_cmp(MW_STR("ab"), MW_STR("a")) > 0);
    assert_true(mw_str_cmp(MW_STR("a\xC3\xA9"), MW_STR("az")) > 0); /* bytes, unsigned */
    assert_int_equal(mw_str_cmp((mw_str){0}, MW_STR("")), 0);
    assert_true(mw_str_starts(heath, "He") && mw_str_starts(heath, "") && !mw_str_starts(heath, "Heathcliff"));
    assert_true(mw_str_ends(heath, "th") && mw_str_ends(heath, "") && !mw_str_ends(heath, "a heath"));
    assert_true(mw_str_is(mw_str_span("the Heath", (mw_span){4, 9}), "Heath"));
}

static void every_code_point_goes_there_and_back(void **state) {
    (void)state;
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    for (int32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        b.n = 0;
        mw_buf_putcp(&b, c);
        size_t len;
        assert_int_equal(mw_utf8_next(b.at, b.n, &len), c);
        assert_int_equal(len, b.n);
        assert_int_equal(mw_utf8_prev(b.at, b.n, &len), c);
        assert_int_equal(len, b.n);
        if (len > 1) { /* cut short it is no code point */
            assert_int_equal(mw_utf8_next(b.at, b.n - 1, &len), 0xFFFD);
            assert_int_equal(len, 1);
        }
    }
    mw_buf_clear(&b);
}

static void bad_bytes_are_told(void **state) {
    (void)state;
    static const struct {
        const char *s;
        size_t bad; /* SIZE_MAX: valid */
    } cases[] = {
        {"", SIZE_MAX},
        {"caf\xC3\xA9", SIZE_MAX},
        {"\xF4\x8F\xBF\xBF", SIZE_MAX},
        {"a\x80", 1},               /* a continuation alone */
        {"a\xC3", 1},               /* cut */
        {"a\xC3(", 1},              /* no continuation */
        {"\xC0\xAF", 0},            /* overlong */
        {"\xE0\x80\xAF", 0},        /* overlong */
        {"\xF0\x80\x80\xAF", 0},    /* overlong */
        {"ab\xED\xA0\x80", 2},      /* a surrogate */
        {"abc\xF4\x90\x80\x80", 3}, /* past the end */
        {"\xFF", 0},
        {"ok\xE2\x80\x94\xE2\x80", 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad = SIZE_MAX;
        assert_int_equal(mw_utf8_valid(cases[i].s, strlen(cases[i].s), &bad), cases[i].bad == SIZE_MAX);
        assert_int_equal(bad, cases[i].bad);
    }
    assert_int_equal(mw_utf8_count("\xE2\x80\x94\xE2\x80", 5), 3);
}

/* Random bytes that are often, not always, UTF-8. */
static size_t random_text(uint64_t *seed, char *s, size_t room) {
    static const char *const pieces[] = {"a",    "Z",        "\xC3\xA9", "\xE2\x80\x9C", "\xF0\x9F\x98\x80",
                                         "\x80", "\xE2\x80", "\xF0\x9F", "\xC3",         "\xED\xA0\x80"};
    size_t n = 0, want = test_random(seed) % room, valid_only = test_random(seed) % 2;
    while (n + 4 < want) {
        const char *piece = pieces[test_random(seed) % (valid_only ? 5 : 10)];
        memcpy(s + n, piece, strlen(piece));
        n += strlen(piece);
    }
    return n;
}

static void backward_is_forward(void **state) {
    (void)state;
    uint64_t seed = 7;
    static char s[600];
    static size_t starts[600];
    for (int round = 0; round < 2000; round++) {
        size_t n = random_text(&seed, s, sizeof s), count = 0, len;
        for (size_t i = 0; i < n; i += len) {
            starts[count++] = i;
            mw_utf8_next(s + i, n - i, &len);
        }
        assert_int_equal(mw_utf8_count(s, n), count);
        size_t at = n;
        while (count > 0) {
            int32_t back = mw_utf8_prev(s, at, &len);
            at -= len;
            assert_int_equal(at, starts[--count]);
            assert_int_equal(back, mw_utf8_next(s + at, n - at, &len));
        }
        assert_int_equal(at, 0);
    }
}

static void offsets_agree_with_counting(void **state) {
    (void)state;
    uint64_t seed = 11;
    static char s[2000];
    for (int round = 0; round < 300; round++) {
        size_t n = random_text(&seed, s, sizeof s), len;
        mw_offsets *o = mw_offsets_new(&mw_default_allocator, s, n);
        uint32_t cp = 0;
        for (size_t i = 0; i < n; i += len, cp++) {
            mw_utf8_next(s + i, n - i, &len);
            assert_int_equal(mw_offsets_to_cp(o, (uint32_t)i), cp);
            assert_int_equal(mw_offsets_to_byte(o, cp), i);
            for (size_t k = 1; k < len; k++) assert_int_equal(mw_offsets_to_cp(o, (uint32_t)(i + k)), cp + 1);
        }
        for (uint32_t past = 0; past < 3; past++) {
            assert_int_equal(mw_offsets_to_cp(o, (uint32_t)n + past), cp);
            assert_int_equal(mw_offsets_to_byte(o, cp + past), n);
        }
        mw_offsets_free(o);
    }
    mw_offsets_free(NULL);
}

static marrow_status make_offsets(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_offsets *o = mw_offsets_new(mem, ctx, strlen(ctx));
    mw_offsets_free(o);
    return o ? MARROW_OK : mw_fail_memory(err);
}

static void offsets_may_fail(void **state) {
    (void)state;
    test_sweep_failures(make_offsets, (char[]){"A caf\xC3\xA9."}, 0);
}

static void classes_are_unicodes(void **state) {
    (void)state;
    const int32_t spaces[] = {' ',    '\t',   '\n',   '\v',   '\f',   '\r',   0x85,   0xA0,  0x1680,
                              0x2003, 0x200B, 0x2028, 0x2029, 0x202F, 0x2060, 0x3000, 0xFEFF};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) assert_true(mw_cp_space(spaces[i]));
    assert_false(mw_cp_space('a') || mw_cp_space(0x200D) || mw_cp_space(0x2014));
    assert_true(mw_cp_letter('q') && mw_cp_letter(0xE9) && mw_cp_letter(0x3B1) && mw_cp_letter(0x4E00) && mw_cp_letter(0x2B0));
    assert_false(mw_cp_letter('_') || mw_cp_letter('1') || mw_cp_letter(0x301) || mw_cp_letter(-1) || mw_cp_letter(0x110000));
    assert_true(mw_cp_upper('Q') && mw_cp_upper(0xC9) && mw_cp_upper(0x1C5));
    assert_false(mw_cp_upper('q') || mw_cp_upper(0xE9));
    assert_true(mw_cp_lower('q') && mw_cp_lower(0xDF) && !mw_cp_lower('Q'));
    assert_true(mw_cp_digit('7') && mw_cp_digit(0x0664) && !mw_cp_digit(0x00BD) && !mw_cp_digit('a'));
    assert_true(mw_cp_punct('.') && mw_cp_punct(0x201C) && mw_cp_punct(0x2014) && mw_cp_punct('_') && !mw_cp_punct('$') &&
                !mw_cp_punct('a'));
    assert_int_equal(mw_cp_fold('Q'), 'q');
    assert_int_equal(mw_cp_raise('q'), 'Q');
    assert_int_equal(mw_cp_raise(0xE9), 0xC9);
    assert_int_equal(mw_cp_raise(0x2014), 0x2014);
    assert_int_equal(mw_cp_fold(0xC9), 0xE9);
    assert_int_equal(mw_cp_fold(0x2014), 0x2014);
}

static void lower_case_keeps_what_it_cannot_read(void **state) {
    (void)state;
    mw_arena *a = mw_arena_new(&mw_default_allocator);
    assert_string_equal(mw_str_lower(a, MW_STR("M\xC3\x89LUSINE!")), "m\xC3\xA9lusine!");
    assert_string_equal(mw_str_lower(a, MW_STR("A\xFFZ\xC3")), "a\xFFz\xC3");
    assert_string_equal(mw_str_lower(a, MW_STR("")), "");
    for (int32_t c = 0x80; c <= 0x10FFFF; c++) { /* no code point outgrows the room */
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        mw_buf b;
        mw_buf_init(&b, &mw_default_allocator);
        mw_buf_putcp(&b, mw_cp_fold(c));
        size_t grown = b.n;
        mw_buf_clear(&b);
        size_t was = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        assert_true(grown <= was + was / 2);
    }
    mw_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_compare),
        cmocka_unit_test(every_code_point_goes_there_and_back),
        cmocka_unit_test(bad_bytes_are_told),
        cmocka_unit_test(backward_is_forward),
        cmocka_unit_test(offsets_agree_with_counting),
        cmocka_unit_test(offsets_may_fail),
        cmocka_unit_test(classes_are_unicodes),
        cmocka_unit_test(lower_case_keeps_what_it_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
