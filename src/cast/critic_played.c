/* critic_played: who plays whom. The ways in which reviews pair a character and a performer:
 *
 *     Ali (Matthias …)      the clerk (…)      Y, played by X      X plays Y      X as Y      As Y, X …      X's Y      X is Y
 *
 * A performer goes by a run of two words or more, or is known by then. A character is a run, or a definite nominal. */
#include <string.h>

#include "cast/critic_inside.h"

static uint32_t person_of(const mw_critic_work *c, uint32_t run) { return c->runs.at[run].person; }

static bool is_title(const mw_critic_work *c, uint32_t t) {
    return c->out->name[t] == MW_NAMES_WORK || c->out->name[t] == MW_NAMES_OTHER_WORK;
}

/* A run that may be a performer. */
static bool performs(const mw_critic_work *c, uint32_t run) {
    if (run == MW_NONE || c->runs.at[run].place || is_title(c, c->runs.at[run].first)) return false;
    const mw_named_person *p = &c->persons.at[person_of(c, run)];
    return !p->paired && (c->runs.at[p->run].words > 1 || p->made[MW_ACTOR] > 0.5f);
}

static bool add(mw_critic_work *c, mw_span character, uint32_t character_run, uint32_t performer, float confidence) {
    for (size_t i = 0; i < c->played.n; i++) {
        const mw_played *q = &c->played.at[i];
        if (q->performer_span.start == c->tokens->span[c->runs.at[performer].first].start && q->confidence >= confidence) return true;
    }
    if (character_run != MW_NONE && person_of(c, character_run) == person_of(c, performer)) return true;
    const mw_run_of_names *p = &c->runs.at[performer];
    mw_span ps = mw_critic_span(c, p->first, p->last);
    mw_span all = {character.start < ps.start ? character.start : ps.start, character.end > ps.end ? character.end : ps.end};
    mw_played row = {.span = all, .character_span = character, .performer_span = ps, .confidence = confidence};
    mw_critic_credit(c, performer, 1u << MW_ACTOR, confidence, all);
    if (character_run != MW_NONE) {
        c->persons.at[person_of(c, character_run)].paired = true;
        c->persons.at[person_of(c, character_run)].character = 1;
    }
    return mw_vec_push(c->mem, &c->played, row);
}

/* The tokens of the noun phrase that ends with a noun: determiner, adjectives, compounds before it. */
static uint32_t noun_start(const mw_critic_work *c, uint32_t noun) {
    uint32_t t = noun;
    while (t > 0 && noun - t < 6) {
        uint8_t u = c->tags->upos[t - 1];
        if (c->tags->sentence[t - 1] != c->tags->sentence[noun]) break;
        if (u == MW_DET) return t - 1;
        if (u == MW_PRON && c->tags->head[t - 1] == noun) return t - 1;
        if (mw_critic_possessive(c, t - 1)) {
            uint32_t r = mw_critic_run_before(c, t - 1);
            return r == MW_NONE ? t : c->runs.at[r].first;
        }
        if (u != MW_ADJ && u != MW_NOUN && u != MW_NUM && !(u == MW_PUNCT && mw_critic_is(c, t - 1, "-"))) break;
        t--;
    }
    return t;
}

static bool definite(const mw_critic_work *c, uint32_t first) {
    static const char *const list[] = {"the", "his", "her", "their", "its", "my"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (mw_critic_is(c, first, list[i])) return true;
    return c->run_of[first] != 0;
}

/* A character by the token that heads it: a run, or a definite nominal for a person. */
static bool character_at(const mw_critic_work *c, uint32_t token, mw_span *span, uint32_t *run) {
    *run = MW_NONE;
    if (token >= c->tags->n || (is_title(c, token) && !c->run_of[token])) return false;
    if (c->run_of[token]) {
        *run = c->run_of[token] - 1;
        const mw_run_of_names *r = &c->runs.at[*run];
        *span = mw_critic_span(c, r->first, r->last);
        return !r->place && c->persons.at[r->person].made[MW_ACTOR] < 0.5f;
    }
    if (c->tags->upos[token] != MW_NOUN) return false;
    uint32_t first = noun_start(c, token);
    *span = mw_critic_span(c, first, token);
    bool whole, person = mw_person_noun_lookup(mw_lemma(c->tags, token)) != NULL || mw_critic_person_noun(mw_critic_word(c, token));
    for (uint32_t i = first; i <= token && !person; i++) person = c->entity[i] != MW_NONE;
    return definite(c, first) && !mw_critic_thing_noun(mw_critic_word(c, token), &whole) &&
           !mw_critic_person_noun(mw_critic_word(c, token));
}

/* A nominal for a person that is not definite: a tired nurse. */
static bool anybody_at(const mw_critic_work *c, uint32_t noun, mw_span *span) {
    uint32_t first = noun_start(c, noun);
    for (uint32_t t = noun, n = 0; t > 0 && n < 5 && c->tags->sentence[t - 1] == c->tags->sentence[noun] && c->tags->upos[t] != MW_PUNCT;
         t--, n++)
        if (mw_critic_is(c, t - 1, "a") || mw_critic_is(c, t - 1, "an")) first = t - 1;
    *span = mw_critic_span(c, first, noun);
    return mw_person_noun_lookup(mw_lemma(c->tags, noun)) != NULL && !mw_critic_person_noun(mw_critic_word(c, noun));
}

/* ---- X (Y) ---- */

/* The first run inside a bracket, behind a few small words (the voice of, played by). */
static uint32_t inside_bracket(const mw_critic_work *c, uint32_t open) {
    for (uint32_t t = open + 1; t < c->tags->n && t < open + 6; t++) {
        uint32_t r = mw_critic_run_at(c, t);
        if (r != MW_NONE) return r;
        if (c->tags->upos[t] == MW_PUNCT || c->tags->upos[t] == MW_NUM || mw_critic_is(c, t, "from") || mw_critic_is(c, t, "known"))
            return MW_NONE;
    }
    return MW_NONE;
}

void mw_critic_hint_characters(mw_critic_work *c) {
    for (uint32_t t = 1; t + 1 < c->tags->n; t++) {
        uint32_t left = mw_critic_is(c, t, "(") ? mw_critic_run_before(c, t) : MW_NONE,
                 inside = left == MW_NONE ? MW_NONE : mw_critic_run_at(c, t + 1);
        if (inside == MW_NONE || c->runs.at[inside].words < 2 || c->runs.at[inside].place) continue;
        c->persons.at[person_of(c, left)].character = 0.8f;
        c->persons.at[person_of(c, inside)].character = 0.8f;
    }
}

static bool bracket_pairs(mw_critic_work *c) {
    for (uint32_t t = 1; t + 1 < c->tags->n; t++) {
        if (!mw_critic_is(c, t, "(")) continue;
        uint32_t inside = inside_bracket(c, t), left = mw_critic_run_before(c, t), run;
        if (inside == MW_NONE || is_title(c, c->runs.at[inside].first) || c->runs.at[inside].place) continue;
        const mw_run_of_names *in = &c->runs.at[inside];
        const char *after = mw_critic_word(c, in->last + 1);
        if (strcmp(after, ")") && strcmp(after, ",") && strcmp(after, ";") && strcmp(after, "in") && strcmp(after, "\xE2\x80\x94"))
            continue;
        if (left != MW_NONE && c->runs.at[left].words > 1 && in->words == 1) { /* Performer (Character) */
            if (performs(c, left) && !add(c, mw_critic_span(c, in->first, in->last), inside, left, 0.85f)) return false;
            continue;
        }
        if (in->words < 2 && !in->per) continue;
        mw_span span;
        uint32_t end = t - 1;
        bool plain = left != MW_NONE || c->tags->upos[end] == MW_NOUN;
        if (!plain || (left != MW_NONE && is_title(c, c->runs.at[left].first) && c->runs.at[left].words > 1)) continue;
        if (left != MW_NONE) {
            if (!add(c, mw_critic_span(c, c->runs.at[left].first, c->runs.at[left].last), left, inside, in->words > 1 ? 0.97f : 0.7f))
                return false;
        } else if (character_at(c, end, &span, &run) || (in->words > 1 && in->per && anybody_at(c, end, &span))) {
            if (!add(c, span, run, inside, 0.85f)) return false;
        }
    }
    return true;
}

/* ---- X plays Y; Y, played by X ---- */

static bool playing(const mw_critic_work *c, uint32_t t) {
    static const char *const verbs[] = {"play", "portray", "voice", "embody", "essay", "inhabit", "impersonate"};
    if (c->tags->upos[t] != MW_VERB) return false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(mw_lemma(c->tags, t), verbs[i]) == 0) return true;
    return false;
}

static uint32_t child_run(const mw_critic_work *c, uint32_t token, mw_rel rel) {
    for (uint32_t k = mw_child_first(c->children, token); k != MW_NONE; k = mw_child_next(c->children, k))
        if (c->tags->rel_base[k] == rel && c->run_of[k]) return c->run_of[k] - 1;
    return MW_NONE;
}

static uint32_t child(const mw_critic_work *c, uint32_t token, mw_rel rel) { return mw_child_with(c->tags, c->children, token, rel); }

/* Who is behind "by", near a participle: played with great charm by X. */
static uint32_t agent(const mw_critic_work *c, uint32_t verb) {
    for (uint32_t t = verb + 1; t < c->tags->n && t < verb + 9 && c->tags->sentence[t] == c->tags->sentence[verb]; t++) {
        if (!mw_critic_is(c, t, "by") && !mw_critic_is(c, t, "from")) continue;
        for (uint32_t k = t + 1; k < c->tags->n && k < t + 7 && !mw_critic_is(c, k, ",") && !mw_critic_is(c, k, "."); k++)
            if (mw_critic_run_at(c, k) != MW_NONE) return mw_critic_run_at(c, k);
        return MW_NONE;
    }
    return MW_NONE;
}

/* The subject of a verb: its own, or the noun that a relative clause belongs to. */
static uint32_t subject_run(const mw_critic_work *c, uint32_t verb) {
    uint32_t r = child_run(c, verb, MW_REL_NSUBJ);
    if (r != MW_NONE) return r;
    uint32_t h = c->tags->head[verb];
    if (c->tags->rel_base[verb] == MW_REL_ACL && c->run_of[h]) return c->run_of[h] - 1;
    if ((c->tags->rel_base[verb] == MW_REL_CONJ || c->tags->rel_base[verb] == MW_REL_XCOMP || c->tags->rel_base[verb] == MW_REL_ADVCL) &&
        h != verb)
        return child_run(c, h, MW_REL_NSUBJ);
    return MW_NONE;
}

/* "Bo, a nervous clerk": the name that a noun stands in apposition to. */
static uint32_t named_before(const mw_critic_work *c, uint32_t noun) {
    uint32_t t = noun_start(c, noun);
    return t > 1 && mw_critic_is(c, t - 1, ",") ? mw_critic_run_before(c, t - 1) : MW_NONE;
}

static bool performs_only(const mw_critic_work *c, uint32_t run) {
    const mw_named_person *p = &c->persons.at[person_of(c, run)];
    return p->made[MW_ACTOR] > 0.5f || c->runs.at[run].place || is_title(c, c->runs.at[run].first);
}

static bool passive_pair(mw_critic_work *c, uint32_t verb, uint32_t by) {
    uint32_t h = c->tags->head[verb], run, subject = child(c, verb, MW_REL_NSUBJ);
    mw_span span;
    if (!performs(c, by)) return true;
    uint32_t at = subject != MW_NONE ? subject : c->tags->rel_base[verb] == MW_REL_ACL ? h : MW_NONE;
    if (at == MW_NONE && mw_critic_is(c, verb - 1, ",") && verb > 1) at = verb - 2;
    uint32_t name = at == MW_NONE || c->run_of[at] ? MW_NONE : named_before(c, at);
    uint32_t near = verb > 0 && mw_critic_is(c, verb - 1, ",") ? mw_critic_run_before(c, verb - 1) : MW_NONE;
    if (near != MW_NONE && near != by) name = near; /* the butler, Y, played by X */
    if (name != MW_NONE && !performs_only(c, name))
        return add(c, mw_critic_span(c, c->runs.at[name].first, c->runs.at[name].last), name, by, 0.9f);
    if (at != MW_NONE && character_at(c, at, &span, &run)) return add(c, span, run, by, 0.92f);
    mw_critic_credit(c, by, 1u << MW_ACTOR, 0.8f, mw_critic_span(c, verb, c->runs.at[by].last));
    return true;
}

static bool playing_pairs(mw_critic_work *c) {
    for (uint32_t t = 1; t < c->tags->n; t++) {
        if (!playing(c, t)) continue;
        uint32_t by = agent(c, t), run;
        mw_span span;
        bool participle = strcmp(mw_label(c->tags->labels_xpos, c->tags->xpos[t]), "VBN") == 0;
        if (participle && by != MW_NONE) {
            if (!passive_pair(c, t, by)) return false;
            continue;
        }
        uint32_t who = subject_run(c, t), whom = child(c, t, MW_REL_OBJ);
        if (who == MW_NONE || !performs(c, who)) continue;
        if (whom == MW_NONE && c->tags->rel_base[t] == MW_REL_ACL && c->tags->head[t] < t) whom = c->tags->head[t];
        if (whom != MW_NONE && c->run_of[whom] != who + 1 && character_at(c, whom, &span, &run)) {
            if (!add(c, span, run, who, 0.9f)) return false;
        } else if (strcmp(mw_lemma(c->tags, t), "play") != 0 || (whom != MW_NONE && c->tags->upos[whom] == MW_PRON)) {
            mw_critic_credit(c, who, 1u << MW_ACTOR, 0.7f, mw_critic_span(c, c->runs.at[who].first, t));
        }
    }
    return true;
}

/* ---- X as Y ---- */

/* The head of the noun phrase behind "as". */
static uint32_t behind_as(const mw_critic_work *c, uint32_t as) {
    for (uint32_t t = as + 1; t < c->tags->n && t < as + 7; t++) {
        if (mw_critic_run_at(c, t) != MW_NONE) {
            uint32_t r = mw_critic_run_at(c, t);
            if (mw_critic_possessive(c, c->runs.at[r].last + 1)) continue;
            return t;
        }
        bool joined = c->tags->upos[t] == MW_NOUN && mw_critic_is(c, t + 1, "and") && t + 3 < c->tags->n && c->tags->upos[t + 2] == MW_NOUN;
        if (joined && mw_critic_run_at(c, t + 3) != MW_NONE) return t + 3; /* as his friend and rival Y */
        if (c->tags->upos[t] == MW_NOUN && (t + 1 >= c->tags->n || (c->tags->upos[t + 1] != MW_NOUN && !mw_critic_possessive(c, t + 1) &&
                                                                    mw_critic_run_at(c, t + 1) == MW_NONE)))
            return t;
        if (c->tags->upos[t] == MW_VERB || c->tags->upos[t] == MW_AUX || c->tags->upos[t] == MW_PUNCT) return MW_NONE;
    }
    return MW_NONE;
}

static uint32_t performer_near_as(const mw_critic_work *c, uint32_t as, uint32_t character) {
    uint32_t r = mw_critic_run_before(c, as);
    if (r != MW_NONE && performs(c, r)) return r;
    if (as > 0 && mw_critic_is(c, as - 1, ",")) {
        r = mw_critic_run_before(c, as - 1);
        if (r != MW_NONE && performs(c, r)) return r;
    }
    if (mw_critic_opens(c, as)) { /* As the nephew, newcomer X … */
        uint32_t t = character + 1;
        if (c->run_of[character]) t = c->runs.at[c->run_of[character] - 1].last + 1;
        for (uint32_t k = t; k < c->tags->n && k < t + 7 && !mw_critic_is(c, k, "."); k++) {
            r = mw_critic_run_at(c, k);
            if (r != MW_NONE && performs(c, r)) return r;
        }
        return MW_NONE;
    }
    for (uint32_t g = c->tags->head[character], i = 0; i < 3; i++, g = c->tags->head[g]) { /* X is effective as Y */
        r = child_run(c, g, MW_REL_NSUBJ);
        if (r != MW_NONE && r + 1 != c->run_of[character] && performs(c, r)) return r;
    }
    return MW_NONE;
}

static bool as_pairs(mw_critic_work *c) {
    for (uint32_t t = 0; t + 1 < c->tags->n; t++) {
        if (!mw_critic_is(c, t, "as")) continue;
        uint32_t at = behind_as(c, t), run;
        mw_span span;
        if (at == MW_NONE || !character_at(c, at, &span, &run)) continue;
        uint32_t who = performer_near_as(c, t, at);
        if (who == MW_NONE || who == run) continue;
        if (!add(c, span, run, who, run == MW_NONE ? 0.75f : 0.9f)) return false;
    }
    return true;
}

/* ---- X's Y; X is Y ---- */

static bool next_to_pairs(mw_critic_work *c) {
    for (uint32_t i = 0; i < c->runs.n; i++) {
        const mw_run_of_names *x = &c->runs.at[i];
        uint32_t t = x->last + 1, run;
        if (!mw_critic_possessive(c, t) || !performs(c, i)) continue;
        const mw_named_person *p = &c->persons.at[x->person];
        uint32_t y = mw_critic_run_at(c, t + 1);
        mw_span span;
        if (y != MW_NONE && !c->runs.at[y].place && !is_title(c, c->runs.at[y].first)) {
            const mw_named_person *q = &c->persons.at[c->runs.at[y].person];
            bool maker = p->made[MW_DIRECTOR] > 0.5f || p->made[MW_AUTHOR] > 0.5f || p->made[MW_WRITER] > 0.5f;
            if (maker || (q->n < 2 && !q->paired && p->made[MW_ACTOR] < 0.5f) || c->runs.at[y].words > 2) continue;
            if (!add(c, mw_critic_span(c, c->runs.at[y].first, c->runs.at[y].last), y, i, 0.8f)) return false;
        } else if (p->made[MW_ACTOR] > 0.5f || mw_critic_sign(c, x->first, x->last, MW_SIGN_ACTOR) > 0.5f) {
            uint32_t noun = t + 1;
            while (noun + 1 < c->tags->n && c->tags->upos[noun] == MW_ADJ) noun++;
            if (noun < c->tags->n && c->tags->upos[noun] == MW_NOUN && mw_person_noun_lookup(mw_lemma(c->tags, noun)) &&
                character_at(c, noun, &span, &run) && run == MW_NONE && !add(c, mw_critic_span(c, noun, noun), MW_NONE, i, 0.5f))
                return false;
        }
    }
    return true;
}

/* the Y of X; X, whose Y */
static bool of_pairs(mw_critic_work *c) {
    for (uint32_t i = 0; i < c->runs.n; i++) {
        const mw_run_of_names *x = &c->runs.at[i];
        uint32_t y = MW_NONE;
        if (x->first > 1 && mw_critic_is(c, x->first - 1, "of")) {
            y = mw_critic_run_before(c, x->first - 1);
            if (y != MW_NONE && (c->runs.at[y].first == 0 || !mw_critic_is(c, c->runs.at[y].first - 1, "the"))) y = MW_NONE;
        } else if (mw_critic_is(c, x->last + 1, ",") && mw_critic_is(c, x->last + 2, "whose")) {
            y = mw_critic_run_at(c, x->last + 3);
        }
        if (y == MW_NONE || y == i || c->runs.at[y].words > 2 || x->words < 2 || c->runs.at[y].place || is_title(c, c->runs.at[y].first) ||
            !performs(c, i))
            continue;
        if (!add(c, mw_critic_span(c, c->runs.at[y].first, c->runs.at[y].last), y, i, 0.8f)) return false;
    }
    return true;
}

static bool copula_pairs(mw_critic_work *c) {
    for (uint32_t i = 0; i < c->runs.n; i++) {
        const mw_run_of_names *y = &c->runs.at[i];
        if (y->words > 2 || is_title(c, y->first) || mw_child_with(c->tags, c->children, y->head, MW_REL_COP) == MW_NONE) continue;
        uint32_t x = child_run(c, y->head, MW_REL_NSUBJ);
        if (x == MW_NONE || x == i || !performs(c, x) || c->runs.at[x].words < 2) continue;
        if (!add(c, mw_critic_span(c, y->first, y->last), i, x, 0.75f)) return false;
    }
    return true;
}

/* ---- the rows ---- */

/* The surest row of a performer, with names as the review has them at their fullest. */
static bool take_rows(mw_critic_work *c) {
    mw_critic *out = c->out;
    out->played = mw_arena_array(c->keep, c->played.n + 1, sizeof *out->played);
    uint32_t *row_of = mw_arena_array(c->scratch, c->persons.n + 1, sizeof *row_of);
    if (!out->played || !row_of) return false;
    for (size_t i = 0; i < c->played.n; i++) {
        mw_played row = c->played.at[i];
        uint32_t a = 0, b = 0;
        for (uint32_t t = 0; t < c->tags->n; t++) {
            if (c->tokens->span[t].start == row.performer_span.start) a = t;
            if (c->tokens->span[t].start == row.character_span.start) b = t;
        }
        if (!c->run_of[a]) continue;
        uint32_t who = person_of(c, c->run_of[a] - 1);
        const mw_run_of_names *full = &c->runs.at[c->persons.at[who].run];
        row.performer = mw_critic_text(c, full->first, full->last);
        mw_str s = mw_str_span(c->text->at, row.character_span);
        bool named = c->run_of[b] && c->runs.at[c->run_of[b] - 1].first == b &&
                     c->tokens->span[c->runs.at[c->run_of[b] - 1].last].end == row.character_span.end;
        if (named) {
            full = &c->runs.at[c->persons.at[person_of(c, c->run_of[b] - 1)].run];
            row.character = mw_critic_text(c, full->first, full->last);
        } else {
            row.character = mw_arena_strndup(c->keep, s.at, s.n);
        }
        if (!row.character || !row.performer) return false;
        if (row_of[who]) {
            mw_played *have = &out->played[row_of[who] - 1];
            if (row.confidence > have->confidence) *have = row;
            continue;
        }
        out->played[out->n_played++] = row;
        row_of[who] = out->n_played;
    }
    return true;
}

bool mw_critic_find_played(mw_critic_work *c) {
    if (c->out->kind == MW_WORK_NOVEL) return take_rows(c); /* nobody plays in a book: what stands in brackets is its publisher */
    return bracket_pairs(c) && playing_pairs(c) && as_pairs(c) && next_to_pairs(c) && of_pairs(c) && copula_pairs(c) && take_rows(c);
}
