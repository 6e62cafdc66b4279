/* Tables for a terminal. Widths are those of utf8proc: combining marks take none, East Asian wide ones two. */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "show/table.h"

/* ---- width ---- */

static uint32_t width_of(int32_t c) {
    int w = c < 0x20 || (c >= 0x7F && c < 0xA0) ? 1 : utf8proc_charwidth(c);
    return w > 0 ? (uint32_t)w : 0;
}

uint32_t mw_display_width(mw_str s) {
    uint32_t width = 0;
    for (size_t i = 0, len; i < s.n; i += len) width += width_of(mw_utf8_next(s.at + i, s.n - i, &len));
    return width;
}

size_t mw_display_fit(mw_str s, uint32_t columns) {
    uint32_t width = 0;
    for (size_t i = 0, len; i < s.n; i += len) {
        width += width_of(mw_utf8_next(s.at + i, s.n - i, &len));
        if (width > columns) return i;
    }
    return s.n;
}

void mw_out_visible(mw_out *o, mw_str s) {
    for (size_t i = 0, len; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            mw_out_puts(o, "\xEF\xBF\xBD");
        else
            mw_out_put(o, s.at + i, len);
    }
}

/* ---- styles ---- */

void mw_out_style(mw_out *o, bool colour, enum mw_style style) {
    static const char *const codes[] = {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;36m"};
    if (colour) mw_out_puts(o, codes[style]);
}

void mw_out_styled(mw_out *o, bool colour, enum mw_style style, const char *s) {
    mw_out_style(o, colour, style);
    mw_out_visible(o, mw_str_of(s));
    mw_out_style(o, colour, MW_PLAIN);
}

void mw_out_wrapped(mw_out *o, mw_str s, const char *indent, int width) {
    uint32_t room = (uint32_t)width > mw_display_width(mw_str_of(indent)) + 10 ? (uint32_t)width - mw_display_width(mw_str_of(indent)) : 10,
             used = 0;
    mw_out_puts(o, indent);
    for (size_t i = 0; i < s.n;) {
        while (i < s.n && (s.at[i] == ' ' || s.at[i] == '\n' || s.at[i] == '\t')) i++;
        size_t from = i;
        while (i < s.n && s.at[i] != ' ' && s.at[i] != '\n' && s.at[i] != '\t') i++;
        mw_str word = {s.at + from, i - from};
        if (!word.n) break;
        uint32_t w = mw_display_width(word);
        if (used && used + 1 + w > room) {
            mw_out_puts(o, "\n");
            mw_out_puts(o, indent);
            used = 0;
        }
        if (used) mw_out_puts(o, " ");
        mw_out_visible(o, word);
        used += w + (used ? 1 : 0);
    }
    mw_out_puts(o, "\n");
}

/* ---- filling ---- */

void mw_table_init(mw_table *t, mw_arena *arena, const mw_column *columns, size_t n_columns) {
    *t = (mw_table){.arena = arena, .columns = columns, .n_columns = n_columns};
}

void mw_table_clear(mw_table *t) { mw_vec_clear(mw_arena_mem(t->arena), &t->cells); }

void mw_table_cell(mw_table *t, const char *s) {
    if (!s || !mw_vec_push(mw_arena_mem(t->arena), &t->cells, s)) t->failed = true;
}

const char *mw_squeezed(mw_arena *arena, mw_str s) {
    char *copy = mw_arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; copy && i < s.n; i++) {
        bool blank = s.at[i] == ' ' || s.at[i] == '\n' || s.at[i] == '\t' || s.at[i] == '\r';
        if (!blank)
            copy[n++] = s.at[i];
        else if (n && copy[n - 1] != ' ')
            copy[n++] = ' ';
    }
    return copy;
}

void mw_table_str(mw_table *t, mw_str s) { mw_table_cell(t, mw_squeezed(t->arena, s)); }

void mw_table_count(mw_table *t, uint64_t x) {
    char digits[32], *at = digits + sizeof digits;
    int n = 0;
    do {
        if (n && n % 3 == 0) *--at = ',';
        *--at = (char)('0' + x % 10);
        n++;
    } while (x /= 10);
    mw_table_str(t, (mw_str){at, (size_t)(digits + sizeof digits - at)});
}

void mw_table_percent(mw_table *t, double share) {
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%d %%", (int)(100 * share + 0.5));
    mw_table_str(t, (mw_str){digits, (size_t)n});
}

/* ---- writing ---- */

enum { GAP_COLUMNS = 2, LEAST = 8 };

static void measure(const mw_table *t, uint32_t *widths) {
    for (size_t c = 0; c < t->n_columns; c++) widths[c] = mw_display_width(mw_str_of(t->columns[c].title));
    for (size_t i = 0; i < t->cells.n; i++) {
        uint32_t w = mw_display_width(mw_str_of(t->cells.at[i]));
        if (w > widths[i % t->n_columns]) widths[i % t->n_columns] = w;
    }
}

static uint32_t total_of(const mw_table *t, const uint32_t *widths) {
    uint32_t total = 0;
    for (size_t c = 0; c < t->n_columns; c++) total += widths[c] ? widths[c] + (total ? GAP_COLUMNS : 0) : 0;
    return total;
}

/* Whether the table fits once all columns that give way are as narrow as they get, names apart. */
static bool can_fit(const mw_table *t, const uint32_t *widths, uint32_t room) {
    uint32_t least[MW_TABLE_COLUMNS];
    for (size_t c = 0; c < t->n_columns; c++) least[c] = t->columns[c].rank >= 2 && widths[c] > LEAST ? LEAST : widths[c];
    return total_of(t, least) <= room;
}

/* Leaves out columns that the rest has no room for; 0: left out. */
static void leave_out(const mw_table *t, uint32_t *widths, uint32_t room) {
    while (!can_fit(t, widths, room)) {
        size_t last = t->n_columns;
        for (size_t c = 0; c < t->n_columns; c++)
            if (widths[c] && t->columns[c].rank >= 2 && (last == t->n_columns || t->columns[c].rank > t->columns[last].rank)) last = c;
        if (last == t->n_columns) return;
        widths[last] = 0;
    }
}

/* Takes what is too much from the columns of the highest rank, the widest first; then from the next rank. */
static void squeeze(const mw_table *t, uint32_t *widths, uint32_t room) {
    leave_out(t, widths, room);
    for (int rank = 2; rank >= 0; rank--)
        for (uint32_t total = total_of(t, widths); total > room; total--) {
            size_t widest = t->n_columns;
            for (size_t c = 0; c < t->n_columns; c++)
                if (t->columns[c].rank >= rank && widths[c] > LEAST && (widest == t->n_columns || widths[c] > widths[widest])) widest = c;
            if (widest == t->n_columns) break;
            widths[widest]--;
        }
}

static void put_padding(mw_out *o, uint32_t n) {
    while (n--) mw_out_puts(o, " ");
}

static void put_cell(mw_out *o, const char *cell, const mw_column *column, uint32_t width, bool last) {
    mw_str s = mw_str_of(cell);
    uint32_t w = mw_display_width(s);
    bool cut = w > width;
    if (cut) {
        s.n = mw_display_fit(s, width - 1);
        while (s.n && s.at[s.n - 1] == ' ') s.n--;
        w = mw_display_width(s) + 1;
    }
    if (column->right) put_padding(o, width - w);
    mw_out_visible(o, s);
    if (cut) mw_out_puts(o, "\xE2\x80\xA6");
    if (!column->right && !last) put_padding(o, width - w);
}

/* Blanks at the end of a line are left out: whether anything stands behind a cell. */
static bool last_filled(const char *const *cells, const uint32_t *widths, size_t c, size_t n) {
    for (size_t k = c + 1; k < n; k++)
        if (widths[k] && *cells[k]) return false;
    return true;
}

static void put_row(const mw_table *t, mw_out *o, const char *const *cells, const uint32_t *widths, const char *indent) {
    mw_out_puts(o, indent);
    for (size_t c = 0; c < t->n_columns; c++) {
        if (!widths[c]) continue;
        bool last = last_filled(cells, widths, c, t->n_columns);
        put_cell(o, cells[c], &t->columns[c], widths[c], last);
        if (last) break;
        put_padding(o, GAP_COLUMNS);
    }
}

marrow_status mw_table_write(const mw_table *t, mw_out *o, const char *indent, int width, bool colour, marrow_error *err) {
    if (t->failed) return mw_fail_memory(err);
    uint32_t widths[MW_TABLE_COLUMNS], margin = mw_display_width(mw_str_of(indent));
    const char *titles[MW_TABLE_COLUMNS];
    measure(t, widths);
    squeeze(t, widths, (uint32_t)width > margin + 20 ? (uint32_t)width - margin : 20);
    for (size_t c = 0; c < t->n_columns; c++) titles[c] = t->columns[c].title;
    mw_out_style(o, colour, MW_FAINT);
    put_row(t, o, titles, widths, indent);
    mw_out_style(o, colour, MW_PLAIN);
    mw_out_puts(o, "\n");
    for (size_t i = 0; i + t->n_columns <= t->cells.n; i += t->n_columns) {
        put_row(t, o, t->cells.at + i, widths, indent);
        mw_out_puts(o, "\n");
    }
    return MARROW_OK;
}
