/* windows: the plan of encoding. Wordpieces of all tokens, then windows one after the other, in linear time.
 *
 * A window holds at most `window` wordpieces with [CLS] and [SEP]; up to window/16 on each side of its core are context. A core is as
 * full as it can be, and ends at the last safe stop if one lies in its last quarter, else at the last stop, safe or not, else where
 * it is full. Every token is in exactly one core; no window reaches into another document, nor into another chapter: a chapter is read
 * the same whatever stands before it. (What is shorter than a quarter of a window is read with what follows.) */
#include "encode/model.h"

typedef struct plan {
    const mw_tokens *tokens;
    const uint32_t *piece_at;
    uint32_t room; /* wordpieces of a window without [CLS] and [SEP] */
    uint32_t side; /* of a context */
    const mw_text *text;
} plan;

/* Where the core that begins at `from` ends, when all tokens before `full` fit and more follow. */
static uint32_t core_end(const plan *p, uint32_t from, uint32_t full) {
    uint32_t late = p->piece_at[full] - (p->piece_at[full] - p->piece_at[from]) / 4, stop = 0;
    for (uint32_t i = full; i > from; i--) {
        uint8_t flags = p->tokens->flags[i - 1];
        if (p->piece_at[i] < late && stop) break;
        if (flags & MW_TOK_SAFE_STOP && p->piece_at[i] >= late) return i;
        if (!stop && flags & (MW_TOK_STOP | MW_TOK_SAFE_STOP)) stop = i;
    }
    return stop ? stop : full;
}

/* The next window of the document [first, end) whose core begins at `from`. */
static mw_window window_next(const plan *p, uint32_t first, uint32_t from, uint32_t end) {
    const uint32_t *at = p->piece_at;
    mw_window w = {from, from, end, end};
    while (w.first > first && at[from] - at[w.first - 1] <= p->side) w.first--;
    uint32_t left = at[from] - at[w.first];
    if (at[end] - at[from] + left <= p->room) return w;
    uint32_t full = from + 1, most = p->room - left - p->side;
    while (full < end && at[full + 1] - at[from] <= most) full++;
    w.core_end = core_end(p, from, full);
    for (w.end = w.core_end; w.end < end && at[w.end + 1] - at[w.core_end] <= p->side && at[w.end + 1] - at[w.first] <= p->room;) w.end++;
    return w;
}

/* Wordpieces of all tokens. No token has more than a core can hold. */
static marrow_status pieces_fill(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, uint32_t most,
                                 mw_windows *w, marrow_error *err) {
    MW_VEC(int32_t) v = {0};
    marrow_status s = MARROW_OK;
    if (most > MW_MAX_PIECES) most = MW_MAX_PIECES;
    if (!mw_vec_reserve(&env->mem, &v, (size_t)tokens->n + tokens->n / 4 + MW_MAX_PIECES)) return mw_fail_memory(err);
    for (uint32_t i = 0; i < tokens->n && s == MARROW_OK; i++) {
        if (!mw_vec_reserve(&env->mem, &v, v.n + MW_MAX_PIECES)) {
            s = mw_fail_memory(err);
            break;
        }
        uint32_t n = mw_wordpieces(model->vocab, mw_str_span(text->at, tokens->span[i]), v.at + v.n, most);
        v.n += n < most ? n : most;
        w->piece_at[i + 1] = (uint32_t)v.n;
    }
    if (s == MARROW_OK && !(w->pieces = mw_arena_copy(w->arena, v.at, v.n * sizeof *v.at))) s = mw_fail_memory(err);
    mw_vec_clear(&env->mem, &v);
    return s;
}

/* Where the stretch that begins at `first` ends: at a chapter, or with the document. *chapter: the next one that is looked at. */
static uint32_t stretch_end(const plan *p, uint32_t first, uint32_t end, uint32_t *chapter) {
    const mw_text *x = p->text;
    for (uint32_t t = first; t < end && *chapter < x->n_chapters; t++) {
        if (p->tokens->span[t].start < x->chapters[*chapter].span.start) continue;
        while (*chapter < x->n_chapters && x->chapters[*chapter].span.start <= p->tokens->span[t].start) ++*chapter;
        if (p->piece_at[t] - p->piece_at[first] >= p->room / 4) return t;
    }
    return end;
}

static marrow_status windows_fill(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_windows *w,
                                  marrow_error *err) {
    plan p = {.tokens = tokens, .room = model->window - 2, .side = model->window / 16, .text = text};
    uint32_t chapter = 0;
    MW_VEC(mw_window) v = {0};
    marrow_status s;
    w->piece_at = mw_arena_array(w->arena, (size_t)tokens->n + 1, sizeof *w->piece_at);
    if (!w->piece_at) return mw_fail_memory(err);
    MW_TRY(pieces_fill(env, model, text, tokens, p.room - 2 * p.side, w, err));
    p.piece_at = w->piece_at;
    s = MARROW_OK;
    for (uint32_t d = 0; d < tokens->n_docs && s == MARROW_OK; d++)
        for (uint32_t at = tokens->docs[d].first, end, first; at < tokens->docs[d].end && s == MARROW_OK;) {
            first = at, end = stretch_end(&p, at, tokens->docs[d].end, &chapter);
            while (at < end && s == MARROW_OK) {
                mw_window next = window_next(&p, first, at, end);
                if (!mw_vec_push(&env->mem, &v, next)) s = mw_fail_memory(err);
                at = next.core_end;
            }
        }
    if (s == MARROW_OK && !(w->at = mw_arena_copy(w->arena, v.at, v.n * sizeof *v.at))) s = mw_fail_memory(err);
    w->n = (uint32_t)v.n;
    mw_vec_clear(&env->mem, &v);
    return s;
}

marrow_status mw_windows_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_windows **windows,
                               marrow_error *err) {
    *windows = NULL;
    mw_windows *w = MW_PRODUCT_NEW(&env->mem, mw_windows);
    if (!w) return mw_fail_memory(err);
    marrow_status s = windows_fill(env, model, text, tokens, w, err);
    if (s == MARROW_OK)
        *windows = w;
    else
        mw_windows_free(w);
    return s;
}

void mw_windows_free(mw_windows *w) {
    if (w) mw_arena_free(w->arena);
}
