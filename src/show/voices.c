/* Voices: cuts the tiles of a story at its blocks, so that a line never runs over a paragraph. What is not wholly read keeps its words
 * and loses its id and speaker. Linear: each tile and block is passed once. */
#include <string.h>

#include "show/voices.h"

void mw_voices_init(mw_voices *v, const mw_asof *a) { *v = (mw_voices){.a = a}; }

static uint32_t end_of_text(const mw_asof *a) { return mw_least(a->story->length, a->until); }

/* Where block b ends, the white space behind it included. */
static uint32_t block_end(const mw_story *s, uint32_t b) { return b + 1 < s->n_blocks ? s->blocks[b + 1].start : s->length; }

static bool is_paragraph(const mw_story *s, uint32_t block) {
    static const uint32_t paragraph = 1, verse = 2; /* of the kinds that story_load.c has */
    return block < s->n_blocks && (s->blocks[block].kind == paragraph || s->blocks[block].kind == verse);
}

/* Steps into the block that holds v->at, counting paragraphs from the start of the chapter. */
static void enter_block(mw_voices *v) {
    const mw_story *s = v->a->story;
    if (v->at == 0) v->paragraphs = is_paragraph(s, 0);
    while (v->block + 1 < s->n_blocks && s->blocks[v->block + 1].start <= v->at) {
        uint32_t before = mw_story_chapter_at(s, s->blocks[v->block].start);
        v->block++;
        if (mw_story_chapter_at(s, s->blocks[v->block].start) != before) v->paragraphs = 0;
        v->paragraphs += is_paragraph(s, v->block);
    }
}

static const mw_person *voice_of(const mw_asof *a, const mw_voice_line *line, const row_tile *t) {
    if (t->layer == MW_LAYER_HEADING || t->layer == MW_LAYER_OTHER) return NULL;
    if (line->quote) return mw_asof_speaker(a, line->quote);
    if (t->quote != MW_NONE) return NULL;
    const mw_person *p = mw_asof_person(a, t->who);
    if (!p || a->whole) return p;
    if (line->chapter != MW_NONE) return mw_asof_narrator(a, line->chapter) == p ? p : NULL;
    return a->story->narrator_known <= a->until ? p : NULL;
}

/* Is nothing but white space there? It stays with the voice before it. */
static bool blank(const mw_story *s, uint32_t start, uint32_t end) {
    if (start >= end) return false;
    mw_str t = mw_story_str(s, start, end);
    for (size_t at = 0, len; at < t.n; at += len)
        if (!mw_cp_space(mw_utf8_next(t.at + at, t.n - at, &len))) return false;
    return true;
}

bool mw_voices_next(mw_voices *v, mw_voice_line *line) {
    const mw_asof *a = v->a;
    const mw_story *s = a->story;
    uint32_t stop = end_of_text(a);
    if (v->at >= stop) return false;
    while (v->tile + 1 < s->n_tiles && s->tiles[v->tile].end <= v->at) v->tile++;
    static const row_tile none = {.layer = MW_LAYER_OTHER, .who = MW_NONE, .quote = MW_NONE};
    const row_tile *t = s->n_tiles ? &s->tiles[v->tile] : &none;
    enter_block(v);
    uint32_t end = s->n_tiles && t->end > v->at ? t->end : stop, b = block_end(s, v->block);
    if (b > v->at) end = mw_least(end, b);
    end = mw_least(end, stop);
    if (blank(s, end, mw_least(b, stop))) end = mw_least(b, stop);
    *line = (mw_voice_line){.start = v->at, .end = end, .block = v->block, .layer = t->layer};
    line->paragraph = is_paragraph(s, v->block) ? v->paragraphs : 0;
    line->chapter = mw_story_chapter_at(s, v->at);
    if (t->quote != MW_NONE && s->quotes[t->quote].end <= a->until) line->quote = &s->quotes[t->quote];
    line->who = voice_of(a, line, t);
    v->at = end;
    return true;
}

static bool quoted(uint32_t layer) { return layer == MW_LAYER_SPEECH || layer == MW_LAYER_THOUGHT || layer == MW_LAYER_LETTER; }

const char *mw_voice_name(const mw_asof *a, const mw_voice_line *line) {
    if (line->who) return line->who->name;
    if (!quoted(line->layer)) return "Narrator";
    const row_quote *q = line->quote;
    if (!q || q->voice_start == MW_NONE || q->voice_end > a->until || q->known > a->until) return "Unknown";
    mw_str s = mw_story_str(a->story, q->voice_start, q->voice_end);
    return mw_arena_strndup(a->arena, s.at, s.n);
}
