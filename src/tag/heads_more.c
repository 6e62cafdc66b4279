/* heads_more: the heads that a model may lack: signs of words and of reviews, tones and meanings of sentences, vectors and links of
 * mentions. One is there when its first layer and the mix that it reads are; then all of it must be sound. */
#include <math.h>
#include <string.h>

#include "tag/work.h"

enum { MOST_LABELS = 1024, MOST_HIDDEN = 4096 };

static bool has(const mw_model *m, const char *weight, mw_mix mix) { return mw_model_mixes(m) & 1u << mix && mw_model_tensor(m, weight); }

/* ---- signs ----------------------------------------------------------------------------------------------------------------- */

static uint8_t sign_of(const char *label) {
    uint32_t i = 0;
    while (i < MW_N_SIGN && strcmp(mw_sign_names[i], label) != 0) i++;
    return (uint8_t)i;
}

/* Both labels have the same prefix before a dot. */
static bool together(const char *a, const char *b) {
    size_t n = strcspn(a, ".");
    return a[n] && !strncmp(a, b, n + 1);
}

/* Reads the group that begins at label `i`; its end, or 0: labels of one prefix do not stand together. */
static uint32_t group_read(const mw_labels *names, uint32_t i, mw_sign_label *labels) {
    const char *const *at = names->at;
    uint32_t end = i + 1;
    bool soft = false;
    while (end < names->n && together(at[i], at[end])) end++;
    for (uint32_t k = 0; k < i; k++)
        if (together(at[k], at[i])) return 0;
    for (uint32_t k = i; k < end; k++) soft = soft || !strcmp(at[k] + strcspn(at[k], "."), ".O");
    for (uint32_t k = i; k < end; k++) labels[k] = (mw_sign_label){sign_of(at[k]), !soft, soft ? end : k + 1};
    return end;
}

static marrow_status signs_open(const mw_model *m, mw_arena *a, const char *hidden, const char *out, const char *labels, mw_sign_head *h,
                                marrow_error *err) {
    mw_labels names;
    MW_TRY(mw_model_labels(m, a, labels, &names.at, &names.n, err));
    if (!names.n || names.n > MOST_LABELS) return mw_heads_misfit(m, labels, err);
    MW_TRY(mw_model_linear(m, hidden, 0, mw_model_width(m), &h->hidden, err));
    if (h->hidden.out > MOST_HIDDEN) return mw_heads_misfit(m, hidden, err);
    MW_TRY(mw_model_linear(m, out, names.n, h->hidden.out, &h->out, err));
    h->labels = mw_arena_array(a, names.n, sizeof *h->labels);
    if (!h->labels) return mw_fail_memory(err);
    for (uint32_t i = 0; i < names.n;) {
        i = group_read(&names, i, h->labels);
        if (!i) return mw_heads_misfit(m, labels, err);
    }
    return MARROW_OK;
}

/* ---- vectors of mentions --------------------------------------------------------------------------------------------------- */

/* The n numbers of a tensor that is there. */
static marrow_status floats_open(const mw_model *m, const mw_tensor *t, const char *name, uint32_t n, const float **to, marrow_error *err) {
    if (!t || t->dtype != MW_F32 || t->bytes != n * sizeof(float)) return mw_heads_misfit(m, name, err);
    *to = t->data;
    for (uint32_t i = 0; i < n; i++)
        if (!isfinite((*to)[i])) return mw_heads_misfit(m, name, err);
    return MARROW_OK;
}

static marrow_status coref_open(const mw_model *m, mw_heads *h, marrow_error *err) {
    MW_TRY(mw_model_linear(m, "coref.word", MW_VECTOR, mw_model_width(m), &h->coref, err));
    MW_TRY(floats_open(m, mw_model_tensor(m, "coref.link"), "coref.link", MW_N_LINK, &h->link, err));
    const mw_tensor *point = mw_model_tensor(m, "coref.point");
    if (!point) return MARROW_OK;
    h->act = h->coref;
    if (mw_model_tensor(m, "coref.act.weight")) MW_TRY(mw_model_linear(m, "coref.act", MW_VECTOR, mw_model_width(m), &h->act, err));
    return floats_open(m, point, "coref.point", MW_N_POINT, &h->point, err);
}

/* ---- all ------------------------------------------------------------------------------------------------------------------- */

marrow_status mw_more_heads_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    uint32_t width = mw_model_width(m);
    if (has(m, "signs.hidden.weight", MW_MIX_SIGNS)) MW_TRY(signs_open(m, a, "signs.hidden", "signs.out", "signs.labels", &h->signs, err));
    if (has(m, "review.hidden.weight", MW_MIX_REVIEW))
        MW_TRY(signs_open(m, a, "review.hidden", "review.out", "review.labels", &h->review, err));
    if (has(m, "tone.hidden.weight", MW_MIX_TONES)) {
        MW_TRY(mw_model_linear(m, "tone.hidden", 0, width, &h->tone_hidden, err));
        if (h->tone_hidden.out > MOST_HIDDEN) return mw_heads_misfit(m, "tone.hidden", err);
        MW_TRY(mw_model_linear(m, "tone.out", MW_N_TONE, h->tone_hidden.out, &h->tone_out, err));
    }
    if (has(m, "meaning.weight", MW_MIX_TONES)) MW_TRY(mw_model_linear(m, "meaning", MW_VECTOR, width, &h->meaning, err));
    if (has(m, "coref.word.weight", MW_MIX_COREF)) MW_TRY(coref_open(m, h, err));
    return MARROW_OK;
}

uint32_t mw_heads_mixes(const mw_heads *h) {
    uint32_t mixes = (1u << MW_N_OLD_MIXES) - 1;
    if (h->signs.labels) mixes |= 1u << MW_MIX_SIGNS;
    if (h->review.labels) mixes |= 1u << MW_MIX_REVIEW;
    if (h->tone_out.out || h->meaning.out) mixes |= 1u << MW_MIX_TONES;
    if (h->link) mixes |= 1u << MW_MIX_COREF;
    return mixes;
}
