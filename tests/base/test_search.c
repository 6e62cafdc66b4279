/* Rows found by a member that they are in order of. */
#include "support/support.h"

typedef struct row {
    const char *name;
    uint32_t start, end;
} row;

static const row rows[] = {{"a", 2, 5}, {"b", 5, 6}, {"c", 5, 9}, {"d", 9, UINT32_MAX}};
enum { N = sizeof rows / sizeof *rows };

static void the_first_from_there(void **state) {
    (void)state;
    static const uint32_t value[] = {0, 2, 3, 5, 6, 9, 10, UINT32_MAX}, row_at[] = {0, 0, 1, 1, 3, 3, 4, 4};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) assert_int_equal(MW_COUNT_BELOW(rows, N, start, value[i]), row_at[i]);
}

static void the_first_behind_there(void **state) {
    (void)state;
    static const uint32_t value[] = {0, 2, 4, 5, 8, 9, UINT32_MAX}, row_at[] = {0, 1, 1, 3, 3, 4, 4};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) assert_int_equal(MW_COUNT_UP_TO(rows, N, start, value[i]), row_at[i]);
}

static void another_member(void **state) {
    (void)state;
    assert_int_equal(MW_COUNT_UP_TO(rows, N, end, 6), 2);
    assert_int_equal(MW_COUNT_BELOW(rows, N, end, UINT32_MAX), 3);
    assert_int_equal(MW_COUNT_UP_TO(rows, N, end, UINT32_MAX), 4); /* the greatest value is one like others */
}

static void no_rows(void **state) {
    (void)state;
    const row *none = NULL;
    assert_int_equal(MW_COUNT_BELOW(none, 0, start, 7), 0);
    assert_int_equal(MW_COUNT_UP_TO(none, 0, end, UINT32_MAX), 0);
    assert_int_equal(MW_COUNT_BELOW(rows, 0, start, 7), 0);
}

/* As a walk from the front finds them, for every number of rows up to some. */
static void as_a_walk_finds(void **state) {
    (void)state;
    row many[40];
    uint32_t at = 3;
    for (uint32_t i = 0; i < 40; i++) {
        at += i * 7 % 3;
        many[i] = (row){"", at, at};
    }
    for (uint32_t n = 0; n <= 40; n++)
        for (uint32_t value = 0; value < at + 3; value++) {
            uint32_t below = 0, up_to = 0;
            while (below < n && many[below].start < value) below++;
            while (up_to < n && many[up_to].start <= value) up_to++;
            assert_int_equal(MW_COUNT_BELOW(many, n, start, value), below);
            assert_int_equal(MW_COUNT_UP_TO(many, n, start, value), up_to);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_first_from_there), cmocka_unit_test(the_first_behind_there),
                                       cmocka_unit_test(another_member), cmocka_unit_test(no_rows), cmocka_unit_test(as_a_walk_finds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
