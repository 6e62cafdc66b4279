/* The reader of comma-separated values: a table of inputs and what they give. */
#include "support/support.h"

/* Rows as `cell|cell` with a newline behind each; cells' own newlines shown as \n. */
static char *dump(const mw_csv *csv) {
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    mw_buf_puts(&b, "");
    for (size_t r = 0; r < csv->n_rows; r++)
        for (size_t c = 0; c < csv->n_columns; c++) {
            for (const char *s = csv->rows[r][c]; *s; s++) *s == '\n' ? mw_buf_puts(&b, "\\n") : mw_buf_putc(&b, *s);
            mw_buf_putc(&b, c + 1 < csv->n_columns ? '|' : '\n');
        }
    return b.at;
}

static void tables_are_read(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"\n\r\n\r", ""},
        {"name", "name\n"},
        {"name,gender\nJo,she\n", "name|gender\nJo|she\n"},
        {"\xEF\xBB\xBFname,gender\r\nJo,she\r\n", "name|gender\nJo|she\n"},
        {"name,gender\rJo,she\rMeg,", "name|gender\nJo|she\nMeg|\n"},
        {"a,b,c\n1\n1,2,3,,\n\n,,\n", "a|b|c\n1||\n1|2|3\n||\n"},
        {"a,b\n\"x, y\",\"he said \"\"no\"\"\"\n", "a|b\nx, y|he said \"no\"\n"},
        {"a,b\n\"one\ntwo\",\"\"\n", "a|b\none\\ntwo|\n"},
        {"a\n\"\"\n\"\"\"\"\n", "a\n\n\"\n"},
        {"a,b\n in \"the\" middle ,x\n", "a|b\n in \"the\" middle |x\n"},
        {"a,b\nZo\xC3\xAB,\xE2\x80\x9Cquoted\xE2\x80\x9D\n", "a|b\nZo\xC3\xAB|\xE2\x80\x9Cquoted\xE2\x80\x9D\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mw_arena *a = mw_arena_new(&mw_default_allocator);
        mw_csv csv;
        marrow_error err;
        test_ok(mw_csv_parse(a, cases[i][0], strlen(cases[i][0]), &csv, &err), &err);
        char *got = dump(&csv);
        assert_string_equal(got, cases[i][1]);
        mw_free(&mw_default_allocator, got);
        mw_arena_free(a);
    }
}

static void bad_tables_are_refused_with_their_line(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t n; /* 0: to the zero */
        int64_t line;
        const char *words;
    } cases[] = {
        {"a,b\n\"x\ny", 0, 2, "line 2: a quote that never closes"},
        {"a,b\n\"x\ny\"z,1\n", 0, 3, "line 3: text behind a closing quote"},
        {"a,b\n1,2\r\n1,2,3\n", 0, 3, "line 3 has more cells than the header (2)"},
        {"a,b\n\"1\r\n\",2\r\n1,2,3\n", 0, 4, "line 4 has more cells"},
        {"a\ncaf\xE9\n", 0, 2, "line 2 is not UTF-8"},
        {"a\n\nx\0y\n", 7, 3, "line 3 holds a zero byte"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mw_arena *a = mw_arena_new(&mw_default_allocator);
        mw_csv csv;
        marrow_error err;
        size_t n = cases[i].n ? cases[i].n : strlen(cases[i].bytes);
        test_fails(mw_csv_parse(a, cases[i].bytes, n, &csv, &err), MARROW_INPUT, &err, cases[i].words);
        assert_int_equal(err.line, cases[i].line);
        assert_in_range(err.byte, 0, n);
        mw_arena_free(a);
    }
}

static void columns_are_found_by_name(void **state) {
    (void)state;
    mw_arena *a = mw_arena_new(&mw_default_allocator);
    mw_csv csv;
    marrow_error err;
    const char *table = "Name,ALIASES\nJo,\n";
    test_ok(mw_csv_parse(a, table, strlen(table), &csv, &err), &err);
    assert_int_equal(mw_csv_column(&csv, "name"), 0);
    assert_int_equal(mw_csv_column(&csv, "Aliases"), 1);
    assert_int_equal(mw_csv_column(&csv, "gender"), -1);
    assert_int_equal(mw_csv_column(&(mw_csv){0}, "name"), -1);
    mw_arena_free(a);
}

/* Whatever the bytes, the reader neither runs past their end nor reads a row too short. */
static void random_bytes_do_no_harm(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        size_t n = test_random(&seed) % 24;
        char *bytes = malloc(n + 1); /* of its exact size, so that the sanitizer sees the end */
        for (size_t i = 0; i < n; i++) bytes[i] = "ab,,\"\"\n\r "[test_random(&seed) % 9];
        mw_arena *a = mw_arena_new(&mw_default_allocator);
        mw_csv csv;
        if (mw_csv_parse(a, bytes, n, &csv, NULL) == MARROW_OK) {
            char *got = dump(&csv);
            mw_free(&mw_default_allocator, got);
        }
        mw_arena_free(a);
        free(bytes);
    }
}

static marrow_status parse(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_arena *a = mw_arena_new(mem);
    if (!a) return mw_fail_memory(err);
    mw_csv csv;
    marrow_status status = mw_csv_parse(a, ctx, strlen(ctx), &csv, err);
    mw_arena_free(a);
    return status;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    static char table[20001];
    for (size_t i = 0; i < 20000; i++) table[i] = "name,\"x\"\n"[i % 9];
    test_sweep_failures(parse, table, 0);
}

/* What spreadsheets make of a table, and marrow's own tab-separated lines. */
static void tables_of_spreadsheets_are_read(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"id,speaker\n1,Jo\n", "id|speaker\n1|Jo\n"},
        {"\xEF\xBB\xBFid;speaker\r\n1;\"Jo; Meg, \"\"x\"\"\"\r\n", "id|speaker\n1|Jo; Meg, \"x\"\n"},
        {"id\tspeaker\n1\t\"Go home,\n2\t\"a\" b\n", "id|speaker\n1|\"Go home,\n2|\"a\" b\n"},
        {"\xEF\xBB\xBFid\tspeaker\r\n1\tJo\r\n\r\n2\t\r\n", "id|speaker\n1|Jo\n2|\n"},
        {"id\tspeaker\n1\t\"Jo\tMeg\"\n", "id|speaker\n1|Jo\tMeg\n"}, /* quoted as a spreadsheet does it: the tabs are not even */
        {"\"a,b\";c\n1;2\n", "a,b|c\n1|2\n"},
        {"one\nx\n", "one\nx\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mw_arena *a = mw_arena_new(&mw_default_allocator);
        mw_csv csv;
        marrow_error err;
        test_ok(mw_csv_parse_any(a, cases[i][0], strlen(cases[i][0]), &csv, &err), &err);
        char *got = dump(&csv);
        assert_string_equal(got, cases[i][1]);
        mw_free(&mw_default_allocator, got);
        mw_arena_free(a);
    }
}

static marrow_status parse_any(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_arena *a = mw_arena_new(mem);
    if (!a) return mw_fail_memory(err);
    mw_csv csv;
    marrow_status status = mw_csv_parse_any(a, ctx, strlen(ctx), &csv, err);
    mw_arena_free(a);
    return status;
}

static void spreadsheets_may_run_out_of_memory(void **state) {
    (void)state;
    test_sweep_failures(parse_any, (void *)"id\tname\n1\t\"x\n", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read),
        cmocka_unit_test(bad_tables_are_refused_with_their_line),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(random_bytes_do_no_harm),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(tables_of_spreadsheets_are_read),
        cmocka_unit_test(spreadsheets_may_run_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
