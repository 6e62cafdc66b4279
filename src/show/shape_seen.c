/* The shape as far as the story has been read: scenes cut where reading stops, shares, weights and the core worked out again from the rows
 * known there. */
#include <stdlib.h>
#include <string.h>

#include "show/shape_rows.h"

/* ---- scenes ---- */

/* The scene among those read that holds a place, or MW_NONE. */
static uint32_t scene_at(const mw_seen_shape *s, uint32_t at) {
    uint32_t behind = MW_COUNT_UP_TO(s->scenes, s->n_scenes, start, at);
    return behind ? behind - 1 : MW_NONE;
}

static void see_scenes(const mw_asof *a, mw_seen_shape *p) {
    const struct mw_shape_rows *r = a->story->shape;
    for (uint32_t i = 0; i < r->n_scenes; i++) {
        const row_scene *x = &r->scenes[i];
        if (x->start >= a->until || (x->known > a->until && p->n_scenes)) continue;
        mw_seen_scene *s = &p->scenes[p->n_scenes++];
        *s = (mw_seen_scene){.row = x, .n = i, .start = x->start};
        s->place = x->place_start != MW_NONE && x->place_end <= a->until;
        s->time = x->time_start != MW_NONE && x->time_end <= a->until;
        if (x->pov != MW_NONE && x->pov_known <= a->until) s->pov = mw_asof_person(a, x->pov);
    }
    for (uint32_t i = 0; i < p->n_scenes; i++) {
        mw_seen_scene *s = &p->scenes[i];
        uint32_t end = r->scenes[r->n_scenes - 1].end;
        s->end = mw_least(i + 1 < p->n_scenes ? p->scenes[i + 1].start : end, a->until);
        if (i + 1 < p->n_scenes && s->row->end > s->start && s->row->end < s->end && p->scenes[i + 1].n == s->n + 1) s->end = s->row->end;
        s->words = mw_story_words_in(a->story, s->start, s->end);
        p->words += s->words;
    }
}

static void put_stage(mw_seen_shape *p, mw_seen_scene *s, uint32_t scene, uint32_t who, uint32_t times, uint32_t known) {
    for (uint32_t k = s->stage_from; k < p->n_stage; k++)
        if (p->stage[k].who == who) {
            p->stage[k].times += times;
            return;
        }
    p->stage[p->n_stage++] = (row_stage){scene, who, times, known};
    s->n_stage = p->n_stage - s->stage_from;
}

/* Of a scene that is not over, times that may lie ahead are not told: then each person's mentions so far stand in. */
static uint32_t times_so_far(const mw_asof *a, const mw_seen_scene *s, uint32_t who) {
    const row_mention *all = a->story->mentions;
    uint32_t n = 0, n_all = a->story->n_mentions;
    for (uint32_t i = MW_COUNT_BELOW(all, n_all, start, s->start); i < n_all && all[i].start < s->end; i++)
        n += all[i].character == who && all[i].known <= a->until;
    return n ? n : 1;
}

static void see_stage(const mw_asof *a, mw_seen_shape *p) {
    const struct mw_shape_rows *r = a->story->shape;
    uint32_t at = 0;
    for (uint32_t i = 0; i < p->n_scenes; i++) {
        mw_seen_scene *s = &p->scenes[i];
        uint32_t next = i + 1 < p->n_scenes ? p->scenes[i + 1].n : r->n_scenes;
        s->stage_from = p->n_stage;
        for (; at < r->n_stage && r->stage[at].scene < next; at++) {
            const row_stage *x = &r->stage[at];
            if (x->known > a->until || !mw_asof_person(a, x->who)) continue;
            bool over = r->scenes[x->scene].end <= a->until;
            put_stage(p, s, i, x->who, over ? x->times : times_so_far(a, s, x->who), x->known);
        }
    }
}

static bool find_core(const mw_asof *a, mw_seen_shape *p) {
    mw_presence *at = mw_arena_array(a->arena, p->n_stage, sizeof *at);
    uint32_t *words = mw_arena_array(a->arena, p->n_scenes, sizeof *words);
    if (!at || !words) return false;
    for (uint32_t i = 0; i < p->n_scenes; i++) words[i] = p->scenes[i].words;
    for (uint32_t i = 0; i < p->n_stage; i++) at[i] = (mw_presence){p->stage[i].scene, p->stage[i].who, p->stage[i].times};
    int n = mw_core_find(a->arena, words, p->n_scenes, at, p->n_stage, a->story->n_characters, p->core);
    p->n_cores = n > 0 ? (uint32_t)n : 0;
    return n >= 0;
}

/* ---- threads ---- */

static void see_thread(const mw_asof *a, const mw_seen_shape *p, const row_thread *x, mw_seen_thread *t) {
    const row_touch *touches = a->story->shape->touches + x->touches_from;
    *t = (mw_seen_thread){.row = x, .last_start = x->start, .last_end = x->end, .touched = 1};
    uint32_t first = scene_at(p, x->start), last = first, touched = 0;
    for (uint32_t k = 0; k < x->n_touches && touches[k].known <= a->until; k++) {
        uint32_t scene = scene_at(p, touches[k].start);
        t->n_touches++;
        t->last_start = touches[k].start;
        t->last_end = touches[k].end;
        touched += scene != last;
        last = scene;
    }
    t->touched += touched;
    t->closed = x->close_known != MW_NONE && x->close_known <= a->until;
    uint32_t end = p->n_scenes ? p->n_scenes - 1 : 0;
    if (t->closed) {
        end = scene_at(p, x->close_start);
        t->touched += end != last;
    }
    t->scenes = p->n_scenes && end >= first && first != MW_NONE ? end - first + 1 : 1;
    if (t->touched > t->scenes) t->touched = t->scenes;
    t->share = (double)t->touched / t->scenes;
    /* As the reader counts: scenes that are touched, the opening's among them when it is touched again there. */
    uint32_t weighed = touched + (t->n_touches && scene_at(p, touches[0].start) == first);
    t->weight = (double)mw_thread_weight((float)x->weight, t->n_touches, t->closed, weighed);
    t->confidence = 0.6 * x->opening + 0.4 * t->weight;
    if (t->confidence > 1) t->confidence = 1;
    t->told = x->opening >= (double)MW_THREAD_TOLD;
    t->matters = t->told && t->weight >= (double)mw_thread_least(p->words);
}

/* ---- motifs ---- */

static bool in_core(const mw_seen_shape *p, uint32_t at) {
    uint32_t scene = scene_at(p, at);
    for (uint32_t i = 0; p->n_cores && i < p->core[0].n_scenes; i++)
        if (p->core[0].scenes[i] == scene) return true;
    return false;
}

/* Whether the first n letters are those of a word in lower case. */
static bool starts(const char *at, const char *word, size_t n) {
    for (size_t i = 0; i < n; i++) {
        bool capital = at[i] >= 'A' && at[i] <= 'Z';
        if ((capital ? at[i] + 'a' - 'A' : at[i]) != word[i]) return false;
    }
    return true;
}

/* Whether a word stands, in some form, at one of the first n places of a motif: the same letters but for an ending. */
static bool is_met(const mw_asof *a, const row_place *places, uint32_t n, mw_str word) {
    size_t stem = word.n > 5 ? word.n - 2 : word.n > 3 ? 3 : word.n;
    for (uint32_t k = 0; k < n; k++) {
        mw_str f = mw_story_str(a->story, places[k].start, places[k].end);
        if (f.n >= stem && starts(f.at, word.at, stem)) return true;
    }
    return false;
}

/* The names of a motif ("robin / bird") whose words have been met; where none has in that form, the words met first. NULL: out of memory. */
static const char *name_so_far(const mw_asof *a, const row_motif *x, const row_place *places, uint32_t n) {
    static const char between[] = " / ";
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(a->arena));
    for (const char *at = x->name; n && *at;) {
        const char *next = strstr(at, between);
        mw_str word = {at, next ? (size_t)(next - at) : strlen(at)};
        if (is_met(a, places, n, word)) {
            if (b.n) mw_buf_puts(&b, between);
            mw_buf_put(&b, word.at, word.n);
        }
        at += word.n + (next ? strlen(between) : 0);
    }
    if (n && !b.n) {
        mw_str first = mw_story_str(a->story, places[0].start, places[0].end);
        mw_buf_put(&b, first.at, first.n);
    }
    const char *name = b.failed ? NULL : mw_arena_strdup(a->arena, b.n ? b.at : "");
    mw_buf_clear(&b);
    return name;
}

static bool see_motif(const mw_asof *a, const mw_seen_shape *p, const row_motif *x, mw_seen_motif *m) {
    const row_place *places = a->story->shape->motif_places + x->places_from;
    uint32_t of = mw_motif_parts(p->words), parts = 0, last = MW_NONE;
    *m = (mw_seen_motif){.row = x};
    for (uint32_t k = 0; k < x->n_places && places[k].known <= a->until; k++) {
        uint32_t part = (uint32_t)((uint64_t)places[k].start * of / (a->until ? a->until : 1));
        parts += part != last;
        last = part;
        m->n++;
        m->in_core += in_core(p, places[k].start);
    }
    mw_motif norm = {.rate = (float)x->rate, .range = (float)x->range, .strong = (float)x->strong};
    m->weight = (double)mw_motif_weight(&norm, m->n, p->words, parts, of);
    m->confidence = m->weight / (m->weight + 4);
    m->core = p->n_cores && m->in_core >= 0.9 * (double)p->core[0].share * m->n;
    m->name = m->n == x->n_places ? x->name : name_so_far(a, x, places, m->n);
    return m->name != NULL;
}

static int by_weight(const void *a, const void *b) {
    const mw_seen_motif *x = a, *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return strcmp(x->row->name, y->row->name);
}

/* ---- all ---- */

static bool see(const mw_asof *a, mw_seen_shape *p) {
    const struct mw_shape_rows *r = a->story->shape;
    p->scenes = mw_arena_array(a->arena, r->n_scenes, sizeof *p->scenes);
    p->stage = mw_arena_array(a->arena, r->n_stage, sizeof *p->stage);
    p->threads = mw_arena_array(a->arena, r->n_threads, sizeof *p->threads);
    p->motifs = mw_arena_array(a->arena, r->n_motifs, sizeof *p->motifs);
    if (!p->scenes || !p->stage || !p->threads || !p->motifs) return false;
    see_scenes(a, p);
    see_stage(a, p);
    if (!find_core(a, p)) return false;
    for (uint32_t i = 0; i < r->n_threads; i++)
        if (r->threads[i].known <= a->until) see_thread(a, p, &r->threads[i], &p->threads[p->n_threads++]);
    for (uint32_t i = 0; i < r->n_motifs; i++) {
        if (r->motifs[i].known > a->until) continue;
        if (!see_motif(a, p, &r->motifs[i], &p->motifs[p->n_motifs])) return false;
        p->n_motifs += p->motifs[p->n_motifs].weight > 0;
    }
    if (p->n_motifs > 1) qsort(p->motifs, p->n_motifs, sizeof *p->motifs, by_weight);
    return true;
}

marrow_status mw_shape_seen(const mw_asof *a, mw_seen_shape **seen, marrow_error *err) {
    *seen = mw_arena_alloc(a->arena, sizeof **seen);
    return *seen && see(a, *seen) ? MARROW_OK : mw_fail_memory(err);
}
