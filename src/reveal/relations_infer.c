/* relations_infer: kin that follows from other kin. Each step is worth a part of what it rests on, since families are not always so, and since
 * two rows may speak of two people; of whom is met in passing nothing follows; the parts are about those that readers of annotated passages
 * wrote down, given both rows. Two rounds; of one person a few rows are looked at, so that it stays linear in the rows. */
#include <stdlib.h>
#include <string.h>

#include "reveal/relations.h"

typedef mw_relation_row row;
typedef mw_relation_rows rows;

enum { FAMILY = 8, ROUNDS = 2, OFTEN = 10 }; /* rows of one person that are looked at */
static const float LEAST_ROW = 0.4f;         /* a row that something follows from */
static const float LEAST_KNOWN = 0.3f;       /* a row that says something of its pair */

/* A row as one of its two sees it: the other is TYPE of me. */
typedef struct side {
    uint32_t me, other;
    const row *row;
    uint8_t type; /* MW_PARENT, MW_OFFSPRING, MW_SIBLING, MW_SPOUSE; MW_AUNT_UNCLE */
} side;

typedef struct infer {
    const mw_sight *s;
    const mw_character *people;
    side *sides; /* by me, the surest first */
    size_t n;
    uint32_t *from; /* [n_characters + 1] into sides */
    mw_map *pairs;  /* of which something is known */
    rows *more;     /* what follows, and more than once of one pair; the best of it is told, whatever came first */
} infer;

static bool is_word(const row *w, const char *one, const char *other) {
    return w->r.word && (strcmp(w->r.word, one) == 0 || strcmp(w->r.word, other) == 0);
}

static int by_me(const void *x, const void *y) {
    const side *a = x, *b = y;
    if (a->me != b->me) return a->me < b->me ? -1 : 1;
    if (a->row->r.confidence != b->row->r.confidence) return a->row->r.confidence > b->row->r.confidence ? -1 : 1;
    if (a->other != b->other) return a->other < b->other ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

static void see(infer *f, const row *w) {
    uint8_t there = MW_N_RELATION, back = MW_N_RELATION; /* what a is to b; what b is to a */
    if (w->r.type == MW_PARENT) there = MW_PARENT, back = MW_OFFSPRING;
    if (w->r.type == MW_SIBLING || w->r.type == MW_SPOUSE) there = back = (uint8_t)w->r.type;
    if (w->r.type == MW_KIN_OTHER && is_word(w, "uncle", "aunt")) there = MW_AUNT_UNCLE;
    if (w->r.confidence < LEAST_ROW || there == MW_N_RELATION) return;
    f->sides[f->n++] = (side){w->r.b, w->r.a, w, there};
    if (back != MW_N_RELATION) f->sides[f->n++] = (side){w->r.a, w->r.b, w, back};
}

static bool look(infer *f, const rows *all) {
    uint32_t people = f->s->read->cast->n_characters;
    f->sides = mw_arena_array(f->s->work, 2 * all->n, sizeof *f->sides);
    f->from = mw_arena_array(f->s->work, (size_t)people + 1, sizeof *f->from);
    if (!f->sides || !f->from) return false;
    f->n = 0;
    for (size_t i = 0; i < all->n; i++) see(f, &all->at[i]);
    if (f->n > 1) qsort(f->sides, f->n, sizeof *f->sides, by_me);
    size_t at = 0;
    for (uint32_t p = 0; p <= people; p++) {
        while (at < f->n && f->sides[at].me < p) at++;
        f->from[p] = (uint32_t)at;
    }
    return true;
}

static bool has_parent(const infer *f, uint32_t child, mw_gender g) {
    for (uint32_t i = f->from[child]; i < f->from[child + 1]; i++)
        if (f->sides[i].type == MW_PARENT && f->people[f->sides[i].other].gender == g) return true;
    return false;
}

static const char *word_for(mw_gender g, const char *man, const char *woman) { return g == MW_MALE ? man : g == MW_FEMALE ? woman : NULL; }

/* Of whom is met in passing nothing follows, nor of "my brother" who is spoken of a few times: who knows which. */
static bool is_somebody(const infer *f, uint32_t who) {
    return !f->people[who].passing && (mw_tie_named(f->s, who) || f->people[who].n_mentions >= OFTEN);
}

static bool add(infer *f, const side *x, const side *y, uint32_t a, uint32_t b, mw_relation_type type, float worth, const char *word) {
    uint32_t key[2];
    if (a == b || !is_somebody(f, a) || !is_somebody(f, b) || mw_map_get(f->pairs, mw_pair_key(a, b, key), NULL)) return true;
    row w = {.r = {.a = a, .b = b, .type = type, .word = word, .from = MW_NONE, .until = MW_NONE}};
    w.r.confidence = worth * x->row->r.confidence * y->row->r.confidence;
    w.r.known = x->row->r.known > y->row->r.known ? x->row->r.known : y->row->r.known;
    w.at[0] = x->row->at[0];
    w.at[1] = y->row->at[0];
    w.n = 2;
    if (w.r.confidence * 100 < MW_LEAST_RELATION) return true;
    return mw_vec_push(&f->s->env->mem, f->more, w);
}

/* p is x->type of me, q is y->type of me: what are they to each other? */
static bool follow(infer *f, const side *x, const side *y) {
    uint32_t p = x->other, q = y->other;
    mw_gender gp = f->people[p].gender, gq = f->people[q].gender;
    if (x->type == MW_PARENT && y->type == MW_PARENT) return gp == gq || add(f, x, y, p, q, MW_SPOUSE, 0.55f, NULL);
    if (x->type == MW_OFFSPRING && y->type == MW_OFFSPRING) return add(f, x, y, p, q, MW_SIBLING, 0.6f, NULL);
    if (x->type == MW_PARENT && y->type == MW_SIBLING) return has_parent(f, q, gp) || add(f, x, y, p, q, MW_PARENT, 0.6f, NULL);
    if (x->type == MW_SPOUSE && y->type == MW_OFFSPRING) return has_parent(f, q, gp) || add(f, x, y, p, q, MW_PARENT, 0.6f, NULL);
    if (x->type == MW_SIBLING && y->type == MW_SIBLING) return add(f, x, y, p, q, MW_SIBLING, 0.5f, NULL);
    if (x->type == MW_PARENT && y->type == MW_OFFSPRING)
        return add(f, x, y, p, q, MW_KIN_OTHER, 0.5f, word_for(gp, "grandfather", "grandmother"));
    if (x->type == MW_SIBLING && y->type == MW_OFFSPRING) return add(f, x, y, p, q, MW_KIN_OTHER, 0.5f, word_for(gp, "uncle", "aunt"));
    return true;
}

/* My uncle's child is my cousin. */
static bool follow_uncle(infer *f, const side *x) {
    for (uint32_t i = f->from[x->other], n = 0; i < f->from[x->other + 1] && n < FAMILY; i++, n++)
        if (f->sides[i].type == MW_OFFSPRING && !add(f, x, &f->sides[i], f->sides[i].other, x->me, MW_KIN_OTHER, 0.6f, "cousin"))
            return false;
    return true;
}

static bool follow_all(infer *f) {
    for (uint32_t p = 0; p < f->s->read->cast->n_characters; p++) {
        uint32_t from = f->from[p], to = f->from[p + 1];
        if (to > from + FAMILY) to = from + FAMILY;
        for (uint32_t i = from; i < to; i++) {
            if (f->sides[i].type == MW_AUNT_UNCLE && !follow_uncle(f, &f->sides[i])) return false;
            for (uint32_t k = from; k < to; k++)
                if (i != k && (f->sides[i].type != f->sides[k].type || i < k) && !follow(f, &f->sides[i], &f->sides[k])) return false;
        }
    }
    return true;
}

/* By pair, the surest first. */
static int by_pair(const void *x, const void *y) {
    const mw_relation *a = &((const row *)x)->r, *b = &((const row *)y)->r;
    uint32_t ka[2], kb[2];
    mw_pair_key(a->a, a->b, ka), mw_pair_key(b->a, b->b, kb);
    for (int i = 0; i < 2; i++)
        if (ka[i] != kb[i]) return ka[i] < kb[i] ? -1 : 1;
    if (a->confidence != b->confidence) return a->confidence > b->confidence ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    return (a->known > b->known) - (a->known < b->known);
}

/* The best row of each pair joins the others. */
static bool take(infer *f, rows *all) {
    uint32_t key[2];
    if (f->more->n > 1) qsort(f->more->at, f->more->n, sizeof *f->more->at, by_pair);
    for (size_t i = 0; i < f->more->n; i++) {
        const mw_relation *r = &f->more->at[i].r;
        mw_str pair = mw_pair_key(r->a, r->b, key);
        if (mw_map_get(f->pairs, pair, NULL)) continue;
        if (!mw_map_put(f->pairs, pair, 1) || !mw_vec_push(&f->s->env->mem, all, f->more->at[i])) return false;
    }
    f->more->n = 0;
    return true;
}

bool mw_relations_infer(const mw_sight *s, mw_relation_rows *all) {
    rows more = {0};
    infer f = {.s = s, .people = s->read->cast->characters, .pairs = mw_map_new(&s->env->mem), .more = &more};
    uint32_t key[2];
    bool good = f.pairs != NULL;
    for (size_t i = 0; good && i < all->n; i++)
        if (all->at[i].r.confidence >= LEAST_KNOWN) good = mw_map_put(f.pairs, mw_pair_key(all->at[i].r.a, all->at[i].r.b, key), 1);
    for (int round = 0; good && round < ROUNDS; round++) good = look(&f, all) && follow_all(&f) && take(&f, all);
    mw_map_free(f.pairs);
    mw_vec_clear(&s->env->mem, &more);
    return good;
}
