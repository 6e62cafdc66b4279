/* tiles: the whole text cut into layers without gap or overlap: headings, narration, quotations by kind, and what is none of these (front
 * and back matter, ornaments). White space between two tiles goes with the narration beside it, else with the tile before. */
#include <string.h>

#include "speech/work.h"

typedef MW_VEC(mw_tile) tile_vec;

static bool blank(const mw_hearing *h, uint32_t from, uint32_t to) {
    for (uint32_t at = from; at < to;) {
        size_t n;
        if (!mw_cp_space(mw_utf8_next(h->text->at + at, to - at, &n))) return false;
        at += (uint32_t)n;
    }
    return true;
}

static bool put(mw_hearing *h, tile_vec *v, mw_tile t) {
    if (t.span.start >= t.span.end) return true;
    mw_tile *last = v->n ? &v->at[v->n - 1] : NULL;
    bool narrated = t.layer == MW_LAYER_NARRATION || t.layer == MW_LAYER_OTHER;
    if (last && narrated && blank(h, t.span.start, t.span.end)) {
        last->span.end = t.span.end;
        return true;
    }
    if (last && narrated && last->layer == t.layer && last->who == t.who) {
        last->span.end = t.span.end;
        return true;
    }
    return mw_vec_push(&h->env->mem, v, t);
}

static mw_layer layer_of_block(mw_block_kind k) {
    switch (k) {
    case MW_HEADING:
        return MW_LAYER_HEADING;
    case MW_PARAGRAPH:
    case MW_VERSE:
        return MW_LAYER_NARRATION;
    default:
        return MW_LAYER_OTHER;
    }
}

/* Tiles for [from, to) of a block without quotations. */
static bool put_plain(mw_hearing *h, tile_vec *v, uint32_t block, uint32_t from, uint32_t to) {
    mw_tile t = {.span = {from, to}, .layer = layer_of_block(h->text->blocks[block].kind), .who = MW_NONE, .quote = MW_NONE};
    if (t.layer == MW_LAYER_NARRATION) t.who = mw_narrator_at(h->text, h->cast, from);
    return put(h, v, t);
}

static mw_tile quote_tile(const mw_speech_room *room, uint32_t i) {
    static const mw_layer layers[] = {MW_LAYER_SPEECH, MW_LAYER_THOUGHT, MW_LAYER_LETTER};
    const mw_quote *q = &room->quotes[i];
    return (mw_tile){.span = q->span, .layer = layers[q->kind], .who = q->speaker, .quote = i};
}

/* The unlisted talk that begins in [from, to), or NULL: the teller goes on speaking there. */
static const mw_piece *unlisted_in(const mw_hearing *h, uint32_t *piece, uint32_t from, uint32_t to) {
    while (*piece < h->n_pieces && h->pieces[*piece].span.start < from) ++*piece;
    for (uint32_t i = *piece; i < h->n_pieces && h->pieces[i].span.start < to; i++)
        if (h->pieces[i].unlisted) return &h->pieces[i];
    return NULL;
}

/* Tiles for [from, to) of a block between two quotations: narration, but for talk in a tale whose marks are lost. */
static bool put_between(mw_hearing *h, tile_vec *v, uint32_t block, uint32_t from, uint32_t to, uint32_t *piece) {
    for (const mw_piece *p; (p = unlisted_in(h, piece, from, to));) {
        uint32_t end = p->span.end < to ? p->span.end : to;
        if (!put_plain(h, v, block, from, p->span.start)) return false;
        uint32_t teller = h->turns[p->turn].teller;
        mw_tile t = {.span = {p->span.start, end}, .layer = MW_LAYER_SPEECH, .who = MW_NONE, .quote = MW_NONE};
        if (teller != MW_NONE) t.who = h->turns[teller].speaker;
        if (!mw_vec_push(&h->env->mem, v, t)) return false;
        from = end;
    }
    return put_plain(h, v, block, from, to);
}

static bool fill(mw_hearing *h, const mw_speech_room *room, tile_vec *v) {
    uint32_t at = 0, q = 0, piece = 0;
    for (uint32_t b = 0; b < h->text->n_blocks; b++) {
        uint32_t end = b + 1 < h->text->n_blocks ? h->text->blocks[b + 1].span.start : h->text->n;
        while (q < room->n_quotes && room->quotes[q].span.start < end) {
            mw_tile t = quote_tile(room, q++);
            if (t.span.start < at) t.span.start = at;
            if (!put_between(h, v, b, at, t.span.start, &piece)) return false;
            if (t.span.start < t.span.end && !mw_vec_push(&h->env->mem, v, t)) return false;
            if (t.span.end > at) at = t.span.end;
        }
        if (at < end && !put_between(h, v, b, at, end, &piece)) return false;
        if (at < end) at = end;
    }
    if (at >= h->text->n) return true;
    if (v->n) {
        v->at[v->n - 1].span.end = h->text->n;
        return true;
    }
    return mw_vec_push(&h->env->mem, v, (mw_tile){.span = {0, h->text->n}, .layer = MW_LAYER_OTHER, .who = MW_NONE, .quote = MW_NONE});
}

marrow_status mw_tiles_build(mw_hearing *h, mw_speech_room *room, marrow_error *err) {
    tile_vec v = {0};
    bool ok = fill(h, room, &v);
    room->tiles = ok ? mw_arena_copy(room->arena, v.at, v.n * sizeof *v.at) : NULL;
    room->n_tiles = (uint32_t)v.n;
    mw_vec_clear(&h->env->mem, &v);
    return room->tiles ? MARROW_OK : mw_fail_memory(err);
}
