/* show: views, exports and positions of a small story against golden files; as of any place nothing that comes later. */
#include "show/show.h"
#include "support/reading_fixture.h"
#include "support/support.h"

static mw_env env;

static bool to_buf(void *ctx, const char *bytes, size_t n) {
    mw_buf_put(ctx, bytes, n);
    return true;
}

/* The mill as a story file, written once. */
static const char *story_file(void) {
    static bool written;
    static const char *path;
    if (written) return path;
    path = test_scratch_kept("mill.marrow");
    mw_env_init(&env, NULL, 1, NULL, NULL);
    marrow_error err;
    mw_reading_fixture f;
    test_ok(mw_reading_fixture_read(NULL, test_path("show/mill.txt"), &f, &err), &err);
    test_ok(mw_store_write(&env, path, &f.reading, false, &err), &err);
    mw_reading_fixture_clear(&f);
    written = true;
    return path;
}

static mw_story *open_story(void) {
    marrow_error err;
    mw_story *s;
    const char *path = story_file();
    test_ok(mw_story_open(&env, path, &s, &err), &err);
    return s;
}

/* ---- goldens ---- */

static void check_view(mw_story *s, const char *view, const marrow_show_options *opt, const char *golden) {
    marrow_error err;
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    test_ok(mw_show(s, view, opt, to_buf, &b, &err), &err);
    test_golden(golden, b.at, b.n);
    mw_buf_clear(&b);
}

static void test_views(void **state) {
    (void)state;
    mw_story *s = open_story();
    check_view(s, "summary", &(marrow_show_options){.width = 80}, "show/summary.golden");
    check_view(s, "summary", &(marrow_show_options){.width = 80, .until = "chapter:1"}, "show/summary-chapter1.golden");
    check_view(s, "summary", &(marrow_show_options){.layout = MARROW_TSV}, "show/summary-tsv.golden");
    check_view(s, "summary", &(marrow_show_options){.layout = MARROW_JSON}, "show/summary-json.golden");
    check_view(s, "people", &(marrow_show_options){.width = 80}, "show/people.golden");
    check_view(s, "people", &(marrow_show_options){.width = 44, .colour = true}, "show/people-narrow.golden");
    check_view(s, "people", &(marrow_show_options){.layout = MARROW_TSV, .all = true}, "show/people-tsv.golden");
    check_view(s, "people", &(marrow_show_options){.layout = MARROW_JSON, .limit = 1}, "show/people-json.golden");
    check_view(s, "quotes", &(marrow_show_options){.width = 80}, "show/quotes.golden");
    check_view(s, "quotes", &(marrow_show_options){.width = 80, .limit = 2}, "show/quotes-two.golden");
    check_view(s, "quotes", &(marrow_show_options){.layout = MARROW_TSV}, "show/quotes-tsv.golden");
    check_view(s, "quotes", &(marrow_show_options){.layout = MARROW_JSON, .until = "50%"}, "show/quotes-json.golden");
    check_view(s, "unsure", &(marrow_show_options){.width = 80, .limit = 4}, "show/unsure.golden");
    check_view(s, "unsure", &(marrow_show_options){.layout = MARROW_TSV, .until = "chapter:1"}, "show/unsure-tsv.golden");
    mw_story_close(s);
}

static void test_who(void **state) {
    (void)state;
    static const struct {
        const char *name, *until, *golden;
        marrow_layout layout;
    } cases[] = {{"ada", NULL, "show/who-ada.golden", MARROW_TABLE},
                 {"Thorne", NULL, "show/who-ada.golden", MARROW_TABLE},
                 {"ADA", "chapter:1", "show/who-ada-chapter1.golden", MARROW_TABLE},
                 {"j\xC3\xB6rg wei\xC3\x9F", NULL, "show/who-json.golden", MARROW_JSON},
                 {"ada", NULL, "show/who-tsv.golden", MARROW_TSV}};
    mw_story *s = open_story();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marrow_error err;
        mw_buf b;
        mw_buf_init(&b, &env.mem);
        test_ok(mw_show_who(s, cases[i].name, &(marrow_show_options){.until = cases[i].until, .layout = cases[i].layout, .width = 80},
                            to_buf, &b, &err),
                &err);
        test_golden(cases[i].golden, b.at, b.n);
        mw_buf_clear(&b);
    }
    marrow_error err;
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    test_fails(mw_show_who(s, "nobody", NULL, to_buf, &b, &err), MARROW_NOTFOUND, &err, "nobody called nobody");
    /* not met yet: answered as who does not exist */
    test_fails(mw_show_who(s, "J\xC3\xB6rg", &(marrow_show_options){.until = "chapter:1"}, to_buf, &b, &err), MARROW_NOTFOUND, &err,
               "nobody called");
    test_fails(mw_show_who(s, "", NULL, to_buf, &b, &err), MARROW_USAGE, &err, "empty name");
    mw_buf_clear(&b);
    mw_story_close(s);
}

static void check_export(mw_story *s, const char *format, const marrow_export_options *opt, const char *golden) {
    marrow_error err;
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    test_ok(mw_show_export(s, format, NULL, opt, to_buf, &b, &err), &err);
    test_golden(golden, b.at, b.n);
    mw_buf_clear(&b);
}

static void test_exports(void **state) {
    (void)state;
    mw_story *s = open_story();
    check_export(s, "json", NULL, "show/mill-json.golden");
    check_export(s, "json", &(marrow_export_options){.until = "chapter:1", .all = true}, "show/mill-json-chapter1.golden");
    check_export(s, "conllu", NULL, "show/mill-conllu.golden");
    check_export(s, "conllu", &(marrow_export_options){.until = "chapter:1"}, "show/mill-conllu-chapter1.golden");
    marrow_error err;
    const char *folder = test_scratch_kept("book");
    test_ok(mw_show_export(s, "booknlp", folder, NULL, NULL, NULL, &err), &err);
    test_ok(mw_show_export(s, "booknlp", folder, NULL, NULL, NULL, &err), &err); /* into one that is there */
    static const char *const parts[] = {"tokens", "entities", "quotes", "supersense", "book", "book.html", "txt"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char path[600], golden[64];
        size_t n;
        snprintf(path, sizeof path, "%s/mill.%s", folder, parts[i]);
        snprintf(golden, sizeof golden, "show/mill-book-%s.golden", parts[i]);
        char *got = test_read(path, &n);
        test_golden(golden, got, n);
        free(got);
    }
    mw_story_close(s);
}

/* ---- voices ---- */

/* Takes the texts out of audiobook lines, \u and \n undone. */
static void take_texts(const char *lines, mw_buf *out) {
    static const char key[] = ", \"text\": \"";
    for (const char *at = lines; (at = strstr(at, key)); at++) {
        for (at += strlen(key); *at && *at != '"'; at++) {
            if (*at != '\\')
                mw_buf_putc(out, *at);
            else if (*++at == 'n')
                mw_buf_putc(out, '\n');
            else if (*at == 'u') {
                mw_buf_putc(out, (char)strtol((char[]){at[1], at[2], at[3], at[4], 0}, NULL, 16));
                at += 4;
            } else
                mw_buf_putc(out, *at);
        }
    }
}

/* The sml without its marks. */
static void take_unmarked(const char *sml, mw_buf *out) {
    for (; *sml; sml++)
        if (strncmp(sml, "[voice:", 7) == 0)
            sml = strchr(sml, ']');
        else
            mw_buf_putc(out, *sml);
}

/* As of every place the lines give the text that has been read, and the late name not before it stands. */
static void test_voices(void **state) {
    (void)state;
    mw_story *s = open_story();
    marrow_error err;
    const char *text;
    size_t n;
    int64_t end, named;
    test_ok(mw_story_text(s, &text, &n, &err), &err);
    test_ok(mw_story_position(s, NULL, &end, &err), &err);
    test_ok(mw_story_position(s, "text:J\xC3\xB6rg Wei\xC3\x9F", &named, &err), &err);
    check_export(s, "audiobook", NULL, "show/mill-audiobook.golden");
    check_export(s, "audiobook", &(marrow_export_options){.until = "chapter:1"}, "show/mill-audiobook-chapter1.golden");
    check_export(s, "sml", NULL, "show/mill-sml.golden");
    const char *at = text;
    for (int64_t until = 0; until <= end; until++) {
        char position[32];
        mw_buf b, got;
        snprintf(position, sizeof position, "%d", (int)until);
        for (int k = 0; k < 2; k++) {
            mw_buf_init(&b, &env.mem);
            mw_buf_init(&got, &env.mem);
            test_ok(mw_show_export(s, k ? "sml" : "audiobook", NULL, &(marrow_export_options){.until = position}, to_buf, &b, &err), &err);
            mw_buf_putc(&b, 0);
            (k ? take_unmarked : take_texts)(b.at, &got);
            assert_int_equal(got.n, at - text);
            if (got.n) assert_memory_equal(got.at, text, got.n);
            if (until < named) assert_null(strstr(b.at, "Wei\xC3\x9F"));
            mw_buf_clear(&b);
            mw_buf_clear(&got);
        }
        size_t len;
        if (until < end) mw_utf8_next(at, n - (size_t)(at - text), &len), at += len;
    }
    mw_story_close(s);
}

static void test_voices_cast(void **state) {
    (void)state;
    mw_story *s = open_story();
    marrow_error err;
    char beside[700];
    const char *path = test_scratch_kept("mill.jsonl");
    snprintf(beside, sizeof beside, "%s.cast.csv", path);
    test_ok(mw_show_export(s, "audiobook", path, NULL, NULL, NULL, &err), &err);
    size_t n;
    char *got = test_read(beside, &n);
    test_golden("show/mill-voices.golden", got, n);
    free(got);
    test_fails(mw_show_export(s, "cast", path, NULL, NULL, NULL, &err), MARROW_USAGE, &err, "no format cast");
    mw_story_close(s);
}

static void test_export_errors(void **state) {
    (void)state;
    mw_story *s = open_story();
    marrow_error err;
    test_fails(mw_show_export(s, "booknlp", NULL, NULL, to_buf, NULL, &err), MARROW_USAGE, &err, "-o FOLDER");
    test_fails(mw_show_export(s, "docx", "x", NULL, to_buf, NULL, &err), MARROW_USAGE, &err, "no format docx");
    test_fails(mw_show_export(s, "json", "/nowhere/at/all.json", NULL, NULL, NULL, &err), MARROW_IO, &err, "/nowhere/at");
    test_fails(mw_show_export(s, "booknlp", "/nowhere/at/all", NULL, NULL, NULL, &err), MARROW_IO, &err, "/nowhere/at");
    test_fails(mw_show_export(s, "booknlp", story_file(), NULL, NULL, NULL, &err), MARROW_IO, &err, "a file is in its place");
    test_fails(mw_show(s, "dreams", NULL, to_buf, NULL, &err), MARROW_USAGE, &err, "no view dreams");
    mw_story_close(s);
}

/* ---- positions ---- */

static void test_positions(void **state) {
    (void)state;
    mw_story *s = open_story();
    marrow_error err;
    const char *text;
    size_t n;
    int64_t at, end;
    test_ok(mw_story_text(s, &text, &n, &err), &err);
    test_ok(mw_story_position(s, NULL, &end, &err), &err);
    assert_int_equal(end, mw_utf8_count(text, n));
    static const struct {
        const char *position;
        int64_t at;
    } good[] = {{"0", 0}, {"17", 17}, {"0%", 0}, {"chapter:0", 0}, {"text:One", 3}};
    for (size_t i = 0; i < 5; i++) {
        test_ok(mw_story_position(s, good[i].position, &at, &err), &err);
        assert_int_equal(at, good[i].at);
    }
    test_ok(mw_story_position(s, "100%", &at, &err), &err);
    assert_int_equal(at, end);
    test_ok(mw_story_position(s, "chapter:2", &at, &err), &err);
    assert_int_equal(at, end);
    int64_t exact, lenient;
    test_ok(mw_story_position(s, "text:\xE2\x80\x9CYou are very late", &exact, &err), &err);
    test_ok(mw_story_position(s, "text:\"you  ARE very late", &lenient, &err), &err);
    assert_int_equal(exact, lenient);
    test_ok(mw_story_position(s, "12.5%", &at, &err), &err);
    assert_int_equal(at, end / 8);
    test_fails(mw_story_position(s, "chapter:3", &at, &err), MARROW_NOTFOUND, &err, "which has 2");
    test_fails(mw_story_position(s, "chapter:x", &at, &err), MARROW_USAGE, &err, "no position");
    test_fails(mw_story_position(s, "101%", &at, &err), MARROW_NOTFOUND, &err, "behind the end");
    test_fails(mw_story_position(s, "4%%", &at, &err), MARROW_USAGE, &err, "no position");
    test_fails(mw_story_position(s, "99999", &at, &err), MARROW_NOTFOUND, &err, "behind the end");
    test_fails(mw_story_position(s, "-1", &at, &err), MARROW_USAGE, &err, "no position");
    test_fails(mw_story_position(s, "99999999999999999999", &at, &err), MARROW_USAGE, &err, "no position");
    test_fails(mw_story_position(s, "page:3", &at, &err), MARROW_NOTFOUND, &err, "whose pages run from i to 12");
    int64_t two;
    test_ok(mw_story_position(s, "chapter:1", &two, &err), &err);
    test_ok(mw_story_position(s, "page:i", &at, &err), &err);
    assert_int_equal(at, two);
    test_ok(mw_story_position(s, "page:12", &at, &err), &err);
    assert_int_equal(at, end);
    test_fails(mw_story_position(s, "text:no such words", &at, &err), MARROW_NOTFOUND, &err, "are not in");
    test_fails(mw_story_position(s, "text:", &at, &err), MARROW_USAGE, &err, "needs the words");
    mw_story_close(s);
}

/* ---- as of ---- */

/* As of every place: no number of the json behind it (offsets are the only numbers that large), and the late name not before it stands. */
static void test_as_of(void **state) {
    (void)state;
    mw_story *s = open_story();
    marrow_error err;
    int64_t end, named, two;
    test_ok(mw_story_position(s, NULL, &end, &err), &err);
    test_ok(mw_story_position(s, "text:J\xC3\xB6rg Wei\xC3\x9F", &named, &err), &err);
    test_ok(mw_story_position(s, "text:Two", &two, &err), &err);
    for (int64_t until = 0; until < end; until++) {
        char position[32];
        mw_buf b;
        snprintf(position, sizeof position, "%d", (int)until);
        mw_buf_init(&b, &env.mem);
        test_ok(mw_show_export(s, "json", NULL, &(marrow_export_options){.until = position, .all = true}, to_buf, &b, &err), &err);
        for (const char *at = b.at; (at = strpbrk(at, "se\"")); at++) {
            static const char *const keys[] = {"\"start\": ", "\"end\": ", "\"known\": ", "\"first\": ", "\"length\": "};
            for (size_t k = 0; k < 5; k++)
                if (strncmp(at, keys[k], strlen(keys[k])) == 0) assert_true(atol(at + strlen(keys[k])) <= until);
        }
        if (until < named) assert_null(strstr(b.at, "Wei\xC3\x9F"));
        if (until < two) assert_null(strstr(b.at, "Two"));
        b.n = 0;
        test_ok(mw_show(s, "summary", &(marrow_show_options){.until = position, .all = true}, to_buf, &b, &err), &err);
        test_ok(mw_show(s, "quotes", &(marrow_show_options){.until = position, .all = true}, to_buf, &b, &err), &err);
        test_ok(mw_show_export(s, "conllu", NULL, &(marrow_export_options){.until = position}, to_buf, &b, &err), &err);
        if (until < named) assert_null(strstr(b.at, "Wei\xC3\x9F"));
        mw_buf_clear(&b);
    }
    mw_story_close(s);
}

/* ---- memory ---- */

static marrow_status show_everything(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_env e;
    mw_story *s;
    (void)ctx;
    mw_env_init(&e, mem, 1, NULL, NULL);
    MW_TRY(mw_story_open(&e, story_file(), &s, err));
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    marrow_status status = mw_show(s, "summary", NULL, to_buf, &b, err);
    if (status == MARROW_OK) status = mw_show(s, "quotes", &(marrow_show_options){.layout = MARROW_TSV}, to_buf, &b, err);
    if (status == MARROW_OK) status = mw_show(s, "unsure", NULL, to_buf, &b, err);
    if (status == MARROW_OK) status = mw_show_export(s, "audiobook", test_scratch("sweep.jsonl"), NULL, NULL, NULL, err);
    if (status == MARROW_OK) status = mw_show_export(s, "sml", NULL, NULL, to_buf, &b, err);
    if (status == MARROW_OK) status = mw_show_who(s, "ada", NULL, to_buf, &b, err);
    if (status == MARROW_OK) status = mw_show_export(s, "json", NULL, NULL, to_buf, &b, err);
    if (status == MARROW_OK) status = mw_show_export(s, "conllu", test_scratch("sweep.conllu"), NULL, NULL, NULL, err);
    if (status == MARROW_OK) status = mw_show_export(s, "booknlp", test_scratch("sweep"), NULL, NULL, NULL, err);
    mw_buf_clear(&b);
    mw_story_close(s);
    return status;
}

static void test_memory_failures(void **state) {
    (void)state;
    story_file();
    test_sweep_failures(show_everything, NULL, 400);
}

/* ---- damage ---- */

/* Everything that reads a story file, on one that may be damaged. */
static void try_everything(const char *path) {
    marrow_error err;
    mw_story *s;
    if (mw_story_open(&env, path, &s, &err) != MARROW_OK) {
        assert_true(strlen(err.message) > 0 && !strchr(err.message, '\n'));
        return;
    }
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    static const char *const views[] = {"summary", "people", "quotes", "unsure"};
    for (size_t i = 0; i < 4; i++)
        mw_show(s, views[i], &(marrow_show_options){.all = true, .layout = i % 2 ? MARROW_TSV : MARROW_TABLE}, to_buf, &b, &err);
    mw_show_who(s, "ada", NULL, to_buf, &b, &err);
    mw_show_export(s, "json", NULL, &(marrow_export_options){.until = "60%"}, to_buf, &b, &err);
    mw_show_export(s, "conllu", NULL, NULL, to_buf, &b, &err);
    mw_show_export(s, "audiobook", test_scratch("damaged.jsonl"), NULL, NULL, NULL, &err);
    mw_show_export(s, "sml", NULL, &(marrow_export_options){.until = "60%"}, to_buf, &b, &err);
    mw_show_export(s, "booknlp", test_scratch("damaged"), NULL, NULL, NULL, &err);
    mw_buf_clear(&b);
    mw_story_close(s);
}

static void test_damaged_bytes(void **state) {
    (void)state;
    const char *path = test_scratch_kept("bytes.marrow");
    size_t n;
    char *bytes = test_read(story_file(), &n), *copy = malloc(n);
    assert_non_null(copy);
    uint64_t seed = 11;
    for (int round = 0; round < 300; round++) {
        memcpy(copy, bytes, n);
        for (uint32_t k = 1 + test_random(&seed) % 6; k > 0; k--) copy[100 + test_random(&seed) % (n - 100)] = (char)test_random(&seed);
        test_write(path, copy, n);
        try_everything(path);
    }
    free(copy);
    free(bytes);
}

static void test_damaged_rows(void **state) {
    (void)state;
    static const char *const changes[] = {"UPDATE mentions SET last = 100000 WHERE n = 3",
                                          "UPDATE mentions SET first = 9, last = 2 WHERE n = 3",
                                          "UPDATE mentions SET thing = 500",
                                          "UPDATE mentions SET character = 77",
                                          "UPDATE mentions SET name = -4",
                                          "UPDATE mentions SET start = 99999999999",
                                          "UPDATE mentions SET form = 'VERB'",
                                          "UPDATE quotes SET speech = 44",
                                          "UPDATE quotes SET last = 4000000000",
                                          "UPDATE quotes SET speaker = 9",
                                          "UPDATE quotes SET mention = 900",
                                          "UPDATE quotes SET voice_start = 3",
                                          "UPDATE names SET character = 1",
                                          "UPDATE characters SET thing = 99",
                                          "UPDATE characters SET gender = 'x'",
                                          "UPDATE characters SET name = NULL",
                                          "UPDATE characters SET name = x'ff'",
                                          "UPDATE tiles SET layer = 4",
                                          "UPDATE tiles SET who = 70",
                                          "UPDATE chapters SET narrator = 6",
                                          "DELETE FROM names",
                                          "DELETE FROM quotes",
                                          "DELETE FROM addressees",
                                          "DELETE FROM sentences",
                                          "DELETE FROM docs",
                                          "UPDATE addressees SET quote = 60",
                                          "UPDATE meta SET value = 12 WHERE key = 'narrator'",
                                          "DELETE FROM meta WHERE key = 'kind'",
                                          "UPDATE columns SET data = substr(data, 2), checksum = ''",
                                          "UPDATE sentences SET valence = 'much'",
                                          "UPDATE blocks SET file = 12, kind = 'x'",
                                          "DELETE FROM mentions WHERE n = 2",
                                          "DELETE FROM things WHERE n = 1",
                                          "UPDATE meta SET value = 'b' WHERE key = 'sha256'",
                                          "DROP TABLE tiles"};
    const char *path = test_scratch_kept("rows.marrow");
    size_t n;
    char *bytes = test_read(story_file(), &n);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        sqlite3 *db;
        test_write(path, bytes, n);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        sqlite3_exec(db, changes[i], NULL, NULL, NULL);
        sqlite3_close(db);
        try_everything(path);
    }
    free(bytes);
}

static void show_relations(const char *path, marrow_layout layout, bool all, mw_buf *b) {
    marrow_error err;
    mw_story *s;
    mw_buf_clear(b);
    test_ok(mw_story_open(&env, path, &s, &err), &err);
    test_ok(mw_show(s, "relations", &(marrow_show_options){.layout = layout, .all = all, .width = 80}, to_buf, b, &err), &err);
    mw_buf_puts(b, "");
    mw_story_close(s);
}

/* Rows of the view as tab-separated lines, the heading left out. */
static size_t relation_lines(const char *path, bool all, mw_buf *b) {
    size_t lines = 0;
    show_relations(path, MARROW_TSV, all, b);
    for (size_t i = 0; i < b->n; i++) lines += b->at[i] == '\n';
    return lines - 1;
}

/* A copy of the story file, of the given name, changed by SQL. */
static const char *changed_story(const char *name, const char *sql) {
    const char *path = test_scratch_kept(name);
    size_t n;
    char *bytes = test_read(story_file(), &n);
    sqlite3 *db;
    test_write(path, bytes, n);
    free(bytes);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    return path;
}

/* By default one row a pair, and of two equally sure the one whose words name somebody first; --all tells every row. */
static void test_relations(void **state) {
    (void)state;
    static const char *const rows =
        "DELETE FROM relation_evidence; DELETE FROM relations;"
        "INSERT INTO relations SELECT 0, 0, 1, 'colleague', NULL, NULL, NULL, 0.6, max(known) FROM mentions;"
        "INSERT INTO relations SELECT 1, 0, 1, 'neighbour', NULL, NULL, NULL, 0.6, max(known) FROM mentions;"
        "INSERT INTO relation_evidence VALUES (0, 0, 0, 4);"
        "INSERT INTO relation_evidence SELECT 1, 0, min(start), min(start) + 9 FROM mentions WHERE character = 0 AND form = 'PROP';";
    const char *path = changed_story("relations.marrow", rows);
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    assert_int_equal(relation_lines(path, true, &b), 2);
    assert_int_equal(relation_lines(path, false, &b), 1);
    assert_non_null(strstr(b.at, "neighbour"));
    assert_null(strstr(b.at, "colleague"));
    mw_buf_clear(&b);
}

/* By default a friend is one whom a noun calls so, and a place of friends and lovers says it. */
static void test_said_relations(void **state) {
    (void)state;
    static const struct {
        const char *type, *word, *place;
        size_t shown;
    } rows[] = {{"friend", "NULL", "stranger", 0}, {"friend", "'stranger'", "stranger", 1}, {"friend", "'stranger'", "waited", 0},
                {"lover", "NULL", "waited", 0},    {"rival", "NULL", "waited", 1},          {"parent", "NULL", "waited", 1}};
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sql[600];
        snprintf(sql, sizeof sql,
                 "DELETE FROM relation_evidence; DELETE FROM relations;"
                 "INSERT INTO relations SELECT 0, 0, 1, '%s', %s, NULL, NULL, 0.6, max(known) FROM mentions;"
                 "INSERT INTO relation_evidence SELECT 0, 0, instr(utf8, '%s') - 1, instr(utf8, '%s') + 7 FROM text;",
                 rows[i].type, rows[i].word, rows[i].place, rows[i].place);
        const char *path = changed_story("relations-said.marrow", sql);
        assert_int_equal(relation_lines(path, true, &b), 1);
        assert_int_equal(relation_lines(path, false, &b), rows[i].shown);
    }
    mw_buf_clear(&b);
}

/* Whose child is told of a hundred times and hardly ever called theirs is not told as a parent by default. */
static void test_seldom_parents(void **state) {
    (void)state;
    static const char *const rows =
        "DELETE FROM relation_evidence; DELETE FROM relations;"
        "WITH RECURSIVE c(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM c WHERE v < 100) INSERT INTO mentions SELECT m.n + v, start, end, "
        "first, last, "
        "head, thing, 1, NULL, type, form, plural, confidence, known FROM c, (SELECT * FROM mentions ORDER BY n DESC LIMIT 1) m;"
        "INSERT INTO relations SELECT 0, 0, 1, '%s', NULL, NULL, NULL, 0.6, max(known) FROM mentions;"
        "INSERT INTO relation_evidence SELECT 0, 0, instr(utf8, 'waited') - 1, instr(utf8, 'waited') + 5 FROM text;";
    char sql[800];
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    for (int parent = 0; parent < 2; parent++) {
        snprintf(sql, sizeof sql, rows, parent ? "parent" : "neighbour");
        const char *path = changed_story("relations-parent.marrow", sql);
        assert_int_equal(relation_lines(path, true, &b), 1);
        assert_int_equal(relation_lines(path, false, &b), parent ? 0 : 1);
    }
    mw_buf_clear(&b);
}

/* An aunt by name is no aunt of an uncle by name. */
static void test_two_elders(void **state) {
    (void)state;
    static const char *const rows =
        "DELETE FROM relation_evidence; DELETE FROM relations;"
        "UPDATE names SET proper = 1, form = CASE character WHEN 0 THEN 'Aunt Ida' ELSE '%s' END;"
        "UPDATE characters SET name = (SELECT form FROM names WHERE character = characters.n LIMIT 1);"
        "INSERT INTO relations SELECT 0, 0, 1, 'kin-other', 'aunt', NULL, NULL, 0.6, max(known) FROM mentions;"
        "INSERT INTO relation_evidence SELECT 0, 0, instr(utf8, 'waited') - 1, instr(utf8, 'waited') + 5 FROM text;";
    char sql[500];
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    for (int uncle = 0; uncle < 2; uncle++) {
        snprintf(sql, sizeof sql, rows, uncle ? "Uncle Ned" : "Little Ned");
        const char *path = changed_story("relations-elders.marrow", sql);
        assert_int_equal(relation_lines(path, true, &b), 1);
        assert_int_equal(relation_lines(path, false, &b), uncle ? 0 : 1);
    }
    mw_buf_clear(&b);
}

/* How often somebody's card says "neighbour". */
static int neighbours_on_card(const char *path, const char *name, mw_buf *b) {
    marrow_error err;
    mw_story *s;
    int n = 0;
    mw_buf_clear(b);
    test_ok(mw_story_open(&env, path, &s, &err), &err);
    test_ok(mw_show_who(s, name, &(marrow_show_options){.width = 200}, to_buf, b, &err), &err);
    mw_buf_puts(b, "");
    for (const char *at = b->at; (at = strstr(at, "neighbour")); at++) n++;
    mw_story_close(s);
    return n;
}

/* Of one without a name a short list tells once, the card of that one all. */
static void test_nameless_relations(void **state) {
    (void)state;
    static const char *const rows =
        "DELETE FROM relation_evidence; DELETE FROM relations;"
        "UPDATE names SET proper = 0 WHERE character = 0;"
        "INSERT INTO characters SELECT 2, 'third', thing, doc, name, gender, age, occupation, occupation_known, major, narrator, given, "
        "passing, mentions,"
        " he, she, they, it, first, known, confidence FROM characters WHERE n = 1;"
        "INSERT INTO names SELECT 100, 2, form, proper, count, first, known, words FROM names WHERE character = 1 LIMIT 1;"
        "UPDATE mentions SET character = 2, name = NULL WHERE n = (SELECT max(n) FROM mentions WHERE character = 1);"
        "INSERT INTO relations SELECT 0, 0, 1, 'neighbour', NULL, NULL, NULL, 0.6, max(known) FROM mentions;"
        "INSERT INTO relations SELECT 1, 0, 2, 'neighbour', NULL, NULL, NULL, 0.6, max(known) FROM mentions;"
        "INSERT INTO relation_evidence SELECT n, 0, 0, 14 FROM relations;";
    const char *path = changed_story("relations-nameless.marrow", rows);
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    assert_int_equal(relation_lines(path, true, &b), 2);
    assert_int_equal(relation_lines(path, false, &b), 1);
    assert_int_equal(neighbours_on_card(path, "ada", &b), 2);
    mw_buf_clear(&b);
}

/* For people the word goes by what somebody is known to be, and a word that says nothing by itself stands among its neighbours. */
static void test_relation_words(void **state) {
    (void)state;
    static const char *const rows =
        "DELETE FROM relation_evidence; DELETE FROM relations;"
        "INSERT INTO relations SELECT 0, n, 1 - n, 'spouse', NULL, NULL, NULL, 0.6, 100 FROM characters WHERE gender = 'female';"
        "INSERT INTO relation_evidence SELECT 0, 0, instr(utf8, 'waited') - 1, instr(utf8, 'waited') + 5 FROM text;";
    const char *path = changed_story("relation-words.marrow", rows);
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    show_relations(path, MARROW_TABLE, false, &b);
    assert_non_null(strstr(b.at, " wife "));
    assert_non_null(strstr(b.at, "Ada waited in the mill."));
    assert_null(strstr(b.at, "husband"));
    show_relations(path, MARROW_TSV, false, &b);
    assert_non_null(strstr(b.at, "spouse"));
    assert_null(strstr(b.at, "wife"));
    mw_buf_clear(&b);
}

static bool refuse(void *ctx, const char *bytes, size_t n) {
    (void)ctx;
    (void)bytes;
    (void)n;
    return false;
}

static void test_output_refused(void **state) {
    (void)state;
    mw_story *s = open_story();
    marrow_error err;
    test_fails(mw_show(s, "summary", NULL, refuse, NULL, &err), MARROW_IO, &err, "could not be written");
    test_fails(mw_show_export(s, "json", NULL, NULL, refuse, NULL, &err), MARROW_IO, &err, "could not be written");
    mw_story_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_who),
        cmocka_unit_test(test_voices),
        cmocka_unit_test(test_voices_cast),
        cmocka_unit_test(test_exports),
        cmocka_unit_test(test_export_errors),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_memory_failures),
        cmocka_unit_test(test_output_refused),
        cmocka_unit_test(test_damaged_bytes),
        cmocka_unit_test(test_damaged_rows),
        cmocka_unit_test(test_relations),
        cmocka_unit_test(test_said_relations),
        cmocka_unit_test(test_nameless_relations),
        cmocka_unit_test(test_seldom_parents),
        cmocka_unit_test(test_two_elders),
        cmocka_unit_test(test_relation_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
