/* shape_work: what the files of shape share while it is built. Not for other rooms.
 *
 * The way: words interned -> scenes -> arc -> openings of threads -> touches and closes -> motifs, core, faults. */
#ifndef MW_REVEAL_SHAPE_WORK_H
#define MW_REVEAL_SHAPE_WORK_H

#include <string.h>

#include "reveal/shape.h"

/* Classes of lemmas that the rules go by (shape_lexicon.c). */
enum {
    MW_WORD_PROMISE = 1,  /* promise, swear */
    MW_WORD_PLAN = 2,     /* intend, arrange */
    MW_WORD_THREAT = 4,   /* danger, kill */
    MW_WORD_SECRET = 8,   /* conceal, disguise */
    MW_WORD_OBJECT = 16,  /* letter, locket: things that stories turn on */
    MW_WORD_ABSENCE = 32, /* vanish, missing */
    MW_WORD_PUZZLE = 64,  /* wonder, mystery */
    MW_WORD_MOVE = 128,   /* come, arrive, return */
    MW_WORD_TELL = 256,   /* tell, confess, explain */
    MW_WORD_FIND = 512,   /* find, discover, learn */
    MW_WORD_HARM = 1024,  /* strike, shoot, die */
    MW_WORD_STATE = 2048, /* be, seem, stand: verbs of description */
    MW_WORD_MIND = 4096,  /* think, feel, believe */
    MW_WORD_GLAD = 8192,
    MW_WORD_DARK = 16384,
    MW_WORD_TENSE = 32768,    /* scream, pistol, tremble */
    MW_WORD_LONG = 65536,     /* years, often, gradually: time that passes */
    MW_WORD_GENERIC = 131072, /* nouns that are no motif: time, way, thing */
    MW_WORD_SENSE = 262144,   /* see, hear, notice */
};
bool mw_shape_lexicon(mw_map *map); /* lemma -> classes; false: out of memory */
bool mw_shape_images(mw_map *map);  /* lemma -> number of its family of images (shape_images.c); false: out of memory */
void mw_shape_images_count(uint32_t *words, uint32_t *families); /* how many they are, for tests */

typedef struct mw_shape_work {
    const mw_env *env;
    const mw_read *r;
    const mw_tags *tags;
    const mw_token_doc *docs;
    mw_arena *scratch, *arena;
    mw_children *children;
    uint32_t n;         /* tokens */
    uint32_t *word;     /* [n] interned lower-cased lemma, MW_NONE for what is no word */
    const char **words; /* [n_words] */
    uint32_t n_words;
    uint32_t *quote;   /* [n] index of the quotation around the token, or MW_NONE */
    uint32_t *person;  /* [n] the character whose mention's head this is, or MW_NONE */
    uint32_t *mention; /* [n] that mention */
    uint32_t *scene;   /* [n_sentences] */
    uint32_t *act;     /* [n] act whose head this is, or MW_NONE */
    float *rarity;     /* [n_words] 0 … 1: how rare the lemma is in novels at large */
    uint32_t *classes; /* [n_words] MW_WORD_… */
    mw_shape *shape;
} mw_shape_work;

static inline mw_span mw_shape_sentence(const mw_shape_work *w, uint32_t s) {
    const mw_sentence *x = &w->tags->sentences[s];
    return (mw_span){w->r->tokens->span[x->first].start, w->r->tokens->span[x->end - 1].end};
}
static inline mw_str mw_shape_form(const mw_shape_work *w, uint32_t t) { return mw_str_span(w->r->text->at, w->r->tokens->span[t]); }
static inline const char *mw_shape_word(const mw_shape_work *w, uint32_t t) { return w->word[t] == MW_NONE ? "" : w->words[w->word[t]]; }
static inline bool mw_shape_said(const mw_shape_work *w, uint32_t t) { return w->quote[t] != MW_NONE; }
/* "noun.artifact" …, "" for none. */
const char *mw_shape_sense(const mw_shape_work *w, uint32_t t);
/* "d1f0c83aa": a letter, a hash of the words, from the second on a number. */
const char *mw_shape_id(mw_shape_work *w, mw_map *seen, char letter, mw_span span);

marrow_status mw_shape_words(mw_shape_work *w, marrow_error *err);
marrow_status mw_shape_scenes(mw_shape_work *w, marrow_error *err);
marrow_status mw_shape_arc(mw_shape_work *w, marrow_error *err);
marrow_status mw_shape_threads(mw_shape_work *w, marrow_error *err);
marrow_status mw_shape_motifs(mw_shape_work *w, marrow_error *err);
marrow_status mw_shape_core(mw_shape_work *w, marrow_error *err);
marrow_status mw_shape_faults(mw_shape_work *w, marrow_error *err);

/* ---- norms: nouns, verbs and adjectives in novels at large (data/norms.tsv, made by training/norms.py) ---- */

typedef struct mw_norm {
    float rate;  /* times a million words */
    float range; /* share of novels that hold it */
    float even;  /* parts of a novel that hold it, as a share of those that chance would fill */
} mw_norm;
/* false: too rare to be listed; *found then holds what such words have. */
bool mw_norm_lookup(const char *lemma, mw_norm *found);

/* Whether the word of a token is s. False behind the last token. */
static inline bool mw_shape_is(const mw_shape_work *w, uint32_t t, const char *s) {
    if (t >= w->n) return false;
    const char *word = mw_shape_word(w, t);
    return *word == *s && strcmp(word, s) == 0;
}

#endif
