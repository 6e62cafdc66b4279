/* bench: where the time of reading goes, stage by stage, up to the tags; and how far the encoder is from its own floor.
 *
 *     marrow_bench MODEL TEXT [THREADS]
 *
 * The floor is the encoder's matrix products alone, on operands that lie in the cache: as many multiplications as the windows hold, in
 * the kernel that is in use. Times are processor time of all threads; "wall" is what one waits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/os.h"
#include "encode/model.h"
#include "tag/tag.h"

typedef struct stage {
    const char *name;
    double cpu, wall;
} stage;

static double cpu_seconds(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_utime.tv_sec + (double)r.ru_stime.tv_sec + 1e-6 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

static void start(stage *s, const char *name) { *s = (stage){name, cpu_seconds(), mw_os_seconds()}; }

static void stop(stage *s, uint32_t tokens) {
    s->cpu = cpu_seconds() - s->cpu;
    s->wall = mw_os_seconds() - s->wall;
    if (tokens)
        printf("%-18s %9.3f s %9.3f s wall %12.0f tokens/s\n", s->name, s->cpu, s->wall, tokens / s->wall);
    else
        printf("%-18s %9.3f s %9.3f s wall\n", s->name, s->cpu, s->wall);
}

static void check(marrow_status status, const marrow_error *err) {
    if (status == MARROW_OK) return;
    fprintf(stderr, "bench: %s\n", err->message);
    exit(1);
}

/* Seconds that one layer of this shape takes for a row, at its best of three. */
static double row_seconds(const mw_linear *l) {
    enum { ROWS = 252, TIMES = 20 };
    size_t stride = mw_q_stride(l->in);
    uint8_t *q = mw_alloc_aligned(&mw_default_allocator, ROWS * stride);
    float *scale = mw_alloc_aligned(&mw_default_allocator, ROWS * sizeof *scale),
          *y = mw_alloc_aligned(&mw_default_allocator, (size_t)ROWS * l->out * sizeof *y);
    double best = 1e9;
    if (!q || !scale || !y) exit(1);
    memset(q, 100, ROWS * stride);
    for (int i = 0; i < ROWS; i++) scale[i] = 1;
    for (int k = 0; k < 3; k++) {
        double from = cpu_seconds();
        for (int i = 0; i < TIMES; i++) l->kernel->product(l, q, scale, ROWS, MW_ACT_NONE, y);
        double took = (cpu_seconds() - from) / (TIMES * ROWS);
        best = took < best ? took : best;
    }
    mw_free_aligned(&mw_default_allocator, q);
    mw_free_aligned(&mw_default_allocator, scale);
    mw_free_aligned(&mw_default_allocator, y);
    return best;
}

/* The products of one wordpiece through all layers; *products gets how many multiplications that is. */
static double piece_seconds(const mw_model *m, double *products) {
    const mw_layer *y = &m->layer[0];
    const mw_linear *const all[] = {&y->qkv, &y->out, &y->up, &y->down};
    double sum = 0;
    *products = 0;
    for (int i = 0; i < 4; i++) {
        if (!all[i]->packed) return 0;
        sum += row_seconds(all[i]);
        *products += (double)all[i]->out * all[i]->in * m->layers;
    }
    return sum * m->layers;
}

static void encode_all(const mw_env *env, const mw_model *m, const mw_text *text, const mw_tokens *tokens, const mw_windows *w) {
    marrow_error err;
    mw_session *s;
    check(mw_session_open(env, m, &s, &err), &err);
    for (uint32_t i = 0; i < w->n; i++) check(mw_session_encode(s, text, tokens, w, i, &err), &err);
    mw_session_close(s);
}

static void bench(const mw_env *env, const char *manifest, const char *path) {
    marrow_error err;
    mw_model *m;
    mw_text *text;
    mw_tokens *tokens;
    mw_windows *w;
    mw_tags *tags;
    stage s, encode;
    mw_env one = *env;
    one.threads = 1;
    start(&s, "open the model");
    check(mw_model_open(&env->mem, manifest, &m, &err), &err);
    stop(&s, 0);
    start(&s, "source");
    check(mw_source_build(env, &(mw_source_options){.inputs = &path, .n_inputs = 1}, &text, &err), &err);
    stop(&s, 0);
    start(&s, "segment");
    check(mw_segment_build(env, text, &tokens, &err), &err);
    stop(&s, tokens->n);
    start(&s, "wordpieces");
    check(mw_windows_build(env, m, text, tokens, &w, &err), &err);
    stop(&s, tokens->n);
    double run = 0, products;
    for (uint32_t i = 0; i < w->n; i++) run += w->piece_at[w->at[i].end] - w->piece_at[w->at[i].first] + 2;
    start(&encode, "encode, 1 thread");
    encode_all(&one, m, text, tokens, w);
    stop(&encode, tokens->n);
    start(&s, "encode and tag");
    check(mw_tag_build(env, m, text, tokens, &tags, &err), &err);
    stop(&s, tokens->n);
    double floor = piece_seconds(m, &products) * run;
    printf("\n%u tokens, %u wordpieces in %u windows (%.0f with contexts), kernel %s, %d threads\n", tokens->n, w->piece_at[tokens->n],
           w->n, run, mw_kernel_name(), env->threads);
    if (floor > 0)
        printf("floor: the encoder's products alone %.2f s (%.0f billion a second); encode takes %.2f times that\n", floor,
               products * run / floor * 1e-9, encode.cpu / floor);
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    printf("peak memory %ld MB\n", r.ru_maxrss / 1024);
    mw_tag_free(tags);
    mw_windows_free(w);
    mw_segment_free(tokens);
    mw_source_free(text);
    mw_model_close(m);
}

int main(int argc, char **argv) {
    mw_env env;
    if (argc < 3) {
        fprintf(stderr, "usage: marrow_bench MODEL TEXT [THREADS]\n");
        return 2;
    }
    mw_env_init(&env, NULL, argc > 3 && atoi(argv[3]) > 0 ? atoi(argv[3]) : 1, NULL, NULL);
    bench(&env, argv[1], argv[2]);
    return 0;
}
