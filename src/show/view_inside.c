/* The view inside (or pov): whose head the telling is inside of, how often and how; who is much seen and never entered; and where a chapter
 * is told from. */
#include <string.h>

#include "show/minds.h"

enum { MUCH_SEEN = 20 }; /* sentences: who is present in so many and hardly entered is named */

static bool counts(const mw_view *v, const row_inside *x) { return x->known <= v->a->until && (v->all || mw_stands_inside(x)); }

static uint32_t *kinds_of(const mw_view *v) {
    const mw_story_minds *m = v->a->story->minds;
    uint32_t *kinds = mw_arena_array(v->a->arena, (size_t)v->a->story->n_characters * MW_N_IN, sizeof *kinds);
    for (uint32_t i = 0; kinds && i < m->n_inside; i++)
        if (counts(v, &m->inside[i])) kinds[m->inside[i].who * MW_N_IN + m->inside[i].kind]++;
    return kinds;
}

static bool listed(const mw_view *v, const mw_known_minds *k, const mw_person *p) {
    return v->all || (p->sure && (k->entered[p->row].views || p->major));
}

static marrow_status put_shares(const mw_view *v, const mw_known_minds *k, marrow_error *err) {
    static const mw_column columns[] = {{"who", false, 0},  {"inside", true, 0}, {"of sentences", true, 0}, {"perceive", true, 2},
                                        {"think", true, 2}, {"feel", true, 2},   {"want", true, 2},         {"free", true, 2}};
    uint32_t *kinds = kinds_of(v), shown = 0;
    if (!kinds) return mw_fail_memory(err);
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < v->a->n_people && shown < v->limit; i++) {
        const mw_person *p = &v->a->people[i];
        if (!listed(v, k, p) || !mw_person_listed(v, p)) continue;
        shown++;
        mw_table_cell(&t, p->name);
        mw_table_percent(&t, mw_share(&k->entered[p->row]));
        mw_table_count(&t, k->entered[p->row].present);
        for (int d = 0; d < MW_N_IN; d++) mw_table_count(&t, kinds[p->row * MW_N_IN + (uint32_t)d]);
    }
    marrow_status status = mw_table_write(&t, v->o, "", v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

/* Much seen and never entered: what a critic would ask after. */
static void put_closed(const mw_view *v, const mw_known_minds *k) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->a->n_people && n < v->limit; i++) {
        const mw_person *p = &v->a->people[i];
        const mw_entered *e = &k->entered[p->row];
        if (!p->sure || e->present < MUCH_SEEN || mw_share(e) >= 0.02) continue;
        if (n++ == 0) {
            mw_out_puts(v->o, "\n");
            mw_out_styled(v->o, v->colour, MW_STRONG, "Much seen and never, or hardly ever, entered");
            mw_out_puts(v->o, "\n");
        }
        mw_out_puts(v->o, "  ");
        mw_out_visible(v->o, mw_str_of(p->name));
        mw_out_printf(v->o, ": present in %u sentences, entered in %u\n", e->present, e->entered);
    }
}

/* ---- chapters ---- */

static void leader(const mw_asof *a, const uint32_t *n, uint32_t *first, uint32_t *second) {
    *first = *second = MW_NONE;
    for (uint32_t i = 0; i < a->story->n_characters; i++) {
        if (n[i] == 0 || !mw_asof_person(a, i)) continue;
        if (*first == MW_NONE || n[i] > n[*first]) {
            *second = *first;
            *first = i;
        } else if (*second == MW_NONE || n[i] > n[*second]) {
            *second = i;
        }
    }
}

/* A chapter's mind is the one entered most; another one with a third of that is where the viewpoint slips. Only chapters with views are
 * gone through, and each clears only what it counted, so that the whole is linear in views and chapters. */
static marrow_status put_chapters(const mw_view *v, marrow_error *err) {
    static const mw_column columns[] = {{"chapter", false, 1}, {"mostly inside", false, 0}, {"views", true, 0}, {"and", false, 2}};
    const mw_story *s = v->a->story;
    const mw_story_minds *m = s->minds;
    if (s->n_chapters < 2) return MARROW_OK;
    uint32_t *n = mw_arena_array(v->a->arena, s->n_characters, sizeof *n), rows = 0;
    if (!n) return mw_fail_memory(err);
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < m->n_inside && rows < v->limit;) {
        uint32_t chapter = mw_story_chapter_at(s, m->inside[i].start), from = i, first, second;
        for (; i < m->n_inside && mw_story_chapter_at(s, m->inside[i].start) == chapter; i++)
            if (counts(v, &m->inside[i])) n[m->inside[i].who]++;
        leader(v->a, n, &first, &second);
        if (first != MW_NONE && chapter != MW_NONE) {
            rows++;
            mw_table_cell(&t, mw_chapter_label(v->a, s->chapters[chapter].start));
            mw_table_cell(&t, mw_name_or(v->a, first, ""));
            mw_table_count(&t, n[first]);
            mw_table_cell(&t, second != MW_NONE && n[second] * 3 >= n[first] ? mw_name_or(v->a, second, "") : "");
        }
        for (uint32_t k = from; k < i; k++) n[m->inside[k].who] = 0;
    }
    mw_out_puts(v->o, rows ? "\n" : "");
    marrow_status status = rows ? mw_table_write(&t, v->o, "", v->width, v->colour, err) : MARROW_OK;
    mw_table_clear(&t);
    return status;
}

/* ---- layouts ---- */

static void inside_tsv(const mw_view *v) {
    const mw_story_minds *m = v->a->story->minds;
    uint32_t n = 0;
    mw_out_puts(v->o, "who\tkind\tstart\tend\tconfidence\ttext\n");
    for (uint32_t i = 0; i < m->n_inside && n < v->limit; i++) {
        const row_inside *x = &m->inside[i];
        const mw_person *p = mw_asof_person(v->a, x->who);
        if (!counts(v, x) || !p) continue;
        n++;
        mw_out_field(v->o, mw_str_of(p->id), false);
        mw_out_printf(v->o, "\t%s\t%u\t%u\t", mw_inside_names[x->kind], x->start, x->end);
        mw_out_json_real(v->o, x->confidence);
        mw_out_puts(v->o, "\t");
        mw_out_field(v->o, mw_story_str(v->a->story, x->start, x->end), true);
        mw_out_puts(v->o, "\n");
    }
}

static void inside_json(const mw_view *v, const mw_known_minds *k) {
    uint32_t n = 0;
    mw_out_puts(v->o, "[");
    for (uint32_t i = 0; i < v->a->n_people && n < v->limit; i++) {
        const mw_person *p = &v->a->people[i];
        if (!listed(v, k, p)) continue;
        mw_out_puts(v->o, n++ ? ",\n {" : "\n {");
        mw_json_text(v->o, "who", p->id);
        mw_json_comma(v->o);
        mw_json_number(v->o, "share", mw_share(&k->entered[p->row]));
        mw_json_comma(v->o);
        mw_json_int(v->o, "present", k->entered[p->row].present);
        mw_json_comma(v->o);
        mw_json_int(v->o, "entered", k->entered[p->row].entered);
        mw_json_comma(v->o);
        mw_json_int(v->o, "views", k->entered[p->row].views);
        mw_out_puts(v->o, "}");
    }
    mw_out_puts(v->o, "]\n");
}

marrow_status mw_view_inside(const mw_view *v, marrow_error *err) {
    mw_known_minds *k;
    MW_TRY(mw_minds_asof(v->a, v->all, &k, err));
    if (v->layout == MARROW_TSV) inside_tsv(v);
    if (v->layout == MARROW_JSON) inside_json(v, k);
    if (v->layout != MARROW_TABLE) return MARROW_OK;
    if (v->a->n_people == 0) {
        mw_out_puts(v->o, "Nobody has been met yet.\n");
        return MARROW_OK;
    }
    MW_TRY(put_shares(v, k, err));
    put_closed(v, k);
    return put_chapters(v, err);
}
