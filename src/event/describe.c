/* describe: what an act is: its verb with particle, the kind of deed, the thing concerned, place and time. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "event/inside.h"

static uint32_t child(const mw_judge *j, uint32_t t, mw_rel rel) { return mw_child_with(j->tags, j->clauses->children, t, rel); }

static bool labelled(const mw_judge *j, uint32_t t, const char *label) {
    return strcmp(mw_label(j->tags->labels_rel, j->tags->rel[t]), label) == 0;
}

/* The words of a noun phrase: its subtree as far as it lies in the same clause, without the preposition before it. */
static mw_span phrase(const mw_judge *j, uint32_t head) {
    uint32_t first = head, last = head, clause = j->clauses->of[head];
    const mw_children *ch = j->clauses->children;
    for (uint32_t t = mw_child_first(ch, head); t != MW_NONE; t = mw_child_next(ch, t)) {
        mw_rel r = (mw_rel)j->tags->rel_base[t];
        if (r == MW_REL_CASE || r == MW_REL_PUNCT || r == MW_REL_ACL || r == MW_REL_APPOS || r == MW_REL_CONJ || r == MW_REL_CC) continue;
        if (j->clauses->of[t] != clause) continue;
        if (t < first) first = t;
        if (t > last) last = t;
        for (uint32_t u = mw_child_first(ch, t); u != MW_NONE; u = mw_child_next(ch, u))
            if (u > last && j->clauses->of[u] == clause && j->tags->upos[u] != MW_PUNCT && r == MW_REL_NMOD) last = u;
    }
    if (j->clauses->quote_of[first] != j->clauses->quote_of[last]) first = last = head;
    return (mw_span){j->tokens->span[first].start, j->tokens->span[last].end};
}

static bool place_type(const mw_judge *j, uint32_t t) {
    static const char *const kinds[] = {"noun.location", "noun.artifact"};
    const char *sense = mw_label(j->tags->labels_sense, j->tags->sense[t]);
    for (int i = 0; i < 2; i++)
        if (strlen(sense) > 2 && strcmp(sense + 2, kinds[i]) == 0) return true;
    return false;
}

static bool places(const mw_judge *j, uint32_t t) {
    static const char *const words[] = {"in",   "into",  "at",     "from",    "through", "across", "to",     "inside", "outside",
                                        "near", "along", "toward", "towards", "upon",    "on",     "behind", "under"};
    uint32_t adposition = child(j, t, MW_REL_CASE);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_token_is(j->text, j->tokens, adposition, words[i])) return place_type(j, t);
    return false;
}

static void take_circumstance(const mw_judge *j, uint32_t t, mw_act *a) {
    mw_rel r = (mw_rel)j->tags->rel_base[t];
    if (r != MW_REL_OBL && r != MW_REL_ADVMOD) return;
    bool time = mw_time_noun(mw_lemma(j->tags, t)) || labelled(j, t, "obl:tmod");
    if (time && a->time.end == a->time.start)
        a->time = phrase(j, t);
    else if (!time && r == MW_REL_OBL && places(j, t) && a->place.end == a->place.start && mw_person_at(j->clauses, t) == MW_NONE)
        a->place = phrase(j, t);
}

static mw_deed deed_of(const mw_judge *j, const mw_clause *k) {
    if (k->word && k->word->flags & MW_VERB_LIGHT && k->object != MW_NONE) {
        mw_deed named = mw_noun_deed(mw_lemma(j->tags, k->object));
        if (named != MW_DEED_OTHER) return named;
    }
    if (k->word) return (mw_deed)k->word->deed;
    if (k->flags & MW_CLAUSE_NOMINAL) return mw_noun_deed(mw_lemma(j->tags, k->head));
    return mw_sense_deed(mw_label(j->tags->labels_sense, j->tags->sense[k->head]));
}

static const char *verb_of(const mw_judge *j, mw_arena *arena, const mw_clause *k) {
    const char *lemma = mw_lemma(j->tags, k->head);
    const mw_children *ch = j->clauses->children;
    for (uint32_t t = mw_child_first(ch, k->head); t != MW_NONE; t = mw_child_next(ch, t)) {
        if (!labelled(j, t, "compound:prt")) continue;
        const char *particle = mw_lemma(j->tags, t);
        size_t n = strlen(lemma) + strlen(particle) + 2;
        char *both = mw_arena_alloc(arena, n);
        if (both) snprintf(both, n, "%s %s", lemma, particle);
        return both;
    }
    return mw_arena_strdup(arena, lemma);
}

bool mw_act_describe(const mw_judge *j, mw_arena *arena, const mw_clause *k, mw_act *a) {
    const mw_children *ch = j->clauses->children;
    a->verb = verb_of(j, arena, k);
    a->deed = deed_of(j, k);
    uint32_t thing = k->object != MW_NONE && mw_person_at(j->clauses, k->object) == MW_NONE ? k->object : MW_NONE;
    if (thing != MW_NONE && j->clauses->quote_of[thing] == k->quote) a->what = phrase(j, thing);
    for (uint32_t t = mw_child_first(ch, k->head); t != MW_NONE; t = mw_child_next(ch, t))
        if (j->clauses->quote_of[t] == k->quote) take_circumstance(j, t, a);
    return a->verb != NULL;
}

/* ---- ids ---- */

static bool put_id(mw_arena *arena, const mw_text *text, mw_map *seen, mw_act *a) {
    char key[48];
    mw_str words = mw_str_span(text->at, a->span);
    uint32_t count = 0;
    snprintf(key, sizeof key, "a%08" PRIx32, (uint32_t)(mw_hash(words.at, words.n) >> 32));
    mw_str k = mw_str_of(key);
    mw_map_get(seen, k, &count);
    if (!mw_map_put(seen, k, count + 1)) return false;
    if (count) snprintf(key + strlen(key), sizeof key - strlen(key), "-%u", count + 1);
    a->id = mw_arena_strdup(arena, key);
    return a->id != NULL;
}

marrow_status mw_act_ids(const mw_env *env, mw_arena *arena, const mw_text *text, mw_act *acts, uint32_t n, marrow_error *err) {
    mw_map *seen = mw_map_new(&env->mem);
    bool ok = seen != NULL;
    for (uint32_t i = 0; ok && i < n; i++) ok = put_id(arena, text, seen, &acts[i]);
    mw_map_free(seen);
    return ok ? MARROW_OK : mw_fail_memory(err);
}
