/* The ways in: a view, a person, an export. Exports that go to a path are written beside it and renamed; when anything fails, nothing is
 * left and nothing that was there has changed. */
#include <string.h>

#include "base/os.h"
#include "show/minds.h"
#include "show/views.h"
#include "show/voices.h"

/* clang-format off */
const char *const mw_views[] = { /* as in writer_of, one a line */
    "summary",
    "people",
    "quotes",
    "unsure",
    "threads",
    "loose-ends",
    "payoffs",
    "motifs",
    "core",
    "arc",
    "pace",
    "scenes",
    "places",
    "timeline",
    "continuity",
    "unclear",
    "review",
    "traits",
    "relations",
    "content",
    "talk",
    "acts",
    "whys",
    "ripples",
    "inside",
    "pov",
    NULL
};
/* clang-format on */
const char *const mw_formats[] = {"booknlp", "json", "conllu", "audiobook", "sml", "csv", NULL};

/* ---- views ---- */

static mw_view view_of(mw_asof *a, mw_out *o, const marrow_show_options *opt) {
    mw_view v = {.a = a, .o = o, .limit = 12, .width = 100};
    if (!opt) return v;
    v.layout = opt->layout;
    v.all = opt->all;
    v.colour = opt->colour && opt->layout == MARROW_TABLE;
    if (opt->width > 0) v.width = opt->width < 40 ? 40 : opt->width;
    v.limit = opt->limit > 0 ? (uint32_t)opt->limit : opt->all ? UINT32_MAX : 12;
    return v;
}

typedef marrow_status (*view_writer)(const mw_view *v, marrow_error *err);

static view_writer writer_of(const char *view) {
    /* clang-format off */
    static const view_writer writers[] = { /* as in mw_views */
        mw_view_summary,
        mw_view_people,
        mw_view_quotes,
        mw_view_unsure,
        mw_view_threads,
        mw_view_loose_ends,
        mw_view_payoffs,
        mw_view_motifs,
        mw_view_core,
        mw_view_arc,
        mw_view_pace,
        mw_view_scenes,
        mw_view_places,
        mw_view_timeline,
        mw_view_continuity,
        mw_view_unclear,
        mw_view_review,
        mw_view_traits,
        mw_view_relations,
        mw_view_content,
        mw_view_talk,
        mw_view_acts,
        mw_view_whys,
        mw_view_ripples,
        mw_view_inside,
        mw_view_inside,
    };
    /* clang-format on */
    for (size_t i = 0; mw_views[i]; i++)
        if (strcmp(mw_views[i], view) == 0) return writers[i];
    return NULL;
}

static marrow_status with_output(mw_story *s, const marrow_show_options *opt, view_writer writer, const char *name, marrow_write out,
                                 void *ctx, marrow_error *err) {
    mw_asof *a;
    MW_TRY(mw_asof_build(s, opt ? opt->until : NULL, &a, err));
    mw_out *o = mw_alloc(&s->env.mem, sizeof *o);
    marrow_status status = o ? MARROW_OK : mw_fail_memory(err);
    if (o) {
        mw_out_init(o, out, ctx);
        mw_view v = view_of(a, o, opt);
        const mw_person *p = NULL;
        if (!writer) status = mw_resolve_person(a, name, &p, err);
        if (status == MARROW_OK) status = writer ? writer(&v, err) : mw_view_who(&v, p, err);
        if (status == MARROW_OK) status = mw_out_finish(o, err);
    }
    mw_free(&s->env.mem, o);
    mw_asof_free(a);
    return status;
}

marrow_status mw_view_rows(mw_asof *a, const char *view, marrow_write out, void *ctx, marrow_error *err) {
    mw_out *o = mw_alloc(&a->story->env.mem, sizeof *o);
    if (!o) return mw_fail_memory(err);
    mw_out_init(o, out, ctx);
    mw_view v = {.a = a, .o = o, .layout = MARROW_TSV, .all = true, .limit = UINT32_MAX, .width = 100};
    marrow_status status = writer_of(view)(&v, err);
    if (status == MARROW_OK) status = mw_out_finish(o, err);
    mw_free(&a->story->env.mem, o);
    return status;
}

marrow_status mw_show(mw_story *s, const char *view, const marrow_show_options *opt, marrow_write out, void *ctx, marrow_error *err) {
    view_writer writer = writer_of(view ? view : "summary");
    if (!writer) return mw_fail(err, MARROW_USAGE, "there is no view %s in this version; see: marrow help show", view);
    return with_output(s, opt, writer, NULL, out, ctx, err);
}

marrow_status mw_show_who(mw_story *s, const char *name, const marrow_show_options *opt, marrow_write out, void *ctx, marrow_error *err) {
    return with_output(s, opt, NULL, name, out, ctx, err);
}

/* ---- exports ---- */

typedef struct export {
    mw_asof *a;
    const char *format;
    bool all;
}
export;

static bool is(const export *e, const char *format) { return strcmp(e->format, format) == 0; }

static marrow_status write_format(const export *e, mw_out *o, marrow_error *err) {
    if (is(e, "json")) return mw_export_json(e->a, e->all, o, err);
    if (is(e, "audiobook")) return mw_export_audiobook(e->a, o, err);
    if (is(e, "sml")) return mw_export_sml(e->a, o, err);
    if (is(e, "cast")) return mw_export_voices_cast(e->a, o, err); /* never asked for by name: it stands beside audiobook and sml */
    return mw_export_conllu(e->a, o, err);
}

static marrow_status write_stream(const export *e, marrow_write out, void *ctx, marrow_error *err) {
    const marrow_allocator *mem = &e->a->story->env.mem;
    mw_out *o = mw_alloc(mem, sizeof *o);
    if (!o) return mw_fail_memory(err);
    mw_out_init(o, out, ctx);
    marrow_status status = write_format(e, o, err);
    mw_free(mem, o);
    return status;
}

/* A failure names the place that was asked for, and what to do. */
static marrow_status fail_export(marrow_status status, const char *temp, const char *path, marrow_error *err) {
    mw_store_name_target(err, temp, path);
    if (status != MARROW_IO || !err || strchr(err->message, ';')) return status;
    marrow_error reason = *err;
    return mw_fail(err, status, "%s; choose another place with -o", reason.message);
}

static marrow_status stream_to(const export *e, const char *path, marrow_error *err) {
    mw_out_file *f;
    MW_TRY(mw_os_create(&e->a->story->env.mem, path, &f, err));
    marrow_status status = write_stream(e, mw_os_write, f, err);
    marrow_status closed = mw_os_close(f, status == MARROW_OK || status == MARROW_IO ? err : NULL);
    return status == MARROW_OK ? closed : status;
}

static marrow_status write_file(const export *e, mw_arena *arena, const char *path, marrow_error *err) {
    mw_path_kind kind = mw_os_kind(path);
    if (kind == MW_PATH_FOLDER) return mw_fail(err, MARROW_IO, "cannot write %s: it is a folder; name a file with -o", path);
    bool replaced = kind != MW_PATH_OTHER; /* a pipe or a device is written to */
    char *temp = replaced ? mw_os_temp_beside(arena, path) : mw_arena_strdup(arena, path);
    if (!temp) return mw_fail_memory(err);
    marrow_status status = stream_to(e, temp, err);
    if (status == MARROW_OK && replaced) status = mw_os_rename(temp, path, err);
    if (status == MARROW_OK) return MARROW_OK;
    if (replaced) mw_os_remove(temp);
    return fail_export(status, temp, path, err);
}

/* Audiobook and sml: who speaks, in OUT.cast.csv. */
static marrow_status write_beside(const export *e, mw_arena *arena, const char *path, marrow_error *err) {
    mw_path_kind kind = mw_os_kind(path);
    if ((!is(e, "audiobook") && !is(e, "sml")) || kind == MW_PATH_OTHER) return MARROW_OK;
    char *beside = mw_arena_alloc(arena, strlen(path) + sizeof ".cast.csv");
    if (!beside) return mw_fail_memory(err);
    strcpy(beside, path);
    strcat(beside, ".cast.csv");
    export cast = *e;
    cast.format = "cast";
    return write_file(&cast, arena, beside, err);
}

/* Moves the files of one folder into another, replacing. */
static marrow_status move_files(mw_arena *arena, const char *from, const char *to, marrow_error *err) {
    char **paths;
    size_t n;
    MW_TRY(mw_os_list(arena, from, &paths, &n, err));
    for (size_t i = 0; i < n; i++) {
        const char *name = strrchr(paths[i], '/') ? strrchr(paths[i], '/') + 1 : paths[i];
        char *target = mw_arena_alloc(arena, strlen(to) + strlen(name) + 2);
        if (!target) return mw_fail_memory(err);
        strcpy(target, to);
        strcat(target, "/");
        strcat(target, name);
        MW_TRY(mw_os_rename(paths[i], target, err));
    }
    return MARROW_OK;
}

/* A new folder appears whole; in one that is there, the files are replaced when all of them are written. */
static marrow_status write_folder(const export *e, mw_arena *arena, const char *path, marrow_error *err) {
    mw_path_kind kind = mw_os_kind(path);
    if (kind == MW_PATH_FILE || kind == MW_PATH_OTHER)
        return mw_fail(err, MARROW_IO, "cannot write the folder %s: a file is in its place; name another with -o", path);
    char *temp = mw_os_temp_beside(arena, path);
    if (!temp) return mw_fail_memory(err);
    marrow_status status = mw_os_mkdir(temp, err);
    if (status == MARROW_OK) status = is(e, "csv") ? mw_export_csv(e->a, temp, err) : mw_export_booknlp(e->a, temp, err);
    if (status == MARROW_OK) status = kind == MW_PATH_FOLDER ? move_files(arena, temp, path, err) : mw_os_rename(temp, path, err);
    if (status != MARROW_OK || kind == MW_PATH_FOLDER) mw_os_remove_tree(temp);
    return status == MARROW_OK ? status : fail_export(status, temp, path, err);
}

/* Without the slashes at its end, so that a name beside it can be made; where a link leads. */
static char *target_of(mw_arena *arena, const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    char *trimmed = mw_arena_strndup(arena, path, n);
    return trimmed ? mw_os_follow(arena, trimmed) : NULL;
}

static marrow_status run_export(const export *e, const char *path, marrow_write out, void *ctx, marrow_error *err) {
    bool folder = is(e, "booknlp") || is(e, "csv");
    if (!path || strcmp(path, "-") == 0) {
        if (folder) return mw_fail(err, MARROW_USAGE, "%s is a folder of files; name it with -o FOLDER", e->format);
        return write_stream(e, out, ctx, err);
    }
    mw_arena *arena = mw_arena_new(&e->a->story->env.mem);
    char *target = arena ? target_of(arena, path) : NULL;
    marrow_status status = target ? folder ? write_folder(e, arena, target, err) : write_file(e, arena, target, err) : mw_fail_memory(err);
    if (status == MARROW_OK) status = write_beside(e, arena, target, err);
    mw_arena_free(arena);
    return status;
}

marrow_status mw_show_export(mw_story *s, const char *format, const char *path, const marrow_export_options *opt, marrow_write out,
                             void *ctx, marrow_error *err) {
    bool known = false;
    for (size_t i = 0; mw_formats[i]; i++) known = known || strcmp(mw_formats[i], format) == 0;
    if (!known) return mw_fail(err, MARROW_USAGE, "there is no format %s in this version; see: marrow help export", format);
    mw_asof *a;
    MW_TRY(mw_asof_build(s, opt ? opt->until : NULL, &a, err));
    export e = {.a = a, .format = format, .all = opt && opt->all};
    marrow_status status = run_export(&e, path, out, ctx, err);
    mw_asof_free(a);
    return status;
}
