/* The view people: who is in the story, by mentions; and what other views need of a person in words. */
#include <stdio.h>
#include <string.h>

#include "show/views.h"

/* Titles that bring a number of their own: "IV. The Mill", "12", "Chapter Two". */
static bool has_number(const char *title) {
    if (*title >= '0' && *title <= '9') return true;
    if (mw_str_ieq((mw_str){title, strlen(title) < 8 ? strlen(title) : 8}, "chapter ")) return true;
    size_t n = strspn(title, "IVXLC");
    return n > 0 && (!title[n] || strchr(".: ", title[n])) && !(n == 1 && *title == 'I' && title[1] == ' ');
}

const char *mw_chapter_label(const mw_asof *a, uint32_t at) {
    uint32_t c = mw_story_chapter_at(a->story, at);
    if (c == MW_NONE) return "";
    const char *title = a->story->chapters[c].known <= a->until ? a->story->chapters[c].title : "";
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(a->arena));
    if (has_number(title))
        mw_buf_puts(&b, title);
    else
        mw_buf_printf(&b, "%u%s%s", c + 1, *title ? " " : "", title);
    const char *s = b.failed ? NULL : mw_arena_strdup(a->arena, b.at);
    mw_buf_clear(&b);
    return s;
}

void mw_table_chapter(mw_table *t, const mw_story *s, uint32_t at) {
    uint32_t chapter = mw_story_chapter_at(s, at);
    if (chapter == MW_NONE)
        mw_table_cell(t, "");
    else
        mw_table_count(t, chapter + 1);
}

const char *mw_aliases_text(const mw_asof *a, const mw_person *p, const char *separator) {
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(a->arena));
    mw_buf_puts(&b, "");
    for (uint32_t i = 0; i < p->n_forms; i++) {
        if (!mw_form_told(p, &p->forms[i])) continue;
        if (b.n) mw_buf_puts(&b, separator);
        mw_buf_puts(&b, p->forms[i].form);
    }
    const char *s = b.failed ? NULL : mw_arena_strndup(a->arena, b.n ? b.at : "", b.n);
    mw_buf_clear(&b);
    return s;
}

bool mw_person_listed(const mw_view *v, const mw_person *p) {
    return v->all || p->narrator || (!p->passing && (p->named || p->mentions >= 5));
}

uint32_t mw_people_listed(const mw_view *v, uint32_t *left_out) {
    uint32_t n = 0, shown = 0;
    for (uint32_t i = 0; i < v->a->n_people; i++)
        if (mw_person_listed(v, &v->a->people[i])) {
            n++;
            shown += shown < v->limit;
        }
    *left_out = v->a->n_people - shown;
    return shown;
}

static void put_role(mw_table *t, const mw_person *p) {
    mw_table_cell(t, p->narrator ? p->major ? "major, tells" : "minor, tells" : p->major ? "major" : "minor");
}

marrow_status mw_people_table(const mw_view *v, const char *indent, marrow_error *err) {
    static const mw_column columns[] = {{"name", false, 1},  {"gender", false, 0},       {"role", false, 0}, {"mentions", true, 0},
                                        {"quotes", true, 0}, {"first met in", false, 2}, {"also", false, 3}};
    mw_table t;
    mw_table_init(&t, v->a->arena, columns, sizeof columns / sizeof *columns);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < v->a->n_people && shown < v->limit; i++) {
        const mw_person *p = &v->a->people[i];
        if (!mw_person_listed(v, p)) continue;
        shown++;
        mw_table_str(&t, mw_str_of(p->name));
        mw_table_cell(&t, p->gender == MW_UNKNOWN ? "" : mw_gender_names[p->gender]);
        put_role(&t, p);
        mw_table_count(&t, p->mentions);
        mw_table_count(&t, p->quotes);
        mw_table_cell(&t, mw_chapter_label(v->a, p->first));
        mw_table_cell(&t, mw_aliases_text(v->a, p, ", "));
    }
    marrow_status status = mw_table_write(&t, v->o, indent, v->width, v->colour, err);
    mw_table_clear(&t);
    return status;
}

static marrow_status people_tsv(const mw_view *v, marrow_error *err) {
    mw_out_puts(v->o, "id\tname\taliases\tgender\trole\tnarrator\tmentions\tquotes\tfirst\tknown\tconfidence\n");
    uint32_t shown = 0;
    for (uint32_t i = 0; i < v->a->n_people && shown < v->limit; i++) {
        const mw_person *p = &v->a->people[i];
        if (!mw_person_listed(v, p)) continue;
        shown++;
        const char *aliases = mw_aliases_text(v->a, p, "|");
        if (!aliases) return mw_fail_memory(err);
        mw_out_field(v->o, mw_str_of(p->id), false);
        mw_out_puts(v->o, "\t");
        mw_out_field(v->o, mw_str_of(p->name), true);
        mw_out_puts(v->o, "\t");
        mw_out_field(v->o, mw_str_of(aliases), true);
        mw_out_printf(v->o, "\t%s\t%s\t%s\t%u\t%u\t%u\t%u\t", mw_gender_names[p->gender], p->major ? "major" : "minor",
                      p->narrator ? "yes" : "no", p->mentions, p->quotes, p->first, p->known);
        mw_out_json_real(v->o, p->confidence);
        mw_out_puts(v->o, "\n");
    }
    return MARROW_OK;
}

static void people_json(const mw_view *v) {
    uint32_t shown = 0;
    mw_out_puts(v->o, "[");
    for (uint32_t i = 0; i < v->a->n_people && shown < v->limit; i++) {
        if (!mw_person_listed(v, &v->a->people[i])) continue;
        mw_out_puts(v->o, shown++ ? ",\n " : "\n ");
        mw_json_character(v->o, &v->a->people[i]);
    }
    mw_out_puts(v->o, "]\n");
}

marrow_status mw_view_people(const mw_view *v, marrow_error *err) {
    if (v->layout == MARROW_TSV) return people_tsv(v, err);
    if (v->layout == MARROW_JSON) {
        people_json(v);
        return MARROW_OK;
    }
    uint32_t left_out, shown = mw_people_listed(v, &left_out);
    if (shown == 0) {
        mw_out_puts(v->o, "Nobody has been met yet.\n");
        return MARROW_OK;
    }
    MW_TRY(mw_people_table(v, "", err));
    if (left_out) {
        mw_out_style(v->o, v->colour, MW_FAINT);
        mw_out_puts(v->o, "and ");
        mw_out_count(v->o, left_out);
        mw_out_puts(v->o, " more: --all");
        mw_out_style(v->o, v->colour, MW_PLAIN);
        mw_out_puts(v->o, "\n");
    }
    return MARROW_OK;
}
