/* review on tagged reviews written for this project (examples/the-lamp-room-*review.txt): golden dumps, what must hold of any product, hostile
 * input, memory. The fixtures have no signs, so this is the way of a model without heads for reviews. */
#include "reveal/review.h"
#include "support/support.h"
#include "support/tags_fixture.h"

typedef struct made {
    mw_fixture f;
    mw_cast *cast;
    mw_speech_room *speech;
    mw_arena *arena;
    mw_review_rows *rows;
    mw_read read;
} made;

static void clear(made *m) {
    mw_arena_free(m->arena);
    mw_speech_free(m->speech);
    mw_cast_free(m->cast);
    mw_fixture_clear(&m->f);
}

static marrow_status make(const marrow_allocator *mem, made *m, mw_kind kind, marrow_error *err) {
    m->f.text->kind = kind;
    marrow_status status = mw_cast_build(&m->f.env, m->f.text, m->f.tokens, m->f.tags, NULL, &m->cast, err);
    if (status == MARROW_OK) status = mw_speech_build(&m->f.env, m->f.text, m->f.tokens, m->f.tags, m->cast, NULL, &m->speech, err);
    m->read = (mw_read){.text = m->f.text, .tokens = m->f.tokens, .tags = m->f.tags, .cast = m->cast, .speech = m->speech};
    m->arena = status == MARROW_OK ? mw_arena_new(mem) : NULL;
    if (status == MARROW_OK && !m->arena) status = mw_fail_memory(err);
    if (status == MARROW_OK) status = mw_review_build(&m->f.env, m->arena, &m->read, &m->rows, err);
    if (status != MARROW_OK) clear(m);
    return status;
}

static marrow_status make_file(const marrow_allocator *mem, const char *path, made *m, mw_kind kind, marrow_error *err) {
    *m = (made){0};
    MW_TRY(mw_fixture_read(mem, path, &m->f, err));
    return make(mem ? mem : &mw_default_allocator, m, kind, err);
}

static void check_span(const made *m, mw_span s) { assert_true(s.start < s.end && s.end <= m->f.text->n); }

static void check_product(const made *m) {
    const mw_critic *c = m->cast->critic;
    const mw_review_rows *r = m->rows;
    assert_non_null(c);
    assert_non_null(r);
    for (uint32_t i = 0; i < c->n_credits; i++) {
        assert_true(c->credits[i].role < MW_N_CREDIT && *c->credits[i].person);
        assert_true(c->credits[i].confidence > 0 && c->credits[i].confidence <= 1);
        check_span(m, c->credits[i].span);
    }
    for (uint32_t i = 0; i < c->n_played; i++) {
        assert_true(c->played[i].performer && *c->played[i].performer);
        check_span(m, c->played[i].span);
    }
    for (uint32_t i = 0; i < c->n_others; i++) check_span(m, c->others[i].span);
    for (uint32_t i = 0; i < m->f.tags->n_sentences; i++) assert_true(c->told[i] < MW_N_TOLD);
    for (uint32_t i = 0; i < r->n_opinions; i++) {
        const mw_opinion *o = &r->opinions[i];
        check_span(m, o->span);
        assert_true(o->aspect < MW_N_ASPECT && o->polarity < MW_N_POLARITY && o->confidence > 0 && o->confidence <= 1);
        if (i) assert_true(r->opinions[i - 1].span.start <= o->span.start);
    }
    for (uint32_t i = 0; i < r->n_withheld; i++) check_span(m, r->withheld[i].span);
    /* whoever made it or plays in it is nobody of the story */
    for (uint32_t i = 0; i < m->cast->n_characters; i++)
        for (uint32_t k = 0; k < c->n_played; k++) assert_string_not_equal(m->cast->characters[i].name, c->played[k].performer);
}

static void one(const char *path, const char *stem) {
    made m;
    marrow_error err;
    mw_buf b;
    test_ok(make_file(NULL, path, &m, MW_REVIEW, &err), &err);
    check_product(&m);
    mw_buf_init(&b, &m.f.env.mem);
    mw_critic_dump(m.f.text, m.f.tags, m.f.tokens, m.cast->critic, &b);
    mw_review_dump(&m.read, m.rows, &b);
    assert_false(b.failed);
    const char *name = strstr(stem, "tests/reveal/"); /* the checkout's own folder may be called so too */
    char golden[256];
    snprintf(golden, sizeof golden, "%s.review-dump", name ? name + 6 : stem);
    test_golden(golden, b.at, b.n);
    mw_buf_clear(&b);
    clear(&m);
}

static void fixtures(void **state) {
    (void)state;
    test_each("reveal", ".review", one);
}

static void no_review(void **state) {
    (void)state;
    made m;
    marrow_error err;
    test_ok(make_file(NULL, test_path("reveal/film.review"), &m, MW_NOVEL, &err), &err);
    assert_null(m.cast->critic);
    assert_null(m.rows);
    clear(&m);
}

/* Nothing but marks, names without verbs, brackets that never close: whatever comes out must hold. */
static void hostile(void **state) {
    (void)state;
    static const char *const inputs[] = {
        "( PUNCT 2 punct\n. PUNCT 0 root\n",
        "Ada PROPN 0 root (PER.PROP)\n",
        "Ada PROPN 0 root (PER.PROP)\n( PUNCT 1 punct\nBo PROPN 1 appos (PER.PROP\nLee PROPN 3 flat )\n",
        "as ADP 0 root\nas ADP 1 dep\nas ADP 1 dep\n",
        "by ADP 2 case\nBo PROPN 0 root\n's PART 2 case\n",
        "5 NUM 0 root\n/ PUNCT 1 punct\n0 NUM 1 dep\n\nstars NOUN 0 root\nout ADP 1 dep\nof ADP 1 dep\n",
        "\xE2\x98\x85 SYM 0 root\n\xE2\x98\x86 SYM 1 dep\n",
        "X PROPN 0 root\n: PUNCT 1 punct\nY PROPN 1 dep\n: PUNCT 1 punct\nZ PROPN 1 dep\n, PUNCT 1 punct\n",
    };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        made m = {0};
        marrow_error err;
        test_ok(mw_fixture_parse(NULL, inputs[i], strlen(inputs[i]), &m.f, &err), &err);
        test_ok(make(&mw_default_allocator, &m, MW_REVIEW, &err), &err);
        check_product(&m);
        clear(&m);
    }
}

static marrow_status job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    made m;
    MW_TRY(make_file(mem, ctx, &m, MW_REVIEW, err));
    clear(&m);
    return MARROW_OK;
}

static void failures(void **state) {
    (void)state;
    test_sweep_failures(job, (void *)(uintptr_t)test_path("reveal/film.review"), 120);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fixtures), cmocka_unit_test(no_review), cmocka_unit_test(hostile),
                                       cmocka_unit_test(failures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
