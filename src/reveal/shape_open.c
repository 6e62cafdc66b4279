/* Where threads open: words after which a reader expects something to come back. Candidates from the signs of tag where the model has them, and from
 * rules over words, parse and speech; each rule's worth is its precision on the training passages. Of candidates that overlap the surest
 * stays. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_threads.h"

enum { REACH = 10, SENTENCE_MAX = 3 }; /* tokens of a clause on each side of its trigger; openings a sentence */

/* Each rule with its worth by training passages. */
static const struct {
    mw_thread_kind kind;
    float p, weight;
} rules[MW_N_OPENING_RULE] = {
    [MW_OPEN_SIGN] = {MW_THREAD_QUESTION, 0.3f, 0.4f},         [MW_OPEN_ASKED_TOLD] = {MW_THREAD_QUESTION, 0.28f, 0.5f},
    [MW_OPEN_ASKED_WHY] = {MW_THREAD_QUESTION, 0.30f, 0.4f},   [MW_OPEN_ASKED] = {MW_THREAD_QUESTION, 0.21f, 0.25f},
    [MW_OPEN_ASKED_SHORT] = {MW_THREAD_QUESTION, 0.16f, 0.1f}, [MW_OPEN_PUZZLE] = {MW_THREAD_QUESTION, 0.25f, 0.5f},
    [MW_OPEN_NOT_KNOWN] = {MW_THREAD_QUESTION, 0.27f, 0.5f},   [MW_OPEN_PROMISE] = {MW_THREAD_PROMISE, 0.55f, 0.6f},
    [MW_OPEN_WILL] = {MW_THREAD_PROMISE, 0.48f, 0.35f},        [MW_OPEN_PLAN] = {MW_THREAD_PLAN, 0.26f, 0.45f},
    [MW_OPEN_GOING_TO] = {MW_THREAD_PLAN, 0.42f, 0.4f},        [MW_OPEN_MUST] = {MW_THREAD_PLAN, 0.30f, 0.25f},
    [MW_OPEN_THREAT] = {MW_THREAD_THREAT, 0.22f, 0.5f},        [MW_OPEN_IF_WILL] = {MW_THREAD_THREAT, 0.38f, 0.5f},
    [MW_OPEN_SECRET] = {MW_THREAD_SECRET, 0.26f, 0.6f},        [MW_OPEN_DO_NOT_TELL] = {MW_THREAD_SECRET, 0.36f, 0.6f},
    [MW_OPEN_OBJECT] = {MW_THREAD_OBJECT, 0.18f, 0.4f},        [MW_OPEN_ABSENCE] = {MW_THREAD_ABSENCE, 0.19f, 0.5f},
};

/* How much an opening that the model's signs tell of promises to matter, by its kind: most plans are carried out within the hour, what is not known,
 * kept secret or missed reaches far. */
static const float kind_weight[MW_N_THREAD] = {
    [MW_THREAD_QUESTION] = 0.45f, [MW_THREAD_PROMISE] = 0.4f, [MW_THREAD_PLAN] = 0.3f,   [MW_THREAD_THREAT] = 0.45f,
    [MW_THREAD_SECRET] = 0.55f,   [MW_THREAD_OBJECT] = 0.5f,  [MW_THREAD_ABSENCE] = 0.5f};

/* ---- pieces of a sentence ---- */

static uint32_t class_of(const mw_shape_work *w, uint32_t t) { return w->word[t] == MW_NONE ? 0 : w->classes[w->word[t]]; }
static bool is_wh(const mw_shape_work *w, uint32_t t) {
    static const char *const wh[] = {"who", "whom", "whose", "why", "what", "where", "how", "when", "which", "whither", "wherefore"};
    for (size_t i = 0; i < sizeof wh / sizeof *wh; i++)
        if (mw_shape_is(w, t, wh[i])) return true;
    return false;
}

/* The clause around a trigger: as far as REACH tokens, inside the sentence, not over a quotation's edge, a dash or a semicolon. */
static void clause(const mw_shape_work *w, const mw_sentence *s, uint32_t t, uint32_t *first, uint32_t *last) {
    uint32_t a = t, z = t;
    while (a > s->first && t - a < REACH && w->quote[a - 1] == w->quote[t]) {
        mw_str f = mw_shape_form(w, a - 1);
        if (f.n == 1 && (*f.at == ';' || *f.at == ':')) break;
        a--;
    }
    while (z + 1 < s->end && z - t < REACH && w->quote[z + 1] == w->quote[t]) {
        mw_str f = mw_shape_form(w, z + 1);
        if (f.n == 1 && (*f.at == ';' || *f.at == ':')) break;
        z++;
    }
    while (a < t && w->word[a] == MW_NONE) a++;
    while (z > t && w->word[z] == MW_NONE) z--;
    *first = a;
    *last = z;
}

static bool put(mw_thread_work *k, uint32_t sentence, uint32_t t, mw_opening_rule rule) {
    mw_opening o = {
        .rule = rule, .kind = rules[rule].kind, .p = rules[rule].p, .weight = rules[rule].weight, .sentence = sentence, .head = t};
    clause(k->w, &k->w->tags->sentences[sentence], t, &o.first, &o.last);
    return mw_vec_push(&k->w->env->mem, &k->found, o);
}

/* ---- rules ---- */

/* Words that mean something: neither function words nor names of nobody. */
static float substance(const mw_shape_work *w, uint32_t first, uint32_t end) {
    float sum = 0;
    for (uint32_t t = first; t < end; t++) {
        uint8_t u = w->tags->upos[t];
        if (w->word[t] != MW_NONE && (u == MW_NOUN || u == MW_VERB || u == MW_ADJ || u == MW_PROPN)) sum += w->rarity[w->word[t]];
    }
    return sum;
}

static bool ask(mw_thread_work *k, uint32_t s, uint32_t first, uint32_t mark) {
    const mw_shape_work *w = k->w;
    uint32_t words = 0, wh = MW_NONE, at = mark;
    for (uint32_t t = first; t < mark; t++) {
        if (w->word[t] == MW_NONE || w->quote[t] != w->quote[mark]) continue;
        words++;
        at = t;
        if (wh == MW_NONE && is_wh(w, t)) wh = t;
    }
    if (words == 0) return true;
    bool told = !mw_shape_said(w, mark) || w->r->speech->quotes[w->quote[mark]].kind == MW_THOUGHT;
    bool empty = words < 4 || substance(w, first, mark) < 0.05f;
    mw_opening_rule rule = empty ? MW_OPEN_ASKED_SHORT : told ? MW_OPEN_ASKED_TOLD : wh != MW_NONE ? MW_OPEN_ASKED_WHY : MW_OPEN_ASKED;
    return put(k, s, wh != MW_NONE ? wh : at, rule);
}

/* Whether the verb at t stands in the future of I or we: "I will", "we shall", "I'll". */
static bool will_do(const mw_shape_work *w, uint32_t t, bool *first_person) {
    bool future = false;
    *first_person = false;
    for (uint32_t c = mw_child_first(w->children, t); c != MW_NONE; c = mw_child_next(w->children, c)) {
        uint8_t rel = w->tags->rel_base[c];
        if (rel == MW_REL_AUX) future = future || mw_shape_is(w, c, "will") || mw_shape_is(w, c, "shall") || mw_shape_is(w, c, "'ll");
        if (rel == MW_REL_NSUBJ) *first_person = mw_shape_is(w, c, "i") || mw_shape_is(w, c, "we");
    }
    return future;
}

static bool has_child_word(const mw_shape_work *w, uint32_t t, const char *word) {
    for (uint32_t c = mw_child_first(w->children, t); c != MW_NONE; c = mw_child_next(w->children, c))
        if (mw_shape_is(w, c, word)) return true;
    return false;
}

static bool negated(const mw_shape_work *w, uint32_t t) {
    return has_child_word(w, t, "not") || has_child_word(w, t, "never") || has_child_word(w, t, "n't");
}

/* "She is, I promise you, no fool", "I warrant": an assurance thrown in promises nothing. */
static bool is_thrown_in(const mw_shape_work *w, uint32_t t, bool bound) {
    uint32_t subject = mw_child_with(w->tags, w->children, t, MW_REL_NSUBJ), object = mw_child_with(w->tags, w->children, t, MW_REL_OBJ);
    if (bound || w->tags->rel_base[t] != MW_REL_PARATAXIS || subject == MW_NONE || !mw_shape_is(w, subject, "i")) return false;
    return object == MW_NONE || mw_shape_is(w, object, "you");
}

static bool verb_rules(mw_thread_work *k, uint32_t s, uint32_t t) {
    const mw_shape_work *w = k->w;
    uint32_t class = class_of(w, t);
    bool mine, said = mw_shape_said(w, t), future = will_do(w, t, &mine), good = true;
    bool bound =
        mw_child_with(w->tags, w->children, t, MW_REL_XCOMP) != MW_NONE || mw_child_with(w->tags, w->children, t, MW_REL_CCOMP) != MW_NONE;
    if ((class & MW_WORD_PROMISE) && !is_thrown_in(w, t, bound)) good = good && put(k, s, t, MW_OPEN_PROMISE);
    if (future && said && mine && !(class & MW_WORD_STATE)) good = good && put(k, s, t, MW_OPEN_WILL);
    if (future && said && has_child_word(w, t, "if")) good = good && put(k, s, t, MW_OPEN_IF_WILL);
    if ((class & MW_WORD_PLAN) && bound) good = good && put(k, s, t, MW_OPEN_PLAN);
    if (mw_shape_is(w, t, "go") && strcmp(mw_label(w->tags->labels_xpos, w->tags->xpos[t]), "VBG") == 0 && bound)
        good = good && put(k, s, t, MW_OPEN_GOING_TO);
    if (has_child_word(w, t, "must") && !(class & MW_WORD_STATE)) good = good && put(k, s, t, MW_OPEN_MUST);
    bool knows = mw_shape_is(w, t, "know") || mw_shape_is(w, t, "understand") || mw_shape_is(w, t, "tell") || mw_shape_is(w, t, "guess") ||
                 mw_shape_is(w, t, "imagine");
    if (knows && negated(w, t)) {
        bool wh = false;
        for (uint32_t i = t + 1; i < w->n && i < t + 4 && w->tags->sentence[i] == s; i++) wh = wh || is_wh(w, i) || mw_shape_is(w, i, "if");
        if (wh) good = good && put(k, s, t, MW_OPEN_NOT_KNOWN);
        if (mw_shape_is(w, t, "tell") && said && !wh) good = good && put(k, s, t, MW_OPEN_DO_NOT_TELL);
    }
    return good;
}

static bool is_thing(const mw_shape_work *w, uint32_t t) {
    const char *sense = mw_shape_sense(w, t);
    return strcmp(sense, "noun.artifact") == 0 || strcmp(sense, "noun.communication") == 0 || strcmp(sense, "noun.possession") == 0 ||
           strcmp(sense, "noun.object") == 0;
}

static bool word_rules(mw_thread_work *k, uint32_t s, uint32_t t) {
    const mw_shape_work *w = k->w;
    uint32_t class = class_of(w, t);
    uint8_t u = w->tags->upos[t];
    bool good = true;
    if (u != MW_NOUN && u != MW_VERB && u != MW_ADJ && u != MW_ADV) return true;
    if (class & MW_WORD_PUZZLE) good = good && put(k, s, t, MW_OPEN_PUZZLE);
    if (class & MW_WORD_SECRET) good = good && put(k, s, t, MW_OPEN_SECRET);
    if (class & MW_WORD_THREAT) good = good && put(k, s, t, MW_OPEN_THREAT);
    if (class & MW_WORD_ABSENCE) good = good && put(k, s, t, MW_OPEN_ABSENCE);
    if ((class & MW_WORD_OBJECT) && u == MW_NOUN && is_thing(w, t)) good = good && put(k, s, t, MW_OPEN_OBJECT);
    if ((class & MW_WORD_PLAN) && u == MW_NOUN) good = good && put(k, s, t, MW_OPEN_PLAN);
    return good;
}

static bool by_rules(mw_thread_work *k) {
    const mw_shape_work *w = k->w;
    for (uint32_t s = 0; s < w->tags->n_sentences; s++) {
        const mw_sentence *g = &w->tags->sentences[s];
        uint32_t from = g->first;
        for (uint32_t t = g->first; t < g->end; t++) {
            mw_str f = mw_shape_form(w, t);
            if (f.n == 1 && *f.at == '?') {
                if (!ask(k, s, from, t)) return false;
                from = t + 1;
            }
            if (w->word[t] == MW_NONE) continue;
            if ((w->tags->upos[t] == MW_VERB || w->tags->upos[t] == MW_AUX) && !verb_rules(k, s, t)) return false;
            if (!word_rules(k, s, t)) return false;
        }
    }
    return true;
}

/* ---- signs ---- */

/* All signs of threads at a token together, 0 … 1; each kind's is added to `of`. */
static float signs_at(const mw_tags *g, uint32_t t, float of[MW_N_THREAD]) {
    float sum = 0;
    for (uint32_t i = g->sign_at ? g->sign_at[t] : 0; g->sign_at && i < g->sign_at[t + 1]; i++) {
        mw_signed x = g->signs[i];
        if (x.sign < MW_SIGN_QUESTION || x.sign > MW_SIGN_ABSENCE) continue;
        of[x.sign - MW_SIGN_QUESTION] += (float)x.p / 255;
        sum += (float)x.p / 255;
    }
    return sum < 1 ? sum : 1;
}

enum { SIGN_GAP = 4 };
#define SIGN_LEAST 0.12f

static mw_thread_kind likeliest(const float of[MW_N_THREAD]) {
    mw_thread_kind best = MW_THREAD_QUESTION;
    for (int k = 1; k < MW_N_THREAD; k++)
        if (of[k] > of[best]) best = (mw_thread_kind)k;
    return best;
}

/* Runs of tokens that bear signs of threads, small gaps included; the kind is that of most of it. */
static bool by_signs(mw_thread_work *k) {
    const mw_shape_work *w = k->w;
    const mw_tags *g = w->tags;
    for (uint32_t s = 0; s < g->n_sentences; s++)
        for (uint32_t t = g->sentences[s].first; t < g->sentences[s].end; t++) {
            float of[MW_N_THREAD] = {0}, none[MW_N_THREAD] = {0}, most = signs_at(g, t, of);
            if (most < SIGN_LEAST) continue;
            mw_opening o = {.rule = MW_OPEN_SIGN, .sentence = s, .first = t, .last = t, .head = t};
            for (uint32_t z = t + 1; z < g->sentences[s].end && z - o.last <= SIGN_GAP; z++) {
                if (signs_at(g, z, none) < SIGN_LEAST) continue;
                float p = signs_at(g, z, of);
                o.last = z;
                if (p > most) most = p, o.head = z;
            }
            o.kind = likeliest(of);
            o.weight = kind_weight[o.kind];
            if (!mw_vec_push(&w->env->mem, &k->found, o)) return false;
            t = o.last;
        }
    return true;
}

/* ---- choice ---- */

static int surest(const void *a, const void *b) {
    const mw_opening *x = a, *y = b;
    if (x->p != y->p) return x->p < y->p ? 1 : -1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static int in_order(const void *a, const void *b) {
    const mw_opening *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

/* What tells of a candidate whether it opens a thread. */
static void measure(mw_thread_work *k, mw_opening *o) {
    const mw_shape_work *w = k->w;
    float of[MW_N_THREAD] = {0};
    uint32_t people = 0;
    o->words = 0;
    for (uint32_t t = o->first; t <= o->last; t++) {
        float p = signs_at(w->tags, t, of);
        if (p > o->sign) o->sign = p;
        o->words += w->word[t] != MW_NONE;
        people += w->mention[t] != MW_NONE && w->r->cast->mentions[w->mention[t]].type == MW_PER;
    }
    o->weight += (people ? 0.1f : 0) + fminf(0.15f, 0.05f * substance(w, o->first, o->last + 1));
    if (o->weight > 0.95f) o->weight = 0.95f;
}

/* With signs: logistic regression, fitted on training passages. */
static const float rule_weight[MW_N_OPENING_RULE] = {
    [MW_OPEN_SIGN] = 0.65f,         [MW_OPEN_ASKED_TOLD] = 0.15f, [MW_OPEN_ASKED_WHY] = -0.14f, [MW_OPEN_ASKED] = 0.14f,
    [MW_OPEN_ASKED_SHORT] = -0.69f, [MW_OPEN_PUZZLE] = -0.50f,    [MW_OPEN_NOT_KNOWN] = -0.08f, [MW_OPEN_PROMISE] = 0.84f,
    [MW_OPEN_WILL] = 0.39f,         [MW_OPEN_PLAN] = 0.24f,       [MW_OPEN_GOING_TO] = -0.53f,  [MW_OPEN_MUST] = -0.10f,
    [MW_OPEN_THREAT] = -0.35f,      [MW_OPEN_IF_WILL] = 0.00f,    [MW_OPEN_SECRET] = 0.25f,     [MW_OPEN_DO_NOT_TELL] = 0.26f,
    [MW_OPEN_OBJECT] = -0.25f,      [MW_OPEN_ABSENCE] = -0.31f};
static const struct { float sign, sign_alone, words, said, bias; } weight = {0.51f, 0.54f, 0.49f, -0.12f, -0.45f};

static float judged(const mw_shape_work *w, const mw_opening *o) {
    float sign = o->sign < 0.004f ? 0.004f : o->sign > 0.99f ? 0.99f : o->sign, logit = logf(sign / (1 - sign));
    float x = weight.bias + rule_weight[o->rule] + weight.sign * logit + weight.words * fminf((float)o->words, 20) / 10;
    if (o->rule == MW_OPEN_SIGN) x += weight.sign_alone * logit;
    if (mw_shape_said(w, o->head)) x += weight.said;
    return 1 / (1 + expf(-x));
}

static void judge(mw_thread_work *k) {
    for (size_t i = 0; i < k->found.n; i++) {
        mw_opening *o = &k->found.at[i];
        measure(k, o);
        if (k->w->tags->sign_at)
            o->p = judged(k->w, o);
        else if (o->words < 3)
            o->p *= 0.6f;
    }
}

marrow_status mw_thread_candidates(mw_thread_work *k, marrow_error *err) {
    if (k->w->tags->sign_at && !by_signs(k)) return mw_fail_memory(err);
    if (!by_rules(k)) return mw_fail_memory(err);
    judge(k);
    return MARROW_OK;
}

marrow_status mw_thread_openings(mw_thread_work *k, marrow_error *err) {
    MW_TRY(mw_thread_candidates(k, err));
    size_t n = k->found.n, kept = 0;
    if (n > 1) qsort(k->found.at, n, sizeof *k->found.at, in_order);
    /* Within a run of candidates that touch each other, the surest; a sentence opens at most SENTENCE_MAX. */
    for (size_t i = 0, z; i < n; i = z) {
        uint32_t s = k->found.at[i].sentence, mine = 0;
        for (z = i; z < n && k->found.at[z].sentence == s; z++) {}
        qsort(k->found.at + i, z - i, sizeof *k->found.at, surest);
        for (size_t c = i; c < z && mine < SENTENCE_MAX; c++) {
            mw_opening o = k->found.at[c];
            bool free = true;
            for (size_t q = kept - mine; q < kept; q++) free = free && (o.last < k->found.at[q].first || o.first > k->found.at[q].last);
            if (!free) continue;
            k->found.at[kept++] = o;
            mine++;
        }
    }
    k->found.n = kept;
    if (kept > 1) qsort(k->found.at, kept, sizeof *k->found.at, in_order);
    return MARROW_OK;
}
