/* minds on hand-made tags: a golden dump, what must hold of any product, and every allocation failed in turn. */
#include "reveal/minds.h"
#include "support/support.h"
#include "support/tags_fixture.h"

typedef struct made {
    mw_fixture f;
    mw_cast *cast;
    mw_speech_room *speech;
    mw_events *events;
    mw_arena *arena;
    mw_minds *minds;
    mw_read read;
} made;

static marrow_error err;

static void clear(made *m) {
    mw_arena_free(m->arena);
    mw_event_free(m->events);
    mw_speech_free(m->speech);
    mw_cast_free(m->cast);
    mw_fixture_clear(&m->f);
}

static marrow_status build(const marrow_allocator *mem, made *m) {
    *m = (made){0};
    MW_TRY(mw_fixture_read(mem, test_path("event/deeds.txt"), &m->f, &err));
    mw_fixture *f = &m->f;
    marrow_status status = mw_cast_build(&f->env, f->text, f->tokens, f->tags, NULL, &m->cast, &err);
    if (status == MARROW_OK) status = mw_speech_build(&f->env, f->text, f->tokens, f->tags, m->cast, NULL, &m->speech, &err);
    if (status == MARROW_OK) status = mw_event_build(&f->env, f->text, f->tokens, f->tags, m->cast, m->speech, &m->events, &err);
    if (status == MARROW_OK && !(m->arena = mw_arena_new(&f->env.mem))) status = mw_fail_memory(&err);
    m->read = (mw_read){.text = f->text, .tokens = f->tokens, .tags = f->tags, .cast = m->cast, .speech = m->speech, .events = m->events};
    if (status == MARROW_OK) status = mw_minds_build(&f->env, m->arena, &m->read, &m->minds, &err);
    if (status != MARROW_OK) clear(m);
    return status;
}

static void check_span(const made *m, mw_span s, uint32_t known) {
    assert_true(s.start < s.end && s.end <= known && known <= m->f.text->n);
}

/* Nobody enters, acts or suffers who is not of the cast; nothing is known before its evidence ends; a reason found has its words. */
static void test_properties(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    const mw_minds *p = m.minds;
    for (uint32_t i = 0; i < p->n_inside; i++) {
        check_span(&m, p->inside[i].span, p->inside[i].known);
        assert_true(p->inside[i].who < m.cast->n_characters && p->inside[i].confidence > 0 && p->inside[i].confidence <= 1);
    }
    assert_int_equal(p->n_whys, m.events->n_acts);
    for (uint32_t i = 0; i < p->n_whys; i++) {
        const mw_why *y = &p->whys[i];
        assert_true(y->known >= m.events->acts[i].known && y->confidence >= 0 && y->confidence <= 1);
        assert_true((y->status == MW_WHY_TOLD || y->status == MW_WHY_HINTED) == (y->kind != MW_WHY_NONE));
        assert_true(y->kind == MW_WHY_NONE || y->evidence.n > 0);
        for (uint32_t k = 0; k < y->evidence.n; k++) check_span(&m, y->evidence.at[k], y->known);
    }
    for (uint32_t i = 0; i < p->n_ripples; i++) {
        const mw_ripple *x = &p->ripples[i];
        check_span(&m, x->evidence, x->known);
        assert_true(x->from < m.events->n_acts && x->on < m.cast->n_characters && x->on != m.events->acts[x->from].who);
        assert_true(x->to == MW_NONE || (x->to < m.events->n_acts && x->kind == MW_RIPPLE_ACT));
        assert_true(x->known >= m.events->acts[x->from].known);
    }
    clear(&m);
}

static void test_questions(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    assert_int_equal(m.minds->n_asked, 1);
    assert_true(m.minds->asked[0].confidence > 0.7F);
    clear(&m);
}

static void test_golden_dump(void **state) {
    (void)state;
    made m;
    mw_buf out;
    test_ok(build(NULL, &m), &err);
    mw_buf_init(&out, &m.f.env.mem);
    mw_minds_dump(&m.read, m.minds, &out);
    assert_false(out.failed);
    test_golden("reveal/minds.dump", out.at, out.n);
    mw_buf_clear(&out);
    clear(&m);
}

static marrow_status once(const marrow_allocator *mem, void *ctx, marrow_error *e) {
    (void)ctx;
    made m;
    marrow_status status = build(mem, &m);
    *e = err;
    if (status == MARROW_OK) clear(&m);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    test_sweep_failures(once, NULL, 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_properties), cmocka_unit_test(test_questions),
                                       cmocka_unit_test(test_golden_dump), cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
