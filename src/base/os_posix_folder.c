/* Folders on POSIX systems: what a path is, listing in natural order, making, removing. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "base/os.h"

static marrow_status fail_folder(marrow_error *err, const char *what, const char *path, int reason) {
    char words[128];
    if (strerror_r(reason, words, sizeof words) != 0) snprintf(words, sizeof words, "error %d", reason);
    return mw_fail(err, reason == ENOMEM ? MARROW_MEMORY : MARROW_IO, "cannot %s %s: %s", what, path, words);
}

mw_path_kind mw_os_kind(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0) return MW_PATH_NONE;
    return S_ISREG(st.st_mode) ? MW_PATH_FILE : S_ISDIR(st.st_mode) ? MW_PATH_FOLDER : MW_PATH_OTHER;
}

/* ---- listing ---- */

static bool digit(char c) { return c >= '0' && c <= '9'; }

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c + 32 : (unsigned char)c; }

/* Compares two runs of digits by value and steps behind both. */
static int compare_numbers(const char **a, const char **b) {
    while (**a == '0') ++*a;
    while (**b == '0') ++*b;
    size_t n = 0, m = 0;
    while (digit((*a)[n])) n++;
    while (digit((*b)[m])) m++;
    int order = n != m ? (n > m) - (n < m) : strncmp(*a, *b, n);
    *a += n;
    *b += m;
    return order;
}

static int natural_order(const char *a, const char *b) {
    const char *x = a, *y = b;
    while (*x && *y) {
        if (digit(*x) && digit(*y)) {
            int order = compare_numbers(&x, &y);
            if (order) return order;
        } else if (lower(*x) != lower(*y)) {
            return lower(*x) - lower(*y);
        } else {
            x++;
            y++;
        }
    }
    if (*x || *y) return *x ? 1 : -1;
    return strcmp(a, b);
}

static int compare_paths(const void *a, const void *b) { return natural_order(*(char *const *)a, *(char *const *)b); }

static char *join(mw_arena *a, const char *folder, const char *name) {
    size_t n = strlen(folder), m = strlen(name);
    while (n > 1 && folder[n - 1] == '/') n--;
    bool slash = n > 0 && folder[n - 1] != '/';
    char *path = mw_arena_alloc(a, n + slash + m + 1);
    if (!path) return NULL;
    memcpy(path, folder, n);
    if (slash) path[n] = '/';
    memcpy(path + n + slash, name, m);
    return path;
}

typedef MW_VEC(char *) paths_vec;

static marrow_status list_open(mw_arena *a, DIR *dir, const char *folder, bool folders, paths_vec *v, marrow_error *err) {
    for (;;) {
        errno = 0;
        struct dirent *e = readdir(dir);
        if (!e) return errno ? fail_folder(err, "read", folder, errno) : MARROW_OK;
        struct stat st;
        if (e->d_name[0] == '.' || fstatat(dirfd(dir), e->d_name, &st, 0) != 0 || !(folders ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode)))
            continue;
        char *path = join(a, folder, e->d_name);
        if (!path || !mw_vec_push(mw_arena_mem(a), v, path)) return mw_fail_memory(err);
    }
}

static marrow_status list(mw_arena *a, const char *folder, bool folders, char ***paths, size_t *n, marrow_error *err) {
    *paths = NULL;
    *n = 0;
    DIR *dir = opendir(folder);
    if (!dir) return fail_folder(err, "read", folder, errno);
    paths_vec v = {0};
    marrow_status status = list_open(a, dir, folder, folders, &v, err);
    closedir(dir);
    if (status == MARROW_OK) {
        if (v.n) qsort(v.at, v.n, sizeof *v.at, compare_paths);
        *paths = mw_arena_copy(a, v.at, v.n * sizeof *v.at);
        *n = *paths ? v.n : 0;
        if (!*paths) status = mw_fail_memory(err);
    }
    mw_vec_clear(mw_arena_mem(a), &v);
    return status;
}

marrow_status mw_os_list(mw_arena *a, const char *folder, char ***paths, size_t *n, marrow_error *err) {
    return list(a, folder, false, paths, n, err);
}

marrow_status mw_os_folders(mw_arena *a, const char *folder, char ***paths, size_t *n, marrow_error *err) {
    return list(a, folder, true, paths, n, err);
}

/* ---- making, removing ---- */

marrow_status mw_os_mkdir(const char *path, marrow_error *err) {
    if (mkdir(path, 0777) == 0) return MARROW_OK;
    int reason = errno;
    if (reason == EEXIST && mw_os_kind(path) == MW_PATH_FOLDER) return MARROW_OK;
    return fail_folder(err, "make the folder", path, reason);
}

void mw_os_remove(const char *path) { unlink(path); }

/* Removes what is in the folder; a link is removed, never followed. Takes fd. */
static void empty_folder(int fd) {
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return;
    }
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        int inner = openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0) empty_folder(inner);
        unlinkat(fd, e->d_name, inner >= 0 ? AT_REMOVEDIR : 0);
    }
    closedir(dir);
}

void mw_os_remove_tree(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        unlink(path);
        return;
    }
    empty_folder(fd);
    rmdir(path);
}
