/* Days and dates that cannot be: a date that no month has; a weekday that does not follow from the one told before it ("On Monday … The next
 * day, a Thursday"), or from another date of the same month. */
#include <string.h>

#include "reveal/shape_faults.h"

static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};
static const uint32_t lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static uint32_t in_list(const mw_shape_work *w, uint32_t t, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (mw_shape_is(w, t, list[i])) return i;
    return MW_NONE;
}

static uint32_t weekday_of(const mw_shape_work *w, uint32_t t) {
    mw_str f = mw_shape_form(w, t);
    return f.n && *f.at >= 'A' && *f.at <= 'Z' ? in_list(w, t, weekdays, 7) : MW_NONE;
}

/* March and may are also verbs: names of months have a capital and are no verb. */
static uint32_t month_of(const mw_shape_work *w, uint32_t t) {
    mw_str f = t < w->n ? mw_shape_form(w, t) : MW_STR("");
    bool name = f.n && *f.at >= 'A' && *f.at <= 'Z' && w->tags->upos[t] != MW_VERB && w->tags->upos[t] != MW_AUX;
    return name ? in_list(w, t, months, 12) : MW_NONE;
}

static uint32_t ordinal_word(mw_str f) {
    static const char *const words[] = {"",           "first",     "second",    "third",       "fourth",     "fifth",      "sixth",
                                        "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth",
                                        "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
    for (uint32_t i = 1; i < sizeof words / sizeof *words; i++)
        if (mw_str_ieq(f, words[i])) return i;
    return mw_str_ieq(f, "thirtieth") ? 30 : 0;
}

/* A day of a month: "3", "3rd", "third", "twenty-third"; the number of days, 0 none. */
static uint32_t day_number(const mw_shape_work *w, uint32_t t, uint32_t *last) {
    if (t >= w->n) return 0;
    mw_str f = mw_shape_form(w, t);
    *last = t;
    uint32_t x = ordinal_word(f);
    if (x) return x;
    if (f.n && *f.at >= '0' && *f.at <= '9') {
        size_t i = 0;
        for (; i < f.n && f.at[i] >= '0' && f.at[i] <= '9'; i++) x = x < 1000 ? 10 * x + (uint32_t)(f.at[i] - '0') : x;
        mw_str tail = {f.at + i, f.n - i};
        bool plain = tail.n == 0 || mw_str_is(tail, "st") || mw_str_is(tail, "nd") || mw_str_is(tail, "rd") || mw_str_is(tail, "th");
        return plain && x < 100 ? x : 0;
    }
    if ((mw_str_ieq(f, "twenty") || mw_str_ieq(f, "thirty")) && t + 2 < w->n) {
        mw_str dash = mw_shape_form(w, t + 1);
        uint32_t one = ordinal_word(mw_shape_form(w, t + 2));
        if (dash.n == 1 && *dash.at == '-' && one > 0 && one < 10) return *last = t + 2, (mw_str_ieq(f, "twenty") ? 20 : 30) + one;
    }
    return 0;
}

typedef struct date {
    uint32_t month, day, first, last;
} date;

/* "the third of May", "3 May", "May 3", "May the third", beginning at t. */
static bool date_at(const mw_shape_work *w, uint32_t t, date *d) {
    uint32_t last, m = month_of(w, t);
    d->first = t;
    if (m != MW_NONE) {
        uint32_t at = t + 1 + mw_shape_is(w, t + 1, "the"), day = day_number(w, at, &last);
        if (!day || at >= w->n || w->tags->sentence[at] != w->tags->sentence[t]) return false;
        if (last + 1 < w->n && (w->tags->upos[last + 1] == MW_NOUN || mw_shape_is(w, last + 1, "o'clock"))) return false;
        *d = (date){m, day, t, last};
        return true;
    }
    uint32_t day = day_number(w, t, &last);
    if (!day) return false;
    uint32_t at = last + 1 + mw_shape_is(w, last + 1, "of");
    m = month_of(w, at);
    if (m == MW_NONE || w->tags->sentence[at] != w->tags->sentence[t]) return false;
    if (w->tags->upos[at] != MW_PROPN && w->tags->upos[at] != MW_NOUN) return false;
    *d = (date){m, day, t, at};
    return true;
}

static bool put(mw_fault_work *k, mw_fault_kind kind, uint32_t first, uint32_t last, uint32_t before_first, uint32_t before_last,
                float confidence) {
    const mw_span *span = k->w->r->tokens->span;
    mw_fault f = {.kind = kind, .who = MW_NONE, .here = {span[first].start, span[last].end}, .confidence = confidence};
    if (before_first != MW_NONE) f.there = (mw_span){span[before_first].start, span[before_last].end};
    f.known = mw_shape_sentence(k->w, k->w->tags->sentence[last]).end;
    return mw_fault_put(k, f);
}

/* ---- dates ---- */

/* A weekday right before a date: "Monday, the third of May". */
static uint32_t weekday_before(const mw_shape_work *w, uint32_t t) {
    for (uint32_t i = t; i > 0 && t - i < 4 && w->tags->sentence[i - 1] == w->tags->sentence[t]; i--) {
        if (weekday_of(w, i - 1) != MW_NONE) return i - 1;
        if (w->word[i - 1] != MW_NONE && !mw_shape_is(w, i - 1, "the")) break;
    }
    return MW_NONE;
}

static bool dates(mw_fault_work *k) {
    const mw_shape_work *w = k->w;
    struct {
        uint32_t weekday, first, last, day;
        bool is;
    } told[12] = {{0}};
    for (uint32_t t = 0; t < w->n; t++) {
        date d;
        if (!date_at(w, t, &d)) continue;
        if (d.day > lengths[d.month] || d.day == 0) {
            if (!put(k, MW_FAULT_DATE, d.first, d.last, MW_NONE, MW_NONE, 0.9f)) return false;
        } else {
            uint32_t at = weekday_before(w, t), day = at == MW_NONE ? 0 : weekday_of(w, at);
            if (at != MW_NONE && told[d.month].is) {
                uint32_t want = (told[d.month].weekday + 35 + d.day - told[d.month].day) % 7;
                if (want != day && !put(k, MW_FAULT_DAY, at, d.last, told[d.month].first, told[d.month].last, 0.6f)) return false;
            } else if (at != MW_NONE) {
                told[d.month].weekday = day, told[d.month].first = at, told[d.month].last = d.last, told[d.month].day = d.day;
                told[d.month].is = true;
            }
        }
        t = d.last;
    }
    return true;
}

/* ---- weekdays ---- */

/* How many days a phrase that holds t leaps: "the next day", "the following morning" 1, "two days later" 2, "a week later" 7, "the day before"
 * 6 (one back). MW_NONE: it leaps not. */
static uint32_t leap_at(const mw_shape_work *w, uint32_t t) {
    bool day = mw_shape_is(w, t, "day") || mw_shape_is(w, t, "morning") || mw_shape_is(w, t, "evening") || mw_shape_is(w, t, "afternoon") ||
               mw_shape_is(w, t, "night");
    if (!day && !mw_shape_is(w, t, "week")) return MW_NONE;
    bool next = t > 0 && (mw_shape_is(w, t - 1, "next") || mw_shape_is(w, t - 1, "following"));
    bool later = mw_shape_is(w, t + 1, "later") || mw_shape_is(w, t + 1, "after") || mw_shape_is(w, t + 1, "afterwards");
    if (day && next) return 1;
    if (day && t > 1 && mw_shape_is(w, t - 1, "very") && mw_shape_is(w, t - 2, "next")) return 1;
    if (day && mw_shape_is(w, t + 1, "before") && t > 0 && mw_shape_is(w, t - 1, "the")) return 6;
    if (day && mw_shape_is(w, t + 1, "after") && t > 0 && mw_shape_is(w, t - 1, "the") && !mw_shape_is(w, t + 2, "the")) return 1;
    if (!later) return MW_NONE;
    if (mw_shape_is(w, t, "week")) return 7;
    uint32_t last, n = t > 0 ? mw_fact_number(w, t - 1, &last) : 0;
    return mw_shape_is(w, t, "day") && n > 0 && n < 60 ? n % 7 : MW_NONE;
}

/* The days said around the present one: tomorrow 1, yesterday 6, today 0. */
static uint32_t deictic(const mw_shape_work *w, uint32_t t) {
    if (mw_shape_is(w, t, "tomorrow") || mw_shape_is(w, t, "to-morrow")) return 1;
    if (mw_shape_is(w, t, "yesterday")) return 6;
    if (mw_shape_is(w, t, "today") || mw_shape_is(w, t, "to-day")) return 0;
    return MW_NONE;
}

typedef struct calendar {
    uint32_t weekday, token; /* the present day as last told in narration; MW_NONE */
} calendar;

/* A weekday that names the present day: "on Monday", "it was Monday", "that Monday", "Monday came"; not "last Monday", "every Monday", "Mondays",
 * "until Monday", "the Monday before". */
static bool is_present(const mw_shape_work *w, uint32_t t) {
    static const char *const not_before[] = {"last",   "every", "each", "until", "till",  "by",        "since", "from",
                                             "before", "next",  "for",  "to",    "after", "alternate", "any"};
    mw_str f = mw_shape_form(w, t);
    if (f.n && f.at[f.n - 1] == 's') return false;
    for (uint32_t i = t; i > 0 && t - i < 2 && w->tags->sentence[i - 1] == w->tags->sentence[t]; i--)
        for (size_t k = 0; k < sizeof not_before / sizeof *not_before; k++)
            if (mw_shape_is(w, i - 1, not_before[k])) return false;
    return !mw_shape_is(w, t + 1, "before") && !mw_shape_is(w, t + 1, "last");
}

/* One sentence: a leap and a weekday in it must agree with the present day; a weekday alone sets it. */
static bool sentence_days(mw_fault_work *k, uint32_t s, calendar *now) {
    const mw_shape_work *w = k->w;
    const mw_sentence *g = &w->tags->sentences[s];
    uint32_t leap = MW_NONE, day = MW_NONE, at = MW_NONE, days = 0, hint = MW_NONE, leap_at_token = MW_NONE;
    for (uint32_t t = g->first; t < g->end; t++) {
        if (w->word[t] == MW_NONE) continue;
        bool said = mw_shape_said(w, t);
        uint32_t d = weekday_of(w, t), l = leap_at(w, t);
        if (said && hint == MW_NONE && deictic(w, t) != MW_NONE) hint = deictic(w, t);
        if (d != MW_NONE && said && hint != MW_NONE && now->weekday != MW_NONE && t > g->first) {
            bool is = mw_shape_is(w, t - 1, "be") || mw_shape_is(w, t - 1, "'s") || mw_shape_is(w, t - 1, "a") ||
                      (w->word[t - 1] == MW_NONE && t > 1 && deictic(w, t - 2) != MW_NONE);
            bool fresh = w->scene[s] == w->scene[w->tags->sentence[now->token]];
            if (is && fresh && d != (now->weekday + hint) % 7 && !put(k, MW_FAULT_DAY, t, t, now->token, now->token, 0.7f)) return false;
            hint = MW_NONE;
        }
        if (said) continue;
        if (l != MW_NONE && leap == MW_NONE) leap = l, leap_at_token = t;
        if (d != MW_NONE && is_present(w, t)) {
            days++;
            if (at == MW_NONE) day = d, at = t;
        }
    }
    if (leap != MW_NONE && at != MW_NONE && days == 1 && now->weekday != MW_NONE) {
        uint32_t far = leap_at_token > at ? leap_at_token - at : at - leap_at_token;
        if (far < 12 && day != (now->weekday + leap) % 7) {
            if (!put(k, MW_FAULT_DAY, at, at, now->token, now->token, 0.75f)) return false;
        }
        now->weekday = day, now->token = at;
    } else if (at != MW_NONE && days == 1) {
        now->weekday = day, now->token = at;
    } else if (leap != MW_NONE && now->weekday != MW_NONE && days == 0) {
        now->weekday = (now->weekday + leap) % 7; /* goes on from the day that was told */
    } else if (days > 1) {
        now->weekday = MW_NONE;
    }
    return true;
}

/* The part ("Book Two") that holds a sentence, "" for none. */
static const char *part_of(const mw_shape_work *w, uint32_t s) {
    uint32_t chapter = w->shape->scenes[w->scene[s]].chapter;
    return chapter == MW_NONE || !w->r->text->chapters[chapter].part ? "" : w->r->text->chapters[chapter].part;
}

/* Another part may be another strand of the story: its days follow from none before. */
bool mw_faults_days(mw_fault_work *k) {
    calendar now = {MW_NONE, 0};
    uint32_t doc = 0;
    const char *part = "";
    for (uint32_t s = 0; s < k->w->tags->n_sentences; s++) {
        uint32_t first = k->w->tags->sentences[s].first;
        while (doc < k->w->r->tokens->n_docs && k->w->r->tokens->docs[doc].end <= first) doc++, now.weekday = MW_NONE;
        const char *here = part_of(k->w, s);
        if (strcmp(here, part) != 0) now.weekday = MW_NONE;
        part = here;
        if (!sentence_days(k, s, &now)) return false;
    }
    return dates(k);
}
