/* cluster: what cluster.c and cluster_names.c share. Nothing else includes it. */
#ifndef MW_CAST_CLUSTER_H
#define MW_CAST_CLUSTER_H

#include "cast/spine.h"

/* ---- cluster_names.c: a form joins the person whom it means, or founds one ---- */
void mw_form_join_full(mw_spine *s, uint32_t fi);
void mw_form_join_titled(mw_spine *s, uint32_t fi); /* a title and one word */
void mw_form_join_bare(mw_spine *s, uint32_t fi);   /* one word */
void mw_form_join_slip(mw_spine *s, uint32_t fi);   /* of mw_form_slip */
void mw_form_join_byname(mw_spine *s, uint32_t fi); /* of mw_form_byname, without a surname */

/* Long John, Long John Silver: a first name behind what tells it from others. */
bool mw_form_byname(const mw_form *f);
/* A full name seen once or twice, one word of which is named again and again alone, while no other form bears the other: rather two
 * words that stood together than a name (Lucy Italian, Till Elizabeth, Abruptly Barlow). The word; NULL: no slip. */
const char *mw_form_slip(mw_spine *s, const mw_form *f);
/* How often a form is heard together with a person's first name and other forms. */
uint32_t mw_form_heard_with(mw_spine *s, uint32_t fi, uint32_t pi);

#endif
