/* children: the parse read downwards: each token's first child and next sibling, in order of the text. Built in one pass. */
#include "tag/work.h"

marrow_status mw_children_build(const mw_env *env, const mw_tags *tags, mw_children **children, marrow_error *err) {
    *children = NULL;
    mw_children *c = MW_PRODUCT_NEW(&env->mem, mw_children);
    if (!c) return mw_fail_memory(err);
    c->first = mw_arena_array(c->arena, tags->n, sizeof *c->first);
    c->next = mw_arena_array(c->arena, tags->n, sizeof *c->next);
    if (!c->first || !c->next) {
        mw_arena_free(c->arena);
        return mw_fail_memory(err);
    }
    for (uint32_t i = 0; i < tags->n; i++) c->first[i] = c->next[i] = MW_NONE;
    for (uint32_t i = tags->n; i-- > 0;) {
        uint32_t head = tags->head[i];
        if (head == i) continue;
        c->next[i] = c->first[head];
        c->first[head] = i;
    }
    *children = c;
    return MARROW_OK;
}

void mw_children_free(mw_children *c) {
    if (c) mw_arena_free(c->arena);
}

uint32_t mw_child_with(const mw_tags *tags, const mw_children *c, uint32_t token, mw_rel rel) {
    for (uint32_t i = c->first[token]; i != MW_NONE; i = c->next[i])
        if (tags->rel_base[i] == rel) return i;
    return MW_NONE;
}
