/* What model-tiny makes of the texts beside this file, against their dumps, with every kernel that runs here. */
#define _POSIX_C_SOURCE 200809L /* setenv */

#include "tag/tag_help.h"

static void check(const char *path, const char *stem, bool given) {
    static const char *const kernels[] = {"c", "avx2", "vnni"};
    char *s = test_read(path, NULL), name[256];
    const char *file = strrchr(stem, '/');
    snprintf(name, sizeof name, "tag/%sdump", file ? file + 1 : stem);
    for (size_t k = 0; k < 3; k++) {
        setenv("MARROW_KERNEL", kernels[k], 1);
        tag_input in;
        tag_input_from(&in, s, given);
        mw_tags *tags = tags_of(&in, 1);
        mw_buf out;
        mw_buf_init(&out, &mw_default_allocator);
        mw_tag_dump(&in.in.text, in.tokens, tags, &out);
        assert_false(out.failed);
        test_golden(name, out.at, out.n);
        mw_buf_clear(&out);
        mw_tag_free(tags);
        tag_input_clear(&in);
    }
    unsetenv("MARROW_KERNEL");
    free(s);
}

static void check_text(const char *path, const char *stem) { check(path, stem, false); }
static void check_given(const char *path, const char *stem) { check(path, stem, true); }

static void texts(void **state) {
    (void)state;
    test_each("tag", "txt", check_text);
}

static void given_tokens(void **state) {
    (void)state;
    test_each("tag", "vert", check_given);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(given_tokens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
