/* minds_inside: the views: clauses that are judged to enter a mind, with whose. A clause in which nobody is named to whom it could belong
 * (free indirect, mostly) goes to the person whose mind was entered last in the paragraph, else to the narrator. */
#include "reveal/minds_work.h"

enum { LOWEST = 15 }; /* per cent: views under it are not even kept for --all */

typedef struct focus {
    uint32_t who, known, block;
} focus;

static uint32_t narrator(const mw_minds_work *w, const mw_clause *k) {
    return mw_narrator_at(w->read->text, w->read->cast, w->read->tokens->span[k->head].start);
}

/* Whose mind; MW_NONE: nobody's. */
static uint32_t owner(const mw_minds_work *w, uint32_t clause, mw_inside_kind kind, const focus *f, uint32_t *known) {
    const mw_clause *k = mw_work_clause(w, clause);
    const mw_clause_answer *x = &w->answer[clause];
    uint32_t block = w->read->tokens->block[k->head];
    if (kind == MW_IN_FREE && k->quote == MW_NONE && f->who != MW_NONE && block - f->block <= 2) {
        *known = f->known;
        return f->who;
    }
    *known = x->who_known;
    if (x->who != MW_NONE) return x->who;
    *known = f->known;
    if (k->quote == MW_NONE && f->who != MW_NONE && block - f->block <= 2) return f->who;
    *known = 0;
    return k->quote == MW_NONE ? narrator(w, k) : w->read->speech->quotes[k->quote].speaker;
}

static mw_inside_kind likeliest(const mw_clause_answer *x) {
    int best = 0;
    for (int i = 1; i < MW_N_IN; i++)
        if (x->inside[i] > x->inside[best]) best = i;
    return (mw_inside_kind)best;
}

static void refocus(const mw_minds_work *w, const mw_clause *k, uint32_t who, uint32_t known, focus *f) {
    *f = (focus){.who = who, .known = known, .block = w->read->tokens->block[k->head]};
}

static void add(mw_minds_work *w, uint32_t clause, mw_inside_kind kind, uint32_t who, uint32_t known) {
    const mw_clause *k = mw_work_clause(w, clause);
    mw_span span = mw_clause_span(w->read->tokens, k);
    if (k->quote != MW_NONE) known = mw_latest(known, w->read->speech->quotes[k->quote].known);
    w->minds->inside[w->minds->n_inside++] = (mw_inside){.span = span,
                                                         .first = k->first,
                                                         .last = k->last,
                                                         .clause = clause,
                                                         .who = who,
                                                         .known = mw_latest(span.end, known),
                                                         .kind = kind,
                                                         .confidence = 1 - w->answer[clause].inside[MW_N_IN]};
}

marrow_status mw_minds_inside(mw_minds_work *w, marrow_error *err) {
    uint32_t n = w->e->clauses.n;
    focus f = {MW_NONE, 0, 0};
    w->minds->inside = mw_arena_array(w->arena, n, sizeof *w->minds->inside);
    if (!w->minds->inside) return mw_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        const mw_clause *k = mw_work_clause(w, i);
        const mw_clause_answer *x = &w->answer[i];
        float p = 1 - x->inside[MW_N_IN];
        uint32_t known;
        mw_inside_kind kind = likeliest(x);
        if (p * 100 >= LOWEST) {
            uint32_t who = owner(w, i, kind, &f, &known);
            if (who != MW_NONE) add(w, i, kind, who, known);
            if (who != MW_NONE && p >= 0.5F && k->quote == MW_NONE) refocus(w, k, who, known, &f);
        } else if (k->quote == MW_NONE && k->who != MW_NONE && (f.who == MW_NONE || w->read->tokens->block[k->head] != f.block)) {
            refocus(w, k, k->who, x->who_known, &f);
        }
    }
    return MARROW_OK;
}
