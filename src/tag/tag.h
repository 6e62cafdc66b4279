/* tag: from vectors to columns. Sentence ends first, then for each token part of speech, features, lemma, head and relation,
 * supersense, realis; nested entities; feeling a sentence. Windows run in parallel; each writes only the rows of its core, so that
 * any number of threads gives the same bytes. The product is plain columns that the story file keeps (mw_tags_pack). */
#ifndef MW_TAG_H
#define MW_TAG_H

#include "encode/encode.h"

/* Universal parts of speech, in this order whatever the model's. */
typedef enum mw_upos {
    MW_X,
    MW_ADJ,
    MW_ADP,
    MW_ADV,
    MW_AUX,
    MW_CCONJ,
    MW_DET,
    MW_INTJ,
    MW_NOUN,
    MW_NUM,
    MW_PART,
    MW_PRON,
    MW_PROPN,
    MW_PUNCT,
    MW_SCONJ,
    MW_SYM,
    MW_VERB,
    MW_N_UPOS
} mw_upos;
extern const char *const mw_upos_names[MW_N_UPOS];

/* Universal relations without subtype, for rules; the full label is labels.rel[token.rel]. */
typedef enum mw_rel {
    MW_REL_DEP,
    MW_REL_ROOT,
    MW_REL_ACL,
    MW_REL_ADVCL,
    MW_REL_ADVMOD,
    MW_REL_AMOD,
    MW_REL_APPOS,
    MW_REL_AUX,
    MW_REL_CASE,
    MW_REL_CC,
    MW_REL_CCOMP,
    MW_REL_COMPOUND,
    MW_REL_CONJ,
    MW_REL_COP,
    MW_REL_CSUBJ,
    MW_REL_DET,
    MW_REL_DISCOURSE,
    MW_REL_DISLOCATED,
    MW_REL_EXPL,
    MW_REL_FIXED,
    MW_REL_FLAT,
    MW_REL_GOESWITH,
    MW_REL_IOBJ,
    MW_REL_LIST,
    MW_REL_MARK,
    MW_REL_NMOD,
    MW_REL_NSUBJ,
    MW_REL_NUMMOD,
    MW_REL_OBJ,
    MW_REL_OBL,
    MW_REL_ORPHAN,
    MW_REL_PARATAXIS,
    MW_REL_PUNCT,
    MW_REL_REPARANDUM,
    MW_REL_VOCATIVE,
    MW_REL_XCOMP,
    MW_N_REL
} mw_rel;

typedef enum mw_entity_type { MW_PER, MW_FAC, MW_GPE, MW_LOC, MW_VEH, MW_ORG, MW_N_ENTITY } mw_entity_type;
typedef enum mw_entity_form { MW_PROP, MW_NOM, MW_PRO, MW_N_FORM } mw_entity_form;
extern const char *const mw_entity_names[MW_N_ENTITY]; /* "PER" … */
extern const char *const mw_form_names[MW_N_FORM];     /* "PROP" "NOM" "PRON" */

/* Signs: what one word, in its context, tells of what a story reveals (heads `signs` and `review` of docs/model.md). Several may stand on a
 * token. The order is that of their names, group by group; in a group marked "one of" at most one is likely. */
typedef enum mw_sign {
    /* the telling is inside a mind; one of */
    MW_SIGN_PERCEIVE,
    MW_SIGN_THINK,
    MW_SIGN_FEEL,
    MW_SIGN_WANT,
    MW_SIGN_FREE,
    /* on all words that tell an act of the story (a clause, or a speech); one of those that matter most; it happened; its motive is told, or
     * hinted: the last four mean something on words of an act alone */
    MW_SIGN_ACT,
    MW_SIGN_KEY,
    MW_SIGN_REAL,
    MW_SIGN_WHY_TOLD,
    MW_SIGN_WHY_HINTED,
    /* words that give somebody's reason; one of */
    MW_SIGN_PURPOSE,
    MW_SIGN_CAUSE,
    MW_SIGN_FEELING,
    MW_SIGN_BELIEF,
    MW_SIGN_SAID,
    /* what somebody's act or words set off in another; one of */
    MW_SIGN_RIPPLE_ACT,
    MW_SIGN_RIPPLE_FEELING,
    MW_SIGN_RIPPLE_STATE,
    /* a lasting quality of a person */
    MW_SIGN_TRAIT,
    /* words that tell of a relation, either direction; one of */
    MW_SIGN_PARENT_CHILD,
    MW_SIGN_SIBLING,
    MW_SIGN_SPOUSE,
    MW_SIGN_LOVER,
    MW_SIGN_SUITOR,
    MW_SIGN_FRIEND,
    MW_SIGN_RIVAL,
    MW_SIGN_EMPLOYER_EMPLOYEE,
    MW_SIGN_TEACHER_PUPIL,
    MW_SIGN_LANDLORD_LODGER,
    MW_SIGN_DOCTOR_PATIENT,
    MW_SIGN_NEIGHBOUR,
    MW_SIGN_COLLEAGUE,
    MW_SIGN_GUARDIAN_WARD,
    MW_SIGN_AUNT_UNCLE,
    MW_SIGN_KIN_OTHER,
    MW_SIGN_ATTACKER_VICTIM,
    /* what a reader expects to come back; one of */
    MW_SIGN_QUESTION,
    MW_SIGN_PROMISE,
    MW_SIGN_PLAN,
    MW_SIGN_THREAT,
    MW_SIGN_SECRET,
    MW_SIGN_OBJECT,
    MW_SIGN_ABSENCE,
    /* content notes; one of; and: shown, not only mentioned */
    MW_SIGN_VIOLENCE,
    MW_SIGN_DEATH,
    MW_SIGN_SUICIDE,
    MW_SIGN_SELF_HARM,
    MW_SIGN_CHILD_ABUSE,
    MW_SIGN_DOMESTIC_ABUSE,
    MW_SIGN_SEXUAL_CONTENT,
    MW_SIGN_SEXUAL_VIOLENCE,
    MW_SIGN_NUDITY,
    MW_SIGN_ALCOHOL,
    MW_SIGN_DRUGS,
    MW_SIGN_ANIMAL_HARM,
    MW_SIGN_ILLNESS,
    MW_SIGN_MENTAL_ILLNESS,
    MW_SIGN_SLAVERY_RACISM,
    MW_SIGN_WAR,
    MW_SIGN_SWEARING,
    MW_SIGN_SHOWN,
    /* discourse: the clause gives the … of another; one of */
    MW_SIGN_IS_CAUSE,
    MW_SIGN_IS_RESULT,
    MW_SIGN_IS_PURPOSE,
    MW_SIGN_IS_EXPLANATION,
    MW_SIGN_IS_CONDITION,
    MW_SIGN_IS_CONCESSION,
    /* somebody says this word aloud, with or without marks; on a verb: it brings in speech */
    MW_SIGN_SPOKEN,
    MW_SIGN_CUE,
    /* reviews (computed for them alone): the sentence tells the plot, an opinion, a fact; the thesis; what is withheld; a conceded point */
    MW_SIGN_PLOT,
    MW_SIGN_OPINION,
    MW_SIGN_FACT,
    MW_SIGN_THESIS,
    MW_SIGN_WITHHELD,
    MW_SIGN_CONCEDED,
    /* the opinion's aspect; one of */
    MW_SIGN_DIRECTION,
    MW_SIGN_ACTING,
    MW_SIGN_CHARACTERS,
    MW_SIGN_PLOTTING,
    MW_SIGN_PACING,
    MW_SIGN_ENDING,
    MW_SIGN_CINEMATOGRAPHY,
    MW_SIGN_MUSIC,
    MW_SIGN_DIALOGUE,
    MW_SIGN_THEME,
    MW_SIGN_OVERALL,
    /* its polarity; one of */
    MW_SIGN_GOOD,
    MW_SIGN_BAD,
    MW_SIGN_MIXED,
    /* names: who made the work, in which role; a performer; a character; the work; another work; one of */
    MW_SIGN_DIRECTOR,
    MW_SIGN_WRITER,
    MW_SIGN_AUTHOR,
    MW_SIGN_CINEMATOGRAPHER,
    MW_SIGN_COMPOSER,
    MW_SIGN_PRODUCER,
    MW_SIGN_EDITOR,
    MW_SIGN_ACTOR,
    MW_SIGN_CHARACTER,
    MW_SIGN_WORK,
    MW_SIGN_OTHER_WORK,
    MW_N_SIGN
} mw_sign;
extern const char *const mw_sign_names[MW_N_SIGN]; /* "inside.perceive" … as the model's labels have them */
typedef struct mw_signed {
    uint8_t sign, p; /* mw_sign; probability, 255: 1 */
} mw_signed;

/* How a sentence is told. */
typedef enum mw_mode { MW_MODE_SCENE, MW_MODE_SUMMARY, MW_MODE_DESCRIPTION, MW_MODE_REFLECTION, MW_N_MODE } mw_mode;
extern const char *const mw_mode_names[MW_N_MODE];
/* The story time that it covers. */
typedef enum mw_lapse { MW_SECONDS, MW_MINUTES, MW_HOURS, MW_DAYS, MW_WEEKS, MW_MONTHS, MW_YEARS, MW_NO_TIME, MW_N_LAPSE } mw_lapse;
extern const char *const mw_lapse_names[MW_N_LAPSE]; /* "seconds" … "years" "none" */
/* The reading of a sentence by the head `tone`. */
typedef struct mw_tone {
    uint8_t mode[MW_N_MODE], lapse[MW_N_LAPSE]; /* probabilities, 255: 1 */
    float valence;                              /* -2 dark … 2 glad */
    float tension;                              /* 0 … 2 */
} mw_tone;

enum { MW_VECTOR = 64 }; /* bytes of a small vector */
typedef struct mw_vector {
    int8_t at[MW_VECTOR];
} mw_vector;

typedef struct mw_sentence {
    uint32_t first, end;               /* tokens, end exclusive */
    float valence, arousal, dominance; /* 1 … 5, 3 neutral */
} mw_sentence;

typedef struct mw_entity {
    uint32_t first, last; /* tokens, inclusive */
    uint32_t head;        /* its head token by the parse */
    uint8_t type, form;
    uint8_t confidence; /* 0 … 255: probability */
} mw_entity;

/* A list of label strings of the model. */
typedef struct mw_labels {
    const char **at;
    uint32_t n;
} mw_labels;

typedef struct mw_tags {
    mw_arena *arena;
    uint32_t n;         /* tokens */
    uint8_t *upos;      /* [n] mw_upos */
    uint8_t *xpos;      /* [n] index into labels_xpos */
    uint16_t *feats;    /* [n] index into labels_feats ("_" or "Case=Nom|…") */
    uint32_t *lemma;    /* [n] offset into lemmas */
    uint32_t *head;     /* [n] token of the head; the root: itself */
    uint8_t *rel;       /* [n] index into labels_rel */
    uint8_t *rel_base;  /* [n] mw_rel, derived from rel */
    uint8_t *event;     /* [n] 0 … 255: probability that it is a realis event, mapped so that >= 128 is yes */
    uint8_t *sense;     /* [n] index into labels_sense: O, B-…, I-… */
    uint32_t *sentence; /* [n] index of the token's sentence */
    mw_sentence *sentences;
    uint32_t n_sentences;
    mw_entity *entities; /* by first, then longest first */
    uint32_t n_entities;
    const char *lemmas; /* zero-terminated strings one behind the other */
    uint32_t n_lemma_bytes;
    mw_labels labels_xpos, labels_feats, labels_rel, labels_sense;
    /* What follows is empty (NULL, 0) where the model lacks the heads: later rooms then go by rules alone. */
    uint32_t
        *sign_at; /* [n + 1] the token's signs are signs[sign_at[t] … sign_at[t + 1]), likeliest first; those under 1/16 are left out */
    mw_signed *signs;    /* [sign_at[n]] */
    mw_tone *tones;      /* [n_sentences] */
    mw_vector *meanings; /* [n_sentences] cosine tells how near two sentences are in what they say */
    uint32_t *
        vector_at; /* [n] place in vectors of a noun's, name's or pronoun's word, of every entity's head, with `point` of a verb; else MW_NONE */
    mw_vector *vectors; /* mention vectors, word-level (Dobrovolskii, "Word-Level Coreference Resolution", 2021) */
    uint32_t n_vectors;
    float *link;  /* [MW_VECTOR * MW_VECTOR + 2 * MW_VECTOR + 2 + MW_N_DISTANCE] weights of mw_link_score and mw_link_none */
    float *point; /* weights of mw_doer_score; NULL where the model does not know doers */
} mw_tags;

marrow_status mw_tag_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_tags **tags,
                           marrow_error *err);
void mw_tag_free(mw_tags *tags);
void mw_tag_dump(const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, mw_buf *out);

static inline const char *mw_lemma(const mw_tags *t, uint32_t token) { return t->lemmas + t->lemma[token]; }
static inline const char *mw_label(mw_labels l, uint32_t i) { return i < l.n ? l.at[i] : "_"; }
static inline bool mw_is_event(const mw_tags *t, uint32_t token) { return t->event[token] >= 128; }

#define MW_NONE UINT32_MAX
/* The probability of a sign at a token, 0 … 255; 0 below 1/16. */
uint8_t mw_sign_at(const mw_tags *t, uint32_t token, mw_sign sign);
/* How well the mention headed by `token` continues the one headed by `before` (< token): a logit against mw_link_none, the score of no
 * antecedent. Both tokens must have a vector. Learnt with windows of about 200 words; farther pairs share the last distance. */
enum { MW_N_DISTANCE = 8 }; /* tokens between: under 2, 4, 8, 16, 32, 64, 128, more */
float mw_link_score(const mw_tags *t, uint32_t token, uint32_t before);
float mw_link_none(const mw_tags *t, uint32_t token);
/* The same for one mention and many before it: mw_link_from(t, &side, before) after mw_link_side_of(t, token, &side). */
typedef struct mw_link_side {
    float at[MW_VECTOR]; /* what W and the weights of an antecedent make of the mention's vector */
    uint32_t token;
} mw_link_side;
void mw_link_side_of(const mw_tags *t, uint32_t token, mw_link_side *side);
float mw_link_from(const mw_tags *t, const mw_link_side *side, uint32_t before);
/* Who does an act, or says what is said, and to whom. `token` is the act's verb, or any word with a vector in the quotation; mentions may stand
 * before or behind. A choice among all mentions near by and nobody: the softmax of the scores, those of one person's mentions summed. Learnt
 * from annotated acts and speakers (training/mentions.py), in windows of about 200 words. Only where tags->point is there. */
typedef enum mw_doer_role { MW_DOER, MW_DONE_TO } mw_doer_role;
typedef struct mw_doer_side {
    float at[MW_VECTOR];
    float nobody; /* the score of nobody: of somebody who is not mentioned near by */
    uint32_t token;
    mw_doer_role role;
} mw_doer_side;
void mw_doer_side_of(const mw_tags *t, uint32_t token, mw_doer_role role, mw_doer_side *side);
float mw_doer_score(const mw_tags *t, const mw_doer_side *side, uint32_t mention);
/* Cosine of two vectors, -1 … 1. */
float mw_vector_cosine(const mw_vector *a, const mw_vector *b);

/* The columns as one versioned blob for the story file, and back. */
marrow_status mw_tags_pack(const mw_tags *tags, mw_buf *out, marrow_error *err);
marrow_status mw_tags_unpack(const mw_env *env, const void *blob, size_t n, mw_tags **tags, marrow_error *err);

/* ---- reading the parse ------------------------------------------------------------------------------------------------------ */

/* Children of a token in order: for (c = mw_child_first(ch, t); c != MW_NONE; c = mw_child_next(ch, c)). */
typedef struct mw_children {
    mw_arena *arena;
    uint32_t *first, *next; /* [n] */
} mw_children;
marrow_status mw_children_build(const mw_env *env, const mw_tags *tags, mw_children **children, marrow_error *err);
void mw_children_free(mw_children *children);
static inline uint32_t mw_child_first(const mw_children *c, uint32_t t) { return c->first[t]; }
static inline uint32_t mw_child_next(const mw_children *c, uint32_t t) { return c->next[t]; }
/* The first child with this relation, or MW_NONE. */
uint32_t mw_child_with(const mw_tags *tags, const mw_children *children, uint32_t token, mw_rel rel);

#endif
