/* The rest of the public interface: version, models, open stories, views and exports. A handle of marrow.h is the room's own object. */
#include "base/os.h"
#include "show/check.h"
#include "show/show.h"

const char *marrow_version(void) { return MARROW_VERSION; }

marrow_status marrow_model_open(const char *manifest, const marrow_allocator *mem, marrow_model **model, marrow_error *err) {
    mw_error_clear(err);
    mw_model *m = NULL;
    *model = NULL;
    MW_TRY(mw_model_open(mem ? mem : &mw_default_allocator, manifest, &m, err));
    *model = (marrow_model *)m;
    return MARROW_OK;
}

void marrow_model_close(marrow_model *model) {
    if (model) mw_model_close((mw_model *)model);
}

marrow_status marrow_story_open(const char *path, const marrow_allocator *mem, marrow_story **story, marrow_error *err) {
    mw_error_clear(err);
    mw_story *s = NULL;
    mw_env env;
    *story = NULL;
    mw_env_init(&env, mem, 1, NULL, NULL);
    MW_TRY(mw_story_open(&env, path, &s, err));
    *story = (marrow_story *)s;
    return MARROW_OK;
}

void marrow_story_close(marrow_story *story) { mw_story_close((mw_story *)story); }

marrow_status marrow_story_text(marrow_story *story, const char **text, size_t *bytes, marrow_error *err) {
    mw_error_clear(err);
    return mw_story_text((mw_story *)story, text, bytes, err);
}

marrow_status marrow_story_position(marrow_story *story, const char *position, int64_t *offset, marrow_error *err) {
    mw_error_clear(err);
    return mw_story_position((mw_story *)story, position, offset, err);
}

marrow_status marrow_show(marrow_story *story, const char *view, const marrow_show_options *opt, marrow_write out, void *ctx,
                          marrow_error *err) {
    mw_error_clear(err);
    return mw_show((mw_story *)story, view, opt, out, ctx, err);
}

const char *const *marrow_views(void) { return mw_views; }

marrow_status marrow_who(marrow_story *story, const char *name, const marrow_show_options *opt, marrow_write out, void *ctx,
                         marrow_error *err) {
    mw_error_clear(err);
    return mw_show_who((mw_story *)story, name, opt, out, ctx, err);
}

marrow_status marrow_check(marrow_story *review, marrow_story *story, const marrow_show_options *opt, marrow_write out, void *ctx,
                           marrow_error *err) {
    mw_error_clear(err);
    return mw_show_check((mw_story *)review, (mw_story *)story, opt, out, ctx, err);
}

marrow_status marrow_show_reviews(marrow_story *const *stories, const char *const *names, size_t n, const marrow_show_options *opt,
                                  marrow_write out, void *ctx, marrow_error *err) {
    mw_error_clear(err);
    return mw_show_reviews((mw_story *const *)stories, names, n, opt, out, ctx, err);
}

marrow_status marrow_export(marrow_story *story, const char *format, const char *path, const marrow_export_options *opt, marrow_write out,
                            void *ctx, marrow_error *err) {
    mw_error_clear(err);
    return mw_show_export((mw_story *)story, format, path, opt, out, ctx, err);
}

const char *const *marrow_formats(void) { return mw_formats; }

int marrow_terminal_width(int stream) { return mw_os_terminal_width(stream); }
