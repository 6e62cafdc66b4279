/* correct: the corrections that concern people, done to a finished cast before any later room reads it. They are done in the order in
 * which they were made. People keep their ids; the mentions of somebody who is merged into another become the other's, and the merged
 * id stays in `things` and leads to the other. A correction has no place in the story: it holds from the first mention on. */
#include "cast/inside.h"

#include <stdlib.h>
#include <string.h>

typedef struct correcting {
    const marrow_allocator *mem;
    const mw_text *text;
    const mw_offsets *offsets;
    mw_cast *cast;
    mw_corrections *all;
    MW_VEC(mw_character) people;
    MW_VEC(mw_thing) things;
    uint32_t *into; /* [people] itself; whom it was merged into; MW_NONE: no person */
    bool *touched;  /* [people] its mentions have changed */
    uint32_t room;  /* of the two */
} correcting;

/* ---- who is meant ---------------------------------------------------------------------------------------------------------- */

static bool bears(const mw_character *p, mw_str form) {
    if (mw_str_is(form, p->name)) return true;
    for (uint32_t i = 0; i < p->n_aliases; i++)
        if (mw_str_is(form, p->aliases[i].form)) return true;
    return false;
}

static mw_str next_name(const char **words) {
    size_t n = strcspn(*words, "|");
    mw_str s = {*words, n};
    *words += n + ((*words)[n] == '|');
    return s;
}

uint32_t mw_correction_person(const mw_cast *cast, const char *id, const char *words) {
    uint32_t by_id = MW_NONE, by_name = MW_NONE, n = 0;
    for (uint32_t i = 0; i < cast->n_things && by_id == MW_NONE; i++)
        if (!strcmp(cast->things[i].id, id)) by_id = cast->things[i].character;
    for (const char *w = words; by_id != MW_NONE && *w;)
        if (bears(&cast->characters[by_id], next_name(&w))) return by_id;
    if (*words) {
        mw_str name = next_name(&words);
        for (uint32_t i = 0; i < cast->n_characters; i++)
            if (bears(&cast->characters[i], name)) by_name = i, n++;
    }
    return n == 1 ? by_name : by_id;
}

/* The same among people who are being corrected. */
static uint32_t person(correcting *c, const char *id, const char *words) {
    mw_cast now = *c->cast;
    now.characters = c->people.at, now.n_characters = (uint32_t)c->people.n;
    now.things = c->things.at, now.n_things = (uint32_t)c->things.n;
    uint32_t who = mw_correction_person(&now, id, words);
    while (who != MW_NONE && c->into[who] != who) who = c->into[who];
    return who;
}

/* ---- forms ----------------------------------------------------------------------------------------------------------------- */

static bool add_form(correcting *c, mw_character *p, const mw_alias *form) {
    for (uint32_t i = 0; i < p->n_aliases; i++) {
        mw_alias *a = &p->aliases[i];
        if (strcmp(a->form, form->form) != 0) continue;
        if (form->n && (!a->n || form->first < a->first)) a->first = form->first;
        a->n += form->n;
        a->proper |= form->proper;
        return true;
    }
    mw_alias *more = mw_arena_array(c->cast->arena, (size_t)p->n_aliases + 1, sizeof *more);
    if (!more) return false;
    if (p->n_aliases) memcpy(more, p->aliases, p->n_aliases * sizeof *more);
    more[p->n_aliases] = *form;
    p->aliases = more;
    p->n_aliases++;
    return true;
}

static uint32_t count_words(const char *s) {
    uint32_t n = 0;
    for (; *s; s++) n += *s != ' ' && (s[1] == ' ' || !s[1]);
    return n;
}

/* ---- one correction each; false: out of memory ----------------------------------------------------------------------------- */

static bool rename_person(correcting *c, mw_correction *fix, uint32_t who) {
    mw_character *p = &c->people.at[who];
    mw_alias form = {.form = mw_arena_strdup(c->cast->arena, fix->value), .proper = true};
    if (!form.form) return false;
    form.words = count_words(form.form);
    p->name = form.form;
    p->passing = false;
    fix->found = true;
    return add_form(c, p, &form);
}

static bool merge_person(correcting *c, mw_correction *fix, uint32_t who) {
    uint32_t other = person(c, fix->value, fix->value_words);
    if (other == who) return fix->found = true;
    if (other == MW_NONE || c->people.at[other].doc != c->people.at[who].doc) return true;
    mw_character *to = &c->people.at[who];
    const mw_character *from = &c->people.at[other];
    for (uint32_t i = 0; i < from->n_aliases; i++)
        if (!add_form(c, to, &from->aliases[i])) return false;
    if (to->gender == MW_UNKNOWN) to->gender = from->gender;
    if (to->age == MW_AGE_UNKNOWN) to->age = from->age;
    if (!to->occupation) to->occupation = from->occupation;
    to->narrator |= from->narrator;
    to->passing &= from->passing;
    to->given |= from->given;
    if (from->confidence > to->confidence) to->confidence = from->confidence;
    for (uint32_t i = 0; i < c->cast->n_mentions; i++)
        if (c->things.at[c->cast->mentions[i].entity].character == other) c->cast->mentions[i].entity = to->entity;
    for (size_t i = 0; i < c->things.n; i++)
        if (c->things.at[i].character == other) c->things.at[i].character = who;
    c->into[other] = who;
    c->touched[who] = true;
    return fix->found = true;
}

static bool deny_person(correcting *c, mw_correction *fix, uint32_t who) {
    for (size_t i = 0; i < c->things.n; i++)
        if (c->things.at[i].character == who) c->things.at[i].character = MW_NONE;
    c->into[who] = MW_NONE;
    return fix->found = true;
}

static bool give_gender(correcting *c, mw_correction *fix, uint32_t who) {
    for (int g = 0; g < MW_N_GENDER; g++)
        if (!strcmp(mw_gender_names[g], fix->value)) c->people.at[who].gender = (mw_gender)g, fix->found = true;
    return true;
}

/* ---- splitting ------------------------------------------------------------------------------------------------------------- */

/* The person's smallest mention that touches the place; the very place before all others. */
static uint32_t mention_at(const correcting *c, uint32_t who, mw_span place) {
    uint32_t best = MW_NONE;
    for (uint32_t i = 0; i < c->cast->n_mentions; i++) {
        const mw_mention *m = &c->cast->mentions[i], *b = best == MW_NONE ? NULL : &c->cast->mentions[best];
        if (m->span.start >= place.end || m->span.end <= place.start || c->things.at[m->entity].character != who) continue;
        if (m->span.start == place.start && m->span.end == place.end) return i;
        if (!b || m->span.end - m->span.start < b->span.end - b->span.start) best = i;
    }
    return best;
}

static bool id_taken(const correcting *c, const char *id) {
    for (size_t i = 0; i < c->things.n; i++)
        if (!strcmp(c->things.at[i].id, id)) return true;
    return false;
}

/* An id of the wanted form that nobody has; in the cast's arena. */
static char *free_id(correcting *c, const char *wanted) {
    mw_buf b;
    mw_buf_init(&b, c->mem);
    mw_buf_puts(&b, wanted);
    for (uint32_t k = 2; !b.failed && id_taken(c, b.at); k++) {
        b.n = 0;
        mw_buf_printf(&b, "%s-%u", wanted, k);
    }
    char *id = b.failed ? NULL : mw_arena_strndup(c->cast->arena, b.at, b.n);
    mw_buf_clear(&b);
    return id;
}

static bool people_room(correcting *c) {
    if (c->people.n < c->room) return true;
    uint32_t room = 2 * c->room + 8;
    uint32_t *into = mw_realloc(c->mem, c->into, room * sizeof *into);
    if (into) c->into = into;
    bool *touched = into ? mw_realloc(c->mem, c->touched, room * sizeof *touched) : NULL;
    if (touched) c->touched = touched, c->room = room;
    return touched != NULL;
}

/* A new person of the same document; its number, or MW_NONE: out of memory. */
static uint32_t add_person(correcting *c, const char *id, uint32_t like) {
    uint32_t who = (uint32_t)c->people.n;
    mw_thing thing = {.id = id, .character = who, .type = MW_PER};
    mw_character p = {.id = id, .name = "", .entity = (uint32_t)c->things.n, .doc = c->people.at[like].doc, .confidence = 1};
    if (!people_room(c) || !mw_vec_push(c->mem, &c->things, thing) || !mw_vec_push(c->mem, &c->people, p)) return MW_NONE;
    c->into[who] = who;
    c->touched[who] = true;
    return who;
}

/* Takes one use of the form that a mention shows from one person to the other. */
static bool move_form(correcting *c, uint32_t from, uint32_t to, mw_str words) {
    mw_character *p = &c->people.at[from];
    uint32_t best = MW_NONE;
    size_t length = 0;
    for (uint32_t i = 0; i < p->n_aliases; i++) {
        size_t n = strlen(p->aliases[i].form);
        if (n <= length || n > words.n || !p->aliases[i].n) continue;
        for (size_t k = 0; k + n <= words.n; k++)
            if (!memcmp(words.at + k, p->aliases[i].form, n)) best = i, length = n;
    }
    if (best == MW_NONE) return true;
    mw_alias one = p->aliases[best];
    one.n = 1;
    if (--p->aliases[best].n == 0 && p->n_aliases > 1 && strcmp(one.form, p->name) != 0) p->aliases[best] = p->aliases[--p->n_aliases];
    return add_form(c, &c->people.at[to], &one);
}

static bool split_person(correcting *c, mw_correction *fix, uint32_t who) {
    mw_span place;
    uint32_t m = MW_NONE, to = MW_NONE;
    if (mw_place_find(c->text->at, c->text->n, c->offsets, fix->start, fix->end, fix->words, &place)) m = mention_at(c, who, place);
    if (m == MW_NONE) return true;
    for (mw_correction *f = c->all->at; f < fix && to == MW_NONE; f++) /* the same command's row before this one has made the person */
        if (f->batch == fix->batch && f->what == MW_FIX_SPLIT && f->found && !strcmp(f->type, fix->type))
            to = person(c, f->value, ""), fix->value = f->value;
    if (to == MW_NONE) {
        char *id = free_id(c, *fix->value ? fix->value : "x");
        to = id ? add_person(c, id, who) : MW_NONE;
        fix->value = id ? mw_arena_strdup(c->all->arena, id) : NULL;
        if (to == MW_NONE || !fix->value) return fix->value = "", false;
    }
    mw_mention *mention = &c->cast->mentions[m];
    mention->entity = c->people.at[to].entity;
    mention->confidence = 255;
    c->touched[who] = c->touched[to] = true;
    fix->found = true;
    return mention->form == MW_PRO || move_form(c, who, to, mw_str_span(c->text->at, mention->span));
}

/* ---- afterwards ------------------------------------------------------------------------------------------------------------ */

static void count_mention(const correcting *c, mw_character *p, const mw_mention *m) {
    char word[MW_WORD_BYTES];
    mw_str s = mw_str_span(c->text->at, m->span);
    if (!p->n_mentions++) p->first = m->span.start, p->known = m->span.end;
    if (m->form != MW_PRO || s.n >= sizeof word) return;
    for (size_t i = 0; i < s.n; i++) word[i] = (char)(s.at[i] >= 'A' && s.at[i] <= 'Z' ? s.at[i] + 32 : s.at[i]);
    word[s.n] = 0;
    const mw_pronoun *pronoun = mw_pronoun_lookup(word);
    if (!pronoun || pronoun->person != 3) return;
    p->n_they += pronoun->plural;
    p->n_he += !pronoun->plural && pronoun->gender == MW_MALE;
    p->n_she += !pronoun->plural && pronoun->gender == MW_FEMALE;
    p->n_it += !pronoun->plural && pronoun->gender == MW_NONE_GENDER;
}

/* The fullest of a new person's forms; without one the words of the first mention. */
static bool name_new(correcting *c, uint32_t who) {
    mw_character *p = &c->people.at[who];
    const mw_alias *best = NULL;
    for (uint32_t i = 0; i < p->n_aliases; i++) {
        const mw_alias *a = &p->aliases[i];
        if (!best || a->proper > best->proper || (a->proper == best->proper && a->words > best->words)) best = a;
    }
    for (uint32_t i = 0; !best && i < c->cast->n_mentions; i++)
        if (c->cast->mentions[i].entity == p->entity) {
            mw_str s = mw_str_span(c->text->at, c->cast->mentions[i].span);
            return (p->name = mw_arena_strndup(c->cast->arena, s.at, s.n)) != NULL;
        }
    if (best) p->name = best->form;
    return true;
}

static bool recount(correcting *c) {
    for (uint32_t i = 0; i < c->people.n; i++) {
        mw_character *p = &c->people.at[i];
        if (c->touched[i]) p->n_mentions = p->n_he = p->n_she = p->n_they = p->n_it = 0;
    }
    for (uint32_t i = 0; i < c->cast->n_mentions; i++) {
        uint32_t who = c->things.at[c->cast->mentions[i].entity].character;
        if (who != MW_NONE && c->touched[who]) count_mention(c, &c->people.at[who], &c->cast->mentions[i]);
    }
    for (uint32_t i = 0; i < c->people.n; i++) {
        mw_character *p = &c->people.at[i];
        if (c->touched[i] && c->into[i] == i && !p->n_mentions && !p->given) c->into[i] = MW_NONE; /* all was somebody else's */
        if (!*p->name && !name_new(c, i)) return false;
        if (i >= c->cast->n_characters && p->gender == MW_UNKNOWN) /* a new one */
            p->gender = p->n_he > 2 * p->n_she ? MW_MALE : p->n_she > 2 * p->n_he ? MW_FEMALE : MW_UNKNOWN;
        if (p->n_aliases > 1) qsort(p->aliases, p->n_aliases, sizeof *p->aliases, mw_alias_order);
    }
    return true;
}

/* Order of characters: as characters.c has it. */
static int by_rank(const void *a, const void *b) {
    const mw_character *x = a, *y = b;
    if (x->doc != y->doc) return x->doc < y->doc ? -1 : 1;
    if (x->passing != y->passing) return x->passing ? 1 : -1;
    if (x->n_mentions != y->n_mentions) return x->n_mentions > y->n_mentions ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

static uint32_t moved(const correcting *c, const uint32_t *to, uint32_t who) {
    while (who != MW_NONE && c->into[who] != who) who = c->into[who];
    return who == MW_NONE ? MW_NONE : to[who];
}

/* Puts the people that are left into the cast, in order, and leads everything that names one to its new number. */
static bool put_back(correcting *c) {
    mw_cast *cast = c->cast;
    uint32_t n = 0, n_old = (uint32_t)c->people.n;
    mw_character *people = mw_arena_array(cast->arena, n_old, sizeof *people);
    uint32_t *to = mw_arena_array(cast->arena, n_old, sizeof *to), *of_thing = mw_arena_array(cast->arena, c->things.n, sizeof *of_thing);
    mw_thing *things = mw_arena_copy(cast->arena, c->things.at, c->things.n * sizeof *things);
    if (!people || !to || !of_thing || !things) return false;
    for (uint32_t i = 0; i < n_old; i++) {
        of_thing[c->people.at[i].entity] = i;
        if (c->into[i] == i) people[n++] = c->people.at[i];
    }
    if (n > 1) qsort(people, n, sizeof *people, by_rank);
    for (uint32_t i = 0, top = 0; i < n; i++) {
        if (!i || people[i].doc != people[i - 1].doc) top = people[i].n_mentions;
        people[i].major = !people[i].passing && people[i].n_mentions >= MW_MAJOR_LEAST && people[i].n_mentions * MW_MAJOR_SHARE >= top;
        to[of_thing[people[i].entity]] = i;
    }
    for (size_t i = 0; i < c->things.n; i++) things[i].character = moved(c, to, things[i].character);
    for (uint32_t i = 0; i < c->text->n_chapters; i++) cast->narrators[i] = moved(c, to, cast->narrators[i]);
    for (uint32_t i = 0; cast->tellers && i < c->text->n_chapters; i++) cast->tellers[i] = moved(c, to, cast->tellers[i]);
    for (uint32_t i = 0; i < cast->n_shifts; i++) cast->shifts[i].character = moved(c, to, cast->shifts[i].character);
    cast->narrator = moved(c, to, cast->narrator);
    cast->characters = people, cast->n_characters = n;
    cast->things = things, cast->n_things = (uint32_t)c->things.n;
    return true;
}

/* Whom the user gives lines, relations or a gender is somebody, not met in passing. */
static void make_somebody(correcting *c, const char *id, const char *names) {
    uint32_t who = *id ? person(c, id, names) : MW_NONE;
    if (who != MW_NONE) c->people.at[who].passing = false;
}

static bool correct_all(correcting *c) {
    static bool (*const doers[])(correcting *, mw_correction *, uint32_t) = {
        [MW_FIX_RENAME] = rename_person, [MW_FIX_MERGE] = merge_person,       [MW_FIX_SPLIT] = split_person,
        [MW_FIX_GENDER] = give_gender,   [MW_FIX_NOT_A_PERSON] = deny_person,
    };
    for (uint32_t i = 0; i < c->all->n; i++) {
        mw_correction *fix = &c->all->at[i];
        fix->found = false;
        if (fix->undone) continue;
        bool related = fix->what == MW_FIX_RELATION_ADD || fix->what == MW_FIX_GENDER;
        if (fix->what == MW_FIX_SPEAKER || fix->what == MW_FIX_ADDRESSEE || fix->what == MW_FIX_RELATION_ADD)
            make_somebody(c, fix->value, fix->value_words);
        if (related) make_somebody(c, fix->target, fix->words);
        if (fix->what > MW_FIX_NOT_A_PERSON) continue;
        const char *names = fix->what == MW_FIX_SPLIT ? fix->value_words : fix->words;
        uint32_t who = person(c, fix->target, names);
        if (who != MW_NONE && !doers[fix->what](c, fix, who)) return false;
    }
    return recount(c) && put_back(c);
}

static bool correcting_init(correcting *c) {
    const mw_cast *cast = c->cast;
    uint32_t n = cast->n_characters;
    if (!mw_vec_reserve(c->mem, &c->people, n + 1) || !mw_vec_reserve(c->mem, &c->things, cast->n_things + 1)) return false;
    if (n) memcpy(c->people.at, cast->characters, n * sizeof *c->people.at);
    if (cast->n_things) memcpy(c->things.at, cast->things, cast->n_things * sizeof *c->things.at);
    c->people.n = n, c->things.n = cast->n_things;
    c->room = n + 8;
    c->into = mw_alloc(c->mem, c->room * sizeof *c->into);
    c->touched = mw_calloc(c->mem, c->room, sizeof *c->touched);
    for (uint32_t i = 0; c->into && i < n; i++) c->into[i] = i;
    return c->into && c->touched;
}

marrow_status mw_cast_correct(const mw_env *env, const mw_text *text, mw_corrections *corrections, mw_cast *cast, marrow_error *err) {
    cast->corrections = corrections;
    if (!corrections || !corrections->n) return MARROW_OK;
    mw_offsets *offsets = mw_offsets_new(&env->mem, text->at, text->n);
    correcting c = {.mem = &env->mem, .text = text, .offsets = offsets, .cast = cast, .all = corrections};
    bool good = offsets && correcting_init(&c) && correct_all(&c);
    mw_vec_clear(c.mem, &c.people);
    mw_vec_clear(c.mem, &c.things);
    mw_free(c.mem, c.into);
    mw_free(c.mem, c.touched);
    mw_offsets_free(offsets);
    return good ? MARROW_OK : mw_fail_memory(err);
}
