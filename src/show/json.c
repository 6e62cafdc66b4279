/* The json export: one object, rows one a line, written as a stream. What later rooms will fill is there and empty. As of a position it
 * holds the rows known there, spans cut to it, and nobody who was not met. */
#include <string.h>

#include "show/card.h"
#include "show/minds.h"
#include "show/shape_rows.h"

/* ---- pieces ---- */

void mw_json_key(mw_out *o, const char *name) {
    mw_out_json(o, name);
    mw_out_puts(o, ": ");
}

void mw_json_int(mw_out *o, const char *name, int64_t x) {
    mw_json_key(o, name);
    mw_out_int(o, x);
}

void mw_json_text(mw_out *o, const char *name, const char *s) {
    mw_json_key(o, name);
    mw_out_json(o, s);
}

void mw_json_number(mw_out *o, const char *name, double x) {
    mw_json_key(o, name);
    mw_out_json_real(o, x);
}

void mw_json_bool(mw_out *o, const char *name, bool x) {
    mw_json_key(o, name);
    mw_out_puts(o, x ? "true" : "false");
}

void mw_json_comma(mw_out *o) { mw_out_puts(o, ", "); }

void mw_json_span(mw_out *o, uint32_t start, uint32_t end) {
    mw_json_int(o, "start", start);
    mw_json_comma(o);
    mw_json_int(o, "end", end);
}

void mw_json_maybe_span(mw_out *o, const char *name, const mw_asof *a, uint32_t start, uint32_t end) {
    mw_json_key(o, name);
    if (start == MW_NONE || end == MW_NONE || end > a->until) {
        mw_out_puts(o, "null");
        return;
    }
    mw_out_puts(o, "{");
    mw_json_span(o, start, end);
    mw_out_puts(o, "}");
}

void mw_json_person(mw_out *o, const char *name, const mw_person *p) { mw_json_text(o, name, p ? p->id : NULL); }

/* Rows of a list, one a line. */
void mw_json_list_open(mw_out *o, const char *name, bool *first) {
    mw_out_puts(o, ",\n");
    mw_json_key(o, name);
    mw_out_puts(o, "[");
    *first = true;
}

void mw_json_row_open(mw_out *o, bool *first) {
    mw_out_puts(o, *first ? "\n {" : ",\n {");
    *first = false;
}

void mw_json_row_close(mw_out *o) { mw_out_puts(o, "}"); }
void mw_json_list_close(mw_out *o) { mw_out_puts(o, "]"); }

/* A person who is told: met, and sure unless all are asked for. */
const mw_person *mw_json_told(const mw_asof *a, uint32_t character, bool all) {
    const mw_person *p = mw_asof_person(a, character);
    return p && (all || p->sure) ? p : NULL;
}

void mw_json_people(mw_out *o, const char *name, const mw_asof *a, const uint32_t *who, size_t step, uint32_t n, bool all) {
    mw_json_key(o, name);
    mw_out_puts(o, "[");
    bool first = true;
    for (uint32_t k = 0; k < n; k++) {
        const mw_person *p = mw_json_told(a, *(const uint32_t *)(const void *)((const char *)who + k * step), all);
        if (!p) continue;
        if (!first) mw_json_comma(o);
        first = false;
        mw_out_json(o, p->id);
    }
    mw_out_puts(o, "]");
}

/* ---- head ---- */

static void put_marrow(mw_out *o, const mw_story *s) {
    mw_json_key(o, "marrow");
    mw_out_puts(o, "{");
    mw_json_text(o, "version", s->version ? s->version : MARROW_VERSION);
    mw_json_comma(o);
    mw_json_int(o, "schema", MARROW_SCHEMA);
    mw_json_comma(o);
    mw_json_text(o, "model", s->model);
    mw_json_comma(o);
    mw_json_text(o, "model_version", s->model_version);
    mw_json_comma(o);
    mw_json_text(o, "model_checksum", s->model_checksum);
    mw_out_puts(o, "}");
}

void mw_json_source(mw_out *o, const mw_asof *a) {
    const mw_story *s = a->story;
    mw_out_puts(o, "{");
    mw_json_text(o, "title", s->title);
    mw_json_comma(o);
    mw_json_text(o, "author", s->author);
    mw_json_comma(o);
    mw_json_text(o, "language", s->language);
    mw_json_comma(o);
    mw_json_text(o, "format", s->format);
    mw_json_comma(o);
    mw_json_text(o, "kind", s->kind);
    mw_json_comma(o);
    mw_json_text(o, "sha256", s->sha256);
    mw_json_comma(o);
    mw_json_int(o, "length", a->until);
    mw_json_comma(o);
    mw_json_key(o, "warnings");
    mw_out_puts(o, "[");
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        if (i) mw_json_comma(o);
        mw_out_json(o, s->warnings[i]);
    }
    mw_out_puts(o, "]}");
}

/* ---- the text's parts ---- */

static void put_origin(mw_out *o, const mw_story *s, const row_block *b) {
    mw_json_key(o, "origin");
    mw_out_puts(o, "{");
    mw_json_text(o, "file", b->file < s->n_files ? s->files[b->file] : NULL);
    if (b->byte >= 0) {
        mw_json_comma(o);
        mw_json_int(o, "byte", b->byte);
    }
    if (b->line >= 0) {
        mw_json_comma(o);
        mw_json_int(o, "line", b->line);
    }
    mw_out_puts(o, "}");
}

static void put_blocks(mw_out *o, const mw_asof *a) {
    const mw_story *s = a->story;
    bool first;
    mw_json_list_open(o, "blocks", &first);
    for (uint32_t i = 0; i < s->n_blocks && s->blocks[i].start < a->until; i++) {
        const row_block *b = &s->blocks[i];
        mw_json_row_open(o, &first);
        mw_json_span(o, b->start, mw_least(b->end, a->until));
        mw_json_comma(o);
        mw_json_text(o, "kind", mw_block_kind_name((mw_block_kind)b->kind));
        mw_json_comma(o);
        put_origin(o, s, b);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

static void put_chapters(mw_out *o, const mw_asof *a, bool all) {
    const mw_story *s = a->story;
    bool first;
    mw_json_list_open(o, "chapters", &first);
    for (uint32_t i = 0; i < s->n_chapters; i++) {
        const row_chapter *c = &s->chapters[i];
        if (c->known > a->until || c->start >= a->until) continue;
        const mw_person *narrator = mw_asof_narrator(a, i);
        mw_json_row_open(o, &first);
        mw_json_text(o, "id", c->id);
        mw_json_comma(o);
        mw_json_text(o, "title", c->title);
        mw_json_comma(o);
        if (c->part) {
            mw_json_text(o, "part", c->part);
            mw_json_comma(o);
        }
        mw_json_span(o, c->start, mw_least(c->end, a->until));
        mw_json_comma(o);
        mw_json_person(o, "narrator", narrator && (all || narrator->sure) ? narrator : NULL);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

static void put_sentences(mw_out *o, const mw_asof *a) {
    const mw_story *s = a->story;
    bool first;
    mw_json_list_open(o, "sentences", &first);
    for (uint32_t i = 0; i < s->n_sentences && s->sentences[i].end <= a->until; i++) {
        const row_sentence *x = &s->sentences[i];
        mw_json_row_open(o, &first);
        mw_json_span(o, x->start, x->end);
        mw_json_comma(o);
        mw_json_number(o, "valence", x->valence);
        mw_json_comma(o);
        mw_json_number(o, "arousal", x->arousal);
        mw_json_comma(o);
        mw_json_number(o, "dominance", x->dominance);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

/* ---- people ---- */

static void put_aliases(mw_out *o, const mw_person *p) {
    mw_json_key(o, "aliases");
    mw_out_puts(o, "[");
    bool first = true;
    for (uint32_t i = 0; i < p->n_forms; i++) {
        if (!mw_form_told(p, &p->forms[i])) continue;
        if (!first) mw_json_comma(o);
        first = false;
        mw_out_json(o, p->forms[i].form);
    }
    mw_out_puts(o, "]");
}

void mw_json_character(mw_out *o, const mw_person *p) {
    mw_out_puts(o, "{");
    mw_json_text(o, "id", p->id);
    mw_json_comma(o);
    mw_json_text(o, "name", p->name);
    mw_json_comma(o);
    put_aliases(o, p);
    mw_json_comma(o);
    mw_json_text(o, "gender", mw_gender_names[p->gender]);
    mw_json_comma(o);
    mw_json_text(o, "role", p->major ? "major" : "minor");
    mw_json_comma(o);
    mw_json_bool(o, "narrator", p->narrator);
    mw_json_comma(o);
    mw_json_int(o, "mentions", p->mentions);
    mw_json_comma(o);
    mw_json_int(o, "first", p->first);
    mw_json_comma(o);
    mw_json_int(o, "known", p->known);
    mw_json_comma(o);
    mw_json_text(o, "occupation", p->occupation);
    mw_json_comma(o);
    mw_json_text(o, "age", mw_age_names[p->age]);
    mw_json_comma(o);
    mw_json_number(o, "confidence", p->confidence);
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
    mw_json_list_close(o);
}

static void put_mentions(mw_out *o, const mw_asof *a, bool all) {
    const mw_story *s = a->story;
    bool first;
    mw_json_list_open(o, "mentions", &first);
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->known > a->until) continue;
        mw_json_row_open(o, &first);
        mw_json_span(o, m->start, m->end);
        mw_json_comma(o);
        mw_json_text(o, "type", mw_entity_names[m->type]);
        mw_json_comma(o);
        mw_json_text(o, "form", mw_form_names[m->form]);
        mw_json_comma(o);
        mw_json_text(o, "entity", s->things[m->thing].id);
        mw_json_comma(o);
        mw_json_person(o, "character", mw_json_told(a, m->character, all));
        mw_json_comma(o);
        mw_json_number(o, "confidence", m->confidence);
        mw_json_comma(o);
        mw_json_int(o, "known", m->known);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

/* ---- speech ---- */

void mw_json_quote(mw_out *o, const mw_asof *a, const row_quote *q, bool text, bool all) {
    const mw_story *s = a->story;
    mw_out_puts(o, "{");
    mw_json_text(o, "id", q->id);
    mw_json_comma(o);
    mw_json_span(o, q->start, q->end);
    mw_json_comma(o);
    mw_json_text(o, "kind", mw_quote_kind_names[q->kind]);
    mw_json_comma(o);
    mw_json_text(o, "type", mw_quote_type_names[q->type]);
    mw_json_comma(o);
    mw_json_text(o, "speech", s->quotes[q->speech].id);
    mw_json_comma(o);
    mw_json_person(o, "speaker", mw_json_told(a, q->speaker, all));
    mw_json_comma(o);
    mw_json_maybe_span(o, "speaker_text", a, q->voice_start, q->voice_end);
    mw_json_comma(o);
    mw_json_number(o, "confidence", q->confidence == q->confidence ? q->confidence : 0);
    mw_json_comma(o);
    mw_json_people(o, "addressees", a, q->n_addressees ? a->story->addressees + q->addressees_from : NULL, sizeof *a->story->addressees,
                   q->n_addressees, all);
    mw_json_comma(o);
    mw_json_maybe_span(o, "cue", a, q->cue_start, q->cue_end);
    mw_json_comma(o);
    mw_json_maybe_span(o, "referring", a, q->referring_start, q->referring_end);
    mw_json_comma(o);
    mw_json_int(o, "known", q->known);
    if (text) {
        mw_json_comma(o);
        mw_json_key(o, "text");
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
    mw_json_list_close(o);
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
    mw_json_list_open(o, "tiles", &first);
    for (uint32_t i = 0; i < s->n_tiles && s->tiles[i].start < a->until; i++) {
        const row_tile *t = &s->tiles[i];
        const mw_person *p = tile_person(a, t);
        mw_json_row_open(o, &first);
        mw_json_span(o, t->start, mw_least(t->end, a->until));
        mw_json_comma(o);
        mw_json_text(o, "layer", mw_layer_names[t->layer]);
        mw_json_comma(o);
        mw_json_person(o, "who", p && (all || p->sure) ? p : NULL);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

marrow_status mw_export_json(mw_asof *a, bool all, mw_out *o, marrow_error *err) {
    mw_seen_shape *shape;
    MW_TRY(mw_shape_seen(a, &shape, err));
    mw_out_puts(o, "{");
    put_marrow(o, a->story);
    mw_out_puts(o, ",\n\"source\": ");
    mw_json_source(o, a);
    put_blocks(o, a);
    put_chapters(o, a, all);
    mw_json_scenes(o, a, shape, all);
    put_sentences(o, a);
    put_characters(o, a, all);
    put_mentions(o, a, all);
    mw_json_relations(o, a, all);
    mw_json_traits(o, a, all);
    mw_json_contents(o, a, all);
    put_quotes(o, a, all);
    put_tiles(o, a, all);
    MW_TRY(mw_json_minds(o, a, all, err));
    mw_json_threads(o, a, shape, all);
    mw_json_motifs(o, a, shape, all);
    mw_json_core(o, a, shape);
    mw_json_arc(o, a);
    mw_out_puts(o, ",\n\"review\": ");
    mw_json_review(o, a, all);
    mw_out_puts(o, "}\n");
    return mw_out_finish(o, err);
}
