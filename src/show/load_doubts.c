/* Reads in which order to ask the user who speaks. A story file without that table gives nothing: its lines go by their confidence. */
#include "show/load.h"
#include "show/views.h"

marrow_status mw_story_doubts(mw_story *s, double *worth, bool *there, marrow_error *err) {
    sqlite3_stmt *st;
    bool row;
    MW_TRY(mw_store_prepare(s->db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'doubts'", &st, err));
    marrow_status status = mw_store_step(st, there, err);
    sqlite3_finalize(st);
    if (status != MARROW_OK || !*there) return status;
    MW_TRY(mw_store_prepare(s->db, "SELECT quote, worth FROM doubts", &st, err));
    while ((status = mw_store_step(st, &row, err)) == MARROW_OK && row) {
        int64_t quote = sqlite3_column_int64(st, 0);
        if (quote >= 0 && quote < s->n_quotes)
            worth[quote] = sqlite3_column_double(st, 1);
        else
            status = mw_story_damaged(s, "doubts", err);
        if (status != MARROW_OK) break;
    }
    sqlite3_finalize(st);
    return status;
}
