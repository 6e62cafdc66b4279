/* marrow: reads a story and shows what it reveals about its characters, and what it withholds.
 *
 * The whole public interface, from top to bottom: errors, memory, a model, reading, a story, showing, correcting.
 *
 *     marrow_error err;
 *     marrow_model *model;
 *     marrow_model_open("model/base.json", NULL, &model, &err);
 *     marrow_read(model, &(marrow_read_options){.inputs = paths, .n_inputs = 1, .output = "book.marrow"}, &err);
 *     marrow_story *story;
 *     marrow_story_open("book.marrow", NULL, &story, &err);
 *     marrow_show(story, "people", NULL, write_fn, stdout, &err);
 *
 * Conventions. Functions that can fail return a status and fill the caller's marrow_error, which may be NULL. Strings are UTF-8
 * and zero-terminated; paths are UTF-8 on every system. Objects made by _open are given back by _close, which accepts NULL.
 * Options structures may be NULL; zeroed members mean the default. The library prints nothing, keeps no global state and never
 * ends the process. */
#ifndef MARROW_H
#define MARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MARROW_VERSION "0.1.0"
#define MARROW_SCHEMA 1 /* version of the json export */

/* The version of the library that is linked, as MARROW_VERSION. */
const char *marrow_version(void);

/* ---- errors ---------------------------------------------------------------------------------------------------------------- */

typedef enum marrow_status {
    MARROW_OK = 0,
    MARROW_MEMORY,    /* an allocation failed */
    MARROW_IO,        /* a file could not be read or written */
    MARROW_INPUT,     /* an input is not a story that can be read */
    MARROW_MODEL,     /* a model part is missing, short, altered or of another version */
    MARROW_STORY,     /* a story file is damaged, of another version, or of another source */
    MARROW_NOTFOUND,  /* a name, an id or a position that the story does not have */
    MARROW_USAGE,     /* options that make no sense */
    MARROW_CANCELLED, /* the progress callback asked to stop */
} marrow_status;

typedef struct marrow_error {
    marrow_status code;
    char message[512]; /* one line: what, where, what to do; no final full stop or newline */
    int64_t byte;      /* place in the input, from 0; -1 unknown */
    int64_t line;      /* from 1; -1 unknown */
    int64_t column;    /* code points, from 1; -1 unknown */
} marrow_error;

/* ---- memory ---------------------------------------------------------------------------------------------------------------- */

/* Hooks for the library's own allocations. resize(ctx, NULL, n) allocates, resize(ctx, p, 0) frees and returns NULL; memory is
 * aligned to 16 bytes or more. Called from several threads at once. NULL hooks: the C library's. */
typedef struct marrow_allocator {
    void *(*resize)(void *ctx, void *p, size_t size);
    void *ctx;
} marrow_allocator;

/* ---- model ----------------------------------------------------------------------------------------------------------------- */

/* A loaded model: immutable, may be used by any number of threads at once. */
typedef struct marrow_model marrow_model;

/* Opens the model that a manifest (NAME.json, see docs/model.md) binds. Parts are mapped, not copied. */
marrow_status marrow_model_open(const char *manifest, const marrow_allocator *mem, marrow_model **model, marrow_error *err);
void marrow_model_close(marrow_model *model);

/* ---- reading --------------------------------------------------------------------------------------------------------------- */

/* Called from the thread that called marrow_read, at most every few milliseconds. stage: a word to show ("reading", "tagging", …);
 * done: 0 … 1 of the whole run. Returning false cancels the run, which then fails with MARROW_CANCELLED. */
typedef bool (*marrow_progress)(void *ctx, const char *stage, double done);

typedef struct marrow_read_options {
    const char *const *inputs; /* paths; several are one story, in this order */
    size_t n_inputs;
    const char *bytes; /* used instead of inputs when set */
    size_t n_bytes;
    const char *output;     /* path of the story file; required */
    const char *kind;       /* auto novel play screenplay synopsis review */
    const char *format;     /* auto txt html epub vertical (others: see docs) */
    const char *characters; /* path of a characters.csv, or NULL */
    const char *quotes;     /* path of a quotes.csv, or NULL */
    bool characters_only;   /* nobody but those of `characters` */
    bool verbatim;          /* plain text is kept byte for byte */
    bool force;             /* read other languages; overwrite a story file of another source */
    int threads;            /* 0: one per processor; more than 256 are 256 */
    marrow_progress progress;
    void *progress_ctx;
    const marrow_allocator *mem;
} marrow_read_options;

/* Reads a story and writes its story file: a new one by rename, an existing one of the same source in one transaction. On
 * failure nothing is left behind and nothing that was there is changed. */
marrow_status marrow_read(const marrow_model *model, const marrow_read_options *opt, marrow_error *err);

/* Several texts, each a story of its own, `jobs` of them at a time (0: one a processor). done, which may be NULL, is called for each as it
 * ends, from any of the threads but never from two at once; a text that fails does not stop the others. */
typedef void (*marrow_read_done)(void *ctx, size_t i, marrow_status status, const marrow_error *err);
marrow_status marrow_read_many(const marrow_model *model, const marrow_read_options *texts, size_t n, int jobs, marrow_read_done done,
                               void *ctx, marrow_error *err);

/* The files in a folder and in those below it, in natural order, hidden ones left out; found stops by returning false. */
typedef bool (*marrow_found)(void *ctx, const char *path);
marrow_status marrow_files_below(const char *folder, marrow_found found, void *ctx, marrow_error *err);
/* Whether the path is a folder; where it is not there and `make` is set, it is made. */
bool marrow_is_folder(const char *path, bool make);

/* Puts the rows of a story into an SQLite file of many stories: a table a view, the columns of its tab-separated layout behind `story`, and a
 * table `stories` with id, path, title and the columns given. What the file has of a story of that id is replaced. */
marrow_status marrow_collect(const char *sqlite_path, const char *story_path, const char *id, const char *const *columns,
                             const char *const *values, size_t n, marrow_error *err);

/* Runs cast and all later rooms again on an existing story file, from the columns kept in it, without a model. */
marrow_status marrow_rederive(const char *story_path, const marrow_allocator *mem, marrow_error *err);

/* ---- a story --------------------------------------------------------------------------------------------------------------- */

/* An open story file. One thread at a time. */
typedef struct marrow_story marrow_story;

marrow_status marrow_story_open(const char *path, const marrow_allocator *mem, marrow_story **story, marrow_error *err);
void marrow_story_close(marrow_story *story);

/* The text that all offsets refer to. *text lives as long as the story is open; *bytes is its length without the final zero. */
marrow_status marrow_story_text(marrow_story *story, const char **text, size_t *bytes, marrow_error *err);

/* Resolves a position (chapter:N, N%, N, page:N, text:WORDS) to a code point offset. */
marrow_status marrow_story_position(marrow_story *story, const char *position, int64_t *offset, marrow_error *err);

/* ---- showing --------------------------------------------------------------------------------------------------------------- */

/* Takes n bytes of output; returning false stops with MARROW_IO. */
typedef bool (*marrow_write)(void *ctx, const char *bytes, size_t n);

typedef enum marrow_layout { MARROW_TABLE, MARROW_TSV, MARROW_JSON } marrow_layout;

typedef struct marrow_show_options {
    const char *until; /* a position; NULL: the whole story */
    marrow_layout layout;
    bool all;    /* the less sure rows too, and no limit */
    int limit;   /* rows a list; 0: 12 */
    bool colour; /* escape sequences for a terminal */
    int width;   /* columns of the terminal; 0: 100 */
} marrow_show_options;

/* Writes a view of the story. view: summary people quotes (the names of all views: marrow_views). */
marrow_status marrow_show(marrow_story *story, const char *view, const marrow_show_options *opt, marrow_write out, void *ctx,
                          marrow_error *err);

/* Names of the views, ended by NULL. */
const char *const *marrow_views(void);

/* Writes what is known of one person, given by name, alias or id. An ambiguous name: MARROW_NOTFOUND, the message lists the candidates. */
marrow_status marrow_who(marrow_story *story, const char *name, const marrow_show_options *opt, marrow_write out, void *ctx,
                         marrow_error *err);

/* Writes the claims of a review that can be measured beside what was found in the story that it is about. MARROW_USAGE: the first is no review. */
marrow_status marrow_check(marrow_story *review, marrow_story *story, const marrow_show_options *opt, marrow_write out, void *ctx,
                           marrow_error *err);

/* Writes a table of several reviews, a column each (names: their heads): verdict, rating, how many opinions for and against, by aspect. */
marrow_status marrow_show_reviews(marrow_story *const *stories, const char *const *names, size_t n, const marrow_show_options *opt,
                                  marrow_write out, void *ctx, marrow_error *err);

typedef struct marrow_export_options {
    const char *until; /* a position; NULL: the whole story */
    bool all;          /* json: the less sure rows too */
} marrow_export_options;

/* Exports the story. format: booknlp and csv (path: a folder, made when missing), json, conllu. Written beside the target, then renamed;
 * path NULL or "-": through `out`, for formats that are one file. */
marrow_status marrow_export(marrow_story *story, const char *format, const char *path, const marrow_export_options *opt, marrow_write out,
                            void *ctx, marrow_error *err);

/* Names of the formats, ended by NULL. */
const char *const *marrow_formats(void);

/* ---- correcting ------------------------------------------------------------------------------------------------------------ */

typedef struct marrow_fix_options {
    bool tsv; /* list: tab-separated lines */
    const marrow_allocator *mem;
} marrow_fix_options;

/* Puts something right, in the words of `marrow fix STORY …` (docs/corrections.md): {"rename", "Ann", "Anna Lee"}. The correction is kept in
 * the story file, cast and all later rooms run again, all in one transaction, and one line through `out` says what has changed. A name or a
 * quotation that is not there, or may be several: MARROW_NOTFOUND, the message lists them. The story must not be open for writing
 * elsewhere; stories opened before keep showing what they have loaded. */
marrow_status marrow_fix(const char *story_path, const char *const *words, size_t n_words, const marrow_fix_options *opt, marrow_write out,
                         void *ctx, marrow_error *err);

/* ---- console --------------------------------------------------------------------------------------------------------------- */

/* Columns of the terminal that a standard stream (0 input, 1 output, 2 errors) is, or 0 when it is none. */
int marrow_terminal_width(int stream);

#ifdef __cplusplus
}
#endif
#endif
