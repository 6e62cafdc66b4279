/* card: the rows of a review in memory, as json, show review and check read them. Offsets are code points. Internal to show. */
#ifndef MW_SHOW_CARD_H
#define MW_SHOW_CARD_H

#include "show/out.h"
#include "show/story.h"
#include "show/views.h"

typedef struct row_credit {
    const char *role, *person;
    uint32_t start, end;
    double confidence;
} row_credit;

typedef struct row_played {
    const char *character, *performer; /* NULL: not said */
    uint32_t start, end;
    double confidence;
} row_played;

typedef struct row_other {
    const char *title, *person;
    int year; /* 0 unknown */
    uint32_t start, end;
    double confidence;
} row_other;

typedef struct row_opinion {
    const char *aspect, *target, *polarity;
    bool conceded;
    uint32_t start, end;
    double confidence;
} row_opinion;

typedef struct row_withheld {
    uint32_t start, end;
    double confidence;
} row_withheld;

struct mw_card {
    const char *title, *kind, *verdict;
    int year;
    uint32_t start, end, thesis_start, thesis_end, rating_start, rating_end; /* MW_NONE: not there */
    double confidence, verdict_confidence, rating, rating_of;
    row_credit *credits;
    row_played *played;
    row_other *others;
    row_opinion *opinions;
    row_withheld *withheld;
    const char **told; /* [n_sentences] */
    uint32_t n_credits, n_played, n_others, n_opinions, n_withheld, n_told;
};

enum { MW_CARD_SURE = 35 }; /* percent: rows below stand in --all alone */
static inline bool mw_card_sure(double confidence, bool all) { return all || !(confidence * 100 < MW_CARD_SURE); }

/* Fills s->card; leaves it NULL where the story is no review. */
marrow_status mw_card_load(mw_story *s, marrow_error *err);
/* One row about the story in a review's card (view_review_story.c), as table or tab-separated; text: what stands before its words. */
typedef struct mw_card_line {
    const char *what, *heading, *kind, *name, *with, *text;
    uint32_t start, end;
    double confidence;
    bool first;
} mw_card_line;
typedef marrow_status (*mw_card_row)(const mw_view *v, const mw_card_line *line, marrow_error *err);
marrow_status mw_card_story(const mw_view *v, mw_card_row put, marrow_error *err);
marrow_status mw_card_content(const mw_view *v, mw_card_row put, marrow_error *err);
/* The value of the key review: an object or null. */
void mw_json_review(mw_out *o, const mw_asof *a, bool all);

#endif
