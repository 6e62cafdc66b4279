/* source: from files or bytes to one text.
 *
 * The product, mw_text, holds one UTF-8 string with a final zero, and blocks that cover it: a hard wrap has become one space, blocks are joined by one
 * newline, nothing else is between them. Offsets are bytes; everything later is a span of this string. Inputs: plain text in any
 * encoding that uchardet knows, HTML, EPUB 2 and 3, vertical. --verbatim keeps a plain text byte for byte (blocks are then
 * spans of it and need not touch).  One product, immutable, freed as a whole. */
#ifndef MW_SOURCE_H
#define MW_SOURCE_H

#include "base/base.h"

typedef enum mw_kind { MW_KIND_AUTO, MW_NOVEL, MW_PLAY, MW_SCREENPLAY, MW_SYNOPSIS, MW_REVIEW } mw_kind;
typedef enum mw_format { MW_FORMAT_AUTO, MW_TXT, MW_HTML, MW_EPUB, MW_VERTICAL } mw_format;
const char *mw_kind_name(mw_kind k);              /* "novel" … */
const char *mw_format_name(mw_format f);          /* "txt" … */
bool mw_kind_parse(const char *name, mw_kind *k); /* NULL: auto */
bool mw_format_parse(const char *name, mw_format *f);

typedef enum mw_block_kind {
    MW_HEADING,
    MW_PARAGRAPH,
    MW_VERSE,    /* one line of verse */
    MW_ORNAMENT, /* "* * *", a rule, a gap: a scene break */
    MW_FRONT,    /* title page, dedication, contents that stay in the text */
    MW_BACK,     /* afterword, notes, colophon */
} mw_block_kind;
const char *mw_block_kind_name(mw_block_kind k); /* "heading" … */

/* Where a block stood in the original. */
typedef struct mw_origin {
    uint32_t file; /* index into mw_text.files */
    int64_t byte;  /* offset inside that file (after decoding to UTF-8 for plain text); -1 unknown */
    int64_t line;  /* from 1; -1 unknown */
} mw_origin;

typedef struct mw_block {
    mw_span span; /* never empty; begins and ends with no white space unless verbatim */
    mw_block_kind kind;
    bool gap_before; /* a scene break stands before it (an ornament, a rule, an extra empty line) */
    mw_origin origin;
} mw_block;

enum { MW_ITALIC = 1, MW_BOLD = 2, MW_SMALL_CAPS = 4 };
typedef struct mw_emphasis {
    mw_span span;
    uint8_t style; /* one or several of the above */
} mw_emphasis;

typedef struct mw_chapter {
    const char *title; /* as it stands, white space collapsed, lines joined by ": " or " "; never NULL, may be "" */
    mw_span span;      /* heading included; chapters do not overlap and follow each other; text before the first belongs to none */
    uint8_t level;     /* 1 part or book, 2 chapter (parts that hold chapters are not in the list themselves: their title is `part`) */
    const char *part;  /* title of the part it belongs to, or NULL */
} mw_chapter;

typedef struct mw_page {
    const char *name; /* of the page list */
    uint32_t at;      /* byte where it begins */
} mw_page;

/* Tokens and sentences given by vertical input. */
typedef struct mw_given {
    mw_span *tokens; /* [n_tokens] */
    uint32_t n_tokens;
    uint32_t *sentence_ends; /* [n_sentences] index one past the last token of each sentence */
    uint32_t n_sentences;
} mw_given;

/* One document of the input. Every input but vertical with several `# newdoc` has exactly one. */
typedef struct mw_doc {
    const char *id; /* "" when there is one document without a name */
    mw_span span;
} mw_doc;

typedef struct mw_text {
    mw_arena *arena;
    const char *at; /* [n] + '\0' */
    uint32_t n;     /* bytes */
    mw_block *blocks;
    uint32_t n_blocks;
    mw_emphasis *emphasis; /* in order, not overlapping */
    uint32_t n_emphasis;
    mw_chapter *chapters;
    uint32_t n_chapters;
    mw_page *pages;
    uint32_t n_pages;
    mw_doc *docs; /* [n_docs], at least one */
    uint32_t n_docs;
    mw_given *given;    /* NULL but for vertical */
    const char **files; /* names of the files inside the input (EPUB members; base names of inputs) */
    uint32_t n_files;
    const char **warnings; /* one line each: licence left out, odd encoding, doubtful language, verse, OCR … */
    uint32_t n_warnings;
    const char *title, *author; /* NULL unknown */
    const char *language;       /* "en", … ; guessed where the input does not say */
    mw_kind kind;
    mw_format format;
    bool verbatim;
    char sha256[65]; /* of the inputs' bytes, one behind the other */
} mw_text;

typedef struct mw_source_options {
    const char *const *inputs; /* paths, folders or "-"; several are one story */
    size_t n_inputs;
    const char *bytes; /* instead of inputs, when set */
    size_t n_bytes;
    mw_kind kind;
    mw_format format;
    bool verbatim;
    bool force; /* another language is read all the same */
} mw_source_options;

/* Reads the inputs. Errors: MARROW_IO (unreadable), MARROW_INPUT (empty, binary, an image, a broken or protected EPUB, another
 * language …): one line that says what, where and what to do. */
marrow_status mw_source_build(const mw_env *env, const mw_source_options *opt, mw_text **text, marrow_error *err);
void mw_source_free(mw_text *text);
/* The chapter around a byte, its index in the text's list; UINT32_MAX: none, as before the first. Logarithmic in their number. */
uint32_t mw_chapter_at(const mw_text *text, uint32_t byte);
/* Whether a file of a folder is read with it: by its name alone. */
bool mw_source_takes(const char *path);
/* For tests: title, author, language, warnings, then a line a block, chapter, emphasis … */
void mw_source_dump(const mw_text *text, mw_buf *out);

#endif
