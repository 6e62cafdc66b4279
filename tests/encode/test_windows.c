/* The plan of windows on random token streams: what always holds, whatever the stops; and word shapes. */
#include "encode/model.h"
#include "support/support.h"

#include "encode/encode_help.h"

static mw_model *model;

static int open_model(void **state) {
    marrow_error err;
    (void)state;
    test_ok(mw_model_open(&mw_default_allocator, TEST_MODEL_TINY, &model, &err), &err);
    return 0;
}

static int close_model(void **state) {
    (void)state;
    mw_model_close(model);
    return 0;
}

static uint32_t pieces(const mw_windows *w, uint32_t first, uint32_t end) { return w->piece_at[end] - w->piece_at[first]; }

/* What a plan promises. */
static void plan_check(const mw_windows *w, const mw_tokens *t) {
    uint32_t at = 0, room = model->window - 2, side = model->window / 16, doc = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const mw_window *x = &w->at[i];
        while (t->docs[doc].end <= at) doc++;
        assert_int_equal(x->core_first, at);
        assert_true(x->first <= x->core_first && x->core_first < x->core_end && x->core_end <= x->end);
        assert_true(x->first >= t->docs[doc].first && x->end <= t->docs[doc].end);
        assert_true(pieces(w, x->first, x->end) <= room);
        assert_true(pieces(w, x->first, x->core_first) <= side && pieces(w, x->core_end, x->end) <= side);
        at = x->core_end;
        if (at == t->docs[doc].end) continue;
        /* Contexts are as wide as they may be, within a token; and a core that ends at no stop is full. */
        bool stop = t->flags[at - 1] & (MW_TOK_STOP | MW_TOK_SAFE_STOP);
        assert_true(stop || pieces(w, x->first, at + 1) + side > room);
    }
    assert_int_equal(at, t->n);
}

static void stream_check(uint64_t *seed, uint32_t n, uint32_t stops, uint32_t n_docs) {
    static const char *const words[] = {"the", "a",    "unbelievableness", "zqxjkv",
                                        ".",   "Mary", "garden",           "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
    static const char *long_word =
        "!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?";
    const char **forms = calloc(n, sizeof *forms);
    for (uint32_t i = 0; i < n; i++) forms[i] = test_random(seed) % 200 ? words[test_random(seed) % 8] : long_word;
    encode_input in;
    encode_input_make(&in, forms, n);
    for (uint32_t i = 0; i < n; i++)
        if (stops && test_random(seed) % stops == 0) in.tokens.flags[i] |= test_random(seed) % 3 ? MW_TOK_STOP : MW_TOK_SAFE_STOP;
    mw_token_doc docs[4];
    for (uint32_t d = 0; d < n_docs; d++) docs[d] = (mw_token_doc){n * d / n_docs, n * (d + 1) / n_docs};
    in.tokens.docs = docs;
    in.tokens.n_docs = n_docs;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    marrow_error err;
    mw_windows *w;
    test_ok(mw_windows_build(&env, model, &in.text, &in.tokens, &w, &err), &err);
    plan_check(w, &in.tokens);
    mw_windows_free(w);
    encode_input_clear(&in);
    free(forms);
}

static void test_plans(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (uint32_t i = 0; i < 60; i++) stream_check(&seed, 1 + test_random(&seed) % 900, i % 4 * 9, 1);
    for (uint32_t i = 0; i < 20; i++) stream_check(&seed, 4 + test_random(&seed) % 300, 12, 1 + i % 4);
    stream_check(&seed, 1, 0, 1);
}

/* A safe stop late in the core is taken, though a plain one lies behind it; an early one is not. */
static void test_stops(void **state) {
    (void)state;
    uint32_t n = 3 * model->window, side = model->window / 16, core = model->window - 2 - side;
    const char **forms = calloc(n, sizeof *forms);
    for (uint32_t i = 0; i < n; i++) forms[i] = "the";
    for (int late = 0; late < 2; late++) {
        encode_input in;
        encode_input_make(&in, forms, n);
        in.tokens.flags[core - 2] = MW_TOK_STOP;
        uint32_t safe = late ? core - 4 : core / 2;
        in.tokens.flags[safe] = MW_TOK_SAFE_STOP;
        mw_env env;
        mw_env_init(&env, NULL, 1, NULL, NULL);
        marrow_error err;
        mw_windows *w;
        test_ok(mw_windows_build(&env, model, &in.text, &in.tokens, &w, &err), &err);
        assert_int_equal(w->at[0].core_end, late ? safe + 1 : core - 1);
        plan_check(w, &in.tokens);
        mw_windows_free(w);
        encode_input_clear(&in);
    }
    free(forms);
}

/* A chapter has the same windows whatever stands before it; a short one is read with what follows. */
static void test_chapters(void **state) {
    (void)state;
    enum { N = 900, SHORT = 8 };
    static const char *forms[N];
    for (size_t i = 0; i < N; i++) forms[i] = i % 7 ? "garden" : "Mary";
    uint32_t rest = UINT32_MAX;
    for (uint32_t before = 350; before < 500; before += 49) {
        encode_input in;
        encode_input_make(&in, forms, N);
        const mw_span *at = in.tokens.span;
        uint32_t start = before - before % 7, all = in.text.n;
        mw_chapter chapters[] = {{"", {0, at[start].start}, 2, NULL},
                                 {"", {at[start].start, at[start + SHORT].start}, 2, NULL},
                                 {"", {at[start + SHORT].start, all}, 2, NULL}};
        in.text.chapters = chapters, in.text.n_chapters = 3;
        mw_env env;
        mw_env_init(&env, NULL, 1, NULL, NULL);
        marrow_error err;
        mw_windows *w;
        test_ok(mw_windows_build(&env, model, &in.text, &in.tokens, &w, &err), &err);
        uint32_t k = 0;
        while (k < w->n && w->at[k].core_first < start) assert_true(w->at[k++].end <= start);
        assert_true(k < w->n && w->at[k].core_first == start && w->at[k].first == start);
        assert_true(w->at[k].core_end > start + SHORT); /* no window of eight words */
        if (rest != UINT32_MAX) assert_int_equal(w->at[k].core_end - start, rest);
        rest = w->at[k].core_end - start;
        mw_windows_free(w);
        encode_input_clear(&in);
    }
}

static void test_shapes(void **state) {
    (void)state;
    static const struct {
        const char *form;
        uint32_t shape;
    } table[] = {{"the", 1}, {"l’été", 1}, {"The", 2}, {"Élan", 2},     {"O’clock", 2}, {"USA", 3},  {"O’N", 3},
                 {"I", 4},   {"I’", 4},    {"a", 1},   {"McDonald", 5}, {"iPad", 5},    {"1914", 6}, {"3.14", 6},
                 {"-", 7},   {"“", 7},     {"½", 7},   {"1st", 1},      {"漢字", 1},    {"ǅ", 4},    {"", 7}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (mw_word_shape(mw_str_of(table[i].form), false) != table[i].shape) fail_msg("shape of %s", table[i].form);
        assert_int_equal(mw_word_shape(mw_str_of(table[i].form), true), table[i].shape + 8);
    }
}

/* Every allocation of planning and of a session fails in turn. */
static marrow_status encode_job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    const encode_input *in = ctx;
    mw_env env;
    mw_env_init(&env, mem, 1, NULL, NULL);
    mw_windows *w;
    mw_session *s = NULL;
    MW_TRY(mw_windows_build(&env, model, &in->text, &in->tokens, &w, err));
    marrow_status status = mw_session_open(&env, model, UINT32_MAX, &s, err);
    for (uint32_t i = 0; i < w->n && status == MARROW_OK; i++) status = mw_session_encode(s, &in->text, &in->tokens, w, i, err);
    mw_session_close(s);
    mw_windows_free(w);
    return status;
}

static void test_failures(void **state) {
    (void)state;
    static const char *forms[600];
    for (size_t i = 0; i < 600; i++) forms[i] = "garden";
    encode_input in;
    encode_input_make(&in, forms, 600);
    test_sweep_failures(encode_job, &in, 1000);
    encode_input_clear(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_plans), cmocka_unit_test(test_stops), cmocka_unit_test(test_chapters),
                                       cmocka_unit_test(test_shapes), cmocka_unit_test(test_failures)};
    return cmocka_run_group_tests(tests, open_model, close_model);
}
