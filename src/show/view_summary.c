/* The view summary: what this text is, who is in it, who speaks, what is shown of them and what is not, what to know of it. */
#include <stdlib.h>
#include <string.h>

#include "show/card.h"
#include "show/views.h"

static uint32_t chapters_begun(const mw_asof *a) {
    uint32_t n = 0;
    while (n < a->story->n_chapters && a->story->chapters[n].start < a->until) n++;
    return n;
}

static void put_plural(mw_out *o, uint32_t n, const char *one, const char *many) {
    mw_out_count(o, n);
    mw_out_puts(o, n == 1 ? one : many);
}

static void put_head(const mw_view *v) {
    const mw_story *s = v->a->story;
    mw_out *o = v->o;
    const mw_card *k = s->card && s->card->title && s->card->start < v->a->until ? s->card : NULL;
    mw_out_style(o, v->colour, MW_TITLE);
    if (!s->title && k) mw_out_puts(o, "Review of ");
    mw_out_visible(o, mw_str_of(s->title ? s->title : k ? k->title : "Untitled"));
    mw_out_style(o, v->colour, MW_PLAIN);
    mw_out_puts(o, "\n");
    if (s->author) {
        mw_out_visible(o, mw_str_of(s->author));
        mw_out_puts(o, " \xC2\xB7 ");
    }
    mw_out_puts(o, s->kind);
    mw_out_puts(o, " \xC2\xB7 ");
    put_plural(o, mw_story_words(s, v->a->until), " word", " words");
    if (s->n_chapters) {
        mw_out_puts(o, " \xC2\xB7 ");
        put_plural(o, chapters_begun(v->a), " chapter", " chapters");
    }
    if (!v->a->whole) mw_out_puts(o, " so far");
    mw_out_puts(o, "\n");
}

static marrow_status put_people(const mw_view *v, marrow_error *err) {
    uint32_t left_out, shown = mw_people_listed(v, &left_out);
    mw_out_puts(v->o, "\n");
    mw_out_styled(v->o, v->colour, MW_STRONG, "People");
    mw_out_puts(v->o, "\n");
    if (shown == 0) {
        mw_out_puts(v->o, v->a->whole ? "  nobody was found\n" : "  nobody has been met yet\n");
        return MARROW_OK;
    }
    MW_TRY(mw_people_table(v, "  ", err));
    if (left_out) {
        mw_out_style(v->o, v->colour, MW_FAINT);
        mw_out_puts(v->o, "  and ");
        mw_out_count(v->o, left_out);
        mw_out_puts(v->o, " more");
        mw_out_style(v->o, v->colour, MW_PLAIN);
        mw_out_puts(v->o, "\n");
    }
    return MARROW_OK;
}

static int by_quotes(const void *x, const void *y) {
    const mw_person *a = *(const mw_person *const *)x, *b = *(const mw_person *const *)y;
    if (a->quotes != b->quotes) return a->quotes < b->quotes ? 1 : -1;
    return a < b ? -1 : a > b;
}

/* A bar of up to 24 columns, in eighths. */
static void put_bar(mw_out *o, uint64_t n, uint64_t most) {
    static const char *const eighths[] = {
        "", "\xE2\x96\x8F", "\xE2\x96\x8E", "\xE2\x96\x8D", "\xE2\x96\x8C", "\xE2\x96\x8B", "\xE2\x96\x8A", "\xE2\x96\x89"};
    uint64_t length = most ? n * 24 * 8 / most : 0;
    for (uint64_t i = 0; i < length / 8; i++) mw_out_puts(o, "\xE2\x96\x88");
    mw_out_puts(o, eighths[length % 8]);
}

static void put_speaker(const mw_view *v, const char *name, uint32_t n, uint32_t most, uint32_t column) {
    mw_str s = mw_str_of(name);
    s.n = mw_display_fit(s, column);
    mw_out_puts(v->o, "  ");
    mw_out_visible(v->o, s);
    for (uint32_t w = mw_display_width(s); w < column; w++) mw_out_puts(v->o, " ");
    mw_out_printf(v->o, " %6u  ", n);
    put_bar(v->o, n, most);
    mw_out_puts(v->o, "\n");
}

static marrow_status put_speakers(const mw_view *v, marrow_error *err) {
    const mw_asof *a = v->a;
    if (a->n_quotes == 0) return MARROW_OK;
    const mw_person **by = mw_arena_array(a->arena, a->n_people, sizeof *by);
    if (!by) return mw_fail_memory(err);
    uint32_t n = 0, column = 8;
    for (uint32_t i = 0; i < a->n_people; i++)
        if (a->people[i].quotes) by[n++] = &a->people[i];
    if (n > 1) qsort(by, n, sizeof *by, by_quotes);
    uint32_t rows = mw_least(n, mw_least(v->limit, 8));
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t w = mw_display_width(mw_str_of(by[i]->name));
        if (w > column) column = mw_least(w, 30);
    }
    mw_out_puts(v->o, "\n");
    mw_out_styled(v->o, v->colour, MW_STRONG, "Who speaks");
    mw_out_puts(v->o, "  ");
    put_plural(v->o, a->n_quotes, " quotation", " quotations");
    if (a->n_unknown) {
        mw_out_puts(v->o, ", ");
        mw_out_count(v->o, a->n_unknown);
        mw_out_puts(v->o, " without a speaker");
    }
    mw_out_puts(v->o, "\n");
    for (uint32_t i = 0; i < rows; i++) put_speaker(v, by[i]->name, by[i]->quotes, by[0]->quotes, column);
    return MARROW_OK;
}

/* Of the first people: what they are to each other and what they are like. */
static marrow_status put_portraits(const mw_view *v, marrow_error *err) {
    uint32_t shown = 0;
    for (uint32_t i = 0; i < v->a->n_people && shown < mw_least(v->limit, 4); i++) {
        const mw_person *p = &v->a->people[i];
        if (!p->major) continue;
        bool relations = mw_person_has(v, p, true), traits = mw_person_has(v, p, false);
        if (!relations && !traits) continue;
        if (shown++ == 0) {
            mw_out_puts(v->o, "\n");
            mw_out_styled(v->o, v->colour, MW_STRONG, "What they are");
            mw_out_puts(v->o, "\n");
        }
        mw_out_puts(v->o, "  ");
        mw_out_visible(v->o, mw_str_of(p->name));
        mw_out_puts(v->o, ": ");
        if (relations) MW_TRY(mw_person_relations(v, p, 3, err));
        if (relations && traits) mw_out_puts(v->o, "; ");
        if (traits) MW_TRY(mw_person_traits(v, p, 3, err));
        mw_out_puts(v->o, "\n");
    }
    return MARROW_OK;
}

static void put_warnings(const mw_view *v) {
    const mw_story *s = v->a->story;
    if (s->n_warnings == 0) return;
    mw_out_puts(v->o, "\n");
    mw_out_styled(v->o, v->colour, MW_STRONG, "To know of this text");
    mw_out_puts(v->o, "\n");
    for (uint32_t i = 0; i < s->n_warnings; i++) mw_out_wrapped(v->o, mw_str_of(s->warnings[i]), "  ", v->width);
}

static void summary_json(const mw_view *v) {
    const mw_asof *a = v->a;
    mw_out_puts(v->o, "{\"source\": ");
    mw_json_source(v->o, a);
    mw_out_printf(v->o,
                  ", \"words\": %u, \"chapters\": %u, \"people\": %u, \"quotes\": %u, \"quotes_without_speaker\": %u,\n\"characters\": [",
                  mw_story_words(a->story, a->until), chapters_begun(a), a->n_people, a->n_quotes, a->n_unknown);
    for (uint32_t i = 0, shown = 0; i < a->n_people && shown < v->limit; i++) {
        if (!v->all && !a->people[i].sure) continue;
        mw_out_puts(v->o, shown++ ? ",\n " : "\n ");
        mw_json_character(v->o, &a->people[i]);
    }
    mw_out_puts(v->o, "]}\n");
}

static void put_row(mw_out *o, const char *key, const char *value) {
    mw_out_printf(o, "%s\t", key);
    mw_out_field(o, mw_str_of(value ? value : ""), true);
    mw_out_puts(o, "\n");
}

static void summary_tsv(const mw_view *v) {
    const mw_asof *a = v->a;
    mw_out_puts(v->o, "key\tvalue\n");
    put_row(v->o, "title", a->story->title);
    put_row(v->o, "author", a->story->author);
    put_row(v->o, "kind", a->story->kind);
    put_row(v->o, "format", a->story->format);
    put_row(v->o, "language", a->story->language);
    mw_out_printf(v->o, "words\t%u\nchapters\t%u\npeople\t%u\nquotes\t%u\nquotes_without_speaker\t%u\n", mw_story_words(a->story, a->until),
                  chapters_begun(a), a->n_people, a->n_quotes, a->n_unknown);
    for (uint32_t i = 0; i < a->story->n_warnings; i++) put_row(v->o, "warning", a->story->warnings[i]);
}

marrow_status mw_view_summary(const mw_view *v, marrow_error *err) {
    if (v->layout == MARROW_JSON) {
        summary_json(v);
        return MARROW_OK;
    }
    if (v->layout == MARROW_TSV) {
        summary_tsv(v);
        return MARROW_OK;
    }
    put_head(v);
    MW_TRY(put_people(v, err));
    MW_TRY(put_speakers(v, err));
    MW_TRY(put_portraits(v, err));
    MW_TRY(mw_summary_withheld(v, err));
    put_warnings(v);
    return MARROW_OK;
}
