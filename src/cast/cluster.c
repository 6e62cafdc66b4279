/* cluster: forms of names to persons, over a whole document.
 *
 * The fullest forms come first and found persons; shorter ones then look for the one person they may mean: a title and a surname, a title
 * and a first name, a bare surname or first name or its short form, an epithet (the White Rabbit), a title alone (the Colonel). Genders
 * never contradict; Mrs. Bennet, Mr. Bennet, Miss Bennet and Elizabeth Bennet are one only where nothing else bears the name; forms heard
 * together in one sentence, or one said in the other's own speech, stay apart. Where two persons are left, each mention is decided by
 * recency (mw_form.rival). A name looks at no more than MOST persons that share a part with it, so that the time stays linear. */
#include "cast/inside.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 64, TOLD = 6 };

typedef enum kind { KIND_GROUP, KIND_FULL, KIND_TITLED, KIND_EPITHET, KIND_BARE, KIND_TITLE, KIND_SLIP } kind;

typedef struct index {
    mw_map *first; /* word → first person of the list */
} index;

typedef struct spine {
    mw_caster *c;
    index surnames, givens, epithets, ranks;
    MW_VEC(const char *) given_words; /* distinct ones that the table of given names holds */
    mw_map *bearers;                  /* last word of a name → mentions of persons' names that end in it */
    bool failed;
} spine;

static mw_person *person(spine *s, uint32_t p) { return &s->c->persons.at[p]; }
static mw_form *form(spine *s, uint32_t f) { return &s->c->forms.at[f]; }

static bool has_title(const mw_form *f, uint8_t flag) {
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (f->name.titles[i]->flags & flag) return true;
    return false;
}

/* Mentions of the names that end in a word, those of one form left out. */
static uint32_t bearers_of(spine *s, const char *word, uint32_t own) {
    uint32_t n = 0;
    return word && mw_map_get(s->bearers, mw_str_of(word), &n) && n > own ? n - own : 0;
}

static bool count_bearers(spine *s) {
    for (size_t i = 0; i < s->c->forms.n; i++) {
        const mw_form *f = form(s, (uint32_t)i);
        uint32_t n = 0;
        if (!f->name.n_words || !f->n || !mw_form_person(f) || (f->name.n_words == 1 && (!f->name.n_titles || has_title(f, MW_TITLE_FIRST)) && mw_given_known(f->name.words[0]))) continue;
        mw_str last = mw_str_of(f->name.words[f->name.n_words - 1]);
        mw_map_get(s->bearers, last, &n);
        if (!mw_map_put(s->bearers, last, n + f->n)) return false;
    }
    return true;
}

/* ---- lists ------------------------------------------------------------------------------------------------------------------ */

static uint32_t list(const index *x, const char *word) {
    uint32_t p;
    return word && mw_map_get(x->first, mw_str_of(word), &p) ? p : MW_NONE;
}

static void enlist(spine *s, index *x, const char *word, uint32_t p, uint32_t *next) {
    *next = list(x, word);
    if (*next == p) *next = MW_NONE;
    else if (!mw_map_put(x->first, mw_str_of(word), p)) s->failed = true;
}

static void set_given(spine *s, uint32_t p, const char *given) {
    if (!given || person(s, p)->given) return;
    person(s, p)->given = given;
    bool new = list(&s->givens, given) == MW_NONE;
    if (new && mw_given_known(given) && !mw_vec_push(s->c->mem, &s->given_words, given)) s->failed = true;
    enlist(s, &s->givens, given, p, &person(s, p)->next_given);
}

static void set_surname(spine *s, uint32_t p, const char *surname) {
    if (!surname || person(s, p)->surname) return;
    person(s, p)->surname = surname;
    enlist(s, &s->surnames, surname, p, &person(s, p)->next_surname);
}

static const mw_title *rank_of(const mw_form *f) {
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (f->name.titles[i]->flags & (MW_TITLE_RANK | MW_TITLE_KIN)) return f->name.titles[i];
    return NULL;
}

static bool is_mister(const mw_form *f) {
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (!strcmp(f->name.titles[i]->form, "mr") || (!strcmp(f->name.titles[i]->form, "master") && f->name.n_words == 1 && !mw_given_known(f->name.words[0]))) return true;
    return false;
}

/* A form joins a person: its title's gender, rank and marks become the person's. */
static void attach(spine *s, uint32_t fi, uint32_t pi) {
    mw_form *f = form(s, fi);
    mw_person *p = person(s, pi);
    f->person = pi;
    f->bridge = p->first_form == MW_NONE ? MW_NONE : form(s, p->first_form)->first;
    f->next = p->first_form;
    p->first_form = fi;
    p->n += f->n;
    if (f->gender && !p->title_gender) p->gender = f->gender, p->title_gender = true;
    const mw_title *rank = rank_of(f);
    if (rank && !p->rank) {
        p->rank = rank;
        enlist(s, &s->ranks, rank->form, pi, &p->next_rank);
    }
    p->married |= has_title(f, MW_TITLE_MARRIED);
    p->maiden |= has_title(f, MW_TITLE_MAIDEN);
    if (is_mister(f)) p->mister = true, p->n_mister += f->n;
}

static uint32_t found(spine *s) {
    mw_person p = {.first_form = MW_NONE, .given_index = MW_NONE, .next_surname = MW_NONE, .next_given = MW_NONE, .next_epithet = MW_NONE, .next_rank = MW_NONE};
    if (!mw_vec_push(s->c->mem, &s->c->persons, p)) return s->failed = true, MW_NONE;
    return (uint32_t)s->c->persons.n - 1;
}

/* A person of its own for the form. */
static void found_by(spine *s, uint32_t fi, const char *given, const char *surname, const char *epithet) {
    uint32_t p = found(s);
    if (p == MW_NONE) return;
    set_given(s, p, given);
    set_surname(s, p, surname);
    if (epithet) {
        person(s, p)->epithet = epithet;
        const char *space = strrchr(epithet, ' ');
        enlist(s, &s->epithets, space ? space + 1 : epithet, p, &person(s, p)->next_epithet);
    }
    if (given && !form(s, fi)->gender) person(s, p)->gender = (uint8_t)mw_given_gender(given);
    attach(s, fi, p);
}

/* How often a person is named: forms that joined, and the bare first name that will. */
static uint32_t heft(spine *s, uint32_t pi) {
    const mw_person *p = person(s, pi);
    uint32_t bare, n = p->n;
    if (p->given && mw_map_get(s->c->form_map, mw_str_of(p->given), &bare) && form(s, bare)->person == MW_NONE && list(&s->givens, p->given) == pi && p->next_given == MW_NONE) n += form(s, bare)->n;
    return n;
}

/* ---- may they be one -------------------------------------------------------------------------------------------------------- */

static bool genders_agree(uint8_t a, uint8_t b) { return a == MW_UNKNOWN || b == MW_UNKNOWN || a == b; }

static bool ranks_agree(const mw_form *f, const mw_person *p) {
    const mw_title *r = rank_of(f);
    return !r || !p->rank || !strcmp(r->form, p->rank->form) || r->flags & MW_TITLE_KIN || p->rank->flags & MW_TITLE_KIN;
}

/* A bare name that is part of the person's own: Poirot, and Hercule Poirot; Miss Anne, and Anne Elliot. */
static bool is_part(const mw_form *f, const mw_person *p) {
    if (f->name.n_words != 1) return false;
    const char *w = f->name.words[0];
    return (p->given && !strcmp(p->given, w)) || (!f->name.n_titles && p->surname && !strcmp(p->surname, w));
}

/* Heard together too often to be one person. */
static bool are_apart(spine *s, uint32_t fi, uint32_t pi) {
    uint32_t total = 0, looked = 0, bare;
    for (uint32_t g = person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = form(s, g)->next, looked++) total += mw_forms_apart(s->c, fi, g);
    if (person(s, pi)->given && mw_map_get(s->c->form_map, mw_str_of(person(s, pi)->given), &bare) && form(s, bare)->person == MW_NONE) total += mw_forms_apart(s->c, fi, bare);
    uint32_t n = form(s, fi)->n, m = heft(s, pi);
    if (m < n) n = m;
    if (is_part(form(s, fi), person(s, pi))) return total >= 8 && total * 2 >= n;
    return (total >= 3 && total * 25 >= n) || (total >= 2 && total * 8 >= n);
}

/* The likeliest two of the persons that a form may mean. */
typedef struct best {
    uint32_t at[2], weight[2], n;
} best;

static void consider(spine *s, best *b, uint32_t p, uint32_t weight) {
    if (person(s, p)->given_index != MW_NONE) weight = (weight < 100000 ? weight : 100000) * (s->c->people->only ? 10000u : 4u); /* people known beforehand go before others */
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
static bool join_best(spine *s, uint32_t fi, const best *b, uint32_t times, bool rivals) {
    if (!b->n) return false;
    uint32_t least = form(s, fi)->n / 20 > 3 ? form(s, fi)->n / 20 : 3; /* who shares a name is told apart by more than a slip */
    bool clear = b->n == 1 || b->weight[0] >= times * b->weight[1] || (rivals && b->weight[1] < least);
    if (!clear && !rivals) return false;
    attach(s, fi, b->at[0]);
    if (!clear) form(s, fi)->rival = b->at[1];
    return true;
}

/* ---- full names ------------------------------------------------------------------------------------------------------------- */

static bool is_initial(const char *w) { return w[0] && (!w[1] || (w[1] == '.' && !w[2])); }

static mw_nick givens_agree(const char *a, const char *b) {
    if ((is_initial(a) || is_initial(b)) && a[0] == b[0]) return MW_NICK_SHORT;
    return mw_nickname(a, b);
}

/* Mrs. John Dashwood, Mrs. Newland Archer: the first name is his. */
static bool by_husband(spine *s, const mw_form *f) {
    if (!has_title(f, MW_TITLE_MARRIED)) return false;
    if (mw_given_gender(f->name.words[0]) != MW_UNKNOWN) return mw_given_gender(f->name.words[0]) == MW_MALE;
    mw_buf b;
    mw_buf_init(&b, s->c->mem);
    for (uint32_t i = 0; i < f->name.n_words; i++) mw_buf_puts(&b, i ? " " : ""), mw_buf_puts(&b, f->name.words[i]);
    bool his = !b.failed && b.n && mw_map_get(s->c->form_map, (mw_str){b.at, b.n}, NULL);
    s->failed |= b.failed;
    mw_buf_clear(&b);
    return his;
}

static void join_full(spine *s, uint32_t fi) {
    mw_form *f = form(s, fi);
    const char *given = f->name.words[0], *surname = f->name.words[f->name.n_words - 1], *middle = f->name.n_words > 2 ? f->name.words[1] : NULL;
    if (by_husband(s, f)) {
        found_by(s, fi, NULL, surname, f->key);
        return;
    }
    uint8_t gender = f->gender ? f->gender : (uint8_t)mw_given_gender(given);
    best b = {.n = 0};
    uint32_t looked = 0;
    for (uint32_t p = list(&s->surnames, surname); p != MW_NONE && looked < MOST; p = person(s, p)->next_surname, looked++) {
        const mw_person *q = person(s, p);
        if (!q->given || q->epithet || !genders_agree(gender, q->gender)) continue;
        if (middle && q->middle && givens_agree(middle, q->middle) == MW_NICK_NO) continue;
        mw_nick nick = givens_agree(given, q->given);
        if (nick == MW_NICK_NO || (nick < MW_NICK_SAME && are_apart(s, fi, p))) continue;
        consider(s, &b, p, (uint32_t)nick * 100000 + (q->n < 90000 ? q->n : 90000));
    }
    if (b.n) attach(s, fi, b.at[0]);
    else found_by(s, fi, given, surname, NULL);
    uint32_t p = form(s, fi)->person;
    if (middle && p != MW_NONE && !person(s, p)->middle) person(s, p)->middle = middle;
}

/* ---- a title and one word --------------------------------------------------------------------------------------------------- */

static bool married_style(const mw_form *f) {
    if (has_title(f, MW_TITLE_MARRIED)) return true;
    for (uint32_t i = 0; i < f->name.n_titles; i++)
        if (!strcmp(f->name.titles[i]->form, "lady")) return true;
    return false;
}

/* Old Mr. Emerson: another than George Emerson. */
static bool told_apart(const mw_form *f, const mw_person *p) { return p->given && !rank_of(f) && f->n_old >= 2 && f->n_old * 50 >= f->n; }

/* Dr. Craven, and Colin, both the narrator's own words: two people. */
static bool ranked_apart(spine *s, const mw_form *f, const mw_person *p) {
    uint32_t bare;
    if (!rank_of(f) || rank_of(f)->flags & MW_TITLE_KIN || rank_of(f)->gender == MW_FEMALE || p->rank || !p->given) return false;
    if (f->n >= TOLD && p->n_mister >= 3 && p->n_mister * 2 >= p->n) return true; /* nor Mr. Archibald Craven */
    if (!mw_map_get(s->c->form_map, mw_str_of(p->given), &bare)) return false;
    return f->n - f->n_quoted >= TOLD && form(s, bare)->n - form(s, bare)->n_quoted >= TOLD;
}

/* Miss Mary: then Miss Bennet is rather her elder sister. */
static bool styled_miss(spine *s, const mw_person *p) {
    char key[2 * MW_WORD_BYTES];
    uint32_t f;
    size_t n = p->given ? strlen(p->given) : sizeof key;
    if (p->maiden || n + 6 > sizeof key) return p->maiden;
    memcpy(key, "miss ", 5), memcpy(key + 5, p->given, n + 1);
    return mw_map_get(s->c->form_map, mw_str_of(key), &f) && form(s, f)->n > 0;
}

static bool has_form_title(spine *s, uint32_t pi, const char *title) {
    uint32_t looked = 0;
    for (uint32_t g = person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = form(s, g)->next, looked++)
        for (uint32_t i = 0; i < form(s, g)->name.n_titles; i++)
            if (!strcmp(form(s, g)->name.titles[i]->form, title)) return true;
    return false;
}

/* The surname's weight for a form, 0: cannot be. */
static uint32_t surname_weight(spine *s, uint32_t fi, uint32_t pi) {
    const mw_form *f = form(s, fi);
    const mw_person *p = person(s, pi);
    if (p->epithet || !ranks_agree(f, p)) return 0;
    uint8_t gender = f->gender ? f->gender : rank_of(f) && !p->rank ? MW_MALE : MW_UNKNOWN; /* Dr. Kemp: rather not Miss Kemp */
    if (!genders_agree(gender, p->gender)) return 0;
    if (married_style(f)) {
        bool foreign = !strcmp(f->name.titles[0]->form, "madame") && !p->maiden; /* Madame Olenska may be Ellen Olenska; Mrs. Hall is rather her mother */
        if (!p->married && !foreign && !has_form_title(s, pi, f->name.titles[0]->form) && !(p->title_gender && p->rank == NULL && !p->maiden && !p->given)) return 0;
    } else if (p->married && has_title(f, MW_TITLE_MAIDEN)) {
        return 0;
    }
    if (gender == MW_FEMALE && p->gender == MW_UNKNOWN && (p->mister || p->rank)) return 0;
    if (are_apart(s, fi, pi) || told_apart(f, p) || ranked_apart(s, f, p)) return 0;
    uint32_t n = heft(s, pi), weight = n + 1;
    if (is_mister(f) && p->n_mister * 2 >= p->n && p->n_mister) weight *= 400; /* Mr. Archibald Craven rather than Colin */
    if (is_mister(f) && p->rank && !(p->rank->flags & MW_TITLE_KIN)) weight = weight / 20 + 1;
    if (has_title(f, MW_TITLE_MAIDEN) && p->given && !styled_miss(s, p) && n * 8 >= f->n) weight *= 20; /* the eldest is Miss Bennet, her sister Miss Mary Bennet */
    return weight;
}

static bool join_surname(spine *s, uint32_t fi) {
    best b = {.n = 0};
    uint32_t looked = 0;
    for (uint32_t p = list(&s->surnames, form(s, fi)->name.words[0]); p != MW_NONE && looked < MOST; p = person(s, p)->next_surname, looked++) {
        uint32_t w = surname_weight(s, fi, p);
        if (w) consider(s, &b, p, w);
    }
    return join_best(s, fi, &b, 5, false);
}

static bool mostly_quoted(spine *s, uint32_t p) {
    uint32_t n = 0, quoted = 0, looked = 0;
    for (uint32_t g = person(s, p)->first_form; g != MW_NONE && looked < MOST; g = form(s, g)->next, looked++) n += form(s, g)->n, quoted += form(s, g)->n_quoted;
    return quoted * 2 >= n;
}

/* Sir John is no John who is never called Sir. */
static bool title_fits(spine *s, const mw_form *f, uint32_t pi) {
    static const char *const common[] = {"miss", "master", "mistress", "mr", "mrs", "nanny", "aunt", "uncle", "grandfather", "grandmother", "nurse", "squire"};
    const mw_person *p = person(s, pi);
    if (!f->name.n_titles || !has_title(f, MW_TITLE_FIRST)) return true;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (!strcmp(f->name.titles[0]->form, common[i])) return true;
    return has_form_title(s, pi, f->name.titles[0]->form) || (!p->mister && !p->married && !p->maiden && !p->rank);
}

/* Mentions of a person's forms that hold the word as first name; as surname. */
static uint32_t borne(spine *s, uint32_t pi, const char *word, bool first) {
    uint32_t n = 0, looked = 0;
    for (uint32_t g = person(s, pi)->first_form; g != MW_NONE && looked < MOST; g = form(s, g)->next, looked++) {
        const mw_name *x = &form(s, g)->name;
        if (x->n_words && !strcmp(x->words[first ? 0 : x->n_words - 1], word)) n += form(s, g)->n;
    }
    return n;
}

/* Persons of this first name, or of one that it is short for. */
static void consider_givens(spine *s, uint32_t fi, const char *word, uint8_t gender, best *b) {
    uint32_t looked = 0;
    for (uint32_t p = list(&s->givens, word); p != MW_NONE && looked < MOST; p = person(s, p)->next_given, looked++)
        if (genders_agree(gender, person(s, p)->gender) && !person(s, p)->epithet && title_fits(s, form(s, fi), p) && !are_apart(s, fi, p))
            consider(s, b, p, 2 * borne(s, p, word, true) + bearers_of(s, person(s, p)->surname, person(s, p)->n) / 4 + 1);
    if (b->n || !mw_given_known(word)) return;
    for (size_t i = 0; i < s->given_words.n; i++) {
        if (mw_nickname(word, s->given_words.at[i]) != MW_NICK_SHORT) continue;
        looked = 0;
        for (uint32_t p = list(&s->givens, s->given_words.at[i]); p != MW_NONE && looked < MOST; p = person(s, p)->next_given, looked++) {
            const mw_person *q = person(s, p);
            if (!genders_agree(gender, q->gender) || q->epithet || !title_fits(s, form(s, fi), p) || are_apart(s, fi, p)) continue;
            if ((q->n + bearers_of(s, q->surname, q->n)) * 8 < form(s, fi)->n || (form(s, fi)->n_quoted * 2 < form(s, fi)->n && !mostly_quoted(s, p))) continue; /* both the narrator's words: two people */
            consider(s, b, p, q->n + 1);
        }
    }
}

static void join_titled(spine *s, uint32_t fi) {
    mw_form *f = form(s, fi);
    const char *word = f->name.words[0];
    bool first_title = has_title(f, MW_TITLE_FIRST), is_given = mw_given_known(word) || list(&s->givens, word) != MW_NONE, is_surname = list(&s->surnames, word) != MW_NONE;
    bool plain = !rank_of(f) && !has_title(f, MW_TITLE_MAIDEN) && !married_style(f);
    bool hers = has_title(f, MW_TITLE_MARRIED) && mw_given_gender(word) != MW_FEMALE; /* Mrs. Newland: his name */
    bool as_given = hers ? false : first_title ? (is_given && !is_surname) || (!is_surname && plain && !is_mister(f)) || has_title(f, MW_TITLE_KIN)
                                : is_given && !is_surname && is_mister(f) && list(&s->givens, word) != MW_NONE;
    best b = {.n = 0};
    if (as_given) consider_givens(s, fi, word, f->gender, &b);
    if (as_given && join_best(s, fi, &b, 3, true)) return;
    if (!as_given || is_surname)
        if (join_surname(s, fi)) return;
    if (as_given && !is_surname) found_by(s, fi, word, NULL, NULL);
    else found_by(s, fi, NULL, word, NULL);
}

/* ---- one word --------------------------------------------------------------------------------------------------------------- */

static void consider_surnames(spine *s, uint32_t fi, const char *word, best *b) {
    uint32_t looked = 0;
    for (uint32_t p = list(&s->surnames, word); p != MW_NONE && looked < MOST; p = person(s, p)->next_surname, looked++) {
        const mw_person *q = person(s, p);
        if (q->married || q->epithet || are_apart(s, fi, p)) continue;
        uint32_t weight = borne(s, p, word, false) + 1;
        if (q->gender == MW_FEMALE && (q->maiden || q->given)) weight = weight / 4 + 1; /* a bare surname is rather a man's */
        consider(s, b, p, weight);
    }
}

static bool join_epithet_word(spine *s, uint32_t fi, const char *word) {
    for (uint32_t p = list(&s->epithets, word); p != MW_NONE; p = person(s, p)->next_epithet)
        if (!strcmp(person(s, p)->epithet, word)) return attach(s, fi, p), true;
    return false;
}

static void join_bare(spine *s, uint32_t fi) {
    const char *word = form(s, fi)->name.words[0];
    uint8_t gender = (uint8_t)mw_given_gender(word);
    best b = {.n = 0};
    if (list(&s->surnames, word) == MW_NONE || mw_given_known(word) || list(&s->givens, word) != MW_NONE) consider_givens(s, fi, word, gender, &b);
    consider_surnames(s, fi, word, &b);
    if (join_best(s, fi, &b, 4, true) || join_epithet_word(s, fi, word)) return;
    if (list(&s->surnames, word) != MW_NONE && !mw_given_known(word)) found_by(s, fi, NULL, word, NULL);
    else found_by(s, fi, word, NULL, NULL);
}

/* ---- epithets and titles alone ---------------------------------------------------------------------------------------------- */

/* The White Rabbit, and the Rabbit where there is no other. */
static void join_epithet(spine *s, uint32_t fi) {
    const mw_form *f = form(s, fi);
    const char *head = f->name.words[f->name.n_words - 1];
    best b = {.n = 0};
    uint32_t looked = 0;
    for (uint32_t p = list(&s->epithets, head); p != MW_NONE && looked < MOST; p = person(s, p)->next_epithet, looked++) {
        const mw_person *q = person(s, p);
        if (!strcmp(q->epithet, f->key)) {
            attach(s, fi, p);
            return;
        }
        if (f->name.n_words == 1 && !are_apart(s, fi, p)) consider(s, &b, p, q->n + 1);
    }
    if (!join_best(s, fi, &b, 4, true)) found_by(s, fi, NULL, NULL, f->key);
}

static void join_title(spine *s, uint32_t fi) {
    const mw_form *f = form(s, fi);
    const mw_title *rank = rank_of(f);
    if (!rank) return; /* Sir, Miss: nobody in particular */
    best b = {.n = 0};
    uint32_t looked = 0;
    for (uint32_t p = list(&s->ranks, rank->form); p != MW_NONE && looked < MOST; p = person(s, p)->next_rank, looked++)
        if (!are_apart(s, fi, p)) consider(s, &b, p, person(s, p)->n + 1);
    if (!join_best(s, fi, &b, 6, true)) found_by(s, fi, NULL, NULL, f->key);
}

/* ---- people known beforehand ------------------------------------------------------------------------------------------------ */

/* A name written in a cell, as mw_name_parse would read it. */
static bool read_cell(mw_arena *a, const char *cell, mw_name *n) {
    *n = (mw_name){.first = 0};
    for (const char *s = cell; *s;) {
        while (*s == ' ') s++;
        size_t len = strcspn(s, " ");
        if (!len) break;
        char *w = mw_str_lower(a, (mw_str){s, len});
        if (!w) return false;
        size_t m = strlen(w);
        if (m > 1 && w[m - 1] == '.') w[--m] = 0;
        char *curly;
        while ((curly = strstr(w, "\xE2\x80\x99"))) *curly = '\'', memmove(curly + 1, curly + 3, strlen(curly + 3) + 1);
        const mw_title *t = n->n_words ? NULL : mw_title_lookup(w);
        bool article = !n->n_words && !n->n_titles && (!strcmp(w, "the") || !strcmp(w, "a") || !strcmp(w, "an"));
        if (article) n->det = true;
        else if (t && n->n_titles < MW_MAX_TITLES) n->titles[n->n_titles++] = t;
        else if (n->n_words && mw_name_particle(n->words[n->n_words - 1]) && strcmp(n->words[n->n_words - 1], "the")) {
            char *both = mw_arena_alloc(a, strlen(n->words[n->n_words - 1]) + m + 2);
            if (!both) return false;
            strcpy(both, n->words[n->n_words - 1]), strcat(both, " "), strcat(both, w);
            n->words[n->n_words - 1] = both;
        } else if (!mw_name_suffix(w) && n->n_words < MW_MAX_NAME_WORDS) n->words[n->n_words++] = w;
        s += len;
    }
    return true;
}

static void add_known_name(spine *s, uint32_t p, const char *cell) {
    mw_caster *c = s->c;
    mw_name n;
    mw_buf b;
    mw_buf_init(&b, c->mem);
    if (!read_cell(c->scratch, cell, &n)) s->failed = true;
    for (uint32_t i = 0; i < n.n_titles; i++) mw_buf_puts(&b, b.n ? " " : ""), mw_buf_puts(&b, n.titles[i]->form);
    for (uint32_t i = 0; i < n.n_words; i++) mw_buf_puts(&b, b.n ? " " : ""), mw_buf_puts(&b, n.words[i]);
    uint32_t f;
    if (b.failed) s->failed = true;
    else if (b.n && mw_map_get(c->form_map, (mw_str){b.at, b.n}, &f)) {
        if (form(s, f)->person == MW_NONE) attach(s, f, p);
        else if (form(s, f)->person != p) form(s, f)->rival = p;
        form(s, f)->known = true;
    }
    if (b.n && !b.failed && !mw_map_get(c->given_names, (mw_str){b.at, b.n}, NULL) && !mw_map_put(c->given_names, (mw_str){b.at, b.n}, p)) s->failed = true;
    mw_buf_clear(&b);
    if (n.det && !n.n_titles) return;
    const char *last = n.n_words ? n.words[n.n_words - 1] : NULL;
    if (n.n_words > 1 && !n.det) {
        set_given(s, p, n.words[0]);
        set_surname(s, p, last);
    } else if (n.n_words == 1) {
        bool first = n.n_titles ? n.titles[0]->flags & MW_TITLE_FIRST && mw_given_known(last) : mw_given_known(last) || person(s, p)->surname;
        if (first) set_given(s, p, last);
        else set_surname(s, p, last);
    }
}

static void found_known(spine *s) {
    const mw_people *people = s->c->people;
    for (uint32_t i = 0; people && i < people->n && !s->failed; i++) {
        uint32_t p = found(s);
        if (p == MW_NONE) return;
        person(s, p)->given_index = i;
        person(s, p)->gender = (uint8_t)people->at[i].gender;
        person(s, p)->title_gender = people->at[i].gender != MW_UNKNOWN;
        add_known_name(s, p, people->at[i].name);
        for (uint32_t k = 0; k < people->at[i].n_aliases; k++) add_known_name(s, p, people->at[i].aliases[k]);
    }
}

/* ---- slips ------------------------------------------------------------------------------------------------------------------ */

/* A full name seen once or twice, whose first word is named again and again and whose last no other form bears: rather two words
 * that stood together than a name (Lucy Italian). */
static bool is_slip(spine *s, const mw_form *f) {
    uint32_t bare;
    if (f->name.n_titles || f->n > 2 || f->known || !mw_map_get(s->c->form_map, mw_str_of(f->name.words[0]), &bare)) return false;
    return bearers_of(s, f->name.words[f->name.n_words - 1], f->n) < 2 && form(s, bare)->n >= 20 * f->n;
}

static void join_slip(spine *s, uint32_t fi) {
    best b = {.n = 0};
    consider_givens(s, fi, form(s, fi)->name.words[0], MW_UNKNOWN, &b);
    if (!join_best(s, fi, &b, 2, false)) join_full(s, fi);
}

/* ---- all of them ------------------------------------------------------------------------------------------------------------ */

/* The Bennets: a plural of a surname that somebody bears. */
static bool is_family(spine *s, const mw_form *f) {
    if ((f->n_det * 2 <= f->n && !f->name.n_titles) || f->name.n_words != 1) return false;
    const char *w = f->name.words[0];
    size_t n = strlen(w);
    char one[MW_WORD_BYTES];
    if (n < 3 || n >= sizeof one || w[n - 1] != 's') return false;
    memcpy(one, w, n), one[n - 1] = 0;
    if (list(&s->surnames, one) != MW_NONE) return true;
    one[n - 2] = one[n - 2] == 'e' ? 0 : one[n - 2];
    return list(&s->surnames, one) != MW_NONE;
}

static kind kind_of(const mw_form *f) {
    const mw_name *n = &f->name;
    if (!mw_form_person(f)) return KIND_GROUP;
    if (!n->n_words) return n->n_titles ? KIND_TITLE : KIND_GROUP;
    if (!n->n_titles && n->n_words == 1 && mw_name_no_person(n->words[0])) return KIND_GROUP;
    for (uint32_t i = 0; i < n->n_words; i++)
        if (!strncmp(n->words[i], "of ", 3)) return KIND_EPITHET; /* the Queen of Hearts */
    if (!n->n_titles && f->n_det * 2 > f->n) return KIND_EPITHET;
    if (n->n_words > 1) return KIND_FULL;
    return n->n_titles ? KIND_TITLED : KIND_BARE;
}

typedef struct order {
    uint32_t form, kind, words, n;
} order;

static int by_fullness(const void *a, const void *b) {
    const order *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->words != y->words && x->kind == KIND_EPITHET) return x->words > y->words ? -1 : 1;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return x->form < y->form ? -1 : x->form > y->form;
}

static void join_form(spine *s, uint32_t fi, kind k) {
    switch (k) {
    case KIND_FULL: join_full(s, fi); break;
    case KIND_TITLED:
        if (form(s, fi)->name.n_titles != 1 || !is_family(s, form(s, fi))) join_titled(s, fi);
        break;
    case KIND_BARE: join_bare(s, fi); break;
    case KIND_EPITHET:
        if (!is_family(s, form(s, fi))) join_epithet(s, fi);
        break;
    case KIND_TITLE: join_title(s, fi); break;
    case KIND_SLIP: join_slip(s, fi); break;
    case KIND_GROUP: break;
    }
}

static bool join_all(spine *s) {
    size_t n = s->c->forms.n;
    order *all = mw_arena_array(s->c->scratch, n, sizeof *all);
    if (!all || !count_bearers(s)) return false;
    for (uint32_t i = 0; i < n; i++) {
        kind k = kind_of(form(s, i));
        if (k == KIND_FULL && is_slip(s, form(s, i))) k = KIND_SLIP;
        all[i] = (order){i, k, form(s, i)->name.n_words, form(s, i)->n};
    }
    if (n) qsort(all, n, sizeof *all, by_fullness);
    for (size_t i = 0; i < n && !s->failed; i++)
        if (form(s, all[i].form)->n && form(s, all[i].form)->person == MW_NONE) join_form(s, all[i].form, (kind)all[i].kind);
    return !s->failed;
}

/* Mr. and Mrs. of a surname, where each is one person without a first name: the parents of those who bear it. */
static bool note_couples(spine *s) {
    mw_caster *c = s->c;
    mw_buf b;
    mw_buf_init(&b, c->mem);
    for (uint32_t p = 0; p < c->persons.n && !s->failed; p++) {
        const mw_person *q = person(s, p);
        if (!q->surname || q->given || q->epithet || q->first_form == MW_NONE || q->gender == MW_UNKNOWN || q->maiden) continue;
        if (q->gender == MW_FEMALE ? !q->married : !q->mister) continue;
        b.n = 0;
        mw_buf_printf(&b, "%c%s", q->gender == MW_FEMALE ? 'f' : 'm', q->surname);
        uint32_t other;
        if (b.failed || (!mw_map_get(c->couples, (mw_str){b.at, b.n}, &other) && !mw_map_put(c->couples, (mw_str){b.at, b.n}, p))) s->failed = true;
    }
    mw_buf_clear(&b);
    return !s->failed;
}

bool mw_persons_cluster(mw_caster *c) {
    spine s = {.c = c};
    s.surnames.first = mw_map_new(c->mem), s.givens.first = mw_map_new(c->mem), s.epithets.first = mw_map_new(c->mem), s.ranks.first = mw_map_new(c->mem), s.bearers = mw_map_new(c->mem);
    bool good = s.bearers && s.surnames.first && s.givens.first && s.epithets.first && s.ranks.first;
    if (good) found_known(&s);
    good = good && !s.failed && join_all(&s) && note_couples(&s);
    mw_map_free(s.surnames.first), mw_map_free(s.givens.first), mw_map_free(s.epithets.first), mw_map_free(s.ranks.first), mw_map_free(s.bearers);
    mw_vec_clear(c->mem, &s.given_words);
    return good;
}
