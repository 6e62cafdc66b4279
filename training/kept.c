/* marrow_kept: what an encoder makes of windows of wordpieces, for heads that learn while it stands still (training/kept.py). Not part of the library.
 *
 *     marrow_kept MODEL WINDOWS OUT MIXES
 *
 * WINDOWS holds u16: of each window its tokens, the first of its core, one past the core's last; then of each token its shape (docs/model.md), its
 * wordpieces, their ids. Of each token of a core, for each of the MIXES (a number: 1 << mw_mix each), OUT.i8 gets a row of signed bytes and OUT.f32 its scale. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode/encode.h"
#include "program.h"

enum { MOST = 1024 }; /* tokens, and wordpieces, of a window */

/* a text that has a word of each shape */
static const char shapes[] = "ab Ab AB A aB 1 .";
static const mw_span places[] = {{0, 0}, {0, 2}, {3, 5}, {6, 8}, {9, 10}, {11, 13}, {14, 15}, {16, 17}};
enum { SHAPES = 8 };

typedef struct one_window {
    mw_span span[MOST];
    uint8_t flags[MOST];
    int32_t pieces[MOST];
    uint32_t piece_at[MOST + 1];
    mw_window at;
} one_window;

static void broken(void) {
    fprintf(stderr, "marrow_kept: the windows are broken\n");
    exit(1);
}

static unsigned next(FILE *f) {
    uint16_t x;
    if (fread(&x, sizeof x, 1, f) != 1) broken();
    return x;
}

/* False: no more windows. */
static bool window_read(FILE *f, one_window *w) {
    uint16_t n;
    if (fread(&n, sizeof n, 1, f) != 1) return false;
    w->at = (mw_window){.first = 0, .core_first = next(f), .core_end = next(f), .end = n};
    if (n > MOST || w->at.core_end > n || w->at.core_first > w->at.core_end) broken();
    uint32_t total = 0;
    for (unsigned t = 0; t < n; t++) {
        unsigned shape = next(f), pieces = next(f);
        if (shape >= 2 * SHAPES || total + pieces > MOST) broken();
        w->span[t] = places[shape % SHAPES];
        w->flags[t] = shape >= SHAPES ? MW_TOK_BLOCK_START : 0;
        w->piece_at[t] = total;
        for (unsigned i = 0; i < pieces; i++) w->pieces[total++] = (int32_t)next(f);
    }
    w->piece_at[n] = total;
    return true;
}

static void row_write(const float *x, uint32_t width, FILE *bytes, FILE *scales) {
    float top = 0;
    int8_t row[4096];
    for (uint32_t i = 0; i < width; i++) top = fmaxf(top, fabsf(x[i]));
    float scale = top > 0 ? top / 127 : 1;
    for (uint32_t i = 0; i < width; i++) row[i] = (int8_t)lrintf(x[i] / scale);
    fwrite(row, 1, width, bytes);
    fwrite(&scale, sizeof scale, 1, scales);
}

static FILE *file(const char *path, const char *ending, const char *mode) {
    char whole[4096];
    snprintf(whole, sizeof whole, "%s%s", path, ending);
    FILE *f = fopen(whole, mode);
    if (f) return f;
    fprintf(stderr, "marrow_kept: %s cannot be opened\n", whole);
    exit(1);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: marrow_kept MODEL WINDOWS OUT MIXES\n");
        return 2;
    }
    marrow_error err;
    mw_env env;
    mw_model *model;
    mw_session *session;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    check(mw_model_open(&env.mem, argv[1], &model, &err), &err);
    uint32_t mixes = (uint32_t)strtoul(argv[4], NULL, 10), width = mw_model_width(model);
    if (width > 4096) broken();
    check(mw_session_open(&env, model, mixes, &session, &err), &err);
    FILE *in = file(argv[2], "", "rb"), *bytes = file(argv[3], ".i8", "wb"), *scales = file(argv[3], ".f32", "wb");
    one_window *w = calloc(1, sizeof *w);
    if (!w) return 1;
    const mw_text text = {.at = shapes, .n = sizeof shapes - 1};
    const mw_tokens tokens = {.n = MOST, .span = w->span, .flags = w->flags};
    const mw_windows windows = {.at = &w->at, .n = 1, .pieces = w->pieces, .piece_at = w->piece_at};
    while (window_read(in, w)) {
        check(mw_session_encode(session, &text, &tokens, &windows, 0, &err), &err);
        for (uint32_t t = w->at.core_first; t < w->at.core_end; t++)
            for (int m = 0; m < MW_N_MIXES; m++) {
                const float *v = mw_session_vectors(session, (mw_mix)m);
                if (v) row_write(v + (size_t)t * width, width, bytes, scales);
            }
    }
    bool wrong = ferror(bytes) || ferror(scales);
    wrong = fclose(bytes) || wrong;
    wrong = fclose(scales) || wrong;
    fclose(in);
    free(w);
    mw_session_close(session);
    mw_model_close(model);
    return wrong;
}
