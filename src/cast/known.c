/* known: people known beforehand (--characters) become the first persons of the spine.
 *
 * Their names are read as mw_name_parse reads those of the text; a form of the text that is written so is theirs, whatever else would
 * bear it, and the parts of their names let shorter forms find them. */
#include "cast/spine.h"

#include <string.h>

/* A name written in a cell, as mw_name_parse would read it. */
static bool read_cell(mw_arena *a, const char *cell, mw_name *n) {
    *n = (mw_name){.first = 0};
    for (const char *s = cell; *s;) {
        while (*s == ' ') s++;
        size_t len = strcspn(s, " ");
        if (!len) break;
        char *w = mw_str_lower(a, (mw_str){s, len});
        if (!w) return false;
        size_t m = strlen(w);
        if (m > 1 && w[m - 1] == '.') w[--m] = 0;
        char *curly;
        while ((curly = strstr(w, "\xE2\x80\x99"))) *curly = '\'', memmove(curly + 1, curly + 3, strlen(curly + 3) + 1);
        const mw_title *t = n->n_words ? NULL : mw_title_lookup(w);
        bool article = !n->n_words && !n->n_titles && (!strcmp(w, "the") || !strcmp(w, "a") || !strcmp(w, "an"));
        if (article)
            n->det = true;
        else if (t && n->n_titles < MW_MAX_TITLES)
            n->titles[n->n_titles++] = t;
        else if (n->n_words && mw_name_particle(n->words[n->n_words - 1]) && strcmp(n->words[n->n_words - 1], "the")) {
            char *both = mw_arena_alloc(a, strlen(n->words[n->n_words - 1]) + m + 2);
            if (!both) return false;
            strcpy(both, n->words[n->n_words - 1]), strcat(both, " "), strcat(both, w);
            n->words[n->n_words - 1] = both;
        } else if (!mw_name_suffix(w) && n->n_words < MW_MAX_NAME_WORDS)
            n->words[n->n_words++] = w;
        s += len;
    }
    return true;
}

static void put_key(mw_buf *b, const mw_name *n) {
    b->n = 0;
    for (uint32_t i = 0; i < n->n_titles; i++) mw_buf_puts(b, b->n ? " " : ""), mw_buf_puts(b, n->titles[i]->form);
    for (uint32_t i = 0; i < n->n_words; i++) mw_buf_puts(b, b->n ? " " : ""), mw_buf_puts(b, n->words[i]);
}

bool mw_name_key(const mw_caster *c, const char *cell, mw_buf *key) {
    mw_name n;
    if (!read_cell(c->scratch, cell, &n)) return false;
    put_key(key, &n);
    return !key->failed;
}

/* A form of the text that is written so is theirs. */
static void add_known_form(mw_spine *s, uint32_t p, const char *cell, mw_name *n) {
    mw_caster *c = s->c;
    mw_buf b;
    mw_buf_init(&b, c->mem);
    if (!read_cell(c->scratch, cell, n)) s->failed = true;
    put_key(&b, n);
    uint32_t f;
    if (b.failed)
        s->failed = true;
    else if (b.n && mw_map_get(c->form_map, (mw_str){b.at, b.n}, &f)) {
        if (mw_spine_form(s, f)->person == MW_NONE)
            mw_spine_attach(s, f, p);
        else if (mw_spine_form(s, f)->person != p)
            mw_spine_form(s, f)->rival = p;
        mw_spine_form(s, f)->known = true;
    }
    if (b.n && !b.failed && !mw_map_get(c->given_names, (mw_str){b.at, b.n}, NULL) && !mw_map_put(c->given_names, (mw_str){b.at, b.n}, p))
        s->failed = true;
    mw_buf_clear(&b);
}

/* The same, and its parts let shorter forms find them. */
static void add_known_name(mw_spine *s, uint32_t p, const char *cell) {
    mw_name n;
    add_known_form(s, p, cell, &n);
    if (s->failed || (n.det && !n.n_titles)) return;
    const char *last = n.n_words ? n.words[n.n_words - 1] : NULL;
    if (n.n_words > 1 && !n.det) {
        mw_spine_set_given(s, p, n.words[0]);
        mw_spine_set_surname(s, p, last);
    } else if (n.n_words == 1) {
        bool first = n.n_titles ? n.titles[0]->flags & MW_TITLE_FIRST && mw_given_known(last)
                                : mw_given_known(last) || mw_spine_person(s, p)->surname;
        if (first)
            mw_spine_set_given(s, p, last);
        else
            mw_spine_set_surname(s, p, last);
    }
}

/* ---- who is listed twice ------------------------------------------------------------------------------------------------------ */

/* The surname that is all the list says of a person: no title, alias or gender. NULL: it says more. */
static const char *bare_surname(const mw_caster *c, const mw_known_person *k, bool *failed) {
    mw_name n;
    if (!read_cell(c->scratch, k->name, &n)) return *failed = true, NULL;
    for (uint32_t i = 0; i < k->n_aliases; i++)
        if (strcmp(k->aliases[i], k->name) != 0) return NULL;
    bool bare = n.n_words == 1 && !n.n_titles && !n.det && k->gender == MW_UNKNOWN && !mw_given_known(n.words[0]);
    return bare ? n.words[0] : NULL;
}

#define OF_TWO (UINT32_MAX - 1)

/* Notes in `bearers` (surname -> row, or OF_TWO) a row whose name, more than that word, ends with it. */
static bool note_bearer(const mw_caster *c, mw_map *bearers, const char *cell, uint32_t row) {
    mw_name n;
    if (!read_cell(c->scratch, cell, &n)) return false;
    if (!n.n_words || n.det || n.n_words + n.n_titles < 2) return true;
    mw_str surname = mw_str_of(n.words[n.n_words - 1]);
    uint32_t before;
    if (mw_map_get(bearers, surname, &before) && before != row) row = OF_TWO;
    return mw_map_put(bearers, surname, row);
}

/* twice[i]: the row that names in full the person whom row i names by a bare surname alone, else i. Lists made from a text have such rows; the
 * surname in the text is then that person's, not somebody's of whom the list knows nothing else. */
static bool find_twice(const mw_caster *c, uint32_t *twice) {
    const mw_people *people = c->people;
    mw_map *bearers = mw_map_new(c->mem);
    bool good = bearers != NULL, failed = false;
    for (uint32_t i = 0; good && i < people->n; i++) {
        good = note_bearer(c, bearers, people->at[i].name, i);
        for (uint32_t k = 0; good && k < people->at[i].n_aliases; k++) good = note_bearer(c, bearers, people->at[i].aliases[k], i);
    }
    for (uint32_t i = 0; good && !failed && i < people->n; i++) {
        const char *surname = bare_surname(c, &people->at[i], &failed);
        uint32_t row;
        twice[i] = surname && mw_map_get(bearers, mw_str_of(surname), &row) && row != OF_TWO ? row : i;
    }
    mw_map_free(bearers);
    return good && !failed;
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

bool mw_spine_know(mw_spine *s) {
    const mw_people *people = s->c->people;
    uint32_t *twice = people ? mw_arena_array(s->c->scratch, people->n, sizeof *twice) : NULL, first = (uint32_t)s->c->persons.n;
    if (people && (!twice || !find_twice(s->c, twice))) return false;
    for (uint32_t i = 0; people && i < people->n && !s->failed; i++) {
        uint32_t p = mw_spine_found(s);
        if (p == MW_NONE) return false;
        mw_spine_person(s, p)->given_index = i;
        mw_spine_person(s, p)->gender = (uint8_t)people->at[i].gender;
        mw_spine_person(s, p)->title_gender = people->at[i].gender != MW_UNKNOWN;
        if (twice[i] != i) continue;
        add_known_name(s, p, people->at[i].name);
        for (uint32_t k = 0; k < people->at[i].n_aliases; k++) add_known_name(s, p, people->at[i].aliases[k]);
    }
    mw_name surname;
    for (uint32_t i = 0; people && i < people->n && !s->failed; i++)
        if (twice[i] != i) add_known_form(s, first + twice[i], people->at[i].name, &surname);
    return !s->failed;
}
