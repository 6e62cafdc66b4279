/* fixes: see the header. A relation that the user adds is sure, and known where both people have been met: there its evidence stands. */
#include "reveal/fixes.h"

#include <stdio.h>
#include <string.h>

static bool any(const mw_corrections *all, mw_fix a, mw_fix b) {
    for (uint32_t i = 0; all && i < all->n; i++)
        if (!all->at[i].undone && (all->at[i].what == a || all->at[i].what == b)) return true;
    return false;
}

/* ---- relations ------------------------------------------------------------------------------------------------------------- */

/* The other direction of a relation: a is TYPE of b says that b is … of a; MW_N_RELATION: no word for it. */
static mw_relation_type turned(mw_relation_type type) {
    static const mw_relation_type pairs[][2] = {{MW_PARENT, MW_OFFSPRING},    {MW_EMPLOYER, MW_EMPLOYEE},   {MW_TEACHER, MW_PUPIL},
                                                {MW_LANDLORD, MW_LODGER},     {MW_DOCTOR, MW_PATIENT},      {MW_GUARDIAN, MW_WARD},
                                                {MW_ATTACKER, MW_VICTIM},     {MW_SIBLING, MW_SIBLING},     {MW_SPOUSE, MW_SPOUSE},
                                                {MW_LOVER, MW_LOVER},         {MW_FRIEND, MW_FRIEND},       {MW_RIVAL, MW_RIVAL},
                                                {MW_NEIGHBOUR, MW_NEIGHBOUR}, {MW_COLLEAGUE, MW_COLLEAGUE}, {MW_KIN_OTHER, MW_KIN_OTHER}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] == type) return pairs[i][1];
        if (pairs[i][1] == type) return pairs[i][0];
    }
    return MW_N_RELATION;
}

static bool same_fact(const mw_relation *r, uint32_t a, mw_relation_type type, uint32_t b) {
    return (r->a == a && r->b == b && r->type == type) || (r->a == b && r->b == a && r->type == turned(type));
}

static void deny(mw_portraits *p, uint32_t a, mw_relation_type type, uint32_t b) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_relations; i++)
        if (!same_fact(&p->relations[i], a, type, b)) p->relations[n++] = p->relations[i];
    p->n_relations = n;
}

/* p->relations has room. False: out of memory. */
static bool add(const mw_cast *cast, mw_arena *arena, mw_portraits *p, uint32_t a, mw_relation_type type, uint32_t b) {
    for (uint32_t i = 0; i < p->n_relations; i++)
        if (same_fact(&p->relations[i], a, type, b)) {
            p->relations[i].confidence = 1;
            return true;
        }
    const mw_character *later = &cast->characters[cast->characters[a].known > cast->characters[b].known ? a : b];
    mw_span *met = mw_arena_alloc(arena, sizeof *met);
    if (!met) return false;
    *met = (mw_span){later->first, later->known};
    uint32_t i = p->n_relations++;
    for (; i && p->relations[i - 1].known > later->known; i--) p->relations[i] = p->relations[i - 1];
    p->relations[i] =
        (mw_relation){.a = a, .b = b, .type = type, .from = MW_NONE, .until = MW_NONE, .known = later->known, .confidence = 1};
    p->relations[i].evidence = (mw_spans){met, 1};
    return true;
}

static mw_relation_type type_of(const char *name) {
    int i = 0;
    while (i < MW_N_RELATION && strcmp(mw_relation_names[i], name) != 0) i++;
    return (mw_relation_type)i;
}

marrow_status mw_fixes_relations(const mw_read *read, mw_arena *arena, mw_portraits *p, marrow_error *err) {
    mw_corrections *all = read->cast->corrections;
    if (!any(all, MW_FIX_RELATION_ADD, MW_FIX_RELATION_DENY)) return MARROW_OK;
    mw_relation *more = mw_arena_array(arena, (size_t)p->n_relations + all->n, sizeof *more);
    if (!more) return mw_fail_memory(err);
    if (p->n_relations) memcpy(more, p->relations, p->n_relations * sizeof *more);
    p->relations = more;
    for (uint32_t i = 0; i < all->n; i++) {
        mw_correction *fix = &all->at[i];
        if (fix->undone || (fix->what != MW_FIX_RELATION_ADD && fix->what != MW_FIX_RELATION_DENY)) continue;
        uint32_t a = mw_correction_person(read->cast, fix->target, fix->words),
                 b = mw_correction_person(read->cast, fix->value, fix->value_words);
        mw_relation_type type = type_of(fix->type);
        fix->found = a != MW_NONE && b != MW_NONE && a != b && type < MW_N_RELATION;
        if (!fix->found) continue;
        if (fix->what == MW_FIX_RELATION_DENY)
            deny(p, a, type, b);
        else if (!add(read->cast, arena, p, a, type, b))
            return mw_fail_memory(err);
    }
    return MARROW_OK;
}

/* ---- places ---------------------------------------------------------------------------------------------------------------- */

static uint32_t overlap(mw_span a, mw_span b) {
    uint32_t from = a.start > b.start ? a.start : b.start, to = a.end < b.end ? a.end : b.end;
    return to > from ? to - from : 0;
}

/* What a correction of a motive or a thread may be about: rows of one kind. */
typedef struct rows {
    const mw_read *read;
    const mw_offsets *offsets;
    const void *at;
    uint32_t n;
    const char *(*id_of)(const void *at, uint32_t i);
    mw_span (*span_of)(const void *at, uint32_t i);
} rows;

/* The row of the id noted, if it touches the place of the words noted; else the one that shares most with it; MW_NONE. */
static uint32_t row_of(const rows *r, const mw_correction *fix) {
    const mw_text *text = r->read->text;
    mw_span place;
    uint32_t best = MW_NONE, most = 0;
    if (!mw_place_find(text->at, text->n, r->offsets, fix->start, fix->end, fix->words, &place)) return MW_NONE;
    for (uint32_t i = 0; i < r->n; i++) {
        uint32_t n = overlap(r->span_of(r->at, i), place);
        if (n && !strcmp(r->id_of(r->at, i), fix->target)) return i;
        if (n > most) best = i, most = n;
    }
    return best;
}

/* The place of "START END" by its words; false: nowhere. */
static bool place_of(const rows *r, const mw_correction *fix, mw_span *place) {
    unsigned start, end;
    return sscanf(fix->value, "%9u %9u", &start, &end) == 2 &&
           mw_place_find(r->read->text->at, r->read->text->n, r->offsets, start, end, fix->value_words, place);
}

/* Calls put(to, row, place) for each correction of a kind that finds both. */
static marrow_status each(const mw_env *env, rows *r, mw_fix what, bool (*put)(void *to, uint32_t row, mw_span place), void *to,
                          marrow_error *err) {
    mw_corrections *all = r->read->cast->corrections;
    if (!any(all, what, what)) return MARROW_OK;
    mw_offsets *offsets = mw_offsets_new(&env->mem, r->read->text->at, r->read->text->n);
    bool good = offsets != NULL;
    r->offsets = offsets;
    for (uint32_t i = 0; good && i < all->n; i++) {
        mw_correction *fix = &all->at[i];
        mw_span place;
        if (fix->undone || fix->what != what || !place_of(r, fix, &place)) continue;
        uint32_t row = row_of(r, fix);
        if (row != MW_NONE) good = fix->found = put(to, row, place);
    }
    mw_offsets_free(offsets);
    return good ? MARROW_OK : mw_fail_memory(err);
}

/* ---- motives --------------------------------------------------------------------------------------------------------------- */

typedef struct motives {
    mw_arena *arena;
    mw_minds *minds;
    const mw_events *events;
} motives;

static const char *act_id(const void *at, uint32_t i) { return ((const mw_act *)at)[i].id; }
static mw_span act_span(const void *at, uint32_t i) { return ((const mw_act *)at)[i].span; }

static bool put_motive(void *to, uint32_t act, mw_span place) {
    motives *m = to;
    mw_why *why = &m->minds->whys[act];
    mw_span *evidence = mw_arena_copy(m->arena, &place, sizeof place);
    if (!evidence) return false;
    uint32_t known = m->events->acts[act].known;
    *why = (mw_why){.status = MW_WHY_TOLD,
                    .kind = why->status == MW_WHY_TOLD || why->status == MW_WHY_HINTED ? why->kind : MW_WHY_NONE,
                    .known = place.end > known ? place.end : known,
                    .confidence = 1,
                    .evidence = {evidence, 1}};
    return true;
}

marrow_status mw_fixes_whys(const mw_env *env, const mw_read *read, mw_arena *arena, mw_minds *minds, marrow_error *err) {
    motives m = {arena, minds, read->events};
    rows r = {.read = read, .at = read->events->acts, .n = minds->n_whys, .id_of = act_id, .span_of = act_span};
    return each(env, &r, MW_FIX_WHY, put_motive, &m, err);
}

/* ---- threads --------------------------------------------------------------------------------------------------------------- */

static const char *thread_id(const void *at, uint32_t i) { return ((const mw_thread *)at)[i].id; }
static mw_span thread_span(const void *at, uint32_t i) { return ((const mw_thread *)at)[i].opens; }

static bool put_close(void *to, uint32_t row, mw_span place) {
    mw_thread *t = &((mw_thread *)to)[row];
    t->closes = place;
    t->closes_known = place.end > t->known ? place.end : t->known;
    return true;
}

marrow_status mw_fixes_threads(const mw_env *env, const mw_read *read, mw_shape *shape, marrow_error *err) {
    rows r = {.read = read, .at = shape->threads, .n = shape->n_threads, .id_of = thread_id, .span_of = thread_span};
    return each(env, &r, MW_FIX_CLOSE, put_close, shape->threads, err);
}
