/* carry: what the user has put right in one place is likely wrong in the same way elsewhere.
 *
 * The turns are heard once as if nothing had been put right. Where a turn that was X's is Y's by the user's answer, X's other turns are likelier
 * Y's: those near by in the conversation; all of them, where X bears no name ("the stranger": a part of Y that the cast has not recognised); and
 * surely all where several answers about X say so and none leaves X a line: one person, whom the cast has twice. The nearest answer counts, and one
 * that leaves X what was X's counts as well. Linear time. */
#include <math.h>
#include <string.h>

#include "speech/work.h"

enum { AGREED = 3, MAJORITY = 3 };
static const float SURELY = 40, UNNAMED = 4, NEAR = 1, LEAST = 0.05F;
static const float FADES = 4; /* turns in which an answer loses most of its weight */

bool mw_goes_by_name(const mw_character *c) {
    for (uint32_t i = 0; i < c->n_aliases; i++)
        if (c->aliases[i].proper && !strcmp(c->aliases[i].form, c->name)) return true;
    return c->given;
}

/* The first pass as if nobody had answered anything. */
static marrow_status hear_without(mw_hearing *h, marrow_error *err) {
    uint32_t *given = mw_arena_array(h->scratch, (size_t)h->n_turns + 1, sizeof *given);
    if (!given) return mw_fail_memory(err);
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        given[i] = mw_answered(t) ? t->given : MW_NONE;
        if (given[i] == MW_NONE) continue;
        t->given = MW_NONE;
        t->cued = t->cue == MW_NONE ? MW_NONE : mw_cue_character(h, &h->pieces[t->cue].cue);
    }
    mw_candidates_build(h, 0);
    MW_TRY(mw_turns_decode(h, 0, err));
    for (uint32_t i = 0; i < h->n_turns; i++) {
        h->turns[i].unheard = h->turns[i].speaker;
        if (given[i] != MW_NONE) h->turns[i].given = h->turns[i].cued = given[i];
    }
    return MARROW_OK;
}

/* ---- the nearest answer ---------------------------------------------------------------------------------------------------- */

static void carry(const mw_hearing *h, mw_turn *t, const mw_turn *from, uint32_t away, bool in_talk) {
    float x = in_talk ? NEAR * expf((1 - (float)away) / FADES) : 0;
    if (x < UNNAMED && !mw_goes_by_name(&h->cast->characters[t->unheard])) x = UNNAMED;
    if (x < LEAST || t->carry > x) return;
    t->carry = x;
    t->carried = from->given;
}

/* One way through the text; last: of each character, the step at which the last answer about a turn of theirs was met. */
static void carry_on(mw_hearing *h, uint32_t *last, bool back) {
    uint32_t n = h->n_turns, begin = 0; /* the step at which the conversation begins */
    for (uint32_t c = 0; c < h->cast->n_characters; c++) last[c] = MW_NONE;
    for (uint32_t k = 0; k < n; k++) {
        mw_turn *t = &h->turns[back ? n - 1 - k : k];
        if (t->fresh && !back) begin = k;
        bool open = t->ground != MW_GROUND_SELF && t->ground != MW_GROUND_NAME;
        uint32_t x = t->unheard, at = x != MW_NONE ? last[x] : MW_NONE;
        if (x != MW_NONE && mw_answered(t))
            last[x] = k;
        else if (at != MW_NONE && open)
            carry(h, t, &h->turns[back ? n - 1 - at : at], k - at, at >= begin);
        if (t->fresh && back) begin = k + 1;
    }
}

/* ---- one person whom the cast has twice ------------------------------------------------------------------------------------- */

typedef struct verdict { /* of the answers about the turns of one person */
    uint32_t who, lead;  /* whose they are by most (Boyer and Moore, 1981) */
    uint32_t agreed, others, kept;
} verdict;

static void judge(const mw_hearing *h, verdict *of) {
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < h->n_turns; i++) {
            const mw_turn *t = &h->turns[i];
            if (!mw_answered(t) || t->unheard == MW_NONE) continue;
            verdict *v = &of[t->unheard];
            if (round) {
                v->kept += t->given == t->unheard;
                v->agreed += t->given == v->who;
                v->others += t->given != v->who;
            } else if (!v->lead) {
                v->who = t->given, v->lead = 1;
            } else {
                v->lead += t->given == v->who ? 1U : (uint32_t)-1;
            }
        }
}

static void carry_all(mw_hearing *h, const verdict *of) {
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        if (mw_answered(t) || t->unheard == MW_NONE) continue;
        const verdict *v = &of[t->unheard];
        if (v->kept || v->agreed < AGREED || v->agreed < MAJORITY * v->others) continue;
        t->carried = v->who;
        t->carry = SURELY;
    }
}

marrow_status mw_carried_build(mw_hearing *h, marrow_error *err) {
    bool any = false;
    for (uint32_t i = 0; i < h->n_turns; i++) any |= mw_answered(&h->turns[i]);
    if (!any) return MARROW_OK;
    size_t n = (size_t)h->cast->n_characters + 1;
    uint32_t *last = mw_arena_array(h->scratch, n, sizeof *last);
    verdict *of = mw_arena_array(h->scratch, n, sizeof *of);
    if (!last || !of) return mw_fail_memory(err);
    MW_TRY(hear_without(h, err));
    carry_on(h, last, false);
    carry_on(h, last, true);
    judge(h, of);
    carry_all(h, of);
    MW_TRY(mw_meant_build(h, err));
    mw_candidates_build(h, 0);
    return MARROW_OK;
}

void mw_carried_score(mw_turn *out) {
    for (uint32_t j = 0; out->carried != MW_NONE && j < out->n; j++)
        if (out->at[j].character == out->carried) out->at[j].score += out->carry;
}
