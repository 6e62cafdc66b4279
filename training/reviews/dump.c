/* marrow_reviews: writes down what the weights of src/cast/critic_weights.c are learnt from (docs/review.md). Not part of the library.
 *
 *     marrow_reviews STORY…
 *
 * STORY are story files of reviews. For each: "#### STORY", then a line a phrase that may be a title: its features, "|", its words. */
#include <stdio.h>
#include <stdlib.h>

#include "cast/critic_inside.h"
#include "store/store.h"

static int dump(const mw_env *env, const char *path) {
    marrow_error err;
    mw_kept kept;
    mw_children *children = NULL;
    if (mw_store_load(env, path, &kept, &err) != MARROW_OK || mw_children_build(env, kept.tags, &children, &err) != MARROW_OK) {
        fprintf(stderr, "marrow_reviews: %s\n", err.message);
        return 1;
    }
    mw_arena *arena = mw_arena_new(&env->mem);
    mw_critic *critic;
    mw_buf b;
    mw_buf_init(&b, &env->mem);
    bool good = arena && mw_critic_build_and_tell(env, arena, kept.text, kept.tokens, kept.tags, children, &critic, &b);
    if (good && !b.failed) {
        printf("#### %s\n", path);
        if (b.n) fwrite(b.at, 1, b.n, stdout);
    }
    mw_buf_clear(&b);
    mw_arena_free(arena);
    mw_children_free(children);
    mw_kept_clear(env, &kept);
    return good ? 0 : 1;
}

int main(int argc, char **argv) {
    mw_env env;
    int worst = 0;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    for (int i = 1; i < argc; i++) worst |= dump(&env, argv[i]);
    return worst;
}
