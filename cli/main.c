/* marrow: reads a story and shows what it reveals about its characters. Here the command is found and called. */
#include <string.h>

#include "cli.h"

typedef struct command {
    const char *name;
    int (*run)(const options *o);
} command;

static int run_read(const options *o) { return command_read(o, false); }

static const command commands[] = {
    {"read", run_read},   {"text", command_text},   {"show", command_show}, {"who", command_who},     {"export", command_export},
    {"fix", command_fix}, {"check", command_check}, {"help", command_help}, {"batch", command_batch},
};

bool is_command(const char *word) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, word) == 0) return true;
    return false;
}

bool is_later_command(const char *word) {
    static const char *const later[] = {"find", "report", "serve", "diff"};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        if (strcmp(later[i], word) == 0) return true;
    return false;
}

static int (*runner_of(const char *name))(const options *) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0) return commands[i].run;
    return NULL;
}

static bool ends_with(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

/* `marrow FILE…`: a story file is shown, anything else is read and its summary shown. */
static int run_files(const options *o) {
    if (o->n_args == 0) return fail_usage("no input is named; try: marrow help");
    if (o->n_args == 1 && ends_with(o->args[0], ".marrow") && file_exists(o->args[0])) return command_show(o);
    const char *first = o->args[0];
    if (strcmp(first, "-") != 0 && !strpbrk(first, "./\\") && !file_exists(first))
        return fail_usage("%s is no command and no file; see: marrow help", first);
    return command_read(o, true);
}

static int run(int argc, char **argv) {
    if (argc < 2) {
        print_short_help(stdout);
        return DONE;
    }
    const char *word = argv[1];
    if (is_later_command(word) && !file_exists(word))
        return fail_usage("the command %s is not in this version (%s); see: marrow help", word, marrow_version());
    bool named = is_command(word);
    options o;
    int status = options_parse(&o, named ? word : "", argc - 1 - named, argv + 1 + named);
    if (status == DONE && o.version)
        printf("marrow %s\n", marrow_version());
    else if (status == DONE && o.help) {
        if (named)
            status = command_help(&(options){.args = &word, .n_args = 1});
        else
            print_short_help(stdout);
    } else if (status == DONE) {
        status = named ? runner_of(word)(&o) : run_files(&o);
    }
    options_clear(&o);
    return status;
}

int main(int argc, char **argv) {
    catch_signals();
    return finish_stdout(run(argc, argv));
}
