/* cue_before: the cue that leads up to a quotation: "Mary said, “", "and repeated, “", "his only words were: “", or a sentence that breaks off
 * before it without a verb of saying, a weak cue. The last verb of saying before the quotation counts. */
#include <string.h>

#include "speech/cues.h"

/* ---- before ---------------------------------------------------------------------------------------------------------------- */

/* The first token of the sentence that leads up to token q, not before `from`. */
static uint32_t lead_start(const mw_hearing *h, uint32_t from, uint32_t q) {
    uint32_t t = q;
    while (t > from && q - t < MW_CUE_REACH) {
        if (t - 1 < q - 1 && (mw_token_ends(h, t - 1) || mw_str_is(mw_word(h, t - 1), ";"))) break;
        t--;
    }
    return t;
}

/* The person nearest before the verb, by words alone. */
static mw_phrase nearest_before(const mw_hearing *h, uint32_t verb, uint32_t from) {
    mw_phrase object = mw_no_phrase;
    for (uint32_t t = verb; t-- > from;) {
        uint32_t m = h->of_head[t];
        bool person = m != MW_NONE && (h->cast->mentions[m].type == MW_PER || mw_mention_player(h->cast, m) != MW_NONE);
        if (!person && (!mw_nominative(h, t) || mw_relative(h, t))) continue;
        if (person && mw_accusative(h, t)) continue;
        mw_rel r = mw_rel_of(h, t);
        mw_phrase p = m != MW_NONE ? mw_phrase_of_mention(h, m) : (mw_phrase){t, t, t, MW_NONE};
        if (r == MW_REL_NSUBJ || mw_nominative(h, t)) return p;
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
           (mw_word_is(h, v + 1, "out") || mw_word_is(h, v + 1, "aloud") || mw_word_is(h, v + 1, "back") || mw_accusative(h, v + 1));
}

/* "He heard Mary say", "heard Mary singing": the subject of a bare infinitive stands right before it, that of a participle behind "heard". */
static mw_phrase heard_saying(const mw_hearing *h, uint32_t v, uint32_t from) {
    if (v <= from) return mw_no_phrase;
    uint32_t m = h->of_head[v - 1];
    if (m == MW_NONE || h->cast->mentions[m].last != v - 1 || h->cast->mentions[m].form == MW_PRO) return mw_no_phrase;
    uint32_t first = h->cast->mentions[m].first;
    bool heard = first > from && mw_word_is(h, first - 1, "heard") && mw_str_ends(mw_word(h, v), "ing");
    return heard || mw_str_ieq(mw_word(h, v), mw_lemma(h->tags, v)) ? mw_phrase_of_mention(h, m) : mw_no_phrase;
}

/* "She felt Harry take her hand:", "saw him turn": who does it, where the verb v is of perceiving and another with its doer in front follows; its
 * verb goes to *deed. */
static mw_phrase perceived(const mw_hearing *h, uint32_t v, uint32_t last, uint32_t *deed) {
    static const char *const verbs[] = {"felt", "saw", "heard", "watched", "noticed", "observed", "perceived"};
    bool perceives = false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) perceives |= mw_word_is(h, v, verbs[i]);
    uint32_t m = perceives && v + 2 < last ? h->at_token[v + 1] : MW_NONE;
    if (m == MW_NONE || h->cast->mentions[m].type != MW_PER || h->cast->mentions[m].plural) return mw_no_phrase;
    *deed = h->cast->mentions[m].last + 1;
    if (*deed >= last || h->tags->upos[*deed] != MW_VERB || mw_word_is(h, v + 1, "herself") || mw_word_is(h, v + 1, "himself"))
        return mw_no_phrase;
    bool bare = mw_str_ieq(mw_word(h, *deed), mw_lemma(h->tags, *deed)) || mw_str_ends(mw_word(h, *deed), "ing");
    return bare ? mw_phrase_of_mention(h, m) : mw_no_phrase;
}

/* "A juror. “Did you see it?”", "Witness: “Yes.”": a paragraph that begins with a person's words and nothing else. */
static bool label(const mw_hearing *h, uint32_t last, uint32_t q, mw_cue *cue) {
    uint32_t first = h->block_token[h->tokens->block[q]];
    if (last < first + 2 || !(mw_word_is(h, last - 1, ".") || mw_word_is(h, last - 1, ":"))) return false;
    mw_phrase p = mw_phrase_at(h, first, last - 1);
    bool person = p.mention != MW_NONE && h->cast->mentions[p.mention].type == MW_PER && h->cast->mentions[p.mention].form != MW_PRO;
    if (!person || p.first != first || p.last + 2 != last) return false;
    *cue = mw_cue_of(h, MW_NONE, p, MW_FORCE_STRONG, false);
    return true;
}

/* The subject of the last clause of [a, last), a person if there is one. */
static uint32_t last_subject(const mw_hearing *h, uint32_t a, uint32_t last) {
    uint32_t found = MW_NONE;
    for (uint32_t t = last; t-- > a;) {
        if (!mw_narrated(h, t) || mw_rel_of(h, t) != MW_REL_NSUBJ || h->tags->upos[h->tags->head[t]] != MW_VERB) continue;
        uint32_t m = h->of_head[t];
        if (mw_nominative(h, t) || (m != MW_NONE && h->cast->mentions[m].type == MW_PER)) return t;
        if (found == MW_NONE) found = t;
    }
    return found;
}

/* Before: "Mary's answer was, “", "his only words were: “". */
static bool answer_was(const mw_hearing *h, uint32_t a, uint32_t last, mw_cue *cue) {
    uint32_t v = last;
    while (v > a && v + 6 > last && !mw_was(h, v - 1)) v--;
    if (v == a || !mw_was(h, v - 1)) return false;
    for (uint32_t t = a; t + 1 < v; t++) {
        uint32_t noun;
        mw_phrase p = mw_whose_words(h, t, v, &noun);
        if (p.head == MW_NONE || noun + 4 < v - 1) continue;
        *cue = mw_cue_of(h, v - 1, p, MW_FORCE_STRONG, false);
        return true;
    }
    return false;
}

bool mw_cue_before(const mw_hearing *h, uint32_t from, uint32_t q, mw_cue *cue) {
    uint32_t last = q;
    while (last > from && mw_token_mark(h, last - 1)) last--;
    if (last <= from) return false;
    if (label(h, last, q, cue)) return true;
    mw_str w = mw_word(h, last - 1);
    bool colon = mw_str_is(w, ":"), comma = mw_str_is(w, ",");
    bool dash = mw_str_is(w, "-") || mw_str_is(w, "--") || mw_str_is(w, "\xE2\x80\x94") || mw_str_is(w, ";") || mw_str_is(w, ":-") ||
                mw_str_is(w, ":--");
    bool bare = !mw_token_punct(h, last - 1);
    if (bare && h->tokens->block[last - 1] != h->tokens->block[q]) colon = true, bare = false; /* a paragraph that breaks off */
    if (!colon && !comma && !dash && !bare) return false;
    uint32_t a = lead_start(h, from, last);
    for (uint32_t v = last; v-- > a;) {
        if (!mw_is_verb(h, v) || !mw_narrated(h, v) || !(mw_form_flags(h, v) & (MW_W_SAY | MW_W_THINK | MW_W_WRITE))) continue;
        if (bare && (!runs_up(h, v, last) || passive(h, v))) continue;
        uint32_t deed;
        mw_phrase p = perceived(h, v, last, &deed);
        if (p.head != MW_NONE && !(mw_form_flags(h, deed) & MW_W_SAY)) {
            *cue = mw_cue_of(h, deed, p, MW_FORCE_WEAK, false);
            return !bare;
        }
        p = heard_saying(h, v, a);
        if (p.head == MW_NONE) p = mw_parsed_subject(h, v, a, last);
        if (p.head == MW_NONE || h->tags->upos[p.head] == MW_VERB) p = nearest_before(h, v, a);
        if (p.head == MW_NONE && v + 1 < last) p = mw_phrase_at(h, v + 1, last); /* "Said Mary, “" */
        if (p.head == MW_NONE && !bare) continue;
        *cue = mw_cue_of(h, v, p, comma && last - v > 25 ? MW_FORCE_WEAK : MW_FORCE_STRONG, false);
        return true;
    }
    if (answer_was(h, a, last, cue)) return true;
    if (bare || (comma && last - a < 3)) return false;
    uint32_t t = last_subject(h, a, last), deed;
    if (t == MW_NONE) return false;
    mw_phrase doer = perceived(h, h->tags->head[t], last, &deed);
    if (doer.head != MW_NONE) {
        *cue = mw_cue_of(h, deed, doer, MW_FORCE_WEAK, false);
        return true;
    }
    *cue = mw_cue_of(h, h->tags->head[t], mw_phrase_with_head(h, t), MW_FORCE_WEAK, false);
    if (cue->verb < a || cue->verb >= last) cue->verb = MW_NONE;
    if (cue->verb != MW_NONE && mw_form_flags(h, cue->verb) & MW_W_MANNER && colon) cue->force = MW_FORCE_STRONG;
    return true;
}
