/* Does a full stop belong to the word before it? Abbreviations and initials.
 *
 * Some abbreviations are never anything else (Mr.). Others are words too and count only before what they announce: No. 5,
 * Gen. Grant, Boston, Mass., or behind a number: 6 ft. tall. A capital letter alone is an initial, but for I at the end of a sentence. */
#include "segment/words.h"

static const char *const ABBREVIATIONS[] = {
    "approx", "arrv",  "ass't", "assn",   "assoc", "attn", "atty",  "b.a",    "b.sc",  "benj", "blvd",   "brig",   "bros",  "capt",
    "captn",  "cf",    "chas",  "cmdr",   "co",    "col",  "comdr", "corp",   "corpn", "cpl",  "d.litt", "d.phil", "d.sc",  "dep't",
    "dept",   "dr",    "drs",   "edw",    "encl",  "esp",  "esq",   "esqr",   "et",    "etc",  "excl",   "fredk",  "ft",    "gov't",
    "govt",   "ibid",  "inc",   "incl",   "insp",  "inst", "int'l", "jas",    "jnr",   "jr",   "jun",    "kt",     "lieut", "litt.d",
    "lt",     "ltd",   "m.a",   "m.phil", "m.sc",  "maj",  "mdme",  "messrs", "misc",  "mlle", "mlles",  "mme",    "mmes",  "mr",
    "mrs",    "mrss",  "ms",    "mus.b",  "nat'l", "ph.d", "prof",  "profs",  "prox",  "rd",   "revd",   "robt",   "saml",  "seq",
    "serg",   "sergt", "sgt",   "snr",    "sr",    "st",   "supt",  "thos",   "ult",   "viz",  "vs",
};
static const char *const WITH_CAPITAL[] = {
    "aug", "ave", "bart", "dec", "feb", "gen",  "geo", "hwy",  "jan",   "knt",  "mt",   "mts", "nov",
    "oct", "ont", "que",  "rev", "rt",  "sept", "ste", "thur", "thurs", "tues", "univ", "wm",
};
static const char *const BEFORE_NUMBERS[] = {
    "apr", "art", "aug",  "b",   "bd",   "bk",  "c",   "ca",  "cap", "cat",  "ch",   "chap", "chaps", "d",
    "dec", "ext", "feb",  "fig", "figs", "fri", "jan", "jul", "jun", "lib",  "lot",  "m",    "mar",   "may",
    "mon", "n",   "no",   "nos", "nov",  "oct", "op",  "p",   "par", "para", "pg",   "pl",   "pp",    "r",
    "sat", "sec", "sect", "sep", "sept", "sun", "thu", "tue", "v",   "vol",  "vols", "vv",   "wed",
};
static const char *const BEFORE_NAMES[] = {
    "adm", "archbp", "atty", "bp",  "bro", "capt",  "chas", "col",  "dan'l", "det", "dist", "ed",  "fr",  "gen", "geo",
    "gov", "hon",    "insp", "jas", "jos", "lieut", "maj",  "pres", "pvt",   "rep", "reps", "sec", "sen", "sr",  "wm",
};
static const char *const BEFORE_COMMAS[] = {
    "ala",  "apr",  "ariz", "ark", "cal", "calif", "colo", "conf", "conn", "del", "eng",  "fax",  "fla",  "fri",   "ga",
    "ia",   "ill",  "ind",  "jul", "jun", "kan",   "kans", "ky",   "la",   "mar", "mass", "md",   "me",   "metro", "mich",
    "minn", "miss", "mo",   "mob", "mon", "mont",  "neb",  "nev",  "okla", "ore", "pa",   "para", "penn", "sat",   "spec",
    "sun",  "tenn", "tex",  "thu", "tue", "tues",  "va",   "vt",   "wash", "wed", "wis",  "wyo",
};
static const char *const AFTER_NUMBERS[] = {
    "cm",  "cu",   "deg", "doz", "ft", "gal", "h",  "hr",  "hrs",  "in", "kg",  "km", "lb",  "lbs", "mi",
    "min", "mins", "mm",  "mos", "oz", "pt",  "qt", "sec", "secs", "sq", "wks", "yd", "yds", "yr",  "yrs",
};

/* What stands behind a full stop at p - 1. */
typedef struct ahead {
    int32_t c;      /* the next character that is no white space, 0 at the end of the block */
    int32_t second; /* the one behind it */
    bool spaced;
} ahead;

static ahead look(const mw_cutter *c, uint32_t p) {
    ahead a = {0, 0, false};
    uint32_t len;
    int32_t ch = 0;
    while (p < c->end && mw_class_of(ch = mw_char_at(c->text, p, c->end, &len)) == MW_C_SPACE) {
        p += len;
        a.spaced = true;
    }
    if (p >= c->end) return a;
    a.c = ch;
    a.second = mw_char_at(c->text, p + len, c->end, &len);
    return a;
}

/* Those of them that roman numbers follow: Vol. II, Chap. X. */
static const char *const BEFORE_ROMAN[] = {"art", "bk", "ch", "chap", "chaps", "fig", "lib", "sec", "sect", "vol", "vols"};

static bool is_roman(int32_t ch) { return ch == 'I' || ch == 'V' || ch == 'X' || ch == 'L' || ch == 'C'; }

static bool follows_number(const mw_cutter *c) {
    if (c->tokens.n == 0) return false;
    mw_span last = c->tokens.at[c->tokens.n - 1].span;
    return mw_class_of(mw_char_before(c->text, last.start, last.end)) == MW_C_DIGIT;
}

static bool follows_word(const mw_cutter *c, const char *word) {
    if (c->tokens.n == 0) return false;
    mw_span last = c->tokens.at[c->tokens.n - 1].span;
    return mw_str_ieq(mw_cut_text(c, last.start, last.end), word);
}

/* An initial: J. ; M. ; p. 5. */
static bool is_initial(const mw_cutter *c, uint32_t start, ahead a) {
    int32_t letter = (unsigned char)c->text[start];
    bool next_initial = mw_cp_upper(a.c) && a.second == '.';
    if (letter == 'I') return next_initial && a.spaced && c->tokens.n > 0 && !c->opening;
    if (!mw_cp_upper(mw_char_at(c->text, start, c->end, &(uint32_t){0}))) return mw_cp_digit(a.c) && a.spaced;
    return a.c != 0 || c->opening;
}

bool mw_cut_ends_sentence(const mw_cutter *c, uint32_t start, uint32_t end) {
    mw_str s = mw_cut_text(c, start, end);
    if (!mw_str_is(s, "etc.") && !mw_str_is(s, "p.m.") && !mw_str_is(s, "a.m.")) return false;
    ahead a = look(c, end);
    return a.c == 0 || (a.spaced && mw_cp_upper(a.c));
}

bool mw_cut_abbreviates(const mw_cutter *c, uint32_t start, uint32_t end) {
    if (end + 1 < c->end && c->text[end + 1] == '.') return false; /* an ellipsis */
    mw_str s = mw_cut_text(c, start, end);
    ahead a = look(c, end + 1);
    if (mw_utf8_count(s.at, s.n > 4 ? 4 : s.n) == 1 && s.n <= 4) return is_initial(c, start, a);
    if (s.n > 12) return false;
    bool capital = mw_cp_upper(mw_char_at(c->text, start, end, &(uint32_t){0}));
    bool goes_on = a.c == ',' || a.c == ';' || a.c == ')' || mw_cp_lower(a.c) || mw_cp_digit(a.c);
    if (mw_cut_ends_sentence(c, start, end + 1)) return false;
    if (MW_LISTED(ABBREVIATIONS, s) || (capital && MW_LISTED(WITH_CAPITAL, s))) return true;
    if (mw_str_is(s, "al")) return follows_word(c, "et");
    if (a.spaced && mw_cp_digit(a.c) && MW_LISTED(BEFORE_NUMBERS, s)) return true;
    if (a.spaced && is_roman(a.c) && !mw_cp_lower(a.second) && MW_LISTED(BEFORE_ROMAN, s)) return true;
    if (capital && MW_LISTED(BEFORE_NAMES, s) && mw_cp_upper(a.c)) return true;
    if (capital && MW_LISTED(BEFORE_COMMAS, s) && goes_on) return true;
    return MW_LISTED(AFTER_NUMBERS, s) && follows_number(c) && a.c && !mw_cp_upper(a.c);
}
