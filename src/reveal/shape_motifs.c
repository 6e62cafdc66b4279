/* Motifs: things and images that come more, and more evenly spread, than in novels at large (data/norms.inc).
 *
 * A noun's weight is how much more often it comes than the norm says (the signed root of the log-likelihood ratio, Dunning, "Accurate
 * methods for the statistics of surprise and coincidence", 1993), times how evenly it is spread: the share of equal parts of the text
 * that hold it, against those that chance would fill (Juilland's and Gries's question, asked of parts). What names a person, a measure or nothing
 * in particular is no image. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_work.h"

enum { KEPT = 160 };

/* Times that make a motif: twice in a short story, more in a long novel. */
static uint32_t at_least(uint32_t words) { return words < 6000 ? 2 : words < 40000 ? 3 : 3 + words / 40000; }

float mw_motif_weight(const mw_motif *m, uint32_t n, uint32_t words, uint32_t parts, uint32_t of) {
    if (n < at_least(words) || words == 0 || of == 0) return 0;
    double want = (double)m->rate * words / 1e6, have = n;
    if (want < 0.05) want = 0.05;
    if (have <= want) return 0;
    double gain = sqrt(2 * (have * log(have / want) - (have - want)));
    double filled = of * (1 - pow(1 - 1.0 / of, have)), even = filled > 0 ? parts / filled : 0;
    if (even > 1) even = 1;
    return (float)(gain * (0.25 + 0.75 * even) * (double)m->strong);
}

/* How much of a thing or image a noun is, by its sense in most places. */
static float strength_of(const char *sense, uint32_t class) {
    static const struct {
        const char *sense;
        float strong;
    } table[] = {{"noun.object", 1},       {"noun.plant", 1},        {"noun.animal", 1},        {"noun.phenomenon", 1},
                 {"noun.artifact", 1},     {"noun.substance", 1},    {"noun.food", 0.9f},       {"noun.shape", 0.7f},
                 {"noun.body", 0.6f},      {"noun.location", 0.5f},  {"noun.possession", 0.8f}, {"noun.communication", 0.6f},
                 {"noun.feeling", 0.7f},   {"noun.state", 0.6f},     {"noun.event", 0.6f},      {"noun.act", 0.5f},
                 {"noun.attribute", 0.5f}, {"noun.cognition", 0.4f}, {"noun.process", 0.5f},    {"noun.group", 0.3f},
                 {"noun.motive", 0.5f},    {"noun.Tops", 0.4f},      {"noun.quantity", 0},      {"noun.relation", 0.3f},
                 {"noun.time", 0.2f},      {"noun.person", 0}};
    if (class & MW_WORD_GENERIC) return 0.25f;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(sense, table[i].sense) == 0) return table[i].strong;
    return 0.4f;
}

typedef struct tally {
    uint32_t n, from; /* times; first place in `places` */
    uint32_t last;    /* part in which it stood last, + 1 */
    uint32_t parts;
    uint32_t said; /* times inside quotations */
    float strong;  /* sum */
} tally;

static bool is_plain_word(const char *s) {
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++)
        if (s[i] == '-' || s[i] == '\'' || (s[i] >= '0' && s[i] <= '9')) return false;
    return n > 2;
}

/* The first part of a word with a hyphen: "drawing" of "drawing-room". */
static bool is_first_part(const mw_shape_work *w, uint32_t t) {
    const mw_span *span = w->r->tokens->span;
    if (t + 2 >= w->n || span[t].end != span[t + 1].start || span[t + 1].end != span[t + 2].start) return false;
    mw_str f = mw_shape_form(w, t + 1);
    return f.n == 1 && *f.at == '-';
}

/* A common noun with a capital, and sometimes taken for somebody ("the Magic"). */
static bool is_raised(const mw_shape_work *w, uint32_t t) {
    const mw_mention *m = w->mention[t] == MW_NONE ? NULL : &w->r->cast->mentions[w->mention[t]];
    const char *sense = mw_shape_sense(w, t);
    mw_norm norm;
    bool beside = (t > 0 && w->tags->upos[t - 1] == MW_PROPN) || (t + 1 < w->n && w->tags->upos[t + 1] == MW_PROPN);
    if (beside || (m && (m->form != MW_PROP || m->first != m->last || m->type != MW_PER)) || !mw_norm_lookup(mw_shape_word(w, t), &norm))
        return false;
    return *sense && strcmp(sense, "noun.person") != 0 && strcmp(sense, "noun.group") != 0 && strcmp(sense, "noun.location") != 0;
}

/* A noun of the story itself (no heading's) that names nobody. */
static bool is_image(const mw_shape_work *w, uint32_t t) {
    uint8_t upos = w->tags->upos[t];
    if ((upos != MW_NOUN && upos != MW_PROPN) || w->word[t] == MW_NONE || !is_plain_word(mw_shape_word(w, t)) || is_first_part(w, t))
        return false;
    mw_block_kind kind = w->r->text->blocks[w->r->tokens->block[t]].kind;
    if (kind != MW_PARAGRAPH && kind != MW_VERSE) return false;
    return (upos == MW_NOUN && w->person[t] == MW_NONE) || is_raised(w, t);
}

typedef struct gatherer {
    mw_shape_work *w;
    tally *of;        /* [n_words] */
    uint32_t *places; /* tokens, a word's together */
    uint32_t n_places;
} gatherer;

static float said_share(const mw_shape_work *w) {
    uint32_t said = 0;
    for (uint32_t t = 0; t < w->n; t++) said += mw_shape_said(w, t);
    return w->n ? (float)said / (float)w->n : 0;
}

/* The mean of its places, more for things that stories turn on, less for what is told but not talked of: a setting's furniture. */
static float strong_by(const tally *x, uint32_t class, float said) {
    float mean = x->strong / (float)x->n, talk = said < 0.05f ? 1 : (float)x->said / (float)x->n / said;
    return mean * (class & MW_WORD_OBJECT ? 1 : 0.8f) * (0.6f + 0.4f * (talk < 1 ? talk : 1));
}

static bool gather(gatherer *g) {
    mw_shape_work *w = g->w;
    g->of = mw_arena_array(w->scratch, w->n_words, sizeof *g->of);
    if (!g->of) return false;
    for (uint32_t t = 0; t < w->n; t++) {
        if (!is_image(w, t)) continue;
        tally *x = &g->of[w->word[t]];
        x->n++;
        x->said += mw_shape_said(w, t);
        x->strong += strength_of(mw_shape_sense(w, t), w->classes[w->word[t]]);
    }
    float said = said_share(w);
    for (uint32_t i = 0; i < w->n_words; i++) {
        g->of[i].from = g->n_places;
        g->n_places += g->of[i].n;
        if (g->of[i].n) g->of[i].strong = strong_by(&g->of[i], w->classes[i], said);
        g->of[i].n = 0;
    }
    g->places = mw_arena_array(w->scratch, g->n_places, sizeof *g->places);
    if (!g->places) return false;
    for (uint32_t t = 0; t < w->n; t++) {
        if (!is_image(w, t)) continue;
        tally *x = &g->of[w->word[t]];
        g->places[x->from + x->n++] = t;
    }
    return true;
}

uint32_t mw_motif_parts(uint32_t words) { return words < 4000 ? 8 : words < 30000 ? 12 : 20; }

static uint32_t parts_with(const gatherer *g, const tally *x, uint32_t of) {
    uint32_t parts = 0, last = MW_NONE;
    for (uint32_t k = 0; k < x->n; k++) {
        uint32_t part = (uint32_t)((uint64_t)g->places[x->from + k] * of / g->w->n);
        parts += part != last;
        last = part;
    }
    return parts;
}

/* Where it has come often enough to be one: its weight with what has been read there reaches half of the threshold of lists. */
static uint32_t known_at(const gatherer *g, const tally *x, const mw_motif *m) {
    for (uint32_t k = at_least(g->w->n); k < x->n; k++) {
        uint32_t t = g->places[x->from + k - 1];
        if (mw_motif_weight(m, k, t + 1, 1, 1) > 1.5f) return g->w->r->tokens->span[t].end;
    }
    return g->w->r->tokens->span[g->places[x->from + x->n - 1]].end;
}

typedef struct ranked {
    float weight;
    uint32_t word;
} ranked;

static int by_weight(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return (x->word > y->word) - (x->word < y->word);
}

static bool put_motif(gatherer *g, const ranked *r, mw_motif *m) {
    mw_shape_work *w = g->w;
    const tally *x = &g->of[r->word];
    m->name = mw_arena_strdup(w->arena, w->words[r->word]);
    m->spans = mw_arena_array(w->arena, x->n, sizeof *m->spans);
    if (!m->name || !m->spans) return false;
    for (uint32_t k = 0; k < x->n; k++) m->spans[m->n++] = w->r->tokens->span[g->places[x->from + k]];
    m->known = known_at(g, x, m);
    return true;
}

static mw_motif norm_of(const mw_shape_work *w, uint32_t word, float strong) {
    mw_norm norm;
    mw_norm_lookup(w->words[word], &norm);
    return (mw_motif){.rate = norm.rate, .range = norm.range, .strong = strong};
}

marrow_status mw_shape_motifs(mw_shape_work *w, marrow_error *err) {
    gatherer g = {.w = w};
    if (!gather(&g)) return mw_fail_memory(err);
    ranked *r = mw_arena_array(w->scratch, w->n_words, sizeof *r);
    w->shape->motifs = mw_arena_array(w->arena, KEPT, sizeof *w->shape->motifs);
    if (!r || !w->shape->motifs) return mw_fail_memory(err);
    uint32_t n = 0, of = mw_motif_parts(w->n);
    for (uint32_t i = 0; i < w->n_words; i++) {
        mw_motif m = norm_of(w, i, g.of[i].strong);
        float weight = mw_motif_weight(&m, g.of[i].n, w->n, parts_with(&g, &g.of[i], of), of);
        if (weight > 0.8f) r[n++] = (ranked){weight, i};
    }
    qsort(r, n, sizeof *r, by_weight);
    for (uint32_t i = 0; i < n && i < KEPT; i++) {
        mw_motif *m = &w->shape->motifs[i];
        *m = norm_of(w, r[i].word, g.of[r[i].word].strong);
        if (!put_motif(&g, &r[i], m)) return mw_fail_memory(err);
        w->shape->n_motifs++;
    }
    return MARROW_OK;
}
