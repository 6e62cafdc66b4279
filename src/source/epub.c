/* epub: EPUB 2 and 3.
 *
 * container.xml names the package, the package names title, author, language, the documents in reading order (those that are not
 * linear are left out) and the tables; html.c reads each document; nav.c makes the chapters. Pages of the publisher are left out of
 * the text, a dedication or a preface stays as front matter, notes stay out. A protected book is named as such. */
#include "source/epub.h"

#include <libxml/parser.h>
#include <string.h>

/* ---- paths ------------------------------------------------------------------------------------------------------------------------ */

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static size_t unescape(char *s, size_t n) {
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        int high = i + 2 < n && s[i] == '%' ? hex(s[i + 1]) : -1, low = high >= 0 ? hex(s[i + 2]) : -1;
        if (low >= 0 && high * 16 + low != 0) {
            s[m++] = (char)(high * 16 + low);
            i += 2;
        } else
            s[m++] = s[i];
    }
    return m;
}

/* Takes "." and ".." out; never climbs above the root. */
static size_t normalise(char *s, size_t n) {
    size_t m = 0;
    for (size_t i = 0; i < n;) {
        size_t k = i;
        while (k < n && s[k] != '/') k++;
        size_t len = k - i;
        if (len == 2 && s[i] == '.' && s[i + 1] == '.') {
            while (m && s[m - 1] == '/') m--;
            while (m && s[m - 1] != '/') m--;
        } else if (len && !(len == 1 && s[i] == '.')) {
            memmove(s + m, s + i, len);
            m += len;
            if (k < n) s[m++] = '/';
        }
        i = k + 1;
    }
    return m;
}

bool mw_epub_resolve(mw_draft *d, const char *from, const char *href, const char **path, const char **fragment) {
    const char *slash = strrchr(from, '/'), *hash = strchr(href, '#');
    size_t base = slash ? (size_t)(slash + 1 - from) : 0, n = hash ? (size_t)(hash - href) : strlen(href);
    char *s = mw_arena_alloc(d->arena, base + n + strlen(from) + 2);
    char *f = mw_arena_strdup(d->arena, hash ? hash + 1 : "");
    if (!s || !f) {
        d->failed = true;
        return false;
    }
    if (n == 0) { /* "#x": the same file; nothing at all: nowhere */
        strcpy(s, hash ? from : "");
    } else {
        memcpy(s, from, base);
        memcpy(s + base, href, n);
        size_t m = base + unescape(s + base, n);
        s[normalise(s, m)] = '\0';
    }
    f[unescape(f, strlen(f))] = '\0';
    *path = s;
    if (fragment) *fragment = f;
    return true;
}

/* ---- the package -------------------------------------------------------------------------------------------------------------------- */

static xmlDoc *parse(const mw_member *m) {
    if (!m || !m->bytes || m->n == 0 || m->n > INT32_MAX) return NULL;
    return xmlReadMemory(m->bytes, (int)m->n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
}

static const char *attr_copy(mw_epub *e, const xmlNode *n, const char *name) {
    const char *s = mw_arena_strdup(e->d->arena, mw_attr(n, name));
    if (!s) e->d->failed = true;
    return s ? s : "";
}

/* <meta refines="#id" property="role">aut</meta> */
static bool refined(const xmlNode *metadata, const char *id, const char *property, const char *value) {
    for (const xmlNode *n = metadata->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE || !mw_name_is(n, "meta")) continue;
        const char *refines = mw_attr(n, "refines");
        if (refines[0] != '#' || strcmp(refines + 1, id) != 0 || strcmp(mw_attr(n, "property"), property) != 0) continue;
        const char *have = n->children && n->children->content ? (const char *)n->children->content : "";
        if (!value || mw_token(have, value)) return true;
    }
    return false;
}

static bool is_author(const xmlNode *metadata, const xmlNode *n) {
    const char *role = mw_attr(n, "opf:role"), *id = mw_attr(n, "id");
    if (!role[0]) role = mw_attr(n, "role");
    if (role[0]) return mw_token(role, "aut");
    if (id[0] && refined(metadata, id, "role", NULL)) return refined(metadata, id, "role", "aut");
    return true;
}

static void read_metadata(mw_epub *e, const xmlNode *metadata) {
    mw_draft *d = e->d;
    const char *first_title = NULL, *main_title = NULL;
    mw_buf author;
    mw_buf_init(&author, d->mem);
    for (const xmlNode *n = metadata->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE) continue;
        if (mw_name_is(n, "dc-metadata") && !first_title) read_metadata(e, n); /* EPUB 2's older form */
        if (mw_name_is(n, "title")) {
            const char *t = mw_node_text(d, n), *id = mw_attr(n, "id");
            if (!first_title && t && t[0]) first_title = t;
            if (!main_title && id[0] && refined(metadata, id, "title-type", "main")) main_title = t;
        } else if (mw_name_is(n, "creator") && is_author(metadata, n)) {
            const char *name = mw_node_text(d, n);
            if (author.n && name && name[0]) mw_buf_puts(&author, ", ");
            if (name) mw_buf_puts(&author, name);
        } else if (mw_name_is(n, "language") && !d->language) {
            const char *lang = mw_node_text(d, n);
            if (lang && lang[0]) d->language = mw_draft_keep(d, (mw_str){lang, strcspn(lang, "-_")});
        }
    }
    if (!d->title) d->title = main_title ? main_title : first_title;
    if (!d->author && author.n) d->author = mw_draft_keep(d, (mw_str){author.at, author.n});
    mw_buf_clear(&author);
}

static void add_item(mw_epub *e, const xmlNode *n, const char *opf) {
    mw_epub_item it = {.id = attr_copy(e, n, "id"), .type = attr_copy(e, n, "media-type"), .properties = attr_copy(e, n, "properties")};
    if (!mw_epub_resolve(e->d, opf, mw_attr(n, "href"), &it.path, NULL)) return;
    uint32_t at = (uint32_t)e->items.n;
    bool ok = mw_vec_push(e->d->mem, &e->items, it) && mw_map_put(e->item_by_id, mw_str_of(it.id), at) &&
              mw_map_put(e->item_by_path, mw_str_of(it.path), at);
    if (!ok) e->d->failed = true;
}

static void add_itemref(mw_epub *e, const xmlNode *n) {
    uint32_t at;
    if (mw_token(mw_attr(n, "linear"), "no")) return;
    if (!mw_map_get(e->item_by_id, mw_str_of(mw_attr(n, "idref")), &at)) return;
    if (e->items.at[at].in_spine) return;
    e->items.at[at].in_spine = true;
    if (!mw_vec_push(e->d->mem, &e->spine, (mw_epub_spine){.item = at})) e->d->failed = true;
}

static void add_reference(mw_epub *e, const xmlNode *n, const char *opf) {
    mw_epub_entry x = {.title = "", .type = attr_copy(e, n, "type")};
    if (!mw_epub_resolve(e->d, opf, mw_attr(n, "href"), &x.path, &x.fragment)) return;
    if (!mw_vec_push(e->d->mem, &e->landmarks, x)) e->d->failed = true;
}

static void read_package(mw_epub *e, const xmlNode *root, const char *opf) {
    for (const xmlNode *n = root; n; n = mw_node_next(n, root)) {
        if (n->type != XML_ELEMENT_NODE) continue;
        if (mw_name_is(n, "metadata"))
            read_metadata(e, n);
        else if (mw_name_is(n, "item"))
            add_item(e, n, opf);
        else if (mw_name_is(n, "spine"))
            e->ncx_id = mw_attr(n, "toc")[0] ? attr_copy(e, n, "toc") : NULL;
        else if (mw_name_is(n, "itemref"))
            add_itemref(e, n);
        else if (mw_name_is(n, "reference"))
            add_reference(e, n, opf);
    }
}

/* ---- protection ---------------------------------------------------------------------------------------------------------------------- */

static bool only_obfuscates_fonts(const char *algorithm) {
    return strcmp(algorithm, "http://www.idpf.org/2008/embedding") == 0 || strcmp(algorithm, "http://ns.adobe.com/pdf/enc#RC") == 0;
}

static bool is_font(const char *uri) {
    static const char *const extensions[] = {".ttf", ".otf", ".woff", ".woff2", ".ttc"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (mw_has_extension(uri, extensions[i])) return true;
    return false;
}

static bool encrypts_text(const mw_member *m) {
    xmlDoc *doc = parse(m);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    bool plain = true, found = false;
    for (const xmlNode *n = root; n && !found; n = mw_node_next(n, root)) {
        if (n->type != XML_ELEMENT_NODE) continue;
        if (mw_name_is(n, "EncryptedData")) plain = false;
        if (mw_name_is(n, "EncryptionMethod")) plain = only_obfuscates_fonts(mw_attr(n, "Algorithm"));
        if (mw_name_is(n, "CipherReference")) found = !plain && !is_font(mw_attr(n, "URI"));
    }
    xmlFreeDoc(doc);
    return found;
}

static marrow_status refuse_protected(const mw_epub *e, marrow_error *err) {
    const char *scheme = NULL;
    if (mw_zip_find(&e->zip, MW_STR("META-INF/license.lcpl")))
        scheme = "Readium LCP";
    else if (mw_zip_find(&e->zip, MW_STR("META-INF/sinf.xml")))
        scheme = "Apple FairPlay";
    else if (mw_zip_find(&e->zip, MW_STR("META-INF/rights.xml")))
        scheme = "Adobe ADEPT or a like scheme";
    const mw_member *m = mw_zip_find(&e->zip, MW_STR("META-INF/encryption.xml"));
    if (!scheme && m && encrypts_text(m)) scheme = "its text is encrypted";
    if (!scheme) return MARROW_OK;
    return mw_fail(err, MARROW_INPUT, "%s is protected by DRM (%s); marrow reads unprotected books only", e->name, scheme);
}

/* ---- finding the package --------------------------------------------------------------------------------------------------------------- */

static marrow_status no_book(const mw_epub *e, marrow_error *err) {
    const char *what = NULL;
    for (size_t i = 0; i < e->zip.members.n && !what; i++) what = mw_office_name(e->zip.members.at[i].name);
    if (what) return mw_fail(err, MARROW_INPUT, "%s is %s, which this version does not read; save it as plain text or EPUB", e->name, what);
    return mw_fail(err, MARROW_INPUT, "%s is a zip archive without a book in it (no META-INF/container.xml); unpack it, or give an EPUB",
                   e->name);
}

static const char *package_path(mw_epub *e) {
    xmlDoc *doc = parse(mw_zip_find(&e->zip, MW_STR("META-INF/container.xml")));
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    const char *path = NULL;
    for (const xmlNode *n = root; n && !path; n = mw_node_next(n, root))
        if (n->type == XML_ELEMENT_NODE && mw_name_is(n, "rootfile") && mw_attr(n, "full-path")[0]) path = attr_copy(e, n, "full-path");
    xmlFreeDoc(doc);
    for (size_t i = 0; i < e->zip.members.n && !path; i++) {
        mw_str name = mw_str_of(e->zip.members.at[i].name);
        if (mw_str_ends(name, ".opf")) path = name.at;
    }
    return path;
}

static marrow_status open_package(mw_epub *e, marrow_error *err) {
    const char *opf = package_path(e);
    if (!opf) return e->d->failed ? mw_fail_memory(err) : no_book(e, err);
    const mw_member *m = mw_zip_find(&e->zip, mw_str_of(opf));
    if (!m)
        return mw_fail(err, MARROW_INPUT, "%s is a damaged EPUB: it names %s, which it does not hold; get the file again", e->name, opf);
    xmlDoc *doc = parse(m);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root) read_package(e, root, opf);
    xmlFreeDoc(doc);
    if (e->d->failed) return mw_fail_memory(err);
    if (!root)
        return mw_fail(err, MARROW_INPUT, "%s is a damaged EPUB: its package file %s cannot be read; get the file again", e->name, opf);
    if (e->spine.n == 0)
        return mw_fail(err, MARROW_INPUT,
                       "%s is an EPUB without a spine: its package file %s names no documents to read; repair or convert it", e->name, opf);
    return MARROW_OK;
}

/* ---- documents -------------------------------------------------------------------------------------------------------------------------- */

static void want(mw_epub *e, mw_epub_entries *list) {
    mw_buf key;
    mw_buf_init(&key, e->d->mem);
    for (size_t i = 0; i < list->n; i++) {
        const mw_epub_entry *x = &list->at[i];
        if (!x->fragment[0]) continue;
        key.n = 0;
        mw_buf_puts(&key, x->path);
        mw_buf_putc(&key, '#');
        mw_buf_puts(&key, x->fragment);
        uint32_t old;
        if (key.failed) break;
        if (mw_map_get(e->wanted, (mw_str){key.at, key.n}, &old)) continue;
        if (!mw_map_put(e->wanted, (mw_str){key.at, key.n}, (uint32_t)mw_map_size(e->wanted))) e->d->failed = true;
    }
    if (key.failed) e->d->failed = true;
    mw_buf_clear(&key);
}

static void settle(mw_epub *e, mw_epub_entries *list) {
    mw_buf key;
    mw_buf_init(&key, e->d->mem);
    for (size_t i = 0; i < list->n && !key.failed; i++) {
        mw_epub_entry *x = &list->at[i];
        uint32_t item, at;
        key.n = 0;
        mw_buf_puts(&key, x->path);
        mw_buf_putc(&key, '#');
        mw_buf_puts(&key, x->fragment);
        if (!key.failed && x->fragment[0] && mw_map_get(e->wanted, (mw_str){key.at, key.n}, &at) && e->anchors[at].found) {
            x->at = e->anchors[at];
            continue;
        }
        if (!mw_map_get(e->item_by_path, mw_str_of(x->path), &item)) continue;
        for (size_t s = 0; s < e->spine.n; s++)
            if (e->spine.at[s].item == item) {
                x->at = (mw_anchor){e->spine.at[s].first_block < e->spine.at[s].end_block, e->spine.at[s].first_block, 0, false};
                break;
            }
    }
    if (key.failed) e->d->failed = true;
    mw_buf_clear(&key);
}

/* What landmarks, guide, table of contents and file name say about a document. Those last two may err: *guess. */
static mw_matter matter_of(const mw_epub *e, const char *path, bool *guess) {
    mw_matter m = MW_MATTER_BODY, one;
    *guess = false;
    for (size_t i = 0; i < e->landmarks.n; i++) {
        const mw_epub_entry *x = &e->landmarks.at[i];
        if (strcmp(x->path, path) != 0 || !x->type) continue;
        for (const char *p = x->type; *p;) {
            size_t k = strcspn(p, " ");
            if (k && mw_matter_of_type((mw_str){p, k}, &one) && (one == MW_MATTER_DROP || m == MW_MATTER_BODY)) m = one;
            p += k;
            if (*p) p++;
        }
        if (m != MW_MATTER_BODY) return m;
    }
    *guess = true;
    for (size_t i = 0; i < e->toc.n; i++)
        if (strcmp(e->toc.at[i].path, path) == 0 && !e->toc.at[i].fragment[0] && mw_matter_of_title(mw_str_of(e->toc.at[i].title), &one))
            return one;
    const char *base = mw_base_name(path), *dot = strrchr(base, '.');
    if (mw_matter_of_title((mw_str){base, dot ? (size_t)(dot - base) : strlen(base)}, &one)) return one;
    return MW_MATTER_BODY;
}

static void mark(mw_draft *d, uint32_t first, mw_matter m) {
    for (uint32_t b = first; b < d->blocks.n; b++)
        if (d->blocks.at[b].matter == MW_MATTER_BODY || m == MW_MATTER_DROP) d->blocks.at[b].matter = m;
}

static marrow_status read_document(mw_epub *e, mw_epub_spine *s, marrow_error *err) {
    mw_draft *d = e->d;
    const mw_epub_item *it = &e->items.at[s->item];
    const mw_member *m = mw_zip_find(&e->zip, mw_str_of(it->path));
    bool guess;
    s->first_block = s->end_block = (uint32_t)d->blocks.n;
    if (!m)
        return mw_fail(err, MARROW_INPUT, "%s is a damaged EPUB: it names %s, which it does not hold; get the file again", e->name,
                       it->path);
    if (!m->bytes || mw_token(it->properties, "nav")) return MARROW_OK;
    mw_decoded text;
    MW_TRY(mw_decode(d, e->name, m->bytes, m->n, &text, err));
    d->file = (uint32_t)d->files.n;
    const char *file = mw_draft_keep(d, mw_str_of(it->path));
    if (!file || !mw_vec_push(d->mem, &d->files, file)) d->failed = true;
    mw_matter matter = matter_of(e, it->path, &guess);
    mw_html_options o = {.epub = true, .path = it->path, .wanted = e->wanted, .anchors = e->anchors, .css = &e->css};
    mw_html_facts facts;
    d->pending_gap = d->pending_soft_gap = false;
    bool ok = !d->failed && mw_html_document(d, text.at, text.n, &o, &facts);
    mw_free(d->mem, text.owned);
    if (!ok) return mw_fail_memory(err);
    s->end_block = (uint32_t)d->blocks.n;
    if (matter == MW_MATTER_DROP && guess && facts.bytes > 8000 && facts.linked * 2 < facts.bytes) matter = MW_MATTER_BODY;
    if (facts.bytes > 60 && facts.linked * 10 > facts.bytes * 7 && s->end_block - s->first_block >= 4)
        matter = MW_MATTER_DROP; /* contents */
    if (matter != MW_MATTER_BODY) mark(d, s->first_block, matter);
    return MARROW_OK;
}

static void read_sheets(mw_epub *e) {
    for (size_t i = 0; i < e->items.n; i++) {
        if (strcmp(e->items.at[i].type, "text/css") != 0) continue;
        const mw_member *m = mw_zip_find(&e->zip, mw_str_of(e->items.at[i].path));
        if (m && m->bytes && !mw_css_read(&e->css, e->d->mem, m->bytes, m->n)) e->d->failed = true;
    }
}

static marrow_status read_book(mw_epub *e, marrow_error *err) {
    mw_draft *d = e->d;
    MW_TRY(refuse_protected(e, err));
    MW_TRY(open_package(e, err));
    mw_epub_read_toc(e);
    read_sheets(e);
    want(e, &e->toc);
    want(e, &e->pages);
    e->anchors = mw_arena_array(d->arena, mw_map_size(e->wanted) + 1, sizeof *e->anchors);
    if (!e->anchors || d->failed) return mw_fail_memory(err);
    size_t pages_before = d->pages.n;
    for (size_t i = 0; i < e->spine.n; i++) MW_TRY(read_document(e, &e->spine.at[i], err));
    mw_gutenberg_drop(d, e->first_block);
    settle(e, &e->toc);
    settle(e, &e->pages);
    if (e->pages.n) d->pages.n = pages_before; /* the book's own list instead of the marks in the text */
    for (size_t i = 0; i < e->pages.n; i++)
        if (!mw_vec_push(d->mem, &d->pages, (mw_draft_page){e->pages.at[i].title, e->pages.at[i].at})) d->failed = true;
    if (!d->failed && !mw_epub_chapters(e)) mw_chapters_find(d, e->first_block);
    return d->failed || d->text.failed ? mw_fail_memory(err) : MARROW_OK;
}

static void clear(mw_epub *e) {
    const marrow_allocator *mem = e->d->mem;
    mw_zip_clear(&e->zip);
    mw_css_clear(&e->css);
    mw_vec_clear(mem, &e->items);
    mw_vec_clear(mem, &e->spine);
    mw_vec_clear(mem, &e->toc);
    mw_vec_clear(mem, &e->pages);
    mw_vec_clear(mem, &e->landmarks);
    mw_map_free(e->item_by_id);
    mw_map_free(e->item_by_path);
    mw_map_free(e->wanted);
}

marrow_status mw_epub_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err) {
    mw_epub e = {.d = d, .name = name, .first_block = (uint32_t)d->blocks.n};
    e.item_by_id = mw_map_new(d->mem);
    e.item_by_path = mw_map_new(d->mem);
    e.wanted = mw_map_new(d->mem);
    marrow_status status = e.item_by_id && e.item_by_path && e.wanted ? mw_zip_read(&e.zip, d, name, bytes, n, err) : mw_fail_memory(err);
    if (status == MARROW_OK) status = read_book(&e, err);
    clear(&e);
    return status;
}
