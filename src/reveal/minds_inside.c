/* minds_inside: the views: clauses that are judged to enter a mind, with whose (minds_whose.c). */
#include "reveal/minds_work.h"

enum { LOWEST = 15 }; /* per cent: views under it are not even kept for --all */

mw_inside_kind mw_inside_likeliest(const mw_clause_answer *x) {
    int best = 0;
    for (int i = 1; i < MW_N_IN; i++)
        if (x->inside[i] > x->inside[best]) best = i;
    return (mw_inside_kind)best;
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
    mw_whose whose;
    mw_whose_begin(&whose, w);
    w->minds->inside = mw_arena_array(w->arena, n, sizeof *w->minds->inside);
    if (!w->minds->inside) return mw_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        const mw_clause *k = mw_work_clause(w, i);
        float p = 1 - w->answer[i].inside[MW_N_IN];
        mw_whose_gather(&whose, i);
        const mw_whose_at *x = p * 100 >= LOWEST ? mw_whose_choose(&whose, i) : NULL;
        if (x) add(w, i, mw_inside_likeliest(&w->answer[i]), x->who, x->known);
        if (x && p >= 0.5F && k->quote == MW_NONE) mw_whose_note(&whose, i, x->who, x->known);
    }
    return MARROW_OK;
}
