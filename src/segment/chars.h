/* Characters as the segment room sees them: five classes, and steps to either side.
 *
 * A letter takes its combining marks and format characters (soft hyphen, joiners) with it; every kind of number is a digit. All
 * positions are bytes of valid UTF-8, all steps constant time. */
#ifndef MW_SEGMENT_CHARS_H
#define MW_SEGMENT_CHARS_H

#include "base/base.h"

typedef enum mw_class { MW_C_SPACE, MW_C_LETTER, MW_C_DIGIT, MW_C_APOSTROPHE, MW_C_OTHER } mw_class;
mw_class mw_class_of(int32_t c);

/* The character at p of [.., end), 0 where p is at the end; *len gets its bytes. */
int32_t mw_char_at(const char *text, uint32_t p, uint32_t end, uint32_t *len);
/* The character that ends at p of [start, ..), 0 at the start. */
int32_t mw_char_before(const char *text, uint32_t start, uint32_t p);

static inline bool mw_is_word(mw_class k) { return k == MW_C_LETTER || k == MW_C_DIGIT; }
static inline bool mw_is_apostrophe(int32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '`' || c == 0x00B4; }
static inline bool mw_is_hyphen(int32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }
static inline bool mw_is_dash(int32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2E3A || c == 0x2E3B; }
static inline bool mw_is_strong_stop(int32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x203D; }

/* Is s, ASCII case folded and curly apostrophes straight, in the list? The list is sorted by byte order, lower case. */
bool mw_listed(const char *const *list, size_t n, mw_str s);
#define MW_LISTED(list, s) mw_listed(list, sizeof(list) / sizeof *(list), s)

#endif
