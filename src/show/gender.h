/* What the words of a mention say by themselves about gender and age: pronouns, titles, nouns. Internal to show, which needs it for
 * answers as of a position: there the reader's own answer may rest on what comes later. */
#ifndef MW_SHOW_GENDER_H
#define MW_SHOW_GENDER_H

#include "cast/cast.h"

typedef enum mw_pronoun { MW_PRONOUN_NONE, MW_PRONOUN_HE, MW_PRONOUN_SHE, MW_PRONOUN_THEY, MW_PRONOUN_IT } mw_pronoun;
mw_pronoun mw_pronoun_class(mw_str words);
mw_gender mw_form_gender(mw_str words); /* MW_UNKNOWN, MW_FEMALE, MW_MALE */
mw_age mw_form_age(mw_str words);

#endif
