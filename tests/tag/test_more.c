/* The heads that a model may lack: what they say against layers run and decoded here in the plain way, what is promised of it, models
 * without them, models whose heads make no sense, and blobs of all of these. */
#include <inttypes.h>
#include <math.h>

#include "tag/tag_help.h"
#include "tag/work.h"

static const char story[] =
    "The old ferryman untied the boat slowly. “Was it a good night?” asked Mary, and she laughed. Her friend waited to "
    "hear the two answers.\n\nAnna walked home through the dark town, sad and cold. A strange light was in the window.";

/* ---- what the layers say ---- */

typedef struct vectors {
    mw_windows *windows;
    mw_session *session;
    void *scratch;
    uint32_t width;
} vectors;

/* All mixes of a text that fits in one window. */
static void vectors_of(const tag_input *in, vectors *v) {
    marrow_error err;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_ok(mw_windows_build(&env, in->model, &in->in.text, in->tokens, &v->windows, &err), &err);
    assert_int_equal(v->windows->n, 1);
    test_ok(mw_session_open(&env, in->model, UINT32_MAX, &v->session, &err), &err);
    test_ok(mw_session_encode(v->session, &in->in.text, in->tokens, v->windows, 0, &err), &err);
    v->width = mw_model_width(in->model);
    v->scratch = mw_alloc_aligned(&mw_default_allocator, mw_linear_scratch(1, 4096));
}

static void vectors_clear(vectors *v) {
    mw_session_close(v->session);
    mw_windows_free(v->windows);
    mw_free_aligned(&mw_default_allocator, v->scratch);
}

/* One row through the layers `first`, ReLU, `second`, or through `first` alone (second NULL); returns the number of outputs. */
static uint32_t run(const tag_input *in, const vectors *v, const float *x, const char *first, const char *second, float *out) {
    marrow_error err;
    mw_linear a, b;
    float hidden[256];
    test_ok(mw_model_linear(in->model, first, 0, v->width, &a, &err), &err);
    mw_linear_run(&a, x, 1, second ? hidden : out, v->scratch);
    if (!second) return a.out;
    for (uint32_t i = 0; i < a.out; i++) hidden[i] = hidden[i] > 0 ? hidden[i] : 0;
    test_ok(mw_model_linear(in->model, second, 0, a.out, &b, &err), &err);
    mw_linear_run(&b, hidden, 1, out, v->scratch);
    return b.out;
}

/* Probability of label k by its group: the labels with its prefix, if they have an O. */
static double probability(const char *const *labels, uint32_t n, const float *x, uint32_t k) {
    size_t dot = strcspn(labels[k], ".");
    bool soft = false;
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (labels[k][dot] && !strncmp(labels[i], labels[k], dot + 1)) {
            soft = soft || !strcmp(labels[i] + dot, ".O");
            sum += exp((double)x[i] - (double)x[k]);
        }
    return soft ? 1 / sum : 1 / (1 + exp(-(double)x[k]));
}

/* Compares the signs of a token that this head's labels name; counts them. */
static uint32_t signs_compare(const tag_input *in, const vectors *v, const mw_tags *t, uint32_t token, mw_mix mix, const char *hidden,
                              const char *out, const char *names) {
    marrow_error err;
    mw_arena *a = mw_arena_new(&mw_default_allocator);
    const char **labels;
    uint32_t n, named = 0;
    float x[256];
    test_ok(mw_model_labels(in->model, a, names, &labels, &n, &err), &err);
    assert_int_equal(run(in, v, mw_session_vectors(v->session, mix) + token * v->width, hidden, out, x), n);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t s = 0; s < MW_N_SIGN; s++) {
            if (strcmp(labels[k], mw_sign_names[s]) != 0) continue;
            double want = probability(labels, n, x, k) * 255, got = mw_sign_at(t, token, (mw_sign)s);
            if (got > 0 ? fabs(got - want) > 0.51 : want > 15.51) fail_msg("%s of token %u: %g, not %g", labels[k], token, got, want);
            named += got > 0;
        }
    mw_arena_free(a);
    return named;
}

static void signs_check(const char *text, mw_kind kind) {
    tag_input in;
    tag_input_from(&in, text, false);
    in.in.text.kind = kind;
    mw_tags *t = tags_of(&in, 1);
    vectors v;
    vectors_of(&in, &v);
    uint32_t all = 0, of_reviews = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t named = signs_compare(&in, &v, t, i, MW_MIX_SIGNS, "signs.hidden", "signs.out", "signs.labels");
        if (kind == MW_REVIEW) {
            uint32_t more = signs_compare(&in, &v, t, i, MW_MIX_REVIEW, "review.hidden", "review.out", "review.labels");
            named += more;
            of_reviews += more;
        }
        assert_int_equal(named, t->sign_at[i + 1] - t->sign_at[i]);
        for (uint32_t k = t->sign_at[i] + 1; k < t->sign_at[i + 1]; k++) assert_true(t->signs[k].p <= t->signs[k - 1].p);
        all += named;
    }
    assert_int_equal(all, t->sign_at[t->n]);
    assert_true(all > t->n / 4); /* model-tiny is made to have some */
    assert_true((of_reviews > 0) == (kind == MW_REVIEW));
    vectors_clear(&v);
    mw_tag_free(t);
    tag_input_clear(&in);
}

static void test_signs(void **state) {
    (void)state;
    signs_check(story, MW_NOVEL);
    signs_check(story, MW_REVIEW);
}

static void test_sentences(void **state) {
    (void)state;
    tag_input in;
    tag_input_from(&in, story, false);
    mw_tags *t = tags_of(&in, 1);
    vectors v;
    vectors_of(&in, &v);
    const float *rows = mw_session_vectors(v.session, MW_MIX_TONES);
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        float mean[256] = {0}, x[256];
        double length = 0;
        uint32_t n = t->sentences[i].end - t->sentences[i].first;
        for (uint32_t k = 0; k < n; k++)
            for (uint32_t j = 0; j < v.width; j++) mean[j] += rows[(t->sentences[i].first + k) * v.width + j];
        for (uint32_t j = 0; j < v.width; j++) mean[j] /= (float)n;
        assert_int_equal(run(&in, &v, mean, "tone.hidden", "tone.out", x), MW_N_MODE + MW_N_LAPSE + 2);
        double sums[2] = {0};
        for (uint32_t k = 0; k < MW_N_MODE; k++) sums[0] += exp((double)x[k]);
        for (uint32_t k = 0; k < MW_N_LAPSE; k++) sums[1] += exp((double)x[MW_N_MODE + k]);
        for (uint32_t k = 0; k < MW_N_MODE; k++) assert_true(fabs(t->tones[i].mode[k] - 255 * exp((double)x[k]) / sums[0]) <= 0.51);
        for (uint32_t k = 0; k < MW_N_LAPSE; k++)
            assert_true(fabs(t->tones[i].lapse[k] - 255 * exp((double)x[MW_N_MODE + k]) / sums[1]) <= 0.51);
        assert_true(fabsf(t->tones[i].valence - fmaxf(-2, fminf(2, x[12]))) < 1e-6f);
        assert_true(fabsf(t->tones[i].tension - fmaxf(0, fminf(2, x[13]))) < 1e-6f);
        assert_int_equal(run(&in, &v, mean, "meaning", NULL, x), MW_VECTOR);
        for (uint32_t k = 0; k < MW_VECTOR; k++) length += (double)x[k] * (double)x[k];
        for (uint32_t k = 0; k < MW_VECTOR; k++) assert_true(fabs(t->meanings[i].at[k] - 127 * (double)x[k] / sqrt(length)) <= 0.51);
        assert_true(mw_vector_cosine(&t->meanings[i], &t->meanings[i]) > 0.999f);
    }
    vectors_clear(&v);
    mw_tag_free(t);
    tag_input_clear(&in);
}

static void test_mentions(void **state) {
    (void)state;
    tag_input in;
    tag_input_from(&in, story, false);
    mw_tags *t = tags_of(&in, 1);
    vectors v;
    vectors_of(&in, &v);
    const mw_tensor *link = mw_model_tensor(in.model, "coref.link");
    const mw_tensor *point = mw_model_tensor(in.model, "coref.point");
    assert_memory_equal(t->link, link->data, link->bytes);
    assert_memory_equal(t->point, point->data, point->bytes);
    uint32_t next = 0, before = MW_NONE;
    for (uint32_t i = 0; i < t->n; i++) {
        bool mention = t->upos[i] == MW_NOUN || t->upos[i] == MW_PROPN || t->upos[i] == MW_PRON;
        for (uint32_t e = 0; e < t->n_entities; e++) mention = mention || t->entities[e].head == i;
        bool wanted = mention || t->upos[i] == MW_VERB;
        assert_int_equal(t->vector_at[i], wanted ? next++ : MW_NONE);
        if (!wanted) continue;
        float x[MW_VECTOR];
        run(&in, &v, mw_session_vectors(v.session, MW_MIX_COREF) + i * v.width, mention ? "coref.word" : "coref.act", NULL, x);
        for (uint32_t k = 0; k < MW_VECTOR; k++) assert_true(fabs(t->vectors[t->vector_at[i]].at[k] - 127 * tanh((double)x[k])) <= 0.51);
        assert_true(isfinite(mw_link_none(t, i)) && (before == MW_NONE || isfinite(mw_link_score(t, i, before))));
        before = i;
    }
    assert_int_equal(next, t->n_vectors);
    assert_true(next > 5);
    vectors_clear(&v);
    mw_tag_free(t);
    tag_input_clear(&in);
}

/* ---- models with other heads ---- */

/* Opens model-tiny with its heads changed in memory: change gets the bytes of the part, whose checksums are then made right. */
typedef void (*change)(char *part, size_t n);

static char *row_of(char *part, const char *name) {
    uint32_t n;
    memcpy(&n, part + 16, 4);
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(part + 64 + 96 * (size_t)i, name)) return part + 64 + 96 * (size_t)i;
    fail_msg("no tensor %s", name);
    return NULL;
}

static char *data_of(char *part, const char *name) {
    uint64_t offset;
    memcpy(&offset, row_of(part, name) + 72, 8);
    return part + offset;
}

static void input_changed(tag_input *in, change how) {
    static const char *const parts[] = {"tiny-words.mrw", "tiny-encoder.mrw", "tiny-heads.mrw"};
    char name[64], hex[2][17];
    marrow_error err;
    size_t n, size;
    segment_input_from(&in->in, story);
    in->tokens = segment_of(&in->in);
    char *manifest = test_read(TEST_MODEL_TINY, &size);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "model-tiny/%s", parts[i]);
        char *part = test_read(test_path(name), &n);
        if (i == 2) {
            snprintf(hex[0], 17, "%016" PRIx64, mw_hash(part + 64, n - 64));
            how(part, n);
            uint64_t sum = mw_hash(part + 64, n - 64);
            memcpy(part + 32, &sum, 8);
            snprintf(hex[1], 17, "%016" PRIx64, sum);
            assert_non_null(strstr(manifest, hex[0]));
            memcpy(strstr(manifest, hex[0]), hex[1], 16);
        }
        test_write(test_scratch(parts[i]), part, n);
        free(part);
    }
    test_write(test_scratch("tiny.json"), manifest, size);
    free(manifest);
    test_ok(mw_model_open(&mw_default_allocator, test_scratch("tiny.json"), &in->model, &err), &err);
}

static void four_mixes(char *part, size_t n) {
    (void)n;
    char *row = row_of(part, "mix");
    uint32_t rows = 4, layers;
    memcpy(&layers, row + 60, 4);
    uint64_t bytes = 16 * (uint64_t)layers;
    memcpy(row + 56, &rows, 4);
    memcpy(row + 80, &bytes, 8);
}

/* Packs, unpacks, packs again: the same bytes. */
static mw_tags *round_trip(const mw_tags *t) {
    mw_env env;
    marrow_error err;
    mw_tags *u;
    mw_buf one, two;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_buf_init(&one, &mw_default_allocator);
    mw_buf_init(&two, &mw_default_allocator);
    test_ok(mw_tags_pack(t, &one, &err), &err);
    test_ok(mw_tags_unpack(&env, one.at, one.n, &u, &err), &err);
    test_ok(mw_tags_pack(u, &two, &err), &err);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.at, two.at, one.n);
    mw_buf_clear(&one);
    mw_buf_clear(&two);
    return u;
}

static void test_without(void **state) {
    (void)state;
    tag_input in, all;
    input_changed(&in, four_mixes);
    tag_input_from(&all, story, false);
    mw_tags *t = tags_of(&in, 2), *whole = tags_of(&all, 1), *u = round_trip(t);
    assert_int_equal(mw_model_mixes(in.model), 15);
    assert_true(!t->sign_at && !t->signs && !t->tones && !t->meanings && !t->vector_at && !t->vectors && !t->link && !t->n_vectors);
    assert_true(!u->sign_at && !u->signs && !u->tones && !u->meanings && !u->vector_at && !u->vectors && !u->link);
    assert_int_equal(mw_sign_at(t, 0, MW_SIGN_ACT), 0);
    /* All else is as with them. */
    assert_int_equal(t->n, whole->n);
    assert_int_equal(t->n_entities, whole->n_entities);
    assert_memory_equal(t->head, whole->head, t->n * sizeof *t->head);
    assert_memory_equal(t->lemma, whole->lemma, t->n * sizeof *t->lemma);
    assert_memory_equal(t->sentences, whole->sentences, t->n_sentences * sizeof *t->sentences);
    mw_tag_free(u);
    mw_tag_free(t);
    mw_tag_free(whole);
    tag_input_clear(&in);
    tag_input_clear(&all);
}

/* A blob as version 1 wrote it: one without these heads, and without the byte that says so. */
/* The score of a doer, from the weights as docs/model.md lays them out. */
static double doer_by_hand(const mw_tags *t, const float *w, int role, uint32_t token, uint32_t mention) {
    const int8_t *v = t->vectors[t->vector_at[token]].at, *m = t->vectors[t->vector_at[mention]].at;
    double sum = 0;
    for (int j = 0; j < MW_VECTOR; j++) {
        double row = w[2 * MW_VECTOR * MW_VECTOR + role * MW_VECTOR + j];
        for (int i = 0; i < MW_VECTOR; i++) row += v[i] / 127.0 * w[(role * MW_VECTOR + i) * MW_VECTOR + j];
        sum += row * m[j] / 127.0;
    }
    uint32_t far = mention > token ? mention - token : token - mention, k = 0;
    while (k + 1 < MW_N_DISTANCE && far >= 2u << k) k++;
    return sum + w[2 * MW_VECTOR * MW_VECTOR + 4 * MW_VECTOR + 2 + role * 2 * MW_N_DISTANCE + (mention > token ? MW_N_DISTANCE : 0) + k];
}

static void test_doers(void **state) {
    (void)state;
    tag_input in;
    tag_input_from(&in, story, false);
    mw_tags *t = tags_of(&in, 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->upos[i] != MW_VERB) continue;
        for (int role = 0; role < 2; role++) {
            mw_doer_side side;
            mw_doer_side_of(t, i, (mw_doer_role)role, &side);
            assert_true(isfinite(side.nobody));
            for (uint32_t k = 0; k < t->n; k++) {
                if (t->vector_at[k] == MW_NONE || k == i) continue;
                assert_true(fabs(mw_doer_score(t, &side, k) - doer_by_hand(t, t->point, role, i, k)) < 1e-3);
                n++;
            }
        }
    }
    assert_true(n > 50);
    mw_tag_free(t);
    tag_input_clear(&in);
}

static void test_old_blob(void **state) {
    (void)state;
    tag_input in;
    input_changed(&in, four_mixes);
    mw_tags *t = tags_of(&in, 1), *u;
    mw_env env;
    marrow_error err;
    mw_buf blob;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_buf_init(&blob, &mw_default_allocator);
    test_ok(mw_tags_pack(t, &blob, &err), &err);
    assert_int_equal(blob.at[blob.n - 1], 0);
    blob.at[4] = 1;
    test_fails(mw_tags_unpack(&env, blob.at, blob.n, &u, &err), MARROW_STORY, &err, "read the story again");
    test_ok(mw_tags_unpack(&env, blob.at, blob.n - 1, &u, &err), &err);
    assert_true(u->n == t->n && !u->sign_at && !u->vector_at);
    mw_tag_free(u);
    mw_tag_free(t);
    mw_buf_clear(&blob);
    tag_input_clear(&in);
}

static void refused(change how, const char *words) {
    tag_input in;
    marrow_error err;
    mw_env env;
    mw_tags *t;
    input_changed(&in, how);
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_fails(mw_tag_build(&env, in.model, &in.in.text, in.tokens, &t, &err), MARROW_MODEL, &err, words);
    assert_null(t);
    tag_input_clear(&in);
}

static void link_no_number(char *part, size_t n) {
    (void)n;
    float bad = NAN;
    memcpy(data_of(part, "coref.link") + 400, &bad, 4);
}
static void link_short(char *part, size_t n) {
    (void)n;
    uint32_t cols = 4000;
    uint64_t bytes = 16000;
    memcpy(row_of(part, "coref.link") + 60, &cols, 4);
    memcpy(row_of(part, "coref.link") + 80, &bytes, 8);
}
static void point_no_number(char *part, size_t n) {
    (void)n;
    float bad = INFINITY;
    memcpy(data_of(part, "coref.point") + 400, &bad, 4);
}
/* "inside.think" becomes "shown.think", so that the group inside is in two. */
static void group_torn(char *part, size_t n) {
    (void)n;
    memcpy(strstr(data_of(part, "signs.labels"), "inside.think"), "thatch.think", 12);
}
static void label_lost(char *part, size_t n) {
    (void)n;
    *strchr(data_of(part, "signs.labels"), '\n') = '_';
}
static void tones_few(char *part, size_t n) {
    (void)n;
    memcpy(row_of(part, "tone.out.bias"), "tone.out.bias2", 15);
}

static void test_hostile_heads(void **state) {
    (void)state;
    refused(link_no_number, "coref.link");
    refused(link_short, "coref.link");
    refused(point_no_number, "coref.point");
    refused(group_torn, "signs.labels");
    refused(label_lost, "signs.out");
    refused(tones_few, "tone.out.bias");
}

/* Logits beyond all measure: no sign, tone or vector that is no number or out of range. */
static void huge_biases(char *part, size_t n) {
    (void)n;
    static const char *const layers[] = {"signs.out.bias", "tone.out.bias", "meaning.bias", "coref.word.bias"};
    const float any[] = {NAN, INFINITY, -INFINITY, 1e38f, -1e38f};
    for (size_t i = 0; i < 4; i++) {
        uint32_t rows;
        memcpy(&rows, row_of(part, layers[i]) + 56, 4);
        for (uint32_t k = 0; k < rows; k++) memcpy(data_of(part, layers[i]) + 4 * (size_t)k, &any[(k + i) % 5], 4);
    }
}

static void test_huge(void **state) {
    (void)state;
    tag_input in;
    input_changed(&in, huge_biases);
    mw_tags *t = tags_of(&in, 1);
    mw_tag_free(round_trip(t));
    mw_tag_free(t);
    tag_input_clear(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signs),         cmocka_unit_test(test_sentences), cmocka_unit_test(test_mentions),
        cmocka_unit_test(test_doers),         cmocka_unit_test(test_without),   cmocka_unit_test(test_old_blob),
        cmocka_unit_test(test_hostile_heads), cmocka_unit_test(test_huge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
