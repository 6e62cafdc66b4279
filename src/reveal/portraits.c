/* portraits: builds its product from one look at the text. */
#include "reveal/sight.h"

marrow_status mw_portraits_build(const mw_env *env, const mw_read *read, mw_arena *arena, mw_portraits **portraits, marrow_error *err) {
    mw_portraits *p = mw_arena_alloc(arena, sizeof *p);
    mw_sight s;
    if (!p) return mw_fail_memory(err);
    MW_TRY(mw_sight_build(env, read, arena, &s, err));
    bool good = mw_traits_find(&s, p) && mw_relations_find(&s, p) && mw_content_find_all(&s, p);
    mw_sight_clear(&s);
    *portraits = p;
    return good ? MARROW_OK : mw_fail_memory(err);
}

static const char *id_of(const mw_read *r, uint32_t who) { return who == MW_NONE ? "-" : r->cast->characters[who].id; }

static void dump_words(const mw_read *r, mw_span span, mw_buf *out) {
    mw_buf_puts(out, " \"");
    for (uint32_t i = span.start; i < span.end; i++) mw_buf_putc(out, r->text->at[i] == '\n' ? ' ' : r->text->at[i]);
    mw_buf_puts(out, "\"");
}

void mw_portraits_dump(const mw_read *r, const mw_portraits *p, mw_buf *out) {
    for (uint32_t i = 0; i < p->n_traits; i++) {
        const mw_trait *t = &p->traits[i];
        mw_buf_printf(out, "trait %s %s \"%s\" by=%s %.2f", id_of(r, t->who), mw_trait_kind_names[t->kind], t->trait,
                      t->heard ? id_of(r, t->by) : "narrator", (double)t->confidence);
        dump_words(r, t->span, out);
        mw_buf_puts(out, t->known > t->span.end ? " later\n" : "\n");
    }
    for (uint32_t i = 0; i < p->n_pulls; i++)
        mw_buf_printf(out, "pull %s: \"%s\" but \"%s\"\n", id_of(r, p->traits[p->pulls[i].a].who), p->traits[p->pulls[i].a].trait,
                      p->traits[p->pulls[i].b].trait);
    for (uint32_t i = 0; i < p->n_relations; i++) {
        const mw_relation *x = &p->relations[i];
        mw_buf_printf(out, "relation %s %s of %s%s%s %.2f known=%u", id_of(r, x->a), mw_relation_names[x->type], id_of(r, x->b),
                      x->word ? " as " : "", x->word ? x->word : "", (double)x->confidence, x->known);
        for (uint32_t k = 0; k < x->evidence.n; k++) dump_words(r, x->evidence.at[k], out);
        mw_buf_puts(out, "\n");
    }
    for (uint32_t i = 0; i < p->n_content; i++) {
        const mw_content *c = &p->content[i];
        mw_buf_printf(out, "content %s %s who=%s%s %.2f", mw_content_names[c->kind], c->shown ? "shown" : "mention", id_of(r, c->who),
                      c->child ? " child" : "", (double)c->confidence);
        dump_words(r, c->span, out);
        mw_buf_puts(out, "\n");
    }
}
