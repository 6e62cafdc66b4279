/* cues.h: the noun phrases that cues are read with, and the places where cues stand. Local to cues.c and cue_*.c. */
#ifndef MW_SPEECH_CUES_H
#define MW_SPEECH_CUES_H

#include "speech/work.h"

enum { MW_CUE_REACH = 60 }; /* tokens from a quotation that are read for a cue */

typedef struct mw_phrase { /* a noun phrase */
    uint32_t first, last, head, mention;
} mw_phrase;
#define mw_no_phrase ((mw_phrase){MW_NONE, MW_NONE, MW_NONE, MW_NONE})

static inline bool mw_is_verb(const mw_hearing *h, uint32_t t) { return h->tags->upos[t] == MW_VERB || h->tags->upos[t] == MW_AUX; }

/* cue_phrases.c */
bool mw_nominative(const mw_hearing *h, uint32_t t); /* he, somebody … */
bool mw_accusative(const mw_hearing *h, uint32_t t);
bool mw_relative(const mw_hearing *h, uint32_t t); /* who, which, that */
bool mw_was(const mw_hearing *h, uint32_t t);      /* was, came … */
mw_phrase mw_phrase_of_mention(const mw_hearing *h, uint32_t m);
mw_phrase mw_phrase_at(const mw_hearing *h, uint32_t t, uint32_t end); /* that begins at token t */
mw_phrase mw_phrase_with_head(const mw_hearing *h, uint32_t head);
/* The subject that the parse gives a verb, in [a, b) outside quotations: its own, or that of the verb it is joined to. */
mw_phrase mw_parsed_subject(const mw_hearing *h, uint32_t verb, uint32_t a, uint32_t b);
/* "Mary's first question", "his reply" from token t on: whose it is; *last: the noun. */
mw_phrase mw_whose_words(const mw_hearing *h, uint32_t t, uint32_t end, uint32_t *last);
mw_cue mw_cue_of(const mw_hearing *h, uint32_t verb, mw_phrase p, mw_force force, bool after);

/* cue_before.c: the cue that leads up to token q, not before token `from` */
bool mw_cue_before(const mw_hearing *h, uint32_t from, uint32_t q, mw_cue *cue);
/* cue_behind.c: a speaker who is named only afterwards: the paragraph that follows speaks of "the speaker" or "the voice", and says who it was */
bool mw_cue_later(const mw_hearing *h, const mw_piece *p, mw_cue *cue);
/* "said a voice from the stairs. It was Mary." */
void mw_cue_whose_voice(const mw_hearing *h, mw_cue *cue, uint32_t end);

#endif
