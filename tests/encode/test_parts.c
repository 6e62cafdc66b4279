/* Model files that are missing, short, altered, of another kind or version: each gives MARROW_MODEL and a line that names the file
 * and says what to do; and any byte of a part altered at random is noticed, none crashes. */
#include <inttypes.h>

#include "encode/model.h"
#include "support/support.h"

typedef struct file {
    char *at;
    size_t n;
} file;

static file parts[3], manifest;
static const char *const part_files[] = {"model-tiny/tiny-words.mrw", "model-tiny/tiny-encoder.mrw", "model-tiny/tiny-heads.mrw"};
static const char *const part_names[] = {"tiny-words.mrw", "tiny-encoder.mrw", "tiny-heads.mrw"};

static int read_model(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) parts[i].at = test_read(test_path(part_files[i]), &parts[i].n);
    manifest.at = test_read(TEST_MODEL_TINY, &manifest.n);
    return 0;
}

static int free_model(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) free(parts[i].at);
    free(manifest.at);
    return 0;
}

/* The sound model as a copy in the scratch folder. */
static void write_model(void) {
    for (int i = 0; i < 3; i++) test_write(test_scratch(part_names[i]), parts[i].at, parts[i].n);
    test_write(test_scratch("tiny.json"), manifest.at, manifest.n);
}

static void refuses(const char *words) {
    marrow_error err;
    mw_model *m = (mw_model *)&err;
    test_fails(mw_model_open(&mw_default_allocator, test_scratch("tiny.json"), &m, &err), MARROW_MODEL, &err, words);
    assert_null(m);
}

/* A part with `n` bytes at `at` replaced; sums: its checksum made right again (the manifest's then is not). */
static void alter(int part, size_t at, const void *bytes, size_t n, bool sums) {
    file f = {malloc(parts[part].n), parts[part].n};
    memcpy(f.at, parts[part].at, f.n);
    memcpy(f.at + at, bytes, n);
    if (sums) {
        uint64_t sum = mw_hash(f.at + 64, f.n - 64);
        memcpy(f.at + 32, &sum, 8);
    }
    test_write(test_scratch(part_names[part]), f.at, f.n);
    if (sums) {
        /* The manifest is made to fit, so that the table of tensors is what is read. */
        char hex[2][17], *copy = malloc(manifest.n + 1), *found;
        uint64_t was = mw_hash(parts[part].at + 64, parts[part].n - 64), is = mw_hash(f.at + 64, f.n - 64);
        snprintf(hex[0], 17, "%016" PRIx64, was);
        snprintf(hex[1], 17, "%016" PRIx64, is);
        memcpy(copy, manifest.at, manifest.n + 1);
        found = strstr(copy, hex[0]);
        assert_non_null(found);
        memcpy(found, hex[1], 16);
        test_write(test_scratch("tiny.json"), copy, manifest.n);
        free(copy);
    }
    free(f.at);
}

static void test_sound(void **state) {
    (void)state;
    marrow_error err;
    mw_model *m;
    write_model();
    test_ok(mw_model_open(&mw_default_allocator, test_scratch("tiny.json"), &m, &err), &err);
    assert_int_equal(strlen(mw_model_checksum(m)), 48);
    assert_true(mw_model_width(m) > 0 && *mw_model_name(m) && *mw_model_version(m));
    assert_null(mw_model_tensor(m, "nothing"));
    mw_linear l;
    test_fails(mw_model_linear(m, "nothing", 0, 0, &l, &err), MARROW_MODEL, &err, "nothing.weight");
    test_fails(mw_model_linear(m, "0.qkv", 1, 0, &l, &err), MARROW_MODEL, &err, "0.qkv.weight");
    test_ok(mw_model_linear(m, "0.qkv", 0, 0, &l, &err), &err);
    assert_true(mw_model_config(m, "ent.width", 0) > 0);
    assert_true(mw_model_config(m, "no.such.key", 7) == 7);
    mw_model_close(m);
    mw_model_close(NULL);
}

static void test_damage(void **state) {
    (void)state;
    uint32_t two = 2, many = 1000000;
    uint64_t size = 1;
    write_model();
    mw_os_remove(test_scratch("tiny-heads.mrw"));
    refuses("tiny-heads.mrw is missing: ");
    write_model();
    test_write(test_scratch("tiny-heads.mrw"), parts[2].at, parts[2].n - 1);
    refuses("tiny-heads.mrw is shorter than it says");
    test_write(test_scratch("tiny-heads.mrw"), parts[2].at, 20);
    refuses("tiny-heads.mrw is shorter than its header");
    test_write(test_scratch("tiny-heads.mrw"), "", 0);
    refuses("tiny-heads.mrw is not a part of a marrow model");
    test_write(test_scratch("tiny-heads.mrw"), parts[1].at, parts[1].n);
    refuses("tiny-heads.mrw holds an encoder where heads belong");
    alter(2, parts[2].n - 100, "\x5a\xa5", 2, false);
    refuses("tiny-heads.mrw is damaged (its bytes do not have its checksum)");
    alter(2, 0, "NOTAPART", 8, false);
    refuses("tiny-heads.mrw is not a part of a marrow model");
    alter(2, 8, &two, 4, false);
    refuses("tiny-heads.mrw has format version 2, this program reads version 1");
    alter(2, 24, &size, 8, false);
    refuses("tiny-heads.mrw is longer than it says");
    write_model();
    alter(2, 16, &many, 4, false);
    refuses("tiny-heads.mrw is damaged (its table");
    alter(2, 64 + 48, &many, 4, true); /* a dtype that there is not */
    refuses("tiny-heads.mrw is damaged (its table");
    alter(2, 64 + 72, &many, 4, true); /* an offset beyond the file */
    refuses("tiny-heads.mrw is damaged (its table");
    alter(2, 64, "zzz", 4, true); /* out of order */
    refuses("tiny-heads.mrw is damaged (its table");
    write_model();
    alter(1, 64, "0.aaaa", 6, true); /* a tensor by another name */
    refuses("tensor \"0.down");
}

static void test_manifest(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } table[] = {
        {"", "tiny.json is not a manifest of a marrow model"},
        {"nothing", "tiny.json is not a manifest of a marrow model"},
        {"[]", "tiny.json is not a manifest of a marrow model"},
        {"{\"marrow_model\": 2}", "tiny.json is a manifest of version 2"},
        {"{\"marrow_model\": 1}", "does not name its part \"words\""},
        {"{\"marrow_model\": 1, \"parts\": {\"words\": {\"file\": \"/etc/x\", \"checksum\": \"0\"}}}", "does not name its part \"words\""},
        {"{\"marrow_model\": 1, \"parts\": {\"words\": {\"file\": \"gone.mrw\", \"checksum\": \"0\"}}}", "gone.mrw is missing"},
        {"{\"marrow_model\": 1, \"parts\": {\"words\": {\"file\": \"tiny-words.mrw\", \"checksum\": \"0\"}}}",
         "tiny-words.mrw is not the part that the manifest asks for"},
    };
    write_model();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        test_write(test_scratch("tiny.json"), table[i].text, strlen(table[i].text));
        refuses(table[i].words);
    }
    mw_os_remove(test_scratch("tiny.json"));
    refuses("tiny.json is missing");
}

/* Bytes of the header and table at random, checksums made right: a model or an error, never a crash. */
static void test_random_tables(void **state) {
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 150; i++) {
        int part = i % 3;
        uint32_t n_tensors;
        memcpy(&n_tensors, parts[part].at + 16, 4);
        size_t at = 64 + test_random(&seed) % (n_tensors * 96);
        char byte = (char)test_random(&seed);
        marrow_error err;
        mw_model *m;
        write_model();
        alter(part, at, &byte, 1, true);
        marrow_status s = mw_model_open(&mw_default_allocator, test_scratch("tiny.json"), &m, &err);
        assert_true(s == MARROW_OK || s == MARROW_MODEL);
        mw_model_close(m);
    }
}

static marrow_status open_job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_model *m;
    (void)ctx;
    MW_TRY(mw_model_open(mem, TEST_MODEL_TINY, &m, err));
    mw_model_close(m);
    return MARROW_OK;
}

static void test_failures(void **state) {
    (void)state;
    test_sweep_failures(open_job, NULL, 10000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sound), cmocka_unit_test(test_damage), cmocka_unit_test(test_manifest),
                                       cmocka_unit_test(test_random_tables), cmocka_unit_test(test_failures)};
    return cmocka_run_group_tests(tests, read_model, free_model);
}
