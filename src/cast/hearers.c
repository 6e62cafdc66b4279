/* hearers: does the narration of a chapter speak to somebody, so that its you is one person all along.
 *
 * A letter does (it greets: "Dear Anna,"; it calls: "believe me, dear Sir,"), a tale told in the second person (you again and again), and talk that no marks set off, turns
 * opened by a dash. Elsewhere the narration's you is anybody ("you never can tell"), and each is an entity of its own, as LitBank has it.
 * Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { YOU_PER_1000 = 25, LEAST_DASHES = 3, LEAST_CALLS = 2 };

static bool is_one_of(const char *w, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(w, words[i])) return true;
    return false;
}

static bool is_dash(const mw_caster *c, uint32_t t) {
    static const char *const dashes[] = {"-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95"};
    mw_str s = mw_caster_word(c, t);
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (mw_str_is(s, dashes[i])) return true;
    return false;
}

/* "Dear Anna,", "My dearest Sister": at the beginning of a sentence outside speech, a name or a capital behind it. */
static bool greets(const mw_caster *c, uint32_t t) {
    static const char *const words[] = {"dear", "dearest", "honoured", "honored", "beloved"};
    char buf[MW_WORD_BYTES];
    if (!strcmp(mw_caster_lower(c, t, buf), "my") && t + 1 < c->to) mw_caster_lower(c, ++t, buf);
    return is_one_of(buf, words, sizeof words / sizeof *words) && t + 1 < c->to && mw_caster_capital(c, t + 1);
}

static bool is_you(const mw_caster *c, uint32_t t) {
    char buf[MW_WORD_BYTES];
    const mw_pronoun *p = c->tags->upos[t] == MW_PRON || c->tags->upos[t] == MW_DET ? mw_pronoun_lookup(mw_caster_lower(c, t, buf)) : NULL;
    return p && p->person == 2;
}

/* "I am, dear Sir, …", where no marks are: somebody is called who is not just the reader. */
static bool calls(const mw_caster *c, const mw_ment *m) {
    return m->role == MW_ROLE_VOCATIVE && !m->unit && m->type == MW_PER && m->sort != MW_SORT_PRONOUN &&
           strcmp(mw_lemma(c->tags, m->head), "reader") != 0;
}

bool mw_hearers_find(mw_caster *c) {
    size_t n = (size_t)c->n_chapters + 1;
    c->chapter_hears = mw_arena_array(c->scratch, n, sizeof *c->chapter_hears);
    uint32_t *you = mw_arena_array(c->scratch, n, sizeof *you), *dashes = mw_arena_array(c->scratch, n, sizeof *dashes),
             *called = mw_arena_array(c->scratch, n, sizeof *called);
    if (!c->chapter_hears || !you || !dashes || !called) return false;
    uint32_t chapter = 0;
    for (uint32_t t = c->from; t < c->to; t++) {
        if (t == c->from || c->tokens->flags[t] & MW_TOK_BLOCK_START) chapter = mw_caster_chapter(c, t);
        bool first = t == c->from || c->tags->sentence[t] != c->tags->sentence[t - 1];
        if (first) dashes[chapter] += is_dash(c, t);
        if (c->unit_of[t - c->from]) continue;
        you[chapter] += is_you(c, t);
        if (first && greets(c, t)) c->chapter_hears[chapter] = true;
    }
    for (size_t i = 0; i < c->ments.n; i++) called[mw_caster_chapter(c, c->ments.at[i].first)] += calls(c, &c->ments.at[i]);
    for (size_t i = 0; i < n; i++)
        if (dashes[i] >= LEAST_DASHES || called[i] >= LEAST_CALLS ||
            (uint64_t)you[i] * 1000 >= (uint64_t)c->chapter_words[i] * YOU_PER_1000)
            c->chapter_hears[i] = true;
    return true;
}

bool mw_caster_speaks_to(const mw_caster *c, uint32_t token) { return c->chapter_hears[mw_caster_chapter(c, token)]; }
