/* cluster_names: the one person whom a form with a name in it may mean: a full name, a title and a name, a bare first name or surname, what was
 * heard amiss, a first name behind a byname. Where nobody may be meant, the form founds a person. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/cluster.h"

enum { MOST = MW_SPINE_MOST, TOLD = 6, TWICE = 2 };

/* ---- full names ------------------------------------------------------------------------------------------------------------- */

static bool is_initial(const char *w) { return w[0] && (!w[1] || (w[1] == '.' && !w[2])); }

/* Orsey, Orstan: no list has all short forms, but one that ends in -y, -ie or -sey begins as the name does. */
static bool sounds_short(const char *form, const char *full) {
    static const char *const endings[] = {"sey", "sie", "sy", "ey", "ie", "y"};
    size_t n = strlen(form);
    if (mw_given_known(form)) return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t m = strlen(endings[i]);
        if (n >= m + 3 && !strcmp(form + n - m, endings[i])) return strlen(full) > n - m + 1 && !strncmp(form, full, n - m);
    }
    return false;
}

static mw_nick givens_agree(const char *a, const char *b) {
    if ((is_initial(a) || is_initial(b)) && a[0] == b[0]) return MW_NICK_SHORT;
    mw_nick known = mw_nickname(a, b);
    return known == MW_NICK_NO && (sounds_short(a, b) || sounds_short(b, a)) ? MW_NICK_COUSIN : known;
}

/* Mrs. John Dashwood, Mrs. Newland Archer: the first name is his. */
static bool by_husband(mw_spine *s, const mw_form *f) {
    if (!mw_form_titled(f, MW_TITLE_MARRIED)) return false;
    if (mw_given_gender(f->name.words[0]) != MW_UNKNOWN) return mw_given_gender(f->name.words[0]) == MW_MALE;
    mw_buf b;
    mw_buf_init(&b, s->c->mem);
    for (uint32_t i = 0; i < f->name.n_words; i++) mw_buf_puts(&b, i ? " " : ""), mw_buf_puts(&b, f->name.words[i]);
    bool his = !b.failed && b.n && mw_map_get(s->c->form_map, (mw_str){b.at, b.n}, NULL);
    s->failed |= b.failed;
    mw_buf_clear(&b);
    return his;
}

bool mw_form_byname(const mw_form *f) {
    const mw_name *n = &f->name;
    return n->n_words > 1 && !n->n_titles && mw_name_byname(n->words[0]) && !mw_given_known(n->words[0]) && mw_given_known(n->words[1]);
}

void mw_form_join_full(mw_spine *s, uint32_t fi) {
    mw_form *f = mw_spine_form(s, fi);
    uint32_t first = mw_form_byname(f) && f->name.n_words > 2;
    const char *given = f->name.words[first], *surname = f->name.words[f->name.n_words - 1],
               *middle = f->name.n_words > first + 2 ? f->name.words[first + 1] : NULL;
    if (by_husband(s, f)) {
        mw_spine_found_by(s, fi, NULL, surname, f->key);
        return;
    }
    uint8_t gender = f->gender ? f->gender : (uint8_t)mw_given_gender(given);
    mw_best b = {.n = 0};
    uint32_t looked = 0;
    for (uint32_t p = mw_spine_list(&s->surnames, surname); p != MW_NONE && looked < MOST;
         p = mw_spine_person(s, p)->next_surname, looked++) {
        const mw_person *q = mw_spine_person(s, p);
        if (!q->given || q->epithet || !mw_genders_agree(gender, q->gender)) continue;
        if (middle && q->middle && givens_agree(middle, q->middle) == MW_NICK_NO) continue;
        mw_nick nick = givens_agree(given, q->given);
        if (nick == MW_NICK_NO || (nick < MW_NICK_SAME && mw_spine_apart(s, fi, p))) continue;
        mw_best_consider(s, &b, p, (uint32_t)nick * 100000 + (q->n < 90000 ? q->n : 90000));
    }
    if (b.n) {
        mw_spine_attach(s, fi, b.at[0]);
        const char *other = mw_spine_person(s, b.at[0])->given;
        bool heard = other && strcmp(other, given) && mw_nickname(other, given) == MW_NICK_NO && !is_initial(other) && !is_initial(given);
        if (heard && !mw_vec_push(s->c->mem, &s->heard, fi)) s->failed = true;
    } else
        mw_spine_found_by(s, fi, given, surname, NULL);
    uint32_t p = mw_spine_form(s, fi)->person;
    if (middle && p != MW_NONE && !mw_spine_person(s, p)->middle) mw_spine_person(s, p)->middle = middle;
}

/* ---- a title and one word --------------------------------------------------------------------------------------------------- */

static bool married_style(const mw_form *f) {
    if (mw_form_titled(f, MW_TITLE_MARRIED)) return true;
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (!strcmp(f->name.titles[i]->form, "lady")) return true;
    return false;
}

/* Old Mr. Carver: another than Paul Carver. */
static bool told_apart(const mw_form *f, const mw_person *p) {
    return p->given && !mw_form_rank(f) && f->n_old >= 2 && f->n_old * 50 >= f->n;
}

static bool is_ranked(const mw_form *f) { return mw_form_rank(f) && !(mw_form_rank(f)->flags & MW_TITLE_KIN); }

static bool is_officer(const mw_form *f) {
    static const char *const ranks[] = {"captain", "colonel", "lieutenant", "major", "general", "admiral"};
    return mw_form_rank(f) && MW_AMONG(mw_form_rank(f)->form, ranks);
}

/* How often a name stands behind a title: "miss anna". */
static uint32_t n_styled(mw_spine *s, const char *title, const char *name) {
    char key[2 * MW_WORD_BYTES];
    uint32_t f;
    int n = name ? snprintf(key, sizeof key, "%s %s", title, name) : 0;
    return n > 0 && n < (int)sizeof key && mw_map_get(s->c->form_map, mw_str_of(key), &f) ? mw_spine_form(s, f)->n : 0;
}

/* Mentions in the narration. */
static uint32_t n_told(const mw_form *f) { return f->n - f->n_quoted; }

/* Dr. Craven, and Colin, both the narrator's own words: two people. */
static bool ranked_apart(mw_spine *s, const mw_form *f, const mw_person *p) {
    uint32_t bare;
    bool ranked = p->rank && !(p->rank->flags & MW_TITLE_KIN);
    if (!is_ranked(f) || mw_form_rank(f)->gender == MW_FEMALE || ranked || !(p->given || is_officer(f))) return false;
    if (f->n >= TOLD && p->n_mister >= 3 && p->n_mister * 2 >= p->n) return true; /* nor Mr. Archibald Craven */
    if (!p->given || !mw_map_get(s->c->form_map, mw_str_of(p->given), &bare)) return false;
    return n_told(f) >= TOLD && n_told(mw_spine_form(s, bare)) >= TOLD;
}

/* Mr. Harlow, where there is a Mrs. Harlow, and Tom, whom the narrator hardly calls anything else: rather his father. */
static bool familiar_apart(mw_spine *s, const mw_form *f, const mw_person *p) {
    enum { AGAIN = 3 };
    uint32_t bare;
    if (!mw_form_mister(f) || mw_form_rank(f) || !p->given || p->mister || n_styled(s, "mrs", p->surname) < 2) return false;
    if (!mw_map_get(s->c->form_map, mw_str_of(p->given), &bare)) return false;
    uint32_t told = n_told(mw_spine_form(s, bare));
    bool master = n_styled(s, "master", p->given) >= AGAIN; /* Master Tom: then Mr. Harlow is rather his father */
    return (told >= TOLD && n_told(f) >= TOLD && master) || (told >= 8 * p->n && told >= 8 * f->n);
}

/* Miss Mary: then Miss Bennet is rather her elder sister. */
static bool styled_miss(mw_spine *s, const mw_person *p) { return p->maiden || n_styled(s, "miss", p->given) > 0; }

static bool has_form_title(mw_spine *s, uint32_t pi, const char *title) {
    uint32_t looked = 0;
    for (uint32_t g = mw_spine_person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = mw_spine_form(s, g)->next, looked++)
        for (uint32_t i = 0; i < mw_spine_form(s, g)->name.n_titles; i++)
            if (!strcmp(mw_spine_form(s, g)->name.titles[i]->form, title)) return true;
    return false;
}

/* A professor is called doctor as well. */
static bool same_rank(const char *a, const char *b) {
    bool learned = (!strcmp(a, "doctor") && !strcmp(b, "professor")) || (!strcmp(a, "professor") && !strcmp(b, "doctor"));
    return learned || !strcmp(a, b);
}

/* Major Dale is no Captain Dale, but Major William Dale may be. */
static bool ranks_agree(mw_spine *s, const mw_form *f, uint32_t pi) {
    const mw_title *r = mw_form_rank(f), *other = mw_spine_person(s, pi)->rank;
    if (!r || !other || r->flags & MW_TITLE_KIN || other->flags & MW_TITLE_KIN) return true;
    return same_rank(r->form, other->form) || has_form_title(s, pi, r->form);
}

uint32_t mw_form_heard_with(mw_spine *s, uint32_t fi, uint32_t pi) {
    uint32_t total = 0, looked = 0, bare;
    for (uint32_t g = mw_spine_person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = mw_spine_form(s, g)->next, looked++)
        total += mw_forms_apart(s->c, fi, g);
    if (mw_map_get(s->c->form_map, mw_str_of(mw_spine_person(s, pi)->given), &bare) && mw_spine_form(s, bare)->person == MW_NONE)
        total += mw_forms_apart(s->c, fi, bare);
    return total;
}

/* Miss Anne, of whom more than once is spoken so, and sometimes beside Miss Harlow: that is her elder sister. */
static bool younger_miss(mw_spine *s, uint32_t fi, uint32_t pi) {
    const mw_form *f = mw_spine_form(s, fi);
    const mw_person *p = mw_spine_person(s, pi);
    char key[2 * MW_WORD_BYTES];
    uint32_t miss;
    size_t n = p->given ? strlen(p->given) : sizeof key;
    if (n + 6 > sizeof key || !mw_form_titled(f, MW_TITLE_MAIDEN) || mw_form_rank(f)) return false;
    memcpy(key, "miss ", 5), memcpy(key + 5, p->given, n + 1);
    return mw_map_get(s->c->form_map, mw_str_of(key), &miss) && mw_spine_form(s, miss)->n >= 2 && mw_spine_form(s, miss)->n * 8 >= f->n &&
           p->n * 8 < f->n && mw_form_heard_with(s, fi, pi) >= 2; /* and hardly by her whole name */
}

/* The surname's weight for a form, 0: cannot be. */
static uint32_t surname_weight(mw_spine *s, uint32_t fi, uint32_t pi) {
    const mw_form *f = mw_spine_form(s, fi);
    const mw_person *p = mw_spine_person(s, pi);
    if (p->epithet || !ranks_agree(s, f, pi)) return 0;
    uint8_t gender = f->gender ? f->gender : mw_form_rank(f) && !p->rank ? MW_MALE : MW_UNKNOWN; /* Dr. Lane: rather not Miss Lane */
    if (!mw_genders_agree(gender, p->gender)) return 0;
    if (married_style(f)) {
        bool foreign = !strcmp(f->name.titles[0]->form, "madame") &&
                       !p->maiden; /* Madame Olenska may be Ellen Olenska; Mrs. Hall is rather her mother */
        if (!p->married && !foreign && !has_form_title(s, pi, f->name.titles[0]->form) &&
            !(p->title_gender && p->rank == NULL && !p->maiden && !p->given))
            return 0;
    } else if (p->married && mw_form_titled(f, MW_TITLE_MAIDEN)) {
        return 0;
    }
    if (gender == MW_FEMALE && p->gender == MW_UNKNOWN && (p->mister || p->rank)) return 0;
    if ((mw_form_mister(f) || is_ranked(f)) && has_form_title(s, pi, "sir") && !p->mister && !p->rank)
        return 0; /* Sir Walter is no Mr. Elliot */
    bool kin = mw_form_rank(f) && mw_form_rank(f)->flags & MW_TITLE_KIN;
    if (kin && p->maiden && !p->married) return 0; /* Aunt Harlow is Mrs. Harlow, no Miss */
    if (younger_miss(s, fi, pi)) return 0;
    uint32_t n = mw_spine_heft(s, pi), weight = n + 1;
    bool elder = mw_form_titled(f, MW_TITLE_MAIDEN) && p->given && !styled_miss(s, p) && n * 8 >= f->n;
    bool apart = elder ? mw_form_heard_with(s, fi, pi) * 8 >= f->n : mw_spine_apart(s, fi, pi);
    if (apart || told_apart(f, p) || ranked_apart(s, f, p) || familiar_apart(s, f, p)) return 0;
    if (mw_form_mister(f) && p->n_mister * 2 >= p->n && p->n_mister) weight *= 400; /* Mr. Archibald Craven rather than Colin */
    if (mw_form_mister(f) && p->rank && !(p->rank->flags & MW_TITLE_KIN)) weight = weight / 20 + 1;
    if (kin && (p->married || p->mister)) weight *= 20;
    if (elder) weight *= 20; /* the eldest is Miss Bennet, her sister Miss Mary Bennet */
    return weight;
}

/* Squire Penrose, who is the Squire again and again, in a family of several with first names: none of those who are hardly ever named. */
static bool is_head(mw_spine *s, uint32_t fi, const mw_best *b, uint32_t kin) {
    enum { FAMILY = 3, HARDLY = 8 };
    const mw_form *f = mw_spine_form(s, fi);
    const mw_title *rank = mw_form_rank(f);
    uint32_t alone;
    if (!rank || rank->flags & MW_TITLE_KIN || kin < FAMILY || !b->n) return false;
    uint32_t n = mw_map_get(s->c->form_map, mw_str_of(rank->form), &alone) ? f->n + mw_spine_form(s, alone)->n : f->n;
    return mw_spine_heft(s, b->at[0]) * HARDLY < n;
}

static bool join_surname(mw_spine *s, uint32_t fi) {
    mw_best b = {.n = 0};
    uint32_t looked = 0, kin = 0;
    for (uint32_t p = mw_spine_list(&s->surnames, mw_spine_form(s, fi)->name.words[0]); p != MW_NONE && looked < MOST;
         p = mw_spine_person(s, p)->next_surname, looked++) {
        uint32_t w = surname_weight(s, fi, p);
        kin += mw_spine_person(s, p)->given != NULL;
        if (w) mw_best_consider(s, &b, p, w);
    }
    return !is_head(s, fi, &b, kin) && mw_best_join(s, fi, &b, 5, false);
}

/* The person whose first name a word only sounds as, by a full name that has it; MW_NONE. */
static uint32_t heard_as(mw_spine *s, const char *word) {
    for (size_t i = 0; i < s->heard.n && i < MOST; i++) {
        const mw_form *f = mw_spine_form(s, s->heard.at[i]);
        if (!strcmp(f->name.words[0], word)) return f->person;
    }
    return MW_NONE;
}

static bool mostly_quoted(mw_spine *s, uint32_t p) {
    uint32_t n = 0, quoted = 0, looked = 0;
    for (uint32_t g = mw_spine_person(s, p)->first_form; g != MW_NONE && looked < MOST; g = mw_spine_form(s, g)->next, looked++)
        n += mw_spine_form(s, g)->n, quoted += mw_spine_form(s, g)->n_quoted;
    return quoted * 2 >= n;
}

/* Sir John is no John who is never called Sir. */
static bool title_fits(mw_spine *s, const mw_form *f, uint32_t pi) {
    static const char *const common[] = {"miss", "master", "mistress",    "mr",          "mrs",   "nanny",
                                         "aunt", "uncle",  "grandfather", "grandmother", "nurse", "squire"};
    const mw_person *p = mw_spine_person(s, pi);
    if (!f->name.n_titles || !mw_form_titled(f, MW_TITLE_FIRST)) return true;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (!strcmp(f->name.titles[0]->form, common[i])) return true;
    return has_form_title(s, pi, f->name.titles[0]->form) || (!p->mister && !p->married && !p->maiden && !p->rank);
}

/* Mentions of a person's forms that hold the word as first name; as surname. */
static uint32_t borne(mw_spine *s, uint32_t pi, const char *word, bool first) {
    uint32_t n = 0, looked = 0;
    for (uint32_t g = mw_spine_person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = mw_spine_form(s, g)->next, looked++) {
        const mw_name *x = &mw_spine_form(s, g)->name;
        if (x->n_words && !strcmp(x->words[first ? 0 : x->n_words - 1], word)) n += mw_spine_form(s, g)->n;
    }
    return n;
}

/* How much the surname speaks for a person: how often others bear it, but little where that one hardly does (a wife's new name). */
static uint32_t by_surname(mw_spine *s, uint32_t p) {
    const mw_person *q = mw_spine_person(s, p);
    uint32_t n = mw_spine_bearers(s, q->surname, q->n) / 4;
    return n < 4 * q->n ? n : 4 * q->n;
}

/* Mentions in the narration of a name by itself, and the form; 0: none. */
static uint32_t told_alone(mw_spine *s, const char *word, uint32_t *form) {
    if (!word || !mw_map_get(s->c->form_map, mw_str_of(word), form)) return 0;
    return n_told(mw_spine_form(s, *form));
}

/* Harlow, whom the narration calls so in one sentence with Henry again and again: no Henry, though he may be Henry Harlow. */
static bool by_surname_alone(mw_spine *s, uint32_t fi, uint32_t pi) {
    enum { HEARD = 5, SHARE = 12 };
    const mw_form *f = mw_spine_form(s, fi);
    uint32_t g, told = told_alone(s, mw_spine_person(s, pi)->surname, &g);
    if (f->name.n_titles || told < TOLD) return false;
    uint32_t heard = mw_forms_apart(s->c, fi, g), least = f->n < mw_spine_form(s, g)->n ? f->n : mw_spine_form(s, g)->n;
    return heard >= HEARD && heard * SHARE >= least;
}

/* Another of the first name, told by a full name about as often and of another surname, who is not called by that alone. */
static bool other_bearer(mw_spine *s, uint32_t fi, const char *word, uint32_t pi) {
    uint32_t looked = 0, n = borne(s, pi, word, true);
    for (uint32_t p = mw_spine_list(&s->givens, word); p != MW_NONE && looked < MOST; p = mw_spine_person(s, p)->next_given, looked++) {
        const mw_person *q = mw_spine_person(s, p), *own = mw_spine_person(s, pi);
        if (p == pi || q->epithet || !q->surname || !own->surname || !strcmp(q->surname, own->surname)) continue;
        uint32_t m = borne(s, p, word, true);
        if (mw_genders_agree(q->gender, own->gender) && m >= TOLD && 4 * m >= n && !by_surname_alone(s, fi, p) && !mw_spine_apart(s, fi, p))
            return true;
    }
    return false;
}

static bool is_elder(const mw_form *f) {
    return f->name.n_titles && (!strcmp(f->name.titles[0]->form, "aunt") || !strcmp(f->name.titles[0]->form, "uncle"));
}

/* Aunt Bessie is rather Aunt Bessie Dale than Bessie Vane. */
enum { TITLED = 20 };
static bool is_so_titled(mw_spine *s, uint32_t fi, uint32_t pi) {
    const mw_form *f = mw_spine_form(s, fi);
    return mw_form_titled(f, MW_TITLE_KIN) && has_form_title(s, pi, f->name.titles[0]->form);
}

/* Persons of this first name, or of one that it is short for. */
static void consider_givens(mw_spine *s, uint32_t fi, const char *word, uint8_t gender, mw_best *b) {
    uint32_t looked = 0;
    for (uint32_t p = mw_spine_list(&s->givens, word); p != MW_NONE && looked < MOST; p = mw_spine_person(s, p)->next_given, looked++)
        if (mw_genders_agree(gender, mw_spine_person(s, p)->gender) && !mw_spine_person(s, p)->epithet &&
            title_fits(s, mw_spine_form(s, fi), p) && !mw_spine_apart(s, fi, p) &&
            !(by_surname_alone(s, fi, p) && other_bearer(s, fi, word, p)))
            mw_best_consider(s, b, p, (2 * borne(s, p, word, true) + by_surname(s, p) + 1) * (is_so_titled(s, fi, p) ? TITLED : 1));
    uint32_t heard = b->n ? MW_NONE : heard_as(s, word);
    if (heard != MW_NONE && !mw_spine_apart(s, fi, heard)) mw_best_consider(s, b, heard, 1);
    if (b->n || !mw_given_known(word)) return;
    for (size_t i = 0; i < s->given_words.n; i++) {
        if (mw_nickname(word, s->given_words.at[i]) != MW_NICK_SHORT) continue;
        looked = 0;
        for (uint32_t p = mw_spine_list(&s->givens, s->given_words.at[i]); p != MW_NONE && looked < MOST;
             p = mw_spine_person(s, p)->next_given, looked++) {
            const mw_person *q = mw_spine_person(s, p);
            if (!mw_genders_agree(gender, q->gender) || q->epithet || !title_fits(s, mw_spine_form(s, fi), p) || mw_spine_apart(s, fi, p))
                continue;
            if (q->surname && !strncmp(q->surname, "the ", 4)) continue; /* Ned is no Edward the Bald */
            if (is_elder(mw_spine_form(s, fi)) && (q->maiden || q->n < mw_spine_form(s, fi)->n))
                continue;                                      /* Aunt Polly is no Miss Mary, nor a Mary who is named less often */
            bool so_called = borne(s, p, word, true) >= TWICE; /* Becky Sharp, who is Rebecca */
            if (!so_called && ((q->n + mw_spine_bearers(s, q->surname, q->n)) * 8 < mw_spine_form(s, fi)->n ||
                               (mw_spine_form(s, fi)->n_quoted * 2 < mw_spine_form(s, fi)->n && !mostly_quoted(s, p))))
                continue; /* both the narrator's words: two people */
            mw_best_consider(s, b, p, q->n + 1);
        }
    }
}

/* Mrs. Jack, where there is one Mrs. Jack Harlow, called by his whole name. */
static bool join_by_husband(mw_spine *s, uint32_t fi) {
    const mw_form *f = mw_spine_form(s, fi);
    size_t n = strlen(f->key);
    uint32_t who = MW_NONE;
    if (!mw_form_titled(f, MW_TITLE_MARRIED) || mw_given_gender(f->name.words[0]) != MW_MALE) return false;
    for (uint32_t p = 0; p < s->c->persons.n; p++) {
        const char *e = mw_spine_person(s, p)->epithet;
        if (!e || strncmp(e, f->key, n) || e[n] != ' ') continue;
        if (who != MW_NONE) return false;
        who = p;
    }
    return who != MW_NONE ? mw_spine_attach(s, fi, who), true : false;
}

void mw_form_join_titled(mw_spine *s, uint32_t fi) {
    if (join_by_husband(s, fi)) return;
    mw_form *f = mw_spine_form(s, fi);
    const char *word = f->name.words[0];
    bool first_title = mw_form_titled(f, MW_TITLE_FIRST),
         is_given = mw_given_known(word) || mw_spine_list(&s->givens, word) != MW_NONE || heard_as(s, word) != MW_NONE,
         is_surname = mw_spine_list(&s->surnames, word) != MW_NONE;
    bool plain = !mw_form_rank(f) && !mw_form_titled(f, MW_TITLE_MAIDEN) && !married_style(f);
    bool hers = mw_form_titled(f, MW_TITLE_MARRIED) && mw_given_gender(word) != MW_FEMALE; /* Mrs. Newland: his name */
    bool as_given = hers ? false
                    : first_title
                        ? (is_given && !is_surname) || (!is_surname && plain && !mw_form_mister(f)) || mw_form_titled(f, MW_TITLE_KIN)
                        : is_given && !is_surname && mw_form_mister(f) && mw_spine_list(&s->givens, word) != MW_NONE;
    mw_best b = {.n = 0};
    if (as_given) consider_givens(s, fi, word, f->gender, &b);
    if (as_given && mw_best_join(s, fi, &b, 3, true)) return;
    if (!as_given || is_surname)
        if (join_surname(s, fi)) return;
    if (as_given && !is_surname)
        mw_spine_found_by(s, fi, word, NULL, NULL);
    else
        mw_spine_found_by(s, fi, NULL, word, NULL);
}

/* ---- one word --------------------------------------------------------------------------------------------------------------- */

/* Persons of this surname; of women only where no man bears it: a bare surname is rather his. */
static void consider_bearers(mw_spine *s, uint32_t fi, const char *word, bool women, mw_best *b) {
    uint32_t looked = 0;
    for (uint32_t p = mw_spine_list(&s->surnames, word); p != MW_NONE && looked < MOST; p = mw_spine_person(s, p)->next_surname, looked++) {
        const mw_person *q = mw_spine_person(s, p);
        bool woman = q->gender == MW_FEMALE && (q->maiden || q->given);
        if (q->married || q->epithet || woman != women || mw_spine_apart(s, fi, p)) continue;
        mw_best_consider(s, b, p, borne(s, p, word, false) + 1);
    }
}

static void consider_surnames(mw_spine *s, uint32_t fi, const char *word, mw_best *b) {
    uint32_t n = b->n;
    consider_bearers(s, fi, word, false, b);
    if (b->n == n) consider_bearers(s, fi, word, true, b);
}

/* Pooh, and Winnie-the-Pooh. */
static bool join_hyphened(mw_spine *s, uint32_t fi, const char *word) {
    const char *part = strrchr(word, '-');
    mw_best b = {.n = 0};
    if (part && part[1]) consider_givens(s, fi, part + 1, MW_UNKNOWN, &b);
    return mw_best_join(s, fi, &b, 4, false);
}

static bool join_epithet_word(mw_spine *s, uint32_t fi, const char *word) {
    for (uint32_t p = mw_spine_list(&s->epithets, word); p != MW_NONE; p = mw_spine_person(s, p)->next_epithet)
        if (!strcmp(mw_spine_person(s, p)->epithet, word)) return mw_spine_attach(s, fi, p), true;
    return false;
}

/* Vellen, once or twice, of whom everybody else says de Vellen: the only person whose surname ends so. */
static bool join_without_particle(mw_spine *s, uint32_t fi, const char *word) {
    enum { ONCE = 2 };
    uint32_t who = MW_NONE;
    size_t m = strlen(word);
    for (uint32_t p = 0; p < s->c->persons.n && mw_spine_form(s, fi)->n <= ONCE; p++) {
        const mw_person *q = mw_spine_person(s, p);
        size_t n = q->surname ? strlen(q->surname) : 0;
        if (n < m + 2 || q->surname[n - m - 1] != ' ' || strcmp(q->surname + n - m, word) || q->n < 10 || mw_spine_apart(s, fi, p))
            continue;
        if (who != MW_NONE) return false;
        who = p;
    }
    return who != MW_NONE ? mw_spine_attach(s, fi, who), true : false;
}

void mw_form_join_bare(mw_spine *s, uint32_t fi) {
    const char *word = mw_spine_form(s, fi)->name.words[0];
    uint8_t gender = (uint8_t)mw_given_gender(word);
    mw_best b = {.n = 0};
    if (mw_spine_list(&s->surnames, word) == MW_NONE || mw_given_known(word) || mw_spine_list(&s->givens, word) != MW_NONE ||
        heard_as(s, word) != MW_NONE)
        consider_givens(s, fi, word, gender, &b);
    consider_surnames(s, fi, word, &b);
    if (mw_best_join(s, fi, &b, 4, true) || join_epithet_word(s, fi, word) || join_hyphened(s, fi, word) ||
        join_without_particle(s, fi, word))
        return;
    if (mw_spine_list(&s->surnames, word) != MW_NONE && !mw_given_known(word))
        mw_spine_found_by(s, fi, NULL, word, NULL);
    else
        mw_spine_found_by(s, fi, word, NULL, NULL);
}

/* ---- slips ------------------------------------------------------------------------------------------------------------------ */

/* Is the word, standing alone, named far more often than the form. */
static bool far_more(mw_spine *s, const mw_form *f, const char *word) {
    uint32_t bare;
    return mw_map_get(s->c->form_map, mw_str_of(word), &bare) && mw_spine_form(s, bare)->n >= 20 * f->n;
}

const char *mw_form_slip(mw_spine *s, const mw_form *f) {
    if (f->name.n_titles || f->n > 2 || f->known) return NULL;
    const char *first = f->name.words[0], *last = f->name.words[f->name.n_words - 1];
    if (far_more(s, f, first) && mw_spine_bearers(s, last, f->n) < 2) return first;
    return !mw_given_known(first) && far_more(s, f, last) ? last : NULL;
}

void mw_form_join_slip(mw_spine *s, uint32_t fi) {
    mw_best b = {.n = 0};
    const char *word = mw_form_slip(s, mw_spine_form(s, fi));
    if (word) consider_givens(s, fi, word, MW_UNKNOWN, &b), consider_surnames(s, fi, word, &b);
    if (!mw_best_join(s, fi, &b, 2, false)) mw_form_join_full(s, fi);
}

/* ---- bynames ---------------------------------------------------------------------------------------------------------------- */

/* What a person's forms say of a byname before a first name: called so, with a surname behind (Long John Silver); else by another byname (Black
 * John); else nothing. */
typedef enum byname { BYNAME_NONE, BYNAME_OTHER, BYNAME_SAME } byname;

static byname byname_of(mw_spine *s, const mw_form *f, uint32_t pi) {
    byname found = BYNAME_NONE;
    uint32_t looked = 0;
    for (uint32_t g = mw_spine_person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = mw_spine_form(s, g)->next, looked++) {
        const mw_form *o = mw_spine_form(s, g);
        const mw_name *x = &o->name;
        if (mw_form_byname(o) && strcmp(x->words[0], f->name.words[0])) return BYNAME_OTHER;
        if (x->n_words > 2 && !strcmp(x->words[0], f->name.words[0]) && !strcmp(x->words[1], f->name.words[1])) found = BYNAME_SAME;
    }
    return found;
}

/* Whoever is called so before a surname (Long John Silver), else the one who bears the first name. */
void mw_form_join_byname(mw_spine *s, uint32_t fi) {
    const mw_form *f = mw_spine_form(s, fi);
    mw_best all = {.n = 0}, b = {.n = 0};
    consider_givens(s, fi, f->name.words[1], (uint8_t)mw_given_gender(f->name.words[1]), &all);
    for (uint32_t i = 0; i < all.n && i < 2; i++) {
        byname has = byname_of(s, f, all.at[i]);
        if (has != BYNAME_OTHER) mw_best_consider(s, &b, all.at[i], all.weight[i] + (has == BYNAME_SAME ? 1000000 : 0));
    }
    if (!mw_best_join(s, fi, &b, 4, false)) mw_spine_found_by(s, fi, f->name.words[1], NULL, NULL);
}
