/* nav: the tables of an EPUB: contents, landmarks, page list, from nav.xhtml (EPUB 3) or the NCX (EPUB 2), and chapters from them.
 *
 * An entry that leads to a page of the publisher's is dropped, one that leads to front or back matter is no chapter, one with
 * entries below it is a part unless it carries a text of its own. Titles are those of the table, unless the heading says more.
 * Trees are walked without recursion. */
#include "source/epub.h"

#include <string.h>

enum { MAX_DEPTH = 12, OWN_TEXT_BYTES = 900 };

static uint32_t depth_of(const xmlNode *n, const char *name, const xmlNode *root) {
    uint32_t depth = 0;
    for (const xmlNode *p = n->parent; p && p != root && depth < MAX_DEPTH; p = p->parent) depth += mw_name_is(p, name);
    return depth;
}

static void add_entry(mw_epub *e, mw_epub_entries *list, const char *from, const char *href, const char *title, uint32_t depth,
                      const char *type) {
    mw_epub_entry x = {.title = title, .depth = depth < MAX_DEPTH ? depth : MAX_DEPTH - 1};
    if (!title || !mw_epub_resolve(e->d, from, href, &x.path, &x.fragment)) return;
    x.type = type ? mw_draft_keep(e->d, mw_str_of(type)) : NULL;
    if (!mw_vec_push(e->d->mem, list, x)) e->d->failed = true;
}

/* ---- nav.xhtml ------------------------------------------------------------------------------------------------------------------ */

static void read_list(mw_epub *e, const xmlNode *nav, const char *from, mw_epub_entries *list) {
    for (const xmlNode *n = nav; n; n = mw_node_next(n, nav)) {
        if (n->type != XML_ELEMENT_NODE || !n->parent || !mw_name_is(n->parent, "li")) continue;
        bool link = mw_name_is(n, "a"), label = mw_name_is(n, "span");
        if (!link && !label) continue;
        uint32_t depth = depth_of(n, "ol", nav);
        add_entry(e, list, from, link ? mw_attr(n, "href") : "", mw_node_text(e->d, n), depth ? depth - 1 : 0, mw_attr(n, "epub:type"));
    }
}

static void read_nav(mw_epub *e, const mw_member *m) {
    xmlDoc *doc = mw_html_parse(m->bytes, m->n, true);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    for (const xmlNode *n = root; n; n = mw_node_next(n, root)) {
        if (n->type != XML_ELEMENT_NODE || !mw_name_is(n, "nav")) continue;
        const char *type = mw_attr(n, "epub:type"), *role = mw_attr(n, "role");
        if (mw_token(type, "page-list") || mw_token(role, "doc-pagelist"))
            read_list(e, n, m->name, &e->pages);
        else if (mw_token(type, "landmarks"))
            read_list(e, n, m->name, &e->landmarks);
        else if (e->toc.n == 0)
            read_list(e, n, m->name, &e->toc);
    }
    xmlFreeDoc(doc);
}

/* ---- NCX ------------------------------------------------------------------------------------------------------------------------- */

static const xmlNode *below(const xmlNode *n, const char *name) {
    for (const xmlNode *c = n ? n->children : NULL; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && mw_name_is(c, name)) return c;
    return NULL;
}

static void read_ncx(mw_epub *e, const mw_member *m) {
    xmlDoc *doc = mw_html_parse(m->bytes, m->n, true);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    bool toc = e->toc.n == 0, pages = e->pages.n == 0; /* what nav.xhtml did not say */
    for (const xmlNode *n = root; n; n = mw_node_next(n, root)) {
        if (n->type != XML_ELEMENT_NODE) continue;
        bool point = toc && mw_name_is(n, "navPoint"), page = pages && mw_name_is(n, "pageTarget");
        if (!point && !page) continue;
        const xmlNode *label = below(below(n, "navLabel"), "text"), *content = below(n, "content");
        if (!content) continue;
        const char *title = label ? mw_node_text(e->d, label) : "";
        if (page)
            add_entry(e, &e->pages, m->name, mw_attr(content, "src"), title, 0, NULL);
        else if (e->toc.n < 100000)
            add_entry(e, &e->toc, m->name, mw_attr(content, "src"), title, depth_of(n, "navPoint", root), NULL);
    }
    xmlFreeDoc(doc);
}

void mw_epub_read_toc(mw_epub *e) {
    const mw_epub_item *ncx = NULL;
    for (size_t i = 0; i < e->items.n; i++) {
        const mw_epub_item *it = &e->items.at[i];
        const mw_member *m = mw_token(it->properties, "nav") ? mw_zip_find(&e->zip, mw_str_of(it->path)) : NULL;
        if (m && m->bytes) read_nav(e, m);
        if (strcmp(it->type, "application/x-dtbncx+xml") == 0 || (e->ncx_id && strcmp(it->id, e->ncx_id) == 0)) ncx = it;
    }
    const mw_member *m = ncx ? mw_zip_find(&e->zip, mw_str_of(ncx->path)) : NULL;
    if (m && m->bytes && (e->toc.n == 0 || e->pages.n == 0)) read_ncx(e, m);
}

/* ---- chapters -------------------------------------------------------------------------------------------------------------------- */

/* What stands between two places: text apart from headings, and the matter of the first block that stays. */
typedef struct stretch {
    uint64_t text;
    uint32_t first; /* first block that stays; UINT32_MAX: none */
    mw_matter matter;
} stretch;

static stretch look(const mw_draft *d, uint32_t from, uint32_t to) {
    stretch s = {.first = UINT32_MAX};
    for (uint32_t b = from; b < to && b < d->blocks.n; b++) {
        const mw_draft_block *x = &d->blocks.at[b];
        if (x->matter == MW_MATTER_DROP) continue;
        if (s.first == UINT32_MAX) {
            s.first = b;
            s.matter = x->matter;
        }
        if (x->kind != MW_HEADING) s.text += mw_draft_bytes(x);
    }
    return s;
}

/* Letters and digits of both, case folded: does a open b, and is b longer? */
static bool opens(const char *a, const char *b) {
    for (;;) {
        size_t n = strlen(a), m = strlen(b), i = 0, j = 0;
        int32_t x = 0, y = 0;
        size_t len;
        while (n && !mw_cp_letter(x = mw_utf8_next(a, n, &len)) && !mw_cp_digit(x)) a += len, n -= len;
        i = n ? len : 0;
        while (m && !mw_cp_letter(y = mw_utf8_next(b, m, &len)) && !mw_cp_digit(y)) b += len, m -= len;
        j = m ? len : 0;
        if (!i) return j > 0;
        if (!j || mw_cp_fold(x) != mw_cp_fold(y)) return false;
        a += i;
        b += j;
    }
}

static const char *title_of(mw_draft *d, const mw_epub_entry *x, uint32_t block, uint32_t limit) {
    const char *heading = block < d->blocks.n && d->blocks.at[block].level ? mw_chapters_heading_title(d, block, limit) : "";
    if (!heading) return x->title;
    return !x->title[0] || opens(x->title, heading) ? heading : x->title;
}

typedef struct builder {
    mw_epub *e;
    const char *part[MAX_DEPTH]; /* titles by depth */
    const char *prefix;          /* "Chapter 1", an entry of its own; the name is the next one */
    const char *flat_part;       /* a part page that is a sibling of its chapters */
    uint32_t part_block;
    uint32_t skip_deeper; /* entries deeper than this are sections of a chapter; UINT32_MAX: none */
    uint32_t last_block;
} builder;

static const char *part_name(builder *b, uint32_t depth) {
    mw_buf name;
    mw_buf_init(&name, b->e->d->mem);
    for (uint32_t k = 0; k < depth && k < MAX_DEPTH; k++) {
        if (!b->part[k]) continue;
        if (name.n) mw_buf_puts(&name, ": ");
        mw_buf_puts(&name, b->part[k]);
    }
    if (b->flat_part) {
        if (name.n) mw_buf_puts(&name, ": ");
        mw_buf_puts(&name, b->flat_part);
    }
    if (name.failed) b->e->d->failed = true;
    const char *kept = name.n ? mw_draft_keep(b->e->d, (mw_str){name.at, name.n}) : NULL;
    mw_buf_clear(&name);
    return kept;
}

static void push(builder *b, uint32_t block, const char *title, uint8_t level, uint32_t depth) {
    mw_draft_chapter c = {b->part_block != UINT32_MAX ? b->part_block : block, title ? title : "", level == 1 ? NULL : part_name(b, depth),
                          level};
    b->part_block = UINT32_MAX;
    b->e->d->blocks.at[block].heads = true;
    if (!mw_vec_push(b->e->d->mem, &b->e->d->chapters, c)) b->e->d->failed = true;
}

static bool is_book_title(const mw_draft *d, const char *title) { return d->title && title && mw_str_ieq(mw_str_of(title), d->title); }

/* An entry with entries below it: a part. Its own text, when it has one, is listed too. */
static void take_part(builder *b, const mw_epub_entry *x, const stretch *s, const char *title, uint32_t next_block) {
    mw_draft *d = b->e->d;
    bool book = is_book_title(d, title), own = s->text >= OWN_TEXT_BYTES && s->matter == MW_MATTER_BODY;
    b->flat_part = NULL;
    if (book && !own) { /* the title page */
        for (uint32_t k = s->first; k < next_block && k < d->blocks.n; k++)
            if (d->blocks.at[k].matter == MW_MATTER_BODY) d->blocks.at[k].matter = MW_MATTER_FRONT;
        return;
    }
    if (b->part_block == UINT32_MAX && s->matter == MW_MATTER_BODY) b->part_block = s->first;
    if (own) push(b, s->first, title, 1, x->depth);
    if (!book) b->part[x->depth] = title;
}

static const char *prefixed(builder *b, const char *title) {
    if (!b->prefix || !title) return title;
    mw_buf name;
    mw_buf_init(&name, b->e->d->mem);
    size_t n = strlen(b->prefix);
    while (n && strchr(" .:-", b->prefix[n - 1])) n--;
    mw_buf_printf(&name, "%.*s: %s", (int)n, b->prefix, title);
    const char *kept = name.failed ? title : mw_draft_keep(b->e->d, (mw_str){name.at, name.n});
    mw_buf_clear(&name);
    b->prefix = NULL;
    return kept;
}

/* A chapter, or a page that only bears the title of a part, of a chapter or of the book. */
static void take_leaf(builder *b, const mw_epub_entry *x, const stretch *s, const char *title, bool last) {
    mw_heading h = mw_heading_classify(mw_str_of(title ? title : ""));
    if (h.head == MW_HEAD_PART && s->text < OWN_TEXT_BYTES && !last) {
        b->flat_part = title;
        if (b->part_block == UINT32_MAX) b->part_block = s->first;
        return;
    }
    if (s->text == 0 || (is_book_title(b->e->d, title) && s->text < OWN_TEXT_BYTES)) {
        if (last || h.head == MW_HEAD_NONE || h.head == MW_HEAD_NAME) return;
        b->prefix = title; /* its name is the next entry */
        if (b->part_block == UINT32_MAX) b->part_block = s->first;
        return;
    }
    if (h.head == MW_HEAD_WORD && b->part_block == UINT32_MAX && strcmp(h.keyword, "interlude") != 0) b->flat_part = NULL;
    push(b, s->first, prefixed(b, title), h.head == MW_HEAD_PART ? 1 : 2, x->depth);
}

/* The places to which entries lead are known: one entry, from its block to the next one's. */
static void take_entry(builder *b, size_t i, uint32_t next_block) {
    mw_draft *d = b->e->d;
    const mw_epub_entry *x = &b->e->toc.at[i], *after = i + 1 < b->e->toc.n ? &b->e->toc.at[i + 1] : NULL;
    if (x->depth > b->skip_deeper) return;
    b->skip_deeper = UINT32_MAX;
    for (uint32_t k = x->depth; k < MAX_DEPTH; k++) b->part[k] = NULL;
    bool parent = after && after->depth > x->depth;
    stretch s = look(d, x->at.found ? x->at.block : UINT32_MAX, next_block);
    mw_matter named;
    bool boiler = mw_matter_of_title(mw_str_of(x->title), &named) && named == MW_MATTER_DROP && s.text < 400 && !parent;
    if (parent && (s.first == UINT32_MAX || !x->at.found)) { /* a heading of the table alone, or the half title */
        if (!x->at.found && !is_book_title(d, x->title)) b->part[x->depth] = x->title;
        return;
    }
    if (!x->at.found || s.first == UINT32_MAX || s.first < b->last_block || boiler) return;
    if (s.matter != MW_MATTER_BODY && !parent) return;
    b->last_block = s.first;
    const char *title = title_of(d, x, s.first, next_block);
    bool same_file = parent && strcmp(after->path, x->path) == 0;
    bool named_part = mw_heading_classify(mw_str_of(title ? title : "")).head == MW_HEAD_PART;
    bool has_sections = parent && s.text >= OWN_TEXT_BYTES && same_file && !named_part;
    if (has_sections) b->skip_deeper = x->depth;
    if (parent && !has_sections)
        take_part(b, x, &s, title, next_block);
    else
        take_leaf(b, x, &s, title, !after);
}

static uint32_t next_place(const mw_epub *e, size_t i) {
    for (size_t k = i + 1; k < e->toc.n && k < i + 50; k++)
        if (e->toc.at[k].at.found && e->toc.at[k].at.block > e->toc.at[i].at.block) return e->toc.at[k].at.block;
    return (uint32_t)e->d->blocks.n;
}

/* A table that names a few files of many, as some converters make: the headings know more. */
static bool poor(const mw_epub *e, size_t n) {
    if (n == 0) return true;
    uint32_t heads = 0;
    uint64_t text = 0;
    for (size_t i = e->first_block; i < e->d->blocks.n; i++) {
        const mw_draft_block *b = &e->d->blocks.at[i];
        if (b->matter != MW_MATTER_BODY) continue;
        heads += b->level >= 1 && b->level <= 3;
        text += mw_draft_bytes(b);
    }
    return text / n > 100000 && heads > 3 * n;
}

bool mw_epub_chapters(mw_epub *e) {
    builder b = {.e = e, .part_block = UINT32_MAX, .skip_deeper = UINT32_MAX, .last_block = e->first_block};
    size_t before = e->d->chapters.n;
    for (size_t i = 0; i < e->toc.n && !e->d->failed; i++) {
        uint32_t next = e->toc.at[i].at.found ? next_place(e, i) : 0;
        take_entry(&b, i, next);
    }
    if (!poor(e, e->d->chapters.n - before)) {
        mw_chapters_settle_opening(e->d, e->first_block, before);
        return true;
    }
    e->d->chapters.n = before;
    return false;
}
