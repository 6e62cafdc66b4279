/* draft: what the readers of the formats write into before it becomes a mw_text.
 *
 * A draft is one growing string with blocks, emphasis, pages and chapters over it. Readers only append; the rules of chapters,
 * matter and licence then mark blocks; mw_draft_finish copies what stays into the product. A failed allocation is remembered in
 * `failed`, all later calls do nothing, and mw_draft_finish reports it: readers need not check every append. Private to this room. */
#ifndef MW_SOURCE_DRAFT_H
#define MW_SOURCE_DRAFT_H

#include "source/source.h"

/* Which part of a book a block belongs to. */
typedef enum mw_matter { MW_MATTER_BODY, MW_MATTER_FRONT, MW_MATTER_BACK, MW_MATTER_DROP } mw_matter;

typedef struct mw_draft_block {
    mw_span span; /* of draft.text */
    mw_block_kind kind;
    mw_matter matter;
    uint8_t level;   /* rank of a heading that mark-up names, 1 … 6; 0: none */
    uint8_t n_lines; /* lines in the original, at most 255 */
    uint8_t blanks;  /* empty lines before it, at most 255; mark-up: 1 */
    bool gap;        /* a scene break stands before it */
    bool soft_gap;   /* an empty paragraph stands before it: a gap when such are rare */
    bool indented;   /* deeper than running text, or centred */
    bool listed;     /* a line of a table of contents: never a heading */
    bool below;      /* a short line right below a heading: its title */
    bool joins;      /* goes on the paragraph before it, which a page number cut in two */
    bool heads;      /* set by the chapter rules: opens a part or a chapter */
    mw_origin origin;
} mw_draft_block;

/* A place that a table of contents or a page list points to. */
typedef struct mw_anchor {
    bool found;
    uint32_t block; /* the block that it stands in or before */
    uint32_t byte;  /* of draft.text; at the start of a block: unused, see inside */
    bool inside;    /* in the middle of the block */
} mw_anchor;

typedef struct mw_draft_chapter {
    uint32_t block;           /* first */
    const char *title, *part; /* in the arena; part may be NULL */
    uint8_t level;
} mw_draft_chapter;

typedef struct mw_draft_page {
    const char *name;
    mw_anchor at;
} mw_draft_page;

typedef struct mw_draft {
    const mw_env *env;
    const marrow_allocator *mem;
    mw_arena *arena; /* becomes the product's */
    const mw_source_options *opt;
    bool failed;
    bool whole; /* verbatim: draft.text is the product's text, blocks need not cover it */

    mw_buf text;
    MW_VEC(mw_draft_block) blocks;
    MW_VEC(mw_emphasis) emphasis;
    MW_VEC(mw_draft_chapter) chapters;
    MW_VEC(mw_draft_page) pages;
    MW_VEC(const char *) files;
    MW_VEC(const char *) warnings;
    MW_VEC(uint32_t) file_starts; /* first block of each input */
    const char *title, *author, *language;
    mw_format format;

    /* The block being written. */
    uint32_t open; /* its start in text */
    bool is_open;
    uint32_t file;
    bool pending_gap, pending_soft_gap;
    size_t n_notes, n_references, n_pictures; /* left out: notes, references to notes, pictures' captions */
    bool licence_cut;

    /* Vertical input. */
    MW_VEC(mw_span) tokens;
    MW_VEC(uint32_t) sentence_ends;
    MW_VEC(mw_doc) docs;
} mw_draft;

marrow_status mw_draft_init(mw_draft *d, const mw_env *env, const mw_source_options *opt);
void mw_draft_clear(mw_draft *d);

/* Adds a block over draft.text[start … end), trimmed of white space; nothing is added when nothing is left. Returns it or NULL. */
mw_draft_block *mw_draft_block_add(mw_draft *d, uint32_t start, uint32_t end, mw_block_kind kind);
/* Marks [start, end) as emphasised; joined to the last one where they touch and agree. */
void mw_draft_emphasise(mw_draft *d, uint32_t start, uint32_t end, uint8_t style);
/* Keeps a warning, unless the same one is there. */
void mw_draft_warn(mw_draft *d, const char *format, ...) MW_PRINTF(2, 3);
/* A copy in the arena with white space collapsed and trimmed, and U+FFFD for what is not UTF-8 (the names of files may be anything); NULL
 * when out of memory (remembered). */
const char *mw_draft_keep(mw_draft *d, mw_str s);
mw_str mw_draft_text(const mw_draft *d, const mw_draft_block *b);
static inline uint32_t mw_draft_bytes(const mw_draft_block *b) { return b->span.end - b->span.start; }
/* Makes the product out of the draft; the draft gives up its arena. */
marrow_status mw_draft_finish(mw_draft *d, mw_text **text, marrow_error *err);
/* Whether a text is a review, by its words; else a novel. */
mw_kind mw_kind_guess(const char *text, size_t n, uint32_t chapters);

/* ---- bytes (decode.c, sniff.c) --------------------------------------------------------------------------------------------- */

/* UTF-8 from any encoding. *out is the draft's to free with mw_free, or NULL when the input itself is UTF-8 (*at then points into it). */
typedef struct mw_decoded {
    char *owned;
    const char *at;
    size_t n;
} mw_decoded;
marrow_status mw_decode(mw_draft *d, const char *name, const char *bytes, size_t n, mw_decoded *out, marrow_error *err);

/* Finds what the bytes are. Errors name what cannot be read. */
marrow_status mw_sniff(const char *name, const char *bytes, size_t n, mw_format *format, marrow_error *err);
/* What a zip archive without container.xml is: "a Word document" …, or NULL. */
const char *mw_office_name(const char *member);
/* ASCII case folded; ext with its dot. */
bool mw_has_extension(const char *name, const char *ext);
/* The part of a path behind the last slash. */
const char *mw_base_name(const char *path);

/* ---- readers --------------------------------------------------------------------------------------------------------------- */

marrow_status mw_txt_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err);
/* The lines of a string that is already UTF-8, as a <pre> or a text file holds them; base_line, base_byte: where it began. */
void mw_txt_add(mw_draft *d, mw_str text, int64_t base_byte, int64_t base_line);
marrow_status mw_html_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err);
marrow_status mw_epub_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err);
marrow_status mw_vertical_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err);

/* Gutenberg's frame. Finds the bytes of `text` that are the book, and its title and author. False: no frame is there. */
bool mw_gutenberg_find(mw_draft *d, mw_str text, size_t *from, size_t *to);
/* The same over blocks from `first` on: those of the frame are marked as dropped. */
void mw_gutenberg_drop(mw_draft *d, uint32_t first);
/* The credit of those who made the electronic text: "Produced by …", a transcriber's note. */
bool mw_gutenberg_credit(mw_str s);

/* Appends s to draft.text without Gutenberg's _…_ and marks the italics. start_open: italics of an earlier paragraph go on;
 * stay_open: those opened here may go on behind it. Returns whether they do. */
bool mw_underscores(mw_draft *d, mw_str s, bool start_open, bool stay_open);
/* Verbatim: the marks stay, what they enclose is marked. base: where s stands in draft.text. */
void mw_underscores_mark(mw_draft *d, mw_str s, uint32_t base);

/* ---- headings and chapters ------------------------------------------------------------------------------------------------- */

typedef enum mw_head {
    MW_HEAD_NONE,
    MW_HEAD_PART,     /* PART ONE, BOOK THE FIRST, FIRST PERIOD */
    MW_HEAD_CHAPTER,  /* CHAPTER I, STAVE ONE, LETTER 4 */
    MW_HEAD_NUMBER,   /* a roman, arabic or spelled number alone */
    MW_HEAD_NUMBERED, /* a number and a name: I. THE PRISON DOOR */
    MW_HEAD_WORD,     /* PROLOGUE, EPILOGUE, CONCLUSION: stands as a chapter */
    MW_HEAD_FRONT,    /* PREFACE, INTRODUCTION, DEDICATION */
    MW_HEAD_BACK,     /* APPENDIX, NOTES, AFTERWORD */
    MW_HEAD_CONTENTS, /* CONTENTS */
    MW_HEAD_END,      /* THE END, END OF PART ONE */
    MW_HEAD_NAME,     /* a line in capitals */
} mw_head;

typedef struct mw_heading {
    mw_head head;
    const char *keyword; /* canonical, of the static list; NULL: none */
    int number;          /* 0: none; the last: MW_NUMBER_LAST */
    char style;          /* of a bare number: r roman, a arabic, s spelled; upper case when dressed ("— I —", "[ 1 ]") */
    bool titled;         /* a name follows on the same line */
    bool strict;         /* nothing but keyword and number */
    bool separated;      /* number and name are parted by a mark */
} mw_heading;
enum { MW_NUMBER_LAST = 100000 };
mw_heading mw_heading_classify(mw_str line);
bool mw_heading_caps(mw_str s);       /* in capitals */
bool mw_heading_title_case(mw_str s); /* every longer word begins with a capital, no full stop at the end */
bool mw_heading_ornament(mw_str s);   /* nothing but asterisks, dashes, dots … */

/* Finds the chapters of a draft without a table of contents of its own, from block `first` on. */
void mw_chapters_find(mw_draft *d, uint32_t first);
/* The title that the headings from `block` on give, joined; blocks from `limit` on belong to something else. */
const char *mw_chapters_heading_title(mw_draft *d, uint32_t block, uint32_t limit);
/* What stands before the first chapter, from block `first` on: front matter, or, when long, a chapter without a title. n_before:
 * chapters of earlier inputs. */
void mw_chapters_settle_opening(mw_draft *d, uint32_t first, size_t n_before);
/* Title and author from the first lines, where the format says nothing. */
void mw_title_page(mw_draft *d);
/* Which matter a file, a section type or a title speaks of; false: none that we know. *sure: drop even when it is long. */
bool mw_matter_of_type(mw_str type, mw_matter *m);
bool mw_matter_of_title(mw_str title, mw_matter *m);

/* ---- judgement (language.c) ------------------------------------------------------------------------------------------------- */

marrow_status mw_judge(mw_draft *d, const char *name, marrow_error *err);

#endif
