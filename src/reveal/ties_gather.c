/* ties_gather: every place that may speak for a relation: nouns of kin, service and the like with whom they belong to; what people call each
 * other; deeds; and, where the model has them, its signs. Generous: relations.c weighs. */
#include <stdio.h>
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/ties.h"

const char *const mw_tie_ways[MW_N_TIE_WAY] = {"possessed", "of",   "is",   "beside", "has",      "called", "bare",     "title",
                                               "couple",    "deed", "wish", "group",  "courtesy", "sign",   "inferred", "surname"};

typedef struct gather {
    mw_sight *s;
    mw_ties *ties;
    mw_tie_places *places; /* NULL: not asked for */
    uint32_t recent[4];    /* the people last mentioned, latest first; MW_NONE */
    uint32_t focus;        /* whom the telling is about: the one oftenest meant by pronouns of late */
    float *heat;           /* [n_characters] */
    float weight;
    bool failed;
} gather;

/* ---- putting ---- */

static void put(gather *g, mw_tie_way way, uint8_t type, uint32_t a, uint32_t b, uint32_t key, uint32_t one, uint32_t other) {
    if (!g->failed && !mw_tie_put(g->s, g->ties, way, type, a, b, key, one, other)) g->failed = true;
}

/* The same, of a noun with its words for both: a place too. */
static void put_place(gather *g, mw_tie_way way, uint8_t type, uint32_t a, uint32_t b, uint32_t key, uint32_t bearer, uint32_t owner) {
    size_t n = g->ties->n;
    put(g, way, type, a, b, key, bearer, owner == MW_NONE ? key : owner);
    mw_tie_place p = {.key = key, .bearer = bearer, .owner = owner, .a = a, .b = b, .type = type, .way = (uint8_t)way};
    p.tie = g->ties->n > n ? (uint32_t)n : MW_NONE;
    p.sign = mw_tie_sign(g->s, type, key, key);
    if (g->places && !g->failed && !mw_vec_push(&g->s->env->mem, g->places, p)) g->failed = true;
}

/* ---- nouns ---- */

/* mother-in-law, of five tokens: the noun stands at the one that the rest hangs on. */
static bool is_in_law(const mw_sight *s, uint32_t first) {
    static const char *const rest[] = {"-", "in", "-", "law"};
    for (uint32_t i = 0; i < 4; i++)
        if (!mw_sight_is(s, first + 1 + i, rest[i])) return false;
    return true;
}

static const mw_tie_noun *in_law(const mw_sight *s, uint32_t first, uint32_t t) {
    uint32_t head = s->tags->head[t];
    char buf[32];
    int n = snprintf(buf, sizeof buf, "%s-in-law", s->word[first]);
    bool inside = head != t && head >= first && head <= first + 4;
    return inside || n < 0 || (size_t)n >= sizeof buf ? NULL : mw_tie_noun_lookup(buf);
}

static const mw_tie_noun *tie_noun(const mw_sight *s, uint32_t t) {
    mw_upos u = mw_sight_upos(s, t);
    if (u != MW_NOUN && u != MW_PROPN) return NULL;
    if (is_in_law(s, t)) return in_law(s, t, t);
    if (t >= 4 && is_in_law(s, t - 4)) return in_law(s, t - 4, t);
    const mw_tie_noun *n = mw_tie_noun_lookup(s->word[t]);
    return n ? n : mw_tie_noun_lookup(mw_sight_lemma(s, t));
}

/* Before a name: Uncle Peter, brother Paul. */
static bool is_title(const mw_sight *s, uint32_t t) {
    mw_rel rel = mw_sight_rel(s, t);
    return rel == MW_REL_COMPOUND || rel == MW_REL_FLAT || mw_sight_rel_is(s, t, "nmod:desc");
}

/* The name beside a noun: her uncle Peter; Peter, her uncle. */
static uint32_t beside(const mw_sight *s, uint32_t t) {
    for (MW_EACH_CHILD(s, t, c)) {
        mw_rel rel = mw_sight_rel(s, c);
        if ((rel == MW_REL_APPOS || rel == MW_REL_FLAT) && mw_sight_who(s, c) != MW_NONE) return c;
    }
    mw_rel rel = mw_sight_rel(s, t);
    if (rel == MW_REL_APPOS || is_title(s, t)) return s->tags->head[t];
    return MW_NONE;
}

static bool is_bare(const mw_sight *s, uint32_t t) {
    for (MW_EACH_CHILD(s, t, c)) {
        mw_rel rel = mw_sight_rel(s, c);
        if (rel == MW_REL_DET || rel == MW_REL_NMOD || rel == MW_REL_NUMMOD || rel == MW_REL_CASE) return false;
    }
    return true;
}

static uint32_t owner_of(const mw_sight *s, uint32_t t) {
    uint32_t owner = mw_sight_possessor(s, t);
    if (owner == MW_NONE) owner = mw_sight_of(s, t, "of");
    if (owner == MW_NONE) owner = mw_sight_of(s, t, "to");
    if (owner == MW_NONE && is_title(s, t)) owner = mw_sight_possessor(s, s->tags->head[t]);
    if (owner == MW_NONE && mw_sight_rel(s, t) == MW_REL_CONJ && is_bare(s, t))
        owner = mw_sight_possessor(s, s->tags->head[t]); /* his son and daughter */
    if (owner == MW_NONE && mw_sight_rel(s, t) == MW_REL_NMOD && mw_sight_child_word(s, t, MW_REL_CASE, "of") != MW_NONE &&
        mw_sight_child_word(s, t, MW_REL_DET, "a") != MW_NONE)
        owner = mw_sight_possessor(s, s->tags->head[t]); /* her brute of a husband */
    return owner;
}

static void owned(gather *g, uint32_t t, const mw_tie_noun *noun) {
    const mw_sight *s = g->s;
    uint32_t owner = owner_of(s, t), b = mw_sight_who(s, owner);
    if (owner == MW_NONE) return;
    uint32_t near = beside(s, t), subject = mw_sight_child(s, t, MW_REL_COP) != MW_NONE ? mw_sight_child(s, t, MW_REL_NSUBJ) : MW_NONE;
    bool of = owner > t;
    if (subject != MW_NONE && mw_sight_who(s, subject) != MW_NONE) {
        if (!mw_sight_negated(s, t)) put_place(g, MW_TIE_IS, noun->type, mw_sight_who(s, subject), b, t, subject, owner);
        return;
    }
    if (near != MW_NONE && mw_sight_who(s, near) != MW_NONE && mw_sight_who(s, near) != b)
        put_place(g, MW_TIE_BESIDE, noun->type, mw_sight_who(s, near), b, t, near, owner);
    else
        put_place(g, of ? MW_TIE_OF : MW_TIE_POSSESSED, noun->type, mw_sight_who(s, t), b, t, t, owner);
}

static bool is_called(const mw_sight *s, uint32_t t) {
    static const char *const marks[] = {",", ".", "!", "?", "\"", "'", "“", "”", "‘", "’", ";", "--", "—"};
    if (mw_sight_rel(s, t) == MW_REL_VOCATIVE) return true;
    uint32_t before = t;
    while (before && (strcmp(s->word[before - 1], "dear") == 0 || strcmp(s->word[before - 1], "my") == 0)) before--;
    bool left = before == 0, right = t + 1 >= s->tags->n;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        left = left || strcmp(s->word[before - 1], marks[i]) == 0;
        right = right || strcmp(s->word[t + 1], marks[i]) == 0;
    }
    return left && right;
}

/* "Mother!" and "Mother says so". */
static void called(gather *g, uint32_t t, const mw_tie_noun *noun) {
    const mw_sight *s = g->s;
    uint32_t q = s->quote[t];
    if (q == MW_NONE) {
        if (noun->flags & MW_TIE_CALLED && is_bare(s, t) && mw_sight_upos(s, t) == MW_PROPN)
            put_place(g, MW_TIE_BARE, noun->type, mw_sight_who(s, t),
                      mw_narrator_at(s->read->text, s->read->cast, s->read->tokens->span[t].start), t, t, MW_NONE);
        return;
    }
    const mw_quote *quote = &s->read->speech->quotes[q];
    uint32_t name = beside(s, t), a = mw_sight_who(s, name != MW_NONE ? name : t); /* brother William */
    if (is_called(s, t)) {
        if (quote->n_addressees == 1) a = quote->addressees[0];
        put_place(g, MW_TIE_CALLED_SO, noun->type, a, quote->speaker, t, t, MW_NONE);
    } else if (noun->flags & MW_TIE_CALLED && is_bare(s, t)) {
        put_place(g, MW_TIE_BARE, noun->type, a, quote->speaker, t, t, MW_NONE);
    }
}

/* Aunt Polly: of whoever says it. Father Moran is a priest, Sister Ines a nun. */
static void titled(gather *g, uint32_t t, const mw_tie_noun *noun) {
    const mw_sight *s = g->s;
    bool capital = *mw_str_span(s->read->text->at, s->read->tokens->span[t]).at != *s->word[t];
    if (capital && (noun->type == MW_PARENT || noun->type == MW_SIBLING)) return;
    uint32_t head = is_title(s, t) ? s->tags->head[t] : t;
    const mw_mention *m = mw_sight_mention(s, head);
    if (!m || m->form != MW_PROP || m->first != t || m->last == t) return;
    uint32_t q = s->quote[t];
    uint32_t b =
        q != MW_NONE ? s->read->speech->quotes[q].speaker : mw_narrator_at(s->read->text, s->read->cast, s->read->tokens->span[t].start);
    if (b == MW_NONE && q == MW_NONE) b = g->focus;
    put_place(g, MW_TIE_TITLE, noun->type, mw_sight_who(s, head), b, t, head, MW_NONE);
}

static void group(gather *g, uint32_t t, const mw_tie_noun *noun) {
    const mw_sight *s = g->s;
    if (!mw_sight_feat(s, t, "Number=Plur") || mw_tie_left(noun->type) != noun->type) return;
    uint32_t subject = mw_sight_child(s, t, MW_REL_NSUBJ);
    if (subject != MW_NONE && mw_sight_child(s, t, MW_REL_COP) != MW_NONE) {
        uint32_t other = mw_sight_child(s, subject, MW_REL_CONJ);
        if (other != MW_NONE) {
            put(g, MW_TIE_GROUP, noun->type, mw_sight_who(s, subject), mw_sight_who(s, other), t, subject, other);
            return;
        }
        const mw_mention *m = mw_sight_mention(s, subject);
        if (m && !m->plural) return;
        put(g, MW_TIE_GROUP, noun->type, g->recent[0], g->recent[1], t, t, t);
    }
}

/* "Yes, ma'am": who is called so has the other in service, or is courted by courtesy. */
static void courtesy(gather *g, uint32_t t) {
    static const char *const words[] = {"sir",   "ma'am", "ma’am", "madam",  "mum",  "m'm",    "milord",
                                        "massa", "boss",  "your",  "missis", "miss", "guv'nor"};
    const mw_sight *s = g->s;
    uint32_t q = s->quote[t];
    if (q == MW_NONE || !is_called(s, t)) return;
    const mw_quote *quote = &s->read->speech->quotes[q];
    if (quote->n_addressees != 1 || !mw_tie_named(s, quote->addressees[0])) return; /* sir is many men */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(s->word[t], words[i]) == 0) put(g, MW_TIE_COURTESY, MW_EMPLOYER, quote->addressees[0], quote->speaker, t, t, t);
}

/* "the valet": whose, only who is about can tell. No tie, but a place. */
static void implied(gather *g, uint32_t t, const mw_tie_noun *noun) {
    const mw_sight *s = g->s;
    uint32_t bearer = is_title(s, t) && mw_sight_who(s, s->tags->head[t]) != MW_NONE ? s->tags->head[t] : t;
    mw_tie_place p = {.key = t, .bearer = bearer, .owner = MW_NONE, .a = mw_sight_who(s, bearer), .b = MW_NONE, .tie = MW_NONE};
    p.type = noun->type;
    p.way = MW_TIE_INFERRED;
    p.sign = mw_tie_sign(s, noun->type, t, t);
    if (p.a == MW_NONE || mw_sight_feat(s, t, "Number=Plur")) return;
    if (g->places && !g->failed && !mw_vec_push(&s->env->mem, g->places, p)) g->failed = true;
}

/* Before the name of somebody whom the telling calls so time and again: "Aunt Polly" is her name then, whoever is by. */
static bool in_byname(const mw_sight *s, uint32_t t) {
    enum { OFTEN = 12 };
    uint32_t head = is_title(s, t) ? s->tags->head[t] : t, who = mw_sight_who(s, head);
    const mw_mention *m = mw_sight_mention(s, head);
    if (s->quote[t] != MW_NONE || !m || m->form != MW_PROP || m->first != t || m->last == t || who == MW_NONE) return false;
    const mw_character *c = &s->read->cast->characters[who];
    mw_str said = mw_str_span(s->read->text->at, m->span);
    for (uint32_t i = 0; i < c->n_aliases; i++) {
        const mw_alias *a = &c->aliases[i];
        if (a->proper && a->n >= OFTEN && strlen(a->form) == said.n && strncmp(a->form, said.at, said.n) == 0) return true;
    }
    return false;
}

static void at_noun(gather *g, uint32_t t) {
    const mw_sight *s = g->s;
    courtesy(g, t);
    const mw_tie_noun *noun = tie_noun(s, t);
    if (!noun || (noun->flags & MW_TIE_CALLED && in_byname(s, t))) return;
    size_t places = g->places ? g->places->n : 0;
    if (owner_of(s, t) != MW_NONE)
        owned(g, t, noun);
    else if (mw_sight_feat(s, t, "Number=Plur"))
        group(g, t, noun);
    else if (noun->flags & (MW_TIE_CALLED | MW_TIE_LOOSE) && mw_sight_who(s, t) != MW_NONE && is_bare(s, t))
        called(g, t, noun);
    if (noun->flags & MW_TIE_CALLED) titled(g, t, noun);
    uint32_t verb = s->tags->head[t];
    if (mw_sight_rel(s, t) == MW_REL_OBJ && strcmp(mw_sight_lemma(s, verb), "have") == 0 && owner_of(s, t) == MW_NONE)
        put_place(g, MW_TIE_HAS, noun->type, mw_sight_who(s, t), mw_sight_who(s, mw_sight_subject(s, verb)), t, t,
                  mw_sight_subject(s, verb));
    if (g->places && g->places->n == places) implied(g, t, noun);
}

/* ---- deeds ---- */

static uint32_t patient(const mw_sight *s, uint32_t object) {
    uint32_t who = mw_sight_who(s, object);
    return who == MW_NONE && object != MW_NONE ? mw_sight_who(s, mw_sight_possessor(s, object)) : who;
}

static uint32_t oblique(const mw_sight *s, uint32_t verb, const char *a, const char *b) {
    for (MW_EACH_CHILD(s, verb, c)) {
        if (mw_sight_rel(s, c) != MW_REL_OBL) continue;
        uint32_t at = mw_sight_child(s, c, MW_REL_CASE);
        if (at != MW_NONE && (strcmp(s->word[at], a) == 0 || strcmp(s->word[at], b) == 0)) return c;
    }
    return MW_NONE;
}

static bool is_real(const mw_sight *s, uint32_t t) {
    if (mw_sight_negated(s, t)) return false;
    for (MW_EACH_CHILD(s, t, c))
        if (mw_sight_rel(s, c) == MW_REL_AUX && strcmp(mw_label(s->tags->labels_xpos, s->tags->xpos[c]), "MD") == 0) return false;
    if (mw_sight_rel(s, t) == MW_REL_XCOMP && mw_sight_feat(s, t, "VerbForm=Inf")) return false;
    return true;
}

static void deed(gather *g, uint32_t t, uint8_t type) {
    const mw_sight *s = g->s;
    uint32_t agent, object;
    if (mw_sight_passive(s, t)) {
        agent = oblique(s, t, "by", "to");
        object = mw_sight_subject(s, t);
    } else {
        agent = mw_sight_subject(s, t);
        object = mw_sight_child(s, t, MW_REL_OBJ);
        if (object == MW_NONE) object = oblique(s, t, type == MW_SUITOR ? "to" : "at", "with");
    }
    if (agent == MW_NONE || object == MW_NONE) return;
    bool real = is_real(s, t);
    if (!real && type == MW_SPOUSE) type = MW_SUITOR; /* who wishes, means or refuses to marry somebody is not married to them */
    put(g, real ? MW_TIE_DEED : MW_TIE_WISH, type, mw_sight_who(s, agent), patient(s, object), t, agent, object);
}

static void at_verb(gather *g, uint32_t t) {
    const mw_sight *s = g->s;
    const char *lemma = mw_sight_lemma(s, t);
    const mw_tie_verb *verb = mw_tie_verb_lookup(lemma);
    if (verb) {
        deed(g, t, verb->type);
        return;
    }
    uint32_t subject = MW_NONE, other = MW_NONE;
    uint8_t type = MW_N_RELATION;
    if (strcmp(lemma, "work") == 0 || strcmp(lemma, "toil") == 0) {
        other = oblique(s, t, "for", "under");
        type = MW_EMPLOYEE;
    } else if (strcmp(lemma, "lodge") == 0 || strcmp(lemma, "board") == 0) {
        other = oblique(s, t, "with", "at");
        type = MW_LODGER;
    } else if (strcmp(lemma, "fight") == 0 || strcmp(lemma, "quarrel") == 0) {
        other = oblique(s, t, "with", "against");
        type = MW_RIVAL;
    } else if (strcmp(lemma, "engage") == 0) {
        other = oblique(s, t, "to", "to");
        type = MW_LOVER;
    }
    if (other == MW_NONE) return;
    subject = mw_sight_subject(s, t);
    put(g, is_real(s, t) ? MW_TIE_DEED : MW_TIE_WISH, type, mw_sight_who(s, subject), mw_sight_who(s, other), t, subject, other);
}

/* his love for her; the friendship between them; in love with her */
static void at_bond(gather *g, uint32_t t) {
    static const struct {
        const char *word;
        uint8_t type;
    } bonds[] = {{"love", MW_LOVER},      {"passion", MW_LOVER},  {"affection", MW_FRIEND}, {"attachment", MW_LOVER},
                 {"affair", MW_LOVER},    {"intrigue", MW_LOVER}, {"engagement", MW_LOVER}, {"friendship", MW_FRIEND},
                 {"marriage", MW_SPOUSE}, {"wedding", MW_SPOUSE}, {"courtship", MW_SUITOR}, {"proposal", MW_SUITOR},
                 {"hatred", MW_RIVAL},    {"enmity", MW_RIVAL},   {"rivalry", MW_RIVAL},    {"quarrel", MW_RIVAL},
                 {"feud", MW_RIVAL}};
    static const char *const prepositions[] = {"for", "with", "to", "of", "between", "against", "towards", "toward"};
    const mw_sight *s = g->s;
    uint8_t type = MW_N_RELATION;
    for (size_t i = 0; i < sizeof bonds / sizeof *bonds; i++)
        if (strcmp(mw_sight_lemma(s, t), bonds[i].word) == 0) type = bonds[i].type;
    if (type == MW_N_RELATION) return;
    uint32_t owner = mw_sight_possessor(s, t), other = MW_NONE, verb = s->tags->head[t];
    for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions && other == MW_NONE; i++) other = mw_sight_of(s, t, prepositions[i]);
    if (owner == MW_NONE)
        owner = mw_sight_rel(s, t) == MW_REL_OBL || mw_sight_rel(s, t) == MW_REL_OBJ ? mw_sight_subject(s, verb)
                                                                                     : mw_sight_child(s, t, MW_REL_NSUBJ);
    if (other == MW_NONE) other = oblique(s, verb, "with", "for");
    uint32_t second = other == MW_NONE ? MW_NONE : mw_sight_child(s, other, MW_REL_CONJ);
    if (second != MW_NONE && mw_sight_who(s, second) != MW_NONE) owner = second; /* between the two */
    if (owner == MW_NONE || other == MW_NONE) return;
    put(g, MW_TIE_WISH, type, mw_sight_who(s, owner), mw_sight_who(s, other), t, owner, other);
}

/* ---- signs ---- */

enum { SIGN_LEAST = 50, SIGN_FAINT = 16, SIGN_REACH = 10 }; /* of 255: a tie; a place that may be one; tokens at either side */

static uint8_t relation_sign(const mw_sight *s, uint32_t t, uint8_t *p) {
    for (uint32_t i = s->tags->sign_at[t]; i < s->tags->sign_at[t + 1]; i++) {
        uint8_t sign = s->tags->signs[i].sign;
        if (sign < MW_SIGN_PARENT_CHILD || sign > MW_SIGN_ATTACKER_VICTIM) continue;
        *p = s->tags->signs[i].p;
        return sign;
    }
    *p = 0;
    return MW_N_SIGN;
}

static void add_person(uint32_t *two, uint32_t who) {
    if (who == MW_NONE || two[0] == who || two[1] == who) return;
    if (two[0] == MW_NONE)
        two[0] = who;
    else if (two[1] == MW_NONE)
        two[1] = who;
}

/* The two whom the words from first to last are about: those mentioned in them, who says them to whom, those nearest. */
static void two_people(const mw_sight *s, uint32_t first, uint32_t last, uint32_t *two) {
    two[0] = two[1] = MW_NONE;
    for (uint32_t t = first; t <= last; t++) add_person(two, mw_sight_who(s, t));
    uint32_t q = s->quote[first];
    if (q != MW_NONE && two[1] == MW_NONE) {
        const mw_quote *quote = &s->read->speech->quotes[q];
        add_person(two, quote->speaker);
        if (quote->n_addressees == 1) add_person(two, quote->addressees[0]);
    }
    for (uint32_t d = 1; d <= SIGN_REACH && two[1] == MW_NONE; d++) {
        if (first >= d && s->quote[first - d] == q) add_person(two, mw_sight_who(s, first - d));
        if (last + d < s->tags->n && s->quote[last + d] == q) add_person(two, mw_sight_who(s, last + d));
    }
}

/* A noun there says the same and who is whose; the sign only says that it is so. */
static bool noun_tells(const mw_sight *s, uint8_t type, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t <= last; t++) {
        const mw_tie_noun *noun = tie_noun(s, t);
        if (noun && mw_tie_left(noun->type) == type && mw_sight_who(s, owner_of(s, t)) != MW_NONE) return true;
    }
    return false;
}

static void put_sign(gather *g, uint8_t type, const uint32_t *two, uint32_t first, uint32_t last, uint8_t most) {
    size_t n = g->ties->n;
    if (most >= SIGN_LEAST) put(g, MW_TIE_SIGN, type, two[0], two[1], first, first, last);
    mw_tie_place p = {
        .key = first, .bearer = MW_NONE, .owner = MW_NONE, .a = two[0], .b = two[1], .type = type, .way = MW_TIE_SIGN, .sign = most};
    p.tie = g->ties->n > n ? (uint32_t)n : MW_NONE;
    if (g->places && !g->failed && !mw_vec_push(&g->s->env->mem, g->places, p)) g->failed = true;
}

static void at_signs(gather *g) {
    static const uint8_t types[] = {MW_PARENT,    MW_SIBLING,  MW_SPOUSE,     MW_LOVER,     MW_SUITOR,  MW_FRIEND,
                                    MW_RIVAL,     MW_EMPLOYER, MW_TEACHER,    MW_LANDLORD,  MW_DOCTOR,  MW_NEIGHBOUR,
                                    MW_COLLEAGUE, MW_GUARDIAN, MW_AUNT_UNCLE, MW_KIN_OTHER, MW_ATTACKER};
    const mw_sight *s = g->s;
    if (!s->tags->sign_at) return;
    for (uint32_t t = 0; t < s->tags->n && !g->failed; t++) {
        uint8_t p, most, sign = relation_sign(s, t, &most);
        if (most < SIGN_FAINT) continue;
        uint32_t last = t;
        while (last + 1 < s->tags->n && last - t < 20 && relation_sign(s, last + 1, &p) == sign && p >= SIGN_FAINT)
            if (++last && p > most) most = p;
        uint32_t two[2];
        two_people(s, t, last, two);
        uint8_t type = types[sign - MW_SIGN_PARENT_CHILD];
        if (type == MW_AUNT_UNCLE) type = MW_KIN_OTHER;
        if (!noun_tells(s, type, t, last)) put_sign(g, type, two, t, last, most);
        t = last;
    }
}

/* Who is meant by a narrated pronoun grows hot; the hottest is in focus. Heat grows instead of cooling, so that it takes one step. */
static void warm(gather *g, uint32_t t, const mw_mention *m) {
    uint32_t who = mw_sight_who(g->s, t);
    if (m->form != MW_PRO || who == MW_NONE || g->s->quote[t] != MW_NONE) return;
    g->weight *= 1.02f;
    g->heat[who] += g->weight;
    if (g->focus == MW_NONE || g->heat[who] > g->heat[g->focus]) g->focus = who;
    if (g->weight < 1e20f) return;
    for (uint32_t i = 0; i < g->s->read->cast->n_characters; i++) g->heat[i] /= g->weight;
    g->weight = 1;
}

/* With a chapter the telling starts anew: whoever was talked of before it is not who is talked of now. */
static void forget(gather *g) {
    for (int i = 0; i < 4; i++) g->recent[i] = MW_NONE;
    g->focus = MW_NONE;
    g->weight = 1;
    memset(g->heat, 0, g->s->read->cast->n_characters * sizeof *g->heat);
}

static void remember(gather *g, uint32_t who) {
    if (who == MW_NONE || g->recent[0] == who) return;
    uint32_t i = 1;
    while (i < 3 && g->recent[i] != who) i++;
    memmove(g->recent + 1, g->recent, i * sizeof *g->recent);
    g->recent[0] = who;
}

bool mw_ties_gather(mw_sight *s, mw_ties *ties, mw_tie_places *places) {
    gather g = {.s = s, .ties = ties, .places = places};
    const mw_text *text = s->read->text;
    uint32_t chapter = 0;
    g.heat = mw_arena_array(s->work, s->read->cast->n_characters, sizeof *g.heat);
    if (!g.heat) return false;
    forget(&g);
    for (uint32_t t = 0; t < s->tags->n && !g.failed; t++) {
        for (; chapter < text->n_chapters && text->chapters[chapter].span.start <= s->read->tokens->span[t].start; chapter++) forget(&g);
        mw_upos u = mw_sight_upos(s, t);
        if (u == MW_NOUN || u == MW_PROPN) {
            at_noun(&g, t);
            at_bond(&g, t);
        } else if (u == MW_VERB) {
            at_verb(&g, t);
        }
        const mw_mention *m = mw_sight_mention(s, t);
        if (m && !m->plural) {
            remember(&g, mw_sight_who(s, t));
            warm(&g, t, m);
        }
    }
    at_signs(&g);
    return !g.failed && mw_ties_of_names(s, ties);
}
