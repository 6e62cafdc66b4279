/* pronouns: he, she, they, it to the entity that they most likely mean; and nominals (the poor man) that no rule of nominals.c settled.
 *
 * The entities of the last sentences that fit in gender, number and type are ranked by a linear score over what stands between: distance,
 * role, form, layer (speech or narration), salience. A pronoun never means another argument of its own verb, nor what it stands
 * inside of (binding); a reflexive means its clause's subject. The features follow Lappin & Leass, "An algorithm for pronominal anaphora
 * resolution" (1994); the weights were fitted on LitBank's training part as a ranking (Denis & Baldridge 2008). */
#include "cast/inside.h"

#include <string.h>

enum { MOST_BACK = 80, MOST_ENTITIES = 24, MOST_SENTENCES = 14 };

/* Features of a candidate; each is a row of weights, one a class of pronoun: he and she, they, it. */
enum {
    F_SENTENCE,                 /* + min(sentences between, 5) */
    F_RANK = F_SENTENCE + 6,    /* + min(fitting entities between, 5) */
    F_SORT = F_RANK + 6,        /* + name, nominal by determiner (5), pronoun */
    F_ROLE = F_SORT + 7,        /* + role of its last mention (7) */
    F_PARALLEL = F_ROLE + 7,    /* both subjects; both objects */
    F_LAYER = F_PARALLEL + 2,   /* same narration; same speech; narration from speech; speech from narration; another speech */
    F_GENDER = F_LAYER + 5,     /* + unknown, known */
    F_SALIENCE = F_GENDER + 2,  /* + recent mentions, min 5 */
    F_OWN = F_SALIENCE + 6,     /* a possessive of its clause's subject */
    F_SAME_WORD,                /* the last mention is the same kind of pronoun */
    F_PLURAL,                   /* + number known to differ, known to be the same */
    F_NOUN = F_PLURAL + 2,      /* + it: no person; a beast or a child; they: a group or organisation */
    F_SPEAKER = F_NOUN + 2,     /* speech: it is who speaks */
    F_PARAGRAPH,                /* the last mention stands in the same paragraph */
    F_SUBJECT_LAST,             /* subject of the sentence before */
    F_WORDS,                    /* nominals: + the same words, the same noun, another noun, a name, a pronoun */
    F_TALK = F_WORDS + 5,       /* who speaks: + spoke just before, spoke before that, is called in this speech, in the one before */
    F_CALLED = F_TALK + 4,      /* in speech: is called out in it */
    F_NEW,                      /* nobody: the threshold */
    F_NEW_DET,                  /* nobody: + determiner (5) */
    F_NEW_NOUN = F_NEW_DET + 5, /* nobody: + plain, kin, work, another, no person noun */
    F_LAST = F_NEW_NOUN + 4,
    N_FEATURES = F_LAST + 1
};

typedef enum class { CLASS_HE, CLASS_THEY, CLASS_IT, CLASS_NOUN, CLASS_NOUNS, N_CLASS } class;

static const float weights[N_FEATURES][N_CLASS] = {
    [F_SENTENCE] = {1.57f, 1.87f, 2.39f, -0.1f, -0.1f},
    {0.54f, 0.4f, 0.56f, 0.52f, 0.1f},
    {-0.08f, -0.06f, -1.8f, -0.05f, 0.29f},
    {-0.38f, -0.8f, 0.02f, -0.1f, 0.3f},
    {-0.53f, -0.92f, -0.63f, -0.28f, -0.49f},
    {-0.79f, -1.11f, -0.45f, -0.18f, -0.38f},
    [F_RANK] = {1.03f, 1.19f, 0.85f, 0.11f, 0.74f},
    {0.3f, 0.29f, 0.13f, 0.24f, 0.16f},
    {0.05f, -0.48f, 0.74f, -0.21f, 0.39f},
    {-0.24f, -0.56f, 0.25f, 0.05f, -0.01f},
    {-0.3f, -0.5f, -0.82f, -0.19f, -0.66f},
    {-0.52f, -0.57f, -1.06f, -0.18f, -0.89f},
    [F_SORT] = {0.39f, -0.57f, -1.09f, -0.56f, 0},
    {-0.35f, -0.47f, -0.61f, -0.43f, -1.01f},
    {0.34f, 0.64f, 0.61f, 0.49f, 0.23f},
    {-0.36f, 0.12f, 0.22f, -0.4f, 0.12f},
    {0.26f, 0.4f, -0.78f, 0.54f, 0.63f},
    {0.42f, 0.24f, 0.32f, 0.62f, 0.41f},
    {-0.38f, -0.98f, 1.42f, -0.44f, -0.65f},
    [F_ROLE] = {-0.25f, -0.58f, -0.3f, -0.15f, 0.07f},
    {0.32f, 0.19f, 0.42f, -0.14f, 0.49f},
    {0.25f, -0.15f, -0.48f, 0.15f, -0.36f},
    {-0.06f, -0.3f, -0.45f, -0.06f, -0.34f},
    {0.28f, 0.27f, 0.86f, 0.14f, -0.03f},
    {-0.13f, 0, 0, 0.04f, -0.1f},
    {-0.1f, -0.05f, 0.04f, -0.16f, -0.01f},
    [F_PARALLEL] = {0.31f, 0, 0.79f, 0.26f, -0.2f},
    {0.17f, 0.34f, 0.63f, 0.15f, 0},
    [F_LAYER] = {0.55f, 0.03f, 0.03f, 0.23f, -0.07f},
    {0.35f, -0.13f, 0.28f, -0.16f, 0.04f},
    {-0.25f, -0.01f, -0.66f, 0.31f, 0.08f},
    {-0.71f, -0.57f, 0.52f, -0.51f, -0.33f},
    {0.37f, 0.05f, -0.09f, -0.04f, 0},
    [F_GENDER] = {-0.57f, -0.3f, 0.16f, -0.64f, -0.12f},
    {0.9f, -0.32f, -0.08f, 0.46f, -0.16f},
    [F_SALIENCE] = {-0.35f, -0.77f, -0.59f, -1.21f, -0.37f},
    {-0.07f, -0.12f, 0.59f, -0.12f, -0.48f},
    {0.11f, -0.38f, 0.39f, 0.29f, -0.24f},
    {0.15f, 0.12f, -0.25f, 0.27f, 0.35f},
    {0.01f, 0.13f, 0.25f, 0.24f, 0.53f},
    {0.47f, 0.4f, -0.29f, 0.34f, -0.07f},
    [F_OWN] = {0.59f, 0.2f, 1.02f, -0.26f, 0},
    [F_SAME_WORD] = {1.69f, 2.32f, 1.5f, 0, 0},
    [F_PLURAL] = {0.32f, -0.93f, 0.09f, -0.18f, 0},
    {0, 0.3f, 0, 0, -0.27f},
    [F_NOUN] = {0, -1.17f, 0.34f, 0, 0},
    {0, 0.55f, -0.26f, -0.18f, -0.27f},
    [F_SPEAKER] = {-0.29f, 0, 0, -0.38f, 0},
    [F_PARAGRAPH] = {0.32f, -0.62f, 0.09f, -0.18f, -0.27f},
    [F_SUBJECT_LAST] = {0.2f, 0.16f, 0.01f, -0.07f, 0.26f},
    [F_WORDS] = {0, 0, 0, 1.6f, 1.12f},
    {0, 0, 0, 0.7f, 0.69f},
    {0, 0, 0, -1.49f, -1.44f},
    {0, 0, 0, -0.56f, 0},
    {0, 0, 0, -0.44f, -0.65f},
    [F_TALK] = {-0.11f, -0.34f, 0, -0.02f, 0},
    {-0.02f, 0, 0, 0.1f, 0},
    {-0.03f, 0, 0, 0, 0},
    {0.02f, 0, 0, -0.01f, 0},
    [F_CALLED] = {0.05f, 0, 0, 0.08f, 0},
    [F_NEW] = {-0.32f, 0.62f, -0.09f, -0.72f, 0.27f},
    [F_NEW_DET] = {0, 0, 0, 0, 0},
    {0, 0, 0, 0.42f, 0.12f},
    {0, 0, 0, 0, 0},
    {0, 0, 0, -0.07f, -0.31f},
    {0, 0, 0, -0.17f, 0.46f},
    [F_NEW_NOUN] = {0, 0, 0, -0.88f, 0.37f},
    {0, 0, 0, 0.39f, -0.2f},
    {0, 0, 0, 0.69f, 0.31f},
    {0, 0, 0, -0.72f, -0.09f},
    {0, 0, 0, 0.7f, -0.11f},
};

typedef struct candidate {
    uint32_t ment, ent;
    uint8_t features[24], n;
} candidate;

typedef struct candidates {
    candidate at[MOST_ENTITIES];
    uint32_t n;
} candidates;

static class class_of(const mw_ment *m) {
    if (!m->pronoun) return m->plural ? CLASS_NOUNS : CLASS_NOUN;
    return m->gender == MW_NONE_GENDER ? CLASS_IT : m->plural ? CLASS_THEY : CLASS_HE;
}

static bool may_be_it(const mw_caster *c, const mw_ent *e) {
    const mw_person_noun *noun = c->ments.at[e->maker].noun;
    return e->type != MW_PER || (noun && noun->flags & MW_NOUN_BEAST) || e->gender == MW_NONE_GENDER;
}

/* Number, gender and type of an entity against a pronoun. */
static bool fits(const mw_caster *c, const mw_ment *m, uint32_t ent) {
    const mw_ent *e = &c->ents.at[ent];
    if (e->predicate || e->n == 0 || (e->narrator && !m->unit)) return false; /* who tells is I, not he */
    switch (class_of(m)) {
    case CLASS_IT:
        return may_be_it(c, e) && !e->plural;
    case CLASS_NOUNS:
        return e->plural && e->type == MW_PER;
    case CLASS_THEY:
        return e->plural || e->type == MW_ORG || e->type == MW_GPE || e->n_they > 0 || mw_ent_gender(c, ent) == MW_NONBINARY;
    default:
        break;
    }
    if (e->type != MW_PER || e->plural) return false;
    uint8_t g = mw_ent_gender(c, ent);
    return g == MW_UNKNOWN || g == MW_MIXED || g == m->gender || (!m->pronoun && m->gender == MW_UNKNOWN);
}

static bool covers(const mw_ment *a, const mw_ment *m) { return a->first <= m->first && a->last >= m->last; }

/* Another argument of the pronoun's own verb. */
static bool is_coargument(const mw_ment *a, const mw_ment *m) {
    bool argument = m->role == MW_ROLE_SUBJECT || m->role == MW_ROLE_OBJECT || m->role == MW_ROLE_OBLIQUE;
    bool other = a->role == MW_ROLE_SUBJECT || a->role == MW_ROLE_OBJECT || a->role == MW_ROLE_OBLIQUE;
    return argument && other && a->governor == m->governor && a->head != m->head;
}

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
static uint32_t clause_of(const mw_caster *c, uint32_t token) {
    for (int i = 0; i < 6; i++) {
        uint8_t u = c->tags->upos[token];
        if (u == MW_VERB || u == MW_AUX || c->tags->head[token] == token) break;
        token = c->tags->head[token];
    }
    return token;
}

static uint32_t cut(uint32_t n, uint32_t most) { return n < most ? n : most; }

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

static void put(candidate *k, uint32_t feature) {
    if (k->n < sizeof k->features) k->features[k->n++] = (uint8_t)feature;
}

static uint32_t words_of(const mw_ment *m, const mw_ment *a) {
    if (a->sort == MW_SORT_PRONOUN) return 4;
    if (a->sort == MW_SORT_NAME) return 3;
    return a->key == m->key ? 0 : a->head_key == m->head_key ? 1 : 2;
}

static void describe(const mw_caster *c, const mw_ment *m, uint32_t mi, uint32_t between, candidate *k) {
    const mw_ment *a = &c->ments.at[k->ment];
    const mw_ent *e = &c->ents.at[k->ent];
    k->n = 0;
    put(k, F_SENTENCE + cut(m->sentence - a->sentence, 5));
    put(k, F_RANK + cut(between, 5));
    put(k, F_SORT + (a->sort == MW_SORT_NAME ? 0 : a->sort == MW_SORT_PRONOUN ? 6 : 1 + a->det));
    put(k, F_ROLE + a->role);
    if (a->role == MW_ROLE_SUBJECT && m->role == MW_ROLE_SUBJECT) put(k, F_PARALLEL);
    if (a->role == MW_ROLE_OBJECT && m->role == MW_ROLE_OBJECT) put(k, F_PARALLEL + 1);
    put(k, F_LAYER + layer_of(a, m));
    put(k, F_GENDER + (mw_ent_gender(c, k->ent) != MW_UNKNOWN));
    put(k, F_SALIENCE + cut(recent_count(c, k->ent, mi), 5));
    if (m->role == MW_ROLE_POSSESSOR && a->role == MW_ROLE_SUBJECT && clause_of(c, m->governor) == a->governor) put(k, F_OWN);
    if (a->sort == MW_SORT_PRONOUN && a->gender == m->gender && a->plural == m->plural && m->pronoun && a->pronoun->person == 3)
        put(k, F_SAME_WORD);
    put(k, F_PLURAL + e->plural);
    if (class_of(m) != CLASS_HE) put(k, F_NOUN + (e->type == MW_PER));
    if (m->unit && c->units.at[m->unit - 1].speaker != MW_NONE && c->ments.at[c->units.at[m->unit - 1].speaker].entity == k->ent)
        put(k, F_SPEAKER);
    if (c->tokens->block[a->head] == c->tokens->block[m->head]) put(k, F_PARAGRAPH);
    if (a->role == MW_ROLE_SUBJECT && m->sentence - a->sentence == 1) put(k, F_SUBJECT_LAST);
    if (!m->pronoun) put(k, F_WORDS + words_of(m, a));
}

static uint32_t ent_of(const mw_caster *c, uint32_t ment) { return ment == MW_NONE ? MW_NONE : c->ments.at[ment].entity; }

/* The turns of talk around a pronoun that speaks, or that stands in speech. */
static void describe_talk(const mw_caster *c, const mw_ment *m, candidate *k) {
    if (m->unit && ent_of(c, c->units.at[m->unit - 1].called) == k->ent) put(k, F_CALLED);
    if (!m->says) return;
    uint32_t u = m->says - 1;
    const mw_unit *now = &c->units.at[u];
    if (ent_of(c, now->called) == k->ent) put(k, F_TALK + 2);
    for (uint32_t back = 1; back <= 2 && back <= u; back++) {
        const mw_unit *before = &c->units.at[u - back];
        if (now->sentence - before->sentence > 6 * back) break;
        if (ent_of(c, before->speaker) == k->ent) put(k, F_TALK + back - 1);
        if (back == 1 && ent_of(c, before->called) == k->ent) put(k, F_TALK + 3);
    }
}

static bool seen(const candidates *all, uint32_t ent) {
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
static void forget(candidates *all, uint32_t ent) {
    for (uint32_t i = 0; i < all->n; i++)
        if (all->at[i].ent == ent) {
            memmove(&all->at[i], &all->at[i + 1], (all->n - i - 1) * sizeof *all->at);
            all->n--;
            return;
        }
}

/* The fitting entities before a mention, nearest first, each by its nearest mention. */
static void gather(const mw_caster *c, uint32_t mi, candidates *all) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t barred[8], n_barred = 0;
    all->n = 0;
    for (uint32_t i = mi, back = 0; i-- > 0 && back < MOST_BACK && all->n < MOST_ENTITIES; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (c->critic && is_outsider(c, a) && (mw_tells_story(c->critic, m->sentence) || mw_tells_story(c->critic, a->sentence)))
            continue; /* Ada (Bo Lee) and her son; Lee plays Ada, … her son */
        if (m->sentence > a->sentence + MOST_SENTENCES) break;
        if (a->entity == MW_NONE || a->predicate || covers(a, m) || (!c->critic && seen(all, a->entity))) continue;
        bool bar = (is_coargument(a, m) || (c->critic && shares_subject(c, a, m))) && !(m->pronoun && m->pronoun->flags & MW_PRO_REFLEXIVE);
        if (m->possessor != MW_NONE && c->ments.at[m->possessor].entity == a->entity) bar = true; /* her husband is not she */
        if (bar && n_barred < sizeof barred / sizeof *barred) barred[n_barred++] = a->entity;
        if (bar && c->critic) forget(all, a->entity);
        if (seen(all, a->entity)) continue;
        for (uint32_t b = 0; b < n_barred; b++) bar |= barred[b] == a->entity;
        if (bar || !fits(c, m, a->entity)) continue;
        candidate *k = &all->at[all->n];
        *k = (candidate){.ment = i, .ent = a->entity};
        describe(c, m, mi, all->n, k);
        describe_talk(c, m, k);
        all->n++;
    }
}

static float score(const candidate *k, class cl) {
    float s = 0;
    for (uint32_t i = 0; i < k->n; i++) s += weights[k->features[i]][cl];
    return s;
}

/* A reflexive: its verb's subject. */
static uint32_t reflexive(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    for (uint32_t i = mi, back = 0; i-- > 0 && back < 12; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (a->sentence != m->sentence) break;
        if (a->role == MW_ROLE_SUBJECT && (a->governor == m->governor || clause_of(c, m->governor) == a->governor) &&
            a->entity != MW_NONE && fits(c, m, a->entity))
            return a->entity;
    }
    return MW_NONE;
}

/* The candidate of nobody. */
static candidate nobody(const mw_ment *m) {
    candidate k = {.ment = MW_NONE, .ent = MW_NONE};
    put(&k, F_NEW);
    if (m->pronoun) return k;
    put(&k, F_NEW_DET + m->det);
    uint8_t f = m->noun ? m->noun->flags : 0;
    put(&k, F_NEW_NOUN + (!m->noun ? 4 : f & MW_NOUN_PLAIN ? 0 : f & MW_NOUN_KIN ? 1 : f & MW_NOUN_WORK ? 2 : 3));
    return k;
}

static uint32_t rank(const mw_caster *c, uint32_t mi, uint8_t *confidence) {
    const mw_ment *m = &c->ments.at[mi];
    class cl = class_of(m);
    candidates all;
    gather(c, mi, &all);
    candidate none = nobody(m);
    float best = score(&none, cl), second = best;
    uint32_t ent = MW_NONE;
    for (uint32_t i = 0; i < all.n; i++) {
        float s = score(&all.at[i], cl);
        if (s > best)
            second = best, best = s, ent = all.at[i].ent;
        else if (s > second)
            second = s;
    }
    float lead = best - second;
    *confidence = (uint8_t)(ent == MW_NONE ? 100 : lead > 2 ? 238 : lead > 1 ? 200 : lead > 0.5f ? 158 : 132);
    return ent;
}

uint32_t mw_pronoun_antecedent(const mw_caster *c, uint32_t mi, uint8_t *confidence) {
    const mw_ment *m = &c->ments.at[mi];
    *confidence = 210;
    if (m->pronoun->flags & MW_PRO_REFLEXIVE) {
        uint32_t own = reflexive(c, mi);
        if (own != MW_NONE) return own;
    }
    return rank(c, mi, confidence);
}

uint32_t mw_noun_antecedent(const mw_caster *c, uint32_t mi, uint8_t *confidence) { return rank(c, mi, confidence); }
