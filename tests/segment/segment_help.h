/* A text for the tests of this room, from a plain notation. Blocks are parted by empty lines and their lines joined by a space;
 * "## TITLE" opens a chapter, a line "> …" is a line of verse, "# newpar" and one token a line make a given text (in .vert files). */
#ifndef MW_TEST_SEGMENT_HELP_H
#define MW_TEST_SEGMENT_HELP_H

#include "segment/segment.h"
#include "support/support.h"

typedef struct segment_input {
    mw_text text;
    mw_buf at;
    MW_VEC(mw_block) blocks;
    MW_VEC(mw_chapter) chapters;
    MW_VEC(mw_span) tokens;
    MW_VEC(uint32_t) ends;
    mw_given given;
    mw_doc doc;
} segment_input;

static inline void segment_input_clear(segment_input *in) {
    mw_buf_clear(&in->at);
    mw_vec_clear(&mw_default_allocator, &in->blocks);
    mw_vec_clear(&mw_default_allocator, &in->chapters);
    mw_vec_clear(&mw_default_allocator, &in->tokens);
    mw_vec_clear(&mw_default_allocator, &in->ends);
}

static inline void segment_block(segment_input *in, const char *s, size_t n, mw_block_kind kind, bool joins) {
    const marrow_allocator *mem = &mw_default_allocator;
    if (in->at.n) mw_buf_putc(&in->at, joins ? ' ' : '\n');
    uint32_t start = (uint32_t)in->at.n;
    mw_buf_put(&in->at, s, n);
    if (joins)
        in->blocks.at[in->blocks.n - 1].span.end = (uint32_t)in->at.n;
    else
        assert_true(mw_vec_push(mem, &in->blocks, (mw_block){.span = {start, (uint32_t)in->at.n}, .kind = kind}));
    if (kind != MW_HEADING) return;
    if (in->chapters.n) in->chapters.at[in->chapters.n - 1].span.end = start;
    assert_true(mw_vec_push(mem, &in->chapters, (mw_chapter){.title = "", .span = {start, start}}));
}

static inline void segment_done(segment_input *in) {
    mw_text *t = &in->text;
    uint32_t n = (uint32_t)in->at.n;
    mw_buf_putc(&in->at, 0);
    if (in->chapters.n) in->chapters.at[in->chapters.n - 1].span.end = n;
    in->doc = (mw_doc){"", {0, n}};
    *t = (mw_text){.at = in->at.at, .n = n, .blocks = in->blocks.at, .n_blocks = (uint32_t)in->blocks.n, .docs = &in->doc, .n_docs = 1};
    t->chapters = in->chapters.at;
    t->n_chapters = (uint32_t)in->chapters.n;
    if (!in->ends.n) return;
    in->given = (mw_given){in->tokens.at, (uint32_t)in->tokens.n, in->ends.at, (uint32_t)in->ends.n};
    t->given = &in->given;
}

/* One block, taken as it is. */
static inline void segment_input_plain(segment_input *in, const char *s, size_t n) {
    *in = (segment_input){0};
    mw_buf_init(&in->at, &mw_default_allocator);
    if (n) segment_block(in, s, n, MW_PARAGRAPH, false);
    segment_done(in);
}

static inline void segment_input_from(segment_input *in, const char *s) {
    *in = (segment_input){0};
    mw_buf_init(&in->at, &mw_default_allocator);
    bool open = false;
    for (const char *end; *s; s = *end ? end + 1 : end) {
        end = s + strcspn(s, "\n");
        size_t n = (size_t)(end - s);
        bool verse = n > 2 && s[0] == '>' && s[1] == ' ', heading = n > 3 && memcmp(s, "## ", 3) == 0;
        if (n == 0)
            open = false;
        else if (verse)
            segment_block(in, s + 2, n - 2, MW_VERSE, false);
        else if (heading)
            segment_block(in, s + 3, n - 3, MW_HEADING, false);
        else
            segment_block(in, s, n, MW_PARAGRAPH, open);
        if (n) open = !verse && !heading;
    }
    segment_done(in);
}

static inline void segment_input_given(segment_input *in, const char *s) {
    const marrow_allocator *mem = &mw_default_allocator;
    *in = (segment_input){0};
    mw_buf_init(&in->at, mem);
    bool paragraph = true, sentence = true;
    for (const char *end; *s; s = *end ? end + 1 : end) {
        end = s + strcspn(s, "\n");
        size_t n = (size_t)(end - s);
        if (n == 0) {
            if (!sentence) assert_true(mw_vec_push(mem, &in->ends, (uint32_t)in->tokens.n));
            sentence = true;
        } else if (n >= 8 && memcmp(s, "# newpar", 8) == 0) {
            paragraph = true;
        } else {
            if (in->at.n) mw_buf_puts(&in->at, paragraph ? "\n\n" : sentence ? "\n" : " ");
            uint32_t start = (uint32_t)in->at.n;
            mw_buf_put(&in->at, s, n);
            uint32_t stop = (uint32_t)in->at.n;
            assert_true(mw_vec_push(mem, &in->tokens, (mw_span){start, stop}));
            if (paragraph) assert_true(mw_vec_push(mem, &in->blocks, (mw_block){.span = {start, stop}, .kind = MW_PARAGRAPH}));
            in->blocks.at[in->blocks.n - 1].span.end = stop;
            paragraph = sentence = false;
        }
    }
    if (!sentence) assert_true(mw_vec_push(mem, &in->ends, (uint32_t)in->tokens.n));
    segment_done(in);
}

static inline mw_tokens *segment_of(const segment_input *in) {
    marrow_error err;
    mw_env env;
    mw_tokens *tokens;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_ok(mw_segment_build(&env, &in->text, &tokens, &err), &err);
    return tokens;
}

#endif
