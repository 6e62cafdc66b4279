/* identity: persons whom the text says to be one: "My name is Alder," said the Stranger; the Captain was Peter Alder; Mr. Alder, the
 * vicar; Miss Alder became Mrs. Dell.
 *
 * Somebody of whom only an epithet, a description or a part of a name is known, and somebody known by another name: where a speaker names
 * himself or a clause says that one is the other, without denial, question or condition, and neither gender nor name contradicts, they are
 * joined from that place on (mw_form.bridge, mw_caster.meant). A speaker whom nothing names is who sits there by the turns of talk. Two
 * who both have a name of their own stay two, and are linked (MW_JOIN_FACE). Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { ASKS_BACK = 60 };

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

static bool is_mark(mw_str w) {
    static const char *const marks[] = {"\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "'", "\xE2\x80\x98", "\xE2\x80\x99", "``", "''"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (mw_str_is(w, marks[i])) return true;
    return false;
}

/* Does the speech before ask who its hearer is: Who are you? What is your name? */
static bool asks_who(const mw_caster *c, uint32_t unit, uint32_t before) {
    static const char *const words[] = {"who", "name", "call"};
    bool asked = false, you = false, named = false;
    for (uint32_t t = before, n = 0; t-- > c->from && n < ASKS_BACK && (!asked || c->unit_of[t - c->from] == unit); n++) {
        if (c->unit_of[t - c->from] != unit) continue;
        asked |= mw_str_is(mw_caster_word(c, t), "?");
        you |= !strcmp(mw_lemma(c->tags, t), "you") || !strcmp(mw_lemma(c->tags, t), "your");
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) named |= !strcmp(mw_lemma(c->tags, t), words[i]);
    }
    return asked && you && named;
}

bool mw_ment_answers_who(const mw_caster *c, const mw_ment *m) {
    if (m->unit < 2 || m->first <= c->from + 1 || m->last + 2 >= c->to) return false;
    bool opens = is_mark(mw_caster_word(c, m->first - 1)) || c->unit_of[m->first - 1 - c->from] != m->unit;
    bool ends =
        c->tags->upos[m->last + 1] == MW_PUNCT && (is_mark(mw_caster_word(c, m->last + 2)) || c->unit_of[m->last + 2 - c->from] != m->unit);
    return opens && ends && !mw_str_is(mw_caster_word(c, m->last + 1), "?") && asks_who(c, m->unit - 1, m->first);
}

bool mw_ment_names_me(const mw_caster *c, const mw_ment *m) {
    const mw_tags *t = c->tags;
    if (mw_ment_answers_who(c, m)) return true;
    if (mw_child_with(t, c->children, m->head, MW_REL_CASE) != MW_NONE) return false; /* I was like Alder; I am with Alder */
    if (t->rel_base[m->head] == MW_REL_APPOS && is_me(c, t->head[m->head], false)) return true;
    uint32_t subject = mw_child_with(t, c->children, m->head, MW_REL_NSUBJ);
    if (subject != MW_NONE && mw_child_with(t, c->children, m->head, MW_REL_COP) != MW_NONE)
        return (!strcmp(mw_lemma(t, subject), "name") && has_my(c, subject)) || is_me(c, subject, false);
    uint32_t verb = t->head[m->head];
    if (t->rel_base[m->head] == MW_REL_NSUBJ) return false; /* Alder called me in */
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

static uint32_t entity_of(const mw_caster *c, uint32_t mi) { return mi == MW_NONE ? MW_NONE : c->ments.at[mi].entity; }

static uint32_t person_of(const mw_caster *c, uint32_t mi) {
    uint32_t e = entity_of(c, mi);
    return e == MW_NONE ? MW_NONE : mw_person_now(c, c->ents.at[e].person);
}

enum { NEAR_TURN = 8 };

/* The mention that names the speaker of the turn `by` before or after another; MW_NONE: too far, or nothing does. */
static uint32_t speaker_at(const mw_caster *c, uint32_t unit, int by) {
    if ((by < 0 && unit < (uint32_t)-by) || unit + by >= c->units.n) return MW_NONE;
    const mw_unit *u = &c->units.at[unit], *v = &c->units.at[unit + by];
    uint32_t gap = by < 0 ? u->sentence - v->sentence : v->sentence - u->sentence, n = (uint32_t)(by < 0 ? -by : by);
    return gap <= NEAR_TURN * n ? v->speaker : MW_NONE;
}

/* Who speaks: by the words beside the speech; else, where one who is named speaks before and behind, the other of the two who talk. */
uint32_t mw_unit_speaker(const mw_caster *c, uint32_t unit) {
    if (c->units.at[unit].speaker != MW_NONE) return c->units.at[unit].speaker;
    uint32_t before = entity_of(c, speaker_at(c, unit, -1)), after = entity_of(c, speaker_at(c, unit, 1));
    if (before == MW_NONE || before != after) return MW_NONE;
    uint32_t next = speaker_at(c, unit, 2), last = speaker_at(c, unit, -2);
    if (entity_of(c, next) == before) next = MW_NONE;
    if (entity_of(c, last) == before) last = MW_NONE;
    if (next != MW_NONE && last != MW_NONE && entity_of(c, next) != entity_of(c, last)) return MW_NONE;
    return next != MW_NONE ? next : last;
}

/* The mention with this head, just before another; MW_NONE. */
static uint32_t mention_at(const mw_caster *c, uint32_t mi, uint32_t token) {
    for (uint32_t i = mi, back = 0; i-- > 0 && back < 8; back++)
        if (c->ments.at[i].head == token) return i;
    return MW_NONE;
}

static bool becomes(const mw_caster *c, uint32_t token) {
    static const char *const verbs[] = {"become", "remain"};
    return MW_AMONG(mw_lemma(c->tags, token), verbs);
}

/* Harlow, the vicar, and Dr. Dell. */
bool mw_ment_listed(const mw_caster *c, const mw_ment *m) {
    uint32_t t = m->last + 1;
    return t + 1 < c->to && mw_str_is(mw_caster_word(c, t), ",") && c->tags->upos[t + 1] == MW_CCONJ;
}

/* The mention of which a clause or an apposition says what a name or a description is: the subject of a copula, of become, the first half
 * of an apposition. MW_NONE: none. */
static uint32_t other_half(const mw_caster *c, uint32_t mi) {
    const mw_tags *t = c->tags;
    const mw_ment *m = &c->ments.at[mi];
    uint32_t token = MW_NONE;
    if (mw_child_with(t, c->children, m->head, MW_REL_COP) != MW_NONE && mw_child_with(t, c->children, m->head, MW_REL_CASE) == MW_NONE)
        token = mw_child_with(t, c->children, m->head, MW_REL_NSUBJ);
    else if (t->rel_base[m->head] == MW_REL_XCOMP && becomes(c, t->head[m->head]))
        token = mw_child_with(t, c->children, t->head[m->head], MW_REL_NSUBJ);
    else if (t->rel_base[m->head] == MW_REL_APPOS && m->sort == MW_SORT_NOMINAL && !mw_ment_listed(c, m))
        token = t->head[m->head];
    return token == MW_NONE ? MW_NONE : mention_at(c, mi, token);
}

/* Bunting the vicar: the name that ends right before a description; MW_NONE. */
static uint32_t name_before(const mw_caster *c, uint32_t mi) {
    for (uint32_t i = mi, back = 0; i-- > 0 && back < 3; back++)
        if (c->ments.at[i].last + 1 == c->ments.at[mi].first && c->ments.at[i].sort == MW_SORT_NAME) return i;
    return MW_NONE;
}

/* The boatswain, Ned Tull, was on deck: the name that an apposition puts right behind a description; MW_NONE. */
static uint32_t name_behind(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    if (m->last + 2 >= c->to || !mw_str_is(mw_caster_word(c, m->last + 1), ",")) return MW_NONE;
    for (uint32_t i = mi + 1; i < c->ments.n && i < mi + 3; i++) {
        const mw_ment *o = &c->ments.at[i];
        if (o->first == m->last + 2 && o->sort == MW_SORT_NAME && c->tags->rel_base[o->head] == MW_REL_APPOS &&
            c->tags->head[o->head] == m->head)
            return mw_ment_listed(c, o) ? MW_NONE : i;
    }
    return MW_NONE;
}

/* Known by an epithet or a title alone; by a name. */
static bool is_epithet(const mw_person *p) { return !p->given && !p->surname && p->given_index == MW_NONE; }
static bool is_named(const mw_person *p) { return (p->given || p->surname) && !p->epithet && p->given_index == MW_NONE; }

static bool is_live(const mw_caster *c, uint32_t p) { return c->persons.at[p].first_form != MW_NONE; }

static bool may_be_one(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    if (!is_live(c, a) || !is_live(c, b) || mw_persons_apart(c, a, b) == UINT32_MAX) return false;
    if (mw_persons_may_join(c, a, b) || mw_persons_may_join(c, b, a)) return true;
    return is_epithet(p) != is_epithet(q) && (is_named(p) || is_named(q));
}

/* Miss Alder, or Lucy, and Mrs. Dell, who was not met before. */
static bool may_have_married(const mw_caster *c, uint32_t maid, uint32_t wife, uint32_t at) {
    const mw_person *p = &c->persons.at[maid], *q = &c->persons.at[wife];
    if (!is_live(c, maid) || !is_live(c, wife) || !q->married || q->given || !q->surname || p->married || !is_named(p)) return false;
    if (c->person_gender[maid] == MW_MALE || (c->person_gender[maid] != MW_FEMALE && !p->maiden)) return false;
    return mw_person_first(c, wife) >= at && mw_persons_apart(c, maid, wife) < 2;
}

bool mw_persons_found(mw_caster *c, uint32_t a, uint32_t b, uint32_t at, mw_join_kind kind) {
    mw_found f = {.person = b, .other = MW_NONE, .was = mw_person_first(c, a), .at = at, .kind = (uint8_t)kind};
    mw_persons_merge(c, a, b, at);
    return mw_vec_push(c->mem, &c->founds, f);
}

/* Joins two: an epithet to a name, of two epithets or names the rarer to the other. */
static bool join(mw_caster *c, uint32_t a, uint32_t b, uint32_t at, mw_join_kind kind) {
    const mw_person *p = &c->persons.at[a], *q = &c->persons.at[b];
    bool keep_b = is_epithet(p) != is_epithet(q) ? is_epithet(p) : p->n <= q->n;
    return mw_persons_found(c, keep_b ? a : b, keep_b ? b : a, at, kind);
}

bool mw_ent_found(mw_caster *c, uint32_t ent, uint32_t person, uint32_t at, mw_join_kind kind) {
    if (!c->meant) {
        c->meant = mw_arena_array(c->scratch, c->ments.n, sizeof *c->meant);
        c->meant_at = mw_arena_array(c->scratch, c->ments.n, sizeof *c->meant_at);
        if (!c->meant || !c->meant_at) return false;
        for (size_t i = 0; i < c->ments.n; i++) c->meant[i] = c->meant_at[i] = MW_NONE;
    }
    uint32_t first = MW_NONE, named = mw_person_first(c, person), opener = c->ents.at[ent].first;
    for (uint32_t i = opener; i < c->ments.n && i <= c->ents.at[ent].last; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->entity != ent || m->sort != MW_SORT_NOMINAL || m->predicate || m->guessed) continue;
        if (first == MW_NONE) first = i;
        c->meant[i] = person;
        if (named < first) c->meant_at[i] = at;
    }
    if (first == MW_NONE && opener < at && c->ments.at[opener].sort == MW_SORT_PRONOUN && c->ments.at[opener].pronoun->person == 3) {
        first = opener; /* she alone so far: the first one is meant, and the others follow it */
        c->meant[first] = person;
        if (named < first) c->meant_at[first] = at;
    }
    if (first == MW_NONE) return true;
    for (uint32_t f = named < first ? MW_NONE : c->persons.at[person].first_form; f != MW_NONE; f = c->forms.at[f].next)
        if (c->forms.at[f].bridge == MW_NONE || c->forms.at[f].bridge < at) c->forms.at[f].bridge = at;
    return mw_vec_push(c->mem, &c->founds, ((mw_found){person, MW_NONE, first, at, (uint8_t)kind, 0}));
}

/* In truth, really, no other than. */
static bool is_really(const mw_caster *c, const mw_ment *m) {
    static const char *const words[] = {"really", "truly", "actually", "reality", "truth", "other"};
    for (uint32_t t = m->first, n = 0; t-- > c->from && n < 6 && c->tags->sentence[t] == m->sentence; n++)
        if (MW_AMONG(mw_lemma(c->tags, t), words)) return true;
    return false;
}

/* Two who each have a name: two faces of one. */
static bool link_faces(mw_caster *c, uint32_t a, uint32_t b, uint32_t at) {
    uint8_t g = c->person_gender[a], h = c->person_gender[b];
    if (!is_live(c, a) || !is_live(c, b) || !is_named(&c->persons.at[a]) || !is_named(&c->persons.at[b]) || (g && h && g != h)) return true;
    for (size_t i = 0; i < c->founds.n; i++)
        if (c->founds.at[i].kind == MW_JOIN_FACE &&
            ((c->founds.at[i].person == a && c->founds.at[i].other == b) || (c->founds.at[i].person == b && c->founds.at[i].other == a)))
            return true;
    return mw_vec_push(c->mem, &c->founds, ((mw_found){b, a, mw_person_first(c, a), at, MW_JOIN_FACE, 0}));
}

/* ---- the clauses ------------------------------------------------------------------------------------------------------------ */

/* Whom nothing has named so far is a person with a name, from the mention `at` on, where their sexes agree. */
static bool name_ent(mw_caster *c, uint32_t ent, uint32_t person, uint32_t at) {
    uint8_t g = c->person_gender[person], h = mw_ent_gender(c, ent);
    if (!is_named(&c->persons.at[person]) || (g && h && g != h)) return true;
    return mw_ent_found(c, ent, person, at, MW_JOIN_NAMED);
}

/* She, Ada, would stay: he or she whom nothing has named so far. */
static bool told_pronoun(mw_caster *c, uint32_t i) {
    const mw_ment *m = &c->ments.at[i];
    uint32_t other = c->tags->rel_base[m->head] == MW_REL_APPOS ? mention_at(c, i, c->tags->head[m->head]) : MW_NONE;
    if (other == MW_NONE || c->ments.at[other].sort != MW_SORT_PRONOUN || c->ments.at[other].pronoun->person != 3 ||
        c->ments.at[other].plural || m->first != c->ments.at[other].last + 2 || mw_ment_listed(c, m))
        return true;
    uint32_t a = mw_person_now(c, c->forms.at[m->form].person), e = entity_of(c, other);
    if (a == MW_NONE || e == MW_NONE || c->ents.at[e].person != MW_NONE || is_open(c, m)) return true;
    return name_ent(c, e, a, i);
}

static bool told_name(mw_caster *c, uint32_t i) {
    const mw_ment *m = &c->ments.at[i];
    bool me = m->unit && mw_ment_names_me(c, m);
    uint32_t other = me ? mw_unit_speaker(c, m->unit - 1) : other_half(c, i), a = mw_person_now(c, c->forms.at[m->form].person),
             b = person_of(c, other), e = entity_of(c, other);
    if (a == MW_NONE || e == MW_NONE || a == b || is_open(c, m)) return true;
    uint32_t at = other > i ? other : i;
    if (b == MW_NONE) {
        const mw_ent *x = &c->ents.at[e];
        bool alone = (x->last_full != MW_NONE || me) && x->type == MW_PER && !x->plural && !x->narrator && !x->predicate;
        return !me || !alone || name_ent(c, e, a, at);
    }
    if (may_have_married(c, b, a, i)) return mw_persons_found(c, a, b, at, MW_JOIN_MARRIED);
    if (may_be_one(c, a, b)) return join(c, a, b, at, MW_JOIN_NAMED);
    bool said = me && c->units.at[m->unit - 1].speaker == other && c->ments.at[other].sort == MW_SORT_NAME;
    return !(said || (!me && is_really(c, m))) || link_faces(c, a, b, at);
}

/* Lucy Farrow married Mr. Dell, and a Mrs. Dell is named from there on. */
static bool told_marriage(mw_caster *c, uint32_t i) {
    const mw_ment *m = &c->ments.at[i];
    uint32_t subject = mw_child_with(c->tags, c->children, m->governor, MW_REL_NSUBJ), other = mention_at(c, i, subject), f;
    uint32_t a = person_of(c, i), b = other == MW_NONE ? MW_NONE : person_of(c, other);
    if (a == MW_NONE || b == MW_NONE || a == b || is_open(c, m) || !mw_str_ieq(mw_caster_word(c, m->governor), "married")) return true;
    bool hers = c->person_gender[a] == MW_FEMALE;
    uint32_t maid = hers ? a : b, man = hers ? b : a;
    if (c->person_gender[maid] != MW_FEMALE || c->person_gender[man] == MW_FEMALE || !c->persons.at[man].surname) return true;
    mw_buf key;
    mw_buf_init(&key, c->mem);
    mw_buf_printf(&key, "mrs %s", c->persons.at[man].surname);
    bool failed = key.failed, there = !failed && mw_map_get(c->form_map, (mw_str){key.at, key.n}, &f);
    mw_buf_clear(&key);
    if (failed) return false;
    uint32_t wife = there ? mw_person_now(c, c->forms.at[f].person) : MW_NONE;
    return wife == MW_NONE || !may_have_married(c, maid, wife, i) || mw_persons_found(c, wife, maid, i, MW_JOIN_MARRIED);
}

/* The person whose epithet a description in small letters is: the vicar, the Vicar. */
static uint32_t epithet_of(mw_caster *c, const mw_ment *m) {
    uint32_t f, p = MW_NONE;
    if (m->noun && mw_map_get(c->form_map, mw_str_of(m->noun->word), &f) && m->key == m->head_key) p = c->forms.at[f].person;
    return p == MW_NONE ? p : mw_person_now(c, p);
}

/* Mr. Alder, the vicar: whoever is the vicar is he, unless others are so called too. */
static bool told_office(mw_caster *c, uint32_t i) {
    const mw_ment *m = &c->ments.at[i];
    uint32_t other = m->predicate ? other_half(c, i) : name_before(c, i);
    if (other == MW_NONE && !m->predicate) other = name_behind(c, i);
    uint32_t p = other == MW_NONE || c->ments.at[other].sort != MW_SORT_NAME ? MW_NONE : person_of(c, other);
    if (p == MW_NONE || !is_live(c, p) || is_epithet(&c->persons.at[p]) || c->ments.at[other].plural || is_open(c, m)) return true;
    uint32_t e = epithet_of(c, m);
    if (e != MW_NONE && e != p && is_epithet(&c->persons.at[e]) && may_be_one(c, e, p) && mw_persons_apart(c, e, p) < 2)
        return mw_persons_found(c, e, p, i, MW_JOIN_OFFICE);
    mw_str key = {(const char *)&m->key, sizeof m->key};
    mw_office o = {other, p, MW_NONE};
    mw_map_get(c->offices, key, &o.before);
    return mw_vec_push(c->mem, &c->told, o) && mw_map_put(c->offices, key, (uint32_t)c->told.n - 1);
}

static bool is_office(const mw_caster *c, const mw_ment *m) {
    if (m->sort != MW_SORT_NOMINAL || m->det != MW_DET_DEF || m->plural || !m->noun || c->critic) return false;
    return m->noun->flags & MW_NOUN_WORK && m->last <= m->head + 4;
}

bool mw_persons_told(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort == MW_SORT_NAME && c->forms.at[m->form].rival == MW_NONE && (!told_pronoun(c, i) || !told_name(c, i))) return false;
        if (is_office(c, m) && !told_office(c, i)) return false;
        if (m->sort == MW_SORT_NAME && m->role == MW_ROLE_OBJECT && !strcmp(mw_lemma(c->tags, m->governor), "marry") &&
            !told_marriage(c, i))
            return false;
    }
    return true;
}
