/* The booknlp export: a folder with the files of BookNLP 1.0, all offsets inclusive in words, code points in text. docs/booknlp.md has
 * the rules in full.
 *
 * BookNLP does not split at hyphens, our tokens do: a word goes on over tokens flagged MW_TOK_HYPHEN_PART and takes its tags from
 * the part on which the others hang. Vertical input is given back as it came. */
#include <stdio.h>
#include <string.h>

#include "show/booknlp.h"

/* The part whose own head lies outside the word. */
static uint32_t head_part(const mw_tags *g, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++)
        if (g->head[t] == t || g->head[t] < first || g->head[t] >= end) return t;
    return first;
}

static uint32_t count_read(const mw_asof *a, const mw_tokens *t) {
    if (a->whole) return t->n;
    uint32_t byte = mw_offsets_to_byte(a->story->offsets, a->until), n = 0;
    while (n < t->n && t->span[n].end <= byte) n++;
    return n;
}

/* Whole sentences only: a head may lie behind the end of half a one. */
static uint32_t whole_sentences(const mw_tags *g, uint32_t n) {
    uint32_t read = 0;
    for (uint32_t i = 0; i < g->n_sentences && g->sentences[i].end <= n; i++) read = g->sentences[i].end;
    return read;
}

static void join_words(mw_book *b) {
    const mw_tokens *t = b->tokens;
    for (uint32_t i = 0; i < b->n_tokens; i++) {
        bool joins = i > 0 && !t->given && (t->flags[i] & MW_TOK_HYPHEN_PART) && !(t->flags[i] & MW_TOK_SPACE_BEFORE) &&
                     b->tags->sentence[i] == b->tags->sentence[i - 1];
        if (!joins) b->first[b->n++] = i;
        b->word_of[i] = b->n - 1;
        b->end[b->n - 1] = i + 1;
    }
    for (uint32_t w = 0; w < b->n; w++) b->head[w] = head_part(b->tags, b->first[w], b->end[w]);
}

static void number_things(mw_book *b) {
    const mw_story *s = b->a->story;
    for (uint32_t i = 0; i < s->n_things; i++) b->coref[i] = MW_NONE;
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->known <= b->a->until && m->last < b->n_tokens && b->coref[m->thing] == MW_NONE) b->coref[m->thing] = b->n_corefs++;
    }
}

static marrow_status build_book(mw_asof *a, mw_book *b, marrow_error *err) {
    MW_TRY(mw_story_columns(a->story, err));
    *b = (mw_book){.a = a, .tokens = a->story->tokens, .tags = a->story->tags, .arena = mw_arena_new(&a->story->env.mem)};
    if (!b->arena) return mw_fail_memory(err);
    b->n_tokens = a->whole ? b->tokens->n : whole_sentences(b->tags, count_read(a, b->tokens));
    b->word_of = mw_arena_array(b->arena, b->n_tokens, sizeof(uint32_t));
    b->first = mw_arena_array(b->arena, b->n_tokens, sizeof(uint32_t));
    b->end = mw_arena_array(b->arena, b->n_tokens, sizeof(uint32_t));
    b->head = mw_arena_array(b->arena, b->n_tokens, sizeof(uint32_t));
    b->coref = mw_arena_array(b->arena, a->story->n_things, sizeof(uint32_t));
    if (!b->word_of || !b->first || !b->end || !b->head || !b->coref) {
        mw_arena_free(b->arena);
        return mw_fail_memory(err);
    }
    join_words(b);
    number_things(b);
    return MARROW_OK;
}

bool mw_book_range(const mw_book *b, uint32_t first, uint32_t last, uint32_t *start, uint32_t *end) {
    if (last >= b->n_tokens) return false;
    *start = b->word_of[first];
    *end = b->word_of[last];
    return true;
}

mw_str mw_book_words(const mw_book *b, uint32_t start, uint32_t end) {
    return mw_str_span(b->a->story->text, (mw_span){b->tokens->span[b->first[start]].start, b->tokens->span[b->end[end] - 1].end});
}

mw_str mw_book_word(const mw_book *b, uint32_t word) { return mw_book_words(b, word, word); }

uint32_t mw_book_head(const mw_book *b, uint32_t word) { return b->word_of[b->tags->head[b->head[word]]]; }

/* ---- the folder ---- */

typedef struct part {
    const char *extension;
    marrow_status (*write)(const mw_book *b, mw_out *o, marrow_error *err);
} part;

static const part parts[] = {
    {".tokens", mw_book_tokens},   {".entities", mw_book_entities}, {".quotes", mw_book_quotes}, {".supersense", mw_book_supersense},
    {".book", mw_book_characters}, {".book.html", mw_book_html},    {".txt", mw_book_text},
};

/* The story's own base name, without .marrow and without the dots that hide a file. */
static mw_str base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    mw_str s = mw_str_of(slash ? slash + 1 : path);
    if (mw_str_ends(s, ".marrow") && s.n > 7) s.n -= 7;
    while (s.n && *s.at == '.') s.at++, s.n--;
    return s.n ? s : MW_STR("story");
}

typedef struct to_write {
    const mw_book *book;
    const part *part;
} to_write;

static marrow_status put_part(const void *ctx, mw_out *o, marrow_error *err) {
    const to_write *w = ctx;
    return w->part->write(w->book, o, err);
}

marrow_status mw_export_booknlp(mw_asof *a, const char *folder, marrow_error *err) {
    mw_book b;
    mw_str base = base_name(a->story->path);
    MW_TRY(build_book(a, &b, err));
    marrow_status status = MARROW_OK;
    size_t room = strlen(folder) + base.n + 32;
    char *path = mw_arena_alloc(b.arena, room);
    if (!path) status = mw_fail_memory(err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == MARROW_OK; i++) {
        snprintf(path, room, "%s/%.*s%s", folder, (int)base.n, base.at, parts[i].extension);
        status = mw_out_save(&a->story->env.mem, path, put_part, &(to_write){&b, &parts[i]}, err);
    }
    mw_arena_free(b.arena);
    return status;
}
