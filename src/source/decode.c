/* decode: bytes in any encoding to UTF-8.
 *
 * In this order: a byte order mark; zero bytes in the places where UTF-16 has them; valid UTF-8 as it is, without a copy; UTF-8 with
 * a few strange bytes, which are taken for Windows-1252; else what uchardet guesses, converted by iconv. A zero byte in anything
 * but UTF-16 and UTF-32 means that the input is not text. Line ends are left alone. Linear. */
#include "source/draft.h"

#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

/* Windows-1252 above 0x7F; 0x80 … 0x9F by table, holes as U+FFFD. */
static const uint16_t cp1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static void put_1252(mw_buf *out, unsigned char c) { mw_buf_putcp(out, c < 0x80 || c >= 0xA0 ? c : cp1252[c - 0x80]); }

static marrow_status give(mw_buf *buf, mw_decoded *out, marrow_error *err) {
    if (!buf->failed && !buf->at) mw_buf_puts(buf, "");
    if (buf->n > INT32_MAX) { /* spans are of 32 bits, and UTF-8 may take more room than what it was made from */
        mw_buf_clear(buf);
        return mw_fail(err, MARROW_INPUT, "an input is larger than 2 GiB once it is decoded; split it into its works");
    }
    if (buf->failed) {
        mw_buf_clear(buf);
        return mw_fail_memory(err);
    }
    out->owned = buf->at;
    out->at = buf->at;
    out->n = buf->n;
    return MARROW_OK;
}

/* ---- UTF-16 and UTF-32 ------------------------------------------------------------------------------------------------------ */

static uint32_t unit_at(const unsigned char *p, int size, bool big) {
    uint32_t v = 0;
    for (int i = 0; i < size; i++) v |= (uint32_t)p[big ? i : size - 1 - i] << (8 * (size - 1 - i));
    return v;
}

static marrow_status from_wide(mw_draft *d, const char *bytes, size_t n, int size, bool big, mw_decoded *out, marrow_error *err) {
    mw_buf buf;
    mw_buf_init(&buf, d->mem);
    const unsigned char *p = (const unsigned char *)bytes;
    size_t bad = 0;
    for (size_t i = 0; i + (size_t)size <= n && !buf.failed; i += (size_t)size) {
        uint32_t c = unit_at(p + i, size, big);
        if (size == 2 && c >= 0xD800 && c < 0xDC00 && i + 4 <= n) {
            uint32_t low = unit_at(p + i + 2, 2, big);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        if (c == 0 || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) {
            bad++;
            c = 0xFFFD;
        }
        mw_buf_putcp(&buf, (int32_t)c);
    }
    if (bad) mw_draft_warn(d, "%zu characters could not be decoded from UTF-%d", bad, size * 8);
    return give(&buf, out, err);
}

/* Without a mark: in English text every second byte of UTF-16 is zero. */
static bool evident_utf16(const char *bytes, size_t n, bool *big) {
    size_t even = 0, odd = 0, look = n < 4096 ? n & ~(size_t)1 : 4096;
    for (size_t i = 0; i < look; i++) {
        if (bytes[i]) continue;
        if (i & 1)
            odd++;
        else
            even++;
    }
    if (look < 4) return false;
    *big = even > odd;
    size_t most = *big ? even : odd, least = *big ? odd : even;
    return most * 10 >= look * 3 && least * 20 <= most;
}

/* ---- nearly UTF-8 ----------------------------------------------------------------------------------------------------------- */

static void count_utf8(const char *s, size_t n, size_t *good, size_t *bad) {
    *good = *bad = 0;
    for (size_t i = 0, len; i < n; i += len) {
        if ((unsigned char)s[i] < 0x80) {
            len = 1;
            continue;
        }
        int32_t c = mw_utf8_next(s + i, n - i, &len);
        if (c == 0xFFFD && len == 1)
            (*bad)++;
        else
            (*good)++;
    }
}

static marrow_status mend_utf8(mw_draft *d, const char *s, size_t n, size_t bad, mw_decoded *out, marrow_error *err) {
    mw_buf buf;
    mw_buf_init(&buf, d->mem);
    for (size_t i = 0, len; i < n; i += len) {
        int32_t c = mw_utf8_next(s + i, n - i, &len);
        if (c == 0xFFFD && len == 1)
            put_1252(&buf, (unsigned char)s[i]);
        else
            mw_buf_put(&buf, s + i, len);
    }
    mw_draft_warn(d, "%zu bytes are not UTF-8 and were taken for Windows-1252: the encoding is doubtful", bad);
    return give(&buf, out, err);
}

/* ---- legacy encodings -------------------------------------------------------------------------------------------------------- */

/* The Macintosh kept curly quotes where Windows keeps accented capitals: "don\xD5t" has a capital inside a small word there. */
static bool evident_macintosh(const unsigned char *s, size_t n) {
    size_t mac = 0, win = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        bool between = s[i - 1] >= 'a' && s[i - 1] <= 'z' && s[i + 1] >= 'a' && s[i + 1] <= 'z';
        if (s[i] == 0xD5 && between) mac++;
        if ((s[i] == 0xD2 && s[i - 1] <= ' ') || (s[i] == 0xD3 && s[i + 1] <= ' ')) mac++;
        if (s[i] >= 0x91 && s[i] <= 0x97) win++;
    }
    return mac > 2 && mac > win * 4;
}

static bool mostly_ascii(const char *s, size_t n) {
    size_t high = 0;
    for (size_t i = 0; i < n; i++) high += (unsigned char)s[i] >= 0x80;
    return high * 12 < n;
}

static void guess(const char *s, size_t n, char name[64]) {
    strcpy(name, "WINDOWS-1252");
    if (evident_macintosh((const unsigned char *)s, n)) {
        strcpy(name, "MACINTOSH");
        return;
    }
    uchardet_t u = uchardet_new();
    if (!u) return;
    const char *found = "";
    size_t look = n < (4u << 20) ? n : 4u << 20;
    if (uchardet_handle_data(u, s, look) == 0) {
        uchardet_data_end(u);
        found = uchardet_get_charset(u);
    }
    bool multi = strstr(found, "GB") || strstr(found, "BIG5") || strstr(found, "SHIFT") || strstr(found, "EUC") || strstr(found, "UHC") ||
                 strstr(found, "JOHAB");
    /* A few high bytes in English text lead statistics astray; the answer is then nearly always the encoding of Windows. */
    if (found[0] && strlen(found) < 64 && strcmp(found, "ASCII") != 0 && strcmp(found, "ISO-8859-1") != 0 && strcmp(found, "UTF-8") != 0 &&
        (multi || !mostly_ascii(s, n)))
        strcpy(name, found);
    uchardet_delete(u);
}

static marrow_status from_1252(mw_draft *d, const char *s, size_t n, mw_decoded *out, marrow_error *err) {
    mw_buf buf;
    mw_buf_init(&buf, d->mem);
    for (size_t i = 0; i < n && !buf.failed; i++) put_1252(&buf, (unsigned char)s[i]);
    mw_draft_warn(d, "the text is not UTF-8; it was decoded as Windows-1252");
    return give(&buf, out, err);
}

static marrow_status by_iconv(mw_draft *d, iconv_t cd, const char *s, size_t n, const char *charset, mw_decoded *out, marrow_error *err) {
    mw_buf buf;
    mw_buf_init(&buf, d->mem);
    char *in = (char *)(uintptr_t)s; /* iconv does not write to it */
    size_t left = n, bad = 0;
    char piece[8192];
    while (left && !buf.failed) {
        char *to = piece;
        size_t room = sizeof piece, before = left;
        size_t r = iconv(cd, &in, &left, &to, &room);
        mw_buf_put(&buf, piece, (size_t)(to - piece));
        if (r == (size_t)-1 && to == piece && left == before) { /* a byte that this encoding does not have */
            bad++;
            in++;
            left--;
            mw_buf_putcp(&buf, 0xFFFD);
            iconv(cd, NULL, NULL, NULL, NULL);
        }
    }
    mw_draft_warn(d, "the text is not UTF-8; it was decoded as %s", charset);
    if (bad) mw_draft_warn(d, "%zu bytes do not exist in %s: the encoding is doubtful", bad, charset);
    return give(&buf, out, err);
}

static marrow_status from_legacy(mw_draft *d, const char *s, size_t n, mw_decoded *out, marrow_error *err) {
    char charset[64];
    guess(s, n, charset);
    if (strcmp(charset, "WINDOWS-1252") == 0) return from_1252(d, s, n, out, err);
    iconv_t cd = iconv_open("UTF-8", charset);
    if (cd == (iconv_t)-1) return from_1252(d, s, n, out, err);
    marrow_status status = by_iconv(d, cd, s, n, charset, out, err);
    iconv_close(cd);
    return status;
}

static bool starts(const char *s, size_t n, const char *magic, size_t m) { return n >= m && memcmp(s, magic, m) == 0; }

marrow_status mw_decode(mw_draft *d, const char *name, const char *bytes, size_t n, mw_decoded *out, marrow_error *err) {
    size_t where, good, bad;
    bool big;
    *out = (mw_decoded){NULL, bytes, n};
    if (starts(bytes, n, "\xFF\xFE\0\0", 4)) return from_wide(d, bytes + 4, n - 4, 4, false, out, err);
    if (starts(bytes, n, "\0\0\xFE\xFF", 4)) return from_wide(d, bytes + 4, n - 4, 4, true, out, err);
    if (starts(bytes, n, "\xFF\xFE", 2)) return from_wide(d, bytes + 2, n - 2, 2, false, out, err);
    if (starts(bytes, n, "\xFE\xFF", 2)) return from_wide(d, bytes + 2, n - 2, 2, true, out, err);
    if (starts(bytes, n, "\xEF\xBB\xBF", 3) && !d->opt->verbatim) {
        out->at = bytes += 3;
        out->n = n -= 3;
    }
    const char *zero = n ? memchr(bytes, 0, n) : NULL;
    if (zero) {
        if (evident_utf16(bytes, n, &big)) return from_wide(d, bytes, n, 2, big, out, err);
        return mw_fail_at(err, MARROW_INPUT, zero - bytes, -1, -1, "%s is a binary file, not a text; give a text, HTML or EPUB file", name);
    }
    if (mw_utf8_valid(bytes, n, &where)) return MARROW_OK;
    count_utf8(bytes, n, &good, &bad);
    if (good > bad * 10) return mend_utf8(d, bytes, n, bad, out, err);
    return from_legacy(d, bytes, n, out, err);
}
