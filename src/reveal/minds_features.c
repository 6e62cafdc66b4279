/* minds_features: a clause in numbers, whatever is asked of it; and whose mind it would be inside of. Order and widths are those of
 * MW_CLAUSE_GROUPS. */
#include <math.h>
#include <string.h>

#include "reveal/minds_work.h"

static bool is(const mw_minds_work *w, uint32_t token, const char *word) {
    return mw_token_is(w->read->text, w->read->tokens, token, word);
}

static const char *lemma(const mw_minds_work *w, uint32_t token) { return mw_lemma(w->read->tags, token); }
static mw_rel rel(const mw_minds_work *w, uint32_t token) { return (mw_rel)w->read->tags->rel_base[token]; }

static void flags_of(uint16_t flags, int n, float *f) {
    for (int i = 0; i < n; i++) f[i] = flags >> i & 1;
}

/* ---- whose mind ---- */

static uint32_t owner_of(const mw_minds_work *w, uint32_t noun) {
    const mw_clauses *c = &w->e->clauses;
    if (noun == MW_NONE) return MW_NONE;
    for (uint32_t t = mw_child_first(c->children, noun); t != MW_NONE; t = mw_child_next(c->children, t))
        if (rel(w, t) == MW_REL_NMOD && mw_person_at(c, t) != MW_NONE) return t;
    return MW_NONE;
}

static bool inner_noun(const mw_minds_work *w, uint32_t t) {
    return t != MW_NONE && (mw_noun_mind(lemma(w, t)) != MW_MIND_NONE || mw_body_noun(lemma(w, t)));
}

static uint32_t known_at(const mw_minds_work *w, uint32_t token) {
    const mw_where_people *p = &w->e->clauses.people;
    return token == MW_NONE || p->mention[token] == MW_NONE ? 0 : p->known[p->mention[token]];
}

/* A token that names the person, tried in this order: the object of what stirs, the owner of a heart or thought that is the subject, the one
 * to whom something seems, the owner of a feeling in the clause. */
static uint32_t experiencer_token(const mw_minds_work *w, const mw_clause *k) {
    const mw_clauses *c = &w->e->clauses;
    uint32_t object = k->object != MW_NONE ? k->object : k->indirect, owner;
    bool person_acts = mw_person_at(c, k->subject) != MW_NONE;
    if (k->word && k->word->flags & MW_VERB_STIRS && !(k->flags & MW_CLAUSE_PASSIVE) && mw_person_at(c, object) != MW_NONE) return object;
    if (inner_noun(w, k->subject) && (owner = owner_of(w, k->subject)) != MW_NONE) return owner;
    if (!person_acts && k->oblique != MW_NONE && mw_person_at(c, k->oblique) != MW_NONE &&
        (is(w, k->adposition, "to") || is(w, k->adposition, "upon")))
        return k->oblique;
    if (!person_acts && k->who == MW_NONE) {
        if (mw_person_at(c, object) != MW_NONE) return object;
        if ((owner = owner_of(w, object)) != MW_NONE) return owner;
        if (inner_noun(w, k->oblique) && (owner = owner_of(w, k->oblique)) != MW_NONE) return owner;
        if ((owner = owner_of(w, k->subject)) != MW_NONE) return owner;
    }
    return MW_NONE;
}

uint32_t mw_experiencer(const mw_minds_work *w, uint32_t clause, uint32_t *known) {
    const mw_clauses *c = &w->e->clauses;
    *known = 0;
    for (uint32_t i = clause, n = 0; i != MW_NONE && n < 6; i = c->at[i].over, n++) {
        const mw_clause *k = &c->at[i];
        uint32_t t = experiencer_token(w, k), who = mw_person_at(c, t);
        *known = known_at(w, t);
        if (who == MW_NONE && k->flags & MW_CLAUSE_PASSIVE && k->patient != MW_NONE) {
            who = k->patient;
            *known = k->patient_mention == MW_NONE ? 0 : c->people.known[k->patient_mention];
        }
        if (who == MW_NONE && k->who != MW_NONE) {
            who = k->who;
            *known = k->who_mention == MW_NONE ? 0 : c->people.known[k->who_mention];
        }
        if (who != MW_NONE) return who;
        if (k->over == MW_NONE || c->at[k->over].quote != k->quote) break;
    }
    return MW_NONE;
}

/* ---- groups ---- */

static void word_features(const mw_minds_work *w, const mw_clause *k, float *f) {
    const mw_tags *tags = w->read->tags;
    const char *sense = mw_label(tags->labels_sense, tags->sense[k->head]);
    f[MW_CF_BIAS] = 1;
    f[MW_CF_MIND + (k->word ? k->word->mind : MW_MIND_NONE)] = 1;
    f[MW_CF_SENSE + mw_sense_mind(sense)] = 1;
    f[MW_CF_ADJ + (k->flags & MW_CLAUSE_COPULA ? mw_adjective_mind(lemma(w, k->head)) : MW_MIND_NONE)] = 1;
    f[MW_CF_DEED + (k->word ? (mw_deed)k->word->deed : mw_sense_deed(sense))] = 1;
    if (k->word) flags_of(k->word->flags, 13, f + MW_CF_VERB);
    f[MW_CF_VERB + 13] = k->word == NULL;
    flags_of(k->flags, 11, f + MW_CF_FORM);
    f[MW_CF_FORM + 11] = mw_is_event(tags, k->head);
}

/* Nouns, adjectives and adverbs of the clause that let us see a mind. */
static void inner_features(const mw_minds_work *w, const mw_clause *k, uint32_t clause, float *f) {
    const mw_tags *tags = w->read->tags;
    for (uint32_t t = k->first; t <= k->last; t++) {
        if (w->e->clauses.of[t] != clause) continue;
        if (tags->upos[t] == MW_NOUN) f[MW_CF_NOUN + mw_noun_mind(lemma(w, t))] = 1;
        if (tags->upos[t] == MW_ADJ && t != k->head) f[MW_CF_ADJ + mw_adjective_mind(lemma(w, t))] = 1;
    }
    f[MW_CF_NOUN] = 0;
}

static void layer_features(const mw_minds_work *w, const mw_clause *k, float *f) {
    static const uint8_t rels[] = {MW_REL_ROOT, MW_REL_CONJ, MW_REL_XCOMP, MW_REL_CCOMP, MW_REL_ADVCL, MW_REL_ACL, MW_REL_PARATAXIS};
    int r = 7;
    for (int i = 0; i < 7; i++)
        if (k->rel == rels[i]) r = i;
    f[MW_CF_REL + r] = 1;
    if (k->quote == MW_NONE) {
        f[MW_CF_LAYER + 3] = 1;
        f[MW_CF_LAYER + 4] = mw_narrator_at(w->read->text, w->read->cast, w->read->tokens->span[k->head].start) != MW_NONE;
        return;
    }
    f[MW_CF_LAYER + (int)w->read->speech->quotes[k->quote].kind] = 1;
}

static void subject_features(const mw_minds_work *w, const mw_clause *k, float *f) {
    const mw_clauses *c = &w->e->clauses;
    float *s = f + MW_CF_SUBJECT;
    s[0] = k->who != MW_NONE;
    s[1] = k->who_mention != MW_NONE && w->read->cast->mentions[k->who_mention].form == MW_PRO;
    s[2] = is(w, k->subject, "it") || is(w, k->subject, "there");
    s[3] = inner_noun(w, k->subject) && owner_of(w, k->subject) != MW_NONE;
    s[4] = k->patient != MW_NONE;
    s[5] = k->who != MW_NONE && w->read->cast->characters[k->who].narrator;
    s[6] = is(w, k->subject, "i") || is(w, k->subject, "we");
    s[7] =
        inner_noun(w, k->object) && k->object != MW_NONE && (owner_of(w, k->object) != MW_NONE || mw_person_at(c, k->subject) != MW_NONE);
    s[8] = k->subject == MW_NONE;
}

static int auxiliary(const mw_minds_work *w, uint32_t t) {
    static const char *const words[] = {"will", "shall", "can", "may", "should", "must", "ought", "have", "do", "could", "might"};
    static const uint8_t kinds[] = {0, 0, 2, 3, 4, 4, 4, 5, 6, 2, 3};
    if (is(w, t, "would") || is(w, t, "'d")) return 1;
    if (is(w, t, "could")) return 2;
    if (is(w, t, "might")) return 3;
    for (size_t i = 0; i < sizeof kinds; i++)
        if (strcmp(words[i], lemma(w, t)) == 0) return kinds[i];
    return 7;
}

/* 15 kinds of words that open a clause; 0: none of them. */
int mw_mark_kind(const mw_minds_work *w, uint32_t t) {
    static const char *const words[] = {"to", "because", "for",    "since",    "as",    "that",    "so",   "lest",
                                        "if", "when",    "though", "although", "while", "whether", "until"};
    for (int i = 0; t != MW_NONE && i < 15; i++)
        if (is(w, t, words[i])) return i + 1;
    return 0;
}

static void helper_features(const mw_minds_work *w, const mw_clause *k, float *f) {
    const mw_clauses *c = &w->e->clauses;
    for (uint32_t t = mw_child_first(c->children, k->head); t != MW_NONE; t = mw_child_next(c->children, t)) {
        if (rel(w, t) == MW_REL_AUX) f[MW_CF_AUX + auxiliary(w, t)] = 1;
        if (rel(w, t) == MW_REL_MARK || rel(w, t) == MW_REL_CC || rel(w, t) == MW_REL_ADVMOD) {
            int m = mw_mark_kind(w, t);
            if (m) f[MW_CF_MARK + m] = 1;
        }
    }
    f[MW_CF_MARK] = k->mark != MW_NONE;
    const mw_clause *up = k->over == MW_NONE ? NULL : mw_work_clause(w, k->over);
    bool below = k->rel == MW_REL_XCOMP || k->rel == MW_REL_CCOMP || k->rel == MW_REL_ADVCL || k->rel == MW_REL_ACL;
    if (!up || !below) return;
    f[MW_CF_OVER] = 1;
    if (up->word) flags_of(up->word->flags, 8, f + MW_CF_OVER + 1);
    f[MW_CF_OVER + 8 + (up->word ? up->word->mind : mw_sense_mind(mw_label(w->read->tags->labels_sense, w->read->tags->sense[up->head])))] =
        1;
}

static void size_features(const mw_minds_work *w, const mw_clause *k, float *f) {
    const mw_tags *tags = w->read->tags;
    uint32_t end = tags->sentences[k->sentence].end;
    f[MW_CF_SIZE] = logf((float)(k->last - k->first + 2));
    for (uint32_t t = end; t-- > k->last && t + 4 > end;)
        if (is(w, t, "!")) f[MW_CF_SIZE + 1] = 1;
    f[MW_CF_SIZE + 2] = (k->flags & MW_CLAUSE_ASKS) && k->quote == MW_NONE;
    f[MW_CF_SIZE + 3] = f[MW_CF_SIZE + 1] != 0 && k->quote == MW_NONE;
    if (!tags->tones) return;
    const mw_tone *t = &tags->tones[k->sentence];
    for (int i = 0; i < MW_N_MODE; i++) f[MW_CF_TONE + i] = (float)t->mode[i] / 255;
    f[MW_CF_TONE + 4] = t->tension;
    f[MW_CF_TONE + 5] = fabsf(t->valence);
    f[MW_CF_TONE + 6] = (float)t->lapse[MW_SECONDS] / 255;
    f[MW_CF_TONE + 7] = (float)t->lapse[MW_YEARS] / 255;
}

/* Means tell how much of the clause bears the sign, the highest that some word does. */
static void sign_features(const mw_minds_work *w, const mw_clause *k, float *f) {
    static const uint8_t singles[] = {MW_SIGN_IS_CAUSE,     MW_SIGN_IS_RESULT,     MW_SIGN_IS_PURPOSE, MW_SIGN_IS_EXPLANATION,
                                      MW_SIGN_IS_CONDITION, MW_SIGN_IS_CONCESSION, MW_SIGN_ACT,        MW_SIGN_KEY,
                                      MW_SIGN_WHY_TOLD,     MW_SIGN_WHY_HINTED,    MW_SIGN_SPOKEN,     MW_SIGN_CUE,
                                      MW_SIGN_TRAIT,        MW_SIGN_REAL};
    const mw_tags *tags = w->read->tags;
    if (!tags->sign_at) return;
    float *s = f + MW_CF_SIGN, n = (float)(k->last - k->first + 1);
    uint8_t best[MW_N_SIGN] = {0};
    uint32_t sum[MW_N_SIGN] = {0};
    for (uint32_t i = tags->sign_at[k->first]; i < tags->sign_at[k->last + 1]; i++) {
        const mw_signed *x = &tags->signs[i];
        if (x->p > best[x->sign]) best[x->sign] = x->p;
        sum[x->sign] += x->p;
    }
    for (int i = 0; i < 5; i++) {
        s[i] = (float)best[MW_SIGN_PERCEIVE + i] / 255;
        s[5 + i] = (float)sum[MW_SIGN_PERCEIVE + i] / 255 / n;
        s[10 + i] = (float)best[MW_SIGN_PURPOSE + i] / 255;
    }
    for (int i = 0; i < 3; i++) s[15 + i] = (float)best[MW_SIGN_RIPPLE_ACT + i] / 255;
    for (int i = 0; i < 14; i++) s[18 + i] = (float)best[singles[i]] / 255;
}

void mw_clause_features(const mw_minds_work *w, uint32_t clause, float *f) {
    const mw_clause *k = mw_work_clause(w, clause);
    memset(f, 0, MW_N_CLAUSE_FEATURE * sizeof *f);
    word_features(w, k, f);
    inner_features(w, k, clause, f);
    layer_features(w, k, f);
    subject_features(w, k, f);
    helper_features(w, k, f);
    size_features(w, k, f);
    sign_features(w, k, f);
}
