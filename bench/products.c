/* products: how fast the encoder's matrix products alone go: the four shapes of a layer (qkv, out, up, down), 256 rows, operands
 * that stay in the caches, by each of marrow's kernels that this processor runs and by oneDNN.
 *
 * From these rates bench.py makes the floor: all layers' products for each wordpiece of a text once. A rate is the best of many
 * measurements of processor time, so that other programs on the machine disturb it little; a rate of all cores is of time passed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "encode/model.h"

enum { SHAPES = 4, MAX_PROVIDERS = 8 };
static const char *const shape_names[SHAPES] = {"qkv", "out", "up", "down"};

/* Who computes: a kernel of marrow's, or oneDNN (kernel NULL). */
typedef struct provider {
    const char *name;
    const mw_kernel *kernel;
    double best[SHAPES]; /* seconds a product */
    double streamed;     /* seconds for the products of all layers, one after the other; 0: not measured */
    double all_cores;    /* seconds a layer takes when every thread computes one; 0: not measured */
} provider;

/* ---- marrow's kernels ---------------------------------------------------------------------------------------------------------- */

typedef struct own_state {
    mw_linear layer;
    uint8_t *q;
    float *scale, *y;
} own_state;

static void *bytes(size_t n) {
    uint8_t *p = mw_alloc_aligned(&mw_default_allocator, n);
    if (!p) bench_die("out of memory");
    return p;
}

static void own_once(void *state) {
    own_state *s = state;
    s->layer.kernel->product(&s->layer, s->q, s->scale, BENCH_ROWS, MW_ACT_NONE, s->y);
}

static void own_close(void *state) {
    own_state *s = state;
    mw_free_aligned(&mw_default_allocator, s->q);
    mw_free_aligned(&mw_default_allocator, s->scale);
    mw_free_aligned(&mw_default_allocator, s->y);
    mw_free(&mw_default_allocator, s);
}

static void own_open(const mw_kernel *kernel, const mw_linear *layer, bench_product *p) {
    own_state *s = mw_alloc(&mw_default_allocator, sizeof *s);
    if (!s) bench_die("out of memory");
    size_t n = BENCH_ROWS * mw_q_stride(layer->in);
    *s = (own_state){.layer = *layer,
                     .q = bytes(n),
                     .scale = bytes(BENCH_ROWS * sizeof(float)),
                     .y = bytes((size_t)BENCH_ROWS * layer->out * sizeof(float))};
    s->layer.kernel = kernel;
    for (size_t i = 0; i < n; i++) s->q[i] = (uint8_t)(i * 2654435761u >> 24);
    for (int i = 0; i < BENCH_ROWS; i++) s->scale[i] = 1;
    *p = (bench_product){s, own_once, own_close};
}

/* ---- measuring ------------------------------------------------------------------------------------------------------------------- */

static const mw_linear *shape_of(const mw_model *m, uint32_t layer, int shape) {
    const mw_encoder_layer *y = &m->layer[layer];
    return (const mw_linear *const[]){&y->qkv, &y->out, &y->up, &y->down}[shape];
}

static void layer_open(const provider *v, const mw_model *m, uint32_t layer, bench_product p[SHAPES]) {
    for (int i = 0; i < SHAPES; i++) {
        const mw_linear *l = shape_of(m, layer, i);
        if (v->kernel)
            own_open(v->kernel, l, &p[i]);
        else if (!bench_onednn_open(l->out, l->in, &p[i]))
            bench_die("oneDNN has no int8 product for this machine");
    }
}

static void layer_close(bench_product p[SHAPES]) {
    for (int i = 0; i < SHAPES; i++) p[i].close(p[i].state);
}

static void measure_one(provider *v, const mw_model *m, double budget) {
    bench_product p[SHAPES];
    layer_open(v, m, 0, p);
    double end = bench_thread_seconds() + budget;
    for (int i = 0; i < SHAPES; i++) v->best[i] = 1e9;
    do
        for (int i = 0; i < SHAPES; i++) {
            double from = bench_thread_seconds();
            p[i].once(p[i].state);
            double took = bench_thread_seconds() - from;
            v->best[i] = took < v->best[i] ? took : v->best[i];
        }
    while (bench_thread_seconds() < end);
    layer_close(p);
}

/* The same with weights of its own for each layer, which do not all fit into the nearer caches. */
static void measure_streamed(provider *v, const mw_model *m, double budget) {
    bench_product(*p)[SHAPES] = mw_calloc(&mw_default_allocator, m->layers, sizeof *p);
    if (!p) bench_die("out of memory");
    for (uint32_t k = 0; k < m->layers; k++) layer_open(v, m, k, p[k]);
    double end = bench_thread_seconds() + budget;
    v->streamed = 1e9;
    do {
        double from = bench_thread_seconds();
        for (uint32_t k = 0; k < m->layers; k++)
            for (int i = 0; i < SHAPES; i++) p[k][i].once(p[k][i].state);
        double took = bench_thread_seconds() - from;
        v->streamed = took < v->streamed ? took : v->streamed;
    } while (bench_thread_seconds() < end);
    for (uint32_t k = 0; k < m->layers; k++) layer_close(p[k]);
    mw_free(&mw_default_allocator, p);
}

typedef struct crew {
    bench_product (*worker)[SHAPES]; /* [threads] */
} crew;

static marrow_status crew_layer(void *ctx, size_t item, int worker, marrow_error *err) {
    crew *c = ctx;
    (void)item;
    (void)err;
    for (int i = 0; i < SHAPES; i++) c->worker[worker][i].once(c->worker[worker][i].state);
    return MARROW_OK;
}

static void measure_all(provider *v, const mw_model *m, int threads) {
    enum { TRIALS = 8, LAYERS = 24 };
    mw_env env;
    marrow_error err;
    crew c = {.worker = mw_calloc(&mw_default_allocator, (size_t)threads, sizeof *c.worker)};
    if (!c.worker) bench_die("out of memory");
    mw_env_init(&env, NULL, threads, NULL, NULL);
    for (int t = 0; t < threads; t++) layer_open(v, m, 0, c.worker[t]);
    v->all_cores = 1e9;
    for (int trial = 0; trial < TRIALS; trial++) {
        double from = mw_os_seconds();
        bench_check(mw_run(&env, (size_t)threads * LAYERS, crew_layer, &c, &err), &err);
        double took = (mw_os_seconds() - from) / LAYERS;
        v->all_cores = took < v->all_cores ? took : v->all_cores;
    }
    for (int t = 0; t < threads; t++) layer_close(c.worker[t]);
    mw_free(&mw_default_allocator, c.worker);
}

/* ---- all of them -------------------------------------------------------------------------------------------------------------------- */

static int providers_find(provider *v) {
    static const char *const kernels[] = {"c", "avx2", "avxvnni", "vnni", "amx"};
    int n = 0;
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
        const mw_kernel *k = mw_kernel_named(kernels[i]);
        if (k) v[n++] = (provider){.name = kernels[i], .kernel = k};
    }
    if (bench_onednn_name()) v[n++] = (provider){.name = "onednn"};
    return n;
}

static void print_provider(const provider *v, bool last) {
    printf("  {\"name\": \"%s\", \"streamed_s\": %.9f, \"all_cores_s\": %.9f", v->name, v->streamed, v->all_cores);
    for (int i = 0; i < SHAPES; i++) printf(", \"%s_s\": %.9f", shape_names[i], v->best[i]);
    printf("}%s\n", last ? "" : ",");
}

void bench_products(const mw_model *m, int threads) {
    provider v[MAX_PROVIDERS];
    for (int i = 0; i < SHAPES; i++)
        if (!shape_of(m, 0, i)->packed) bench_die("this model's encoder is not int8: it has no such floor");
    int n = providers_find(v);
    for (int i = 0; i < n; i++) {
        measure_one(&v[i], m, 0.5);
        /* The floor is oneDNN's, or that of the kernel in use. */
        if (v[i].kernel && v[i].kernel != mw_kernel_pick()) continue;
        measure_streamed(&v[i], m, 0.5);
        measure_all(&v[i], m, threads);
    }
    printf("{\"rows\": %d, \"layers\": %u, \"threads\": %d, \"onednn\": ", BENCH_ROWS, m->layers, threads);
    if (bench_onednn_name())
        printf("\"%s (%s)\"", bench_onednn_name(), bench_onednn_how());
    else
        printf("null");
    for (int i = 0; i < SHAPES; i++) printf(", \"%s\": [%u, %u]", shape_names[i], shape_of(m, 0, i)->out, shape_of(m, 0, i)->in);
    printf(", \"kernels\": [\n");
    for (int i = 0; i < n; i++) print_provider(&v[i], i + 1 == n);
    printf("]}\n");
}
