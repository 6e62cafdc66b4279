/* Growable vectors and byte buffers: amortised constant time a push, growth by one half.
 *
 * After a failed allocation a vector is as it was; a buffer keeps its bytes, remembers the failure and ignores later puts. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"

static size_t grown(size_t cap, size_t want) {
    size_t more = cap < 8 ? 8 : cap > SIZE_MAX - cap / 2 ? SIZE_MAX : cap + cap / 2;
    return more < want ? want : more;
}

bool mw_vec_reserve_(const marrow_allocator *mem, void *vec, size_t want, size_t size) {
    MW_VEC(char) v; /* of the same layout as every MW_VEC; copied, since the types differ */
    _Static_assert(sizeof v.at == sizeof(void *), "all object pointers have one size");
    memcpy(&v, vec, sizeof v);
    if (want <= v.cap) return true;
    size_t cap = grown(v.cap, want);
    if (cap > SIZE_MAX / size) return false;
    char *at = mw_realloc(mem, v.at, cap * size);
    if (!at) return false;
    v.at = at;
    v.cap = cap;
    memcpy(vec, &v, sizeof v);
    return true;
}

void mw_buf_init(mw_buf *b, const marrow_allocator *mem) { *b = (mw_buf){.mem = mem}; }

void mw_buf_clear(mw_buf *b) {
    mw_free(b->mem, b->at);
    mw_buf_init(b, b->mem);
}

/* Room for n more bytes and the final zero. */
static bool buf_room(mw_buf *b, size_t n) {
    if (b->failed) return false;
    if (b->at && n < b->cap - b->n) return true;
    char *at = n > SIZE_MAX - b->n - 1 ? NULL : mw_realloc(b->mem, b->at, grown(b->cap, b->n + n + 1));
    if (!at) {
        b->failed = true;
        return false;
    }
    b->at = at;
    b->cap = grown(b->cap, b->n + n + 1);
    return true;
}

void mw_buf_put(mw_buf *b, const void *bytes, size_t n) {
    if (!buf_room(b, n)) return;
    if (n) memcpy(b->at + b->n, bytes, n);
    b->n += n;
    b->at[b->n] = 0;
}

void mw_buf_puts(mw_buf *b, const char *s) { mw_buf_put(b, s, strlen(s)); }

void mw_buf_putc(mw_buf *b, char c) { mw_buf_put(b, &c, 1); }

void mw_buf_putcp(mw_buf *b, int32_t c) {
    if (c < 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    unsigned char s[4];
    size_t n = 0;
    if (c < 0x80) {
        s[n++] = (unsigned char)c;
    } else if (c < 0x800) {
        s[n++] = (unsigned char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        s[n++] = (unsigned char)(0xE0 | c >> 12);
        s[n++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    } else {
        s[n++] = (unsigned char)(0xF0 | c >> 18);
        s[n++] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
        s[n++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80) s[n++] = (unsigned char)(0x80 | (c & 0x3F));
    mw_buf_put(b, s, n);
}

void mw_buf_printf(mw_buf *b, const char *format, ...) {
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    if (n >= 0 && n < (int)sizeof small) {
        mw_buf_put(b, small, (size_t)n);
    } else if (n >= 0 && buf_room(b, (size_t)n)) {
        vsnprintf(b->at + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}
