/* reading_fixture: a whole reading made by hand, for tests of store and show: products of source, segment and tag from a tags_fixture,
 * with cast and speech by the simplest rules, so that goldens do not move when those rooms get better.
 *
 * Cast: a PROP mention of a person whose text ends in, or is, a word of a person met before is that person; else a new one. NOM mentions
 * are things of their own but for "the keeper", who is the first person. he/she go to the last named man or woman (given by lists of
 * names in reading_fixture.c). Speech: marks at depth 0 are quotations; the speaker is the subject of a verb of saying right behind them. */
#ifndef MW_TESTS_READING_FIXTURE_H
#define MW_TESTS_READING_FIXTURE_H

#include "store/store.h"
#include "support/tags_fixture.h"

typedef struct mw_reading_fixture {
    mw_fixture base;
    mw_reading reading;
} mw_reading_fixture;

marrow_status mw_reading_fixture_read(const marrow_allocator *mem, const char *path, mw_reading_fixture *f, marrow_error *err);
void mw_reading_fixture_clear(mw_reading_fixture *f);

#endif
