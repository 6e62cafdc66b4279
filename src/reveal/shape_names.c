/* Names: one person's name written in two ways, two persons' names that are easily confused, named people who are seen once. */
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_faults.h"

enum { NAMES = 240, LONGEST = 24, NEAR = 400 }; /* NEAR: tokens */

/* One word of a name, as it stands in proper mentions. */
typedef struct name_word {
    const char *word;       /* lower case */
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
    static const char list[] =
        " mr mrs miss ms dr sir lady lord madame madam monsieur mademoiselle captain colonel major aunt uncle cousin sister brother "
        "father mother saint st professor doctor master mistress don dona king queen prince princess mr. mrs. dr. st. ms. ";
    char key[40];
    size_t n = strlen(s);
    if (n + 3 > sizeof key) return false;
    key[0] = ' ';
    memcpy(key + 1, s, n + 1);
    strcat(key, " ");
    return strstr(list, key) != NULL;
}

/* One more time that a word stands at t; who: of the mention around it, MW_NONE for a name of nobody that is known. */
typedef struct gatherer {
    mw_map *map;
    name_word *all;
    uint32_t n, room;
} gatherer;

static bool count(gatherer *g, const mw_shape_work *w, uint32_t t, uint32_t who) {
    mw_str f = mw_shape_form(w, t);
    if (w->tags->upos[t] != MW_PROPN || f.n < 3 || w->word[t] == MW_NONE) return true;
    char *low = mw_str_lower(w->scratch, f);
    if (!low) return false;
    if (is_title(low)) return true;
    uint32_t at = g->n;
    if (!mw_map_get(g->map, mw_str_of(low), &at)) {
        if (g->n == g->room) return true;
        if (!mw_map_put(g->map, mw_str_of(low), at)) return false;
        g->all[g->n++] = (name_word){.word = low, .who = who, .first = t};
    }
    name_word *x = &g->all[at];
    x->n++;
    if (x->who == MW_NONE) x->who = who;
    x->several = x->several || (who != MW_NONE && x->who != who);
    return true;
}

/* The words as they stand, not their lemmas: a slip of the pen has no lemma. Those of persons' names, and other names, which may be slips. */
static bool gather(mw_fault_work *k, name_word **names, uint32_t *n) {
    const mw_shape_work *w = k->w;
    const mw_cast *c = w->r->cast;
    gatherer g = {.map = mw_map_new(&w->env->mem), .room = w->n};
    uint32_t *who = mw_arena_array(w->scratch, w->n, sizeof *who);
    g.all = mw_arena_array(w->scratch, w->n, sizeof *g.all);
    bool good = g.map && g.all && who;
    for (uint32_t t = 0; good && t < w->n; t++) who[t] = MW_NONE;
    for (uint32_t m = 0; good && m < c->n_mentions; m++) {
        const mw_mention *x = &c->mentions[m];
        bool name = x->form == MW_PROP && !x->plural && mw_mention_player(c, m) != MW_NONE;
        for (uint32_t t = x->first; name && t <= x->last && t < w->n; t++) who[t] = mw_mention_player(c, m);
    }
    for (uint32_t t = 0; good && t < w->n; t++) good = count(&g, w, t, who[t]);
    mw_map_free(g.map);
    if (good && g.n > 1) qsort(g.all, g.n, sizeof *g.all, by_times);
    *names = g.all;
    *n = g.n;
    return good;
}

static bool put(mw_fault_work *k, mw_fault_kind kind, const name_word *a, const name_word *b, float confidence) {
    const mw_shape_work *w = k->w;
    mw_fault f = {.kind = kind,
                  .who = a->who != MW_NONE ? a->who
                         : b               ? b->who
                                           : MW_NONE,
                  .here = w->r->tokens->span[a->first],
                  .confidence = confidence};
    f.known = f.here.end;
    if (b) {
        f.there = w->r->tokens->span[b->first];
        if (f.there.end > f.known) f.known = f.there.end;
    }
    return mw_fault_put(k, f);
}

/* "the Marlows", "the Joneses": the family, no slip. */
static bool is_plural_of(const mw_shape_work *w, const name_word *a, const name_word *b) {
    size_t n = strlen(b->word);
    if (strncmp(a->word, b->word, n) != 0) return false;
    if (strcmp(a->word + n, "es") == 0) return strchr("sxzh", b->word[n - 1]) != NULL;
    if (strcmp(a->word + n, "s") != 0) return false;
    return a->n > 1 || (a->first > 0 && (w->tags->upos[a->first - 1] == MW_DET || w->tags->upos[a->first - 1] == MW_NUM));
}

/* Both stand behind the same title ("Dr."). */
static bool same_title(const mw_shape_work *w, uint32_t a, uint32_t b) {
    if (a == 0 || b == 0) return false;
    mw_str x = mw_shape_form(w, a - 1), y = mw_shape_form(w, b - 1);
    return w->tags->upos[a - 1] == MW_PROPN && x.n && *x.at >= 'A' && *x.at <= 'Z' && mw_str_eq(x, y);
}

static bool ends_with(const char *s, const char *tail) {
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

/* Forms of one name that are no slips: pet names (Kate, Katie), what is left of one (Melia of Amelia), a people and its country. */
static bool is_other_form(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    const char *longer = n > m ? a : b, *shorter = n > m ? b : a;
    size_t s = strlen(shorter), stem = s && shorter[s - 1] == 'e' ? s - 1 : s;
    if (n == m) return false;
    if (strncmp(longer, shorter, stem) == 0 && (ends_with(longer, "y") || ends_with(longer, "ie"))) return true;
    return ends_with(longer, shorter) || ends_with(longer, "ian") || ends_with(longer, "ean") || ends_with(longer, "ese");
}

/* ---- slips ---- */

static bool is_name_word(const mw_shape_work *w, uint32_t t) {
    mw_str f = mw_shape_form(w, t);
    return w->tags->upos[t] == MW_PROPN && f.n > 1 && *f.at >= 'A' && *f.at <= 'Z';
}

/* The word of the same name beside t: behind it, else before it; MW_NONE: it stands alone. */
static uint32_t beside(const mw_shape_work *w, uint32_t t) {
    if (t + 1 < w->n && is_name_word(w, t + 1) && w->tags->sentence[t + 1] == w->tags->sentence[t]) return t + 1;
    return t > 0 && is_name_word(w, t - 1) && w->tags->sentence[t - 1] == w->tags->sentence[t] ? t - 1 : MW_NONE;
}

/* Whether the word that stands once at t may be a slip for `word`: that stands not far from it, in no other sentence of other people, and
 * beside the same other word where t stands beside one ("Ada Lowe", "Mrs. Lowe"). */
static bool may_be_slip(const mw_shape_work *w, uint32_t t, const char *word, const char *slip) {
    uint32_t from = t > NEAR ? t - NEAR : 0, to = t + NEAR < w->n ? t + NEAR : w->n, other = beside(w, t);
    mw_str f = mw_shape_form(w, t), with = other == MW_NONE ? MW_STR("") : mw_shape_form(w, other);
    mw_norm norm;
    if (other == MW_NONE && mw_norm_lookup(slip, &norm)) return false; /* a word of its own */
    if (f.n > 1 && f.at[1] >= 'A' && f.at[1] <= 'Z') return false;
    if (w->mention[t] != MW_NONE && w->r->cast->mentions[w->mention[t]].type != MW_PER) return false;
    bool near = false;
    for (uint32_t i = from; i < to; i++) {
        if (i == t || !mw_str_ieq(mw_shape_form(w, i), word)) continue;
        if (w->tags->sentence[i] == w->tags->sentence[t]) return false; /* both are there */
        near = true;
    }
    for (uint32_t i = 0; near && other != MW_NONE && i < w->n; i++) {
        if (i == t || !mw_str_ieq(mw_shape_form(w, i), word)) continue;
        uint32_t x = other > t ? i + 1 : i - (i > 0);
        if (x < w->n && mw_str_eq(mw_shape_form(w, x), with)) return true;
    }
    return near && other == MW_NONE;
}

static bool pairs(mw_fault_work *k, const name_word *names, uint32_t n) {
    const mw_cast *c = k->w->r->cast;
    for (uint32_t i = 0; i < n && i < NAMES; i++)
        for (uint32_t j = i + 1; j < n; j++) {
            const name_word *a = &names[i], *b = &names[j]; /* a comes more often */
            size_t length = strlen(a->word) < strlen(b->word) ? strlen(a->word) : strlen(b->word);
            if (a->who == MW_NONE) break; /* no person's name */
            if (length < 4 || is_plural_of(k->w, a, b) || is_plural_of(k->w, b, a) || is_other_form(a->word, b->word)) continue;
            uint32_t d = distance(a->word, b->word), most = length < 6 ? 1 : 2;
            if (d > most) continue;
            bool rare = b->n <= 2 && a->n >= 3 * b->n && a->n >= 3;
            if (b->n == 1 && a->n == 2 && d == 1 && same_title(k->w, a->first, b->first)) rare = true;
            bool one = a->who == b->who, nobody = b->who == MW_NONE;
            bool differ = !nobody && b->n > 1 && c->characters[a->who].gender != c->characters[b->who].gender &&
                          c->characters[a->who].gender != MW_UNKNOWN && c->characters[b->who].gender != MW_UNKNOWN;
            rare = rare && !differ && (d == 1 || one || (nobody && length > 6)) && may_be_slip(k->w, b->first, a->word, b->word);
            if (rare) {
                if (!put(k, MW_FAULT_SPELLING, b, a, one ? 0.85f : 0.65f)) return false;
            } else if (!one && !nobody && *a->word == *b->word && b->n >= 5 && !a->several && !b->several) {
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
