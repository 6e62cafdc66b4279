/* minds on hand-made tags: a golden dump, what must hold of any product, and every allocation failed in turn. */
#include "reveal/minds.h"
#include "support/rooms_fixture.h"
#include "support/support.h"

typedef struct made {
    mw_rooms_fixture rooms;
    mw_minds *minds;
} made;

static marrow_error err;

static void clear(made *m) { mw_rooms_fixture_clear(&m->rooms); }

static marrow_status build(const marrow_allocator *mem, made *m) {
    MW_TRY(mw_rooms_fixture_read(mem, test_path("event/deeds.txt"), true, &m->rooms, &err));
    marrow_status status = mw_minds_build(&m->rooms.f.env, m->rooms.arena, &m->rooms.read, &m->minds, &err);
    if (status != MARROW_OK) clear(m);
    return status;
}

static void check_span(const made *m, mw_span s, uint32_t known) {
    assert_true(s.start < s.end && s.end <= known && known <= m->rooms.f.text->n);
}

/* Nobody enters, acts or suffers who is not of the cast; nothing is known before its evidence ends; a reason found has its words. */
static void test_properties(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    const mw_minds *p = m.minds;
    for (uint32_t i = 0; i < p->n_inside; i++) {
        check_span(&m, p->inside[i].span, p->inside[i].known);
        assert_true(p->inside[i].who < m.rooms.cast->n_characters && p->inside[i].confidence > 0 && p->inside[i].confidence <= 1);
    }
    assert_int_equal(p->n_whys, m.rooms.events->n_acts);
    for (uint32_t i = 0; i < p->n_whys; i++) {
        const mw_why *y = &p->whys[i];
        assert_true(y->known >= m.rooms.events->acts[i].known && y->confidence >= 0 && y->confidence <= 1);
        assert_true((y->status == MW_WHY_TOLD || y->status == MW_WHY_HINTED) == (y->kind != MW_WHY_NONE));
        assert_true(y->kind == MW_WHY_NONE || y->evidence.n > 0);
        for (uint32_t k = 0; k < y->evidence.n; k++) check_span(&m, y->evidence.at[k], y->known);
    }
    for (uint32_t i = 0; i < p->n_ripples; i++) {
        const mw_ripple *x = &p->ripples[i];
        check_span(&m, x->evidence, x->known);
        assert_true(x->from < m.rooms.events->n_acts && x->on < m.rooms.cast->n_characters && x->on != m.rooms.events->acts[x->from].who);
        assert_true(x->to == MW_NONE || (x->to < m.rooms.events->n_acts && x->kind == MW_RIPPLE_ACT));
        assert_true(x->known >= m.rooms.events->acts[x->from].known);
    }
    clear(&m);
}

static bool share_a_place(const mw_why *a, const mw_why *b) {
    for (uint32_t i = 0; i < a->evidence.n; i++)
        for (uint32_t k = 0; k < b->evidence.n; k++)
            if (a->evidence.at[i].start == b->evidence.at[k].start && a->evidence.at[i].end == b->evidence.at[k].end) return true;
    return false;
}

/* What is told twice has one motive: two acts of one agent that share words rest on a place in common, or nothing was found for either. */
static void test_lent_reasons(void **state) {
    (void)state;
    made m;
    test_ok(build(NULL, &m), &err);
    const mw_act *acts = m.rooms.events->acts;
    uint32_t pairs = 0;
    for (uint32_t i = 0; i + 1 < m.minds->n_whys; i++) {
        const mw_why *y = &m.minds->whys[i], *z = y + 1;
        assert_true(y->evidence.n <= 4);
        if (acts[i].who == MW_NONE || acts[i].who != acts[i + 1].who) continue;
        if (acts[i].span.start >= acts[i + 1].span.end || acts[i + 1].span.start >= acts[i].span.end) continue;
        assert_int_equal(y->status == MW_WHY_WITHHELD, z->status == MW_WHY_WITHHELD);
        if (y->status == MW_WHY_WITHHELD) continue;
        assert_true(share_a_place(y, z));
        pairs++;
    }
    assert_true(pairs > 0);
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
    mw_buf_init(&out, &m.rooms.f.env.mem);
    mw_minds_dump(&m.rooms.read, m.minds, &out);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_properties), cmocka_unit_test(test_lent_reasons),
                                       cmocka_unit_test(test_questions), cmocka_unit_test(test_golden_dump),
                                       cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
