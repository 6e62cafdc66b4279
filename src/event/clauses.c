/* clauses: finds the predicates, gives every token to the nearest above it, and the arguments to each. Who acts and to whom it is done is asked
 * last, of all of them (clause_people.c). */
#include <stdlib.h>
#include <string.h>

#include "event/clause_work.h"

bool mw_token_is(const mw_text *text, const mw_tokens *tokens, uint32_t token, const char *word) {
    return token != MW_NONE && mw_str_ieq(mw_str_span(text->at, tokens->span[token]), word);
}

bool mw_clause_among(const mw_clause_work *b, uint32_t token, const char *const *words) {
    for (; token != MW_NONE && *words; words++)
        if (mw_clause_word(b, token, *words)) return true;
    return false;
}

/* ---- people ---- */

/* A quotation's own evidence counts for the I and you in it. */
static void place_mentions(const mw_clause_work *b) {
    const mw_cast *c = b->cast;
    mw_where_people *p = &b->c->people;
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        uint32_t own = mw_mention_character(c, m), said = b->speech->mention_character ? b->speech->mention_character[m] : own;
        uint32_t q = b->c->quote_of[c->mentions[m].head], known = c->mentions[m].known;
        p->character[m] = said != MW_NONE ? said : own;
        if (said != own && said != MW_NONE && q != MW_NONE && b->speech->quotes[q].known > known) known = b->speech->quotes[q].known;
        if (known < c->mentions[m].span.end) known = c->mentions[m].span.end;
        if (p->character[m] != MW_NONE && c->characters[p->character[m]].known > known) known = c->characters[p->character[m]].known;
        p->known[m] = known;
    }
}

static void place_heads(const mw_clause_work *b) {
    const mw_cast *c = b->cast;
    uint32_t *at = b->c->people.mention;
    for (uint32_t t = 0; t < b->tokens->n; t++) at[t] = MW_NONE;
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        uint32_t t = c->mentions[m].head;
        if (b->c->people.character[m] == MW_NONE) continue;
        bool pair = at[t] != MW_NONE && c->mentions[at[t]].plural && !c->mentions[m].plural; /* of Ann and Ben, Ann */
        if (at[t] == MW_NONE || pair) at[t] = m;                                             /* the longest comes first */
    }
}

static void place_quotes(const mw_clause_work *b) {
    for (uint32_t t = 0; t < b->tokens->n; t++) b->c->quote_of[t] = MW_NONE;
    for (uint32_t q = 0; q < b->speech->n_quotes; q++)
        for (uint32_t t = b->speech->quotes[q].first; t <= b->speech->quotes[q].last; t++) b->c->quote_of[t] = q;
}

/* ---- predicates ---- */

static bool verb_like(const mw_clause_work *b, uint32_t t) {
    switch ((mw_rel)b->tags->rel_base[t]) {
    case MW_REL_AMOD:
    case MW_REL_COMPOUND:
    case MW_REL_FIXED:
    case MW_REL_FLAT:
    case MW_REL_CASE:
    case MW_REL_AUX:
    case MW_REL_COP:
    case MW_REL_MARK:
    case MW_REL_DET:
    case MW_REL_DISCOURSE:
    case MW_REL_PUNCT:
        return false;
    default:
        return b->tags->upos[t] == MW_VERB || b->tags->upos[t] == MW_AUX;
    }
}

/* "Her departure", "the murder of the keeper": a noun that happened, with somebody who did it. */
static bool nominal_event(const mw_clause_work *b, uint32_t t) {
    if (b->tags->upos[t] != MW_NOUN || b->c->people.mention[t] != MW_NONE) return false;
    if (!mw_is_event(b->tags, t)) return false;
    for (uint32_t k = mw_child_first(b->c->children, t); k != MW_NONE; k = mw_child_next(b->c->children, k))
        if (b->tags->rel_base[k] == MW_REL_NMOD && mw_person_at(b->c, k) != MW_NONE) return true;
    return false;
}

/* 0: no clause. */
static uint16_t predicate(const mw_clause_work *b, uint32_t t) {
    if (b->text->blocks[b->tokens->block[t]].kind == MW_HEADING || b->tags->upos[t] == MW_PUNCT) return 0;
    if (verb_like(b, t)) return MW_CLAUSE_VERB;
    if (mw_clause_child(b, t, MW_REL_COP) != MW_NONE || mw_clause_child(b, t, MW_REL_NSUBJ) != MW_NONE) return MW_CLAUSE_COPULA;
    if (nominal_event(b, t)) return MW_CLAUSE_NOMINAL;
    return b->tags->head[t] == t ? MW_CLAUSE_COPULA : 0;
}

static bool find_predicates(mw_clause_work *b, mw_arena *arena) {
    mw_clauses *c = b->c;
    uint32_t n = b->tokens->n;
    c->of = mw_arena_array(arena, n, sizeof *c->of);
    if (!c->of) return false;
    for (uint32_t t = 0; t < n; t++) c->of[t] = predicate(b, t) ? c->n++ : MW_NONE;
    c->at = mw_arena_array(arena, c->n, sizeof *c->at);
    if (!c->at) return false;
    for (uint32_t t = 0; t < n; t++)
        if (c->of[t] != MW_NONE)
            c->at[c->of[t]] = (mw_clause){.head = t,
                                          .first = t,
                                          .last = t,
                                          .over = MW_NONE,
                                          .sentence = b->tags->sentence[t],
                                          .quote = c->quote_of[t],
                                          .subject = MW_NONE,
                                          .object = MW_NONE,
                                          .indirect = MW_NONE,
                                          .oblique = MW_NONE,
                                          .adposition = MW_NONE,
                                          .mark = MW_NONE,
                                          .who = MW_NONE,
                                          .who_mention = MW_NONE,
                                          .patient = MW_NONE,
                                          .patient_mention = MW_NONE,
                                          .flags = predicate(b, t),
                                          .rel = b->tags->rel_base[t]};
    return true;
}

/* The clause of the nearest predicate above a token; paths that were walked are kept, so that each is walked once. */
static void assign_token(mw_clause_work *b, uint32_t t) {
    const uint32_t *head = b->tags->head;
    uint32_t top = t, steps = 0, sentence = b->tags->sentence[t];
    while (b->c->of[top] == MW_NONE && head[top] != top && b->tags->sentence[head[top]] == sentence && steps++ < 256) top = head[top];
    uint32_t clause = b->c->of[top];
    for (uint32_t k = t, i = 0; clause != MW_NONE && k != top && i <= steps; k = head[k], i++) b->c->of[k] = clause;
}

static void assign(mw_clause_work *b) {
    mw_clauses *c = b->c;
    for (uint32_t t = 0; t < b->tokens->n; t++)
        if (c->of[t] == MW_NONE) assign_token(b, t);
    for (uint32_t t = 0; t < b->tokens->n; t++) {
        if (c->of[t] == MW_NONE || b->tags->upos[t] == MW_PUNCT) continue;
        mw_clause *k = &c->at[c->of[t]];
        if (k->quote != c->quote_of[t]) continue; /* a cue's hull leaves the words that it brings in */
        if (t < k->first) k->first = t;
        if (t > k->last) k->last = t;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t t = c->at[i].head, up = b->tags->head[t];
        if (up != t && c->of[up] != i) c->at[i].over = c->of[up];
    }
}

/* ---- arguments ---- */

static const char *const negations[] = {"not",  "n't",     "n\xE2\x80\x99t", "never",    "no",  "nothing", "nobody",
                                        "none", "neither", "hardly",         "scarcely", "nor", NULL};

static uint32_t case_of(const mw_clause_work *b, uint32_t t) { return mw_clause_child(b, t, MW_REL_CASE); }

bool mw_clause_owner(const mw_clause_work *b, uint32_t noun, uint32_t *owner) {
    if (noun == MW_NONE || !mw_body_noun(mw_lemma(b->tags, noun))) return false;
    for (uint32_t t = mw_child_first(b->c->children, noun); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (b->tags->rel_base[t] == MW_REL_NMOD && mw_person_at(b->c, t) != MW_NONE) {
            *owner = t;
            return true;
        }
    return false;
}

void mw_clause_take_agent(const mw_clause_work *b, mw_clause *k, uint32_t t) {
    uint32_t owner;
    if (mw_person_at(b->c, t) == MW_NONE && mw_clause_owner(b, t, &owner)) t = owner;
    if (mw_person_at(b->c, t) == MW_NONE) return;
    k->who = mw_person_at(b->c, t);
    k->who_mention = b->c->people.mention[t];
}

static void take_oblique(const mw_clause_work *b, mw_clause *k, uint32_t t) {
    uint32_t adposition = case_of(b, t);
    if (k->flags & MW_CLAUSE_PASSIVE && mw_clause_word(b, adposition, "by")) {
        mw_clause_take_agent(b, k, t);
        return;
    }
    bool person = mw_person_at(b->c, t) != MW_NONE;
    if (k->oblique != MW_NONE && (!person || mw_person_at(b->c, k->oblique) != MW_NONE)) return;
    k->oblique = t;
    k->adposition = adposition;
}

static bool labelled(const mw_clause_work *b, uint32_t t, const char *label) {
    return strcmp(mw_label(b->tags->labels_rel, b->tags->rel[t]), label) == 0;
}

static bool has_passive_child(const mw_clause_work *b, uint32_t head) {
    for (uint32_t t = mw_child_first(b->c->children, head); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (labelled(b, t, "nsubj:pass") || labelled(b, t, "aux:pass")) return true;
    return false;
}

/* "Well, Ann," said Ben: who is spoken to is no argument of the verb, whatever the parse says. */
static bool said_elsewhere(const mw_clause_work *b, const mw_clause *k, uint32_t t) {
    return k->quote == MW_NONE && b->c->quote_of[t] != MW_NONE;
}

/* "Felt Ben take her arm": whoever stands before an infinitive without "to", whatever the parse says. */
static bool acts_below(const mw_clause_work *b, const mw_clause *k, uint32_t t) {
    if (t > k->head || k->subject != MW_NONE || (k->rel != MW_REL_XCOMP && k->rel != MW_REL_CCOMP)) return false;
    if (b->tags->upos[k->head] != MW_VERB || mw_clause_child(b, k->head, MW_REL_MARK) != MW_NONE) return false;
    return mw_person_at(b->c, t) != MW_NONE && k->flags & MW_CLAUSE_INFINITIVE;
}

static void take_child(const mw_clause_work *b, mw_clause *k, uint32_t t) {
    if (said_elsewhere(b, k, t)) return;
    switch ((mw_rel)b->tags->rel_base[t]) {
    case MW_REL_NSUBJ:
    case MW_REL_CSUBJ:
        if (k->subject == MW_NONE || b->tags->rel_base[k->subject] == MW_REL_CSUBJ) k->subject = t;
        break;
    case MW_REL_OBJ:
        if (acts_below(b, k, t))
            k->subject = t;
        else if (k->object == MW_NONE)
            k->object = t;
        break;
    case MW_REL_IOBJ:
        if (k->indirect == MW_NONE) k->indirect = t;
        break;
    case MW_REL_OBL:
        take_oblique(b, k, t);
        break;
    case MW_REL_MARK:
        if (k->mark == MW_NONE) k->mark = t;
        break;
    case MW_REL_NMOD:
        if (k->flags & MW_CLAUSE_NOMINAL && mw_person_at(b->c, t) != MW_NONE && k->subject == MW_NONE &&
            !mw_clause_word(b, case_of(b, t), "to"))
            k->subject = t;
        break;
    default:
        break;
    }
    if (mw_clause_among(b, t, negations) &&
        (b->tags->rel_base[t] == MW_REL_ADVMOD || b->tags->rel_base[t] == MW_REL_NSUBJ || b->tags->rel_base[t] == MW_REL_OBJ))
        k->flags |= MW_CLAUSE_NEGATED;
    if (b->tags->rel_base[t] == MW_REL_NSUBJ || b->tags->rel_base[t] == MW_REL_OBJ) {
        uint32_t det = mw_clause_child(b, t, MW_REL_DET);
        if (mw_clause_word(b, det, "no") || mw_clause_word(b, det, "neither")) k->flags |= MW_CLAUSE_NEGATED;
    }
}

/* Who acts, though nobody of the cast: "by those who followed", "by two of them", "by the hand of a stranger". */
static bool may_act(const mw_clause_work *b, uint32_t t) {
    static const char *const senses[] = {"noun.person", "noun.group", "noun.animal", NULL};
    const char *sense = mw_label(b->tags->labels_sense, b->tags->sense[t]);
    if (mw_person_at(b->c, t) != MW_NONE || b->tags->upos[t] == MW_PRON || mw_body_noun(mw_lemma(b->tags, t))) return true;
    for (int i = 0; strlen(sense) > 2 && senses[i]; i++)
        if (strcmp(sense + 2, senses[i]) == 0) return true;
    return false;
}

/* "Held up by the keeper, he …": a past participle that hangs freely, with somebody who did it. */
static bool suffers_freely(const mw_clause_work *b, const mw_clause *k, const char *feats) {
    if (!strstr(feats, "VerbForm=Part") || !strstr(feats, "Tense=Past") || (k->rel != MW_REL_ADVCL && k->rel != MW_REL_ACL)) return false;
    if (mw_clause_child(b, k->head, MW_REL_AUX) != MW_NONE || mw_clause_child(b, k->head, MW_REL_OBJ) != MW_NONE) return false;
    for (uint32_t t = mw_child_first(b->c->children, k->head); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (b->tags->rel_base[t] == MW_REL_OBL && mw_clause_word(b, case_of(b, t), "by") && may_act(b, t)) return true;
    return false;
}

static void take_form(const mw_clause_work *b, mw_clause *k) {
    const char *feats = mw_label(b->tags->labels_feats, b->tags->feats[k->head]);
    if (strstr(feats, "VerbForm=Inf")) k->flags |= MW_CLAUSE_INFINITIVE;
    if (strstr(feats, "VerbForm=Part") || strstr(feats, "VerbForm=Ger")) k->flags |= MW_CLAUSE_PARTICIPLE;
    if (strstr(feats, "Tense=Pres") && strstr(feats, "VerbForm=Fin")) k->flags |= MW_CLAUSE_PRESENT;
    if (strstr(feats, "Mood=Imp")) k->flags |= MW_CLAUSE_ORDERS;
    if (has_passive_child(b, k->head) || suffers_freely(b, k, feats)) k->flags |= MW_CLAUSE_PASSIVE;
    uint32_t end = b->tags->sentences[k->sentence].end;
    for (uint32_t t = end; t-- > k->last && t + 4 > end;)
        if (mw_clause_word(b, t, "?")) k->flags |= MW_CLAUSE_ASKS;
    for (uint32_t t = k->last + 1; t < end && t < k->last + 3; t++) /* inside a sentence that goes on: "Why?" he asked. */
        if (mw_clause_word(b, t, "?")) k->flags |= MW_CLAUSE_ASKS;
}

static void take_arguments(const mw_clause_work *b, mw_clause *k) {
    take_form(b, k);
    k->word = k->flags & MW_CLAUSE_VERB ? mw_verb_word_lookup(mw_lemma(b->tags, k->head)) : NULL;
    for (uint32_t t = mw_child_first(b->c->children, k->head); t != MW_NONE; t = mw_child_next(b->c->children, t)) take_child(b, k, t);
}

/* ---- quotations and the verbs that bring them in ---- */

static void find_cues(const mw_clause_work *b) {
    const mw_speech_room *s = b->speech;
    for (uint32_t i = 0; i < b->c->n; i++) b->c->cue_of[i] = MW_NONE;
    for (uint32_t q = 0; q < s->n_quotes; q++) {
        if (s->quotes[q].cue.end == s->quotes[q].cue.start) continue;
        uint32_t start = s->quotes[q].cue.start, t = mw_token_from(b->tokens, start);
        uint32_t clause = t < b->tokens->n && b->tokens->span[t].start == start ? b->c->of[t] : MW_NONE;
        if (clause != MW_NONE && b->c->at[clause].head == t && b->c->cue_of[clause] == MW_NONE) b->c->cue_of[clause] = q;
    }
}

static bool reserve(mw_clause_work *b, mw_arena *arena) {
    mw_clauses *c = b->c;
    c->quote_of = mw_arena_array(arena, b->tokens->n, sizeof *c->quote_of);
    c->people.mention = mw_arena_array(arena, b->tokens->n, sizeof(uint32_t));
    c->people.character = mw_arena_array(arena, b->cast->n_mentions, sizeof(uint32_t));
    c->people.known = mw_arena_array(arena, b->cast->n_mentions, sizeof(uint32_t));
    return c->quote_of && c->people.mention && c->people.character && c->people.known;
}

marrow_status mw_clauses_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                               const mw_cast *cast, const mw_speech_room *speech, mw_clauses *clauses, marrow_error *err) {
    mw_clause_work b = {.text = text, .tokens = tokens, .tags = tags, .cast = cast, .speech = speech, .c = clauses};
    if (!reserve(&b, arena)) return mw_fail_memory(err);
    MW_TRY(mw_children_build(env, tags, &clauses->children, err));
    place_quotes(&b);
    place_mentions(&b);
    place_heads(&b);
    if (!find_predicates(&b, arena)) return mw_fail_memory(err);
    clauses->cue_of = mw_arena_array(arena, clauses->n, sizeof *clauses->cue_of);
    uint8_t *done = clauses->cue_of ? mw_calloc(&env->mem, clauses->n + 1, 1) : NULL;
    if (!done) return mw_fail_memory(err);
    assign(&b);
    find_cues(&b);
    for (uint32_t i = 0; i < clauses->n; i++) take_arguments(&b, &clauses->at[i]);
    mw_clauses_find_people(&b, done);
    mw_free(&env->mem, done);
    return MARROW_OK;
}
