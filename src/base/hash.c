/* Hashes: XXH3-64 for tables and anchors, SHA-256 for what must tell one file from another. Neither depends on the machine. */
#include <stdint.h>
#include <sys/types.h>

#include <sha2.h>
#include <xxhash.h>

#include "base/base.h"

uint64_t mw_hash(const void *bytes, size_t n) { return XXH3_64bits(bytes, n); }

void mw_sha256_hex(const void *const *parts, const size_t *sizes, size_t n_parts, char hex[65]) {
    SHA2_CTX ctx;
    SHA256Init(&ctx);
    for (size_t i = 0; i < n_parts; i++) SHA256Update(&ctx, parts[i], sizes[i]);
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, &ctx);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[64] = 0;
}
