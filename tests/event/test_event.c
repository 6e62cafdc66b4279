/* event on hand-made tags: a golden dump, what must hold of any product, the lexicon in order, and every allocation failed in turn. */
#include "support/support.h"

#include "event/features.h"
#include "support/rooms_fixture.h"

typedef mw_rooms_fixture made;

static marrow_error err;

static marrow_status build(const marrow_allocator *mem, made *m) {
    return mw_rooms_fixture_read(mem, test_path("event/deeds.txt"), true, m, &err);
}

static void check_act(const made *m, const mw_act *a) {
    assert_true(a->span.start < a->span.end && a->span.end <= a->known && a->known <= m->f.text->n);
    assert_true(a->first <= a->last && a->last < m->f.tokens->n);
    assert_true(a->who != MW_NONE || a->to != MW_NONE);
    assert_true(a->who == MW_NONE || a->who < m->cast->n_characters);
    assert_true(a->to == MW_NONE || a->to < m->cast->n_characters);
    assert_true(a->importance >= 0 && a->importance <= 1 && a->confidence >= 0 && a->confidence <= 1);
    assert_true(a->realis == (a->modality == MW_ACTUAL || a->modality == MW_HABITUAL));
    assert_true(a->verb && *a->verb && a->id && *a->id);
}

static const mw_act *act_of(const made *m, const char *verb) {
    for (uint32_t i = 0; i < m->events->n_acts; i++)
        if (strcmp(m->events->acts[i].verb, verb) == 0) return &m->events->acts[i];
    fail_msg("no act %s", verb);
    return NULL;
}

static void assert_people(const made *m, const char *verb, const char *who, const char *to) {
    const mw_act *a = act_of(m, verb);
    assert_string_equal(a->who == MW_NONE ? "-" : m->cast->characters[a->who].id, who);
    assert_string_equal(a->to == MW_NONE ? "-" : m->cast->characters[a->to].id, to);
}

static void test_who_and_to(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    for (uint32_t i = 0; i < m.events->n_acts; i++) {
        check_act(&m, &m.events->acts[i]);
        for (uint32_t k = 0; k < i; k++) assert_string_not_equal(m.events->acts[i].id, m.events->acts[k].id);
    }
    assert_people(&m, "take", "anna", "peter");   /* the owner of the hand */
    assert_people(&m, "lead", "anna", "peter");   /* a shared subject */
    assert_people(&m, "strike", "anna", "peter"); /* a passive with its agent */
    assert_people(&m, "help", "anna", "peter");   /* controlled by the verb above */
    assert_people(&m, "ask", "peter", "anna");
    assert_people(&m, "hide", "peter", "anna");                          /* who continues the person before it */
    assert_people(&m, "escape", "peter", "anna");                        /* the wish's owner; she is about */
    assert_people(&m, "carry", "peter", "anna");                         /* a shared subject of a passive suffers it */
    assert_int_equal(act_of(&m, "lift")->who, act_of(&m, "carry")->who); /* hangs on what is said; the speaker does it */
    assert_people(&m, "shove", "peter", "anna"); /* it has an object, and still the speaker does it; who is spoken to says nothing */
    assert_people(&m, "scold", "anna", "peter"); /* a free participle with its agent */
    assert_string_equal(m.cast->characters[act_of(&m, "sing")->who].id, "peter"); /* who is brought to it does it; */
    assert_people(&m, "dance", "anna", "peter");                                  /* of a promise who makes it */
    assert_string_equal(m.cast->characters[act_of(&m, "row")->who].id, "peter");  /* we are whoever says so */
    for (uint32_t i = 0; i < m.events->n_acts; i++) assert_string_not_equal(m.events->acts[i].verb, "drift"); /* there is nobody in it */
    assert_int_equal(act_of(&m, "strike")->realis, false);
    assert_int_equal(act_of(&m, "take")->realis, true);
    assert_int_equal(act_of(&m, "strike")->deed, MW_DEED_HARM);
    assert_true(act_of(&m, "ask")->said != MW_NONE);
    assert_true(act_of(&m, "weep")->time.end > act_of(&m, "weep")->time.start);
    mw_rooms_fixture_clear(&m);
}

/* Nobody acts on themselves, and who is meant was known when it says so. */
static void test_targets(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    for (uint32_t i = 0; i < m.events->n_acts; i++) {
        const mw_act *a = &m.events->acts[i];
        assert_true(a->who == MW_NONE || a->who != a->to);
        assert_true(a->to_mention == MW_NONE || m.cast->mentions[a->to_mention].span.end <= a->known);
        assert_true(a->to == MW_NONE || m.cast->characters[a->to].known <= a->known);
    }
    mw_rooms_fixture_clear(&m);
}

/* A head that knows nothing shares out what is there among all near by; without it nobody has a share. */
static void test_doers(void **state) {
    (void)state;
    made m;
    static float point[4 * MW_VECTOR * MW_VECTOR];
    mw_vector vector = {{0}};
    test_ok(build(NULL, &m), &err);
    mw_tags tags = *m.f.tags;
    mw_judge j = {.text = m.f.text, .tokens = m.f.tokens, .tags = &tags, .cast = m.cast, .speech = m.speech, .clauses = &m.events->clauses};
    mw_doers d;
    mw_doers_of(&j, &m.events->acts[0], MW_DOER, &d);
    assert_int_equal(d.n, 0);
    tags.vector_at = calloc(tags.n, sizeof *tags.vector_at);
    tags.vectors = &vector;
    tags.n_vectors = 1;
    tags.point = point;
    for (uint32_t i = 0; i < m.events->n_acts; i++) {
        float sum = 0;
        mw_doers_of(&j, &m.events->acts[i], MW_DONE_TO, &d);
        assert_true(d.n > 1);
        for (uint32_t k = 0; k < d.n; k++) {
            sum += d.of[k];
            assert_true(d.of[k] > 0 && mw_doers_share(&d, d.who[k]) >= d.of[k]);
            assert_true(d.known[k] <= m.f.text->n && mw_doers_known(&d, d.who[k]) == d.known[k]);
        }
        assert_true(sum > 0.5F && sum < 1);
    }
    uint32_t said = act_of(&m, "ask")->said;
    float sum = 0;
    mw_doers_heard(&j, said, &d); /* the same of the words that are said */
    for (uint32_t k = 0; k < d.n; k++) sum += d.of[k];
    assert_true(d.n > 1 && sum > 0.5F && sum < 1);
    mw_doers_heard(&j, MW_NONE, &d);
    assert_int_equal(d.n, 0);
    free(tags.vector_at);
    mw_rooms_fixture_clear(&m);
}

/* Every token of a paragraph lies in a clause; hulls lie in their sentence. */
static void test_clauses(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    const mw_clauses *c = &m.events->clauses;
    for (uint32_t t = 0; t < m.f.tokens->n; t++) assert_true(c->of[t] < c->n);
    for (uint32_t i = 0; i < c->n; i++) {
        const mw_sentence *s = &m.f.tags->sentences[c->at[i].sentence];
        assert_true(s->first <= c->at[i].first && c->at[i].first <= c->at[i].last && c->at[i].last < s->end);
        assert_true(c->at[i].over == MW_NONE || c->at[i].over < c->n);
        assert_true(i == 0 || c->at[i - 1].head < c->at[i].head);
    }
    mw_rooms_fixture_clear(&m);
}

static void test_golden_dump(void **state) {
    (void)state;
    made m;
    mw_buf out;
    test_ok(build(NULL, &m), &err);
    mw_buf_init(&out, &m.f.env.mem);
    mw_event_dump(m.f.text, m.cast, m.events, &out);
    assert_false(out.failed);
    test_golden("event/deeds.dump", out.at, out.n);
    mw_buf_clear(&out);
    mw_rooms_fixture_clear(&m);
}

static void test_lexicon(void **state) {
    (void)state;
    assert_int_equal(mw_verb_word_lookup("kill")->deed, MW_DEED_HARM);
    assert_true(mw_verb_word_lookup("kill")->flags & MW_VERB_GRAVE);
    assert_int_equal(mw_verb_word_lookup("fear")->mind, MW_MIND_FEEL);
    assert_null(mw_verb_word_lookup("xyzzy"));
    assert_null(mw_verb_word_lookup(""));
    assert_int_equal(mw_adjective_mind("glad"), MW_MIND_FEEL);
    assert_int_equal(mw_noun_mind("idea"), MW_MIND_THINK);
    assert_true(mw_body_noun("hand") && !mw_body_noun("table") && mw_time_noun("night"));
    assert_int_equal(mw_sense_deed("B-verb.contact"), MW_DEED_TOUCH);
    assert_int_equal(mw_sense_mind("O"), MW_MIND_NONE);
}

static marrow_status once(const marrow_allocator *mem, void *ctx, marrow_error *e) {
    (void)ctx;
    made m;
    marrow_status status = build(mem, &m);
    *e = err;
    if (status == MARROW_OK) mw_rooms_fixture_clear(&m);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    test_sweep_failures(once, NULL, 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_and_to),  cmocka_unit_test(test_targets), cmocka_unit_test(test_doers),    cmocka_unit_test(test_clauses),
        cmocka_unit_test(test_golden_dump), cmocka_unit_test(test_lexicon), cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
