/* speech: golden dumps of hand-made fixtures, properties on random texts with random tags, known quotations, failing allocations. */
#include "support/support.h"
#include "support/tags_fixture.h"

#include "speech/speech.h"

static marrow_error err;

/* ---- golden files ---------------------------------------------------------------------------------------------------------- */

static marrow_status hear(mw_fixture *f, const mw_known_quotes *known, mw_cast **cast, mw_speech_room **speech) {
    *cast = NULL;
    *speech = NULL;
    marrow_status status = mw_cast_build(&f->env, f->text, f->tokens, f->tags, NULL, cast, &err);
    if (status == MARROW_OK) status = mw_speech_build(&f->env, f->text, f->tokens, f->tags, *cast, known, speech, &err);
    return status;
}

static void let_go(mw_cast *cast, mw_speech_room *speech) {
    mw_speech_free(speech);
    mw_cast_free(cast);
}

static void check_tiles(const mw_text *text, const mw_speech_room *s) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->n_tiles; i++) {
        assert_int_equal(s->tiles[i].span.start, at);
        assert_true(s->tiles[i].span.end > at);
        at = s->tiles[i].span.end;
    }
    assert_int_equal(at, text->n);
}

static void check_quotes(const mw_text *text, const mw_tokens *tokens, const mw_cast *cast, const mw_speech_room *s) {
    float worth = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        const mw_quote *q = &s->quotes[i];
        assert_true(q->span.start < q->span.end && q->span.end <= text->n);
        assert_true(i == 0 || s->quotes[i - 1].span.end <= q->span.start);
        assert_true(q->first <= q->last && q->last < tokens->n);
        assert_true(q->speech <= i && s->quotes[q->speech].speech == q->speech);
        assert_true(q->speaker == MW_NONE || q->speaker < cast->n_characters);
        assert_true(q->speaker == MW_NONE || q->speaker_text.start == q->speaker_text.end);
        assert_true(q->known >= q->span.end && q->known <= text->n);
        assert_true(q->confidence >= 0 && q->confidence <= 1);
        assert_true(q->worth >= 0 && q->worth <= (float)s->n_quotes); /* an answer cannot set right more than there is */
        assert_true(q->worth == s->quotes[q->speech].worth);
        worth += q->speech == i ? q->worth : 0;
        for (uint32_t a = 0; a < q->n_addressees; a++) assert_true(q->addressees[a] < cast->n_characters && q->addressees[a] != q->speaker);
        for (uint32_t j = 0; j < i; j++) assert_string_not_equal(s->quotes[j].id, q->id);
    }
    assert_true(worth <= (float)s->n_quotes * 1.001f); /* questions share what is doubtful: nothing is counted twice */
}

/* In fixtures a dash that opens a paragraph opens a speech, as segment finds it. */
static void mark_dashes(mw_fixture *f) {
    mw_tokens *t = f->tokens;
    mw_marked *marks = mw_arena_array(f->arena, t->n_marks + t->n, sizeof *marks);
    assert_non_null(marks);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        mw_str w = mw_str_span(f->text->at, t->span[i]);
        if (!(t->flags[i] & MW_TOK_BLOCK_START) || !mw_str_is(w, "\xE2\x80\x94")) continue;
        uint32_t last = i;
        while (last + 1 < t->n && t->block[last + 1] == t->block[i]) last++;
        marks[n++] =
            (mw_marked){.span = {t->span[i].start, t->span[last].end}, .first = i, .last = last, .style = MW_MARK_DASH, .opened = true};
    }
    if (n) t->marks = marks, t->n_marks = n;
}

static void golden(const char *path, const char *stem) {
    mw_fixture f;
    test_ok(mw_fixture_read(NULL, path, &f, &err), &err);
    mark_dashes(&f);
    mw_cast *cast;
    mw_speech_room *speech;
    test_ok(hear(&f, NULL, &cast, &speech), &err);
    check_tiles(f.text, speech);
    check_quotes(f.text, f.tokens, cast, speech);
    mw_buf out;
    mw_buf_init(&out, &f.env.mem);
    mw_speech_dump(f.text, cast, speech, &out);
    assert_false(out.failed);
    const char *name = strrchr(stem, '/');
    char file[256];
    snprintf(file, sizeof file, "speech/%s.dump", name ? name + 1 : stem);
    test_golden(file, out.at, out.n);
    mw_buf_clear(&out);
    let_go(cast, speech);
    mw_fixture_clear(&f);
}

static void test_golden_files(void **state) {
    (void)state;
    test_each("speech", ".txt", golden);
}

/* ---- random texts ---------------------------------------------------------------------------------------------------------- */

static const char *const pieces[] = {"Mary ",
                                     "said ",
                                     "“",
                                     "”",
                                     "\"",
                                     "‘",
                                     "’ ",
                                     "— ",
                                     "he ",
                                     "the old man ",
                                     ", ",
                                     ". ",
                                     "? ",
                                     "\n\n",
                                     "I ",
                                     "you ",
                                     "John, ",
                                     "asked ",
                                     "to ",
                                     "Dear ",
                                     "Yours truly, ",
                                     "«",
                                     "» ",
                                     "whispered ",
                                     "softly ",
                                     "sir, ",
                                     "* * *\n\n",
                                     "Chapter 1\n\n",
                                     "and ",
                                     "in a low voice "};

static char *random_text(uint64_t *seed, size_t n_pieces, size_t *n) {
    char *s = malloc(n_pieces * 24 + 16);
    assert_non_null(s);
    *n = 0;
    for (size_t i = 0; i < n_pieces; i++) {
        const char *p = pieces[test_random(seed) % (sizeof pieces / sizeof pieces[0])];
        memcpy(s + *n, p, strlen(p));
        *n += strlen(p);
    }
    memcpy(s + *n, "end.\n", 6);
    *n += 5;
    return s;
}

/* Tags without sense: every column filled at random, the parse a forest inside sentences of up to 20 tokens. */
static mw_tags *random_tags(uint64_t *seed, mw_arena *a, uint32_t n) {
    mw_tags *t = mw_arena_alloc(a, sizeof *t);
    assert_non_null(t);
    t->arena = a;
    t->n = n;
    t->upos = mw_arena_array(a, n, 1), t->xpos = mw_arena_array(a, n, 1), t->feats = mw_arena_array(a, n, 2),
    t->lemma = mw_arena_array(a, n, 4);
    t->head = mw_arena_array(a, n, 4), t->rel = mw_arena_array(a, n, 1), t->rel_base = mw_arena_array(a, n, 1),
    t->event = mw_arena_array(a, n, 1);
    t->sense = mw_arena_array(a, n, 1), t->sentence = mw_arena_array(a, n, 4),
    t->sentences = mw_arena_array(a, n / 20 + 1, sizeof *t->sentences);
    t->entities = mw_arena_array(a, n, sizeof *t->entities);
    static const char *const none[] = {"_"};
    t->labels_xpos = t->labels_feats = t->labels_rel = t->labels_sense = (mw_labels){(const char **)none, 1};
    t->lemmas = "";
    t->n_lemma_bytes = 1;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = i / 20 * 20, len = n - from < 20 ? n - from : 20;
        t->upos[i] = (uint8_t)(test_random(seed) % MW_N_UPOS);
        t->rel_base[i] = (uint8_t)(test_random(seed) % MW_N_REL);
        t->head[i] = i == from ? i : from + test_random(seed) % (i - from);
        t->sentence[i] = i / 20;
        if (i == from) t->sentences[t->n_sentences++] = (mw_sentence){from, from + len, 3, 3, 3};
        if (test_random(seed) % 4 == 0)
            t->entities[t->n_entities++] =
                (mw_entity){i, i, i, (uint8_t)(test_random(seed) % MW_N_ENTITY), (uint8_t)(test_random(seed) % MW_N_FORM), 200};
    }
    return t;
}

static void random_story(uint64_t seed) {
    size_t n;
    char *bytes = random_text(&seed, 40 + test_random(&seed) % 300, &n);
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_text *text;
    mw_tokens *tokens;
    mw_source_options opt = {.bytes = bytes, .n_bytes = n, .kind = MW_NOVEL, .format = MW_TXT, .force = true, .verbatim = seed & 1};
    test_ok(mw_source_build(&env, &opt, &text, &err), &err);
    test_ok(mw_segment_build(&env, text, &tokens, &err), &err);
    mw_arena *a = mw_arena_new(&env.mem);
    mw_tags *tags = random_tags(&seed, a, tokens->n);
    mw_fixture f = {.env = env, .text = text, .tokens = tokens, .tags = tags};
    mw_cast *cast;
    mw_speech_room *speech;
    test_ok(hear(&f, NULL, &cast, &speech), &err);
    check_tiles(text, speech);
    check_quotes(text, tokens, cast, speech);
    let_go(cast, speech);
    mw_arena_free(a);
    mw_segment_free(tokens);
    mw_source_free(text);
    free(bytes);
}

static void test_random_stories(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) random_story(seed);
}

/* ---- known quotations ------------------------------------------------------------------------------------------------------ */

static const char small[] = "Nell\tPROPN\t2\tnsubj\t(PER.PROP)\tNell\nsmiled\tVERB\t0\troot\n.\tPUNCT\t2\tpunct\n\n"
                            "#par\nCome\tVERB\t0\troot\nin\tADV\t1\tadvmod\n,\tPUNCT\t4\tpunct\nsaid\tVERB\t1\tparataxis\t_"
                            "\tsay\nNell\tPROPN\t4\tnsubj\t(PER.PROP)\tNell\n.\tPUNCT\t1\tpunct\n";

static void test_known_quotes(void **state) {
    (void)state;
    mw_fixture f;
    test_ok(mw_fixture_parse(NULL, small, strlen(small), &f, &err), &err);
    const char *at = strstr(f.text->at, "Come");
    assert_non_null(at);
    unsigned start = (unsigned)(at - f.text->at);
    char csv[128];
    snprintf(csv, sizeof csv, "start,end,speaker\n%u,%u,\n", start, start + 8);
    mw_known_quotes *known;
    test_ok(mw_known_quotes_parse(&f.env, f.text, csv, strlen(csv), &known, &err), &err);
    mw_cast *cast;
    mw_speech_room *speech;
    test_ok(hear(&f, known, &cast, &speech), &err);
    assert_int_equal(speech->n_quotes, 1);
    assert_int_equal(speech->quotes[0].span.start, start);
    assert_int_equal(speech->quotes[0].span.end, start + 8);
    assert_true(speech->quotes[0].speaker != MW_NONE);
    assert_string_equal(cast->characters[speech->quotes[0].speaker].name, "Nell");
    check_tiles(f.text, speech);
    let_go(cast, speech);
    mw_known_quotes_free(known);
    mw_fixture_clear(&f);
}

static void test_bad_known_quotes(void **state) {
    (void)state;
    static const char *const bad[] = {"from,to\n1,2\n", "start,end\n5,5\n", "start,end\n0,99999\n", "start,end\nx,4\n",
                                      "start,end\n-1,4\n"};
    mw_fixture f;
    test_ok(mw_fixture_parse(NULL, small, strlen(small), &f, &err), &err);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        mw_known_quotes *known;
        test_fails(mw_known_quotes_parse(&f.env, f.text, bad[i], strlen(bad[i]), &known, &err), MARROW_INPUT, &err, "quotes");
        assert_null(known);
    }
    mw_fixture_clear(&f);
}

/* ---- answers --------------------------------------------------------------------------------------------------------------- */

/* The story is heard, then again with some quotations' speakers known; who says the others is written as their ids. */
static void hear_answered(const char *path, const char *const answers[], char *said, size_t size) {
    mw_fixture f;
    test_ok(mw_fixture_read(NULL, test_path(path), &f, &err), &err);
    mw_cast *cast;
    mw_speech_room *s;
    test_ok(hear(&f, NULL, &cast, &s), &err);
    mw_buf csv;
    mw_buf_init(&csv, &mw_default_allocator);
    mw_buf_puts(&csv, "start,end,speaker\n");
    mw_offsets *offsets = mw_offsets_new(&mw_default_allocator, f.text->at, f.text->n);
    assert_non_null(offsets);
    for (uint32_t i = 0; i < s->n_quotes; i++)
        mw_buf_printf(&csv, "%u,%u,%s\n", mw_offsets_to_cp(offsets, s->quotes[i].span.start),
                      mw_offsets_to_cp(offsets, s->quotes[i].span.end), answers[i]);
    mw_offsets_free(offsets);
    let_go(cast, s);
    mw_known_quotes *known;
    test_ok(mw_known_quotes_parse(&f.env, f.text, csv.at, csv.n, &known, &err), &err);
    test_ok(hear(&f, known, &cast, &s), &err);
    check_tiles(f.text, s);
    check_quotes(f.text, f.tokens, cast, s);
    size_t n = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++)
        n += (size_t)snprintf(said + n, size - n, "%s%s", i ? " " : "",
                              s->quotes[i].speaker == MW_NONE ? "-" : cast->characters[s->quotes[i].speaker].id);
    let_go(cast, s);
    mw_known_quotes_free(known);
    mw_buf_clear(&csv);
    mw_fixture_clear(&f);
}

/* One answer about a line of somebody without a name tells of the others; one that leaves a line where it was holds from there. */
static void test_answers(void **state) {
    (void)state;
    char said[400];
    static const char *const one[] = {"", "", "", "Jonas", "", "", "", "", ""};
    hear_answered("speech/stranger.txt", one, said, sizeof said);
    assert_string_equal(said, "ruth jonas ruth jonas ruth jonas jonas ruth jonas");
    static const char *const kept[] = {"", "Jonas", "", "Jonas", "", "", "the-stranger", "", ""};
    hear_answered("speech/stranger.txt", kept, said, sizeof said);
    assert_string_equal(said, "ruth jonas ruth jonas ruth the-stranger the-stranger ruth the-stranger");
    static const char *const all[] = {"", "Jonas", "", "Jonas", "", "Jonas", "", "", ""};
    hear_answered("speech/stranger.txt", all, said, sizeof said);
    assert_string_equal(said, "ruth jonas ruth jonas ruth jonas jonas ruth jonas");
}

/* The queue asks about such a person once, before the rest. */
static void test_lots(void **state) {
    (void)state;
    mw_fixture f;
    test_ok(mw_fixture_read(NULL, test_path("speech/stranger.txt"), &f, &err), &err);
    mw_cast *cast;
    mw_speech_room *s;
    test_ok(hear(&f, NULL, &cast, &s), &err);
    uint32_t first = 0, many = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        if (s->quotes[i].worth > s->quotes[first].worth) first = i;
        many += s->quotes[i].worth > 1;
    }
    assert_int_equal(many, 1); /* more than its own line */
    assert_string_equal(cast->characters[s->quotes[first].speaker].id, "the-stranger");
    let_go(cast, s);
    mw_fixture_clear(&f);
}

/* ---- memory ---------------------------------------------------------------------------------------------------------------- */

static marrow_status sweep_job(const marrow_allocator *mem, void *ctx, marrow_error *e) {
    mw_fixture *f = ctx;
    mw_env env = f->env;
    env.mem = *mem;
    static const char csv[] = "start,end,speaker\n0,4,Nell\n";
    mw_known_quotes *known = NULL;
    marrow_status status = mw_known_quotes_parse(&env, f->text, csv, sizeof csv - 1, &known, e);
    if (status != MARROW_OK) return status;
    mw_cast *cast = NULL;
    mw_speech_room *speech = NULL;
    status = mw_cast_build(&env, f->text, f->tokens, f->tags, NULL, &cast, e);
    for (int i = 0; i < 2 && status == MARROW_OK; i++) {
        status = mw_speech_build(&env, f->text, f->tokens, f->tags, cast, i ? known : NULL, &speech, e);
        mw_speech_free(speech);
        speech = NULL;
    }
    mw_cast_free(cast);
    mw_known_quotes_free(known);
    return status;
}

/* Dialogue without marks: what the model's signs say is spoken becomes a quotation, with its cue. */
static void test_unmarked(void **state) {
    (void)state;
    mw_fixture f;
    test_ok(mw_fixture_read(NULL, test_path("speech/unmarked.txt"), &f, &err), &err);
    mw_cast *cast;
    mw_speech_room *s;
    test_ok(hear(&f, NULL, &cast, &s), &err);
    assert_int_equal(s->n_quotes, 0); /* no signs, no quotations */
    let_go(cast, s);
    mw_tags *t = f.tags;
    t->sign_at = mw_arena_array(t->arena, t->n + 1, sizeof *t->sign_at);
    t->signs = mw_arena_array(t->arena, t->n, sizeof *t->signs);
    assert_non_null(t->sign_at);
    assert_non_null(t->signs);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) { /* in the fixture spoken words have the lemma with a stroke behind it */
        const char *lemma = mw_lemma(t, i);
        t->sign_at[i] = n;
        if (lemma[strlen(lemma) - 1] == '|') t->signs[n++] = (mw_signed){MW_SIGN_SPOKEN, 230};
    }
    t->sign_at[t->n] = n;
    test_ok(hear(&f, NULL, &cast, &s), &err);
    mw_buf out;
    mw_buf_init(&out, &mw_default_allocator);
    mw_speech_dump(f.text, cast, s, &out);
    test_golden("speech/unmarked.golden", out.at, out.n);
    check_tiles(f.text, s);
    check_quotes(f.text, f.tokens, cast, s);
    mw_buf_clear(&out);
    let_go(cast, s);
    mw_fixture_clear(&f);
}

static void test_failing_allocations(void **state) {
    (void)state;
    mw_fixture f;
    test_ok(mw_fixture_read(NULL, test_path("speech/interrupted.txt"), &f, &err), &err);
    test_sweep_failures(sweep_job, &f, 0);
    mw_fixture_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_files),
        cmocka_unit_test(test_random_stories),
        cmocka_unit_test(test_known_quotes),
        cmocka_unit_test(test_bad_known_quotes),
        cmocka_unit_test(test_failing_allocations),
        cmocka_unit_test(test_unmarked),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_lots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
