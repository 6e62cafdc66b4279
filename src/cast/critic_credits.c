/* critic_credits: who made the work. "director X", "X's script", "shot by X", "Dir: X"; a possessive right before the work's title, or "X's
 * new film", is its director's, its author's where the work is a book or a play. Cues are looked for on both sides of each name. */
#include <string.h>

#include "cast/critic_inside.h"

static bool is_title(const mw_critic_work *c, uint32_t t) { return c->out->name[t] >= MW_NAMES_WORK; }

/* Whose the whole work is, by its kind. */
static uint32_t whole_role(const mw_critic_work *c) {
    return 1u << (c->out->kind == MW_WORK_NOVEL || c->out->kind == MW_WORK_PLAY ? MW_AUTHOR : MW_DIRECTOR);
}

static uint32_t thing_role(const mw_critic_work *c, const char *word) {
    bool whole, book = c->out->kind == MW_WORK_NOVEL || c->out->kind == MW_WORK_PLAY;
    uint32_t roles = mw_critic_thing_noun(word, &whole);
    if (!roles) return 0;
    if (whole) {
        if (roles == 1u << MW_AUTHOR && !book) return 0; /* the novel by X that a film is made from */
        return whole_role(c);
    }
    return roles == 1u << MW_WRITER && book ? 1u << MW_AUTHOR : roles == 1u << MW_AUTHOR && !book ? 0 : roles;
}

static uint32_t person_role(const mw_critic_work *c, const char *word) {
    uint32_t roles = mw_critic_person_noun(word);
    if (roles == 1u << MW_WRITER && (c->out->kind == MW_WORK_NOVEL || c->out->kind == MW_WORK_PLAY)) return 1u << MW_AUTHOR;
    return roles;
}

/* director X, writers X and Y, writer-director X; the director, X */
static uint32_t role_before(const mw_critic_work *c, uint32_t run, uint32_t *from) {
    uint32_t t = c->runs.at[run].first, roles = 0;
    while (t > 0 && (mw_critic_honorific(mw_critic_word(c, t - 1)) || mw_critic_is(c, t - 1, "("))) t--;
    if (t > 0 && mw_critic_is(c, t - 1, ",")) t--;
    for (uint32_t n = 0; t > 0 && n < 6; n++, t--) { /* writer and director; writer - director */
        const char *w = mw_critic_word(c, t - 1);
        uint32_t r = person_role(c, w);
        if (r) {
            roles |= r, *from = t - 1;
        } else if (!(roles && (strcmp(w, "-") == 0 || strcmp(w, "and") == 0 || strcmp(w, "/") == 0))) {
            break;
        }
    }
    return roles;
}

/* X, the director; X, who directs */
static uint32_t role_after(const mw_critic_work *c, uint32_t run, uint32_t *to) {
    uint32_t t = c->runs.at[run].last + 1, roles = 0;
    if (!mw_critic_is(c, t, ",") && !mw_critic_is(c, t, "(")) return 0;
    for (uint32_t k = t + 1; k < c->tags->n && k < t + 6; k++) {
        if (c->tags->upos[k] == MW_VERB || c->tags->upos[k] == MW_PUNCT || c->tags->upos[k] == MW_ADP) break;
        uint32_t r = person_role(c, mw_critic_word(c, k));
        if (r) roles |= r, *to = k;
    }
    return roles;
}

/* X's wonderful score; X's new film; X's … TITLE */
static uint32_t role_owned(const mw_critic_work *c, uint32_t run, uint32_t *to, float *weight) {
    uint32_t t = c->runs.at[run].last + 1;
    if (!mw_critic_possessive(c, t)) return 0;
    for (uint32_t k = t + 1; k < c->tags->n && k < t + 8; k++) {
        if (c->out->name[k] == MW_NAMES_WORK) {
            *to = k, *weight = 0.9f;
            return whole_role(c);
        }
        bool thing_whole;
        if (!thing_role(c, mw_critic_word(c, k)) && mw_critic_thing_noun(mw_critic_word(c, k), &thing_whole) && thing_whole)
            return 0; /* X's novel TITLE, of a film */
        if (c->out->name[k] == MW_NAMES_OTHER_WORK || c->tags->upos[k] == MW_ADP || mw_critic_is(c, k, ".")) return 0;
        uint32_t r = c->tags->upos[k] == MW_NOUN ? thing_role(c, mw_critic_word(c, k)) : 0;
        if (r && !(c->tags->upos[k + 1 < c->tags->n ? k + 1 : k] == MW_NOUN)) {
            bool whole;
            mw_critic_thing_noun(mw_critic_word(c, k), &whole);
            *to = k, *weight = whole ? 0.75f : 0.9f;
            return r;
        }
        if (c->tags->upos[k] == MW_NOUN && k > t + 1 && c->tags->head[k] < k && !mw_critic_is(c, k + 1, "-")) continue;
    }
    return 0;
}

/* The word that leads to a run: by, from, of or a bracket, past a few words of praise; 0: none. */
static uint32_t lead_of(const mw_critic_work *c, uint32_t run) {
    uint32_t t = c->runs.at[run].first;
    for (uint32_t n = 0; n < 5 && t > 0 && c->tokens->block[t - 1] == c->tokens->block[c->runs.at[run].first]; n++, t--) {
        const char *w = mw_critic_word(c, t - 1);
        if (strcmp(w, "by") == 0 || strcmp(w, "from") == 0 || strcmp(w, "(") == 0 || (n == 0 && strcmp(w, "of") == 0)) return t - 1;
        uint8_t u = c->tags->upos[t - 1];
        if (u == MW_PUNCT || u == MW_VERB || u == MW_ADP) return 0;
    }
    return 0;
}

static uint32_t verb_role(const mw_critic_work *c, uint32_t t) {
    uint32_t r = mw_critic_verb(mw_lemma(c->tags, t));
    if (!r) r = mw_critic_participle(mw_critic_word(c, t));
    return r == 1u << MW_WRITER && (c->out->kind == MW_WORK_NOVEL || c->out->kind == MW_WORK_PLAY) ? 1u << MW_AUTHOR : r;
}

static bool opens_block(const mw_critic_work *c, uint32_t t) { return t == 0 || c->tokens->block[t - 1] != c->tokens->block[t]; }

/* A line that is the title of a book or a play, and nothing else, stands above. */
static bool under_title(const mw_critic_work *c, uint32_t t) {
    if (t == 0 || (c->out->kind != MW_WORK_NOVEL && c->out->kind != MW_WORK_PLAY)) return false;
    uint32_t block = c->tokens->block[t - 1];
    for (uint32_t k = t; k-- > 0 && c->tokens->block[k] == block;)
        if (c->out->name[k] != MW_NAMES_WORK && c->tags->upos[k] != MW_PUNCT) return false;
    return true;
}

/* "By X" as a line of its own, near either end: whoever wrote the review. */
static bool byline(const mw_critic_work *c, uint32_t run) {
    enum { NEAR = 80, LONGEST = 24 };
    uint32_t first = c->runs.at[run].first, n = c->tags->n;
    if (first == 0 || !(mw_critic_is(c, first - 1, "by") || mw_critic_is(c, first - 1, "reviewer")) || !opens_block(c, first - 1))
        return false;
    uint32_t end = first;
    while (end < n && c->tokens->block[end] == c->tokens->block[first]) end++;
    return (first < NEAR || first + NEAR > n) && end - first < LONGEST && !under_title(c, first - 1);
}

/* X's costumes; set designer X */
static bool crafts(const mw_critic_work *c, uint32_t run) {
    const mw_run_of_names *r = &c->runs.at[run];
    static const char *const fields[] = {"set", "costume", "production", "sound", "lighting", "fight", "stunt", "stage"};
    if (r->first > 1 && mw_critic_craft(mw_critic_word(c, r->first - 1)) && MW_AMONG(mw_critic_word(c, r->first - 2), fields)) return true;
    if (!mw_critic_possessive(c, r->last + 1) || r->words < 2) return false;
    for (uint32_t k = r->last + 2; k < c->tags->n && k < r->last + 6; k++) {
        uint8_t u = c->tags->upos[k];
        if (u == MW_NOUN && mw_critic_craft(mw_critic_word(c, k))) return true;
        if (u != MW_ADJ && u != MW_NOUN && u != MW_ADV) return false;
    }
    return false;
}

/* directed by X; a score by X; photography (X); the new novel from X */
static uint32_t role_by(const mw_critic_work *c, uint32_t run, uint32_t *start) {
    uint32_t lead = lead_of(c, run);
    if (!lead) return 0;
    bool by = mw_critic_is(c, lead, "by"), of = mw_critic_is(c, lead, "of");
    if (by && opens_block(c, lead) && !under_title(c, lead)) return 0;
    for (uint32_t k = lead, n = 0; k-- > 0 && n < 8; n++) {
        if (mw_critic_is(c, k, ".") || mw_critic_is(c, k, ";") || (c->run_of[k] && !is_title(c, k))) return 0;
        uint32_t r = 0;
        uint32_t form = by && k + 1 == lead ? verb_role(c, k) : 0; /* Shot by X, whatever the tagger makes of it */
        if (form) {
            r = form;
        } else if (by && c->tags->upos[k] == MW_VERB) {
            if (!(r = verb_role(c, k))) return 0;
        } else if (c->tags->upos[k] == MW_NOUN) {
            r = thing_role(c, mw_critic_word(c, k));
            if (r && mw_critic_is(c, lead, "(") && k + 1 != lead) r = 0;
            if (of && r && r != 1u << MW_CINEMATOGRAPHER && r != 1u << MW_ACTOR) r = 0;
        } else if (c->out->name[k] == MW_NAMES_WORK && by && n < 2) {
            r = whole_role(c);
        }
        if (r) {
            *start = k;
            return r;
        }
    }
    return 0;
}

/* X directs; X, who wrote the script */
static uint32_t role_does(const mw_critic_work *c, uint32_t run, uint32_t *to) {
    uint32_t head = c->runs.at[run].head, roles = 0;
    for (uint32_t k = c->runs.at[run].last + 1; k < c->tags->n && k < c->runs.at[run].last + 14 && !mw_critic_is(c, k, "."); k++) {
        if (c->tags->upos[k] != MW_VERB) continue;
        bool own = c->tags->rel_base[head] == MW_REL_NSUBJ && c->tags->head[head] == k;
        bool relative = c->tags->rel_base[k] == MW_REL_ACL && c->tags->head[k] == head &&
                        mw_child_with(c->tags, c->children, k, MW_REL_NSUBJ) != MW_NONE;
        if (!own && !relative) continue;
        const char *lemma = mw_lemma(c->tags, k);
        uint32_t r = verb_role(c, k), object = mw_child_with(c->tags, c->children, k, MW_REL_OBJ);
        bool whole, thing = object != MW_NONE && (mw_critic_thing_noun(mw_critic_word(c, object), &whole) != 0 || is_title(c, object));
        bool plain = strcmp(lemma, "direct") == 0 || strcmp(lemma, "star") == 0 || strcmp(lemma, "co-write") == 0;
        if (r && (plain || thing)) roles |= r, *to = k;
    }
    return roles;
}

/* Dir: X. Cast: X, Y, Z. */
static uint32_t role_label(const mw_critic_work *c, uint32_t run, uint32_t *start) {
    uint32_t t = c->runs.at[run].first;
    if (t < 2) return 0;
    bool colon = mw_critic_is(c, t - 1, ":") || mw_critic_is(c, t - 1, ".");
    uint32_t k = colon ? t - 2 : t - 1;
    bool comma = mw_critic_is(c, t - 1, ",") && (opens_block(c, t - 2) || mw_critic_is(c, t - 3, ".") || mw_critic_is(c, t - 3, ";"));
    if (comma) k = t - 2; /* Screenplay, X, Y; editor, Z */
    if (!colon && !comma && !mw_critic_is(c, k, "starring") && !mw_critic_is(c, k, "featuring")) return 0;
    uint32_t r = mw_critic_label(mw_critic_word(c, k));
    if (r && comma && c->tags->upos[k] != MW_VERB) {
        *start = k;
        return r;
    }
    if (r && (mw_critic_capital(c, k) || !colon)) {
        *start = k;
        return r;
    }
    return 0;
}

/* X, whose TITLE … */
static uint32_t role_whose(const mw_critic_work *c, uint32_t run, uint32_t *to) {
    uint32_t t = c->runs.at[run].last + 1;
    if (!mw_critic_is(c, t, ",") || !mw_critic_is(c, t + 1, "whose") || t + 2 >= c->tags->n || c->out->name[t + 2] != MW_NAMES_WORK)
        return 0;
    *to = t + 2;
    return whole_role(c);
}

/* A run and the one before it are members of one list: X, Y and Z. */
static bool listed(const mw_critic_work *c, uint32_t run) {
    if (run == 0) return false;
    uint32_t from = c->runs.at[run - 1].last + 1, to = c->runs.at[run].first;
    if (to <= from || to - from > 2 || is_title(c, c->runs.at[run].first) || is_title(c, c->runs.at[run - 1].first)) return false;
    for (uint32_t t = from; t < to; t++)
        if (!mw_critic_is(c, t, ",") && !mw_critic_is(c, t, "and") && !mw_critic_is(c, t, "&")) return false;
    return true;
}

/* What the cues around one run say. */
static void credit_run(mw_critic_work *c, uint32_t run, uint32_t *list, bool *labelled) {
    const mw_run_of_names *r = &c->runs.at[run];
    uint32_t before = r->first, after = r->last, roles;
    float weight = 0.8f;
    bool owner = r->place && r->words > 1 && role_owned(c, run, &after, &weight) && weight > 0.8f; /* a person after all */
    if (is_title(c, r->first) || (r->place && !owner)) {
        *list = 0;
        return;
    }
    if (owner) c->runs.at[run].place = false;
    after = r->last, weight = 0.8f;
    uint32_t spread = 0;
    bool label = false;
    if (byline(c, run) || crafts(c, run)) c->persons.at[r->person].outside = true;
    if ((roles = role_label(c, run, &before)))
        mw_critic_credit(c, run, roles, 0.95f, mw_critic_span(c, before, r->last)), spread = roles, label = true;
    if ((roles = role_before(c, run, &before))) mw_critic_credit(c, run, roles, 0.95f, mw_critic_span(c, before, r->last)), spread |= roles;
    if ((roles = role_by(c, run, &before))) mw_critic_credit(c, run, roles, 0.9f, mw_critic_span(c, before, r->last)), spread |= roles;
    if ((roles = role_owned(c, run, &after, &weight))) mw_critic_credit(c, run, roles, weight, mw_critic_span(c, r->first, after));
    if ((roles = role_after(c, run, &after))) mw_critic_credit(c, run, roles, 0.9f, mw_critic_span(c, r->first, after));
    if ((roles = role_whose(c, run, &after))) mw_critic_credit(c, run, roles, 0.9f, mw_critic_span(c, r->first, after));
    if ((roles = role_does(c, run, &after))) mw_critic_credit(c, run, roles, 0.85f, mw_critic_span(c, r->first, after));
    if (!spread && *list && listed(c, run)) {
        mw_critic_credit(c, run, *list, 0.8f, mw_critic_span(c, r->first, r->last));
        return;
    }
    *list = spread, *labelled = label;
}

static bool made_it(const mw_named_person *p) {
    for (uint32_t k = 0; k < MW_ACTOR; k++)
        if (p->made[k] >= 0.75f) return true;
    return false;
}

static void credit_signs(mw_critic_work *c, uint32_t run) {
    const mw_run_of_names *r = &c->runs.at[run];
    for (uint32_t k = 0; k < MW_N_CREDIT; k++) {
        float p = mw_critic_sign(c, r->first, r->last, (mw_sign)(MW_SIGN_DIRECTOR + k));
        const mw_named_person *who = &c->persons.at[r->person];
        if (who->outside) continue;
        if (k == MW_ACTOR && p < 0.9f && made_it(who)) continue; /* who is labelled otherwise */
        if (p >= 0.5f && !is_title(c, r->first)) mw_critic_credit(c, run, 1u << k, p, mw_critic_span(c, r->first, r->last));
    }
}

/* Nobody is said to have made it: then likely the person by a full name, then by the last word of it alone, whom no cue makes anything else;
 * critics call makers by their surnames, people of the story by their first names. */
void mw_critic_guess_maker(mw_critic_work *c) {
    uint32_t whole = whole_role(c), best = MW_NONE, most = 0;
    uint32_t *times = mw_arena_array(c->scratch, c->persons.n + 1, sizeof *times);
    for (size_t i = 0; i < c->persons.n; i++)
        for (uint32_t k = 0; k < MW_ACTOR; k++)
            if (whole & 1u << k && c->persons.at[i].made[k] >= 0.5f) return;
    for (uint32_t i = 0; times && i < c->runs.n; i++) {
        const mw_run_of_names *r = &c->runs.at[i], *full = &c->runs.at[c->persons.at[r->person].run];
        const mw_named_person *p = &c->persons.at[r->person];
        if (r->words != 1 || full->words < 2 || full->place || p->paired || p->outside ||
            mw_critic_honorific(mw_critic_word(c, full->first)) || p->made[MW_ACTOR] >= 0.5f || is_title(c, full->first))
            continue;
        if (strcmp(mw_critic_word(c, r->last), mw_critic_word(c, full->last)) != 0 || i < p->run) continue;
        if (++times[r->person] > most) most = times[r->person], best = p->run;
    }
    if (best != MW_NONE) mw_critic_credit(c, best, whole, 0.5f, mw_critic_span(c, c->runs.at[best].first, c->runs.at[best].last));
}

void mw_critic_find_credits(mw_critic_work *c) {
    uint32_t list = 0;
    bool labelled = false;
    for (uint32_t i = 0; i < c->runs.n; i++) credit_run(c, i, &list, &labelled);
    for (uint32_t i = 0; i < c->runs.n; i++) credit_signs(c, i);
}
