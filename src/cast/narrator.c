/* narrator: is a chapter told by an I, and who is that.
 *
 * A chapter is told by an I when I stands often enough outside speech. The name is voted for: who is addressed by name in a speech next to
 * one that I spoke; "my name is X", "call me X", "I, X,". A narrator is hardly ever named in the narration itself, so persons who are do
 * not stand. The whole document has one vote; a chapter has another narrator where its heading says so (a name alone, "told by X", "X's
 * story"), or where its own votes are for somebody else, as they are in other chapters (tellers.c). Where most of a chapter is one
 * speaker's long speech, full of I, it is told by that speaker, inside the frame of whoever tells the rest. Without a clear winner the
 * narrator stays without a name. Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { I_PER_1000 = 6, LEAST_I = 3, LEAST_SELF = 2, PAGES = 800, LEAST_VOTES = 2, LEAST_SECOND = 3, LEAST_PET = 5, ECHO_BACK = 16 };

/* ---- who tells -------------------------------------------------------------------------------------------------------------- */

static bool is_self(const mw_caster *c, uint32_t t) {
    static const char *const words[] = {"me", "my", "myself", "mine"};
    for (size_t i = 0; c->tags->upos[t] == MW_PRON && i < sizeof words / sizeof *words; i++)
        if (mw_str_ieq(mw_caster_word(c, t), words[i])) return true;
    return false;
}

bool mw_narrators_find(mw_caster *c) {
    size_t n = (size_t)c->n_chapters + 1;
    c->chapter_i = mw_arena_array(c->scratch, n, sizeof *c->chapter_i);
    c->chapter_words = mw_arena_array(c->scratch, n, sizeof *c->chapter_words);
    c->chapter_said = mw_arena_array(c->scratch, n, sizeof *c->chapter_said);
    c->chapter_narrator = mw_arena_array(c->scratch, n, sizeof *c->chapter_narrator);
    c->chapter_teller = mw_arena_array(c->scratch, n, sizeof *c->chapter_teller);
    if (!c->chapter_said || !c->chapter_teller || !c->chapter_i || !c->chapter_words || !c->chapter_narrator) return false;
    for (size_t i = 0; i < n; i++) c->chapter_narrator[i] = c->chapter_teller[i] = MW_NONE;
    uint32_t chapter = 0, words = 0, me = 0, self = 0;
    for (uint32_t t = c->from; t < c->to; t++) {
        if (t == c->from || c->tokens->flags[t] & MW_TOK_BLOCK_START) chapter = mw_caster_chapter(c, t);
        if (c->tags->upos[t] == MW_PUNCT) continue;
        if (c->unit_of[t - c->from]) {
            c->chapter_said[chapter]++;
            continue;
        }
        bool i = c->tags->upos[t] == MW_PRON && mw_str_is(mw_caster_word(c, t), "I");
        c->chapter_words[chapter]++, words++;
        self += i || is_self(c, t);
        c->chapter_i[chapter] += i, me += i;
    }
    bool frame = (uint64_t)words * 3 < c->to - c->from; /* most of it is told by somebody inside: the frame says less of itself */
    c->first_person = me >= LEAST_I && (uint64_t)me * 1000 >= (uint64_t)words * (frame ? I_PER_1000 / 4 : I_PER_1000);
    if (c->to - c->from < PAGES && self >= LEAST_SELF) c->first_person = true; /* on a page or two few words tell */
    return true;
}

bool mw_caster_told_by_me(const mw_caster *c, uint32_t chapter) {
    uint32_t i = c->chapter_i[chapter], words = c->chapter_words[chapter];
    if (words < 300) return c->first_person; /* too short to tell */
    return i >= LEAST_I && (uint64_t)i * 1000 >= (uint64_t)words * I_PER_1000;
}

/* ---- by what name ----------------------------------------------------------------------------------------------------------- */

uint32_t mw_ment_person(const mw_caster *c, uint32_t mi) {
    uint32_t e = c->ments.at[mi].entity;
    return e == MW_NONE ? MW_NONE : c->ents.at[e].person;
}

bool mw_unit_mine(const mw_caster *c, uint32_t unit) {
    uint32_t s = unit < c->units.n ? c->units.at[unit].speaker : MW_NONE;
    return s != MW_NONE && c->ments.at[s].pronoun && c->ments.at[s].pronoun->person == 1 && !c->ments.at[s].pronoun->plural;
}

/* "Is a man named Alder here?" "Alder?": the name of whom the speech before spoke, asked back, calls nobody. */
static bool is_echo(const mw_caster *c, uint32_t mi) {
    const mw_ment *m = &c->ments.at[mi];
    if (m->unit < 2 || m->last + 1 >= c->to || !mw_str_is(mw_caster_word(c, m->last + 1), "?")) return false;
    uint32_t p = mw_ment_person(c, mi);
    for (uint32_t i = mi, back = 0; i-- > 0 && back < ECHO_BACK; back++)
        if (c->ments.at[i].unit + 1 == m->unit && c->ments.at[i].sort == MW_SORT_NAME && mw_ment_person(c, i) == p)
            return !c->ments.at[i].addressed;
    return false;
}

/* Addressed beside a speech of mine, in one that is not mine. */
static void vote_addressed(const mw_caster *c, uint32_t *votes) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t p = m->sort == MW_SORT_NAME && m->addressed ? mw_ment_person(c, i) : MW_NONE;
        if (p == MW_NONE || c->chapter_teller[mw_caster_chapter(c, m->first)] != MW_NONE) continue; /* called so inside somebody's tale */
        uint32_t u = m->unit - 1;
        if (is_echo(c, i)) continue;
        if (mw_unit_mine(c, u))
            votes[p] -= votes[p] > 0;
        else if (mw_unit_mine(c, u + 1) || (u && mw_unit_mine(c, u - 1)))
            votes[p] += 2;
        else
            votes[p] +=
                c->units.at[u].speaker != MW_NONE || mw_caster_told_by_me(c, mw_caster_chapter(c, m->first)); /* somebody speaks to them */
    }
}

static void vote_told(const mw_caster *c, uint32_t *votes) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort != MW_SORT_NAME || (m->unit && !mw_unit_mine(c, m->unit - 1)) || !mw_ment_names_me(c, m)) continue;
        uint32_t p = mw_ment_person(c, i);
        if (m->unit && c->chapter_teller[mw_caster_chapter(c, m->first)] != MW_NONE) continue;
        if (p != MW_NONE) votes[p] += m->unit ? 4 : 8;
    }
}

/* "I am Alder," he said: somebody else's name. */
static bool is_anothers(const mw_caster *c, const mw_ment *m) {
    return c->units.at[m->unit - 1].speaker != MW_NONE && !mw_unit_mine(c, m->unit - 1) && mw_ment_names_me(c, m);
}

/* Whom I speak of by name is somebody else. */
static bool is_said_by_me(const mw_caster *c, const mw_ment *m) {
    return mw_unit_mine(c, m->unit - 1) && !m->addressed && !mw_ment_names_me(c, m);
}

/* Persons whom the narration itself names are not its narrator, nor are those who name themselves to the narrator. */
static void strike_named(const mw_caster *c, uint32_t *votes, const uint32_t *told, const uint32_t *named) {
    for (size_t p = 0; p < c->persons.n; p++)
        if (told[p] * 3 > named[p]) votes[p] = 0;
}

static void count_told(const mw_caster *c, uint32_t *told, uint32_t *named) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        uint32_t p = c->ments.at[i].sort == MW_SORT_NAME ? mw_ment_person(c, i) : MW_NONE;
        if (p == MW_NONE) continue;
        named[p]++;
        const mw_ment *m = &c->ments.at[i];
        told[p] += m->unit ? is_anothers(c, m) || is_said_by_me(c, m) : !mw_ment_names_me(c, m);
    }
}

static uint32_t winner(const mw_caster *c, const uint32_t *votes) {
    uint32_t best = 0, second = 0, who = MW_NONE;
    for (uint32_t p = 0; p < c->persons.n; p++) {
        if (c->persons.at[p].epithet) continue; /* whom only an epithet names was spoken of, not called */
        if (votes[p] > best)
            second = best, best = votes[p], who = p;
        else if (votes[p] > second)
            second = votes[p];
    }
    return best >= LEAST_VOTES && best * 2 >= second * 3 ? who : MW_NONE;
}

/* Called Jake by some and Barnes by others: one narrator. */
static void join_second(mw_caster *c, const uint32_t *votes) {
    uint32_t who = c->narrator_person, second = MW_NONE;
    for (uint32_t p = 0; p < c->persons.n; p++)
        if (p != who && votes[p] >= LEAST_SECOND && votes[p] * 6 >= votes[who] && (second == MW_NONE || votes[p] > votes[second]))
            second = p;
    if (second != MW_NONE && mw_persons_may_join(c, second, who)) mw_persons_merge(c, second, who, MW_NONE);
}

/* What a name that is called out is to the narrator. */
typedef struct called_out {
    uint32_t n, by_me, beside_me; /* by others; by me; by others beside a turn of mine */
    uint32_t at;                  /* the mention where the last were enough; MW_NONE */
} called_out;

static void count_called(const mw_caster *c, called_out *of) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t p = m->sort == MW_SORT_NAME && m->addressed ? mw_person_now(c, mw_ment_person(c, i)) : MW_NONE, u = m->unit - 1;
        if (p == MW_NONE) continue;
        if (mw_unit_mine(c, u)) {
            of[p].by_me++;
            continue;
        }
        of[p].n++;
        of[p].beside_me += mw_unit_mine(c, u + 1) || (u && mw_unit_mine(c, u - 1));
        if (of[p].beside_me == LEAST_PET && of[p].at == MW_NONE) of[p].at = i;
    }
}

/* A pet name, called out again and again beside what I say, that neither I nor the narration ever says: the narrator's own. */
static bool join_pet(mw_caster *c, const uint32_t *told, const uint32_t *named) {
    uint32_t who = c->narrator_person;
    called_out *of = mw_arena_array(c->scratch, c->persons.n, sizeof *of);
    if (!of) return false;
    for (size_t p = 0; p < c->persons.n; p++) of[p] = (called_out){.at = MW_NONE};
    count_called(c, of);
    for (uint32_t p = 0; p < c->persons.n; p++) {
        const mw_person *q = &c->persons.at[p];
        if (p == who || q->first_form == MW_NONE || q->surname || q->rank || q->epithet || !q->given || q->given_index != MW_NONE) continue;
        if (of[p].at == MW_NONE || of[p].by_me || told[p] * 10 > named[p] || of[p].n * 2 < named[p] || of[p].beside_me * 3 < of[p].n)
            continue;
        if (mw_persons_apart(c, p, who) < 2 && !mw_persons_found(c, p, who, of[p].at, MW_JOIN_TALK)) return false;
    }
    return true;
}

bool mw_narrators_name(mw_caster *c, bool *changed) {
    *changed = false;
    if (!c->persons.n) return true;
    if (!mw_tellers_frame(c)) return false;
    if (!c->first_person) return true;
    uint32_t *votes = mw_arena_array(c->scratch, c->persons.n, sizeof *votes),
             *told = mw_arena_array(c->scratch, c->persons.n, sizeof *told),
             *named = mw_arena_array(c->scratch, c->persons.n, sizeof *named);
    if (!votes || !told || !named) return false;
    vote_addressed(c, votes);
    vote_told(c, votes);
    count_told(c, told, named);
    strike_named(c, votes, told, named);
    c->narrator_person = winner(c, votes);
    if (c->narrator_person != MW_NONE) {
        join_second(c, votes);
        if (!join_pet(c, told, named)) return false;
        c->person_gender[c->narrator_person] = c->persons.at[c->narrator_person].gender; /* pronouns meant others */
    }
    if (!mw_tellers_find(c)) return false;
    for (uint32_t i = 0; i <= c->n_chapters; i++) *changed |= c->chapter_narrator[i] != MW_NONE;
    return true;
}
