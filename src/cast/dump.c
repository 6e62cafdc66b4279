/* dump: the cast as text, for tests: characters with what is known of them, narrators, then every mention with its thing. */
#include "cast/cast.h"

static void dump_character(const mw_character *p, mw_buf *out) {
    mw_buf_printf(out, "character %s \"%s\" %s age=%s mentions=%u he=%u she=%u they=%u it=%u", p->id, p->name, mw_gender_names[p->gender],
                  mw_age_names[p->age], p->n_mentions, p->n_he, p->n_she, p->n_they, p->n_it);
    if (p->occupation) mw_buf_printf(out, " occupation=%s", p->occupation);
    if (p->major) mw_buf_puts(out, " major");
    if (p->narrator) mw_buf_puts(out, " narrator");
    if (p->given) mw_buf_puts(out, " given");
    if (p->passing) mw_buf_puts(out, " passing");
    mw_buf_printf(out, " %.2f\n", (double)p->confidence);
    for (uint32_t i = 0; i < p->n_aliases; i++)
        mw_buf_printf(out, "    %s\"%s\" %u\n", p->aliases[i].proper ? "" : "nominal ", p->aliases[i].form, p->aliases[i].n);
}

void mw_cast_dump(const mw_text *text, const mw_cast *cast, mw_buf *out) {
    for (uint32_t i = 0; i < cast->n_characters; i++) dump_character(&cast->characters[i], out);
    for (uint32_t i = 0; i < cast->n_joins; i++) {
        const mw_join *j = &cast->joins[i];
        mw_buf_printf(out, "join \"%s\" is %s, %s, at %u", j->form, cast->things[j->thing].id, mw_join_names[j->kind], j->known);
        mw_buf_printf(out, j->other == MW_NONE ? "\n" : ", as %s\n", j->other == MW_NONE ? "" : cast->things[j->other].id);
    }
    for (uint32_t i = 0; i < text->n_chapters; i++) {
        if (cast->tellers && cast->tellers[i] != MW_NONE)
            mw_buf_printf(out, "teller of \"%s\": %s\n", text->chapters[i].title, cast->characters[cast->tellers[i]].id);
        if (cast->narrators[i] != MW_NONE)
            mw_buf_printf(out, "narrator of \"%s\": %s\n", text->chapters[i].title, cast->characters[cast->narrators[i]].id);
    }
    for (uint32_t i = 0; i < cast->n_shifts; i++)
        mw_buf_printf(out, "told from %u to %u by %s\n", cast->shifts[i].span.start, cast->shifts[i].span.end,
                      cast->shifts[i].character == MW_NONE ? "nobody known" : cast->characters[cast->shifts[i].character].id);
    if (cast->narrator != MW_NONE) mw_buf_printf(out, "narrator: %s\n", cast->characters[cast->narrator].id);
    for (uint32_t i = 0; i < cast->n_mentions; i++) {
        const mw_mention *m = &cast->mentions[i];
        mw_str s = mw_str_span(text->at, m->span);
        mw_buf_printf(out, "%u-%u %s.%s%s \"", m->span.start, m->span.end, mw_entity_names[m->type], mw_form_names[m->form],
                      m->plural ? " plural" : "");
        for (size_t k = 0; k < s.n; k++) mw_buf_putc(out, s.at[k] == '\n' ? ' ' : s.at[k]);
        mw_buf_printf(out, "\" %s%s %u%s\n", cast->things[m->entity].id, cast->things[m->entity].character == MW_NONE ? "" : " *",
                      m->confidence, m->known > m->span.end ? " later" : "");
    }
}
