/* support: what tests share. Includes cmocka and what it needs.
 *
 * Golden files: UPDATE=1 in the environment rewrites them with what the test got. Paths given as "room/file" lie in tests/. */
#ifndef MW_TEST_SUPPORT_H
#define MW_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/os.h"

/* ---- memory ---- */

/* Hooks that count and that fail the n-th allocation (resizing counts too). Any number of threads. */
typedef struct test_memory test_memory;
test_memory *test_memory_new(size_t fail_at); /* 0: none fails */
const marrow_allocator *test_memory_hooks(test_memory *m);
size_t test_memory_calls(const test_memory *m);
size_t test_memory_live(const test_memory *m); /* blocks not given back */
size_t test_memory_live_bytes(const test_memory *m);
bool test_memory_failed(const test_memory *m); /* the n-th allocation came and failed */
void test_memory_free(test_memory *m);         /* fails the test when a block was not given back */

/* Runs the job with every allocation failing in turn, until it needs no more of them; with most > 0, about that many evenly spread
 * ones. Each run must give back all memory and return MARROW_OK (it did without) or MARROW_MEMORY; the last must return MARROW_OK.
 * The job frees what it made. */
typedef marrow_status (*test_job)(const marrow_allocator *mem, void *ctx, marrow_error *err);
void test_sweep_failures(test_job job, void *ctx, size_t most);

/* ---- files ---- */

#define TEST_MODEL_TINY MARROW_TESTS_DIR "/model-tiny/tiny.json"

/* The path of tests/NAME; valid until the fourth next call. */
const char *test_path(const char *name);
/* A whole file, zero-terminated; fails the test when it cannot be read. free() it. */
char *test_read(const char *path, size_t *n);
void test_write(const char *path, const void *bytes, size_t n);
/* A path in a folder of this test program's own, which is removed at its end; valid until the fourth next call. */
const char *test_scratch(const char *name);
const char *test_scratch_kept(const char *name); /* the same, valid as long as the program runs; 32 of them */
/* The path of NAME in the data beside the repository (MARROW_SHARED, else ../shared); NULL, after saying so, where it is not there:
 * then skip(). */
const char *test_shared(const char *name);

/* Compares with tests/NAME; tells the first line that differs. */
void test_golden(const char *name, const char *got, size_t n);
/* Calls each(path, path up to the extension, its dot included) for each file of tests/FOLDER with that extension; fails when there is none. */
void test_each(const char *folder, const char *extension, void (*each)(const char *path, const char *stem));

/* ---- errors ---- */

/* Fails the test with the error's message when the call did not succeed. */
#define test_ok(call, err) test_ok_((call), (err), __FILE__, __LINE__)
void test_ok_(marrow_status status, const marrow_error *err, const char *file, int line);
/* Fails the test when the call gave another status, or a message without `part`, or one that is not a line. */
#define test_fails(call, status, err, part) test_fails_((call), (status), (err), (part), __FILE__, __LINE__)
void test_fails_(marrow_status got, marrow_status want, const marrow_error *err, const char *part, const char *file, int line);

/* A small generator for property tests: same numbers everywhere. */
uint32_t test_random(uint64_t *state);

#endif
