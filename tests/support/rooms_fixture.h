/* rooms_fixture: a tags_fixture taken through the rooms cast, speech and, where asked for, event, as reading does: what the tests of the rooms to the
 * right start from. (reading_fixture makes people and speech by rules of its own, for tests that must not move with these rooms.) */
#ifndef MW_TESTS_ROOMS_FIXTURE_H
#define MW_TESTS_ROOMS_FIXTURE_H

#include "reveal/reveal.h"
#include "support/tags_fixture.h"

typedef struct mw_rooms_fixture {
    mw_fixture f;
    mw_cast *cast;
    mw_speech_room *speech;
    mw_events *events; /* NULL: not asked for */
    mw_arena *arena;   /* for the product under test */
    mw_read read;
} mw_rooms_fixture;

/* From bytes of a fixture, or a file of it; cleared on failure. */
marrow_status mw_rooms_fixture_parse(const marrow_allocator *mem, const char *source, size_t n, bool events, mw_rooms_fixture *x,
                                     marrow_error *err);
marrow_status mw_rooms_fixture_read(const marrow_allocator *mem, const char *path, bool events, mw_rooms_fixture *x, marrow_error *err);
void mw_rooms_fixture_clear(mw_rooms_fixture *x);

#endif
