/* chapters: which candidates open parts and chapters, what their titles are, where front and back matter lie.
 *
 * The candidates (candidates.c) are settled from strong to weak: the ranks of mark-up, headings that say "chapter" or "part", words
 * such as prologue, numbers, bare names. Numbers below such a heading are sections: scene breaks, not chapters. A part that holds
 * chapters is no chapter itself; one that holds none is one. Linear in the number of blocks. */
#include "source/chapters.h"

#include <string.h>

enum { MAX_PARTS = 8, NEAR_BYTES = 170, OWN_TEXT_BYTES = 900 };

typedef struct finder {
    mw_draft *d;
    uint32_t first;
    mw_candidates c;
    bool numbers_are_chapters;
    char part_style;       /* bare numbers of this style are parts: "— I —" above "[ 1 ]" */
    uint8_t chapter_level; /* of mark-up; 0: none */
    uint32_t at_level[8];  /* headings of each rank of mark-up */
    bool tight;            /* no empty lines between paragraphs */
    bool titles_follow;    /* nearly every heading has a short line below it */
    /* While walking. */
    const char *rank_keyword[MAX_PARTS]; /* parts in the order in which they were first met: the outer one first */
    const char *part_title[MAX_PARTS];
    size_t n_ranks;
    uint32_t part_block; /* the first part heading since the last chapter; UINT32_MAX: none */
    int under_word;      /* numbers go on inside a prologue: the last of them; -1: not inside */
    int last_number;     /* of the chapters opened, 0: none had one */
    size_t last_heading; /* the last candidate that says chapter or part; SIZE_MAX: none */
    size_t n_chapters_before;
} finder;

static bool is_bare(mw_head h) { return h == MW_HEAD_NUMBER || h == MW_HEAD_NUMBERED; }

/* ---- settling what counts ------------------------------------------------------------------------------------------------------ */

/* The rank of mark-up that chapters have: the one most often named chapter or numbered; else the outermost that comes again and
 * again, unless the next rank is the one that carries the text. */
static void settle_level(finder *f) {
    uint32_t typed[8] = {0}, all[8] = {0};
    uint64_t text[8] = {0};
    for (size_t i = 0; i < f->c.n; i++) {
        const mw_candidate *x = &f->c.at[i];
        if (!x->level || x->role != MW_ROLE_NONE) continue;
        uint8_t level = x->level > 6 ? 6 : x->level;
        all[level]++;
        text[level] += x->body;
        typed[level] += x->h.head == MW_HEAD_CHAPTER || is_bare(x->h.head);
    }
    memcpy(f->at_level, all, sizeof all);
    for (uint8_t k = 1; k <= 6; k++)
        if (typed[k] > 1 && typed[k] > typed[f->chapter_level]) f->chapter_level = k;
    if (f->chapter_level) return;
    for (uint8_t k = 1; k <= 6; k++) {
        if (all[k] < 2) continue;
        if (!f->chapter_level)
            f->chapter_level = k;
        else if (all[k] >= 2 * all[f->chapter_level] && text[k] > 4 * text[f->chapter_level])
            f->chapter_level = k;
    }
    for (uint8_t k = 1; k <= 6 && !f->chapter_level; k++)
        if (all[k]) f->chapter_level = k;
}

/* Does a number of style a nearly always stand right above one of style b? */
static bool stands_above(const finder *f, char a, char b) {
    uint32_t above = 0, of_a = 0, of_b = 0;
    for (size_t i = 0; i < f->c.n; i++) {
        if (f->c.at[i].h.head != MW_HEAD_NUMBER) continue;
        of_a += f->c.at[i].h.style == a;
        of_b += f->c.at[i].h.style == b;
        if (f->c.at[i].h.style == a && i + 1 < f->c.n && f->c.at[i + 1].h.style == b && f->c.at[i].body < NEAR_BYTES) above++;
    }
    return of_a >= 2 && of_b > of_a && above * 3 >= of_a * 2;
}

static void settle_numbers(finder *f) {
    uint32_t chapters = 0, numbers = 0;
    for (size_t i = 0; i < f->c.n; i++) {
        if (f->c.at[i].role != MW_ROLE_NONE) continue;
        chapters += f->c.at[i].h.head == MW_HEAD_CHAPTER;
        numbers += is_bare(f->c.at[i].h.head);
    }
    f->numbers_are_chapters = chapters < 2 && (chapters == 0 || numbers >= 3);
    static const char styles[] = "RASras";
    for (size_t a = 0; styles[a] && f->numbers_are_chapters && !f->part_style; a++)
        for (size_t b = 0; styles[b]; b++)
            if (a != b && stands_above(f, styles[a], styles[b])) f->part_style = styles[a];
}

/* ---- titles -------------------------------------------------------------------------------------------------------------------- */

static bool needs_title(const mw_heading *h) { return h->strict; }

static bool quoted_start(mw_str s) {
    size_t len;
    int32_t c = mw_utf8_next(s.at, s.n, &len);
    return c == '"' || c == 0x201C || c == 0x2018 || c == '\'' || c == '-' || c == 0x2014;
}

/* A short line that may be the title of the heading above. */
static bool short_line(const finder *f, uint32_t i) {
    const mw_draft *d = f->d;
    if (i + 1 >= d->blocks.n) return false;
    const mw_draft_block *b = &d->blocks.at[i], *next = &d->blocks.at[i + 1];
    if (b->matter == MW_MATTER_DROP || b->kind == MW_ORNAMENT || b->listed || b->gap) return false;
    if (b->n_lines > 4 || mw_draft_bytes(b) > 220 || (next->blanks == 0 && !f->tight) || next->kind == MW_ORNAMENT) return false;
    mw_str s = mw_draft_text(d, b);
    if (f->tight && (s.n > 80 || strchr(".!?", s.at[s.n - 1]))) return false;
    return b->kind != MW_VERSE && !quoted_start(s);
}

/* Where nearly all untitled headings have such a line below, it is the title, even when it reads like a sentence. */
static void settle_titles(finder *f) {
    uint32_t heads = 0, followed = 0;
    for (size_t i = 0; i < f->c.n; i++) {
        const mw_candidate *x = &f->c.at[i];
        if (x->role != MW_ROLE_NONE || x->level || !needs_title(&x->h)) continue;
        if (x->h.head != MW_HEAD_CHAPTER && !(is_bare(x->h.head) && f->numbers_are_chapters)) continue;
        heads++;
        followed += short_line(f, x->block + 1);
    }
    f->titles_follow = heads >= 3 && followed * 5 >= heads * 4;
}

static mw_candidate *candidate_of(const finder *f, size_t i, uint32_t block) {
    for (; i < f->c.n && f->c.at[i].block <= block; i++)
        if (f->c.at[i].block == block) return &f->c.at[i];
    return NULL;
}

/* Whether block b is (a further line of) the title of candidate i. */
static bool is_title(const finder *f, size_t i, uint32_t b, uint32_t nth) {
    if (b >= f->d->blocks.n) return false;
    const mw_draft_block *block = &f->d->blocks.at[b];
    const mw_candidate *head = &f->c.at[i], *x = candidate_of(f, i, b);
    mw_str s = mw_draft_text(f->d, block);
    if (block->matter == MW_MATTER_DROP || block->kind == MW_ORNAMENT || block->kind == MW_VERSE || block->listed) return false;
    if (head->h.keyword && !head->h.number && head->h.head == MW_HEAD_CHAPTER && nth == 1) return x && x->h.head == MW_HEAD_NUMBER;
    if (x && x->role == MW_ROLE_TOC) return false;
    if (block->level)
        return x && (x->h.head == MW_HEAD_NAME || (nth == 1 && x->h.head == MW_HEAD_WORD && head->h.head == MW_HEAD_CHAPTER)) &&
               (head->level || nth == 1) && (nth == 1 || block->level >= f->d->blocks.at[b - 1].level);
    if (head->level && nth > 1) return false;
    if (nth == 1 && block->below) return true;
    bool word = x && nth == 1 && (x->h.head == MW_HEAD_WORD || x->h.head == MW_HEAD_FRONT); /* CHAPTER X / THE EPILOGUE */
    if (x && x->h.head != MW_HEAD_NAME && !(word && head->h.head != MW_HEAD_PART && head->h.head != MW_HEAD_WORD)) return false;
    bool wide = block->blanks > 3 && block->blanks > f->d->blocks.at[head->block].blanks;
    if (wide) return false;
    if (x) return nth <= 2 && mw_draft_bytes(block) <= 200 && (nth == 1 || block->blanks <= 1) && !(nth > 1 && quoted_start(s));
    if (nth > 1) return false;
    if (f->titles_follow && head->h.head != MW_HEAD_WORD) return short_line(f, b);
    bool before_text = b + 1 < f->d->blocks.n && (f->tight || f->d->blocks.at[b + 1].blanks >= 1);
    return before_text && block->n_lines == 1 && mw_draft_bytes(block) <= 80 && mw_heading_title_case(s) && !quoted_start(s);
}

/* Takes trailing points and dashes off a number line: "CHAPTER I." */
static mw_str bare(mw_str s) {
    while (s.n && (s.at[s.n - 1] == '.' || s.at[s.n - 1] == ':' || s.at[s.n - 1] == ' ' || s.at[s.n - 1] == '-')) s.n--;
    return s;
}

static void add_piece(mw_draft *d, mw_buf *title, const mw_draft_block *b, bool more, bool *number_next) {
    mw_str s = mw_draft_text(d, b);
    mw_heading h = mw_heading_classify(s);
    if (title->n) mw_buf_puts(title, *number_next ? " " : ": ");
    if (more && h.strict) s = bare(s);
    mw_buf_put(title, s.at, s.n);
    *number_next = h.strict && h.keyword && !h.number && h.head == MW_HEAD_CHAPTER;
}

static const char *take_title(mw_draft *d, uint32_t from, uint32_t end) {
    mw_buf title;
    mw_buf_init(&title, d->mem);
    bool number_next = false;
    for (uint32_t b = from; b < end; b++) {
        if (d->blocks.at[b].matter == MW_MATTER_DROP) continue;
        add_piece(d, &title, &d->blocks.at[b], b + 1 < end, &number_next);
        d->blocks.at[b].kind = MW_HEADING;
    }
    if (title.failed) d->failed = true;
    const char *kept = mw_draft_keep(d, (mw_str){title.at ? title.at : "", title.n});
    mw_buf_clear(&title);
    return kept;
}

const char *mw_chapters_heading_title(mw_draft *d, uint32_t block, uint32_t limit) {
    uint32_t end = block;
    while (end < d->blocks.n && end < limit && d->blocks.at[end].level && end < block + 4) {
        if (d->blocks.at[end].origin.file != d->blocks.at[block].origin.file) break;
        if (end > block && d->blocks.at[end].level < d->blocks.at[end - 1].level) break;
        mw_head head = mw_heading_classify(mw_draft_text(d, &d->blocks.at[end])).head;
        if (end > block && head != MW_HEAD_NAME && head != MW_HEAD_NONE) break;
        end++;
    }
    return take_title(d, block, end);
}

static const char *title_of(finder *f, size_t i, uint32_t *end) {
    uint32_t from = f->c.at[i].block;
    *end = from + 1;
    if (needs_title(&f->c.at[i].h))
        for (uint32_t nth = 1; nth <= 3 && is_title(f, i, *end, nth); nth++) {
            mw_candidate *x = candidate_of(f, i, *end);
            if (x) x->role = MW_ROLE_TITLE;
            (*end)++;
        }
    f->d->blocks.at[from].heads = true;
    return take_title(f->d, from, *end);
}

/* ---- walking ------------------------------------------------------------------------------------------------------------------- */

static size_t rank_of(finder *f, const char *keyword) {
    for (size_t k = 0; k < f->n_ranks; k++)
        if (strcmp(f->rank_keyword[k], keyword) == 0) return k;
    if (f->n_ranks == MAX_PARTS) return MAX_PARTS - 1;
    f->rank_keyword[f->n_ranks] = keyword;
    return f->n_ranks++;
}

/* The titles of the parts that we are in, outer first. */
static const char *part_name(finder *f) {
    mw_buf b;
    mw_buf_init(&b, f->d->mem);
    for (size_t k = 0; k < f->n_ranks; k++) {
        if (!f->part_title[k] || !f->part_title[k][0]) continue;
        if (b.n) mw_buf_puts(&b, ": ");
        mw_buf_puts(&b, f->part_title[k]);
    }
    if (b.failed) f->d->failed = true;
    const char *name = b.n ? mw_draft_keep(f->d, (mw_str){b.at, b.n}) : NULL;
    mw_buf_clear(&b);
    return name;
}

static void push_chapter(finder *f, uint32_t block, const char *title, uint8_t level, const char *part) {
    mw_draft_chapter c = {block, title ? title : "", part, level};
    if (!mw_vec_push(f->d->mem, &f->d->chapters, c)) f->d->failed = true;
}

static void open_part(finder *f, size_t i) {
    mw_candidate *x = &f->c.at[i];
    uint32_t end;
    const char *keyword = x->h.keyword ? x->h.keyword : x->level && x->level < f->chapter_level ? "h" : "number";
    size_t rank = rank_of(f, keyword);
    for (size_t k = rank; k < MAX_PARTS; k++) f->part_title[k] = NULL;
    f->part_title[rank] = title_of(f, i, &end);
    if (f->part_block == UINT32_MAX) f->part_block = x->block;
    f->under_word = -1;
    x->role = MW_ROLE_PART;
    uint64_t own = 0; /* text of its own before the first chapter, or no chapter at all */
    bool chapter = false;
    for (size_t k = i + 1; k < f->c.n && !chapter; k++) {
        const mw_candidate *y = &f->c.at[k];
        if (y->role == MW_ROLE_TOC || y->role == MW_ROLE_TITLE) continue;
        bool number = is_bare(y->h.head) && f->numbers_are_chapters;
        chapter = y->h.head == MW_HEAD_CHAPTER || y->h.head == MW_HEAD_PART || y->h.head == MW_HEAD_WORD || number ||
                  y->role == MW_ROLE_CHAPTER || (y->level && y->level <= f->chapter_level && y->h.head == MW_HEAD_NAME);
        if (chapter)
            for (uint32_t b = end; b < y->block; b++) own += mw_draft_bytes(&f->d->blocks.at[b]);
    }
    if (!chapter)
        for (uint32_t b = end; b < f->d->blocks.n; b++) own += mw_draft_bytes(&f->d->blocks.at[b]);
    if (own < OWN_TEXT_BYTES) return;
    const char *title = f->part_title[rank];
    f->part_title[rank] = NULL;
    push_chapter(f, f->part_block, title, 1, part_name(f));
    f->part_title[rank] = title;
    f->part_block = UINT32_MAX;
}

static void open_chapter(finder *f, size_t i) {
    mw_candidate *x = &f->c.at[i];
    uint32_t end, from = f->part_block != UINT32_MAX ? f->part_block : x->block;
    const char *title = title_of(f, i, &end);
    bool closing = x->h.head == MW_HEAD_WORD && strcmp(x->h.keyword, "interlude") != 0 && strcmp(x->h.keyword, "prologue") != 0;
    if (closing && f->part_block == UINT32_MAX) memset(f->part_title, 0, sizeof f->part_title);
    push_chapter(f, from, title, 2, part_name(f));
    f->part_block = UINT32_MAX;
    f->under_word = x->h.head == MW_HEAD_WORD ? 0 : -1;
    x->role = MW_ROLE_CHAPTER;
    if (x->h.number) f->last_number = x->h.number;
}

static void make_section(finder *f, mw_candidate *x) {
    x->role = MW_ROLE_SECTION;
    f->d->blocks.at[x->block].kind = MW_HEADING;
}

static void on_number(finder *f, size_t i) {
    mw_candidate *x = &f->c.at[i];
    if (f->part_style && x->h.style == f->part_style && x->h.head == MW_HEAD_NUMBER) {
        open_part(f, i);
        return;
    }
    if (f->under_word >= 0 && (f->under_word ? x->h.number > f->under_word : x->h.number == 1)) {
        f->under_word = x->h.number; /* I, II, III inside a prologue; they end where the count starts again */
        make_section(f, x);
        return;
    }
    bool goes_on = x->h.head == MW_HEAD_NUMBERED && x->h.number > 1 && x->h.number == f->last_number + 1;
    if (f->numbers_are_chapters || goes_on || (x->level && x->level == f->chapter_level))
        open_chapter(f, i);
    else
        make_section(f, x);
}

static void on_name(finder *f, size_t i) {
    mw_candidate *x = &f->c.at[i];
    if (!x->level) return;
    f->d->blocks.at[x->block].kind = MW_HEADING;
    if (x->level == f->chapter_level)
        open_chapter(f, i);
    else if (x->level < f->chapter_level) {
        if (f->at_level[x->level] == 1 && f->d->chapters.n == f->n_chapters_before) { /* the title of the book */
            f->d->blocks.at[x->block].matter = MW_MATTER_FRONT;
            if (!f->d->title) f->d->title = mw_draft_keep(f->d, mw_draft_text(f->d, &f->d->blocks.at[x->block]));
        } else
            open_part(f, i);
    } else
        x->role = MW_ROLE_SECTION;
}

/* Blocks up to the next heading that opens something are front or back matter. */
static void mark_matter(finder *f, size_t i, mw_matter m) {
    uint32_t end = (uint32_t)f->d->blocks.n;
    for (size_t k = i + 1; k < f->c.n; k++) {
        mw_head h = f->c.at[k].h.head;
        bool number = is_bare(h) && f->numbers_are_chapters && (m == MW_MATTER_BACK || f->c.at[k].h.number == 1);
        if (h == MW_HEAD_CHAPTER || h == MW_HEAD_PART || h == MW_HEAD_WORD || number || f->c.at[k].role == MW_ROLE_CHAPTER) {
            end = f->c.at[k].block;
            break;
        }
    }
    for (uint32_t b = f->c.at[i].block; b < end; b++)
        if (f->d->blocks.at[b].matter == MW_MATTER_BODY) f->d->blocks.at[b].matter = m;
    f->d->blocks.at[f->c.at[i].block].kind = MW_HEADING;
    f->c.at[i].role = m == MW_MATTER_FRONT ? MW_ROLE_FRONT : MW_ROLE_BACK;
}

static bool more_chapters(const finder *f, size_t i) { return f->last_heading != SIZE_MAX && f->last_heading > i; }

static void settle_last_heading(finder *f) {
    f->last_heading = SIZE_MAX;
    for (size_t k = 0; k < f->c.n; k++)
        if (f->c.at[k].role == MW_ROLE_NONE && (f->c.at[k].h.head == MW_HEAD_CHAPTER || f->c.at[k].h.head == MW_HEAD_PART))
            f->last_heading = k;
}

static void on_front_or_back(finder *f, size_t i) {
    mw_candidate *x = &f->c.at[i];
    bool begun = f->d->chapters.n > f->n_chapters_before;
    if (f->d->blocks.at[x->block].matter != MW_MATTER_BODY) return;
    if (!begun && f->part_block == UINT32_MAX && (x->h.head != MW_HEAD_BACK || more_chapters(f, i)))
        mark_matter(f, i, MW_MATTER_FRONT);
    else if (x->h.head == MW_HEAD_BACK && begun && !more_chapters(f, i))
        mark_matter(f, i, MW_MATTER_BACK);
    else if (x->h.head == MW_HEAD_FRONT && (f->part_block != UINT32_MAX || x->level))
        open_chapter(f, i);
}

static void walk(finder *f) {
    for (size_t i = 0; i < f->c.n && !f->d->failed; i++) {
        mw_candidate *x = &f->c.at[i];
        if (x->role == MW_ROLE_CHAPTER) open_chapter(f, i);
        if (x->role == MW_ROLE_SECTION) make_section(f, x);
        if (x->role != MW_ROLE_NONE) continue;
        switch (x->h.head) {
        case MW_HEAD_PART:
            open_part(f, i);
            break;
        case MW_HEAD_CHAPTER:
            open_chapter(f, i);
            break;
        case MW_HEAD_WORD:
            open_chapter(f, i);
            break;
        case MW_HEAD_NUMBER:
        case MW_HEAD_NUMBERED:
            on_number(f, i);
            break;
        case MW_HEAD_NAME:
            on_name(f, i);
            break;
        case MW_HEAD_FRONT:
        case MW_HEAD_BACK:
        case MW_HEAD_CONTENTS:
            on_front_or_back(f, i);
            break;
        case MW_HEAD_END:
            if (f->d->blocks.at[x->block].matter == MW_MATTER_BODY && !f->d->blocks.at[x->block].listed)
                f->d->blocks.at[x->block].matter = MW_MATTER_BACK;
            break;
        case MW_HEAD_NONE:
            break;
        }
    }
}

/* ---- around the chapters --------------------------------------------------------------------------------------------------------- */

/* Before the first heading: a title page is front matter; a long text is the book's own beginning. */
void mw_chapters_settle_opening(mw_draft *d, uint32_t first, size_t n_before) {
    if (d->failed || d->chapters.n == n_before) return;
    uint32_t end = d->chapters.at[n_before].block;
    uint64_t prose = 0;
    for (uint32_t b = first; b < end; b++)
        if (d->blocks.at[b].matter == MW_MATTER_BODY && mw_draft_bytes(&d->blocks.at[b]) > 200) prose += mw_draft_bytes(&d->blocks.at[b]);
    if (prose > 3000) { /* it begins without a heading: a chapter without a title */
        uint32_t b = first;
        while (b < end && d->blocks.at[b].matter != MW_MATTER_BODY) b++;
        mw_draft_chapter c = {b, "", NULL, 2};
        if (!mw_vec_push(d->mem, &d->chapters, c)) {
            d->failed = true;
            return;
        }
        memmove(d->chapters.at + n_before + 1, d->chapters.at + n_before, (d->chapters.n - 1 - n_before) * sizeof c);
        d->chapters.at[n_before] = c;
        return;
    }
    for (uint32_t b = first; b < end; b++)
        if (d->blocks.at[b].matter == MW_MATTER_BODY) d->blocks.at[b].matter = MW_MATTER_FRONT;
}

static bool nothing_found(const finder *f) {
    for (size_t i = 0; i < f->c.n; i++) {
        const mw_candidate *x = &f->c.at[i];
        if (x->role == MW_ROLE_TOC) continue;
        if (x->level || x->h.head == MW_HEAD_CHAPTER || x->h.head == MW_HEAD_PART || is_bare(x->h.head)) return false;
    }
    return true;
}

void mw_chapters_find(mw_draft *d, uint32_t first) {
    finder f = {.d = d, .first = first, .part_block = UINT32_MAX, .under_word = -1, .n_chapters_before = d->chapters.n};
    f.tight = mw_candidates_usual_gap(d, first) == 0;
    mw_candidates_find(d, first, &f.c);
    mw_candidates_contents(d, &f.c);
    mw_candidates_series(d, &f.c);
    settle_level(&f);
    settle_numbers(&f);
    settle_titles(&f);
    if (nothing_found(&f)) {
        mw_candidates words = {0};
        mw_candidates_names(d, first, &words);
        if (words.n) {
            mw_vec_clear(d->mem, &f.c);
            f.c = words;
        }
    }
    settle_last_heading(&f);
    walk(&f);
    mw_chapters_settle_opening(d, first, f.n_chapters_before);
    mw_vec_clear(d->mem, &f.c);
}
