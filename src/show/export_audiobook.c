/* The exports for listening: audiobook (JSON lines), sml (the text with [voice:NAME] marks), and the cast file beside both. The texts
 * of the lines in order, and the sml without its marks, are the story's text byte for byte. */
#include <string.h>

#include "show/voices.h"

/* ---- audiobook ---- */

static void put_index(mw_out *o, const char *key, uint32_t x, bool there) {
    mw_out_printf(o, ", \"%s\": ", key);
    if (there)
        mw_out_int(o, x);
    else
        mw_out_puts(o, "null");
}

static void put_string(mw_out *o, const char *key, const char *s) {
    mw_out_printf(o, ", \"%s\": ", key);
    mw_out_json(o, s);
}

static mw_str span_str(const mw_asof *a, uint32_t start, uint32_t end) {
    if (start == MW_NONE || end == MW_NONE || end <= start || end > a->until) return (mw_str){NULL, 0};
    return mw_story_str(a->story, start, end);
}

static void put_words(mw_out *o, mw_str s) {
    if (s.n)
        mw_out_json_str(o, s);
    else
        mw_out_puts(o, "null");
}

/* The verb of saying and how it was said. */
static void put_delivery(mw_out *o, const mw_asof *a, const row_quote *q) {
    mw_out_puts(o, ", \"delivery\": ");
    mw_str verb = {NULL, 0}, manner = {NULL, 0};
    if (q && q->known <= a->until) {
        verb = span_str(a, q->cue_start, q->cue_end);
        manner = span_str(a, q->manner_start, q->manner_end);
    }
    if (!verb.n && !manner.n) {
        mw_out_puts(o, "null");
        return;
    }
    mw_out_puts(o, "{\"verb\": ");
    put_words(o, verb);
    mw_out_puts(o, ", \"manner\": ");
    put_words(o, manner);
    mw_out_puts(o, "}");
}

static marrow_status put_line(mw_out *o, const mw_asof *a, const mw_voice_line *l, uint32_t n, marrow_error *err) {
    const char *name = l->who || l->quote ? mw_voice_name(a, l) : NULL;
    if (l->quote && !name) return mw_fail_memory(err);
    bool unknown = l->layer == MW_LAYER_SPEECH && !l->who;
    if (unknown && name && strcmp(name, "Unknown") == 0) name = NULL;
    if (l->quote && !unknown && !l->who) name = NULL;
    mw_out_puts(o, "{\"n\": ");
    mw_out_int(o, n);
    put_string(o, "id", l->quote ? l->quote->id : NULL);
    put_index(o, "chapter", l->chapter + 1, l->chapter != MW_NONE);
    put_index(o, "para", l->paragraph, l->paragraph != 0);
    put_index(o, "block", l->block, a->story->n_blocks > 0);
    put_string(o, "layer", mw_layer_names[l->layer]);
    put_string(o, "speaker", l->who ? l->who->id : NULL);
    mw_out_puts(o, unknown ? ", \"known\": false" : ", \"known\": true");
    put_string(o, "name", name);
    mw_out_puts(o, ", \"confidence\": ");
    if (l->quote)
        mw_out_json_real(o, l->who ? l->quote->confidence : 0);
    else
        mw_out_puts(o, "null");
    put_delivery(o, a, l->quote);
    mw_out_puts(o, ", \"text\": ");
    mw_out_json_str(o, mw_story_str(a->story, l->start, l->end));
    mw_out_puts(o, "}\n");
    return MARROW_OK;
}

marrow_status mw_export_audiobook(mw_asof *a, mw_out *o, marrow_error *err) {
    mw_voices v;
    mw_voice_line line;
    mw_voices_init(&v, a);
    for (uint32_t n = 0; mw_voices_next(&v, &line); n++) MW_TRY(put_line(o, a, &line, n, err));
    return mw_out_finish(o, err);
}

/* ---- sml ---- */

/* A name inside a mark: what would end the mark is left out. */
static void put_mark(mw_out *o, const char *name) {
    mw_out_puts(o, "[voice:");
    for (; *name; name++)
        if (*name != '[' && *name != ']' && *name != '\n') mw_out_put(o, name, 1);
    mw_out_puts(o, "]");
}

marrow_status mw_export_sml(mw_asof *a, mw_out *o, marrow_error *err) {
    mw_voices v;
    mw_voice_line line;
    const char *last = "";
    mw_voices_init(&v, a);
    while (mw_voices_next(&v, &line)) {
        const char *name = mw_voice_name(a, &line);
        if (!name) return mw_fail_memory(err);
        if (strcmp(name, last) != 0) put_mark(o, name);
        last = name;
        mw_out_str(o, mw_story_str(a->story, line.start, line.end));
    }
    return mw_out_finish(o, err);
}

/* ---- cast ---- */

static void put_cell(mw_out *o, const char *s) {
    if (!strpbrk(s, ",\"\r\n")) {
        mw_out_puts(o, s);
        return;
    }
    mw_out_puts(o, "\"");
    for (; *s; s++) {
        if (*s == '"') mw_out_puts(o, "\"");
        mw_out_put(o, s, 1);
    }
    mw_out_puts(o, "\"");
}

static void put_row(mw_out *o, const mw_person *p, uint32_t lines, uint32_t words) {
    put_cell(o, p->id);
    mw_out_puts(o, ",");
    put_cell(o, p->name);
    mw_out_printf(o, ",%s,%s,%u,%u\n", mw_gender_names[p->gender], mw_age_names[p->age], lines, words);
}

/* Everybody who has a line, by importance; of whoever tells the story the narration too. */
marrow_status mw_export_voices_cast(mw_asof *a, mw_out *o, marrow_error *err) {
    const marrow_allocator *mem = mw_arena_mem(a->arena);
    uint32_t *lines = mw_calloc(mem, (size_t)a->n_people * 2 + 1, sizeof *lines), *words = lines ? lines + a->n_people : NULL;
    if (!lines) return mw_fail_memory(err);
    mw_voices v;
    mw_voice_line line;
    mw_voices_init(&v, a);
    while (mw_voices_next(&v, &line)) {
        if (!line.who) continue;
        size_t i = (size_t)(line.who - a->people);
        lines[i]++;
        words[i] += mw_story_words_in(a->story, line.start, line.end);
    }
    mw_out_puts(o, "id,name,gender,age,lines,words\n");
    for (uint32_t i = 0; i < a->n_people; i++)
        if (lines[i]) put_row(o, &a->people[i], lines[i], words[i]);
    mw_free(mem, lines);
    return mw_out_finish(o, err);
}
