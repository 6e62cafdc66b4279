/* Inputs made to be slow or deep, and names that are no UTF-8. What is nested or repeated here would take minutes, or the stack, of a reader
 * that looks at all of it again at each step; the time that is left to the test program is the measure. */
#include "source_help.h"

static void put_times(mw_buf *b, const char *s, size_t n) {
    for (size_t i = 0; i < n; i++) mw_buf_puts(b, s);
}

static mw_text *read_buf(const mw_buf *b, mw_format format) {
    mw_text *t = NULL;
    marrow_error err = {0};
    assert_false(b->failed);
    test_ok(help_bytes(b->at, b->n, (mw_source_options){.format = format}, &t, &err), &err);
    help_check(t);
    return t;
}

/* `opening`, then `piece` n times and `end`, inside a page with a paragraph. */
static void read_nested(const char *opening, const char *piece, size_t n, const char *end) {
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    mw_buf_puts(&b, "<html><body><p>Nora came home to the mill, and nobody saw her come.</p>");
    mw_buf_puts(&b, opening);
    put_times(&b, piece, n);
    mw_buf_puts(&b, end);
    mw_buf_puts(&b, "</body></html>");
    mw_text *t = read_buf(&b, MW_HTML);
    assert_block(t, 0, "Nora came home to the mill, and nobody saw her come.");
    mw_source_free(t);
    mw_buf_clear(&b);
}

static void deep_marks_in_a_reference(void **state) {
    (void)state;
    read_nested("<p><a href='#n'>", "<b>", 300000, "x");
    read_nested("", "<sup href='#n'>", 50000, "x");
}

static void deep_frames(void **state) {
    (void)state;
    read_nested("", "<div><header></header>", 60000, "x");
}

/* Headings of back matter before the one chapter, and numbered sections behind it. */
static void many_headings(void **state) {
    (void)state;
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    put_times(&b, "NOTES\n\nThe mill stood at the end of the lane, and its wheel had not turned for years.\n\n", 20000);
    mw_buf_puts(&b, "CHAPTER I\n\nIt rained.\n\nCHAPTER II\n\nIt rained again.\n\n");
    for (int i = 0; i < 200; i++)
        for (int k = 1; k <= 200; k++) mw_buf_printf(&b, "%d. The Mill and the Lane\n\nNobody came.\n\n", k);
    mw_source_free(read_buf(&b, MW_TXT));
    mw_buf_clear(&b);
}

static void names_that_are_no_utf8(void **state) {
    (void)state;
    const char *path = test_scratch("caf\xE9.txt");
    mw_text *t = NULL;
    marrow_error err = {0};
    test_write(path, "Nora came home.\n", 16);
    test_ok(help_file(path, (mw_source_options){0}, &t, &err), &err);
    assert_string_equal(t->files[0], "caf\xEF\xBF\xBD.txt");
    mw_source_free(t);
}

static void which_files_of_a_folder(void **state) {
    (void)state;
    assert_true(mw_source_takes("book/one.txt"));
    assert_true(mw_source_takes("book/one"));
    assert_false(mw_source_takes("book/one.marrow"));
    assert_false(mw_source_takes("book/cover.jpg"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(deep_marks_in_a_reference), cmocka_unit_test(deep_frames),
                                       cmocka_unit_test(many_headings), cmocka_unit_test(names_that_are_no_utf8),
                                       cmocka_unit_test(which_files_of_a_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
