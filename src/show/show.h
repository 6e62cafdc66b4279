/* show: from a story file to something to look at: terminal tables, json, booknlp, conllu. It knows the story file alone, never
 * the reader's structures. Every answer can be asked as of a position: it is then computed from rows with known <= position, and
 * no string, id, span or count in it comes from later. */
#ifndef MW_SHOW_H
#define MW_SHOW_H

#include "store/store.h"

/* An open story. */
typedef struct mw_story mw_story;
marrow_status mw_story_open(const mw_env *env, const char *path, mw_story **story, marrow_error *err);
void mw_story_close(mw_story *story);
marrow_status mw_story_text(mw_story *story, const char **text, size_t *n, marrow_error *err);
/* chapter:N, N%, N, page:N, text:WORDS to a code point offset; NULL or "": the end. */
marrow_status mw_story_position(mw_story *story, const char *position, int64_t *offset, marrow_error *err);

marrow_status mw_show(mw_story *story, const char *view, const marrow_show_options *opt, marrow_write out, void *ctx, marrow_error *err);
marrow_status mw_show_who(mw_story *story, const char *name, const marrow_show_options *opt, marrow_write out, void *ctx,
                          marrow_error *err);
marrow_status mw_show_export(mw_story *story, const char *format, const char *path, const marrow_export_options *opt, marrow_write out,
                             void *ctx, marrow_error *err);
extern const char *const mw_views[];   /* ended by NULL */
extern const char *const mw_formats[]; /* ended by NULL */

#endif
