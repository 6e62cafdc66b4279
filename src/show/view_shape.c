/* The views scenes, places, timeline and arc. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/grid.h"
#include "show/shape_rows.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))

/* ---- scenes ---- */

static const char *people_of(const mw_view *v, const mw_seen_shape *s, const mw_seen_scene *x, bool id) {
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_puts(&b, "");
    for (uint32_t k = 0; k < x->n_stage; k++) {
        const mw_person *p = mw_json_told(v->a, s->stage[x->stage_from + k].who, v->all);
        if (!p) continue;
        if (b.n) mw_buf_puts(&b, id ? "|" : ", ");
        mw_buf_puts(&b, id ? p->id : p->name);
    }
    const char *text = b.failed ? NULL : mw_arena_strdup(v->a->arena, b.at);
    mw_buf_clear(&b);
    return text;
}

static void put_words(mw_grid *g, bool is, uint32_t start, uint32_t end) {
    if (is)
        mw_grid_words(g, start, end);
    else
        mw_grid_none(g);
}

static const mw_grid_column scene_columns[] = {
    {"n", "scene", true, 0},       {"chapter", "in", true, 0},   {"id", NULL, false, 0},       {"start", NULL, true, 0},
    {"end", NULL, true, 0},        {"words", "words", true, 0},  {"place", "place", false, 1}, {"time", "time", false, 1},
    {"people", NULL, false, 0},    {NULL, "on stage", false, 1}, {"pov", NULL, false, 0},      {NULL, "seen by", false, 2},
    {"confidence", NULL, true, 0}, {"known", NULL, true, 0},
};

marrow_status mw_view_scenes(const mw_view *v, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    mw_grid g;
    mw_grid_init(&g, v, scene_columns, COUNT(scene_columns));
    for (uint32_t i = 0; i < s->n_scenes && i < v->limit; i++) {
        const mw_seen_scene *x = &s->scenes[i];
        const char *ids = people_of(v, s, x, true), *names = people_of(v, s, x, false);
        if (!ids || !names) g.failed = true;
        mw_grid_int(&g, (int64_t)i + 1);
        mw_grid_chapter(&g, x->start);
        mw_grid_text(&g, x->row->id);
        mw_grid_span(&g, x->start, x->end);
        mw_grid_int(&g, x->words);
        put_words(&g, x->place, x->row->place_start, x->row->place_end);
        put_words(&g, x->time, x->row->time_start, x->row->time_end);
        mw_grid_text(&g, ids);
        mw_grid_text(&g, names);
        const mw_person *pov = x->pov && (v->all || x->pov->sure) ? x->pov : NULL;
        mw_grid_person(&g, pov, true);
        mw_grid_person(&g, pov, false);
        mw_grid_real(&g, x->row->confidence, 3);
        mw_grid_int(&g, mw_least(x->row->known, v->a->until));
    }
    return mw_grid_write(&g, "No scenes were found.", s->n_scenes, err);
}

/* ---- places ---- */

typedef struct place {
    uint32_t thing, start, end, scenes, words, first;
} place;

static int by_words(const void *a, const void *b) {
    const place *x = a, *y = b;
    if (x->words != y->words) return x->words < y->words ? 1 : -1;
    return (x->first > y->first) - (x->first < y->first);
}

/* What names a place, without an article. */
static mw_str bare(mw_str s) {
    static const char *const articles[] = {"the ", "The ", "a ", "A ", "an ", "An ", "this ", "that "};
    for (size_t i = 0; i < COUNT(articles); i++)
        if (mw_str_starts(s, articles[i])) return (mw_str){s.at + strlen(articles[i]), s.n - strlen(articles[i])};
    return s;
}

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c; }
static bool is_capital(mw_str s) { return s.n > 0 && *s.at >= 'A' && *s.at <= 'Z'; }

/* Two rows of the cast that name one place: the same words, or a name and its first word ("Thorn Hall", "Thorn"). */
static bool same_place(mw_str a, mw_str b) {
    a = bare(a), b = bare(b);
    size_t n = a.n < b.n ? a.n : b.n;
    for (size_t i = 0; i < n; i++)
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    const mw_str *longer = a.n > b.n ? &a : &b;
    return a.n == b.n || (n > 3 && is_capital(a) && is_capital(b) && longer->at[n] == ' ');
}

/* The number of the place of a scene + 1; 0: not met before. By what the cast says is one, else by name. */
static uint32_t place_met(const mw_view *v, const place *places, uint32_t n, const uint32_t *slot, const row_scene *x) {
    if (slot[x->thing]) return slot[x->thing];
    mw_str name = mw_story_str(v->a->story, x->place_start, x->place_end);
    for (uint32_t i = 0; i < n; i++)
        if (same_place(name, mw_story_str(v->a->story, places[i].start, places[i].end))) return i + 1;
    return 0;
}

static const mw_grid_column place_columns[] = {
    {"place", "place", false, 0},      {"scenes", "scenes", true, 0}, {"words", "words", true, 0},
    {"share", "of the text", true, 1}, {"first", NULL, true, 0},      {"chapter", "first in", true, 2},
};

marrow_status mw_view_places(const mw_view *v, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    place *places = mw_arena_array(v->a->arena, s->n_scenes, sizeof *places);
    uint32_t *slot = mw_arena_array(v->a->arena, v->a->story->n_things, sizeof *slot), n = 0;
    if (!places || !slot) return mw_fail_memory(err);
    for (uint32_t i = 0; i < s->n_scenes; i++) {
        const mw_seen_scene *x = &s->scenes[i];
        if (!x->place || x->row->thing == MW_NONE) continue;
        uint32_t *at = &slot[x->row->thing];
        *at = place_met(v, places, n, slot, x->row);
        if (!*at) {
            places[n] = (place){x->row->thing, x->row->place_start, x->row->place_end, 0, 0, x->start};
            *at = ++n;
        }
        places[*at - 1].scenes++;
        places[*at - 1].words += x->words;
    }
    if (n > 1) qsort(places, n, sizeof *places, by_words);
    mw_grid g;
    mw_grid_init(&g, v, place_columns, COUNT(place_columns));
    for (uint32_t i = 0; i < n && i < v->limit; i++) {
        mw_grid_words(&g, places[i].start, places[i].end);
        mw_grid_int(&g, places[i].scenes);
        mw_grid_int(&g, places[i].words);
        mw_grid_percent(&g, s->words ? (double)places[i].words / s->words : 0);
        mw_grid_int(&g, places[i].first);
        mw_grid_chapter(&g, places[i].first);
    }
    return mw_grid_write(&g, "No places are told.", n, err);
}

/* ---- timeline ---- */

static const mw_grid_column time_columns[] = {
    {"n", "scene", true, 0},    {"chapter", "in", true, 0},          {"start", NULL, true, 0},
    {"time", "told", false, 0}, {"passes", "what passes", false, 0}, {"words", "words", true, 1},
};

/* The longest time that passes in windows of a scene. */
static const char *passes(const mw_asof *a, const mw_seen_scene *x) {
    const struct mw_shape_rows *r = a->story->shape;
    uint32_t longest = MW_NO_TIME;
    for (uint32_t i = 0; i < r->n_arc; i++) {
        const row_window *w = &r->arc[i];
        if (w->end <= x->start || w->start >= x->end || w->known > a->until || w->lapse == MW_NO_TIME) continue;
        if (longest == MW_NO_TIME || w->lapse > longest) longest = w->lapse;
    }
    return longest == MW_NO_TIME ? NULL : mw_lapse_names[longest];
}

marrow_status mw_view_timeline(const mw_view *v, marrow_error *err) {
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    mw_grid g;
    uint32_t of = 0;
    mw_grid_init(&g, v, time_columns, COUNT(time_columns));
    for (uint32_t i = 0; i < s->n_scenes; i++) {
        const mw_seen_scene *x = &s->scenes[i];
        if (!x->time && !v->all) continue;
        if (of++ >= v->limit) continue;
        mw_grid_int(&g, (int64_t)i + 1);
        mw_grid_chapter(&g, x->start);
        mw_grid_int(&g, x->start);
        put_words(&g, x->time, x->row->time_start, x->row->time_end);
        mw_grid_text(&g, passes(v->a, x));
        mw_grid_int(&g, x->words);
    }
    return mw_grid_write(&g, "No times are told.", of, err);
}

/* ---- arc ---- */

static const mw_grid_column arc_columns[] = {
    {"chapter", "in", true, 0},
    {"start", NULL, true, 0},
    {"end", NULL, true, 0},
    {"valence", "feeling", true, 0},
    {"arousal", "stir", true, 2},
    {"tension", "tension", true, 0},
    {NULL, "", false, 3},
    {"mode", "mostly", false, 0},
    {"core_valence", "round the core", true, 2},
    {"words", "words", true, 1},
};

typedef struct stretch {
    double valence, arousal, tension, core, core_words;
    uint32_t words, mode[MW_N_MODE];
} stretch;

static void add_window(stretch *x, const row_window *w) {
    if (!isfinite(w->valence) || !isfinite(w->arousal) || !isfinite(w->tension)) return;
    x->valence += w->words * w->valence;
    x->arousal += w->words * w->arousal;
    x->tension += w->words * w->tension;
    x->words += w->words;
    x->mode[w->mode] += w->words;
}

/* Sentences that mention the first person of the core: the feeling around them. */
static void add_core(const mw_asof *a, const mw_seen_shape *s, uint32_t start, uint32_t end, stretch *x) {
    const mw_story *y = a->story;
    uint32_t m = 0, who = s->n_cores ? s->core[0].people[0] : MW_NONE;
    while (m < y->n_mentions && y->mentions[m].start < start) m++;
    for (uint32_t i = 0; who != MW_NONE && i < y->n_sentences; i++) {
        const row_sentence *r = &y->sentences[i];
        if (r->start < start || r->end > end || r->end > a->until || !isfinite(r->valence)) continue;
        bool there = false;
        for (; m < y->n_mentions && y->mentions[m].start < r->end; m++)
            there = there || (y->mentions[m].character == who && y->mentions[m].known <= a->until);
        if (!there) continue;
        x->core += r->valence * (r->end - r->start);
        x->core_words += r->end - r->start;
    }
}

static const char *bar(const mw_view *v, double tension) {
    static const char full[] = "########################";
    int n = (int)(tension * 10 + 0.5);
    return mw_arena_strndup(v->a->arena, full, (size_t)(n < 0 ? 0 : n > 20 ? 20 : n));
}

static void put_stretch(mw_grid *g, uint32_t start, uint32_t end, const stretch *x) {
    uint32_t best = 0;
    for (uint32_t m = 1; m < MW_N_MODE; m++)
        if (x->mode[m] > x->mode[best]) best = m;
    double n = x->words ? x->words : (double)NAN;
    mw_grid_chapter(g, start);
    mw_grid_span(g, start, end);
    mw_grid_real(g, x->valence / n, 2);
    mw_grid_real(g, x->arousal / n, 2);
    mw_grid_real(g, x->tension / n, 2);
    mw_grid_text(g, x->words ? bar(g->v, x->tension / n) : NULL);
    mw_grid_text(g, x->words ? mw_mode_names[best] : NULL);
    mw_grid_real(g, x->core_words > 0 ? x->core / x->core_words : (double)NAN, 2);
    mw_grid_int(g, x->words);
}

/* A chapter a row; scenes where there are no chapters; with --all each window. */
marrow_status mw_view_arc(const mw_view *v, marrow_error *err) {
    const struct mw_shape_rows *r = v->a->story->shape;
    mw_seen_shape *s;
    MW_TRY(mw_shape_seen(v->a, &s, err));
    mw_grid g;
    mw_grid_init(&g, v, arc_columns, COUNT(arc_columns));
    uint32_t n = v->all ? r->n_arc : v->a->story->n_chapters ? v->a->story->n_chapters : s->n_scenes, at = 0, of = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t start = v->all ? r->arc[i].start : v->a->story->n_chapters ? v->a->story->chapters[i].start : s->scenes[i].start;
        uint32_t end = v->all ? r->arc[i].end : v->a->story->n_chapters ? v->a->story->chapters[i].end : s->scenes[i].end;
        stretch x = {0};
        if (start >= v->a->until) break;
        while (at < r->n_arc && r->arc[at].end <= start) at++;
        for (uint32_t k = at; k < r->n_arc && r->arc[k].start < end; k++)
            if (r->arc[k].known <= v->a->until) add_window(&x, &r->arc[k]);
        if (x.words == 0 || of++ >= (v->all || v->a->story->n_chapters ? UINT32_MAX : v->limit)) continue;
        add_core(v->a, s, start, end, &x);
        put_stretch(&g, start, mw_least(end, v->a->until), &x);
    }
    return mw_grid_write(&g, "No feeling was read.", of, err);
}
