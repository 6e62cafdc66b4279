/* The json keys relations, traits and content. */
#include "show/json.h"
#include "show/portraits.h"

static void put_since(mw_out *o, const mw_asof *a, const char *name, uint32_t at) {
    mw_json_key(o, name);
    if (at == MW_NONE || at > a->until)
        mw_out_puts(o, "null");
    else
        mw_out_int(o, at);
}

static void put_sureness(mw_out *o, uint32_t known, double confidence) {
    mw_json_int(o, "known", known);
    mw_json_comma(o);
    mw_json_number(o, "confidence", confidence == confidence ? confidence : 0);
}

static void put_relation(mw_out *o, const mw_asof *a, const row_relation *r) {
    mw_json_person(o, "a", mw_asof_person(a, r->a));
    mw_json_comma(o);
    mw_json_person(o, "b", mw_asof_person(a, r->b));
    mw_json_comma(o);
    mw_json_text(o, "type", mw_relation_names[r->type]);
    mw_json_comma(o);
    mw_json_text(o, "word", r->word);
    mw_json_comma(o);
    put_since(o, a, "from", r->from);
    mw_json_comma(o);
    put_since(o, a, "until", r->until);
    mw_json_comma(o);
    put_sureness(o, r->known, r->confidence);
    mw_json_comma(o);
    mw_json_key(o, "evidence");
    mw_out_puts(o, "[");
    for (uint32_t i = 0; i < r->n_evidence; i++) {
        const row_evidence *p = &a->story->portraits->relation_evidence[r->evidence_from + i];
        mw_out_puts(o, i ? ", {" : "{");
        mw_json_span(o, p->start, p->end);
        mw_out_puts(o, "}");
    }
    mw_out_puts(o, "]");
}

static void put_trait(mw_out *o, const mw_asof *a, const row_trait *t) {
    const mw_person *by = t->by == MW_NONE ? NULL : mw_asof_person(a, t->by);
    mw_json_person(o, "who", mw_asof_person(a, t->who));
    mw_json_comma(o);
    mw_json_text(o, "kind", mw_trait_kind_names[t->kind]);
    mw_json_comma(o);
    mw_json_text(o, "trait", t->trait);
    mw_json_comma(o);
    mw_json_text(o, "by", !t->heard ? "narrator" : by ? by->id : "unknown");
    mw_json_comma(o);
    put_sureness(o, t->known, t->confidence);
    mw_json_comma(o);
    mw_json_key(o, "evidence");
    mw_out_puts(o, "[{");
    mw_json_span(o, t->start, t->end);
    mw_out_puts(o, "}]");
}

static void put_content(mw_out *o, const mw_asof *a, const row_content *c, bool all) {
    mw_json_text(o, "kind", mw_content_names[c->kind]);
    mw_json_comma(o);
    mw_json_text(o, "level", c->level ? "shown" : "mention");
    mw_json_comma(o);
    mw_json_person(o, "who", mw_json_told(a, c->who, all));
    mw_json_comma(o);
    mw_json_bool(o, "child", mw_content_of_child(a, c));
    mw_json_comma(o);
    mw_json_span(o, c->start, c->end);
    mw_json_comma(o);
    put_sureness(o, c->known, c->confidence);
}

void mw_json_relations(mw_out *o, const mw_asof *a, bool all) {
    const mw_portrait_rows *p = a->story->portraits;
    bool first;
    mw_json_list_open(o, "relations", &first);
    for (uint32_t i = 0; i < p->n_relations; i++) {
        if (!mw_relation_told(a, &p->relations[i], all)) continue;
        mw_json_row_open(o, &first);
        put_relation(o, a, &p->relations[i]);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

void mw_json_traits(mw_out *o, const mw_asof *a, bool all) {
    const mw_portrait_rows *p = a->story->portraits;
    bool first;
    mw_json_list_open(o, "traits", &first);
    for (uint32_t i = 0; i < p->n_traits; i++) {
        if (!mw_trait_told(a, &p->traits[i], all)) continue;
        mw_json_row_open(o, &first);
        put_trait(o, a, &p->traits[i]);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}

void mw_json_contents(mw_out *o, const mw_asof *a, bool all) {
    const mw_portrait_rows *p = a->story->portraits;
    bool first;
    mw_json_list_open(o, "content", &first);
    for (uint32_t i = 0; i < p->n_content; i++) {
        if (!mw_content_told(a, &p->content[i], all)) continue;
        mw_json_row_open(o, &first);
        put_content(o, a, &p->content[i], all);
        mw_json_row_close(o);
    }
    mw_json_list_close(o);
}
