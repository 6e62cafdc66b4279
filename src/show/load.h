/* load: what the files that load rows of a story file share. Internal to show. */
#ifndef MW_SHOW_LOAD_H
#define MW_SHOW_LOAD_H

#include "show/story.h"

/* Reads the columns of one row from left to right. */
typedef struct mw_reader {
    mw_story *s;
    sqlite3_stmt *st;
    int column;
    bool bad, memory; /* the row is impossible; out of memory */
} mw_reader;

uint32_t mw_take_int(mw_reader *r, uint64_t limit); /* at most limit */
uint32_t mw_take_index(mw_reader *r, uint32_t n);   /* below n, or NULL: MW_NONE */
uint32_t mw_take_place(mw_reader *r);               /* inside the text */
uint32_t mw_take_maybe_place(mw_reader *r);
void mw_take_span(mw_reader *r, uint32_t *start, uint32_t *end);
int64_t mw_take_number(mw_reader *r); /* NULL: -1 */
double mw_take_real(mw_reader *r);    /* NULL: NAN */
const char *mw_take_maybe_text(mw_reader *r);
const char *mw_take_text(mw_reader *r);
/* A word of a list; NULL in the file: the index of NULL in the list. */
uint32_t mw_take_word(mw_reader *r, const char *const *words, uint32_t n);

typedef void (*mw_put_row)(mw_reader *r, void *row, uint32_t n);
/* Loads a whole table; array: the address of a pointer to rows of that size, n: of their number. */
marrow_status mw_load_rows(mw_story *s, const char *name, const char *columns, const char *order, size_t size, mw_put_row put, void *array,
                           uint32_t *n, marrow_error *err);
marrow_status mw_story_damaged(mw_story *s, const char *what, marrow_error *err);

#endif
