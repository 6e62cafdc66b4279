/* The view review: a card of facts. What the review is about, who made it and who plays whom, what happens in it, what the critic thinks by
 * aspect, the verdict, what the work is said to withhold and content notes, each with its words. A review is judged as a whole: as of a place before its end nothing is told. */
#include <stdio.h>
#include <string.h>

#include "show/card.h"
#include "show/views.h"

static const char *const aspects[] = {"overall", "direction",      "acting", "characters", "plot", "pacing",
                                      "ending",  "cinematography", "music",  "dialogue",   "theme"};
enum { N_ASPECTS = sizeof aspects / sizeof *aspects };

static void heading(const mw_view *v, const char *title) {
    mw_out_puts(v->o, "\n");
    mw_out_styled(v->o, v->colour, MW_STRONG, title);
    mw_out_puts(v->o, "\n");
}

/* The words of a span behind a label, wrapped. */
static marrow_status words(const mw_view *v, const char *label, uint32_t start, uint32_t end, marrow_error *err) {
    mw_str s = mw_story_str(v->a->story, start, end);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_puts(&b, label);
    mw_buf_puts(&b, "\xE2\x80\x9C");
    mw_buf_put(&b, s.at, s.n);
    mw_buf_puts(&b, "\xE2\x80\x9D");
    if (!b.failed) mw_out_wrapped(v->o, (mw_str){b.at, b.n}, "    ", v->width);
    marrow_status status = b.failed ? mw_fail_memory(err) : MARROW_OK;
    mw_buf_clear(&b);
    return status;
}

/* What is said of the work, behind it the words that say so where they are more. */
static marrow_status fact(const mw_view *v, const char *label, const char *name, uint32_t start, uint32_t end, marrow_error *err) {
    mw_str s = mw_story_str(v->a->story, start, end);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_printf(&b, "%s%s", label, name);
    bool more = s.n > strlen(name) && s.n < 160;
    if (more) mw_buf_puts(&b, "  \xE2\x80\x9C"), mw_buf_put(&b, s.at, s.n), mw_buf_puts(&b, "\xE2\x80\x9D");
    if (!b.failed) mw_out_wrapped(v->o, (mw_str){b.at, b.n}, "    ", v->width);
    marrow_status status = b.failed ? mw_fail_memory(err) : MARROW_OK;
    mw_buf_clear(&b);
    return status;
}

/* ---- the card ---- */

static void put_work(const mw_view *v, const mw_card *k) {
    mw_out *o = v->o;
    mw_out_styled(o, v->colour, MW_TITLE, k->title ? k->title : "A work whose title was not found");
    mw_out_puts(o, "\n");
    mw_out_puts(o, k->kind ? k->kind : "work of unknown kind");
    if (k->year) mw_out_printf(o, " \xC2\xB7 %d", k->year);
    mw_out_printf(o, " \xC2\xB7 verdict: %s", k->verdict ? k->verdict : "none found");
    if (k->rating_of > 0) mw_out_printf(o, " \xC2\xB7 %g of %g", k->rating, k->rating_of);
    mw_out_puts(o, "\n");
}

static marrow_status put_credits(const mw_view *v, const mw_card *k, marrow_error *err) {
    bool any = false;
    for (uint32_t i = 0; i < k->n_credits; i++) {
        const row_credit *x = &k->credits[i];
        if (!mw_card_sure(x->confidence, v->all) || strcmp(x->role, "actor") == 0) continue;
        if (!any) heading(v, "Made by");
        any = true;
        char role[40];
        snprintf(role, sizeof role, "%s: ", x->role);
        MW_TRY(fact(v, role, x->person, x->start, x->end, err));
    }
    return MARROW_OK;
}

static bool is_paired(const mw_card *k, const char *person) {
    for (uint32_t i = 0; i < k->n_played; i++)
        if (k->played[i].performer && strcmp(k->played[i].performer, person) == 0) return true;
    return false;
}

static marrow_status put_cast(const mw_view *v, const mw_card *k, marrow_error *err) {
    bool any = false;
    for (uint32_t i = 0; i < k->n_played; i++) {
        const row_played *x = &k->played[i];
        if (!mw_card_sure(x->confidence, v->all)) continue;
        if (!any) heading(v, "Cast");
        any = true;
        char who[200];
        snprintf(who, sizeof who, "%.180s: ", x->character ? x->character : "?");
        MW_TRY(fact(v, who, x->performer ? x->performer : "?", x->start, x->end, err));
    }
    for (uint32_t i = 0; i < k->n_credits; i++) {
        const row_credit *x = &k->credits[i];
        if (strcmp(x->role, "actor") != 0 || !mw_card_sure(x->confidence, v->all) || is_paired(k, x->person)) continue;
        if (!any) heading(v, "Cast");
        any = true;
        MW_TRY(fact(v, "with ", x->person, x->start, x->end, err));
    }
    return MARROW_OK;
}

static void put_others(const mw_view *v, const mw_card *k) {
    bool any = false;
    for (uint32_t i = 0; i < k->n_others; i++) {
        const row_other *x = &k->others[i];
        if (!mw_card_sure(x->confidence, v->all)) continue;
        if (!any) heading(v, "Other works named");
        any = true;
        mw_out_puts(v->o, "  ");
        mw_out_visible(v->o, mw_str_of(x->title));
        if (x->person) mw_out_puts(v->o, ", "), mw_out_visible(v->o, mw_str_of(x->person));
        if (x->year) mw_out_printf(v->o, ", %d", x->year);
        mw_out_puts(v->o, "\n");
    }
}

static marrow_status put_opinions(const mw_view *v, const mw_card *k, marrow_error *err) {
    bool any = false;
    for (uint32_t a = 0; a < N_ASPECTS; a++) {
        bool named = false;
        for (uint32_t i = 0; i < k->n_opinions; i++) {
            const row_opinion *x = &k->opinions[i];
            if (strcmp(x->aspect, aspects[a]) != 0 || !mw_card_sure(x->confidence, v->all)) continue;
            if (!any) heading(v, "Opinion");
            if (!named) mw_out_printf(v->o, "  %s\n", aspects[a]);
            any = named = true;
            char label[40];
            snprintf(label, sizeof label, "%s%s ", x->polarity, x->conceded ? " (conceded)" : "");
            MW_TRY(words(v, label, x->start, x->end, err));
        }
    }
    return MARROW_OK;
}

static marrow_status put_withheld(const mw_view *v, const mw_card *k, marrow_error *err) {
    bool any = false;
    if (k->thesis_start != MW_NONE) {
        heading(v, "Thesis");
        MW_TRY(words(v, "", k->thesis_start, k->thesis_end, err));
    }
    for (uint32_t i = 0; i < k->n_withheld; i++) {
        if (!mw_card_sure(k->withheld[i].confidence, v->all)) continue;
        if (!any) heading(v, "Withheld, says the critic");
        any = true;
        MW_TRY(words(v, "", k->withheld[i].start, k->withheld[i].end, err));
    }
    return MARROW_OK;
}

static marrow_status put_people(const mw_view *v, marrow_error *err) {
    uint32_t left_out;
    if (mw_people_listed(v, &left_out) == 0) return MARROW_OK;
    heading(v, "People of the story, as the review tells it");
    return mw_people_table(v, "  ", err);
}

static marrow_status story_line(const mw_view *v, const mw_card_line *l, marrow_error *err) {
    if (l->first) heading(v, l->heading);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_printf(&b, "%s  ", l->text);
    marrow_status status = b.failed ? mw_fail_memory(err) : words(v, b.at, l->start, l->end, err);
    mw_buf_clear(&b);
    return status;
}

static marrow_status put_card(const mw_view *v, const mw_card *k, marrow_error *err) {
    put_work(v, k);
    MW_TRY(put_credits(v, k, err));
    MW_TRY(put_cast(v, k, err));
    put_others(v, k);
    MW_TRY(put_people(v, err));
    MW_TRY(mw_card_story(v, story_line, err));
    MW_TRY(put_opinions(v, k, err));
    MW_TRY(put_withheld(v, k, err));
    return mw_card_content(v, story_line, err);
}

/* ---- tab-separated ---- */

static void row(const mw_view *v, const char *what, const char *kind, const char *name, const char *with, const char *polarity,
                uint32_t start, uint32_t end, double confidence) {
    mw_out *o = v->o;
    mw_out_printf(o, "%s\t%s\t", what, kind ? kind : "");
    mw_out_field(o, mw_str_of(name ? name : ""), true);
    mw_out_puts(o, "\t");
    mw_out_field(o, mw_str_of(with ? with : ""), true);
    mw_out_printf(o, "\t%s\t", polarity ? polarity : "");
    if (start != MW_NONE) mw_out_printf(o, "%u\t%u\t", start, end);
    if (start == MW_NONE) mw_out_puts(o, "\t\t");
    mw_out_json_real(o, confidence);
    mw_out_puts(o, "\t");
    if (start != MW_NONE) mw_out_field(o, mw_story_str(v->a->story, start, end), true);
    mw_out_puts(o, "\n");
}

static marrow_status story_row(const mw_view *v, const mw_card_line *l, marrow_error *err) {
    (void)err;
    row(v, l->what, l->kind, l->name, l->with, NULL, l->start, l->end, l->confidence);
    return MARROW_OK;
}

static marrow_status put_rows(const mw_view *v, const mw_card *k, marrow_error *err) {
    mw_out_puts(v->o, "what\tkind\tname\twith\tpolarity\tstart\tend\tconfidence\twords\n");
    row(v, "work", k->kind, k->title, NULL, NULL, k->start, k->end, k->confidence);
    row(v, "verdict", k->verdict, NULL, NULL, NULL, MW_NONE, MW_NONE, k->verdict_confidence);
    if (k->thesis_start != MW_NONE) row(v, "thesis", NULL, NULL, NULL, NULL, k->thesis_start, k->thesis_end, 1);
    for (uint32_t i = 0; i < k->n_credits; i++)
        if (mw_card_sure(k->credits[i].confidence, v->all))
            row(v, "credit", k->credits[i].role, k->credits[i].person, NULL, NULL, k->credits[i].start, k->credits[i].end,
                k->credits[i].confidence);
    for (uint32_t i = 0; i < k->n_played; i++)
        if (mw_card_sure(k->played[i].confidence, v->all))
            row(v, "cast", NULL, k->played[i].character, k->played[i].performer, NULL, k->played[i].start, k->played[i].end,
                k->played[i].confidence);
    for (uint32_t i = 0; i < k->n_others; i++)
        if (mw_card_sure(k->others[i].confidence, v->all))
            row(v, "other work", NULL, k->others[i].title, k->others[i].person, NULL, k->others[i].start, k->others[i].end,
                k->others[i].confidence);
    for (uint32_t i = 0; i < k->n_opinions; i++)
        if (mw_card_sure(k->opinions[i].confidence, v->all))
            row(v, k->opinions[i].conceded ? "conceded opinion" : "opinion", k->opinions[i].aspect, k->opinions[i].target, NULL,
                k->opinions[i].polarity, k->opinions[i].start, k->opinions[i].end, k->opinions[i].confidence);
    for (uint32_t i = 0; i < k->n_withheld; i++)
        if (mw_card_sure(k->withheld[i].confidence, v->all))
            row(v, "withheld", NULL, NULL, NULL, NULL, k->withheld[i].start, k->withheld[i].end, k->withheld[i].confidence);
    MW_TRY(mw_card_story(v, story_row, err));
    return mw_card_content(v, story_row, err);
}

marrow_status mw_view_review(const mw_view *v, marrow_error *err) {
    const mw_card *k = v->a->story->card;
    if (v->layout == MARROW_JSON) {
        mw_json_review(v->o, v->a, v->all);
        mw_out_puts(v->o, "\n");
        return MARROW_OK;
    }
    if (!k) return mw_fail(err, MARROW_USAGE, "%s is no review; read it again with --kind review if it is one", v->a->story->path);
    if (!v->a->whole && v->a->until < v->a->story->length) {
        mw_out_puts(v->o, "A review is judged as a whole: its card is known at its end.\n");
        return MARROW_OK;
    }
    return v->layout == MARROW_TSV ? put_rows(v, k, err) : put_card(v, k, err);
}
