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
} mw_tags;

marrow_status mw_tag_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_tags **tags,
                           marrow_error *err);
void mw_tag_free(mw_tags *tags);
void mw_tag_dump(const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, mw_buf *out);

static inline const char *mw_lemma(const mw_tags *t, uint32_t token) { return t->lemmas + t->lemma[token]; }
static inline const char *mw_label(mw_labels l, uint32_t i) { return i < l.n ? l.at[i] : "_"; }
static inline bool mw_is_event(const mw_tags *t, uint32_t token) { return t->event[token] >= 128; }

/* The columns as one versioned blob for the story file, and back. */
marrow_status mw_tags_pack(const mw_env *env, const mw_tags *tags, mw_buf *out, marrow_error *err);
marrow_status mw_tags_unpack(const mw_env *env, const void *blob, size_t n, mw_tags **tags, marrow_error *err);

/* ---- reading the parse ------------------------------------------------------------------------------------------------------ */

/* Children of a token in order: for (c = mw_child_first(ch, t); c != MW_NONE; c = mw_child_next(ch, c)). */
#define MW_NONE UINT32_MAX
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
