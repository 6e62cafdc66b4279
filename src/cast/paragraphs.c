/* paragraphs: a text whose paragraphs are lost (one sentence a line, one block for pages of talk) gets guessed ones, so that whoever looks
 * at turns of talk finds them: cast and speech read such a text through copies of its blocks. What the text itself is stays as it is.
 *
 * In print a new speaker gets a new paragraph. A speech opens one where nothing stands between it and the speech before; where the words
 * between are no cue of its own speaker ("...," said Ada. "..."); where it has a cue of its own beside the one before. The last sentence
 * of narration before a speech goes with it. No guessed paragraph begins inside a speech. Linear time. */
#include <string.h>

#include "cast/lexicon.h"

enum { LONG_TOKENS = 1200, LEAST_MARKS = 4, CUE_TOKENS = 14, CUE_NEAR = 5, ALONE = 6 };

/* What a sentence is to the talk. */
typedef struct look {
    bool opens;   /* begins with a speech */
    bool inside;  /* begins inside one */
    bool holds;   /* a speech begins in it, further on */
    bool ends_in; /* ends inside or with a speech */
    bool cue;     /* a speech in it, or ending in it, and then few words with a verb of saying to its end */
} look;

typedef struct guess {
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_text *text;
    uint32_t mark;   /* the first of depth 0 that ends at or behind the sentence looked at */
    uint32_t *start; /* [n] tokens that open a guessed paragraph, ascending */
    uint32_t n;
} guess;

static uint32_t outer_mark(const guess *g, uint32_t i) {
    while (i < g->tokens->n_marks && g->tokens->marks[i].depth) i++;
    return i;
}

static bool says_in(const guess *g, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (g->tags->upos[t] == MW_VERB && mw_speech_verb(mw_lemma(g->tags, t))) return true;
    return false;
}

static look look_at(guess *g, uint32_t first, uint32_t end) {
    look k = {false};
    const mw_marked *marks = g->tokens->marks;
    uint32_t last_in = MW_NONE;
    g->mark = outer_mark(g, g->mark);
    while (g->mark < g->tokens->n_marks && marks[g->mark].last < first) g->mark = outer_mark(g, g->mark + 1);
    for (uint32_t i = g->mark; i < g->tokens->n_marks && marks[i].first < end; i = outer_mark(g, i + 1)) {
        k.opens |= marks[i].first == first;
        k.inside |= marks[i].first < first;
        k.holds |= marks[i].first > first;
        k.ends_in |= marks[i].last + 1 >= end;
        last_in = marks[i].last;
    }
    k.cue = last_in != MW_NONE && last_in + 1 < end && end - last_in - 1 <= CUE_TOKENS && says_in(g, last_in + 1, end);
    return k;
}

/* "...," he added: the speech that begins here has a cue of its own behind it, and it does not say that it goes on. */
static bool has_own_cue(const guess *g, uint32_t first) {
    static const char *const on[] = {"add", "continue", "resume", "repeat"};
    const mw_marked *m = &g->tokens->marks[g->mark];
    if (g->mark >= g->tokens->n_marks || m->first != first) return false;
    for (uint32_t t = m->last + 1; t < g->tokens->n && t <= m->last + CUE_NEAR; t++) {
        if (g->tags->upos[t] == MW_PUNCT) return false;
        if (g->tags->upos[t] != MW_VERB || !mw_speech_verb(mw_lemma(g->tags, t))) continue;
        for (size_t i = 0; i < sizeof on / sizeof *on; i++)
            if (!strcmp(mw_lemma(g->tags, t), on[i])) return false;
        return true;
    }
    return false;
}

/* The guessed paragraphs of the tokens [from, to), which are one block. */
static void guess_block(guess *g, uint32_t from, uint32_t to) {
    const mw_sentence *s = g->tags->sentences;
    bool talk = false;  /* the paragraph holds speech */
    uint32_t alone = 0; /* sentences of narration just before */
    look before = {false};
    for (uint32_t i = g->tags->sentence[from]; i < g->tags->n_sentences && s[i].first < to; i++) {
        look k = look_at(g, s[i].first, s[i].end);
        bool speaks = k.opens || (k.holds && !k.inside), opens = false, last = false;
        if (s[i].first > from && speaks && !k.inside) {
            if (alone)
                opens = talk || alone > 1, last = opens;
            else if (before.ends_in)
                opens = true;
            else
                opens = !before.cue || !k.opens || has_own_cue(g, s[i].first);
        } else if (s[i].first > from && !k.inside && alone >= ALONE && !talk)
            opens = true, alone = 0;
        if (opens) {
            uint32_t at = last ? s[i - 1].first : s[i].first;
            if (!g->n || g->start[g->n - 1] < at) g->start[g->n++] = at;
            talk = false;
        }
        talk |= speaks || k.inside;
        alone = speaks || k.inside ? 0 : alone + 1;
        before = k;
    }
}

static bool holds_talk(guess *g, uint32_t from, uint32_t to) {
    const mw_tokens *t = g->tokens;
    uint32_t n = 0;
    while (g->mark < t->n_marks && t->marks[g->mark].first < from) g->mark++;
    for (uint32_t i = g->mark; i < t->n_marks && t->marks[i].first < to; i++) n += !t->marks[i].depth;
    return n >= LEAST_MARKS;
}

/* Finds where guessed paragraphs begin; *n_long: blocks that have some. */
static void guess_all(guess *g, uint32_t *n_long) {
    const mw_tokens *t = g->tokens;
    for (uint32_t from = 0, to; from < t->n; from = to) {
        for (to = from + 1; to < t->n && t->block[to] == t->block[from];) to++;
        if (g->text->blocks[t->block[from]].kind != MW_PARAGRAPH || to - from < LONG_TOKENS || !holds_talk(g, from, to)) continue;
        guess_block(g, from, to);
        ++*n_long;
    }
}

/* The blocks cut at the tokens found. */
static bool cut(const guess *g, mw_arena *a, mw_text *text, mw_tokens *tokens) {
    mw_block *blocks = mw_arena_array(a, (size_t)text->n_blocks + g->n, sizeof *blocks);
    uint32_t *block = mw_arena_array(a, tokens->n, sizeof *block), n = 0, next = 0, old = MW_NONE;
    if (!blocks || !block) return false;
    for (uint32_t t = 0, done = 0; t < tokens->n; t++) {
        bool opens = next < g->n && g->start[next] == t;
        if (tokens->block[t] != old) {
            for (; done <= tokens->block[t]; done++) blocks[n++] = text->blocks[done]; /* empty ones too */
            old = tokens->block[t];
        } else if (opens) {
            blocks[n] = blocks[n - 1];
            blocks[n].gap_before = false;
            blocks[n].span.start = tokens->span[t].start;
            blocks[n - 1].span.end = tokens->span[t - 1].end;
            n++;
        }
        next += opens;
        block[t] = n - 1;
    }
    for (uint32_t b = old == MW_NONE ? 0 : old + 1; b < text->n_blocks; b++) blocks[n++] = text->blocks[b];
    text->blocks = blocks, text->n_blocks = n;
    tokens->block = block;
    return true;
}

marrow_status mw_paragraphs_guess(mw_arena *a, const mw_tags *tags, const mw_text **text, const mw_tokens **tokens, marrow_error *err) {
    guess g = {.tokens = *tokens, .tags = tags, .text = *text};
    uint32_t n_long = 0;
    if (!g.tokens->n_marks || !tags->n_sentences) return MARROW_OK;
    g.start = mw_arena_array(a, tags->n_sentences, sizeof *g.start);
    if (!g.start) return mw_fail_memory(err);
    guess_all(&g, &n_long);
    if (!n_long || !g.n) return MARROW_OK;
    mw_text *x = mw_arena_copy(a, *text, sizeof *x);
    mw_tokens *y = mw_arena_copy(a, *tokens, sizeof *y);
    if (!x || !y || !cut(&g, a, x, y)) return mw_fail_memory(err);
    *text = x, *tokens = y;
    return MARROW_OK;
}
