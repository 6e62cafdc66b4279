/* fence: a chapter is resolved the same whatever stands before it.
 *
 * Of other chapters a mention knows the persons with names, what they are called and their genders, and nothing else: pronouns and nominals
 * look back to the fence, which stands where the chapter begins (mw_fence_move). What nominals of different chapters mean is decided at the
 * end, by their words, in no order (mw_ents_meet): "the old gardener" here and there is one, and so is "her mother" of one woman; plain words
 * (the man, the boy) are one only where the chapters dwell on them. Chapters of less than LEAST words stand behind no fence. Linear time but for
 * the sorting. */
#include "cast/inside.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST = 300, DWELT = 8 };

/* ---- the fence -------------------------------------------------------------------------------------------------------------- */

void mw_fence_start(mw_caster *c) { c->fence = 0, c->fence_chapter = 0; }

static uint32_t chapter_start(const mw_caster *c, uint32_t chapter) { return c->text->chapters[c->first_chapter + chapter].span.start; }

/* Enough tokens to stand by itself: by bytes, some six a token, so that no list of tokens is asked. */
static bool stands_alone(const mw_caster *c, uint32_t chapter) {
    mw_span s = c->text->chapters[c->first_chapter + chapter].span;
    return s.end - s.start >= 6 * LEAST;
}

void mw_fence_move(mw_caster *c, uint32_t mi) {
    uint32_t at = c->tokens->span[c->ments.at[mi].first].start;
    while (c->fence_chapter < c->n_chapters && chapter_start(c, c->fence_chapter) <= at) {
        if (stands_alone(c, c->fence_chapter)) c->fence = mi;
        c->fence_chapter++;
    }
}

bool mw_ent_here(const mw_caster *c, uint32_t ent) { return c->ents.at[ent].n && c->ents.at[ent].last >= c->fence; }

/* ---- what different chapters mean ------------------------------------------------------------------------------------------- */

/* A nominal that names an entity by its words. */
typedef struct called {
    uint32_t owner, key, ent, ment; /* owner: entity, MW_NONE: the */
} called;

static uint32_t root_of(uint32_t *of, uint32_t e) {
    while (of[e] != e) e = of[e] = of[of[e]];
    return e;
}

static int by_words(const void *a, const void *b) {
    const called *x = a, *y = b;
    if (x->owner != y->owner) return x->owner < y->owner ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->ent > y->ent) - (x->ent < y->ent);
}

static bool may_meet(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_ent *x = &c->ents.at[a], *y = &c->ents.at[b];
    if (x->person != MW_NONE || y->person != MW_NONE || x->plural != y->plural || x->predicate || y->predicate) return false;
    if (x->narrator || y->narrator || (x->type == MW_PER) != (y->type == MW_PER)) return false;
    return x->gender == y->gender || x->gender == MW_UNKNOWN || y->gender == MW_UNKNOWN;
}

void mw_ents_unite(mw_caster *c, uint32_t *of, uint32_t into, uint32_t from) {
    mw_ent *x = &c->ents.at[into], *y = &c->ents.at[from];
    x->n += y->n, x->n_he += y->n_he, x->n_she += y->n_she, x->n_they += y->n_they, x->n_it += y->n_it;
    if (x->last < y->last) x->last = y->last;
    if (x->gender == MW_UNKNOWN) x->gender = y->gender;
    if (x->first > y->first) x->first = y->first;
    y->n = 0;
    of[from] = into;
}

/* One becomes the other: who was met first stays. */
static void meet(mw_caster *c, uint32_t *of, uint32_t a, uint32_t b) {
    bool a_first = c->ents.at[a].first < c->ents.at[b].first;
    mw_ents_unite(c, of, a_first ? a : b, a_first ? b : a);
}

/* Words for a wicked and inhuman one, WordNet's synset of monster, devil and demon: whoever is the one in a book is the other there. */
static bool is_fiend(const mw_caster *c, const mw_ment *m) {
    static const char *const words[] = {"monster", "fiend", "devil", "demon", "daemon", "ogre"};
    const char *lemma = mw_lemma(c->tags, m->head);
    return MW_AMONG(lemma, words);
}

/* The words by which a mention may be met again elsewhere: an article's or an owner's. */
static bool is_called(const mw_caster *c, uint32_t mi, bool owned) {
    const mw_ment *m = &c->ments.at[mi];
    if (m->sort != MW_SORT_NOMINAL || m->form_kind == MW_PROP || m->predicate) return false;
    if (m->guessed && !(is_fiend(c, m) && c->ents.at[m->entity].maker == mi)) return false;
    if (owned) return m->det == MW_DET_POSS && m->possessor != MW_NONE;
    return m->det == MW_DET_DEF && m->role != MW_ROLE_VOCATIVE;
}

static bool is_plain(const mw_ment *m) { return m->noun && m->noun->flags & MW_NOUN_PLAIN; }

/* The words, or what stands for all words that mean the same. */
static uint32_t meaning_of(const mw_caster *c, const mw_ment *m, bool owned) {
    return !owned && !m->plural && is_fiend(c, m) ? MW_NONE : m->key;
}

static uint32_t gather(mw_caster *c, uint32_t *of, called *all, bool owned) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (!is_called(c, i, owned)) continue;
        if (is_plain(m) && !owned && c->ents.at[m->entity].n < DWELT && !is_fiend(c, m)) continue;
        uint32_t owner = owned ? root_of(of, c->ments.at[m->possessor].entity) : MW_NONE;
        if (owned && c->ents.at[owner].person == MW_NONE && !c->ents.at[owner].narrator) continue;
        all[n++] = (called){owner, meaning_of(c, m, owned), m->entity, i};
    }
    return n;
}

/* What is called by the words of one key, of one owner, is one. */
static void meet_nameless(mw_caster *c, uint32_t *of, const called *at, uint32_t n) {
    uint32_t with = MW_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t e = root_of(of, at[i].ent);
        if (c->ents.at[e].person != MW_NONE) continue;
        if (with == MW_NONE)
            with = e;
        else if (e != with && may_meet(c, with, e)) {
            meet(c, of, with, e);
            with = root_of(of, with);
        }
    }
}

/* The person that a key was found to mean (mw_ent_found) wherever it did mean somebody, often enough; MW_NONE. *at: the mention that tells. */
static uint32_t found_person(const mw_caster *c, const called *at, uint32_t n, uint32_t *tells) {
    uint32_t who = MW_NONE, times = 0, same = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t p = mw_person_now(c, c->meant[at[i].ment]), tell = c->meant_at[at[i].ment];
        if (p == MW_NONE) continue;
        if (who != MW_NONE && p != who) return MW_NONE;
        who = p, times++;
        if (tell != MW_NONE && (*tells == MW_NONE || tell > *tells)) *tells = tell;
    }
    for (uint32_t i = 0; i < n && times >= DWELT; i++) same += c->ents.at[at[i].ent].person == who;
    return times >= DWELT && same * 4 >= n * 3 ? who : MW_NONE;
}

/* By the noun that opened it, or by more than one pronoun: a single one may be wrong. */
static bool is_of_other_gender(const mw_caster *c, const mw_ent *e, uint8_t gender) {
    uint32_t same = gender == MW_MALE ? e->n_he : e->n_she, other = gender == MW_MALE ? e->n_she : e->n_he;
    const mw_person_noun *noun = c->ments.at[e->maker].noun;
    if (gender != MW_MALE && gender != MW_FEMALE) return false;
    return (noun && noun->gender != MW_UNKNOWN && noun->gender != gender) || (other > 1 && other > same);
}

/* Those of no person yet, and of no other gender, are `into`, which is known from `until` on. */
static void unite_into(mw_caster *c, uint32_t *of, const called *at, uint32_t n, uint32_t into, uint32_t until) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t e = root_of(of, at[i].ent);
        const mw_ent *x = &c->ents.at[e];
        if (e == into || x->person != MW_NONE || x->plural || x->predicate || x->narrator || x->type != MW_PER) continue;
        if (is_of_other_gender(c, x, mw_ent_gender(c, into))) continue;
        for (uint32_t k = x->first; k <= x->last; k++)
            if (root_of(of, c->ments.at[k].entity) == e && c->ments.at[k].known < until) c->ments.at[k].known = until;
        mw_ents_unite(c, of, into, e);
    }
}

/* The stranger is one man in all chapters but one: there too, where nothing says that he is another. */
static void meet_found(mw_caster *c, uint32_t *of, const called *at, uint32_t n) {
    uint32_t tells = MW_NONE, p = c->meant && at->owner == MW_NONE ? found_person(c, at, n, &tells) : MW_NONE;
    uint32_t into = p == MW_NONE ? MW_NONE : c->person_ent[p];
    if (into == MW_NONE) return;
    unite_into(c, of, at, n, into, tells == MW_NONE ? 0 : mw_caster_end(c, tells));
}

/* My sister, Mrs. Dell: the person whom the words of one owner were found to mean, by more than a guess; of a noun that may have several, more than
 * once. MW_NONE: nobody, or two. *tells: the mention that says so first. */
static uint32_t owned_person(const mw_caster *c, uint32_t *of, const called *at, uint32_t n, uint32_t *tells) {
    const mw_person_noun *noun = c->ments.at[at->ment].noun;
    uint32_t who = MW_NONE, times = 0;
    if (!noun || !(noun->flags & MW_NOUN_KIN)) return MW_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t p = c->ents.at[root_of(of, at[i].ent)].person;
        if (p == MW_NONE) continue;
        if (who != MW_NONE && p != who) return MW_NONE;
        who = p, times++;
        if (*tells == MW_NONE || at[i].ment < *tells) *tells = at[i].ment;
    }
    return times >= (noun->flags & MW_NOUN_UNIQUE ? 1 : 2) ? who : MW_NONE;
}

/* In the other chapters they mean that person too. */
static void meet_owned(mw_caster *c, uint32_t *of, const called *at, uint32_t n) {
    uint32_t tells = MW_NONE, p = at->owner == MW_NONE ? MW_NONE : owned_person(c, of, at, n, &tells);
    uint32_t into = p == MW_NONE ? MW_NONE : c->person_ent[p];
    if (into == MW_NONE || root_of(of, into) == root_of(of, at->owner)) return;
    unite_into(c, of, at, n, root_of(of, into), mw_caster_end(c, tells));
}

static bool meet_called(mw_caster *c, uint32_t *of, bool owned) {
    called *all = mw_arena_array(c->scratch, c->ments.n, sizeof *all);
    if (!all) return false;
    uint32_t n = gather(c, of, all, owned);
    if (n > 1) qsort(all, n, sizeof *all, by_words);
    for (uint32_t i = 0, z; i < n; i = z) {
        for (z = i + 1; z < n && all[z].owner == all[i].owner && all[z].key == all[i].key;) z++;
        meet_found(c, of, all + i, z - i);
        meet_owned(c, of, all + i, z - i);
        meet_nameless(c, of, all + i, z - i);
    }
    return true;
}

/* Takes out the entities that are others now. */
void mw_ents_close(mw_caster *c, uint32_t *of) {
    uint32_t n = 0, *to = of; /* roots first, then who became one of them */
    for (uint32_t e = 0; e < c->ents.n; e++) root_of(of, e);
    for (uint32_t i = 0; i < c->ments.n; i++) c->ments.at[i].entity = root_of(of, c->ments.at[i].entity);
    for (uint32_t e = 0; e < c->ents.n; e++) {
        if (of[e] != e) {
            to[e] = MW_NONE;
            continue;
        }
        c->ents.at[n] = c->ents.at[e];
        to[e] = n++;
    }
    for (uint32_t i = 0; i < c->ments.n; i++) c->ments.at[i].entity = to[c->ments.at[i].entity];
    for (size_t p = 0; p < c->persons.n; p++)
        if (c->person_ent[p] != MW_NONE) c->person_ent[p] = to[c->person_ent[p]];
    uint32_t *slots[] = {&c->we, &c->you, &c->narrator_ent};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (*slots[i] != MW_NONE) *slots[i] = to[*slots[i]];
    for (size_t u = 0; u < c->units.n; u++) {
        mw_unit *x = &c->units.at[u];
        if (x->me != MW_NONE) x->me = to[x->me];
        if (x->you != MW_NONE) x->you = to[x->you];
        if (x->us != MW_NONE) x->us = to[x->us];
    }
    c->ents.n = n;
}

bool mw_ents_meet(mw_caster *c) {
    if (!c->fence || c->critic) return true; /* one chapter */
    uint32_t *of = mw_arena_array(c->scratch, c->ents.n, sizeof *of);
    if (!of) return false;
    for (uint32_t e = 0; e < c->ents.n; e++) of[e] = e;
    if (!meet_called(c, of, true) || !meet_called(c, of, false)) return false;
    mw_ents_close(c, of);
    return true;
}
