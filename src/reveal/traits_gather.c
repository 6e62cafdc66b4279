/* traits_gather: everything in the parse that may tell a lasting quality of a person, one find a quality, with its marks. It is generous:
 * which finds are traits is decided by weights (traits.c). The ways are those of character description in Bamman, O'Connor and Smith
 * ("Learning Latent Personas of Film Characters", 2013): attributes, predicates, appositions, possessed nouns, and what one does by habit. */
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/adjectives.h"
#include "reveal/traits.h"

const char *const mw_trait_marks[MW_N_MARK] = {
    "adjective", "noun",         "apposition", "relative",   "of",         "with",    "body",    "quality",    "predicate",
    "is a",      "body is",      "seems",      "has",        "habit",      "bent",    "age",     "as",         "manner",
    "by sign",   "of attribute", "of feeling", "of state",   "of thought", "unknown", "valence", "participle", "person",
    "body noun", "quality noun", "mood noun",  "other noun", "work",       "plain",   "kin",     "of age",     "heard",
    "of self",   "of hearer",    "present",    "past",       "modal",      "negated", "asked",   "lasting",    "momentary",
    "degree",    "name",         "pronoun",    "a",          "this",       "owned",   "plural",  "complement", "empty",
    "sign",      "no sign",      "bias"};

typedef struct gather {
    const mw_sight *s;
    mw_trait_finds *finds;
    bool failed;
} gather;

static bool is_adjective(const mw_sight *s, uint32_t t) { return mw_sight_upos(s, t) == MW_ADJ || mw_sight_rel(s, t) == MW_REL_AMOD; }
static bool is_noun(const mw_sight *s, uint32_t t) { return mw_sight_upos(s, t) == MW_NOUN; }

/* ---- words ---- */

static const char *const body_words[] = {
    "eye",     "face",   "hair",   "hand",     "brow",   "lip",   "mouth",      "voice",       "figure",  "frame",
    "form",    "nose",   "chin",   "cheek",    "arm",    "foot",  "leg",        "shoulder",    "beard",   "moustache",
    "skin",    "head",   "tooth",  "forehead", "look",   "smile", "expression", "countenance", "feature", "complexion",
    "finger",  "neck",   "throat", "back",     "breast", "body",  "limb",       "lock",        "curl",    "eyebrow",
    "stature", "manner", "air",    "bearing",  "gait",   "tone",  "profile",    "visage",      "person",  "appearance"};
static const char *const quality_words[] = {
    "temper",     "nature",    "disposition", "character",  "heart",      "mind",        "spirit",    "soul",    "will",
    "taste",      "habit",     "pride",       "vanity",     "courage",    "kindness",    "patience",  "modesty", "beauty",
    "wit",        "genius",    "talent",      "honesty",    "goodness",   "cruelty",     "ambition",  "piety",   "temperament",
    "conscience", "dignity",   "strength",    "youth",      "age",        "gift",        "passion",   "skill",   "cleverness",
    "cowardice",  "obstinacy", "innocence",   "simplicity", "generosity", "selfishness", "reputation"};
static const char *const lasting_words[] = {"always",   "ever",       "naturally", "usually", "generally",  "habitually",
                                            "never",    "often",      "seldom",    "rarely",  "constantly", "invariably",
                                            "commonly", "frequently", "sometimes", "rather",  "quite"};
static const char *const momentary_words[] = {"now",  "suddenly",  "then", "already",     "still",  "again",
                                              "just", "presently", "soon", "immediately", "almost", "too"};
static const char *const degree_words[] = {"very",      "so",         "most",       "more",       "exceedingly",
                                           "extremely", "remarkably", "uncommonly", "singularly", "somewhat"};
static const char *const habit_words[] = {"always", "never",  "usually",    "generally", "habitually",
                                          "seldom", "rarely", "invariably", "often",     "constantly"};
static const char *const bent_words[] = {"like",  "dislike", "love",    "hate",   "detest", "abhor",   "adore",  "despise",
                                         "enjoy", "prefer",  "delight", "pride",  "fear",   "dread",   "admire", "possess",
                                         "lack",  "excel",   "speak",   "belong", "live",   "resemble"};
static const char *const looks_words[] = {
    "pretty", "beautiful", "handsome", "plain",   "ugly",   "tall",    "short",   "fat",      "thin",   "stout", "slender", "pale",
    "fair",   "dark",      "lovely",   "hideous", "little", "small",   "big",     "large",    "black",  "white", "brown",   "grey",
    "gray",   "red",       "blue",     "slim",    "broad",  "lean",    "lanky",   "blond",    "blonde", "ruddy", "sallow",  "graceful",
    "comely", "tiny",      "gaunt",    "hot",     "bald",   "looking", "bearded", "freckled", "ragged", "bony",  "stocky",  "ungainly"};
static const char *const empty_words[] = {
    "little", "own",     "other", "same", "such",  "first",    "last",    "next",   "whole",     "more",    "many",   "several",
    "few",    "certain", "only",  "very", "new",   "former",   "present", "most",   "much",      "less",    "least",  "second",
    "third",  "little",  "main",  "mere", "usual", "previous", "late",    "latter", "different", "various", "better", "best",
    "left",   "right",   "ready", "able", "glad",  "sure",     "sorry",   "afraid", "alone",     "aware",   "dead",   "alive"};
static const char *const if_words[] = {"if", "unless", "whether", "lest", "suppose", "supposing"};
static const char *const seem_words[] = {"seem", "look", "appear", "prove", "grow", "become", "remain", "sound"};

static bool is_body(const mw_sight *s, uint32_t t) {
    return mw_sight_sense_is(s, t, "noun.body") || MW_AMONG(mw_sight_lemma(s, t), body_words);
}
static bool is_quality(const mw_sight *s, uint32_t t) {
    return mw_sight_sense_is(s, t, "noun.attribute") || MW_AMONG(mw_sight_lemma(s, t), quality_words);
}

/* ---- marks ---- */

static void mark_word(const mw_sight *s, mw_trait_find *f) {
    const char *lemma = mw_sight_lemma(s, f->key);
    size_t n = strlen(s->word[f->key]);
    if (is_adjective(s, f->key)) {
        const mw_adjective *a = mw_adjective_lookup(s->word[f->key]);
        f->marks[MW_SAYS_ATTRIBUTE] = a && a->of & MW_OF_ATTRIBUTE;
        f->marks[MW_SAYS_FEELING] = a && a->of & MW_OF_FEELING;
        f->marks[MW_SAYS_STATE] = a && a->of & MW_OF_STATE;
        f->marks[MW_SAYS_THOUGHT] = a && a->of & MW_OF_THOUGHT;
        f->marks[MW_SAYS_UNKNOWN_WORD] = !a;
        f->marks[MW_SAYS_VALENCE] = a && a->valence;
        f->marks[MW_SAYS_PARTICIPLE] = n > 4 && (strcmp(s->word[f->key] + n - 2, "ed") == 0 || strcmp(s->word[f->key] + n - 3, "ing") == 0);
    } else if (is_noun(s, f->key)) {
        const mw_person_noun *p = mw_person_noun_lookup(lemma);
        f->marks[MW_SAYS_PERSON] = mw_sight_sense_is(s, f->key, "noun.person") || p;
        f->marks[MW_SAYS_BODY] = is_body(s, f->key);
        f->marks[MW_SAYS_QUALITY] = is_quality(s, f->key);
        f->marks[MW_SAYS_MOOD] = mw_sight_sense_is(s, f->key, "noun.feeling") || mw_sight_sense_is(s, f->key, "noun.state");
        f->marks[MW_SAYS_OTHER_NOUN] =
            !f->marks[MW_SAYS_PERSON] && !f->marks[MW_SAYS_BODY] && !f->marks[MW_SAYS_QUALITY] && !f->marks[MW_SAYS_MOOD];
        f->marks[MW_SAYS_WORK] = p && p->flags & MW_NOUN_WORK;
        f->marks[MW_SAYS_PLAIN] = p && p->flags & (MW_NOUN_PLAIN | MW_NOUN_SHIFTS);
        f->marks[MW_SAYS_KIN] = p && p->flags & MW_NOUN_KIN;
    }
    f->marks[MW_SAYS_EMPTY] = MW_AMONG(s->word[f->key], empty_words);
    f->marks[MW_SAYS_AGE] = mw_age_adjective(s->word[f->key]) != MW_AGE_UNKNOWN;
}

static void mark_speech(const mw_sight *s, mw_trait_find *f, uint32_t mention) {
    uint32_t q = s->quote[f->key];
    if (q != MW_NONE) {
        const mw_quote *quote = &s->read->speech->quotes[q];
        f->marks[MW_SAYS_HEARD] = 1;
        f->marks[MW_SAYS_OF_SELF] = quote->speaker == f->who;
        for (uint32_t i = 0; i < quote->n_addressees; i++)
            if (quote->addressees[i] == f->who) f->marks[MW_SAYS_OF_HEARER] = 1;
    }
    uint32_t sentence = s->tags->sentence[f->key];
    uint32_t end = s->tags->sentences[sentence].end;
    f->marks[MW_SAYS_ASKED] = end && (strcmp(s->word[end - 1], "?") == 0 || (end > 1 && strcmp(s->word[end - 2], "?") == 0));
    const mw_mention *m = mention == MW_NONE ? NULL : mw_sight_mention(s, mention);
    if (!m) return;
    f->marks[MW_SAYS_NAME] = m->form == MW_PROP;
    f->marks[MW_SAYS_PRONOUN] = m->form == MW_PRO;
    f->marks[MW_SAYS_PLURAL] = m->plural;
    if (m->form != MW_NOM) return;
    const char *opens = s->word[m->first];
    f->marks[MW_SAYS_A] = strcmp(opens, "a") == 0 || strcmp(opens, "an") == 0;
    f->marks[MW_SAYS_THIS] =
        strcmp(opens, "this") == 0 || strcmp(opens, "that") == 0 || strcmp(opens, "these") == 0 || strcmp(opens, "those") == 0;
    f->marks[MW_SAYS_OWNED] = mw_sight_possessor(s, mention) != MW_NONE;
}

/* Tense and adverbs of the clause that a predicate makes. */
static void mark_clause(const mw_sight *s, mw_trait_find *f, uint32_t predicate) {
    f->marks[MW_SAYS_NEGATED] = mw_sight_negated(s, predicate);
    bool finite = false;
    for (MW_EACH_CHILD(s, predicate, c)) {
        mw_rel rel = mw_sight_rel(s, c);
        if (rel == MW_REL_COP || rel == MW_REL_AUX) {
            finite = true;
            if (mw_sight_feat(s, c, "Tense=Pres")) f->marks[MW_SAYS_PRESENT] = 1;
            if (mw_sight_feat(s, c, "Tense=Past")) f->marks[MW_SAYS_PAST] = 1;
            if (rel == MW_REL_AUX && strcmp(mw_label(s->tags->labels_xpos, s->tags->xpos[c]), "MD") == 0) f->marks[MW_SAYS_MODAL] = 1;
        }
        if (rel == MW_REL_MARK && MW_AMONG(s->word[c], if_words)) f->marks[MW_SAYS_MODAL] = 1;
        if (rel == MW_REL_ADVMOD) {
            f->marks[MW_SAYS_LASTING] += MW_AMONG(s->word[c], lasting_words);
            f->marks[MW_SAYS_MOMENTARY] += MW_AMONG(s->word[c], momentary_words);
            f->marks[MW_SAYS_DEGREE] += MW_AMONG(s->word[c], degree_words);
        }
        if (c > predicate && (rel == MW_REL_CCOMP || rel == MW_REL_XCOMP || rel == MW_REL_OBL || rel == MW_REL_ADVCL))
            f->marks[MW_SAYS_COMPLEMENT] = 1;
    }
    if (!finite && mw_sight_feat(s, predicate, "Tense=Pres")) f->marks[MW_SAYS_PRESENT] = 1;
    if (!finite && mw_sight_feat(s, predicate, "Tense=Past")) f->marks[MW_SAYS_PAST] = 1;
}

static void mark_signs(const mw_sight *s, mw_trait_find *f) {
    if (!s->tags->sign_at) return;
    uint8_t most = 0;
    for (uint32_t t = f->first; t <= f->last; t++) {
        uint8_t p = mw_sign_at(s->tags, t, MW_SIGN_TRAIT);
        if (p > most) most = p;
    }
    f->marks[MW_SAYS_SIGN] = (float)most / 255;
    f->marks[MW_SAYS_NO_SIGN] = most == 0;
}

/* ---- kinds ---- */

/* "A noticing lad" tells of his nature, "a tall lad" of his looks. */
static mw_trait_kind kind_of_plain(const mw_sight *s, uint32_t noun) {
    mw_trait_kind kind = MW_TRAIT_STANDING;
    for (MW_EACH_CHILD(s, noun, c)) {
        if (mw_sight_rel(s, c) != MW_REL_AMOD || MW_AMONG(s->word[c], empty_words)) continue;
        if (mw_age_adjective(s->word[c]) != MW_AGE_UNKNOWN) return MW_TRAIT_AGE;
        if (MW_AMONG(s->word[c], looks_words)) return MW_TRAIT_LOOKS;
        kind = MW_TRAIT_NATURE;
    }
    return kind;
}

/* "Small" and "little" tell the age of a girl, and else how big something is: a small face, small in stature. */
static bool is_size(const mw_sight *s, uint32_t t) {
    uint32_t head = s->tags->head[t];
    if (!MW_AMONG(s->word[t], looks_words) || mw_sight_is(s, t, "young")) return false;
    if (mw_sight_rel(s, t) != MW_REL_AMOD || head >= s->tags->n) return mw_sight_is(s, t + 1, "in") || mw_sight_is(s, t + 1, "of");
    return is_body(s, head);
}

/* a United States Senator */
static bool is_title(const mw_sight *s, uint32_t t) {
    const mw_person_noun *p = mw_sight_upos(s, t) == MW_PROPN ? mw_person_noun_lookup(s->word[t]) : NULL;
    return p && p->flags & MW_NOUN_WORK;
}

static mw_trait_kind kind_of(const mw_sight *s, const mw_trait_find *f) {
    if (f->way == MW_WAY_HABIT || f->way == MW_WAY_BENT) return MW_TRAIT_HABIT;
    if (f->way == MW_WAY_MANNER) return MW_TRAIT_MANNER;
    if (f->way == MW_WAY_AGE || (f->marks[MW_SAYS_AGE] > 0 && !is_size(s, f->key))) return MW_TRAIT_AGE;
    bool body = f->marks[MW_SAYS_BODY] > 0 && !(mw_sight_is(s, f->key, "person") && mw_sight_possessor(s, f->key) == MW_NONE);
    if (f->way == MW_WAY_BODY || f->way == MW_WAY_BODY_IS || f->way == MW_WAY_WITH || body || MW_AMONG(s->word[f->key], looks_words))
        return MW_TRAIT_LOOKS;
    if (f->marks[MW_SAYS_WORK] > 0 || is_title(s, f->key)) return MW_TRAIT_WORK;
    if (is_noun(s, f->key) && f->marks[MW_SAYS_PERSON] > 0 && f->marks[MW_SAYS_PLAIN] > 0) return kind_of_plain(s, f->key);
    if (is_noun(s, f->key) && f->marks[MW_SAYS_PERSON] > 0) return MW_TRAIT_STANDING;
    return MW_TRAIT_NATURE;
}

/* "Mary's is a clergyman" says nothing of Mary. */
static bool is_genitive(const mw_sight *s, uint32_t t) {
    for (MW_EACH_CHILD(s, t, c))
        if (c > t && mw_sight_rel(s, c) == MW_REL_CASE && mw_sight_upos(s, c) == MW_PART) return true;
    return false;
}

/* ---- putting finds ---- */

/* Whether nothing stands between a token and the next: good-natured. */
static bool touches(const mw_sight *s, uint32_t t) {
    return t + 1 < s->tags->n && s->read->tokens->span[t].end == s->read->tokens->span[t + 1].start;
}
static bool is_hyphen(const mw_sight *s, uint32_t t) { return mw_sight_is(s, t, "-"); }

/* Words that say nothing at the start or the end of a quality. */
static bool is_link(const mw_sight *s, uint32_t t, bool end) {
    switch (mw_sight_upos(s, t)) {
    case MW_AUX:
    case MW_CCONJ:
    case MW_SCONJ:
    case MW_ADP:
    case MW_PART:
    case MW_PUNCT:
        return true;
    case MW_PRON:
        return end || !mw_sight_rel_is(s, t, "nmod:poss");
    case MW_DET:
        return end;
    default:
        return false;
    }
}

/* Where words that go on for too long end: at a comma, else before the last preposition. */
enum { MOST_BEHIND = 12, MOST_BEFORE = 8 };
static uint32_t cut(const mw_sight *s, uint32_t key, uint32_t last) {
    for (uint32_t t = last; t > key + 1; t--)
        if (mw_sight_is(s, t, ",")) return t - 1;
    for (uint32_t t = last; t > key + 1; t--)
        if (mw_sight_upos(s, t) == MW_ADP) return t - 1;
    return last;
}

/* "Full of activity": full says little. */
static uint32_t of_what(const mw_sight *s, uint32_t key) {
    uint32_t first, last;
    for (MW_EACH_CHILD(s, key, c)) {
        if (c < key || !is_adjective(s, key) || mw_sight_rel(s, c) != MW_REL_OBL) continue;
        mw_sight_phrase(s, c, &first, &last);
        if (last - key <= 5) return last;
    }
    return key;
}

/* "Good nature" where the words begin at "nature". */
static bool is_told_with(const mw_sight *s, uint32_t t, uint32_t first, uint32_t last) {
    uint32_t noun = s->tags->head[t];
    return mw_sight_rel(s, t) == MW_REL_AMOD && noun >= first && noun <= last && is_noun(s, noun);
}

/* "Clever, though". */
static bool is_afterthought(const mw_sight *s, uint32_t t) { return mw_sight_upos(s, t) == MW_ADV && mw_sight_is(s, t - 1, ","); }

/* "An old servant and was accustomed": what somebody is ends where what they do begins. */
static bool goes_on(const mw_sight *s, uint32_t key, uint32_t t) {
    if (mw_sight_upos(s, t) != MW_CCONJ || t + 1 >= s->tags->n || mw_sight_upos(s, key) == MW_VERB) return false;
    return mw_sight_upos(s, t + 1) == MW_AUX || mw_sight_feat(s, t + 1, "VerbForm=Fin");
}

/* What is told of words that go on: what stands behind a semicolon or a dash is another thing; a compound is whole, a noun has its
 * adjectives; and no quality ends in "and of". */
static void bounds(const mw_sight *s, uint32_t key, uint32_t *first, uint32_t *last) {
    const mw_mention *m = mw_sight_mention(s, *first);
    if (m && m->form == MW_PROP && m->last + 1 < key && mw_sight_is(s, m->last + 1, "had")) *first = m->last + 1; /* Dale had a temper */
    static const char *const stops[] = {";", ":", "--", "\xE2\x80\x94", "("};
    if (*last - key >= MOST_BEHIND) *last = cut(s, key, *last);
    for (uint32_t t = key + 1; t <= *last; t++)
        if (MW_AMONG(s->word[t], stops) || goes_on(s, key, t)) *last = t - 1;
    if (*last == key && mw_sight_is(s, key + 1, "of")) *last = of_what(s, key);
    while (*last > key &&
           ((is_link(s, *last, true) && !is_hyphen(s, *last)) || is_afterthought(s, *last) || mw_sight_rel(s, *last) == MW_REL_VOCATIVE))
        --*last;
    while (*first > 0 && is_told_with(s, *first - 1, *first, *last)) --*first;
    for (; *first > 1 && is_hyphen(s, *first - 1) && touches(s, *first - 1) && touches(s, *first - 2); *first -= 2) continue;
    for (; *last + 2 < s->tags->n && is_hyphen(s, *last + 1) && touches(s, *last) && touches(s, *last + 1); *last += 2) continue;
}

/* key: the token of the quality; first … last its words; mention: the token that names the person. */
static void put(gather *g, mw_trait_way way, uint32_t who, uint32_t mention, uint32_t key, uint32_t first, uint32_t last, uint32_t clause) {
    if (who == MW_NONE || g->failed || mw_outside_story(g->s->read->cast->critic, key)) return; /* a performer in brackets is no quality */
    while (first < key && g->s->quote[first] != g->s->quote[key]) first++; /* what is said and what is told are two things */
    while (last > key && g->s->quote[last] != g->s->quote[key]) last--;
    mw_trait_find f = {.who = who, .key = key, .first = first, .last = last, .tell_first = first, .tell_last = last, .way = way};
    bounds(g->s, key, &f.tell_first, &f.tell_last);
    f.from = mention != MW_NONE && mention < first && first - mention < 12 && g->s->tags->sentence[mention] == g->s->tags->sentence[key]
                 ? mention
                 : first;
    f.to = mention != MW_NONE && mention > last && mention - last < 12 && g->s->tags->sentence[mention] == g->s->tags->sentence[key]
               ? mention
               : last;
    f.marks[way] = 1;
    f.marks[MW_SAYS_BIAS] = 1;
    mark_word(g->s, &f);
    mark_speech(g->s, &f, mention);
    if (clause != MW_NONE) mark_clause(g->s, &f, clause);
    mark_signs(g->s, &f);
    f.kind = kind_of(g->s, &f);
    if (!mw_vec_push(&g->s->env->mem, g->finds, f)) g->failed = true;
}

static void put_phrase(gather *g, mw_trait_way way, uint32_t who, uint32_t mention, uint32_t key, uint32_t clause) {
    uint32_t first, last;
    mw_sight_phrase(g->s, key, &first, &last);
    if (last - key > MOST_BEHIND) last = key + MOST_BEHIND;
    if (key - first > MOST_BEFORE) first = key;
    put(g, way, who, mention, key, first, last, clause);
}

/* The adjectives of a noun, each with those joined to it. */
static void put_adjectives(gather *g, mw_trait_way way, uint32_t who, uint32_t mention, uint32_t noun) {
    const mw_sight *s = g->s;
    for (MW_EACH_CHILD(s, noun, c)) {
        if (mw_sight_rel(s, c) != MW_REL_AMOD || mw_sight_upos(s, c) == MW_NUM) continue;
        put(g, way, who, mention, c, c, c < noun && noun - c < 6 ? noun : c, MW_NONE);
        for (MW_EACH_CHILD(s, c, d))
            if (mw_sight_rel(s, d) == MW_REL_CONJ && is_adjective(s, d)) put(g, way, who, mention, d, d, d, MW_NONE);
    }
}

/* ---- the ways ---- */

static void at_mention(gather *g, uint32_t t, uint32_t who) {
    const mw_sight *s = g->s;
    const mw_mention *m = mw_sight_mention(s, t);
    put_adjectives(g, MW_WAY_ADJECTIVE, who, t, t);
    if (m->form == MW_NOM && is_noun(s, t)) {
        const mw_person_noun *p = mw_person_noun_lookup(mw_sight_lemma(s, t));
        if (!p || !(p->flags & (MW_NOUN_PLAIN | MW_NOUN_KIN | MW_NOUN_SHIFTS))) put(g, MW_WAY_NOUN, who, t, t, t, t, MW_NONE);
    }
    for (MW_EACH_CHILD(s, t, c)) {
        mw_rel rel = mw_sight_rel(s, c);
        if (rel == MW_REL_APPOS && (is_noun(s, c) || mw_sight_upos(s, c) == MW_PROPN) && mw_sight_who(s, c) == MW_NONE) {
            if (mw_sight_child(s, c, MW_REL_CASE) == MW_NONE) put_phrase(g, MW_WAY_APPOSITION, who, t, c, MW_NONE);
        } else if (rel == MW_REL_ACL && mw_sight_rel_is(s, c, "acl:relcl")) {
            put_phrase(g, MW_WAY_RELATIVE, who, t, c, c);
        } else if (rel == MW_REL_NMOD && c > t) {
            uint32_t at = mw_sight_child(s, c, MW_REL_CASE);
            if (at == MW_NONE) continue;
            if (strcmp(s->word[at], "with") == 0 || strcmp(s->word[at], "in") == 0) put_phrase(g, MW_WAY_WITH, who, t, c, MW_NONE);
            if (strcmp(s->word[at], "of") == 0 && m->form == MW_NOM && mw_sight_who(s, c) == MW_NONE)
                put_phrase(g, MW_WAY_OF, who, t, c, MW_NONE);
        }
    }
}

static void at_possessed(gather *g, uint32_t t) {
    const mw_sight *s = g->s;
    uint32_t owner = mw_sight_possessor(s, t), who = mw_sight_who(s, owner);
    if (who == MW_NONE) return;
    bool body = is_body(s, t), quality = is_quality(s, t);
    if (body) put_adjectives(g, MW_WAY_BODY, who, owner, t);
    if (quality) put(g, MW_WAY_QUALITY, who, owner, t, t, t, MW_NONE);
    if (!body && !is_noun(s, t)) return;
    if (!body) put_adjectives(g, MW_WAY_QUALITY, who, owner, t);
}

static void put_is_a(gather *g, uint32_t who, uint32_t subject, uint32_t t, uint32_t clause) {
    put_phrase(g, MW_WAY_IS_A, who, subject, t, clause);
    if (mw_sight_who(g->s, t) != who) put_adjectives(g, MW_WAY_ADJECTIVE, who, subject, t);
}

static void predicate(gather *g, uint32_t t, uint32_t subject, uint32_t clause) {
    const mw_sight *s = g->s;
    uint32_t who = is_genitive(s, subject) ? MW_NONE : mw_sight_who(s, subject);
    bool body = false;
    if (who == MW_NONE && is_body(s, subject)) {
        who = mw_sight_who(s, mw_sight_possessor(s, subject));
        body = true;
    }
    if (who == MW_NONE) return;
    if (is_adjective(s, t)) {
        uint32_t first, last;
        mw_sight_phrase(s, t, &first, &last);
        if (t > first && strcmp(s->word[t], "old") == 0 && strcmp(mw_sight_lemma(s, t - 1), "year") == 0) { /* twelve years old */
            for (first = t - 1; first > 0 && mw_sight_upos(s, first - 1) == MW_NUM;) first--;
            if (first < t - 1) put(g, MW_WAY_AGE, who, subject, t, first, t, clause);
            return;
        }
        put(g, body ? MW_WAY_BODY_IS : MW_WAY_PREDICATE, who, subject, t, t, last - t < 6 ? last : t, clause);
    } else if (is_noun(s, t) && !body) {
        uint32_t age = mw_sight_child(s, t, MW_REL_NUMMOD);
        bool years = strcmp(mw_sight_lemma(s, t), "year") == 0;
        if (years && age != MW_NONE)
            put_phrase(g, MW_WAY_AGE, who, subject, t, clause);
        else if (mw_sight_child(s, t, MW_REL_CASE) == MW_NONE)
            put_is_a(g, who, subject, t, clause);
        else
            put_phrase(g, MW_WAY_OF, who, subject, t, clause);
    } else if (mw_sight_upos(s, t) == MW_NUM && strcmp(s->word[t], "one") != 0) { /* one of her favourites */
        put(g, MW_WAY_AGE, who, subject, t, t, t, clause);
    }
}

static void at_predicate(gather *g, uint32_t t) {
    const mw_sight *s = g->s;
    uint32_t subject = mw_sight_child(s, t, MW_REL_NSUBJ);
    if (subject == MW_NONE) return;
    predicate(g, t, subject, t);
    for (MW_EACH_CHILD(s, t, c))
        if (mw_sight_rel(s, c) == MW_REL_CONJ && (is_adjective(s, c) || is_noun(s, c)) && mw_sight_child(s, c, MW_REL_NSUBJ) == MW_NONE)
            predicate(g, c, subject, t);
}

static void at_have(gather *g, uint32_t t, uint32_t who, uint32_t subject) {
    const mw_sight *s = g->s;
    uint32_t object = mw_sight_child(s, t, MW_REL_OBJ);
    if (object == MW_NONE || !is_noun(s, object)) return;
    if (is_body(s, object) || is_quality(s, object) || mw_sight_child(s, object, MW_REL_AMOD) != MW_NONE)
        put_phrase(g, MW_WAY_HAS, who, subject, object, t);
}

static bool has_habit(const mw_sight *s, uint32_t t) {
    for (MW_EACH_CHILD(s, t, c))
        if (mw_sight_rel(s, c) == MW_REL_ADVMOD && MW_AMONG(s->word[c], habit_words)) return true;
    return false;
}

static void at_verb(gather *g, uint32_t t) {
    const mw_sight *s = g->s;
    uint32_t subject = mw_sight_subject(s, t), who = mw_sight_who(s, subject);
    if (who == MW_NONE || mw_sight_passive(s, t)) return;
    const char *lemma = mw_sight_lemma(s, t);
    uint32_t complement = mw_sight_child(s, t, MW_REL_XCOMP);
    if (MW_AMONG(lemma, seem_words) && complement != MW_NONE && (is_adjective(s, complement) || is_noun(s, complement)))
        put_phrase(g, MW_WAY_SEEMS, who, subject, complement, t);
    else if (strcmp(lemma, "have") == 0 || strcmp(lemma, "wear") == 0)
        at_have(g, t, who, subject);
    else if (has_habit(s, t) || (strcmp(s->word[t], "used") == 0 && complement != MW_NONE))
        put_phrase(g, MW_WAY_HABIT, who, subject, t, t);
    else if (MW_AMONG(lemma, bent_words))
        put_phrase(g, MW_WAY_BENT, who, subject, t, t);
    for (MW_EACH_CHILD(s, t, c)) {
        if (mw_sight_rel(s, c) != MW_REL_OBL || !is_noun(s, c)) continue;
        uint32_t at = mw_sight_child(s, c, MW_REL_CASE);
        if (at != MW_NONE && strcmp(s->word[at], "as") == 0 && mw_sight_sense_is(s, c, "noun.person"))
            put_phrase(g, MW_WAY_AS, who, subject, c, t);
    }
}

/* ---- signs ---- */

enum { SIGN_LEAST = 44, SIGN_LENGTH = 24, SIGN_REACH = 12 }; /* of 255; tokens */

/* "Hindley calls him a vagabond": of him. MW_NONE: no such verb. */
static uint32_t called(const mw_sight *s, uint32_t verb) {
    static const char *const verbs[] = {"call", "name", "term", "style", "think", "consider", "find", "deem", "believe", "pronounce"};
    uint32_t object = MW_AMONG(mw_sight_lemma(s, verb), verbs) ? mw_sight_child(s, verb, MW_REL_OBJ) : MW_NONE;
    return object != MW_NONE && mw_sight_child(s, verb, MW_REL_XCOMP) != MW_NONE ? object : MW_NONE;
}

/* Whom words from first to last are about: whom they name or whose they are, else the clause's subject, else who is named nearest before
 * in the sentence. *mention: the token. */
static uint32_t about(const mw_sight *s, uint32_t first, uint32_t last, uint32_t *mention) {
    for (uint32_t t = last + 1; t-- > first;) { /* the head of the words */
        uint32_t head = s->tags->head[t];
        if (head >= first && head <= last && head != t) continue;
        *mention = t;
        if (mw_sight_who(s, t) != MW_NONE) return mw_sight_who(s, t);
        *mention = mw_sight_possessor(s, t);
        if (mw_sight_who(s, *mention) != MW_NONE) return mw_sight_who(s, *mention);
        *mention = called(s, t);
        if (mw_sight_who(s, *mention) != MW_NONE) return mw_sight_who(s, *mention);
        *mention = mw_sight_subject(s, t);
        if (*mention != MW_NONE && is_genitive(s, *mention)) break;
        if (mw_sight_who(s, *mention) != MW_NONE) return mw_sight_who(s, *mention);
        *mention = head;
        if (mw_sight_rel(s, t) != MW_REL_OBJ && mw_sight_who(s, head) != MW_NONE) return mw_sight_who(s, head);
        *mention = mw_sight_subject(s, head);
        if (mw_sight_who(s, *mention) != MW_NONE) return mw_sight_who(s, *mention);
        break;
    }
    for (uint32_t t = first; t <= last; t++)
        if (mw_sight_who(s, *mention = t) != MW_NONE) return mw_sight_who(s, t);
    for (uint32_t d = 1; d <= SIGN_REACH && d <= first && s->tags->sentence[first - d] == s->tags->sentence[first]; d++)
        if (mw_sight_who(s, *mention = first - d) != MW_NONE) return mw_sight_who(s, first - d);
    *mention = MW_NONE;
    return MW_NONE;
}

/* The words behind "Mr. Dale was", "No, Dale was": whose it is, is told beside it. */
static uint32_t after_subject(const mw_sight *s, uint32_t first, uint32_t last, uint32_t who) {
    for (uint32_t t = first; t < last; t++) {
        const mw_mention *m = mw_sight_who(s, t) == who ? mw_sight_mention(s, t) : NULL;
        if (!m || m->last >= last || mw_sight_rel(s, t) != MW_REL_NSUBJ) continue;
        uint32_t next = m->last + 1;
        while (next < last && mw_sight_upos(s, next) == MW_PUNCT) next++;
        return next < last && mw_sight_upos(s, next) == MW_AUX ? next + 1 : first;
    }
    return first;
}

static bool is_denial(const mw_sight *s, uint32_t t) { return mw_sight_is(s, t, "not") || mw_sight_is(s, t, "never"); }

static void at_signs(gather *g) {
    const mw_sight *s = g->s;
    if (!s->tags->sign_at) return;
    for (uint32_t t = 0; t < s->tags->n && !g->failed; t++) {
        if (mw_sign_at(s->tags, t, MW_SIGN_TRAIT) < SIGN_LEAST) continue;
        uint32_t last = t, mention;
        while (last + 1 < s->tags->n && last - t < SIGN_LENGTH && s->tags->sentence[last + 1] == s->tags->sentence[t] &&
               mw_sign_at(s->tags, last + 1, MW_SIGN_TRAIT) >= SIGN_LEAST)
            last++;
        uint32_t first = t, who = about(s, t, last, &mention), next = last;
        first = after_subject(s, first, last, who);
        while (first < last && is_link(s, first, false) && !is_denial(s, first)) first++;
        while (last > first && is_link(s, last, true)) last--;
        uint32_t key = last;
        while (key > first && mw_sight_upos(s, key) != MW_ADJ && mw_sight_upos(s, key) != MW_NOUN) key--;
        if (!is_link(s, first, true)) put(g, MW_WAY_SIGN, who, mention, key, first, last, MW_NONE);
        t = next;
    }
}

bool mw_traits_gather(const mw_sight *s, mw_trait_finds *finds) {
    gather g = {.s = s, .finds = finds};
    for (uint32_t t = 0; t < s->tags->n && !g.failed; t++) {
        uint32_t who = mw_sight_who(s, t);
        if (who != MW_NONE) at_mention(&g, t, who);
        if (is_noun(s, t)) at_possessed(&g, t);
        bool copula = mw_sight_child(s, t, MW_REL_COP) != MW_NONE;
        if (copula)
            at_predicate(&g, t);
        else if (mw_sight_upos(s, t) == MW_VERB)
            at_verb(&g, t);
    }
    at_signs(&g);
    return !g.failed;
}
