/* review_verdict: what the work is said to withhold; the rating; the verdict, the balance of the opinions, those on the whole and at either
 * end counting more. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/review_inside.h"

/* ---- withheld ---- */

typedef struct missing {
    float no, shows, viewer, open;
} missing;

/* Words that deny, that show, of work or audience, and of what stays open. */
static missing look(const mw_reviewer *r, uint32_t first, uint32_t last) {
    static const char *const no[] = {"not",     "n't",  "never",  "no",   "nor",   "neither", "rarely", "seldom",   "hardly", "without",
                                     "nothing", "none", "little", "fail", "fails", "refuses", "refuse", "declines", "instead"};
    static const char *const shows[] = {"explain", "show",  "reveal",      "explore",   "answer",     "resolve",    "develop",
                                        "define",  "tell",  "know",        "learn",     "see",        "say",        "follow",
                                        "allow",   "let",   "explanation", "address",   "clarify",    "understand", "mention",
                                        "name",    "give",  "specify",     "elaborate", "examine",    "account",    "discover",
                                        "find",    "hear",  "why",         "establish", "suggest",    "admit",      "glimpse",
                                        "evoke",   "sense", "inside",      "motive",    "motivation", "reason",     "backstory"};
    static const char *const viewer[] = {"we",       "us",      "our",        "you",   "your",  "i",         "viewer",
                                         "audience", "reader",  "film",       "movie", "novel", "book",      "series",
                                         "show",     "script",  "screenplay", "play",  "story", "director",  "writer",
                                         "author",   "picture", "camera",     "it",    "plot",  "narrative", "episode"};
    static const char *const open[] = {
        "unexplained", "unanswered", "unresolved", "undeveloped", "unexplored", "unclear",   "unsaid", "untold",    "unseen",  "offscreen",
        "off-screen",  "offstage",   "off-stage",  "dangling",    "dropped",    "skipped",   "skip",   "skips",     "mystery", "ambiguous",
        "opaque",      "vague",      "withhold",   "withholds",   "withheld",   "omit",      "omits",  "forgotten", "forgets", "vanish",
        "vanishes",    "disappears", "glossed",    "elides",      "elided",     "sidesteps", "dodges", "evades",    "puzzling"};
    missing m = {0};
    for (uint32_t t = first; t <= last; t++) {
        const char *w = mw_review_word(r, t), *lemma = mw_lemma(r->tags, t);
        m.no += MW_AMONG(w, no);
        m.shows += MW_AMONG(lemma, shows) || MW_AMONG(w, shows);
        m.viewer +=
            MW_AMONG(w, viewer) || MW_AMONG(lemma, viewer) || r->critic->name[t] == MW_NAMES_MAKER || r->critic->name[t] == MW_NAMES_WORK;
        m.open += MW_AMONG(w, open);
        if (strcmp(lemma, "loose") == 0 && t < last && strcmp(mw_lemma(r->tags, t + 1), "end") == 0) m.open++;
        if (strcmp(lemma, "question") == 0 && (r->tags->upos[t] == MW_NOUN)) m.open += 0.5f;
    }
    return m;
}

/* "never explained", "rarely reveals": a flat denial right before a word of telling. */
static bool denies_telling(const mw_reviewer *r, uint32_t first, uint32_t last) {
    static const char *const no[] = {"never", "nor", "neither", "rarely", "seldom", "without"};
    static const char *const telling[] = {"explain", "define",  "reveal",  "mention", "name",    "explore",   "resolve",
                                          "answer",  "specify", "address", "clarify", "examine", "elaborate", "return",
                                          "follow",  "learn",   "know",    "tell",    "show"};
    for (uint32_t t = first; t <= last; t++) {
        if (!MW_AMONG(mw_review_word(r, t), no)) continue;
        for (uint32_t k = t + 1; k <= last && k <= t + 4; k++)
            if (r->tags->upos[k] == MW_VERB && MW_AMONG(mw_lemma(r->tags, k), telling)) return true;
    }
    return false;
}

/* The sign is rare: half of what is withheld has it at 0.05 or more, of the rest a tenth (dev). */
static const float sign_of_withheld = 8, most_of_sign = 1.2f;

static float withheld_score(const mw_reviewer *r, const mw_unit_of_opinion *u) {
    missing m = look(r, u->first, u->last);
    mw_told told = mw_review_told(r, u->sentence);
    float x = m.open;
    if (m.no && m.shows && m.viewer)
        x += 1.1f;
    else if (denies_telling(r, u->first, u->last))
        x += told == MW_TOLD_PLOT ? 1.3f : 1.1f;
    else if (m.no && m.shows)
        x += 0.4f;
    float sign = sign_of_withheld * mw_review_sign(r, u->first, u->last, MW_SIGN_WITHHELD);
    if (told == MW_TOLD_PLOT) x -= 0.6f;
    return x + (sign < most_of_sign ? sign : most_of_sign);
}

bool mw_review_find_withheld(mw_reviewer *r) {
    for (size_t i = 0; i < r->units.n; i++) {
        const mw_unit_of_opinion *u = &r->units.at[i];
        float x = withheld_score(r, u);
        if (x < 0.9f) continue;
        mw_withheld w = {.span = mw_review_span(r, u->first, u->last), .confidence = x > 2 ? 0.9f : 0.3f + 0.3f * x};
        if (!mw_vec_push(r->mem, &r->withheld, w)) return false;
    }
    return true;
}

/* ---- rating ---- */

static bool number_at(const mw_reviewer *r, uint32_t t, float *x) {
    static const char *const words[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
    const char *w = mw_review_word(r, t);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(w, words[i]) == 0) {
            *x = (float)i;
            return true;
        }
    char *end;
    if (*w < '0' || *w > '9') return false;
    *x = strtof(w, &end);
    return *end == 0;
}

static void rate(mw_reviewer *r, float value, float of, uint32_t first, uint32_t last) {
    if (of <= 0 || value > of || r->out->rating_of > 0) return;
    r->out->rating = value, r->out->rating_of = of, r->out->rating_span = mw_review_span(r, first, last);
}

/* "3/5", "7 / 10" as one token or three; "four stars", "3.5 out of 5"; a row of stars. */
static void rating_at(mw_reviewer *r, uint32_t t) {
    float x, y;
    const char *w = mw_review_word(r, t);
    char *end;
    if (*w >= '0' && *w <= '9') {
        x = strtof(w, &end);
        if (*end == '/' && (y = strtof(end + 1, &end)) > 0 && !*end && (y == 4 || y == 5 || y == 10 || y == 100)) rate(r, x, y, t, t);
    }
    if (strstr(w, "\xE2\x98\x85")) { /* stars, full and empty */
        uint32_t full = 0, all = 0, last = t;
        float half = 0;
        for (uint32_t k = t; k < r->tags->n && k < t + 10; k++) {
            const char *p = mw_review_word(r, k);
            if (!strstr(p, "\xE2\x98\x85") && !strstr(p, "\xE2\x98\x86") && !strstr(p, "\xC2\xBD")) break;
            for (; *p; p++) { /* at the first byte of each */
                bool star = strncmp(p, "\xE2\x98\x85", 3) == 0, none = strncmp(p, "\xE2\x98\x86", 3) == 0;
                full += star, all += star || none;
                if (strncmp(p, "\xC2\xBD", 2) == 0) half = 0.5f;
            }
            last = k;
        }
        rate(r, (float)full + half, all < 5 ? 5 : (float)all, t, last);
    }
    if (!number_at(r, t, &x)) return;
    uint32_t k = t + 1;
    if (mw_review_is(r, k, "and") && (mw_review_is(r, k + 1, "a") || mw_review_is(r, k + 1, "one")) && mw_review_is(r, k + 2, "half"))
        x += 0.5f, k += 3;
    if (mw_review_is(r, k, "/") && number_at(r, k + 1, &y) && (y == 4 || y == 5 || y == 10 || y == 100)) rate(r, x, y, t, k + 1);
    bool stars = mw_review_is(r, k, "stars") || mw_review_is(r, k, "star");
    uint32_t o = stars ? k + 1 : k;
    if (mw_review_is(r, o, "out") && mw_review_is(r, o + 1, "of") && number_at(r, o + 2, &y) && (y == 4 || y == 5 || y == 10 || y == 100))
        rate(r, x, y, t, o + 2);
    else if (stars && x <= 5 && !mw_review_is(r, k + 1, "for"))
        rate(r, x, 5, t, k);
}

/* "Grade: B+": steps from F, 0, to A+, 12. The sign may be of the letter's token or the next. */
static void grade_at(mw_reviewer *r, uint32_t t) {
    static const char letters[] = "fdcba"; /* F has no sign */
    if (!mw_review_is(r, t, "grade")) return;
    uint32_t k = t + 1 + (mw_review_is(r, t + 1, ":") || mw_review_is(r, t + 1, "is"));
    if (k == t + 1 || k >= r->tags->n) return;
    const char *w = mw_review_word(r, k), *letter = *w ? strchr(letters, *w) : NULL;
    if (!letter) return;
    const char *sign = w + 1;
    uint32_t last = k;
    if (!*sign && (mw_review_is(r, k + 1, "+") || mw_review_is(r, k + 1, "-") || mw_review_is(r, k + 1, "\xE2\x88\x92")))
        sign = mw_review_word(r, k + 1), last = k + 1;
    bool plus = strcmp(sign, "+") == 0, minus = strcmp(sign, "-") == 0 || strcmp(sign, "\xE2\x88\x92") == 0;
    if (*sign && !plus && !minus) return;
    bool indefinite = *letter == 'a' && last == k && mw_review_is(r, t + 1, "is"); /* "the grade is a disgrace" */
    int step = 3 * (int)(letter - letters) - (letter > letters) + plus - minus;
    if (!indefinite && step >= 0) rate(r, (float)step, 12, k, last);
}

void mw_review_rating(mw_reviewer *r) {
    for (uint32_t t = 0; t < r->tags->n; t++) {
        rating_at(r, t);
        grade_at(r, t);
    }
}

/* ---- verdict ---- */

static float weight_of(const mw_reviewer *r, const mw_opinion *o) {
    float at = (float)o->span.start / (float)(r->read->text->n + 1), w = o->confidence;
    if (o->aspect == MW_ON_OVERALL) w *= 1.7f;
    if (at > 0.8f) w *= 1.6f;
    if (at < 0.1f) w *= 1.3f;
    if (o->conceded) w *= 0.6f;
    return w;
}

/* Words of praise are more often used than meant: the middle lies above 0 (chosen on the reviews of invented works; the five real ones agree). */
static const float MIDDLE = 0.075f, HALF = 0.175f;

static void judge(mw_reviewer *r) {
    float good = 0, bad = 0, even = 0;
    for (size_t i = 0; i < r->opinions.n; i++) {
        const mw_opinion *o = &r->opinions.at[i];
        float w = weight_of(r, o);
        if (o->polarity == MW_EVEN)
            even += w;
        else if (o->polarity == MW_FOR)
            good += w;
        else
            bad += w;
    }
    float all = good + bad + even;
    if (r->out->rating_of > 0) {
        float share = r->out->rating / r->out->rating_of, w = 1.2f * all + 1; /* the critic's own sum */
        if (share >= 0.7f)
            good += w;
        else if (share <= 0.45f)
            bad += w;
        else
            even += w;
        all += w;
    }
    if (all < 0.5f) return;
    float balance = (good - bad + MIDDLE * even) / all; /* what is neither stands in the middle */
    r->out->verdict = balance > MIDDLE + HALF ? MW_POSITIVE : balance < MIDDLE - HALF ? MW_NEGATIVE : MW_TORN;
    float far = fabsf(balance - MIDDLE);
    r->out->verdict_confidence = r->out->verdict == MW_TORN ? 0.6f - far : 0.4f + 0.4f * far;
}

void mw_review_verdict(mw_reviewer *r) {
    judge(r);
    mw_review_thesis(r);
}
