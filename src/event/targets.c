/* targets: gathers those who may be meant, in numbers, and chooses. One pass along the acts; a few people are remembered. */
#include "event/targets.h"

#include <math.h>
#include <string.h>

/* Learnt as a choice among those gathered and nobody (conditional logit: McFadden, 1974). */
#include "event/weights_to.inc"

enum { FAR_BLOCKS = 3, NEXT_BLOCKS = 3, NEXT_MENTIONS = 48, NEXT_QUOTES = 12, LONGEST = 400 };
static const float NOBODY = -1.0F; /* the score that the likeliest must reach; by the fit alone nobody's is 0 */

static const mw_clause *clause_of(const mw_judge *j, const mw_act *a) { return a->clause == MW_NONE ? NULL : &j->clauses->at[a->clause]; }
static mw_rel rel(const mw_judge *j, uint32_t t) { return (mw_rel)j->tags->rel_base[t]; }

void mw_targets_begin(mw_targets *t, const mw_judge *j) {
    *t = (mw_targets){.j = j, .suffered = {.who = MW_NONE}, .heard_of = MW_NONE};
    for (int i = 0; i < MW_TARGETS_BACK; i++) t->actor[i] = t->named[i] = t->spoke[i] = (mw_target){.who = MW_NONE};
}

static bool has(const mw_target *x, mw_target_source from) { return x->from >> from & 1; }

/* ---- gathering ---- */

static mw_target *put(mw_targets *t, const mw_act *a, uint32_t who, uint32_t mention, uint32_t known, mw_target_source from) {
    if (who == MW_NONE || who == a->who) return NULL;
    uint32_t i = 0;
    while (i < t->n && t->at[i].who != who) i++;
    if (i == MW_TARGETS) return NULL;
    if (i == t->n) t->at[t->n++] = (mw_target){.who = who, .mention = mention, .known = known, .head = MW_NONE, .after = MW_NONE};
    t->at[i].from |= 1U << from;
    return &t->at[i];
}

static void put_token(mw_targets *t, const mw_act *a, uint32_t token, mw_target_source from) {
    const mw_clauses *c = t->j->clauses;
    uint32_t who = mw_person_at(c, token);
    if (who != MW_NONE) put(t, a, who, c->people.mention[token], c->people.known[c->people.mention[token]], from);
}

static void put_owners(mw_targets *t, const mw_act *a, uint32_t noun, mw_target_source from) {
    const mw_children *ch = t->j->clauses->children;
    for (uint32_t k = noun == MW_NONE ? MW_NONE : mw_child_first(ch, noun); k != MW_NONE; k = mw_child_next(ch, k))
        if (rel(t->j, k) == MW_REL_NMOD) put_token(t, a, k, from);
}

static uint32_t known_of(const mw_judge *j, uint32_t mention) { return mention == MW_NONE ? 0 : j->clauses->people.known[mention]; }

static bool is_toward(const mw_judge *j, uint32_t adposition) {
    static const char *const words[] = {"to", "at", "on", "upon", "with", "for", "against", "toward", "towards", "after", "from"};
    for (size_t i = 0; adposition != MW_NONE && i < sizeof words / sizeof *words; i++)
        if (mw_token_is(j->text, j->tokens, adposition, words[i])) return true;
    return false;
}

static void put_arguments(mw_targets *t, const mw_act *a, const mw_clause *k) {
    const mw_judge *j = t->j;
    put_token(t, a, k->indirect, MW_FROM_INDIRECT);
    put_token(t, a, k->object, MW_FROM_OBJECT);
    put_owners(t, a, k->object, MW_FROM_OBJECT_OWNER);
    put_token(t, a, k->oblique, is_toward(j, k->adposition) ? MW_FROM_TOWARD : MW_FROM_OBLIQUE);
    put_owners(t, a, k->oblique, MW_FROM_OBLIQUE_OWNER);
    for (uint32_t i = k->first; i <= k->last && i < k->first + LONGEST; i++)
        if (j->clauses->of[i] == a->clause && i != k->object && i != k->oblique && i != k->indirect) put_token(t, a, i, MW_FROM_HULL);
}

static void put_neighbours(mw_targets *t, const mw_act *a, const mw_clause *k) {
    const mw_judge *j = t->j;
    const mw_clauses *c = j->clauses;
    for (uint32_t i = mw_child_first(c->children, k->head); i != MW_NONE; i = mw_child_next(c->children, i)) {
        uint32_t below = c->of[i];
        if (below == MW_NONE || c->at[below].head != i || c->at[below].quote != k->quote) continue;
        mw_target_source as = rel(j, i) == MW_REL_CONJ ? MW_FROM_CONJUNCT : MW_FROM_BELOW_OBJECT;
        put(t, a, c->at[below].patient, c->at[below].patient_mention, known_of(j, c->at[below].patient_mention), as);
        if (rel(j, i) != MW_REL_CONJ) put_token(t, a, c->at[below].subject, MW_FROM_BELOW_SUBJECT);
    }
    if (k->over == MW_NONE || c->at[k->over].quote != k->quote) return;
    const mw_clause *up = &c->at[k->over];
    put(t, a, up->who, up->who_mention, known_of(j, up->who_mention), MW_FROM_ABOVE_WHO);
    put(t, a, up->patient, up->patient_mention, known_of(j, up->patient_mention),
        k->rel == MW_REL_CONJ ? MW_FROM_CONJUNCT : MW_FROM_ABOVE_PATIENT);
}

static void put_hearers(mw_targets *t, const mw_act *a) {
    const mw_speech_room *s = t->j->speech;
    for (int round = 0; round < 2; round++) {
        uint32_t at = round ? a->quote : a->said;
        if (at == MW_NONE) continue;
        const mw_quote *q = &s->quotes[at];
        for (uint32_t i = 0; i < q->n_addressees; i++)
            put(t, a, q->addressees[i], MW_NONE, q->known, round ? MW_FROM_ROUND_HEARER : MW_FROM_HEARER);
        if (round) put(t, a, q->speaker, MW_NONE, q->known, MW_FROM_ROUND_SPEAKER);
        for (uint32_t i = q->first; i <= q->last && i < q->first + LONGEST; i++)
            if (rel(t->j, i) == MW_REL_VOCATIVE) put_token(t, a, i, MW_FROM_VOCATIVE);
    }
}

/* Those of whom somebody speaks are seldom spoken to. */
static void find_spoken_of(mw_targets *t, const mw_act *a) {
    const mw_judge *j = t->j;
    t->n_of = 0;
    if (a->said == MW_NONE) return;
    const mw_quote *q = &j->speech->quotes[a->said];
    for (uint32_t i = q->first; i <= q->last && i < q->first + LONGEST && t->n_of < MW_TARGETS; i++) {
        uint32_t who = mw_person_at(j->clauses, i);
        if (who == MW_NONE || rel(j, i) == MW_REL_VOCATIVE) continue;
        bool third = j->tags->upos[i] != MW_PRON || strstr(mw_label(j->tags->labels_feats, j->tags->feats[i]), "Person=3");
        if (!third) continue;
        t->of[t->n_of++] = who;
        put_token(t, a, i, MW_FROM_SPOKEN_OF);
    }
}

/* Whom syntax alone would give. */
static void put_rule(mw_targets *t, const mw_act *a, const mw_clause *k) {
    const mw_speech_room *s = t->j->speech;
    if (k && k->patient != MW_NONE) {
        put(t, a, k->patient, k->patient_mention, known_of(t->j, k->patient_mention), MW_FROM_RULE);
        return;
    }
    bool tells = k && a->quote != MW_NONE && k->word && k->word->flags & MW_VERB_SAY && k->flags & MW_CLAUSE_PRESENT &&
                 s->quotes[a->quote].speaker == a->who; /* "I beg …": said to whoever hears it */
    uint32_t at = a->said != MW_NONE ? a->said : tells ? a->quote : MW_NONE;
    if (at != MW_NONE && s->quotes[at].n_addressees) put(t, a, s->quotes[at].addressees[0], MW_NONE, s->quotes[at].known, MW_FROM_RULE);
}

/* ---- those before ---- */

static void put_before(mw_targets *t, const mw_act *a, const mw_target *x, uint32_t block, mw_target_source from) {
    if (x->who == MW_NONE || block - x->block > FAR_BLOCKS) return;
    mw_target *y = put(t, a, x->who, MW_NONE, x->known, from);
    if (y && (y->head == MW_NONE || y->head < x->head)) {
        y->head = x->head;
        y->block = x->block;
    }
}

/* The last two of a list who are not the agent. */
static void put_last(mw_targets *t, const mw_act *a, const mw_target *list, uint32_t block, mw_target_source from) {
    int n = 0;
    for (int i = 0; i < MW_TARGETS_BACK && n < 2; i++)
        if (list[i].who != a->who) put_before(t, a, &list[i], block, (mw_target_source)(from + n++));
}

static void push(mw_target *list, mw_target x) {
    int i = 0;
    while (i < MW_TARGETS_BACK - 1 && list[i].who != x.who) i++;
    memmove(list + 1, list, (size_t)i * sizeof *list);
    list[0] = x;
}

static mw_target seen(const mw_judge *j, uint32_t who, uint32_t known, uint32_t head) {
    return (mw_target){.who = who, .mention = MW_NONE, .known = known, .head = head, .block = j->tokens->block[head]};
}

static void note(mw_targets *t, uint32_t who, uint32_t head) {
    push(t->named, seen(t->j, who, t->j->clauses->people.known[t->mention], head));
    t->lately[t->n_lately++ % MW_TARGETS] = t->mention;
}

/* People named in the telling, and speakers, before a token. */
static void pass(mw_targets *t, uint32_t token) {
    const mw_judge *j = t->j;
    for (; t->mention < j->cast->n_mentions && j->cast->mentions[t->mention].head < token; t->mention++) {
        uint32_t head = j->cast->mentions[t->mention].head, who = mw_person_at(j->clauses, head);
        if (who != MW_NONE && j->clauses->quote_of[head] == MW_NONE && j->clauses->people.mention[head] == t->mention) note(t, who, head);
    }
    for (; t->quote < j->speech->n_quotes && j->speech->quotes[t->quote].last < token; t->quote++) {
        const mw_quote *q = &j->speech->quotes[t->quote];
        if (q->speaker != MW_NONE) push(t->spoke, seen(j, q->speaker, q->known, q->last));
    }
}

static void remember(mw_targets *t, const mw_act *a, const mw_clause *k) {
    if (a->who == MW_NONE || a->quote != MW_NONE) return;
    push(t->actor, seen(t->j, a->who, a->known, a->head));
    if (k && k->patient != MW_NONE) t->suffered = seen(t->j, k->patient, known_of(t->j, k->patient_mention), a->head);
}

static uint32_t n_lately(const mw_targets *t) { return t->n_lately < MW_TARGETS ? t->n_lately : MW_TARGETS; }

static uint32_t often_lately(const mw_targets *t, uint32_t who) {
    uint32_t times = 0;
    for (uint32_t i = 0; i < n_lately(t); i++) times += t->j->clauses->people.character[t->lately[i]] == who;
    return times;
}

/* Whoever shares the scene with the agent, though not named near. */
static void put_lately(mw_targets *t, const mw_act *a) {
    const mw_where_people *p = &t->j->clauses->people;
    uint32_t best = MW_NONE, most = 0;
    for (uint32_t i = 0; i < n_lately(t); i++) {
        uint32_t m = t->lately[i], n = p->character[m] == a->who ? 0 : often_lately(t, p->character[m]);
        if (n > most || (n == most && n && m < best)) best = m;
        if (n > most) most = n;
    }
    if (best != MW_NONE) put(t, a, p->character[best], MW_NONE, p->known[best], MW_FROM_LATELY);
}

/* ---- those after: "Come in," she called; and the door let in the sexton ---- */

static void put_after(mw_targets *t, const mw_act *a, uint32_t who, uint32_t known, uint32_t head, mw_target_source from) {
    mw_target *x = put(t, a, who, MW_NONE, known, from);
    if (x && (x->after == MW_NONE || x->after > head)) x->after = head;
}

/* The next two named in the telling. */
static void put_next(mw_targets *t, const mw_act *a) {
    const mw_judge *j = t->j;
    uint32_t end = t->mention + NEXT_MENTIONS, first = MW_NONE;
    for (uint32_t m = t->mention; m < end && m < j->cast->n_mentions; m++) {
        uint32_t head = j->cast->mentions[m].head, who = mw_person_at(j->clauses, head);
        if (head <= a->last || who == MW_NONE || who == a->who || who == first || j->clauses->quote_of[head] != MW_NONE) continue;
        if (j->tokens->block[head] - j->tokens->block[a->last] > NEXT_BLOCKS) return;
        put_after(t, a, who, j->clauses->people.known[m], head, first == MW_NONE ? MW_FROM_NEXT : MW_FROM_NEXT_2);
        if (first != MW_NONE) return;
        first = who;
    }
}

static void put_reply(mw_targets *t, const mw_act *a) {
    const mw_judge *j = t->j;
    uint32_t end = t->quote + NEXT_QUOTES;
    for (uint32_t i = t->quote; i < end && i < j->speech->n_quotes; i++) {
        const mw_quote *q = &j->speech->quotes[i];
        if (q->first <= a->last || q->speaker == a->who || q->speaker == MW_NONE) continue;
        if (j->tokens->block[q->first] - j->tokens->block[a->last] <= NEXT_BLOCKS)
            put_after(t, a, q->speaker, q->known, q->first, MW_FROM_REPLY);
        return;
    }
}

static void put_narrator(mw_targets *t, const mw_act *a) {
    uint32_t who = mw_narrator_at(t->j->text, t->j->cast, a->span.start);
    if (who != MW_NONE) put(t, a, who, MW_NONE, t->j->cast->characters[who].known, MW_FROM_NARRATOR);
}

/* ---- those whom the model means ---- */

static const float SHARE = 0.15F;

static void put_shares(mw_targets *t, const mw_act *a, const mw_doers *d, mw_target_source from) {
    for (uint32_t i = 0; i < d->n; i++)
        if (d->of[i] >= SHARE && d->known[i]) put(t, a, d->who[i], MW_NONE, d->known[i], from);
}

static void put_doers(mw_targets *t, const mw_act *a) {
    uint32_t q = a->said != MW_NONE ? a->said : a->quote;
    mw_doers_of(t->j, a, MW_DONE_TO, &t->doers);
    if (q != t->heard_of) {
        mw_doers_heard(t->j, q, &t->heard);
        t->heard_of = q;
    }
    put_shares(t, a, &t->doers, MW_FROM_POINTED);
    put_shares(t, a, &t->heard, MW_FROM_HEARD);
}

void mw_targets_next(mw_targets *t, const mw_act *a) {
    const mw_clause *k = clause_of(t->j, a);
    uint32_t block = t->j->tokens->block[a->head];
    t->n = t->doers.n = 0;
    pass(t, a->first < a->head ? a->first : a->head);
    if (a->who != MW_NONE && !(k && k->flags & MW_CLAUSE_PASSIVE && k->patient != MW_NONE)) {
        put_rule(t, a, k);
        if (k) put_arguments(t, a, k);
        if (k) put_neighbours(t, a, k);
        put_hearers(t, a);
        find_spoken_of(t, a);
        put_last(t, a, t->actor, block, MW_FROM_ACTOR);
        put_last(t, a, t->named, block, MW_FROM_NAMED);
        put_last(t, a, t->spoke, block, MW_FROM_SPOKE);
        put_before(t, a, &t->suffered, block, MW_FROM_SUFFERED);
        put_lately(t, a);
        put_next(t, a);
        put_reply(t, a);
        put_narrator(t, a);
        put_doers(t, a);
    }
    remember(t, a, k);
}

/* ---- weighing ---- */

/* Not named by the clause, nor as a hearer: only somebody who is about. */
static bool only_near(const mw_target *x) { return x->from >> MW_FROM_ACTOR << MW_FROM_ACTOR == x->from; }

static void near_features(const mw_targets *t, const mw_act *a, const mw_target *x, float *f) {
    const mw_judge *j = t->j;
    f[0] = x->head != MW_NONE;
    f[1] = f[0] != 0 && x->block == j->tokens->block[a->head];
    f[2] = f[0] != 0 && j->tags->sentence[x->head] == j->tags->sentence[a->head];
    f[3] = f[0] != 0 && x->head < a->head ? logf((float)(a->head - x->head) + 1) : 0;
    for (uint32_t i = 0; i < t->n; i++) f[4] = f[4] != 0 || (t->at[i].who != x->who && has(&t->at[i], MW_FROM_RULE));
    f[5] = t->n == 1;
    f[6] = j->cast->characters[x->who].narrator;
    f[7] = j->cast->characters[x->who].passing;
    for (uint32_t i = 0; i < t->n_of; i++) f[8] = f[8] != 0 || t->of[i] == x->who;
    f[9] = logf((float)often_lately(t, x->who) + 1);
    f[10] = x->after != MW_NONE;
    f[11] = x->after == MW_NONE ? 0 : logf((float)(x->after - a->last) + 1);
    f[12] = x->after != MW_NONE && j->tokens->block[x->after] == j->tokens->block[a->last];
    for (int i = 0; i < MW_N_FROM; i++) f[13] += has(x, (mw_target_source)i);
    uint32_t named = 0;
    for (uint32_t i = 0; i < t->n; i++) named += !only_near(&t->at[i]);
    f[14] = only_near(x) && named;
    f[15] = only_near(x) && !named;
}

/* Of the act: whether anybody is meant at all. */
static void verb_features(const mw_act *a, const mw_clause *k, float *f) {
    f[MW_TF_DEEDS + a->deed] = 1;
    f[MW_TF_FORM] = !k;
    f[MW_TF_FORM + 1] = a->said != MW_NONE;
    f[MW_TF_FORM + 2] = a->quote != MW_NONE;
    f[MW_TF_FORM + 3] = a->what.end > a->what.start;
    if (!k) return;
    f[MW_TF_FORM + 4] = k->object != MW_NONE;
    f[MW_TF_FORM + 5] = k->oblique != MW_NONE;
    for (int i = 0; k->word && i < 13; i++) f[MW_TF_VERB + i] = k->word->flags >> i & 1;
}

static bool likeliest(const mw_doers *d, uint32_t who) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < d->n; i++)
        if (d->of[i] > d->of[best]) best = i;
    return d->n && d->who[best] == who;
}

static void doer_features(const mw_targets *t, const mw_act *a, const mw_target *x, float *f) {
    if (t->doers.n) {
        float p = mw_doers_share(&t->doers, x->who);
        f[0] = p;
        f[1] = a->said != MW_NONE ? p : 0;
        f[2] = a->quote != MW_NONE ? p : 0;
        f[3] = logf(p + 0.02F) + 2;
        f[4] = likeliest(&t->doers, x->who);
    }
    if (!t->heard.n) return;
    float p = mw_doers_share(&t->heard, x->who), *g = f + (a->said != MW_NONE ? 5 : 8);
    g[0] = p;
    g[1] = logf(p + 0.02F) + 2;
    g[2] = likeliest(&t->heard, x->who);
}

void mw_target_features(const mw_targets *t, const mw_act *a, const mw_target *x, float *f) {
    const mw_judge *j = t->j;
    const mw_clause *k = clause_of(j, a);
    memset(f, 0, MW_N_TO_FEATURE * sizeof *f);
    f[MW_TF_BIAS] = 1;
    for (int i = 0; i < MW_N_FROM; i++) {
        float is = has(x, (mw_target_source)i);
        f[MW_TF_SOURCE + i] = is;
        f[MW_TF_SAID + i] = a->said != MW_NONE ? is : 0;
        f[MW_TF_QUOTED + i] = a->quote != MW_NONE ? is : 0;
    }
    near_features(t, a, x, f + MW_TF_NEAR);
    verb_features(a, k, f);
    doer_features(t, a, x, f + MW_TF_DOERS);
    if (!only_near(x)) return;
    f[MW_TF_DEED + a->deed] = 1;
    if (k) f[MW_TF_MIND + (k->word ? (mw_mind)k->word->mind : mw_sense_mind(mw_label(j->tags->labels_sense, j->tags->sense[k->head])))] = 1;
}

static double score(const mw_judge *j, const float *f) {
    const float *w = to_weights[j->tags->point != NULL];
    return mw_dot(w, f, MW_N_TO_FEATURE);
}

void mw_targets_choose(const mw_targets *t, mw_act *a) {
    const mw_clause *k = clause_of(t->j, a);
    float f[MW_N_TO_FEATURE];
    double most = NOBODY;
    const mw_target *best = NULL;
    if (a->who == MW_NONE || (k && k->flags & MW_CLAUSE_PASSIVE && k->patient != MW_NONE)) return;
    for (uint32_t i = 0; i < t->n; i++) {
        mw_target_features(t, a, &t->at[i], f);
        double p = score(t->j, f);
        if (p < most) continue;
        most = p;
        best = &t->at[i];
    }
    a->to = best ? best->who : MW_NONE;
    a->to_mention = best ? best->mention : MW_NONE;
    if (!best) return;
    uint32_t known = mw_doers_known(&t->doers, best->who);
    if (known < best->known) known = best->known;
    if (known > a->known) a->known = known;
}
