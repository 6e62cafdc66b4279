/* zip: the members of a zip archive in memory. Private to this room. */
#ifndef MW_SOURCE_ZIP_H
#define MW_SOURCE_ZIP_H

#include "source/draft.h"

typedef struct mw_member {
    const char *name; /* inside the archive, slashes as they are */
    char *bytes;      /* NULL: a picture, a font, a sound: not read */
    size_t n;
} mw_member;

typedef struct mw_zip {
    const marrow_allocator *mem;
    MW_VEC(mw_member) members;
    mw_map *by_name; /* name → index */
} mw_zip;

/* Reads all members that can hold text. Errors: damaged, cut short, protected, too large. Clear it in any case. */
marrow_status mw_zip_read(mw_zip *z, mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err);
void mw_zip_clear(mw_zip *z);
/* By exact name, else ASCII case folded; NULL: not there. */
const mw_member *mw_zip_find(const mw_zip *z, mw_str name);

#endif
