/* cluster: forms of names to persons, over a whole document.
 *
 * The fullest forms come first and found persons; shorter ones then look for the one person they may mean: a title and a surname, a title
 * and a first name, a bare surname or first name or its short form, an epithet (the White Rabbit), a title alone (the Colonel). Genders
 * never contradict; Mrs. Bennet, Mr. Bennet, Miss Bennet and Elizabeth Bennet are one only where nothing else bears the name; forms heard
 * together in one sentence, or one said in the other's own speech, stay apart. Where two persons are left, each mention is decided by
 * recency (mw_form.rival). A name looks at no more than MOST persons that share a part with it (spine.h), so that the time stays linear.
 * Forms with a name in them are in cluster_names.c; here are epithets, titles alone, and the order of all. */
#include <stdlib.h>
#include <string.h>

#include "cast/cluster.h"

enum { MOST = MW_SPINE_MOST };

typedef enum kind { KIND_GROUP, KIND_FULL, KIND_TITLED, KIND_EPITHET, KIND_BARE, KIND_TITLE, KIND_BYNAME, KIND_SLIP } kind;

/* ---- epithets and titles alone ---------------------------------------------------------------------------------------------- */

/* The White Rabbit, and the Rabbit where there is no other. */
static void join_epithet(mw_spine *s, uint32_t fi) {
    const mw_form *f = mw_spine_form(s, fi);
    const char *head = f->name.words[f->name.n_words - 1];
    mw_best b = {.n = 0};
    uint32_t looked = 0;
    for (uint32_t p = mw_spine_list(&s->epithets, head); p != MW_NONE && looked < MOST; p = mw_spine_person(s, p)->next_epithet, looked++) {
        const mw_person *q = mw_spine_person(s, p);
        if (!strcmp(q->epithet, f->key)) {
            mw_spine_attach(s, fi, p);
            return;
        }
        if (f->name.n_words == 1 && !mw_spine_apart(s, fi, p)) mw_best_consider(s, &b, p, q->n + 1);
    }
    if (!mw_best_join(s, fi, &b, 4, true)) mw_spine_found_by(s, fi, NULL, NULL, f->key);
}

/* Madame said: whom the narration calls by a mere courtesy is somebody; who bears it before a name, else a person of its own. Mr., Miss and
 * Sir alone are a name that was cut, or a call. */
static void join_courtesy(mw_spine *s, uint32_t fi) {
    const mw_form *f = mw_spine_form(s, fi);
    uint32_t told = f->n - f->n_quoted;
    if (mw_title_needs_name(f->key) || told < 2 || told * 4 < f->n || f->n_det * 2 > f->n) return;
    mw_best b = {.n = 0};
    for (uint32_t g = 0; g < s->c->forms.n; g++) {
        const mw_form *o = mw_spine_form(s, g);
        if (o->person != MW_NONE && o->name.n_words && o->name.n_titles && !strcmp(o->name.titles[0]->form, f->name.titles[0]->form) &&
            !mw_spine_apart(s, fi, o->person))
            mw_best_consider(s, &b, o->person, o->n);
    }
    if (!mw_best_join(s, fi, &b, 6, true)) mw_spine_found_by(s, fi, NULL, NULL, f->key);
}

/* The Squire and Squire Penrose change in one sentence as no two names do: apart where that is often. */
static bool rank_apart(mw_spine *s, uint32_t fi, uint32_t pi) {
    uint32_t n = mw_spine_form(s, fi)->n, m = mw_spine_heft(s, pi), heard = mw_form_heard_with(s, fi, pi);
    return heard >= 2 && heard * 5 >= (n < m ? n : m);
}

/* Squire Penrose, now and then, whom most call Mr. Penrose: the Squire, where there is no other. */
static void only_bearer(mw_spine *s, uint32_t fi, const mw_title *rank, mw_best *b) {
    enum { NOW_AND_THEN = 2 };
    uint32_t who = MW_NONE, looked = 0;
    for (uint32_t p = mw_spine_list(&s->ranks, rank->form); p != MW_NONE && looked < MOST; p = mw_spine_person(s, p)->next_rank, looked++) {
        if (who != MW_NONE || rank->flags & MW_TITLE_KIN) return;
        who = p;
    }
    if (who != MW_NONE && mw_spine_person(s, who)->n_rank >= NOW_AND_THEN && !mw_spine_apart(s, fi, who)) mw_best_consider(s, b, who, 1);
}

/* The Professor, whom others call Dr. Dale: who bears the title before a name at all. */
static void any_bearer(mw_spine *s, uint32_t fi, const mw_title *rank, mw_best *b) {
    enum { AGAIN = 3 };
    if (rank->flags & MW_TITLE_KIN) return;
    for (uint32_t g = 0; g < s->c->forms.n; g++) {
        const mw_form *o = mw_spine_form(s, g);
        bool bears = o->person != MW_NONE && o->name.n_words && mw_form_rank(o) && !strcmp(mw_form_rank(o)->form, rank->form);
        if (bears && o->n >= AGAIN && !rank_apart(s, fi, o->person)) mw_best_consider(s, b, o->person, o->n);
    }
}

/* Father, who is somebody's, and no Father Dale. */
static bool is_parish(const mw_title *rank) {
    static const char *const words[] = {"father", "mother", "sister", "brother"};
    return MW_AMONG(rank->form, words);
}

static void join_title(mw_spine *s, uint32_t fi) {
    const mw_form *f = mw_spine_form(s, fi);
    const mw_title *rank = mw_form_rank(f);
    if (!rank) { /* Sir, Miss: mostly nobody in particular */
        join_courtesy(s, fi);
        return;
    }
    mw_best b = {.n = 0};
    uint32_t looked = is_parish(rank) ? MOST : 0;
    for (uint32_t p = mw_spine_list(&s->ranks, rank->form); p != MW_NONE && looked < MOST; p = mw_spine_person(s, p)->next_rank, looked++)
        if (mw_person_ranked(mw_spine_person(s, p), rank->form) && !rank_apart(s, fi, p))
            mw_best_consider(s, &b, p, mw_spine_person(s, p)->n_rank + 1);
    if (!b.n) only_bearer(s, fi, rank, &b);
    if (!b.n) any_bearer(s, fi, rank, &b);
    if (!mw_best_join(s, fi, &b, 6, true)) mw_spine_found_by(s, fi, NULL, NULL, f->key);
}

/* ---- all of them ------------------------------------------------------------------------------------------------------------ */

/* The Bennets: a plural of a surname that somebody bears. */
static bool is_family(mw_spine *s, const mw_form *f) {
    if ((f->n_det * 2 <= f->n && !f->name.n_titles) || f->name.n_words != 1) return false;
    const char *w = f->name.words[0];
    size_t n = strlen(w);
    char one[MW_WORD_BYTES];
    if (n < 3 || n >= sizeof one || w[n - 1] != 's') return false;
    memcpy(one, w, n), one[n - 1] = 0;
    if (mw_spine_list(&s->surnames, one) != MW_NONE) return true;
    one[n - 2] = one[n - 2] == 'e' ? 0 : one[n - 2];
    return mw_spine_list(&s->surnames, one) != MW_NONE;
}

/* The Grey Lodger, Apothecary: words of a heading, where all have capitals, that the text writes small or never. */
static bool heading_only(const mw_form *f) {
    const mw_name *n = &f->name;
    if (f->known || f->n_heading < f->n || n->n_titles || !n->n_words) return false;
    return f->n_det * 2 > f->n || (n->n_words == 1 && f->n_small && !mw_given_known(n->words[0]));
}

/* Thissen, of which every other is small, and those with a capital begin sentences: a word of the dialect. */
static bool is_word(const mw_form *f) {
    const mw_name *n = &f->name;
    return !f->known && n->n_words == 1 && !n->n_titles && !mw_given_known(n->words[0]) && f->n_small >= 2 * f->n &&
           f->n_opens * 10 >= f->n * 9;
}

static kind kind_of(const mw_form *f) {
    const mw_name *n = &f->name;
    if (!mw_form_person(f) || heading_only(f) || is_word(f)) return KIND_GROUP;
    if (!n->n_words) return n->n_titles ? KIND_TITLE : KIND_GROUP;
    if (!n->n_titles && n->n_words == 1 && mw_name_no_person(n->words[0])) return KIND_GROUP;
    for (uint32_t i = 0; i < n->n_words; i++)
        if (!strncmp(n->words[i], "of ", 3)) return KIND_EPITHET; /* the Queen of Hearts */
    if (!n->n_titles && f->n_det * 2 > f->n) return KIND_EPITHET;
    if (n->n_words > 1) return n->n_words == 2 && mw_form_byname(f) ? KIND_BYNAME : KIND_FULL;
    return n->n_titles ? KIND_TITLED : KIND_BARE;
}

typedef struct order {
    uint32_t form, kind, words, n, bare; /* bare: times that its first word stands alone */
    const char *key;
} order;

static int by_fullness(const void *a, const void *b) {
    const order *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->words != y->words && (x->kind == KIND_EPITHET || x->kind == KIND_BARE))
        return x->kind == KIND_EPITHET ? (x->words > y->words ? -1 : 1) : (x->words < y->words ? -1 : 1);
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    if (x->bare != y->bare) return x->bare > y->bare ? -1 : 1;
    return strcmp(x->key, y->key); /* not who comes first: order shall not tell who is who */
}

static void join_form(mw_spine *s, uint32_t fi, kind k) {
    switch (k) {
    case KIND_FULL:
        mw_form_join_full(s, fi);
        break;
    case KIND_TITLED:
        if (mw_spine_form(s, fi)->name.n_titles != 1 || !is_family(s, mw_spine_form(s, fi))) mw_form_join_titled(s, fi);
        break;
    case KIND_BARE:
        mw_form_join_bare(s, fi);
        break;
    case KIND_EPITHET:
        if (!is_family(s, mw_spine_form(s, fi))) join_epithet(s, fi);
        break;
    case KIND_TITLE:
        join_title(s, fi);
        break;
    case KIND_BYNAME:
        mw_form_join_byname(s, fi);
        break;
    case KIND_SLIP:
        mw_form_join_slip(s, fi);
        break;
    case KIND_GROUP:
        break;
    }
}

static uint32_t times_alone(mw_spine *s, const mw_form *f) {
    uint32_t bare;
    return f->name.n_words && mw_map_get(s->c->form_map, mw_str_of(f->name.words[0]), &bare) ? mw_spine_form(s, bare)->n : 0;
}

static bool join_all(mw_spine *s) {
    size_t n = s->c->forms.n;
    order *all = mw_arena_array(s->c->scratch, n, sizeof *all);
    if (!all || !mw_spine_count_bearers(s)) return false;
    for (uint32_t i = 0; i < n; i++) {
        kind k = kind_of(mw_spine_form(s, i));
        if (k == KIND_FULL && mw_form_slip(s, mw_spine_form(s, i))) k = KIND_SLIP;
        bool hyphened = k == KIND_BARE && strchr(mw_spine_form(s, i)->name.words[0], '-');
        const mw_form *f = mw_spine_form(s, i);
        all[i] = (order){i, k, f->name.n_words + hyphened, f->n, times_alone(s, f), f->key}; /* Winnie-the-Pooh after Pooh */
    }
    if (n) qsort(all, n, sizeof *all, by_fullness);
    for (size_t i = 0; i < n && !s->failed; i++)
        if (mw_spine_form(s, all[i].form)->n && mw_spine_form(s, all[i].form)->person == MW_NONE)
            join_form(s, all[i].form, (kind)all[i].kind);
    return !s->failed;
}

bool mw_persons_cluster(mw_caster *c) {
    mw_spine s;
    bool good = mw_spine_open(&s, c) && mw_spine_know(&s) && join_all(&s) && mw_spine_note_couples(&s);
    mw_spine_close(&s);
    return good;
}
