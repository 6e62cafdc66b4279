/* The arc: windows of about WINDOW words inside a scene, without gap over the text, each with feeling, tension, mode and the story time that it
 * covers. From the tones of tag where the model has them; else by rule: mode from dialogue, events, verbs of state and mind, words of
 * long time; tension from words, feeling and marks. Weights of the rules: least squares on the training passages. */
#include <math.h>
#include <string.h>

#include "reveal/shape_work.h"

enum { WINDOW = 220 };

/* What a window holds, counted over its words. */
typedef struct counts {
    uint32_t words, told; /* told: outside quotations */
    uint32_t events, states, minds, longs, present, past, would, said, acts, tense, dark, glad, marks, sentences;
    double valence, arousal;
} counts;

static bool has_feature(const mw_shape_work *w, uint32_t t, const char *feature) {
    return strstr(mw_label(w->tags->labels_feats, w->tags->feats[t]), feature) != NULL;
}

/* An act of somebody that really happens; where there are no acts, an event of the narration. */
static bool happens(const mw_shape_work *w, uint32_t t) {
    const mw_events *e = w->r->events;
    if (!e || e->n_acts == 0) return mw_is_event(w->tags, t) && !mw_shape_said(w, t);
    return w->act[t] != MW_NONE && e->acts[w->act[t]].realis && e->acts[w->act[t]].who != MW_NONE;
}

static void count_token(const mw_shape_work *w, uint32_t t, counts *c) {
    if (w->word[t] == MW_NONE) {
        mw_str f = mw_shape_form(w, t);
        c->marks += f.n == 1 && (*f.at == '!' || *f.at == '?');
        return;
    }
    uint32_t class = w->classes[w->word[t]];
    c->words++;
    c->tense += (class & MW_WORD_TENSE) != 0;
    c->dark += (class & MW_WORD_DARK) != 0;
    c->glad += (class & MW_WORD_GLAD) != 0;
    c->acts += happens(w, t);
    if (mw_shape_said(w, t)) {
        c->said++;
        return;
    }
    c->told++;
    c->events += mw_is_event(w->tags, t);
    c->longs += (class & MW_WORD_LONG) != 0;
    if (w->tags->upos[t] == MW_VERB || w->tags->upos[t] == MW_AUX) {
        c->states += (class & MW_WORD_STATE) != 0;
        c->minds += (class & MW_WORD_MIND) != 0;
        c->present += has_feature(w, t, "Tense=Pres") && has_feature(w, t, "VerbForm=Fin");
        c->past += has_feature(w, t, "Tense=Past") && has_feature(w, t, "VerbForm=Fin");
        c->would += strcmp(mw_shape_word(w, t), "would") == 0 || strcmp(mw_shape_word(w, t), "use") == 0;
    }
}

static float share(uint32_t x, uint32_t of) { return of ? (float)x / (float)of : 0; }
static float clamp(float x, float low, float high) { return !(x > low) ? low : x > high ? high : x; }

/* ---- by rule ---- */

static mw_mode mode_by_rule(const counts *c) {
    if (c->words == 0) return MW_MODE_SCENE;
    float said = share(c->said, c->words), events = share(c->events, c->told), longs = share(c->longs, c->told);
    float finite = (float)(c->present + c->past), present = finite > 0 ? (float)c->present / finite : 0;
    float score[MW_N_MODE] = {0};
    score[MW_MODE_SCENE] = 1 + 2 * said + 10 * events;
    score[MW_MODE_SUMMARY] = 0.4f + 22 * longs + 12 * share(c->would, c->told) + 4 * events - 1.5f * said;
    score[MW_MODE_DESCRIPTION] = 0.2f + 14 * share(c->states, c->told) - 8 * events - 2 * said - 6 * share(c->minds, c->told);
    score[MW_MODE_REFLECTION] = 0.1f + 1.2f * present + 12 * share(c->minds, c->told) - 4 * events - 2 * said;
    mw_mode best = MW_MODE_SCENE;
    for (int m = 1; m < MW_N_MODE; m++)
        if (score[m] > score[best]) best = (mw_mode)m;
    return best;
}

static mw_lapse lapse_by_rule(const counts *c, mw_mode mode) {
    if (mode == MW_MODE_REFLECTION || mode == MW_MODE_DESCRIPTION) return MW_NO_TIME;
    if (mode == MW_MODE_SCENE) return MW_MINUTES;
    return share(c->longs, c->told) > 0.03f ? MW_MONTHS : MW_DAYS;
}

static float tension_by_rule(const counts *c, float valence, float arousal) {
    float x = 0.55f + 14 * share(c->tense, c->words) + 4 * share(c->dark, c->words) + 0.25f * share(c->marks, c->sentences) +
              1.2f * (arousal - 3.05f) - 0.5f * (valence - 3);
    return clamp(x, 0, 2);
}

/* ---- by tones ---- */

/* The head leans to scene and summary, which are most of what it learnt from; by training passages. */
static const float lean[MW_N_MODE] = {1, 1, 1.5f, 1.5f};

/* The sum of probabilities, each sentence by its words. */
static void by_tones(const mw_shape_work *w, uint32_t first, uint32_t end, mw_arc_window *x) {
    double mode[MW_N_MODE] = {0}, lapse[MW_N_LAPSE] = {0}, tension = 0, n = 0;
    for (uint32_t s = first; s < end; s++) {
        const mw_tone *t = &w->tags->tones[s];
        double words = w->tags->sentences[s].end - w->tags->sentences[s].first;
        for (int m = 0; m < MW_N_MODE; m++) mode[m] += words * (double)lean[m] * t->mode[m];
        for (int m = 0; m < MW_N_LAPSE; m++) lapse[m] += words * t->lapse[m];
        tension += words * (isfinite(t->tension) ? (double)t->tension : 0);
        n += words;
    }
    for (int m = 0; m < MW_N_MODE; m++)
        if (mode[m] > mode[x->mode] || m == 0) x->mode = (mw_mode)m;
    for (int m = 0; m < MW_N_LAPSE; m++)
        if (lapse[m] > lapse[x->lapse] || m == 0) x->lapse = (mw_lapse)m;
    if (n > 0) x->tension = clamp((float)(tension / n), 0, 2);
}

float mw_shape_valence(const mw_tags *tags, uint32_t s) {
    float own = tags->sentences[s].valence;
    if (!tags->tones || !isfinite(tags->tones[s].valence)) return own;
    return clamp((isfinite(own) ? own : 3) + 0.15f * tags->tones[s].valence, 1, 5);
}

/* ---- windows ---- */

static void measure(const mw_shape_work *w, uint32_t first, uint32_t end, mw_arc_window *x) {
    counts c = {0};
    double weight = 0;
    for (uint32_t s = first; s < end; s++) {
        const mw_sentence *g = &w->tags->sentences[s];
        double n = g->end - g->first;
        float valence = mw_shape_valence(w->tags, s);
        for (uint32_t t = g->first; t < g->end; t++) count_token(w, t, &c);
        c.sentences++;
        if (!isfinite(valence) || !isfinite(g->arousal)) continue;
        c.valence += n * (double)valence;
        c.arousal += n * (double)g->arousal;
        weight += n;
    }
    x->valence = weight > 0 ? clamp((float)(c.valence / weight), 1, 5) : 3;
    x->arousal = weight > 0 ? clamp((float)(c.arousal / weight), 1, 5) : 3;
    x->words = c.words;
    x->said = c.said;
    x->acts = c.acts;
    if (w->tags->tones) {
        by_tones(w, first, end, x);
    } else {
        x->mode = mode_by_rule(&c);
        x->lapse = lapse_by_rule(&c, x->mode);
        x->tension = tension_by_rule(&c, x->valence, x->arousal);
    }
}

static mw_arc_window *put_window(mw_shape_work *w, uint32_t first, uint32_t end) {
    mw_arc_window *x = &w->shape->arc[w->shape->n_arc++];
    x->scene = w->scene[first];
    x->span.start = w->shape->n_arc == 1 ? 0 : x[-1].span.end;
    x->span.end = mw_shape_sentence(w, end - 1).end;
    x->known = x->span.end;
    measure(w, first, end, x);
    return x;
}

/* A rest of fewer than half a window's words goes to the window before it. */
marrow_status mw_shape_arc(mw_shape_work *w, marrow_error *err) {
    const mw_tags *g = w->tags;
    w->shape->arc = mw_arena_array(w->arena, (size_t)g->n_sentences + 1, sizeof *w->shape->arc);
    if (!w->shape->arc) return mw_fail_memory(err);
    uint32_t first = 0;
    for (uint32_t s = 0; s < g->n_sentences; s++) {
        uint32_t words = 0, rest = 0, scene = w->scene[first];
        for (uint32_t k = first; k <= s; k++) words += g->sentences[k].end - g->sentences[k].first;
        bool last = s + 1 == g->n_sentences || w->scene[s + 1] != scene;
        if (!last && words < WINDOW) continue;
        for (uint32_t k = s + 1; k < g->n_sentences && w->scene[k] == scene && rest < WINDOW / 2; k++)
            rest += g->sentences[k].end - g->sentences[k].first;
        if (!last && rest < WINDOW / 2) continue;
        put_window(w, first, s + 1);
        first = s + 1;
    }
    if (w->shape->n_arc) w->shape->arc[w->shape->n_arc - 1].span.end = w->r->text->n;
    return MARROW_OK;
}
