/* The tables of cast and speech. A mention's last word is speech's: I, you and we inside a quotation go to its speaker and its
 * addressees, and are then known only where the quotation is. */
#include <stdio.h>
#include <string.h>

#include "store/internal.h"

/* What is worked out for mentions before rows are written. */
typedef struct answers {
    uint32_t *character;        /* [n_mentions] or MW_NONE */
    uint32_t *thing;            /* [n_mentions] */
    uint32_t *thing_known;      /* [n_things] byte: where its first mention is known */
    uint32_t *known;            /* [n_mentions] byte */
    uint32_t *name;             /* [n_mentions] row of names, or MW_NONE */
    uint32_t *count;            /* [n_characters] mentions */
    uint32_t *name_known;       /* [n_names] byte; MW_NONE: no mention bears it */
    uint32_t *names_from;       /* [n_characters + 1] first row of names */
    uint32_t *occupation_known; /* [n_characters] byte: a mention of the person that holds the word, else the end */
} answers;

/* ---- mentions ---- */

/* The later of a mention's own evidence and that of the quotations around it. */
static uint32_t known_in_quotes(const mw_speech_room *s, uint32_t *from, const mw_mention *m) {
    uint32_t known = m->known;
    while (*from < s->n_quotes && s->quotes[*from].span.end <= m->span.start) ++*from;
    for (uint32_t q = *from; q < s->n_quotes && s->quotes[q].span.start <= m->span.start; q++)
        if (m->span.end <= s->quotes[q].span.end && s->quotes[q].known > known) known = s->quotes[q].known;
    return known;
}

/* Nobody is known under an id that is made of words which stand later: no mention of a thing is known before its first one is. */
static void place_things(const mw_cast *c, uint32_t *thing_known) {
    for (uint32_t i = 0; i < c->n_things; i++) thing_known[i] = 0;
    for (uint32_t m = c->n_mentions; m-- > 0;)
        thing_known[c->mentions[m].entity] =
            c->mentions[m].known > c->mentions[m].span.end ? c->mentions[m].known : c->mentions[m].span.end;
}

static void answer_mentions(const mw_reading *g, answers *a) {
    const mw_cast *c = g->cast;
    uint32_t quote = 0;
    place_things(c, a->thing_known);
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        uint32_t own = mw_mention_character(c, m), other = g->speech->mention_character ? g->speech->mention_character[m] : own;
        a->character[m] = own;
        a->thing[m] = c->mentions[m].entity;
        a->known[m] = c->mentions[m].known;
        if (other != own && other != MW_NONE) {
            a->character[m] = other;
            a->thing[m] = c->characters[other].entity;
            a->known[m] = known_in_quotes(g->speech, &quote, &c->mentions[m]);
        }
        if (a->known[m] < c->mentions[m].span.end) a->known[m] = c->mentions[m].span.end;
        if (a->known[m] < a->thing_known[a->thing[m]]) a->known[m] = a->thing_known[a->thing[m]];
        if (a->character[m] != MW_NONE) a->count[a->character[m]]++;
    }
}

/* ---- occupations ---- */

static bool holds_word(mw_str s, mw_str word) {
    for (size_t i = 0; word.n && i + word.n <= s.n; i++) {
        size_t k = 0;
        while (k < word.n && (s.at[i + k] | 32) == (word.at[k] | 32)) k++;
        if (k == word.n) return true;
    }
    return false;
}

static void place_occupations(const mw_reading *g, answers *a) {
    const mw_cast *c = g->cast;
    for (uint32_t i = 0; i < c->n_characters; i++) a->occupation_known[i] = g->text->n;
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        uint32_t who = a->character[m];
        if (who == MW_NONE || !c->characters[who].occupation || a->known[m] >= a->occupation_known[who]) continue;
        if (holds_word(mw_str_span(g->text->at, c->mentions[m].span), mw_str_of(c->characters[who].occupation)))
            a->occupation_known[who] = a->known[m];
    }
}

/* ---- names ---- */

/* A form as it is compared: small letters, white space as one blank, a possessive ending left out, a blank at either end. */
static void plain(mw_buf *b, mw_str form) {
    static const char *const endings[] = {"'s", "\xE2\x80\x99s", "'", "\xE2\x80\x99"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (mw_str_ends(form, endings[i]) && form.n > strlen(endings[i])) {
            form.n -= strlen(endings[i]);
            break;
        }
    b->n = 0;
    mw_buf_putc(b, ' ');
    for (size_t i = 0, len; i < form.n; i += len) {
        int32_t c = mw_utf8_next(form.at + i, form.n - i, &len);
        if (!mw_cp_space(c))
            mw_buf_putcp(b, mw_cp_fold(c));
        else if (b->n && b->at[b->n - 1] != ' ')
            mw_buf_putc(b, ' ');
    }
    mw_buf_putc(b, ' ');
}

/* Finds the form of a person that stands in a mention: the longest whose words are there. A name is often less than its mention
 * ("poor Mr. Crane, who had come so far"). */
typedef struct matcher {
    const mw_cast *cast;
    answers *a;
    char **forms; /* [n_names] plain */
    mw_buf have;
} matcher;

static bool plain_forms(matcher *m, mw_arena *arena) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->cast->n_characters; i++) {
        m->a->names_from[i] = n;
        for (uint32_t k = 0; k < m->cast->characters[i].n_aliases; k++, n++) {
            m->a->name_known[n] = MW_NONE;
            plain(&m->have, mw_str_of(m->cast->characters[i].aliases[k].form));
            if (m->have.failed || !(m->forms[n] = mw_arena_strndup(arena, m->have.at, m->have.n))) return false;
        }
    }
    m->a->names_from[m->cast->n_characters] = n;
    return true;
}

static uint32_t name_in(matcher *m, uint32_t who, mw_str words) {
    uint32_t best = MW_NONE;
    size_t length = 0;
    plain(&m->have, words);
    if (m->have.failed) return MW_NONE;
    for (uint32_t n = m->a->names_from[who]; n < m->a->names_from[who + 1]; n++) {
        size_t l = strlen(m->forms[n]);
        if (l > length && l <= m->have.n && strstr(m->have.at, m->forms[n])) {
            best = n;
            length = l;
        }
    }
    return best;
}

static bool match_names(const mw_reading *g, mw_arena *arena, size_t n_names, answers *a) {
    matcher m = {.cast = g->cast, .a = a, .forms = mw_arena_array(arena, n_names, sizeof *m.forms)};
    mw_buf_init(&m.have, mw_arena_mem(arena));
    bool good = m.forms && plain_forms(&m, arena);
    for (uint32_t i = 0; good && i < g->cast->n_mentions; i++) {
        a->name[i] = MW_NONE;
        if (a->character[i] == MW_NONE || g->cast->mentions[i].form == MW_PRO) continue;
        uint32_t name = a->name[i] = name_in(&m, a->character[i], mw_str_span(g->text->at, g->cast->mentions[i].span));
        good = !m.have.failed;
        if (name != MW_NONE && a->known[i] < a->name_known[name]) a->name_known[name] = a->known[i];
    }
    mw_buf_clear(&m.have);
    return good;
}

static bool answers_build(const mw_reading *g, mw_arena *arena, answers *a) {
    const mw_cast *c = g->cast;
    size_t n_names = 0;
    for (uint32_t i = 0; i < c->n_characters; i++) n_names += c->characters[i].n_aliases;
    a->character = mw_arena_array(arena, c->n_mentions, sizeof(uint32_t));
    a->thing = mw_arena_array(arena, c->n_mentions, sizeof(uint32_t));
    a->known = mw_arena_array(arena, c->n_mentions, sizeof(uint32_t));
    a->name = mw_arena_array(arena, c->n_mentions, sizeof(uint32_t));
    a->count = mw_arena_array(arena, c->n_characters, sizeof(uint32_t));
    a->name_known = mw_arena_array(arena, n_names, sizeof(uint32_t));
    a->names_from = mw_arena_array(arena, (size_t)c->n_characters + 1, sizeof(uint32_t));
    a->occupation_known = mw_arena_array(arena, c->n_characters, sizeof(uint32_t));
    a->thing_known = mw_arena_array(arena, c->n_things, sizeof(uint32_t));
    if (!a->character || !a->thing || !a->known || !a->name || !a->count || !a->name_known || !a->names_from || !a->occupation_known ||
        !a->thing_known)
        return false;
    answer_mentions(g, a);
    place_occupations(g, a);
    return match_names(g, arena, n_names, a);
}

/* ---- tables ---- */

static void put_things(mw_rows *r) {
    const mw_cast *c = r->reading->cast;
    mw_rows_begin(r, "INSERT INTO things VALUES (?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_things; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, c->things[i].id);
        mw_rows_text(r, mw_entity_names[c->things[i].type < MW_N_ENTITY ? c->things[i].type : MW_PER]);
        mw_rows_index(r, c->things[i].character);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_occupation(mw_rows *r, const answers *a, uint32_t who) {
    const char *word = r->reading->cast->characters[who].occupation;
    mw_rows_text(r, word);
    if (word)
        mw_rows_place(r, a->occupation_known[who]);
    else
        mw_rows_index(r, MW_NONE);
}

static void put_characters(mw_rows *r, const answers *a) {
    const mw_cast *c = r->reading->cast;
    mw_rows_begin(r, "INSERT INTO characters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_characters; i++) {
        const mw_character *p = &c->characters[i];
        mw_rows_int(r, i);
        mw_rows_text(r, p->id);
        mw_rows_int(r, p->entity);
        mw_rows_int(r, p->doc);
        mw_rows_text(r, p->name);
        mw_rows_text(r, mw_gender_names[p->gender]);
        mw_rows_text(r, mw_age_names[p->age]);
        put_occupation(r, a, i);
        mw_rows_int(r, p->major);
        mw_rows_int(r, p->narrator);
        mw_rows_int(r, p->given);
        mw_rows_int(r, p->passing);
        mw_rows_int(r, a->count[i]);
        mw_rows_int(r, p->n_he);
        mw_rows_int(r, p->n_she);
        mw_rows_int(r, p->n_they);
        mw_rows_int(r, p->n_it);
        mw_rows_place(r, p->first);
        mw_rows_place(r, p->known);
        mw_rows_real(r, p->confidence);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_names(mw_rows *r, const answers *a) {
    const mw_cast *c = r->reading->cast;
    mw_rows_begin(r, "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_characters; i++)
        for (uint32_t k = 0; k < c->characters[i].n_aliases; k++) {
            const mw_alias *alias = &c->characters[i].aliases[k];
            uint32_t n = a->names_from[i] + k, known = a->name_known[n];
            mw_rows_int(r, n);
            mw_rows_int(r, i);
            mw_rows_text(r, alias->form);
            mw_rows_int(r, alias->proper);
            mw_rows_int(r, alias->n);
            mw_rows_place(r, alias->first);
            mw_rows_place(r, known != MW_NONE ? known : alias->n ? r->reading->text->n : 0); /* given beforehand and never met: no secret */
            mw_rows_int(r, alias->words);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_mentions(mw_rows *r, const answers *a) {
    const mw_cast *c = r->reading->cast;
    mw_rows_begin(r, "INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_mentions; i++) {
        const mw_mention *m = &c->mentions[i];
        mw_rows_int(r, i);
        mw_rows_span(r, m->span);
        mw_rows_int(r, m->first);
        mw_rows_int(r, m->last);
        mw_rows_int(r, m->head);
        mw_rows_int(r, a->thing[i]);
        mw_rows_index(r, a->character[i]);
        mw_rows_index(r, a->name[i]);
        mw_rows_text(r, mw_entity_names[m->type]);
        mw_rows_text(r, mw_form_names[m->form]);
        mw_rows_int(r, m->plural);
        mw_rows_real(r, (double)(m->confidence * 1000 / 255) / 1000);
        mw_rows_place(r, a->known[i]);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_quote(mw_rows *r, uint32_t i) {
    const mw_quote *q = &r->reading->speech->quotes[i];
    mw_rows_int(r, i);
    mw_rows_text(r, q->id);
    mw_rows_span(r, q->span);
    mw_rows_int(r, q->first);
    mw_rows_int(r, q->last);
    mw_rows_text(r, mw_quote_kind_names[q->kind]);
    mw_rows_text(r, mw_quote_type_names[q->type]);
    mw_rows_int(r, q->speech);
    mw_rows_index(r, q->speaker);
    mw_rows_maybe_span(r, q->speaker_text);
    mw_rows_maybe_span(r, q->cue);
    mw_rows_maybe_span(r, q->referring);
    mw_rows_index(r, q->mention);
    mw_rows_maybe_span(r, q->manner);
    mw_rows_real(r, (double)(int64_t)(q->confidence * 1000.0f + 0.5f) / 1000);
    mw_rows_place(r, q->known > q->span.end ? q->known : q->span.end);
    mw_rows_end(r);
}

static void put_quotes(mw_rows *r) {
    const mw_speech_room *s = r->reading->speech;
    mw_rows_begin(r, "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < s->n_quotes; i++) put_quote(r, i);
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO doubts VALUES (?, ?)");
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        if (s->quotes[i].speech != i) continue;
        mw_rows_int(r, i);
        mw_rows_real(r, (double)(int64_t)(s->quotes[i].worth * 10000.0f + 0.5f) / 10000);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO addressees VALUES (?, ?, ?)");
    for (uint32_t i = 0; i < s->n_quotes; i++)
        for (uint32_t k = 0; k < s->quotes[i].n_addressees; k++) {
            mw_rows_int(r, i);
            mw_rows_int(r, k);
            mw_rows_int(r, s->quotes[i].addressees[k]);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_tiles(mw_rows *r) {
    const mw_speech_room *s = r->reading->speech;
    mw_rows_begin(r, "INSERT INTO tiles VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < s->n_tiles; i++) {
        const mw_tile *t = &s->tiles[i];
        mw_rows_int(r, i);
        mw_rows_span(r, t->span);
        mw_rows_text(r, mw_layer_names[t->layer]);
        mw_rows_index(r, t->who);
        mw_rows_index(r, t->quote);
        mw_rows_place(r, t->span.end);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

void mw_rows_put_people(mw_rows *r) {
    if (r->status != MARROW_OK) return;
    mw_arena *arena = mw_arena_new(&r->env->mem);
    answers a = {0};
    if (!arena || !answers_build(r->reading, arena, &a)) r->status = mw_fail_memory(r->err);
    if (r->status == MARROW_OK) {
        put_things(r);
        put_characters(r, &a);
        put_names(r, &a);
        put_mentions(r, &a);
        mw_rows_put_joins(r);
        put_quotes(r);
        put_tiles(r);
    }
    mw_arena_free(arena);
}
