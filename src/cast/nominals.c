/* nominals: "the old gardener", "her mother", "the boy" to the entity that was so called before.
 *
 * In this order: words that --characters gives; an epithet written small (the stranger, once the Stranger); a parent or spouse whom the
 * owner's name tells; a rank (the colonel) to who bears it. All others go to the ranking, with what their words point to: what somebody
 * owns (one mother to a person), who was last so called, by all words or by the noun. What opens with a, some, another is new.
 * Predicates and appositions are entities of their own: they say what somebody is. Constant time a mention. */
#include "cast/antecedent.h"

#include <string.h>

enum { ESTABLISHED = 8, BACK_RANK = 120 };

static mw_str owned_key(uint32_t owner, uint32_t noun, uint32_t key[2]) {
    key[0] = owner;
    key[1] = noun;
    return (mw_str){(const char *)key, 2 * sizeof *key};
}

/* Papa is a father. */
static const char *plain_kin(const char *lemma) {
    static const char *const same[][2] = {{"papa", "father"},  {"dad", "father"},  {"daddy", "father"}, {"pa", "father"},
                                          {"mamma", "mother"}, {"mama", "mother"}, {"ma", "mother"},    {"mum", "mother"},
                                          {"mummy", "mother"}, {"mom", "mother"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (!strcmp(lemma, same[i][0])) return same[i][1];
    return lemma;
}

static bool owned_noun(mw_caster *c, const mw_ment *m, uint32_t *noun) {
    *noun = m->key;
    if (!m->noun || !(m->noun->flags & MW_NOUN_UNIQUE) || m->key != m->head_key) return true;
    mw_str word = mw_str_of(plain_kin(mw_lemma(c->tags, m->head)));
    if (mw_map_get(c->keys, word, noun)) return true;
    *noun = (uint32_t)mw_map_size(c->keys);
    return mw_map_put(c->keys, word, *noun);
}

static uint32_t owner_of(const mw_caster *c, const mw_ment *m) {
    return m->possessor == MW_NONE ? MW_NONE : c->ments.at[m->possessor].entity;
}

/* Lucy Harlow's mother: Mrs. Harlow; Mrs. Hall's husband: Mr. Hall. */
static uint32_t parent_or_spouse(const mw_caster *c, const mw_ment *m, uint32_t owner) {
    uint32_t p = c->ents.at[owner].person;
    if (p == MW_NONE || !c->persons.at[p].surname || !m->noun || m->key != m->head_key) return MW_NONE;
    const mw_person *q = &c->persons.at[p];
    const char *kin = plain_kin(mw_lemma(c->tags, m->head));
    bool parent = !strcmp(kin, "mother") || !strcmp(kin, "father"), spouse = !strcmp(kin, "wife") || !strcmp(kin, "husband");
    if ((parent && (q->married || (!q->given && !q->maiden))) || (spouse && q->maiden) || (!parent && !spouse)) return MW_NONE;
    bool woman = m->noun->gender == MW_FEMALE;
    if (spouse && q->gender != (woman ? MW_MALE : MW_FEMALE)) return MW_NONE;
    mw_buf b;
    mw_buf_init(&b, c->mem);
    mw_buf_printf(&b, "%c%s", woman ? 'f' : 'm', q->surname);
    uint32_t who = MW_NONE;
    if (!b.failed && mw_map_get(c->couples, (mw_str){b.at, b.n}, &who)) who = mw_person_now(c, who);
    mw_buf_clear(&b);
    return who == p ? MW_NONE : who;
}

static bool same_number(const mw_caster *c, const mw_ment *m, uint32_t ent) {
    return c->ents.at[ent].plural == m->plural && (c->ents.at[ent].type == MW_PER) == (m->type == MW_PER);
}

/* The person that a written-small epithet or a given alias names. */
static uint32_t person_called(const mw_caster *c, const mw_ment *m) {
    char buf[MW_WORD_BYTES];
    mw_buf b;
    mw_buf_init(&b, c->mem);
    for (uint32_t t = m->first; t <= m->head; t++) {
        const char *w = mw_caster_lower(c, t, buf);
        if (t == m->first && (!strcmp(w, "the") || !strcmp(w, "a") || !strcmp(w, "an"))) continue;
        mw_buf_puts(&b, b.n ? " " : "");
        mw_buf_puts(&b, w);
    }
    uint32_t f, p = MW_NONE;
    mw_str key = {b.at ? b.at : "", b.n};
    if (!b.failed && key.n && !mw_map_get(c->given_names, key, &p) && m->det == MW_DET_DEF && mw_map_get(c->form_map, key, &f) &&
        c->forms.at[f].n_det * 2 > c->forms.at[f].n && c->forms.at[f].n >= 3)
        p = c->forms.at[f].person;
    mw_buf_clear(&b);
    return p;
}

/* The only person who bears a rank, named already or not; MW_NONE: none or several. */
static uint32_t only_ranked(mw_caster *c, const char *rank, uint32_t mi) {
    uint32_t who = MW_NONE;
    for (uint32_t p = 0; p < c->persons.n; p++) {
        if (!c->persons.at[p].n || !mw_person_ranked(&c->persons.at[p], rank)) continue;
        if (who != MW_NONE) return MW_NONE;
        who = p;
    }
    return who == MW_NONE ? MW_NONE : mw_person_entity(c, who, mi);
}

/* The colonel: who was last named with that rank in this chapter, else the only one who bears it. */
static uint32_t ranked(mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    const mw_title *t = mw_title_lookup(mw_lemma(c->tags, m->head));
    if (!t || !(t->flags & MW_TITLE_RANK) || t->flags & MW_TITLE_KIN) return MW_NONE;
    for (uint32_t i = mi, back = 0; i-- > c->fence && back < BACK_RANK; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (a->entity == MW_NONE || c->ents.at[a->entity].person == MW_NONE) continue;
        const mw_person *p = &c->persons.at[c->ents.at[a->entity].person];
        if (mw_person_ranked(p, t->form)) return a->entity;
    }
    return c->n_chapters > 1 ? only_ranked(c, t->form, mi) : MW_NONE;
}

/* Words for one trade. */
static const char *const trades[][8] = {{"doctor", "physician", "surgeon", "practitioner", "general practitioner", "apothecary"},
                                        {"clergyman", "parson", "vicar", "rector", "curate", "minister", "priest"},
                                        {"lawyer", "solicitor", "attorney", "barrister"},
                                        {"innkeeper", "landlord", "publican", "proprietor"},
                                        {"policeman", "constable"},
                                        {"teacher", "schoolmaster", "schoolteacher", "master"},
                                        {"sailor", "seaman", "mariner"}};

/* Who holds an office: of whom it was told before in this chapter; else of whom alone the text tells it, wherever that stands. */
static uint32_t holder(mw_caster *c, uint32_t mi, uint32_t key) {
    uint32_t i, only = MW_NONE, tells = MW_NONE, looked = 0;
    if (!mw_map_get(c->offices, (mw_str){(const char *)&key, sizeof key}, &i)) return MW_NONE;
    for (; i != MW_NONE && looked < BACK_RANK; i = c->told.at[i].before, looked++) {
        const mw_office *o = &c->told.at[i];
        if (o->at < mi && o->at >= c->fence) return c->ments.at[o->at].entity;
        uint32_t p = mw_person_now(c, o->person);
        if (only != MW_NONE && p != only) return MW_NONE;
        only = p, tells = o->at; /* the first of them */
    }
    if (i != MW_NONE || only == MW_NONE) return MW_NONE;
    c->told_at = tells > mi ? tells : MW_NONE;
    return c->person_ent[only];
}

/* A name of the entity's person soon behind, in the same chapter; MW_NONE. */
static uint32_t named_soon(const mw_caster *c, uint32_t mi, uint32_t ent) {
    uint32_t end = c->fence_chapter < c->n_chapters ? c->text->chapters[c->first_chapter + c->fence_chapter].span.start : UINT32_MAX;
    for (uint32_t i = mi + 1; i < c->ments.n && i <= mi + BACK_RANK && c->tokens->span[c->ments.at[i].first].start < end; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort == MW_SORT_NAME && m->form != MW_NONE && mw_person_now(c, c->forms.at[m->form].person) == c->ents.at[ent].person)
            return i;
    }
    return MW_NONE;
}

/* The doctor: of whom an apposition said that he is the doctor, or the physician; named not long ago. */
static uint32_t in_office(mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    if (!m->noun || !(m->noun->flags & MW_NOUN_WORK) || !mw_map_size(c->offices)) return MW_NONE;
    uint32_t ent = holder(c, mi, m->key), key;
    for (size_t i = 0; ent == MW_NONE && i < sizeof trades / sizeof *trades; i++) {
        bool in = false;
        for (int k = 0; k < 8 && trades[i][k]; k++) in |= !strcmp(trades[i][k], m->noun->word);
        for (int k = 0; in && ent == MW_NONE && k < 8 && trades[i][k]; k++)
            if (mw_map_get(c->keys, mw_str_of(trades[i][k]), &key)) ent = holder(c, mi, key);
    }
    uint8_t g = ent == MW_NONE ? MW_UNKNOWN : mw_ent_gender(c, ent);
    bool near = g != MW_UNKNOWN && mw_ent_here(c, ent) && c->ents.at[ent].last + BACK_RANK >= mi;
    uint32_t soon = g == MW_UNKNOWN || near ? MW_NONE : named_soon(c, mi, ent);
    if (soon != MW_NONE && (c->told_at == MW_NONE || soon > c->told_at)) c->told_at = soon;
    if ((near || soon != MW_NONE) && (m->gender == MW_UNKNOWN || m->gender == g)) return ent;
    c->told_at = MW_NONE;
    return MW_NONE;
}

/* A review's plot is short: his five-year-old son is his son. */
static bool is_kin_in_review(const mw_caster *c, const mw_ment *m) {
    return c->critic && m->noun && m->noun->flags & MW_NOUN_KIN && !m->plural;
}

/* What a mention of this chapter meant: whom another chapter calls so tells nothing here. */
static uint32_t meant_here(const mw_caster *c, uint32_t mention) {
    return mention == MW_NONE || mention < c->fence ? MW_NONE : c->ments.at[mention].entity;
}

static uint32_t last_called(const mw_caster *c, const mw_indices *by, uint32_t key) {
    return meant_here(c, key < by->n ? by->at[key] : MW_NONE);
}

static uint32_t so_called(const mw_caster *c, const mw_ment *m, const mw_indices *by, uint32_t key) {
    uint32_t ent = last_called(c, by, key);
    return ent != MW_NONE && same_number(c, m, ent) ? ent : MW_NONE;
}

uint32_t mw_nominal_sole(const mw_caster *c, const mw_ment *m) {
    return last_called(c, &c->head_at, m->head_key) == MW_NONE ? 0 : c->head_n.at[m->head_key];
}

bool mw_nominal_hints(mw_caster *c, uint32_t mi, mw_hints *h) {
    const mw_ment *m = &c->ments.at[mi];
    *h = (mw_hints){MW_NONE, MW_NONE, MW_NONE, so_called(c, m, &c->key_at, m->key), so_called(c, m, &c->head_at, m->head_key)};
    if (m->det == MW_DET_POSS) {
        uint32_t noun, key[2], owner = owner_of(c, m), kin;
        if (owner == MW_NONE) return true;
        if (!owned_noun(c, m, &noun)) return false;
        if (!mw_map_get(c->owned, owned_key(owner, noun, key), &h->owned) && is_kin_in_review(c, m))
            mw_map_get(c->owned, owned_key(owner, m->head_key, key), &h->owned);
        h->owned = meant_here(c, h->owned);
        kin = h->owned == MW_NONE ? parent_or_spouse(c, m, owner) : MW_NONE;
        if (kin != MW_NONE && (h->kin = mw_person_entity(c, kin, mi)) == MW_NONE) return false;
    } else if (m->type == MW_PER && !m->plural && m->det == MW_DET_DEF && m->key == m->head_key)
        h->ranked = ranked(c, mi);
    if (h->ranked == MW_NONE && h->key == MW_NONE && m->type == MW_PER && !m->plural && m->det == MW_DET_DEF) h->ranked = in_office(c, mi);
    return true;
}

static bool names_it(const mw_caster *c, uint32_t token) {
    static const char *const words[] = {"named", "called", "dubbed", "nicknamed"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_str_is(mw_caster_word(c, token), words[i])) return true;
    return false;
}

/* Where "brother - in - law" ends, in as many tokens; else the token itself. */
static uint32_t in_law_end(const mw_caster *c, uint32_t t) {
    bool split = t + 4 < c->tags->n && mw_str_is(mw_caster_word(c, t + 2), "in") && mw_str_is(mw_caster_word(c, t + 4), "law");
    return split ? t + 4 : t;
}

/* In a review: his wife Rana, her son, Sam, a nurse called Ines. The person whose name stands right behind the noun; MW_NONE: none. */
static uint32_t named_right_behind(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t end = in_law_end(c, m->head);
    for (uint32_t k = mi + 1; k < c->ments.n && k <= mi + 6 && c->ments.at[k].first <= m->last + 3; k++) {
        const mw_ment *x = &c->ments.at[k];
        bool called = x->first > m->head + 1 && x->first <= m->head + 3 && names_it(c, x->first - 1);
        bool law = c->critic && end > m->head && x->first == end + 1;
        bool behind = called || law || (x->first > m->head && x->first <= m->head + 2 && c->tags->head[x->head] == m->head);
        bool apposed = called || law || c->tags->rel_base[x->head] == MW_REL_APPOS || c->tags->rel_base[x->head] == MW_REL_FLAT;
        if (x->sort != MW_SORT_NAME || x->form == MW_NONE || !behind || !apposed || (c->critic && mw_outside_story(c->critic, x->head)))
            continue;
        return c->forms.at[x->form].person;
    }
    return MW_NONE;
}

/* The same through what stands for it: "her fiancé, a clerk named Bo"; "his partner is a thief called Lou". */
static uint32_t named_behind(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    if (m->plural || m->predicate) return MW_NONE;
    uint32_t who = named_right_behind(c, mi);
    for (uint32_t k = mi + 1; c->critic && who == MW_NONE && k < c->ments.n && k <= mi + 6 && c->ments.at[k].sentence == m->sentence; k++) {
        const mw_ment *x = &c->ments.at[k];
        if (x->sort != MW_SORT_NOMINAL || x->plural || x->first > m->last + 4) continue;
        bool apposed = c->tags->rel_base[x->head] == MW_REL_APPOS && c->tags->head[x->head] == m->head && m->det == MW_DET_POSS;
        bool equated = m->det == MW_DET_POSS && c->tags->rel_base[m->head] == MW_REL_NSUBJ && c->tags->head[m->head] == x->head &&
                       mw_child_with(c->tags, c->children, x->head, MW_REL_COP) != MW_NONE;
        if (apposed || equated) who = named_right_behind(c, k);
    }
    return who;
}

/* In a review: whom a sentence was about is called in the next one by what else there is to say of them ("Ada runs a mill. … the former nun
 * …"): a definite noun of a person, new, with something beside it, that is subject; nobody's kin, and not introduced by a name or an "of". */
static uint32_t told_otherwise(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    bool fresh = last_called(c, &c->key_at, m->key) == MW_NONE && last_called(c, &c->head_at, m->head_key) == MW_NONE;
    bool kin = m->noun && m->noun->flags & MW_NOUN_KIN;
    if (m->type != MW_PER || m->plural || m->predicate || m->det != MW_DET_DEF || m->role != MW_ROLE_SUBJECT || m->unit || kin || !fresh ||
        m->key == m->head_key || m->last > m->head || !mw_of_story(c->critic, c->tags, m->head))
        return MW_NONE;
    for (uint32_t i = mi, back = 0; i-- > 0 && back < 24; back++) {
        const mw_ment *a = &c->ments.at[i];
        if (a->sentence == m->sentence) {
            if (a->role == MW_ROLE_SUBJECT && a->type == MW_PER && a->sort != MW_SORT_PRONOUN) return MW_NONE;
            continue;
        }
        if (m->sentence > a->sentence + 1 || c->tokens->block[a->head] != c->tokens->block[m->head]) return MW_NONE;
        if (a->sort != MW_SORT_NAME || a->role != MW_ROLE_SUBJECT || a->entity == MW_NONE || mw_outside_story(c->critic, a->head)) continue;
        const mw_ent *e = &c->ents.at[a->entity];
        uint8_t g = mw_ent_gender(c, a->entity);
        bool fits = e->type == MW_PER && !e->plural && (g == MW_UNKNOWN || m->gender == MW_UNKNOWN || g == m->gender);
        return fits && e->person != MW_NONE ? a->entity : MW_NONE;
    }
    return MW_NONE;
}

enum { LEAST_GUESS = 115, LEAST_GUESS_SAID = 150 }; /* of 255; in a speech, of a text of a page or two */

static uint8_t least_guess(const mw_caster *c, const mw_ment *m) {
    return m->unit && mw_is_page(c->tokens, c->doc) ? LEAST_GUESS_SAID : LEAST_GUESS;
}

uint32_t mw_nominal_antecedent(mw_caster *c, uint32_t mi, uint8_t *confidence) {
    const mw_ment *m = &c->ments.at[mi];
    *confidence = 188;
    uint32_t named = named_behind(c, mi);
    if (named == MW_NONE && !m->predicate && !m->plural && (named = person_called(c, m)) != MW_NONE) *confidence = 220;
    if (named != MW_NONE) return mw_person_entity(c, named, mi);
    if (m->predicate || m->det == MW_DET_INDEF) return MW_NONE;
    mw_hints hints;
    mw_candidates all;
    if (!mw_nominal_hints(c, mi, &hints)) return MW_NONE;
    if (hints.owned == MW_NONE && hints.kin != MW_NONE) return *confidence = 140, hints.kin;
    if (hints.ranked != MW_NONE) return *confidence = 170, hints.ranked;
    if (c->critic && hints.owned == MW_NONE) {
        uint32_t ent = told_otherwise(c, mi);
        if (ent != MW_NONE) return *confidence = 140, ent;
        if (m->det == MW_DET_POSS && is_kin_in_review(c, m)) return MW_NONE; /* somebody new */
    } else if (c->critic)
        return *confidence = 212, hints.owned;
    const mw_candidate *best = mw_antecedent_rank(c, mi, &hints, &all, confidence);
    c->ments.at[mi].guessed = best->ent != MW_NONE && !best->said;
    /* Rather somebody of their own than a wrong one; who speaks under a new noun, speech finds out. */
    if (c->ments.at[mi].guessed && (*confidence < least_guess(c, m) || m->says)) return MW_NONE;
    return best->ent;
}

static bool set_at(const marrow_allocator *mem, mw_indices *v, uint32_t at, uint32_t value) {
    while (v->n <= at)
        if (!mw_vec_push(mem, v, MW_NONE)) return false;
    v->at[at] = value;
    return true;
}

/* One more who is called by the noun: somebody new, or another than the last one. */
static bool count_head(mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t last = last_called(c, &c->head_at, m->head_key), n = mw_nominal_sole(c, m);
    if (last == m->entity || (last != MW_NONE && c->ents.at[m->entity].maker != mi)) return true;
    return set_at(c->mem, &c->head_n, m->head_key, n + 1);
}

bool mw_nominal_remember(mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    uint32_t key[2], noun, owner = owner_of(c, m);
    if (m->predicate || m->guessed) return true; /* a guess shall not breed */
    if (m->det == MW_DET_POSS && owner != MW_NONE) {
        if (!owned_noun(c, m, &noun)) return false;
        mw_str k = owned_key(owner, noun, key);
        uint32_t had;
        if ((!mw_map_get(c->owned, k, &had) || meant_here(c, had) == MW_NONE) && !mw_map_put(c->owned, k, mi)) return false;
        k = owned_key(owner, m->head_key, key);
        if (is_kin_in_review(c, m) && !mw_map_get(c->owned, k, NULL) && !mw_map_put(c->owned, k, mi)) return false;
    }
    uint32_t before = last_called(c, &c->key_at, m->key);
    if (m->det == MW_DET_INDEF && before != MW_NONE && c->ents.at[before].here >= ESTABLISHED &&
        !(m->noun && m->noun->flags & MW_NOUN_PLAIN))
        return true; /* another stranger does not take the stranger's place */
    return count_head(c, mi) && set_at(c->mem, &c->key_at, m->key, mi) && set_at(c->mem, &c->head_at, m->head_key, mi);
}
