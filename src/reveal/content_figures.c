/* content_figures: words of the list that are no note where they stand, since they are said of a thing or in a turn of speech: dead tired, a murderous
 * look, naked rock, a slave to tobacco, dying to know. Common English only; internal to reveal. */
#include "reveal/content.h"

static const char *head_lemma(const mw_sight *s, uint32_t t) {
    uint32_t head = s->tags->head[t];
    return mw_sight_rel(s, t) == MW_REL_AMOD && head < s->tags->n ? mw_sight_lemma(s, head) : "";
}

/* Dead silence, a dead calm; dead tired, deadly pale. */
static bool is_dead_thing(const mw_sight *s, uint32_t t) {
    static const char *const things[] = {"silence", "calm",      "leaf",      "wall",  "weight", "letter", "level",     "stop",
                                         "centre",  "center",    "language",  "pause", "air",    "branch", "tree",      "wood",
                                         "season",  "water",     "stillness", "hush",  "heat",   "loss",   "certainty", "secret",
                                         "earnest", "reckoning", "light",     "eye",   "bough",  "grass"};
    if (mw_sight_is(s, t, "dead") && t > 0 && mw_sight_is(s, t - 1, "the") && mw_sight_is(s, t + 1, "of")) return true; /* of night */
    return mw_sight_rel(s, t) == MW_REL_ADVMOD || MW_AMONG(head_lemma(s, t), things);
}

/* Frightened to death, dying to know, nearly died of laughing. */
static bool is_deadly_turn(const mw_sight *s, uint32_t t) {
    static const char *const much[] = {"frighten", "scare", "bore",   "worry",   "tire",  "tickle",
                                       "love",     "tease", "plague", "terrify", "please"};
    static const char *const mirth[] = {"laughing", "laughter", "shame", "curiosity", "ennui", "boredom", "envy", "mortification"};
    if (mw_sight_is(s, t, "death") && t > 1 && mw_sight_is(s, t - 1, "to"))
        for (uint32_t k = t - 1; k-- > 0 && t - k < 5;)
            if (MW_AMONG(mw_sight_lemma(s, k), much)) return true;
    if (strcmp(mw_sight_lemma(s, t), "die") != 0) return false;
    if (mw_sight_is(s, t, "dying") && (mw_sight_is(s, t + 1, "to") || mw_sight_is(s, t + 1, "for"))) return true;
    return (mw_sight_is(s, t + 1, "of") || mw_sight_is(s, t + 1, "with")) && t + 2 < s->tags->n && MW_AMONG(s->word[t + 2], mirth);
}

/* A murderous look, a savage glance. */
static bool is_look(const mw_sight *s, uint32_t t) {
    static const char *const looks[] = {"look",       "glance", "eye",   "stare",   "scowl", "frown",
                                        "expression", "glare",  "smile", "thought", "mood"};
    return MW_AMONG(head_lemma(s, t), looks);
}

static bool is_person(const mw_sight *s, uint32_t t) {
    return t != MW_NONE && (mw_sight_who(s, t) != MW_NONE || mw_sight_sense_is(s, t, "noun.person"));
}

/* Naked rock, bare walls. */
static bool is_bare_thing(const mw_sight *s, uint32_t t) {
    static const char *const bodies[] = {"body", "skin",  "breast", "limb", "back",  "shoulder",
                                         "man",  "woman", "figure", "form", "flesh", "bosom"};
    uint32_t head = s->tags->head[t];
    if (mw_sight_rel(s, t) != MW_REL_AMOD || head >= s->tags->n) return false;
    return !is_person(s, head) && !MW_AMONG(mw_sight_lemma(s, head), bodies);
}

/* A slave to tobacco; a savage temper, savage as a bear. */
static bool is_no_people(const mw_sight *s, uint32_t t) {
    if (strcmp(mw_sight_lemma(s, t), "slave") == 0) {
        uint32_t to = mw_sight_of(s, t, "to"), of = to == MW_NONE ? mw_sight_of(s, t, "of") : to;
        return of != MW_NONE && !is_person(s, of);
    }
    if (strcmp(mw_sight_lemma(s, t), "savage") != 0 || mw_sight_upos(s, t) == MW_NOUN) return false;
    return mw_sight_rel(s, t) != MW_REL_AMOD || s->tags->head[t] >= s->tags->n || !is_person(s, s->tags->head[t]);
}

bool mw_content_figure(const mw_sight *s, uint8_t kind, uint32_t t) {
    switch (kind) {
    case MW_CONTENT_DEATH:
        return is_dead_thing(s, t) || is_deadly_turn(s, t);
    case MW_CONTENT_VIOLENCE:
        return is_look(s, t) || is_deadly_turn(s, t);
    case MW_CONTENT_NUDITY:
        return is_bare_thing(s, t);
    case MW_CONTENT_SLAVERY_RACISM:
        return is_no_people(s, t);
    default:
        return false;
    }
}
