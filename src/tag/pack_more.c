/* pack_more: the second part of the blob of pack.c, what the heads that a model may lack have made:
 *
 *     which are there (bits: 1 signs, 2 tones, 4 meanings, 8 vectors and links, 16 doers with them) · signs: their number, then for each token the number of
 *     its signs and for each sign its number (mw_sign) and probability, a byte each · tones: modes, lapses, a byte each, then two f32 ·
 *     meanings, 64 bytes each · links, f32 · doers, f32 · vectors, 64 bytes each; which tokens have one follows from parts of speech, entities and
 *     whether doers are there.
 *
 * A new order of mw_sign is a new version of the blob. */
#include <float.h>

#include "tag/blob.h"

enum { SIGNS = 1, TONES = 2, MEANINGS = 4, VECTORS = 8, DOERS = 16, ALL = 31 };

/* ---- writing --------------------------------------------------------------------------------------------------------------- */

static void put_signs(mw_buf *b, const mw_tags *t) {
    mw_blob_put(b, t->sign_at[t->n]);
    for (uint32_t i = 0; i < t->n; i++) {
        mw_blob_put(b, t->sign_at[i + 1] - t->sign_at[i]);
        for (uint32_t k = t->sign_at[i]; k < t->sign_at[i + 1]; k++) {
            mw_buf_putc(b, (char)t->signs[k].sign);
            mw_buf_putc(b, (char)t->signs[k].p);
        }
    }
}

static void put_tones(mw_buf *b, const mw_tags *t) {
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        mw_buf_put(b, t->tones[i].mode, MW_N_MODE);
        mw_buf_put(b, t->tones[i].lapse, MW_N_LAPSE);
        mw_blob_put_f32(b, t->tones[i].valence);
        mw_blob_put_f32(b, t->tones[i].tension);
    }
}

void mw_more_pack(mw_buf *b, const mw_tags *t) {
    mw_blob_put(b, (t->sign_at ? SIGNS : 0u) | (t->tones ? TONES : 0u) | (t->meanings ? MEANINGS : 0u) | (t->vector_at ? VECTORS : 0u) |
                       (t->vector_at && t->point ? DOERS : 0u));
    if (t->sign_at) put_signs(b, t);
    if (t->tones) put_tones(b, t);
    if (t->meanings) mw_buf_put(b, t->meanings, t->n_sentences * sizeof *t->meanings);
    if (!t->vector_at) return;
    for (uint32_t i = 0; i < MW_N_LINK; i++) mw_blob_put_f32(b, t->link[i]);
    for (uint32_t i = 0; t->point && i < MW_N_POINT; i++) mw_blob_put_f32(b, t->point[i]);
    mw_buf_put(b, t->vectors, t->n_vectors * sizeof *t->vectors);
}

/* ---- reading --------------------------------------------------------------------------------------------------------------- */

/* A token's n signs: known ones, none twice, in order. */
static bool signs_sound(const mw_signed *s, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (s[i].sign >= MW_N_SIGN || s[i].p < MW_SIGN_LEAST) return false;
        if (i && (s[i].p > s[i - 1].p || (s[i].p == s[i - 1].p && s[i].sign <= s[i - 1].sign))) return false;
        for (uint32_t k = 0; k < i; k++)
            if (s[k].sign == s[i].sign) return false;
    }
    return true;
}

static bool get_signs(mw_blob *r, mw_tags *t) {
    uint32_t n = mw_blob_count(r, 2), at = 0;
    if (r->bad) return true;
    t->sign_at = mw_arena_array(t->arena, (size_t)t->n + 1, sizeof *t->sign_at);
    t->signs = mw_arena_array(t->arena, n, sizeof *t->signs);
    if (!t->sign_at || !t->signs) return false;
    for (uint32_t i = 0; i < t->n && !r->bad; i++) {
        uint32_t some = mw_blob_get(r);
        const uint8_t *p = some <= n - at && some <= MW_N_SIGN ? mw_blob_bytes(r, 2 * (size_t)some) : NULL;
        if (!p) {
            r->bad = true;
            return true;
        }
        for (uint32_t k = 0; k < some; k++) t->signs[at + k] = (mw_signed){p[2 * k], p[2 * k + 1]};
        if (!signs_sound(t->signs + at, some)) r->bad = true;
        at += some;
        t->sign_at[i + 1] = at;
    }
    if (at != n) r->bad = true;
    return true;
}

static bool get_tones(mw_blob *r, mw_tags *t) {
    if (t->n_sentences > (size_t)(r->end - r->at) / (MW_N_MODE + MW_N_LAPSE + 8)) r->bad = true;
    if (r->bad) return true;
    t->tones = mw_arena_array(t->arena, t->n_sentences, sizeof *t->tones);
    if (!t->tones) return false;
    for (uint32_t i = 0; i < t->n_sentences && !r->bad; i++) {
        const uint8_t *p = mw_blob_bytes(r, MW_N_MODE + MW_N_LAPSE);
        if (!p) break;
        memcpy(t->tones[i].mode, p, MW_N_MODE);
        memcpy(t->tones[i].lapse, p + MW_N_MODE, MW_N_LAPSE);
        t->tones[i].valence = mw_blob_f32(r, -2, 2);
        t->tones[i].tension = mw_blob_f32(r, 0, 2);
    }
    return true;
}

/* n vectors, without the one value that none has. */
static bool get_vectors(mw_blob *r, mw_arena *a, uint32_t n, mw_vector **to) {
    const uint8_t *p = mw_blob_bytes(r, (size_t)n * MW_VECTOR);
    if (!p) return true;
    *to = mw_arena_copy(a, p, (size_t)n * MW_VECTOR);
    if (!*to) return false;
    for (size_t i = 0; i < (size_t)n * MW_VECTOR; i++)
        if (p[i] == 128) r->bad = true;
    return true;
}

static bool get_floats(mw_blob *r, mw_arena *a, uint32_t n, float **to) {
    *to = mw_arena_array(a, n, sizeof **to);
    for (uint32_t i = 0; *to && i < n; i++) (*to)[i] = mw_blob_f32(r, -FLT_MAX, FLT_MAX);
    return *to;
}

static bool get_links(mw_blob *r, mw_tags *t, bool doers) {
    t->vector_at = mw_arena_array(t->arena, t->n, sizeof *t->vector_at);
    if (!t->vector_at || !get_floats(r, t->arena, MW_N_LINK, &t->link)) return false;
    if (doers && !get_floats(r, t->arena, MW_N_POINT, &t->point)) return false;
    mw_vectors_place(t);
    return true;
}

bool mw_more_unpack(mw_blob *r, mw_tags *t) {
    uint32_t there = mw_blob_get(r);
    if (there > ALL || (there & DOERS && !(there & VECTORS))) r->bad = true;
    if (!r->bad && there & SIGNS && !get_signs(r, t)) return false;
    if (!r->bad && there & TONES && !get_tones(r, t)) return false;
    if (!r->bad && there & MEANINGS && !get_vectors(r, t->arena, t->n_sentences, &t->meanings)) return false;
    if (!r->bad && there & VECTORS) return get_links(r, t, there & DOERS) && get_vectors(r, t->arena, t->n_vectors, &t->vectors);
    return true;
}
