/* Words that are told by their shape: addresses, file names, numbers, telephone numbers, dates.
 *
 * An address is looked for at most REACH bytes ahead; only once it is sure is the rest of it consumed. */
#include <string.h>

#include "segment/words.h"

enum { REACH = 128 };

/* ASCII only: addresses are. A char above 127 is negative or large, and no character of its own. */
static bool is_letter(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); }
static bool is_lower(char ch) { return ch >= 'a' && ch <= 'z'; }
static bool is_alnum(char ch) { return is_letter(ch) || (ch >= '0' && ch <= '9'); }

static const char *const ENDINGS[] = {
    "asp", "biz", "com", "csv", "doc", "docx", "edu", "exe", "gif", "gov", "htm", "html", "info", "jpeg", "jpg",
    "mil", "mp3", "net", "org", "pdf", "php",  "png", "ppt", "txt", "url", "wav", "xls",  "xlsx", "zip",
};
static const char *const COUNTRIES[] = {
    "at", "au", "be", "br", "ca", "ch", "cn", "de", "dk", "es", "eu", "fi", "fr", "ie", "in",
    "io", "it", "jp", "me", "mx", "nl", "no", "nz", "pl", "ru", "se", "tv", "uk", "us",
};

/* Takes off what a sentence puts behind an address. */
static uint32_t trimmed(const char *text, uint32_t p, uint32_t end) {
    bool bracket = memchr(text + p, '(', end - p) != NULL;
    while (end > p) {
        char last = text[end - 1];
        if (strchr(".,;:!?'\">]}", last) == NULL && !(last == ')' && !bracket)) break;
        end--;
    }
    return end;
}

/* The rest of a URL: to white space, a bracket <> or a typographic quotation mark. */
static uint32_t url_end(const char *text, uint32_t p, uint32_t end) {
    uint32_t q = p, len;
    while (q < end) {
        int32_t ch = mw_char_at(text, q, end, &len);
        if (ch == '<' || ch == '>' || ch == '"' || (ch >= 0x2018 && ch <= 0x201F) || ch == 0xAB || ch == 0xBB) break;
        q += len;
    }
    return trimmed(text, p, q);
}

static bool has_scheme(const char *text, uint32_t p, uint32_t end) {
    uint32_t q = p;
    while (q < end && q - p < 12 && is_letter(text[q])) q++;
    if (q - p < 3) return false;
    mw_str rest = {text + q, end - q};
    return mw_str_starts(rest, "://") || (mw_str_ieq((mw_str){text + p, q - p}, "mailto") && rest.n > 3 && rest.at[0] == ':');
}

typedef struct dotted {
    uint32_t end, labels, last; /* end of the dotted word; its labels; start of the last one */
    bool plain;                 /* all labels are three or more letters in lower case */
} dotted;

static dotted read_dotted(const char *text, uint32_t p, uint32_t end) {
    dotted d = {p, 0, p, true};
    uint32_t q = p, reach = end - p > REACH ? p + REACH : end;
    while (q < reach) {
        uint32_t start = q;
        while (q < reach &&
               (is_alnum(text[q]) || ((text[q] == '-' || text[q] == '_') && q > start && q + 1 < reach && is_alnum(text[q + 1])))) {
            d.plain = d.plain && is_lower(text[q]);
            q++;
        }
        if (q == start) break;
        d.plain = d.plain && q - start > 2;
        d.labels++;
        d.last = start;
        d.end = q;
        if (q + 1 >= reach || text[q] != '.' || !is_alnum(text[q + 1])) break;
        q++;
    }
    return d;
}

/* End of NAME@HOST.DOMAIN; p where it is none. */
static uint32_t mail_end(const char *text, uint32_t p, uint32_t end) {
    uint32_t q = p, reach = end - p > REACH ? p + REACH : end;
    while (q < reach && (is_alnum(text[q]) || (strchr("._%+-", text[q]) && text[q]))) q++;
    if (q == p || q >= reach || text[q] != '@') return p;
    dotted d = read_dotted(text, q + 1, end);
    return d.labels >= 2 ? d.end : p;
}

/* Does a name like host.com or letter.doc begin here, and is it one rather than two sentences without a space? */
static bool is_host(const char *text, dotted d) {
    if (d.labels < 2 || d.end >= d.last + 12) return false;
    mw_str last = {text + d.last, d.end - d.last};
    if (MW_LISTED(ENDINGS, last)) return !(!is_lower(last.at[0]) && is_lower(last.at[1]));
    if (d.labels >= 3 && d.plain) return true;
    return d.labels >= 3 && MW_LISTED(COUNTRIES, last) && is_lower(last.at[0]);
}

uint32_t mw_cut_address(const char *text, uint32_t p, uint32_t end) {
    if (end - p < 4 || !is_alnum(text[p])) return p;
    mw_str rest = {text + p, end - p};
    if (has_scheme(text, p, end) || (mw_str_ieq((mw_str){rest.at, 4}, "www.") && rest.n > 5)) return url_end(text, p, end);
    uint32_t q = mail_end(text, p, end);
    if (q > p) return q;
    dotted d = read_dotted(text, p, end);
    if (!is_host(text, d)) return p;
    return d.end < end && text[d.end] == '/' && d.end + 1 < end && is_alnum(text[d.end + 1]) ? url_end(text, p, end) : d.end;
}

/* ---- numbers --------------------------------------------------------------------------------------------------------------- */

static bool digit_at(const char *text, uint32_t p, uint32_t end) {
    uint32_t len;
    return p < end && mw_class_of(mw_char_at(text, p, end, &len)) == MW_C_DIGIT;
}

static uint32_t digits_end(const char *text, uint32_t p, uint32_t end) {
    uint32_t len;
    while (p < end && mw_class_of(mw_char_at(text, p, end, &len)) == MW_C_DIGIT) p += len;
    return p;
}

/* Groups of digits tied by hyphens that are one thing: 713-853-3989, 345-9945, 11-20-2000, 77042-2016, not 1914-1918. */
static bool is_one_number(const uint32_t *sizes, uint32_t n) {
    if (n == 2) return (sizes[0] == 3 && sizes[1] == 4) || (sizes[0] == 5 && sizes[1] == 4);
    if (n == 3)
        return (sizes[0] == 3 && sizes[1] == 3 && sizes[2] == 4) || (sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 2 || sizes[2] == 4)) ||
               (sizes[0] == 4 && sizes[1] == 2 && sizes[2] == 2);
    return n == 4 && sizes[0] <= 2 && sizes[1] == 3 && sizes[2] == 3 && sizes[3] == 4;
}

static uint32_t tied_number(const char *text, uint32_t p, uint32_t end) {
    uint32_t sizes[5], n = 0, q = p;
    while (n < 5) {
        uint32_t r = digits_end(text, q, end);
        sizes[n++] = r - q;
        q = r;
        if (q + 1 >= end || text[q] != '-' || !digit_at(text, q + 1, end)) break;
        q++;
    }
    bool clean = q >= end || !(is_letter(text[q]) || text[q] == '-');
    return n > 1 && n < 5 && clean && is_one_number(sizes, n) ? q : p;
}

uint32_t mw_cut_number(const char *text, uint32_t p, uint32_t end) {
    uint32_t q = tied_number(text, p, end);
    if (q > p) return q;
    q = digits_end(text, p, end);
    while (q + 1 < end && strchr(".,:/", text[q]) && text[q] && digit_at(text, q + 1, end)) {
        if (text[q] == '/' && tied_number(text, q + 1, end) > q + 1) return tied_number(text, q + 1, end);
        q = digits_end(text, q + 1, end);
    }
    return q;
}
