/* clauses: the text cut into clauses, the unit in which acts, minds, motives and effects are found. Every sentence has at least one; a
 * clause is a predicate with the tokens that hang on it and on no other predicate below it. Each knows its subject across shared
 * subjects (conjunction, control, participles, relative clauses), its objects, and whose quotation it stands in.
 *
 * Linear time. Part of the product of event; rooms to the right read it. */
#ifndef MW_EVENT_CLAUSES_H
#define MW_EVENT_CLAUSES_H

#include "event/lexicon.h"

enum {
    MW_CLAUSE_VERB = 1,     /* the predicate is a verb */
    MW_CLAUSE_COPULA = 2,   /* is an adjective or noun behind "be" */
    MW_CLAUSE_NOMINAL = 4,  /* is a noun that names an event, with its agent: her departure */
    MW_CLAUSE_PASSIVE = 8,  /* who is the agent, the subject stands in `patient` */
    MW_CLAUSE_NEGATED = 16, /* not, never, no */
    MW_CLAUSE_SHARED = 32,  /* the subject is another clause's */
    MW_CLAUSE_ASKS = 64,    /* the sentence ends in a question mark */
    MW_CLAUSE_ORDERS = 128, /* an imperative: who is spoken to */
    MW_CLAUSE_INFINITIVE = 256,
    MW_CLAUSE_PARTICIPLE = 512,
    MW_CLAUSE_PRESENT = 1024,
};

typedef struct mw_clause {
    uint32_t head;        /* token of the predicate */
    uint32_t first, last; /* hull of its own tokens, punctuation at the ends left out; inclusive */
    uint32_t over;        /* the clause that it hangs on, or MW_NONE; */
    uint32_t sentence;
    uint32_t quote;                     /* index of the quotation in which it stands, or MW_NONE */
    uint32_t subject;                   /* token, or MW_NONE */
    uint32_t object, indirect, oblique; /* tokens or MW_NONE; oblique: the first that is a person, else the first */
    uint32_t adposition;                /* of the oblique */
    uint32_t mark;                      /* because, to, that …; token or MW_NONE */
    uint32_t who, who_mention;          /* the agent: character and mention; MW_NONE */
    uint32_t patient, patient_mention;  /* who it is done to: object, passive subject … */
    const mw_verb_word *word;           /* of the lexicon, or NULL */
    uint16_t flags;
    uint8_t rel; /* mw_rel of the head */
} mw_clause;

/* What is known of mentions: the token's person, and where it is known. */
typedef struct mw_where_people {
    uint32_t *mention;   /* [tokens] the outermost mention of a person headed by the token, or MW_NONE */
    uint32_t *character; /* [mentions] speech's answer, or MW_NONE */
    uint32_t *known;     /* [mentions] byte, never before its thing's first mention is known */
} mw_where_people;

typedef struct mw_clauses {
    mw_clause *at; /* by head */
    uint32_t n;
    uint32_t *of;       /* [tokens] the token's clause, or MW_NONE (headings have none) */
    uint32_t *quote_of; /* [tokens] index of the quotation around it, or MW_NONE */
    uint32_t *cue_of;   /* [n] the first quotation that the clause's verb brings in, or MW_NONE */
    mw_where_people people;
    mw_children *children;
} mw_clauses;

marrow_status mw_clauses_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                               const mw_cast *cast, const mw_speech_room *speech, mw_clauses *clauses, marrow_error *err);

/* The character that a token names, or MW_NONE. */
static inline uint32_t mw_person_at(const mw_clauses *c, uint32_t token) {
    return token == MW_NONE || c->people.mention[token] == MW_NONE ? MW_NONE : c->people.character[c->people.mention[token]];
}
static inline mw_span mw_clause_span(const mw_tokens *t, const mw_clause *c) {
    return (mw_span){t->span[c->first].start, t->span[c->last].end};
}
bool mw_token_is(const mw_text *text, const mw_tokens *tokens, uint32_t token, const char *word); /* ASCII case folded */

#endif
