/* Threads: openings found, followed, weighed. */
#include <math.h>
#include <stdlib.h>

#include "reveal/shape_threads.h"

/* Every touch makes a thread matter more, a touch in another scene much more; so does a close. What is read later only adds. */
float mw_thread_weight(float weight, uint32_t n_touches, bool closed, uint32_t touched_scenes) {
    float left = (1 - weight) * expf(-0.06f * (float)n_touches - 0.12f * (float)touched_scenes - (closed ? 0.15f : 0));
    return 1 - left;
}

float mw_thread_least(uint32_t words) {
    const float low = 0.0f, high = 0.72f, short_text = 3000, long_text = 25000;
    if ((float)words <= short_text) return low;
    if ((float)words >= long_text) return high;
    return low + (high - low) * logf((float)words / short_text) / logf(long_text / short_text);
}

static uint32_t touched_scenes(const mw_shape_work *w, const mw_thread *x) {
    uint32_t n = 0, at = 0;
    for (uint32_t i = 0; i < x->n_touches; i++) {
        while (at + 1 < w->shape->n_scenes && w->shape->scenes[at + 1].span.start <= x->touches[i].span.start) at++;
        static const uint32_t none = MW_NONE;
        uint32_t before = i ? x->touches[i - 1].span.start : none;
        n += before == none || before < w->shape->scenes[at].span.start;
    }
    return n;
}

/* ---- whole clauses ---- */

enum { WHOLE = 40, NEAR_MARK = 22 }; /* tokens of an opening as told, and looked at for a mark on each side */

typedef enum edge { NO_EDGE, WEAK_EDGE, STRONG_EDGE } edge;

/* Whether a clause may end with the token t: a semicolon, colon, dash or stop does; a comma, where nothing better is near. */
static edge edge_at(const mw_shape_work *w, uint32_t t) {
    mw_str f = mw_shape_form(w, t);
    if (w->word[t] != MW_NONE || f.n == 0) return NO_EDGE;
    if (*f.at == ',') return WEAK_EDGE;
    static const char *const strong[] = {";", ":", ".", "!", "?", "--", "\xE2\x80\x94", "\xE2\x80\x93", "(", ")", "...", "\xE2\x80\xA6"};
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++)
        if (mw_str_starts(f, strong[i])) return STRONG_EDGE;
    return NO_EDGE;
}

/* The first token of the clause around [first, last]: back to a strong edge, the sentence's or the quotation's, else to a comma. */
static uint32_t clause_first(const mw_shape_work *w, uint32_t first, uint32_t from) {
    uint32_t comma = MW_NONE, t = first;
    for (; t > from && w->quote[t - 1] == w->quote[first] && first - t < NEAR_MARK; t--) {
        edge e = edge_at(w, t - 1);
        if (e == STRONG_EDGE) return t;
        if (e == WEAK_EDGE && comma == MW_NONE) comma = t;
    }
    bool open = t > from && w->quote[t - 1] == w->quote[first];
    return open && comma != MW_NONE ? comma : t;
}

/* The same ahead; a stop, ! or ? that ends it belongs to it. */
static uint32_t clause_last(const mw_shape_work *w, uint32_t first, uint32_t last, uint32_t end) {
    uint32_t comma = MW_NONE, z = last;
    for (; z + 1 < end && w->quote[z + 1] == w->quote[last] && z - last < NEAR_MARK && z - first < WHOLE; z++) {
        edge e = edge_at(w, z + 1);
        mw_str f = mw_shape_form(w, z + 1);
        if (e == STRONG_EDGE) return *f.at == '.' || *f.at == '!' || *f.at == '?' ? z + 1 : z;
        if (e == WEAK_EDGE && comma == MW_NONE) comma = z;
    }
    bool open = z + 1 < end && w->quote[z + 1] == w->quote[last];
    return open && comma != MW_NONE ? comma : z;
}

/* Where the next opening that is told unasked begins in the same sentence, else the sentence's end. */
static uint32_t room_ahead(const mw_thread_work *k, size_t i) {
    const mw_opening *o = &k->found.at[i];
    for (size_t q = i + 1; q < k->found.n && k->found.at[q].sentence == o->sentence; q++)
        if (k->found.at[q].p >= MW_THREAD_TOLD) return k->found.at[q].first;
    return k->w->tags->sentences[o->sentence].end;
}

/* A word that begins something that is left out: "and", "for", "to". */
static bool is_joint(const mw_shape_work *w, uint32_t t) {
    uint8_t u = w->tags->upos[t];
    return u == MW_CCONJ || u == MW_SCONJ || u == MW_ADP || u == MW_DET || u == MW_PART || mw_shape_is(w, t, "who") ||
           mw_shape_is(w, t, "which");
}

/* The opening as it is told: the whole clause around its words, from *from on, where the one before ends, to the words of the next. */
static mw_span whole_clause(const mw_thread_work *k, size_t i, uint32_t *from) {
    const mw_shape_work *w = k->w;
    const mw_opening *o = &k->found.at[i];
    uint32_t start = w->tags->sentences[o->sentence].first, end = room_ahead(k, i);
    if (*from > start && *from <= o->first) start = *from;
    uint32_t first = clause_first(w, o->first, start), last = clause_last(w, first, o->last, end < o->last + 1 ? o->last + 1 : end);
    while (first < o->first && w->word[first] == MW_NONE) first++;
    while (last > o->last && edge_at(w, last) != STRONG_EDGE && (w->word[last] == MW_NONE || is_joint(w, last))) last--;
    if (o->p >= MW_THREAD_TOLD) *from = last + 1;
    return (mw_span){w->r->tokens->span[first].start, w->r->tokens->span[last].end};
}

static bool put_thread(mw_thread_work *k, mw_map *seen, size_t i, uint32_t *from) {
    mw_shape_work *w = k->w;
    const mw_opening *o = &k->found.at[i];
    mw_thread *x = &w->shape->threads[w->shape->n_threads];
    *x = (mw_thread){.kind = o->kind, .opens = whole_clause(k, i, from), .opening = o->p, .weight = o->weight};
    x->known = mw_shape_sentence(w, o->sentence).end;
    if (mw_shape_said(w, o->head)) {
        uint32_t known = w->r->speech->quotes[w->quote[o->head]].known;
        if (known > x->known) x->known = known;
    }
    if (!mw_thread_follow(k, o, x)) return false;
    for (uint32_t t = 0; t < x->n_touches; t++)
        if (x->touches[t].known < x->known) x->touches[t].known = x->known;
    if (x->closes.end && x->closes_known < x->known) x->closes_known = x->known;
    float weight = mw_thread_weight(o->weight, x->n_touches, x->closes.end > 0, touched_scenes(w, x));
    x->confidence = fminf(1, 0.6f * o->p + 0.4f * weight);
    x->id = mw_shape_id(w, seen, 't', x->opens);
    w->shape->n_threads++;
    return x->id != NULL;
}

marrow_status mw_shape_threads(mw_shape_work *w, marrow_error *err) {
    mw_thread_work k = {.w = w};
    marrow_status status = mw_thread_openings(&k, err);
    if (status == MARROW_OK) status = mw_thread_postings(&k, err);
    mw_map *seen = status == MARROW_OK ? mw_map_new(&w->env->mem) : NULL;
    if (status == MARROW_OK) {
        w->shape->threads = mw_arena_array(w->arena, k.found.n, sizeof *w->shape->threads);
        bool good = seen && w->shape->threads;
        uint32_t from = 0;
        for (size_t i = 0; good && i < k.found.n; i++) good = put_thread(&k, seen, i, &from);
        if (!good) status = mw_fail_memory(err);
    }
    mw_map_free(seen);
    mw_vec_clear(&w->env->mem, &k.found);
    return status;
}
