/* critic_told: how a sentence of a review is told. With the model's signs for reviews: by them. Without: a small sum of hand-set evidence (a
 * person of the story as subject, words of the trade, I and you, judging words). */
#include <string.h>

#include "cast/critic_inside.h"

typedef struct clues {
    uint32_t words, characters, outsiders, titles, trade, me, judging, past, present, numbers;
} clues;

static void count(const mw_critic_work *c, uint32_t t, clues *k) {
    static const char *const trade[] = {
        "film",  "movie",          "novel",  "book",   "series",    "show",     "play",     "script", "screenplay", "performance",
        "story", "plot",           "scene",  "actor",  "cast",      "director", "audience", "viewer", "reader",     "camera",
        "score", "dialogue",       "pacing", "ending", "character", "episode",  "writing",  "prose",  "tone",       "direction",
        "theme", "cinematography", "music",  "twist",  "premise",   "genre",    "drama",    "comedy", "thriller",   "acting"};
    static const char *const me[] = {"i", "me", "my", "you", "your", "we", "us", "our"};
    const char *w = mw_critic_word(c, t), *lemma = mw_lemma(c->tags, t), *x = mw_label(c->tags->labels_xpos, c->tags->xpos[t]);
    uint8_t u = c->tags->upos[t];
    k->words += u != MW_PUNCT;
    k->trade += u == MW_NOUN && MW_AMONG(lemma, trade);
    k->me += MW_AMONG(w, me);
    k->judging += u == MW_ADJ || u == MW_ADV;
    k->past += strcmp(x, "VBD") == 0, k->present += strcmp(x, "VBZ") == 0 || strcmp(x, "VBP") == 0;
    k->numbers += u == MW_NUM;
    uint8_t name = c->out->name[t];
    k->outsiders += name == MW_NAMES_PERFORMER || name == MW_NAMES_MAKER;
    k->titles += name == MW_NAMES_WORK || name == MW_NAMES_OTHER_WORK;
    k->characters += name == MW_NAMES_CHARACTER || (u == MW_PRON && (strcmp(lemma, "he") == 0 || strcmp(lemma, "she") == 0));
}

static mw_told by_clues(const clues *k) {
    float n = k->words ? (float)k->words : 1;
    float story = 1.2f * (k->characters > 0) + 12 * (float)(k->characters > 4 ? 4 : k->characters) / n + (k->present > 0);
    float critic =
        1.3f * (k->trade > 0) + 0.8f * (k->outsiders > 0) + 0.8f * (k->titles > 0) + 1.1f * (k->me > 0) + 6 * (float)k->judging / n;
    if (k->present + k->past == 0 && (k->outsiders || k->numbers) && !k->characters) return MW_TOLD_FACT;
    if (story > critic + 0.6f) return MW_TOLD_PLOT;
    if (critic > story + 0.3f) return MW_TOLD_OPINION;
    return MW_TOLD_BOTH;
}

static mw_told by_signs(const mw_critic_work *c, const mw_sentence *s) {
    float plot = mw_critic_sign(c, s->first, s->end - 1, MW_SIGN_PLOT), opinion = mw_critic_sign(c, s->first, s->end - 1, MW_SIGN_OPINION),
          fact = mw_critic_sign(c, s->first, s->end - 1, MW_SIGN_FACT);
    if (fact > plot && fact > opinion) return MW_TOLD_FACT;
    if (plot > 0.4f && opinion > 0.4f) return MW_TOLD_BOTH;
    return plot > opinion ? MW_TOLD_PLOT : MW_TOLD_OPINION;
}

/* The model knows reviews when any of its signs for them stands somewhere. */
static bool has_signs(const mw_tags *t) {
    if (!t->sign_at) return false;
    for (uint32_t i = 0; i < t->sign_at[t->n]; i++)
        if (t->signs[i].sign >= MW_SIGN_PLOT && t->signs[i].sign <= MW_SIGN_FACT) return true;
    return false;
}

bool mw_critic_tell(mw_critic_work *c) {
    bool signs = has_signs(c->tags);
    c->out->told = mw_arena_array(c->keep, c->tags->n_sentences + 1, 1);
    if (!c->out->told) return false;
    for (uint32_t i = 0; i < c->tags->n_sentences; i++) {
        const mw_sentence *s = &c->tags->sentences[i];
        clues k = {0};
        for (uint32_t t = s->first; t < s->end; t++) count(c, t, &k);
        c->out->told[i] = (uint8_t)(s->end <= s->first ? MW_TOLD_FACT : signs ? by_signs(c, s) : by_clues(&k));
    }
    return true;
}

bool mw_of_story(const mw_critic *critic, const mw_tags *tags, uint32_t head) {
    static const char *const others[] = {"viewer",     "reader",  "audience", "critic",    "fan",  "people",  "person",
                                         "one",        "cast",    "crew",     "character", "hero", "heroine", "protagonist",
                                         "antagonist", "villain", "player",   "lead",      "role", "figure",  "somebody",
                                         "someone",    "anyone",  "everyone", "nobody"};
    const char *lemma = mw_lemma(tags, head);
    return mw_tells_story(critic, tags->sentence[head]) && !mw_critic_person_noun(lemma) && !MW_AMONG(lemma, others);
}
