/* marrow_speakers: writes down what the weights of src/speech/weights.c are learnt from (docs/training.md). Not part of the library.
 *
 *     marrow_speakers [--hide K] MODEL NOVEL TAGS OUT [CHARACTERS QUOTES]
 *
 * With --hide, a fourth of the turns, the K-th (0 … 3), lose their cues and all narration of their paragraphs: turns whose speaker the text
 * told, as they would be if it did not.
 * NOVEL is a plain text, read verbatim. TAGS keeps the tags: made with MODEL when the file is not there, read when it is. With CHARACTERS
 * and QUOTES (CSV as for `marrow read --characters … --characters-only --quotes …`) cast and quotations are given, else found. Writes
 *
 *     OUT.cast      a line a character, in order: name TAB alias TAB alias …
 *     OUT.turns     first line: the names of the features, TAB between; second line: those of mw_between; then a line a turn:
 *                   fresh TAB gap TAB cued TAB between TAB tells TAB ground TAB like TAB candidates TAB spans TAB …
 *                   (numbers as in mw_turn; between: a bit each, 0 where a chain begins; like: so many turns back, 0 none; candidates: characters
 *                   with commas between, the last is -1, nobody; spans: START-END of its quotations with commas between, in code points of
 *                   NOVEL); then, for people: the character whom the cue names, -1 none, its verb, its words; then
 *                   whom the cue that was hidden names, -1 nobody, -9 none was hidden; its words for habits.c, as numbers with commas between
 *     OUT.pieces    a line a quotation: start TAB end TAB is it talk within talk TAB kind TAB force of an inner one's cue; for people
 *     OUT.mentions  a line a mention of a character in the narration or in talk: start TAB end TAB character
 *     OUT.features  a row a candidate, turn by turn: the features of the first pass, float32, little-endian; HEARD_… are 0 in it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../program.h"
#include "base/os.h"
#include "speech/work.h"

/* ---- reading ---------------------------------------------------------------------------------------------------------------- */

typedef struct novel {
    mw_env env;
    mw_text *text;
    mw_tokens *tokens;
    mw_tags *tags;
    mw_people *people;
    mw_cast *cast;
    mw_known_quotes *quotes;
} novel;

static void write_file(const novel *n, const char *path, const char *bytes, size_t size) {
    marrow_error err;
    mw_out_file *f;
    check(mw_os_create(&n->env.mem, path, &f, &err), &err);
    if (!mw_os_write(f, bytes, size)) fprintf(stderr, "marrow_speakers: cannot write %s\n", path);
    check(mw_os_close(f, &err), &err);
}

static void make_tags(novel *n, const char *model, const char *path) {
    marrow_error err;
    mw_model *m;
    check(mw_model_open(&n->env.mem, model, &m, &err), &err);
    check(mw_tag_build(&n->env, m, n->text, n->tokens, &n->tags, &err), &err);
    mw_model_close(m);
    mw_buf blob;
    mw_buf_init(&blob, &n->env.mem);
    check(mw_tags_pack(n->tags, &blob, &err), &err);
    write_file(n, path, blob.at, blob.n);
    mw_buf_clear(&blob);
}

static void read_tags(novel *n, const char *path) {
    marrow_error err;
    size_t size;
    char *blob = slurp(&n->env, path, &size);
    check(mw_tags_unpack(&n->env, blob, size, &n->tags, &err), &err);
    mw_free(&n->env.mem, blob);
    if (n->tags->n == n->tokens->n) return;
    fprintf(stderr, "marrow_speakers: %s was made from another text or by another version: remove it\n", path);
    exit(1);
}

static void read_novel(novel *n, const char *model, const char *path, const char *tags, const char *characters, const char *quotes) {
    marrow_error err;
    mw_env_init(&n->env, NULL, 1, NULL, NULL);
    const mw_source_options how = {.inputs = &path, .n_inputs = 1, .kind = MW_NOVEL, .format = MW_TXT, .verbatim = true, .force = true};
    check(mw_source_build(&n->env, &how, &n->text, &err), &err);
    check(mw_segment_build(&n->env, n->text, &n->tokens, &err), &err);
    if (mw_os_kind(tags) == MW_PATH_FILE)
        read_tags(n, tags);
    else
        make_tags(n, model, tags);
    size_t size;
    if (characters) {
        char *csv = slurp(&n->env, characters, &size);
        check(mw_people_parse(&n->env, csv, size, true, &n->people, &err), &err);
        mw_free(&n->env.mem, csv);
    }
    check(mw_cast_build(&n->env, n->text, n->tokens, n->tags, n->people, &n->cast, &err), &err);
    if (quotes) {
        char *csv = slurp(&n->env, quotes, &size);
        check(mw_known_quotes_parse(&n->env, n->text, csv, size, &n->quotes, &err), &err);
        mw_free(&n->env.mem, csv);
    }
}

static void clear_novel(novel *n) {
    mw_known_quotes_free(n->quotes);
    mw_cast_free(n->cast);
    mw_people_free(n->people);
    mw_tag_free(n->tags);
    mw_segment_free(n->tokens);
    mw_source_free(n->text);
}

/* ---- hiding ------------------------------------------------------------------------------------------------------------------ */

enum { SHARES = 4, KEPT = 9 };

static bool hidden(const mw_hearing *h, uint32_t turn, int share) {
    const mw_turn *t = &h->turns[turn];
    return t->ground != MW_GROUND_NONE && t->ground != MW_GROUND_SELF && (turn * 2654435761U >> 16) % SHARES == (uint32_t)share;
}

/* What is narrated in the turn's paragraphs is nobody's any more: a plural mention is looked at by no feature. */
static void hide_narration(const mw_hearing *h, const novel *n, const mw_turn *t) {
    for (uint32_t m = h->block_mention[t->block]; m < h->block_mention[t->end_block + 1]; m++)
        if (mw_narrated(h, n->cast->mentions[m].first)) n->cast->mentions[m].plural = true;
}

/* -> [turns] whom the hidden cue names; KEPT: below none and nobody. */
static uint32_t *hide(mw_hearing *h, const novel *n, int share, marrow_error *err) {
    uint32_t *was = mw_arena_array(h->scratch, h->n_turns + 1, sizeof *was);
    if (!was) check(mw_fail_memory(err), err);
    for (uint32_t i = 0; i < h->n_turns; i++) was[i] = hidden(h, i, share) ? h->turns[i].cued : MW_NONE - KEPT;
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        t->n_voices = 0;
        if (was[i] == MW_NONE - KEPT) continue;
        hide_narration(h, n, t);
        t->cue = t->cued = t->to = t->like = MW_NONE;
        t->ground = MW_GROUND_NONE;
        t->bare = true;
        t->trails = false;
    }
    for (uint32_t i = 0; i < h->n_turns; i++)
        if (h->turns[i].like != MW_NONE && was[h->turns[i].like] != MW_NONE - KEPT) h->turns[i].like = MW_NONE;
    mw_voices_build(h);
    return was;
}

/* ---- writing ---------------------------------------------------------------------------------------------------------------- */

static void put_cast(const mw_cast *cast, mw_buf *out) {
    for (uint32_t i = 0; i < cast->n_characters; i++) {
        const mw_character *c = &cast->characters[i];
        mw_buf_puts(out, c->name);
        for (uint32_t k = 0; k < c->n_aliases; k++) mw_buf_printf(out, "\t%s", c->aliases[k].form);
        mw_buf_putc(out, '\n');
    }
}

static void put_mentions(const novel *n, mw_buf *out) {
    marrow_error err;
    mw_offsets *offsets = mw_offsets_new(&n->env.mem, n->text->at, n->text->n);
    if (!offsets) check(mw_fail_memory(&err), &err);
    for (uint32_t i = 0; i < n->cast->n_mentions; i++) {
        mw_span s = n->cast->mentions[i].span;
        uint32_t c = mw_mention_character(n->cast, i);
        if (c == MW_NONE) continue;
        mw_buf_printf(out, "%u\t%u\t%u\n", mw_offsets_to_cp(offsets, s.start), mw_offsets_to_cp(offsets, s.end), c);
    }
    mw_offsets_free(offsets);
}

/* For whoever looks into the errors: the character that the cue names, its verb, its words. */
static void put_cue(const mw_hearing *h, const mw_turn *t, mw_buf *out) {
    mw_buf_printf(out, "\t%d\t", t->cued == MW_NONE ? -1 : (int)t->cued);
    if (t->cue == MW_NONE) {
        mw_buf_puts(out, "\t");
        return;
    }
    const mw_cue *c = &h->pieces[t->cue].cue;
    if (c->verb != MW_NONE) mw_buf_put(out, mw_word(h, c->verb).at, mw_word(h, c->verb).n);
    mw_buf_putc(out, '\t');
    for (uint32_t k = c->first; c->first != MW_NONE && k <= c->last; k++) {
        if (k > c->first) mw_buf_putc(out, ' ');
        mw_buf_put(out, mw_word(h, k).at, mw_word(h, k).n);
    }
}

/* The words by which habits.c tells people apart, as numbers. */
static void put_words(const mw_hearing *h, const mw_turn *t, mw_map *ids, mw_buf *out) {
    marrow_error err;
    uint32_t words[MW_HABIT_WORDS], n = mw_habit_words(h, t, ids, words);
    if (n == MW_NONE) check(mw_fail_memory(&err), &err);
    for (uint32_t k = 0; k < n; k++) mw_buf_printf(out, "%c%u", k ? ',' : '\t', words[k]);
    mw_buf_puts(out, n ? "\n" : "\t\n");
}

/* t: a copy of `where` with its candidates */
static void put_turn(const mw_hearing *h, const mw_offsets *offsets, const mw_turn *where, const mw_turn *t, uint32_t was, mw_map *ids,
                     mw_buf *out) {
    uint32_t i = (uint32_t)(where - h->turns);
    mw_buf_printf(out, "%d\t%d\t%d\t%u\t%d\t%d\t%u", t->fresh, t->gap, mw_turn_cued(t), t->fresh ? 0 : mw_between_of(h, where, where - 1),
                  t->tells, t->ground, t->like == MW_NONE ? 0 : i - t->like);
    for (uint32_t j = 0; j < t->n; j++) {
        mw_buf_putc(out, j ? ',' : '\t');
        if (t->at[j].character == MW_NONE)
            mw_buf_puts(out, "-1");
        else
            mw_buf_printf(out, "%u", t->at[j].character);
    }
    char before = '\t';
    for (uint32_t p = t->piece; p < t->end_piece; p++) {
        if (!mw_piece_stands(&h->pieces[p])) continue;
        mw_span s = h->pieces[p].span;
        mw_buf_printf(out, "%c%u-%u", before, mw_offsets_to_cp(offsets, s.start), mw_offsets_to_cp(offsets, s.end));
        before = ',';
    }
    if (before == '\t') mw_buf_putc(out, '\t');
    put_cue(h, t, out);
    mw_buf_printf(out, "\t%d", was == MW_NONE - KEPT ? -9 : was == MW_NONE ? -1 : (int)was);
    put_words(h, t, ids, out);
}

#define FEATURE_NAME(name) #name,
static const char *const feature_names[] = {MW_FEATURES(FEATURE_NAME)};
static const char *const between_names[] = {MW_BETWEEN(FEATURE_NAME)};

static void put_pieces(const mw_hearing *h, const mw_offsets *offsets, mw_buf *out) {
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        const mw_piece *p = &h->pieces[i];
        if (p->dropped || p->unlisted) continue;
        mw_buf_printf(out, "%u\t%u\t%d\t%d\t%d\n", mw_offsets_to_cp(offsets, p->span.start), mw_offsets_to_cp(offsets, p->span.end),
                      p->inner, p->kind, p->inner ? p->cue.force : 0);
    }
}

static void put_turns(const novel *n, int share, mw_buf *turns, mw_buf *features, mw_buf *pieces) {
    marrow_error err;
    mw_hearing h;
    check(mw_hearing_init(&h, &n->env, n->text, n->tokens, n->tags, n->cast, &err), &err);
    check(mw_hearing_listen(&h, n->quotes, &err), &err);
    mw_map *ids = mw_map_new(&n->env.mem);
    if (!ids) check(mw_fail_memory(&err), &err);
    uint32_t *was = share >= 0 ? hide(&h, n, share, &err) : NULL;
    mw_offsets *offsets = mw_offsets_new(&n->env.mem, n->text->at, n->text->n);
    if (!offsets) check(mw_fail_memory(&err), &err);
    for (int k = 0; k < MW_N_FEATURES; k++) mw_buf_printf(turns, "%s%c", feature_names[k], k + 1 < MW_N_FEATURES ? '\t' : '\n');
    for (int k = 0; k < MW_N_BETWEEN; k++) mw_buf_printf(turns, "%s%c", between_names[k], k + 1 < MW_N_BETWEEN ? '\t' : '\n');
    for (uint32_t i = 0; i < h.n_turns; i++) {
        mw_feature_row rows[MW_CANDIDATES + 1];
        mw_turn t = h.turns[i];
        mw_turn_candidates(&h, i, 0, &t, rows);
        put_turn(&h, offsets, &h.turns[i], &t, was ? was[i] : MW_NONE - KEPT, ids, turns);
        mw_buf_put(features, rows, t.n * sizeof *rows);
    }
    put_pieces(&h, offsets, pieces);
    mw_map_free(ids);
    mw_offsets_free(offsets);
    mw_hearing_clear(&h);
}

static void write_out(const novel *n, const char *out, const char *ending, mw_buf *b) {
    marrow_error err;
    mw_buf path;
    mw_buf_init(&path, &n->env.mem);
    mw_buf_printf(&path, "%s.%s", out, ending);
    if (b->failed || path.failed) check(mw_fail_memory(&err), &err);
    write_file(n, path.at, b->at, b->n);
    mw_buf_clear(&path);
    mw_buf_clear(b);
}

int main(int argc, char **argv) {
    int share = -1;
    if (argc > 2 && strcmp(argv[1], "--hide") == 0) {
        share = atoi(argv[2]);
        argc -= 2;
        argv += 2;
    }
    if (argc != 5 && argc != 7) {
        fprintf(stderr, "marrow_speakers [--hide K] MODEL NOVEL TAGS OUT [CHARACTERS QUOTES]\n");
        return 2;
    }
    novel n = {0};
    read_novel(&n, argv[1], argv[2], argv[3], argc == 7 ? argv[5] : NULL, argc == 7 ? argv[6] : NULL);
    mw_buf cast, turns, features, pieces, mentions;
    mw_buf_init(&cast, &n.env.mem);
    mw_buf_init(&turns, &n.env.mem);
    mw_buf_init(&features, &n.env.mem);
    mw_buf_init(&pieces, &n.env.mem);
    mw_buf_init(&mentions, &n.env.mem);
    put_mentions(&n, &mentions);
    put_cast(n.cast, &cast);
    put_turns(&n, share, &turns, &features, &pieces);
    write_out(&n, argv[4], "cast", &cast);
    write_out(&n, argv[4], "turns", &turns);
    write_out(&n, argv[4], "features", &features);
    write_out(&n, argv[4], "pieces", &pieces);
    write_out(&n, argv[4], "mentions", &mentions);
    clear_novel(&n);
    return 0;
}
