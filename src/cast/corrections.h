/* corrections: what the user has put right, as rows that the story file keeps: inputs of cast, speech and the rooms behind them. A
 * correction wins over what a room would say, and outlives a new reading: it names its target by id and by its words, and is found again
 * by either (docs/corrections.md). */
#ifndef MW_CORRECTIONS_H
#define MW_CORRECTIONS_H

#include "base/base.h"

typedef enum mw_fix {
    MW_FIX_RENAME,        /* target: a person; value: the name */
    MW_FIX_MERGE,         /* target: a person; value: another who is the same */
    MW_FIX_SPLIT,         /* target: a person, value_words: the names; place: a mention that is somebody else's; value: that one's id;
                             rows of a batch that have one type are one person */
    MW_FIX_GENDER,        /* target: a person; value: a gender */
    MW_FIX_NOT_A_PERSON,  /* target: a person */
    MW_FIX_SPEAKER,       /* target: a quotation, place: its words; value: a person, none: nobody who is known */
    MW_FIX_ADDRESSEE,     /* the same; rows of one batch are one list */
    MW_FIX_QUOTE_ADD,     /* place */
    MW_FIX_QUOTE_REMOVE,  /* place */
    MW_FIX_RELATION_ADD,  /* target: a person; type; value: another */
    MW_FIX_RELATION_DENY, /* the same */
    MW_FIX_WHY,           /* target: an act, place: its words; value: "START END" of its reason */
    MW_FIX_CLOSE,         /* target: a thread, place: its words; value: "START END" where it comes to its end */
    MW_N_FIX
} mw_fix;
extern const char *const mw_fix_names[MW_N_FIX]; /* "rename" … "quote-add" … as in the table `corrections` */
bool mw_fix_parse(const char *name, mw_fix *what);

#define MW_NO_PLACE UINT32_MAX

typedef struct mw_correction {
    uint32_t batch; /* what was put right at once, and is undone at once; they grow */
    mw_fix what;
    const char *target, *words; /* an id, and the words by which it is known: of a person the names, split by | */
    uint32_t start, end;        /* code points; MW_NO_PLACE: none. The words that stand there are `words` */
    const char *type;
    const char *value, *value_words; /* the same as target and words */
    bool undone;
    bool found; /* the last derivation could use it */
} mw_correction;

typedef struct mw_corrections {
    mw_arena *arena;
    mw_correction *at; /* as they were made */
    uint32_t n, cap;
} mw_corrections;

mw_corrections *mw_corrections_new(const marrow_allocator *mem); /* NULL: out of memory */
void mw_corrections_free(mw_corrections *c);
/* Adds a row; its strings are copied, "" for NULL. False: out of memory. */
bool mw_corrections_add(mw_corrections *c, const mw_correction *row);

/* Where the words of a place stand in this text (bytes): there, else the nearest place with the same letters and digits. False: nowhere. */
bool mw_place_find(const char *text, uint32_t n, const mw_offsets *offsets, uint32_t start, uint32_t end, const char *words, mw_span *span);

#endif
