/* reveal: the parts, one after the other. */
#include "reveal/reveal.h"

marrow_status mw_reveal_build(const mw_env *env, const mw_read *read, mw_reveal **reveal, marrow_error *err) {
    (void)read;
    mw_arena *a = mw_arena_new(&env->mem);
    *reveal = a ? mw_arena_alloc(a, sizeof **reveal) : NULL;
    if (!*reveal) {
        mw_arena_free(a);
        return mw_fail_memory(err);
    }
    (*reveal)->arena = a;
    return MARROW_OK;
}

void mw_reveal_free(mw_reveal *reveal) {
    if (reveal) mw_arena_free(reveal->arena);
}

void mw_reveal_dump(const mw_read *read, const mw_reveal *reveal, mw_buf *out) { (void)read, (void)reveal, (void)out; }
