/* Plain text: encodings, line ends, verbatim, shapes that need many lines, several inputs, what is refused. */
#include "source_help.h"

static const char *const story = "CHAPTER I\n\nThe ferry came in late that evening, and nobody on the pier had\nthought to light the "
                                 "lamps. \xE2\x80\x9CWait,\xE2\x80\x9D said Ren\xC3\xA9"
                                 "e.\n\n"
                                 "She had waited through two tides and a quarrel about rope, and the\nwell-\nknown trick of the smugglers "
                                 "was to hide nothing at all.\n\n"
                                 "CHAPTER II\n\nBy the time the moon was up the crates had been moved, and the\nbucket had been hit once; "
                                 "nobody had asked after him either.\n";

static char *dump(const mw_text *t) {
    mw_env env = help_env();
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    for (uint32_t i = 0; i < t->n_blocks; i++) {
        mw_str s = help_block(t, i);
        mw_buf_printf(&b, "%s %.*s\n", mw_block_kind_name(t->blocks[i].kind), (int)s.n, s.at);
    }
    char *out = malloc(b.n + 1);
    memcpy(out, b.at, b.n + 1);
    mw_buf_clear(&b);
    return out;
}

static void same_as_story(const char *bytes, size_t n, const char *warning) {
    mw_text *want = help_text(story), *got = NULL;
    marrow_error err = {0};
    test_ok(help_bytes(bytes, n, (mw_source_options){0}, &got, &err), &err);
    help_check(got);
    char *a = dump(want), *b = dump(got);
    assert_string_equal(b, a);
    if (warning)
        assert_true(help_warned(got, warning));
    else
        assert_int_equal(got->n_warnings, 0);
    free(a);
    free(b);
    mw_source_free(want);
    mw_source_free(got);
}

/* Re-encodes the story; only the few characters past ASCII that it has. */
static size_t recode(char *out, int kind) {
    size_t n = 0, len;
    for (size_t i = 0, m = strlen(story); i < m; i += len) {
        int32_t c = mw_utf8_next(story + i, m - i, &len);
        if (kind == 1) { /* Windows-1252 */
            out[n++] = (char)(c == 0x201C ? 0x93 : c == 0x201D ? 0x94 : c);
        } else if (kind == 2) { /* Macintosh */
            out[n++] = (char)(c == 0x201C ? 0xD2 : c == 0x201D ? 0xD3 : c == 0xE9 ? 0x8E : c);
        } else { /* UTF-16 little, big */
            out[n++] = (char)(kind == 3 ? c & 0xFF : c >> 8);
            out[n++] = (char)(kind == 3 ? c >> 8 : c & 0xFF);
        }
    }
    return n;
}

static void encodings(void **state) {
    (void)state;
    char buf[4096];
    snprintf(buf, sizeof buf, "\xEF\xBB\xBF%s", story);
    same_as_story(buf, strlen(buf), NULL);
    same_as_story(buf, recode(buf, 1), "Windows-1252");
    buf[0] = (char)0xFF, buf[1] = (char)0xFE;
    same_as_story(buf, 2 + recode(buf + 2, 3), NULL);
    same_as_story(buf + 2, recode(buf + 2, 3), NULL);
    buf[0] = (char)0xFE, buf[1] = (char)0xFF;
    same_as_story(buf, 2 + recode(buf + 2, 4), NULL);
    same_as_story(buf + 2, recode(buf + 2, 4), NULL);
}

static void line_ends(void **state) {
    (void)state;
    char cr[4096], crlf[4096];
    size_t n = 0, m = 0;
    for (const char *p = story; *p; p++) {
        cr[n++] = *p == '\n' ? '\r' : *p;
        if (*p == '\n') crlf[m++] = '\r';
        crlf[m++] = *p;
    }
    same_as_story(cr, n, NULL);
    same_as_story(crlf, m, NULL);
}

static void verbatim(void **state) {
    (void)state;
    static const char s[] = "The _first_ line of it\r\ngoes on, and so far it is quite an ordinary paragraph\r\nthat somebody "
                            "wrapped.\r\n\r\nCHAPTER II\r\n\r\n  Another.\r\n\r\n"
                            "*** END OF THE PROJECT GUTENBERG EBOOK IT ***\r\nThe licence.\r\n";
    mw_text *t = NULL;
    marrow_error err = {0};
    test_ok(help_bytes(s, sizeof s - 1, (mw_source_options){.verbatim = true}, &t, &err), &err);
    help_check(t);
    assert_int_equal(t->n, sizeof s - 1);
    assert_memory_equal(t->at, s, sizeof s);
    assert_true(t->verbatim);
    assert_block(t, 0, "The _first_ line of it\r\ngoes on, and so far it is quite an ordinary paragraph\r\nthat somebody wrapped.");
    assert_block(t, 1, "CHAPTER II");
    assert_int_equal(t->n_emphasis, 1);
    help_assert_str(mw_str_span(t->at, t->emphasis[0].span), "first");
    assert_int_equal(t->blocks[t->n_blocks - 1].kind, MW_BACK);
    mw_source_free(t);
    static const char bom[] = "\xEF\xBB\xBFOnce.\n";
    test_ok(help_bytes(bom, sizeof bom - 1, (mw_source_options){.verbatim = true}, &t, &err), &err);
    assert_int_equal(t->n, sizeof bom - 1);
    assert_block(t, 0, "Once.");
    mw_source_free(t);
}

static void joining(void **state) {
    (void)state;
    mw_text *t = help_text(story);
    help_check(t);
    assert_int_equal(t->n_chapters, 2);
    assert_true(strstr(t->at, "the well-known trick") != NULL);
    assert_true(strstr(t->at, "had thought") != NULL);
    assert_string_equal(t->files[0], "the input");
    mw_source_free(t);
}

/* No empty lines, no indentation: a short line behind a full stop is all that ends a paragraph. */
static void paragraphs_by_short_lines(void **state) {
    (void)state;
    char *s = calloc(1, 100000);
    for (int i = 0; i < 60; i++)
        strcat(s, "The ferry came in late that evening, and nobody on\nthe pier had thought to light the lamps, or to look\nfor the boy "
                  "who threw the stones at buckets, and that\nwas that.\n");
    mw_text *t = help_text(s);
    help_check(t);
    assert_int_equal(t->n_blocks, 60);
    mw_source_free(t);
    free(s);
}

static void double_spaced(void **state) {
    (void)state;
    char *s = calloc(1, 100000);
    for (int i = 0; i < 10; i++)
        strcat(s, "The ferry came in late that evening, and nobody on the\n\npier had thought to light the lamps, or to look for "
                  "the\n\nboy who threw the stones.\n\n\n\n");
    mw_text *t = help_text(s);
    assert_int_equal(t->n_blocks, 10);
    assert_int_equal(t->blocks[1].origin.line, 9);
    mw_source_free(t);
    free(s);
}

static void origins(void **state) {
    (void)state;
    mw_text *t = help_text("First.\n\n\n  Second.\n");
    assert_int_equal(t->blocks[1].origin.line, 4);
    assert_int_equal(t->blocks[1].origin.byte, 11);
    assert_int_equal(t->blocks[1].origin.file, 0);
    mw_source_free(t);
}

static void several_inputs(void **state) {
    (void)state;
    marrow_error err = {0};
    mw_text *t = NULL;
    test_ok(mw_os_mkdir(test_scratch("tale"), &err), &err);
    test_write(test_scratch("tale/part 10.txt"), "The last of it was short.\n", 26);
    test_write(test_scratch("tale/part 9.txt"), "The first of it was short.\n", 27);
    test_write(test_scratch("tale/cover.jpg"), "\xFF\xD8\xFF", 3);
    test_ok(help_file(test_scratch("tale"), (mw_source_options){0}, &t, &err), &err);
    help_check(t);
    assert_int_equal(t->n_files, 2);
    assert_block(t, 0, "The first of it was short.");
    assert_int_equal(t->blocks[1].origin.file, 1);
    assert_int_equal(t->n_chapters, 2);
    assert_string_equal(t->chapters[0].title, "part 9");
    mw_source_free(t);
    const char *two[] = {test_scratch("tale/part 9.txt"), test_scratch("tale/part 10.txt")};
    mw_env env = help_env();
    test_ok(mw_source_build(&env, &(mw_source_options){.inputs = two, .n_inputs = 2}, &t, &err), &err);
    assert_int_equal(t->n_blocks, 2);
    mw_source_free(t);
}

/* ---- refused ---------------------------------------------------------------------------------------------------------------- */

static void refuse(const char *bytes, size_t n, const char *part) {
    mw_text *t = NULL;
    marrow_error err = {0};
    test_fails(help_bytes(bytes, n, (mw_source_options){0}, &t, &err), MARROW_INPUT, &err, part);
    assert_null(t);
}
#define refuse_literal(s, part) refuse((s), sizeof(s) - 1, (part))

static void not_a_story(void **state) {
    (void)state;
    refuse_literal("", "empty");
    refuse_literal(" \n\t\r\n", "empty");
    refuse_literal("\x89PNG\r\n\x1A\n....", "PNG image");
    refuse_literal("\xFF\xD8\xFF\xE0....", "JPEG image");
    refuse_literal("%PDF-1.7\n", "PDF");
    refuse_literal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Word");
    refuse_literal("{\\rtf1\\ansi", "RTF");
    refuse_literal("SQLite format 3\0....", "marrow show");
    refuse_literal("\x1F\x8B\x08", "gzip");
    refuse_literal("A text with a\0zero byte in it, somewhere", "binary");
    refuse_literal("\x01\x02\x03\x04\x05\x06\x07\x08\x0E\x0F", "binary");
    refuse_literal("<?xml version='1.0'?><TEI xmlns='x'>", "TEI");
    refuse_literal("<!DOCTYPE html><html><body><script>x</script></body></html>", "no text");
    marrow_error err = {0};
    mw_text *t = NULL;
    test_fails(help_file(test_scratch("nothing.txt"), (mw_source_options){0}, &t, &err), MARROW_IO, &err, "nothing.txt");
    test_ok(mw_os_mkdir(test_scratch("void"), &err), &err);
    test_fails(help_file(test_scratch("void"), (mw_source_options){0}, &t, &err), MARROW_INPUT, &err, "folder");
    test_write(test_scratch("fake.epub"), "no zip", 6);
    test_fails(help_file(test_scratch("fake.epub"), (mw_source_options){0}, &t, &err), MARROW_INPUT, &err, "not an EPUB");
    mw_env env = help_env();
    test_fails(mw_source_build(&env, &(mw_source_options){0}, &t, &err), MARROW_USAGE, &err, "no input");
}

static void languages(void **state) {
    (void)state;
    static const char french[] = "Le bateau arriva tard ce soir-l\xC3\xA0, et personne sur la jet\xC3\xA9"
                                 "e n'avait pens\xC3\xA9 \xC3\xA0 allumer les lampes. "
                                 "Elle avait compt\xC3\xA9 les caisses deux fois, parce que le premier compte en avait donn\xC3\xA9 une de "
                                 "trop, et il ne faut pas que le ma\xC3\xAEtre du port le sache. "
                                 "Elle attendait depuis deux mar\xC3\xA9"
                                 "es dans le vent avec un gar\xC3\xA7on qui jetait des pierres sur un seau et qui le manquait.";
    char russian[2000] = "";
    for (int i = 0; i < 20; i++)
        strcat(russian, "\xD0\x9F\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBC \xD0\xBF\xD1\x80\xD0\xB8\xD1\x88\xD1\x91\xD0\xBB "
                        "\xD0\xBF\xD0\xBE\xD0\xB7\xD0\xB4\xD0\xBD\xD0\xBE ");
    refuse(french, sizeof french - 1, "French");
    refuse(french, sizeof french - 1, "--force");
    refuse(russian, strlen(russian), "Cyrillic");
    mw_text *t = NULL;
    marrow_error err = {0};
    test_ok(help_bytes(french, sizeof french - 1, (mw_source_options){.force = true}, &t, &err), &err);
    assert_true(help_warned(t, "French"));
    assert_string_equal(t->language, "fr");
    mw_source_free(t);
    t = help_text("Oui.\n"); /* too short to be judged */
    mw_source_free(t);
}

static void warned_of(void **state) {
    (void)state;
    char *s = calloc(1, 100000);
    for (int i = 0; i < 40; i++)
        strcat(s, "    Row the heavy boat to shore,\n    Row her while the lamp is burning;\n    What the sea has had before\n    Has no "
                  "hope of its returning.\n\n");
    mw_text *t = help_text(s);
    assert_true(help_warned(t, "verse"));
    mw_source_free(t);
    s[0] = '\0';
    for (int i = 0; i < 40; i++)
        strcat(s, "The f3rry carne in l4te th^t evening, and n0body 0n the pler h{d thought to lght the larnps.\n\n");
    t = help_text(s);
    assert_true(help_warned(t, "scanner"));
    mw_source_free(t);
    free(s);
}

/* ---- hostile ------------------------------------------------------------------------------------------------------------------ */

static void repeated(const char *piece, size_t times, size_t least_blocks) {
    size_t n = strlen(piece);
    char *s = malloc(n * times + 1);
    for (size_t i = 0; i < times; i++) memcpy(s + i * n, piece, n);
    mw_text *t = NULL;
    marrow_error err = {0};
    marrow_status status = help_bytes(s, n * times, (mw_source_options){.force = true}, &t, &err);
    if (least_blocks)
        test_ok(status, &err);
    else
        test_fails(status, MARROW_INPUT, &err, "no text");
    if (t) {
        help_check(t);
        assert_true(t->n_blocks >= least_blocks);
    }
    mw_source_free(t);
    free(s);
}

static void pathological(void **state) {
    (void)state;
    repeated("word ", 250000, 1);
    repeated("x", 1000000, 1);
    repeated("\nx\n\n\n\n\n\n", 20000, 20000);
    repeated("CHAPTER I\n\n", 50000, 50000);
    repeated("CHAPTER I\n", 50000, 1);
    repeated("PART I\n\nAPPENDIX\n\nPREFACE\n\n", 10000, 10000);
    repeated("I\n\nII\n\nTHE NAME OF IT\n\n", 20000, 20000);
    repeated("_", 300000, 1);
    repeated("_a ", 200000, 1);
    repeated("_a\n\n", 50000, 1);
    repeated("[Footnote\n\n", 20000, 0);
    repeated("* * *\n\n", 50000, 1);
    repeated("  The line is set in\n", 50000, 1);
    repeated("*** START OF THE PROJECT GUTENBERG EBOOK\n\nword\n\n", 5000, 1);
}

static void random_bytes(void **state) {
    (void)state;
    uint64_t seed = 7;
    static const char *const bits[] = {"\n",
                                       "\n\n",
                                       "\r",
                                       "  ",
                                       "_",
                                       "CHAPTER ",
                                       "I",
                                       "II.",
                                       "the end",
                                       "THE NAME",
                                       "* * *",
                                       "\"",
                                       "\xE2\x80\x9C",
                                       "\xC3",
                                       "\xFF",
                                       "\t",
                                       "word",
                                       " ",
                                       "PART ONE",
                                       "[Footnote",
                                       "]",
                                       "Contents",
                                       "#",
                                       "-",
                                       "12",
                                       "\xEF\xBB\xBF",
                                       "=",
                                       "by Jane Doe",
                                       "PREFACE",
                                       "\f",
                                       "a",
                                       "Project Gutenberg",
                                       "*** END OF",
                                       "<p>",
                                       "<html>",
                                       "&nbsp;",
                                       "</i>",
                                       "<i>",
                                       "<br>"};
    for (int round = 0; round < 1500; round++) {
        char s[2000];
        size_t n = 0;
        int pieces = 1 + (int)(test_random(&seed) % 120);
        for (int i = 0; i < pieces; i++) {
            const char *b = bits[test_random(&seed) % (sizeof bits / sizeof *bits)];
            if (n + strlen(b) < sizeof s) memcpy(s + n, b, strlen(b)), n += strlen(b);
        }
        mw_text *t = NULL;
        marrow_error err = {0};
        bool verbatim = round & 1;
        if (help_bytes(s, n, (mw_source_options){.force = true, .verbatim = verbatim}, &t, &err) == MARROW_OK) {
            help_check(t);
            mw_source_free(t);
        } else
            assert_true(err.code == MARROW_INPUT);
    }
}

static marrow_status job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    const char *const *what = ctx;
    mw_env env;
    mw_env_init(&env, mem, 1, NULL, NULL);
    mw_text *t = NULL;
    marrow_status status = mw_source_build(&env, &(mw_source_options){.inputs = what, .n_inputs = 1}, &t, err);
    mw_source_free(t);
    return status;
}

static void failing_memory(void **state) {
    (void)state;
    static const char *const names[] = {"source/parts.txt", "source/gutenberg.txt", "source/page.html", "source/given.vert"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = test_path(names[i]);
        test_sweep_failures(job, &path, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings),
        cmocka_unit_test(line_ends),
        cmocka_unit_test(verbatim),
        cmocka_unit_test(joining),
        cmocka_unit_test(paragraphs_by_short_lines),
        cmocka_unit_test(double_spaced),
        cmocka_unit_test(origins),
        cmocka_unit_test(several_inputs),
        cmocka_unit_test(not_a_story),
        cmocka_unit_test(languages),
        cmocka_unit_test(warned_of),
        cmocka_unit_test(pathological),
        cmocka_unit_test(random_bytes),
        cmocka_unit_test(failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
