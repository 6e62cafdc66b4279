/* minds: what is worked out of the rows of acts and minds as of a position. Importance: the weight that the act has by itself, moved by the
 * part that its people play so far and by what it has set off so far. Linear in the rows. */
#include "show/minds.h"

#include <math.h>

/* ---- thresholds, chosen on the annotated passages ---- */

enum { SURE = 0 };
bool mw_stands_inside(const row_inside *x) { return x->confidence >= 0.35; }
bool mw_stands_ripple(const mw_story_minds *m, const row_ripple *x) {
    (void)m;
    return x->confidence >= 0.3;
}

/* ---- importance ---- */

const row_why *mw_why_asof(const mw_asof *a, const row_act *act) {
    const row_why *w = act->why == MW_NONE ? NULL : &a->story->minds->whys[act->why];
    return w && w->known <= a->until ? w : NULL;
}

static double part(const mw_asof *a, uint32_t character) {
    const mw_person *p = mw_asof_person(a, character);
    return p && a->n_people && a->people[0].mentions ? (double)p->mentions / a->people[0].mentions : 0;
}

/* What did not happen matters less; what the telling gives a reason for, more. By how much was seen on the annotated stories, roughly. */
#define UNREAL 0.5
#define HAS_REASON 0.3

static double weigh(const mw_asof *a, const row_act *x, uint32_t reach) {
    double w = x->weight < 0.001 ? 0.001 : x->weight > 0.999 ? 0.999 : x->weight;
    double sum = log(w / (1 - w)) + MW_WEIGH_WHO * part(a, x->who) + MW_WEIGH_TO * part(a, x->to) + 0.15 * log(1 + (double)reach);
    const row_why *why = mw_why_asof(a, x);
    if (!x->realis) sum -= UNREAL;
    if (why && (why->status == MW_WHY_TOLD || why->status == MW_WHY_HINTED)) sum += HAS_REASON;
    return sum;
}

/* A moment has one or two acts that count: an act matters less for each that matters more close by it, so that the first acts of a whole book
 * are from all over it. Acts are in order of the text; a few neighbours are looked at. */
enum { CLOSE_BY = 300, NEIGHBOURS = 24 };
#define BESIDE 0.3

static uint32_t greater(const mw_asof *a, const double *weight, uint32_t i, bool back) {
    const mw_story_minds *m = a->story->minds;
    uint32_t n = 0;
    for (uint32_t d = 1; d <= NEIGHBOURS && (back ? d <= i : i + d < m->n_acts); d++) {
        uint32_t k = back ? i - d : i + d;
        uint32_t far = m->acts[k].start > m->acts[i].start ? m->acts[k].start - m->acts[i].start : m->acts[i].start - m->acts[k].start;
        if (far > CLOSE_BY) break;
        n += m->acts[k].known <= a->until && (weight[k] > weight[i] || (weight[k] >= weight[i] && back));
    }
    return n;
}

static void set_importance(const mw_asof *a, mw_known_minds *k, double *weight) {
    const mw_story_minds *m = a->story->minds;
    for (uint32_t i = 0; i < m->n_acts; i++)
        if (m->acts[i].known <= a->until) weight[i] = weigh(a, &m->acts[i], k->reach[i]);
    for (uint32_t i = 0; i < m->n_acts; i++) {
        if (m->acts[i].known > a->until) continue;
        double beside = (double)(greater(a, weight, i, true) + greater(a, weight, i, false));
        k->importance[i] = 1 / (1 + exp(BESIDE * log(1 + beside) - weight[i]));
    }
}

/* ---- presence ---- */

static uint32_t sentence_at(const mw_story *s, uint32_t at) {
    uint32_t low = 0, high = s->n_sentences;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (s->sentences[mid].end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

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
    k->reach = mw_arena_array(a->arena, s->minds->n_acts, sizeof *k->reach);
    k->entered = mw_arena_array(a->arena, s->n_characters, sizeof *k->entered);
    uint32_t *last = mw_arena_array(a->arena, s->n_characters, sizeof *last);
    double *weight = mw_arena_array(a->arena, s->minds->n_acts, sizeof *weight);
    if (!k->importance || !k->reach || !k->entered || !last || !weight) return mw_fail_memory(err);
    for (uint32_t i = 0; i < s->minds->n_ripples; i++) {
        const row_ripple *x = &s->minds->ripples[i];
        if (x->known <= a->until && mw_stands_ripple(s->minds, x)) k->reach[x->from]++;
    }
    set_importance(a, k, weight);
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
        if (m->ripples[i].known <= a->until && mw_stands_ripple(m, &m->ripples[i])) mw_asof_mark(a, m->ripples[i].on);
}
