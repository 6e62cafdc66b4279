/* The people as of a position, from rows known there and no others: who was met, under which forms, how often, their gender as far
 * as the text has shown it. For the whole story the reader's own name and gender stand. Linear in the rows. */
#include <stdlib.h>
#include <string.h>

#include "show/gender.h"
#include "show/minds.h"
#include "show/portraits.h"

/* ---- counting ---- */

/* Of one character, while rows are counted. */
typedef struct tally {
    uint32_t mentions, he, she, they, it, quotes, addressed, first, known;
    uint32_t first_mention; /* row of the first; MW_NONE */
    int female, male;       /* evidence */
    uint32_t age[MW_N_AGE];
    bool occupied;
} tally;

typedef struct counter {
    mw_asof *a;
    tally *tally;         /* [n_characters] */
    uint32_t *form;       /* [n_names] times met */
    uint32_t *form_first; /* [n_names] */
} counter;

static void count_pronoun(tally *t, mw_str s) {
    switch (mw_pronoun_class(s)) {
    case MW_PRONOUN_HE:
        t->he++;
        t->male++;
        break;
    case MW_PRONOUN_SHE:
        t->she++;
        t->female++;
        break;
    case MW_PRONOUN_THEY:
        t->they++;
        break;
    case MW_PRONOUN_IT:
        t->it++;
        break;
    case MW_PRONOUN_NONE:
        break;
    }
}

static void count_mention(counter *c, uint32_t i) {
    const mw_story *s = c->a->story;
    const row_mention *m = &s->mentions[i];
    if (m->character == MW_NONE || m->known > c->a->until) return;
    tally *t = &c->tally[m->character];
    if (t->mentions++ == 0 || m->start < t->first) {
        t->first = m->start;
        t->first_mention = i;
    }
    if (t->mentions == 1 || m->known < t->known) t->known = m->known;
    mw_str words = mw_story_str(s, m->start, m->end);
    if (m->form == MW_PRO) {
        count_pronoun(t, words);
        return;
    }
    if (!m->plural) {
        mw_gender g = mw_form_gender(words);
        t->female += g == MW_FEMALE ? 3 : 0;
        t->male += g == MW_MALE ? 3 : 0;
        t->age[mw_form_age(words)]++;
    }
    if (m->name != MW_NONE && s->names[m->name].character == m->character && c->form[m->name]++ == 0) c->form_first[m->name] = m->start;
}

static void count_quotes(counter *c) {
    const mw_story *s = c->a->story;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        const row_quote *q = &s->quotes[i];
        if (q->known > c->a->until) continue;
        c->a->n_quotes++;
        if (q->speaker != MW_NONE && c->tally[q->speaker].mentions > 0)
            c->tally[q->speaker].quotes++;
        else
            c->a->n_unknown++;
        for (uint32_t k = 0; k < q->n_addressees; k++) c->tally[s->addressees[q->addressees_from + k]].addressed++;
    }
}

/* ---- forms and names ---- */

static uint32_t count_words(const char *s) {
    uint32_t n = 0;
    for (; *s; s++)
        if (*s != ' ' && (s[1] == ' ' || !s[1])) n++;
    return n;
}

static int by_count(const void *x, const void *y) {
    const mw_form *a = x, *b = y;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    if (a->first != b->first) return a->first > b->first ? 1 : -1;
    return strcmp(a->form, b->form);
}

static bool put_forms(counter *c, mw_person *p) {
    const mw_story *s = c->a->story;
    const row_character *r = &s->characters[p->row];
    p->forms = mw_arena_array(c->a->arena, r->n_names, sizeof *p->forms);
    if (!p->forms) return false;
    for (uint32_t n = r->names_from; n < r->names_from + r->n_names; n++) {
        const row_name *w = &s->names[n];
        uint32_t count = c->form[n], first = c->form_first[n];
        if (c->a->whole && count < w->count) { /* the reader knows of uses that no mention row shows */
            count = w->count;
            first = w->first;
        }
        if (count == 0 && !(c->a->whole && r->given)) continue;
        p->forms[p->n_forms++] = (mw_form){
            .form = w->form, .count = count, .first = first, .words = w->words ? w->words : count_words(w->form), .proper = w->proper};
        p->named = p->named || w->proper;
    }
    if (p->n_forms > 1) qsort(p->forms, p->n_forms, sizeof *p->forms, by_count);
    return true;
}

/* The name among the forms met, as cast chooses it. false: out of memory. */
static bool fullest(counter *c, const mw_person *p, const mw_form **best) {
    mw_alias *at = mw_arena_array(c->a->arena, p->n_forms, sizeof *at);
    *best = NULL;
    if (!at) return false;
    for (uint32_t i = 0; i < p->n_forms; i++) {
        const mw_form *f = &p->forms[i];
        at[i] = (mw_alias){.form = f->form, .n = f->count, .first = f->first, .proper = f->proper, .words = f->words};
    }
    uint32_t k = mw_fullest_form(at, p->n_forms);
    if (k != MW_NONE) *best = &p->forms[k];
    return true;
}

/* Somebody met only by words that no row of names has (a pronoun): those words. */
static const char *first_words(counter *c, const tally *t) {
    if (t->first_mention == MW_NONE) return "";
    const row_mention *m = &c->a->story->mentions[t->first_mention];
    mw_str s = mw_story_str(c->a->story, m->start, m->end);
    return mw_arena_strndup(c->a->arena, s.at, s.n);
}

static bool put_name(counter *c, mw_person *p, const tally *t) {
    const row_character *r = &c->a->story->characters[p->row];
    const mw_form *f;
    if (!fullest(c, p, &f)) return false;
    p->name = f ? f->form : first_words(c, t);
    if (!c->a->whole) return p->name != NULL;
    p->name = r->name;
    for (uint32_t i = 0; i < p->n_forms; i++)
        if (strcmp(p->forms[i].form, r->name) == 0) p->name = p->forms[i].form; /* one pointer: mw_form_told compares it */
    return true;
}

/* ---- people ---- */

static void put_gender(const mw_asof *a, mw_person *p, const row_character *r, const tally *t) {
    if (a->whole || r->given)
        p->gender = r->gender;
    else
        p->gender = t->female > t->male ? MW_FEMALE : t->male > t->female ? MW_MALE : MW_UNKNOWN;
    p->age = a->whole || (r->age != MW_AGE_UNKNOWN && t->age[r->age]) ? r->age : MW_AGE_UNKNOWN;
    p->occupation = r->occupation && (a->whole || r->occupation_known <= a->until) ? r->occupation : NULL;
}

static bool put_person(counter *c, uint32_t row) {
    mw_asof *a = c->a;
    const row_character *r = &a->story->characters[row];
    const tally *t = &c->tally[row];
    if (t->mentions == 0 && !(a->whole && r->given)) return true;
    mw_person *p = &a->people[a->n_people++];
    *p = (mw_person){.row = row,
                     .id = r->id,
                     .mentions = t->mentions,
                     .he = t->he,
                     .she = t->she,
                     .they = t->they,
                     .it = t->it,
                     .quotes = t->quotes,
                     .addressed = t->addressed,
                     .first = t->mentions ? t->first : 0,
                     .known = t->mentions ? t->known : 0,
                     .passing = r->passing,
                     .confidence = r->confidence};
    if (!put_forms(c, p) || !put_name(c, p, t)) return false;
    put_gender(a, p, r, t);
    return true;
}

static int by_mentions(const void *x, const void *y) {
    const mw_person *a = x, *b = y;
    if (a->passing != b->passing) return a->passing ? 1 : -1;
    if (a->mentions != b->mentions) return a->mentions < b->mentions ? 1 : -1;
    if (a->first != b->first) return a->first > b->first ? 1 : -1;
    return a->row > b->row ? 1 : -1;
}

/* Who tells some chapter, as far as read. */
static void put_narrators(mw_asof *a) {
    const mw_story *s = a->story;
    if (s->narrator != MW_NONE && s->narrator_known <= a->until && a->person[s->narrator] != MW_NONE)
        a->people[a->person[s->narrator]].narrator = true;
    for (uint32_t i = 0; i < s->n_chapters; i++) {
        const mw_person *p = mw_asof_narrator(a, i);
        if (p) a->people[a->person[p->row]].narrator = true;
    }
}

/* Major, as cast has it: a sixth of the mentions of the one mentioned most in the same document, and ten at least. */
static bool put_roles(mw_asof *a) {
    const mw_story *s = a->story;
    uint32_t *most = mw_arena_array(a->arena, s->n_docs, sizeof *most);
    if (!most) return false;
    for (uint32_t i = 0; i < a->n_people; i++) {
        mw_person *p = &a->people[i];
        uint32_t *top = &most[s->characters[p->row].doc];
        if (!p->passing && p->mentions > *top) *top = p->mentions;
        p->major = !p->passing && p->mentions >= 10 && (uint64_t)p->mentions * 6 >= *top;
        p->sure = (p->named && !p->passing) || p->narrator || (p->mentions >= 2 && !p->passing) || p->quotes || p->addressed ||
                  s->characters[p->row].given;
    }
    return true;
}

static bool build(counter *c) {
    mw_asof *a = c->a;
    const mw_story *s = a->story;
    for (uint32_t i = 0; i < s->n_characters; i++) c->tally[i].first_mention = MW_NONE;
    for (uint32_t i = 0; i < s->n_mentions; i++) count_mention(c, i);
    count_quotes(c);
    for (uint32_t i = 0; i < s->n_characters; i++)
        if (!put_person(c, i)) return false;
    if (a->n_people > 1) qsort(a->people, a->n_people, sizeof *a->people, by_mentions);
    for (uint32_t i = 0; i < s->n_characters; i++) a->person[i] = MW_NONE;
    for (uint32_t i = 0; i < a->n_people; i++) a->person[a->people[i].row] = i;
    put_narrators(a);
    if (!put_roles(a)) return false;
    mw_portraits_mark(a);
    mw_minds_mark(a);
    return true;
}

marrow_status mw_asof_build(mw_story *s, const char *until, mw_asof **asof, marrow_error *err) {
    int64_t offset;
    MW_TRY(mw_story_position(s, until, &offset, err));
    mw_arena *arena = mw_arena_new(&s->env.mem), *work = mw_arena_new(&s->env.mem);
    mw_asof *a = arena && work ? mw_arena_alloc(arena, sizeof *a) : NULL;
    bool good = a != NULL;
    if (good) {
        *a = (mw_asof){.story = s, .arena = arena, .until = (uint32_t)offset, .whole = offset >= s->length};
        a->people = mw_arena_array(arena, s->n_characters, sizeof *a->people);
        a->person = mw_arena_array(arena, s->n_characters, sizeof *a->person);
        counter c = {.a = a, .tally = mw_arena_array(work, s->n_characters, sizeof *c.tally)};
        c.form = mw_arena_array(work, s->n_names, sizeof *c.form);
        c.form_first = mw_arena_array(work, s->n_names, sizeof *c.form_first);
        good = a->people && a->person && c.tally && c.form && c.form_first && build(&c);
    }
    mw_arena_free(work);
    if (good) {
        *asof = a;
        return MARROW_OK;
    }
    mw_arena_free(arena);
    return mw_fail_memory(err);
}

void mw_asof_free(mw_asof *a) {
    if (a) mw_arena_free(a->arena);
}

const mw_person *mw_asof_narrator(const mw_asof *a, uint32_t chapter) {
    const row_chapter *c = &a->story->chapters[chapter];
    return c->narrator_known <= a->until && c->known <= a->until ? mw_asof_person(a, c->narrator) : NULL;
}
