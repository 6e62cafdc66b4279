/* sight: see its header. */
#include "reveal/sight.h"

#include <string.h>

static bool place_mentions(mw_sight *s) {
    const mw_cast *c = s->read->cast;
    for (uint32_t t = 0; t < s->tags->n; t++) s->mention[t] = MW_NONE;
    for (uint32_t m = 0; m < c->n_mentions; m++) { /* of those with one head the longest comes first */
        uint32_t head = c->mentions[m].head;
        if (head < s->tags->n && s->mention[head] == MW_NONE) s->mention[head] = m;
    }
    return true;
}

static void place_quotes(mw_sight *s) {
    const mw_speech_room *r = s->read->speech;
    for (uint32_t t = 0; t < s->tags->n; t++) s->quote[t] = MW_NONE;
    uint32_t done = 0;
    for (uint32_t q = 0; q < r->n_quotes; q++) {
        uint32_t t = r->quotes[q].first > done ? r->quotes[q].first : done; /* of nested ones the outer, which comes first */
        for (; t <= r->quotes[q].last && t < s->tags->n; t++) s->quote[t] = q;
        if (t > done) done = t;
    }
}

/* Words in lower case, each spelling once. */
static bool place_words(mw_sight *s) {
    const mw_tokens *tokens = s->read->tokens;
    mw_map *seen = mw_map_new(&s->env->mem);
    MW_VEC(const char *) lower = {0};
    bool good = seen != NULL;
    for (uint32_t t = 0; good && t < s->tags->n; t++) {
        mw_str w = mw_str_span(s->read->text->at, tokens->span[t]);
        uint32_t i;
        if (!mw_map_get(seen, w, &i)) {
            i = (uint32_t)lower.n;
            char *l = mw_str_lower(s->work, w);
            good = l && mw_vec_push(&s->env->mem, &lower, l) && mw_map_put(seen, w, i);
        }
        if (good) s->word[t] = lower.at[i];
    }
    mw_vec_clear(&s->env->mem, &lower);
    mw_map_free(seen);
    return good;
}

marrow_status mw_sight_build(const mw_env *env, const mw_read *read, mw_arena *arena, mw_sight *s, marrow_error *err) {
    *s = (mw_sight){.env = env, .read = read, .tags = read->tags, .arena = arena, .work = mw_arena_new(&env->mem)};
    if (!s->work) return mw_fail_memory(err);
    uint32_t n = read->tags->n;
    s->mention = mw_arena_array(s->work, n, sizeof *s->mention);
    s->quote = mw_arena_array(s->work, n, sizeof *s->quote);
    s->word = mw_arena_array(s->work, n, sizeof *s->word);
    marrow_status status = s->mention && s->quote && s->word ? MARROW_OK : mw_fail_memory(err);
    if (status == MARROW_OK) status = mw_children_build(env, read->tags, &s->children, err);
    if (status == MARROW_OK) {
        place_mentions(s);
        place_quotes(s);
        if (!place_words(s)) status = mw_fail_memory(err);
    }
    if (status != MARROW_OK) mw_sight_clear(s);
    return status;
}

void mw_sight_clear(mw_sight *s) {
    mw_children_free(s->children);
    mw_arena_free(s->work);
    s->children = NULL;
    s->work = NULL;
}

/* ---- questions ---- */

const mw_mention *mw_sight_mention(const mw_sight *s, uint32_t t) {
    return t == MW_NONE || s->mention[t] == MW_NONE ? NULL : &s->read->cast->mentions[s->mention[t]];
}

uint32_t mw_sight_who(const mw_sight *s, uint32_t t) {
    if (t == MW_NONE || s->mention[t] == MW_NONE) return MW_NONE;
    const uint32_t *said = s->read->speech->mention_character;
    return said ? said[s->mention[t]] : mw_mention_character(s->read->cast, s->mention[t]);
}

bool mw_sight_rel_is(const mw_sight *s, uint32_t t, const char *label) {
    return strcmp(mw_label(s->tags->labels_rel, s->tags->rel[t]), label) == 0;
}

bool mw_sight_feat(const mw_sight *s, uint32_t t, const char *feat) {
    return strstr(mw_label(s->tags->labels_feats, s->tags->feats[t]), feat) != NULL;
}

bool mw_sight_sense_is(const mw_sight *s, uint32_t t, const char *sense) {
    const char *l = mw_label(s->tags->labels_sense, s->tags->sense[t]);
    return l[0] && l[1] == '-' && strcmp(l + 2, sense) == 0;
}

uint32_t mw_sight_possessor(const mw_sight *s, uint32_t t) {
    for (MW_EACH_CHILD(s, t, c))
        if (mw_sight_rel_is(s, c, "nmod:poss")) return c;
    return MW_NONE;
}

uint32_t mw_sight_of(const mw_sight *s, uint32_t t, const char *preposition) {
    for (MW_EACH_CHILD(s, t, c)) {
        if (c < t || mw_sight_rel(s, c) != MW_REL_NMOD) continue;
        uint32_t at = mw_sight_child(s, c, MW_REL_CASE);
        if (at != MW_NONE && strcmp(s->word[at], preposition) == 0) return c;
    }
    return MW_NONE;
}

uint32_t mw_sight_subject(const mw_sight *s, uint32_t t) {
    for (int step = 0; step < 4; step++) {
        uint32_t subject = mw_sight_child(s, t, MW_REL_NSUBJ), head = s->tags->head[t];
        if (subject != MW_NONE) return subject;
        mw_rel rel = mw_sight_rel(s, t);
        if (rel == MW_REL_ACL && mw_sight_rel_is(s, t, "acl")) return head; /* the man standing there */
        if (head == t || (rel != MW_REL_CONJ && rel != MW_REL_XCOMP && rel != MW_REL_ADVCL && rel != MW_REL_PARATAXIS)) return MW_NONE;
        if (rel == MW_REL_XCOMP) {
            uint32_t object = mw_sight_child(s, head, MW_REL_OBJ);
            if (object != MW_NONE) return object;
        }
        t = head;
    }
    return MW_NONE;
}

bool mw_sight_passive(const mw_sight *s, uint32_t t) {
    for (MW_EACH_CHILD(s, t, c))
        if (mw_sight_rel_is(s, c, "aux:pass") || mw_sight_rel_is(s, c, "nsubj:pass")) return true;
    return false;
}

bool mw_sight_negated(const mw_sight *s, uint32_t t) {
    static const char *const words[] = {"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly", "scarcely"};
    for (MW_EACH_CHILD(s, t, c))
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strcmp(s->word[c], words[i]) == 0) return true;
    return false;
}

uint32_t mw_sight_child_word(const mw_sight *s, uint32_t t, mw_rel rel, const char *lemma) {
    for (MW_EACH_CHILD(s, t, c))
        if (mw_sight_rel(s, c) == rel && strcmp(mw_sight_lemma(s, c), lemma) == 0) return c;
    return MW_NONE;
}

/* ---- phrases ---- */

enum { PHRASE_STEPS = 64 };

/* Of a predicate noun or adjective: what belongs to its clause and not to it. */
static bool left_out(const mw_sight *s, uint32_t t, uint32_t c) {
    if (mw_sight_upos(s, t) == MW_VERB) return false;
    switch (mw_sight_rel(s, c)) {
    case MW_REL_NSUBJ:
    case MW_REL_CSUBJ:
    case MW_REL_EXPL:
    case MW_REL_COP:
    case MW_REL_AUX:
    case MW_REL_MARK:
    case MW_REL_CC:
    case MW_REL_ADVCL:
    case MW_REL_PARATAXIS:
    case MW_REL_DISCOURSE:
    case MW_REL_VOCATIVE:
        return true;
    case MW_REL_CONJ: /* another clause */
        return mw_sight_child(s, c, MW_REL_NSUBJ) != MW_NONE || mw_sight_upos(s, c) == MW_VERB;
    default:
        return false;
    }
}

void mw_sight_phrase(const mw_sight *s, uint32_t t, uint32_t *first, uint32_t *last) {
    uint32_t stack[PHRASE_STEPS], n = 0, steps = 0;
    *first = *last = t;
    stack[n++] = t;
    while (n && steps++ < PHRASE_STEPS) {
        uint32_t at = stack[--n];
        for (MW_EACH_CHILD(s, at, c)) {
            if (mw_sight_rel(s, c) == MW_REL_PUNCT || (at == t && left_out(s, t, c)) || s->tags->sentence[c] != s->tags->sentence[t])
                continue;
            if (c < *first) *first = c;
            if (c > *last) *last = c;
            if (n < PHRASE_STEPS) stack[n++] = c;
        }
    }
}

mw_span mw_sight_span(const mw_sight *s, uint32_t first, uint32_t last) {
    return (mw_span){s->read->tokens->span[first].start, s->read->tokens->span[last].end};
}

uint32_t mw_sight_known(const mw_sight *s, uint32_t first, uint32_t last) {
    uint32_t known = s->read->tokens->span[last].end;
    for (uint32_t t = first; t <= last; t++) {
        const mw_mention *m = mw_sight_mention(s, t);
        if (m && m->known > known) known = m->known;
    }
    uint32_t q = s->quote[first];
    if (q != MW_NONE && s->read->speech->quotes[q].known > known) known = s->read->speech->quotes[q].known;
    return known;
}

const char *mw_sight_words(const mw_sight *s, uint32_t first, uint32_t last) {
    mw_span span = mw_sight_span(s, first, last);
    const char *at = s->read->text->at;
    char *out = mw_arena_alloc(s->arena, span.end - span.start + 1);
    size_t n = 0;
    if (!out) return NULL;
    for (uint32_t i = span.start; i < span.end; i++) {
        bool space = at[i] == ' ' || at[i] == '\n' || at[i] == '\t';
        if (!space) out[n++] = at[i];
        if (space && n && out[n - 1] != ' ') out[n++] = ' ';
    }
    return out;
}
