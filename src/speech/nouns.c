/* nouns: what the noun of a cue tells of the speaker beside its gender ("said the old lady", "cried the boy", "answered her companion",
 * "replied the doctor"): age, the title that such people bear, a trade, and that it is not who spoke before. Features of candidates. */
#include <string.h>

#include "speech/stage.h"

static const char *const young[] = {"boy",    "girl",   "child",     "lad",        "lass",   "youth", "youngster",
                                    "urchin", "infant", "schoolboy", "schoolgirl", "maiden", "damsel"};
static const char *const aged[] = {"old", "elder", "aged", "ancient", "elderly", "older", "eldest"};
static const char *const others[] = {"other", "companion", "friend",   "latter",  "neighbour",    "neighbor",   "visitor", "guest",
                                     "host",  "hostess",   "stranger", "partner", "interlocutor", "questioner", "hearer",  "listener"};
static const char *const relations[] = {"father", "mother", "husband", "wife",  "brother", "sister", "son",   "daughter", "uncle",   "aunt",
                                        "cousin", "niece",  "nephew",  "mamma", "papa",    "parent", "lover", "master",   "mistress"};

/* Nouns and the titles of those who are called so. */
typedef struct rank {
    const char *noun, *titles[4];
} rank;
static const rank ranks[] = {{"doctor", {"Dr.", "Dr", "Doctor"}},
                             {"physician", {"Dr.", "Dr", "Doctor"}},
                             {"surgeon", {"Dr.", "Dr", "Doctor"}},
                             {"clergyman", {"Rev.", "Reverend", "Father", "Canon"}},
                             {"priest", {"Father", "Rev.", "Reverend"}},
                             {"chaplain", {"Rev.", "Reverend"}},
                             {"vicar", {"Rev.", "Reverend"}},
                             {"rector", {"Rev.", "Reverend"}},
                             {"parson", {"Rev.", "Reverend"}},
                             {"captain", {"Captain", "Capt."}},
                             {"colonel", {"Colonel", "Col."}},
                             {"major", {"Major"}},
                             {"general", {"General"}},
                             {"inspector", {"Inspector"}},
                             {"professor", {"Professor", "Prof."}},
                             {"baronet", {"Sir"}},
                             {"knight", {"Sir"}},
                             {"lord", {"Lord"}},
                             {"duke", {"Duke"}},
                             {"duchess", {"Duchess"}},
                             {"countess", {"Countess", "Lady"}},
                             {"count", {"Count"}},
                             {"king", {"King"}},
                             {"queen", {"Queen"}},
                             {"prince", {"Prince"}},
                             {"princess", {"Princess"}},
                             {"judge", {"Judge"}},
                             {"girl", {"Miss"}},
                             {"maiden", {"Miss"}},
                             {"damsel", {"Miss"}},
                             {"wife", {"Mrs.", "Mrs", "Lady"}},
                             {"widow", {"Mrs.", "Mrs", "Lady"}},
                             {"mother", {"Mrs.", "Mrs", "Lady"}},
                             {"matron", {"Mrs.", "Mrs"}},
                             {"hostess", {"Mrs.", "Mrs", "Lady"}},
                             {"landlady", {"Mrs.", "Mrs"}}};

static bool titled(const mw_character *c, const char *title) {
    size_t n = strlen(title);
    enum { FORMS = 8 };
    if (c->name && strncmp(c->name, title, n) == 0 && c->name[n] == ' ') return true;
    for (uint32_t i = 0; i < c->n_aliases && i < FORMS; i++)
        if (strncmp(c->aliases[i].form, title, n) == 0 && (c->aliases[i].form[n] == ' ' || !c->aliases[i].form[n])) return true;
    return false;
}

/* 1: bears a title that the noun stands for; -1: the noun stands for some, and they bear none of them; 0: it stands for none. */
static int title_fits(const mw_character *c, mw_str noun) {
    for (size_t k = 0; k < sizeof ranks / sizeof *ranks; k++) {
        if (!mw_str_ieq(noun, ranks[k].noun)) continue;
        for (int i = 0; i < 4 && ranks[k].titles[i]; i++)
            if (titled(c, ranks[k].titles[i])) return 1;
        return -1;
    }
    return 0;
}

bool mw_noun_other(const mw_hearing *h, const mw_cue *cue) { return cue->head != MW_NONE && MW_STR_AMONG(mw_word(h, cue->head), others); }

static bool says_old(const mw_hearing *h, const mw_cue *cue) {
    for (uint32_t t = cue->first; t <= cue->last; t++)
        if (MW_STR_AMONG(mw_word(h, t), aged)) return true;
    return false;
}

void mw_noun_features(const mw_hearing *h, uint32_t turn, const mw_cue *cue, uint32_t character, float *f) {
    if (cue->first == MW_NONE || cue->form != MW_NOM || cue->plural) return;
    const mw_character *c = &h->cast->characters[character];
    const mw_turn *last = turn && !h->turns[turn].fresh ? &h->turns[turn - 1] : NULL;
    mw_str noun = mw_word(h, cue->head);
    bool child = MW_STR_AMONG(noun, young), old = says_old(h, cue);
    int title = title_fits(c, noun);
    if (child && c->age == MW_CHILD) f[MW_F_NOUN_CHILD_FITS] = 1;
    if (child && (c->age == MW_ADULT || c->age == MW_OLD)) f[MW_F_NOUN_CHILD_CLASH] = 1;
    if (old && c->age == MW_OLD) f[MW_F_NOUN_OLD_FITS] = 1;
    if (old && (c->age == MW_ADULT || c->age == MW_CHILD)) f[MW_F_NOUN_OLD_CLASH] = 1;
    if (title > 0) f[MW_F_NOUN_TITLE_FITS] = 1;
    if (title < 0) f[MW_F_NOUN_TITLE_CLASH] = 1;
    for (uint32_t i = 0; i < h->turns[turn].n_recalled; i++)
        if (h->turns[turn].recalled[i].character == character) f[MW_F_NOUN_RECALLED] = h->turns[turn].recalled[i].share;
    if (c->occupation && mw_str_ieq(noun, c->occupation)) f[MW_F_NOUN_TRADE] = 1;
    if (!last) return;
    bool other = mw_noun_other(h, cue), cued = last->cued == character && last->ground != MW_GROUND_NONE;
    if (other && cued) f[last->ground == MW_GROUND_PRONOUN ? MW_F_NOUN_OTHER_LAST : MW_F_NOUN_OTHER_LAST_CUED] = 1;
    if (MW_STR_AMONG(noun, relations) && cued) f[MW_F_NOUN_KIN_SELF] = 1;
}
