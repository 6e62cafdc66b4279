/* html: mark-up to blocks.
 *
 * Walks the tree without recursion, so that no nesting is too deep. White space is collapsed; text between two block borders is one
 * block; lines parted by <br> become verse, lines or running text by what they look like. Style sheets, notes, page breaks and
 * navigation are dealt with as rules.c says. No network, no external entities. Linear. */
#include "source/html.h"
#include "source/lines.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>

/* What holds inside an element; restored when it ends. */
typedef struct state {
    mw_matter matter;
    bool section; /* inside a chapter or part: types name notes only */
    bool verse;
    bool hgroup;
    uint8_t style, level;
} state;

typedef struct flow {
    mw_draft *d;
    const mw_html_options *o;
    mw_html_facts *facts;
    MW_VEC(state) stack;
    state now;
    uint32_t start; /* of the block at hand */
    bool space;     /* white space is due before the next character */
    uint32_t n_breaks;
    uint32_t links; /* depth of <a> that leads elsewhere in the book */
    size_t linked;  /* bytes of the block at hand inside such */
    int64_t line;   /* of the block at hand */
    uint32_t hgroup_level;
    bool fresh_block; /* an element of block kind has begun and nothing was written since */
} flow;

/* ---- text ---------------------------------------------------------------------------------------------------------------------- */

static bool thin_space(int32_t c) { return (c >= 0x2005 && c <= 0x200A) || c == 0x202F; }

static bool tight(int32_t c) { /* signs that a thin space only sets off */
    return c == 0x201C || c == 0x201D || c == 0x2018 || c == 0x2019 || c == '"' || c == '\'' || c == 0x2014 || c == 0x2013 || c == 0xAB ||
           c == 0xBB || c == 0x2026;
}

static bool block_empty(const flow *f) { return f->d->text.n == f->start; }

static void put_cp(flow *f, const char *bytes, size_t n) {
    mw_draft *d = f->d;
    uint32_t at = (uint32_t)d->text.n;
    uint8_t style = f->now.style & (MW_ITALIC | MW_BOLD | MW_SMALL_CAPS);
    if (f->space && !block_empty(f) && d->text.at[d->text.n - 1] != '\n') {
        mw_buf_putc(&d->text, ' ');
        bool runs_on =
            style && d->emphasis.n && d->emphasis.at[d->emphasis.n - 1].span.end == at && d->emphasis.at[d->emphasis.n - 1].style == style;
        if (!runs_on) at++;
    }
    f->space = false;
    mw_buf_put(&d->text, bytes, n);
    if (style) mw_draft_emphasise(d, at, (uint32_t)d->text.n, style);
}

static void put_text(flow *f, const char *s, size_t n) {
    int32_t last = 0;
    for (size_t i = 0, len; i < n && !f->d->text.failed; i += len) {
        size_t plain = 0; /* the common case in one go */
        while (i + plain < n && (unsigned char)s[i + plain] > ' ' && (unsigned char)s[i + plain] < 0x7F) plain++;
        if (plain) {
            put_cp(f, s + i, plain);
            f->facts->bytes += plain;
            if (f->links) f->facts->linked += plain, f->linked += plain;
            last = s[i + plain - 1];
            len = plain;
            continue;
        }
        int32_t c = mw_utf8_next(s + i, n - i, &len);
        if (c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF) continue;
        if (thin_space(c)) {
            size_t more;
            int32_t next = i + len < n ? mw_utf8_next(s + i + len, n - i - len, &more) : ' ';
            f->space |= !(tight(last) || tight(next));
        } else if (mw_cp_space(c) || c < 0x20)
            f->space = true;
        else {
            put_cp(f, s + i, len);
            f->facts->bytes += len;
        }
        last = c;
    }
}

/* ---- blocks -------------------------------------------------------------------------------------------------------------------- */

static void dress(flow *f, mw_draft_block *b) {
    if (!b) return;
    b->level = f->now.level;
    b->matter = f->now.matter;
    b->origin = (mw_origin){f->d->file, -1, f->line > 0 ? f->line : -1};
    if (b->level) b->kind = MW_HEADING;
}

/* Lines parted by <br>: verse, or running text that a converter broke, or lines that are meant. */
typedef enum lines_kind { LINES_VERSE, LINES_WRAPPED, LINES_SINGLE } lines_kind;

static lines_kind judge_lines(const flow *f, mw_str s) {
    uint32_t n = 0, capitals = 0, ends = 0, longest = 0;
    for (size_t at = 0; at <= s.n;) {
        const char *nl = at < s.n ? memchr(s.at + at, '\n', s.n - at) : NULL;
        size_t end = nl ? (size_t)(nl - s.at) : s.n;
        mw_str line = {s.at + at, end - at};
        n += line.n != 0;
        capitals += line.n && mw_line_capital_start(line);
        ends += line.n && mw_line_ends_sentence(line);
        if (line.n > longest) longest = (uint32_t)line.n;
        at = end + 1;
    }
    if (f->now.verse) return LINES_VERSE;
    if (f->now.level) return LINES_SINGLE;
    if (n >= 3 && longest <= 75 && capitals * 10 >= n * 7) return LINES_VERSE;
    if (n >= 3 && longest >= 45 && longest <= 120 && ends * 10 <= n * 6 && capitals * 10 < n * 7) return LINES_WRAPPED;
    return LINES_SINGLE;
}

/* Splits the block at hand at its breaks. An empty line between parts paragraphs. */
static void add_lines(flow *f) {
    mw_draft *d = f->d;
    uint32_t end = (uint32_t)d->text.n, at = f->start;
    lines_kind kind = judge_lines(f, (mw_str){d->text.at + at, end - at});
    while (at < end && !d->failed) {
        uint32_t stop = at;
        while (stop < end) {
            bool empty_next = stop + 1 < end && d->text.at[stop + 1] == '\n';
            if (d->text.at[stop] == '\n') {
                if (kind != LINES_WRAPPED || empty_next) break;
                d->text.at[stop] = ' ';
            }
            stop++;
        }
        dress(f, mw_draft_block_add(d, at, stop, kind == LINES_VERSE ? MW_VERSE : MW_PARAGRAPH));
        at = stop + 1;
    }
}

/* Ends the block at hand, if anything is in it. */
static void flush(flow *f) {
    mw_draft *d = f->d;
    if (d->failed || d->text.failed) return;
    if (!block_empty(f)) {
        uint32_t end = (uint32_t)d->text.n;
        mw_str s = {d->text.at + f->start, end - f->start};
        if (f->n_breaks)
            add_lines(f);
        else {
            /* Nothing but links inside the book: a table of contents, "back to the top". */
            bool navigation = !f->now.level && f->linked * 10 >= s.n * 7 && s.n > 0;
            mw_block_kind kind = mw_heading_ornament(s) ? MW_ORNAMENT : f->now.verse ? MW_VERSE : MW_PARAGRAPH;
            uint8_t level = f->now.level;
            if (kind == MW_ORNAMENT) f->now.level = 0;
            mw_draft_block *b = mw_draft_block_add(d, f->start, end, kind);
            dress(f, b);
            if (b && navigation) b->matter = MW_MATTER_DROP;
            f->now.level = level;
        }
        mw_buf_putc(&d->text, '\n');
    }
    f->start = (uint32_t)d->text.n;
    f->space = false;
    f->n_breaks = 0;
    f->linked = 0;
    f->line = 0;
}

/* ---- elements ------------------------------------------------------------------------------------------------------------------ */

static mw_anchor here(const flow *f) { return (mw_anchor){true, (uint32_t)f->d->blocks.n, (uint32_t)f->d->text.n, !block_empty(f)}; }

static void note_anchor(flow *f, const char *id) {
    char key[1024];
    if (!f->o->wanted || !f->o->path || !id[0]) return;
    size_t n = strlen(f->o->path), m = strlen(id);
    if (n + m + 2 > sizeof key) return;
    memcpy(key, f->o->path, n);
    key[n] = '#';
    memcpy(key + n + 1, id, m);
    uint32_t at;
    if (mw_map_get(f->o->wanted, (mw_str){key, n + 1 + m}, &at) && !f->o->anchors[at].found) f->o->anchors[at] = here(f);
}

static void add_page(flow *f, const xmlNode *node) {
    mw_draft_page p = {mw_element_page_name(f->d, node), here(f)};
    if (!p.name || !p.name[0]) return;
    if (!mw_vec_push(f->d->mem, &f->d->pages, p)) f->d->failed = true;
}

/* A picture of an initial says its letter in its description. */
static void add_image(flow *f, const xmlNode *node) {
    const char *alt = mw_attr(node, "alt");
    size_t n = strlen(alt), len;
    if (n == 0 || n > 4 || mw_utf8_count(alt, n) > 2) return;
    if (!mw_cp_letter(mw_utf8_next(alt, n, &len))) return;
    put_text(f, alt, n);
}

static bool empty_paragraph(const xmlNode *node) {
    if (!mw_name_is(node, "p")) return false;
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type == XML_ELEMENT_NODE && mw_name_is(c, "br")) continue;
        if (c->type != XML_TEXT_NODE || !c->content) return false;
        const char *s = (const char *)c->content;
        for (size_t i = 0, n = strlen(s), len; i < n; i += len)
            if (!mw_cp_space(mw_utf8_next(s + i, n - i, &len))) return false;
    }
    return true;
}

static const char *raw_text(const xmlNode *node, mw_buf *out) {
    const xmlNode *n = node->children;
    while (n) {
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content) mw_buf_puts(out, (const char *)n->content);
        if (n->type == XML_ELEMENT_NODE && mw_name_is(n, "br")) mw_buf_putc(out, '\n');
        if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n && !n->next && n->parent != node) n = n->parent;
        if (n) n = n->next;
    }
    return out->at;
}

/* <pre>: short ones keep their lines; a whole book in one, as old files are, is read as the plain text that it is. */
static void add_pre(flow *f, const xmlNode *node) {
    mw_buf raw;
    mw_buf_init(&raw, f->d->mem);
    raw_text(node, &raw);
    uint32_t lines = 0, first = (uint32_t)f->d->blocks.n;
    for (size_t i = 0; i < raw.n; i++) lines += raw.at[i] == '\n';
    int64_t line = xmlGetLineNo(node);
    if (lines >= 30)
        mw_txt_add(f->d, (mw_str){raw.at, raw.n}, 0, line > 0 ? line : 1);
    else
        for (size_t at = 0; at < raw.n && !f->d->failed;) {
            const char *nl = memchr(raw.at + at, '\n', raw.n - at);
            size_t end = nl ? (size_t)(nl - raw.at) : raw.n;
            uint32_t start = (uint32_t)f->d->text.n;
            put_text(f, raw.at + at, end - at);
            f->line = line;
            dress(f, mw_draft_block_add(f->d, start, (uint32_t)f->d->text.n, lines ? MW_VERSE : MW_PARAGRAPH));
            mw_buf_putc(&f->d->text, '\n');
            f->start = (uint32_t)f->d->text.n;
            f->space = false;
            at = end + 1;
        }
    for (uint32_t b = first; b < f->d->blocks.n; b++) {
        f->d->blocks.at[b].matter = f->now.matter;
        f->d->blocks.at[b].origin.byte = -1;
    }
    if (raw.failed) f->d->failed = true;
    mw_buf_clear(&raw);
    if (f->d->text.n) mw_buf_putc(&f->d->text, '\n');
    f->start = (uint32_t)f->d->text.n;
}

static void begin_block(flow *f, const xmlNode *node) {
    flush(f);
    f->line = xmlGetLineNo(node);
    if (mw_element_gap(node)) f->d->pending_gap = true;
    if (empty_paragraph(node)) f->d->pending_soft_gap = true;
    f->now.verse |= mw_element_verse(node);
    if (!mw_name_is(node, "p")) f->now.level = 0;
    if (f->now.hgroup && f->hgroup_level) f->now.level = (uint8_t)f->hgroup_level;
    mw_matter m;
    bool section;
    if (!mw_element_matter(node, &m, &section)) return;
    if (m == MW_MATTER_DROP)
        f->now.matter = m;
    else if (!f->now.section && f->now.matter != MW_MATTER_DROP)
        f->now.matter = m;
    f->now.section |= section;
}

static void begin_heading(flow *f, const xmlNode *node) {
    flush(f);
    f->line = xmlGetLineNo(node);
    f->now.level = (uint8_t)(node->name[1] - '0');
    if (f->now.hgroup && !f->hgroup_level) f->hgroup_level = f->now.level;
    if (f->now.hgroup) f->now.level = (uint8_t)f->hgroup_level;
    f->now.style = 0; /* a heading is set in bold as a matter of course */
    if (mw_element_gap(node)) f->d->pending_gap = true;
}

static void apply_style(flow *f, const xmlNode *node) {
    uint8_t style = mw_element_style(node, f->o->css);
    if (style & MW_CSS_PLAIN) f->now.style &= (uint8_t)~MW_ITALIC;
    f->now.style |= style & (MW_ITALIC | MW_BOLD | MW_SMALL_CAPS);
    if (f->now.level) f->now.style &= (uint8_t)~MW_BOLD;
}

static void note_licence(flow *f, const xmlNode *node) {
    if (strncmp(mw_attr(node, "id"), "pg-", 3) == 0 || mw_token(mw_attr(node, "class"), "pg-boilerplate")) f->d->licence_cut = true;
}

static void add_break(flow *f) {
    if (block_empty(f)) return;
    mw_buf_putc(&f->d->text, '\n');
    f->space = false;
    f->n_breaks++;
}

static bool leads_inside(const xmlNode *node) {
    if (!mw_name_is(node, "a")) return false;
    const char *href = mw_attr(node, "href");
    return href[0] && !strstr(href, "://") && strncmp(href, "mailto:", 7) != 0;
}

/* The state is on the stack already. Returns whether to go inside. */
static bool enter(flow *f, const xmlNode *node) {
    mw_element el = mw_element_of(node, f->o->epub);
    if (node->properties) {
        if (mw_element_style(node, f->o->css) & MW_CSS_HIDDEN) el = MW_EL_SKIP;
        if (el != MW_EL_SKIP && el != MW_EL_NOTE) {
            if (el != MW_EL_INLINE && el != MW_EL_NOTEREF && el != MW_EL_PAGE && el != MW_EL_BREAK) flush(f);
            note_anchor(f, mw_attr(node, "id"));
            if (mw_name_is(node, "a")) note_anchor(f, mw_attr(node, "name"));
        }
    }
    switch (el) {
    case MW_EL_SKIP:
        note_licence(f, node);
        return false;
    case MW_EL_NOTE:
        f->d->n_notes++;
        return false;
    case MW_EL_NOTEREF:
        f->d->n_references++;
        return false;
    case MW_EL_PAGE:
        add_page(f, node);
        return false;
    case MW_EL_IMAGE:
        add_image(f, node);
        return false;
    case MW_EL_BREAK:
        add_break(f);
        return false;
    case MW_EL_RULE:
        flush(f);
        f->d->pending_gap = true;
        return false;
    case MW_EL_PRE:
        flush(f);
        add_pre(f, node);
        return false;
    case MW_EL_HEADING:
        begin_heading(f, node);
        break;
    case MW_EL_HGROUP:
        begin_block(f, node);
        f->now.hgroup = true;
        f->hgroup_level = 0;
        break;
    case MW_EL_BLOCK:
        begin_block(f, node);
        break;
    case MW_EL_CELL:
        f->space = true;
        break;
    case MW_EL_INLINE:
        break;
    }
    apply_style(f, node);
    if (leads_inside(node)) f->links++;
    return f->now.matter != MW_MATTER_DROP;
}

static void leave(flow *f, const xmlNode *node) {
    mw_element el = mw_element_of(node, f->o->epub);
    if (el == MW_EL_BLOCK || el == MW_EL_HEADING || el == MW_EL_HGROUP) flush(f);
    if (el == MW_EL_CELL) f->space = true;
    if (el == MW_EL_INLINE && f->links && leads_inside(node)) f->links--;
}

static void text_node(flow *f, const xmlNode *node) {
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content) {
        if (f->line == 0) f->line = xmlGetLineNo(node);
        put_text(f, (const char *)node->content, strlen((const char *)node->content));
    }
    if (node->type == XML_ENTITY_REF_NODE) { /* XHTML without its DTD: the names of HTML are known */
        const htmlEntityDesc *e = htmlEntityLookup(node->name);
        char utf8[8];
        mw_buf one = {.mem = f->d->mem};
        if (!e) return;
        mw_buf_putcp(&one, (int32_t)e->value);
        if (!one.failed && one.n < sizeof utf8) put_text(f, one.at, one.n);
        mw_buf_clear(&one);
    }
}

static void walk(flow *f, const xmlNode *root) {
    const xmlNode *node = root;
    while (node && !f->d->failed && !f->d->text.failed) {
        if (node->type == XML_ELEMENT_NODE) {
            if (!mw_vec_push(f->d->mem, &f->stack, f->now)) f->d->failed = true;
            if (!f->d->failed && enter(f, node) && node->children) {
                node = node->children;
                continue;
            }
            if (f->d->failed) return;
            leave(f, node);
            f->now = f->stack.at[--f->stack.n];
        } else
            text_node(f, node);
        while (node != root && !node->next) {
            node = node->parent;
            leave(f, node);
            f->now = f->stack.at[--f->stack.n];
        }
        if (node == root) return;
        node = node->next;
    }
}

/* ---- the document ---------------------------------------------------------------------------------------------------------------- */

xmlDoc *mw_html_parse(const char *bytes, size_t n, bool xml) {
    if (n == 0 || n > INT32_MAX) return NULL;
    xmlDoc *doc = NULL;
    if (xml)
        doc = xmlReadMemory(bytes, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES);
    if (!doc)
        doc = htmlReadMemory(bytes, (int)n, NULL, "UTF-8",
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | XML_PARSE_HUGE);
    return doc;
}

static const xmlNode *child(const xmlNode *node, const char *name) {
    for (const xmlNode *c = node ? node->children : NULL; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && mw_name_is(c, name)) return c;
    return NULL;
}

const xmlNode *mw_node_next(const xmlNode *n, const xmlNode *root) {
    if (n->type == XML_ELEMENT_NODE && n->children) return n->children;
    while (n && n != root && !n->next) n = n->parent;
    return !n || n == root ? NULL : n->next;
}

const char *mw_node_text(mw_draft *d, const xmlNode *node) {
    mw_buf raw;
    mw_buf_init(&raw, d->mem);
    raw_text(node, &raw);
    size_t n = 0;
    for (size_t i = 0, len; i < raw.n; i += len) { /* invisible characters go, as they do in the text */
        int32_t c = mw_utf8_next(raw.at + i, raw.n - i, &len);
        if (c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x200A) continue;
        memmove(raw.at + n, raw.at + i, len);
        n += len;
    }
    if (raw.failed) d->failed = true;
    const char *kept = mw_draft_keep(d, (mw_str){raw.at ? raw.at : "", raw.failed ? 0 : n});
    mw_buf_clear(&raw);
    return kept;
}

static void read_head(flow *f, const xmlNode *html) {
    const xmlNode *head = child(html, "head");
    f->facts->language = mw_attr(html, "lang")[0] ? mw_draft_keep(f->d, mw_str_of(mw_attr(html, "lang"))) : NULL;
    for (const xmlNode *c = head ? head->children : NULL; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) continue;
        if (mw_name_is(c, "title")) f->facts->title = mw_node_text(f->d, c);
        if (mw_name_is(c, "meta")) {
            const char *name = mw_attr(c, "name");
            bool author = mw_token(name, "author") || mw_token(name, "dc.creator") || mw_token(name, "dcterms.creator");
            if (author && !f->facts->author) f->facts->author = mw_draft_keep(f->d, mw_str_of(mw_attr(c, "content")));
        }
        if (mw_name_is(c, "style") && f->o->css && c->children && c->children->content) {
            const char *sheet = (const char *)c->children->content;
            if (!mw_css_read(f->o->css, f->d->mem, sheet, strlen(sheet))) f->d->failed = true;
        }
    }
}

/* A page that says which part of it matters: <main>, or its only <article>. */
static const xmlNode *main_part(const xmlNode *body) {
    const xmlNode *found = NULL, *n = body->children;
    while (n) {
        if (n->type == XML_ELEMENT_NODE && mw_name_is(n, "main")) return n;
        if (n->type == XML_ELEMENT_NODE && mw_name_is(n, "article")) {
            if (found) return body;
            found = n;
        } else if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n && !n->next && n->parent != body) n = n->parent;
        if (n) n = n->next;
    }
    return found ? found : body;
}

/* The heading of a table of contents that was left out goes with it. */
static void drop_contents_heading(mw_draft *d, uint32_t first) {
    for (uint32_t i = first; i < d->blocks.n; i++) {
        mw_draft_block *b = &d->blocks.at[i];
        if (!b->level || i + 1 >= d->blocks.n || d->blocks.at[i + 1].matter != MW_MATTER_DROP) continue;
        if (mw_heading_classify(mw_draft_text(d, b)).head == MW_HEAD_CONTENTS) b->matter = MW_MATTER_DROP;
    }
}

bool mw_html_document(mw_draft *d, const char *bytes, size_t n, const mw_html_options *o, mw_html_facts *facts) {
    flow f = {.d = d, .o = o, .facts = facts, .now = {.matter = o->matter}};
    *facts = (mw_html_facts){.first_block = (uint32_t)d->blocks.n};
    f.start = (uint32_t)d->text.n;
    xmlDoc *doc = mw_html_parse(bytes, n, o->epub);
    if (!doc) return n == 0;
    const xmlNode *html = xmlDocGetRootElement(doc), *body = html ? child(html, "body") : NULL;
    if (html) read_head(&f, html);
    const xmlNode *root = !body ? html : o->epub ? body : main_part(body);
    if (root) walk(&f, root);
    flush(&f);
    if (!d->failed && !d->text.failed) drop_contents_heading(d, facts->first_block);
    mw_vec_clear(d->mem, &f.stack);
    xmlFreeDoc(doc);
    return !d->failed && !d->text.failed;
}

/* ---- an HTML file ----------------------------------------------------------------------------------------------------------------- */

/* "The Project Gutenberg eBook of TITLE, by AUTHOR" and its older forms. */
static void clean_title(mw_draft *d, const char *title) {
    static const char *const openings[] = {"the project gutenberg ebook of ", "the project gutenberg e-book of ", "project gutenberg's ",
                                           "the project gutenberg etext of "};
    mw_str s = mw_str_of(title);
    bool cut = false;
    for (size_t i = 0; i < sizeof openings / sizeof *openings && !cut; i++) {
        size_t n = strlen(openings[i]);
        if (s.n <= n || !mw_str_ieq((mw_str){s.at, n}, openings[i])) continue;
        s = (mw_str){s.at + n, s.n - n};
        cut = true;
    }
    for (size_t i = s.n; cut && i-- > 1;) {
        if (i + 5 > s.n || !mw_str_ieq((mw_str){s.at + i, 5}, ", by ")) continue;
        mw_str author = {s.at + i + 5, s.n - i - 5};
        if (author.n && author.at[author.n - 1] == '.') author.n--;
        if (!d->author) d->author = mw_draft_keep(d, author);
        s.n = i;
        break;
    }
    if (!d->title && s.n) d->title = mw_draft_keep(d, s);
}

static void keep_language(mw_draft *d, const char *lang) {
    if (d->language || !lang || !lang[0]) return;
    size_t n = strcspn(lang, "-_");
    d->language = mw_draft_keep(d, (mw_str){lang, n});
}

marrow_status mw_html_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err) {
    mw_decoded text;
    mw_css css = {0};
    mw_html_facts facts;
    MW_TRY(mw_decode(d, name, bytes, n, &text, err));
    mw_html_options o = {.css = &css, .matter = MW_MATTER_BODY};
    uint32_t first = (uint32_t)d->blocks.n;
    bool ok = mw_html_document(d, text.at, text.n, &o, &facts);
    mw_css_clear(&css);
    mw_free(d->mem, text.owned);
    if (!ok) return mw_fail_memory(err);
    mw_gutenberg_drop(d, first);
    if (facts.title && facts.title[0]) clean_title(d, facts.title);
    if (facts.author && facts.author[0] && !d->author) d->author = facts.author;
    keep_language(d, facts.language);
    return MARROW_OK;
}
