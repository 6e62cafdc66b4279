/* os: every call to the operating system: files, mapping, atomic rename, locks, threads, console, time. os_posix.c here; another
 * system needs another os_*.c and nothing else. Paths are UTF-8. Errors are worded with the path and the system's reason. */
#ifndef MW_OS_H
#define MW_OS_H

#include "base/base.h"

/* ---- files ----------------------------------------------------------------------------------------------------------------- */

/* A file mapped read-only. Empty files map to a valid pointer and n = 0. */
typedef struct mw_map_file {
    const char *at;
    size_t n;
} mw_map_file;
marrow_status mw_os_map(const char *path, mw_map_file *f, marrow_error *err);
void mw_os_unmap(mw_map_file *f);

/* The whole of a file, or of standard input for "-", in memory; give back with mw_free. *bytes has a zero behind it. */
marrow_status mw_os_read(const marrow_allocator *mem, const char *path, char **bytes, size_t *n, marrow_error *err);

typedef enum mw_path_kind { MW_PATH_NONE, MW_PATH_FILE, MW_PATH_FOLDER, MW_PATH_OTHER } mw_path_kind;
mw_path_kind mw_os_kind(const char *path);
/* Files directly in a folder, in natural order (numbers by value), hidden ones left out; in the arena. */
marrow_status mw_os_list(mw_arena *a, const char *folder, char ***paths, size_t *n, marrow_error *err);
marrow_status mw_os_folders(mw_arena *a, const char *folder, char ***paths, size_t *n, marrow_error *err); /* folders directly in it */
marrow_status mw_os_mkdir(const char *path, marrow_error *err);                                            /* an existing folder is fine */
/* Where a link leads, so that writing goes through it as other programs' does; any other path as it is. In the arena. */
char *mw_os_follow(mw_arena *a, const char *path);
/* Whether both paths lead to one file; false where one of them is not there. */
bool mw_os_same_file(const char *a, const char *b);
/* A path beside `path` that does not exist yet, for writing before a rename; in the arena. */
char *mw_os_temp_beside(mw_arena *a, const char *path);
marrow_status mw_os_rename(const char *from, const char *to, marrow_error *err); /* replaces; the folder entry is made durable */
marrow_status mw_os_sync(const char *path, marrow_error *err);
void mw_os_remove(const char *path); /* a file; quiet */
void mw_os_remove_tree(const char *path);

/* Writing a file: buffered; the first error is kept and given at close. */
typedef struct mw_out_file mw_out_file;
marrow_status mw_os_create(const marrow_allocator *mem, const char *path, mw_out_file **f, marrow_error *err);
bool mw_os_write(void *out_file, const char *bytes, size_t n); /* fits marrow_write */
marrow_status mw_os_close(mw_out_file *f, marrow_error *err);

/* ---- threads --------------------------------------------------------------------------------------------------------------- */

typedef struct mw_thread mw_thread;
mw_thread *mw_os_thread_start(const marrow_allocator *mem, void (*run)(void *), void *ctx); /* NULL: could not */
void mw_os_thread_join(const marrow_allocator *mem, mw_thread *t);
typedef struct mw_mutex mw_mutex;
mw_mutex *mw_os_mutex_new(const marrow_allocator *mem);
void mw_os_mutex_free(const marrow_allocator *mem, mw_mutex *m);
void mw_os_lock(mw_mutex *m);
void mw_os_unlock(mw_mutex *m);
int mw_os_processors(void);
/* Asks that this process may use the processor's tile registers (AMX). False: it may not, or the system knows none. */
bool mw_os_allow_tiles(void);
double mw_os_seconds(void);           /* monotonic */
int mw_os_terminal_width(int stream); /* 0: not a terminal */

#endif
