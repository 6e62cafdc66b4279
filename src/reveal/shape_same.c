/* Who is who, for continuity: an unnamed person whose name is told in so many words ("his sister Ada", "her name was Ada", "a man called Hale") is
 * the one who bears it; and who bears Mrs. is no girl, so that such a noun, and the pronouns that lean on it, go to the only one near who may be
 * meant, else to nobody. Sure turns of phrase alone; what is joined here is joined for facts, the cast stays as it is. */
#include <string.h>

#include "reveal/shape_faults.h"

enum { NEAR = 200 }; /* tokens */

static const mw_character *character(const mw_shape_work *w, uint32_t who) { return &w->r->cast->characters[who]; }

static bool has_name(const mw_shape_work *w, uint32_t who) {
    const mw_character *c = character(w, who);
    for (uint32_t i = 0; i < c->n_aliases; i++)
        if (c->aliases[i].proper) return true;
    return false;
}

static bool may_be_one(const mw_shape_work *w, uint32_t a, uint32_t b) {
    mw_gender x = character(w, a)->gender, y = character(w, b)->gender;
    return x == y || x == MW_UNKNOWN || y == MW_UNKNOWN;
}

/* The unnamed a bears the name that stands at token t; told again otherwise: in doubt, and then not joined. */
static void join(mw_fault_work *k, uint32_t a, uint32_t t) {
    const mw_shape_work *w = k->w;
    uint32_t b = w->person[t];
    if (a == MW_NONE || b == MW_NONE || a == b || w->tags->upos[t] != MW_PROPN) return;
    if (character(w, a)->n_aliases == 0 || has_name(w, a) || !may_be_one(w, a, b)) return; /* of pronouns alone: too little is known */
    if (k->same[a] == a) {
        k->same[a] = b;
        k->same_known[a] = mw_shape_sentence(w, w->tags->sentence[t]).end;
    } else if (k->same[a] != b) {
        k->same_known[a] = MW_NONE;
    }
}

/* The person of a word, those who are met in passing too. */
static uint32_t anybody(const mw_shape_work *w, uint32_t t) {
    return w->person[t] == MW_NONE && w->mention[t] != MW_NONE ? mw_mention_character(w->r->cast, w->mention[t]) : w->person[t];
}

/* "his sister Ada": the noun and, right behind it, the name; a comma between them is a list as often as not. The noun itself is then whoever
 * bears the name, whoever it was taken for. */
static void by_side(mw_fault_work *k, uint32_t t) {
    mw_shape_work *w = k->w;
    if (t + 1 >= w->n || w->tags->upos[t] != MW_NOUN || w->mention[t] == MW_NONE || w->tags->upos[t + 1] != MW_PROPN) return;
    uint32_t z = t + 1;
    while (z < w->n && z < t + 4 && w->tags->upos[z] == MW_PROPN && w->person[z] == MW_NONE) z++;
    if (z >= w->n || w->person[z] == MW_NONE || w->tags->sentence[z] != w->tags->sentence[t] || w->quote[z] != w->quote[t]) return;
    if (w->tags->head[t + 1] != t && w->tags->head[z] != t) return;
    join(k, anybody(w, t), z);
    w->person[t] = w->person[z];
}

/* "Her name was Ada", "My name is Hale". */
static void by_name(mw_fault_work *k, uint32_t t) {
    const mw_shape_work *w = k->w;
    uint32_t head = w->tags->head[t];
    if (!mw_shape_is(w, t, "name") || w->tags->rel_base[t] != MW_REL_NSUBJ || head >= w->n || w->quote[head] != w->quote[t]) return;
    if (mw_child_with(w->tags, w->children, head, MW_REL_COP) == MW_NONE) return;
    uint32_t whose = mw_child_with(w->tags, w->children, t, MW_REL_NMOD);
    if (whose != MW_NONE) join(k, anybody(w, whose), head);
}

/* "a man called Hale", "a girl named Ada". */
static void by_call(mw_fault_work *k, uint32_t t) {
    const mw_shape_work *w = k->w;
    if ((!mw_shape_is(w, t, "call") && !mw_shape_is(w, t, "name")) || w->tags->rel_base[t] != MW_REL_ACL || w->tags->head[t] >= w->n)
        return;
    for (uint32_t z = t + 1; z < w->n && z < t + 4 && w->tags->upos[z] == MW_PROPN; z++)
        if (w->person[z] != MW_NONE) {
            join(k, anybody(w, w->tags->head[t]), z);
            return;
        }
}

/* ---- no girl bears Mrs. ---- */

static bool is_grown(const mw_shape_work *w, uint32_t who) {
    static const char *const titles[] = {"Mrs",   "Mr.",  "Mr ",      "Dr.",      "Dr ",        "Sir ",
                                         "Lady ", "Old ", "Captain ", "Colonel ", "Inspector ", "Madam"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (mw_str_starts(mw_str_of(character(w, who)->name), titles[i])) return true;
    return false;
}

static mw_gender child_of(const mw_shape_work *w, uint32_t t) {
    if (w->tags->upos[t] != MW_NOUN) return MW_UNKNOWN;
    if (mw_shape_is(w, t, "girl") || mw_shape_is(w, t, "lass")) return MW_FEMALE;
    return mw_shape_is(w, t, "boy") || mw_shape_is(w, t, "lad") ? MW_MALE : MW_UNKNOWN;
}

/* The only person of a gender, no grown one by title, who is named a little before t. */
static uint32_t named_near(const mw_shape_work *w, uint32_t t, mw_gender gender) {
    uint32_t who = MW_NONE;
    for (uint32_t i = t; i > 0 && t - i < NEAR; i--) {
        uint32_t x = w->tags->upos[i - 1] == MW_PROPN ? w->person[i - 1] : MW_NONE;
        if (x == MW_NONE || character(w, x)->gender != gender || is_grown(w, x)) continue;
        if (who != MW_NONE && x != who) return MW_NONE;
        who = x;
    }
    return who;
}

static void mend_child(mw_shape_work *w, uint32_t t) {
    uint32_t was = w->person[t];
    mw_gender gender = child_of(w, t);
    if (gender == MW_UNKNOWN || was == MW_NONE || !is_grown(w, was)) return;
    uint32_t who = named_near(w, t, gender);
    w->person[t] = who;
    for (uint32_t z = t + 1; z < w->n && w->tags->sentence[z] == w->tags->sentence[t]; z++) {
        if (w->person[z] != was) continue;
        if (w->tags->upos[z] != MW_PRON) break;
        w->person[z] = who;
    }
}

bool mw_faults_same(mw_fault_work *k) {
    mw_shape_work *w = k->w;
    uint32_t n = w->r->cast->n_characters;
    k->same = mw_arena_array(w->scratch, n, sizeof *k->same);
    k->same_known = mw_arena_array(w->scratch, n, sizeof *k->same_known);
    if (!k->same || !k->same_known) return false;
    for (uint32_t i = 0; i < n; i++) k->same[i] = i;
    for (uint32_t t = 0; t < w->n; t++) mend_child(w, t);
    for (uint32_t t = 0; t < w->n; t++) {
        by_side(k, t);
        by_name(k, t);
        by_call(k, t);
    }
    for (uint32_t t = 0; t < w->n; t++) {
        uint32_t who = anybody(w, t);
        if (who != MW_NONE && k->same[who] != who) w->person[t] = who;
    }
    return true;
}

uint32_t mw_fault_person(const mw_fault_work *k, uint32_t who, uint32_t *known) {
    if (who == MW_NONE || k->same[who] == who || k->same_known[who] == MW_NONE) return who;
    if (k->same_known[who] > *known) *known = k->same_known[who];
    return k->same[who];
}
