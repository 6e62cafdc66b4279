/* shape: how a token is written (capitals, digits), which the uncased wordpieces do not tell. */
#include "encode/model.h"

enum { SHAPE_LOWER = 1, SHAPE_TITLE, SHAPE_UPPER, SHAPE_LETTER, SHAPE_MIXED, SHAPE_DIGITS, SHAPE_OTHER, SHAPE_OPENS = 8 };

uint32_t mw_word_shape(mw_str token, bool opens_block) {
    uint32_t letters = 0, upper = 0, shape;
    bool first_upper = false, digit = false;
    for (size_t i = 0, len; i < token.n; i += len) {
        int32_t c = mw_utf8_next(token.at + i, token.n - i, &len);
        if (mw_cp_letter(c)) {
            bool up = mw_cp_upper(c);
            if (!letters) first_upper = up;
            letters++;
            upper += up;
        } else if (mw_cp_digit(c)) {
            digit = true;
        }
    }
    if (!letters)
        shape = digit ? SHAPE_DIGITS : SHAPE_OTHER;
    else if (!upper)
        shape = SHAPE_LOWER;
    else if (letters == 1)
        shape = SHAPE_LETTER;
    else if (upper == letters)
        shape = SHAPE_UPPER;
    else
        shape = first_upper && upper == 1 ? SHAPE_TITLE : SHAPE_MIXED;
    return shape + (opens_block ? SHAPE_OPENS : 0);
}
