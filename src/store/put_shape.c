/* The tables of shape: scenes, arc, threads, motifs, core, faults. */
#include <math.h>

#include "reveal/shape.h"
#include "store/internal.h"

/* Three decimals: what is shown of a number, and the same bytes on every machine. */
static double rounded(double x) { return round(x * 1000) / 1000; }

static void put_scenes(mw_rows *r, const mw_shape *p) {
    mw_rows_begin(r, "INSERT INTO scenes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_scenes; i++) {
        const mw_scene *x = &p->scenes[i];
        mw_rows_int(r, i);
        mw_rows_text(r, x->id);
        mw_rows_span(r, x->span);
        mw_rows_index(r, x->chapter);
        mw_rows_maybe_span(r, x->place);
        mw_rows_index(r, x->thing);
        mw_rows_maybe_span(r, x->time);
        mw_rows_index(r, x->pov);
        if (x->pov == MW_NONE)
            mw_rows_index(r, MW_NONE);
        else
            mw_rows_place(r, x->pov_known);
        mw_rows_real(r, rounded((double)x->confidence));
        mw_rows_place(r, x->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO stage VALUES (?, ?, ?, ?, ?)");
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_scenes; i++)
        for (uint32_t k = 0; k < p->scenes[i].n_people; k++) {
            const mw_on_stage *x = &p->scenes[i].people[k];
            mw_rows_int(r, n++);
            mw_rows_int(r, i);
            mw_rows_int(r, x->who);
            mw_rows_int(r, x->times);
            mw_rows_place(r, x->known);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_arc(mw_rows *r, const mw_shape *p) {
    mw_rows_begin(r, "INSERT INTO arc VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_arc; i++) {
        const mw_arc_window *x = &p->arc[i];
        mw_rows_int(r, i);
        mw_rows_span(r, x->span);
        mw_rows_int(r, x->scene);
        mw_rows_real(r, rounded((double)x->valence));
        mw_rows_real(r, rounded((double)x->arousal));
        mw_rows_real(r, rounded((double)x->tension));
        mw_rows_text(r, mw_mode_names[x->mode]);
        mw_rows_text(r, mw_lapse_names[x->lapse]);
        mw_rows_int(r, x->words);
        mw_rows_int(r, x->said);
        mw_rows_int(r, x->acts);
        mw_rows_place(r, x->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_threads(mw_rows *r, const mw_shape *p) {
    mw_rows_begin(r, "INSERT INTO threads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_threads; i++) {
        const mw_thread *x = &p->threads[i];
        mw_rows_int(r, i);
        mw_rows_text(r, x->id);
        mw_rows_text(r, mw_thread_names[x->kind]);
        mw_rows_span(r, x->opens);
        mw_rows_index(r, x->who);
        mw_rows_maybe_span(r, x->closes);
        if (x->closes.end > x->closes.start)
            mw_rows_place(r, x->closes_known);
        else
            mw_rows_index(r, MW_NONE);
        mw_rows_real(r, rounded((double)x->opening));
        mw_rows_real(r, rounded((double)x->weight));
        mw_rows_real(r, rounded((double)x->confidence));
        mw_rows_place(r, x->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO touches VALUES (?, ?, ?, ?, ?, ?)");
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_threads; i++)
        for (uint32_t k = 0; k < p->threads[i].n_touches; k++) {
            const mw_touch *x = &p->threads[i].touches[k];
            mw_rows_int(r, n++);
            mw_rows_int(r, i);
            mw_rows_span(r, x->span);
            mw_rows_real(r, rounded((double)x->strength));
            mw_rows_place(r, x->known);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_motifs(mw_rows *r, const mw_shape *p) {
    mw_rows_begin(r, "INSERT INTO motifs VALUES (?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_motifs; i++) {
        const mw_motif *x = &p->motifs[i];
        mw_rows_int(r, i);
        mw_rows_text(r, x->name);
        mw_rows_real(r, rounded((double)x->rate));
        mw_rows_real(r, rounded((double)x->range));
        mw_rows_real(r, rounded((double)x->strong));
        mw_rows_place(r, x->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO motif_places VALUES (?, ?, ?, ?, ?)");
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_motifs; i++)
        for (uint32_t k = 0; k < p->motifs[i].n; k++) {
            mw_rows_int(r, n++);
            mw_rows_int(r, i);
            mw_rows_span(r, p->motifs[i].spans[k]);
            mw_rows_place(r, p->motifs[i].spans[k].end);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_core(mw_rows *r, const mw_shape *p) {
    mw_rows_begin(r, "INSERT INTO cores VALUES (?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_cores; i++) {
        mw_rows_int(r, i);
        mw_rows_int(r, p->core[i].people[0]);
        mw_rows_index(r, p->core[i].people[1]);
        mw_rows_real(r, rounded((double)p->core[i].share));
        mw_rows_real(r, rounded((double)p->core[i].confidence));
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO core_scenes VALUES (?, ?)");
    for (uint32_t i = 0; i < p->n_cores; i++)
        for (uint32_t k = 0; k < p->core[i].n_scenes; k++) {
            mw_rows_int(r, i);
            mw_rows_int(r, p->core[i].scenes[k]);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_faults(mw_rows *r, const mw_shape *p) {
    mw_rows_begin(r, "INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_faults; i++) {
        const mw_fault *x = &p->faults[i];
        mw_rows_int(r, i);
        mw_rows_text(r, mw_fault_names[x->kind]);
        mw_rows_index(r, x->who);
        mw_rows_span(r, x->here);
        mw_rows_maybe_span(r, x->there);
        mw_rows_real(r, rounded((double)x->confidence));
        mw_rows_place(r, x->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

void mw_rows_put_shape(mw_rows *r) {
    const mw_shape *p = r->reading->reveal ? r->reading->reveal->shape : NULL;
    if (!p) return;
    put_scenes(r, p);
    put_arc(r, p);
    put_threads(r, p);
    put_motifs(r, p);
    put_core(r, p);
    put_faults(r, p);
}
