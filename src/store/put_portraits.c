/* The tables of portraits: traits with those that pull against each other, relations with their evidence, content notes. */
#include "reveal/portraits.h"
#include "store/internal.h"

static void put_traits(mw_rows *r, const mw_portraits *p) {
    mw_rows_begin(r, "INSERT INTO traits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_traits; i++) {
        const mw_trait *t = &p->traits[i];
        mw_rows_int(r, i);
        mw_rows_index(r, t->who);
        mw_rows_text(r, mw_trait_kind_names[t->kind]);
        mw_rows_text(r, t->trait);
        mw_rows_index(r, t->by);
        mw_rows_int(r, t->heard);
        mw_rows_span(r, t->span);
        mw_rows_real(r, (double)t->confidence);
        mw_rows_place(r, t->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO pulls VALUES (?, ?, ?)");
    for (uint32_t i = 0; i < p->n_pulls; i++) {
        mw_rows_int(r, i);
        mw_rows_int(r, p->pulls[i].a);
        mw_rows_int(r, p->pulls[i].b);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

static void put_maybe_place(mw_rows *r, uint32_t byte) {
    if (byte == MW_NONE)
        mw_rows_index(r, MW_NONE);
    else
        mw_rows_place(r, byte);
}

static void put_relations(mw_rows *r, const mw_portraits *p) {
    mw_rows_begin(r, "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_relations; i++) {
        const mw_relation *x = &p->relations[i];
        mw_rows_int(r, i);
        mw_rows_index(r, x->a);
        mw_rows_index(r, x->b);
        mw_rows_text(r, mw_relation_names[x->type]);
        mw_rows_text(r, x->word);
        put_maybe_place(r, x->from);
        put_maybe_place(r, x->until);
        mw_rows_real(r, (double)x->confidence);
        mw_rows_place(r, x->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
    mw_rows_begin(r, "INSERT INTO relation_evidence VALUES (?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_relations; i++)
        for (uint32_t k = 0; k < p->relations[i].evidence.n; k++) {
            mw_rows_int(r, i);
            mw_rows_int(r, k);
            mw_rows_span(r, p->relations[i].evidence.at[k]);
            mw_rows_end(r);
        }
    mw_rows_finish(r);
}

static void put_content(mw_rows *r, const mw_portraits *p) {
    mw_rows_begin(r, "INSERT INTO content VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (uint32_t i = 0; i < p->n_content; i++) {
        const mw_content *c = &p->content[i];
        mw_rows_int(r, i);
        mw_rows_text(r, mw_content_names[c->kind]);
        mw_rows_text(r, c->shown ? "shown" : "mention");
        mw_rows_index(r, c->who);
        mw_rows_int(r, c->child);
        mw_rows_span(r, c->span);
        mw_rows_real(r, (double)c->confidence);
        mw_rows_place(r, c->known);
        mw_rows_end(r);
    }
    mw_rows_finish(r);
}

void mw_rows_put_portraits(mw_rows *r) {
    const mw_portraits *p = r->reading->reveal ? r->reading->reveal->portraits : NULL;
    if (!p) return;
    put_traits(r, p);
    put_relations(r, p);
    put_content(r, p);
}
