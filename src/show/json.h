/* Pieces of the json export that views share. Internal to show. */
#ifndef MW_SHOW_JSON_H
#define MW_SHOW_JSON_H

#include "show/out.h"
#include "show/story.h"

void mw_json_character(mw_out *o, const mw_person *p);
/* With the words of it as `text` when asked. all: persons that are not sure are named too. */
void mw_json_quote(mw_out *o, const mw_asof *a, const row_quote *q, bool text, bool all);
void mw_json_source(mw_out *o, const mw_asof *a);

/* Members of an object, and lists of rows, one a line. Optional spans are null where they end behind the place of reading. */
void mw_json_key(mw_out *o, const char *name);
void mw_json_comma(mw_out *o);
void mw_json_int(mw_out *o, const char *name, int64_t x);
void mw_json_text(mw_out *o, const char *name, const char *s);
void mw_json_number(mw_out *o, const char *name, double x);
void mw_json_bool(mw_out *o, const char *name, bool x);
void mw_json_span(mw_out *o, uint32_t start, uint32_t end);
void mw_json_maybe_span(mw_out *o, const char *name, const mw_asof *a, uint32_t start, uint32_t end);
void mw_json_person(mw_out *o, const char *name, const mw_person *p);
void mw_json_list_open(mw_out *o, const char *name, bool *first);
void mw_json_row_open(mw_out *o, bool *first);
void mw_json_row_close(mw_out *o);
void mw_json_list_close(mw_out *o);
/* A person who is told: met, and sure unless all are asked for; or NULL. */
const mw_person *mw_json_told(const mw_asof *a, uint32_t character, bool all);
/* A list of the ids of those among n characters who are told; the first index is at *who, each next one `step` bytes behind the last. */
void mw_json_people(mw_out *o, const char *name, const mw_asof *a, const uint32_t *who, size_t step, uint32_t n, bool all);

/* The lists of portraits. */
void mw_json_relations(mw_out *o, const mw_asof *a, bool all);
void mw_json_traits(mw_out *o, const mw_asof *a, bool all);
void mw_json_contents(mw_out *o, const mw_asof *a, bool all);

/* The exports: format to output. */
marrow_status mw_export_json(mw_asof *a, bool all, mw_out *o, marrow_error *err);
marrow_status mw_export_conllu(mw_asof *a, mw_out *o, marrow_error *err);
marrow_status mw_export_booknlp(mw_asof *a, const char *folder, marrow_error *err); /* into an existing folder */

#endif
