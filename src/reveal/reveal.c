/* reveal: the parts, one after the other. */
#include "reveal/fixes.h"
#include "reveal/minds.h"
#include "reveal/portraits.h"
#include "reveal/review.h"
#include "reveal/shape.h"

marrow_status mw_reveal_build(const mw_env *env, const mw_read *read, mw_reveal **reveal, marrow_error *err) {
    mw_reveal *r = *reveal = MW_PRODUCT_NEW(&env->mem, mw_reveal);
    if (!r) return mw_fail_memory(err);
    mw_arena *a = r->arena;
    marrow_status status = mw_portraits_build(env, read, a, &r->portraits, err);
    if (status == MARROW_OK) status = mw_fixes_relations(read, a, r->portraits, err);
    if (status == MARROW_OK) status = mw_minds_build(env, a, read, &r->minds, err);
    if (status == MARROW_OK) status = mw_fixes_whys(env, read, a, r->minds, err);
    if (status == MARROW_OK) status = mw_shape_build(env, read, a, &r->shape, err);
    if (status == MARROW_OK) status = mw_fixes_threads(env, read, r->shape, err);
    if (status == MARROW_OK) status = mw_review_build(env, a, read, &r->review, err);
    if (status == MARROW_OK) return MARROW_OK;
    mw_arena_free(a);
    *reveal = NULL;
    return status;
}

void mw_reveal_free(mw_reveal *reveal) {
    if (reveal) mw_arena_free(reveal->arena);
}

void mw_reveal_dump(const mw_read *read, const mw_reveal *reveal, mw_buf *out) {
    mw_portraits_dump(read, reveal->portraits, out);
    mw_minds_dump(read, reveal->minds, out);
    mw_shape_dump(read, reveal->shape, out);
    mw_review_dump(read, reveal->review, out);
}
