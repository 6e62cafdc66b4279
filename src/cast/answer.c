/* answer: persons under two names who are found to be one by the turns of talk.
 *
 * Somebody says "Miss Harlow" to a person; Lucy is who speaks next, or spoke before, or whom the narration turns to, or it is said
 * to Lucy. Where that happens again and again, where the one goes by surname only and the other by first name only, where nothing
 * speaks against it (gender, heard together, the first name answering to itself), they are one. Votes are counted over the whole
 * document, after a first resolution. Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { LEAST_VOTES = 5, MOST_FORMS = 64, LOOK_ON = 12, SHARE = 7, CALLED = 3 };
enum { VOTE_SPEAKS = 2, VOTE_TURNS = 1, VOTE_SAID_TO = 3 };

static uint32_t form_person(const mw_caster *c, uint32_t ment) {
    const mw_ment *m = &c->ments.at[ment];
    return m->sort == MW_SORT_NAME && c->forms.at[m->form].rival == MW_NONE ? c->forms.at[m->form].person : MW_NONE;
}

static uint32_t ment_person(const mw_caster *c, uint32_t ment) {
    uint32_t e = ment == MW_NONE ? MW_NONE : c->ments.at[ment].entity;
    return e == MW_NONE ? MW_NONE : c->ents.at[e].person;
}

static uint32_t speaker_person(const mw_caster *c, uint32_t unit) {
    return unit < c->units.n ? ment_person(c, c->units.at[unit].speaker) : MW_NONE;
}

/* Surname only; first name only. */
static bool is_formal(const mw_person *p) { return p->surname && !p->given && !p->epithet && p->given_index == MW_NONE; }
static bool is_familiar(const mw_person *p) { return p->given && !p->epithet && p->given_index == MW_NONE; }
/* Called so in speech alone: a pet name, a mocking one. */
static bool is_called_only(const mw_caster *c, const mw_person *p) {
    uint32_t n = 0, quoted = 0, looked = 0;
    if (c->first_person || p->given_index != MW_NONE || p->surname || p->rank)
        return false; /* told by an I: it may be the narrator's name */
    for (uint32_t f = p->first_form; f != MW_NONE && looked < MOST_FORMS; f = c->forms.at[f].next, looked++)
        n += c->forms.at[f].n, quoted += c->forms.at[f].n_quoted;
    return n >= CALLED && quoted * 5 >= n * 4;
}
/* Mrs. Harlow, and Lucy Harlow whom nobody calls Miss; Miss Harlow, and Lucy. */
static bool is_pair(const mw_person *p, const mw_person *q) {
    if (!is_formal(p) || !is_familiar(q)) return false;
    return !q->surname || (!strcmp(p->surname, q->surname) && !(p->married && (q->maiden || q->gender == MW_MALE)));
}
static bool may_join(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    if (is_pair(p, q) || is_pair(q, p)) return true;
    return is_called_only(c, p) && !is_called_only(c, q) && !q->epithet && q->given_index == MW_NONE && (q->given || q->surname);
}

/* ---- votes ------------------------------------------------------------------------------------------------------------------ */

typedef struct pair {
    uint32_t a, b, n;
    uint32_t at; /* the mention where the votes were enough; MW_NONE: they are not */
} pair;

typedef struct ballot {
    mw_caster *c;
    mw_map *index; /* (a, b) → pairs */
    MW_VEC(pair) pairs;
    uint32_t *self; /* [persons] votes for being nobody else */
    uint32_t *all;  /* [persons] */
} ballot;

/* The mention `ment` says that `a` is `b`. */
static bool vote(ballot *v, uint32_t ment, uint32_t a, uint32_t b, uint32_t weight) {
    uint32_t key[2] = {a, b}, at;
    if (b == MW_NONE) return true;
    v->all[a] += weight;
    if (a == b) v->self[a] += weight;
    if (a == b || !may_join(v->c, a, b)) return true;
    mw_str k = {(const char *)key, sizeof key};
    if (!mw_map_get(v->index, k, &at))
        return mw_map_put(v->index, k, (uint32_t)v->pairs.n) && mw_vec_push(v->c->mem, &v->pairs, (pair){a, b, weight, MW_NONE});
    pair *p = &v->pairs.at[at];
    p->n += weight;
    if (p->n >= LEAST_VOTES && p->at == MW_NONE) p->at = ment;
    return true;
}

/* Whom the narration turns to after a mention in speech: the next subject outside speech, near by. */
static uint32_t turned_to(const mw_caster *c, uint32_t ment) {
    for (uint32_t i = ment + 1; i < c->ments.n && i < ment + LOOK_ON; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->unit || m->role != MW_ROLE_SUBJECT) continue;
        return c->units.at[c->ments.at[ment].unit - 1].speaker == i ? MW_NONE : ment_person(c, i);
    }
    return MW_NONE;
}

/* "…", he said to Lucy: what hangs on the verb of saying after to. */
static uint32_t said_to(const mw_caster *c, uint32_t unit) {
    uint32_t s = c->units.at[unit].speaker;
    for (uint32_t i = s == MW_NONE ? (uint32_t)c->ments.n : s + 1; i < c->ments.n && i < s + 4; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t preposition = mw_child_with(c->tags, c->children, m->head, MW_REL_CASE);
        if (m->governor == c->ments.at[s].governor && m->role == MW_ROLE_OBLIQUE && preposition != MW_NONE &&
            mw_str_ieq(mw_caster_word(c, preposition), "to"))
            return ment_person(c, i);
    }
    return MW_NONE;
}

static bool count_one(ballot *v, uint32_t ment, uint32_t p) {
    const mw_caster *c = v->c;
    uint32_t u = c->ments.at[ment].unit - 1, self = speaker_person(c, u), after = speaker_person(c, u + 1),
             before = u ? speaker_person(c, u - 1) : MW_NONE;
    uint32_t turned = turned_to(c, ment);
    if (after != self && !vote(v, ment, p, after, VOTE_SPEAKS)) return false;
    if (before != self && before != after && !vote(v, ment, p, before, VOTE_SPEAKS)) return false;
    if (turned != self && turned != after && !vote(v, ment, p, turned, VOTE_TURNS)) return false;
    return vote(v, ment, p, said_to(c, u), VOTE_SAID_TO);
}

static bool count(ballot *v) {
    for (uint32_t i = 0; i < v->c->ments.n; i++) {
        uint32_t p = v->c->ments.at[i].addressed ? form_person(v->c, i) : MW_NONE;
        if (p == MW_NONE ||
            (!is_formal(&v->c->persons.at[p]) && !is_familiar(&v->c->persons.at[p]) && !is_called_only(v->c, &v->c->persons.at[p])))
            continue;
        if (!count_one(v, i, p)) return false;
    }
    return true;
}

/* ---- joining ---------------------------------------------------------------------------------------------------------------- */

/* How often two persons' forms are heard together; UINT32_MAX: their genders differ. */
uint32_t mw_persons_apart(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    uint8_t g = c->person_gender[a], h = c->person_gender[b];
    if (g && h && g != h) return UINT32_MAX;
    uint32_t apart = 0, x = 0;
    for (uint32_t f = p->first_form; f != MW_NONE && x < MOST_FORMS; f = c->forms.at[f].next, x++) {
        uint32_t y = 0;
        for (uint32_t f2 = q->first_form; f2 != MW_NONE && y < MOST_FORMS; f2 = c->forms.at[f2].next, y++)
            apart += mw_forms_apart(c, f, f2);
    }
    return apart;
}

/* Votes against what speaks against it: heard together, and the first answering to its own name. */
static bool outvotes(const mw_caster *c, uint32_t a, uint32_t b, uint32_t votes, uint32_t self) {
    uint32_t apart = mw_persons_apart(c, a, b);
    if (apart == UINT32_MAX) return false;
    return apart < 2 ? votes * 2 >= self : votes >= 3 * apart && votes >= 2 * self;
}

bool mw_persons_may_join(const mw_caster *c, uint32_t a, uint32_t b) { return may_join(c, a, b) && mw_persons_apart(c, a, b) < 2; }

uint32_t mw_person_first(const mw_caster *c, uint32_t p) {
    uint32_t first = MW_NONE;
    for (uint32_t f = c->persons.at[p].first_form; f != MW_NONE; f = c->forms.at[f].next)
        if (c->forms.at[f].first < first) first = c->forms.at[f].first;
    return first;
}

uint32_t mw_person_now(const mw_caster *c, uint32_t p) {
    for (int i = 0; p != MW_NONE && i < 16 && c->persons.at[p].into != MW_NONE; i++) p = c->persons.at[p].into;
    return p;
}

/* The forms of whoever was named later wait for the mention that joins the two. */
static void bridge(mw_caster *c, uint32_t a, uint32_t b, uint32_t at) {
    uint32_t later = mw_person_first(c, a) > mw_person_first(c, b) ? a : b;
    for (uint32_t f = c->persons.at[later].first_form; f != MW_NONE; f = c->forms.at[f].next)
        if (c->forms.at[f].bridge == MW_NONE || c->forms.at[f].bridge < at) c->forms.at[f].bridge = at;
}

void mw_persons_merge(mw_caster *c, uint32_t a, uint32_t b, uint32_t at) {
    mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    uint32_t last = MW_NONE;
    if (at != MW_NONE) bridge(c, a, b, at);
    for (uint32_t f = p->first_form; f != MW_NONE; f = c->forms.at[f].next) c->forms.at[f].person = b, last = f;
    for (size_t i = 0; i < c->forms.n; i++) {
        mw_form *f = &c->forms.at[i];
        if (f->rival == a) f->rival = b;
        if (f->rival == f->person) f->rival = MW_NONE;
    }
    if (last != MW_NONE) {
        c->forms.at[last].next = q->first_form;
        if (at == MW_NONE) c->forms.at[last].bridge = q->first_form == MW_NONE ? MW_NONE : c->forms.at[q->first_form].first;
        q->first_form = p->first_form;
    }
    p->first_form = MW_NONE;
    p->into = b;
    q->n += p->n;
    p->n = 0;
    if (!q->surname) q->surname = p->surname;
    if (!q->given) q->given = p->given;
    q->n_mister += p->n_mister;
    q->married |= p->married, q->maiden |= p->maiden, q->mister |= p->mister;
    if (p->title_gender) q->gender = c->person_gender[b] = p->gender, q->title_gender = true;
    if (!q->rank) q->rank = p->rank, q->n_rank = p->n_rank;
}

static bool join(ballot *v) {
    mw_caster *c = v->c;
    uint32_t *best = mw_arena_array(c->scratch, c->persons.n, sizeof *best),
             *second = mw_arena_array(c->scratch, c->persons.n, sizeof *second),
             *which = mw_arena_array(c->scratch, c->persons.n, sizeof *which);
    if (!best || !second || !which) return false;
    for (size_t i = 0; i < v->pairs.n; i++) {
        const pair *p = &v->pairs.at[i];
        if (!outvotes(c, p->a, p->b, p->n, v->self[p->a])) continue;
        if (p->n > best[p->a])
            second[p->a] = best[p->a], best[p->a] = p->n, which[p->a] = (uint32_t)i;
        else if (p->n > second[p->a])
            second[p->a] = p->n;
    }
    for (uint32_t a = 0; a < c->persons.n; a++) {
        if (best[a] < LEAST_VOTES || best[a] < 2 * second[a] || best[a] * SHARE < v->all[a]) continue;
        const pair *p = &v->pairs.at[which[a]];
        if (is_called_only(c, &c->persons.at[a]) && !is_pair(&c->persons.at[a], &c->persons.at[p->b]) && best[a] * 3 < v->all[a] * 2)
            continue; /* a pet name has no part of the other to show for it */
        if (c->persons.at[a].first_form != MW_NONE && c->persons.at[p->b].first_form != MW_NONE && may_join(c, a, p->b) &&
            !mw_persons_found(c, a, p->b, p->at, MW_JOIN_TALK))
            return false;
    }
    return true;
}

bool mw_persons_answer(mw_caster *c) {
    ballot v = {.c = c, .index = mw_map_new(c->mem)};
    v.self = mw_arena_array(c->scratch, c->persons.n, sizeof *v.self);
    v.all = mw_arena_array(c->scratch, c->persons.n, sizeof *v.all);
    bool good = v.index && v.self && v.all && count(&v) && join(&v);
    mw_map_free(v.index);
    mw_vec_clear(c->mem, &v.pairs);
    return good;
}
