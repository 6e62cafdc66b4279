/* Decoding against brute force: trees, nested spans, label sequences; lemma scripts; sentence ends. */
#include <math.h>

#include "segment/segment_help.h"
#include "tag/work.h"

static float any(uint64_t *seed) { return (float)(test_random(seed) % 2001) / 100.0f - 10.0f; }

/* ---- trees ---- */

/* head [n]: a tree whose only root is the token with head n? */
static bool is_tree(const uint32_t *head, uint32_t n) {
    uint32_t roots = 0;
    for (uint32_t d = 0; d < n; d++) {
        uint32_t t = d, steps = 0;
        roots += head[d] == n;
        if (head[d] == d) return false;
        while (t != n && steps++ <= n) t = head[t];
        if (t != n) return false;
    }
    return roots == 1;
}

static double worth(const float *score, const float *root, const uint32_t *head, uint32_t n) {
    double sum = 0;
    for (uint32_t d = 0; d < n; d++) sum += (double)(head[d] == n ? root[d] : score[d * n + head[d]]);
    return sum;
}

/* The best worth of any tree, by trying all (n + 1)^n assignments. */
static double best_worth(const float *score, const float *root, uint32_t n) {
    uint32_t head[8] = {0};
    double best = -1e300;
    for (;;) {
        if (is_tree(head, n)) {
            double w = worth(score, root, head, n);
            best = w > best ? w : best;
        }
        uint32_t i = 0;
        while (i < n && head[i] == n) head[i++] = 0;
        if (i == n) return best;
        head[i]++;
    }
}

static void test_tree_best(void **state) {
    (void)state;
    uint64_t seed = 17;
    float score[36], root[6];
    uint32_t head[6];
    void *scratch = malloc(mw_tree_scratch(6));
    for (int i = 0; i < 3000; i++) {
        uint32_t n = 1 + (uint32_t)i % (i % 10 ? 5 : 6);
        for (uint32_t k = 0; k < n * n; k++) score[k] = any(&seed);
        for (uint32_t k = 0; k < n; k++) root[k] = any(&seed) + (i % 3 ? 0 : 15); /* often more than one root would be best */
        mw_tree(score, root, n, head, scratch);
        assert_true(is_tree(head, n));
        double got = worth(score, root, head, n), want = best_worth(score, root, n);
        if (fabs(got - want) > 1e-3) fail_msg("tree %d of %u: %g, best %g", i, n, got, want);
    }
    free(scratch);
}

static void test_tree_large(void **state) {
    (void)state;
    enum { N = 254 };
    uint64_t seed = 23;
    float *score = malloc(N * N * sizeof *score), root[N];
    uint32_t head[N];
    void *scratch = malloc(mw_tree_scratch(N));
    for (int i = 0; i < 6; i++) {
        /* From random scores to chains that are all cycles: each token likes the next best, the last the first. */
        for (uint32_t k = 0; k < N * N; k++) score[k] = i < 3 ? any(&seed) : (k % N == (k / N + 1) % N ? 50.0f : any(&seed));
        for (uint32_t k = 0; k < N; k++) root[k] = i == 5 ? 40.0f : any(&seed);
        if (i == 4) memset(score, 0, N * N * sizeof *score);
        mw_tree(score, root, N, head, scratch);
        assert_true(is_tree(head, N));
    }
    free(score);
    free(scratch);
}

/* ---- spans and sequences ---- */

static void test_spans(void **state) {
    (void)state;
    mw_candidate c[] = {{0, 1, 1, 0.9f, MW_NONE}, {1, 2, 1, 0.8f, MW_NONE},  {0, 4, 2, 0.7f, MW_NONE},
                        {3, 3, 1, 0.6f, MW_NONE}, {4, 5, 1, 0.65f, MW_NONE}, {2, 3, 3, 0.55f, MW_NONE}};
    static const uint32_t want[][2] = {{0, 4}, {0, 1}, {2, 3}, {3, 3}};
    uint32_t n = mw_spans_take(c, 6);
    assert_int_equal(n, 4);
    for (uint32_t i = 0; i < n; i++) assert_true(c[i].first == want[i][0] && c[i].last == want[i][1]);
    assert_int_equal(mw_spans_take(c, 0), 0);
}

/* Of two spans with one head only the likelier is taken, but a title is taken beside its name. */
static void test_heads_of_spans(void **state) {
    (void)state;
    mw_candidate c[] = {{0, 4, 1, 0.9f, 1}, {0, 1, 1, 0.8f, 1}, {1, 1, 1, 0.7f, 1},
                        {3, 4, 2, 0.6f, 4}, {6, 7, 1, 0.9f, 7}, {6, 6, 1, 0.6f, 7}};
    static const uint32_t want[][2] = {{0, 4}, {3, 4}, {6, 7}, {6, 6}};
    uint32_t n = mw_spans_take(c, 6);
    assert_int_equal(n, 4);
    for (uint32_t i = 0; i < n; i++) assert_true(c[i].first == want[i][0] && c[i].last == want[i][1]);
}

static bool legal(const uint8_t *label, uint32_t n) { /* O B-a I-a B-b I-b */
    for (uint32_t i = 0; i < n; i++)
        if ((label[i] == 2 || label[i] == 4) && (i == 0 || (label[i - 1] != label[i] && label[i - 1] != label[i] - 1))) return false;
    return true;
}

static void test_sequences(void **state) {
    (void)state;
    static const char *labels[] = {"O", "B-a", "I-a", "B-b", "I-b"};
    static uint16_t opens[] = {5, 5, 1, 5, 3};
    const mw_bio bio = {5, labels, opens};
    uint64_t seed = 29;
    for (int round = 0; round < 300; round++) {
        uint32_t n = 1 + (uint32_t)round % 5, all = 1;
        float score[25], lane[10];
        uint8_t label[5], back[25], try_[5];
        for (uint32_t i = 0; i < 5 * n; i++) score[i] = any(&seed);
        for (uint32_t i = 0; i < n; i++) all *= 5;
        double best = -1e300, got = 0;
        for (uint32_t code = 0; code < all; code++) {
            double w = 0;
            for (uint32_t i = 0, c = code; i < n; i++, c /= 5) w += (double)score[i * 5 + (try_[i] = (uint8_t)(c % 5))];
            if (legal(try_, n) && w > best) best = w;
        }
        mw_bio_decode(&bio, score, n, label, back, lane);
        for (uint32_t i = 0; i < n; i++) got += (double)score[i * 5 + label[i]];
        assert_true(legal(label, n));
        assert_true(fabs(got - best) < 1e-4);
    }
}

/* ---- lemmas ---- */

static void test_scripts(void **state) {
    (void)state;
    static const struct {
        const char *script, *form, *lemma;
    } table[] = {
        {"l\t0\t", "Garden", "garden"}, {"l\t1\t", "walks", "walk"}, {"l\t3\ty", "ladies", "lady"},
        {"k\t0\t", "Mary", "Mary"},     {"c\t0\t", "MARY", "Mary"},  {"c\t0\t", "monday", "Monday"},
        {"c\t0\t", "éLAN", "Élan"},     {"!be", "is", "be"},         {"!", "x", "x"},
        {"l\t0\t", "ÉLAN", "élan"},     {"l\t1\t", "cafés", "café"}, {"l\t1\te", "naïvé", "naïve"},
        {"k\t9\t", "ab", "ab"},         {"k\t9\tcd", "ab", "cd"},    {"l\t2\t\xe2\x80\xa6", "a’s", "a…"},
        {"c\t1\t", "ÉTATS", "État"},
    };
    mw_buf out;
    mw_buf_init(&out, &mw_default_allocator);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        mw_script s;
        assert_true(mw_script_parse(table[i].script, &s));
        mw_script_apply(&s, mw_str_of(table[i].form), &out);
        assert_string_equal(out.at, table[i].lemma);
    }
    mw_buf_clear(&out);
    static const char *const bad[] = {"", "x\t0\t", "l", "l\t", "l\t0", "l\t-1\t", "l\tx\t", "l\t99999\t", "l0\t0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(mw_script_parse(bad[i], &(mw_script){0}));
}

static const char *form_lemma(const char *forms, const char *form, mw_upos upos) {
    static char got[100];
    mw_buf key;
    mw_str lemma;
    mw_buf_init(&key, &mw_default_allocator);
    mw_form_key(mw_str_of(form), upos, &key);
    bool found = mw_form_find(mw_str_of(forms), (mw_str){key.at, key.n}, &lemma);
    if (found) snprintf(got, sizeof got, "%.*s", (int)lemma.n, lemma.at);
    mw_buf_clear(&key);
    return found ? got : NULL;
}

static void test_forms(void **state) {
    (void)state;
    static const char forms[] = "left\tADJ\tleft\nleft\tVERB\tleave\nlefts\tNOUN\tleft\nthrew\tVERB\tthrow\nélan\tNOUN\télan\n";
    assert_string_equal(form_lemma(forms, "Left", MW_VERB), "leave");
    assert_string_equal(form_lemma(forms, "left", MW_ADJ), "left");
    assert_string_equal(form_lemma(forms, "THREW", MW_VERB), "throw");
    assert_string_equal(form_lemma(forms, "ÉLAN", MW_NOUN), "élan");
    static const char *const missing[] = {"", "lef", "leftt", "a", "zebra", "thre", "\n", "left\tADJ"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) assert_null(form_lemma(forms, missing[i], MW_VERB));
    assert_null(form_lemma(forms, "left", MW_NOUN));
    /* Texts that no model should have: nothing is read behind their end. */
    static const char *const odd[] = {"", "\n", "\n\n\n", "left", "left\tVERB\t", "left\tVERB", "zzz\nleft\naaa", "\t\t\t"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        const char *got = form_lemma(odd[i], "left", MW_VERB);
        assert_true(!got || !*got);
    }
}

/* ---- sentence ends ---- */

/* Ends decided by a head that fires at every . ! ? and nowhere else; "|" behind each end. */
static char *ends_of(const char *text) {
    static char got[1000];
    segment_input in;
    segment_input_from(&in, text);
    mw_tokens *t = segment_of(&in);
    uint8_t *marks = calloc(t->n, 1);
    float *logits = calloc(t->n, sizeof *logits);
    for (uint32_t i = 0; i < t->n; i++) {
        char c = in.text.at[t->span[i].end - 1];
        logits[i] = c == '.' || c == '!' || c == '?' ? 1 : -1;
    }
    mw_closers_mark(&in.text, t, marks);
    mw_ends_decide(&in.text, t, 0, t->n, logits, 0, marks);
    size_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        if (i && t->flags[i] & MW_TOK_SPACE_BEFORE) got[n++] = ' ';
        memcpy(got + n, in.text.at + t->span[i].start, t->span[i].end - t->span[i].start);
        n += t->span[i].end - t->span[i].start;
        if (marks[i] & MW_END) got[n++] = '|';
    }
    got[n] = 0;
    free(marks);
    free(logits);
    mw_segment_free(t);
    segment_input_clear(&in);
    return got;
}

static void test_ends(void **state) {
    (void)state;
    assert_string_equal(ends_of("“Go home.” He went. “Now!”"), "“Go home.”| He went.| “Now!”|");
    assert_string_equal(ends_of("\"Go home.\" He went. \"Now!\" she said"), "\"Go home.\"| He went.| \"Now!\" she said|");
    assert_string_equal(ends_of("He stopped (it rained.) Then he ran.\n\nA new one"), "He stopped (it rained.)| Then he ran.| A new one|");
    assert_string_equal(ends_of("“She said, ‘Go home.’” He went."), "“She said, ‘Go home.’”| He went.|");
    assert_string_equal(ends_of("“One.\n\n“Two.”"), "“One.| “Two.”|");
    assert_string_equal(ends_of("“Is it in?” asked Mrs Hale. “No!” he said."), "“Is it in?” asked Mrs Hale.| “No!” he said.|");
    assert_string_equal(ends_of("He said. and went. (It rained.) and so on"), "He said.| and went.| (It rained.) and so on|");
    assert_string_equal(ends_of("x"), "x|");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_best),      cmocka_unit_test(test_tree_large), cmocka_unit_test(test_spans),
        cmocka_unit_test(test_heads_of_spans), cmocka_unit_test(test_sequences),  cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_forms),          cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
