/* speech: who says what to whom. Quotations (speech, thought, letter) from the marks of segment, each with cue, speaker and
 * addressees; and a gap-free tiling of the text. A speaker that the text does not give away is null. Linear time. One product,
 * immutable, freed as a whole. */
#ifndef MW_SPEECH_H
#define MW_SPEECH_H

#include "cast/cast.h"

typedef enum mw_quote_kind { MW_SPEECH, MW_THOUGHT, MW_LETTER } mw_quote_kind;
typedef enum mw_quote_type { MW_TYPE_NONE, MW_EXPLICIT, MW_ANAPHORIC, MW_IMPLICIT } mw_quote_type;
extern const char *const mw_quote_kind_names[]; /* "speech" "thought" "letter" */
extern const char *const mw_quote_type_names[]; /* NULL "explicit" "anaphoric" "implicit" */

typedef struct mw_quote {
    const char *id;       /* anchored: kind, hash of the words, occurrence */
    mw_span span;         /* marks included */
    uint32_t first, last; /* tokens, inclusive */
    uint32_t speech;      /* index of the first part of the same speech (its own when it is the first) */
    uint32_t speaker;     /* character or MW_NONE */
    mw_span speaker_text; /* an unnamed speaker's words; empty: none */
    uint32_t *addressees; /* characters */
    uint32_t n_addressees;
    mw_span cue;       /* the verb of saying; empty: none */
    mw_span referring; /* the words that name the speaker; empty: none */
    uint32_t mention;  /* of the referring expression, or MW_NONE */
    uint32_t known;    /* byte at which the last evidence ends, >= span.end */
    mw_quote_kind kind;
    mw_quote_type type;
    float confidence; /* 0 … 1: that the speaker is right */
    float worth;    /* of the whole speech: wrong quotations that an answer of the user is expected to set right, after better questions */
    mw_span manner; /* how it is said, when the cue tells (an adverb, "in a whisper"); empty: none */
} mw_quote;

typedef enum mw_layer { MW_LAYER_NARRATION, MW_LAYER_SPEECH, MW_LAYER_THOUGHT, MW_LAYER_LETTER, MW_LAYER_HEADING, MW_LAYER_OTHER } mw_layer;
extern const char *const mw_layer_names[];
typedef struct mw_tile {
    mw_span span; /* tiles follow each other without gap from 0 to the text's end */
    mw_layer layer;
    uint32_t who;   /* speaker, or the narrator of narration; character or MW_NONE */
    uint32_t quote; /* index, or MW_NONE */
} mw_tile;

/* Quotations known beforehand (quotes.csv: start,end[,speaker]; code point offsets into the text). */
typedef struct mw_known_quote {
    mw_span span;        /* bytes */
    const char *speaker; /* name or id; "" unknown */
} mw_known_quote;
typedef struct mw_known_quotes {
    mw_arena *arena;
    mw_known_quote *at; /* by start */
    uint32_t n;
} mw_known_quotes;
marrow_status mw_known_quotes_parse(const mw_env *env, const mw_text *text, const char *csv, size_t n, mw_known_quotes **quotes,
                                    marrow_error *err);
void mw_known_quotes_free(mw_known_quotes *quotes);

typedef struct mw_speech_room {
    mw_arena *arena;
    mw_quote *quotes; /* by start */
    uint32_t n_quotes;
    mw_tile *tiles;
    uint32_t n_tiles;
    uint32_t *
        mention_character; /* [cast->n_mentions] the cast's answer, but I, you, we inside quotations go to speaker and addressee; or MW_NONE */
} mw_speech_room;

marrow_status mw_speech_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_cast *cast,
                              const mw_known_quotes *known, mw_speech_room **speech, marrow_error *err);
void mw_speech_free(mw_speech_room *speech);
void mw_speech_dump(const mw_text *text, const mw_cast *cast, const mw_speech_room *speech, mw_buf *out);

#endif
