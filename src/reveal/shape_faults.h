/* shape_faults: what the files of continuity share. */
#ifndef MW_REVEAL_SHAPE_FAULTS_H
#define MW_REVEAL_SHAPE_FAULTS_H

#include "reveal/shape_work.h"

/* A fact of a person, as one place tells it. */
typedef struct mw_fact {
    mw_fault_kind kind;
    uint32_t who, other;         /* other: of kin; else MW_NONE */
    uint32_t value;              /* a bit of colour, a number of years, a class of kin, a word */
    uint32_t token, first, last; /* tokens, inclusive */
    uint32_t known;
} mw_fact;

typedef struct mw_fault_work {
    mw_shape_work *w;
    MW_VEC(mw_fact) facts;
    MW_VEC(mw_fault) faults;
    uint32_t *same, *same_known; /* [n_characters] the person that an unnamed one turns out to be, and where that is told */
} mw_fault_work;

bool mw_fact_put(mw_fault_work *k, mw_fact fact);
bool mw_fault_put(mw_fault_work *k, mw_fault fault);
/* A number told in words or digits that begins at t; *last: its last token; 0: none. */
uint32_t mw_fact_number(const mw_shape_work *w, uint32_t t, uint32_t *last);

/* The person whose facts these are; raises *known to the place where that is known. */
uint32_t mw_fault_person(const mw_fault_work *k, uint32_t who, uint32_t *known);

bool mw_faults_same(mw_fault_work *k);  /* first of all; mends persons of words for the others */
bool mw_faults_looks(mw_fault_work *k); /* facts: eyes, hair, age, kin, job */
bool mw_faults_days(mw_fault_work *k);  /* faults: weekdays, dates */
bool mw_faults_names(mw_fault_work *k); /* faults: spelling, confusable, once */

#endif
