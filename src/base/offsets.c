/* Offsets: from bytes to code points of one text and back, each query in constant time.
 *
 * One bit a byte marks where code points start; with the count of starts before each 64 bytes a query forward is one popcount.
 * Backward, the byte of every 64th code point is kept: from there at most 256 bytes, four words, are looked through. Takes about
 * a quarter of the text's size; does not keep the text. */
#include "base/base.h"

struct mw_offsets {
    marrow_allocator mem;
    uint32_t bytes, points;
    uint64_t *starts; /* [bytes/64 + 1] */
    uint32_t *before; /* [bytes/64 + 1] code points that start before byte 64 i */
    uint32_t *anchor; /* [points/64 + 1] the byte at which code point 64 i starts */
};

static int popcount(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (int)((x * 0x0101010101010101u) >> 56);
}

static int trailing_zeros(uint64_t x) { return popcount((x & (~x + 1)) - 1); }

void mw_offsets_free(mw_offsets *o) {
    if (!o) return;
    marrow_allocator mem = o->mem;
    mw_free(&mem, o->starts);
    mw_free(&mem, o->before);
    mw_free(&mem, o->anchor);
    mw_free(&mem, o);
}

static void mark_starts(mw_offsets *o, const char *text, size_t n) {
    size_t len;
    for (size_t i = 0; i < n; i += len) {
        mw_utf8_next(text + i, n - i, &len);
        o->starts[i / 64] |= (uint64_t)1 << i % 64;
    }
    for (size_t w = 0; w <= n / 64; w++) {
        o->before[w] = o->points;
        o->points += (uint32_t)popcount(o->starts[w]);
    }
}

static void drop_anchors(mw_offsets *o) {
    uint32_t point = 0;
    for (uint32_t byte = 0; byte < o->bytes; byte++)
        if (o->starts[byte / 64] >> byte % 64 & 1) {
            if (point % 64 == 0) o->anchor[point / 64] = byte;
            point++;
        }
    if (point % 64 == 0) o->anchor[point / 64] = o->bytes;
}

/* NULL too when the text is longer than a span can say. */
mw_offsets *mw_offsets_new(const marrow_allocator *mem, const char *text, size_t n) {
    if (n >= UINT32_MAX) return NULL;
    mw_offsets *o = mw_calloc(mem, 1, sizeof *o);
    if (!o) return NULL;
    o->mem = *mem;
    o->bytes = (uint32_t)n;
    o->starts = mw_calloc(mem, n / 64 + 1, sizeof *o->starts);
    o->before = mw_calloc(mem, n / 64 + 1, sizeof *o->before);
    if (o->starts && o->before) {
        mark_starts(o, text, n);
        o->anchor = mw_calloc(mem, o->points / 64 + 1, sizeof *o->anchor);
    }
    if (!o->anchor) {
        mw_offsets_free(o);
        return NULL;
    }
    drop_anchors(o);
    return o;
}

uint32_t mw_offsets_to_cp(const mw_offsets *o, uint32_t byte) {
    if (byte >= o->bytes) return o->points;
    uint64_t below = ((uint64_t)1 << byte % 64) - 1;
    return o->before[byte / 64] + (uint32_t)popcount(o->starts[byte / 64] & below);
}

uint32_t mw_offsets_to_byte(const mw_offsets *o, uint32_t cp) {
    if (cp >= o->points) return o->bytes;
    uint32_t word = o->anchor[cp / 64] / 64;
    while (word < o->bytes / 64 && o->before[word + 1] <= cp) word++;
    uint64_t bits = o->starts[word];
    for (uint32_t left = cp - o->before[word]; left > 0; left--) bits &= bits - 1;
    return word * 64 + (uint32_t)trailing_zeros(bits);
}
