/* traits_lasting: whether words that tell a quality tell one that lasts, and of the person that the links give. Readers of a page write down
 * what somebody is like there ("she was weak"); who asks what somebody is like in a whole book wants what stays. Each doubt takes its share
 * of the confidence, so that such rows stand behind others and those that were faint are not told. */
#include "cast/lexicon.h"
#include "reveal/traits.h"

#define HALF 0.5f
#define LESS 0.7f

/* Feelings and states that pass, as a predicate; "an anxious man" is something else. */
static const char *const passing_words[] = {
    "absent",    "afraid",     "agitated",   "alarmed",      "alone",     "amazed",     "angry",         "annoyed",     "anxious",
    "ashamed",   "asleep",     "astonished", "awake",        "aware",     "bewildered", "breathless",    "busy",        "calm",
    "certain",   "cold",       "composed",   "confused",     "content",   "cross",      "crushed",       "dazed",       "dead",
    "delighted", "delirious",  "desperate",  "disappointed", "drunk",     "dumb",       "eager",         "embarrassed", "engaged",
    "excited",   "exhausted",  "faint",      "feverish",     "free",      "fresh",      "frightened",    "furious",     "glad",
    "gone",      "grateful",   "happy",      "helpless",     "hot",       "hungry",     "hurt",          "hysterical",  "ill",
    "impatient", "indignant",  "intimate",   "laconic",      "late",      "lonely",     "lost",          "merry",       "miserable",
    "mistaken",  "motionless", "mute",       "nervous",      "offended",  "pale",       "perplexed",     "pleased",     "present",
    "puzzled",   "quiet",      "ready",      "relieved",     "resolved",  "restless",   "right",         "sad",         "safe",
    "satisfied", "shocked",    "sick",       "silent",       "sleepy",    "sober",      "sorry",         "speechless",  "startled",
    "still",     "strong",     "sulky",      "sure",         "surprised", "tearful",    "terrified",     "thankful",    "thick",
    "thirsty",   "thoughtful", "tired",      "touched",      "troubled",  "uncertain",  "uncomfortable", "uneasy",      "unhappy",
    "upset",     "vexed",      "warm",       "weak",         "weary",     "welcome",    "well",          "wet",         "white",
    "willing",   "worn",       "wounded",    "wrong"};
static const char *const stays_words[] = {"always", "ever",   "naturally", "usually",  "generally",  "habitually", "never",
                                          "often",  "seldom", "rarely",    "commonly", "frequently", "constantly", "constitutionally"};
static const char *const moment_words[] = {"again",    "already", "just",    "presently", "suddenly",  "then", "to-day", "today",
                                           "to-night", "tonight", "tonight", "yesterday", "instantly", "once", "now"};
/* Of a face: what comes over it. */
static const char *const glance_words[] = {"expression", "frown", "glance", "lip", "look", "smile", "tone", "voice", "breath", "tear"};
static const char *const colour_words[] = {"ashen", "ashy", "colourless", "crimson", "livid", "pale", "scarlet", "white", "wan"};
static const char *const kept_words[] = {"arched",  "bearded", "curved", "dyed",   "freckled", "hooked",    "pointed", "powdered",
                                         "rounded", "scarred", "tanned", "veined", "waxed",    "weathered", "shaped",  "wrinkled"};
static const char *const changed_words[] = {"another", "changed", "altered", "different", "new", "free"};
/* What is said before a name or to somebody: old Pip, my dear fellow. */
static const char *const epithets[] = {"dear", "good", "little", "old", "own", "poor", "sweet", "young"};
static const char *const if_words[] = {"if", "when", "unless", "whenever", "until", "till", "whether"};

static bool is_if(const mw_sight *s, uint32_t t) {
    mw_rel rel = mw_sight_rel(s, t);
    return MW_AMONG(s->word[t], if_words) && (rel == MW_REL_MARK || rel == MW_REL_ADVMOD);
}

static bool any(const mw_sight *s, uint32_t first, uint32_t last, const char *const *list, size_t n) {
    for (uint32_t t = first; t <= last; t++)
        if (mw_among(s->word[t], list, n)) return true;
    return false;
}
#define ANY(s, first, last, list) any(s, first, last, list, sizeof(list) / sizeof *(list))

/* The word that the clause of the quality hangs on: of an adjective its noun, where that is what somebody is. */
static uint32_t clause_of(const mw_sight *s, uint32_t key) {
    uint32_t head = s->tags->head[key];
    bool below = mw_sight_rel(s, key) == MW_REL_AMOD || mw_sight_rel(s, key) == MW_REL_OBJ || mw_sight_rel(s, key) == MW_REL_CONJ ||
                 mw_sight_rel(s, key) == MW_REL_XCOMP;
    return below && head < s->tags->n ? head : key;
}

static bool has_adverb(const mw_sight *s, uint32_t t, const char *const *list, size_t n) {
    for (MW_EACH_CHILD(s, t, c))
        if (mw_among(s->word[c], list, n) && (mw_sight_rel(s, c) == MW_REL_ADVMOD || mw_sight_rel(s, c) == MW_REL_OBL)) return true;
    return false;
}
#define HAS_ADVERB(s, t, list) has_adverb(s, t, list, sizeof(list) / sizeof *(list))

/* again, once more, to-night; "now a lad of eighteen" is how he is from here on. */
static bool of_moment(const mw_sight *s, const mw_trait_find *f, uint32_t clause) {
    if (f->kind == MW_TRAIT_AGE || f->way == MW_WAY_HABIT) return false;
    return ANY(s, f->tell_first, f->tell_last, moment_words) || HAS_ADVERB(s, f->key, moment_words) ||
           (f->way != MW_WAY_APPOSITION && HAS_ADVERB(s, clause, moment_words));
}

/* "By the time she was six years old", "when Edda was twelve": an age that is gone. */
static bool is_past_age(const mw_sight *s, const mw_trait_find *f, uint32_t clause) {
    static const char *const times[] = {"when", "before", "until", "till", "since", "ere"};
    if (f->kind != MW_TRAIT_AGE) return false;
    if (mw_sight_rel(s, clause) == MW_REL_OBL && mw_sight_upos(s, s->tags->head[clause]) == MW_ADJ) clause = s->tags->head[clause];
    for (MW_EACH_CHILD(s, clause, c)) {
        mw_rel rel = mw_sight_rel(s, c);
        if (c > f->key) continue;
        if (rel == MW_REL_OBL ? mw_sight_is(s, c, "time") : MW_AMONG(s->word[c], times) && (rel == MW_REL_MARK || rel == MW_REL_ADVMOD))
            return true;
    }
    return false;
}

/* strong enough to walk; hard at work */
static bool for_something(const mw_sight *s, const mw_trait_find *f) {
    for (uint32_t t = f->tell_first; t <= f->tell_last; t++)
        if (strcmp(s->word[t], "enough") == 0) return true;
    return mw_sight_is(s, f->tell_last + 1, "enough") || (mw_sight_is(s, f->key, "hard") && mw_sight_is(s, f->key + 1, "at"));
}

/* "Mina is a woman" */
static bool is_plain(const mw_trait_find *f) {
    return f->way == MW_WAY_IS_A && f->marks[MW_SAYS_PLAIN] > 0 && f->tell_last == f->key && f->key - f->tell_first < 2;
}

static bool passes(const mw_sight *s, const mw_trait_find *f, uint32_t clause) {
    bool predicate = f->way == MW_WAY_PREDICATE || f->way == MW_WAY_SEEMS || f->way == MW_WAY_APPOSITION || f->way == MW_WAY_SIGN;
    if (!predicate || mw_sight_rel(s, f->key) == MW_REL_AMOD || HAS_ADVERB(s, f->key, stays_words) || HAS_ADVERB(s, clause, stays_words))
        return false;
    return MW_AMONG(s->word[f->key], passing_words);
}

/* black looks, blanched lips, a white face */
static bool of_face(const mw_sight *s, const mw_trait_find *f) {
    if (f->way != MW_WAY_BODY && f->way != MW_WAY_BODY_IS && f->way != MW_WAY_SIGN) return false;
    uint32_t noun = mw_sight_upos(s, f->key) == MW_NOUN ? f->key : s->tags->head[f->key];
    bool body = f->way != MW_WAY_SIGN || mw_sight_sense_is(s, noun, "noun.body");
    bool part = f->marks[MW_SAYS_PARTICIPLE] > 0 && !MW_AMONG(s->word[f->key], kept_words);
    return MW_AMONG(mw_sight_lemma(s, noun), glance_words) || (body && (part || MW_AMONG(s->word[f->key], colour_words)));
}

/* "He was a changed man" tells of a turn. */
static bool changed(const mw_sight *s, const mw_trait_find *f) {
    uint32_t noun = mw_sight_rel(s, f->key) == MW_REL_AMOD ? s->tags->head[f->key] : f->key;
    const mw_person_noun *p = mw_sight_upos(s, noun) == MW_NOUN ? mw_person_noun_lookup(mw_sight_lemma(s, noun)) : NULL;
    return p && p->flags & MW_NOUN_PLAIN && ANY(s, f->tell_first, f->key, changed_words);
}

static bool is_epithet(const mw_sight *s, const mw_trait_find *f) {
    for (uint32_t t = f->tell_first; t <= f->tell_last; t++)
        if (!MW_AMONG(s->word[t], epithets) && mw_sight_upos(s, t) != MW_PROPN) return false;
    if (mw_sight_upos(s, f->tell_last) == MW_PROPN) return MW_AMONG(s->word[f->tell_first], epithets);
    uint32_t head = s->tags->head[f->key];
    bool of_name = mw_sight_rel(s, f->key) == MW_REL_AMOD && head < s->tags->n && mw_sight_upos(s, head) == MW_PROPN;
    return of_name || (f->key > 0 && mw_sight_is(s, f->key - 1, "my")) ||
           (f->key + 1 < s->tags->n && mw_sight_upos(s, f->key + 1) == MW_PROPN);
}

bool mw_trait_turned(const mw_sight *s, const mw_trait_find *f, uint32_t token) {
    for (uint32_t t = token + 1; t < f->tell_first; t++)
        if (mw_sight_who(s, t) == f->who && mw_sight_is(s, token, "never")) return true;
    return false;
}

/* "Never had she been so gay": then. */
static bool as_never(const mw_sight *s, const mw_trait_find *f, uint32_t clause) {
    for (MW_EACH_CHILD(s, clause, c))
        if (c < f->tell_first && mw_trait_turned(s, f, c)) return true;
    return false;
}

/* Words that hang on two words outside are pieces of two phrases: "(telling with) energy all his qualities". */
static bool is_fragment(const mw_sight *s, const mw_trait_find *f) {
    uint32_t outside = 0;
    for (uint32_t t = f->tell_first; t <= f->tell_last && f->way == MW_WAY_SIGN; t++) {
        uint32_t head = s->tags->head[t];
        outside += mw_sight_upos(s, t) != MW_PUNCT && (head < f->tell_first || head > f->tell_last || head == t);
    }
    return outside > 1;
}

/* "Tom did play truant": words that are a verb's are a deed, unless they are what somebody does always, loves or has. */
static bool is_deed(const mw_sight *s, const mw_trait_find *f) {
    static const char *const lasts[] = {"love",   "like",  "hate",    "dislike", "prefer",  "enjoy",    "fear",   "dread",
                                        "detest", "adore", "despise", "admire",  "have",    "know",     "belong", "live",
                                        "speak",  "excel", "lack",    "possess", "delight", "resemble", "wear",   "mean"};
    if (f->way != MW_WAY_SIGN) return false;
    for (uint32_t t = f->tell_first; t <= f->tell_last; t++) {
        uint32_t head = s->tags->head[t];
        if ((head >= f->tell_first && head <= f->tell_last && head != t) || mw_sight_upos(s, t) != MW_VERB) continue;
        return !mw_sight_feat(s, t, "VerbForm=Part") && !MW_AMONG(mw_sight_lemma(s, t), lasts) && !HAS_ADVERB(s, t, stays_words);
    }
    return false;
}

/* Somebody else is the subject inside the words, or the person themself by name: they are no quality but a sentence. */
static bool is_clause(const mw_sight *s, const mw_trait_find *f) {
    if (f->way == MW_WAY_SIGN && mw_sight_upos(s, f->key) == MW_ADV) return true;
    for (uint32_t t = f->tell_first; t <= f->tell_last; t++) {
        const mw_mention *m = mw_sight_mention(s, t);
        if (mw_sight_who(s, t) == f->who && m && m->form == MW_PROP) return true;
        if (t != f->key && mw_sight_rel(s, t) == MW_REL_NSUBJ && mw_sight_upos(s, t) == MW_PRON && f->way == MW_WAY_SIGN &&
            strcmp(s->word[t], "who") != 0 && strcmp(s->word[t], "that") != 0)
            return true;
    }
    return false;
}

/* Nobody calls the one whom they talk to, or themselves, he. */
static bool is_astray(const mw_sight *s, const mw_trait_find *f) {
    static const char *const third[] = {"he", "him", "his", "himself", "she", "her", "hers", "herself"};
    if (f->marks[MW_SAYS_OF_HEARER] <= 0 && f->marks[MW_SAYS_OF_SELF] <= 0) return false;
    for (uint32_t t = f->from; t <= f->to; t++)
        if (mw_sight_who(s, t) == f->who && MW_AMONG(s->word[t], third)) return true;
    return false;
}

float mw_trait_lasting(const mw_sight *s, const mw_trait_find *f) {
    uint32_t clause = clause_of(s, f->key);
    float worth = 1;
    bool maybe = f->marks[MW_SAYS_MODAL] > 0 || f->marks[MW_SAYS_ASKED] > 0;
    for (uint32_t t = f->tell_first; t <= f->tell_last; t++) maybe |= is_if(s, t);
    if (maybe) worth *= LESS;
    if (of_moment(s, f, clause) || as_never(s, f, clause) || passes(s, f, clause) || of_face(s, f) || changed(s, f) ||
        is_past_age(s, f, clause) || for_something(s, f) || is_plain(f))
        worth *= HALF;
    if (is_epithet(s, f) || is_clause(s, f) || is_fragment(s, f) || is_deed(s, f) || is_astray(s, f)) worth *= HALF;
    return worth;
}
