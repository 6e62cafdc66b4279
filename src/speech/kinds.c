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

/* "The Golden Bough", "Sing a Song": words with capitals, but for short ones between. */
static bool titular(const mw_hearing *h, const mw_piece *p) {
    uint32_t n = 0, small = 0, last = p->first;
    for (uint32_t t = p->first; t <= p->last; t++) {
        if (mw_token_punct(h, t)) continue;
        if (n && mw_word_lower(h, t) && mw_word(h, t).n > 4) return false;
        small += n && mw_word_lower(h, t), n++, last = t;
    }
    return n > 1 && small * 2 < n && mw_word_upper(h, last);
}

/* Verbs whose object is a book, a song, a play. */
static bool of_works(const mw_hearing *h, uint32_t verb) {
    static const char *const words[] = {"read", "write", "sing", "play", "hum", "whistle", "recite", "quote", "perform", "publish"};
    for (size_t i = 0; verb != MW_NONE && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(mw_lemma(h->tags, verb), words[i]) == 0) return true;
    return false;
}

/* Do the marks hold a whole sentence whose stop stands behind them: “Go to bed”. */
static bool stop_outside(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->last + 1;
    if (t >= h->block_token[p->end_block + 1] || !has_verb(h, p) || small_start(h, p)) return false;
    return mw_word_is(h, t, ".") || mw_word_is(h, t, "?") || mw_word_is(h, t, "!");
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
        if (in && !pauses && of_works(h, p->cue.verb) && titular(h, p)) return true;
        return in && small_start(h, p) && !waits && (n < 5 || !has_verb(h, p));
    }
    if (in && !stops) return !(n > 12 && has_verb(h, p));
    if (in) return small_start(h, p) || (p->tail == '.' && (n < 3 || !(has_verb(h, p) || n > 4)));
    if (on && !pauses && stop_outside(h, p)) return false;
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

/* "“Dear Mr. Vance,” it began", "“Come at once,” the telegram ran": what is written speaks. */
static bool read_out(const mw_hearing *h, const mw_piece *p) {
    static const char *const papers[] = {"letter", "note", "telegram", "message", "postcard", "card", "missive", "epistle", "cable"};
    static const char *const verbs[] = {"begin", "run", "read", "end", "conclude", "continue", "go"};
    const mw_cue *c = &p->cue;
    if (c->force != MW_FORCE_STRONG || c->head == MW_NONE || c->verb == MW_NONE) return false;
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++)
        if (mw_word_is(h, c->head, papers[i])) return true;
    if (!mw_word_is(h, c->head, "it")) return false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(mw_lemma(h->tags, c->verb), verbs[i]) == 0) return true;
    return false;
}

/* "‘Dear Clara,’ she read aloud": the greeting alone is in the marks, and somebody reads. */
static bool greeting_read(const mw_hearing *h, const mw_piece *p) {
    const mw_cue *c = &p->cue;
    if (c->force != MW_FORCE_STRONG || c->verb == MW_NONE || strcmp(mw_lemma(h->tags, c->verb), "read") != 0) return false;
    uint32_t t = p->first;
    while (t < p->last && mw_token_mark(h, t)) t++;
    if (mw_word_is(h, t, "my") && t < p->last) t++;
    return (mw_word_is(h, t, "dear") || mw_word_is(h, t, "dearest")) && mw_piece_words(h, p) <= 5;
}

/* What follows in the same paragraph without words of its own to say who speaks, or is begun by the same. */
static bool reads_on(const mw_hearing *h, uint32_t i) {
    const mw_piece *p = &h->pieces[i], *before = i ? &h->pieces[i - 1] : NULL;
    if (!before || before->dropped || before->kind != MW_LETTER || before->end_block != p->block) return false;
    if (!before->paper && !greeting_read(h, before)) return false;
    return p->cue.force != MW_FORCE_STRONG || p->cue.verb == before->cue.verb;
}

void mw_kinds_of_cues(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        mw_piece *p = &h->pieces[i];
        if (p->dropped || p->kind == MW_LETTER || (p->kind == MW_THOUGHT && p->cue.force != MW_FORCE_STRONG)) continue;
        bool wrote = p->cue.force == MW_FORCE_STRONG && p->cue.verb != MW_NONE && mw_word_is(h, p->cue.verb, "wrote");
        p->paper = read_out(h, p);
        if (salutes(h, p) && fills_block(h, p))
            mark_letter(h, i);
        else if (salutes(h, p) || signs(h, p) || wrote || p->paper || greeting_read(h, p) || reads_on(h, i))
            p->kind = MW_LETTER;
        else
            p->kind = p->cue.force == MW_FORCE_STRONG && p->cue.thinks ? MW_THOUGHT : MW_SPEECH;
    }
}

/* Scare quotes leave; their tokens are the narrator's again. */
void mw_kinds_build(mw_hearing *h) {
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
}
