/* relations: from places that speak for a relation to relations: one row a pair and type. How sure a row is, is decided on the best places of the whole
 * text, in no order; from where on it is known, by places in order of the text until the row is sure enough. Their chances are put together as if
 * they were independent (noisy or), with weights by way and type learnt by training/portraits. Of types that exclude each other the best borne
 * out stays. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cast/lexicon.h"
#include "reveal/relations.h"

const char *const mw_relation_names[MW_N_RELATION] = {"parent",   "child",  "sibling",    "spouse",    "lover",     "suitor",
                                                      "friend",   "rival",  "employer",   "employee",  "teacher",   "pupil",
                                                      "landlord", "lodger", "doctor",     "patient",   "neighbour", "colleague",
                                                      "guardian", "ward",   "aunt-uncle", "kin-other", "victim",    "attacker"};

enum {
    MOST_EVIDENCE = MW_MOST_EVIDENCE,
    LEAST = MW_LEAST_RELATION,
    ASIDE = 200
}; /* percent: a row below is left out; tokens between two signs that are two witnesses */
static const double SIGN_TURNS = 0.3, CHANCE_WORD = 0.25, SAID_OF = 2; /* of whom is named beside the noun */
static const double SURE = 0.92, FAIR = 0.4; /* a row that looks no further; one that takes no better evidence for what it has */

static bool is_kin(uint8_t type) {
    return type == MW_PARENT || type == MW_SIBLING || type == MW_SPOUSE || type == MW_KIN_OTHER || type == MW_AUNT_UNCLE;
}
bool mw_tie_mutual(uint8_t type) {
    return type == MW_SIBLING || type == MW_SPOUSE || type == MW_LOVER || type == MW_FRIEND || type == MW_RIVAL || type == MW_NEIGHBOUR ||
           type == MW_COLLEAGUE || type == MW_KIN_OTHER || type == MW_SUITOR;
}

float mw_tie_score(const mw_tie *t) {
    if (t->sure > 0) return t->sure;
    return (float)(1 / (1 + exp(-mw_dot(mw_tie_weights, t->marks, MW_N_TIE_MARK))));
}

/* ---- rows ---- */

typedef mw_relation_row row;
typedef mw_relation_rows rows;

/* A tie with the byte from which it is known. */
typedef struct dated {
    const mw_tie *t;
    uint32_t known;
} dated;

static dated dated_of(const mw_sight *s, const mw_tie *t) {
    uint32_t known = mw_sight_known(s, t->first, t->last);
    return (dated){t, known > t->later ? known : t->later};
}

static int by_pair(const void *x, const void *y) {
    const mw_tie *a = ((const dated *)x)->t, *b = ((const dated *)y)->t;
    uint32_t al = a->a < a->b ? a->a : a->b, ah = a->a < a->b ? a->b : a->a, bl = b->a < b->b ? b->a : b->b, bh = b->a < b->b ? b->b : b->a;
    if (al != bl) return al < bl ? -1 : 1;
    if (ah != bh) return ah < bh ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    if (!mw_tie_mutual(a->type) && a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->last != b->last) return a->last < b->last ? -1 : 1;
    return a->way < b->way ? -1 : a->way > b->way;
}

/* Of one row's, as a reader comes to know them. */
static int by_date(const void *x, const void *y) {
    const dated *a = x, *b = y;
    if (a->known != b->known) return a->known < b->known ? -1 : 1;
    return by_pair(x, y);
}

static bool same_row(const mw_tie *a, const mw_tie *b) {
    if (a->type != b->type) return false;
    return (a->a == b->a && a->b == b->b) || (mw_tie_mutual(a->type) && a->a == b->b && a->b == b->a);
}

/* A child is nobody's parent, lover, wife: who says so has taken one for the other, or makes a game of it. */
static double chance_of(const mw_sight *s, const mw_tie *t) {
    const mw_character *people = s->read->cast->characters;
    double p = (double)(mw_tie_score(t) * mw_tie_by_surnames(s, t));
    bool a = people[t->a].age == MW_CHILD, b = people[t->b].age == MW_CHILD;
    if (t->type == MW_PARENT && a && !b) return p / 6;
    bool love = t->type == MW_SPOUSE || t->type == MW_LOVER || t->type == MW_SUITOR;
    return love && (a || b) ? p / 3 : p;
}

typedef struct word_votes {
    const char *word;
    double votes, worth; /* one good place is worth more than many poor ones */
} word_votes;
enum { MOST_WORDS = 8 };

static uint32_t apart(uint32_t a, uint32_t b) { return a < b ? b - a : a - b; }

/* Where the evidence of a tie with this chance goes, or MOST_EVIDENCE: nowhere. Signs close by each other are one witness, the better one; in a
 * row that is full and still unsure what is much better takes the place of the poorest. */
static uint32_t place_of(const row *w, const mw_tie *t, double p) {
    uint32_t poorest = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (t->way == MW_TIE_SIGN && w->sign[i] != MW_NONE && apart(t->first, w->sign[i]) < ASIDE) return p > w->p[i] ? i : MOST_EVIDENCE;
        if (w->p[i] < w->p[poorest]) poorest = i;
    }
    if (w->n < MOST_EVIDENCE) return w->n;
    return 1 - w->against < FAIR && p > 1.5 * w->p[poorest] ? poorest : MOST_EVIDENCE;
}

/* What a tie says in a count: a sign says less of who is what to whom than a noun. */
static double vote_of(const mw_sight *s, const mw_tie *t) { return chance_of(s, t) * (t->way == MW_TIE_SIGN ? SIGN_TURNS : 1); }

/* Whether a man is called aunt, a woman uncle. */
static bool clashes(const mw_sight *s, uint32_t who, const char *word) {
    const mw_person_noun *noun = mw_person_noun_lookup(word);
    mw_gender g = s->read->cast->characters[who].gender;
    return noun && ((noun->gender == MW_MALE && g == MW_FEMALE) || (noun->gender == MW_FEMALE && g == MW_MALE));
}

/* The noun by which a is called most, where it is more than a chance word among others. */
static const char *word_of(const mw_sight *s, const mw_relation *r, const dated *at, size_t n, double *worth) {
    word_votes words[MOST_WORDS] = {{NULL, 0, 0}};
    double all = 0;
    for (size_t i = 0; i < n; i++) {
        const mw_tie *t = at[i].t;
        double vote = vote_of(s, t);
        int k = 0;
        all += vote;
        if (!t->word || t->a != r->a || clashes(s, r->a, t->word)) continue;
        while (k < MOST_WORDS && words[k].word && strcmp(words[k].word, t->word) != 0) k++;
        if (k == MOST_WORDS) continue;
        words[k].word = t->word;
        words[k].votes += vote;
        words[k].worth += vote * vote * (t->a_form == MW_PROP ? SAID_OF : 1);
    }
    int best = 0;
    for (int k = 1; k < MOST_WORDS; k++)
        if (words[k].worth > words[best].worth) best = k;
    *worth = words[best].worth;
    return r->type != MW_KIN_OTHER || words[best].votes > CHANCE_WORD * all ? words[best].word : NULL;
}

static void add_tie(const mw_sight *s, row *w, const dated *d) {
    const mw_tie *t = d->t;
    double p = chance_of(s, t);
    if (1 - w->against > SURE || p < 0.02) return;
    uint32_t at = place_of(w, t, p);
    if (at == MOST_EVIDENCE) return;
    if (at == w->n) w->n++;
    w->p[at] = p;
    w->sign[at] = t->way == MW_TIE_SIGN ? t->first : MW_NONE;
    w->at[at] = mw_sight_span(s, t->first, t->last);
    w->against = 1;
    for (uint32_t i = 0; i < w->n; i++) w->against *= 1 - w->p[i];
    if (d->known > w->r.known) w->r.known = d->known;
    if (t->way == MW_TIE_DEED && t->type == MW_SPOUSE && w->n == 1) w->r.from = mw_sight_span(s, t->first, t->last).start;
}

/* One more chance; best first. */
static void take_best(double best[MOST_EVIDENCE], double p) {
    for (int i = 0; i < MOST_EVIDENCE; i++)
        if (p > best[i]) {
            double down = best[i];
            best[i] = p, p = down;
        }
}

/* How sure all ties of a row make it, in whatever order the text tells them: the best of them; of signs close by each other the better one. */
static double chance_of_all(const mw_sight *s, const dated *at, size_t n) {
    double best[MOST_EVIDENCE] = {0}, group = 0, against = 1;
    uint32_t last = MW_NONE;
    for (size_t i = 0; i < n; i++) {
        const mw_tie *t = at[i].t;
        double p = chance_of(s, t);
        if (p < 0.02) continue;
        if (t->way != MW_TIE_SIGN) {
            take_best(best, p);
        } else if (last != MW_NONE && t->first - last < ASIDE) {
            group = fmax(group, p);
        } else {
            take_best(best, group);
            group = p, last = t->first;
        }
    }
    take_best(best, group);
    for (int i = 0; i < MOST_EVIDENCE && 1 - against <= SURE; i++) against *= 1 - best[i];
    return 1 - against;
}

/* Of a man and a woman it is he who courts (readers of the train passages: 60 of 64), but where the text says in so many words that she did. */
static bool man_woos(const mw_sight *s, uint32_t a, uint32_t b, const dated *at, size_t n) {
    static const char *const words[] = {"court", "propose", "woo"};
    mw_gender x = s->read->cast->characters[a].gender, y = s->read->cast->characters[b].gender;
    if (!(x == MW_FEMALE && y == MW_MALE) && !(x == MW_MALE && y == MW_FEMALE)) return false;
    for (size_t i = 0; i < n; i++)
        if (at[i].t->a == (x == MW_FEMALE ? a : b) && at[i].t->way == MW_TIE_DEED && MW_AMONG(mw_sight_lemma(s, at[i].t->key), words))
            return false;
    return true;
}

/* Who is called what: of kin and suitors, which both may be of each other, the way round that the better places have. */
static void direct(const mw_sight *s, mw_relation *r, const dated *at, size_t n) {
    mw_relation back = *r;
    double way[2] = {0, 0}, worth[2];
    back.a = r->b, back.b = r->a;
    r->word = word_of(s, r, at, n, &worth[0]);
    if (r->type != MW_SUITOR && r->type != MW_KIN_OTHER) return;
    back.word = word_of(s, &back, at, n, &worth[1]);
    for (size_t i = 0; i < n; i++) way[at[i].t->a != r->a] += vote_of(s, at[i].t);
    bool turned = r->type == MW_SUITOR ? way[1] > way[0] : worth[1] > worth[0];
    if (r->type == MW_SUITOR && man_woos(s, r->a, r->b, at, n)) turned = s->read->cast->characters[r->a].gender == MW_FEMALE;
    if (turned) *r = back;
}

static bool make_rows(const mw_sight *s, const mw_ties *ties, rows *out) {
    dated *by = mw_arena_array(s->work, ties->n, sizeof *by);
    if (!by) return false;
    for (size_t i = 0; i < ties->n; i++) by[i] = dated_of(s, &ties->at[i]);
    if (ties->n > 1) qsort(by, ties->n, sizeof *by, by_pair);
    for (size_t i = 0; i < ties->n;) {
        row w = {.r = {.a = by[i].t->a, .b = by[i].t->b, .type = by[i].t->type, .from = MW_NONE, .until = MW_NONE}, .against = 1};
        size_t k = i;
        while (k < ties->n && same_row(by[i].t, by[k].t)) k++;
        w.r.confidence = (float)chance_of_all(s, by + i, k - i);
        direct(s, &w.r, by + i, k - i);
        if (k - i > 1) qsort(by + i, k - i, sizeof *by, by_date);
        for (size_t m = i; m < k; m++) add_tie(s, &w, &by[m]);
        i = k;
        if (w.n && w.r.confidence * 100 >= LEAST && !mw_vec_push(&s->env->mem, out, w)) return false;
    }
    return true;
}

/* ---- what excludes what ---- */

static const float HARDLY = 0.2f;
static const float FAINT = 0.225f, BESIDE = 0.6f; /* a faint row beside a much stronger one of its pair is right in one of nine */

static bool same_pair(const mw_relation *x, const mw_relation *y) {
    return (x->a == y->a && x->b == y->b) || (x->a == y->b && x->b == y->a);
}

static bool excludes(uint8_t x, uint8_t y) {
    bool x_love = x == MW_LOVER || x == MW_SUITOR || x == MW_SPOUSE, y_love = y == MW_LOVER || y == MW_SUITOR || y == MW_SPOUSE;
    if ((x == MW_KIN_OTHER && y_love) || (y == MW_KIN_OTHER && x_love)) return false; /* cousins marry */
    if (is_kin(x) && (is_kin(y) || (x != MW_SPOUSE && y_love))) return true;
    if (is_kin(y) && y != MW_SPOUSE && x_love) return true;
    if ((x == MW_FRIEND && y == MW_RIVAL) || (x == MW_RIVAL && y == MW_FRIEND)) return true;
    return false;
}

static int surest_first(const void *x, const void *y) {
    const mw_relation *a = &((const row *)x)->r, *b = &((const row *)y)->r;
    if (a->confidence != b->confidence) return a->confidence > b->confidence ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

/* Rows of a pair stand together: the weaker of two that exclude each other loses what the stronger has, of others a part of it, since one pair
 * in fifty has two (annotated passages); the strongest first. */
static void settle(rows *all) {
    for (size_t i = 0, z; i < all->n; i = z) {
        for (z = i + 1; z < all->n && same_pair(&all->at[i].r, &all->at[z].r); z++) continue;
        if (z - i > 1) qsort(&all->at[i], z - i, sizeof *all->at, surest_first);
        for (size_t k = i; k < z; k++)
            for (size_t m = k + 1; m < z; m++) {
                mw_relation *x = &all->at[k].r, *y = &all->at[m].r;
                bool no = x->type == y->type || excludes((uint8_t)x->type, (uint8_t)y->type);
                mw_relation *weak = x->confidence < y->confidence ? x : y, *strong = weak == x ? y : x;
                weak->confidence *= 1 - (no ? 1 : HARDLY) * strong->confidence;
            }
        for (size_t k = i + 1; k < z; k++)
            if (all->at[k].r.confidence < FAINT && all->at[k].r.confidence < BESIDE * all->at[i].r.confidence) all->at[k].r.confidence /= 2;
    }
}

/* A person has one father, mother, husband, wife: of several the best borne out is believed, the others less. */
static bool is_single(const mw_relation *r) {
    static const char *const words[] = {"father", "mother", "papa", "mamma", "mama", "husband", "wife"};
    for (size_t i = 0; r->word && i < sizeof words / sizeof *words; i++)
        if (strcmp(r->word, words[i]) == 0) return true;
    return false;
}

static int by_owner(const void *x, const void *y) {
    const row *a = *(row *const *)x, *b = *(row *const *)y;
    if (a->r.b != b->r.b) return a->r.b < b->r.b ? -1 : 1;
    int word = strcmp(a->r.word, b->r.word);
    if (word) return word;
    if (a->r.confidence != b->r.confidence) return a->r.confidence < b->r.confidence ? 1 : -1;
    return (a->r.a > b->r.a) - (a->r.a < b->r.a);
}

static bool settle_single(const mw_sight *s, rows *all) {
    row **by = mw_arena_array(s->work, all->n, sizeof *by);
    size_t n = 0;
    if (!by) return false;
    for (size_t i = 0; i < all->n; i++)
        if (is_single(&all->at[i].r)) by[n++] = &all->at[i];
    if (n > 1) qsort(by, n, sizeof *by, by_owner);
    for (size_t i = 1; i < n; i++)
        if (by[i]->r.b == by[i - 1]->r.b && strcmp(by[i]->r.word, by[i - 1]->r.word) == 0) by[i]->r.confidence *= 0.6f;
    return true;
}

/* ---- the product ---- */

static int by_known(const void *x, const void *y) {
    const mw_relation *a = x, *b = y;
    if (a->known != b->known) return a->known < b->known ? -1 : 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    return a->type < b->type ? -1 : a->type > b->type;
}

static bool keep(mw_sight *s, const rows *all, mw_portraits *p) {
    p->relations = mw_arena_array(s->arena, all->n, sizeof *p->relations);
    if (!p->relations) return false;
    for (size_t i = 0; i < all->n; i++) {
        mw_relation r = all->at[i].r;
        if (r.confidence * 100 < LEAST) continue;
        r.evidence.n = all->at[i].n;
        r.evidence.at = mw_arena_copy(s->arena, all->at[i].at, all->at[i].n * sizeof *r.evidence.at);
        if (!r.evidence.at) return false;
        p->relations[p->n_relations++] = r;
    }
    if (p->n_relations > 1) qsort(p->relations, p->n_relations, sizeof *p->relations, by_known);
    return true;
}

bool mw_relations_find(mw_sight *s, mw_portraits *p) {
    mw_ties ties = {0};
    mw_tie_places places = {0};
    rows all = {0};
    bool good = mw_ties_gather(s, &ties, &places);
    if (s->read->cast->critic)
        good = good && mw_ties_tell(s, &ties);
    else
        good = good && mw_ties_join_roles(s, &ties) && mw_ties_weigh_people(s, &ties, &places);
    good = good && make_rows(s, &ties, &all);
    if (good) settle(&all);
    good = good && settle_single(s, &all) && mw_relations_infer(s, &all) && keep(s, &all, p);
    mw_vec_clear(&s->env->mem, &ties);
    mw_vec_clear(&s->env->mem, &places);
    mw_vec_clear(&s->env->mem, &all);
    return good;
}
