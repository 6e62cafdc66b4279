/* lines: a plain text cut into lines, its shape, and the units (runs of lines) that become blocks. Private to this room. */
#ifndef MW_SOURCE_LINES_H
#define MW_SOURCE_LINES_H

#include "source/draft.h"

typedef struct mw_line {
    uint32_t start, end; /* bytes of the text, without white space at its ends; empty line: start == end */
    uint32_t number;     /* of the line in the text, from 0 */
    uint16_t indent;     /* columns, tabs to eight */
    uint16_t width;      /* code points from start to end, at most 65535 */
} mw_line;

/* How the lines of a file make paragraphs. */
typedef struct mw_shape {
    bool wrapped;    /* paragraphs were broken into lines */
    bool by_indent;  /* an indented line opens a paragraph */
    bool by_short;   /* a line left short behind a full stop ends one: nothing else tells */
    bool verse;      /* nearly every line begins with a capital letter and is short: a poem throughout */
    uint32_t width;  /* columns that wrapped lines reach */
    uint32_t blanks; /* empty lines that usually part paragraphs */
} mw_shape;

typedef struct mw_unit {
    uint32_t first, end; /* lines */
    uint32_t blanks;     /* empty lines before it */
} mw_unit;

typedef struct mw_lines {
    mw_str text;
    mw_line *at; /* [n] */
    uint32_t n;
    mw_shape shape;
    mw_unit *units; /* [n_units] */
    uint32_t n_units;
} mw_lines;

/* Linear. False: out of memory; clear it in any case. */
bool mw_lines_init(mw_lines *l, const marrow_allocator *mem, mw_str text);
void mw_lines_clear(mw_lines *l, const marrow_allocator *mem);
mw_str mw_line_text(const mw_lines *l, uint32_t line);
bool mw_line_ends_sentence(mw_str s);
/* Its first letter is a capital; a digit or no letter at all counts as one. */
bool mw_line_capital_start(mw_str s);

#endif
