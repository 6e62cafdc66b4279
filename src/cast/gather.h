/* gather: what characters.c and called.c share while the entities of one document become characters. Nothing outside this room includes it. */
#ifndef MW_CAST_GATHER_H
#define MW_CAST_GATHER_H

#include "cast/inside.h"

/* What is counted for an entity. */
typedef struct mw_tally {
    uint32_t character; /* local, or MW_NONE */
    uint32_t names, nominals, called, told, owned;
    bool says;               /* a verb of saying beside a speech has them as subject */
    bool opened;             /* by a nominal that the ranking would have given to another, had it been surer */
    uint32_t guesses;        /* nominals that the ranking gave it, not their own words */
    uint32_t outside, story; /* reviews: mentions by a name of no person of the story; nominals where the story is told */
    uint32_t child, adult, old, young;
    const char *occupation;
    uint32_t surely; /* votes for the occupation that is ahead */
    uint32_t alias;  /* first of its aliases, linked */
} mw_tally;

/* A form by which an entity is called. */
typedef struct mw_form_of {
    mw_alias alias;
    uint32_t next, words, ent;
} mw_form_of;

typedef struct mw_gather {
    mw_caster *c;
    mw_cast_parts *out;
    mw_tally *tallies; /* [ents] */
    MW_VEC(mw_form_of) aliases;
    mw_map *alias_map;
    uint32_t *mention_of; /* [tokens of the document] a mention with this head, or MW_NONE */
    uint32_t things_from, characters_from;
    bool pages; /* the document is a page or two */
} mw_gather;

/* The text of tokens, white space as one blank, a possessive ending left out; in the scratch arena. NULL: out of memory. */
char *mw_tokens_text(const mw_caster *c, uint32_t first, uint32_t last);
bool mw_aliases_hear(mw_gather *g, uint32_t ment); /* a mention's form, for its entity */
bool mw_aliases_list(mw_gather *g, uint32_t ent, const mw_known_person *known, mw_character *character); /* all forms of a character */

#endif
