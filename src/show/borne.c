/* borne: counts, over all mentions as far as read, whom nouns of relation with an owner ("her sister", "Ada's uncle") were taken for: a count for each
 * pair and type, for each pair, and the best of each person and type. What a row's own places say is looked up among the mentions in them. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "show/borne.h"

enum { LONGEST_WORD = 32, FEW_LETTERS = 3, NEIGHBOURS = 3, REACH = 24, MOST_COUNT = 5, OF_PAIR = MW_N_RELATION, BEST = MW_N_RELATION + 1 };

/* ---- words ---- */

/* The next word of s in lower case; false: none is left. Letters only, so that "sister's" is sister. */
static bool next_word(mw_str *s, char word[LONGEST_WORD]) {
    size_t n = 0;
    while (s->n && !isalpha((unsigned char)*s->at)) s->at++, s->n--;
    for (; s->n && (isalpha((unsigned char)*s->at) || *s->at == '-'); s->at++, s->n--)
        if (n + 1 < LONGEST_WORD) word[n++] = (char)tolower((unsigned char)*s->at);
    word[n] = '\0';
    return n > 0;
}

static mw_relation_type noun_type(char word[LONGEST_WORD]) {
    mw_relation_type type = mw_relation_of_noun(word);
    size_t n = strlen(word);
    if (type == MW_N_RELATION && n > 2 && word[n - 1] == 's') {
        word[n - 1] = '\0';
        type = mw_relation_of_noun(word);
    }
    return type;
}

/* Types have their left-hand form in rows; "his daughter" names the one who is the child of him. */
static bool turns(mw_relation_type type) { return type == MW_OFFSPRING || type == MW_EMPLOYEE || type == MW_PUPIL; }
static uint32_t left(uint32_t type) {
    return type == MW_OFFSPRING    ? MW_PARENT
           : type == MW_EMPLOYEE   ? MW_EMPLOYER
           : type == MW_PUPIL      ? MW_TEACHER
           : type == MW_AUNT_UNCLE ? MW_KIN_OTHER
           : type == MW_SUITOR     ? MW_LOVER
                                   : type;
}
static bool one_way(uint32_t type) { return type == MW_PARENT || type == MW_EMPLOYER || type == MW_TEACHER; }

/* Words of love and marriage that are no nouns of a person. */
static bool is_love(uint32_t type, const char *word) {
    static const char *const stems[] = {"love", "loving", "marri", "marry", "kiss", "engage", "betroth", "wedd"};
    if (type != MW_SPOUSE && type != MW_LOVER && type != MW_SUITOR) return false;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (strncmp(word, stems[i], strlen(stems[i])) == 0) return true;
    return false;
}

/* ---- counts ---- */

static mw_str key_of(uint32_t kind, uint32_t a, uint32_t b, uint32_t key[3]) {
    key[0] = kind, key[1] = a, key[2] = b;
    return (mw_str){(const char *)key, 3 * sizeof *key};
}

static uint32_t count(const mw_borne *b, uint32_t kind, uint32_t x, uint32_t y) {
    uint32_t key[3], n = 0;
    return mw_map_get(b->counts, key_of(kind, x, y, key), &n) ? n : 0;
}

static bool set(mw_borne *b, uint32_t kind, uint32_t x, uint32_t y, uint32_t n) {
    uint32_t key[3];
    return mw_map_put(b->counts, key_of(kind, x, y, key), n);
}

/* Of those with a name: an unnamed father may be the named one. */
static bool best(mw_borne *b, uint32_t type, uint32_t who, uint32_t other, uint32_t n) {
    const mw_person *p = mw_asof_person(b->a, other);
    return !p || !p->named || count(b, BEST + type, who, 0) >= n || set(b, BEST + type, who, 0, n);
}

static uint32_t of_type(const mw_borne *b, uint32_t type, uint32_t x, uint32_t y) {
    return one_way(type) || x < y ? count(b, type, x, y) : count(b, type, y, x);
}

static bool add(mw_borne *b, mw_relation_type said, uint32_t bearer, uint32_t owner) {
    uint32_t x = turns(said) ? owner : bearer, y = turns(said) ? bearer : owner, type = left(said);
    uint32_t low = mw_least(x, y), high = low == x ? y : x, n = of_type(b, type, x, y) + 1;
    bool good = one_way(type) ? set(b, type, x, y, n) : set(b, type, low, high, n);
    good = good && set(b, OF_PAIR, low, high, count(b, OF_PAIR, low, high) + 1) && best(b, type, y, x, n);
    return good && (one_way(type) || best(b, type, x, y, n));
}

/* The owner's mention opens the noun's: "her" of "her sister". */
static uint32_t owner_of(const mw_asof *a, uint32_t at) {
    const mw_story *s = a->story;
    const row_mention *m = &s->mentions[at];
    uint32_t from = at < NEIGHBOURS ? 0 : at - NEIGHBOURS, to = mw_least(s->n_mentions, at + NEIGHBOURS + 1);
    for (uint32_t i = from; i < to; i++) {
        const row_mention *o = &s->mentions[i];
        if (o->start == m->start && o->end < m->end && o->known <= a->until && o->character != MW_NONE && o->character != m->character)
            return o->character;
    }
    return MW_NONE;
}

bool mw_borne_build(const mw_asof *a, mw_borne *b) {
    const mw_story *s = a->story;
    *b = (mw_borne){a, mw_map_new(&s->env.mem)};
    bool good = b->counts != NULL;
    for (uint32_t i = 0; good && i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        char word[LONGEST_WORD];
        if (m->form != MW_NOM || m->character == MW_NONE || m->known > a->until || m->last - m->first > NEIGHBOURS) continue;
        mw_str words = mw_story_str(s, m->start, m->end);
        uint32_t owner = owner_of(a, i);
        mw_relation_type type = MW_N_RELATION;
        while (owner != MW_NONE && next_word(&words, word))
            if (word[1]) type = mw_relation_of_noun(word); /* the last word is the head; a lone letter is the s of the genitive */
        if (type != MW_N_RELATION) good = add(b, type, m->character, owner);
    }
    return good;
}

void mw_borne_clear(mw_borne *b) { mw_map_free(b->counts); }

/* ---- a row's own places ---- */

/* The best mention of somebody in [start, end), a name before others, or NULL. */
static const row_mention *meant_by(const mw_asof *a, uint32_t who, uint32_t start, uint32_t end) {
    const row_mention *found = NULL;
    uint32_t behind = MW_COUNT_BELOW(a->story->mentions, a->story->n_mentions, start, end);
    for (uint32_t i = behind; i > 0 && behind - i < REACH; i--) {
        const row_mention *m = &a->story->mentions[i - 1];
        if (m->end <= start || m->known > a->until || m->character != who) continue;
        if (!found || m->form < found->form || (m->form == found->form && m->confidence > found->confidence)) found = m;
    }
    return found;
}

static bool says_it(const mw_story *s, const row_relation *r, uint32_t start, uint32_t end) {
    mw_str words = mw_story_str(s, start, end);
    char word[LONGEST_WORD];
    while (next_word(&words, word)) {
        if (r->word && strcmp(word, r->word) == 0) return true;
        if (is_love(r->type, word) || left(noun_type(word)) == left(r->type)) return true;
    }
    return false;
}

/* Who says my or your in a quotation is known less surely than whom the telling names (passages: friends 36 of 100 right, others 55). */
#define SAID_OF_ME 0.8
static bool of_me(const mw_story *s, uint32_t start, uint32_t end) {
    static const char *const words[] = {"i", "me", "my", "mine", "our", "we", "you", "your"};
    uint32_t behind = MW_COUNT_UP_TO(s->quotes, s->n_quotes, start, start);
    if (behind == 0 || s->quotes[behind - 1].end < end) return false;
    mw_str said = mw_story_str(s, start, end);
    char word[LONGEST_WORD];
    while (next_word(&said, word))
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strcmp(word, words[i]) == 0) return true;
    return false;
}

/* 0 … 1: a name beside the relation's noun says most, one that the words only stand near nothing. */
static double place_worth(const mw_asof *a, const row_relation *r, uint32_t start, uint32_t end) {
    const row_mention *x = meant_by(a, r->a, start, end), *y = meant_by(a, r->b, start, end);
    bool name = (x && x->form == MW_PROP) || (y && y->form == MW_PROP);
    if (says_it(a->story, r, start, end)) return 0.35 + 0.15 * (x != NULL) + 0.15 * (y != NULL) + 0.25 * name;
    if (end - start <= FEW_LETTERS) return 0;
    return name ? x && y ? 0.6 : 0.5 : 0.15;
}

static double best_place(const mw_asof *a, const row_relation *r) {
    double most = 0;
    for (uint32_t i = 0; i < r->n_evidence; i++) {
        const row_evidence *e = &a->story->portraits->relation_evidence[r->evidence_from + i];
        double p = place_worth(a, r, e->start, e->end) * (of_me(a->story, e->start, e->end) ? SAID_OF_ME : 1);
        if (p > most) most = p;
    }
    return most;
}

/* ---- what is said, and how often ---- */

uint32_t mw_borne_times(const mw_borne *b, const row_relation *r) {
    uint32_t type = left(r->type), n = of_type(b, type, r->a, r->b);
    return type == MW_LOVER ? n + of_type(b, MW_SPOUSE, r->a, r->b) : n;
}

static mw_str last_word(const char *form) {
    const char *space = strrchr(form, ' ');
    return mw_str_of(space ? space + 1 : "");
}

static bool share_surname(const mw_person *p, const mw_person *q) {
    for (uint32_t i = 0; i < p->n_forms; i++) {
        mw_str x = last_word(p->forms[i].form);
        for (uint32_t k = 0; p->forms[i].proper && x.n && k < q->n_forms; k++)
            if (q->forms[k].proper && mw_str_eq(x, last_word(q->forms[k].form))) return true;
    }
    return false;
}

/* Of whom a book tells hundreds of times, it says more than now and then who is the mother or wife: a few nouns were rather taken for the wrong
 * person, where no surname bears them out, and of parents a single one also where it does, but not where a name stands beside the noun (of such
 * rows of 27 novels 9 right, 20 wrong). In a short tale nobody is mentioned so often. */
enum { FEW = 5, MENTIONS = 40 };
#define BESIDE 0.85
static bool seldom_said(const mw_borne *b, const row_relation *r) {
    if (r->type != MW_PARENT && r->type != MW_SPOUSE) return false;
    const mw_person *x = mw_asof_person(b->a, r->a), *y = mw_asof_person(b->a, r->b);
    uint32_t n = mw_borne_times(b, r), often = r->type == MW_PARENT ? y->mentions : mw_least(x->mentions, y->mentions);
    bool once = r->type == MW_PARENT && n <= 1 && (n + 1) * MENTIONS <= often;
    bool few = n <= FEW && (n ? n : 1) * MENTIONS < often && !share_surname(x, y);
    return (once || few) && best_place(b->a, r) < BESIDE;
}

static bool is_elder(const mw_person *p) { return strncmp(p->name, "Aunt ", 5) == 0 || strncmp(p->name, "Uncle ", 6) == 0; }

/* Aunt Sally and Uncle Silas are both some other's: she is no aunt of his. */
static bool both_elders(const mw_borne *b, const row_relation *r) {
    bool called = r->type == MW_KIN_OTHER && r->word && (strcmp(r->word, "aunt") == 0 || strcmp(r->word, "uncle") == 0);
    return called && is_elder(mw_asof_person(b->a, r->a)) && is_elder(mw_asof_person(b->a, r->b));
}

/* Words that come up again and again elsewhere say it as well. */
enum { ELSEWHERE = 4 };
bool mw_borne_said(const mw_borne *b, const row_relation *r) {
    if (seldom_said(b, r) || both_elders(b, r)) return false;
    if ((r->type != MW_FRIEND && r->type != MW_LOVER && r->type != MW_SUITOR) || mw_borne_times(b, r) >= ELSEWHERE) return true;
    for (uint32_t i = 0; i < r->n_evidence; i++) {
        const row_evidence *e = &b->a->story->portraits->relation_evidence[r->evidence_from + i];
        if (says_it(b->a->story, r, e->start, e->end)) return true;
    }
    return false;
}

/* ---- what a row is worth ---- */

/* One who is called somebody's sister often, and a few times another's, is mostly hers alone. */
#define OUTSHONE 0.12
#define FAINTER 0.1 /* friends, lovers and suitors of one confidence with kin are right less often */
#define UNSAID 0.38 /* no place has the relation's noun */
static bool outshone(const mw_borne *b, const row_relation *r, uint32_t type, double n) {
    if (type != MW_SIBLING && type != MW_SPOUSE && type != MW_PARENT) return false;
    return n < OUTSHONE * count(b, BEST + type, r->b, 0) || (type != MW_PARENT && n < OUTSHONE * count(b, BEST + type, r->a, 0));
}

double mw_borne_worth(const mw_borne *b, const row_relation *r) {
    uint32_t type = left(r->type), low = mw_least(r->a, r->b), high = low == r->a ? r->b : r->a;
    double n = mw_borne_times(b, r), all = count(b, OF_PAIR, low, high);
    double place = best_place(b->a, r), worth = 1.3 * r->confidence + 0.4 * place;
    bool noun =
        type == MW_PARENT || type == MW_SIBLING || type == MW_SPOUSE || type == MW_KIN_OTHER || type == MW_FRIEND || type == MW_EMPLOYER;
    if (n > 0)
        worth += 0.1 * (n < MOST_COUNT ? n : MOST_COUNT) * n / (all + 1);
    else if (noun)
        worth -= 0.1;
    if (type == MW_LOVER || type == MW_FRIEND) worth -= FAINTER;
    if ((noun || type == MW_LOVER) && place < UNSAID) worth -= 0.15;
    worth -= (all - n > n ? 0.5 : 0.25) * (all - n) / (all + 2);
    return outshone(b, r, type, n) ? worth - 0.3 : worth;
}

#define SURELY 0.85 /* of the surest traits of passages 77 in 100 are right from here on, of others 63, by a name 84 */
#define NEWCOMER 0.2
#define SOON 50.0    /* mentions */
enum { STAYS = 12 }; /* mentions: nobody comes in who is gone at once */
double mw_borne_trait(const mw_asof *a, const row_trait *t, uint32_t before) {
    const row_mention *m = meant_by(a, t->who, t->start, t->end);
    double met = mw_asof_person(a, t->who)->mentions < STAYS ? 0 : NEWCOMER * exp(-(double)before / SOON);
    return met + (!m ? 0 : m->form == MW_PROP ? 0.1 : m->confidence < SURELY ? -0.1 : 0);
}

uint32_t *mw_borne_before(const mw_asof *a) {
    const mw_story *s = a->story;
    const mw_portrait_rows *p = s->portraits;
    uint32_t *n = mw_arena_array(a->arena, p->n_traits, sizeof *n), *times = mw_arena_array(a->arena, s->n_characters, sizeof *times),
             at = 0;
    if (!n || !times) return NULL;
    for (uint32_t i = 0; i < p->n_traits; i++) { /* both are in order of the text */
        for (; at < s->n_mentions && s->mentions[at].start < p->traits[i].start; at++) {
            const row_mention *m = &s->mentions[at];
            if (m->character != MW_NONE && m->known <= a->until) times[m->character]++;
        }
        n[i] = times[p->traits[i].who];
    }
    return n;
}
