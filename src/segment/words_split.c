/* Splitting inside a word: contractions, possessives and fused words.
 *
 * do|n't  John|'s  I|'d|'ve  can|not  gon|na  't|is  d'|ye ; o'clock, ma'am, O'Connor, 1960's stay whole, and so do the old past
 * tenses call'd, turn'd. All parts but the first are marked as going on the word. */
#include <string.h>

#include "segment/words.h"

typedef struct fused {
    const char *word;
    uint8_t first, second; /* lengths of the first parts; 0: none */
} fused;

static const fused FUSED[] = {
    {"cannot", 3, 0}, {"gonna", 3, 0},  {"wanna", 3, 0}, {"gotta", 3, 0},   {"gimme", 3, 0},   {"lemme", 3, 0},    {"dunno", 2, 1},
    {"outta", 3, 0},  {"wana", 3, 0},   {"sorta", 4, 0}, {"dont", 2, 0},    {"doesnt", 4, 0},  {"didnt", 3, 0},    {"isnt", 2, 0},
    {"wasnt", 3, 0},  {"werent", 4, 0}, {"arent", 3, 0}, {"couldnt", 5, 0}, {"wouldnt", 5, 0}, {"shouldnt", 6, 0}, {"havent", 4, 0},
    {"hasnt", 3, 0},  {"hadnt", 3, 0},  {"youre", 3, 0}, {"theyre", 4, 0},  {"youve", 3, 0},   {"theyve", 4, 0},   {"youll", 3, 0},
    {"itll", 2, 0},   {"hes", 2, 0},    {"shes", 3, 0},  {"theres", 5, 0},  {"whats", 4, 0},   {"wheres", 5, 0},   {"aint", 2, 0},
    {"thats", 4, 0},  {"ive", 1, 0},    {"im", 1, 0},    {"c'mon", 3, 0},   {"d'ye", 2, 0},    {"d'you", 2, 0},    {"d'ya", 2, 0},
    {"d'they", 2, 0}, {"d'we", 2, 0},   {"d'he", 2, 0},  {"d'i", 2, 0},     {"t'is", 2, 0},    {"t'was", 2, 0},    {"t'were", 2, 0},
    {"t'will", 2, 0}, {NULL, 0, 0},
};

/* Two capitals are an abbreviation: IM is not I'm, OK'd is one word. */
static bool is_capitals(mw_str s) { return s.n == 2 && mw_cp_upper(s.at[0]) && mw_cp_upper(s.at[1]); }

/* n bytes of ASCII letters with straight or curly apostrophes → plain form; false when it is longer than any fused word. */
static bool plain(mw_str s, char *out, size_t cap, uint32_t *at) {
    size_t n = 0, len;
    for (size_t i = 0; i < s.n; i += len) {
        int32_t ch = mw_utf8_next(s.at + i, s.n - i, &len);
        if (n + 1 >= cap || (len > 1 && !mw_is_apostrophe(ch))) return false;
        at[n] = (uint32_t)i;
        out[n++] = mw_is_apostrophe(ch) ? '\'' : (char)mw_cp_fold(ch);
    }
    at[n] = (uint32_t)s.n;
    out[n] = 0;
    return true;
}

static bool put_fused(mw_cutter *c, uint32_t start, uint32_t end, uint8_t flags) {
    char form[12];
    uint32_t at[12];
    mw_str s = mw_cut_text(c, start, end);
    if (s.n > 16 || s.n < 2 || !plain(s, form, sizeof form, at) || is_capitals(s)) return false;
    for (const fused *f = FUSED; f->word; f++) {
        if (f->word[0] != form[0] || strcmp(f->word, form) != 0) continue;
        uint32_t a = start + at[f->first], b = start + at[f->first + f->second];
        mw_cut_put(c, start, a, flags);
        if (f->second) mw_cut_put(c, a, b, MW_TOK_WORD_PART);
        mw_cut_put(c, b, end, MW_TOK_WORD_PART);
        return true;
    }
    return false;
}

/* ---- clitics at the end ---------------------------------------------------------------------------------------------------- */

static const char *const PRONOUNS[] = {
    "all",   "any",     "anybody", "anyone", "boy",    "dey",  "else",  "everybody", "everyone", "everything", "father",
    "folks", "god",     "he",      "here",   "how",    "i",    "it",    "lord",      "man",      "mother",     "nobody",
    "noone", "nothing", "oi",      "one",    "people", "she",  "some",  "somebody",  "someone",  "something",  "tha",
    "that",  "there",   "these",   "they",   "things", "this", "those", "thou",      "we",       "what",       "when",
    "where", "which",   "who",     "why",    "ye",     "yo",   "you",
};
static const char *const TIED[] = {"at", "be", "by", "do", "for", "if", "in", "is", "on", "see", "to", "upon", "was", "were"};

static bool all_digits(mw_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] < '0' || s.at[i] > '9') return false;
    return true;
}

static bool has_upper(mw_str s) { return s.n && mw_cp_upper(mw_utf8_next(s.at, s.n, &(size_t){0})); }

/* Where the last clitic of [start, end) begins; end when there is none. mark: its apostrophe. */
static uint32_t clitic(const mw_cutter *c, uint32_t start, uint32_t mark, uint32_t end) {
    uint32_t len;
    mw_char_at(c->text, mark, end, &len);
    mw_str after = mw_cut_text(c, mark + len, end), stem = mw_cut_text(c, start, mark);
    if (stem.n == 0) return end;
    if (mw_str_ieq(after, "t")) {
        if (stem.n > 1 && (stem.at[stem.n - 1] == 'n' || stem.at[stem.n - 1] == 'N') && !MW_LISTED(TIED, stem)) return mark - 1;
        return MW_LISTED(TIED, stem) ? mark : end;
    }
    if (mw_str_ieq(after, "s")) return all_digits(stem) ? end : mark;
    if (mw_str_ieq(after, "d"))
        return MW_LISTED(PRONOUNS, stem) || (has_upper(stem) && !is_capitals(stem)) || strchr("'", stem.at[0]) ? mark : end;
    if (mw_str_ieq(after, "st") || mw_str_ieq(after, "rt") || mw_str_ieq(after, "lt"))
        return mw_str_ieq(stem, "thou") || mw_str_ieq(stem, "tha") ? mark : end;
    bool one = mw_str_ieq(after, "m") || mw_str_ieq(after, "ll") || mw_str_ieq(after, "re") || mw_str_ieq(after, "ve") ||
               mw_str_ieq(after, "em") || (mw_str_ieq(after, "un") && stem.n > 2);
    return one ? mark : end;
}

/* The last apostrophe of [start, end), looking back at most eight bytes; end when there is none. */
static uint32_t last_mark(const mw_cutter *c, uint32_t start, uint32_t end) {
    for (uint32_t p = end; p > start && end - p < 8;) {
        size_t len;
        int32_t ch = mw_utf8_prev(c->text + start, p - start, &len);
        p -= (uint32_t)len;
        if (mw_is_apostrophe(ch)) return p;
    }
    return end;
}

/* 'tis → 't|is: length of the first part, 0 when it is no such word. */
static uint32_t it_part(const mw_cutter *c, uint32_t start, uint32_t end) {
    static const char *const AFTER[] = {"ain't", "are",     "is",   "isn't", "should", "was",     "wasn't",
                                        "were",  "weren't", "will", "won't", "would",  "wouldn't"};
    uint32_t len;
    if (!mw_is_apostrophe(mw_char_at(c->text, start, end, &len)) || start + len >= end ||
        (c->text[start + len] != 't' && c->text[start + len] != 'T'))
        return 0;
    return MW_LISTED(AFTER, mw_cut_text(c, start + len + 1, end)) ? len + 1 : 0;
}

void mw_cut_word(mw_cutter *c, uint32_t start, uint32_t end) {
    uint32_t cuts[4], n = 0, stop = end, head = it_part(c, start, end);
    uint8_t flags = 0;
    if (head) {
        mw_cut_put(c, start, start + head, 0);
        start += head;
        flags = MW_TOK_WORD_PART;
    }
    while (n < 3) {
        uint32_t mark = last_mark(c, start, stop);
        uint32_t at = mark == stop ? stop : clitic(c, start, mark, stop);
        if (at == stop || at == start) break;
        cuts[n++] = stop = at;
    }
    if (!put_fused(c, start, stop, flags)) mw_cut_put(c, start, stop, flags);
    while (n-- > 0) mw_cut_put(c, cuts[n], n ? cuts[n - 1] : end, MW_TOK_WORD_PART);
}
