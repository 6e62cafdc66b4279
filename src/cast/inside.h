/* inside: what the files of cast share while the cast of one document is built. Nothing outside this room includes it.
 *
 * The order: mentions are gathered (mentions.c), proper ones parsed into forms (names.c), forms clustered into persons (cluster.c, cluster_names.c),
 * then every mention is resolved from left to right (resolve.c, nominals.c, pronouns.c) twice, so that the second time knows the
 * genders that the first has counted; at last entities become things and characters (characters.c). All working memory lies in one
 * scratch arena. */
#ifndef MW_CAST_INSIDE_H
#define MW_CAST_INSIDE_H

#include "cast/lexicon.h"
#include "cast/nicknames.h"

/* A major character has a sixth of the mentions of the one mentioned most, and ten at least. */
enum { MW_MAJOR_SHARE = 6, MW_MAJOR_LEAST = 10 };

typedef enum mw_det { MW_DET_BARE, MW_DET_DEF, MW_DET_INDEF, MW_DET_THAT, MW_DET_POSS } mw_det;
typedef enum mw_role {
    MW_ROLE_OTHER,
    MW_ROLE_SUBJECT,
    MW_ROLE_OBJECT,
    MW_ROLE_OBLIQUE,
    MW_ROLE_POSSESSOR,
    MW_ROLE_VOCATIVE,
    MW_ROLE_APART
} mw_role;
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
    uint32_t known; /* byte of the last evidence */
    uint32_t says;  /* 1 + the unit that it is the speaker of; 0 */
    const mw_pronoun *pronoun;
    const mw_person_noun *noun;
    uint8_t type, form_kind, model; /* mw_entity_type, mw_entity_form, the model's confidence */
    uint8_t sort, gender, det, role;
    uint8_t confidence;
    bool plural, predicate; /* predicate: a copula's or an apposition's second half */
    bool addressed;         /* a name called out in speech */
    bool guessed;           /* a nominal whose words did not tell whom it means */
} mw_ment;

/* One way of writing a proper name, over the whole document. */
enum { MW_MAX_TITLES = 3, MW_MAX_NAME_WORDS = 6 };
typedef struct mw_name {
    const mw_title *titles[MW_MAX_TITLES];
    const char *words[MW_MAX_NAME_WORDS]; /* lower case; a particle goes with the word after it (de bourgh) */
    uint32_t n_titles, n_words;
    uint32_t first, last; /* tokens of the name itself, without determiner, adjectives and what follows it */
    bool det;             /* an article stands before it */
    bool old;             /* old, elder, young before it: there is another of the name */
    bool group;           /* Mr. and Mrs. Hall; the Misses Hall */
} mw_name;
typedef struct mw_form {
    mw_name name;
    const char *key; /* titles and words in lower case */
    uint32_t n, n_quoted, n_det, n_old, n_heading, n_opens;
    uint32_t n_small; /* single words: how often it stands in small letters */
    uint32_t n_type[MW_N_ENTITY];
    uint32_t first;  /* mention */
    uint32_t person; /* MW_NONE: no person (a place; a family) */
    uint32_t rival;  /* another person that it may mean as well: then recency decides; MW_NONE */
    uint32_t bridge; /* first mention of the form that joined it to its person; MW_NONE */
    uint32_t next;   /* of the same person, or MW_NONE */
    uint8_t gender;
    bool known; /* given by --characters */
} mw_form;

/* A cluster of forms. */
typedef struct mw_person {
    const char *given, *surname, *epithet;
    const char *middle;
    const mw_title *rank;                                       /* the first rank or kinship title that a form of it bears */
    uint32_t n;                                                 /* mentions by name */
    uint32_t n_mister;                                          /* of them with Mr. */
    uint32_t n_rank;                                            /* of them with the rank */
    uint32_t first_form;                                        /* its forms, linked by mw_form.next */
    uint32_t next_surname, next_given, next_epithet, next_rank; /* lists of persons that share one */
    uint32_t given_index;                                       /* of --characters, or MW_NONE */
    uint32_t into;                                              /* the person that its names were joined to; MW_NONE */
    uint8_t gender;
    bool title_gender; /* the gender comes from a title or is given */
    bool married, maiden, mister;
} mw_person;

/* Mr. Alder, the vicar: the mention of him that an apposition or a clause says this of. */
typedef struct mw_office {
    uint32_t at, person;
    uint32_t before; /* the one told before it by the same words, in mw_caster.told; MW_NONE */
} mw_office;

/* Two who are found to be one, or to be linked as two faces of one. */
typedef struct mw_found {
    uint32_t person; /* who it is */
    uint32_t other;  /* MW_JOIN_FACE: the other person; else MW_NONE */
    uint32_t was;    /* first mention of who was joined to the person */
    uint32_t at;     /* the mention that tells */
    uint8_t kind;
    uint32_t since; /* 1 + the mention with which the words that tell begin, where that is not `at`; 0 */
} mw_found;

/* What is mentioned, while it is worked on. */
typedef struct mw_ent {
    uint32_t person;    /* MW_NONE */
    uint32_t last;      /* last mention of it so far */
    uint32_t last_full; /* last mention that is no pronoun */
    uint32_t n, first;
    uint32_t n_he, n_she, n_they, n_it;
    uint32_t recent; /* mentions in about the last 40 mentions, decayed */
    uint32_t recent_at;
    uint32_t here;                             /* mentions in the chapter of the last one */
    uint32_t maker;                            /* the mention that opened it */
    uint32_t work;                             /* the trade that a nominal of this chapter last gave it: its head_key; MW_NONE */
    uint32_t usual, n_usual, n_child, n_adult; /* votes of nouns: a trade, child or adult */
    uint32_t they_here;                        /* they and them of this chapter */
    uint8_t age;                               /* mw_age that nouns of this chapter last gave it */
    uint8_t type, gender;
    bool plural, narrator, predicate;
} mw_ent;

/* What nouns of the whole text say of a person. */
typedef struct mw_sort_of_person {
    uint32_t work; /* as in mw_ent */
    uint8_t age;
} mw_sort_of_person;

/* A speech as far as cast needs it: the marks of one block, and of the blocks that go it on. */
typedef struct mw_unit {
    uint32_t block, me, you, us; /* entities of I, you, we in it; MW_NONE */
    uint32_t speaker;            /* mention that a verb of saying beside it has as subject; MW_NONE */
    uint32_t called;             /* first name called out in it; MW_NONE */
    uint32_t sentence;           /* where it begins */
} mw_unit;

/* Somebody else goes on in the rest of a chapter. */
typedef struct mw_shift {
    uint32_t from, at; /* tokens: the words that say so, the first behind them */
    uint32_t chapter, person;
} mw_shift;

typedef MW_VEC(uint32_t) mw_indices;

typedef struct mw_caster {
    const mw_env *env;
    const marrow_allocator *mem;
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_children *children;
    const mw_people *people; /* may be NULL */
    const mw_critic *critic; /* of a review, else NULL */
    mw_arena *scratch;
    uint32_t doc, from, to;             /* tokens */
    uint32_t first_chapter, n_chapters; /* those that begin in this document */
    uint32_t *unit_of;                  /* [to - from] 0 or 1 + unit */
    MW_VEC(mw_ment) ments;
    MW_VEC(mw_form) forms;
    MW_VEC(mw_person) persons;
    MW_VEC(mw_ent) ents;
    MW_VEC(mw_unit) units;
    mw_map *form_map, *apart, *keys; /* form keys; pairs of forms heard together; words of nominals */
    mw_map *given_names;             /* lower-case names of --characters that are no name by shape: form or nominal text → person */
    uint8_t *person_gender;          /* [persons] learnt in the first pass */
    mw_sort_of_person *person_sort;  /* [persons] the same */
    uint32_t *person_ent;            /* [persons] or MW_NONE */
    mw_indices key_at;               /* by key of a nominal: the last mention so called; MW_NONE */
    mw_indices head_at;              /* the same by its head alone */
    mw_indices head_n;               /* by head: how many entities this chapter calls so */
    uint32_t *meant;                 /* [ments] person that a nominal is found to mean; MW_NONE. NULL: none is */
    uint32_t *meant_at;              /* [ments] the mention that tells */
    MW_VEC(mw_found) founds;         /* who is found to be one, in order of the finding */
    mw_map *offices;                 /* key of a nominal (the vicar) → the last of told that says who that is */
    MW_VEC(mw_office) told;
    uint32_t told_at;              /* the mention that tells who the nominal in hand is, where it stands behind it; MW_NONE */
    mw_map *couples;               /* surname → the person who is Mr., and Mrs., of that name alone (m or f before it) */
    mw_map *owned, *called;        /* (owner, noun) → mention; words of names that are no person's → entity */
    uint32_t we, you;              /* entities of we and you in narration */
    uint32_t fence, fence_chapter; /* the mention at which the chapter begins that is resolved; the chapter that comes next (fence.c) */
    uint32_t *chapter_i;           /* [n_chapters + 1] how often I stands outside speech; the last: outside chapters */
    uint32_t *chapter_words;       /* [n_chapters + 1] tokens outside speech */
    uint32_t *chapter_said;        /* [n_chapters + 1] tokens in speech */
    uint32_t *chapter_narrator;    /* [n_chapters + 1] person who tells it, or MW_NONE: nobody known */
    uint32_t *chapter_teller;      /* [n_chapters + 1] person whose one long speech most of it is; MW_NONE */
    MW_VEC(mw_shift) shifts;       /* where a chapter changes its narrator */
    bool *chapter_hears;           /* [n_chapters + 1] its narration speaks to somebody (hearers.c) */
    uint32_t narrator_person;      /* of chapters without one of their own; MW_NONE */
    uint32_t narrator_ent;         /* of an I without a name */
    bool first_person;             /* the document is told by an I */
    const struct mw_watch *watch;  /* training/links looks on (antecedent.h); else NULL */
} mw_caster;

/* ---- words of the text ---- */
mw_str mw_caster_word(const mw_caster *c, uint32_t token);
/* Lower case, final full stop of an abbreviation and curly apostrophes made plain; in buf, zero-terminated; "" when it does not fit. */
enum { MW_WORD_BYTES = 64 };
const char *mw_caster_lower(const mw_caster *c, uint32_t token, char buf[MW_WORD_BYTES]);
bool mw_caster_capital(const mw_caster *c, uint32_t token);
uint32_t mw_caster_end(const mw_caster *c, uint32_t ment);       /* byte */
uint32_t mw_caster_chapter(const mw_caster *c, uint32_t token);  /* from first_chapter on; n_chapters: outside */
bool mw_caster_told_by_me(const mw_caster *c, uint32_t chapter); /* an I tells it */

/* ---- steps; each gives false when out of memory ---- */
bool mw_units_find(mw_caster *c);
bool mw_ments_gather(mw_caster *c);   /* model's mentions and the pronouns it missed */
bool mw_ments_describe(mw_caster *c); /* order, nesting, roles, determiners, possessors */
bool mw_names_hear(mw_caster *c);     /* the Mouse, the Hatter: names of none of the model's types that talk */
bool mw_names_parse(mw_caster *c);    /* forms of the model's names */
bool mw_names_spread(mw_caster *c);   /* names known elsewhere, missed here */
bool mw_names_count(mw_caster *c);    /* once mentions are described: how often, where, and which forms are heard together */
bool mw_persons_cluster(mw_caster *c);
bool mw_persons_may_join(const mw_caster *c, uint32_t a, uint32_t b); /* one goes by surname, the other by first name, nothing against it */
uint32_t mw_persons_apart(const mw_caster *c, uint32_t a, uint32_t b);    /* how often heard together; UINT32_MAX: genders differ */
void mw_persons_merge(mw_caster *c, uint32_t a, uint32_t b, uint32_t at); /* a's names become b's; at: the mention that tells, or MW_NONE */
uint32_t mw_person_now(const mw_caster *c, uint32_t p);                   /* whom a person was joined to, or the person */
bool mw_persons_found(mw_caster *c, uint32_t a, uint32_t b, uint32_t at, mw_join_kind kind); /* the same, and it is noted */
uint32_t mw_person_first(const mw_caster *c, uint32_t p); /* the mention that names a person first, headings left out */
uint32_t mw_unit_speaker(const mw_caster *c,
                         uint32_t unit); /* the mention that names who speaks, by a cue or by the turns of talk; MW_NONE */
bool mw_ent_found(mw_caster *c, uint32_t ent, uint32_t person, uint32_t at, mw_join_kind kind); /* a nameless entity is that person */
bool mw_persons_answer(mw_caster *c);    /* joins persons of whom one answers when the other is addressed */
bool mw_persons_told(mw_caster *c);      /* joins persons whom the text says to be one */
bool mw_seats_find(mw_caster *c);        /* joins those who take turns in one seat of a conversation */
bool mw_scenes_find(mw_caster *c);       /* joins two names that are near each other again and again and never together */
bool mw_persons_described(mw_caster *c); /* joins the nameless to who looks like them */
bool mw_narrators_find(mw_caster *c);    /* which chapters are told by an I */
bool mw_hearers_find(mw_caster *c);      /* which chapters speak to somebody */
bool mw_caster_speaks_to(const mw_caster *c, uint32_t token); /* their you is one person; elsewhere it is anybody */
bool mw_ments_resolve(mw_caster *c);
bool mw_caster_heading(const mw_caster *c, uint32_t token);
bool mw_ment_waits(const mw_caster *c, uint32_t ment); /* a noun of a heading: resolved once all else is */
bool mw_headings_settle(mw_caster *c);
void mw_fence_start(mw_caster *c);
void mw_fence_move(mw_caster *c, uint32_t ment);    /* before each mention is resolved */
bool mw_ent_here(const mw_caster *c, uint32_t ent); /* it was mentioned in this chapter */
bool mw_ents_meet(mw_caster *c);                    /* what nominals of different chapters mean, once all are resolved */
void mw_ents_unite(mw_caster *c, uint32_t *of, uint32_t into, uint32_t from); /* of: whom each entity became, itself at first */
void mw_ents_close(mw_caster *c, uint32_t *of);                               /* takes out those that are others now */
bool mw_ents_reunite(mw_caster *c);                              /* joins entities that are one, all they say of themselves weighed */
bool mw_tellers_frame(mw_caster *c);                             /* chapters that are one long speech */
bool mw_tellers_find(mw_caster *c);                              /* a narrator for each chapter, once that of the document is known */
bool mw_letters_find(mw_caster *c);                              /* the writers of letters, and who goes on within a chapter */
uint32_t mw_caster_narrator(const mw_caster *c, uint32_t token); /* person who tells what stands there; MW_NONE */
uint32_t mw_ment_person(const mw_caster *c, uint32_t ment);
bool mw_unit_mine(const mw_caster *c, uint32_t unit); /* a speech that the narrator speaks */
bool mw_narrators_name(mw_caster *c, bool *changed);  /* gives a nameless narrator its person */
/* Things, characters and mentions of the document, put behind those of the documents before it. */
typedef struct mw_cast_parts {
    MW_VEC(mw_character) characters;
    MW_VEC(mw_thing) things;
    MW_VEC(mw_mention) mentions;
    MW_VEC(mw_join) joins;
    MW_VEC(mw_told_by) shifts;
    mw_map *ids;
    mw_arena *keep;
} mw_cast_parts;
bool mw_cast_collect(mw_caster *c, mw_cast_parts *parts, uint32_t *narrators, uint32_t *tellers, uint32_t *narrator);
void mw_genders_learn(mw_caster *c);
bool mw_they_learn(mw_caster *c);                                    /* persons of whom the text says they, once mentions are resolved */
bool mw_they_settle(mw_caster *c);                                   /* gives them the they that found nobody; at the end */
bool mw_genders_told(mw_caster *c);                                  /* those that the user has put right */
bool mw_name_key(const mw_caster *c, const char *cell, mw_buf *key); /* of a name that is written down: that of its form */

/* ---- parts of them ---- */
bool mw_name_parse(const mw_caster *c, uint32_t first, uint32_t last, mw_name *name);
uint32_t mw_forms_apart(const mw_caster *c, uint32_t a,
                        uint32_t b);                            /* how often heard together; 1000 and more: one speaks to or of the other */
bool mw_person_ranked(const mw_person *p, const char *rank);    /* bears the rank, and not just once in jest */
bool mw_ment_answers_who(const mw_caster *c, const mw_ment *m); /* "Who are you?" "Alder," he said: a name alone, of who says it */
bool mw_ment_names_me(const mw_caster *c, const mw_ment *m);    /* my name is ...; I am ...; call me ...; I, ... */
bool mw_ment_listed(const mw_caster *c, const mw_ment *m);      /* an apposition with ", and" behind it: three in a row as likely as two */
bool mw_form_person(const mw_form *f);                          /* the model's types say that it names a person */
uint32_t mw_ent_add(mw_caster *c, uint32_t ment);               /* MW_NONE: out of memory */
void mw_ent_join(mw_caster *c, uint32_t ent, uint32_t ment, uint8_t confidence);
uint32_t mw_pronoun_antecedent(const mw_caster *c, uint32_t ment, uint8_t *confidence); /* an entity, or MW_NONE */
uint32_t mw_nominal_antecedent(mw_caster *c, uint32_t ment, uint8_t *confidence);       /* the same */
uint32_t mw_person_entity(mw_caster *c, uint32_t person, uint32_t ment);                /* opens it where need be; MW_NONE: out of memory */
bool mw_nominal_remember(mw_caster *c, uint32_t ment);                                  /* once it is resolved */
uint8_t mw_ent_gender(const mw_caster *c, uint32_t ent);

#endif
