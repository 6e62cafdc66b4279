/* fixes: what the user has put right about quotations, as inputs of the room: places that are or are no quotation change the pieces, a speaker
 * is given beforehand as by quotes.csv (so that the turns around hear of it), addressees are written over the room's own. Places are
 * found by their words. */
#include <string.h>

#include "speech/work.h"

enum { FREE, SAID, NOBODY }; /* mw_piece.fixed */

static bool concerns_quotes(const mw_correction *fix) {
    return !fix->undone && fix->what >= MW_FIX_SPEAKER && fix->what <= MW_FIX_QUOTE_REMOVE;
}

typedef struct fixing {
    mw_hearing *h;
    mw_corrections *all;
    mw_offsets *offsets;
    MW_VEC(mw_piece) pieces;
} fixing;

static bool place_of(const fixing *f, const mw_correction *fix, mw_span *place) {
    return mw_place_find(f->h->text->at, f->h->text->n, f->offsets, fix->start, fix->end, fix->words, place);
}

static uint32_t overlap(mw_span a, mw_span b) {
    uint32_t from = a.start > b.start ? a.start : b.start, to = a.end < b.end ? a.end : b.end;
    return to > from ? to - from : 0;
}

/* The piece that shares most with a place, or MW_NONE. */
static uint32_t piece_at(const fixing *f, mw_span place) {
    uint32_t best = MW_NONE, most = 0;
    for (uint32_t i = 0; i < f->pieces.n; i++) {
        uint32_t n = overlap(f->pieces.at[i].span, place);
        if (n > most) best = i, most = n;
    }
    return best;
}

static bool remove_at(fixing *f, mw_span place) {
    size_t n = 0, had = f->pieces.n;
    for (size_t i = 0; i < had; i++)
        if (!overlap(f->pieces.at[i].span, place)) f->pieces.at[n++] = f->pieces.at[i];
    f->pieces.n = n;
    return n < had;
}

/* Puts a quotation in where its place is; false: out of memory. */
static bool add_at(fixing *f, mw_span place, bool *found) {
    mw_piece p;
    if (!mw_piece_make(f->h, place, &p)) return true;
    remove_at(f, place);
    if (!mw_vec_reserve(&f->h->env->mem, &f->pieces, f->pieces.n + 1)) return false;
    size_t i = f->pieces.n++;
    for (; i && f->pieces.at[i - 1].first > p.first; i--) f->pieces.at[i] = f->pieces.at[i - 1];
    f->pieces.at[i] = p;
    return *found = true;
}

static void give_speaker(fixing *f, mw_correction *fix, mw_span place) {
    uint32_t i = piece_at(f, place), who = *fix->value ? mw_correction_person(f->h->cast, fix->value, fix->value_words) : MW_NONE;
    if (i == MW_NONE || (*fix->value && who == MW_NONE)) return;
    mw_piece *p = &f->pieces.at[i];
    p->known = true; /* no scare quote */
    p->given = who == MW_NONE ? NULL : f->h->cast->characters[who].id;
    p->fixed = who == MW_NONE ? NOBODY : SAID;
    fix->found = true;
}

/* Talk within a tale is cut out later (nested.c): a place that is a small part of a longer quotation waits for that. */
static bool within(const fixing *f, mw_span place) {
    uint32_t i = piece_at(f, place);
    if (i == MW_NONE) return false;
    mw_span whole = f->pieces.at[i].span;
    return overlap(whole, place) * 2 < whole.end - whole.start && !f->pieces.at[i].inner;
}

static bool fix_pieces(fixing *f) {
    for (uint32_t i = 0; i < f->all->n; i++) {
        mw_correction *fix = &f->all->at[i];
        mw_span place;
        if (!concerns_quotes(fix) || fix->what == MW_FIX_ADDRESSEE || !place_of(f, fix, &place)) continue;
        if (fix->what == MW_FIX_SPEAKER && !within(f, place)) give_speaker(f, fix, place);
        if (fix->what == MW_FIX_QUOTE_REMOVE) fix->found = remove_at(f, place);
        if (fix->what == MW_FIX_QUOTE_ADD && !add_at(f, place, &fix->found)) return false;
    }
    return true;
}

static bool any(const mw_corrections *all) {
    for (uint32_t i = 0; all && i < all->n; i++)
        if (concerns_quotes(&all->at[i])) return true;
    return false;
}

static bool put_back(fixing *f) {
    mw_hearing *h = f->h;
    h->pieces = mw_arena_copy(h->scratch, f->pieces.at, f->pieces.n * sizeof *f->pieces.at);
    if (!h->pieces) return false;
    h->n_pieces = (uint32_t)f->pieces.n;
    for (uint32_t t = 0; t < h->tokens->n; t++) h->piece_of[t] = MW_NONE;
    for (uint32_t i = 0; i < h->n_pieces; i++)
        for (uint32_t t = h->pieces[i].first; t <= h->pieces[i].last; t++) h->piece_of[t] = i;
    return true;
}

marrow_status mw_fixes_pieces(mw_hearing *h, marrow_error *err) {
    if (!any(h->cast->corrections)) return MARROW_OK;
    fixing f = {.h = h, .all = h->cast->corrections, .offsets = mw_offsets_new(&h->env->mem, h->text->at, h->text->n)};
    bool good = f.offsets && mw_vec_reserve(&h->env->mem, &f.pieces, h->n_pieces + 1);
    if (good) {
        if (h->n_pieces) memcpy(f.pieces.at, h->pieces, h->n_pieces * sizeof *h->pieces);
        f.pieces.n = h->n_pieces;
        good = fix_pieces(&f) && put_back(&f);
    }
    mw_vec_clear(&h->env->mem, &f.pieces);
    mw_offsets_free(f.offsets);
    return good ? MARROW_OK : mw_fail_memory(err);
}

marrow_status mw_fixes_parts(mw_hearing *h, marrow_error *err) {
    mw_corrections *all = h->cast->corrections;
    if (!any(all)) return MARROW_OK;
    fixing f = {.h = h, .all = all, .offsets = mw_offsets_new(&h->env->mem, h->text->at, h->text->n)};
    if (!f.offsets) return mw_fail_memory(err);
    f.pieces.at = h->pieces; /* changed in place; freed with the scratch arena */
    f.pieces.n = h->n_pieces;
    for (uint32_t i = 0; i < all->n; i++) {
        mw_correction *fix = &all->at[i];
        mw_span place;
        if (fix->undone || fix->found || fix->what != MW_FIX_SPEAKER || !place_of(&f, fix, &place)) continue;
        give_speaker(&f, fix, place);
    }
    mw_offsets_free(f.offsets);
    return MARROW_OK;
}

bool mw_fixes_differ(const mw_piece *a, const mw_piece *b) {
    if (a->fixed != b->fixed) return true;
    return a->fixed == SAID && strcmp(a->given, b->given) != 0;
}

void mw_fixes_speakers(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        if (h->pieces[t->piece].fixed != NOBODY) continue;
        t->speaker = t->said = MW_NONE;
        t->confidence = 0;
    }
}

/* ---- addressees ------------------------------------------------------------------------------------------------------------ */

static mw_turn *turn_at(const mw_hearing *h, mw_span place) {
    uint32_t best = MW_NONE, most = 0;
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        uint32_t n = h->pieces[i].dropped ? 0 : overlap(h->pieces[i].span, place);
        if (n > most) best = i, most = n;
    }
    return best == MW_NONE ? NULL : &h->turns[h->pieces[best].turn];
}

/* The first row of a list empties it. */
static bool opens_list(const mw_corrections *all, uint32_t i) {
    for (uint32_t k = i; k-- > 0 && all->at[k].batch == all->at[i].batch;)
        if (all->at[k].what == MW_FIX_ADDRESSEE && !strcmp(all->at[k].target, all->at[i].target)) return false;
    return true;
}

marrow_status mw_fixes_hearers(mw_hearing *h, marrow_error *err) {
    mw_corrections *all = h->cast->corrections;
    if (!any(all)) return MARROW_OK;
    mw_offsets *offsets = mw_offsets_new(&h->env->mem, h->text->at, h->text->n);
    if (!offsets) return mw_fail_memory(err);
    fixing f = {.h = h, .all = all, .offsets = offsets};
    for (uint32_t i = 0; i < all->n; i++) {
        mw_correction *fix = &all->at[i];
        mw_span place;
        if (!concerns_quotes(fix) || fix->what != MW_FIX_ADDRESSEE || !place_of(&f, fix, &place)) continue;
        mw_turn *t = turn_at(h, place);
        uint32_t who = *fix->value ? mw_correction_person(h->cast, fix->value, fix->value_words) : MW_NONE;
        if (!t || (*fix->value && who == MW_NONE)) continue;
        if (opens_list(all, i)) t->n_said_to = 0;
        if (who != MW_NONE && t->n_said_to < MW_HEARERS) t->said_to[t->n_said_to++] = who;
        fix->found = true;
    }
    mw_offsets_free(offsets);
    return MARROW_OK;
}
