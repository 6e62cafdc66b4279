/* minds: the steps in order, and the dump. Every clause is judged once; then views, motives and effects are read off. */
#include "reveal/minds_work.h"

const char *const mw_inside_names[MW_N_IN] = {"perceive", "think", "feel", "want", "free"};
const char *const mw_why_status_names[MW_N_WHY_STATUS] = {"told", "hinted", "withheld", "unsure"};
const char *const mw_why_kind_names[MW_N_WHY_KIND] = {NULL, "purpose", "cause", "feeling", "belief", "said"};
const char *const mw_ripple_names[MW_N_RIPPLE] = {"act", "feeling", "state"};

marrow_status mw_minds_answer(mw_minds_work *w, marrow_error *err) {
    float f[MW_N_CLAUSE_FEATURE];
    w->answer = mw_calloc(&w->env->mem, (size_t)w->e->clauses.n + 1, sizeof *w->answer);
    if (!w->answer) return mw_fail_memory(err);
    for (uint32_t i = 0; i < w->e->clauses.n; i++) {
        mw_clause_features(w, i, f);
        mw_judge_clause(w, f, &w->answer[i]);
        w->answer[i].who = mw_experiencer(w, i, &w->answer[i].who_known);
    }
    return MARROW_OK;
}

marrow_status mw_minds_build(const mw_env *env, mw_arena *arena, const mw_read *read, mw_minds **minds, marrow_error *err) {
    mw_minds_work w = {.env = env, .read = read, .e = read->events, .arena = arena, .minds = mw_arena_alloc(arena, sizeof *w.minds)};
    if (!w.minds) return mw_fail_memory(err);
    marrow_status status =
        mw_judge_build(env, arena, read->text, read->tokens, read->tags, read->cast, read->speech, &read->events->clauses, &w.judge, err);
    if (status == MARROW_OK) status = mw_minds_answer(&w, err);
    if (status == MARROW_OK) status = mw_minds_inside(&w, err);
    if (status == MARROW_OK) status = mw_minds_whys(&w, err);
    if (status == MARROW_OK) status = mw_minds_ripples(&w, err);
    mw_free(&env->mem, w.answer);
    *minds = w.minds;
    return status;
}

/* ---- dump ---- */

static void put_words(const mw_read *read, mw_span s, mw_buf *out) {
    mw_str w = mw_str_span(read->text->at, s);
    mw_buf_puts(out, " \"");
    for (size_t i = 0; i < w.n; i++) mw_buf_putc(out, w.at[i] == '\n' ? ' ' : w.at[i]);
    mw_buf_puts(out, "\"");
}

static void put_person(const mw_read *read, uint32_t who, mw_buf *out) {
    mw_buf_puts(out, who == MW_NONE ? "-" : read->cast->characters[who].id);
}

void mw_minds_dump(const mw_read *read, const mw_minds *m, mw_buf *out) {
    for (uint32_t i = 0; i < m->n_inside; i++) {
        mw_buf_printf(out, "inside %s ", mw_inside_names[m->inside[i].kind]);
        put_person(read, m->inside[i].who, out);
        put_words(read, m->inside[i].span, out);
        mw_buf_puts(out, "\n");
    }
    for (uint32_t i = 0; i < m->n_whys; i++) {
        const mw_why *y = &m->whys[i];
        mw_buf_printf(out, "why %s %s %s", read->events->acts[i].verb, mw_why_status_names[y->status],
                      y->kind ? mw_why_kind_names[y->kind] : "-");
        for (uint32_t k = 0; k < y->evidence.n; k++) put_words(read, y->evidence.at[k], out);
        mw_buf_puts(out, "\n");
    }
    for (uint32_t i = 0; i < m->n_asked; i++) {
        mw_buf_puts(out, "asked ");
        put_person(read, m->asked[i].who, out);
        put_words(read, m->asked[i].span, out);
        mw_buf_puts(out, "\n");
    }
    for (uint32_t i = 0; i < m->n_ripples; i++) {
        const mw_ripple *x = &m->ripples[i];
        mw_buf_printf(out, "ripple %s of %s on ", mw_ripple_names[x->kind], read->events->acts[x->from].verb);
        put_person(read, x->on, out);
        put_words(read, x->evidence, out);
        mw_buf_puts(out, "\n");
    }
}
