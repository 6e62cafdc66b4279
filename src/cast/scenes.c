/* scenes: Mr. Harlow of the one half of a book and Henry of the other.
 *
 * Two people of one house who come into the same scenes sooner or later stand in one sentence; two names of one person stand near each
 * other, where the narration turns from the one to the other, and in one sentence hardly ever. How often they are near and how often
 * together is counted for a person who goes by title and surname only and one who goes by a first name. Of one surname they are one where
 * they are near often enough and next to never together; where nothing shows a surname of the second they must be near far more often.
 * Nobody else may fit either of the two, no word of kin may lead from one to the other (but what the surname alone told of a mother whose own
 * mother is told of), and a wife's title may not meet a daughter: another woman of the surname is mostly enough to abstain. Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { BACK = 80, SENTENCES = 14, SEEN = 40, LEAST_NAMED = 10 };
enum {
    NEAR = 15,
    NEAR_RATE = 33,
    NEAR_FAR = 50,
    FAR_RATE = 50,
    SLIPS = 1,
    CHILD = 3,
    CHILD_RATE = 25
}; /* CHILD: own parents told of; one other word of kin for as many is a slip */

typedef struct pair {
    uint32_t formal, familiar, near, at; /* persons; how often near; the mention at which that was often enough */
    uint32_t kin;                        /* how often the one is called the other's kin: a slip is possible, two are none */
    uint32_t parent;                     /* of these as the familiar one's father or mother: the surname alone may have told so */
} pair;

typedef struct table {
    mw_caster *c;
    mw_map *index;
    uint32_t *children; /* [persons] how often their own mother or father is told of, in words that name them */
    MW_VEC(pair) pairs;
} table;

static bool is_formal(const mw_person *p) {
    return p->surname && !p->given && !p->epithet && p->given_index == MW_NONE && (p->married || p->maiden || p->mister) &&
           p->n >= LEAST_NAMED;
}

static bool is_familiar(const mw_person *p) { return p->given && !p->epithet && p->given_index == MW_NONE && p->n >= LEAST_NAMED; }

static bool is_pair(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    if (!is_formal(p) || !is_familiar(q) || !c->person_gender[a] || c->person_gender[a] != c->person_gender[b]) return false;
    if (q->surname && strcmp(p->surname, q->surname)) return false;
    return !(p->married && q->maiden) && !(p->maiden && q->married) && !q->rank;
}

static bool is_parent(const mw_caster *c, const mw_ment *m) {
    return !strcmp(mw_lemma(c->tags, m->head), "mother") || !strcmp(mw_lemma(c->tags, m->head), "father");
}

static bool count(table *t, uint32_t a, uint32_t b, uint32_t mention, bool kin) {
    bool parent = kin && is_parent(t->c, &t->c->ments.at[mention]) && is_formal(&t->c->persons.at[a]);
    if (is_pair(t->c, b, a)) {
        uint32_t x = a;
        a = b, b = x;
    } else if (!is_pair(t->c, a, b))
        return true;
    uint32_t key[2] = {a, b}, at;
    mw_str k = {(const char *)key, sizeof key};
    if (!mw_map_get(t->index, k, &at)) {
        at = (uint32_t)t->pairs.n;
        if (!mw_map_put(t->index, k, at) || !mw_vec_push(t->c->mem, &t->pairs, ((pair){a, b, 0, mention, 0, 0}))) return false;
    }
    pair *p = &t->pairs.at[at];
    p->kin += kin;
    p->parent += parent;
    p->near += !kin;
    if (p->near == (t->c->persons.at[b].surname ? NEAR : NEAR_FAR)) p->at = mention;
    return true;
}

static uint32_t named(const mw_caster *c, uint32_t i) {
    const mw_ment *m = &c->ments.at[i];
    return m->sort == MW_SORT_NAME && c->forms.at[m->form].rival == MW_NONE ? mw_person_now(c, c->forms.at[m->form].person) : MW_NONE;
}

static bool count_near(table *t, uint32_t i, uint32_t who) {
    const mw_caster *c = t->c;
    uint32_t seen[SEEN], n = 0;
    for (uint32_t k = i, back = 0; k-- > 0 && back < BACK && n < SEEN; back++) {
        if (c->ments.at[i].sentence > c->ments.at[k].sentence + SENTENCES) break;
        uint32_t other = named(c, k);
        bool again = other == MW_NONE || other == who;
        for (uint32_t s = 0; s < n && !again; s++) again = seen[s] == other;
        if (again) continue;
        seen[n++] = other;
        if (!count(t, who, other, i, false)) return false;
    }
    return true;
}

static bool count_all(table *t) {
    const mw_caster *c = t->c;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t who = named(c, i);
        if (who != MW_NONE && !count_near(t, i, who)) return false;
        bool kin = m->sort == MW_SORT_NOMINAL && m->possessor != MW_NONE && m->noun && m->noun->flags & MW_NOUN_KIN;
        uint32_t a = kin ? mw_person_now(c, mw_ment_person(c, i)) : MW_NONE,
                 b = kin ? mw_person_now(c, mw_ment_person(c, m->possessor)) : MW_NONE;
        if (a != MW_NONE && b != MW_NONE && a != b && !count(t, a, b, i, true)) return false;
        if (kin && b != MW_NONE && is_parent(c, m) && c->ments.at[m->possessor].sort == MW_SORT_NAME) t->children[b]++;
    }
    return true;
}

/* Mrs. Harlow, whose own mother is told of: Lucy, whose mother the surname says she is, may be she. */
static bool is_child(const table *t, const pair *p) {
    uint32_t own = t->children[p->formal];
    return own >= CHILD && (p->kin - p->parent) * CHILD <= own;
}

static bool is_one(const table *t, const pair *p) {
    const mw_caster *c = t->c;
    bool child = is_child(t, p);
    if ((p->kin > SLIPS && !child) || c->persons.at[p->formal].first_form == MW_NONE || c->persons.at[p->familiar].first_form == MW_NONE)
        return false;
    uint32_t apart = mw_persons_apart(c, p->formal, p->familiar);
    if (apart == UINT32_MAX) return false;
    bool known = c->persons.at[p->familiar].surname != NULL;
    return p->near >= (known ? NEAR : NEAR_FAR) && apart * (known ? child ? CHILD_RATE : NEAR_RATE : FAR_RATE) <= p->near;
}

/* Another woman of the surname, where the title is a wife's; but no daughter is near again and again and never named together. */
static bool has_daughter(const mw_caster *c, const pair *p) {
    const mw_person *q = &c->persons.at[p->formal];
    if (!q->married || (p->near >= NEAR_FAR && mw_persons_apart(c, p->formal, p->familiar) == 0)) return false;
    for (uint32_t i = 0; i < c->persons.n; i++) {
        const mw_person *o = &c->persons.at[i];
        if (i == p->formal || i == p->familiar || !o->n || !o->surname || strcmp(o->surname, q->surname)) continue;
        if ((o->given || o->maiden) && c->person_gender[i] == MW_FEMALE) return true;
    }
    return false;
}

/* Whom else one of the two may be. */
static bool has_rival(const table *t, size_t i) {
    const pair *p = &t->pairs.at[i];
    for (size_t k = 0; k < t->pairs.n; k++) {
        const pair *o = &t->pairs.at[k];
        if (k != i && (o->formal == p->formal || o->familiar == p->familiar) && is_one(t, o)) return true;
    }
    return false;
}

bool mw_scenes_find(mw_caster *c) {
    table t = {.c = c, .index = mw_map_new(c->mem), .children = mw_arena_array(c->scratch, c->persons.n, sizeof *t.children)};
    bool good = t.index && t.children && count_all(&t);
    for (size_t i = 0; good && i < t.pairs.n; i++) {
        const pair *p = &t.pairs.at[i];
        if (is_one(&t, p) && !has_rival(&t, i) && !has_daughter(c, p))
            good = mw_persons_found(c, p->formal, p->familiar, p->at, MW_JOIN_ALIKE);
    }
    mw_map_free(t.index);
    mw_vec_clear(c->mem, &t.pairs);
    return good;
}
