/* minds_ripples: what an act sets off in somebody else. Every act, and every clause that enters a mind or tells a state, is judged as the
 * effect of the nearest act by another before it. One pass; the last few acts are remembered. */
#include <inttypes.h>
#include <stdio.h>

#include "reveal/minds_work.h"

enum { LOWEST = 15 }; /* per cent */

static mw_ripple_kind kind_of(const mw_minds_work *w, const mw_effect *e) {
    const mw_clause_answer *x = e->clause == MW_NONE ? NULL : &w->answer[e->clause];
    if (w->read->tags->sign_at) {
        int best = -1;
        float most = 0.3F;
        for (int i = 0; i < 3; i++) {
            float p = mw_sign_highest(w->read->tags, e->first, e->last, (mw_sign)(MW_SIGN_RIPPLE_ACT + i));
            if (p <= most) continue;
            most = p;
            best = i;
        }
        if (best >= 0) return (mw_ripple_kind)best;
    }
    if (x && x->who == e->on && 1 - x->inside[MW_N_IN] >= 0.5F) return MW_RIPPLE_FEELING;
    return e->act != MW_NONE ? MW_RIPPLE_ACT : MW_RIPPLE_STATE;
}

static bool put_id(mw_arena *arena, mw_map *seen, const mw_events *e, mw_ripple *x) {
    char key[96];
    uint32_t count = 0;
    snprintf(key, sizeof key, "r-%.60s", e->acts[x->from].id);
    mw_str k = mw_str_of(key);
    mw_map_get(seen, k, &count);
    if (!mw_map_put(seen, k, count + 1)) return false;
    char id[128];
    snprintf(id, sizeof id, "%s.%u", key, count + 1);
    x->id = mw_arena_strdup(arena, id);
    return x->id != NULL;
}

typedef struct finder {
    mw_minds_work *w;
    mw_recent recent;
    mw_map *seen;
    uint32_t next_act;
} finder;

static bool consider(finder *f, uint32_t act, uint32_t clause) {
    mw_minds_work *w = f->w;
    mw_effect e;
    float numbers[MW_N_EFFECT_FEATURE];
    if (!mw_effect_of(w, &f->recent, act, clause, &e)) return true;
    mw_effect_features(w, &e, numbers);
    float p = mw_judge_effect(w, &e, numbers);
    if (p * 100 < LOWEST) return true;
    mw_ripple_kind kind = kind_of(w, &e);
    mw_ripple *x = &w->minds->ripples[w->minds->n_ripples++];
    mw_span span = {w->read->tokens->span[e.first].start, w->read->tokens->span[e.last].end};
    *x = (mw_ripple){
        .from = e.cause, .to = kind == MW_RIPPLE_ACT ? e.act : MW_NONE, .on = e.on, .kind = kind, .confidence = p, .evidence = span};
    x->known = mw_latest(mw_latest(span.end, e.on_known), w->e->acts[e.cause].known);
    if (e.act != MW_NONE) x->known = mw_latest(x->known, w->e->acts[e.act].known);
    return put_id(w->arena, f->seen, w->e, x);
}

/* Acts up to a token; those that no clause has (bare quotations) are units of their own. */
static bool acts_until(finder *f, uint32_t token) {
    const mw_events *e = f->w->e;
    for (; f->next_act < e->n_acts && e->acts[f->next_act].head <= token; f->next_act++) {
        if (!consider(f, f->next_act, MW_NONE)) return false;
        mw_recent_push(&f->recent, f->next_act);
    }
    return true;
}

marrow_status mw_minds_ripples(mw_minds_work *w, marrow_error *err) {
    uint32_t n = w->e->clauses.n;
    finder f = {.w = w, .seen = mw_map_new(&w->env->mem)};
    w->minds->ripples = mw_arena_array(w->arena, (size_t)n + w->e->n_acts, sizeof *w->minds->ripples);
    bool ok = w->minds->ripples && f.seen;
    for (uint32_t i = 0; ok && i < n; i++) {
        ok = acts_until(&f, mw_work_clause(w, i)->head);
        if (ok && w->e->act_of[i] == MW_NONE) ok = consider(&f, MW_NONE, i);
    }
    if (ok) ok = acts_until(&f, MW_NONE - 1);
    mw_map_free(f.seen);
    return ok ? MARROW_OK : mw_fail_memory(err);
}
