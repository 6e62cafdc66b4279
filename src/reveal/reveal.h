/* reveal: what a story reveals about its people, and what it withholds. Four parts, each with a header of its own, built in this order;
 * a part may use those before it:
 *
 *   portraits  traits, relations, content notes
 *   minds      inside views, whys, ripples
 *   shape      scenes, arc, threads, motifs, core, continuity
 *   review     what a critic says (reviews alone; NULL for other kinds)
 *
 * Every row has its evidence, its confidence and the place at which it is known. Linear time. One product, immutable. */
#ifndef MW_REVEAL_H
#define MW_REVEAL_H

#include "event/event.h"

/* Several places of the text. */
typedef struct mw_spans {
    mw_span *at;
    uint32_t n;
} mw_spans;

/* What the parts are made from, all borrowed. */
typedef struct mw_read {
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_cast *cast;
    const mw_speech_room *speech;
    const mw_events *events;
} mw_read;

typedef struct mw_portraits mw_portraits;     /* reveal/portraits.h */
typedef struct mw_minds mw_minds;             /* reveal/minds.h */
typedef struct mw_shape mw_shape;             /* reveal/shape.h */
typedef struct mw_review_rows mw_review_rows; /* reveal/review.h */

typedef struct mw_reveal {
    mw_arena *arena; /* of all parts */
    mw_portraits *portraits;
    mw_minds *minds;
    mw_shape *shape;
    mw_review_rows *review; /* NULL: no review */
} mw_reveal;

marrow_status mw_reveal_build(const mw_env *env, const mw_read *read, mw_reveal **reveal, marrow_error *err);
void mw_reveal_free(mw_reveal *reveal);
void mw_reveal_dump(const mw_read *read, const mw_reveal *reveal, mw_buf *out);

#endif
