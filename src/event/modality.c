/* modality: whether a clause tells of something that happened, and if not, how it is meant: from negation, auxiliaries, markers, and the
 * verb above it. Rules; whether the act is real at all has a learnt judge beside them (features.c), and the two are reconciled in build.c. */
#include <string.h>

#include "event/inside.h"

static bool is(const mw_judge *j, uint32_t token, const char *word) { return mw_token_is(j->text, j->tokens, token, word); }

static bool is_any(const mw_judge *j, uint32_t token, const char *const *words) {
    for (; token != MW_NONE && *words; words++)
        if (is(j, token, *words)) return true;
    return false;
}

static mw_modality of_auxiliaries(const mw_judge *j, const mw_clause *k) {
    static const char *const future[] = {"will", "shall", "'ll", "\xE2\x80\x99ll", "wo", NULL};
    static const char *const open[] = {"would",
                                       "could",
                                       "might",
                                       "may",
                                       "should",
                                       "must",
                                       "ought",
                                       "can",
                                       "ca",
                                       "'d",
                                       "\xE2\x80\x99"
                                       "d",
                                       NULL};
    const mw_children *ch = j->clauses->children;
    for (uint32_t t = mw_child_first(ch, k->head); t != MW_NONE; t = mw_child_next(ch, t)) {
        if (j->tags->rel_base[t] != MW_REL_AUX) continue;
        const char *lemma = mw_lemma(j->tags, t);
        if (is_any(j, t, future)) return MW_PLANNED;
        if (is_any(j, t, open) && strcmp(lemma, "have") != 0) return MW_HYPOTHETICAL;
    }
    return MW_ACTUAL;
}

static mw_modality of_marker(const mw_judge *j, const mw_clause *k) {
    static const char *const conditions[] = {"if", "unless", "whether", "lest", NULL};
    if (is_any(j, k->mark, conditions)) return is(j, k->mark, "lest") ? MW_FEARED : MW_HYPOTHETICAL;
    return MW_ACTUAL;
}

/* What the verb above makes of the clause below it. */
static mw_modality of_verb_above(const mw_judge *j, const mw_clause *k) {
    if (k->over == MW_NONE) return MW_ACTUAL;
    const mw_clause *up = &j->clauses->at[k->over];
    bool below = k->rel == MW_REL_XCOMP || k->rel == MW_REL_CCOMP;
    bool purpose = (k->rel == MW_REL_ADVCL || k->rel == MW_REL_ACL) && is(j, k->mark, "to");
    if (purpose) return MW_PLANNED;
    if (!below || !up->word) return MW_ACTUAL;
    uint16_t flags = up->word->flags;
    if (flags & MW_VERB_FAIL) return MW_NEGATED;
    if (flags & MW_VERB_FEAR) return MW_FEARED;
    if (k->rel == MW_REL_XCOMP && flags & (MW_VERB_MEAN | MW_VERB_ORDER | MW_VERB_TRY)) return MW_PLANNED;
    if (k->rel == MW_REL_CCOMP && flags & MW_VERB_MEAN && !(flags & MW_VERB_SAY)) return MW_PLANNED;
    return MW_ACTUAL;
}

static bool habitual(const mw_judge *j, const mw_clause *k) {
    static const char *const often[] = {"always", "often", "usually", "sometimes", "generally", "seldom", "frequently", "daily", NULL};
    const mw_children *ch = j->clauses->children;
    if (k->over != MW_NONE && k->rel == MW_REL_XCOMP && is(j, j->clauses->at[k->over].head, "used")) return true;
    for (uint32_t t = mw_child_first(ch, k->head); t != MW_NONE; t = mw_child_next(ch, t)) {
        if (is_any(j, t, often)) return true;
        uint32_t det = j->tags->rel_base[t] == MW_REL_OBL ? mw_child_with(j->tags, ch, t, MW_REL_DET) : MW_NONE;
        if (is(j, det, "every") && mw_time_noun(mw_lemma(j->tags, t))) return true;
    }
    return false;
}

mw_modality mw_modality_of(const mw_judge *j, const mw_clause *k) {
    if (k->flags & MW_CLAUSE_NEGATED) return MW_NEGATED;
    if (k->flags & MW_CLAUSE_ORDERS && k->subject == MW_NONE) return MW_PLANNED;
    mw_modality m = of_marker(j, k);
    if (m == MW_ACTUAL) m = of_verb_above(j, k);
    if (m == MW_ACTUAL) m = of_auxiliaries(j, k);
    if (m == MW_ACTUAL && habitual(j, k)) m = MW_HABITUAL;
    return m;
}
