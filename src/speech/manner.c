/* manner: how something is said, where the cue tells: an adverb ("angrily"), "in a low voice", "with a laugh", "under his breath".
 * Read from the words of the cue alone. */
#include "speech/work.h"

enum { REACH = 14, PHRASE = 7 };

/* Adverbs in -ly that tell when or whether, not how. */
static bool no_manner(const mw_hearing *h, uint32_t t) {
    static const char *const words[] = {"only",     "early",     "presently", "suddenly",  "immediately", "instantly", "finally",
                                        "lately",   "shortly",   "nearly",    "really",    "merely",      "scarcely",  "hardly",
                                        "probably", "certainly", "possibly",  "evidently", "apparently",  "actually",  "simply",
                                        "family",   "usually",   "exactly",   "fairly",    "perfectly",   "entirely",  "completely",
                                        "directly", "reply",     "recently",  "mostly",    "previously"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_word_is(h, t, words[i])) return true;
    return false;
}

static bool adverb(const mw_hearing *h, uint32_t t) {
    mw_str w = mw_word(h, t);
    if (h->tags->upos[t] == MW_ADV && mw_str_ends(w, "ly") && w.n > 4) return !no_manner(h, t);
    return mw_word_is(h, t, "aloud") || (mw_word_is(h, t, "loud") && h->tags->upos[t] == MW_ADV);
}

/* The last token of "in a … voice" or "with a … laugh" that begins at t, or MW_NONE. */
static uint32_t phrase_end(const mw_hearing *h, uint32_t t, uint32_t end) {
    bool in = mw_word_is(h, t, "in") || mw_word_is(h, t, "with");
    bool under = mw_word_is(h, t, "under") || mw_word_is(h, t, "between") || mw_word_is(h, t, "through") || mw_word_is(h, t, "below");
    if (!in && !under) return MW_NONE;
    for (uint32_t i = t + 1; i < end && i < t + PHRASE; i++) {
        if (h->piece_of[i] != MW_NONE || (mw_token_punct(h, i) && !mw_word_is(h, i, ",") && !mw_word_is(h, i, "-"))) break;
        bool body = mw_word_is(h, i, "breath") || mw_word_is(h, i, "teeth");
        bool noun = h->tags->upos[i] == MW_NOUN && mw_noun_flags(mw_word(h, i)) & MW_W_MANNERLY;
        if (under ? body : noun) return i;
    }
    return MW_NONE;
}

mw_span mw_manner_of(const mw_hearing *h, const mw_piece *p) {
    const mw_cue *c = &p->cue;
    mw_span none = {0, 0};
    if (c->force != MW_FORCE_STRONG || c->verb == MW_NONE || c->first == MW_NONE) return none;
    uint32_t from = c->verb < c->first ? c->verb : c->first;
    uint32_t to = (c->verb > c->last ? c->verb : c->last) + REACH;
    if (to > h->tokens->n) to = h->tokens->n;
    for (uint32_t t = from; t < to; t++) {
        if (h->piece_of[t] != MW_NONE || mw_token_ends(h, t) || mw_word_is(h, t, ";")) break;
        if (adverb(h, t)) return h->tokens->span[t];
        uint32_t end = phrase_end(h, t, to);
        if (end != MW_NONE) return (mw_span){h->tokens->span[t].start, h->tokens->span[end].end};
    }
    return none;
}
