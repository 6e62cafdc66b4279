/* check: a review beside the story that it is about; reviews of one work beside each other. Ways into show. */
#ifndef MW_SHOW_CHECK_H
#define MW_SHOW_CHECK_H

#include "show/show.h"

marrow_status mw_show_check(mw_story *review, mw_story *story, const marrow_show_options *opt, marrow_write out, void *ctx,
                            marrow_error *err);
/* names: what each is called in the head of its column. */
marrow_status mw_show_reviews(mw_story *const *stories, const char *const *names, size_t n, const marrow_show_options *opt,
                              marrow_write out, void *ctx, marrow_error *err);

#endif
