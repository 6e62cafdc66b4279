/* ties_roles: one has one father, mother, husband and wife; for the most part one uncle and one aunt that are spoken of. All ties by which
 * somebody would be that of one person are weighed against each other; who is named so in the very words ("Henry Dale married her", "Henry
 * Dale, her husband") comes first, then who alone has the surname, then whom a noun or a pronoun was taken for. The unnamed "her husband" is
 * the named one, and what a noun or pronoun gives to another ("her father" taken for her brother, "his wife" for a friend's) is the named
 * one's too; where nobody is named, what nouns and pronouns were taken for goes to the one who is called so most. One sort of the ties;
 * else linear. */
#include <stdlib.h>
#include <string.h>

#include "reveal/ties.h"

enum { FATHER, MOTHER, HUSBAND, WIFE, UNCLE, AUNT, N_ROLES };
enum { BY_MOST, BY_SURNAME, BY_WORDS, N_WAYS };           /* how it is known who fills a role */
static const float LEAST_SAID = 0.12f, LEAST_SEEN = 0.3f; /* a tie that may name who it is: in the very words; by what was taken for them */

/* The role in which a stands to b by this tie, or N_ROLES. */
static int role_of(const mw_sight *s, const mw_tie *t) {
    static const struct {
        const char *word;
        int role;
    } words[] = {{"father", FATHER},   {"papa", FATHER}, {"dad", FATHER},  {"daddy", FATHER}, {"pa", FATHER},  {"mother", MOTHER},
                 {"mamma", MOTHER},    {"mama", MOTHER}, {"mum", MOTHER},  {"ma", MOTHER},    {"mom", MOTHER}, {"mummy", MOTHER},
                 {"husband", HUSBAND}, {"wife", WIFE},   {"uncle", UNCLE}, {"aunt", AUNT},    {"auntie", AUNT}};
    for (size_t i = 0; t->word && i < sizeof words / sizeof *words; i++)
        if (strcmp(t->word, words[i].word) == 0) return words[i].role;
    mw_gender g = s->read->cast->characters[t->a].gender;
    bool man = g == MW_MALE, woman = g == MW_FEMALE;
    if (t->type == MW_SPOUSE) return man ? HUSBAND : woman ? WIFE : N_ROLES;
    if (t->type == MW_PARENT) return man ? FATHER : woman ? MOTHER : N_ROLES;
    return N_ROLES;
}

static bool fits(const mw_sight *s, uint32_t who, int role) {
    mw_gender g = s->read->cast->characters[who].gender;
    return g != (role == FATHER || role == HUSBAND || role == UNCLE ? MW_FEMALE : MW_MALE);
}

static bool is_unnamed(const mw_sight *s, uint32_t who) { return !mw_tie_named(s, who) || s->read->cast->characters[who].passing; }

/* The other side of a marriage. */
static mw_tie turned(const mw_tie *t) {
    mw_tie r = *t;
    r.a = t->b;
    r.b = t->a;
    r.a_form = t->b_form;
    r.b_form = t->a_form;
    r.word = NULL;
    return r;
}

/* ---- who would be it -------------------------------------------------------------------------------------------------------- */

/* Who would be somebody's father …, and what speaks for it. */
typedef struct claim {
    uint32_t owner, who, known;
    uint8_t role;
    bool unnamed;
    float by[N_WAYS];
} claim;
typedef MW_VEC(claim) claims;

/* Of an owner's role: who fills it, since when that can be known; nobody with chance 0. */
typedef struct filler {
    uint32_t who, known;
    float chance;
    uint8_t way;
    bool unnamed;
} filler;

static int way_of(const mw_tie *t) {
    switch (t->way) {
    case MW_TIE_SURNAME:
        return BY_SURNAME;
    case MW_TIE_COUPLE:
        return t->sure > 0 ? BY_WORDS : BY_SURNAME;
    case MW_TIE_IS:
    case MW_TIE_BESIDE:
    case MW_TIE_DEED:
    case MW_TIE_TITLE:
    case MW_TIE_POSSESSED:
    case MW_TIE_OF:
        return t->a_form == MW_PROP ? BY_WORDS : BY_MOST;
    default:
        return BY_MOST;
    }
}

static bool claim_by(const mw_sight *s, claims *all, const mw_tie *t) {
    int role = role_of(s, t);
    float chance = mw_tie_score(t) * mw_tie_by_surnames(s, t);
    if (role == N_ROLES || !fits(s, t->a, role) || chance < LEAST_SAID) return true;
    claim c = {.owner = t->b, .who = t->a, .role = (uint8_t)role, .unnamed = is_unnamed(s, t->a)};
    c.known = mw_sight_known(s, t->first, t->last);
    c.by[c.unnamed ? BY_MOST : way_of(t)] = chance;
    return mw_vec_push(&s->env->mem, all, c);
}

static int by_owner(const void *x, const void *y) {
    const claim *a = x, *b = y;
    if (a->owner != b->owner) return a->owner < b->owner ? -1 : 1;
    if (a->role != b->role) return a->role < b->role ? -1 : 1;
    if (a->who != b->who) return a->who < b->who ? -1 : 1;
    return (a->known > b->known) - (a->known < b->known);
}

static int best_way(const claim *c) { return c->by[BY_WORDS] > 0 ? BY_WORDS : c->by[BY_SURNAME] > 0 ? BY_SURNAME : BY_MOST; }

/* One claim a person: sums; known with the first that speaks for them in the best way. */
static void merge(claims *all) {
    size_t n = 0;
    if (all->n > 1) qsort(all->at, all->n, sizeof *all->at, by_owner);
    for (size_t i = 0; i < all->n; i++) {
        const claim c = all->at[i];
        claim *last = n ? &all->at[n - 1] : NULL;
        if (!last || last->owner != c.owner || last->role != c.role || last->who != c.who) {
            all->at[n++] = c;
            continue;
        }
        if (best_way(&c) > best_way(last)) last->known = c.known;
        for (int w = 0; w < N_WAYS; w++) last->by[w] += c.by[w];
    }
    all->n = n;
}

/* ---- who is it -------------------------------------------------------------------------------------------------------------- */

static int spouse_role(const mw_sight *s, uint32_t who) {
    mw_gender g = s->read->cast->characters[who].gender;
    return g == MW_MALE ? WIFE : g == MW_FEMALE ? HUSBAND : N_ROLES;
}

/* Somebody who is known to have another wife is hardly this one's husband. */
static bool is_taken(const mw_sight *s, const filler *fillers, const claim *c, int way) {
    if (c->role != HUSBAND && c->role != WIFE) return false;
    int role = spouse_role(s, c->who);
    if (role == N_ROLES) return false;
    const filler *f = &fillers[(size_t)c->who * N_ROLES + (size_t)role];
    return f->chance > 0 && f->way > way && f->who != c->owner;
}

/* Of two with equal claims it is rather the one of whom there is more. */
static bool more_of(const mw_sight *s, uint32_t a, uint32_t b) {
    return s->read->cast->characters[a].n_mentions > s->read->cast->characters[b].n_mentions;
}

/* The claims of one owner's role, n of them: the best of this way, or nobody. */
static filler choose(const mw_sight *s, const filler *fillers, const claim *at, size_t n, int way) {
    filler best = {.who = MW_NONE};
    float unnamed = 0, named = 0;
    for (size_t i = 0; i < n; i++) {
        const claim *c = &at[i];
        if (c->unnamed) unnamed += c->by[BY_MOST];
        float worth = c->by[way];
        if (way == BY_SURNAME && worth > 0) worth += c->by[BY_MOST] / 2;
        bool better = worth > best.chance || (best.who != MW_NONE && worth == best.chance && more_of(s, c->who, best.who));
        if (worth < (way == BY_MOST ? LEAST_SEEN : LEAST_SAID) || !better || is_taken(s, fillers, c, way)) continue;
        best = (filler){.who = c->who, .known = c->known, .chance = worth, .way = (uint8_t)way, .unnamed = c->unnamed};
        if (!c->unnamed && worth > named) named = worth;
    }
    if (way != BY_MOST) return best;
    for (size_t i = 0; i < n && best.unnamed; i++) /* all without a name are one, and a name is worth more than each of them */
        if (!at[i].unnamed && at[i].by[way] == named && named >= unnamed)
            best = (filler){.who = at[i].who, .known = at[i].known, .chance = named, .way = (uint8_t)way};
    if (!best.unnamed && best.chance < unnamed) best.chance = 0;
    return best;
}

static void fill(const mw_sight *s, const claims *all, filler *fillers) {
    for (int way = N_WAYS - 1; way >= 0; way--)
        for (size_t i = 0, k; i < all->n; i = k) {
            for (k = i + 1; k < all->n && all->at[k].owner == all->at[i].owner && all->at[k].role == all->at[i].role; k++) continue;
            filler *f = &fillers[(size_t)all->at[i].owner * N_ROLES + all->at[i].role];
            if (f->chance <= 0) *f = choose(s, fillers, &all->at[i], k - i, way);
        }
}

static bool find_fillers(mw_sight *s, const mw_ties *ties, filler *fillers) {
    claims all = {0};
    bool good = true;
    for (size_t i = 0; good && i < ties->n; i++) {
        const mw_tie *t = &ties->at[i], other = turned(t);
        good = claim_by(s, &all, t) && (t->type != MW_SPOUSE || claim_by(s, &all, &other));
    }
    if (good) {
        merge(&all);
        fill(s, &all, fillers);
    }
    mw_vec_clear(&s->env->mem, &all);
    return good;
}

/* ---- and so ----------------------------------------------------------------------------------------------------------------- */

static const filler *filler_of(const filler *fillers, uint32_t owner, int role) {
    static const filler none = {.who = MW_NONE};
    return role == N_ROLES ? &none : &fillers[(size_t)owner * N_ROLES + (size_t)role];
}

static void know_later(mw_tie *t, uint32_t known) {
    if (known > t->later) t->later = known;
}

/* A noun or a pronoun that was taken for another than the one named: the named one. */
static void give(const mw_sight *s, const filler *fillers, mw_tie *t) {
    if (role_of(s, t) == N_ROLES) return;
    const filler *f = filler_of(fillers, t->b, role_of(s, t));
    bool weak = t->a_form == MW_NOM || (f->way > BY_MOST && t->a_form != MW_PROP);
    if (f->chance > 0 && f->who != t->a && f->who != t->b && weak) {
        t->a = f->who;
        know_later(t, f->known);
        return;
    }
    if (t->type != MW_SPOUSE) return;
    mw_tie other = turned(t);
    f = filler_of(fillers, t->a, role_of(s, &other));
    if (f->chance > 0 && f->way > BY_MOST && f->who != t->b && f->who != t->a && t->b_form != MW_PROP) {
        t->b = f->who;
        know_later(t, f->known);
    }
}

bool mw_ties_join_roles(mw_sight *s, mw_ties *ties) {
    uint32_t n = s->read->cast->n_characters;
    filler *fillers = mw_arena_array(s->work, (size_t)n * N_ROLES, sizeof *fillers), *same = mw_arena_array(s->work, n, sizeof *same);
    if (!fillers || !same || !find_fillers(s, ties, fillers)) return false;
    float *most = mw_arena_array(s->work, n, sizeof *most); /* the surest tie tells who an unnamed one is, not the first */
    if (!most) return false;
    for (size_t i = 0; i < ties->n; i++) {
        const mw_tie *t = &ties->at[i];
        int role = t->word ? role_of(s, t) : N_ROLES;
        if (role == N_ROLES || mw_tie_named(s, t->a)) continue;
        const filler *f = filler_of(fillers, t->b, role);
        if (f->chance <= 0 || f->unnamed || f->who == t->b || !fits(s, t->a, role)) continue;
        float worth = mw_tie_score(t) * (f->chance < 1 ? f->chance : 1);
        if (worth > most[t->a]) most[t->a] = worth, same[t->a] = *f;
    }
    for (size_t i = 0; i < ties->n; i++) {
        mw_tie *t = &ties->at[i];
        const filler a = same[t->a], b = same[t->b];
        if (a.chance > 0 && a.who != t->b) t->a = a.who, know_later(t, a.known);
        if (b.chance > 0 && b.who != t->a) t->b = b.who, know_later(t, b.known);
        give(s, fillers, t);
    }
    return true;
}
