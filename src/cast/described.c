/* described: somebody who is never named, and who looks as somebody looked who was.
 *
 * "A man with a hawkish nose sat there" and, chapters later, "the ferryman, whose nose was hawkish": a rare word for a part of the body
 * (said no more than a few times in the whole book) that both descriptions share is what a writer gives a reader to know a person again by.
 * A nameless one is joined to a person with a name where one such word is said of these two and of nobody else, each time in a sentence
 * about one person alone; where genders agree; and where the named one is not about while the other is. Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { RARE = 3, LEAST_MENTIONS = 3 };

/* What a person is known again by. */
static bool is_feature(const char *lemma) {
    static const char *const words[] = {"beard",   "brow",      "cheek",    "chin",   "complexion", "countenance", "ear",
                                        "eye",     "eyebrow",   "face",     "hair",   "gait",       "jaw",         "lip",
                                        "limp",    "moustache", "mustache", "nose",   "scar",       "skin",        "squint",
                                        "stammer", "teeth",     "tooth",    "visage", "voice",      "wart",        "whiskers"};
    return MW_AMONG(lemma, words);
}

/* A part and the word for it: of whom it was said first, and of whom else. */
typedef struct feature {
    uint32_t one, other; /* entities */
    uint32_t since, at;  /* mentions: where it is said of the other; the first behind that sentence */
    bool more;           /* of a third */
} feature;

typedef struct look {
    mw_caster *c;
    mw_map *words, *index; /* lemmas of adjectives → how often; part and word → features */
    MW_VEC(feature) features;
    mw_buf key;
} look;

static bool count_words(look *k) {
    const mw_tags *t = k->c->tags;
    for (uint32_t i = k->c->from; i < k->c->to; i++) {
        uint32_t n = 0;
        if (t->upos[i] != MW_ADJ) continue;
        mw_str word = mw_str_of(mw_lemma(t, i));
        mw_map_get(k->words, word, &n);
        if (!mw_map_put(k->words, word, n + 1)) return false;
    }
    return true;
}

/* Picture him as a man with …: what is said of somebody, no other person, whoever later pronouns were taken for. */
static bool is_likened(const mw_caster *c, const mw_ment *m) {
    const mw_tags *t = c->tags;
    for (uint32_t i = mw_child_first(c->children, m->head); i != MW_NONE; i = mw_child_next(c->children, i))
        if (t->rel_base[i] == MW_REL_CASE && (!strcmp(mw_lemma(t, i), "as") || !strcmp(mw_lemma(t, i), "like"))) return true;
    return false;
}

/* The one person whom a sentence is about; MW_NONE: nobody, or several. *mention: the first of them. */
static uint32_t person_alone(const mw_caster *c, uint32_t from, uint32_t end, uint32_t *mention) {
    uint32_t who = MW_NONE;
    for (uint32_t i = from; i < end; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->predicate || m->entity == MW_NONE || c->ents.at[m->entity].type != MW_PER) continue;
        if (m->pronoun && m->pronoun->person < 3) continue; /* you must think of him */
        if (m->sort == MW_SORT_NOMINAL && m->det == MW_DET_INDEF && (c->ents.at[m->entity].n == 1 || is_likened(c, m))) continue;
        if (who != MW_NONE && who != m->entity) return MW_NONE;
        if (who == MW_NONE) *mention = i;
        who = m->entity;
    }
    return who;
}

static bool note(look *k, const char *part, const char *word, uint32_t ent, uint32_t mention, uint32_t after) {
    uint32_t n = 0, at;
    if (!mw_map_get(k->words, mw_str_of(word), &n) || n > RARE) return true;
    k->key.n = 0;
    mw_buf_puts(&k->key, part), mw_buf_putc(&k->key, ' '), mw_buf_puts(&k->key, word);
    if (k->key.failed) return false;
    mw_str key = {k->key.at, k->key.n};
    if (!mw_map_get(k->index, key, &at))
        return mw_map_put(k->index, key, (uint32_t)k->features.n) &&
               mw_vec_push(k->c->mem, &k->features, ((feature){ent, MW_NONE, mention, after, false}));
    feature *f = &k->features.at[at];
    if (f->one == ent || f->other == ent) return true;
    if (f->other != MW_NONE)
        f->more = true;
    else
        f->other = ent, f->since = mention, f->at = after;
    return true;
}

/* A nose of hawkish, high outline: by the words' order alone, for parsers hang such an "of" anywhere. */
static bool note_outline(look *k, uint32_t noun, uint32_t ent, uint32_t mention, uint32_t after) {
    enum { FAR = 6 };
    const mw_tags *t = k->c->tags;
    uint32_t end = t->sentences[t->sentence[noun]].end, i = noun + 2;
    if (i >= end || strcmp(mw_lemma(t, noun + 1), "of") != 0) return true;
    for (; i < end && i < noun + FAR && t->upos[i] != MW_NOUN; i++)
        if (t->upos[i] != MW_ADJ && t->upos[i] != MW_PUNCT && t->upos[i] != MW_DET && t->upos[i] != MW_CCONJ) return true;
    for (uint32_t a = noun + 2; i < end && t->upos[i] == MW_NOUN && a < i; a++)
        if (t->upos[a] == MW_ADJ && !note(k, mw_lemma(t, noun), mw_lemma(t, a), ent, mention, after)) return false;
    return true;
}

/* A hawkish nose; a nose of hawkish outline; his nose was hawkish. */
static bool note_part(look *k, uint32_t noun, uint32_t ent, uint32_t mention, uint32_t after) {
    const mw_caster *c = k->c;
    const mw_tags *t = c->tags;
    const char *part = mw_lemma(t, noun);
    for (uint32_t i = mw_child_first(c->children, noun); i != MW_NONE; i = mw_child_next(c->children, i)) {
        if (t->upos[i] == MW_ADJ && t->rel_base[i] == MW_REL_AMOD && !note(k, part, mw_lemma(t, i), ent, mention, after)) return false;
    }
    if (!note_outline(k, noun, ent, mention, after)) return false;
    uint32_t head = t->head[noun];
    bool is = t->rel_base[noun] == MW_REL_NSUBJ && t->upos[head] == MW_ADJ && mw_child_with(t, c->children, head, MW_REL_COP) != MW_NONE;
    return !is || note(k, part, mw_lemma(t, head), ent, mention, after);
}

static bool look_around(look *k) {
    const mw_caster *c = k->c;
    for (uint32_t i = 0, z; i < c->ments.n; i = z) {
        uint32_t sentence = c->ments.at[i].sentence, mention = MW_NONE;
        for (z = i + 1; z < c->ments.n && c->ments.at[z].sentence == sentence;) z++;
        uint32_t ent = person_alone(c, i, z, &mention);
        if (ent == MW_NONE || c->ents.at[ent].plural) continue;
        for (uint32_t t = c->tags->sentences[sentence].first; t < c->tags->sentences[sentence].end; t++)
            if (c->tags->upos[t] == MW_NOUN && is_feature(mw_lemma(c->tags, t)) &&
                !note_part(k, t, ent, mention, z < c->ments.n ? z : z - 1))
                return false;
    }
    return true;
}

/* Is the named one mentioned where the other is: between two mentions that lie no further apart than a scene. */
static bool is_about(const mw_caster *c, uint32_t named, uint32_t other) {
    enum { SCENE = 150 };
    uint32_t seen = 0, last = c->ents.at[other].first;
    for (uint32_t i = last; i <= c->ents.at[other].last && i < c->ments.n; i++) {
        seen += c->ments.at[i].entity == named;
        if (c->ments.at[i].entity != other) continue;
        if (seen && i - last <= SCENE) return true;
        seen = 0, last = i;
    }
    return false;
}

static bool join(mw_caster *c, const feature *f) {
    if (f->other == MW_NONE || f->more) return true;
    uint32_t a = mw_person_now(c, c->ents.at[f->one].person), b = mw_person_now(c, c->ents.at[f->other].person);
    if ((a == MW_NONE) == (b == MW_NONE)) return true;
    uint32_t named = a == MW_NONE ? f->other : f->one, other = a == MW_NONE ? f->one : f->other, p = a == MW_NONE ? b : a;
    const mw_ent *e = &c->ents.at[other];
    uint8_t g = mw_ent_gender(c, named), h = mw_ent_gender(c, other);
    if (!(c->persons.at[p].given || c->persons.at[p].surname) || e->narrator || e->predicate || e->n < LEAST_MENTIONS) return true;
    if (e->last_full == MW_NONE || c->ents.at[named].narrator || (g && h && g != h) || is_about(c, named, other)) return true;
    size_t n = c->founds.n;
    if (!mw_ent_found(c, other, p, f->at, MW_JOIN_ALIKE)) return false;
    if (c->founds.n > n) c->founds.at[n].since = f->since + 1;
    return true;
}

bool mw_persons_described(mw_caster *c) {
    look k = {.c = c, .words = mw_map_new(c->mem), .index = mw_map_new(c->mem)};
    mw_buf_init(&k.key, c->mem);
    bool good = k.words && k.index && count_words(&k) && look_around(&k);
    for (size_t i = 0; good && i < k.features.n; i++) good = join(c, &k.features.at[i]);
    mw_map_free(k.words), mw_map_free(k.index);
    mw_buf_clear(&k.key);
    mw_vec_clear(c->mem, &k.features);
    return good;
}
