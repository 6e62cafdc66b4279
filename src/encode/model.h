/* model: what is inside a loaded model; for the files of this room only. Everything points into the mapped parts or the arena;
 * nothing changes once mw_model_open has returned. */
#ifndef MW_ENCODE_MODEL_H
#define MW_ENCODE_MODEL_H

#include "base/os.h"
#include "encode/kernel.h"

typedef enum mw_part_kind { MW_PART_WORDS, MW_PART_ENCODER, MW_PART_HEADS, MW_N_PARTS } mw_part_kind;

typedef struct mw_part {
    const char *path;
    mw_map_file file;
    uint64_t checksum;
    mw_tensor *tensors; /* [n_tensors], sorted by name */
    uint32_t n_tensors;
} mw_part;

/* One layer of the encoder. */
typedef struct mw_encoder_layer {
    mw_linear qkv, out, up, down;
    const float *norm1_weight, *norm1_bias, *norm2_weight, *norm2_bias; /* [width] */
} mw_encoder_layer;

struct mw_model {
    marrow_allocator mem;
    mw_arena *arena;
    const mw_kernel *kernel;
    const char *name, *version;
    char checksum[49];
    mw_part parts[MW_N_PARTS];
    mw_vocab *vocab;
    uint32_t n_vocab, layers, width, heads, ffn, positions, window;
    const int8_t *words;                  /* [n_vocab][width]; NULL: words_f32 */
    const float *words_scale;             /* [n_vocab] */
    const float *words_f32;               /* [n_vocab][width] */
    const float *position_vectors;        /* [positions][width] */
    const float *shape_vectors;           /* [16][width] */
    const float *norm_weight, *norm_bias; /* [width] */
    const float *mix;                     /* [n_mixes][layers + 1] */
    uint32_t n_mixes;                     /* MW_N_OLD_MIXES or MW_N_MIXES */
    mw_encoder_layer *layer;              /* [layers] */
};

/* Maps a part and checks all of it; `kind` it must be of, `checksum` the manifest's 16 hex digits. */
marrow_status mw_part_open(mw_arena *a, const char *path, mw_part_kind kind, const char *checksum, mw_part *part, marrow_error *err);
void mw_part_close(mw_part *part);
const mw_tensor *mw_part_tensor(const mw_part *part, const char *name);

/* Fills what the encoder needs from the parts' tensors, shapes checked. */
marrow_status mw_model_bind(mw_model *m, marrow_error *err);

/* The shape of a token, 1 … 15 (docs/model.md). */
uint32_t mw_word_shape(mw_str token, bool opens_block);

#endif
