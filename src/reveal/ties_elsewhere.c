/* ties_elsewhere: what the rest of a text says of two people: their names, and the ties at other places, wherever they stand. Of those the
 * surest few of each pair speak, so that a long book does not make everybody everything of everybody, and the order of the places tells nothing.
 * Each has the byte from which it is known, so that what a reader knew so far can be asked too. One sort; a question takes the time of a few
 * ties. */
#include <stdlib.h>
#include <string.h>

#include "reveal/ties_who.h"

enum { MOST = 4, LOOKED_AT = 64 }; /* ties of a pair that speak; that are passed over at most */

typedef struct spoken {
    uint32_t low, high; /* the pair, by number */
    uint32_t key, known;
    float p;
    uint8_t type;
    bool from_low; /* low is its type of high */
} spoken;

struct mw_who_known {
    spoken *at; /* by pair, the surest first */
    size_t n;
    const char **surname; /* [n_characters] the last word of a name of several, or NULL */
    bool *lady;           /* [n_characters] called Mrs. */
};

/* ---- names ---- */

static const char *surname_of(const mw_character *c) {
    uint32_t i = mw_fullest_form(c->aliases, c->n_aliases);
    const char *space = i == MW_NONE || !c->aliases[i].proper ? NULL : strrchr(c->aliases[i].form, ' ');
    return space ? space + 1 : NULL;
}

static bool is_lady(const mw_character *c) {
    for (uint32_t i = 0; i < c->n_aliases; i++)
        if (c->aliases[i].proper && strncmp(c->aliases[i].form, "Mrs", 3) == 0) return true;
    return false;
}

static bool know_names(mw_sight *s, mw_who_known *k) {
    const mw_cast *cast = s->read->cast;
    k->surname = mw_arena_array(s->work, cast->n_characters, sizeof *k->surname);
    k->lady = mw_arena_array(s->work, cast->n_characters, sizeof *k->lady);
    for (uint32_t i = 0; k->surname && k->lady && i < cast->n_characters; i++) {
        k->surname[i] = surname_of(&cast->characters[i]);
        k->lady[i] = is_lady(&cast->characters[i]);
    }
    return k->surname && k->lady;
}

bool mw_who_share_surname(const mw_who_known *k, uint32_t a, uint32_t b) {
    return k->surname[a] && k->surname[b] && strcmp(k->surname[a], k->surname[b]) == 0;
}

bool mw_who_lady(const mw_who_known *k, uint32_t who) { return k->lady[who]; }

/* ---- ties by pair ---- */

static int by_pair(const void *x, const void *y) {
    const spoken *a = x, *b = y;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    if (a->high != b->high) return a->high < b->high ? -1 : 1;
    if (a->p != b->p) return a->p > b->p ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

mw_who_known *mw_who_known_of(mw_sight *s, const mw_ties *ties) {
    mw_who_known *k = mw_arena_alloc(s->work, sizeof *k);
    spoken *at = mw_arena_array(s->work, ties->n, sizeof *at);
    if (!k || !at) return NULL;
    for (size_t i = 0; i < ties->n; i++) {
        const mw_tie *t = &ties->at[i];
        uint32_t known = mw_sight_known(s, t->first, t->last);
        at[i] = (spoken){.low = t->a < t->b ? t->a : t->b, .high = t->a < t->b ? t->b : t->a, .key = t->key, .type = t->type};
        at[i].known = known > t->later ? known : t->later;
        at[i].p = mw_tie_score(t) * mw_tie_by_surnames(s, t);
        at[i].from_low = t->a == at[i].low;
    }
    if (ties->n > 1) qsort(at, ties->n, sizeof *at, by_pair);
    *k = (mw_who_known){.at = at, .n = ties->n};
    return know_names(s, k) ? k : NULL;
}

uint32_t mw_who_group(const mw_who_known *k, uint32_t a, uint32_t b) {
    uint32_t one = a < b ? a : b, other = a < b ? b : a;
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const spoken *p = &k->at[middle];
        if (p->low < one || (p->low == one && p->high < other))
            low = middle + 1;
        else
            high = middle;
    }
    return low < k->n && k->at[low].low == one && k->at[low].high == other ? (uint32_t)low : MW_NONE;
}

static void add(float *say, float p) { *say = 1 - (1 - *say) * (1 - p); }

uint32_t mw_who_ask(const mw_who_known *k, uint32_t group, uint8_t type, uint32_t key, uint32_t until, float low[2], float high[2]) {
    uint32_t last = 0;
    low[0] = low[1] = high[0] = high[1] = 0;
    if (group == MW_NONE) return 0;
    const spoken *first = &k->at[group];
    for (size_t i = group, n = 0; i < k->n && i < (size_t)group + LOOKED_AT && n < MOST; i++) {
        const spoken *p = &k->at[i];
        if (p->low != first->low || p->high != first->high) break;
        if (p->key == key || p->known > until) continue;
        n++;
        if (p->known > last) last = p->known;
        bool same = p->type == type, mutual = mw_tie_mutual(type);
        add(&low[!(same && (mutual || p->from_low))], p->p);
        add(&high[!(same && (mutual || !p->from_low))], p->p);
    }
    return last;
}
