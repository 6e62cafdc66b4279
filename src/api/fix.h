/* fix: what the files of `marrow fix` share. A command is turned into rows of the table `corrections` against the story as it stands;
 * then all rooms from cast on run again with them (rederive.h). */
#ifndef MW_API_FIX_H
#define MW_API_FIX_H

#include "api/rederive.h"
#include "show/targets.h"

typedef struct mw_fixer {
    mw_env env;
    const char *path;
    const char *const *words; /* behind the command's name */
    size_t n;
    mw_targets *targets;
    mw_corrections *rows; /* made by the command; their batches count from 0 */
    mw_buf said;          /* what has changed, one line; empty: told from the rows */
} mw_fixer;

/* Adds a row. place NULL: none. */
marrow_status mw_fixer_add(mw_fixer *f, mw_fix what, const mw_target *target, const mw_target *value, marrow_error *err);
marrow_status mw_fixer_said_by(mw_fixer *f, const mw_target *quote, const mw_target *speaker, marrow_error *err); /* NULL: nobody */

/* The table in the file that the command's first word names, into an arena. */
marrow_status mw_fixer_table(const mw_fixer *f, mw_arena *a, mw_csv *csv, marrow_error *err);

/* fix_apply.c, fix_share.c */
marrow_status mw_fix_apply(mw_fixer *f, marrow_error *err);
marrow_status mw_fix_import(mw_fixer *f, marrow_error *err);
marrow_status mw_fix_export(const mw_env *env, const mw_corrections *all, const char *path, marrow_write out, void *ctx, marrow_error *err);
marrow_status mw_fix_list(const mw_env *env, const mw_corrections *all, bool tsv, marrow_write out, void *ctx, marrow_error *err);
/* "“Come in,” (s1f0c83aa) is said by Ann Lee (lee)" */
void mw_fix_describe(mw_buf *b, const mw_correction *fix);

#endif
