/* pieces: the quotations to work on, in order and without overlap: the outermost marks that segment found, or the spans that the
 * caller knows. A dash opens a speech that runs to the end of its paragraph; the narrator's words inside it are cut out here. */
#include <string.h>

#include "speech/work.h"

/* The last character inside the marks, as one ASCII letter: see mw_piece.tail. */
static char tail_of(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->last;
    while (t > p->first && mw_token_mark(h, t)) t--;
    mw_str w = mw_word(h, t);
    if (w.n == 0) return 'a';
    size_t n;
    int32_t c = mw_utf8_prev(w.at, w.n, &n);
    if (c == 0x2014 || c == 0x2013 || c == 0x2015 || c == '-') return '-';
    if (c == 0x2026) return '.';
    if (c < 128 && mw_cp_punct(c)) return (char)c;
    return 'a';
}

void mw_piece_finish(const mw_hearing *h, mw_piece *p) {
    p->block = h->tokens->block[p->first];
    p->end_block = h->tokens->block[p->last];
    p->tail = tail_of(h, p);
    p->turn = MW_NONE;
}

void mw_pieces_place(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_pieces; i++)
        for (uint32_t t = h->pieces[i].first; t <= h->pieces[i].last && !h->pieces[i].dropped; t++) h->piece_of[t] = i;
}

/* ---- dashes ---------------------------------------------------------------------------------------------------------------- */

/* Does the clause end behind the verb, but for an adverb: "Mary answered quickly."? */
static bool alone(const mw_hearing *h, uint32_t verb, uint32_t last) {
    uint32_t t = verb + 1;
    if (t <= last && h->tags->upos[t] == MW_ADV) t++;
    return t > last || mw_token_ends(h, t) || mw_word_is(h, t, ",");
}

/* Does it end behind whom one speaks to: "Mary asked the porter."? */
static bool to_somebody(const mw_hearing *h, uint32_t verb, uint32_t last) {
    uint32_t m = verb < last ? h->at_token[verb + 1] : MW_NONE;
    if (m == MW_NONE || h->cast->mentions[m].type != MW_PER) return false;
    uint32_t t = h->cast->mentions[m].last + 1;
    return t > last || mw_token_ends(h, t) || mw_word_is(h, t, ",");
}

/* ", and laughed": the narrator goes on behind his comma. */
static bool goes_on(const mw_hearing *h, uint32_t comma, uint32_t last) {
    if (comma + 2 > last || !mw_word_is(h, comma + 1, "and") || h->tags->upos[comma + 2] != MW_VERB) return false;
    return !mw_str_ieq(mw_word(h, comma + 2), mw_lemma(h->tags, comma + 2)); /* not an order: "and laugh" */
}

/* "Mary said", "Mary asked the porter.", "his wife said." at token t. What is not said outright stands behind a pause of the speech. */
static bool subject_says(const mw_hearing *h, uint32_t t, uint32_t last) {
    uint32_t m = h->at_token[t];
    if (m == MW_NONE) return false;
    uint32_t v = h->cast->mentions[m].last + 1;
    if (v > last || !(mw_form_flags(h, v) & MW_W_SAY) || h->tags->upos[v] != MW_VERB) return false;
    bool pause = mw_word_is(h, t - 1, "?") || mw_word_is(h, t - 1, "!") || mw_word_is(h, t - 1, ",");
    if (mw_word_lower(h, t)) return pause && h->cast->mentions[m].form == MW_NOM && (alone(h, v, last) || to_somebody(h, v, last));
    return mw_word_is(h, v, "said") || alone(h, v, last) || (pause && to_somebody(h, v, last));
}

/* Does the narrator's "said X" begin at token t of a dash speech? t follows a comma, a dash or the end of a sentence. */
static bool inset_at(const mw_hearing *h, uint32_t t, uint32_t last) {
    if (t > last) return false;
    if (subject_says(h, t, last)) return true;
    if (!mw_word_lower(h, t)) return false;
    if (!(mw_form_flags(h, t) & (MW_W_SAY | MW_W_MANNER))) {
        bool he = mw_word_is(h, t, "he") || mw_word_is(h, t, "she");
        return he && t < last && mw_form_flags(h, t + 1) & MW_W_SAY;
    }
    if (t == last) return false;
    return h->at_token[t + 1] != MW_NONE || mw_word_upper(h, t + 1) || mw_word_is(h, t + 1, "he") || mw_word_is(h, t + 1, "she") ||
           mw_word_is(h, t + 1, "the");
}

/* The token after which the inset that begins at t has ended: its full stop, or the comma or dash behind which speech goes on. */
static uint32_t inset_end(const mw_hearing *h, uint32_t t, uint32_t last) {
    uint32_t from = t;
    for (; t <= last; t++) {
        if (mw_token_ends(h, t)) return t;
        mw_str w = mw_word(h, t);
        bool dash = mw_str_is(w, "\xE2\x80\x94") || mw_str_is(w, "--") || mw_str_is(w, "\xE2\x80\x93");
        if (t > from + 1 && (dash || mw_str_is(w, ":") || mw_str_is(w, ";"))) return t;
        if (t > from + 1 && mw_str_is(w, ",") && t < last && !goes_on(h, t, last) && !mw_word_is(h, t + 1, "with") &&
            !mw_word_is(h, t + 1, "in") && h->tags->upos[t + 1] != MW_VERB && h->tags->upos[t + 1] != MW_ADV)
            return t;
    }
    return last;
}

static bool push_part(mw_hearing *h, mw_piece_vec *v, const mw_piece *whole, uint32_t first, uint32_t last) {
    if (first > last) return true;
    mw_piece p = *whole;
    p.first = first;
    p.last = last;
    p.span = (mw_span){h->tokens->span[first].start, h->tokens->span[last].end};
    p.opened = whole->opened && first == whole->first;
    mw_piece_finish(h, &p);
    return mw_vec_push(&h->env->mem, v, p);
}

static bool push_dash(mw_hearing *h, mw_piece_vec *v, const mw_piece *whole) {
    uint32_t from = whole->first, last = whole->last;
    for (uint32_t t = from + 2; t <= last; t++) {
        mw_str before = mw_word(h, t - 1);
        bool turn = mw_str_is(before, ",") || mw_token_ends(h, t - 1) || mw_str_is(before, "\xE2\x80\x94") || mw_str_is(before, "--");
        if (!turn || !inset_at(h, t, last)) continue;
        bool dash = mw_token_punct(h, t - 1) && !mw_str_is(before, ",") && !mw_token_ends(h, t - 1);
        if (!push_part(h, v, whole, from, dash && t > from + 1 ? t - 2 : t - 1)) return false;
        uint32_t end = inset_end(h, t, last);
        from = end + 1;
        t = from + 1;
    }
    return push_part(h, v, whole, from, last);
}

/* ---- marks ----------------------------------------------------------------------------------------------------------------- */

enum { VERSE_LINES = 60, VERSE_TOKENS = 18 };

/* A double mark, which no apostrophe can be. */
static bool double_mark(const mw_hearing *h, uint32_t t) {
    mw_str w = mw_word(h, t);
    return mw_token_mark(h, t) && !mw_str_is(w, "'") && !mw_str_is(w, "\xE2\x80\x98") && !mw_str_is(w, "\xE2\x80\x99");
}

/* A line of a few words: its only double mark stands at its end: 1; it has none: 0; else -1. */
static int line_ends(const mw_hearing *h, uint32_t block) {
    uint32_t from = h->block_token[block], end = h->block_token[block + 1];
    mw_block_kind kind = (mw_block_kind)h->text->blocks[block].kind;
    if ((kind != MW_PARAGRAPH && kind != MW_VERSE) || end - from > VERSE_TOKENS || from == end) return -1;
    for (uint32_t t = from; t < end; t++)
        if (double_mark(h, t)) return t + 1 == end && t > from ? 1 : -1;
    return 0;
}

/* Verse in quotation marks whose lines are paragraphs of the text: mark m opens in one line and stays open, the mark at the end of a line further
 * down closes it, and none stands between. The last token, or MW_NONE. */
static uint32_t verse_end(const mw_hearing *h, const mw_marked *m) {
    uint32_t b = h->tokens->block[m->last];
    if (!m->opened || m->closed || m->style == MW_MARK_DASH || m->style == MW_MARK_SINGLE) return MW_NONE;
    if (m->last + 1 != h->block_token[b + 1] || m->last - m->first > VERSE_TOKENS) return MW_NONE;
    for (uint32_t k = b + 1; k < h->text->n_blocks && k < b + VERSE_LINES; k++) {
        int ends = line_ends(h, k);
        if (ends < 0) return MW_NONE;
        if (ends) return h->block_token[k + 1] - 1;
    }
    return MW_NONE;
}

static bool from_marks(mw_hearing *h, mw_piece_vec *v) {
    uint32_t past = 0, run = 0; /* first token that no piece holds yet; speeches so far */
    for (uint32_t i = 0; i < h->tokens->n_marks; i++) {
        const mw_marked *m = &h->tokens->marks[i];
        if (m->depth || m->first < past || m->last < m->first || m->last >= h->tokens->n) continue;
        mw_piece p = {.span = m->span,
                      .first = m->first,
                      .last = m->last,
                      .style = (uint8_t)m->style,
                      .opened = m->opened,
                      .closed = m->closed,
                      .continues = m->continues};
        uint32_t end = verse_end(h, m);
        if (end != MW_NONE) p.last = end, p.span.end = h->tokens->span[end].end, p.closed = true;
        past = p.last + 1;
        run += !m->continues;
        if (m->style != MW_MARK_DASH) p.run = run;
        if (m->style == MW_MARK_DASH) {
            if (!push_dash(h, v, &p)) return false;
            continue;
        }
        mw_piece_finish(h, &p);
        if (!mw_vec_push(&h->env->mem, v, p)) return false;
    }
    return true;
}

/* The first token that ends behind byte `at`. */
static uint32_t token_after(const mw_hearing *h, uint32_t at) { return MW_COUNT_UP_TO(h->tokens->span, h->tokens->n, end, at); }

/* How far the marks have been read beside known quotations. */
typedef struct marks_read {
    uint32_t mark, counted, run;
    uint32_t dashes, marked; /* known quotations in dash speech, in any marks */
} marks_read;

/* What the marks around a known quotation tell: whether it goes on the paragraph before, and of which speech it is a part. */
static void known_marks(const mw_hearing *h, mw_piece *p, marks_read *r) {
    const mw_tokens *t = h->tokens;
    uint32_t *mark = &r->mark;
    while (*mark < t->n_marks && (t->marks[*mark].last < p->first || t->marks[*mark].depth)) (*mark)++;
    for (; r->counted <= *mark && r->counted < t->n_marks; r->counted++)
        r->run += !t->marks[r->counted].depth && !t->marks[r->counted].continues;
    if (*mark == t->n_marks || t->marks[*mark].first > p->last) return;
    r->marked++;
    r->dashes += t->marks[*mark].style == MW_MARK_DASH;
    if (t->marks[*mark].style != MW_MARK_DASH) p->run = r->run;
    p->continues = t->marks[*mark].continues && t->marks[*mark].first + 1 >= p->first;
}

bool mw_piece_make(const mw_hearing *h, mw_span s, mw_piece *p) {
    *p = (mw_piece){.span = s, .opened = true, .closed = true, .known = true};
    p->first = token_after(h, s.start);
    if (s.start >= s.end || p->first >= h->tokens->n || h->tokens->span[p->first].start >= s.end) return false;
    p->last = token_after(h, s.end - 1);
    if (p->last >= h->tokens->n || (p->last > p->first && h->tokens->span[p->last].start >= s.end)) p->last--;
    mw_piece_finish(h, p);
    return true;
}

/* Spans that the caller knows are taken to the byte; one that overlaps the one before it begins where that ends. */
static bool from_known(mw_hearing *h, const mw_known_quotes *known, mw_piece_vec *v) {
    uint32_t past = 0, past_token = 0;
    marks_read read = {0};
    for (uint32_t i = 0; i < known->n; i++) {
        mw_span s = known->at[i].span;
        if (s.start < past) s.start = past;
        if (s.end > h->text->n) s.end = h->text->n;
        if (s.start >= s.end) continue;
        mw_piece p = {.span = s, .opened = true, .closed = true, .known = true, .given = known->at[i].speaker};
        p.first = token_after(h, s.start);
        p.last = token_after(h, s.end - 1);
        if (p.last >= h->tokens->n || (p.last > p.first && h->tokens->span[p.last].start >= s.end)) p.last = p.last ? p.last - 1 : 0;
        if (p.first < past_token) p.first = past_token;
        if (p.first >= h->tokens->n || p.first > p.last) continue;
        past = s.end;
        past_token = p.last + 1;
        known_marks(h, &p, &read);
        mw_piece_finish(h, &p);
        if (!mw_vec_push(&h->env->mem, v, p)) return false;
    }
    h->given = !(read.dashes * 2 > read.marked); /* behind a dash the narrator speaks as well */
    return true;
}

marrow_status mw_pieces_build(mw_hearing *h, const mw_known_quotes *known, marrow_error *err) {
    mw_piece_vec v = {0};
    h->given = known != NULL;
    bool ok = known ? from_known(h, known, &v) : from_marks(h, &v);
    h->pieces = ok ? mw_arena_copy(h->scratch, v.at, v.n * sizeof *v.at) : NULL;
    h->n_pieces = (uint32_t)v.n;
    mw_vec_clear(&h->env->mem, &v);
    if (!h->pieces) return mw_fail_memory(err);
    mw_pieces_place(h);
    return MARROW_OK;
}
