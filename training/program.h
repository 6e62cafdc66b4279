/* program: what the small programs of training share; PROGRAM is their name (CMakeLists.txt). What they hold goes with the process. */
#ifndef MW_TRAINING_PROGRAM_H
#define MW_TRAINING_PROGRAM_H

#include <stdio.h>
#include <stdlib.h>

#include "base/os.h"

/* Ends the program with what went wrong, if anything did. */
static inline void check(marrow_status status, const marrow_error *err) {
    if (status == MARROW_OK) return;
    fprintf(stderr, PROGRAM ": %s\n", err->message);
    exit(1);
}

/* The bytes of a file. */
static inline char *slurp(const mw_env *env, const char *path, size_t *size) {
    marrow_error err;
    char *bytes;
    check(mw_os_read(&env->mem, path, &bytes, size, &err), &err);
    return bytes;
}

#endif
