/* On a person's card: who was found to be one with them, where the text tells it: the row of a merge, as of here. A story file without that
 * table has none. */
#include "show/load.h"
#include "show/views.h"

typedef struct join_row {
    const char *form, *kind;
    const mw_person *other; /* a second person; NULL */
    uint32_t start, end, known;
    double confidence;
} join_row;

typedef marrow_status (*join_put)(const mw_view *v, const join_row *j, uint32_t n, marrow_error *err);

static const char *text(sqlite3_stmt *st, int column) {
    const char *s = (const char *)sqlite3_column_text(st, column);
    return s ? s : "";
}

static marrow_status each(const mw_view *v, const mw_person *p, sqlite3_stmt *st, join_put put, uint32_t *n, marrow_error *err) {
    bool row;
    marrow_status status;
    sqlite3_bind_int64(st, 1, p->row);
    sqlite3_bind_int64(st, 2, v->a->until);
    while ((status = mw_store_step(st, &row, err)) == MARROW_OK && row) {
        int64_t who = sqlite3_column_int64(st, 2), other = sqlite3_column_type(st, 3) == SQLITE_NULL ? -1 : sqlite3_column_int64(st, 3);
        int64_t end = sqlite3_column_int64(st, 5), known = sqlite3_column_int64(st, 6);
        if (end < 0 || end > v->a->story->length || known > v->a->story->length || other >= v->a->story->n_characters ||
            who >= v->a->story->n_characters)
            return mw_story_damaged(v->a->story, "joins", err);
        join_row j = {.form = text(st, 0), .kind = text(st, 1), .start = (uint32_t)sqlite3_column_int64(st, 4)};
        j.end = (uint32_t)end, j.known = (uint32_t)known, j.confidence = sqlite3_column_double(st, 7);
        if (other >= 0) {
            j.other = mw_asof_person(v->a, (uint32_t)(other == p->row ? who : other));
            if (!j.other) continue;
        }
        MW_TRY(put(v, &j, (*n)++, err));
    }
    return status;
}

static marrow_status all(const mw_view *v, const mw_person *p, join_put put, uint32_t *n, marrow_error *err) {
    sqlite3_stmt *st;
    bool row;
    *n = 0;
    MW_TRY(mw_store_prepare(v->a->story->db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'joins'", &st, err));
    marrow_status status = mw_store_step(st, &row, err);
    sqlite3_finalize(st);
    if (status != MARROW_OK || !row) return status;
    MW_TRY(mw_store_prepare(v->a->story->db,
                            "SELECT j.form, j.kind, t.character, o.character, j.start, j.\"end\", j.known, j.confidence FROM joins j "
                            "JOIN things t ON t.n = j.thing LEFT JOIN things o ON o.n = j.other "
                            "WHERE ?1 IN (t.character, o.character) AND j.known <= ?2 ORDER BY j.known, j.n",
                            &st, err));
    status = each(v, p, st, put, n, err);
    sqlite3_finalize(st);
    return status;
}

static marrow_status put_line(const mw_view *v, const join_row *j, uint32_t n, marrow_error *err) {
    const char *chapter = mw_chapter_label(v->a, j->known);
    if (!chapter) return mw_fail_memory(err);
    mw_out_style(v->o, v->colour, MW_FAINT);
    mw_out_puts(v->o, n ? "              " : "found to be   ");
    mw_out_style(v->o, v->colour, MW_PLAIN);
    mw_out_visible(v->o, mw_str_of(j->other ? j->other->name : j->form));
    if (*chapter) {
        mw_out_puts(v->o, ", in ");
        mw_out_visible(v->o, mw_str_of(chapter));
    }
    mw_out_puts(v->o, "\n");
    return MARROW_OK;
}

marrow_status mw_person_joins(const mw_view *v, const mw_person *p, marrow_error *err) {
    uint32_t n;
    return all(v, p, put_line, &n, err);
}

static marrow_status put_json(const mw_view *v, const join_row *j, uint32_t n, marrow_error *err) {
    (void)err;
    mw_out_puts(v->o, n ? ",\n  {\"form\": " : "{\"form\": ");
    mw_out_json_str(v->o, mw_str_of(j->form));
    mw_out_puts(v->o, ", \"kind\": ");
    mw_out_json_str(v->o, mw_str_of(j->kind));
    mw_out_puts(v->o, ", \"other\": ");
    if (j->other)
        mw_out_json_str(v->o, mw_str_of(j->other->id));
    else
        mw_out_puts(v->o, "null");
    mw_out_printf(v->o, ", \"start\": %u, \"end\": %u, \"confidence\": %.3f, \"known\": %u}", j->start, j->end, j->confidence, j->known);
    return MARROW_OK;
}

marrow_status mw_person_joins_json(const mw_view *v, const mw_person *p, marrow_error *err) {
    uint32_t n;
    return all(v, p, put_json, &n, err);
}
