/* importance: how much an act matters to the story as far as it has been read. The weight that it has by itself (event), moved by the part that
 * its people play, by what it has set off, by whether a reason is given, by what it leaves open, and by whether it stands in a passage that is tenser
 * than the story is on the whole. A speech does not gain by being long: beyond what most acts reach its weight counts little.
 * A moment has one or two acts that count. All of it as of a position. Linear in the rows. */
#include <math.h>

#include "show/minds.h"
#include "show/shape_rows.h"

/* What did not happen matters less; what the telling gives a reason for, more. By how much was seen on annotated stories, roughly. */
#define UNREAL 0.5
#define HAS_REASON 0.1
/* Tension is 0 … 2; by how much these move the logit was tried on novels whose turning points were written down for it. */
#define TENSE 2.0
#define SAID_MOST 0.5
#define SAID_BEYOND 0.1
enum { MANY_WINDOWS = 100 };

/* Of a few mentions a share says little. */
#define FEW_MENTIONS 30.0

static double part(const mw_asof *a, uint32_t character) {
    const mw_person *p = mw_asof_person(a, character);
    return p && a->n_people ? (double)p->mentions / (a->people[0].mentions + FEW_MENTIONS) : 0;
}

/* Who asks, promises, threatens or hides something by it makes the reader wait: by how much that counts was seen on annotated passages. */
#define OPENS 0.3
enum { LONGEST_OPENING = 600 }; /* bytes */

static bool opens(const mw_asof *a, const row_act *x) {
    const struct mw_shape_rows *h = a->story->shape;
    uint32_t from = x->start > LONGEST_OPENING ? x->start - LONGEST_OPENING : 0;
    for (uint32_t i = MW_COUNT_BELOW(h->threads, h->n_threads, start, from); i < h->n_threads && h->threads[i].start < x->end; i++) {
        const row_thread *t = &h->threads[i];
        if (t->end > x->start && t->known <= a->until && t->opening >= (double)MW_THREAD_TOLD) return true;
    }
    return false;
}

static double weigh(const mw_asof *a, const row_act *x, uint32_t reach) {
    double w = x->weight < 0.001 ? 0.001 : x->weight > 0.999 ? 0.999 : x->weight;
    double sum = log(w / (1 - w)) + MW_WEIGH_WHO * part(a, x->who) + MW_WEIGH_TO * part(a, x->to) + 0.10 * log(1 + (double)reach);
    const row_why *why = mw_why_asof(a, x);
    if (!x->realis) sum -= UNREAL;
    if (why && (why->status == MW_WHY_TOLD || why->status == MW_WHY_HINTED)) sum += HAS_REASON;
    if (x->deed == MW_DEED_TELL && sum > SAID_MOST) sum = SAID_MOST + SAID_BEYOND * (sum - SAID_MOST);
    return opens(a, x) ? sum + OPENS : sum;
}

/* ---- where it stands ---- */

/* The mean of the tension of what has been read. */
static double tension_of_all(const mw_asof *a) {
    const struct mw_shape_rows *h = a->story->shape;
    double sum = 0, words = 0;
    for (uint32_t i = 0; i < h->n_arc; i++)
        if (h->arc[i].known <= a->until) sum += h->arc[i].words * h->arc[i].tension, words += h->arc[i].words;
    return words > 0 ? sum / words : 0;
}

/* How much the tension of a passage says of an act with so much weight by itself: the more, the weightier it is (an ordinary act in a tense
 * passage stays ordinary), and little in a story of few pages, where every scene counts. */
static double tense_share(const mw_asof *a, double weight) {
    double windows = a->story->shape->n_arc;
    return TENSE / (1 + exp(-weight)) * (windows < MANY_WINDOWS ? windows / MANY_WINDOWS : 1);
}

/* Acts and windows are in order of the text. */
static void add_places(const mw_asof *a, double *weight) {
    const mw_story_minds *m = a->story->minds;
    const struct mw_shape_rows *h = a->story->shape;
    double mean = tension_of_all(a);
    for (uint32_t i = 0, at = 0; i < m->n_acts; i++) {
        uint32_t start = m->acts[i].start;
        while (at < h->n_arc && h->arc[at].end <= start) at++;
        if (at < h->n_arc && h->arc[at].known <= a->until) weight[i] += tense_share(a, weight[i]) * (h->arc[at].tension - mean);
    }
}

/* ---- what stands beside it ---- */

/* An act matters less for each that matters more close by it, so that the first acts of a whole book are from all over it. A few neighbours
 * are looked at. */
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

void mw_importance_set(const mw_asof *a, mw_known_minds *k, double *weight) {
    const mw_story_minds *m = a->story->minds;
    for (uint32_t i = 0; i < m->n_acts; i++)
        if (m->acts[i].known <= a->until) weight[i] = weigh(a, &m->acts[i], k->reach[i]);
    add_places(a, weight);
    for (uint32_t i = 0; i < m->n_acts; i++) {
        if (m->acts[i].known > a->until) continue;
        double beside = (double)(greater(a, weight, i, true) + greater(a, weight, i, false));
        k->importance[i] = 1 / (1 + exp(BESIDE * log(1 + beside) - weight[i]));
    }
}
