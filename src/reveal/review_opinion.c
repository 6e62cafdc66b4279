/* review_opinion: units, what each judges and how. Sentences are cut at semicolons, dashes and words of contrast; a unit says something good or
 * bad by its judging words, turned round by a negation before them (Polanyi and Zaenen's valence shifters, 2006), and by the model's signs. */
#include <string.h>

#include "reveal/review_inside.h"

/* ---- units ---- */

static bool contrast(const mw_reviewer *r, uint32_t t, bool *conceding) {
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
        bool word = contrast(r, t, &next), mark = cuts(r, t), clause = new_clause(r, t),
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

static void weigh_aspects(const mw_reviewer *r, mw_unit_of_opinion *u, float share) {
    for (uint32_t t = u->first; t <= u->last; t++) {
        mw_aspect a;
        float w;
        switch (r->critic->name[t]) {
        case MW_NAMES_PERFORMER:
            u->aspect[MW_ON_ACTING] += 1.5f * share;
            continue;
        case MW_NAMES_MAKER:
            u->aspect[MW_ON_DIRECTION] += 0.8f * share;
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
        if ((r->tags->upos[t] == MW_NOUN || r->tags->upos[t] == MW_VERB || r->tags->upos[t] == MW_ADJ) && mw_review_aspect(r, t, &a, &w))
            u->aspect[a] += w * share;
    }
}

/* How far the model's signs are believed beside the words. */
static const float sign_worth = 4;

static void weigh_signs(const mw_reviewer *r, mw_unit_of_opinion *u) {
    if (!r->signs) return;
    float even = mw_review_sign(r, u->first, u->last, MW_SIGN_MIXED);
    u->good += sign_worth * (mw_review_sign(r, u->first, u->last, MW_SIGN_GOOD) + even);
    u->bad += sign_worth * (mw_review_sign(r, u->first, u->last, MW_SIGN_BAD) + even);
    for (uint32_t a = 0; a < MW_N_ASPECT; a++)
        u->aspect[a] += sign_worth * mw_review_sign(r, u->first, u->last, (mw_sign)(MW_SIGN_DIRECTION + a));
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

static bool take_unit(mw_reviewer *r, mw_unit_of_opinion *u) {
    mw_told told = mw_review_told(r, u->sentence);
    float most = u->good > u->bad ? u->good : u->bad, least = u->good > u->bad ? u->bad : u->good;
    float bar = told == MW_TOLD_OPINION ? 0.9f : told == MW_TOLD_BOTH ? 1.4f : r->signs ? 2 : 3.5f;
    if (most < bar || told == MW_TOLD_FACT) return true;
    mw_aspect a = best_aspect(u);
    bool failed = false;
    float sure = most / (most + 1.5f) * (told == MW_TOLD_OPINION ? 0.9f : 0.7f);
    mw_opinion o = {.span = mw_review_span(r, u->first, u->last),
                    .aspect = a,
                    .polarity = least > 0.65f * most ? MW_EVEN
                                : u->good > u->bad   ? MW_FOR
                                                     : MW_AGAINST,
                    .conceded = u->conceding || mw_review_sign(r, u->first, u->last, MW_SIGN_CONCEDED) > 0.5f,
                    .confidence = sure};
    o.target = target_of(r, u, a, &failed);
    return !failed && mw_vec_push(r->mem, &r->opinions, o);
}

/* A unit that speaks of nothing takes what its sentence speaks of. */
static void share_aspects(mw_reviewer *r, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        mw_unit_of_opinion whole = {.first = r->units.at[from].first, .last = r->units.at[to - 1].last};
        weigh_aspects(r, &whole, 0.2f);
        for (uint32_t a = 0; a < MW_N_ASPECT; a++) r->units.at[i].aspect[a] += whole.aspect[a];
    }
}

bool mw_review_opinions(mw_reviewer *r) {
    for (uint32_t i = 0; i < r->tags->n_sentences; i++) {
        size_t from = r->units.n;
        if (r->tags->sentences[i].end <= r->tags->sentences[i].first) continue;
        if (!cut_sentence(r, i)) return false;
        for (size_t k = from; k < r->units.n; k++) {
            weigh_words(r, &r->units.at[k]);
            weigh_aspects(r, &r->units.at[k], 1);
            weigh_signs(r, &r->units.at[k]);
        }
        share_aspects(r, from, r->units.n);
        for (size_t k = from; k < r->units.n; k++)
            if (!take_unit(r, &r->units.at[k])) return false;
    }
    return true;
}
