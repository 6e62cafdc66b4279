/* fixes: what the user has put right about relations and threads, done to a part of reveal as soon as it is built. */
#ifndef MW_REVEAL_FIXES_H
#define MW_REVEAL_FIXES_H

#include "reveal/portraits.h"
#include "reveal/shape.h"

marrow_status mw_fixes_relations(const mw_env *env, const mw_read *read, mw_arena *arena, mw_portraits *portraits, marrow_error *err);
marrow_status mw_fixes_threads(const mw_env *env, const mw_read *read, mw_shape *shape, marrow_error *err);
/* The target of a correction among spans by id: the row of that id if its place has the words noted; else the row that shares most with where
 * they stand now; MW_NONE. id_at and span_at read a row. */
typedef struct mw_fix_rows {
    const void *rows;
    uint32_t n;
    const char *(*id_at)(const void *rows, uint32_t i);
    mw_span (*span_at)(const void *rows, uint32_t i);
} mw_fix_rows;
uint32_t mw_fix_row(const mw_read *read, const mw_offsets *offsets, const mw_correction *fix, const mw_fix_rows *rows);
/* The place of "START END" by its words; false: nowhere. */
bool mw_fix_place(const mw_read *read, const mw_offsets *offsets, const mw_correction *fix, mw_span *place);

#endif
