/* rederive: cast and all later rooms again, from what a story file keeps, perhaps with other corrections; for the files of api. */
#ifndef MW_API_REDERIVE_H
#define MW_API_REDERIVE_H

#include "store/store.h"

/* Changes the list of corrections before the rooms run; a failure ends the whole, with nothing written. */
typedef marrow_status (*mw_change)(void *ctx, mw_corrections *corrections, marrow_error *err);
/* In one transaction; change NULL: none. */
marrow_status mw_rederive(const mw_env *env, const char *path, mw_change change, void *ctx, marrow_error *err);

#endif
