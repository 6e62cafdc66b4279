/* dump: the columns as text, for tests: a line a token, an empty line after each sentence, then the entities. */
#include "tag/work.h"

void mw_tag_dump(const mw_text *text, const mw_tokens *tokens, const mw_tags *t, mw_buf *out) {
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        const mw_sentence *x = &t->sentences[s];
        mw_buf_printf(out, "sentence %u feeling %.2f %.2f %.2f\n", s, (double)x->valence, (double)x->arousal, (double)x->dominance);
        for (uint32_t i = x->first; i < x->end; i++) {
            mw_str form = mw_str_span(text->at, tokens->span[i]);
            mw_buf_printf(out, "%u\t%.*s\t%s\t%s\t%s\t%s\t", i, (int)form.n, form.at, mw_lemma(t, i), mw_upos_names[t->upos[i]],
                          t->labels_xpos.at[t->xpos[i]], t->labels_feats.at[t->feats[i]]);
            if (t->head[i] == i)
                mw_buf_puts(out, "root");
            else
                mw_buf_printf(out, "%u", t->head[i]);
            mw_buf_printf(out, "\t%s\t%s%s\n", t->labels_rel.at[t->rel[i]], t->labels_sense.at[t->sense[i]],
                          mw_is_event(t, i) ? "\tevent" : "");
        }
    }
    for (uint32_t i = 0; i < t->n_entities; i++) {
        const mw_entity *e = &t->entities[i];
        mw_buf_printf(out, "entity %u %u head %u %s.%s\n", e->first, e->last, e->head, mw_entity_names[e->type], mw_form_names[e->form]);
    }
}
