/* pack: the columns as one blob for the story file, and back.
 *
 *     magic "MWTG" · u32 version · then, all as base-128 varints: tokens, sentences, entities, lemma bytes · lemmas · label lists (xpos,
 *     features, relations, supersenses: number, then zero-terminated strings) · columns upos, xpos, relation, event, sense (a byte a token),
 *     features, lemma, head (zigzag of head - token) · sentences (length, then three f32) · entities (first - first of the one before,
 *     length, head - first, then type, form, confidence) · what the heads make that a model may lack (pack_more.c; not in version 1, which
 *     is read as a model without them).
 *
 * Unpacking believes nothing: every count, index, string and tree is checked, so that a product that comes out holds all that tag
 * promises. Any other blob gives MARROW_STORY. */
#include "tag/blob.h"

enum { VERSION = 2, OLD = 1 };
static const char magic[4] = {'M', 'W', 'T', 'G'};

/* ---- writing --------------------------------------------------------------------------------------------------------------- */

static void put_labels(mw_buf *b, const mw_labels *l) {
    mw_blob_put(b, l->n);
    for (uint32_t i = 0; i < l->n; i++) mw_buf_put(b, l->at[i], strlen(l->at[i]) + 1);
}

static void put_columns(mw_buf *b, const mw_tags *t) {
    const uint8_t *const bytes[] = {t->upos, t->xpos, t->rel, t->event, t->sense};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) mw_buf_put(b, bytes[i], t->n);
    for (uint32_t i = 0; i < t->n; i++) mw_blob_put(b, t->feats[i]);
    for (uint32_t i = 0; i < t->n; i++) mw_blob_put(b, t->lemma[i]);
    for (uint32_t i = 0; i < t->n; i++) mw_blob_put(b, t->head[i] >= i ? (t->head[i] - i) << 1 : ((i - t->head[i]) << 1) - 1);
}

static void put_rows(mw_buf *b, const mw_tags *t) {
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const mw_sentence *s = &t->sentences[i];
        mw_blob_put(b, s->end - s->first);
        mw_blob_put_f32(b, s->valence);
        mw_blob_put_f32(b, s->arousal);
        mw_blob_put_f32(b, s->dominance);
    }
    uint32_t before = 0;
    for (uint32_t i = 0; i < t->n_entities; i++) {
        const mw_entity *e = &t->entities[i];
        mw_blob_put(b, e->first - before);
        mw_blob_put(b, e->last - e->first);
        mw_blob_put(b, e->head - e->first);
        mw_buf_putc(b, (char)e->type);
        mw_buf_putc(b, (char)e->form);
        mw_buf_putc(b, (char)e->confidence);
        before = e->first;
    }
}

marrow_status mw_tags_pack(const mw_tags *t, mw_buf *out, marrow_error *err) {
    mw_buf_put(out, magic, sizeof magic);
    for (int i = 0; i < 4; i++) mw_buf_putc(out, (char)(VERSION >> 8 * i));
    mw_blob_put(out, t->n);
    mw_blob_put(out, t->n_sentences);
    mw_blob_put(out, t->n_entities);
    mw_blob_put(out, t->n_lemma_bytes);
    mw_buf_put(out, t->lemmas, t->n_lemma_bytes);
    put_labels(out, &t->labels_xpos);
    put_labels(out, &t->labels_feats);
    put_labels(out, &t->labels_rel);
    put_labels(out, &t->labels_sense);
    put_columns(out, t);
    put_rows(out, t);
    mw_more_pack(out, t);
    return out->failed ? mw_fail_memory(err) : MARROW_OK;
}

/* ---- reading --------------------------------------------------------------------------------------------------------------- */

/* False: out of memory. */
static bool get_labels(mw_blob *r, mw_arena *a, uint32_t most, mw_labels *l) {
    l->n = mw_blob_count(r, 1);
    if (l->n > most) r->bad = true;
    if (r->bad) return true;
    l->at = mw_arena_array(a, l->n ? l->n : 1, sizeof *l->at);
    if (!l->at) return false;
    for (uint32_t i = 0; i < l->n && !r->bad; i++) {
        const uint8_t *stop = memchr(r->at, 0, (size_t)(r->end - r->at));
        if (!stop) {
            r->bad = true;
            break;
        }
        l->at[i] = mw_arena_strndup(a, (const char *)r->at, (size_t)(stop - r->at));
        if (!l->at[i]) return false;
        r->at = stop + 1;
    }
    return true;
}

static void get_column(mw_blob *r, uint8_t *to, uint32_t n, uint32_t below) {
    const uint8_t *p = mw_blob_bytes(r, n);
    if (!p) return;
    memcpy(to, p, n);
    for (uint32_t i = 0; i < n; i++)
        if (to[i] >= below) r->bad = true;
}

static void get_columns(mw_blob *r, mw_tags *t) {
    get_column(r, t->upos, t->n, MW_N_UPOS);
    get_column(r, t->xpos, t->n, t->labels_xpos.n);
    get_column(r, t->rel, t->n, t->labels_rel.n);
    get_column(r, t->event, t->n, 256);
    get_column(r, t->sense, t->n, t->labels_sense.n);
    for (uint32_t i = 0; i < t->n && !r->bad; i++) {
        uint32_t v = mw_blob_get(r);
        if (v >= t->labels_feats.n) r->bad = true;
        t->feats[i] = (uint16_t)v;
    }
    for (uint32_t i = 0; i < t->n && !r->bad; i++) {
        t->lemma[i] = mw_blob_get(r);
        if (t->lemma[i] >= t->n_lemma_bytes) r->bad = true;
    }
    for (uint32_t i = 0; i < t->n && !r->bad; i++) {
        uint32_t v = mw_blob_get(r), far = v & 1 ? (v >> 1) + 1 : v >> 1;
        if (v & 1 ? far > i : far >= t->n - i) r->bad = true;
        t->head[i] = v & 1 ? i - far : i + far;
    }
}

static void get_sentences(mw_blob *r, mw_tags *t) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n_sentences && !r->bad; i++) {
        uint32_t n = mw_blob_get(r);
        if (!n || n > t->n - at) {
            r->bad = true;
            return;
        }
        mw_sentence *s = &t->sentences[i];
        s->first = at;
        s->end = at + n;
        s->valence = mw_blob_f32(r, 1, 5);
        s->arousal = mw_blob_f32(r, 1, 5);
        s->dominance = mw_blob_f32(r, 1, 5);
        for (; at < s->end; at++) t->sentence[at] = i;
    }
    if (at != t->n) r->bad = true;
}

static void get_entities(mw_blob *r, mw_tags *t) {
    uint32_t before = 0;
    for (uint32_t i = 0; i < t->n_entities && !r->bad; i++) {
        mw_entity *e = &t->entities[i];
        uint64_t first = (uint64_t)before + mw_blob_get(r), last = first + mw_blob_get(r), head = first + mw_blob_get(r);
        const uint8_t *p = mw_blob_bytes(r, 3);
        if (!p || last >= t->n || head > last || p[0] >= MW_N_ENTITY || p[1] >= MW_N_FORM) {
            r->bad = true;
            return;
        }
        *e = (mw_entity){(uint32_t)first, (uint32_t)last, (uint32_t)head, p[0], p[1], p[2]};
        before = e->first;
    }
}

/* Every token reaches a root without leaving its sentence or going round; colours in `seen`: 0 new, 1 on the way, 2 sound. */
static bool trees_sound(const mw_tags *t, uint8_t *seen) {
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t k = i;
        while (!seen[k]) {
            seen[k] = 1;
            if (t->sentence[t->head[k]] != t->sentence[k]) return false;
            if (t->head[k] == k)
                seen[k] = 2;
            else
                k = t->head[k];
        }
        if (seen[k] == 1) return false;
        for (k = i; seen[k] == 1; k = t->head[k]) seen[k] = 2;
    }
    return true;
}

/* False: out of memory. */
static bool blob_read(mw_blob *r, bool old, mw_tags *t) {
    mw_arena *a = t->arena;
    uint32_t n = mw_blob_count(r, 8);
    t->n_sentences = mw_blob_count(r, 13);
    t->n_entities = mw_blob_count(r, 6);
    t->n_lemma_bytes = mw_blob_count(r, 1);
    const uint8_t *lemmas = mw_blob_bytes(r, t->n_lemma_bytes);
    if (r->bad || (t->n_lemma_bytes && lemmas[t->n_lemma_bytes - 1]) || t->n_sentences > n) {
        r->bad = true;
        return true;
    }
    t->lemmas = mw_arena_copy(a, lemmas, t->n_lemma_bytes);
    t->sentences = mw_arena_array(a, t->n_sentences, sizeof *t->sentences);
    t->entities = mw_arena_array(a, t->n_entities, sizeof *t->entities);
    if (!t->lemmas || !t->sentences || !t->entities || !mw_columns_make(t, n)) return false;
    if (!get_labels(r, a, 256, &t->labels_xpos) || !get_labels(r, a, 65536, &t->labels_feats) || !get_labels(r, a, 256, &t->labels_rel) ||
        !get_labels(r, a, 256, &t->labels_sense))
        return false;
    if (!r->bad) get_columns(r, t);
    if (!r->bad) get_sentences(r, t);
    if (!r->bad) get_entities(r, t);
    if (!r->bad && !old && !mw_more_unpack(r, t)) return false;
    if (r->bad || r->at != r->end || !mw_rel_base_fill(t)) {
        r->bad = true;
        return true;
    }
    uint8_t *seen = mw_arena_array(a, n, 1);
    if (!seen) return false;
    r->bad = !trees_sound(t, seen);
    return true;
}

marrow_status mw_tags_unpack(const mw_env *env, const void *blob, size_t n, mw_tags **tags, marrow_error *err) {
    *tags = NULL;
    const uint8_t *p = blob;
    if (n < 8 || memcmp(p, magic, sizeof magic))
        return mw_fail(err, MARROW_STORY, "the columns in the story file are damaged: read the story again");
    if ((p[4] != VERSION && p[4] != OLD) || p[5] || p[6] || p[7])
        return mw_fail(err, MARROW_STORY, "the columns in the story file are of another version of marrow: read the story again");
    mw_tags *t = mw_tags_make(&env->mem);
    mw_blob r = {p + 8, p + n, false};
    bool memory = t && blob_read(&r, p[4] == OLD, t);
    if (memory && !r.bad) {
        *tags = t;
        return MARROW_OK;
    }
    mw_tag_free(t);
    return memory ? mw_fail(err, MARROW_STORY, "the columns in the story file are damaged: read the story again") : mw_fail_memory(err);
}
