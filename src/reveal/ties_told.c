/* ties_told: relations as reviews tell them, in the shorthand of a plot told in few words: "his five-year-old son, Sam", "Sam's aunt", "eldest
 * daughter Froso", "her twins, Ada and Bo", "married to a tired Gina", "the romance between them". Read off the words around a noun that
 * names a relation, as parsers go astray in such piled-up phrases; who owns it and who bears it are found by place. Each find says itself how
 * sure it is (mw_tie.sure), since the weights of the other ways are learnt from novels. Used for reviews alone; constant time a noun. */
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/ties.h"

typedef struct teller {
    mw_sight *s;
    mw_ties *ties;
    uint32_t recent[4]; /* people last mentioned in the story, latest first */
    uint32_t named[4];  /* of them those by name */
    uint32_t topic;     /* the subject of the last sentence that told of one by name */
    bool failed;
} teller;

static uint8_t left_of(uint8_t type) {
    static const uint8_t left[MW_N_RELATION][2] = {
        [MW_OFFSPRING] = {MW_PARENT, 1}, [MW_EMPLOYEE] = {MW_EMPLOYER, 1}, [MW_PUPIL] = {MW_TEACHER, 1},  [MW_LODGER] = {MW_LANDLORD, 1},
        [MW_PATIENT] = {MW_DOCTOR, 1},   [MW_WARD] = {MW_GUARDIAN, 1},     [MW_VICTIM] = {MW_ATTACKER, 1}};
    return left[type][1] ? left[type][0] : type;
}

/* a is `type` of b, by the words from one to another. */
static void put(teller *g, uint8_t type, uint32_t a, uint32_t b, uint32_t key, uint32_t from, uint32_t to, float sure) {
    if (a == MW_NONE || b == MW_NONE || a == b || g->failed) return;
    uint32_t first = from < key ? from : key, last = to > key ? to : key;
    if (last - first > 30) first = last = key;
    uint8_t left = left_of(type);
    const mw_tie_noun *noun = mw_tie_noun_lookup(g->s->word[key]);
    mw_tie t = {.a = left == type ? a : b,
                .b = left == type ? b : a,
                .type = left,
                .way = MW_TIE_TOLD,
                .key = key,
                .first = first,
                .last = last,
                .sure = sure};
    t.word = noun && left == type ? noun->word : NULL;
    t.marks[MW_TELLS_BIAS] = 1;
    if (!mw_vec_push(&g->s->env->mem, g->ties, t)) g->failed = true;
}

/* ---- words ---- */

/* "brother - in - law", cut at its hyphens */
static bool in_law(const mw_sight *s, uint32_t t) { return mw_sight_is(s, t + 2, "in") && mw_sight_is(s, t + 4, "law"); }

/* brother; half-brother, ex-wife; "mum" */
static const mw_tie_noun *relation_noun(const mw_sight *s, uint32_t t) {
    static const char *const before[] = {"ex-", "soon-to-be-ex-", "then-", "late-"};
    mw_upos u = mw_sight_upos(s, t);
    if (u != MW_NOUN && u != MW_PROPN) return NULL;
    const char *w = s->word[t];
    if (strcmp(mw_sight_lemma(s, t), "partner") == 0) return NULL; /* in love, in crime, in business */
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (strncmp(w, before[i], strlen(before[i])) == 0) w += strlen(before[i]);
    const mw_tie_noun *n = mw_tie_noun_lookup(w);
    if (n && in_law(s, t)) n = mw_tie_noun_lookup("brother-in-law"); /* whatever kin: by marriage */
    if (!n) n = mw_tie_noun_lookup(mw_sight_lemma(s, t));
    if (n && n->flags & MW_TIE_LOOSE && strcmp(n->word, "baby") != 0 && strcmp(n->word, "boy") != 0 && strcmp(n->word, "girl") != 0 &&
        strcmp(n->word, "child") != 0 && strcmp(n->word, "infant") != 0)
        return NULL;
    return n;
}

static bool is_kin_type(uint8_t type) {
    return type == MW_PARENT || type == MW_OFFSPRING || type == MW_SIBLING || type == MW_SPOUSE || type == MW_KIN_OTHER || type == MW_LOVER;
}

static bool modifies(const mw_sight *s, uint32_t t) {
    mw_upos u = mw_sight_upos(s, t);
    return u == MW_ADJ || u == MW_NUM || u == MW_ADV || u == MW_NOUN || mw_sight_is(s, t, "-") || mw_sight_is(s, t, ",") || u == MW_VERB;
}

static bool is_possessive_pronoun(const mw_sight *s, uint32_t t) {
    static const char *const words[] = {"his", "her", "their", "its", "whose"};
    return MW_AMONG(s->word[t], words) && mw_sight_upos(s, t) == MW_PRON;
}

static bool is_possessive_mark(const mw_sight *s, uint32_t t) {
    return (mw_sight_is(s, t, "'s") || mw_sight_is(s, t, "\xE2\x80\x99s") || mw_sight_is(s, t, "'") || mw_sight_is(s, t, "\xE2\x80\x99")) &&
           mw_sight_upos(s, t) == MW_PART;
}

/* Where the phrase of the noun begins: its possessive or article, or the noun's first word. */
static uint32_t phrase_first(const mw_sight *s, uint32_t noun) {
    uint32_t t = noun;
    for (uint32_t n = 0; t > 0 && n < 8 && s->tags->sentence[t - 1] == s->tags->sentence[noun]; n++) {
        if (is_possessive_pronoun(s, t - 1) || is_possessive_mark(s, t - 1) || mw_sight_upos(s, t - 1) == MW_DET) return t - 1;
        if (!modifies(s, t - 1)) return t;
        if (mw_sight_is(s, t - 1, ",") && !(t > 1 && mw_sight_upos(s, t - 2) == MW_ADJ && mw_sight_upos(s, t) == MW_ADJ)) return t;
        t--;
    }
    return t;
}

/* The person whom the words that end before t mean. */
static uint32_t who_before(const mw_sight *s, uint32_t t) {
    for (uint32_t n = 0; t-- > 0 && n < 3; n++) {
        uint32_t who = mw_sight_who(s, t);
        if (who != MW_NONE) return who;
        if (mw_sight_upos(s, t) == MW_PUNCT) return MW_NONE;
    }
    return MW_NONE;
}

static bool is_name(const mw_sight *s, uint32_t t) {
    const mw_mention *m = mw_sight_mention(s, t);
    return m && m->form == MW_PROP && mw_sight_who(s, t) != MW_NONE;
}

static bool is_several(const mw_sight *s, uint32_t t) { return mw_sight_feat(s, t, "Number=Plur"); }

/* ---- who bears the noun ---- */

enum { MOST_NAMES = 4 };

/* The names right behind the noun: "son, Sam", "son Sam", "son, the saintly Sam", "a nurse called Ines"; of several, each. */
static uint32_t names_behind(const mw_sight *s, uint32_t noun, uint32_t names[MOST_NAMES], uint32_t *last) {
    static const char *const links[] = {",",  "named", "called",       "dubbed",       "known", "as",  "the", "a",
                                        "an", "-",     "\xE2\x80\x94", "\xE2\x80\x93", ":",     "and", "&",   "both"};
    uint32_t n = 0, sentence = s->tags->sentence[noun], skipped = 0;
    bool several = is_several(s, noun);
    *last = noun;
    for (uint32_t t = noun + 1; t < s->tags->n && s->tags->sentence[t] == sentence && n < MOST_NAMES; t++) {
        if (is_name(s, t)) {
            uint32_t who = mw_sight_who(s, t);
            if (n == 0 || names[n - 1] != who) names[n++] = who;
            *last = t, skipped = 0;
            if (!several) break;
            continue;
        }
        if (n && mw_sight_is(s, t, "(")) { /* a performer */
            while (t + 1 < s->tags->n && s->tags->sentence[t] == sentence && !mw_sight_is(s, t, ")")) t++;
            continue;
        }
        const mw_mention *m = mw_sight_mention(s, t);
        if (m && m->form == MW_PROP) continue; /* inside a name */
        if (mw_sight_upos(s, t) == MW_PROPN && !MW_AMONG(s->word[t], links)) continue;
        if (mw_sight_upos(s, t) == MW_ADJ && ++skipped < 3) continue;
        if (n == 0 && mw_sight_upos(s, t) == MW_NOUN && (mw_sight_is(s, t - 1, "and") || mw_sight_is(s, t - 1, "fellow")) && ++skipped < 5)
            continue;
        if (!MW_AMONG(s->word[t], links)) break;
        if (n && mw_sight_is(s, t, ",") && t + 1 < s->tags->n && !is_name(s, t + 1) && mw_sight_upos(s, t + 1) != MW_PROPN &&
            !mw_sight_is(s, t + 1, "and"))
            break;
        if (++skipped > 4) break;
    }
    return n;
}

/* "Sam, his son"; "Sam is his son"; "Sam, who is also his son": the person before the phrase; MW_NONE. */
static uint32_t bearer_before(const mw_sight *s, uint32_t noun, uint32_t first) {
    uint32_t subject = mw_sight_child(s, noun, MW_REL_COP) != MW_NONE ? mw_sight_child(s, noun, MW_REL_NSUBJ) : MW_NONE;
    if (subject != MW_NONE && !mw_sight_negated(s, noun)) {
        uint32_t who = mw_sight_who(s, subject);
        if (who == MW_NONE && (mw_sight_is(s, subject, "who") || mw_sight_is(s, subject, "that")))
            who = mw_sight_who(s, s->tags->head[noun]);
        return who;
    }
    uint32_t t = first;
    if (mw_sight_rel(s, noun) == MW_REL_APPOS && s->tags->head[noun] < noun) return mw_sight_who(s, s->tags->head[noun]);
    if (t > 1 && mw_sight_is(s, t - 1, ",") && is_name(s, t - 2) && !is_possessive_mark(s, t)) return mw_sight_who(s, t - 2);
    return MW_NONE;
}

/* ---- whose it is ---- */

typedef struct owners {
    uint32_t at[2], n, first;
    float sure;
} owners;

static void add_owner(owners *o, uint32_t who) {
    if (who != MW_NONE && o->n < 2 && !(o->n && o->at[0] == who)) o->at[o->n++] = who;
}

/* The men's parents, their son, the couple's friend: the two last called by name; of one gender, where the noun has it. */
static void owners_of_late(const teller *g, const char *noun, owners *o) {
    const mw_person_noun *p = mw_person_noun_lookup(noun);
    uint8_t want = p ? p->gender : MW_UNKNOWN;
    for (uint32_t i = 0; i < 4 && o->n < 2 && g->named[i] != MW_NONE; i++) {
        mw_gender have = g->s->read->cast->characters[g->named[i]].gender;
        bool against = (want == MW_MALE && have == MW_FEMALE) || (want == MW_FEMALE && have == MW_MALE);
        if (!against) add_owner(o, g->named[i]);
    }
    if (o->n < 2) o->n = 0;
    o->sure = 0.55f;
}

/* X and Y's son: each of them. */
static void owners_by_name(const teller *g, uint32_t mark, owners *o) {
    static const char *const two[] = {"couple", "pair", "duo"};
    const mw_sight *s = g->s;
    uint32_t head = mark > 0 ? mark - 1 : 0, other = mw_sight_rel(s, head) == MW_REL_CONJ ? s->tags->head[head] : MW_NONE;
    if (!is_name(s, head) && (is_several(s, head) || MW_AMONG(s->word[head], two))) {
        owners_of_late(g, mw_sight_lemma(s, head), o);
        return;
    }
    add_owner(o, who_before(s, mark));
    if (other != MW_NONE && is_name(s, other)) add_owner(o, mw_sight_who(s, other));
}

/* "her friend Ada (Bo Lee) and his daughter": the name that a possessive stands beside; MW_NONE. */
static uint32_t owner_beside(const mw_sight *s, uint32_t pronoun) {
    uint32_t t = pronoun;
    if (t < 2 || !mw_sight_is(s, t - 1, "and")) return MW_NONE;
    t -= 2;
    if (mw_sight_is(s, t, ")"))
        while (t > 0 && !mw_sight_is(s, t, "(")) t--;
    if (mw_sight_is(s, t, "(") && t > 0) t--;
    uint32_t who = is_name(s, t) ? mw_sight_who(s, t) : MW_NONE;
    if (who == MW_NONE) return MW_NONE;
    mw_gender g = s->read->cast->characters[who].gender;
    return (mw_sight_is(s, pronoun, "his") && g != MW_FEMALE) || (mw_sight_is(s, pronoun, "her") && g != MW_MALE) ? who : MW_NONE;
}

static owners owners_of(const teller *g, uint32_t noun, uint32_t first) {
    const mw_sight *s = g->s;
    owners o = {.first = first, .sure = 0.85f};
    if (is_possessive_mark(s, first) && first != noun) {
        owners_by_name(g, first, &o);
        if (first > 0) o.first = first - 1;
    } else if (is_possessive_pronoun(s, first) && first != noun) {
        uint32_t beside = owner_beside(s, first);
        if (mw_sight_is(s, first, "their"))
            owners_of_late(g, "", &o);
        else
            add_owner(&o, beside != MW_NONE ? beside : mw_sight_who(s, first)), o.sure = 0.8f;
    } else {
        uint32_t of = mw_sight_of(s, noun, "of");
        if (of == MW_NONE) of = mw_sight_of(s, noun, "to");
        if (of != MW_NONE) {
            add_owner(&o, mw_sight_who(s, of));
            uint32_t second = mw_sight_child(s, of, MW_REL_CONJ);
            if (second != MW_NONE) add_owner(&o, mw_sight_who(s, second));
        }
    }
    return o;
}

/* ---- nouns ---- */

static void siblings(teller *g, const uint32_t *names, uint32_t n, uint32_t key, uint32_t last, uint8_t type, float sure) {
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) put(g, type, names[i], names[k], key, key, last, sure);
}

/* "two brothers, A and B", "old friends A and B", "husband and wife A and B" */
static bool mutual(uint8_t type) {
    return type == MW_SIBLING || type == MW_FRIEND || type == MW_LOVER || type == MW_COLLEAGUE || type == MW_RIVAL ||
           type == MW_KIN_OTHER || type == MW_NEIGHBOUR;
}

/* Nobody is said to own it: the one whom the telling is about, where the noun is one of kin or love. */
static void ownerless(teller *g, uint32_t noun, const mw_tie_noun *word, const uint32_t *names, uint32_t n, uint32_t last) {
    const mw_sight *s = g->s;
    if (last == noun) return; /* no name stands beside it */
    if (n > 1 && is_several(s, noun) && mutual(word->type)) {
        siblings(g, names, n, noun, last, word->type, 0.8f);
        return;
    }
    bool close = is_kin_type(word->type) || word->type == MW_FRIEND || word->type == MW_RIVAL;
    if (!close || word->flags & (MW_TIE_LOOSE | MW_TIE_OFFICE) || g->topic == MW_NONE) return;
    for (uint32_t i = 0; i < n; i++) put(g, word->type, names[i], g->topic, noun, noun, last, 0.42f);
}

static void at_noun(teller *g, uint32_t t) {
    const mw_sight *s = g->s;
    const mw_tie_noun *word = relation_noun(s, t);
    if (!word) return;
    uint32_t first = phrase_first(s, t), last = t, names[MOST_NAMES], n = names_behind(s, t, names, &last);
    if (n == 0) {
        uint32_t who = bearer_before(s, t, first);
        const mw_mention *m = mw_sight_mention(s, t);
        if (who == MW_NONE && m && m->confidence >= 140) who = mw_sight_who(s, t); /* else the cast merely guesses who it is */
        if (who != MW_NONE) names[n++] = who, last = t;
    }
    owners o = owners_of(g, t, first);
    if (o.n == 0 && (mw_sight_is(s, first, "a") || mw_sight_is(s, first, "an")) &&
        (mw_sight_rel(s, t) == MW_REL_OBJ || mw_sight_rel(s, t) == MW_REL_OBL) &&
        (is_kin_type(word->type) || word->type == MW_FRIEND || word->type == MW_COLLEAGUE) && !(word->flags & MW_TIE_LOOSE))
        add_owner(&o, mw_sight_who(s, mw_sight_subject(s, s->tags->head[t]))), o.sure = 0.5f; /* she calls in a friend */
    if (o.n == 0) {
        ownerless(g, t, word, names, n, last);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < o.n; k++) put(g, word->type, names[i], o.at[k], t, o.first, last, o.sure);
    if (n > 1 && word->type == MW_OFFSPRING) siblings(g, names, n, t, last, MW_SIBLING, 0.7f);
    if (n == 2 && word->type == MW_PARENT) put(g, MW_SPOUSE, names[0], names[1], t, t, last, 0.6f);
    if (n == 1 && o.n == 2 && word->type == MW_OFFSPRING) put(g, MW_SPOUSE, o.at[0], o.at[1], t, o.first, last, 0.5f);
}

/* "fellow nurse Ines": of whoever owns the phrase, else of whom the telling is about. */
static void at_fellow(teller *g, uint32_t t) {
    const mw_sight *s = g->s;
    if (!mw_sight_is(s, t, "fellow") || t + 1 >= s->tags->n || mw_sight_upos(s, t + 1) != MW_NOUN) return;
    uint32_t names[MOST_NAMES], last = t + 1, n = names_behind(s, t + 1, names, &last), first = phrase_first(s, t);
    if (n == 0) return;
    owners o = owners_of(g, t, first);
    for (uint32_t k = t; !o.n && k > 0 && t - k < 4; k--) /* the couple's friend and fellow nurse */
        if (mw_sight_upos(s, k - 1) == MW_NOUN && k > 1) o = owners_of(g, k - 1, phrase_first(s, k - 1));
    if (!o.n && g->topic != MW_NONE) add_owner(&o, g->topic), o.sure = 0.5f;
    for (uint32_t k = 0; k < o.n; k++) put(g, MW_COLLEAGUE, names[0], o.at[k], t, t, last, o.sure < 0.6f ? o.sure : 0.6f);
}

/* ---- bonds ---- */

typedef struct bond {
    const char *lemma;
    uint8_t type;
} bond;

static const bond *look(const bond *list, size_t n, const char *lemma) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].lemma, lemma) == 0) return &list[i];
    return NULL;
}
#define LOOK(list, lemma) look(list, sizeof(list) / sizeof *(list), lemma)

/* The person of the phrase that begins at t, over adjectives and articles. */
static uint32_t who_behind(const mw_sight *s, uint32_t t, uint32_t *at) {
    for (uint32_t n = 0; t < s->tags->n && n < 6; n++, t++) {
        uint32_t who = is_possessive_pronoun(s, t) ? MW_NONE : mw_sight_who(s, t);
        if (who != MW_NONE && !(t + 1 < s->tags->n && is_possessive_mark(s, t + 1))) return *at = t, who;
        if (!modifies(s, t) && mw_sight_upos(s, t) != MW_DET && mw_sight_upos(s, t) != MW_PROPN && mw_sight_upos(s, t) != MW_PRON) break;
    }
    return MW_NONE;
}

/* married to Gina; divorced from Bo; in love with Cy */
static void at_state(teller *g, uint32_t t) {
    static const bond states[] = {{"marry", MW_SPOUSE},   {"married", MW_SPOUSE},    {"divorce", MW_SPOUSE},    {"divorced", MW_SPOUSE},
                                  {"wed", MW_SPOUSE},     {"engaged", MW_LOVER},     {"engage", MW_LOVER},      {"betrothed", MW_LOVER},
                                  {"smitten", MW_SUITOR}, {"besotted", MW_SUITOR},   {"infatuated", MW_SUITOR}, {"love", MW_LOVER},
                                  {"widowed", MW_SPOUSE}, {"apprenticed", MW_PUPIL}, {"apprentice", MW_PUPIL},  {"estranged", MW_SPOUSE}};
    const mw_sight *s = g->s;
    const bond *b = LOOK(states, s->word[t]);
    if (!b) b = LOOK(states, mw_sight_lemma(s, t));
    if (!b) return;
    bool love = b->type == MW_LOVER && strcmp(mw_sight_lemma(s, t), "love") == 0;
    if (love && !(t > 0 && mw_sight_is(s, t - 1, "in"))) return;
    if (!mw_sight_is(s, t + 1, "to") && !mw_sight_is(s, t + 1, "from") && !(love && mw_sight_is(s, t + 1, "with")) &&
        !(b->type == MW_SUITOR && mw_sight_is(s, t + 1, "with")))
        return;
    uint32_t at = t, other = who_behind(s, t + 2, &at), subject = mw_sight_subject(s, t), who = mw_sight_who(s, subject);
    if (who == MW_NONE && (mw_sight_rel(s, t) == MW_REL_ACL || mw_sight_rel(s, t) == MW_REL_AMOD)) who = mw_sight_who(s, s->tags->head[t]);
    if (who == MW_NONE || who == other) who = g->topic;
    if (mw_sight_negated(s, t)) return;
    put(g, b->type, who, other, t, t, at, who == g->topic ? 0.6f : 0.8f);
}

/* a romance, an affair, friends with benefits: the two whom the sentence, or the one before it, is about */
static void at_bond(teller *g, uint32_t t) {
    static const bond bonds[] = {{"romance", MW_LOVER},      {"affair", MW_LOVER}, {"liaison", MW_LOVER},    {"fling", MW_LOVER},
                                 {"relationship", MW_LOVER}, {"tryst", MW_LOVER},  {"marriage", MW_SPOUSE},  {"friendship", MW_FRIEND},
                                 {"rivalry", MW_RIVAL},      {"feud", MW_RIVAL},   {"courtship", MW_SUITOR}, {"love-affair", MW_LOVER},
                                 {"engagement", MW_LOVER},   {"sex", MW_LOVER}};
    static const char *const bodily[] = {"sex",    "sexual", "kiss",  "bed",      "passion", "passionate",
                                         "erotic", "love",   "lover", "romantic", "nude",    "naked"};
    const mw_sight *s = g->s;
    const bond *b = LOOK(bonds, mw_sight_lemma(s, t));
    if (!b || mw_sight_upos(s, t) == MW_VERB || !mw_tells_story(s->read->cast->critic, s->tags->sentence[t])) return;
    const mw_sentence *all = &s->tags->sentences[s->tags->sentence[t]];
    bool bare = strcmp(b->lemma, "relationship") == 0, flesh = false;
    uint32_t people[2] = {MW_NONE, MW_NONE}, first = t, last = t;
    for (uint32_t k = all->first; k < all->end; k++) {
        flesh |= k != t && MW_AMONG(s->word[k], bodily);
        uint32_t who = mw_sight_who(s, k);
        if (who == MW_NONE || who == people[0] || who == people[1]) continue;
        if (people[0] == MW_NONE)
            people[0] = who, first = k < first ? k : first, last = k > last ? k : last;
        else if (people[1] == MW_NONE)
            people[1] = who, last = k > last ? k : last;
        else
            return; /* three: whose it is cannot be told */
    }
    if (bare && !flesh) return;
    if (strcmp(b->lemma, "sex") == 0 && !mw_sight_is(s, t + 1, "with") && people[1] == MW_NONE) return;
    float sure = 0.5f;
    if (people[1] == MW_NONE) { /* of those of the sentence before */
        if (people[0] == MW_NONE) people[0] = g->recent[0];
        people[1] = g->recent[0] == people[0] ? g->recent[1] : g->recent[0];
        sure = 0.4f;
    }
    put(g, b->type, people[0], people[1], t, first, last, sure);
}

/* ---- deeds ---- */

/* Neither meant, nor wished, nor supposed. */
static bool happens(const mw_sight *s, uint32_t verb) {
    if (mw_sight_negated(s, verb) || mw_sight_feat(s, verb, "VerbForm=Inf")) return false;
    for (MW_EACH_CHILD(s, verb, c))
        if (mw_sight_rel(s, c) == MW_REL_AUX && strcmp(mw_label(s->tags->labels_xpos, s->tags->xpos[c]), "MD") == 0) return false;
    return mw_sight_child_word(s, verb, MW_REL_MARK, "if") == MW_NONE && mw_sight_child_word(s, verb, MW_REL_MARK, "whether") == MW_NONE;
}

/* What a verb makes of its two: more than the verbs of ties.h, as a review sums up what a novel shows. */
static void at_verb(teller *g, uint32_t t) {
    static const bond verbs[] = {
        {"seduce", MW_LOVER},       {"date", MW_LOVER},        {"bed", MW_LOVER},         {"abuse", MW_ATTACKER},
        {"rape", MW_ATTACKER},      {"abduct", MW_ATTACKER},   {"kidnap", MW_ATTACKER},   {"stalk", MW_ATTACKER},
        {"molest", MW_ATTACKER},    {"throw", MW_ATTACKER},    {"shove", MW_ATTACKER},    {"terrorise", MW_ATTACKER},
        {"terrorize", MW_ATTACKER}, {"menace", MW_ATTACKER},   {"imprison", MW_ATTACKER}, {"blackmail", MW_ATTACKER},
        {"drown", MW_ATTACKER},     {"sabotage", MW_ATTACKER}, {"gaslight", MW_ATTACKER}, {"mentor", MW_TEACHER},
        {"coach", MW_TEACHER},      {"train", MW_TEACHER},     {"befriend", MW_FRIEND},   {"fancy", MW_SUITOR},
        {"marry", MW_SPOUSE},       {"wed", MW_SPOUSE},        {"divorce", MW_SPOUSE},    {"adopt", MW_GUARDIAN}};
    const mw_sight *s = g->s;
    const bond *b = LOOK(verbs, mw_sight_lemma(s, t));
    if (!b || !happens(s, t)) return;
    uint32_t subject = mw_sight_subject(s, t), object = mw_sight_child(s, t, MW_REL_OBJ);
    if (mw_sight_passive(s, t)) object = subject, subject = MW_NONE;
    for (MW_EACH_CHILD(s, t, c))
        if (subject == MW_NONE && mw_sight_rel(s, c) == MW_REL_OBL && mw_sight_child_word(s, c, MW_REL_CASE, "by") != MW_NONE) subject = c;
    if (subject == MW_NONE || object == MW_NONE) return;
    uint32_t last = object > t ? object : t, names[MOST_NAMES], behind = object, who = mw_sight_who(s, object);
    if (who == MW_NONE && names_behind(s, object, names, &behind)) who = names[0]; /* a nurse named Ines */
    if (who != MW_NONE && object < t) last = t;
    put(g, b->type, mw_sight_who(s, subject), who, t, t, last, 0.55f);
}

/* ---- the walk ---- */

static void remember(uint32_t recent[4], uint32_t who) {
    if (who == MW_NONE || recent[0] == who) return;
    uint32_t i = 1;
    while (i < 3 && recent[i] != who) i++;
    memmove(recent + 1, recent, i * sizeof *recent);
    recent[0] = who;
}

bool mw_ties_tell(mw_sight *s, mw_ties *ties) {
    teller g = {.s = s,
                .ties = ties,
                .recent = {MW_NONE, MW_NONE, MW_NONE, MW_NONE},
                .named = {MW_NONE, MW_NONE, MW_NONE, MW_NONE},
                .topic = MW_NONE};
    for (uint32_t t = 0; t < s->tags->n && !g.failed; t++) {
        mw_upos u = mw_sight_upos(s, t);
        if (u == MW_NOUN || u == MW_PROPN) at_noun(&g, t);
        if (u == MW_VERB) at_verb(&g, t);
        at_state(&g, t);
        at_fellow(&g, t);
        at_bond(&g, t);
        const mw_mention *m = mw_sight_mention(s, t);
        if (!m || m->plural) continue;
        uint32_t who = mw_sight_who(s, t);
        remember(g.recent, who);
        if (m->form == MW_PROP) remember(g.named, who);
        if (who != MW_NONE && m->form == MW_PROP && mw_sight_rel(s, t) == MW_REL_NSUBJ) g.topic = who;
    }
    return !g.failed;
}
