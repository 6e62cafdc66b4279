/* review_opinion: units, what each judges and how. Sentences are cut at semicolons, dashes and words of contrast; a unit says something good or
 * bad by its judging words, turned round by a negation before them (Polanyi and Zaenen's valence shifters, 2006), and by the model's signs. */
#include <math.h>
#include <string.h>

#include "reveal/review_inside.h"

/* ---- units ---- */

bool mw_review_contrast(const mw_reviewer *r, uint32_t t, bool *conceding) {
    static const char *const words[] = {"but",          "yet",         "though", "although", "whereas", "however",
                                        "nevertheless", "nonetheless", "while",  "whilst",   "despite"};
    *conceding = false;
    if (mw_review_is(r, t, "even") && (mw_review_is(r, t + 1, "if") || mw_review_is(r, t + 1, "though") || mw_review_is(r, t + 1, "when")))
        return *conceding = true;
    if (mw_review_is(r, t, "for") && mw_review_is(r, t + 1, "all") &&
        (mw_review_is(r, t + 2, "its") || mw_review_is(r, t + 2, "his") || mw_review_is(r, t + 2, "her") || mw_review_is(r, t + 2, "the")))
        return *conceding = true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_review_is(r, t, words[i])) {
            *conceding = i == 2 || i == 3 || i >= 8;
            return true;
        }
    return false;
}

static bool cuts(const mw_reviewer *r, uint32_t t) {
    static const char *const marks[] = {";", "\xE2\x80\x94", "\xE2\x80\x93", ":", "--", "..."};
    if (r->tags->upos[t] != MW_PUNCT) return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (mw_review_is(r, t, marks[i])) return true;
    return false;
}

/* A comma and "and" before a clause with a subject of its own, or before another finite verb. */
static bool new_clause(const mw_reviewer *r, uint32_t t) {
    if (!mw_review_is(r, t, "and") || t == 0 || t + 1 >= r->tags->n || !mw_review_is(r, t - 1, ",")) return false;
    uint32_t h = r->tags->head[t];
    return h > t && (r->tags->upos[h] == MW_VERB || r->tags->upos[h] == MW_ADJ) && r->tags->rel_base[h] == MW_REL_CONJ;
}

static bool push_unit(mw_reviewer *r, uint32_t first, uint32_t last, uint32_t sentence, bool conceding) {
    while (first < last && r->tags->upos[first] == MW_PUNCT) first++;
    while (last > first && r->tags->upos[last] == MW_PUNCT) last--;
    if (last <= first && r->tags->upos[first] == MW_PUNCT) return true;
    return mw_vec_push(r->mem, &r->units, (mw_unit_of_opinion){.first = first, .last = last, .sentence = sentence, .conceding = conceding});
}

static bool cut_sentence(mw_reviewer *r, uint32_t i) {
    const mw_sentence *s = &r->tags->sentences[i];
    uint32_t from = s->first;
    bool conceding = false, next;
    for (uint32_t t = s->first; t < s->end; t++) {
        bool word = mw_review_contrast(r, t, &next), mark = cuts(r, t), clause = new_clause(r, t),
             back = conceding && mw_review_is(r, t, ",") && t - from > 3;
        if (t == s->first) {
            conceding = word && next;
            continue;
        }
        if (!word && !mark && !clause && !back) continue;
        if (t - from < 2) { /* a word of contrast right behind a mark belongs to it */
            conceding = conceding || (word && next);
            continue;
        }
        if (!push_unit(r, from, t - 1, i, conceding)) return false;
        from = word ? t : t + (mark || back);
        conceding = word && next;
    }
    return from >= s->end || push_unit(r, from, s->end - 1, i, conceding);
}

/* ---- evidence ---- */

static bool negates(const mw_reviewer *r, uint32_t t) {
    static const char *const words[] = {"not",    "n't",      "never", "no",    "nothing", "hardly", "barely", "without", "nor", "neither",
                                        "rarely", "scarcely", "lack",  "lacks", "lacking", "fails",  "fail",   "little",  "isn", "less"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_review_is(r, t, words[i])) return true;
    return false;
}

static float turned(const mw_reviewer *r, const mw_unit_of_opinion *u, uint32_t t, float worth) {
    for (uint32_t k = t; k-- > u->first && t - k <= 4;) {
        if (mw_review_is(r, k, ",")) break;
        if (negates(r, k)) return worth > 0 ? -0.8f * worth : -0.5f * worth;
        if (mw_review_is(r, k, "too") && worth > 0) return -worth;
    }
    return worth;
}

static void weigh_words(const mw_reviewer *r, mw_unit_of_opinion *u) {
    for (uint32_t t = u->first; t <= u->last; t++) {
        if (r->critic->name[t] >= MW_NAMES_WORK) continue;
        float w = mw_review_worth(r, t);
        if (w == 0) continue;
        w = turned(r, u, t, w);
        if (w > 0)
            u->good += w;
        else
            u->bad -= w;
    }
}

/* The role of whoever's last name a word is; of several the first; MW_N_CREDIT: none. */
static uint32_t role_of(const mw_reviewer *r, uint32_t t) {
    mw_str word = mw_str_span(r->read->text->at, r->tokens->span[t]);
    for (uint32_t i = 0; i < r->critic->n_credits; i++) {
        mw_str who = mw_str_of(r->critic->credits[i].person);
        if (who.n >= word.n && memcmp(who.at + who.n - word.n, word.at, word.n) == 0) return r->critic->credits[i].role;
    }
    return MW_N_CREDIT;
}

/* Whoever photographed it stands for its pictures. */
static void weigh_maker(const mw_reviewer *r, uint32_t t, mw_unit_of_opinion *u, float share) {
    static const struct {
        mw_aspect aspect;
        float worth;
    } of[MW_N_CREDIT] = {[MW_DIRECTOR] = {MW_ON_DIRECTION, 0.8f}, [MW_WRITER] = {MW_ON_PLOT, 0.8f},
                         [MW_AUTHOR] = {MW_ON_OVERALL, 0.5f},     [MW_CINEMATOGRAPHER] = {MW_ON_CINEMATOGRAPHY, 1.5f},
                         [MW_COMPOSER] = {MW_ON_MUSIC, 1.5f},     [MW_PRODUCER] = {MW_ON_OVERALL, 0.2f},
                         [MW_EDITOR] = {MW_ON_PACING, 1},         [MW_ACTOR] = {MW_ON_ACTING, 1}};
    uint32_t role = role_of(r, t);
    if (role == MW_N_CREDIT) return;
    bool subject = r->tags->rel_base[t] == MW_REL_NSUBJ; /* X lets every scene run */
    u->aspect[of[role].aspect] += (subject ? 1.6f : 1) * of[role].worth * share;
}

static void weigh_aspects(const mw_reviewer *r, mw_unit_of_opinion *u, float share) {
    for (uint32_t t = u->first; t <= u->last; t++) {
        mw_aspect a;
        float w;
        switch (r->critic->name[t]) {
        case MW_NAMES_PERFORMER:
            u->aspect[MW_ON_ACTING] += 1.5f * share;
            continue;
        case MW_NAMES_MAKER:
            weigh_maker(r, t, u, share);
            continue;
        case MW_NAMES_CHARACTER:
            u->aspect[MW_ON_CHARACTERS] += 0.4f * share;
            continue;
        case MW_NAMES_WORK:
            u->aspect[MW_ON_OVERALL] += 0.8f * share;
            continue;
        default:
            break;
        }
        if (mw_review_is(r, t, "loose") && t < u->last && strcmp(mw_lemma(r->tags, t + 1), "end") == 0) { /* no ending */
            u->aspect[MW_ON_PLOT] += 2 * share;
            t++;
            continue;
        }
        if ((r->tags->upos[t] == MW_NOUN || r->tags->upos[t] == MW_VERB || r->tags->upos[t] == MW_ADJ) && mw_review_aspect(r, t, &a, &w))
            u->aspect[a] += w * share;
    }
}

/* What tells a judging unit from another, and for from against; see judging. */
enum {
    F_OPINION,
    F_PLOT,
    F_FACT,
    F_GOOD,
    F_BAD,
    F_MIXED,
    F_WORDS_GOOD,
    F_WORDS_BAD,
    F_WORDS,
    F_TOLD_OPINION,
    F_TOLD_PLOT,
    F_OUTSIDERS,
    F_ABOUT,
    F_CONCEDING,
    N_FEATURES
};

static float least(float a, float b) { return a < b ? a : b; }

static void features_of(const mw_reviewer *r, const mw_unit_of_opinion *u, float *f) {
    static const mw_sign signs[] = {MW_SIGN_OPINION, MW_SIGN_PLOT, MW_SIGN_FACT, MW_SIGN_GOOD, MW_SIGN_BAD, MW_SIGN_MIXED};
    memset(f, 0, N_FEATURES * sizeof *f);
    for (uint32_t i = 0; i < 6; i++) f[i] = mw_review_sign(r, u->first, u->last, signs[i]);
    mw_told told = mw_review_told(r, u->sentence);
    f[F_WORDS_GOOD] = least(u->good, 3), f[F_WORDS_BAD] = least(u->bad, 3), f[F_WORDS] = least((float)(u->last - u->first + 1) / 20, 2);
    f[F_TOLD_OPINION] = told == MW_TOLD_OPINION, f[F_TOLD_PLOT] = told == MW_TOLD_PLOT, f[F_CONCEDING] = u->conceding;
    for (uint32_t t = u->first; t <= u->last; t++) {
        uint8_t name = r->critic->name[t];
        mw_aspect a;
        float w;
        if (name == MW_NAMES_PERFORMER || name == MW_NAMES_MAKER || name == MW_NAMES_WORK) f[F_OUTSIDERS] = 1;
        if (r->tags->upos[t] == MW_NOUN && mw_review_aspect(r, t, &a, &w)) f[F_ABOUT] = 1;
    }
}

/* ---- rows ---- */

/* A name that the unit is about: a performer, the maker, a person; the work. */
static const char *target_of(const mw_reviewer *r, const mw_unit_of_opinion *u, mw_aspect aspect, bool *failed) {
    uint8_t want = aspect == MW_ON_ACTING       ? MW_NAMES_PERFORMER
                   : aspect == MW_ON_CHARACTERS ? MW_NAMES_CHARACTER
                   : aspect == MW_ON_OVERALL    ? MW_NAMES_WORK
                                                : MW_NAMES_MAKER;
    for (uint32_t t = u->first; t <= u->last; t++) {
        if (r->critic->name[t] != want) continue;
        uint32_t end = t;
        while (end < u->last && r->critic->name[end + 1] == want && !mw_review_is(r, end + 1, "'s")) end++;
        uint32_t role = want == MW_NAMES_MAKER ? role_of(r, end) : MW_N_CREDIT;
        bool other = (aspect == MW_ON_CINEMATOGRAPHY && role != MW_CINEMATOGRAPHER) || (aspect == MW_ON_MUSIC && role != MW_COMPOSER) ||
                     (aspect == MW_ON_DIRECTION && (role == MW_CINEMATOGRAPHER || role == MW_COMPOSER || role == MW_EDITOR));
        if (other) { /* X's pictures are not what is said of Y's score */
            t = end;
            continue;
        }
        mw_span s = mw_review_span(r, t, end);
        const char *text = mw_arena_strndup(r->keep, r->read->text->at + s.start, s.end - s.start);
        *failed = !text;
        return text;
    }
    return NULL;
}

static mw_aspect best_aspect(const mw_unit_of_opinion *u) {
    uint32_t best = MW_ON_OVERALL;
    for (uint32_t a = 0; a < MW_N_ASPECT; a++)
        if (u->aspect[a] > u->aspect[best]) best = a;
    return (mw_aspect)best;
}

/* Learnt by logistic regression on the twelve dev reviews of invented works; intercept first (docs/review.md). */
static const float judging[1 + N_FEATURES] = {-3.09f, 2.34f, -0.57f, -1.28f, 2.03f, 1.31f, -0.02f, 0.66f,
                                              0.70f,  0.72f, 0.23f,  -1.46f, 0.73f, 0.65f, -0.54f};
static const float least_judging = 0.37f, sign_of_polarity = 6, sign_of_aspect = 8, even_share = 0.65f, second_share = 0.35f,
                   least_second = 0.8f;

/* A model without signs: what they would be, from how the sentence is told. */
static void stand_in(const mw_reviewer *r, const mw_unit_of_opinion *u, float *f) {
    static const float opinion[MW_N_TOLD] = {0.2f, 0.75f, 0.5f, 0.15f}, plot[MW_N_TOLD] = {0.8f, 0.2f, 0.5f, 0.2f};
    mw_told told = mw_review_told(r, u->sentence);
    f[F_OPINION] = opinion[told], f[F_PLOT] = plot[told], f[F_FACT] = told == MW_TOLD_FACT ? 0.7f : 0.1f;
}

static float judges(const float *f) {
    float x = judging[0];
    for (uint32_t i = 0; i < N_FEATURES; i++) x += judging[i + 1] * f[i];
    return 1 / (1 + expf(-x));
}

/* "as frustrating as it is lovely", "both tender and rushed" */
static bool balances(const mw_reviewer *r, const mw_unit_of_opinion *u) {
    if (u->good <= 0 || u->bad <= 0) return false;
    for (uint32_t t = u->first; t + 3 <= u->last; t++) {
        bool as = mw_review_is(r, t, "as") && (mw_review_is(r, t + 2, "as") || mw_review_is(r, t + 3, "as"));
        if (as || (mw_review_is(r, t, "both") && (mw_review_is(r, t + 2, "and") || mw_review_is(r, t + 3, "and"))) ||
            (mw_review_is(r, t, "equal") && mw_review_is(r, t + 1, "parts")))
            return true;
    }
    return false;
}

static mw_polarity polarity_of(const float *f) {
    float good = f[F_WORDS_GOOD] + sign_of_polarity * f[F_GOOD], bad = f[F_WORDS_BAD] + sign_of_polarity * f[F_BAD];
    float more = good > bad ? good : bad, less = good > bad ? bad : good;
    bool both = f[F_WORDS_GOOD] > 0 && f[F_WORDS_BAD] > 0 && less > even_share * more;
    return both || f[F_MIXED] > 0.3f ? MW_EVEN : good >= bad ? MW_FOR : MW_AGAINST;
}

static bool push_opinion(mw_reviewer *r, const mw_unit_of_opinion *u, mw_aspect aspect, mw_polarity polarity, float confidence) {
    bool failed = false;
    mw_opinion o = {.span = mw_review_span(r, u->first, u->last),
                    .aspect = aspect,
                    .polarity = polarity,
                    .conceded = u->conceding || mw_review_sign(r, u->first, u->last, MW_SIGN_CONCEDED) > 0.4f,
                    .confidence = confidence};
    o.target = target_of(r, u, aspect, &failed);
    return !failed && mw_vec_push(r->mem, &r->opinions, o);
}

/* One row for what the unit speaks of most, a second where it speaks of something else nearly as much. */
static bool take_unit(mw_reviewer *r, mw_unit_of_opinion *u) {
    float f[N_FEATURES];
    features_of(r, u, f);
    if (!r->signs) stand_in(r, u, f);
    mw_span s = mw_review_span(r, u->first, u->last), rating = r->out->rating_span;
    if (rating.start < rating.end && rating.start < s.end && s.start < rating.end && s.end - s.start < 2 * (rating.end - rating.start))
        return true; /* a fact of its own */
    float p = judges(f);
    if (p < least_judging) return true;
    for (uint32_t a = 0; a < MW_N_ASPECT; a++)
        u->aspect[a] += sign_of_aspect * mw_review_sign(r, u->first, u->last, (mw_sign)(MW_SIGN_DIRECTION + a));
    mw_aspect first = best_aspect(u);
    float most = u->aspect[first];
    mw_polarity polarity = balances(r, u) ? MW_EVEN : polarity_of(f);
    if (!push_opinion(r, u, first, polarity, p)) return false;
    u->aspect[first] = -1;
    mw_aspect second = best_aspect(u);
    return u->aspect[second] < least_second || u->aspect[second] < second_share * most || push_opinion(r, u, second, polarity, 0.9f * p);
}

/* A unit that speaks of nothing takes what its sentence speaks of. */
static void share_aspects(mw_reviewer *r, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        mw_unit_of_opinion whole = {.first = r->units.at[from].first, .last = r->units.at[to - 1].last};
        weigh_aspects(r, &whole, 0.2f);
        for (uint32_t a = 0; a < MW_N_ASPECT; a++) r->units.at[i].aspect[a] += whole.aspect[a];
    }
}

/* What a unit without a topic of its own goes on about: what the one before it in the paragraph spoke of. */
static void go_on(mw_reviewer *r, size_t k, const mw_unit_of_opinion *before, float *topic) {
    mw_unit_of_opinion *u = &r->units.at[k];
    float most = 0;
    for (uint32_t a = 0; a < MW_N_ASPECT; a++) most = u->aspect[a] > most ? u->aspect[a] : most;
    bool same = before && r->tokens->block[before->first] == r->tokens->block[u->first];
    for (uint32_t a = 0; a < MW_N_ASPECT; a++) {
        float own = u->aspect[a];
        if (same && most < 1) u->aspect[a] += 0.5f * topic[a];
        topic[a] = most >= 1 ? own : same ? 0.7f * topic[a] : own;
    }
}

bool mw_review_opinions(mw_reviewer *r) {
    float topic[MW_N_ASPECT] = {0};
    for (uint32_t i = 0; i < r->tags->n_sentences; i++) {
        size_t from = r->units.n;
        if (r->tags->sentences[i].end <= r->tags->sentences[i].first) continue;
        if (!cut_sentence(r, i)) return false;
        for (size_t k = from; k < r->units.n; k++) {
            weigh_words(r, &r->units.at[k]);
            weigh_aspects(r, &r->units.at[k], 1);
            go_on(r, k, k ? &r->units.at[k - 1] : NULL, topic);
        }
        share_aspects(r, from, r->units.n);
        for (size_t k = from; k < r->units.n; k++)
            if (!take_unit(r, &r->units.at[k])) return false;
    }
    return true;
}
