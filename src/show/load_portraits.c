/* Loads traits, relations and content notes; and which of them are told. */
#include "show/load.h"
#include "show/portraits.h"

static void put_trait(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_trait *t = row;
    t->who = mw_take_index(r, r->s->n_characters);
    t->kind = mw_take_word(r, mw_trait_kind_names, MW_N_TRAIT_KIND);
    t->trait = mw_take_text(r);
    t->by = mw_take_index(r, r->s->n_characters);
    t->heard = mw_take_int(r, 1);
    mw_take_span(r, &t->start, &t->end);
    t->confidence = mw_take_real(r);
    t->known = mw_take_place(r);
    if (t->who == MW_NONE) r->bad = true;
}

static void put_pull(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_pull *p = row;
    p->a = mw_take_int(r, UINT32_MAX);
    p->b = mw_take_int(r, UINT32_MAX);
    if (p->a >= r->s->portraits->n_traits || p->b >= r->s->portraits->n_traits) r->bad = true;
}

static void put_relation(mw_reader *r, void *row, uint32_t n) {
    (void)n;
    row_relation *x = row;
    x->a = mw_take_index(r, r->s->n_characters);
    x->b = mw_take_index(r, r->s->n_characters);
    x->type = mw_take_word(r, mw_relation_names, MW_N_RELATION);
    x->word = mw_take_maybe_text(r);
    x->from = mw_take_maybe_place(r);
    x->until = mw_take_maybe_place(r);
    x->confidence = mw_take_real(r);
    x->known = mw_take_place(r);
    if (x->a == MW_NONE || x->b == MW_NONE) r->bad = true;
}

static void put_evidence(mw_reader *r, void *row, uint32_t n) {
    row_evidence *p = row;
    uint32_t of = mw_take_int(r, UINT32_MAX);
    mw_take_span(r, &p->start, &p->end);
    if (r->bad || of >= r->s->portraits->n_relations) {
        r->bad = true;
        return;
    }
    row_relation *x = &r->s->portraits->relations[of];
    if (x->n_evidence == 0) x->evidence_from = n;
    if (x->evidence_from + x->n_evidence++ != n) r->bad = true;
}

static void put_content(mw_reader *r, void *row, uint32_t n) {
    static const char *const levels[] = {"mention", "shown"};
    (void)n;
    row_content *c = row;
    c->kind = mw_take_word(r, mw_content_names, MW_N_CONTENT);
    c->level = mw_take_word(r, levels, 2);
    c->who = mw_take_index(r, r->s->n_characters);
    c->child = mw_take_int(r, 1);
    mw_take_span(r, &c->start, &c->end);
    c->confidence = mw_take_real(r);
    c->known = mw_take_place(r);
}

#define LOAD(name, columns, order, put) mw_load_rows(s, #name, columns, order, sizeof *p->name, put, &p->name, &p->n_##name, err)

marrow_status mw_portraits_load(mw_story *s, marrow_error *err) {
    mw_portrait_rows *p = s->portraits = mw_arena_alloc(s->arena, sizeof *p);
    if (!p) return mw_fail_memory(err);
    MW_TRY(LOAD(traits, "who, kind, trait, by, heard, start, end, confidence, known", "n", put_trait));
    MW_TRY(LOAD(pulls, "a, b", "n", put_pull));
    MW_TRY(LOAD(relations, "a, b, type, word, since, until, confidence, known", "n", put_relation));
    MW_TRY(LOAD(relation_evidence, "relation, start, end", "relation, n", put_evidence));
    return LOAD(content, "kind, level, who, child, start, end, confidence, known", "n", put_content);
}

/* ---- what is told ---- */

/* Rows that marrow stands by: chosen on dev so that rows above are oftener right than the F1 of all is worth (docs/portraits.md). */
static bool trait_stands(const row_trait *t) { return t->confidence >= 0.20; }
/* Of stories where of 100 rows 46 are right (39 from 0.15, the best F on train by 0.8); a review tells its relations outright. */
static bool relation_stands(const mw_asof *a, const row_relation *r) { return r->confidence >= (a->story->card ? 0.15 : 0.225); }
static bool content_stands(const row_content *c) { return c->confidence >= 0.20; }

static const mw_person *told(const mw_asof *a, uint32_t character, bool all) {
    const mw_person *p = mw_asof_person(a, character);
    return p && (all || p->sure) ? p : NULL;
}

bool mw_trait_told(const mw_asof *a, const row_trait *t, bool all) {
    return t->known <= a->until && (all || trait_stands(t)) && told(a, t->who, all);
}

bool mw_trait_shown(const mw_asof *a, const row_trait *t, bool all) {
    return mw_trait_told(a, t, all) && (all || a->story->card || t->confidence >= 0.5);
}

bool mw_relation_told(const mw_asof *a, const row_relation *r, bool all) {
    return r->known <= a->until && (all || relation_stands(a, r)) && told(a, r->a, all) && told(a, r->b, all);
}

/* A friend whom no word calls so is guessed from how people stand and talk: right in 38 of 100 of these rows of the train passages, others in 59. */
bool mw_relation_shown(const mw_asof *a, const row_relation *r, bool all) {
    bool named = r->type != MW_FRIEND || r->word;
    return mw_relation_told(a, r, all) && (all || (named && r->confidence >= 0.5));
}

bool mw_content_told(const mw_asof *a, const row_content *c, bool all) { return c->known <= a->until && (all || content_stands(c)); }

bool mw_content_of_child(const mw_asof *a, const row_content *c) {
    const mw_person *p = c->child && c->who != MW_NONE ? mw_asof_person(a, c->who) : NULL;
    return p && p->age == MW_CHILD;
}

void mw_portraits_mark(mw_asof *a) {
    const mw_portrait_rows *p = a->story->portraits;
    for (uint32_t i = 0; i < p->n_relations; i++)
        if (p->relations[i].known <= a->until && relation_stands(a, &p->relations[i])) {
            mw_asof_mark(a, p->relations[i].a);
            mw_asof_mark(a, p->relations[i].b);
        }
    for (uint32_t i = 0; i < p->n_traits; i++)
        if (p->traits[i].known <= a->until && trait_stands(&p->traits[i])) mw_asof_mark(a, p->traits[i].who);
}
