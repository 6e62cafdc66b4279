/* critic_words: the words by which reviews say who did what to a work, and small helpers over the tokens. Closed lists of common nouns and
 * verbs; no name stands here. */
#include <string.h>

#include "cast/critic_inside.h"

enum {
    D = 1 << MW_DIRECTOR,
    W = 1 << MW_WRITER,
    A = 1 << MW_AUTHOR,
    C = 1 << MW_CINEMATOGRAPHER,
    M = 1 << MW_COMPOSER,
    P = 1 << MW_PRODUCER,
    E = 1 << MW_EDITOR,
    X = 1 << MW_ACTOR,
};

typedef struct role_word {
    const char *word;
    uint32_t roles;
} role_word;

static const role_word person_nouns[] = {
    {"director", D},
    {"co-director", D},
    {"directors", D},
    {"filmmaker", D},
    {"film-maker", D},
    {"filmmakers", D},
    {"helmer", D},
    {"auteur", D},
    {"moviemaker", D},
    {"writer-director", W | D},
    {"writer/director", W | D},
    {"screenwriter", W},
    {"screenwriters", W},
    {"scriptwriter", W},
    {"scripter", W},
    {"scripters", W},
    {"scenarist", W},
    {"writer", W},
    {"writers", W},
    {"co-writer", W},
    {"showrunner", W},
    {"creator", W},
    {"creators", W},
    {"librettist", W},
    {"playwright", A},
    {"dramatist", A},
    {"novelist", A},
    {"author", A},
    {"cinematographer", C},
    {"cinematographers", C},
    {"photographer", C},
    {"lenser", C},
    {"cameraman", C},
    {"camerawoman", C},
    {"lensman", C},
    {"dop", C},
    {"dp", C},
    {"composer", M},
    {"composers", M},
    {"songwriter", M},
    {"producer", P},
    {"producers", P},
    {"editor", E},
    {"editors", E},
    {"actor", X},
    {"actress", X},
    {"actors", X},
    {"actresses", X},
    {"star", X},
    {"stars", X},
    {"co-star", X},
    {"newcomer", X},
    {"newcomers", X},
    {"comedian", X},
    {"performer", X},
    {"debutant", X},
    {"debutante", X},
    {"lead", X},
    {"leads", X},
};

typedef struct thing_word {
    const char *word;
    uint32_t roles;
    bool whole;
} thing_word;

static const thing_word thing_nouns[] = {
    {"film", D, true},
    {"movie", D, true},
    {"feature", D, true},
    {"picture", D, true},
    {"debut", D, true},
    {"drama", D, true},
    {"comedy", D, true},
    {"thriller", D, true},
    {"melodrama", D, true},
    {"documentary", D, true},
    {"western", D, true},
    {"romance", D, true},
    {"adaptation", D, true},
    {"sequel", D, true},
    {"remake", D, true},
    {"novel", A, true},
    {"book", A, true},
    {"play", A, true},
    {"series", W, true},
    {"show", W, true},
    {"story", A, true},
    {"work", D, true},
    {"follow-up", D, true},
    {"tale", D, true},
    {"memoir", A, true},
    {"direction", D, false},
    {"directing", D, false},
    {"staging", D, false},
    {"script", W, false},
    {"screenplay", W, false},
    {"scripts", W, false},
    {"teleplay", W, false},
    {"scenario", W, false},
    {"libretto", W, false},
    {"prose", A, false},
    {"writing", W, false},
    {"cinematography", C, false},
    {"photography", C, false},
    {"camerawork", C, false},
    {"camera", C, false},
    {"lensing", C, false},
    {"lens", C, false},
    {"images", C, false},
    {"lighting", C, false},
    {"score", M, false},
    {"music", M, false},
    {"soundtrack", M, false},
    {"songs", M, false},
    {"editing", E, false},
    {"cutting", E, false},
    {"performance", X, false},
    {"performances", X, false},
    {"acting", X, false},
    {"portrayal", X, false},
    {"turn", X, false},
};

static const role_word verbs[] = {
    {"direct", D}, {"helm", D},  {"write", W},   {"co-write", W},   {"script", W}, {"pen", W},   {"adapt", W}, {"create", W},
    {"author", A}, {"shoot", C}, {"lens", C},    {"photograph", C}, {"light", C},  {"film", C},  {"score", M}, {"compose", M},
    {"edit", E},   {"cut", E},   {"produce", P}, {"star", X},       {"act", X},    {"voice", X},
};

static const role_word labels[] = {
    {"dir", D},        {"director", D},    {"directed", D},       {"scr", W},
    {"screenplay", W}, {"script", W},      {"writer", W},         {"written", W},
    {"ph", C},         {"photography", C}, {"cinematography", C}, {"camera", C},
    {"mus", M},        {"music", M},       {"composer", M},       {"score", M},
    {"ed", E},         {"editor", E},      {"editing", E},        {"edited", E},
    {"prod", P},       {"producer", P},    {"producers", P},      {"produced", P},
    {"cast", X},       {"starring", X},    {"with", X},           {"stars", X},
    {"featuring", X},  {"author", A},
};

typedef struct kind_word {
    const char *word;
    mw_work_kind kind;
    float weight;
} kind_word;

static const kind_word kind_nouns[] = {
    {"film", MW_WORK_FILM, 2},
    {"films", MW_WORK_FILM, 1},
    {"movie", MW_WORK_FILM, 2},
    {"movies", MW_WORK_FILM, 1},
    {"picture", MW_WORK_FILM, 0.5f},
    {"cinema", MW_WORK_FILM, 1},
    {"onscreen", MW_WORK_FILM, 1},
    {"screenplay", MW_WORK_FILM, 1},
    {"cinematography", MW_WORK_FILM, 1},
    {"camera", MW_WORK_FILM, 1},
    {"feature", MW_WORK_FILM, 1},
    {"director", MW_WORK_FILM, 0.5f},
    {"cinematographer", MW_WORK_FILM, 1},
    {"pic", MW_WORK_FILM, 2},
    {"flick", MW_WORK_FILM, 2},
    {"novel", MW_WORK_NOVEL, 2},
    {"book", MW_WORK_NOVEL, 1},
    {"pages", MW_WORK_NOVEL, 1},
    {"page", MW_WORK_NOVEL, 1},
    {"prose", MW_WORK_NOVEL, 1},
    {"novelist", MW_WORK_NOVEL, 1},
    {"author", MW_WORK_NOVEL, 1},
    {"chapter", MW_WORK_NOVEL, 1},
    {"chapters", MW_WORK_NOVEL, 1},
    {"reader", MW_WORK_NOVEL, 1},
    {"sentences", MW_WORK_NOVEL, 1},
    {"paperback", MW_WORK_NOVEL, 1},
    {"series", MW_WORK_SERIES, 2},
    {"season", MW_WORK_SERIES, 1.5f},
    {"episode", MW_WORK_SERIES, 2},
    {"episodes", MW_WORK_SERIES, 2},
    {"showrunner", MW_WORK_SERIES, 2},
    {"show", MW_WORK_SERIES, 1},
    {"sitcom", MW_WORK_SERIES, 2},
    {"television", MW_WORK_SERIES, 1},
    {"tv", MW_WORK_SERIES, 1},
    {"finale", MW_WORK_SERIES, 1},
    {"play", MW_WORK_PLAY, 1},
    {"playwright", MW_WORK_PLAY, 2},
    {"stage", MW_WORK_PLAY, 2},
    {"theatre", MW_WORK_PLAY, 2},
    {"theater", MW_WORK_PLAY, 0.5f},
    {"interval", MW_WORK_PLAY, 2},
    {"stalls", MW_WORK_PLAY, 2},
    {"staging", MW_WORK_PLAY, 2},
    {"production", MW_WORK_PLAY, 1},
    {"auditorium", MW_WORK_PLAY, 1},
};

static uint32_t look(const role_word *list, size_t n, const char *word) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].word, word) == 0) return list[i].roles;
    return 0;
}
#define LOOK(list, word) look(list, sizeof(list) / sizeof *(list), word)

uint32_t mw_critic_person_noun(const char *word) { return LOOK(person_nouns, word); }
uint32_t mw_critic_verb(const char *lemma) { return LOOK(verbs, lemma); }
uint32_t mw_critic_participle(const char *word) {
    static const role_word list[] = {{"directed", D}, {"helmed", D},   {"written", W}, {"co-written", W},   {"scripted", W}, {"penned", W},
                                     {"adapted", W},  {"shot", C},     {"lensed", C},  {"photographed", C}, {"lit", C},      {"filmed", C},
                                     {"scored", M},   {"composed", M}, {"edited", E},  {"produced", P}};
    return LOOK(list, word);
}

bool mw_critic_craft(const char *word) {
    static const char *const list[] = {"design",  "designs",  "designer",     "designers",     "set",     "sets",          "costumes",
                                       "costume", "wardrobe", "choreography", "choreographer", "makeup",  "translation",   "translator",
                                       "decor",   "puppetry", "stunts",       "visuals",       "effects", "illustrations", "illustrator"};
    return MW_AMONG(word, list);
}

uint32_t mw_critic_label(const char *word) { return LOOK(labels, word); }

uint32_t mw_critic_thing_noun(const char *word, bool *whole) {
    *whole = false;
    for (size_t i = 0; i < sizeof thing_nouns / sizeof *thing_nouns; i++)
        if (strcmp(thing_nouns[i].word, word) == 0) {
            *whole = thing_nouns[i].whole;
            return thing_nouns[i].roles;
        }
    return 0;
}

mw_work_kind mw_critic_kind_noun(const char *word, float *weight) {
    for (size_t i = 0; i < sizeof kind_nouns / sizeof *kind_nouns; i++)
        if (strcmp(kind_nouns[i].word, word) == 0) {
            *weight = kind_nouns[i].weight;
            return kind_nouns[i].kind;
        }
    return MW_WORK_UNKNOWN;
}

bool mw_critic_honorific(const char *word) {
    static const char *const list[] = {"mr",   "mr.",    "mrs",     "mrs.",   "ms",       "ms.",          "miss",         "dr",
                                       "dr.",  "dame",   "sir",     "lady",   "lord",     "professor",    "prof.",        "frau",
                                       "herr", "signor", "signora", "madame", "monsieur", "se\xC3\xB1or", "se\xC3\xB1ora"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(list[i], word) == 0) return true;
    return false;
}

/* ---- helpers ---- */

const char *mw_critic_word(const mw_critic_work *c, uint32_t token) { return token < c->tags->n ? c->lower[token] : ""; }

bool mw_critic_is(const mw_critic_work *c, uint32_t token, const char *word) { return strcmp(mw_critic_word(c, token), word) == 0; }

bool mw_critic_capital(const mw_critic_work *c, uint32_t token) {
    if (token >= c->tags->n) return false;
    mw_str s = mw_str_span(c->text->at, c->tokens->span[token]);
    size_t n;
    return s.n && mw_cp_upper(mw_utf8_next(s.at, s.n, &n));
}

bool mw_critic_opens(const mw_critic_work *c, uint32_t token) {
    const mw_sentence *s = &c->tags->sentences[c->tags->sentence[token]];
    uint32_t t = s->first;
    while (t < token && c->tags->upos[t] == MW_PUNCT) t++;
    return t == token;
}

bool mw_critic_possessive(const mw_critic_work *c, uint32_t token) {
    const char *w = mw_critic_word(c, token);
    return strcmp(w, "'s") == 0 || (strcmp(w, "'") == 0 && token > 0 && token < c->tags->n && c->tags->upos[token] == MW_PART);
}

mw_span mw_critic_span(const mw_critic_work *c, uint32_t first, uint32_t last) {
    return (mw_span){c->tokens->span[first].start, c->tokens->span[last].end};
}

const char *mw_critic_text(mw_critic_work *c, uint32_t first, uint32_t last) {
    mw_str s = mw_str_span(c->text->at, mw_critic_span(c, first, last));
    char *out = mw_arena_alloc(c->keep, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < s.n;) {
        size_t len;
        bool space = mw_cp_space(mw_utf8_next(s.at + i, s.n - i, &len));
        if (!space)
            memcpy(out + n, s.at + i, len), n += len;
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
        i += len;
    }
    return out;
}

float mw_critic_sign(const mw_critic_work *c, uint32_t first, uint32_t last, mw_sign sign) {
    if (!c->tags->sign_at) return 0;
    uint32_t sum = 0;
    for (uint32_t t = first; t <= last; t++) sum += mw_sign_at(c->tags, t, sign);
    return (float)sum / 255 / (float)(last - first + 1);
}

int mw_critic_year(const mw_critic_work *c, uint32_t token) {
    const char *w = mw_critic_word(c, token);
    int year = 0;
    for (int i = 0; i < 4; i++) {
        if (w[i] < '0' || w[i] > '9') return 0;
        year = year * 10 + (w[i] - '0');
    }
    bool ends = !w[4] || strcmp(w + 4, "'s") == 0;
    return ends && year >= 1888 && year < 2100 ? year : 0;
}
