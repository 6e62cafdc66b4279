/* Threads, locks, processors and time on POSIX systems. */
#define _GNU_SOURCE /* sched_getaffinity */
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>
#if defined(__linux__) && defined(__x86_64__)
#include <sys/syscall.h>
#endif

#include "base/base.h"
#include "base/os.h"

struct mw_thread {
    pthread_t id;
    void (*run)(void *);
    void *ctx;
};

static void *start(void *thread) {
    mw_thread *t = thread;
    t->run(t->ctx);
    return NULL;
}

mw_thread *mw_os_thread_start(const marrow_allocator *mem, void (*run)(void *), void *ctx) {
    mw_thread *t = mw_alloc(mem, sizeof *t);
    if (!t) return NULL;
    t->run = run;
    t->ctx = ctx;
    if (pthread_create(&t->id, NULL, start, t) != 0) {
        mw_free(mem, t);
        return NULL;
    }
    return t;
}

void mw_os_thread_join(const marrow_allocator *mem, mw_thread *t) {
    if (!t) return;
    pthread_join(t->id, NULL);
    mw_free(mem, t);
}

struct mw_mutex {
    pthread_mutex_t lock;
};

mw_mutex *mw_os_mutex_new(const marrow_allocator *mem) {
    mw_mutex *m = mw_alloc(mem, sizeof *m);
    if (m && pthread_mutex_init(&m->lock, NULL) != 0) {
        mw_free(mem, m);
        return NULL;
    }
    return m;
}

void mw_os_mutex_free(const marrow_allocator *mem, mw_mutex *m) {
    if (!m) return;
    pthread_mutex_destroy(&m->lock);
    mw_free(mem, m);
}

void mw_os_lock(mw_mutex *m) { pthread_mutex_lock(&m->lock); }

void mw_os_unlock(mw_mutex *m) { pthread_mutex_unlock(&m->lock); }

int mw_os_processors(void) {
#if defined(__linux__)
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) return CPU_COUNT(&allowed);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 && n < 4096 ? (int)n : 1;
}

/* Linux since 5.16: ARCH_REQ_XCOMP_PERM for component 18, the tiles' data. Held by the process from then on; asking again is fine. */
bool mw_os_allow_tiles(void) {
#if defined(__linux__) && defined(__x86_64__)
    return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
    return false;
#endif
}

double mw_os_seconds(void) {
    struct timespec t = {0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
