/* minds_whys: the motive of each act: the clauses about it are judged as its reason, then whether any reason is given at all, and whether
 * it is told outright or to be inferred. Where none is found, the nearest places that were looked at are kept, so that it can be said
 * where the text was silent. And the questions after a motive that the text itself asks. */
#include <math.h>
#include <string.h>

#include "reveal/minds_work.h"

enum { MOST_EVIDENCE = 3, RIVALS = 3 };
#define DOUBTFUL 0.3F /* that a reason is given: above it, and under a half, unsure */
#define RIVAL 2.0F    /* logit by which further words for the reason may stand behind the first */

typedef struct reasons {
    uint32_t clause[RIVALS];
    float logit[RIVALS];
    uint32_t n, looked;
} reasons;

static void keep(reasons *r, uint32_t clause, float logit) {
    uint32_t i = r->n < RIVALS ? r->n++ : RIVALS - 1;
    if (r->n == RIVALS && i == RIVALS - 1 && r->looked >= RIVALS && logit <= r->logit[i]) return;
    for (; i > 0 && r->logit[i - 1] < logit; i--) {
        r->logit[i] = r->logit[i - 1];
        r->clause[i] = r->clause[i - 1];
    }
    r->logit[i] = logit;
    r->clause[i] = clause;
}

static reasons look(const mw_minds_work *w, const mw_act *a) {
    reasons r = {.n = 0};
    float pair[MW_N_PAIR_FEATURE];
    mw_about v = mw_reason_window(w, a);
    for (uint32_t i = v.from; i < v.to; i++) {
        mw_pair_features(w, a, i, pair);
        keep(&r, i, mw_judge_reason(w, i, pair));
        r.looked++;
    }
    return r;
}

static float yes(float logit) { return 1 / (1 + expf(-logit)); }

/* ---- kinds ---- */

static bool is(const mw_minds_work *w, uint32_t token, const char *word) {
    return mw_token_is(w->read->text, w->read->tokens, token, word);
}

static mw_why_kind by_signs(const mw_minds_work *w, const mw_clause *k) {
    int best = -1;
    float most = 0.25F;
    for (int i = 0; i < 5; i++) {
        float p = mw_sign_highest(w->read->tags, k->first, k->last, (mw_sign)(MW_SIGN_PURPOSE + i));
        if (p <= most) continue;
        most = p;
        best = i;
    }
    return best < 0 ? MW_WHY_NONE : (mw_why_kind)(MW_WHY_PURPOSE + best);
}

static mw_why_kind kind_of(const mw_minds_work *w, const mw_act *a, uint32_t clause) {
    const mw_clause *k = mw_work_clause(w, clause);
    const mw_clause_answer *x = &w->answer[clause];
    mw_why_kind kind = by_signs(w, k);
    if (kind != MW_WHY_NONE) return kind;
    if (k->over == a->clause && (is(w, k->mark, "to") || is(w, k->mark, "so"))) return MW_WHY_PURPOSE;
    if (x->who != MW_NONE && x->who == a->who && x->inside[MW_N_IN] < 0.5F) {
        if (x->inside[MW_IN_FEEL] > 0.3F) return MW_WHY_FEELING;
        if (x->inside[MW_IN_WANT] > 0.3F) return MW_WHY_PURPOSE;
        if (x->inside[MW_IN_THINK] > 0.3F) return MW_WHY_BELIEF;
    }
    return MW_WHY_CAUSE;
}

/* ---- an act's motive ---- */

static void given_features(const mw_minds_work *w, const mw_act *a, const reasons *r, float *f) {
    mw_act_features(&w->judge, a, f);
    float *g = f + MW_N_ACT_FEATURE;
    g[0] = r->n > 0 ? yes(r->logit[0]) : 0;
    g[1] = r->n > 1 ? yes(r->logit[1]) : 0;
    g[2] = r->n > 0 ? r->logit[0] : -5;
    g[3] = r->n > 1 ? r->logit[1] : -5;
    const mw_clause *k = r->n ? mw_work_clause(w, r->clause[0]) : NULL;
    g[4] = k && a->clause != MW_NONE && k->over == a->clause;
    g[5] = k && k->sentence == w->read->tags->sentence[a->head];
}

void mw_given_features(const mw_minds_work *w, uint32_t act, float *f) {
    reasons r = look(w, &w->e->acts[act]);
    given_features(w, &w->e->acts[act], &r, f);
}

static bool put_evidence(mw_minds_work *w, const reasons *r, uint32_t n, mw_why *y) {
    y->evidence.at = mw_arena_array(w->arena, n, sizeof *y->evidence.at);
    if (!y->evidence.at) return false;
    for (uint32_t i = 0; i < n; i++) {
        mw_span s = mw_clause_span(w->read->tokens, mw_work_clause(w, r->clause[i]));
        y->evidence.at[y->evidence.n++] = s;
        y->known = mw_latest(y->known, mw_latest(s.end, w->answer[r->clause[i]].who_known));
    }
    return true;
}

/* Where looking ended: the window's last clause. */
static uint32_t looked_until(const mw_minds_work *w, const mw_act *a) {
    mw_about v = mw_reason_window(w, a);
    return v.to > v.from ? mw_clause_span(w->read->tokens, mw_work_clause(w, v.to - 1)).end : a->known;
}

static bool explain(mw_minds_work *w, uint32_t act) {
    const mw_act *a = &w->e->acts[act];
    mw_why *y = &w->minds->whys[act];
    float f[MW_N_GIVEN_FEATURE];
    reasons r = look(w, a);
    given_features(w, a, &r, f);
    float given = mw_judge_given(w, f, false), told = mw_judge_given(w, f, true);
    y->known = mw_latest(a->known, looked_until(w, a)); /* the judges have looked so far */
    y->confidence = given;
    uint32_t n = r.n > 0;
    while (n < MOST_EVIDENCE && n < r.n && r.logit[n] > r.logit[0] - RIVAL) n++;
    if (given >= 0.5F && r.n > 0) {
        y->status = told >= 0.5F ? MW_WHY_TOLD : MW_WHY_HINTED;
        y->kind = kind_of(w, a, r.clause[0]);
        return put_evidence(w, &r, n, y);
    }
    y->status = given < DOUBTFUL ? MW_WHY_WITHHELD : MW_WHY_UNSURE;
    y->confidence = 1 - given;
    return put_evidence(w, &r, n, y);
}

/* ---- one motive for what is done in one go ---- */

static uint32_t sentence_of(const mw_minds_work *w, const mw_act *a) { return w->read->tags->sentence[a->head]; }

/* The act beside it, of the same agent in the same sentence, for which a reason is given; MW_NONE. */
static uint32_t explained_beside(const mw_minds_work *w, uint32_t act) {
    static const int beside[] = {1, -1, 2, -2};
    const mw_act *a = &w->e->acts[act];
    for (size_t i = 0; a->who != MW_NONE && i < sizeof beside / sizeof *beside; i++) {
        uint32_t k = act + (uint32_t)beside[i]; /* below 0 it is past the end */
        if (k >= w->e->n_acts || w->e->acts[k].who != a->who || sentence_of(w, &w->e->acts[k]) != sentence_of(w, a)) continue;
        mw_why_status s = w->minds->whys[k].status;
        if (s != MW_WHY_WITHHELD && (s != MW_WHY_UNSURE || k < act)) return k;
    }
    return MW_NONE;
}

/* "She rose and lit the lamp to read": nobody says why she rose, but the words that tell why she lit the lamp may be it. */
static void share_reasons(mw_minds_work *w) {
    for (uint32_t i = 0; i < w->e->n_acts; i++) {
        mw_why *y = &w->minds->whys[i];
        uint32_t k = y->status == MW_WHY_WITHHELD ? explained_beside(w, i) : MW_NONE;
        if (k == MW_NONE) continue;
        const mw_why *from = &w->minds->whys[k];
        y->status = MW_WHY_UNSURE;
        y->evidence = from->evidence;
        y->known = mw_latest(y->known, from->known);
    }
}

/* Two acts of one agent that share words (a try and what is tried, a deed and the speech that tells it) are one thing done: what speaks for the
 * one speaks for the other. Only the next acts are compared, and nothing is lent on. */
enum { NEXT_ACTS = 6, MOST_LENT = 4 };

static bool share_words(const mw_act *x, const mw_act *y) { return x->span.start < y->span.end && y->span.start < x->span.end; }

static bool among(const mw_spans *s, mw_span x) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->at[i].start == x.start && s->at[i].end == x.end) return true;
    return false;
}

/* Adds the surest of the other's own places, which stand first. */
static bool lend(mw_minds_work *w, const mw_why *from, uint32_t n_own, mw_why *to) {
    mw_span *at = mw_arena_array(w->arena, MOST_LENT, sizeof *at);
    if (!at) return false;
    uint32_t n = to->status == MW_WHY_WITHHELD ? 0 : to->evidence.n < MOST_LENT ? to->evidence.n : MOST_LENT;
    for (uint32_t i = 0; i < n; i++) at[i] = to->evidence.at[i];
    to->evidence = (mw_spans){at, n};
    for (uint32_t i = 0; i < n_own && to->evidence.n < MOST_LENT; i++)
        if (!among(&to->evidence, from->evidence.at[i])) at[to->evidence.n++] = from->evidence.at[i];
    to->known = mw_latest(to->known, from->known);
    if (to->status == MW_WHY_WITHHELD) to->status = MW_WHY_UNSURE;
    return true;
}

static bool lend_reasons(mw_minds_work *w) {
    const mw_events *e = w->e;
    uint8_t *n_own = mw_arena_array(w->arena, e->n_acts, 1);
    if (!n_own) return false;
    for (uint32_t i = 0; i < e->n_acts; i++)
        if (w->minds->whys[i].status != MW_WHY_WITHHELD) n_own[i] = (uint8_t)w->minds->whys[i].evidence.n;
    for (uint32_t i = 0; i < e->n_acts; i++)
        for (uint32_t k = i + 1; k < e->n_acts && k <= i + NEXT_ACTS; k++) {
            if (e->acts[i].who == MW_NONE || e->acts[i].who != e->acts[k].who || !share_words(&e->acts[i], &e->acts[k])) continue;
            if (n_own[i] && !lend(w, &w->minds->whys[i], n_own[i], &w->minds->whys[k])) return false;
            if (n_own[k] && !lend(w, &w->minds->whys[k], n_own[k], &w->minds->whys[i])) return false;
        }
    return true;
}

/* ---- questions ---- */

/* Why, how so? Why not go, why don't we, why should I: no question after a motive, but a start, a proposal, a refusal. */
static bool asks_otherwise(const mw_minds_work *w, uint32_t why) {
    static const char *const next[] = {",", "--", "-", "—", "not", "should", "shall", "can", "ca", "could", "may", "might", "must"};
    if (why + 1 >= w->read->tags->n) return true;
    for (size_t i = 0; i < sizeof next / sizeof *next; i++)
        if (is(w, why + 1, next[i])) return true;
    return is(w, why + 1, "do") && (is(w, why + 2, "n't") || is(w, why + 2, "n’t"));
}

/* "Why had he gone?", "what made her do it?": a clause that asks, with why or what for among its words. */
static bool asks_why(const mw_minds_work *w, const mw_clause *k) {
    for (uint32_t t = k->first; t <= k->last && t < k->first + 4; t++) {
        if (is(w, t, "why")) return !asks_otherwise(w, t);
        bool made = strcmp(mw_lemma(w->read->tags, k->head), "make") == 0 || strcmp(mw_lemma(w->read->tags, k->head), "induce") == 0;
        if (is(w, t, "what") && made && !is(w, k->head + 1, "of")) return true; /* what do you make of it? */
    }
    return false;
}

static marrow_status find_questions(mw_minds_work *w, marrow_error *err) {
    mw_minds *m = w->minds;
    m->asked = mw_arena_array(w->arena, w->e->clauses.n, sizeof *m->asked);
    if (!m->asked) return mw_fail_memory(err);
    for (uint32_t i = 0; i < w->e->clauses.n; i++) {
        const mw_clause *k = mw_work_clause(w, i);
        if (!asks_why(w, k) || !(k->flags & MW_CLAUSE_VERB)) continue;
        mw_span s = mw_clause_span(w->read->tokens, k);
        uint32_t known = mw_latest(s.end, w->answer[i].who_known);
        if (k->quote != MW_NONE) known = mw_latest(known, w->read->speech->quotes[k->quote].known);
        m->asked[m->n_asked++] = (mw_asked){.span = s,
                                            .who = k->who != MW_NONE ? k->who : k->patient,
                                            .known = known,
                                            .confidence = k->flags & MW_CLAUSE_ASKS ? 0.8F : 0.6F};
    }
    return MARROW_OK;
}

marrow_status mw_minds_whys(mw_minds_work *w, marrow_error *err) {
    w->minds->whys = mw_arena_array(w->arena, w->e->n_acts, sizeof *w->minds->whys);
    if (!w->minds->whys) return mw_fail_memory(err);
    w->minds->n_whys = w->e->n_acts;
    for (uint32_t i = 0; i < w->e->n_acts; i++)
        if (!explain(w, i)) return mw_fail_memory(err);
    share_reasons(w);
    if (!lend_reasons(w)) return mw_fail_memory(err);
    return find_questions(w, err);
}
