/* The rows of a story file in memory, as all views and exports read them; and the same as of a position. Internal to show.
 *
 * Offsets are code points. Indices of rows that are not there are MW_NONE. All lies in the story's arena. */
#ifndef MW_SHOW_STORY_H
#define MW_SHOW_STORY_H

#include "show/show.h"

typedef struct row_block {
    uint32_t start, end, kind, file;
    int64_t byte, line; /* -1 unknown */
} row_block;

typedef struct row_chapter {
    const char *id, *title, *part;
    uint32_t start, end, narrator, narrator_known, known;
} row_chapter;

typedef struct row_page {
    const char *name;
    uint32_t start;
} row_page;

typedef struct row_doc {
    const char *id;
    uint32_t start, end;
} row_doc;

typedef struct row_sentence {
    uint32_t start, end;
    double valence, arousal, dominance; /* NAN unknown */
} row_sentence;

typedef struct row_thing {
    const char *id;
    uint32_t type, character;
} row_thing;

typedef struct row_character {
    const char *id, *name, *occupation;
    uint32_t thing, doc, gender, age, occupation_known, mentions, first, known;
    bool major, narrator, given, passing;
    double confidence;
    uint32_t names_from, n_names; /* rows of names */
} row_character;

typedef struct row_name {
    uint32_t character;
    const char *form;
    bool proper;
    uint32_t count, first, known, words;
} row_name;

typedef struct row_mention {
    uint32_t start, end, first, last, head, thing, character, name, type, form, known;
    bool plural;
    double confidence;
} row_mention;

typedef struct row_quote {
    const char *id;
    uint32_t start, end, first, last, kind, type, speech, speaker, voice_start, voice_end, cue_start, cue_end, referring_start,
        referring_end, mention, manner_start, manner_end;
    uint32_t known, addressees_from, n_addressees;
    double confidence;
} row_quote;

typedef struct row_tile {
    uint32_t start, end, layer, who, quote;
} row_tile;

typedef struct mw_card mw_card; /* a review: show/card.h */

struct mw_story {
    mw_env env;
    mw_arena *arena;
    sqlite3 *db;
    const char *path;
    const char *text;
    uint32_t bytes, length; /* length: code points */
    mw_offsets *offsets;
    const char *version, *model, *model_version, *model_checksum, *title, *author, *language, *kind, *format, *sha256;
    bool given; /* tokens of vertical input */
    uint32_t narrator, narrator_known;
    const char **files, **warnings;
    row_block *blocks;
    row_chapter *chapters;
    row_page *pages;
    row_doc *docs;
    row_sentence *sentences;
    row_thing *things;
    row_character *characters;
    row_name *names;
    row_mention *mentions;
    row_quote *quotes;
    row_tile *tiles;
    uint32_t *addressees;
    mw_card *card; /* NULL: no review */
    uint32_t n_files, n_warnings, n_blocks, n_chapters, n_pages, n_docs, n_sentences, n_things, n_characters, n_names, n_mentions, n_quotes,
        n_tiles, n_addressees;
    struct mw_shape_rows *shape;        /* show/shape_rows.h */
    struct mw_portrait_rows *portraits; /* show/portraits.h */
    struct mw_story_minds *minds;       /* show/minds.h */
    /* Loaded when first asked for: see mw_story_columns. */
    mw_tokens *tokens;
    mw_tags *tags;
};

marrow_status mw_story_load_minds(mw_story *s, marrow_error *err); /* acts, whys, ripples, inside */
/* Loads tokens and tags; fails when the file was rewritten since it was opened. */
marrow_status mw_story_columns(mw_story *s, marrow_error *err);
/* The bytes of [start, end) code points. */
mw_str mw_story_str(const mw_story *s, uint32_t start, uint32_t end);
/* The chapter that holds a place, or MW_NONE. */
uint32_t mw_story_chapter_at(const mw_story *s, uint32_t at);
/* Words as readers count them, in [start, end): runs without white space or dashes that hold a letter or a digit. */
uint32_t mw_story_words_in(const mw_story *s, uint32_t start, uint32_t end);
static inline uint32_t mw_story_words(const mw_story *s, uint32_t until) { return mw_story_words_in(s, 0, until); }

/* ---- as of ----------------------------------------------------------------------------------------------------------------- */

typedef struct mw_form {
    const char *form;
    uint32_t count, first, words;
    bool proper;
} mw_form;

/* A person as far as the story has been read. */
typedef struct mw_person {
    uint32_t row; /* of characters */
    const char *id, *name, *occupation;
    mw_form *forms; /* the name included; by count, then first */
    uint32_t n_forms;
    uint32_t gender, age;
    bool major, narrator, named; /* named: has a proper form */
    bool passing;                /* nobody of the cast: spoken of once, several at a time, by pronouns alone */
    bool sure;                   /* stands in lists unless all are asked for */
    uint32_t mentions, he, she, they, it, quotes, addressed, first, known;
    double confidence;
} mw_person;

typedef struct mw_asof {
    mw_story *story;
    mw_arena *arena;
    uint32_t until;
    bool whole;
    mw_person *people; /* by mentions, descending; those in passing behind */
    uint32_t n_people;
    uint32_t *person;             /* [n_characters] index into people, or MW_NONE */
    uint32_t n_quotes, n_unknown; /* quotations known, and those of them without a speaker */
} mw_asof;

/* until NULL or "": the whole story. */
marrow_status mw_asof_build(mw_story *s, const char *until, mw_asof **asof, marrow_error *err);
void mw_asof_free(mw_asof *a);
static inline const mw_person *mw_asof_person(const mw_asof *a, uint32_t character) {
    return character == MW_NONE || a->person[character] == MW_NONE ? NULL : &a->people[a->person[character]];
}
/* Whether a form is told as an alias: a proper one, a nominal borne twice, one that was given beforehand and never met. */
static inline bool mw_form_told(const mw_person *p, const mw_form *f) { return (f->proper || f->count != 1) && f->form != p->name; }
/* The narrator of a chapter as of here, or NULL. */
const mw_person *mw_asof_narrator(const mw_asof *a, uint32_t chapter);
/* The speaker of a quotation as of here, or NULL. */
static inline const mw_person *mw_asof_speaker(const mw_asof *a, const row_quote *q) {
    return q->known > a->until ? NULL : mw_asof_person(a, q->speaker);
}
static inline uint32_t mw_least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Marks a person as one who is told, because a row that is told speaks of them. In a book those met in passing stay untold: they would
 * crowd out its cast; in a short text whoever acts is somebody. */
static inline void mw_asof_mark(mw_asof *a, uint32_t character) {
    enum { SHORT = 60000 }; /* code points, about 10,000 words */
    mw_person *p = character == MW_NONE || a->person[character] == MW_NONE ? NULL : &a->people[a->person[character]];
    if (p && (!p->passing || mw_least(a->until, a->story->length) < SHORT)) p->sure = true;
}

#endif
