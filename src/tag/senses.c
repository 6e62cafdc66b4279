/* senses: what supersenses a word or a phrase can have (docs/model.md, `sense.words`), added to the scores of the head that tells them. The
 * list says what WordNet and a counted corpus allow; which of these it is here, the head still decides. Lines are found by bisection in the
 * model's own text: nothing is built when a model is opened, and a text that is not as it should be only says less. */
#include <string.h>

#include "tag/work.h"

enum { FIRST = 48, PHRASE_WORDS = 4 };
static const float ZERO = -12.0f, STEPS = 4.0f;

/* A core's words as they are listed: forms and lemmas in lower case, end to end. */
typedef struct words {
    const mw_tagger *t;
    mw_worker *w;
    uint32_t first, end; /* the sentence */
} words;

static mw_str cut(const mw_buf *b, const uint32_t *at, uint32_t i) { return (mw_str){b->at + at[i], at[i + 1] - at[i]}; }
static mw_str form(const words *x, uint32_t i) { return cut(&x->w->forms, x->w->form_at, i - x->first); }
static mw_str lemma(const words *x, uint32_t i) { return cut(&x->w->lemmas, x->w->lemma_at, i - x->first); }

static char kind_of(uint8_t upos) { return upos == MW_NOUN ? 'n' : upos == MW_VERB || upos == MW_AUX ? 'v' : 0; }

static bool words_make(words *x) {
    mw_worker *w = x->w;
    w->forms.n = w->lemmas.n = 0;
    for (uint32_t i = x->first; i < x->end; i++) {
        w->form_at[i - x->first] = (uint32_t)w->forms.n;
        w->lemma_at[i - x->first] = (uint32_t)w->lemmas.n;
        mw_fold_put(&w->forms, mw_str_span(x->t->text->at, x->t->tokens->span[i]));
        uint8_t upos = x->t->tags->upos[i];
        if (upos != MW_PROPN && !kind_of(upos)) continue; /* nobody asks for its lemma */
        mw_lemma_make(x->t, i, &w->key, &w->one);
        if (w->one.at) mw_fold_put(&w->lemmas, (mw_str){w->one.at, w->one.n});
    }
    w->form_at[x->end - x->first] = (uint32_t)w->forms.n;
    w->lemma_at[x->end - x->first] = (uint32_t)w->lemmas.n;
    return !w->forms.failed && !w->lemmas.failed && !w->key.failed && !w->one.failed;
}

/* ---- lines ----------------------------------------------------------------------------------------------------------------- */

/* Where the first line stands that is not before the worker's key. A novel's words come again: places are kept, the last one asked for of those
 * with the same end of a hash. (Two keys with one hash would only not be found.) */
static size_t key_line(const words *x) {
    const mw_buf *key = &x->w->key;
    uint64_t hash = mw_hash(key->at, key->n);
    mw_seen_line *seen = &x->w->seen[hash % MW_SEEN];
    if (seen->hash != hash) *seen = (mw_seen_line){hash, mw_lines_from(x->t->heads->senses, (mw_str){key->at, key->n})};
    return seen->line;
}

/* The letters of a word of this kind. */
static bool word_find(const words *x, mw_str word, char kind, mw_str *letters) {
    mw_buf *key = &x->w->key;
    key->n = 0;
    mw_buf_put(key, word.at, word.n);
    mw_buf_put(key, (const char[]){'\t', kind, '\t'}, 3);
    return !key->failed && mw_line_rest(x->t->heads->senses, key_line(x), (mw_str){key->at, key->n}, letters);
}

/* Does the rest of a listed phrase, behind its first word, stand behind token i? -> its words behind the first, or 0; *kind, *letters: of the line. */
static uint32_t phrase_fits(const words *x, uint32_t i, mw_str rest, char *kind, mw_str *letters) {
    const char *tab = memchr(rest.at, '\t', rest.n);
    if (!tab || (size_t)(tab - rest.at) + 3 > rest.n || tab[2] != '\t') return 0;
    *kind = tab[1];
    *letters = (mw_str){tab + 3, rest.n - (size_t)(tab + 3 - rest.at)};
    uint32_t n = 0;
    for (const char *p = rest.at; p < tab;) {
        const char *stop = memchr(p, '_', (size_t)(tab - p));
        mw_str one = {p, (size_t)((stop ? stop : tab) - p)};
        uint32_t at = i + ++n;
        if (n >= PHRASE_WORDS || at >= x->end) return 0;
        bool same = mw_str_eq(one, form(x, at)) || (!stop && *kind == 'n' && mw_str_eq(one, lemma(x, at)));
        if (!same) return 0;
        p = (stop ? stop : tab) + 1;
    }
    uint8_t last = x->t->tags->upos[i + n];
    return *kind == 'v' || last == MW_NOUN || last == MW_PROPN ? n : 0;
}

/* The longest phrase of this kind that begins at token i with this word -> its words behind the first. */
static uint32_t phrase_find(const words *x, uint32_t i, mw_str first, char wanted, mw_str *letters) {
    mw_buf *key = &x->w->key;
    mw_str lines = x->t->heads->senses, rest, found;
    char kind;
    key->n = 0;
    mw_buf_put(key, first.at, first.n);
    mw_buf_putc(key, '_');
    if (key->failed) return 0;
    uint32_t most = 0;
    for (size_t at = key_line(x); mw_line_rest(lines, at, (mw_str){key->at, key->n}, &rest);
         at = (size_t)(rest.at + rest.n + 1 - lines.at)) {
        uint32_t n = phrase_fits(x, i, rest, &kind, &found);
        if (n <= most || kind != wanted) continue;
        most = n;
        *letters = found;
    }
    return most;
}

/* ---- scores ---------------------------------------------------------------------------------------------------------------- */

static float weight_of(char letter) { return ((float)((unsigned char)letter - FIRST)) / STEPS + ZERO; }

/* Into add [MW_N_SENSE]: what the list says of token i as a word of its own. */
static void word_weigh(const words *x, uint32_t i, float *add) {
    const mw_heads *h = x->t->heads;
    char kind = kind_of(x->t->tags->upos[i]);
    mw_str letters;
    memset(add, 0, MW_N_SENSE * sizeof *add);
    if (!kind || !word_find(x, lemma(x, i), kind, &letters) || !letters.n) return;
    for (uint32_t k = 0; k < h->n_senses; k++)
        if (h->sense_kind[k] == kind) add[k] = weight_of(letters.at[0]);
    for (size_t j = 1; j + 1 < letters.n; j += 2) {
        uint32_t k = (uint32_t)((unsigned char)letters.at[j] - FIRST);
        if (k < h->n_senses) add[k] = weight_of(letters.at[j + 1]);
    }
}

/* A phrase of n words behind token i: a bonus on what it can be, for all its words; the first word's own list does not speak against it. */
static void phrase_weigh(const words *x, uint32_t i, uint32_t n, mw_str letters, float *add, float *scores) {
    const mw_heads *h = x->t->heads;
    uint32_t out = h->sense.out;
    for (size_t j = 0; j < letters.n; j++) {
        uint32_t k = (uint32_t)((unsigned char)letters.at[j] - FIRST);
        if (k >= h->n_senses) continue;
        add[k] = (add[k] > 0 ? add[k] : 0) + h->sense_phrase;
        for (uint32_t m = 1; m <= n && h->sense_inside[k] < out; m++)
            scores[(size_t)(i + m - x->first) * out + h->sense_inside[k]] += h->sense_phrase;
    }
}

bool mw_senses_weigh(const mw_tagger *t, mw_worker *w, const mw_sentence *s, float *scores) {
    const mw_heads *h = t->heads;
    words x = {.t = t, .w = w, .first = s->first, .end = s->end};
    if (!h->senses.n) return true;
    if (!words_make(&x)) return false;
    float add[MW_N_SENSE];
    uint32_t open = x.first; /* no phrase holds the tokens from here on */
    for (uint32_t i = x.first; i < x.end; i++) {
        mw_str letters, other;
        word_weigh(&x, i, add);
        uint8_t upos = t->tags->upos[i];
        if (i >= open && (upos == MW_NOUN || upos == MW_VERB || upos == MW_ADJ || upos == MW_PROPN || upos == MW_NUM || upos == MW_ADV)) {
            uint32_t n = phrase_find(&x, i, form(&x, i), 'n', &letters);
            uint32_t m = upos == MW_VERB ? phrase_find(&x, i, lemma(&x, i), 'v', &other) : 0;
            if (m > n) {
                n = m;
                letters = other;
            }
            if (n) phrase_weigh(&x, i, n, letters, add, scores);
            open = i + n + 1;
        }
        float *row = scores + (size_t)(i - x.first) * h->sense.out;
        for (uint32_t k = 0; k < h->n_senses; k++) row[h->sense_begin[k]] += add[k];
    }
    return !w->key.failed;
}
