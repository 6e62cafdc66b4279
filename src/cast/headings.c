/* headings: whom the nouns of a heading mean.
 *
 * A heading speaks of people before the text has told of them, all in capitals or with a capital to every word, so that a mere description
 * looks like a name ("THE GREY LODGER ARRIVES"). So no noun of a heading opens somebody whom the text could go on about: once all else is
 * resolved it means whoever the text behind it first calls by the same words (then by the same noun), and is known with that mention; else
 * nobody who is a character. Constant time a mention. */
#include "cast/inside.h"

enum { AHEAD = 400, SAME_WORDS = 170, SAME_NOUN = 130 };

bool mw_caster_heading(const mw_caster *c, uint32_t token) {
    mw_block_kind kind = c->text->blocks[c->tokens->block[token]].kind;
    return kind == MW_HEADING || kind == MW_FRONT;
}

bool mw_ment_waits(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    return m->sort == MW_SORT_NOMINAL && m->form_kind != MW_PROP && c->text->blocks[c->tokens->block[m->head]].kind == MW_HEADING;
}

/* The first mention of the chapter's text that is called so; MW_NONE. */
static uint32_t called_behind(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t chapter = mw_caster_chapter(c, m->head), noun = MW_NONE;
    for (uint32_t i = mi + 1; i < c->ments.n && i - mi <= AHEAD; i++) {
        const mw_ment *o = &c->ments.at[i];
        if (o->sort != MW_SORT_NOMINAL || o->form_kind == MW_PROP || o->predicate || o->plural != m->plural || mw_ment_waits(c, i))
            continue;
        if (o->head_key != m->head_key || (o->type == MW_PER) != (m->type == MW_PER)) continue;
        if (mw_caster_chapter(c, o->head) != chapter) break;
        if (o->key == m->key) return i;
        if (noun == MW_NONE && (m->key == m->head_key || o->key == o->head_key)) noun = i; /* never the old man for the young man */
    }
    return noun;
}

bool mw_headings_settle(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        mw_ment *m = &c->ments.at[i];
        if (m->entity != MW_NONE || !mw_ment_waits(c, i)) continue;
        uint32_t as = called_behind(c, i);
        if (as != MW_NONE) {
            uint32_t e = c->ments.at[as].entity;
            m->entity = e, m->confidence = c->ments.at[as].key == m->key ? SAME_WORDS : SAME_NOUN, m->guessed = true;
            m->known = c->ments.at[as].known;
            c->ents.at[e].n++;
            continue;
        }
        uint32_t e = mw_ent_add(c, i);
        if (e == MW_NONE) return false;
        c->ents.at[e].predicate = true; /* nobody by itself */
        mw_ent_join(c, e, i, SAME_NOUN);
    }
    return true;
}
