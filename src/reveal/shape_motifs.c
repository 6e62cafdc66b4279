/* Motifs: things and images that come more, and more evenly spread, than in novels at large (data/norms.inc).
 *
 * A noun's weight is how much more often it comes than the norm says (the signed root of the log-likelihood ratio, Dunning, "Accurate
 * methods for the statistics of surprise and coincidence", 1993), times how evenly it is spread: the share of equal parts of the text
 * that hold it, against those that chance would fill (Juilland's and Gries's question, asked of parts). What names a person, a measure or nothing
 * in particular is no image. Nouns of one family of images (shape_images.c) that come more than usual are one motif, named by the commonest of them; what the title
 * or headings name counts for more. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_work.h"

enum { KEPT = 160, FAMILIES = 1000 }; /* FAMILIES: more than there are */

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
    if (class & MW_WORD_GENERIC) return 0.2f;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(sense, table[i].sense) == 0) return table[i].strong;
    return 0.4f;
}

typedef struct tally {
    uint32_t n, from; /* times; first place in `places` */
    uint32_t last;    /* part in which it stood last, + 1 */
    uint32_t parts;
    uint32_t said;   /* times inside quotations */
    uint32_t raised; /* times with a capital of its own */
    float strong;    /* sum */
    float named;     /* more than 1 where the title or a heading names it; 0: neither does */
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

/* The mean of its places, more for things that stories turn on and for what the writer gives a capital, less for what is told but not talked of: a
 * setting's furniture. */
static float strong_by(const tally *x, uint32_t class, float said) {
    float mean = x->strong / (float)x->n, talk = said < 0.05f ? 1 : (float)x->said / (float)x->n / said;
    if (3 * x->raised >= x->n) mean *= 1.3f;
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
        x->raised += w->tags->upos[t] == MW_PROPN;
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

/* ---- what titles and headings name ---- */

/* Words of the title, as lemmas or plurals. */
static bool title_words(const mw_shape_work *w, mw_map *map) {
    const char *title = w->r->text->title;
    mw_buf low;
    mw_buf_init(&low, &w->env->mem);
    size_t n = title ? strlen(title) : 0;
    bool good = true;
    for (size_t i = 0, len; good && i <= n; i += len) {
        len = 1;
        int32_t c = i < n ? mw_utf8_next(title + i, n - i, &len) : 0;
        if (mw_cp_letter(c)) {
            mw_buf_putcp(&low, mw_cp_fold(c));
            continue;
        }
        if (low.n > 2 && !low.failed) good = mw_map_put(map, (mw_str){low.at, low.n}, 1);
        if (low.n > 3 && !low.failed && low.at[low.n - 1] == 's') good = good && mw_map_put(map, (mw_str){low.at, low.n - 1}, 1);
        good = good && !low.failed;
        low.n = 0;
    }
    mw_buf_clear(&low);
    return good;
}

/* What the title names counts TITLE times, what headings name HEADING times. */
static bool raise_named(gatherer *g) {
    static const float by_title = 1.4f, by_heading = 1.2f;
    mw_shape_work *w = g->w;
    mw_map *map = mw_map_new(&w->env->mem);
    bool good = map && title_words(w, map);
    for (uint32_t t = 0; good && t < w->n; t++) {
        bool heading = w->r->text->blocks[w->r->tokens->block[t]].kind == MW_HEADING;
        if (heading && w->word[t] != MW_NONE && g->of[w->word[t]].n && g->of[w->word[t]].named < by_heading)
            g->of[w->word[t]].named = by_heading;
    }
    for (uint32_t i = 0; good && i < w->n_words; i++)
        if (g->of[i].n && mw_map_get(map, mw_str_of(w->words[i]), NULL)) g->of[i].named = by_title;
    mw_map_free(map);
    return good;
}

/* ---- words of one family ---- */

/* A noun of a group: of its family of images, or alone. */
typedef struct member {
    uint32_t group, word, n;
    float rate, range, strong;
} member;

static int by_group(const void *a, const void *b) {
    const member *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return (x->word > y->word) - (x->word < y->word);
}

/* The nouns that come more often than in novels at large, those of a family together, commonest first. */
static bool find_members(gatherer *g, member *all, uint32_t *n) {
    static const float family_rate = 5; /* of a word that the norms leave out for its capitals ("daisy", "gale"), at least */
    mw_shape_work *w = g->w;
    mw_map *map = mw_map_new(&w->env->mem);
    bool good = map && mw_shape_images(map);
    *n = 0;
    for (uint32_t i = 0; good && i < w->n_words; i++) {
        const tally *x = &g->of[i];
        if (x->n == 0) continue;
        member m = {.word = i, .n = x->n, .strong = x->strong * (x->named > 0 ? x->named : 1)};
        mw_norm norm;
        bool listed = mw_norm_lookup(w->words[i], &norm), family = mw_map_get(map, mw_str_of(w->words[i]), &m.group);
        if (!family) m.group = FAMILIES + i;
        m.rate = family && !listed && norm.rate < family_rate ? family_rate : norm.rate;
        m.range = norm.range;
        if ((double)x->n > (double)m.rate * w->n / 1e6) all[(*n)++] = m;
    }
    mw_map_free(map);
    if (good && *n > 1) qsort(all, *n, sizeof *all, by_group);
    return good;
}

typedef struct ranked {
    float weight;
    uint32_t from, end; /* members */
    mw_motif motif;
} ranked;

static int by_weight(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return (x->from > y->from) - (x->from < y->from);
}

static int in_order(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The places of members [from, end) in order: `room` holds as many. */
static uint32_t places_of(const gatherer *g, const member *all, uint32_t from, uint32_t end, uint32_t *room) {
    uint32_t n = 0;
    for (uint32_t i = from; i < end; i++) {
        const tally *x = &g->of[all[i].word];
        memcpy(room + n, g->places + x->from, x->n * sizeof *room);
        n += x->n;
    }
    if (end - from > 1) qsort(room, n, sizeof *room, in_order);
    return n;
}

static uint32_t parts_with(const uint32_t *places, uint32_t n, uint32_t of, uint32_t words) {
    uint32_t parts = 0, last = MW_NONE;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t part = (uint32_t)((uint64_t)places[k] * of / words);
        parts += part != last;
        last = part;
    }
    return parts;
}

static ranked weigh(const gatherer *g, const member *all, uint32_t from, uint32_t end, uint32_t *room) {
    ranked r = {.from = from, .end = end};
    uint32_t n = places_of(g, all, from, end, room), of = mw_motif_parts(g->w->n);
    for (uint32_t i = from; i < end; i++) {
        r.motif.rate += all[i].rate;
        r.motif.strong += all[i].strong * (float)all[i].n / (float)n;
        if (all[i].range > r.motif.range) r.motif.range = all[i].range;
    }
    r.weight = mw_motif_weight(&r.motif, n, g->w->n, parts_with(room, n, of, g->w->n), of);
    return r;
}

/* ---- rows ---- */

/* Where it has come often enough to be one: its weight with what has been read there reaches half of the threshold of lists. */
static uint32_t known_at(const gatherer *g, const uint32_t *places, uint32_t n, const mw_motif *m) {
    for (uint32_t k = at_least(g->w->n); k < n; k++) {
        uint32_t t = places[k - 1];
        if (mw_motif_weight(m, k, t + 1, 1, 1) > 1.5f) return g->w->r->tokens->span[t].end;
    }
    return g->w->r->tokens->span[places[n - 1]].end;
}

/* "robin / bird": the commonest, and what comes nearly as often. */
static const char *name_of(gatherer *g, const member *all, const ranked *r) {
    enum { NAMES = 3, SHARE = 4 };
    mw_shape_work *w = g->w;
    mw_buf b;
    mw_buf_init(&b, &w->env->mem);
    for (uint32_t i = r->from; i < r->end && i < r->from + NAMES && all[i].n * SHARE >= all[r->from].n; i++) {
        if (i > r->from) mw_buf_puts(&b, " / ");
        mw_buf_puts(&b, w->words[all[i].word]);
    }
    const char *name = b.failed ? NULL : mw_arena_strdup(w->arena, b.at);
    mw_buf_clear(&b);
    return name;
}

static bool put_motif(gatherer *g, const member *all, const ranked *r, uint32_t *room, mw_motif *m) {
    mw_shape_work *w = g->w;
    uint32_t n = places_of(g, all, r->from, r->end, room);
    *m = r->motif;
    m->name = name_of(g, all, r);
    m->spans = mw_arena_array(w->arena, n, sizeof *m->spans);
    if (!m->name || !m->spans) return false;
    for (uint32_t k = 0; k < n; k++) m->spans[m->n++] = w->r->tokens->span[room[k]];
    m->known = known_at(g, room, n, m);
    return true;
}

static bool rank(gatherer *g, member *all, ranked *r, uint32_t *room, uint32_t *n) {
    uint32_t members;
    *n = 0;
    if (!raise_named(g) || !find_members(g, all, &members)) return false;
    for (uint32_t i = 0, z; i < members; i = z) {
        for (z = i + 1; z < members && all[z].group == all[i].group; z++) {}
        ranked x = weigh(g, all, i, z, room);
        if (x.weight > 0.8f) r[(*n)++] = x;
    }
    qsort(r, *n, sizeof *r, by_weight);
    return true;
}

marrow_status mw_shape_motifs(mw_shape_work *w, marrow_error *err) {
    gatherer g = {.w = w};
    if (!gather(&g)) return mw_fail_memory(err);
    member *all = mw_arena_array(w->scratch, w->n_words, sizeof *all);
    ranked *r = mw_arena_array(w->scratch, w->n_words, sizeof *r);
    uint32_t *room = mw_arena_array(w->scratch, g.n_places, sizeof *room), n;
    w->shape->motifs = mw_arena_array(w->arena, KEPT, sizeof *w->shape->motifs);
    if (!all || !r || !room || !w->shape->motifs || !rank(&g, all, r, room, &n)) return mw_fail_memory(err);
    for (uint32_t i = 0; i < n && i < KEPT; i++) {
        if (!put_motif(&g, all, &r[i], room, &w->shape->motifs[i])) return mw_fail_memory(err);
        w->shape->n_motifs++;
    }
    return MARROW_OK;
}
