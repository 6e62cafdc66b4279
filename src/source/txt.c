/* txt: plain text to blocks.
 *
 * Every unit of lines (lines.c) becomes one block, or one a line: running text is joined by a space, verse and lines that were
 * broken on purpose keep their lines, an ornament is recognised, the lines of a table of contents are marked, a heading that stands
 * right above its text is split off. With --verbatim blocks are spans of the input and nothing is taken out. Linear. */
#include "source/lines.h"

#include <string.h>

typedef struct reader {
    mw_draft *d;
    mw_lines l;
    int64_t base_byte, base_line;
    uint32_t base;    /* verbatim: where the text stands in draft.text */
    mw_buf join;      /* the unit at hand, joined */
    bool italic;      /* italics go on from the unit before */
    bool anchors;     /* the text has footnotes: "[1]" is a reference */
    uint32_t in_note; /* units of a footnote that may still go on */
} reader;

/* ---- what a unit is ---------------------------------------------------------------------------------------------------------- */

static size_t first_word_columns(mw_str s) {
    size_t i = 0;
    while (i < s.n && s.at[i] != ' ' && s.at[i] != '\t') i++;
    return i > 40 ? 40 : mw_utf8_count(s.at, i);
}

/* The next word would have fitted into `width` columns with room to spare: the break behind line i is meant. */
static bool left_short(const reader *r, uint32_t i, uint32_t width) {
    uint32_t slack = width / 6 > 8 ? width / 6 : 8, right = (uint32_t)r->l.at[i].indent + r->l.at[i].width;
    return right + 1 + first_word_columns(mw_line_text(&r->l, i + 1)) + slack <= width;
}

static bool deliberate(const reader *r, uint32_t i) { return left_short(r, i, r->l.shape.width); }

static bool lower_start(mw_str s) {
    size_t len;
    return s.n && mw_cp_lower(mw_utf8_next(s.at, s.n, &len));
}

typedef struct unit_facts {
    uint32_t n, breaks, capitals, headings, leaders;
    uint32_t running;                      /* lines that begin in small letters behind another */
    uint32_t min_indent, max_width, right; /* right: the farthest column */
    uint32_t breaks_here;                  /* breaks, measured by the unit's own width */
} unit_facts;

static bool toc_tail(mw_str s) { /* "… 12", "....": a page number or leader dots */
    size_t i = s.n, digits = 0, dots = 0;
    while (i && s.at[i - 1] >= '0' && s.at[i - 1] <= '9') i--, digits++;
    while (i && (s.at[i - 1] == ' ' || s.at[i - 1] == '.' || s.at[i - 1] == '\t')) {
        dots += s.at[i - 1] != ' ' || (i > 1 && s.at[i - 2] == ' ');
        i--;
    }
    return digits && digits < 5 && dots >= 2;
}

static unit_facts examine(const reader *r, const mw_unit *u) {
    unit_facts f = {.n = u->end - u->first, .min_indent = UINT32_MAX};
    for (uint32_t i = u->first; i < u->end; i++) {
        mw_str s = mw_line_text(&r->l, i);
        if (r->l.at[i].indent < f.min_indent) f.min_indent = r->l.at[i].indent;
        if (r->l.at[i].width > f.max_width) f.max_width = r->l.at[i].width;
        if (i + 1 < u->end) f.breaks += deliberate(r, i);
        if (i > u->first) f.running += lower_start(s);
        uint32_t right = (uint32_t)r->l.at[i].indent + r->l.at[i].width;
        if (right > f.right) f.right = right;
        f.capitals += mw_line_capital_start(s);
        f.leaders += toc_tail(s);
        mw_head h = s.n <= 120 ? mw_heading_classify(s).head : MW_HEAD_NONE;
        f.headings += h != MW_HEAD_NONE && h != MW_HEAD_NAME && h != MW_HEAD_END;
    }
    for (uint32_t i = u->first; i + 1 < u->end; i++) f.breaks_here += left_short(r, i, f.right);
    return f;
}

static bool is_contents(const unit_facts *f) {
    return (f->headings >= 3 && f->headings * 5 >= f->n * 2 && f->max_width < 100) || (f->n >= 3 && f->leaders * 3 >= f->n * 2);
}

/* Lines that are meant. A narrow block, such as a letter set in, fills its own width; and running text goes on in small letters. */
static bool is_set_lines(const unit_facts *f) {
    if (f->n < 2 || f->breaks * 5 < (f->n - 1) * 4) return false;
    if (f->min_indent < 2) return f->running * 2 <= f->n - 1;
    return f->n < 3 || f->running * 2 < f->n || f->breaks_here * 2 >= f->n - 1;
}

static bool is_verse(const reader *r, const unit_facts *f) {
    if (f->n < 2) return false;
    if (r->l.shape.verse && f->capitals * 10 >= f->n * 7) return true;
    if (f->min_indent < 2 && f->max_width < 26) return false; /* an address, a list */
    if (is_set_lines(f)) return (f->min_indent >= 2 && f->capitals * 2 >= f->n) || (f->n >= 3 && f->capitals * 10 >= f->n * 7);
    return f->n >= 3 && f->min_indent >= 2 && f->capitals * 10 >= f->n * 9 && f->breaks * 3 >= f->n - 1; /* long lines of verse */
}

/* ---- making blocks ------------------------------------------------------------------------------------------------------------ */

static void dress(const reader *r, mw_draft_block *b, const mw_unit *u, uint32_t line, uint32_t n_lines) {
    if (!b) return;
    uint32_t blanks = line == u->first ? u->blanks : 0;
    b->n_lines = n_lines > 255 ? 255 : (uint8_t)n_lines;
    b->blanks = blanks > 255 ? 255 : (uint8_t)blanks;
    b->indented = r->l.at[line].indent >= 4;
    b->origin = (mw_origin){r->d->file, r->base_byte + r->l.at[line].start, r->base_line + r->l.at[line].number};
    uint32_t usual = r->l.shape.blanks;
    b->gap |= usual == 0 ? blanks >= 1 : blanks >= usual + 2;
}

static bool invisible(int32_t c) { return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF; }

/* Appends a line to the unit, without invisible characters and, where the text has footnotes, without their numbers. */
static void put_line(reader *r, mw_str s) {
    size_t from = 0, len;
    for (size_t i = 0; i < s.n; i += len) {
        len = 1;
        if ((unsigned char)s.at[i] >= 0x80) {
            int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
            if (!invisible(c)) continue;
        } else if (s.at[i] == '[' && r->anchors && i && s.at[i - 1] != ' ') {
            size_t j = i + 1;
            while (j < s.n && j < i + 4 && ((s.at[j] >= '0' && s.at[j] <= '9') || (j == i + 1 && s.at[j] >= 'A' && s.at[j] <= 'Z'))) j++;
            if (j == i + 1 || j >= s.n || s.at[j] != ']') continue;
            len = j + 1 - i;
        } else
            continue;
        mw_buf_put(&r->join, s.at + from, i - from);
        from = i + len;
    }
    mw_buf_put(&r->join, s.at + from, s.n - from);
}

/* "well-" + "known": a hyphen behind a letter takes no space; a dash does. */
static bool hyphenated(const mw_buf *b) {
    size_t len;
    return b->n > 1 && b->at[b->n - 1] == '-' && mw_cp_letter(mw_utf8_prev(b->at, b->n - 1, &len));
}

static void join(reader *r, uint32_t first, uint32_t end, char with) {
    r->join.n = 0;
    for (uint32_t i = first; i < end; i++) {
        if (i > first && !(with == ' ' && hyphenated(&r->join))) mw_buf_putc(&r->join, with);
        put_line(r, mw_line_text(&r->l, i));
    }
    if (r->join.failed) r->d->failed = true;
}

/* An unpaired mark may be paired in one of the next paragraphs. */
static bool goes_on(const reader *r, uint32_t unit) {
    for (uint32_t k = unit + 1; k < r->l.n_units && k <= unit + 40; k++) {
        size_t marks = 0;
        for (uint32_t i = r->l.units[k].first; i < r->l.units[k].end; i++) {
            mw_str s = mw_line_text(&r->l, i);
            for (size_t j = 0; j < s.n; j++) marks += s.at[j] == '_';
        }
        if (marks & 1) return true;
        if (marks) return false;
    }
    return false;
}

/* Puts the joined unit into the draft; returns where it begins. */
static uint32_t put_unit(reader *r, uint32_t unit) {
    mw_str s = {r->join.at, r->join.n};
    if (r->d->text.n) mw_buf_putc(&r->d->text, '\n');
    uint32_t start = (uint32_t)r->d->text.n;
    size_t marks = 0;
    for (size_t i = 0; i < s.n; i++) marks += s.at[i] == '_';
    bool odd = (marks & 1) && !r->italic;
    r->italic = mw_underscores(r->d, s, r->italic, odd && goes_on(r, unit));
    return start;
}

static mw_draft_block *add_joined(reader *r, uint32_t unit, uint32_t first, uint32_t end, mw_block_kind kind) {
    const mw_unit *u = &r->l.units[unit];
    mw_draft_block *b;
    if (r->d->whole) {
        uint32_t start = r->base + r->l.at[first].start, stop = r->base + r->l.at[end - 1].end;
        b = mw_draft_block_add(r->d, start, stop, kind);
        mw_underscores_mark(r->d, (mw_str){r->d->text.at + start, stop - start}, start);
    } else {
        join(r, first, end, ' ');
        uint32_t start = put_unit(r, unit);
        b = mw_draft_block_add(r->d, start, (uint32_t)r->d->text.n, kind);
    }
    dress(r, b, u, first, end - first);
    return b;
}

/* One block a line. Italics may run over the lines. */
static void add_lines(reader *r, uint32_t unit, uint32_t first, uint32_t end, mw_block_kind kind, bool listed) {
    const mw_unit *u = &r->l.units[unit];
    uint32_t at = 0;
    if (!r->d->whole) {
        join(r, first, end, '\n');
        at = put_unit(r, unit);
    }
    for (uint32_t i = first; i < end && !r->d->failed && !r->d->text.failed; i++) {
        mw_draft_block *b;
        if (r->d->whole) {
            b = mw_draft_block_add(r->d, r->base + r->l.at[i].start, r->base + r->l.at[i].end, kind);
        } else {
            char *nl = memchr(r->d->text.at + at, '\n', r->d->text.n - at);
            uint32_t stop = nl ? (uint32_t)(nl - r->d->text.at) : (uint32_t)r->d->text.n;
            b = mw_draft_block_add(r->d, at, stop, kind);
            at = stop + 1;
        }
        dress(r, b, u, i, 1);
        if (b) b->listed = listed;
    }
}

/* ---- what is left out ---------------------------------------------------------------------------------------------------------- */

/* Pictures, footnotes and the makers' credit are not the story. */
static bool left_out(reader *r, const mw_unit *u, uint32_t unit) {
    mw_str first = mw_line_text(&r->l, u->first), last = mw_line_text(&r->l, u->end - 1);
    bool closed = last.n && last.at[last.n - 1] == ']';
    if (r->in_note) {
        r->in_note = closed ? 0 : r->in_note - 1;
        return true;
    }
    if (mw_str_istarts(first, "[illustration") && closed) {
        r->d->n_pictures++;
        return true;
    }
    if (mw_str_istarts(first, "[footnote")) {
        r->d->n_notes++;
        if (!closed) {
            for (uint32_t k = unit + 1; k < r->l.n_units && k < unit + 20; k++) {
                mw_str end = mw_line_text(&r->l, r->l.units[k].end - 1);
                if (end.n && end.at[end.n - 1] == ']') {
                    r->in_note = k - unit;
                    break;
                }
            }
        }
        return true;
    }
    return unit < 12 && mw_gutenberg_credit(first);
}

static bool has_footnotes(const mw_lines *l) {
    for (uint32_t u = 0; u < l->n_units; u++)
        if (mw_str_istarts(mw_line_text(l, l->units[u].first), "[footnote")) return true;
    return false;
}

/* ---- the way through ------------------------------------------------------------------------------------------------------------ */

/* A heading right above its text or its title, without an empty line between. Returns the lines that it takes. */
static uint32_t heading_on_top(reader *r, uint32_t unit, uint32_t first, uint32_t end) {
    mw_heading h = mw_heading_classify(mw_line_text(&r->l, first));
    if (end - first < 2 || (h.head != MW_HEAD_CHAPTER && h.head != MW_HEAD_PART)) {
        bool number = h.head == MW_HEAD_NUMBER && h.style != 's' && end - first >= 2 && deliberate(r, first);
        bool word = h.head == MW_HEAD_WORD && h.strict && end - first >= 2 && deliberate(r, first);
        if (!number && !word) return 0;
    } else if (!h.strict && !deliberate(r, first) && !mw_heading_caps(mw_line_text(&r->l, first))) {
        return 0;
    }
    uint32_t n = 1;
    if (h.titled) /* a long title runs over lines: capitals tell */
        while (first + n < end && mw_heading_caps(mw_line_text(&r->l, first + n))) n++;
    if (first + n >= end && n > 1) return 0; /* the whole unit is the heading: joined as any other */
    add_joined(r, unit, first, first + n, MW_PARAGRAPH);
    return n;
}

/* Nothing but a few short lines that end no sentence, up to the next empty line. */
static bool set_short(const reader *r, uint32_t first, uint32_t end) {
    if (first == end || end - first > 4 || mw_line_ends_sentence(mw_line_text(&r->l, end - 1))) return false;
    for (uint32_t i = first; i < end; i++) {
        uint32_t right = (uint32_t)r->l.at[i].indent + r->l.at[i].width;
        if (right + 10 > r->l.shape.width || mw_heading_classify(mw_line_text(&r->l, i)).head > MW_HEAD_NUMBERED) return false;
        if (i + 1 < end && !deliberate(r, i)) return false;
    }
    return true;
}

/* The lines below a heading that are its title: in capitals, or set short. */
static uint32_t title_below(reader *r, uint32_t unit, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    while (first + n < end && n < 4 && mw_heading_caps(mw_line_text(&r->l, first + n))) {
        mw_head h = mw_heading_classify(mw_line_text(&r->l, first + n)).head;
        if (h == MW_HEAD_CHAPTER || h == MW_HEAD_PART) break;
        n++;
    }
    bool all = n == 0 && set_short(r, first, end);
    if (all)
        n = end - first;
    else if (n == 0 && end - first >= 2 && deliberate(r, first) && mw_heading_title_case(mw_line_text(&r->l, first)))
        n = 1;
    mw_draft_block *b = n ? add_joined(r, unit, first, first + n, MW_PARAGRAPH) : NULL;
    if (b) b->below = all;
    return n;
}

static bool ornament(reader *r, uint32_t unit, const mw_unit *u) {
    if (u->end - u->first > 2) return false;
    for (uint32_t i = u->first; i < u->end; i++)
        if (!mw_heading_ornament(mw_line_text(&r->l, i))) return false;
    add_joined(r, unit, u->first, u->end, MW_ORNAMENT);
    return true;
}

/* "## Chapter 1": a heading of Markdown, alone on its line. Its signs are mark-up, not text. */
static bool markdown_heading(reader *r, uint32_t unit, const mw_unit *u) {
    mw_line *x = &r->l.at[u->first];
    mw_str s = mw_line_text(&r->l, u->first);
    uint32_t n = 0;
    while (n < s.n && s.at[n] == '#') n++;
    if (n == 0 || n > 6 || n + 1 >= s.n || s.at[n] != ' ' || u->end - u->first != 1 || s.n > 200) return false;
    mw_line whole = *x;
    if (!r->d->whole) {
        while (s.at[n] == ' ') n++;
        x->start += n;
        while (x->end > x->start + 1 && (r->l.text.at[x->end - 1] == '#' || r->l.text.at[x->end - 1] == ' ')) x->end--;
    }
    uint8_t level = (uint8_t)strspn(s.at, "#");
    mw_draft_block *b = add_joined(r, unit, u->first, u->end, MW_HEADING);
    *x = whole;
    if (b) b->level = level;
    return true;
}

static void read_unit(reader *r, uint32_t unit) {
    const mw_unit *u = &r->l.units[unit];
    if (!r->d->whole && left_out(r, u, unit)) return;
    if (ornament(r, unit, u) || markdown_heading(r, unit, u)) return;
    uint32_t first = u->first;
    if (r->l.shape.wrapped) {
        unit_facts f = examine(r, u);
        if (is_contents(&f)) {
            add_lines(r, unit, first, u->end, MW_PARAGRAPH, true);
            return;
        }
        for (uint32_t n; first < u->end && (n = heading_on_top(r, unit, first, u->end)) > 0;) {
            first += n;
            first += title_below(r, unit, first, u->end);
        }
        if (first == u->end) return;
        if (first != u->first) {
            mw_unit rest = {first, u->end, 0};
            f = examine(r, &rest);
        }
        if (is_verse(r, &f)) {
            add_lines(r, unit, first, u->end, MW_VERSE, false);
            return;
        }
        if (is_set_lines(&f)) {
            add_lines(r, unit, first, u->end, MW_PARAGRAPH, false);
            return;
        }
    }
    add_joined(r, unit, first, u->end, MW_PARAGRAPH);
}

static void read_units(reader *r) {
    mw_buf_init(&r->join, r->d->mem);
    r->anchors = !r->d->whole && has_footnotes(&r->l);
    for (uint32_t u = 0; u < r->l.n_units && !r->d->failed && !r->d->text.failed; u++) read_unit(r, u);
    mw_buf_clear(&r->join);
}

void mw_txt_add(mw_draft *d, mw_str text, int64_t base_byte, int64_t base_line) {
    reader r = {.d = d, .base_byte = base_byte, .base_line = base_line};
    if (mw_lines_init(&r.l, d->mem, text))
        read_units(&r);
    else
        d->failed = true;
    mw_lines_clear(&r.l, d->mem);
}

/* Verbatim: the frame stays, but is told apart. */
static void mark_frame(mw_draft *d, uint32_t first, uint32_t base, size_t from, size_t to) {
    for (size_t i = first; i < d->blocks.n; i++) {
        mw_draft_block *b = &d->blocks.at[i];
        if (b->span.end <= base + from)
            b->matter = MW_MATTER_FRONT;
        else if (b->span.start >= base + to)
            b->matter = MW_MATTER_BACK;
        b->listed |= b->matter != MW_MATTER_BODY;
    }
}

static int64_t lines_before(mw_str s, size_t at) {
    int64_t n = 0;
    for (size_t i = 0; i < at; i++) n += s.at[i] == '\n' || (s.at[i] == '\r' && (i + 1 == s.n || s.at[i + 1] != '\n'));
    return n;
}

marrow_status mw_txt_read(mw_draft *d, const char *name, const char *bytes, size_t n, marrow_error *err) {
    mw_decoded text;
    MW_TRY(mw_decode(d, name, bytes, n, &text, err));
    size_t from = 0, to = text.n;
    mw_str all = {text.at, text.n};
    bool framed = mw_gutenberg_find(d, all, &from, &to);
    reader r = {.d = d, .base_line = 1};
    uint32_t first = (uint32_t)d->blocks.n;
    if (d->whole) {
        r.base = (uint32_t)d->text.n;
        mw_buf_put(&d->text, text.at, text.n);
    } else if (framed) {
        d->licence_cut = true;
        r.base_byte = (int64_t)from;
        r.base_line = 1 + lines_before(all, from);
        all = (mw_str){text.at + from, to - from};
    }
    if (d->text.failed || !mw_lines_init(&r.l, d->mem, all))
        d->failed = true;
    else
        read_units(&r);
    if (d->whole && framed) mark_frame(d, first, r.base, from, to);
    mw_lines_clear(&r.l, d->mem);
    mw_free(d->mem, text.owned);
    return d->failed || d->text.failed ? mw_fail_memory(err) : MARROW_OK;
}
