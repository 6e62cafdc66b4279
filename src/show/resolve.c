/* Finds the person that a name means, among those met: by id; by the name; by an alias; by some words of a form. The first of these that
 * anybody answers to decides; several candidates are listed, nobody is guessed. Case, kinds of apostrophes, full stops and white space do
 * not matter. */
#include <string.h>

#include "show/views.h"

/* " mr darcy " for "Mr. Darcy": blanks around it, so that words can be looked for. */
static void plain(mw_buf *b, const char *name) {
    mw_str s = mw_str_of(name);
    b->n = 0;
    mw_buf_putc(b, ' ');
    for (size_t i = 0, len; i < s.n; i += len) {
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (c == '.') continue;
        if (mw_cp_space(c)) {
            if (b->n > 1 && b->at[b->n - 1] != ' ') mw_buf_putc(b, ' ');
        } else {
            mw_buf_putcp(b, c == 0x2018 || c == 0x2019 ? '\'' : mw_cp_fold(c));
        }
    }
    if (b->n > 1 && b->at && b->at[b->n - 1] != ' ') mw_buf_putc(b, ' ');
}

typedef enum match { BY_NAME, BY_FORM, BY_WORDS } match;

typedef struct search {
    const mw_asof *a;
    mw_buf want, have;
} search;

static bool fits(search *s, const char *form, bool words) {
    plain(&s->have, form);
    if (s->have.failed || s->want.failed) return false;
    return words ? strstr(s->have.at, s->want.at) != NULL : strcmp(s->have.at, s->want.at) == 0;
}

static bool answers(search *s, const mw_person *p, match how) {
    if (how == BY_NAME) return fits(s, p->name, false);
    for (uint32_t i = 0; i < p->n_forms; i++)
        if (fits(s, p->forms[i].form, how == BY_WORDS)) return true;
    return how == BY_WORDS && fits(s, p->name, true);
}

/* How many answer, the first of them, and their names as a list. */
static uint32_t candidates(search *s, match how, bool passing, const mw_person **first, mw_buf *list) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->a->n_people; i++) {
        const mw_person *p = &s->a->people[i];
        if (p->passing != passing || !answers(s, p, how)) continue;
        if (n++ == 0) *first = p;
        if (n <= 8) mw_buf_printf(list, "%s%s (%s)", n > 1 ? ", " : "", p->name, p->id);
    }
    return n;
}

static marrow_status search_all(search *s, const char *name, const mw_person **p, mw_buf *list, marrow_error *err) {
    for (int pass = 0; pass < 2 * (BY_WORDS + 1); pass++) { /* those of the cast first */
        match how = (match)(pass % (BY_WORDS + 1));
        list->n = 0;
        uint32_t n = candidates(s, how, pass > BY_WORDS, p, list);
        if (s->want.failed || s->have.failed || list->failed) return mw_fail_memory(err);
        if (n == 1) return MARROW_OK;
        if (n > 1)
            return mw_fail(err, MARROW_NOTFOUND, "%.100s may be %.300s%s; say which, by id", name, list->at, n > 8 ? " and others" : "");
    }
    return mw_fail(err, MARROW_NOTFOUND, "nobody called %.100s is in %s%s; see who is with: marrow show STORY people", name,
                   s->a->story->path, s->a->whole ? "" : " so far");
}

marrow_status mw_resolve_person(const mw_asof *a, const char *name, const mw_person **p, marrow_error *err) {
    for (uint32_t i = 0; i < a->n_people; i++)
        if (strcmp(a->people[i].id, name) == 0) {
            *p = &a->people[i];
            return MARROW_OK;
        }
    const marrow_allocator *mem = mw_arena_mem(a->arena);
    search s = {.a = a};
    mw_buf list;
    mw_buf_init(&s.want, mem);
    mw_buf_init(&s.have, mem);
    mw_buf_init(&list, mem);
    plain(&s.want, name);
    marrow_status status = s.want.failed ? mw_fail_memory(err) : MARROW_OK;
    if (status == MARROW_OK && s.want.n < 3)
        status = mw_fail(err, MARROW_USAGE, "an empty name; name a person, or see who is there with: marrow show STORY people");
    if (status == MARROW_OK) status = search_all(&s, name, p, &list, err);
    mw_buf_clear(&s.want);
    mw_buf_clear(&s.have);
    mw_buf_clear(&list);
    return status;
}
