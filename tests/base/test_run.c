/* The work pool, progress, cancelling. */
#include "support/support.h"

#include <stdatomic.h>

enum { ITEMS = 500 };

typedef struct job {
    atomic_int times[ITEMS];
    atomic_int busy[16]; /* a worker is never in two items at once */
    size_t fail_from;    /* items from here on fail */
} job;

static marrow_status work(void *ctx, size_t item, int worker, marrow_error *err) {
    job *j = ctx;
    if (j->busy[worker]++) return mw_fail(err, MARROW_USAGE, "worker %d twice", worker);
    j->times[item]++;
    for (volatile int spin = 0; spin < (int)(item * 7919 % 3000); spin++) continue;
    j->busy[worker]--;
    return item >= j->fail_from ? mw_fail(err, MARROW_INPUT, "item %zu is bad", item) : MARROW_OK;
}

static mw_env env_of(int threads) {
    mw_env env;
    mw_env_init(&env, NULL, threads, NULL, NULL);
    return env;
}

static void each_item_runs_once(void **state) {
    (void)state;
    const size_t counts[] = {0, 1, 2, 7, ITEMS};
    for (int threads = 1; threads <= 8; threads++)
        for (size_t i = 0; i < 5; i++) {
            job j = {.fail_from = SIZE_MAX};
            mw_env env = env_of(threads);
            marrow_error err;
            test_ok(mw_run(&env, counts[i], work, &j, &err), &err);
            for (size_t k = 0; k < ITEMS; k++) assert_int_equal(j.times[k], k < counts[i]);
        }
}

static void the_first_failure_is_told_whatever_the_threads(void **state) {
    (void)state;
    for (int threads = 1; threads <= 8; threads++)
        for (int round = 0; round < 20; round++) {
            job j = {.fail_from = 100};
            mw_env env = env_of(threads);
            marrow_error err;
            test_fails(mw_run(&env, ITEMS, work, &j, &err), MARROW_INPUT, &err, "item 100 is bad");
            for (size_t k = 0; k < 100; k++) assert_int_equal(j.times[k], 1);
            assert_int_equal(j.times[ITEMS - 1], 0);
            assert_int_equal(mw_run(&env, ITEMS, work, &j, NULL), MARROW_INPUT);
        }
}

typedef struct seen {
    int calls, stop_after;
    double last;
} seen;

static bool progress(void *ctx, const char *stage, double done) {
    seen *s = ctx;
    assert_string_equal(stage, "tagging");
    assert_true(done >= s->last && done >= 0.25 && done <= 0.75);
    s->last = done;
    return ++s->calls != s->stop_after;
}

static marrow_status slow(void *ctx, size_t item, int worker, marrow_error *err) {
    (void)err;
    (void)item;
    (void)worker;
    double until = mw_os_seconds() + 0.004;
    while (mw_os_seconds() < until) continue;
    ++*(atomic_int *)ctx;
    return MARROW_OK;
}

static void progress_covers_the_rooms_share(void **state) {
    (void)state;
    for (int threads = 1; threads <= 4; threads += 3) {
        seen s = {0};
        atomic_int done = 0;
        mw_env env;
        mw_env_init(&env, &mw_default_allocator, threads, progress, &s);
        env = mw_env_stage(&env, "tagging", 0.25, 0.75);
        marrow_error err;
        test_ok(mw_run(&env, 50, slow, &done, &err), &err);
        assert_int_equal(done, 50);
        assert_in_range(s.calls, 1, 50);
    }
}

static void progress_can_cancel(void **state) {
    (void)state;
    for (int threads = 1; threads <= 4; threads += 3) {
        seen s = {.stop_after = 2};
        atomic_int done = 0;
        mw_env env;
        mw_env_init(&env, NULL, threads, progress, &s);
        env = mw_env_stage(&env, "tagging", 0.25, 0.75);
        marrow_error err;
        test_fails(mw_run(&env, 1000, slow, &done, &err), MARROW_CANCELLED, &err, "stopped");
        assert_in_range(done, 1, 900);
    }
}

static void env_has_defaults(void **state) {
    (void)state;
    mw_env env;
    mw_env_init(&env, NULL, 0, NULL, NULL);
    assert_in_range(env.threads, 1, 4096);
    assert_non_null(env.mem.resize);
    assert_true(mw_env_progress(&env, 0.5));
    assert_int_equal(env_of(3).threads, 3);
}

static marrow_status run_job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    (void)ctx;
    job j = {.fail_from = SIZE_MAX};
    mw_env env;
    mw_env_init(&env, mem, 4, NULL, NULL);
    MW_TRY(mw_run(&env, ITEMS, work, &j, err));
    for (size_t k = 0; k < ITEMS; k++)
        if (j.times[k] != 1) return mw_fail(err, MARROW_USAGE, "item %zu ran %d times", k, j.times[k]);
    return MARROW_OK;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    test_sweep_failures(run_job, NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_runs_once),
        cmocka_unit_test(the_first_failure_is_told_whatever_the_threads),
        cmocka_unit_test(progress_covers_the_rooms_share),
        cmocka_unit_test(progress_can_cancel),
        cmocka_unit_test(env_has_defaults),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
