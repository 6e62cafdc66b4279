/* meant: whom pronouns mean by the user's answers. "He said" that is Y's and not X's, as the cast had it, tells of the pronouns around it too: he, him and
 * his in the narration that were X's are Y's, up to where a name or noun of either stands. What beats and other cues tell goes by that. Within
 * FAR tokens. */
#include <string.h>

#include "speech/work.h"

enum { FAR = 600 };

/* MW_MALE: he; MW_FEMALE: she; MW_UNKNOWN: no pronoun that tells. */
static mw_gender told_by(const mw_hearing *h, uint32_t m) {
    static const char *const he[] = {"he", "him", "his", "himself"}, *const she[] = {"she", "her", "hers", "herself"};
    const mw_mention *x = &h->cast->mentions[m];
    for (size_t k = 0; x->form == MW_PRO && !x->plural && k < sizeof he / sizeof *he; k++) {
        if (mw_word_is(h, x->head, he[k])) return MW_MALE;
        if (mw_word_is(h, x->head, she[k])) return MW_FEMALE;
    }
    return MW_UNKNOWN;
}

/* The mentions from m on, one way. */
static void follow(mw_hearing *h, uint32_t m, uint32_t from, uint32_t to, bool back) {
    uint32_t at = h->cast->mentions[m].first;
    for (uint32_t k = back ? m - 1 : m + 1; k < h->cast->n_mentions; back ? k-- : k++) { /* below 0 it is past the end */
        const mw_mention *x = &h->cast->mentions[k];
        if ((x->first > at ? x->first - at : at - x->first) > FAR) return;
        if (!mw_narrated(h, x->first)) continue;
        uint32_t who = mw_mention_player(h->cast, k);
        if (x->form != MW_PRO && (who == from || who == to)) return;
        if (who == from && told_by(h, k) == told_by(h, m)) h->meant[k] = to;
    }
}

static void mean(mw_hearing *h, uint32_t m, uint32_t to) {
    uint32_t from = mw_mention_player(h->cast, m);
    mw_gender told = told_by(h, m), is = (mw_gender)h->cast->characters[to].gender;
    if (told == MW_UNKNOWN || from == to || ((is == MW_MALE || is == MW_FEMALE) && is != told)) return;
    h->meant[m] = to;
    if (from == MW_NONE) return;
    follow(h, m, from, to, false);
    follow(h, m, from, to, true);
}

static uint32_t cue_mention(const mw_hearing *h, const mw_turn *t) { return t->cue == MW_NONE ? MW_NONE : h->pieces[t->cue].cue.mention; }

marrow_status mw_meant_build(mw_hearing *h, marrow_error *err) {
    h->meant = mw_arena_array(h->scratch, (size_t)h->cast->n_mentions + 1, sizeof *h->meant);
    if (!h->meant) return mw_fail_memory(err);
    for (uint32_t m = 0; m < h->cast->n_mentions; m++) h->meant[m] = MW_NONE;
    for (uint32_t i = 0; i < h->n_turns; i++) {
        const mw_turn *t = &h->turns[i];
        uint32_t m = cue_mention(h, t);
        if (mw_answered(t) && t->ground == MW_GROUND_PRONOUN && m != MW_NONE) mean(h, m, t->given);
    }
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        uint32_t m = cue_mention(h, t);
        if (!mw_answered(t) && m != MW_NONE && h->meant[m] != MW_NONE) t->cued = h->meant[m];
    }
    return MARROW_OK;
}
