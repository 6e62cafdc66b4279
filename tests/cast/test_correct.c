/* Corrections on the fixtures of this folder: what holds of any cast holds of a corrected one; a gender changes what pronouns mean; places are
 * found again by their letters. */
#include "cast/cast.h"
#include "support/support.h"
#include "support/tags_fixture.h"

static void product_check(const mw_cast *c) {
    for (uint32_t i = 0; i < c->n_mentions; i++) assert_true(c->mentions[i].entity < c->n_things);
    for (uint32_t i = 0; i < c->n_things; i++) assert_true(c->things[i].character == MW_NONE || c->things[i].character < c->n_characters);
    for (uint32_t i = 0; i < c->n_characters; i++) {
        const mw_character *p = &c->characters[i];
        uint32_t n = 0;
        assert_int_equal(c->things[p->entity].character, i);
        assert_string_equal(c->things[p->entity].id, p->id);
        for (uint32_t k = 0; k < c->n_mentions; k++) n += c->mentions[k].entity == p->entity;
        assert_int_equal(n, p->n_mentions);
        assert_true(*p->name);
        for (uint32_t k = 0; k < i; k++) assert_string_not_equal(c->characters[k].id, p->id);
    }
}

static void add_any(const mw_fixture *f, const mw_cast *cast, mw_corrections *all, uint64_t *seed) {
    const mw_character *a = &cast->characters[test_random(seed) % cast->n_characters],
                       *b = &cast->characters[test_random(seed) % cast->n_characters];
    const mw_mention *m = &cast->mentions[test_random(seed) % cast->n_mentions];
    char words[200] = "";
    mw_str s = mw_str_span(f->text->at, m->span);
    if (s.n < sizeof words) memcpy(words, s.at, s.n), words[s.n] = 0;
    mw_correction fix = {.batch = all->n / 2,
                         .what = (mw_fix)(test_random(seed) % (MW_FIX_NOT_A_PERSON + 1)),
                         .target = a->id,
                         .words = a->name,
                         .start = MW_NO_PLACE,
                         .end = MW_NO_PLACE,
                         .undone = test_random(seed) % 8 == 0};
    if (fix.what == MW_FIX_RENAME) fix.value = "Somebody";
    if (fix.what == MW_FIX_GENDER) fix.value = "male";
    if (fix.what == MW_FIX_MERGE) fix.value = b->id, fix.value_words = b->name;
    if (fix.what == MW_FIX_SPLIT) { /* the fixtures are ASCII enough: bytes are near enough, the words tell */
        fix.words = words, fix.value_words = a->name, fix.type = "1", fix.value = "other";
        fix.start = m->span.start, fix.end = m->span.end;
    }
    assert_true(mw_corrections_add(all, &fix));
}

static void correct_at_random(const char *path, const char *stem) {
    (void)stem;
    uint64_t seed = 59;
    for (int round = 0; round < 12; round++) {
        mw_fixture f;
        mw_cast *cast;
        marrow_error err;
        test_ok(mw_fixture_read(NULL, path, &f, &err), &err);
        test_ok(mw_cast_build(&f.env, f.text, f.tokens, f.tags, NULL, &cast, &err), &err);
        mw_corrections *all = mw_corrections_new(&f.env.mem);
        for (int i = 0; i < 8 && cast->n_characters; i++) add_any(&f, cast, all, &seed);
        test_ok(mw_cast_correct(&f.env, f.text, all, cast, &err), &err);
        product_check(cast);
        for (uint32_t i = 0; i < all->n; i++) assert_false(all->at[i].undone && all->at[i].found);
        mw_cast_free(cast);
        mw_corrections_free(all);
        mw_fixture_clear(&f);
    }
}

static void test_any(void **state) {
    (void)state;
    test_each("cast", "txt", correct_at_random);
}

/* Whom a word of the fixture means. */
static const char *meant(const mw_fixture *f, const mw_cast *cast, const char *word) {
    for (uint32_t i = 0; i < cast->n_mentions; i++) {
        uint32_t who = mw_mention_character(cast, i);
        if (mw_str_is(mw_str_span(f->text->at, cast->mentions[i].span), word)) return who == MW_NONE ? "" : cast->characters[who].name;
    }
    return NULL;
}

static void test_gender(void **state) {
    (void)state;
    mw_fixture f;
    mw_cast *cast;
    mw_people *told;
    marrow_error err;
    test_ok(mw_fixture_read(NULL, test_path("cast/neutral.txt"), &f, &err), &err);
    test_ok(mw_cast_build(&f.env, f.text, f.tokens, f.tags, NULL, &cast, &err), &err);
    const char *before = meant(&f, cast, "She"), *other = strcmp(before, "Alex") ? "Alex" : "Robin";
    assert_true(*before);
    mw_corrections *all = mw_corrections_new(&f.env.mem);
    test_ok(mw_people_tell(&f.env, NULL, all, cast, &told, &err), &err);
    assert_null(told);
    mw_correction fix = {
        .what = MW_FIX_GENDER, .target = "nobody-of-this-id", .words = before, .value = "male", .start = MW_NO_PLACE, .end = MW_NO_PLACE};
    assert_true(mw_corrections_add(all, &fix));
    test_ok(mw_people_tell(&f.env, NULL, all, cast, &told, &err), &err);
    assert_non_null(told);
    mw_cast *again;
    test_ok(mw_cast_build(&f.env, f.text, f.tokens, f.tags, told, &again, &err), &err);
    assert_string_equal(meant(&f, again, "She"), other);
    mw_people_free(told);
    mw_cast_free(again);
    mw_cast_free(cast);
    mw_corrections_free(all);
    mw_fixture_clear(&f);
}

static void place_check(const char *text, uint32_t start, uint32_t end, const char *words, const char *want) {
    mw_offsets *o = mw_offsets_new(&mw_default_allocator, text, strlen(text));
    mw_span s;
    bool found = mw_place_find(text, (uint32_t)strlen(text), o, start, end, words, &s);
    mw_offsets_free(o);
    assert_int_equal(found, want != NULL);
    if (found) assert_true(mw_str_is(mw_str_span(text, s), want));
}

static void test_places(void **state) {
    (void)state;
    place_check("Go, she said. Go now.", 0, 2, "Go", "Go");
    place_check("Oh. Go, she said. Go now.", 14, 16, "Go", "Go"); /* the nearer one */
    place_check("x “Come  in,” he said", 40, 50, "\"Come in,\"", "“Come  in,”");
    place_check("x Come in, he said", 3, 7, "“Come in”", "Come in,"); /* whichever mark is there */
    place_check("nothing of it", 0, 3, "Come in", NULL);
    place_check("", 0, 3, "Come in", NULL);
    place_check("a — b", 2, 3, "—", "—"); /* marks alone: only at their very place */
    place_check("a b — c", 2, 3, "—", NULL);
    place_check("É. É", 99, 120, "é", "É");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_any), cmocka_unit_test(test_gender), cmocka_unit_test(test_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
