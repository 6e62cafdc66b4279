/* The json export: one object, rows one a line, written as a stream. What later rooms will fill is there and empty. As of a position it
 * holds the rows known there, spans cut to it, and nobody who was not met. */
#include <string.h>

#include "show/json.h"

/* ---- pieces ---- */

static void key(mw_out *o, const char *name) {
    mw_out_json(o, name);
    mw_out_puts(o, ": ");
}

static void put_int(mw_out *o, const char *name, int64_t x) {
    key(o, name);
    mw_out_int(o, x);
}

static void put_text(mw_out *o, const char *name, const char *s) {
    key(o, name);
    mw_out_json(o, s);
}

static void put_real(mw_out *o, const char *name, double x) {
    key(o, name);
    mw_out_json_real(o, x);
}

static void put_bool(mw_out *o, const char *name, bool x) {
    key(o, name);
    mw_out_puts(o, x ? "true" : "false");
}

static void comma(mw_out *o) { mw_out_puts(o, ", "); }

static void put_span(mw_out *o, uint32_t start, uint32_t end) {
    put_int(o, "start", start);
    comma(o);
    put_int(o, "end", end);
}

static void put_maybe_span(mw_out *o, const char *name, const mw_asof *a, uint32_t start, uint32_t end) {
    key(o, name);
    if (start == MW_NONE || end == MW_NONE || end > a->until) {
        mw_out_puts(o, "null");
        return;
    }
    mw_out_puts(o, "{");
    put_span(o, start, end);
    mw_out_puts(o, "}");
}

static void put_person(mw_out *o, const char *name, const mw_person *p) { put_text(o, name, p ? p->id : NULL); }

/* Rows of a list, one a line. */
static void list_open(mw_out *o, const char *name, bool *first) {
    mw_out_puts(o, ",\n");
    key(o, name);
    mw_out_puts(o, "[");
    *first = true;
}

static void row_open(mw_out *o, bool *first) {
    mw_out_puts(o, *first ? "\n {" : ",\n {");
    *first = false;
}

static void row_close(mw_out *o) { mw_out_puts(o, "}"); }
static void list_close(mw_out *o) { mw_out_puts(o, "]"); }

/* A person who is told: met, and sure unless all are asked for. */
static const mw_person *told(const mw_asof *a, uint32_t character, bool all) {
    const mw_person *p = mw_asof_person(a, character);
    return p && (all || p->sure) ? p : NULL;
}

/* ---- head ---- */

static void put_marrow(mw_out *o, const mw_story *s) {
    key(o, "marrow");
    mw_out_puts(o, "{");
    put_text(o, "version", s->version ? s->version : MARROW_VERSION);
    comma(o);
    put_int(o, "schema", MARROW_SCHEMA);
    comma(o);
    put_text(o, "model", s->model);
    comma(o);
    put_text(o, "model_version", s->model_version);
    comma(o);
    put_text(o, "model_checksum", s->model_checksum);
    mw_out_puts(o, "}");
}

void mw_json_source(mw_out *o, const mw_asof *a) {
    const mw_story *s = a->story;
    mw_out_puts(o, "{");
    put_text(o, "title", s->title);
    comma(o);
    put_text(o, "author", s->author);
    comma(o);
    put_text(o, "language", s->language);
    comma(o);
    put_text(o, "format", s->format);
    comma(o);
    put_text(o, "kind", s->kind);
    comma(o);
    put_text(o, "sha256", s->sha256);
    comma(o);
    put_int(o, "length", a->until);
    comma(o);
    key(o, "warnings");
    mw_out_puts(o, "[");
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        if (i) comma(o);
        mw_out_json(o, s->warnings[i]);
    }
    mw_out_puts(o, "]}");
}

/* ---- the text's parts ---- */

static void put_origin(mw_out *o, const mw_story *s, const row_block *b) {
    key(o, "origin");
    mw_out_puts(o, "{");
    put_text(o, "file", b->file < s->n_files ? s->files[b->file] : NULL);
    if (b->byte >= 0) {
        comma(o);
        put_int(o, "byte", b->byte);
    }
    if (b->line >= 0) {
        comma(o);
        put_int(o, "line", b->line);
    }
    mw_out_puts(o, "}");
}

static void put_blocks(mw_out *o, const mw_asof *a) {
    const mw_story *s = a->story;
    bool first;
    list_open(o, "blocks", &first);
    for (uint32_t i = 0; i < s->n_blocks && s->blocks[i].start < a->until; i++) {
        const row_block *b = &s->blocks[i];
        row_open(o, &first);
        put_span(o, b->start, mw_least(b->end, a->until));
        comma(o);
        put_text(o, "kind", mw_block_kind_name((mw_block_kind)b->kind));
        comma(o);
        put_origin(o, s, b);
        row_close(o);
    }
    list_close(o);
}

static void put_chapters(mw_out *o, const mw_asof *a, bool all) {
    const mw_story *s = a->story;
    bool first;
    list_open(o, "chapters", &first);
    for (uint32_t i = 0; i < s->n_chapters; i++) {
        const row_chapter *c = &s->chapters[i];
        if (c->known > a->until || c->start >= a->until) continue;
        const mw_person *narrator = mw_asof_narrator(a, i);
        row_open(o, &first);
        put_text(o, "id", c->id);
        comma(o);
        put_text(o, "title", c->title);
        comma(o);
        if (c->part) {
            put_text(o, "part", c->part);
            comma(o);
        }
        put_span(o, c->start, mw_least(c->end, a->until));
        comma(o);
        put_person(o, "narrator", narrator && (all || narrator->sure) ? narrator : NULL);
        row_close(o);
    }
    list_close(o);
}

static void put_sentences(mw_out *o, const mw_asof *a) {
    const mw_story *s = a->story;
    bool first;
    list_open(o, "sentences", &first);
    for (uint32_t i = 0; i < s->n_sentences && s->sentences[i].end <= a->until; i++) {
        const row_sentence *x = &s->sentences[i];
        row_open(o, &first);
        put_span(o, x->start, x->end);
        comma(o);
        put_real(o, "valence", x->valence);
        comma(o);
        put_real(o, "arousal", x->arousal);
        comma(o);
        put_real(o, "dominance", x->dominance);
        row_close(o);
    }
    list_close(o);
}

/* ---- people ---- */

static void put_aliases(mw_out *o, const mw_person *p) {
    key(o, "aliases");
    mw_out_puts(o, "[");
    bool first = true;
    for (uint32_t i = 0; i < p->n_forms; i++) {
        if (!mw_form_told(p, &p->forms[i])) continue;
        if (!first) comma(o);
        first = false;
        mw_out_json(o, p->forms[i].form);
    }
    mw_out_puts(o, "]");
}

void mw_json_character(mw_out *o, const mw_person *p) {
    mw_out_puts(o, "{");
    put_text(o, "id", p->id);
    comma(o);
    put_text(o, "name", p->name);
    comma(o);
    put_aliases(o, p);
    comma(o);
    put_text(o, "gender", mw_gender_names[p->gender]);
    comma(o);
    put_text(o, "role", p->major ? "major" : "minor");
    comma(o);
    put_bool(o, "narrator", p->narrator);
    comma(o);
    put_int(o, "mentions", p->mentions);
    comma(o);
    put_int(o, "first", p->first);
    comma(o);
    put_int(o, "known", p->known);
    comma(o);
    put_text(o, "occupation", p->occupation);
    comma(o);
    put_text(o, "age", mw_age_names[p->age]);
    comma(o);
    put_real(o, "confidence", p->confidence);
    mw_out_puts(o, "}");
}

static void put_characters(mw_out *o, const mw_asof *a, bool all) {
    mw_out_puts(o, ",\n\"characters\": [");
    bool first = true;
    for (uint32_t i = 0; i < a->n_people; i++) {
        if (!all && !a->people[i].sure) continue;
        mw_out_puts(o, first ? "\n " : ",\n ");
        first = false;
        mw_json_character(o, &a->people[i]);
    }
    list_close(o);
}

static void put_mentions(mw_out *o, const mw_asof *a, bool all) {
    const mw_story *s = a->story;
    bool first;
    list_open(o, "mentions", &first);
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->known > a->until) continue;
        row_open(o, &first);
        put_span(o, m->start, m->end);
        comma(o);
        put_text(o, "type", mw_entity_names[m->type]);
        comma(o);
        put_text(o, "form", mw_form_names[m->form]);
        comma(o);
        put_text(o, "entity", s->things[m->thing].id);
        comma(o);
        put_person(o, "character", told(a, m->character, all));
        comma(o);
        put_real(o, "confidence", m->confidence);
        comma(o);
        put_int(o, "known", m->known);
        row_close(o);
    }
    list_close(o);
}

/* ---- speech ---- */

static void put_addressees(mw_out *o, const mw_asof *a, const row_quote *q, bool all) {
    key(o, "addressees");
    mw_out_puts(o, "[");
    bool first = true;
    for (uint32_t k = 0; k < q->n_addressees; k++) {
        const mw_person *p = told(a, a->story->addressees[q->addressees_from + k], all);
        if (!p) continue;
        if (!first) comma(o);
        first = false;
        mw_out_json(o, p->id);
    }
    mw_out_puts(o, "]");
}

void mw_json_quote(mw_out *o, const mw_asof *a, const row_quote *q, bool text, bool all) {
    const mw_story *s = a->story;
    mw_out_puts(o, "{");
    put_text(o, "id", q->id);
    comma(o);
    put_span(o, q->start, q->end);
    comma(o);
    put_text(o, "kind", mw_quote_kind_names[q->kind]);
    comma(o);
    put_text(o, "type", mw_quote_type_names[q->type]);
    comma(o);
    put_text(o, "speech", s->quotes[q->speech].id);
    comma(o);
    put_person(o, "speaker", told(a, q->speaker, all));
    comma(o);
    put_maybe_span(o, "speaker_text", a, q->voice_start, q->voice_end);
    comma(o);
    put_real(o, "confidence", q->confidence == q->confidence ? q->confidence : 0);
    comma(o);
    put_addressees(o, a, q, all);
    comma(o);
    put_maybe_span(o, "cue", a, q->cue_start, q->cue_end);
    comma(o);
    put_maybe_span(o, "referring", a, q->referring_start, q->referring_end);
    comma(o);
    put_int(o, "known", q->known);
    if (text) {
        comma(o);
        key(o, "text");
        mw_out_json_str(o, mw_story_str(s, q->start, q->end));
    }
    mw_out_puts(o, "}");
}

static void put_quotes(mw_out *o, const mw_asof *a, bool all) {
    const mw_story *s = a->story;
    mw_out_puts(o, ",\n\"quotes\": [");
    bool first = true;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        if (s->quotes[i].known > a->until) continue;
        mw_out_puts(o, first ? "\n " : ",\n ");
        first = false;
        mw_json_quote(o, a, &s->quotes[i], false, all);
    }
    list_close(o);
}

/* Whose words a tile is, as far as known: of a quotation its speaker, of narration the chapter's narrator. */
static const mw_person *tile_person(const mw_asof *a, const row_tile *t) {
    const mw_story *s = a->story;
    const mw_person *p = mw_asof_person(a, t->who);
    if (!p || a->whole) return p;
    if (t->quote != MW_NONE) return mw_asof_speaker(a, &s->quotes[t->quote]) == p ? p : NULL;
    uint32_t chapter = mw_story_chapter_at(s, t->start);
    if (chapter != MW_NONE) return mw_asof_narrator(a, chapter) == p ? p : NULL;
    return s->narrator_known <= a->until ? p : NULL;
}

static void put_tiles(mw_out *o, const mw_asof *a, bool all) {
    const mw_story *s = a->story;
    bool first;
    list_open(o, "tiles", &first);
    for (uint32_t i = 0; i < s->n_tiles && s->tiles[i].start < a->until; i++) {
        const row_tile *t = &s->tiles[i];
        const mw_person *p = tile_person(a, t);
        row_open(o, &first);
        put_span(o, t->start, mw_least(t->end, a->until));
        comma(o);
        put_text(o, "layer", mw_layer_names[t->layer]);
        comma(o);
        put_person(o, "who", p && (all || p->sure) ? p : NULL);
        row_close(o);
    }
    list_close(o);
}

marrow_status mw_export_json(mw_asof *a, bool all, mw_out *o, marrow_error *err) {
    mw_out_puts(o, "{");
    put_marrow(o, a->story);
    mw_out_puts(o, ",\n\"source\": ");
    mw_json_source(o, a);
    put_blocks(o, a);
    put_chapters(o, a, all);
    mw_out_puts(o, ",\n\"scenes\": []");
    put_sentences(o, a);
    put_characters(o, a, all);
    put_mentions(o, a, all);
    mw_out_puts(o, ",\n\"relations\": []");
    put_quotes(o, a, all);
    put_tiles(o, a, all);
    mw_out_puts(o,
                ",\n\"acts\": [],\n\"ripples\": [],\n\"inside\": [],\n\"traits\": [],\n\"threads\": [],\n\"motifs\": [],\n\"core\": null,\n"
                "\"arc\": [],\n\"content\": [],\n\"review\": null}\n");
    return mw_out_finish(o, err);
}
