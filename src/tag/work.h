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

/* Lemmas by form and word class, the tensor `lemma.forms` (docs/model.md). key: of mw_form_key. False: the form is not there. */
void mw_form_key(mw_str form, mw_upos upos, mw_buf *key);
/* Where the first line stands that is not before the key, in lines sorted by bytes. */
size_t mw_lines_from(mw_str lines, mw_str key);
/* What stands behind the key in the line at `line` (of mw_lines_from); false: the line does not begin with the key, or ends with it. */
bool mw_line_rest(mw_str lines, size_t line, mw_str key, mw_str *rest);
bool mw_form_find(mw_str forms, mw_str key, mw_str *lemma);
void mw_fold_put(mw_buf *to, mw_str s); /* in small letters (simple case folding) */

/* ---- decoding -------------------------------------------------------------------------------------------------------------- */

/* The best tree with exactly one root. score [n][n]: of head h for dependent d at d * n + h; root [n]. head: n for the root.
 * scratch: mw_tree_scratch(n) bytes, aligned to 16. Time O(n²). */
size_t mw_tree_scratch(uint32_t n);
void mw_tree(const float *score, const float *root, uint32_t n, uint32_t *head, void *scratch);

/* A span that may become an entity: tokens first … last (inclusive) of a sentence. */
typedef struct mw_candidate {
    uint32_t first, last, label;
    float probability;
    uint32_t head; /* its head token, MW_NONE where that does not matter */
} mw_candidate;
/* Takes candidates by falling probability, none that crosses one taken or has its head, but for a title in front of the name (Lord in Lord
 * Brome); gives their number, the taken ones in front, ordered by first, then longest first. */
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

/* How a label of a sign head is read. */
typedef struct mw_sign_label {
    uint8_t sign; /* mw_sign; MW_N_SIGN: none that is known */
    bool alone;   /* a sigmoid of its own; else one of a softmax group */
    uint32_t end; /* one past its group's last label; alone: itself + 1 */
} mw_sign_label;
/* The heads `signs` and `review` (docs/model.md): on each word, hidden, ReLU, out. */
typedef struct mw_sign_head {
    mw_linear hidden, out;
    mw_sign_label *labels; /* [out.out]; NULL: the model lacks the head */
} mw_sign_head;

enum { MW_N_SENSE = 64 };

typedef struct mw_heads {
    mw_linear send, upos, xpos, feats, lemma, sense, event;
    mw_linear arc_dep, arc_head, arc_u, arc_root, rel_dep, rel_head, rel_u, rel_lin;
    mw_linear ent_start, ent_end, ent_u, ent_lin_s, ent_lin_e, feel_hidden, feel_out;
    mw_labels upos_labels, xpos_labels, feats_labels, lemma_labels, rel_labels, ent_labels, sense_labels;
    uint8_t *upos_of;                                           /* [upos labels] mw_upos */
    mw_script *scripts;                                         /* [lemma labels] */
    mw_str forms;                                               /* lemma.forms; empty: the model has none */
    mw_str senses;                                              /* sense.words; the same */
    uint32_t n_senses;                                          /* supersenses: labels B-… in their order */
    uint16_t sense_begin[MW_N_SENSE], sense_inside[MW_N_SENSE]; /* labels B-…, I-… (or the number of labels) */
    char sense_kind[MW_N_SENSE];                                /* n, v, … */
    float sense_phrase;                                         /* bonus of a listed phrase */
    uint8_t *ent_type, *ent_form;                               /* [ent labels], 0 unused */
    mw_bio bio;
    uint32_t root, parataxis; /* relation labels */
    uint32_t ent_width;
    float send_threshold, event_threshold, ent_bias;
    uint8_t *rel_of;    /* [relation labels] mw_rel */
    const float *shape; /* [MW_N_SHAPE] of spans in the parse; NULL: the model has none */
    mw_str nouns;       /* ent.words; empty: the model has none */
    float shape_weight, noun_weight;
    /* What follows a model may lack: labels NULL, a layer's out 0, link NULL. */
    mw_sign_head signs, review;
    mw_linear tone_hidden, tone_out, meaning, coref, act; /* act: of verbs, with point */
    const float *link;                                    /* [MW_N_LINK] */
    const float *point;                                   /* [MW_N_POINT] or NULL; only with link */
} mw_heads;
enum { MW_N_TONE = MW_N_MODE + MW_N_LAPSE + 2, MW_N_LINK = MW_VECTOR * MW_VECTOR + 2 * MW_VECTOR + 2 + MW_N_DISTANCE };
/* of each of the two roles: W, the weights of a mention, those of nobody, nobody's bias, one a distance before and behind */
enum { MW_N_POINT = 2 * (MW_VECTOR * MW_VECTOR + 2 * MW_VECTOR + 1 + 2 * MW_N_DISTANCE) };
enum { MW_N_SHAPE = 8 + 4 * MW_N_UPOS + 4 * MW_N_REL };
enum { MW_SIGN_LEAST = 16 }; /* of 255: less likely signs are left out */
/* The mixes that these heads read, 1 << mw_mix each. */
uint32_t mw_heads_mixes(const mw_heads *heads);
marrow_status mw_more_heads_open(const mw_model *model, mw_arena *a, mw_heads *h, marrow_error *err); /* those it may lack */
marrow_status mw_shape_open(const mw_model *model, mw_arena *a, mw_heads *h, marrow_error *err);      /* once its relations are there */
marrow_status mw_heads_misfit(const mw_model *model, const char *what, marrow_error *err);
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
    size_t sentence, n_sentences, entity, n_entities, sign, n_signs, vector, n_vectors;
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

enum { MW_SEEN = 4096 };
typedef struct mw_seen_line {
    uint64_t hash;
    size_t line;
} mw_seen_line;

typedef struct mw_worker {
    mw_session *session;
    void *block;
    float *scores;                /* [most][widest label list] */
    float *dep, *head, *u, *root; /* [most][widest of A, R, E], root [most] */
    float *pair;                  /* [most][most], or [most][2 R] */
    float *lin;                   /* [2][most][labels] */
    float *chunk;                 /* [MW_CHUNK][widest of labels · R, labels · E] */
    float *picked;                /* [MW_CHUNK][widest of R, E] */
    float *mean;                  /* [most][width]: of sentences, or rows that are picked */
    float *hidden;                /* [most][widest of F, T, S] */
    float *out;                   /* [most][widest of tone, MW_VECTOR, signs] */
    float *out2;                  /* [most][review signs] */
    uint32_t *tree, *next;        /* [most] */
    void *tree_scratch;
    uint8_t *back;                /* [most][sense labels] */
    float *lane;                  /* [2][widest of sense, relation, entity labels] */
    mw_candidate *candidates;     /* [most · ent_width] */
    void *linear;                 /* scratch of linear layers */
    uint32_t *form_at, *lemma_at; /* [most + 1] of a sentence's tokens in forms, lemmas */
    mw_buf key, one, forms, lemmas;
    mw_seen_line *seen; /* [MW_SEEN] where keys of lists were found, by their hash */
    MW_VEC(mw_sentence) sentences;
    MW_VEC(mw_entity) entities;
    MW_VEC(mw_signed) signs;
    MW_VEC(mw_tone) tones;      /* one a sentence, where the model has the head */
    MW_VEC(mw_vector) meanings; /* the same */
    MW_VEC(mw_vector) vectors;
} mw_worker;

marrow_status mw_worker_open(const mw_tagger *t, mw_worker *w, marrow_error *err);
void mw_worker_close(const mw_tagger *t, mw_worker *w);

/* The steps of a core; x: f32 [n][width], the vectors of its first token on. Tokens are counted in the text. */
void mw_tag_words(mw_tagger *t, mw_worker *w, const float *syntax, const float *events, uint32_t first, uint32_t n);
/* Parse of all sentences of a core. */
void mw_tag_parse(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences);
marrow_status mw_tag_senses(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences,
                            marrow_error *err);
/* Adds to a sentence's scores [tokens][sense labels] what the model's list of senses says of its words. False: out of memory. */
bool mw_senses_weigh(const mw_tagger *t, mw_worker *w, const mw_sentence *sentence, float *scores);
/* The lemma of a token into `one`; key: scratch. */
void mw_lemma_make(const mw_tagger *t, uint32_t token, mw_buf *key, mw_buf *one);
marrow_status mw_tag_entities(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences,
                              marrow_error *err);
/* The token that stands for a span by the parse. */
uint32_t mw_span_head(const mw_tags *tags, uint32_t first, uint32_t last);
/* What the model's weights of shapes and nouns say of a span, a weight a type [MW_N_ENTITY], and its head. Tokens are counted in the text. False:
 * out of memory. */
bool mw_span_weigh(const mw_tagger *t, mw_worker *w, const mw_sentence *sentence, uint32_t first, uint32_t last, uint32_t *head,
                   float *add);
void mw_tag_feelings(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, mw_sentence *sentences, size_t n_sentences);

/* The heads that a model may lack; x: as above, in the mix of the head. */
marrow_status mw_tag_signs(mw_tagger *t, mw_worker *w, const float *signs, const float *review, uint32_t first, uint32_t n,
                           marrow_error *err);
marrow_status mw_tag_tones(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences,
                           marrow_error *err);
marrow_status mw_tag_vectors(mw_tagger *t, mw_worker *w, const float *x, uint32_t first, uint32_t n, const mw_entity *entities,
                             size_t n_entities, marrow_error *err);
/* The means of sentences' vectors into w->mean. */
void mw_means(const mw_tagger *t, mw_worker *w, const float *x, uint32_t first, const mw_sentence *sentences, size_t n_sentences);
/* What a sentence that was read in two pieces of n and m tokens says as a whole, into a. */
void mw_tone_join(mw_tone *a, float n, const mw_tone *b, float m);
void mw_meaning_join(mw_vector *a, float n, const mw_vector *b, float m);

/* ---- the product ----------------------------------------------------------------------------------------------------------- */

mw_tags *mw_tags_make(const marrow_allocator *mem); /* empty, with an arena */
bool mw_columns_make(mw_tags *tags, uint32_t n);    /* zeroed columns for n tokens */
bool mw_rel_base_fill(mw_tags *tags);               /* false: a relation that no label names */
/* Gives every token that has a vector its place, by part of speech and entities; n_vectors is their number. vector_at is there. */
void mw_vectors_place(mw_tags *tags);
marrow_status mw_lists_join(mw_tagger *t, marrow_error *err); /* what the workers have found, one behind the other */

static inline void mw_relu(float *x, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? x[i] : 0;
}
/* The first of the largest. Four running tops without a branch, then one search: labels come in no order that a processor could guess. */
static inline uint32_t mw_argmax(const float *x, uint32_t n) {
    float a = x[0], b = a, c = a, d = a;
    uint32_t i = 0;
    for (; i + 4 <= n; i += 4) {
        a = x[i] > a ? x[i] : a;
        b = x[i + 1] > b ? x[i + 1] : b;
        c = x[i + 2] > c ? x[i + 2] : c;
        d = x[i + 3] > d ? x[i + 3] : d;
    }
    for (; i < n; i++) a = x[i] > a ? x[i] : a;
    a = b > a ? b : a;
    c = d > c ? d : c;
    a = c > a ? c : a;
    for (i = 0; i < n; i++)
        if (x[i] == a) return i;
    return 0;
}

#endif
