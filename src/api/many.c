/* Many texts in one go: read side by side, found in folders. One model, shared read-only; each text has its own memory. */
#include <string.h>

#include "base/os.h"
#include "store/store.h"

/* ---- reading ---- */

typedef struct many {
    const marrow_model *model;
    const marrow_read_options *texts;
    marrow_read_done done;
    void *ctx;
    mw_mutex *turn;
} many;

static marrow_status read_one(void *ctx, size_t item, int worker, marrow_error *err) {
    many *m = ctx;
    marrow_error own;
    (void)worker, (void)err;
    mw_error_clear(&own);
    marrow_status status = marrow_read(m->model, &m->texts[item], &own);
    if (m->done) {
        mw_os_lock(m->turn);
        m->done(m->ctx, item, status, &own);
        mw_os_unlock(m->turn);
    }
    return status == MARROW_CANCELLED ? status : MARROW_OK;
}

marrow_status marrow_read_many(const marrow_model *model, const marrow_read_options *texts, size_t n, int jobs, marrow_read_done done,
                               void *ctx, marrow_error *err) {
    mw_error_clear(err);
    mw_env env;
    mw_env_init(&env, NULL, jobs, NULL, NULL);
    many m = {.model = model, .texts = texts, .done = done, .ctx = ctx, .turn = mw_os_mutex_new(&env.mem)};
    if (!m.turn) return mw_fail_memory(err);
    marrow_status status = mw_run(&env, n, read_one, &m, err);
    mw_os_mutex_free(&env.mem, m.turn);
    return status;
}

/* ---- folders ---- */

enum { DEEPEST = 64 };

static marrow_status walk(mw_arena *a, const char *folder, int depth, marrow_found found, void *ctx, bool *stopped, marrow_error *err) {
    char **paths;
    size_t n;
    MW_TRY(mw_os_list(a, folder, &paths, &n, err));
    for (size_t i = 0; i < n && !*stopped; i++) *stopped = !found(ctx, paths[i]);
    MW_TRY(mw_os_folders(a, folder, &paths, &n, err));
    for (size_t i = 0; i < n && !*stopped && depth < DEEPEST; i++) /* a link that leads in a circle ends there */
        MW_TRY(walk(a, paths[i], depth + 1, found, ctx, stopped, err));
    return MARROW_OK;
}

marrow_status marrow_files_below(const char *folder, marrow_found found, void *ctx, marrow_error *err) {
    mw_error_clear(err);
    bool stopped = false;
    mw_arena *a = mw_arena_new(&mw_default_allocator);
    if (!a) return mw_fail_memory(err);
    marrow_status status = walk(a, folder, 0, found, ctx, &stopped, err);
    mw_arena_free(a);
    return status;
}

bool marrow_is_folder(const char *path, bool make) {
    mw_path_kind kind = mw_os_kind(path);
    marrow_error err;
    if (kind == MW_PATH_NONE && make) return mw_os_mkdir(path, &err) == MARROW_OK;
    return kind == MW_PATH_FOLDER;
}
