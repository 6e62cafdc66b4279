/* The json keys of shape: scenes, threads, motifs, core, arc. */
#include <math.h>
#include <stdio.h>

#include "show/shape_rows.h"

enum { MOTIFS_TOLD = 40 };

static void put_words(mw_out *o, const char *name, const mw_asof *a, bool is, uint32_t start, uint32_t end) {
    mw_json_key(o, name);
    if (is)
        mw_out_json_str(o, mw_story_str(a->story, start, end));
    else
        mw_out_puts(o, "null");
}

void mw_json_scenes(mw_out *o, const mw_asof *a, const mw_seen_shape *s, bool all) {
    bool first;
    mw_json_list_open(o, "scenes", &first);
    for (uint32_t i = 0; i < s->n_scenes; i++) {
        const mw_seen_scene *x = &s->scenes[i];
        mw_json_row_open(o, &first);
        mw_json_text(o, "id", x->row->id);
        mw_json_comma(o);
        mw_json_span(o, x->start, x->end);
        mw_json_comma(o);
        put_words(o, "place", a, x->place, x->row->place_start, x->row->place_end);
        mw_json_comma(o);
        put_words(o, "time", a, x->time, x->row->time_start, x->row->time_end);
        mw_json_comma(o);
        mw_json_people(o, "people", a, x->n_stage ? &s->stage[x->stage_from].who : NULL, sizeof *s->stage, x->n_stage, all);
        mw_json_comma(o);
        mw_json_person(o, "pov", x->pov && (all || x->pov->sure) ? x->pov : NULL);
        mw_json_comma(o);
        mw_json_int(o, "words", x->words);
        mw_json_comma(o);
        mw_json_int(o, "known", mw_least(x->row->known, a->until));
        mw_json_comma(o);
        mw_json_number(o, "confidence", x->row->confidence);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

static void put_touches(mw_out *o, const mw_asof *a, const mw_seen_thread *t) {
    const row_touch *x = a->story->shape->touches + t->row->touches_from;
    mw_json_key(o, "touches");
    mw_out_puts(o, "[");
    for (uint32_t k = 0; k < t->n_touches; k++) {
        mw_out_puts(o, k ? ", {" : "{");
        mw_json_span(o, x[k].start, x[k].end);
        mw_out_puts(o, "}");
    }
    mw_out_puts(o, "]");
}

void mw_json_threads(mw_out *o, const mw_asof *a, const mw_seen_shape *s, bool all) {
    bool first;
    mw_json_list_open(o, "threads", &first);
    for (uint32_t i = 0; i < s->n_threads; i++) {
        const mw_seen_thread *t = &s->threads[i];
        if (!all && !t->told) continue;
        mw_json_row_open(o, &first);
        mw_json_text(o, "id", t->row->id);
        mw_json_comma(o);
        mw_json_text(o, "kind", mw_thread_names[t->row->kind]);
        mw_json_comma(o);
        mw_json_person(o, "who", mw_json_told(a, t->row->who, all));
        mw_json_comma(o);
        mw_json_key(o, "opens");
        mw_out_puts(o, "{");
        mw_json_span(o, t->row->start, t->row->end);
        mw_out_puts(o, "}, ");
        put_touches(o, a, t);
        mw_json_comma(o);
        mw_json_maybe_span(o, "closes", a, t->closed ? t->row->close_start : MW_NONE, t->closed ? t->row->close_end : MW_NONE);
        mw_json_comma(o);
        mw_json_number(o, "share", t->share);
        mw_json_comma(o);
        mw_json_number(o, "importance", t->weight);
        mw_json_comma(o);
        mw_json_int(o, "known", t->row->known);
        mw_json_comma(o);
        mw_json_number(o, "confidence", t->confidence);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

void mw_json_motifs(mw_out *o, const mw_asof *a, const mw_seen_shape *s, bool all) {
    bool first;
    mw_json_list_open(o, "motifs", &first);
    for (uint32_t i = 0; i < s->n_motifs && (all || i < MOTIFS_TOLD); i++) {
        const mw_seen_motif *m = &s->motifs[i];
        const row_place *x = a->story->shape->motif_places + m->row->places_from;
        mw_json_row_open(o, &first);
        mw_json_text(o, "name", m->name);
        mw_json_comma(o);
        mw_json_bool(o, "core", m->core);
        mw_json_comma(o);
        mw_json_key(o, "spans");
        mw_out_puts(o, "[");
        for (uint32_t k = 0; k < m->n; k++) {
            mw_out_puts(o, k ? ", {" : "{");
            mw_json_span(o, x[k].start, x[k].end);
            mw_out_puts(o, "}");
        }
        mw_out_puts(o, "], ");
        mw_json_number(o, "weight", m->weight);
        mw_json_comma(o);
        mw_json_int(o, "known", m->row->known);
        mw_json_comma(o);
        mw_json_number(o, "confidence", m->confidence);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

static void put_core(mw_out *o, const mw_asof *a, const mw_seen_shape *s, const mw_core *c) {
    const mw_person *p = mw_asof_person(a, c->people[0]), *q = mw_asof_person(a, c->people[1]);
    mw_out_puts(o, "{");
    mw_json_key(o, "people");
    mw_out_puts(o, "[");
    mw_out_json(o, p->id);
    if (q) {
        mw_json_comma(o);
        mw_out_json(o, q->id);
    }
    mw_out_puts(o, "], ");
    mw_json_text(o, "kind", q ? "pair" : "person");
    mw_json_comma(o);
    mw_json_key(o, "scenes");
    mw_out_puts(o, "[");
    for (uint32_t i = 0; i < c->n_scenes; i++) {
        if (i) mw_json_comma(o);
        mw_out_json(o, s->scenes[c->scenes[i]].row->id);
    }
    mw_out_puts(o, "], ");
    mw_json_number(o, "share", (double)c->share);
    mw_json_comma(o);
    mw_json_number(o, "confidence", (double)c->confidence);
    mw_json_comma(o);
    mw_json_int(o, "known", a->until);
    mw_json_comma(o);
    mw_json_key(o, "second");
}

void mw_json_core(mw_out *o, const mw_asof *a, const mw_seen_shape *s) {
    mw_out_puts(o, ",\n");
    mw_json_key(o, "core");
    for (uint32_t i = 0; i < s->n_cores; i++) put_core(o, a, s, &s->core[i]);
    mw_out_puts(o, "null");
    for (uint32_t i = 0; i < s->n_cores; i++) mw_out_puts(o, "}");
}

static void put_window(mw_out *o, bool *first, uint32_t start, uint32_t end, const row_window *x) {
    mw_json_row_open(o, first);
    mw_json_span(o, start, end);
    mw_json_comma(o);
    mw_json_number(o, "valence", x->valence);
    mw_json_comma(o);
    mw_json_number(o, "arousal", x->arousal);
    mw_json_comma(o);
    mw_json_number(o, "tension", x->tension);
    mw_json_comma(o);
    mw_json_text(o, "mode", mw_mode_names[x->mode]);
    mw_json_comma(o);
    mw_json_text(o, "time", x->lapse == MW_N_LAPSE ? NULL : mw_lapse_names[x->lapse]);
    mw_json_row_close(o);
}

/* Of a window that is not wholly read only its mode so far, that of the one before it, is told. */
void mw_json_arc(mw_out *o, const mw_asof *a) {
    const struct mw_shape_rows *r = a->story->shape;
    bool first;
    uint32_t at = 0;
    row_window rest = {.valence = (double)NAN, .arousal = (double)NAN, .tension = (double)NAN, .mode = MW_MODE_SCENE, .lapse = MW_N_LAPSE};
    mw_json_list_open(o, "arc", &first);
    for (uint32_t i = 0; i < r->n_arc && r->arc[i].end <= a->until && r->arc[i].known <= a->until; i++) {
        put_window(o, &first, r->arc[i].start, r->arc[i].end, &r->arc[i]);
        at = r->arc[i].end;
        rest.mode = r->arc[i].mode;
    }
    if (r->n_arc && at < a->until) put_window(o, &first, at, a->until, &rest);
    mw_json_list_close(o);
}
