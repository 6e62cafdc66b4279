/* What follows a thread up: later sentences that share its people and its rarer words, or say what is near to it (meanings of tag), touch it;
 * the first of them that does what its kind asks for closes it: a question is answered, a promise or plan carried out, a threat comes true, a
 * secret is told, a thing is found, given or used, somebody absent is back.
 *
 * Each thread looks at no more than POSTINGS later places of each of its KEYS rarest words and people, so the cost is linear. A close is
 * the first place that suffices, never the best: what is cut away behind it changes nothing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_threads.h"

enum { KEYS = 7, POSTINGS = 48, PEOPLE = 3, SPOTS = KEYS * POSTINGS + PEOPLE * POSTINGS, TOUCHES = 40, NEAR = 3 };

/* ---- postings ---- */

static bool is_content(const mw_shape_work *w, uint32_t t) {
    uint8_t u = w->tags->upos[t];
    return w->word[t] != MW_NONE && (u == MW_NOUN || u == MW_VERB || u == MW_ADJ || u == MW_PROPN || u == MW_ADV);
}

/* Somebody does something here, or speaks. */
static bool is_doing(const mw_shape_work *w, uint32_t t) {
    return w->person[t] != MW_NONE && w->tags->rel_base[t] == MW_REL_NSUBJ && !mw_shape_said(w, t);
}

/* Counts, then places: at[i] … at[i + 1] are the sentences of key i. */
static bool build_postings(mw_thread_work *k, const uint32_t *key, bool (*holds)(const mw_shape_work *, uint32_t), uint32_t n_keys,
                           uint32_t **at, uint32_t **in) {
    const mw_shape_work *w = k->w;
    uint32_t *start = mw_arena_array(w->scratch, (size_t)n_keys + 2, sizeof *start), total = 0;
    if (!start) return false;
    for (uint32_t t = 0; t < w->n; t++)
        if (holds(w, t)) start[key[t] + 2]++;
    for (uint32_t i = 2; i < n_keys + 2; i++) total = start[i] += start[i - 1];
    uint32_t *list = mw_arena_array(w->scratch, total, sizeof *list);
    if (!list) return false;
    for (uint32_t t = 0; t < w->n; t++)
        if (holds(w, t)) list[start[key[t] + 1]++] = w->tags->sentence[t];
    *at = start;
    *in = list;
    return true;
}

marrow_status mw_thread_postings(mw_thread_work *k, marrow_error *err) {
    bool good = build_postings(k, k->w->word, is_content, k->w->n_words, &k->word_at, &k->word_in) &&
                build_postings(k, k->w->person, is_doing, k->w->r->cast->n_characters, &k->person_at, &k->person_in);
    return good ? MARROW_OK : mw_fail_memory(err);
}

/* ---- what a thread is about ---- */

typedef struct topic {
    uint32_t key[KEYS];
    float rarity[KEYS];
    uint32_t n_keys;
    float sum;
    uint32_t people[PEOPLE];
    uint32_t n_people;
    uint32_t doer; /* subject of the opening's clause, the speaker where it is I */
} topic;

static void add_key(topic *x, const mw_shape_work *w, uint32_t t) {
    float r = w->rarity[w->word[t]] * (w->tags->upos[t] == MW_ADV ? 0.5f : 1);
    if (w->person[t] != MW_NONE || r < 0.02f) return;
    for (uint32_t i = 0; i < x->n_keys; i++)
        if (x->key[i] == w->word[t]) return;
    uint32_t i = x->n_keys < KEYS ? x->n_keys++ : KEYS;
    if (i == KEYS) {
        if (r <= x->rarity[KEYS - 1]) return;
        i = KEYS - 1;
    }
    for (; i > 0 && x->rarity[i - 1] < r; i--) x->key[i] = x->key[i - 1], x->rarity[i] = x->rarity[i - 1];
    x->key[i] = w->word[t];
    x->rarity[i] = r;
}

static void add_person(topic *x, uint32_t who) {
    if (who == MW_NONE) return;
    for (uint32_t i = 0; i < x->n_people; i++)
        if (x->people[i] == who) return;
    if (x->n_people < PEOPLE) x->people[x->n_people++] = who;
}

static topic topic_of(const mw_shape_work *w, const mw_opening *o) {
    topic x = {.doer = MW_NONE};
    for (uint32_t t = o->first; t <= o->last; t++) {
        if (is_content(w, t)) add_key(&x, w, t);
        add_person(&x, w->person[t]);
        if (w->tags->rel_base[t] == MW_REL_NSUBJ && x.doer == MW_NONE) x.doer = w->person[t];
    }
    if (mw_shape_said(w, o->head)) {
        uint32_t speaker = w->r->speech->quotes[w->quote[o->head]].speaker;
        add_person(&x, speaker);
        if (x.doer == MW_NONE) x.doer = speaker;
    }
    for (uint32_t i = 0; i < x.n_keys; i++) x.sum += x.rarity[i];
    return x;
}

/* ---- later places ---- */

typedef struct spot {
    uint32_t sentence;
    float words; /* rarity of the keys that it shares */
    uint32_t people;
} spot;

typedef struct spots {
    spot at[SPOTS];
    uint32_t n;
} spots;

static int by_sentence(const void *a, const void *b) {
    const spot *x = a, *y = b;
    return (x->sentence > y->sentence) - (x->sentence < y->sentence);
}

/* The place of the first sentence >= s in a list. */
static uint32_t lower(const uint32_t *list, uint32_t from, uint32_t to, uint32_t s) {
    return from + mw_count_below(list + from, sizeof *list, to - from, s);
}

static void collect(spots *x, const uint32_t *at, const uint32_t *in, uint32_t key, uint32_t from, uint32_t to, float words,
                    uint32_t people) {
    uint32_t end = at[key + 1], last = MW_NONE, taken = 0;
    for (uint32_t i = lower(in, at[key], end, from); i < end && in[i] < to && taken < POSTINGS && x->n < SPOTS; i++) {
        if (in[i] == last) continue;
        last = in[i];
        x->at[x->n++] = (spot){last, words, people};
        taken++;
    }
}

/* Sentences that share words, each once, in order; people alone make no spot. */
static void gather(const mw_thread_work *k, const topic *x, uint32_t from, uint32_t to, spots *s) {
    s->n = 0;
    for (uint32_t i = 0; i < x->n_keys; i++) collect(s, k->word_at, k->word_in, x->key[i], from, to, x->rarity[i], 0);
    if (s->n > 1) qsort(s->at, s->n, sizeof *s->at, by_sentence);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        if (kept && s->at[kept - 1].sentence == s->at[i].sentence)
            s->at[kept - 1].words += s->at[i].words;
        else
            s->at[kept++] = s->at[i];
    }
    s->n = kept;
}

/* Whether one of the topic's people stands in a sentence. */
static bool has_people(const mw_shape_work *w, const topic *x, uint32_t s) {
    const mw_sentence *g = &w->tags->sentences[s];
    for (uint32_t t = g->first; t < g->end; t++)
        for (uint32_t i = 0; w->person[t] != MW_NONE && i < x->n_people; i++)
            if (w->person[t] == x->people[i]) return true;
    return false;
}

/* How near a later sentence is to the opening, 0 … about 1. */
static float nearness(const mw_shape_work *w, const topic *x, const mw_opening *o, const spot *s) {
    float cover = x->sum > 0 ? s->words / fmaxf(x->sum, 0.8f) : 0, people = has_people(w, x, s->sentence) ? 0.18f : 0;
    float near = 0.75f * cover + people;
    if (w->tags->meanings) {
        float c = mw_vector_cosine(&w->tags->meanings[o->sentence], &w->tags->meanings[s->sentence]);
        near += 0.35f * (c > 0 ? c : 0);
    }
    return near;
}

/* ---- closes ---- */

/* The classes of events that are told as having happened in a sentence of narration, and of words that tell or find in it. */
typedef struct deeds {
    uint32_t classes;
    bool happens, doer, same, last_mark;
} deeds;

static bool denied(const mw_shape_work *w, uint32_t t) {
    for (uint32_t c = mw_child_first(w->children, t); c != MW_NONE; c = mw_child_next(w->children, c)) {
        const char *x = mw_shape_word(w, c);
        if (strcmp(x, "not") == 0 || strcmp(x, "never") == 0 || strcmp(x, "n't") == 0) return true;
    }
    return false;
}

static uint32_t subject_of(const mw_shape_work *w, uint32_t t) {
    uint32_t c = mw_child_with(w->tags, w->children, t, MW_REL_NSUBJ);
    return c == MW_NONE ? MW_NONE : w->person[c];
}

static bool is_key(const topic *x, uint32_t word) {
    for (uint32_t i = 0; i < x->n_keys; i++)
        if (x->key[i] == word) return true;
    return false;
}

static deeds deeds_of(const mw_shape_work *w, const topic *x, uint32_t s) {
    deeds d = {0};
    const mw_sentence *g = &w->tags->sentences[s];
    for (uint32_t t = g->first; t < g->end; t++) {
        mw_str f = mw_shape_form(w, t);
        if (f.n == 1) d.last_mark = *f.at == '?' || (d.last_mark && *f.at != '.');
        if (w->word[t] == MW_NONE || w->tags->upos[t] != MW_VERB || denied(w, t)) continue;
        bool real = mw_is_event(w->tags, t);
        if (!real && mw_shape_said(w, t)) continue;
        d.classes |= w->classes[w->word[t]];
        d.happens = d.happens || real;
        if (!real) continue;
        uint32_t who = subject_of(w, t);
        if (who != MW_NONE && who == x->doer) d.doer = true;
        if (is_key(x, w->word[t]) && (who == x->doer || x->doer == MW_NONE)) d.same = true;
    }
    return d;
}

static bool closes(const mw_shape_work *w, const topic *x, const mw_opening *o, const spot *s, float near) {
    deeds d = deeds_of(w, x, s->sentence);
    bool later = w->scene[s->sentence] != w->scene[o->sentence], far = s->sentence > o->sentence + 8;
    if (d.last_mark) return false;
    switch (o->kind) {
    case MW_THREAD_QUESTION:
        return (later || far) && ((near > 0.48f && (d.classes & (MW_WORD_TELL | MW_WORD_FIND))) || (near > 0.6f && d.happens));
    case MW_THREAD_PROMISE:
    case MW_THREAD_PLAN:
        return d.happens && ((d.same && near > 0.36f) || (near > 0.5f && d.doer) || near > 0.58f);
    case MW_THREAD_THREAT:
        return d.happens && ((near > 0.44f && (d.same || (d.classes & MW_WORD_HARM))) || near > 0.58f);
    case MW_THREAD_SECRET:
        return far && ((near > 0.44f && (d.classes & (MW_WORD_TELL | MW_WORD_FIND))) || (near > 0.6f && d.happens));
    case MW_THREAD_OBJECT:
        return near > 0.46f && d.happens && (later || far);
    case MW_THREAD_ABSENCE:
        return near > 0.46f && d.happens && (d.classes & (MW_WORD_MOVE | MW_WORD_FIND));
    default:
        return false;
    }
}

/* ---- answers to questions that are asked aloud ---- */

static bool refuses(const mw_shape_work *w, const mw_quote *q) {
    uint32_t words = 0;
    bool question = false, no = false, know = false;
    for (uint32_t t = q->first; t <= q->last && t < w->n; t++) {
        mw_str f = mw_shape_form(w, t);
        question = (f.n == 1 && *f.at == '?') || (question && w->word[t] == MW_NONE);
        if (w->word[t] == MW_NONE) continue;
        words++;
        const char *x = mw_shape_word(w, t);
        no = no || strcmp(x, "not") == 0 || strcmp(x, "never") == 0 || strcmp(x, "n't") == 0 || strcmp(x, "cannot") == 0;
        know = know || strcmp(x, "know") == 0 || strcmp(x, "tell") == 0 || strcmp(x, "say") == 0 || strcmp(x, "mind") == 0 ||
               strcmp(x, "answer") == 0 || strcmp(x, "ask") == 0 || strcmp(x, "matter") == 0;
    }
    return question || words == 0 || (words < 9 && no && know);
}

/* The answer: what somebody else says next, within a few quotations, that neither asks back nor refuses. */
static bool answered(const mw_thread_work *k, const mw_opening *o, mw_thread *thread) {
    const mw_shape_work *w = k->w;
    const mw_speech_room *r = w->r->speech;
    if (!mw_shape_said(w, o->head)) return false;
    uint32_t asked = w->quote[o->head];
    if (r->quotes[asked].kind != MW_SPEECH) return false;
    for (uint32_t q = asked + 1; q < r->n_quotes && q < asked + 5; q++) {
        const mw_quote *x = &r->quotes[q];
        if (x->speech == r->quotes[asked].speech) continue;
        if (x->speaker != MW_NONE && x->speaker == r->quotes[asked].speaker) continue;
        if (x->first >= w->n || w->scene[w->tags->sentence[x->first]] != w->scene[o->sentence]) return false;
        if (refuses(w, x)) return false;
        thread->closes = x->span;
        thread->closes_known = x->known > x->span.end ? x->known : x->span.end;
        return true;
    }
    return false;
}

/* ---- absences ---- */

/* Who is away: the person of the clause that the absence is told of, when not the speaker of the words. */
static uint32_t absent(const mw_shape_work *w, const mw_opening *o, const topic *x) {
    for (uint32_t t = o->head; t <= o->last; t++)
        if (w->person[t] != MW_NONE) return w->person[t];
    return x->doer != MW_NONE ? x->doer : x->n_people ? x->people[0] : MW_NONE;
}

/* The first later scene in which the absent person does something, not at once. */
static bool returned(const mw_thread_work *k, const mw_opening *o, const topic *x, uint32_t to, mw_thread *thread) {
    const mw_shape_work *w = k->w;
    uint32_t who = absent(w, o, x);
    if (who == MW_NONE) return false;
    uint32_t end = k->person_at[who + 1];
    for (uint32_t i = lower(k->person_in, k->person_at[who], end, o->sentence + 1); i < end && k->person_in[i] < to; i++) {
        uint32_t s = k->person_in[i];
        if (w->scene[s] == w->scene[o->sentence] && s < o->sentence + 25) continue;
        thread->closes = mw_shape_sentence(w, s);
        thread->closes_known = thread->closes.end;
        return true;
    }
    return false;
}

/* ---- following ---- */

static uint32_t doc_end(const mw_shape_work *w, uint32_t token) {
    const mw_tokens *x = w->r->tokens;
    for (uint32_t d = 0; d < x->n_docs; d++)
        if (token < x->docs[d].end) return x->docs[d].end ? w->tags->sentence[x->docs[d].end - 1] + 1 : 0;
    return w->tags->n_sentences;
}

static bool keep_touches(const mw_thread_work *k, const mw_touch *touches, uint32_t n, mw_thread *thread) {
    thread->touches = mw_arena_copy(k->w->arena, touches, n * sizeof *touches);
    thread->n_touches = thread->touches ? n : 0;
    return thread->touches != NULL;
}

bool mw_thread_follow(mw_thread_work *k, const mw_opening *o, mw_thread *thread) {
    const mw_shape_work *w = k->w;
    topic x = topic_of(w, o);
    spots s;
    mw_touch touches[TOUCHES];
    uint32_t n = 0, to = doc_end(w, o->first);
    thread->who = x.doer;
    if (o->kind == MW_THREAD_QUESTION && answered(k, o, thread)) return keep_touches(k, touches, 0, thread);
    if (o->kind == MW_THREAD_ABSENCE) returned(k, o, &x, to, thread);
    gather(k, &x, o->sentence + NEAR, to, &s);
    for (uint32_t i = 0; i < s.n && n < TOUCHES; i++) {
        mw_span span = mw_shape_sentence(w, s.at[i].sentence);
        if (thread->closes.end && span.start >= thread->closes.start) break;
        float near = nearness(w, &x, o, &s.at[i]);
        if (near < 0.36f) continue;
        if (!thread->closes.end && closes(w, &x, o, &s.at[i], near)) {
            thread->closes = span;
            thread->closes_known = span.end;
            break;
        }
        touches[n++] = (mw_touch){span, span.end, fminf(near, 1)};
    }
    return keep_touches(k, touches, n, thread);
}
