/* recalled: whom a noun with an owner meant before ("answered her mother", "said Harry's uncle"): of the narration's mentions in front of the cue with
 * the same noun and owner, the shares of the people whom the cast takes them to mean; the later ones count more. A feature of candidates. One pass over
 * the mentions, a constant time each. */
#include "speech/work.h"

enum { KEY_BYTES = 48 };
static const float FADES = 0.85F, UNSURE = 0.5F;

/* For one key: who was meant, how often, the oldest fading. */
typedef struct meant {
    uint32_t who[MW_RECALLED];
    float n[MW_RECALLED];
} meant;

typedef MW_VEC(meant) meant_vec;

typedef struct memory {
    mw_map *ids;
    meant_vec all;
    const marrow_allocator *mem;
} memory;

typedef struct key {
    char at[KEY_BYTES];
    size_t n;
} key;

/* Words of one meaning under one name. */
static mw_str kin_name(mw_str w) {
    static const char *const same[][2] = {{"mamma", "mother"}, {"mama", "mother"}, {"ma", "mother"}, {"mum", "mother"},
                                          {"mummy", "mother"}, {"papa", "father"}, {"pa", "father"}, {"dad", "father"},
                                          {"daddy", "father"}, {"auntie", "aunt"}, {"aunty", "aunt"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (mw_str_ieq(w, same[i][0])) return mw_str_of(same[i][1]);
    return w;
}

static key key_of(const mw_hearing *h, uint32_t owner, uint32_t head) {
    key k = {.n = 0};
    for (int i = 0; i < 4; i++) k.at[k.n++] = (char)(owner >> (8 * i) & 255);
    mw_str w = kin_name(mw_word(h, head));
    for (size_t i = 0; i < w.n && k.n < KEY_BYTES; i++) k.at[k.n++] = w.at[i] >= 'A' && w.at[i] <= 'Z' ? (char)(w.at[i] + 32) : w.at[i];
    return k;
}

static bool remember(memory *m, const key *k, uint32_t who) {
    uint32_t id;
    if (!mw_map_get(m->ids, (mw_str){k->at, k->n}, &id)) {
        meant none = {.n = {0}};
        for (int i = 0; i < MW_RECALLED; i++) none.who[i] = MW_NONE;
        id = (uint32_t)m->all.n;
        if (!mw_vec_push(m->mem, &m->all, none) || !mw_map_put(m->ids, (mw_str){k->at, k->n}, id)) return false;
    }
    meant *x = &m->all.at[id];
    int at = 0;
    for (int i = 0; i < MW_RECALLED; i++) x->n[i] *= FADES;
    for (int i = 1; i < MW_RECALLED; i++)
        if (x->who[at] != who && (x->who[i] == who || x->n[i] < x->n[at])) at = i;
    if (x->who[at] != who) x->n[at] = 0;
    x->who[at] = who;
    x->n[at] += 1;
    return true;
}

/* A noun of the narration that means somebody and has an owner. */
static bool note(const mw_hearing *h, memory *m, uint32_t index) {
    const mw_mention *x = &h->cast->mentions[index];
    if (x->form != MW_NOM || x->plural || !mw_narrated(h, x->first)) return true;
    uint32_t who = mw_mention_player(h->cast, index), owner = who == MW_NONE ? MW_NONE : mw_noun_owner(h, x->first, x->head, index);
    if (owner == MW_NONE || owner == who) return true;
    const key k = key_of(h, owner, x->head);
    return remember(m, &k, who);
}

static void recall(const mw_hearing *h, const memory *m, mw_turn *t) {
    const mw_cue *c = &h->pieces[t->cue].cue;
    uint32_t owner = c->plural || c->self ? MW_NONE : mw_noun_owner(h, c->first, c->head, c->mention), id;
    if (owner == MW_NONE) return;
    const key k = key_of(h, owner, c->head);
    if (!mw_map_get(m->ids, (mw_str){k.at, k.n}, &id)) return;
    const meant *x = &m->all.at[id];
    float all = UNSURE;
    for (int i = 0; i < MW_RECALLED; i++) all += x->n[i];
    for (int i = 0; i < MW_RECALLED; i++)
        if (x->n[i] > 0) t->recalled[t->n_recalled++] = (mw_recalled){x->who[i], x->n[i] / all};
}

/* Turns and mentions in step: what a cue recalls stands before it. */
static bool go_through(mw_hearing *h, memory *m) {
    for (uint32_t i = 0, next = 0; i < h->n_turns; i++) {
        mw_turn *t = &h->turns[i];
        t->n_recalled = 0;
        if (t->ground != MW_GROUND_NOMINAL || t->cue == MW_NONE || h->pieces[t->cue].cue.first == MW_NONE) continue;
        for (; next < h->cast->n_mentions && h->cast->mentions[next].first < h->pieces[t->cue].cue.first; next++)
            if (!note(h, m, next)) return false;
        recall(h, m, t);
    }
    return true;
}

marrow_status mw_recalled_build(mw_hearing *h, marrow_error *err) {
    memory m = {.ids = mw_map_new(&h->env->mem), .mem = &h->env->mem};
    bool ok = m.ids && go_through(h, &m);
    mw_vec_clear(m.mem, &m.all);
    mw_map_free(m.ids);
    return ok ? MARROW_OK : mw_fail_memory(err);
}
