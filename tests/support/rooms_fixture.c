/* rooms_fixture: see the header. Any allocation may fail; what was made is then freed. */
#include "support/rooms_fixture.h"

void mw_rooms_fixture_clear(mw_rooms_fixture *x) {
    mw_arena_free(x->arena);
    mw_event_free(x->events);
    mw_speech_free(x->speech);
    mw_cast_free(x->cast);
    mw_fixture_clear(&x->f);
}

static marrow_status build(mw_rooms_fixture *x, bool events, marrow_error *err) {
    mw_fixture *f = &x->f;
    MW_TRY(mw_cast_build(&f->env, f->text, f->tokens, f->tags, NULL, &x->cast, err));
    MW_TRY(mw_speech_build(&f->env, f->text, f->tokens, f->tags, x->cast, NULL, &x->speech, err));
    if (events) MW_TRY(mw_event_build(&f->env, f->text, f->tokens, f->tags, x->cast, x->speech, &x->events, err));
    x->arena = mw_arena_new(&f->env.mem);
    if (!x->arena) return mw_fail_memory(err);
    x->read = (mw_read){.text = f->text, .tokens = f->tokens, .tags = f->tags, .cast = x->cast, .speech = x->speech, .events = x->events};
    return MARROW_OK;
}

static marrow_status finish(mw_rooms_fixture *x, bool events, marrow_error *err) {
    marrow_status status = build(x, events, err);
    if (status != MARROW_OK) mw_rooms_fixture_clear(x);
    return status;
}

marrow_status mw_rooms_fixture_parse(const marrow_allocator *mem, const char *source, size_t n, bool events, mw_rooms_fixture *x,
                                     marrow_error *err) {
    *x = (mw_rooms_fixture){0};
    MW_TRY(mw_fixture_parse(mem, source, n, &x->f, err));
    return finish(x, events, err);
}

marrow_status mw_rooms_fixture_read(const marrow_allocator *mem, const char *path, bool events, mw_rooms_fixture *x, marrow_error *err) {
    *x = (mw_rooms_fixture){0};
    MW_TRY(mw_fixture_read(mem, path, &x->f, err));
    return finish(x, events, err);
}
