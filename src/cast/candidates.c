/* candidates: the entities that a pronoun or a nominal may mean, each with its features (antecedent.h), and the linear score that ranks them.
 *
 * What stands between is described after Lappin & Leass, "An algorithm for pronominal anaphora resolution" (1994), and ranked as Denis &
 * Baldridge, "Specialized models and ranking for coreference resolution" (2008): a score a candidate, nobody among them. A pronoun never
 * means another argument of its own verb, nor what it stands inside of (binding). Bounded work a mention. */
#include "cast/antecedent.h"

#include <math.h>
#include <string.h>

#define SELDOM_NEW 2.0F /* he and she, of nobody before */
enum { MOST_BACK = 80, MOST_NEAR = MW_CANDIDATES - 3, MOST_SENTENCES = 14, SUBJECTS_BACK = 40, BESIDE_BACK = 12 };

mw_anaphor mw_anaphor_of(const mw_ment *m) {
    if (!m->pronoun) return m->type != MW_PER ? MW_ANAPHOR_THING : m->plural ? MW_ANAPHOR_NOUNS : MW_ANAPHOR_NOUN;
    return m->gender == MW_NONE_GENDER ? MW_ANAPHOR_IT : m->plural ? MW_ANAPHOR_THEY : MW_ANAPHOR_HE;
}

/* ---- who fits --------------------------------------------------------------------------------------------------------------- */

static bool may_be_it(const mw_caster *c, const mw_ent *e) {
    const mw_person_noun *noun = c->ments.at[e->maker].noun;
    return e->type != MW_PER || (noun && noun->flags & MW_NOUN_BEAST && e->person == MW_NONE) || e->gender == MW_NONE_GENDER;
}

/* Who tells is I, not he; but in a chapter that somebody else tells he may be. */
static bool tells(const mw_caster *c, const mw_ment *m, const mw_ent *e) {
    return e->person == MW_NONE ? e->narrator : mw_caster_narrator(c, m->head) == e->person;
}

/* Who speaks is I in what they say, and whom they speak to is you. */
static bool is_in_talk(const mw_caster *c, const mw_ment *m, uint32_t ent) {
    if (!m->unit || !m->pronoun) return false;
    const mw_unit *u = &c->units.at[m->unit - 1];
    return u->me == ent || u->you == ent;
}

/* Number, gender and type of an entity against those of a mention. */
static bool fits(const mw_caster *c, const mw_ment *m, uint32_t ent) {
    const mw_ent *e = &c->ents.at[ent];
    if (e->predicate || e->n == 0 || (!m->unit && tells(c, m, e)) || is_in_talk(c, m, ent)) return false;
    switch (mw_anaphor_of(m)) {
    case MW_ANAPHOR_IT:
        return may_be_it(c, e) && !e->plural;
    case MW_ANAPHOR_NOUNS:
        return e->plural && e->type == MW_PER;
    case MW_ANAPHOR_THING:
        return e->plural == m->plural && e->type != MW_PER;
    case MW_ANAPHOR_THEY:
        return e->plural || e->type == MW_ORG || e->type == MW_GPE || (e->they_here > 0 && mw_ent_here(c, ent)) ||
               mw_ent_gender(c, ent) == MW_NONBINARY;
    default:
        break;
    }
    if (e->type != MW_PER || e->plural) return false;
    uint8_t g = mw_ent_gender(c, ent);
    return g == MW_UNKNOWN || g == MW_MIXED || g == m->gender || (!m->pronoun && m->gender == MW_UNKNOWN);
}

bool mw_antecedent_fits(const mw_caster *c, const mw_ment *m, uint32_t ent) { return fits(c, m, ent); }

static bool covers(const mw_ment *a, const mw_ment *m) { return a->first <= m->first && a->last >= m->last; }

static bool is_argument(const mw_ment *m) { return m->role == MW_ROLE_SUBJECT || m->role == MW_ROLE_OBJECT || m->role == MW_ROLE_OBLIQUE; }

/* Another argument of the pronoun's own verb. */
static bool is_coargument(const mw_ment *a, const mw_ment *m) {
    return is_argument(m) && is_argument(a) && a->governor == m->governor && a->head != m->head;
}

static bool is_reflexive(const mw_ment *m) { return m->pronoun && m->pronoun->flags & MW_PRO_REFLEXIVE; }

/* Ada strips him and hoses him down: the subject of a verb that shares it. */
static bool shares_subject(const mw_caster *c, const mw_ment *a, const mw_ment *m) {
    if (a->role != MW_ROLE_SUBJECT || (m->role != MW_ROLE_OBJECT && m->role != MW_ROLE_OBLIQUE) || a->sentence != m->sentence) return false;
    uint32_t verb = m->governor;
    for (int i = 0; i < 4 && verb != MW_NONE && verb != a->governor; i++) {
        if (c->tags->rel_base[verb] != MW_REL_CONJ || mw_child_with(c->tags, c->children, verb, MW_REL_NSUBJ) != MW_NONE) return false;
        verb = c->tags->head[verb];
    }
    return verb == a->governor;
}

/* The verb that a possessive's noun depends on. */
uint32_t mw_clause_verb(const mw_caster *c, uint32_t token) {
    for (int i = 0; i < 6; i++) {
        uint8_t u = c->tags->upos[token];
        if (u == MW_VERB || u == MW_AUX || c->tags->head[token] == token) break;
        token = c->tags->head[token];
    }
    return token;
}

/* ---- features --------------------------------------------------------------------------------------------------------------- */

static uint32_t cut(uint32_t n, uint32_t most) { return n < most ? n : most; }

static void put(mw_candidate *k, uint32_t mark) {
    if (k->n < MW_MARKS_ON) k->on[k->n++] = (uint8_t)mark;
}

static uint32_t layer_of(const mw_ment *a, const mw_ment *m) {
    if (a->unit == m->unit) return m->unit ? 1 : 0;
    if (!m->unit) return 2;
    return a->unit ? 4 : 3;
}

static uint32_t recent_count(const mw_caster *c, uint32_t ent, uint32_t at) {
    const mw_ent *e = &c->ents.at[ent];
    uint32_t ago = at > e->recent_at ? at - e->recent_at : 0;
    return ago > 120 ? e->recent / 8 : ago > 60 ? e->recent / 3 : ago > 25 ? e->recent * 2 / 3 : e->recent;
}

static uint32_t words_of(const mw_ment *m, const mw_ment *a) {
    if (a->sort == MW_SORT_PRONOUN) return 4;
    if (a->sort == MW_SORT_NAME) return 3;
    return a->key == m->key ? 0 : a->head_key == m->head_key ? 1 : 2;
}

static uint32_t size_of(uint32_t n) { return n < 3 ? n - (n > 0) : n < 6 ? 2 : n < 21 ? 3 : 4; }

static uint32_t made_of(const mw_ment *maker) {
    return maker->sort == MW_SORT_NAME ? 0 : maker->sort == MW_SORT_NOMINAL ? 1 : maker->pronoun->person == 3 ? 2 : 3;
}

static void describe_place(const mw_caster *c, const mw_ment *m, uint32_t mi, uint32_t between, mw_candidate *k) {
    const mw_ment *a = &c->ments.at[k->ment];
    put(k, MW_MARK_SENTENCE + cut(m->sentence - a->sentence, 5));
    put(k, MW_MARK_RANK + cut(between, 5));
    put(k, MW_MARK_SORT + (a->sort == MW_SORT_NAME ? 0 : a->sort == MW_SORT_PRONOUN ? 6 : 1 + a->det));
    put(k, MW_MARK_ROLE + a->role);
    if (a->role == MW_ROLE_SUBJECT && m->role == MW_ROLE_SUBJECT) put(k, MW_MARK_PARALLEL);
    if (a->role == MW_ROLE_OBJECT && m->role == MW_ROLE_OBJECT) put(k, MW_MARK_PARALLEL + 1);
    put(k, MW_MARK_LAYER + layer_of(a, m));
    put(k, MW_MARK_SALIENCE + cut(recent_count(c, k->ent, mi), 5));
    if (m->role == MW_ROLE_POSSESSOR && a->role == MW_ROLE_SUBJECT && mw_clause_verb(c, m->governor) == a->governor) put(k, MW_MARK_OWN);
    if (c->tokens->block[a->head] == c->tokens->block[m->head]) put(k, MW_MARK_PARAGRAPH);
    if (a->role == MW_ROLE_SUBJECT && m->sentence - a->sentence == 1) put(k, MW_MARK_SUBJECT_LAST);
}

static void describe_kind(const mw_caster *c, const mw_ment *m, mw_candidate *k) {
    const mw_ment *a = &c->ments.at[k->ment];
    const mw_ent *e = &c->ents.at[k->ent];
    put(k, MW_MARK_GENDER + (mw_ent_gender(c, k->ent) != MW_UNKNOWN));
    if (a->sort == MW_SORT_PRONOUN && a->gender == m->gender && a->plural == m->plural && m->pronoun && a->pronoun->person == 3)
        put(k, MW_MARK_SAME_WORD);
    put(k, MW_MARK_PLURAL + e->plural);
    put(k, MW_MARK_PERSON + (e->type == MW_PER));
    put(k, MW_MARK_SIZE + size_of(mw_ent_here(c, k->ent) ? e->here : 0));
    put(k, MW_MARK_NAMED + (e->person == MW_NONE));
    put(k, MW_MARK_MADE + (e->person != MW_NONE ? 0 : made_of(&c->ments.at[e->maker])));
    if (m->pronoun) return;
    put(k, MW_MARK_WORDS + words_of(m, a));
    put(k, MW_MARK_FULL + (e->last_full == MW_NONE || e->last_full < c->fence ? 4 : words_of(m, &c->ments.at[e->last_full])));
    if (m->type != MW_PER) put(k, MW_MARK_TYPE + (e->type == m->type));
}

static uint32_t ent_of(const mw_caster *c, uint32_t ment) { return ment == MW_NONE ? MW_NONE : c->ments.at[ment].entity; }

/* The turns of talk around a pronoun that speaks, or that stands in speech. */
static void describe_talk(const mw_caster *c, const mw_ment *m, mw_candidate *k) {
    if (m->unit && ent_of(c, c->units.at[m->unit - 1].speaker) == k->ent) put(k, MW_MARK_SPEAKER);
    if (m->unit && ent_of(c, c->units.at[m->unit - 1].called) == k->ent) put(k, MW_MARK_CALLED);
    if (!m->says) return;
    uint32_t u = m->says - 1;
    const mw_unit *now = &c->units.at[u];
    if (ent_of(c, now->called) == k->ent) put(k, MW_MARK_TALK + 2);
    for (uint32_t back = 1; back <= 2 && back <= u; back++) {
        const mw_unit *before = &c->units.at[u - back];
        if (now->sentence - before->sentence > 6 * back) break;
        if (ent_of(c, before->speaker) == k->ent) put(k, MW_MARK_TALK + back - 1);
        if (back == 1 && ent_of(c, before->called) == k->ent) put(k, MW_MARK_TALK + 3);
    }
}

static uint32_t ago_of(const mw_caster *c, const mw_ment *m, uint32_t ent) {
    uint32_t ago = m->sentence - c->ments.at[c->ents.at[ent].last].sentence;
    return ago < 3 ? 0 : ago < 15 ? 1 : ago < 25 ? 2 : ago < 60 ? 3 : ago < 150 ? 4 : 5;
}

/* What the words say. */
static void describe_words(const mw_caster *c, const mw_ment *m, const mw_hints *h, mw_candidate *k) {
    bool plain = m->noun && m->noun->flags & MW_NOUN_PLAIN;
    if (k->ent == h->owned) put(k, MW_MARK_OWNED);
    k->said = k->ent == h->owned || k->ent == h->key || k->ent == h->head;
    if (k->ent == h->key) {
        put(k, MW_MARK_KEY + ago_of(c, m, k->ent));
        put(k, MW_MARK_KEY_DET + m->det);
        if (plain) put(k, MW_MARK_KEY_PLAIN);
    } else if (k->ent == h->head) {
        uint32_t full = c->ents.at[k->ent].last_full;
        const mw_ment *a = full == MW_NONE ? NULL : &c->ments.at[full];
        bool more = m->key != m->head_key, had = a && a->key != a->head_key;
        put(k, MW_MARK_HEAD + ago_of(c, m, k->ent));
        put(k, MW_MARK_HEAD_DET + m->det);
        if (more || had) put(k, MW_MARK_HEAD_MORE + (!had ? 0 : !more ? 1 : 2));
    }
}

/* A child is no doctor, and a doctor no baker. */
static void describe_sort(const mw_caster *c, const mw_ment *m, mw_candidate *k) {
    const mw_ent *e = &c->ents.at[k->ent];
    mw_age age = m->noun ? m->noun->age == MW_OLD ? MW_ADULT : m->noun->age : MW_AGE_UNKNOWN;
    bool work = m->noun && m->noun->flags & MW_NOUN_WORK;
    put(k, MW_MARK_AGE + (age == MW_AGE_UNKNOWN || e->age == MW_AGE_UNKNOWN ? 0 : age == e->age ? 1 : 2));
    put(k, MW_MARK_WORK + (!work ? 0 : e->work == MW_NONE ? 1 : e->work == m->head_key ? 2 : 3));
}

static uint32_t sole_of(const mw_caster *c, const mw_ment *m) { return cut(mw_nominal_sole(c, m), 3); }

/* Are there others who were so called, was it introduced, is somebody called by the noun. */
static void describe_call(const mw_caster *c, const mw_ment *m, const mw_hints *h, mw_candidate *k) {
    bool so = k->ent == h->key || k->ent == h->head;
    if (m->addressed) put(k, MW_MARK_CALLS + !so);
    if (!so) return;
    uint32_t sole = sole_of(c, m);
    put(k, MW_MARK_HEAD_SOLE + (sole ? sole - 1 : 0));
    put(k, MW_MARK_OPENED + (c->ments.at[c->ents.at[k->ent].maker].det != MW_DET_INDEF));
}

/* Who speaks, or is called, beside what the narration says. */
static void describe_beside(const mw_caster *c, uint32_t mi, mw_candidate *k) {
    const mw_ment *m = &c->ments.at[mi];
    if (m->unit || m->says || !c->units.n) return;
    uint32_t u = MW_NONE;
    for (uint32_t i = mi, back = 0; i-- > c->fence && back < BESIDE_BACK && u == MW_NONE; back++)
        if (c->ments.at[i].unit) u = c->ments.at[i].unit - 1;
    if (u == MW_NONE) return;
    uint32_t block = c->tokens->block[m->head], was = c->units.at[u].block;
    bool here = was == block, before = was + 1 == block;
    if ((here || before) && ent_of(c, c->units.at[u].speaker) == k->ent) put(k, MW_MARK_BESIDE + (here ? 0 : 2));
    if (here && ent_of(c, c->units.at[u].called) == k->ent) put(k, MW_MARK_BESIDE + 1);
}

static void describe(const mw_caster *c, uint32_t mi, const mw_hints *h, uint32_t between, mw_candidate *k) {
    const mw_ment *m = &c->ments.at[mi];
    describe_place(c, m, mi, between, k);
    describe_kind(c, m, k);
    describe_talk(c, m, k);
    if (m->sort == MW_SORT_NOMINAL)
        describe_words(c, m, h, k), describe_call(c, m, h, k);
    else
        describe_beside(c, mi, k);
    if (mw_anaphor_of(m) == MW_ANAPHOR_NOUN) describe_sort(c, m, k);
}

static void describe_nobody(const mw_caster *c, const mw_ment *m, const mw_hints *h, mw_candidate *k) {
    *k = (mw_candidate){.ment = MW_NONE, .ent = MW_NONE};
    put(k, MW_MARK_NEW);
    put(k, MW_MARK_NEW_ROLE + m->role);
    put(k, MW_MARK_NEW_LAYER + (m->unit != 0));
    if (m->pronoun) return;
    put(k, MW_MARK_NEW_DET + m->det);
    uint8_t f = m->noun ? m->noun->flags : 0;
    put(k, MW_MARK_NEW_NOUN + (!m->noun ? 4 : f & MW_NOUN_PLAIN ? 0 : f & MW_NOUN_KIN ? 1 : f & MW_NOUN_WORK ? 2 : 3));
    put(k, MW_MARK_NEW_WORDS + (h->key != MW_NONE ? 2 : h->head != MW_NONE ? 1 : 0));
    put(k, MW_MARK_NEW_LONG + (m->key != m->head_key));
    put(k, MW_MARK_NEW_SOLE + sole_of(c, m));
    if (m->addressed) put(k, MW_MARK_NEW_CALLS);
}

/* ---- all of them ------------------------------------------------------------------------------------------------------------ */

static bool seen(const mw_candidates *all, uint32_t ent) {
    for (uint32_t i = 0; i < all->n; i++)
        if (all->at[i].ent == ent) return true;
    return false;
}

/* Of a review: a mention of somebody who made the work or plays in it, by name or by a pronoun. */
static bool is_outsider(const mw_caster *c, const mw_ment *a) {
    const mw_ment *first = a->sort == MW_SORT_NAME || a->entity == MW_NONE ? a : &c->ments.at[c->ents.at[a->entity].maker];
    return first->sort == MW_SORT_NAME && mw_outside_story(c->critic, first->head);
}

/* "Ada, tired by her son's crying, shakes him": who does it is not he to whom it is done, though a nearer word means her too. */
static void forget(mw_candidates *all, uint32_t ent) {
    for (uint32_t i = 0; i < all->n; i++)
        if (all->at[i].ent == ent) {
            memmove(&all->at[i], &all->at[i + 1], (all->n - i - 1) * sizeof *all->at);
            all->n--;
            return;
        }
}

typedef struct barred {
    uint32_t at[8], n;
} barred;

static bool is_barred(const barred *b, uint32_t ent) {
    for (uint32_t i = 0; i < b->n; i++)
        if (b->at[i] == ent) return true;
    return false;
}

/* Binding says that the mention does not mean what `a` means; it is remembered. */
static bool bars(const mw_caster *c, const mw_ment *m, const mw_ment *a, barred *b) {
    bool bar = (is_coargument(a, m) || (c->critic && shares_subject(c, a, m))) && !is_reflexive(m);
    if (m->possessor != MW_NONE && c->ments.at[m->possessor].entity == a->entity) bar = true; /* her husband is not she */
    if (bar && b->n < sizeof b->at / sizeof *b->at) b->at[b->n++] = a->entity;
    return bar;
}

static void gather_near(const mw_caster *c, uint32_t mi, const mw_hints *h, mw_candidates *all, barred *bar) {
    const mw_ment *m = &c->ments.at[mi];
    for (uint32_t i = mi, back = 0; i-- > c->fence && back < MOST_BACK && all->n < MOST_NEAR; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (c->critic && is_outsider(c, a) && (mw_tells_story(c->critic, m->sentence) || mw_tells_story(c->critic, a->sentence)))
            continue; /* Ada (Bo Lee) and her son; Lee plays Ada, … her son */
        if (m->sentence > a->sentence + MOST_SENTENCES) break;
        if (a->entity == MW_NONE || a->predicate || covers(a, m)) continue;
        if (bars(c, m, a, bar)) {
            forget(all, a->entity); /* her sister Josephine told her: nor is she Josephine */
            continue;
        }
        if (seen(all, a->entity) || is_barred(bar, a->entity) || !fits(c, m, a->entity)) continue;
        mw_candidate *k = &all->at[all->n];
        *k = (mw_candidate){.ment = i, .ent = a->entity};
        describe(c, mi, h, all->n, k);
        all->n++;
    }
}

static void gather_far(const mw_caster *c, uint32_t mi, const mw_hints *h, mw_candidates *all, const barred *bar) {
    const uint32_t hints[] = {h->owned, h->key, h->head};
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        uint32_t ent = hints[i];
        if (ent == MW_NONE || seen(all, ent) || is_barred(bar, ent) || !fits(c, &c->ments.at[mi], ent)) continue;
        uint32_t last = c->ents.at[ent].last;
        if (last >= mi || last < c->fence || covers(&c->ments.at[last], &c->ments.at[mi])) continue;
        mw_candidate *k = &all->at[all->n];
        *k = (mw_candidate){.ment = last, .ent = ent};
        describe(c, mi, h, 5, k);
        put(k, MW_MARK_FAR);
        all->n++;
    }
}

/* The subjects of the same layer, from here back: who stands first among them is what it is about. */
static void mark_subjects(const mw_caster *c, uint32_t mi, mw_candidates *all) {
    const mw_ment *m = &c->ments.at[mi];
    bool marked[MW_CANDIDATES] = {false};
    uint32_t n = 0;
    for (uint32_t i = mi, back = 0; i-- > c->fence && back < SUBJECTS_BACK; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (a->role != MW_ROLE_SUBJECT || a->unit != m->unit || covers(a, m)) continue;
        for (uint32_t k = 0; k < all->n; k++)
            if (all->at[k].ent == a->entity && !marked[k]) marked[k] = true, put(&all->at[k], MW_MARK_SUBJECTS + cut(n++, 3));
    }
    for (uint32_t k = 0; k < all->n; k++)
        if (!marked[k]) put(&all->at[k], MW_MARK_SUBJECTS + 4);
}

void mw_candidates_gather(const mw_caster *c, uint32_t mi, const mw_hints *hints, mw_candidates *all) {
    static const mw_hints none = {MW_NONE, MW_NONE, MW_NONE, MW_NONE, MW_NONE};
    const mw_hints *h = hints ? hints : &none;
    barred bar = {.n = 0};
    all->n = 0;
    gather_near(c, mi, h, all, &bar);
    if (hints) gather_far(c, mi, h, all, &bar);
    mark_subjects(c, mi, all);
    describe_nobody(c, &c->ments.at[mi], h, &all->at[all->n]);
    if (c->tags->vectors) mw_candidates_link(c, mi, all);
}

/* ---- links ------------------------------------------------------------------------------------------------------------------ */

enum { CUT = 16, CUT_SHARE = 8 };

static float within(float x, float most) { return x < -most ? -most : x > most ? most : x; }
static float cut_link(float x) { return within(x, CUT); }
static float cut_share(float share) { return within(logf(share + 1e-6F), CUT_SHARE); }
static bool has_vector(const mw_caster *c, uint32_t ment) { return c->tags->vector_at[c->ments.at[ment].head] != MW_NONE; }

static mw_candidate *candidate_of(mw_candidates *all, uint32_t ent) {
    for (uint32_t i = 0; i < all->n; i++)
        if (all->at[i].ent == ent) return &all->at[i];
    return NULL;
}

static float cosine(const mw_caster *c, uint32_t a, uint32_t b) {
    if (b == MW_NONE || b < c->fence || !has_vector(c, b)) return 0;
    return mw_vector_cosine(&c->tags->vectors[c->tags->vector_at[c->ments.at[a].head]],
                            &c->tags->vectors[c->tags->vector_at[c->ments.at[b].head]]);
}

static void link_far(const mw_caster *c, uint32_t mi, const mw_link_side *side, float none, mw_candidate *k) {
    const mw_ent *e = &c->ents.at[k->ent];
    const uint32_t ments[] = {e->last, e->last_full};
    float best = -CUT;
    for (int i = 0; i < 2; i++) {
        if (ments[i] == MW_NONE || ments[i] >= mi || ments[i] < c->fence) continue;
        uint32_t head = c->ments.at[ments[i]].head;
        if (head >= side->token || !has_vector(c, ments[i])) continue;
        float s = cut_link(mw_link_from(c->tags, side, head) - none);
        if (s > best) best = s;
    }
    k->links[MW_LINK_FAR] = best;
}

/* Sums of exp(link) against none, and the best of them. */
typedef struct links_sum {
    float all, fits, of[MW_CANDIDATES];
    float links[MW_CANDIDATES]; /* sum of the links */
    uint32_t n[MW_CANDIDATES];
    bool full[MW_CANDIDATES]; /* one of its mentions is no pronoun */
    float top;                /* of all */
    uint32_t first;           /* whose it is */
} links_sum;

static void link_near(const mw_caster *c, uint32_t mi, const mw_link_side *side, float none, mw_candidates *all, links_sum *sum) {
    const mw_ment *m = &c->ments.at[mi];
    for (uint32_t i = mi, back = 0; i-- > c->fence && back < MOST_BACK; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (m->sentence > a->sentence + MOST_SENTENCES) break;
        if (a->entity == MW_NONE || a->head >= m->head || covers(a, m) || !has_vector(c, i)) continue;
        float s = cut_link(mw_link_from(c->tags, side, a->head) - none), e = expf(s);
        sum->all += e;
        if (s > sum->top) sum->top = s, sum->first = a->entity;
        mw_candidate *k = candidate_of(all, a->entity);
        if (!k) continue;
        sum->of[k - all->at] += e;
        sum->fits += e;
        if (s > k->links[MW_LINK_BEST]) k->links[MW_LINK_BEST] = s;
        if (i == k->ment) k->links[MW_LINK_LAST] = s;
        uint32_t at = (uint32_t)(k - all->at);
        sum->links[at] += s, sum->n[at]++;
        if (a->sort != MW_SORT_PRONOUN && (!sum->full[at] || s > k->links[MW_LINK_FULL])) sum->full[at] = true, k->links[MW_LINK_FULL] = s;
    }
}

/* The best link of a candidate, and of another. */
static float best_but(const mw_candidates *all, uint32_t but) {
    float best = -CUT;
    for (uint32_t i = 0; i < all->n; i++)
        if (i != but && all->at[i].links[MW_LINK_BEST] > best) best = all->at[i].links[MW_LINK_BEST];
    return best;
}

void mw_candidates_link(const mw_caster *c, uint32_t mi, mw_candidates *all) {
    if (!has_vector(c, mi)) return;
    mw_link_side side;
    mw_link_side_of(c->tags, c->ments.at[mi].head, &side);
    float none = mw_link_none(c->tags, side.token);
    links_sum sum = {.all = 1, .fits = 1, .top = -CUT, .first = MW_NONE};
    for (uint32_t i = 0; i < all->n; i++) all->at[i].links[MW_LINK_BEST] = all->at[i].links[MW_LINK_LAST] = -CUT;
    link_near(c, mi, &side, none, all, &sum);
    for (uint32_t i = 0; i < all->n; i++) {
        mw_candidate *k = &all->at[i];
        float *to = k->links;
        to[MW_LINK_SHARE] = cut_share(sum.of[i] / sum.all);
        to[MW_LINK_FITS] = cut_share(sum.of[i] / sum.fits);
        to[MW_LINK_GOOD] = to[MW_LINK_BEST] > 0 ? to[MW_LINK_BEST] : 0;
        to[MW_LINK_AHEAD] = within(to[MW_LINK_BEST] - best_but(all, i), CUT_SHARE);
        to[MW_LINK_FIRST] = k->ent == sum.first;
        to[MW_LINK_MEAN] = sum.n[i] ? sum.links[i] / (float)sum.n[i] : 0;
        if (to[MW_LINK_BEST] <= -CUT) link_far(c, mi, &side, none, k);
        float last = cosine(c, mi, k->ment), full = cosine(c, mi, c->ents.at[k->ent].last_full);
        to[MW_LINK_COSINE] = last > full ? last : full;
    }
    all->at[all->n].links[MW_LINK_NONE] = cut_share(1 / sum.all);
    all->at[all->n].links[MW_LINK_NONE_FITS] = cut_share(1 / sum.fits);
}

/* ---- ranking ---------------------------------------------------------------------------------------------------------------- */

static float score(const mw_candidate *k, const float *weights) {
    float s = 0;
    for (uint32_t i = 0; i < k->n; i++) s += weights[k->on[i]];
    for (uint32_t i = 0; i < MW_N_LINK_NUMBER; i++) s += weights[MW_N_MARK + i] * k->links[i];
    return s;
}

uint32_t mw_candidates_best(const mw_candidates *all, mw_anaphor class, bool links, float *p) {
    const float *weights = mw_antecedent_weights[links][class];
    float at[MW_CANDIDATES + 1], total = 0;
    uint32_t best = all->n;
    for (uint32_t i = 0; i <= all->n; i++) at[i] = score(&all->at[i], weights);
    if (class == MW_ANAPHOR_HE) at[all->n] -= SELDOM_NEW;
    for (uint32_t i = 0; i < all->n; i++)
        if (at[i] > at[best]) best = i;
    for (uint32_t i = 0; i <= all->n; i++) total += expf(at[i] - at[best]);
    *p = 1 / total;
    return best;
}
