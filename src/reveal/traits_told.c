/* traits_told: qualities as reviews tell them: in the adjectives piled before a person's name or noun ("a plump, boastful villain"), in a list
 * behind it ("Ada, brisk, thirty"), as a predicate, or at the head of the sentence ("Conscious of her age, Ada …"). Found by place, as the
 * finds of traits_gather.c are, but each says itself how sure it is, since the weights of those are learnt from novels, where much of this is
 * told only in passing. Used for reviews alone; constant time a word. */
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/adjectives.h"
#include "reveal/traits.h"

typedef struct teller {
    const mw_sight *s;
    mw_trait_finds *finds;
    bool failed;
} teller;

/* Words that count, place or praise the telling, and describe nobody. */
static bool says_nothing(const char *word) {
    static const char *const words[] = {
        "other",     "own",     "same",    "such",    "first",      "last",     "next",     "whole",     "more",      "many",
        "several",   "few",     "certain", "only",    "very",       "new",      "former",   "late",      "most",      "much",
        "less",      "second",  "third",   "main",    "mere",       "usual",    "previous", "latter",    "various",   "different",
        "eponymous", "titular", "central", "leading", "real",       "able",     "sure",     "aware",     "dead",      "alive",
        "left",      "ready",   "unable",  "due",     "likely",     "supposed", "present",  "apparent",  "fictional", "principal",
        "key",       "minor",   "major",   "single",  "wonderful",  "great",    "terrific", "excellent", "superb",    "brilliant",
        "good",      "best",    "better",  "fine",    "outstanding"};
    return MW_AMONG(word, words);
}

static bool describes(const mw_sight *s, uint32_t t) {
    if (mw_sight_upos(s, t) != MW_ADJ && !(mw_sight_upos(s, t) == MW_VERB && mw_sight_rel(s, t) == MW_REL_AMOD)) return false;
    return !says_nothing(s->word[t]) && !mw_outside_story(s->read->cast->critic, t);
}

static mw_trait_kind kind_of(const mw_sight *s, uint32_t t) {
    static const char *const looks[] = {"beautiful", "handsome", "pretty", "tall",  "short",  "fat",   "plump",
                                        "thin",      "slim",     "ugly",   "blond", "blonde", "gaunt", "stooped",
                                        "bald",      "bearded",  "lanky",  "burly", "bulky",  "wiry"};
    if (mw_age_adjective(s->word[t]) != MW_AGE_UNKNOWN) return MW_TRAIT_AGE;
    return MW_AMONG(s->word[t], looks) ? MW_TRAIT_LOOKS : MW_TRAIT_NATURE;
}

static void put(teller *g, mw_trait_way way, uint32_t who, uint32_t mention, uint32_t key, uint32_t first, uint32_t last, float sure) {
    if (who == MW_NONE || g->failed) return;
    mw_trait_find f = {.who = who,
                       .key = key,
                       .first = first,
                       .last = last,
                       .tell_first = first,
                       .tell_last = last,
                       .way = way,
                       .kind = kind_of(g->s, key),
                       .sure = sure};
    bool near = mention != MW_NONE && g->s->tags->sentence[mention] == g->s->tags->sentence[key];
    f.from = near && mention < first && first - mention < 12 ? mention : first;
    f.to = near && mention > last && mention - last < 12 ? mention : last;
    f.marks[way] = f.marks[MW_SAYS_BIAS] = 1;
    if (!mw_vec_push(&g->s->env->mem, g->finds, f)) g->failed = true;
}

/* The person called by the noun: of its mention, or the name right behind it ("a young man called Ines"). */
static uint32_t who_of(const mw_sight *s, uint32_t noun, uint32_t *mention) {
    static const char *const links[] = {",", "named", "called", "dubbed"};
    *mention = noun;
    uint32_t who = mw_sight_who(s, noun);
    if (who != MW_NONE) return who;
    const mw_person_noun *p = mw_person_noun_lookup(mw_sight_lemma(s, noun));
    if (!p && !mw_sight_sense_is(s, noun, "noun.person")) return MW_NONE;
    for (uint32_t t = noun + 1, n = 0; t < s->tags->n && n < 4 && s->tags->sentence[t] == s->tags->sentence[noun]; t++, n++) {
        const mw_mention *m = mw_sight_mention(s, t);
        if (m && m->form == MW_PROP && mw_sight_who(s, t) != MW_NONE) return *mention = t, mw_sight_who(s, t);
        if (!MW_AMONG(s->word[t], links) && mw_sight_upos(s, t) != MW_PROPN) break;
    }
    uint32_t subject = mw_sight_child(s, noun, MW_REL_COP) != MW_NONE ? mw_sight_child(s, noun, MW_REL_NSUBJ) : MW_NONE;
    if (subject != MW_NONE && mw_sight_negated(s, noun)) return MW_NONE;
    if (subject == MW_NONE && mw_sight_rel(s, noun) == MW_REL_APPOS) subject = s->tags->head[noun];
    if (subject == MW_NONE) return MW_NONE;
    *mention = subject;
    return mw_sight_who(s, subject);
}

/* a plump, boastful villain; the prosperous Mrs Dale; his abusive father */
static void before_noun(teller *g, uint32_t noun) {
    const mw_sight *s = g->s;
    mw_upos u = mw_sight_upos(s, noun);
    if ((u != MW_NOUN && u != MW_PROPN) || noun == 0) return;
    uint32_t t = noun, sentence = s->tags->sentence[noun], mention, end = noun;
    for (uint32_t n = 0; t > 0 && n < 8 && s->tags->sentence[t - 1] == sentence; n++, t--) {
        uint32_t k = t - 1;
        bool link = mw_sight_is(s, k, ",") || mw_sight_is(s, k, "-") || mw_sight_is(s, k, "and") || mw_sight_is(s, k, "but") ||
                    mw_sight_upos(s, k) == MW_ADV || mw_sight_upos(s, k) == MW_PROPN || mw_sight_upos(s, k) == MW_NUM;
        if (!describes(s, k) && !link && !(mw_sight_upos(s, k) == MW_NOUN && mw_sight_rel(s, k) == MW_REL_COMPOUND) &&
            mw_sight_upos(s, k) != MW_ADJ)
            break;
        if (describes(s, k)) end = k;
    }
    if (end == noun) return;
    uint32_t who = who_of(s, noun, &mention);
    if (who == MW_NONE) return;
    for (uint32_t k = end; k < noun; k++)
        if (describes(s, k)) put(g, MW_WAY_ADJECTIVE, who, mention, k, k, noun, mw_adjective_lookup(s->word[k]) ? 0.5f : 0.3f);
}

/* Ada, brisk, thirty, in trainers */
static void behind_name(teller *g, uint32_t name) {
    const mw_sight *s = g->s;
    const mw_mention *m = mw_sight_mention(s, name);
    uint32_t who = mw_sight_who(s, name), sentence = s->tags->sentence[name];
    if (!m || m->form != MW_PROP || who == MW_NONE) return;
    uint32_t t = m->last + 1;
    if (mw_sight_is(s, t, "(")) {
        while (t < s->tags->n && s->tags->sentence[t] == sentence && !mw_sight_is(s, t, ")")) t++;
        t++;
    }
    if (!mw_sight_is(s, t, ",") && !mw_sight_is(s, t, ":")) return;
    for (t++; t < s->tags->n && s->tags->sentence[t] == sentence; t++) {
        if (mw_sight_upos(s, t) == MW_ADV || mw_sight_is(s, t, ",") || mw_sight_is(s, t, "and") || mw_sight_is(s, t, "but")) continue;
        mw_upos next = t + 1 < s->tags->n ? mw_sight_upos(s, t + 1) : MW_PUNCT;
        if (!describes(s, t) || next == MW_NOUN || next == MW_PROPN || next == MW_ADJ) break;
        put(g, MW_WAY_APPOSITION, who, name, t, t, t, 0.45f);
    }
}

/* An adjective, or the state that a participle tells, as predicate: she is anxious; he turns tense; torn by guilt, she … */
static void as_predicate(teller *g, uint32_t t) {
    static const char *const turns[] = {"turn", "become", "grow", "seem",  "remain", "look",
                                        "get",  "feel",   "stay", "prove", "act",    "appear"};
    static const char *const states[] = {"torment",  "haunt",    "obsess",    "tear",    "trap",     "traumatise", "traumatize",
                                         "besot",    "estrange", "devastate", "terrify", "frighten", "consume",    "addict",
                                         "embitter", "damage",   "scar",      "unfaze",  "drive",    "hobble",     "cripple"};
    const mw_sight *s = g->s;
    bool adjective = mw_sight_upos(s, t) == MW_ADJ && describes(s, t);
    bool state = mw_sight_upos(s, t) == MW_VERB && MW_AMONG(mw_sight_lemma(s, t), states) && mw_sight_feat(s, t, "VerbForm=Part");
    if ((!adjective && !state) || mw_sight_negated(s, t)) return;
    uint32_t head = s->tags->head[t], subject = MW_NONE;
    mw_rel rel = mw_sight_rel(s, t);
    if (mw_sight_child(s, t, MW_REL_COP) != MW_NONE || (state && mw_sight_passive(s, t)))
        subject = mw_sight_subject(s, t);
    else if (rel == MW_REL_XCOMP && head != t && MW_AMONG(mw_sight_lemma(s, head), turns))
        subject = mw_sight_subject(s, head);
    else if ((rel == MW_REL_ADVCL || rel == MW_REL_ACL) && head != t)
        subject = rel == MW_REL_ACL ? head : mw_sight_subject(s, head);
    else if (rel == MW_REL_CONJ && head != t && (mw_sight_child(s, head, MW_REL_COP) != MW_NONE || mw_sight_rel(s, head) == MW_REL_XCOMP))
        subject = mw_sight_rel(s, head) == MW_REL_XCOMP ? mw_sight_subject(s, s->tags->head[head]) : mw_sight_subject(s, head);
    if (subject == MW_NONE || !mw_tells_story(s->read->cast->critic, s->tags->sentence[t])) return;
    uint32_t first, last;
    mw_sight_phrase(s, t, &first, &last);
    if (t - first > 3) first = t;
    if (last - t > 8) last = t;
    put(g, MW_WAY_PREDICATE, mw_sight_who(s, subject), subject, t, first < t && mw_sight_upos(s, first) == MW_ADV ? first : t, last,
        mw_adjective_lookup(s->word[t]) || state ? 0.45f : 0.3f);
}

bool mw_traits_tell(const mw_sight *s, mw_trait_finds *finds) {
    teller g = {.s = s, .finds = finds};
    for (uint32_t t = 0; t < s->tags->n && !g.failed; t++) {
        before_noun(&g, t);
        if (mw_sight_who(s, t) != MW_NONE) behind_name(&g, t);
        as_predicate(&g, t);
    }
    return !g.failed;
}
