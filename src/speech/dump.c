/* dump: the product as lines for tests: the quotations in order, then the tiles. */
#include "speech/speech.h"

static void put_quoted(mw_buf *out, const mw_text *text, mw_span s) {
    mw_buf_putc(out, '[');
    for (uint32_t at = s.start; at < s.end; at++) mw_buf_putc(out, text->at[at] == '\n' ? '|' : text->at[at]);
    mw_buf_putc(out, ']');
}

static const char *id_of(const mw_cast *cast, uint32_t c) { return c == MW_NONE ? "-" : cast->characters[c].id; }

static void put_span(mw_buf *out, const mw_text *text, const char *label, mw_span s) {
    if (s.start == s.end) return;
    mw_buf_printf(out, " %s=", label);
    put_quoted(out, text, s);
}

static void dump_quote(const mw_text *text, const mw_cast *cast, const mw_speech_room *speech, uint32_t i, mw_buf *out) {
    const mw_quote *q = &speech->quotes[i];
    const char *type = mw_quote_type_names[q->type];
    mw_buf_printf(out, "%s %s", mw_quote_kind_names[q->kind], type ? type : "-");
    if (q->speech != i) mw_buf_printf(out, " part-of=%u", q->speech);
    mw_buf_printf(out, " by=%s", id_of(cast, q->speaker));
    put_span(out, text, "voice", q->speaker_text);
    for (uint32_t a = 0; a < q->n_addressees; a++) mw_buf_printf(out, "%s%s", a ? "," : " to=", id_of(cast, q->addressees[a]));
    put_span(out, text, "cue", q->cue);
    put_span(out, text, "referring", q->referring);
    put_span(out, text, "manner", q->manner);
    mw_buf_putc(out, ' ');
    put_quoted(out, text, q->span);
    mw_buf_putc(out, '\n');
}

void mw_speech_dump(const mw_text *text, const mw_cast *cast, const mw_speech_room *speech, mw_buf *out) {
    for (uint32_t i = 0; i < speech->n_quotes; i++) {
        mw_buf_printf(out, "%u ", i);
        dump_quote(text, cast, speech, i, out);
    }
    mw_buf_puts(out, "tiles\n");
    for (uint32_t i = 0; i < speech->n_tiles; i++) {
        const mw_tile *t = &speech->tiles[i];
        mw_buf_printf(out, "%s %s ", mw_layer_names[t->layer], id_of(cast, t->who));
        put_quoted(out, text, t->span);
        mw_buf_putc(out, '\n');
    }
}
