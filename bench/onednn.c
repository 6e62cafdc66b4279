/* onednn: the same int8 products by oneDNN (formerly DNNL, MKL-DNN), the yardstick of the floor: u8 rows by s8 weights in the layout
 * that it likes best, into 32-bit sums. Built only where CMake finds the library; without it nothing here is there.
 *
 * The weights are arbitrary bytes: the time does not depend on them. It has threads of its own (OpenMP) unless OMP_NUM_THREADS=1 is set before the
 * program starts, as bench.py does; the program's threads then compute a product each. */
#include "bench.h"

#if MARROW_ONEDNN
#include <dnnl.h>
#include <stdio.h>
#include <string.h>

static char name[32], how[64];

typedef struct state {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    dnnl_primitive_t product;
    dnnl_memory_t memory[3]; /* rows, weights, sums */
    void *data[3];
    dnnl_exec_arg_t args[3];
} state;

static bool ok(dnnl_status_t s) { return s == dnnl_success; }

const char *bench_onednn_name(void) {
    const dnnl_version_t *v = dnnl_version();
    snprintf(name, sizeof name, "oneDNN %d.%d.%d", v->major, v->minor, v->patch);
    return name;
}

const char *bench_onednn_how(void) { return how; }

static void once(void *p) {
    state *s = p;
    if (!ok(dnnl_primitive_execute(s->product, s->stream, 3, s->args)) || !ok(dnnl_stream_wait(s->stream))) bench_die("oneDNN failed");
}

static void close_(void *p) {
    state *s = p;
    for (int i = 0; i < 3; i++) {
        if (s->memory[i]) dnnl_memory_destroy(s->memory[i]);
        mw_free_aligned(&mw_default_allocator, s->data[i]);
    }
    if (s->product) dnnl_primitive_destroy(s->product);
    if (s->stream) dnnl_stream_destroy(s->stream);
    if (s->engine) dnnl_engine_destroy(s->engine);
    mw_free(&mw_default_allocator, s);
}

/* Versions 2 and 3 differ in how a product is described. */
#if DNNL_VERSION_MAJOR < 3
typedef const dnnl_memory_desc_t *layout;

static bool describe(state *s, dnnl_dims_t dims[3], dnnl_primitive_desc_t *made) {
    dnnl_memory_desc_t a, b, c;
    dnnl_matmul_desc_t d;
    return ok(dnnl_memory_desc_init_by_tag(&a, 2, dims[0], dnnl_u8, dnnl_ab)) &&
           ok(dnnl_memory_desc_init_by_tag(&b, 2, dims[1], dnnl_s8, dnnl_format_tag_any)) &&
           ok(dnnl_memory_desc_init_by_tag(&c, 2, dims[2], dnnl_s32, dnnl_ab)) && ok(dnnl_matmul_desc_init(&d, &a, &b, NULL, &c)) &&
           ok(dnnl_primitive_desc_create(made, &d, NULL, s->engine, NULL));
}
#else
typedef const_dnnl_memory_desc_t layout;

static bool describe(state *s, dnnl_dims_t dims[3], dnnl_primitive_desc_t *made) {
    dnnl_memory_desc_t a = NULL, b = NULL, c = NULL;
    bool done = ok(dnnl_memory_desc_create_with_tag(&a, 2, dims[0], dnnl_u8, dnnl_ab)) &&
                ok(dnnl_memory_desc_create_with_tag(&b, 2, dims[1], dnnl_s8, dnnl_format_tag_any)) &&
                ok(dnnl_memory_desc_create_with_tag(&c, 2, dims[2], dnnl_s32, dnnl_ab)) &&
                ok(dnnl_matmul_primitive_desc_create(made, s->engine, a, b, NULL, c, NULL));
    if (a) dnnl_memory_desc_destroy(a);
    if (b) dnnl_memory_desc_destroy(b);
    if (c) dnnl_memory_desc_destroy(c);
    return done;
}
#endif

/* Room for one operand as the product wants it, filled with bytes in -63 … 63 (of sums: whatever). */
static bool operand(state *s, int i, layout md, int arg) {
    size_t n = dnnl_memory_desc_get_size(md);
    s->data[i] = mw_alloc_aligned(&mw_default_allocator, n);
    if (!s->data[i]) return false;
    for (size_t k = 0; k < n; k++) ((int8_t *)s->data[i])[k] = (int8_t)((int)((k * 2654435761u >> 24) & 63) - 31);
    if (!ok(dnnl_memory_create(&s->memory[i], md, s->engine, s->data[i]))) return false;
    s->args[i] = (dnnl_exec_arg_t){arg, s->memory[i]};
    return true;
}

static bool build(state *s, uint32_t out, uint32_t in) {
    dnnl_dims_t dims[3] = {{BENCH_ROWS, in}, {in, out}, {BENCH_ROWS, out}};
    dnnl_primitive_desc_t made = NULL;
    const char *info = "";
    bool done = ok(dnnl_engine_create(&s->engine, dnnl_cpu, 0)) &&
                ok(dnnl_stream_create(&s->stream, s->engine, dnnl_stream_default_flags)) && describe(s, dims, &made) &&
                operand(s, 0, dnnl_primitive_desc_query_md(made, dnnl_query_src_md, 0), DNNL_ARG_SRC) &&
                operand(s, 1, dnnl_primitive_desc_query_md(made, dnnl_query_weights_md, 0), DNNL_ARG_WEIGHTS) &&
                operand(s, 2, dnnl_primitive_desc_query_md(made, dnnl_query_dst_md, 0), DNNL_ARG_DST) &&
                ok(dnnl_primitive_create(&s->product, made));
    if (done && ok(dnnl_primitive_desc_query(made, dnnl_query_impl_info_str, 0, (void *)&info))) snprintf(how, sizeof how, "%s", info);
    if (made) dnnl_primitive_desc_destroy(made);
    return done;
}

bool bench_onednn_open(uint32_t out, uint32_t in, bench_product *p) {
    state *s = mw_calloc(&mw_default_allocator, 1, sizeof *s);
    if (!s) return false;
    *p = (bench_product){s, once, close_};
    if (build(s, out, in)) return true;
    close_(s);
    return false;
}

#else

bool bench_onednn_open(uint32_t out, uint32_t in, bench_product *p) {
    (void)out;
    (void)in;
    (void)p;
    return false;
}
const char *bench_onednn_name(void) { return NULL; }
const char *bench_onednn_how(void) { return ""; }

#endif
