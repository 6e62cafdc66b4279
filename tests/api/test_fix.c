/* Corrections by the public interface, on the example story with the tiny model: they win, they survive a new reading, undone they leave the
 * story as it was, and a failure leaves it as it is. */
#include <sqlite3.h>

#include "support/story_content.h"
#include "support/support.h"

#define STORY MARROW_TESTS_DIR "/../examples/the-lamp-room.txt"

static void read_to(const char *output, const char *input, const char *bytes) {
    marrow_model *model;
    marrow_error err;
    test_ok(marrow_model_open(TEST_MODEL_TINY, NULL, &model, &err), &err);
    marrow_read_options opt = {.inputs = &input, .n_inputs = 1, .output = output, .threads = 1};
    if (bytes) opt = (marrow_read_options){.bytes = bytes, .n_bytes = strlen(bytes), .output = output, .threads = 1};
    test_ok(marrow_read(model, &opt, &err), &err);
    marrow_model_close(model);
}

static void copy_file(const char *from, const char *to) {
    size_t n;
    char *bytes = test_read(from, &n);
    test_write(to, bytes, n);
    free(bytes);
}

/* ---- asking the file ---- */

typedef struct cell {
    char at[64];
} cell;

/* The first column of what is asked for, `n` rows at most; their number. */
static size_t ask(const char *path, const char *sql, cell *rows, size_t n) {
    sqlite3 *db;
    sqlite3_stmt *st;
    size_t i = 0;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    for (; sqlite3_step(st) == SQLITE_ROW && i < n; i++) {
        const char *s = (const char *)sqlite3_column_text(st, 0);
        snprintf(rows[i].at, sizeof rows[i].at, "%s", s ? s : "NULL");
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
    return i;
}

static void run_sql(const char *path, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* All rows but those of the corrections. */
static char *content(const char *path) {
    const char *copy = test_scratch("content.marrow");
    copy_file(path, copy);
    run_sql(copy, "DELETE FROM corrections");
    return mw_story_content(copy);
}

static void same_content(const char *a, const char *b) {
    char *x = content(a), *y = content(b);
    for (size_t i = 0; x[i] || y[i]; i++)
        if (x[i] != y[i]) fail_msg("contents differ:\n%.400s\n---\n%.400s", x + (i < 200 ? 0 : i - 200), y + (i < 200 ? 0 : i - 200));
    mw_free(&mw_default_allocator, x);
    mw_free(&mw_default_allocator, y);
}

/* ---- correcting ---- */

typedef struct said {
    char at[8000];
    size_t n;
} said;

static bool keep(void *ctx, const char *bytes, size_t n) {
    said *s = ctx;
    assert_true(s->n + n < sizeof s->at);
    memcpy(s->at + s->n, bytes, n);
    s->n += n;
    s->at[s->n] = 0;
    return true;
}

static marrow_status fix(const char *path, const char *const *words, said *s, marrow_error *err) {
    size_t n = 0;
    while (words[n]) n++;
    *s = (said){.n = 0};
    return marrow_fix(path, words, n, NULL, keep, s, err);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void fix_ok(const char *path, const char *const *words) {
    said s;
    marrow_error err;
    test_ok(fix(path, words, &s, &err), &err);
    assert_true(s.n > 1 && strchr(s.at, '\n') == s.at + s.n - 1);
}

/* One correction made at random of what is in the story; what it is about is checked afterwards. */
static void fix_any(const char *path, uint64_t *seed) {
    cell people[2000], quotes[200], places[400], now;
    char sql[200];
    size_t all = ask(path, "SELECT id FROM characters", people, 2000),
           n_people = ask(path, "SELECT id FROM characters WHERE mentions > 0", people, 2000),
           n_quotes = ask(path, "SELECT id FROM quotes", quotes, 200);
    assert_true(n_people > 3 && n_quotes > 10);
    uint32_t a = test_random(seed) % n_people, b = (a + 1 + test_random(seed) % (n_people - 1)) % n_people,
             q = test_random(seed) % n_quotes;
    switch (test_random(seed) % 8) {
    case 0:
        fix_ok(path, WORDS("rename", people[a].at, "Somebody New"));
        snprintf(sql, sizeof sql, "SELECT name FROM characters WHERE id = '%s'", people[a].at);
        assert_int_equal(ask(path, sql, &now, 1), 1);
        assert_string_equal(now.at, "Somebody New");
        return;
    case 1:
        fix_ok(path, WORDS("merge", people[a].at, people[b].at));
        snprintf(sql, sizeof sql, "SELECT id FROM characters WHERE id = '%s'", people[b].at);
        assert_int_equal(ask(path, sql, &now, 1), 0);
        return;
    case 2:
        snprintf(sql, sizeof sql, "SELECT start FROM mentions JOIN characters ON mentions.character = characters.n WHERE id = '%s'",
                 people[a].at);
        if (!ask(path, sql, places, 400)) return;
        fix_ok(path, WORDS("split", people[a].at, places[0].at));
        assert_true(ask(path, "SELECT id FROM characters", people, 2000) >= all); /* one more, unless it was the only mention */
        return;
    case 3:
        fix_ok(path, WORDS("gender", people[a].at, test_random(seed) % 2 ? "female" : "male"));
        return;
    case 4:
        fix_ok(path, WORDS("not-a-person", people[a].at));
        assert_int_equal(ask(path, "SELECT id FROM characters", people, 2000), all - 1);
        return;
    case 5:
        fix_ok(path, WORDS("speaker", quotes[q].at, people[a].at));
        snprintf(sql, sizeof sql, "SELECT characters.id FROM quotes JOIN characters ON speaker = characters.n WHERE quotes.id = '%s'",
                 quotes[q].at);
        assert_int_equal(ask(path, sql, &now, 1), 1);
        assert_string_equal(now.at, people[a].at);
        return;
    case 6:
        fix_ok(path, WORDS("addressee", quotes[q].at, people[a].at, people[b].at));
        snprintf(sql, sizeof sql,
                 "SELECT characters.id FROM quotes JOIN addressees ON quote = quotes.n JOIN characters ON addressees.character = "
                 "characters.n WHERE "
                 "quotes.id = '%s' ORDER BY addressees.n",
                 quotes[q].at);
        assert_int_equal(ask(path, sql, places, 5), 2);
        assert_string_equal(places[0].at, people[a].at);
        return;
    default:
        snprintf(sql, sizeof sql, "SELECT start || '' FROM quotes WHERE id = '%s' UNION ALL SELECT end || '' FROM quotes WHERE id = '%s'",
                 quotes[q].at, quotes[q].at);
        assert_int_equal(ask(path, sql, places, 2), 2);
        fix_ok(path, WORDS("quote", "remove", places[0].at, places[1].at));
        snprintf(sql, sizeof sql, "SELECT id FROM quotes WHERE start < %s AND end > %s", places[1].at, places[0].at);
        assert_int_equal(ask(path, sql, &now, 1), 0);
    }
}

/* Any number of corrections: read again they are still there; undone they leave no trace. */
static void test_random_fixes(void **state) {
    (void)state;
    const char *plain = test_scratch_kept("plain.marrow"), *path = test_scratch_kept("fixed.marrow"),
               *before = test_scratch_kept("before.marrow");
    said s;
    marrow_error err;
    cell rows[200];
    uint64_t seed = 53;
    read_to(plain, STORY, NULL);
    copy_file(plain, path);
    for (int i = 0; i < 24; i++) fix_any(path, &seed);
    size_t lost = ask(path, "SELECT n FROM corrections WHERE NOT found", rows, 200),
           all = ask(path, "SELECT n FROM corrections", rows, 200);
    assert_true(all >= 20 && lost * 4 <= all); /* some concern what a later one took away */
    copy_file(path, before);
    read_to(path, STORY, NULL);
    same_content(path, before);
    test_ok(marrow_rederive(path, NULL, &err), &err);
    same_content(path, before);
    while (ask(path, "SELECT n FROM corrections WHERE NOT undone", rows, 200)) test_ok(fix(path, WORDS("undo"), &s, &err), &err);
    assert_int_equal(ask(path, "SELECT n FROM corrections", rows, 200), all);
    same_content(path, plain);
    test_fails(fix(path, WORDS("undo"), &s, &err), MARROW_NOTFOUND, &err, "no correction to undo");
}

static const char short_story[] =
    "Mary walked to the old garden. “Good night,” said Mary. Tom laughed at the door.\n\n“Come home,” said Tom. “Who "
    "is there?” asked Mary. Tom waited for Mary at the gate.";

/* Another edition: words stand elsewhere, and a quotation has other marks. */
static void test_moved(void **state) {
    (void)state;
    const char *path = test_scratch_kept("short.marrow"), *other = test_scratch_kept("other.marrow"),
               *file = test_scratch_kept("shared.csv");
    marrow_error err;
    cell id[4];
    read_to(path, NULL, short_story);
    assert_int_equal(ask(path, "SELECT id FROM quotes ORDER BY start", id, 4), 3);
    fix_ok(path, WORDS("speaker", id[1].at, "Mary"));
    said s;
    test_ok(fix(path, WORDS("export", file), &s, &err), &err);
    read_to(other, NULL,
            "An old preface of this book. It is long.\n\nMary walked to the old garden. \"Good night,\" said Mary. Tom laughed at the "
            "door.\n\n\"Come home,\" said Tom. \"Who is there?\" asked Mary. Tom waited for Mary at the gate.");
    fix_ok(other, WORDS("import", file));
    assert_int_equal(
        ask(other, "SELECT characters.name FROM quotes JOIN characters ON speaker = characters.n ORDER BY quotes.start", id, 4), 3);
    assert_string_equal(id[1].at, "Mary");
}

/* A thread ends where the user says, an act has the motive shown, and a relation is sure or gone. */
static void test_threads_and_relations(void **state) {
    (void)state;
    const char *path = test_scratch_kept("threads.marrow");
    cell id[1], people[2], rows[50];
    char sql[200];
    read_to(path, STORY, NULL);
    assert_int_equal(ask(path, "SELECT id FROM threads ORDER BY n", id, 1), 1);
    fix_ok(path, WORDS("close", id[0].at, "9000", "9040"));
    snprintf(sql, sizeof sql, "SELECT close_start FROM threads WHERE id = '%s' AND close_end = 9040", id[0].at);
    assert_int_equal(ask(path, sql, rows, 50), 1);
    assert_string_equal(rows[0].at, "9000");
    assert_int_equal(ask(path, "SELECT id FROM acts ORDER BY n LIMIT 1 OFFSET 20", id, 1), 1);
    fix_ok(path, WORDS("why", id[0].at, "9050", "9090"));
    snprintf(
        sql, sizeof sql,
        "SELECT why_spans.start FROM why_spans JOIN acts ON acts.n = act JOIN whys ON whys.n = act WHERE id = '%s' AND status = 'told'",
        id[0].at);
    assert_int_equal(ask(path, sql, rows, 50), 1);
    assert_string_equal(rows[0].at, "9050");
    assert_int_equal(ask(path, "SELECT id FROM characters WHERE mentions > 3 ORDER BY n", people, 2), 2);
    fix_ok(path, WORDS("relation", "add", people[0].at, "guardian", people[1].at));
    static const char relations[] = "SELECT type FROM relations WHERE type IN ('guardian', 'ward') AND confidence = 1";
    assert_int_equal(ask(path, relations, rows, 50), 1);
    fix_ok(path, WORDS("relation", "add", people[1].at, "ward", people[0].at)); /* the same fact */
    assert_int_equal(ask(path, relations, rows, 50), 1);
    fix_ok(path, WORDS("relation", "deny", people[1].at, "ward", people[0].at));
    assert_int_equal(ask(path, relations, rows, 50), 0);
    assert_int_equal(ask(path, "SELECT n FROM corrections WHERE NOT found", rows, 50), 0);
}

/* Two programs at once: the second says so instead of losing what the first did. A row that makes no sense is damage. */
static void test_meanwhile_and_damage(void **state) {
    (void)state;
    const char *path = test_scratch_kept("damage.marrow");
    said s;
    marrow_error err;
    read_to(path, NULL, short_story);
    fix_ok(path, WORDS("rename", "Mary", "Maria"));
    static const char *const bad[] = {"UPDATE corrections SET what = 'mend'", "UPDATE corrections SET batch = -1",
                                      "UPDATE corrections SET start = -5, end = 7", "UPDATE corrections SET start = 5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *copy = test_scratch("bad.marrow");
        copy_file(path, copy);
        run_sql(copy, bad[i]);
        test_fails(fix(copy, WORDS("list"), &s, &err), MARROW_STORY, &err, "is damaged (its corrections");
        test_fails(marrow_rederive(copy, NULL, &err), MARROW_STORY, &err, "is damaged (its corrections");
    }
}

/* ---- failing memory ---- */

static marrow_status fix_job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    said s = {.n = 0};
    const char *const *words = ctx;
    const char *path = test_scratch("sweep.marrow");
    copy_file(test_scratch("sweep-plain.marrow"), path);
    char *before = mw_story_content(path);
    marrow_status status = marrow_fix(path, words, 3, &(marrow_fix_options){.mem = mem}, keep, &s, err);
    char *after = mw_story_content(path);
    if (status != MARROW_OK && s.n == 0 &&
        strstr(before, after) == NULL) /* the line is told last: until it failed there, nothing has changed */
        assert_true(ask(path, "SELECT n FROM corrections", &(cell){{0}}, 1) == 1);
    mw_free(&mw_default_allocator, before);
    mw_free(&mw_default_allocator, after);
    return status;
}

static void test_failures(void **state) {
    (void)state;
    read_to(test_scratch("sweep-plain.marrow"), NULL, short_story);
    test_sweep_failures(fix_job, (void *)WORDS("merge", "Mary", "Tom"), 40);
    test_sweep_failures(fix_job, (void *)WORDS("speaker", "Come home", "Mary"), 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_fixes), cmocka_unit_test(test_moved),
                                       cmocka_unit_test(test_threads_and_relations), cmocka_unit_test(test_meanwhile_and_damage),
                                       cmocka_unit_test(test_failures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
