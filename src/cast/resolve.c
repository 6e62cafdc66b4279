/* resolve: every mention of a document to an entity, from left to right.
 *
 * Names go to their form's person (to the one named last where two may be meant), I and we and you to the speech or the narration they stand in, the
 * others by nominals.c and pronouns.c; what finds nobody opens an entity. Done twice: after the first time the genders that pronouns
 * told are known (mw_genders_learn). Linear time. */
#include "cast/inside.h"

#include <string.h>

/* ---- entities --------------------------------------------------------------------------------------------------------------- */

uint8_t mw_ent_gender(const mw_caster *c, uint32_t ent) {
    const mw_ent *e = &c->ents.at[ent];
    return e->person != MW_NONE && c->person_gender[e->person] ? c->person_gender[e->person] : e->gender;
}

uint32_t mw_ent_add(mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    mw_ent e = {.person = MW_NONE,
                .last = mi,
                .last_full = MW_NONE,
                .first = mi,
                .recent_at = mi,
                .maker = mi,
                .work = MW_NONE,
                .type = m->type,
                .gender = m->gender == MW_NONE_GENDER ? MW_UNKNOWN : m->gender,
                .plural = m->plural,
                .predicate = m->predicate};
    return mw_vec_push(c->mem, &c->ents, e) ? (uint32_t)c->ents.n - 1 : MW_NONE;
}

/* What a noun that surely means somebody says of them: a child, a doctor. Of the trades of a whole text the one that most votes are for. */
static void note_noun(mw_ent *e, const mw_ment *m) {
    if (m->sort != MW_SORT_NOMINAL || !m->noun || m->guessed || m->plural) return;
    if (m->noun->age == MW_CHILD) e->age = MW_CHILD, e->n_child++;
    if (m->noun->age == MW_ADULT || m->noun->age == MW_OLD) e->age = MW_ADULT, e->n_adult++;
    if (!(m->noun->flags & MW_NOUN_WORK)) return;
    e->work = m->head_key;
    if (!e->n_usual) e->usual = m->head_key;
    e->n_usual = e->usual == m->head_key ? e->n_usual + 1 : e->n_usual - 1;
}

/* In a chapter that has not had somebody yet is known of them what the whole text says, not what the chapter before it did. */
static void enter(const mw_caster *c, mw_ent *e) {
    const mw_sort_of_person *s = e->person == MW_NONE ? NULL : &c->person_sort[e->person];
    e->recent = e->they_here = 0;
    e->age = s ? s->age : MW_AGE_UNKNOWN;
    e->work = s ? s->work : MW_NONE;
}

static void count_pronoun(mw_ent *e, const mw_pronoun *p) {
    if (p->person != 3) return;
    e->n_he += p->gender == MW_MALE, e->n_she += p->gender == MW_FEMALE, e->n_they += p->plural, e->they_here += p->plural,
        e->n_it += p->gender == MW_NONE_GENDER;
}

void mw_ent_join(mw_caster *c, uint32_t ent, uint32_t mi, uint8_t confidence) {
    mw_ment *m = &c->ments.at[mi];
    mw_ent *e = &c->ents.at[ent];
    uint32_t ago = mi > e->recent_at ? mi - e->recent_at : 0;
    if (!e->n || e->recent_at < c->fence) enter(c, e);
    e->recent = (ago > 120 ? e->recent / 8 : ago > 60 ? e->recent / 3 : ago > 25 ? e->recent * 2 / 3 : e->recent) + 1;
    if (e->recent > 12) e->recent = 12;
    e->recent_at = mi;
    e->here = mw_ent_here(c, ent) ? e->here + 1 : 1;
    m->entity = ent;
    m->confidence = confidence;
    m->known = mw_caster_end(c, mi);
    e->n++;
    e->last = mi;
    if (m->sort != MW_SORT_PRONOUN) e->last_full = mi;
    note_noun(e, m);
    if (m->sort == MW_SORT_PRONOUN) count_pronoun(e, m->pronoun);
    if (e->person == MW_NONE && e->gender == MW_UNKNOWN && m->sort != MW_SORT_NAME && m->gender != MW_NONE_GENDER) e->gender = m->gender;
}

/* ---- names ------------------------------------------------------------------------------------------------------------------ */

uint32_t mw_person_entity(mw_caster *c, uint32_t p, uint32_t mi) {
    if (c->person_ent[p] != MW_NONE) return c->person_ent[p];
    uint32_t e = mw_ent_add(c, mi);
    if (e == MW_NONE) return e;
    c->ents.at[e].person = p;
    c->ents.at[e].gender = c->persons.at[p].gender;
    c->ents.at[e].type = MW_PER;
    c->ents.at[e].plural = c->ents.at[e].predicate = false;
    enter(c, &c->ents.at[e]);
    return c->person_ent[p] = e;
}

/* Of two persons that a form may mean, the one mentioned last in this chapter; of two not met yet, the one named more often. */
static uint32_t nearer(const mw_caster *c, const mw_form *f) {
    uint32_t a = c->person_ent[f->person], b = c->person_ent[f->rival];
    bool a_here = a != MW_NONE && mw_ent_here(c, a), b_here = b != MW_NONE && mw_ent_here(c, b);
    if (a_here && b_here) return c->ents.at[a].last >= c->ents.at[b].last ? f->person : f->rival;
    if (a_here || b_here) return a_here ? f->person : f->rival;
    return c->persons.at[f->rival].n > c->persons.at[f->person].n ? f->rival : f->person;
}

/* Names of no person: one entity a name. */
static bool resolve_called(mw_caster *c, uint32_t mi, mw_str key) {
    uint32_t e;
    if (!mw_map_get(c->called, key, &e)) {
        e = mw_ent_add(c, mi);
        if (e == MW_NONE || !mw_map_put(c->called, key, e)) return false;
    }
    mw_ent_join(c, e, mi, 200);
    return true;
}

static bool resolve_text(mw_caster *c, uint32_t mi) {
    char *key =
        mw_str_lower(c->scratch, mw_str_span(c->text->at, (mw_span){c->tokens->span[c->ments.at[mi].first].start, mw_caster_end(c, mi)}));
    return key && resolve_called(c, mi, mw_str_of(key));
}

static bool resolve_alone(mw_caster *c, uint32_t mi) {
    uint32_t e = mw_ent_add(c, mi);
    if (e == MW_NONE) return false;
    mw_ent_join(c, e, mi, c->ments.at[mi].sort == MW_SORT_NOMINAL ? 188 : 150);
    return true;
}

static bool resolve_name(mw_caster *c, uint32_t mi) {
    const mw_form *f = &c->forms.at[c->ments.at[mi].form];
    if (f->person == MW_NONE) return f->name.n_words ? resolve_called(c, mi, mw_str_of(f->key)) : resolve_alone(c, mi);
    uint32_t p = f->rival == MW_NONE ? f->person : nearer(c, f), e = mw_person_entity(c, p, mi);
    if (e == MW_NONE) return false;
    mw_ent_join(c, e, mi, f->rival == MW_NONE ? 225 : 170);
    if (f->bridge != MW_NONE && f->bridge < c->ments.n && c->ents.at[e].first != mi) {
        uint32_t known = mw_caster_end(c, f->bridge);
        if (known > c->ments.at[mi].known) c->ments.at[mi].known = known;
    }
    return true;
}

/* ---- I, we, you ------------------------------------------------------------------------------------------------------------- */

enum { WE_LAST = 15, WE_GO_ON = 4 };

/* The slot that holds the entity of a first or second person; NULL: a narrator with a name. */
static uint32_t *slot_of(mw_caster *c, const mw_ment *m) {
    const mw_pronoun *p = m->pronoun;
    if (m->unit) {
        mw_unit *u = &c->units.at[m->unit - 1];
        return p->person == 2 ? &u->you : p->plural ? &u->us : &u->me;
    }
    return p->person == 2 ? &c->you : p->plural ? &c->we : &c->narrator_ent;
}

/* We said by several in turn are the same; we of the narration, long not said, are others. */
static void go_on_we(mw_caster *c, const mw_ment *m, uint32_t *slot) {
    if (!m->unit) {
        uint32_t last = *slot == MW_NONE ? 0 : c->ents.at[*slot].last;
        if (*slot != MW_NONE && (last < c->fence || c->ments.at[last].sentence + WE_LAST < m->sentence)) *slot = MW_NONE;
    } else if (*slot == MW_NONE && m->unit > 1) {
        uint32_t us = c->units.at[m->unit - 2].us;
        bool here = us != MW_NONE && c->ents.at[us].last >= c->fence;
        if (here && c->ments.at[c->ents.at[us].last].sentence + WE_GO_ON >= m->sentence) *slot = us;
    }
}

static bool resolve_anybody(mw_caster *c, uint32_t mi) {
    uint32_t e = mw_ent_add(c, mi);
    if (e == MW_NONE) return false;
    c->ents.at[e].type = MW_PER;
    mw_ent_join(c, e, mi, 150);
    return true;
}

static bool resolve_speaker(mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    if (!m->unit && m->pronoun->person == 1 && !m->pronoun->plural) {
        uint32_t p = mw_caster_narrator(c, m->head);
        if (p != MW_NONE) {
            uint32_t e = mw_person_entity(c, p, mi);
            if (e != MW_NONE) c->ents.at[e].narrator = true, mw_ent_join(c, e, mi, 200);
            return e != MW_NONE;
        }
    }
    if (!m->unit && m->pronoun->person == 2 && !mw_caster_speaks_to(c, m->head)) return resolve_anybody(c, mi);
    uint32_t *slot = slot_of(c, m);
    if (m->pronoun->person == 1 && m->pronoun->plural) go_on_we(c, m, slot);
    if (*slot == MW_NONE) {
        *slot = mw_ent_add(c, mi);
        if (*slot == MW_NONE) return false;
        c->ents.at[*slot].type = MW_PER;
        c->ents.at[*slot].narrator = slot == &c->narrator_ent;
    }
    mw_ent_join(c, *slot, mi, m->unit ? 120 : 230);
    return true;
}

/* ---- all -------------------------------------------------------------------------------------------------------------------- */

static bool resolve_found(mw_caster *c, uint32_t mi, uint32_t ent, uint8_t confidence) {
    if (ent == MW_NONE) return resolve_alone(c, mi);
    mw_ent_join(c, ent, mi, confidence);
    return true;
}

/* The stranger, once the text has told who that is. */
static bool resolve_meant(mw_caster *c, uint32_t mi) {
    uint32_t p = mw_person_now(c, c->meant[mi]), e = mw_person_entity(c, p, mi);
    if (e == MW_NONE) return false;
    mw_ent_join(c, e, mi, 170);
    uint32_t at = c->meant_at[mi], known = at == MW_NONE || at >= c->ments.n ? 0 : mw_caster_end(c, at);
    if (known > c->ments.at[mi].known) c->ments.at[mi].known = known;
    return true;
}

static bool resolve(mw_caster *c, uint32_t mi) {
    mw_ment *m = &c->ments.at[mi];
    uint8_t confidence = 128;
    if (m->entity != MW_NONE) return true;
    if (m->sort == MW_SORT_NAME) return resolve_name(c, mi);
    if (m->sort == MW_SORT_PRONOUN) {
        if (m->pronoun->person < 3) return resolve_speaker(c, mi);
        if (c->meant && c->meant[mi] != MW_NONE) return resolve_meant(c, mi);
        uint32_t ent = mw_pronoun_antecedent(c, mi, &confidence);
        return resolve_found(c, mi, ent, confidence);
    }
    if (m->form_kind == MW_PROP) return resolve_text(c, mi);
    if (m->possessor != MW_NONE && c->ments.at[m->possessor].sort != MW_SORT_NOMINAL && !resolve(c, m->possessor))
        return false; /* her before her mother; one step deep */
    if (c->meant && c->meant[mi] != MW_NONE) return resolve_meant(c, mi) && mw_nominal_remember(c, mi);
    c->told_at = MW_NONE;
    uint32_t ent = mw_nominal_antecedent(c, mi, &confidence);
    if (!resolve_found(c, mi, ent, confidence)) return false;
    if (c->told_at != MW_NONE) c->ments.at[mi].known = mw_caster_end(c, c->told_at);
    return mw_nominal_remember(c, mi);
}

static bool start(mw_caster *c) {
    mw_map_free(c->owned), mw_map_free(c->called);
    c->owned = mw_map_new(c->mem), c->called = mw_map_new(c->mem);
    c->ents.n = c->key_at.n = c->head_at.n = c->head_n.n = 0;
    c->we = c->you = c->narrator_ent = MW_NONE;
    for (size_t i = 0; i < c->persons.n; i++) c->person_ent[i] = MW_NONE;
    for (size_t i = 0; i < c->units.n; i++) c->units.at[i].me = c->units.at[i].you = c->units.at[i].us = MW_NONE;
    for (size_t i = 0; i < c->ments.n; i++) c->ments.at[i].entity = MW_NONE, c->ments.at[i].guessed = false;
    return c->owned && c->called;
}

bool mw_ments_resolve(mw_caster *c) {
    if (!start(c)) return false;
    mw_fence_start(c);
    for (uint32_t i = 0; i < c->ments.n; i++) {
        mw_fence_move(c, i);
        if (!mw_ment_waits(c, i) && !resolve(c, i)) return false;
    }
    return mw_headings_settle(c) && mw_ents_meet(c);
}

/* ---- what pronouns tell of gender ------------------------------------------------------------------------------------------- */

/* What most nouns say: a child; a doctor. */
static void learn_sort(mw_caster *c, uint32_t p) {
    if (c->person_ent[p] == MW_NONE) return;
    const mw_ent *e = &c->ents.at[c->person_ent[p]];
    uint8_t age = e->n_child > e->n_adult ? MW_CHILD : e->n_adult > e->n_child ? MW_ADULT : MW_AGE_UNKNOWN;
    c->person_sort[p] = (mw_sort_of_person){.work = e->n_usual ? e->usual : MW_NONE, .age = age};
}

void mw_genders_learn(mw_caster *c) {
    for (size_t i = 0; i < c->persons.n; i++) {
        const mw_person *p = &c->persons.at[i];
        c->person_gender[i] = p->gender;
        learn_sort(c, (uint32_t)i);
        if (p->title_gender || c->person_ent[i] == MW_NONE) continue;
        const mw_ent *e = &c->ents.at[c->person_ent[i]];
        uint32_t he = e->n_he, she = e->n_she, n = he + she;
        if (e->narrator) continue;
        if (p->gender == MW_UNKNOWN && n >= 2 && (he >= 2 * she || she >= 2 * he)) c->person_gender[i] = he > she ? MW_MALE : MW_FEMALE;
    }
}
