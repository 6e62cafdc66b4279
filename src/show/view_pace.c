/* The view pace: what is told in how many words, by chapter and by thirds, and a plain sentence, with its figure, where a part rushes
 * or drags. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "show/grid.h"
#include "show/shape_rows.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))

typedef struct part {
    char name[24];
    uint32_t start, end, words, said, acts, scenes;
    double minutes;
    uint32_t mode[MW_N_MODE];
} part;

/* Minutes of the story, in the middle of each class. */
static const double minutes_of[MW_N_LAPSE] = {0.3, 5, 120, 2 * 1440, 14 * 1440, 90 * 1440, 3 * 365 * 1440, 0};

static void add(part *p, const row_window *w) {
    p->words += w->words;
    p->said += w->said;
    p->acts += w->acts;
    p->minutes += w->lapse < MW_N_LAPSE ? minutes_of[w->lapse] : 0;
    p->mode[w->mode] += w->words;
}

static void measure(const mw_asof *a, const mw_seen_shape *s, part *p) {
    const struct mw_shape_rows *r = a->story->shape;
    for (uint32_t i = 0; i < r->n_arc; i++) {
        const row_window *w = &r->arc[i];
        uint32_t middle = w->start + (w->end - w->start) / 2;
        if (w->known <= a->until && middle >= p->start && middle < p->end) add(p, w);
    }
    for (uint32_t i = 0; i < s->n_scenes; i++) p->scenes += s->scenes[i].start >= p->start && s->scenes[i].start < p->end;
}

static const mw_grid_column columns[] = {
    {"part", "part", false, 0},
    {"start", NULL, true, 0},
    {"end", NULL, true, 0},
    {"words", "words", true, 0},
    {"scenes", "scenes", true, 1},
    {"acts", "acts", true, 1},
    {"acts_per_1000", "acts/1000", true, 0},
    {"dialogue", "dialogue", true, 0},
    {"summary", "summary", true, 2},
    {"minutes", NULL, true, 0},
    {NULL, "told time", true, 2},
};

static const char *time_text(const mw_view *v, double minutes) {
    char s[40];
    if (minutes < 1)
        return "";
    else if (minutes < 90)
        snprintf(s, sizeof s, "%.0f min", minutes);
    else if (minutes < 2 * 1440)
        snprintf(s, sizeof s, "%.0f h", minutes / 60);
    else if (minutes < 90 * 1440)
        snprintf(s, sizeof s, "%.0f days", minutes / 1440);
    else if (minutes < 720 * 1440)
        snprintf(s, sizeof s, "%.0f months", minutes / (30 * 1440));
    else
        snprintf(s, sizeof s, "%.0f years", minutes / (365 * 1440));
    return mw_arena_strdup(v->a->arena, s);
}

static void put_part(mw_grid *g, const part *p) {
    double n = p->words ? p->words : (double)NAN;
    mw_grid_str(g, mw_str_of(p->name));
    mw_grid_span(g, p->start, p->end);
    mw_grid_int(g, p->words);
    mw_grid_int(g, p->scenes);
    mw_grid_int(g, p->acts);
    mw_grid_real(g, 1000 * p->acts / n, 1);
    mw_grid_percent(g, p->said / n);
    mw_grid_percent(g, p->mode[MW_MODE_SUMMARY] / n);
    mw_grid_real(g, p->minutes, 0);
    mw_grid_text(g, time_text(g->v, p->minutes));
}

/* A third rushes when it tells a good deal more acts than its share of the words, and drags when it tells a good deal fewer. */
static void put_sentences(const mw_view *v, const part third[3]) {
    static const char *const names[] = {"first", "middle", "last"};
    double acts = third[0].acts + third[1].acts + third[2].acts, scenes = third[0].scenes + third[1].scenes + third[2].scenes;
    double words = third[0].words + third[1].words + third[2].words;
    uint32_t said = 0;
    for (int i = 0; i < 3 && acts >= 30; i++) {
        double density = third[i].words ? third[i].acts / acts / (third[i].words / words) : 1;
        if (density > 0.8 && density < 1.25) continue;
        char s[240];
        snprintf(s, sizeof s, "The %s third %s: it tells %.0f %% of the acts in %.0f %% of the words and %.0f %% of the scenes.\n",
                 names[i], density >= 1.25 ? "rushes" : "drags", 100 * third[i].acts / acts, 100 * third[i].words / words,
                 100 * third[i].scenes / scenes);
        mw_out_puts(v->o, said++ ? "" : "\n");
        mw_out_puts(v->o, s);
    }
}

marrow_status mw_view_pace(const mw_view *v, marrow_error *err) {
    const mw_story *y = v->a->story;
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    mw_grid g;
    mw_grid_init(&g, v, columns, COUNT(columns));
    part third[3] = {0};
    uint32_t end = mw_least(y->length, v->a->until);
    for (uint32_t i = 0; i < y->n_chapters && y->chapters[i].start < end; i++) {
        part p = {.start = y->chapters[i].start, .end = mw_least(y->chapters[i].end, end)};
        snprintf(p.name, sizeof p.name, "chapter %u", i + 1);
        measure(v->a, s, &p);
        put_part(&g, &p);
    }
    for (uint32_t i = 0; i < 3; i++) {
        static const char *const names[] = {"first third", "middle third", "last third"};
        third[i].start = (uint32_t)((uint64_t)end * i / 3);
        third[i].end = (uint32_t)((uint64_t)end * (i + 1) / 3);
        strcpy(third[i].name, names[i]);
        measure(v->a, s, &third[i]);
        if (s->n_scenes) put_part(&g, &third[i]);
    }
    MW_TRY(mw_grid_write(&g, "There is nothing to measure yet.", 0, err));
    if (v->layout == MARROW_TABLE) put_sentences(v, third);
    return MARROW_OK;
}
