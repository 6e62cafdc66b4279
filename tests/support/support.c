/* What tests share: hooks that fail, files, golden files, errors. See support.h. */
#define _XOPEN_SOURCE 700
#include "support/support.h"

#include <stdatomic.h>
#include <unistd.h>

/* ---- memory ---- */

struct test_memory {
    marrow_allocator hooks;
    size_t fail_at;
    atomic_size_t calls, live, live_bytes;
    atomic_bool failed;
};

typedef union block {
    struct {
        size_t size;
        const test_memory *owner;
    } is;
    max_align_t align[1];
} block;

static void *resize(void *ctx, void *p, size_t n) {
    test_memory *m = ctx;
    block *old = p ? (block *)p - 1 : NULL;
    if (old && old->is.owner != m) {
        fprintf(stderr, "a block was given to other hooks than it came from\n");
        abort();
    }
    size_t old_size = old ? old->is.size : 0;
    if (n == 0) {
        if (!old) return NULL;
        m->live--;
        m->live_bytes -= old_size;
        free(old);
        return NULL;
    }
    if (++m->calls == m->fail_at) {
        m->failed = true;
        return NULL;
    }
    block *b = realloc(old, sizeof *b + n);
    if (!b) return NULL;
    b->is.size = n;
    b->is.owner = m;
    if (!old) {
        m->live++;
        memset(b + 1, 0xA5, n); /* nobody may count on zeros */
    }
    m->live_bytes += n - old_size;
    return b + 1;
}

test_memory *test_memory_new(size_t fail_at) {
    test_memory *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->hooks = (marrow_allocator){resize, m};
    m->fail_at = fail_at;
    return m;
}

const marrow_allocator *test_memory_hooks(test_memory *m) { return &m->hooks; }
size_t test_memory_calls(const test_memory *m) { return m->calls; }
size_t test_memory_live(const test_memory *m) { return m->live; }
size_t test_memory_live_bytes(const test_memory *m) { return m->live_bytes; }
bool test_memory_failed(const test_memory *m) { return m->failed; }

void test_memory_free(test_memory *m) {
    size_t live = m->live, bytes = m->live_bytes;
    free(m);
    if (live) fail_msg("%zu blocks, %zu bytes were not given back", live, bytes);
}

/* One run with the n-th allocation failing (0: none); gives whether it came to that. */
static bool sweep_one(test_job job, void *ctx, size_t n, size_t *calls) {
    test_memory *m = test_memory_new(n);
    marrow_error err;
    mw_error_clear(&err);
    marrow_status status = job(&m->hooks, ctx, &err);
    bool failed = m->failed;
    size_t live = m->live;
    if (calls) *calls = m->calls;
    free(m);
    if (live) fail_msg("allocation %zu failing: %zu blocks were not given back", n, live);
    if (status != MARROW_OK && !(failed && status == MARROW_MEMORY))
        fail_msg("allocation %zu failing: status %d, %s", n, (int)status, err.message);
    if (status != MARROW_OK && (err.code != status || !err.message[0])) fail_msg("allocation %zu failing: no error was filled in", n);
    return failed;
}

void test_sweep_failures(test_job job, void *ctx, size_t most) {
    size_t calls = 0;
    sweep_one(job, ctx, 0, &calls);
    size_t step = most && calls > most ? calls / most : 1;
    for (size_t n = 1; sweep_one(job, ctx, n, NULL); n += step) continue;
}

/* ---- files ---- */

static char *ring(void) {
    static char paths[4][4096];
    static int at;
    return paths[at++ % 4];
}

const char *test_path(const char *name) {
    char *path = ring();
    snprintf(path, 4096, "%s/%s", MARROW_TESTS_DIR, name);
    return path;
}

char *test_read(const char *path, size_t *n) {
    char *bytes;
    size_t size;
    marrow_error err;
    test_ok(mw_os_read(&mw_default_allocator, path, &bytes, &size, &err), &err);
    if (n) *n = size;
    return bytes;
}

void test_write(const char *path, const void *bytes, size_t n) {
    FILE *f = fopen(path, "wb");
    if (!f) fail_msg("cannot write %s", path);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static char scratch_folder[4096];

static void remove_scratch(void) { mw_os_remove_tree(scratch_folder); }

const char *test_scratch(const char *name) {
    if (!scratch_folder[0]) {
        const char *tmp = getenv("TMPDIR");
        snprintf(scratch_folder, sizeof scratch_folder, "%s/marrow-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
        if (!mkdtemp(scratch_folder)) fail_msg("cannot make %s", scratch_folder);
        atexit(remove_scratch);
    }
    char *path = ring();
    if (snprintf(path, 4096, "%s/%s", scratch_folder, name) >= 4096) fail_msg("path too long: %s", name);
    return path;
}

const char *test_scratch_kept(const char *name) {
    static char paths[32][600];
    static int n;
    const char *path = test_scratch(name);
    if (n == 32 || strlen(path) >= sizeof *paths) fail_msg("too many paths are kept, or one is too long: %s", name);
    return strcpy(paths[n++], path);
}

const char *test_shared(const char *name) {
    const char *shared = getenv("MARROW_SHARED");
    char *path = ring();
    if (shared && *shared)
        snprintf(path, 4096, "%s/%s", shared, name);
    else
        snprintf(path, 4096, "%s/../../shared/%s", MARROW_TESTS_DIR, name);
    if (mw_os_kind(path) != MW_PATH_NONE) return path;
    printf("skipped: needs %s in MARROW_SHARED or ../shared\n", name);
    return NULL;
}

/* ---- golden files ---- */

static size_t line_end(const char *s, size_t n, size_t at) {
    while (at < n && s[at] != '\n') at++;
    return at;
}

static void fail_golden(const char *path, const char *want, size_t m, const char *got, size_t n) {
    size_t line = 1, at = 0;
    for (size_t i = 0; i < m && i < n && want[i] == got[i]; i++)
        if (got[i] == '\n') {
            line++;
            at = i + 1;
        }
    int w = at < m ? (int)(line_end(want, m, at) - at) : 0, g = at < n ? (int)(line_end(got, n, at) - at) : 0;
    fail_msg("%s:%zu differs (UPDATE=1 rewrites it)\n  want: %.*s\n  got:  %.*s", path, line, w, want + at, g, got + at);
}

void test_golden(const char *name, const char *got, size_t n) {
    const char *path = test_path(name);
    const char *update = getenv("UPDATE");
    if (update && strcmp(update, "1") == 0) {
        test_write(path, got, n);
        return;
    }
    size_t m;
    char *want = test_read(path, &m);
    if (m != n || memcmp(want, got, n) != 0) fail_golden(path, want, m, got, n);
    free(want);
}

void test_each(const char *folder, const char *extension, void (*each)(const char *path, const char *stem)) {
    mw_arena *a = mw_arena_new(&mw_default_allocator);
    char **paths;
    size_t n, seen = 0;
    marrow_error err;
    test_ok(mw_os_list(a, test_path(folder), &paths, &n, &err), &err);
    for (size_t i = 0; i < n; i++) {
        if (!mw_str_ends(mw_str_of(paths[i]), extension)) continue;
        seen++;
        each(paths[i], mw_arena_strndup(a, paths[i], strlen(paths[i]) - strlen(extension)));
    }
    mw_arena_free(a);
    if (!seen) fail_msg("no %s in %s", extension, folder);
}

/* ---- errors ---- */

void test_ok_(marrow_status status, const marrow_error *err, const char *file, int line) {
    if (status == MARROW_OK) return;
    print_error("status %d: %s\n", (int)status, err ? err->message : "");
    _fail(file, line);
}

void test_fails_(marrow_status got, marrow_status want, const marrow_error *err, const char *part, const char *file, int line) {
    if (got == want && err->code == want && strstr(err->message, part) && !strpbrk(err->message, "\r\n")) return;
    print_error("status %d, not %d with \"%s\": %s\n", (int)got, (int)want, part, got ? err->message : "");
    _fail(file, line);
}

uint32_t test_random(uint64_t *state) {
    *state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    uint64_t z = *state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(z ^ z >> 31);
}
