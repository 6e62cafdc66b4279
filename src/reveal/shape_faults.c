/* Continuity: facts of one person that disagree; and, from its other files, names and days. A fact that comes more often is taken as meant, the
 * rarer one as the slip; of two told once the later is named first. */
#include <stdlib.h>

#include "reveal/shape_faults.h"

bool mw_fact_put(mw_fault_work *k, mw_fact fact) { return mw_vec_push(&k->w->env->mem, &k->facts, fact); }
bool mw_fault_put(mw_fault_work *k, mw_fault fault) { return mw_vec_push(&k->w->env->mem, &k->faults, fault); }

static int by_person(const void *a, const void *b) {
    const mw_fact *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->who != y->who) return x->who < y->who ? -1 : 1;
    if (x->other != y->other) return x->other < y->other ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* Years that pass between two places, as the windows tell; generous. */
static uint32_t years_between(const mw_shape_work *w, uint32_t from, uint32_t to) {
    uint32_t a = w->r->tokens->span[from].start, z = w->r->tokens->span[to].start, months = 0;
    for (uint32_t i = 0; i < w->shape->n_arc; i++) {
        const mw_arc_window *x = &w->shape->arc[i];
        if (x->span.end <= a || x->span.start >= z) continue;
        months += x->lapse == MW_YEARS ? 60 : x->lapse == MW_MONTHS ? 8 : x->lapse == MW_WEEKS ? 1 : 0;
    }
    return (months + 11) / 12;
}

static bool disagree(const mw_shape_work *w, const mw_fact *a, const mw_fact *b) {
    if (a->kind == MW_FAULT_EYES || a->kind == MW_FAULT_HAIR) return (a->value & b->value) == 0;
    if (a->kind != MW_FAULT_AGE) return a->value != b->value;
    if (b->value < a->value) return true;
    return b->value > a->value + years_between(w, a->first, b->first);
}

static float confidence_of(const mw_fact *a, uint32_t for_it, uint32_t against) {
    static const float base[MW_N_FAULT] = {
        [MW_FAULT_AGE] = 0.65f, [MW_FAULT_EYES] = 0.75f, [MW_FAULT_HAIR] = 0.6f, [MW_FAULT_KIN] = 0.5f, [MW_FAULT_JOB] = 0.4f};
    float x = base[a->kind] + 0.04f * (float)(for_it > 4 ? 4 : for_it);
    if (against > 1) x -= 0.15f; /* told several times in both ways: a change, or two persons taken for one */
    return x < 0.1f ? 0.1f : x;
}

/* Hair that is grey in one place: it may have turned, or be a wig's. */
static bool may_have_turned(const mw_fact *a, const mw_fact *b) {
    enum { GREY = 64 };
    return a->kind == MW_FAULT_HAIR && ((a->value | b->value) & GREY) != 0;
}

/* Facts [from, to) of one kind and person: at most one fault a differing value. */
static bool compare(mw_fault_work *k, size_t from, size_t to) {
    const mw_shape_work *w = k->w;
    size_t usual = from, most = 0;
    for (size_t i = from; i < to; i++) {
        size_t n = 0;
        for (size_t j = from; j < to; j++) n += !disagree(w, &k->facts.at[i < j ? i : j], &k->facts.at[i < j ? j : i]);
        if (n > most) most = n, usual = i;
    }
    for (size_t i = from; i < to; i++) {
        const mw_fact *x = &k->facts.at[i], *u = &k->facts.at[usual];
        if (i == usual || !disagree(w, i < usual ? x : u, i < usual ? u : x)) continue;
        uint32_t against = 0;
        bool told = false;
        for (size_t j = from; j < to; j++) {
            against += k->facts.at[j].value == x->value;
            told = told || (j < i && k->facts.at[j].value == x->value);
        }
        if (told) continue;
        const mw_span *span = w->r->tokens->span;
        mw_fault f = {.kind = x->kind, .who = x->who, .here = {span[x->first].start, span[x->last].end}};
        f.there = (mw_span){span[u->first].start, span[u->last].end};
        f.known = x->known > u->known ? x->known : u->known;
        f.confidence = confidence_of(x, (uint32_t)most, against);
        if (may_have_turned(x, u)) f.confidence -= 0.2f;
        if (!mw_fault_put(k, f)) return false;
    }
    return true;
}

static int by_place(const void *a, const void *b) {
    const mw_fault *x = a, *y = b;
    if (x->here.start != y->here.start) return x->here.start < y->here.start ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->there.start > y->there.start) - (x->there.start < y->there.start);
}

static bool find(mw_fault_work *k) {
    enum { FACTS = 64 }; /* of one kind and person that are compared with each other */
    if (!mw_faults_same(k) || !mw_faults_looks(k)) return false;
    if (k->facts.n > 1) qsort(k->facts.at, k->facts.n, sizeof *k->facts.at, by_person);
    for (size_t i = 0, z; i < k->facts.n; i = z) {
        const mw_fact *x = &k->facts.at[i];
        for (z = i; z < k->facts.n && k->facts.at[z].kind == x->kind && k->facts.at[z].who == x->who && k->facts.at[z].other == x->other;
             z++) {}
        if (!compare(k, i, z - i > FACTS ? i + FACTS : z)) return false;
    }
    return mw_faults_days(k) && mw_faults_names(k);
}

marrow_status mw_shape_faults(mw_shape_work *w, marrow_error *err) {
    mw_fault_work k = {.w = w};
    bool good = find(&k);
    if (good) {
        if (k.faults.n > 1) qsort(k.faults.at, k.faults.n, sizeof *k.faults.at, by_place);
        w->shape->faults =
            mw_arena_copy(w->arena, k.faults.at ? (const void *)k.faults.at : (const void *)"", k.faults.n * sizeof *k.faults.at);
        good = w->shape->faults != NULL;
        w->shape->n_faults = good ? (uint32_t)k.faults.n : 0;
    }
    mw_vec_clear(&w->env->mem, &k.facts);
    mw_vec_clear(&w->env->mem, &k.faults);
    return good ? MARROW_OK : mw_fail_memory(err);
}
