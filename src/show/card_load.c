/* Loads the tables of a review. What cannot be makes the file damaged. */
#include <string.h>

#include "show/card.h"
#include "show/load.h"

/* A span that may be absent: MW_NONE. */
static void maybe_span(mw_reader *r, uint32_t *start, uint32_t *end) {
    *start = mw_take_maybe_place(r), *end = mw_take_maybe_place(r);
    if ((*start == MW_NONE) != (*end == MW_NONE) || *end < *start) r->bad = true;
}

static int year(mw_reader *r) {
    int64_t y = mw_take_number(r);
    if (y > 9999) r->bad = true;
    return y < 0 || r->bad ? 0 : (int)y;
}

/* ---- rows ---- */

static void put_head(mw_reader *r, void *row, uint32_t n) {
    mw_card *k = row;
    if (n > 0) r->bad = true;
    k->title = mw_take_maybe_text(r), k->kind = mw_take_maybe_text(r), k->year = year(r);
    maybe_span(r, &k->start, &k->end);
    k->confidence = mw_take_real(r), k->verdict = mw_take_maybe_text(r), k->verdict_confidence = mw_take_real(r);
    maybe_span(r, &k->thesis_start, &k->thesis_end);
    k->rating = mw_take_real(r), k->rating_of = mw_take_real(r);
    maybe_span(r, &k->rating_start, &k->rating_end);
}

static void put_credit(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_credit *x = row;
    x->role = mw_take_text(r), x->person = mw_take_text(r);
    mw_take_span(r, &x->start, &x->end);
    x->confidence = mw_take_real(r);
}

static void put_played(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_played *x = row;
    x->character = mw_take_maybe_text(r), x->performer = mw_take_maybe_text(r);
    mw_take_span(r, &x->start, &x->end);
    x->confidence = mw_take_real(r);
}

static void put_other(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_other *x = row;
    x->title = mw_take_text(r), x->person = mw_take_maybe_text(r), x->year = year(r);
    mw_take_span(r, &x->start, &x->end);
    x->confidence = mw_take_real(r);
}

static void put_opinion(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_opinion *x = row;
    x->aspect = mw_take_text(r), x->target = mw_take_maybe_text(r), x->polarity = mw_take_text(r);
    x->conceded = mw_take_int(r, 1) != 0;
    mw_take_span(r, &x->start, &x->end);
    x->confidence = mw_take_real(r);
}

static void put_withheld(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_withheld *x = row;
    mw_take_span(r, &x->start, &x->end);
    x->confidence = mw_take_real(r);
}

static void put_told(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    const char *s = mw_take_text(r);
    memcpy(row, &s, sizeof s);
}

#define LOAD(name, table, columns, put) mw_load_rows(s, table, columns, "n", sizeof *k->name, put, &k->name, &k->n_##name, err)

marrow_status mw_card_load(mw_story *s, marrow_error *err) {
    mw_card *k = NULL;
    uint32_t n = 0;
    MW_TRY(
        mw_load_rows(s, "review",
                     "title, kind, year, start, end, confidence, verdict, verdict_confidence, thesis_start, thesis_end, rating, rating_of, "
                     "rating_start, rating_end",
                     "n", sizeof *k, put_head, &k, &n, err));
    if (n == 0) return MARROW_OK;
    MW_TRY(LOAD(credits, "credits", "role, person, start, end, confidence", put_credit));
    MW_TRY(LOAD(played, "played", "character, performer, start, end, confidence", put_played));
    MW_TRY(LOAD(others, "other_works", "title, person, year, start, end, confidence", put_other));
    MW_TRY(LOAD(opinions, "opinions", "aspect, target, polarity, conceded, start, end, confidence", put_opinion));
    MW_TRY(LOAD(withheld, "withheld", "start, end, confidence", put_withheld));
    MW_TRY(LOAD(told, "told", "role", put_told));
    if (k->n_told != s->n_sentences) return mw_story_damaged(s, "told", err);
    s->card = k;
    return MARROW_OK;
}
