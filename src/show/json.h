/* Pieces of the json export that views share. Internal to show. */
#ifndef MW_SHOW_JSON_H
#define MW_SHOW_JSON_H

#include "show/out.h"
#include "show/story.h"

void mw_json_character(mw_out *o, const mw_person *p);
/* With the words of it as `text` when asked. all: persons that are not sure are named too. */
void mw_json_quote(mw_out *o, const mw_asof *a, const row_quote *q, bool text, bool all);
void mw_json_source(mw_out *o, const mw_asof *a);

/* The exports: format to output. */
marrow_status mw_export_json(mw_asof *a, bool all, mw_out *o, marrow_error *err);
marrow_status mw_export_conllu(mw_asof *a, mw_out *o, marrow_error *err);
marrow_status mw_export_booknlp(mw_asof *a, const char *folder, marrow_error *err); /* into an existing folder */

#endif
