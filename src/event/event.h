/* event: acts. Who did what to whom, where, when, and whether it really happened: one row a predicate that somebody does or suffers, and
 * one a quotation that no verb of saying brings in; from the parse, the cast, the speech and the signs of tag. Linear time. One product,
 * immutable, freed as a whole. */
#ifndef MW_EVENT_H
#define MW_EVENT_H

#include "event/clauses.h"

/* How an act stands to what happens in the story. */
typedef enum mw_modality {
    MW_ACTUAL,
    MW_NEGATED,
    MW_PLANNED, /* meant, wished, promised, ordered */
    MW_FEARED,
    MW_HYPOTHETICAL, /* if, would, might, asked after */
    MW_HABITUAL,
    MW_N_MODALITY
} mw_modality;
extern const char *const mw_modality_names[MW_N_MODALITY];

typedef struct mw_act {
    const char *id;                   /* anchored: kind, hash of the words, occurrence */
    mw_span span;                     /* of the clause; with what is said, where it brings in speech */
    uint32_t first, last;             /* its tokens, inclusive */
    uint32_t head;                    /* the predicate's token; of a bare quotation its first */
    uint32_t clause;                  /* MW_NONE: a quotation that no verb brings in */
    const char *verb;                 /* its lemma, particle included ("give up") */
    uint32_t who, to;                 /* characters or MW_NONE; one of them is there */
    uint32_t who_mention, to_mention; /* MW_NONE: understood from another clause, or from speech */
    mw_span what;                     /* the thing that it is done to or with, what is said; empty: none */
    mw_span place, time;              /* empty: not told */
    uint32_t quote;                   /* the quotation in which it is told, or MW_NONE */
    uint32_t said;                    /* the quotation that it utters, or MW_NONE */
    uint32_t known;                   /* byte at which the last evidence ends, >= span.end */
    mw_modality modality;
    bool realis; /* it happened, as far as the text says */
    mw_deed deed;
    float importance, confidence; /* 0 … 1; importance by itself, see MW_WEIGH_WHO; confidence: that who did it is right */
} mw_act;

/* What the parts that its people play add to an act's importance: to its logit, for a share of 1 of the mentions of the person mentioned most.
 * They are added where it is shown, since the shares grow with the reading. */
#define MW_WEIGH_WHO 0.5
#define MW_WEIGH_TO 0.3

typedef struct mw_events {
    mw_arena *arena;
    mw_act *acts; /* by head */
    uint32_t n_acts;
    mw_clauses clauses;
    uint32_t *act_of; /* [clauses.n] the clause's act, or MW_NONE */
} mw_events;

marrow_status mw_event_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_cast *cast,
                             const mw_speech_room *speech, mw_events **events, marrow_error *err);
void mw_event_free(mw_events *events);
void mw_event_dump(const mw_text *text, const mw_cast *cast, const mw_events *events, mw_buf *out);

#endif
