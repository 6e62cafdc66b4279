/* spine: see its header. */
#include "cast/spine.h"

#include <string.h>

enum { MOST = MW_SPINE_MOST };

bool mw_spine_open(mw_spine *s, mw_caster *c) {
    *s = (mw_spine){.c = c};
    s->surnames.first = mw_map_new(c->mem), s->givens.first = mw_map_new(c->mem), s->epithets.first = mw_map_new(c->mem),
    s->ranks.first = mw_map_new(c->mem);
    s->bearers = mw_map_new(c->mem);
    return s->surnames.first && s->givens.first && s->epithets.first && s->ranks.first && s->bearers;
}

void mw_spine_close(mw_spine *s) {
    mw_map_free(s->surnames.first), mw_map_free(s->givens.first), mw_map_free(s->epithets.first), mw_map_free(s->ranks.first),
        mw_map_free(s->bearers);
    mw_vec_clear(s->c->mem, &s->given_words);
    mw_vec_clear(s->c->mem, &s->heard);
}

bool mw_form_titled(const mw_form *f, uint8_t flag) {
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (f->name.titles[i]->flags & flag) return true;
    return false;
}

/* Mentions of the names that end in a word, those of one form left out. */
uint32_t mw_spine_bearers(mw_spine *s, const char *word, uint32_t own) {
    uint32_t n = 0;
    return word && mw_map_get(s->bearers, mw_str_of(word), &n) && n > own ? n - own : 0;
}

bool mw_spine_count_bearers(mw_spine *s) {
    for (size_t i = 0; i < s->c->forms.n; i++) {
        const mw_form *f = mw_spine_form(s, (uint32_t)i);
        uint32_t n = 0;
        if (!f->name.n_words || !f->n || !mw_form_person(f) ||
            (f->name.n_words == 1 && (!f->name.n_titles || mw_form_titled(f, MW_TITLE_FIRST)) && mw_given_known(f->name.words[0])))
            continue;
        mw_str last = mw_str_of(f->name.words[f->name.n_words - 1]);
        mw_map_get(s->bearers, last, &n);
        if (!mw_map_put(s->bearers, last, n + f->n)) return false;
    }
    return true;
}

/* ---- lists ------------------------------------------------------------------------------------------------------------------ */

uint32_t mw_spine_list(const mw_name_index *x, const char *word) {
    uint32_t p;
    return word && mw_map_get(x->first, mw_str_of(word), &p) ? p : MW_NONE;
}

static void enlist(mw_spine *s, mw_name_index *x, const char *word, uint32_t p, uint32_t *next) {
    *next = mw_spine_list(x, word);
    if (*next == p)
        *next = MW_NONE;
    else if (!mw_map_put(x->first, mw_str_of(word), p))
        s->failed = true;
}

void mw_spine_set_given(mw_spine *s, uint32_t p, const char *given) {
    if (!given || mw_spine_person(s, p)->given) return;
    mw_spine_person(s, p)->given = given;
    bool new = mw_spine_list(&s->givens, given) == MW_NONE;
    if (new &&mw_given_known(given) && !mw_vec_push(s->c->mem, &s->given_words, given)) s->failed = true;
    enlist(s, &s->givens, given, p, &mw_spine_person(s, p)->next_given);
}

void mw_spine_set_surname(mw_spine *s, uint32_t p, const char *surname) {
    if (!surname || mw_spine_person(s, p)->surname) return;
    mw_spine_person(s, p)->surname = surname;
    enlist(s, &s->surnames, surname, p, &mw_spine_person(s, p)->next_surname);
}

const mw_title *mw_form_rank(const mw_form *f) {
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (f->name.titles[i]->flags & (MW_TITLE_RANK | MW_TITLE_KIN)) return f->name.titles[i];
    return NULL;
}

bool mw_form_mister(const mw_form *f) {
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (!strcmp(f->name.titles[i]->form, "mr") ||
            (!strcmp(f->name.titles[i]->form, "master") && f->name.n_words == 1 && !mw_given_known(f->name.words[0])))
            return true;
    return false;
}

/* A form joins a person: its title's gender, rank and marks become the person's. */
void mw_spine_attach(mw_spine *s, uint32_t fi, uint32_t pi) {
    mw_form *f = mw_spine_form(s, fi);
    mw_person *p = mw_spine_person(s, pi);
    f->person = pi;
    f->bridge = p->first_form == MW_NONE ? MW_NONE : mw_spine_form(s, p->first_form)->first;
    f->next = p->first_form;
    p->first_form = fi;
    p->n += f->n;
    if (f->gender && !p->title_gender) p->gender = f->gender, p->title_gender = true;
    const mw_title *rank = mw_form_rank(f);
    if (rank && !p->rank) {
        p->rank = rank;
        enlist(s, &s->ranks, rank->form, pi, &p->next_rank);
    }
    if (rank && !strcmp(rank->form, p->rank->form)) p->n_rank += f->n;
    p->married |= mw_form_titled(f, MW_TITLE_MARRIED);
    p->maiden |= mw_form_titled(f, MW_TITLE_MAIDEN);
    if (mw_form_mister(f)) p->mister = true, p->n_mister += f->n;
}

uint32_t mw_spine_found(mw_spine *s) {
    mw_person p = {.first_form = MW_NONE,
                   .given_index = MW_NONE,
                   .next_surname = MW_NONE,
                   .next_given = MW_NONE,
                   .next_epithet = MW_NONE,
                   .next_rank = MW_NONE,
                   .into = MW_NONE};
    if (!mw_vec_push(s->c->mem, &s->c->persons, p)) return s->failed = true, MW_NONE;
    return (uint32_t)s->c->persons.n - 1;
}

/* A person of its own for the form. */
void mw_spine_found_by(mw_spine *s, uint32_t fi, const char *given, const char *surname, const char *epithet) {
    uint32_t p = mw_spine_found(s);
    if (p == MW_NONE) return;
    mw_spine_set_given(s, p, given);
    mw_spine_set_surname(s, p, surname);
    if (epithet) {
        mw_spine_person(s, p)->epithet = epithet;
        const char *space = strrchr(epithet, ' ');
        enlist(s, &s->epithets, space ? space + 1 : epithet, p, &mw_spine_person(s, p)->next_epithet);
    }
    if (given && !mw_spine_form(s, fi)->gender) mw_spine_person(s, p)->gender = (uint8_t)mw_given_gender(given);
    mw_spine_attach(s, fi, p);
}

/* How often a person is named: forms that joined, and the bare first name that will. */
uint32_t mw_spine_heft(mw_spine *s, uint32_t pi) {
    const mw_person *p = mw_spine_person(s, pi);
    uint32_t bare, n = p->n;
    if (p->given && mw_map_get(s->c->form_map, mw_str_of(p->given), &bare) && mw_spine_form(s, bare)->person == MW_NONE &&
        mw_spine_list(&s->givens, p->given) == pi && p->next_given == MW_NONE)
        n += mw_spine_form(s, bare)->n;
    return n;
}

/* ---- may they be one -------------------------------------------------------------------------------------------------------- */

bool mw_genders_agree(uint8_t a, uint8_t b) { return a == MW_UNKNOWN || b == MW_UNKNOWN || a == b; }

/* A bare name that is part of the person's own: Holt, and Matthew Holt; Miss Anne, and Anne Harlow. */
static bool is_part(const mw_form *f, const mw_person *p) {
    if (f->name.n_words != 1) return false;
    const char *w = f->name.words[0];
    return (p->given && !strcmp(p->given, w)) || (!f->name.n_titles && p->surname && !strcmp(p->surname, w));
}

/* Heard together too often to be one person. */
bool mw_spine_apart(mw_spine *s, uint32_t fi, uint32_t pi) {
    uint32_t total = 0, looked = 0, bare;
    for (uint32_t g = mw_spine_person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = mw_spine_form(s, g)->next, looked++)
        total += mw_forms_apart(s->c, fi, g);
    if (mw_spine_person(s, pi)->given && mw_map_get(s->c->form_map, mw_str_of(mw_spine_person(s, pi)->given), &bare) &&
        mw_spine_form(s, bare)->person == MW_NONE)
        total += mw_forms_apart(s->c, fi, bare);
    uint32_t n = mw_spine_form(s, fi)->n, m = mw_spine_heft(s, pi);
    if (m < n) n = m;
    if (is_part(mw_spine_form(s, fi), mw_spine_person(s, pi))) return total >= 8 && total * 2 >= n;
    return (total >= 3 && total * 25 >= n) || (total >= 2 && total * 8 >= n);
}

void mw_best_consider(mw_spine *s, mw_best *b, uint32_t p, uint32_t weight) {
    if (mw_spine_person(s, p)->given_index != MW_NONE)
        weight = (weight < 100000 ? weight : 100000) * (s->c->people->only ? 10000u : 4u); /* people known beforehand go before others */
    for (int i = 0; i < 2; i++)
        if (b->n > (uint32_t)i && b->at[i] == p) return;
    b->n++;
    if (b->n == 1 || weight > b->weight[0]) {
        b->at[1] = b->at[0], b->weight[1] = b->weight[0];
        b->at[0] = p, b->weight[0] = weight;
    } else if (b->n == 2 || weight > b->weight[1]) {
        b->at[1] = p, b->weight[1] = weight;
    }
}

/* Joins the best; where a second is not far behind, either may be meant. false: nobody. */
bool mw_best_join(mw_spine *s, uint32_t fi, const mw_best *b, uint32_t times, bool rivals) {
    if (!b->n) return false;
    uint32_t least =
        mw_spine_form(s, fi)->n / 20 > 3 ? mw_spine_form(s, fi)->n / 20 : 3; /* who shares a name is told apart by more than a slip */
    bool clear = b->n == 1 || b->weight[0] >= times * b->weight[1] || (rivals && b->weight[1] < least);
    if (!clear && !rivals) return false;
    mw_spine_attach(s, fi, b->at[0]);
    if (!clear) mw_spine_form(s, fi)->rival = b->at[1];
    return true;
}

bool mw_person_ranked(const mw_person *p, const char *rank) {
    return p->rank && !strcmp(p->rank->form, rank) && (p->n_rank >= 5 || p->n_rank * 8 >= p->n);
}

/* ---- couples ---------------------------------------------------------------------------------------------------------------- */

/* Sir Walter Dale: then Mr. Dale is nobody's father. */
static bool has_sir(mw_spine *s, const char *surname) {
    uint32_t looked = 0;
    for (uint32_t p = mw_spine_list(&s->surnames, surname); p != MW_NONE && looked < MOST;
         p = mw_spine_person(s, p)->next_surname, looked++)
        for (uint32_t g = mw_spine_person(s, p)->first_form; g != MW_NONE; g = mw_spine_form(s, g)->next)
            if (mw_spine_form(s, g)->name.n_titles && !strcmp(mw_spine_form(s, g)->name.titles[0]->form, "sir")) return true;
    return false;
}

/* Mr. and Mrs. of a surname, where each is one person without a first name: the parents of those who bear it. */
bool mw_spine_note_couples(mw_spine *s) {
    mw_caster *c = s->c;
    mw_buf b;
    mw_buf_init(&b, c->mem);
    for (uint32_t p = 0; p < c->persons.n && !s->failed; p++) {
        const mw_person *q = mw_spine_person(s, p);
        if (!q->surname || q->given || q->epithet || q->first_form == MW_NONE || q->gender == MW_UNKNOWN || q->maiden) continue;
        if (q->gender == MW_FEMALE ? !q->married : !q->mister || has_sir(s, q->surname)) continue;
        b.n = 0;
        mw_buf_printf(&b, "%c%s", q->gender == MW_FEMALE ? 'f' : 'm', q->surname);
        uint32_t other;
        if (b.failed || (!mw_map_get(c->couples, (mw_str){b.at, b.n}, &other) && !mw_map_put(c->couples, (mw_str){b.at, b.n}, p)))
            s->failed = true;
    }
    mw_buf_clear(&b);
    return !s->failed;
}
