/* Grids: rows of cells under named columns, written as a table for people, tab-separated, or as a list of json objects. Internal to show. */
#ifndef MW_SHOW_GRID_H
#define MW_SHOW_GRID_H

#include "show/views.h"

typedef struct mw_grid_column {
    const char *key;   /* of json and tsv; NULL: for people only */
    const char *title; /* of the table; NULL: not there */
    bool right;
    uint8_t rank; /* as in mw_column */
} mw_grid_column;

typedef struct mw_grid_cell {
    const char *text; /* NULL: unknown */
    bool number;
} mw_grid_cell;

typedef struct mw_grid {
    const mw_view *v;
    const mw_grid_column *columns;
    size_t n_columns;
    MW_VEC(mw_grid_cell) cells; /* row by row */
    bool failed;
} mw_grid;

void mw_grid_init(mw_grid *g, const mw_view *v, const mw_grid_column *columns, size_t n_columns);
void mw_grid_text(mw_grid *g, const char *s); /* lives as long as the view; NULL: unknown */
void mw_grid_str(mw_grid *g, mw_str s);       /* copied, white space squeezed */
void mw_grid_words(mw_grid *g, uint32_t start, uint32_t end);
void mw_grid_person(mw_grid *g, const mw_person *p, bool id);
void mw_grid_int(mw_grid *g, int64_t x);
void mw_grid_real(mw_grid *g, double x, int decimals); /* not finite: unknown */
void mw_grid_percent(mw_grid *g, double share);        /* for people "41 %", elsewhere 0.41 */
void mw_grid_none(mw_grid *g);
/* Writes and frees it. empty: what to say for people where there are no rows; of: how many rows there are in all, told when they are more. */
marrow_status mw_grid_write(mw_grid *g, const char *empty, uint32_t of, marrow_error *err);

/* "12", the number of the chapter that holds a place, or "" */
void mw_grid_chapter(mw_grid *g, uint32_t at);
/* Two cells that are not for people: start, end. */
void mw_grid_span(mw_grid *g, uint32_t start, uint32_t end);

#endif
