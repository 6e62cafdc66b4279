/* The cutter's walk: chunks, words and what hangs on them, punctuation.
 *
 * Tokens follow the Universal Dependencies English treebanks EWT and GUM (Silveira et al. 2014; Zeldes 2017) as their training parts show them.
 * Every character of the text that is not white space goes into exactly one token, in order: each step below consumes what it
 * puts. Each step looks ahead a bounded way or consumes what it looked at, so that a chunk of a megabyte costs linear time. */
#include "segment/words.h"

mw_str mw_cut_text(const mw_cutter *c, uint32_t start, uint32_t end) { return (mw_str){c->text + start, end - start}; }

void mw_cut_put(mw_cutter *c, uint32_t start, uint32_t end, uint8_t flags) {
    if (c->failed || start == end) return;
    if (c->opening) flags |= MW_TOK_BLOCK_START;
    if (c->spaced) flags |= MW_TOK_SPACE_BEFORE;
    if (c->hyphened) flags |= MW_TOK_HYPHEN_PART;
    c->opening = c->spaced = c->hyphened = false;
    c->failed = !mw_vec_push(c->mem, &c->tokens, (mw_cut_token){{start, end}, c->block, flags});
}

static bool is_quote(const mw_cutter *c, uint32_t p) {
    size_t i = c->next_quote;
    while (i < c->n_quotes && c->quotes[i].end <= p) i++;
    return i < c->n_quotes && c->quotes[i].start <= p;
}

static mw_class class_at(const char *text, uint32_t p, uint32_t end) {
    uint32_t len;
    int32_t ch = mw_char_at(text, p, end, &len);
    return len ? mw_class_of(ch) : MW_C_SPACE;
}

/* End of the run of letters, digits and apostrophes inside that begins at p. */
static uint32_t run_end(const mw_cutter *c, uint32_t p, uint32_t end) {
    uint32_t len;
    while (p < end) {
        int32_t ch = mw_char_at(c->text, p, end, &len);
        mw_class k = mw_class_of(ch);
        bool inside =
            mw_is_word(k) || ((k == MW_C_APOSTROPHE || ch == '_') && mw_is_word(class_at(c->text, p + len, end)) && !is_quote(c, p));
        if (!inside) break;
        p += len;
    }
    return p;
}

/* ---- words ----------------------------------------------------------------------------------------------------------------- */

/* U.S.  a.m.  Ph.D.  J.R.R. : the end of a chain of one or two letters and full stops; start when it is none. */
static uint32_t chain_end(const mw_cutter *c, uint32_t start, uint32_t end) {
    uint32_t p = start, links = 0, last = start, len;
    while (p < end) {
        uint32_t q = p, letters = 0;
        while (letters < 3 && class_at(c->text, q, end) == MW_C_LETTER) {
            mw_char_at(c->text, q, end, &len);
            q += len;
            letters++;
        }
        bool stop = q < end && c->text[q] == '.';
        if (letters == 0 || letters > 2) break;
        if (stop && (letters == 1 || (mw_cp_upper(c->text[p]) && (p > start || (q + 1 < end && mw_cp_upper(c->text[q + 1])))))) {
            last = p = q + 1;
            links++;
            continue;
        }
        if (letters == 1 && links > 0 && !mw_is_word(class_at(c->text, q, end)) && run_end(c, p, end) == q) {
            last = q;
            links++;
        }
        break;
    }
    return links >= 2 ? last : start;
}

/* AT&T, R&D, P&L: short pieces tied by &. */
static uint32_t tied_end(const mw_cutter *c, uint32_t start, uint32_t end) {
    uint32_t p = run_end(c, start, end);
    while (p < end && p - start <= 4 && c->text[p] == '&' && class_at(c->text, p + 1, end) == MW_C_LETTER) {
        uint32_t q = run_end(c, p + 1, end);
        if (q - p > 4) break;
        p = q;
    }
    return p;
}

static const char *const PREFIXES[] = {
    "anti", "arch", "co",   "counter", "e",   "ex",    "inter",  "intra",  "macro", "micro", "mid",   "mini", "multi", "neo",
    "non",  "over", "post", "pre",     "pro", "proto", "pseudo", "psycho", "re",    "semi",  "socio", "sub",  "trans", "ultra",
};
static const char *const SUFFIXES[] = {"esque", "wise"};
static const char *const TO_DAYS[] = {"day", "morrow", "night"};

static const char *const POSTAL[] = {"bag",     "boy",    "boys",    "captain", "card",   "cards", "chaise",
                                     "chaises", "coach",  "haste",   "horse",   "horses", "house", "man",
                                     "mark",    "office", "offices", "road",    "roads",  "time",  "town"};
static const char *const CROSSINGS[] = {"examin", "sectio", "functi", "cultur", "lingui", "countr", "clause", "refere", "sector", "border"};

/* cross-examined, cross-cultural; but cross-legged is split. */
static bool crosses(mw_str after) {
    for (size_t i = 0; i < sizeof CROSSINGS / sizeof *CROSSINGS; i++)
        if (after.n >= 6 && mw_str_ieq((mw_str){after.at, 6}, CROSSINGS[i])) return true;
    return false;
}

/* Is the hyphen at p one that UD keeps inside a word: e-mail, re-read, to-day, career-wise? */
static bool keeps_hyphen(const mw_cutter *c, uint32_t start, uint32_t p, uint32_t end) {
    mw_str before = mw_cut_text(c, start, p);
    uint32_t q = run_end(c, p + 1, end);
    mw_str after = mw_cut_text(c, p + 1, q);
    if (after.n == 0) return false;
    if (MW_LISTED(SUFFIXES, after)) return true;
    if (mw_str_ieq(before, "to")) return MW_LISTED(TO_DAYS, after);
    if (mw_str_ieq(before, "e")) return after.n > 1 && mw_cp_lower(after.at[0]);
    if (mw_str_ieq(before, "cross")) return crosses(after);
    return MW_LISTED(PREFIXES, before) && !(mw_str_ieq(before, "post") && MW_LISTED(POSTAL, after));
}

/* What may stand behind the word's last letter: an apostrophe that is no quotation mark. boys' is split, goin' is not. */
static uint32_t tail(mw_cutter *c, uint32_t start, uint32_t p, uint32_t end, bool *possessive) {
    uint32_t len;
    *possessive = false;
    int32_t ch = mw_char_at(c->text, p, end, &len);
    if (!mw_is_apostrophe(ch) || is_quote(c, p)) return p;
    int32_t last = mw_cp_fold(mw_char_before(c->text, start, p));
    if (mw_class_of(last) == MW_C_DIGIT) return p;
    int32_t other = p - start >= 2 ? mw_cp_fold((unsigned char)c->text[p - 2]) : 0;
    *possessive = last == 's' || last == 'x' || last == 'z' || (last == 'e' && other == 'c');
    return p + len;
}

/* The hyphen behind a word, where a word follows: its own token. */
static uint32_t joint(mw_cutter *c, uint32_t p, uint32_t end) {
    uint32_t len, next;
    int32_t ch = mw_char_at(c->text, p, end, &len);
    if (!mw_is_hyphen(ch) || is_quote(c, p)) return p;
    int32_t after = mw_char_at(c->text, p + len, end, &next);
    bool word = next && (mw_is_word(mw_class_of(after)) ||
                         (mw_is_apostrophe(after) && !is_quote(c, p + len) && mw_is_word(class_at(c->text, p + len + next, end))));
    if (!word) return p;
    mw_cut_put(c, p, p + len, MW_TOK_HYPHEN_PART);
    c->hyphened = true;
    return p + len;
}

static const char *const UNITS[] = {
    "am",     "bn",  "cm",     "days", "f",    "feet",    "ft",    "gb",     "ghz", "gm",  "hh",    "hours", "hr",      "hrs",
    "hz",     "in",  "inches", "k",    "kb",   "kg",      "khz",   "km",     "kw",  "lb",  "lbs",   "m",     "mb",      "mg",
    "mhz",    "mi",  "miles",  "min",  "mins", "minutes", "mm",    "months", "mph", "mw",  "oz",    "p",     "persons", "pm",
    "pounds", "sec", "secs",   "sq",   "tb",   "watt",    "weeks", "x",      "yd",  "yds", "years", "yr",    "yrs",
};

/* A word that begins with a digit: 5|pm, 1980s, 20th. */
static uint32_t number(mw_cutter *c, uint32_t start, uint32_t end) {
    uint32_t p = mw_cut_number(c->text, start, end), q = run_end(c, p, end);
    if (p == q) return p;
    uint32_t r = p;
    while (r < q && class_at(c->text, r, q) == MW_C_LETTER) r++;
    bool unit = q < end && c->text[q] == '.' && q - p == 1 ? chain_end(c, p, end) != p : MW_LISTED(UNITS, mw_cut_text(c, p, r));
    if (unit && (r == q || r == p)) return p;
    mw_str rest = mw_cut_text(c, p, q);
    if (mw_is_apostrophe(mw_char_at(c->text, p, end, &(uint32_t){0})) &&
        (rest.n < 2 || mw_cp_fold(rest.at[rest.n - 1]) != 's' || rest.n > 4))
        return p;
    return q;
}

static const char *const CURRENCIES[] = {"a", "au", "aus", "c", "can", "hk", "nz", "r", "us"};

/* The end of the piece that begins at start and is put as it is, contractions apart. */
static uint32_t piece_end(mw_cutter *c, uint32_t start, uint32_t end) {
    uint32_t p = tied_end(c, start, end);
    if (p < end && c->text[p] == '$' && mw_cp_upper(c->text[start]) && MW_LISTED(CURRENCIES, mw_cut_text(c, start, p))) return p + 1;
    if (p + 1 < end && c->text[p] == '/' && p - start == 1 && class_at(c->text, p + 1, end) == MW_C_LETTER) {
        uint32_t q = run_end(c, p + 1, end);
        bool longer = q < end && c->text[q] == '/';
        mw_str after = mw_cut_text(c, p + 1, q);
        if (!longer && (q - p == 2 || mw_str_ieq(after, "out") || mw_str_ieq(after, "he"))) return q; /* w/o  I/C  s/he */
    }
    if (p < end && c->text[p] == '-' && keeps_hyphen(c, start, p, end)) {
        p = run_end(c, p + 1, end);
    }
    return p;
}

/* A word with all that hangs on it, from start (a letter, a digit or a leading apostrophe). */
static uint32_t word(mw_cutter *c, uint32_t start, uint32_t end) {
    uint32_t p, len;
    int32_t first = mw_char_at(c->text, start, end, &len);
    int32_t before = mw_char_before(c->text, c->from, start);
    bool fresh = !before || !(mw_is_word(mw_class_of(before)) || before == '.' || before == '-' || before == '_');
    if (fresh && (p = mw_cut_address(c->text, start, end)) > start) {
        mw_cut_put(c, start, p, 0);
        return p;
    }
    if (mw_class_of(first) == MW_C_DIGIT) {
        p = number(c, start, end);
        mw_cut_put(c, start, p, 0);
        return joint(c, p, end);
    }
    if ((p = chain_end(c, start, end)) > start) {
        if (c->text[p - 1] == '.' && mw_cut_ends_sentence(c, start, p)) p--;
        mw_cut_put(c, start, p, 0);
        uint32_t q = p;
        if (mw_is_apostrophe(mw_char_at(c->text, p, end, &len)) && !is_quote(c, p)) q = run_end(c, p, end);
        mw_cut_put(c, p, q, MW_TOK_WORD_PART);
        return joint(c, q, end);
    }
    uint32_t skip = mw_is_apostrophe(first) ? len : 0;
    p = piece_end(c, start + skip, end);
    if (p < end && c->text[p] == '.' && mw_cut_abbreviates(c, start, p)) {
        mw_cut_put(c, start, p + 1, 0);
        return p + 1;
    }
    bool possessive;
    uint32_t q = tail(c, start, p, end, &possessive);
    mw_cut_word(c, start, possessive ? p : q);
    if (possessive) mw_cut_put(c, p, q, MW_TOK_WORD_PART);
    return joint(c, q, end);
}

/* ---- punctuation ----------------------------------------------------------------------------------------------------------- */

static uint32_t same_run(const char *text, uint32_t p, uint32_t end) {
    uint32_t len, next;
    int32_t first = mw_char_at(text, p, end, &len);
    p += len;
    while (mw_char_at(text, p, end, &next) == first && next) p += next;
    return p;
}

static bool two_dots(const char *text, uint32_t p, uint32_t end) { return p + 1 < end && text[p] == '.' && text[p + 1] == '.'; }

/* ... is one token, and so is ?! ; full stops behind ! are their own token when there are several. */
static uint32_t stops_end(const char *text, uint32_t p, uint32_t end) {
    if (two_dots(text, p, end)) return same_run(text, p, end);
    uint32_t len, q = p;
    while (mw_is_strong_stop(mw_char_at(text, q, end, &len)) && !(q > p && two_dots(text, q, end))) q += len;
    return q;
}

static const char *const FACES[] = {
    ":-)", ":)", ";-)", ";)",  ":-(", ":(", ":-D", ":D",  ":-P", ":P",  ":p",  ":-p", "=)", "=(",
    "=D",  ":/", ":-/", ":')", ":'(", "<3", ":]",  ":-|", ":o)", ">:(", "^_^", "-_-", NULL,
};

/* :-) and the like, where the chunk ends behind it and holds no bracket that it could close. */
static uint32_t face_end(const mw_cutter *c, uint32_t chunk, uint32_t p, uint32_t end) {
    if (end - p > 4 || end - p < 2) return p;
    mw_str rest = mw_cut_text(c, p, end);
    for (const char *const *f = FACES; *f; f++) {
        if (!mw_str_is(rest, *f)) continue;
        for (uint32_t q = p > chunk + 64 ? p - 64 : chunk; q < p; q++)
            if (c->text[q] == '(' || c->text[q] == '[') return p;
        return end;
    }
    return p;
}

static bool runs_on(int32_t ch) {
    return mw_is_dash(ch) || ch == '*' || ch == '=' || ch == '_' || ch == '~' || ch == '#' || ch == '+' || ch == '<' || ch == '>';
}

/* What is no word: one token a mark, with the runs that UD keeps together. */
static uint32_t punctuation(mw_cutter *c, uint32_t chunk, uint32_t p, uint32_t end) {
    uint32_t len, q;
    int32_t ch = mw_char_at(c->text, p, end, &len);
    mw_class next = class_at(c->text, p + len, end);
    mw_class before = p > chunk ? mw_class_of(mw_char_before(c->text, chunk, p)) : MW_C_SPACE;
    if ((q = face_end(c, chunk, p, end)) > p)
        ;
    else if ((ch == '.' || ch == '+') && next == MW_C_DIGIT && p == chunk)
        q = mw_cut_number(c->text, p + 1, end); /* .5  +44 */
    else if ((ch == '@' || ch == '#') && next == MW_C_LETTER && !mw_is_word(before))
        q = run_end(c, p + 1, end);
    else if (ch == '&' && next == MW_C_LETTER && mw_str_ieq(mw_cut_text(c, p, run_end(c, p + 1, end)), "&c"))
        q = p + 2 < end && c->text[p + 2] == '.' ? p + 3 : p + 2;
    else if (mw_is_strong_stop(ch))
        q = stops_end(c->text, p, end);
    else if (runs_on(ch))
        q = same_run(c->text, p, end);
    else if ((ch == '\'' || ch == '`') && p + 1 < end && c->text[p + 1] == c->text[p])
        q = p + 2;
    else
        q = p + len;
    mw_cut_put(c, p, q, 0);
    return q;
}

/* ---- chunks ---------------------------------------------------------------------------------------------------------------- */

static const char *const WHOLE_WORDS[] = {
    "ah",    "all",  "but",  "do",   "for", "good", "he",   "here", "his",   "how",  "i",   "if",    "let",  "my",
    "never", "no",   "not",  "now",  "of",  "oh",   "our",  "she",  "so",    "that", "the", "their", "then", "there",
    "these", "they", "this", "very", "we",  "well", "what", "when", "where", "who",  "why", "yes",   "you",  "your",
};

/* Is the apostrophe at p the first character of a word: 'em, 'tis, '60s, and 's standing alone? Before a word that lacks nothing
 * it is a quotation mark without its fellow. */
static bool opens_word(const mw_cutter *c, uint32_t p, uint32_t end) {
    uint32_t len;
    int32_t ch = mw_char_at(c->text, p, end, &len);
    if (!mw_is_apostrophe(ch) || !mw_is_word(class_at(c->text, p + len, end))) return false;
    return !MW_LISTED(WHOLE_WORDS, mw_cut_text(c, p + len, run_end(c, p + len, end)));
}

static void chunk(mw_cutter *c, uint32_t start, uint32_t end) {
    for (uint32_t p = start; p < end && !c->failed;) {
        while (c->next_quote < c->n_quotes && c->quotes[c->next_quote].end <= p) c->next_quote++;
        if (c->next_quote < c->n_quotes && c->quotes[c->next_quote].start == p) {
            mw_cut_put(c, p, c->quotes[c->next_quote].end, 0);
            p = c->quotes[c->next_quote].end;
        } else if (mw_is_word(class_at(c->text, p, end)) || opens_word(c, p, end)) {
            p = word(c, p, end);
        } else {
            p = punctuation(c, start, p, end);
        }
    }
}

void mw_cut_block(mw_cutter *c, uint32_t from, uint32_t end, uint32_t block) {
    c->from = from;
    c->end = end;
    c->block = block;
    c->opening = true;
    uint32_t len;
    for (uint32_t p = from; p < end;) {
        if (mw_class_of(mw_char_at(c->text, p, end, &len)) == MW_C_SPACE) {
            p += len;
            continue;
        }
        uint32_t q = p;
        while (q < end && mw_class_of(mw_char_at(c->text, q, end, &len)) != MW_C_SPACE) q += len;
        c->spaced = true;
        c->hyphened = false;
        chunk(c, p, q);
        p = q;
    }
}
