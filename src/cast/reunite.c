/* reunite: the nameless man of page one is Mr. Harlow of page two; "the fellow" was the guest.
 *
 * Left to right, a mention that fits nobody well enough opens somebody. Once all are resolved, each entity that was opened late is held against
 * those before it once more, now with all its first mentions: a cluster says more of itself than its first words do (Clark & Manning,
 * "Entity-Centric Coreference Resolution with Model Stacking", 2015). Two names are never joined here, nor what differs in gender or
 * number. What was joined is known where the last mention that was weighed ends. Bounded work an entity; needs the model's links. */
#include "cast/reunite.h"

#include <math.h>
#include <string.h>

enum { BACK = 80, BACK_SENTENCES = 14, LINK_BACK = 120, FIRST_OF = 6, AHEAD = 60, MOST = 24, ARGUMENTS_NEAR = 8, BESIDE = 16 };
#define LEAST_LINK (-9.0F)
#define LEAST_SHARE (-8.0F)
#define LEAST_NAMED 0.6F

/* The later one, and what is weighed of it. */
typedef struct later {
    uint32_t ent, first, ments[FIRST_OF], n, end; /* end: the last of them */
    mw_opener class;
    float none[FIRST_OF];
    mw_link_side side[FIRST_OF];
    bool links[FIRST_OF];
    float total; /* sum of exp(link) of the first, none's among them */
} later;

typedef struct work {
    mw_caster *c;
    uint32_t *of, *count, *count_fence; /* [ents] who they became; mentions so far in the chapter */
    mw_indices by_head;                 /* last mention so far with that noun; MW_NONE */
    later b;
    mw_pair pairs[MOST];
    uint32_t n;
} work;

static uint32_t root_of(uint32_t *of, uint32_t e) {
    while (of[e] != e) e = of[e] = of[of[e]];
    return e;
}

static uint32_t cut(uint32_t n, uint32_t most) { return n < most ? n : most; }
static uint32_t log_of(uint32_t n) {
    uint32_t l = 0;
    while (n >>= 1) l++;
    return l;
}
static bool is_third(const mw_ment *m) { return m->sort != MW_SORT_PRONOUN || m->pronoun->person == 3; }
static bool is_argument(const mw_ment *m) { return m->role == MW_ROLE_SUBJECT || m->role == MW_ROLE_OBJECT || m->role == MW_ROLE_OBLIQUE; }
static bool has_vector(const mw_caster *c, const mw_ment *m) { return c->tags->vector_at[m->head] != MW_NONE; }
static void put(mw_pair *p, uint32_t mark) {
    if (p->n < MW_PAIR_ON) p->on[p->n++] = (uint8_t)mark;
}

/* ---- who may be one --------------------------------------------------------------------------------------------------------- */

static mw_opener opener_of(const mw_caster *c, const mw_ment *m) {
    const mw_ent *e = &c->ents.at[m->entity];
    if (m->sort != MW_SORT_NOMINAL) return m->sort == MW_SORT_NAME ? MW_OPENER_NAME : MW_OPENER_PRONOUN;
    return e->type != MW_PER ? MW_OPENER_THING : e->plural ? MW_OPENER_NOUNS : MW_OPENER_NOUN;
}

static bool may_open(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    const mw_ent *e = &c->ents.at[m->entity];
    return e->first == mi && is_third(m) && !m->predicate && !e->predicate && !e->narrator;
}

static bool is_opposite(uint8_t a, uint8_t b) { return (a == MW_MALE && b == MW_FEMALE) || (a == MW_FEMALE && b == MW_MALE); }

static bool may_be_one(const mw_caster *c, uint32_t a, uint32_t b) {
    const mw_ent *x = &c->ents.at[a], *y = &c->ents.at[b];
    const mw_ment *maker = x->maker < c->ments.n ? &c->ments.at[x->maker] : NULL;
    if (a == b || x->predicate || x->narrator || x->plural != y->plural || (x->type == MW_PER) != (y->type == MW_PER)) return false;
    if ((x->person != MW_NONE && y->person != MW_NONE) || is_opposite(mw_ent_gender(c, a), mw_ent_gender(c, b))) return false;
    return x->person != MW_NONE || (maker && is_third(maker));
}

/* ---- the later one ---------------------------------------------------------------------------------------------------------- */

static void take_later(work *w, uint32_t mi) {
    const mw_caster *c = w->c;
    later *b = &w->b;
    *b = (later){.ent = c->ments.at[mi].entity, .first = mi, .class = opener_of(c, &c->ments.at[mi])};
    for (uint32_t i = mi; i < c->ments.n && i <= mi + AHEAD && b->n < FIRST_OF; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->entity != b->ent) continue;
        b->ments[b->n] = b->end = i;
        b->links[b->n] = has_vector(c, m);
        if (b->links[b->n]) mw_link_side_of(c->tags, m->head, &b->side[b->n]), b->none[b->n] = mw_link_none(c->tags, m->head);
        b->n++;
    }
}

/* Link of the k-th mention to one before it, against none; LEAST_LINK: there is none. */
static float link_of(const work *w, uint32_t k, uint32_t before) {
    const mw_ment *a = &w->c->ments.at[before], *m = &w->c->ments.at[w->b.ments[k]];
    if (!w->b.links[k] || a->head >= m->head || !has_vector(w->c, a)) return LEAST_LINK;
    float s = mw_link_from(w->c->tags, &w->b.side[k], a->head) - w->b.none[k];
    return s < LEAST_LINK ? LEAST_LINK : s;
}

/* ---- the earlier ones ------------------------------------------------------------------------------------------------------- */

static bool seen(const work *w, uint32_t ent) {
    for (uint32_t i = 0; i < w->n; i++)
        if (w->pairs[i].a == ent) return true;
    return false;
}

static void add_pair(work *w, uint32_t at, bool far) {
    uint32_t a = w->c->ments.at[at].entity;
    if (w->n == MOST || seen(w, a) || !may_be_one(w->c, a, w->b.ent)) return;
    mw_pair *p = &w->pairs[w->n];
    *p = (mw_pair){.a = a, .b = w->b.ent, .at = at, .far = far};
    put(p, MW_PAIR_RANK + cut(w->n, 5));
    if (far) put(p, MW_PAIR_FAR);
    w->n++;
}

static void gather(work *w) {
    const mw_caster *c = w->c;
    const mw_ment *m = &c->ments.at[w->b.first];
    w->n = 0;
    for (uint32_t i = w->b.first, back = 0; i-- > c->fence && back < BACK; back++) {
        if (m->sentence > c->ments.at[i].sentence + BACK_SENTENCES) break;
        add_pair(w, i, false);
    }
    uint32_t far = m->sort == MW_SORT_NOMINAL && m->head_key < w->by_head.n ? w->by_head.at[m->head_key] : MW_NONE;
    if (far != MW_NONE && far >= c->fence) add_pair(w, far, true);
}

/* ---- marks ------------------------------------------------------------------------------------------------------------------ */

static void mark_kinds(const work *w, mw_pair *p) {
    const mw_caster *c = w->c;
    const mw_ment *m = &c->ments.at[w->b.first], *a = &c->ments.at[p->at];
    const mw_ent *x = &c->ents.at[p->a];
    const mw_ment *maker = x->maker < c->ments.n ? &c->ments.at[x->maker] : a;
    uint8_t ga = mw_ent_gender(c, p->a), gb = mw_ent_gender(c, p->b);
    bool known_a = ga == MW_MALE || ga == MW_FEMALE, known_b = gb == MW_MALE || gb == MW_FEMALE;
    put(p, MW_PAIR_ONE);
    put(p, MW_PAIR_DET + m->det);
    put(p, MW_PAIR_MADE + (x->person != MW_NONE             ? 0
                           : maker->sort == MW_SORT_NOMINAL ? 1
                           : maker->sort == MW_SORT_NAME    ? 2
                           : is_third(maker)                ? 4
                                                            : 3));
    put(p, MW_PAIR_GENDER + 2 * known_a + known_b);
    put(p, MW_PAIR_SIZE_B + cut(log_of(w->b.n), 2));
    put(p, MW_PAIR_SIZE_A + cut(log_of(w->count_fence[p->a] == c->fence && w->count[p->a] ? w->count[p->a] : 1), 6));
    put(p, MW_PAIR_ROLE_B + m->role);
    put(p, MW_PAIR_ROLE_A + a->role);
    put(p, MW_PAIR_SORT_A + a->sort);
    put(p, MW_PAIR_LAYER + (a->unit == m->unit ? m->unit != 0 : !m->unit ? 2 : a->unit ? 4 : 3));
    if (x->type == c->ents.at[p->b].type) put(p, MW_PAIR_TYPE);
    put(p, MW_PAIR_WORDS + cut(m->last - m->first, 2));
    if (m->addressed) put(p, MW_PAIR_CALLS);
}

static void mark_place(const work *w, mw_pair *p) {
    const mw_caster *c = w->c;
    const mw_ment *m = &c->ments.at[w->b.first], *a = &c->ments.at[p->at];
    uint32_t gap = m->sentence - a->sentence;
    put(p, MW_PAIR_GAP + (gap < 2 ? gap : gap < 4 ? 2 : gap < 9 ? 3 : gap < 15 ? 4 : 5));
    if (m->possessor != MW_NONE) put(p, MW_PAIR_OWNER + (c->ments.at[m->possessor].entity == p->a));
    if (a->first <= m->first && a->last >= m->last) put(p, MW_PAIR_INSIDE);
    if (m->sort == MW_SORT_NOMINAL && a->governor == m->head) put(p, MW_PAIR_HANGS);
}

/* The same noun: as any of B's, of those of A near by. */
static void mark_heads(const work *w, mw_pair *p) {
    const mw_caster *c = w->c;
    bool any = false, same = false;
    for (uint32_t i = w->b.first, back = 0; i-- > c->fence && back < BACK && !same; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (a->entity != p->a || a->sort != MW_SORT_NOMINAL) continue;
        any = true;
        for (uint32_t k = 0; k < w->b.n; k++) {
            const mw_ment *m = &c->ments.at[w->b.ments[k]];
            same |= m->sort == MW_SORT_NOMINAL && m->head_key == a->head_key;
        }
    }
    same |= p->far; /* that is why it is here */
    put(p, MW_PAIR_HEAD + (same ? 2 : any));
    if (same) put(p, MW_PAIR_HEAD_DET + c->ments.at[w->b.first].det);
}

/* The old man came up, and Harlow told him: two who each act in one sentence under their own names or nouns are two. */
static bool act_side_by_side(const work *w, uint32_t a) {
    const mw_caster *c = w->c;
    for (uint32_t k = 0; k < w->b.n; k++) {
        uint32_t mi = w->b.ments[k];
        const mw_ment *m = &c->ments.at[mi];
        if (m->sort == MW_SORT_PRONOUN || m->role != MW_ROLE_SUBJECT || m->unit) continue;
        for (uint32_t i = mi > BESIDE ? mi - BESIDE : 0; i < c->ments.n && i <= mi + BESIDE; i++) {
            const mw_ment *o = &c->ments.at[i];
            if (o->sentence == m->sentence && o->head != m->head && o->sort != MW_SORT_PRONOUN && o->role == MW_ROLE_SUBJECT && !o->unit &&
                root_of(w->of, o->entity) == a)
                return true;
        }
    }
    return false;
}

/* In one sentence, and arguments of one verb: hardly one and the same. */
static void mark_together(const work *w, mw_pair *p) {
    const mw_caster *c = w->c;
    uint32_t together = 0, arguments = 0, sentences = 0;
    for (uint32_t k = 0; k < w->b.n; k++) {
        uint32_t mi = w->b.ments[k];
        const mw_ment *m = &c->ments.at[mi];
        bool fresh = k == 0 || c->ments.at[w->b.ments[k - 1]].sentence != m->sentence, there = false;
        sentences += fresh;
        for (uint32_t i = mi > BACK ? mi - BACK : 0; i < c->ments.n && i <= w->b.end; i++) {
            const mw_ment *a = &c->ments.at[i];
            if (a->sentence > m->sentence) break;
            if (a->entity != p->a || a->sentence != m->sentence) continue;
            there = true;
            bool near = i + ARGUMENTS_NEAR >= mi && i <= mi + ARGUMENTS_NEAR;
            arguments += near && is_argument(a) && is_argument(m) && a->governor == m->governor && a->head != m->head;
        }
        together += fresh && there;
    }
    put(p, MW_PAIR_TOGETHER + cut(together, 3));
    put(p, MW_PAIR_ARGUMENTS + cut(arguments, 2));
    p->numbers[MW_PAIR_N_SENTENCES] = sentences ? (float)together / (float)sentences : 0;
}

/* ---- numbers ---------------------------------------------------------------------------------------------------------------- */

static void sum_first(work *w) {
    const mw_caster *c = w->c;
    w->b.total = 1;
    for (uint32_t i = w->b.first, back = 0; i-- > c->fence && back < LINK_BACK; back++) {
        float s = link_of(w, 0, i);
        if (s > LEAST_LINK) w->b.total += expf(s);
    }
}

static void number_links(const work *w, mw_pair *p) {
    const mw_caster *c = w->c;
    float share = 0, first = LEAST_LINK, best = LEAST_LINK, full = LEAST_LINK, sum = 0;
    uint32_t n = 0;
    for (uint32_t k = 0; k < w->b.n; k++) {
        const mw_ment *m = &c->ments.at[w->b.ments[k]];
        for (uint32_t i = w->b.ments[k], back = 0; i-- > c->fence && back < LINK_BACK; back++) {
            const mw_ment *a = &c->ments.at[i];
            if (a->entity != p->a) continue;
            float s = link_of(w, k, i);
            if (s <= LEAST_LINK) continue;
            if (!k) share += expf(s), first = s > first ? s : first;
            best = s > best ? s : best;
            if (m->sort != MW_SORT_PRONOUN && a->sort != MW_SORT_PRONOUN && s > full) full = s;
            sum += s, n++;
        }
    }
    share = logf(share / w->b.total + 1e-6F);
    p->numbers[MW_PAIR_N_SHARE] = (share < LEAST_SHARE ? LEAST_SHARE : share) / 4;
    p->numbers[MW_PAIR_N_FIRST] = first / 4;
    p->numbers[MW_PAIR_N_BEST] = best / 4;
    p->numbers[MW_PAIR_N_GOOD] = best > 0 ? best / 4 : 0;
    p->numbers[MW_PAIR_N_MEAN] = (n ? sum / (float)n : LEAST_LINK) / 4;
    p->numbers[MW_PAIR_N_FULL] = full / 4;
}

static void number_ahead(work *w) {
    static const struct {
        mw_pair_number of, to;
    } numbers[] = {
        {MW_PAIR_N_SHARE, MW_PAIR_N_SHARE_AHEAD}, {MW_PAIR_N_BEST, MW_PAIR_N_BEST_AHEAD}, {MW_PAIR_N_MEAN, MW_PAIR_N_MEAN_AHEAD}};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        for (uint32_t i = 0; i < w->n; i++) {
            float other = LEAST_LINK / 4;
            for (uint32_t j = 0; j < w->n; j++)
                if (j != i && w->pairs[j].numbers[numbers[k].of] > other) other = w->pairs[j].numbers[numbers[k].of];
            w->pairs[i].numbers[numbers[k].to] = w->pairs[i].numbers[numbers[k].of] - other;
        }
}

static float probability(const work *w, const mw_pair *p) {
    const float *weights = mw_reunite_weights[w->b.class];
    float s = 0;
    for (uint32_t i = 0; i < p->n; i++) s += weights[p->on[i]];
    for (uint32_t i = 0; i < MW_N_PAIR_NUMBER; i++) s += weights[MW_N_PAIR_MARK + i] * p->numbers[i];
    return 1 / (1 + expf(-s));
}

/* ---- joining ---------------------------------------------------------------------------------------------------------------- */

/* Whoever of the two has the name keeps it, else who was met first. What moves is known with the last mention that was weighed. */
static void unite(work *w, uint32_t a, uint32_t b) {
    mw_caster *c = w->c;
    bool named = c->ents.at[b].person != MW_NONE;
    uint32_t into = named ? b : a, from = named ? a : b, until = mw_caster_end(c, w->b.end);
    const mw_ent *gone = &c->ents.at[from];
    for (uint32_t i = gone->first; i <= gone->last && i < c->ments.n; i++) {
        mw_ment *m = &c->ments.at[i];
        if (root_of(w->of, m->entity) != from) continue;
        if (m->known < until) m->known = until;
        if (m->sort == MW_SORT_NOMINAL) m->guessed = true; /* a join by likelihood makes nobody a character, and gives no form to call by */
    }
    mw_ents_unite(c, w->of, into, from);
}

/* The least probability: where somebody gains a name, and of things, a wrong one costs more than a missed one. */
static float least_of(const work *w, uint32_t a, uint32_t b) {
    static const float least[MW_N_OPENER] = {0.75F, 0.5F, 0.45F, 0.6F, 0.4F};
    bool named = w->c->ents.at[a].person != MW_NONE || w->c->ents.at[b].person != MW_NONE;
    return named && least[w->b.class] < LEAST_NAMED ? LEAST_NAMED : least[w->b.class];
}

/* Who moves is small, and all of it was looked at: whoever the text dwells on is not given away for a few words. */
static bool is_weighed(const work *w, uint32_t a, uint32_t b) {
    const mw_ent *gone = &w->c->ents.at[w->c->ents.at[b].person != MW_NONE ? a : b];
    return gone->n <= FIRST_OF && gone->first + BACK >= w->b.first && gone->last <= w->b.end;
}

static void weigh(work *w, uint32_t mi) {
    mw_caster *c = w->c;
    float best = 0;
    uint32_t who = MW_NONE;
    take_later(w, mi);
    gather(w);
    if (!w->n) return;
    sum_first(w);
    for (uint32_t i = 0; i < w->n; i++) {
        mw_pair *p = &w->pairs[i];
        mark_kinds(w, p), mark_place(w, p), mark_heads(w, p), mark_together(w, p), number_links(w, p);
    }
    number_ahead(w);
    for (uint32_t i = 0; i < w->n; i++) {
        float p = probability(w, &w->pairs[i]);
        if (p > best) best = p, who = w->pairs[i].a;
        if (c->watch) c->watch->pair(c->watch->user, &w->pairs[i], w->b.class);
    }
    uint32_t a = who == MW_NONE ? w->b.ent : root_of(w->of, who), b = root_of(w->of, w->b.ent);
    if (a != b && best >= least_of(w, a, b) && may_be_one(c, a, b) && is_weighed(w, a, b) && !act_side_by_side(w, a)) unite(w, a, b);
}

static bool count(work *w, uint32_t mi) {
    const mw_ment *m = &w->c->ments.at[mi];
    if (w->count_fence[m->entity] != w->c->fence) w->count_fence[m->entity] = w->c->fence, w->count[m->entity] = 0;
    w->count[m->entity]++;
    if (m->sort != MW_SORT_NOMINAL || m->form_kind == MW_PROP) return true;
    while (w->by_head.n <= m->head_key)
        if (!mw_vec_push(w->c->mem, &w->by_head, MW_NONE)) return false;
    w->by_head.at[m->head_key] = mi;
    return true;
}

bool mw_ents_reunite(mw_caster *c) {
    if (c->critic || !c->tags->vectors) return true;
    work *w = mw_arena_alloc(c->scratch, sizeof *w);
    if (!w) return false;
    memset(w, 0, sizeof *w);
    w->c = c;
    w->of = mw_arena_array(c->scratch, c->ents.n, sizeof *w->of);
    w->count = mw_arena_array(c->scratch, c->ents.n, sizeof *w->count);
    w->count_fence = mw_arena_array(c->scratch, c->ents.n, sizeof *w->count_fence);
    bool good = w->of && w->count && w->count_fence;
    for (uint32_t e = 0; good && e < c->ents.n; e++) w->of[e] = e;
    if (good) mw_fence_start(c);
    for (uint32_t i = 0; good && i < c->ments.n; i++) {
        mw_fence_move(c, i);
        if (may_open(c, i)) weigh(w, i);
        good = count(w, i);
    }
    if (good) mw_ents_close(c, w->of);
    mw_vec_clear(c->mem, &w->by_head);
    return good;
}
