/* seats: two names, or a name and a description, that take turns in one seat of a conversation, and so name one person.
 *
 * "Stuff and nonsense!" said the Invisible Man. — "I hope so, sir." — "Well," said the stranger: of two who talk, one is called now this,
 * now that. Turns that alternate in this way are votes for the two being one; turns that follow each other (they talk to each other) and
 * sentences that name both are votes against. At least one of the two must be a description that says little (the stranger, the Voice), for
 * three may talk as well; both must, where neither has said who he is. Counted over the whole document after a first resolution. Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { NEAR = 8, WITHIN = 6, LEAST_VOTES = 2, FRESH = 2, LEAST_MENTIONS = 5 };

typedef struct pair {
    uint32_t a, b, n, against, at; /* entities; votes; the mention that tells */
} pair;

typedef struct table {
    mw_caster *c;
    mw_map *index;
    MW_VEC(pair) pairs;
    uint32_t *seat;   /* [units] entity that speaks; MW_NONE */
    uint8_t *quality; /* [persons] the epithet is a word for a quality */
} table;

static bool may_sit(const mw_caster *c, uint32_t ent) {
    const mw_ent *e = &c->ents.at[ent];
    return e->type == MW_PER && !e->plural && !e->predicate && e->last_full != MW_NONE;
}

static pair *pair_of(table *t, uint32_t a, uint32_t b) {
    uint32_t key[2] = {a < b ? a : b, a < b ? b : a}, at;
    mw_str k = {(const char *)key, sizeof key};
    if (mw_map_get(t->index, k, &at)) return &t->pairs.at[at];
    pair p = {.a = key[0], .b = key[1], .at = MW_NONE};
    if (!mw_map_put(t->index, k, (uint32_t)t->pairs.n) || !mw_vec_push(t->c->mem, &t->pairs, p)) return NULL;
    return &t->pairs.at[t->pairs.n - 1];
}

static bool near(const mw_caster *c, uint32_t u, uint32_t v) {
    return v < c->units.n && u < v && c->units.at[v].sentence - c->units.at[u].sentence <= NEAR * (v - u);
}

static uint32_t told_seat(const mw_caster *c, uint32_t u) {
    uint32_t s = c->units.at[u].speaker, e = s == MW_NONE ? MW_NONE : c->ments.at[s].entity;
    return e != MW_NONE && may_sit(c, e) ? e : MW_NONE;
}

static bool is_pronoun(const mw_caster *c, uint32_t u) {
    uint32_t s = c->units.at[u].speaker;
    return s == MW_NONE || c->ments.at[s].sort == MW_SORT_PRONOUN;
}

/* The Invisible Man, never heard of before, or in headings alone, speaks in a talk that is going on: somebody who is there already. */
static bool is_fresh(const mw_caster *c, uint32_t u) {
    const mw_ment *m = &c->ments.at[c->units.at[u].speaker];
    char buf[MW_WORD_BYTES];
    return m->sort == MW_SORT_NAME && c->forms.at[m->form].first == c->units.at[u].speaker &&
           !strcmp(mw_caster_lower(c, m->first, buf), "the");
}

static bool count_turns(table *t) {
    mw_caster *c = t->c;
    for (uint32_t u = 0; u + 1 < c->units.n; u++) {
        uint32_t x = t->seat[u], y = t->seat[u + 1], z = u + 2 < c->units.n && near(c, u + 1, u + 2) ? t->seat[u + 2] : MW_NONE;
        if (x == MW_NONE || !near(c, u, u + 1)) continue;
        if (y != MW_NONE && x != y) {
            pair *p = pair_of(t, x, y);
            if (!p) return false;
            p->against++;
        }
        if ((y == x || y == z) && is_pronoun(c, u + 1)) y = MW_NONE; /* taken for who spoke just before */
        if (z == MW_NONE || z == x || y == x || y == z || is_pronoun(c, u) || is_pronoun(c, u + 2)) continue;
        pair *p = pair_of(t, x, z);
        if (!p) return false;
        p->n += (y == MW_NONE ? 1 : 2) + (is_fresh(c, u) || is_fresh(c, u + 2) ? FRESH : 0);
        if (p->at == MW_NONE && p->n >= LEAST_VOTES) p->at = c->units.at[u + 2].speaker;
    }
    return true;
}

/* Both named in one sentence. */
static bool count_sentences(table *t) {
    mw_caster *c = t->c;
    uint32_t recent[WITHIN], n = 0, sentence = MW_NONE;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort == MW_SORT_PRONOUN || m->predicate || m->entity == MW_NONE || !may_sit(c, m->entity)) continue;
        if (m->sentence != sentence) n = 0, sentence = m->sentence;
        for (uint32_t k = 0; k < n; k++) {
            const mw_ment *o = &c->ments.at[recent[k]];
            uint32_t a = o->entity < m->entity ? o->entity : m->entity, key[2] = {a, o->entity + m->entity - a}, at;
            if (o->unit == m->unit && o->entity != m->entity && mw_map_get(t->index, (mw_str){(const char *)key, sizeof key}, &at))
                t->pairs.at[at].against++;
        }
        if (n < WITHIN) recent[n++] = i;
    }
    return true;
}

/* ---- who is one ------------------------------------------------------------------------------------------------------------- */

/* Words that describe somebody so little that whoever is about may be meant. */
static bool says_little(const char *word) {
    static const char *const words[] = {"apparition", "creature",  "figure",   "form",      "guest",   "lodger",  "newcomer",
                                        "other",      "passenger", "presence", "shadow",    "shape",   "speaker", "spectre",
                                        "stranger",   "thing",     "traveler", "traveller", "unknown", "voice",   "wanderer"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(word, words[i])) return true;
    const mw_person_noun *noun = mw_person_noun_lookup(word);
    return noun && noun->flags & (MW_NOUN_PLAIN | MW_NOUN_SHIFTS) && !(noun->flags & (MW_NOUN_WORK | MW_NOUN_KIN | MW_NOUN_BEAST));
}

static uint32_t person_of(const mw_caster *c, uint32_t ent) { return mw_person_now(c, c->ents.at[ent].person); }

/* The stranger; the Invisible Man; no name. */
static bool is_description(const table *t, uint32_t ent) {
    const mw_caster *c = t->c;
    const mw_ent *e = &c->ents.at[ent];
    if (e->n < LEAST_MENTIONS) return false;
    if (e->person == MW_NONE) {
        const mw_ment *m = &c->ments.at[e->maker];
        return m->sort == MW_SORT_NOMINAL && says_little(mw_lemma(c->tags, m->head));
    }
    const mw_person *p = &c->persons.at[e->person]; /* as it was when the turns were heard */
    if (!p->epithet || p->rank || p->given_index != MW_NONE) return false;
    const char *space = strrchr(p->epithet, ' ');
    return t->quality[e->person] || says_little(space ? space + 1 : p->epithet);
}

/* The Unknown, the Accused: words that stand as adjectives or participles elsewhere in the text name whoever is so. */
static bool find_qualities(table *t) {
    mw_caster *c = t->c;
    char buf[MW_WORD_BYTES];
    mw_map *of = mw_map_new(c->mem);
    bool good = of && (t->quality = mw_arena_array(c->scratch, c->persons.n, 1));
    for (uint32_t p = 0; good && p < c->persons.n; p++)
        if (c->persons.at[p].epithet && !strchr(c->persons.at[p].epithet, ' '))
            good = mw_map_put(of, mw_str_of(c->persons.at[p].epithet), p);
    for (uint32_t i = c->from, p; good && mw_map_size(of) && i < c->to; i++) {
        if ((c->tags->upos[i] != MW_ADJ && c->tags->upos[i] != MW_VERB) || mw_caster_capital(c, i)) continue;
        if (mw_map_get(of, mw_str_of(mw_caster_lower(c, i, buf)), &p)) t->quality[p] = 1;
    }
    mw_map_free(of);
    return good;
}

static bool agree(const mw_caster *c, uint32_t a, uint32_t b) {
    uint8_t g = mw_ent_gender(c, a), h = mw_ent_gender(c, b);
    return !g || !h || g == h;
}

static bool join(mw_caster *c, const pair *p) {
    uint32_t a = person_of(c, p->a), b = person_of(c, p->b);
    if (a == b || !agree(c, p->a, p->b)) return true;
    if (a == MW_NONE || b == MW_NONE) return mw_ent_found(c, a == MW_NONE ? p->a : p->b, a == MW_NONE ? b : a, p->at, MW_JOIN_TALK);
    const mw_person *x = &c->persons.at[a], *y = &c->persons.at[b];
    bool named_x = x->given || x->surname, named_y = y->given || y->surname;
    if ((named_x && named_y) || mw_persons_apart(c, a, b) == UINT32_MAX) return true;
    bool keep_b = named_x != named_y ? named_y : x->n <= y->n;
    return mw_persons_found(c, keep_b ? a : b, keep_b ? b : a, p->at, MW_JOIN_TALK);
}

static bool is_one(const table *t, const pair *p) {
    const mw_caster *c = t->c;
    if (p->n < LEAST_VOTES || p->against * 2 > p->n || !is_description(t, p->a) || !is_description(t, p->b)) return false;
    return c->ents.at[p->a].person != MW_NONE || c->ents.at[p->b].person != MW_NONE;
}

/* ---- in the other's place --------------------------------------------------------------------------------------------------- */

enum { MOST_SHOWN = 16, PLACE = 12, SELDOM = 8 };

/* An epithet as a person that only descriptions name, and how often it stands near another such, who is named far more. */
typedef struct shown {
    uint32_t ent, n, sentence; /* its mentions by words; the sentence where it was last meant */
    uint32_t near[MOST_SHOWN], at[MOST_SHOWN];
} shown;

static uint32_t list_shown(const table *t, shown *all) {
    const mw_caster *c = t->c;
    uint32_t n = 0;
    for (uint32_t p = 0; p < c->persons.n && n < MOST_SHOWN; p++)
        if (c->person_ent[p] != MW_NONE && is_description(t, c->person_ent[p])) all[n++] = (shown){.ent = c->person_ent[p]};
    return n;
}

/* A seldom epithet that hardly ever stands but where one and the same description was about just before: another word for it (elegant
 * variation). One of the two is never in the other's sentence, which the votes against have counted. */
static bool count_places(table *t) {
    mw_caster *c = t->c;
    shown all[MOST_SHOWN];
    uint32_t n = list_shown(t, all);
    for (uint32_t i = 0; n > 1 && i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t k = 0;
        while (k < n && all[k].ent != m->entity) k++;
        if (k == n) continue;
        for (uint32_t o = 0; o < n && m->sort != MW_SORT_PRONOUN; o++)
            if (o != k && all[o].n && all[o].sentence < m->sentence && m->sentence - all[o].sentence <= PLACE) {
                if (!all[k].near[o]++) all[k].at[o] = i;
            }
        all[k].n += m->sort != MW_SORT_PRONOUN, all[k].sentence = m->sentence;
    }
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t o = 0; o < n; o++) {
            if (o == k || all[k].n * SELDOM > all[o].n || all[k].near[o] < 3 || all[k].near[o] * 5 < all[k].n * 3) continue;
            pair *p = pair_of(t, all[k].ent, all[o].ent);
            if (!p) return false;
            p->n += LEAST_VOTES;
            if (p->at == MW_NONE) p->at = all[k].at[o];
        }
    return true;
}

bool mw_seats_find(mw_caster *c) {
    table t = {.c = c, .index = mw_map_new(c->mem)};
    t.seat = mw_arena_array(c->scratch, c->units.n, sizeof *t.seat);
    bool good = t.index && t.seat && find_qualities(&t);
    for (uint32_t u = 0; good && u < c->units.n; u++) t.seat[u] = told_seat(c, u);
    good = good && count_turns(&t) && count_places(&t) && count_sentences(&t);
    for (size_t i = 0; good && i < t.pairs.n; i++)
        if (is_one(&t, &t.pairs.at[i])) good = join(c, &t.pairs.at[i]);
    mw_map_free(t.index);
    mw_vec_clear(c->mem, &t.pairs);
    return good;
}
