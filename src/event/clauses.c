/* clauses: finds the predicates, gives every token to the nearest above it, and the arguments to each. Subjects that are shared are
 * worked out in the order of the tree, so that a chain of conjuncts needs one step each. */
#include "event/clauses.h"

#include <stdlib.h>
#include <string.h>

typedef struct builder {
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_cast *cast;
    const mw_speech_room *speech;
    mw_clauses *c;
} builder;

bool mw_token_is(const mw_text *text, const mw_tokens *tokens, uint32_t token, const char *word) {
    return token != MW_NONE && mw_str_ieq(mw_str_span(text->at, tokens->span[token]), word);
}

static bool is(const builder *b, uint32_t token, const char *word) { return mw_token_is(b->text, b->tokens, token, word); }

static bool is_any(const builder *b, uint32_t token, const char *const *words) {
    for (; token != MW_NONE && *words; words++)
        if (is(b, token, *words)) return true;
    return false;
}

static uint32_t child(const builder *b, uint32_t token, mw_rel rel) { return mw_child_with(b->tags, b->c->children, token, rel); }

/* ---- people ---- */

/* A quotation's own evidence counts for the I and you in it. */
static void place_mentions(const builder *b) {
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

static void place_heads(const builder *b) {
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

static void place_quotes(const builder *b) {
    for (uint32_t t = 0; t < b->tokens->n; t++) b->c->quote_of[t] = MW_NONE;
    for (uint32_t q = 0; q < b->speech->n_quotes; q++)
        for (uint32_t t = b->speech->quotes[q].first; t <= b->speech->quotes[q].last; t++) b->c->quote_of[t] = q;
}

/* ---- predicates ---- */

static bool verb_like(const builder *b, uint32_t t) {
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
static bool nominal_event(const builder *b, uint32_t t) {
    if (b->tags->upos[t] != MW_NOUN || b->c->people.mention[t] != MW_NONE) return false;
    if (!mw_is_event(b->tags, t)) return false;
    for (uint32_t k = mw_child_first(b->c->children, t); k != MW_NONE; k = mw_child_next(b->c->children, k))
        if (b->tags->rel_base[k] == MW_REL_NMOD && mw_person_at(b->c, k) != MW_NONE) return true;
    return false;
}

/* 0: no clause. */
static uint16_t predicate(const builder *b, uint32_t t) {
    if (b->text->blocks[b->tokens->block[t]].kind == MW_HEADING || b->tags->upos[t] == MW_PUNCT) return 0;
    if (verb_like(b, t)) return MW_CLAUSE_VERB;
    if (child(b, t, MW_REL_COP) != MW_NONE || child(b, t, MW_REL_NSUBJ) != MW_NONE) return MW_CLAUSE_COPULA;
    if (nominal_event(b, t)) return MW_CLAUSE_NOMINAL;
    return b->tags->head[t] == t ? MW_CLAUSE_COPULA : 0;
}

static bool find_predicates(builder *b, mw_arena *arena) {
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
static void assign_token(builder *b, uint32_t t) {
    const uint32_t *head = b->tags->head;
    uint32_t top = t, steps = 0, sentence = b->tags->sentence[t];
    while (b->c->of[top] == MW_NONE && head[top] != top && b->tags->sentence[head[top]] == sentence && steps++ < 256) top = head[top];
    uint32_t clause = b->c->of[top];
    for (uint32_t k = t, i = 0; clause != MW_NONE && k != top && i <= steps; k = head[k], i++) b->c->of[k] = clause;
}

static void assign(builder *b) {
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

static uint32_t case_of(const builder *b, uint32_t t) { return child(b, t, MW_REL_CASE); }

static bool body_of_person(const builder *b, uint32_t noun, uint32_t *owner) {
    if (noun == MW_NONE || !mw_body_noun(mw_lemma(b->tags, noun))) return false;
    for (uint32_t t = mw_child_first(b->c->children, noun); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (b->tags->rel_base[t] == MW_REL_NMOD && mw_person_at(b->c, t) != MW_NONE) {
            *owner = t;
            return true;
        }
    return false;
}

/* Of a passive, by whom: "by the keeper", "by the hand of a stranger". */
static void take_agent(const builder *b, mw_clause *k, uint32_t t) {
    uint32_t owner;
    if (mw_person_at(b->c, t) == MW_NONE && body_of_person(b, t, &owner)) t = owner;
    if (mw_person_at(b->c, t) == MW_NONE) return;
    k->who = mw_person_at(b->c, t);
    k->who_mention = b->c->people.mention[t];
}

static void take_oblique(const builder *b, mw_clause *k, uint32_t t) {
    uint32_t adposition = case_of(b, t);
    if (k->flags & MW_CLAUSE_PASSIVE && is(b, adposition, "by")) {
        take_agent(b, k, t);
        return;
    }
    bool person = mw_person_at(b->c, t) != MW_NONE;
    if (k->oblique != MW_NONE && (!person || mw_person_at(b->c, k->oblique) != MW_NONE)) return;
    k->oblique = t;
    k->adposition = adposition;
}

static bool labelled(const builder *b, uint32_t t, const char *label) {
    return strcmp(mw_label(b->tags->labels_rel, b->tags->rel[t]), label) == 0;
}

static bool has_passive_child(const builder *b, uint32_t head) {
    for (uint32_t t = mw_child_first(b->c->children, head); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (labelled(b, t, "nsubj:pass") || labelled(b, t, "aux:pass")) return true;
    return false;
}

/* "Well, Ann," said Ben: who is spoken to is no argument of the verb, whatever the parse says. */
static bool said_elsewhere(const builder *b, const mw_clause *k, uint32_t t) { return k->quote == MW_NONE && b->c->quote_of[t] != MW_NONE; }

/* "Felt Ben take her arm": whoever stands before an infinitive without "to", whatever the parse says. */
static bool acts_below(const builder *b, const mw_clause *k, uint32_t t) {
    if (t > k->head || k->subject != MW_NONE || (k->rel != MW_REL_XCOMP && k->rel != MW_REL_CCOMP)) return false;
    if (b->tags->upos[k->head] != MW_VERB || child(b, k->head, MW_REL_MARK) != MW_NONE) return false;
    return mw_person_at(b->c, t) != MW_NONE && k->flags & MW_CLAUSE_INFINITIVE;
}

static void take_child(const builder *b, mw_clause *k, uint32_t t) {
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
        if (k->flags & MW_CLAUSE_NOMINAL && mw_person_at(b->c, t) != MW_NONE && k->subject == MW_NONE && !is(b, case_of(b, t), "to"))
            k->subject = t;
        break;
    default:
        break;
    }
    if (is_any(b, t, negations) &&
        (b->tags->rel_base[t] == MW_REL_ADVMOD || b->tags->rel_base[t] == MW_REL_NSUBJ || b->tags->rel_base[t] == MW_REL_OBJ))
        k->flags |= MW_CLAUSE_NEGATED;
    if (b->tags->rel_base[t] == MW_REL_NSUBJ || b->tags->rel_base[t] == MW_REL_OBJ) {
        uint32_t det = child(b, t, MW_REL_DET);
        if (is(b, det, "no") || is(b, det, "neither")) k->flags |= MW_CLAUSE_NEGATED;
    }
}

/* Who acts, though nobody of the cast: "by those who followed", "by two of them", "by the hand of a stranger". */
static bool may_act(const builder *b, uint32_t t) {
    static const char *const senses[] = {"noun.person", "noun.group", "noun.animal", NULL};
    const char *sense = mw_label(b->tags->labels_sense, b->tags->sense[t]);
    if (mw_person_at(b->c, t) != MW_NONE || b->tags->upos[t] == MW_PRON || mw_body_noun(mw_lemma(b->tags, t))) return true;
    for (int i = 0; strlen(sense) > 2 && senses[i]; i++)
        if (strcmp(sense + 2, senses[i]) == 0) return true;
    return false;
}

/* "Held up by the keeper, he …": a past participle that hangs freely, with somebody who did it. */
static bool suffers_freely(const builder *b, const mw_clause *k, const char *feats) {
    if (!strstr(feats, "VerbForm=Part") || !strstr(feats, "Tense=Past") || (k->rel != MW_REL_ADVCL && k->rel != MW_REL_ACL)) return false;
    if (child(b, k->head, MW_REL_AUX) != MW_NONE || child(b, k->head, MW_REL_OBJ) != MW_NONE) return false;
    for (uint32_t t = mw_child_first(b->c->children, k->head); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (b->tags->rel_base[t] == MW_REL_OBL && is(b, case_of(b, t), "by") && may_act(b, t)) return true;
    return false;
}

static void take_form(const builder *b, mw_clause *k) {
    const char *feats = mw_label(b->tags->labels_feats, b->tags->feats[k->head]);
    if (strstr(feats, "VerbForm=Inf")) k->flags |= MW_CLAUSE_INFINITIVE;
    if (strstr(feats, "VerbForm=Part") || strstr(feats, "VerbForm=Ger")) k->flags |= MW_CLAUSE_PARTICIPLE;
    if (strstr(feats, "Tense=Pres") && strstr(feats, "VerbForm=Fin")) k->flags |= MW_CLAUSE_PRESENT;
    if (strstr(feats, "Mood=Imp")) k->flags |= MW_CLAUSE_ORDERS;
    if (has_passive_child(b, k->head) || suffers_freely(b, k, feats)) k->flags |= MW_CLAUSE_PASSIVE;
    uint32_t end = b->tags->sentences[k->sentence].end;
    for (uint32_t t = end; t-- > k->last && t + 4 > end;)
        if (is(b, t, "?")) k->flags |= MW_CLAUSE_ASKS;
    for (uint32_t t = k->last + 1; t < end && t < k->last + 3; t++) /* inside a sentence that goes on: "Why?" he asked. */
        if (is(b, t, "?")) k->flags |= MW_CLAUSE_ASKS;
}

static void take_arguments(const builder *b, mw_clause *k) {
    take_form(b, k);
    k->word = k->flags & MW_CLAUSE_VERB ? mw_verb_word_lookup(mw_lemma(b->tags, k->head)) : NULL;
    for (uint32_t t = mw_child_first(b->c->children, k->head); t != MW_NONE; t = mw_child_next(b->c->children, t)) take_child(b, k, t);
}

/* ---- subjects ---- */

static const char *const relatives[] = {"who", "which", "that", "whom", NULL};

static void set_who(const mw_clauses *c, mw_clause *k, uint32_t token) {
    k->who = mw_person_at(c, token);
    k->who_mention = k->who == MW_NONE ? MW_NONE : c->people.mention[token];
}

/* "There rose a cloud of birds": nobody's verb but that of the noun behind it. */
static bool is_there(const builder *b, const mw_clause *k) {
    uint32_t t = child(b, k->head, MW_REL_EXPL);
    return is(b, t, "there");
}

/* We are the one who says so, and others. */
static void take_we(const builder *b, mw_clause *k, uint32_t subject) {
    if (!is(b, subject, "we") || b->tags->upos[subject] != MW_PRON) return;
    uint32_t q = b->c->quote_of[subject];
    uint32_t who = q != MW_NONE ? b->speech->quotes[q].speaker : mw_narrator_at(b->text, b->cast, b->tokens->span[subject].start);
    if (who == MW_NONE) return;
    k->who = who;
    k->who_mention = MW_NONE;
}

/* The noun that a relative clause or participle says something of, through conjunctions of clauses. */
static uint32_t described(const builder *b, const mw_clause *k) { return k->rel == MW_REL_ACL ? b->tags->head[k->head] : MW_NONE; }

/* Whose infinitive it is: of the object where the verb above asks or makes somebody do it, else of its subject. */
static bool object_controls(const mw_clause *up) {
    return up->word && up->word->flags & (MW_VERB_ORDER | MW_VERB_CAUSE) && (up->object != MW_NONE || up->indirect != MW_NONE);
}

static bool has_aux(const builder *b, const mw_clause *k) {
    return child(b, k->head, MW_REL_AUX) != MW_NONE || child(b, k->head, MW_REL_COP) != MW_NONE;
}

/* "Was seized and bound": the participle joined to a passive is one. */
static void join_passive(const builder *b, mw_clause *k, const mw_clause *up) {
    const char *feats = mw_label(b->tags->labels_feats, b->tags->feats[k->head]);
    if (k->rel != MW_REL_CONJ || !(up->flags & MW_CLAUSE_PASSIVE) || up->patient == MW_NONE || k->flags & MW_CLAUSE_PASSIVE) return;
    if (!strstr(feats, "VerbForm=Part") || !strstr(feats, "Tense=Past") || has_aux(b, k) || k->object != MW_NONE) return;
    k->flags |= MW_CLAUSE_PASSIVE;
    if (k->oblique == MW_NONE || !is(b, k->adposition, "by")) return;
    take_agent(b, k, k->oblique);
    k->oblique = k->adposition = MW_NONE;
}

/* Whoever is the subject of both: was told to go, fell and was carried home. */
static void share(mw_clause *k, const mw_clause *up) {
    bool passive = up->flags & MW_CLAUSE_PASSIVE;
    uint32_t who = passive ? up->patient : up->who, mention = passive ? up->patient_mention : up->who_mention;
    if (k->flags & MW_CLAUSE_PASSIVE) {
        k->patient = who;
        k->patient_mention = mention;
    } else {
        k->who = who;
        k->who_mention = mention;
    }
}

/* "He promised her to come": he comes, though somebody is there to whom it might fall. */
static bool subject_controls(const builder *b, const mw_clause *up) {
    static const char *const verbs[] = {"promise", "vow", "swear", "threaten", "owe", "serve", "cost", "take", NULL};
    const char *lemma = mw_lemma(b->tags, up->head);
    for (int i = 0; verbs[i]; i++)
        if (strcmp(lemma, verbs[i]) == 0) return true;
    return false;
}

/* Saw, felt, found, caught somebody do it. */
static bool perceives(const builder *b, const mw_clause *up) {
    static const char *const verbs[] = {"feel", "find", "catch", NULL};
    const char *lemma = mw_lemma(b->tags, up->head);
    if (up->word && up->word->mind == MW_MIND_PERCEIVE) return true;
    for (int i = 0; verbs[i]; i++)
        if (strcmp(lemma, verbs[i]) == 0) return true;
    return false;
}

/* "I saw him drawing nearer": a participle right behind whoever is seen, wherever the parse hangs it. */
static bool seen_doing(const builder *b, const mw_clause *k, const mw_clause *up, uint32_t object) {
    if (k->rel != MW_REL_ADVCL || !(k->flags & MW_CLAUSE_PARTICIPLE) || mw_person_at(b->c, object) == MW_NONE) return false;
    if (k->mark != MW_NONE || k->head < object || has_aux(b, k)) return false;
    for (uint32_t t = object + 1; t < k->head; t++)
        if (b->tags->upos[t] == MW_PUNCT || (b->c->of[t] != b->c->of[k->head] && b->c->of[t] != b->c->of[object])) return false;
    return perceives(b, up);
}

static void share_from(const builder *b, mw_clause *k, const mw_clause *up) {
    uint32_t object = up->object != MW_NONE ? up->object : up->indirect;
    k->flags |= MW_CLAUSE_SHARED;
    join_passive(b, k, up);
    if (object != MW_NONE && seen_doing(b, k, up, object)) {
        set_who(b->c, k, object);
        return;
    }
    if (k->rel == MW_REL_XCOMP || k->rel == MW_REL_CCOMP) {
        bool perceived = perceives(b, up);
        bool person = k->rel == MW_REL_XCOMP && mw_person_at(b->c, object) != MW_NONE && !subject_controls(b, up);
        if (object != MW_NONE && (object_controls(up) || perceived || person) && !(k->flags & MW_CLAUSE_PASSIVE)) {
            set_who(b->c, k, object);
            return;
        }
    }
    share(k, up);
}

static void order(const builder *b, mw_clause *k) {
    if (k->quote == MW_NONE || b->speech->quotes[k->quote].n_addressees == 0) return;
    k->flags |= MW_CLAUSE_ORDERS;
    k->who = b->speech->quotes[k->quote].addressees[0];
}

static bool may_share(const mw_clause *k) {
    return k->rel == MW_REL_CONJ || k->rel == MW_REL_XCOMP || k->rel == MW_REL_ADVCL || k->rel == MW_REL_ACL ||
           (k->rel == MW_REL_CCOMP && k->flags & (MW_CLAUSE_INFINITIVE | MW_CLAUSE_PARTICIPLE)) ||
           (k->rel == MW_REL_PARATAXIS && k->flags & MW_CLAUSE_PARTICIPLE);
}

/* A person who belongs to a noun or whom it concerns: her secret, an answer to her. */
static uint32_t person_of(const builder *b, uint32_t noun) {
    for (uint32_t t = noun == MW_NONE ? MW_NONE : mw_child_first(b->c->children, noun); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (b->tags->rel_base[t] == MW_REL_NMOD && mw_person_at(b->c, t) != MW_NONE) return t;
    return MW_NONE;
}

/* A hand or voice, a laugh or glance of somebody's: what it does they do. */
static bool part_of_person(const builder *b, uint32_t noun, uint32_t *owner) {
    static const char *const words[] = {"voice", "tongue", "thumb", "palm", "paw",   "jaw", "tail",  "hoof", "muzzle",
                                        "gaze",  "glance", "smile", "look", "laugh", "cry", "words", NULL};
    if (body_of_person(b, noun, owner)) return true;
    if (noun == MW_NONE || mw_person_at(b->c, noun) != MW_NONE) return false;
    const char *lemma = mw_lemma(b->tags, noun);
    for (int i = 0; words[i]; i++)
        if (strcmp(lemma, words[i]) == 0 || is(b, noun, words[i])) return (*owner = person_of(b, noun)) != MW_NONE;
    return false;
}

/* Whom "who" continues where the clause hangs on no noun: the person named right before it. */
static uint32_t before_relative(const builder *b, uint32_t relative) {
    uint32_t t = relative;
    while (t-- > b->tags->sentences[b->tags->sentence[relative]].first && t + 4 > relative) {
        if (mw_person_at(b->c, t) != MW_NONE) return t;
        if (b->tags->upos[t] != MW_PUNCT && b->tags->upos[t] != MW_PROPN) break;
    }
    return MW_NONE;
}

/* The verb that brings in words is the speaker's: speech has weighed more than the parse. */
static bool says(const builder *b, mw_clause *k) {
    uint32_t q = b->c->cue_of[b->c->of[k->head]], speaker = q == MW_NONE ? MW_NONE : b->speech->quotes[q].speaker;
    if (speaker == MW_NONE || k->flags & MW_CLAUSE_PASSIVE) return false;
    uint32_t m = b->speech->quotes[q].mention;
    set_who(b->c, k, k->subject);
    if (k->who != speaker) k->who_mention = m != MW_NONE && b->c->people.character[m] == speaker ? m : MW_NONE;
    k->who = speaker;
    return true;
}

static void find_who(const builder *b, mw_clause *k) {
    if (says(b, k)) return;
    uint32_t subject = k->subject, noun = described(b, k);
    if (noun == MW_NONE && is(b, subject, "who") && mw_person_at(b->c, subject) == MW_NONE) noun = before_relative(b, subject);
    if (subject != MW_NONE && is_any(b, subject, relatives) && noun != MW_NONE) subject = noun;
    if (subject == MW_NONE && noun != MW_NONE && k->flags & MW_CLAUSE_PARTICIPLE && b->c->of[noun] != b->c->of[k->head]) {
        subject = noun;
        if (strstr(mw_label(b->tags->labels_feats, b->tags->feats[k->head]), "Tense=Past")) k->flags |= MW_CLAUSE_PASSIVE;
    }
    uint32_t owner;
    if (!(k->flags & MW_CLAUSE_PASSIVE) && part_of_person(b, subject, &owner)) subject = owner; /* his eyes went over them */
    if (subject != MW_NONE) {
        if (k->flags & MW_CLAUSE_PASSIVE) {
            k->patient = mw_person_at(b->c, subject);
            k->patient_mention = k->patient == MW_NONE ? MW_NONE : b->c->people.mention[subject];
        } else {
            set_who(b->c, k, subject);
            take_we(b, k, subject);
        }
        return;
    }
    if (k->flags & MW_CLAUSE_VERB && k->flags & MW_CLAUSE_PARTICIPLE && (owner = person_of(b, k->head)) != MW_NONE && owner < k->head) {
        set_who(b->c, k, owner); /* prevented her making a noise */
        return;
    }
    const mw_clause *up = k->over != MW_NONE ? &b->c->at[k->over] : NULL;
    if (k->flags & MW_CLAUSE_INFINITIVE && noun != MW_NONE && (owner = person_of(b, noun)) != MW_NONE) { /* her attempt to flee */
        set_who(b->c, k, owner);
        return;
    }
    bool imperative = k->flags & (MW_CLAUSE_ORDERS | MW_CLAUSE_INFINITIVE) || !(k->flags & MW_CLAUSE_PARTICIPLE);
    if (is_there(b, k)) return;
    if (up && may_share(k) && (up->quote == k->quote))
        share_from(b, k, up);
    else if (k->flags & MW_CLAUSE_VERB && imperative && k->quote != MW_NONE && !has_aux(b, k) && k->mark == MW_NONE)
        order(b, k);
}

static const char *const toward[] = {"to",      "at",    "on",     "upon",  "with", "for",   "against", "toward",
                                     "towards", "after", "from",   "of",    "by",   "over",  "before",  "beside",
                                     "into",    "past",  "behind", "about", "near", "round", "around",  NULL};

static bool take_patient(const builder *b, mw_clause *k, uint32_t token) {
    uint32_t person = mw_person_at(b->c, token);
    if (person == MW_NONE || person == k->who) return false;
    k->patient = person;
    k->patient_mention = b->c->people.mention[token];
    return true;
}

/* Who the act is done to, in this order: the one given to, the object, the owner of the body's part, the oblique; then whom the thing belongs
 * to or concerns; then whom the clause below it is about (tried to stop her). */
static void find_patient(const builder *b, mw_clause *k) {
    uint32_t at[8], n = 0, owner;
    if (k->flags & MW_CLAUSE_PASSIVE) return;
    at[n++] = k->indirect;
    at[n++] = k->object;
    if (body_of_person(b, k->object, &owner)) at[n++] = owner;
    if (is_any(b, k->adposition, toward)) at[n++] = k->oblique;
    if (body_of_person(b, k->oblique, &owner)) at[n++] = owner;
    at[n++] = person_of(b, k->object);
    for (uint32_t i = 0; i < n; i++)
        if (take_patient(b, k, at[i])) return;
    for (uint32_t t = mw_child_first(b->c->children, k->head); t != MW_NONE; t = mw_child_next(b->c->children, t)) {
        if (b->tags->rel_base[t] != MW_REL_XCOMP || b->c->of[t] == MW_NONE) continue;
        const mw_clause *below = &b->c->at[b->c->of[t]];
        if (below->head == t && (take_patient(b, k, below->indirect) || take_patient(b, k, below->object))) return;
        if (below->head == t && is_any(b, below->adposition, toward) && take_patient(b, k, below->oblique)) return;
    }
}

/* A clause's subject may be that of the one above it, which may stand behind it: parents first, each once. */
static void resolve(const builder *b, uint8_t *done, uint32_t i) {
    uint32_t path[64], n = 0;
    for (uint32_t k = i; k != MW_NONE && !done[k] && n < 64; k = b->c->at[k].over) {
        path[n++] = k;
        done[k] = 1;
    }
    while (n-- > 0) {
        find_who(b, &b->c->at[path[n]]);
        find_patient(b, &b->c->at[path[n]]);
    }
}

/* A verb without subject, whose subject the tree does not give, is that of the clause before it in the sentence and in the same layer:
 * "Wait," said the sexton, lifting his lamp. The parse hangs such words on what is said. */
enum { BORROW = 8 };
static void borrow(const builder *b, uint32_t i) {
    mw_clause *k = &b->c->at[i];
    bool free =
        k->rel == MW_REL_CONJ || k->rel == MW_REL_ADVCL || k->rel == MW_REL_PARATAXIS || k->rel == MW_REL_ACL || k->rel == MW_REL_ROOT;
    bool suffers = k->flags & MW_CLAUSE_PASSIVE && k->patient != MW_NONE;
    if (!(k->flags & MW_CLAUSE_VERB) || k->subject != MW_NONE || k->who != MW_NONE || suffers || !free) return;
    if (is_there(b, k)) return;
    if (k->flags & MW_CLAUSE_ORDERS || (k->rel == MW_REL_ACL && !(k->flags & MW_CLAUSE_PARTICIPLE))) return;
    for (uint32_t n = i; n-- > 0 && n + BORROW >= i && b->c->at[n].sentence == k->sentence;) {
        const mw_clause *up = &b->c->at[n];
        if (up->quote != k->quote || up->flags & MW_CLAUSE_NOMINAL) continue;
        if (up->subject == MW_NONE && up->who == MW_NONE && up->patient == MW_NONE) continue;
        k->flags |= MW_CLAUSE_SHARED;
        share(k, up);
        if (k->who != MW_NONE) find_patient(b, k);
        return;
    }
}

/* ---- quotations and the verbs that bring them in ---- */

static void find_cues(const builder *b) {
    const mw_speech_room *s = b->speech;
    for (uint32_t i = 0; i < b->c->n; i++) b->c->cue_of[i] = MW_NONE;
    for (uint32_t q = 0; q < s->n_quotes; q++) {
        if (s->quotes[q].cue.end == s->quotes[q].cue.start) continue;
        uint32_t start = s->quotes[q].cue.start, t = mw_token_from(b->tokens, start);
        uint32_t clause = t < b->tokens->n && b->tokens->span[t].start == start ? b->c->of[t] : MW_NONE;
        if (clause != MW_NONE && b->c->at[clause].head == t && b->c->cue_of[clause] == MW_NONE) b->c->cue_of[clause] = q;
    }
}

static bool reserve(builder *b, mw_arena *arena) {
    mw_clauses *c = b->c;
    c->quote_of = mw_arena_array(arena, b->tokens->n, sizeof *c->quote_of);
    c->people.mention = mw_arena_array(arena, b->tokens->n, sizeof(uint32_t));
    c->people.character = mw_arena_array(arena, b->cast->n_mentions, sizeof(uint32_t));
    c->people.known = mw_arena_array(arena, b->cast->n_mentions, sizeof(uint32_t));
    return c->quote_of && c->people.mention && c->people.character && c->people.known;
}

marrow_status mw_clauses_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                               const mw_cast *cast, const mw_speech_room *speech, mw_clauses *clauses, marrow_error *err) {
    builder b = {.text = text, .tokens = tokens, .tags = tags, .cast = cast, .speech = speech, .c = clauses};
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
    for (uint32_t i = 0; i < clauses->n; i++) resolve(&b, done, i);
    for (uint32_t i = 0; i < clauses->n; i++) borrow(&b, i);
    mw_free(&env->mem, done);
    return MARROW_OK;
}
