/* The program marrow: what its files share. It sees the library through marrow.h alone. */
#ifndef MARROW_CLI_H
#define MARROW_CLI_H

#include <stdio.h>

#include "marrow.h"

/* Exit statuses; 128 + the signal when one stopped the run. */
enum { DONE = 0, FAILED = 1, USAGE = 2 };

/* ---- options ---- */

typedef struct options {
    const char *command;
    const char **args; /* what is no option */
    size_t n_args;
    const char *output, *kind, *format, *model, *characters, *quotes, *until, *text_column, *into, *metadata;
    int threads, limit, jobs;
    bool characters_only, verbatim, force, quiet, all, json, tsv, help, version;
} options;

/* Parses what stands behind the command; which options it takes is in a table. Gives DONE or, with a line on stderr, USAGE. */
int options_parse(options *o, const char *command, int argc, char **argv);
void options_clear(options *o);

/* ---- commands ---- */

int command_read(const options *o, bool summary); /* summary: as `marrow FILE…` */
int command_text(const options *o);
int command_show(const options *o);
int command_who(const options *o);
int command_export(const options *o);
int command_fix(const options *o);
int command_check(const options *o);
int command_batch(const options *o);
int command_help(const options *o);

void print_short_help(FILE *f);
bool is_command(const char *word);
bool is_later_command(const char *word); /* of the design, not in this version */

/* ---- common ---- */

/* One line on stderr, "marrow: …". Gives the exit status for a failure. */
int fail_usage(const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 1, 2)))
#endif
    ;
int fail_with(marrow_status status, const marrow_error *err);

/* Standard output as a marrow_write; a pipe that broke is kept in mind and no failure. */
bool write_stdout(void *ctx, const char *bytes, size_t n);
bool stdout_failed(void);
int finish_stdout(int status); /* flushes; says what could not be written */
/* The exit status of a library call that may have written to standard output: when that failed, finish_stdout says so. */
int outcome(marrow_status status, const marrow_error *err);
bool use_colour(void);
marrow_show_options show_options_of(const options *o);

/* Signals: the first SIGINT or SIGTERM sets a flag that ends a run cleanly; the second ends the process. */
void catch_signals(void);
int stop_signal(void); /* 0: none came */

/* A progress bar on standard error, on a terminal only. */
typedef struct progress_bar {
    bool shown, drawn;
    int width;
    double started, painted; /* seconds */
} progress_bar;
void progress_init(progress_bar *p, bool quiet);
bool progress_step(void *bar, const char *stage, double done); /* fits marrow_progress */
void progress_end(progress_bar *p);

/* The manifest of the model that is asked for; NULL, with a line on stderr, when there is none. free() it. */
char *find_model(const char *wanted);
bool file_exists(const char *path);
/* The base name of an input with another ending, in the current folder; "story" where it has none. free() it. */
char *default_path(const char *input, const char *ending);
/* A word for a shell, in quotation marks where it needs them. */
void print_word(FILE *f, const char *word);

#endif
