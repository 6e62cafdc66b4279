#include "support/story_content.h"

#include <sqlite3.h>

#include "base/base.h"
#include "support/support.h"

char *mw_story_content(const char *path) {
    sqlite3 *db;
    sqlite3_stmt *tables, *rows;
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &tables, NULL),
                     SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        char sql[200];
        snprintf(sql, sizeof sql, "SELECT * FROM %s", (const char *)sqlite3_column_text(tables, 0));
        mw_buf_printf(&b, "%s\n", sql);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW) {
            for (int c = 0; c < sqlite3_column_count(rows); c++) {
                const unsigned char *bytes = sqlite3_column_blob(rows, c);
                for (int i = 0; bytes && i < sqlite3_column_bytes(rows, c); i++)
                    mw_buf_printf(&b, bytes[i] >= 32 && bytes[i] < 127 ? "%c" : "\\%02x", bytes[i]);
                mw_buf_putc(&b, '|');
            }
            mw_buf_putc(&b, '\n');
        }
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
    assert_false(b.failed);
    return b.at;
}
