/* standing: how an act stands among the acts around it, in its paragraph and in what is said, and how surely it is known who did it: the
 * numbers that tell which of many acts count. A few neighbours on either side are looked at, so that it stays linear. */
#include "event/features.h"

#include <math.h>
#include <string.h>

enum { NEIGHBOURS = 32, LONGEST = 400 };

typedef struct standing {
    const mw_judge *j;
    const mw_act *acts;
    uint32_t n, i;
} standing;

static const mw_act *at(const standing *s, uint32_t i) { return i < s->n ? &s->acts[i] : NULL; }
static uint32_t block(const standing *s, const mw_act *a) { return s->j->tokens->block[a->head]; }

static void whom(const standing *s, float *f) {
    const mw_act *a = at(s, s->i);
    const mw_cast *c = s->j->cast;
    const mw_mention *m = a->who_mention == MW_NONE ? NULL : &c->mentions[a->who_mention];
    uint32_t q = a->said != MW_NONE ? a->said : a->quote;
    if (a->who != MW_NONE) {
        const mw_character *who = &c->characters[a->who];
        for (uint32_t i = 0; i < who->n_aliases && f[0] == 0; i++) f[0] = who->aliases[i].proper;
        f[1] = who->passing;
    }
    if (q != MW_NONE) {
        const mw_quote *quote = &s->j->speech->quotes[q];
        f[2] = quote->confidence;
        f[3] = a->said != MW_NONE && quote->type == MW_EXPLICIT;
        f[4] = a->said != MW_NONE && quote->type == MW_ANAPHORIC;
        f[5] = a->said != MW_NONE && quote->type == MW_IMPLICIT;
    }
    if (a->quote != MW_NONE) {
        f[6] = a->who != MW_NONE && s->j->speech->quotes[a->quote].speaker == a->who;
        f[7] = s->j->speech->quotes[a->quote].speaker == MW_NONE;
    }
    f[8] = m && m->form == MW_NOM;
    f[9] = m && m->form == MW_PROP;
    f[10] = m && m->plural;
    f[11] = !m;
    mw_doers d;
    mw_doers_of(s->j, a, MW_DOER, &d);
    f[12] = d.n ? mw_doers_share(&d, a->who) - 0.5F : 0; /* where the head is not there: as if it knew nothing */
}

static bool share_words(const mw_act *x, const mw_act *y) { return x->span.start < y->span.end && y->span.start < x->span.end; }

/* Of two that share words, the longer holds the other. */
static void nested(const mw_act *a, const mw_act *x, float *f) {
    if (!share_words(a, x)) return;
    bool inner = x->span.end - x->span.start > a->span.end - a->span.start;
    if (x->who == a->who)
        f[inner ? 3 : 4] = 1;
    else if (inner)
        f[9] = 1;
}

static void place(const standing *s, float *f) {
    const mw_act *a = at(s, s->i), *before = s->i ? at(s, s->i - 1) : NULL, *after = at(s, s->i + 1);
    uint32_t sentence = s->j->tags->sentence[a->head], in_sentence = 1, in_block = 1;
    f[0] = !before || block(s, before) != block(s, a);
    f[1] = !after || block(s, after) != block(s, a);
    for (int side = 0; side < 2; side++)
        for (uint32_t d = 1; d <= NEIGHBOURS && (side ? s->i + d < s->n : d <= s->i); d++) {
            const mw_act *x = at(s, side ? s->i + d : s->i - d);
            if (block(s, x) != block(s, a)) break;
            in_block++;
            in_sentence += s->j->tags->sentence[x->head] == sentence;
            f[7] = f[7] != 0 || (a->quote == MW_NONE && x->said != MW_NONE);
            nested(a, x, f);
        }
    f[2] = logf((float)in_sentence);
    f[5] = before && before->who == a->who;
    f[6] = s->i > 1 && at(s, s->i - 2)->who == a->who;
    f[8] = logf((float)in_block);
    f[10] = after && after->who == a->who;
    f[11] = before && a->to != MW_NONE && before->who == a->to;
}

static void tense(const standing *s, float *f) {
    const mw_act *a = at(s, s->i);
    const mw_tags *tags = s->j->tags;
    if (a->clause == MW_NONE) return;
    const mw_clause *k = &s->j->clauses->at[a->clause];
    const char *feats = mw_label(tags->labels_feats, tags->feats[k->head]);
    const mw_children *ch = s->j->clauses->children;
    f[0] = strstr(feats, "Tense=Past") && strstr(feats, "VerbForm=Fin");
    for (uint32_t t = mw_child_first(ch, k->head); t != MW_NONE; t = mw_child_next(ch, t))
        if (tags->rel_base[t] == MW_REL_AUX && strcmp(mw_lemma(tags, t), "have") == 0) f[1] = 1;
    f[2] = strstr(feats, "VerbForm=Ger") || (strstr(feats, "Tense=Pres") && strstr(feats, "VerbForm=Part"));
    f[3] = strstr(feats, "Tense=Past") && strstr(feats, "VerbForm=Part");
    f[4] = k->over == MW_NONE;
}

static bool holds_quote(const standing *s, uint32_t of) {
    for (uint32_t d = 1; d <= NEIGHBOURS && d <= s->i; d++) {
        const mw_act *x = at(s, s->i - d);
        if (block(s, x) < of) return false;
        if (block(s, x) == of && x->said != MW_NONE) return true;
    }
    return false;
}

static void words(const standing *s, float *f) {
    const mw_act *a = at(s, s->i);
    const mw_judge *j = s->j;
    if (a->said == MW_NONE) return;
    const mw_quote *q = &j->speech->quotes[a->said];
    for (uint32_t t = q->first; t <= q->last && t < q->first + LONGEST; t++) {
        if (mw_token_is(j->text, j->tokens, t, "?")) f[0] = 1;
        if (mw_token_is(j->text, j->tokens, t, "!")) f[1] = 1;
        const char *feats = j->tags->upos[t] == MW_PRON ? mw_label(j->tags->labels_feats, j->tags->feats[t]) : "";
        if (strstr(feats, "Person=2")) f[4] = 1;
        if (strstr(feats, "Person=1")) f[6] = 1;
        uint32_t k = j->clauses->of[t];
        if (k != MW_NONE && j->clauses->at[k].head == t && j->clauses->at[k].flags & MW_CLAUSE_ORDERS) f[5] = 1;
    }
    f[2] = block(s, a) == 0 || !holds_quote(s, block(s, a) - 1);
    f[3] = logf((float)(j->tags->sentence[q->last] - j->tags->sentence[q->first] + 1));
    f[7] = q->last - q->first < 6;
}

void mw_standing_features(const mw_judge *j, const mw_act *acts, uint32_t n, uint32_t i, float *f) {
    standing s = {j, acts, n, i};
    memset(f, 0, MW_N_STANDING_FEATURE * sizeof *f);
    whom(&s, f + MW_SF_WHOM);
    place(&s, f + MW_SF_PLACE);
    tense(&s, f + MW_SF_TENSE);
    words(&s, f + MW_SF_WORDS);
}
