/* kernel_vnni: the kernels for x86 processors with AVX-512 and its int8 dot products (VNNI; Intel since 2019, AMD since 2022).
 *
 * The product keeps a tile of 6 rows by 64 outputs in registers; 64 outputs' weights for 384 inputs are 24 KB and stay in the first
 * cache while all rows pass by. The build compiles this file for that instruction set (CMakeLists.txt, by the
 * file's name); it runs only where mw_kernel_pick finds it. */
#include "encode/kernel.h"

#ifdef MW_KERNEL_X86
#pragma GCC diagnostic ignored "-Woverlength-strings" /* one block of assembly is one string */
#include "encode/kernel_512.h"

#define MW_TILE 4
#define MW_SCORE_ROWS 6
#define MW_VALUE_ROWS 12
#define vf_bytes(p) ((vf)_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(p)))))
#define MW_MIXES 8
#define MW_HELD 24
#define put_u8(to, v) _mm_storeu_si128((__m128i *)(void *)(to), _mm512_cvtepi32_epi8((__m512i)(v)))

#define vf_ahead(p) _mm_prefetch((const char *)(p), _MM_HINT_T0)
#define put_u8_four(to, a, b, c, d) put_u8_64((to), (__m512)(a), (__m512)(b), (__m512)(c), (__m512)(d))

static inline void put_u8_64(uint8_t *to, __m512 a, __m512 b, __m512 c, __m512 d) {
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m512i ab = _mm512_packs_epi32(_mm512_cvtps_epi32(a), _mm512_cvtps_epi32(b)),
            cd = _mm512_packs_epi32(_mm512_cvtps_epi32(c), _mm512_cvtps_epi32(d));
    __m512i bytes = _mm512_permutexvar_epi32(order, _mm512_packs_epi16(ab, cd));
    _mm512_storeu_si512(to, _mm512_xor_si512(bytes, _mm512_set1_epi8(-128)));
}

/* sum + four products u8 · s8 (two products s16 · s16) in each lane. In assembly, because GCC 12 copies the sums of a tile around when it
 * is given the intrinsics. */
static inline __attribute__((always_inline)) __m512i dot_u8s8(__m512i sum, __m512i a, __m512i b) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

static inline __attribute__((always_inline)) __m512i dot_s16_16(__m512i sum, __m512i a, __m512i b) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

typedef int16_t vs __attribute__((vector_size(64)));
typedef uint16_t vus __attribute__((vector_size(64)));
#define MW_KEY_CELL 4
#define MW_INT_TILE 4
#define MW_INT_ROWS 6
#define MW_INT_VALUES 12
#define dot_keys(s, q, k) ((vi)dot_u8s8((__m512i)(s), (__m512i)(q), (__m512i)(k)))
#define dot_s16(s, a, b) ((vi)dot_s16_16((__m512i)(s), (__m512i)(a), (__m512i)(b)))
#define vs_pack(a, b)                                                                                                                      \
    ((vs)_mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), _mm512_packs_epi32((__m512i)(a), (__m512i)(b))))
#define vs_scale(a, b) ((vs)_mm512_mulhrs_epi16((__m512i)(a), (__m512i)(b)))
#define vs_shift(x, n) ((vs)_mm512_srlv_epi16((__m512i)(x), (__m512i)(n)))
#define vi_total(x) _mm512_reduce_add_epi32((__m512i)(x))
#define vi_max(a, b) ((vi)_mm512_max_epi32((__m512i)(a), (__m512i)(b)))
#define vi_top(x) _mm512_reduce_max_epi32((__m512i)(x))
#define vi_of(x) ((vi)_mm512_cvtps_epi32((__m512)(x)))
#define vf_of(x) ((vf)_mm512_cvtepi32_ps((__m512i)(x)))

enum { ROWS = 6, COLS = 4, AHEAD = 4, LINE = MW_BLOCK_OUT * MW_BLOCK_IN };

/* What a tile multiplies: `cols` panels of weights, `panel` bytes apart, by rows of bytes, `stride` apart; `steps` of four inputs. ahead: weights that
 * are wanted soon; a line of them is asked for every AHEAD steps. */
typedef struct operands {
    const int8_t *w, *ahead;
    const uint8_t *q;
    size_t panel, stride;
    uint32_t steps;
} operands;

/* Sums of a whole tile, start[c] + the products, into rows of COLS vectors, `step` numbers apart. All in assembly, because 24 sums, 4
 * weights and a row fill the registers, and compilers move sums around. */
#define DOTS(row, a, b, c, d)                                                                                                              \
    "vpbroadcastd " row ", %%zmm28\n\tvpdpbusd %%zmm24, %%zmm28, %%zmm" #a "\n\tvpdpbusd %%zmm25, %%zmm28, %%zmm" #b                       \
    "\n\tvpdpbusd %%zmm26, %%zmm28, %%zmm" #c "\n\tvpdpbusd %%zmm27, %%zmm28, %%zmm" #d "\n\t"
#define STEP(w, q)                                                                                                                         \
    "vmovdqa64 " w "(%[w]), %%zmm24\n\tvmovdqa64 " w "(%[w],%[p]), %%zmm25\n\t"                                                            \
    "vmovdqa64 " w "(%[w],%[p],2), %%zmm26\n\tvmovdqa64 " w "(%[w],%[p3]), %%zmm27\n\t" DOTS(q "(%[q])", 0, 1, 2, 3)                       \
        DOTS(q "(%[q],%[s])", 4, 5, 6, 7) DOTS(q "(%[q],%[s],2)", 8, 9, 10, 11) DOTS(q "(%[q3])", 12, 13, 14, 15)                          \
            DOTS(q "(%[q3],%[s])", 16, 17, 18, 19) DOTS(q "(%[q3],%[s],2)", 20, 21, 22, 23)
#define START(a, b, c, d)                                                                                                                  \
    "vmovdqa64 (%[start]), %%zmm" #a "\n\tvmovdqa64 64(%[start]), %%zmm" #b "\n\tvmovdqa64 128(%[start]), %%zmm" #c                        \
    "\n\tvmovdqa64 192(%[start]), %%zmm" #d "\n\t"
#define PUT(a, b, c, d)                                                                                                                    \
    "vmovdqa64 %%zmm" #a ", (%[t])\n\tvmovdqa64 %%zmm" #b ", 64(%[t])\n\tvmovdqa64 %%zmm" #c ", 128(%[t])\n\tvmovdqa64 %%zmm" #d           \
    ", 192(%[t])\n\tadd %[step], %[t]\n\t"
#define EACH_ROW(do)                                                                                                                       \
    do (0, 1, 2, 3) do(4, 5, 6, 7) do(8, 9, 10, 11) do(12, 13, 14, 15) do(16, 17, 18, 19) do(20, 21, 22, 23)

static inline void sums_whole(operands x, const void *start, int32_t *t, size_t step) {
    const uint8_t *q3 = x.q + 3 * x.stride;
    uint32_t fours = x.steps / AHEAD, rest = x.steps % AHEAD;
    __asm__ volatile(
        EACH_ROW(START) "test %[fours], %[fours]\n\tjz 2f\n\t.p2align 5\n"
                        "1:\tprefetcht1 (%[ahead])\n\tadd $64, %[ahead]\n\t" STEP("0", "0") STEP("64", "4") STEP("128", "8") STEP(
                            "192", "12") "add $256, %[w]\n\tadd $16, %[q]\n\tadd $16, %[q3]\n\tdec %[fours]\n\tjnz 1b\n"
                                         "2:\ttest %[rest], %[rest]\n\tjz 4f\n"
                                         "3:\t" STEP("0", "0") "add $64, %[w]\n\tadd $4, %[q]\n\tadd $4, %[q3]\n\tdec %[rest]\n\tjnz 3b\n"
                                                               "4:\t" EACH_ROW(PUT)
        : [w] "+&r"(x.w), [q] "+&r"(x.q), [q3] "+&r"(q3), [ahead] "+&r"(x.ahead), [t] "+&r"(t), [fours] "+&r"(fours), [rest] "+&r"(rest)
        : [p] "r"(x.panel), [p3] "r"(3 * x.panel), [s] "r"(x.stride), [start] "r"(start), [step] "r"(step * sizeof *t)
        : "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
          "xmm13", "xmm14", "xmm15", "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26",
          "xmm27", "xmm28");
}

#define int_scores_whole(keys, bias, cells, to, wide)                                                                                      \
    sums_whole((operands){.w = (const int8_t *)(keys),                                                                                     \
                          .ahead = (const int8_t *)(keys),                                                                                 \
                          .q = (const uint8_t *)(cells),                                                                                   \
                          .panel = CELLS * LINE,                                                                                           \
                          .stride = HEAD,                                                                                                  \
                          .steps = CELLS},                                                                                                 \
               (bias), (to), (wide))

#include "encode/kernel_attend_int.h"

/* The same for `rows` <= ROWS rows by `cols` <= COLS vectors. */
INLINE void sums_part(const uint32_t rows, const uint32_t cols, operands x, const __m512i start[COLS], __m512i t[ROWS][COLS]) {
    for (uint32_t c = 0; c < cols; c++)
        for (uint32_t r = 0; r < rows; r++) t[r][c] = start[c];
    for (uint32_t g = 0; g < x.steps; g++, x.w += LINE) {
        __m512i b[COLS];
        for (uint32_t c = 0; c < cols; c++) b[c] = _mm512_load_si512(x.w + c * x.panel);
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x.q + r * x.stride + g * MW_BLOCK_IN, sizeof four);
            __m512i a = _mm512_set1_epi32(four);
            for (uint32_t c = 0; c < cols; c++) t[r][c] = dot_u8s8(t[r][c], a, b[c]);
        }
    }
}

/* How sums of `cols` vectors of outputs become outputs. They start at -128 · sum(weights), which takes the bytes' offset away. */
typedef struct finish {
    __m512i start[COLS];
    vf by[COLS], bias[COLS];
    __mmask16 mask[COLS]; /* outputs that there are */
    size_t step;          /* between rows of outputs */
} finish;

INLINE void finish_from(const uint32_t cols, const mw_linear *l, uint32_t o, finish *f) {
    f->step = l->out;
    for (uint32_t c = 0; c < cols; c++, o += 16) {
        f->mask[c] = l->out - o >= 16 ? 0xffff : (__mmask16)((1u << (l->out - o)) - 1);
        f->start[c] = _mm512_sub_epi32(_mm512_setzero_si512(), _mm512_slli_epi32(_mm512_maskz_loadu_epi32(f->mask[c], l->sum + o), 7));
        f->by[c] = (vf)_mm512_maskz_loadu_ps(f->mask[c], l->scale + o);
        f->bias[c] = (vf)_mm512_maskz_loadu_ps(f->mask[c], l->bias + o);
    }
}

/* `rows` <= ROWS rows by `cols` <= COLS vectors of outputs. */
INLINE void tile(const uint32_t rows, const uint32_t cols, const finish *f, operands x, const float *scale, mw_activation act, float *y) {
    _Alignas(64) __m512i t[ROWS][COLS];
    if (rows == ROWS && cols == COLS)
        sums_whole(x, f->start, (int32_t *)(void *)t, COLS * 16);
    else
        sums_part(rows, cols, x, f->start, t);
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < cols; c++) {
            vf v = vf_fma((vf)_mm512_cvtepi32_ps(t[r][c]), f->by[c] * scale[r], f->bias[c]);
            if (act == MW_ACT_GELU) v = vf_gelu_near(v);
            if (cols == COLS)
                vf_store(y + r * f->step + c * 16, v);
            else
                _mm512_mask_storeu_ps(y + r * f->step + c * 16, f->mask[c], (__m512)v);
        }
}

/* All rows by `cols` vectors of outputs from o on. The last tile begins early, so that it is whole: some rows are computed twice, to the
 * same result. While a tile is computed, a part of the next columns' weights comes nearer. */
INLINE void columns(const uint32_t cols, const mw_linear *l, uint32_t o, size_t panel, const uint8_t *q, size_t stride, const float *scale,
                    uint32_t rows, mw_activation act, float *y) {
    const int8_t *w = l->packed + o / MW_BLOCK_OUT * panel, *end = w + 2 * cols * panel;
    operands x = {.w = w, .ahead = w + cols * panel, .panel = panel, .stride = stride, .steps = (l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN};
    size_t slice = x.steps / AHEAD * LINE;
    finish f;
    finish_from(cols, l, o, &f);
    for (uint32_t r = 0; r < rows; r += rows < ROWS ? 1 : ROWS) {
        uint32_t at = rows < ROWS || r + ROWS <= rows ? r : rows - ROWS;
        x.q = q + at * stride;
        if (rows < ROWS)
            tile(1, cols, &f, x, scale + at, act, y + (size_t)at * l->out + o);
        else
            tile(ROWS, cols, &f, x, scale + at, act, y + (size_t)at * l->out + o);
        if (x.ahead + slice <= end) x.ahead += slice;
    }
}

static void product(const mw_linear *l, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act, float *y) {
    size_t stride = mw_q_stride(l->in), panel = (size_t)((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN) * MW_BLOCK_OUT * MW_BLOCK_IN;
    uint32_t o = 0, blocks = (l->out + MW_BLOCK_OUT - 1) / MW_BLOCK_OUT;
    for (; blocks >= COLS && l->out - o >= COLS * MW_BLOCK_OUT; blocks -= COLS, o += COLS * MW_BLOCK_OUT)
        columns(COLS, l, o, panel, q, stride, scale, rows, act, y);
    for (; blocks >= 2; blocks -= 2, o += 2 * MW_BLOCK_OUT) columns(2, l, o, panel, q, stride, scale, rows, act, y);
    if (blocks) columns(1, l, o, panel, q, stride, scale, rows, act, y);
}

const mw_kernel mw_kernel_vnni = {.name = "vnni", .product = product, MW_SHARED};

/* The same but for the product. */
const mw_kernel mw_kernel_amx = {.name = "amx", .product = mw_amx_product, MW_SHARED};

#endif
