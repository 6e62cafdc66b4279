/* sniff: what a file is, by its first bytes and, second, by its name.
 *
 * What marrow does not read is named for what it is, with what to do. Never looks past the first kilobytes, but for the share of
 * control characters. Keeps no state. */
#include "source/draft.h"

#include <string.h>

static const char *const kind_names[] = {"auto", "novel", "play", "screenplay", "synopsis", "review"};
static const char *const format_names[] = {"auto", "txt", "html", "epub", "vertical"};
static const char *const block_names[] = {"heading", "paragraph", "verse", "ornament", "front", "back"};

const char *mw_kind_name(mw_kind k) { return kind_names[k]; }
const char *mw_format_name(mw_format f) { return format_names[f]; }
const char *mw_block_kind_name(mw_block_kind k) { return block_names[k]; }

bool mw_kind_parse(const char *name, mw_kind *k) {
    *k = MW_KIND_AUTO;
    if (!name) return true;
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++) {
        if (strcmp(name, kind_names[i]) != 0) continue;
        *k = (mw_kind)i;
        return true;
    }
    return false;
}

bool mw_format_parse(const char *name, mw_format *f) {
    *f = MW_FORMAT_AUTO;
    if (!name) return true;
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++) {
        if (strcmp(name, format_names[i]) != 0) continue;
        *f = (mw_format)i;
        return true;
    }
    if (strcmp(name, "md") == 0) { /* Markdown is read as plain text; its headings are known to the heading rules */
        *f = MW_TXT;
        return true;
    }
    return false;
}

const char *mw_base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

typedef struct magic {
    size_t at, n;
    const char *bytes, *what, *advice;
} magic;

static const char to_text[] = "save it as plain text or EPUB";
static const char not_story[] = "give a text, HTML or EPUB file";

static const magic magics[] = {
    {0, 8, "\x89PNG\r\n\x1A\n", "a PNG image", not_story},
    {0, 3, "\xFF\xD8\xFF", "a JPEG image", not_story},
    {0, 4, "GIF8", "a GIF image", not_story},
    {0, 4, "II*\0", "a TIFF image", not_story},
    {0, 4, "MM\0*", "a TIFF image", not_story},
    {8, 4, "WEBP", "a WebP image", not_story},
    {0, 5, "%PDF-", "a PDF file", to_text},
    {0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Word or Office document", to_text},
    {0, 5, "{\\rtf", "a rich text (RTF) document", to_text},
    {60, 8, "BOOKMOBI", "a Kindle (MOBI) book", "convert it to EPUB"},
    {0, 8, "CONTBOUN", "a Kindle (KFX) book", "convert it to EPUB"},
    {0, 8, "AT&TFORM", "a DjVu book", to_text},
    {0, 2, "\x1F\x8B", "a gzip archive", "unpack it first"},
    {0, 3, "BZh", "a bzip2 archive", "unpack it first"},
    {0, 6,
     "\xFD"
     "7zXZ\0",
     "an xz archive", "unpack it first"},
    {0, 4, "\x28\xB5\x2F\xFD", "a zstd archive", "unpack it first"},
    {0, 6, "7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it first"},
    {0, 4, "Rar!", "a RAR archive", "unpack it first"},
    {257, 5, "ustar", "a tar archive", "unpack it first"},
    {0, 4,
     "\x7F"
     "ELF",
     "a program", not_story},
    {0, 3, "ID3", "a sound file", not_story},
    {0, 4, "OggS", "a sound file", not_story},
    {0, 4, "fLaC", "a sound file", not_story},
    {4, 4, "ftyp", "a video or sound file", not_story},
    {0, 4, "RIFF", "a sound or video file", not_story},
};

const char *mw_office_name(const char *member) {
    if (strncmp(member, "word/", 5) == 0) return "a Word document";
    if (strncmp(member, "xl/", 3) == 0) return "an Excel sheet";
    if (strncmp(member, "ppt/", 4) == 0) return "a PowerPoint file";
    if (strcmp(member, "content.xml") == 0) return "an OpenDocument file";
    if (strncmp(member, "Index/Document.iwa", 18) == 0) return "a Pages document";
    if (strcmp(member, "AndroidManifest.xml") == 0) return "an Android program";
    return NULL;
}

bool mw_has_extension(const char *name, const char *ext) {
    size_t n = strlen(name), e = strlen(ext);
    return n > e && mw_str_ieq((mw_str){name + n - e, e}, ext);
}

static mw_str skip_space(const char *s, size_t n) {
    mw_str r = {s, n};
    if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) r = (mw_str){s + 3, n - 3};
    while (r.n && (r.at[0] == ' ' || r.at[0] == '\n' || r.at[0] == '\r' || r.at[0] == '\t')) r.at++, r.n--;
    return r;
}

/* Behind an XML declaration and comments. */
static mw_str first_element(mw_str s) {
    for (int i = 0; i < 20; i++) {
        const char *end = NULL;
        size_t skip = 0;
        if (mw_str_istarts(s, "<?")) {
            skip = 2;
            end = memchr(s.at, '>', s.n);
        } else if (mw_str_istarts(s, "<!--")) {
            for (const char *p = s.at + 4; p + 3 <= s.at + s.n; p++)
                if (memcmp(p, "-->", 3) == 0) {
                    end = p + 2;
                    break;
                }
            skip = 4;
        } else
            break;
        if (!end || !skip) break;
        s = skip_space(end + 1, s.n - (size_t)(end + 1 - s.at));
    }
    return s;
}

static bool looks_like_html(mw_str s, const char *name) {
    s = first_element(s);
    if (mw_str_istarts(s, "<!doctype html") || mw_str_istarts(s, "<html") || mw_str_istarts(s, "<head") || mw_str_istarts(s, "<body"))
        return true;
    bool named = mw_has_extension(name, ".html") || mw_has_extension(name, ".htm") || mw_has_extension(name, ".xhtml");
    return named && s.n && memchr(s.at, '<', s.n) != NULL;
}

static marrow_status refuse_xml(mw_str s, const char *name, marrow_error *err) {
    s = first_element(s);
    const char *what = NULL;
    if (mw_str_istarts(s, "<TEI") || mw_str_istarts(s, "<teiCorpus"))
        what = "a TEI file";
    else if (mw_str_istarts(s, "<FictionBook"))
        what = "a FictionBook file";
    else if (mw_str_istarts(s, "<FinalDraft"))
        what = "a Final Draft script";
    else if (mw_str_istarts(s, "<svg"))
        what = "an SVG image";
    else if (mw_str_istarts(s, "<rss") || mw_str_istarts(s, "<feed"))
        what = "a news feed";
    if (!what) return MARROW_OK;
    return mw_fail(err, MARROW_INPUT, "%s is %s, which this version does not read; %s", name, what, to_text);
}

/* Text has few control characters; a NUL is left to the decoder, which knows UTF-16. */
static marrow_status refuse_controls(const char *bytes, size_t n, const char *name, marrow_error *err) {
    size_t controls = 0, zeros = 0, look = n < 65536 ? n : 65536;
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == 0)
            zeros++;
        else if ((c < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1A && c != 0x0B) || c == 127)
            controls++;
    }
    if (zeros * 10 > look * 2) return MARROW_OK; /* UTF-16 perhaps */
    if (controls * 50 > look) return mw_fail(err, MARROW_INPUT, "%s is a binary file, not a text; %s", name, not_story);
    return MARROW_OK;
}

marrow_status mw_sniff(const char *name, const char *bytes, size_t n, mw_format *format, marrow_error *err) {
    if (n == 0) return mw_fail(err, MARROW_INPUT, "%s is empty; there is nothing to read", name);
    if (n >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        *format = MW_EPUB;
        return MARROW_OK;
    }
    if (n >= 2 && memcmp(bytes, "PK", 2) == 0 && mw_has_extension(name, ".epub"))
        return mw_fail(err, MARROW_INPUT, "%s is a damaged EPUB; get the file again", name);
    if (n >= 16 && memcmp(bytes, "SQLite format 3", 16) == 0)
        return mw_fail(err, MARROW_INPUT, "%s is a database, not a text; if it is a story that was read already: marrow show %s", name,
                       name);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];
        if (n >= m->at + m->n && memcmp(bytes + m->at, m->bytes, m->n) == 0)
            return mw_fail(err, MARROW_INPUT, "%s is %s, which this version does not read; %s", name, m->what, m->advice);
    }
    if (mw_has_extension(name, ".epub"))
        return mw_fail(err, MARROW_INPUT, "%s is not an EPUB, whatever its name says; get the file again", name);
    MW_TRY(refuse_controls(bytes, n, name, err));
    mw_str s = skip_space(bytes, n < 4096 ? n : 4096);
    MW_TRY(refuse_xml(s, name, err));
    *format = looks_like_html(s, name) ? MW_HTML : mw_has_extension(name, ".vert") ? MW_VERTICAL : MW_TXT;
    return MARROW_OK;
}
