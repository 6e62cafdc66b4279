/* bench: what the files of the measuring program share. It is no part of the library: it looks into rooms, keeps what it measures
 * in one static table, and ends the process when something fails. */
#ifndef MARROW_BENCH_H
#define MARROW_BENCH_H

#include "base/os.h"
#include "encode/encode.h"

/* Processor time (of one thread, or of all that the process has) and time that passed, in seconds. */
typedef struct bench_time {
    double cpu, wall;
} bench_time;

double bench_thread_seconds(void);
double bench_process_seconds(void);
/* The present time; the time since then, of all threads. */
bench_time bench_start(void);
bench_time bench_since(bench_time start);
void bench_check(marrow_status status, const marrow_error *err);
void bench_die(const char *what);

/* ---- stages.c -------------------------------------------------------------------------------------------------------------- */

typedef enum bench_stage {
    BENCH_SOURCE,
    BENCH_SEGMENT,
    BENCH_WINDOWS, /* wordpieces and windows */
    BENCH_ENCODE,  /* of all threads, wall too */
    BENCH_TAG,     /* all of mw_tag_build: windows, encode, heads */
    BENCH_CAST,
    BENCH_SPEECH,
    BENCH_EVENT,
    BENCH_REVEAL,
    BENCH_STORE,
    BENCH_N_STAGES
} bench_stage;

/* What the rooms' build functions took since the process started, and how much there was to do. */
bench_time bench_stage_time(bench_stage stage);
typedef struct bench_counts {
    uint32_t tokens, windows, pieces; /* pieces: each once */
    uint32_t rows;                    /* of all windows: pieces with contexts, [CLS] and [SEP] */
} bench_counts;
bench_counts bench_counted(void);
/* Seconds of processor time a row of the window that was encoded quickest: what the encoder takes when nothing disturbs it. */
double bench_best_row(void);

/* ---- products: products.c, onednn.c ------------------------------------------------------------------------------------------- */

/* One int8 product of BENCH_ROWS rows with a layer of the encoder, ready to run again and again. */
typedef struct bench_product {
    void *state;
    void (*once)(void *state);
    void (*close)(void *state);
} bench_product;

enum { BENCH_ROWS = 256 };

/* False: there is no oneDNN in this build. in and out as of a linear layer. */
bool bench_onednn_open(uint32_t out, uint32_t in, bench_product *p);
const char *bench_onednn_name(void); /* "oneDNN 2.6.3"; NULL: not in this build */
const char *bench_onednn_how(void);  /* the implementation that oneDNN chose last; "" unknown */

/* Prints rates of all kernels, and of oneDNN, as JSON. */
void bench_products(const mw_model *m, int threads);

#endif
