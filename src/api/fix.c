/* fix: the command line of a correction, from its words to rows, to a derivation, to one line that says what has changed. */
#include "api/fix.h"

#include <stdio.h>
#include <string.h>

#include "base/os.h"

/* ---- rows ------------------------------------------------------------------------------------------------------------------ */

static marrow_status add_row(mw_fixer *f, const mw_correction *row, marrow_error *err) {
    return mw_corrections_add(f->rows, row) ? MARROW_OK : mw_fail_memory(err);
}

static mw_correction row_of(mw_fix what, const mw_target *target) {
    mw_correction row = {.what = what, .start = MW_NO_PLACE, .end = MW_NO_PLACE};
    if (!target) return row;
    row.target = target->id;
    row.words = target->words;
    if (target->start != MW_NONE) row.start = target->start, row.end = target->end;
    return row;
}

marrow_status mw_fixer_add(mw_fixer *f, mw_fix what, const mw_target *target, const mw_target *value, marrow_error *err) {
    mw_correction row = row_of(what, target);
    if (value) row.value = value->id, row.value_words = value->words;
    return add_row(f, &row, err);
}

/* ---- people ---------------------------------------------------------------------------------------------------------------- */

/* The person whom a word names; "nobody": *nobody is set where nobody else is called so. */
static marrow_status person_of(mw_fixer *f, const char *word, mw_target *person, bool *nobody, marrow_error *err) {
    marrow_status status = mw_target_person(f->targets, word, person, err);
    if (nobody) *nobody = status == MARROW_NOTFOUND && mw_str_ieq(mw_str_of(word), "nobody");
    return nobody && *nobody ? MARROW_OK : status;
}

static marrow_status rename_person(mw_fixer *f, marrow_error *err) {
    mw_target who;
    const char *name = f->words[1];
    MW_TRY(person_of(f, f->words[0], &who, NULL, err));
    if (!*name || strpbrk(name, "|\n\r\t")) return mw_fail(err, MARROW_USAGE, "a name is words on one line, without |");
    mw_correction row = row_of(MW_FIX_RENAME, &who);
    row.value = name;
    return add_row(f, &row, err);
}

static marrow_status merge_people(mw_fixer *f, marrow_error *err) {
    mw_target who, other;
    MW_TRY(person_of(f, f->words[0], &who, NULL, err));
    for (size_t i = 1; i < f->n; i++) {
        MW_TRY(person_of(f, f->words[i], &other, NULL, err));
        if (!strcmp(who.id, other.id)) return mw_fail(err, MARROW_USAGE, "%.100s and %.100s are one already", f->words[0], f->words[i]);
        MW_TRY(mw_fixer_add(f, MW_FIX_MERGE, &who, &other, err));
    }
    return MARROW_OK;
}

/* Letters and digits of the words in lower case, the others as hyphens: the id of somebody who is split off. */
static bool put_slug(mw_buf *b, const char *words) {
    size_t n = strlen(words), len;
    for (size_t i = 0; i < n && b->n < 48; i += len) {
        int32_t c = mw_utf8_next(words + i, n - i, &len);
        if (mw_cp_letter(c) || mw_cp_digit(c))
            mw_buf_putcp(b, mw_cp_fold(c));
        else if (b->n && b->at[b->n - 1] != '-' && i + len < n && c != '\'' && c != 0x2019)
            mw_buf_putc(b, '-');
    }
    if (!b->n) mw_buf_putc(b, 'x');
    return !b->failed;
}

static marrow_status split_person(mw_fixer *f, marrow_error *err) {
    mw_target who, mention;
    mw_buf id;
    MW_TRY(person_of(f, f->words[0], &who, NULL, err));
    mw_buf_init(&id, &f->env.mem);
    marrow_status status = MARROW_OK;
    for (size_t i = 1; i < f->n && status == MARROW_OK; i++) {
        status = mw_target_mention(f->targets, &who, f->words[i], &mention, err);
        if (status == MARROW_OK && !id.n && !put_slug(&id, mention.words)) status = mw_fail_memory(err);
        if (status != MARROW_OK) break;
        mw_correction row = row_of(MW_FIX_SPLIT, &mention);
        row.target = who.id;
        row.type = "1";
        row.value = id.at;
        row.value_words = who.words;
        status = add_row(f, &row, err);
    }
    mw_buf_clear(&id);
    return status;
}

static marrow_status give_gender(mw_fixer *f, marrow_error *err) {
    static const struct {
        const char *word, *gender;
    } words[] = {{"female", "female"}, {"male", "male"}, {"nonbinary", "nonbinary"},
                 {"mixed", "mixed"},   {"none", "none"}, {"unknown", "unknown"},
                 {"f", "female"},      {"m", "male"}};
    mw_target who;
    MW_TRY(person_of(f, f->words[0], &who, NULL, err));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_str_ieq(mw_str_of(f->words[1]), words[i].word)) {
            mw_correction row = row_of(MW_FIX_GENDER, &who);
            row.value = words[i].gender;
            return add_row(f, &row, err);
        }
    return mw_fail(err, MARROW_USAGE, "there is no gender %.40s; there are female, male, nonbinary, mixed, none, unknown", f->words[1]);
}

static marrow_status deny_person(mw_fixer *f, marrow_error *err) {
    mw_target who;
    MW_TRY(person_of(f, f->words[0], &who, NULL, err));
    return mw_fixer_add(f, MW_FIX_NOT_A_PERSON, &who, NULL, err);
}

/* ---- quotations ------------------------------------------------------------------------------------------------------------ */

marrow_status mw_fixer_table(const mw_fixer *f, mw_arena *a, mw_csv *csv, marrow_error *err) {
    char *bytes = NULL;
    size_t n;
    MW_TRY(mw_os_read(&f->env.mem, f->words[0], &bytes, &n, err));
    marrow_status status = mw_csv_parse_any(a, bytes, n, csv, err);
    mw_free(&f->env.mem, bytes);
    return status;
}

marrow_status mw_fixer_said_by(mw_fixer *f, const mw_target *quote, const mw_target *speaker, marrow_error *err) {
    return mw_fixer_add(f, MW_FIX_SPEAKER, quote, speaker, err);
}

/* All parts of the speech: “Well,” she said, “come in.” */
static marrow_status give_speaker(mw_fixer *f, marrow_error *err) {
    mw_target quote, part = {.row = MW_NONE}, who;
    bool nobody;
    marrow_error why = {.code = MARROW_OK};
    MW_TRY(mw_target_quote(f->targets, f->words[0], &quote, err));
    MW_TRY(person_of(f, f->words[1], &who, &nobody, err));
    MW_TRY(mw_fixer_said_by(f, &quote, nobody ? NULL : &who, err));
    while (mw_target_part(f->targets, quote.row, part.row, &part, &why))
        if (part.row != quote.row) MW_TRY(mw_fixer_said_by(f, &part, nobody ? NULL : &who, err));
    return why.code == MARROW_OK ? MARROW_OK : mw_fail_memory(err);
}

static marrow_status give_addressees(mw_fixer *f, marrow_error *err) {
    mw_target quote, who;
    bool nobody;
    MW_TRY(mw_target_quote(f->targets, f->words[0], &quote, err));
    for (size_t i = 1; i < f->n; i++) {
        MW_TRY(person_of(f, f->words[i], &who, &nobody, err));
        MW_TRY(mw_fixer_add(f, MW_FIX_ADDRESSEE, &quote, nobody ? NULL : &who, err));
    }
    return MARROW_OK;
}

static marrow_status change_quote(mw_fixer *f, marrow_error *err) {
    mw_target place;
    bool add = !strcmp(f->words[0], "add");
    if (!add && strcmp(f->words[0], "remove") != 0) return mw_fail(err, MARROW_USAGE, "quote add START END, or quote remove START END");
    MW_TRY(mw_target_place(f->targets, f->words[1], f->words[2], &place, err));
    return mw_fixer_add(f, add ? MW_FIX_QUOTE_ADD : MW_FIX_QUOTE_REMOVE, &place, NULL, err);
}

/* ---- relations, motives, threads ------------------------------------------------------------------------------------------- */

/* The types of the json export: a is TYPE of b. */
static bool relation_type(const char *word) {
    static const char *const types[] = {"parent",    "child",     "sibling",  "spouse", "lover",      "suitor",    "friend",   "rival",
                                        "employer",  "employee",  "teacher",  "pupil",  "landlord",   "lodger",    "doctor",   "patient",
                                        "neighbour", "colleague", "guardian", "ward",   "aunt-uncle", "kin-other", "attacker", "victim"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!strcmp(types[i], word)) return true;
    return false;
}

static marrow_status change_relation(mw_fixer *f, marrow_error *err) {
    mw_target a, b;
    bool add = !strcmp(f->words[0], "add");
    if (!add && strcmp(f->words[0], "deny") != 0) return mw_fail(err, MARROW_USAGE, "relation add A TYPE B, or relation deny A TYPE B");
    MW_TRY(person_of(f, f->words[1], &a, NULL, err));
    MW_TRY(person_of(f, f->words[3], &b, NULL, err));
    if (!relation_type(f->words[2])) return mw_fail(err, MARROW_USAGE, "there is no relation %.40s; see: marrow help fix", f->words[2]);
    if (!strcmp(a.id, b.id)) return mw_fail(err, MARROW_USAGE, "%.100s and %.100s are one person", f->words[1], f->words[3]);
    mw_correction row = row_of(add ? MW_FIX_RELATION_ADD : MW_FIX_RELATION_DENY, &a);
    row.type = f->words[2];
    row.value = b.id;
    row.value_words = b.words;
    return add_row(f, &row, err);
}

/* why ACT START END, close THREAD START END */
static marrow_status point_at(mw_fixer *f, mw_fix what, const char *table, marrow_error *err) {
    mw_target target, place;
    char span[40];
    MW_TRY(mw_target_row(f->targets, table, f->words[0], &target, err));
    MW_TRY(mw_target_place(f->targets, f->words[1], f->words[2], &place, err));
    snprintf(span, sizeof span, "%u %u", place.start, place.end);
    mw_correction row = row_of(what, &target);
    row.value = span;
    row.value_words = place.words;
    return add_row(f, &row, err);
}

static marrow_status give_why(mw_fixer *f, marrow_error *err) { return point_at(f, MW_FIX_WHY, "acts", err); }
static marrow_status close_thread(mw_fixer *f, marrow_error *err) { return point_at(f, MW_FIX_CLOSE, "threads", err); }

/* ---- commands -------------------------------------------------------------------------------------------------------------- */

typedef marrow_status (*command_run)(mw_fixer *f, marrow_error *err);
typedef struct command {
    const char *name, *usage;
    size_t least, most;
    command_run run;
} command;

enum { MANY = 100000 };
static const command commands[] = {
    {"rename", "NAME NEW", 2, 2, rename_person},
    {"merge", "NAME OTHER…", 2, MANY, merge_people},
    {"split", "NAME OFFSET…", 2, MANY, split_person},
    {"gender", "NAME GENDER", 2, 2, give_gender},
    {"not-a-person", "NAME", 1, 1, deny_person},
    {"speaker", "QUOTE NAME", 2, 2, give_speaker},
    {"addressee", "QUOTE NAME…", 2, 5, give_addressees},
    {"quote", "add|remove START END", 3, 3, change_quote},
    {"relation", "add|deny A TYPE B", 4, 4, change_relation},
    {"why", "ACT START END", 3, 3, give_why},
    {"close", "THREAD START END", 3, 3, close_thread},
    {"apply", "FILE.csv", 1, 1, mw_fix_apply},
    {"import", "FILE", 1, 1, mw_fix_import},
    {"export", "FILE", 1, 1, NULL},
    {"undo", "", 0, 0, NULL},
    {"list", "", 0, 0, NULL},
};

static const command *command_of(const char *name) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(commands[i].name, name)) return &commands[i];
    return NULL;
}

/* ---- running --------------------------------------------------------------------------------------------------------------- */

/* Puts the new rows behind those that are there. */
static marrow_status append(void *ctx, mw_corrections *all, marrow_error *err) {
    mw_fixer *f = ctx;
    uint32_t base = all->n ? all->at[all->n - 1].batch + 1 : 1;
    for (uint32_t i = 0; i < f->rows->n; i++) {
        mw_correction row = f->rows->at[i];
        row.batch += base;
        if (!mw_corrections_add(all, &row)) return mw_fail_memory(err);
    }
    return MARROW_OK;
}

/* Takes the last batch back that still holds; what it said goes into `said`. */
static marrow_status take_back(void *ctx, mw_corrections *all, marrow_error *err) {
    mw_fixer *f = ctx;
    uint32_t i = all->n, n = 0;
    while (i && all->at[i - 1].undone) i--;
    if (!i) return mw_fail(err, MARROW_NOTFOUND, "there is no correction to undo in %s", f->path);
    uint32_t batch = all->at[i - 1].batch;
    while (i && all->at[i - 1].batch == batch) all->at[--i].undone = true, n++;
    mw_buf_puts(&f->said, "undone: ");
    mw_fix_describe(&f->said, &all->at[i]);
    if (n > 1) mw_buf_printf(&f->said, " (and %u more)", n - 1);
    return f->said.failed ? mw_fail_memory(err) : MARROW_OK;
}

static marrow_status make_rows(mw_fixer *f, const command *c, marrow_error *err) {
    mw_story *story;
    mw_env env = f->env;
    MW_TRY(mw_story_open(&env, f->path, &story, err));
    marrow_status status = mw_targets_open(story, &f->targets, err);
    if (status == MARROW_OK) status = c->run(f, err);
    mw_targets_close(f->targets);
    f->targets = NULL;
    mw_story_close(story);
    return status;
}

/* The rows as the derivation has left them: their line, and what could not be done. */
static marrow_status tell(mw_fixer *f, marrow_error *err) {
    mw_corrections *all;
    MW_TRY(mw_store_corrections_read(&f->env, f->path, &all, err));
    uint32_t n = f->rows->n, from = all->n > n ? all->n - n : 0, lost = 0;
    for (uint32_t i = from; i < all->n; i++) lost += !all->at[i].found;
    if (!f->said.n && from < all->n) {
        mw_fix_describe(&f->said, &all->at[from]);
        if (n > 1 && all->at[from].what != MW_FIX_SPEAKER) mw_buf_printf(&f->said, " (and %u more)", n - 1);
    }
    if (lost == n && n) mw_buf_puts(&f->said, "; kept, but this reading has no place for it");
    if (lost && lost < n) mw_buf_printf(&f->said, "; %u kept for which this reading has no place", lost);
    mw_corrections_free(all);
    return f->said.failed ? mw_fail_memory(err) : MARROW_OK;
}

static marrow_status change(mw_fixer *f, const command *c, marrow_error *err) {
    if (!c->run) return mw_rederive(&f->env, f->path, take_back, f, err);
    f->rows = mw_corrections_new(&f->env.mem);
    if (!f->rows) return mw_fail_memory(err);
    MW_TRY(make_rows(f, c, err));
    if (!f->rows->n) return MARROW_OK;
    MW_TRY(mw_rederive(&f->env, f->path, append, f, err));
    return tell(f, err);
}

/* list and export change nothing. */
static marrow_status look(mw_fixer *f, const command *c, const marrow_fix_options *opt, marrow_write out, void *ctx, marrow_error *err) {
    mw_corrections *all;
    MW_TRY(mw_store_corrections_read(&f->env, f->path, &all, err));
    marrow_status status = !strcmp(c->name, "list") ? mw_fix_list(&f->env, all, opt && opt->tsv, out, ctx, err)
                                                    : mw_fix_export(&f->env, all, f->words[0], out, ctx, err);
    mw_corrections_free(all);
    return status;
}

static marrow_status run_command(mw_fixer *f, const command *c, const marrow_fix_options *opt, marrow_write out, void *ctx,
                                 marrow_error *err) {
    if (!c->run && strcmp(c->name, "undo") != 0) return look(f, c, opt, out, ctx, err);
    MW_TRY(change(f, c, err));
    mw_buf_putc(&f->said, '\n');
    if (f->said.failed) return mw_fail_memory(err);
    return out(ctx, f->said.at, f->said.n) ? MARROW_OK : mw_fail(err, MARROW_IO, "the output could not be written");
}

marrow_status marrow_fix(const char *path, const char *const *words, size_t n, const marrow_fix_options *opt, marrow_write out, void *ctx,
                         marrow_error *err) {
    mw_error_clear(err);
    if (!path || !n || !words || !out)
        return mw_fail(err, MARROW_USAGE, "fix needs a story file and what to put right; see: marrow help fix");
    const command *c = command_of(words[0]);
    if (!c) return mw_fail(err, MARROW_USAGE, "there is no correction %.40s; see: marrow help fix", words[0]);
    if (n - 1 < c->least || n - 1 > c->most)
        return mw_fail(err, MARROW_USAGE, "it is: marrow fix STORY %s%s%s", c->name, *c->usage ? " " : "", c->usage);
    mw_fixer f = {.path = path, .words = words + 1, .n = n - 1};
    mw_env_init(&f.env, opt ? opt->mem : NULL, 1, NULL, NULL);
    mw_buf_init(&f.said, &f.env.mem);
    marrow_status status = run_command(&f, c, opt, out, ctx, err);
    mw_buf_clear(&f.said);
    mw_corrections_free(f.rows);
    return status;
}
