/* content: words that a content note may rest on. Internal to reveal. */
#ifndef MW_REVEAL_CONTENT_H
#define MW_REVEAL_CONTENT_H

#include "reveal/sight.h"

typedef struct mw_content_word {
    const char *word; /* lemma, or the word in lower case */
    uint8_t kind;     /* mw_content_kind */
    uint8_t chance;   /* percent of its places that are notes, learnt */
} mw_content_word;
/* The entries of a word: *n of them, one behind the other; NULL: none. */
const mw_content_word *mw_content_words(const char *word, size_t *n);

/* A place that may be a note. */
typedef struct mw_content_find {
    uint8_t kind;
    uint8_t chance; /* of the word, percent; 0: none, a sign alone */
    uint8_t sign;   /* 0 … 255 */
    bool heard, real;
    float sure; /* 0: by its marks; else how likely it is */
    uint32_t key, first, last;
} mw_content_find;
typedef MW_VEC(mw_content_find) mw_content_finds;
/* What speaks for a place: a word of the list, its chance, the model's sign and its root, no sign. */
typedef enum mw_content_mark {
    MW_NOTES_WORD,
    MW_NOTES_CHANCE,
    MW_NOTES_SIGN,
    MW_NOTES_ROOT,
    MW_NOTES_NO_SIGN,
    MW_NOTES_BIAS,
    MW_N_CONTENT_MARK
} mw_content_mark;
extern const float mw_content_weights[MW_N_CONTENT_MARK];
bool mw_content_gather(const mw_sight *s, mw_content_finds *finds);
float mw_content_score(const mw_sight *s, const mw_content_find *f);
/* Of a review (content_told.c): what it says in so many words, by relations found before; and what a place is worth there. */
bool mw_content_tell(const mw_sight *s, const mw_portraits *p, mw_content_finds *finds);
float mw_content_damp(const mw_sight *s, const mw_content_find *f, float score);

#endif
