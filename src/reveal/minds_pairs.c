/* minds_pairs: a clause as the reason of an act, and an act or clause as an effect on a person, in numbers. Order and widths are those of
 * MW_PAIR_GROUPS and MW_EFFECT_GROUPS. */
#include <math.h>
#include <string.h>

#include "reveal/minds_work.h"

/* ---- reasons ---- */

enum { REASON_SENTENCES = 4, REASON_CLAUSES = 40 };

mw_about mw_reason_window(const mw_minds_work *w, const mw_act *a) {
    const mw_tags *tags = w->read->tags;
    uint32_t at = MW_COUNT_BELOW(w->e->clauses.at, w->e->clauses.n, head, a->head), first = tags->sentence[a->first],
             last = tags->sentence[a->last];
    mw_about v = {at, at};
    uint32_t low = first > REASON_SENTENCES ? first - REASON_SENTENCES : 0, high = last + REASON_SENTENCES;
    while (v.from > 0 && at - v.from < REASON_CLAUSES && w->e->clauses.at[v.from - 1].sentence >= low) v.from--;
    while (v.to < w->e->clauses.n && v.to - at < REASON_CLAUSES && w->e->clauses.at[v.to].sentence <= high) v.to++;
    return v;
}

static int distance_kind(int64_t d) {
    if (d < -2) return 0;
    if (d > 2) return 6;
    return (int)d + 3;
}

static void link_features(const mw_minds_work *w, const mw_act *a, uint32_t clause, float *f) {
    const mw_clause *k = mw_work_clause(w, clause);
    bool below = a->clause != MW_NONE && k->over == a->clause, own = a->clause == clause;
    const mw_clause *mine = a->clause == MW_NONE ? NULL : mw_work_clause(w, a->clause);
    float *l = f + MW_PF_LINK;
    l[0] = own;
    l[1] = below && k->rel == MW_REL_ADVCL;
    l[2] = below && k->rel != MW_REL_ADVCL && k->rel != MW_REL_CONJ && k->rel != MW_REL_PARATAXIS;
    l[3] = mine && mine->over == clause;
    l[4] = below && (k->rel == MW_REL_CONJ || k->rel == MW_REL_PARATAXIS);
    l[5] = mine && mine->over != MW_NONE && mine->over == k->over && !own;
    bool sister = mine && mine->rel == MW_REL_CONJ && mine->over == k->over && k->rel == MW_REL_ADVCL;
    if ((below || sister) && k->mark != MW_NONE) f[MW_PF_LINKMARK + mw_mark_kind(w, k->mark)] = 1;
    if (below && k->mark == MW_NONE && k->flags & MW_CLAUSE_INFINITIVE) f[MW_PF_LINKMARK + 1] = 1;
}

static void far_features(const mw_minds_work *w, const mw_act *a, uint32_t clause, float *f) {
    const mw_clause *k = mw_work_clause(w, clause);
    int64_t sentence = w->read->tags->sentence[a->head], d = (int64_t)k->sentence - sentence;
    f[MW_PF_FAR + distance_kind(d)] = 1;
    float tokens = logf(1 + fabsf((float)k->head - (float)a->head) / 8);
    f[MW_PF_FAR + (k->head < a->head ? 7 : 8)] = tokens;
}

static void same_features(const mw_minds_work *w, const mw_act *a, uint32_t clause, float *f) {
    const mw_clause *k = mw_work_clause(w, clause);
    const mw_clause_answer *x = &w->answer[clause];
    float *s = f + MW_PF_SAME;
    bool same = x->who != MW_NONE && x->who == a->who;
    s[0] = same;
    s[1] = x->who != MW_NONE && x->who == a->to;
    s[2] = x->who != MW_NONE && x->who != a->who && x->who != a->to;
    s[3] = k->patient != MW_NONE && k->patient == a->who;
    s[4] = k->sentence == w->read->tags->sentence[a->head];
    s[5] = w->read->tokens->block[k->head] == w->read->tokens->block[a->head];
    for (int i = 0; i < MW_N_IN; i++) f[MW_PF_INSIDE + i] = same ? x->inside[i] : 0;
    f[MW_PF_INSIDE + MW_N_IN] = same ? 1 - x->inside[MW_N_IN] : 0;
    float *q = f + MW_PF_SPEECH;
    const mw_speech_room *speech = w->read->speech;
    uint32_t said = a->said == MW_NONE ? MW_NONE : speech->quotes[a->said].speech;
    uint32_t in = k->quote == MW_NONE ? MW_NONE : speech->quotes[k->quote].speech;
    q[0] = said != MW_NONE && in == said;
    q[1] = a->quote != MW_NONE && k->quote == a->quote;
    q[2] = k->quote != MW_NONE && a->quote == MW_NONE && in != said;
    q[3] = k->quote == MW_NONE && a->quote != MW_NONE;
    q[4] = in != MW_NONE && in != said && speech->quotes[k->quote].speaker != MW_NONE && speech->quotes[k->quote].speaker == a->who;
    q[5] = q[4] != 0 && k->head > a->head;
}

void mw_pair_features(const mw_minds_work *w, const mw_act *a, uint32_t clause, float *f) {
    memset(f, 0, MW_N_PAIR_FEATURE * sizeof *f);
    link_features(w, a, clause, f);
    far_features(w, a, clause, f);
    same_features(w, a, clause, f);
}

/* ---- effects ---- */

void mw_recent_push(mw_recent *r, uint32_t act) {
    if (r->n == MW_RECENT) {
        memmove(r->at, r->at + 1, (MW_RECENT - 1) * sizeof *r->at);
        r->n--;
    }
    r->at[r->n++] = act;
}

/* The nearest act before it by somebody else; one that is done to the person is preferred within the last few. */
static uint32_t cause_of(const mw_minds_work *w, const mw_recent *recent, const mw_effect *e) {
    uint32_t best = MW_NONE;
    for (uint32_t i = recent->n; i-- > 0;) {
        const mw_act *a = &w->e->acts[recent->at[i]];
        if (a->who == MW_NONE || a->who == e->on || recent->at[i] == e->act) continue;
        if (a->clause != MW_NONE && a->clause == e->clause) continue;
        if (best == MW_NONE) best = recent->at[i];
        if (a->to == e->on) return recent->at[i];
    }
    return best;
}

bool mw_effect_of(const mw_minds_work *w, const mw_recent *recent, uint32_t act, uint32_t clause, mw_effect *e) {
    *e = (mw_effect){.act = act, .clause = clause, .on = MW_NONE};
    if (act != MW_NONE) {
        const mw_act *a = &w->e->acts[act];
        e->first = a->first;
        e->last = a->last;
        e->clause = a->clause;
        e->on = a->who != MW_NONE ? a->who : a->to;
        e->on_known = a->known;
    } else {
        e->first = mw_work_clause(w, clause)->first;
        e->last = mw_work_clause(w, clause)->last;
    }
    if (e->clause != MW_NONE && (e->on == MW_NONE || act == MW_NONE || w->answer[e->clause].inside[MW_N_IN] < 0.5F)) {
        e->on = w->answer[e->clause].who;
        e->on_known = w->answer[e->clause].who_known;
    }
    if (e->on == MW_NONE) return false;
    e->cause = cause_of(w, recent, e);
    return e->cause != MW_NONE;
}

static void after_features(const mw_minds_work *w, const mw_effect *e, float *f) {
    const mw_act *cause = &w->e->acts[e->cause];
    const mw_tags *tags = w->read->tags;
    uint32_t d = tags->sentence[e->first] - tags->sentence[cause->last];
    if (tags->sentence[e->first] < tags->sentence[cause->last]) d = 0;
    f[MW_EF_AFTER + (d > 3 ? 3 : d)] = 1;
    f[MW_EF_AFTER + 4] = w->read->tokens->block[e->first] == w->read->tokens->block[cause->head];
    f[MW_EF_TOWARD] = cause->to == e->on;
    f[MW_EF_TOWARD + 1] = cause->realis;
    f[MW_EF_TOWARD + 2] = cause->importance;
    f[MW_EF_TOWARD + 3] = cause->quote != MW_NONE;
    f[MW_EF_CAUSE + cause->deed] = 1;
}

static void turn_features(const mw_minds_work *w, const mw_effect *e, float *f) {
    const mw_act *a = e->act == MW_NONE ? NULL : &w->e->acts[e->act], *cause = &w->e->acts[e->cause];
    const mw_clause *k = e->clause == MW_NONE ? NULL : mw_work_clause(w, e->clause);
    float *t = f + MW_EF_TURN;
    t[0] = !k;
    t[1] = a && a->said != MW_NONE;
    t[2] = t[1] != 0 && cause->said != MW_NONE;
    t[3] = t[2] != 0 && cause->to == e->on;
    t[4] = k && k->quote != MW_NONE;
    t[5] = cause->said != MW_NONE;
    if (!a) return;
    f[MW_EF_ACT] = 1;
    f[MW_EF_ACT + 1] = a->importance;
    f[MW_EF_ACT + 2] = a->realis;
    f[MW_EF_ACT + 3] = a->to == cause->who;
    f[MW_EF_ACT + 4] = a->to != MW_NONE;
    f[MW_EF_ACT + 5] = a->who == e->on;
}

void mw_effect_features(const mw_minds_work *w, const mw_effect *e, float *f) {
    memset(f, 0, MW_N_EFFECT_FEATURE * sizeof *f);
    after_features(w, e, f);
    turn_features(w, e, f);
    const mw_tags *tags = w->read->tags; /* of words said that have no clause of their own all that is known */
    for (int i = 0; tags->sign_at && i < 3; i++)
        f[MW_EF_SIGN + i] = mw_sign_highest(tags, e->first, e->last, (mw_sign)(MW_SIGN_RIPPLE_ACT + i));
    if (e->clause == MW_NONE) return;
    const mw_clause_answer *x = &w->answer[e->clause];
    bool same = x->who == e->on;
    for (int i = 0; i < MW_N_IN; i++) f[MW_EF_VIEW + i] = same ? x->inside[i] : 0;
    f[MW_EF_VIEW + MW_N_IN] = same ? 1 - x->inside[MW_N_IN] : 0;
}
