/* dump: a mw_text as lines for golden tests: what is known of the whole, then blocks, emphasis, chapters, pages, documents, tokens. */
#include "source/draft.h"

#include <string.h>

static void put_quoted(mw_buf *out, mw_str s) {
    mw_buf_putc(out, '|');
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] == '\n')
            mw_buf_puts(out, "\\n");
        else if (s.at[i] == '\r')
            mw_buf_puts(out, "\\r");
        else if (s.at[i] == '\t')
            mw_buf_puts(out, "\\t");
        else
            mw_buf_putc(out, s.at[i]);
    }
    mw_buf_puts(out, "|\n");
}

static void dump_blocks(const mw_text *t, mw_buf *out) {
    for (uint32_t i = 0; i < t->n_blocks; i++) {
        const mw_block *b = &t->blocks[i];
        mw_buf_printf(out, "block %u-%u %s%s file %u line %lld byte %lld ", b->span.start, b->span.end, mw_block_kind_name(b->kind),
                      b->gap_before ? " gap" : "", b->origin.file, (long long)b->origin.line, (long long)b->origin.byte);
        put_quoted(out, mw_str_span(t->at, b->span));
    }
}

static void dump_emphasis(const mw_text *t, mw_buf *out) {
    for (uint32_t i = 0; i < t->n_emphasis; i++) {
        const mw_emphasis *e = &t->emphasis[i];
        mw_buf_printf(out, "emphasis %u-%u%s%s%s ", e->span.start, e->span.end, e->style & MW_ITALIC ? " italic" : "",
                      e->style & MW_BOLD ? " bold" : "", e->style & MW_SMALL_CAPS ? " small-caps" : "");
        put_quoted(out, mw_str_span(t->at, e->span));
    }
}

static void dump_chapters(const mw_text *t, mw_buf *out) {
    for (uint32_t i = 0; i < t->n_chapters; i++) {
        const mw_chapter *c = &t->chapters[i];
        mw_buf_printf(out, "chapter %u-%u level %u |%s|", c->span.start, c->span.end, c->level, c->title);
        if (c->part) mw_buf_printf(out, " part |%s|", c->part);
        mw_buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < t->n_pages; i++) mw_buf_printf(out, "page %u |%s|\n", t->pages[i].at, t->pages[i].name);
    for (uint32_t i = 0; i < t->n_docs; i++)
        mw_buf_printf(out, "doc %u-%u |%s|\n", t->docs[i].span.start, t->docs[i].span.end, t->docs[i].id);
}

static void dump_given(const mw_text *t, mw_buf *out) {
    const mw_given *g = t->given;
    if (!g) return;
    for (uint32_t i = 0, s = 0; i < g->n_tokens; i++) {
        mw_buf_printf(out, "token %u-%u ", g->tokens[i].start, g->tokens[i].end);
        put_quoted(out, mw_str_span(t->at, g->tokens[i]));
        if (s < g->n_sentences && g->sentence_ends[s] == i + 1) {
            mw_buf_puts(out, "sentence end\n");
            s++;
        }
    }
}

void mw_source_dump(const mw_text *t, mw_buf *out) {
    mw_buf_printf(out, "title |%s|\nauthor |%s|\nlanguage %s\nkind %s\nformat %s%s\n", t->title ? t->title : "", t->author ? t->author : "",
                  t->language ? t->language : "?", mw_kind_name(t->kind), mw_format_name(t->format), t->verbatim ? " verbatim" : "");
    for (uint32_t i = 0; i < t->n_files; i++) mw_buf_printf(out, "file %s\n", t->files[i]);
    for (uint32_t i = 0; i < t->n_warnings; i++) mw_buf_printf(out, "warning %s\n", t->warnings[i]);
    dump_blocks(t, out);
    dump_emphasis(t, out);
    dump_chapters(t, out);
    dump_given(t, out);
}
