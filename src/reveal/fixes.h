/* fixes: what the user has put right about relations, motives and threads, done to a part of reveal as soon as it is built. */
#ifndef MW_REVEAL_FIXES_H
#define MW_REVEAL_FIXES_H

#include "reveal/minds.h"
#include "reveal/portraits.h"
#include "reveal/shape.h"

marrow_status mw_fixes_relations(const mw_read *read, mw_arena *arena, mw_portraits *portraits, marrow_error *err);
marrow_status mw_fixes_whys(const mw_env *env, const mw_read *read, mw_arena *arena, mw_minds *minds, marrow_error *err);
marrow_status mw_fixes_threads(const mw_env *env, const mw_read *read, mw_shape *shape, marrow_error *err);

#endif
