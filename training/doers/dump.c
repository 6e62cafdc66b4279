/* marrow_doers: writes down what the head for doers is learnt from (training/doers, docs/training.md). Not part of the library.
 *
 *     marrow_doers MODEL NOVEL OUT [CHARACTERS QUOTES]
 *
 * NOVEL is a plain text, read verbatim; CHARACTERS and QUOTES as for marrow_speakers. Writes
 *
 *     OUT.words      a token: its span in code points of NOVEL, its part of speech (mw_upos), is its vector in OUT.vectors; u32 each
 *     OUT.vectors    of nouns, names, pronouns, verbs and heads of mentions: the encoder's vector of the mix for mentions, f32
 *     OUT.mentions   a line a mention of one person, in order: head token, character or -1, is it I or you inside a quotation
 *     OUT.cast       a line a character: name TAB alias TAB alias … */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../program.h"
#include "base/os.h"
#include "speech/work.h"

typedef struct book {
    mw_env env;
    mw_model *model;
    mw_text *text;
    mw_tokens *tokens;
    mw_tags *tags;
    mw_people *people;
    mw_cast *cast;
    mw_known_quotes *quotes;
    mw_hearing hearing;
    uint8_t *wanted; /* [tokens] */
} book;

static void read_book(book *b, const char *model, const char *path, const char *characters, const char *quotes) {
    marrow_error err;
    size_t size;
    mw_env_init(&b->env, NULL, 1, NULL, NULL);
    check(mw_model_open(&b->env.mem, model, &b->model, &err), &err);
    const mw_source_options how = {.inputs = &path, .n_inputs = 1, .kind = MW_NOVEL, .format = MW_TXT, .verbatim = true, .force = true};
    check(mw_source_build(&b->env, &how, &b->text, &err), &err);
    check(mw_segment_build(&b->env, b->text, &b->tokens, &err), &err);
    check(mw_tag_build(&b->env, b->model, b->text, b->tokens, &b->tags, &err), &err);
    if (characters) {
        char *csv = slurp(&b->env, characters, &size);
        check(mw_people_parse(&b->env, csv, size, true, &b->people, &err), &err);
    }
    check(mw_cast_build(&b->env, b->text, b->tokens, b->tags, b->people, &b->cast, &err), &err);
    if (quotes) {
        char *csv = slurp(&b->env, quotes, &size);
        check(mw_known_quotes_parse(&b->env, b->text, csv, size, &b->quotes, &err), &err);
    }
    check(mw_hearing_init(&b->hearing, &b->env, b->text, b->tokens, b->tags, b->cast, &err), &err);
    check(mw_hearing_listen(&b->hearing, b->quotes, &err), &err);
}

static FILE *out_open(const char *out, const char *ending) {
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", out, ending);
    FILE *f = fopen(path, "wb");
    if (f) return f;
    fprintf(stderr, "marrow_doers: cannot write %s\n", path);
    exit(1);
}

/* ---- writing ---------------------------------------------------------------------------------------------------------------- */

static void choose_words(book *b) {
    b->wanted = calloc(b->tokens->n ? b->tokens->n : 1, 1);
    if (!b->wanted) exit(1);
    for (uint32_t i = 0; i < b->tokens->n; i++) {
        uint8_t u = b->tags->upos[i];
        b->wanted[i] = u == MW_NOUN || u == MW_PROPN || u == MW_PRON || u == MW_VERB;
    }
    for (uint32_t m = 0; m < b->cast->n_mentions; m++) b->wanted[b->cast->mentions[m].head] = 1;
}

static void put_words(const book *b, FILE *f) {
    mw_offsets *of = mw_offsets_new(&b->env.mem, b->text->at, b->text->n);
    if (!of) exit(1);
    for (uint32_t i = 0; i < b->tokens->n; i++) {
        mw_span s = b->tokens->span[i];
        uint32_t row[4] = {mw_offsets_to_cp(of, s.start), mw_offsets_to_cp(of, s.end), b->tags->upos[i], b->wanted[i]};
        fwrite(row, sizeof *row, 4, f);
    }
    mw_offsets_free(of);
}

static void put_mentions(const book *b, FILE *f) {
    for (uint32_t m = 0; m < b->cast->n_mentions; m++) {
        const mw_mention *x = &b->cast->mentions[m];
        if (x->plural) continue;
        bool self = mw_i_or_you(&b->hearing, x);
        uint32_t c = mw_voice_person(&b->hearing, m);
        fprintf(f, "%u %d %d\n", x->head, c == MW_NONE ? -1 : (int)c, self && b->hearing.piece_of[x->first] != MW_NONE);
    }
}

static void put_cast(const mw_cast *cast, FILE *f) {
    for (uint32_t i = 0; i < cast->n_characters; i++) {
        const mw_character *c = &cast->characters[i];
        fputs(c->name, f);
        for (uint32_t k = 0; k < c->n_aliases; k++) fprintf(f, "\t%s", c->aliases[k].form);
        fputc('\n', f);
    }
}

/* The encoder once more, for the vectors that the tags do not keep. */
static void put_vectors(const book *b, FILE *f) {
    marrow_error err;
    mw_windows *windows;
    mw_session *session;
    uint32_t width = mw_model_width(b->model);
    check(mw_windows_build(&b->env, b->model, b->text, b->tokens, &windows, &err), &err);
    check(mw_session_open(&b->env, b->model, 1u << MW_MIX_COREF, &session, &err), &err);
    for (uint32_t k = 0; k < windows->n; k++) {
        const mw_window *w = &windows->at[k];
        check(mw_session_encode(session, b->text, b->tokens, windows, k, &err), &err);
        const float *x = mw_session_vectors(session, MW_MIX_COREF);
        for (uint32_t i = w->core_first; i < w->core_end; i++)
            if (b->wanted[i]) fwrite(x + (size_t)(i - w->first) * width, sizeof *x, width, f);
    }
    mw_session_close(session);
    mw_windows_free(windows);
}

int main(int argc, char **argv) {
    if (argc != 4 && argc != 6) {
        fprintf(stderr, "marrow_doers MODEL NOVEL OUT [CHARACTERS QUOTES]\n");
        return 2;
    }
    book b = {0};
    read_book(&b, argv[1], argv[2], argc == 6 ? argv[4] : NULL, argc == 6 ? argv[5] : NULL);
    choose_words(&b);
    FILE *words = out_open(argv[3], "words"), *mentions = out_open(argv[3], "mentions"), *cast = out_open(argv[3], "cast"),
         *vectors = out_open(argv[3], "vectors");
    put_words(&b, words);
    put_mentions(&b, mentions);
    put_cast(b.cast, cast);
    put_vectors(&b, vectors);
    bool whole = fclose(words) + fclose(mentions) + fclose(cast) + fclose(vectors) == 0;
    return whole ? 0 : 1; /* all else goes with the process */
}
