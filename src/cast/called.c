/* called: the forms by which somebody is called, as the text has them: names without what stands around them, nominals as they stand, headings in
 * capitals made small; each once, with how often and where first. A form that a guess gave is none. Linear time but for the sorting. */
#include "cast/gather.h"

#include <stdlib.h>
#include <string.h>

enum { SLIP_NAMES = 20 };

/* ---- texts ------------------------------------------------------------------------------------------------------------------ */

/* The text of tokens, white space as one blank, a possessive ending left out; names in capitals throughout made small. */
char *mw_tokens_text(const mw_caster *c, uint32_t first, uint32_t last) {
    char buf[MW_WORD_BYTES];
    while (last > first) {
        const char *w = mw_caster_lower(c, last, buf);
        if (strcmp(w, "'s") && strcmp(w, "'")) break;
        last--;
    }
    mw_str s = mw_str_span(c->text->at, (mw_span){c->tokens->span[first].start, c->tokens->span[last].end});
    char *out = mw_arena_strndup(c->scratch, s.at, s.n);
    size_t n = 0;
    for (size_t i = 0; out && i < s.n;) {
        size_t len;
        int32_t cp = mw_utf8_next(s.at + i, s.n - i, &len);
        if (mw_cp_space(cp)) {
            if (n && out[n - 1] != ' ') out[n++] = ' ';
        } else {
            memmove(out + n, s.at + i, len);
            n += len;
        }
        i += len;
    }
    if (out) out[n] = 0;
    return out;
}

/* MARY LENNOX of a heading: Mary Lennox. ASCII; others stay. */
static void calm(char *s) {
    size_t letters = 0;
    for (char *p = s; *p; p++) {
        if (*p >= 'a' && *p <= 'z') return;
        letters += *p >= 'A' && *p <= 'Z';
    }
    if (letters < 4) return;
    for (char *p = s + 1; *p; p++)
        if (*p >= 'A' && *p <= 'Z' && ((p[-1] >= 'A' && p[-1] <= 'Z') || (p[-1] >= 'a' && p[-1] <= 'z'))) *p = (char)(*p + 32);
}

/* ---- aliases ---------------------------------------------------------------------------------------------------------------- */

static bool add_alias(mw_gather *g, uint32_t ent, const char *form, uint32_t first, bool proper, const mw_name *name) {
    if (!form || !*form) return form != NULL;
    mw_buf b;
    mw_buf_init(&b, g->c->mem);
    mw_buf_printf(&b, "%u\t%s", ent, form);
    uint32_t at;
    bool good = !b.failed;
    if (good && mw_map_get(g->alias_map, (mw_str){b.at, b.n}, &at)) {
        g->aliases.at[at].alias.n++;
        g->aliases.at[at].alias.proper |= proper;
    } else if (good) {
        mw_form_of a = {.alias = {.form = form, .n = 1, .first = first, .proper = proper},
                        .next = g->tallies[ent].alias,
                        .words = name ? name->n_words : 0,
                        .ent = ent};
        at = (uint32_t)g->aliases.n;
        good = mw_vec_push(g->c->mem, &g->aliases, a) && mw_map_put(g->alias_map, (mw_str){b.at, b.n}, at);
        if (good) g->tallies[ent].alias = at;
    }
    mw_buf_clear(&b);
    return good;
}

static bool alias_name(mw_gather *g, uint32_t ent, const mw_ment *m) {
    mw_name n;
    mw_caster *c = g->c;
    if (!mw_name_parse(c, m->first, m->last, &n)) return false;
    if (!n.n_words && !n.n_titles) return true;
    const mw_form *f = &c->forms.at[m->form];
    bool article = f->n_det * 2 > f->n;
    uint32_t first = n.first;
    char buf[MW_WORD_BYTES];
    if (article && first > m->first && !strcmp(mw_caster_lower(c, first - 1, buf), "the")) first--;
    char *form = mw_tokens_text(c, first, n.last);
    if (!form) return false;
    calm(form);
    if (first < n.first && form[0] == 'T') form[0] = 't'; /* The Hatter that opens a sentence */
    if (!add_alias(g, ent, form, c->tokens->span[first].start, true, &n)) return false;
    if (first == n.first || n.n_words < 2) return true;
    char *bare = mw_tokens_text(c, n.first, n.last); /* March Hare beside the March Hare */
    return bare && add_alias(g, ent, bare, c->tokens->span[n.first].start, true, &n);
}

/* Does the token belong to a clause or to an afterthought within the mention. */
static bool in_clause(const mw_caster *c, const mw_ment *m, uint32_t t) {
    for (uint32_t steps = 0; t >= m->first && t <= m->last && t != m->head && steps <= m->last - m->first; t = c->tags->head[t], steps++) {
        uint8_t rel = c->tags->rel_base[t];
        if (rel == MW_REL_ACL || rel == MW_REL_APPOS || rel == MW_REL_ADVCL || rel == MW_REL_PARATAXIS ||
            mw_str_is(mw_caster_word(c, t), ","))
            return true;
    }
    return false;
}

/* The last token of what one would call them: the two gentlemen, of "the two gentlemen, who had come with me". What hangs on no noun
 * (those, one) says nothing without its clause. */
static uint32_t call_end(const mw_caster *c, const mw_ment *m) {
    if (c->tags->upos[m->head] != MW_NOUN) return m->last;
    uint32_t end = m->head;
    while (end < m->last && !in_clause(c, m, end + 1)) end++;
    return end;
}

static bool alias_description(mw_gather *g, uint32_t ent, const mw_ment *m, uint32_t last) {
    if (last - m->first > 7) return true; /* too long to call somebody by */
    char *form = mw_tokens_text(g->c, m->first, last);
    if (!form) return false;
    calm(form); /* THE STRANGE MAN of a heading */
    if (form[0] >= 'A' && form[0] <= 'Z' && (g->c->tags->upos[m->first] == MW_DET || g->c->tags->upos[m->first] == MW_PRON))
        form[0] = (char)(form[0] + 32);
    return add_alias(g, ent, form, g->c->tokens->span[m->first].start, false, NULL);
}

/* As it stands, and without its clauses. */
static bool alias_nominal(mw_gather *g, uint32_t ent, const mw_ment *m) {
    uint32_t end = call_end(g->c, m);
    return alias_description(g, ent, m, m->last) && (end == m->last || alias_description(g, ent, m, end));
}

bool mw_aliases_hear(mw_gather *g, uint32_t mi) {
    const mw_ment *m = &g->c->ments.at[mi];
    if (g->c->ents.at[m->entity].type != MW_PER || m->sort == MW_SORT_PRONOUN) return true;
    if (m->guessed && g->c->ents.at[m->entity].maker != mi) return true;
    return m->sort == MW_SORT_NAME ? alias_name(g, m->entity, m) : alias_nominal(g, m->entity, m);
}

/* ---- the list of a character ------------------------------------------------------------------------------------------------- */

static bool has_alias(const mw_gather *g, uint32_t ent, const char *form) {
    for (uint32_t a = g->tallies[ent].alias; a != MW_NONE; a = g->aliases.at[a].next)
        if (!strcmp(g->aliases.at[a].alias.form, form)) return true;
    return false;
}

/* Does another person bear the surname. */
static bool is_shared(const mw_caster *c, uint32_t person) {
    const char *surname = c->persons.at[person].surname;
    for (uint32_t p = 0; surname && p < c->persons.n; p++)
        if (p != person && c->persons.at[p].first_form != MW_NONE && c->persons.at[p].surname && !strcmp(c->persons.at[p].surname, surname))
            return true;
    return false;
}

/* A bare surname that others bear as well, and that was hardly ever taken for this person's: rather a slip than a name of theirs. */
static bool is_slip(const mw_gather *g, uint32_t ent, const mw_alias *a, uint32_t words) {
    uint32_t p = g->c->ents.at[ent].person;
    if (p == MW_NONE || !a->proper || a->n > 1 || words != 1 || strchr(a->form, ' ') || g->tallies[ent].names < SLIP_NAMES) return false;
    const char *surname = g->c->persons.at[p].surname;
    return surname && strlen(surname) == strlen(a->form) && mw_str_ieq(mw_str_of(a->form), surname) && is_shared(g->c, p);
}

bool mw_aliases_list(mw_gather *g, uint32_t ent, const mw_known_person *known, mw_character *ch) {
    uint32_t n = known ? known->n_aliases + 1 : 0;
    for (uint32_t a = g->tallies[ent].alias; a != MW_NONE; a = g->aliases.at[a].next) n++;
    ch->aliases = mw_arena_array(g->out->keep, n, sizeof *ch->aliases);
    if (!ch->aliases) return false;
    for (uint32_t a = g->tallies[ent].alias; a != MW_NONE; a = g->aliases.at[a].next) {
        if (is_slip(g, ent, &g->aliases.at[a].alias, g->aliases.at[a].words)) continue;
        mw_alias *to = &ch->aliases[ch->n_aliases++];
        *to = g->aliases.at[a].alias;
        to->words = g->aliases.at[a].words;
        if (!(to->form = mw_arena_strdup(g->out->keep, to->form))) return false;
    }
    for (uint32_t i = 0; known && i <= known->n_aliases; i++) {
        const char *form = i ? known->aliases[i - 1] : known->name;
        if (has_alias(g, ent, form) || (i && !strcmp(form, known->name))) continue;
        char *copy = mw_arena_strdup(g->out->keep, form);
        if (!copy) return false;
        ch->aliases[ch->n_aliases++] = (mw_alias){.form = copy, .first = UINT32_MAX, .proper = mw_cp_upper((unsigned char)form[0])};
    }
    qsort(ch->aliases, ch->n_aliases, sizeof *ch->aliases, mw_alias_order);
    for (uint32_t i = 0; i < ch->n_aliases; i++)
        if (ch->aliases[i].first == UINT32_MAX) ch->aliases[i].first = 0;
    return true;
}
