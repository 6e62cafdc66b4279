/* What can a quotation mark be, by its neighbours: opener, closer, or no mark at all (an apostrophe, a sign of inches)?
 *
 * Each candidate gets three costs, in tenths; marks.c then takes the cheapest reading of a whole paragraph. Neighbours are looked
 * at through emphasis signs and other quotation marks ("'Tis), four characters far at most. */
#include <string.h>

#include "segment/chars.h"
#include "segment/marks_weigh.h"

/* ---- neighbours ------------------------------------------------------------------------------------------------------------ */

typedef enum side { SPACE, WORD, DIGITS, OPENING, CLOSING, DASH } side;

static bool is_mark(int32_t c) {
    return c == '"' || c == '\'' || c == '`' || c == 0xAB || c == 0xBB || c == 0x2039 || c == 0x203A || (c >= 0x2018 && c <= 0x201F);
}
static bool is_clear(int32_t c) { return c == '_' || c == '*' || is_mark(c); }

static side side_of(int32_t c) {
    if (c == 0) return SPACE;
    if (c == '(' || c == '[' || c == '{' || c == 0xBF || c == 0xA1) return OPENING;
    if (mw_is_dash(c)) return DASH;
    switch (mw_class_of(c)) {
    case MW_C_SPACE:
        return SPACE;
    case MW_C_LETTER:
        return WORD;
    case MW_C_DIGIT:
        return DIGITS;
    default:
        return CLOSING;
    }
}

static side left_of(const char *text, uint32_t start, uint32_t p) {
    int32_t c = 0;
    for (int i = 0; i < 4; i++) {
        c = mw_char_before(text, start, p);
        if (!c || !is_clear(c)) break;
        size_t len;
        mw_utf8_prev(text, p, &len);
        p -= (uint32_t)len;
    }
    return is_clear(c) ? OPENING : side_of(c);
}

static side right_of(const char *text, uint32_t p, uint32_t end) {
    uint32_t len;
    int32_t c = 0;
    for (int i = 0; i < 4; i++) {
        c = mw_char_at(text, p, end, &len);
        if (!len || !is_clear(c)) break;
        p += len;
    }
    return is_clear(c) ? CLOSING : side_of(c);
}

static bool is_word_side(side s) { return s == WORD || s == DIGITS; }

/* ---- double marks ---------------------------------------------------------------------------------------------------------- */

/* A straight mark, or one whose direction is not to be trusted. */
static void weigh_straight(mw_mark_candidate *m, side l, side r) {
    m->ignore = 60;
    if (l == SPACE || l == OPENING) {
        bool apart = r == SPACE;
        m->open = apart ? (l == OPENING ? 30 : 12) : r == CLOSING ? 10 : 0;
        m->close = apart ? 12 : r == CLOSING ? 14 : r == DASH ? 30 : 45;
    } else if (r == SPACE || r == CLOSING) {
        m->open = 45;
        m->close = 0;
    } else if (r == DASH) {
        m->open = l == DASH ? 10 : 30;
        m->close = l == DASH ? 10 : 0;
    } else if (l == DASH) {
        m->open = 0;
        m->close = 12;
    } else {
        m->open = m->close = l == CLOSING ? 12 : 25;
        if (l == CLOSING) m->ignore = 40;
    }
    if (l == DIGITS && r != WORD) m->ignore = 18;
}

static void weigh_directed(mw_mark_candidate *m, side l, side r, bool opens) {
    mw_mark_candidate free = *m;
    weigh_straight(&free, l, r);
    bool against = opens ? free.close < free.open : free.open < free.close;
    int own = 0, other = against ? 25 : 60;
    m->open = opens ? own : other;
    m->close = opens ? other : own;
    m->ignore = 70;
}

/* ---- single marks ---------------------------------------------------------------------------------------------------------- */

/* Words that begin with a dropped sound whatever their case; and such as are so in lower case only, being words or names too. */
static const char *const DROPPED[] = {
    "appen",  "ave",     "bout",  "cause",  "cos",    "course", "deed",   "e",         "e'd",     "e'll",   "e's",  "eard",
    "em",     "er's",    "ere",   "ere's",  "fore",   "fraid",  "gainst", "im",        "im's",    "isself", "kase", "lectric",
    "neath",  "nother",  "nuff",  "nuther", "oo",     "ouse",   "ow",     "pears",     "pon",     "postle", "s",    "sblood",
    "scuse",  "sdeath",  "spect", "spects", "spose",  "sposed", "squire", "stead",     "strewth", "struth", "t",    "tain't",
    "tarnal", "tention", "til",   "tis",    "tisn't", "tisna",  "tother", "tware",     "twarn't", "twarnt", "twas", "twasn't",
    "twasna", "tween",   "twere", "twill",  "twixt",  "twon't", "twould", "twouldn't", "ud",      "ull",
};
static const char *const DROPPED_LOWER[] = {
    "a",      "ad",        "alf",        "am",       "an",      "and",       "ands",      "angin",     "appen",  "appened", "appy",
    "ard",    "arf",       "arry",       "as",       "at",      "ats",       "ave",       "aven't",    "avin",   "baccer",  "baccy",
    "bide",   "bliged",    "bout",       "bouts",    "bove",    "broad",     "buse",      "buss",      "cause",  "cept",    "cordin",
    "count",  "coz",       "crease",     "cross",    "cute",    "d",         "deed",      "dout",      "e",      "ead",     "ear",
    "eard",   "eart",      "eavens",     "ed",       "ee",      "eed",       "ees",       "ell",       "elp",    "em's",    "er",
    "ere",    "ers",       "erself",     "es",       "ev",      "ew",        "f",         "fess",      "fore",   "gain",    "gainst",
    "gator",  "gin",       "gree",       "hadn't",   "hind",    "igh",       "im",        "imself",    "is",     "it",      "ittin",
    "kase",   "las",       "less",       "leven",    "lieve",   "ligion",    "lijah",     "live",      "ll",     "long",    "longside",
    "low",    "lowance",   "lowed",      "lows",     "m",       "member",    "memberin",  "mid",       "mong",   "mongst",  "most",
    "n",      "nigh",      "nint",       "nointed",  "nough",   "od",        "ole",       "olidays",   "ome",    "onest",   "oo",
    "ood",    "ooman",     "ope",        "orrible",  "orse",    "orses",     "ospital",   "oss",       "osses",  "ot",      "ouse",
    "ouses",  "outside",   "ow",         "owever",   "owld",    "parently",  "pears",     "pend",      "pinion", "pon",     "pothecary",
    "potic",  "prentice",  "quaintance", "re",       "ready",   "res",       "ristocrat", "rithmetic", "round",  "s",       "sault",
    "scape",  "scused",    "sides",      "sistance", "sociate", "spec",      "spect",     "spected",   "spects", "splain",  "spute",
    "state",  "stonished", "stonishing", "story",    "sturb",   "t",         "tack",      "taint",     "tall",   "tater",   "taters",
    "tatoes", "tatur",     "tend",       "tice",     "tself",   "twould've", "un",        "undred",    "ungry",  "uns",     "urry",
    "urs",    "urt",       "us",         "usband",   "uz",      "ve",        "ware",      "way",       "yond",   "you",
};
/* Words that end with a dropped sound: an', o', th' … (besides all that end in in'). */
static const char *const CLIPPED[] = {
    "aboo",   "an",     "ca",   "canna", "co",  "d",   "didna", "dinna", "fa",   "fi",  "fo",  "fro",   "gi",  "goo", "gran",    "ha",
    "hersel", "himsel", "i",    "int",   "jes", "jus", "lan",   "las",   "le",   "li",  "ma",  "mebbe", "min", "mo",  "mos",     "mysel",
    "no",     "o",      "ol",   "ole",   "ow",  "po",  "roun",  "s",     "san",  "sen", "sho", "t",     "ta",  "th",  "tha",     "thi",
    "tho",    "thou",   "thro", "to",    "tow", "upo", "wa",    "whe",   "wher", "wi",  "wil", "wor",   "wou", "yo",  "yoursel",
};

static mw_str word_from(const char *text, uint32_t p, uint32_t end) {
    uint32_t q = p, len;
    while (q < end && q - p < 24) {
        int32_t c = mw_char_at(text, q, end, &len);
        bool in = mw_is_word(mw_class_of(c)) ||
                  (mw_is_apostrophe(c) && q + len < end && mw_class_of(mw_char_at(text, q + len, end, &(uint32_t){0})) == MW_C_LETTER);
        if (!in) break;
        q += len;
    }
    return (mw_str){text + p, q - p};
}

static mw_str word_to(const char *text, uint32_t start, uint32_t p) {
    uint32_t q = p;
    while (q > start && p - q < 24) {
        size_t len;
        int32_t c = mw_utf8_prev(text + start, q - start, &len);
        if (!mw_is_word(mw_class_of(c))) break;
        q -= (uint32_t)len;
    }
    return (mw_str){text + q, p - q};
}

static const char *const TITLES[] = {"dr", "mr", "mrs", "st"};

/* How the sentence stands where an opener would be: at its start (0), behind a comma or colon (1), within it (2), behind Mr. (3). */
static int place(const char *text, uint32_t start, uint32_t p) {
    while (p > start) {
        size_t len;
        int32_t c = mw_utf8_prev(text + start, p - start, &len);
        if (mw_class_of(c) != MW_C_SPACE && !is_clear(c)) {
            if (c == '.' && MW_LISTED(TITLES, word_to(text, start, p - 1))) return 3;
            if (mw_is_strong_stop(c) || c == ')' || c == ']') return 0;
            return side_of(c) == WORD || side_of(c) == DIGITS ? 2 : 1;
        }
        p -= (uint32_t)len;
    }
    return 0;
}

/* An apostrophe before a word: 'Come, 'ouse, '60s. */
static void weigh_before_word(mw_mark_candidate *m, const char *text, uint32_t start, uint32_t end, side r) {
    mw_str w = word_from(text, m->end, end);
    bool lower = w.n && mw_cp_lower(mw_char_at(text, m->end, end, &(uint32_t){0}));
    int where = place(text, start, m->start);
    m->close = 60;
    m->open = where == 2 && lower ? 8 : 0;
    m->ignore = where == 2 ? (lower ? 16 : 24) : lower ? 24 : 40;
    m->within = where == 2 && lower;
    if (where == 3) {
        m->open = 24;
        m->ignore = 3;
    } else if (r == DIGITS) {
        m->open = 12;
        m->ignore = 6;
    } else if (MW_LISTED(DROPPED, w)) {
        m->open = 24;
        m->ignore = 3;
    } else if (lower && MW_LISTED(DROPPED_LOWER, w)) {
        m->open = where == 2 ? 22 : 14;
        m->ignore = where == 2 ? 2 : 8;
    }
    if (m->c == 0x2018) {
        m->ignore += 12;
        m->open = m->open > 8 ? m->open - 8 : 0;
    }
    if (m->c == 0x2019 || m->c == 0x2BC) {
        m->open += 40;
        m->ignore = 0;
    }
}

/* An apostrophe behind a word: boys', goin', the end of 'such a word'. */
static void weigh_behind_word(mw_mark_candidate *m, const char *text, uint32_t start, uint32_t end, side r) {
    mw_str w = word_to(text, start, m->start);
    int32_t last = w.n ? mw_cp_fold((unsigned char)w.at[w.n - 1]) : 0, other = w.n > 1 ? mw_cp_fold((unsigned char)w.at[w.n - 2]) : 0;
    uint32_t p = m->end, len;
    int32_t next = 0;
    while (p < end && p - m->end < 8 && mw_class_of(next = mw_char_at(text, p, end, &len)) == MW_C_SPACE) p += len;
    if (p >= end) next = 0;
    bool goes_on = r == SPACE && (mw_cp_lower(next) || is_mark(next));
    m->open = 60;
    m->close = goes_on ? 6 : 3;
    m->ignore = goes_on ? 18 : 26;
    m->behind = true;
    bool negated = last == 'n' && (other == 'd' || other == 's'); /* couldn' wasn' */
    if (MW_LISTED(CLIPPED, w) || (last == 'n' && other == 'i' && w.n > 3) || negated) {
        m->close = 20;
        m->ignore = 2;
    } else if (last == 's') {
        m->close = goes_on ? 14 : mw_cp_upper(next) && r == SPACE ? 12 : 6;
        m->ignore = goes_on ? 5 : mw_cp_upper(next) && r == SPACE ? 8 : 14;
    }
    if (m->c == 0x2018) m->ignore += 20;
}

static void weigh_single(mw_mark_candidate *m, const char *text, uint32_t start, uint32_t end, side l, side r) {
    bool free_left = l == SPACE || l == OPENING || l == DASH;
    if (m->c == 0x2018 && !is_word_side(l) && r != SPACE) free_left = true;
    if (is_word_side(r) && free_left) {
        weigh_before_word(m, text, start, end, r);
        if (l == DASH && m->c != 0x2018) m->close = 15; /* 'But--'he began */
        return;
    }
    if (is_word_side(l) && r != WORD && r != DIGITS) {
        weigh_behind_word(m, text, start, end, r);
        return;
    }
    m->ignore = 35;
    if (r == SPACE || r == DASH || (r == CLOSING && l != SPACE && l != OPENING)) {
        bool apart = l == SPACE || l == OPENING;
        m->open = m->c == 0x2018 ? 0 : apart ? 15 : 60;
        m->close = m->c == 0x2018 ? 40 : apart ? 15 : l == DASH ? 2 : 0;
        if (apart) m->ignore = m->c == 0x2018 ? 30 : 15;
    } else if (free_left) {
        m->open = m->c == 0x2019 ? 40 : 0;
        m->close = m->c == 0x2019 ? 10 : 30;
    } else { /* punctuation, mark, word without a space */
        m->open = m->c == 0x2018 ? 0 : m->c == 0x2019 ? 50 : 20;
        m->close = m->c == 0x2018 ? 50 : 12;
        m->ignore = 25;
    }
}

/* ---- marks of given tokens ------------------------------------------------------------------------------------------------- */

/* What stands before p behind white space. */
static int32_t solid_before(const char *text, uint32_t start, uint32_t p) {
    while (p > start) {
        size_t len;
        int32_t c = mw_utf8_prev(text + start, p - start, &len);
        if (mw_class_of(c) != MW_C_SPACE) return c;
        p -= (uint32_t)len;
    }
    return 0;
}

/* A straight mark between two spaces: where its sentence begins or ends tells most. */
static void weigh_apart(mw_mark_candidate *m, const char *text, uint32_t start, uint32_t end) {
    int32_t left = mw_char_before(text, start, m->start), before = solid_before(text, start, m->start);
    bool first = !left || left == '\n', last = m->end >= end || text[m->end] == '\n';
    bool single = m->style == MW_MARK_SINGLE, word = mw_is_word(mw_class_of(before)), clipped = before == 's' || before == 'n';
    m->ignore = !single ? 60 : first || last || !word ? 28 : clipped ? 5 : 22;
    if (first != last) {
        m->open = first ? 0 : 30;
        m->close = last ? 0 : 30;
    } else if (word) {
        m->open = single && clipped ? 20 : 8;
        m->close = single && clipped ? 12 : 14;
    } else {
        m->open = before == ':' ? 2 : 12;
        m->close = before == ':' ? 20 : 10;
    }
}

/* ---- finding --------------------------------------------------------------------------------------------------------------- */

static bool twice(const char *text, uint32_t p, uint32_t end, char c) { return p + 1 < end && text[p] == c && text[p + 1] == c; }

/* Two curly single marks for one double one; not goin’’ nor boys’’, where the first is an apostrophe. */
static bool curly_twice(const char *text, uint32_t start, uint32_t p, uint32_t end) {
    if (end - p < 6 || memcmp(text + p, text + p + 3, 3) != 0) return false;
    if (end - p >= 9 && memcmp(text + p, text + p + 6, 3) == 0) return false;
    int32_t before = mw_cp_fold(mw_char_before(text, start, p));
    return before != 'n' && before != 's';
}

/* The candidate at p, without costs; false where there is none. */
static bool take(const char *text, uint32_t start, uint32_t p, uint32_t end, mw_mark_candidate *m) {
    uint32_t len;
    int32_t c = mw_char_at(text, p, end, &len);
    *m = (mw_mark_candidate){.start = p, .end = p + len, .c = c, .style = MW_MARK_DOUBLE};
    switch (c) {
    case '"':
    case 0x201C:
    case 0x201D:
    case 0x201F:
    case 0xFF02:
        return true;
    case 0x201E:
        m->style = MW_MARK_LOW;
        return true;
    case 0xAB:
    case 0xBB:
    case 0x2039:
    case 0x203A:
        m->style = MW_MARK_GUILLEMET;
        return true;
    case ',':
        if (!twice(text, p, end, ',') || side_of(mw_char_before(text, start, p)) != SPACE || right_of(text, p + 2, end) != WORD)
            return false;
        m->style = MW_MARK_LOW;
        m->end++;
        return true;
    case '`':
    case '\'':
        if (twice(text, p, end, (char)c) && !(p + 2 < end && text[p + 2] == c) && !MW_LISTED(DROPPED, word_from(text, p + 2, end))) {
            m->end++;
            return true;
        }
        m->style = MW_MARK_SINGLE;
        return true;
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BC:
        if (curly_twice(text, start, p, end)) {
            m->end += 3;
            return true;
        }
        m->style = MW_MARK_SINGLE;
        return true;
    default:
        return false;
    }
}

/* What the whole paragraph tells. */
typedef struct manner {
    bool low;   /* it has „ or ,, : “ then closes */
    bool given; /* tokens are given */
} manner;

static bool is_space_at(const char *text, uint32_t p, uint32_t end) { return p >= end || text[p] == ' ' || text[p] == '\n'; }

static void weigh(mw_mark_candidate *m, const char *text, uint32_t start, uint32_t end, manner how) {
    side l = left_of(text, start, m->start), r = right_of(text, m->end, end);
    bool apart = r == SPACE && l == SPACE;
    bool straight = m->c == '"' || m->c == '\'' || (m->c == 0x2019 && m->end - m->start == 3);
    if (how.given && straight && (m->start == start || is_space_at(text, m->start - 1, end)) && is_space_at(text, m->end, end)) {
        weigh_apart(m, text, start, end);
        if (m->c == 0x2019) m->open += 40;
        return;
    }
    if (m->style == MW_MARK_SINGLE) {
        weigh_single(m, text, start, end, l, r);
        return;
    }
    switch (m->c) {
    case 0x201C:
        weigh_directed(m, l, r, !how.low);
        break;
    case 0x201D:
        weigh_directed(m, l, r, false);
        break;
    case 0x201E:
    case ',':
        weigh_directed(m, l, r, true);
        break;
    case 0xAB:
    case 0x2039:
    case 0xBB:
    case 0x203A:
        weigh_straight(m, l, r);
        if (apart || (l != SPACE && r != SPACE)) weigh_directed(m, l, r, m->c == 0xAB || m->c == 0x2039);
        break;
    case '`':
        weigh_directed(m, l, r, true);
        break;
    default:
        weigh_straight(m, l, r);
        break;
    }
}

/* Where apostrophes for dropped sounds are many, those that no list knows are likely such too. */
static void weigh_dialect(mw_mark_candidates *list) {
    size_t known = 0;
    for (size_t i = 0; i < list->n; i++) {
        const mw_mark_candidate *m = &list->at[i];
        known += m->style == MW_MARK_SINGLE && m->ignore <= 3 && (m->c != 0x2019 || m->behind);
    }
    if (known < 3) return;
    for (size_t i = 0; i < list->n; i++) {
        mw_mark_candidate *m = &list->at[i];
        if (m->within) m->open += 12;
        if (m->behind) m->close += 8;
    }
}

/* Inside a word there is no mark: don't, O'Connor. */
static bool inside_word(const char *text, uint32_t start, uint32_t end, const mw_mark_candidate *m) {
    if (m->style != MW_MARK_SINGLE) return false;
    int32_t l = mw_char_before(text, start, m->start), r = mw_char_at(text, m->end, end, &(uint32_t){0});
    return l && r && mw_is_word(mw_class_of(l)) && mw_is_word(mw_class_of(r));
}

static bool may_begin_mark(unsigned char b) {
    return b == '"' || b == '\'' || b == '`' || b == ',' || b == 0xC2 || b == 0xCA || b == 0xE2 || b == 0xEF;
}

bool mw_marks_weigh(const marrow_allocator *mem, const char *text, uint32_t start, uint32_t end, bool given, mw_mark_candidates *out) {
    out->n = 0;
    manner how = {.given = given};
    mw_mark_candidate m;
    for (uint32_t p = start; p < end; p++) {
        if (!may_begin_mark((unsigned char)text[p]) || !take(text, start, p, end, &m)) continue;
        p = m.end - 1;
        if (inside_word(text, start, end, &m)) continue;
        how.low = how.low || m.style == MW_MARK_LOW;
        if (!mw_vec_push(mem, out, m)) return false;
    }
    for (size_t i = 0; i < out->n; i++) weigh(&out->at[i], text, start, end, how);
    weigh_dialect(out);
    return true;
}
