/* stages: times the rooms inside a real run. The linker (--wrap) sends every call of a room's build function that crosses files to
 * the function of the same name here, which notes the time and calls the real one; so what is measured is marrow_read as it ships.
 *
 * Windows are encoded by several threads at once: their times are added up, in whole nanoseconds. */
#include <stdatomic.h>

#include "bench.h"
#include "store/store.h"

static atomic_llong spent[BENCH_N_STAGES][2]; /* cpu, wall; nanoseconds */
static atomic_llong quickest = -1;            /* picoseconds a row of the window that was encoded best; -1: none */
static bench_counts counts;

static void add(bench_stage stage, double cpu, double wall) {
    atomic_fetch_add(&spent[stage][0], (long long)(cpu * 1e9));
    atomic_fetch_add(&spent[stage][1], (long long)(wall * 1e9));
}

static marrow_status took(bench_stage stage, bench_time start, marrow_status status) {
    bench_time t = bench_since(start);
    add(stage, t.cpu, t.wall);
    return status;
}

bench_time bench_stage_time(bench_stage stage) {
    return (bench_time){1e-9 * (double)atomic_load(&spent[stage][0]), 1e-9 * (double)atomic_load(&spent[stage][1])};
}

bench_counts bench_counted(void) { return counts; }

double bench_best_row(void) { return 1e-12 * (double)atomic_load(&quickest); }

/* Windows that are nearly full only: a short one has less attention a row. */
static void note_row(uint32_t rows, double cpu) {
    long long took = (long long)(cpu * 1e12 / rows), now = atomic_load(&quickest);
    while (rows >= 192 && (now < 0 || took < now) && !atomic_compare_exchange_weak(&quickest, &now, took)) {}
}

/* ---- one function a room ------------------------------------------------------------------------------------------------------ */

/* Declared by the type of the room's own function: where that changes, what stands here no longer compiles. */
#define DECLARE(name) __typeof__(name) __real_##name, __wrap_##name
DECLARE(mw_source_build);
DECLARE(mw_segment_build);
DECLARE(mw_windows_build);
DECLARE(mw_session_encode);
DECLARE(mw_tag_build);
DECLARE(mw_cast_build);
DECLARE(mw_speech_build);
DECLARE(mw_event_build);
DECLARE(mw_reveal_build);
DECLARE(mw_store_write);

marrow_status __wrap_mw_source_build(const mw_env *env, const mw_source_options *opt, mw_text **text, marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_SOURCE, start, __real_mw_source_build(env, opt, text, err));
}

marrow_status __wrap_mw_segment_build(const mw_env *env, const mw_text *text, mw_tokens **tokens, marrow_error *err) {
    bench_time start = bench_start();
    marrow_status s = took(BENCH_SEGMENT, start, __real_mw_segment_build(env, text, tokens, err));
    if (s == MARROW_OK) counts.tokens = (*tokens)->n;
    return s;
}

marrow_status __wrap_mw_windows_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens,
                                      mw_windows **windows, marrow_error *err) {
    bench_time start = bench_start();
    marrow_status s = took(BENCH_WINDOWS, start, __real_mw_windows_build(env, model, text, tokens, windows, err));
    if (s != MARROW_OK) return s;
    const mw_windows *w = *windows;
    counts.windows = w->n;
    counts.pieces = w->piece_at[tokens->n];
    for (uint32_t i = 0; i < w->n; i++) counts.rows += w->piece_at[w->at[i].end] - w->piece_at[w->at[i].first] + 2;
    return s;
}

marrow_status __wrap_mw_session_encode(mw_session *session, const mw_text *text, const mw_tokens *tokens, const mw_windows *windows,
                                       uint32_t window, marrow_error *err) {
    double cpu = bench_thread_seconds(), wall = mw_os_seconds();
    marrow_status s = __real_mw_session_encode(session, text, tokens, windows, window, err);
    cpu = bench_thread_seconds() - cpu;
    add(BENCH_ENCODE, cpu, mw_os_seconds() - wall);
    note_row(windows->piece_at[windows->at[window].end] - windows->piece_at[windows->at[window].first] + 2, cpu);
    return s;
}

marrow_status __wrap_mw_tag_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_tags **tags,
                                  marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_TAG, start, __real_mw_tag_build(env, model, text, tokens, tags, err));
}

marrow_status __wrap_mw_cast_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                                   const mw_people *people, mw_cast **cast, marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_CAST, start, __real_mw_cast_build(env, text, tokens, tags, people, cast, err));
}

marrow_status __wrap_mw_speech_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                                     const mw_cast *cast, const mw_known_quotes *known, mw_speech_room **speech, marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_SPEECH, start, __real_mw_speech_build(env, text, tokens, tags, cast, known, speech, err));
}

marrow_status __wrap_mw_event_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                                    const mw_cast *cast, const mw_speech_room *speech, mw_events **events, marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_EVENT, start, __real_mw_event_build(env, text, tokens, tags, cast, speech, events, err));
}

marrow_status __wrap_mw_reveal_build(const mw_env *env, const mw_read *read, mw_reveal **reveal, marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_REVEAL, start, __real_mw_reveal_build(env, read, reveal, err));
}

marrow_status __wrap_mw_store_write(const mw_env *env, const char *path, const mw_reading *reading, bool force, marrow_error *err) {
    bench_time start = bench_start();
    return took(BENCH_STORE, start, __real_mw_store_write(env, path, reading, force, err));
}
