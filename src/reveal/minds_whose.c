/* minds_whose: whose mind a clause is inside of. Gathered are whoever the clause itself gives, whoever thinks or sees it in the clause above,
 * the mind entered last and the one entered most of late, the paragraph's first subject, the narrator, the speaker; a choice learnt in
 * training/minds (conditional logit) takes the likeliest. Some eight people are remembered: linear time. */
#include "reveal/minds_work.h"

#include <string.h>

#include "reveal/whose_weights.inc"

enum { FAR_MIND = 3, FAR_SUBJECT = 2, CLIMB = 6 };
#define FADES 0.85F

void mw_whose_begin(mw_whose *s, const mw_minds_work *w) {
    *s = (mw_whose){.w = w, .last = {.who = MW_NONE}, .subject = {.who = MW_NONE}};
    for (int i = 0; i < MW_WHOSE; i++) s->often[i].who = MW_NONE;
}

/* ---- gathering ---- */

static void put(mw_whose *s, uint32_t who, uint32_t known, mw_whose_source from) {
    if (who == MW_NONE) return;
    uint32_t i = 0;
    while (i < s->n && s->at[i].who != who) i++;
    if (i == s->n) s->at[s->n++] = (mw_whose_at){.who = who, .known = known};
    s->at[i].from |= 1U << from;
}

/* Whoever thinks, sees or wants what the clause tells: he saw that the door was open. The highest one in an unbroken chain. */
static uint32_t thinker(const mw_minds_work *w, uint32_t clause, uint32_t *known) {
    const mw_clause *k = mw_work_clause(w, clause);
    uint32_t who = MW_NONE;
    for (int i = 0; i < CLIMB && k->over != MW_NONE && mw_work_clause(w, k->over)->quote == k->quote; i++) {
        const mw_clause_answer *up = &w->answer[k->over];
        bool of_noun = k->rel == MW_REL_ACL && k->flags & MW_CLAUSE_INFINITIVE; /* his wish to escape: the noun says whose */
        if (k->rel == MW_REL_CCOMP || k->rel == MW_REL_XCOMP || (k->rel == MW_REL_ACL && !of_noun)) {
            if (up->inside[MW_N_IN] > 0.5F) break;
            if (up->who != MW_NONE) {
                who = up->who;
                *known = up->who_known;
            }
        } else if (k->rel != MW_REL_CONJ) {
            break;
        }
        k = mw_work_clause(w, k->over);
    }
    return who;
}

static void put_lately(mw_whose *s, uint32_t block) {
    if (s->last.who != MW_NONE && block - s->last.block <= FAR_MIND) put(s, s->last.who, s->last.known, MW_WHOSE_LAST);
    if (s->subject.who != MW_NONE && block - s->subject.block <= FAR_SUBJECT) put(s, s->subject.who, s->subject.known, MW_WHOSE_SUBJECT);
    const mw_whose_mind *most = &s->often[0];
    for (int i = 1; i < MW_WHOSE; i++)
        if (s->often[i].who != MW_NONE && s->often[i].score > most->score) most = &s->often[i];
    put(s, most->who, most->known, MW_WHOSE_OFTEN);
}

/* Of whom the clause is told: of a passive whoever suffers it. */
static uint32_t subject_of(const mw_clause *k, uint32_t *mention) {
    bool suffers = k->flags & MW_CLAUSE_PASSIVE && k->patient != MW_NONE;
    *mention = suffers ? k->patient_mention : k->who_mention;
    return suffers ? k->patient : k->who;
}

/* A paragraph's first subject in narration. */
static void note_subject(mw_whose *s, uint32_t clause, uint32_t block) {
    const mw_clause *k = mw_work_clause(s->w, clause);
    uint32_t mention, who = subject_of(k, &mention);
    if (k->quote != MW_NONE || who == MW_NONE || (s->subject.who != MW_NONE && block == s->subject.block)) return;
    uint32_t known = mention == MW_NONE ? s->w->answer[clause].who_known : s->w->e->clauses.people.known[mention];
    s->subject = (mw_whose_mind){.who = who, .known = known, .block = block};
}

void mw_whose_gather(mw_whose *s, uint32_t clause) {
    const mw_minds_work *w = s->w;
    const mw_clause *k = mw_work_clause(w, clause);
    uint32_t block = w->read->tokens->block[k->head], known = 0;
    uint32_t teller = mw_narrator_at(w->read->text, w->read->cast, w->read->tokens->span[k->head].start),
             above = thinker(w, clause, &known);
    s->n = 0;
    note_subject(s, clause, block);
    put(s, w->answer[clause].who, w->answer[clause].who_known, MW_WHOSE_OWN);
    put(s, above, known, MW_WHOSE_ABOVE);
    if (k->quote == MW_NONE) {
        put_lately(s, block);
        if (teller != MW_NONE) put(s, teller, w->read->cast->characters[teller].known, MW_WHOSE_TELLER);
    } else {
        put(s, w->read->speech->quotes[k->quote].speaker, w->read->speech->quotes[k->quote].known, MW_WHOSE_SPEAKER);
    }
}

/* ---- weighing ---- */

static bool has_mind(const mw_minds_work *w, const mw_clause *k) {
    return mw_sense_mind(mw_label(w->read->tags->labels_sense, w->read->tags->sense[k->head])) != MW_MIND_NONE;
}

/* What the clause is: each is crossed with where the person comes from. */
static void circumstances(const mw_minds_work *w, uint32_t clause, float *c) {
    const mw_clause *k = mw_work_clause(w, clause);
    memset(c, 0, MW_WHOSE_ROUND * sizeof *c);
    c[mw_inside_likeliest(&w->answer[clause])] = 1;
    float *x = c + MW_N_IN;
    x[0] = k->quote != MW_NONE;
    x[1] = k->word && k->word->mind != MW_MIND_NONE;
    x[2] = k->word && k->word->mind == MW_MIND_PERCEIVE;
    x[3] = has_mind(w, k);
    x[4] = mw_person_at(&w->e->clauses, k->subject) != MW_NONE;
    x[5] = k->subject == MW_NONE;
    x[6] = k->rel == MW_REL_CCOMP || k->rel == MW_REL_XCOMP || k->rel == MW_REL_ACL;
    x[7] = (k->flags & MW_CLAUSE_COPULA) != 0;
    x[8] = (k->flags & MW_CLAUSE_ASKS) != 0;
    x[9] = k->who_mention != MW_NONE && w->read->cast->mentions[k->who_mention].form == MW_PRO;
}

static bool named_in(const mw_minds_work *w, const mw_clause *k, uint32_t who) {
    for (uint32_t t = k->first; t <= k->last && t < k->first + 60; t++)
        if (t != k->subject && mw_person_at(&w->e->clauses, t) == who) return true;
    return false;
}

void mw_whose_features(const mw_whose *s, uint32_t clause, const mw_whose_at *x, float *f) {
    const mw_clause *k = mw_work_clause(s->w, clause);
    uint32_t mention;
    float c[MW_WHOSE_ROUND];
    circumstances(s->w, clause, c);
    memset(f, 0, MW_N_WHOSE_FEATURE * sizeof *f);
    f[MW_HF_BIAS] = 1;
    for (int i = 0; i < MW_N_WHOSE; i++) {
        if (!(x->from >> i & 1)) continue;
        f[MW_HF_SOURCE + i] = 1;
        memcpy(f + MW_HF_CROSS + i * MW_WHOSE_ROUND, c, sizeof c);
        f[MW_HF_MORE] += 1;
    }
    f[MW_HF_MORE + 1] = s->w->read->cast->characters[x->who].narrator;
    f[MW_HF_MORE + 2] = subject_of(k, &mention) == x->who;
    f[MW_HF_MORE + 3] = named_in(s->w, k, x->who);
    f[MW_HF_MORE + 4] = s->w->read->cast->characters[x->who].passing;
    for (int i = 0; i < MW_WHOSE; i++)
        if (s->often[i].who == x->who) f[MW_HF_MORE + 5] = s->often[i].score;
}

const mw_whose_at *mw_whose_choose(const mw_whose *s, uint32_t clause) {
    float f[MW_N_WHOSE_FEATURE];
    const mw_whose_at *best = NULL;
    double most = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        mw_whose_features(s, clause, &s->at[i], f);
        double sum = mw_dot(whose_weights, f, MW_N_WHOSE_FEATURE);
        if (best && sum <= most) continue;
        most = sum;
        best = &s->at[i];
    }
    return best;
}

/* A mind was entered in the telling: it is the one to go on with. */
void mw_whose_note(mw_whose *s, uint32_t clause, uint32_t who, uint32_t known) {
    uint32_t block = s->w->read->tokens->block[mw_work_clause(s->w, clause)->head];
    s->last = (mw_whose_mind){.who = who, .known = known, .block = block};
    mw_whose_mind *slot = &s->often[0];
    for (int i = 0; i < MW_WHOSE; i++) {
        s->often[i].score *= FADES;
        if (slot->who != who && (s->often[i].who == who || s->often[i].who == MW_NONE || s->often[i].score < slot->score))
            slot = &s->often[i];
    }
    if (slot->who != who) *slot = (mw_whose_mind){.who = who, .known = known};
    slot->score += 1;
}
