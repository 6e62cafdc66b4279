/* What a review's card tells of the story: relations, what happens in order, content notes, each with the words of the review. Rows are chosen
 * as the views of the same names choose them: those that marrow stands by, the acts that matter most. */
#include <string.h>

#include "show/card.h"
#include "show/minds.h"
#include "show/portraits.h"

enum { MOST = 10 };

static bool sure_act(const mw_asof *a, const row_act *x) {
    const mw_person *p = mw_asof_person(a, x->who);
    return p && p->sure && x->confidence >= 0.5;
}

/* "Ada: brother of Bo" into the arena. */
static const char *relation_text(const mw_view *v, const row_relation *r) {
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_printf(&b, "%s: %s of %s", mw_name_or(v->a, r->a, "?"), mw_relation_word(v->a, r), mw_name_or(v->a, r->b, "?"));
    const char *s = b.failed ? NULL : mw_arena_strndup(v->a->arena, b.at, b.n);
    mw_buf_clear(&b);
    return s;
}

static marrow_status put_relations(const mw_view *v, mw_card_row put, marrow_error *err) {
    const mw_portrait_rows *p = v->a->story->portraits;
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_relations && n < (v->all ? UINT32_MAX : MOST); i++) {
        const row_relation *r = &p->relations[i];
        if (!mw_relation_told(v->a, r, v->all) || !r->n_evidence) continue;
        const row_evidence *e = &p->relation_evidence[r->evidence_from];
        const char *text = relation_text(v, r);
        if (!text) return mw_fail_memory(err);
        MW_TRY(put(v,
                   &(mw_card_line){.what = "relation",
                                   .heading = "Relations in the story",
                                   .kind = mw_relation_names[r->type],
                                   .name = mw_name_or(v->a, r->a, "?"),
                                   .with = mw_name_or(v->a, r->b, "?"),
                                   .text = text,
                                   .start = e->start,
                                   .end = e->end,
                                   .confidence = r->confidence,
                                   .first = n == 0},
                   err));
        n++;
    }
    return MARROW_OK;
}

static marrow_status put_acts(const mw_view *v, mw_card_row put, marrow_error *err) {
    mw_known_minds *k;
    uint32_t n;
    MW_TRY(mw_minds_asof(v->a, v->all, &k, err));
    mw_act_pick *picks = mw_pick_acts(v->a, k, v->all ? NULL : sure_act, v->all ? UINT32_MAX : MOST, &n);
    if (!picks) return mw_fail_memory(err);
    mw_picks_in_order(picks, n);
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &k->rows->acts[picks[i].row];
        const char *who = mw_name_or(v->a, x->who, "somebody");
        MW_TRY(put(v,
                   &(mw_card_line){.what = "act",
                                   .heading = "What happens, as the review tells it",
                                   .kind = x->verb,
                                   .name = who,
                                   .with = mw_name_or(v->a, x->to, ""),
                                   .text = who,
                                   .start = x->start,
                                   .end = x->end,
                                   .confidence = x->confidence,
                                   .first = i == 0},
                   err));
    }
    return MARROW_OK;
}

/* The surest place of each kind; with --all every place. */
static bool stands_for_kind(const mw_view *v, const mw_portrait_rows *p, uint32_t i) {
    if (!mw_content_told(v->a, &p->content[i], v->all)) return false;
    for (uint32_t k = 0; k < p->n_content && !v->all; k++) {
        const row_content *c = &p->content[k];
        bool better = c->confidence > p->content[i].confidence || (k < i && !(c->confidence < p->content[i].confidence));
        if (k != i && c->kind == p->content[i].kind && better && mw_content_told(v->a, c, false)) return false;
    }
    return true;
}

static marrow_status put_content(const mw_view *v, mw_card_row put, marrow_error *err) {
    const mw_portrait_rows *p = v->a->story->portraits;
    bool first = true;
    for (uint32_t i = 0; i < p->n_content; i++) {
        const row_content *c = &p->content[i];
        if (!stands_for_kind(v, p, i)) continue;
        MW_TRY(put(v,
                   &(mw_card_line){.what = "content",
                                   .heading = "Content notes",
                                   .kind = mw_content_names[c->kind],
                                   .name = mw_name_or(v->a, c->who, ""),
                                   .with = c->level ? "shown" : "mention",
                                   .text = mw_content_names[c->kind],
                                   .start = c->start,
                                   .end = c->end,
                                   .confidence = c->confidence,
                                   .first = first},
                   err));
        first = false;
    }
    return MARROW_OK;
}

marrow_status mw_card_story(const mw_view *v, mw_card_row put, marrow_error *err) {
    MW_TRY(put_relations(v, put, err));
    return put_acts(v, put, err);
}

marrow_status mw_card_content(const mw_view *v, mw_card_row put, marrow_error *err) { return put_content(v, put, err); }
