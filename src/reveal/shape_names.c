/* Names: one person's name written in two ways, two persons' names that are easily confused, named people who are seen once. */
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_faults.h"

enum { NAMES = 240, LONGEST = 24 };

/* One word of a name, as it stands in proper mentions. */
typedef struct name_word {
    const char *word; /* lower case */
    uint32_t n, who, first; /* times; the person who bears it most in the first place; first token */
    bool several;           /* several persons bear it */
} name_word;

/* Changes of a letter that make one word of another: insertion, deletion, exchange, two letters swapped (Damerau, 1964); 9: many. */
static uint32_t distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST || n > m + 2 || m > n + 2) return 9;
    uint32_t d[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= n; i++) d[i][0] = (uint32_t)i;
    for (size_t j = 0; j <= m; j++) d[0][j] = (uint32_t)j;
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            uint32_t x = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (d[i - 1][j] + 1 < x) x = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < x) x = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < x) x = d[i - 2][j - 2] + 1;
            d[i][j] = x;
        }
    return d[n][m];
}

static int by_times(const void *a, const void *b) {
    const name_word *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return (x->first > y->first) - (x->first < y->first);
}

/* Words of names of persons: single proper nouns inside proper mentions, titles left out. */
static bool is_title(const char *s) {
    static const char list[] = " mr mrs miss ms dr sir lady lord madame madam monsieur mademoiselle captain colonel major aunt uncle cousin sister brother "
                               "father mother saint st professor doctor master mistress don dona king queen prince princess mr. mrs. dr. st. ms. ";
    char key[40];
    size_t n = strlen(s);
    if (n + 3 > sizeof key) return false;
    key[0] = ' ';
    memcpy(key + 1, s, n + 1);
    strcat(key, " ");
    return strstr(list, key) != NULL;
}

/* The words as they stand, not their lemmas: a slip of the pen has no lemma. */
static bool gather(mw_fault_work *k, name_word **names, uint32_t *n) {
    const mw_shape_work *w = k->w;
    mw_map *map = mw_map_new(&w->env->mem);
    name_word *all = mw_arena_array(w->scratch, (size_t)w->r->cast->n_mentions + 1, sizeof *all);
    bool good = map && all;
    uint32_t made = 0;
    for (uint32_t m = 0; good && m < w->r->cast->n_mentions; m++) {
        const mw_mention *x = &w->r->cast->mentions[m];
        uint32_t who = mw_mention_character(w->r->cast, m);
        if (who == MW_NONE || x->form != MW_PROP || x->plural) continue;
        for (uint32_t t = x->first; good && t <= x->last && t < w->n; t++) {
            mw_str f = mw_shape_form(w, t);
            if (w->tags->upos[t] != MW_PROPN || f.n < 3 || w->word[t] == MW_NONE) continue;
            char *low = mw_str_lower(w->scratch, f);
            if (!low) good = false;
            if (!good || is_title(low)) continue;
            uint32_t at = made;
            if (!mw_map_get(map, mw_str_of(low), &at)) {
                if (made == w->r->cast->n_mentions) break;
                good = mw_map_put(map, mw_str_of(low), at);
                all[made++] = (name_word){.word = low, .who = who, .first = t};
            }
            all[at].n++;
            all[at].several = all[at].several || all[at].who != who;
        }
    }
    mw_map_free(map);
    if (made > 1) qsort(all, made, sizeof *all, by_times);
    *names = all;
    *n = made;
    return good;
}

static bool put(mw_fault_work *k, mw_fault_kind kind, const name_word *a, const name_word *b, float confidence) {
    const mw_shape_work *w = k->w;
    mw_fault f = {.kind = kind, .who = a->who, .here = w->r->tokens->span[a->first], .confidence = confidence};
    f.known = f.here.end;
    if (b) {
        f.there = w->r->tokens->span[b->first];
        if (f.there.end > f.known) f.known = f.there.end;
    }
    return mw_fault_put(k, f);
}

static bool is_plural_of(const char *a, const char *b) {
    size_t n = strlen(b);
    return strncmp(a, b, n) == 0 && strcmp(a + n, "s") == 0;
}

/* Names that sound alike though they are written with one letter more: pet names are no slips. */
static bool is_pet_form(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    const char *longer = n > m ? a : b, *shorter = n > m ? b : a;
    size_t s = strlen(shorter);
    bool tail = strcmp(longer + strlen(longer) - 1, "y") == 0 || (strlen(longer) > 2 && strcmp(longer + strlen(longer) - 2, "ie") == 0);
    return n != m && strncmp(longer, shorter, s) == 0 && tail;
}

static bool pairs(mw_fault_work *k, const name_word *names, uint32_t n) {
    const mw_cast *c = k->w->r->cast;
    for (uint32_t i = 0; i < n && i < NAMES; i++)
        for (uint32_t j = i + 1; j < n; j++) {
            const name_word *a = &names[i], *b = &names[j]; /* a comes more often */
            size_t length = strlen(a->word) < strlen(b->word) ? strlen(a->word) : strlen(b->word);
            if (length < 4 || is_plural_of(a->word, b->word) || is_plural_of(b->word, a->word) || is_pet_form(a->word, b->word)) continue;
            uint32_t d = distance(a->word, b->word), most = length < 6 ? 1 : 2;
            if (d > most) continue;
            bool rare = b->n <= 2 && a->n >= 3 * b->n && a->n >= 3, one = a->who == b->who;
            bool differ = c->characters[a->who].gender != c->characters[b->who].gender && c->characters[a->who].gender != MW_UNKNOWN &&
                          c->characters[b->who].gender != MW_UNKNOWN;
            if (rare && !differ && (d == 1 || one)) {
                if (!put(k, MW_FAULT_SPELLING, b, a, one ? 0.85f : 0.65f)) return false;
            } else if (!one && *a->word == *b->word && b->n >= 5 && !a->several && !b->several) {
                if (!put(k, MW_FAULT_CONFUSABLE, b, a, 0.55f)) return false;
            }
        }
    return true;
}

/* Another first name before a surname that only one person bears: "Ellen Marlow" once, "Edith Marlow" and "Edith" else. */
static bool once(mw_fault_work *k) {
    const mw_shape_work *w = k->w;
    for (uint32_t i = 0; i < w->r->cast->n_characters; i++) {
        const mw_character *c = &w->r->cast->characters[i];
        if (c->n_mentions != 1 || c->n_aliases == 0 || !c->aliases[0].proper || c->given) continue;
        mw_fault f = {.kind = MW_FAULT_ONCE, .who = i, .here = {c->first, c->known}, .known = c->known, .confidence = 0.6f};
        if (f.here.end <= f.here.start) continue;
        if (!mw_fault_put(k, f)) return false;
    }
    return true;
}

bool mw_faults_names(mw_fault_work *k) {
    name_word *names;
    uint32_t n;
    return gather(k, &names, &n) && pairs(k, names, n) && once(k);
}
