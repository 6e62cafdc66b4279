/* characters: the entities of a document to things, characters and mentions of the product.
 *
 * A person with a name is a character; so is one without, when the text goes on about it (two mentions or more, one of them a noun); groups,
 * predicates, pronouns alone are none. Major: at least a sixth of the mentions of the most mentioned, and at least ten. Ids are
 * slugs of the first form that the text uses. Linear time but for the sorting. */
#include "cast/gather.h"

#include <stdlib.h>
#include <string.h>

enum { SLUG_BYTES = 48, CALLED_ONLY = 3, LEAST_NOMINALS = 2, LEAST_GUESSES = 3, OFTEN = 12 };

/* ---- age and occupation ----------------------------------------------------------------------------------------------------- */

static void count_age(mw_gather *g, mw_tally *t, const mw_ment *m) {
    char buf[MW_WORD_BYTES];
    if (!m->noun) return;
    bool old = m->noun->age == MW_OLD, child = m->noun->age == MW_CHILD;
    for (uint32_t k = m->first; k < m->head; k++) {
        mw_age a = mw_age_adjective(mw_caster_lower(g->c, k, buf));
        old |= a == MW_OLD && g->c->tags->upos[k] == MW_ADJ && m->noun->flags & (MW_NOUN_PLAIN | MW_NOUN_WORK);
        child |= a == MW_CHILD && (!strcmp(m->noun->word, "girl") || !strcmp(m->noun->word, "boy"));
        t->young += !strcmp(buf, "young");
    }
    t->old += old, t->child += child, t->adult += m->noun->age == MW_ADULT;
}

static bool denied(const mw_caster *c, uint32_t token) {
    static const char *const words[] = {"not", "n't", "never", "no", "if", "though", "unless", "would", "could", "might", "should", "may"};
    for (uint32_t k = mw_child_first(c->children, token); k != MW_NONE; k = mw_child_next(c->children, k))
        if (MW_AMONG(mw_lemma(c->tags, k), words)) return true;
    return false;
}

static bool is_question(const mw_caster *c, const mw_ment *m) {
    for (uint32_t t = m->last + 1, n = 0; t < c->to && n < 4 && c->tags->sentence[t] == m->sentence; t++, n++)
        if (mw_str_is(mw_caster_word(c, t), "?")) return true;
    return false;
}

/* Whom a predicate or an apposition is about. */
static uint32_t about(const mw_gather *g, const mw_ment *m) {
    const mw_caster *c = g->c;
    if (c->tags->rel_base[m->head] == MW_REL_APPOS && mw_ment_listed(c, m)) return MW_NONE;
    uint32_t token =
        c->tags->rel_base[m->head] == MW_REL_APPOS ? c->tags->head[m->head] : mw_child_with(c->tags, c->children, m->head, MW_REL_NSUBJ);
    if (c->critic && token == MW_NONE) token = mw_child_with(c->tags, c->children, c->tags->head[m->head], MW_REL_NSUBJ); /* as a nurse */
    if (token == MW_NONE || token < c->from || token >= c->to) return MW_NONE;
    uint32_t o = g->mention_of[token - c->from];
    return o == MW_NONE ? MW_NONE : c->ments.at[o].entity;
}

/* A majority vote in one pass (Boyer & Moore 1991); what a predicate says counts double. */
static void vote_occupation(mw_tally *t, const mw_ment *m) {
    uint32_t weight = m->predicate && !m->unit ? 2 : 1;
    if (t->occupation && !strcmp(t->occupation, m->noun->word))
        t->surely += weight;
    else if (t->surely < weight)
        t->occupation = m->noun->word, t->surely = weight - t->surely;
    else
        t->surely -= weight;
}

/* Your sister, said by somebody: a name for whom we know by another. */
static bool owned_in_speech(const mw_caster *c, const mw_ment *m) {
    const mw_pronoun *p = m->possessor == MW_NONE ? NULL : c->ments.at[m->possessor].pronoun;
    return m->unit && p && p->person < 3;
}

/* A name of a review's maker or performer, whatever stands before it: Creator Ada Lee. */
static bool holds_outsider(const mw_caster *c, const mw_ment *m) {
    for (uint32_t t = m->head; t <= m->last && t <= m->head + 2 && (t == m->head || c->tags->upos[t] != MW_PUNCT); t++)
        if (mw_outside_story(c->critic, t)) return true;
    return false;
}

/* The mayor, one of the men, the Zulu, she: not a voice, nor old Harlow, whose name it is. */
static bool is_somebody(const mw_caster *c, const mw_ment *m) {
    char buf[MW_WORD_BYTES];
    uint8_t u = c->tags->upos[m->head];
    return m->noun || u == MW_NUM || u == MW_ADJ || (m->pronoun && m->pronoun->person == 3 && !m->plural) ||
           (u == MW_PROPN && !mw_map_get(c->form_map, mw_str_of(mw_caster_lower(c, m->head, buf)), NULL));
}

static void tally_mention(mw_gather *g, uint32_t mi) {
    mw_caster *c = g->c;
    const mw_ment *m = &c->ments.at[mi];
    uint32_t ent = m->entity;
    if (m->sort == MW_SORT_NAME && c->critic) g->tallies[ent].outside += holds_outsider(c, m);
    if (m->sort == MW_SORT_NOMINAL && c->critic) g->tallies[ent].story += !m->guessed && mw_of_story(c->critic, c->tags, m->head);
    if (m->sort == MW_SORT_NAME) g->tallies[ent].names++, g->tallies[ent].called += m->addressed, g->tallies[ent].told += !m->unit;
    if (m->sort == MW_SORT_NOMINAL && m->guessed) g->tallies[ent].guesses += m->role != MW_ROLE_VOCATIVE;
    g->tallies[ent].says |= m->says && is_somebody(c, m);
    if (m->sort == MW_SORT_NOMINAL && m->guessed) g->tallies[ent].opened |= c->ents.at[ent].maker == mi;
    if (m->sort != MW_SORT_NOMINAL || m->guessed) return;
    g->tallies[ent].nominals += m->role != MW_ROLE_VOCATIVE && !owned_in_speech(c, m);
    g->tallies[ent].owned += m->det == MW_DET_POSS;
    if (m->predicate) ent = denied(c, m->head) || m->plural || is_question(c, m) ? MW_NONE : about(g, m);
    if (ent == MW_NONE) return;
    if (!m->unit) count_age(g, &g->tallies[ent], m); /* "my dear boy" says little */
    if (m->noun && m->noun->flags & MW_NOUN_WORK && m->det != MW_DET_POSS) vote_occupation(&g->tallies[ent], m);
}

/* ---- characters ------------------------------------------------------------------------------------------------------------- */

/* In a review: whoever made it is nobody of the story, nor is the critic, nor the audience; but whom the story tells of once is somebody. */
static bool is_character_told(const mw_gather *g, uint32_t ent) {
    const mw_ent *e = &g->c->ents.at[ent];
    const mw_tally *t = &g->tallies[ent];
    if (e->narrator) return false;
    if (t->names) return 2 * t->outside < t->names;
    return t->story > 0;
}

/* Somebody of the cast: by a name that is told, by nominals borne twice, as a narrator. */
static bool is_player(const mw_gather *g, uint32_t ent) {
    const mw_caster *c = g->c;
    const mw_ent *e = &c->ents.at[ent];
    const mw_tally *t = &g->tallies[ent];
    bool given = e->person != MW_NONE && c->persons.at[e->person].given_index != MW_NONE;
    if (c->people && c->people->only) return given;
    if (given) return true;
    if (e->type != MW_PER || e->plural || e->predicate || !e->n) return false;
    if (c->critic) return is_character_told(g, ent);
    if (e->person != MW_NONE)
        return (t->names && (t->told || t->nominals || !t->called || t->names > CALLED_ONLY)) ||
               e->narrator; /* called now and then and never seen: somebody whom we know */
    if (e->narrator) return c->first_person;
    return t->nominals >= LEAST_NOMINALS || (t->nominals && t->guesses >= LEAST_GUESSES && e->n >= OFTEN);
}

/* Anybody else who is somebody: a person or several, of whom a nominal speaks, or pronouns again and again. */
static bool is_passing(const mw_gather *g, uint32_t ent) {
    const mw_caster *c = g->c;
    const mw_ent *e = &c->ents.at[ent];
    if ((c->people && c->people->only) || e->type != MW_PER || e->predicate || e->narrator) return false;
    if (c->critic && !is_character_told(g, ent)) return false;
    const mw_tally *t = &g->tallies[ent];
    return e->n >= (t->nominals || t->owned || t->names || t->opened || (g->pages && t->says) ? 1 : 2);
}

/* On a page or two people may go without a name, and each of them may speak (an I whom no chapter makes its
 * narrator, too; whoever is there for "said one of the men", "she said" or "Jump, Orla!" alone); in longer texts pronouns alone are a chain that broke. */
static bool is_seen(const mw_gather *g, uint32_t ent) {
    const mw_ent *e = &g->c->ents.at[ent];
    return g->pages && !g->c->critic && !e->plural && (e->n > 1 || g->tallies[ent].says || g->tallies[ent].called);
}

static const mw_known_person *given_of(const mw_caster *c, uint32_t ent) {
    uint32_t p = c->ents.at[ent].person, i = p == MW_NONE ? MW_NONE : c->persons.at[p].given_index;
    return i == MW_NONE ? NULL : &c->people->at[i];
}

/* Whoever is known by pronouns alone. */
static const char *pronoun_of(const mw_character *ch) {
    uint32_t n = ch->n_he;
    const char *name = "he";
    if (ch->n_she > n) n = ch->n_she, name = "she";
    if (ch->n_they > n) n = ch->n_they, name = "they";
    return ch->narrator || !n ? "I" : name;
}

static const char *name_of(mw_gather *g, uint32_t ent, const mw_character *ch) {
    const mw_known_person *known = given_of(g->c, ent);
    uint32_t best = known ? MW_NONE : mw_fullest_form(ch->aliases, ch->n_aliases);
    return known ? known->name : best == MW_NONE ? pronoun_of(ch) : ch->aliases[best].form;
}

static mw_age age_of(const mw_tally *t) {
    if (t->child > t->old && t->child > t->adult && (t->child > 1 || !t->adult)) return MW_CHILD;
    if (t->old > 0 && t->old >= t->child && t->old >= t->young) return MW_OLD;
    return t->adult || t->young ? MW_ADULT : MW_AGE_UNKNOWN;
}

static mw_gender gender_of(const mw_caster *c, uint32_t ent) {
    const mw_ent *e = &c->ents.at[ent];
    const mw_known_person *known = given_of(c, ent);
    if (known && known->gender != MW_UNKNOWN) return known->gender;
    uint8_t g = mw_ent_gender(c, ent);
    if (g != MW_UNKNOWN) return (mw_gender)g;
    if (e->n_he > 2 * e->n_she && e->n_he) return MW_MALE;
    return e->n_she > 2 * e->n_he && e->n_she ? MW_FEMALE : MW_UNKNOWN;
}

static float confidence_of(const mw_gather *g, uint32_t ent) {
    const mw_tally *t = &g->tallies[ent];
    if (given_of(g->c, ent)) return 1.0f;
    if (t->names >= 5) return 0.97f;
    if (t->names >= 2) return 0.9f;
    if (t->names) return 0.75f;
    return g->c->ents.at[ent].narrator ? 0.9f : t->nominals >= 3 ? 0.75f : 0.55f;
}

/* A chapter is their long speech. */
static bool tells(const mw_caster *c, uint32_t person) {
    for (uint32_t i = 0; person != MW_NONE && i <= c->n_chapters; i++)
        if (c->chapter_teller[i] == person) return true;
    return false;
}

static bool add_character(mw_gather *g, uint32_t ent, bool passing) {
    mw_caster *c = g->c;
    const mw_ent *e = &c->ents.at[ent];
    const char *rank = e->person != MW_NONE && c->persons.at[e->person].rank && !(c->persons.at[e->person].rank->flags & MW_TITLE_KIN)
                           ? c->persons.at[e->person].rank->form
                           : NULL;
    if (rank && !(mw_person_noun_lookup(rank) && mw_person_noun_lookup(rank)->flags & MW_NOUN_WORK)) rank = NULL;
    mw_character ch = {.entity = ent,
                       .doc = c->doc,
                       .n_mentions = e->n,
                       .n_he = e->n_he,
                       .n_she = e->n_she,
                       .n_they = e->n_they,
                       .n_it = e->n_it,
                       .gender = gender_of(c, ent),
                       .age = age_of(&g->tallies[ent]),
                       .narrator = e->narrator || tells(c, e->person),
                       .given = given_of(c, ent) != NULL,
                       .passing = passing,
                       .confidence = confidence_of(g, ent)};
    const char *work = g->tallies[ent].surely >= 2 ? g->tallies[ent].occupation : rank;
    if (work) ch.occupation = mw_arena_strdup(g->out->keep, work);
    if (e->n) ch.first = c->tokens->span[c->ments.at[e->first].first].start, ch.known = mw_caster_end(c, e->first);
    if ((work && !ch.occupation) || !mw_aliases_list(g, ent, given_of(g->c, ent), &ch)) return false;
    if (!(ch.name = mw_arena_strdup(g->out->keep, name_of(g, ent, &ch)))) return false;
    return mw_vec_push(c->mem, &g->out->characters, ch);
}

static int by_mentions(const void *a, const void *b) {
    const mw_character *x = a, *y = b;
    if (x->passing != y->passing) return x->passing ? 1 : -1;
    if (x->n_mentions != y->n_mentions) return x->n_mentions > y->n_mentions ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

static bool collect_characters(mw_gather *g) {
    g->pages = mw_is_page(g->c->tokens, g->c->doc);
    for (uint32_t e = 0; e < g->c->ents.n; e++)
        if ((is_player(g, e) || is_passing(g, e)) && !add_character(g, e, !is_player(g, e) && !is_seen(g, e))) return false;
    mw_character *at = g->out->characters.at + g->characters_from;
    size_t n = g->out->characters.n - g->characters_from;
    if (n) qsort(at, n, sizeof *at, by_mentions);
    for (size_t i = 0; i < n; i++) {
        at[i].major = !at[i].passing && at[i].n_mentions >= MW_MAJOR_LEAST && at[i].n_mentions * MW_MAJOR_SHARE >= at[0].n_mentions;
        g->tallies[at[i].entity].character = (uint32_t)(g->characters_from + i);
    }
    return true;
}

/* ---- ids -------------------------------------------------------------------------------------------------------------------- */

/* Letters and digits in lower case, the others as one hyphen. */
static void put_slug(mw_buf *b, const char *form) {
    size_t n = strlen(form), from = b->n;
    bool gap = false;
    for (size_t i = 0, len; i < n && b->n - from < SLUG_BYTES; i += len) {
        int32_t cp = mw_utf8_next(form + i, n - i, &len);
        if (mw_cp_letter(cp) || mw_cp_digit(cp)) {
            if (gap && b->n > from) mw_buf_putc(b, '-');
            mw_buf_putcp(b, mw_cp_fold(cp));
            gap = false;
        } else if (cp != '\'' && cp != 0x2019) {
            gap = true;
        }
    }
    if (b->n == from) mw_buf_putc(b, 'x');
}

static char *free_id(mw_gather *g, mw_buf *b) {
    size_t n = b->n;
    uint32_t k = 1;
    if (b->failed) return NULL;
    if (mw_map_get(g->out->ids, (mw_str){b->at, b->n}, &k)) {
        mw_str stem = {b->at, n};
        char *copy = mw_arena_strndup(g->c->scratch, stem.at, stem.n);
        if (!copy) return NULL;
        do {
            b->n = n;
            mw_buf_printf(b, "-%u", ++k);
        } while (!b->failed && mw_map_get(g->out->ids, (mw_str){b->at, b->n}, NULL));
        if (!mw_map_put(g->out->ids, mw_str_of(copy), k)) return NULL;
    }
    if (b->failed || !mw_map_put(g->out->ids, (mw_str){b->at, b->n}, 1)) return NULL;
    return mw_arena_strndup(g->out->keep, b->at, b->n);
}

static const char *first_form(mw_gather *g, uint32_t ent) {
    mw_caster *c = g->c;
    const mw_ent *e = &c->ents.at[ent];
    const mw_ment *m = &c->ments.at[e->first];
    mw_name n;
    if (m->sort == MW_SORT_NAME && mw_name_parse(c, m->first, m->last, &n) && (n.n_words || n.n_titles))
        return mw_tokens_text(c, n.first, n.last);
    return mw_tokens_text(c, m->first, m->last - m->first > 7 ? m->first + 7 : m->last);
}

static void put_prefix(const mw_caster *c, mw_buf *b) {
    b->n = 0;
    if (c->text->n_docs > 1 && c->text->docs[c->doc].id) mw_buf_printf(b, "%s/", c->text->docs[c->doc].id);
}

/* Given ids first: nobody else may have them. */
static bool reserve_given(mw_gather *g) {
    const mw_people *people = g->c->people;
    mw_buf b;
    mw_buf_init(&b, g->c->mem);
    bool good = true;
    for (uint32_t i = 0; good && people && i < people->n; i++) {
        if (!*people->at[i].id) continue;
        put_prefix(g->c, &b);
        mw_buf_puts(&b, people->at[i].id);
        good = !b.failed && mw_map_put(g->out->ids, (mw_str){b.at, b.n}, 1);
    }
    mw_buf_clear(&b);
    return good;
}

static bool add_thing(mw_gather *g, uint32_t ent) {
    mw_caster *c = g->c;
    const mw_known_person *known = given_of(c, ent);
    const char *form = known && *known->id ? known->id : c->ents.at[ent].n ? first_form(g, ent) : known ? known->name : "x";
    mw_buf b;
    mw_buf_init(&b, c->mem);
    put_prefix(c, &b);
    if (known && *known->id)
        mw_buf_puts(&b, known->id);
    else if (form)
        put_slug(&b, form);
    char *id = !form || b.failed ? NULL : known && *known->id ? mw_arena_strndup(g->out->keep, b.at, b.n) : free_id(g, &b);
    mw_buf_clear(&b);
    mw_thing t = {id, g->tallies[ent].character, c->ents.at[ent].type};
    if (!id || !mw_vec_push(c->mem, &g->out->things, t)) return false;
    return true;
}

static bool collect_things(mw_gather *g) {
    mw_caster *c = g->c;
    for (uint32_t e = 0; e < c->ents.n; e++)
        if (!add_thing(g, e)) return false;
    for (size_t i = g->characters_from; i < g->out->characters.n; i++) {
        mw_character *ch = &g->out->characters.at[i];
        ch->entity += g->things_from;
        ch->id = g->out->things.at[ch->entity].id;
    }
    return true;
}

/* ---- all -------------------------------------------------------------------------------------------------------------------- */

static bool collect_mentions(mw_gather *g) {
    mw_caster *c = g->c;
    if (!mw_vec_reserve(c->mem, &g->out->mentions, g->out->mentions.n + c->ments.n)) return false;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        const mw_ent *e = &c->ents.at[m->entity];
        mw_mention out = {.span = {c->tokens->span[m->first].start, c->tokens->span[m->last].end},
                          .first = m->first,
                          .last = m->last,
                          .head = m->head,
                          .entity = g->things_from + m->entity,
                          .type = m->sort == MW_SORT_NAME || m->sort == MW_SORT_PRONOUN ? e->type : m->type,
                          .form = m->form_kind,
                          .confidence = m->confidence,
                          .plural = m->plural};
        out.known = m->known > out.span.end ? m->known : out.span.end;
        if (!mw_vec_push(c->mem, &g->out->mentions, out)) return false;
    }
    return true;
}

static bool collect_aliases(mw_gather *g) {
    mw_caster *c = g->c;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        tally_mention(g, i);
        if (!mw_aliases_hear(g, i)) return false;
    }
    return true;
}

/* Given people whom the text never mentions are characters all the same. */
static bool add_unmet(mw_caster *c) {
    for (uint32_t p = 0; p < c->persons.n; p++) {
        if (c->persons.at[p].given_index == MW_NONE || c->person_ent[p] != MW_NONE) continue;
        mw_ent e = {.person = p, .last = MW_NONE, .last_full = MW_NONE, .maker = MW_NONE, .work = MW_NONE, .type = MW_PER};
        e.gender = c->persons.at[p].gender;
        c->person_ent[p] = (uint32_t)c->ents.n;
        if (!mw_vec_push(c->mem, &c->ents, e)) return false;
    }
    return true;
}

/* Who was found to be one, once characters have their places. */
static bool collect_joins(mw_gather *g) {
    static const float sure[MW_N_JOIN] = {0.9F, 0.75F, 0.8F, 0.85F, 0.8F, 0.65F};
    mw_caster *c = g->c;
    for (size_t i = 0; i < c->founds.n; i++) {
        const mw_found *f = &c->founds.at[i];
        uint32_t p = mw_person_now(c, f->person), q = mw_person_now(c, f->other), e = p == MW_NONE ? MW_NONE : c->person_ent[p];
        uint32_t d = q == MW_NONE ? MW_NONE : c->person_ent[q];
        bool face = f->kind == MW_JOIN_FACE, there = e != MW_NONE && g->tallies[e].character != MW_NONE;
        if (!there || f->was == MW_NONE || f->at == MW_NONE || (face && (d == MW_NONE || d == e || g->tallies[d].character == MW_NONE)))
            continue;
        const mw_ment *was = &c->ments.at[f->was], *at = &c->ments.at[f->at];
        char *form = mw_tokens_text(c, was->first, was->last - was->first > 7 ? was->first + 7 : was->last);
        mw_join j = {.thing = g->things_from + e, .other = face ? g->things_from + d : MW_NONE, .kind = f->kind};
        j.known = mw_caster_end(c, f->at), j.confidence = sure[f->kind];
        j.span = (mw_span){c->tokens->span[(f->since ? &c->ments.at[f->since - 1] : at)->first].start, j.known};
        if (mw_caster_end(c, f->was) > j.known) j.known = mw_caster_end(c, f->was);
        if (!form || !(j.form = mw_arena_strdup(g->out->keep, form)) || !mw_vec_push(c->mem, &g->out->joins, j)) return false;
    }
    return true;
}

static uint32_t narrator_character(const mw_gather *g, uint32_t chapter) {
    const mw_caster *c = g->c;
    if (!c->chapter_words[chapter] || !mw_caster_told_by_me(c, chapter)) return MW_NONE;
    uint32_t p = c->chapter_narrator[chapter], e = p == MW_NONE ? c->narrator_ent : c->person_ent[p];
    return e == MW_NONE ? MW_NONE : g->tallies[e].character;
}

static uint32_t teller_character(const mw_gather *g, uint32_t chapter) {
    uint32_t p = g->c->chapter_teller[chapter], e = p == MW_NONE ? MW_NONE : g->c->person_ent[p];
    return e == MW_NONE ? MW_NONE : g->tallies[e].character;
}

/* Who tells each chapter, and what stands outside chapters; a frame that says I shows there, where its chapters are told by another. */
static void collect_narrators(const mw_gather *g, uint32_t *narrators, uint32_t *tellers, uint32_t *narrator) {
    const mw_caster *c = g->c;
    bool inside = false;
    for (uint32_t i = 0; i < c->n_chapters; i++) {
        narrators[c->first_chapter + i] = narrator_character(g, i);
        tellers[c->first_chapter + i] = teller_character(g, i);
        inside |= tellers[c->first_chapter + i] != MW_NONE;
    }
    if (*narrator == MW_NONE && (!c->n_chapters || c->chapter_words[c->n_chapters])) *narrator = narrator_character(g, c->n_chapters);
    for (uint32_t i = 0; inside && *narrator == MW_NONE && i < c->n_chapters; i++) *narrator = narrators[c->first_chapter + i];
}

/* To the end of the chapter, or to where the next one goes on. */
static bool collect_shifts(mw_gather *g) {
    const mw_caster *c = g->c;
    for (size_t i = 0; i < c->shifts.n; i++) {
        const mw_shift *x = &c->shifts.at[i];
        uint32_t e = c->person_ent[x->person];
        if (x->at >= c->to || x->chapter >= c->n_chapters || e == MW_NONE || g->tallies[e].character == MW_NONE) continue;
        mw_told_by by = {.span = {c->tokens->span[x->at].start, c->text->chapters[c->first_chapter + x->chapter].span.end},
                         .character = g->tallies[e].character};
        if (i + 1 < c->shifts.n && c->shifts.at[i + 1].chapter == x->chapter) by.span.end = c->tokens->span[c->shifts.at[i + 1].from].start;
        if (!mw_vec_push(c->mem, &g->out->shifts, by)) return false;
    }
    return true;
}

bool mw_cast_collect(mw_caster *c, mw_cast_parts *parts, uint32_t *narrators, uint32_t *tellers, uint32_t *narrator) {
    if (!add_unmet(c)) return false;
    mw_gather g = {.c = c, .out = parts, .things_from = (uint32_t)parts->things.n, .characters_from = (uint32_t)parts->characters.n};
    g.tallies = mw_arena_array(c->scratch, c->ents.n, sizeof *g.tallies);
    g.mention_of = mw_arena_array(c->scratch, c->to - c->from, sizeof *g.mention_of);
    g.alias_map = mw_map_new(c->mem);
    bool good = g.tallies && g.mention_of && g.alias_map;
    for (uint32_t i = 0; good && i < c->ents.n; i++) g.tallies[i] = (mw_tally){.character = MW_NONE, .alias = MW_NONE};
    for (uint32_t i = 0; good && i < c->to - c->from; i++) g.mention_of[i] = MW_NONE;
    for (uint32_t i = 0; good && i < c->ments.n; i++) g.mention_of[c->ments.at[i].head - c->from] = i;
    good = good && reserve_given(&g) && collect_aliases(&g) && collect_characters(&g) && collect_things(&g) && collect_mentions(&g) &&
           collect_joins(&g) && collect_shifts(&g);
    if (good) collect_narrators(&g, narrators, tellers, narrator);
    mw_map_free(g.alias_map);
    mw_vec_clear(c->mem, &g.aliases);
    return good;
}
