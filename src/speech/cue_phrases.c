/* cue_phrases: the noun phrases of cues and who they are: "the old man", "her brother Silas", "Mary's voice", "his only answer". A mention of
 * cast is taken where there is one, as far as the cue has it; else words in a row. */
#include <string.h>

#include "speech/cues.h"

enum { NP_REACH = 12 };

bool mw_nominative(const mw_hearing *h, uint32_t t) {
    static const char *const words[] = {"he",     "she",  "i",   "they",     "we",      "it",     "who",       "one",     "another",
                                        "others", "both", "you", "somebody", "someone", "nobody", "everybody", "everyone"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_word_is(h, t, words[i])) return true;
    return false;
}

bool mw_accusative(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "him") || mw_word_is(h, t, "me") || mw_word_is(h, t, "them") || mw_word_is(h, t, "us") ||
           mw_word_is(h, t, "himself") || mw_word_is(h, t, "herself") || mw_word_is(h, t, "myself") || mw_word_is(h, t, "themselves");
}

/* ---- noun phrases ---------------------------------------------------------------------------------------------------------- */

mw_phrase mw_phrase_of_mention(const mw_hearing *h, uint32_t m) {
    const mw_mention *x = &h->cast->mentions[m];
    return (mw_phrase){x->first, x->last, x->head, m};
}

/* A mention as the cue has it: what a long one says beyond a comma or a verb is cut off, a lone title takes its name along. */
static mw_phrase phrase_trim(const mw_hearing *h, mw_phrase p, uint32_t end) {
    for (uint32_t t = p.first + 1; t <= p.last; t++) {
        bool cut = mw_word_is(h, t, ",") || mw_token_mark(h, t) || mw_token_ends(h, t) || h->tags->upos[t] == MW_VERB ||
                   h->tags->upos[t] == MW_AUX;
        if (!cut || mw_word_upper(h, t)) continue;
        p.last = t - 1;
        if (p.head > p.last) p.head = p.last;
        break;
    }
    while (p.last + 1 < end && mw_word_upper(h, p.last) && mw_word_upper(h, p.last + 1) && mw_narrated(h, p.last + 1) &&
           h->tags->upos[p.last + 1] == MW_PROPN && mw_str_ends(mw_word(h, p.last), "."))
        p.head = ++p.last;
    uint32_t reach = mw_names_reach(h, p.first, end);
    if (reach != MW_NONE && reach > p.last && mw_narrated(h, reach)) {
        if (mw_word_upper(h, reach)) p.head = reach;
        p.last = reach;
    }
    return p;
}

/* The words of a mw_phrase without a mention: determiners, adjectives, nouns in a row. */
static mw_phrase phrase_by_words(const mw_hearing *h, uint32_t t, uint32_t end) {
    uint32_t last = MW_NONE, i = t;
    bool det = false;
    for (; i < end && i < t + NP_REACH && mw_narrated(h, i); i++) {
        uint8_t u = h->tags->upos[i];
        bool noun = u == MW_NOUN || u == MW_PROPN;
        bool front = u == MW_DET || u == MW_ADJ || u == MW_NUM || (u == MW_PRON && i == t && !mw_nominative(h, i) && !mw_accusative(h, i));
        det |= front;
        if (noun)
            last = i;
        else if (!front && !(u == MW_PART && last != MW_NONE) && !(mw_word_is(h, i, "-")))
            break;
    }
    if (last == MW_NONE && det && h->tags->upos[t] == MW_DET) /* "the other", "the elder" */
        last = i > t + 1 ? i - 1 : MW_NONE;
    if (last == MW_NONE) return mw_no_phrase;
    mw_phrase p = {t, last, last, h->of_head[last]};
    if (p.mention != MW_NONE && h->cast->mentions[p.mention].first >= t) return mw_phrase_of_mention(h, p.mention);
    p.mention = MW_NONE;
    return p;
}

/* The noun mw_phrase that begins at token t, or mw_no_phrase. */
mw_phrase mw_phrase_at(const mw_hearing *h, uint32_t t, uint32_t end) {
    if (t >= end || !mw_narrated(h, t) || mw_accusative(h, t)) return mw_no_phrase;
    uint32_t m = h->at_token[t];
    if (m != MW_NONE && h->cast->mentions[m].last < end) return phrase_trim(h, mw_phrase_of_mention(h, m), end);
    if (m != MW_NONE && h->cast->mentions[m].first < end)
        return phrase_trim(h, (mw_phrase){t, end - 1, h->cast->mentions[m].head < end ? h->cast->mentions[m].head : end - 1, m}, end);
    uint32_t reach = mw_names_reach(h, t, end);
    if (reach != MW_NONE && mw_word_upper(h, reach)) return (mw_phrase){t, reach, reach, MW_NONE};
    if (mw_nominative(h, t)) return (mw_phrase){t, t, t, MW_NONE};
    return phrase_by_words(h, t, end);
}

mw_phrase mw_phrase_with_head(const mw_hearing *h, uint32_t head) {
    uint32_t m = h->of_head[head];
    if (m != MW_NONE) return mw_phrase_of_mention(h, m);
    uint32_t first = head;
    for (uint32_t c = mw_child_first(h->children, head); c != MW_NONE; c = mw_child_next(h->children, c)) {
        mw_rel r = mw_rel_of(h, c);
        if (c < first && head - c < NP_REACH && mw_narrated(h, c) &&
            (r == MW_REL_DET || r == MW_REL_AMOD || r == MW_REL_COMPOUND || r == MW_REL_NMOD || r == MW_REL_NUMMOD))
            first = c;
    }
    return (mw_phrase){first, head, head, MW_NONE};
}

bool mw_relative(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "who") || mw_word_is(h, t, "which") || mw_word_is(h, t, "that");
}

/* The subject that the parse gives a verb, in [a, b) outside quotations: its own, or that of the verb it is joined to. */
mw_phrase mw_parsed_subject(const mw_hearing *h, uint32_t verb, uint32_t a, uint32_t b) {
    for (int hop = 0; hop < 4; hop++) {
        for (uint32_t c = mw_child_first(h->children, verb); c != MW_NONE; c = mw_child_next(h->children, c))
            if (mw_rel_of(h, c) == MW_REL_NSUBJ && c >= a && c < b && mw_narrated(h, c) && !mw_relative(h, c))
                return mw_phrase_with_head(h, c);
        mw_rel r = mw_rel_of(h, verb);
        uint32_t head = h->tags->head[verb];
        if (head == verb || head < a || head >= b || !mw_narrated(h, head)) break;
        if (r == MW_REL_ACL && h->of_head[head] != MW_NONE) return mw_phrase_with_head(h, head);
        if (r == MW_REL_XCOMP || r == MW_REL_CCOMP) {
            uint32_t o = mw_child_with(h->tags, h->children, head, MW_REL_OBJ);
            if (o != MW_NONE && o >= a && o < verb && mw_narrated(h, o)) return mw_phrase_with_head(h, o);
        }
        if (r != MW_REL_CONJ && r != MW_REL_XCOMP && r != MW_REL_ADVCL && r != MW_REL_PARATAXIS && r != MW_REL_CCOMP) break;
        verb = head;
    }
    return mw_no_phrase;
}

/* ---- who it is ------------------------------------------------------------------------------------------------------------- */

static void cue_gender(const mw_hearing *h, mw_cue *cue) {
    mw_str w = mw_word(h, cue->head);
    if (mw_str_ieq(w, "he") || mw_str_ieq(w, "him"))
        cue->gender = MW_MALE;
    else if (mw_str_ieq(w, "she") || mw_str_ieq(w, "her"))
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
static mw_phrase voice_owner(const mw_hearing *h, mw_phrase p) {
    if (p.head == MW_NONE || !(mw_noun_flags(mw_word(h, p.head)) & (MW_W_VOICE | MW_W_REPLY))) return p;
    for (uint32_t c = mw_child_first(h->children, p.head); c != MW_NONE; c = mw_child_next(h->children, c)) {
        if (mw_rel_of(h, c) != MW_REL_NMOD || !mw_narrated(h, c)) continue;
        uint32_t k = mw_child_with(h->tags, h->children, c, MW_REL_CASE);
        bool owns = c < p.head || (k != MW_NONE && mw_word_is(h, k, "of"));
        if (owns && h->of_head[c] != MW_NONE) return mw_phrase_of_mention(h, h->of_head[c]);
    }
    return p;
}

/* A character's whole name ("the Dormouse") is one person, whatever the noun's ending looks like. */
static bool several(const mw_hearing *h, mw_phrase p) {
    if (mw_word_upper(h, p.last) && mw_names_find(h, p.first, p.last) != MW_NONE) return false;
    if (mw_word_is(h, p.first, "both")) return true;
    if (mw_word_is(h, p.head, "they") || mw_word_is(h, p.head, "both") || mw_word_is(h, p.head, "we") || mw_word_is(h, p.head, "all"))
        return true;
    if (h->tags->upos[p.head] == MW_NUM && mw_word_lower(h, p.head) && !mw_word_is(h, p.head, "one")) return true; /* "two or three" */
    return p.mention != MW_NONE && h->cast->mentions[p.mention].plural;
}

/* "the gloomy Aldous", "old Ben Hurst": the character whose name ends the mw_phrase behind words in small letters. */
static uint32_t name_within(const mw_hearing *h, uint32_t first, uint32_t last) {
    for (uint32_t t = first + 1; t <= last; t++)
        if (mw_word_upper(h, t) && mw_word_lower(h, t - 1)) return mw_names_find(h, t, last);
    return MW_NONE;
}

mw_cue mw_cue_of(const mw_hearing *h, uint32_t verb, mw_phrase p, mw_force force, bool after) {
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
    if (mw_nominative(h, p.head))
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
mw_phrase mw_whose_words(const mw_hearing *h, uint32_t t, uint32_t end, uint32_t *last) {
    uint32_t m = t < end && mw_narrated(h, t) ? h->at_token[t] : MW_NONE;
    while (m != MW_NONE && m + 1 < h->cast->n_mentions && h->cast->mentions[m + 1].first == t &&
           !(h->cast->mentions[m].last + 1 < end && mw_str_ends(mw_word(h, h->cast->mentions[m].last + 1), "s")))
        m++; /* the longest one that a possessive ends */
    if (m == MW_NONE) return mw_no_phrase;
    const mw_mention *x = &h->cast->mentions[m];
    uint32_t n = x->last + 1;
    bool his = x->form == MW_PRO && x->first == x->last && mw_rel_of(h, x->first) == MW_REL_NMOD;
    bool s = n < end && (mw_word_is(h, n, "'s") || mw_word_is(h, n, "\xE2\x80\x99s") || mw_word_is(h, n, "'") || mw_word_is(h, n, "s"));
    if (!his && !s) return mw_no_phrase;
    for (uint32_t i = n + s; i < end && i < n + 5; i++) {
        if (said_noun(h, i)) {
            *last = i;
            return (mw_phrase){x->first, x->last, x->head, m};
        }
        uint8_t u = h->tags->upos[i];
        if (u != MW_ADJ && u != MW_NOUN && u != MW_ADV && u != MW_NUM && u != MW_VERB && !mw_word_is(h, i, ",")) break;
    }
    return mw_no_phrase;
}

bool mw_was(const mw_hearing *h, uint32_t t) {
    return mw_word_is(h, t, "was") || mw_word_is(h, t, "were") || mw_word_is(h, t, "came") || mw_word_is(h, t, "is") ||
           mw_word_is(h, t, "been") || mw_word_is(h, t, "ran");
}
