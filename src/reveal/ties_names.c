/* ties_names: what names alone tell of two people: Mr. and Mrs. of one surname are a couple, the more so Mrs. Henry Dale and Henry Dale; others
 * who share one are of a family. A reader takes it for likely, no more; how likely is learnt like the rest. Linear in the mentions; of a
 * surname a few people are looked at. */
#include <ctype.h>
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/ties.h"

enum { FAMILY = 12 };
static const float BY_WHOLE_NAME = 0.85f; /* how sure Mrs. Henry Dale is Henry Dale's wife */

/* One who bears a surname, at the mention that tells it first. */
typedef struct bearer {
    uint32_t who, first, last, from; /* tokens, from: without title */
    uint32_t next, family;           /* the one before it of the surname, or MW_NONE; the first of them */
    bool married;                    /* Mrs. */
    bool mister;                     /* Mr., Captain …: a man by the surname alone, */
    bool rank;                       /* by another title than Mr. */
    bool full;                       /* with a first name and no title */
    bool young;                      /* Miss, Master, or a child */
    bool husbands;                   /* a man's whole name, or Mrs. before one */
    bool sir;                        /* Sir Henry Dale: the head of the family */
} bearer;
typedef MW_VEC(bearer) bearers;

static const mw_title *title_of(const char *word) {
    char plain[16];
    size_t n = strlen(word);
    if (n && word[n - 1] == '.') n--;
    if (n == 0 || n >= sizeof plain) return NULL;
    memcpy(plain, word, n);
    plain[n] = '\0';
    return mw_title_lookup(plain);
}

/* Reads a name of several words; false: it does not show a surname. */
static bool read_name(const mw_sight *s, const mw_mention *m, bearer *b) {
    const mw_title *title = title_of(s->word[m->first]);
    const mw_character *c = &s->read->cast->characters[b->who];
    if (mw_sight_upos(s, m->last) != MW_PROPN) return false;
    if (m->first == m->last) { /* Dale, of a man: if there is a Mrs. Dale it is his surname */
        b->mister = !title && c->gender == MW_MALE && c->age != MW_CHILD;
        return b->mister;
    }
    if (!title) {
        for (uint32_t t = m->first; t <= m->last; t++)
            if (mw_sight_upos(s, t) != MW_PROPN) return false;
        b->full = m->last == m->first + 1 && mw_sight_rel(s, m->last) != MW_REL_NMOD;
        b->young = c->age == MW_CHILD;
        b->husbands = b->full && c->gender != MW_FEMALE;
        return b->full;
    }
    bool alone = m->last == m->first + 1;
    b->husbands = !alone && !(title->flags & (MW_TITLE_KIN | MW_TITLE_MAIDEN));
    b->sir = b->husbands && strcmp(title->form, "sir") == 0;
    b->from++;
    if (b->husbands && !(title->flags & MW_TITLE_MARRIED)) return c->gender != MW_FEMALE && title->gender != MW_FEMALE;
    if (title->flags & MW_TITLE_KIN || (!alone && title->flags & MW_TITLE_FIRST && !(title->flags & MW_TITLE_MAIDEN))) return false;
    b->married = title->flags & MW_TITLE_MARRIED;
    b->young = title->flags & MW_TITLE_MAIDEN || (title->flags & MW_TITLE_FIRST && c->age == MW_CHILD); /* Mr. is no child's */
    b->mister =
        !b->married && !b->young && alone && c->gender != MW_FEMALE && title->gender != MW_FEMALE && !(title->flags & MW_TITLE_FIRST);
    b->rank = b->mister && strcmp(title->form, "mr") != 0;
    return b->married || b->young || b->mister;
}

static bool put(mw_sight *s, mw_ties *ties, mw_tie_way way, uint8_t type, const bearer *a, const bearer *b) {
    const bearer *later = a->first > b->first ? a : b;
    size_t n = ties->n;
    if (!mw_tie_put(s, ties, way, type, a->who, b->who, later->last, later->first, later->last)) return false;
    for (; n < ties->n; n++) mw_tie_by_names(&ties->at[n]);
    return true;
}

/* Mrs. Henry Dale and Henry Dale, with a title or without. */
static bool is_couple(const mw_sight *s, const bearer *x, const bearer *y) {
    if (!x->husbands || !y->husbands || x->married == y->married || x->last - x->from != y->last - y->from) return false;
    for (uint32_t i = 0; i < x->last - x->from; i++)
        if (strcmp(s->word[x->from + i], s->word[y->from + i]) != 0) return false;
    return true;
}

static bool pair(mw_sight *s, mw_ties *ties, const bearer *x, const bearer *y) {
    const mw_character *people = s->read->cast->characters;
    if (y->married || (y->mister && !x->married)) {
        const bearer *swap = x;
        x = y;
        y = swap;
    }
    if (is_couple(s, x, y)) {
        if (!put(s, ties, MW_TIE_COUPLE, MW_SPOUSE, x, y)) return false;
        if (ties->n) ties->at[ties->n - 1].sure = BY_WHOLE_NAME;
        return true;
    }
    if (x->married && y->mister) return put(s, ties, MW_TIE_COUPLE, MW_SPOUSE, x, y);
    if (x->married && y->young) return put(s, ties, MW_TIE_SURNAME, MW_PARENT, x, y);
    if (x->married && y->full && people[y->who].gender == MW_MALE) return put(s, ties, MW_TIE_SURNAME, MW_SPOUSE, x, y);
    if (x->married && y->full && people[y->who].gender == MW_FEMALE) return put(s, ties, MW_TIE_SURNAME, MW_PARENT, x, y);
    if (x->mister && y->young) return put(s, ties, MW_TIE_SURNAME, MW_PARENT, x, y);
    if ((x->full || x->young) && (y->full || y->young)) return put(s, ties, MW_TIE_SURNAME, MW_SIBLING, x, y);
    return true;
}

/* What another of their names shows of one who is there: Mr. Dale, after Mr. Henry Dale. */
static void learn(bearer *old, const bearer *b) {
    old->sir |= b->sir;
    bool fresh =
        (b->married && !old->married) || (b->mister && !old->mister) || (b->young && !old->young) || (b->husbands && !old->husbands);
    if (!fresh) return;
    bearer now = *b;
    now.next = old->next;
    now.family = old->family;
    now.full |= old->full;
    now.married |= old->married;
    now.mister |= old->mister;
    now.young |= old->young;
    now.rank = now.mister && (!b->mister || b->rank) && (!old->mister || old->rank);
    now.husbands |= old->husbands;
    now.sir |= old->sir;
    if (!b->husbands && old->husbands) now.from = old->from, now.first = old->first, now.last = old->last;
    *old = now;
}

/* Puts a bearer before the others of its surname, or adds to what is known of one who is there. */
static bool add(const mw_sight *s, bearers *all, mw_map *surnames, const mw_mention *m, bearer b) {
    mw_str name = mw_str_of(s->word[m->last]);
    uint32_t n = 0;
    mw_map_get(surnames, name, &b.next);
    b.family = b.next == MW_NONE ? (uint32_t)all->n : all->at[b.next].family;
    for (uint32_t i = b.next; i != MW_NONE; i = all->at[i].next, n++)
        if (all->at[i].who == b.who) return learn(&all->at[i], &b), true;
    return n >= FAMILY || (mw_map_put(surnames, name, (uint32_t)all->n) && mw_vec_push(&s->env->mem, all, b));
}

static bool is_plain_mister(const bearer *b) { return b->mister && !b->rank && !b->sir; }

/* Pairs all of a surname, by what the whole text shows of each, not by what it had shown when they met. */
static bool pair_all(mw_sight *s, mw_ties *ties, const bearers *all) {
    /* where there is a Mr. Dale, Dr. Dale is somebody else of the family; where there is a Sir Henry Dale, Mr. Dale is */
    bool *mister = mw_arena_array(s->work, all->n, sizeof *mister), *sir = mw_arena_array(s->work, all->n, sizeof *sir);
    if (!mister || !sir) return false;
    for (size_t i = 0; i < all->n; i++) {
        mister[all->at[i].family] |= all->at[i].mister && !all->at[i].rank;
        sir[all->at[i].family] |= all->at[i].sir;
    }
    for (size_t i = 0; i < all->n; i++)
        for (uint32_t k = all->at[i].next; k != MW_NONE; k = all->at[k].next) {
            const bearer *x = &all->at[k], *y = &all->at[i];
            bool aside = (mister[y->family] && (x->rank || y->rank)) || (sir[y->family] && (is_plain_mister(x) || is_plain_mister(y)));
            if (!aside && !pair(s, ties, x, y)) return false;
        }
    return true;
}

bool mw_ties_of_names(mw_sight *s, mw_ties *ties) {
    const mw_cast *c = s->read->cast;
    bearers all = {0};
    mw_map *surnames = mw_map_new(&s->env->mem);
    bool good = surnames != NULL;
    for (uint32_t m = 0; good && m < c->n_mentions; m++) {
        const mw_mention *at = &c->mentions[m];
        bearer b = {.who = mw_sight_who(s, at->head), .first = at->first, .last = at->last, .from = at->first, .next = MW_NONE};
        if (at->form != MW_PROP || at->plural || b.who == MW_NONE || !read_name(s, at, &b)) continue;
        good = add(s, &all, surnames, at, b);
    }
    good = good && pair_all(s, ties, &all);
    mw_map_free(surnames);
    mw_vec_clear(&s->env->mem, &all);
    return good;
}

/* ---- two surnames ---- */

/* In novels, of parents whose unmarried child has another surname one in ten was right, of brothers and sisters two in five, of couples one in three. */
static const float OTHERS_CHILD = 0.2f, OTHERS_SIBLING = 0.5f, OTHERS_WIFE = 0.6f;

/* The last word of a proper name of several words that ends with a surname; NULL: it does not show one. */
static const char *surname_in(const mw_alias *a) {
    const char *space = a->proper ? strchr(a->form, ' ') : NULL;
    if (!space || strncmp(a->form, "the ", 4) == 0) return NULL;
    char first[16] = "";
    for (size_t i = 0; i + 1 < sizeof first && a->form + i < space; i++) first[i] = (char)tolower((unsigned char)a->form[i]);
    const mw_title *title = title_of(first);
    bool alone = !strchr(space + 1, ' ');
    if (title && (title->flags & MW_TITLE_KIN || (alone && title->flags & MW_TITLE_FIRST && !(title->flags & MW_TITLE_MAIDEN))))
        return NULL;
    return strrchr(a->form, ' ') + 1;
}

static bool is_married(const mw_character *c) {
    for (uint32_t i = 0; i < c->n_aliases; i++)
        if (c->aliases[i].proper && strncmp(c->aliases[i].form, "Mrs", 3) == 0) return true;
    return false;
}

/* Whether both have surnames, and none that is the other's. */
static bool differ(const mw_character *x, const mw_character *y) {
    bool both = false;
    for (uint32_t i = 0; i < x->n_aliases; i++) {
        const char *a = surname_in(&x->aliases[i]);
        for (uint32_t k = 0; a && k < y->n_aliases; k++) {
            const char *b = surname_in(&y->aliases[k]);
            if (b && strcmp(a, b) == 0) return false;
            both = both || b;
        }
    }
    return both;
}

float mw_tie_by_surnames(const mw_sight *s, const mw_tie *t) {
    const mw_character *a = &s->read->cast->characters[t->a], *b = &s->read->cast->characters[t->b];
    if (t->type != MW_PARENT && t->type != MW_SIBLING && t->type != MW_SPOUSE) return 1;
    bool wed = t->type != MW_SPOUSE && (is_married(b) || (t->type == MW_SIBLING && is_married(a)));
    if (wed || !differ(a, b)) return 1;
    return t->type == MW_PARENT ? OTHERS_CHILD : t->type == MW_SIBLING ? OTHERS_SIBLING : OTHERS_WIFE;
}
