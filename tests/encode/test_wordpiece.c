/* Wordpieces: against the reference tokenizer's ids (vectors.json, written by training/vectors.py), on a small vocabulary made here,
 * and on hostile tokens. */
#include <jansson.h>

#include "encode/encode.h"
#include "support/support.h"

static const char SMALL[] = "[PAD]\n[UNK]\nun\n##aff\n##able\nthe\ncafe\n,\n!\n'\na\n##a\n漢\nß\nσας\n#\n##\n";
enum { PAD, UNK, UN, AFF, ABLE, THE, CAFE, COMMA, BANG, QUOTE, A, INNER_A, HAN, SHARP_S, SAS, HASH, HASHES };

static mw_vocab *small(void) {
    marrow_error err;
    mw_vocab *v;
    test_ok(mw_vocab_build(&mw_default_allocator, SMALL, strlen(SMALL), &v, &err), &err);
    return v;
}

static void check(const mw_vocab *v, const char *token, uint32_t n, const int32_t *want) {
    int32_t ids[MW_MAX_PIECES];
    uint32_t got = mw_wordpieces(v, mw_str_of(token), ids, MW_MAX_PIECES);
    if (got != n) fail_msg("\"%s\": %u pieces, not %u", token, got, n);
    for (uint32_t i = 0; i < n; i++)
        if (ids[i] != want[i]) fail_msg("\"%s\": piece %u is %d, not %d", token, i, ids[i], want[i]);
}

#define CHECK(v, token, ...) check(v, token, sizeof((int32_t[]){__VA_ARGS__}) / sizeof(int32_t), (int32_t[]){__VA_ARGS__})

static void small_vocabulary(void **state) {
    (void)state;
    mw_vocab *v = small();
    CHECK(v, "the", THE);
    CHECK(v, "THE", THE);
    CHECK(v, "unaffable", UN, AFF, ABLE);
    CHECK(v, "unaffab", UNK);                 /* one rest without a piece makes the word unknown */
    CHECK(v, "unaffab,the", UNK, COMMA, THE); /* but not its neighbours */
    CHECK(v, "Café", CAFE);                   /* composed */
    CHECK(v, "Cafe\xCC\x81", CAFE);           /* decomposed */
    CHECK(v, "the\xC2\xADthe", UNK);          /* a soft hyphen is dropped: thethe */
    CHECK(v,
          "th\xC2\xAD"
          "e",
          THE);
    CHECK(v, "the!!'", THE, BANG, BANG, QUOTE);
    CHECK(v, "the the", THE, THE); /* white space inside a token parts words */
    CHECK(v, "the\xC2\xA0the", THE, THE);
    CHECK(v, "a漢a", A, HAN, A);
    CHECK(v, "ẞ", SHARP_S);
    CHECK(v, "ΣΑΣ", UNK);           /* letters are lower-cased one by one: no final sigma */
    CHECK(v, "##a", HASH, HASH, A); /* text that looks like a piece is no piece */
    CHECK(v, "\x01\x02", UNK);
    CHECK(v, "", UNK);
    CHECK(v, "😀", UNK);
    mw_vocab_free(v);
}

static void ids_by_name(void **state) {
    (void)state;
    mw_vocab *v = small();
    assert_int_equal(mw_vocab_id(v, "[UNK]"), UNK);
    assert_int_equal(mw_vocab_id(v, "##a"), INNER_A);
    assert_int_equal(mw_vocab_id(v, "a"), A);
    assert_int_equal(mw_vocab_id(v, "##"), HASHES);
    assert_int_equal(mw_vocab_id(v, "##un"), -1);
    assert_int_equal(mw_vocab_id(v, "af"), -1);
    assert_int_equal(mw_vocab_id(v, ""), -1);
    mw_vocab_free(v);
}

static void long_tokens(void **state) {
    (void)state;
    mw_vocab *v = small();
    char word[400];
    int32_t ids[256];
    memset(word, 'a', sizeof word);
    assert_int_equal(mw_wordpieces(v, (mw_str){word, 100}, ids, 256), 100); /* 100 characters are cut */
    assert_int_equal(ids[0], A);
    assert_int_equal(ids[99], INNER_A);
    assert_int_equal(mw_wordpieces(v, (mw_str){word, 101}, ids, 256), 1); /* 101 are not */
    assert_int_equal(ids[0], UNK);
    assert_int_equal(mw_wordpieces(v, (mw_str){word, 100}, ids, 7), 7);
    memset(word, '!', sizeof word);
    assert_int_equal(mw_wordpieces(v, (mw_str){word, sizeof word}, ids, MW_MAX_PIECES), MW_MAX_PIECES);
    enum { HUGE_SIZE = 1 << 22 };
    char *many = malloc(HUGE_SIZE);
    assert_non_null(many);
    memset(many, 'a', HUGE_SIZE);
    assert_int_equal(mw_wordpieces(v, (mw_str){many, HUGE_SIZE}, ids, MW_MAX_PIECES), 1);
    free(many);
    mw_vocab_free(v);
}

/* Any bytes: no crash, and one piece at least. */
static void any_bytes(void **state) {
    (void)state;
    mw_vocab *v = small();
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        char s[24];
        int32_t ids[MW_MAX_PIECES];
        uint32_t n = test_random(&seed) % sizeof s;
        for (uint32_t i = 0; i < n; i++) s[i] = (char)test_random(&seed);
        uint32_t got = mw_wordpieces(v, (mw_str){s, n}, ids, MW_MAX_PIECES);
        assert_true(got >= 1 && got <= MW_MAX_PIECES);
        for (uint32_t i = 0; i < got; i++) assert_true(ids[i] >= 0 && ids[i] <= HASHES);
    }
    mw_vocab_free(v);
}

static void compare(const mw_vocab *v, const json_t *words, size_t column) {
    size_t i;
    json_t *row;
    json_array_foreach(words, i, row) {
        const json_t *want = json_array_get(row, column);
        const char *token = json_string_value(json_array_get(row, 0));
        int32_t ids[MW_MAX_PIECES];
        uint32_t n = mw_wordpieces(v, (mw_str){token, json_string_length(json_array_get(row, 0))}, ids, MW_MAX_PIECES);
        if (n != json_array_size(want)) fail_msg("\"%s\": %u pieces, not %zu", token, n, json_array_size(want));
        for (uint32_t k = 0; k < n; k++)
            if (ids[k] != json_integer_value(json_array_get(want, k))) fail_msg("\"%s\": piece %u differs", token, k);
    }
}

/* The ids of vectors.json for a model's vocabulary: column 1 for model-tiny, 2 for the real one. */
static void compare_model(const char *manifest, size_t column) {
    marrow_error err;
    mw_model *model;
    mw_vocab *v;
    json_error_t bad;
    json_t *root = json_load_file(test_path("encode/vectors.json"), 0, &bad);
    assert_non_null(root);
    test_ok(mw_model_open(&mw_default_allocator, manifest, &model, &err), &err);
    const mw_tensor *vocab = mw_model_tensor(model, "vocab");
    assert_non_null(vocab);
    test_ok(mw_vocab_build(&mw_default_allocator, vocab->data, vocab->bytes, &v, &err), &err);
    compare(v, json_object_get(root, "words"), column);
    mw_vocab_free(v);
    mw_model_close(model);
    json_decref(root);
}

static void reference_tiny(void **state) {
    (void)state;
    compare_model(TEST_MODEL_TINY, 1);
}

static void reference_real(void **state) {
    (void)state;
    const char *manifest = test_path("../model/base.json");
    if (mw_os_kind(manifest) != MW_PATH_FILE) {
        print_message("skipped: there is no model/base.json\n");
        skip();
    }
    compare_model(manifest, 2);
}

static void no_unknown_piece(void **state) {
    (void)state;
    marrow_error err;
    mw_vocab *v;
    test_fails(mw_vocab_build(&mw_default_allocator, "a\nb\n", 4, &v, &err), MARROW_MODEL, &err, "[UNK]");
    assert_null(v);
    test_fails(mw_vocab_build(&mw_default_allocator, "", 0, &v, &err), MARROW_MODEL, &err, "[UNK]");
}

static marrow_status build_once(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    const mw_str *text = ctx;
    mw_vocab *v;
    marrow_status status = mw_vocab_build(mem, text->at, text->n, &v, err);
    mw_vocab_free(v);
    return status;
}

static void every_allocation_fails(void **state) {
    (void)state;
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    mw_buf_puts(&b, SMALL);
    for (int i = 0; i < 3000; i++) mw_buf_printf(&b, "word%d\n", i);
    mw_str text = {b.at, b.n};
    test_sweep_failures(build_once, &text, 0);
    mw_buf_clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_vocabulary), cmocka_unit_test(ids_by_name),
        cmocka_unit_test(long_tokens),      cmocka_unit_test(any_bytes),
        cmocka_unit_test(reference_tiny),   cmocka_unit_test(reference_real),
        cmocka_unit_test(no_unknown_piece), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
