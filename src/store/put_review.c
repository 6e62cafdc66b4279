/* The tables of a review. Who is who, what counts as opinion and the verdict follow from the review as a whole, so all its rows are known at
 * its end. Other kinds of text leave these tables empty. */
#include "reveal/review.h"
#include "store/internal.h"

static void put_known(mw_rows *r) {
    mw_rows_place(r, r->reading->text->n);
    mw_rows_end(r);
}

static void put_head(mw_rows *r, const mw_critic *c, const mw_review_rows *x) {
    mw_rows_begin(r, "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    mw_rows_int(r, 0);
    mw_rows_text(r, c->work.title);
    mw_rows_text(r, mw_work_kinds[c->kind]);
    if (c->work.year)
        mw_rows_int(r, c->work.year);
    else
        mw_rows_text(r, NULL);
    mw_rows_maybe_span(r, c->work.span);
    mw_rows_real(r, c->work.confidence);
    mw_rows_text(r, mw_verdict_names[x->verdict]);
    mw_rows_real(r, x->verdict_confidence);
    mw_rows_maybe_span(r, x->thesis);
    mw_rows_real(r, x->thesis_confidence);
    mw_rows_real(r, x->rating);
    mw_rows_real(r, x->rating_of);
    mw_rows_maybe_span(r, x->rating_span);
    put_known(r);
    mw_rows_finish(r);
}

static void put_credits(mw_rows *r, const mw_critic *c) {
    mw_rows_begin(r, "INSERT INTO credits VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_credits; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, mw_credit_names[c->credits[i].role]);
        mw_rows_text(r, c->credits[i].person);
        mw_rows_span(r, c->credits[i].span);
        mw_rows_real(r, c->credits[i].confidence);
        put_known(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO played VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_played; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, c->played[i].character);
        mw_rows_text(r, c->played[i].performer);
        mw_rows_span(r, c->played[i].span);
        mw_rows_real(r, c->played[i].confidence);
        put_known(r);
    }
    mw_rows_finish(r);
}

static void put_others(mw_rows *r, const mw_critic *c) {
    mw_rows_begin(r, "INSERT INTO other_works VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < c->n_others; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, c->others[i].title);
        mw_rows_text(r, c->others[i].person);
        if (c->others[i].year)
            mw_rows_int(r, c->others[i].year);
        else
            mw_rows_text(r, NULL);
        mw_rows_span(r, c->others[i].span);
        mw_rows_real(r, c->others[i].confidence);
        put_known(r);
    }
    mw_rows_finish(r);
}

static void put_opinions(mw_rows *r, const mw_review_rows *x) {
    mw_rows_begin(r, "INSERT INTO opinions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < x->n_opinions; i++) {
        const mw_opinion *o = &x->opinions[i];
        mw_rows_int(r, i);
        mw_rows_text(r, mw_aspect_names[o->aspect]);
        mw_rows_text(r, o->target);
        mw_rows_text(r, mw_polarity_names[o->polarity]);
        mw_rows_int(r, o->conceded);
        mw_rows_span(r, o->span);
        mw_rows_real(r, o->confidence);
        put_known(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO withheld VALUES (?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < x->n_withheld; i++) {
        mw_rows_int(r, i);
        mw_rows_span(r, x->withheld[i].span);
        mw_rows_real(r, x->withheld[i].confidence);
        put_known(r);
    }
    mw_rows_finish(r);
}

static void put_told(mw_rows *r, const mw_critic *c) {
    mw_rows_begin(r, "INSERT INTO told VALUES (?, ?, ?)");
    for (uint32_t i = 0; i < r->reading->tags->n_sentences; i++) {
        mw_rows_int(r, i);
        mw_rows_text(r, mw_told_names[c->told[i]]);
        put_known(r);
    }
    mw_rows_finish(r);
}

void mw_rows_put_review(mw_rows *r) {
    const mw_critic *c = r->reading->cast->critic;
    const mw_review_rows *x = r->reading->reveal ? r->reading->reveal->review : NULL;
    if (!c || !x) return;
    put_head(r, c, x);
    put_credits(r, c);
    put_others(r, c);
    put_opinions(r, x);
    put_told(r, c);
}
