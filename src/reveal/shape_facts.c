/* Facts of a person: eyes, hair, age, kin, job, each from the few turns of phrase that tell them beyond doubt. */
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_faults.h"

static bool same_sentence(const mw_shape_work *w, uint32_t a, uint32_t b) {
    return b < w->n && w->tags->sentence[a] == w->tags->sentence[b];
}

/* ---- colours ---- */

/* Colours that may be one and the same share a bit. */
static const struct {
    const char *word;
    uint32_t eyes, hair;
} colours[] = {
    {"blue", 1, 0},    {"grey", 2, 64},          {"gray", 2, 64},       {"green", 4, 0},   {"brown", 8, 8},         {"hazel", 8 | 4, 8},
    {"black", 16, 16}, {"dark", 8 | 16, 8 | 16}, {"violet", 1 | 32, 0}, {"amber", 8, 0},   {"red", 0, 32},          {"auburn", 0, 32 | 8},
    {"ginger", 0, 32}, {"blond", 0, 1},          {"blonde", 0, 1},      {"fair", 0, 1},    {"golden", 0, 1},        {"yellow", 0, 1},
    {"flaxen", 0, 1},  {"sandy", 0, 1 | 32},     {"white", 0, 64},      {"silver", 0, 64}, {"chestnut", 0, 8 | 32}, {"raven", 0, 16},
};

static uint32_t colour_of(const mw_shape_work *w, uint32_t t, bool hair) {
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (mw_shape_is(w, t, colours[i].word)) return hair ? colours[i].hair : colours[i].eyes;
    return 0;
}

/* The person of a word; of a pronoun that was left open the only person named before it in its sentence. */
static uint32_t person_of(const mw_shape_work *w, uint32_t t) {
    if (w->person[t] != MW_NONE || w->tags->upos[t] != MW_PRON) return w->person[t];
    uint32_t who = MW_NONE;
    for (uint32_t i = t; i > 0 && w->tags->sentence[i - 1] == w->tags->sentence[t]; i--) {
        uint32_t x = w->tags->upos[i - 1] == MW_PROPN ? w->person[i - 1] : MW_NONE;
        if (x != MW_NONE && who != MW_NONE && x != who) return MW_NONE;
        if (x != MW_NONE) who = x;
    }
    return who;
}

/* Who a noun stands for that says what somebody is: "she was a woman with …", "Ada, who was a girl with …". */
static uint32_t said_of(const mw_shape_work *w, uint32_t noun) {
    uint32_t s = mw_child_with(w->tags, w->children, noun, MW_REL_NSUBJ), head = w->tags->head[noun];
    bool behind = w->tags->rel_base[noun] == MW_REL_ACL || w->tags->rel_base[noun] == MW_REL_APPOS;
    if (behind && head < w->n && w->person[head] != MW_NONE) return w->person[head];
    if (s != MW_NONE && person_of(w, s) != MW_NONE) return person_of(w, s);
    return w->person[noun];
}

/* Whose a part of the body is: "her eyes", "the eyes of Ada", "Ada had … eyes", "a girl with … eyes". */
static uint32_t owner_of(const mw_shape_work *w, uint32_t noun) {
    const mw_tags *g = w->tags;
    uint32_t by = mw_child_with(g, w->children, noun, MW_REL_CASE), taken = MW_NONE;
    if (by != MW_NONE && mw_shape_is(w, by, "by") && g->rel_base[noun] == MW_REL_OBL && g->head[noun] < w->n)
        taken = mw_child_with(g, w->children, g->head[noun], MW_REL_OBJ);
    if (taken != MW_NONE && w->person[taken] != MW_NONE) return w->person[taken]; /* "took Ada by her red hair" */
    for (uint32_t c = mw_child_first(w->children, noun); c != MW_NONE; c = mw_child_next(w->children, c))
        if (g->rel_base[c] == MW_REL_NMOD && person_of(w, c) != MW_NONE) {
            bool by_it = c > 1 && mw_shape_is(w, c - 1, "by") && same_sentence(w, c - 2, c) && w->person[c - 2] != MW_NONE;
            return by_it ? w->person[c - 2] : person_of(w, c); /* "took Ada by her red hair", the parse astray */
        }
    uint32_t head = g->head[noun];
    if (head == noun || head >= w->n) return MW_NONE;
    if (g->rel_base[noun] == MW_REL_OBJ && mw_shape_is(w, head, "have")) {
        uint32_t s = mw_child_with(g, w->children, head, MW_REL_NSUBJ);
        return s == MW_NONE ? MW_NONE : person_of(w, s);
    }
    uint32_t with = mw_child_with(g, w->children, noun, MW_REL_CASE);
    if (with != MW_NONE && mw_shape_is(w, with, "with") && g->rel_base[noun] == MW_REL_NMOD) return said_of(w, head);
    return MW_NONE;
}

/* The same by the words alone, where the parse goes astray: "his … black hair", "Noah's … hair", "Noah had … hair", "a boy with … hair". */
static uint32_t owner_before(const mw_shape_work *w, uint32_t noun) {
    for (uint32_t t = noun; t > 0 && noun - t < 4 && same_sentence(w, t - 1, noun); t--) {
        mw_str f = mw_shape_form(w, t - 1);
        uint8_t upos = w->tags->upos[t - 1];
        if (upos == MW_PRON) return person_of(w, t - 1);
        if (t > 1 && mw_shape_is(w, t - 1, "have")) return person_of(w, t - 2);
        if (t > 1 && mw_shape_is(w, t - 1, "with")) return said_of(w, t - 2);
        if (mw_str_is(f, "'s") || mw_str_is(f, "’s")) return t > 1 ? w->person[t - 2] : MW_NONE;
        if (upos != MW_ADJ && upos != MW_ADV && upos != MW_CCONJ && upos != MW_DET && upos != MW_PUNCT) break;
    }
    return MW_NONE;
}

/* The colour that a noun of the body is told to have: before it, or behind its verb "to be". */
static uint32_t colour_told(const mw_shape_work *w, uint32_t noun, bool hair, uint32_t *at) {
    for (uint32_t c = mw_child_first(w->children, noun); c != MW_NONE; c = mw_child_next(w->children, c)) {
        uint32_t x = w->tags->rel_base[c] == MW_REL_AMOD || w->tags->rel_base[c] == MW_REL_COMPOUND ? colour_of(w, c, hair) : 0;
        if (x) return *at = c, x;
    }
    uint32_t head = w->tags->head[noun];
    if (head < w->n && w->tags->rel_base[noun] == MW_REL_NSUBJ && mw_child_with(w->tags, w->children, head, MW_REL_COP) != MW_NONE) {
        uint32_t x = colour_of(w, head, hair);
        if (x) return *at = head, x;
    }
    return noun > 0 && same_sentence(w, noun - 1, noun) ? *at = noun - 1, colour_of(w, noun - 1, hair) : 0;
}

static uint32_t known_of(const mw_shape_work *w, uint32_t last) {
    uint32_t end = w->r->tokens->span[last].end;
    if (w->quote[last] != MW_NONE && w->r->speech->quotes[w->quote[last]].known > end) return w->r->speech->quotes[w->quote[last]].known;
    return mw_shape_sentence(w, w->tags->sentence[last]).end;
}

static bool put(mw_fault_work *k, mw_fault_kind kind, uint32_t who, uint32_t other, uint32_t value, uint32_t a, uint32_t b) {
    uint32_t first = a < b ? a : b, last = a < b ? b : a;
    mw_fact fact = {.kind = kind, .value = value, .token = a, .first = first, .last = last, .known = known_of(k->w, last)};
    fact.who = mw_fault_person(k, who, &fact.known);
    fact.other = mw_fault_person(k, other, &fact.known);
    return mw_fact_put(k, fact);
}

static bool looks(mw_fault_work *k, uint32_t t) {
    const mw_shape_work *w = k->w;
    bool eyes = mw_shape_is(w, t, "eye"), hair = mw_shape_is(w, t, "hair");
    if (eyes || hair) {
        uint32_t at = t, who = owner_of(w, t);
        if (who == MW_NONE) who = owner_before(w, t);
        uint32_t colour = who == MW_NONE ? 0 : colour_told(w, t, hair, &at);
        return !colour || put(k, eyes ? MW_FAULT_EYES : MW_FAULT_HAIR, who, MW_NONE, colour, at, t);
    }
    /* "blue-eyed", "red-haired": of the noun that it stands with, or of the subject. */
    eyes = mw_shape_is(w, t, "eyed"), hair = mw_shape_is(w, t, "haired");
    if ((!eyes && !hair) || t < 2 || !same_sentence(w, t, t - 2)) return true;
    uint32_t colour = colour_of(w, t - 2, hair), head = w->tags->head[t], who = MW_NONE;
    if (head < w->n) who = w->person[head];
    if (who == MW_NONE) {
        uint32_t s = mw_child_with(w->tags, w->children, t, MW_REL_NSUBJ);
        who = s == MW_NONE ? MW_NONE : w->person[s];
    }
    return !colour || who == MW_NONE || put(k, eyes ? MW_FAULT_EYES : MW_FAULT_HAIR, who, MW_NONE, colour, t - 2, t);
}

/* ---- ages ---- */

static uint32_t small_number(const char *s) {
    static const char *const ones[] = {"",         "one",     "two",     "three",     "four",     "five",    "six",
                                       "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                                       "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    for (uint32_t i = 1; i < 20; i++)
        if (*s == *ones[i] && strcmp(s, ones[i]) == 0) return i;
    for (uint32_t i = 2; i < 10; i++)
        if (*s == *tens[i] && strcmp(s, tens[i]) == 0) return 10 * i;
    return 0;
}

uint32_t mw_fact_number(const mw_shape_work *w, uint32_t t, uint32_t *last) {
    if (t >= w->n) return 0;
    mw_str f = mw_shape_form(w, t);
    *last = t;
    if (f.n && f.n < 5 && *f.at >= '0' && *f.at <= '9') {
        uint32_t x = 0;
        for (size_t i = 0; i < f.n && f.at[i] >= '0' && f.at[i] <= '9'; i++) x = 10 * x + (uint32_t)(f.at[i] - '0');
        return x;
    }
    char low[16];
    if (f.n >= sizeof low) return 0;
    for (size_t i = 0; i < f.n; i++) low[i] = (char)(f.at[i] | 32);
    low[f.n] = '\0';
    uint32_t x = small_number(low);
    if (x > 0 && x < 10 && t + 4 < w->n && same_sentence(w, t, t + 4) && mw_shape_is(w, t + 2, "and")) { /* nine-and-twenty */
        uint32_t tens = small_number(mw_shape_word(w, t + 4));
        bool joined = w->word[t + 1] == MW_NONE && w->word[t + 3] == MW_NONE;
        if (joined && tens >= 20) return *last = t + 4, x + tens;
    }
    if (x >= 20 && t + 2 < w->n && same_sentence(w, t, t + 2)) {
        mw_str dash = mw_shape_form(w, t + 1), one = mw_shape_form(w, t + 2);
        if (dash.n == 1 && *dash.at == '-' && one.n < sizeof low) {
            for (size_t i = 0; i < one.n; i++) low[i] = (char)(one.at[i] | 32);
            low[one.n] = '\0';
            uint32_t y = small_number(low);
            if (y > 0 && y < 10) return *last = t + 2, x + y;
        }
    }
    return x;
}

/* What makes an age one of another time, or no fact: when, will, would, not, if, as if. */
static bool is_hedged(const mw_shape_work *w, uint32_t t) {
    const mw_sentence *s = &w->tags->sentences[w->tags->sentence[t]];
    for (uint32_t i = s->first; i < s->end && i < t + 6; i++) {
        static const char *const hedges[] = {"when",   "will",   "would", "not",  "if",     "until",    "till",  "before", "since",
                                             "almost", "nearly", "about", "than", "might",  "could",    "look",  "seem",   "perhaps",
                                             "shall",  "after",  "once",  "nigh", "hardly", "scarcely", "under", "over"};
        for (size_t h = 0; h < sizeof hedges / sizeof *hedges; h++)
            if (mw_shape_is(w, i, hedges[h]) && i + 12 > t) return true;
        mw_str f = mw_shape_form(w, i);
        if ((f.n == 2 && memcmp(f.at, "'d", 2) == 0) || (f.n == 3 && memcmp(f.at, "'ll", 3) == 0)) return true;
    }
    return false;
}

/* The subject of the clause that a number belongs to. */
static uint32_t subject_near(const mw_shape_work *w, uint32_t t) {
    for (uint32_t hop = 0, x = t; hop < 3; hop++) {
        uint32_t s = mw_child_with(w->tags, w->children, x, MW_REL_NSUBJ);
        if (s != MW_NONE) return person_of(w, s);
        uint8_t rel = w->tags->rel_base[x];
        bool inside = rel == MW_REL_NUMMOD || rel == MW_REL_OBL || rel == MW_REL_NMOD || rel == MW_REL_COMPOUND || rel == MW_REL_ADVMOD ||
                      rel == MW_REL_FLAT || rel == MW_REL_DEP;
        if (!inside || w->tags->head[x] >= w->n) break;
        x = w->tags->head[x];
    }
    return MW_NONE;
}

static bool has_cop(const mw_shape_work *w, uint32_t t) {
    for (uint32_t hop = 0, x = t; hop < 3; hop++) {
        if (mw_child_with(w->tags, w->children, x, MW_REL_COP) != MW_NONE) return true;
        if (w->tags->head[x] >= w->n || w->tags->head[x] == x) break;
        x = w->tags->head[x];
    }
    return false;
}

/* The nearest name or noun of a person before t in its sentence: of "Ada, aged nine," and "Ada, who was nine,". */
static uint32_t person_before(const mw_shape_work *w, uint32_t t) {
    for (uint32_t i = t; i > 0 && t - i < 6 && same_sentence(w, t, i - 1); i--)
        if (w->person[i - 1] != MW_NONE) return w->person[i - 1];
    return MW_NONE;
}

static bool ages(mw_fault_work *k, uint32_t t) {
    const mw_shape_work *w = k->w;
    uint32_t last, years = mw_fact_number(w, t, &last), who = MW_NONE, end = last, whole;
    if (t > 1 && mw_fact_number(w, t - 2, &whole) && whole == t) return true; /* the rest of "twenty-six" */
    if (years < 3 || years > 110 || (t > 0 && w->tags->upos[t] != MW_NUM && w->tags->upos[t] != MW_ADJ && w->tags->upos[t] != MW_NOUN))
        return true;
    bool year = mw_shape_is(w, last + 1, "year") && same_sentence(w, t, last + 1);
    mw_str dash = last + 1 < w->n ? mw_shape_form(w, last + 1) : MW_STR("");
    if (t > 0 && mw_shape_is(w, t - 1, "age") && same_sentence(w, t, t - 1)) { /* aged nine */
        who = person_before(w, t - 1);
    } else if (t > 1 && mw_shape_is(w, t - 1, "of") && mw_shape_is(w, t - 2, "age")) { /* at the age of nine: of another time, as a rule */
        return true;
    } else if (dash.n == 1 && *dash.at == '-' && mw_shape_is(w, last + 2, "year")) { /* a nine-year-old girl */
        for (uint32_t i = last + 3; i < w->n && i < last + 8 && who == MW_NONE && same_sentence(w, t, i); i++) who = w->person[i];
        if (who == MW_NONE) who = person_before(w, t);
        end = last + 4 < w->n ? last + 4 : last;
    } else if (year && (mw_shape_is(w, last + 2, "old") || (mw_shape_is(w, last + 2, "of") && mw_shape_is(w, last + 3, "age")))) {
        who = subject_near(w, t);
        if (who == MW_NONE) who = subject_near(w, last + 2);
        if (who == MW_NONE) who = person_before(w, t);
        end = last + 2;
    } else if (!year && has_cop(w, t) && w->tags->head[t] < w->n &&
               (mw_child_with(w->tags, w->children, t, MW_REL_COP) != MW_NONE ||
                mw_child_with(w->tags, w->children, last, MW_REL_COP) != MW_NONE)) {
        /* "Ada was nine": nothing that is counted stands behind it. */
        uint32_t next = last + 1 < w->n && same_sentence(w, t, last + 1) ? w->tags->upos[last + 1] : MW_PUNCT;
        if (next == MW_NOUN || next == MW_ADJ || mw_shape_is(w, last + 1, "of") || mw_shape_is(w, last + 1, "o'clock")) return true;
        uint32_t s = mw_child_with(w->tags, w->children, t, MW_REL_NSUBJ);
        if (s == MW_NONE) s = mw_child_with(w->tags, w->children, last, MW_REL_NSUBJ);
        if (s == MW_NONE || w->r->cast->mentions[w->mention[s] == MW_NONE ? 0 : w->mention[s]].plural) return true;
        who = person_of(w, s);
    }
    if (who == MW_NONE || is_hedged(w, t)) return true;
    if (end >= w->n) end = last;
    return put(k, MW_FAULT_AGE, who, MW_NONE, years, t, end);
}

/* ---- kin ---- */

static const char *const kin[][3] = {{"brother", "sister", "sibling"}, {"father", "mother", "parent"},
                                     {"son", "daughter", "child"},     {"uncle", "aunt", ""},
                                     {"nephew", "niece", ""},          {"cousin", "", ""},
                                     {"husband", "wife", ""},          {"grandfather", "grandmother", ""},
                                     {"grandson", "granddaughter", ""}};

static uint32_t kin_of(const mw_shape_work *w, uint32_t t) {
    for (uint32_t i = 0; i < sizeof kin / sizeof *kin; i++)
        for (int k = 0; k < 3; k++)
            if (*kin[i][k] && mw_shape_is(w, t, kin[i][k])) return i + 1;
    return 0;
}

static bool is_name(const mw_shape_work *w, uint32_t t) { return w->tags->upos[t] == MW_PROPN && w->person[t] != MW_NONE; }

/* "her brother Tom", "Tom, her brother", "Tom was her brother": the kin of the owner. */
static bool kinship(mw_fault_work *k, uint32_t t) {
    const mw_shape_work *w = k->w;
    uint32_t class = kin_of(w, t), owner = MW_NONE, whose = MW_NONE;
    if (!class || w->tags->upos[t] != MW_NOUN) return true;
    for (uint32_t c = mw_child_first(w->children, t); c != MW_NONE; c = mw_child_next(w->children, c)) {
        if (w->tags->rel_base[c] == MW_REL_NMOD && c < t && w->person[c] != MW_NONE) owner = w->person[c];
        bool named =
            is_name(w, c) && (w->tags->rel_base[c] == MW_REL_APPOS || w->tags->rel_base[c] == MW_REL_FLAT ||
                              (w->tags->rel_base[c] == MW_REL_NSUBJ && mw_child_with(w->tags, w->children, t, MW_REL_COP) != MW_NONE));
        if (named) whose = w->person[c];
    }
    uint32_t head = w->tags->head[t];
    if (whose == MW_NONE && head < w->n && w->tags->rel_base[t] == MW_REL_APPOS && is_name(w, head)) whose = w->person[head];
    return owner == MW_NONE || whose == MW_NONE || owner == whose || put(k, MW_FAULT_KIN, owner, whose, class, t, t);
}

/* ---- jobs ---- */

static const char jobs[] =
    " doctor physician surgeon lawyer barrister solicitor banker clerk baker butcher grocer carpenter blacksmith smith miller farmer "
    "gardener "
    "cook coachman groom butler footman housekeeper governess teacher schoolmaster schoolmistress professor priest curate vicar parson "
    "rector "
    "soldier captain colonel major sergeant lieutenant sailor fisherman ferryman postman policeman constable detective inspector judge "
    "painter sculptor musician pianist violinist actor actress singer dancer writer poet journalist editor printer bookseller tailor "
    "dressmaker seamstress milliner cobbler shoemaker weaver watchmaker clockmaker jeweller chemist apothecary nurse midwife engineer "
    "architect mason plumber pilot driver porter waiter waitress barber innkeeper landlord publican shopkeeper merchant miner "
    "shepherd gamekeeper lighthousekeeper librarian typist secretary ";

static bool is_job(const char *word) {
    char key[32];
    size_t n = strlen(word);
    if (n == 0 || n + 3 > sizeof key) return false;
    key[0] = ' ';
    memcpy(key + 1, word, n);
    key[n + 1] = ' ';
    key[n + 2] = '\0';
    return strstr(jobs, key) != NULL;
}

/* "Ada was a nurse", "Ada, the nurse". */
static bool employment(mw_fault_work *k, uint32_t t) {
    const mw_shape_work *w = k->w;
    if (w->word[t] == MW_NONE || w->tags->upos[t] != MW_NOUN || !is_job(mw_shape_word(w, t))) return true;
    uint32_t s = mw_child_with(w->tags, w->children, t, MW_REL_NSUBJ), who = MW_NONE;
    if (s != MW_NONE && mw_child_with(w->tags, w->children, t, MW_REL_COP) != MW_NONE && !is_hedged(w, t)) who = w->person[s];
    uint32_t head = w->tags->head[t];
    if (who == MW_NONE && head < w->n && w->tags->rel_base[t] == MW_REL_APPOS && is_name(w, head)) who = w->person[head];
    return who == MW_NONE || put(k, MW_FAULT_JOB, who, MW_NONE, w->word[t], t, t);
}

bool mw_faults_looks(mw_fault_work *k) {
    bool good = true;
    for (uint32_t t = 0; good && t < k->w->n; t++)
        good = (k->w->word[t] == MW_NONE || (looks(k, t) && kinship(k, t) && employment(k, t))) && ages(k, t);
    return good;
}
