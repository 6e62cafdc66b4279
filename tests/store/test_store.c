/* store: what is written comes back; the same reading gives the same bytes; damage, strangers and full disks are told and leave nothing. */
#include "store/store.h"
#include "support/reading_fixture.h"
#include "support/story_content.h"
#include "support/support.h"

static mw_env env;

static void fixture(mw_reading_fixture *f) {
    marrow_error err;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_ok(mw_reading_fixture_read(NULL, test_path("show/mill.txt"), f, &err), &err);
    f->reading.characters_csv = "name\nAda Thorne\n";
    f->reading.n_characters_csv = strlen(f->reading.characters_csv);
    f->reading.characters_only = true;
}

static void write_story(const char *path) {
    marrow_error err;
    mw_reading_fixture f;
    fixture(&f);
    test_ok(mw_store_write(&env, path, &f.reading, false, &err), &err);
    mw_reading_fixture_clear(&f);
}

static void copy_file(const char *from, const char *to) {
    size_t n;
    char *bytes = test_read(from, &n);
    test_write(to, bytes, n);
    free(bytes);
}

static void run_sql(const char *path, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* ---- what comes back ---- */

static void same_text(const mw_text *a, const mw_text *b) {
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->at, b->at, a->n + 1);
    assert_string_equal(a->title, b->title);
    assert_string_equal(a->sha256, b->sha256);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->format, b->format);
    assert_int_equal(a->n_blocks, b->n_blocks);
    for (uint32_t i = 0; i < a->n_blocks; i++) {
        assert_memory_equal(&a->blocks[i].span, &b->blocks[i].span, sizeof(mw_span));
        assert_int_equal(a->blocks[i].kind, b->blocks[i].kind);
        assert_int_equal(a->blocks[i].origin.line, b->blocks[i].origin.line);
    }
    assert_int_equal(a->n_chapters, b->n_chapters);
    for (uint32_t i = 0; i < a->n_chapters; i++) {
        assert_string_equal(a->chapters[i].title, b->chapters[i].title);
        assert_memory_equal(&a->chapters[i].span, &b->chapters[i].span, sizeof(mw_span));
    }
    assert_int_equal(a->n_docs, b->n_docs);
    assert_int_equal(a->n_warnings, b->n_warnings);
}

static void same_tokens(const mw_tokens *a, const mw_tokens *b) {
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->span, b->span, a->n * sizeof *a->span);
    assert_memory_equal(a->flags, b->flags, a->n);
    assert_memory_equal(a->block, b->block, a->n * sizeof *a->block);
    assert_int_equal(a->n_marks, b->n_marks);
    for (uint32_t i = 0; i < a->n_marks; i++) {
        assert_memory_equal(&a->marks[i].span, &b->marks[i].span, sizeof(mw_span));
        assert_int_equal(a->marks[i].first, b->marks[i].first);
        assert_int_equal(a->marks[i].last, b->marks[i].last);
        assert_int_equal(a->marks[i].closed, b->marks[i].closed);
    }
}

static void test_round_trip(void **state) {
    (void)state;
    const char *path = test_scratch_kept("round.marrow");
    marrow_error err;
    mw_reading_fixture f;
    mw_kept kept;
    write_story(path);
    fixture(&f);
    test_ok(mw_store_load(&env, path, &kept, &err), &err);
    same_text(f.reading.text, kept.text);
    same_tokens(f.reading.tokens, kept.tokens);
    assert_int_equal(kept.tags->n, f.reading.tags->n);
    for (uint32_t i = 0; i < kept.tags->n; i++) {
        assert_int_equal(kept.tags->upos[i], f.reading.tags->upos[i]);
        assert_string_equal(mw_lemma(kept.tags, i), mw_lemma(f.reading.tags, i));
    }
    assert_string_equal(kept.model_name, "hand");
    assert_true(kept.characters_only);
    assert_int_equal(kept.n_characters_csv, f.reading.n_characters_csv);
    assert_memory_equal(kept.characters_csv, f.reading.characters_csv, kept.n_characters_csv);
    assert_null(kept.quotes_csv);
    mw_kept_clear(&kept);
    mw_reading_fixture_clear(&f);
}

static void test_same_content(void **state) {
    (void)state;
    const char *one = test_scratch_kept("one.marrow"), *two = test_scratch_kept("two.marrow");
    write_story(one);
    write_story(two);
    size_t n, m;
    char *a = test_read(one, &n), *b = test_read(two, &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n); /* new files: byte for byte */
    free(a);
    free(b);
    write_story(one); /* in place: the same rows */
    char *x = mw_story_content(one), *y = mw_story_content(two);
    assert_string_equal(x, y);
    mw_free(&mw_default_allocator, x);
    mw_free(&mw_default_allocator, y);
}

/* ---- refused ---- */

static void test_refusals(void **state) {
    (void)state;
    marrow_error err;
    mw_reading_fixture f;
    char other[65];
    const char *path = test_scratch_kept("mine.marrow"), *foreign = test_scratch_kept("notes.txt"), *empty = test_scratch_kept("empty");
    write_story(path);
    memset(other, 'b', 64);
    other[64] = 0;
    fixture(&f);
    test_ok(mw_store_check(&env, path, f.reading.text->sha256, false, &err), &err);
    test_fails(mw_store_check(&env, path, other, false, &err), MARROW_STORY, &err, "another text");
    test_ok(mw_store_check(&env, path, other, true, &err), &err);
    test_write(foreign, "my notes\n", 9);
    test_fails(mw_store_check(&env, foreign, other, false, &err), MARROW_STORY, &err, "no story file");
    test_fails(mw_store_write(&env, foreign, &f.reading, false, &err), MARROW_STORY, &err, "no story file");
    test_write(empty, "", 0);
    test_ok(mw_store_check(&env, empty, other, false, &err), &err);
    test_fails(mw_store_check(&env, MARROW_TESTS_DIR, other, true, &err), MARROW_IO, &err, "is a folder");
    test_fails(mw_store_check(&env, "/nowhere/at/all.marrow", other, false, &err), MARROW_IO, &err, "/nowhere/at/all.marrow");
    run_sql(path, "PRAGMA user_version = 99");
    test_fails(mw_store_check(&env, path, f.reading.text->sha256, false, &err), MARROW_STORY, &err, "another version");
    mw_reading_fixture_clear(&f);
}

static void test_open_errors(void **state) {
    (void)state;
    marrow_error err;
    sqlite3 *db;
    const char *path = test_scratch_kept("version.marrow"), *other = test_scratch_kept("other.db"),
               *junk = test_scratch_kept("junk.marrow"), *empty = test_scratch_kept("empty.marrow");
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_fails(mw_store_open(test_scratch_kept("missing"), &db, &err), MARROW_IO, &err, "there is no story file");
    test_fails(mw_store_open(MARROW_TESTS_DIR, &db, &err), MARROW_IO, &err, "is a folder");
    test_write(
        junk,
        "this is no database at all, though it is long enough to hold a header of one: ................................................",
        120);
    test_fails(mw_store_open(junk, &db, &err), MARROW_STORY, &err, "is not a story file");
    test_write(empty, "", 0);
    test_fails(mw_store_open(empty, &db, &err), MARROW_STORY, &err, "is not a story file");
    run_sql(other, "CREATE TABLE t (x)");
    test_fails(mw_store_open(other, &db, &err), MARROW_STORY, &err, "is not a story file");
    write_story(path);
    run_sql(path, "PRAGMA user_version = 7");
    test_fails(mw_store_open(path, &db, &err), MARROW_STORY, &err, "of version 7");
}

/* ---- damage ---- */

/* Bytes of a story file changed at random: loaded or refused, never a crash. */
static void test_damaged_bytes(void **state) {
    (void)state;
    const char *whole = test_scratch_kept("whole.marrow"), *path = test_scratch_kept("damaged.marrow");
    write_story(whole);
    size_t n;
    char *bytes = test_read(whole, &n);
    uint64_t seed = 7;
    for (int round = 0; round < 300; round++) {
        char *copy = malloc(n);
        assert_non_null(copy);
        memcpy(copy, bytes, n);
        for (uint32_t k = 1 + test_random(&seed) % 8; k > 0; k--) copy[100 + test_random(&seed) % (n - 100)] = (char)test_random(&seed);
        size_t size = round % 10 ? n : test_random(&seed) % n;
        test_write(path, copy, size);
        free(copy);
        marrow_error err;
        mw_kept kept;
        if (mw_store_load(&env, path, &kept, &err) == MARROW_OK)
            mw_kept_clear(&kept);
        else
            assert_true(strlen(err.message) > 0 && !strchr(err.message, '\n'));
    }
    free(bytes);
}

static void test_damaged_rows(void **state) {
    (void)state;
    static const struct {
        const char *sql, *says;
    } cases[] = {
        {"UPDATE text SET utf8 = 'something else'", "its text"},
        {"UPDATE columns SET data = x'00' WHERE name = 'tokens'", "its tokens"},
        {"UPDATE columns SET version = 9 WHERE name = 'marks'", "another version"},
        {"DELETE FROM columns WHERE name = 'tags'", "no column tags"},
        {"DELETE FROM text", "its text"},
        {"DELETE FROM docs", "its docs"},
        {"UPDATE blocks SET start = 99999 WHERE n = 0", "its blocks"},
        {"UPDATE blocks SET kind = 'song'", "its blocks"},
        {"UPDATE blocks SET start = 0, end = 5", "its blocks"},
        {"DELETE FROM blocks", "its tokens"},
        {"UPDATE chapters SET end = -1", "its chapters"},
        {"DROP TABLE emphasis", "is damaged"},
        {"UPDATE meta SET value = 'opera' WHERE key = 'kind'", "its meta"},
    };
    const char *whole = test_scratch_kept("whole2.marrow"), *path = test_scratch_kept("row.marrow");
    write_story(whole);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marrow_error err;
        mw_kept kept;
        copy_file(whole, path);
        run_sql(path, cases[i].sql);
        test_fails(mw_store_load(&env, path, &kept, &err), MARROW_STORY, &err, cases[i].says);
    }
}

/* A story file of the same text that cannot be written any more is replaced when that is asked for, and only then. */
static void test_damaged_target(void **state) {
    (void)state;
    marrow_error err;
    mw_kept kept;
    mw_reading_fixture f;
    const char *path = test_scratch_kept("target.marrow");
    write_story(path);
    run_sql(path, "DROP TABLE emphasis");
    fixture(&f);
    test_fails(mw_store_write(&env, path, &f.reading, false, &err), MARROW_STORY, &err, "replace it with --force");
    test_ok(mw_store_write(&env, path, &f.reading, true, &err), &err);
    mw_reading_fixture_clear(&f);
    test_ok(mw_store_load(&env, path, &kept, &err), &err);
    mw_kept_clear(&kept);
}

/* ---- memory ---- */

static marrow_status write_and_load(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_env e;
    mw_kept kept;
    const char *path = test_scratch("sweep.marrow");
    mw_env_init(&e, mem, 1, NULL, NULL);
    mw_os_remove(path);
    MW_TRY(mw_store_write(&e, path, ctx, false, err));
    MW_TRY(mw_store_load(&e, path, &kept, err));
    mw_kept_clear(&kept);
    return MARROW_OK;
}

static void test_memory_failures(void **state) {
    (void)state;
    mw_reading_fixture f;
    fixture(&f);
    test_sweep_failures(write_and_load, &f.reading, 0);
    mw_reading_fixture_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),     cmocka_unit_test(test_same_content),    cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_open_errors),    cmocka_unit_test(test_damaged_bytes),   cmocka_unit_test(test_damaged_rows),
        cmocka_unit_test(test_damaged_target), cmocka_unit_test(test_memory_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
