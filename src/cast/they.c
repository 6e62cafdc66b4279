/* they: one person of whom the text says they.
 *
 * Somebody with a name whom no he and no she ever means, and who again and again is the subject of a clause that goes on with they or their
 * (Alder wiped their glasses), nobody else and no several having been named in it, is a they: their gender is learnt as that before the second
 * resolution, and afterwards the plural pronouns that found nobody are theirs where they are nearest. Linear time. */
#include "cast/inside.h"

enum { LEAST_EVIDENCE = 2, LEAST_NAMED = 3, SENTENCES_BACK = 3, HE_SHE = 4 };

static bool is_they(const mw_ment *m) { return m->sort == MW_SORT_PRONOUN && m->pronoun->person == 3 && m->pronoun->plural; }

/* They of nobody: an entity of pronouns alone. */
static bool is_loose(const mw_caster *c, const mw_ment *m) {
    const mw_ent *e = &c->ents.at[m->entity];
    return e->person == MW_NONE && e->last_full == MW_NONE;
}

/* Somebody else who might be among them: a person, or several. */
static bool is_other(const mw_caster *c, const mw_ment *m, uint32_t ent) {
    if (m->entity == ent || m->predicate || m->sort == MW_SORT_PRONOUN) return false;
    return m->type == MW_PER || m->type == MW_ORG || m->plural || c->ents.at[m->entity].plural;
}

/* The person of whom the clause of a they is, and nobody else stands in its sentence before it: MW_NONE, nobody. */
static uint32_t clause_of(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t ent = MW_NONE;
    for (uint32_t i = mi; i-- > 0 && c->ments.at[i].sentence == m->sentence;) {
        const mw_ment *o = &c->ments.at[i];
        if (o->unit != m->unit) return MW_NONE;
        if (ent == MW_NONE && o->sort == MW_SORT_NAME && o->role == MW_ROLE_SUBJECT && !o->plural &&
            c->ents.at[o->entity].person != MW_NONE)
            ent = o->entity;
        else if (is_other(c, o, ent))
            return MW_NONE;
    }
    return ent == MW_NONE ? MW_NONE : c->ents.at[ent].person;
}

bool mw_they_learn(mw_caster *c) {
    uint32_t *evidence = mw_arena_array(c->scratch, c->persons.n, sizeof *evidence);
    if (!evidence) return false;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        uint32_t p = is_they(&c->ments.at[i]) ? clause_of(c, i) : MW_NONE;
        if (p != MW_NONE) evidence[p]++;
    }
    for (uint32_t p = 0; p < c->persons.n; p++) {
        const mw_person *q = &c->persons.at[p];
        if (evidence[p] < LEAST_EVIDENCE || q->title_gender || c->person_ent[p] == MW_NONE) continue;
        const mw_ent *e = &c->ents.at[c->person_ent[p]];
        if ((e->n_he + e->n_she) * HE_SHE > evidence[p] || e->narrator || evidence[p] * HE_SHE < q->n || q->n < LEAST_NAMED) continue;
        c->person_gender[p] = MW_NONBINARY;
    }
    return true;
}

static bool is_nonbinary(const mw_caster *c, uint32_t ent) {
    uint32_t p = c->ents.at[ent].person;
    return p != MW_NONE && c->person_gender[p] == MW_NONBINARY;
}

/* Whose a loose they is: the nonbinary person mentioned last, near by, nothing plural since. */
static uint32_t nearest(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    for (uint32_t i = mi; i-- > 0 && c->ments.at[i].sentence + SENTENCES_BACK >= m->sentence;) {
        const mw_ment *o = &c->ments.at[i];
        if (o->unit != m->unit) continue;
        if (is_nonbinary(c, o->entity)) return o->entity;
        if (o->sort != MW_SORT_PRONOUN && (o->plural || c->ents.at[o->entity].plural) && o->type == MW_PER) return MW_NONE;
    }
    return MW_NONE;
}

bool mw_they_settle(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        mw_ment *m = &c->ments.at[i];
        uint32_t ent = is_they(m) && is_loose(c, m) ? nearest(c, i) : MW_NONE;
        if (ent == MW_NONE) continue;
        c->ents.at[m->entity].n--, c->ents.at[m->entity].n_they--;
        mw_ent_join(c, ent, i, 150);
    }
    return true;
}
