/* build: inputs in, mw_text out.
 *
 * Lists the files of a folder, reads each, tells its format by content first and name second, hands it to its reader, then lets the
 * rules of chapters, matter and language go over the whole. Several inputs are one story in the order given, those of a folder in
 * natural order. Everything is freed on every way out. */
#include "base/os.h"
#include "source/draft.h"

#include <string.h>

enum { MAX_TEXT = 2147483647 };

typedef struct input {
    const char *path;
    char *bytes;
    size_t n;
} input;

typedef struct inputs {
    MW_VEC(input) v;
    const marrow_allocator *mem;
    mw_arena *names;
} inputs;

static const char *display_name(const char *path) { return strcmp(path, "-") == 0 ? "standard input" : path; }

/* Pictures and story files beside a text are no mistake. */
bool mw_source_takes(const char *path) {
    static const char *const known[] = {".txt", ".text", ".html", ".htm", ".xhtml", ".epub", ".vert", ".md", ".markdown"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (mw_has_extension(path, known[i])) return true;
    return strchr(mw_base_name(path), '.') == NULL;
}

static marrow_status add_input(inputs *in, const char *path) {
    return mw_vec_push(in->mem, &in->v, (input){.path = path}) ? MARROW_OK : MARROW_MEMORY;
}

static marrow_status add_folder(inputs *in, const char *folder, marrow_error *err) {
    char **paths;
    size_t n, taken = 0;
    MW_TRY(mw_os_list(in->names, folder, &paths, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!mw_source_takes(paths[i])) continue;
        if (add_input(in, paths[i]) != MARROW_OK) return mw_fail_memory(err);
        taken++;
    }
    if (taken == 0)
        return mw_fail(err, MARROW_INPUT,
                       "%s is a folder without text, HTML or EPUB files directly in it; give a folder that holds a story", folder);
    return MARROW_OK;
}

static marrow_status list_inputs(inputs *in, const mw_source_options *opt, marrow_error *err) {
    if (opt->bytes) return add_input(in, "") == MARROW_OK ? MARROW_OK : mw_fail_memory(err);
    if (opt->n_inputs == 0) return mw_fail(err, MARROW_USAGE, "no input was given; name a file, a folder, or - for standard input");
    for (size_t i = 0; i < opt->n_inputs; i++) {
        const char *path = opt->inputs[i];
        if (strcmp(path, "-") != 0 && mw_os_kind(path) == MW_PATH_FOLDER)
            MW_TRY(add_folder(in, path, err));
        else if (add_input(in, path) != MARROW_OK)
            return mw_fail_memory(err);
    }
    return MARROW_OK;
}

static void clear_inputs(inputs *in) {
    for (size_t i = 0; i < in->v.n; i++) mw_free(in->mem, in->v.at[i].bytes);
    mw_vec_clear(in->mem, &in->v);
    mw_arena_free(in->names);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------------- */

static bool only_white(const char *s, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!strchr(" \t\r\n\f\v", s[i]) || s[i] == 0) return false;
    return true;
}

/* "EPUB asked for, text given" is the caller's mistake, and said so. */
static marrow_status format_of(const mw_source_options *opt, const char *name, const char *bytes, size_t n, mw_format *format,
                               marrow_error *err) {
    *format = opt->format;
    if (n == 0 || only_white(bytes, n)) return mw_fail(err, MARROW_INPUT, "%s is empty; there is nothing to read", name);
    if (opt->format == MW_VERTICAL || (opt->format == MW_FORMAT_AUTO && mw_has_extension(name, ".vert"))) {
        *format = MW_VERTICAL;
        return MARROW_OK;
    }
    mw_format found;
    MW_TRY(mw_sniff(name, bytes, n, &found, err));
    if (opt->format == MW_FORMAT_AUTO)
        *format = found;
    else if ((opt->format == MW_EPUB) != (found == MW_EPUB))
        return mw_fail(err, MARROW_INPUT, "%s is not %s; leave --format out and marrow finds out what it is", name,
                       opt->format == MW_EPUB ? "an EPUB" : "plain text or HTML");
    return MARROW_OK;
}

static marrow_status read_one(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err) {
    mw_format format;
    MW_TRY(format_of(d->opt, name, bytes, n, &format, err));
    if (d->files.n && d->format != format && (d->format == MW_VERTICAL || format == MW_VERTICAL))
        return mw_fail(err, MARROW_INPUT, "%s is of another format than the inputs before it; vertical files cannot be mixed with others",
                       name);
    if (d->opt->verbatim && format != MW_TXT && format != MW_VERTICAL)
        return mw_fail(err, MARROW_INPUT, "%s is not plain text, and --verbatim keeps plain text only; leave --verbatim out", name);
    d->format = format;
    d->whole = (d->opt->verbatim && format == MW_TXT) || format == MW_VERTICAL;
    const char *file = mw_draft_keep(d, mw_str_of(mw_base_name(name)));
    uint32_t first = (uint32_t)d->blocks.n;
    if (!file || !mw_vec_push(d->mem, &d->file_starts, first)) return mw_fail_memory(err);
    if (format != MW_EPUB) { /* an EPUB names its members itself */
        d->file = (uint32_t)d->files.n;
        if (!mw_vec_push(d->mem, &d->files, file)) return mw_fail_memory(err);
    }
    switch (format) {
    case MW_EPUB:
        return mw_epub_read(d, name, bytes, n, err);
    case MW_HTML:
        return mw_html_read(d, name, bytes, n, err);
    case MW_VERTICAL:
        return mw_vertical_read(d, name, bytes, n, err);
    default:
        return mw_txt_read(d, name, bytes, n, err);
    }
}

static marrow_status read_input(mw_draft *d, input *in, marrow_error *err) {
    const mw_source_options *opt = d->opt;
    const char *name = opt->bytes ? "the input" : display_name(in->path), *bytes = opt->bytes;
    size_t n = opt->n_bytes;
    if (!bytes) {
        MW_TRY(mw_os_read(d->mem, in->path, &in->bytes, &in->n, err));
        bytes = in->bytes;
        n = in->n;
    }
    if (n > MAX_TEXT) return mw_fail(err, MARROW_INPUT, "%s is larger than 2 GiB; split it into its works", name);
    return read_one(d, name, bytes, n, err);
}

/* ---- over the whole -------------------------------------------------------------------------------------------------------------- */

/* Several files without a heading anywhere: each is a chapter, by its name. */
static void chapter_a_file(mw_draft *d, const inputs *in) {
    for (size_t i = 0; i < d->file_starts.n; i++) {
        const char *base = mw_base_name(in->v.at[i].path), *dot = strrchr(base, '.');
        size_t n = dot && dot != base ? (size_t)(dot - base) : strlen(base);
        mw_draft_chapter c = {d->file_starts.at[i], mw_draft_keep(d, (mw_str){base, n}), NULL, 2};
        if (c.title && c.block < d->blocks.n && !mw_vec_push(d->mem, &d->chapters, c)) d->failed = true;
    }
}

static void warn_left_out(mw_draft *d) {
    if (d->licence_cut && !d->whole) mw_draft_warn(d, "the Project Gutenberg header and licence were left out");
    size_t notes = d->n_notes > d->n_references ? d->n_notes : d->n_notes ? d->n_references : 0;
    if (notes) mw_draft_warn(d, "%zu note%s left out of the text", notes, notes == 1 ? " was" : "s were");
    if (d->n_pictures)
        mw_draft_warn(d, "%zu note%s that a picture stands here %s left out of the text", d->n_pictures, d->n_pictures == 1 ? "" : "s",
                      d->n_pictures == 1 ? "was" : "were");
}

static marrow_status arrange(mw_draft *d, const inputs *in, marrow_error *err) {
    const char *name = in->v.n > 1 ? "the story" : d->opt->bytes ? "the input" : display_name(in->v.at[0].path);
    if (d->text.n >= MAX_TEXT) return mw_fail(err, MARROW_INPUT, "%s holds more than 2 GiB of text; split it into its works", name);
    if (d->failed || d->text.failed) return mw_fail_memory(err);
    if (d->format == MW_VERTICAL && d->tokens.n == 0)
        return mw_fail(err, MARROW_INPUT, "%s holds no tokens; there is nothing to read", name);
    if (d->blocks.n == 0) return mw_fail(err, MARROW_INPUT, "%s holds no text; there is nothing to read", name);
    if (d->format != MW_VERTICAL) {
        if (d->chapters.n == 0) mw_chapters_find(d, 0);
        if (d->chapters.n == 0 && d->file_starts.n > 1) chapter_a_file(d, in);
        mw_title_page(d);
    }
    MW_TRY(mw_judge(d, name, err));
    warn_left_out(d);
    return MARROW_OK;
}

static marrow_status hash_inputs(mw_draft *d, const inputs *in, mw_text *t, marrow_error *err) {
    const void **parts = mw_calloc(d->mem, in->v.n + 1, sizeof *parts);
    size_t *sizes = mw_calloc(d->mem, in->v.n + 1, sizeof *sizes);
    bool ok = parts && sizes;
    for (size_t i = 0; ok && i < in->v.n; i++) {
        parts[i] = d->opt->bytes ? d->opt->bytes : in->v.at[i].bytes;
        sizes[i] = d->opt->bytes ? d->opt->n_bytes : in->v.at[i].n;
    }
    if (ok) mw_sha256_hex(parts, sizes, in->v.n, t->sha256);
    mw_free(d->mem, parts);
    mw_free(d->mem, sizes);
    return ok ? MARROW_OK : mw_fail_memory(err);
}

static marrow_status build(mw_draft *d, inputs *in, mw_text **text, marrow_error *err) {
    MW_TRY(list_inputs(in, d->opt, err));
    for (size_t i = 0; i < in->v.n; i++) {
        MW_TRY(read_input(d, &in->v.at[i], err));
        if (d->failed || d->text.failed) return mw_fail_memory(err);
        if (!mw_env_progress(d->env, (double)(i + 1) / (double)in->v.n)) return mw_fail(err, MARROW_CANCELLED, "reading was stopped");
    }
    MW_TRY(arrange(d, in, err));
    MW_TRY(mw_draft_finish(d, text, err));
    marrow_status status = hash_inputs(d, in, *text, err);
    if (status == MARROW_OK) return status;
    mw_source_free(*text);
    *text = NULL;
    return status;
}

marrow_status mw_source_build(const mw_env *env, const mw_source_options *opt, mw_text **text, marrow_error *err) {
    mw_draft d;
    inputs in = {.mem = &env->mem};
    *text = NULL;
    marrow_status status = mw_draft_init(&d, env, opt);
    in.names = mw_arena_new(&env->mem);
    if (status != MARROW_OK || !in.names)
        status = mw_fail_memory(err);
    else
        status = build(&d, &in, text, err);
    clear_inputs(&in);
    mw_draft_clear(&d);
    return status;
}

void mw_source_free(mw_text *text) {
    if (text) mw_arena_free(text->arena);
}

uint32_t mw_chapter_at(const mw_text *text, uint32_t byte) {
    uint32_t at = MW_COUNT_UP_TO(text->chapters, text->n_chapters, span.end, byte);
    return at < text->n_chapters && text->chapters[at].span.start <= byte ? at : UINT32_MAX;
}
