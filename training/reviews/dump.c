/* marrow_reviews: writes down what the weights of src/cast/critic_weights.c and src/reveal/thesis_weights.c are learnt from (docs/review.md).
 * Not part of the library.
 *
 *     marrow_reviews STORY…
 *
 * STORY are story files of reviews. For each: "#### STORY", then a line a phrase that may be a title: its features, "|", its words. Then
 * "==== thesis" and a line a sentence that may be the thesis: start, end (bytes), its features. */
#include <stdio.h>
#include <stdlib.h>

#include "../program.h"
#include "cast/critic_inside.h"
#include "reveal/review_inside.h"
#include "store/store.h"

static void tell(const char *head, const mw_buf *b) {
    printf("%s\n", head);
    if (b->n) fwrite(b->at, 1, b->n, stdout);
}

static void dump_titles(const mw_env *env, const mw_kept *kept) {
    marrow_error err;
    mw_children *children;
    mw_critic *critic;
    mw_buf b;
    mw_arena *arena = mw_arena_new(&env->mem);
    check(mw_children_build(env, kept->tags, &children, &err), &err);
    mw_buf_init(&b, &env->mem);
    if (!arena || !mw_critic_build_and_tell(env, arena, kept->text, kept->tokens, kept->tags, children, &critic, &b)) exit(1);
    tell("==== titles", &b);
    mw_buf_clear(&b);
    mw_arena_free(arena);
    mw_children_free(children);
}

static void dump_theses(const mw_env *env, const mw_kept *kept) {
    marrow_error err;
    mw_cast *cast;
    mw_speech_room *speech;
    mw_review_rows *rows;
    mw_buf b;
    mw_arena *arena = mw_arena_new(&env->mem);
    check(mw_cast_build(env, kept->text, kept->tokens, kept->tags, NULL, &cast, &err), &err);
    check(mw_speech_build(env, kept->text, kept->tokens, kept->tags, cast, NULL, &speech, &err), &err);
    mw_read read = {.text = kept->text, .tokens = kept->tokens, .tags = kept->tags, .cast = cast, .speech = speech};
    mw_buf_init(&b, &env->mem);
    if (!arena) exit(1);
    check(mw_review_build_and_tell(env, arena, &read, &rows, &b, &err), &err);
    tell("==== thesis", &b);
    mw_buf_clear(&b);
    mw_arena_free(arena);
    mw_speech_free(speech);
    mw_cast_free(cast);
}

int main(int argc, char **argv) {
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    for (int i = 1; i < argc; i++) {
        marrow_error err;
        mw_kept kept;
        check(mw_store_load(&env, argv[i], &kept, &err), &err);
        printf("#### %s\n", argv[i]);
        dump_titles(&env, &kept);
        dump_theses(&env, &kept);
        mw_kept_clear(&kept);
    }
    return 0;
}
