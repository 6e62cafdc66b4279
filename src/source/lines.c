/* lines: cuts a text into lines and judges how they make paragraphs.
 *
 * CR, LF, CRLF and form feeds end lines. The judgement rests on counts over the whole file: is a line followed by another without
 * an empty one between, does it end a sentence there, do indented lines stand where paragraphs would begin. Then the lines are
 * grouped into units; headings, verse and joining are txt.c's. Linear time, two arrays. */
#include "source/lines.h"

#include <string.h>

typedef MW_VEC(mw_line) line_vec;
typedef MW_VEC(mw_unit) unit_vec;

mw_str mw_line_text(const mw_lines *l, uint32_t line) {
    return (mw_str){l->text.at + l->at[line].start, l->at[line].end - l->at[line].start};
}

static bool is_empty(const mw_line *x) { return x->start == x->end; }

/* ---- lines ------------------------------------------------------------------------------------------------------------------ */

static uint16_t cap16(size_t n) { return n > 65535 ? 65535 : (uint16_t)n; }

/* No-break spaces are white space too, but cost a decoding: only bytes past ASCII are looked at closely. */
static mw_line trim_line(mw_str t, size_t start, size_t end) {
    size_t columns = 0, len;
    while (start < end) {
        char c = t.at[start];
        if (c == '\t')
            columns = (columns / 8 + 1) * 8;
        else if (c == ' ')
            columns++;
        else if ((unsigned char)c >= 0x80 && mw_cp_space(mw_utf8_next(t.at + start, end - start, &len))) {
            columns++;
            start += len - 1;
        } else if (c != '\v')
            break;
        start++;
    }
    while (end > start) {
        unsigned char c = (unsigned char)t.at[end - 1];
        if (c == ' ' || c == '\t' || c == '\v' || c == 0x1A)
            end--;
        else if (c >= 0x80 && mw_cp_space(mw_utf8_prev(t.at + start, end - start, &len)))
            end -= len;
        else
            break;
    }
    size_t width = end - start > 200000 ? 65535 : mw_utf8_count(t.at + start, end - start);
    return (mw_line){(uint32_t)start, (uint32_t)end, 0, cap16(columns), cap16(width)};
}

static bool cut(line_vec *v, const marrow_allocator *mem, mw_str t) {
    size_t start = 0;
    for (size_t i = 0; i <= t.n; i++) {
        if (i < t.n && t.at[i] != '\n' && t.at[i] != '\r' && t.at[i] != '\f') continue;
        if (i == t.n && start == i) break;
        mw_line line = trim_line(t, start, i);
        line.number = (uint32_t)v->n;
        if (!mw_vec_push(mem, v, line)) return false;
        if (i + 1 < t.n && t.at[i] == '\r' && t.at[i + 1] == '\n') i++;
        start = i + 1;
    }
    return true;
}

/* ---- shape ------------------------------------------------------------------------------------------------------------------ */

bool mw_line_ends_sentence(mw_str s) {
    size_t len;
    while (s.n) {
        int32_t c = mw_utf8_prev(s.at, s.n, &len);
        if (c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026) return true;
        if (c != '"' && c != '\'' && c != ')' && c != ']' && c != '_' && c != '*' && c != 0x201D && c != 0x2019 && c != 0xBB) {
            return c == 0x2014 || (c == '-' && s.n > 1 && s.at[s.n - 2] == '-');
        }
        s.n -= len;
    }
    return false;
}

bool mw_line_capital_start(mw_str s) {
    size_t len;
    for (size_t i = 0; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (mw_cp_letter(c)) return mw_cp_upper(c);
        if (mw_cp_digit(c)) return true;
    }
    return true;
}

static bool begins_sentence(mw_str s) {
    size_t len;
    int32_t c = mw_utf8_next(s.at, s.n, &len);
    return mw_cp_upper(c) || c == '"' || c == '\'' || c == 0x201C || c == 0x2018 || c == 0xAB || c == '_' || mw_cp_digit(c) ||
           c == 0x2014 || c == '-';
}

typedef struct counts {
    uint32_t filled, runs;                     /* lines that are not empty; runs of them */
    uint32_t followed, followed_end;           /* another line follows at once; and the line ends a sentence */
    uint32_t followed_long, followed_long_end; /* the same of lines of 45 columns or more */
    uint32_t followed_capital;                 /* and the next one begins with a capital letter */
    uint32_t long_open, long_lines;            /* lines of 40 columns or more; those that end no sentence */
    uint32_t para_indents;                     /* an indented line between two that are not */
    uint32_t blank_runs[8];
    uint32_t widths[201];
} counts;

static void count_line(const mw_lines *l, uint32_t i, counts *c) {
    const mw_line *x = &l->at[i], *next = i + 1 < l->n ? &l->at[i + 1] : NULL, *prev = i ? &l->at[i - 1] : NULL;
    uint32_t right = (uint32_t)x->indent + x->width;
    c->filled++;
    c->runs += !prev || is_empty(prev);
    c->widths[right > 200 ? 200 : right]++;
    bool ends = mw_line_ends_sentence(mw_line_text(l, i));
    if (right >= 40) {
        c->long_lines++;
        c->long_open += !ends;
    }
    if (!next || is_empty(next)) return;
    c->followed++;
    c->followed_end += ends;
    c->followed_long += right >= 45;
    c->followed_long_end += right >= 45 && ends;
    c->followed_capital += mw_line_capital_start(mw_line_text(l, i + 1));
    if (prev && !is_empty(prev) && x->indent >= 2 && x->indent <= 12 && prev->indent == 0 && next->indent == 0) c->para_indents++;
}

static uint32_t percentile(const counts *c, uint32_t percent) {
    uint64_t want = (uint64_t)c->filled * percent / 100, seen = 0;
    for (uint32_t w = 0; w <= 200; w++) {
        seen += c->widths[w];
        if (seen > want) return w;
    }
    return 200;
}

static counts count_all(const mw_lines *l) {
    counts c = {0};
    uint32_t empty = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        if (is_empty(&l->at[i])) {
            empty++;
            continue;
        }
        if (empty && c.filled) c.blank_runs[empty > 7 ? 7 : empty]++;
        empty = 0;
        count_line(l, i, &c);
    }
    return c;
}

static void judge(mw_lines *l) {
    counts c = count_all(l);
    mw_shape *s = &l->shape;
    uint32_t wide = percentile(&c, 95);
    s->width = percentile(&c, 85);
    bool lines_are_paragraphs = c.followed_long > 2 ? c.followed_long_end * 10 > c.followed_long * 6 : c.followed_end * 10 > c.followed * 7;
    s->wrapped = c.followed * 5 >= c.filled && wide <= 130 && !lines_are_paragraphs;
    s->blanks = 1;
    for (uint32_t k = 2; k < 8; k++)
        if (c.blank_runs[k] > c.blank_runs[s->blanks]) s->blanks = k;
    if (!s->wrapped) {
        if (c.followed * 2 > c.filled) s->blanks = 0;
        return;
    }
    s->verse = s->width < 65 && c.followed >= 8 && c.followed_capital * 5 >= c.followed * 4;
    s->by_indent =
        !s->verse && c.para_indents >= 5 && c.para_indents * 50 >= c.filled && (c.para_indents * 5 < c.filled * 2 || s->width >= 55);
    s->by_short = !s->by_indent && !s->verse && c.filled > 200 && c.runs * 33 < c.filled;
}

/* Every line parted from the next by an empty one, though few end a sentence: the file was double-spaced. */
static void undouble(mw_lines *l) {
    counts c = count_all(l);
    if (c.filled < 20 || c.followed * 20 > c.filled || c.long_open * 10 < c.long_lines * 6 || c.long_lines * 2 < c.filled) return;
    if (percentile(&c, 95) > 110) return;
    uint32_t n = 0;
    bool was_empty = true;
    for (uint32_t i = 0; i < l->n; i++) {
        bool empty = is_empty(&l->at[i]);
        if (empty && !was_empty) {
            was_empty = true;
            continue; /* the first empty line of a run */
        }
        was_empty = empty;
        l->at[n++] = l->at[i];
    }
    l->n = n;
}

/* ---- units ------------------------------------------------------------------------------------------------------------------ */

static bool opens_unit(const mw_lines *l, uint32_t i) {
    const mw_line *x = &l->at[i], *prev = &l->at[i - 1];
    const mw_shape *s = &l->shape;
    if (!s->wrapped) return true;
    if (s->by_indent && x->indent >= 2 && x->indent <= 12 && (prev->indent < x->indent || prev->indent <= 12)) return true;
    if (s->by_short && (uint32_t)prev->indent + prev->width + 10 < s->width && mw_line_ends_sentence(mw_line_text(l, i - 1)))
        return begins_sentence(mw_line_text(l, i));
    return false;
}

static bool group(mw_lines *l, const marrow_allocator *mem, unit_vec *v) {
    uint32_t empty = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        if (is_empty(&l->at[i])) {
            empty++;
            continue;
        }
        if (v->n == 0 || empty || opens_unit(l, i)) {
            mw_unit u = {i, i + 1, empty};
            if (!mw_vec_push(mem, v, u)) return false;
        }
        v->at[v->n - 1].end = i + 1;
        empty = 0;
    }
    return true;
}

bool mw_lines_init(mw_lines *l, const marrow_allocator *mem, mw_str text) {
    *l = (mw_lines){.text = text};
    line_vec lines = {0};
    unit_vec units = {0};
    bool ok = cut(&lines, mem, text);
    l->at = lines.at;
    l->n = (uint32_t)lines.n;
    if (!ok) return false;
    undouble(l);
    judge(l);
    ok = group(l, mem, &units);
    l->units = units.at;
    l->n_units = (uint32_t)units.n;
    return ok;
}

void mw_lines_clear(mw_lines *l, const marrow_allocator *mem) {
    mw_free(mem, l->at);
    mw_free(mem, l->units);
    l->at = NULL;
    l->units = NULL;
}
