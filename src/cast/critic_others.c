/* critic_others: other works that a review names. A phrase that may be a title is one by what stands around it: marks, a year, whose it is,
 * words of comparison or descent before it, what its maker is known for, or another work beside it in a list. The tagger's names of people and
 * places speak against it, but do not decide: taggers take many titles for such. Weights are set by hand on reviews of invented works
 * (docs/review.md); the model's sign for other works is one clue among them. Linear in the words of the phrases. */
#include <string.h>

#include "cast/critic_inside.h"

static const float least_other = 1, sign_of_other = 2;

/* What speaks for one phrase. */
typedef struct clue {
    float x;
    uint32_t maker; /* run; MW_NONE */
    int year;
    bool led;    /* by words of comparison or descent */
    bool staged; /* a production of it, an adaptation of it: whatever it is called, it is a work */
} clue;

static bool is_article(const mw_critic_work *c, uint32_t t) {
    return mw_critic_is(c, t, "the") || mw_critic_is(c, t, "a") || mw_critic_is(c, t, "an");
}

static bool is_open_mark(const mw_critic_work *c, uint32_t t) {
    static const char *const list[] = {"\"", "'", "`", "\xE2\x80\x9C", "\xE2\x80\x98", "``", "_", "*"};
    return MW_AMONG(mw_critic_word(c, t), list);
}

static bool ends_clause(const mw_critic_work *c, uint32_t t) {
    return mw_critic_is(c, t, ".") || mw_critic_is(c, t, "?") || mw_critic_is(c, t, "!") || mw_critic_is(c, t, ";");
}

/* The word before the phrase, its opening mark left out; MW_NONE. */
static uint32_t word_before(const mw_critic_work *c, uint32_t t) {
    if (t > 0 && is_open_mark(c, t - 1)) t--;
    return t > 0 ? t - 1 : MW_NONE;
}

static uint32_t word_behind(const mw_critic_work *c, uint32_t t) {
    t++;
    while (t < c->tags->n && (is_open_mark(c, t) || mw_critic_is(c, t, "\xE2\x80\x9D") || mw_critic_is(c, t, "\xE2\x80\x99"))) t++;
    return t;
}

/* ---- for ---- */

/* 2009's T; T (2009); T, 2009; her 2004 debut T */
static void weigh_year(const mw_critic_work *c, const mw_phrase *p, clue *k) {
    uint32_t t = word_before(c, p->first), b = word_behind(c, p->last);
    for (uint32_t back = 0; t != MW_NONE && t > 0 && back < 5 && !ends_clause(c, t); back++, t--) {
        int year = mw_critic_year(c, t);
        if (!year) continue;
        bool owns = back == 0 || mw_critic_possessive(c, t + 1) || strchr(mw_critic_word(c, t), '\'');
        bool noun = false;
        for (uint32_t i = t + 1; i < p->first; i++) noun |= mw_critic_work_noun(c, i);
        if (owns || noun) k->year = year, k->x += owns ? 2 : 1.2f;
        break;
    }
    if (!mw_critic_is(c, b, "(") && !mw_critic_is(c, b, ",")) return;
    for (uint32_t i = b + 1; i < c->tags->n && i < b + 5 && !mw_critic_is(c, i, ")") && !ends_clause(c, i); i++) {
        int year = mw_critic_year(c, i);
        if (!year || (mw_critic_is(c, b, ",") && (i > b + 1 || c->tags->upos[p->last] == MW_NUM))) continue;
        k->year = year, k->x += 1;
        break;
    }
}

/* X's T; X's wonderful T; X, whose earlier T. */
static void weigh_owner(const mw_critic_work *c, const mw_phrase *p, clue *k) {
    uint32_t t = word_before(c, p->first);
    for (uint32_t back = 0; t != MW_NONE && t > 0 && back < 4; back++, t--) {
        uint8_t u = c->tags->upos[t];
        if (mw_critic_possessive(c, t) && c->run_of[t - 1]) {
            k->maker = c->run_of[t - 1] - 1;
            k->x += p->last > mw_critic_core_first(c, p) || p->marked ? 1 : 0.5f;
            return;
        }
        if (mw_critic_is(c, t, "whose") && t > 1) {
            uint32_t r = mw_critic_run_before(c, mw_critic_is(c, t - 1, ",") ? t - 1 : t);
            if (r == MW_NONE) return;
            k->maker = r, k->x += 1.2f;
            return;
        }
        bool own = mw_critic_is(c, t, "his") || mw_critic_is(c, t, "her") || mw_critic_is(c, t, "their");
        if (own && back > 0 && p->last > p->first) {
            k->x += 0.4f;
            return;
        }
        if (u != MW_ADJ && u != MW_ADV && u != MW_NOUN && u != MW_VERB && u != MW_NUM && u != MW_PUNCT) return;
        if (ends_clause(c, t)) return;
    }
}

/* Right before it, an article aside: like T, than T, recalls T, called T. */
static void weigh_lead(const mw_critic_work *c, const mw_phrase *p, clue *k) {
    static const char *const strong[] = {"recalls", "recall",   "recalling", "echoes", "echo",     "echoing", "evokes",
                                         "evoke",   "evoking",  "called",    "titled", "entitled", "unlike",  "aping",
                                         "apes",    "channels", "rivals",    "meets",  "outdoes",  "quotes",  "sequel"};
    static const char *const weak[] = {"like", "than", "since", "before", "after", "see", "beyond", "remember", "cf"};
    uint32_t t = word_before(c, p->first);
    if (t != MW_NONE && t > 0 && is_article(c, t) && !mw_critic_capital(c, t)) t--;
    if (t == MW_NONE) return;
    if (MW_AMONG(mw_critic_word(c, t), strong)) k->x += 1.1f, k->led = true;
    if (!MW_AMONG(mw_critic_word(c, t), weak)) return;
    k->x += 0.7f, k->led = true;
    static const char *const most[] = {"best", "worst", "finest", "greatest", "funniest", "first", "most"};
    bool work = false, super = false;
    for (uint32_t i = t, n = 0; i-- > 0 && n < 9 && !ends_clause(c, i); n++) /* the best film since T */
        work |= n < 6 && mw_critic_work_noun(c, i), super |= MW_AMONG(mw_critic_word(c, i), most);
    k->x += (work ? 0.5f : 0) + (super ? 0.8f : 0);
}

/* Through a preposition: reminiscent of T, known for T, compared to T, next to anything in T, the director of T, fans of T. */
static void weigh_descent(const mw_critic_work *c, const mw_phrase *p, clue *k) {
    static const char *const through[] = {"of", "in", "to", "for", "from", "with", "on", "behind"};
    static const char *const staging[] = {"production", "staging", "revival",         "version",   "adaptation", "remake",   "sequel",
                                          "prequel",    "reboot",  "transplantation", "retelling", "reworking",  "screening"};
    static const char *const words[] = {
        "think",       "remind",      "reminiscent", "vein",     "fan",        "shade",   "echo",      "compare",    "comparison",
        "comparable",  "owe",         "debt",        "homage",   "nod",        "tribute", "ancestor",  "descendant", "follow-up",
        "successor",   "know",        "known",       "famous",   "director",   "author",  "writer",    "creator",    "maker",
        "performance", "role",        "part",        "anything", "spirit",     "style",   "tradition", "mould",      "mold",
        "territory",   "cross",       "similar",     "akin",     "kin",        "cousin",  "riff",      "spin",       "heir",
        "page",        "team",        "mind",        "star",     "foundation", "shadow",  "company",   "mixture",    "hybrid",
        "steal",       "borrow",      "lift",        "crib",     "name",       "copy",    "imitation", "parody",     "pastiche",
        "worthy",      "predecessor", "that",        "memory",   "world"};
    static const char *const playing[] = {"performance", "role", "part", "anything", "star", "turn", "joy", "good", "great", "best"};
    uint32_t t = word_before(c, p->first);
    if (t != MW_NONE && t > 0 && is_article(c, t) && !mw_critic_capital(c, t)) t--;
    if (t != MW_NONE && t > 1 && mw_critic_possessive(c, t)) { /* similar to X's T */
        uint32_t r = mw_critic_run_before(c, t);
        if (r != MW_NONE && c->runs.at[r].first > 0) t = c->runs.at[r].first - 1;
    }
    if (t == MW_NONE || !MW_AMONG(mw_critic_word(c, t), through)) return;
    bool of = mw_critic_is(c, t, "of"), within = !of && !mw_critic_is(c, t, "to") && !mw_critic_is(c, t, "for");
    for (uint32_t i = t, n = 0; i-- > 0 && n < 5; n++) {
        const char *lemma = mw_lemma(c->tags, i);
        if (ends_clause(c, i) || mw_critic_is(c, i, ":")) return;
        bool staged = of && n == 0 && MW_AMONG(lemma, staging);
        if (!staged && !MW_AMONG(lemma, words) && !(within && MW_AMONG(lemma, playing))) continue;
        if (within && !MW_AMONG(lemma, playing)) continue;
        k->x += n < 2 ? 1.1f : 0.8f, k->led = true, k->staged = staged;
        return;
    }
    /* X, in T, …: whoever it is does something in it */
    uint32_t r = t > 0 && mw_critic_is(c, t, "in") ? mw_critic_run_before(c, mw_critic_is(c, t - 1, ",") ? t - 1 : t) : MW_NONE;
    if (r != MW_NONE && mw_critic_is(c, word_behind(c, p->last), ",")) k->maker = r, k->x += 0.9f, k->led = true;
}

/* A noun of works before it, with or without a comma: a lovely sharp short, T; the hit T. A maker's deed: X did T, directed T. */
static void weigh_noun(const mw_critic_work *c, const mw_phrase *p, clue *k) {
    static const char *const more[] = {"short",  "documentary", "song",  "hit",     "album",   "single", "tune",    "debut",  "classic",
                                       "sitcom", "serial",      "opera", "musical", "trilogy", "saga",   "gem",     "poem",   "ballad",
                                       "memoir", "essay",       "comic", "podcast", "remake",  "sequel", "prequel", "anthem", "feature"};
    static const char *const copula[] = {"is", "are", "was", "were", "include", "includes", "included"};
    static const char *const deeds[] = {"do", "direct", "make", "write", "create", "pen", "shoot", "helm", "publish", "give", "follow"};
    uint32_t t = word_before(c, p->first), floor = t == MW_NONE || t < 7 ? 0 : t - 7;
    for (uint32_t i = t == MW_NONE ? 0 : t + 1; i-- > floor;) {
        if (ends_clause(c, i)) return;
        bool noun = c->tags->upos[i] == MW_NOUN && (mw_critic_work_noun(c, i) || MW_AMONG(mw_critic_word(c, i), more));
        if (noun && i < t && t - i < 3 && (MW_AMONG(mw_critic_word(c, t), copula) || MW_AMONG(mw_critic_word(c, i + 1), copula))) {
            k->x += 1.1f; /* whose previous films are T */
            return;
        }
        if (noun && t - i < 2) {
            k->x += i == t || mw_critic_is(c, t, ",") || mw_critic_is(c, t, ":") ? 1.1f : 0.5f;
            return;
        }
        if (noun && p->last > p->first) {
            k->x += 0.4f;
            return;
        }
        if (t - i < 3 && c->tags->upos[i] == MW_VERB && MW_AMONG(mw_lemma(c->tags, i), deeds)) {
            uint32_t s = mw_child_with(c->tags, c->children, i, MW_REL_NSUBJ), r = s == MW_NONE ? 0 : c->run_of[s];
            bool maker =
                r &&
                c->persons.at[c->runs.at[r - 1].person].made[MW_DIRECTOR] + c->persons.at[c->runs.at[r - 1].person].made[MW_AUTHOR] > 0.4f;
            if (maker) k->maker = r - 1;
            if (maker || (i > 1 && mw_critic_is(c, i - 2, "("))) k->x += 0.9f;
            return;
        }
    }
}

/* X (T): among what X has made. T is the obvious ancestor; T gets a nod. */
static void weigh_place(const mw_critic_work *c, const mw_phrase *p, clue *k) {
    static const char *const words[] = {"ancestor",    "model",      "template",  "inspiration", "forebear",   "forerunner",
                                        "predecessor", "comparison", "influence", "nod",         "touchstone", "precedent"};
    uint32_t t = word_before(c, p->first), b = word_behind(c, p->last);
    if (t != MW_NONE && t > 0 && mw_critic_is(c, t, "(") && c->run_of[t - 1] && p->marked) k->maker = c->run_of[t - 1] - 1, k->x += 1;
    for (uint32_t i = b; i < c->tags->n && i < b + 6 && !ends_clause(c, i) && !mw_critic_is(c, i, ","); i++)
        if (MW_AMONG(mw_critic_word(c, i), words)) {
            k->x += 0.9f, k->led = true;
            return;
        }
}

/* The shape of titles: small words between capitals, an article in capitals within a sentence. */
static float shape_of(const mw_critic_work *c, const mw_phrase *p) {
    static const char *const small[] = {"of", "the", "and", "a", "an", "in", "on", "at", "for", "to", "from", "with", "is", "my"};
    float x = 0;
    bool link = false;
    for (uint32_t t = p->first + 1; t < p->last; t++) link |= !mw_critic_capital(c, t) && MW_AMONG(mw_critic_word(c, t), small);
    if (link) x += 0.5f;
    if (is_article(c, p->first) && mw_critic_capital(c, p->first) && p->last > p->first && !mw_critic_opens(c, p->first)) x += 0.6f;
    if (p->marked) x += p->last > p->first ? 0.9f : 0.7f;
    return x;
}

/* ---- against ---- */

static float against(const mw_critic_work *c, const mw_phrase *p, const clue *k) {
    uint32_t head = mw_critic_phrase_head(c, p), e = c->entity[head], r = c->run_of[p->last], b = p->last + 1;
    bool owned = k->maker != MW_NONE && (c->runs.at[k->maker].words > 1 || k->led), once = c->phrases.at[p->same].n == 1;
    float x = 0;
    if (k->staged && !mw_critic_possessive(c, b)) return 0;
    if (e != MW_NONE && !p->marked && !(owned && once)) {
        bool person = c->tags->entities[e].type == MW_PER;
        x += person ? 1.1f : k->led && once ? 0.3f : 0.8f;
    }
    if (r && !p->marked) {
        const mw_run_of_names *run = &c->runs.at[r - 1];
        const mw_named_person *who = &c->persons.at[run->person];
        bool whole = run->first <= p->first + (is_article(c, p->first) ? 1u : 0u);
        float made = 0;
        for (uint32_t i = 0; i < MW_N_CREDIT; i++) made = who->made[i] > made ? who->made[i] : made;
        if (whole && (made >= 0.5f || who->character > 0.4f || who->paired)) x += 2;
        if (whole && run->words == 2 && !owned) x += 0.7f;
        if (whole && who->n > 1) x += 0.6f;
    }
    uint32_t t = word_before(c, p->first);
    if (t != MW_NONE && mw_critic_is(c, t, "by") && !p->marked) x += 1.5f; /* whoever made it */
    if (p->marked) return x + (t != MW_NONE && (mw_critic_is(c, t, "word") || mw_critic_is(c, t, "term")) ? 1.0f : 0.0f);
    if (c->phrases.at[p->same].n > 1) x += 0.5f;
    if (p->first == p->last && mw_critic_opens(c, p->first)) x += 1;
    if (c->tags->upos[head] == MW_ADJ || c->tags->upos[head] == MW_ADV) x += 1;
    if (mw_name_no_person(mw_critic_word(c, p->first)) && p->first == p->last) x += 1;
    if (mw_critic_honorific(mw_critic_word(c, p->first)) || c->tags->upos[p->first] == MW_VERB || mw_critic_is(c, p->last, ".")) x += 1;
    mw_span s = mw_critic_span(c, p->first, p->last);
    if (p->first == p->last && s.end - s.start < 5 && c->text->at[s.end - 1] >= 'A' && c->text->at[s.end - 1] <= 'Z') x += 1; /* TV, PTSD */
    if (t != MW_NONE && mw_critic_is(c, t, "the") && !mw_critic_capital(c, t)) x += 0.6f; /* a title's article is written large */
    bool some = t != MW_NONE && (mw_critic_is(c, t, "a") || mw_critic_is(c, t, "an"));
    if (b < c->tags->n && c->tags->upos[b] == MW_NOUN && (some || c->tags->head[p->last] == b)) x += 1.3f; /* a Sunday matinee */
    if (some) x += 0.8f;
    if (mw_critic_possessive(c, b)) x += 0.5f;
    return x;
}

/* ---- rows ---- */

/* A phrase that begins with its owner (X's T) is seen once more without. */
static bool holds_owner(const mw_critic_work *c, const mw_phrase *p) {
    for (uint32_t t = p->first + 1; t < p->last && !p->marked; t++)
        if (mw_critic_possessive(c, t) && c->run_of[t - 1] && c->runs.at[c->run_of[t - 1] - 1].words > 1) return true;
    return false;
}

static clue judge(const mw_critic_work *c, const mw_phrase *p) {
    clue k = {.x = shape_of(c, p), .maker = MW_NONE};
    weigh_year(c, p, &k);
    weigh_owner(c, p, &k);
    weigh_lead(c, p, &k);
    weigh_descent(c, p, &k);
    weigh_noun(c, p, &k);
    weigh_place(c, p, &k);
    if (k.led && k.maker != MW_NONE) k.x += 0.6f; /* like X's T */
    k.x -= against(c, p, &k);
    return k;
}

float mw_critic_seems_other(const mw_critic_work *c, const mw_phrase *p, bool *owned) {
    clue k = judge(c, p);
    *owned = k.maker != MW_NONE;
    return k.x < 0 ? 0 : k.x;
}

/* Nothing but a comma, "and" or "or" between the end of one and the beginning of another. */
static bool listed(const mw_critic_work *c, uint32_t from, uint32_t to) {
    bool some = false;
    if (to <= from || to - from > 6) return false;
    for (uint32_t t = from + 1; t < to; t++) {
        bool link = mw_critic_is(c, t, ",") || mw_critic_is(c, t, "and") || mw_critic_is(c, t, "or") || mw_critic_is(c, t, "&");
        some |= link;
        if (!link && !is_open_mark(c, t) && c->tags->upos[t] != MW_PUNCT) return false;
    }
    return some;
}

static bool take(mw_critic_work *c, uint32_t i, const clue *k) {
    const mw_phrase *p = &c->phrases.at[i];
    mw_work_named *w = &c->out->others[c->out->n_others];
    *w = (mw_work_named){.title = mw_critic_text(c, p->first, p->last), .year = k->year, .span = mw_critic_span(c, p->first, p->last)};
    w->confidence = k->x > 3 ? 0.95f : 0.35f + 0.2f * k->x;
    if (!w->title) return false;
    if (k->maker != MW_NONE) {
        const mw_run_of_names *r = &c->runs.at[c->persons.at[c->runs.at[k->maker].person].run];
        if (!(w->person = mw_critic_text(c, r->first, r->last))) return false;
    }
    c->out->n_others++;
    return true;
}

/* The best of the phrases that share a word stays. */
static bool stays(const mw_phrase *p, const float *most, float x) {
    for (uint32_t t = p->first; t <= p->last; t++)
        if (most[t] > x) return false;
    return true;
}

bool mw_critic_find_others(mw_critic_work *c, uint32_t work) {
    size_t n = c->phrases.n;
    clue *k = mw_arena_array(c->scratch, n + 1, sizeof *k);
    float *most = mw_arena_array(c->scratch, c->tags->n + 1, sizeof *most);
    c->out->others = mw_arena_array(c->keep, n + 1, sizeof *c->out->others);
    uint8_t *told = mw_arena_array(c->scratch, n + 1, 1);
    if (!k || !most || !told || !c->out->others) return false;
    for (uint32_t i = 0; i < n; i++) {
        const mw_phrase *p = &c->phrases.at[i];
        k[i] = p->same == work || p->heading || holds_owner(c, p) ? (clue){.x = -9, .maker = MW_NONE} : judge(c, p);
        k[i].x += sign_of_other * mw_critic_sign(c, p->first, p->last, MW_SIGN_OTHER_WORK);
        if (c->out->name[p->first] == MW_NAMES_WORK || c->out->name[p->last] == MW_NAMES_WORK) k[i].x = -9;
        for (uint32_t t = p->first; t <= p->last; t++)
            if (k[i].x > most[t]) most[t] = k[i].x;
    }
    uint32_t before = MW_NONE; /* the end of the last one taken */
    for (uint32_t i = 0; i < n; i++) {
        const mw_phrase *p = &c->phrases.at[i];
        if (k[i].x > 0 && before != MW_NONE && listed(c, before, p->first)) k[i].x += 0.8f;
        if (k[i].x < least_other || !stays(p, most, k[i].x) || c->out->name[p->first] == MW_NAMES_OTHER_WORK) continue;
        for (uint32_t t = p->first; t <= p->last; t++) c->out->name[t] = MW_NAMES_OTHER_WORK;
        before = p->last;
        if (!told[p->same] && !take(c, i, &k[i])) return false;
        told[p->same] = 1;
    }
    return true;
}
