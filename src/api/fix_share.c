/* fix_share: corrections as lines for people, as tab-separated lines, and as a file that another reader of the same book can import. */
#include "api/fix.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/os.h"

/* ---- for people ------------------------------------------------------------------------------------------------------------ */

/* The first of a person's names, and the id: "Ann Lee (lee)". */
static void put_person(mw_buf *b, const char *id, const char *names) {
    size_t n = strcspn(names, "|");
    if (n) mw_buf_put(b, names, n);
    mw_buf_printf(b, n ? " (%s)" : "%s", id);
}

enum { SHORT = 40 };

/* Words on one line, cut short. */
static void put_words(mw_buf *b, const char *words) {
    size_t n = strlen(words), i = 0, len;
    for (; i < n && i < SHORT; i += len) {
        mw_utf8_next(words + i, n - i, &len);
        if ((unsigned char)words[i] < 0x20)
            mw_buf_putc(b, ' ');
        else
            mw_buf_put(b, words + i, len);
    }
    if (i < n) mw_buf_puts(b, "…");
}

static void put_quote(mw_buf *b, const mw_correction *fix) {
    put_words(b, fix->words);
    if (*fix->target)
        mw_buf_printf(b, " (%s)", fix->target);
    else
        mw_buf_printf(b, " (%u to %u)", fix->start, fix->end);
}

static void put_value(mw_buf *b, const mw_correction *fix) {
    if (*fix->value)
        put_person(b, fix->value, fix->value_words);
    else
        mw_buf_puts(b, "nobody who is known");
}

static void describe_person(mw_buf *b, const mw_correction *fix) {
    if (fix->what == MW_FIX_SPLIT) {
        mw_buf_puts(b, "“");
        put_words(b, fix->words);
        mw_buf_printf(b, "” at %u is not ", fix->start);
        put_person(b, fix->target, fix->value_words);
        mw_buf_printf(b, " but somebody else (%s)", fix->value);
        return;
    }
    put_person(b, fix->target, fix->words);
    if (fix->what == MW_FIX_RENAME) mw_buf_printf(b, " is called %s", fix->value);
    if (fix->what == MW_FIX_GENDER) mw_buf_printf(b, " has the gender %s", fix->value);
    if (fix->what == MW_FIX_NOT_A_PERSON) mw_buf_puts(b, " is no person");
    if (fix->what == MW_FIX_MERGE) {
        mw_buf_puts(b, " is the same as ");
        put_person(b, fix->value, fix->value_words);
    }
    if (fix->what != MW_FIX_RELATION_ADD && fix->what != MW_FIX_RELATION_DENY) return;
    mw_buf_printf(b, fix->what == MW_FIX_RELATION_ADD ? " is %s of " : " is not %s of ", fix->type);
    put_person(b, fix->value, fix->value_words);
}

void mw_fix_describe(mw_buf *b, const mw_correction *fix) {
    switch (fix->what) {
    case MW_FIX_SPEAKER:
    case MW_FIX_ADDRESSEE:
        put_quote(b, fix);
        mw_buf_puts(b, fix->what == MW_FIX_SPEAKER ? " is said by " : " is said to ");
        put_value(b, fix);
        return;
    case MW_FIX_QUOTE_ADD:
    case MW_FIX_QUOTE_REMOVE:
        put_quote(b, fix);
        mw_buf_puts(b, fix->what == MW_FIX_QUOTE_ADD ? " is a quotation" : " is no quotation");
        return;
    case MW_FIX_WHY:
    case MW_FIX_CLOSE:
        put_quote(b, fix);
        mw_buf_puts(b, fix->what == MW_FIX_WHY ? ": the reason is “" : ": it ends at “");
        put_words(b, fix->value_words);
        mw_buf_puts(b, "”");
        return;
    default:
        describe_person(b, fix);
    }
}

/* ---- rows ------------------------------------------------------------------------------------------------------------------ */

static const char *const columns[] = {"batch", "what", "target", "words", "start", "end", "type", "value", "value_words"};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* The cells of a row; numbers into `numbers`. */
static void cells_of(const mw_correction *fix, char numbers[3][16], const char *cells[N_COLUMNS]) {
    snprintf(numbers[0], 16, "%" PRIu32, fix->batch);
    numbers[1][0] = numbers[2][0] = 0;
    if (fix->start != MW_NO_PLACE) {
        snprintf(numbers[1], 16, "%" PRIu32, fix->start);
        snprintf(numbers[2], 16, "%" PRIu32, fix->end);
    }
    const char *const all[N_COLUMNS] = {numbers[0], mw_fix_names[fix->what], fix->target, fix->words, numbers[1], numbers[2], fix->type,
                                        fix->value, fix->value_words};
    memcpy(cells, all, sizeof all);
}

static void put_csv_cell(mw_buf *b, const char *s) {
    if (!strpbrk(s, ",\"\n\r;\t")) {
        mw_buf_puts(b, s);
        return;
    }
    mw_buf_putc(b, '"');
    for (; *s; s++) {
        if (*s == '"') mw_buf_putc(b, '"');
        mw_buf_putc(b, *s);
    }
    mw_buf_putc(b, '"');
}

static void put_tsv_cell(mw_buf *b, const char *s) {
    for (; *s; s++) mw_buf_putc(b, (unsigned char)*s < 0x20 ? ' ' : *s);
}

static void put_row(mw_buf *b, const char *const *cells, bool tsv) {
    for (size_t k = 0; k < N_COLUMNS; k++) {
        if (k) mw_buf_putc(b, tsv ? '\t' : ',');
        (tsv ? put_tsv_cell : put_csv_cell)(b, cells[k]);
    }
}

static void put_rows(mw_buf *b, const mw_corrections *all, bool tsv, bool undone) {
    put_row(b, columns, tsv);
    mw_buf_puts(b, tsv ? "\tundone\tfound\n" : "\n");
    for (uint32_t i = 0; i < all->n; i++) {
        char numbers[3][16];
        const char *cells[N_COLUMNS];
        if (all->at[i].undone && !undone) continue;
        cells_of(&all->at[i], numbers, cells);
        put_row(b, cells, tsv);
        if (tsv) mw_buf_printf(b, "\t%d\t%d", all->at[i].undone, all->at[i].found);
        mw_buf_putc(b, '\n');
    }
}

static void put_lines(mw_buf *b, const mw_corrections *all) {
    for (uint32_t i = 0; i < all->n; i++) {
        const mw_correction *fix = &all->at[i];
        mw_buf_printf(b, "%4" PRIu32 "  ", fix->batch);
        mw_fix_describe(b, fix);
        mw_buf_puts(b, fix->undone ? "  [undone]\n" : fix->found ? "\n" : "  [no place in this reading]\n");
    }
    if (!all->n) mw_buf_puts(b, "nothing was corrected yet; see: marrow help fix\n");
}

static marrow_status put_out(mw_buf *b, marrow_write out, void *ctx, marrow_error *err) {
    if (b->failed) return mw_fail_memory(err);
    return out(ctx, b->at, b->n) ? MARROW_OK : mw_fail(err, MARROW_IO, "the output could not be written");
}

marrow_status mw_fix_list(const mw_env *env, const mw_corrections *all, bool tsv, marrow_write out, void *ctx, marrow_error *err) {
    mw_buf b;
    mw_buf_init(&b, &env->mem);
    if (tsv)
        put_rows(&b, all, true, true);
    else
        put_lines(&b, all);
    marrow_status status = put_out(&b, out, ctx, err);
    mw_buf_clear(&b);
    return status;
}

/* ---- to a file and back ---------------------------------------------------------------------------------------------------- */

static marrow_status write_file(const mw_env *env, const char *path, const mw_buf *b, marrow_error *err) {
    mw_arena *a = mw_arena_new(&env->mem);
    char *target = a ? mw_os_follow(a, path) : NULL, *temp = target ? mw_os_temp_beside(a, target) : NULL;
    mw_out_file *f;
    marrow_status status = temp ? mw_os_create(&env->mem, temp, &f, err) : mw_fail_memory(err);
    if (status == MARROW_OK) {
        mw_os_write(f, b->at, b->n);
        status = mw_os_close(f, err);
        if (status == MARROW_OK) status = mw_os_rename(temp, target, err);
        if (status != MARROW_OK) mw_os_remove(temp);
    }
    if (status != MARROW_OK && temp) mw_store_name_target(err, temp, path);
    mw_arena_free(a);
    return status;
}

marrow_status mw_fix_export(const mw_env *env, const mw_corrections *all, const char *path, marrow_write out, void *ctx,
                            marrow_error *err) {
    mw_buf b;
    mw_buf_init(&b, &env->mem);
    put_rows(&b, all, false, false);
    marrow_status status = b.failed                 ? mw_fail_memory(err)
                           : strcmp(path, "-") == 0 ? put_out(&b, out, ctx, err)
                                                    : write_file(env, path, &b, err);
    mw_buf_clear(&b);
    return status;
}

/* A number, or MW_NO_PLACE for an empty cell; false: neither. */
static bool number(const char *s, uint32_t *n) {
    uint64_t v = 0;
    *n = MW_NO_PLACE;
    if (!*s) return true;
    for (; *s >= '0' && *s <= '9'; s++)
        if ((v = v * 10 + (uint64_t)(*s - '0')) >= MW_NO_PLACE) return false;
    *n = (uint32_t)v;
    return !*s;
}

static bool needs_place(mw_fix what) {
    return what == MW_FIX_SPLIT || what == MW_FIX_SPEAKER || what == MW_FIX_ADDRESSEE || what == MW_FIX_QUOTE_ADD ||
           what == MW_FIX_QUOTE_REMOVE || what == MW_FIX_WHY || what == MW_FIX_CLOSE;
}

static bool read_row(const mw_csv *csv, const int *at, size_t r, mw_correction *fix, uint32_t *batch) {
    const char *cell[N_COLUMNS];
    for (size_t k = 0; k < N_COLUMNS; k++) cell[k] = at[k] < 0 ? "" : csv->rows[r][at[k]];
    *fix = (mw_correction){.target = cell[2], .words = cell[3], .type = cell[6], .value = cell[7], .value_words = cell[8]};
    if (!number(cell[0], batch) || !mw_fix_parse(cell[1], &fix->what) || !number(cell[4], &fix->start) || !number(cell[5], &fix->end))
        return false;
    bool placed = fix->start != MW_NO_PLACE && fix->end != MW_NO_PLACE && fix->start < fix->end;
    return needs_place(fix->what) ? placed && *fix->words : *fix->target != 0;
}

static bool same(const mw_correction *a, const mw_correction *b) {
    return a->what == b->what && a->start == b->start && a->end == b->end && !strcmp(a->target, b->target) && !strcmp(a->words, b->words) &&
           !strcmp(a->type, b->type) && !strcmp(a->value, b->value);
}

static bool is_there(const mw_corrections *all, const mw_correction *fix) {
    for (uint32_t i = 0; i < all->n; i++)
        if (!all->at[i].undone && same(&all->at[i], fix)) return true;
    return false;
}

static marrow_status import_rows(mw_fixer *f, const mw_csv *csv, const mw_corrections *have, marrow_error *err) {
    int at[N_COLUMNS];
    for (size_t k = 0; k < N_COLUMNS; k++) at[k] = mw_csv_column(csv, columns[k]);
    if (at[1] < 0 || at[2] < 0)
        return mw_fail(err, MARROW_INPUT, "%s is no file of corrections; make one with: marrow fix STORY export FILE", f->words[0]);
    uint32_t before = MW_NO_PLACE, batch, mine = 0, known = 0;
    for (size_t r = 1; r < csv->n_rows; r++) {
        mw_correction fix;
        if (!read_row(csv, at, r, &fix, &batch))
            return mw_fail_at(err, MARROW_INPUT, -1, (int64_t)r + 1, -1, "%s, row %zu is no correction; export it again", f->words[0],
                              r + 1);
        if (f->rows->n && batch != before) mine++;
        before = batch;
        fix.batch = mine;
        if (is_there(have, &fix))
            known++;
        else if (!mw_corrections_add(f->rows, &fix))
            return mw_fail_memory(err);
    }
    mw_buf_printf(&f->said, "%" PRIu32 " corrections taken over", f->rows->n);
    if (known) mw_buf_printf(&f->said, ", %" PRIu32 " were there", known);
    return f->said.failed ? mw_fail_memory(err) : MARROW_OK;
}

marrow_status mw_fix_import(mw_fixer *f, marrow_error *err) {
    mw_csv csv;
    mw_corrections *have = NULL;
    mw_arena *a = mw_arena_new(&f->env.mem);
    marrow_status status = a ? mw_fixer_table(f, a, &csv, err) : mw_fail_memory(err);
    if (status == MARROW_OK) status = mw_store_corrections_read(&f->env, f->path, &have, err);
    if (status == MARROW_OK) status = import_rows(f, &csv, have, err);
    mw_corrections_free(have);
    mw_arena_free(a);
    return status;
}
