/* The candidates for quotation marks of a paragraph, with what each may be: see marks_weigh.c. */
#ifndef MW_SEGMENT_MARKS_WEIGH_H
#define MW_SEGMENT_MARKS_WEIGH_H

#include "segment/segment.h"

typedef struct mw_mark_candidate {
    uint32_t start, end;
    int32_t c;
    mw_mark_style style;     /* as an opener; SINGLE, or one of the double ones */
    int open, close, ignore; /* costs in tenths */
    bool within;             /* single, before a word in lower case within a sentence */
    bool behind;             /* single, behind a word */
} mw_mark_candidate;

typedef MW_VEC(mw_mark_candidate) mw_mark_candidates;

/* Finds and weighs the candidates of [start, end), one paragraph; replaces what is in out. given: tokens stand apart,
 * sentences on lines. False: out of memory. */
bool mw_marks_weigh(const marrow_allocator *mem, const char *text, uint32_t start, uint32_t end, bool given, mw_mark_candidates *out);

#endif
