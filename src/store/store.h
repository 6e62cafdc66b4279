/* store: the story file, an SQLite database with the commented schema of schema.sql (rollback journal, synchronous FULL).
 *
 * Writing: a new file appears by rename; an existing one of the same source is rewritten in one transaction under a lock, and one
 * of another source is left alone unless forced. Offsets in the file are code points. It keeps the columns of tag (and tokens,
 * people and quotations given by the user) as versioned blobs, so that cast and later rooms can be run again without the encoder. */
#ifndef MW_STORE_H
#define MW_STORE_H

#include <sqlite3.h>

#include "reveal/reveal.h"

/* All products of a reading, borrowed. */
typedef struct mw_reading {
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_cast *cast;
    const mw_speech_room *speech;
    const mw_events *events;
    const mw_reveal *reveal;
    const char *model_name, *model_version, *model_checksum;
    const char *characters_csv, *quotes_csv; /* as given, kept for mw_store_load; NULL */
    size_t n_characters_csv, n_quotes_csv;
    bool characters_only;
    const mw_corrections *corrections; /* NULL: none */
    uint64_t columns_state;            /* mw_kept's; 0: the columns are new */
    uint64_t corrections_state;        /* mw_corrections_state of those that the story file held when the reading began */
} mw_reading;

/* Says early, before the work of reading, whether `path` may be written: MARROW_STORY when it holds another source (sha256) or is
 * no story file and force is off, MARROW_IO when its folder cannot be written. */
marrow_status mw_store_check(const mw_env *env, const char *path, const char *sha256, bool force, marrow_error *err);
marrow_status mw_store_write(const mw_env *env, const char *path, const mw_reading *reading, bool force, marrow_error *err);

/* Opens a story file for reading (read-only). MARROW_STORY: no story file, damaged, or of another version; MARROW_IO: not there. */
marrow_status mw_store_open(const char *path, sqlite3 **db, marrow_error *err);
void mw_store_close(sqlite3 *db);

/* The products up to tag again, from a story file, with what the user gave. */
typedef struct mw_kept {
    mw_text *text;
    mw_tokens *tokens;
    mw_tags *tags;
    char *model_name, *model_version, *model_checksum;
    char *characters_csv, *quotes_csv; /* NULL: none */
    size_t n_characters_csv, n_quotes_csv;
    bool characters_only;
    mw_corrections *corrections;
    uint64_t columns_state; /* tells the columns that were loaded from others; never 0 */
} mw_kept;
marrow_status mw_store_load(const mw_env *env, const char *path, mw_kept *kept, marrow_error *err);
/* The corrections of the story file at `path` where it is one of this source; else none. */
marrow_status mw_store_corrections(const mw_env *env, const char *path, const char *sha256, mw_corrections **corrections,
                                   marrow_error *err);
marrow_status mw_store_corrections_read(const mw_env *env, const char *path, mw_corrections **corrections, marrow_error *err);
/* Tells lists of corrections apart that grow and are undone. */
uint64_t mw_corrections_state(const mw_corrections *corrections);
void mw_kept_clear(mw_kept *kept);

/* Prepares a statement; the error says what of the file could not be read. */
marrow_status mw_store_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **st, marrow_error *err);
/* Steps: *row = true for a row, false at the end. */
marrow_status mw_store_step(sqlite3_stmt *st, bool *row, marrow_error *err);

/* Tokens, marks and tags of an open story file; text gives only its bytes and its number of blocks. */
marrow_status mw_store_columns(const mw_env *env, sqlite3 *db, const mw_text *text, mw_tokens **tokens, mw_tags **tags, marrow_error *err);

/* The words of a failure name the temporary file that was written; what was asked for is `path`. */
void mw_store_name_target(marrow_error *err, const char *temp, const char *path);

/* The same for a failure that names the file by SQLite's absolute path. */
void mw_store_name_file(sqlite3 *db, const char *path, marrow_error *err);

#endif
