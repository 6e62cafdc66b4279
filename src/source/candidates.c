/* candidates: every block that might be a heading, and which of them are none.
 *
 * A block is a candidate by its words (heading.c) or its mark-up. Then entries of a table of contents are told by standing close
 * together and coming again later; numbers that do not count up are dropped; and in a book without any of these, short lines that
 * stand far apart behind wide gaps are taken for titles. Linear but for the last step's sort of gaps, which is bounded. */
#include "source/chapters.h"

#include <string.h>

enum { CLOSE_BYTES = 170 }; /* less text than this between two headings: a title or nothing */

/* ---- collecting --------------------------------------------------------------------------------------------------------------- */

static bool may_head(const mw_draft_block *b) {
    if (b->matter == MW_MATTER_DROP || b->listed || b->kind == MW_ORNAMENT) return false;
    if (b->level) return mw_draft_bytes(b) <= 1000;
    return b->kind != MW_VERSE && b->n_lines <= 5 && mw_draft_bytes(b) <= 400;
}

static uint32_t sentences(mw_str s) {
    uint32_t n = 0;
    for (size_t i = 0; i + 2 < s.n; i++) n += (s.at[i] == '.' || s.at[i] == '!' || s.at[i] == '?') && s.at[i + 1] == ' ';
    return n;
}

/* last: the number of the chapter before; one that counts on may have the longest of titles. */
static mw_heading heading_of(const mw_draft *d, const mw_draft_block *b, int *last) {
    mw_str s = mw_draft_text(d, b);
    mw_heading h = mw_heading_classify(s);
    if (b->level) {
        if (h.head == MW_HEAD_NONE) h = (mw_heading){.head = MW_HEAD_NAME};
        return h;
    }
    bool caps = mw_heading_caps(s), chapter = h.keyword && strcmp(h.keyword, "chapter") == 0;
    if (chapter && h.separated && h.number == *last + 1) {
        *last = h.number;
        return h;
    }
    if (b->n_lines > 3 && !caps && !h.separated) h.head = MW_HEAD_NONE;
    if (h.head == MW_HEAD_NAME && (b->n_lines > 3 || mw_draft_bytes(b) > 200)) h.head = MW_HEAD_NONE;
    /* A paragraph may begin like a heading: "BOOK I. (Folio), CHAPTER I. (…)", then sentences. */
    if (h.titled && !caps && (mw_draft_bytes(b) > 200 || sentences(s) > 2)) h.head = MW_HEAD_NONE;
    /* "Part I liked best …" is kept out by heading.c; a long title in small letters needs a mark behind its number. */
    if (h.titled && !h.separated && !caps && mw_draft_bytes(b) > 90) h.head = MW_HEAD_NONE;
    if (chapter && h.head) *last = h.number;
    return h;
}

void mw_candidates_find(mw_draft *d, uint32_t first, mw_candidates *c) {
    int last = 0;
    size_t strong = SIZE_MAX; /* the last candidate that is more than a name */
    for (uint32_t i = first; i < d->blocks.n && !d->failed; i++) {
        const mw_draft_block *b = &d->blocks.at[i];
        if (b->matter == MW_MATTER_DROP) continue;
        mw_heading h = may_head(b) ? heading_of(d, b, &last) : (mw_heading){0};
        if (h.head == MW_HEAD_NONE) {
            if (c->n) c->at[c->n - 1].body += mw_draft_bytes(b);
            if (strong != SIZE_MAX) c->at[strong].prose += mw_draft_bytes(b);
            continue;
        }
        mw_candidate x = {.block = i, .h = h, .level = b->level, .follows = c->n && c->at[c->n - 1].body == 0};
        if (!mw_vec_push(d->mem, c, x))
            d->failed = true;
        else if (h.head != MW_HEAD_NAME || b->level)
            strong = c->n - 1;
        else if (strong != SIZE_MAX)
            c->at[strong].prose += mw_draft_bytes(b);
    }
}

/* ---- table of contents -------------------------------------------------------------------------------------------------------- */

static bool same_heading(const mw_heading *a, const mw_heading *b) {
    if (a->head != b->head && !(a->number && a->number == b->number && a->keyword == b->keyword)) return false;
    if (a->number != b->number) return false;
    if (a->keyword != b->keyword) return false;
    return a->head != MW_HEAD_NAME;
}

static bool is_strong(const mw_candidate *x) { return x->h.head != MW_HEAD_NAME && x->h.head != MW_HEAD_END; }

/* Does it come again behind candidate j? The look is bounded by what a table of contents may hold. */
static bool again(const mw_candidates *c, size_t i, size_t j) {
    for (size_t k = j + 1; k < c->n && k < j + 2000; k++)
        if (k != i && same_heading(&c->at[i].h, &c->at[k].h)) return true;
    return false;
}

static void mark_contents(mw_draft *d, mw_candidates *c, size_t i, size_t j) {
    for (size_t k = i; k <= j; k++) c->at[k].role = MW_ROLE_TOC;
    uint32_t from = c->at[i].block, to = c->at[j].block;
    if (i && c->at[i - 1].h.head == MW_HEAD_CONTENTS) from = c->at[i - 1].block;
    for (uint32_t b = from; b <= to; b++) {
        if (d->blocks.at[b].matter == MW_MATTER_BODY) d->blocks.at[b].matter = MW_MATTER_FRONT;
        d->blocks.at[b].listed = true;
    }
}

/* The last strong candidate of the run of headings that begins at i: those that have next to no text behind them, and one more. */
static size_t run_end(const mw_candidates *c, size_t i, size_t *n, size_t *same) {
    size_t last = i;
    *n = *same = 0;
    for (size_t j = i; j < c->n; j++) {
        if (!is_strong(&c->at[j])) continue;
        *same += *n && same_heading(&c->at[j].h, &c->at[last].h);
        last = j;
        (*n)++;
        if (c->at[j].prose > CLOSE_BYTES) break;
    }
    return last;
}

void mw_candidates_contents(mw_draft *d, mw_candidates *c) {
    size_t limit = d->blocks.n / 4 + 400;
    for (size_t i = 0; i < c->n && c->at[i].block < limit;) {
        if (!is_strong(&c->at[i])) {
            i++;
            continue;
        }
        size_t n, same, repeated = 0, last = run_end(c, i, &n, &same), j = last;
        /* A table is short beside what it lists, and its entries differ. */
        bool small = (c->at[last].block - c->at[i].block) * 2 < d->blocks.n && same * 3 <= n;
        if (n >= 3 && small) {
            for (size_t k = i; k <= j; k++) repeated += is_strong(&c->at[k]) && again(c, k, k < j ? j - 1 : j);
            if (!again(c, j, j)) { /* the last one opens the text itself */
                while (j > i && !(is_strong(&c->at[j]) && again(c, j, last - 1))) j--;
            }
            if (repeated >= 3 && repeated * 2 >= n) mark_contents(d, c, i, j);
        }
        i = last + 1;
    }
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------------ */

static bool is_number(const mw_candidate *x) {
    return x->role == MW_ROLE_NONE && (x->h.head == MW_HEAD_NUMBER || x->h.head == MW_HEAD_NUMBERED);
}

/* The series that a number belongs to: how it is written, and whether a name goes with it. */
static int series_of(const mw_candidate *x) {
    const char *styles = "rasRAS";
    const char *at = strchr(styles, x->h.style);
    return (int)(at ? at - styles : 0) + (x->h.head == MW_HEAD_NUMBERED ? 6 : 0);
}

static bool next_is(const mw_candidates *c, size_t i, int number) {
    for (size_t k = i + 1; k < c->n; k++) {
        if (!is_number(&c->at[k]) || series_of(&c->at[k]) != series_of(&c->at[i])) continue;
        return c->at[k].h.number == number || c->at[k].h.number == number + 1;
    }
    return false;
}

static bool stands_alone(const mw_draft *d, const mw_candidate *x) {
    const mw_draft_block *b = &d->blocks.at[x->block];
    if (b->level || x->h.head == MW_HEAD_NUMBER) return true;
    return b->blanks >= 1 && x->block + 1 < d->blocks.n && d->blocks.at[x->block + 1].blanks >= 1;
}

static bool is_page(const mw_candidate *x) {
    return is_number(x) && !x->level && x->h.head == MW_HEAD_NUMBER && (x->h.style == 'a' || x->h.style == 'A');
}

/* Letters inside a book of chapters are sections; letters before its first chapter stand as chapters. */
static void settle_keywords(mw_candidates *c) {
    uint32_t chapters = 0, seen = 0;
    int last = 0;
    for (size_t i = 0; i < c->n; i++) {
        const mw_candidate *x = &c->at[i];
        if (x->role == MW_ROLE_NONE && x->h.head == MW_HEAD_CHAPTER) chapters += strcmp(x->h.keyword, "chapter") == 0;
    }
    for (size_t i = 0; i < c->n; i++) {
        mw_candidate *x = &c->at[i];
        if (x->role != MW_ROLE_NONE) continue;
        if (x->h.head == MW_HEAD_PART) last = 0;
        if (x->h.head != MW_HEAD_CHAPTER) continue;
        bool other = strcmp(x->h.keyword, "chapter") != 0;
        if (other && chapters >= 3 && seen) x->role = MW_ROLE_SECTION;
        if (other) continue;
        seen++;
        /* A count that falls back, but not to one, is a list about the chapters: errata, an editor's notes. */
        bool falls = x->h.number > 1 && x->h.number <= last && x->prose < 4000 && !x->level;
        if (falls)
            x->h.head = MW_HEAD_NONE;
        else
            last = x->h.number;
    }
}

/* A paragraph that breaks off in the middle of a sentence. */
static bool breaks_off(const mw_draft *d, uint32_t block) {
    const mw_draft_block *b = &d->blocks.at[block];
    mw_str s = mw_draft_text(d, b);
    size_t len;
    int32_t end = mw_utf8_prev(s.at, s.n, &len);
    return b->kind == MW_PARAGRAPH && s.n > 60 && (mw_cp_lower(end) || end == ',' || end == ';' || end == '-');
}

static bool goes_on_small(const mw_draft *d, uint32_t block) {
    if (block >= d->blocks.n || d->blocks.at[block].kind != MW_PARAGRAPH) return false;
    mw_str s = mw_draft_text(d, &d->blocks.at[block]);
    size_t len;
    return mw_cp_lower(mw_utf8_next(s.at, s.n, &len));
}

/* Arabic numbers that cut sentences in two are the page numbers of a scan: they become the page list. */
static void settle_pages(mw_draft *d, mw_candidates *c) {
    uint32_t numbers = 0, cuts = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (!is_page(&c->at[i]) || c->at[i].block == 0) continue;
        numbers++;
        cuts += breaks_off(d, c->at[i].block - 1);
    }
    if (numbers < 8 || cuts * 4 < numbers) return;
    for (size_t i = 0; i < c->n; i++) {
        mw_candidate *x = &c->at[i];
        if (!is_page(x)) continue;
        mw_draft_block *b = &d->blocks.at[x->block];
        bool more = x->block + 1 < d->blocks.n;
        mw_anchor at = {true, x->block + more, more ? b[1].span.start : 0, more};
        mw_draft_page page = {mw_draft_keep(d, mw_draft_text(d, b)), at};
        if (!mw_vec_push(d->mem, &d->pages, page)) d->failed = true;
        x->h.head = MW_HEAD_NONE;
        x->role = MW_ROLE_END;
        b->listed = true;
        if (d->whole) continue;
        b->matter = MW_MATTER_DROP;
        if (x->block && more) b[1].joins = breaks_off(d, x->block - 1) && goes_on_small(d, x->block + 1);
    }
    if (!d->whole) mw_draft_warn(d, "page numbers among the lines were left out of the text");
}

void mw_candidates_series(mw_draft *d, mw_candidates *c) {
    int last[12] = {0}, chapter = 0;
    uint32_t count[12] = {0}, shorts[12] = {0}, latest[12] = {0};
    settle_pages(d, c);
    settle_keywords(c);
    for (size_t i = 0; i < c->n; i++) {
        mw_candidate *x = &c->at[i];
        if (x->role == MW_ROLE_NONE && x->h.head == MW_HEAD_CHAPTER) chapter = x->h.number;
        if (!is_number(x)) continue;
        int s = series_of(x), number = x->h.number;
        bool follows = last[s] && (number == last[s] + 1 || number == last[s] + 2);
        bool starts = number == 1 && (x->level || next_is(c, i, 2));
        bool late =
            number == 2 && !count[s] && d->blocks.at[x->block].span.start > 3000 && next_is(c, i, 3); /* the first part has no number */
        bool goes_on = x->h.head == MW_HEAD_NUMBERED && chapter && number == chapter + 1;             /* CHAPTER VI, then VII. NAME */
        if (!stands_alone(d, x) || !(follows || starts || late || goes_on)) {
            x->h.head = x->level ? MW_HEAD_NAME : MW_HEAD_NONE;
            continue;
        }
        uint32_t at = d->blocks.at[x->block].span.start;
        if (count[s] && at - latest[s] < 400) shorts[s]++;
        latest[s] = at;
        last[s] = number;
        if (goes_on) chapter = number;
        count[s]++;
    }
    for (size_t i = 0; i < c->n; i++) { /* lists of short things and the stanzas of a poem count up too */
        mw_candidate *x = &c->at[i];
        if (!is_number(x) || x->level) continue;
        int s = series_of(x);
        if (count[s] < 2 || shorts[s] * 5 >= count[s] * 2) x->h.head = MW_HEAD_NONE;
    }
}

/* ---- names -------------------------------------------------------------------------------------------------------------------- */

static bool is_name(const mw_draft *d, uint32_t i, uint32_t gap) {
    const mw_draft_block *b = &d->blocks.at[i];
    if (b->matter != MW_MATTER_BODY || b->listed || b->kind == MW_ORNAMENT || b->kind == MW_VERSE) return false;
    if (b->n_lines > 2 || mw_draft_bytes(b) > 90 || (b->blanks < gap && i > 0)) return false;
    if (i + 1 < d->blocks.n && d->blocks.at[i + 1].blanks < 1) return false;
    mw_str s = mw_draft_text(d, b);
    if (strchr("\"'(*-", s.at[0]) || strchr(",:;", s.at[s.n - 1])) return false;
    return mw_heading_caps(s) || mw_heading_title_case(s);
}

uint32_t mw_candidates_usual_gap(const mw_draft *d, uint32_t first) {
    uint32_t count[16] = {0}, best = 0;
    for (uint32_t i = first + 1; i < d->blocks.n; i++)
        if (d->blocks.at[i].blanks < 16) count[d->blocks.at[i].blanks]++;
    for (uint32_t k = 1; k < 16; k++)
        if (count[k] > count[best]) best = k;
    return best;
}

/* Such names must come again and again, each with a good stretch of text behind it, and the wide gap must be theirs alone. */
static bool names_work(const mw_draft *d, uint32_t first, uint32_t gap) {
    uint32_t count = 0, shorts = 0, others = 0, repeats = 0;
    uint64_t since = UINT64_MAX, last = 0;
    for (uint32_t i = first; i < d->blocks.n; i++) {
        if (!is_name(d, i, gap)) {
            bool below_name = since == 0;
            if (since != UINT64_MAX) since += mw_draft_bytes(&d->blocks.at[i]);
            others += d->blocks.at[i].blanks >= gap && !below_name && since != UINT64_MAX;
            continue;
        }
        mw_str s = mw_draft_text(d, &d->blocks.at[i]);
        uint64_t hash = mw_hash(s.at, s.n);
        repeats += hash == last;
        last = hash;
        if (since != UINT64_MAX && since < 1500) shorts++;
        since = 0;
        count++;
    }
    return count >= 3 && shorts * 4 <= count && others * 3 <= count && repeats * 4 <= count;
}

void mw_candidates_names(mw_draft *d, uint32_t first, mw_candidates *c) {
    uint32_t usual = mw_candidates_usual_gap(d, first), least = usual == 0 ? 1 : usual + 2;
    for (uint32_t gap = usual + 6; gap >= least; gap--) {
        if (!names_work(d, first, gap)) continue;
        c->n = 0;
        for (uint32_t i = first; i < d->blocks.n; i++) {
            if (!is_name(d, i, gap)) continue;
            mw_candidate x = {.block = i, .h = {.head = MW_HEAD_NAME, .titled = true}, .role = MW_ROLE_CHAPTER};
            if (!mw_vec_push(d->mem, c, x)) d->failed = true;
        }
        return;
    }
}
