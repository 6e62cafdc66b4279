/* portraits: what the story says of its people: traits, relations, content notes.
 *
 * A trait is a lasting quality of one person as the narrator or somebody in the story tells it. A relation is one row a fact, "a is TYPE of
 * b", in one direction, never both; its evidence is gathered in order of the text and stops where the row is sure enough, so that `known` is
 * the place from which a reader could say so. A content note is a place at which something stands that a reader may wish to be warned of. */
#ifndef MW_REVEAL_PORTRAITS_H
#define MW_REVEAL_PORTRAITS_H

#include "reveal/reveal.h"

/* What a trait is about. */
typedef enum mw_trait_kind {
    MW_TRAIT_NATURE, /* kind, proud, a coward */
    MW_TRAIT_LOOKS,
    MW_TRAIT_AGE,
    MW_TRAIT_WORK,     /* occupation, rank */
    MW_TRAIT_STANDING, /* rich, a stranger, a widow */
    MW_TRAIT_HABIT,
    MW_TRAIT_MANNER, /* how one speaks or moves */
    MW_N_TRAIT_KIND
} mw_trait_kind;
extern const char *const mw_trait_kind_names[MW_N_TRAIT_KIND];

typedef struct mw_trait {
    uint32_t who;      /* character */
    uint32_t by;       /* whose speech says so; MW_NONE: the narrator, or with `heard` nobody known */
    bool heard;        /* said in a quotation */
    bool direct;       /* of the person, not of their face or voice */
    const char *trait; /* the quality in the words of the text, white space squeezed */
    const char *key;   /* its lemma, for comparing */
    mw_span words;     /* of the quality */
    mw_span span;      /* evidence: with the words that name the person, where they are near */
    mw_trait_kind kind;
    uint32_t known; /* byte */
    float confidence;
} mw_trait;

/* Two traits of one person that pull against each other. */
typedef struct mw_pull {
    uint32_t a, b; /* traits, a < b */
} mw_pull;

typedef enum mw_relation_type {
    MW_PARENT,
    MW_OFFSPRING, /* "child" */
    MW_SIBLING,
    MW_SPOUSE,
    MW_LOVER,
    MW_SUITOR,
    MW_FRIEND,
    MW_RIVAL,
    MW_EMPLOYER,
    MW_EMPLOYEE,
    MW_TEACHER,
    MW_PUPIL,
    MW_LANDLORD,
    MW_LODGER,
    MW_DOCTOR,
    MW_PATIENT,
    MW_NEIGHBOUR,
    MW_COLLEAGUE,
    MW_GUARDIAN,
    MW_WARD,
    MW_AUNT_UNCLE,
    MW_KIN_OTHER,
    MW_VICTIM,
    MW_ATTACKER,
    MW_N_RELATION
} mw_relation_type;
extern const char *const mw_relation_names[MW_N_RELATION]; /* "parent" … as the schema has them */
/* What somebody is to the owner of a noun ("her uncle"), or MW_N_RELATION: it is none, or also means other things (boy, master). */
mw_relation_type mw_relation_of_noun(const char *lower);

typedef struct mw_relation {
    uint32_t a, b; /* characters: a is TYPE of b */
    mw_relation_type type;
    const char *word;     /* the noun by which the text calls a ("uncle"); NULL: none */
    uint32_t from, until; /* bytes from and until which it holds, or MW_NONE: always, as far as told */
    mw_spans evidence;
    uint32_t known; /* byte */
    float confidence;
} mw_relation;

typedef enum mw_content_kind {
    MW_CONTENT_VIOLENCE,
    MW_CONTENT_DEATH,
    MW_CONTENT_SUICIDE,
    MW_CONTENT_SELF_HARM,
    MW_CONTENT_CHILD_ABUSE,
    MW_CONTENT_DOMESTIC_ABUSE,
    MW_CONTENT_SEXUAL,
    MW_CONTENT_SEXUAL_VIOLENCE,
    MW_CONTENT_NUDITY,
    MW_CONTENT_ALCOHOL,
    MW_CONTENT_DRUGS,
    MW_CONTENT_ANIMAL_HARM,
    MW_CONTENT_ILLNESS,
    MW_CONTENT_MENTAL_ILLNESS,
    MW_CONTENT_SLAVERY_RACISM,
    MW_CONTENT_WAR,
    MW_CONTENT_SWEARING,
    MW_N_CONTENT
} mw_content_kind;
extern const char *const mw_content_names[MW_N_CONTENT];

typedef struct mw_content {
    mw_content_kind kind;
    bool shown;   /* else it is mentioned */
    bool child;   /* the one who suffers it is a child */
    uint32_t who; /* who suffers it, or MW_NONE */
    mw_span span;
    uint32_t known; /* byte */
    float confidence;
} mw_content;

struct mw_portraits {
    mw_trait *traits; /* by place */
    uint32_t n_traits;
    mw_pull *pulls;
    uint32_t n_pulls;
    mw_relation *relations; /* by the place at which they are known */
    uint32_t n_relations;
    mw_content *content; /* by place */
    uint32_t n_content;
};

marrow_status mw_portraits_build(const mw_env *env, const mw_read *read, mw_arena *arena, mw_portraits **portraits, marrow_error *err);
void mw_portraits_dump(const mw_read *read, const mw_portraits *portraits, mw_buf *out);

#endif
