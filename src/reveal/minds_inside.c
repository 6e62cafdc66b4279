/* minds_inside: the views: clauses that are judged to enter a mind, with whose. A clause in which nobody is named to whom it could belong
 * (free indirect, mostly) goes to the person whose mind was entered last in the paragraph, else to the narrator. */
#include "reveal/minds_work.h"

enum { LOWEST = 15 }; /* per cent: views under it are not even kept for --all */

/* Whose story the telling follows: the mind entered last, and the last paragraph's first subject. */
typedef struct focus {
    uint32_t who, known, block;
    uint32_t subject, subject_known, subject_block;
} focus;

static void follow(const focus *f, uint32_t block, uint32_t *who, uint32_t *known) {
    bool mind = f->who != MW_NONE && block - f->block <= 3;
    *who = mind ? f->who : block - f->subject_block <= 2 ? f->subject : MW_NONE;
    *known = mind ? f->known : f->subject_known;
}

static uint32_t narrator(const mw_minds_work *w, const mw_clause *k) {
    return mw_narrator_at(w->read->text, w->read->cast, w->read->tokens->span[k->head].start);
}

/* Whose mind; MW_NONE: nobody's. */
static uint32_t owner(const mw_minds_work *w, uint32_t clause, mw_inside_kind kind, const focus *f, uint32_t *known) {
    const mw_clause *k = mw_work_clause(w, clause);
    const mw_clause_answer *x = &w->answer[clause];
    uint32_t followed;
    follow(f, w->read->tokens->block[k->head], &followed, known);
    if (kind == MW_IN_FREE && k->quote == MW_NONE && followed != MW_NONE) return followed;
    if (x->who == MW_NONE && k->quote == MW_NONE && followed != MW_NONE) return followed;
    *known = x->who_known;
    if (x->who != MW_NONE) return x->who;
    return k->quote == MW_NONE ? narrator(w, k) : w->read->speech->quotes[k->quote].speaker;
}

static mw_inside_kind likeliest(const mw_clause_answer *x) {
    int best = 0;
    for (int i = 1; i < MW_N_IN; i++)
        if (x->inside[i] > x->inside[best]) best = i;
    return (mw_inside_kind)best;
}

static void refocus(const mw_minds_work *w, const mw_clause *k, uint32_t who, uint32_t known, focus *f) {
    f->who = who;
    f->known = known;
    f->block = w->read->tokens->block[k->head];
}

/* A paragraph's first subject in narration. */
static void note_subject(const mw_minds_work *w, uint32_t clause, focus *f) {
    const mw_clause *k = mw_work_clause(w, clause);
    uint32_t block = w->read->tokens->block[k->head];
    if (k->quote != MW_NONE || k->who == MW_NONE || (f->subject != MW_NONE && block == f->subject_block)) return;
    f->subject = k->who;
    f->subject_known = k->who_mention == MW_NONE ? w->answer[clause].who_known : w->e->clauses.people.known[k->who_mention];
    f->subject_block = block;
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
    focus f = {.who = MW_NONE, .subject = MW_NONE};
    w->minds->inside = mw_arena_array(w->arena, n, sizeof *w->minds->inside);
    if (!w->minds->inside) return mw_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        const mw_clause *k = mw_work_clause(w, i);
        const mw_clause_answer *x = &w->answer[i];
        float p = 1 - x->inside[MW_N_IN];
        uint32_t known;
        mw_inside_kind kind = likeliest(x);
        note_subject(w, i, &f);
        if (p * 100 >= LOWEST) {
            uint32_t who = owner(w, i, kind, &f, &known);
            if (who != MW_NONE) add(w, i, kind, who, known);
            if (who != MW_NONE && p >= 0.5F && k->quote == MW_NONE) refocus(w, k, who, known, &f);
        }
    }
    return MARROW_OK;
}
