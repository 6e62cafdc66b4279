/* Reading, from inputs to a story file: source, segment, tag, cast, speech, event, reveal, store, each room's product handed to those to its right; and
 * the same from cast on for a story file that is there (rederive). */
#include <string.h>

#include "api/rederive.h"
#include "base/os.h"

/* The shares of a whole run that rooms take, as measured on a novel: nearly all of it is tag's. */
enum { P_SOURCE = 2, P_SEGMENT = 3, P_TAG = 85, P_CAST = 89, P_SPEECH = 92, P_EVENT = 94, P_REVEAL = 97, P_STORE = 100 };

/* All that a run makes. */
typedef struct run {
    mw_env env;
    mw_text *text;
    mw_tokens *tokens;
    mw_tags *tags;
    mw_people *people;
    mw_known_quotes *quotes;
    mw_cast *cast;
    mw_speech_room *speech;
    mw_events *events;
    mw_reveal *reveal;
    char *characters_csv, *quotes_csv;
    size_t n_characters_csv, n_quotes_csv;
    bool characters_only;
    mw_corrections *corrections;
    uint64_t columns_state;     /* of those that were loaded; 0: none were */
    uint64_t corrections_state; /* of those that the story file has */
} run;

static mw_env stage(const run *r, const char *name, int from, int to) { return mw_env_stage(&r->env, name, from / 100.0, to / 100.0); }

static marrow_status fail_cancelled(marrow_error *err) { return mw_fail(err, MARROW_CANCELLED, "interrupted; nothing was written"); }

static marrow_status check_cancel(const mw_env *env, marrow_error *err) {
    return mw_env_progress(env, 0) ? MARROW_OK : fail_cancelled(err);
}

/* ---- rooms ---- */

/* The message of a room that parses a csv says line and fault; which file it was is known here. */
static marrow_status name_file(marrow_status status, const char *path, marrow_error *err) {
    if (status == MARROW_OK || status == MARROW_MEMORY || !err || !path || strstr(err->message, path)) return status;
    marrow_error inner = *err;
    mw_fail_at(err, status, inner.byte, inner.line, inner.column, "%.200s: %.300s", path, inner.message);
    return status;
}

/* A system's reason says what and where; this adds what to do. */
static marrow_status advise(marrow_status status, marrow_error *err) {
    if (status != MARROW_IO || !err || strchr(err->message, ';')) return status;
    size_t n = strlen(err->message);
    static const char advice[] = "; check its name and your rights to it";
    if (n + sizeof advice <= sizeof err->message) memcpy(err->message + n, advice, sizeof advice);
    return status;
}

/* The cast; where the user has put a gender right, a second time with it, for the pronouns' sake. */
static marrow_status build_cast(run *r, const mw_env *env, marrow_error *err) {
    mw_people *told;
    MW_TRY(mw_cast_build(env, r->text, r->tokens, r->tags, r->people, &r->cast, err));
    MW_TRY(mw_people_tell(env, r->people, r->corrections, r->cast, &told, err));
    if (!told) return MARROW_OK;
    mw_cast_free(r->cast);
    r->cast = NULL;
    marrow_status status = mw_cast_build(env, r->text, r->tokens, r->tags, told, &r->cast, err);
    mw_people_free(told);
    return status;
}

static marrow_status derive(run *r, const char *characters_path, const char *quotes_path, marrow_error *err) {
    if (r->characters_csv)
        MW_TRY(name_file(mw_people_parse(&r->env, r->characters_csv, r->n_characters_csv, r->characters_only, &r->people, err),
                         characters_path, err));
    if (r->quotes_csv)
        MW_TRY(name_file(mw_known_quotes_parse(&r->env, r->text, r->quotes_csv, r->n_quotes_csv, &r->quotes, err), quotes_path, err));
    mw_env env = stage(r, "people", P_TAG, P_CAST);
    MW_TRY(check_cancel(&env, err));
    MW_TRY(build_cast(r, &env, err));
    MW_TRY(mw_cast_correct(&env, r->text, r->corrections, r->cast, err));
    env = stage(r, "speech", P_CAST, P_SPEECH);
    MW_TRY(check_cancel(&env, err));
    MW_TRY(mw_speech_build(&env, r->text, r->tokens, r->tags, r->cast, r->quotes, &r->speech, err));
    env = stage(r, "acts", P_SPEECH, P_EVENT);
    MW_TRY(check_cancel(&env, err));
    MW_TRY(mw_event_build(&env, r->text, r->tokens, r->tags, r->cast, r->speech, &r->events, err));
    env = stage(r, "minds", P_EVENT, P_REVEAL);
    MW_TRY(check_cancel(&env, err));
    mw_read read = {.text = r->text, .tokens = r->tokens, .tags = r->tags, .cast = r->cast, .speech = r->speech, .events = r->events};
    return mw_reveal_build(&env, &read, &r->reveal, err);
}

static marrow_status write_story(run *r, const char *path, bool force, const char *name, const char *version, const char *checksum,
                                 marrow_error *err) {
    mw_reading reading = {.text = r->text,
                          .tokens = r->tokens,
                          .tags = r->tags,
                          .cast = r->cast,
                          .speech = r->speech,
                          .events = r->events,
                          .reveal = r->reveal,
                          .model_name = name,
                          .model_version = version,
                          .model_checksum = checksum,
                          .characters_csv = r->characters_csv,
                          .quotes_csv = r->quotes_csv,
                          .n_characters_csv = r->n_characters_csv,
                          .n_quotes_csv = r->n_quotes_csv,
                          .characters_only = r->characters_only,
                          .corrections = r->corrections,
                          .columns_state = r->columns_state,
                          .corrections_state = r->corrections_state};
    mw_env env = stage(r, "writing", P_REVEAL, P_STORE);
    MW_TRY(check_cancel(&env, err));
    return mw_store_write(&env, path, &reading, force, err);
}

static void clear(run *r) {
    mw_reveal_free(r->reveal);
    mw_event_free(r->events);
    mw_speech_free(r->speech);
    mw_cast_free(r->cast);
    mw_known_quotes_free(r->quotes);
    mw_people_free(r->people);
    mw_tag_free(r->tags);
    mw_segment_free(r->tokens);
    mw_source_free(r->text);
    mw_corrections_free(r->corrections);
}

/* ---- reading ---- */

static marrow_status source_options(const marrow_read_options *opt, mw_source_options *source, marrow_error *err) {
    *source = (mw_source_options){.inputs = opt->inputs,
                                  .n_inputs = opt->n_inputs,
                                  .bytes = opt->bytes,
                                  .n_bytes = opt->n_bytes,
                                  .verbatim = opt->verbatim,
                                  .force = opt->force};
    if (!opt->output || !*opt->output) return mw_fail(err, MARROW_USAGE, "no place for the story file is named");
    if (!opt->bytes && opt->n_inputs == 0) return mw_fail(err, MARROW_USAGE, "no input is named");
    if (!mw_kind_parse(opt->kind, &source->kind))
        return mw_fail(err, MARROW_USAGE, "there is no kind %.100s; there are auto, novel, play, screenplay, synopsis, review", opt->kind);
    if (!mw_format_parse(opt->format, &source->format))
        return mw_fail(err, MARROW_USAGE, "the format %.100s is not in this version; there are auto, txt, md, html, epub, vertical",
                       opt->format);
    if (opt->characters_only && !opt->characters)
        return mw_fail(err, MARROW_USAGE, "characters-only needs the people: give --characters FILE.csv too");
    return MARROW_OK;
}

static marrow_status read_given(run *r, const marrow_read_options *opt, marrow_error *err) {
    r->characters_only = opt->characters_only;
    if (opt->characters) MW_TRY(advise(mw_os_read(&r->env.mem, opt->characters, &r->characters_csv, &r->n_characters_csv, err), err));
    if (opt->quotes) MW_TRY(advise(mw_os_read(&r->env.mem, opt->quotes, &r->quotes_csv, &r->n_quotes_csv, err), err));
    return MARROW_OK;
}

/* No input may be overwritten, forced or not; nor a file of a folder that is read. */
static marrow_status spare_inputs(const run *r, const marrow_read_options *opt, marrow_error *err) {
    if (opt->bytes) return MARROW_OK;
    mw_arena *a = mw_arena_new(&r->env.mem);
    marrow_status status = a ? MARROW_OK : mw_fail_memory(err);
    for (size_t i = 0; i < opt->n_inputs && status == MARROW_OK; i++) {
        char **files = NULL;
        size_t n = 0;
        bool same = mw_os_same_file(opt->inputs[i], opt->output), folder = mw_os_kind(opt->inputs[i]) == MW_PATH_FOLDER;
        if (folder) status = mw_os_list(a, opt->inputs[i], &files, &n, err);
        for (size_t k = 0; k < n; k++) same = same || (mw_source_takes(files[k]) && mw_os_same_file(files[k], opt->output));
        if (same && !(folder && mw_os_kind(opt->output) == MW_PATH_FOLDER))
            status = mw_fail(err, MARROW_STORY, "%s is the input itself; choose another place for the story with -o", opt->output);
    }
    mw_arena_free(a);
    return status;
}

static marrow_status read_story(run *r, const mw_model *model, const marrow_read_options *opt, marrow_error *err) {
    mw_source_options source;
    MW_TRY(source_options(opt, &source, err));
    MW_TRY(read_given(r, opt, err));
    mw_env env = stage(r, "opening", 0, P_SOURCE);
    MW_TRY(check_cancel(&env, err));
    MW_TRY(advise(mw_source_build(&env, &source, &r->text, err), err));
    MW_TRY(spare_inputs(r, opt, err));
    MW_TRY(mw_store_check(&r->env, opt->output, r->text->sha256, opt->force, err));
    env = stage(r, "words", P_SOURCE, P_SEGMENT);
    MW_TRY(check_cancel(&env, err));
    MW_TRY(mw_segment_build(&env, r->text, &r->tokens, err));
    env = stage(r, "reading", P_SEGMENT, P_TAG);
    MW_TRY(check_cancel(&env, err));
    MW_TRY(mw_tag_build(&env, model, r->text, r->tokens, &r->tags, err));
    MW_TRY(mw_store_corrections(&r->env, opt->output, r->text->sha256, &r->corrections, err));
    r->corrections_state = mw_corrections_state(r->corrections);
    MW_TRY(derive(r, opt->characters, opt->quotes, err));
    return write_story(r, opt->output, opt->force, mw_model_name(model), mw_model_version(model), mw_model_checksum(model), err);
}

marrow_status marrow_read(const marrow_model *model, const marrow_read_options *opt, marrow_error *err) {
    mw_error_clear(err);
    if (!model || !opt) return mw_fail(err, MARROW_USAGE, "marrow_read needs a model and options");
    run r = {0};
    mw_env_init(&r.env, opt->mem, opt->threads, opt->progress, opt->progress_ctx);
    marrow_status status = read_story(&r, (const mw_model *)model, opt, err);
    clear(&r);
    mw_free(&r.env.mem, r.characters_csv);
    mw_free(&r.env.mem, r.quotes_csv);
    return status;
}

/* Takes over what a story file keeps. */
static void run_resume(run *r, mw_kept *kept) {
    r->text = kept->text;
    r->tokens = kept->tokens;
    r->tags = kept->tags;
    r->characters_csv = kept->characters_csv;
    r->quotes_csv = kept->quotes_csv;
    r->n_characters_csv = kept->n_characters_csv;
    r->n_quotes_csv = kept->n_quotes_csv;
    r->characters_only = kept->characters_only;
    r->corrections = kept->corrections;
    r->columns_state = kept->columns_state;
    kept->text = NULL;
    kept->tokens = NULL;
    kept->tags = NULL;
    kept->corrections = NULL;
}

marrow_status mw_rederive(const mw_env *env, const char *path, mw_change change, void *ctx, marrow_error *err) {
    run r = {.env = *env};
    mw_kept kept;
    MW_TRY(mw_store_load(&r.env, path, &kept, err));
    run_resume(&r, &kept);
    r.corrections_state = mw_corrections_state(r.corrections);
    marrow_status status = change ? change(ctx, r.corrections, err) : MARROW_OK;
    if (status == MARROW_OK) status = derive(&r, NULL, NULL, err);
    if (status == MARROW_OK) status = write_story(&r, path, false, kept.model_name, kept.model_version, kept.model_checksum, err);
    clear(&r);
    mw_kept_clear(&kept);
    return status;
}

marrow_status marrow_rederive(const char *path, const marrow_allocator *mem, marrow_error *err) {
    mw_error_clear(err);
    mw_env env;
    mw_env_init(&env, mem, 1, NULL, NULL);
    return mw_rederive(&env, path, NULL, NULL, err);
}
