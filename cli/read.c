/* marrow read, and marrow FILE…: from inputs to a story file, then to its summary. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int read_with(const options *o, const char *manifest, const char *story) {
    marrow_error err;
    marrow_model *model;
    marrow_status status = marrow_model_open(manifest, NULL, &model, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    progress_bar bar;
    progress_init(&bar, o->quiet);
    status = marrow_read(model,
                         &(marrow_read_options){.inputs = o->args,
                                                .n_inputs = o->n_args,
                                                .output = story,
                                                .kind = o->kind,
                                                .format = o->format,
                                                .characters = o->characters,
                                                .quotes = o->quotes,
                                                .characters_only = o->characters_only,
                                                .verbatim = o->verbatim,
                                                .force = o->force,
                                                .threads = o->threads,
                                                .progress = progress_step,
                                                .progress_ctx = &bar},
                         &err);
    progress_end(&bar);
    marrow_model_close(model);
    return status == MARROW_OK ? DONE : fail_with(status, &err);
}

/* ---- what next ---- */

/* Keeps the first bytes of what is written. */
typedef struct sample {
    char at[4096];
    size_t n;
} sample;

static bool take_sample(void *ctx, const char *bytes, size_t n) {
    sample *s = ctx;
    if (n > sizeof s->at - 1 - s->n) n = sizeof s->at - 1 - s->n;
    memcpy(s->at + s->n, bytes, n);
    s->n += n;
    s->at[s->n] = 0;
    return true;
}

/* The name of the person mentioned most: second cell of the second line of the people as tab-separated values. */
static char *first_person(marrow_story *story, sample *s) {
    s->n = 0;
    s->at[0] = 0;
    marrow_show_options opt = {.layout = MARROW_TSV, .limit = 1};
    if (marrow_show(story, "people", &opt, take_sample, s, NULL) != MARROW_OK) return NULL;
    char *line = strchr(s->at, '\n'), *name = line ? strchr(line, '\t') : NULL, *end = name ? strchr(name + 1, '\t') : NULL;
    if (!end) return NULL;
    *end = 0;
    return name + 1;
}

static void print_next(marrow_story *story, const char *path) {
    sample s;
    const char *name = first_person(story, &s);
    fputs("\nNext\n  marrow show ", stdout);
    print_word(stdout, path);
    fputs(" people --all\n", stdout);
    if (name) {
        fputs("  marrow who ", stdout);
        print_word(stdout, path);
        fputc(' ', stdout);
        print_word(stdout, name);
        fputc('\n', stdout);
    }
    fputs("  marrow export ", stdout);
    print_word(stdout, path);
    fputs(" --format booknlp -o FOLDER\n", stdout);
}

static int show_summary(const options *o, const char *path) {
    marrow_error err;
    marrow_story *story;
    marrow_status status = marrow_story_open(path, NULL, &story, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    marrow_show_options opt = show_options_of(o);
    status = marrow_show(story, "summary", &opt, write_stdout, NULL, &err);
    if (status == MARROW_OK && opt.layout == MARROW_TABLE) print_next(story, path);
    marrow_story_close(story);
    return outcome(status, &err);
}

int command_read(const options *o, bool summary) {
    if (o->n_args == 0) return fail_usage("read needs an input, a file, a folder or -; see: marrow help read");
    for (size_t i = 0; i < o->n_args; i++)
        if (strcmp(o->args[i], "-") == 0 && o->n_args > 1) return fail_usage("standard input (-) cannot be read together with files");
    char *story = NULL;
    if (!o->output) {
        story = default_path(o->args[0], ".marrow");
        if (!story) return fail_with(MARROW_MEMORY, NULL);
    }
    char *manifest = find_model(o->model);
    int status = manifest ? read_with(o, manifest, o->output ? o->output : story) : FAILED;
    if (status == DONE && summary)
        status = show_summary(o, o->output ? o->output : story);
    else if (status == DONE && !o->quiet)
        printf("wrote %s\n", o->output ? o->output : story);
    free(manifest);
    free(story);
    return status;
}
