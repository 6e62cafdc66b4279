/* critic: the steps in order, and the rows of the product. Names first, then titles (a title's words are nobody's name), then cues of who made
 * it, who plays whom, at last how sentences are told. */
#include "cast/critic.h"

#include <string.h>

#include "cast/critic_inside.h"

const char *const mw_told_names[MW_N_TOLD] = {"plot", "opinion", "both", "fact"};
const char *const mw_credit_names[MW_N_CREDIT] = {"director", "writer",   "author", "cinematographer",
                                                  "composer", "producer", "editor", "actor"};
const char *const mw_work_kinds[MW_N_WORK] = {NULL, "film", "novel", "series", "play"};

/* Lower case, curly apostrophes made plain. */
static const char *lower_of(mw_critic_work *c, uint32_t t) {
    mw_str s = mw_str_span(c->text->at, c->tokens->span[t]);
    char *w = mw_str_lower(c->scratch, s);
    static const char curly[] = "\xE2\x80\x99";
    for (char *p = w ? strstr(w, curly) : NULL; p; p = strstr(p, curly)) {
        *p = '\'';
        memmove(p + 1, p + 3, strlen(p + 3) + 1);
    }
    return w;
}

static bool prepare(mw_critic_work *c) {
    uint32_t n = c->tags->n;
    c->lower = mw_arena_array(c->scratch, n + 1, sizeof *c->lower);
    c->run_of = mw_arena_array(c->scratch, n + 1, sizeof *c->run_of);
    c->entity = mw_arena_array(c->scratch, n + 1, sizeof *c->entity);
    c->out->name = mw_arena_array(c->keep, n + 1, 1);
    if (!c->lower || !c->run_of || !c->entity || !c->out->name) return false;
    for (uint32_t t = 0; t < n; t++) {
        c->entity[t] = MW_NONE;
        if (!(c->lower[t] = lower_of(c, t))) return false;
    }
    for (uint32_t e = 0; e < c->tags->n_entities; e++) { /* outer ones come first */
        const mw_entity *x = &c->tags->entities[e];
        for (uint32_t t = x->first; x->form == MW_PROP && t <= x->last; t++) c->entity[t] = e;
    }
    return true;
}

static int by_span(const mw_credit *a, const mw_credit *b) {
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return (int)a->role - (int)b->role;
}

static bool list_credits(mw_critic_work *c) {
    mw_critic *out = c->out;
    out->credits = mw_arena_array(c->keep, c->persons.n * MW_N_CREDIT + 1, sizeof *out->credits);
    if (!out->credits) return false;
    for (size_t i = 0; i < c->persons.n; i++) {
        const mw_named_person *p = &c->persons.at[i];
        const mw_run_of_names *r = &c->runs.at[p->run];
        const char *name = NULL;
        for (uint32_t k = 0; k < MW_N_CREDIT; k++) {
            if (p->made[k] < 0.5f || p->paired || (p->outside && p->made[k] < 0.85f)) continue;
            if (!name && !(name = mw_critic_text(c, r->first, r->last))) return false;
            mw_credit row = {.person = name, .span = p->made_at[k], .role = (mw_credit_role)k, .confidence = p->made[k]};
            uint32_t at = out->n_credits++;
            for (; at > 0 && by_span(&row, &out->credits[at - 1]) < 0; at--) out->credits[at] = out->credits[at - 1];
            out->credits[at] = row;
        }
    }
    return true;
}

/* The words of each name go to what the person is. */
static void mark_names(mw_critic_work *c) {
    for (size_t i = 0; i < c->runs.n; i++) {
        const mw_run_of_names *r = &c->runs.at[i];
        const mw_named_person *p = &c->persons.at[r->person];
        float most = 0;
        for (uint32_t k = 0; k < MW_ACTOR; k++) most = p->made[k] > most ? p->made[k] : most;
        uint8_t sort = p->paired                    ? MW_NAMES_CHARACTER
                       : p->made[MW_ACTOR] >= 0.5f  ? MW_NAMES_PERFORMER
                       : most >= 0.5f || p->outside ? MW_NAMES_MAKER
                       : r->place                   ? MW_NAMES_NOTHING
                                                    : MW_NAMES_CHARACTER;
        for (uint32_t t = r->first; t <= r->last; t++)
            if (c->out->name[t] < MW_NAMES_WORK) c->out->name[t] = sort;
    }
}

/* Whoever made another work is no person of this story. */
static void mark_other_makers(mw_critic_work *c) {
    for (uint32_t i = 0; i < c->out->n_others; i++) {
        const char *person = c->out->others[i].person;
        for (size_t k = 0; person && k < c->runs.n; k++) {
            const mw_run_of_names *r = &c->runs.at[k], *full = &c->runs.at[c->persons.at[r->person].run];
            mw_span s = mw_critic_span(c, full->first, full->last);
            if (strlen(person) != s.end - s.start || memcmp(person, c->text->at + s.start, s.end - s.start) != 0) continue;
            for (uint32_t t = r->first; t <= r->last; t++)
                if (c->out->name[t] == MW_NAMES_CHARACTER || c->out->name[t] == MW_NAMES_NOTHING) c->out->name[t] = MW_NAMES_MAKER;
        }
    }
}

static void forget_credits(mw_critic_work *c) {
    for (size_t i = 0; i < c->persons.n; i++) {
        mw_named_person *p = &c->persons.at[i];
        *p = (mw_named_person){.run = p->run, .n = p->n};
    }
}

static bool work_out(mw_critic_work *c) {
    if (!prepare(c) || !mw_critic_find_names(c) || !mw_critic_group_names(c)) return false;
    mw_critic_find_credits(c); /* as far as can be told before the titles are known: whoever made it is no title */
    mw_critic_hint_characters(c);
    if (!mw_critic_find_titles(c)) return false;
    mw_critic_judge_kind(c); /* again, without the words of titles */
    forget_credits(c);
    mw_critic_find_credits(c);
    if (!mw_critic_find_played(c)) return false;
    mw_critic_guess_maker(c);
    if (!list_credits(c)) return false;
    mark_names(c);
    mark_other_makers(c);
    return mw_critic_tell(c);
}

bool mw_critic_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                     const mw_children *children, mw_critic **critic) {
    return mw_critic_build_and_tell(env, arena, text, tokens, tags, children, critic, NULL);
}

bool mw_critic_build_and_tell(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                              const mw_children *children, mw_critic **critic, mw_buf *titles) {
    mw_critic_work c = {
        .env = env, .mem = &env->mem, .keep = arena, .text = text, .tokens = tokens, .tags = tags, .children = children, .titles = titles};
    c.scratch = mw_arena_new(&env->mem);
    c.out = mw_arena_alloc(arena, sizeof *c.out);
    bool good = c.scratch && c.out && work_out(&c);
    mw_vec_clear(c.mem, &c.runs), mw_vec_clear(c.mem, &c.persons), mw_vec_clear(c.mem, &c.phrases), mw_vec_clear(c.mem, &c.played);
    mw_arena_free(c.scratch);
    *critic = good ? c.out : NULL;
    return good;
}

void mw_critic_dump(const mw_text *text, const mw_tags *tags, const mw_tokens *tokens, const mw_critic *c, mw_buf *out) {
    if (!c) return;
    const char *kind = mw_work_kinds[c->kind];
    mw_buf_printf(out, "work |%s| %s %d\n", c->work.title ? c->work.title : "", kind ? kind : "?", c->work.year);
    for (uint32_t i = 0; i < c->n_credits; i++)
        mw_buf_printf(out, "credit %s |%s|\n", mw_credit_names[c->credits[i].role], c->credits[i].person);
    for (uint32_t i = 0; i < c->n_played; i++)
        mw_buf_printf(out, "played |%s| by |%s|\n", c->played[i].character ? c->played[i].character : "", c->played[i].performer);
    for (uint32_t i = 0; i < c->n_others; i++)
        mw_buf_printf(out, "other |%s| of |%s| %d\n", c->others[i].title, c->others[i].person ? c->others[i].person : "",
                      c->others[i].year);
    for (uint32_t i = 0; i < tags->n_sentences; i++) {
        const mw_sentence *s = &tags->sentences[i];
        if (s->end <= s->first) continue;
        mw_span span = {tokens->span[s->first].start, tokens->span[s->end - 1].end};
        mw_buf_printf(out, "%s %u-%u %.*s\n", mw_told_names[c->told[i]], span.start, span.end, (int)(span.end - span.start),
                      text->at + span.start);
    }
}
