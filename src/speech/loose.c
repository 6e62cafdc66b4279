/* loose: quotations that bear no marks. Thoughts in italics with a verb of thinking ("What now? she wondered", the question in
 * italics), thoughts in plain type that speak as I or ask ("I must find it, he thought."), and letters set into the text as paragraphs of their own, from "Dear X," to the signature. Only sure cases: a letter needs both
 * its greeting and its valediction or signature, and no marks inside that open a speech of the story. */
#include <string.h>

#include "speech/work.h"

enum { LETTER_BLOCKS = 60, GREETING_TOKENS = 9, SIGNATURE_TOKENS = 12 };

static bool free_tokens(const mw_hearing *h, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t <= last; t++)
        if (h->piece_of[t] != MW_NONE) return false;
    return true;
}

static mw_piece piece_of_tokens(const mw_hearing *h, uint32_t first, uint32_t last) {
    mw_piece p = {.first = first, .last = last, .opened = true, .closed = true, .turn = MW_NONE, .tail = 'a'};
    p.span = (mw_span){h->tokens->span[first].start, h->tokens->span[last].end};
    p.block = h->tokens->block[first];
    p.end_block = h->tokens->block[last];
    mw_str w = mw_word(h, last);
    if (w.n && mw_cp_punct(w.at[w.n - 1])) p.tail = w.at[w.n - 1];
    return p;
}

/* ---- thoughts in italics --------------------------------------------------------------------------------------------------- */

/* "*I could go*, she thought. *I will.*": italics that go on behind such a thought, as a sentence of their own. */
static bool thinks_on(const mw_hearing *h, const mw_piece *before, const mw_piece *p) {
    enum { GAP = 10 };
    if (!before || before->block != p->block || p->first <= before->last + 1 || p->first > before->last + GAP) return false;
    uint32_t t = p->last;
    while (t > p->first && !mw_token_ends(h, t) && mw_token_punct(h, t)) t--;
    return mw_token_ends(h, t) && mw_token_ends(h, p->first - 1);
}

static bool italics(mw_hearing *h, mw_piece_vec *v) {
    size_t from = v->n; /* letters stand before */
    for (uint32_t i = 0; i < h->text->n_emphasis; i++) {
        const mw_emphasis *e = &h->text->emphasis[i];
        if (!(e->style & MW_ITALIC)) continue;
        uint32_t first = mw_token_from(h->tokens, e->span.start), end = mw_token_from(h->tokens, e->span.end);
        if (end < first + 3 || h->tokens->block[first] != h->tokens->block[end - 1]) continue;
        if (end < h->tokens->n && mw_word_is(h, end, ",")) end++; /* the comma behind them is roman in some books */
        mw_piece p = piece_of_tokens(h, first, end - 1);
        if (!free_tokens(h, first, end - 1)) continue;
        mw_cue cue;
        uint32_t stop = h->block_token[p.end_block + 1];
        p.kind = MW_THOUGHT;
        if (thinks_on(h, v->n > from ? &v->at[v->n - 1] : NULL, &p)) {
            if (!mw_vec_push(&h->env->mem, v, p)) return false;
            continue;
        }
        if (!mw_cue_behind(h, &p, stop, &cue) || !cue.thinks || cue.force != MW_FORCE_STRONG) continue;
        if (p.tail != ',' && p.tail != '?' && p.tail != '!') continue;
        if (!mw_vec_push(&h->env->mem, v, p)) return false;
    }
    return true;
}

/* ---- thoughts in plain type ------------------------------------------------------------------------------------------------- */

enum { THOUGHT_TOKENS = 50, THOUGHT_LEAST = 3 };

/* Is the token the verb of "…, he thought."? Then the token of the mark before its subject, else MW_NONE. */
static uint32_t thinking_behind(const mw_hearing *h, uint32_t v, bool *self) {
    if (!(mw_form_flags(h, v) & MW_W_THINK) || mw_form_flags(h, v) & MW_W_SAY || h->tags->upos[v] != MW_VERB) return MW_NONE;
    uint32_t from = h->block_token[h->tokens->block[v]], end = h->block_token[h->tokens->block[v] + 1];
    uint32_t behind = v + 1 < end && h->tags->upos[v + 1] == MW_ADV ? v + 2 : v + 1;
    if (v < from + THOUGHT_LEAST || (behind < end && !mw_token_ends(h, behind) && !mw_word_is(h, behind, ","))) return MW_NONE;
    uint32_t subject = v - 1, m = h->of_head[v - 1];
    if (m != MW_NONE && h->cast->mentions[m].last == v - 1) subject = h->cast->mentions[m].first;
    *self = mw_word_is(h, subject, "i");
    bool person =
        *self || mw_word_is(h, subject, "he") || mw_word_is(h, subject, "she") || (m != MW_NONE && h->cast->mentions[m].form == MW_PROP);
    if (!person || subject < from + THOUGHT_LEAST) return MW_NONE;
    mw_str w = mw_word(h, subject - 1);
    return mw_str_is(w, ",") || mw_str_is(w, "?") || mw_str_is(w, "!") ? subject - 1 : MW_NONE;
}

/* Does somebody speak as I here? */
static bool says_i(const mw_hearing *h, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t <= last; t++)
        if (mw_word_is_self(h, t)) return true;
    return false;
}

/* The words that lead up to the verb, from the beginning of their sentence, when they are the thinker's own: they say I, and the narrator does
 * not, or they ask or call out. */
static bool plain_thoughts(mw_hearing *h, mw_piece_vec *v) {
    for (uint32_t t = 0; t < h->tokens->n; t++) {
        bool self;
        uint32_t last = h->piece_of[t] == MW_NONE && mw_narrated(h, t) ? thinking_behind(h, t, &self) : MW_NONE;
        if (last == MW_NONE) continue;
        uint32_t from = h->block_token[h->tokens->block[t]], first = last;
        while (first > from && last - first < THOUGHT_TOKENS && !(mw_token_ends(h, first - 1) && first < last)) first--;
        bool calls = mw_token_ends(h, last), own = !self && says_i(h, first, last);
        if (last < first + THOUGHT_LEAST || last - first >= THOUGHT_TOKENS || !(calls || own) || !free_tokens(h, first, last)) continue;
        mw_piece p = piece_of_tokens(h, first, last);
        p.kind = MW_THOUGHT;
        if (!mw_vec_push(&h->env->mem, v, p)) return false;
    }
    return true;
}

/* ---- letters --------------------------------------------------------------------------------------------------------------- */

static uint32_t block_end(const mw_hearing *h, uint32_t b) { return h->block_token[b + 1]; }

/* Does the block open a letter: "Dear Mary,", "My dear Sir:--", alone or with the text behind it? */
static bool greets(const mw_hearing *h, uint32_t b) {
    uint32_t t = h->block_token[b], end = block_end(h, b);
    if (t >= end || h->text->blocks[b].kind == MW_HEADING || h->piece_of[t] != MW_NONE) return false;
    if (mw_word_is(h, t, "my") && t + 1 < end) t++;
    if (!mw_word_is(h, t, "dear") && !mw_word_is(h, t, "dearest") &&
        !((mw_word_is(h, t, "sir") || mw_word_is(h, t, "madam")) && t + 2 >= end))
        return false;
    for (uint32_t i = t + 1; i < end && i < t + GREETING_TOKENS; i++) {
        mw_str w = mw_word(h, i);
        if (mw_str_is(w, ",") || mw_str_is(w, ":") || mw_str_is(w, "\xE2\x80\x94") || mw_str_is(w, "--") || mw_str_is(w, ":--"))
            return true;
        if (mw_token_punct(h, i) && !mw_str_is(w, ".")) return false;
    }
    return false;
}

/* Does the block end a letter: "Yours truly,", "Your loving son, Tom", "Ever yours"? */
static bool closes(const mw_hearing *h, uint32_t b) {
    uint32_t t = h->block_token[b], end = block_end(h, b);
    uint32_t from = end > t + SIGNATURE_TOKENS ? end - SIGNATURE_TOKENS : t;
    for (uint32_t i = from; i + 1 < end; i++) {
        if (mw_word_is(h, i, "yours") && (mw_token_punct(h, i + 1) || h->tags->upos[i + 1] == MW_ADV || h->tags->upos[i + 1] == MW_PROPN))
            return true;
        bool your = mw_word_is(h, i, "your") && end - t <= SIGNATURE_TOKENS;
        bool word = mw_word_is(h, i + 1, "loving") || mw_word_is(h, i + 1, "affectionate") || mw_word_is(h, i + 1, "obedient") ||
                    mw_word_is(h, i + 1, "faithful") || mw_word_is(h, i + 1, "humble") || mw_word_is(h, i + 1, "sincere") ||
                    mw_word_is(h, i + 1, "devoted") || mw_word_is(h, i + 1, "friend");
        if (your && word) return true;
    }
    return false;
}

/* A block of a name alone: the signature. */
static bool signature(const mw_hearing *h, uint32_t b) {
    uint32_t t = h->block_token[b], end = block_end(h, b);
    if (end - t == 0 || end - t > 6 || h->text->blocks[b].kind == MW_HEADING || h->text->blocks[b].kind == MW_ORNAMENT) return false;
    for (; t < end; t++)
        if (!mw_word_upper(h, t) && !mw_token_punct(h, t)) return false;
    return true;
}

static const char *signed_by(mw_hearing *h, uint32_t last_block) {
    uint32_t end = block_end(h, last_block), from = h->block_token[last_block];
    while (end > from && mw_token_punct(h, end - 1)) end--;
    for (uint32_t t = end > from + 4 ? end - 4 : from; t < end; t++) {
        if (!mw_word_upper(h, t)) continue;
        mw_span s = {h->tokens->span[t].start, h->tokens->span[end - 1].end};
        mw_str w = mw_str_span(h->text->at, s);
        if (mw_names_find_str(h, mw_doc_of(h, t), w) != MW_NONE) return mw_arena_strndup(h->scratch, w.at, w.n);
    }
    return "";
}

static bool letters(mw_hearing *h, mw_piece_vec *v) {
    for (uint32_t b = 0; b < h->text->n_blocks; b++) {
        if (!greets(h, b)) continue;
        uint32_t last = b;
        bool ended = false;
        for (; last < h->text->n_blocks && last < b + LETTER_BLOCKS && h->text->blocks[last].kind != MW_HEADING &&
               h->piece_of[h->block_token[last]] == MW_NONE;
             last++)
            if (closes(h, last)) {
                ended = true;
                break;
            }
        if (!ended || h->block_token[b] >= block_end(h, last)) continue;
        if (last + 1 < h->text->n_blocks && signature(h, last + 1)) last++;
        mw_piece p = piece_of_tokens(h, h->block_token[b], block_end(h, last) - 1);
        p.kind = MW_LETTER;
        p.given = signed_by(h, last);
        if (!p.given || !mw_vec_push(&h->env->mem, v, p)) return false;
        b = last;
    }
    return true;
}

/* ---- both ------------------------------------------------------------------------------------------------------------------ */

static bool merge(mw_hearing *h, mw_piece_vec *loose, mw_piece_vec *all) {
    if (!mw_vec_reserve(&h->env->mem, all, h->n_pieces + loose->n + 1)) return false;
    uint32_t i = 0, past = 0;
    for (size_t j = 0; j <= loose->n; j++) {
        uint32_t stop = j < loose->n ? loose->at[j].first : h->tokens->n;
        for (; i < h->n_pieces && h->pieces[i].first < stop; i++)
            if (h->pieces[i].first >= past) all->at[all->n++] = h->pieces[i]; /* words in marks inside a letter are the letter's */
        if (all->n) past = all->at[all->n - 1].last + 1;
        if (j < loose->n && loose->at[j].first >= past) all->at[all->n++] = loose->at[j];
        if (all->n) past = all->at[all->n - 1].last + 1;
    }
    h->pieces = mw_arena_copy(h->scratch, all->at, all->n * sizeof *all->at);
    h->n_pieces = (uint32_t)all->n;
    for (uint32_t k = 0; h->pieces && k < h->n_pieces; k++)
        for (uint32_t t = h->pieces[k].first; t <= h->pieces[k].last; t++) h->piece_of[t] = k;
    return h->pieces != NULL;
}

static int by_first(const mw_piece *a, const mw_piece *b) { return a->first < b->first ? -1 : a->first > b->first; }

/* Two ordered runs, letters and thoughts, into one; few, so by insertion. */
static void sort_pieces(mw_piece_vec *v) {
    for (size_t i = 1; i < v->n; i++) {
        mw_piece x = v->at[i];
        size_t j = i;
        for (; j > 0 && by_first(&x, &v->at[j - 1]) < 0; j--) v->at[j] = v->at[j - 1];
        v->at[j] = x;
    }
}

marrow_status mw_loose_build(mw_hearing *h, marrow_error *err) {
    mw_piece_vec loose = {0}, all = {0};
    bool ok = letters(h, &loose) && italics(h, &loose) && plain_thoughts(h, &loose) && mw_unmarked_find(h, &loose);
    if (ok && loose.n) {
        sort_pieces(&loose);
        ok = merge(h, &loose, &all);
    }
    mw_vec_clear(&h->env->mem, &loose);
    mw_vec_clear(&h->env->mem, &all);
    return ok ? MARROW_OK : mw_fail_memory(err);
}
