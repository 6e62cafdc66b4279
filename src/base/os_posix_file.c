/* Files on POSIX systems: mapping, reading, writing, renaming.
 *
 * Every message names the path and the system's reason. Calls that a signal interrupts go on. Nothing that is opened here is
 * inherited by a child process. */
#define _XOPEN_SOURCE 700 /* POSIX 2008, and realpath */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"
#include "base/os.h"

static marrow_status fail_io(marrow_error *err, const char *what, const char *path, int reason) {
    char words[128];
    if (strerror_r(reason, words, sizeof words) != 0) snprintf(words, sizeof words, "error %d", reason);
    return mw_fail(err, reason == ENOMEM ? MARROW_MEMORY : MARROW_IO, "cannot %s %s: %s", what, path, words);
}

static int open_file(const char *path, int flags) {
    int fd;
    do fd = open(path, flags | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* ---- reading ---- */

static marrow_status map_open_file(int fd, const char *path, mw_map_file *f, marrow_error *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) return fail_io(err, "read", path, errno);
    if (S_ISDIR(st.st_mode)) return fail_io(err, "read", path, EISDIR);
    if (!S_ISREG(st.st_mode)) return mw_fail(err, MARROW_IO, "cannot map %s: not a regular file", path);
    if (st.st_size == 0) return MARROW_OK;
    if ((uintmax_t)st.st_size > SIZE_MAX) return fail_io(err, "map", path, EFBIG);
    void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED) return fail_io(err, "map", path, errno);
    *f = (mw_map_file){at, (size_t)st.st_size};
    return MARROW_OK;
}

marrow_status mw_os_map(const char *path, mw_map_file *f, marrow_error *err) {
    *f = (mw_map_file){"", 0};
    int fd = open_file(path, O_RDONLY | O_NONBLOCK); /* a pipe would wait for its writer */
    if (fd < 0) return fail_io(err, "read", path, errno);
    marrow_status status = map_open_file(fd, path, f, err);
    close(fd);
    return status;
}

void mw_os_unmap(mw_map_file *f) {
    if (f->n) munmap((void *)(uintptr_t)f->at, f->n);
    *f = (mw_map_file){"", 0};
}

static marrow_status read_all(int fd, const char *path, mw_buf *b, marrow_error *err) {
    static const size_t step = 1 << 16;
    struct stat st;
    size_t want = step;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) want = (size_t)st.st_size + 1;
    for (;;) {
        if (b->cap - b->n < want + 1) {
            size_t cap = b->cap + b->cap / 2 < b->n + want + 1 ? b->n + want + 1 : b->cap + b->cap / 2;
            char *at = mw_realloc(b->mem, b->at, cap);
            if (!at) return mw_fail_memory(err);
            b->at = at;
            b->cap = cap;
        }
        ssize_t got = read(fd, b->at + b->n, b->cap - b->n - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_io(err, "read", path, errno);
        b->n += (size_t)got;
        b->at[b->n] = 0;
        if (got == 0) return MARROW_OK;
        want = b->cap - b->n > 1 ? 1 : step;
    }
}

marrow_status mw_os_read(const marrow_allocator *mem, const char *path, char **bytes, size_t *n, marrow_error *err) {
    *bytes = NULL;
    *n = 0;
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open_file(path, O_RDONLY);
    if (fd < 0) return fail_io(err, "read", path, errno);
    mw_buf b;
    mw_buf_init(&b, mem);
    marrow_status status = read_all(fd, standard ? "standard input" : path, &b, err);
    if (!standard) close(fd);
    if (status != MARROW_OK) {
        mw_buf_clear(&b);
        return status;
    }
    *bytes = b.at;
    *n = b.n;
    return MARROW_OK;
}

/* ---- replacing ---- */

marrow_status mw_os_sync(const char *path, marrow_error *err) {
    int fd = open_file(path, O_RDONLY);
    if (fd < 0) return fail_io(err, "write", path, errno);
    int failed = fsync(fd) != 0 ? errno : 0;
    close(fd);
    /* Some file systems cannot sync what they hold: nothing more can be done there. */
    return failed && failed != EINVAL && failed != ENOTSUP ? fail_io(err, "write", path, failed) : MARROW_OK;
}

/* Makes the entry of `path` in its folder durable; that the folder cannot be opened is no failure of the rename. */
static void sync_folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    char folder[4096];
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (n >= sizeof folder) return;
    if (!slash) {
        memcpy(folder, ".", 2);
    } else if (n == 0) {
        memcpy(folder, "/", 2);
    } else {
        memcpy(folder, path, n);
        folder[n] = 0;
    }
    mw_os_sync(folder, NULL);
}

marrow_status mw_os_rename(const char *from, const char *to, marrow_error *err) {
    if (rename(from, to) != 0) return fail_io(err, "write", to, errno);
    sync_folder_of(to);
    return MARROW_OK;
}

char *mw_os_follow(mw_arena *a, const char *path) {
    struct stat st;
    char *real = lstat(path, &st) == 0 && S_ISLNK(st.st_mode) ? realpath(path, NULL) : NULL;
    char *kept = mw_arena_strdup(a, real ? real : path);
    free(real);
    return kept;
}

bool mw_os_same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

char *mw_os_temp_beside(mw_arena *a, const char *path) {
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    enum { NAME = 64 };
    char *temp = mw_arena_alloc(a, folder + NAME);
    if (!temp) return NULL;
    memcpy(temp, path, folder);
    struct timespec now = {0};
    struct stat st;
    for (int n = 0; n < 1000; n++) { /* two threads differ by the arena, two processes by their number */
        clock_gettime(CLOCK_REALTIME, &now);
        uint64_t seed[] = {(uint64_t)getpid(), (uint64_t)(uintptr_t)temp, (uint64_t)now.tv_sec, (uint64_t)now.tv_nsec, (uint64_t)n};
        snprintf(temp + folder, NAME, ".marrow-%016llx", (unsigned long long)mw_hash(seed, sizeof seed));
        if (lstat(temp, &st) != 0 && errno == ENOENT) break;
    }
    return temp;
}

/* ---- writing ---- */

struct mw_out_file {
    marrow_allocator mem;
    int fd, failed; /* failed: the first errno */
    char *path;
    size_t n;
    char bytes[1 << 16];
};

static void free_out(mw_out_file *f) {
    marrow_allocator mem = f->mem;
    mw_free(&mem, f->path);
    mw_free(&mem, f);
}

marrow_status mw_os_create(const marrow_allocator *mem, const char *path, mw_out_file **file, marrow_error *err) {
    *file = NULL;
    mw_out_file *f = mw_alloc(mem, sizeof *f);
    if (!f) return mw_fail_memory(err);
    f->mem = *mem;
    f->failed = 0;
    f->n = 0;
    size_t size = strlen(path) + 1;
    f->path = mw_alloc(mem, size);
    if (!f->path) {
        free_out(f);
        return mw_fail_memory(err);
    }
    memcpy(f->path, path, size);
    f->fd = open_file(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (f->fd < 0) {
        marrow_status status = fail_io(err, "write", path, errno);
        free_out(f);
        return status;
    }
    *file = f;
    return MARROW_OK;
}

static void write_out(mw_out_file *f, const char *bytes, size_t n) {
    while (n > 0 && !f->failed) {
        ssize_t put = write(f->fd, bytes, n);
        if (put < 0) {
            if (errno != EINTR) f->failed = errno;
            continue;
        }
        bytes += put;
        n -= (size_t)put;
    }
}

static void flush_out(mw_out_file *f) {
    write_out(f, f->bytes, f->n);
    f->n = 0;
}

bool mw_os_write(void *out_file, const char *bytes, size_t n) {
    mw_out_file *f = out_file;
    if (n > sizeof f->bytes - f->n) flush_out(f);
    if (n > sizeof f->bytes) {
        write_out(f, bytes, n);
    } else if (n) {
        memcpy(f->bytes + f->n, bytes, n);
        f->n += n;
    }
    return !f->failed;
}

marrow_status mw_os_close(mw_out_file *f, marrow_error *err) {
    if (!f) return MARROW_OK;
    flush_out(f);
    if (close(f->fd) != 0 && !f->failed && errno != EINTR) f->failed = errno;
    marrow_status status = f->failed ? fail_io(err, "write", f->path, f->failed) : MARROW_OK;
    free_out(f);
    return status;
}
