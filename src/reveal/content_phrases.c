/* content_phrases: turns of speech that a content note may rest on though no one word of them does ("took to drink", "what the devil").
 * Each has the percent that its writer gives it; what that is worth alone and beside words and signs is learnt (MW_NOTES_PHRASE, MW_NOTES_TURN).
 * In a phrase the words stand one behind the other, as lemma or as form, in lower case; a/b: either; .. is up to three words of any kind; SELF, POSS,
 * THEM, KIN as below. The first is always a plain word; rows are sorted by its first letter. Written for this project; linear. */
#include <string.h>

#include "reveal/content.h"

typedef struct phrase {
    const char *words;
    uint8_t kind, percent;
} phrase;

/* clang-format off */
static const phrase phrases[] = {
    {"at death 's door", MW_CONTENT_ILLNESS, 60},
    {"at the front", MW_CONTENT_WAR, 30},
    {"bad heart/chest/lung/lungs", MW_CONTENT_ILLNESS, 40},
    {"beat POSS head against", MW_CONTENT_SELF_HARM, 50},
    {"between life and death", MW_CONTENT_ILLNESS, 50},
    {"big with child", MW_CONTENT_SEXUAL, 40},
    {"black and blue", MW_CONTENT_VIOLENCE, 55},
    {"black eye", MW_CONTENT_VIOLENCE, 50},
    {"black man/woman/boy/girl/men/women/servant/nurse/fellow/people/folk", MW_CONTENT_SLAVERY_RACISM, 45},
    {"blast it/THEM", MW_CONTENT_SWEARING, 60},
    {"bleed from", MW_CONTENT_VIOLENCE, 30},
    {"bleed to death", MW_CONTENT_DEATH, 70},
    {"bloody fool/liar/thing/nonsense/nuisance/good/awful/lot/great", MW_CONTENT_SWEARING, 80},
    {"blow POSS brain/brains out", MW_CONTENT_SUICIDE, 45},
    {"blow POSS own brain/brains out", MW_CONTENT_SUICIDE, 75},
    {"blow out POSS brain/brains", MW_CONTENT_SUICIDE, 45},
    {"box POSS ear/ears", MW_CONTENT_VIOLENCE, 50},
    {"brain fever", MW_CONTENT_ILLNESS, 65},
    {"break POSS arm/leg/neck/nose/jaw/rib/ribs/skull", MW_CONTENT_VIOLENCE, 45},
    {"breathe POSS last", MW_CONTENT_DEATH, 70},
    {"broken arm/leg/neck/nose/jaw/rib/ribs/bone/bones", MW_CONTENT_VIOLENCE, 40},
    {"burn to death", MW_CONTENT_DEATH, 70},
    {"by god/christ/jesus", MW_CONTENT_SWEARING, 20},
    {"by the throat", MW_CONTENT_VIOLENCE, 60},
    {"carry off by", MW_CONTENT_DEATH, 40},
    {"civil war", MW_CONTENT_WAR, 55},
    {"clip .. over/on/round the/POSS ear/head", MW_CONTENT_VIOLENCE, 45},
    {"colored man", MW_CONTENT_SLAVERY_RACISM, 60},
    {"colored people/folk/woman/man/boy/girl/nurse/maid/servant/person", MW_CONTENT_SLAVERY_RACISM, 60},
    {"coloured man", MW_CONTENT_SLAVERY_RACISM, 60},
    {"coloured people/folk/woman/man/boy/girl/nurse/maid/servant/person", MW_CONTENT_SLAVERY_RACISM, 60},
    {"come to blows", MW_CONTENT_VIOLENCE, 65},
    {"commit suicide", MW_CONTENT_SUICIDE, 90},
    {"confined to POSS bed", MW_CONTENT_ILLNESS, 60},
    {"confound it/THEM", MW_CONTENT_SWEARING, 50},
    {"cough blood", MW_CONTENT_ILLNESS, 70},
    {"curse it/THEM", MW_CONTENT_SWEARING, 50},
    {"cut POSS own throat", MW_CONTENT_SUICIDE, 75},
    {"cut POSS throat", MW_CONTENT_VIOLENCE, 45},
    {"cut POSS wrist/wrists", MW_CONTENT_SUICIDE, 70},
    {"damn it/THEM", MW_CONTENT_SWEARING, 80},
    {"dash it", MW_CONTENT_SWEARING, 40},
    {"dead body/man/woman/child/baby", MW_CONTENT_DEATH, 60},
    {"dead drunk", MW_CONTENT_ALCOHOL, 80},
    {"death of POSS", MW_CONTENT_DEATH, 55},
    {"destroy SELF", MW_CONTENT_SUICIDE, 40},
    {"devil take", MW_CONTENT_SWEARING, 55},
    {"die of/from", MW_CONTENT_DEATH, 55},
    {"do away with SELF", MW_CONTENT_SUICIDE, 75},
    {"draw POSS sword/knife/dagger/pistol/revolver", MW_CONTENT_VIOLENCE, 35},
    {"drive .. mad/insane/crazy", MW_CONTENT_MENTAL_ILLNESS, 30},
    {"drop dead", MW_CONTENT_DEATH, 70},
    {"drop of whisky/whiskey/brandy/gin/rum/spirits/drink/liquor", MW_CONTENT_ALCOHOL, 60},
    {"drop too much", MW_CONTENT_ALCOHOL, 70},
    {"drown SELF", MW_CONTENT_SUICIDE, 70},
    {"end POSS life/days/existence", MW_CONTENT_SUICIDE, 35},
    {"end POSS own life", MW_CONTENT_SUICIDE, 80},
    {"end it all", MW_CONTENT_SUICIDE, 45},
    {"faint away", MW_CONTENT_ILLNESS, 35},
    {"fainting fit", MW_CONTENT_ILLNESS, 40},
    {"fall ill/sick", MW_CONTENT_ILLNESS, 65},
    {"fallen woman/women/girl", MW_CONTENT_SEXUAL, 60},
    {"feeble mind/minded", MW_CONTENT_MENTAL_ILLNESS, 45},
    {"fire at", MW_CONTENT_VIOLENCE, 40},
    {"fire upon", MW_CONTENT_VIOLENCE, 40},
    {"fit of apoplexy/epilepsy/coughing/ague", MW_CONTENT_ILLNESS, 45},
    {"fit of hysterics/insanity/madness/melancholy", MW_CONTENT_MENTAL_ILLNESS, 40},
    {"for christ 's sake", MW_CONTENT_SWEARING, 50},
    {"for god 's sake", MW_CONTENT_SWEARING, 25},
    {"force SELF on/upon her", MW_CONTENT_SEXUAL_VIOLENCE, 60},
    {"get drunk/tipsy", MW_CONTENT_ALCOHOL, 75},
    {"get with child", MW_CONTENT_SEXUAL, 60},
    {"give up the ghost", MW_CONTENT_DEATH, 65},
    {"given to drink/drinking", MW_CONTENT_ALCOHOL, 75},
    {"glass of wine/beer/port/sherry/ale/punch/grog/brandy/whisky/whiskey/gin/rum/spirits/champagne/claret/madeira/stout/bitter", MW_CONTENT_ALCOHOL, 60},
    {"go mad/insane/crazy", MW_CONTENT_MENTAL_ILLNESS, 35},
    {"go out of POSS mind/sense/senses", MW_CONTENT_MENTAL_ILLNESS, 50},
    {"go to bed with", MW_CONTENT_SEXUAL, 40},
    {"go to hell/blazes", MW_CONTENT_SWEARING, 70},
    {"go to the devil/deuce/dickens", MW_CONTENT_SWEARING, 50},
    {"go to the war/wars", MW_CONTENT_WAR, 45},
    {"god damn/damned/dammit", MW_CONTENT_SWEARING, 90},
    {"half breed", MW_CONTENT_SLAVERY_RACISM, 65},
    {"half caste", MW_CONTENT_SLAVERY_RACISM, 65},
    {"hang SELF", MW_CONTENT_SUICIDE, 70},
    {"hang it", MW_CONTENT_SWEARING, 35},
    {"have POSS way with her", MW_CONTENT_SEXUAL_VIOLENCE, 50},
    {"heart attack/disease/trouble/failure/complaint", MW_CONTENT_ILLNESS, 65},
    {"hit .. with a/the/his/her", MW_CONTENT_VIOLENCE, 45},
    {"horse whip", MW_CONTENT_VIOLENCE, 45},
    {"house of ill", MW_CONTENT_SEXUAL, 60},
    {"how the devil/hell/deuce/dickens/blazes", MW_CONTENT_SWEARING, 60},
    {"illicit love/passion/union/affair", MW_CONTENT_SEXUAL, 60},
    {"in POSS cups", MW_CONTENT_ALCOHOL, 50},
    {"in the trenches", MW_CONTENT_WAR, 70},
    {"inferior race/races/people/blood", MW_CONTENT_SLAVERY_RACISM, 75},
    {"keep a mistress", MW_CONTENT_SEXUAL, 65},
    {"kept woman/mistress", MW_CONTENT_SEXUAL, 65},
    {"kill SELF", MW_CONTENT_SUICIDE, 50},
    {"kill in action/battle", MW_CONTENT_WAR, 80},
    {"knock .. down", MW_CONTENT_VIOLENCE, 50},
    {"knock .. senseless/unconscious", MW_CONTENT_VIOLENCE, 65},
    {"last rites/sacrament/unction", MW_CONTENT_DEATH, 40},
    {"late husband/wife/father/mother/brother/sister/uncle/aunt/master", MW_CONTENT_DEATH, 40},
    {"lay hands on SELF", MW_CONTENT_SUICIDE, 60},
    {"lay violent hands", MW_CONTENT_VIOLENCE, 55},
    {"lie dead", MW_CONTENT_DEATH, 70},
    {"lie dying", MW_CONTENT_DEATH, 70},
    {"live in sin", MW_CONTENT_SEXUAL, 70},
    {"loose woman/women", MW_CONTENT_SEXUAL, 55},
    {"lose POSS KIN", MW_CONTENT_DEATH, 50},
    {"lose POSS life", MW_CONTENT_DEATH, 60},
    {"lose POSS mind/reason/sense/senses/wit/wits", MW_CONTENT_MENTAL_ILLNESS, 45},
    {"lunatic asylum", MW_CONTENT_MENTAL_ILLNESS, 75},
    {"mad house", MW_CONTENT_MENTAL_ILLNESS, 55},
    {"make away with SELF", MW_CONTENT_SUICIDE, 75},
    {"mental disease/disorder/trouble/affliction", MW_CONTENT_MENTAL_ILLNESS, 70},
    {"natural child/son/daughter", MW_CONTENT_SEXUAL, 45},
    {"nervous breakdown/collapse/prostration/disorder", MW_CONTENT_MENTAL_ILLNESS, 65},
    {"not right in POSS/the head", MW_CONTENT_MENTAL_ILLNESS, 70},
    {"nothing on but", MW_CONTENT_NUDITY, 50},
    {"of easy virtue", MW_CONTENT_SEXUAL, 60},
    {"of unsound mind", MW_CONTENT_MENTAL_ILLNESS, 75},
    {"off POSS head", MW_CONTENT_MENTAL_ILLNESS, 40},
    {"on POSS deathbed", MW_CONTENT_DEATH, 60},
    {"on the drink/spree", MW_CONTENT_ALCOHOL, 65},
    {"on the warpath", MW_CONTENT_WAR, 45},
    {"out of POSS mind/sense/senses/wit/wits", MW_CONTENT_MENTAL_ILLNESS, 40},
    {"out of wedlock", MW_CONTENT_SEXUAL, 65},
    {"out shooting/hunting", MW_CONTENT_ANIMAL_HARM, 30},
    {"plague take", MW_CONTENT_SWEARING, 45},
    {"point a gun/pistol/revolver/rifle", MW_CONTENT_VIOLENCE, 55},
    {"prisoner of war", MW_CONTENT_WAR, 65},
    {"public house", MW_CONTENT_ALCOHOL, 50},
    {"put .. out of its/his/her misery", MW_CONTENT_ANIMAL_HARM, 40},
    {"put .. to death", MW_CONTENT_DEATH, 70},
    {"put .. to the sword", MW_CONTENT_VIOLENCE, 60},
    {"put an end to POSS life/existence/days/misery/sufferings", MW_CONTENT_SUICIDE, 60},
    {"raise POSS hand against/to", MW_CONTENT_VIOLENCE, 35},
    {"run .. through with", MW_CONTENT_VIOLENCE, 45},
    {"seize .. by the throat/hair/collar", MW_CONTENT_VIOLENCE, 60},
    {"shake POSS fist", MW_CONTENT_VIOLENCE, 30},
    {"shoot .. dead", MW_CONTENT_DEATH, 75},
    {"shoot SELF", MW_CONTENT_SUICIDE, 70},
    {"sick bed/room", MW_CONTENT_ILLNESS, 50},
    {"slave market/trader/driver/owner/dealer/trade", MW_CONTENT_SLAVERY_RACISM, 80},
    {"smell of drink/whisky/whiskey/gin/rum/brandy/spirits/beer", MW_CONTENT_ALCOHOL, 75},
    {"smoke opium", MW_CONTENT_DRUGS, 90},
    {"sold into slavery", MW_CONTENT_SLAVERY_RACISM, 90},
    {"son of a bitch/gun", MW_CONTENT_SWEARING, 75},
    {"spit blood", MW_CONTENT_ILLNESS, 70},
    {"stark naked", MW_CONTENT_NUDITY, 85},
    {"starve SELF", MW_CONTENT_SELF_HARM, 50},
    {"starve to death", MW_CONTENT_DEATH, 60},
    {"stick a knife", MW_CONTENT_VIOLENCE, 65},
    {"strip to the skin/waist", MW_CONTENT_NUDITY, 50},
    {"strong drink/liquor", MW_CONTENT_ALCOHOL, 60},
    {"swear at", MW_CONTENT_SWEARING, 40},
    {"take POSS own life", MW_CONTENT_SUICIDE, 85},
    {"take a drop", MW_CONTENT_ALCOHOL, 50},
    {"take ill/sick", MW_CONTENT_ILLNESS, 60},
    {"take poison", MW_CONTENT_SUICIDE, 50},
    {"take to POSS bed", MW_CONTENT_ILLNESS, 50},
    {"take to drink/drinking/liquor", MW_CONTENT_ALCOHOL, 80},
    {"the worse for drink/liquor", MW_CONTENT_ALCOHOL, 75},
    {"throw SELF into the river/sea/water/pond/canal/lake/well", MW_CONTENT_SUICIDE, 50},
    {"throw SELF under a/the train/wheels/carriage", MW_CONTENT_SUICIDE, 60},
    {"to hell with", MW_CONTENT_SWEARING, 75},
    {"under fire", MW_CONTENT_WAR, 45},
    {"violent blow", MW_CONTENT_VIOLENCE, 50},
    {"weak heart/chest/lung/lungs", MW_CONTENT_ILLNESS, 50},
    {"weak minded", MW_CONTENT_MENTAL_ILLNESS, 35},
    {"what the devil/hell/deuce/dickens/blazes", MW_CONTENT_SWEARING, 60},
    {"when the devil/hell/deuce/dickens/blazes", MW_CONTENT_SWEARING, 60},
    {"where the devil/hell/deuce/dickens/blazes", MW_CONTENT_SWEARING, 60},
    {"who the devil/hell/deuce/dickens/blazes", MW_CONTENT_SWEARING, 60},
    {"why the devil/hell/deuce/dickens/blazes", MW_CONTENT_SWEARING, 60},
    {"wish SELF dead", MW_CONTENT_SUICIDE, 40},
    {"with an oath/oaths/imprecation/imprecations/curse/curses", MW_CONTENT_SWEARING, 55},
    {"without a stitch", MW_CONTENT_NUDITY, 70},
    {"woman of the town/streets/street", MW_CONTENT_SEXUAL, 65},
    {"yellow peril", MW_CONTENT_SLAVERY_RACISM, 80},
};
/* clang-format on */

static const char *const selves[] = {"myself",    "yourself",   "himself",    "herself", "itself",
                                     "ourselves", "yourselves", "themselves", "thyself"};
static const char *const posses[] = {"my", "your", "his", "her", "its", "our", "their", "thy", "'s", "\u2019s"};
static const char *const thems[] = {"me", "you", "him", "her", "us", "them", "thee"};
static const char *const kins[] = {"father",  "mother", "husband", "wife", "son",    "daughter",
                                   "brother", "sister", "child",   "baby", "parent", "parents"};

enum { ANY_WORDS = 3, N_LETTERS = 26 };

static bool says(const mw_sight *s, uint32_t t, const char *word, size_t n) {
    const char *form = s->word[t], *lemma = mw_sight_lemma(s, t);
    return (strncmp(form, word, n) == 0 && form[n] == 0) || (strncmp(lemma, word, n) == 0 && lemma[n] == 0);
}

/* Whether token t is what one item of a phrase asks for: one of its alternatives, or a word of a class. */
static bool item_is(const mw_sight *s, uint32_t t, const char *item, size_t n) {
    if (n == 4 && strncmp(item, "SELF", n) == 0) return MW_AMONG(s->word[t], selves);
    if (n == 4 && strncmp(item, "POSS", n) == 0) return MW_AMONG(s->word[t], posses);
    if (n == 4 && strncmp(item, "THEM", n) == 0) return MW_AMONG(s->word[t], thems);
    if (n == 3 && strncmp(item, "KIN", n) == 0) return MW_AMONG(mw_sight_lemma(s, t), kins);
    for (size_t from = 0; from <= n;) {
        size_t to = from + strcspn(item + from, "/ ");
        if (to > n) to = n;
        if (says(s, t, item + from, to - from)) return true;
        from = to + 1;
    }
    return false;
}

/* The last token of the phrase that begins at t; MW_NONE: it does not. */
static uint32_t match(const mw_sight *s, uint32_t t, const char *words) {
    uint32_t sentence = s->tags->sentence[t], skip = 0, last = MW_NONE;
    while (*words) {
        size_t n = strcspn(words, " ");
        if (n == 2 && strncmp(words, "..", n) == 0) {
            skip = ANY_WORDS;
        } else {
            while (t < s->tags->n && s->tags->sentence[t] == sentence && skip > 0 && !item_is(s, t, words, n)) t++, skip--;
            if (t >= s->tags->n || s->tags->sentence[t] != sentence || !item_is(s, t, words, n)) return MW_NONE;
            last = t++, skip = 0;
        }
        words += n;
        words += *words == ' ';
    }
    return last;
}

/* "I'll blow your brains out" is no suicide. */
static bool of_another(const mw_sight *s, uint32_t first, uint32_t last) {
    uint32_t subject = mw_sight_subject(s, first);
    if (subject == MW_NONE || subject > first) return false;
    bool me = mw_sight_is(s, subject, "i") || mw_sight_is(s, subject, "we");
    for (uint32_t t = first; t <= last; t++)
        if (mw_sight_is(s, t, "your") || (me && (mw_sight_is(s, t, "his") || mw_sight_is(s, t, "her") || mw_sight_is(s, t, "their"))))
            return !mw_sight_is(s, subject, "you");
    return false;
}

static bool denied(const mw_sight *s, uint32_t t) {
    return t > 0 && s->tags->sentence[t - 1] == s->tags->sentence[t] &&
           (mw_sight_is(s, t - 1, "no") || mw_sight_is(s, t - 1, "without") || mw_sight_is(s, t - 1, "never") ||
            (mw_sight_upos(s, t) == MW_VERB && mw_sight_negated(s, t)));
}

/* Some people's name behind a word of contempt: it is said of what they are. */
static bool at_slur(const mw_sight *s, mw_content_finds *finds, uint32_t t) {
    static const char *const contempt[] = {"damned", "dirty",  "filthy", "cursed", "bloody",    "stinking", "greasy", "heathen",
                                           "sneaky", "rascal", "savage", "lousy",  "miserable", "wretched", "low",    "thieving"};
    static const char *const peoples[] = {"african", "arab",    "chinese",  "chinaman",  "chinamen", "dutchman", "foreigner", "frenchman",
                                          "german",  "greek",   "gypsy",    "gipsy",     "hindu",    "indian",   "irish",     "irishman",
                                          "italian", "jap",     "japanese", "jew",       "kaffir",   "mexican",  "moor",      "moslem",
                                          "negro",   "pole",    "russian",  "spaniard",  "swede",    "turk",     "zulu",      "half-breed",
                                          "black",   "mulatto", "redskin",  "blackamoor"};
    if (t + 1 >= s->tags->n || !MW_AMONG(s->word[t], contempt)) return true;
    const char *next = mw_sight_lemma(s, t + 1);
    char low[16];
    size_t n = strlen(next);
    if (n >= sizeof low) return true;
    for (size_t i = 0; i <= n; i++) low[i] = (char)(next[i] >= 'A' && next[i] <= 'Z' ? next[i] - 'A' + 'a' : next[i]);
    if (!MW_AMONG(low, peoples)) return true;
    return mw_content_put_phrase(s, finds, MW_CONTENT_SLAVERY_RACISM, t, t + 1, 60);
}

bool mw_content_phrases(const mw_sight *s, mw_content_finds *finds) {
    enum { N = sizeof phrases / sizeof *phrases };
    size_t from[N_LETTERS + 1], at = 0;
    for (int letter = 0; letter <= N_LETTERS; letter++) {
        while (at < N && phrases[at].words[0] < 'a' + letter) at++;
        from[letter] = at;
    }
    for (uint32_t t = 0; t < s->tags->n; t++) {
        const char letters[2] = {s->word[t][0], mw_sight_lemma(s, t)[0]};
        for (int i = 0; i < (letters[0] == letters[1] ? 1 : 2); i++) {
            int letter = letters[i] - 'a';
            if (letter < 0 || letter >= N_LETTERS) continue;
            for (size_t k = from[letter]; k < from[letter + 1]; k++) {
                uint32_t last = match(s, t, phrases[k].words);
                if (last == MW_NONE || denied(s, t) || (phrases[k].kind == MW_CONTENT_SUICIDE && of_another(s, t, last))) continue;
                if (!mw_content_put_phrase(s, finds, phrases[k].kind, t, last, phrases[k].percent)) return false;
            }
        }
        if (!at_slur(s, finds, t)) return false;
    }
    return true;
}
