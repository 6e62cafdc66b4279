/* What always holds of tags, on texts made at random with model-tiny: one tree a sentence, nested entities, the same bytes with any
 * number of threads, and packing that gives everything back and believes nothing. */
#include "tag/tag_help.h"

/* A text of sentences made of a few words, in paragraphs. */
static char *random_text(uint64_t *seed, size_t words) {
    static const char *const some[] = {"the",   "Mary", "garden", "walked", "and", "old",     "Tom’s", "don’t",   ",", "—",   ". “Then",
                                       ".” He", "saw",  "a",      "door",   "in",  "Thornby", "?",     "!\n\n“O", ".", "she", "well-known"};
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    for (size_t i = 0; i < words; i++) {
        mw_buf_puts(&b, some[test_random(seed) % (sizeof some / sizeof *some)]);
        mw_buf_putc(&b, ' ');
    }
    assert_false(b.failed);
    return b.at;
}

/* One tree with one root in each sentence; sentences cover the tokens; indices in range; entities nested and in order. */
static void tags_check(const tag_input *in, const mw_tags *t) {
    uint32_t at = 0;
    assert_int_equal(t->n, in->tokens->n);
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        const mw_sentence *x = &t->sentences[s];
        uint32_t roots = 0;
        assert_int_equal(x->first, at);
        assert_true(x->end > x->first && x->end <= t->n);
        assert_true(x->valence >= 1 && x->valence <= 5 && x->arousal >= 1 && x->arousal <= 5 && x->dominance >= 1 && x->dominance <= 5);
        for (; at < x->end; at++) {
            uint32_t up = at, steps = 0;
            assert_int_equal(t->sentence[at], s);
            assert_true(t->head[at] >= x->first && t->head[at] < x->end);
            while (t->head[up] != up && steps++ < x->end - x->first) up = t->head[up];
            assert_true(t->head[up] == up);
            roots += t->head[at] == at;
            assert_true((t->head[at] == at) == (t->rel_base[at] == MW_REL_ROOT));
            assert_true(t->upos[at] < MW_N_UPOS && t->xpos[at] < t->labels_xpos.n && t->feats[at] < t->labels_feats.n);
            assert_true(t->rel[at] < t->labels_rel.n && t->sense[at] < t->labels_sense.n && t->lemma[at] < t->n_lemma_bytes);
            assert_true(*mw_lemma(t, at) != 0);
        }
        assert_int_equal(roots, 1);
    }
    assert_int_equal(at, t->n);
    for (uint32_t i = 0; i < t->n_entities; i++) {
        const mw_entity *e = &t->entities[i];
        assert_true(e->first <= e->head && e->head <= e->last && t->sentence[e->first] == t->sentence[e->last]);
        if (i) assert_true(e[-1].first < e->first || (e[-1].first == e->first && e[-1].last > e->last));
        for (uint32_t k = i; k-- > 0 && t->sentence[t->entities[k].first] == t->sentence[e->first];)
            assert_true(t->entities[k].last < e->first || t->entities[k].last >= e->last);
    }
}

static void pack(const mw_tags *t, mw_buf *out) {
    marrow_error err;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_buf_init(out, &mw_default_allocator);
    test_ok(mw_tags_pack(t, out, &err), &err);
}

static void same(const void *a, const void *b, size_t n) { assert_memory_equal(a, b, n); }

/* Unpacked columns are those that were packed. */
static void unpack_check(const mw_tags *t, const mw_buf *blob) {
    marrow_error err;
    mw_env env;
    mw_tags *u;
    mw_buf again;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_ok(mw_tags_unpack(&env, blob->at, blob->n, &u, &err), &err);
    assert_true(u->n == t->n && u->n_sentences == t->n_sentences && u->n_entities == t->n_entities);
    same(u->upos, t->upos, t->n);
    same(u->rel_base, t->rel_base, t->n);
    same(u->head, t->head, t->n * sizeof *t->head);
    same(u->feats, t->feats, t->n * sizeof *t->feats);
    same(u->sentence, t->sentence, t->n * sizeof *t->sentence);
    for (uint32_t i = 0; i < t->n; i++) assert_string_equal(mw_lemma(u, i), mw_lemma(t, i));
    assert_int_equal(u->n_vectors, t->n_vectors);
    same(u->sign_at, t->sign_at, (t->n + 1) * sizeof *t->sign_at);
    same(u->signs, t->signs, t->sign_at[t->n] * sizeof *t->signs);
    same(u->tones, t->tones, t->n_sentences * sizeof *t->tones);
    same(u->meanings, t->meanings, t->n_sentences * sizeof *t->meanings);
    same(u->vector_at, t->vector_at, t->n * sizeof *t->vector_at);
    same(u->vectors, t->vectors, t->n_vectors * sizeof *t->vectors);
    same(u->link, t->link, 16 * sizeof *t->link);
    same(u->point, t->point, 16 * sizeof *t->point);
    pack(u, &again);
    assert_int_equal(again.n, blob->n);
    same(again.at, blob->at, blob->n);
    mw_buf_clear(&again);
    mw_tag_free(u);
}

static void text_check(const char *text, bool given) {
    tag_input in;
    tag_input_from(&in, text, given);
    mw_buf one, more;
    mw_tags *t = tags_of(&in, 1);
    tags_check(&in, t);
    pack(t, &one);
    unpack_check(t, &one);
    for (int threads = 2; threads <= 8; threads += 6) {
        mw_tags *u = tags_of(&in, threads);
        pack(u, &more);
        assert_int_equal(more.n, one.n);
        same(more.at, one.at, one.n);
        mw_buf_clear(&more);
        mw_tag_free(u);
    }
    mw_buf_clear(&one);
    mw_tag_free(t);
    tag_input_clear(&in);
}

static void test_texts(void **state) {
    (void)state;
    uint64_t seed = 31;
    for (size_t i = 0; i < 8; i++) {
        char *text = random_text(&seed, 1 + i * 120);
        text_check(text, false);
        free(text);
    }
}

/* Given sentences, one of them longer than any window: it stays one sentence with one root. */
static void test_given_long(void **state) {
    (void)state;
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    mw_buf_puts(&b, "# newpar\nMary\nwalked\n.\n\n");
    for (int i = 0; i < 700; i++) mw_buf_puts(&b, i % 7 ? "garden\n" : ".\n");
    mw_buf_puts(&b, "\nTom\nslept\n\n# newpar\nEnd\n");
    text_check(b.at, true);
    tag_input in;
    tag_input_from(&in, b.at, true);
    mw_tags *t = tags_of(&in, 1);
    assert_int_equal(t->n_sentences, 4);
    assert_int_equal(t->sentences[1].end - t->sentences[1].first, 700);
    mw_tag_free(t);
    tag_input_clear(&in);
    mw_buf_clear(&b);
}

/* Nothing at all; one token; one token of a thousand characters that are a piece each. */
static void test_small(void **state) {
    (void)state;
    char marks[1001];
    memset(marks, '!', 1000);
    marks[1000] = 0;
    text_check("", false);
    text_check("x", false);
    text_check(marks, false);
    text_check("# newpar\n\xff\xfe\n", true);
}

static void test_children(void **state) {
    (void)state;
    tag_input in;
    tag_input_from(&in, "The old ferryman untied the small boat. He said nothing.", false);
    mw_tags *t = tags_of(&in, 1);
    marrow_error err;
    mw_env env;
    mw_children *c;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_ok(mw_children_build(&env, t, &c, &err), &err);
    uint32_t seen = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t before = 0;
        for (uint32_t k = mw_child_first(c, i); k != MW_NONE; before = k, k = mw_child_next(c, k)) {
            assert_true(t->head[k] == i && k >= before);
            assert_true(mw_child_with(t, c, i, (mw_rel)t->rel_base[k]) <= k);
            seen++;
        }
    }
    assert_int_equal(seen + t->n_sentences, t->n);
    mw_children_free(c);
    mw_tag_free(t);
    tag_input_clear(&in);
}

/* Blobs cut short, and blobs with bytes changed: a product that holds its promises, or MARROW_STORY. */
static void test_blobs(void **state) {
    (void)state;
    uint64_t seed = 37;
    char *text = random_text(&seed, 60);
    tag_input in;
    tag_input_from(&in, text, false);
    mw_tags *t = tags_of(&in, 1), *u;
    mw_buf blob;
    pack(t, &blob);
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    marrow_error err;
    for (size_t n = 0; n < blob.n; n++) {
        char *part = malloc(n ? n : 1); /* of just this size: sanitizers see a read behind it */
        memcpy(part, blob.at, n);
        test_fails(mw_tags_unpack(&env, part, n, &u, &err), MARROW_STORY, &err, "read the story again");
        free(part);
    }
    for (int i = 0; i < 6000; i++) {
        char *part = malloc(blob.n);
        memcpy(part, blob.at, blob.n);
        for (uint32_t k = 0; k <= test_random(&seed) % 4; k++) part[test_random(&seed) % blob.n] = (char)test_random(&seed);
        marrow_status s = mw_tags_unpack(&env, part, blob.n, &u, &err);
        assert_true(s == MARROW_OK || s == MARROW_STORY);
        if (s == MARROW_OK) {
            for (uint32_t k = 0; k < u->n; k++) assert_true(strlen(mw_lemma(u, k)) < u->n_lemma_bytes && u->head[k] < u->n);
            mw_tag_free(u);
        }
        free(part);
    }
    blob.at[4] = 9;
    test_fails(mw_tags_unpack(&env, blob.at, blob.n, &u, &err), MARROW_STORY, &err, "another version");
    mw_buf_clear(&blob);
    mw_tag_free(t);
    tag_input_clear(&in);
    free(text);
}

static marrow_status build_job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    const tag_input *in = ctx;
    mw_env env;
    mw_tags *t, *u = NULL;
    mw_buf blob;
    mw_env_init(&env, mem, 1, NULL, NULL);
    MW_TRY(mw_tag_build(&env, in->model, &in->in.text, in->tokens, &t, err));
    mw_buf_init(&blob, mem);
    marrow_status s = mw_tags_pack(t, &blob, err);
    if (s == MARROW_OK) s = mw_tags_unpack(&env, blob.at, blob.n, &u, err);
    mw_tag_free(u);
    mw_buf_clear(&blob);
    mw_tag_free(t);
    return s;
}

static void test_failures(void **state) {
    (void)state;
    uint64_t seed = 41;
    char *text = random_text(&seed, 150);
    tag_input in;
    tag_input_from(&in, text, false);
    test_sweep_failures(build_job, &in, 200);
    tag_input_clear(&in);
    free(text);
}

static bool stop_at_once(void *ctx, const char *stage, double done) {
    (void)ctx, (void)stage, (void)done;
    return false;
}

static void test_cancel(void **state) {
    (void)state;
    uint64_t seed = 43;
    char *text = random_text(&seed, 2000);
    tag_input in;
    tag_input_from(&in, text, false);
    mw_env env;
    mw_tags *t;
    marrow_error err;
    mw_env_init(&env, NULL, 2, stop_at_once, NULL);
    assert_int_equal(mw_tag_build(&env, in.model, &in.in.text, in.tokens, &t, &err), MARROW_CANCELLED);
    assert_null(t);
    tag_input_clear(&in);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_given_long), cmocka_unit_test(test_small),  cmocka_unit_test(test_children),
        cmocka_unit_test(test_blobs), cmocka_unit_test(test_failures),   cmocka_unit_test(test_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
