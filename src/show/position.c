/* Positions: chapter:N (the first N chapters have been read), N% of the text, a bare code point offset, page:NAME (that page of the
 * input's page list has been read), text:WORDS (the end of their only, else first, occurrence). */
#include <string.h>

#include "show/story.h"

static bool parse_number(const char *s, uint64_t *n, const char **rest) {
    *n = 0;
    const char *at = s;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (*n > UINT32_MAX) return false;
        *n = *n * 10 + (uint64_t)(*at - '0');
    }
    *rest = at;
    return at > s;
}

static marrow_status chapter_end(const mw_story *s, const char *arg, int64_t *offset, marrow_error *err) {
    uint64_t n;
    const char *rest;
    if (!parse_number(arg, &n, &rest) || *rest)
        return mw_fail(err, MARROW_USAGE, "chapter:%s is no position; write chapter:N with a number", arg);
    if (s->n_chapters == 0 && n > 0) return mw_fail(err, MARROW_NOTFOUND, "%s has no chapters; use a percentage, such as 40%%", s->path);
    if (n > s->n_chapters)
        return mw_fail(err, MARROW_NOTFOUND, "there is no chapter %llu in %s, which has %u; write chapter:1 to chapter:%u",
                       (unsigned long long)n, s->path, s->n_chapters, s->n_chapters);
    *offset = n == 0 ? 0 : s->chapters[n - 1].end;
    return MARROW_OK;
}

static marrow_status page_end(const mw_story *s, const char *arg, int64_t *offset, marrow_error *err) {
    if (s->n_pages == 0) return mw_fail(err, MARROW_NOTFOUND, "%s has no page list; use chapter:N or a percentage", s->path);
    for (uint32_t i = 0; i < s->n_pages; i++)
        if (mw_str_ieq(mw_str_of(s->pages[i].name), arg)) {
            *offset = i + 1 < s->n_pages ? s->pages[i + 1].start : s->length;
            return MARROW_OK;
        }
    return mw_fail(err, MARROW_NOTFOUND, "there is no page %s in %s, whose pages run from %s to %s", arg, s->path, s->pages[0].name,
                   s->pages[s->n_pages - 1].name);
}

/* Up to three decimals; floor(length * percent / 100). */
static marrow_status percent_of(const mw_story *s, const char *position, int64_t *offset, marrow_error *err) {
    uint64_t whole, part = 0, scale = 1;
    const char *rest;
    bool good = parse_number(position, &whole, &rest);
    if (good && *rest == '.') {
        for (rest++; *rest >= '0' && *rest <= '9'; rest++)
            if (scale < 1000) {
                part = part * 10 + (uint64_t)(*rest - '0');
                scale *= 10;
            }
    }
    if (!good || strcmp(rest, "%") != 0) return mw_fail(err, MARROW_USAGE, "%s is no position; write a percentage as 40%%", position);
    if (whole > 100 || (whole == 100 && part))
        return mw_fail(err, MARROW_NOTFOUND, "%s is behind the end; a percentage goes from 0%% to 100%%", position);
    *offset = (int64_t)((whole * scale + part) * s->length / (100 * scale));
    return MARROW_OK;
}

/* ---- text:WORDS ---- */

/* A character as the second, lenient search compares it: case, kinds of quotation marks and dashes do not matter. */
static int32_t lenient(int32_t c) {
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2013:
    case 0x2014:
        return '-';
    default:
        return mw_cp_fold(c);
    }
}

static size_t skip_space(const char *s, size_t i, size_t n) {
    size_t len;
    while (i < n && mw_cp_space(mw_utf8_next(s + i, n - i, &len))) i += len;
    return i;
}

/* Bytes of s that match all of the words from its start, or 0. */
static size_t match_at(mw_str s, mw_str words) {
    size_t i = 0, k = 0, a, b;
    while (k < words.n) {
        if (i >= s.n) return 0;
        int32_t w = mw_utf8_next(words.at + k, words.n - k, &b), c = mw_utf8_next(s.at + i, s.n - i, &a);
        if (mw_cp_space(w) != mw_cp_space(c) || (!mw_cp_space(w) && lenient(w) != lenient(c))) return 0;
        i = mw_cp_space(c) ? skip_space(s.at, i, s.n) : i + a;
        k = mw_cp_space(w) ? skip_space(words.at, k, words.n) : k + b;
    }
    return i;
}

static marrow_status words_end(const mw_story *s, const char *words, int64_t *offset, marrow_error *err) {
    mw_str w = mw_str_of(words);
    if (w.n == 0) return mw_fail(err, MARROW_USAGE, "text: needs the words at which the reading stops, as in text:\"said Mary\"");
    const char *exact = strstr(s->text, words);
    if (exact) {
        *offset = mw_offsets_to_cp(s->offsets, (uint32_t)((size_t)(exact - s->text) + w.n));
        return MARROW_OK;
    }
    for (size_t i = 0; i < s->bytes; i++) {
        size_t n = ((unsigned char)s->text[i] & 0xC0) == 0x80 ? 0 : match_at((mw_str){s->text + i, s->bytes - i}, w);
        if (n) {
            *offset = mw_offsets_to_cp(s->offsets, (uint32_t)(i + n));
            return MARROW_OK;
        }
    }
    return mw_fail(err, MARROW_NOTFOUND, "the words \"%.200s\" are not in %s; check their spelling", words, s->path);
}

marrow_status mw_story_position(mw_story *s, const char *position, int64_t *offset, marrow_error *err) {
    uint64_t n;
    const char *rest;
    *offset = s->length;
    if (!position || !*position) return MARROW_OK;
    if (strncmp(position, "chapter:", 8) == 0) return chapter_end(s, position + 8, offset, err);
    if (strncmp(position, "page:", 5) == 0) return page_end(s, position + 5, offset, err);
    if (strncmp(position, "text:", 5) == 0) return words_end(s, position + 5, offset, err);
    if (strchr(position, '%')) return percent_of(s, position, offset, err);
    if (!parse_number(position, &n, &rest) || *rest)
        return mw_fail(err, MARROW_USAGE, "%.200s is no position; write chapter:3, 40%%, an offset, page:12 or text:WORDS", position);
    if (n > s->length)
        return mw_fail(err, MARROW_NOTFOUND, "the offset %s is behind the end of %s, which is %u long", position, s->path, s->length);
    *offset = (int64_t)n;
    return MARROW_OK;
}
