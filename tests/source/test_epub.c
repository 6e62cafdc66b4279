/* EPUB: books made here member by member, as publishers and converters make them; what is refused; failing memory. */
#include <archive.h>
#include <archive_entry.h>

#include "source_help.h"

typedef struct part {
    const char *name, *content;
} part;

/* ---- making books -------------------------------------------------------------------------------------------------------------- */

static char *zip(const part *parts, size_t n, size_t *size) {
    size_t room = 1 << 16;
    for (size_t i = 0; i < n; i++) room += strlen(parts[i].content) + 1024;
    char *out = malloc(room);
    struct archive *a = archive_write_new();
    archive_write_set_format_zip(a);
    assert_int_equal(archive_write_open_memory(a, out, room, size), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, parts[i].name);
        archive_entry_set_size(e, (la_int64_t)strlen(parts[i].content));
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_write_header(a, e);
        archive_write_data(a, parts[i].content, strlen(parts[i].content));
        archive_entry_free(e);
    }
    archive_write_close(a);
    archive_write_free(a);
    return out;
}
#define count(a) (sizeof(a) / sizeof *(a))

#define CONTAINER                                                                                                                          \
    {                                                                                                                                      \
        "META-INF/container.xml",                                                                                                          \
            "<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"                          \
            "<rootfile full-path='OPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"                      \
    }
#define XHTML(type, body)                                                                                                                  \
    "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml' "                                                    \
    "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>x</title>"                                                                     \
    "</head><body epub:type='" type "'>" body "</body></html>"
#define ITEM(id) "<item id='" id "' href='text/" id ".xhtml' media-type='application/xhtml+xml'/>"
#define REF(id) "<itemref idref='" id "'/>"
#define SAID "<p>The ferry came in late that evening, and nobody on the pier had thought to light the lamps.</p>"

static const part epub3[] = {
    {"mimetype", "application/epub+zip"},
    CONTAINER,
    {"OPS/book.opf", "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                     "<dc:title id='s'>A Subtitle</dc:title><meta refines='#s' property='title-type'>subtitle</meta>"
                     "<dc:title id='t'>The Salt Year</dc:title><meta refines='#t' property='title-type'>main</meta>"
                     "<dc:creator id='a'>Ned Harrow</dc:creator><meta refines='#a' property='role'>aut</meta>"
                     "<dc:creator id='i'>Ina Brush</dc:creator><meta refines='#i' "
                     "property='role'>ill</meta><dc:language>en-GB</dc:language></metadata><manifest>"
                     "<item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/><item id='css' href='a.css' "
                     "media-type='text/css'/>" ITEM("cover") ITEM("titlepage") ITEM("imprint") ITEM("dedication") ITEM("preface") ITEM(
                         "half") ITEM("part1") ITEM("one") ITEM("two") ITEM("part2") ITEM("three") ITEM("afterword") ITEM("endnotes")
                         ITEM("colophon") ITEM("extra") "</manifest><spine>" REF("cover") REF("titlepage") REF("imprint") REF("nav")
                             REF("dedication") REF("preface") REF("half") REF("part1") REF("one") REF("two") REF("part2") REF("three")
                                 REF("afterword") REF("endnotes") REF("colophon") "<itemref idref='extra' linear='no'/></spine></package>"},
    {"OPS/nav.xhtml",
     XHTML("frontmatter",
           "<nav epub:type='toc'><h2>Contents</h2><ol><li><a href='text/titlepage.xhtml'>Titlepage</a></li><li><a "
           "href='text/dedication.xhtml'>Dedication</a></li>"
           "<li><a href='text/preface.xhtml'>Preface</a></li><li><a href='text/half.xhtml'>The Salt Year</a><ol><li><a "
           "href='text/part1.xhtml'>Part I: The Tide</a><ol>"
           "<li><a href='text/one.xhtml'>I: The Crates</a></li><li><a href='text/two.xhtml'>II</a></li></ol></li><li><a "
           "href='text/part2.xhtml'>Part II</a><ol>"
           "<li><a href='text/three.xhtml#c3'>III: Rope</a></li><li><a href='text/three.xhtml#c4'>IV: Lamp</a></li></ol></li></ol></li>"
           "<li><a href='text/afterword.xhtml'>Afterword</a></li><li><a href='text/endnotes.xhtml'>Endnotes</a></li></ol></nav>"
           "<nav epub:type='page-list' hidden='hidden'><ol><li><a href='text/one.xhtml#p1'>1</a></li><li><a "
           "href='text/one.xhtml#p2'>2</a></li><li><a href='text/three.xhtml'>3</a></li></ol></nav>"
           "<nav epub:type='landmarks'><ol><li><a href='text/one.xhtml' epub:type='bodymatter'>Start</a></li><li><a "
           "href='text/endnotes.xhtml' epub:type='backmatter endnotes'>Notes</a></li></ol></nav>")},
    {"OPS/a.css", "/* x */ .k { font-style: italic } @media print { .k { display: none } } p.w{font-weight:700}"},
    {"OPS/text/cover.xhtml", XHTML("", "<p>Front cover words</p>")},
    {"OPS/text/titlepage.xhtml",
     XHTML("frontmatter", "<section epub:type='titlepage'><h1>The Salt Year</h1><p>by Ned Harrow</p></section>")},
    {"OPS/text/imprint.xhtml", XHTML("frontmatter", "<section epub:type='imprint'><p>Licence text of the publisher.</p></section>")},
    {"OPS/text/dedication.xhtml", XHTML("frontmatter", "<section epub:type='dedication'><p>To the gulls.</p></section>")},
    {"OPS/text/preface.xhtml", XHTML("frontmatter", "<section epub:type='preface'><h2>Preface</h2><p>It is a true story.</p></section>")},
    {"OPS/text/half.xhtml", XHTML("frontmatter", "<section epub:type='halftitlepage'><h2>The Salt Year</h2></section>")},
    {"OPS/text/part1.xhtml", XHTML("bodymatter", "<section epub:type='part'><hgroup><h2>Part I</h2><p>The Tide</p></hgroup></section>")},
    {"OPS/text/one.xhtml", XHTML("bodymatter", "<section epub:type='chapter'><header><hgroup><h3>I</h3><p epub:type='title'>The "
                                               "Crates</p></hgroup><blockquote epub:type='epigraph'><p>A motto.</p></blockquote></header>"
                                               "<p id='p1'>She had <span class='k'>waited</span>;\xE2\x81\xA0\xE2\x80\x94two "
                                               "<i>tides</i>.<a href='endnotes.xhtml#n1' epub:type='noteref'>1</a></p><hr/>"
                                               "<p>One <span epub:type='pagebreak' id='p2' title='2'/>bucket\xC2\xA0only, "
                                               "\xE2\x80\x9C\xE2\x80\x8A\xE2\x80\x98Tam!\xE2\x80\x99\xE2\x80\x8A\xE2\x80\x9D</p>"
                                               "<blockquote epub:type='z3998:verse'><p><span>Row the boat,</span><br/><span>row it "
                                               "home.</span></p></blockquote><footer><p class='w'>Orla</p></footer></section>")},
    {"OPS/text/two.xhtml",
     XHTML(
         "bodymatter",
         "<section epub:type='chapter'><h3>II</h3><p>Nobody asked.</p><aside epub:type='footnote'><p>A foot note.</p></aside></section>")},
    {"OPS/text/part2.xhtml", XHTML("bodymatter", "<section epub:type='part'><h2>Part II</h2></section>")},
    {"OPS/text/three.xhtml", XHTML("bodymatter", "<section epub:type='chapter' id='c3'><h3>III</h3><p>Rope is rope.</p></section><section "
                                                 "epub:type='chapter'><h3 id='c4'>IV</h3><p>The lamp went out.</p></section>")},
    {"OPS/text/afterword.xhtml", XHTML("backmatter", "<section epub:type='afterword'><h2>Afterword</h2><p>Thanks are due.</p></section>")},
    {"OPS/text/endnotes.xhtml",
     XHTML("backmatter", "<section epub:type='endnotes'><h2>Endnotes</h2><ol><li id='n1'><p>A note.</p></li></ol></section>")},
    {"OPS/text/colophon.xhtml", XHTML("backmatter", "<section epub:type='colophon'><p>Set in a type.</p></section>")},
    {"OPS/text/extra.xhtml", XHTML("bodymatter", "<p>An extra that is not linear.</p>")},
};

static const part epub2[] = {
    {"mimetype", "application/epub+zip"},
    CONTAINER,
    {"OPS/book.opf", "<package xmlns='http://www.idpf.org/2007/opf' version='2.0'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/' "
                     "xmlns:opf='http://www.idpf.org/2007/opf'>"
                     "<dc:title>The Salt Year</dc:title><dc:creator opf:role='aut'>Ned Harrow</dc:creator><dc:creator opf:role='trl'>Tess "
                     "Late</dc:creator><dc:language>en</dc:language></metadata>"
                     "<manifest><item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/><item id='a' href='a%20b.html' "
                     "media-type='application/xhtml+xml'/>"
                     "<item id='w' href='wrap0000.html' media-type='application/xhtml+xml'/></manifest><spine toc='ncx'><itemref "
                     "idref='w'/><itemref idref='a'/></spine>"
                     "<guide><reference type='cover' href='wrap0000.html'/></guide></package>"},
    {"OPS/toc.ncx",
     "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap><navPoint><navLabel><text>Book One</text></navLabel><content "
     "src='a%20b.html#b1'/>"
     "<navPoint><navLabel><text>Chapter 1</text></navLabel><content src='a%20b.html#c1'/></navPoint><navPoint><navLabel><text>Chapter "
     "2</text></navLabel><content src='a%20b.html#c2'/></navPoint>"
     "</navPoint></navMap><pageList><pageTarget value='7'><navLabel><text>7</text></navLabel><content "
     "src='a%20b.html#p7'/></pageTarget></pageList></ncx>"},
    {"OPS/wrap0000.html", "<html><body><p>Cover words</p></body></html>"},
    {"OPS/a b.html", "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.1//EN' 'http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd'><html "
                     "xmlns='http://www.w3.org/1999/xhtml'><body>"
                     "<pre>*** START OF THE PROJECT GUTENBERG EBOOK THE SALT YEAR ***</pre><h1 id='b1'>Book One</h1><h2 id='c1'>Chapter "
                     "1</h2><h3>The Crates</h3><p>Tam&nbsp;ran&mdash;and fell.</p>"
                     "<h2 id='c2'>Chapter 2</h2><p>He got up, <a name='p7'></a>and ran again.</p><p>*** END OF THE PROJECT GUTENBERG EBOOK "
                     "THE SALT YEAR ***</p><p>The licence.</p></body></html>"},
};

/* As the volunteers' software makes them: one file, a title page with a linked table, chapter and name as two entries, frame around it. */
static const part gutenberg[] = {
    CONTAINER,
    {"OPS/book.opf",
     "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>The Salt "
     "Year</dc:title>"
     "<dc:creator>Ned Harrow</dc:creator><dc:language>en</dc:language></metadata><manifest><item id='n' href='n.xhtml' properties='nav' "
     "media-type='application/xhtml+xml'/>"
     "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"},
    {"OPS/n.xhtml", XHTML("", "<nav epub:type='toc'><ol><li><a href='a.xhtml#t'>The Salt Year</a><ol><li><a href='a.xhtml#b'>by Ned "
                              "Harrow</a></li><li><a href='a.xhtml#k'>Contents</a></li>"
                              "<li><a href='a.xhtml#c1'>CHAPTER I.</a></li><li><a href='a.xhtml#n1'>THE CRATES</a></li><li><a "
                              "href='a.xhtml#c2'>CHAPTER II. ROPE</a></li></ol></li>"
                              "<li><a href='a.xhtml#pg-footer'>THE FULL LICENSE</a></li></ol></nav>")},
    {"OPS/a.xhtml",
     XHTML("", "<section class='pg-boilerplate pgheader' id='pg-header'><h2>The eBook of The Salt Year</h2><p>Terms.</p></section><h1 "
               "id='t'>The Salt Year</h1><h2 id='b'>by Ned Harrow</h2>"
               "<h2 id='k'>Contents</h2><table><tr><td><a href='#c1'>CHAPTER I.</a></td></tr><tr><td><a href='#c2'>CHAPTER "
               "II.</a></td></tr></table>"
               "<h2 id='c1'>CHAPTER I.</h2><h3 id='n1'>THE CRATES</h3>" SAID SAID
               "<p><a href='#k'>[Contents]</a></p><h2 id='c2'>CHAPTER II.<br/>ROPE</h2>" SAID
               "<section class='pg-boilerplate pgfooter' id='pg-footer'><h2>THE FULL LICENSE</h2><p>Licence.</p></section>")},
};

/* ---- tests --------------------------------------------------------------------------------------------------------------------- */

static mw_text *read_book(const part *parts, size_t n) {
    size_t size = 0;
    char *bytes = zip(parts, n, &size);
    mw_text *t = NULL;
    marrow_error err = {0};
    test_ok(help_bytes(bytes, size, (mw_source_options){0}, &t, &err), &err);
    help_check(t);
    free(bytes);
    return t;
}

static void golden(const part *parts, size_t n, const char *name) {
    mw_text *t = read_book(parts, n);
    mw_env env = help_env();
    mw_buf b;
    mw_buf_init(&b, &env.mem);
    mw_source_dump(t, &b);
    test_golden(name, b.at, b.n);
    mw_buf_clear(&b);
    mw_source_free(t);
}

static void third_version(void **state) {
    (void)state;
    golden(epub3, count(epub3), "source/epub3.dump");
}

static void volunteers_version(void **state) {
    (void)state;
    golden(gutenberg, count(gutenberg), "source/epub-framed.dump");
}

static void second_version(void **state) {
    (void)state;
    golden(epub2, count(epub2), "source/epub2.dump");
}

#define OPF(manifest, spine)                                                                                                               \
    {                                                                                                                                      \
        "OPS/book.opf", "<package xmlns='http://www.idpf.org/2007/opf'><metadata "                                                         \
                        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>T</dc:title></metadata>"                                    \
                        "<manifest>" manifest "</manifest><spine>" spine "</spine></package>"                                              \
    }

static void headings_without_a_table(void **state) {
    (void)state;
    const part parts[] = {CONTAINER,
                          OPF(ITEM("a") ITEM("b"), REF("a") REF("b")),
                          {"OPS/text/a.xhtml", XHTML("", "<h1>CHAPTER ONE<br/>THE CRATES</h1>" SAID "<h1>CHAPTER TWO</h1>" SAID)},
                          {"OPS/text/b.xhtml", XHTML("", "<p class='c'>CHAPTER THREE</p>" SAID)}};
    mw_text *t = read_book(parts, count(parts));
    assert_int_equal(t->n_chapters, 3);
    assert_string_equal(t->chapters[0].title, "CHAPTER ONE: THE CRATES");
    assert_string_equal(t->chapters[2].title, "CHAPTER THREE");
    mw_source_free(t);
}

static void refuse(const part *parts, size_t n, const char *words) {
    size_t size = 0;
    char *bytes = zip(parts, n, &size);
    mw_text *t = NULL;
    marrow_error err = {0};
    test_fails(help_bytes(bytes, size, (mw_source_options){0}, &t, &err), MARROW_INPUT, &err, words);
    free(bytes);
}

static void refused(void **state) {
    (void)state;
    const part spineless[] = {CONTAINER, OPF(ITEM("a"), ""), {"OPS/text/a.xhtml", XHTML("", SAID)}};
    refuse(spineless, count(spineless), "without a spine");
    const part missing[] = {CONTAINER, OPF(ITEM("a"), REF("a"))};
    refuse(missing, count(missing), "does not hold");
    const part no_package[] = {CONTAINER};
    refuse(no_package, count(no_package), "OPS/book.opf");
    const part word[] = {{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<x/>"}};
    refuse(word, count(word), "Word document");
    const part odt[] = {{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<x/>"}};
    refuse(odt, count(odt), "OpenDocument");
    const part other[] = {{"a.txt", "hello"}};
    refuse(other, count(other), "zip archive without a book");
    const part empty[] = {CONTAINER, OPF(ITEM("a"), REF("a")), {"OPS/text/a.xhtml", XHTML("", "")}};
    refuse(empty, count(empty), "no text");
}

#define ENCRYPTED(algorithm, uri)                                                                                                          \
    {                                                                                                                                      \
        "META-INF/encryption.xml", "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container' "                                  \
                                   "xmlns:enc='http://www.w3.org/2001/04/xmlenc#'><enc:EncryptedData>"                                     \
                                   "<enc:EncryptionMethod Algorithm='" algorithm "'/><enc:CipherData><enc:CipherReference URI='" uri       \
                                   "'/></enc:CipherData></enc:EncryptedData></encryption>"                                                 \
    }

static void protected_books(void **state) {
    (void)state;
    const part drm[] = {CONTAINER,
                        ENCRYPTED("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/text/a.xhtml"),
                        OPF(ITEM("a"), REF("a")),
                        {"OPS/text/a.xhtml", "\x80\x81"}};
    refuse(drm, count(drm), "DRM");
    const part rights[] = {CONTAINER, {"META-INF/rights.xml", "<r/>"}, OPF(ITEM("a"), REF("a")), {"OPS/text/a.xhtml", XHTML("", SAID)}};
    refuse(rights, count(rights), "DRM");
    const part fonts[] = {CONTAINER,
                          ENCRYPTED("http://www.idpf.org/2008/embedding", "OPS/fonts/a.otf"),
                          OPF(ITEM("a"), REF("a")),
                          {"OPS/text/a.xhtml", XHTML("", SAID)}};
    mw_text *t = read_book(fonts, count(fonts));
    mw_source_free(t);
}

static void cut_short(void **state) {
    (void)state;
    size_t size = 0;
    char *bytes = zip(epub3, count(epub3), &size);
    for (size_t n = 4; n < size; n += 61) {
        mw_text *t = NULL;
        marrow_error err = {0};
        test_fails(help_bytes(bytes, n, (mw_source_options){0}, &t, &err), MARROW_INPUT, &err, "cut short");
    }
    uint64_t seed = 3;
    for (int i = 0; i < 300; i++) { /* flipped bytes: an error or a book, never more */
        char *copy = malloc(size);
        memcpy(copy, bytes, size);
        for (int k = 0; k < 4; k++) copy[4 + test_random(&seed) % (size - 4)] ^= (char)(1 + test_random(&seed) % 255);
        mw_text *t = NULL;
        marrow_error err = {0};
        if (help_bytes(copy, size, (mw_source_options){.force = true}, &t, &err) == MARROW_OK)
            help_check(t);
        else
            assert_int_equal(err.code, MARROW_INPUT);
        mw_source_free(t);
        free(copy);
    }
    free(bytes);
}

static void bomb(void **state) {
    (void)state;
    size_t n = (size_t)130 << 20, size = 0;
    char *zeros = malloc(n + 1);
    memset(zeros, ' ', n);
    zeros[n] = '\0';
    const part parts[] = {CONTAINER, OPF(ITEM("a"), REF("a")), {"OPS/text/a.xhtml", zeros}};
    char *bytes = zip(parts, count(parts), &size);
    free(zeros);
    mw_text *t = NULL;
    marrow_error err = {0};
    test_fails(help_bytes(bytes, size, (mw_source_options){0}, &t, &err), MARROW_INPUT, &err, "unpacks to more");
    free(bytes);
}

static char *put(char *to, const char *s) {
    size_t n = strlen(s);
    memcpy(to, s, n + 1);
    return to + n;
}

static void deep(void **state) {
    (void)state;
    char *s = malloc(3000000), *p = s;
    p = put(p, "<!DOCTYPE html><html><body>");
    for (int i = 0; i < 50000; i++) p = put(p, i & 1 ? "<div>" : "<i>");
    p = put(p, "Deep down.");
    mw_text *t = NULL;
    marrow_error err = {0};
    test_ok(help_bytes(s, strlen(s), (mw_source_options){0}, &t, &err), &err);
    help_check(t);
    assert_block(t, 0, "Deep down.");
    mw_source_free(t);
    p = put(s, "<!DOCTYPE html><html><head><style>.a{.b{{{</style><style>@media{ x } /* "
               "</style></head><body><table><tr><td><p>One<td>Two<li>Three<h9>Four</h2></b></i><p hidden>x<pre>");
    for (int i = 0; i < 20000; i++) p = put(p, "line\n");
    test_ok(help_bytes(s, strlen(s), (mw_source_options){.force = true}, &t, &err), &err);
    help_check(t);
    mw_source_free(t);
    free(s);
}

typedef struct book {
    char *bytes;
    size_t n;
} book;

static marrow_status job(const marrow_allocator *mem, void *ctx, marrow_error *err) {
    const book *b = ctx;
    mw_env env;
    mw_env_init(&env, mem, 1, NULL, NULL);
    mw_text *t = NULL;
    marrow_status status = mw_source_build(&env, &(mw_source_options){.bytes = b->bytes, .n_bytes = b->n}, &t, err);
    mw_source_free(t);
    return status;
}

static void failing_memory(void **state) {
    (void)state;
    book b;
    b.bytes = zip(epub3, count(epub3), &b.n);
    test_sweep_failures(job, &b, 0);
    free(b.bytes);
    b.bytes = zip(epub2, count(epub2), &b.n);
    test_sweep_failures(job, &b, 0);
    free(b.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(third_version),
        cmocka_unit_test(second_version),
        cmocka_unit_test(volunteers_version),
        cmocka_unit_test(headings_without_a_table),
        cmocka_unit_test(refused),
        cmocka_unit_test(protected_books),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(bomb),
        cmocka_unit_test(deep),
        cmocka_unit_test(failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
