/* people_csv: characters.csv (id,name,aliases,gender; aliases split by |) to mw_people. All but name is optional; rows without a
 * name are passed over, but a name must be there somewhere. Columns may stand in any order; unknown ones are ignored. */
#include "cast/cast.h"

#include <string.h>

static const char *trimmed(mw_arena *a, const char *s, size_t n) {
    while (n && (*s == ' ' || *s == '\t')) s++, n--;
    while (n && (s[n - 1] == ' ' || s[n - 1] == '\t')) n--;
    return mw_arena_strndup(a, s, n);
}

static bool split_aliases(mw_arena *a, const char *cell, mw_known_person *p) {
    uint32_t n = 1;
    for (const char *s = cell; *s; s++) n += *s == '|';
    p->aliases = mw_arena_array(a, n, sizeof *p->aliases);
    if (!p->aliases) return false;
    for (const char *s = cell; *s;) {
        size_t len = strcspn(s, "|");
        const char *alias = trimmed(a, s, len);
        if (!alias) return false;
        if (*alias) p->aliases[p->n_aliases++] = alias;
        s += len + (s[len] == '|');
    }
    return true;
}

static marrow_status gender_of(const char *cell, size_t row, mw_gender *g, marrow_error *err) {
    static const struct {
        const char *word;
        mw_gender gender;
    } more[] = {{"", MW_UNKNOWN},       {"f", MW_FEMALE},  {"m", MW_MALE},    {"she", MW_FEMALE}, {"he", MW_MALE},
                {"they", MW_NONBINARY}, {"u", MW_UNKNOWN}, {"x", MW_UNKNOWN}, {"n", MW_NONBINARY}};
    mw_str s = mw_str_of(cell);
    for (int i = 0; i < MW_N_GENDER; i++)
        if (mw_str_ieq(s, mw_gender_names[i])) return *g = (mw_gender)i, MARROW_OK;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (mw_str_ieq(s, more[i].word)) return *g = more[i].gender, MARROW_OK;
    return mw_fail_at(err, MARROW_INPUT, -1, (int64_t)row + 1, -1,
                      "characters, row %zu: gender '%.40s' is none of female, male, nonbinary, mixed, none, unknown", row + 1, cell);
}

static marrow_status parse_rows(mw_people *people, const mw_csv *csv, marrow_error *err) {
    int id = mw_csv_column(csv, "id"), name = mw_csv_column(csv, "name"), aliases = mw_csv_column(csv, "aliases"),
        gender = mw_csv_column(csv, "gender");
    if (name < 0)
        return mw_fail_at(err, MARROW_INPUT, -1, 1, -1,
                          "characters: no column 'name' in the header; it should be like id,name,aliases,gender");
    people->at = mw_arena_array(people->arena, csv->n_rows, sizeof *people->at);
    if (!people->at) return mw_fail_memory(err);
    for (size_t r = 1; r < csv->n_rows; r++) {
        const char **cells = csv->rows[r];
        mw_known_person *p = &people->at[people->n];
        p->name = trimmed(people->arena, cells[name], strlen(cells[name]));
        p->id = id < 0 ? "" : trimmed(people->arena, cells[id], strlen(cells[id]));
        if (!p->name || !p->id) return mw_fail_memory(err);
        if (!*p->name) continue;
        if (!split_aliases(people->arena, aliases < 0 ? "" : cells[aliases], p)) return mw_fail_memory(err);
        const char *g = gender < 0 ? "" : trimmed(people->arena, cells[gender], strlen(cells[gender]));
        if (!g) return mw_fail_memory(err);
        MW_TRY(gender_of(g, r, &p->gender, err));
        people->n++;
    }
    return MARROW_OK;
}

/* Ids given twice would make two people one. */
static marrow_status check_ids(const mw_env *env, const mw_people *people, marrow_error *err) {
    mw_map *seen = mw_map_new(&env->mem);
    marrow_status status = seen ? MARROW_OK : mw_fail_memory(err);
    for (uint32_t i = 0; i < people->n && status == MARROW_OK; i++) {
        mw_str id = mw_str_of(people->at[i].id);
        if (!id.n) continue;
        if (mw_map_get(seen, id, NULL))
            status =
                mw_fail(err, MARROW_INPUT, "characters: the id '%.60s' stands twice; give each person one of its own", people->at[i].id);
        else if (!mw_map_put(seen, id, i))
            status = mw_fail_memory(err);
    }
    mw_map_free(seen);
    return status;
}

marrow_status mw_people_parse(const mw_env *env, const char *csv, size_t n, bool only, mw_people **people, marrow_error *err) {
    *people = NULL;
    mw_people *p = MW_PRODUCT_NEW(&env->mem, mw_people);
    if (!p) return mw_fail_memory(err);
    mw_arena *a = p->arena;
    p->only = only;
    mw_csv rows = {0};
    marrow_status status = mw_csv_parse(a, csv, n, &rows, err);
    if (status == MARROW_OK && !rows.n_rows)
        status = mw_fail(err, MARROW_INPUT, "characters: the file is empty; it should begin with a header like id,name,aliases,gender");
    if (status == MARROW_OK) status = parse_rows(p, &rows, err);
    if (status == MARROW_OK) status = check_ids(env, p, err);
    if (status != MARROW_OK) {
        mw_arena_free(a);
        return status;
    }
    *people = p;
    return MARROW_OK;
}

void mw_people_free(mw_people *people) {
    if (people) mw_arena_free(people->arena);
}
