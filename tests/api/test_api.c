/* The public interface on the example story with the tiny model: any number of threads, reading twice and rederiving give the same
 * content; cancelling and failing allocations leave nothing. */
#include "support/story_content.h"
#include "support/support.h"

#define STORY MARROW_TESTS_DIR "/../examples/the-lamp-room.txt"

static marrow_model *open_model(void) {
    marrow_model *model;
    marrow_error err;
    test_ok(marrow_model_open(TEST_MODEL_TINY, NULL, &model, &err), &err);
    return model;
}

static void read_story(const char *output, int threads) {
    marrow_error err;
    marrow_model *model = open_model();
    test_ok(marrow_read(model,
                        &(marrow_read_options){.inputs = (const char *const[]){STORY}, .n_inputs = 1, .output = output, .threads = threads},
                        &err),
            &err);
    marrow_model_close(model);
}

static void same_content(const char *a, const char *b) {
    char *x = mw_story_content(a), *y = mw_story_content(b);
    for (size_t i = 0; x[i] || y[i]; i++)
        if (x[i] != y[i]) {
            size_t from = i < 200 ? 0 : i - 200;
            fail_msg("contents differ:\n%.400s\n---\n%.400s", x + from, y + from);
        }
    mw_free(&mw_default_allocator, x);
    mw_free(&mw_default_allocator, y);
}

static void same_bytes(const char *a, const char *b) {
    size_t n, m;
    char *x = test_read(a, &n), *y = test_read(b, &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
}

static void test_threads(void **state) {
    (void)state;
    const char *one = test_scratch_kept("t1.marrow"), *two = test_scratch_kept("t2.marrow"), *eight = test_scratch_kept("t8.marrow");
    read_story(one, 1);
    read_story(two, 2);
    read_story(eight, 8);
    same_bytes(one, two);
    same_bytes(one, eight);
    read_story(one, 2); /* over itself, in place */
    same_content(one, two);
}

static void test_rederive(void **state) {
    (void)state;
    marrow_error err;
    const char *read = test_scratch_kept("read.marrow"), *again = test_scratch_kept("again.marrow");
    read_story(read, 1);
    read_story(again, 1);
    test_ok(marrow_rederive(again, NULL, &err), &err);
    same_content(read, again);
    /* with people and quotations given beforehand: they are kept in the file */
    const char *people = test_scratch_kept("people.csv"), *quotes = test_scratch_kept("quotes.csv"),
               *given = test_scratch_kept("given.marrow"), *twice = test_scratch_kept("twice.marrow");
    test_write(people, "name,gender\nHannah Pell,female\nTom Reave,male\n", 46);
    test_write(quotes, "start,end\n100,140\n", 18);
    marrow_model *model = open_model();
    for (int i = 0; i < 2; i++) {
        marrow_read_options opt = {.inputs = (const char *const[]){STORY},
                                   .n_inputs = 1,
                                   .output = i ? twice : given,
                                   .threads = 1,
                                   .characters = people,
                                   .characters_only = true,
                                   .quotes = quotes};
        test_ok(marrow_read(model, &opt, &err), &err);
    }
    marrow_model_close(model);
    test_ok(marrow_rederive(twice, NULL, &err), &err);
    same_content(given, twice);
    test_fails(marrow_rederive(test_scratch_kept("missing.marrow"), NULL, &err), MARROW_IO, &err, "there is no story file");
    test_fails(marrow_rederive(STORY, NULL, &err), MARROW_STORY, &err, "is not a story file");
}

/* ---- cancelling ---- */

static bool stop_at(void *ctx, const char *stage, double done) {
    (void)done;
    return strcmp(stage, ctx) != 0;
}

static void test_cancel(void **state) {
    (void)state;
    static const char *const stages[] = {"opening", "words", "reading", "people", "speech", "writing"};
    const char *path = test_scratch_kept("cancelled.marrow");
    marrow_model *model = open_model();
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        marrow_error err;
        marrow_read_options opt = {.inputs = (const char *const[]){STORY},
                                   .n_inputs = 1,
                                   .output = path,
                                   .threads = 2,
                                   .progress = stop_at,
                                   .progress_ctx = (void *)stages[i]};
        test_fails(marrow_read(model, &opt, &err), MARROW_CANCELLED, &err, "");
        assert_int_equal(mw_os_kind(path), MW_PATH_NONE);
    }
    marrow_model_close(model);
}

static bool growing(void *ctx, const char *stage, double done) {
    double *last = ctx;
    assert_true(*stage && done >= *last - 1e-9 && done <= 1);
    *last = done;
    return true;
}

static void test_progress(void **state) {
    (void)state;
    marrow_error err;
    double last = 0;
    marrow_model *model = open_model();
    marrow_read_options opt = {.inputs = (const char *const[]){STORY},
                               .n_inputs = 1,
                               .output = test_scratch_kept("progress.marrow"),
                               .threads = 2,
                               .progress = growing,
                               .progress_ctx = &last};
    test_ok(marrow_read(model, &opt, &err), &err);
    assert_true(last > 0.9);
    marrow_model_close(model);
}

/* ---- options ---- */

static void test_usage(void **state) {
    (void)state;
    marrow_error err;
    marrow_model *model = open_model();
    const char *const input[] = {STORY}, *path = test_scratch_kept("usage.marrow");
    test_fails(marrow_read(model, &(marrow_read_options){.inputs = input, .n_inputs = 1}, &err), MARROW_USAGE, &err, "no place");
    test_fails(marrow_read(model, &(marrow_read_options){.output = path}, &err), MARROW_USAGE, &err, "no input");
    test_fails(marrow_read(model, &(marrow_read_options){.inputs = input, .n_inputs = 1, .output = path, .kind = "opera"}, &err),
               MARROW_USAGE, &err, "no kind opera");
    test_fails(marrow_read(model, &(marrow_read_options){.inputs = input, .n_inputs = 1, .output = path, .format = "pdf"}, &err),
               MARROW_USAGE, &err, "format pdf");
    test_fails(marrow_read(model, &(marrow_read_options){.inputs = input, .n_inputs = 1, .output = path, .characters_only = true}, &err),
               MARROW_USAGE, &err, "--characters");
    test_fails(
        marrow_read(model, &(marrow_read_options){.inputs = input, .n_inputs = 1, .output = path, .characters = "/no/such.csv"}, &err),
        MARROW_IO, &err, "/no/such.csv");
    test_fails(marrow_read(NULL, NULL, &err), MARROW_USAGE, &err, "needs a model");
    marrow_model_close(model);
    assert_string_equal(marrow_version(), MARROW_VERSION);
    marrow_story_close(NULL);
    marrow_model_close(NULL);
}

/* ---- memory ---- */

static marrow_status read_bytes(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    static const char text[] = "One\n\n\xE2\x80\x9CYou are late,\xE2\x80\x9D said Ada Thorne. She had waited at the mill.\n\n\xE2\x80\x9CI "
                               "know,\xE2\x80\x9D he said.\n";
    const char *path = test_scratch("sweep.marrow");
    mw_os_remove(path);
    return marrow_read(
        ctx, &(marrow_read_options){.bytes = text, .n_bytes = sizeof text - 1, .output = path, .format = "txt", .threads = 1, .mem = mem},
        err);
}

static void test_memory_failures(void **state) {
    (void)state;
    marrow_model *model = open_model();
    test_sweep_failures(read_bytes, model, 60);
    marrow_model_close(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),  cmocka_unit_test(test_rederive), cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_progress), cmocka_unit_test(test_usage),    cmocka_unit_test(test_memory_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
