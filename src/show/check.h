/* check: a review beside the story that it is about. Internal to show but for its way in. */
#ifndef MW_SHOW_CHECK_H
#define MW_SHOW_CHECK_H

#include "show/show.h"

marrow_status mw_show_check(mw_story *review, mw_story *story, const marrow_show_options *opt, marrow_write out, void *ctx,
                            marrow_error *err);

#endif
