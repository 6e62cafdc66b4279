/* Grids: one description of rows, three layouts. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "show/grid.h"

void mw_grid_init(mw_grid *g, const mw_view *v, const mw_grid_column *columns, size_t n_columns) {
    *g = (mw_grid){.v = v, .columns = columns, .n_columns = n_columns};
}

static void put(mw_grid *g, const char *text, bool number) {
    if (!mw_vec_push(mw_arena_mem(g->v->a->arena), &g->cells, (mw_grid_cell){text, number})) g->failed = true;
}

void mw_grid_text(mw_grid *g, const char *s) { put(g, s, false); }
void mw_grid_none(mw_grid *g) { put(g, NULL, false); }

static void put_copy(mw_grid *g, const char *s, bool number) {
    const char *copy = mw_arena_strdup(g->v->a->arena, s);
    if (!copy) g->failed = true;
    put(g, copy, number);
}

void mw_grid_str(mw_grid *g, mw_str s) {
    const char *copy = mw_squeezed(g->v->a->arena, s);
    if (!copy) g->failed = true;
    put(g, copy, false);
}

void mw_grid_words(mw_grid *g, uint32_t start, uint32_t end) { mw_grid_str(g, mw_story_str(g->v->a->story, start, end)); }

void mw_grid_person(mw_grid *g, const mw_person *p, bool id) { put(g, p ? id ? p->id : p->name : NULL, false); }

void mw_grid_int(mw_grid *g, int64_t x) {
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", (long long)x);
    put_copy(g, digits, true);
}

void mw_grid_real(mw_grid *g, double x, int decimals) {
    char digits[64];
    if (!isfinite(x) || fabs(x) > 1e12) {
        put(g, NULL, true);
        return;
    }
    snprintf(digits, sizeof digits, "%.*f", decimals, x);
    put_copy(g, digits, true);
}

void mw_grid_percent(mw_grid *g, double share) {
    char digits[64];
    if (!isfinite(share) || fabs(share) > 1e6) {
        put(g, NULL, true);
        return;
    }
    if (g->v->layout == MARROW_TABLE)
        snprintf(digits, sizeof digits, "%.0f %%", 100 * share);
    else
        snprintf(digits, sizeof digits, "%.3f", share);
    put_copy(g, digits, true);
}

void mw_grid_chapter(mw_grid *g, uint32_t at) {
    uint32_t c = mw_story_chapter_at(g->v->a->story, at);
    if (c == MW_NONE)
        mw_grid_none(g);
    else
        mw_grid_int(g, (int64_t)c + 1);
}

void mw_grid_span(mw_grid *g, uint32_t start, uint32_t end) {
    if (start == MW_NONE || end == MW_NONE) {
        mw_grid_none(g);
        mw_grid_none(g);
    } else {
        mw_grid_int(g, start);
        mw_grid_int(g, end);
    }
}

static uint32_t rows_of(const mw_grid *g) { return g->n_columns ? (uint32_t)(g->cells.n / g->n_columns) : 0; }

/* ---- writing ---- */

static marrow_status as_table(const mw_grid *g, marrow_error *err) {
    mw_column columns[MW_TABLE_COLUMNS];
    size_t n = 0;
    mw_table t;
    for (size_t c = 0; c < g->n_columns && n < MW_TABLE_COLUMNS; c++)
        if (g->columns[c].title) columns[n++] = (mw_column){g->columns[c].title, g->columns[c].right, g->columns[c].rank};
    mw_table_init(&t, g->v->a->arena, columns, n);
    for (size_t i = 0; i < g->cells.n; i++)
        if (g->columns[i % g->n_columns].title) mw_table_cell(&t, g->cells.at[i].text ? g->cells.at[i].text : "");
    marrow_status status = mw_table_write(&t, g->v->o, "", g->v->width, g->v->colour, err);
    mw_table_clear(&t);
    return status;
}

static void as_tsv(const mw_grid *g) {
    mw_out *o = g->v->o;
    bool first = true;
    for (size_t c = 0; c < g->n_columns; c++) {
        if (!g->columns[c].key) continue;
        mw_out_puts(o, first ? "" : "\t");
        mw_out_puts(o, g->columns[c].key);
        first = false;
    }
    for (size_t i = 0; i < g->cells.n; i++) {
        if (i % g->n_columns == 0) {
            mw_out_puts(o, "\n");
            first = true;
        }
        if (!g->columns[i % g->n_columns].key) continue;
        if (!first) mw_out_puts(o, "\t");
        first = false;
        if (g->cells.at[i].text) mw_out_field(o, mw_str_of(g->cells.at[i].text), true);
    }
    mw_out_puts(o, "\n");
}

static void as_json(const mw_grid *g) {
    mw_out *o = g->v->o;
    bool first = true;
    mw_out_puts(o, "[");
    for (size_t i = 0; i < g->cells.n; i++) {
        size_t c = i % g->n_columns;
        if (c == 0) {
            mw_out_puts(o, i ? "},\n {" : "\n {");
            first = true;
        }
        if (!g->columns[c].key) continue;
        if (!first) mw_json_comma(o);
        first = false;
        mw_json_key(o, g->columns[c].key);
        const mw_grid_cell *x = &g->cells.at[i];
        if (x->text && x->number)
            mw_out_puts(o, x->text);
        else
            mw_out_json(o, x->text);
    }
    mw_out_puts(o, g->cells.n ? "}]\n" : "]\n");
}

static void put_more(const mw_grid *g, uint32_t of) {
    uint32_t shown = rows_of(g);
    if (of <= shown) return;
    mw_out *o = g->v->o;
    mw_out_style(o, g->v->colour, MW_FAINT);
    mw_out_puts(o, "and ");
    mw_out_count(o, of - shown);
    mw_out_puts(o, " more: --all");
    mw_out_style(o, g->v->colour, MW_PLAIN);
    mw_out_puts(o, "\n");
}

marrow_status mw_grid_write(mw_grid *g, const char *empty, uint32_t of, marrow_error *err) {
    marrow_status status = g->failed ? mw_fail_memory(err) : MARROW_OK;
    if (status == MARROW_OK && g->v->layout == MARROW_TSV) as_tsv(g);
    if (status == MARROW_OK && g->v->layout == MARROW_JSON) as_json(g);
    if (status == MARROW_OK && g->v->layout == MARROW_TABLE) {
        if (g->cells.n == 0) {
            mw_out_puts(g->v->o, empty);
            mw_out_puts(g->v->o, "\n");
        } else {
            status = as_table(g, err);
            put_more(g, of);
        }
    }
    mw_vec_clear(mw_arena_mem(g->v->a->arena), &g->cells);
    return status;
}
