/* The csv export: a folder, one file a view with a header line, everything in it (as with --all). characters.csv is in the form that
 * --characters reads, so that the people of one book are those known beforehand in the next; it holds those with a name, by their
 * names alone. The other files are the views' tab-separated tables, commas for tabs. RFC 4180, but lines end in a newline. */
#include <string.h>

#include "show/views.h"

/* ---- fields ---- */

static void put_field(mw_out *o, mw_str s) {
    bool plain = true;
    for (size_t i = 0; i < s.n; i++) plain = plain && s.at[i] != ',' && s.at[i] != '"' && s.at[i] != '\n' && s.at[i] != '\r';
    if (plain) {
        mw_out_str(o, s);
        return;
    }
    mw_out_puts(o, "\"");
    for (size_t i = 0; i < s.n; i++) mw_out_put(o, s.at[i] == '"' ? "\"\"" : s.at + i, s.at[i] == '"' ? 2 : 1);
    mw_out_puts(o, "\"");
}

/* Takes tab-separated lines and writes them with commas. */
typedef struct commas {
    mw_out *o;
    mw_buf field;
} commas;

static bool take(void *ctx, const char *bytes, size_t n) {
    commas *c = ctx;
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != '\t' && bytes[i] != '\n') {
            mw_buf_putc(&c->field, bytes[i]);
            continue;
        }
        put_field(c->o, (mw_str){c->field.at ? c->field.at : "", c->field.n});
        mw_out_puts(c->o, bytes[i] == '\t' ? "," : "\n");
        c->field.n = 0;
    }
    return !c->field.failed;
}

/* ---- files ---- */

static marrow_status write_view(mw_asof *a, const char *view, mw_out *o, marrow_error *err) {
    commas c = {.o = o};
    mw_buf_init(&c.field, &a->story->env.mem);
    marrow_status status = mw_view_rows(a, view, take, &c, err);
    if (c.field.failed) status = mw_fail_memory(err);
    mw_buf_clear(&c.field);
    return status;
}

static bool put_aliases(mw_out *o, const mw_asof *a, const mw_person *p) {
    mw_buf b;
    mw_buf_init(&b, &a->story->env.mem);
    for (uint32_t i = 0; i < p->n_forms; i++) {
        if (!p->forms[i].proper || !mw_form_told(p, &p->forms[i]) || strchr(p->forms[i].form, '|')) continue;
        if (b.n) mw_buf_putc(&b, '|');
        mw_buf_puts(&b, p->forms[i].form);
    }
    if (!b.failed) put_field(o, (mw_str){b.at ? b.at : "", b.n});
    bool good = !b.failed;
    mw_buf_clear(&b);
    return good;
}

static marrow_status write_characters(mw_asof *a, mw_out *o, marrow_error *err) {
    mw_out_puts(o, "id,name,aliases,gender,role,narrator,mentions,quotes,first,known,confidence\n");
    for (uint32_t i = 0; i < a->n_people; i++) {
        const mw_person *p = &a->people[i];
        if (!p->named) continue;
        put_field(o, mw_str_of(p->id));
        mw_out_puts(o, ",");
        put_field(o, mw_str_of(p->name));
        mw_out_puts(o, ",");
        if (!put_aliases(o, a, p)) return mw_fail_memory(err);
        mw_out_printf(o, ",%s,%s,%s,%u,%u,%u,%u,", mw_gender_names[p->gender], p->major ? "major" : "minor", p->narrator ? "yes" : "no",
                      p->mentions, p->quotes, p->first, p->known);
        mw_out_json_real(o, p->confidence);
        mw_out_puts(o, "\n");
    }
    return MARROW_OK;
}

/* A table of the folder: a view, or with NULL the characters. */
typedef struct table {
    mw_asof *a;
    const char *view;
} table;

static marrow_status put_table(const void *ctx, mw_out *o, marrow_error *err) {
    const table *t = ctx;
    return t->view ? write_view(t->a, t->view, o, err) : write_characters(t->a, o, err);
}

static marrow_status write_file(mw_asof *a, const char *path, const char *view, marrow_error *err) {
    return mw_out_save(&a->story->env.mem, path, put_table, &(table){a, view}, err);
}

/* pov is another word for inside; the view of a review is there for reviews alone. */
static bool has_file(const mw_asof *a, const char *view) {
    if (!strcmp(view, "review")) return a->story->card != NULL;
    return strcmp(view, "summary") != 0 && strcmp(view, "people") != 0 && strcmp(view, "pov") != 0;
}

marrow_status mw_export_csv(mw_asof *a, const char *folder, marrow_error *err) {
    mw_buf path;
    mw_buf_init(&path, &a->story->env.mem);
    mw_buf_printf(&path, "%s/characters.csv", folder);
    marrow_status status = path.failed ? mw_fail_memory(err) : write_file(a, path.at, NULL, err);
    for (size_t i = 0; status == MARROW_OK && mw_views[i]; i++) {
        if (!has_file(a, mw_views[i])) continue;
        path.n = 0;
        mw_buf_printf(&path, "%s/%s.csv", folder, mw_views[i]);
        status = path.failed ? mw_fail_memory(err) : write_file(a, path.at, mw_views[i], err);
    }
    mw_buf_clear(&path);
    return status;
}
