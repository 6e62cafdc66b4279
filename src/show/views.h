/* The views: each writes itself in the layout asked for. Internal to show. */
#ifndef MW_SHOW_VIEWS_H
#define MW_SHOW_VIEWS_H

#include "show/json.h"
#include "show/table.h"

typedef struct mw_view {
    mw_asof *a;
    mw_out *o;
    marrow_layout layout;
    bool all, colour;
    uint32_t limit; /* rows a list */
    int width;
} mw_view;

marrow_status mw_view_summary(const mw_view *v, marrow_error *err);
marrow_status mw_summary_withheld(const mw_view *v, marrow_error *err); /* a part of it: view_withheld.c */
marrow_status mw_view_people(const mw_view *v, marrow_error *err);
marrow_status mw_view_quotes(const mw_view *v, marrow_error *err);
marrow_status mw_view_unsure(const mw_view *v, marrow_error *err);
/* What an answer about the speaker of each quotation is worth, by row; *there: the story has that (load_doubts.c). */
marrow_status mw_story_doubts(mw_story *s, double *worth, bool *there, marrow_error *err);
marrow_status mw_view_threads(const mw_view *v, marrow_error *err); /* of shape: view_threads.c, view_shape.c, view_pace.c, view_faults.c */
marrow_status mw_view_loose_ends(const mw_view *v, marrow_error *err);
marrow_status mw_view_payoffs(const mw_view *v, marrow_error *err);
marrow_status mw_view_motifs(const mw_view *v, marrow_error *err);
marrow_status mw_view_core(const mw_view *v, marrow_error *err);
marrow_status mw_view_arc(const mw_view *v, marrow_error *err);
marrow_status mw_view_pace(const mw_view *v, marrow_error *err);
marrow_status mw_view_scenes(const mw_view *v, marrow_error *err);
marrow_status mw_view_places(const mw_view *v, marrow_error *err);
marrow_status mw_view_timeline(const mw_view *v, marrow_error *err);
marrow_status mw_view_continuity(const mw_view *v, marrow_error *err);
marrow_status mw_view_unclear(const mw_view *v, marrow_error *err);
marrow_status mw_view_review(const mw_view *v, marrow_error *err);
marrow_status mw_view_traits(const mw_view *v, marrow_error *err); /* of portraits: view_portraits.c, view_talk.c */
marrow_status mw_view_relations(const mw_view *v, marrow_error *err);
marrow_status mw_view_content(const mw_view *v, marrow_error *err);
marrow_status mw_view_talk(const mw_view *v, marrow_error *err);
/* On one line: what a person is to others and others to them, the surest `most`; what a person is like. */
bool mw_person_has(const mw_view *v, const mw_person *p, bool relations);
marrow_status mw_person_relations(const mw_view *v, const mw_person *p, uint32_t most, marrow_error *err);
marrow_status mw_person_traits(const mw_view *v, const mw_person *p, uint32_t most, marrow_error *err);
/* Who was found to be one with a person, as of here: lines of the card; objects of a JSON list (view_joins.c). */
marrow_status mw_person_joins(const mw_view *v, const mw_person *p, marrow_error *err);
marrow_status mw_person_joins_json(const mw_view *v, const mw_person *p, marrow_error *err);
marrow_status mw_view_who(const mw_view *v, const mw_person *p, marrow_error *err);

/* All rows of a view as tab-separated lines, the first its header. */
marrow_status mw_view_rows(mw_asof *a, const char *view, marrow_write out, void *ctx, marrow_error *err);
marrow_status mw_export_csv(mw_asof *a, const char *folder, marrow_error *err);

/* The table of people that summary and people share; how many of the sure ones it does not show. */
marrow_status mw_people_table(const mw_view *v, const char *indent, marrow_error *err);
/* Default lists hold people with a name, or mentioned often enough to matter. */
bool mw_person_listed(const mw_view *v, const mw_person *p);
uint32_t mw_people_listed(const mw_view *v, uint32_t *left_out);
/* "3 Across the Moor" into the arena; "" outside chapters. */
const char *mw_chapter_label(const mw_asof *a, uint32_t at);
/* A cell with the number of the chapter that holds a place; empty outside chapters. */
void mw_table_chapter(mw_table *t, const mw_story *s, uint32_t at);
/* All other forms by which a person is called, with a separator between. */
const char *mw_aliases_text(const mw_asof *a, const mw_person *p, const char *separator);

/* Finds a person by id, name, alias or some words of them, among those met. */
marrow_status mw_resolve_person(const mw_asof *a, const char *name, const mw_person **p, marrow_error *err);

#endif
