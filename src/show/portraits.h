/* The rows of portraits in memory, and what json and views share of them. Internal to show. */
#ifndef MW_SHOW_PORTRAITS_H
#define MW_SHOW_PORTRAITS_H

#include "reveal/portraits.h"
#include "show/story.h"

typedef struct row_trait {
    uint32_t who, kind, by, start, end, known;
    const char *trait;
    bool heard;
    double confidence;
} row_trait;

typedef struct row_pull {
    uint32_t a, b;
} row_pull;

typedef struct row_evidence {
    uint32_t start, end;
} row_evidence;

typedef struct row_relation {
    uint32_t a, b, type, from, until, known;
    const char *word;
    double confidence;
    uint32_t evidence_from, n_evidence; /* rows of relation_evidence */
} row_relation;

typedef struct row_content {
    uint32_t kind, level, who, start, end, known; /* level: 0 mention, 1 shown */
    bool child;
    double confidence;
} row_content;

typedef struct mw_portrait_rows {
    row_trait *traits;
    row_pull *pulls;
    row_relation *relations;
    row_evidence *relation_evidence;
    row_content *content;
    uint32_t n_traits, n_pulls, n_relations, n_relation_evidence, n_content;
} mw_portrait_rows;

marrow_status mw_portraits_load(mw_story *s, marrow_error *err);

/* Whether a row is told as of here: known, its people met. */
bool mw_trait_told(const mw_asof *a, const row_trait *t, bool all);
/* Told, and likelier than not: for lists by default. What a review says of people is weighed otherwise, and stands as it is told. */
bool mw_trait_shown(const mw_asof *a, const row_trait *t, bool all);
bool mw_relation_told(const mw_asof *a, const row_relation *r, bool all);
bool mw_relation_shown(const mw_asof *a, const row_relation *r,
                       bool all); /* told, likelier than not, and of friends called so: for lists by default */
/* What a is to b, for people: the text's own word, or one for the type and for what a is known to be ("wife"). */
const char *mw_relation_word(const mw_asof *a, const row_relation *r);
bool mw_content_told(const mw_asof *a, const row_content *c, bool all);
/* Whether the one who suffers it is a child, as far as known. */
bool mw_content_of_child(const mw_asof *a, const row_content *c);
/* Marks people of whom a row stands as sure: they are named in lists. */
void mw_portraits_mark(mw_asof *a);

#endif
