/* heading: what a single line says when it is a heading.
 *
 * One line in, a verdict out; nothing is known here of the lines around it (chapters.c weighs those). Numbers are roman, arabic
 * or spelled, cardinal or ordinal. Linear in the length of the line; lines past a few hundred bytes are never headings. */
#include "source/draft.h"

#include <string.h>

enum { LINE_MAX_BYTES = 400 };

/* ---- numbers ---------------------------------------------------------------------------------------------------------------- */

static bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool ascii_digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static mw_str after(mw_str s, size_t n) { return (mw_str){s.at + n, s.n - n}; }

static mw_str trim(mw_str s) {
    while (s.n && (s.at[0] == ' ' || s.at[0] == '\t' || s.at[0] == '\r')) s = after(s, 1);
    while (s.n && (s.at[s.n - 1] == ' ' || s.at[s.n - 1] == '\t' || s.at[s.n - 1] == '\r')) s.n--;
    return s;
}

static size_t word_length(mw_str s) {
    size_t n = 0;
    while (n < s.n && ascii_letter(s.at[n])) n++;
    return n;
}

static int roman_digit(char c) {
    switch (lower(c)) {
    case 'i':
        return 1;
    case 'v':
        return 5;
    case 'x':
        return 10;
    case 'l':
        return 50;
    case 'c':
        return 100;
    case 'd':
        return 500;
    case 'm':
        return 1000;
    default:
        return 0;
    }
}

/* Reads a word as a roman number: no more than four of a digit, smaller ones only one step before larger ones. 0: it is none. */
static int roman_value(mw_str w) {
    int total = 0, last = 4000, run = 0;
    bool upper_first = w.n && w.at[0] >= 'A' && w.at[0] <= 'Z';
    if (w.n == 0 || w.n > 12) return 0;
    for (size_t i = 0; i < w.n; i++) {
        int v = roman_digit(w.at[i]);
        bool upper = w.at[i] >= 'A' && w.at[i] <= 'Z';
        if (!v || (i && upper != upper_first)) return 0;
        int next = i + 1 < w.n ? roman_digit(w.at[i + 1]) : 0;
        if (next > v) {
            if (next != v * 5 && next != v * 10) return 0;
            if (next - v >= last) return 0;
            total += next - v;
            last = v;
            run = 0;
            i++;
            if (i < w.n && (w.at[i] >= 'A' && w.at[i] <= 'Z') != upper_first) return 0;
            continue;
        }
        if (v > last) return 0;
        run = v == last ? run + 1 : 1;
        if (run > 4) return 0;
        total += v;
        last = v;
    }
    return total;
}

static const char *const units[] = {"one",     "two",     "three",     "four",     "five",     "six",      "seven",
                                    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
                                    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", NULL};
static const char *const ordinals[] = {"first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
                                       "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
                                       "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", NULL};
static const char *const tens[] = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", NULL};
static const char *const tens_ordinal[] = {"twentieth",  "thirtieth", "fortieth",  "fiftieth", "sixtieth",
                                           "seventieth", "eightieth", "ninetieth", NULL};

static int index_of(const char *const *list, mw_str w) {
    for (int i = 0; list[i]; i++)
        if (mw_str_ieq(w, list[i])) return i;
    return -1;
}

static int spelled_below_hundred(mw_str s, size_t *len) {
    size_t n = word_length(s);
    mw_str w = {s.at, n};
    int i;
    *len = n;
    if ((i = index_of(units, w)) >= 0 || (i = index_of(ordinals, w)) >= 0) return i + 1;
    if ((i = index_of(tens_ordinal, w)) >= 0) return (i + 2) * 10;
    if ((i = index_of(tens, w)) < 0) return 0;
    int value = (i + 2) * 10;
    if (n + 1 < s.n && (s.at[n] == '-' || s.at[n] == ' ')) {
        mw_str rest = after(s, n + 1);
        size_t m = word_length(rest);
        mw_str u = {rest.at, m};
        int j = index_of(units, u);
        if (j < 0 || j > 8) j = index_of(ordinals, u);
        if (j >= 0 && j <= 8) {
            *len = n + 1 + m;
            return value + j + 1;
        }
    }
    return value;
}

/* "one hundred and four": rare, but long books have it. */
static int spelled_value(mw_str s, size_t *len) {
    size_t n = word_length(s), m;
    if (mw_str_ieq((mw_str){s.at, n}, "last")) {
        *len = n;
        return MW_NUMBER_LAST;
    }
    int value = spelled_below_hundred(s, len);
    if (!value || value > 9 || *len >= s.n || s.at[*len] != ' ') return value;
    mw_str rest = after(s, *len + 1);
    m = word_length(rest);
    if (!mw_str_ieq((mw_str){rest.at, m}, "hundred")) return value;
    *len += 1 + m;
    value *= 100;
    rest = after(s, *len);
    size_t skip = rest.n > 5 && mw_str_ieq((mw_str){rest.at, 5}, " and ") ? 5 : rest.n > 1 && rest.at[0] == ' ' ? 1 : 0;
    if (skip) {
        int more = spelled_below_hundred(after(rest, skip), &m);
        if (more) {
            value += more;
            *len += skip + m;
        }
    }
    return value;
}

/* A number at the start of s, roman, arabic or spelled; 0: none. */
static int number_at(mw_str s, size_t *len, char *style) {
    size_t n = 0;
    int value = 0;
    while (n < s.n && ascii_digit(s.at[n])) {
        if (n > 3) return 0;
        value = value * 10 + (s.at[n++] - '0');
    }
    if (n) {
        if (n < s.n && ascii_letter(s.at[n])) return 0;
        *len = n;
        *style = 'a';
        return value;
    }
    n = word_length(s);
    if (n == 0) return 0;
    bool joined = n < s.n && (s.at[n] == '\'' || (unsigned char)s.at[n] >= 0xC3) && !(n + 1 < s.n && (unsigned char)s.at[n] == 0xE2);
    value = joined ? 0 : roman_value((mw_str){s.at, n});
    if (value) {
        *len = n;
        *style = 'r';
        return value;
    }
    *style = 's';
    return spelled_value(s, len);
}

/* ---- shapes ----------------------------------------------------------------------------------------------------------------- */

bool mw_heading_caps(mw_str s) {
    size_t upper = 0, low = 0, len;
    for (size_t i = 0; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        upper += mw_cp_upper(c);
        low += mw_cp_lower(c);
    }
    return upper >= 2 && low * 6 <= upper;
}

bool mw_heading_title_case(mw_str s) {
    size_t words = 0, capital = 0, len;
    s = trim(s);
    if (s.n == 0 || s.n > 120) return false;
    char end = s.at[s.n - 1];
    if (end == '.' || end == ',' || end == ';') return false;
    for (size_t i = 0; i < s.n;) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (!mw_cp_letter(c)) {
            i += len;
            continue;
        }
        bool first_upper = mw_cp_upper(c);
        size_t letters = 0;
        while (i < s.n) {
            c = mw_utf8_next(s.at + i, s.n - i, &len);
            if (!mw_cp_letter(c) && c != '\'' && c != 0x2019) break;
            letters++;
            i += len;
        }
        if (words == 0 && !first_upper) return false;
        if (letters <= 3 && !first_upper) {
            words++;
            capital++; /* "of", "the", "in" */
            continue;
        }
        words++;
        capital += first_upper;
    }
    return words > 0 && words <= 14 && capital * 6 >= words * 5;
}

static bool ornament_sign(int32_t c) {
    switch (c) {
    case '*':
    case '-':
    case '_':
    case '=':
    case '~':
    case '#':
    case '.':
    case '+':
    case 0xB7:
    case 0x2010:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2022:
    case 0x2026:
    case 0x2042:
    case 0x2051:
    case 0x203B:
    case 0x2217:
    case 0x22C6:
    case 0x25A0:
    case 0x25CA:
    case 0x25CF:
    case 0x25CB:
    case 0x25C6:
    case 0x25C7:
    case 0x2605:
    case 0x2606:
    case 0x2619:
    case 0x2766:
    case 0x2767:
    case 0x2726:
    case 0x2727:
    case 0x273D:
    case 0x2736:
    case 0xA7:
    case 0x2500:
    case 0x2550:
        return true;
    default:
        return c >= 0x2720 && c <= 0x274B;
    }
}

/* A full stop or one short dash alone is a slip, not an ornament; "…" alone is a silence in a dialogue. */
bool mw_heading_ornament(mw_str s) {
    size_t signs = 0, len;
    int32_t first = 0;
    bool strong = false;
    if (s.n > 400) return false;
    for (size_t i = 0; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (mw_cp_space(c) || c == '\\' || c == '|' || c == '<' || c == '>') continue;
        if (!ornament_sign(c)) return false;
        if (!signs++) first = c;
        strong |= c == '*' || c == '#' || c == '~' || c == '=' || c == '_' || (c >= 0x2022 && c != 0x2026) || c == 0xB7;
    }
    if (signs == 0) return false;
    if (signs == 1)
        return first == '*' || first == '#' || first == '~' || first == 0xB7 || first == 0xA7 || (first >= 0x2022 && first != 0x2026);
    return strong || signs >= 3;
}

/* ---- words ------------------------------------------------------------------------------------------------------------------ */

typedef struct keyword {
    const char *word, *canon;
    mw_head head;
} keyword;

static const keyword numbered_words[] = {
    {"chapter", "chapter", MW_HEAD_CHAPTER},
    {"chap", "chapter", MW_HEAD_CHAPTER},
    {"chapitre", "chapter", MW_HEAD_CHAPTER},
    {"letter", "letter", MW_HEAD_CHAPTER},
    {"stave", "stave", MW_HEAD_CHAPTER},
    {"canto", "canto", MW_HEAD_CHAPTER},
    {"adventure", "adventure", MW_HEAD_CHAPTER},
    {"episode", "episode", MW_HEAD_CHAPTER},
    {"scene", "scene", MW_HEAD_CHAPTER},
    {"section", "section", MW_HEAD_CHAPTER},
    {"epistle", "letter", MW_HEAD_CHAPTER},
    {"tale", "tale", MW_HEAD_CHAPTER},
    {"story", "story", MW_HEAD_CHAPTER},
    {"lesson", "lesson", MW_HEAD_CHAPTER},
    {"fytte", "canto", MW_HEAD_CHAPTER},
    {"part", "part", MW_HEAD_PART},
    {"book", "book", MW_HEAD_PART},
    {"volume", "volume", MW_HEAD_PART},
    {"vol", "volume", MW_HEAD_PART},
    {"act", "act", MW_HEAD_PART},
    {"phase", "phase", MW_HEAD_PART},
    {"period", "period", MW_HEAD_PART},
    {"narrative", "narrative", MW_HEAD_PART},
    {"tome", "volume", MW_HEAD_PART},
    {"epoch", "period", MW_HEAD_PART},
    {"division", "part", MW_HEAD_PART},
    {"cycle", "part", MW_HEAD_PART},
    {NULL, NULL, MW_HEAD_NONE},
};

static const keyword alone_words[] = {
    {"prologue", "prologue", MW_HEAD_WORD},
    {"epilogue", "epilogue", MW_HEAD_WORD},
    {"conclusion", "conclusion", MW_HEAD_WORD},
    {"finale", "finale", MW_HEAD_WORD},
    {"prelude", "prologue", MW_HEAD_WORD},
    {"interlude", "interlude", MW_HEAD_WORD},
    {"intermezzo", "interlude", MW_HEAD_WORD},
    {"coda", "epilogue", MW_HEAD_WORD},
    {"postscript", "postscript", MW_HEAD_WORD},
    {"prolog", "prologue", MW_HEAD_WORD},
    {"epilog", "epilogue", MW_HEAD_WORD},
    {"l'envoi", "epilogue", MW_HEAD_WORD},
    {"l\xE2\x80\x99"
     "envoi",
     "epilogue", MW_HEAD_WORD},
    {"envoi", "epilogue", MW_HEAD_WORD},
    {"preface", "preface", MW_HEAD_FRONT},
    {"introduction", "introduction", MW_HEAD_FRONT},
    {"foreword", "foreword", MW_HEAD_FRONT},
    {"dedication", "dedication", MW_HEAD_FRONT},
    {"advertisement", "preface", MW_HEAD_FRONT},
    {"epigraph", "epigraph", MW_HEAD_FRONT},
    {"dramatis personae", "persons", MW_HEAD_FRONT},
    {"acknowledgments", "acknowledgments", MW_HEAD_FRONT},
    {"acknowledgements", "acknowledgments", MW_HEAD_FRONT},
    {"to the reader", "preface", MW_HEAD_FRONT},
    {"author's note", "note", MW_HEAD_FRONT},
    {"author\xE2\x80\x99s note", "note", MW_HEAD_FRONT},
    {"author's preface", "preface", MW_HEAD_FRONT},
    {"author\xE2\x80\x99s preface", "preface", MW_HEAD_FRONT},
    {"introductory", "introduction", MW_HEAD_FRONT},
    {"list of illustrations", "contents", MW_HEAD_CONTENTS},
    {"illustrations", "contents", MW_HEAD_CONTENTS},
    {"contents", "contents", MW_HEAD_CONTENTS},
    {"table of contents", "contents", MW_HEAD_CONTENTS},
    {"appendix", "appendix", MW_HEAD_BACK},
    {"afterword", "afterword", MW_HEAD_BACK},
    {"notes", "notes", MW_HEAD_BACK},
    {"footnotes", "notes", MW_HEAD_BACK},
    {"endnotes", "notes", MW_HEAD_BACK},
    {"glossary", "glossary", MW_HEAD_BACK},
    {"bibliography", "bibliography", MW_HEAD_BACK},
    {"authorities", "bibliography", MW_HEAD_BACK},
    {"transcriber's note", "credit", MW_HEAD_BACK},
    {"transcriber's notes", "credit", MW_HEAD_BACK},
    {"transcriber\xE2\x80\x99s note", "credit", MW_HEAD_BACK},
    {"transcriber\xE2\x80\x99s notes", "credit", MW_HEAD_BACK},
    {"about the author", "about", MW_HEAD_BACK},
    {"the end", "end", MW_HEAD_END},
    {"finis", "end", MW_HEAD_END},
    {"end", "end", MW_HEAD_END},
    {"fin", "end", MW_HEAD_END},
    {NULL, NULL, MW_HEAD_NONE},
};

static const keyword *word_at(const keyword *list, mw_str s, size_t *len) {
    const keyword *best = NULL;
    for (; list->word; list++) {
        size_t n = strlen(list->word);
        if (s.n < n || !mw_str_ieq((mw_str){s.at, n}, list->word)) continue;
        if (s.n > n && (ascii_letter(s.at[n]) || (unsigned char)s.at[n] >= 0xC3) && (unsigned char)s.at[n] != 0xE2) continue;
        if (best && strlen(best->word) >= n) continue;
        best = list;
        *len = n;
    }
    return best;
}

static bool dash_at(mw_str s, size_t *len) {
    if (s.n >= 3 && (unsigned char)s.at[0] == 0xE2 && (unsigned char)s.at[1] == 0x80 && (unsigned char)s.at[2] >= 0x90 &&
        (unsigned char)s.at[2] <= 0x95) {
        *len = 3;
        return true;
    }
    *len = 1;
    return s.n && s.at[0] == '-';
}

/* What follows keyword and number. False: the line goes on as a sentence would. */
static bool rest_of_heading(mw_heading *h, mw_str rest) {
    size_t len;
    bool mark = false, space = rest.n && rest.at[0] == ' ';
    while (rest.n) {
        if (rest.at[0] == ' ' || rest.at[0] == '\t' || rest.at[0] == '_' || rest.at[0] == '*') {
            rest = after(rest, 1);
        } else if (strchr(".:;,)]", rest.at[0])) {
            mark = true;
            rest = after(rest, 1);
        } else if (dash_at(rest, &len)) {
            mark = true;
            rest = after(rest, len);
        } else
            break;
    }
    h->strict = rest.n == 0;
    h->titled = rest.n > 0;
    h->separated = mark;
    if (rest.n == 0 || mark) return true;
    int32_t c = mw_utf8_next(rest.at, rest.n, &len);
    return space && (mw_cp_upper(c) || c == '"' || c == 0x201C || c == '[' || c == '(' || c == 0x2018);
}

static mw_str skip_the(mw_str s) {
    if (s.n > 4 && mw_str_ieq((mw_str){s.at, 4}, "the ")) return trim(after(s, 4));
    return s;
}

/* KEYWORD NUMBER …, KEYWORD THE ORDINAL …, [THE] ORDINAL KEYWORD …, or KEYWORD alone. */
static mw_heading keyword_heading(mw_str s) {
    mw_heading h = {0};
    size_t len, n;
    char style;
    const keyword *k = word_at(numbered_words, s, &len);
    if (k) {
        mw_str rest = after(s, len);
        bool dot = rest.n && rest.at[0] == '.';
        if (dot) rest = after(rest, 1);
        rest = trim(rest);
        while (rest.n && (rest.at[0] == '#' || rest.at[0] == '_')) rest = after(rest, 1);
        h.keyword = k->canon;
        if (rest.n == 0) {
            h.head = strcmp(k->canon, "chapter") == 0 && !dot && mw_heading_caps(s) ? k->head : MW_HEAD_NONE;
            h.strict = true;
            return h;
        }
        mw_str number = skip_the(rest);
        h.number = number_at(number, &n, &style);
        if (h.number && h.number <= 999 + MW_NUMBER_LAST && rest_of_heading(&h, after(number, n))) h.head = k->head;
        return h;
    }
    mw_str t = skip_the(s);
    h.number = number_at(t, &n, &style);
    if (!h.number || style != 's' || n + 1 >= t.n || t.at[n] != ' ') return (mw_heading){0};
    k = word_at(numbered_words, after(t, n + 1), &len);
    if (!k || !rest_of_heading(&h, after(t, n + 1 + len))) return (mw_heading){0};
    if (k->head == MW_HEAD_CHAPTER && !h.strict && !h.separated) return (mw_heading){0};
    h.keyword = k->canon;
    h.head = k->head;
    return h;
}

/* The number stands alone, perhaps dressed: "— I —", "[ 1 ]", "_One_". */
static mw_heading bare_number(mw_str s) {
    mw_heading h = {0};
    size_t len, n;
    bool dressed = false;
    for (bool more = true; more && s.n;) {
        more = false;
        if (strchr("[(_*~ =", s.at[0]) || dash_at(s, &len)) {
            len = strchr("[(_*~ =", s.at[0]) ? 1 : len;
            dressed |= s.at[0] != '_' && s.at[0] != '*' && s.at[0] != ' ';
            s = after(s, len);
            more = true;
        }
    }
    h.number = number_at(s, &n, &h.style);
    if (!h.number || h.number > 400) return (mw_heading){0};
    mw_str rest = after(s, n);
    while (rest.n && (strchr("])_*~ .:=", rest.at[0]) || dash_at(rest, &len)))
        rest = after(rest, strchr("])_*~ .:=", rest.at[0]) ? 1 : len);
    if (rest.n) return (mw_heading){0};
    if (dressed) h.style = (char)(h.style - 32);
    h.head = MW_HEAD_NUMBER;
    h.strict = true;
    return h;
}

/* "I. THE PRISON DOOR", "01 My Early Home". Spelled numbers do not count: "One Day". */
static mw_heading numbered_name(mw_str s) {
    mw_heading h = {0};
    size_t n;
    h.number = number_at(s, &n, &h.style);
    if (!h.number || h.number > 400 || h.style == 's' || s.n > 160) return (mw_heading){0};
    if (h.style == 'r' && !(s.at[0] >= 'A' && s.at[0] <= 'Z')) return (mw_heading){0};
    if (!rest_of_heading(&h, after(s, n)) || !h.titled) return (mw_heading){0};
    mw_str name = after(s, n);
    while (name.n && !ascii_letter(name.at[0]) && (unsigned char)name.at[0] < 0x80 && !ascii_digit(name.at[0])) name = after(name, 1);
    if (!mw_heading_title_case(name) && !mw_heading_caps(name)) return (mw_heading){0};
    h.head = MW_HEAD_NUMBERED;
    return h;
}

static mw_heading word_heading(mw_str s) {
    mw_heading h = {0};
    size_t len, n;
    char style;
    mw_str t = skip_the(s);
    if (s.n > 7 && mw_str_ieq((mw_str){s.at, 7}, "end of ")) {
        const keyword *k = word_at(numbered_words, skip_the(after(s, 7)), &len);
        mw_str rest = skip_the(after(s, 7));
        if (!k && number_at(rest, &n, &style) && n + 1 < rest.n) k = word_at(numbered_words, after(rest, n + 1), &len);
        if (k && s.n < 60) h.head = MW_HEAD_END;
        return h;
    }
    const keyword *k = word_at(alone_words, s, &len);
    if (!k)
        k = word_at(alone_words, t, &len);
    else
        t = s;
    if (!k) return h;
    mw_str rest = after(t, len);
    if (!rest_of_heading(&h, rest)) return (mw_heading){0};
    if (h.titled && !h.separated && !mw_heading_caps(s)) {
        mw_str r = trim(rest);
        bool of = r.n > 3 && (mw_str_ieq((mw_str){r.at, 3}, "to ") || mw_str_ieq((mw_str){r.at, 3}, "by "));
        if (!of && number_at(r, &n, &style) == 0) return (mw_heading){0};
    }
    if (h.titled && (k->head == MW_HEAD_END || k->head == MW_HEAD_CONTENTS)) return (mw_heading){0};
    if (h.titled && s.n > 90) return (mw_heading){0};
    h.keyword = k->canon;
    h.head = k->head;
    return h;
}

static mw_str undressed(mw_str s) {
    s = trim(s);
    size_t hashes = 0;
    while (hashes < s.n && hashes < 6 && s.at[hashes] == '#') hashes++;
    if (hashes && hashes < s.n && s.at[hashes] == ' ') s = trim(after(s, hashes)); /* Markdown */
    while (s.n > 1 && (s.at[0] == '_' || s.at[0] == '*' || s.at[0] == '=')) s = trim(after(s, 1));
    while (s.n > 1 && (s.at[s.n - 1] == '_' || s.at[s.n - 1] == '*' || s.at[s.n - 1] == '=')) s.n--;
    return trim(s);
}

mw_heading mw_heading_classify(mw_str line) {
    mw_heading h = {0};
    mw_str s = undressed(line);
    if (s.n == 0 || s.n > LINE_MAX_BYTES) return h;
    h = keyword_heading(s);
    if (h.head) return h;
    h = word_heading(s);
    if (h.head) return h;
    h = bare_number(trim(line));
    if (h.head) return h;
    h = numbered_name(s);
    if (h.head) return h;
    if (mw_heading_caps(s) && s.n <= 160) return (mw_heading){.head = MW_HEAD_NAME};
    return (mw_heading){0};
}
