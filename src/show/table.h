/* Tables for a terminal: columns aligned by display width, cut to the width asked for. Internal to show. */
#ifndef MW_SHOW_TABLE_H
#define MW_SHOW_TABLE_H

#include "show/out.h"

enum { MW_TABLE_COLUMNS = 12 };

typedef struct mw_column {
    const char *title;
    bool right; /* numbers */
    uint8_t
        rank; /* when the table is too wide: 0 keeps its width longest, 1 gives way, 2 and more are left out first, the highest of them */
} mw_column;

typedef struct mw_table {
    mw_arena *arena;
    const mw_column *columns;
    size_t n_columns;
    MW_VEC(const char *) cells; /* row by row */
    bool failed;
} mw_table;

void mw_table_init(mw_table *t, mw_arena *arena, const mw_column *columns, size_t n_columns);
void mw_table_clear(mw_table *t);
void mw_table_cell(mw_table *t, const char *s);   /* lives as long as the table */
void mw_table_str(mw_table *t, mw_str s);         /* copied; white space squeezed */
void mw_table_count(mw_table *t, uint64_t n);     /* 1,234 */
void mw_table_percent(mw_table *t, double share); /* 21 % */
marrow_status mw_table_write(const mw_table *t, mw_out *o, const char *indent, int width, bool colour, marrow_error *err);

/* A copy without white space at the front, and any other run of it as one space; NULL: no memory. */
const char *mw_squeezed(mw_arena *arena, mw_str s);
/* Columns of a terminal that a string takes; the bytes of it that fit into `columns`. */
uint32_t mw_display_width(mw_str s);
size_t mw_display_fit(mw_str s, uint32_t columns);
/* Text of a book for a terminal: control characters, which could mean anything there, are shown as U+FFFD. */
void mw_out_visible(mw_out *o, mw_str s);
/* Text in lines of at most `width` columns, each behind the indent. */
void mw_out_wrapped(mw_out *o, mw_str s, const char *indent, int width);

enum mw_style { MW_PLAIN, MW_TITLE, MW_FAINT, MW_STRONG };
void mw_out_style(mw_out *o, bool colour, enum mw_style style);
/* One line of text in a style. */
void mw_out_styled(mw_out *o, bool colour, enum mw_style style, const char *s);

#endif
