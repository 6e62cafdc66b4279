/* inside: what the files of cast share while the cast of one document is built. Nothing outside this room includes it.
 *
 * The order: mentions are gathered (mentions.c), proper ones parsed into forms (names.c), forms clustered into persons (cluster.c),
 * then every mention is resolved from left to right (resolve.c, nominals.c, pronouns.c) twice, so that the second time knows the
 * genders that the first has counted; at last entities become things and characters (characters.c). All working memory lies in one
 * scratch arena. */
#ifndef MW_CAST_INSIDE_H
#define MW_CAST_INSIDE_H

#include "cast/lexicon.h"
#include "cast/nicknames.h"

typedef enum mw_det { MW_DET_BARE, MW_DET_DEF, MW_DET_INDEF, MW_DET_THAT, MW_DET_POSS } mw_det;
typedef enum mw_role { MW_ROLE_OTHER, MW_ROLE_SUBJECT, MW_ROLE_OBJECT, MW_ROLE_OBLIQUE, MW_ROLE_POSSESSOR, MW_ROLE_VOCATIVE, MW_ROLE_APART } mw_role;
typedef enum mw_sort { MW_SORT_NAME, MW_SORT_NOMINAL, MW_SORT_PRONOUN } mw_sort;

/* A mention while it is worked on. */
typedef struct mw_ment {
    uint32_t first, last, head;
    uint32_t sentence;
    uint32_t unit;      /* 0: narration; else 1 + index of the speech it stands in (units) */
    uint32_t form;      /* sort NAME: index into forms, else MW_NONE */
    uint32_t entity;    /* the answer */
    uint32_t possessor; /* a mention inside it that owns it (her | father), or MW_NONE */
    uint32_t governor;  /* the token that it depends on, through prepositions and possessives none */
    uint32_t outer;     /* the smallest mention around it, or MW_NONE */
    uint32_t key;       /* nominals: id of its words without determiner; of its head alone: head_key */
    uint32_t head_key;
    uint32_t known;     /* byte of the last evidence */
    const mw_pronoun *pronoun;
    const mw_person_noun *noun;
    uint8_t type, form_kind, model; /* mw_entity_type, mw_entity_form, the model's confidence */
    uint8_t sort, gender, det, role;
    uint8_t confidence;
    bool plural, predicate, pinned; /* predicate: a copula's or an apposition's second half; pinned: an entity given by --characters */
} mw_ment;

/* One way of writing a proper name, over the whole document. */
enum { MW_MAX_TITLES = 3, MW_MAX_NAME_WORDS = 6 };
typedef struct mw_name {
    const mw_title *titles[MW_MAX_TITLES];
    const char *words[MW_MAX_NAME_WORDS]; /* lower case; a particle goes with the word after it (de bourgh) */
    uint32_t n_titles, n_words;
    uint32_t first, last; /* tokens of the name itself, without determiner, adjectives and what follows it */
    bool det;             /* an article stands before it */
    bool group;           /* Mr. and Mrs. Hall; the Misses Hall */
} mw_name;
typedef struct mw_form {
    mw_name name;
    const char *key;  /* titles and words in lower case */
    uint32_t n, n_quoted, n_det, n_addressed;
    uint32_t n_type[MW_N_ENTITY];
    uint32_t first;   /* mention */
    uint32_t person;  /* MW_NONE: no person (a place; a family) */
    uint32_t rival;   /* another person that it may mean as well: then recency decides; MW_NONE */
    uint32_t bridge;  /* first mention of the form that joined it to its person; MW_NONE */
    uint8_t gender;
    bool known;       /* given by --characters */
} mw_form;

/* A cluster of forms. */
typedef struct mw_person {
    const char *given, *surname, *epithet;
    const char *middle;
    const mw_title *rank; /* the first rank title that a form of it bears */
    uint32_t n;           /* mentions by name */
    uint32_t first_form;
    uint32_t given_index; /* of --characters, or MW_NONE */
    uint8_t gender;
    bool title_gender; /* the gender comes from a title or is given */
    bool married, maiden, mister;
} mw_person;

/* What is mentioned, while it is worked on. */
typedef struct mw_ent {
    uint32_t person; /* MW_NONE */
    uint32_t last;   /* last mention of it so far */
    uint32_t last_full; /* last mention that is no pronoun */
    uint32_t n, first;
    uint32_t n_he, n_she, n_they, n_it;
    uint32_t recent; /* mentions in about the last 40 mentions, decayed */
    uint32_t recent_at;
    uint32_t maker;  /* the mention that opened it */
    uint8_t type, gender;
    bool plural, narrator, predicate;
} mw_ent;

/* A speech as far as cast needs it: the marks of one block, and of the blocks that go it on. */
typedef struct mw_unit {
    uint32_t block, me, you, us; /* entities of I, you, we in it; MW_NONE */
    uint32_t speaker;            /* mention that a verb of saying beside it has as subject; MW_NONE */
} mw_unit;

typedef MW_VEC(uint32_t) mw_indices;

typedef struct mw_caster {
    const mw_env *env;
    const marrow_allocator *mem;
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_children *children;
    const mw_people *people; /* may be NULL */
    mw_arena *scratch;
    uint32_t doc, from, to; /* tokens */
    uint32_t *unit_of; /* [to - from] 0 or 1 + unit */
    MW_VEC(mw_ment) ments;
    MW_VEC(mw_form) forms;
    MW_VEC(mw_person) persons;
    MW_VEC(mw_ent) ents;
    MW_VEC(mw_unit) units;
    mw_map *form_map, *apart, *keys; /* form keys; pairs of forms heard together; words of nominals */
    mw_map *given_names;    /* lower-case names of --characters that are no name by shape: form or nominal text → person */
    uint8_t *person_gender; /* [persons] learnt in the first pass */
    uint32_t *person_ent;   /* [persons] */
    uint32_t *chapter_first_person; /* [n_chapters + 1] I outside speech, the last: outside chapters */
    uint32_t *chapter_tokens;
    uint32_t *chapter_narrator; /* [n_chapters + 1] entity or MW_NONE */
    bool first_person; /* the document is told by an I */
} mw_caster;

/* ---- words of the text ---- */
mw_str mw_caster_word(const mw_caster *c, uint32_t token);
/* Lower case, final full stop of an abbreviation and curly apostrophes made plain; in buf, zero-terminated; "" when it does not fit. */
enum { MW_WORD_BYTES = 64 };
const char *mw_caster_lower(const mw_caster *c, uint32_t token, char buf[MW_WORD_BYTES]);
bool mw_caster_capital(const mw_caster *c, uint32_t token);
uint32_t mw_caster_end(const mw_caster *c, uint32_t ment); /* byte */
uint32_t mw_caster_chapter(const mw_caster *c, uint32_t token); /* n_chapters: outside */

/* ---- steps; each gives false when out of memory ---- */
bool mw_units_find(mw_caster *c);
bool mw_ments_gather(mw_caster *c);  /* model's mentions and the pronouns it missed */
bool mw_ments_describe(mw_caster *c); /* order, nesting, roles, determiners, possessors; again after names were added */
bool mw_names_parse(mw_caster *c);   /* forms */
bool mw_names_spread(mw_caster *c);  /* names known elsewhere, missed here */
bool mw_names_apart(mw_caster *c);   /* which forms are heard together */
bool mw_persons_cluster(mw_caster *c);
void mw_narrators_find(mw_caster *c); /* which chapters are told by an I */
bool mw_ments_resolve(mw_caster *c);
bool mw_narrators_name(mw_caster *c, bool *changed); /* gives a nameless narrator its person */
void mw_genders_learn(mw_caster *c);

/* ---- parts of them ---- */
bool mw_name_parse(const mw_caster *c, uint32_t first, uint32_t last, mw_name *name); /* words in the scratch arena only after mw_name_keep */
uint32_t mw_forms_apart(const mw_caster *c, uint32_t a, uint32_t b); /* how often heard together; 1000 and more: one speaks to or of the other */
bool mw_form_person(const mw_form *f);                             /* the model's types say that it names a person */
uint32_t mw_ent_add(mw_caster *c, uint32_t ment);                  /* MW_NONE: out of memory */
void mw_ent_join(mw_caster *c, uint32_t ent, uint32_t ment, uint8_t confidence);
uint32_t mw_pronoun_antecedent(const mw_caster *c, uint32_t ment, uint8_t *confidence);  /* a mention, or MW_NONE */
uint32_t mw_nominal_antecedent(const mw_caster *c, uint32_t ment, uint8_t *confidence);

#endif
