/* nicknames: given names, their usual gender, and their short forms. Tables only; names are given in lower case. */
#ifndef MW_CAST_NICKNAMES_H
#define MW_CAST_NICKNAMES_H

#include "cast/cast.h"

bool mw_given_known(const char *lower);       /* a given name, or a short form of one */
mw_gender mw_given_gender(const char *lower); /* MW_UNKNOWN: not in the list, or borne by both */

typedef enum mw_nick {
    MW_NICK_NO,
    MW_NICK_COUSIN, /* two short forms of one full name: Lizzy, Beth */
    MW_NICK_SHORT,  /* one is short for the other: Lizzy, Elizabeth */
    MW_NICK_SAME
} mw_nick;
mw_nick mw_nickname(const char *a, const char *b);

#endif
