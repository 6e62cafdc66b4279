/* A buffered way out: text, numbers and json pieces through a marrow_write. The first failure is kept; later puts do nothing. Internal
 * to show. */
#ifndef MW_SHOW_OUT_H
#define MW_SHOW_OUT_H

#include "base/base.h"

typedef struct mw_out {
    marrow_write write;
    void *ctx;
    bool failed;
    size_t n;
    char at[1 << 14];
} mw_out;

void mw_out_init(mw_out *o, marrow_write write, void *ctx);
marrow_status mw_out_finish(mw_out *o, marrow_error *err); /* flushes */
void mw_out_put(mw_out *o, const char *bytes, size_t n);
void mw_out_puts(mw_out *o, const char *s);
void mw_out_str(mw_out *o, mw_str s);
void mw_out_printf(mw_out *o, const char *format, ...) MW_PRINTF(2, 3);
void mw_out_int(mw_out *o, int64_t x);
/* A file of what put writes. Whether that fails or the file cannot be closed, *err tells the first reason that is known. */
typedef marrow_status (*mw_put)(const void *ctx, mw_out *o, marrow_error *err);
marrow_status mw_out_save(const marrow_allocator *mem, const char *path, mw_put put, const void *ctx, marrow_error *err);
/* With thousands separated by commas, for people. */
void mw_out_count(mw_out *o, uint64_t x);
/* Tabs and newlines as spaces; runs of white space as one when squeeze. */
void mw_out_field(mw_out *o, mw_str s, bool squeeze);
/* & < > " escaped. */
void mw_out_html(mw_out *o, mw_str s);

/* json: a string in quotation marks (NULL: null), a number of up to three decimals (not finite: null). */
void mw_out_json_str(mw_out *o, mw_str s);
void mw_out_json(mw_out *o, const char *s);
void mw_out_json_real(mw_out *o, double x);

#endif
