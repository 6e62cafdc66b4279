/* The key review of the json export. A review is judged as a whole: as of a place before its end it is null. */
#include "show/card.h"
#include "show/json.h"

static void text(mw_out *o, const char *name, const char *s) {
    mw_json_key(o, name);
    mw_out_json(o, s);
    mw_out_puts(o, ", ");
}

static void year(mw_out *o, int y) {
    mw_json_key(o, "year");
    if (y)
        mw_out_int(o, y);
    else
        mw_out_puts(o, "null");
    mw_out_puts(o, ", ");
}

static void span(mw_out *o, uint32_t start, uint32_t end) {
    if (start == MW_NONE)
        mw_out_puts(o, "null");
    else
        mw_out_printf(o, "{\"start\": %u, \"end\": %u}", start, end);
}

static void span_end(mw_out *o, const mw_asof *a, uint32_t start, uint32_t end, double confidence) {
    mw_json_key(o, "span");
    span(o, start, end);
    mw_out_puts(o, ", \"confidence\": ");
    mw_out_json_real(o, confidence);
    mw_out_printf(o, ", \"known\": %u}", a->story->length);
}

static void next(mw_out *o, bool *first) {
    mw_out_puts(o, *first ? "\n   {" : ",\n   {");
    *first = false;
}

static void list(mw_out *o, const char *name, bool *first) {
    mw_out_puts(o, ",\n  ");
    mw_json_key(o, name);
    mw_out_puts(o, "[");
    *first = true;
}

static void put_work(mw_out *o, const mw_asof *a, const mw_card *k) {
    mw_out_puts(o, "{\n  \"work\": {");
    text(o, "title", k->title);
    text(o, "kind", k->kind);
    year(o, k->year);
    span_end(o, a, k->start, k->end, k->confidence);
}

static void put_people(mw_out *o, const mw_asof *a, const mw_card *k, bool all) {
    bool first;
    list(o, "credits", &first);
    for (uint32_t i = 0; i < k->n_credits; i++) {
        if (!mw_card_sure(k->credits[i].confidence, all)) continue;
        next(o, &first);
        text(o, "role", k->credits[i].role);
        text(o, "person", k->credits[i].person);
        span_end(o, a, k->credits[i].start, k->credits[i].end, k->credits[i].confidence);
    }
    mw_out_puts(o, "]");
    list(o, "cast", &first);
    for (uint32_t i = 0; i < k->n_played; i++) {
        if (!mw_card_sure(k->played[i].confidence, all)) continue;
        next(o, &first);
        text(o, "character", k->played[i].character);
        text(o, "performer", k->played[i].performer);
        span_end(o, a, k->played[i].start, k->played[i].end, k->played[i].confidence);
    }
    mw_out_puts(o, "]");
    list(o, "other_works", &first);
    for (uint32_t i = 0; i < k->n_others; i++) {
        if (!mw_card_sure(k->others[i].confidence, all)) continue;
        next(o, &first);
        text(o, "title", k->others[i].title);
        text(o, "person", k->others[i].person);
        year(o, k->others[i].year);
        span_end(o, a, k->others[i].start, k->others[i].end, k->others[i].confidence);
    }
    mw_out_puts(o, "]");
}

static void put_opinions(mw_out *o, const mw_asof *a, const mw_card *k, bool all) {
    bool first;
    list(o, "opinion", &first);
    for (uint32_t i = 0; i < k->n_opinions; i++) {
        const row_opinion *x = &k->opinions[i];
        if (!mw_card_sure(x->confidence, all)) continue;
        next(o, &first);
        text(o, "aspect", x->aspect);
        text(o, "target", x->target);
        text(o, "polarity", x->polarity);
        mw_out_printf(o, "\"conceded\": %s, ", x->conceded ? "true" : "false");
        span_end(o, a, x->start, x->end, x->confidence);
    }
    mw_out_puts(o, "],\n  ");
    mw_json_key(o, "verdict");
    mw_out_json(o, k->verdict);
    mw_out_puts(o, ",\n  \"verdict_confidence\": ");
    mw_out_json_real(o, k->verdict_confidence);
    mw_out_puts(o, ",\n  \"thesis\": ");
    span(o, k->thesis_start, k->thesis_end);
    list(o, "withheld", &first);
    for (uint32_t i = 0; i < k->n_withheld; i++) {
        if (!mw_card_sure(k->withheld[i].confidence, all)) continue;
        next(o, &first);
        span_end(o, a, k->withheld[i].start, k->withheld[i].end, k->withheld[i].confidence);
    }
    mw_out_puts(o, "]");
}

static void put_rating(mw_out *o, const mw_card *k) {
    mw_out_puts(o, ",\n  \"rating\": ");
    if (!(k->rating_of > 0)) {
        mw_out_puts(o, "null");
        return;
    }
    mw_out_puts(o, "{\"value\": ");
    mw_out_json_real(o, k->rating);
    mw_out_puts(o, ", \"of\": ");
    mw_out_json_real(o, k->rating_of);
    mw_out_puts(o, ", \"span\": ");
    span(o, k->rating_start, k->rating_end);
    mw_out_puts(o, "}");
}

void mw_json_review(mw_out *o, const mw_asof *a, bool all) {
    const mw_card *k = a->story->card;
    if (!k || a->until < a->story->length) {
        mw_out_puts(o, "null");
        return;
    }
    put_work(o, a, k);
    put_people(o, a, k, all);
    put_opinions(o, a, k, all);
    put_rating(o, k);
    bool first;
    list(o, "sentences", &first);
    for (uint32_t i = 0; i < k->n_told; i++) {
        next(o, &first);
        mw_out_printf(o, "\"start\": %u, \"end\": %u, \"role\": \"%s\"}", a->story->sentences[i].start, a->story->sentences[i].end,
                      k->told[i]);
    }
    mw_out_puts(o, "]}");
}
