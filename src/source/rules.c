/* rules: what an element of mark-up is to a story: a block, a heading, a note, a page break, something to leave out.
 *
 * Names, roles, epub:type and a few customary classes decide, in that order. Pure functions of one element and its neighbours. */
#include "source/html.h"

#include <string.h>

static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool mw_name_is(const xmlNode *node, const char *name) { return mw_str_ieq(mw_str_of((const char *)node->name), name); }

const char *mw_attr(const xmlNode *node, const char *name) {
    const char *colon = strchr(name, ':'), *local = colon ? colon + 1 : name;
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *have = (const char *)a->name;
        bool whole = mw_str_ieq(mw_str_of(have), name);
        bool split = colon && a->ns && strcmp(have, local) == 0;
        if ((!whole && !split) || (whole && !colon && a->ns && strcmp(name, "lang") != 0)) continue;
        return a->children && a->children->content ? (const char *)a->children->content : "";
    }
    return "";
}

bool mw_token(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *p = list; *p;) {
        while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') p++;
        size_t k = 0;
        while (p[k] && p[k] != ' ' && p[k] != '\t' && p[k] != '\n' && p[k] != '\r') k++;
        if (k == n && mw_str_ieq((mw_str){p, k}, word)) return true;
        p += k;
    }
    return false;
}

static bool any_token(const char *list, const char *const *words) {
    if (!list[0]) return false;
    for (; *words; words++)
        if (mw_token(list, *words)) return true;
    return false;
}

static bool contains_fold(const char *s, const char *word) {
    size_t n = strlen(word);
    for (; *s; s++) {
        size_t k = 0;
        while (k < n && s[k] && fold(s[k]) == word[k]) k++;
        if (k == n) return true;
    }
    return false;
}

/* ---- names ------------------------------------------------------------------------------------------------------------------- */

typedef struct element_name {
    const char *name;
    mw_element el;
} element_name;

static const element_name names[] = {
    {"p", MW_EL_BLOCK},          {"span", MW_EL_INLINE},    {"i", MW_EL_INLINE},      {"em", MW_EL_INLINE},        {"a", MW_EL_INLINE},
    {"abbr", MW_EL_INLINE},      {"b", MW_EL_INLINE},       {"br", MW_EL_BREAK},      {"div", MW_EL_BLOCK},        {"section", MW_EL_BLOCK},
    {"article", MW_EL_BLOCK},    {"body", MW_EL_BLOCK},     {"html", MW_EL_BLOCK},    {"blockquote", MW_EL_BLOCK}, {"li", MW_EL_BLOCK},
    {"ul", MW_EL_BLOCK},         {"ol", MW_EL_BLOCK},       {"dl", MW_EL_BLOCK},      {"dt", MW_EL_BLOCK},         {"dd", MW_EL_BLOCK},
    {"table", MW_EL_BLOCK},      {"tbody", MW_EL_BLOCK},    {"thead", MW_EL_BLOCK},   {"tfoot", MW_EL_BLOCK},      {"tr", MW_EL_BLOCK},
    {"td", MW_EL_CELL},          {"th", MW_EL_CELL},        {"caption", MW_EL_BLOCK}, {"main", MW_EL_BLOCK},       {"header", MW_EL_BLOCK},
    {"footer", MW_EL_BLOCK},     {"aside", MW_EL_BLOCK},    {"address", MW_EL_BLOCK}, {"center", MW_EL_BLOCK},     {"figure", MW_EL_BLOCK},
    {"figcaption", MW_EL_BLOCK}, {"fieldset", MW_EL_BLOCK}, {"details", MW_EL_BLOCK}, {"summary", MW_EL_BLOCK},    {"h1", MW_EL_HEADING},
    {"h2", MW_EL_HEADING},       {"h3", MW_EL_HEADING},     {"h4", MW_EL_HEADING},    {"h5", MW_EL_HEADING},       {"h6", MW_EL_HEADING},
    {"hgroup", MW_EL_HGROUP},    {"hr", MW_EL_RULE},        {"pre", MW_EL_PRE},       {"img", MW_EL_IMAGE},        {"head", MW_EL_SKIP},
    {"script", MW_EL_SKIP},      {"style", MW_EL_SKIP},     {"noscript", MW_EL_SKIP}, {"template", MW_EL_SKIP},    {"svg", MW_EL_SKIP},
    {"math", MW_EL_SKIP},        {"iframe", MW_EL_SKIP},    {"object", MW_EL_SKIP},   {"form", MW_EL_SKIP},        {"button", MW_EL_SKIP},
    {"select", MW_EL_SKIP},      {"textarea", MW_EL_SKIP},  {"input", MW_EL_SKIP},    {"audio", MW_EL_SKIP},       {"video", MW_EL_SKIP},
    {"canvas", MW_EL_SKIP},      {"map", MW_EL_SKIP},       {"nav", MW_EL_SKIP},      {"rt", MW_EL_SKIP},          {"rp", MW_EL_SKIP},
    {"menu", MW_EL_SKIP},        {"title", MW_EL_SKIP},     {"meta", MW_EL_SKIP},     {"link", MW_EL_SKIP},
};

static mw_element by_name(const xmlNode *node) {
    const char *name = (const char *)node->name;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fold(name[0]) == names[i].name[0] && mw_str_ieq(mw_str_of(name), names[i].name)) return names[i].el;
    return MW_EL_INLINE;
}

/* ---- notes ------------------------------------------------------------------------------------------------------------------- */

/* Marks around a reference or a page's frame are few; input may be nested without end. */
enum { REFERENCE_DEPTH = 8, FRAME_DEPTH = 64 };

/* The text of a reference: a number, a star, a letter in brackets. At most a few characters. */
static bool reference_text(const xmlNode *node, size_t *n, int depth) {
    if (depth == REFERENCE_DEPTH) return false;
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type == XML_ELEMENT_NODE) {
            if (*n > 12 || !reference_text(c, n, depth + 1)) return false;
            continue;
        }
        if (!c->content) continue;
        for (const char *p = (const char *)c->content; *p; p++) {
            if (*p == ' ' || *p == '\n' || *p == '\t') continue;
            if (++*n > 12) return false;
            if (fold(*p) >= 'a' && fold(*p) <= 'z' && *n > 8) return false;
            if (*p > 0 && !strchr("0123456789[](){}*.:#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *p)) return false;
        }
    }
    return true;
}

static bool only_sign(const xmlNode *node) { /* no words: at most two letters, or digits and signs */
    size_t letters = 0, others = 0;
    for (const xmlNode *c = node->children; c; c = c->next) {
        const xmlNode *t = c->type == XML_ELEMENT_NODE ? c->children : c;
        if (!t || !t->content) continue;
        for (const char *p = (const char *)t->content; *p; p++) {
            if (fold(*p) >= 'a' && fold(*p) <= 'z')
                letters++;
            else if (*p != ' ' && *p != '\n')
                others++;
        }
    }
    return letters + others > 0 && (letters <= 1 || (letters <= 4 && others >= 2));
}

static bool noteref(const xmlNode *node) {
    static const char *const classes[] = {"fnanchor", "noteref",      "footnote-ref",       "footnoteref", "fn-ref",
                                          "fnref",    "footnotecall", "footnote-reference", NULL};
    const char *type = mw_attr(node, "epub:type"), *href = mw_attr(node, "href");
    if (mw_token(type, "noteref") || mw_token(type, "backlink")) return true;
    if (mw_token(mw_attr(node, "role"), "doc-noteref") || mw_token(mw_attr(node, "role"), "doc-backlink")) return true;
    if (!mw_name_is(node, "a") && !mw_name_is(node, "sup")) return false;
    if (any_token(mw_attr(node, "class"), classes)) return true;
    const char *fragment = strchr(href, '#');
    size_t n = 0;
    if (!fragment || !reference_text(node, &n, 0) || n == 0 || !only_sign(node)) return false;
    bool raised = (node->parent && mw_name_is(node->parent, "sup")) ||
                  (node->children && node->children->type == XML_ELEMENT_NODE && mw_name_is(node->children, "sup"));
    return raised || contains_fold(fragment, "note") || contains_fold(fragment, "fn") || contains_fold(fragment, "ftn") ||
           contains_fold(fragment, "foot");
}

static bool note_body(const xmlNode *node) {
    static const char *const types[] = {"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", NULL};
    static const char *const roles[] = {"doc-footnote", "doc-endnotes", "doc-endnote", NULL};
    static const char *const classes[] = {"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", NULL};
    if (any_token(mw_attr(node, "epub:type"), types) || any_token(mw_attr(node, "role"), roles)) return true;
    if (mw_name_is(node, "a") || mw_name_is(node, "span") || mw_name_is(node, "sup")) return false;
    return any_token(mw_attr(node, "class"), classes) || contains_fold(mw_attr(node, "style"), "mso-element:footnote");
}

static bool page_break(const xmlNode *node) {
    static const char *const classes[] = {"pagenum", "pageno", "pagebreak", "page-number", "pagenumber", "x-ebookmaker-pageno", NULL};
    if (mw_token(mw_attr(node, "epub:type"), "pagebreak") || mw_token(mw_attr(node, "role"), "doc-pagebreak")) return true;
    if (!mw_name_is(node, "span") && !mw_name_is(node, "a")) return false;
    return any_token(mw_attr(node, "class"), classes);
}

/* ---- left out ----------------------------------------------------------------------------------------------------------------- */

/* header and footer of the page, not of a letter or a chapter: nothing but boxes around it. */
static bool of_the_page(const xmlNode *node) {
    int depth = 0;
    for (const xmlNode *p = node->parent; p && p->type == XML_ELEMENT_NODE; p = p->parent) {
        if (mw_name_is(p, "body")) return true;
        if (!mw_name_is(p, "div") || ++depth == FRAME_DEPTH) return false;
    }
    return true;
}

static bool left_out(const xmlNode *node, bool epub) {
    static const char *const types[] = {"toc", "landmarks", "page-list", "loi", "lot", NULL};
    static const char *const roles[] = {"doc-toc", "navigation", "doc-pagelist", "search", NULL};
    static const char *const page_roles[] = {"banner", "contentinfo", "complementary", NULL};
    static const char *const classes[] = {"pg-boilerplate", "pgheader",   "pgfooter",    "pg-machine-header", "navbar",
                                          "navigation",     "breadcrumb", "breadcrumbs", "noprint",           NULL};
    static const char *const page_classes[] = {"sidebar", "menu",          "toc",   "comments",  "ad",         "ads",
                                               "advert",  "advertisement", "share", "social",    "newsletter", "related",
                                               "cookie",  "cookies",       "promo", "subscribe", NULL};
    const char *id = mw_attr(node, "id"), *class = mw_attr(node, "class"), *role = mw_attr(node, "role");
    if (any_token(mw_attr(node, "epub:type"), types) || any_token(role, roles)) return true;
    if (any_token(class, classes)) return true;
    if (strcmp(id, "pg-header") == 0 || strcmp(id, "pg-footer") == 0 || strcmp(id, "pg-machine-header") == 0) return true;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (mw_str_ieq(mw_str_of((const char *)a->name), "hidden")) return true;
    if (epub || mw_name_is(node, "body") || mw_name_is(node, "html")) return false;
    return any_token(class, page_classes) || any_token(role, page_roles);
}

static bool in_article(const xmlNode *node) {
    for (const xmlNode *p = node->parent; p && p->type == XML_ELEMENT_NODE; p = p->parent)
        if (mw_name_is(p, "article")) return true;
    return false;
}

static bool page_frame(const xmlNode *node) {
    if (mw_name_is(node, "aside")) return true;
    if (mw_name_is(node, "figcaption")) return in_article(node); /* whose photograph it is */
    return (mw_name_is(node, "header") || mw_name_is(node, "footer")) && of_the_page(node);
}

mw_element mw_element_of(const xmlNode *node, bool epub) {
    mw_element el = by_name(node);
    if (el == MW_EL_SKIP) return el;
    if (node->properties) {
        if (page_break(node)) return MW_EL_PAGE;
        if (noteref(node)) return MW_EL_NOTEREF;
        if (note_body(node)) return MW_EL_NOTE;
        if (left_out(node, epub)) return MW_EL_SKIP;
    }
    if (!epub && el == MW_EL_BLOCK && page_frame(node)) return MW_EL_SKIP;
    return el;
}

/* ---- style -------------------------------------------------------------------------------------------------------------------- */

static uint8_t class_style(const char *list, const mw_css *css) {
    static const char *const small[] = {"smcap", "smallcap", "smallcaps", "small-caps", "sc", "smcaps", NULL};
    static const char *const italic[] = {"italic", "italics", "ital", "i", "em", NULL};
    static const char *const bold[] = {"bold", "b", "strong", NULL};
    uint8_t style = 0;
    if (!list[0]) return 0;
    if (any_token(list, small)) style |= MW_SMALL_CAPS;
    if (any_token(list, italic)) style |= MW_ITALIC;
    if (any_token(list, bold)) style |= MW_BOLD;
    for (const char *p = list; css && css->classes && *p;) {
        while (*p == ' ') p++;
        size_t k = strcspn(p, " \t\n\r");
        uint32_t found = 0;
        if (k && mw_map_get(css->classes, (mw_str){p, k}, &found)) style |= (uint8_t)found;
        p += k;
        if (*p) p++;
    }
    return style;
}

uint8_t mw_element_style(const xmlNode *node, const mw_css *css) {
    uint8_t style = 0;
    if (mw_name_is(node, "i") || mw_name_is(node, "em") || mw_name_is(node, "cite") || mw_name_is(node, "dfn") || mw_name_is(node, "var"))
        style |= MW_ITALIC;
    else if (mw_name_is(node, "b") || mw_name_is(node, "strong"))
        style |= MW_BOLD;
    if (!node->properties) return style;
    return style | class_style(mw_attr(node, "class"), css) | mw_css_inline(mw_attr(node, "style"));
}

bool mw_element_verse(const xmlNode *node) {
    static const char *const types[] = {"z3998:verse", "z3998:poem", "z3998:song", "z3998:hymn", "z3998:lyrics", "verse", "poem", NULL};
    static const char *const classes[] = {"poem", "poetry",           "verse",     "stanza", "lyrics", "song",
                                          "hymn", "poetry-container", "linegroup", NULL};
    if (!node->properties || mw_name_is(node, "body")) return false;
    return any_token(mw_attr(node, "epub:type"), types) || any_token(mw_attr(node, "class"), classes);
}

bool mw_element_gap(const xmlNode *node) {
    static const char *const classes[] = {"scenebreak",   "scene-break", "spacebreak",   "space-break",   "section-break",
                                          "sectionbreak", "tb",          "thoughtbreak", "thought-break", "gap",
                                          "break",        "linespace",   "whitespace",   "blankline",     "spaceabove",
                                          "space-above",  NULL};
    return node->properties && any_token(mw_attr(node, "class"), classes);
}

const char *mw_element_page_name(mw_draft *d, const xmlNode *node) {
    const char *name = mw_attr(node, "title");
    if (!name[0]) name = mw_attr(node, "aria-label");
    if (!name[0]) name = mw_node_text(d, node);
    if (!name || !name[0]) name = mw_attr(node, "id");
    /* "[Pg 12]", "Page 12", "page12": the number is the name */
    const char *digits = strpbrk(name, "0123456789");
    size_t n = digits ? strspn(digits, "0123456789") : 0;
    if (n) return mw_draft_keep(d, (mw_str){digits, n});
    return mw_draft_keep(d, mw_str_of(name));
}
