/* What all commands need: errors, standard output, signals, places of files. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- errors ---- */

/* Always one line, and nothing that a terminal would obey: an argument may hold anything. */
int fail_usage(const char *format, ...) {
    char line[512];
    va_list args;
    va_start(args, format);
    if (vsnprintf(line, sizeof line, format, args) < 0) *line = 0;
    va_end(args);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F) *p = ' ';
    fprintf(stderr, "marrow: %s\n", line);
    return USAGE;
}

int fail_with(marrow_status status, const marrow_error *err) {
    if (stop_signal()) {
        fputs("marrow: interrupted; nothing was written\n", stderr);
        return 128 + stop_signal();
    }
    fprintf(stderr, "marrow: %s\n", err && *err->message ? err->message : "out of memory");
    return status == MARROW_USAGE ? USAGE : FAILED;
}

/* ---- standard output ---- */

static bool pipe_broken, output_failed;
static int output_reason;

static void note_failure(void) {
    output_reason = errno;
#ifdef EPIPE
    pipe_broken = errno == EPIPE;
#endif
    output_failed = !pipe_broken;
}

bool write_stdout(void *ctx, const char *bytes, size_t n) {
    (void)ctx;
    if (pipe_broken || output_failed || stop_signal()) return false;
    if (fwrite(bytes, 1, n, stdout) == n) return true;
    note_failure();
    return false;
}

bool stdout_failed(void) { return pipe_broken || output_failed; }

int finish_stdout(int status) {
    if (!pipe_broken && !output_failed && (fflush(stdout) != 0 || ferror(stdout))) note_failure();
    if (stop_signal() && status != DONE) return 128 + stop_signal();
    if (pipe_broken) return DONE; /* the reader has seen enough */
    if (!output_failed) return status;
    fprintf(stderr, "marrow: cannot write the output: %s; choose another place\n", strerror(output_reason));
    return FAILED;
}

int outcome(marrow_status status, const marrow_error *err) {
    if (status == MARROW_OK) return DONE;
    return stdout_failed() ? FAILED : fail_with(status, err);
}

bool use_colour(void) {
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return marrow_terminal_width(1) > 0 && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

marrow_show_options show_options_of(const options *o) {
    return (marrow_show_options){.until = o->until,
                                 .layout = o->json  ? MARROW_JSON
                                           : o->tsv ? MARROW_TSV
                                                    : MARROW_TABLE,
                                 .all = o->all,
                                 .limit = o->limit,
                                 .colour = use_colour(),
                                 .width = marrow_terminal_width(1)};
}

/* ---- signals ---- */

static volatile sig_atomic_t stopped_by;

static void on_signal(int number) {
    stopped_by = number;
    signal(number, SIG_DFL); /* a second one ends the process at once */
}

void catch_signals(void) {
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
#ifdef SIGPIPE
    signal(SIGPIPE, SIG_IGN); /* seen when writing fails */
#endif
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN); /* a file grown too large for its limit: likewise */
#endif
}

int stop_signal(void) { return (int)stopped_by; }

/* ---- places ---- */

bool file_exists(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return errno != ENOENT;
    fclose(f);
    return true;
}

static char *join(const char *folder, const char *name, const char *end) {
    size_t n = strlen(folder) + strlen(name) + strlen(end) + 2;
    char *path = malloc(n);
    if (path) snprintf(path, n, "%s%s%s%s", folder, *folder ? "/" : "", name, end);
    return path;
}

char *default_path(const char *input, const char *ending) {
    if (strcmp(input, "-") == 0) input = "story";
    size_t n = strlen(input);
    while (n > 1 && (input[n - 1] == '/' || input[n - 1] == '\\')) n--;
    size_t from = n;
    while (from > 0 && input[from - 1] != '/' && input[from - 1] != '\\') from--;
    size_t end = n;
    for (size_t i = n; i > from + 1; i--)
        if (input[i - 1] == '.') {
            end = i - 1;
            break;
        }
    if (end == from || strncmp(input + from, ".", n - from) == 0 || strncmp(input + from, "..", n - from) == 0)
        return join("", "story", ending);
    char *name = malloc(end - from + 1);
    if (!name) return NULL;
    memcpy(name, input + from, end - from);
    name[end - from] = 0;
    char *path = join("", name, ending);
    free(name);
    return path;
}

char *find_model(const char *wanted) {
    static const char *const folders[] = {MARROW_SOURCE_DIR "/model", MARROW_MODEL_DIR};
    const char *name = wanted ? wanted : "base";
    if (strpbrk(name, "/\\.")) {
        size_t n = strlen(name);
        bool manifest = n > 5 && strcmp(name + n - 5, ".json") == 0;
        char *inside = manifest ? NULL : join(name, "base", ".json"); /* a folder */
        if (inside && file_exists(inside)) return inside;
        free(inside);
        return join("", name, "");
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = join(folders[i], name, ".json");
        if (!path || file_exists(path)) return path;
        free(path);
    }
    fprintf(stderr, "marrow: there is no model %s in %s or %s; name one with --model PATH\n", name, folders[0], folders[1]);
    return NULL;
}

void print_word(FILE *f, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+/,:@%=";
    if (*word && strspn(word, plain) == strlen(word)) {
        fputs(word, f);
        return;
    }
    fputc('\'', f);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", f);
        else
            fputc(*word, f);
    fputc('\'', f);
}
