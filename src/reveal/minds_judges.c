/* minds_judges: logistic regressions over the features, with weights learnt in training/minds (minds_weights.inc): a set for models without
 * signs, a set for those with them. The inside of a mind is one of six answers (softmax), all else yes or no. */
#include <math.h>

#include "reveal/minds_work.h"

#include "reveal/minds_weights.inc"

static bool signs(const mw_minds_work *w) { return w->read->tags->sign_at != NULL; }

static float dot(const float *w, const float *f, size_t n) { return (float)mw_dot(w, f, n); }

/* For many weights of one row of features: those that are not 0. */
typedef struct row {
    int at[MW_N_CLAUSE_FEATURE], n;
    double f[MW_N_CLAUSE_FEATURE];
} row;

static void gather(const float *f, row *r) {
    r->n = 0;
    for (int i = 0; i < MW_N_CLAUSE_FEATURE; i++) {
        if (f[i] == 0) continue;
        r->at[r->n] = i;
        r->f[r->n++] = (double)f[i];
    }
}

static float weigh(const float *w, const row *r) {
    double sum = 0;
    for (int i = 0; i < r->n; i++) sum += (double)w[r->at[i]] * r->f[i];
    return (float)sum;
}

static float yes(float logit) { return 1 / (1 + expf(-logit)); }

void mw_judge_clause(const mw_minds_work *w, const float *f, mw_clause_answer *a) {
    float most = -1e30F, sum = 0;
    row r;
    gather(f, &r);
    for (int i = 0; i <= MW_N_IN; i++) {
        a->inside[i] = weigh(inside_weights[signs(w)][i], &r);
        most = a->inside[i] > most ? a->inside[i] : most;
    }
    for (int i = 0; i <= MW_N_IN; i++) sum += a->inside[i] = expf(a->inside[i] - most);
    for (int i = 0; i <= MW_N_IN; i++) a->inside[i] /= sum;
    a->reason = weigh(reason_weights[signs(w)], &r);
    a->effect = weigh(effect_weights[signs(w)], &r);
}

float mw_judge_reason(const mw_minds_work *w, uint32_t clause, const float *pair) {
    return w->answer[clause].reason + dot(reason_weights[signs(w)] + MW_N_CLAUSE_FEATURE, pair, MW_N_PAIR_FEATURE);
}

float mw_judge_effect(const mw_minds_work *w, const mw_effect *e, const float *f) {
    float own = e->clause == MW_NONE ? 0 : w->answer[e->clause].effect;
    return yes(own + dot(effect_weights[signs(w)] + MW_N_CLAUSE_FEATURE, f, MW_N_EFFECT_FEATURE));
}

float mw_judge_given(const mw_minds_work *w, const float *f, bool told) {
    return yes(dot(given_weights[signs(w)][told], f, MW_N_GIVEN_FEATURE));
}
