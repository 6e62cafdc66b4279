/* dump: the acts as text, for tests: a line each, in order. */
#include "event/event.h"

static void put_person(const mw_cast *cast, uint32_t character, mw_buf *out) {
    mw_buf_puts(out, character == MW_NONE ? "-" : cast->characters[character].id);
}

static void put_words(const mw_text *text, const char *name, mw_span s, mw_buf *out) {
    if (s.end <= s.start) return;
    mw_str w = mw_str_span(text->at, s);
    mw_buf_printf(out, " %s=\"", name);
    for (size_t i = 0; i < w.n; i++) mw_buf_putc(out, w.at[i] == '\n' ? ' ' : w.at[i]);
    mw_buf_puts(out, "\"");
}

void mw_event_dump(const mw_text *text, const mw_cast *cast, const mw_events *events, mw_buf *out) {
    mw_buf_printf(out, "acts %u\n", events->n_acts);
    for (uint32_t i = 0; i < events->n_acts; i++) {
        const mw_act *a = &events->acts[i];
        put_person(cast, a->who, out);
        mw_buf_printf(out, " %s ", a->verb);
        put_person(cast, a->to, out);
        mw_buf_printf(out, " %s %s%s", mw_deed_names[a->deed], mw_modality_names[a->modality], a->quote != MW_NONE ? " told" : "");
        put_words(text, "in", a->span, out);
        put_words(text, "what", a->what, out);
        put_words(text, "place", a->place, out);
        put_words(text, "time", a->time, out);
        mw_buf_puts(out, "\n");
    }
}
