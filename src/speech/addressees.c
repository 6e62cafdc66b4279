/* addressees: to whom a turn is said. In this order: whom the cue names ("said to X", "asked X"), whom the words call ("Well, Mary,"),
 * the other party of the exchange (who spoke last before, else who speaks next), the person who stands out most beside the speaker. */
#include "speech/work.h"

enum { LOOK_BACK = 4, LOOK_AHEAD = 2 };

static void add(mw_turn *t, uint32_t c) {
    if (c == MW_NONE || c == t->speaker || t->n_said_to == MW_HEARERS) return;
    for (uint32_t i = 0; i < t->n_said_to; i++)
        if (t->said_to[i] == c) return;
    t->said_to[t->n_said_to++] = c;
}

static bool is(const mw_hearing *h, const mw_turn *t, mw_quote_kind kind) {
    for (uint32_t i = t->piece; i < t->end_piece; i++)
        if (mw_piece_stands(&h->pieces[i]) && h->pieces[i].kind == kind) return true;
    return false;
}

/* The last speaker before turn i who is not its own, within the exchange. */
static uint32_t other_before(const mw_hearing *h, uint32_t i) {
    for (uint32_t k = 0; k < LOOK_BACK && i > k; k++) {
        if (h->turns[i - k].fresh || h->turns[i - k].gap == 3) return MW_NONE;
        uint32_t c = is(h, &h->turns[i - k - 1], MW_LETTER) ? MW_NONE : h->turns[i - k - 1].speaker; /* who wrote a letter is not there */
        if (c != MW_NONE && c != h->turns[i].speaker) return c;
    }
    return MW_NONE;
}

static uint32_t other_after(const mw_hearing *h, uint32_t i) {
    for (uint32_t k = 1; k <= LOOK_AHEAD && i + k < h->n_turns; k++) {
        if (h->turns[i + k].fresh || h->turns[i + k].gap == 3) return MW_NONE;
        uint32_t c = is(h, &h->turns[i + k], MW_LETTER) ? MW_NONE : h->turns[i + k].speaker;
        if (c != MW_NONE && c != h->turns[i].speaker) return c;
    }
    return MW_NONE;
}

static uint32_t other_present(const mw_turn *t) {
    for (uint32_t j = 0; j < t->n; j++)
        if (t->at[j].character != MW_NONE && t->at[j].character != t->speaker) return t->at[j].character;
    return MW_NONE;
}

void mw_addressees_build(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        if (is(h, t, MW_THOUGHT)) continue;
        add(t, t->to);
        if (!t->n_said_to) add(t, t->called);
        if (!t->n_said_to) add(t, other_before(h, i));
        if (!t->n_said_to) add(t, other_after(h, i));
        if (!t->n_said_to && t->speaker != MW_NONE) add(t, other_present(t));
    }
}
