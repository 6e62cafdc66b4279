/* What the files of the booknlp export share. Internal to show. */
#ifndef MW_SHOW_BOOKNLP_H
#define MW_SHOW_BOOKNLP_H

#include "show/json.h"

/* The export's own tokens: ours, with hyphenated words joined again. */
typedef struct mw_book {
    mw_asof *a;
    mw_arena *arena;
    const mw_tokens *tokens;
    const mw_tags *tags;
    uint32_t n_tokens;     /* of ours that have been read */
    uint32_t n;            /* words of the export */
    uint32_t *word_of;     /* [n_tokens] */
    uint32_t *first, *end; /* [n] tokens of a word, end exclusive */
    uint32_t *head;        /* [n] the token that stands for the word */
    uint32_t *coref;       /* [n_things] integer ids by first mention; MW_NONE where none is known */
    uint32_t n_corefs;
} mw_book;

/* The words of a mention or quotation; false where it is not wholly read. */
bool mw_book_range(const mw_book *b, uint32_t first, uint32_t last, uint32_t *start, uint32_t *end);
mw_str mw_book_word(const mw_book *b, uint32_t word);
mw_str mw_book_words(const mw_book *b, uint32_t start, uint32_t end); /* inclusive */
uint32_t mw_book_head(const mw_book *b, uint32_t word);               /* the word it hangs on; a root: itself */

/* The files. */
marrow_status mw_book_tokens(const mw_book *b, mw_out *o, marrow_error *err);
marrow_status mw_book_entities(const mw_book *b, mw_out *o, marrow_error *err);
marrow_status mw_book_quotes(const mw_book *b, mw_out *o, marrow_error *err);
marrow_status mw_book_supersense(const mw_book *b, mw_out *o, marrow_error *err);
marrow_status mw_book_characters(const mw_book *b, mw_out *o, marrow_error *err);
marrow_status mw_book_html(const mw_book *b, mw_out *o, marrow_error *err);
marrow_status mw_book_text(const mw_book *b, mw_out *o, marrow_error *err);

#endif
