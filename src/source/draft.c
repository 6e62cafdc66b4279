/* draft: the growing text, and the making of the product from it.
 *
 * Appending never reports: a failed allocation sets d->failed. Finishing copies the kept blocks one behind the other, parted by one
 * newline, and moves emphasis, pages and chapters along; with `whole` the text stays as it is. Each pass is linear. */
#include "source/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

marrow_status mw_draft_init(mw_draft *d, const mw_env *env, const mw_source_options *opt) {
    memset(d, 0, sizeof *d);
    d->env = env;
    d->mem = &env->mem;
    d->opt = opt;
    mw_buf_init(&d->text, d->mem);
    d->arena = mw_arena_new(d->mem);
    return d->arena ? MARROW_OK : MARROW_MEMORY;
}

void mw_draft_clear(mw_draft *d) {
    mw_buf_clear(&d->text);
    mw_vec_clear(d->mem, &d->blocks);
    mw_vec_clear(d->mem, &d->emphasis);
    mw_vec_clear(d->mem, &d->chapters);
    mw_vec_clear(d->mem, &d->pages);
    mw_vec_clear(d->mem, &d->files);
    mw_vec_clear(d->mem, &d->warnings);
    mw_vec_clear(d->mem, &d->file_starts);
    mw_vec_clear(d->mem, &d->tokens);
    mw_vec_clear(d->mem, &d->sentence_ends);
    mw_vec_clear(d->mem, &d->docs);
    mw_arena_free(d->arena);
    d->arena = NULL;
}

mw_str mw_draft_text(const mw_draft *d, const mw_draft_block *b) {
    return (mw_str){d->text.at + b->span.start, b->span.end - b->span.start};
}

/* White space at the ends of [start, end) is left outside. */
static mw_span trimmed(const char *text, uint32_t start, uint32_t end) {
    size_t len;
    while (start < end && mw_cp_space(mw_utf8_next(text + start, end - start, &len))) start += (uint32_t)len;
    while (end > start) {
        if (!mw_cp_space(mw_utf8_prev(text + start, end - start, &len))) break;
        end -= (uint32_t)len;
    }
    return (mw_span){start, end};
}

mw_draft_block *mw_draft_block_add(mw_draft *d, uint32_t start, uint32_t end, mw_block_kind kind) {
    if (d->failed || d->text.failed) return NULL;
    if (start >= end) return NULL;
    mw_draft_block b = {.span = trimmed(d->text.at, start, end), .kind = kind, .n_lines = 1, .blanks = 1};
    if (b.span.start == b.span.end) return NULL;
    b.gap = d->pending_gap;
    b.soft_gap = d->pending_soft_gap;
    b.origin = (mw_origin){d->file, -1, -1};
    if (!mw_vec_push(d->mem, &d->blocks, b)) {
        d->failed = true;
        return NULL;
    }
    d->pending_gap = d->pending_soft_gap = false;
    return &d->blocks.at[d->blocks.n - 1];
}

void mw_draft_emphasise(mw_draft *d, uint32_t start, uint32_t end, uint8_t style) {
    if (d->failed || start >= end || !style) return;
    if (d->emphasis.n) {
        mw_emphasis *last = &d->emphasis.at[d->emphasis.n - 1];
        if (last->span.end == start && last->style == style) {
            last->span.end = end;
            return;
        }
        if (last->span.end > start) return;
    }
    mw_emphasis e = {{start, end}, style};
    if (!mw_vec_push(d->mem, &d->emphasis, e)) d->failed = true;
}

void mw_draft_warn(mw_draft *d, const char *format, ...) {
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    for (size_t i = 0; i < d->warnings.n; i++)
        if (strcmp(d->warnings.at[i], line) == 0) return;
    const char *kept = mw_arena_strdup(d->arena, line);
    if (!kept || !mw_vec_push(d->mem, &d->warnings, kept)) d->failed = true;
}

const char *mw_draft_keep(mw_draft *d, mw_str s) {
    mw_buf b;
    mw_buf_init(&b, d->mem);
    for (size_t i = 0, len; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (!mw_cp_space(c))
            mw_buf_putcp(&b, c);
        else if (b.n && b.at[b.n - 1] != ' ')
            mw_buf_putc(&b, ' ');
    }
    if (b.n && b.at[b.n - 1] == ' ') b.n--;
    const char *kept = b.failed ? NULL : mw_arena_strndup(d->arena, b.n ? b.at : "", b.n);
    mw_buf_clear(&b);
    if (!kept) d->failed = true;
    return kept;
}

/* ---- finishing -------------------------------------------------------------------------------------------------------------- */

/* An empty paragraph marks a scene break only in a book that does not set one between all of its paragraphs. */
static void settle_gaps(mw_draft *d) {
    size_t soft = 0, kept = 0;
    for (size_t i = 0; i < d->blocks.n; i++) {
        if (d->blocks.at[i].matter == MW_MATTER_DROP) continue;
        kept++;
        soft += d->blocks.at[i].soft_gap;
    }
    bool rare = soft * 5 <= kept, after_heading = true, gap = false;
    for (size_t i = 0; i < d->blocks.n; i++) {
        mw_draft_block *b = &d->blocks.at[i];
        gap |= b->gap || (b->soft_gap && rare);
        if (b->matter == MW_MATTER_DROP) continue;
        b->gap = gap && b->kind != MW_HEADING && !after_heading;
        if (b->kind == MW_ORNAMENT) b->gap = false;
        gap = b->kind == MW_ORNAMENT;
        after_heading = b->kind == MW_HEADING;
    }
}

static mw_block_kind final_kind(const mw_draft_block *b) {
    if (b->kind == MW_ORNAMENT || b->kind == MW_HEADING) return b->kind;
    if (b->matter == MW_MATTER_FRONT) return MW_FRONT;
    if (b->matter == MW_MATTER_BACK) return MW_BACK;
    return b->kind;
}

/* Copies the kept blocks; shift[i] is what to add to an offset inside block i (kept ones). new_index: of the first kept block at or
 * behind i. */
static bool copy_blocks(mw_draft *d, mw_text *t, int64_t *shift, uint32_t *new_index) {
    char *out = d->whole ? NULL : mw_arena_alloc(d->arena, d->text.n + 2);
    t->blocks = mw_arena_array(d->arena, d->blocks.n + 1, sizeof *t->blocks);
    if ((!out && !d->whole) || !t->blocks) return false;
    uint32_t n = 0;
    for (size_t i = 0; i < d->blocks.n; i++) {
        const mw_draft_block *b = &d->blocks.at[i];
        new_index[i] = t->n_blocks;
        shift[i] = 0;
        if (b->matter == MW_MATTER_DROP) continue;
        mw_span span = b->span;
        bool joins = b->joins && t->n_blocks && !d->whole;
        if (!d->whole) {
            if (n) out[n++] = joins ? ' ' : '\n';
            memcpy(out + n, d->text.at + span.start, span.end - span.start);
            shift[i] = (int64_t)n - span.start;
            n += span.end - span.start;
            span = (mw_span){(uint32_t)(span.start + shift[i]), n};
        }
        if (joins) {
            t->blocks[t->n_blocks - 1].span.end = span.end;
            new_index[i]--;
        } else
            t->blocks[t->n_blocks++] = (mw_block){span, final_kind(b), b->gap, b->origin};
    }
    new_index[d->blocks.n] = t->n_blocks;
    if (d->whole) {
        t->at = mw_arena_strndup(d->arena, d->text.at ? d->text.at : "", d->text.n);
        t->n = (uint32_t)d->text.n;
        return t->at != NULL;
    }
    out[n] = '\0';
    t->at = out;
    t->n = n;
    return true;
}

static bool copy_emphasis(mw_draft *d, mw_text *t, const int64_t *shift) {
    t->emphasis = mw_arena_array(d->arena, d->emphasis.n + 1, sizeof *t->emphasis);
    if (!t->emphasis) return false;
    size_t b = 0;
    for (size_t i = 0; i < d->emphasis.n; i++) {
        mw_span s = d->emphasis.at[i].span;
        while (b < d->blocks.n && d->blocks.at[b].span.end <= s.start) b++;
        if (b == d->blocks.n) break;
        const mw_draft_block *block = &d->blocks.at[b];
        if (block->matter == MW_MATTER_DROP) continue;
        if (s.start < block->span.start) s.start = block->span.start;
        if (s.end > block->span.end) s.end = block->span.end;
        if (s.start >= s.end) continue;
        s = trimmed(d->text.at, s.start, s.end);
        if (s.start >= s.end) continue;
        mw_span moved = {(uint32_t)(s.start + shift[b]), (uint32_t)(s.end + shift[b])};
        t->emphasis[t->n_emphasis++] = (mw_emphasis){moved, d->emphasis.at[i].style};
    }
    return true;
}

static uint32_t start_of(const mw_text *t, uint32_t block) { return block < t->n_blocks ? t->blocks[block].span.start : t->n; }

/* A chapter reaches to the last body block before the next one; headings that only introduce back matter end it. */
static bool copy_chapters(mw_draft *d, mw_text *t, const uint32_t *new_index) {
    t->chapters = mw_arena_array(d->arena, d->chapters.n + 1, sizeof *t->chapters);
    if (!t->chapters) return false;
    for (size_t i = 0; i < d->chapters.n; i++) {
        const mw_draft_chapter *c = &d->chapters.at[i];
        uint32_t end = i + 1 < d->chapters.n ? d->chapters.at[i + 1].block : (uint32_t)d->blocks.n;
        uint32_t last = c->block;
        for (uint32_t b = c->block; b < end && d->blocks.at[b].matter != MW_MATTER_BACK; b++) last = b + 1;
        uint32_t from = new_index[c->block], to = new_index[last];
        if (from >= to) continue;
        mw_span span = {start_of(t, from), t->blocks[to - 1].span.end};
        t->chapters[t->n_chapters++] = (mw_chapter){c->title, span, c->level, c->part};
    }
    return true;
}

static bool copy_pages(mw_draft *d, mw_text *t, const int64_t *shift, const uint32_t *new_index) {
    t->pages = mw_arena_array(d->arena, d->pages.n + 1, sizeof *t->pages);
    if (!t->pages) return false;
    for (size_t i = 0; i < d->pages.n; i++) {
        const mw_anchor *a = &d->pages.at[i].at;
        if (!a->found || !d->pages.at[i].name) continue;
        uint32_t at = start_of(t, new_index[a->block < d->blocks.n ? a->block : d->blocks.n]);
        if (a->inside && a->block < d->blocks.n) {
            const mw_draft_block *b = &d->blocks.at[a->block];
            if (b->matter != MW_MATTER_DROP && a->byte >= b->span.start && a->byte <= b->span.end)
                at = (uint32_t)(a->byte + shift[a->block]);
        }
        if (t->n_pages && t->pages[t->n_pages - 1].at > at) continue; /* a list out of order */
        t->pages[t->n_pages++] = (mw_page){d->pages.at[i].name, at};
    }
    return true;
}

static bool copy_given(mw_draft *d, mw_text *t) {
    if (d->format != MW_VERTICAL) {
        t->docs = mw_arena_array(d->arena, 1, sizeof *t->docs);
        if (!t->docs) return false;
        t->docs[0] = (mw_doc){"", {0, t->n}};
        t->n_docs = 1;
        return true;
    }
    t->docs = mw_arena_copy(d->arena, d->docs.at, d->docs.n * sizeof *t->docs);
    t->n_docs = (uint32_t)d->docs.n;
    mw_given *g = t->given = mw_arena_alloc(d->arena, sizeof *t->given);
    if (!t->docs || !g) return false;
    g->tokens = mw_arena_copy(d->arena, d->tokens.at, d->tokens.n * sizeof *g->tokens);
    g->n_tokens = (uint32_t)d->tokens.n;
    g->sentence_ends = mw_arena_copy(d->arena, d->sentence_ends.at, d->sentence_ends.n * sizeof *g->sentence_ends);
    g->n_sentences = (uint32_t)d->sentence_ends.n;
    return g->tokens && g->sentence_ends;
}

static bool fill(mw_draft *d, mw_text *t) {
    int64_t *shift = mw_calloc(d->mem, d->blocks.n + 1, sizeof *shift);
    uint32_t *new_index = mw_calloc(d->mem, d->blocks.n + 1, sizeof *new_index);
    bool ok = shift && new_index && copy_blocks(d, t, shift, new_index) && copy_emphasis(d, t, shift) && copy_chapters(d, t, new_index) &&
              copy_pages(d, t, shift, new_index) && copy_given(d, t);
    mw_free(d->mem, shift);
    mw_free(d->mem, new_index);
    if (!ok) return false;
    t->files = mw_arena_copy(d->arena, d->files.at, d->files.n * sizeof *t->files);
    t->n_files = (uint32_t)d->files.n;
    t->warnings = mw_arena_copy(d->arena, d->warnings.at, d->warnings.n * sizeof *t->warnings);
    t->n_warnings = (uint32_t)d->warnings.n;
    return t->files && t->warnings;
}

marrow_status mw_draft_finish(mw_draft *d, mw_text **text, marrow_error *err) {
    if (d->failed || d->text.failed) return mw_fail_memory(err);
    if (d->format != MW_VERTICAL) settle_gaps(d);
    mw_text *t = mw_arena_alloc(d->arena, sizeof *t);
    if (!t || !fill(d, t)) return mw_fail_memory(err);
    t->title = d->title;
    t->author = d->author;
    t->language = d->language;
    t->format = d->format;
    t->verbatim = d->whole && d->format != MW_VERTICAL;
    t->kind = d->opt->kind != MW_KIND_AUTO ? d->opt->kind : d->format == MW_VERTICAL ? MW_NOVEL : mw_kind_guess(t->at, t->n, t->n_chapters);
    t->arena = d->arena;
    d->arena = NULL;
    *text = t;
    return MARROW_OK;
}
