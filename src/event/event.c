/* event: the product as a whole. */
#include "event/event.h"

const char *const mw_modality_names[MW_N_MODALITY] = {"actual", "negated", "planned", "feared", "hypothetical", "habitual"};
const char *const mw_deed_names[MW_N_DEED] = {"other", "harm", "help",  "touch", "give", "take",
                                              "tell",  "ask",  "leave", "come",  "look", "make"};

marrow_status mw_event_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_cast *cast,
                             const mw_speech_room *speech, mw_events **events, marrow_error *err) {
    (void)text, (void)tokens, (void)tags, (void)cast, (void)speech;
    mw_arena *a = mw_arena_new(&env->mem);
    *events = a ? mw_arena_alloc(a, sizeof **events) : NULL;
    if (!*events) {
        mw_arena_free(a);
        return mw_fail_memory(err);
    }
    (*events)->arena = a;
    return MARROW_OK;
}

void mw_event_free(mw_events *events) {
    if (events) mw_arena_free(events->arena);
}

void mw_event_dump(const mw_text *text, const mw_cast *cast, const mw_events *events, mw_buf *out) {
    (void)text, (void)cast;
    mw_buf_printf(out, "acts %u\n", events->n_acts);
}
