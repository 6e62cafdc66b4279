/* The tables of source, segment and tag: meta, the text, where its parts stand, sentences, columns, what the user gave. */
#include <stdio.h>
#include <string.h>

#include "reveal/shape.h"
#include "store/internal.h"

static void put_meta(mw_rows *r, const char *key, const char *value) {
    mw_rows_text(r, key);
    mw_rows_text(r, value);
    mw_rows_end(r);
}

static void put_meta_int(mw_rows *r, const char *key, int64_t value) {
    mw_rows_text(r, key);
    mw_rows_int(r, value);
    mw_rows_end(r);
}

/* Where a narrator of [from, end) is first seen as such: the end of their first mention there. */
static uint32_t narrator_known(const mw_reading *g, uint32_t narrator, mw_span range) {
    const mw_cast *c = g->cast;
    for (uint32_t m = MW_COUNT_BELOW(c->mentions, c->n_mentions, span.start, range.start);
         m < c->n_mentions && c->mentions[m].span.start < range.end; m++)
        if (mw_mention_character(c, m) == narrator) return c->mentions[m].known;
    return range.end;
}

static void put_meta_table(mw_rows *r) {
    const mw_reading *g = r->reading;
    const mw_text *t = g->text;
    mw_rows_begin(r, "INSERT INTO meta VALUES (?, ?)");
    put_meta(r, "version", MARROW_VERSION);
    put_meta(r, "model", g->model_name);
    put_meta(r, "model_version", g->model_version);
    put_meta(r, "model_checksum", g->model_checksum);
    put_meta(r, "title", t->title);
    put_meta(r, "author", t->author);
    put_meta(r, "language", t->language);
    put_meta(r, "kind", mw_kind_name(t->kind));
    put_meta(r, "format", mw_format_name(t->format));
    put_meta(r, "sha256", t->sha256);
    put_meta_int(r, "verbatim", t->verbatim);
    put_meta_int(r, "given", g->tokens->given);
    put_meta_int(r, "length", mw_offsets_to_cp(r->offsets, t->n));
    put_meta_int(r, "bytes", t->n);
    put_meta_int(r, "characters_only", g->characters_only);
    if (g->cast->narrator != MW_NONE) {
        put_meta_int(r, "narrator", g->cast->narrator);
        put_meta_int(r, "narrator_known", mw_offsets_to_cp(r->offsets, narrator_known(g, g->cast->narrator, (mw_span){0, t->n})));
    }
    mw_rows_finish(r);
}

static void hex_of(const void *bytes, size_t n, char hex[17]) { snprintf(hex, 17, "%016llx", (unsigned long long)mw_hash(bytes, n)); }

static void put_text_table(mw_rows *r) {
    const mw_text *t = r->reading->text;
    char hex[17];
    hex_of(t->at, t->n, hex);
    mw_rows_begin(r, "INSERT INTO text VALUES (0, ?, ?)");
    mw_rows_str(r, (mw_str){t->at, t->n});
    mw_rows_text(r, hex);
    mw_rows_end(r);
    mw_rows_finish(r);
}

static void put_strings(mw_rows *r, const char *sql, const char *const *at, uint32_t n) {
    mw_rows_begin(r, sql);
    for (uint32_t i = 0; i < n; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, at[i]);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_docs(mw_rows *r) {
    const mw_text *t = r->reading->text;
    mw_rows_begin(r, "INSERT INTO docs VALUES (?, ?, ?, ?)");
    for (uint32_t i = 0; i < t->n_docs; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, t->docs[i].id ? t->docs[i].id : "");
        mw_rows_span(r, t->docs[i].span);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_origin_number(mw_rows *r, int64_t value) {
    if (value < 0)
        mw_rows_index(r, MW_NONE);
    else
        mw_rows_int(r, value);
}

static void put_blocks(mw_rows *r) {
    const mw_text *t = r->reading->text;
    mw_rows_begin(r, "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < t->n_blocks; i++) {
        const mw_block *b = &t->blocks[i];
        mw_rows_int(r, i);
        mw_rows_span(r, b->span);
        mw_rows_text(r, mw_block_kind_name(b->kind));
        mw_rows_int(r, b->gap_before);
        mw_rows_int(r, b->origin.file);
        put_origin_number(r, b->origin.byte);
        put_origin_number(r, b->origin.line);
        mw_rows_place(r, b->span.end);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_emphasis(mw_rows *r) {
    const mw_text *t = r->reading->text;
    mw_rows_begin(r, "INSERT INTO emphasis VALUES (?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < t->n_emphasis; i++) {
        mw_rows_int(r, i);
        mw_rows_span(r, t->emphasis[i].span);
        mw_rows_int(r, t->emphasis[i].style);
        mw_rows_place(r, t->emphasis[i].span.end);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

/* A title is known behind the headings that open the chapter. */
static uint32_t title_known(const mw_text *t, const mw_chapter *c, uint32_t *block) {
    uint32_t known = c->span.start;
    while (*block < t->n_blocks && t->blocks[*block].span.start < c->span.start) ++*block;
    for (uint32_t b = *block; b < t->n_blocks && t->blocks[b].kind == MW_HEADING && t->blocks[b].span.start < c->span.end; b++)
        known = t->blocks[b].span.end;
    return known;
}

/* A chapter's id: the hash of its title and, from the second on, its occurrence, so that a chapter that is inserted shifts no other's. */
static bool chapter_id(mw_rows *r, mw_map *seen, const mw_chapter *c, char *id, size_t size) {
    const mw_text *t = r->reading->text;
    const char *doc = "";
    for (uint32_t d = 0; d < t->n_docs && t->n_docs > 1; d++)
        if (t->docs[d].span.start <= c->span.start && c->span.start < t->docs[d].span.end) doc = t->docs[d].id;
    uint64_t hash = mw_hash(c->title, strlen(c->title));
    int n = snprintf(id, size, "%.100s%schapter-%08x", doc, *doc ? "/" : "", (unsigned)(hash ^ hash >> 32));
    uint32_t times = 0;
    mw_map_get(seen, mw_str_of(id), &times);
    if (!mw_map_put(seen, mw_str_of(id), times + 1)) return false;
    if (times) snprintf(id + n, size - (size_t)n, "-%u", times + 1);
    return true;
}

static void put_chapter(mw_rows *r, uint32_t i, const char *id, uint32_t *block) {
    const mw_reading *g = r->reading;
    const mw_chapter *c = &g->text->chapters[i];
    uint32_t narrator = g->cast->narrators ? g->cast->narrators[i] : MW_NONE, teller = g->cast->tellers ? g->cast->tellers[i] : MW_NONE;
    mw_rows_int(r, i);
    mw_rows_text(r, id);
    mw_rows_text(r, c->title);
    mw_rows_text(r, c->part);
    mw_rows_int(r, c->level);
    mw_rows_span(r, c->span);
    mw_rows_index(r, teller == MW_NONE ? narrator : teller);
    if (teller != MW_NONE)
        mw_rows_place(r, c->span.end); /* that it is one long speech shows at its end */
    else if (narrator == MW_NONE)
        mw_rows_index(r, MW_NONE);
    else
        mw_rows_place(r, narrator_known(g, narrator, c->span));
    mw_rows_place(r, title_known(g->text, c, block));
    mw_rows_end(r);
}

static void put_chapters(mw_rows *r) {
    const mw_text *t = r->reading->text;
    mw_map *seen = mw_map_new(&r->env->mem);
    mw_rows_begin(r, "INSERT INTO chapters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    uint32_t block = 0;
    for (uint32_t i = 0; i < t->n_chapters && r->status == MARROW_OK; i++) {
        char id[160];
        if (!seen || !chapter_id(r, seen, &t->chapters[i], id, sizeof id))
            r->status = mw_fail_memory(r->err);
        else
            put_chapter(r, i, id, &block);
    }
    mw_rows_finish(r);
    mw_map_free(seen);
}

static void put_pages(mw_rows *r) {
    const mw_text *t = r->reading->text;
    mw_rows_begin(r, "INSERT INTO pages VALUES (?, ?, ?)");
    for (uint32_t i = 0; i < t->n_pages; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, t->pages[i].name);
        mw_rows_place(r, t->pages[i].at);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

/* Three digits say more than the head does, and keep the exports short. x: a feeling, 1 … 5. */
static double rounded(float x) { return (double)(int64_t)((double)x * 1000.0 + 0.5) / 1000.0; }

static void put_sentences(mw_rows *r) {
    const mw_tags *g = r->reading->tags;
    const mw_span *span = r->reading->tokens->span;
    mw_rows_begin(r, "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < g->n_sentences; i++) {
        const mw_sentence *s = &g->sentences[i];
        if (s->end <= s->first) continue;
        mw_span whole = {span[s->first].start, span[s->end - 1].end};
        mw_rows_int(r, i);
        mw_rows_span(r, whole);
        mw_rows_real(r, rounded(mw_shape_valence(g, i)));
        mw_rows_real(r, rounded(s->arousal));
        mw_rows_real(r, rounded(s->dominance));
        mw_rows_place(r, whole.end);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_column(mw_rows *r, const char *name, int version, const mw_buf *data) {
    char hex[17];
    hex_of(data->at, data->n, hex);
    mw_rows_text(r, name);
    mw_rows_int(r, version);
    mw_rows_text(r, hex);
    mw_rows_blob(r, data->at, data->n);
    mw_rows_end(r);
}

/* Whether the file holds the columns already from which all else was derived: they are most of its bytes. */
static bool keeps_columns(mw_rows *r) {
    uint64_t state = 0;
    if (!r->reading->columns_state) return false;
    r->status = mw_store_columns_state(r->db, &state, r->err);
    return r->status == MARROW_OK && state == r->reading->columns_state;
}

static void put_columns(mw_rows *r) {
    if (r->status != MARROW_OK || keeps_columns(r) || r->status != MARROW_OK) return;
    r->status = mw_store_exec(r->db, "DELETE FROM columns", r->err);
    if (r->status != MARROW_OK) return;
    mw_buf tokens, marks, tags;
    mw_buf_init(&tokens, &r->env->mem);
    mw_buf_init(&marks, &r->env->mem);
    mw_buf_init(&tags, &r->env->mem);
    r->status = mw_tokens_pack(r->reading->tokens, &tokens, r->err);
    if (r->status == MARROW_OK) r->status = mw_marks_pack(r->reading->tokens, &marks, r->err);
    if (r->status == MARROW_OK) r->status = mw_tags_pack(r->reading->tags, &tags, r->err);
    mw_rows_begin(r, "INSERT INTO columns VALUES (?, ?, ?, ?)");
    put_column(r, "tokens", MW_COLUMNS_VERSION, &tokens);
    put_column(r, "marks", MW_COLUMNS_VERSION, &marks);
    put_column(r, "tags", MW_COLUMNS_VERSION, &tags);
    mw_rows_finish(r);
    mw_buf_clear(&tokens);
    mw_buf_clear(&marks);
    mw_buf_clear(&tags);
}

static void put_input(mw_rows *r, const char *name, const char *bytes, size_t n) {
    if (!bytes) return;
    mw_rows_text(r, name);
    mw_rows_blob(r, bytes, n);
    mw_rows_end(r);
}

static void put_inputs(mw_rows *r) {
    const mw_reading *g = r->reading;
    mw_rows_begin(r, "INSERT INTO inputs VALUES (?, ?)");
    put_input(r, "characters", g->characters_csv, g->n_characters_csv);
    put_input(r, "quotes", g->quotes_csv, g->n_quotes_csv);
    mw_rows_finish(r);
}

void mw_rows_put_text(mw_rows *r) {
    const mw_text *t = r->reading->text;
    put_meta_table(r);
    put_text_table(r);
    put_strings(r, "INSERT INTO files VALUES (?, ?)", t->files, t->n_files);
    put_strings(r, "INSERT INTO warnings VALUES (?, ?)", t->warnings, t->n_warnings);
    put_docs(r);
    put_blocks(r);
    put_emphasis(r);
    put_chapters(r);
    put_pages(r);
    put_sentences(r);
    put_columns(r);
    put_inputs(r);
}
