/* zip: reads the members of an EPUB into memory, by libarchive.
 *
 * Pictures, fonts and sounds are passed over unread. A bound on members and on unpacked bytes keeps bombs away; an archive without
 * its directory at the end was cut short, and is said to be. Nothing is ever written to disk. */
#include "source/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum { MAX_MEMBERS = 50000 };
static const size_t max_bytes = (size_t)512 << 20, max_member_bytes = (size_t)128 << 20;

static bool not_text(const char *name) {
    static const char *const extensions[] = {".jpg", ".jpeg", ".png",   ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff", ".ttf",
                                             ".otf", ".woff", ".woff2", ".mp3", ".mp4",  ".m4a", ".ogg", ".wav", ".js",   ".pdf"};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (mw_has_extension(name, extensions[i])) return true;
    return n == 0 || name[n - 1] == '/';
}

/* The end record of the central directory, which a download that stopped does not have. */
static bool has_directory(const char *bytes, size_t n) {
    size_t back = n < 65557 ? n : 65557;
    for (size_t i = 22; i <= back; i++)
        if (memcmp(bytes + n - i, "PK\5\6", 4) == 0) return true;
    return false;
}

static marrow_status damaged(const char *name, struct archive *a, marrow_error *err) {
    const char *why = archive_error_string(a);
    return mw_fail(err, MARROW_INPUT, "%s is damaged or cut short (%s); get the file again", name,
                   why ? why : "the archive cannot be unpacked");
}

/* The bytes of the member at hand into m. */
static marrow_status unpack(mw_zip *z, struct archive *a, mw_member *m, size_t *total, const char *name, marrow_error *err) {
    mw_buf buf;
    mw_buf_init(&buf, z->mem);
    for (;;) {
        const void *block;
        size_t n;
        la_int64_t at;
        int r = archive_read_data_block(a, &block, &n, &at);
        if (r == ARCHIVE_EOF) break;
        if (r < ARCHIVE_WARN) {
            mw_buf_clear(&buf);
            return damaged(name, a, err);
        }
        *total += n;
        if (*total > max_bytes || buf.n + n > max_member_bytes) {
            mw_buf_clear(&buf);
            return mw_fail(err, MARROW_INPUT,
                           "%s unpacks to more than any book holds (512 MB, 128 MB a file); this is no book that marrow reads", name);
        }
        mw_buf_put(&buf, block, n);
        if (buf.failed) break;
    }
    if (!buf.failed && !buf.at) mw_buf_puts(&buf, "");
    if (buf.failed) {
        mw_buf_clear(&buf);
        return mw_fail_memory(err);
    }
    m->bytes = buf.at;
    m->n = buf.n;
    return MARROW_OK;
}

static marrow_status read_entries(mw_zip *z, mw_draft *d, struct archive *a, const char *name, marrow_error *err) {
    struct archive_entry *entry;
    size_t total = 0;
    int r;
    while ((r = archive_read_next_header(a, &entry)) != ARCHIVE_EOF) {
        if (r < ARCHIVE_WARN) return damaged(name, a, err);
        if (z->members.n >= MAX_MEMBERS)
            return mw_fail(err, MARROW_INPUT, "%s holds more than %d files; this is no book that marrow reads", name, (int)MAX_MEMBERS);
        const char *path = archive_entry_pathname_utf8(entry);
        if (!path) path = archive_entry_pathname(entry);
        if (!path || archive_entry_filetype(entry) == AE_IFDIR) continue;
        if (archive_entry_is_encrypted(entry))
            return mw_fail(err, MARROW_INPUT, "%s is protected by a password or DRM; marrow reads unprotected books only", name);
        mw_member m = {mw_arena_strdup(d->arena, path), NULL, 0};
        if (!m.name) return mw_fail_memory(err);
        if (!not_text(path)) MW_TRY(unpack(z, a, &m, &total, name, err));
        if (!mw_vec_push(z->mem, &z->members, m)) {
            mw_free(z->mem, m.bytes);
            return mw_fail_memory(err);
        }
        if (!mw_map_put(z->by_name, mw_str_of(m.name), (uint32_t)(z->members.n - 1))) return mw_fail_memory(err);
    }
    return MARROW_OK;
}

marrow_status mw_zip_read(mw_zip *z, mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err) {
    *z = (mw_zip){.mem = d->mem};
    z->by_name = mw_map_new(d->mem);
    if (!z->by_name) return mw_fail_memory(err);
    if (!has_directory(bytes, n))
        return mw_fail(err, MARROW_INPUT, "%s was cut short: the end of the archive is missing; get the file again", name);
    struct archive *a = archive_read_new();
    if (!a) return mw_fail_memory(err);
    archive_read_support_format_zip(a);
    marrow_status status = archive_read_open_memory(a, bytes, n) == ARCHIVE_OK ? read_entries(z, d, a, name, err) : damaged(name, a, err);
    archive_read_free(a);
    return status;
}

void mw_zip_clear(mw_zip *z) {
    for (size_t i = 0; i < z->members.n; i++) mw_free(z->mem, z->members.at[i].bytes);
    mw_vec_clear(z->mem, &z->members);
    mw_map_free(z->by_name);
    z->by_name = NULL;
}

const mw_member *mw_zip_find(const mw_zip *z, mw_str name) {
    uint32_t at;
    if (mw_map_get(z->by_name, name, &at)) return &z->members.at[at];
    for (size_t i = 0; i < z->members.n; i++) {
        const char *have = z->members.at[i].name;
        if (strlen(have) == name.n && mw_str_ieq(name, have)) return &z->members.at[i];
    }
    return NULL;
}
