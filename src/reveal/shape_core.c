/* The core: the person, or the pair, whose scenes are most of the book. The same function works on what has been read as of a place.
 *
 * A scene is moved by who is on stage in it most. The first of the core is who has the largest share of words so weighted; a second person makes
 * it a pair when the two stand in the same scenes more often than not (at least half of the lesser's presence beside the first, and
 * more than a third of the first's), and the pair moves most of what the first alone would. A second core is the person or pair of the scenes that the first core does not move, when it carries
 * nearly as much. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_work.h"

typedef struct core_work {
    const uint32_t *words;
    const mw_presence *at;
    uint32_t n_scenes, n, n_people;
    double *carry;  /* [n_people] words carried */
    double *beside; /* [n_people] the same, where the first stands too */
    bool *taken;    /* [n_scenes] */
} core_work;

static uint32_t scene_end(const core_work *c, uint32_t i) {
    uint32_t k = i;
    while (k < c->n && c->at[k].scene == c->at[i].scene) k++;
    return k;
}

/* The share of a scene that each on stage carries: the root of the times, so that the chatty do not take all. */
static void carry(core_work *c, uint32_t first) {
    memset(c->carry, 0, c->n_people * sizeof *c->carry);
    memset(c->beside, 0, c->n_people * sizeof *c->beside);
    for (uint32_t i = 0, end; i < c->n; i = end) {
        end = scene_end(c, i);
        if (c->taken[c->at[i].scene]) continue;
        double sum = 0, own = 0;
        for (uint32_t k = i; k < end; k++) {
            sum += sqrt((double)c->at[k].times);
            if (c->at[k].who == first) own = sqrt((double)c->at[k].times);
        }
        for (uint32_t k = i; k < end; k++) {
            double part = c->words[c->at[i].scene] * sqrt((double)c->at[k].times) / sum;
            c->carry[c->at[k].who] += part;
            if (own > 0) c->beside[c->at[k].who] += part;
        }
    }
}

static uint32_t largest(const double *x, uint32_t n, uint32_t but) {
    uint32_t best = MW_NONE;
    for (uint32_t i = 0; i < n; i++)
        if (i != but && x[i] > 0 && (best == MW_NONE || x[i] > x[best])) best = i;
    return best;
}

/* Whether a scene is moved by the core: its people are most of those on stage. */
static bool moves(const core_work *c, uint32_t from, uint32_t end, const mw_core *core) {
    double sum = 0, own = 0, most = 0;
    bool both[2] = {false, core->people[1] == MW_NONE};
    for (uint32_t k = from; k < end; k++) {
        double x = sqrt((double)c->at[k].times);
        sum += x;
        if (x > most) most = x;
        for (int p = 0; p < 2; p++)
            if (c->at[k].who == core->people[p]) own += x, both[p] = true;
    }
    return both[0] && both[1] && own >= (core->people[1] == MW_NONE ? 0.3 : 0.4) * sum;
}

/* The scenes that a core moves, and their share. */
static bool collect(const core_work *c, mw_arena *arena, mw_core *core) {
    core->scenes = mw_arena_array(arena, c->n_scenes, sizeof *core->scenes);
    if (!core->scenes) return false;
    double own = 0, all = 0;
    for (uint32_t i = 0; i < c->n_scenes; i++) all += c->words[i];
    for (uint32_t i = 0, end; i < c->n; i = end) {
        end = scene_end(c, i);
        if (c->taken[c->at[i].scene] || !moves(c, i, end, core)) continue;
        core->scenes[core->n_scenes++] = c->at[i].scene;
        own += c->words[c->at[i].scene];
    }
    core->share = all > 0 ? (float)(own / all) : 0;
    return true;
}

static bool find_one(core_work *c, mw_arena *arena, mw_core *core) {
    *core = (mw_core){.people = {MW_NONE, MW_NONE}};
    carry(c, MW_NONE);
    uint32_t first = core->people[0] = largest(c->carry, c->n_people, MW_NONE);
    if (first == MW_NONE) return true;
    carry(c, first);
    double rest = 0;
    for (uint32_t i = 0; i < c->n_people; i++) rest += c->carry[i];
    core->confidence = rest > 0 ? (float)(0.4 + 0.6 * fmin(1, 2 * c->carry[first] / rest)) : 0;
    uint32_t second = largest(c->beside, c->n_people, first);
    if (!collect(c, arena, core)) return false;
    if (second == MW_NONE || c->beside[second] <= 0.35 * c->carry[first] || c->beside[second] <= 0.5 * c->carry[second]) return true;
    mw_core pair = {.people = {first, second}, .confidence = core->confidence};
    if (!collect(c, arena, &pair)) return false;
    if (pair.share >= 0.6f * core->share) *core = pair;
    return true;
}

int mw_core_find(mw_arena *arena, const uint32_t *words, uint32_t n_scenes, const mw_presence *at, uint32_t n, uint32_t n_people,
                 mw_core core[2]) {
    core_work c = {.words = words, .at = at, .n_scenes = n_scenes, .n = n, .n_people = n_people};
    c.carry = mw_arena_array(arena, n_people, sizeof *c.carry);
    c.beside = mw_arena_array(arena, n_people, sizeof *c.beside);
    c.taken = mw_arena_array(arena, n_scenes, sizeof *c.taken);
    if (!c.carry || !c.beside || !c.taken) return -1;
    if (n == 0) return 0;
    if (!find_one(&c, arena, &core[0])) return -1;
    if (core[0].people[0] == MW_NONE) return 0;
    for (uint32_t i = 0; i < core[0].n_scenes; i++) c.taken[core[0].scenes[i]] = true;
    if (!find_one(&c, arena, &core[1])) return -1;
    if (core[1].n_scenes && core[1].share > core[0].share) {
        mw_core swap = core[0];
        core[0] = core[1];
        core[1] = swap;
    }
    bool apart = core[1].people[0] != MW_NONE && core[1].people[0] != core[0].people[0] && core[1].people[0] != core[0].people[1];
    return apart && core[1].n_scenes > 1 && core[1].share > 0.6f * core[0].share ? 2 : 1;
}

marrow_status mw_shape_core(mw_shape_work *w, marrow_error *err) {
    mw_shape *p = w->shape;
    uint32_t n = 0, k = 0;
    for (uint32_t i = 0; i < p->n_scenes; i++) n += p->scenes[i].n_people;
    mw_presence *at = mw_arena_array(w->scratch, n, sizeof *at);
    uint32_t *words = mw_arena_array(w->scratch, p->n_scenes, sizeof *words);
    if (!at || !words) return mw_fail_memory(err);
    for (uint32_t i = 0; i < p->n_scenes; i++) {
        words[i] = p->scenes[i].end - p->scenes[i].first;
        for (uint32_t q = 0; q < p->scenes[i].n_people; q++)
            at[k++] = (mw_presence){i, p->scenes[i].people[q].who, p->scenes[i].people[q].times};
    }
    int found = mw_core_find(w->arena, words, p->n_scenes, at, n, w->r->cast->n_characters, p->core);
    if (found < 0) return mw_fail_memory(err);
    p->n_cores = (uint32_t)found;
    return MARROW_OK;
}
