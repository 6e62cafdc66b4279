/* identity: persons whom the text says to be one: "My name is Alder," said the Stranger; the Captain was Peter Alder.
 *
 * Somebody of whom only an epithet or a part of a name is known, and somebody known by another: where a speaker names himself or a clause
 * says that one is the other, without denial, question or condition, and neither gender nor name contradicts, they are joined from
 * that place on (mw_form.bridge). Linear time. */
#include "cast/inside.h"

#include <string.h>

/* ---- the words that tell ---------------------------------------------------------------------------------------------------- */

static bool is_me(const mw_caster *c, uint32_t token, bool possessive) {
    char buf[MW_WORD_BYTES];
    const mw_pronoun *p = mw_pronoun_lookup(mw_caster_lower(c, token, buf));
    return p && p->person == 1 && !p->plural && (bool)(p->flags & MW_PRO_POSSESSIVE) == possessive;
}

static bool has_my(const mw_caster *c, uint32_t token) {
    for (uint32_t k = mw_child_first(c->children, token); k != MW_NONE; k = mw_child_next(c->children, k))
        if (is_me(c, k, true)) return true;
    return false;
}

bool mw_ment_names_me(const mw_caster *c, const mw_ment *m) {
    const mw_tags *t = c->tags;
    if (mw_child_with(t, c->children, m->head, MW_REL_CASE) != MW_NONE) return false; /* I was like Alder; I am with Alder */
    if (t->rel_base[m->head] == MW_REL_APPOS && is_me(c, t->head[m->head], false)) return true;
    uint32_t subject = mw_child_with(t, c->children, m->head, MW_REL_NSUBJ);
    if (subject != MW_NONE && mw_child_with(t, c->children, m->head, MW_REL_COP) != MW_NONE)
        return (!strcmp(mw_lemma(t, subject), "name") && has_my(c, subject)) || is_me(c, subject, false);
    uint32_t verb = t->head[m->head];
    if (strcmp(mw_lemma(t, verb), "call") && strcmp(mw_lemma(t, verb), "name")) return false;
    uint32_t object = mw_child_with(t, c->children, verb, MW_REL_OBJ);
    return object != MW_NONE && object != m->head && is_me(c, object, false);
}

/* Not, if, perhaps, as if; a question. */
static bool is_open(const mw_caster *c, const mw_ment *m) {
    static const char *const words[] = {"not",  "n't",   "never", "no",  "if",    "though", "unless",
                                        "like", "would", "could", "may", "might", "nor"};
    uint32_t verb = c->tags->head[m->head];
    for (int up = 0; up < 2; up++) {
        uint32_t token = up ? verb : m->head;
        for (uint32_t k = mw_child_first(c->children, token); k != MW_NONE; k = mw_child_next(c->children, k))
            for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (!strcmp(mw_lemma(c->tags, k), words[i])) return true;
    }
    for (uint32_t t = m->last + 1, n = 0; t < c->to && n < 8 && c->tags->sentence[t] == m->sentence; t++, n++)
        if (mw_str_is(mw_caster_word(c, t), "?")) return true;
    return false;
}

/* ---- who is one ------------------------------------------------------------------------------------------------------------- */

static uint32_t person_of(const mw_caster *c, uint32_t mi) {
    uint32_t e = mi == MW_NONE ? MW_NONE : c->ments.at[mi].entity;
    return e == MW_NONE ? MW_NONE : c->ents.at[e].person;
}

/* The named mention that the subject of a clause is, or an apposition's first half: MW_NONE, none. */
static uint32_t other_half(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t token = MW_NONE;
    if (mw_child_with(c->tags, c->children, m->head, MW_REL_COP) != MW_NONE)
        token = mw_child_with(c->tags, c->children, m->head, MW_REL_NSUBJ);
    if (token == MW_NONE) return MW_NONE;
    for (uint32_t i = mi, back = 0; i-- > 0 && back < 8; back++)
        if (c->ments.at[i].head == token) return c->ments.at[i].sort == MW_SORT_NAME ? i : MW_NONE;
    return MW_NONE;
}

/* Known by an epithet or a title alone; by a name. */
static bool is_epithet(const mw_person *p) { return !p->given && !p->surname && p->given_index == MW_NONE; }
static bool is_named(const mw_person *p) { return (p->given || p->surname) && !p->epithet && p->given_index == MW_NONE; }

static bool may_be_one(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    if (p->first_form == MW_NONE || q->first_form == MW_NONE || mw_persons_apart(c, a, b) == UINT32_MAX) return false;
    if (mw_persons_may_join(c, a, b) || mw_persons_may_join(c, b, a)) return true;
    return is_epithet(p) != is_epithet(q) && (is_named(p) || is_named(q));
}

bool mw_persons_told(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort != MW_SORT_NAME || c->forms.at[m->form].rival != MW_NONE) continue;
        uint32_t other = m->unit && mw_ment_names_me(c, m) ? c->units.at[m->unit - 1].speaker : other_half(c, i), a = person_of(c, i),
                 b = person_of(c, other);
        if (a == MW_NONE || b == MW_NONE || c->forms.at[m->form].person != a || is_open(c, m)) continue;
        if (c->ments.at[other].sort == MW_SORT_NAME && c->forms.at[c->ments.at[other].form].person != b) continue; /* joined just now */
        if (a != b && may_be_one(c, a, b))
            mw_persons_merge(c, is_epithet(&c->persons.at[a]) ? a : b, is_epithet(&c->persons.at[a]) ? b : a, i);
    }
    return true;
}
