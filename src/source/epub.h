/* epub: what the files of an EPUB share. Private to this room. */
#ifndef MW_SOURCE_EPUB_H
#define MW_SOURCE_EPUB_H

#include "source/html.h"
#include "source/zip.h"

typedef struct mw_epub_item { /* of the manifest */
    const char *id, *path, *type, *properties;
    bool in_spine;
} mw_epub_item;

typedef struct mw_epub_spine { /* a document in reading order */
    uint32_t item;
    uint32_t first_block, end_block;
} mw_epub_spine;

typedef struct mw_epub_entry { /* of the table of contents or the page list */
    const char *title;
    const char *path, *fragment; /* fragment "" : the whole file */
    uint32_t depth;              /* from 0 */
    const char *type;            /* of a landmark */
    mw_anchor at;
} mw_epub_entry;

typedef MW_VEC(mw_epub_entry) mw_epub_entries;

typedef struct mw_epub {
    mw_draft *d;
    mw_zip zip;
    const char *name; /* of the input, for messages */
    MW_VEC(mw_epub_item) items;
    MW_VEC(mw_epub_spine) spine;
    mw_map *item_by_id, *item_by_path, *wanted;
    const char *ncx_id;
    mw_epub_entries toc, pages, landmarks;
    mw_css css;
    mw_anchor *anchors; /* by index in `wanted` */
    uint32_t first_block;
} mw_epub;

/* Resolves a reference inside the archive: "../a%20b.html#c" seen from `from`. The fragment may be NULL. False: out of memory. */
bool mw_epub_resolve(mw_draft *d, const char *from, const char *href, const char **path, const char **fragment);
/* Reads nav or NCX. */
void mw_epub_read_toc(mw_epub *e);
/* Chapters and parts from the table of contents. False: it says too little, headings must do. */
bool mw_epub_chapters(mw_epub *e);

#endif
