/* targets: see the header. People are those of the whole story: who corrects has read it. */
#include "show/targets.h"

#include <stdio.h>
#include <string.h>

#include "show/views.h"

struct mw_targets {
    mw_story *story;
    mw_asof *a;
};

enum { NAMES = 6, SHORT_BYTES = 48 };

marrow_status mw_targets_open(mw_story *story, mw_targets **targets, marrow_error *err) {
    *targets = NULL;
    mw_asof *a;
    MW_TRY(mw_asof_build(story, NULL, &a, err));
    mw_targets *t = mw_arena_alloc(a->arena, sizeof *t);
    if (!t) {
        mw_asof_free(a);
        return mw_fail_memory(err);
    }
    *t = (mw_targets){story, a};
    *targets = t;
    return MARROW_OK;
}

void mw_targets_close(mw_targets *t) {
    if (t) mw_asof_free(t->a);
}

mw_arena *mw_targets_arena(mw_targets *t) { return t->a->arena; }

/* ---- people ---------------------------------------------------------------------------------------------------------------- */

/* The name, then the commonest other names, split by |. */
static const char *names_of(mw_targets *t, const mw_person *p) {
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(t->a->arena));
    mw_buf_puts(&b, p->name);
    for (uint32_t i = 0, n = 1; i < p->n_forms && n < NAMES; i++) {
        const mw_form *f = &p->forms[i];
        if (!f->proper || !strcmp(f->form, p->name) || strchr(f->form, '|')) continue;
        mw_buf_printf(&b, "|%s", f->form);
        n++;
    }
    const char *names = b.failed ? NULL : mw_arena_strndup(t->a->arena, b.at, b.n);
    mw_buf_clear(&b);
    return names;
}

static marrow_status put_person(mw_targets *t, const mw_person *p, mw_target *to, marrow_error *err) {
    *to = (mw_target){.id = p->id, .name = p->name, .words = names_of(t, p), .start = MW_NONE, .end = MW_NONE, .row = p->row};
    return to->words ? MARROW_OK : mw_fail_memory(err);
}

marrow_status mw_target_person(mw_targets *t, const char *name, mw_target *person, marrow_error *err) {
    const mw_person *p;
    marrow_status status = mw_resolve_person(t->a, name, &p, err);
    for (uint32_t i = 0; status == MARROW_NOTFOUND && i < t->story->n_things; i++) /* merged into another: its id leads there */
        if (!strcmp(t->story->things[i].id, name)) {
            p = mw_asof_person(t->a, t->story->things[i].character);
            if (p) status = MARROW_OK;
        }
    return status == MARROW_OK ? put_person(t, p, person, err) : status;
}

/* ---- places ---------------------------------------------------------------------------------------------------------------- */

static bool number(const char *s, uint32_t *out) {
    uint64_t n = 0;
    if (!*s) return false;
    for (; *s >= '0' && *s <= '9'; s++)
        if ((n = n * 10 + (uint64_t)(*s - '0')) > UINT32_MAX) return false;
    *out = (uint32_t)n;
    return !*s;
}

/* Words without newlines, cut short. */
static const char *shortened(mw_targets *t, mw_str s) {
    size_t n = 0, len;
    while (n < s.n && n < SHORT_BYTES) {
        mw_utf8_next(s.at + n, s.n - n, &len);
        n += len;
    }
    char *out = mw_arena_alloc(t->a->arena, n + sizeof "…");
    if (!out) return NULL;
    memcpy(out, s.at, n);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)out[i] < 0x20) out[i] = ' ';
    if (n < s.n) strcpy(out + n, "…");
    return out;
}

static marrow_status put_place(mw_targets *t, const char *id, uint32_t start, uint32_t end, uint32_t row, mw_target *to,
                               marrow_error *err) {
    mw_str s = mw_story_str(t->story, start, end);
    *to = (mw_target){
        .id = id, .name = shortened(t, s), .words = mw_arena_strndup(t->a->arena, s.at, s.n), .start = start, .end = end, .row = row};
    return to->name && to->words ? MARROW_OK : mw_fail_memory(err);
}

marrow_status mw_target_place(mw_targets *t, const char *start, const char *end, mw_target *place, marrow_error *err) {
    uint32_t a, z;
    if (!number(start, &a) || !number(end, &z) || a >= z || z > t->story->length)
        return mw_fail(err, MARROW_NOTFOUND, "%.20s %.20s is no place of the text, which has %u characters; see: marrow text STORY", start,
                       end, t->story->length);
    MW_TRY(put_place(t, "", a, z, MW_NONE, place, err));
    size_t n = strlen(place->words), len;
    for (size_t i = 0; i < n; i += len) {
        int32_t c = mw_utf8_next(place->words + i, n - i, &len);
        if (mw_cp_letter(c) || mw_cp_digit(c)) return MARROW_OK;
    }
    return mw_fail(err, MARROW_NOTFOUND, "at %u to %u there are no words", a, z);
}

marrow_status mw_target_mention(mw_targets *t, const mw_target *person, const char *start, mw_target *mention, marrow_error *err) {
    const mw_story *s = t->story;
    uint32_t at, best = MW_NONE;
    if (!number(start, &at))
        return mw_fail(err, MARROW_USAGE, "%.40s is no offset; split takes places where the person is mentioned", start);
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->start > at || m->end <= at || m->character != person->row) continue;
        if (best == MW_NONE || m->end - m->start < s->mentions[best].end - s->mentions[best].start) best = i;
    }
    if (best == MW_NONE)
        return mw_fail(err, MARROW_NOTFOUND, "no mention of %.100s stands at %u; see where with: marrow export STORY --format json",
                       person->name, at);
    return put_place(t, "", s->mentions[best].start, s->mentions[best].end, best, mention, err);
}

/* ---- quotations ------------------------------------------------------------------------------------------------------------ */

static marrow_status put_quote(mw_targets *t, uint32_t i, mw_target *to, marrow_error *err) {
    const row_quote *q = &t->story->quotes[i];
    return put_place(t, q->id, q->start, q->end, i, to, err);
}

static marrow_status quote_by_words(mw_targets *t, const char *words, mw_target *found, marrow_error *err) {
    const mw_story *s = t->story;
    uint32_t n = 0, first = MW_NONE;
    size_t length = strlen(words);
    char list[200] = "";
    for (uint32_t i = 0; i < s->n_quotes && length; i++) {
        mw_str q = mw_story_str(s, s->quotes[i].start, s->quotes[i].end);
        bool has = false;
        for (size_t k = 0; k + length <= q.n && !has; k++) has = !memcmp(q.at + k, words, length);
        if (!has) continue;
        size_t used = strlen(list);
        if (used + strlen(s->quotes[i].id) + 3 < sizeof list) {
            if (used) strcat(list, ", ");
            strcat(list, s->quotes[i].id);
        }
        if (!n++) first = i;
    }
    if (n == 1) return put_quote(t, first, found, err);
    if (n) return mw_fail(err, MARROW_NOTFOUND, "%.100s may be the quotation %s; say which, by id", words, list);
    return mw_fail(err, MARROW_NOTFOUND, "there is no quotation %.100s in %s; see their ids with: marrow show STORY quotes --all --tsv",
                   words, s->path);
}

marrow_status mw_target_quote(mw_targets *t, const char *quote, mw_target *found, marrow_error *err) {
    const mw_story *s = t->story;
    uint32_t at;
    for (uint32_t i = 0; i < s->n_quotes; i++)
        if (!strcmp(s->quotes[i].id, quote)) return put_quote(t, i, found, err);
    if (!number(quote, &at)) return quote_by_words(t, quote, found, err);
    for (uint32_t i = 0; i < s->n_quotes; i++)
        if (s->quotes[i].start <= at && at < s->quotes[i].end) return put_quote(t, i, found, err);
    return mw_fail(err, MARROW_NOTFOUND, "no quotation stands at %u; see where with: marrow show STORY quotes --all --tsv", at);
}

bool mw_target_part(mw_targets *t, uint32_t quote, uint32_t after, mw_target *part, marrow_error *err) {
    const mw_story *s = t->story;
    for (uint32_t i = after == MW_NONE ? 0 : after + 1; i < s->n_quotes; i++)
        if (s->quotes[i].speech == s->quotes[quote].speech) return put_quote(t, i, part, err) == MARROW_OK;
    return false;
}

const char *mw_target_speaker(mw_targets *t, uint32_t quote) {
    const mw_person *p = mw_asof_person(t->a, t->story->quotes[quote].speaker);
    return p ? p->id : "";
}

const char *mw_target_speaker_name(mw_targets *t, uint32_t quote) {
    const row_quote *q = &t->story->quotes[quote];
    const mw_person *p = mw_asof_person(t->a, q->speaker);
    if (p) return p->name;
    if (q->voice_start == MW_NONE) return "";
    mw_str s = mw_story_str(t->story, q->voice_start, q->voice_end);
    return mw_arena_strndup(t->a->arena, s.at, s.n);
}

const char *mw_target_hearers(mw_targets *t, uint32_t quote) {
    const row_quote *q = &t->story->quotes[quote];
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(t->a->arena));
    mw_buf_puts(&b, "");
    for (uint32_t k = 0; k < q->n_addressees; k++) {
        const mw_person *p = mw_asof_person(t->a, t->story->addressees[q->addressees_from + k]);
        if (p) mw_buf_printf(&b, "%s%s", b.n ? "|" : "", p->id);
    }
    const char *ids = b.failed ? NULL : mw_arena_strndup(t->a->arena, b.n ? b.at : "", b.n);
    mw_buf_clear(&b);
    return ids;
}

/* ---- acts, threads --------------------------------------------------------------------------------------------------------- */

marrow_status mw_target_row(mw_targets *t, const char *table, const char *id, mw_target *found, marrow_error *err) {
    char sql[100];
    sqlite3_stmt *st;
    bool row = false;
    MW_TRY(mw_store_prepare(t->story->db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", &st, err));
    sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    marrow_status status = mw_store_step(st, &row, err);
    sqlite3_finalize(st);
    MW_TRY(status);
    if (!row) return mw_fail(err, MARROW_NOTFOUND, "there are no %s in this version's story files", table);
    snprintf(sql, sizeof sql, "SELECT start, end FROM %s WHERE id = ?", table);
    MW_TRY(mw_store_prepare(t->story->db, sql, &st, err));
    sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
    status = mw_store_step(st, &row, err);
    int64_t start = row ? sqlite3_column_int64(st, 0) : 0, end = row ? sqlite3_column_int64(st, 1) : 0;
    sqlite3_finalize(st);
    MW_TRY(status);
    if (!row)
        return mw_fail(err, MARROW_NOTFOUND, "there is no %.100s among the %s; see their ids with: marrow show STORY %s --all --tsv", id,
                       table, table);
    if (start < 0 || end < start || end > t->story->length)
        return mw_fail(err, MARROW_STORY, "%s is damaged (its %s); read the text again", t->story->path, table);
    return put_place(t, mw_arena_strdup(t->a->arena, id), (uint32_t)start, (uint32_t)end, MW_NONE, found, err);
}
