/* A buffered way out. Numbers are written the same in every locale. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "show/out.h"

void mw_out_init(mw_out *o, marrow_write write, void *ctx) {
    o->write = write;
    o->ctx = ctx;
    o->failed = false;
    o->n = 0;
}

static void flush(mw_out *o) {
    if (!o->failed && o->n && !o->write(o->ctx, o->at, o->n)) o->failed = true;
    o->n = 0;
}

marrow_status mw_out_finish(mw_out *o, marrow_error *err) {
    flush(o);
    return o->failed ? mw_fail(err, MARROW_IO, "the output could not be written; is there space left?") : MARROW_OK;
}

marrow_status mw_out_save(const marrow_allocator *mem, const char *path, mw_put put, const void *ctx, marrow_error *err) {
    mw_out_file *f;
    mw_out *o = mw_alloc(mem, sizeof *o);
    if (!o) return mw_fail_memory(err);
    marrow_status status = mw_os_create(mem, path, &f, err);
    if (status == MARROW_OK) {
        mw_out_init(o, mw_os_write, f);
        status = put(ctx, o, err);
        if (status == MARROW_OK) status = mw_out_finish(o, err);
        marrow_status closed = mw_os_close(f, status == MARROW_OK || status == MARROW_IO ? err : NULL); /* it knows why */
        if (status == MARROW_OK) status = closed;
    }
    mw_free(mem, o);
    return status;
}

void mw_out_put(mw_out *o, const char *bytes, size_t n) {
    if (n > sizeof o->at - o->n) flush(o);
    if (n > sizeof o->at) {
        if (!o->failed && !o->write(o->ctx, bytes, n)) o->failed = true;
        return;
    }
    memcpy(o->at + o->n, bytes, n);
    o->n += n;
}

void mw_out_puts(mw_out *o, const char *s) { mw_out_put(o, s, strlen(s)); }

void mw_out_str(mw_out *o, mw_str s) {
    if (s.n) mw_out_put(o, s.at, s.n);
}

/* For short pieces: what is longer than the buffer here is cut. */
void mw_out_printf(mw_out *o, const char *format, ...) {
    char piece[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(piece, sizeof piece, format, args);
    va_end(args);
    if (n > 0) mw_out_put(o, piece, (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}

void mw_out_int(mw_out *o, int64_t x) {
    char digits[24], *at = digits + sizeof digits;
    uint64_t u = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
    do *--at = (char)('0' + u % 10);
    while (u /= 10);
    if (x < 0) *--at = '-';
    mw_out_put(o, at, (size_t)(digits + sizeof digits - at));
}

void mw_out_count(mw_out *o, uint64_t x) {
    if (x >= 1000) {
        mw_out_count(o, x / 1000);
        mw_out_printf(o, ",%03u", (unsigned)(x % 1000));
    } else {
        mw_out_int(o, (int64_t)x);
    }
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void mw_out_field(mw_out *o, mw_str s, bool squeeze) {
    for (size_t i = 0; i < s.n; i++) {
        if (!blank(s.at[i]))
            mw_out_put(o, s.at + i, 1);
        else if (!squeeze || (i > 0 && !blank(s.at[i - 1])))
            mw_out_put(o, " ", 1);
    }
}

void mw_out_html(mw_out *o, mw_str s) {
    for (size_t i = 0; i < s.n; i++) switch (s.at[i]) {
        case '&':
            mw_out_puts(o, "&amp;");
            break;
        case '<':
            mw_out_puts(o, "&lt;");
            break;
        case '>':
            mw_out_puts(o, "&gt;");
            break;
        case '"':
            mw_out_puts(o, "&quot;");
            break;
        default:
            mw_out_put(o, s.at + i, 1);
        }
}

void mw_out_json_str(mw_out *o, mw_str s) {
    mw_out_put(o, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        mw_out_put(o, s.at + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\')
            mw_out_printf(o, "\\%c", c);
        else if (c == '\n')
            mw_out_puts(o, "\\n");
        else if (c == '\t')
            mw_out_puts(o, "\\t");
        else
            mw_out_printf(o, "\\u%04x", c);
    }
    if (s.n > from) mw_out_put(o, s.at + from, s.n - from);
    mw_out_put(o, "\"", 1);
}

void mw_out_json(mw_out *o, const char *s) {
    if (s)
        mw_out_json_str(o, mw_str_of(s));
    else
        mw_out_puts(o, "null");
}

/* By hand: printf would follow the locale's decimal sign. */
void mw_out_json_real(mw_out *o, double x) {
    if (!isfinite(x) || fabs(x) > 1e12) {
        mw_out_puts(o, "null");
        return;
    }
    int64_t milli = (int64_t)(x * 1000 + (x < 0 ? -0.5 : 0.5));
    if (milli < 0) mw_out_put(o, "-", 1);
    uint64_t u = milli < 0 ? (uint64_t)-milli : (uint64_t)milli;
    mw_out_int(o, (int64_t)(u / 1000));
    unsigned rest = (unsigned)(u % 1000), digits = 3;
    if (!rest) return;
    while (rest % 10 == 0) {
        rest /= 10;
        digits--;
    }
    mw_out_printf(o, ".%0*u", (int)digits, rest);
}
