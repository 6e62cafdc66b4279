/* Loads a story file's rows. One read transaction: the rows are one state of the file. What cannot be (a span outside the text, an index
 * of nothing, a word that is no kind) makes the file damaged. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "show/card.h"
#include "show/load.h"
#include "show/portraits.h"
#include "show/shape_rows.h"

uint32_t mw_take_int(mw_reader *r, uint64_t limit) { /* at most limit */
    int64_t x = sqlite3_column_int64(r->st, r->column++);
    if (x < 0 || (uint64_t)x > limit) r->bad = true;
    return r->bad ? 0 : (uint32_t)x;
}

uint32_t mw_take_index(mw_reader *r, uint32_t n) { /* below n, or NULL */
    if (sqlite3_column_type(r->st, r->column) == SQLITE_NULL) {
        r->column++;
        return MW_NONE;
    }
    if (n == 0) r->bad = true;
    return mw_take_int(r, n ? n - 1 : 0);
}

uint32_t mw_take_place(mw_reader *r) { return mw_take_int(r, r->s->length); }

uint32_t mw_take_maybe_place(mw_reader *r) {
    if (sqlite3_column_type(r->st, r->column) != SQLITE_NULL) return mw_take_place(r);
    r->column++;
    return MW_NONE;
}

void mw_take_span(mw_reader *r, uint32_t *start, uint32_t *end) {
    *start = mw_take_place(r);
    *end = mw_take_place(r);
    if (*end < *start) r->bad = true;
}

int64_t mw_take_number(mw_reader *r) {
    int column = r->column++;
    return sqlite3_column_type(r->st, column) == SQLITE_NULL ? -1 : sqlite3_column_int64(r->st, column);
}

double mw_take_real(mw_reader *r) {
    int column = r->column++;
    double x = sqlite3_column_type(r->st, column) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(r->st, column);
    return isfinite(x) ? x : (double)NAN;
}

const char *mw_take_maybe_text(mw_reader *r) {
    int column = r->column++;
    if (sqlite3_column_type(r->st, column) == SQLITE_NULL) return NULL;
    const char *s = (const char *)sqlite3_column_text(r->st, column);
    size_t n = s ? strlen(s) : 0, bad;
    if (s && !mw_utf8_valid(s, n, &bad)) r->bad = true;
    const char *copy = s ? mw_arena_strndup(r->s->arena, s, n) : NULL;
    if (!copy) r->memory = true;
    return copy;
}

const char *mw_take_text(mw_reader *r) {
    if (sqlite3_column_type(r->st, r->column) == SQLITE_NULL) r->bad = true;
    return mw_take_maybe_text(r);
}

/* A word of a list; NULL in the file: the index of NULL in the list. */
uint32_t mw_take_word(mw_reader *r, const char *const *words, uint32_t n) {
    const char *s = (const char *)sqlite3_column_text(r->st, r->column++);
    for (uint32_t i = 0; i < n; i++)
        if (s && words[i] ? strcmp(words[i], s) == 0 : !s && !words[i]) return i;
    r->bad = true;
    return 0;
}

/* ---- rows ---- */

static void put_string(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    const char *s = mw_take_text(r);
    memcpy(row, &s, sizeof s);
}

static void put_block(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    static const char *const kinds[] = {"heading", "paragraph", "verse", "ornament", "front", "back"};
    row_block *b = row;
    mw_take_span(r, &b->start, &b->end);
    b->kind = mw_take_word(r, kinds, 6);
    b->file = mw_take_int(r, UINT32_MAX);
    b->byte = mw_take_number(r);
    b->line = mw_take_number(r);
}

static void put_chapter(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_chapter *c = row;
    c->id = mw_take_text(r);
    c->title = mw_take_text(r);
    c->part = mw_take_maybe_text(r);
    mw_take_span(r, &c->start, &c->end);
    c->narrator = mw_take_index(r, r->s->n_characters);
    c->narrator_known = mw_take_maybe_place(r);
    c->known = mw_take_place(r);
}

static void put_page(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_page *p = row;
    p->name = mw_take_text(r);
    p->start = mw_take_place(r);
}

static void put_doc(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_doc *d = row;
    d->id = mw_take_text(r);
    mw_take_span(r, &d->start, &d->end);
}

static void put_sentence(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_sentence *s = row;
    mw_take_span(r, &s->start, &s->end);
    s->valence = mw_take_real(r);
    s->arousal = mw_take_real(r);
    s->dominance = mw_take_real(r);
}

static void put_thing(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_thing *t = row;
    t->id = mw_take_text(r);
    t->type = mw_take_word(r, mw_entity_names, MW_N_ENTITY);
    t->character = mw_take_index(r, r->s->n_characters);
}

static void put_character(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_character *c = row;
    c->id = mw_take_text(r);
    c->name = mw_take_text(r);
    c->thing = mw_take_int(r, UINT32_MAX);
    c->doc = mw_take_index(r, r->s->n_docs);
    c->gender = mw_take_word(r, mw_gender_names, MW_N_GENDER);
    c->age = mw_take_word(r, mw_age_names, MW_N_AGE);
    c->occupation = mw_take_maybe_text(r);
    c->occupation_known = mw_take_maybe_place(r);
    c->major = mw_take_int(r, 1);
    c->narrator = mw_take_int(r, 1);
    c->given = mw_take_int(r, 1);
    c->passing = mw_take_int(r, 1);
    c->mentions = mw_take_int(r, UINT32_MAX);
    c->first = mw_take_place(r);
    c->known = mw_take_place(r);
    c->confidence = mw_take_real(r);
}

static void put_name(mw_reader *r, void *row, uint32_t n) {
    row_name *w = row;
    w->character = mw_take_int(r, UINT32_MAX);
    w->form = mw_take_text(r);
    w->proper = mw_take_int(r, 1);
    w->count = mw_take_int(r, UINT32_MAX);
    w->first = mw_take_place(r);
    w->known = mw_take_place(r);
    w->words = mw_take_int(r, UINT32_MAX);
    if (r->bad || w->character >= r->s->n_characters) {
        r->bad = true;
        return;
    }
    row_character *c = &r->s->characters[w->character];
    if (c->n_names == 0) c->names_from = n;
    if (c->names_from + c->n_names != n) r->bad = true; /* a person's names stand together */
    c->n_names++;
}

static void put_mention(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_mention *m = row;
    mw_take_span(r, &m->start, &m->end);
    m->first = mw_take_int(r, UINT32_MAX);
    m->last = mw_take_int(r, UINT32_MAX);
    m->head = mw_take_int(r, UINT32_MAX);
    m->thing = mw_take_int(r, UINT32_MAX);
    m->character = mw_take_index(r, r->s->n_characters);
    m->name = mw_take_index(r, r->s->n_names);
    m->type = mw_take_word(r, mw_entity_names, MW_N_ENTITY);
    m->form = mw_take_word(r, mw_form_names, MW_N_FORM);
    m->plural = mw_take_int(r, 1);
    m->confidence = mw_take_real(r);
    m->known = mw_take_place(r);
    if (m->thing >= r->s->n_things || m->last < m->first) r->bad = true;
}

static void put_quote(mw_reader *r, void *row, uint32_t n) {
    row_quote *q = row;
    q->id = mw_take_text(r);
    mw_take_span(r, &q->start, &q->end);
    q->first = mw_take_int(r, UINT32_MAX);
    q->last = mw_take_int(r, UINT32_MAX);
    q->kind = mw_take_word(r, mw_quote_kind_names, 3);
    q->type = mw_take_word(r, mw_quote_type_names, 4);
    q->speech = mw_take_int(r, n);
    q->speaker = mw_take_index(r, r->s->n_characters);
    q->voice_start = mw_take_maybe_place(r);
    q->voice_end = mw_take_maybe_place(r);
    q->cue_start = mw_take_maybe_place(r);
    q->cue_end = mw_take_maybe_place(r);
    q->referring_start = mw_take_maybe_place(r);
    q->referring_end = mw_take_maybe_place(r);
    q->mention = mw_take_index(r, r->s->n_mentions);
    q->manner_start = mw_take_maybe_place(r);
    q->manner_end = mw_take_maybe_place(r);
    q->confidence = mw_take_real(r);
    q->known = mw_take_place(r);
    if (q->last < q->first) r->bad = true;
}

static void put_tile(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_tile *t = row;
    mw_take_span(r, &t->start, &t->end);
    t->layer = mw_take_word(r, mw_layer_names, 6);
    t->who = mw_take_index(r, r->s->n_characters);
    t->quote = mw_take_index(r, r->s->n_quotes);
}

static void put_addressee(mw_reader *r, void *row, uint32_t n) {
    uint32_t quote = mw_take_int(r, UINT32_MAX), who = mw_take_index(r, r->s->n_characters);
    if (r->bad || quote >= r->s->n_quotes || who == MW_NONE) {
        r->bad = true;
        return;
    }
    memcpy(row, &who, sizeof who);
    row_quote *q = &r->s->quotes[quote];
    if (q->n_addressees++ == 0) q->addressees_from = n;
}

/* ---- tables ---- */

marrow_status mw_story_damaged(mw_story *s, const char *what, marrow_error *err) {
    return mw_fail(err, MARROW_STORY, "%s is damaged (its %s); read the text again", s->path, what);
}

static marrow_status load_rows(mw_story *s, sqlite3_stmt *st, const char *name, size_t size, mw_put_row put, char *at, uint32_t n,
                               marrow_error *err) {
    for (uint32_t i = 0;; i++) {
        bool row;
        MW_TRY(mw_store_step(st, &row, err));
        if (!row) return i == n ? MARROW_OK : mw_story_damaged(s, name, err);
        mw_reader r = {.s = s, .st = st};
        if (i < n) put(&r, at + i * size, i);
        if (r.memory) return mw_fail_memory(err);
        if (i == n || r.bad) return mw_story_damaged(s, name, err);
    }
}

marrow_status mw_load_rows(mw_story *s, const char *name, const char *columns, const char *order, size_t size, mw_put_row put, void *array,
                           uint32_t *n, marrow_error *err) {
    char sql[400];
    sqlite3_stmt *st;
    bool row;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", name);
    MW_TRY(mw_store_prepare(s->db, sql, &st, err));
    marrow_status status = mw_store_step(st, &row, err);
    int64_t count = status == MARROW_OK && row ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    MW_TRY(status);
    if (count < 0 || count >= UINT32_MAX) return mw_story_damaged(s, name, err);
    char *at = mw_arena_array(s->arena, (size_t)count, size);
    if (!at) return mw_fail_memory(err);
    memcpy(array, &at, sizeof at);
    *n = (uint32_t)count;
    snprintf(sql, sizeof sql, "SELECT %s FROM %s ORDER BY %s", columns, name, order);
    MW_TRY(mw_store_prepare(s->db, sql, &st, err));
    status = load_rows(s, st, name, size, put, at, (uint32_t)count, err);
    sqlite3_finalize(st);
    return status;
}

#define LOAD(name, columns, put) mw_load_rows(s, #name, columns, "n", sizeof *s->name, put, &s->name, &s->n_##name, err)

static marrow_status load_all_rows(mw_story *s, marrow_error *err) {
    MW_TRY(LOAD(files, "name", put_string));
    MW_TRY(LOAD(warnings, "message", put_string));
    MW_TRY(LOAD(blocks, "start, end, kind, file, byte, line", put_block));
    MW_TRY(LOAD(pages, "name, start", put_page));
    MW_TRY(LOAD(docs, "id, start, end", put_doc));
    MW_TRY(LOAD(sentences, "start, end, valence, arousal, dominance", put_sentence));
    MW_TRY(LOAD(characters,
                "id, name, thing, doc, gender, age, occupation, occupation_known, major, narrator, given, passing, mentions, first, known, "
                "confidence",
                put_character));
    MW_TRY(LOAD(things, "id, type, character", put_thing));
    for (uint32_t i = 0; i < s->n_characters; i++)
        if (s->characters[i].thing >= s->n_things || s->characters[i].doc == MW_NONE) return mw_story_damaged(s, "characters", err);
    MW_TRY(LOAD(chapters, "id, title, part, start, end, narrator, narrator_known, known", put_chapter));
    MW_TRY(LOAD(names, "character, form, proper, count, first, known, words", put_name));
    MW_TRY(LOAD(mentions, "start, end, first, last, head, thing, character, name, type, form, plural, confidence, known", put_mention));
    MW_TRY(LOAD(quotes,
                "id, start, end, first, last, kind, type, speech, speaker, voice_start, voice_end, cue_start, cue_end, referring_start, "
                "referring_end, mention, manner_start, manner_end, confidence, known",
                put_quote));
    MW_TRY(mw_load_rows(s, "addressees", "quote, character", "quote, n", sizeof *s->addressees, put_addressee, &s->addressees,
                        &s->n_addressees, err));
    return LOAD(tiles, "start, end, layer, who, quote", put_tile);
}

/* ---- meta and text ---- */

static void put_meta(mw_story *s, const char *key, const char *value, int64_t number) {
    const struct {
        const char *key;
        const char **at;
    } texts[] = {
        {"version", &s->version}, {"model", &s->model},   {"model_version", &s->model_version}, {"model_checksum", &s->model_checksum},
        {"title", &s->title},     {"author", &s->author}, {"language", &s->language},           {"kind", &s->kind},
        {"format", &s->format},   {"sha256", &s->sha256}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].key, key) == 0) *texts[i].at = value;
    bool fits = number >= 0 && number < UINT32_MAX;
    if (strcmp(key, "given") == 0) s->given = number != 0;
    if (strcmp(key, "narrator") == 0 && fits) s->narrator = (uint32_t)number;
    if (strcmp(key, "narrator_known") == 0 && fits) s->narrator_known = (uint32_t)number;
}

static marrow_status load_meta(mw_story *s, marrow_error *err) {
    sqlite3_stmt *st;
    MW_TRY(mw_store_prepare(s->db, "SELECT key, value, value FROM meta", &st, err));
    marrow_status status = MARROW_OK;
    s->narrator = MW_NONE;
    for (;;) {
        bool row;
        status = mw_store_step(st, &row, err);
        if (status != MARROW_OK || !row) break;
        mw_reader r = {.s = s, .st = st};
        const char *key = mw_take_text(&r), *value = mw_take_maybe_text(&r);
        if (r.memory) status = mw_fail_memory(err);
        if (r.bad) status = mw_story_damaged(s, "meta", err);
        if (status != MARROW_OK) break;
        put_meta(s, key, value, sqlite3_column_int64(st, 2));
    }
    sqlite3_finalize(st);
    static const char *const kinds[] = {"novel", "play", "screenplay", "synopsis", "review"};
    bool kind = false;
    for (int i = 0; i < 5; i++) kind = kind || (s->kind && strcmp(s->kind, kinds[i]) == 0);
    if (status == MARROW_OK && (!kind || !s->format || !s->sha256)) status = mw_story_damaged(s, "meta", err);
    return status;
}

static marrow_status take_the_text(mw_story *s, sqlite3_stmt *st, marrow_error *err) {
    const char *at = (const char *)sqlite3_column_text(st, 0), *hex = (const char *)sqlite3_column_text(st, 1);
    size_t n = (size_t)sqlite3_column_bytes(st, 0), bad;
    char have[17];
    if (!at || !hex || n >= UINT32_MAX || !mw_utf8_valid(at, n, &bad)) return mw_story_damaged(s, "text", err);
    snprintf(have, sizeof have, "%016llx", (unsigned long long)mw_hash(at, n));
    if (strcmp(hex, have) != 0) return mw_story_damaged(s, "text", err);
    s->text = mw_arena_strndup(s->arena, at, n);
    s->bytes = (uint32_t)n;
    s->offsets = s->text ? mw_offsets_new(&s->env.mem, s->text, n) : NULL;
    if (!s->offsets) return mw_fail_memory(err);
    s->length = mw_offsets_to_cp(s->offsets, s->bytes);
    return MARROW_OK;
}

static marrow_status load_text(mw_story *s, marrow_error *err) {
    sqlite3_stmt *st;
    bool row;
    MW_TRY(mw_store_prepare(s->db, "SELECT utf8, checksum FROM text", &st, err));
    marrow_status status = mw_store_step(st, &row, err);
    if (status == MARROW_OK) status = row ? take_the_text(s, st, err) : mw_story_damaged(s, "text", err);
    sqlite3_finalize(st);
    return status;
}

static marrow_status load_story(mw_story *s, marrow_error *err) {
    int rc = sqlite3_exec(s->db, "BEGIN", NULL, NULL, NULL);
    if (rc != SQLITE_OK) return mw_fail(err, MARROW_IO, "cannot read %s: %s", s->path, sqlite3_errmsg(s->db));
    marrow_status status = load_meta(s, err);
    if (status == MARROW_OK) status = load_text(s, err);
    if (status == MARROW_OK) status = load_all_rows(s, err);
    if (status == MARROW_OK) status = mw_portraits_load(s, err);
    if (status == MARROW_OK) status = mw_load_shape(s, err);
    if (status == MARROW_OK) status = mw_card_load(s, err);
    if (status == MARROW_OK) status = mw_story_load_minds(s, err);
    if (status == MARROW_OK && s->narrator != MW_NONE && s->narrator >= s->n_characters) status = mw_story_damaged(s, "meta", err);
    sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
    return status;
}

marrow_status mw_story_open(const mw_env *env, const char *path, mw_story **story, marrow_error *err) {
    mw_arena *a = mw_arena_new(&env->mem);
    mw_story *s = a ? mw_arena_alloc(a, sizeof *s) : NULL;
    if (s) s->path = mw_arena_strdup(a, path);
    if (!s || !s->path) {
        mw_arena_free(a);
        return mw_fail_memory(err);
    }
    s->arena = a;
    s->env = *env;
    marrow_status status = mw_store_open(path, &s->db, err);
    if (status == MARROW_OK) status = load_story(s, err);
    if (status == MARROW_OK) {
        *story = s;
        return MARROW_OK;
    }
    if (s->db) mw_store_name_file(s->db, path, err);
    mw_story_close(s);
    return status;
}

void mw_story_close(mw_story *s) {
    if (!s) return;
    mw_tag_free(s->tags);
    mw_segment_free(s->tokens);
    mw_offsets_free(s->offsets);
    mw_store_close(s->db);
    mw_arena_free(s->arena);
}
