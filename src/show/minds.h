/* minds: acts, whys, ripples and inside views as the story file has them, and what is worked out of them as of a position: importance, the
 * share of a person's presence in which we are inside them. Internal to show. */
#ifndef MW_SHOW_MINDS_H
#define MW_SHOW_MINDS_H

#include "reveal/minds.h"
#include "show/views.h"

typedef struct row_act {
    const char *id, *verb;
    uint32_t start, end, who, to, what_start, what_end, place_start, place_end, time_start, time_end, said, deed, modality, known, why;
    bool realis;
    double weight, confidence;
} row_act;

typedef struct row_why {
    uint32_t status, kind, known, spans_from, n_spans;
    double confidence;
} row_why;

typedef struct row_why_span {
    uint32_t start, end;
} row_why_span;

typedef struct row_asked {
    uint32_t start, end, who, known;
    double confidence;
} row_asked;

typedef struct row_ripple {
    const char *id;
    uint32_t from, to, on, kind, start, end, known;
    double confidence;
} row_ripple;

typedef struct row_inside {
    uint32_t start, end, who, kind, known;
    double confidence;
} row_inside;

typedef struct mw_story_minds {
    row_act *acts;
    row_why *whys;
    row_why_span *why_spans;
    row_asked *asked;
    row_ripple *ripples;
    row_inside *inside;
    uint32_t n_acts, n_whys, n_why_spans, n_asked, n_ripples, n_inside;
} mw_story_minds;

/* A person as the telling enters them. */
typedef struct mw_entered {
    uint32_t present, entered; /* sentences */
    uint32_t views;
} mw_entered;

/* What of it is known at the place of reading. */
typedef struct mw_known_minds {
    const mw_story_minds *rows;
    double *importance;  /* [n_acts] 0 … 1; of acts not known yet 0 */
    double *listed;      /* [n_acts] what lists go by: the same, but less for what is told or done in speech, unless all are asked for */
    uint32_t *reach;     /* [n_acts] ripples known that it set off */
    mw_entered *entered; /* [n_characters] */
} mw_known_minds;
/* In the arena of a. all: views and ripples that marrow does not stand by too. */
marrow_status mw_minds_asof(const mw_asof *a, bool all, mw_known_minds **minds, marrow_error *err);

/* importance.c: fills k->importance; weight: room for [n_acts]. */
void mw_importance_set(const mw_asof *a, mw_known_minds *k, double *weight);

/* Whoever acts, is acted on or entered stands in lists that refer to people by id. */
void mw_minds_mark(mw_asof *a);

/* Whether marrow stands by a row without --all: thresholds a kind. */
bool mw_stands_inside(const row_inside *x);
bool mw_stands_ripple(const row_ripple *x);
/* The motive as of here, or NULL: looked for, but the evidence lies further on. */
const row_why *mw_why_asof(const mw_asof *a, const row_act *act);
double mw_share(const mw_entered *e);
/* Whether words stand inside a quotation; whether an act does, or is the saying of something. */
bool mw_in_speech(const mw_asof *a, uint32_t start, uint32_t end);
bool mw_act_spoken(const mw_asof *a, const row_act *x);
/* As of here (view_whys.c): done, and by somebody who is told; whether a reason is given surely enough; whether it was looked for and not found. */
bool mw_act_told(const mw_asof *a, const row_act *x);
bool mw_why_given(const mw_asof *a, const row_act *x);
bool mw_why_silent(const mw_asof *a, const row_act *x);

/* Acts that are wanted, the most important first; NULL: out of memory. */
typedef struct mw_act_pick {
    double importance, listed;
    uint32_t row;
} mw_act_pick;
typedef bool (*mw_act_wanted)(const mw_asof *a, const row_act *x);
mw_act_pick *mw_pick_acts(const mw_asof *a, const mw_known_minds *k, mw_act_wanted wanted, uint32_t limit, uint32_t *n);
void mw_picks_in_order(mw_act_pick *picks, uint32_t n); /* of the text */
/* Words as lists print them: "and blew the whistle" without its and. Files keep them whole. */
mw_str mw_listed_words(const mw_asof *a, uint32_t start, uint32_t end);
const char *mw_name_or(const mw_asof *a, uint32_t character, const char *none);

/* Members of an act's or ripple's object. */
void mw_json_act(mw_out *o, const mw_asof *a, const row_act *x, double importance, bool all);
void mw_json_ripple(mw_out *o, const mw_asof *a, const row_ripple *x);

/* The json keys. */
marrow_status mw_json_minds(mw_out *o, const mw_asof *a, bool all, marrow_error *err);
/* The views. */
marrow_status mw_view_acts(const mw_view *v, marrow_error *err);
marrow_status mw_view_whys(const mw_view *v, marrow_error *err);
marrow_status mw_view_ripples(const mw_view *v, marrow_error *err);
marrow_status mw_view_inside(const mw_view *v, marrow_error *err);

#endif
