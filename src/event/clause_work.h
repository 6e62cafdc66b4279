/* clause_work: what clauses.c and clause_people.c share while clauses are made. Nothing else includes it. */
#ifndef MW_EVENT_CLAUSE_WORK_H
#define MW_EVENT_CLAUSE_WORK_H

#include "event/clauses.h"

typedef struct mw_clause_work {
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_cast *cast;
    const mw_speech_room *speech;
    mw_clauses *c; /* being made */
} mw_clause_work;

/* Whether a token (MW_NONE: no) is a word, or one of a list that NULL ends. */
static inline bool mw_clause_word(const mw_clause_work *b, uint32_t token, const char *word) {
    return mw_token_is(b->text, b->tokens, token, word);
}
bool mw_clause_among(const mw_clause_work *b, uint32_t token, const char *const *words);
static inline uint32_t mw_clause_child(const mw_clause_work *b, uint32_t token, mw_rel rel) {
    return mw_child_with(b->tags, b->c->children, token, rel);
}
/* Whose the part of a body is that a noun names; false: it names none, or nobody's. */
bool mw_clause_owner(const mw_clause_work *b, uint32_t noun, uint32_t *owner);
/* Of a passive, by whom: "by the keeper", "by the hand of a stranger". */
void mw_clause_take_agent(const mw_clause_work *b, mw_clause *k, uint32_t t);

/* clause_people.c: who acts in each clause, and to whom it is done. done: [clauses] 0. */
void mw_clauses_find_people(const mw_clause_work *b, uint8_t *done);

#endif
