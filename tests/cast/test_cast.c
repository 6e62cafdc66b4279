/* cast on hand-made tags: golden dumps of every fixture here, and what must hold of any product. */
#include "cast/cast.h"
#include "support/support.h"
#include "support/tags_fixture.h"

static marrow_status build(const marrow_allocator *mem, const char *path, const mw_people *people, mw_fixture *f, mw_cast **cast,
                           marrow_error *err) {
    MW_TRY(mw_fixture_read(mem, path, f, err));
    marrow_status status = mw_cast_build(&f->env, f->text, f->tokens, f->tags, people, cast, err);
    if (status != MARROW_OK) mw_fixture_clear(f);
    return status;
}

static void check_product(const mw_fixture *f, const mw_cast *c) {
    for (uint32_t i = 0; i < c->n_mentions; i++) {
        const mw_mention *m = &c->mentions[i];
        assert_true(m->entity < c->n_things);
        assert_true(m->first <= m->head && m->head <= m->last && m->last < f->tokens->n);
        assert_int_equal(m->span.start, f->tokens->span[m->first].start);
        assert_int_equal(m->span.end, f->tokens->span[m->last].end);
        assert_true(m->known >= m->span.end && m->known <= f->text->n);
        if (i)
            assert_true(c->mentions[i - 1].first < m->first || (c->mentions[i - 1].first == m->first && c->mentions[i - 1].last > m->last));
    }
    for (uint32_t i = 0; i < c->n_things; i++) {
        assert_true(c->things[i].id && *c->things[i].id);
        assert_true(c->things[i].character == MW_NONE || c->things[i].character < c->n_characters);
    }
    for (uint32_t i = 0; i < c->n_characters; i++) {
        const mw_character *p = &c->characters[i];
        uint32_t n = 0;
        assert_int_equal(c->things[p->entity].character, i);
        assert_string_equal(c->things[p->entity].id, p->id);
        for (uint32_t k = 0; k < c->n_mentions; k++) n += c->mentions[k].entity == p->entity;
        assert_int_equal(n, p->n_mentions);
        assert_true(*p->name && p->confidence >= 0 && p->confidence <= 1);
        for (uint32_t k = 0; k < i; k++) assert_string_not_equal(c->characters[k].id, p->id);
    }
}

static void one(const char *path, const char *stem) {
    mw_fixture f;
    mw_cast *cast;
    marrow_error err;
    test_ok(build(NULL, path, NULL, &f, &cast, &err), &err);
    check_product(&f, cast);
    mw_buf b;
    mw_buf_init(&b, &f.env.mem);
    mw_cast_dump(f.text, cast, &b);
    assert_false(b.failed);
    const char *slash = strrchr(stem, '/'); /* not the first cast/ of the path: the checkout may lie in a folder of that name */
    char golden[256];
    snprintf(golden, sizeof golden, "cast/%s.dump", slash ? slash + 1 : stem);
    test_golden(golden, b.at, b.n);
    mw_buf_clear(&b);
    mw_cast_free(cast);
    mw_fixture_clear(&f);
}

static void fixtures(void **state) {
    (void)state;
    test_each("cast", ".txt", one);
}

/* ---- memory ---- */

static marrow_status job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_fixture f;
    mw_cast *cast;
    MW_TRY(build(mem, ctx, NULL, &f, &cast, err));
    mw_cast_free(cast);
    mw_fixture_clear(&f);
    return MARROW_OK;
}

static void failures(void **state) {
    (void)state;
    test_sweep_failures(job, (void *)(uintptr_t)test_path("cast/names.txt"), 400);
}

/* ---- people known beforehand ---- */

static mw_people *people_of(const mw_env *env, const char *csv, bool only) {
    mw_people *p;
    marrow_error err;
    test_ok(mw_people_parse(env, csv, strlen(csv), only, &p, &err), &err);
    return p;
}

static const mw_character *by_id(const mw_cast *c, const char *id) {
    for (uint32_t i = 0; i < c->n_characters; i++)
        if (!strcmp(c->characters[i].id, id)) return &c->characters[i];
    return NULL;
}

static void known(void **state) {
    (void)state;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_people *people = people_of(&env,
                                  "id,name,aliases,gender\np1,Aldous Penrose,Mr. Penrose|Mr. Aldous Penrose,male\np2,Beth "
                                  "Penrose,Lizzy|Elizabeth Penrose,female\np9,Nobody Here,,\n",
                                  true);
    assert_int_equal(people->n, 3);
    mw_fixture f;
    mw_cast *cast;
    marrow_error err;
    test_ok(build(NULL, test_path("cast/names.txt"), people, &f, &cast, &err), &err);
    check_product(&f, cast);
    assert_int_equal(cast->n_characters, 3);
    const mw_character *a = by_id(cast, "p1"), *b = by_id(cast, "p2"), *c = by_id(cast, "p9");
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    assert_string_equal(b->name, "Beth Penrose");
    assert_int_equal(b->gender, MW_FEMALE);
    assert_true(a->given && b->given && a->n_mentions >= 2 && b->n_mentions >= 2);
    assert_int_equal(c->n_mentions, 0);
    mw_cast_free(cast);
    mw_fixture_clear(&f);
    mw_people_free(people);
}

/* Mentions of the list's last row in listed_twice.txt. */
static uint32_t mentions_of_last(const char *csv) {
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_people *people = people_of(&env, csv, true);
    mw_fixture f;
    mw_cast *cast;
    marrow_error err;
    test_ok(build(NULL, test_path("cast/listed_twice.txt"), people, &f, &cast, &err), &err);
    check_product(&f, cast);
    const mw_character *last = by_id(cast, "last");
    assert_non_null(last);
    uint32_t n = last->n_mentions;
    mw_cast_free(cast);
    mw_fixture_clear(&f);
    mw_people_free(people);
    return n;
}

/* A row that is a bare surname, and nothing more, is the person whom another row names in full; any more that it says makes it somebody else. */
static void listed_twice(void **state) {
    (void)state;
    assert_int_equal(mentions_of_last("id,name,aliases,gender\nf,The Ferryman,Jonas Ridd,male\nlast,Ridd,,\n"), 0);
    assert_int_equal(mentions_of_last("id,name,aliases,gender\nf,The Ferryman,Jonas Ridd,male\nlast,Ridd,,female\n"), 2);
    assert_int_equal(mentions_of_last("id,name,aliases,gender\nf,The Ferryman,Jonas Ridd,male\nlast,Ridd,the cook,\n"), 2);
    assert_int_equal(mentions_of_last("id,name,aliases\nf,Jonas Ridd,\ng,Ellen Ridd,\nlast,Ridd,\n"), 2);
    assert_int_equal(mentions_of_last("id,name,aliases\nf,Jonas Bede,\nlast,Ridd,\n"), 2);
    assert_int_equal(mentions_of_last("id,name,aliases\nlast,Jonas Ridd,\ng,Ridd,\n"), 3);
}

static marrow_status listed_job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    mw_fixture f;
    mw_cast *cast;
    MW_TRY(build(mem, test_path("cast/listed_twice.txt"), ctx, &f, &cast, err));
    mw_cast_free(cast);
    mw_fixture_clear(&f);
    return MARROW_OK;
}

static void listed_failures(void **state) {
    (void)state;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_people *people = people_of(&env, "name,aliases\nThe Ferryman,Jonas Ridd\nRidd,\nEllen Loam,\n", false);
    test_sweep_failures(listed_job, people, 400);
    mw_people_free(people);
}

static void bad_people(void **state) {
    (void)state;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_people *p;
    marrow_error err;
    test_fails(mw_people_parse(&env, "", 0, false, &p, &err), MARROW_INPUT, &err, "");
    test_fails(mw_people_parse(&env, "id,nom\n1,x\n", 11, false, &p, &err), MARROW_INPUT, &err, "name");
    const char *gender = "name,gender\nAnn,purple\n", *twice = "id,name\na,Ann\na,Bob\n";
    test_fails(mw_people_parse(&env, gender, strlen(gender), false, &p, &err), MARROW_INPUT, &err, "purple");
    test_fails(mw_people_parse(&env, twice, strlen(twice), false, &p, &err), MARROW_INPUT, &err, "twice");
    p = people_of(&env, "Name\n Ann \n\n", false);
    assert_int_equal(p->n, 1);
    assert_string_equal(p->at[0].name, "Ann");
    mw_people_free(p);
}

/* ---- hostile tags: any columns of the right lengths give a product ---- */

static void noise(void **state) {
    (void)state;
    static const char *const words[] = {"Mr.", "Mrs.", "Miss", "the", "of", "-",    "'s", "and",  "he",   "her", "I", "you", "Anna",
                                        "de",  "\"",   "“",    "”",   ",",  "King", "it", "they", "Bell", "x",   "'", "Jr.", "my"};
    static const char *const upos[] = {"PROPN", "NOUN", "PRON", "DET", "PUNCT", "VERB", "ADP"};
    static const char *const rels[] = {"nsubj", "obj", "root", "nmod:poss", "vocative", "conj", "appos", "cop", "case", "flat"};
    static const char *const types[] = {"PER.PROP", "PER.NOM", "PER.PRON", "FAC.NOM", "GPE.PROP"};
    uint64_t seed = 7;
    for (int round = 0; round < 60; round++) {
        mw_env env;
        mw_env_init(&env, NULL, 1, NULL, NULL);
        mw_buf b;
        mw_buf_init(&b, &env.mem);
        for (int s = 0; s < 12; s++) {
            uint32_t n = 1 + test_random(&seed) % 12, open = 0;
            if (test_random(&seed) % 4 == 0) mw_buf_puts(&b, test_random(&seed) % 3 ? "#par\n" : "#heading\n");
            for (uint32_t t = 0; t < n; t++) {
                mw_buf_printf(&b, "%s %s %u %s ", words[test_random(&seed) % 26], upos[test_random(&seed) % 7],
                              test_random(&seed) % (n + 1), rels[test_random(&seed) % 10]);
                bool some = false;
                for (; open < 3 && test_random(&seed) % 3 == 0; open++, some = true)
                    mw_buf_printf(&b, "(%s", types[test_random(&seed) % 5]);
                for (; open && (t + 1 == n || test_random(&seed) % 2); open--, some = true) mw_buf_putc(&b, ')');
                mw_buf_puts(&b, some ? "\n" : "_\n");
            }
            mw_buf_putc(&b, '\n');
        }
        mw_fixture f;
        mw_cast *cast;
        marrow_error err;
        test_ok(mw_fixture_parse(NULL, b.at, b.n, &f, &err), &err);
        test_ok(mw_cast_build(&f.env, f.text, f.tokens, f.tags, NULL, &cast, &err), &err);
        check_product(&f, cast);
        mw_cast_free(cast);
        mw_fixture_clear(&f);
        mw_buf_clear(&b);
    }
}

/* ---- paragraphs that are lost ---- */

/* Talk of two people who take turns, in one block of `turns` speeches, each with a sentence of narration behind it. */
static void write_talk(mw_buf *b, uint32_t turns) {
    mw_buf_puts(b, "#par\n");
    for (uint32_t i = 0; i < turns; i++) {
        mw_buf_puts(b,
                    "\xE2\x80\x9C PUNCT 3 punct _\nIt PRON 3 nsubj _\nrains VERB 8 ccomp _ rain\nagain ADV 3 advmod _\n, PUNCT 8 punct _\n"
                    "\xE2\x80\x9D PUNCT 3 punct _\n");
        mw_buf_printf(b, "said VERB 8 aux _ say\n%s PROPN 0 root (PER.PROP)\n. PUNCT 8 punct _\n\n", i % 2 ? "Tolley" : "Alder");
        mw_buf_puts(b, "The DET 2 det _\nlamp NOUN 3 nsubj _\nsmoked VERB 0 root _ smoke\n. PUNCT 3 punct _\n\n");
    }
}

static uint32_t guess_blocks(uint32_t turns, uint32_t *before) {
    mw_fixture f;
    marrow_error err;
    mw_env env;
    mw_buf b;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_buf_init(&b, &env.mem);
    write_talk(&b, turns);
    assert_false(b.failed);
    test_ok(mw_fixture_parse(NULL, b.at, b.n, &f, &err), &err);
    mw_arena *a = mw_arena_new(&f.env.mem);
    assert_non_null(a);
    const mw_text *text = f.text;
    const mw_tokens *tokens = f.tokens;
    test_ok(mw_paragraphs_guess(a, f.tags, &text, &tokens, &err), &err);
    uint32_t n = text->n_blocks;
    *before = f.text->n_blocks;
    assert_int_equal(tokens->n, f.tokens->n);
    assert_int_equal(text->n, f.text->n);
    for (uint32_t t = 0; t < tokens->n; t++) { /* blocks go on in order and hold their tokens; none opens inside a speech */
        const mw_block *block = &text->blocks[tokens->block[t]];
        assert_true(tokens->block[t] < n && (!t || tokens->block[t] - tokens->block[t - 1] <= 1));
        assert_true(block->span.start <= tokens->span[t].start && tokens->span[t].end <= block->span.end);
    }
    for (uint32_t i = 0; i < tokens->n_marks; i++)
        assert_int_equal(tokens->block[tokens->marks[i].first], tokens->block[tokens->marks[i].last]);
    mw_arena_free(a);
    mw_fixture_clear(&f);
    mw_buf_clear(&b);
    return n;
}

static void paragraphs(void **state) {
    (void)state;
    uint32_t before, few = guess_blocks(20, &before);
    assert_int_equal(few, before);              /* a short block stays as it is */
    uint32_t many = guess_blocks(120, &before); /* pages of talk: about one a turn */
    assert_true(many >= before + 100 && many <= before + 130);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(paragraphs), cmocka_unit_test(fixtures),     cmocka_unit_test(failures),
                                       cmocka_unit_test(known),      cmocka_unit_test(listed_twice), cmocka_unit_test(listed_failures),
                                       cmocka_unit_test(bad_people), cmocka_unit_test(noise)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
