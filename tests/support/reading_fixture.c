/* A reading made by hand; see the header. Everything lies in the fixture's arena. */
#include "support/reading_fixture.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 64 };

typedef struct maker {
    mw_fixture *f;
    mw_arena *a;
    mw_cast *cast;
    mw_speech_room *speech;
    uint32_t last_man, last_woman;
    bool failed;
} maker;

static bool is_woman(const char *name) { return strstr(name, "Ada") || strstr(name, "Mrs.") || strstr(name, "Nell"); }

static char *words(maker *m, uint32_t first, uint32_t last) {
    mw_str s = mw_str_span(m->f->text->at, (mw_span){m->f->tokens->span[first].start, m->f->tokens->span[last].end});
    char *copy = mw_arena_strndup(m->a, s.at, s.n);
    if (!copy) m->failed = true;
    return copy ? copy : "";
}

static char *slug(maker *m, const char *form) {
    char *id = mw_arena_strdup(m->a, form);
    if (!id) {
        m->failed = true;
        return "";
    }
    size_t n = 0;
    for (size_t i = 0; form[i]; i++) {
        if (form[i] >= 'A' && form[i] <= 'Z')
            id[n++] = (char)(form[i] + 32);
        else if (form[i] == ' ')
            id[n++] = '-';
        else if ((form[i] >= 'a' && form[i] <= 'z') || (unsigned char)form[i] >= 128)
            id[n++] = form[i];
    }
    id[n] = 0;
    return id;
}

static uint32_t new_thing(maker *m, const char *form, uint8_t type) {
    uint32_t n = m->cast->n_things++;
    if (n >= MOST) {
        m->failed = true;
        return 0;
    }
    char *id = slug(m, form), *free_id = mw_arena_alloc(m->a, strlen(id) + 8);
    if (!free_id) {
        m->failed = true;
        return 0;
    }
    uint32_t same = 1;
    for (uint32_t i = 0; i < n; i++) same += strncmp(m->cast->things[i].id, id, strlen(id)) == 0;
    if (same > 1)
        sprintf(free_id, "%s-%u", id, same);
    else
        strcpy(free_id, id);
    m->cast->things[n] = (mw_thing){.id = free_id, .character = MW_NONE, .type = type};
    return n;
}

static uint32_t new_character(maker *m, const char *form, uint32_t at) {
    uint32_t n = m->cast->n_characters++;
    if (n >= MOST) {
        m->failed = true;
        return 0;
    }
    uint32_t thing = new_thing(m, form, MW_PER);
    mw_character *c = &m->cast->characters[n];
    *c = (mw_character){.id = m->cast->things[thing].id,
                        .name = form,
                        .entity = thing,
                        .first = at,
                        .known = at + (uint32_t)strlen(form),
                        .confidence = 0.9f};
    c->gender = is_woman(form) ? MW_FEMALE : MW_MALE;
    c->aliases = mw_arena_array(m->a, 16, sizeof *c->aliases);
    if (!c->aliases) m->failed = true;
    m->cast->things[thing].character = n;
    return n;
}

static void add_alias(maker *m, uint32_t who, const char *form, uint32_t at, bool proper) {
    mw_character *c = &m->cast->characters[who];
    for (uint32_t i = 0; i < c->n_aliases; i++)
        if (strcmp(c->aliases[i].form, form) == 0) {
            c->aliases[i].n++;
            return;
        }
    if (!c->aliases || c->n_aliases == 16) return;
    c->aliases[c->n_aliases++] = (mw_alias){.form = form, .n = 1, .first = at, .proper = proper};
    if (proper && strlen(form) > strlen(c->name)) c->name = form;
}

static uint32_t find_person(maker *m, const char *form) {
    for (uint32_t i = 0; i < m->cast->n_characters; i++)
        for (uint32_t k = 0; k < m->cast->characters[i].n_aliases; k++) {
            const char *have = m->cast->characters[i].aliases[k].form;
            if (strstr(have, form) || strstr(form, have)) return i;
        }
    return MW_NONE;
}

static uint32_t person_of(maker *m, const mw_entity *e, char *form, uint32_t at) {
    if (e->form == MW_PRO) {
        static const char *const he = "He he him his His ", *const she = "She she her Her ";
        if (strstr(he, form)) return m->last_man;
        return strstr(she, form) ? m->last_woman : MW_NONE;
    }
    if (e->form == MW_NOM && strcmp(form, "the keeper") != 0) return MW_NONE;
    uint32_t who = e->form == MW_NOM ? 0 : find_person(m, form);
    if (who == MW_NONE) who = new_character(m, form, at);
    add_alias(m, who, form, at, e->form == MW_PROP);
    if (is_woman(form))
        m->last_woman = who;
    else
        m->last_man = who;
    return who;
}

static void count_pronoun(mw_character *c, const char *form) {
    c->n_he += strstr("He he him his His ", form) != NULL;
    c->n_she += strstr("She she her Her ", form) != NULL;
}

static void add_mention(maker *m, const mw_entity *e) {
    mw_span span = {m->f->tokens->span[e->first].start, m->f->tokens->span[e->last].end};
    char *form = words(m, e->first, e->last);
    uint32_t who = e->type == MW_PER ? person_of(m, e, form, span.start) : MW_NONE;
    mw_mention *out = &m->cast->mentions[m->cast->n_mentions++];
    *out = (mw_mention){.span = span,
                        .first = e->first,
                        .last = e->last,
                        .head = e->head,
                        .known = span.end,
                        .type = e->type,
                        .form = e->form,
                        .confidence = 200};
    out->entity = who != MW_NONE && !m->failed ? m->cast->characters[who].entity : new_thing(m, form, e->type);
    if (who == MW_NONE || m->failed) return;
    m->cast->characters[who].n_mentions++;
    if (e->form == MW_PRO) count_pronoun(&m->cast->characters[who], form);
}

static void make_cast(maker *m) {
    mw_cast *c = m->cast = mw_arena_alloc(m->a, sizeof *c);
    if (!c) {
        m->failed = true;
        return;
    }
    c->things = mw_arena_array(m->a, MOST, sizeof *c->things);
    c->characters = mw_arena_array(m->a, MOST, sizeof *c->characters);
    c->mentions = mw_arena_array(m->a, m->f->tags->n_entities, sizeof *c->mentions);
    c->narrators = mw_arena_array(m->a, m->f->text->n_chapters, sizeof *c->narrators);
    c->arena = m->a;
    c->narrator = MW_NONE;
    if (!c->things || !c->characters || !c->mentions || !c->narrators) {
        m->failed = true;
        return;
    }
    for (uint32_t i = 0; i < m->f->text->n_chapters; i++) c->narrators[i] = MW_NONE;
    for (uint32_t i = 0; i < m->f->tags->n_entities && !m->failed; i++) add_mention(m, &m->f->tags->entities[i]);
}

/* ---- speech ---- */

static bool is_saying(const mw_tags *t, uint32_t token) {
    static const char *const verbs[] = {"say", "ask", "cry", "answer"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(mw_lemma(t, token), verbs[i]) == 0) return true;
    return false;
}

/* "…," said NAME   or   "…," he said. */
static void find_speaker(maker *m, mw_quote *q) {
    for (uint32_t i = 0; i < m->cast->n_mentions; i++) {
        const mw_mention *x = &m->cast->mentions[i];
        uint32_t who = m->cast->things[x->entity].character;
        if (who == MW_NONE || x->first <= q->last || x->first > q->last + 2) continue;
        uint32_t verb = x->first == q->last + 1 ? x->last + 1 : q->last + 1;
        if (verb >= m->f->tags->n || !is_saying(m->f->tags, verb)) continue;
        q->speaker = who;
        q->cue = m->f->tokens->span[verb];
        q->referring = x->span;
        q->mention = i;
        q->known = x->span.end > q->cue.end ? x->span.end : q->cue.end;
        q->type = x->form == MW_PROP ? MW_EXPLICIT : MW_ANAPHORIC;
        q->confidence = 0.95f;
        q->worth = 0.05f;
        return;
    }
}

static void add_quote(maker *m, const mw_marked *mark) {
    uint32_t n = m->speech->n_quotes++;
    mw_quote *q = &m->speech->quotes[n];
    char *id = mw_arena_alloc(m->a, 16);
    *q = (mw_quote){.id = id,
                    .span = mark->span,
                    .first = mark->first,
                    .last = mark->last,
                    .speech = n,
                    .speaker = MW_NONE,
                    .mention = MW_NONE,
                    .known = mark->span.end,
                    .confidence = 0.1f,
                    .worth = 0.9f};
    if (!id) {
        m->failed = true;
        return;
    }
    sprintf(id, "s%04u", n);
    find_speaker(m, q);
    if (n == 0 || q->speaker == MW_NONE || q[-1].speaker == MW_NONE || q[-1].speaker == q->speaker) return;
    q->addressees = mw_arena_copy(m->a, &q[-1].speaker, sizeof(uint32_t));
    q->n_addressees = q->addressees ? 1 : 0;
}

static void add_tile(maker *m, uint32_t start, uint32_t end, uint32_t quote) {
    if (start == end) return;
    mw_tile *t = &m->speech->tiles[m->speech->n_tiles++];
    *t = (mw_tile){.span = {start, end},
                   .layer = quote == MW_NONE ? MW_LAYER_NARRATION : MW_LAYER_SPEECH,
                   .who = quote == MW_NONE ? MW_NONE : m->speech->quotes[quote].speaker,
                   .quote = quote};
}

static void make_speech(maker *m) {
    mw_speech_room *s = m->speech = mw_arena_alloc(m->a, sizeof *s);
    const mw_tokens *t = m->f->tokens;
    if (s) {
        s->quotes = mw_arena_array(m->a, t->n_marks, sizeof *s->quotes);
        s->tiles = mw_arena_array(m->a, 2 * (size_t)t->n_marks + 1, sizeof *s->tiles);
        s->mention_character = mw_arena_array(m->a, m->cast->n_mentions, sizeof(uint32_t));
    }
    if (!s || !s->quotes || !s->tiles || !s->mention_character) {
        m->failed = true;
        return;
    }
    for (uint32_t i = 0; i < m->cast->n_mentions; i++) s->mention_character[i] = mw_mention_character(m->cast, i);
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n_marks; i++) {
        if (t->marks[i].depth) continue;
        add_quote(m, &t->marks[i]);
        add_tile(m, at, t->marks[i].span.start, MW_NONE);
        add_tile(m, t->marks[i].span.start, t->marks[i].span.end, s->n_quotes - 1);
        at = t->marks[i].span.end;
    }
    add_tile(m, at, m->f->text->n, MW_NONE);
}

/* Parts of words, as segment would flag them: clitics, and a hyphen with what is behind it. */
static void flag_parts(mw_fixture *f) {
    mw_tokens *t = f->tokens;
    for (uint32_t i = 1; i < t->n; i++) {
        mw_str s = mw_str_span(f->text->at, t->span[i]), before = mw_str_span(f->text->at, t->span[i - 1]);
        if (t->flags[i] & MW_TOK_SPACE_BEFORE) continue;
        if (s.n > 1 && mw_str_ends(s, "t") && s.at[0] == 'n') t->flags[i] |= MW_TOK_WORD_PART;
        if (mw_str_is(s, "-") || mw_str_is(before, "-")) t->flags[i] |= MW_TOK_HYPHEN_PART;
    }
}

marrow_status mw_reading_fixture_read(const marrow_allocator *mem, const char *path, mw_reading_fixture *f, marrow_error *err) {
    *f = (mw_reading_fixture){0};
    marrow_status status = mw_fixture_read(mem, path, &f->base, err);
    if (status != MARROW_OK) return status;
    flag_parts(&f->base);
    mw_text *t = f->base.text;
    t->format = MW_TXT;
    t->title = "The Mill";
    t->author = "A. N. Author";
    memset(t->sha256, 'a', 64);
    t->pages = mw_arena_array(f->base.arena, 2, sizeof *t->pages);
    if (t->pages && t->n_chapters > 1) {
        t->n_pages = 2;
        t->pages[0] = (mw_page){"i", 0};
        t->pages[1] = (mw_page){"12", t->chapters[1].span.start};
    }
    static const char *files[] = {"mill.txt"}, *warnings[] = {"a story made by hand"};
    t->files = files;
    t->n_files = 1;
    t->warnings = warnings;
    t->n_warnings = 1;
    maker m = {.f = &f->base, .a = f->base.arena, .last_man = MW_NONE, .last_woman = MW_NONE};
    make_cast(&m);
    if (!m.failed) make_speech(&m);
    if (m.failed) {
        mw_reading_fixture_clear(f);
        return mw_fail_memory(err);
    }
    for (uint32_t i = 0; i < m.cast->n_characters; i++) m.cast->characters[i].major = m.cast->characters[i].n_mentions >= 10;
    f->reading = (mw_reading){.text = f->base.text,
                              .tokens = f->base.tokens,
                              .tags = f->base.tags,
                              .cast = m.cast,
                              .speech = m.speech,
                              .model_name = "hand",
                              .model_version = "1",
                              .model_checksum = "000000000000000000000000000000000000000000000000"};
    return MARROW_OK;
}

void mw_reading_fixture_clear(mw_reading_fixture *f) {
    mw_fixture_clear(&f->base);
    *f = (mw_reading_fixture){0};
}
