/* cue_behind: the cue that stands behind a quotation: "said X", "X said", "was X's answer", "murmured by X", and who was "the voice" all along.
 * The parse is believed where its answer stands in the right place; else word order: verb and subject, or subject and verb, at once. */
#include <string.h>

#include "speech/cues.h"

/* ---- behind ---------------------------------------------------------------------------------------------------------------- */

/* The end of the clause that begins at t: a full stop, semicolon or colon, or the gap's end. */
static uint32_t clause_end(const mw_hearing *h, uint32_t t, uint32_t end) {
    uint32_t i = t;
    for (; i < end && i < t + MW_CUE_REACH; i++) {
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

/* Behind: "was Mary's answer", "had been his reply". */
static bool was_answer(const mw_hearing *h, uint32_t t, uint32_t end, mw_cue *cue) {
    if (t + 1 < end && mw_word_is(h, t, "had")) t++;
    if (t + 1 >= end || !mw_was(h, t)) return false;
    uint32_t last;
    mw_phrase p = mw_whose_words(h, t + 1, end, &last);
    if (p.head == MW_NONE) return false;
    *cue = mw_cue_of(h, t, p, MW_FORCE_STRONG, true);
    cue->form = p.first == p.last && h->tags->upos[p.first] == MW_PRON ? MW_PRO : cue->form;
    return true;
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
    if (s < end && mw_accusative(h, s)) s++;
    s = skip_adverbs(h, s, end);
    if (s + 1 < end && particle(h, s)) s++;
    mw_phrase p = mw_phrase_at(h, s, end);
    if (p.head == MW_NONE) {
        p = mw_parsed_subject(h, v, t, end);
        if (p.head == MW_NONE || p.first > v + 10) return false;
    }
    if (h->tags->upos[p.head] == MW_PRON && !mw_nominative(h, p.head) && p.mention == MW_NONE) return false;
    *cue = mw_cue_of(h, v, p, MW_FORCE_STRONG, true);
    return true;
}

/* The verb of saying of a subject that ends before t: the next verb, or one joined to it in the same clause. */
static uint32_t verb_of_subject(const mw_hearing *h, mw_phrase p, uint32_t end, uint32_t *any) {
    *any = MW_NONE;
    uint32_t parsed = mw_rel_of(h, p.head) == MW_REL_NSUBJ ? h->tags->head[p.head] : MW_NONE;
    if (parsed != MW_NONE && (parsed <= p.last || parsed >= end || !mw_narrated(h, parsed))) parsed = MW_NONE;
    if (parsed != MW_NONE && mw_form_flags(h, parsed) & MW_W_SAY) return *any = parsed;
    for (uint32_t t = p.last + 1; t < end && t < p.last + 25; t++) {
        if (!mw_is_verb(h, t)) continue;
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
    mw_phrase p = mw_phrase_at(h, t, end);
    if (p.head == MW_NONE) return false;
    bool open = fits || bang;
    if (open && p.last + 2 < end && mw_word_is(h, p.last + 1, "heard")) { /* he heard Mary say */
        mw_phrase who = mw_phrase_at(h, p.last + 2, end);
        if (who.head != MW_NONE && who.last + 1 < end && mw_form_flags(h, who.last + 1) & MW_W_SAY) {
            *cue = mw_cue_of(h, who.last + 1, who, MW_FORCE_STRONG, true);
            return true;
        }
    }
    uint32_t any, v = verb_of_subject(h, p, end, &any);
    if (v != MW_NONE && open && (fits || !silent(h, v, end))) {
        *cue = mw_cue_of(h, v, p, fits || v <= p.last + 3 ? MW_FORCE_STRONG : MW_FORCE_WEAK, true);
        return true;
    }
    if (any == MW_NONE || !fits) return false;
    bool gesture = mw_form_flags(h, any) & (MW_W_MANNER | MW_W_THINK | MW_W_WRITE);
    *cue = mw_cue_of(h, any, p, gesture || any <= p.last + 2 ? MW_FORCE_STRONG : MW_FORCE_WEAK, true);
    return true;
}

/* A verb of saying further on in the clause, by the parse: ", with a laugh, said Mary". */
static bool distant(const mw_hearing *h, uint32_t t, uint32_t end, mw_cue *cue) {
    for (uint32_t v = t; v < end; v++) {
        if (!mw_is_verb(h, v) || !(mw_form_flags(h, v) & MW_W_SAY)) continue;
        mw_phrase p = v + 1 < end ? mw_phrase_at(h, v + 1, end) : mw_no_phrase;
        if (p.head == MW_NONE || p.mention == MW_NONE) p = mw_parsed_subject(h, v, t, end);
        if (p.head == MW_NONE) continue;
        *cue = mw_cue_of(h, v, p, MW_FORCE_STRONG, true);
        return true;
    }
    return false;
}

enum { BY_REACH = 6 };

/* "was uttered by Mary", "murmured by the old man", "broke at last from Mary". */
static bool by_whom(const mw_hearing *h, uint32_t t, uint32_t end, mw_cue *cue) {
    uint32_t verb = MW_NONE;
    for (uint32_t i = t; i + 1 < end && i < t + BY_REACH && mw_narrated(h, i); i++) {
        unsigned f = mw_form_flags(h, i);
        bool came = mw_word_is(h, i, "broke") || mw_word_is(h, i, "burst") || mw_word_is(h, i, "came");
        if (verb == MW_NONE && (came || (f & (MW_W_SAY | MW_W_MANNER)))) verb = i;
        bool by = mw_word_is(h, i, "by") && !(verb != MW_NONE && came);
        if (verb == MW_NONE || i <= verb || !(by || (mw_word_is(h, i, "from") && !(mw_form_flags(h, verb) & MW_W_SAY)))) continue;
        mw_phrase p = mw_phrase_at(h, i + 1, end);
        if (p.mention == MW_NONE || h->cast->mentions[p.mention].type != MW_PER) return false;
        *cue = mw_cue_of(h, verb, p, MW_FORCE_STRONG, true);
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
        bool asks = t + 1 < end && (mw_str_is(w, "?") || mw_str_is(w, "!")) && mw_word_lower(h, t + 1) && mw_token_mark(h, t - 1);
        if (asks) return *comma = true, t + 1; /* “Who is it”? she asked. */
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

enum { LATER_TOKENS = 45 };

/* "The speaker was Mary", "the voice belonged to Mary", and with `it` "It was Mary" among the narrator's tokens [t, end). */
static mw_phrase said_to_be(const mw_hearing *h, uint32_t t, uint32_t end, bool it, uint32_t *verb) {
    if (end > t + LATER_TOKENS) end = t + LATER_TOKENS;
    bool voice = false;
    for (; t < end && mw_narrated(h, t); t++) {
        voice |= mw_word_is(h, t, "speaker") || (mw_word_is(h, t, "voice") && t > 0 && mw_word_is(h, t - 1, "the"));
        bool is = mw_word_is(h, t, "was") || mw_word_is(h, t, "belonged");
        if (!is || !(voice || (it && t > 0 && (mw_word_is(h, t - 1, "it") || mw_word_is(h, t - 1, "this"))))) continue;
        uint32_t n = t + 1;
        while (n < end && (mw_word_is(h, n, "to") || mw_word_is(h, n, "that") || mw_word_is(h, n, "of"))) n++;
        mw_phrase who = mw_phrase_at(h, n, end);
        if (who.mention == MW_NONE || h->cast->mentions[who.mention].type != MW_PER || h->cast->mentions[who.mention].form == MW_PRO)
            continue;
        *verb = t;
        return who;
    }
    return mw_no_phrase;
}

bool mw_cue_later(const mw_hearing *h, const mw_piece *p, mw_cue *cue) {
    uint32_t b = p->end_block + 1, verb;
    if (b >= h->text->n_blocks || h->text->blocks[b].kind != MW_PARAGRAPH) return false;
    if (h->block_token[b] > p->last + 1 && !mw_token_mark(h, p->last + 1)) return false; /* narration stands behind it already */
    mw_phrase who = said_to_be(h, h->block_token[b], h->block_token[b + 1], false, &verb);
    if (who.head == MW_NONE) return false;
    *cue = mw_cue_of(h, verb, who, MW_FORCE_STRONG, true);
    return true;
}

/* The narration behind the cue tells whose the voice was: a name stands in the cue's place then, the verb stays. */
void mw_cue_whose_voice(const mw_hearing *h, mw_cue *cue, uint32_t end) {
    if (cue->head == MW_NONE || cue->form != MW_NOM || !(mw_noun_flags(mw_word(h, cue->head)) & MW_W_VOICE)) return;
    uint32_t verb, last = cue->verb != MW_NONE && cue->verb > cue->last ? cue->verb : cue->last;
    mw_phrase who = said_to_be(h, last + 1, end, true, &verb);
    if (who.mention == MW_NONE || h->cast->mentions[who.mention].form != MW_PROP) return;
    uint8_t force = cue->force;
    *cue = mw_cue_of(h, cue->verb, who, (mw_force)force, cue->after);
}
