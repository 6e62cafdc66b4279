/* critic_names: runs of words that may name a person, and who goes by several of them. A run is made of capitals that the tagger takes for
 * proper names (particles inside: van, de); what stands before the name itself (Director, Dame, Young) is no part of it. */
#include <string.h>

#include "cast/critic_inside.h"

/* ---- runs ---- */

static bool alphabetic(const mw_critic_work *c, uint32_t t) {
    mw_str s = mw_str_span(c->text->at, c->tokens->span[t]);
    size_t n;
    return s.n && mw_cp_letter(mw_utf8_next(s.at, s.n, &n));
}

static bool in_person(const mw_critic_work *c, uint32_t t) {
    return c->entity[t] != MW_NONE && c->tags->entities[c->entity[t]].type == MW_PER;
}

static bool name_word(const mw_critic_work *c, uint32_t t) {
    if (t >= c->tags->n || !mw_critic_capital(c, t) || !alphabetic(c, t)) return false;
    if (c->tags->upos[t] == MW_PROPN) return true;
    return in_person(c, t) && c->tags->upos[t] != MW_DET && c->tags->upos[t] != MW_PRON && c->tags->upos[t] != MW_ADP;
}

static bool particle(const mw_critic_work *c, uint32_t t) {
    static const char *const list[] = {"de", "da", "do", "dos", "du",  "di",  "del", "della", "der", "den", "van", "von",
                                       "la", "le", "el", "al",  "bin", "ibn", "ten", "ter",   "y",   "af",  "av",  "zu"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (mw_critic_is(c, t, list[i])) return true;
    return false;
}

/* The last token of a run that begins at t. */
static uint32_t run_end(const mw_critic_work *c, uint32_t t) {
    uint32_t block = c->tokens->block[t], n = c->tags->n;
    for (;;) {
        uint32_t next = t + 1;
        if (next >= n || c->tokens->block[next] != block) return t;
        bool hyphen = mw_critic_is(c, next, "-") && next + 1 < n && c->tokens->span[next].start == c->tokens->span[t].end &&
                      c->tokens->span[next + 1].start == c->tokens->span[next].end;
        while (next < n && next < t + 3 && !hyphen && particle(c, next)) next++;
        if (hyphen) next++;
        if (next >= n || c->tokens->block[next] != block) return t;
        bool second =
            hyphen && alphabetic(c, next) && (mw_critic_capital(c, next) || c->tags->upos[next] == MW_PROPN); /* Brand-Ito; Seong-ryul */
        if (!name_word(c, next) && !second) return t;
        t = next;
    }
}

/* What is before the name itself: Director, Young, Mr. At least one word stays. */
static uint32_t run_start(const mw_critic_work *c, uint32_t first, uint32_t last) {
    static const char *const before[] = {"young", "old", "newcomer", "hunky", "poor", "little", "veteran", "dear", "first", "helmer"};
    while (first < last && !mw_critic_is(c, first + 1, "-")) {
        const char *w = mw_critic_word(c, first);
        bool skip = mw_critic_person_noun(w) != 0 || strcmp(w, "sir") == 0 || strcmp(w, "dame") == 0 || strcmp(w, "ms") == 0;
        for (size_t i = 0; i < sizeof before / sizeof *before; i++) skip = skip || (mw_critic_opens(c, first) && strcmp(before[i], w) == 0);
        if (!skip) break;
        first++;
    }
    return first;
}

static bool add_run(mw_critic_work *c, uint32_t first, uint32_t last) {
    mw_run_of_names r = {.first = run_start(c, first, last), .last = last, .head = MW_NONE, .person = MW_NONE};
    uint32_t per = 0, place = 0;
    for (uint32_t t = r.first; t <= last; t++) {
        if (mw_critic_is(c, t, "-")) continue;
        r.words += t == r.first || !mw_critic_is(c, t - 1, "-");
        uint32_t e = c->entity[t];
        if (e != MW_NONE) per += c->tags->entities[e].type == MW_PER, place += c->tags->entities[e].type != MW_PER;
        uint32_t h = c->tags->head[t];
        if (r.head == MW_NONE && (h < r.first || h > last || h == t)) r.head = t;
    }
    if (r.head == MW_NONE) r.head = r.first;
    r.per = per > place, r.place = place > per;
    if (!mw_vec_push(c->mem, &c->runs, r)) return false;
    for (uint32_t t = r.first; t <= last; t++) c->run_of[t] = (uint32_t)c->runs.n;
    return true;
}

/* A word of the text that merely opens a sentence, or a month, is no name. */
static bool worth(const mw_critic_work *c, uint32_t first, uint32_t last) {
    if (first < last) return true;
    const char *w = mw_critic_word(c, first);
    if (mw_name_no_person(w) || mw_critic_person_noun(w)) return false;
    return w[0] && w[1]; /* no single letters */
}

bool mw_critic_find_names(mw_critic_work *c) {
    for (uint32_t t = 0; t < c->tags->n; t++) {
        if (!name_word(c, t)) continue;
        uint32_t end = run_end(c, t);
        if (worth(c, t, end) && !add_run(c, t, end)) return false;
        t = end;
    }
    return true;
}

uint32_t mw_critic_run_at(const mw_critic_work *c, uint32_t token) {
    if (token >= c->tags->n || !c->run_of[token]) return MW_NONE;
    uint32_t r = c->run_of[token] - 1;
    return c->runs.at[r].first == token ? r : MW_NONE;
}

uint32_t mw_critic_run_before(const mw_critic_work *c, uint32_t token) {
    if (token == 0 || token > c->tags->n || !c->run_of[token - 1]) return MW_NONE;
    uint32_t r = c->run_of[token - 1] - 1;
    return c->runs.at[r].last == token - 1 ? r : MW_NONE;
}

/* ---- persons ---- */

static const char *run_key(mw_critic_work *c, uint32_t first, uint32_t last) {
    mw_buf b;
    mw_buf_init(&b, c->mem);
    for (uint32_t t = first; t <= last; t++) {
        if (t > first && c->tokens->flags[t] & MW_TOK_SPACE_BEFORE) mw_buf_putc(&b, ' ');
        mw_buf_puts(&b, mw_critic_word(c, t));
    }
    const char *s = b.failed || !b.n ? NULL : mw_arena_strndup(c->scratch, b.at, b.n);
    mw_buf_clear(&b);
    return s;
}

static uint32_t last_word(const mw_critic_work *c, const mw_run_of_names *r) {
    uint32_t t = r->last;
    while (t > r->first && !(c->tokens->flags[t] & MW_TOK_SPACE_BEFORE)) t--;
    return t;
}
static uint32_t first_word_end(const mw_critic_work *c, const mw_run_of_names *r) {
    uint32_t t = r->first;
    while (t < r->last && !(c->tokens->flags[t + 1] & MW_TOK_SPACE_BEFORE)) t++;
    return t;
}

/* Puts every run of a number of words to a person by the maps of full names, last and first words. */
typedef struct grouping {
    mw_map *full, *last, *first;
} grouping;

static bool remember(mw_map *m, const char *key, uint32_t person, bool weak) {
    uint32_t have;
    if (weak && mw_map_get(m, mw_str_of(key), &have)) return have == person || mw_map_put(m, mw_str_of(key), MW_NONE);
    return mw_map_put(m, mw_str_of(key), person);
}

static bool open_person(mw_critic_work *c, grouping *g, uint32_t run, const char *key) {
    mw_run_of_names *r = &c->runs.at[run];
    r->person = (uint32_t)c->persons.n;
    if (!mw_vec_push(c->mem, &c->persons, (mw_named_person){.run = run})) return false;
    if (!remember(g->full, key, r->person, false)) return false;
    if (r->words < 2) return true;
    const char *last = run_key(c, last_word(c, r), r->last), *first = run_key(c, r->first, first_word_end(c, r));
    return last && first && remember(g->last, last, r->person, true) && remember(g->first, first, r->person, true);
}

static bool group_run(mw_critic_work *c, grouping *g, uint32_t run) {
    mw_run_of_names *r = &c->runs.at[run];
    const char *key = run_key(c, r->first, r->last);
    if (!key) return false;
    uint32_t person = MW_NONE;
    bool found = mw_map_get(g->full, mw_str_of(key), &person) && person != MW_NONE;
    if (!found && r->words == 1)
        found = (mw_map_get(g->last, mw_str_of(key), &person) && person != MW_NONE) ||
                (mw_map_get(g->first, mw_str_of(key), &person) && person != MW_NONE);
    if (!found && r->words > 1) { /* Dr. Achterberg, Lady Constance: by the last word, behind a title */
        const char *last = run_key(c, last_word(c, r), r->last);
        if (!last) return false;
        if (mw_critic_honorific(mw_critic_word(c, r->first)))
            found = (mw_map_get(g->last, mw_str_of(last), &person) && person != MW_NONE) ||
                    (mw_map_get(g->full, mw_str_of(last), &person) && person != MW_NONE);
    }
    if (!found) return open_person(c, g, run, key);
    r->person = person;
    return true;
}

/* "Babak (Babak Karimi)": the one word is somebody else than the longer name that begins with it. */
static bool namesake(const mw_critic_work *c, uint32_t run) {
    const mw_run_of_names *r = &c->runs.at[run];
    if (r->words != 1 || !mw_critic_is(c, r->last + 1, "(")) return false;
    uint32_t inside = mw_critic_run_at(c, r->last + 2);
    return inside != MW_NONE && c->runs.at[inside].words > 1 && mw_critic_is(c, c->runs.at[inside].first, mw_critic_word(c, r->first));
}

bool mw_critic_group_names(mw_critic_work *c) {
    grouping g = {mw_map_new(c->mem), mw_map_new(c->mem), mw_map_new(c->mem)};
    bool good = g.full && g.last && g.first;
    for (uint32_t i = 0; good && i < c->runs.n; i++)
        if (namesake(c, i)) {
            const char *key = run_key(c, c->runs.at[i].first, c->runs.at[i].last);
            uint32_t have;
            good = key && (mw_map_get(g.full, mw_str_of(key), &have) ? (c->runs.at[i].person = have, true) : open_person(c, &g, i, key));
        }
    for (int several = 1; several >= 0; several--)
        for (uint32_t i = 0; good && i < c->runs.n; i++)
            if ((c->runs.at[i].words > 1) == several && c->runs.at[i].person == MW_NONE) good = group_run(c, &g, i);
    for (uint32_t i = 0; good && i < c->runs.n; i++) {
        mw_named_person *p = &c->persons.at[c->runs.at[i].person];
        p->n++;
        if (c->runs.at[i].words > c->runs.at[p->run].words) p->run = i;
        p->character += c->runs.at[i].per;
    }
    for (uint32_t i = 0; good && i < c->runs.n; i++) { /* a place by its full name, a person by the last word of it: a person */
        mw_run_of_names *r = &c->runs.at[i];
        if (r->place && r->words > 1 && c->persons.at[r->person].character > 0) r->place = false, r->per = true;
    }
    for (size_t i = 0; i < c->persons.n; i++) c->persons.at[i].character = 0;
    mw_map_free(g.full), mw_map_free(g.last), mw_map_free(g.first);
    return good;
}

void mw_critic_credit(mw_critic_work *c, uint32_t run, uint32_t roles, float weight, mw_span span) {
    mw_named_person *p = &c->persons.at[c->runs.at[run].person];
    for (uint32_t r = 0; r < MW_N_CREDIT; r++)
        if (roles & 1u << r && weight > p->made[r]) p->made[r] = weight, p->made_at[r] = span;
}
