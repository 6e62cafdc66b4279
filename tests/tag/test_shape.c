/* What a span's shape in the parse and the list of nouns add: each question once, the list by lemma, by the last part of a word with a hyphen, and for
 * what is not listed; odd lists, failing memory. */
#include "support/support.h"
#include "tag/work.h"

enum {
    MOST = 12,
    HEAD_UPOS = 8,
    FIRST = HEAD_UPOS + MW_N_UPOS,
    LAST = FIRST + MW_N_UPOS,
    REL = LAST + 2 * MW_N_UPOS,
    RIGHT = REL + 2 * MW_N_REL
};
/* Letters: ` is 0, d is 1, \ is -1. */
static const char list[] = "*\t\\\\\\\\\\\\\nlane\t`d````\npilot\td`````\n";

typedef struct room {
    mw_text text;
    mw_tokens tokens;
    mw_tags tags;
    mw_heads heads;
    mw_env env;
    mw_tagger tagger;
    mw_worker worker;
    mw_span span[MOST];
    uint8_t upos[MOST], rel[MOST], rel_of[MW_N_REL];
    uint32_t head[MOST], lemma[MOST];
    mw_script script;
    float shape[MW_N_SHAPE];
} room;

/* A word of a sentence: what the parse says of it. */
typedef struct word {
    mw_upos upos;
    uint32_t head;
    mw_rel rel;
} word;

static void room_make(room *r, const char *listed, const char *text, const word *words, const marrow_allocator *mem) {
    memset(r, 0, sizeof *r);
    assert_true(mw_script_parse("l\t0\t", &r->script));
    r->text = (mw_text){.at = text, .n = strlen(text)};
    uint32_t n = 0;
    for (const char *p = text; *p; n++) {
        size_t len = strcspn(p, " ");
        r->span[n] = (mw_span){(uint32_t)(p - text), (uint32_t)(p - text + (long)len)};
        r->upos[n] = (uint8_t)words[n].upos;
        r->head[n] = words[n].head;
        r->rel[n] = (uint8_t)words[n].rel;
        p += len + (p[len] == ' ');
    }
    for (uint8_t i = 0; i < MW_N_REL; i++) r->rel_of[i] = i;
    r->tokens.span = r->span;
    r->tags.upos = r->upos;
    r->tags.head = r->head;
    r->tags.rel = r->rel;
    r->tags.lemma = r->lemma;
    r->tokens.n = r->tags.n = n;
    r->heads = (mw_heads){
        .scripts = &r->script, .shape = r->shape, .rel_of = r->rel_of, .nouns = mw_str_of(listed), .shape_weight = 0.5f, .noun_weight = 2};
    r->tagger = (mw_tagger){.env = &r->env, .text = &r->text, .tokens = &r->tokens, .heads = &r->heads, .tags = &r->tags};
    mw_buf_init(&r->worker.key, mem);
    mw_buf_init(&r->worker.one, mem);
}

static void room_clear(room *r) {
    mw_buf_clear(&r->worker.key);
    mw_buf_clear(&r->worker.one);
}

static bool weigh(room *r, uint32_t first, uint32_t last, uint32_t *head, float *add) {
    return mw_span_weigh(&r->tagger, &r->worker, &(mw_sentence){.first = 0, .end = r->tags.n}, first, last, head, add);
}

static const char text[] = "The Pilot painted a lane behind the back-lane .";
static const word words[] = {{MW_DET, 1, MW_REL_DET}, {MW_NOUN, 2, MW_REL_NSUBJ}, {MW_VERB, 2, MW_REL_ROOT},
                             {MW_DET, 4, MW_REL_DET}, {MW_NOUN, 2, MW_REL_OBJ},   {MW_ADP, 7, MW_REL_CASE},
                             {MW_DET, 7, MW_REL_DET}, {MW_NOUN, 4, MW_REL_NMOD},  {MW_PUNCT, 2, MW_REL_PUNCT}};

static void test_shapes(void **state) {
    (void)state;
    room r;
    uint32_t head;
    float add[MW_N_ENTITY];
    room_make(&r, "", text, words, &mw_default_allocator);
    r.shape[0] = 1;                   /* every span */
    r.shape[1] = 10, r.shape[2] = 20; /* one token hangs outside, two do */
    r.shape[4] = -100;                /* the head's subject is inside */
    r.shape[HEAD_UPOS + MW_VERB] = -200;
    r.shape[FIRST + MW_DET] = 1000;
    r.shape[REL + MW_REL_OBJ] = 4000;
    r.shape[RIGHT + MW_REL_NMOD] = 8000; /* "a lane" alone, without what is said of it */
    assert_true(weigh(&r, 0, 1, &head, add));
    assert_true(head == 1 && add[MW_PER] == (1 + 10 + 1000) / 2.0f && add[MW_ORG] == add[MW_PER]);
    assert_true(weigh(&r, 0, 4, &head, add)); /* from the one to the other: a clause */
    assert_true(head == 2 && add[MW_PER] == (1 + 10 + 1000 - 100 - 200) / 2.0f);
    assert_true(weigh(&r, 3, 4, &head, add));
    assert_true(head == 4 && add[MW_PER] == (1 + 10 + 1000 + 4000 + 8000) / 2.0f);
    assert_true(weigh(&r, 3, 7, &head, add));
    assert_true(head == 4 && add[MW_PER] == (1 + 10 + 1000 + 4000) / 2.0f);
    assert_true(weigh(&r, 4, 6, &head, add)); /* "lane behind the": three hang outside */
    assert_true(head == 4 && add[MW_PER] == 1 / 2.0f);
    assert_true(mw_span_head(&r.tags, 5, 6) == 5);
    room_clear(&r);
}

static void test_nouns(void **state) {
    (void)state;
    room r;
    uint32_t head;
    float add[MW_N_ENTITY];
    room_make(&r, list, text, words, &mw_default_allocator);
    assert_true(weigh(&r, 0, 1, &head, add)); /* in small letters */
    assert_true(add[MW_PER] == 2 && add[MW_FAC] == 0);
    assert_true(weigh(&r, 6, 7, &head, add)); /* a back-lane is a lane */
    assert_true(add[MW_PER] == 0 && add[MW_FAC] == 2);
    assert_true(weigh(&r, 2, 2, &head, add)); /* no noun */
    assert_true(add[MW_PER] == 0 && add[MW_FAC] == 0);
    r.heads.nouns = mw_str_of("*\t\\\\\\\\\\\\\n");
    assert_true(weigh(&r, 0, 1, &head, add));
    for (int k = 0; k < MW_N_ENTITY; k++) assert_true(add[k] == -2);
    room_clear(&r);
}

static void test_odd_lists(void **state) {
    (void)state;
    static const char *const odd[] = {
        "\n", "*", "*\t", "lane", "lane\t", "lane\t\x01", "lane\t\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", "zz\tddd\nlane\tdd"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        room r;
        uint32_t head;
        float add[MW_N_ENTITY];
        room_make(&r, odd[i], text, words, &mw_default_allocator);
        assert_true(weigh(&r, 3, 4, &head, add) && head == 4);
        room_clear(&r);
    }
}

static void test_failing_memory(void **state) {
    (void)state;
    bool done = false;
    for (size_t n = 1; !done; n++) {
        test_memory *memory = test_memory_new(n);
        room r;
        uint32_t head;
        float add[MW_N_ENTITY];
        room_make(&r, list, text, words, test_memory_hooks(memory));
        done = weigh(&r, 6, 7, &head, add);
        assert_int_equal(!done, test_memory_failed(memory));
        room_clear(&r);
        test_memory_free(memory);
        assert_true(n < 100);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shapes), cmocka_unit_test(test_nouns), cmocka_unit_test(test_odd_lists),
                                       cmocka_unit_test(test_failing_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
