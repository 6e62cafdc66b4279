/* content_told: content notes as reviews give them: in so many words ("scenes of domestic abuse", "a suicide"), or by deeds between people whose
 * relation the review has told (a father who strikes his son). The weights of content.c are learnt from novels, where a dead man is a dead
 * man; critics kill time, so their bare signs are trusted less (see damp). Words are written for this project; linear. */
#include <math.h>
#include <string.h>

#include "reveal/content.h"

/* Said in so many words, whoever says it: lemma or form, and how surely it is a note. */
typedef struct plain {
    const char *word;
    uint8_t kind, percent;
} plain;

static const plain plains[] = {
    {"sex", MW_CONTENT_SEXUAL, 85},
    {"sexual", MW_CONTENT_SEXUAL, 60},
    {"erotic", MW_CONTENT_SEXUAL, 50},
    {"affair", MW_CONTENT_SEXUAL, 45},
    {"seduce", MW_CONTENT_SEXUAL, 60},
    {"prostitute", MW_CONTENT_SEXUAL, 60},
    {"prostitution", MW_CONTENT_SEXUAL, 60},
    {"brothel", MW_CONTENT_SEXUAL, 60},
    {"escort", MW_CONTENT_SEXUAL, 30},
    {"orgy", MW_CONTENT_SEXUAL, 80},
    {"pornography", MW_CONTENT_SEXUAL, 70},
    {"nude", MW_CONTENT_NUDITY, 80},
    {"nudity", MW_CONTENT_NUDITY, 85},
    {"naked", MW_CONTENT_NUDITY, 60},
    {"topless", MW_CONTENT_NUDITY, 70},
    {"rape", MW_CONTENT_SEXUAL_VIOLENCE, 90},
    {"rapist", MW_CONTENT_SEXUAL_VIOLENCE, 80},
    {"molest", MW_CONTENT_SEXUAL_VIOLENCE, 85},
    {"suicide", MW_CONTENT_SUICIDE, 85},
    {"suicidal", MW_CONTENT_SUICIDE, 80},
    {"self-harm", MW_CONTENT_SELF_HARM, 85},
    {"heroin", MW_CONTENT_DRUGS, 80},
    {"cocaine", MW_CONTENT_DRUGS, 80},
    {"morphine", MW_CONTENT_DRUGS, 65},
    {"opium", MW_CONTENT_DRUGS, 70},
    {"opioid", MW_CONTENT_DRUGS, 75},
    {"meth", MW_CONTENT_DRUGS, 75},
    {"addict", MW_CONTENT_DRUGS, 60},
    {"drug", MW_CONTENT_DRUGS, 60},
    {"overdose", MW_CONTENT_DRUGS, 65},
    {"ketamine", MW_CONTENT_DRUGS, 75},
    {"diazepam", MW_CONTENT_DRUGS, 55},
    {"drunk", MW_CONTENT_ALCOHOL, 55},
    {"drunken", MW_CONTENT_ALCOHOL, 50},
    {"drunkard", MW_CONTENT_ALCOHOL, 60},
    {"alcoholic", MW_CONTENT_ALCOHOL, 75},
    {"alcoholism", MW_CONTENT_ALCOHOL, 75},
    {"booze", MW_CONTENT_ALCOHOL, 55},
    {"obscenity", MW_CONTENT_SWEARING, 70},
    {"profanity", MW_CONTENT_SWEARING, 75},
    {"expletive", MW_CONTENT_SWEARING, 70},
    {"swearing", MW_CONTENT_SWEARING, 60},
    {"foul-mouthed", MW_CONTENT_SWEARING, 65},
    {"racism", MW_CONTENT_SLAVERY_RACISM, 75},
    {"racist", MW_CONTENT_SLAVERY_RACISM, 70},
    {"slavery", MW_CONTENT_SLAVERY_RACISM, 75},
    {"slave", MW_CONTENT_SLAVERY_RACISM, 50},
    {"lynch", MW_CONTENT_SLAVERY_RACISM, 75},
    {"apartheid", MW_CONTENT_SLAVERY_RACISM, 70},
    {"schizophrenia", MW_CONTENT_MENTAL_ILLNESS, 80},
    {"psychosis", MW_CONTENT_MENTAL_ILLNESS, 80},
    {"bipolar", MW_CONTENT_MENTAL_ILLNESS, 80},
    {"depression", MW_CONTENT_MENTAL_ILLNESS, 50},
    {"murder", MW_CONTENT_DEATH, 60},
    {"battlefield", MW_CONTENT_WAR, 60},
    {"torture", MW_CONTENT_VIOLENCE, 60},
    {"gore", MW_CONTENT_VIOLENCE, 60},
    {"stab", MW_CONTENT_VIOLENCE, 60},
    {"cancer", MW_CONTENT_ILLNESS, 70},
    {"dementia", MW_CONTENT_ILLNESS, 70},
    {"leukaemia", MW_CONTENT_ILLNESS, 75},
    {"tuberculosis", MW_CONTENT_ILLNESS, 75},
};

/* Two words, the second within three of the first. */
typedef struct pair {
    const char *first, *second;
    uint8_t kind, percent;
} pair;

static const pair pairs[] = {
    {"child", "abuse", MW_CONTENT_CHILD_ABUSE, 90},
    {"domestic", "abuse", MW_CONTENT_DOMESTIC_ABUSE, 90},
    {"domestic", "violence", MW_CONTENT_DOMESTIC_ABUSE, 90},
    {"abusive", "husband", MW_CONTENT_DOMESTIC_ABUSE, 85},
    {"abusive", "wife", MW_CONTENT_DOMESTIC_ABUSE, 85},
    {"abusive", "partner", MW_CONTENT_DOMESTIC_ABUSE, 85},
    {"abusive", "marriage", MW_CONTENT_DOMESTIC_ABUSE, 85},
    {"abusive", "boyfriend", MW_CONTENT_DOMESTIC_ABUSE, 85},
    {"abusive", "father", MW_CONTENT_CHILD_ABUSE, 85},
    {"abusive", "mother", MW_CONTENT_CHILD_ABUSE, 85},
    {"abusive", "stepfather", MW_CONTENT_CHILD_ABUSE, 85},
    {"violent", "husband", MW_CONTENT_DOMESTIC_ABUSE, 75},
    {"violent", "father", MW_CONTENT_CHILD_ABUSE, 70},
    {"sexual", "assault", MW_CONTENT_SEXUAL_VIOLENCE, 90},
    {"sexual", "abuse", MW_CONTENT_SEXUAL_VIOLENCE, 90},
    {"sexually", "assault", MW_CONTENT_SEXUAL_VIOLENCE, 90},
    {"sexually", "abuse", MW_CONTENT_SEXUAL_VIOLENCE, 90},
    {"sleep", "with", MW_CONTENT_SEXUAL, 50},
    {"make", "love", MW_CONTENT_SEXUAL, 60},
    {"love", "scene", MW_CONTENT_SEXUAL, 45},
    {"bed", "scene", MW_CONTENT_SEXUAL, 55},
    {"take", "life", MW_CONTENT_SUICIDE, 45},
    {"mental", "illness", MW_CONTENT_MENTAL_ILLNESS, 85},
    {"nervous", "breakdown", MW_CONTENT_MENTAL_ILLNESS, 75},
    {"world", "war", MW_CONTENT_WAR, 45},
    {"civil", "war", MW_CONTENT_WAR, 60},
    {"animal", "cruelty", MW_CONTENT_ANIMAL_HARM, 85},
};

static bool put(const mw_sight *s, mw_content_finds *finds, uint8_t kind, uint32_t first, uint32_t last, float sure) {
    mw_content_find f = {.kind = kind, .sure = sure, .key = first, .first = first, .last = last};
    f.heard = s->quote[first] != MW_NONE, f.real = mw_is_event(s->tags, first);
    return mw_vec_push(&s->env->mem, finds, f);
}

/* Denied, or a figure of speech of critics: "no sex", "sexual politics". */
static bool denied(const mw_sight *s, uint32_t t) {
    return t > 0 && (mw_sight_is(s, t - 1, "no") || mw_sight_is(s, t - 1, "without") || mw_sight_is(s, t - 1, "never") ||
                     mw_sight_is(s, t - 1, "neither"));
}

static bool says(const mw_sight *s, uint32_t t, const char *word) {
    return mw_sight_is(s, t, word) || strcmp(mw_sight_lemma(s, t), word) == 0;
}

static bool at_words(const mw_sight *s, mw_content_finds *finds, uint32_t t) {
    if (mw_sight_upos(s, t) == MW_PROPN || denied(s, t) || mw_outside_story(s->read->cast->critic, t)) return true;
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
        if (says(s, t, plains[i].word) && !put(s, finds, plains[i].kind, t, t, (float)plains[i].percent / 100)) return false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!says(s, t, pairs[i].first)) continue;
        for (uint32_t k = t + 1; k < s->tags->n && k <= t + 3 && s->tags->sentence[k] == s->tags->sentence[t]; k++)
            if (says(s, k, pairs[i].second) && !put(s, finds, pairs[i].kind, t, k, (float)pairs[i].percent / 100)) return false;
    }
    return true;
}

/* ---- deeds ---- */

static const char *const selves[] = {"himself", "herself", "themselves", "themself", "myself"};

static bool is_child(const mw_sight *s, uint32_t t) {
    static const char *const words[] = {"child",  "children", "boy",      "girl",      "kid",        "toddler", "baby",
                                        "infant", "son",      "daughter", "schoolboy", "schoolgirl", "pupil"};
    uint32_t who = mw_sight_who(s, t);
    return MW_AMONG(mw_sight_lemma(s, t), words) || (who != MW_NONE && s->read->cast->characters[who].age == MW_CHILD);
}

/* How the one stands to the other, by the relations found before: a bit a type. */
static uint32_t relation_of(const mw_portraits *p, uint32_t a, uint32_t b) {
    uint32_t types = 0;
    for (uint32_t i = 0; i < p->n_relations && a != MW_NONE && b != MW_NONE; i++) {
        const mw_relation *r = &p->relations[i];
        if (r->confidence < 0.4f) continue;
        if (r->a == a && r->b == b) types |= 1u << r->type;
        if (r->a == b && r->b == a && (r->type == MW_SPOUSE || r->type == MW_LOVER)) types |= 1u << r->type;
    }
    return types;
}

/* Whether b is a's husband or wife by the words: "his wife", "her husband" with the possessor a. */
static bool own_spouse(const mw_sight *s, uint32_t a, uint32_t b) {
    static const char *const words[] = {"wife", "husband", "missus", "spouse"};
    uint32_t owner = b == MW_NONE || !MW_AMONG(mw_sight_lemma(s, b), words) ? MW_NONE : mw_sight_possessor(s, b);
    if (owner == MW_NONE) return false;
    uint32_t x = mw_sight_who(s, a), y = mw_sight_who(s, owner);
    return a == MW_NONE || x == y || x == MW_NONE || y == MW_NONE;
}

/* What a verb or a noun has with it: "with a stick", "for his wife". */
uint32_t mw_content_with(const mw_sight *s, uint32_t t, const char *preposition) {
    for (MW_EACH_CHILD(s, t, c)) {
        if (mw_sight_rel(s, c) != MW_REL_OBL && mw_sight_rel(s, c) != MW_REL_NMOD) continue;
        uint32_t at = mw_sight_child(s, c, MW_REL_CASE);
        if (at != MW_NONE && strcmp(s->word[at], preposition) == 0) return c;
    }
    return MW_NONE;
}

/* What is no blow that anybody sees, but ill use by its own word. */
static bool ill_uses(const char *lemma) {
    static const char *const words[] = {"abuse", "ill-treat", "ill-use", "maltreat", "mistreat", "terrorise", "terrorize"};
    return MW_AMONG(lemma, words);
}

/* A blow, or a weapon that somebody is gone for with. */
static bool is_blow(const mw_sight *s, uint32_t t, uint32_t *object) {
    static const char *const hurts[] = {"hit",       "strike",   "beat",  "slap",   "punch",   "kick", "throw",  "whip",
                                        "choke",     "strangle", "burn",  "batter", "shake",   "cane", "thrash", "brutalise",
                                        "brutalize", "starve",   "belt",  "knock",  "flog",    "lash", "cuff",   "smack",
                                        "spank",     "birch",    "clout", "wallop", "throttle"};
    static const char *const weapons[] = {"knife", "stick", "poker", "axe",  "belt",   "strap", "cleaver",
                                          "fist",  "whip",  "cane",  "club", "hammer", "razor", "broom"};
    const char *lemma = mw_sight_lemma(s, t);
    if (MW_AMONG(lemma, hurts) || ill_uses(lemma)) return *object != MW_NONE;
    if (strcmp(lemma, "go") != 0 && strcmp(lemma, "come") != 0) return false;
    uint32_t aim = mw_content_with(s, t, strcmp(lemma, "go") == 0 ? "for" : "at"), with = mw_content_with(s, t, "with");
    if (aim == MW_NONE) return false;
    if (with == MW_NONE) with = mw_content_with(s, aim, "with");
    if (with == MW_NONE || !MW_AMONG(mw_sight_lemma(s, with), weapons)) return false;
    *object = aim;
    return true;
}

/* Off a bridge, from a window, under a train, and not from a horse or a chair. */
static bool throws_down(const mw_sight *s, uint32_t t) {
    static const char *const heights[] = {"bridge",  "cliff", "window",    "roof",  "tower",   "rock",    "wall",  "balcony",
                                          "parapet", "pier",  "height",    "ship",  "boat",    "bulwark", "train", "wheel",
                                          "car",     "top",   "precipice", "crag",  "terrace", "stair",   "deck",  "bank",
                                          "ledge",   "side",  "engine",    "lorry", "bus",     "cart"};
    if (!mw_sight_is(s, t, "under") && !mw_sight_is(s, t, "off") && !mw_sight_is(s, t, "from")) return false;
    for (uint32_t k = t + 1; k < s->tags->n && k <= t + 5 && s->tags->sentence[k] == s->tags->sentence[t]; k++)
        if (MW_AMONG(mw_sight_lemma(s, k), heights)) return true;
    return false;
}

/* She hangs herself; they shoot the dog. */
static bool at_end(const mw_sight *s, mw_content_finds *finds, uint32_t t, uint32_t object, uint32_t last) {
    static const char *const ends[] = {"kill", "hang", "shoot", "drown", "poison", "throw", "stab"};
    static const char *const harms[] = {"kill",   "shoot", "drown", "poison", "beat", "butcher", "torture",   "strangle", "hurt",
                                        "behead", "whip",  "lash",  "flog",   "kick", "skin",    "slaughter", "harpoon",  "trap"};
    static const char *const animals[] = {
        "dog",     "cat",   "horse", "mule",  "donkey", "cow",   "sheep",  "goat",     "bird",      "puppy",  "kitten", "pony",
        "pig",     "lamb",  "bear",  "ox",    "bull",   "calf",  "hare",   "rabbit",   "fox",       "deer",   "stag",   "pheasant",
        "grouse",  "rat",   "mouse", "wolf",  "lion",   "tiger", "whale",  "elephant", "buffalo",   "monkey", "snake",  "hen",
        "chicken", "goose", "duck",  "hound", "mare",   "beast", "animal", "pigeon",   "partridge", "frog",   "seal",   "antelope"};
    const char *lemma = mw_sight_lemma(s, t);
    bool falls = strcmp(lemma, "throw") != 0 || throws_down(s, object + 1),
         out = mw_sight_is(s, object + 1, "out"); /* shot himself out of bed */
    if (MW_AMONG(s->word[object], selves) && MW_AMONG(lemma, ends) && falls && !out)
        return put(s, finds, MW_CONTENT_SUICIDE, t, last, 0.75f);
    if (MW_AMONG(lemma, harms) && MW_AMONG(mw_sight_lemma(s, object), animals))
        return put(s, finds, MW_CONTENT_ANIMAL_HARM, t, last, 0.65f);
    return true;
}

/* He strikes his son, or goes for his wife with a stick. */
static bool at_deed(const mw_sight *s, const mw_portraits *p, mw_content_finds *finds, uint32_t t) {
    if (mw_sight_upos(s, t) != MW_VERB || mw_sight_negated(s, t)) return true;
    const char *lemma = mw_sight_lemma(s, t);
    bool passive = mw_sight_passive(s, t);
    uint32_t object = passive ? mw_sight_subject(s, t) : mw_sight_child(s, t, MW_REL_OBJ),
             subject = passive ? mw_content_with(s, t, "by") : mw_sight_subject(s, t);
    if (object != MW_NONE && !at_end(s, finds, t, object, object > t && object - t < 8 ? object : t)) return false;
    if (!is_blow(s, t, &object)) return true;
    static const char *const insides[] = {"soul", "heart", "mind", "spirit", "eye", "glance", "look"};
    if (MW_AMONG(s->word[object], selves) || (passive && strcmp(lemma, "shake") == 0) || mw_sight_is(s, subject, "it") ||
        mw_sight_child(s, t, MW_REL_EXPL) != MW_NONE || MW_AMONG(mw_sight_lemma(s, object), insides))
        return true; /* she shook herself; he was shaken by the news; it struck her; he threw his soul into it */
    uint32_t last = object > t && object - t < 8 ? object : t, a = mw_sight_who(s, subject), b = mw_sight_who(s, object),
             types = relation_of(p, a, b);
    bool lovers = types & (1u << MW_SPOUSE | 1u << MW_LOVER) || own_spouse(s, subject, object) || own_spouse(s, object, subject),
         parent = types & 1u << MW_PARENT;
    if (strcmp(lemma, "throw") == 0 && !parent && !lovers) return true;
    if (strcmp(lemma, "shake") == 0) lovers = false; /* to wake him */
    if ((parent || is_child(s, object)) && !put(s, finds, MW_CONTENT_CHILD_ABUSE, t, last, parent ? 0.7f : 0.5f)) return false;
    if (lovers && !put(s, finds, MW_CONTENT_DOMESTIC_ABUSE, t, last, 0.65f)) return false;
    if (!s->read->cast->critic || ill_uses(lemma)) return true; /* in a novel its words say what violence it is */
    return put(s, finds, MW_CONTENT_VIOLENCE, t, last, 0.6f);
}

bool mw_content_deeds(const mw_sight *s, const mw_portraits *p, mw_content_finds *finds) {
    for (uint32_t t = 0; t < s->tags->n; t++)
        if (!at_deed(s, p, finds, t)) return false;
    return true;
}

bool mw_content_tell(const mw_sight *s, const mw_portraits *p, mw_content_finds *finds) {
    for (uint32_t t = 0; t < s->tags->n; t++)
        if (!at_words(s, finds, t) || !at_deed(s, p, finds, t)) return false;
    return true;
}

/* What a place of content.c is worth in a review: shifts of the logit by kind, and where the critic speaks (chosen on reviews of invented
 * works, where signs at their threshold for novels were right in two of five). */
float mw_content_damp(const mw_sight *s, mw_content_kind kind, uint32_t key, float score) {
    static const float less[MW_N_CONTENT] = {
        [MW_CONTENT_DEATH] = 0.4f, [MW_CONTENT_ANIMAL_HARM] = 1, [MW_CONTENT_SWEARING] = 1, [MW_CONTENT_ALCOHOL] = 0.3f};
    mw_told told = (mw_told)s->read->cast->critic->told[s->tags->sentence[key]];
    float shift = less[kind] + (told == MW_TOLD_OPINION || told == MW_TOLD_FACT ? 0.8f : 0);
    if (mw_outside_story(s->read->cast->critic, key)) shift += 3;
    if (score <= 0 || score >= 1) return score;
    return (float)(1 / (1 + exp(-(log((double)score / (1 - (double)score)) - (double)shift))));
}
