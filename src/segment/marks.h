/* Quotation marks, found on the characters before there are tokens: see marks.c. */
#ifndef MW_SEGMENT_MARKS_H
#define MW_SEGMENT_MARKS_H

#include "segment/segment.h"

/* One quotation mark as it stands in the text: one character, or two of `` '' ,, . */
typedef struct mw_quote_char {
    uint32_t start, end;
} mw_quote_char;

typedef struct mw_found_marks {
    MW_VEC(mw_marked) pairs;          /* by start, outer before inner; tokens not yet set */
    MW_VEC(mw_quote_char) characters; /* by start: all that is a quotation mark and no apostrophe */
} mw_found_marks;

/* Finds the marks of the whole text. False: out of memory. Clear in any case. */
bool mw_marks_find(const marrow_allocator *mem, const mw_text *text, mw_found_marks *found);
void mw_marks_clear(const marrow_allocator *mem, mw_found_marks *found);

#endif
