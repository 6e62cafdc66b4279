/* Loads the rows of shape. */
#include "show/load.h"
#include "show/shape_rows.h"

static void put_scene(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_scene *x = row;
    x->id = mw_take_text(r);
    mw_take_span(r, &x->start, &x->end);
    x->chapter = mw_take_index(r, r->s->n_chapters);
    x->place_start = mw_take_maybe_place(r);
    x->place_end = mw_take_maybe_place(r);
    x->thing = mw_take_index(r, r->s->n_things);
    x->time_start = mw_take_maybe_place(r);
    x->time_end = mw_take_maybe_place(r);
    x->pov = mw_take_index(r, r->s->n_characters);
    x->pov_known = mw_take_maybe_place(r);
    x->confidence = mw_take_real(r);
    x->known = mw_take_place(r);
}

static void put_stage(mw_reader *r, void *row, uint32_t n) {
    row_stage *x = row;
    x->scene = mw_take_index(r, r->s->shape->n_scenes);
    x->who = mw_take_index(r, r->s->n_characters);
    x->times = mw_take_int(r, UINT32_MAX);
    x->known = mw_take_place(r);
    if (x->scene == MW_NONE || x->who == MW_NONE || (n && x[-1].scene > x->scene)) r->bad = true;
}

static void put_window(mw_reader *r, void *row, uint32_t n) {
    row_window *x = row;
    mw_take_span(r, &x->start, &x->end);
    x->scene = mw_take_index(r, r->s->shape->n_scenes);
    x->valence = mw_take_real(r);
    x->arousal = mw_take_real(r);
    x->tension = mw_take_real(r);
    x->mode = mw_take_word(r, mw_mode_names, MW_N_MODE);
    x->lapse = mw_take_word(r, mw_lapse_names, MW_N_LAPSE);
    x->words = mw_take_int(r, UINT32_MAX);
    x->said = mw_take_int(r, UINT32_MAX);
    x->acts = mw_take_int(r, UINT32_MAX);
    x->known = mw_take_place(r);
    if (n && x[-1].end != x->start) r->bad = true;
}

static void put_thread(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_thread *x = row;
    x->id = mw_take_text(r);
    x->kind = mw_take_word(r, mw_thread_names, MW_N_THREAD);
    mw_take_span(r, &x->start, &x->end);
    x->who = mw_take_index(r, r->s->n_characters);
    x->close_start = mw_take_maybe_place(r);
    x->close_end = mw_take_maybe_place(r);
    x->close_known = mw_take_maybe_place(r);
    x->opening = mw_take_real(r);
    x->weight = mw_take_real(r);
    x->confidence = mw_take_real(r);
    x->known = mw_take_place(r);
}

static void put_touch(mw_reader *r, void *row, uint32_t n) {
    row_touch *x = row;
    x->thread = mw_take_index(r, r->s->shape->n_threads);
    mw_take_span(r, &x->start, &x->end);
    x->strength = mw_take_real(r);
    x->known = mw_take_place(r);
    if (x->thread == MW_NONE || (n && x[-1].thread > x->thread)) r->bad = true;
    if (r->bad) return;
    row_thread *t = &r->s->shape->threads[x->thread];
    if (t->n_touches++ == 0) t->touches_from = n;
}

static void put_motif(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_motif *x = row;
    x->name = mw_take_text(r);
    x->rate = mw_take_real(r);
    x->range = mw_take_real(r);
    x->strong = mw_take_real(r);
    x->known = mw_take_place(r);
}

static void put_place(mw_reader *r, void *row, uint32_t n) {
    row_place *x = row;
    x->motif = mw_take_index(r, r->s->shape->n_motifs);
    mw_take_span(r, &x->start, &x->end);
    x->known = mw_take_place(r);
    if (x->motif == MW_NONE || (n && x[-1].motif > x->motif)) r->bad = true;
    if (r->bad) return;
    row_motif *m = &r->s->shape->motifs[x->motif];
    if (m->n_places++ == 0) m->places_from = n;
}

static void put_fault(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_fault *x = row;
    x->kind = mw_take_word(r, mw_fault_names, MW_N_FAULT);
    x->who = mw_take_index(r, r->s->n_characters);
    mw_take_span(r, &x->start, &x->end);
    x->other_start = mw_take_maybe_place(r);
    x->other_end = mw_take_maybe_place(r);
    x->confidence = mw_take_real(r);
    x->known = mw_take_place(r);
}

#define LOAD(name, columns, put) mw_load_rows(s, #name, columns, "n", sizeof *p->name, put, &p->name, &p->n_##name, err)

marrow_status mw_load_shape(mw_story *s, marrow_error *err) {
    struct mw_shape_rows *p = s->shape = mw_arena_alloc(s->arena, sizeof *p);
    if (!p) return mw_fail_memory(err);
    MW_TRY(LOAD(scenes, "id, start, end, chapter, place_start, place_end, thing, time_start, time_end, pov, pov_known, confidence, known",
                put_scene));
    MW_TRY(LOAD(stage, "scene, character, times, known", put_stage));
    MW_TRY(LOAD(arc, "start, end, scene, valence, arousal, tension, mode, lapse, words, said, acts, known", put_window));
    MW_TRY(LOAD(threads, "id, kind, start, end, who, close_start, close_end, close_known, opening, weight, confidence, known", put_thread));
    MW_TRY(LOAD(touches, "thread, start, end, strength, known", put_touch));
    MW_TRY(LOAD(motifs, "name, rate, range, strong, known", put_motif));
    MW_TRY(LOAD(motif_places, "motif, start, end, known", put_place));
    return LOAD(faults, "kind, who, start, end, other_start, other_end, confidence, known", put_fault);
}
