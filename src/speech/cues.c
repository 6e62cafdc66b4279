/* cues: the words around a quotation that give its speaker away: "said X", "X said", "he cried", "asked the old man", "Mary said:".
 *
 * The parse is asked first and believed when its answer stands in the right place; where it fails, word order decides: behind a
 * quotation English has verb + subject or subject + verb at once, before it the last verb of saying. A gap is the narration between
 * two quotations of a paragraph, or between one and the paragraph's edge. Each gap is read a constant number of times, up to REACH
 * tokens from the quotation. */
#include <string.h>

#include "speech/work.h"

enum { REACH = 60, NP_REACH = 12 };

typedef struct phrase { /* a noun phrase */
    uint32_t first, last, head, mention;
} phrase;

static const phrase no_phrase = {MW_NONE, MW_NONE, MW_NONE, MW_NONE};

static bool is_verb(const mw_hearing *h, uint32_t t) { return h->tags->upos[t] == MW_VERB || h->tags->upos[t] == MW_AUX; }
static bool outside(const mw_hearing *h, uint32_t t) { return mw_narrated(h, t); }

static bool nominative(const mw_hearing *h, uint32_t t) {
    static const char *const words[] = {"he",     "she",  "i",   "they",     "we",      "it",     "who",       "one",     "another",
                                        "others", "both", "you", "somebody", "someone", "nobody", "everybody", "everyone"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_word_is(h, t, words[i])) return true;
    return false;
}

static bool accusative(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "him") || mw_word_is(h, t, "me") || mw_word_is(h, t, "them") || mw_word_is(h, t, "us") ||
           mw_word_is(h, t, "himself") || mw_word_is(h, t, "herself") || mw_word_is(h, t, "myself") || mw_word_is(h, t, "themselves");
}

/* ---- noun phrases ---------------------------------------------------------------------------------------------------------- */

static phrase phrase_of_mention(const mw_hearing *h, uint32_t m) {
    const mw_mention *x = &h->cast->mentions[m];
    return (phrase){x->first, x->last, x->head, m};
}

/* A mention as the cue has it: what a long one says beyond a comma or a verb is cut off, a lone title takes its name along. */
static phrase phrase_trim(const mw_hearing *h, phrase p, uint32_t end) {
    for (uint32_t t = p.first + 1; t <= p.last; t++) {
        bool cut = mw_word_is(h, t, ",") || mw_token_mark(h, t) || mw_token_ends(h, t) || h->tags->upos[t] == MW_VERB ||
                   h->tags->upos[t] == MW_AUX;
        if (!cut || mw_word_upper(h, t)) continue;
        p.last = t - 1;
        if (p.head > p.last) p.head = p.last;
        break;
    }
    while (p.last + 1 < end && mw_word_upper(h, p.last) && mw_word_upper(h, p.last + 1) && outside(h, p.last + 1) &&
           h->tags->upos[p.last + 1] == MW_PROPN && mw_str_ends(mw_word(h, p.last), "."))
        p.head = ++p.last;
    uint32_t reach = mw_names_reach(h, p.first, end);
    if (reach != MW_NONE && reach > p.last && outside(h, reach)) {
        if (mw_word_upper(h, reach)) p.head = reach;
        p.last = reach;
    }
    return p;
}

/* The words of a phrase without a mention: determiners, adjectives, nouns in a row. */
static phrase phrase_by_words(const mw_hearing *h, uint32_t t, uint32_t end) {
    uint32_t last = MW_NONE, i = t;
    bool det = false;
    for (; i < end && i < t + NP_REACH && outside(h, i); i++) {
        uint8_t u = h->tags->upos[i];
        bool noun = u == MW_NOUN || u == MW_PROPN;
        bool front = u == MW_DET || u == MW_ADJ || u == MW_NUM || (u == MW_PRON && i == t && !nominative(h, i) && !accusative(h, i));
        det |= front;
        if (noun)
            last = i;
        else if (!front && !(u == MW_PART && last != MW_NONE) && !(mw_word_is(h, i, "-")))
            break;
    }
    if (last == MW_NONE && det && h->tags->upos[t] == MW_DET) /* "the other", "the elder" */
        last = i > t + 1 ? i - 1 : MW_NONE;
    if (last == MW_NONE) return no_phrase;
    phrase p = {t, last, last, h->of_head[last]};
    if (p.mention != MW_NONE && h->cast->mentions[p.mention].first >= t) return phrase_of_mention(h, p.mention);
    p.mention = MW_NONE;
    return p;
}

/* The noun phrase that begins at token t, or no_phrase. */
static phrase phrase_at(const mw_hearing *h, uint32_t t, uint32_t end) {
    if (t >= end || !outside(h, t) || accusative(h, t)) return no_phrase;
    uint32_t m = h->at_token[t];
    if (m != MW_NONE && h->cast->mentions[m].last < end) return phrase_trim(h, phrase_of_mention(h, m), end);
    if (m != MW_NONE && h->cast->mentions[m].first < end)
        return phrase_trim(h, (phrase){t, end - 1, h->cast->mentions[m].head < end ? h->cast->mentions[m].head : end - 1, m}, end);
    uint32_t reach = mw_names_reach(h, t, end);
    if (reach != MW_NONE && mw_word_upper(h, reach)) return (phrase){t, reach, reach, MW_NONE};
    if (nominative(h, t)) return (phrase){t, t, t, MW_NONE};
    return phrase_by_words(h, t, end);
}

static phrase phrase_with_head(const mw_hearing *h, uint32_t head) {
    uint32_t m = h->of_head[head];
    if (m != MW_NONE) return phrase_of_mention(h, m);
    uint32_t first = head;
    for (uint32_t c = mw_child_first(h->children, head); c != MW_NONE; c = mw_child_next(h->children, c)) {
        mw_rel r = mw_rel_of(h, c);
        if (c < first && head - c < NP_REACH && outside(h, c) &&
            (r == MW_REL_DET || r == MW_REL_AMOD || r == MW_REL_COMPOUND || r == MW_REL_NMOD || r == MW_REL_NUMMOD))
            first = c;
    }
    return (phrase){first, head, head, MW_NONE};
}

static bool relative(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "who") || mw_word_is(h, t, "which") || mw_word_is(h, t, "that");
}

/* The subject that the parse gives a verb, in [a, b) outside quotations: its own, or that of the verb it is joined to. */
static phrase parsed_subject(const mw_hearing *h, uint32_t verb, uint32_t a, uint32_t b) {
    for (int hop = 0; hop < 4; hop++) {
        for (uint32_t c = mw_child_first(h->children, verb); c != MW_NONE; c = mw_child_next(h->children, c))
            if (mw_rel_of(h, c) == MW_REL_NSUBJ && c >= a && c < b && outside(h, c) && !relative(h, c)) return phrase_with_head(h, c);
        mw_rel r = mw_rel_of(h, verb);
        uint32_t head = h->tags->head[verb];
        if (head == verb || head < a || head >= b || !outside(h, head)) break;
        if (r == MW_REL_ACL && h->of_head[head] != MW_NONE) return phrase_with_head(h, head);
        if (r == MW_REL_XCOMP || r == MW_REL_CCOMP) {
            uint32_t o = mw_child_with(h->tags, h->children, head, MW_REL_OBJ);
            if (o != MW_NONE && o >= a && o < verb && outside(h, o)) return phrase_with_head(h, o);
        }
        if (r != MW_REL_CONJ && r != MW_REL_XCOMP && r != MW_REL_ADVCL && r != MW_REL_PARATAXIS && r != MW_REL_CCOMP) break;
        verb = head;
    }
    return no_phrase;
}

/* ---- who it is ------------------------------------------------------------------------------------------------------------- */

static void cue_gender(const mw_hearing *h, mw_cue *cue) {
    mw_str w = mw_word(h, cue->head);
    if (mw_str_ieq(w, "he"))
        cue->gender = MW_MALE;
    else if (mw_str_ieq(w, "she"))
        cue->gender = MW_FEMALE;
    unsigned f = mw_noun_flags(w);
    for (uint32_t t = cue->first; t <= cue->last && cue->form == MW_PROP; t++)
        f |= mw_noun_flags(mw_word(h, t)); /* Mr. loses its point below */
    if (cue->gender == MW_UNKNOWN && f & MW_W_MALE && !(f & MW_W_FEMALE)) cue->gender = MW_MALE;
    if (cue->gender == MW_UNKNOWN && f & MW_W_FEMALE && !(f & MW_W_MALE)) cue->gender = MW_FEMALE;
    if (mw_word_is(h, cue->first, "Mr.")) cue->gender = MW_MALE;
    if (mw_word_is(h, cue->first, "Mrs.")) cue->gender = MW_FEMALE;
}

/* "Mary's voice", "the voice of Mary", "a voice from the crowd": whose it is, when the text says. */
static phrase voice_owner(const mw_hearing *h, phrase p) {
    if (p.head == MW_NONE || !(mw_noun_flags(mw_word(h, p.head)) & (MW_W_VOICE | MW_W_REPLY))) return p;
    for (uint32_t c = mw_child_first(h->children, p.head); c != MW_NONE; c = mw_child_next(h->children, c)) {
        if (mw_rel_of(h, c) != MW_REL_NMOD || !outside(h, c)) continue;
        uint32_t k = mw_child_with(h->tags, h->children, c, MW_REL_CASE);
        bool owns = c < p.head || (k != MW_NONE && mw_word_is(h, k, "of"));
        if (owns && h->of_head[c] != MW_NONE) return phrase_of_mention(h, h->of_head[c]);
    }
    return p;
}

/* A character's whole name ("the Dormouse") is one person, whatever the noun's ending looks like. */
static bool several(const mw_hearing *h, phrase p) {
    if (mw_word_upper(h, p.last) && mw_names_find(h, p.first, p.last) != MW_NONE) return false;
    if (mw_word_is(h, p.head, "they") || mw_word_is(h, p.head, "both") || mw_word_is(h, p.head, "we") || mw_word_is(h, p.head, "all"))
        return true;
    return p.mention != MW_NONE && h->cast->mentions[p.mention].plural;
}

/* "the gloomy Aldous", "old Ben Hurst": the character whose name ends the phrase behind words in small letters. */
static uint32_t name_within(const mw_hearing *h, uint32_t first, uint32_t last) {
    for (uint32_t t = first + 1; t <= last; t++)
        if (mw_word_upper(h, t) && mw_word_lower(h, t - 1)) return mw_names_find(h, t, last);
    return MW_NONE;
}

static mw_cue cue_of(const mw_hearing *h, uint32_t verb, phrase p, mw_force force, bool after) {
    mw_cue cue = {.verb = verb,
                  .first = MW_NONE,
                  .last = MW_NONE,
                  .head = MW_NONE,
                  .mention = MW_NONE,
                  .to = MW_NONE,
                  .force = (uint8_t)force,
                  .after = after};
    if (verb != MW_NONE) {
        unsigned f = mw_form_flags(h, verb);
        cue.thinks = f & MW_W_THINK && !(f & MW_W_SAY);
        if (mw_word_is(h, verb, "thought") || mw_word_is(h, verb, "mused") || mw_word_is(h, verb, "wondered")) cue.thinks = true;
    }
    p = voice_owner(h, p);
    if (p.head == MW_NONE) return cue;
    cue.first = p.first, cue.last = p.last, cue.head = p.head, cue.mention = p.mention;
    uint8_t u = h->tags->upos[p.head];
    cue.form = p.mention != MW_NONE ? h->cast->mentions[p.mention].form
                                    : (uint8_t)(u == MW_PROPN  ? MW_PROP
                                                : u == MW_PRON ? MW_PRO
                                                               : MW_NOM);
    if (nominative(h, p.head))
        cue.form = MW_PRO;
    else if (cue.form != MW_PRO && mw_word_upper(h, cue.last) &&
             (mw_names_find(h, cue.first, cue.last) != MW_NONE || name_within(h, cue.first, cue.last) != MW_NONE))
        cue.form = MW_PROP;
    cue.self = mw_word_is(h, p.head, "I") || mw_word_is(h, p.head, "we");
    cue.plural = several(h, p);
    cue_gender(h, &cue);
    return cue;
}

uint32_t mw_cue_character(const mw_hearing *h, const mw_cue *cue) {
    if (cue->head == MW_NONE || (cue->plural && !cue->self)) return MW_NONE;
    uint32_t c = cue->form != MW_PRO ? mw_names_find(h, cue->first, cue->last) : MW_NONE; /* a full name needs no link */
    if (c == MW_NONE && cue->form != MW_PRO) c = name_within(h, cue->first, cue->last);
    if (c == MW_NONE && cue->mention != MW_NONE) c = mw_mention_player(h->cast, cue->mention);
    if (cue->self && c == MW_NONE) c = mw_narrator_at(h->text, h->cast, h->tokens->span[cue->head].start);
    if (c == MW_NONE && cue->form == MW_PROP && cue->last > cue->first) c = mw_names_find(h, cue->last, cue->last);
    return c;
}

/* ---- behind ---------------------------------------------------------------------------------------------------------------- */

/* The end of the clause that begins at t: a full stop, semicolon or colon, or the gap's end. */
static uint32_t clause_end(const mw_hearing *h, uint32_t t, uint32_t end) {
    uint32_t i = t;
    for (; i < end && i < t + REACH; i++) {
        mw_str w = mw_word(h, i);
        if (mw_token_ends(h, i) || mw_str_is(w, ";") || mw_str_is(w, ":")) break;
    }
    return i;
}

static uint32_t skip_adverbs(const mw_hearing *h, uint32_t t, uint32_t end) {
    for (int n = 0; n < 3 && t < end && h->tags->upos[t] == MW_ADV && !(mw_form_flags(h, t) & MW_W_SAY); n++) t++;
    return t;
}

/* put in, cried out, burst from */
static bool particle(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "out") || mw_word_is(h, t, "in") || mw_word_is(h, t, "on") || mw_word_is(h, t, "up") ||
           mw_word_is(h, t, "from") || mw_word_is(h, t, "back");
}

/* Is the noun what somebody said: an answer, a remark? */
static bool said_noun(const mw_hearing *h, uint32_t t) {
    static const char *const words[] = {"words",    "word",     "remark",      "question",   "inquiry", "enquiry",    "observation",
                                        "response", "greeting", "salutation",  "suggestion", "query",   "rejoinder",  "reflection",
                                        "retort",   "reply",    "declaration", "verdict",    "warning", "explanation"};
    if (mw_noun_flags(mw_word(h, t)) & (MW_W_REPLY | MW_W_VOICE)) return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_word_is(h, t, words[i])) return true;
    return false;
}

/* "Mary's first question", "his reply" from token t on: whose it is; *last: the noun. */
static phrase whose_words(const mw_hearing *h, uint32_t t, uint32_t end, uint32_t *last) {
    uint32_t m = t < end && outside(h, t) ? h->at_token[t] : MW_NONE;
    while (m != MW_NONE && m + 1 < h->cast->n_mentions && h->cast->mentions[m + 1].first == t &&
           !(h->cast->mentions[m].last + 1 < end && mw_str_ends(mw_word(h, h->cast->mentions[m].last + 1), "s")))
        m++; /* the longest one that a possessive ends */
    if (m == MW_NONE) return no_phrase;
    const mw_mention *x = &h->cast->mentions[m];
    uint32_t n = x->last + 1;
    bool his = x->form == MW_PRO && x->first == x->last && mw_rel_of(h, x->first) == MW_REL_NMOD;
    bool s = n < end && (mw_word_is(h, n, "'s") || mw_word_is(h, n, "\xE2\x80\x99s") || mw_word_is(h, n, "'") || mw_word_is(h, n, "s"));
    if (!his && !s) return no_phrase;
    for (uint32_t i = n + s; i < end && i < n + 5; i++) {
        if (said_noun(h, i)) {
            *last = i;
            return (phrase){x->first, x->last, x->head, m};
        }
        uint8_t u = h->tags->upos[i];
        if (u != MW_ADJ && u != MW_NOUN && u != MW_ADV && u != MW_NUM && u != MW_VERB && !mw_word_is(h, i, ",")) break;
    }
    return no_phrase;
}

static bool was(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "was") || mw_word_is(h, t, "were") || mw_word_is(h, t, "came") || mw_word_is(h, t, "is") ||
           mw_word_is(h, t, "been") || mw_word_is(h, t, "ran");
}

/* Behind: "was Mary's answer", "had been his reply". */
static bool was_answer(const mw_hearing *h, uint32_t t, uint32_t end, mw_cue *cue) {
    if (t + 1 < end && mw_word_is(h, t, "had")) t++;
    if (t + 1 >= end || !was(h, t)) return false;
    uint32_t last;
    phrase p = whose_words(h, t + 1, end, &last);
    if (p.head == MW_NONE) return false;
    *cue = cue_of(h, t, p, MW_FORCE_STRONG, true);
    cue->form = p.first == p.last && h->tags->upos[p.first] == MW_PRON ? MW_PRO : cue->form;
    return true;
}

/* Before: "Mary's answer was, “", "his only words were: “". */
static bool answer_was(const mw_hearing *h, uint32_t a, uint32_t last, mw_cue *cue) {
    uint32_t v = last;
    while (v > a && v + 6 > last && !was(h, v - 1)) v--;
    if (v == a || !was(h, v - 1)) return false;
    for (uint32_t t = a; t + 1 < v; t++) {
        uint32_t noun;
        phrase p = whose_words(h, t, v, &noun);
        if (p.head == MW_NONE || noun + 4 < v - 1) continue;
        *cue = cue_of(h, v - 1, p, MW_FORCE_STRONG, false);
        return true;
    }
    return false;
}

/* Verb, then subject: "said the old man", "thus answered Mary". fits: the quotation waits for a cue (it ends with a comma, or a small
 * letter follows), so that any verb will do. */
static bool inverted(const mw_hearing *h, uint32_t t, uint32_t end, bool fits, mw_cue *cue) {
    uint32_t v = skip_adverbs(h, t, end);
    if (v >= end || !mw_word_lower(h, v)) return false;
    unsigned f = mw_form_flags(h, v);
    bool says = f & (MW_W_SAY | MW_W_MANNER | MW_W_THINK | MW_W_WRITE);
    if (!says && !(fits && h->tags->upos[v] == MW_VERB)) return false;
    uint32_t s = v + 1;
    if (s < end && accusative(h, s)) s++;
    s = skip_adverbs(h, s, end);
    if (s + 1 < end && particle(h, s)) s++;
    phrase p = phrase_at(h, s, end);
    if (p.head == MW_NONE) {
        p = parsed_subject(h, v, t, end);
        if (p.head == MW_NONE || p.first > v + 10) return false;
    }
    if (h->tags->upos[p.head] == MW_PRON && !nominative(h, p.head) && p.mention == MW_NONE) return false;
    *cue = cue_of(h, v, p, MW_FORCE_STRONG, true);
    return true;
}

/* The verb of saying of a subject that ends before t: the next verb, or one joined to it in the same clause. */
static uint32_t verb_of_subject(const mw_hearing *h, phrase p, uint32_t end, uint32_t *any) {
    *any = MW_NONE;
    uint32_t parsed = mw_rel_of(h, p.head) == MW_REL_NSUBJ ? h->tags->head[p.head] : MW_NONE;
    if (parsed != MW_NONE && (parsed <= p.last || parsed >= end || !outside(h, parsed))) parsed = MW_NONE;
    if (parsed != MW_NONE && mw_form_flags(h, parsed) & MW_W_SAY) return *any = parsed;
    for (uint32_t t = p.last + 1; t < end && t < p.last + 25; t++) {
        if (!is_verb(h, t)) continue;
        unsigned f = mw_form_flags(h, t);
        bool aux = h->tags->upos[t] == MW_AUX;
        if (*any == MW_NONE && !aux) *any = t;
        if (!(f & MW_W_SAY) || mw_word_is(h, t - 1, "to")) continue;
        bool near = t <= p.last + 5;
        bool joined = mw_word_is(h, t - 1, "and") || mw_word_is(h, t - 1, ",") || mw_word_is(h, t - 1, "then") ||
                      mw_word_is(h, t - 1, "but") || h->tags->upos[t - 1] == MW_ADV;
        if (near || joined) return t;
    }
    if (parsed != MW_NONE) *any = parsed;
    return MW_NONE;
}

/* "said nothing", "spoke no word", "did not answer": not a cue. */
static bool silent(const mw_hearing *h, uint32_t verb, uint32_t end) {
    if (verb + 1 < end && (mw_word_is(h, verb + 1, "nothing") || mw_word_is(h, verb + 1, "no") || mw_word_is(h, verb + 1, "that")))
        return true;
    for (uint32_t t = verb > 3 ? verb - 3 : 0; t < verb; t++)
        if (mw_word_is(h, t, "not") || mw_word_is(h, t, "n't") || mw_word_is(h, t, "never")) return true;
    return false;
}

/* Subject, then verb: "Mary said", "he softly replied". lower: the quotation waits for it. */
static bool direct(const mw_hearing *h, uint32_t t, uint32_t end, bool fits, bool bang, mw_cue *cue) {
    phrase p = phrase_at(h, t, end);
    if (p.head == MW_NONE) return false;
    bool open = fits || bang;
    if (open && p.last + 2 < end && mw_word_is(h, p.last + 1, "heard")) { /* he heard Mary say */
        phrase who = phrase_at(h, p.last + 2, end);
        if (who.head != MW_NONE && who.last + 1 < end && mw_form_flags(h, who.last + 1) & MW_W_SAY) {
            *cue = cue_of(h, who.last + 1, who, MW_FORCE_STRONG, true);
            return true;
        }
    }
    uint32_t any, v = verb_of_subject(h, p, end, &any);
    if (v != MW_NONE && open && (fits || !silent(h, v, end))) {
        *cue = cue_of(h, v, p, fits || v <= p.last + 3 ? MW_FORCE_STRONG : MW_FORCE_WEAK, true);
        return true;
    }
    if (any == MW_NONE || !fits) return false;
    bool gesture = mw_form_flags(h, any) & (MW_W_MANNER | MW_W_THINK | MW_W_WRITE);
    *cue = cue_of(h, any, p, gesture || any <= p.last + 2 ? MW_FORCE_STRONG : MW_FORCE_WEAK, true);
    return true;
}

/* A verb of saying further on in the clause, by the parse: ", with a laugh, said Mary". */
static bool distant(const mw_hearing *h, uint32_t t, uint32_t end, mw_cue *cue) {
    for (uint32_t v = t; v < end; v++) {
        if (!is_verb(h, v) || !(mw_form_flags(h, v) & MW_W_SAY)) continue;
        phrase p = v + 1 < end ? phrase_at(h, v + 1, end) : no_phrase;
        if (p.head == MW_NONE || p.mention == MW_NONE) p = parsed_subject(h, v, t, end);
        if (p.head == MW_NONE) continue;
        *cue = cue_of(h, v, p, MW_FORCE_STRONG, true);
        return true;
    }
    return false;
}

enum { BY_REACH = 6 };

/* "was uttered by Mary", "murmured by the old man", "broke at last from Mary". */
static bool by_whom(const mw_hearing *h, uint32_t t, uint32_t end, mw_cue *cue) {
    uint32_t verb = MW_NONE;
    for (uint32_t i = t; i + 1 < end && i < t + BY_REACH && outside(h, i); i++) {
        unsigned f = mw_form_flags(h, i);
        bool came = mw_word_is(h, i, "broke") || mw_word_is(h, i, "burst") || mw_word_is(h, i, "came");
        if (verb == MW_NONE && (came || (f & (MW_W_SAY | MW_W_MANNER)))) verb = i;
        bool by = mw_word_is(h, i, "by") && !(verb != MW_NONE && came);
        if (verb == MW_NONE || i <= verb || !(by || (mw_word_is(h, i, "from") && !(mw_form_flags(h, verb) & MW_W_SAY)))) continue;
        phrase p = phrase_at(h, i + 1, end);
        if (p.mention == MW_NONE || h->cast->mentions[p.mention].type != MW_PER) return false;
        *cue = cue_of(h, verb, p, MW_FORCE_STRONG, true);
        return true;
    }
    return false;
}

/* Skips what may stand between a closing mark and the cue. *dash: a dash did. */
static uint32_t cue_start(const mw_hearing *h, uint32_t t, uint32_t end, bool *dash, bool *comma) {
    *dash = *comma = false;
    for (; t < end; t++) {
        mw_str w = mw_word(h, t);
        bool d = mw_str_is(w, "-") || mw_str_is(w, "--") || mw_str_is(w, "\xE2\x80\x94") || mw_str_is(w, "\xE2\x80\x93");
        bool c = mw_str_is(w, ",");
        if (!d && !c && !mw_token_mark(h, t)) break;
        *dash |= d;
        *comma |= c;
    }
    return t;
}

bool mw_cue_behind(const mw_hearing *h, const mw_piece *p, uint32_t end, mw_cue *cue) {
    bool dash, comma;
    uint32_t t = cue_start(h, p->last + 1, end, &dash, &comma);
    if (t >= end) return false;
    bool lower = mw_word_lower(h, t);
    bool bang = p->tail == '!' || p->tail == '?' || p->tail == '-';
    bool fits = p->tail == ',' || comma || (lower && p->tail != '.') || (p->known && p->tail == 'a');
    uint32_t stop = clause_end(h, t, end);
    if (lower && (was_answer(h, t, stop, cue) || by_whom(h, t, stop, cue))) return true;
    if (lower && inverted(h, t, stop, p->tail == ',' || comma || bang, cue)) return true;
    if ((fits || bang || (lower && p->tail == '.')) && direct(h, t, stop, fits || lower, bang, cue)) return true;
    return fits && distant(h, t, stop, cue);
}

/* ---- before ---------------------------------------------------------------------------------------------------------------- */

/* The first token of the sentence that leads up to token q, not before `from`. */
static uint32_t lead_start(const mw_hearing *h, uint32_t from, uint32_t q) {
    uint32_t t = q;
    while (t > from && q - t < REACH) {
        if (t - 1 < q - 1 && (mw_token_ends(h, t - 1) || mw_str_is(mw_word(h, t - 1), ";"))) break;
        t--;
    }
    return t;
}

/* The person nearest before the verb, by words alone. */
static phrase nearest_before(const mw_hearing *h, uint32_t verb, uint32_t from) {
    phrase object = no_phrase;
    for (uint32_t t = verb; t-- > from;) {
        uint32_t m = h->of_head[t];
        bool person = m != MW_NONE && (h->cast->mentions[m].type == MW_PER || mw_mention_player(h->cast, m) != MW_NONE);
        if (!person && (!nominative(h, t) || relative(h, t))) continue;
        if (person && accusative(h, t)) continue;
        mw_rel r = mw_rel_of(h, t);
        phrase p = m != MW_NONE ? phrase_of_mention(h, m) : (phrase){t, t, t, MW_NONE};
        if (r == MW_REL_NSUBJ || nominative(h, t)) return p;
        if (object.head == MW_NONE && r != MW_REL_OBL && r != MW_REL_NMOD) object = p;
    }
    return object;
}

/* "was called", "is said": nobody speaks. */
static bool passive(const mw_hearing *h, uint32_t v) {
    uint32_t t = v;
    if (t > 0 && h->tags->upos[t - 1] == MW_ADV) t--;
    return t > 0 && (mw_word_is(h, t - 1, "was") || mw_word_is(h, t - 1, "were") || mw_word_is(h, t - 1, "is") ||
                     mw_word_is(h, t - 1, "are") || mw_word_is(h, t - 1, "been") || mw_word_is(h, t - 1, "be"));
}

/* Does the verb v stand right before token `last`: "said", "called out", "shouting or"? */
static bool runs_up(const mw_hearing *h, uint32_t v, uint32_t last) {
    if (v + 1 == last) return true;
    return v + 2 == last &&
           (mw_word_is(h, v + 1, "out") || mw_word_is(h, v + 1, "aloud") || mw_word_is(h, v + 1, "back") || accusative(h, v + 1));
}

/* "He heard Mary say", "heard Mary singing": the subject of a bare infinitive stands right before it, that of a participle behind "heard". */
static phrase heard_saying(const mw_hearing *h, uint32_t v, uint32_t from) {
    if (v <= from) return no_phrase;
    uint32_t m = h->of_head[v - 1];
    if (m == MW_NONE || h->cast->mentions[m].last != v - 1 || h->cast->mentions[m].form == MW_PRO) return no_phrase;
    uint32_t first = h->cast->mentions[m].first;
    bool heard = first > from && mw_word_is(h, first - 1, "heard") && mw_str_ends(mw_word(h, v), "ing");
    return heard || mw_str_ieq(mw_word(h, v), mw_lemma(h->tags, v)) ? phrase_of_mention(h, m) : no_phrase;
}

/* The subject of the last clause of [a, last), a person if there is one. */
static uint32_t last_subject(const mw_hearing *h, uint32_t a, uint32_t last) {
    uint32_t found = MW_NONE;
    for (uint32_t t = last; t-- > a;) {
        if (!outside(h, t) || mw_rel_of(h, t) != MW_REL_NSUBJ || h->tags->upos[h->tags->head[t]] != MW_VERB) continue;
        uint32_t m = h->of_head[t];
        if (nominative(h, t) || (m != MW_NONE && h->cast->mentions[m].type == MW_PER)) return t;
        if (found == MW_NONE) found = t;
    }
    return found;
}

static bool cue_before(const mw_hearing *h, uint32_t from, uint32_t q, mw_cue *cue) {
    uint32_t last = q;
    while (last > from && mw_token_mark(h, last - 1)) last--;
    if (last <= from) return false;
    mw_str w = mw_word(h, last - 1);
    bool colon = mw_str_is(w, ":"), comma = mw_str_is(w, ",");
    bool dash = mw_str_is(w, "-") || mw_str_is(w, "--") || mw_str_is(w, "\xE2\x80\x94") || mw_str_is(w, ";") || mw_str_is(w, ":-") ||
                mw_str_is(w, ":--");
    bool bare = !mw_token_punct(h, last - 1);
    if (bare && h->tokens->block[last - 1] != h->tokens->block[q]) colon = true, bare = false; /* a paragraph that breaks off */
    if (!colon && !comma && !dash && !bare) return false;
    uint32_t a = lead_start(h, from, last);
    for (uint32_t v = last; v-- > a;) {
        if (!is_verb(h, v) || !outside(h, v) || !(mw_form_flags(h, v) & (MW_W_SAY | MW_W_THINK | MW_W_WRITE))) continue;
        if (bare && (!runs_up(h, v, last) || passive(h, v))) continue;
        phrase p = heard_saying(h, v, a);
        if (p.head == MW_NONE) p = parsed_subject(h, v, a, last);
        if (p.head == MW_NONE || h->tags->upos[p.head] == MW_VERB) p = nearest_before(h, v, a);
        if (p.head == MW_NONE && v + 1 < last) p = phrase_at(h, v + 1, last); /* "Said Mary, “" */
        if (p.head == MW_NONE && !bare) continue;
        *cue = cue_of(h, v, p, comma && last - v > 25 ? MW_FORCE_WEAK : MW_FORCE_STRONG, false);
        return true;
    }
    if (answer_was(h, a, last, cue)) return true;
    if (bare || (comma && last - a < 3)) return false;
    uint32_t t = last_subject(h, a, last);
    if (t == MW_NONE) return false;
    *cue = cue_of(h, h->tags->head[t], phrase_with_head(h, t), MW_FORCE_WEAK, false);
    if (cue->verb < a || cue->verb >= last) cue->verb = MW_NONE;
    if (cue->verb != MW_NONE && mw_form_flags(h, cue->verb) & MW_W_MANNER && colon) cue->force = MW_FORCE_STRONG;
    return true;
}

/* ---- hearer ---------------------------------------------------------------------------------------------------------------- */

/* "said to X", "asked X", "turning to X": the mention behind the verb. */
static uint32_t hearer_of(const mw_hearing *h, const mw_cue *cue, uint32_t from, uint32_t end) {
    if (cue->verb == MW_NONE) return MW_NONE;
    uint32_t m;
    for (uint32_t t = cue->verb; t < end && t < cue->verb + 14; t++) {
        bool to = (mw_word_is(h, t, "to") || mw_word_is(h, t, "of")) && h->tags->upos[t] != MW_PART && t > cue->verb;
        if (!to || t + 1 >= end || !outside(h, t + 1)) continue;
        if (mw_word_is(h, t, "of") && !mw_word_is(h, cue->verb, "asked") && !mw_word_is(h, cue->verb, "inquired")) continue;
        m = h->at_token[t + 1];
        if (m != MW_NONE && m != cue->mention && h->cast->mentions[m].last < end) return m;
    }
    if (!(mw_form_flags(h, cue->verb) & MW_W_HEARER)) return MW_NONE;
    uint32_t o = mw_child_with(h->tags, h->children, cue->verb, MW_REL_OBJ);
    if (o == MW_NONE) o = mw_child_with(h->tags, h->children, cue->verb, MW_REL_IOBJ);
    if (o != MW_NONE && o >= from && o < end && outside(h, o) && o != cue->head) return h->of_head[o];
    m = cue->verb + 1 < end && outside(h, cue->verb + 1) ? h->at_token[cue->verb + 1] : MW_NONE;
    return m != cue->mention ? m : MW_NONE;
}

static void cue_to_self(const mw_hearing *h, mw_cue *cue, uint32_t end) {
    if (cue->verb == MW_NONE) return;
    bool aloud = false, self = false;
    for (uint32_t t = cue->verb; t < end && t < cue->verb + 10; t++) {
        self |= mw_word_is(h, t, "himself") || mw_word_is(h, t, "herself") || mw_word_is(h, t, "myself");
        aloud |= mw_word_is(h, t, "aloud");
    }
    if (self && !aloud && (mw_word_is(h, cue->verb, "said") || mw_word_is(h, cue->verb, "told") || mw_word_is(h, cue->verb, "thought")))
        cue->thinks = true;
}

/* ---- all ------------------------------------------------------------------------------------------------------------------- */

/* The piece before or behind piece i that still stands; n_pieces: none. */
static uint32_t neighbour(const mw_hearing *h, uint32_t i, int step) {
    for (uint32_t j = i + (uint32_t)step; j < h->n_pieces; j += (uint32_t)step)
        if (!h->pieces[j].dropped) return j;
    return h->n_pieces;
}

/* The first token that a cue before piece p may use: the one behind the piece before it, in its own block; a block that begins with the
 * quotation looks into the block before when that waits for it (it ends with a colon, comma or dash). */
static uint32_t lead_from(const mw_hearing *h, const mw_piece *p, uint32_t past) {
    uint32_t from = h->block_token[p->block];
    uint32_t first = p->first;
    while (first > from && first > past && mw_token_mark(h, first - 1)) first--; /* not twice over the same marks */
    if (first == from && p->block > 0) {
        uint32_t b = p->block - 1, last = h->block_token[p->block];
        if (last > h->block_token[b] && h->text->blocks[b].kind == MW_PARAGRAPH) {
            mw_str w = mw_word(h, last - 1);
            bool breaks_off = !mw_token_punct(h, last - 1) && !mw_token_mark(h, last - 1);
            if (breaks_off || mw_str_is(w, ":") || mw_str_is(w, ",") || mw_str_is(w, "\xE2\x80\x94") || mw_str_is(w, "--") ||
                mw_str_is(w, ":--"))
                from = h->block_token[b];
        }
    }
    return from > past ? from : past;
}

enum { LATER_TOKENS = 45 };

/* A speaker who is named only afterwards: the paragraph that follows speaks of "the speaker" or "the voice", and says who it was. */
static bool cue_later(const mw_hearing *h, const mw_piece *p, mw_cue *cue) {
    uint32_t b = p->end_block + 1;
    if (b >= h->text->n_blocks || h->text->blocks[b].kind != MW_PARAGRAPH) return false;
    uint32_t t = h->block_token[b], end = h->block_token[b + 1];
    if (h->block_token[b] > p->last + 1 && !mw_token_mark(h, p->last + 1)) return false; /* narration stands behind it already */
    if (end > t + LATER_TOKENS) end = t + LATER_TOKENS;
    bool voice = false;
    for (; t < end && outside(h, t); t++) {
        voice |= mw_word_is(h, t, "speaker") || (mw_word_is(h, t, "voice") && t > 0 && mw_word_is(h, t - 1, "the"));
        if (!voice || !(mw_word_is(h, t, "was") || mw_word_is(h, t, "belonged"))) continue;
        uint32_t n = t + 1;
        while (n < end && (mw_word_is(h, n, "to") || mw_word_is(h, n, "that") || mw_word_is(h, n, "of"))) n++;
        phrase who = phrase_at(h, n, end);
        if (who.mention == MW_NONE || h->cast->mentions[who.mention].type != MW_PER || h->cast->mentions[who.mention].form == MW_PRO)
            continue;
        *cue = cue_of(h, t, who, MW_FORCE_STRONG, true);
        return true;
    }
    return false;
}

/* Does a new sentence begin behind the piece? */
static bool new_sentence(const mw_hearing *h, const mw_piece *p, uint32_t end) {
    uint32_t t = p->last + 1;
    while (t < end && mw_token_mark(h, t)) t++;
    return t < end && mw_word_upper(h, t) && p->tail != ',' && p->tail != '-';
}

/* Does the narration before token q break off for what is said: "and repeated, "? */
static bool leads_up(const mw_hearing *h, uint32_t from, uint32_t q) {
    while (q > from && mw_token_mark(h, q - 1)) q--;
    return q > from && (mw_word_is(h, q - 1, ",") || mw_word_is(h, q - 1, ":"));
}

void mw_cue_inside(const mw_hearing *h, mw_piece *p, uint32_t from, uint32_t end) {
    mw_cue behind = {.force = MW_FORCE_NONE}, lead = {.force = MW_FORCE_NONE};
    bool has_behind = mw_cue_behind(h, p, end, &behind), has_lead = cue_before(h, from, p->first, &lead);
    if (has_behind) {
        behind.to = hearer_of(h, &behind, p->last + 1, end);
        cue_to_self(h, &behind, end);
    }
    if (has_lead) {
        lead.to = hearer_of(h, &lead, from, p->first);
        cue_to_self(h, &lead, p->first);
    }
    if (!has_behind && !has_lead && !p->inner) has_behind = cue_later(h, p, &behind);
    if (has_behind && has_lead && lead.force == MW_FORCE_STRONG && new_sentence(h, p, end) && leads_up(h, from, p->first))
        has_behind = false;
    p->cue = has_behind && (!has_lead || behind.force >= lead.force) ? behind : lead;
    if (p->cue.force == MW_FORCE_NONE)
        p->cue = (mw_cue){.verb = MW_NONE, .first = MW_NONE, .last = MW_NONE, .head = MW_NONE, .mention = MW_NONE, .to = MW_NONE};
}

static void piece_cue(mw_hearing *h, uint32_t i) {
    mw_piece *p = &h->pieces[i];
    uint32_t before = neighbour(h, i, -1), after = neighbour(h, i, 1);
    uint32_t end = h->block_token[p->end_block + 1];
    if (after < h->n_pieces && h->pieces[after].first < end) end = h->pieces[after].first;
    mw_cue_inside(h, p, lead_from(h, p, before < h->n_pieces ? h->pieces[before].last + 1 : 0), end);
}

void mw_cues_build(mw_hearing *h) {
    for (uint32_t i = 0; i < h->n_pieces; i++)
        if (!h->pieces[i].dropped) piece_cue(h, i);
}
