/* Tokens, flags and marks of the texts beside this file against their dumps. */
#include "segment/segment_help.h"

static void check(const char *path, const char *stem, bool given) {
    segment_input in;
    char name[256];
    char *s = test_read(path, &(size_t){0});
    if (given)
        segment_input_given(&in, s);
    else
        segment_input_from(&in, s);
    mw_tokens *tokens = segment_of(&in);
    mw_buf out;
    mw_buf_init(&out, &mw_default_allocator);
    mw_segment_dump(&in.text, tokens, &out);
    assert_false(out.failed);
    const char *file = strrchr(stem, '/');
    snprintf(name, sizeof name, "segment/%sdump", file ? file + 1 : stem);
    test_golden(name, out.at, out.n);
    mw_buf_clear(&out);
    mw_segment_free(tokens);
    segment_input_clear(&in);
    free(s);
}

static void check_text(const char *path, const char *stem) { check(path, stem, false); }
static void check_given(const char *path, const char *stem) { check(path, stem, true); }

static void texts(void **state) {
    (void)state;
    test_each("segment", "txt", check_text);
}

static void given_tokens(void **state) {
    (void)state;
    test_each("segment", "vert", check_given);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(given_tokens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
