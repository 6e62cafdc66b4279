/* The progress bar: stage, percent, time left, on one line of standard error that is wiped at the end. Nothing where standard error is no
 * terminal. The callback also carries the wish to stop. */
#include <string.h>
#include <time.h>

#include "cli.h"

static double seconds(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void progress_init(progress_bar *p, bool quiet) {
    *p = (progress_bar){.width = marrow_terminal_width(2)};
    p->shown = !quiet && p->width > 0;
    p->started = seconds();
}

static void print_left(double left) {
    int s = (int)(left + 0.5);
    if (s >= 3600)
        fprintf(stderr, "  %d:%02d:%02d left", s / 3600, s / 60 % 60, s % 60);
    else
        fprintf(stderr, "  %d:%02d left", s / 60, s % 60);
}

static void paint(progress_bar *p, const char *stage, double done, double now) {
    enum { CELLS = 30 };
    int filled = (int)(done * CELLS);
    fprintf(stderr, "\r\x1b[K%-8s %3d%% ", stage, (int)(done * 100));
    for (int i = 0; i < CELLS && p->width >= 60; i++) fputs(i < filled ? "\xE2\x96\x88" : "\xE2\x96\x91", stderr);
    double spent = now - p->started;
    if (done > 0.05 && spent > 1) print_left(spent * (1 - done) / done);
    fflush(stderr);
    p->painted = now;
    p->drawn = true;
}

bool progress_step(void *bar, const char *stage, double done) {
    progress_bar *p = bar;
    if (stop_signal()) return false;
    if (p->shown) {
        double now = seconds();
        if (!p->drawn || now - p->painted > 0.1 || now < p->painted) paint(p, stage, done, now);
    }
    return true;
}

void progress_end(progress_bar *p) {
    if (p->drawn) fputs("\r\x1b[K", stderr);
    p->drawn = false;
}
