/* session: one thread's working memory, and the encoder run in it: BERT (Devlin et al., 2019), post-layer-norm, with a vector for the
 * word's shape added to the embeddings.
 *
 * All memory is taken when a session is opened, for the largest window; encoding a window allocates nothing. The outputs of all
 * layers are kept for the window, so that the mixes are made in one pass at the end. The feed-forward part runs over FFN_ROWS
 * rows at a time, to stay in the second cache. */
#include <string.h>

#include "encode/model.h"

enum { FFN_ROWS = 96 };

struct mw_session {
    marrow_allocator mem;
    const mw_model *model;
    void *block;              /* all that follows lies in it */
    float *outs;              /* [layers + 1][window][width] */
    float *qkv;               /* [window][3 * width] */
    float *tmp;               /* [window][width] */
    float *sums;              /* [window][width] */
    float *hidden;            /* [FFN_ROWS][ffn] */
    float *attend;            /* scratch of attention */
    void *quantised;          /* scratch of linear layers */
    float *vectors;           /* [n_mixes][window][width] */
    mw_mix mixes[MW_N_MIXES]; /* that are computed */
    uint32_t n_mixes;
    uint32_t *piece; /* [window] first wordpiece row of each token, and one past the last */
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
    s->qkv = take(base, &used, t * 3 * h * f);
    s->tmp = take(base, &used, t * h * f);
    s->sums = take(base, &used, t * h * f);
    s->hidden = take(base, &used, (size_t)FFN_ROWS * m->ffn * f);
    s->attend = take(base, &used, mw_attend_scratch(m->window, m->width / m->heads) * f);
    s->quantised = take(base, &used, mw_linear_scratch(most, widest));
    s->vectors = take(base, &used, s->n_mixes * t * h * f);
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
    m->kernel->add_norm(s->outs, NULL, s->n_pieces, m->width, m->norm_weight, m->norm_bias, s->outs);
    return true;
}

/* y = gelu(layer · x) */
static void linear_gelu(mw_session *s, const mw_linear *l, const float *x, uint32_t rows, float *y) {
    if (l->packed) {
        uint8_t *q = s->quantised;
        float *scale = (float *)(void *)(q + (size_t)rows * mw_q_stride(l->in));
        l->kernel->quantise(x, rows, l->in, q, scale);
        l->kernel->product(l, q, scale, rows, MW_ACT_GELU, y);
    } else {
        mw_linear_run(l, x, rows, y, s->quantised);
        l->kernel->gelu(y, (size_t)rows * l->out);
    }
}

static void layer_run(mw_session *s, const mw_encoder_layer *y, const float *x, float *out) {
    const mw_model *m = s->model;
    const mw_kernel *k = m->kernel;
    uint32_t n = s->n_pieces, h = m->width;
    mw_linear_run(&y->qkv, x, n, s->qkv, s->quantised);
    (y->qkv.packed ? k->attend_fast : k->attend)(s->qkv, n, h, m->heads, s->tmp, s->attend);
    mw_linear_run(&y->out, s->tmp, n, s->sums, s->quantised);
    k->add_norm(x, s->sums, n, h, y->norm1_weight, y->norm1_bias, s->tmp);
    for (uint32_t r = 0; r < n; r += FFN_ROWS) {
        uint32_t some = n - r < FFN_ROWS ? n - r : FFN_ROWS;
        linear_gelu(s, &y->up, s->tmp + (size_t)r * h, some, s->hidden);
        mw_linear_run(&y->down, s->hidden, some, s->sums + (size_t)r * h, s->quantised);
    }
    k->add_norm(s->tmp, s->sums, n, h, y->norm2_weight, y->norm2_bias, out);
}

/* A word's vector in each mix: the mean over its wordpieces of Σ weight · layer. */
static void word_mix(mw_session *s, uint32_t word) {
    const mw_model *m = s->model;
    size_t h = m->width, plane = (size_t)m->window * h;
    uint32_t first = s->piece[word], end = s->piece[word + 1];
    float share = 1.0f / (float)(end - first);
    for (uint32_t mix = 0; mix < s->n_mixes; mix++) memset(s->vectors + mix * plane + word * h, 0, h * sizeof(float));
    for (uint32_t layer = 0; layer <= m->layers; layer++)
        for (uint32_t p = first; p < end; p++)
            for (uint32_t mix = 0; mix < s->n_mixes; mix++) {
                float w = m->mix[s->mixes[mix] * (m->layers + 1) + layer] * share;
                if (w != 0) m->kernel->add_scaled(s->vectors + mix * plane + word * h, s->outs + layer * plane + p * h, w, m->width);
            }
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
