/* encode_help: texts and tokens made by hand for the tests of encode. */
#ifndef MW_TESTS_ENCODE_HELP_H
#define MW_TESTS_ENCODE_HELP_H

#include <jansson.h>

#include "segment/segment.h"

typedef struct encode_input {
    mw_text text;
    mw_tokens tokens;
    mw_doc doc;
    mw_token_doc token_doc;
} encode_input;

/* Tokens joined by spaces; the flags are zero. */
static inline void encode_input_make(encode_input *in, const char *const *forms, uint32_t n) {
    size_t size = 0;
    memset(in, 0, sizeof *in);
    for (uint32_t i = 0; i < n; i++) size += strlen(forms[i]) + 1;
    char *at = calloc(size + 1, 1);
    in->tokens.span = calloc(n + 1, sizeof *in->tokens.span);
    in->tokens.flags = calloc(n + 1, 1);
    in->tokens.block = calloc(n + 1, sizeof *in->tokens.block);
    for (uint32_t i = 0, p = 0; i < n; i++) {
        uint32_t len = (uint32_t)strlen(forms[i]);
        memcpy(at + p, forms[i], len);
        in->tokens.span[i] = (mw_span){p, p + len};
        p += len;
        at[p++] = ' ';
    }
    in->text = (mw_text){.at = at, .n = (uint32_t)size, .docs = &in->doc, .n_docs = 1};
    in->doc = (mw_doc){"", {0, (uint32_t)size}};
    in->token_doc = (mw_token_doc){0, n};
    in->tokens.n = n;
    in->tokens.docs = &in->token_doc;
    in->tokens.n_docs = 1;
}

static inline void encode_input_clear(encode_input *in) {
    free((char *)(uintptr_t)in->text.at);
    free(in->tokens.span);
    free(in->tokens.flags);
    free(in->tokens.block);
}

/* Tokens of a JSON list, those numbered in `opens` opening a block. */
static inline void encode_input_from(encode_input *in, const json_t *tokens, const json_t *opens) {
    uint32_t n = (uint32_t)json_array_size(tokens);
    const char **forms = calloc(n + 1, sizeof *forms);
    for (uint32_t i = 0; i < n; i++) forms[i] = json_string_value(json_array_get(tokens, i));
    encode_input_make(in, forms, n);
    for (size_t i = 0; i < json_array_size(opens); i++)
        in->tokens.flags[json_integer_value(json_array_get(opens, i))] |= MW_TOK_BLOCK_START;
    free(forms);
}

#endif
