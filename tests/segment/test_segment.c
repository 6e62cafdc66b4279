/* What always holds: every character that is no white space in one token, in order; marks inside their blocks; on random and on
 * hostile texts; and clean failures. */
#include "segment/segment_help.h"

static void check_tokens(const mw_text *text, const mw_tokens *t) {
    uint32_t at = 0;
    size_t len;
    for (uint32_t i = 0; i < t->n; i++) {
        mw_span s = t->span[i];
        assert_true(s.start >= at && s.end > s.start && s.end <= text->n);
        for (; at < s.start; at += (uint32_t)len) assert_true(mw_cp_space(mw_utf8_next(text->at + at, text->n - at, &len)));
        for (; at < s.end; at += (uint32_t)len) assert_false(mw_cp_space(mw_utf8_next(text->at + at, text->n - at, &len)));
        assert_int_equal(at, s.end);
        assert_true(t->block[i] < text->n_blocks && (i == 0 || t->block[i] >= t->block[i - 1]));
        bool opens = i == 0 || t->block[i] != t->block[i - 1];
        assert_int_equal(!!(t->flags[i] & MW_TOK_BLOCK_START), opens);
        if (opens && i) assert_true(t->flags[i - 1] & MW_TOK_STOP);
        if (t->flags[i] & MW_TOK_WORD_PART) assert_false(t->flags[i] & (MW_TOK_SPACE_BEFORE | MW_TOK_BLOCK_START));
        if (t->flags[i] & MW_TOK_HYPHEN_PART) assert_false(t->flags[i] & MW_TOK_SPACE_BEFORE);
        if (t->flags[i] & MW_TOK_SAFE_STOP) assert_true(t->flags[i] & MW_TOK_STOP);
    }
    for (; at < text->n; at += (uint32_t)len) assert_true(mw_cp_space(mw_utf8_next(text->at + at, text->n - at, &len)));
    if (t->n) assert_true(t->flags[t->n - 1] & MW_TOK_SAFE_STOP);
}

static void check_marks(const mw_text *text, const mw_tokens *t) {
    uint32_t open[8], depth;
    for (uint32_t i = 0; i < t->n_marks; i++) {
        const mw_marked *m = &t->marks[i];
        depth = m->depth;
        assert_true(m->span.start < m->span.end && m->span.end <= text->n && m->first <= m->last && m->last < t->n);
        assert_true(t->span[m->first].start <= m->span.start && t->span[m->last].end >= m->span.end);
        assert_true(m->opened || m->closed || m->continues || m->style == MW_MARK_DASH);
        if (i) assert_true(m->span.start >= t->marks[i - 1].span.start && depth <= t->marks[i - 1].depth + 1u);
        assert_true(depth < 8);
        if (depth) assert_true(m->span.start >= t->marks[open[depth - 1]].span.start && m->span.end <= t->marks[open[depth - 1]].span.end);
        if (depth == 0) assert_true((t->flags[m->first] & t->flags[m->last]) & MW_TOK_QUOTED);
        open[depth] = i;
    }
}

static void check_text(const char *s, size_t n) {
    segment_input in;
    segment_input_plain(&in, s, n);
    mw_tokens *t = segment_of(&in);
    check_tokens(&in.text, t);
    check_marks(&in.text, t);
    mw_segment_free(t);
    segment_input_clear(&in);
}

static void nothing(void **state) {
    (void)state;
    check_text("", 0);
    check_text(" \n\t ", 4);
}

/* Pieces that meet in all the ways that rules look at. */
static const char *const PIECES[] = {
    "a",   "I",       "the",  "boys", "don",    "goin", "n't", "'",   "’",  "‘",     "“",     "”",  "\"",     "``",     "''",
    "«",   "»",       "„",    ",,",   ",",      ".",    "...", "…",   "!",  "?",     "-",     "--", "—",      "/",      "@",
    "#",   "$",       "&",    "(",    ")",      "[",    "_",   "*",   "5",  "1,000", "12:30", ":",  ":)",     "Mr.",    "St",
    "U.S", "http://", "www.", ".com", "\u00a0", " ",    " ",   " ",   "\n", "é",     "ß",     "漢", "\u0301", "\u00ad", "\u200b",
    "😀",   "½",       "\x01", "'tis", "o'",     "'em",  "co",  "x@y", "%",  "=",     "<3",
};

static void random_texts(void **state) {
    (void)state;
    uint64_t seed = 7;
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    for (int round = 0; round < 3000; round++) {
        b.n = 0;
        uint32_t n = test_random(&seed) % 40 + 1;
        for (uint32_t i = 0; i < n; i++) mw_buf_puts(&b, PIECES[test_random(&seed) % (sizeof PIECES / sizeof *PIECES)]);
        check_text(b.at, b.n);
    }
    mw_buf_clear(&b);
}

/* A megabyte of one thing: must end soon, and hold what always holds. */
static void hostile_texts(void **state) {
    (void)state;
    static const char *const UNITS[] = {
        "a",    "'",  "\"",   "’",       "“",  "”",  "‘",  "-",   ".",      "a.", "a-",  "a'", "'a",   "1",   "1,",
        "1-",   "a@", "www.", "http://", "(a", "a&", "&c", "re-", "``",     ",,", "a/",  "!?", "_",    "a_",  "\"a\" ",
        "'a' ", "“‘", "”’",   "a ",      " ",  "é",  "漢", "s' ", "x.com/", "<",  "a\n", "$",  "'tis", "--a",
    };
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
#ifdef MW_SANITIZE
        enum { SIZE = 1 << 17 };
#else
        enum { SIZE = 1 << 20 };
#endif
        size_t unit = strlen(UNITS[i]), n = 0;
        char *s = malloc(SIZE);
        assert_non_null(s);
        for (; n + unit <= SIZE; n += unit) memcpy(s + n, UNITS[i], unit);
        double start = mw_os_seconds();
        check_text(s, n);
        double took = mw_os_seconds() - start;
        if (took > 20) fail_msg("a megabyte of \"%s\" took %.1f s", UNITS[i], took);
        free(s);
    }
}

static void gaps_between_blocks(void **state) {
    (void)state;
    segment_input in;
    segment_input_from(&in, "One two.\n\nThree.\n\nFour five.\n");
    in.blocks.at[1].span.end = in.blocks.at[1].span.start + 2; /* "ree." now stands between two blocks */
    mw_tokens *t = segment_of(&in);
    assert_int_equal(t->n, 9);
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        assert_true(t->span[i].start >= at);
        at = t->span[i].end;
    }
    assert_int_equal(at, in.text.n);
    mw_segment_free(t);
    segment_input_clear(&in);
}

static bool stop_at_once(void *ctx, const char *stage, double done) {
    (void)ctx;
    (void)stage;
    (void)done;
    return false;
}

static void cancelled(void **state) {
    (void)state;
    segment_input in;
    marrow_error err;
    mw_env env;
    mw_tokens *t;
    segment_input_from(&in, "One two.\n\nThree.\n");
    mw_env_init(&env, NULL, 1, stop_at_once, NULL);
    test_fails(mw_segment_build(&env, &in.text, &t, &err), MARROW_CANCELLED, &err, "");
    assert_null(t);
    segment_input_clear(&in);
}

static marrow_status build_once(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    const segment_input *in = ctx;
    mw_env env;
    mw_tokens *t;
    mw_env_init(&env, mem, 1, NULL, NULL);
    marrow_status status = mw_segment_build(&env, &in->text, &t, err);
    mw_segment_free(t);
    return status;
}

static void every_allocation_fails(void **state) {
    (void)state;
    segment_input in;
    segment_input_from(&in, "## One\n\n“Well-known,” said Ann’s aunt, “don’t ‘they’ say?”\n\n“I went on\n\n“and on.” It was 'tis all.\n\n> "
                            "A line,\n> another.\n");
    test_sweep_failures(build_once, &in, 0);
    segment_input_clear(&in);
    segment_input_given(&in, "# newpar\n\"\nNo\n,\n\"\nhe\nsaid\n.\n\nIt\nended\n.\n");
    test_sweep_failures(build_once, &in, 0);
    segment_input_clear(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing),       cmocka_unit_test(random_texts),
        cmocka_unit_test(hostile_texts), cmocka_unit_test(gaps_between_blocks),
        cmocka_unit_test(cancelled),     cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
