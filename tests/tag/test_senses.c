/* What the model's list of senses adds to scores: words by class, phrases by their words, nothing where nothing is listed; odd lists, failing memory. */
#include "support/support.h"
#include "tag/work.h"

enum { N_LABELS = 7, MOST = 8 };
static const char *const labels[N_LABELS] = {
    "O", "B-noun.act", "I-noun.act", "B-noun.food", "B-verb.motion", "I-verb.motion", "B-verb.change"};
/* Senses in the order of their B-: 0 noun.act, 1 noun.food, 2 verb.motion, 3 verb.change. Letters: FIRST 48, weight -1 is \, 0 `, 1 d. */
static const char list[] = "run\tn\t\\0d\nrun\tv\t\\2`3d\nrun_down\tv\t3\ntea_party\tn\t0\n";

typedef struct room {
    mw_text text;
    mw_tokens tokens;
    mw_tags tags;
    mw_heads heads;
    mw_env env;
    mw_tagger tagger;
    mw_worker worker;
    mw_span span[MOST];
    uint8_t upos[MOST];
    mw_seen_line seen[MW_SEEN];
    uint32_t lemma[MOST], at[2][MOST + 1];
    mw_script script;
    float scores[MOST * N_LABELS];
} room;

static void words_are(room *r, const char *text, const mw_upos *upos) {
    r->text.at = text;
    r->text.n = strlen(text);
    uint32_t n = 0;
    for (const char *p = text; *p;) {
        size_t len = strcspn(p, " ");
        r->span[n] = (mw_span){(uint32_t)(p - text), (uint32_t)(p - text + (long)len)};
        r->upos[n] = (uint8_t)upos[n];
        n++;
        p += len + (p[len] == ' ');
    }
    r->tokens.n = r->tags.n = n;
}

static void room_make(room *r, const char *listed, const marrow_allocator *mem) {
    memset(r, 0, sizeof *r);
    r->tokens.span = r->span;
    r->tags.upos = r->upos;
    r->tags.lemma = r->lemma;
    assert_true(mw_script_parse("l\t0\t", &r->script));
    mw_heads *h = &r->heads;
    h->scripts = &r->script;
    h->senses = mw_str_of(listed);
    h->sense.out = N_LABELS;
    h->sense_phrase = 6;
    for (uint16_t k = 0; k < N_LABELS; k++)
        if (labels[k][0] == 'B') {
            bool inside = k + 1 < N_LABELS && labels[k + 1][0] == 'I';
            h->sense_begin[h->n_senses] = k;
            h->sense_inside[h->n_senses] = inside ? (uint16_t)(k + 1) : N_LABELS;
            h->sense_kind[h->n_senses++] = labels[k][2];
        }
    r->tagger = (mw_tagger){.env = &r->env, .text = &r->text, .tokens = &r->tokens, .heads = h, .tags = &r->tags};
    r->worker.seen = r->seen;
    r->worker.form_at = r->at[0];
    r->worker.lemma_at = r->at[1];
    mw_buf *const bufs[] = {&r->worker.key, &r->worker.one, &r->worker.forms, &r->worker.lemmas};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) mw_buf_init(bufs[i], mem);
}

static void room_clear(room *r) {
    mw_buf *const bufs[] = {&r->worker.key, &r->worker.one, &r->worker.forms, &r->worker.lemmas};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) mw_buf_clear(bufs[i]);
}

static bool weigh(room *r) {
    memset(r->scores, 0, sizeof r->scores);
    return mw_senses_weigh(&r->tagger, &r->worker, &(mw_sentence){.first = 0, .end = r->tags.n}, r->scores);
}

static void row_is(const room *r, uint32_t token, const float *want) {
    for (uint32_t k = 0; k < N_LABELS; k++) assert_float_equal(r->scores[token * N_LABELS + k], want[k], 1e-5);
}

static void test_words(void **state) {
    (void)state;
    room r;
    room_make(&r, list, &mw_default_allocator);
    words_are(&r, "Run runs run run", (const mw_upos[]){MW_VERB, MW_VERB, MW_NOUN, MW_ADV});
    assert_true(weigh(&r));
    row_is(&r, 0, (const float[N_LABELS]){0, 0, 0, 0, 0, 0, 1}); /* verbs: motion 0, change 1; nouns untouched */
    row_is(&r, 1, (const float[N_LABELS]){0});                   /* not listed */
    row_is(&r, 2, (const float[N_LABELS]){0, 1, 0, -1});         /* nouns: act 1, others -1 */
    row_is(&r, 3, (const float[N_LABELS]){0});                   /* no noun, no verb */
    room_clear(&r);
}

static void test_phrases(void **state) {
    (void)state;
    room r;
    room_make(&r, list, &mw_default_allocator);
    words_are(&r, "they run down a tea party", (const mw_upos[]){MW_PRON, MW_VERB, MW_ADP, MW_DET, MW_NOUN, MW_NOUN});
    assert_true(weigh(&r));
    row_is(&r, 1, (const float[N_LABELS]){0, 0, 0, 0, 0, 0, 7}); /* its own 1 and the phrase's 6; change has no inside label */
    row_is(&r, 2, (const float[N_LABELS]){0});
    row_is(&r, 4, (const float[N_LABELS]){0, 6});
    row_is(&r, 5, (const float[N_LABELS]){0, 0, 6});
    words_are(&r, "a tea", (const mw_upos[]){MW_DET, MW_NOUN}); /* the sentence ends before the phrase does */
    assert_true(weigh(&r));
    row_is(&r, 1, (const float[N_LABELS]){0});
    room_clear(&r);
}

static void test_odd_lists(void **state) {
    (void)state;
    static const char *const odd[] = {
        "",           "\n\n",     "run",         "run\tv",     "run\tv\t",        "run\tv\t\x01",       "run\tv\t`\x7f\x7f",
        "run_\tv\t0", "run_down", "run_down\tv", "run_down\t", "run__down\tv\t0", "run_down\tv\t\x01~", "zzz\nrun\tv\t`0d\naaa"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        room r;
        room_make(&r, odd[i], &mw_default_allocator);
        words_are(&r, "run down", (const mw_upos[]){MW_VERB, MW_ADP});
        assert_true(weigh(&r));
        room_clear(&r);
    }
}

static void test_failing_memory(void **state) {
    (void)state;
    bool done = false;
    for (size_t n = 1; !done; n++) {
        test_memory *memory = test_memory_new(n);
        room r;
        room_make(&r, list, test_memory_hooks(memory));
        words_are(&r, "they run down a tea party", (const mw_upos[]){MW_PRON, MW_VERB, MW_ADP, MW_DET, MW_NOUN, MW_NOUN});
        done = weigh(&r);
        assert_int_equal(!done, test_memory_failed(memory));
        room_clear(&r);
        test_memory_free(memory);
        assert_true(n < 100);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_phrases), cmocka_unit_test(test_odd_lists),
                                       cmocka_unit_test(test_failing_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
