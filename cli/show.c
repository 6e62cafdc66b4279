/* marrow text, show, who, export: from a story file to standard output or files. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

int command_text(const options *o) {
    if (o->n_args != 1) return fail_usage("text needs one story file: marrow text STORY");
    marrow_error err;
    marrow_story *story;
    marrow_status status = marrow_story_open(o->args[0], NULL, &story, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    const char *text;
    size_t n;
    status = marrow_story_text(story, &text, &n, &err);
    if (status == MARROW_OK) write_stdout(NULL, text, n);
    int result = outcome(status, &err);
    marrow_story_close(story);
    return result;
}

/* ---- show ---- */

static bool in_list(const char *word, const char *const *list) {
    for (; *list; list++)
        if (strcmp(*list, word) == 0) return true;
    return false;
}

/* "a, b, c", for a message. */
static const char *listed(const char *const *list) {
    static char text[500];
    text[0] = 0;
    for (; *list; list++) {
        size_t n = strlen(text);
        snprintf(text + n, sizeof text - n, "%s%s", n ? ", " : "", *list);
    }
    return text;
}

static bool is_later_view(const char *word) {
    static const char *const later[] = {"traits",     "relations",  "acts",    "whys",    "ripples",   "inside", "pov",    "threads",
                                        "loose-ends", "payoffs",    "motifs",  "core",    "arc",       "pace",   "scenes", "places",
                                        "timeline",   "continuity", "unclear", "content", "breakdown", "talk",   NULL};
    return in_list(word, later);
}

/* Several stories as one answer: tab-separated lines begin with the story, json is a list of {story, VIEW}. */
typedef struct several {
    const char *story;
    size_t number, line; /* of this story's lines */
    bool at_start;
    marrow_layout layout;
} several;

static bool write_lines(void *ctx, const char *bytes, size_t n) {
    several *s = ctx;
    for (size_t i = 0; i < n;) {
        const char *end = memchr(bytes + i, '\n', n - i);
        size_t m = end ? (size_t)(end - bytes) + 1 - i : n - i;
        bool header = s->line == 0;
        if (!(header && s->number > 0)) {
            if (s->at_start) {
                const char *first = header ? "story" : s->story;
                if (!write_stdout(NULL, first, strlen(first)) || !write_stdout(NULL, "\t", 1)) return false;
            }
            if (!write_stdout(NULL, bytes + i, m)) return false;
        }
        s->at_start = end != NULL;
        if (end) s->line++;
        i += m;
    }
    return true;
}

static void print_json_string(const char *s) {
    putchar('"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') putchar('\\');
        if ((unsigned char)*s < 0x20)
            printf("\\u%04x", (unsigned)(unsigned char)*s);
        else
            putchar(*s);
    }
    putchar('"');
}

static void print_before(const several *s, const char *view) {
    if (s->layout == MARROW_JSON) {
        fputs(s->number ? ",\n{\"story\": " : "[{\"story\": ", stdout);
        print_json_string(s->story);
        printf(", \"%s\": ", view);
    } else if (s->layout == MARROW_TABLE) {
        printf("%s== %s ==\n", s->number ? "\n" : "", s->story);
    }
}

static int show_one(const options *o, const char *path, const char *view, several *many) {
    marrow_error err;
    marrow_story *story;
    marrow_status status = marrow_story_open(path, NULL, &story, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    marrow_show_options opt = show_options_of(o);
    int64_t offset;
    status = marrow_story_position(story, o->until, &offset, &err); /* said before anything is printed */
    if (status == MARROW_OK && many) {
        many->layout = opt.layout;
        print_before(many, view);
    }
    if (status == MARROW_OK)
        status = marrow_show(story, view, &opt, many && opt.layout == MARROW_TSV ? write_lines : write_stdout, many, &err);
    if (status == MARROW_OK && many && opt.layout == MARROW_JSON) putchar('}');
    marrow_story_close(story);
    return outcome(status, &err);
}

/* Reviews of one work: what they have in common before each of them. */
static int show_beside(const options *o, size_t n) {
    marrow_error err;
    marrow_status status = MARROW_OK;
    marrow_story **stories = calloc(n, sizeof *stories);
    if (!stories) return fail_with(MARROW_MEMORY, &(marrow_error){.message = "out of memory"});
    for (size_t i = 0; i < n && status == MARROW_OK; i++) status = marrow_story_open(o->args[i], NULL, &stories[i], &err);
    marrow_show_options opt = show_options_of(o);
    if (status == MARROW_OK) status = marrow_show_reviews(stories, o->args, n, &opt, write_stdout, NULL, &err);
    for (size_t i = 0; i < n; i++) marrow_story_close(stories[i]);
    free(stories);
    return outcome(status, &err);
}

static int show_all(const options *o, size_t n_stories, const char *view) {
    if (n_stories == 1) return show_one(o, o->args[0], view, NULL);
    int worst = DONE;
    several many = {0};
    for (size_t i = 0; i < n_stories; i++) {
        many.story = o->args[i];
        many.line = 0;
        many.at_start = true;
        int status = show_one(o, o->args[i], view, &many);
        if (status == DONE) many.number++;
        if (status > worst) worst = status;
    }
    if (o->json) fputs(many.number ? "]\n" : "[]\n", stdout);
    return worst;
}

int command_show(const options *o) {
    if (o->n_args == 0) return fail_usage("show needs a story file: marrow show STORY [VIEW]; see: marrow help show");
    const char *last = o->args[o->n_args - 1], *view = "summary";
    size_t n = o->n_args;
    if (n > 1 && strcmp(o->args[1], "who") == 0 && !file_exists("who"))
        return fail_usage("who is a command of its own: marrow who STORY NAME");
    if (n > 1 && in_list(last, marrow_views())) { /* a file of that name is ./NAME */
        view = last;
        n--;
    } else if (n > 1 && !file_exists(last)) {
        if (is_later_view(last))
            return fail_usage("the view %s is not in this version (%s); there are %s", last, marrow_version(), listed(marrow_views()));
        if (!strpbrk(last, "./\\")) return fail_usage("there is no view %s; there are %s", last, listed(marrow_views()));
    }
    if (n > 1 && strcmp(view, "review") == 0 && !o->json && !o->tsv) {
        int status = show_beside(o, n);
        return status == DONE ? show_all(o, n, view) : status;
    }
    return show_all(o, n, view);
}

int command_who(const options *o) {
    if (o->n_args != 2)
        return fail_usage("who needs a story file and a name (in quotation marks when it has several words): marrow who STORY NAME");
    marrow_error err;
    marrow_story *story;
    marrow_status status = marrow_story_open(o->args[0], NULL, &story, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    marrow_show_options opt = show_options_of(o);
    status = marrow_who(story, o->args[1], &opt, write_stdout, NULL, &err);
    marrow_story_close(story);
    return outcome(status, &err);
}

/* ---- export ---- */

static bool is_later_format(const char *word) {
    static const char *const later[] = {"tei", "gexf", "graphml", "epub", "docx", "fdx", "fountain", "script", NULL};
    return in_list(word, later);
}

int command_export(const options *o) {
    if (o->n_args != 1) return fail_usage("export needs one story file: marrow export STORY --format F [-o OUT]");
    if (!o->format) return fail_usage("export needs --format; there are %s", listed(marrow_formats()));
    if (is_later_format(o->format))
        return fail_usage("the format %s is not in this version (%s); there are %s", o->format, marrow_version(), listed(marrow_formats()));
    if (!in_list(o->format, marrow_formats()))
        return fail_usage("there is no format %s; there are %s", o->format, listed(marrow_formats()));
    marrow_error err;
    marrow_story *story;
    marrow_status status = marrow_story_open(o->args[0], NULL, &story, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    char *folder = o->output                       ? NULL
                   : !strcmp(o->format, "booknlp") ? default_path(o->args[0], ".booknlp")
                   : !strcmp(o->format, "csv")     ? default_path(o->args[0], ".csv")
                                                   : NULL;
    const char *path = o->output ? o->output : folder;
    status = marrow_export(story, o->format, path, &(marrow_export_options){.until = o->until, .all = o->all}, write_stdout, NULL, &err);
    int result = outcome(status, &err);
    if (folder && result == DONE) printf("%s\n", folder);
    marrow_story_close(story);
    free(folder);
    return result;
}
