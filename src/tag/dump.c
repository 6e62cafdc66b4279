/* dump: the columns as text, for tests: a line a sentence with its tone, a line a token with its signs (in hundredths), then the
 * entities; a * marks tokens that have a vector. */
#include "tag/work.h"

static int hundredths(uint8_t p) { return (p * 100 + 127) / 255; }

/* "tone scene 81 minutes 44 -0.31 0.72": the likeliest mode and lapse, valence, tension. */
static void tone_dump(const mw_tone *t, mw_buf *out) {
    uint32_t mode = 0, lapse = 0;
    for (uint32_t i = 1; i < MW_N_MODE; i++) mode = t->mode[i] > t->mode[mode] ? i : mode;
    for (uint32_t i = 1; i < MW_N_LAPSE; i++) lapse = t->lapse[i] > t->lapse[lapse] ? i : lapse;
    mw_buf_printf(out, " tone %s %d %s %d %.2f %.2f", mw_mode_names[mode], hundredths(t->mode[mode]), mw_lapse_names[lapse],
                  hundredths(t->lapse[lapse]), (double)t->valence, (double)t->tension);
}

static void signs_dump(const mw_tags *t, uint32_t token, mw_buf *out) {
    for (uint32_t k = t->sign_at[token]; k < t->sign_at[token + 1]; k++)
        mw_buf_printf(out, "%s%s %d", k == t->sign_at[token] ? "\t" : ", ", mw_sign_names[t->signs[k].sign], hundredths(t->signs[k].p));
}

void mw_tag_dump(const mw_text *text, const mw_tokens *tokens, const mw_tags *t, mw_buf *out) {
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        const mw_sentence *x = &t->sentences[s];
        mw_buf_printf(out, "sentence %u feeling %.2f %.2f %.2f", s, (double)x->valence, (double)x->arousal, (double)x->dominance);
        if (t->tones) tone_dump(&t->tones[s], out);
        mw_buf_putc(out, '\n');
        for (uint32_t i = x->first; i < x->end; i++) {
            mw_str form = mw_str_span(text->at, tokens->span[i]);
            mw_buf_printf(out, "%u\t%.*s\t%s\t%s\t%s\t%s\t", i, (int)form.n, form.at, mw_lemma(t, i), mw_upos_names[t->upos[i]],
                          t->labels_xpos.at[t->xpos[i]], t->labels_feats.at[t->feats[i]]);
            if (t->head[i] == i)
                mw_buf_puts(out, "root");
            else
                mw_buf_printf(out, "%u", t->head[i]);
            mw_buf_printf(out, "\t%s\t%s%s%s", t->labels_rel.at[t->rel[i]], t->labels_sense.at[t->sense[i]],
                          mw_is_event(t, i) ? "\tevent" : "", t->vector_at && t->vector_at[i] != MW_NONE ? "\t*" : "");
            if (t->sign_at) signs_dump(t, i, out);
            mw_buf_putc(out, '\n');
        }
    }
    for (uint32_t i = 0; i < t->n_entities; i++) {
        const mw_entity *e = &t->entities[i];
        mw_buf_printf(out, "entity %u %u head %u %s.%s\n", e->first, e->last, e->head, mw_entity_names[e->type], mw_form_names[e->form]);
    }
}
