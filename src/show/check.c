/* check: what a critic claims of a work beside what marrow measures in it. Each claim is a row: the critic's words, the figure, the work's own
 * words, and whether it is borne out, is not, or cannot be measured.
 *
 * Claims come from the tables of the review: its people, relations, content notes and acts; what it says is withheld (a mind not entered, a
 * motive not given, threads dropped); opinions on pace. Figures are shares and rates over the story's rows that marrow stands by. Tables that
 * a story lacks make a claim unmeasurable, never wrong. */
#include "show/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "show/card.h"
#include "show/views.h"

typedef enum outcome { BORNE_OUT, NOT_BORNE_OUT, NOT_MEASURABLE } outcome;
static const char *const outcomes[] = {"borne out", "not borne out", "not measurable"};

typedef struct claim {
    const char *about;   /* people relations content acts inside motive threads pace */
    const char *what;    /* in a few words */
    uint32_t start, end; /* the critic's words */
    outcome outcome;
    const char *figure;              /* what was measured */
    uint32_t story_start, story_end; /* the work's words; MW_NONE: none to show */
} claim;

typedef struct checker {
    mw_asof *review, *story;
    mw_arena *arena;
    const marrow_allocator *mem;
    MW_VEC(claim) claims;
    uint32_t *person; /* [review n_characters] the story's characters.n, or MW_NONE */
    marrow_error *err;
} checker;

/* ---- small things ---- */

static const char *format(checker *c, const char *f, ...) MW_PRINTF(2, 3);
static const char *format(checker *c, const char *f, ...) {
    char buf[400];
    va_list ap;
    va_start(ap, f);
    vsnprintf(buf, sizeof buf, f, ap);
    va_end(ap);
    return mw_arena_strdup(c->arena, buf);
}

static marrow_status add(checker *c, const char *about, const char *what, uint32_t start, uint32_t end, outcome o, const char *figure,
                         uint32_t story_start, uint32_t story_end) {
    if (!what || !figure) return mw_fail_memory(c->err);
    for (size_t i = 0; i < c->claims.n; i++) { /* what the critic says of two aspects in the same words is one claim */
        const claim *x = &c->claims.at[i];
        if (x->start == start && x->end == end && strcmp(x->about, about) == 0 && strcmp(x->what, what) == 0) return MARROW_OK;
    }
    claim x = {about, what, start, end, o, figure, story_start, story_end};
    return mw_vec_push(c->mem, &c->claims, x) ? MARROW_OK : mw_fail_memory(c->err);
}

static const char *review_name(const checker *c, uint32_t character) { return c->review->story->characters[character].name; }
static const char *story_name(const checker *c, uint32_t character) {
    return character == MW_NONE ? "somebody" : c->story->story->characters[character].name;
}

/* Rows of a query over the story or the review, one callback each. Columns are read by the callback. */
typedef marrow_status (*each_row)(checker *c, sqlite3_stmt *st, void *ctx);
static marrow_status each(checker *c, sqlite3 *db, const char *sql, int a, int b, each_row row, void *ctx) {
    sqlite3_stmt *st;
    MW_TRY(mw_store_prepare(db, sql, &st, c->err));
    int n = sqlite3_bind_parameter_count(st);
    if (n > 0) sqlite3_bind_int(st, 1, a);
    if (n > 1) sqlite3_bind_int(st, 2, b);
    marrow_status status = MARROW_OK;
    for (;;) {
        bool more;
        status = mw_store_step(st, &more, c->err);
        if (status != MARROW_OK || !more) break;
        status = row(c, st, ctx);
        if (status != MARROW_OK) break;
    }
    sqlite3_finalize(st);
    return status;
}

static uint32_t cell(sqlite3_stmt *st, int column) {
    if (sqlite3_column_type(st, column) == SQLITE_NULL) return MW_NONE;
    return (uint32_t)sqlite3_column_int64(st, column);
}

/* The first row's numbers. */
typedef struct numbers {
    double x[4];
    uint32_t start, end;
    bool any;
} numbers;

static marrow_status take_numbers(checker *c, sqlite3_stmt *st, void *ctx) {
    numbers *n = ctx;
    (void)c;
    if (n->any) return MARROW_OK;
    n->any = true;
    for (int i = 0; i < 4 && i < sqlite3_column_count(st); i++) n->x[i] = sqlite3_column_double(st, i);
    return MARROW_OK;
}

static marrow_status take_place(checker *c, sqlite3_stmt *st, void *ctx) {
    numbers *n = ctx;
    (void)c;
    if (n->any) return MARROW_OK;
    n->any = true;
    n->start = cell(st, 0), n->end = cell(st, 1);
    return MARROW_OK;
}

/* Where a word begins in s, the first or the last time; s.n: nowhere. Its end may be another: rush, rushed. */
static size_t word_at(mw_str s, const char *word, bool last) {
    size_t m = strlen(word), found = s.n;
    for (size_t i = 0; i + m <= s.n; i++) {
        size_t k = 0;
        while (k < m && (s.at[i + k] | 32) == word[k]) k++;
        bool before = i == 0 || !((s.at[i - 1] | 32) >= 'a' && (s.at[i - 1] | 32) <= 'z');
        if (k == m && before) found = i;
        if (k == m && before && !last) break;
    }
    return found;
}

static bool any_word(mw_str s, const char *const *words) {
    for (; *words; words++)
        if (word_at(s, *words, false) < s.n) return true;
    return false;
}

/* ---- people ---- */

/* The story's person by one of the names of the review's. */
static uint32_t find_person(checker *c, uint32_t character) {
    const mw_person *p = mw_asof_person(c->review, character), *found;
    marrow_error ignored;
    if (!p || !p->named) return MW_NONE;
    if (mw_resolve_person(c->story, p->name, &found, &ignored) == MARROW_OK) return found->row;
    for (uint32_t i = 0; i < p->n_forms; i++)
        if (p->forms[i].proper && mw_resolve_person(c->story, p->forms[i].form, &found, &ignored) == MARROW_OK) return found->row;
    return MW_NONE;
}

enum { FIRST_WORDS = 80, SHOWN = 240 }; /* code points of a first mention; bytes of a quotation in the table */

static marrow_status check_people(checker *c) {
    const mw_story *r = c->review->story;
    for (uint32_t i = 0; i < r->n_characters; i++) {
        const mw_person *p = mw_asof_person(c->review, i);
        c->person[i] = find_person(c, i);
        if (!p || !p->named || !p->sure) continue;
        const char *what = format(c, "%.80s is in it", p->name);
        if (c->person[i] == MW_NONE) {
            MW_TRY(add(c, "people", what, p->first, p->known, NOT_BORNE_OUT, "nobody of that name was found", MW_NONE, MW_NONE));
            continue;
        }
        const mw_person *q = mw_asof_person(c->story, c->person[i]);
        bool near = q->known - q->first < FIRST_WORDS; /* else who it is was told long after the first mention */
        MW_TRY(add(c, "people", what, p->first, p->known, BORNE_OUT, format(c, "%.80s, mentioned %u times", q->name, q->mentions),
                   near ? q->first : MW_NONE, near ? q->known : MW_NONE));
    }
    return MARROW_OK;
}

/* ---- relations ---- */

typedef struct pair {
    const char *type;
    bool same, other;
    char has[80];
    uint32_t start, end;
} pair;

static bool same_relation(const char *x, const char *y, bool turned) {
    static const char *const inverse[][2] = {{"parent", "child"},   {"employer", "employee"}, {"teacher", "pupil"}, {"landlord", "lodger"},
                                             {"doctor", "patient"}, {"attacker", "victim"},   {"guardian", "ward"}};
    static const char *const even[] = {"sibling", "spouse",    "lover",     "suitor",     "friend",
                                       "rival",   "neighbour", "colleague", "aunt-uncle", "kin-other"};
    if (!turned) return strcmp(x, y) == 0;
    for (size_t i = 0; i < sizeof even / sizeof *even; i++)
        if (strcmp(x, even[i]) == 0 && strcmp(y, even[i]) == 0) return true;
    for (size_t i = 0; i < sizeof inverse / sizeof *inverse; i++)
        if ((strcmp(x, inverse[i][0]) == 0 && strcmp(y, inverse[i][1]) == 0) ||
            (strcmp(x, inverse[i][1]) == 0 && strcmp(y, inverse[i][0]) == 0))
            return true;
    return false;
}

static marrow_status see_relation(checker *c, sqlite3_stmt *st, void *ctx) { /* type, turned, start, end */
    pair *p = ctx;
    const char *type = (const char *)sqlite3_column_text(st, 0);
    (void)c;
    if (!type) return MARROW_OK;
    bool same = same_relation(p->type, type, sqlite3_column_int(st, 1) != 0);
    if (!same && !p->same) p->other = true, snprintf(p->has, sizeof p->has, "%.60s", type);
    if (same || !p->same) p->start = cell(st, 2), p->end = cell(st, 3);
    p->same = p->same || same;
    return MARROW_OK;
}

static marrow_status check_relation(checker *c, sqlite3_stmt *st, void *ctx) { /* a, b, type, start, end */
    (void)ctx;
    uint32_t a = cell(st, 0), b = cell(st, 1), n = c->review->story->n_characters;
    const char *type = (const char *)sqlite3_column_text(st, 2);
    if (a >= n || b >= n || !type) return MARROW_OK;
    const char *what = format(c, "%.60s is %.20s of %.60s", review_name(c, a), type, review_name(c, b));
    uint32_t start = cell(st, 3), end = cell(st, 4), x = c->person[a], y = c->person[b];
    if (x == MW_NONE || y == MW_NONE)
        return add(c, "relations", what, start, end, NOT_MEASURABLE, "one of them was not found in the story by that name", MW_NONE,
                   MW_NONE);
    pair p = {.type = type, .start = MW_NONE, .end = MW_NONE};
    MW_TRY(each(c, c->story->story->db,
                "SELECT r.type, CASE WHEN r.a = ?1 THEN 0 ELSE 1 END, e.start, e.end FROM relations r LEFT JOIN relation_evidence e ON "
                "e.relation = r.n AND "
                "e.n = 0 WHERE (r.a = ?1 AND r.b = ?2) OR (r.a = ?2 AND r.b = ?1)",
                (int)x, (int)y, see_relation, &p));
    if (p.same) return add(c, "relations", what, start, end, BORNE_OUT, "the story tells it", p.start, p.end);
    if (p.other)
        return add(c, "relations", what, start, end, NOT_BORNE_OUT, format(c, "the story has them as %.60s", p.has), p.start, p.end);
    return add(c, "relations", what, start, end, NOT_MEASURABLE, "no relation of the two was found in the story", MW_NONE, MW_NONE);
}

static marrow_status check_relations(checker *c) {
    return each(c, c->review->story->db,
                "SELECT r.a, r.b, r.type, e.start, e.end FROM relations r JOIN relation_evidence e ON e.relation = r.n AND e.n = 0 WHERE "
                "r.confidence >= "
                "0.35 ORDER BY r.n",
                0, 0, check_relation, NULL);
}

/* ---- content ---- */

static marrow_status check_note(checker *c, sqlite3_stmt *st, void *ctx) { /* kind, start, end */
    (void)ctx;
    const char *kind = (const char *)sqlite3_column_text(st, 0);
    sqlite3_stmt *q;
    numbers n = {.start = MW_NONE, .end = MW_NONE};
    MW_TRY(mw_store_prepare(c->story->story->db,
                            "SELECT start, end FROM content WHERE kind = ? ORDER BY level = 'shown' DESC, confidence DESC LIMIT 1", &q,
                            c->err));
    sqlite3_bind_text(q, 1, kind ? kind : "", -1, SQLITE_TRANSIENT);
    bool row;
    marrow_status status = mw_store_step(q, &row, c->err);
    if (status == MARROW_OK && row) status = take_place(c, q, &n);
    const char *what = format(c, "there is %.40s in it", kind ? kind : "?");
    sqlite3_finalize(q);
    MW_TRY(status);
    return add(c, "content", what, cell(st, 1), cell(st, 2), n.any ? BORNE_OUT : NOT_BORNE_OUT,
               n.any ? "the story has it" : "none was found", n.start, n.end);
}

static marrow_status check_content(checker *c) {
    return each(c, c->review->story->db,
                "SELECT kind, min(start), end FROM content WHERE confidence >= 0.35 GROUP BY kind ORDER BY min(start)", 0, 0, check_note,
                NULL);
}

/* ---- acts ---- */

static marrow_status check_act(checker *c, sqlite3_stmt *st, void *ctx) { /* who, verb, start, end */
    (void)ctx;
    uint32_t who = cell(st, 0), n = c->review->story->n_characters;
    const char *verb = (const char *)sqlite3_column_text(st, 1);
    if (who >= n || c->person[who] == MW_NONE || !verb) return MARROW_OK;
    sqlite3_stmt *q;
    numbers at = {.start = MW_NONE, .end = MW_NONE};
    MW_TRY(mw_store_prepare(c->story->story->db,
                            "SELECT start, end FROM acts WHERE who = ? AND verb = ? AND realis ORDER BY weight DESC LIMIT 1", &q, c->err));
    sqlite3_bind_int(q, 1, (int)c->person[who]);
    sqlite3_bind_text(q, 2, verb, -1, SQLITE_TRANSIENT);
    bool row;
    marrow_status status = mw_store_step(q, &row, c->err);
    if (status == MARROW_OK && row) status = take_place(c, q, &at);
    sqlite3_finalize(q);
    MW_TRY(status);
    return add(c, "acts", format(c, "%.60s: %.40s", review_name(c, who), verb), cell(st, 2), cell(st, 3),
               at.any ? BORNE_OUT : NOT_MEASURABLE,
               at.any ? "the story has such an act of theirs" : "no act of theirs by that verb; critics put it in their own words",
               at.start, at.end);
}

static marrow_status check_acts(checker *c) {
    return each(c, c->review->story->db,
                "SELECT who, verb, start, end FROM acts WHERE who IS NOT NULL AND realis ORDER BY weight DESC, n LIMIT 12", 0, 0, check_act,
                NULL);
}

/* ---- what is withheld ---- */

/* The person whom a span of the review is about: the last one mentioned in it or shortly before. */
static uint32_t person_near(const checker *c, uint32_t start, uint32_t end) {
    const mw_story *r = c->review->story;
    uint32_t best = MW_NONE;
    for (uint32_t i = 0; i < r->n_mentions; i++) {
        const row_mention *m = &r->mentions[i];
        if (m->character == MW_NONE || m->start >= end || c->person[m->character] == MW_NONE) continue;
        if (m->end + 120 > start) best = m->character;
    }
    return best;
}

static marrow_status check_inside(checker *c, const row_withheld *w, uint32_t who) {
    sqlite3 *db = c->story->story->db;
    const char *what = format(c, "we are not let inside %.60s", review_name(c, who));
    numbers own = {0}, most = {0}, at = {.start = MW_NONE, .end = MW_NONE};
    MW_TRY(each(c, db, "SELECT count(*) FROM inside WHERE who = ? AND confidence > 0.5", (int)c->person[who], 0, take_numbers, &own));
    MW_TRY(each(c, db, "SELECT count(*) AS k, who FROM inside WHERE confidence > 0.5 GROUP BY who ORDER BY k DESC LIMIT 1", 0, 0,
                take_numbers, &most));
    MW_TRY(each(c, db, "SELECT start, end FROM inside WHERE who = ? ORDER BY confidence DESC LIMIT 1", (int)c->person[who], 0, take_place,
                &at));
    const mw_person *p = mw_asof_person(c->story, c->person[who]);
    if (!most.any || most.x[0] < 1)
        return add(c, "inside", what, w->start, w->end, NOT_MEASURABLE, "no mind was found to be entered", MW_NONE, MW_NONE);
    uint32_t top = (uint32_t)most.x[1];
    double rate = p && p->mentions ? 100 * own.x[0] / p->mentions : 0;
    const char *figure =
        format(c, "inside %.60s %.0f times, %.1f in 100 mentions; most of all inside %.60s: %.0f", story_name(c, c->person[who]), own.x[0],
               rate, top < c->story->story->n_characters ? story_name(c, top) : "?", most.x[0]);
    bool little = own.x[0] <= 0.25 * most.x[0];
    return add(c, "inside", what, w->start, w->end, little ? BORNE_OUT : NOT_BORNE_OUT, figure, at.start, at.end);
}

static marrow_status check_motive(checker *c, const row_withheld *w, uint32_t who) {
    sqlite3 *db = c->story->story->db;
    const char *what = format(c, "why %.60s acts so is not told", review_name(c, who));
    numbers told = {0}, at = {.start = MW_NONE, .end = MW_NONE};
    MW_TRY(each(c, db,
                "SELECT count(*), sum(w.status = 'told'), sum(w.status = 'withheld') FROM whys w JOIN acts a ON a.n = w.n WHERE a.who = ? "
                "AND w.confidence > 0.5",
                (int)c->person[who], 0, take_numbers, &told));
    MW_TRY(each(c, db, "SELECT start, end FROM asked WHERE who = ? ORDER BY confidence DESC LIMIT 1", (int)c->person[who], 0, take_place,
                &at));
    if (!told.any || told.x[0] < 1)
        return add(c, "motive", what, w->start, w->end, NOT_MEASURABLE, "no motive of theirs could be told apart", MW_NONE, MW_NONE);
    const char *figure = format(c, "a motive is told for %.0f of their %.0f acts, withheld for %.0f%s", told.x[1], told.x[0], told.x[2],
                                at.any ? "; the text itself asks" : "");
    bool borne = told.x[2] > told.x[1] || at.any;
    return add(c, "motive", what, w->start, w->end, borne ? BORNE_OUT : NOT_BORNE_OUT, figure, at.start, at.end);
}

static marrow_status check_threads(checker *c, const row_withheld *w) {
    sqlite3 *db = c->story->story->db;
    numbers n = {0}, at = {.start = MW_NONE, .end = MW_NONE};
    MW_TRY(each(c, db, "SELECT count(*), sum(close_start IS NULL) FROM threads WHERE confidence >= 0.2", 0, 0, take_numbers, &n));
    MW_TRY(each(c, db, "SELECT start, end FROM threads WHERE close_start IS NULL AND confidence >= 0.2 ORDER BY weight DESC LIMIT 1", 0, 0,
                take_place, &at));
    if (!n.any || n.x[0] < 3)
        return add(c, "threads", "threads are left loose", w->start, w->end, NOT_MEASURABLE, "too few threads were found", MW_NONE,
                   MW_NONE);
    const char *figure = format(c, "%.0f of %.0f threads are not closed", n.x[1], n.x[0]);
    return add(c, "threads", "threads are left loose", w->start, w->end, 3 * n.x[1] >= n.x[0] ? BORNE_OUT : NOT_BORNE_OUT, figure, at.start,
               at.end);
}

static marrow_status check_withheld(checker *c) {
    static const char *const minds[] = {"inside",   "head",       "mind",     "thoughts", "thinks",
                                        "thinking", "inner life", "interior", "feels",    NULL};
    static const char *const threads[] = {"loose end", "thread",        "follow through", "followed", "dropped", "drops", "unresolved",
                                          "dangling",  "never returns", "forgotten",      "plotline", "opened",  "open",  NULL};
    static const char *const motives[] = {"why",       "reason",      "motive",      "motivation", "explain",
                                          "explained", "explanation", "unexplained", NULL};
    const mw_card *k = c->review->story->card;
    for (uint32_t i = 0; i < k->n_withheld; i++) {
        const row_withheld *w = &k->withheld[i];
        if (!mw_card_sure(w->confidence, false)) continue;
        mw_str s = mw_story_str(c->review->story, w->start, w->end);
        uint32_t who = person_near(c, w->start, w->end);
        marrow_status status;
        if (any_word(s, minds) && who != MW_NONE)
            status = check_inside(c, w, who);
        else if (any_word(s, motives) && who != MW_NONE)
            status = check_motive(c, w, who);
        else if (any_word(s, threads))
            status = check_threads(c, w);
        else
            status = add(c, "withheld", "something is not shown", w->start, w->end, NOT_MEASURABLE, "marrow does not measure this", MW_NONE,
                         MW_NONE);
        MW_TRY(status);
    }
    return MARROW_OK;
}

/* ---- pace ---- */

static const char *const rushed_words[] = {"rushed", "rushes", "rush", "hurried", "hurries", "abrupt", "too fast", "too quick", NULL};
static const char *const slow_words[] = {"drags", "drag", "slow", "sags", "baggy", "plods", "tedious", "overlong", "too long", NULL};

/* Which part of the work words speak of, in thirds; the whole: 0 … 3. Of several parts it is the one last named before what is said of it ("after a
 * tense first half the final third is badly rushed"), else any behind. */
static void part_of(mw_str s, const char *const *judging, double *from, double *to, const char **name) {
    static const char *const words[3][9] = {{"opening", "first", "beginning", "start", "set-up", "setup", NULL},
                                            {"middle", "second act", NULL},
                                            {"final", "ending", "end", "last", "conclusion", "climax", "denouement", "finale", NULL}};
    static const char *const names[] = {"the first third", "the middle third", "the last third"};
    size_t judged = s.n, nearest = 0;
    for (; *judging; judging++) {
        size_t at = word_at(s, *judging, false);
        if (at < judged) judged = at;
    }
    *from = 0, *to = 1, *name = "the whole";
    for (int part = 0; part < 3; part++)
        for (int i = 0; words[part][i]; i++) {
            size_t before = word_at((mw_str){s.at, judged}, words[part][i], true);
            size_t rank = before < judged ? 2 + before : word_at(s, words[part][i], false) < s.n; /* behind: 1 */
            if (rank <= nearest) continue;
            nearest = rank;
            *from = part / 3.0, *to = (part + 1) / 3.0, *name = names[part];
        }
}

static marrow_status check_pace(checker *c, const row_opinion *o, bool rushed) {
    mw_str s = mw_story_str(c->review->story, o->start, o->end);
    double from, to;
    const char *name;
    part_of(s, rushed ? rushed_words : slow_words, &from, &to, &name);
    const char *what = format(c, "%s %s", name, rushed ? "is rushed" : "drags");
    if (to - from > 0.9)
        return add(c, "pace", what, o->start, o->end, NOT_MEASURABLE, "no other work to measure the whole against", MW_NONE, MW_NONE);
    uint32_t length = c->story->story->length;
    numbers part = {0}, all = {0};
    const char *sql = "SELECT sum(acts), sum(words), sum(words * (mode = 'summary')) FROM arc WHERE start >= ?1 AND start < ?2";
    MW_TRY(each(c, c->story->story->db, sql, (int)(from * length), (int)(to * length), take_numbers, &part));
    MW_TRY(each(c, c->story->story->db, sql, 0, (int)length, take_numbers, &all));
    if (!part.any || part.x[1] < 200 || all.x[0] < 10)
        return add(c, "pace", what, o->start, o->end, NOT_MEASURABLE, "too little was found to count", MW_NONE, MW_NONE);
    double here = 1000 * part.x[0] / part.x[1],
           rest = 1000 * (all.x[0] - part.x[0]) / (all.x[1] - part.x[1] > 1 ? all.x[1] - part.x[1] : 1);
    const char *figure = format(c, "%s: %.0f acts to 1,000 words, elsewhere %.0f", name, here, rest);
    bool borne = rushed ? here > 1.15 * rest : here < 0.87 * rest;
    return add(c, "pace", what, o->start, o->end, borne ? BORNE_OUT : NOT_BORNE_OUT, figure, MW_NONE, MW_NONE);
}

static marrow_status check_opinions(checker *c) {
    const mw_card *k = c->review->story->card;
    for (uint32_t i = 0; i < k->n_opinions; i++) {
        const row_opinion *o = &k->opinions[i];
        mw_str s = mw_story_str(c->review->story, o->start, o->end);
        bool r = any_word(s, rushed_words), d = any_word(s, slow_words);
        if (!mw_card_sure(o->confidence, false) || r == d || strcmp(o->polarity, "+") == 0) continue;
        MW_TRY(check_pace(c, o, r));
    }
    return MARROW_OK;
}

/* ---- writing ---- */

static void put_words(const mw_view *v, const char *label, const mw_story *s, uint32_t start, uint32_t end) {
    if (start == MW_NONE || end == MW_NONE) return;
    mw_str words = mw_story_str(s, start, end);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_printf(&b, "%s \xE2\x80\x9C", label);
    size_t n = words.n;
    if (n > SHOWN) { /* up to the end of a word */
        for (n = SHOWN; n > SHOWN / 2 && words.at[n] != ' ' && words.at[n] != '\n';) n--;
    }
    mw_buf_put(&b, words.at, n);
    if (n < words.n) mw_buf_puts(&b, " \xE2\x80\xA6");
    mw_buf_puts(&b, "\xE2\x80\x9D");
    if (!b.failed) mw_out_wrapped(v->o, (mw_str){b.at, b.n}, "    ", v->width);
    mw_buf_clear(&b);
}

static void put_table(const mw_view *v, const checker *c) {
    mw_out *o = v->o;
    uint32_t n[3] = {0};
    for (size_t i = 0; i < c->claims.n; i++) n[c->claims.at[i].outcome]++;
    mw_out_printf(o, "%u claims: %u borne out, %u not borne out, %u not measurable\n", (unsigned)c->claims.n, n[0], n[1], n[2]);
    for (int k = 0; k < 3; k++) {
        if (n[k] == 0) continue;
        mw_out_puts(o, "\n");
        char title[40];
        snprintf(title, sizeof title, "%c%s", outcomes[k][0] - 32, outcomes[k] + 1);
        mw_out_styled(o, v->colour, MW_STRONG, title);
        mw_out_puts(o, "\n");
        for (size_t i = 0; i < c->claims.n; i++) {
            const claim *x = &c->claims.at[i];
            if ((int)x->outcome != k) continue;
            mw_out_puts(o, "  ");
            mw_out_visible(o, mw_str_of(x->what));
            mw_out_puts(o, ": ");
            mw_out_visible(o, mw_str_of(x->figure));
            mw_out_puts(o, "\n");
            put_words(v, "critic:", c->review->story, x->start, x->end);
            put_words(v, "work:", c->story->story, x->story_start, x->story_end);
        }
    }
}

static void put_tsv(mw_out *o, const checker *c) {
    mw_out_puts(o, "outcome\tabout\tclaim\tfigure\tstart\tend\twords\tstory_start\tstory_end\tstory_words\n");
    for (size_t i = 0; i < c->claims.n; i++) {
        const claim *x = &c->claims.at[i];
        mw_out_printf(o, "%s\t%s\t", outcomes[x->outcome], x->about);
        mw_out_field(o, mw_str_of(x->what), true);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_str_of(x->figure), true);
        mw_out_printf(o, "\t%u\t%u\t", x->start, x->end);
        mw_out_field(o, mw_story_str(c->review->story, x->start, x->end), true);
        if (x->story_start == MW_NONE) {
            mw_out_puts(o, "\t\t\t\n");
            continue;
        }
        mw_out_printf(o, "\t%u\t%u\t", x->story_start, x->story_end);
        mw_out_field(o, mw_story_str(c->story->story, x->story_start, x->story_end), true);
        mw_out_puts(o, "\n");
    }
}

static void put_json(mw_out *o, const checker *c) {
    mw_out_puts(o, "[");
    for (size_t i = 0; i < c->claims.n; i++) {
        const claim *x = &c->claims.at[i];
        mw_out_puts(o, i ? ",\n {" : "\n {");
        mw_json_text(o, "about", x->about), mw_json_comma(o);
        mw_json_text(o, "claim", x->what), mw_json_comma(o);
        mw_json_text(o, "outcome", outcomes[x->outcome]), mw_json_comma(o);
        mw_json_text(o, "figure", x->figure), mw_json_comma(o);
        mw_out_printf(o, "\"span\": {\"start\": %u, \"end\": %u}, \"story_span\": ", x->start, x->end);
        if (x->story_start == MW_NONE)
            mw_out_puts(o, "null}");
        else
            mw_out_printf(o, "{\"start\": %u, \"end\": %u}}", x->story_start, x->story_end);
    }
    mw_out_puts(o, "]\n");
}

/* ---- the way in ---- */

static marrow_status work_out(checker *c) {
    MW_TRY(check_people(c));
    MW_TRY(check_relations(c));
    MW_TRY(check_withheld(c));
    MW_TRY(check_opinions(c));
    MW_TRY(check_content(c));
    return check_acts(c);
}

static marrow_status write_out(checker *c, const marrow_show_options *opt, marrow_write out, void *ctx) {
    mw_out *o = mw_alloc(c->mem, sizeof *o);
    if (!o) return mw_fail_memory(c->err);
    mw_out_init(o, out, ctx);
    mw_view v = {.a = c->review, .o = o, .width = opt && opt->width > 0 ? opt->width : 100, .colour = opt && opt->colour};
    if (v.width < 40) v.width = 40;
    if (opt && opt->layout == MARROW_TSV)
        put_tsv(o, c);
    else if (opt && opt->layout == MARROW_JSON)
        put_json(o, c);
    else
        put_table(&v, c);
    marrow_status status = mw_out_finish(o, c->err);
    mw_free(c->mem, o);
    return status;
}

marrow_status mw_show_check(mw_story *review, mw_story *story, const marrow_show_options *opt, marrow_write out, void *ctx,
                            marrow_error *err) {
    if (!review->card) return mw_fail(err, MARROW_USAGE, "%s is no review; read it again with --kind review if it is one", review->path);
    if (story->card) return mw_fail(err, MARROW_USAGE, "%s is a review too; the second story is the work itself", story->path);
    checker c = {.mem = &review->env.mem, .err = err};
    marrow_status status = mw_asof_build(review, NULL, &c.review, err);
    if (status == MARROW_OK) status = mw_asof_build(story, NULL, &c.story, err);
    c.arena = status == MARROW_OK ? mw_arena_new(c.mem) : NULL;
    c.person = c.arena ? mw_arena_array(c.arena, review->n_characters + 1, sizeof *c.person) : NULL;
    if (status == MARROW_OK && !c.person) status = mw_fail_memory(err);
    if (status == MARROW_OK) status = work_out(&c);
    if (status == MARROW_OK) status = write_out(&c, opt, out, ctx);
    mw_vec_clear(c.mem, &c.claims);
    mw_arena_free(c.arena);
    if (c.story) mw_asof_free(c.story);
    if (c.review) mw_asof_free(c.review);
    return status;
}
