/* fix_apply: a table of quotations that came out of marrow, went through a spreadsheet and comes back: rows whose speaker or addressees
 * are others than the story has become corrections, one batch. Columns id, speaker (an id or a name) and perhaps addressees; all others are
 * ignored. A speaker put right is that of all parts of the speech, but for parts that another row puts right. In a table by doubt (show
 * unsure) the rows above the last changed one have been looked at: what they say stands. Lines around a corrected one may change with it:
 * what a row says is compared with the story as it is now. */
#include "api/fix.h"

#include <inttypes.h>
#include <string.h>

typedef struct applying {
    mw_fixer *f;
    const mw_csv *csv;
    const char *file;
    int id, speaker, name, addressees;
    size_t row;
    uint32_t lines, speakers, hearers;
    uint32_t names;         /* rows with another name in a column that is not read */
    mw_map *said;           /* quotations whose speaker a row gives, by id */
    struct answer *answers; /* of those rows */
    uint32_t n;
    mw_target *rows; /* the quotation of each row */
    size_t last;     /* the last row with another speaker */
    bool by_doubt;   /* the rows are not in the order of the text */
} applying;

typedef struct answer {
    mw_target quote, who;
    bool nobody;
} answer;

static const char *trimmed(mw_arena *a, const char *s, size_t n) {
    while (n && (*s == ' ' || *s == '\t')) s++, n--;
    while (n && (s[n - 1] == ' ' || s[n - 1] == '\t')) n--;
    return mw_arena_strndup(a, s, n);
}

static const char *cell(const applying *a, int column) {
    const char *s = column < 0 ? "" : a->csv->rows[a->row][column];
    return trimmed(mw_targets_arena(a->f->targets), s, strlen(s));
}

/* A failure says which row it was. */
static marrow_status in_row(const applying *a, marrow_status status, marrow_error *err) {
    if (status == MARROW_OK || status == MARROW_MEMORY || !err) return status;
    marrow_error why = *err;
    return mw_fail_at(err, status, -1, (int64_t)a->row + 1, -1, "%.100s, row %zu: %.300s", a->file, a->row + 1, why.message);
}

static bool nobody(const char *word) { return !*word || !strcmp(word, "?") || mw_str_ieq(mw_str_of(word), "nobody"); }

static marrow_status give(applying *a, const mw_target *quote, const mw_target *who, marrow_error *err) {
    answer *x = &a->answers[a->n];
    *x = (answer){.quote = *quote, .nobody = !who};
    if (who) x->who = *who;
    if (!mw_map_put(a->said, mw_str_of(quote->id), a->n++)) return mw_fail_memory(err);
    return mw_fixer_said_by(a->f, quote, who, err);
}

static marrow_status apply_speaker(applying *a, const mw_target *quote, bool *changed, marrow_error *err) {
    const char *now = mw_target_speaker(a->f->targets, quote->row), *now_name = mw_target_speaker_name(a->f->targets, quote->row),
               *word = cell(a, a->speaker);
    if (!now || !now_name || !word) return mw_fail_memory(err);
    const char *name = a->name < 0 ? "" : cell(a, a->name);
    if (!name) return mw_fail_memory(err);
    a->names += *name && strcmp(name, now_name) != 0;
    if (!strcmp(word, now) || !strcmp(word, now_name)) return MARROW_OK;
    mw_target who;
    bool none = nobody(word);
    if (!none) MW_TRY(mw_target_person(a->f->targets, word, &who, err));
    if (none ? !*now : !strcmp(who.id, now)) return MARROW_OK;
    *changed = true;
    a->speakers++;
    return give(a, quote, none ? NULL : &who, err);
}

/* The other parts of the speeches: “Well,” she said, “come in.” */
static marrow_status apply_parts(applying *a, marrow_error *err) {
    for (uint32_t i = 0; i < a->n; i++) {
        const answer *x = &a->answers[i];
        mw_target part = {.row = MW_NONE};
        marrow_error why = {.code = MARROW_OK};
        while (mw_target_part(a->f->targets, x->quote.row, part.row, &part, &why)) {
            uint32_t by;
            if (mw_map_get(a->said, mw_str_of(part.id), &by)) continue;
            if (!mw_map_put(a->said, mw_str_of(part.id), i)) return mw_fail_memory(err);
            MW_TRY(mw_fixer_said_by(a->f, &part, x->nobody ? NULL : &x->who, err));
        }
        if (why.code != MARROW_OK) return mw_fail_memory(err);
    }
    return MARROW_OK;
}

/* The people of a cell, split by |, as ids with | between, and rows for them. */
static marrow_status hearers_of(applying *a, const char *word, const mw_target *quote, mw_buf *ids, mw_corrections *rows,
                                marrow_error *err) {
    for (const char *s = word; *s;) {
        size_t n = strcspn(s, "|");
        const char *one = trimmed(mw_targets_arena(a->f->targets), s, n);
        mw_target who;
        if (!one) return mw_fail_memory(err);
        if (!nobody(one)) {
            MW_TRY(mw_target_person(a->f->targets, one, &who, err));
            mw_buf_printf(ids, "%s%s", ids->n ? "|" : "", who.id);
            mw_correction row = {.what = MW_FIX_ADDRESSEE,
                                 .target = quote->id,
                                 .words = quote->words,
                                 .start = quote->start,
                                 .end = quote->end,
                                 .value = who.id,
                                 .value_words = who.words};
            if (!mw_corrections_add(rows, &row)) return mw_fail_memory(err);
        }
        s += n + (s[n] == '|');
    }
    return ids->failed ? mw_fail_memory(err) : MARROW_OK;
}

static marrow_status apply_hearers(applying *a, const mw_target *quote, bool *changed, marrow_error *err) {
    if (a->addressees < 0) return MARROW_OK;
    const char *now = mw_target_hearers(a->f->targets, quote->row), *word = cell(a, a->addressees);
    if (!now || !word) return mw_fail_memory(err);
    if (!strcmp(now, word)) return MARROW_OK;
    mw_buf ids;
    mw_buf_init(&ids, &a->f->env.mem);
    mw_buf_puts(&ids, "");
    uint32_t before = a->f->rows->n;
    marrow_status status = hearers_of(a, word, quote, &ids, a->f->rows, err);
    bool same = status == MARROW_OK && !strcmp(ids.n ? ids.at : "", now);
    if (status != MARROW_OK || same) a->f->rows->n = before;
    mw_buf_clear(&ids);
    if (status != MARROW_OK || same) return status;
    *changed = true;
    a->hearers++;
    return a->f->rows->n > before ? MARROW_OK : mw_fixer_add(a->f, MW_FIX_ADDRESSEE, quote, NULL, err);
}

static marrow_status apply_row(applying *a, marrow_error *err) {
    const char *id = cell(a, a->id);
    mw_target quote;
    bool changed = false;
    if (!id) return mw_fail_memory(err);
    if (!*id) return MARROW_OK;
    MW_TRY(mw_target_quote(a->f->targets, id, &quote, err));
    a->by_doubt |= a->row > 1 && a->rows[a->row - 1].id && a->rows[a->row - 1].row > quote.row;
    a->rows[a->row] = quote;
    MW_TRY(apply_speaker(a, &quote, &changed, err));
    if (changed) a->last = a->row;
    MW_TRY(apply_hearers(a, &quote, &changed, err));
    a->lines += changed;
    return MARROW_OK;
}

/* Rows that were looked at and left. */
static marrow_status apply_seen(applying *a, marrow_error *err) {
    for (size_t i = 1; a->by_doubt && i < a->last; i++) {
        uint32_t by;
        mw_target who;
        if (!a->rows[i].id || mw_map_get(a->said, mw_str_of(a->rows[i].id), &by)) continue;
        const char *now = mw_target_speaker(a->f->targets, a->rows[i].row);
        if (!now) return mw_fail_memory(err);
        if (!*now) continue;
        MW_TRY(mw_target_person(a->f->targets, now, &who, err));
        MW_TRY(give(a, &a->rows[i], &who, err));
    }
    return MARROW_OK;
}

static marrow_status apply_table(mw_fixer *f, const mw_csv *csv, marrow_error *err) {
    applying a = {.f = f, .csv = csv, .file = f->words[0]};
    a.id = mw_csv_column(csv, "id");
    a.speaker = mw_csv_column(csv, "speaker");
    a.name = mw_csv_column(csv, "name");
    a.addressees = mw_csv_column(csv, "addressees");
    if (a.id < 0 || a.speaker < 0)
        return mw_fail_at(
            err, MARROW_INPUT, -1, 1, -1,
            "%.100s has no columns id and speaker in its first line; take the table from: marrow show STORY quotes --all --tsv", a.file);
    a.answers = mw_arena_array(mw_targets_arena(f->targets), csv->n_rows + 1, sizeof *a.answers);
    a.rows = mw_arena_array(mw_targets_arena(f->targets), csv->n_rows + 1, sizeof *a.rows);
    a.said = mw_map_new(&f->env.mem);
    marrow_status status = a.answers && a.rows && a.said ? MARROW_OK : mw_fail_memory(err);
    for (a.row = 1; status == MARROW_OK && a.row < csv->n_rows; a.row++) status = in_row(&a, apply_row(&a, err), err);
    if (status == MARROW_OK) status = apply_seen(&a, err);
    if (status == MARROW_OK) status = apply_parts(&a, err);
    mw_map_free(a.said);
    MW_TRY(status);
    mw_buf_printf(&f->said, "%" PRIu32 " of %zu lines changed", a.lines, csv->n_rows ? csv->n_rows - 1 : 0);
    if (a.lines) mw_buf_printf(&f->said, " (speakers: %" PRIu32 ", addressees: %" PRIu32 ")", a.speakers, a.hearers);
    if (!a.lines && a.names) mw_buf_puts(&f->said, " (the column name is not read: write who speaks into the column speaker)");
    return f->said.failed ? mw_fail_memory(err) : MARROW_OK;
}

marrow_status mw_fix_apply(mw_fixer *f, marrow_error *err) {
    mw_csv csv;
    mw_arena *a = mw_arena_new(&f->env.mem);
    marrow_status status = a ? mw_fixer_table(f, a, &csv, err) : mw_fail_memory(err);
    if (status == MARROW_OK) status = apply_table(f, &csv, err);
    mw_arena_free(a);
    return status;
}
