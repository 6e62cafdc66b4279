/* encode: the pretrained encoder. A model is immutable and shared; a session is one thread's working memory, allocated once.
 *
 * Parts, layouts, word shapes and windows are those of docs/model.md. Window by window: wordpieces, encoder, and for each word of
 * the window a vector of each mix of the layers that is asked for. They never outlive their window. Any number of threads gives the same bytes. */
#ifndef MW_ENCODE_H
#define MW_ENCODE_H

#include "segment/segment.h"

/* ---- model ----------------------------------------------------------------------------------------------------------------- */

typedef enum mw_dtype { MW_F32 = 1, MW_I8 = 2, MW_I32 = 3, MW_TEXT = 4, MW_PACKED = 5 } mw_dtype;

typedef struct mw_tensor {
    const char *name;
    mw_dtype dtype;
    uint32_t ndim, dims[4];
    const void *data; /* mapped; 64-byte aligned */
    size_t bytes;
} mw_tensor;

typedef struct mw_kernel mw_kernel; /* the inner loops for one instruction set: kernel.h */

/* A linear layer [out][in]: either packed int8 with scale and sum, or f32. */
typedef struct mw_linear {
    const mw_kernel *kernel;
    uint32_t out, in;
    const int8_t *packed; /* NULL: f32 */
    const float *scale;   /* [out] */
    const int32_t *sum;   /* [out] */
    const float *weight;  /* [out][in] row-major, f32 */
    const float *bias;    /* [out] */
} mw_linear;

typedef struct mw_model mw_model; /* what marrow_model is inside */

marrow_status mw_model_open(const marrow_allocator *mem, const char *manifest, mw_model **model, marrow_error *err);
void mw_model_close(mw_model *model);
/* Looks a tensor of any part up by name; NULL: not there. */
const mw_tensor *mw_model_tensor(const mw_model *model, const char *name);
/* A linear layer by name, shapes checked (0: any). MARROW_MODEL when something is missing or has another shape. */
marrow_status mw_model_linear(const mw_model *model, const char *name, uint32_t out, uint32_t in, mw_linear *layer, marrow_error *err);
/* The lines of a text tensor; in the arena. */
marrow_status mw_model_labels(const mw_model *model, mw_arena *a, const char *name, const char ***labels, uint32_t *n, marrow_error *err);
/* A number of the heads' config; fallback when it has no such line. */
double mw_model_config(const mw_model *model, const char *key, double fallback);
const char *mw_model_name(const mw_model *model); /* "base" */
const char *mw_model_version(const mw_model *model);
const char *mw_model_checksum(const mw_model *model); /* 48 hex digits: of the three parts */
uint32_t mw_model_width(const mw_model *model);
uint32_t mw_model_mixes(const mw_model *model); /* those that it has, 1 << mw_mix each */

/* ---- wordpieces ------------------------------------------------------------------------------------------------------------ */

/* The ids of one token's wordpieces, as BERT's uncased reference tokenizer gives them for pre-split words. Writes at most cap ids and returns
 * their number: at least 1 (cap > 0), [UNK] for a token that leaves nothing. text of mw_vocab_build: a piece a line, in id order; it is not kept. */
typedef struct mw_vocab mw_vocab;
marrow_status mw_vocab_build(const marrow_allocator *mem, const char *text, size_t n, mw_vocab **vocab, marrow_error *err);
void mw_vocab_free(mw_vocab *vocab);
uint32_t mw_wordpieces(const mw_vocab *vocab, mw_str token, int32_t *ids, uint32_t cap);
enum { MW_MAX_PIECES = 100 };                                  /* of one token */
int32_t mw_vocab_id(const mw_vocab *vocab, const char *piece); /* -1: none */

/* ---- windows --------------------------------------------------------------------------------------------------------------- */

/* A window: tokens [first, end) are encoded, of which [core_first, core_end) are this window's own. Every token is in one core.
 * Cores end at safe stops where there is one, else at stops, else anywhere (a sentence that fits no window). Contexts do not reach into other documents
 * or chapters. */
typedef struct mw_window {
    uint32_t first, core_first, core_end, end;
} mw_window;

typedef struct mw_windows {
    mw_arena *arena;
    mw_window *at;
    uint32_t n;
    int32_t *pieces;    /* all tokens' wordpieces, one behind the other */
    uint32_t *piece_at; /* [n_tokens + 1] */
} mw_windows;

marrow_status mw_windows_build(const mw_env *env, const mw_model *model, const mw_text *text, const mw_tokens *tokens, mw_windows **windows,
                               marrow_error *err);
void mw_windows_free(mw_windows *windows);

/* ---- encoding -------------------------------------------------------------------------------------------------------------- */

/* A model has the first four or all. */
typedef enum mw_mix {
    MW_MIX_SYNTAX,
    MW_MIX_NAMES,
    MW_MIX_EVENTS,
    MW_MIX_SENTENCES,
    MW_N_OLD_MIXES,
    MW_MIX_COREF = MW_N_OLD_MIXES,
    MW_MIX_SIGNS,
    MW_MIX_TONES,
    MW_MIX_REVIEW,
    MW_N_MIXES
} mw_mix;

/* One thread's memory for encoding. mixes: those that are computed, 1 << mw_mix each; what the model lacks is left out. */
typedef struct mw_session mw_session;
marrow_status mw_session_open(const mw_env *env, const mw_model *model, uint32_t mixes, mw_session **session, marrow_error *err);
void mw_session_close(mw_session *session);
/* Encodes a window. Afterwards mw_session_vectors(s, mix) is f32 [end - first][width], of which the rows of the core are filled, valid
 * until the next call; NULL for a mix that is not computed. */
marrow_status mw_session_encode(mw_session *session, const mw_text *text, const mw_tokens *tokens, const mw_windows *windows,
                                uint32_t window, marrow_error *err);
const float *mw_session_vectors(const mw_session *session, mw_mix mix);
/* For tests: the last layer's hidden states of the window's wordpieces, [CLS] and [SEP] included, f32 [*n][width]; where the window has
 * contexts, the core's rows alone are filled. */
const float *mw_session_hidden(const mw_session *session, uint32_t *n);

/* ---- kernels (shared with tag's heads) --------------------------------------------------------------------------------------- */

/* y[rows][out] = x[rows][in] · layerᵀ + bias. scratch holds mw_linear_scratch(rows, in) bytes, 64-byte aligned (quantised rows). */
size_t mw_linear_scratch(uint32_t rows, uint32_t in);
void mw_linear_run(const mw_linear *layer, const float *x, uint32_t rows, float *y, void *scratch);
/* y[r] = a · rows[r], each of n floats. */
void mw_dots(const mw_model *model, const float *a, const float *rows, uint32_t n_rows, uint32_t n, float *y);
/* The instruction set in use: "c", "avx2", "vnni". MARROW_KERNEL in the environment asks for another one (tests). */
const char *mw_kernel_name(void);

#endif
