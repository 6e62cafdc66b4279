/* Real books from the data beside the repository, where it is there: six EPUBs of a publisher in full, plain novels by what always holds. */
#include <archive.h>
#include <archive_entry.h>

#include "source_help.h"

typedef struct expected {
    const char *file, *title, *author;
    uint32_t chapters;
    const char *first, *last, *part; /* titles; part of the last chapter */
} expected;

static const expected books[] = {
    {"f-scott-fitzgerald_the-great-gatsby", "The Great Gatsby", "F. Scott Fitzgerald", 9, "I", "IX", NULL},
    {"frances-hodgson-burnett_the-secret-garden", "The Secret Garden", "Frances Hodgson Burnett", 27, "I: There Is No One Left",
     "XXVII: In the Garden", NULL},
    {"james-joyce_dubliners", "Dubliners", "James Joyce", 15, "The Sisters", "The Dead", NULL},
    {"jane-austen_pride-and-prejudice", "Pride and Prejudice", "Jane Austen", 61, "I", "LXI", NULL},
    {"leo-tolstoy_war-and-peace_louise-maude_aylmer-maude", "War and Peace", "Leo Tolstoy", 364, "I", "XII", "Epilogue: Second Epilogue"},
    {"mary-shelley_frankenstein", "Frankenstein", "Mary Shelley", 28, "Letter I", "Chapter XXIV", NULL},
};

static void no_publisher_text(const mw_text *t) {
    static const char *const words[] = {"Standard Ebooks", "Project Gutenberg", "Table of Contents", "Uncopyright", "Internet Archive"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) assert_null(strstr(t->at, words[i]));
}

static void epubs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        const expected *x = &books[i];
        char name[200];
        snprintf(name, sizeof name, "data/novels/epub/%s.epub", x->file);
        const char *path = test_shared(name);
        if (!path) skip();
        mw_text *t = NULL;
        marrow_error err = {0};
        test_ok(help_file(path, (mw_source_options){0}, &t, &err), &err);
        help_check(t);
        no_publisher_text(t);
        assert_string_equal(t->title, x->title);
        assert_string_equal(t->author, x->author);
        assert_string_equal(t->language, "en");
        assert_int_equal(t->n_chapters, x->chapters);
        assert_string_equal(t->chapters[0].title, x->first);
        const mw_chapter *last = &t->chapters[t->n_chapters - 1];
        assert_string_equal(last->title, x->last);
        if (x->part)
            assert_string_equal(last->part, x->part);
        else
            assert_null(last->part);
        for (uint32_t c = 0; c + 1 < t->n_chapters; c++) assert_int_equal(t->chapters[c + 1].span.start, t->chapters[c].span.end + 1);
        mw_source_free(t);
    }
}

static char *gunzip(const char *path, size_t *n) {
    struct archive *a = archive_read_new();
    struct archive_entry *e;
    archive_read_support_filter_gzip(a);
    archive_read_support_format_raw(a);
    assert_int_equal(archive_read_open_filename(a, path, 65536), ARCHIVE_OK);
    assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
    size_t room = 4 << 20;
    char *out = malloc(room);
    *n = 0;
    for (la_ssize_t got; (got = archive_read_data(a, out + *n, room - *n)) > 0;) *n += (size_t)got;
    archive_read_free(a);
    return out;
}

static void novels(void **state) {
    (void)state;
    const char *folder = test_shared("data/novels/text");
    if (!folder) skip();
    mw_env env = help_env();
    mw_arena *a = mw_arena_new(&env.mem);
    char **paths;
    size_t n, with_chapters = 0, read = 0;
    marrow_error err = {0};
    test_ok(mw_os_list(a, folder, &paths, &n, &err), &err);
#ifdef MW_SANITIZE
    const size_t step = 12;
#else
    const size_t step = 3;
#endif
    for (size_t i = 0; i < n; i += step) {
        size_t size;
        char *bytes = gunzip(paths[i], &size);
        mw_text *t = NULL, *v = NULL;
        test_ok(help_bytes(bytes, size, (mw_source_options){0}, &t, &err), &err);
        help_check(t);
        assert_string_equal(t->language, "en");
        test_ok(help_bytes(bytes, size, (mw_source_options){.verbatim = true}, &v, &err), &err);
        help_check(v);
        assert_int_equal(v->n, size);
        assert_memory_equal(v->at, bytes, size);
        read++;
        with_chapters += t->n_chapters > 1;
        if (t->n_chapters != v->n_chapters) print_message("%s: %u chapters, %u verbatim\n", paths[i], t->n_chapters, v->n_chapters);
        mw_source_free(t);
        mw_source_free(v);
        free(bytes);
    }
    print_message("%zu of %zu novels have chapters\n", with_chapters, read);
    assert_true(with_chapters * 10 >= read * 8);
    mw_arena_free(a);
}

int main(void) {
    if (!test_shared("data/novels/epub")) return 77;
    const struct CMUnitTest tests[] = {cmocka_unit_test(epubs), cmocka_unit_test(novels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
