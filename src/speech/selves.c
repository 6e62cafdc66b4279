/* selves: who says I. A turn that nobody was found for is that of the person whom the cast's own links make its I, where most of its words for
 * the speaker mean one: a tale that fills a page, a talk of people who go by no names. Constant time a word. */
#include "speech/work.h"

enum { LONGEST = 2000 };
static const float SURELY = 0.3F;

static bool says_self(const mw_hearing *h, const mw_mention *m) {
    return m->form == MW_PRO && m->first == m->last && mw_word_is_self(h, m->head);
}

/* The majority of its words for the speaker (Boyer and Moore, 1981), if there is one. */
static uint32_t self_of(const mw_hearing *h, const mw_turn *t, uint32_t *known) {
    uint32_t best = MW_NONE, lead = 0, all = 0, of_best = 0;
    for (int round = 0; round < 2; round++)
        for (uint32_t m = mw_mention_from(h->cast, t->first); m < h->cast->n_mentions; m++) {
            const mw_mention *x = &h->cast->mentions[m];
            if (x->first > t->last || x->first > t->first + LONGEST) break;
            uint32_t piece = h->piece_of[x->first], who = mw_mention_player(h->cast, m);
            if (piece == MW_NONE || h->pieces[piece].turn >= h->n_turns || &h->turns[h->pieces[piece].turn] != t || !says_self(h, x))
                continue;
            if (round) {
                all++;
                of_best += who == best;
                if (who == best && x->known > *known) *known = x->known;
            } else if (!lead) {
                best = who;
                lead = 1;
            } else {
                lead += who == best ? 1U : (uint32_t)-1;
            }
        }
    return best != MW_NONE && 2 * of_best > all ? best : MW_NONE;
}

/* "said the parson", of whom the text tells nothing else: whoever the cast holds for him. */
static bool is_cued(const mw_hearing *h, const mw_turn *t) {
    const mw_cue *cue = t->cue == MW_NONE ? NULL : &h->pieces[t->cue].cue;
    return cue && cue->force == MW_FORCE_STRONG && cue->form == MW_NOM && t->cued != MW_NONE && t->cued != t->called;
}

void mw_selves_build(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        if (t->speaker == MW_NONE && t->given == MW_NONE && !t->tale && !h->pieces[t->piece].fixed && is_cued(h, t)) {
            t->speaker = t->cued;
            t->said = MW_NONE;
            t->confidence = SURELY;
            t->guessed = true;
        }
        if (t->speaker != MW_NONE || t->given != MW_NONE || t->said != MW_NONE || t->tale || h->pieces[t->piece].fixed) continue;
        uint32_t known = 0, who = self_of(h, t, &known);
        if (who == MW_NONE) continue;
        t->speaker = who;
        t->self_known = known;
        t->confidence = SURELY;
        t->guessed = true;
    }
}
