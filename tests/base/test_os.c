/* Files, folders, threads. */
#define _POSIX_C_SOURCE 200809L
#include "support/support.h"

#include <sys/stat.h>
#include <unistd.h>

static const marrow_allocator *plain = &mw_default_allocator;

static void files_are_mapped_and_read(void **state) {
    (void)state;
    char bytes[100000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)i;
    const size_t sizes[] = {0, 1, 4096, 65536, sizeof bytes};
    for (size_t i = 0; i < 5; i++) {
        const char *path = test_scratch("mapped");
        test_write(path, bytes, sizes[i]);
        mw_map_file f;
        marrow_error err;
        test_ok(mw_os_map(path, &f, &err), &err);
        assert_int_equal(f.n, sizes[i]);
        assert_non_null(f.at);
        assert_memory_equal(f.at, bytes, sizes[i]);
        mw_os_unmap(&f);
        mw_os_unmap(&f); /* twice does no harm */
        char *read;
        size_t n;
        test_ok(mw_os_read(plain, path, &read, &n, &err), &err);
        assert_int_equal(n, sizes[i]);
        assert_memory_equal(read, bytes, n);
        assert_int_equal(read[n], 0);
        mw_free(plain, read);
    }
}

static void what_cannot_be_read_is_named(void **state) {
    (void)state;
    mw_map_file f;
    char *bytes;
    size_t n;
    marrow_error err;
    const char *none = test_scratch("none");
    test_fails(mw_os_map(none, &f, &err), MARROW_IO, &err, "/none: No such file");
    test_fails(mw_os_read(plain, none, &bytes, &n, &err), MARROW_IO, &err, "/none: No such file");
    assert_null(bytes);
    const char *folder = test_scratch("");
    test_fails(mw_os_map(folder, &f, &err), MARROW_IO, &err, "Is a directory");
    test_fails(mw_os_read(plain, folder, &bytes, &n, &err), MARROW_IO, &err, "Is a directory");
    const char *pipe_path = test_scratch("pipe");
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    test_fails(mw_os_map(pipe_path, &f, &err), MARROW_IO, &err, "not a regular file");
    assert_int_equal(mw_os_kind(pipe_path), MW_PATH_OTHER);
    mw_os_remove(pipe_path);
}

static void standard_input_is_read_to_its_end(void **state) {
    (void)state;
    int ends[2], kept = dup(0);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "Call me", 7), 7);
    close(ends[1]);
    dup2(ends[0], 0);
    close(ends[0]);
    char *bytes;
    size_t n;
    marrow_error err;
    test_ok(mw_os_read(plain, "-", &bytes, &n, &err), &err);
    dup2(kept, 0);
    close(kept);
    assert_int_equal(n, 7);
    assert_string_equal(bytes, "Call me");
    mw_free(plain, bytes);
}

static void written_is_read(void **state) {
    (void)state;
    const char *path = test_scratch("written");
    mw_out_file *f;
    marrow_error err;
    test_ok(mw_os_create(plain, path, &f, &err), &err);
    mw_buf want;
    mw_buf_init(&want, plain);
    uint64_t seed = 5;
    static char piece[200000];
    memset(piece, 'p', sizeof piece);
    for (int i = 0; i < 200; i++) {
        size_t n = test_random(&seed) % (i % 50 == 0 ? sizeof piece : 3000);
        assert_true(mw_os_write(f, piece, n));
        mw_buf_put(&want, piece, n);
        assert_true(mw_os_write(f, "\n", 1));
        mw_buf_putc(&want, '\n');
    }
    test_ok(mw_os_close(f, &err), &err);
    test_ok(mw_os_close(NULL, &err), &err);
    test_ok(mw_os_sync(path, &err), &err);
    size_t n;
    char *got = test_read(path, &n);
    assert_int_equal(n, want.n);
    assert_memory_equal(got, want.at, n);
    free(got);
    mw_buf_clear(&want);
}

static void a_full_disk_is_told_at_the_end(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0) skip();
    for (int large = 0; large < 2; large++) {
        mw_out_file *f;
        marrow_error err;
        test_ok(mw_os_create(plain, "/dev/full", &f, &err), &err);
        static char much[1 << 17];
        bool ok = mw_os_write(f, much, large ? sizeof much : 10);
        assert_int_equal(ok, !large);
        assert_int_equal(mw_os_write(f, "x", 1), !large);
        test_fails(mw_os_close(f, &err), MARROW_IO, &err, "cannot write /dev/full: No space left");
    }
    mw_out_file *f;
    marrow_error err;
    test_fails(mw_os_create(plain, test_scratch("no/such"), &f, &err), MARROW_IO, &err, "No such file");
    assert_null(f);
}

static void rename_replaces(void **state) {
    (void)state;
    mw_arena *a = mw_arena_new(plain);
    const char *path = test_scratch("target");
    test_write(path, "old", 3);
    char *temp = mw_os_temp_beside(a, path), *other = mw_os_temp_beside(a, path);
    assert_string_not_equal(temp, other);
    assert_int_equal(mw_os_kind(temp), MW_PATH_NONE);
    assert_int_equal(strrchr(temp, '/') - temp, strrchr(path, '/') - path);
    test_write(temp, "new", 3);
    marrow_error err;
    test_ok(mw_os_rename(temp, path, &err), &err);
    assert_int_equal(mw_os_kind(temp), MW_PATH_NONE);
    char *got = test_read(path, NULL);
    assert_string_equal(got, "new");
    free(got);
    test_fails(mw_os_rename(temp, path, &err), MARROW_IO, &err, "/target: No such file");
    assert_null(strchr(mw_os_temp_beside(a, "bare"), '/'));
    mw_arena_free(a);
}

static void folders_are_listed_in_natural_order(void **state) {
    (void)state;
    marrow_error err;
    mw_os_remove_tree(test_scratch("listed"));
    test_ok(mw_os_mkdir(test_scratch("listed"), &err), &err);
    test_ok(mw_os_mkdir(test_scratch("listed"), &err), &err);
    test_ok(mw_os_mkdir(test_scratch("listed/folder"), &err), &err);
    static const char *const want[] = {"9 last.txt",      "Chapter 2.txt", "chapter 02.txt", "chapter 10.txt",
                                       "chapter 10b.txt", "page.txt",      "page1.txt"};
    static const char *const made[] = {"page1.txt", "chapter 10b.txt", "Chapter 2.txt", "9 last.txt",
                                       "page.txt",  "chapter 02.txt",  ".hidden",       "chapter 10.txt"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        char name[64];
        snprintf(name, sizeof name, "listed/%s", made[i]);
        test_write(test_scratch(name), "", 0);
    }
    mw_arena *a = mw_arena_new(plain);
    for (int slash = 0; slash < 2; slash++) {
        char **paths;
        size_t n;
        test_ok(mw_os_list(a, test_scratch(slash ? "listed//" : "listed"), &paths, &n, &err), &err);
        assert_int_equal(n, 7);
        for (size_t i = 0; i < n; i++) {
            assert_string_equal(strrchr(paths[i], '/') + 1, want[i]);
            assert_null(strstr(paths[i], "//"));
            assert_int_equal(mw_os_kind(paths[i]), MW_PATH_FILE);
        }
    }
    char **paths;
    size_t n;
    test_ok(mw_os_list(a, test_scratch("listed/folder"), &paths, &n, &err), &err);
    assert_int_equal(n, 0);
    test_fails(mw_os_list(a, test_scratch("none"), &paths, &n, &err), MARROW_IO, &err, "cannot read");
    test_fails(mw_os_mkdir(test_scratch("listed/page.txt"), &err), MARROW_IO, &err, "File exists");
    mw_arena_free(a);
}

static void a_removed_tree_takes_no_link_along(void **state) {
    (void)state;
    marrow_error err;
    test_ok(mw_os_mkdir(test_scratch("kept"), &err), &err);
    test_write(test_scratch("kept/file"), "x", 1);
    test_ok(mw_os_mkdir(test_scratch("tree"), &err), &err);
    test_ok(mw_os_mkdir(test_scratch("tree/inner"), &err), &err);
    test_write(test_scratch("tree/inner/file"), "x", 1);
    assert_int_equal(symlink(test_scratch("kept"), test_scratch("tree/link")), 0);
    assert_int_equal(mw_os_kind(test_scratch("tree/link")), MW_PATH_FOLDER);
    mw_os_remove_tree(test_scratch("tree"));
    assert_int_equal(mw_os_kind(test_scratch("tree")), MW_PATH_NONE);
    assert_int_equal(mw_os_kind(test_scratch("kept/file")), MW_PATH_FILE);
    mw_os_remove_tree(test_scratch("none")); /* quiet */
    mw_os_remove(test_scratch("none"));
}

typedef struct counter {
    mw_mutex *mutex;
    long n;
} counter;

static void count(void *ctx) {
    counter *c = ctx;
    for (int i = 0; i < 10000; i++) {
        mw_os_lock(c->mutex);
        c->n++;
        mw_os_unlock(c->mutex);
    }
}

static void locks_lock(void **state) {
    (void)state;
    counter c = {.mutex = mw_os_mutex_new(plain)};
    mw_thread *t[4];
    for (int i = 0; i < 4; i++) t[i] = mw_os_thread_start(plain, count, &c);
    for (int i = 0; i < 4; i++) mw_os_thread_join(plain, t[i]);
    assert_int_equal(c.n, 40000);
    mw_os_mutex_free(plain, c.mutex);
    mw_os_mutex_free(plain, NULL);
    mw_os_thread_join(plain, NULL);
    double then = mw_os_seconds();
    assert_true(mw_os_seconds() >= then);
    assert_true(mw_os_processors() >= 1);
}

static void links_are_followed(void **state) {
    (void)state;
    mw_arena *a = mw_arena_new(plain);
    const char *file = test_scratch("linked"), *link = test_scratch("link"), *nowhere = test_scratch("nowhere");
    test_write(file, "x", 1);
    assert_int_equal(symlink("linked", link), 0);
    assert_int_equal(symlink("missing", nowhere), 0);
    assert_string_equal(mw_os_follow(a, file), file);
    assert_string_equal(mw_os_follow(a, "not there"), "not there");
    assert_string_equal(mw_os_follow(a, nowhere), nowhere);
    assert_true(mw_os_same_file(mw_os_follow(a, link), file));
    assert_string_not_equal(mw_os_follow(a, link), link);
    assert_true(mw_os_same_file(link, file));
    assert_false(mw_os_same_file(file, nowhere));
    mw_arena_free(a);
}

static marrow_status use_files(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    (void)ctx;
    mw_out_file *f;
    MW_TRY(mw_os_create(mem, test_scratch("listed/swept"), &f, err));
    mw_os_write(f, "x", 1);
    MW_TRY(mw_os_close(f, err));
    char *bytes;
    size_t n;
    MW_TRY(mw_os_read(mem, test_scratch("listed/swept"), &bytes, &n, err));
    mw_free(mem, bytes);
    mw_arena *a = mw_arena_new(mem);
    if (!a) return mw_fail_memory(err);
    char **paths;
    marrow_status status = mw_os_list(a, test_scratch("listed"), &paths, &n, err);
    if (status == MARROW_OK && (!mw_os_temp_beside(a, "x") || !mw_os_follow(a, "x"))) status = mw_fail_memory(err);
    mw_arena_free(a);
    return status;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    test_sweep_failures(use_files, NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_mapped_and_read),
        cmocka_unit_test(what_cannot_be_read_is_named),
        cmocka_unit_test(standard_input_is_read_to_its_end),
        cmocka_unit_test(written_is_read),
        cmocka_unit_test(a_full_disk_is_told_at_the_end),
        cmocka_unit_test(rename_replaces),
        cmocka_unit_test(folders_are_listed_in_natural_order),
        cmocka_unit_test(a_removed_tree_takes_no_link_along),
        cmocka_unit_test(links_are_followed),
        cmocka_unit_test(locks_lock),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
