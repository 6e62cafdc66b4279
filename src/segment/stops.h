/* Provisional stops: see stops.c. */
#ifndef MW_SEGMENT_STOPS_H
#define MW_SEGMENT_STOPS_H

#include "segment/segment.h"

/* Sets MW_TOK_STOP and MW_TOK_SAFE_STOP; the other flags and the marks are there already. */
void mw_stops_set(const mw_text *text, mw_tokens *tokens);

#endif
