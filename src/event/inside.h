/* inside: what the files of event share. Nothing outside this room includes it. */
#ifndef MW_EVENT_INSIDE_H
#define MW_EVENT_INSIDE_H

#include "event/features.h"

mw_modality mw_modality_of(const mw_judge *j, const mw_clause *k);
/* Verb with particle, deed, thing, place and time of a clause's act. false: out of memory. */
bool mw_act_describe(const mw_judge *j, mw_arena *arena, const mw_clause *k, mw_act *a);
/* Ids from words and occurrence. */
marrow_status mw_act_ids(const mw_env *env, mw_arena *arena, const mw_text *text, mw_act *acts, uint32_t n, marrow_error *err);

#endif
