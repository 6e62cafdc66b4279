/* The view whys: first the important acts for which no reason was found, in those words, with the nearest passages that were looked at; then
 * the acts whose reason is told or hinted, with its words; then the questions after a motive that the text itself asks. */
#include <ctype.h>
#include <string.h>

#include "show/minds.h"

bool mw_act_told(const mw_asof *a, const row_act *x) {
    const mw_person *p = mw_asof_person(a, x->who);
    return p && p->sure && x->realis && x->confidence >= 0.5;
}

/* Who asks wants to know: that is no riddle. */
static bool is_question(const mw_asof *a, const row_act *x) {
    if (x->deed == MW_DEED_ASK) return true;
    mw_str s = mw_story_str(a->story, x->start, x->end);
    return x->said != MW_NONE && s.n && memchr(s.at, '?', s.n) != NULL;
}

/* The next word of s, which it takes off. */
static mw_str next_word(mw_str *s) {
    while (s->n && !isalpha((unsigned char)*s->at)) s->at++, s->n--;
    mw_str word = {s->at, 0};
    for (; s->n && isalpha((unsigned char)*s->at); s->at++, s->n--) word.n++;
    return word;
}

/* A clause below another (that he had gone, to whom he spoke, groping his way) is no deed of which one asks why. */
static bool is_below(mw_str s) {
    static const char *const words[] = {"that",  "to", "who", "whom", "which", "whose", "when",
                                        "while", "as", "how", "if",   "where", "after"};
    mw_str word = next_word(&s), rest = s, second = next_word(&rest);
    if (MW_STR_AMONG(word, words) || mw_str_ieq(second, "which") || mw_str_ieq(second, "whom")) return true;
    return word.n > 4 && strncmp(word.at + word.n - 3, "ing", 3) == 0;
}

/* What follows in the sentence says it: because, to find him, for he was tired. */
enum { AHEAD = 100 };
static bool reason_ahead(const mw_asof *a, const row_act *x) {
    static const char *const words[] = {"because", "for",     "lest",    "since",  "to",       "purposing", "hoping",     "fearing",
                                        "meaning", "wishing", "wanting", "trying", "thinking", "intending", "determined", "resolved"};
    uint32_t at = MW_COUNT_UP_TO(a->story->sentences, a->story->n_sentences, end, x->end);
    if (at >= a->story->n_sentences || a->story->sentences[at].start > x->end) return false;
    uint32_t end = mw_least(mw_least(a->story->sentences[at].end, x->end + AHEAD), a->until);
    mw_str s = mw_story_str(a->story, x->end, end > x->end ? end : x->end);
    for (mw_str word = next_word(&s); word.n; word = next_word(&s))
        if (MW_STR_AMONG(word, words)) return true;
    return false;
}

/* Right behind somebody's words they are mostly why: "Read here," and he gave her the letter. */
enum { RIGHT_BEHIND = 5 };
static bool answers_words(const mw_asof *a, const row_act *x) {
    const mw_story *s = a->story;
    uint32_t behind = MW_COUNT_UP_TO(s->quotes, s->n_quotes, start, x->start);
    return behind > 0 && s->quotes[behind - 1].end <= x->start && x->start - s->quotes[behind - 1].end < RIGHT_BEHIND;
}

bool mw_why_silent(const mw_asof *a, const row_act *x) {
    const row_why *w = mw_why_asof(a, x);
    if (!w || w->status != MW_WHY_WITHHELD || is_question(a, x) || mw_act_spoken(a, x) || x->deed == MW_DEED_TELL) return false;
    return !is_below(mw_story_str(a->story, x->start, x->end)) && !reason_ahead(a, x) && !answers_words(a, x);
}

/* The act's own words are no reason for it. */
static bool is_itself(const row_act *x, const row_why_span *e) { return e->start <= x->start + 8 && e->end + 8 >= x->end; }

static uint32_t n_reasons(const mw_asof *a, const row_act *x, const row_why *w) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n_spans; i++) n += !is_itself(x, &a->story->minds->why_spans[w->spans_from + i]);
    return n;
}

bool mw_why_given(const mw_asof *a, const row_act *x) {
    const row_why *w = mw_why_asof(a, x);
    return w && (w->status == MW_WHY_TOLD || w->status == MW_WHY_HINTED) && w->confidence >= 0.6 && n_reasons(a, x, w) > 0;
}

static bool without(const mw_asof *a, const row_act *x) {
    return mw_why_silent(a, x) && mw_act_told(a, x) && mw_asof_person(a, x->who)->major;
}

/* By default those that are told outright, and surely: in four novels 27 of 34 such words were the reason, of all that are told two in three, of what
 * is only hinted at less than half. */
#define SURELY_GIVEN 0.96
static bool given(const mw_asof *a, const row_act *x) {
    if (!mw_why_given(a, x) || !mw_act_told(a, x)) return false;
    const row_why *w = mw_why_asof(a, x);
    return w->status == MW_WHY_TOLD && w->confidence >= SURELY_GIVEN;
}

static bool given_or_hinted(const mw_asof *a, const row_act *x) { return mw_why_given(a, x) && mw_act_told(a, x); }

static bool any(const mw_asof *a, const row_act *x) { return mw_why_asof(a, x) != NULL; }

/* ---- terminal ---- */

static void put_quoted(const mw_view *v, const char *before, uint32_t start, uint32_t end) {
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_str s = mw_listed_words(v->a, start, end);
    mw_buf_puts(&b, before);
    mw_buf_put(&b, s.at, s.n);
    for (size_t i = 0; i < b.n; i++)
        if (b.at[i] == '\n') b.at[i] = ' ';
    mw_out_wrapped(v->o, (mw_str){b.at, b.failed ? 0 : b.n}, "    ", v->width);
    mw_buf_clear(&b);
}

static void put_act(const mw_view *v, const row_act *x) {
    mw_out_puts(v->o, "  ");
    mw_out_visible(v->o, mw_str_of(mw_name_or(v->a, x->who, "somebody")));
    const char *chapter = mw_chapter_label(v->a, x->start);
    if (chapter && *chapter) {
        mw_out_puts(v->o, ", ");
        mw_out_visible(v->o, mw_str_of(chapter));
    }
    mw_out_puts(v->o, "\n");
    put_quoted(v, "", x->start, x->end);
}

/* The words are in those of a likelier row already, or have them. */
static bool is_again(const row_why_span *e, uint32_t i) {
    for (uint32_t k = 0; k < i; k++)
        if (e[k].start < e[i].end && e[i].start < e[k].end) return true;
    return false;
}

/* The words of a reason, or where it was looked for, but the act's own; by default the likeliest two, each once. How many. */
static uint32_t put_spans(const mw_view *v, const row_act *x, const row_why *w, const char *first, const char *rest) {
    const row_why_span *e = &v->a->story->minds->why_spans[w->spans_from];
    uint32_t shown = 0;
    for (uint32_t i = 0; i < w->n_spans && (v->all || shown < 2); i++)
        if (!is_itself(x, &e[i]) && (v->all || !is_again(e, i))) put_quoted(v, shown++ ? rest : first, e[i].start, e[i].end);
    return shown;
}

static void put_title(const mw_view *v, const char *title, bool *before) {
    if (*before) mw_out_puts(v->o, "\n");
    *before = true;
    mw_out_styled(v->o, v->colour, MW_STRONG, title);
    mw_out_puts(v->o, "\n");
}

static void put_without(const mw_view *v, const mw_act_pick *picks, uint32_t n, bool *before) {
    if (n == 0) return;
    put_title(v, "No reason found", before);
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &v->a->story->minds->acts[picks[i].row];
        put_act(v, x);
        if (!put_spans(v, x, mw_why_asof(v->a, x), "no reason found; looked nearest at: ", "and at: "))
            mw_out_puts(v->o, "    no reason found in the words around\n");
    }
}

static void put_given(const mw_view *v, const mw_act_pick *picks, uint32_t n, bool *before) {
    if (n == 0) return;
    put_title(v, "Reasons given", before);
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &v->a->story->minds->acts[picks[i].row];
        const row_why *w = mw_why_asof(v->a, x);
        put_act(v, x);
        mw_out_printf(v->o, "    %s", mw_why_status_names[w->status]);
        if (mw_why_kind_names[w->kind]) mw_out_printf(v->o, ", %s", mw_why_kind_names[w->kind]);
        mw_out_puts(v->o, "\n");
        put_spans(v, x, w, "because: ", "and: ");
    }
}

/* The telling's own questions before those that somebody asks somebody. */
static void put_asked(const mw_view *v, bool *before) {
    const mw_story_minds *m = v->a->story->minds;
    uint32_t shown = 0;
    for (uint32_t k = 0; k < 2 * m->n_asked && shown < v->limit; k++) {
        const row_asked *q = &m->asked[k % m->n_asked];
        if (mw_in_speech(v->a, q->start, q->end) != (k >= m->n_asked)) continue;
        if (q->known > v->a->until || (!v->all && (q->confidence < 0.7 || !mw_asof_person(v->a, q->who)))) continue;
        if (shown++ == 0) put_title(v, "The text itself asks", before);
        mw_out_puts(v->o, "  of ");
        mw_out_visible(v->o, mw_str_of(mw_name_or(v->a, q->who, "somebody")));
        mw_out_puts(v->o, "\n");
        put_quoted(v, "", q->start, q->end);
    }
}

/* ---- tsv and json ---- */

static void whys_tsv(const mw_view *v, const mw_act_pick *picks, uint32_t n) {
    const mw_story_minds *m = v->a->story->minds;
    mw_out *o = v->o;
    mw_out_puts(o, "act\twho\tverb\tstatus\tkind\tconfidence\tstart\tend\tevidence_start\tevidence_end\ttext\n");
    for (uint32_t i = 0; i < n; i++) {
        const row_act *x = &m->acts[picks[i].row];
        const row_why *w = mw_why_asof(v->a, x);
        const mw_person *p = mw_asof_person(v->a, x->who);
        const row_why_span *e = w->n_spans ? &m->why_spans[w->spans_from] : NULL;
        mw_out_printf(o, "%.100s\t", x->id);
        mw_out_field(o, mw_str_of(p ? p->id : ""), false);
        mw_out_puts(o, "\t");
        mw_out_field(o, mw_str_of(x->verb), true);
        mw_out_printf(o, "\t%s\t%s\t", mw_why_status_names[w->status], mw_why_kind_names[w->kind] ? mw_why_kind_names[w->kind] : "");
        mw_out_json_real(o, w->confidence);
        mw_out_printf(o, "\t%u\t%u\t", x->start, x->end);
        if (e) mw_out_printf(o, "%u\t%u\t", e->start, e->end);
        if (!e) mw_out_puts(o, "\t\t");
        if (e) mw_out_field(o, mw_story_str(v->a->story, e->start, e->end), true);
        mw_out_puts(o, "\n");
    }
}

static void whys_json(const mw_view *v, const mw_act_pick *picks, uint32_t n) {
    mw_out_puts(v->o, "[");
    for (uint32_t i = 0; i < n; i++) {
        mw_out_puts(v->o, i ? ",\n {" : "\n {");
        mw_json_act(v->o, v->a, &v->a->story->minds->acts[picks[i].row], picks[i].importance, v->all);
        mw_out_puts(v->o, "}");
    }
    mw_out_puts(v->o, "]\n");
}

/* Only of what matters one asks why: of the weightiest hundredth of the acts, two dozen at least. How many of the picks these are. */
enum { WEIGHTY = 100, SOME = 24 };
static uint32_t weighty(const mw_act_pick *all, uint32_t n_all, const mw_act_pick *picks, uint32_t n) {
    uint32_t last = n_all / WEIGHTY > SOME ? n_all / WEIGHTY : SOME;
    while (n_all > last && n > 0 && picks[n - 1].listed < all[last].listed) n--;
    return n;
}

marrow_status mw_view_whys(const mw_view *v, marrow_error *err) {
    mw_known_minds *k;
    MW_TRY(mw_minds_asof(v->a, v->all, &k, err));
    uint32_t n_without, n_given, n_any;
    mw_act_pick *silent = mw_pick_acts(v->a, k, without, v->limit, &n_without);
    mw_act_pick *told = mw_pick_acts(v->a, k, v->all ? given_or_hinted : given, v->limit, &n_given);
    mw_act_pick *all = mw_pick_acts(v->a, k, any, UINT32_MAX, &n_any);
    if (!silent || !told || !all) return mw_fail_memory(err);
    if (!v->all) n_without = weighty(all, n_any, silent, n_without);
    n_any = mw_least(n_any, v->limit);
    if (v->layout == MARROW_TSV) whys_tsv(v, all, n_any);
    if (v->layout == MARROW_JSON) whys_json(v, all, n_any);
    if (v->layout != MARROW_TABLE) return MARROW_OK;
    bool before = false;
    put_without(v, silent, n_without, &before);
    put_given(v, told, n_given, &before);
    put_asked(v, &before);
    if (!before) mw_out_puts(v->o, "No act is known yet after whose reason one could ask.\n");
    return MARROW_OK;
}
