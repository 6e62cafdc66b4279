/* Small questions to an open story: its text, its chapters, its words; and its columns, loaded when first asked for. */
#include <string.h>

#include "show/story.h"

marrow_status mw_story_text(mw_story *s, const char **text, size_t *n, marrow_error *err) {
    (void)err;
    *text = s->text;
    *n = s->bytes;
    return MARROW_OK;
}

mw_str mw_story_str(const mw_story *s, uint32_t start, uint32_t end) {
    uint32_t a = mw_offsets_to_byte(s->offsets, start), z = mw_offsets_to_byte(s->offsets, end);
    return (mw_str){s->text + a, z > a ? z - a : 0};
}

uint32_t mw_story_chapter_at(const mw_story *s, uint32_t at) {
    uint32_t behind = MW_COUNT_UP_TO(s->chapters, s->n_chapters, start, at);
    return behind > 0 && at < s->chapters[behind - 1].end ? behind - 1 : MW_NONE;
}

uint32_t mw_story_words_in(const mw_story *s, uint32_t start, uint32_t end) {
    mw_str t = mw_story_str(s, start, end);
    uint32_t n = 0;
    bool counted = false;
    for (size_t i = 0, len; i < t.n; i += len) {
        int32_t c = mw_utf8_next(t.at + i, t.n - i, &len);
        if (mw_cp_space(c) || c == 0x2014) {
            counted = false;
        } else if (!counted && (mw_cp_letter(c) || mw_cp_digit(c))) {
            counted = true;
            n++;
        }
    }
    return n;
}

static marrow_status check_columns(mw_story *s, marrow_error *err) {
    uint32_t n = s->tokens->n;
    bool bad = s->tags->n_sentences < s->n_sentences;
    for (uint32_t i = 0; i < s->n_mentions; i++) bad = bad || s->mentions[i].last >= n || s->mentions[i].head >= n;
    for (uint32_t i = 0; i < s->n_quotes; i++) bad = bad || s->quotes[i].last >= n;
    return bad ? mw_fail(err, MARROW_STORY, "%s is damaged (its columns), or was written anew meanwhile; open it again", s->path)
               : MARROW_OK;
}

static marrow_status same_text(mw_story *s, marrow_error *err) {
    sqlite3_stmt *st;
    bool row, same = false;
    MW_TRY(mw_store_prepare(s->db, "SELECT value = ? FROM meta WHERE key = 'sha256'", &st, err));
    sqlite3_bind_text(st, 1, s->sha256, -1, SQLITE_STATIC);
    marrow_status status = mw_store_step(st, &row, err);
    if (status == MARROW_OK && row) same = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    if (status == MARROW_OK && !same) status = mw_fail(err, MARROW_STORY, "%s was written anew meanwhile; open it again", s->path);
    return status;
}

marrow_status mw_story_columns(mw_story *s, marrow_error *err) {
    if (s->tokens) return MARROW_OK;
    mw_text text = {.at = s->text, .n = s->bytes, .n_blocks = s->n_blocks};
    MW_TRY(same_text(s, err));
    marrow_status status = mw_store_columns(&s->env, s->db, &text, &s->tokens, &s->tags, err);
    if (status == MARROW_OK) status = check_columns(s, err);
    if (status == MARROW_OK) return MARROW_OK;
    mw_store_name_file(s->db, s->path, err);
    mw_tag_free(s->tags);
    mw_segment_free(s->tokens);
    s->tags = NULL;
    s->tokens = NULL;
    return status;
}
