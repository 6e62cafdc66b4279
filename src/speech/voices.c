/* voices: who says a turn, and to whom, by the model's head for doers (mw_doer_score), which was taught it word by word: for some words of the
 * quotation its choice among the people mentioned near by, before and behind, the mean of it. I and you inside quotations are nobody here. Features of
 * candidates (features.c). Without that head there are no voices. Work: WORDS of a turn, each with the mentions in REACH tokens of it. */
#include <math.h>

#include "speech/work.h"

enum { WORDS = 12, REACH = 150, PEOPLE = 24 };
static const float CUT = 12;

typedef struct shares {
    uint32_t who[PEOPLE];
    float of[PEOPLE];
    uint32_t n;
} shares;

static float *share_of(shares *s, uint32_t who) {
    for (uint32_t k = 0; k < s->n; k++)
        if (s->who[k] == who) return &s->of[k];
    if (s->n == PEOPLE) return NULL;
    s->who[s->n] = who;
    s->of[s->n] = 0;
    return &s->of[s->n++];
}

static bool has_vector(const mw_hearing *h, uint32_t token) { return h->tags->vector_at[token] != MW_NONE; }

bool mw_i_or_you(const mw_hearing *h, const mw_mention *x) {
    static const char *const words[] = {"i",        "me", "my", "mine", "myself", "you",  "your", "yours",
                                        "yourself", "we", "us", "our",  "thou",   "thee", "thy"};
    if (x->form != MW_PRO) return false;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (mw_word_is(h, x->head, words[k])) return true;
    return false;
}

uint32_t mw_voice_person(const mw_hearing *h, uint32_t m) {
    const mw_mention *x = &h->cast->mentions[m];
    uint32_t c = mw_mention_player(h->cast, m);
    return c == MW_NONE && mw_i_or_you(h, x) ? mw_narrator_at(h->text, h->cast, x->span.start) : c;
}

/* Does the token stand in the turn's own quotations? */
static bool spoken_in(const mw_hearing *h, const mw_turn *t, uint32_t token) {
    uint32_t p = h->piece_of[token];
    return p >= t->piece && p < t->end_piece;
}

/* Adds one word's choice. */
static void choose(const mw_hearing *h, const mw_turn *t, uint32_t word, mw_doer_role role, shares *sum) {
    mw_doer_side side;
    mw_doer_side_of(h->tags, word, role, &side);
    shares one = {.n = 0};
    float scores[2 * REACH], top = side.nobody, all;
    uint32_t which[2 * REACH], n = 0, from = word > REACH ? word - REACH : 0;
    if (from < h->tokens->docs[t->doc].first) from = h->tokens->docs[t->doc].first;
    for (uint32_t m = mw_mention_from(h->cast, from); m < h->cast->n_mentions && n < 2 * REACH; m++) {
        const mw_mention *x = &h->cast->mentions[m];
        if (x->first > word + REACH || x->first >= h->tokens->docs[t->doc].end) break;
        if (role == MW_DOER && spoken_in(h, t, x->first)) continue; /* whom one speaks of one is not */
        if (x->head == word || x->plural || !has_vector(h, x->head) || (h->piece_of[x->first] != MW_NONE && mw_i_or_you(h, x))) continue;
        which[n] = m;
        scores[n] = mw_doer_score(h->tags, &side, x->head);
        if (scores[n] > top) top = scores[n];
        n++;
    }
    all = expf(side.nobody - top < -CUT ? -CUT : side.nobody - top);
    for (uint32_t k = 0; k < n; k++) {
        float e = expf(scores[k] - top < -CUT ? -CUT : scores[k] - top);
        uint32_t c = mw_voice_person(h, which[k]);
        float *share = c != MW_NONE ? share_of(&one, c) : NULL;
        all += e;
        if (share) *share += e;
    }
    for (uint32_t k = 0; k < one.n; k++) {
        float *share = share_of(sum, one.who[k]);
        if (share) *share += one.of[k] / all;
    }
}

static void gather(const mw_hearing *h, mw_turn *t) {
    shares speaks = {.n = 0}, hears = {.n = 0};
    uint32_t n = 0;
    for (uint32_t p = t->piece; p < t->end_piece && n < WORDS; p++) {
        if (!mw_piece_stands(&h->pieces[p])) continue;
        for (uint32_t w = h->pieces[p].first; w <= h->pieces[p].last && n < WORDS; w++) {
            if (!has_vector(h, w) || h->piece_of[w] != p) continue;
            choose(h, t, w, MW_DOER, &speaks);
            choose(h, t, w, MW_DONE_TO, &hears);
            n++;
        }
    }
    for (uint32_t k = 0; k < speaks.n && t->n_voices < MW_VOICES; k++) {
        const float *to = share_of(&hears, speaks.who[k]);
        t->voices[t->n_voices++] = (mw_voice){speaks.who[k], speaks.of[k] / (float)n, to ? *to / (float)n : 0};
    }
}

void mw_voices_build(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_turns && h->tags->point && h->tags->vector_at; i++) gather(h, &h->turns[i]);
}
