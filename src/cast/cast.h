/* cast: from tags to people. Every mention finds its entity; entities that are persons (or act as such) are the characters.
 *
 * Proper names are clustered into characters over a whole document (titles, first and last names, nicknames; married couples and
 * families kept apart), gender is what the text uses, pronouns and nominals go to the nearest fitting mention, or to none. A
 * first-person narrator's I outside quotations is a character. Unknown stays unknown. Linear time. Documents of one input share
 * nothing. One product, immutable, freed as a whole. */
#ifndef MW_CAST_H
#define MW_CAST_H

#include "cast/corrections.h"
#include "cast/critic.h"

typedef enum mw_gender { MW_UNKNOWN, MW_FEMALE, MW_MALE, MW_NONBINARY, MW_MIXED, MW_NONE_GENDER, MW_N_GENDER } mw_gender;
extern const char *const mw_gender_names[MW_N_GENDER]; /* "unknown" "female" "male" "nonbinary" "mixed" "none" */
typedef enum mw_age { MW_AGE_UNKNOWN, MW_CHILD, MW_ADULT, MW_OLD, MW_N_AGE } mw_age;
extern const char *const mw_age_names[MW_N_AGE];

/* People known beforehand (characters.csv: id,name,aliases,gender; all but name optional; aliases split by |). */
typedef struct mw_known_person {
    const char *id, *name; /* id "" when not given */
    const char **aliases;
    uint32_t n_aliases;
    mw_gender gender;
} mw_known_person;
typedef struct mw_people {
    mw_arena *arena;
    mw_known_person *at;
    uint32_t n;
    bool only;                   /* nobody else */
    struct mw_told_gender *told; /* genders that the user has put right (told.c) */
    uint32_t n_told;
} mw_people;
typedef struct mw_told_gender {
    const char *form; /* a name of the person, as the text has it */
    uint32_t doc;
    mw_gender gender;
} mw_told_gender;
marrow_status mw_people_parse(const mw_env *env, const char *csv, size_t n, bool only, mw_people **people, marrow_error *err);
void mw_people_free(mw_people *people);

/* A mention of an entity in the text. */
typedef struct mw_mention {
    mw_span span;
    uint32_t first, last, head; /* tokens, inclusive */
    uint32_t entity;            /* index into entities; a mention that nothing joins has one of its own */
    uint32_t known;             /* byte at which the last evidence for the link ends, >= span.end */
    uint8_t type;               /* mw_entity_type */
    uint8_t form;               /* mw_entity_form */
    uint8_t confidence;         /* 0 … 255, that the entity is right */
    uint8_t plural;             /* the mention names several (they, the boys) */
} mw_mention;

/* Something that is mentioned. */
typedef struct mw_thing {
    const char *id;     /* stays: made from its first form ("mary-lennox", "mary-lennox-2"); with several documents "DOC/…" */
    uint32_t character; /* index into characters, MW_NONE for what is no character */
    uint8_t type;
} mw_thing;

/* A form by which a character is called. */
typedef struct mw_alias {
    const char *form;
    uint32_t n;     /* times */
    uint32_t first; /* byte of the first */
    bool proper;    /* a name; else a nominal ("the old gardener") */
    uint32_t words; /* of the name itself, titles not counted (Mistress Mary: 1); 0 unknown */
} mw_alias;
/* For qsort: by count, then first place, then letters. */
int mw_alias_order(const void *a, const void *b);

/* Which of a character's forms is their name: the fullest proper one (most words, titles not counted) that is not used too seldom; without
 * one the commonest. An index; MW_NONE: no form. */
uint32_t mw_fullest_form(const mw_alias *forms, uint32_t n);

typedef struct mw_character {
    const char *id;    /* of its thing */
    const char *name;  /* the fullest proper name used; without one the commonest nominal mention as it stands (her father) */
    mw_alias *aliases; /* all forms but pronouns, the name included; by count, then first; nominal ones borne once too */
    uint32_t n_aliases;
    uint32_t entity;
    uint32_t doc;
    uint32_t n_mentions;                /* pronouns included */
    uint32_t n_he, n_she, n_they, n_it; /* pronouns linked to it */
    uint32_t first, known;              /* bytes: start of the first mention; end of it */
    mw_gender gender;
    mw_age age;
    const char *occupation; /* NULL: the text does not say */
    bool major, narrator;
    bool given;       /* from --characters */
    bool passing;     /* nobody of the cast: spoken of once, several at a time, or by pronouns alone; never major, given no lines */
    float confidence; /* 0 … 1 */
} mw_character;

/* Two who are found to be one: from `known` on the text says that who was called `form` till then is this character; or, where both keep a
 * name and a part of their own (a disguise), that two characters are one person. */
typedef enum mw_join_kind {
    MW_JOIN_NAMED,
    MW_JOIN_TALK,
    MW_JOIN_OFFICE,
    MW_JOIN_MARRIED,
    MW_JOIN_FACE,
    MW_JOIN_ALIKE,
    MW_N_JOIN
} mw_join_kind;
extern const char *const mw_join_names[MW_N_JOIN]; /* "named" "talk" "office" "married" "face" "alike" */
typedef struct mw_join {
    uint32_t thing, other; /* things; other: MW_JOIN_FACE, the second one; else MW_NONE */
    const char *form;      /* what the one that was joined was first called, as it stands */
    mw_span span;          /* the words that tell */
    uint32_t known;        /* byte */
    uint8_t kind;          /* mw_join_kind */
    float confidence;
} mw_join;

/* A part of a chapter that another than its narrator tells. */
typedef struct mw_told_by {
    mw_span span;
    uint32_t character;
} mw_told_by;

typedef struct mw_cast {
    mw_arena *arena;
    mw_character *characters; /* a document after the other; those in passing behind, by mentions, descending */
    uint32_t n_characters;
    mw_thing *things;
    uint32_t n_things;
    mw_mention *mentions; /* by first token, longest first */
    uint32_t n_mentions;
    mw_join *joins; /* by document, in order of the finding */
    uint32_t n_joins;
    uint32_t *narrators; /* [text->n_chapters] the I of its narration: a character or MW_NONE */
    uint32_t
        *tellers; /* [text->n_chapters] who tells most of it in one long speech, inside that narration; MW_NONE. NULL: nobody anywhere */
    mw_told_by *shifts; /* in order of the text */
    uint32_t n_shifts;
    uint32_t narrator;           /* of text outside chapters; MW_NONE */
    mw_critic *critic;           /* of a review; else NULL */
    mw_corrections *corrections; /* borrowed, NULL: none; those of cast are done, later rooms do theirs and mark what they found */
} mw_cast;

marrow_status mw_cast_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_people *people,
                            mw_cast **cast, marrow_error *err);
void mw_cast_free(mw_cast *cast);
/* A text whose paragraphs are lost (a block of pages of talk): *text and *tokens become copies in `arena` whose blocks are cut into guessed
 * paragraphs, for rooms that look at turns of talk; else they stay. Spans, tokens and the text itself are the same. */
marrow_status mw_paragraphs_guess(mw_arena *arena, const mw_tags *tags, const mw_text **text, const mw_tokens **tokens, marrow_error *err);
/* People as given (may be NULL), with the genders that the user has put right; *told is NULL where there are none. cast: built without them. It
 * borrows from `people`; free it with mw_people_free. */
marrow_status mw_people_tell(const mw_env *env, const mw_people *people, const mw_corrections *corrections, const mw_cast *cast,
                             mw_people **told, marrow_error *err);
/* Does the corrections that concern people to a cast that no other room has seen yet, and keeps the list for the rooms to the right. */
marrow_status mw_cast_correct(const mw_env *env, const mw_text *text, mw_corrections *corrections, mw_cast *cast, marrow_error *err);
/* The character that a correction means: by id if one of the names fits or none is given, else the only one who bears the first name,
 * else by id alone; MW_NONE. */
uint32_t mw_correction_person(const mw_cast *cast, const char *id, const char *names);
void mw_cast_dump(const mw_text *text, const mw_cast *cast, mw_buf *out);

/* Is the document a page or two? People may go without a name there. */
enum { MW_PAGES = 800 };
static inline bool mw_is_page(const mw_tokens *tokens, uint32_t doc) { return tokens->docs[doc].end - tokens->docs[doc].first < MW_PAGES; }

/* The character that a mention refers to, or MW_NONE. */
static inline uint32_t mw_mention_character(const mw_cast *c, uint32_t mention) { return c->things[c->mentions[mention].entity].character; }
/* The same, but nobody who is met in passing. */
static inline uint32_t mw_mention_player(const mw_cast *c, uint32_t mention) {
    uint32_t who = mw_mention_character(c, mention);
    return who == MW_NONE || c->characters[who].passing ? MW_NONE : who;
}
/* The first mention that begins at a token or behind it; n_mentions: none. */
uint32_t mw_mention_from(const mw_cast *cast, uint32_t token);
/* The narrator at a byte of the text, or MW_NONE. */
uint32_t mw_narrator_at(const mw_text *text, const mw_cast *cast, uint32_t byte);

#endif
