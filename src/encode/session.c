/* session: one thread's working memory, and the encoder run in it: BERT (Devlin et al., 2019), post-layer-norm, with a vector for the
 * word's shape added to the embeddings.
 *
 * All memory is taken when a session is opened, for the largest window; encoding a window allocates nothing. The outputs of all
 * layers are kept for the window, as quantised rows where the layers are int8, so that the mixes are made in one pass at the end. What a layer has in
 * hand at a time stays in the second cache: queries, keys and values of a few heads; FFN_ROWS rows of the feed-forward part. Rows are
 * quantised once, where they are made. The last layer is computed for the core's rows alone: nobody looks at the others'. */
#include <string.h>

#include "encode/model.h"

enum { FFN_ROWS = 96, GROUP = 64 }; /* GROUP: columns of queries, keys and values computed at a time */

struct mw_session {
    marrow_allocator mem;
    const mw_model *model;
    void *block; /* all that follows lies in it */
    bool int8;   /* all layers are */
    float *outs; /* [layers + 1][window][width] the layers' inputs, and the last one's output; int8: one such plane, the layer's at hand */
    float *qkv;  /* [3][window][columns of a group] */
    float *tmp;  /* [window][width] */
    float *sums; /* [window][width]; int8: tmp */
    float *hidden; /* [FFN_ROWS][ffn] */
    float *attend; /* scratch of attention */
    uint8_t *rows; /* [layers + 1][window][stride] outs quantised; else one such plane */
    float *scales; /* [layers + 1][window] of rows */
    uint8_t *mid;  /* [window][stride] what comes out of attention, quantised */
    float *mid_scales;
    void *quantised;          /* scratch of the other linear layers */
    float *vectors;           /* [n_mixes][window][width] */
    float *mix;               /* [n_mixes][layers + 1] weights */
    mw_mix mixes[MW_N_MIXES]; /* that are computed */
    uint32_t n_mixes;
    uint32_t *piece;                         /* [window] first wordpiece row of each token, and one past the last */
    uint32_t group;                          /* columns of whole heads: GROUP, or the width where that does not divide it */
    uint32_t n_pieces, core_first, core_end; /* wordpieces of the window; words of its core */
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
    size_t floats = s->int8 ? 1 : m->layers + 1, bytes = s->int8 ? m->layers + 1 : 1;
    s->outs = take(base, &used, floats * t * h * f);
    s->group = h % GROUP || GROUP % (h / m->heads) ? (uint32_t)h : GROUP;
    s->qkv = take(base, &used, t * 3 * s->group * f);
    s->tmp = take(base, &used, t * h * f);
    s->sums = s->int8 ? s->tmp : take(base, &used, t * h * f);
    s->hidden = take(base, &used, (size_t)FFN_ROWS * m->ffn * f);
    s->attend = take(base, &used, mw_attend_scratch(m->window, m->width / m->heads) * f);
    s->rows = take(base, &used, bytes * t * mw_q_stride(m->width));
    s->scales = take(base, &used, bytes * t * f);
    s->mid = take(base, &used, t * mw_q_stride(m->width));
    s->mid_scales = take(base, &used, t * f);
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
    s->int8 = true;
    for (uint32_t i = 0; i < model->layers; i++) {
        const mw_encoder_layer *y = &model->layer[i];
        s->int8 = s->int8 && y->qkv.packed && y->out.packed && y->up.packed && y->down.packed;
    }
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
    if (m->words)
        m->kernel->embed(m->words + (size_t)id * m->width, m->words_scale[id], position, look, m->width, row);
    else {
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
    s->piece[w->end - w->first] = row;
    s->core_first = w->core_first - w->first;
    s->core_end = w->core_end - w->first;
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

/* One layer's input, where its output goes, and which rows of that are wanted: [from, end). */
typedef struct layer_at {
    const mw_encoder_layer *layer;
    const float *x;
    const uint8_t *rows; /* x quantised */
    const float *scales;
    float *out;
    uint8_t *out_rows;
    float *out_scales;
    uint32_t from, end;
} layer_at;

/* Attention of the heads in columns [at, at + group), into tmp. */
static void heads_run(mw_session *s, const layer_at *l, uint32_t at) {
    const mw_model *m = s->model;
    const mw_linear *qkv = &l->layer->qkv;
    uint32_t n = s->n_pieces, h = m->width, g = s->group, d = h / m->heads;
    float *part[3];
    if (g == h && h % MW_BLOCK_OUT) { /* not to be sliced: rows of all three beside each other */
        linear_run(qkv, l->x, l->rows, l->scales, n, MW_ACT_NONE, s->qkv);
        for (uint32_t i = 0; i < 3; i++) part[i] = s->qkv + i * h;
        g = 3 * h;
        part[0] += (size_t)l->from * g;
    } else
        for (uint32_t i = 0; i < 3; i++) {
            mw_linear some = slice(qkv, i * h + at, g);
            uint32_t from = i ? 0 : l->from, end = i ? n : l->end; /* keys and values of all rows, queries of those that are wanted */
            part[i] = s->qkv + (size_t)i * n * g;
            linear_run(&some, l->x + (size_t)from * h, l->rows + from * mw_q_stride(h), l->scales + from, end - from, MW_ACT_NONE, part[i]);
        }
    const mw_attention a = {.q = part[0],
                            .k = part[1],
                            .v = part[2],
                            .step = g,
                            .n = n,
                            .n_queries = l->end - l->from,
                            .d = d,
                            .heads = s->group / d,
                            .out = s->tmp + (size_t)l->from * h + at,
                            .out_step = h,
                            .scratch = s->attend};
    (qkv->packed ? m->kernel->attend_fast : m->kernel->attend)(&a);
}

/* The rows in hand. Of an int8 encoder tmp and sums are one, and so are x, what comes out of attention, and out: each product has its rows
 * quantised, so that what they were made of may be written over. */
static void layer_run(mw_session *s, const layer_at *l) {
    const mw_model *m = s->model;
    const mw_encoder_layer *y = l->layer;
    const mw_kernel *k = m->kernel;
    size_t h = m->width, stride = mw_q_stride(m->width), first = l->from * h;
    uint32_t n = l->end - l->from;
    float *mid = s->int8 ? l->out : s->tmp;
    for (uint32_t at = 0; at < h; at += s->group) heads_run(s, l, at);
    mw_linear_run(&y->out, s->tmp + first, n, s->sums + first, s->quantised);
    k->add_norm(l->x + first, s->sums + first, n, m->width, y->norm1_weight, y->norm1_bias, mid + first, s->mid, s->mid_scales);
    for (uint32_t r = 0; r < n; r += FFN_ROWS) {
        uint32_t some = n - r < FFN_ROWS ? n - r : FFN_ROWS;
        linear_run(&y->up, mid + first + r * h, s->mid + r * stride, s->mid_scales + r, some, MW_ACT_GELU, s->hidden);
        mw_linear_run(&y->down, s->hidden, some, s->sums + first + r * h, s->quantised);
    }
    k->add_norm(mid + first, s->sums + first, n, m->width, y->norm2_weight, y->norm2_bias, l->out + first, l->out_rows + l->from * stride,
                l->out_scales + l->from);
}

static void layers_run(mw_session *s) {
    const mw_model *m = s->model;
    size_t plane = (size_t)m->window * m->width, bytes = m->window * mw_q_stride(m->width);
    for (uint32_t i = 0; i < m->layers; i++) {
        size_t floats = s->int8 ? 0 : i, rows = s->int8 ? i : 0, next = s->int8;
        layer_at l = {.layer = &m->layer[i],
                      .x = s->outs + floats * plane,
                      .rows = s->rows + rows * bytes,
                      .scales = s->scales + rows * m->window,
                      .out = s->outs + (floats + !next) * plane,
                      .out_rows = s->rows + (rows + next) * bytes,
                      .out_scales = s->scales + (rows + next) * m->window,
                      .end = s->n_pieces};
        if (i + 1 == m->layers && s->piece[s->core_end] - s->piece[s->core_first] + 2 < s->n_pieces) {
            l.from = s->piece[s->core_first];
            l.end = s->piece[s->core_end];
        }
        layer_run(s, &l);
    }
}

/* A word's vectors: for each mix the mean over its wordpieces of Σ weight · layer. */
static void word_mix(mw_session *s, uint32_t word) {
    const mw_model *m = s->model;
    size_t h = m->width;
    uint32_t first = s->piece[word], rows = s->piece[word + 1] - first;
    const mw_mixture mix = {.x = s->outs + first * h,
                            .q = s->rows + first * mw_q_stride(m->width),
                            .scale = s->scales + first,
                            .plane = m->window * (s->int8 ? mw_q_stride(m->width) : h),
                            .scale_plane = m->window,
                            .rows = rows,
                            .width = m->width,
                            .layers = m->layers + 1,
                            .weight = s->mix,
                            .by = 1.0f / (float)rows,
                            .mixes = s->n_mixes,
                            .y = s->vectors + word * h,
                            .y_plane = m->window * h};
    (s->int8 ? m->kernel->mix_bytes : m->kernel->mix)(&mix);
}

marrow_status mw_session_encode(mw_session *s, const mw_text *text, const mw_tokens *tokens, const mw_windows *ws, uint32_t window,
                                marrow_error *err) {
    if (!window_embed(s, text, tokens, ws, &ws->at[window]))
        return mw_fail(err, MARROW_MODEL, "a window holds more wordpieces than the model can take");
    layers_run(s);
    for (uint32_t i = s->core_first; i < s->core_end; i++) word_mix(s, i);
    return MARROW_OK;
}

const float *mw_session_vectors(const mw_session *s, mw_mix mix) {
    for (uint32_t i = 0; i < s->n_mixes; i++)
        if (s->mixes[i] == mix) return s->vectors + (size_t)i * s->model->window * s->model->width;
    return NULL;
}

const float *mw_session_hidden(const mw_session *s, uint32_t *n) {
    *n = s->n_pieces;
    return s->outs + (s->int8 ? 0 : (size_t)s->model->layers * s->model->window * s->model->width);
}
