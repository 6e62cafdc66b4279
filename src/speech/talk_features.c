/* talk_features: what the turns around one tell for and against a candidate: who is called by name in them, whom the model's head for doers
 * hears, who is cued and whose turn it would be if two people spoke in turn, who takes part in the exchange and in the scene. */
#include <math.h>

#include "speech/stage.h"

static void address(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    uint32_t c = p->character;
    const mw_turn *before = s->index && !t->fresh ? &h->turns[s->index - 1] : NULL;
    const mw_turn *after = s->index + 1 < h->n_turns && !h->turns[s->index + 1].fresh ? &h->turns[s->index + 1] : NULL;
    IF(CALLED_SELF, t->called == c || p->called);
    IF(TO_SELF, t->to == c);
    IF(NAMED_INSIDE, p->inside);
    IF(TOLD, p->told > 0);
    f[MW_F_TOLD_SURE] = p->told;
    IF(TOLD_LAST, p->told_last);
    IF(TOLD_NEXT, p->told_next);
    if (s->own) f[MW_F_OWN_LINK] = (float)p->own / (float)s->own;
    IF(OWN_LINK_UNCUED, t->ground == MW_GROUND_NONE && 2 * p->own > s->own);
    if (s->yours) f[MW_F_YOUR_LINK] = (float)p->yours / (float)s->yours;
    IF(YOUR_LINK_UNCUED, t->ground == MW_GROUND_NONE && 2 * p->yours > s->yours);
    IF(SPOKEN_OF, p->spoken_of);
    IF(SPOKEN_AFTER, p->spoken_after);
    if (before) {
        IF(CALLED_BEFORE, before->called == c && before->gap < 3);
        IF(TO_BEFORE, before->to == c);
        int fit = mw_gender_fit((mw_gender)before->call_gender, mw_gender_of(h, c));
        IF(SIR_FITS, fit > 0);
        IF(SIR_CLASH, fit < 0);
    }
    if (after) {
        IF(CALLED_AFTER, after->called == c);
        IF(TO_AFTER, after->to == c);
    }
}

/* Who is called in the turns around is there; whose turn it would be if two people spoke in turn since then. */
static void called_near(const mw_stage *s, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index, times = 0;
    bool near = true, found = false;
    for (uint32_t k = 1; k <= MW_NEAR_TURNS && k <= i && !h->turns[i - k + 1].fresh; k++) {
        near &= h->turns[i - k + 1].gap < 2;
        if (h->turns[i - k].called != p->character) continue;
        times++;
        if (near && !found) f[k % 2 ? MW_F_CALLED_BACK_ODD : MW_F_CALLED_BACK_EVEN] = 1.0f / sqrtf((float)k);
        found = true;
    }
    near = true, found = false;
    for (uint32_t k = 1; k <= MW_NEAR_TURNS && i + k < h->n_turns && !h->turns[i + k].fresh; k++) {
        near &= h->turns[i + k].gap < 2;
        if (h->turns[i + k].called != p->character) continue;
        times++;
        if (near && !found) f[k % 2 ? MW_F_CALLED_AHEAD_ODD : MW_F_CALLED_AHEAD_EVEN] = 1.0f / sqrtf((float)k);
        found = true;
    }
    f[MW_F_CALLED_NEAR] = logf(1.0f + (float)times);
    f[MW_F_SPOKEN_NEAR] = logf(1.0f + (float)p->spoken_turns);
}

/* A person's voice in a turn, and whether nobody's is stronger. */
static mw_voice voice_of(const mw_turn *t, uint32_t character, bool *speaks, bool *hears) {
    mw_voice mine = {.character = character};
    for (uint32_t k = 0; k < t->n_voices; k++)
        if (t->voices[k].character == character) mine = t->voices[k];
    *speaks = mine.speaks > 0, *hears = mine.hears > 0;
    for (uint32_t k = 0; k < t->n_voices; k++) {
        *speaks &= t->voices[k].speaks <= mine.speaks;
        *hears &= t->voices[k].hears <= mine.hears;
    }
    return mine;
}

static void voices(const mw_stage *s, const mw_present *p, float *f) {
    const mw_turn *t = s->turn;
    bool speaks, hears, last = s->index && !t->fresh, next = s->index + 1 < s->h->n_turns && !t[1].fresh;
    mw_voice v = voice_of(t, p->character, &speaks, &hears);
    if (!t->n_voices) return;
    f[MW_F_VOICE_SPEAKS] = v.speaks, f[MW_F_VOICE_HEARS] = v.hears;
    f[MW_F_VOICE_SPEAKS_LOG] = 1 + logf(v.speaks + 1e-3f) / 7;
    IF(VOICE_SPEAKS_TOP, speaks);
    IF(VOICE_HEARS_TOP, hears);
    if (last) v = voice_of(t - 1, p->character, &speaks, &hears), f[MW_F_VOICE_SPEAKS_LAST] = v.speaks, f[MW_F_VOICE_HEARS_LAST] = v.hears;
    if (next) v = voice_of(t + 1, p->character, &speaks, &hears), f[MW_F_VOICE_SPEAKS_NEXT] = v.speaks, f[MW_F_VOICE_HEARS_NEXT] = v.hears;
}

enum { TALE_TURNS = 60 };

/* A tale that goes on, over the end of a chapter too: whom the cue at its beginning names. */
static void tale(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    if (!t->tells || t->ground != MW_GROUND_NONE) return;
    for (uint32_t k = s->index, n = 0; k-- > 0 && n < TALE_TURNS && h->turns[k].tells && h->turns[k].doc == t->doc; n++) {
        IF(TALE_CALLED, h->turns[k].called == p->character);
        if (h->turns[k].ground == MW_GROUND_NONE) continue;
        IF(TALE_CUED, h->turns[k].cued == p->character);
        return;
    }
}

static void neighbours(const mw_stage *s, const mw_turn *t, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    bool linked = !t->fresh;
    for (uint32_t k = 1; k <= 6 && k <= s->index && linked; k++) {
        const mw_turn *x = &h->turns[s->index - k];
        bool is = x->cued == c && x->ground != MW_GROUND_NONE;
        IF(CUED_BEFORE, is && x->ground != MW_GROUND_PRONOUN);
        IF(CUED_BEFORE_NEAR, is && k <= 2);
        IF(CUED_EVEN, is && k == 2);
        IF(CUED_ODD, is && k == 1);
        linked = !x->fresh;
    }
    for (uint32_t k = 1; k <= 6 && s->index + k < h->n_turns; k++) {
        const mw_turn *x = &h->turns[s->index + k];
        if (x->fresh) break;
        bool is = x->cued == c && x->ground != MW_GROUND_NONE;
        IF(CUED_AFTER, is && x->ground != MW_GROUND_PRONOUN);
        IF(CUED_AFTER_NEAR, is && k <= 2);
    }
}

/* Whom the narration before the exchange brought on, whose turn it would be if the last of them, or its subject, began; who is cued in it. */
static void run(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    IF(RUN_CUED, p->in_run);
    IF(RUN_CUED_PAIR, p->in_run && s->run_cued == 2);
    IF(RUN_CUED_OUT, !p->in_run && s->run_cued >= 2);
    if (s->index == s->run || !s->run_people) return;
    bool odd = (s->index - s->run) % 2;
    IF(RUN_OPENS, p->opens);
    IF(RUN_OPENS_PAIR, p->opens && s->run_people == 2);
    IF(RUN_OUT, !p->opens && !p->in_run && s->run_people >= 2);
    IF(RUN_OUT_BARE, !p->opens && !p->in_run && t->ground == MW_GROUND_NONE);
    IF(RUN_LAST_EVEN, !odd && s->run_last == p->character);
    IF(RUN_LAST_ODD, odd && s->run_last == p->character);
    IF(RUN_SUBJECT_EVEN, !odd && p->opens_subject);
    IF(RUN_SUBJECT_ODD, odd && p->opens_subject);
}

/* In an exchange without narration between: who was cued one, two, three, four turns back or ahead. */
static void tight(const mw_stage *s, const mw_turn *t, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index, count = 0;
    for (uint32_t k = 1; k <= 4 && k <= i && h->turns[i - k + 1].gap == 0 && !h->turns[i - k + 1].fresh; k++)
        if (h->turns[i - k].cued == c && h->turns[i - k].ground != MW_GROUND_NONE) f[MW_F_TIGHT_BACK_1 + k - 1] = 1.0f;
    for (uint32_t k = 1; k <= 4 && i + k < h->n_turns && h->turns[i + k].gap == 0 && !h->turns[i + k].fresh; k++)
        if (h->turns[i + k].cued == c && h->turns[i + k].ground != MW_GROUND_NONE) f[MW_F_TIGHT_AHEAD_1 + k - 1] = 1.0f;
    for (uint32_t k = i > 8 ? i - 8 : 0; k < h->n_turns && k <= i + 8; k++)
        count += k != i && h->turns[k].cued == c && h->turns[k].ground != MW_GROUND_NONE && h->turns[k].doc == t->doc;
    f[MW_F_CUED_COUNT] = logf(1.0f + (float)count);
}

enum { PARITY = 20, CROWD = 12 };

/* Whose turn would it be if two people spoke in turn since c was last cued, and until c is cued next? */
static void parity(const mw_stage *s, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index;
    for (uint32_t k = 1; k <= PARITY && k <= i && h->turns[i - k + 1].gap < 2 && !h->turns[i - k + 1].fresh; k++)
        if (h->turns[i - k].cued == c && h->turns[i - k].ground != MW_GROUND_NONE) {
            f[k % 2 ? MW_F_PARITY_BACK_ODD : MW_F_PARITY_BACK_EVEN] = 1.0f / sqrtf((float)k);
            break;
        }
    for (uint32_t k = 1; k <= PARITY && i + k < h->n_turns && h->turns[i + k].gap < 2 && !h->turns[i + k].fresh; k++)
        if (h->turns[i + k].cued == c && h->turns[i + k].ground != MW_GROUND_NONE) {
            f[k % 2 ? MW_F_PARITY_AHEAD_ODD : MW_F_PARITY_AHEAD_EVEN] = 1.0f / sqrtf((float)k);
            break;
        }
}

/* Who is cued in the scene, and how often: MW_SCENE_TURNS turns back and half as many ahead. */
static void scene(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    uint32_t who[CROWD], times[CROWD], n = 0, mine = 0, more = 0;
    for (uint32_t k = s->scene_turn; k < h->n_turns && k <= s->index + MW_SCENE_TURNS / 2; k++) {
        const mw_turn *x = &h->turns[k];
        if (k > s->index && x->fresh) break;
        if (k == s->index || x->cued == MW_NONE || x->ground == MW_GROUND_NONE) continue;
        uint32_t j = 0;
        while (j < n && who[j] != x->cued) j++;
        if (j == n && n < CROWD) who[n] = x->cued, times[n++] = 0;
        if (j < n) times[j]++;
    }
    for (uint32_t j = 0; j < n; j++)
        if (who[j] == p->character) mine = times[j];
    for (uint32_t j = 0; j < n; j++) more += who[j] != p->character && times[j] > mine;
    f[MW_F_SCENE_CUED] = logf(1.0f + (float)mine);
    IF(SCENE_TOP, mine && more < 2);
    IF(SCENE_PAIR, n == 2 && mine);
    IF(SCENE_OUT, n >= 2 && !mine);
    f[MW_F_SCENE_BLOCKS] = logf(1.0f + (float)p->blocks);
    if (p->near != MW_NONE) f[MW_F_NEAR_LOG] = logf(1.0f + (float)(t->first - p->near)) / 8.0f;
    parity(s, p->character, f);
    const mw_turn *after = s->index + 1 < h->n_turns && !h->turns[s->index + 1].fresh ? &h->turns[s->index + 1] : NULL;
    if (!after) return;
    int fit = mw_gender_fit((mw_gender)after->call_gender, mw_gender_of(h, p->character));
    IF(NEXT_SIR_FITS, fit > 0 && after->gap < 2);
    IF(NEXT_SIR_CLASH, fit < 0 && after->gap < 2);
    IF(OWN_CALL_NEXT, t->called != MW_NONE && after->cued == t->called && t->called != p->character);
}

void mw_talk_features(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    address(s, t, p, f);
    called_near(s, p, f);
    tale(s, t, p, f);
    voices(s, p, f);
    neighbours(s, t, p->character, f);
    tight(s, t, p->character, f);
    run(s, t, p, f);
    scene(s, t, p, f);
}
