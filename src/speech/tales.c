/* tales: chapters that are one long speech within another's telling.
 *
 * "He began as follows," and then a chapter, or six of them, between marks: nothing beside such a speech says who speaks, and decoding gives
 * each to whoever is spoken of last. A chapter is a tale where one speech that no cue names makes up most of it; tales in a row, one of
 * them full of I, have one teller: whoever speaks next to them in the frame, before and behind, longest and nearest, and is not the frame's own I; who
 * is the subject of the narration's last words before, or of its first words behind, counts too. Linear time. */
#include <string.h>

#include "speech/work.h"

enum { LEAST_TOKENS = 300, COVERS = 75, I_PER_1000 = 6, NEAR = 6, MOST_VOTES = 2 * NEAR + 2, LONG_TOKENS = 60, CLEAR = 60 };

/* A speech by its marks: turns [from, to), in chapter `chapter`; MW_NONE: outside. */
typedef struct tale {
    uint32_t from, to, chapter;
    bool mine; /* full of I */
} tale;

typedef struct vote {
    uint32_t who;
    float weight;
} vote;
typedef struct poll {
    vote at[MOST_VOTES];
    uint32_t n;
    float all;
} poll;

static uint32_t chapter_of(const mw_hearing *h, uint32_t token) { return mw_chapter_at(h->text, h->tokens->span[token].start); }

/* ---- which chapters -------------------------------------------------------------------------------------------------------- */

static bool is_open(const mw_hearing *h, const mw_turn *t) {
    for (uint32_t i = t->piece; i < t->end_piece; i++)
        if (h->pieces[i].fixed) return false;
    return t->given == MW_NONE && t->ground != MW_GROUND_NAME && t->ground != MW_GROUND_SELF;
}

/* The speech that begins with turn i, and whether it may be a tale. */
static bool speech_at(const mw_hearing *h, uint32_t i, tale *x) {
    *x = (tale){i, i + 1, chapter_of(h, h->turns[i].first), false};
    while (x->to < h->n_turns && h->turns[x->to].goes_on) x->to++;
    uint32_t first = h->turns[i].first, last = h->turns[x->to - 1].last, me = 0;
    if (last - first < LEAST_TOKENS || x->chapter == MW_NONE || chapter_of(h, last) != x->chapter) return false;
    for (uint32_t k = x->from; k < x->to; k++)
        if (!is_open(h, &h->turns[k])) return false;
    mw_span c = h->text->chapters[x->chapter].span;
    uint64_t bytes = h->tokens->span[last].end - h->tokens->span[first].start;
    if (bytes * 100 < (uint64_t)(c.end - c.start) * COVERS) return false;
    for (uint32_t t = first; t <= last; t++) me += h->tags->upos[t] == MW_PRON && mw_word_is(h, t, "I");
    x->mine = (uint64_t)me * 1000 >= (uint64_t)(last - first) * I_PER_1000;
    return true;
}

/* ---- whose they are -------------------------------------------------------------------------------------------------------- */

static void cast_vote(poll *p, uint32_t who, float weight) {
    if (who == MW_NONE || p->n == MOST_VOTES) return;
    p->at[p->n++] = (vote){who, weight};
    p->all += weight;
}

/* The subject of the narration's sentence that token t stands in. */
static uint32_t subject_around(const mw_hearing *h, uint32_t t) {
    const mw_sentence *s = &h->tags->sentences[h->tags->sentence[t]];
    for (uint32_t k = s->first; k < s->end; k++) {
        uint32_t m = mw_narrated(h, k) && mw_rel_of(h, k) == MW_REL_NSUBJ ? h->of_head[k] : MW_NONE;
        uint32_t who = m == MW_NONE || h->cast->mentions[m].plural ? MW_NONE : mw_mention_player(h->cast, m);
        if (who != MW_NONE && !mw_word_is(h, k, "I")) return who;
    }
    return MW_NONE;
}

/* The nearest token of narration from t on, one way or the other, headings left out. */
static uint32_t narration_from(const mw_hearing *h, uint32_t t, bool back) {
    for (uint32_t n = 0; n < 40 && t < h->tokens->n; n++, back ? t-- : t++) /* below 0 it is past the end */
        if (mw_narrated(h, t) && !mw_token_punct(h, t) && h->text->blocks[h->tokens->block[t]].kind != MW_HEADING) return t;
    return MW_NONE;
}

/* Who tells a tale speaks at length beside it too; who hears it puts in a word, and last before it goes on. */
static float weight_of(const mw_turn *t, uint32_t distance) {
    uint32_t tokens = t->last - t->first + 1;
    return (float)(tokens < LONG_TOKENS ? tokens : LONG_TOKENS) / LONG_TOKENS * 2 / (float)(distance + 1);
}

typedef struct ground {
    uint32_t begin, end, me, doc; /* tokens of the tales; the frame's I */
} ground;

static void ask_before(const mw_hearing *h, const tale *first, const ground *g, poll *p) {
    for (uint32_t k = 1; k <= NEAR && k <= first->from && h->turns[first->from - k].doc == g->doc; k++) {
        const mw_turn *t = &h->turns[first->from - k];
        if (t->speaker != g->me) cast_vote(p, t->speaker, weight_of(t, k));
    }
    uint32_t at = g->begin ? narration_from(h, g->begin - 1, true) : MW_NONE;
    if (at != MW_NONE) cast_vote(p, subject_around(h, at), 1);
}

/* Gives the token with which what was asked ends. */
static uint32_t ask_behind(const mw_hearing *h, const tale *last, const ground *g, poll *p) {
    uint32_t end = g->end;
    for (uint32_t k = 0; k < NEAR && last->to + k < h->n_turns && h->turns[last->to + k].doc == g->doc; k++) {
        const mw_turn *t = &h->turns[last->to + k];
        if (t->speaker != g->me) cast_vote(p, t->speaker, weight_of(t, k + 1));
        end = t->last;
    }
    uint32_t at = narration_from(h, g->end + 1, false);
    if (at != MW_NONE) cast_vote(p, subject_around(h, at), 1);
    return at != MW_NONE && at > end ? at : end;
}

/* Who has most of the votes; *share of them. */
static uint32_t elected(const poll *p, float *share) {
    uint32_t best = MW_NONE;
    *share = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        float sum = 0;
        for (uint32_t k = 0; k < p->n; k++) sum += p->at[k].who == p->at[i].who ? p->at[k].weight : 0;
        if (sum > *share) *share = sum, best = p->at[i].who;
    }
    if (p->all > 0) *share /= p->all;
    return best;
}

/* Whom what stands before makes clear, else what stands behind as well; *known: the byte at which it is. */
static uint32_t teller_of(const mw_hearing *h, const tale *tales, uint32_t n, float *share, uint32_t *known) {
    ground g = {h->turns[tales[0].from].first, h->turns[tales[n - 1].to - 1].last, MW_NONE, h->turns[tales[0].from].doc};
    *known = 0, *share = 1;
    for (uint32_t i = 0; h->cast->tellers && i < n; i++)
        if (h->cast->tellers[tales[i].chapter] != MW_NONE) return h->cast->tellers[tales[i].chapter]; /* by a heading */
    if (g.begin) g.me = mw_narrator_at(h->text, h->cast, h->tokens->span[g.begin].start - 1);
    poll p = {.n = 0};
    ask_before(h, &tales[0], &g, &p);
    uint32_t who = elected(&p, share);
    if (*share * 100 >= CLEAR && p.all >= 0.5f) return who;
    uint32_t end = ask_behind(h, &tales[n - 1], &g, &p);
    *known = h->tokens->span[end].end;
    return elected(&p, share);
}

static void give(mw_hearing *h, const tale *tales, uint32_t n) {
    float share;
    uint32_t known;
    bool mine = false;
    for (uint32_t i = 0; i < n; i++) mine |= tales[i].mine;
    if (!mine) return;
    uint32_t who = teller_of(h, tales, n, &share, &known);
    for (uint32_t i = 0; who != MW_NONE && i < n; i++)
        for (uint32_t k = tales[i].from; k < tales[i].to; k++) {
            mw_turn *t = &h->turns[k];
            t->speaker = who;
            t->confidence = 0.9f * share;
            t->tale = true;
            t->tale_known = known;
        }
}

marrow_status mw_tales_build(mw_hearing *h, marrow_error *err) {
    tale *row = mw_arena_array(h->scratch, (size_t)h->text->n_chapters + 1, sizeof *row);
    uint32_t n = 0;
    if (!row) return mw_fail_memory(err);
    for (uint32_t i = 0; i < h->n_turns;) {
        tale x;
        bool told = speech_at(h, i, &x);
        i = x.to;
        if (told && n && row[n - 1].chapter + 1 != x.chapter) give(h, row, n), n = 0;
        if (told) row[n++] = x;
    }
    if (n) give(h, row, n);
    return MARROW_OK;
}
