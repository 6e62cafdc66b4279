/* session: one thread's working memory, and the encoder run in it: BERT (Devlin et al., 2019), post-layer-norm, with a vector for the
 * word's shape added to the embeddings.
 *
 * All memory is taken when a session is opened, for the largest window; encoding a window allocates nothing. The outputs of all
 * layers are kept for the window, so that the mixes are made in one pass at the end. What a layer has in hand at a time stays in the
 * second cache: queries, keys and values of a few heads; FFN_ROWS rows of the feed-forward part. Rows are quantised once, where they are made. */
#include <string.h>

#include "encode/model.h"

enum { FFN_ROWS = 96, GROUP = 64 }; /* GROUP: columns of queries, keys and values computed at a time */

struct mw_session {
    marrow_allocator mem;
    const mw_model *model;
    void *block;   /* all that follows lies in it */
    float *outs;   /* [layers + 1][window][width] */
    float *qkv;    /* [3][window][columns of a group] */
    float *tmp;    /* [window][width] */
    float *sums;   /* [window][width] */
    float *hidden; /* [FFN_ROWS][ffn] */
    float *attend; /* scratch of attention */
    uint8_t *rows; /* [window][stride] the layer's input, quantised; [window] its scales */
    float *scales;
    void *quantised;          /* scratch of the other linear layers */
    float *vectors;           /* [n_mixes][window][width] */
    float *mix;               /* [n_mixes][layers + 1] weights */
    mw_mix mixes[MW_N_MIXES]; /* that are computed */
    uint32_t n_mixes;
    uint32_t *piece; /* [window] first wordpiece row of each token, and one past the last */
    uint32_t group;  /* columns of whole heads: GROUP, or the width where that does not divide it */
    uint32_t n_pieces, n_words;
};

/* ---- memory ---------------------------------------------------------------------------------------------------------------- */

/* Takes `bytes` off a block that is only being measured when `base` is NULL. */
static void *take(char *base, size_t *used, size_t bytes) {
    char *p = base ? base + *used : NULL;
    *used += (bytes + 63) & ~(size_t)63;
    return p;
}

static size_t lay_out(mw_session *s, char *base) {
    const mw_model *m = s->model;
    size_t used = 0, t = m->window, h = m->width, f = sizeof(float);
    uint32_t widest = m->ffn > m->width ? m->ffn : m->width, most = m->window > FFN_ROWS ? m->window : FFN_ROWS;
    s->outs = take(base, &used, (m->layers + 1) * t * h * f);
    s->group = h % GROUP || GROUP % (h / m->heads) ? (uint32_t)h : GROUP;
    s->qkv = take(base, &used, t * 3 * s->group * f);
    s->tmp = take(base, &used, t * h * f);
    s->sums = take(base, &used, t * h * f);
    s->hidden = take(base, &used, (size_t)FFN_ROWS * m->ffn * f);
    s->attend = take(base, &used, mw_attend_scratch(m->window, m->width / m->heads) * f);
    s->rows = take(base, &used, t * mw_q_stride(m->width));
    s->scales = take(base, &used, t * f);
    s->quantised = take(base, &used, mw_linear_scratch(most, widest));
    s->vectors = take(base, &used, s->n_mixes * t * h * f);
    s->mix = take(base, &used, s->n_mixes * (m->layers + 1) * f);
    s->piece = take(base, &used, (t + 1) * sizeof *s->piece);
    return used;
}

marrow_status mw_session_open(const mw_env *env, const mw_model *model, uint32_t mixes, mw_session **session, marrow_error *err) {
    *session = NULL;
    mw_session *s = mw_calloc(&env->mem, 1, sizeof *s);
    if (!s) return mw_fail_memory(err);
    s->mem = env->mem;
    s->model = model;
    for (int i = 0; i < MW_N_MIXES; i++)
        if (mixes & mw_model_mixes(model) & 1u << i) s->mixes[s->n_mixes++] = (mw_mix)i;
    size_t bytes = lay_out(s, NULL);
    s->block = mw_alloc_aligned(&s->mem, bytes);
    if (!s->block) {
        mw_free(&env->mem, s);
        return mw_fail_memory(err);
    }
    memset(s->block, 0, bytes);
    lay_out(s, s->block);
    for (uint32_t i = 0; i < s->n_mixes; i++)
        memcpy(s->mix + i * (model->layers + 1), model->mix + s->mixes[i] * (model->layers + 1), (model->layers + 1) * sizeof *s->mix);
    *session = s;
    return MARROW_OK;
}

void mw_session_close(mw_session *s) {
    if (!s) return;
    marrow_allocator mem = s->mem;
    mw_free_aligned(&mem, s->block);
    mw_free(&mem, s);
}

/* ---- encoding -------------------------------------------------------------------------------------------------------------- */

/* One wordpiece's row: word + position + shape. */
static void embed(const mw_model *m, int32_t id, uint32_t at, uint32_t shape, float *row) {
    const float *position = m->position_vectors + (size_t)at * m->width, *look = m->shape_vectors + (size_t)shape * m->width;
    if (id < 0 || (uint32_t)id >= m->n_vocab) id = 0;
    if (m->words) {
        const int8_t *word = m->words + (size_t)id * m->width;
        float scale = m->words_scale[id];
        for (uint32_t i = 0; i < m->width; i++) row[i] = (float)word[i] * scale + (position[i] + look[i]);
    } else {
        const float *word = m->words_f32 + (size_t)id * m->width;
        for (uint32_t i = 0; i < m->width; i++) row[i] = word[i] + (position[i] + look[i]);
    }
}

/* Fills outs[0] and piece[]. False: the window does not fit. */
static bool window_embed(mw_session *s, const mw_text *text, const mw_tokens *tokens, const mw_windows *ws, const mw_window *w) {
    const mw_model *m = s->model;
    uint32_t row = 0, n = ws->piece_at[w->end] - ws->piece_at[w->first] + 2;
    if (n > m->window) return false;
    embed(m, mw_vocab_id(m->vocab, "[CLS]"), row++, 0, s->outs);
    for (uint32_t t = w->first; t < w->end; t++) {
        uint32_t shape = mw_word_shape(mw_str_span(text->at, tokens->span[t]), tokens->flags[t] & MW_TOK_BLOCK_START);
        s->piece[t - w->first] = row;
        for (uint32_t i = ws->piece_at[t]; i < ws->piece_at[t + 1]; i++, row++)
            embed(m, ws->pieces[i], row, shape, s->outs + (size_t)row * m->width);
    }
    s->n_words = w->end - w->first;
    s->piece[s->n_words] = row;
    embed(m, mw_vocab_id(m->vocab, "[SEP]"), row, 0, s->outs + (size_t)row * m->width);
    s->n_pieces = row + 1;
    m->kernel->add_norm(s->outs, NULL, s->n_pieces, m->width, m->norm_weight, m->norm_bias, s->outs, s->rows, s->scales);
    return true;
}

/* Outputs [from, from + n) of a layer as a layer of its own; from is a multiple of MW_BLOCK_OUT. */
static mw_linear slice(const mw_linear *l, uint32_t from, uint32_t n) {
    mw_linear y = *l;
    y.out = n;
    y.bias += from;
    if (l->packed) {
        y.packed += (size_t)from * ((l->in + MW_BLOCK_IN - 1) / MW_BLOCK_IN * MW_BLOCK_IN);
        y.scale += from;
        y.sum += from;
    } else
        y.weight += (size_t)from * l->in;
    return y;
}

/* y = activation(layer · x); q and scale are x quantised, for a packed layer. */
static void linear_run(const mw_linear *l, const float *x, const uint8_t *q, const float *scale, uint32_t rows, mw_activation act,
                       float *y) {
    if (l->packed) {
        l->kernel->product(l, q, scale, rows, act, y);
        return;
    }
    mw_linear_run(l, x, rows, y, NULL);
    if (act == MW_ACT_GELU) l->kernel->gelu(y, (size_t)rows * l->out);
}

/* Attention of the heads in columns [at, at + group), from the layer's input x into tmp. */
static void heads_run(mw_session *s, const mw_encoder_layer *y, const float *x, uint32_t at) {
    const mw_model *m = s->model;
    uint32_t n = s->n_pieces, h = m->width, g = s->group, d = h / m->heads;
    float *part[3];
    if (g == h && h % MW_BLOCK_OUT) { /* not to be sliced: rows of all three beside each other */
        linear_run(&y->qkv, x, s->rows, s->scales, n, MW_ACT_NONE, s->qkv);
        for (uint32_t i = 0; i < 3; i++) part[i] = s->qkv + i * h;
        g = 3 * h;
    } else
        for (uint32_t i = 0; i < 3; i++) {
            mw_linear l = slice(&y->qkv, i * h + at, g);
            part[i] = s->qkv + (size_t)i * n * g;
            linear_run(&l, x, s->rows, s->scales, n, MW_ACT_NONE, part[i]);
        }
    const mw_attention a = {.q = part[0],
                            .k = part[1],
                            .v = part[2],
                            .step = g,
                            .n = n,
                            .d = d,
                            .heads = s->group / d,
                            .out = s->tmp + at,
                            .out_step = h,
                            .scratch = s->attend};
    (y->qkv.packed ? m->kernel->attend_fast : m->kernel->attend)(&a);
}

static void layer_run(mw_session *s, const mw_encoder_layer *y, const float *x, float *out) {
    const mw_model *m = s->model;
    const mw_kernel *k = m->kernel;
    uint32_t n = s->n_pieces, h = m->width;
    size_t stride = mw_q_stride(h);
    for (uint32_t at = 0; at < h; at += s->group) heads_run(s, y, x, at);
    mw_linear_run(&y->out, s->tmp, n, s->sums, s->quantised);
    k->add_norm(x, s->sums, n, h, y->norm1_weight, y->norm1_bias, s->tmp, s->rows, s->scales);
    for (uint32_t r = 0; r < n; r += FFN_ROWS) {
        uint32_t some = n - r < FFN_ROWS ? n - r : FFN_ROWS;
        linear_run(&y->up, s->tmp + (size_t)r * h, s->rows + r * stride, s->scales + r, some, MW_ACT_GELU, s->hidden);
        mw_linear_run(&y->down, s->hidden, some, s->sums + (size_t)r * h, s->quantised);
    }
    k->add_norm(s->tmp, s->sums, n, h, y->norm2_weight, y->norm2_bias, out, s->rows, s->scales);
}

/* A word's vectors: for each mix the mean over its wordpieces of Σ weight · layer. */
static void word_mix(mw_session *s, uint32_t word) {
    const mw_model *m = s->model;
    size_t h = m->width;
    uint32_t first = s->piece[word], rows = s->piece[word + 1] - first;
    m->kernel->mix(&(mw_mixture){.x = s->outs + first * h,
                                 .plane = m->window * h,
                                 .rows = rows,
                                 .width = m->width,
                                 .layers = m->layers + 1,
                                 .weight = s->mix,
                                 .by = 1.0f / (float)rows,
                                 .mixes = s->n_mixes,
                                 .y = s->vectors + word * h});
}

marrow_status mw_session_encode(mw_session *s, const mw_text *text, const mw_tokens *tokens, const mw_windows *ws, uint32_t window,
                                marrow_error *err) {
    const mw_model *m = s->model;
    size_t plane = (size_t)m->window * m->width;
    if (!window_embed(s, text, tokens, ws, &ws->at[window]))
        return mw_fail(err, MARROW_MODEL, "a window holds more wordpieces than the model can take");
    for (uint32_t i = 0; i < m->layers; i++) layer_run(s, &m->layer[i], s->outs + i * plane, s->outs + (i + 1) * plane);
    for (uint32_t i = 0; i < s->n_words; i++) word_mix(s, i);
    return MARROW_OK;
}

const float *mw_session_vectors(const mw_session *s, mw_mix mix) {
    for (uint32_t i = 0; i < s->n_mixes; i++)
        if (s->mixes[i] == mix) return s->vectors + (size_t)i * s->model->window * s->model->width;
    return NULL;
}

const float *mw_session_hidden(const mw_session *s, uint32_t *n) {
    *n = s->n_pieces;
    return s->outs + (size_t)s->model->layers * s->model->window * s->model->width;
}
