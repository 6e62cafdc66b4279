/* A map from strings to u32: open addressing with linear probing, at most two thirds full, keys copied into an arena.
 *
 * A put that fails for want of memory leaves the map as it was. */
#include <string.h>

#include "base/base.h"

typedef struct slot {
    const char *key; /* NULL: free */
    uint32_t length, value;
    uint64_t hash;
} slot;

struct mw_map {
    marrow_allocator mem;
    mw_arena *keys;
    slot *slots;
    size_t n, cap; /* cap: a power of two */
};

mw_map *mw_map_new(const marrow_allocator *mem) {
    mw_map *m = mw_calloc(mem, 1, sizeof *m);
    if (!m) return NULL;
    m->mem = *mem;
    m->cap = 16;
    m->slots = mw_calloc(mem, m->cap, sizeof *m->slots);
    m->keys = mw_arena_new(mem);
    if (!m->slots || !m->keys) {
        mw_map_free(m);
        return NULL;
    }
    return m;
}

void mw_map_free(mw_map *m) {
    if (!m) return;
    marrow_allocator mem = m->mem;
    mw_arena_free(m->keys);
    mw_free(&mem, m->slots);
    mw_free(&mem, m);
}

/* The slot of the key, or the free one where it belongs. */
static slot *find(slot *slots, size_t cap, mw_str key, uint64_t hash) {
    for (size_t i = hash & (cap - 1);; i = (i + 1) & (cap - 1)) {
        slot *s = &slots[i];
        if (!s->key || (s->hash == hash && mw_str_eq((mw_str){s->key, s->length}, key))) return s;
    }
}

static bool grow(mw_map *m) {
    if (m->cap > SIZE_MAX / 2) return false;
    size_t cap = m->cap * 2;
    slot *slots = mw_calloc(&m->mem, cap, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < m->cap; i++) {
        slot *s = &m->slots[i];
        if (s->key) *find(slots, cap, (mw_str){s->key, s->length}, s->hash) = *s;
    }
    mw_free(&m->mem, m->slots);
    m->slots = slots;
    m->cap = cap;
    return true;
}

bool mw_map_put(mw_map *m, mw_str key, uint32_t value) {
    if (key.n > UINT32_MAX) return false;
    uint64_t hash = mw_hash(key.at, key.n);
    slot *s = find(m->slots, m->cap, key, hash);
    if (!s->key) {
        if (m->n + 1 > m->cap / 3 * 2) {
            if (!grow(m)) return false;
            s = find(m->slots, m->cap, key, hash);
        }
        const char *copy = mw_arena_strndup(m->keys, key.at, key.n);
        if (!copy) return false;
        *s = (slot){.key = copy, .length = (uint32_t)key.n, .hash = hash};
        m->n++;
    }
    s->value = value;
    return true;
}

bool mw_map_get(const mw_map *m, mw_str key, uint32_t *value) {
    const slot *s = find(m->slots, m->cap, key, mw_hash(key.at, key.n));
    if (!s->key) return false;
    if (value) *value = s->value;
    return true;
}

size_t mw_map_size(const mw_map *m) { return m->n; }

mw_str mw_pair_key(uint32_t a, uint32_t b, uint32_t key[2]) {
    key[0] = a < b ? a : b;
    key[1] = a < b ? b : a;
    return (mw_str){(const char *)key, 2 * sizeof *key};
}
