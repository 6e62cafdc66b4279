/* clause_people: who acts in each clause and to whom it is done: by its own arguments, by the one that it shares a subject with (conjunction,
 * control, participles, relative clauses), by who speaks or is spoken to. Each clause is asked once, those above it first, so that a chain of
 * conjuncts needs one step each. */
#include <string.h>

#include "event/clause_work.h"

/* ---- who ---- */

static const char *const relatives[] = {"who", "which", "that", "whom", NULL};

static void set_who(const mw_clauses *c, mw_clause *k, uint32_t token) {
    k->who = mw_person_at(c, token);
    k->who_mention = k->who == MW_NONE ? MW_NONE : c->people.mention[token];
}

/* "There rose a cloud of birds": nobody's verb but that of the noun behind it. */
static bool is_there(const mw_clause_work *b, const mw_clause *k) {
    uint32_t t = mw_clause_child(b, k->head, MW_REL_EXPL);
    return mw_clause_word(b, t, "there");
}

/* We are the one who says so, and others. */
static void take_we(const mw_clause_work *b, mw_clause *k, uint32_t subject) {
    if (!mw_clause_word(b, subject, "we") || b->tags->upos[subject] != MW_PRON) return;
    uint32_t q = b->c->quote_of[subject];
    uint32_t who = q != MW_NONE ? b->speech->quotes[q].speaker : mw_narrator_at(b->text, b->cast, b->tokens->span[subject].start);
    if (who == MW_NONE) return;
    k->who = who;
    k->who_mention = MW_NONE;
}

/* The noun that a relative clause or participle says something of, through conjunctions of clauses. */
static uint32_t described(const mw_clause_work *b, const mw_clause *k) { return k->rel == MW_REL_ACL ? b->tags->head[k->head] : MW_NONE; }

/* Whose infinitive it is: of the object where the verb above asks or makes somebody do it, else of its subject. */
static bool object_controls(const mw_clause *up) {
    return up->word && up->word->flags & (MW_VERB_ORDER | MW_VERB_CAUSE) && (up->object != MW_NONE || up->indirect != MW_NONE);
}

static bool has_aux(const mw_clause_work *b, const mw_clause *k) {
    return mw_clause_child(b, k->head, MW_REL_AUX) != MW_NONE || mw_clause_child(b, k->head, MW_REL_COP) != MW_NONE;
}

/* "Was seized and bound": the participle joined to a passive is one. */
static void join_passive(const mw_clause_work *b, mw_clause *k, const mw_clause *up) {
    const char *feats = mw_label(b->tags->labels_feats, b->tags->feats[k->head]);
    if (k->rel != MW_REL_CONJ || !(up->flags & MW_CLAUSE_PASSIVE) || up->patient == MW_NONE || k->flags & MW_CLAUSE_PASSIVE) return;
    if (!strstr(feats, "VerbForm=Part") || !strstr(feats, "Tense=Past") || has_aux(b, k) || k->object != MW_NONE) return;
    k->flags |= MW_CLAUSE_PASSIVE;
    if (k->oblique == MW_NONE || !mw_clause_word(b, k->adposition, "by")) return;
    mw_clause_take_agent(b, k, k->oblique);
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
static bool subject_controls(const mw_clause_work *b, const mw_clause *up) {
    static const char *const verbs[] = {"promise", "vow", "swear", "threaten", "owe", "serve", "cost", "take", NULL};
    const char *lemma = mw_lemma(b->tags, up->head);
    for (int i = 0; verbs[i]; i++)
        if (strcmp(lemma, verbs[i]) == 0) return true;
    return false;
}

/* Saw, felt, found, caught somebody do it. */
static bool perceives(const mw_clause_work *b, const mw_clause *up) {
    static const char *const verbs[] = {"feel", "find", "catch", NULL};
    const char *lemma = mw_lemma(b->tags, up->head);
    if (up->word && up->word->mind == MW_MIND_PERCEIVE) return true;
    for (int i = 0; verbs[i]; i++)
        if (strcmp(lemma, verbs[i]) == 0) return true;
    return false;
}

/* "I saw him drawing nearer": a participle right behind whoever is seen, wherever the parse hangs it. */
static bool seen_doing(const mw_clause_work *b, const mw_clause *k, const mw_clause *up, uint32_t object) {
    if (k->rel != MW_REL_ADVCL || !(k->flags & MW_CLAUSE_PARTICIPLE) || mw_person_at(b->c, object) == MW_NONE) return false;
    if (k->mark != MW_NONE || k->head < object || has_aux(b, k)) return false;
    for (uint32_t t = object + 1; t < k->head; t++)
        if (b->tags->upos[t] == MW_PUNCT || (b->c->of[t] != b->c->of[k->head] && b->c->of[t] != b->c->of[object])) return false;
    return perceives(b, up);
}

static void share_from(const mw_clause_work *b, mw_clause *k, const mw_clause *up) {
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

static void order(const mw_clause_work *b, mw_clause *k) {
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
static uint32_t person_of(const mw_clause_work *b, uint32_t noun) {
    for (uint32_t t = noun == MW_NONE ? MW_NONE : mw_child_first(b->c->children, noun); t != MW_NONE; t = mw_child_next(b->c->children, t))
        if (b->tags->rel_base[t] == MW_REL_NMOD && mw_person_at(b->c, t) != MW_NONE) return t;
    return MW_NONE;
}

/* A hand or voice, a laugh or glance of somebody's: what it does they do. */
static bool part_of_person(const mw_clause_work *b, uint32_t noun, uint32_t *owner) {
    static const char *const words[] = {"voice", "tongue", "thumb", "palm", "paw",   "jaw", "tail",  "hoof", "muzzle",
                                        "gaze",  "glance", "smile", "look", "laugh", "cry", "words", NULL};
    if (mw_clause_owner(b, noun, owner)) return true;
    if (noun == MW_NONE || mw_person_at(b->c, noun) != MW_NONE) return false;
    const char *lemma = mw_lemma(b->tags, noun);
    for (int i = 0; words[i]; i++)
        if (strcmp(lemma, words[i]) == 0 || mw_clause_word(b, noun, words[i])) return (*owner = person_of(b, noun)) != MW_NONE;
    return false;
}

/* Whom "who" continues where the clause hangs on no noun: the person named right before it. */
static uint32_t before_relative(const mw_clause_work *b, uint32_t relative) {
    uint32_t t = relative;
    while (t-- > b->tags->sentences[b->tags->sentence[relative]].first && t + 4 > relative) {
        if (mw_person_at(b->c, t) != MW_NONE) return t;
        if (b->tags->upos[t] != MW_PUNCT && b->tags->upos[t] != MW_PROPN) break;
    }
    return MW_NONE;
}

/* The verb that brings in words is the speaker's: speech has weighed more than the parse. */
static bool says(const mw_clause_work *b, mw_clause *k) {
    uint32_t q = b->c->cue_of[b->c->of[k->head]], speaker = q == MW_NONE ? MW_NONE : b->speech->quotes[q].speaker;
    if (speaker == MW_NONE || k->flags & MW_CLAUSE_PASSIVE) return false;
    uint32_t m = b->speech->quotes[q].mention;
    set_who(b->c, k, k->subject);
    if (k->who != speaker) k->who_mention = m != MW_NONE && b->c->people.character[m] == speaker ? m : MW_NONE;
    k->who = speaker;
    return true;
}

static void find_who(const mw_clause_work *b, mw_clause *k) {
    if (says(b, k)) return;
    uint32_t subject = k->subject, noun = described(b, k);
    if (noun == MW_NONE && mw_clause_word(b, subject, "who") && mw_person_at(b->c, subject) == MW_NONE) noun = before_relative(b, subject);
    if (subject != MW_NONE && mw_clause_among(b, subject, relatives) && noun != MW_NONE) subject = noun;
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

/* ---- to whom ---- */

static const char *const toward[] = {"to",      "at",    "on",     "upon",  "with", "for",   "against", "toward",
                                     "towards", "after", "from",   "of",    "by",   "over",  "before",  "beside",
                                     "into",    "past",  "behind", "about", "near", "round", "around",  NULL};

static bool take_patient(const mw_clause_work *b, mw_clause *k, uint32_t token) {
    uint32_t person = mw_person_at(b->c, token);
    if (person == MW_NONE || person == k->who) return false;
    k->patient = person;
    k->patient_mention = b->c->people.mention[token];
    return true;
}

/* Who the act is done to, in this order: the one given to, the object, the owner of the body's part, the oblique; then whom the thing belongs
 * to or concerns; then whom the clause below it is about (tried to stop her). */
static void find_patient(const mw_clause_work *b, mw_clause *k) {
    uint32_t at[8], n = 0, owner;
    if (k->flags & MW_CLAUSE_PASSIVE) return;
    at[n++] = k->indirect;
    at[n++] = k->object;
    if (mw_clause_owner(b, k->object, &owner)) at[n++] = owner;
    if (mw_clause_among(b, k->adposition, toward)) at[n++] = k->oblique;
    if (mw_clause_owner(b, k->oblique, &owner)) at[n++] = owner;
    at[n++] = person_of(b, k->object);
    for (uint32_t i = 0; i < n; i++)
        if (take_patient(b, k, at[i])) return;
    for (uint32_t t = mw_child_first(b->c->children, k->head); t != MW_NONE; t = mw_child_next(b->c->children, t)) {
        if (b->tags->rel_base[t] != MW_REL_XCOMP || b->c->of[t] == MW_NONE) continue;
        const mw_clause *below = &b->c->at[b->c->of[t]];
        if (below->head == t && (take_patient(b, k, below->indirect) || take_patient(b, k, below->object))) return;
        if (below->head == t && mw_clause_among(b, below->adposition, toward) && take_patient(b, k, below->oblique)) return;
    }
}

/* ---- all of them ---- */

/* A clause's subject may be that of the one above it, which may stand behind it: parents first, each once. */
static void resolve(const mw_clause_work *b, uint8_t *done, uint32_t i) {
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
static void borrow(const mw_clause_work *b, uint32_t i) {
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

void mw_clauses_find_people(const mw_clause_work *b, uint8_t *done) {
    for (uint32_t i = 0; i < b->c->n; i++) resolve(b, done, i);
    for (uint32_t i = 0; i < b->c->n; i++) borrow(b, i);
}
