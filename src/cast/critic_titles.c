/* critic_titles: words that may be a title, and which of them is the work under review (other works: critic_others.c). Evidence is added up: that the
 * words come again, stand in quotation marks or italics, in the first line or sentence, as the subject or behind "the film", behind its
 * maker's possessive. The weights are learnt from reviews of invented works (training/reviews). */
#include <math.h>
#include <string.h>

#include "cast/critic_inside.h"

enum { LONGEST_TITLE = 18 };

/* ---- phrases ---- */

static bool connector(const mw_critic_work *c, uint32_t t) {
    static const char *const list[] = {"of",   "the", "and", "a",    "an",   "in", "on", "at",  "for", "to", "from",
                                       "with", "by",  "or",  "de",   "la",   "le", "du", "des", "der", "et", "&",
                                       "'s",   "'",   "-",   "into", "than", "as", "is", "my",  "we",  "no"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (mw_critic_is(c, t, list[i])) return true;
    return false;
}

static bool title_word(const mw_critic_work *c, uint32_t t) {
    if (t >= c->tags->n) return false;
    if (mw_critic_is(c, t, "i")) return false;
    if (mw_critic_capital(c, t)) return true;
    char first = c->text->at[c->tokens->span[t].start];
    return first >= '0' && first <= '9' && c->tags->upos[t] == MW_NUM;
}

static bool add_phrase(mw_critic_work *c, uint32_t first, uint32_t last, bool marked) {
    while (last > first && c->tags->upos[last] == MW_PUNCT && !mw_critic_is(c, last, "!") && !mw_critic_is(c, last, "?")) last--;
    while (first < last && c->tags->upos[first] == MW_PUNCT) first++;
    mw_phrase p = {.first = first, .last = last, .marked = marked, .same = MW_NONE};
    return mw_vec_push(c->mem, &c->phrases, p);
}

/* Words in marks are a title when they begin with a capital and are no speech: short, or without a full stop, and no verb of saying near. */
static bool marked_title(const mw_critic_work *c, const mw_marked *m) {
    uint32_t first = m->first + m->opened, last = m->last - (m->closed && m->last > m->first);
    if (last < first || last - first >= LONGEST_TITLE || !mw_critic_capital(c, first) || !m->closed) return false;
    uint32_t lows = 0, caps = 0;
    for (uint32_t t = first; t <= last; t++) {
        if (c->tags->upos[t] == MW_PUNCT || c->tags->upos[t] == MW_PART) continue;
        if (title_word(c, t))
            caps++;
        else
            lows += !connector(c, t);
    }
    bool stops = mw_critic_is(c, last, ".") && lows;
    return (caps > lows && !stops) || mw_critic_is(c, m->first - 1, "is") || mw_critic_is(c, m->first - 1, "called") ||
           mw_critic_is(c, m->first - 1, "titled");
}

static bool find_marked(mw_critic_work *c, uint8_t *taken) {
    for (uint32_t i = 0; i < c->tokens->n_marks; i++) {
        const mw_marked *m = &c->tokens->marks[i];
        if (m->style == MW_MARK_DASH || !marked_title(c, m)) continue;
        uint32_t first = m->first + m->opened, last = m->last - (m->closed && m->last > m->first);
        if (!add_phrase(c, first, last, true)) return false;
        for (uint32_t t = first; t <= last; t++) taken[t] = 1;
    }
    for (uint32_t i = 0, t = 0; i < c->text->n_emphasis; i++) {
        const mw_emphasis *e = &c->text->emphasis[i];
        if (!(e->style & MW_ITALIC)) continue;
        while (t < c->tags->n && c->tokens->span[t].start < e->span.start) t++;
        uint32_t first = t, last = t;
        while (last + 1 < c->tags->n && c->tokens->span[last + 1].end <= e->span.end) last++;
        if (first >= c->tags->n || c->tokens->span[first].end > e->span.end || taken[first] || last - first >= LONGEST_TITLE) continue;
        if (!mw_critic_capital(c, first)) continue;
        if (!add_phrase(c, first, last, true)) return false;
        for (uint32_t k = first; k <= last; k++) taken[k] = 1;
    }
    return true;
}

/* The last word of a title in capitals that begins at t. A person's possessive is not gone past. */
static uint32_t phrase_end(const mw_critic_work *c, uint32_t t, const uint8_t *taken) {
    uint32_t last = t, block = c->tokens->block[t];
    for (uint32_t k = t + 1; k < c->tags->n && c->tokens->block[k] == block && k - t < LONGEST_TITLE && !taken[k]; k++) {
        bool colon = mw_critic_is(c, k, ":") && title_word(c, k + 1);
        if (title_word(c, k)) {
            last = k;
        } else if (mw_critic_possessive(c, k) && c->run_of[k - 1] && c->runs.at[c->run_of[k - 1] - 1].per) {
            break;
        } else if (!connector(c, k) && !colon) {
            break;
        }
        if (k - last > 3) break;
    }
    return last;
}

/* One way to see a title in capitals from first to last; words that merely open a sentence are none. */
static bool add_capitals(mw_critic_work *c, uint32_t first, uint32_t last) {
    while (first < last && (c->tags->upos[first] == MW_PUNCT || (connector(c, first) && !mw_critic_capital(c, first)))) first++;
    while (last > first && (c->tags->upos[last] == MW_PUNCT || connector(c, last)) && !mw_critic_is(c, last, "!") &&
           !mw_critic_is(c, last, "?"))
        last--;
    bool alone = last == first, proper = c->tags->upos[first] == MW_PROPN || c->tags->upos[first] == MW_NOUN;
    if (!mw_critic_capital(c, first)) return true;
    if (alone && ((mw_critic_opens(c, first) && !proper) || c->tags->upos[first] == MW_PRON || mw_critic_word(c, first)[1] == 0))
        return true;
    return add_phrase(c, first, last, false);
}

/* A preposition or a conjunction that merely opens the sentence. */
static bool opener(const mw_critic_work *c, uint32_t t) {
    return mw_critic_opens(c, t) &&
           (c->tags->upos[t] == MW_ADP || c->tags->upos[t] == MW_CCONJ || c->tags->upos[t] == MW_SCONJ || c->tags->upos[t] == MW_ADV) &&
           mw_critic_capital(c, t + 1);
}

/* Other ways to see them: without what a colon or a possessive parts off, with a mark or another title behind a comma. */
static bool add_other_ways(mw_critic_work *c, uint32_t first, uint32_t last, const uint8_t *taken) {
    if (opener(c, first) && last > first && !add_capitals(c, first + 1, last)) return false;
    for (uint32_t k = first + 1; k < last; k++) {
        bool colon = mw_critic_is(c, k, ":"), owner = mw_critic_possessive(c, k),
             lead = mw_critic_is(c, k, "for") || mw_critic_is(c, k, "see") || mw_critic_is(c, k, "in") || mw_critic_is(c, k, "by");
        if ((colon || owner || lead) && !add_capitals(c, k + 1, last)) return false;
        if ((colon || (lead && !mw_critic_is(c, k, "see"))) && !add_capitals(c, first, k - 1)) return false;
    }
    uint32_t next = last + 1;
    if ((mw_critic_is(c, next, "!") || mw_critic_is(c, next, "?")) && !taken[next] && c->tokens->block[next] == c->tokens->block[last] &&
        !add_phrase(c, first, next, false))
        return false;
    if (mw_critic_is(c, next, ",") && title_word(c, next + 1) && !taken[next + 1] && c->tokens->block[next + 1] == c->tokens->block[last]) {
        uint32_t end = phrase_end(c, next + 1, taken);
        if (end - first < 8 && !add_phrase(c, first, end, false)) return false;
    }
    if (mw_critic_possessive(c, next) && c->tokens->block[next] == c->tokens->block[last] && title_word(c, next + 1) &&
        !taken[next + 1]) { /* a person's, as part of the title */
        uint32_t end = phrase_end(c, next + 1, taken);
        if (end - first < 8 && !add_phrase(c, first, end, false)) return false;
    }
    return true;
}

static bool find_capitals(mw_critic_work *c, const uint8_t *taken) {
    for (uint32_t t = 0; t < c->tags->n; t++) {
        if (taken[t] || !mw_critic_capital(c, t)) continue;
        uint32_t last = phrase_end(c, t, taken);
        bool label = mw_critic_is(c, t, "review") || mw_critic_is(c, t, "recap") || mw_critic_is(c, t, "reviewed");
        if (label && mw_critic_is(c, t + 1, ":")) continue; /* of what follows */
        if (!add_capitals(c, t, last) || !add_other_ways(c, t, last, taken)) return false;
        t = last;
    }
    return true;
}

/* ---- the same words again ---- */

uint32_t mw_critic_core_first(const mw_critic_work *c, const mw_phrase *p) {
    bool article = mw_critic_is(c, p->first, "the") || mw_critic_is(c, p->first, "a") || mw_critic_is(c, p->first, "an");
    return article && p->first < p->last ? p->first + 1 : p->first;
}

static bool count_same(mw_critic_work *c) {
    mw_map *m = mw_map_new(c->mem);
    bool good = m != NULL;
    for (uint32_t i = 0; good && i < c->phrases.n; i++) {
        mw_phrase *p = &c->phrases.at[i];
        mw_buf b;
        mw_buf_init(&b, c->mem);
        for (uint32_t t = mw_critic_core_first(c, p); t <= p->last; t++) mw_buf_printf(&b, "%s ", mw_critic_word(c, t));
        uint32_t at = i;
        good = !b.failed;
        if (good && !mw_map_get(m, (mw_str){b.at, b.n}, &at)) good = mw_map_put(m, (mw_str){b.at, b.n}, at = i);
        mw_buf_clear(&b);
        p->same = at;
        c->phrases.at[at].n++;
    }
    mw_map_free(m);
    return good;
}

/* ---- evidence ---- */

bool mw_critic_work_noun(const mw_critic_work *c, uint32_t t) {
    bool whole;
    return mw_critic_thing_noun(mw_critic_word(c, t), &whole) && whole;
}

uint32_t mw_critic_phrase_head(const mw_critic_work *c, const mw_phrase *p) {
    for (uint32_t t = p->first; t <= p->last; t++)
        if (c->tags->head[t] < p->first || c->tags->head[t] > p->last || c->tags->head[t] == t) return t;
    return p->first;
}

/* Behind it: a verb of what works do; a bracket with the year; ", the new novel". */
static float after_evidence(const mw_critic_work *c, const mw_phrase *p, int *year) {
    static const char *const verbs[] = {"follow",    "tell",   "star",   "open",   "begin",   "concern", "work",    "explore",
                                        "chronicle", "centre", "center", "unfold", "feature", "depict",  "recount", "start"};
    uint32_t t = p->last + 1, by = t + mw_critic_is(c, t, ",");
    float x = 0;
    if (mw_critic_is(c, by, "by") && c->run_of[by + 1 < c->tags->n ? by + 1 : by] && c->tokens->block[p->first] == c->tokens->block[0])
        x += 2; /* TITLE, by X */
    t += mw_critic_is(c, t, "'") || mw_critic_is(c, t, "\"") || mw_critic_is(c, t, "\xE2\x80\x9D") || mw_critic_is(c, t, ",");
    for (size_t i = 0; t < c->tags->n && i < sizeof verbs / sizeof *verbs; i++)
        if (c->tags->upos[t] == MW_VERB && strcmp(mw_lemma(c->tags, t), verbs[i]) == 0) x = 1.2f;
    if (mw_critic_is(c, t, "(") && mw_critic_year(c, t + 1)) *year = mw_critic_year(c, t + 1), x += 1;
    if (mw_critic_is(c, t, "is") || mw_critic_is(c, t, "has")) x += 0.3f;
    for (uint32_t k = t; k < c->tags->n && k < t + 7 && !mw_critic_is(c, k, "."); k++)
        if (mw_critic_work_noun(c, k) &&
            (mw_critic_is(c, t, "the") || mw_critic_is(c, t, "a") || mw_critic_is(c, t, "an") || mw_critic_is(c, t, "is"))) {
            x += 1.2f;
            break;
        }
    return x;
}

/* Before it: the film, called, titled; its maker's possessive; a play on "see". */
static float before_evidence(const mw_critic_work *c, const mw_phrase *p) {
    uint32_t t = p->first;
    if (t == 0) return 0;
    t--;
    if (c->tags->upos[t] == MW_PUNCT && t && !mw_critic_is(c, t, ".")) t--;
    static const char *const words[] = {"called", "titled", "entitled", "named", "in", "see", "of", "begins"};
    static const float worth[] = {1.5f, 2, 2, 0.3f, 0.4f, 0.4f, 0.2f, 0.5f};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mw_critic_is(c, t, words[i])) return worth[i];
    if (mw_critic_work_noun(c, t)) return 1.2f;
    if (mw_critic_is(c, t, "is") && t > 0) {
        for (uint32_t k = t > 6 ? t - 6 : 0; k < t; k++)
            if (mw_critic_work_noun(c, k) || mw_critic_is(c, k, "title")) return 2;
    }
    /* X's adjective adjective TITLE */
    for (uint32_t k = t, n = 0; n < 4 && k > 0; k--, n++) {
        if (mw_critic_possessive(c, k)) return c->run_of[k - 1] ? 0.8f : 0;
        if (c->tags->upos[k] != MW_ADJ && c->tags->upos[k] != MW_ADV && c->tags->upos[k] != MW_VERB && c->tags->upos[k] != MW_NOUN) break;
    }
    return 0;
}

/* ---- the work ---- */

static bool all_capitals(const mw_critic_work *c, const mw_phrase *p) {
    mw_span s = mw_critic_span(c, p->first, p->last);
    uint32_t low = 0, high = 0;
    for (uint32_t i = s.start; i < s.end; i++)
        low += c->text->at[i] >= 'a' && c->text->at[i] <= 'z', high += c->text->at[i] >= 'A' && c->text->at[i] <= 'Z';
    return low == 0 && high > 3;
}

/* The phrase is all that its block, or what a dash or a bar parts off of it, holds. */
static bool stands_alone(const mw_critic_work *c, const mw_phrase *p) {
    static const char *const walls[] = {"|", "\xE2\x80\x94", "\xE2\x80\x93", ":", "(", "-"};
    uint32_t block = c->tokens->block[p->first];
    bool before = p->first == 0 || c->tokens->block[p->first - 1] != block,
         after = p->last + 1 >= c->tags->n || c->tokens->block[p->last + 1] != block;
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++) {
        before = before || (p->first > 0 && mw_critic_is(c, p->first - 1, walls[i]) && p->first < 16);
        after =
            after || mw_critic_is(c, p->last + 1, walls[i]) || (mw_critic_is(c, p->last + 1, ",") && mw_critic_is(c, p->last + 2, "by"));
    }
    return before && after;
}

enum {
    T_TIMES,
    T_TIMES_MORE,
    T_FIRST_BLOCK,
    T_FIRST_SENTENCES,
    T_HEADING,
    T_ALONE,
    T_MARKED,
    T_BEFORE,
    T_AFTER,
    T_PERSON,
    T_PLACE,
    T_NAME_OF_TWO,
    T_TWO_WORDS,
    T_THREE_WORDS,
    T_LONG,
    T_CAPITALS,
    T_CONNECTS,
    T_OPENS,
    T_ARTICLE,
    T_SUBJECT,
    T_BRACKET,
    T_YEAR,
    T_OWNED,
    T_OTHER,
    T_ADJECTIVE,
    T_LAST_BLOCK,
    T_COMMA,
    T_SIGN,
    T_SIGN_OTHER,
    T_CREDIT
};

/* It is the name of somebody whom the review credits, or pairs with a performer in brackets. */
static float credited(const mw_critic_work *c, const mw_phrase *p) {
    uint32_t r = c->run_of[p->last];
    if (!r || c->runs.at[r - 1].last != p->last || c->runs.at[r - 1].first > p->first + 1) return 0;
    const mw_named_person *who = &c->persons.at[c->runs.at[r - 1].person];
    float most = who->character;
    for (uint32_t k = 0; k < MW_N_CREDIT; k++) most = who->made[k] > most ? who->made[k] : most;
    return most;
}

/* A heading says that it is the work: "TITLE review", "Review: TITLE", "TITLE recap"; or is the title and nothing else. */
static bool announced(const mw_critic_work *c, const mw_phrase *p) {
    enum { NEAR = 40 };
    static const char *const words[] = {"review", "recap", "reviewed", "review-in-brief"};
    uint32_t t = p->first, b = p->last + 1, block = c->tokens->block[t];
    if (t > NEAR) return false;
    if (t > 0 && c->tags->upos[t - 1] == MW_PUNCT && !mw_critic_is(c, t - 1, ":")) t--; /* its opening mark */
    if (t > 1 && mw_critic_is(c, t - 1, ":") && MW_AMONG(mw_critic_word(c, t - 2), words)) return true;
    b += b < c->tags->n && p->marked && c->tags->upos[b] == MW_PUNCT;
    if (b < c->tags->n && c->tokens->block[b] == block && MW_AMONG(mw_critic_word(c, b), words)) return true;
    bool whole = (p->first == 0 || c->tokens->block[p->first - 1] != block) && (b >= c->tags->n || c->tokens->block[b] != block);
    return whole && p->heading && p->last - p->first < 10;
}

/* The features of one phrase, added to those of the others with the same words. */
static void add_features(const mw_critic_work *c, const mw_phrase *p, float *x) {
    int year = 0;
    bool owned;
    uint32_t head = mw_critic_phrase_head(c, p), e = c->entity[head], block = c->tokens->block[p->first], r = c->run_of[p->last];
    x[T_FIRST_BLOCK] += block == c->tokens->block[0], x[T_FIRST_SENTENCES] += c->tags->sentence[p->first] < 3;
    x[T_HEADING] += p->heading, x[T_ALONE] += stands_alone(c, p), x[T_MARKED] += p->marked;
    x[T_BEFORE] += before_evidence(c, p), x[T_AFTER] += after_evidence(c, p, &year);
    if (e != MW_NONE) x[c->tags->entities[e].type == MW_PER ? T_PERSON : T_PLACE]++;
    x[T_NAME_OF_TWO] += r && c->runs.at[r - 1].first <= p->first && c->runs.at[r - 1].words > 1;
    x[T_CAPITALS] += all_capitals(c, p), x[T_OPENS] += mw_critic_opens(c, p->first);
    x[T_SUBJECT] += c->tags->rel_base[head] == MW_REL_NSUBJ;
    x[T_BRACKET] += p->first > 0 && mw_critic_is(c, p->first - 1, "(");
    x[T_YEAR] += year != 0, x[T_OTHER] += mw_critic_seems_other(c, p, &owned), x[T_OWNED] += owned;
    x[T_ADJECTIVE] += c->tags->upos[p->last] == MW_ADJ || c->tags->upos[p->last] == MW_ADV;
    x[T_LAST_BLOCK] += block == c->tokens->block[c->tags->n - 1];
    x[T_CREDIT] += credited(c, p);
    x[T_SIGN] += mw_critic_sign(c, p->first, p->last, MW_SIGN_WORK),
        x[T_SIGN_OTHER] += mw_critic_sign(c, p->first, p->last, MW_SIGN_OTHER_WORK);
}

/* Means over the phrases, and what is the same for all of them. */
static void finish_features(const mw_critic_work *c, const mw_phrase *p, float *x) {
    static const uint8_t some[] = {T_FIRST_BLOCK, T_FIRST_SENTENCES, T_HEADING, T_ALONE, T_YEAR}; /* once is enough */
    for (size_t i = 0; i < MW_TITLE_FEATURES; i++) {
        bool once = false;
        for (size_t k = 0; k < sizeof some; k++) once = once || some[k] == i;
        x[i] = once ? (x[i] > 0 ? 1 : 0) : x[i] / (float)p->n;
    }
    uint32_t words = 0, connects = 0, comma = 0;
    for (uint32_t t = mw_critic_core_first(c, p); t <= p->last; t++)
        words += c->tags->upos[t] != MW_PUNCT, connects += t > p->first && connector(c, t), comma += mw_critic_is(c, t, ",");
    x[T_TIMES] = p->n > 1, x[T_TIMES_MORE] = p->n > 6 ? 1 : (float)(p->n - 1) / 5;
    x[T_TWO_WORDS] = words >= 2, x[T_THREE_WORDS] = words >= 3, x[T_LONG] = words > 6;
    x[T_CONNECTS] = connects > 0, x[T_COMMA] = comma > 0, x[T_ARTICLE] = mw_critic_core_first(c, p) > p->first;
}

static const float worth_of_heading = 3;

static bool judge_work(mw_critic_work *c) {
    float *x = mw_arena_array(c->scratch, c->phrases.n + 1, MW_TITLE_FEATURES * sizeof *x);
    if (!x) return false;
    for (uint32_t i = 0; i < c->phrases.n; i++) add_features(c, &c->phrases.at[i], x + (size_t)c->phrases.at[i].same * MW_TITLE_FEATURES);
    uint8_t *told = mw_arena_array(c->scratch, c->phrases.n + 1, 1);
    if (!told) return false;
    for (uint32_t i = 0; i < c->phrases.n; i++) told[c->phrases.at[i].same] |= announced(c, &c->phrases.at[i]);
    for (uint32_t i = 0; i < c->phrases.n; i++) {
        mw_phrase *p = &c->phrases.at[i];
        float *f = x + (size_t)i * MW_TITLE_FEATURES;
        if (p->same != i) continue;
        finish_features(c, p, f);
        p->work = 4 * f[T_SIGN] - 2 * f[T_SIGN_OTHER] +
                  (told[i] ? worth_of_heading : 0); /* by hand: the model has seen the reviews that the rest is learnt from */
        for (uint32_t k = 0; k < MW_TITLE_FEATURES; k++) p->work += f[k] * mw_critic_title_weights[k];
        if (!c->titles) continue;
        mw_str s = mw_str_span(c->text->at, mw_critic_span(c, p->first, p->last));
        for (uint32_t k = 0; k < MW_TITLE_FEATURES; k++) mw_buf_printf(c->titles, "%g ", (double)f[k]);
        mw_buf_printf(c->titles, "| %.*s\n", (int)s.n, s.at);
    }
    return true;
}

static uint32_t best_work(const mw_critic_work *c) {
    uint32_t best = MW_NONE;
    for (uint32_t i = 0; i < c->phrases.n; i++)
        if (c->phrases.at[i].same == i && (best == MW_NONE || c->phrases.at[i].work > c->phrases.at[best].work)) best = i;
    return best;
}

/* The fullest of the phrases that are the same words. */
static uint32_t fullest(const mw_critic_work *c, uint32_t same) {
    uint32_t best = same;
    for (uint32_t i = 0; i < c->phrases.n; i++)
        if (c->phrases.at[i].same == same &&
            c->phrases.at[i].last - c->phrases.at[i].first > c->phrases.at[best].last - c->phrases.at[best].first)
            best = i;
    return best;
}

static void mark(mw_critic_work *c, const mw_phrase *p, uint8_t sort) {
    for (uint32_t t = p->first; t <= p->last; t++) c->out->name[t] = sort;
}

/* Its share among all, were the scores those of a choice. */
static float title_confidence(const mw_critic_work *c, uint32_t best) {
    float sum = 0;
    for (uint32_t i = 0; i < c->phrases.n; i++)
        if (c->phrases.at[i].same == i) sum += expf(c->phrases.at[i].work - c->phrases.at[best].work);
    return sum > 1 ? 1 / sum : 1;
}

static bool take_work(mw_critic_work *c, uint32_t same) {
    uint32_t at = fullest(c, same);
    const mw_phrase *p = &c->phrases.at[at];
    mw_work_named *w = &c->out->work;
    w->title = mw_critic_text(c, p->first, p->last);
    w->span = mw_critic_span(c, p->first, p->last);
    w->confidence = title_confidence(c, same);
    for (uint32_t i = 0; i < c->phrases.n; i++) {
        if (c->phrases.at[i].same != same) continue;
        int year = 0;
        after_evidence(c, &c->phrases.at[i], &year);
        if (year && !w->year) w->year = year;
        mark(c, &c->phrases.at[i], MW_NAMES_WORK);
    }
    return w->title != NULL;
}

/* ---- kind ---- */

/* The third novel by X; a new six-part series: what it is said to be counts more than other words. */
void mw_critic_judge_kind(mw_critic_work *c) {
    float sum[MW_N_WORK] = {0};
    for (uint32_t t = 0; t < c->tags->n; t++) {
        float w = 0;
        if (c->out->name[t] >= MW_NAMES_WORK) continue;
        mw_work_kind k = mw_critic_kind_noun(mw_critic_word(c, t), &w);
        if (t > 1 && mw_critic_is(c, t - 1, "that") && mw_critic_is(c, t - 2, "of")) w = 0; /* a bit of that show */
        if (k != MW_WORK_UNKNOWN && !(k == MW_WORK_PLAY && c->tags->upos[t] == MW_VERB)) sum[k] += w;
    }
    uint32_t best = MW_WORK_UNKNOWN;
    for (uint32_t k = 1; k < MW_N_WORK; k++)
        if (sum[k] > sum[best]) best = k;
    c->out->kind = sum[best] >= 1 ? (mw_work_kind)best : MW_WORK_UNKNOWN;
}

/* A first line that is no sentence: its phrases are likely the title. */
static void mark_heading(mw_critic_work *c) {
    if (!c->text->n_blocks || !c->tags->n) return;
    uint32_t block = c->tokens->block[0], last = 0;
    while (last + 1 < c->tags->n && c->tokens->block[last + 1] == block) last++;
    bool line = c->text->blocks[block].kind == MW_HEADING || (last < 24 && !mw_critic_is(c, last, "."));
    for (uint32_t i = 0; line && i < c->phrases.n; i++) c->phrases.at[i].heading = c->phrases.at[i].last <= last;
}

bool mw_critic_find_titles(mw_critic_work *c) {
    uint8_t *taken = mw_arena_array(c->scratch, c->tags->n + 1, 1);
    if (!taken || !find_marked(c, taken) || !find_capitals(c, taken) || !count_same(c)) return false;
    mark_heading(c);
    mw_critic_judge_kind(c);
    if (!judge_work(c)) return false;
    uint32_t work = best_work(c);
    if (work != MW_NONE && !take_work(c, work)) return false;
    return mw_critic_find_others(c, work);
}
