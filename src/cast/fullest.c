/* fullest: which of a character's forms is the name. Cast asks over the whole book, show over what was met up to a place: one rule, so that
 * a name as of a place is what a reader who stopped there would call them. Reads the forms alone. */
#include "cast/lexicon.h"

#include <string.h>

int mw_alias_order(const void *a, const void *b) {
    const mw_alias *x = a, *y = b;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return strcmp(x->form, y->form);
}

enum { SELDOM = 64, SELDOM_WHOLE = 128, USUAL = 5, LOOK = 64, WORD = 64 };

/* A form taken apart. */
typedef struct form {
    uint32_t words, titles; /* of the name itself; titles before it */
    bool article;
    char first[WORD], last[WORD]; /* its first and last word, lower case; "" where they do not fit */
} form;

static const char *next_word(const char *s, char word[WORD], size_t *n) {
    while (*s == ' ') s++;
    *n = strcspn(s, " ");
    size_t k = 0;
    for (size_t i = 0; i < *n && *n < WORD; i++) word[k++] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    if (k > 1 && word[k - 1] == '.') k--;
    word[k] = 0;
    return s + *n;
}

static form take_apart(const mw_alias *a) {
    form f = {.words = 0};
    char word[WORD];
    size_t n;
    for (const char *s = next_word(a->form, word, &n); n; s = next_word(s, word, &n)) {
        bool opens = !f.words;
        if (opens && !f.titles && !strcmp(word, "the"))
            f.article = true;
        else if (opens && mw_title_lookup(word))
            f.titles++;
        else {
            if (opens) memcpy(f.first, word, sizeof word);
            memcpy(f.last, word, sizeof word);
            f.words++;
        }
    }
    if (a->words) f.words = a->words; /* as the name was read: a particle goes with its word */
    return f;
}

/* Will Harper, who is Will to some and Mr. Harper to others: a full name though it is seldom said. */
static bool is_whole(const mw_alias *at, uint32_t n, const form *f) {
    bool first = false, last = false;
    if (f->words < 2 || f->titles || f->article || !f->first[0] || !f->last[0]) return false;
    for (uint32_t i = 0; i < n && i < LOOK && !(first && last); i++) {
        if (!at[i].proper) continue;
        form g = take_apart(&at[i]);
        if (g.words != 1 || g.article) continue;
        first |= !strcmp(g.first, f->first);
        last |= !strcmp(g.last, f->last);
    }
    return first && last;
}

/* March Hare beside the March Hare: the one with the article is the name. */
static bool has_article_twin(const mw_alias *at, uint32_t n, uint32_t i) {
    for (uint32_t k = 0; k < n && k < LOOK; k++)
        if (k != i && !strncmp(at[k].form, "the ", 4) && !strcmp(at[k].form + 4, at[i].form)) return true;
    return false;
}

/* A slip, a joke, a signature. */
static bool is_seldom(const mw_alias *at, uint32_t n, uint32_t i, const form *f, uint32_t all) {
    return at[i].n * SELDOM < all && (at[i].n * SELDOM_WHOLE < all || !is_whole(at, n, f));
}

static int article_of(const mw_alias *a) { return !strncmp(a->form, "a ", 2) || !strncmp(a->form, "an ", 3); }

/* Of two that come equally often: not a but the, his; the longer name, the shorter description; by their letters. Who comes first tells nothing. */
static bool sooner(const mw_alias *x, const mw_alias *y) {
    if (article_of(x) != article_of(y)) return article_of(y);
    size_t n = strlen(x->form), m = strlen(y->form);
    if (n != m) return x->proper ? n > m : n < m;
    return strcmp(x->form, y->form) < 0;
}

static bool fuller(const mw_alias *at, uint32_t n, uint32_t a, uint32_t b, uint32_t all) {
    const mw_alias *x = &at[a], *y = &at[b];
    bool twin_x = has_article_twin(at, n, a), twin_y = has_article_twin(at, n, b);
    if (twin_x != twin_y) return twin_y;
    form f = take_apart(x), g = take_apart(y);
    bool seldom_x = is_seldom(at, n, a, &f, all), seldom_y = is_seldom(at, n, b, &g, all);
    if (seldom_x != seldom_y) return seldom_y;
    if (f.words != g.words) return f.words > g.words; /* titles make no fuller name: Aldous, not Mr. Aldous */
    if (x->n != y->n) return x->n > y->n;
    if (f.titles != g.titles) return f.titles < g.titles;
    return sooner(x, y);
}

uint32_t mw_fullest_form(const mw_alias *at, uint32_t n) {
    uint32_t best = MW_NONE, top = MW_NONE, all = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!at[i].proper) continue;
        all += at[i].n;
        if (top == MW_NONE || at[i].n > at[top].n || (at[i].n == at[top].n && sooner(&at[i], &at[top]))) top = i;
    }
    for (uint32_t i = 0; i < n; i++)
        if (at[i].proper && (best == MW_NONE || fuller(at, n, i, best, all))) best = i;
    if (best != MW_NONE) { /* Miss Penrose, whom hardly anybody calls Edith Penrose */
        form f = take_apart(&at[top]);
        return f.titles && f.words == 1 && at[top].n >= USUAL * at[best].n ? top : best;
    }
    for (uint32_t i = 0; i < n; i++)
        if (best == MW_NONE || at[i].n > at[best].n || (at[i].n == at[best].n && sooner(&at[i], &at[best]))) best = i;
    return best;
}
