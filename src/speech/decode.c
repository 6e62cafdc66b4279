/* decode: the speakers of a whole conversation at once.
 *
 * A second-order chain over turns: the score of an answer is its own (features.c) and how it follows the two speakers before it (the same
 * again, back to the one before, somebody new), by the narration between and by whether there is a cue. Forward and backward sums give
 * every candidate's posterior with all evidence before and after it; the likeliest is taken, its posterior becomes the confidence by
 * a table that was measured. A chain ends where a scene ends. Work a turn: CANDIDATES cubed, a constant. */
#include <math.h>
#include <string.h>

#include "speech/work.h"

enum { K = MW_CANDIDATES + 1 };
#define START (MW_NONE - 1) /* stands for the speaker before a chain's first */

typedef double table[K][K];

mw_turning mw_turning_of(uint32_t character, uint32_t before, uint32_t before2) {
    if (character == MW_NONE) return MW_TURN_NOBODY;
    if (character == before) return MW_TURN_SAME;
    if (character == before2) return MW_TURN_BACK;
    if (before == MW_NONE) return MW_TURN_AFTER_NOBODY;
    return before == before2 ? MW_TURN_NEW_TWICE : MW_TURN_NEW;
}

int mw_turn_cued(const mw_turn *t) {
    if (t->ground == MW_GROUND_NONE) return 0;
    return t->ground == MW_GROUND_NAME || t->ground == MW_GROUND_SELF ? 2 : 1;
}

enum { BRIEF_NARRATION = 14 };

/* What marks tell: parts of one speech have one speaker, but a closer may have been forgotten. */
static const double GOES_ON = 4;

uint32_t mw_between_of(const mw_hearing *h, const mw_turn *t, const mw_turn *last) {
    bool bare = mw_turn_cued(t) == 0, at_once = bare && t->gap == 0, gap = bare && t->gap == 1, trails = last->trails;
    const bool holds[MW_N_BETWEEN] = {
        [MW_B_ASKED_AT_ONCE] = at_once && last->asks,
        [MW_B_TOLD_AT_ONCE] = at_once && last->tells && t->tells,
        [MW_B_ASKED_GAP] = gap && last->asks,
        [MW_B_TOLD_GAP] = gap && last->tells && t->tells,
        [MW_B_BOTH_ASK] = at_once && last->asks && t->asks,
        [MW_B_CALLS_BEFORE] = at_once && last->vocative != MW_NONE,
        [MW_B_CALLS_NOW] = at_once && t->vocative != MW_NONE,
        [MW_B_CALLS_NOW_GAP] = gap && t->vocative != MW_NONE,
        [MW_B_ANSWERS] = at_once && t->answers,
        [MW_B_ANSWERS_GAP] = gap && t->answers,
        [MW_B_BROKEN_OFF] = at_once && last->breaks_off,
        [MW_B_WAITS] = bare && last->waits && t->gap < 2,
        [MW_B_GOES_ON_LOWER] = bare && t->gap < 2 && t->first < t->last && mw_word_lower(h, t->first + 1),
        [MW_B_BOTH_BRIEF] = at_once && last->brief && t->brief,
        [MW_B_BRIEF_BEFORE] = at_once && last->brief,
        [MW_B_BRIEF_NOW] = at_once && t->brief,
        [MW_B_TRAILS] = at_once && trails,
        [MW_B_TRAILS_GAP] = gap && trails,
        [MW_B_SAME_BLOCK] = t->block == last->end_block,
        [MW_B_CUED_BEFORE_AT_ONCE] = at_once && mw_turn_cued(last) == 2,
        [MW_B_BRIEF_GAP] = gap && h->block_token[t->block] - h->block_token[last->end_block + 1] < BRIEF_NARRATION,
        [MW_B_NOUN_AT_ONCE] = t->ground == MW_GROUND_NOMINAL && t->gap == 0,
        [MW_B_NOUN_OTHER] = t->ground == MW_GROUND_NOMINAL && t->gap < 2 && mw_noun_other(h, &h->pieces[t->cue].cue),
        [MW_B_PRONOUN_AT_ONCE] = t->ground == MW_GROUND_PRONOUN && t->gap == 0,
        [MW_B_PRONOUN_ASKED] = t->ground == MW_GROUND_PRONOUN && t->gap == 0 && last->asks,
        [MW_B_PRONOUN_CALLED] = t->ground == MW_GROUND_PRONOUN && t->gap == 0 && last->vocative != MW_NONE,
        [MW_B_PRONOUN_TRAILS] = t->ground == MW_GROUND_PRONOUN && t->gap == 0 && trails,
    };
    uint32_t bits = 0;
    for (int k = 0; k < MW_N_BETWEEN; k++) bits |= (uint32_t)holds[k] << k;
    return bits;
}

static double follow(const mw_weights *w, const mw_turn *t, uint32_t between, uint32_t c, uint32_t before, uint32_t before2) {
    mw_turning turning = mw_turning_of(c, before, before2);
    double s = w->turning[turning][t->gap][mw_turn_cued(t)];
    for (int k = 0; k < MW_N_BETWEEN; k++)
        if (between >> k & 1) s += w->between[k][turning];
    if (t->goes_on && turning == MW_TURN_SAME) s += GOES_ON;
    return s;
}

/* The factors of one turn: own[j], and step[turning] for each way to follow, exponentiated. */
typedef struct factors {
    double own[K];
    double step[MW_N_TURNING];
} factors;

void mw_turn_steps(const mw_hearing *h, const mw_weights *w, const mw_turn *t, const mw_turn *last, double step[MW_N_TURNING]) {
    static const uint32_t example[MW_N_TURNING][3] = {{1, 1, 2}, {2, 1, 2}, {3, 1, 2}, {3, 1, 1}, {MW_NONE, 1, 2}, {3, MW_NONE, 2}};
    uint32_t between = last ? mw_between_of(h, t, last) : 0;
    for (int k = 0; k < MW_N_TURNING; k++) step[k] = last ? exp(follow(w, t, between, example[k][0], example[k][1], example[k][2])) : 1.0;
}

static void factors_of(const mw_hearing *h, const mw_weights *w, const mw_turn *t, const mw_turn *last, factors *f) {
    double top = -1e30;
    for (uint32_t j = 0; j < t->n; j++) top = t->at[j].score > top ? t->at[j].score : top;
    for (uint32_t j = 0; j < t->n; j++) f->own[j] = exp(t->at[j].score - top);
    mw_turn_steps(h, w, t, last, f->step);
}

static void normalise(table a, uint32_t n, uint32_t m) {
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m; j++) sum += a[i][j];
    if (!(sum > 0)) sum = 1;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m; j++) a[i][j] /= sum;
}

static uint32_t speaker_at(const mw_turn *t, uint32_t i) { return t ? t->at[i].character : START; }
static uint32_t width(const mw_turn *t) { return t ? t->n : 1; }

/* alpha[k][i][j]: all ways to turn k whose speakers are i (turn k - 1) and j (turn k). */
static void forward(const mw_hearing *h, const mw_weights *w, uint32_t first, uint32_t n, table *alpha) {
    for (uint32_t k = 0; k < n; k++) {
        const mw_turn *t = &h->turns[first + k], *p = k > 0 ? t - 1 : NULL, *pp = k > 1 ? t - 2 : NULL;
        factors f;
        factors_of(h, w, t, p, &f);
        for (uint32_t i = 0; i < width(p); i++)
            for (uint32_t j = 0; j < t->n; j++) {
                double sum = 0;
                for (uint32_t g = 0; p && g < width(pp); g++)
                    sum += alpha[k - 1][g][i] * f.step[mw_turning_of(t->at[j].character, speaker_at(p, i), speaker_at(pp, g))];
                alpha[k][i][j] = f.own[j] * (p ? sum : 1.0);
            }
        normalise(alpha[k], width(p), t->n);
    }
}

/* Runs back over the chain and leaves posteriors; beta of turn k from that of turn k + 1. */
static void backward(mw_hearing *h, const mw_weights *w, uint32_t first, uint32_t n, table *alpha) {
    table beta, next;
    for (uint32_t i = 0; i < K; i++)
        for (uint32_t j = 0; j < K; j++) beta[i][j] = 1.0;
    for (uint32_t k = n; k-- > 0;) {
        mw_turn *t = &h->turns[first + k];
        const mw_turn *p = k > 0 ? t - 1 : NULL, *pp = k > 1 ? t - 2 : NULL;
        double total = 0;
        for (uint32_t j = 0; j < t->n; j++) {
            double sum = 0;
            for (uint32_t i = 0; i < width(p); i++) sum += alpha[k][i][j] * beta[i][j];
            t->at[j].posterior = (float)sum;
            total += sum;
        }
        for (uint32_t j = 0; j < t->n; j++) t->at[j].posterior = total > 0 ? (float)(t->at[j].posterior / total) : 0;
        if (!p) break;
        factors f;
        factors_of(h, w, t, p, &f);
        for (uint32_t g = 0; g < width(pp); g++)
            for (uint32_t i = 0; i < p->n; i++) {
                double sum = 0;
                for (uint32_t j = 0; j < t->n; j++)
                    sum += beta[i][j] * f.own[j] * f.step[mw_turning_of(t->at[j].character, p->at[i].character, speaker_at(pp, g))];
                next[g][i] = sum;
            }
        normalise(next, width(pp), p->n);
        memcpy(beta, next, sizeof beta);
    }
}

/* The measured chance for a posterior, between the two nearest knots of the table. */
static float confidence_of(mw_ground ground, float posterior) {
    static const float knots[MW_N_KNOTS] = {0.0f, 0.2f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 0.95f, 0.98f, 1.0f};
    const float *row = mw_speech_confidence[ground];
    int i = 0;
    while (i + 2 < MW_N_KNOTS && posterior > knots[i + 1]) i++;
    float c = row[i] + (row[i + 1] - row[i]) * (posterior - knots[i]) / (knots[i + 1] - knots[i]);
    return c < 0 ? 0 : c > 1 ? 1 : c;
}

/* A voice that is nobody of the cast: the piece whose cue has its words. */
static void name_voice(const mw_hearing *h, mw_turn *t) {
    if (t->cue == MW_NONE) return;
    const mw_cue *c = &h->pieces[t->cue].cue;
    if (c->force == MW_FORCE_STRONG && (c->form != MW_PRO || c->self) && c->head != MW_NONE) t->said = t->cue;
}

enum { LIKELY_PERCENT = 25 };

/* Nobody is the answer only where the cue names a stranger or no person is likely: a low confidence says more than silence. */
static void decide(const mw_hearing *h, mw_turn *t) {
    uint32_t best = 0, nobody = t->n - 1;
    for (uint32_t j = 1; j < nobody; j++)
        if (t->at[j].posterior > t->at[best].posterior) best = j;
    bool likely =
        t->at[best].posterior >= (float)LIKELY_PERCENT / 100.0f && (t->ground == MW_GROUND_NONE || t->ground == MW_GROUND_PRONOUN);
    bool named = t->ground == MW_GROUND_NAME && t->cued != MW_NONE && t->at[best].character == t->cued;
    if (!likely && !named && t->at[nobody].posterior > t->at[best].posterior) best = nobody;
    t->speaker = t->at[best].character;
    t->said = MW_NONE;
    t->confidence = confidence_of((mw_ground)t->ground, t->at[best].posterior);
    if (t->given != MW_NONE) t->speaker = t->given, t->confidence = t->signs ? 0.9f : 1.0f;
    if (t->speaker == MW_NONE) {
        t->confidence = 0;
        name_voice(h, t);
    }
}

marrow_status mw_turns_decode(mw_hearing *h, int pass, marrow_error *err) {
    const mw_weights *w = &mw_speech_weights[pass];
    uint32_t longest = 0;
    for (uint32_t i = 0, from = 0; i < h->n_turns; i++) {
        if (h->turns[i].fresh) from = i;
        if (i - from + 1 > longest) longest = i - from + 1;
    }
    table *alpha = mw_arena_array(h->scratch, longest, sizeof *alpha);
    if (!alpha) return mw_fail_memory(err);
    for (uint32_t i = 0; i < h->n_turns;) {
        uint32_t end = i + 1;
        while (end < h->n_turns && !h->turns[end].fresh) end++;
        forward(h, w, i, end - i, alpha);
        backward(h, w, i, end - i, alpha);
        i = end;
    }
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        for (uint32_t j = 0; j < t->n && t->given != MW_NONE; j++) t->at[j].posterior = t->at[j].character == t->given;
        decide(h, t);
    }
    return MARROW_OK;
}
