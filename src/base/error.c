/* Errors and the environment of a run.
 *
 * A message is always one line that a terminal can show: control characters (a path may hold some) become spaces, and a cut never
 * leaves half a code point. The message is worded before it is stored, so that an old err->message may be an argument of the new one. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/os.h"

/* Cuts a code point that does not fit off the end of a full message. */
static void trim_cut(char *s, size_t n) {
    size_t at = n;
    while (at > 0 && ((unsigned char)s[at - 1] & 0xC0) == 0x80) at--;
    if (at == 0 || (unsigned char)s[at - 1] < 0x80) return;
    at--;
    size_t len;
    mw_utf8_next(s + at, n - at, &len);
    if (len == 1 || len < n - at) s[at] = 0;
}

static void word(marrow_error *err, marrow_status code, const char *format, va_list args) {
    char message[sizeof err->message];
    int n = vsnprintf(message, sizeof message, format, args);
    if (n < 0) message[0] = 0;
    if (n >= (int)sizeof message) trim_cut(message, sizeof message - 1);
    for (char *p = message; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F) *p = ' ';
    memcpy(err->message, message, strlen(message) + 1);
    err->code = code;
    err->byte = err->line = err->column = -1;
}

marrow_status mw_fail(marrow_error *err, marrow_status code, const char *format, ...) {
    if (!err) return code;
    va_list args;
    va_start(args, format);
    word(err, code, format, args);
    va_end(args);
    return code;
}

marrow_status mw_fail_at(marrow_error *err, marrow_status code, int64_t byte, int64_t line, int64_t column, const char *format, ...) {
    if (!err) return code;
    va_list args;
    va_start(args, format);
    word(err, code, format, args);
    va_end(args);
    err->byte = byte;
    err->line = line;
    err->column = column;
    return code;
}

marrow_status mw_fail_memory(marrow_error *err) { return mw_fail(err, MARROW_MEMORY, "out of memory"); }

void mw_error_clear(marrow_error *err) {
    if (err) *err = (marrow_error){.code = MARROW_OK, .byte = -1, .line = -1, .column = -1};
}

void mw_env_init(mw_env *env, const marrow_allocator *mem, int threads, marrow_progress progress, void *ctx) {
    *env = (mw_env){
        .mem = mem && mem->resize ? *mem : mw_default_allocator,
        .threads = threads > MW_THREADS_MAX ? MW_THREADS_MAX
                   : threads > 0            ? threads
                                            : mw_os_processors(),
        .progress = progress,
        .progress_ctx = ctx,
        .progress_to = 1.0,
        .stage = "",
    };
}

bool mw_env_progress(const mw_env *env, double done) {
    if (!env->progress) return true;
    if (!(done >= 0)) done = 0;
    if (done > 1) done = 1;
    return env->progress(env->progress_ctx, env->stage, env->progress_from + (env->progress_to - env->progress_from) * done);
}

mw_env mw_env_stage(const mw_env *env, const char *stage, double from, double to) {
    mw_env room = *env;
    room.stage = stage;
    room.progress_from = from;
    room.progress_to = to;
    return room;
}
