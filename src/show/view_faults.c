/* The views continuity and unclear, for writers: facts that disagree, and lines whose speaker the text leaves open. */
#include <string.h>

#include "show/grid.h"
#include "show/shape_rows.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))

static const mw_grid_column fault_columns[] = {
    {"kind", "what", false, 0},     {"who", NULL, false, 0},      {"name", "whose", false, 0},  {"chapter", "in", true, 0},
    {"start", NULL, true, 0},       {"end", NULL, true, 0},       {"text", "words", false, 1},  {"other_chapter", "and in", true, 1},
    {"other_start", NULL, true, 0}, {"other_end", NULL, true, 0}, {"other", "words", false, 1}, {"confidence", NULL, true, 0},
    {"known", NULL, true, 0},
};

static bool is_told(const mw_view *v, const row_fault *x) {
    return x->known <= v->a->until && (v->all || (x->kind != MW_FAULT_ONCE && x->confidence >= 0.5));
}

marrow_status mw_view_continuity(const mw_view *v, marrow_error *err) {
    const struct mw_shape_rows *r = v->a->story->shape;
    mw_grid g;
    uint32_t of = 0;
    mw_grid_init(&g, v, fault_columns, COUNT(fault_columns));
    for (uint32_t i = 0; i < r->n_faults; i++) {
        const row_fault *x = &r->faults[i];
        if (!is_told(v, x) || of++ >= v->limit) continue;
        const mw_person *p = mw_asof_person(v->a, x->who);
        bool two = x->other_start != MW_NONE;
        mw_grid_text(&g, mw_fault_names[x->kind]);
        mw_grid_person(&g, p, true);
        mw_grid_person(&g, p, false);
        mw_grid_chapter(&g, x->start);
        mw_grid_span(&g, x->start, x->end);
        mw_grid_words(&g, x->start, x->end);
        if (two)
            mw_grid_chapter(&g, x->other_start);
        else
            mw_grid_none(&g);
        mw_grid_span(&g, x->other_start, x->other_end);
        if (two)
            mw_grid_words(&g, x->other_start, x->other_end);
        else
            mw_grid_none(&g);
        mw_grid_real(&g, x->confidence, 3);
        mw_grid_int(&g, x->known);
    }
    return mw_grid_write(&g, "Nothing was found that disagrees.", of, err);
}

/* ---- unclear ---- */

enum { RUN = 3, LETTERS_BETWEEN = 400 };

static const mw_grid_column unclear_columns[] = {
    {"chapter", "in", true, 0},  {"start", NULL, true, 0},   {"end", NULL, true, 0},
    {"lines", "lines", true, 0}, {"text", "from", false, 0}, {"known", NULL, true, 0},
};

/* Speech that nobody could be given, by name or by words. */
static bool is_open(const mw_view *v, const row_quote *q) {
    return q->kind == MW_SPEECH && q->known <= v->a->until && !mw_asof_speaker(v->a, q) && q->voice_start == MW_NONE;
}

marrow_status mw_view_unclear(const mw_view *v, marrow_error *err) {
    const mw_story *y = v->a->story;
    mw_grid g;
    uint32_t of = 0;
    mw_grid_init(&g, v, unclear_columns, COUNT(unclear_columns));
    for (uint32_t i = 0, z; i<y->n_quotes; i = z> i ? z : i + 1) {
        uint32_t lines = 0;
        for (z = i; z < y->n_quotes && is_open(v, &y->quotes[z]); z++) {
            if (z > i && y->quotes[z].start > y->quotes[z - 1].end + LETTERS_BETWEEN) break;
            lines += y->quotes[z].speech == z;
        }
        if (lines < RUN || of++ >= v->limit) continue;
        mw_grid_chapter(&g, y->quotes[i].start);
        mw_grid_span(&g, y->quotes[i].start, y->quotes[z - 1].end);
        mw_grid_int(&g, lines);
        mw_grid_words(&g, y->quotes[i].start, y->quotes[i].end);
        mw_grid_int(&g, y->quotes[z - 1].known);
    }
    return mw_grid_write(&g, "Every run of lines has its speakers.", of, err);
}
