/* matter: which parts of a book are its text, what leads to it, what follows it, and what only its publisher put there.
 *
 * By the vocabulary of EPUB 3 (the structural semantics vocabulary, W3C/IDPF) and DAISY, by customary names of files, and by titles. */
#include "source/html.h"

#include <string.h>

typedef struct named {
    const char *name;
    mw_matter matter;
} named;

static const named types[] = {
    {"cover", MW_MATTER_DROP},
    {"titlepage", MW_MATTER_DROP},
    {"title-page", MW_MATTER_DROP},
    {"halftitlepage", MW_MATTER_DROP},
    {"halftitle", MW_MATTER_DROP},
    {"fulltitle", MW_MATTER_DROP},
    {"imprint", MW_MATTER_DROP},
    {"imprimatur", MW_MATTER_DROP},
    {"colophon", MW_MATTER_DROP},
    {"copyright-page", MW_MATTER_DROP},
    {"copyright", MW_MATTER_DROP},
    {"seriespage", MW_MATTER_DROP},
    {"toc", MW_MATTER_DROP},
    {"loi", MW_MATTER_DROP},
    {"lot", MW_MATTER_DROP},
    {"landmarks", MW_MATTER_DROP},
    {"page-list", MW_MATTER_DROP},
    {"index", MW_MATTER_DROP},
    {"endnotes", MW_MATTER_DROP},
    {"footnotes", MW_MATTER_DROP},
    {"rearnotes", MW_MATTER_DROP},
    {"notes", MW_MATTER_DROP},
    {"other-credits", MW_MATTER_DROP},
    {"contributors", MW_MATTER_DROP},
    {"backlink", MW_MATTER_DROP},
    {"dedication", MW_MATTER_FRONT},
    {"epigraph", MW_MATTER_FRONT},
    {"preface", MW_MATTER_FRONT},
    {"foreword", MW_MATTER_FRONT},
    {"introduction", MW_MATTER_FRONT},
    {"preamble", MW_MATTER_FRONT},
    {"acknowledgments", MW_MATTER_FRONT},
    {"acknowledgements", MW_MATTER_FRONT},
    {"z3998:dramatis-personae", MW_MATTER_FRONT},
    {"frontmatter", MW_MATTER_FRONT},
    {"afterword", MW_MATTER_BACK},
    {"appendix", MW_MATTER_BACK},
    {"glossary", MW_MATTER_BACK},
    {"bibliography", MW_MATTER_BACK},
    {"backmatter", MW_MATTER_BACK},
    {"bodymatter", MW_MATTER_BODY},
    {"chapter", MW_MATTER_BODY},
    {"part", MW_MATTER_BODY},
    {"volume", MW_MATTER_BODY},
    {"division", MW_MATTER_BODY},
    {"prologue", MW_MATTER_BODY},
    {"epilogue", MW_MATTER_BODY},
    {"conclusion", MW_MATTER_BODY},
    {"se:short-story", MW_MATTER_BODY},
    {"se:novella", MW_MATTER_BODY},
    {"z3998:subchapter", MW_MATTER_BODY},
    {"z3998:short-story", MW_MATTER_BODY},
};

bool mw_matter_of_type(mw_str type, mw_matter *m) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!mw_str_ieq(type, types[i].name)) continue;
        *m = types[i].matter;
        return true;
    }
    if (type.n > 4 && mw_str_ieq((mw_str){type.at, 4}, "doc-")) return mw_matter_of_type((mw_str){type.at + 4, type.n - 4}, m);
    return false;
}

/* The narrowest type of the list wins: "frontmatter" says less than "dedication". */
static bool of_list(const char *list, mw_matter *m, bool *broad) {
    bool found = false;
    for (const char *p = list; *p;) {
        size_t k = strcspn(p, " \t\r\n");
        mw_matter one;
        if (k && mw_matter_of_type((mw_str){p, k}, &one)) {
            bool is_broad = k > 6 && mw_str_ieq((mw_str){p + k - 6, 6}, "matter");
            if (!found || (*broad && !is_broad)) {
                *m = one;
                *broad = is_broad;
            }
            found = true;
        }
        p += k;
        if (*p) p++;
    }
    return found;
}

bool mw_element_matter(const xmlNode *node, mw_matter *m, bool *section) {
    bool broad = false;
    *section = false;
    if (!node->properties) return false;
    const char *list = mw_attr(node, "epub:type");
    if (!list[0] || !of_list(list, m, &broad)) {
        list = mw_attr(node, "role");
        if (strncmp(list, "doc-", 4) != 0 || !of_list(list, m, &broad)) return false;
    }
    *section = !broad && *m == MW_MATTER_BODY;
    return true;
}

/* ---- titles and file names ----------------------------------------------------------------------------------------------------- */

static const named titles[] = {
    {"cover", MW_MATTER_DROP},
    {"coverpage", MW_MATTER_DROP},
    {"cover page", MW_MATTER_DROP},
    {"cover image", MW_MATTER_DROP},
    {"title page", MW_MATTER_DROP},
    {"titlepage", MW_MATTER_DROP},
    {"title", MW_MATTER_DROP},
    {"half title", MW_MATTER_DROP},
    {"half title page", MW_MATTER_DROP},
    {"half-title", MW_MATTER_DROP},
    {"halftitle", MW_MATTER_DROP},
    {"halftitlepage", MW_MATTER_DROP},
    {"half-title page", MW_MATTER_DROP},
    {"copyright", MW_MATTER_DROP},
    {"copyright page", MW_MATTER_DROP},
    {"copyright notice", MW_MATTER_DROP},
    {"copyrightpage", MW_MATTER_DROP},
    {"imprint", MW_MATTER_DROP},
    {"colophon", MW_MATTER_DROP},
    {"uncopyright", MW_MATTER_DROP},
    {"contents", MW_MATTER_DROP},
    {"table of contents", MW_MATTER_DROP},
    {"toc", MW_MATTER_DROP},
    {"nav", MW_MATTER_DROP},
    {"navigation", MW_MATTER_DROP},
    {"about the author", MW_MATTER_DROP},
    {"about the authors", MW_MATTER_DROP},
    {"about the publisher", MW_MATTER_DROP},
    {"about the translator", MW_MATTER_DROP},
    {"abouttheauthor", MW_MATTER_DROP},
    {"about this book", MW_MATTER_DROP},
    {"also by", MW_MATTER_DROP},
    {"alsoby", MW_MATTER_DROP},
    {"by the same author", MW_MATTER_DROP},
    {"other books by", MW_MATTER_DROP},
    {"books by", MW_MATTER_DROP},
    {"newsletter", MW_MATTER_DROP},
    {"advertisements", MW_MATTER_DROP},
    {"praise", MW_MATTER_DROP},
    {"endnotes", MW_MATTER_DROP},
    {"footnotes", MW_MATTER_DROP},
    {"notes", MW_MATTER_DROP},
    {"index", MW_MATTER_DROP},
    {"list of illustrations", MW_MATTER_DROP},
    {"illustrations", MW_MATTER_DROP},
    {"transcriber's note", MW_MATTER_DROP},
    {"transcriber's notes", MW_MATTER_DROP},
    {"transcriber\xE2\x80\x99s note", MW_MATTER_DROP},
    {"transcriber\xE2\x80\x99s notes", MW_MATTER_DROP},
    {"landmarks", MW_MATTER_DROP},
    {"the full project gutenberg license", MW_MATTER_DROP},
    {"full project gutenberg license", MW_MATTER_DROP},
    {"dedication", MW_MATTER_FRONT},
    {"epigraph", MW_MATTER_FRONT},
    {"preface", MW_MATTER_FRONT},
    {"foreword", MW_MATTER_FRONT},
    {"introduction", MW_MATTER_FRONT},
    {"acknowledgments", MW_MATTER_FRONT},
    {"acknowledgements", MW_MATTER_FRONT},
    {"dramatis personae", MW_MATTER_FRONT},
    {"dramatis-personae", MW_MATTER_FRONT},
    {"author's note", MW_MATTER_FRONT},
    {"author\xE2\x80\x99s note", MW_MATTER_FRONT},
    {"translator's note", MW_MATTER_FRONT},
    {"translator\xE2\x80\x99s note", MW_MATTER_FRONT},
    {"afterword", MW_MATTER_BACK},
    {"appendix", MW_MATTER_BACK},
    {"glossary", MW_MATTER_BACK},
    {"bibliography", MW_MATTER_BACK},
};

/* Works on titles of a table of contents and on file names without folder and extension. */
bool mw_matter_of_title(mw_str title, mw_matter *m) {
    static const char *const openings[] = {"also by ",         "other books by ", "books by ",         "praise for ",
                                           "about the author", "more from ",      "a note on the type"};
    while (title.n && (title.at[0] == ' ' || (title.at[0] >= '0' && title.at[0] <= '9') || title.at[0] == '_')) title.at++, title.n--;
    while (title.n && strchr(" .:0123456789_-", title.at[title.n - 1])) title.n--;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (!mw_str_ieq(title, titles[i].name)) continue;
        *m = titles[i].matter;
        return true;
    }
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t n = strlen(openings[i]);
        if (title.n < n || !mw_str_ieq((mw_str){title.at, n}, openings[i])) continue;
        *m = MW_MATTER_DROP;
        return true;
    }
    return false;
}
