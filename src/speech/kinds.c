/* kinds: which marked words are speech, thought or letter, and which only bear marks (a title, a word held at arm's length).
 *
 * Speech stands at the edge of a sentence or has a cue, and brings its own punctuation; scare quotes stand inside the narrator's
 * sentence, are short, and the sentence goes on around them. */
#include <string.h>

#include "speech/work.h"

/* Words between the marks. */
uint32_t mw_piece_words(const mw_hearing *h, const mw_piece *p) {
    uint32_t n = 0;
    for (uint32_t t = p->first; t <= p->last; t++) n += !mw_token_punct(h, t);
    return n;
}

static bool has_verb(const mw_hearing *h, const mw_piece *p) {
    for (uint32_t t = p->first; t <= p->last; t++)
        if (h->tags->upos[t] == MW_VERB || h->tags->upos[t] == MW_AUX) return true;
    return false;
}

/* Does the narrator's sentence run into the quotation without a pause? */
static bool runs_in(const mw_hearing *h, const mw_piece *p) {
    uint32_t from = h->block_token[p->block], t = p->first;
    while (t > from && mw_token_mark(h, t - 1)) t--;
    return t > from && !mw_token_punct(h, t - 1) && h->piece_of[t - 1] == MW_NONE;
}

/* Does the narrator's sentence go on behind it: with a small letter, or punctuation outside the marks? */
static bool runs_on(const mw_hearing *h, const mw_piece *p) {
    uint32_t end = h->block_token[p->end_block + 1], t = p->last + 1;
    if (t >= end) return false;
    if (mw_word_lower(h, t)) return true;
    mw_str w = mw_word(h, t);
    return mw_str_is(w, ",") || mw_str_is(w, ";") || mw_str_is(w, ":") || mw_str_is(w, ".") || mw_str_is(w, ")") || mw_str_is(w, "?") ||
           mw_str_is(w, "!");
}

static bool small_start(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->first;
    while (t < p->last && mw_token_punct(h, t)) t++;
    return mw_word_lower(h, t);
}

static bool only_marked(const mw_hearing *h, const mw_piece *p) {
    uint32_t n = mw_piece_words(h, p);
    if (n == 0) return true;
    bool in = runs_in(h, p), on = runs_on(h, p);
    bool stops = p->tail == '.' || p->tail == '!' || p->tail == '?' || p->tail == '-';
    bool pauses = stops || p->tail == ',';
    if (p->cue.force == MW_FORCE_STRONG) {
        bool waits = pauses && p->cue.after; /* a cue behind it has a pause inside the marks */
        bool says = p->cue.verb != MW_NONE && mw_form_flags(h, p->cue.verb) & MW_W_SAY;
        if (in && !says && n < 5 && !stops) return true;
        return in && small_start(h, p) && !waits && (n < 5 || !has_verb(h, p));
    }
    if (in && !stops) return !(n > 12 && has_verb(h, p));
    if (in) return small_start(h, p) || (p->tail == '.' && (n < 3 || !(has_verb(h, p) || n > 4)));
    if (on && !pauses) return n < 8 || !has_verb(h, p);
    return false;
}

/* "My dear Sir,", "Dear Mary:", "Dear Smith,--I have …" at the front of a quotation. A comma must end its paragraph. */
static bool salutes(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->first;
    while (t < p->last && mw_token_mark(h, t)) t++;
    if (mw_word_is(h, t, "my") && t < p->last) t++;
    bool sir = mw_word_is(h, t, "Sir") || mw_word_is(h, t, "Madam") || mw_word_is(h, t, "Gentlemen");
    if (sir && t + 2 < p->last) { /* "Sir,--The bearer …": not in talk, where a cue would stand by */
        bool dash = mw_word_is(h, t + 2, "--") || mw_word_is(h, t + 2, "\xE2\x80\x94") || mw_word_is(h, t + 1, ",--");
        return dash && p->cue.force != MW_FORCE_STRONG;
    }
    if (!mw_word_is(h, t, "dear") && !mw_word_is(h, t, "dearest")) return false;
    for (uint32_t i = t + 1; i < t + 6 && i <= p->last; i++) {
        mw_str w = mw_word(h, i);
        if (mw_str_is(w, ":") || mw_str_is(w, ":--")) return true;
        if (!mw_str_is(w, ",")) continue;
        uint32_t next = i + 1;
        while (next <= p->last && mw_token_mark(h, next)) next++;
        if (next >= h->tokens->n || h->tokens->flags[next] & MW_TOK_BLOCK_START) return true;
        return next <= p->last && (mw_word_is(h, next, "--") || mw_word_is(h, next, "\xE2\x80\x94"));
    }
    return false;
}

/* "I remain, yours, …", "Believe me yours, …" */
static bool remains(const mw_hearing *h, uint32_t t, uint32_t from) {
    for (uint32_t k = t; k-- > from && k + 7 > t;)
        if (mw_word_is(h, k, "remain") || mw_word_is(h, k, "Believe")) return true;
    return false;
}

/* A valediction near the end: "Yours truly", "yours ever", "I remain, yours, …", or a line that begins with "Yours,". */
static bool signs(const mw_hearing *h, const mw_piece *p) {
    static const char *const after[] = {"truly",        "faithfully", "sincerely",  "affectionately",
                                        "respectfully", "obediently", "gratefully", "lovingly"};
    uint32_t from = p->last > p->first + 14 ? p->last - 14 : p->first;
    for (uint32_t t = from; t < p->last; t++) {
        if (!mw_word_is(h, t, "yours")) continue;
        bool line = t <= p->first + 1 || h->tokens->flags[t] & MW_TOK_BLOCK_START;
        if (line && (mw_word_is(h, t + 1, ",") || mw_word_is(h, t + 1, "ever"))) return true;
        if (mw_word_is(h, t + 1, ",") && remains(h, t, from)) return true;
        for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
            if (mw_word_is(h, t + 1, after[i])) return true;
    }
    return false;
}

/* Is the whole block one quotation? */
static bool fills_block(const mw_hearing *h, const mw_piece *p) {
    for (uint32_t t = h->block_token[p->block]; t < p->first; t++)
        if (!mw_token_punct(h, t)) return false;
    for (uint32_t t = p->last + 1; t < h->block_token[p->end_block + 1]; t++)
        if (!mw_token_punct(h, t)) return false;
    return true;
}

/* A name alone, in small letters or capitals: the signature. */
static bool signature(const mw_hearing *h, const mw_piece *p) {
    if (mw_piece_words(h, p) > 4) return false;
    for (uint32_t t = p->first; t <= p->last; t++)
        if (!mw_token_punct(h, t) && !mw_word_upper(h, t) && !mw_word_is(h, t, "and")) return false;
    return p->tail == '.' || p->tail == 'a';
}

/* "Your loving Mary", "Ever your friend, Mary": the last line of what is known to be a letter. */
static bool closing(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->first;
    while (t < p->last && mw_token_mark(h, t)) t++;
    return mw_piece_words(h, p) <= 7 && (mw_word_is(h, t, "Your") || mw_word_is(h, t, "Yours") || mw_word_is(h, t, "Ever"));
}

enum { LETTER_PIECES = 40 };

/* A letter quoted paragraph by paragraph, from its greeting in piece i to its signature: all its pieces are the letter. */
static void mark_letter(mw_hearing *h, uint32_t i) {
    h->pieces[i].kind = MW_LETTER;
    bool open = !h->pieces[i].closed;
    uint32_t end = MW_NONE, block = h->pieces[i].end_block;
    for (uint32_t j = i + 1; j < h->n_pieces && j < i + LETTER_PIECES; j++) {
        const mw_piece *p = &h->pieces[j];
        if (p->dropped) continue;
        if (p->block > block + 1 || !fills_block(h, p)) break;
        block = p->end_block;
        if (signs(h, p) || signature(h, p) || (open && closing(h, p))) end = j;
        if (signature(h, p)) break;
        open &= !p->closed;
    }
    for (uint32_t j = i + 1; end != MW_NONE && j <= end; j++) h->pieces[j].kind = MW_LETTER;
}

void mw_kinds_of_cues(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        mw_piece *p = &h->pieces[i];
        if (p->dropped || p->kind == MW_LETTER) continue;
        bool wrote = p->cue.force == MW_FORCE_STRONG && p->cue.verb != MW_NONE && mw_word_is(h, p->cue.verb, "wrote");
        if (salutes(h, p) && fills_block(h, p))
            mark_letter(h, i);
        else if (salutes(h, p) || signs(h, p) || wrote)
            p->kind = MW_LETTER;
        else
            p->kind = p->cue.force == MW_FORCE_STRONG && p->cue.thinks ? MW_THOUGHT : MW_SPEECH;
    }
}

/* Scare quotes leave; their tokens are the narrator's again. */
marrow_status mw_kinds_build(mw_hearing *h, marrow_error *err) {
    (void)err;
    uint32_t gone = 0;
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        mw_piece *p = &h->pieces[i];
        if (p->known || p->continues || p->dropped || p->kind == MW_LETTER) continue;
        p->dropped = only_marked(h, p);
        gone += p->dropped;
    }
    for (uint32_t i = 0; gone && i < h->n_pieces; i++)
        if (h->pieces[i].dropped)
            for (uint32_t t = h->pieces[i].first; t <= h->pieces[i].last; t++) h->piece_of[t] = MW_NONE;
    return MARROW_OK;
}
