/* minds: what is worked out of the rows of acts and minds as of a position: what each act has set off, how far each person is entered
 * (importance: importance.c). Linear in the rows. */
#include <string.h>

#include "show/minds.h"

/* ---- thresholds, chosen on the annotated passages ---- */

bool mw_stands_inside(const row_inside *x) { return x->confidence >= 0.35; }
bool mw_stands_ripple(const row_ripple *x) { return x->confidence >= 0.3; }

const row_why *mw_why_asof(const mw_asof *a, const row_act *act) {
    const row_why *w = act->why == MW_NONE ? NULL : &a->story->minds->whys[act->why];
    return w && w->known <= a->until ? w : NULL;
}

/* ---- in speech ---- */

bool mw_in_speech(const mw_asof *a, uint32_t start, uint32_t end) {
    const mw_story *s = a->story;
    uint32_t behind = MW_COUNT_UP_TO(s->quotes, s->n_quotes, start, start);
    return behind > 0 && s->quotes[behind - 1].end >= end;
}

mw_str mw_listed_words(const mw_asof *a, uint32_t start, uint32_t end) {
    static const char *const links[] = {"and ", "but "};
    mw_str s = mw_story_str(a->story, start, end);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t n = strlen(links[i]);
        if (s.n > n && memcmp(s.at, links[i], n) == 0) return (mw_str){s.at + n, s.n - n};
    }
    return s;
}

bool mw_act_spoken(const mw_asof *a, const row_act *x) { return x->said != MW_NONE || mw_in_speech(a, x->start, x->end); }

/* Of the first acts of eight novels 56 of 67 of the telling had the right people, 11 of 26 of those said or told in a quotation: what is said by
 * I and you rests on who speaks, and much of it is to come. In a text that is mostly spoken they are all there is. */
#define IN_SPEECH 0.5
static void set_listed(const mw_asof *a, bool all, mw_known_minds *k) {
    uint32_t n = k->rows->n_acts, spoken = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool speech = !all && mw_act_spoken(a, &k->rows->acts[i]);
        k->listed[i] = k->importance[i] * (speech ? IN_SPEECH : 1);
        spoken += speech;
    }
    for (uint32_t i = 0; i < n && spoken > n / 4 * 3; i++) k->listed[i] = k->importance[i];
}

/* ---- presence ---- */

static uint32_t sentence_at(const mw_story *s, uint32_t at) { return MW_COUNT_UP_TO(s->sentences, s->n_sentences, end, at); }

/* Mentions and views are in order of the text, so that a sentence is counted once by remembering the last one of each person. */
static void count_presence(const mw_asof *a, bool all, mw_known_minds *k, uint32_t *last) {
    const mw_story *s = a->story;
    for (uint32_t i = 0; i < s->n_characters; i++) last[i] = MW_NONE;
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->character == MW_NONE || m->known > a->until) continue;
        uint32_t at = sentence_at(s, m->start);
        if (last[m->character] != at) k->entered[m->character].present++;
        last[m->character] = at;
    }
    for (uint32_t i = 0; i < s->n_characters; i++) last[i] = MW_NONE;
    for (uint32_t i = 0; i < k->rows->n_inside; i++) {
        const row_inside *x = &k->rows->inside[i];
        if (x->known > a->until || (!all && !mw_stands_inside(x))) continue;
        uint32_t at = sentence_at(s, x->start);
        k->entered[x->who].views++;
        if (last[x->who] != at) k->entered[x->who].entered++;
        last[x->who] = at;
    }
    for (uint32_t i = 0; i < s->n_characters; i++)
        if (k->entered[i].entered > k->entered[i].present) k->entered[i].present = k->entered[i].entered;
}

/* A few sentences say little of somebody's share: it is reckoned as if they had been seen from outside in some more. */
enum { FEW = 12 };
double mw_share(const mw_entered *e) { return e->present ? (double)e->entered / (e->present + FEW) : 0; }

marrow_status mw_minds_asof(const mw_asof *a, bool all, mw_known_minds **minds, marrow_error *err) {
    const mw_story *s = a->story;
    mw_known_minds *k = mw_arena_alloc(a->arena, sizeof *k);
    if (!k) return mw_fail_memory(err);
    k->rows = s->minds;
    k->importance = mw_arena_array(a->arena, s->minds->n_acts, sizeof *k->importance);
    k->listed = mw_arena_array(a->arena, s->minds->n_acts, sizeof *k->listed);
    k->reach = mw_arena_array(a->arena, s->minds->n_acts, sizeof *k->reach);
    k->entered = mw_arena_array(a->arena, s->n_characters, sizeof *k->entered);
    uint32_t *last = mw_arena_array(a->arena, s->n_characters, sizeof *last);
    double *weight = mw_arena_array(a->arena, s->minds->n_acts, sizeof *weight);
    if (!k->importance || !k->listed || !k->reach || !k->entered || !last || !weight) return mw_fail_memory(err);
    for (uint32_t i = 0; i < s->minds->n_ripples; i++) {
        const row_ripple *x = &s->minds->ripples[i];
        if (x->known <= a->until && mw_stands_ripple(x)) k->reach[x->from]++;
    }
    mw_importance_set(a, k, weight);
    set_listed(a, all, k);
    count_presence(a, all, k, last);
    *minds = k;
    return MARROW_OK;
}

void mw_minds_mark(mw_asof *a) {
    const mw_story_minds *m = a->story->minds;
    for (uint32_t i = 0; i < m->n_acts; i++)
        if (m->acts[i].known <= a->until) {
            mw_asof_mark(a, m->acts[i].who);
            mw_asof_mark(a, m->acts[i].to);
        }
    for (uint32_t i = 0; i < m->n_inside; i++)
        if (m->inside[i].known <= a->until && mw_stands_inside(&m->inside[i])) mw_asof_mark(a, m->inside[i].who);
    for (uint32_t i = 0; i < m->n_ripples; i++)
        if (m->ripples[i].known <= a->until && mw_stands_ripple(&m->ripples[i])) mw_asof_mark(a, m->ripples[i].on);
}
