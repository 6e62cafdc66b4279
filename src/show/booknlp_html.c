/* .book.html of the booknlp export: the cast with counts, then the text with mentions and quotations marked. One file, no scripts, nothing
 * loaded from elsewhere. Spans that cross one already open are left unmarked, so that the tags nest. */
#include <stdlib.h>
#include <string.h>

#include "show/booknlp.h"

static const char head_html[] = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>";
static const char style_html[] =
    "</title><style>body{font:17px/1.6 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em;color:#222;background:#fff}"
    "h2{font-size:1.1em;margin-top:2em}table{border-collapse:collapse;font-size:.9em}td,th{padding:.15em .8em .15em 0;text-align:left}"
    "td.n{text-align:right}q{quotes:none;background:#eef4ea}b{font-weight:normal;border-bottom:2px solid #c9b8e8}"
    "sub{font-size:.65em;color:#777;line-height:0}</style></head><body>\n";

/* A span to mark. */
typedef struct mark {
    uint32_t start, end; /* code points */
    uint32_t id;         /* of the person; MW_NONE */
    bool quote;
} mark;

static int by_start(const void *x, const void *y) {
    const mark *a = x, *b = y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    if (a->quote != b->quote) return a->quote ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static uint32_t person_id(const mw_book *b, const mw_person *p) { return p ? b->coref[b->a->story->characters[p->row].thing] : MW_NONE; }

static void put_cast(const mw_book *b, mw_out *o) {
    const mw_asof *a = b->a;
    mw_out_puts(o, "<h2>People</h2>\n<table><tr><th>id<th>name<th>mentions<th>quotations</tr>\n");
    for (uint32_t i = 0; i < a->n_people; i++) {
        const mw_person *p = &a->people[i];
        uint32_t id = person_id(b, p);
        if (!p->sure || id == MW_NONE) continue;
        mw_out_printf(o, "<tr><td class=\"n\">%u<td>", id);
        mw_out_html(o, mw_str_of(p->name));
        mw_out_printf(o, "<td class=\"n\">%u<td class=\"n\">%u</tr>\n", p->mentions, p->quotes);
    }
    mw_out_puts(o, "</table>\n");
}

static uint32_t collect(const mw_book *b, mark *marks) {
    const mw_story *s = b->a->story;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->known <= b->a->until && b->coref[m->thing] != MW_NONE) marks[n++] = (mark){m->start, m->end, b->coref[m->thing], false};
    }
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        const row_quote *q = &s->quotes[i];
        if (q->known <= b->a->until) marks[n++] = (mark){q->start, q->end, person_id(b, mw_asof_speaker(b->a, q)), true};
    }
    if (n > 1) qsort(marks, n, sizeof *marks, by_start);
    return n;
}

static void close_mark(mw_out *o, const mark *m) {
    if (m->id != MW_NONE) mw_out_printf(o, "<sub>%u</sub>", m->id);
    mw_out_puts(o, m->quote ? "</q>" : "</b>");
}

enum { DEPTH = 64 };

/* The text of one block with the marks that lie inside it; *at: the first mark not yet used. */
static void put_block(const mw_book *b, mw_out *o, const row_block *block, const mark *marks, uint32_t n, uint32_t *at) {
    const mw_story *s = b->a->story;
    uint32_t end = mw_least(block->end, b->a->until), place = block->start, depth = 0;
    mark open[DEPTH];
    while (*at < n && marks[*at].start < block->start) ++*at;
    for (;;) {
        const mark *next = *at < n && marks[*at].start < end ? &marks[*at] : NULL;
        uint32_t stop = next ? next->start : end;
        if (depth && open[depth - 1].end <= stop) { /* what is open ends first */
            mw_out_html(o, mw_story_str(s, place, open[depth - 1].end));
            place = open[depth - 1].end;
            close_mark(o, &open[--depth]);
            continue;
        }
        mw_out_html(o, mw_story_str(s, place, stop));
        place = stop;
        if (!next) break;
        ++*at;
        if (next->end > end || depth == DEPTH || (depth && next->end > open[depth - 1].end)) continue;
        mw_out_puts(o, next->quote ? "<q>" : "<b>");
        open[depth++] = *next;
    }
    while (depth) close_mark(o, &open[--depth]);
}

static void put_text(const mw_book *b, mw_out *o, const mark *marks, uint32_t n) {
    const mw_story *s = b->a->story;
    uint32_t at = 0;
    mw_out_puts(o, "<h2>Text</h2>\n");
    for (uint32_t i = 0; i < s->n_blocks && s->blocks[i].start < b->a->until; i++) {
        bool heading = s->blocks[i].kind == MW_HEADING;
        mw_out_puts(o, heading ? "<h2>" : "<p>");
        put_block(b, o, &s->blocks[i], marks, n, &at);
        mw_out_puts(o, heading ? "</h2>\n" : "</p>\n");
    }
}

marrow_status mw_book_html(const mw_book *b, mw_out *o, marrow_error *err) {
    const mw_story *s = b->a->story;
    mark *marks = mw_arena_array(b->arena, (size_t)s->n_mentions + s->n_quotes, sizeof *marks);
    if (!marks) return mw_fail_memory(err);
    uint32_t n = collect(b, marks);
    mw_str title = mw_str_of(s->title ? s->title : "A story");
    mw_out_puts(o, head_html);
    mw_out_html(o, title);
    mw_out_puts(o, style_html);
    mw_out_puts(o, "<h1>");
    mw_out_html(o, title);
    mw_out_puts(o, "</h1>\n");
    put_cast(b, o);
    put_text(b, o, marks, n);
    mw_out_puts(o, "</body></html>\n");
    return mw_out_finish(o, err);
}
