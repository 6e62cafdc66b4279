/* The views quotes and unsure: who says what to whom, by default the surest ones, in order of the text; and the same by doubt, the
 * likeliest wrong first. Both as tab-separated lines carry the ids by which a spreadsheet can hand corrections back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/views.h"

/* A quotation and how sure its speaker is. */
typedef struct pick {
    double confidence;
    uint32_t row;
} pick;

static int by_confidence(const void *x, const void *y) {
    const pick *a = x, *b = y;
    if (a->confidence != b->confidence) return a->confidence < b->confidence ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static int by_row(const void *x, const void *y) {
    const pick *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

/* How sure the speaker is: 0 where nobody is named. */
static double sureness(const mw_view *v, const row_quote *q) { return mw_asof_speaker(v->a, q) && q->confidence > 0 ? q->confidence : 0; }

static uint32_t choose(const mw_view *v, pick *picks) {
    const mw_story *s = v->a->story;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++)
        if (s->quotes[i].known <= v->a->until) picks[n++] = (pick){sureness(v, &s->quotes[i]), i};
    if (n > v->limit) {
        qsort(picks, n, sizeof *picks, by_confidence);
        n = v->limit;
    }
    if (n > 1) qsort(picks, n, sizeof *picks, by_row);
    return n;
}

enum { PARTS_BACK = 64 }; /* lines between the parts of one speech, at most */

static int by_doubt(const void *x, const void *y) {
    const pick *a = x, *b = y;
    if (a->confidence != b->confidence) return a->confidence > b->confidence ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

/* One line a speech, its first part, whose correction is one of all parts: the most that an answer would set right comes first. */
static uint32_t choose_by_worth(const mw_view *v, const double *worth, pick *picks) {
    const mw_story *s = v->a->story;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++)
        if (s->quotes[i].speech == i) picks[n++] = (pick){-worth[i], i};
    if (n > 1) qsort(picks, n, sizeof *picks, by_doubt);
    return n < v->limit ? n : v->limit;
}

/* The same as of a place, where nothing may be told of what comes later, by the doubt of the parts. */
static uint32_t choose_unsure(const mw_view *v, pick *picks) {
    const mw_story *s = v->a->story;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        const row_quote *q = &s->quotes[i];
        if (q->known > v->a->until) continue;
        double doubt = 1 - sureness(v, q);
        uint32_t k = 0;
        for (uint32_t back = n; q->speech != i && back > 0 && back + PARTS_BACK > n && !k; back--)
            if (picks[back - 1].row == q->speech) k = back;
        if (k)
            picks[k - 1].confidence -= doubt;
        else
            picks[n++] = (pick){-doubt, i};
    }
    if (n > 1) qsort(picks, n, sizeof *picks, by_doubt);
    return n < v->limit ? n : v->limit;
}

static const char *speaker_name(const mw_view *v, const row_quote *q) {
    const mw_person *p = mw_asof_speaker(v->a, q);
    if (p) return p->name;
    if (q->voice_start == MW_NONE || q->voice_end > v->a->until) return "";
    mw_str s = mw_story_str(v->a->story, q->voice_start, q->voice_end);
    return mw_arena_strndup(v->a->arena, s.at, s.n);
}

/* Ids or names of those spoken to. */
static const char *addressees(const mw_view *v, const row_quote *q, bool ids, const char *separator) {
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_puts(&b, "");
    for (uint32_t k = 0; k < q->n_addressees; k++) {
        const mw_person *p = mw_asof_person(v->a, v->a->story->addressees[q->addressees_from + k]);
        if (!p) continue;
        if (b.n) mw_buf_puts(&b, separator);
        mw_buf_puts(&b, ids ? p->id : p->name);
    }
    const char *s = b.failed ? NULL : mw_arena_strndup(v->a->arena, b.n ? b.at : "", b.n);
    mw_buf_clear(&b);
    return s;
}

static marrow_status quotes_table(const mw_view *v, const pick *picks, uint32_t n, marrow_error *err) {
    static const mw_column columns[] = {
        {"in", true, 0}, {"speaker", false, 0}, {"to", false, 0}, {"how told", false, 0}, {"words", false, 1}};
    const mw_story *s = v->a->story;
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < n; i++) {
        const row_quote *q = &s->quotes[picks[i].row];
        mw_table_chapter(&t, s, q->start);
        const char *speaker = speaker_name(v, q);
        mw_table_cell(&t, speaker && !*speaker ? "?" : speaker);
        mw_table_cell(&t, addressees(v, q, false, ", "));
        mw_table_cell(&t, q->kind != MW_SPEECH      ? mw_quote_kind_names[q->kind]
                          : q->type != MW_TYPE_NONE ? mw_quote_type_names[q->type]
                                                    : "");
        mw_table_str(&t, mw_story_str(s, q->start, q->end));
    }
    marrow_status status = mw_table_write(&t, v->o, "", v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

static mw_str told_by(const mw_view *v, uint32_t start, uint32_t end) {
    bool told = start != MW_NONE && start < end && end <= v->a->until;
    return told ? mw_story_str(v->a->story, start, end) : (mw_str){"", 0};
}

/* Does the verb of saying itself tell how? */
static bool tells_how(mw_str verb) {
    static const char *const words[] = {"whispered", "murmured",  "muttered",  "mumbled",   "shouted",  "yelled",  "screamed", "shrieked",
                                        "roared",    "bellowed",  "cried",     "exclaimed", "sighed",   "sobbed",  "groaned",  "moaned",
                                        "gasped",    "hissed",    "growled",   "snapped",   "barked",   "laughed", "giggled",  "chuckled",
                                        "drawled",   "stammered", "stuttered", "faltered",  "breathed", "pleaded", "begged",   "wailed",
                                        "thundered", "sneered",   "grumbled",  "sang",      "chanted",  "croaked", "squeaked", "panted"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_str_ieq(verb, words[i])) return true;
    return false;
}

/* How it is said, as the text has it: "whispered", "angrily", "in a low voice", "muttered, under his breath". */
static void put_delivery(const mw_view *v, const row_quote *q) {
    mw_str verb = told_by(v, q->cue_start, q->cue_end), manner = told_by(v, q->manner_start, q->manner_end);
    bool both = tells_how(verb);
    if (both) mw_out_field(v->o, verb, true);
    if (both && manner.n) mw_out_puts(v->o, ", ");
    mw_out_field(v->o, manner, true);
}

static marrow_status quotes_tsv(const mw_view *v, const pick *picks, uint32_t n, marrow_error *err) {
    mw_out *o = v->o;
    mw_out_puts(o, "id\tstart\tend\tkind\ttype\tspeaker\tname\taddressees\tconfidence\ttext\tdelivery\n");
    for (uint32_t i = 0; i < n; i++) {
        const row_quote *q = &v->a->story->quotes[picks[i].row];
        const mw_person *p = mw_asof_speaker(v->a, q);
        const char *name = speaker_name(v, q), *to = addressees(v, q, true, "|"), *type = mw_quote_type_names[q->type];
        if (!name || !to) return mw_fail_memory(err);
        mw_out_printf(o, "%.200s\t%u\t%u\t%s\t%s\t", q->id, q->start, q->end, mw_quote_kind_names[q->kind], type ? type : "");
        mw_out_field(o, mw_str_of(p ? p->id : ""), false);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_str_of(name), true);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_str_of(to), false);
        mw_out_puts(o, "\t");
        mw_out_json_real(o, q->confidence);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_story_str(v->a->story, q->start, q->end), true);
        mw_out_puts(o, "\t");
        put_delivery(v, q);
        mw_out_puts(o, "\n");
    }
    return MARROW_OK;
}

static void quotes_json(const mw_view *v, const pick *picks, uint32_t n) {
    mw_out_puts(v->o, "[");
    for (uint32_t i = 0; i < n; i++) {
        mw_out_puts(v->o, i ? ",\n " : "\n ");
        mw_json_quote(v->o, v->a, &v->a->story->quotes[picks[i].row], true, true);
    }
    mw_out_puts(v->o, "]\n");
}

static marrow_status write(const mw_view *v, const pick *picks, uint32_t n, marrow_error *err) {
    if (v->layout == MARROW_TSV) return quotes_tsv(v, picks, n, err);
    if (v->layout == MARROW_JSON) {
        quotes_json(v, picks, n);
        return MARROW_OK;
    }
    if (n == 0) {
        mw_out_puts(v->o, "Nobody has said anything yet.\n");
        return MARROW_OK;
    }
    MW_TRY(quotes_table(v, picks, n, err));
    if (n < v->a->n_quotes) {
        mw_out_style(v->o, v->colour, MW_FAINT);
        mw_out_puts(v->o, "the surest of ");
        mw_out_count(v->o, v->a->n_quotes);
        mw_out_puts(v->o, ": --all");
        mw_out_style(v->o, v->colour, MW_PLAIN);
        mw_out_puts(v->o, "\n");
    }
    return MARROW_OK;
}

marrow_status mw_view_quotes(const mw_view *v, marrow_error *err) {
    const marrow_allocator *mem = mw_arena_mem(v->a->arena);
    pick *picks = mw_calloc(mem, (size_t)v->a->story->n_quotes + 1, sizeof *picks);
    if (!picks) return mw_fail_memory(err);
    marrow_status status = write(v, picks, choose(v, picks), err);
    mw_free(mem, picks);
    return status;
}

/* ---- unsure ---- */

static marrow_status unsure_table(const mw_view *v, const pick *picks, uint32_t n, marrow_error *err) {
    static const mw_column columns[] = {{"id", false, 0},      {"in", true, 0},  {"sure", true, 0},
                                        {"speaker", false, 0}, {"to", false, 2}, {"words", false, 1}};
    const mw_story *s = v->a->story;
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < n; i++) {
        const row_quote *q = &s->quotes[picks[i].row];
        mw_table_cell(&t, q->id);
        mw_table_chapter(&t, s, q->start);
        char sure[8];
        snprintf(sure, sizeof sure, "%d%%", (int)(sureness(v, q) * 100 + 0.5));
        mw_table_str(&t, mw_str_of(sure));
        const char *speaker = speaker_name(v, q);
        mw_table_cell(&t, speaker && !*speaker ? "?" : speaker);
        mw_table_cell(&t, addressees(v, q, false, ", "));
        mw_table_str(&t, mw_story_str(s, q->start, q->end));
    }
    marrow_status status = mw_table_write(&t, v->o, "", v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

static marrow_status write_unsure(const mw_view *v, const pick *picks, uint32_t n, marrow_error *err) {
    if (v->layout != MARROW_TABLE || n == 0) return write(v, picks, n, err);
    MW_TRY(unsure_table(v, picks, n, err));
    mw_out_style(v->o, v->colour, MW_FAINT);
    mw_out_puts(v->o, "the most doubtful of ");
    mw_out_count(v->o, v->a->n_quotes);
    mw_out_puts(v->o, n < v->a->n_quotes ? ": --all\n" : "\n");
    mw_out_style(v->o, v->colour, MW_PLAIN);
    return MARROW_OK;
}

marrow_status mw_view_unsure(const mw_view *v, marrow_error *err) {
    const marrow_allocator *mem = mw_arena_mem(v->a->arena);
    size_t n = (size_t)v->a->story->n_quotes + 1;
    bool there = false;
    pick *picks = mw_calloc(mem, n, sizeof *picks);
    double *worth = mw_calloc(mem, n, sizeof *worth);
    marrow_status status = picks && worth ? MARROW_OK : mw_fail_memory(err);
    if (status == MARROW_OK && v->a->whole) status = mw_story_doubts(v->a->story, worth, &there, err);
    if (status == MARROW_OK) status = write_unsure(v, picks, there ? choose_by_worth(v, worth, picks) : choose_unsure(v, picks), err);
    mw_free(mem, worth);
    mw_free(mem, picks);
    return status;
}
