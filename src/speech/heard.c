/* heard: what the first pass over the turns tells the second: how likely a candidate speaks in the turns around, and does this one sound like
 * what he has said so far (habits.c). */
#include <math.h>

#include "speech/stage.h"

enum { HEARD_SCENE = 30, HEARD_FAR = 10, HEARD_NEAR = 4 };

static float posterior_of(const mw_turn *t, uint32_t character) {
    for (uint32_t j = 0; j < t->n; j++)
        if (t->at[j].character == character) return t->at[j].posterior;
    return 0;
}

static float habit_of(const mw_turn *t, uint32_t character) {
    for (uint32_t j = 0; j < t->n; j++)
        if (t->at[j].character == character) return t->at[j].habit;
    return 0;
}

/* Sums over the turns at some distance. */
typedef struct heard {
    float scene, far, near;
} heard;

static void hear(heard *all, uint32_t away, float p) {
    all->scene += p;
    if (away <= HEARD_FAR) all->far += p;
    if (away <= HEARD_NEAR) all->near += p;
}

void mw_heard_features(const mw_hearing *h, uint32_t turn, uint32_t character, float *f) {
    if (character == MW_NONE) return;
    f[MW_F_TALKS_LIKE] = habit_of(&h->turns[turn], character);
    heard all = {0};
    const mw_turn *t = &h->turns[turn];
    for (uint32_t k = 1; k <= HEARD_SCENE && k <= turn && !h->turns[turn - k + 1].fresh; k++) {
        float p = posterior_of(t - k, character);
        hear(&all, k, p);
        if (k == 1) f[MW_F_HEARD_BACK_1] = p;
        if (k == 2) f[MW_F_HEARD_BACK_2] = p;
    }
    for (uint32_t k = 1; k <= HEARD_SCENE && turn + k < h->n_turns && !h->turns[turn + k].fresh; k++) {
        float p = posterior_of(t + k, character);
        hear(&all, k, p);
        if (k == 1) f[MW_F_HEARD_AHEAD_1] = p;
        if (k == 2) f[MW_F_HEARD_AHEAD_2] = p;
    }
    f[MW_F_HEARD_SCENE] = logf(1.0f + all.scene);
    f[MW_F_HEARD_FAR] = logf(1.0f + all.far);
    f[MW_F_HEARD_NEAR] = logf(1.0f + all.near);
    if (t->like != MW_NONE) f[MW_F_HEARD_LIKE] = posterior_of(&h->turns[t->like], character);
    if (turn == 0 || t[-1].doc != t->doc || t->ground != MW_GROUND_NONE) return;
    if (t->fresh) f[MW_F_HEARD_OVER] = posterior_of(t - 1, character);
    if (t->tells && t[-1].tells) f[MW_F_HEARD_TALE] = posterior_of(t - 1, character);
}
