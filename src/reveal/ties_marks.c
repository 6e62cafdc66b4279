/* ties_marks: a tie as it is put: between whom, in its left-hand type, in which words, and the marks that relations.c weighs it by: the way it
 * is told, the model's signs in its words, by what each of the two is meant, whether sexes and ages fit. */
#include <math.h>

#include "cast/lexicon.h"
#include "reveal/ties.h"

/* ---- signs and sides ---- */

static uint8_t sign_of(uint8_t type) {
    static const uint8_t signs[MW_N_RELATION] = {[MW_PARENT] = MW_SIGN_PARENT_CHILD,
                                                 [MW_OFFSPRING] = MW_SIGN_PARENT_CHILD,
                                                 [MW_SIBLING] = MW_SIGN_SIBLING,
                                                 [MW_SPOUSE] = MW_SIGN_SPOUSE,
                                                 [MW_LOVER] = MW_SIGN_LOVER,
                                                 [MW_SUITOR] = MW_SIGN_SUITOR,
                                                 [MW_FRIEND] = MW_SIGN_FRIEND,
                                                 [MW_RIVAL] = MW_SIGN_RIVAL,
                                                 [MW_EMPLOYER] = MW_SIGN_EMPLOYER_EMPLOYEE,
                                                 [MW_EMPLOYEE] = MW_SIGN_EMPLOYER_EMPLOYEE,
                                                 [MW_TEACHER] = MW_SIGN_TEACHER_PUPIL,
                                                 [MW_PUPIL] = MW_SIGN_TEACHER_PUPIL,
                                                 [MW_LANDLORD] = MW_SIGN_LANDLORD_LODGER,
                                                 [MW_LODGER] = MW_SIGN_LANDLORD_LODGER,
                                                 [MW_DOCTOR] = MW_SIGN_DOCTOR_PATIENT,
                                                 [MW_PATIENT] = MW_SIGN_DOCTOR_PATIENT,
                                                 [MW_NEIGHBOUR] = MW_SIGN_NEIGHBOUR,
                                                 [MW_COLLEAGUE] = MW_SIGN_COLLEAGUE,
                                                 [MW_GUARDIAN] = MW_SIGN_GUARDIAN_WARD,
                                                 [MW_WARD] = MW_SIGN_GUARDIAN_WARD,
                                                 [MW_AUNT_UNCLE] = MW_SIGN_AUNT_UNCLE,
                                                 [MW_KIN_OTHER] = MW_SIGN_KIN_OTHER,
                                                 [MW_VICTIM] = MW_SIGN_ATTACKER_VICTIM,
                                                 [MW_ATTACKER] = MW_SIGN_ATTACKER_VICTIM};
    return signs[type];
}

uint8_t mw_tie_left(uint8_t type) {
    switch (type) {
    case MW_OFFSPRING:
        return MW_PARENT;
    case MW_EMPLOYEE:
        return MW_EMPLOYER;
    case MW_PUPIL:
        return MW_TEACHER;
    case MW_LODGER:
        return MW_LANDLORD;
    case MW_PATIENT:
        return MW_DOCTOR;
    case MW_WARD:
        return MW_GUARDIAN;
    case MW_VICTIM:
        return MW_ATTACKER;
    default:
        return type;
    }
}

uint8_t mw_tie_sign(const mw_sight *s, uint8_t type, uint32_t first, uint32_t last) {
    uint8_t most = 0;
    for (uint32_t t = first; s->tags->sign_at && t <= last; t++) {
        uint8_t p = mw_sign_at(s->tags, t, (mw_sign)sign_of(type));
        if (p > most) most = p;
    }
    return most;
}

/* ---- by what the two are meant ---- */

bool mw_tie_named(const mw_sight *s, uint32_t who) {
    const mw_character *c = &s->read->cast->characters[who];
    for (uint32_t i = 0; i < c->n_aliases; i++)
        if (c->aliases[i].proper) return true;
    return false;
}

/* Mother, Papa: written like a name, but it says what they are, not who. */
static bool is_kin_word(const mw_sight *s, const mw_mention *m) {
    const mw_tie_noun *noun = mw_tie_noun_lookup(s->word[m->last]);
    return m->head == m->last && noun && noun->flags & (MW_TIE_CALLED | MW_TIE_LOOSE);
}

static void mark_mention(const mw_sight *s, mw_tie *t, uint32_t token) {
    const mw_mention *m = mw_sight_mention(s, token);
    uint32_t who = mw_sight_who(s, token);
    if (!m || (who != t->a && who != t->b)) return;
    float doubt = 1 - (float)m->confidence / 255;
    if (doubt > t->marks[MW_TELLS_DOUBT]) t->marks[MW_TELLS_DOUBT] = doubt;
    if (m->form == MW_PRO) t->marks[MW_TELLS_PRONOUN] = 1;
    if (m->form == MW_PROP) t->marks[MW_TELLS_NAME] = 1;
    if (m->plural) t->marks[MW_TELLS_PLURAL] = 1;
    uint8_t *form = who == t->a ? &t->a_form : &t->b_form; /* names come first */
    uint8_t mine = m->form == MW_PROP && is_kin_word(s, m) ? MW_NOM : (uint8_t)m->form;
    if (mine < *form) *form = mine;
}

/* By what each of the two is meant: a name in these words says who it is, a noun may have been taken for the wrong one of that name. */
static void mark_forms(const mw_sight *s, mw_tie *t) {
    t->marks[MW_TELLS_A_SAID] = t->a_form == MW_PROP;
    t->marks[MW_TELLS_B_SAID] = t->b_form == MW_PROP;
    t->marks[MW_TELLS_A_TAKEN] = t->a_form == MW_NOM && mw_tie_named(s, t->a);
    t->marks[MW_TELLS_B_TAKEN] = t->b_form == MW_NOM && mw_tie_named(s, t->b);
    t->marks[MW_TELLS_A_PRONOUN] = t->a_form == MW_PRO;
    t->marks[MW_TELLS_B_PRONOUN] = t->b_form == MW_PRO;
}

static void mark_sexes(mw_tie *t, mw_gender a, mw_gender b) {
    bool known = (a == MW_MALE || a == MW_FEMALE) && (b == MW_MALE || b == MW_FEMALE);
    if (!known || (t->type != MW_SPOUSE && t->type != MW_LOVER && t->type != MW_SUITOR)) return;
    t->marks[a == b ? MW_TELLS_SAME_SEX : MW_TELLS_OTHER_SEX] = 1;
}

void mw_tie_by_names(mw_tie *t) {
    t->a_form = t->b_form = MW_PROP;
    t->marks[MW_TELLS_A_SAID] = t->marks[MW_TELLS_B_SAID] = 1;
    t->marks[MW_TELLS_A_TAKEN] = t->marks[MW_TELLS_B_TAKEN] = t->marks[MW_TELLS_A_PRONOUN] = t->marks[MW_TELLS_B_PRONOUN] = 0;
}

/* ---- all marks ---- */

/* bearer: whom the noun names, before sides were changed. */
static void mark(const mw_sight *s, mw_tie *t, uint8_t type, uint32_t bearer, uint32_t one, uint32_t other) {
    const mw_tie_noun *noun = mw_tie_noun_lookup(s->word[t->key]);
    const mw_person_noun *person = mw_person_noun_lookup(s->word[t->key]);
    const mw_character *people = s->read->cast->characters;
    mw_gender g = people[bearer].gender;
    t->marks[t->way] = 1;
    t->marks[MW_TELLS_TYPE + t->type] = 1;
    t->marks[MW_TELLS_KIN_OWNED] = t->way == MW_TIE_POSSESSED && (type <= MW_SPOUSE || type == MW_KIN_OTHER);
    t->marks[MW_TELLS_HEARD] = t->heard;
    t->marks[MW_TELLS_OFFICE] = noun && noun->flags & MW_TIE_OFFICE;
    t->marks[MW_TELLS_LOOSE] = noun && noun->flags & MW_TIE_LOOSE;
    t->marks[MW_TELLS_CLASH] =
        person && (person->gender == MW_MALE || person->gender == MW_FEMALE) && (g == MW_MALE || g == MW_FEMALE) && g != person->gender;
    t->marks[MW_TELLS_A_NAMED] = mw_tie_named(s, t->a);
    t->marks[MW_TELLS_B_NAMED] = mw_tie_named(s, t->b);
    t->marks[MW_TELLS_A_PASSING] = people[t->a].passing;
    t->marks[MW_TELLS_B_PASSING] = people[t->b].passing;
    t->marks[MW_TELLS_YOUNG] = people[t->a].age == MW_CHILD && t->type != MW_SIBLING && t->type != MW_FRIEND && t->type != MW_KIN_OTHER;
    t->marks[MW_TELLS_B_YOUNG] = people[t->b].age == MW_CHILD && (t->type == MW_PARENT || t->type == MW_TEACHER || t->type == MW_GUARDIAN);
    mark_sexes(t, people[t->a].gender, people[t->b].gender);
    t->marks[MW_TELLS_FAR] = (float)(t->last - t->first) / 20;
    t->marks[MW_TELLS_SIGN] = (float)t->sign / 255;
    t->marks[MW_TELLS_ROOT] = sqrtf((float)t->sign / 255);
    t->marks[MW_TELLS_BIAS] = 1;
    mark_mention(s, t, t->key);
    mark_mention(s, t, one);
    mark_mention(s, t, other);
    mark_forms(s, t);
}

/* ---- putting ---- */

bool mw_tie_put(mw_sight *s, mw_ties *ties, mw_tie_way way, uint8_t type, uint32_t a, uint32_t b, uint32_t key, uint32_t one,
                uint32_t other) {
    if (a == MW_NONE || b == MW_NONE || a == b) return true;
    if (other == MW_NONE) other = one;
    uint32_t first = one < other ? one : other, last = one < other ? other : one;
    if (key < first) first = key;
    if (key > last) last = key;
    if (last - first > 40) first = last = key;
    uint8_t left = mw_tie_left(type);
    mw_tie t = {.a = left == type ? a : b, .b = left == type ? b : a, .type = left, .way = (uint8_t)way};
    t.a_form = t.b_form = MW_N_FORM;
    t.sign = mw_tie_sign(s, type, first, last);
    t.heard = s->quote[key] != MW_NONE;
    t.key = key;
    t.first = first;
    t.last = last;
    const mw_tie_noun *noun = mw_tie_noun_lookup(s->word[key]);
    t.word = noun && left == type && noun->type == type ? noun->word : NULL;
    mark(s, &t, type, a, one, other);
    return mw_vec_push(&s->env->mem, ties, t);
}
