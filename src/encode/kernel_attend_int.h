/* kernel_attend_int: self-attention in integers for heads of 32 numbers, written once for every instruction set that has them.
 *
 * Queries, keys and values are 8 bits; scores are exact in 32 bits, and their distances from a row's largest become 16-bit exponents of
 * two in steps of 1/256; probabilities have 15 bits, because 8 would lose the many small ones beside a large one. All instruction
 * sets compute the same integers. Windows whose sums would not fit 32 bits are left to kernel_attend.h.
 *
 * The includer defines, beside what kernel_attend.h asks for: vs and vus, vectors of 2 * MW_LANES 16-bit integers, and
 *   MW_KEY_CELL        numbers of a key that one 32-bit cell holds: 4 (bytes; queries then have an offset of 128) or 2 (16 bits)
 *   dot_keys(sum, q, k), dot_s16(sum, a, b)   sums of products of each cell
 *   vs_pack(a, b)      two vectors of 32 bits, saturated, in order
 *   vs_scale(a, b)     (a * b + 2^14) >> 15;   vs_shift(x, n)  x >> n lane by lane, x >= 0
 *   vi_total(x), vi_top(x), vi_max(a, b);   vf_of(x), vi_of(x)  integers to floats and back
 *   MW_INT_TILE vectors of scores for MW_INT_ROWS rows (MW_INT_TILE even), MW_INT_VALUES rows of values.
 * It may define int_scores_whole(keys, bias, q, s, wide), which does what int_scores does for MW_INT_ROWS rows. */
#ifndef MW_KERNEL_ATTEND_INT_H
#define MW_KERNEL_ATTEND_INT_H

#include "encode/kernel_attend.h"

typedef int16_t vs_at __attribute__((vector_size(MW_LANES * 4), aligned(2), may_alias));
typedef int32_t vi_at __attribute__((vector_size(MW_LANES * 4), aligned(4), may_alias));

enum {
    HEAD = 32,
    CELLS = HEAD / MW_KEY_CELL,
    PAIR = 2 * MW_LANES,
    INT_MOST = 512,
    BYTE_TOP = 127,
    NO_KEY = -(1 << 30),
    KEY_OFFSET = MW_KEY_CELL == 4 ? 128 : 0
};
enum { EXP_0 = 32724, EXP_1 = -21911, EXP_2 = 5608 }; /* 2^-x on 0 … 1, at Chebyshev's nodes; times 2^15 */

INLINE vs vs_load(const void *p) { return *(const vs_at *)p; }
INLINE vi vi_load(const void *p) { return *(const vi_at *)p; }
INLINE void vs_store(void *p, vs x) { *(vs_at *)p = x; }
INLINE void vi_store(void *p, vi x) { *(vi_at *)p = x; }
INLINE vi vi_set(int32_t x) { return x - (vi){0}; }
INLINE vs vs_set(int16_t x) { return x - (vs){0}; }
INLINE vi to_int(vf x, float by) { return (vi)vf_fma(x, vf_set(by), vf_set(ROUNDER)) - 0x4b400000; }
/* What takes `top` to the largest byte; nothing that is nearly nothing. */
INLINE float byte_by(float top) { return top > 1e-30f ? BYTE_TOP / top : 0; }

/* One head's operands in the caller's scratch. */
typedef struct int_head {
    int32_t *keys;   /* [wide / MW_LANES][CELLS][MW_LANES] */
    int32_t *bias;   /* [wide] where a key's scores start: takes the queries' offset away; far down where there is no key */
    int32_t *values; /* [wide / 2][HEAD] pairs of rows */
    int32_t *s;      /* [MW_QUERIES][wide] scores; probabilities, of 16 bits, take their place */
    size_t wide;
    uint32_t n;
    float k_unit, v_unit; /* what one unit is worth */
} int_head;

/* One row of HEAD small integers, bytes with an offset or 16 bits. */
INLINE void cells_from(const float *x, float by, float offset, int32_t cells[CELLS]) {
#if MW_KEY_CELL == 4
    for (uint32_t i = 0; i < HEAD; i += MW_LANES)
        put_u8((uint8_t *)cells + i, (vi)vf_fma(vf_load(x + i), vf_set(by), vf_set(ROUNDER + offset)));
#else
    (void)offset;
    for (uint32_t i = 0; i < HEAD; i += PAIR)
        vs_store((int16_t *)(void *)cells + i, vs_pack(to_int(vf_load(x + i), by), to_int(vf_load(x + i + MW_LANES), by)));
#endif
}

/* Keys and values of a head, laid out as the products want them; columns past n are zero. */
static void int_gather(int_head *h, const float *k, const float *v, size_t step) {
    vf k_top = vf_set(0), v_top = vf_set(0);
    for (uint32_t j = 0; j < h->n; j++)
        for (uint32_t i = 0; i < HEAD; i += MW_LANES) {
            k_top = vf_max(k_top, vf_abs(vf_load(k + j * step + i)));
            v_top = vf_max(v_top, vf_abs(vf_load(v + j * step + i)));
        }
    float k_most = vf_top(k_top), v_most = vf_top(v_top), k_by = byte_by(k_most), v_by = byte_by(v_most);
    h->k_unit = k_most / BYTE_TOP;
    h->v_unit = v_most / BYTE_TOP;
    for (uint32_t j = 0; j < h->wide; j++) {
        int32_t cells[CELLS] = {0}, *to = h->keys + j / MW_LANES * MW_LANES * CELLS + j % MW_LANES;
        if (j < h->n) cells_from(k + j * step, k_by, 0, cells);
        for (uint32_t i = 0; i < CELLS; i++) to[i * MW_LANES] = cells[i];
    }
    for (size_t j = 0; j < h->wide; j += MW_LANES) {
        vi sum = vi_set(0);
        for (uint32_t i = 0; KEY_OFFSET != 0 && i < CELLS; i++)
            sum = dot_keys(sum, vi_set((int32_t)0x80808080), vi_load(h->keys + j * CELLS + i * MW_LANES));
        vi_store(h->bias + j, -sum);
    }
    for (size_t j = h->n; j < h->wide; j++) h->bias[j] = NO_KEY;
    for (uint32_t j = 0; j < h->n; j += 2)
        for (uint32_t i = 0; i < HEAD; i += MW_LANES) {
            vi a = to_int(vf_load(v + j * step + i), v_by), b = j + 1 < h->n ? to_int(vf_load(v + (j + 1) * step + i), v_by) : vi_set(0);
            vi_store(h->values + (size_t)j / 2 * HEAD + i, (a & 0xffff) | (vi)(b << 16));
        }
}

/* s [rows][wide]: scores of `rows` queries with the MW_INT_TILE vectors of keys at `keys`; bias: where each key's scores start. */
INLINE void int_scores(const uint32_t rows, const int32_t *keys, const int32_t *bias, const int32_t *q, int32_t *s, size_t wide) {
    vi t[MW_INT_ROWS][MW_INT_TILE];
    for (uint32_t c = 0; c < MW_INT_TILE; c++) {
        vi start = vi_load(bias + c * MW_LANES);
        for (uint32_t r = 0; r < rows; r++) t[r][c] = start;
    }
    /* Unrolled, the loop would need more registers than there are. */
#pragma GCC unroll 1
    for (const int32_t *at = keys, *end = at + CELLS * MW_LANES; at < end; at += MW_LANES, q++) {
        vi k[MW_INT_TILE];
        for (uint32_t c = 0; c < MW_INT_TILE; c++) k[c] = vi_load(at + c * CELLS * MW_LANES);
        for (uint32_t r = 0; r < rows; r++) {
            vi a = vi_set(q[r * CELLS]);
            for (uint32_t c = 0; c < MW_INT_TILE; c++) t[r][c] = dot_keys(t[r][c], a, k[c]);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < MW_INT_TILE; c++) vi_store(s + r * wide + c * MW_LANES, t[r][c]);
}
#ifndef int_scores_whole
#define int_scores_whole(keys, bias, q, s, wide) int_scores(MW_INT_ROWS, keys, bias, q, s, wide)
#endif

/* 2^-(d / 256) in 15 bits: the whole part shifts, the rest is a polynomial with relative error 2e-3. */
INLINE vs vs_exp2(vs d) {
    vs rest = (vs)(d << 7) & 0x7fff;
    vs p = vs_scale(rest, vs_scale(rest, vs_set(EXP_2)) + (int16_t)EXP_1) + (int16_t)EXP_0;
    return vs_shift(p, (vs)((vus)d >> 8));
}

/* Exponents of PAIR scores: how far they lie below the top. */
INLINE vs int_exponents(const int32_t *s, vf unit, vf top) {
    return vs_pack(vi_of(vf_fma(vf_of(vi_load(s)), unit, top)), vi_of(vf_fma(vf_of(vi_load(s + MW_LANES)), unit, top)));
}

/* Scores s[0 … n) become probabilities p, zeros up to a whole vector; gives their sum. unit: exponents that a score is worth. s and p may
 * be the same memory. tail: the lanes of the last vector that are keys. */
INLINE int32_t int_softmax(const int32_t *s, uint32_t n, float unit, vs tail, int16_t *p) {
    uint32_t last = (n - 1) / PAIR * PAIR;
    vi most = vi_load(s), sum = vi_set(0);
    for (uint32_t j = MW_LANES; j < n; j += MW_LANES) most = vi_max(most, vi_load(s + j));
    vf top = vf_set((float)vi_top(most) * unit), down = vf_set(-unit);
    for (uint32_t j = 0; j <= last; j += PAIR) {
        vs e = vs_exp2(int_exponents(s + j, down, top));
        if (j == last) e &= tail;
        sum = dot_s16(sum, (vi)e, (vi)vs_set(1));
        vs_store(p + j, e);
    }
    return vi_total(sum);
}

/* out[r] = by[r] · Σ p[r][j] values[j], over two vectors of columns. */
INLINE void int_values(const uint32_t rows, const int_head *h, const int32_t *p, uint32_t at, const float *by, float *out, size_t step) {
    vi t[MW_INT_VALUES][2];
    for (uint32_t r = 0; r < rows; r++) t[r][0] = t[r][1] = vi_set(0);
    for (uint32_t j = 0; j < (h->n + 1) / 2; j++) {
        vi v0 = vi_load(h->values + (size_t)j * HEAD + at), v1 = vi_load(h->values + (size_t)j * HEAD + at + MW_LANES);
        for (uint32_t r = 0; r < rows; r++) {
            vi a = vi_set(p[r * h->wide + j]);
            t[r][0] = dot_s16(t[r][0], a, v0);
            t[r][1] = dot_s16(t[r][1], a, v1);
        }
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < 2; c++) vf_store(out + r * step + at + c * MW_LANES, vf_of(t[r][c]) * by[r]);
}

/* Up to MW_QUERIES rows of queries of a head. */
static void int_block(const int_head *h, uint32_t rows, const float *q, size_t step, vs tail, float *out, size_t width) {
    int32_t cells[MW_QUERIES][CELLS];
    float most[MW_QUERIES], unit[MW_QUERIES], by[MW_QUERIES];
    const float per_unit = h->k_unit * (256 * 1.44269504f / 5.65685425f / BYTE_TOP); /* log2 e / sqrt HEAD */
    for (uint32_t r = 0; r < rows; r++) {
        vf top = vf_set(0);
        for (uint32_t i = 0; i < HEAD; i += MW_LANES) top = vf_max(top, vf_abs(vf_load(q + r * step + i)));
        most[r] = vf_top(top);
    }
    for (uint32_t r = 0; r < rows; r++) {
        by[r] = byte_by(most[r]);
        unit[r] = most[r] * per_unit;
    }
    for (uint32_t r = 0; r < rows; r++) cells_from(q + r * step, by[r], KEY_OFFSET, cells[r]);
    for (size_t j = 0; j < h->n; j += MW_INT_TILE * MW_LANES) {
        const int32_t *keys = h->keys + j * CELLS, *bias = h->bias + j;
        uint32_t r = 0;
        for (; r + MW_INT_ROWS <= rows; r += MW_INT_ROWS) int_scores_whole(keys, bias, cells[r], h->s + r * h->wide + j, h->wide);
        for (; r < rows; r++) int_scores(1, keys, bias, cells[r], h->s + r * h->wide + j, h->wide);
    }
    for (uint32_t r = 0; r < rows; r++) {
        int32_t *s = h->s + r * h->wide;
        by[r] = h->v_unit / (float)int_softmax(s, h->n, unit[r], tail, (int16_t *)(void *)s);
    }
    for (uint32_t at = 0; at < HEAD; at += 2 * MW_LANES) {
        uint32_t r = 0;
        for (; r + MW_INT_VALUES <= rows; r += MW_INT_VALUES)
            int_values(MW_INT_VALUES, h, h->s + r * h->wide, at, by + r, out + r * width, width);
        for (; r < rows; r++) int_values(1, h, h->s + r * h->wide, at, by + r, out + r * width, width);
    }
}

static void int_attend(const mw_attention *a) {
    uint32_t n = a->n, queries = a->n_queries, rows = queries < MW_QUERIES ? queries : MW_QUERIES;
    size_t wide = WIDE(n);
    if (a->d != HEAD || n > INT_MOST) {
        rows_attend(a);
        return;
    }
    int_head h = {.wide = wide, .n = n, .keys = (int32_t *)(void *)a->scratch};
    h.bias = h.keys + wide * CELLS;
    h.values = h.bias + wide;
    h.s = h.values + wide * (HEAD / 2);
    int16_t mask[PAIR];
    for (uint32_t i = 0; i < PAIR; i++) mask[i] = i < (n - 1) % PAIR + 1 ? -1 : 0;
    for (uint32_t i = 0; i < a->heads; i++) {
        int_gather(&h, a->k + i * HEAD, a->v + i * HEAD, a->step);
        /* The last block begins early, so that it is whole: some rows are computed twice, to the same result. */
        for (uint32_t r = 0; r < queries; r += rows) {
            uint32_t from = r + rows <= queries ? r : queries - rows;
            int_block(&h, rows, a->q + from * a->step + i * HEAD, a->step, vs_load(mask), a->out + from * a->out_step + i * HEAD,
                      a->out_step);
        }
    }
}

/* Of a kernel's table what these headers and kernel_rows.h give; its name and product are its own. */
#define MW_SHARED                                                                                                                          \
    .quantise = rows_quantise, .add_norm = rows_add_norm, .attend = rows_attend, .attend_fast = int_attend, .gelu = rows_gelu,             \
    .dots = rows_dots, .mix = rows_mix, .mix_bytes = rows_mix_bytes, .embed = row_embed

#endif
