/* work: what the files of this room share: heads, one worker's scratch, and the steps from vectors to columns. */
#ifndef MW_TAG_WORK_H
#define MW_TAG_WORK_H

#include "tag/tag.h"

/* ---- labels ---------------------------------------------------------------------------------------------------------------- */

mw_upos mw_upos_of(const char *label);                              /* MW_X for what is none */
mw_rel mw_rel_of(const char *label);                                /* its subtype left off; MW_REL_DEP for what is none */
bool mw_entity_of(const char *label, uint8_t *type, uint8_t *form); /* "PER.PROP" */

/* A lemma script (docs/model.md), taken apart. */
typedef struct mw_script {
    char kind;    /* l lower, k keep, c capital first, ! whole */
    uint32_t cut; /* code points off the end */
    mw_str add;
} mw_script;
bool mw_script_parse(const char *label, mw_script *s);
/* The lemma that s makes of form, into out (zeroed first). Never empty: the form stands in. */
void mw_script_apply(const mw_script *s, mw_str form, mw_buf *out);

/* ---- decoding -------------------------------------------------------------------------------------------------------------- */

/* The best tree with exactly one root. score [n][n]: of head h for dependent d at d * n + h; root [n]. head: n for the root.
 * scratch: mw_tree_scratch(n) bytes, aligned to 16. Time O(n²). */
size_t mw_tree_scratch(uint32_t n);
void mw_tree(const float *score, const float *root, uint32_t n, uint32_t *head, void *scratch);

/* A span that may become an entity: tokens first … last (inclusive) of a sentence. */
typedef struct mw_candidate {
    uint32_t first, last, label;
    float probability;
} mw_candidate;
/* Takes candidates by falling probability, none that crosses one taken; gives their number, the taken ones in front, ordered by first,
 * then longest first. */
uint32_t mw_spans_take(mw_candidate *c, uint32_t n);

/* Which label may follow which: O, B-X, I-X. */
typedef struct mw_bio {
    uint32_t n;
    const char **labels;
    uint16_t *opens; /* [n] for I-X: a label that it may follow besides itself: its B-X; for the others n */
} mw_bio;
/* Best legal sequence: score [tokens][n] -> label [tokens]. back: [tokens][n], lane: [2][n]. */
void mw_bio_decode(const mw_bio *bio, const float *score, uint32_t tokens, uint8_t *label, uint8_t *back, float *lane);

/* ---- heads ----------------------------------------------------------------------------------------------------------------- */

typedef struct mw_heads {
    mw_linear send, upos, xpos, feats, lemma, sense, event;
    mw_linear arc_dep, arc_head, arc_u, arc_root, rel_dep, rel_head, rel_u, rel_lin;
    mw_linear ent_start, ent_end, ent_u, ent_lin_s, ent_lin_e, feel_hidden, feel_out;
    mw_labels upos_labels, xpos_labels, feats_labels, lemma_labels, rel_labels, ent_labels, sense_labels;
    uint8_t *upos_of;             /* [upos labels] mw_upos */
    mw_script *scripts;           /* [lemma labels] */
    uint8_t *ent_type, *ent_form; /* [ent labels], 0 unused */
    mw_bio bio;
    uint32_t root, parataxis; /* relation labels */
    uint32_t ent_width;
    float send_threshold, event_threshold, ent_bias;
} mw_heads;
marrow_status mw_heads_open(const mw_model *model, mw_arena *a, mw_heads *h, marrow_error *err);

/* ---- sentence ends --------------------------------------------------------------------------------------------------------- */

enum { MW_END = 1, MW_CLOSER = 2 };
/* marks [n]: MW_CLOSER at tokens that close a quotation or a bracket. */
void mw_closers_mark(const mw_text *text, const mw_tokens *tokens, uint8_t *marks);
/* Decides the ends in the core [first, end): logits [end - first]. Sets MW_END in marks. */
void mw_ends_decide(const mw_text *text, const mw_tokens *tokens, uint32_t first, uint32_t end, const float *logits, float threshold,
                    uint8_t *marks);

/* ---- one worker ------------------------------------------------------------------------------------------------------------ */

/* What a worker found in a core: rows of its own lists. */
typedef struct mw_found {
    int worker;
    size_t sentence, n_sentences, entity, n_entities;
} mw_found;

typedef struct mw_tagger {
    const mw_env *env;
    const mw_model *model;
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_windows *windows;
    const mw_heads *heads;
    mw_tags *tags;
    uint8_t *marks;            /* [n] MW_END, MW_CLOSER */
    mw_found *found;           /* [windows] */
    struct mw_worker *workers; /* [env->threads] */
    uint32_t width, most;      /* of a vector; tokens of a core */
} mw_tagger;

enum { MW_CHUNK = 32 }; /* rows of the large products at a time */

typedef struct mw_worker {
    mw_session *session;
    void *block;
    float *scores;                /* [most][widest label list] */
    float *dep, *head, *u, *root; /* [most][widest of A, R, E], root [most] */
    float *pair;                  /* [most][most], or [most][2 R] */
    float *lin;                   /* [2][most][labels] */
    float *chunk;                 /* [MW_CHUNK][widest of labels · R, labels · E] */
    float *picked;                /* [MW_CHUNK][widest of R, E] */
    float *mean, *hidden;         /* [width], [F] */
    uint32_t *tree, *next;        /* [most] */
    void *tree_scratch;
    uint8_t *back;            /* [most][sense labels] */
    float *lane;              /* [2][widest of sense, relation, entity labels] */
    mw_candidate *candidates; /* [most · ent_width] */
    void *linear;             /* scratch of linear layers */
    MW_VEC(mw_sentence) sentences;
    MW_VEC(mw_entity) entities;
} mw_worker;

marrow_status mw_worker_open(const mw_tagger *t, mw_worker *w, marrow_error *err);
void mw_worker_close(const mw_tagger *t, mw_worker *w);

/* The steps of a core; x: f32 [n][width], the vectors of its first token on. Tokens are counted in the text. */
void mw_tag_words(mw_tagger *t, mw_worker *w, const float *syntax, const float *events, uint32_t first, uint32_t n);
/* Parse of all sentences of a core. */
void mw_tag_parse(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences);
void mw_tag_senses(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences);
marrow_status mw_tag_entities(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences,
                              marrow_error *err);
void mw_tag_feelings(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, mw_sentence *sentences, size_t n_sentences);

/* ---- the product ----------------------------------------------------------------------------------------------------------- */

mw_tags *mw_tags_make(const marrow_allocator *mem); /* empty, with an arena */
bool mw_columns_make(mw_tags *tags, uint32_t n);    /* zeroed columns for n tokens */
bool mw_rel_base_fill(mw_tags *tags);               /* false: a relation that no label names */

static inline void mw_relu(float *x, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? x[i] : 0;
}
static inline uint32_t mw_argmax(const float *x, uint32_t n) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (x[i] > x[best]) best = i;
    return best;
}

#endif
