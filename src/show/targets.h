/* targets: what a correction names, found in a story file: people by id or name, quotations by id, place or words, acts and threads by id;
 * each with the words by which it will be found again. Strings live as long as the targets are open. */
#ifndef MW_TARGETS_H
#define MW_TARGETS_H

#include "show/show.h"

typedef struct mw_targets mw_targets;
marrow_status mw_targets_open(mw_story *story, mw_targets **targets, marrow_error *err);
void mw_targets_close(mw_targets *targets);

typedef struct mw_target {
    const char *id, *name; /* name: of a person; of a quotation its words, cut short */
    const char *words;     /* to be found again by: a person's names, split by |; all words of a place */
    uint32_t start, end;   /* code points of a place; MW_NONE of a person who is not met */
    uint32_t row;
} mw_target;

/* By id, name, alias or some words of one; MARROW_NOTFOUND lists the candidates. */
marrow_status mw_target_person(mw_targets *t, const char *name, mw_target *person, marrow_error *err);
/* By id, by a place inside it, or by words that no other quotation has. */
marrow_status mw_target_quote(mw_targets *t, const char *quote, mw_target *found, marrow_error *err);
/* The next part (row above `after`) of the speech that a quotation is part of; false: none. after MW_NONE: the first. */
bool mw_target_part(mw_targets *t, uint32_t quote, uint32_t after, mw_target *part, marrow_error *err);
/* An act or a thread by id. */
marrow_status mw_target_row(mw_targets *t, const char *table, const char *id, mw_target *found, marrow_error *err);
/* The place [start, end), numbers as the user wrote them. */
marrow_status mw_target_place(mw_targets *t, const char *start, const char *end, mw_target *place, marrow_error *err);
/* The smallest mention of a person at a place; start is a number as the user wrote it. */
marrow_status mw_target_mention(mw_targets *t, const mw_target *person, const char *start, mw_target *mention, marrow_error *err);

/* Who says a quotation, and to whom: ids, "" for nobody; those of addressees split by |. NULL: out of memory. */
const char *mw_target_speaker(mw_targets *t, uint32_t quote);
const char *mw_target_hearers(mw_targets *t, uint32_t quote);
/* What a column of `show quotes --tsv` has for the speaker's name. */
const char *mw_target_speaker_name(mw_targets *t, uint32_t quote);
mw_arena *mw_targets_arena(mw_targets *t);

#endif
