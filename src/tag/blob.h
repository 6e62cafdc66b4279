/* blob: bytes and base-128 numbers of the packed columns, put and read. A reader that meets something it cannot be gives 0 from there on. */
#ifndef MW_TAG_BLOB_H
#define MW_TAG_BLOB_H

#include <string.h>

#include "tag/work.h"

typedef struct mw_blob {
    const uint8_t *at, *end;
    bool bad; /* the blob makes no sense; later reads give 0 */
} mw_blob;

static inline void mw_blob_put(mw_buf *b, uint32_t v) {
    while (v >= 128) {
        mw_buf_putc(b, (char)(v | 128));
        v >>= 7;
    }
    mw_buf_putc(b, (char)v);
}

static inline void mw_blob_put_f32(mw_buf *b, float v) {
    uint32_t u;
    memcpy(&u, &v, sizeof u);
    for (int i = 0; i < 4; i++) mw_buf_putc(b, (char)(u >> 8 * i));
}

static inline uint32_t mw_blob_get(mw_blob *r) {
    uint64_t v = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        if (r->at == r->end) break;
        uint8_t c = *r->at++;
        v |= (uint64_t)(c & 127) << shift;
        if (c < 128) {
            if (v > UINT32_MAX) break;
            return (uint32_t)v;
        }
    }
    r->bad = true;
    return 0;
}

static inline const uint8_t *mw_blob_bytes(mw_blob *r, size_t n) {
    if (r->bad || n > (size_t)(r->end - r->at)) {
        r->bad = true;
        return NULL;
    }
    r->at += n;
    return r->at - n;
}

/* A float that must lie in least … most. */
static inline float mw_blob_f32(mw_blob *r, float least, float most) {
    const uint8_t *p = mw_blob_bytes(r, 4);
    uint32_t u = p ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24 : 0;
    float v;
    memcpy(&v, &u, sizeof v);
    if (!(v >= least && v <= most)) r->bad = true;
    return v;
}

/* A number of rows that take at least `size` bytes each. */
static inline uint32_t mw_blob_count(mw_blob *r, size_t size) {
    uint32_t n = mw_blob_get(r);
    if (n > (size_t)(r->end - r->at) / size) r->bad = true;
    return r->bad ? 0 : n;
}

/* What the heads that a model may lack have made (pack_more.c). False: out of memory. */
void mw_more_pack(mw_buf *b, const mw_tags *tags);
bool mw_more_unpack(mw_blob *r, mw_tags *tags);

#endif
