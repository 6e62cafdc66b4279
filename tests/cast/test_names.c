/* The tables of cast: that they can be searched, and what they must know; and a cast does not depend on the documents beside it. */
#include "cast/lexicon.h"
#include "cast/nicknames.h"
#include "support/support.h"
#include "support/tags_fixture.h"

static void nicknames(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"lizzy", "elizabeth"}, {"eliza", "elizabeth"}, {"betty", "elizabeth"}, {"bill", "william"},
                                           {"will", "william"},    {"peggy", "margaret"},  {"ned", "edward"},      {"kitty", "catherine"},
                                           {"dick", "richard"},    {"harry", "henry"},     {"jack", "john"},       {"tom", "thomas"},
                                           {"sally", "sarah"},     {"nell", "eleanor"},    {"bob", "robert"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(mw_nickname(pairs[i][0], pairs[i][1]), MW_NICK_SHORT);
        assert_int_equal(mw_nickname(pairs[i][1], pairs[i][0]), MW_NICK_SHORT);
        assert_true(mw_given_known(pairs[i][0]) && mw_given_known(pairs[i][1]));
    }
    assert_int_equal(mw_nickname("lizzy", "beth"), MW_NICK_COUSIN);
    assert_int_equal(mw_nickname("anna", "anna"), MW_NICK_SAME);
    assert_int_equal(mw_nickname("mary", "maria"), MW_NICK_NO); /* two names, though one comes of the other */
    assert_int_equal(mw_nickname("george", "edward"), MW_NICK_NO);
    assert_int_equal(mw_nickname("", "x"), MW_NICK_NO);
    assert_int_equal(mw_given_gender("zoe"), MW_FEMALE);
    assert_int_equal(mw_given_gender("abraham"), MW_MALE);
    assert_int_equal(mw_given_gender("robin"), MW_UNKNOWN);
    assert_int_equal(mw_given_gender("table"), MW_UNKNOWN);
}

static void words(void **state) {
    (void)state;
    assert_int_equal(mw_title_lookup("mrs")->gender, MW_FEMALE);
    assert_true(mw_title_lookup("mrs")->flags & MW_TITLE_MARRIED);
    assert_string_equal(mw_title_lookup("capt")->form, "captain");
    assert_null(mw_title_lookup("table"));
    assert_int_equal(mw_person_noun_lookup("landlady")->gender, MW_FEMALE);
    assert_true(mw_person_noun_lookup("mother")->flags & MW_NOUN_UNIQUE);
    assert_int_equal(mw_person_noun_lookup("boy")->age, MW_CHILD);
    assert_null(mw_person_noun_lookup("gate"));
    assert_int_equal(mw_pronoun_lookup("hers")->gender, MW_FEMALE);
    assert_true(mw_pronoun_lookup("they")->plural);
    assert_null(mw_pronoun_lookup("who"));
    assert_true(mw_speech_verb("whisper") && !mw_speech_verb("table") && mw_name_particle("von") && mw_name_suffix("jr") &&
                mw_name_no_person("heaven"));
    /* the ends of each table, which a wrong order would lose first */
    assert_non_null(mw_title_lookup("abbess"));
    assert_non_null(mw_title_lookup("widow"));
    assert_non_null(mw_pronoun_lookup("yourselves"));
    assert_non_null(mw_person_noun_lookup("youth"));
    assert_true(mw_given_known("aaron") && mw_given_known("zuleika"));
}

/* ---- a document's cast does not depend on its neighbours ---- */

static mw_cast *cast_of(mw_fixture *f, const char *source, size_t n) {
    marrow_error err;
    mw_cast *c;
    test_ok(mw_fixture_parse(NULL, source, n, f, &err), &err);
    test_ok(mw_cast_build(&f->env, f->text, f->tokens, f->tags, NULL, &c, &err), &err);
    return c;
}

static void neighbours(void **state) {
    (void)state;
    static const char *const names[] = {"cast/household.txt", "cast/narrator.txt"};
    mw_fixture alone[2], both;
    mw_cast *single[2];
    mw_buf joined;
    mw_buf_init(&joined, &mw_default_allocator);
    for (int i = 0; i < 2; i++) {
        size_t n;
        char *source = test_read(test_path(names[i]), &n);
        single[i] = cast_of(&alone[i], source, n);
        mw_buf_printf(&joined, "#doc d%d\n", i);
        mw_buf_put(&joined, source, n);
        mw_buf_puts(&joined, "\n");
        free(source);
    }
    mw_cast *c = cast_of(&both, joined.at, joined.n);
    assert_int_equal(c->n_characters, single[0]->n_characters + single[1]->n_characters);
    assert_int_equal(c->n_mentions, single[0]->n_mentions + single[1]->n_mentions);
    for (uint32_t i = 0; i < c->n_characters; i++) {
        const mw_character *p = &c->characters[i], *q = i < single[0]->n_characters ? &single[0]->characters[i]
                                                                                    : &single[1]->characters[i - single[0]->n_characters];
        assert_string_equal(p->name, q->name);
        assert_string_equal(p->id + 3, q->id);
        assert_int_equal(p->n_mentions, q->n_mentions);
        assert_int_equal(p->gender, q->gender);
    }
    mw_cast_free(c);
    mw_fixture_clear(&both);
    for (int i = 0; i < 2; i++) {
        mw_cast_free(single[i]);
        mw_fixture_clear(&alone[i]);
    }
    mw_buf_clear(&joined);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nicknames), cmocka_unit_test(words), cmocka_unit_test(neighbours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
