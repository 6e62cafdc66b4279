/* The encoder against PyTorch: hidden states of the f32 twin of model-tiny to 1e-4 and of the int8 one to a hundredth of their size, on the
 * windows of vectors.json (written by training/vectors.py), with every kernel that runs here. */
#define _POSIX_C_SOURCE 200809L /* setenv */

#include <jansson.h>
#include <math.h>

#include "encode/kernel.h"
#include "support/support.h"

#include "encode/encode_help.h"

static float json_float(const json_t *row, size_t i) { return (float)json_number_value(json_array_get(row, i)); }

typedef struct difference {
    double worst, rms; /* the largest, and of all together, as a share of the hidden states' own */
} difference;

static difference compare(const mw_session *s, const json_t *hidden, uint32_t width) {
    uint32_t n;
    const float *got = mw_session_hidden(s, &n);
    double worst = 0, off = 0, size = 0;
    assert_int_equal(n, json_array_size(hidden));
    for (uint32_t r = 0; r < n; r++)
        for (uint32_t i = 0; i < width; i++) {
            double want = (double)json_float(json_array_get(hidden, r), i), d = fabs((double)got[r * width + i] - want);
            worst = d > worst ? d : worst;
            off += d * d;
            size += want * want;
        }
    return (difference){worst, sqrt(off / size)};
}

static void window_check(const mw_model *model, const json_t *window, const char *which, difference most) {
    marrow_error err;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    encode_input in;
    encode_input_from(&in, json_object_get(window, "tokens"), json_object_get(window, "opens"));
    mw_windows *w;
    mw_session *s;
    test_ok(mw_windows_build(&env, model, &in.text, &in.tokens, &w, &err), &err);
    assert_int_equal(w->n, 1);
    const json_t *ids = json_object_get(window, "ids");
    uint32_t n = w->piece_at[in.tokens.n];
    assert_int_equal(n + 2, json_array_size(ids));
    for (uint32_t i = 0; i < n; i++) assert_int_equal(w->pieces[i], json_integer_value(json_array_get(ids, i + 1)));
    test_ok(mw_session_open(&env, model, 1u << MW_MIX_NAMES, &s, &err), &err);
    test_ok(mw_session_encode(s, &in.text, &in.tokens, w, 0, &err), &err);
    difference d = compare(s, json_object_get(window, which), mw_model_width(model));
    if (d.worst > most.worst || d.rms > most.rms)
        fail_msg("kernel %s, %s: hidden states differ by %g, %g of their size", mw_kernel_name(), which, d.worst, d.rms);
    mw_session_close(s);
    mw_windows_free(w);
    encode_input_clear(&in);
}

static void model_check(const char *manifest, const char *which, difference most) {
    static const char *const kernels[] = {"c", "avx2", "vnni", "avxvnni", "amx"};
    json_error_t bad;
    json_t *root = json_load_file(test_path("encode/vectors.json"), 0, &bad);
    assert_non_null(root);
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++) {
        marrow_error err;
        mw_model *model;
        size_t i;
        json_t *window;
        if (!mw_kernel_named(kernels[k])) continue;
        setenv("MARROW_KERNEL", kernels[k], 1);
        test_ok(mw_model_open(&mw_default_allocator, test_path(manifest), &model, &err), &err);
        json_array_foreach(json_object_get(root, "windows"), i, window) window_check(model, window, which, most);
        mw_model_close(model);
    }
    unsetenv("MARROW_KERNEL");
    json_decref(root);
}

static void test_f32(void **state) {
    (void)state;
    model_check("model-tiny/tiny-f32.json", "hidden", (difference){1e-4, 1e-5});
}

static void test_int8(void **state) {
    (void)state;
    model_check("model-tiny/tiny.json", "hidden_int8", (difference){3e-2, 1e-2});
}

/* A mix computed by itself is the one computed among all; others are not there. */
static void test_mixes(void **state) {
    (void)state;
    static const char *const forms[] = {"Mary", "walked", "to", "the", "old", "lighthouse", "."};
    encode_input in;
    marrow_error err;
    mw_env env;
    mw_model *model;
    mw_windows *w;
    mw_session *all, *one;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    encode_input_make(&in, forms, 7);
    test_ok(mw_model_open(&mw_default_allocator, TEST_MODEL_TINY, &model, &err), &err);
    assert_int_equal(mw_model_mixes(model), 255);
    test_ok(mw_windows_build(&env, model, &in.text, &in.tokens, &w, &err), &err);
    test_ok(mw_session_open(&env, model, UINT32_MAX, &all, &err), &err);
    test_ok(mw_session_encode(all, &in.text, &in.tokens, w, 0, &err), &err);
    for (int i = 0; i < MW_N_MIXES; i++) {
        test_ok(mw_session_open(&env, model, 1u << i, &one, &err), &err);
        test_ok(mw_session_encode(one, &in.text, &in.tokens, w, 0, &err), &err);
        for (int k = 0; k < MW_N_MIXES; k++) {
            const float *x = mw_session_vectors(one, (mw_mix)k);
            assert_true((x != NULL) == (i == k));
            if (x) assert_memory_equal(x, mw_session_vectors(all, (mw_mix)k), 7 * mw_model_width(model) * sizeof *x);
        }
        mw_session_close(one);
    }
    mw_session_close(all);
    mw_windows_free(w);
    mw_model_close(model);
    encode_input_clear(&in);
}

/* A text through the shipped model, two windows of it: what a kernel makes of it is what all make. */
static void test_alike(void **state) {
    (void)state;
    static const char *const kernels[] = {"c", "avx2", "vnni", "avxvnni", "amx"};
    static const char *const some[] = {"The",       "lamp",   "went", "out",  "before", "Ellen", "had",    "found",  "her",
                                       "brother's", "letter", ",",    "and",  "nobody", "in",    "Harrow", "Street", "would",
                                       "say",       "\"",     "who",  "took", "it",     "?",     "\""};
    enum { WORDS = 300, SOME = sizeof some / sizeof *some };
    const char *forms[WORDS];
    const char *manifest = MARROW_TESTS_DIR "/../model/base.json";
    if (mw_os_kind(manifest) == MW_PATH_NONE) skip();
    for (uint32_t i = 0; i < WORDS; i++) forms[i] = some[(i * 7 + i / SOME) % SOME];
    encode_input in;
    encode_input_make(&in, forms, WORDS);
    float *first = NULL;
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++) {
        marrow_error err;
        mw_env env;
        mw_model *model;
        mw_windows *w;
        mw_session *s;
        if (!mw_kernel_named(kernels[k])) continue;
        setenv("MARROW_KERNEL", kernels[k], 1);
        mw_env_init(&env, NULL, 1, NULL, NULL);
        test_ok(mw_model_open(&mw_default_allocator, manifest, &model, &err), &err);
        test_ok(mw_windows_build(&env, model, &in.text, &in.tokens, &w, &err), &err);
        test_ok(mw_session_open(&env, model, UINT32_MAX, &s, &err), &err);
        size_t width = mw_model_width(model), at = 0, n = (size_t)WORDS * width * MW_N_MIXES;
        float *all = calloc(n, sizeof *all);
        for (uint32_t i = 0; i < w->n; i++) {
            test_ok(mw_session_encode(s, &in.text, &in.tokens, w, i, &err), &err);
            for (int m = 0; m < MW_N_MIXES; m++)
                for (uint32_t t = w->at[i].core_first; t < w->at[i].core_end; t++, at += width)
                    memcpy(all + at, mw_session_vectors(s, (mw_mix)m) + (t - w->at[i].first) * width, width * sizeof *all);
        }
        assert_true(w->n > 1 && at == n);
        if (first) assert_memory_equal(all, first, n * sizeof *all);
        if (first)
            free(all);
        else
            first = all;
        mw_session_close(s);
        mw_windows_free(w);
        mw_model_close(model);
    }
    unsetenv("MARROW_KERNEL");
    free(first);
    encode_input_clear(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_alike), cmocka_unit_test(test_f32), cmocka_unit_test(test_int8),
                                       cmocka_unit_test(test_mixes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
