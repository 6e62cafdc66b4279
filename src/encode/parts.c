/* parts: a file of tensors (docs/model.md), mapped and checked as a whole before anything of it is used.
 *
 * After mw_part_open every tensor lies within the file, is aligned, has as many bytes as its type and dimensions say, and the
 * file's bytes have the checksum that both its header and the manifest give. One pass over the bytes (XXH3), no copy. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "encode/model.h"

enum { HEADER = 64, ROW = 96, NAME = 48, FORMAT = 1, MAX_TENSORS = 100000 };
static const char *const kind_names[MW_N_PARTS] = {"word embeddings", "an encoder", "heads"};
#define AGAIN "fetch the model again, or run make train"

static uint32_t u32_at(const char *p) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint64_t u64_at(const char *p) {
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static marrow_status damaged(const mw_part *part, marrow_error *err) {
    return mw_fail(err, MARROW_MODEL, "%s is damaged (its table of tensors makes no sense): " AGAIN, part->path);
}

static marrow_status header_check(const mw_part *part, mw_part_kind kind, marrow_error *err) {
    const char *p = part->file.at;
    if (part->file.n < 8 || memcmp(p, "MARROWP1", 8) != 0)
        return mw_fail(err, MARROW_MODEL, "%s is not a part of a marrow model: " AGAIN, part->path);
    if (part->file.n < HEADER) return mw_fail(err, MARROW_MODEL, "%s is shorter than its header: " AGAIN, part->path);
    if (u32_at(p + 8) != FORMAT)
        return mw_fail(err, MARROW_MODEL,
                       "%s has format version %" PRIu32 ", this program reads version %d: take the model that belongs to this program",
                       part->path, u32_at(p + 8), FORMAT);
    uint32_t found = u32_at(p + 12);
    if (found != (uint32_t)kind + 1)
        return mw_fail(err, MARROW_MODEL, "%s holds %s where %s belong%s: check the manifest", part->path,
                       found - 1 < MW_N_PARTS ? kind_names[found - 1] : "something unknown", kind_names[kind],
                       kind == MW_PART_ENCODER ? "s" : "");
    uint64_t size = u64_at(p + 24);
    if (part->file.n != size)
        return mw_fail(err, MARROW_MODEL, "%s is %s than it says (%zu bytes instead of %" PRIu64 "): " AGAIN, part->path,
                       part->file.n < size ? "shorter" : "longer", part->file.n, size);
    return MARROW_OK;
}

static marrow_status checksum_check(mw_part *part, const char *wanted, marrow_error *err) {
    char hex[17];
    part->checksum = mw_hash(part->file.at + HEADER, part->file.n - HEADER);
    if (part->checksum != u64_at(part->file.at + 32))
        return mw_fail(err, MARROW_MODEL, "%s is damaged (its bytes do not have its checksum): " AGAIN, part->path);
    snprintf(hex, sizeof hex, "%016" PRIx64, part->checksum);
    if (strcmp(hex, wanted) != 0)
        return mw_fail(err, MARROW_MODEL, "%s is not the part that the manifest asks for (checksum %s instead of %s): " AGAIN, part->path,
                       hex, wanted);
    return MARROW_OK;
}

/* Bytes that a tensor of this type and shape takes; 0: no such type or shape. */
static uint64_t tensor_bytes(const mw_tensor *t) {
    uint64_t rows = t->dims[0], cols = t->ndim == 2 ? t->dims[1] : 1;
    if (t->ndim < 1 || t->ndim > 2 || !rows || !cols || rows > 1u << 28 || cols > 1u << 28 || rows * cols > (uint64_t)1 << 40) return 0;
    switch (t->dtype) {
    case MW_F32:
    case MW_I32:
        return rows * cols * 4;
    case MW_I8:
        return rows * cols;
    case MW_TEXT:
        return t->ndim == 1 ? rows : 0;
    case MW_PACKED:
        return t->ndim == 2
                   ? (rows + MW_BLOCK_OUT - 1) / MW_BLOCK_OUT * MW_BLOCK_OUT * ((cols + MW_BLOCK_IN - 1) / MW_BLOCK_IN * MW_BLOCK_IN)
                   : 0;
    }
    return 0;
}

/* One row of the table; false: it makes no sense. */
static bool row_read(const mw_part *part, const char *row, uint64_t data_from, mw_tensor *t) {
    if (!row[0] || row[NAME - 1]) return false;
    t->name = row;
    t->dtype = (mw_dtype)u32_at(row + 48);
    t->ndim = u32_at(row + 52);
    for (uint32_t i = 0; i < 4; i++) t->dims[i] = u32_at(row + 56 + 4 * i);
    uint64_t offset = u64_at(row + 72), bytes = u64_at(row + 80);
    if (offset % 64 || offset < data_from || offset > part->file.n || bytes > part->file.n - offset) return false;
    if (!bytes || tensor_bytes(t) != bytes) return false;
    t->data = part->file.at + offset;
    t->bytes = (size_t)bytes;
    return true;
}

static marrow_status table_read(mw_arena *a, mw_part *part, marrow_error *err) {
    part->n_tensors = u32_at(part->file.at + 16);
    uint64_t data_from = HEADER + (uint64_t)part->n_tensors * ROW;
    if (part->n_tensors > MAX_TENSORS || data_from > part->file.n) return damaged(part, err);
    part->tensors = mw_arena_array(a, part->n_tensors, sizeof *part->tensors);
    if (!part->tensors) return mw_fail_memory(err);
    for (uint32_t i = 0; i < part->n_tensors; i++) {
        mw_tensor *t = &part->tensors[i];
        if (!row_read(part, part->file.at + HEADER + (size_t)i * ROW, data_from, t)) return damaged(part, err);
        if (i && strcmp(t[-1].name, t->name) >= 0) return damaged(part, err);
    }
    return MARROW_OK;
}

marrow_status mw_part_open(mw_arena *a, const char *path, mw_part_kind kind, const char *checksum, mw_part *part, marrow_error *err) {
    part->path = path;
    if (mw_os_kind(path) == MW_PATH_NONE) return mw_fail(err, MARROW_MODEL, "%s is missing: " AGAIN, path);
    marrow_status s = mw_os_map(path, &part->file, err);
    if (s == MARROW_OK) s = header_check(part, kind, err);
    if (s == MARROW_OK) s = checksum_check(part, checksum, err);
    if (s == MARROW_OK) s = table_read(a, part, err);
    return s;
}

void mw_part_close(mw_part *part) {
    if (part->file.at) mw_os_unmap(&part->file);
    part->file.at = NULL;
}

const mw_tensor *mw_part_tensor(const mw_part *part, const char *name) {
    uint32_t from = 0, to = part->n_tensors;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        int c = strcmp(part->tensors[mid].name, name);
        if (!c) return &part->tensors[mid];
        if (c < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return NULL;
}
