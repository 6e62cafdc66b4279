/* ties_names: what names alone tell of two people: Mr. and Mrs. of one surname are a couple; others who share one are of a family. A reader
 * takes it for likely, no more; how likely is learnt like the rest. Linear in the mentions; of a surname a few people are looked at. */
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/ties.h"

enum { FAMILY = 6 };

/* One who bears a surname, at the mention that tells it first. */
typedef struct bearer {
    uint32_t who, first, last, next; /* tokens; the next of the surname, or MW_NONE */
    bool married;                    /* Mrs. */
    bool mister;                     /* Mr., Captain …: a man by the surname alone */
    bool full;                       /* with a first name and no title */
    bool young;                      /* Miss, Master, or a child */
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
    if (!title) {
        for (uint32_t t = m->first; t <= m->last; t++)
            if (mw_sight_upos(s, t) != MW_PROPN) return false;
        b->full = m->last == m->first + 1 && mw_sight_rel(s, m->last) != MW_REL_NMOD;
        b->young = c->age == MW_CHILD;
        return b->full;
    }
    bool alone = m->last == m->first + 1;
    if (title->flags & MW_TITLE_KIN || (!alone && title->flags & MW_TITLE_FIRST && !(title->flags & MW_TITLE_MAIDEN))) return false;
    b->married = title->flags & MW_TITLE_MARRIED;
    b->young = title->flags & MW_TITLE_MAIDEN || c->age == MW_CHILD;
    b->mister =
        !b->married && !b->young && alone && c->gender != MW_FEMALE && title->gender != MW_FEMALE && !(title->flags & MW_TITLE_FIRST);
    return b->married || b->young || b->mister;
}

static bool put(mw_sight *s, mw_ties *ties, mw_tie_way way, uint8_t type, const bearer *a, const bearer *b) {
    const bearer *later = a->first > b->first ? a : b;
    return mw_tie_put(s, ties, way, type, a->who, b->who, later->last, later->first, later->last);
}

static bool pair(mw_sight *s, mw_ties *ties, const bearer *x, const bearer *y) {
    const mw_character *people = s->read->cast->characters;
    if (y->married || (y->mister && !x->married)) {
        const bearer *swap = x;
        x = y;
        y = swap;
    }
    if (x->married && y->mister) return put(s, ties, MW_TIE_COUPLE, MW_SPOUSE, x, y);
    if (x->married && y->young) return put(s, ties, MW_TIE_SURNAME, MW_PARENT, x, y);
    if (x->married && y->full && people[y->who].gender == MW_MALE) return put(s, ties, MW_TIE_SURNAME, MW_SPOUSE, x, y);
    if (x->mister && y->young) return put(s, ties, MW_TIE_SURNAME, MW_PARENT, x, y);
    if ((x->full || x->young) && (y->full || y->young)) return put(s, ties, MW_TIE_SURNAME, MW_SIBLING, x, y);
    return true;
}

/* Puts a bearer before the others of its surname; pairs it with them where it is new there. */
static bool add(mw_sight *s, mw_ties *ties, bearers *all, mw_map *surnames, const mw_mention *m, bearer b) {
    mw_str name = mw_str_of(s->word[m->last]);
    uint32_t first = MW_NONE, n = 0;
    mw_map_get(surnames, name, &first);
    for (uint32_t i = first; i != MW_NONE; i = all->at[i].next) {
        if (all->at[i].who == b.who || ++n == FAMILY) return true;
    }
    for (uint32_t i = first; i != MW_NONE; i = all->at[i].next)
        if (!pair(s, ties, &all->at[i], &b)) return false;
    b.next = first;
    return mw_map_put(surnames, name, (uint32_t)all->n) && mw_vec_push(&s->env->mem, all, b);
}

bool mw_ties_of_names(mw_sight *s, mw_ties *ties) {
    const mw_cast *c = s->read->cast;
    bearers all = {0};
    mw_map *surnames = mw_map_new(&s->env->mem);
    bool good = surnames != NULL;
    for (uint32_t m = 0; good && m < c->n_mentions; m++) {
        const mw_mention *at = &c->mentions[m];
        bearer b = {.who = mw_sight_who(s, at->head), .first = at->first, .last = at->last, .next = MW_NONE};
        if (at->form != MW_PROP || at->plural || at->last == at->first || b.who == MW_NONE || !read_name(s, at, &b)) continue;
        good = add(s, ties, &all, surnames, at, b);
    }
    mw_map_free(surnames);
    mw_vec_clear(&s->env->mem, &all);
    return good;
}
