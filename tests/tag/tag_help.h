/* tag_help: from a text of this folder to tags by model-tiny. */
#ifndef MW_TEST_TAG_HELP_H
#define MW_TEST_TAG_HELP_H

#include "segment/segment_help.h"
#include "tag/tag.h"

typedef struct tag_input {
    segment_input in;
    mw_tokens *tokens;
    mw_model *model;
} tag_input;

static inline void tag_input_from(tag_input *t, const char *text, bool given) {
    marrow_error err;
    if (given)
        segment_input_given(&t->in, text);
    else
        segment_input_from(&t->in, text);
    t->tokens = segment_of(&t->in);
    test_ok(mw_model_open(&mw_default_allocator, TEST_MODEL_TINY, &t->model, &err), &err);
}

static inline void tag_input_clear(tag_input *t) {
    mw_model_close(t->model);
    mw_segment_free(t->tokens);
    segment_input_clear(&t->in);
}

static inline mw_tags *tags_of(const tag_input *t, int threads) {
    marrow_error err;
    mw_env env;
    mw_tags *tags;
    mw_env_init(&env, NULL, threads, NULL, NULL);
    test_ok(mw_tag_build(&env, t->model, &t->in.text, t->tokens, &tags, &err), &err);
    return tags;
}

#endif
