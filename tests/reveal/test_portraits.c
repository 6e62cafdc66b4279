/* portraits on hand-made tags: a golden dump, what must hold of any product, the lists in order, and every allocation failed in turn. */
#include "reveal/portraits.h"
#include "reveal/traits.h"

#include "reveal/adjectives.h"
#include "reveal/content.h"
#include "reveal/ties_who.h"
#include "support/rooms_fixture.h"
#include "support/support.h"

typedef struct made {
    mw_rooms_fixture rooms;
    mw_portraits *portraits;
} made;

static void clear(made *m) { mw_rooms_fixture_clear(&m->rooms); }

static marrow_status build(const marrow_allocator *mem, const char *path, made *m, marrow_error *err) {
    MW_TRY(mw_rooms_fixture_read(mem, path, false, &m->rooms, err));
    marrow_status status = mw_portraits_build(&m->rooms.f.env, &m->rooms.read, m->rooms.arena, &m->portraits, err);
    if (status != MARROW_OK) clear(m);
    return status;
}

static void check_span(const made *m, mw_span s, uint32_t known) {
    assert_true(s.start < s.end && s.end <= m->rooms.f.text->n);
    assert_true(known >= s.end && known <= m->rooms.f.text->n);
}

static void check_product(const made *m) {
    const mw_portraits *p = m->portraits;
    for (uint32_t i = 0; i < p->n_traits; i++) {
        check_span(m, p->traits[i].span, p->traits[i].known);
        assert_true(p->traits[i].who < m->rooms.cast->n_characters);
        assert_true(p->traits[i].heard || p->traits[i].by == MW_NONE);
        assert_true(p->traits[i].confidence > 0 && p->traits[i].confidence <= 1 && *p->traits[i].trait);
        assert_true(i == 0 || p->traits[i - 1].span.start <= p->traits[i].span.start);
    }
    for (uint32_t i = 0; i < p->n_pulls; i++) {
        assert_true(p->pulls[i].a < p->pulls[i].b && p->pulls[i].b < p->n_traits);
        assert_int_equal(p->traits[p->pulls[i].a].who, p->traits[p->pulls[i].b].who);
    }
    for (uint32_t i = 0; i < p->n_relations; i++) {
        const mw_relation *r = &p->relations[i];
        assert_true(r->a < m->rooms.cast->n_characters && r->b < m->rooms.cast->n_characters && r->a != r->b);
        assert_true(r->evidence.n > 0 && r->confidence > 0 && r->confidence <= 1);
        for (uint32_t k = 0; k < r->evidence.n; k++) check_span(m, r->evidence.at[k], r->known);
        for (uint32_t k = 0; k < i; k++) { /* one row a fact */
            const mw_relation *o = &p->relations[k];
            assert_false(o->type == r->type && ((o->a == r->a && o->b == r->b) || (o->a == r->b && o->b == r->a && r->type != MW_PARENT)));
        }
    }
    for (uint32_t i = 0; i < p->n_content; i++) check_span(m, p->content[i].span, p->content[i].known);
}

static void golden(const char *path, const char *dump) {
    made m;
    marrow_error err;
    test_ok(build(NULL, test_path(path), &m, &err), &err);
    check_product(&m);
    mw_buf b;
    mw_buf_init(&b, &m.rooms.f.env.mem);
    mw_portraits_dump(&m.rooms.read, m.portraits, &b);
    assert_false(b.failed);
    test_golden(dump, b.at, b.n);
    mw_buf_clear(&b);
    clear(&m);
}

static void fixture(void **state) {
    (void)state;
    golden("reveal/portraits.txt", "reveal/portraits.dump");
}

/* What passes is worth less than what stays; long words are cut; "Jonas's was" says nothing of Jonas: each find with its words and its share. */
static void lasting(void **state) {
    (void)state;
    made m;
    marrow_error err;
    test_ok(build(NULL, test_path("reveal/lasting.txt"), &m, &err), &err);
    check_product(&m);
    mw_sight s;
    mw_trait_finds finds = {0};
    test_ok(mw_sight_build(&m.rooms.f.env, &m.rooms.read, m.rooms.arena, &s, &err), &err);
    assert_true(mw_traits_gather(&s, &finds));
    mw_buf b;
    mw_buf_init(&b, &m.rooms.f.env.mem);
    for (size_t i = 0; i < finds.n; i++) {
        mw_trait_find sign = finds.at[i];
        sign.way = MW_WAY_SIGN; /* the same words, had the model taken them for a trait */
        mw_buf_printf(&b, "%.2f (%.2f by sign) %s: %s\n", (double)mw_trait_lasting(&s, &finds.at[i]), (double)mw_trait_lasting(&s, &sign),
                      mw_sight_words(&s, sign.from, sign.to), mw_sight_words(&s, sign.tell_first, sign.tell_last));
    }
    mw_portraits_dump(&m.rooms.read, m.portraits, &b); /* cruel pulls against kind, nothing against handsome */
    assert_false(b.failed);
    test_golden("reveal/lasting.dump", b.at, b.n);
    mw_buf_clear(&b);
    mw_vec_clear(&m.rooms.f.env.mem, &finds);
    mw_sight_clear(&s);
    clear(&m);
}

/* Turns of speech and deeds are notes without a word of the list; what is denied is none; two sentences of one kind are one note. */
static void notes(void **state) {
    (void)state;
    golden("reveal/content.txt", "reveal/content.dump");
}

/* A byname of kin is a name; of two nouns for one kinswoman that which is said more. */
static void kin(void **state) {
    (void)state;
    golden("reveal/kin.txt", "reveal/kin.dump");
}

/* Of a man and a woman it is he who courts; a Mr. beside a Sir of the surname is nobody's father. */
static void courting(void **state) {
    (void)state;
    golden("reveal/courting.txt", "reveal/courting.dump");
}

/* Parents and children share a surname, unless she has married; who shows none is taken at the word. */
static void surnames(void **state) {
    (void)state;
    mw_alias dale[] = {{.form = "Henry Dale", .n = 3, .proper = true}, {.form = "the old gardener", .n = 2}};
    mw_alias crane[] = {{.form = "Ada Crane", .n = 3, .proper = true}}, lady[] = {{.form = "Mrs. Crane", .n = 3, .proper = true}};
    mw_alias daughter[] = {{.form = "Miss Dale", .n = 3, .proper = true}, {.form = "Miss Lucy", .n = 1, .proper = true}};
    mw_alias aunt[] = {{.form = "Aunt Polly", .n = 3, .proper = true}};
    mw_character people[] = {{.aliases = dale, .n_aliases = 2},
                             {.aliases = crane, .n_aliases = 1},
                             {.aliases = lady, .n_aliases = 1},
                             {.aliases = daughter, .n_aliases = 2},
                             {.aliases = aunt, .n_aliases = 1}};
    const mw_cast cast = {.characters = people, .n_characters = 5};
    const mw_read read = {.cast = &cast};
    const mw_sight s = {.read = &read};
    const float worth[] = {1, 0.2f, 1, 1, 1};
    for (uint32_t child = 1; child < 5; child++) {
        mw_tie t = {.a = 0, .b = child, .type = MW_PARENT};
        float w = mw_tie_by_surnames(&s, &t);
        assert_true(w >= worth[child] && w <= worth[child]);
    }
    mw_tie friends = {.a = 0, .b = 1, .type = MW_FRIEND}, couple = {.a = 0, .b = 1, .type = MW_SPOUSE};
    assert_true(mw_tie_by_surnames(&s, &friends) >= 1);
    assert_true(mw_tie_by_surnames(&s, &couple) < 1);
}

/* Whom a noun of relation means: chances of a place are shares of one, of two people each, and the place's own two are among them. */
static void people_of_nouns(void **state) {
    (void)state;
    made m;
    marrow_error err;
    mw_sight s;
    mw_ties ties = {0};
    mw_tie_places places = {0};
    mw_who_pairs pairs = {0};
    test_ok(build(NULL, test_path("reveal/portraits.txt"), &m, &err), &err);
    test_ok(mw_sight_build(&m.rooms.f.env, &m.rooms.read, m.rooms.arena, &s, &err), &err);
    assert_true(mw_ties_gather(&s, &ties, &places) && places.n > 0);
    const mw_who_known *known = mw_who_known_of(&s, &ties);
    assert_non_null(known);
    for (size_t i = 0; i < places.n; i++) {
        uint32_t end;
        double sum = 0;
        bool own = false;
        assert_true(mw_who_gather(&s, &ties, known, &places.at[i], &pairs, &end));
        assert_true(end >= m.rooms.f.tokens->span[places.at[i].key].end && end <= m.rooms.f.text->n);
        for (size_t k = 0; k < pairs.n; k++) {
            assert_int_not_equal(pairs.at[k].a, pairs.at[k].b);
            assert_true(pairs.at[k].chance >= 0 && pairs.at[k].chance <= 1);
            assert_true(pairs.at[k].known >= end && pairs.at[k].known <= m.rooms.f.text->n);
            sum += (double)pairs.at[k].chance;
            own = own || (pairs.at[k].a == places.at[i].a && pairs.at[k].b == places.at[i].b);
        }
        assert_true(sum <= 1.0001);
        assert_true(own || places.at[i].tie == MW_NONE);
    }
    mw_vec_clear(&s.env->mem, &ties);
    mw_vec_clear(&s.env->mem, &places);
    mw_vec_clear(&s.env->mem, &pairs);
    mw_sight_clear(&s);
    clear(&m);
}

/* What other places say of a pair: nothing of themselves, nothing before it is known, and the same with the two in either order. */
static void other_places(void **state) {
    (void)state;
    made m;
    marrow_error err;
    mw_sight s;
    mw_ties ties = {0};
    test_ok(build(NULL, test_path("reveal/portraits.txt"), &m, &err), &err);
    test_ok(mw_sight_build(&m.rooms.f.env, &m.rooms.read, m.rooms.arena, &s, &err), &err);
    assert_true(mw_ties_gather(&s, &ties, NULL) && ties.n > 0);
    const mw_who_known *known = mw_who_known_of(&s, &ties);
    assert_non_null(known);
    assert_int_equal(mw_who_group(known, 0, 0), MW_NONE);
    for (size_t i = 0; i < ties.n; i++) {
        const mw_tie *t = &ties.at[i];
        float low[2], high[2], less[2], other[2];
        uint32_t group = mw_who_group(known, t->a, t->b);
        assert_int_not_equal(group, MW_NONE);
        assert_int_equal(group, mw_who_group(known, t->b, t->a));
        uint32_t last = mw_who_ask(known, group, t->type, MW_NONE, UINT32_MAX, low, high);
        assert_true(last >= mw_sight_span(&s, t->first, t->last).end && last <= m.rooms.f.text->n);
        assert_true((t->a < t->b ? low : high)[0] > 0 && low[0] <= 1 && high[1] <= 1);
        assert_int_equal(mw_who_ask(known, group, t->type, MW_NONE, 0, less, other), 0);
        assert_true(less[0] + less[1] + other[0] + other[1] <= 0);
        mw_who_ask(known, group, t->type, t->key, UINT32_MAX, less, other);
        assert_true((t->a < t->b ? less : other)[0] < (t->a < t->b ? low : high)[0]);
    }
    mw_vec_clear(&s.env->mem, &ties);
    mw_sight_clear(&s);
    clear(&m);
}

/* Places of a kind in a sentence are one group; it hears of the other kinds there, whichever comes first, and of its own right before. */
static void groups_of_notes(void **state) {
    (void)state;
    made m;
    marrow_error err;
    mw_sight s;
    test_ok(build(NULL, test_path("reveal/portraits.txt"), &m, &err), &err);
    test_ok(mw_sight_build(&m.rooms.f.env, &m.rooms.read, m.rooms.arena, &s, &err), &err);
    uint32_t first = s.tags->sentences[0].first, second = s.tags->sentences[1].first;
    mw_content_find at[] = {{.kind = MW_CONTENT_VIOLENCE, .sign = 200, .key = first, .first = first, .last = first},
                            {.kind = MW_CONTENT_DEATH, .sign = 90, .key = first + 1, .first = first + 1, .last = first + 1},
                            {.kind = MW_CONTENT_DEATH, .sign = 30, .key = first + 2, .first = first + 2, .last = first + 2},
                            {.kind = MW_CONTENT_DEATH, .sign = 50, .key = second, .first = second, .last = second}};
    mw_content_finds finds = {.at = at, .n = 4};
    mw_content_groups groups = {0};
    float marks[MW_N_CONTENT_MARK];
    assert_true(mw_content_group_all(&s, &finds, &groups));
    assert_int_equal(groups.n, 3);
    assert_int_equal(groups.at[0].others, 90);
    assert_int_equal(groups.at[1].others, 200);
    assert_int_equal(groups.at[1].before, 0);
    assert_int_equal(groups.at[2].before, 90);
    assert_int_equal(groups.at[2].others, 0);
    mw_content_marks(&s, &groups.at[2], marks);
    assert_true(marks[MW_NOTES_BEFORE] > 0.5F && marks[MW_NOTES_OTHERS] <= 0);
    mw_vec_clear(&s.env->mem, &groups);
    mw_sight_clear(&s);
    clear(&m);
}

/* The tables are searched by halves: a word out of order would not be found. */
static void lists(void **state) {
    (void)state;
    static const char *const ties[] = {"aunt", "brother", "father", "wife", "victim", "landlady", "cousin", "nurse"};
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) assert_non_null(mw_tie_noun_lookup(ties[i]));
    assert_null(mw_tie_noun_lookup("teapot"));
    assert_int_equal(mw_tie_verb_lookup("strike")->type, MW_ATTACKER);
    assert_int_equal(mw_tie_verb_lookup("marry")->type, MW_SPOUSE);
    assert_null(mw_tie_verb_lookup(""));
    assert_true(mw_adjective_lookup("gentle")->valence > 0);
    assert_true(mw_adjective_lookup("cruel")->valence < 0);
    assert_int_equal(mw_adjective_lookup("kind")->group, -mw_adjective_lookup("unkind")->group);
    size_t n = 0;
    assert_non_null(mw_content_words("murder", &n));
    assert_true(n >= 2); /* violence and death */
    assert_null(mw_content_words("teapot", &n));
}

static marrow_status job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    made m;
    MW_TRY(build(mem, ctx, &m, err));
    clear(&m);
    return MARROW_OK;
}

static void failures(void **state) {
    (void)state;
    test_sweep_failures(job, (void *)(uintptr_t)test_path("reveal/portraits.txt"), 200);
    test_sweep_failures(job, (void *)(uintptr_t)test_path("reveal/content.txt"), 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixture),  cmocka_unit_test(lasting),         cmocka_unit_test(notes),           cmocka_unit_test(kin),
        cmocka_unit_test(courting), cmocka_unit_test(surnames),        cmocka_unit_test(people_of_nouns), cmocka_unit_test(other_places),
        cmocka_unit_test(lists),    cmocka_unit_test(groups_of_notes), cmocka_unit_test(failures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
