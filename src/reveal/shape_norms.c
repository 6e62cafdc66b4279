/* Norms: how often words come in novels at large, how many novels hold them, how evenly they are spread there. A table of numbers
 * (data/norms.inc, made by training/norms.py), looked up by bisection. */
#include <math.h>
#include <string.h>

#include "reveal/shape_work.h"

typedef struct norm {
    const char *word;
    uint16_t rate; /* 16 log2(1 + times a million) */
    uint8_t range; /* % of novels */
    uint8_t even;  /* %; 0 unknown */
} norm;

static const norm norms[] = {
#include "reveal/data/norms.inc"
};

bool mw_norm_lookup(const char *lemma, mw_norm *found) {
    size_t low = 0, high = sizeof norms / sizeof *norms;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = strcmp(norms[mid].word, lemma);
        if (c == 0) {
            found->rate = exp2f((float)norms[mid].rate / 16) - 1;
            found->range = (float)norms[mid].range / 100;
            found->even = norms[mid].even ? (float)norms[mid].even / 100 : 0.7f;
            return true;
        }
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *found = (mw_norm){.rate = 0.3f, .range = 0.02f, .even = 0.5f};
    return false;
}
