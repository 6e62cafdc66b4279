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
    uint8_t phrase; /* percent that a turn of speech is given; 0: none */
    bool heard, real;
    float sure; /* 0: by its marks; else how likely it is */
    uint32_t key, first, last;
} mw_content_find;
typedef MW_VEC(mw_content_find) mw_content_finds;
/* The places of one kind in one sentence: one note, if any. */
typedef struct mw_content_group {
    uint8_t kind;
    uint8_t chances[2]; /* the two largest, percent */
    uint8_t signs[3];   /* the three largest */
    uint8_t phrase;     /* the largest, percent */
    uint32_t n_signs;
    uint8_t others;  /* the largest of the other kinds in the sentence */
    uint8_t before;  /* the largest of the same kind in the sentences right before it */
    uint32_t n_real; /* of its places that happen */
    bool shown, heard;
    float sure;                          /* of the surest place that says itself how sure it is; 0 */
    uint32_t sentence, key, first, last; /* tokens; key: of the place that says most */
    uint32_t most;                       /* how much it says */
} mw_content_group;
typedef MW_VEC(mw_content_group) mw_content_groups;
/* What speaks for a note: a word of the list, the chances of the best two, the model's signs, the kind. */
typedef enum mw_content_mark {
    MW_NOTES_WORD,
    MW_NOTES_CHANCE,
    MW_NOTES_SECOND,
    MW_NOTES_SIGN,
    MW_NOTES_ROOT,
    MW_NOTES_THIRD, /* sign of the third place */
    MW_NOTES_NO_SIGN,
    MW_NOTES_MANY,   /* log of places with a sign */
    MW_NOTES_BOTH,   /* chance times root */
    MW_NOTES_OTHERS, /* root of the sign of another kind beside it */
    MW_NOTES_BEFORE, /* root of the same kind's sign in the sentences before it */
    MW_NOTES_REAL,   /* some place of it happens */
    MW_NOTES_HEARD,  /* stands in what somebody says */
    MW_NOTES_TENSE,  /* the sentence's tension */
    MW_NOTES_DARK,   /* how dark the sentence is */
    MW_NOTES_PHRASE, /* root of what its surest turn of speech is given, where no word says it */
    MW_NOTES_TURN,   /* and where one does */
    MW_NOTES_KIND,
    MW_NOTES_BIAS = MW_NOTES_KIND + MW_N_CONTENT,
    MW_N_CONTENT_MARK
} mw_content_mark;
extern const float mw_content_weights[MW_N_CONTENT_MARK];
bool mw_content_gather(const mw_sight *s, mw_content_finds *finds);
bool mw_content_phrases(const mw_sight *s, mw_content_finds *finds);
/* content_figures.c: whether a word of the list is a figure of speech where it stands. */
bool mw_content_figure(const mw_sight *s, uint8_t kind, uint32_t t);
bool mw_content_put_phrase(const mw_sight *s, mw_content_finds *finds, uint8_t kind, uint32_t first, uint32_t last, uint8_t percent);
bool mw_content_group_all(const mw_sight *s, mw_content_finds *finds, mw_content_groups *groups); /* sorts finds; by first place */
void mw_content_marks(const mw_sight *s, const mw_content_group *g, float marks[MW_N_CONTENT_MARK]);
/* Of a review (content_told.c): what it says in so many words, by relations found before; and what a note is worth there. */
/* What a verb or a noun has with it: of "with a stick" the stick; MW_NONE: nothing. */
uint32_t mw_content_with(const mw_sight *s, uint32_t t, const char *preposition);
bool mw_content_tell(const mw_sight *s, const mw_portraits *p, mw_content_finds *finds);
bool mw_content_deeds(const mw_sight *s, const mw_portraits *p, mw_content_finds *finds);
float mw_content_damp(const mw_sight *s, mw_content_kind kind, uint32_t key, float score);

#endif
