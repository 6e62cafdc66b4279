/* doubt: what it would bring to ask the user who speaks, turn by turn: the queue of `show unsure`.
 *
 * An answer settles its own turn and moves those around: in a quick exchange one answer tells all. The chain of decode.c, thinned out to
 * the likeliest candidates of each turn, gives for every possible answer what it makes of the turns in reach; the gain of a question
 * is the expected number of quotations that come right (expected error reduction, Roy and McCallum 2001). Who has lines but bears no name is
 * likely somebody with a name, and one answer about a line of theirs tells of the others (carry.c): those are a lot. Questions are put in order one
 * after the other, the best first; what one has settled is worth nothing to the next. Work a turn: a constant, and a heap. */
#include <math.h>
#include <string.h>

#include "speech/work.h"

enum { KEPT = 5, REACH = 6, WINDOW = 2 * REACH + 1 };
static const float PLAUSIBLE = 0.01f; /* candidates less likely than that are left out */
static const double SHIFT = 0.05;     /* an answer that makes another speaker of a turn likelier by less moves nothing */
/* The chance that an answer is wrong, measured on the training novels of PDNC: that somebody without a name says what a pronoun or nothing gives
 * them, what a noun does; that the cast has the speaker of what nobody was found for, in the conversation and in talk that is only told. */
static const float WRONG_UNNAMED = 0.85F, WRONG_NOUN = 0.65F, WRONG_NOBODY = 0.5F, WRONG_INNER = 0.25F;
static const float SHARED = 0.5F; /* of the doubt about a lot, that one answer settles */

typedef double grid[KEPT][KEPT];

/* A turn as a link of the thinned chain. */
typedef struct link {
    uint32_t n, best;
    uint32_t who[KEPT];
    double own[KEPT], p[KEPT], step[MW_N_TURNING];
    grid alpha, beta; /* [speaker before][speaker]; the first link of a chain has one speaker before, who is nobody at all */
} link;

typedef struct asking {
    const mw_hearing *h;
    link *links;           /* [n_turns] */
    float (*gain)[WINDOW]; /* [n_turns]: of a question to the turns in reach, itself in the middle */
    float *doubt, *left;   /* [n_turns]: expected wrong quotations; the share of it that no question has settled */
    float *value;          /* [n_turns]: the heap's keys, never too low */
    float *lot, *open;     /* [n_characters]: of somebody without a name: the doubt of the lot; the share that no question has settled */
    uint32_t *heap, n;
} asking;

/* ---- the thinned chain ------------------------------------------------------------------------------------------------------ */

static void thin(const mw_hearing *h, const mw_weights *w, const mw_turn *t, const mw_turn *before, link *l) {
    double top = -1e30;
    bool used[MW_CANDIDATES + 1] = {false};
    l->n = 0;
    while (l->n < KEPT) {
        uint32_t best = MW_NONE;
        for (uint32_t j = 0; j < t->n; j++)
            if (!used[j] && (best == MW_NONE || t->at[j].posterior > t->at[best].posterior)) best = j;
        if (best == MW_NONE || (l->n && t->at[best].posterior < PLAUSIBLE)) break;
        used[best] = true;
        l->who[l->n] = t->at[best].character;
        l->own[l->n++] = t->at[best].score;
        if (t->at[best].score > top) top = t->at[best].score;
    }
    for (uint32_t j = 0; j < l->n; j++) l->own[j] = exp(l->own[j] - top);
    mw_turn_steps(h, w, t, before, l->step);
}

static uint32_t width(const link *l) { return l ? l->n : 1; }
static uint32_t who(const link *l, uint32_t i) { return l ? l->who[i] : MW_NONE - 1; }

static void normalise(grid a, uint32_t n, uint32_t m) {
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m; j++) sum += a[i][j];
    for (uint32_t i = 0; i < n && sum > 0; i++)
        for (uint32_t j = 0; j < m; j++) a[i][j] /= sum;
}

/* From the sums over (two before, before) to those over (before, turn). pp, p: the links before, NULL where there are none. */
static void onward(const link *pp, const link *p, const link *l, grid before, grid out) {
    for (uint32_t i = 0; i < width(p); i++)
        for (uint32_t j = 0; j < l->n; j++) {
            double sum = 0;
            for (uint32_t g = 0; g < width(pp); g++) sum += before[g][i] * l->step[mw_turning_of(l->who[j], who(p, i), who(pp, g))];
            out[i][j] = sum * l->own[j];
        }
    normalise(out, width(p), l->n);
}

/* The other way: from (before, turn) to (two before, before). */
static void backward(const link *pp, const link *p, const link *l, grid beta, grid out) {
    for (uint32_t g = 0; g < width(pp); g++)
        for (uint32_t i = 0; i < p->n; i++) {
            double sum = 0;
            for (uint32_t j = 0; j < l->n; j++) sum += beta[i][j] * l->own[j] * l->step[mw_turning_of(l->who[j], p->who[i], who(pp, g))];
            out[g][i] = sum;
        }
    normalise(out, width(pp), p->n);
}

/* Posteriors of a link from its sums on both sides; the likeliest. */
static uint32_t meet(const link *p, const link *l, grid alpha, grid beta, double out[KEPT]) {
    double total = 0;
    uint32_t best = 0;
    for (uint32_t j = 0; j < l->n; j++) {
        out[j] = 0;
        for (uint32_t i = 0; i < width(p); i++) out[j] += alpha[i][j] * beta[i][j];
        total += out[j];
        if (out[j] > out[best]) best = j;
    }
    for (uint32_t j = 0; j < l->n && total > 0; j++) out[j] /= total;
    return best;
}

static const link *back(const link *l, uint32_t k, uint32_t n) { return k >= n ? l - n : NULL; }

static void chain(link *l, uint32_t n) {
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t j = 0; k == 0 && j < l[k].n; j++) l[k].alpha[0][j] = l[k].own[j];
        if (k) onward(back(&l[k], k, 2), &l[k - 1], &l[k], l[k - 1].alpha, l[k].alpha);
    }
    for (uint32_t i = 0; i < KEPT; i++)
        for (uint32_t j = 0; j < KEPT; j++) l[n - 1].beta[i][j] = 1;
    for (uint32_t k = n - 1; k > 0; k--) backward(back(&l[k], k, 2), &l[k - 1], &l[k], l[k].beta, l[k - 1].beta);
    for (uint32_t k = 0; k < n; k++) l[k].best = meet(back(&l[k], k, 1), &l[k], l[k].alpha, l[k].beta, l[k].p);
}

/* ---- what a question brings --------------------------------------------------------------------------------------------------- */

static uint32_t parts_of(const mw_hearing *h, const mw_turn *t) {
    uint32_t n = 0;
    for (uint32_t i = t->piece; i < t->end_piece; i++) n += mw_piece_stands(&h->pieces[i]) && !h->pieces[i].unlisted;
    return n;
}

/* Another speaker is likelier now than the one who was: by how much. */
static double moved(const link *l, const double p[KEPT], uint32_t best) {
    double more = p[best] - p[l->best];
    return more > SHIFT ? more : 0;
}

/* An answer, speaker v of turn k, is heard on both sides. `from`, `end`: the chain. */
static void answer(asking *a, uint32_t k, uint32_t v, uint32_t from, uint32_t end) {
    link *l = a->links;
    double p[KEPT];
    grid now, next;
    memset(now, 0, sizeof now);
    for (uint32_t i = 0; i < KEPT; i++) now[i][v] = l[k].alpha[i][v];
    for (uint32_t j = k + 1; j < end && j <= k + REACH; j++) {
        onward(back(&l[j], j - from, 2), &l[j - 1], &l[j], now, next);
        uint32_t best = meet(&l[j - 1], &l[j], next, l[j].beta, p);
        a->gain[k][REACH + j - k] += (float)(l[k].p[v] * moved(&l[j], p, best));
        memcpy(now, next, sizeof now);
    }
    memset(now, 0, sizeof now);
    for (uint32_t i = 0; i < KEPT; i++) now[i][v] = l[k].beta[i][v];
    for (uint32_t j = k; j > from && j + REACH > k; j--) {
        backward(back(&l[j], j - from, 2), &l[j - 1], &l[j], now, next);
        uint32_t best = meet(back(&l[j - 1], j - 1 - from, 1), &l[j - 1], l[j - 1].alpha, next, p);
        a->gain[k][REACH + j - 1 - k] += (float)(l[k].p[v] * moved(&l[j - 1], p, best));
        memcpy(now, next, sizeof now);
    }
}

/* Whose lot a turn is in, or MW_NONE. */
static uint32_t lot_of(const mw_hearing *h, const mw_turn *t) {
    if (t->speaker == MW_NONE || mw_answered(t) || t->ground == MW_GROUND_NAME || t->ground == MW_GROUND_SELF) return MW_NONE;
    return mw_goes_by_name(&h->cast->characters[t->speaker]) ? MW_NONE : t->speaker;
}

/* The chance that the answer given is wrong and a better one can be named. */
static float wrong(const mw_hearing *h, const mw_turn *t) {
    if (t->speaker == MW_NONE || t->guessed) return t < h->turns + h->n_turns ? WRONG_NOBODY : WRONG_INNER;
    float doubt = 1 - t->confidence, usual = t->ground == MW_GROUND_NOMINAL ? WRONG_NOUN : WRONG_UNNAMED;
    return lot_of(h, t) != MW_NONE && doubt < usual ? usual : doubt;
}

static void weigh(asking *a, uint32_t from, uint32_t end) {
    const mw_hearing *h = a->h;
    for (uint32_t k = from; k < end; k++)
        thin(h, &mw_speech_weights[MW_N_PASSES - 1], &h->turns[k], k > from ? &h->turns[k - 1] : NULL, &a->links[k]);
    chain(a->links + from, end - from);
    for (uint32_t k = from; k < end; k++) {
        a->doubt[k] = wrong(h, &h->turns[k]) * (float)parts_of(h, &h->turns[k]);
        a->left[k] = 1;
    }
    for (uint32_t k = from; k < end; k++) {
        if (mw_answered(&h->turns[k])) {
            a->doubt[k] = 0;
            continue;
        }
        for (uint32_t v = 0; v < a->links[k].n && a->links[k].n > 1; v++) answer(a, k, v, from, end);
        for (uint32_t d = 0; d < WINDOW; d++) {
            uint32_t j = k + d;
            if (j < from + REACH || (j -= REACH) >= end) continue;
            float most = a->doubt[j], more = a->gain[k][d] * (float)parts_of(h, &h->turns[j]);
            a->gain[k][d] = j == k || more > most ? most : more;
        }
    }
}

/* ---- in order ------------------------------------------------------------------------------------------------------------------ */

static float left_of(const asking *a, uint32_t k) {
    uint32_t who = lot_of(a->h, &a->h->turns[k]);
    return who == MW_NONE ? a->left[k] : a->left[k] * a->open[who];
}

static float value_of(const asking *a, uint32_t k) {
    uint32_t who = lot_of(a->h, &a->h->turns[k]);
    float sum = 0;
    if (who != MW_NONE) sum = SHARED * wrong(a->h, &a->h->turns[k]) * a->open[who] * (a->lot[who] - a->doubt[k] * a->left[k]);
    for (uint32_t d = 0; d < WINDOW; d++)
        if (k + d >= REACH && k + d - REACH < a->n) sum += a->gain[k][d] * left_of(a, k + d - REACH);
    return sum;
}

/* Only `share` of what was left of the doubt about turn k is. */
static void leave(asking *a, uint32_t k, float share) {
    uint32_t who = lot_of(a->h, &a->h->turns[k]);
    if (who != MW_NONE) a->lot[who] -= a->doubt[k] * a->left[k] * (1 - share);
    a->left[k] *= share;
}

/* The question about turn k is asked. */
static void ask(asking *a, uint32_t k) {
    for (uint32_t d = 0; d < WINDOW; d++) {
        if (k + d < REACH || k + d - REACH >= a->n) continue;
        uint32_t j = k + d - REACH;
        if (a->doubt[j] > 0) leave(a, j, 1 - a->gain[k][d] / a->doubt[j]);
    }
    leave(a, k, 0);
    uint32_t who = lot_of(a->h, &a->h->turns[k]);
    if (who != MW_NONE) a->open[who] *= 1 - SHARED;
}

static bool before(const asking *a, uint32_t x, uint32_t y) { return a->value[x] > a->value[y] || (a->value[x] == a->value[y] && x < y); }

static void sink(asking *a, uint32_t at, uint32_t n) {
    for (uint32_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && before(a, a->heap[child + 1], a->heap[child])) child++;
        if (!before(a, a->heap[child], a->heap[at])) return;
        uint32_t x = a->heap[at];
        a->heap[at] = a->heap[child], a->heap[child] = x;
    }
}

static void open_lots(asking *a) {
    for (uint32_t c = 0; c < a->h->cast->n_characters; c++) a->open[c] = 1;
    for (uint32_t k = 0; k < a->n; k++) {
        uint32_t who = lot_of(a->h, &a->h->turns[k]);
        if (who != MW_NONE) a->lot[who] += a->doubt[k];
    }
}

/* Values only fall, so that the top of the heap stands once it is as good as it was thought to be. */
static void put_in_order(asking *a, mw_turn *turns) {
    uint32_t n = a->n;
    open_lots(a);
    for (uint32_t k = 0; k < n; k++) a->heap[k] = k, a->value[k] = value_of(a, k);
    for (uint32_t k = n; k-- > 0;) sink(a, k, n);
    while (n) {
        uint32_t k = a->heap[0];
        float now = value_of(a, k);
        if (now < a->value[k]) {
            a->value[k] = now;
            sink(a, 0, n);
            continue;
        }
        turns[k].worth = now;
        ask(a, k);
        a->heap[0] = a->heap[--n];
        sink(a, 0, n);
    }
}

marrow_status mw_doubts_build(mw_hearing *h, marrow_error *err) {
    size_t n = (size_t)h->n_turns + 1;
    asking a = {.h = h, .n = h->n_turns};
    a.links = mw_arena_array(h->scratch, n, sizeof *a.links);
    a.gain = mw_arena_array(h->scratch, n, sizeof *a.gain);
    a.doubt = mw_arena_array(h->scratch, n, sizeof *a.doubt);
    a.left = mw_arena_array(h->scratch, n, sizeof *a.left);
    a.value = mw_arena_array(h->scratch, n, sizeof *a.value);
    a.heap = mw_arena_array(h->scratch, n, sizeof *a.heap);
    a.lot = mw_arena_array(h->scratch, (size_t)h->cast->n_characters + 1, sizeof *a.lot);
    a.open = mw_arena_array(h->scratch, (size_t)h->cast->n_characters + 1, sizeof *a.open);
    if (!a.links || !a.gain || !a.doubt || !a.left || !a.value || !a.heap || !a.lot || !a.open) return mw_fail_memory(err);
    for (uint32_t i = 0, end; i < h->n_turns; i = end) {
        for (end = i + 1; end < h->n_turns && !h->turns[end].fresh;) end++;
        weigh(&a, i, end);
    }
    put_in_order(&a, h->turns);
    for (uint32_t i = h->n_turns; i < h->n_turns + h->n_inner_turns; i++)
        h->turns[i].worth = h->turns[i].given != MW_NONE ? 0 : wrong(h, &h->turns[i]);
    return MARROW_OK;
}
