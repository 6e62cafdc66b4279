/* build: makes the product: clauses, then an act for every predicate that somebody does or suffers, then for every quotation that no verb
 * brings in; at last the judges say what is real and what matters. Deterministic; linear in the length of the text. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "event/inside.h"
#include "event/targets.h"

const char *const mw_modality_names[MW_N_MODALITY] = {"actual", "negated", "planned", "feared", "hypothetical", "habitual"};
const char *const mw_deed_names[MW_N_DEED] = {"other", "harm", "help",  "touch", "give", "take",
                                              "tell",  "ask",  "leave", "come",  "look", "make"};

typedef struct hull {
    uint32_t first, last; /* tokens, inclusive */
} hull;

typedef struct builder {
    const mw_env *env;
    mw_events *e;
    mw_judge j;
    hull *hull;       /* [clauses] of the clause and what completes it */
    uint8_t *has_cue; /* [quotes] of the speech: some part of it is brought in */
    size_t cap;
} builder;

static const float SURELY = 0.4F; /* that somebody does it of whom the parse knows nothing */

static uint32_t later(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t mention_known(const builder *b, uint32_t mention) { return mention == MW_NONE ? 0 : b->e->clauses.people.known[mention]; }

/* ---- quotations and the verbs that bring them in ---- */

static void find_cues(builder *b) {
    for (uint32_t i = 0; i < b->e->clauses.n; i++)
        if (b->e->clauses.cue_of[i] != MW_NONE) b->has_cue[b->j.speech->quotes[b->e->clauses.cue_of[i]].speech] = 1;
}

/* The act's span takes in the parts of the speech that stand in its paragraph. */
static void say(const builder *b, mw_act *a, uint32_t q) {
    const mw_speech_room *s = b->j.speech;
    const mw_tokens *t = b->j.tokens;
    const mw_quote *quote = &s->quotes[q];
    a->said = q;
    a->what = quote->span;
    a->known = later(a->known, quote->known);
    for (uint32_t i = q; i < s->n_quotes && s->quotes[i].speech == quote->speech; i++) {
        if (t->block[s->quotes[i].first] != t->block[a->head]) break;
        if (s->quotes[i].first < a->first) a->first = s->quotes[i].first;
        if (s->quotes[i].last > a->last) a->last = s->quotes[i].last;
        a->known = later(a->known, s->quotes[i].known);
    }
    a->span = (mw_span){t->span[a->first].start, t->span[a->last].end};
    a->known = later(a->known, a->span.end);
}

/* ---- acts ---- */

/* What is tried, wanted, begun, told belongs to the words of the act: "began to run", "said that he would". */
enum { DEEPEST = 8 };
static void take_complements(const builder *b, uint32_t clause) {
    const mw_clauses *c = &b->e->clauses;
    uint32_t k = clause;
    for (int depth = 0; depth < DEEPEST; depth++) {
        const mw_clause *down = &c->at[k];
        if ((down->rel != MW_REL_XCOMP && down->rel != MW_REL_CCOMP) || down->over == MW_NONE || c->at[down->over].quote != down->quote)
            return;
        k = down->over;
        if (c->at[clause].first < b->hull[k].first) b->hull[k].first = c->at[clause].first;
        if (c->at[clause].last > b->hull[k].last) b->hull[k].last = c->at[clause].last;
    }
}

static bool find_hulls(builder *b, mw_arena *work) {
    const mw_clauses *c = &b->e->clauses;
    b->hull = mw_arena_array(work, c->n, sizeof *b->hull);
    if (!b->hull) return false;
    for (uint32_t i = 0; i < c->n; i++) b->hull[i] = (hull){c->at[i].first, c->at[i].last};
    for (uint32_t i = 0; i < c->n; i++) take_complements(b, i);
    return true;
}

static mw_act *add(builder *b) {
    mw_act *a = &b->e->acts[b->e->n_acts++];
    *a = (mw_act){
        .clause = MW_NONE, .who = MW_NONE, .to = MW_NONE, .who_mention = MW_NONE, .to_mention = MW_NONE, .quote = MW_NONE, .said = MW_NONE};
    return a;
}

/* "Used to", "began to": the clause below says what is done. */
static bool acts_itself(const builder *b, uint32_t clause) {
    const mw_clause *k = &b->e->clauses.at[clause];
    if (!(k->flags & (MW_CLAUSE_VERB | MW_CLAUSE_NOMINAL))) return false;
    bool asked = b->j.tags->point && k->flags & MW_CLAUSE_VERB; /* then somebody may yet be found */
    if (k->who == MW_NONE && k->patient == MW_NONE && b->e->clauses.cue_of[clause] == MW_NONE && !asked) return false;
    return strcmp(mw_lemma(b->j.tags, k->head), "be") != 0;
}

/* Where syntax gives nobody, whom the model is sure of. */
static void ask_doers(const builder *b, mw_act *a) {
    mw_doers d;
    uint32_t best = MW_NONE;
    mw_doers_of(&b->j, a, MW_DOER, &d);
    for (uint32_t i = 0; i < d.n; i++)
        if (d.of[i] >= SURELY && d.known[i] && d.who[i] != a->to && (best == MW_NONE || d.of[i] > d.of[best])) best = i;
    if (best == MW_NONE) return;
    a->who = d.who[best];
    a->known = later(a->known, d.known[best]);
}

static bool clause_act(builder *b, uint32_t clause) {
    const mw_clause *k = &b->e->clauses.at[clause];
    mw_act *a = add(b);
    a->clause = clause;
    a->head = k->head;
    a->first = b->hull[clause].first;
    a->last = b->hull[clause].last;
    a->span = (mw_span){b->j.tokens->span[a->first].start, b->j.tokens->span[a->last].end};
    a->who = k->who;
    a->to = k->patient;
    a->who_mention = k->who_mention;
    a->to_mention = k->patient_mention;
    a->quote = k->quote;
    a->known = later(a->span.end, later(mention_known(b, k->who_mention), mention_known(b, k->patient_mention)));
    if (k->quote != MW_NONE) a->known = later(a->known, b->j.speech->quotes[k->quote].known);
    a->modality = mw_modality_of(&b->j, k);
    if (!mw_act_describe(&b->j, b->e->arena, k, a)) return false;
    if (b->e->clauses.cue_of[clause] != MW_NONE) {
        uint32_t q = b->e->clauses.cue_of[clause];
        if (a->who == MW_NONE) a->who = b->j.speech->quotes[q].speaker;
        say(b, a, q);
    }
    if (a->who == MW_NONE && k->flags & MW_CLAUSE_VERB) ask_doers(b, a);
    if (a->who == MW_NONE && a->to == MW_NONE) b->e->n_acts--;
    return true;
}

static bool ends_asking(const builder *b, uint32_t q) {
    for (uint32_t t = b->j.speech->quotes[q].last + 1, n = 0; t-- > b->j.speech->quotes[q].first && n < 3; n++)
        if (mw_token_is(b->j.text, b->j.tokens, t, "?")) return true;
    return false;
}

static void quote_act(builder *b, uint32_t q) {
    const mw_quote *quote = &b->j.speech->quotes[q];
    if (quote->speech != q || b->has_cue[q] || quote->speaker == MW_NONE || quote->kind == MW_LETTER) return;
    mw_act *a = add(b);
    a->head = a->first = quote->first;
    a->last = quote->last;
    a->span = quote->span;
    a->who = quote->speaker;
    a->known = later(quote->known, quote->span.end);
    bool asks = ends_asking(b, q);
    a->verb = quote->kind == MW_THOUGHT ? "think" : asks ? "ask" : "say";
    a->deed = quote->kind == MW_THOUGHT ? MW_DEED_OTHER : asks ? MW_DEED_ASK : MW_DEED_TELL;
    say(b, a, q);
}

static int by_head(const void *x, const void *y) {
    const mw_act *a = x, *b = y;
    if (a->head != b->head) return a->head < b->head ? -1 : 1;
    return a->clause < b->clause ? -1 : a->clause > b->clause;
}

static marrow_status find_acts(builder *b, marrow_error *err) {
    mw_events *e = b->e;
    b->cap = (size_t)e->clauses.n + b->j.speech->n_quotes;
    e->acts = mw_arena_array(e->arena, b->cap, sizeof *e->acts);
    e->act_of = mw_arena_array(e->arena, e->clauses.n, sizeof *e->act_of);
    if (!e->acts || !e->act_of) return mw_fail_memory(err);
    for (uint32_t i = 0; i < e->clauses.n; i++)
        if (acts_itself(b, i) && !clause_act(b, i)) return mw_fail_memory(err);
    for (uint32_t q = 0; q < b->j.speech->n_quotes; q++) quote_act(b, q);
    if (e->n_acts > 1) qsort(e->acts, e->n_acts, sizeof *e->acts, by_head);
    for (uint32_t i = 0; i < e->clauses.n; i++) e->act_of[i] = MW_NONE;
    for (uint32_t i = 0; i < e->n_acts; i++)
        if (e->acts[i].clause != MW_NONE) e->act_of[e->acts[i].clause] = i;
    return MARROW_OK;
}

/* ---- whom it is done to ---- */

static void find_targets(builder *b) {
    mw_targets t;
    mw_targets_begin(&t, &b->j);
    for (uint32_t i = 0; i < b->e->n_acts; i++) {
        mw_targets_next(&t, &b->e->acts[i]);
        mw_targets_choose(&t, &b->e->acts[i]);
    }
}

/* ---- judging ---- */

static void judge(const builder *b, mw_act *a) {
    float f[MW_N_JUDGED];
    mw_act_features(&b->j, a, f);
    mw_standing_features(&b->j, b->e->acts, b->e->n_acts, (uint32_t)(a - b->e->acts), f + MW_N_ACT_FEATURE);
    float act = mw_act_answer(&b->j, MW_ASK_ACT, f), key = mw_act_answer(&b->j, MW_ASK_KEY, f);
    a->importance = 0.7F * act + 0.3F * key;
    a->confidence = mw_act_answer(&b->j, MW_ASK_WHO, f);
    bool rule = a->modality == MW_ACTUAL || a->modality == MW_HABITUAL;
    a->realis = b->j.tags->sign_at ? mw_act_answer(&b->j, MW_ASK_REAL, f) >= 0.5F : rule;
    if (a->realis)
        a->modality = a->modality == MW_HABITUAL ? MW_HABITUAL : MW_ACTUAL;
    else if (a->modality == MW_ACTUAL || a->modality == MW_HABITUAL)
        a->modality = MW_HYPOTHETICAL;
}

/* What is told twice, as a deed and in the words that tell of it, or as what is tried and that it is tried, counts once: the lesser of two acts
 * of one person that share words matters less (maximal marginal relevance: Carbonell & Goldstein, 1998). So does, a little, the lesser of two
 * in one sentence. Only the next acts are compared. */
enum { NEAR_ACTS = 24 };
#define TOLD_TWICE 3.0
#define ONE_BREATH 0.8

static float less(float p, double by) {
    double q = p < 0.001F ? 0.001 : p > 0.999F ? 0.999 : (double)p;
    return (float)(1 / (1 + exp(by - log(q / (1 - q)))));
}

static double repeats(const builder *b, const mw_act *x, const mw_act *y) {
    if (x->who == MW_NONE || x->who != y->who) return 0;
    if (x->span.start < y->span.end && y->span.start < x->span.end) return TOLD_TWICE;
    return b->j.tags->sentence[x->head] == b->j.tags->sentence[y->head] ? ONE_BREATH : 0;
}

static bool weigh_once(const builder *b, mw_arena *work) {
    uint32_t n = b->e->n_acts;
    double *by = mw_arena_array(work, n, sizeof *by);
    if (!by) return false;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && k <= i + NEAR_ACTS; k++) {
            double again = repeats(b, &b->e->acts[i], &b->e->acts[k]);
            uint32_t lesser = b->e->acts[k].importance > b->e->acts[i].importance ? i : k;
            if (again > by[lesser]) by[lesser] = again;
        }
    for (uint32_t i = 0; i < n; i++)
        if (by[i] > 0) b->e->acts[i].importance = less(b->e->acts[i].importance, by[i]);
    return true;
}

static marrow_status build(builder *b, mw_arena *work, marrow_error *err) {
    b->has_cue = mw_arena_array(work, b->j.speech->n_quotes, 1);
    if (!b->has_cue || !find_hulls(b, work)) return mw_fail_memory(err);
    find_cues(b);
    MW_TRY(mw_judge_build(b->env, work, b->j.text, b->j.tokens, b->j.tags, b->j.cast, b->j.speech, &b->e->clauses, &b->j, err));
    MW_TRY(find_acts(b, err));
    find_targets(b);
    for (uint32_t i = 0; i < b->e->n_acts; i++) judge(b, &b->e->acts[i]);
    if (!weigh_once(b, work)) return mw_fail_memory(err);
    return mw_act_ids(b->env, b->e->arena, b->j.text, b->e->acts, b->e->n_acts, err);
}

marrow_status mw_event_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_cast *cast,
                             const mw_speech_room *speech, mw_events **events, marrow_error *err) {
    mw_arena *arena = mw_arena_new(&env->mem), *work = mw_arena_new(&env->mem);
    mw_events *e = arena && work ? mw_arena_alloc(arena, sizeof *e) : NULL;
    marrow_status status = e ? MARROW_OK : mw_fail_memory(err);
    if (e) {
        e->arena = arena;
        builder b = {.env = env,
                     .e = e,
                     .j = {.text = text, .tokens = tokens, .tags = tags, .cast = cast, .speech = speech, .clauses = &e->clauses}};
        status = mw_clauses_build(env, arena, text, tokens, tags, cast, speech, &e->clauses, err);
        if (status == MARROW_OK) status = build(&b, work, err);
    }
    mw_arena_free(work);
    if (status != MARROW_OK && e) mw_children_free(e->clauses.children);
    if (status != MARROW_OK)
        mw_arena_free(arena);
    else
        *events = e;
    return status;
}

void mw_event_free(mw_events *events) {
    if (!events) return;
    mw_children_free(events->clauses.children);
    mw_arena_free(events->arena);
}
