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

static void add_known_name(mw_spine *s, uint32_t p, const char *cell) {
    mw_caster *c = s->c;
    mw_name n;
    mw_buf b;
    mw_buf_init(&b, c->mem);
    if (!read_cell(c->scratch, cell, &n)) s->failed = true;
    put_key(&b, &n);
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
    if (n.det && !n.n_titles) return;
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

bool mw_spine_know(mw_spine *s) {
    const mw_people *people = s->c->people;
    for (uint32_t i = 0; people && i < people->n && !s->failed; i++) {
        uint32_t p = mw_spine_found(s);
        if (p == MW_NONE) return false;
        mw_spine_person(s, p)->given_index = i;
        mw_spine_person(s, p)->gender = (uint8_t)people->at[i].gender;
        mw_spine_person(s, p)->title_gender = people->at[i].gender != MW_UNKNOWN;
        add_known_name(s, p, people->at[i].name);
        for (uint32_t k = 0; k < people->at[i].n_aliases; k++) add_known_name(s, p, people->at[i].aliases[k]);
    }
    return !s->failed;
}
