/* Memory: the allocator hooks, 64-byte aligned blocks, arenas.
 *
 * Everything that the library allocates comes from here, so that hooks see all of it and any of it may fail. An arena costs one
 * comparison and one memset an allocation; a request larger than a quarter of a chunk gets a chunk of its own and leaves the
 * current one open. In sanitizer builds what an arena has not handed out is poisoned, with 16 bytes between two allocations. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MW_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define MW_ASAN 1
#endif
#ifdef MW_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
enum { GAP = 16 };
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { ALIGN = 16, ALIGN_WIDE = 64, CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20 };

/* ---- hooks ---- */

static void *default_resize(void *ctx, void *p, size_t n) {
    (void)ctx;
    if (n == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, n);
}

const marrow_allocator mw_default_allocator = {default_resize, NULL};

void *mw_alloc(const marrow_allocator *mem, size_t n) { return mem->resize(mem->ctx, NULL, n ? n : 1); }

void *mw_calloc(const marrow_allocator *mem, size_t n, size_t size) {
    if (size && n > SIZE_MAX / size) return NULL;
    void *p = mw_alloc(mem, n * size);
    if (p) memset(p, 0, n * size);
    return p;
}

void *mw_realloc(const marrow_allocator *mem, void *p, size_t n) { return mem->resize(mem->ctx, p, n ? n : 1); }

void mw_free(const marrow_allocator *mem, void *p) {
    if (p) mem->resize(mem->ctx, p, 0);
}

/* The block's own start is kept in the word before the aligned address. */
void *mw_alloc_aligned(const marrow_allocator *mem, size_t n) {
    if (n > SIZE_MAX - ALIGN_WIDE - sizeof(void *)) return NULL;
    char *block = mw_alloc(mem, n + ALIGN_WIDE + sizeof(void *));
    if (!block) return NULL;
    uintptr_t from = (uintptr_t)block + sizeof(void *);
    char *p = block + sizeof(void *) + (ALIGN_WIDE - from % ALIGN_WIDE) % ALIGN_WIDE;
    memcpy(p - sizeof(void *), &block, sizeof block);
    return p;
}

void mw_free_aligned(const marrow_allocator *mem, void *p) {
    if (!p) return;
    void *block;
    memcpy(&block, (char *)p - sizeof(void *), sizeof block);
    mw_free(mem, block);
}

/* ---- arena ---- */

typedef struct chunk {
    struct chunk *next;
    size_t size, used; /* of the bytes behind this header */
} chunk;

enum { HEADER = (sizeof(chunk) + ALIGN - 1) / ALIGN * ALIGN };

struct mw_arena {
    marrow_allocator mem;
    chunk *first; /* the one that small allocations come from */
    size_t chunk_size;
    size_t bytes; /* taken from the hooks */
};

static char *chunk_at(chunk *c) { return (char *)c + HEADER; }

mw_arena *mw_arena_new(const marrow_allocator *mem) {
    mw_arena *a = mw_calloc(mem, 1, sizeof *a);
    if (!a) return NULL;
    a->mem = *mem;
    a->chunk_size = CHUNK_MIN;
    a->bytes = sizeof *a;
    return a;
}

void mw_arena_free(mw_arena *a) {
    if (!a) return;
    marrow_allocator mem = a->mem;
    for (chunk *c = a->first, *next; c; c = next) {
        next = c->next;
        UNPOISON(chunk_at(c), c->size);
        mw_free(&mem, c);
    }
    mw_free(&mem, a);
}

static chunk *chunk_new(mw_arena *a, size_t size) {
    chunk *c = mw_alloc(&a->mem, HEADER + size);
    if (!c) return NULL;
    *c = (chunk){.size = size};
    POISON(chunk_at(c), size);
    a->bytes += HEADER + size;
    return c;
}

/* A chunk with room for n bytes, n a multiple of ALIGN. */
static chunk *chunk_for(mw_arena *a, size_t n) {
    chunk *c = a->first;
    if (c && c->size - c->used >= n) return c;
    bool own = n > a->chunk_size / 4;
    c = chunk_new(a, own ? n : a->chunk_size);
    if (!c) return NULL;
    if (own && a->first) {
        c->next = a->first->next;
        a->first->next = c;
    } else {
        c->next = a->first;
        a->first = c;
    }
    if (!own && a->chunk_size < CHUNK_MAX) a->chunk_size *= 2;
    return c;
}

void *mw_arena_alloc(mw_arena *a, size_t n) {
    if (n > SIZE_MAX / 2) return NULL;
    size_t whole = (n + GAP + ALIGN - 1) / ALIGN * ALIGN;
    if (whole == 0) whole = ALIGN;
    chunk *c = chunk_for(a, whole);
    if (!c) return NULL;
    char *p = chunk_at(c) + c->used;
    c->used += whole;
    UNPOISON(p, n);
    memset(p, 0, n);
    return p;
}

void *mw_arena_array(mw_arena *a, size_t n, size_t size) {
    if (size && n > SIZE_MAX / size) return NULL;
    return mw_arena_alloc(a, n * size);
}

char *mw_arena_strndup(mw_arena *a, const char *s, size_t n) {
    if (n == SIZE_MAX) return NULL;
    char *copy = mw_arena_alloc(a, n + 1);
    if (copy && n) memcpy(copy, s, n);
    return copy;
}

char *mw_arena_strdup(mw_arena *a, const char *s) { return mw_arena_strndup(a, s, strlen(s)); }

void *mw_arena_copy(mw_arena *a, const void *p, size_t n) {
    void *copy = mw_arena_alloc(a, n);
    if (copy && n) memcpy(copy, p, n);
    return copy;
}

size_t mw_arena_bytes(const mw_arena *a) { return a->bytes; }

const marrow_allocator *mw_arena_mem(const mw_arena *a) { return &a->mem; }

void *mw_product_new(const marrow_allocator *mem, size_t size, size_t arena_offset) {
    mw_arena *a = mw_arena_new(mem);
    char *product = a ? mw_arena_alloc(a, size) : NULL;
    if (product)
        memcpy(product + arena_offset, &a, sizeof a);
    else
        mw_arena_free(a);
    return product;
}
