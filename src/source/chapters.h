/* chapters: candidates for headings, shared by the files that weigh them. Private to this room. */
#ifndef MW_SOURCE_CHAPTERS_H
#define MW_SOURCE_CHAPTERS_H

#include "source/draft.h"

typedef enum mw_role {
    MW_ROLE_NONE,
    MW_ROLE_TOC,
    MW_ROLE_PART,
    MW_ROLE_CHAPTER,
    MW_ROLE_SECTION,
    MW_ROLE_TITLE,
    MW_ROLE_FRONT,
    MW_ROLE_BACK,
    MW_ROLE_END
} mw_role;

typedef struct mw_candidate {
    uint32_t block;
    mw_heading h;
    mw_role role;
    uint8_t level;
    uint32_t body;  /* bytes between it and the next candidate */
    uint32_t prose; /* bytes up to the next candidate that is more than a name in capitals */
    bool follows;   /* nothing stands between it and the candidate before */
} mw_candidate;

typedef struct mw_candidates {
    mw_candidate *at;
    size_t n, cap;
} mw_candidates;

/* Collects them from block `first` on. */
void mw_candidates_find(mw_draft *d, uint32_t first, mw_candidates *c);
/* Gives the entries of a table of contents their role and marks its blocks as front matter. */
void mw_candidates_contents(mw_draft *d, mw_candidates *c);
/* Numbers that make no series are no headings. */
void mw_candidates_series(mw_draft *d, mw_candidates *c);
/* Empty lines that usually part paragraphs, from block `first` on. */
uint32_t mw_candidates_usual_gap(const mw_draft *d, uint32_t first);
/* Bare names as headings of a book that has nothing else: adds candidates with the role of chapters. */
void mw_candidates_names(mw_draft *d, uint32_t first, mw_candidates *c);

#endif
