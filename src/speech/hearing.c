/* hearing: the indexes that the room works with, made once in linear time: first token and first mention of each block, mentions
 * by first token and by head, names by their words. All in the scratch arena but the map of names. */
#include <string.h>

#include "speech/work.h"

/* The first letter or sign of a token; 0: it is empty. */
static int32_t first_of(const mw_hearing *h, uint32_t token) {
    mw_str w = mw_word(h, token);
    return w.n ? mw_utf8_next(w.at, w.n, &(size_t){0}) : 0;
}

bool mw_word_lower(const mw_hearing *h, uint32_t token) { return mw_cp_lower(first_of(h, token)); }
bool mw_word_upper(const mw_hearing *h, uint32_t token) { return mw_cp_upper(first_of(h, token)); }
bool mw_token_punct(const mw_hearing *h, uint32_t token) { return mw_cp_punct(first_of(h, token)); }

bool mw_token_ends(const mw_hearing *h, uint32_t token) {
    mw_str w = mw_word(h, token);
    if (w.n == 0) return false;
    if (mw_str_starts(w, "\xE2\x80\xA6")) return true; /* … */
    for (size_t i = 0; i < w.n; i++)
        if (w.at[i] != '.' && w.at[i] != '!' && w.at[i] != '?') return false;
    return true;
}

bool mw_token_mark(const mw_hearing *h, uint32_t token) {
    static const char *const marks[] = {"\"",       "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99", "'",
                                        "\xC2\xAB", "\xC2\xBB",     "\xE2\x80\x9E", "``",           "''",           "`"};
    mw_str w = mw_word(h, token);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (mw_str_is(w, marks[i])) return true;
    return false;
}

uint32_t mw_doc_of(const mw_hearing *h, uint32_t token) {
    uint32_t behind = MW_COUNT_UP_TO(h->tokens->docs, h->tokens->n_docs, first, token);
    return behind ? behind - 1 : 0;
}

/* ---- names ----------------------------------------------------------------------------------------------------------------- */

/* The key of a form: document, then its letters lowered, runs of white space as one blank, "the " left out at the front. */
static size_t name_key(char *out, size_t cap, uint32_t doc, mw_str name) {
    if (name.n > 4 && (mw_str_starts(name, "the ") || mw_str_starts(name, "The "))) name.at += 4, name.n -= 4;
    size_t n = 0;
    for (uint32_t d = doc; d; d >>= 7) out[n++] = (char)('0' + (d & 127));
    out[n++] = ':';
    for (size_t i = 0; i < name.n && n + 1 < cap; i++) {
        char c = name.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        if (c == ' ' && out[n - 1] == ' ') continue;
        out[n++] = c;
    }
    return n;
}

enum { NAME_MAX = 128 };

static bool names_add(mw_hearing *h, uint32_t doc, const char *form, uint32_t character) {
    char key[NAME_MAX];
    if (strlen(form) > NAME_MAX - 16) return true;
    mw_str k = {key, name_key(key, sizeof key, doc, mw_str_of(form))};
    uint32_t old;
    if (mw_map_get(h->names, k, &old) && old != character) character = MW_NONE;
    return mw_map_put(h->names, k, character);
}

/* Forms that were given beforehand are capitalised; nominals that the text added are not: two people may be "the man". */
static bool listed(const char *form) {
    size_t n;
    return mw_cp_upper(mw_utf8_next(form, strlen(form), &n));
}

static bool names_build(mw_hearing *h) {
    h->names = mw_map_new(&h->env->mem);
    if (!h->names) return false;
    for (uint32_t c = 0; c < h->cast->n_characters; c++) {
        const mw_character *p = &h->cast->characters[c];
        if (p->passing) continue;
        if (p->name && !names_add(h, p->doc, p->name, c)) return false;
        for (uint32_t i = 0; i < p->n_aliases; i++)
            if ((p->aliases[i].proper || (p->given && listed(p->aliases[i].form))) && !names_add(h, p->doc, p->aliases[i].form, c))
                return false;
    }
    return true;
}

uint32_t mw_names_find_str(const mw_hearing *h, uint32_t doc, mw_str name) {
    char key[NAME_MAX];
    uint32_t c = MW_NONE;
    if (name.n == 0 || name.n > NAME_MAX - 16) return MW_NONE;
    mw_str k = {key, name_key(key, sizeof key, doc, name)};
    return mw_map_get(h->names, k, &c) ? c : MW_NONE;
}

uint32_t mw_names_find(const mw_hearing *h, uint32_t first, uint32_t last) {
    mw_span s = {h->tokens->span[first].start, h->tokens->span[last].end};
    return mw_names_find_str(h, mw_doc_of(h, first), mw_str_span(h->text->at, s));
}

enum { NAME_TOKENS = 9 };

uint32_t mw_names_reach(const mw_hearing *h, uint32_t first, uint32_t end) {
    if (end > first + NAME_TOKENS) end = first + NAME_TOKENS;
    while (end > first)
        if (mw_names_find(h, first, --end) != MW_NONE) return end;
    return MW_NONE;
}

/* ---- indexes --------------------------------------------------------------------------------------------------------------- */

/* first[b]: the first token whose block is b or later; likewise mentions. */
static void index_blocks(mw_hearing *h) {
    uint32_t b = 0, n_blocks = h->text->n_blocks;
    for (uint32_t t = 0; t < h->tokens->n; t++)
        while (b <= h->tokens->block[t] && b <= n_blocks) h->block_token[b++] = t;
    while (b <= n_blocks) h->block_token[b++] = h->tokens->n;
    b = 0;
    for (uint32_t m = 0; m < h->cast->n_mentions; m++)
        while (b <= n_blocks && h->block_token[b] <= h->cast->mentions[m].first) h->block_mention[b++] = m;
    while (b <= n_blocks) h->block_mention[b++] = h->cast->n_mentions;
}

/* Mentions come longest first, so that the first one found stands. */
static void index_mentions(mw_hearing *h) {
    for (uint32_t t = 0; t < h->tokens->n; t++) h->at_token[t] = h->of_head[t] = h->piece_of[t] = MW_NONE;
    for (uint32_t m = 0; m < h->cast->n_mentions; m++) {
        const mw_mention *x = &h->cast->mentions[m];
        if (h->at_token[x->first] == MW_NONE) h->at_token[x->first] = m;
        uint32_t old = h->of_head[x->head];
        if (old == MW_NONE || x->last - x->first > h->cast->mentions[old].last - h->cast->mentions[old].first) h->of_head[x->head] = m;
    }
}

marrow_status mw_hearing_init(mw_hearing *h, const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                              const mw_cast *cast, marrow_error *err) {
    *h = (mw_hearing){.env = env, .text = text, .tokens = tokens, .tags = tags, .cast = cast};
    h->scratch = mw_arena_new(&env->mem);
    if (!h->scratch) return mw_fail_memory(err);
    MW_TRY(mw_paragraphs_guess(h->scratch, tags, &h->text, &h->tokens, err));
    size_t n = tokens->n, nb = (size_t)h->text->n_blocks + 1;
    h->piece_of = mw_arena_array(h->scratch, n, sizeof(uint32_t));
    h->at_token = mw_arena_array(h->scratch, n, sizeof(uint32_t));
    h->of_head = mw_arena_array(h->scratch, n, sizeof(uint32_t));
    h->forms = mw_arena_array(h->scratch, n, sizeof(uint16_t));
    h->block_token = mw_arena_array(h->scratch, nb, sizeof(uint32_t));
    h->block_mention = mw_arena_array(h->scratch, nb, sizeof(uint32_t));
    h->block_turn = mw_arena_array(h->scratch, nb, sizeof(uint32_t));
    bool all = h->piece_of && h->at_token && h->of_head && h->forms && h->block_token && h->block_mention && h->block_turn;
    if (!all) return mw_fail_memory(err);
    MW_TRY(mw_children_build(env, tags, &h->children, err));
    index_blocks(h);
    index_mentions(h);
    return names_build(h) ? MARROW_OK : mw_fail_memory(err);
}

void mw_hearing_clear(mw_hearing *h) {
    mw_map_free(h->names);
    mw_children_free(h->children);
    mw_arena_free(h->scratch);
    *h = (mw_hearing){0};
}
