/* bench: measures one thing a call and prints it as JSON; bench.py calls it and makes the table.
 *
 *     marrow_bench open   MODEL                              start-up: until the model is ready
 *     marrow_bench read   MODEL TEXT THREADS FOLDER          a whole run, stage by stage, and the exports; files go to FOLDER
 *     marrow_bench floor  MODEL THREADS                      the encoder's matrix products alone
 *     marrow_bench pieces MODEL TEXT FILE                    no measuring: the windows as a peer may take them
 *
 * Each is a process of its own, so that its peak memory is its own. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "encode/model.h"

/* ---- clocks ------------------------------------------------------------------------------------------------------------------- */

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double bench_thread_seconds(void) { return clock_of(CLOCK_THREAD_CPUTIME_ID); }
double bench_process_seconds(void) { return clock_of(CLOCK_PROCESS_CPUTIME_ID); }
bench_time bench_start(void) { return (bench_time){bench_process_seconds(), mw_os_seconds()}; }
bench_time bench_since(bench_time start) { return (bench_time){bench_process_seconds() - start.cpu, mw_os_seconds() - start.wall}; }

static double peak_mb(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_maxrss / 1024;
}

/* ---- failing ------------------------------------------------------------------------------------------------------------------ */

void bench_die(const char *what) {
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

void bench_check(marrow_status status, const marrow_error *err) {
    if (status != MARROW_OK) bench_die(err->message);
}

static mw_model *model_open(const char *manifest) {
    marrow_error err;
    mw_model *m;
    bench_check(mw_model_open(&mw_default_allocator, manifest, &m, &err), &err);
    return m;
}

/* ---- a whole run ---------------------------------------------------------------------------------------------------------------- */

static void put_time(const char *name, bench_time t, const char *behind) {
    printf("\"%s\": {\"cpu_s\": %.6f, \"wall_s\": %.6f}%s", name, t.cpu, t.wall, behind);
}

static bool ignore(void *ctx, const char *at, size_t n) {
    (void)ctx;
    (void)at;
    (void)n;
    return true;
}

static void exports(const char *story_path, const char *folder) {
    marrow_error err;
    marrow_story *story;
    bench_time start = bench_start();
    bench_check(marrow_story_open(story_path, NULL, &story, &err), &err);
    printf(", \"exports\": {");
    put_time("open", bench_since(start), "");
    for (const char *const *format = marrow_formats(); *format; format++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/export.%s", folder, *format);
        start = bench_start();
        bench_check(marrow_export(story, *format, path, NULL, ignore, NULL, &err), &err);
        printf(", ");
        put_time(*format, bench_since(start), "");
    }
    printf("}");
    marrow_story_close(story);
}

/* encode's times are of all threads; what one waits for it is its share of what tag took. */
static void put_stages(int threads) {
    static const char *const names[] = {"source", "segment", "windows", "encode", "heads", "cast", "speech", "event", "reveal", "store"};
    bench_time t[BENCH_N_STAGES];
    for (int i = 0; i < BENCH_N_STAGES; i++) t[i] = bench_stage_time((bench_stage)i);
    t[BENCH_ENCODE].wall /= threads;
    t[BENCH_TAG].cpu -= t[BENCH_WINDOWS].cpu + t[BENCH_ENCODE].cpu;
    t[BENCH_TAG].wall -= t[BENCH_WINDOWS].wall + t[BENCH_ENCODE].wall;
    printf("\"stages\": {");
    for (int i = 0; i < BENCH_N_STAGES; i++) put_time(names[i], t[i], i + 1 < BENCH_N_STAGES ? ", " : "}");
}

static void bench_read(const char *manifest, const char *text, int threads, const char *folder) {
    marrow_error err;
    mw_model *m = model_open(manifest);
    char path[4096];
    snprintf(path, sizeof path, "%s/story.marrow", folder);
    bench_time start = bench_start();
    bench_check(marrow_read((const marrow_model *)m,
                            &(marrow_read_options){.inputs = &text, .n_inputs = 1, .output = path, .force = true, .threads = threads},
                            &err),
                &err);
    bench_time whole = bench_since(start);
    bench_counts c = bench_counted();
    printf("{\"model\": \"%s\", \"version\": \"%s\", \"kernel\": \"%s\", \"threads\": %d, ", mw_model_name(m), mw_model_version(m),
           mw_kernel_name(), threads);
    printf("\"tokens\": %u, \"pieces\": %u, \"windows\": %u, \"rows\": %u, \"peak_mb\": %.1f, ", c.tokens, c.pieces, c.windows, c.rows,
           peak_mb());
    printf("\"best_encode_s\": %.6f, ", bench_best_row() * c.rows);
    put_time("whole", whole, ", ");
    put_stages(threads);
    mw_model_close(m);
    exports(path, folder);
    printf(", \"peak_exports_mb\": %.1f}\n", peak_mb());
}

/* ---- start-up ------------------------------------------------------------------------------------------------------------------- */

static void bench_open(const char *manifest) {
    bench_time start = bench_start();
    mw_model *m = model_open(manifest);
    bench_time t = bench_since(start);
    printf("{\"cpu_ms\": %.3f, \"wall_ms\": %.3f, \"process_cpu_ms\": %.3f, \"peak_mb\": %.1f}\n", 1e3 * t.cpu, 1e3 * t.wall,
           1e3 * bench_process_seconds(), peak_mb());
    mw_model_close(m);
}

/* ---- windows for peers ------------------------------------------------------------------------------------------------------------ */

static void put_row(FILE *f, int32_t id, uint32_t shape) {
    int32_t row[2] = {id, (int32_t)shape};
    fwrite(row, sizeof row, 1, f);
}

/* Each window: its number of rows, then wordpiece and word shape of each; all 32 bits, in this machine's order. */
static void bench_pieces(const char *manifest, const char *path, const char *to) {
    marrow_error err;
    mw_env env;
    mw_text *text;
    mw_tokens *tokens;
    mw_windows *w;
    mw_model *m = model_open(manifest);
    mw_env_init(&env, NULL, 1, NULL, NULL);
    bench_check(mw_source_build(&env, &(mw_source_options){.inputs = &path, .n_inputs = 1, .force = true}, &text, &err), &err);
    bench_check(mw_segment_build(&env, text, &tokens, &err), &err);
    bench_check(mw_windows_build(&env, m, text, tokens, &w, &err), &err);
    FILE *f = fopen(to, "wb");
    if (!f) bench_die("cannot write the windows");
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t first = w->at[i].first, end = w->at[i].end, n = w->piece_at[end] - w->piece_at[first] + 2;
        fwrite(&n, sizeof n, 1, f);
        put_row(f, mw_vocab_id(m->vocab, "[CLS]"), 0);
        for (uint32_t t = first; t < end; t++) {
            uint32_t shape = mw_word_shape(mw_str_span(text->at, tokens->span[t]), tokens->flags[t] & MW_TOK_BLOCK_START);
            for (uint32_t k = w->piece_at[t]; k < w->piece_at[t + 1]; k++) put_row(f, w->pieces[k], shape);
        }
        put_row(f, mw_vocab_id(m->vocab, "[SEP]"), 0);
    }
    if (ferror(f) | fclose(f)) bench_die("cannot write the windows");
    mw_windows_free(w);
    mw_segment_free(tokens);
    mw_source_free(text);
    mw_model_close(m);
}

int main(int argc, char **argv) {
    const char *what = argc > 2 ? argv[1] : "";
    if (!strcmp(what, "open") && argc == 3)
        bench_open(argv[2]);
    else if (!strcmp(what, "read") && argc == 6 && atoi(argv[4]) > 0)
        bench_read(argv[2], argv[3], atoi(argv[4]), argv[5]);
    else if (!strcmp(what, "floor") && argc == 4 && atoi(argv[3]) > 0) {
        mw_model *m = model_open(argv[2]);
        bench_products(m, atoi(argv[3]));
        mw_model_close(m);
    } else if (!strcmp(what, "pieces") && argc == 5)
        bench_pieces(argv[2], argv[3], argv[4]);
    else {
        fprintf(stderr, "usage: marrow_bench open MODEL | read MODEL TEXT THREADS FOLDER | floor MODEL THREADS | pieces MODEL TEXT FILE\n");
        return 2;
    }
    return 0;
}
