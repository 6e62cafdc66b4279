/* Reading for the tests of source: from bytes, from files, as a dump. */
#ifndef MW_TEST_SOURCE_HELP_H
#define MW_TEST_SOURCE_HELP_H

#include "source/source.h"
#include "support/support.h"

static inline mw_env help_env(void) {
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    return env;
}

static inline marrow_status help_bytes(const char *bytes, size_t n, mw_source_options opt, mw_text **text, marrow_error *err) {
    mw_env env = help_env();
    opt.bytes = bytes;
    opt.n_bytes = n;
    return mw_source_build(&env, &opt, text, err);
}

static inline mw_text *help_text(const char *s) {
    mw_text *t = NULL;
    marrow_error err = {0};
    test_ok(help_bytes(s, strlen(s), (mw_source_options){0}, &t, &err), &err);
    return t;
}

static inline marrow_status help_file(const char *path, mw_source_options opt, mw_text **text, marrow_error *err) {
    mw_env env = help_env();
    opt.inputs = &path;
    opt.n_inputs = 1;
    return mw_source_build(&env, &opt, text, err);
}

static inline mw_str help_block(const mw_text *t, uint32_t i) {
    assert_true(i < t->n_blocks);
    return mw_str_span(t->at, t->blocks[i].span);
}

#define assert_block(t, i, s) help_assert_str(help_block((t), (i)), (s))
static inline void help_assert_str(mw_str got, const char *want) {
    if (mw_str_is(got, want)) return;
    print_message("got  |%.*s|\nwant |%s|\n", (int)got.n, got.at, want);
    assert_true(mw_str_is(got, want));
}

static inline bool help_warned(const mw_text *t, const char *part) {
    for (uint32_t i = 0; i < t->n_warnings; i++)
        if (strstr(t->warnings[i], part)) return true;
    return false;
}

/* What holds of every product. */
static inline void help_check(const mw_text *t) {
    uint32_t at = 0;
    assert_int_equal(t->at[t->n], 0);
    assert_true(mw_utf8_valid(t->at, t->n, NULL));
    assert_true(t->n_docs >= 1);
    assert_int_equal(strlen(t->sha256), 64);
    for (uint32_t i = 0; i < t->n_blocks; i++) {
        mw_span s = t->blocks[i].span;
        assert_true(s.start < s.end && s.end <= t->n && s.start >= at);
        assert_true(t->blocks[i].origin.file < t->n_files);
        if (!t->verbatim && !t->given) {
            size_t len;
            assert_true(i == 0 ? s.start == 0 : s.start == at + 1 && t->at[at] == '\n');
            assert_false(mw_cp_space(mw_utf8_next(t->at + s.start, s.end - s.start, &len)));
            assert_false(mw_cp_space(mw_utf8_prev(t->at + s.start, s.end - s.start, &len)));
            assert_null(memchr(t->at + s.start, '\n', s.end - s.start));
        }
        at = s.end;
    }
    if (!t->verbatim) assert_int_equal(at, t->n);
    at = 0;
    for (uint32_t i = 0; i < t->n_emphasis; i++) {
        mw_span s = t->emphasis[i].span;
        assert_true(s.start < s.end && s.start >= at && s.end <= t->n && t->emphasis[i].style);
        at = s.end;
    }
    at = 0;
    for (uint32_t i = 0; i < t->n_chapters; i++) {
        mw_span s = t->chapters[i].span;
        assert_true(s.start < s.end && s.start >= at && s.end <= t->n);
        assert_non_null(t->chapters[i].title);
        assert_true(t->chapters[i].level == 1 || t->chapters[i].level == 2);
        at = s.end;
    }
    for (uint32_t i = 0; i < t->n_pages; i++) assert_true(t->pages[i].at <= t->n && (i == 0 || t->pages[i].at >= t->pages[i - 1].at));
}

#endif
