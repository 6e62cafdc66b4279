/* doers: who does an act, or to whom it is done, by the model's head for doers (mw_doer_score): its choice among the people mentioned near by,
 * before and behind, the mentions of one person summed. Without that head nobody has a share. Work: the mentions in REACH tokens of the verb. */
#include "event/features.h"

#include <math.h>
#include <string.h>

enum { REACH = 150, MOST = 96, WORDS = 4, SAID = 12 };
static const float CUT = 12, MUCH = 0.1F;

static void add(mw_doers *d, uint32_t who, float p, uint32_t known) {
    uint32_t i = 0;
    while (i < d->n && d->who[i] != who) i++;
    if (i == MW_DOERS) return;
    if (i == d->n) {
        d->who[d->n] = who;
        d->known[d->n] = 0;
        d->of[d->n++] = 0;
    }
    d->of[i] += p;
    if (p > MUCH && known > d->known[i]) d->known[i] = known;
}

/* I and you in what is said: whom they mean is what is asked. */
static bool self_said(const mw_judge *j, const mw_mention *x) {
    if (j->clauses->quote_of[x->head] == MW_NONE || x->form != MW_PRO) return false;
    return !strstr(mw_label(j->tags->labels_feats, j->tags->feats[x->head]), "Person=3");
}

static void choose(const mw_judge *j, uint32_t word, mw_doer_role role, bool said, mw_doers *d) {
    mw_doer_side side;
    float score[MOST], top, all;
    uint32_t which[MOST], n = 0;
    mw_doer_side_of(j->tags, word, role, &side);
    top = side.nobody;
    for (uint32_t m = mw_mention_from(j->cast, word > REACH ? word - REACH : 0); m < j->cast->n_mentions && n < MOST; m++) {
        const mw_mention *x = &j->cast->mentions[m];
        uint32_t c = j->clauses->people.character[m];
        if (x->first > word + REACH) break;
        if (said && (x->plural || self_said(j, x))) continue;
        if (x->head == word || c == MW_NONE || j->tags->vector_at[x->head] == MW_NONE || j->clauses->people.mention[x->head] != m) continue;
        which[n] = m;
        score[n] = mw_doer_score(j->tags, &side, x->head);
        if (score[n] > top) top = score[n];
        n++;
    }
    all = expf(side.nobody - top < -CUT ? -CUT : side.nobody - top);
    for (uint32_t i = 0; i < n; i++) all += score[i] = expf(score[i] - top < -CUT ? -CUT : score[i] - top);
    for (uint32_t i = 0; i < n; i++) add(d, j->clauses->people.character[which[i]], score[i] / all, j->clauses->people.known[which[i]]);
}

void mw_doers_of(const mw_judge *j, const mw_act *a, mw_doer_role role, mw_doers *d) {
    uint32_t n = 0, last = a->clause == MW_NONE ? a->last : a->head;
    d->n = 0;
    if (!j->tags->point || !j->tags->vector_at) return;
    for (uint32_t t = a->head; t <= last && n < WORDS; t++) {
        if (j->tags->vector_at[t] == MW_NONE) continue;
        choose(j, t, role, false, d);
        n++;
    }
    for (uint32_t i = 0; n > 1 && i < d->n; i++) d->of[i] /= (float)n;
}

void mw_doers_heard(const mw_judge *j, uint32_t quote, mw_doers *d) {
    const mw_speech_room *s = j->speech;
    uint32_t n = 0;
    d->n = 0;
    if (quote == MW_NONE || !j->tags->point || !j->tags->vector_at) return;
    for (uint32_t q = quote; q < s->n_quotes && s->quotes[q].speech == s->quotes[quote].speech && n < SAID; q++)
        for (uint32_t t = s->quotes[q].first; t <= s->quotes[q].last && n < SAID; t++) {
            if (j->tags->vector_at[t] == MW_NONE) continue;
            choose(j, t, MW_DONE_TO, true, d);
            n++;
        }
    for (uint32_t i = 0; n > 1 && i < d->n; i++) d->of[i] /= (float)n;
}

float mw_doers_share(const mw_doers *d, uint32_t who) {
    for (uint32_t i = 0; i < d->n; i++)
        if (d->who[i] == who) return d->of[i];
    return 0;
}

uint32_t mw_doers_known(const mw_doers *d, uint32_t who) {
    for (uint32_t i = 0; i < d->n; i++)
        if (d->who[i] == who) return d->known[i];
    return 0;
}
