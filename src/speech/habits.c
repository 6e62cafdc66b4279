/* habits: does a turn sound like what a person has said before? The words of the turns that the first pass is sure of are counted for their
 * speakers, in the order of the text, so that a turn is compared with what was said before it and with nothing that comes after: the logarithm of how
 * much likelier its words are in that person's mouth than in anybody's (a unigram model of each with Dirichlet smoothing), over the root of their
 * number. It tells dialect, forms of address and manner, and what the talk is about. A feature of the second pass. Work: WORDS of a turn, each with
 * the people who have used it. */
#include <math.h>

#include "speech/work.h"

enum { WORD_BYTES = 32, TWICE = 2 };
static const float PRIOR = 150, UNSEEN = 0.1F, SURE = 0.5F, ROOM = 3, CUT = 3;

/* How often somebody has used a word: a list for each word. */
typedef struct use {
    uint32_t who, next;
    float n;
} use;

typedef MW_VEC(use) use_vec;

typedef struct word {
    uint32_t uses; /* the first of the list, or MW_NONE */
    uint32_t doc;  /* in which it was used */
    float n;
} word;

typedef struct habits {
    const marrow_allocator *mem;
    mw_map *ids;
    word *words; /* by id */
    use_vec uses;
    float *said; /* [characters] words */
    float all;
    uint32_t known; /* words that have been used */
    uint32_t doc;
} habits;

static bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80; }

static uint32_t word_id(mw_map *ids, mw_str w) {
    char low[WORD_BYTES];
    size_t n = w.n < WORD_BYTES ? w.n : WORD_BYTES;
    for (size_t i = 0; i < n; i++) low[i] = w.at[i] >= 'A' && w.at[i] <= 'Z' ? (char)(w.at[i] + 32) : w.at[i];
    uint32_t id;
    if (mw_map_get(ids, (mw_str){low, n}, &id)) return id;
    id = (uint32_t)mw_map_size(ids);
    return mw_map_put(ids, (mw_str){low, n}, id) ? id : MW_NONE;
}

uint32_t mw_habit_words(const mw_hearing *h, const mw_turn *t, mw_map *ids, uint32_t *words) {
    uint32_t n = 0;
    for (uint32_t p = t->piece; p < t->end_piece && n < MW_HABIT_WORDS; p++) {
        if (!mw_piece_stands(&h->pieces[p])) continue;
        for (uint32_t k = h->pieces[p].first; k <= h->pieces[p].last && n < MW_HABIT_WORDS; k++) {
            mw_str w = mw_word(h, k);
            if (h->piece_of[k] != p || w.n == 0 || !letter(w.at[0]) || mw_token_punct(h, k)) continue;
            if ((words[n++] = word_id(ids, w)) == MW_NONE) return MW_NONE;
        }
    }
    return n;
}

/* Leaves each word once, sorted, with how often it stands there. */
static uint32_t once(uint32_t *words, uint32_t n, uint32_t *times) {
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = words[i], j = i;
        for (; j > 0 && words[j - 1] > x; j--) words[j] = words[j - 1];
        words[j] = x;
    }
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (m && words[m - 1] == words[i])
            times[m - 1]++;
        else
            words[m] = words[i], times[m++] = 1;
    }
    return m;
}

static void compare(const habits *b, mw_turn *t, const uint32_t *words, const uint32_t *times, uint32_t m, uint32_t n) {
    float seen = 0;
    for (uint32_t k = 0; k < m; k++) {
        const word *w = &b->words[words[k]];
        if (w->doc != t->doc || w->uses == MW_NONE) continue;
        float often = (float)(times[k] < TWICE ? times[k] : TWICE);
        float usual = PRIOR * (w->n + UNSEEN) / (b->all + UNSEEN * (float)b->known);
        seen += often;
        for (uint32_t u = w->uses; u != MW_NONE; u = b->uses.at[u].next)
            for (uint32_t j = 0; j < t->n; j++)
                if (t->at[j].character == b->uses.at[u].who) t->at[j].habit += often * logf(1.0F + b->uses.at[u].n / usual);
    }
    for (uint32_t j = 0; j < t->n; j++) {
        if (t->at[j].character == MW_NONE) continue;
        float x = (t->at[j].habit - seen * logf(1.0F + b->said[t->at[j].character] / PRIOR)) / sqrtf((float)n + ROOM);
        t->at[j].habit = x > CUT ? CUT : x < -CUT ? -CUT : x;
    }
}

static bool count(habits *b, const mw_turn *t, const uint32_t *words, const uint32_t *times, uint32_t m) {
    uint32_t best = 0;
    for (uint32_t j = 1; j < t->n; j++)
        if (t->at[j].posterior > t->at[best].posterior) best = j;
    float p = t->at[best].posterior;
    uint32_t who = t->at[best].character;
    if (p <= SURE || who == MW_NONE) return true;
    for (uint32_t k = 0; k < m; k++) {
        word *w = &b->words[words[k]];
        float more = p * (float)times[k];
        if (w->doc != t->doc) *w = (word){MW_NONE, t->doc, 0};
        uint32_t u = w->uses;
        while (u != MW_NONE && b->uses.at[u].who != who) u = b->uses.at[u].next;
        if (u != MW_NONE) {
            b->uses.at[u].n += more;
        } else {
            if (!mw_vec_push(b->mem, &b->uses, (use){who, w->uses, more})) return false;
            b->known += w->uses == MW_NONE;
            w->uses = (uint32_t)b->uses.n - 1;
        }
        w->n += more;
        b->all += more;
        b->said[who] += more;
    }
    return true;
}

/* A document begins, whose characters are its own: nobody has said anything. */
static void forget(habits *b, uint32_t doc) {
    b->all = 0;
    b->known = 0;
    b->uses.n = 0;
    b->doc = doc;
}

static bool listen(mw_hearing *h, habits *b) {
    uint32_t some[MW_HABIT_WORDS], times[MW_HABIT_WORDS];
    for (uint32_t i = 0; i < h->n_turns; i++)
        if (mw_habit_words(h, &h->turns[i], b->ids, some) == MW_NONE) return false;
    size_t n_words = mw_map_size(b->ids);
    b->words = mw_arena_array(h->scratch, n_words + 1, sizeof *b->words);
    b->said = mw_arena_array(h->scratch, h->cast->n_characters + 1, sizeof *b->said);
    if (!b->words || !b->said) return false;
    for (size_t k = 0; k < n_words; k++) b->words[k].doc = MW_NONE;
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        if (t->doc != b->doc) forget(b, t->doc);
        for (uint32_t j = 0; j < t->n; j++) t->at[j].habit = 0;
        uint32_t n = mw_habit_words(h, t, b->ids, some), m = once(some, n, times);
        if (b->all > 0) compare(b, t, some, times, m, n);
        if (!count(b, t, some, times, m)) return false;
    }
    return true;
}

marrow_status mw_habits_build(mw_hearing *h, marrow_error *err) {
    habits b = {.mem = &h->env->mem, .ids = mw_map_new(&h->env->mem), .doc = MW_NONE};
    bool ok = b.ids && listen(h, &b);
    mw_vec_clear(b.mem, &b.uses);
    mw_map_free(b.ids);
    return ok ? MARROW_OK : mw_fail_memory(err);
}
