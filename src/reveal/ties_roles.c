/* ties_roles: one has one father, mother, husband and wife. Where the text names such a person in one place ("Henry Dale married her") and
 * only calls them by what they are in another ("her husband"), the two are one: the ties of the unnamed are the named one's. Two passes. */
#include <string.h>

#include "reveal/ties.h"

enum { FATHER, MOTHER, HUSBAND, WIFE, N_ROLES };
static const float LEAST = 0.3f; /* a tie that names who it is */

/* The role in which a stands to b by this tie, or N_ROLES. */
static int role_of(const mw_sight *s, const mw_tie *t) {
    static const struct {
        const char *word;
        int role;
    } words[] = {{"father", FATHER}, {"papa", FATHER},  {"dad", FATHER},      {"daddy", FATHER}, {"pa", FATHER},
                 {"mother", MOTHER}, {"mamma", MOTHER}, {"mama", MOTHER},     {"mum", MOTHER},   {"ma", MOTHER},
                 {"mom", MOTHER},    {"mummy", MOTHER}, {"husband", HUSBAND}, {"wife", WIFE}};
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
    return g != (role == FATHER || role == HUSBAND ? MW_FEMALE : MW_MALE);
}

/* Of an owner's role: who of a name fills it, where that is known, and what speaks for them and for all without a name. */
typedef struct filler {
    uint32_t who, known;
    float chance, named, unnamed;
    bool said; /* in so many words: "Henry Dale, her husband" */
} filler;

/* By other ways than these the name comes from whom a pronoun or a noun was taken for. */
static bool says_name(const mw_tie *t) {
    return t->way == MW_TIE_IS || t->way == MW_TIE_BESIDE || t->way == MW_TIE_COUPLE || t->way == MW_TIE_SURNAME || t->way == MW_TIE_DEED ||
           t->way == MW_TIE_TITLE;
}

static void fill(const mw_sight *s, filler *fillers, const mw_tie *t, uint32_t a, uint32_t b, int role) {
    if (role == N_ROLES || !fits(s, a, role)) return;
    filler *f = &fillers[(size_t)b * N_ROLES + (size_t)role];
    float chance = mw_tie_score(t);
    if (!mw_tie_named(s, a) || s->read->cast->characters[a].passing) {
        f->unnamed += chance;
        return;
    }
    if (f->chance > 0 && f->who == a) f->named += chance;
    if (f->who == a && says_name(t) && chance >= LEAST) f->said = true;
    if (chance < LEAST || chance <= f->chance) return;
    if (f->chance <= 0 || f->who != a) f->named = chance, f->said = says_name(t);
    f->who = a;
    f->chance = chance;
    f->known = mw_sight_known(s, t->first, t->last);
}

static void find_fillers(const mw_sight *s, const mw_ties *ties, filler *fillers) {
    for (size_t i = 0; i < ties->n; i++) {
        const mw_tie *t = &ties->at[i];
        fill(s, fillers, t, t->a, t->b, role_of(s, t));
        if (t->type != MW_SPOUSE) continue;
        mw_tie turned = *t;
        turned.a = t->b;
        turned.word = NULL;
        fill(s, fillers, t, t->b, t->a, role_of(s, &turned));
    }
}

bool mw_ties_join_roles(mw_sight *s, mw_ties *ties) {
    uint32_t n = s->read->cast->n_characters;
    filler *fillers = mw_arena_array(s->work, (size_t)n * N_ROLES, sizeof *fillers), *same = mw_arena_array(s->work, n, sizeof *same);
    if (!fillers || !same) return false;
    find_fillers(s, ties, fillers);
    for (size_t i = 0; i < ties->n; i++) {
        const mw_tie *t = &ties->at[i];
        int role = t->word ? role_of(s, t) : N_ROLES;
        if (role == N_ROLES || mw_tie_named(s, t->a) || same[t->a].chance > 0) continue;
        const filler *f = &fillers[(size_t)t->b * N_ROLES + (size_t)role];
        if (f->chance <= 0 || f->who == t->b || (!f->said && f->named < f->unnamed)) continue;
        if (fits(s, t->a, role)) same[t->a] = *f;
    }
    for (size_t i = 0; i < ties->n; i++) {
        mw_tie *t = &ties->at[i];
        const filler a = same[t->a], b = same[t->b];
        if (a.chance > 0 && a.who != t->b) t->a = a.who, t->later = a.known;
        if (b.chance > 0 && b.who != t->a) t->b = b.who, t->later = b.known > t->later ? b.known : t->later;
    }
    return true;
}
