/* Rows in order of a member are found by bisection, whatever else they hold. */
#include "base/base.h"

static uint32_t member_at(const uint32_t *member, size_t size, uint32_t row) {
    return *(const uint32_t *)(const void *)((const char *)member + row * size);
}

uint32_t mw_count_below(const uint32_t *member, size_t size, uint32_t n, uint32_t value) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (member_at(member, size, middle) < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t mw_count_up_to(const uint32_t *member, size_t size, uint32_t n, uint32_t value) {
    return value == UINT32_MAX ? n : mw_count_below(member, size, n, value + 1);
}
