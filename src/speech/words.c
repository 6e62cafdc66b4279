/* words: the verbs of saying and thinking, the nouns of voice and address, that the rules of the room know.
 *
 * Sorted tables, looked up in logarithmic time; a test checks the order. A verb form is looked up by the tagger's lemma, and when that is
 * not listed by undoing English inflection, so that a poor lemma costs nothing. The lists were written for this program. */
#include <stdlib.h>
#include <string.h>

#include "speech/work.h"

typedef struct entry {
    const char *word;
    unsigned flags;
} entry;
typedef struct form {
    const char *form, *lemma;
} form;

enum {
    S = MW_W_SAY,
    M = MW_W_MANNER,
    T = MW_W_THINK,
    H = MW_W_HEARER,
    W = MW_W_WRITE,
    MA = MW_W_MALE,
    FE = MW_W_FEMALE,
    CA = MW_W_CALL,
    VO = MW_W_VOICE,
    RE = MW_W_REPLY,
    PE = MW_W_PERSON,
    MN = MW_W_MANNERLY
};

/* clang-format off */
static const entry verbs[] = {
    {"accuse", S|H}, {"acknowledge", S}, {"acquaint", S|H}, {"add", S}, {"address", S|H}, {"adjudge", S}, {"admit", S},
    {"advise", S|H}, {"affirm", S}, {"agonize", S}, {"agree", S}, {"allege", S}, {"allow", S}, {"amend", S}, {"announce", S},
    {"answer", S|H}, {"apologise", S}, {"apologize", M}, {"appeal", S}, {"applaud", S}, {"apply", M}, {"apprise", S|H}, {"approve", S},
    {"argue", S}, {"articulate", S}, {"ask", S|H}, {"assay", S}, {"assent", S}, {"assert", S}, {"assure", S|H}, {"attest", S},
    {"aver", S}, {"avow", S}, {"babble", S}, {"banter", S}, {"bark", S}, {"bawl", S}, {"beam", M}, {"beg", S|H}, {"begin", S},
    {"believe", T}, {"bellow", S}, {"beseech", S|H}, {"bewail", S}, {"bid", S|H}, {"blare", S}, {"blaspheme", S}, {"bless", S|H},
    {"blink", M}, {"blubber", S}, {"blurt", S}, {"blush", M}, {"bluster", S}, {"boast", S}, {"boom", S}, {"bow", M}, {"brag", S},
    {"break", M}, {"breathe", S}, {"burst", M}, {"cable", W}, {"cackle", S}, {"cajole", S|H}, {"calculate", S}, {"call", S},
    {"caution", S|H}, {"certify", S}, {"challenge", S|H}, {"chant", S}, {"charge", S}, {"chatter", S}, {"cheer", S}, {"chide", S|H},
    {"chime", S}, {"chirp", S}, {"chirrup", S}, {"choke", S}, {"chuckle", M}, {"clamor", S}, {"clamour", S}, {"clarify", S},
    {"cluck", S}, {"coax", S|H}, {"comfort", S|H}, {"command", S|H}, {"commence", S}, {"comment", S}, {"complain", S},
    {"compliment", S|H}, {"concede", S}, {"conclude", S}, {"concur", S}, {"confess", S}, {"confide", S}, {"confirm", S},
    {"congratulate", S|H}, {"conjecture", S}, {"consent", S}, {"consider", T}, {"console", S|H}, {"contend", S}, {"continue", S},
    {"contradict", S|H}, {"coo", S}, {"correct", S|H}, {"corroborate", S}, {"cough", M}, {"counsel", S|H}, {"crack", M}, {"croak", S},
    {"croon", S}, {"crow", S}, {"cry", S}, {"curse", S}, {"curtsey", M}, {"curtsy", M}, {"cut", M}, {"damn", S}, {"dare", S},
    {"decide", M|T}, {"declaim", S}, {"declare", S}, {"decline", S}, {"decree", S}, {"defend", S}, {"defy", S|H}, {"demand", S},
    {"demur", S}, {"deny", S}, {"deprecate", S}, {"deride", S}, {"describe", S}, {"determine", M}, {"dictate", S}, {"direct", S|H},
    {"disclaim", S}, {"disclose", S}, {"dissent", S}, {"divulge", S}, {"drawl", S}, {"drop", M}, {"echo", S}, {"ejaculate", S},
    {"elaborate", S}, {"elucidate", S}, {"encourage", S|H}, {"end", M}, {"enjoin", S}, {"enquire", S}, {"entreat", S|H},
    {"enunciate", S}, {"essay", S}, {"exact", S}, {"exclaim", S}, {"excuse", S}, {"exhort", S|H}, {"explain", S}, {"explode", M},
    {"expostulate", S}, {"expound", S}, {"extol", S}, {"exult", S}, {"falter", S}, {"fancy", T}, {"feel", T}, {"figure", M},
    {"finish", M}, {"fire", M}, {"flare", S}, {"flash", M}, {"flatter", S}, {"fling", M}, {"flush", M}, {"foretell", S}, {"frown", M},
    {"fume", S}, {"gabble", S}, {"gasp", M}, {"gaze", M}, {"generalize", S}, {"gesticulate", M}, {"gesture", M}, {"gibe", S},
    {"giggle", M}, {"glare", M}, {"gloat", S}, {"glower", M}, {"grant", S}, {"grate", M}, {"greet", S|H}, {"grimace", M}, {"grin", M},
    {"grind", M}, {"gripe", S}, {"groan", S}, {"grouse", S}, {"growl", S}, {"grumble", S}, {"grunt", S}, {"guess", S}, {"gulp", S},
    {"gurgle", S}, {"hail", S|H}, {"hazard", S}, {"hesitate", M}, {"hint", S}, {"hiss", S}, {"holler", S}, {"hoot", S}, {"huff", S},
    {"hum", S}, {"hurl", M}, {"hypothesise", S}, {"hypothesize", S}, {"imagine", T}, {"implore", S|H}, {"imply", S}, {"importune", S},
    {"incite", S}, {"inform", S|H}, {"inquire", S}, {"insinuate", S}, {"insist", S}, {"instruct", S|H}, {"interject", S},
    {"interpose", S}, {"interrogate", S|H}, {"interrupt", M|H}, {"intervene", S}, {"intimate", S}, {"intone", S}, {"inveigh", S},
    {"invite", S|H}, {"invoke", S}, {"jabber", S}, {"jeer", S}, {"jerk", M}, {"jest", S}, {"joke", S}, {"judge", M}, {"justify", S},
    {"know", T}, {"lament", S}, {"laugh", M}, {"lean", M}, {"lecture", S}, {"lie", M}, {"lisp", S}, {"maintain", S}, {"marvel", T},
    {"meditate", T}, {"menace", S}, {"mention", S}, {"moan", S}, {"mock", S|H}, {"moralise", S}, {"moralize", S}, {"mumble", S},
    {"murmur", S}, {"muse", T}, {"mutter", S}, {"name", M}, {"narrate", S}, {"nod", M}, {"note", S}, {"notify", S|H}, {"nudge", M},
    {"object", S}, {"observe", S}, {"offer", S}, {"open", M}, {"opine", S}, {"orate", S}, {"order", S|H}, {"own", S}, {"pale", M},
    {"pant", M}, {"pause", M}, {"peal", M}, {"pen", W}, {"perorate", S}, {"persist", S}, {"persuade", S|H}, {"philosophise", S},
    {"philosophize", S}, {"phone", S}, {"pipe", S}, {"plead", S}, {"pledge", S}, {"point", M}, {"ponder", T}, {"posit", S},
    {"pout", M}, {"praise", S}, {"prate", S}, {"prattle", S}, {"pray", S|H}, {"preach", S}, {"predict", S}, {"presume", S},
    {"proceed", S}, {"proclaim", S}, {"promise", S}, {"prompt", S}, {"pronounce", S}, {"prophesy", S}, {"propose", S}, {"protest", S},
    {"purr", S}, {"pursue", S}, {"put", M}, {"quake", M}, {"qualify", S}, {"quaver", S}, {"query", S}, {"question", S|H}, {"quip", S},
    {"quiz", S|H}, {"quote", S}, {"quoth", S}, {"rage", M}, {"rail", S}, {"rally", M}, {"ramble", S}, {"rant", S}, {"rap", M},
    {"rasp", S}, {"rattle", S}, {"rave", S}, {"read", S|W}, {"realise", T}, {"realize", T}, {"reason", S|T}, {"reassure", S|H},
    {"rebuke", S|H}, {"recall", M|T}, {"recite", S}, {"reckon", S|T}, {"recollect", T}, {"recommend", S}, {"recount", S},
    {"redden", M}, {"reflect", T}, {"refuse", S}, {"reiterate", S}, {"rejoice", S}, {"rejoin", S}, {"relate", S}, {"relent", S},
    {"remark", S}, {"remember", M|T}, {"remind", S|H}, {"remonstrate", S}, {"repeat", S}, {"reply", S}, {"report", S},
    {"reprimand", S|H}, {"reproach", S|H}, {"reprove", S|H}, {"request", S}, {"resolve", M}, {"respond", S}, {"resume", S},
    {"retaliate", S}, {"retort", S}, {"retract", S}, {"return", S}, {"reveal", S}, {"rise", M}, {"roar", S}, {"rule", M},
    {"rumble", S}, {"salute", S|H}, {"say", S}, {"scoff", S}, {"scold", S|H}, {"scorn", S}, {"scowl", M}, {"scrawl", W}, {"scream", S},
    {"scribble", W}, {"sermonize", S}, {"shiver", M}, {"shoot", M}, {"shout", S}, {"shriek", S}, {"shrug", M}, {"shudder", M},
    {"sigh", M}, {"sign", W}, {"signal", M}, {"signify", S}, {"simper", S}, {"sing", S}, {"smile", M}, {"smirk", M}, {"snap", S},
    {"snarl", S}, {"sneer", S}, {"sneeze", M}, {"snicker", S}, {"sniff", M}, {"sniffle", S}, {"snigger", S}, {"snivel", S},
    {"snort", M}, {"snuffle", S}, {"sob", M}, {"soliloquise", T}, {"soliloquize", T}, {"soothe", S|H}, {"speak", S}, {"specify", S},
    {"speculate", S|T}, {"spit", M}, {"splutter", S}, {"sputter", S}, {"squawk", S}, {"squeak", S}, {"squeal", S}, {"stammer", M},
    {"stand", M}, {"stare", M}, {"start", M}, {"state", S}, {"step", M}, {"stipulate", S}, {"storm", S}, {"stress", S}, {"strike", M},
    {"stutter", S}, {"submit", S}, {"suggest", S}, {"sum", S}, {"summarise", S}, {"summarize", S}, {"summon", S}, {"supplement", S},
    {"suppose", T}, {"surmise", S}, {"swear", S}, {"talk", S}, {"taunt", S|H}, {"tease", S|H}, {"telegraph", W}, {"telephone", S|W},
    {"tell", S|T|H}, {"testify", S}, {"thank", S|H}, {"theorize", S}, {"think", T}, {"threaten", S|H}, {"throw", M}, {"thrust", M},
    {"thunder", S}, {"titter", M}, {"toast", S}, {"toss", M}, {"translate", S}, {"tremble", M}, {"trill", S}, {"triumph", S},
    {"trumpet", S}, {"try", M}, {"turn", M}, {"twitter", S}, {"type", W}, {"upbraid", S|H}, {"urge", S|H}, {"utter", S}, {"vaunt", S},
    {"venture", S}, {"vociferate", S}, {"voice", S}, {"volunteer", S}, {"vouchsafe", S}, {"vow", S}, {"wail", S}, {"warble", S},
    {"warn", S|H}, {"wave", M}, {"weep", M}, {"welcome", S|H}, {"wheedle", S}, {"wheeze", S}, {"whimper", S}, {"whine", S},
    {"whisper", S}, {"whoop", S}, {"wince", M}, {"wink", M}, {"wire", W}, {"wonder", S|T}, {"write", S|W}, {"yammer", S}, {"yawn", M},
    {"yell", S}, {"yelp", S}, {"yowl", S},
};

static const entry nouns[] = {
    {"abbess", FE|PE}, {"abbot", MA|PE}, {"accent", VO|MN}, {"accents", VO|MN}, {"actor", PE}, {"air", MN}, {"alarm", MN},
    {"amazement", MN}, {"american", PE}, {"anger", MN}, {"answer", RE}, {"artist", PE}, {"asperity", MN}, {"astonishment", MN},
    {"aunt", FE|CA|PE}, {"auntie", FE|CA|PE}, {"author", PE}, {"baby", PE}, {"bachelor", MA|PE}, {"baker", PE}, {"barmaid", FE|PE},
    {"barman", MA|PE}, {"baron", MA|PE}, {"baroness", FE|PE}, {"baronet", MA|PE}, {"beggar", PE}, {"bishop", MA|PE},
    {"bitterness", MN}, {"bloke", MA|PE}, {"blush", MN}, {"boss", PE}, {"bow", MN}, {"boy", MA|CA|PE}, {"boys", CA}, {"breath", MN},
    {"bride", FE|PE}, {"bridegroom", MA|PE}, {"brother", MA|CA|PE}, {"butcher", PE}, {"butler", MA|PE}, {"cabman", PE},
    {"calmness", MN}, {"candor", MN}, {"candour", MN}, {"captain", CA|PE}, {"chap", MA|CA|PE}, {"charwoman", FE|PE}, {"chief", PE},
    {"child", CA|PE}, {"children", CA}, {"chuckle", MN}, {"clergyman", MA|PE}, {"clerk", PE}, {"client", PE}, {"coachman", MA|PE},
    {"coldness", MN}, {"colonel", CA|PE}, {"comment", RE}, {"companion", PE}, {"composure", MN}, {"comrade", CA}, {"comrades", CA},
    {"confusion", MN}, {"constable", MA|PE}, {"contempt", MN}, {"cook", PE}, {"count", MA|PE}, {"countess", FE|PE}, {"courtesy", MN},
    {"cousin", CA|PE}, {"creature", PE}, {"cry", RE|MN}, {"curate", MA|PE}, {"dad", MA|CA|PE}, {"daddy", MA|CA|PE}, {"dame", FE|PE},
    {"damsel", FE|PE}, {"darling", CA}, {"daughter", FE|CA|PE}, {"dear", CA}, {"dearest", CA}, {"decision", MN}, {"deliberation", MN},
    {"delight", MN}, {"demand", RE}, {"detective", PE}, {"dignity", MN}, {"disgust", MN}, {"doctor", CA|PE}, {"driver", PE},
    {"duchess", FE|PE}, {"duke", MA|PE}, {"eagerness", MN}, {"earl", MA|PE}, {"earnestness", MN}, {"effort", MN},
    {"embarrassment", MN}, {"emotion", MN}, {"emperor", MA|PE}, {"emphasis", MN}, {"empress", FE|PE}, {"energy", MN},
    {"englishman", PE}, {"enthusiasm", MN}, {"excellency", CA}, {"exclamation", RE}, {"farmer", PE}, {"father", MA|CA|PE},
    {"fear", MN}, {"feeling", MN}, {"fellow", MA|CA|PE}, {"fervor", MN}, {"fervour", MN}, {"firmness", MN}, {"fisherman", MA|PE},
    {"flush", MN}, {"footman", MA|PE}, {"foreigner", PE}, {"frankness", MN}, {"frau", FE|PE}, {"fraulein", FE|PE}, {"frenchman", PE},
    {"friar", MA|PE}, {"friend", CA|PE}, {"friends", CA}, {"frown", MN}, {"fury", MN}, {"gaiety", MN}, {"gardener", PE}, {"gasp", MN},
    {"general", CA|PE}, {"gentleman", MA|PE}, {"gentlemen", CA}, {"gentleness", MN}, {"gesture", MN}, {"giggle", MN},
    {"girl", FE|CA|PE}, {"girls", CA}, {"glance", MN}, {"godfather", MA|PE}, {"godmother", FE|PE}, {"governess", FE|PE},
    {"grandfather", MA|CA|PE}, {"grandma", FE|CA|PE}, {"grandmamma", FE|PE}, {"grandmother", FE|CA|PE}, {"grandpa", MA|CA|PE},
    {"grandpapa", MA|PE}, {"gravity", MN}, {"grin", MN}, {"groan", MN}, {"groom", MA|PE}, {"growl", MN}, {"guard", PE}, {"guest", PE},
    {"guide", PE}, {"guy", MA|PE}, {"haste", MN}, {"herr", MA|PE}, {"hesitation", MN}, {"highness", CA}, {"honey", CA}, {"horror", MN},
    {"host", MA|PE}, {"hostess", FE|PE}, {"housekeeper", FE|PE}, {"housemaid", FE|PE}, {"husband", MA|CA|PE}, {"impatience", MN},
    {"indifference", MN}, {"infant", PE}, {"inquiry", RE}, {"inspector", CA|PE}, {"irony", MN}, {"joy", MN}, {"judge", PE},
    {"keeper", PE}, {"kindness", MN}, {"king", MA|PE}, {"knight", MA|PE}, {"lad", MA|CA|PE}, {"ladies", CA}, {"lady", FE|CA|PE},
    {"landlady", FE|PE}, {"landlord", MA|PE}, {"lass", FE|CA|PE}, {"laugh", MN}, {"lawyer", PE}, {"lieutenant", CA|PE}, {"lips", MN},
    {"look", MN}, {"lord", MA|CA|PE}, {"love", CA}, {"lover", PE}, {"ma'am", FE|CA|PE}, {"madam", FE|CA|PE}, {"madame", FE|CA|PE},
    {"mademoiselle", FE|CA|PE}, {"magistrate", PE}, {"maid", FE|PE}, {"maiden", FE|PE}, {"majesty", CA}, {"major", CA|PE},
    {"mama", FE|CA|PE}, {"mamma", FE|CA|PE}, {"mammy", FE|PE}, {"man", MA|CA|PE}, {"manner", MN}, {"marchioness", FE|PE},
    {"marquis", MA|PE}, {"master", MA|CA|PE}, {"matron", FE|PE}, {"ma’am", FE|CA|PE}, {"melancholy", MN}, {"merchant", PE},
    {"messenger", PE}, {"milkmaid", FE|PE}, {"miller", PE}, {"miss", FE|CA|PE}, {"missus", FE|PE}, {"mister", MA|CA|PE},
    {"mistress", FE|PE}, {"monk", MA|PE}, {"monsieur", MA|CA|PE}, {"mother", FE|CA|PE}, {"mr", MA|PE}, {"mrs", FE|PE},
    {"mum", FE|CA|PE}, {"mummy", FE|CA|PE}, {"murderer", PE}, {"murmur", VO|MN}, {"musician", PE}, {"narrator", PE}, {"neighbor", PE},
    {"neighbour", PE}, {"nephew", MA|CA|PE}, {"niece", FE|CA|PE}, {"nod", MN}, {"nun", FE|PE}, {"nurse", FE|CA|PE},
    {"nursemaid", FE|PE}, {"observation", RE}, {"officer", PE}, {"orphan", PE}, {"ostler", MA|PE}, {"other", PE}, {"painter", PE},
    {"papa", MA|CA|PE}, {"parent", PE}, {"parlourmaid", FE|PE}, {"parson", MA|PE}, {"passenger", PE}, {"passion", MN}, {"patient", PE},
    {"person", PE}, {"pet", CA}, {"physician", PE}, {"pleasure", MN}, {"poet", PE}, {"policeman", MA|PE}, {"politeness", MN},
    {"porter", PE}, {"postboy", MA|PE}, {"postman", MA|PE}, {"pride", MN}, {"priest", MA|PE}, {"prince", MA|PE}, {"princess", FE|PE},
    {"prisoner", PE}, {"professor", CA|PE}, {"queen", FE|PE}, {"query", RE}, {"question", RE}, {"rage", MN}, {"rejoinder", RE},
    {"relief", MN}, {"reluctance", MN}, {"remark", RE}, {"reply", RE}, {"response", RE}, {"retort", RE}, {"roar", MN}, {"sadness", MN},
    {"sailor", MA|PE}, {"salesman", MA|PE}, {"sarcasm", MN}, {"satisfaction", MN}, {"schoolboy", MA|PE}, {"schoolgirl", FE|PE},
    {"schoolmaster", PE}, {"scorn", MN}, {"scream", MN}, {"seaman", MA|PE}, {"secretary", PE}, {"senor", MA|PE}, {"senora", FE|PE},
    {"senorita", FE|PE}, {"sentinel", PE}, {"sentry", PE}, {"sergeant", CA|PE}, {"servant", PE}, {"severity", MN}, {"sharpness", MN},
    {"shepherd", PE}, {"shiver", MN}, {"shout", RE|MN}, {"shrug", MN}, {"shudder", MN}, {"sigh", MN}, {"signor", MA|CA|PE},
    {"signora", FE|CA|PE}, {"signore", MA|PE}, {"signorina", FE|CA|PE}, {"simplicity", MN}, {"sir", MA|CA|PE}, {"sire", MA|CA|PE},
    {"sister", FE|CA|PE}, {"smile", MN}, {"sneer", MN}, {"sob", MN}, {"soldier", PE}, {"solemnity", MN}, {"solicitor", PE},
    {"son", MA|CA|PE}, {"speaker", PE}, {"spinster", FE|PE}, {"squire", MA|PE}, {"stare", MN}, {"stepfather", MA|PE},
    {"stepmother", FE|PE}, {"sternness", MN}, {"stranger", PE}, {"student", PE}, {"suggestion", RE}, {"sultan", MA|PE},
    {"surgeon", PE}, {"surprise", MN}, {"swain", MA|PE}, {"sweetheart", CA}, {"sweetness", MN}, {"teacher", PE}, {"tears", MN},
    {"teeth", MN}, {"tenderness", MN}, {"terror", MN}, {"thief", PE}, {"tone", VO|MN}, {"tones", VO|MN}, {"tradesman", MA|PE},
    {"tramp", PE}, {"traveler", PE}, {"traveller", PE}, {"triumph", MN}, {"tutor", PE}, {"twin", PE}, {"uncle", MA|CA|PE},
    {"undertone", VO|MN}, {"valet", MA|PE}, {"vehemence", MN}, {"verdict", RE}, {"vicar", MA|PE}, {"visitor", PE}, {"voice", VO|PE|MN},
    {"voices", VO}, {"waiter", MA|PE}, {"waitress", FE|PE}, {"warmth", MN}, {"washerwoman", FE|PE}, {"way", MN}, {"whisper", VO|RE|MN},
    {"widow", FE|PE}, {"widower", MA|PE}, {"wife", FE|CA|PE}, {"wink", MN}, {"woman", FE|CA|PE}, {"words", RE}, {"workman", MA|PE},
    {"youth", MA|PE},
};

/* Forms that the rules of inflection below do not undo. */
static const form irregular[] = {
    {"apologised", "apologise"}, {"bade", "bid"}, {"began", "begin"}, {"begun", "begin"}, {"bid", "bid"}, {"broke", "break"},
    {"broken", "break"}, {"burst", "burst"}, {"certified", "certify"}, {"clarified", "clarify"}, {"cried", "cry"}, {"cut", "cut"},
    {"defied", "defy"}, {"denied", "deny"}, {"fancied", "fancy"}, {"felt", "feel"}, {"flung", "fling"}, {"foretold", "foretell"},
    {"ground", "grind"}, {"hurried", "hurry"}, {"implied", "imply"}, {"justified", "justify"}, {"knew", "know"}, {"known", "know"},
    {"lay", "lie"}, {"lied", "lie"}, {"meant", "mean"}, {"prophesied", "prophesy"}, {"put", "put"}, {"qualified", "qualify"},
    {"quoth", "quoth"}, {"read", "read"}, {"replied", "reply"}, {"rose", "rise"}, {"said", "say"}, {"sang", "sing"}, {"sayeth", "say"},
    {"says", "say"}, {"shot", "shoot"}, {"signified", "signify"}, {"spat", "spit"}, {"specified", "specify"}, {"spoke", "speak"},
    {"spoken", "speak"}, {"stood", "stand"}, {"struck", "strike"}, {"sung", "sing"}, {"swore", "swear"}, {"sworn", "swear"},
    {"testified", "testify"}, {"thought", "think"}, {"threw", "throw"}, {"thrown", "throw"}, {"told", "tell"}, {"tried", "try"},
    {"went", "go"}, {"wept", "weep"}, {"written", "write"}, {"wrote", "write"},
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
enum { WORD_MAX = 24 };

/* The word with ASCII letters lowered, zero-terminated; false: too long to be listed. */
static bool fold(mw_str w, char out[WORD_MAX]) {
    if (w.n == 0 || w.n >= WORD_MAX) return false;
    for (size_t i = 0; i < w.n; i++) out[i] = (char)(w.at[i] >= 'A' && w.at[i] <= 'Z' ? w.at[i] + 32 : w.at[i]);
    out[w.n] = 0;
    return true;
}

static unsigned find(const entry *table, size_t n, const char *word) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = mw_order(table[mid].word, word);
        if (c == 0) return table[mid].flags;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static int by_form(const void *word, const void *row) { return mw_order(word, ((const form *)row)->form); }

static const char *find_irregular(const char *word) {
    const form *f = bsearch(word, irregular, COUNT(irregular), sizeof *irregular, by_form);
    return f ? f->lemma : NULL;
}

unsigned mw_verb_flags(mw_str lemma) {
    char w[WORD_MAX];
    return fold(lemma, w) ? find(verbs, COUNT(verbs), w) : 0;
}

unsigned mw_noun_flags(mw_str word) {
    char w[WORD_MAX];
    if (!fold(word, w)) return 0;
    unsigned f = find(nouns, COUNT(nouns), w);
    size_t n = strlen(w);
    if (!f && n > 3 && w[n - 1] == 's' && w[n - 2] != 's') {
        w[n - 1] = 0;
        f = find(nouns, COUNT(nouns), w);
    }
    return f;
}

/* Cuts an ending of `cut` letters off and tries the stem, the stem with e, and with its doubled consonant single. */
static unsigned find_stem(char *w, size_t cut) {
    size_t n = strlen(w);
    if (n < cut + 2) return 0;
    n -= cut;
    w[n] = 0;
    unsigned f = find(verbs, COUNT(verbs), w);
    if (!f) {
        w[n] = 'e', w[n + 1] = 0;
        f = find(verbs, COUNT(verbs), w);
        w[n] = 0;
    }
    if (!f && w[n - 1] == w[n - 2]) {
        w[n - 1] = 0;
        f = find(verbs, COUNT(verbs), w);
    }
    return f;
}

static unsigned look_up(const mw_hearing *h, uint32_t token) {
    unsigned f = mw_verb_flags(mw_str_of(mw_lemma(h->tags, token)));
    char w[WORD_MAX];
    if (f || !fold(mw_word(h, token), w)) return f;
    const char *lemma = find_irregular(w);
    if (lemma) return find(verbs, COUNT(verbs), lemma);
    size_t n = strlen(w);
    if (n > 3 && strcmp(w + n - 3, "ied") == 0) {
        w[n - 3] = 'y', w[n - 2] = 0;
        return find(verbs, COUNT(verbs), w);
    }
    if (n > 2 && strcmp(w + n - 2, "ed") == 0) return find_stem(w, 2);
    if (n > 3 && strcmp(w + n - 3, "ing") == 0) return find_stem(w, 3);
    if (n > 2 && w[n - 1] == 's' && w[n - 2] != 's') return find_stem(w, 1);
    return 0;
}

unsigned mw_form_flags(const mw_hearing *h, uint32_t token) {
    if (!h->forms[token]) h->forms[token] = (uint16_t)(1 + look_up(h, token));
    return h->forms[token] - 1U;
}

bool mw_word_is_self(const mw_hearing *h, uint32_t token) {
    static const char *const words[] = {"i", "me", "my", "mine", "myself"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_word_is(h, token, words[i])) return true;
    return false;
}
