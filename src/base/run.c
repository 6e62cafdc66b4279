/* The work pool: numbered items, handed out in order to a few threads, until all are done or one fails.
 *
 * The error given back is that of the lowest item that fails, whatever the number of threads: items are taken in order and each
 * that was taken is finished, so that the lowest failing one has always run. Worker 0 is the caller's own thread and the only one
 * that reports progress. A thread that cannot be started is done without. */
#include <string.h>

#include "base/base.h"
#include "base/os.h"

enum { PROGRESS_MS = 10 };

typedef struct pool {
    const mw_env *env;
    size_t n_items;
    mw_work work;
    void *ctx;
    mw_mutex *mutex; /* NULL: one thread only */
    /* under the mutex: */
    size_t next, done;
    bool stop;
    size_t failed_item; /* SIZE_MAX: none */
    marrow_status status;
    marrow_error error;
} pool;

typedef struct worker {
    pool *pool;
    int number;
    mw_thread *thread;
} worker;

static void pool_lock(pool *p) {
    if (p->mutex) mw_os_lock(p->mutex);
}

static void pool_unlock(pool *p) {
    if (p->mutex) mw_os_unlock(p->mutex);
}

static bool take(pool *p, size_t *item) {
    pool_lock(p);
    bool some = !p->stop && p->next < p->n_items;
    if (some) *item = p->next++;
    pool_unlock(p);
    return some;
}

/* Counts an item as done, or keeps its failure; gives the number done. */
static size_t put_back(pool *p, size_t item, marrow_status status, const marrow_error *err) {
    pool_lock(p);
    size_t done = ++p->done;
    if (status != MARROW_OK) {
        p->stop = true;
        if (item < p->failed_item) {
            p->failed_item = item;
            p->status = status;
            p->error = *err;
        }
    }
    pool_unlock(p);
    return done;
}

static void cancel(pool *p) {
    pool_lock(p);
    p->stop = true;
    if (p->status == MARROW_OK) p->status = mw_fail(&p->error, MARROW_CANCELLED, "stopped");
    pool_unlock(p);
}

static void work_on(void *ctx) {
    worker *w = ctx;
    pool *p = w->pool;
    double reported = -1;
    size_t item;
    while (take(p, &item)) {
        marrow_error err;
        mw_error_clear(&err);
        marrow_status status = p->work(p->ctx, item, w->number, &err);
        size_t done = put_back(p, item, status, &err);
        if (w->number != 0 || !p->env->progress) continue;
        double now = mw_os_seconds();
        if (reported >= 0 && now - reported < PROGRESS_MS / 1000.0) continue;
        reported = now;
        if (!mw_env_progress(p->env, (double)done / (double)p->n_items)) cancel(p);
    }
}

static marrow_status run_threads(pool *p, worker *workers, int n) {
    for (int i = 0; i < n; i++) workers[i] = (worker){.pool = p, .number = i};
    for (int i = 1; i < n; i++) workers[i].thread = mw_os_thread_start(&p->env->mem, work_on, &workers[i]);
    work_on(&workers[0]);
    for (int i = 1; i < n; i++) mw_os_thread_join(&p->env->mem, workers[i].thread);
    return p->status;
}

marrow_status mw_run(const mw_env *env, size_t n_items, mw_work work, void *ctx, marrow_error *err) {
    pool p = {.env = env, .n_items = n_items, .work = work, .ctx = ctx, .failed_item = SIZE_MAX};
    int n = n_items < (size_t)env->threads ? (int)n_items : env->threads;
    if (n <= 1) {
        worker alone;
        run_threads(&p, &alone, 1);
    } else {
        worker *workers = mw_calloc(&env->mem, (size_t)n, sizeof *workers);
        p.mutex = workers ? mw_os_mutex_new(&env->mem) : NULL;
        if (p.mutex)
            run_threads(&p, workers, n);
        else
            p.status = mw_fail_memory(&p.error);
        mw_os_mutex_free(&env->mem, p.mutex);
        mw_free(&env->mem, workers);
    }
    if (p.status != MARROW_OK && err) *err = p.error;
    return p.status;
}
