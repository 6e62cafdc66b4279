/* Every text, HTML and vertical file of this folder against its dump. */
#include "source_help.h"

static void each(const char *path, const char *stem) {
    mw_text *t = NULL;
    marrow_error err = {0};
    test_ok(help_file(path, (mw_source_options){0}, &t, &err), &err);
    help_check(t);
    mw_env env = help_env();
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    mw_source_dump(t, &b);
    char name[256];
    const char *base = strrchr(stem, '/');
    snprintf(name, sizeof name, "source/%sdump", base ? base + 1 : stem);
    test_golden(name, b.at, b.n);
    mw_buf_clear(&b);
    mw_source_free(t);
}

static void texts(void **state) {
    (void)state;
    test_each("source", "txt", each);
}

static void pages(void **state) {
    (void)state;
    test_each("source", "html", each);
}

static void verticals(void **state) {
    (void)state;
    test_each("source", "vert", each);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(pages), cmocka_unit_test(verticals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
