/* Threads: openings found, followed, weighed. */
#include <math.h>
#include <stdlib.h>

#include "reveal/shape_threads.h"

/* Every touch makes a thread matter more, a touch in another scene much more; so does a close. What is read later only adds. */
float mw_thread_weight(float weight, uint32_t n_touches, bool closed, uint32_t touched_scenes) {
    float left = (1 - weight) * expf(-0.06f * (float)n_touches - 0.12f * (float)touched_scenes - (closed ? 0.15f : 0));
    return 1 - left;
}

float mw_thread_least(uint32_t words) {
    const float low = 0.0f, high = 0.72f, short_text = 3000, long_text = 25000;
    if ((float)words <= short_text) return low;
    if ((float)words >= long_text) return high;
    return low + (high - low) * logf((float)words / short_text) / logf(long_text / short_text);
}

static uint32_t touched_scenes(const mw_shape_work *w, const mw_thread *x) {
    uint32_t n = 0, at = 0;
    for (uint32_t i = 0; i < x->n_touches; i++) {
        while (at + 1 < w->shape->n_scenes && w->shape->scenes[at + 1].span.start <= x->touches[i].span.start) at++;
        static const uint32_t none = MW_NONE;
        uint32_t before = i ? x->touches[i - 1].span.start : none;
        n += before == none || before < w->shape->scenes[at].span.start;
    }
    return n;
}

static bool put_thread(mw_thread_work *k, mw_map *seen, const mw_opening *o) {
    mw_shape_work *w = k->w;
    mw_thread *x = &w->shape->threads[w->shape->n_threads];
    const mw_span *span = w->r->tokens->span;
    *x = (mw_thread){.kind = o->kind, .opens = {span[o->first].start, span[o->last].end}, .opening = o->p, .weight = o->weight};
    x->known = mw_shape_sentence(w, o->sentence).end;
    if (mw_shape_said(w, o->head)) {
        uint32_t known = w->r->speech->quotes[w->quote[o->head]].known;
        if (known > x->known) x->known = known;
    }
    if (!mw_thread_follow(k, o, x)) return false;
    for (uint32_t i = 0; i < x->n_touches; i++)
        if (x->touches[i].known < x->known) x->touches[i].known = x->known;
    if (x->closes.end && x->closes_known < x->known) x->closes_known = x->known;
    float weight = mw_thread_weight(o->weight, x->n_touches, x->closes.end > 0, touched_scenes(w, x));
    x->confidence = fminf(1, 0.6f * o->p + 0.4f * weight);
    x->id = mw_shape_id(w, seen, 't', x->opens);
    w->shape->n_threads++;
    return x->id != NULL;
}

marrow_status mw_shape_threads(mw_shape_work *w, marrow_error *err) {
    mw_thread_work k = {.w = w};
    marrow_status status = mw_thread_openings(&k, err);
    if (status == MARROW_OK) status = mw_thread_postings(&k, err);
    mw_map *seen = status == MARROW_OK ? mw_map_new(&w->env->mem) : NULL;
    if (status == MARROW_OK) {
        w->shape->threads = mw_arena_array(w->arena, k.found.n, sizeof *w->shape->threads);
        bool good = seen && w->shape->threads;
        for (size_t i = 0; good && i < k.found.n; i++) good = put_thread(&k, seen, &k.found.at[i]);
        if (!good) status = mw_fail_memory(err);
    }
    mw_map_free(seen);
    mw_vec_clear(&w->env->mem, &k.found);
    return status;
}
