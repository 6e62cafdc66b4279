/* Options as GNU programs take them: in any order, --name value or --name=value, -- ends them. Which command takes which is one table. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { READ = 1, TEXT = 2, SHOW = 4, WHO = 8, EXPORT = 16, FILES = 32, HELP = 64, FIX = 128, CHECK = 256, BATCH = 512, ALL = 1023 };

typedef enum kind { FLAG, TEXT_VALUE, NUMBER } kind;

typedef struct option {
    const char *name;
    char letter; /* 0: none */
    kind kind;
    unsigned commands;
    size_t at; /* of the member that it sets */
} option;

#define AT(member) offsetof(options, member)

static const option table[] = {
    {"output", 'o', TEXT_VALUE, READ | FILES | EXPORT | BATCH, AT(output)},
    {"kind", 0, TEXT_VALUE, READ | FILES | BATCH, AT(kind)},
    {"format", 0, TEXT_VALUE, READ | FILES | EXPORT, AT(format)},
    {"model", 0, TEXT_VALUE, READ | FILES | BATCH, AT(model)},
    {"threads", 0, NUMBER, READ | FILES | BATCH, AT(threads)},
    {"verbatim", 0, FLAG, READ | FILES | BATCH, AT(verbatim)},
    {"quiet", 'q', FLAG, READ | FILES | BATCH, AT(quiet)},
    {"force", 0, FLAG, READ | FILES | BATCH, AT(force)},
    {"characters", 0, TEXT_VALUE, READ | FILES, AT(characters)},
    {"characters-only", 0, FLAG, READ | FILES, AT(characters_only)},
    {"quotes", 0, TEXT_VALUE, READ | FILES, AT(quotes)},
    {"text-column", 0, TEXT_VALUE, BATCH, AT(text_column)},
    {"jobs", 'j', NUMBER, BATCH, AT(jobs)},
    {"into", 0, TEXT_VALUE, BATCH, AT(into)},
    {"metadata", 0, TEXT_VALUE, BATCH, AT(metadata)},
    {"until", 0, TEXT_VALUE, SHOW | WHO | EXPORT | FILES, AT(until)},
    {"all", 0, FLAG, SHOW | EXPORT | FILES, AT(all)},
    {"limit", 0, NUMBER, SHOW | FILES, AT(limit)},
    {"json", 0, FLAG, SHOW | WHO | FILES | CHECK, AT(json)},
    {"tsv", 0, FLAG, SHOW | WHO | FIX | FILES | CHECK, AT(tsv)},
    {"help", 'h', FLAG, ALL, AT(help)},
    {"version", 0, FLAG, FILES, AT(version)},
};

static unsigned bit_of(const char *command) {
    static const char *const names[] = {"read", "text", "show", "who", "export", "", "help", "fix", "check", "batch"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], command) == 0) return 1u << i;
    return 0;
}

static const option *find_long(const char *name, size_t n) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].name) == n && memcmp(table[i].name, name, n) == 0) return &table[i];
    return NULL;
}

static const option *find_letter(char letter) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].letter && table[i].letter == letter) return &table[i];
    return NULL;
}

static int set_number(options *o, const option *p, const char *value) {
    char *end;
    long x = strtol(value, &end, 10);
    if (end == value || *end || x < 1) return fail_usage("--%s needs a number from 1, not %s", p->name, value);
    if (x > 1000000) x = 1000000; /* more than there can be of anything that is counted here */
    int number = (int)x;
    memcpy((char *)o + p->at, &number, sizeof number);
    return DONE;
}

static int set(options *o, const option *p, const char *value) {
    if (p->kind == NUMBER) return set_number(o, p, value);
    if (p->kind == FLAG)
        *(bool *)((char *)o + p->at) = true;
    else
        memcpy((char *)o + p->at, &value, sizeof value);
    return DONE;
}

/* One option at argv[*i]; steps over its value. */
static int take(options *o, int argc, char **argv, int *i) {
    const char *word = argv[*i], *equals = NULL, *value = NULL;
    const option *p;
    if (word[1] == '-') {
        equals = strchr(word, '=');
        p = find_long(word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2));
        value = equals ? equals + 1 : NULL;
    } else {
        p = find_letter(word[1]);
        if (p && word[2]) value = word + 2; /* -oFILE */
    }
    if (!p || (p->kind == FLAG && !equals && value))
        return fail_usage("there is no option %s; see: marrow help%s%s", word, *o->command ? " " : "", o->command);
    if (!(p->commands & bit_of(o->command)))
        return fail_usage("%s takes no --%s; see: marrow help%s%s", *o->command ? o->command : "this", p->name, *o->command ? " " : "",
                          o->command);
    if (p->kind == FLAG && equals) return fail_usage("--%s takes no value", p->name);
    if (p->kind != FLAG && !value) {
        if (*i + 1 >= argc) return fail_usage("--%s needs a value; see: marrow help%s%s", p->name, *o->command ? " " : "", o->command);
        value = argv[++*i];
    }
    return set(o, p, value);
}

int options_parse(options *o, const char *command, int argc, char **argv) {
    *o = (options){.command = command};
    o->args = malloc(((size_t)argc + 1) * sizeof *o->args);
    if (!o->args) return fail_with(MARROW_MEMORY, NULL);
    bool open = true; /* until -- */
    for (int i = 0; i < argc; i++) {
        if (open && strcmp(argv[i], "--") == 0) {
            open = false;
        } else if (open && argv[i][0] == '-' && argv[i][1]) {
            int status = take(o, argc, argv, &i);
            if (status != DONE) return status;
        } else {
            o->args[o->n_args++] = argv[i];
        }
    }
    if (o->json && o->tsv) return fail_usage("--json and --tsv at once; choose one");
    return DONE;
}

void options_clear(options *o) {
    free(o->args);
    o->args = NULL;
}
