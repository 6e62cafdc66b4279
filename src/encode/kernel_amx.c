/* kernel_amx: the int8 product for x86 processors with AMX (Intel's servers since 2023): tiles of 16 rows by 64 bytes, in the layout that
 * docs/model.md has for packed weights. All else is kernel_vnni.c's, which has the table.
 *
 * A step multiplies 32 rows by 32 outputs over 64 inputs: four tiles of sums, two of rows, two of weights. Layers whose inputs are no
 * multiple of 64, and fewer than 16 rows, are left to VNNI. MW_AMX_EMULATED: a test compiles this file with tiles that are arrays. */
#include "encode/kernel.h"

#ifdef MW_KERNEL_X86
#ifdef MW_AMX_EMULATED
#include "encode/kernel_plain.h"
#define REST mw_kernel_c
#else
#include "encode/kernel_512.h"
#define REST mw_kernel_vnni
#endif

#include "encode/kernel_vector.h"

enum { TALL = 16, DEEP = 64, SIDE = 2 * TALL }; /* rows and bytes of a tile; rows and outputs of a step */

/* What LDTILECFG reads: palette 1, every tile 16 rows of 64 bytes. */
typedef struct tile_config {
    uint8_t palette, start_row, zero[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_config;
static const tile_config whole_tiles = {
    .palette = 1, .row_bytes = {DEEP, DEEP, DEEP, DEEP, DEEP, DEEP, DEEP, DEEP}, .rows = {TALL, TALL, TALL, TALL, TALL, TALL, TALL, TALL}};

/* What a step works on; panel: bytes from 16 outputs' weights to the next ones'. */
typedef struct operands {
    const uint8_t *q;
    size_t stride;
    const int8_t *w;
    size_t panel;
    uint32_t in;
} operands;

/* t [SIDE][SIDE]: sums of 16 or (tall) 32 rows by 16 or (broad) 32 outputs. Tiles 0 to 3 are sums, 4 and 5 rows, 6 and 7 weights. */
INLINE void step(const bool tall, const bool broad, operands x, int32_t *t) {
    enum { LINE = SIDE * sizeof *t };
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (uint32_t i = 0; i < x.in; i += DEEP, x.q += DEEP, x.w += TALL * DEEP) {
        _tile_loadd(4, x.q, x.stride);
        _tile_loadd(6, x.w, DEEP);
        _tile_dpbusd(0, 4, 6);
        if (broad) {
            _tile_loadd(7, x.w + x.panel, DEEP);
            _tile_dpbusd(1, 4, 7);
        }
        if (tall) {
            _tile_loadd(5, x.q + TALL * x.stride, x.stride);
            _tile_dpbusd(2, 5, 6);
        }
        if (tall && broad) _tile_dpbusd(3, 5, 7);
    }
    _tile_stored(0, t, LINE);
    if (broad) _tile_stored(1, t + TALL, LINE);
    if (tall) _tile_stored(2, t + TALL * SIDE, LINE);
    if (tall && broad) _tile_stored(3, t + TALL * SIDE + TALL, LINE);
}

/* Sums to outputs, as in the other kernels, of rows of `some` outputs from o on. */
static void finish(const mw_linear *l, uint32_t o, uint32_t some, const int32_t *t, uint32_t rows, const float *scale, mw_activation act,
                   float *y) {
    float by[SIDE] = {0}, bias[SIDE] = {0};
    vi start[SIDE / MW_LANES];
    for (uint32_t c = 0; c < some; c++) by[c] = l->scale[o + c], bias[c] = l->bias[o + c];
    for (uint32_t c = 0; c < SIDE; c++) start[c / MW_LANES][c % MW_LANES] = c < some ? -128 * l->sum[o + c] : 0;
    for (uint32_t r = 0; r < rows; r++, t += SIDE, y += l->out)
        for (uint32_t c = 0; c < some; c += MW_LANES) {
            vi sums;
            memcpy(&sums, t + c, sizeof sums);
            vf v = vf_fma(__builtin_convertvector(sums + start[c / MW_LANES], vf), vf_load(by + c) * scale[r], vf_load(bias + c));
            if (act == MW_ACT_GELU) v = vf_gelu_near(v);
            if (some - c >= MW_LANES)
                vf_store(y + o + c, v);
            else
                vf_store_part(y + o + c, v, some - c);
        }
}

/* Outputs [o, o + 32) of all rows, or the last 16 at most. The last block of rows begins early, so that it is whole. */
static void columns(const mw_linear *l, uint32_t o, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    _Alignas(64) int32_t t[SIDE * SIDE];
    uint32_t some = l->out - o < SIDE ? l->out - o : SIDE, tall = rows < SIDE ? TALL : SIDE;
    bool broad = some > TALL;
    operands x = {.stride = mw_q_stride(l->in), .panel = (size_t)l->in * MW_BLOCK_OUT, .in = l->in};
    x.w = l->packed + o / MW_BLOCK_OUT * x.panel;
    for (uint32_t r = 0; r < rows; r += tall) {
        uint32_t at = r + tall <= rows ? r : rows - tall;
        x.q = q + at * x.stride;
        if (tall == SIDE && broad)
            step(true, true, x, t);
        else if (tall == SIDE)
            step(true, false, x, t);
        else if (broad)
            step(false, true, x, t);
        else
            step(false, false, x, t);
        finish(l, o, some, t, tall, scale + at, act, y + (size_t)at * l->out);
    }
}

void mw_amx_product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    if (rows < TALL || l->in % DEEP) {
        REST.product(l, q, scale, rows, act, y);
        return;
    }
    _tile_loadconfig(&whole_tiles);
    for (uint32_t o = 0; o < l->out; o += SIDE) columns(l, o, q, scale, rows, act, y);
    _tile_release();
}

#endif
