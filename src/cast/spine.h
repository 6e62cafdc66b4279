/* spine: the persons of a document while names are clustered: found, grown, looked up by any part of their name.
 *
 * Persons that share a first name, a surname, the last word of an epithet or a rank form a list. A lookup that walks one looks at no more
 * than MW_SPINE_MOST of them, so that clustering stays linear. Failures of memory are kept in `failed`. */
#ifndef MW_CAST_SPINE_H
#define MW_CAST_SPINE_H

#include "cast/inside.h"

enum { MW_SPINE_MOST = 64 };

typedef struct mw_name_index {
    mw_map *first; /* word → first person of the list */
} mw_name_index;

typedef struct mw_spine {
    mw_caster *c;
    mw_name_index surnames, givens, epithets, ranks;
    MW_VEC(const char *) given_words; /* distinct ones that the table of given names holds */
    mw_indices heard;                 /* forms whose first name only sounds as that of their person */
    mw_map *bearers;                  /* last word of a name → mentions of persons' names that end in it */
    bool failed;
} mw_spine;

static inline mw_person *mw_spine_person(mw_spine *s, uint32_t p) { return &s->c->persons.at[p]; }
static inline mw_form *mw_spine_form(mw_spine *s, uint32_t f) { return &s->c->forms.at[f]; }

/* ---- forms ---- */
bool mw_form_titled(const mw_form *f, uint8_t flag); /* a title of it has the flag */
const mw_title *mw_form_rank(const mw_form *f);      /* its first rank or kinship title; NULL */
bool mw_form_mister(const mw_form *f);

/* ---- persons ---- */
bool mw_spine_open(mw_spine *s, mw_caster *c);
void mw_spine_close(mw_spine *s);
uint32_t mw_spine_list(const mw_name_index *x, const char *word); /* the first of a list; MW_NONE */
uint32_t mw_spine_found(mw_spine *s);                             /* a person without a name; MW_NONE: out of memory */
void mw_spine_found_by(mw_spine *s, uint32_t form, const char *given, const char *surname, const char *epithet);
void mw_spine_attach(mw_spine *s, uint32_t form, uint32_t person); /* the form joins the person */
void mw_spine_set_given(mw_spine *s, uint32_t person, const char *given);
void mw_spine_set_surname(mw_spine *s, uint32_t person, const char *surname);
bool mw_spine_count_bearers(mw_spine *s);
uint32_t mw_spine_bearers(mw_spine *s, const char *word,
                          uint32_t own);              /* mentions of names that end in a word, those of one form left out */
uint32_t mw_spine_heft(mw_spine *s, uint32_t person); /* how often a person is named, its bare first name included */
bool mw_spine_know(mw_spine *s);                      /* people known beforehand */
bool mw_spine_note_couples(mw_spine *s);

/* ---- may they be one ---- */
bool mw_genders_agree(uint8_t a, uint8_t b);
bool mw_spine_apart(mw_spine *s, uint32_t form, uint32_t person); /* heard together too often */

/* The likeliest two of the persons that a form may mean. */
typedef struct mw_best {
    uint32_t at[2], weight[2], n;
} mw_best;
void mw_best_consider(mw_spine *s, mw_best *b, uint32_t person, uint32_t weight);
/* Joins the best when it weighs `times` the second; else, where rivals may stand, either may be meant. false: nobody. */
bool mw_best_join(mw_spine *s, uint32_t form, const mw_best *b, uint32_t times, bool rivals);

#endif
