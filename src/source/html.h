/* html: one document of mark-up into a draft; for HTML files and the members of an EPUB. Private to this room. */
#ifndef MW_SOURCE_HTML_H
#define MW_SOURCE_HTML_H

#include <libxml/tree.h>

#include "source/draft.h"

/* Style sheets: what a class makes of text. */
enum { MW_CSS_HIDDEN = 8, MW_CSS_PLAIN = 16 };
typedef struct mw_css {
    mw_map *classes; /* class name → styles; NULL: none */
} mw_css;
bool mw_css_read(mw_css *css, const marrow_allocator *mem, const char *bytes, size_t n);
uint8_t mw_css_inline(const char *style); /* of a style attribute */
void mw_css_clear(mw_css *css);

typedef struct mw_html_options {
    bool epub;        /* a member of an EPUB: header, footer and aside belong to the text */
    const char *path; /* of the member */
    mw_map *wanted;   /* "path#id" → index into anchors; NULL: none */
    mw_anchor *anchors;
    mw_css *css;      /* may gain the rules of <style> */
    mw_matter matter; /* what the whole document is held for */
} mw_html_options;

typedef struct mw_html_facts {
    const char *title, *author, *language; /* of the head; in the arena */
    uint32_t first_block;
    uint64_t bytes, linked; /* of text; of text inside links */
} mw_html_facts;

/* False: out of memory. */
bool mw_html_document(mw_draft *d, const char *bytes, size_t n, const mw_html_options *o, mw_html_facts *facts);
/* Parses XHTML strictly, else as HTML; NULL: out of memory or nothing in it. */
xmlDoc *mw_html_parse(const char *bytes, size_t n, bool xml);

/* Attributes, without copies; "" when there is none. name may hold a prefix: "epub:type". */
const char *mw_attr(const xmlNode *node, const char *name);
bool mw_name_is(const xmlNode *node, const char *name);
bool mw_token(const char *list, const char *word); /* in a list parted by spaces, ASCII case folded */
/* The node that follows in order of the document, below root; NULL: none. */
const xmlNode *mw_node_next(const xmlNode *n, const xmlNode *root);
/* All text below a node, white space collapsed, invisible characters left out, into an arena string of the draft. */
const char *mw_node_text(mw_draft *d, const xmlNode *node);

/* ---- rules.c: what elements are ---------------------------------------------------------------------------------------------- */

typedef enum mw_element {
    MW_EL_INLINE,
    MW_EL_BLOCK,
    MW_EL_HEADING,
    MW_EL_HGROUP,
    MW_EL_BREAK,
    MW_EL_RULE,
    MW_EL_PRE,
    MW_EL_CELL,
    MW_EL_SKIP,
    MW_EL_NOTE,
    MW_EL_NOTEREF,
    MW_EL_PAGE,
    MW_EL_IMAGE,
} mw_element;
mw_element mw_element_of(const xmlNode *node, bool epub);
uint8_t mw_element_style(const xmlNode *node, const mw_css *css); /* emphasis and MW_CSS_… */
bool mw_element_verse(const xmlNode *node);
bool mw_element_gap(const xmlNode *node);
/* The matter that a section's type names; *section: it is a part or chapter, inside which only notes are told apart. */
bool mw_element_matter(const xmlNode *node, mw_matter *m, bool *section);
const char *mw_element_page_name(mw_draft *d, const xmlNode *node);

#endif
