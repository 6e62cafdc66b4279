/* event: acts. Who did what to whom, where, when, and whether it really happened: one row a predicate that somebody or something acts
 * by, from the parse, the cast, the speech and the signs of tag. Linear time. One product, immutable, freed as a whole. */
#ifndef MW_EVENT_H
#define MW_EVENT_H

#include "speech/speech.h"

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

/* What kind of deed a verb is, for the table of who does what to whom. */
typedef enum mw_deed {
    MW_DEED_OTHER,
    MW_DEED_HARM,
    MW_DEED_HELP,
    MW_DEED_TOUCH,
    MW_DEED_GIVE,
    MW_DEED_TAKE,
    MW_DEED_TELL,
    MW_DEED_ASK,
    MW_DEED_LEAVE,
    MW_DEED_COME,
    MW_DEED_LOOK,
    MW_DEED_MAKE,
    MW_N_DEED
} mw_deed;
extern const char *const mw_deed_names[MW_N_DEED];

typedef struct mw_act {
    const char *id;                   /* anchored: kind, hash of the words, occurrence */
    mw_span span;                     /* of the clause */
    uint32_t first, last;             /* its tokens, inclusive */
    uint32_t head;                    /* the predicate's token */
    const char *verb;                 /* its lemma, particle included ("give up") */
    uint32_t who, to;                 /* characters or MW_NONE */
    uint32_t who_mention, to_mention; /* MW_NONE: understood from another clause */
    mw_span what;                     /* the thing that it is done to or with; empty: none */
    mw_span place, time;              /* empty: not told */
    uint32_t quote;                   /* the quotation in which it is told, or MW_NONE */
    uint32_t known;                   /* byte at which the last evidence ends, >= span.end */
    mw_modality modality;
    bool realis; /* it happened, as far as the text says */
    mw_deed deed;
    float importance, confidence; /* 0 … 1 */
} mw_act;

typedef struct mw_events {
    mw_arena *arena;
    mw_act *acts; /* by head */
    uint32_t n_acts;
} mw_events;

marrow_status mw_event_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_cast *cast,
                             const mw_speech_room *speech, mw_events **events, marrow_error *err);
void mw_event_free(mw_events *events);
void mw_event_dump(const mw_text *text, const mw_cast *cast, const mw_events *events, mw_buf *out);

#endif
