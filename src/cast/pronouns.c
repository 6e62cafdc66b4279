/* pronouns: he, she, they, it to the entity that they most likely mean, or to nobody. A reflexive means its clause's subject; the others the
 * best of their candidates (candidates.c). The confidence is the ranking's own probability. */
#include "cast/antecedent.h"

/* A reflexive: its verb's subject. */
static uint32_t reflexive(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    for (uint32_t i = mi, back = 0; i-- > 0 && back < 12; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (a->sentence != m->sentence) break;
        if (a->role == MW_ROLE_SUBJECT && (a->governor == m->governor || mw_clause_verb(c, m->governor) == a->governor) &&
            a->entity != MW_NONE && mw_antecedent_fits(c, m, a->entity))
            return a->entity;
    }
    return MW_NONE;
}

const mw_candidate *mw_antecedent_rank(const mw_caster *c, uint32_t mi, const mw_hints *hints, mw_candidates *all, uint8_t *confidence) {
    const mw_ment *m = &c->ments.at[mi];
    float p;
    mw_candidates_gather(c, mi, hints, all);
    uint32_t best = mw_candidates_best(all, mw_anaphor_of(m), c->tags->vectors != NULL, &p);
    *confidence = (uint8_t)(p < 0.25F ? 64 : p > 0.96F ? 245 : 255 * p);
    if (c->watch) c->watch->see(c->watch->user, c, mi, all);
    return &all->at[best];
}

uint32_t mw_pronoun_antecedent(const mw_caster *c, uint32_t mi, uint8_t *confidence) {
    const mw_ment *m = &c->ments.at[mi];
    mw_candidates all;
    *confidence = 210;
    if (m->pronoun->flags & MW_PRO_REFLEXIVE) {
        uint32_t own = reflexive(c, mi);
        if (own != MW_NONE) return own;
    }
    return mw_antecedent_rank(c, mi, NULL, &all, confidence)->ent;
}
