/* Quotation marks by rule: the cheapest reading of each paragraph.
 *
 * Every candidate (marks_weigh.c) may open, close or be no mark at all. A reading is a path through seven states, what is open at
 * a time (nothing, a double pair, a single pair in it …); its cost is the sum of the candidates' costs, of pairs that lack a mark,
 * and of pairs that do not fit the chapter's style (single-quoted British books, double-quoted ones, dialogue opened by a dash).
 * The best path is found by Viterbi's method in linear time. A quotation ends with its paragraph; the next paragraph may go on with it.
 * Lines of verse that follow each other count as one paragraph. */
#include "segment/marks.h"

#include <string.h>

#include "segment/chars.h"
#include "segment/marks_weigh.h"

/* ---- states ---------------------------------------------------------------------------------------------------------------- */

/* What is open, outermost first: D double, S single. */
enum { NONE, D, S, DS, SD, DSD, SDS, N_STATES };
static const uint8_t DEPTH[N_STATES] = {0, 1, 1, 2, 2, 3, 3};
static const uint8_t POP[N_STATES] = {NONE, NONE, NONE, D, S, DS, SD};
static const uint8_t TOP_SINGLE[N_STATES] = {0, 0, 1, 1, 0, 0, 1};
static const uint8_t PUSH[N_STATES][2] = {{D, S}, {0, DS}, {SD, 0}, {DSD, 0}, {0, SDS}, {0, 0}, {0, 0}}; /* by single; 0: cannot */

typedef enum action { IGNORE, OPEN, REOPEN, RESTART, CLOSE, CLOSE_TWO } action;

/* Costs in tenths. */
enum {
    LOST_CLOSER = 50,  /* a pair whose closer is missing though the paragraph goes on */
    LOST_GIVEN = 30,   /* the same where paragraphs may not be marked */
    LOST_INNER = 45,   /* an inner pair that its outer one closes over */
    INNER_AT_END = 15, /* an inner pair that the paragraph ends */
    AT_END = 20,       /* a pair open at the end of the paragraph */
    AT_END_ODD = 70,   /* the same, single where the book quotes with double marks */
    GOES_ON = 3,       /* … and the next paragraph opens with the same mark */
    NO_OPENER = 40,    /* a pair open from the start of the paragraph */
    GONE_ON = 12,      /* … where the paragraph before it was left open */
    NEVER = 1 << 28,
};

/* Cost of opening a pair of this kind in this state, by the chapter's primary style. */
static int opening_cost(int state, bool single, bool primary_single) {
    if (state == NONE) return single == primary_single ? 0 : single ? 10 : 6;
    if (state == D) return primary_single ? 6 : 3;
    if (state == S) return primary_single ? 2 : 15;
    return 12;
}

/* ---- style ----------------------------------------------------------------------------------------------------------------- */

typedef struct tally {
    uint32_t doubles, singles;             /* plausible marks of dialogue */
    uint32_t first_doubles, first_singles; /* paragraphs that open with one */
    uint32_t dashes;                       /* paragraphs that open with a dash */
} tally;

typedef struct style {
    bool single, dash;
} style;

/* Paragraphs tell more than marks do: a long tale in double marks may hold more talk in single ones. */
static style style_of(const tally *t, const tally *whole) {
    bool few = t->doubles + t->singles < 8 && t->dashes < 4;
    if (few) t = whole;
    uint32_t firsts = t->first_doubles + t->first_singles;
    bool single = firsts >= 4 ? t->first_singles > t->first_doubles : t->singles > t->doubles;
    return (style){single, t->dashes >= 4 && t->dashes > 3 * firsts};
}

/* Does a paragraph open as dash dialogue does? *len: bytes of the dash. */
static bool opens_with_dash(const char *text, mw_span s, uint32_t *len) {
    uint32_t n, next;
    int32_t c = mw_char_at(text, s.start, s.end, &n);
    *len = n;
    if (c == '-') {
        if (s.start + 1 >= s.end || text[s.start + 1] != '-') return false;
        while (s.start + *len < s.end && text[s.start + *len] == '-') ++*len;
    } else if (c != 0x2014 && c != 0x2015 && c != 0x2013) {
        return false;
    }
    uint32_t p = s.start + *len;
    int32_t after = mw_char_at(text, p, s.end, &next);
    if (after == ' ' || after == 0xA0) after = mw_char_at(text, p + next, s.end, &next);
    return next && (mw_class_of(after) == MW_C_LETTER || mw_is_apostrophe(after) || mw_class_of(after) == MW_C_DIGIT || after == 0x2026 ||
                    after == '.');
}

/* ---- a unit: what is read as one paragraph --------------------------------------------------------------------------------- */

typedef struct unit {
    mw_span span;
    uint32_t chapter; /* index; n_chapters: outside of all */
} unit;

typedef MW_VEC(unit) units;

static bool make_units(const marrow_allocator *mem, const mw_text *text, units *out) {
    uint32_t chapter = 0;
    for (uint32_t b = 0; b < text->n_blocks; b++) {
        const mw_block *k = &text->blocks[b];
        while (chapter < text->n_chapters && text->chapters[chapter].span.end <= k->span.start) chapter++;
        bool in = chapter < text->n_chapters && text->chapters[chapter].span.start <= k->span.start;
        uint32_t own = in ? chapter : text->n_chapters;
        bool joins = out->n && b && k->kind == MW_VERSE && text->blocks[b - 1].kind == MW_VERSE && !k->gap_before;
        if (joins)
            out->at[out->n - 1].span.end = k->span.end;
        else if (!mw_vec_push(mem, out, (unit){k->span, own}))
            return false;
    }
    return true;
}

static void count(const mw_mark_candidates *list, const char *text, const unit *u, tally *t) {
    uint32_t len;
    if (opens_with_dash(text, u->span, &len)) t->dashes++;
    for (size_t i = 0; i < list->n; i++) {
        const mw_mark_candidate *m = &list->at[i];
        bool first = i == 0 && m->start <= u->span.start + 4 && m->open < 20 && m->open < m->ignore;
        if (first && m->style == MW_MARK_SINGLE) t->first_singles++;
        if (first && m->style != MW_MARK_SINGLE) t->first_doubles++;
        if (m->style != MW_MARK_SINGLE) {
            t->doubles += m->open < 5 && m->open < m->close;
        } else {
            int32_t before = mw_char_before(text, u->span.start, m->start);
            bool spoken =
                before == ',' || before == '?' || before == '!' || before == '.' || before == 0x2014 || before == '-' || before == 0x2026;
            t->singles += spoken && m->close < 3 && m->c != 0x2018;
        }
    }
}

/* ---- the cheapest path ----------------------------------------------------------------------------------------------------- */

typedef struct step {
    uint8_t from, action;
} step;

typedef struct reader {
    const marrow_allocator *mem;
    const char *text;
    mw_mark_candidates list;
    MW_VEC(step) steps; /* [candidates][N_STATES] */
    MW_VEC(uint8_t) actions;
    mw_found_marks *found;
    style look;
    uint32_t start;     /* of the paragraph */
    bool given;         /* tokens are given */
    bool left_open;     /* the paragraph before was left open */
    uint8_t left_style; /* … with an outermost single pair */
} reader;

typedef struct lane {
    int cost[N_STATES];
} lane;

static void relax(lane *to, step *steps, int state, int cost, int from, action a) {
    if (cost >= to->cost[state]) return;
    to->cost[state] = cost;
    steps[state] = (step){(uint8_t)from, (uint8_t)a};
}

/* All that candidate m may be when the state is s. */
static void advance(const reader *r, const mw_mark_candidate *m, int s, int cost, lane *to, step *steps) {
    bool single = m->style == MW_MARK_SINGLE;
    int opened = PUSH[s][single], popped = POP[s];
    relax(to, steps, s, cost + m->ignore, s, IGNORE);
    if (opened)
        relax(to, steps, opened, cost + m->open + opening_cost(s, single, r->look.single), s, OPEN);
    else if (s != NONE && TOP_SINGLE[s] == single)
        relax(to, steps, s, cost + m->open + (r->given ? LOST_GIVEN : LOST_CLOSER) + (single && !r->look.single ? 20 : 0), s, REOPEN);
    if (DEPTH[s] >= 2)
        relax(to, steps, single ? S : D,
              cost + m->open + LOST_CLOSER + LOST_INNER * (DEPTH[s] - 1) + opening_cost(NONE, single, r->look.single), s, RESTART);
    if (s == NONE || m->start == r->start) return; /* a mark that begins the paragraph closes nothing */
    if (TOP_SINGLE[s] == single) relax(to, steps, popped, cost + m->close, s, CLOSE);
    if (DEPTH[s] >= 2 && TOP_SINGLE[popped] == single) relax(to, steps, POP[popped], cost + m->close + LOST_INNER, s, CLOSE_TWO);
}

static lane start_lane(const reader *r) {
    lane l;
    const mw_mark_candidate *first = r->list.n ? r->list.at : NULL;
    bool opener_first = first && first->open < first->close && first->open < 20;
    for (int s = 0; s < N_STATES; s++) l.cost[s] = NEVER;
    l.cost[NONE] = 0;
    bool on = r->left_open && !opener_first;
    l.cost[D] = on && !r->left_style ? GONE_ON : NO_OPENER;
    l.cost[S] = (on && r->left_style ? GONE_ON : NO_OPENER) + (r->look.single ? 0 : 25);
    return l;
}

/* What it costs to end the paragraph in a state. next: the mark that the next paragraph opens with, 0 none, 1 double, 2 single. */
static int end_cost(const reader *r, int s, int next) {
    if (s == NONE) return 0;
    bool outer_single = s == S || s == SD || s == SDS;
    int cost = next == (outer_single ? 2 : 1) ? GOES_ON : outer_single && !r->look.single ? AT_END_ODD : AT_END;
    return cost + INNER_AT_END * (DEPTH[s] - 1);
}

/* Fills r->actions; *start: the state at the start of the paragraph. */
static bool best_path(reader *r, int next, int *start) {
    size_t n = r->list.n;
    if (!mw_vec_reserve(r->mem, &r->steps, n * N_STATES) || !mw_vec_reserve(r->mem, &r->actions, n)) return false;
    lane now = start_lane(r);
    for (size_t i = 0; i < n; i++) {
        lane then;
        step *steps = r->steps.at + i * N_STATES;
        for (int s = 0; s < N_STATES; s++) then.cost[s] = NEVER;
        for (int s = 0; s < N_STATES; s++)
            if (now.cost[s] < NEVER) advance(r, &r->list.at[i], s, now.cost[s], &then, steps);
        now = then;
        if (now.cost[NONE] > NEVER / 2) /* keep the numbers small in endless paragraphs */
            for (int s = 0; s < N_STATES; s++) now.cost[s] -= now.cost[s] < NEVER ? NEVER / 4 : 0;
    }
    int best = NONE;
    for (int s = 0; s < N_STATES; s++)
        if (now.cost[s] < NEVER && now.cost[s] + end_cost(r, s, next) < now.cost[best] + end_cost(r, best, next)) best = s;
    for (size_t i = n; i-- > 0;) {
        step k = r->steps.at[i * N_STATES + (size_t)best];
        r->actions.at[i] = k.action;
        best = k.from;
    }
    *start = best;
    return true;
}

/* ---- from the path to pairs ------------------------------------------------------------------------------------------------ */

typedef struct open_pairs {
    size_t at[4];
    int n;
} open_pairs;

static uint32_t trim_back(const char *text, uint32_t start, uint32_t end) {
    while (end > start) {
        size_t len;
        if (mw_class_of(mw_utf8_prev(text + start, end - start, &len)) != MW_C_SPACE) break;
        end -= (uint32_t)len;
    }
    return end;
}

static bool open_pair(reader *r, open_pairs *o, uint32_t start, mw_mark_style style, bool opened) {
    o->at[o->n] = r->found->pairs.n;
    mw_marked m = {.span = {start, start}, .style = style, .depth = (uint8_t)o->n, .opened = opened};
    o->n++;
    return mw_vec_push(r->mem, &r->found->pairs, m);
}

static void close_pair(reader *r, open_pairs *o, uint32_t end, bool closed) {
    mw_marked *m = &r->found->pairs.at[o->at[--o->n]];
    m->span.end = closed ? end : trim_back(r->text, m->span.start, end);
    m->closed = closed;
}

static bool act(reader *r, open_pairs *o, const mw_mark_candidate *m, action a) {
    if (a == IGNORE) return true;
    if (!mw_vec_push(r->mem, &r->found->characters, (mw_quote_char){m->start, m->end})) return false;
    if (a == CLOSE_TWO) close_pair(r, o, m->start, false);
    if (a == CLOSE || a == CLOSE_TWO) {
        close_pair(r, o, m->end, true);
        return true;
    }
    if (a == REOPEN) close_pair(r, o, m->start, false);
    if (a == RESTART)
        while (o->n) close_pair(r, o, m->start, false);
    return open_pair(r, o, m->start, m->style, true);
}

/* A pair that was opened and left open, then opened again at once where the next paragraph goes on with it. */
static bool emit(reader *r, const unit *u, int start) {
    open_pairs o = {{0}, 0};
    size_t first = r->found->pairs.n;
    uint32_t dash;
    if (r->look.dash && opens_with_dash(r->text, u->span, &dash) && !open_pair(r, &o, u->span.start, MW_MARK_DASH, true)) return false;
    int under = o.n;
    if (start != NONE && !open_pair(r, &o, u->span.start, start == S ? MW_MARK_SINGLE : MW_MARK_DOUBLE, false)) return false;
    for (size_t i = 0; i < r->list.n; i++)
        if (!act(r, &o, &r->list.at[i], (action)r->actions.at[i])) return false;
    bool open = o.n > under;
    if (r->found->pairs.n > first) {
        mw_marked *m = &r->found->pairs.at[first];
        m->continues = r->left_open && m->style != MW_MARK_DASH && m->span.start <= u->span.start + 4;
    }
    if (open) r->left_style = r->found->pairs.at[o.at[under]].style == MW_MARK_SINGLE;
    while (o.n) close_pair(r, &o, u->span.end, false);
    r->left_open = open;
    return true;
}

/* What mark a paragraph opens with: 0 none, 1 double, 2 single. */
static int opening_kind(const char *text, mw_span s) {
    uint32_t p = s.start, len;
    int32_t c = mw_char_at(text, p, s.end, &len);
    while (c == '_' || c == '*') {
        p += len;
        c = mw_char_at(text, p, s.end, &len);
    }
    if (c == '\'' && p + 1 < s.end && text[p + 1] == '\'') return 1;
    if (c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0xAB || c == 0xBB) return 1;
    if (c == '`' || c == ',') return p + 1 < s.end && text[p + 1] == (char)c ? 1 : c == '`' ? 2 : 0;
    return c == '\'' || c == 0x2018 ? 2 : 0;
}

static bool read_unit(reader *r, const unit *u, int next) {
    int start;
    r->start = u->span.start;
    if (!mw_marks_weigh(r->mem, r->text, u->span.start, u->span.end, r->given, &r->list)) return false;
    return best_path(r, next, &start) && emit(r, u, start);
}

/* ---- all ------------------------------------------------------------------------------------------------------------------- */

static bool read_all(reader *r, const mw_text *text, const units *list, tally *chapters, tally *whole) {
    for (size_t i = 0; i < list->n; i++) {
        const unit *u = &list->at[i];
        if (!mw_marks_weigh(r->mem, r->text, u->span.start, u->span.end, r->given, &r->list)) return false;
        count(&r->list, r->text, u, &chapters[u->chapter]);
        count(&r->list, r->text, u, whole);
    }
    for (size_t i = 0; i < list->n; i++) {
        const unit *u = &list->at[i];
        r->look = style_of(&chapters[u->chapter], whole);
        if (i && list->at[i - 1].chapter != u->chapter) r->left_open = false;
        if (!read_unit(r, u, i + 1 < list->n ? opening_kind(text->at, list->at[i + 1].span) : 0)) return false;
    }
    return true;
}

bool mw_marks_find(const marrow_allocator *mem, const mw_text *text, mw_found_marks *found) {
    reader r = {.mem = mem, .text = text->at, .found = found, .given = text->given != NULL};
    units list = {0};
    tally whole = {0};
    tally *chapters = mw_calloc(mem, (size_t)text->n_chapters + 1, sizeof *chapters);
    bool ok = chapters && make_units(mem, text, &list) && read_all(&r, text, &list, chapters, &whole);
    mw_free(mem, chapters);
    mw_vec_clear(mem, &list);
    mw_vec_clear(mem, &r.list);
    mw_vec_clear(mem, &r.steps);
    mw_vec_clear(mem, &r.actions);
    return ok;
}

void mw_marks_clear(const marrow_allocator *mem, mw_found_marks *found) {
    mw_vec_clear(mem, &found->pairs);
    mw_vec_clear(mem, &found->characters);
}
