/* cues: the words around a quotation that give its speaker away, and whom they name as the hearer. Behind or before: cue_behind.c,
 * cue_before.c; the stronger one counts.
 *
 * A gap is the narration between two quotations of a paragraph, or between one and the paragraph's edge. Each gap is read a constant number of
 * times, up to MW_CUE_REACH tokens from the quotation. */
#include <string.h>

#include "speech/cues.h"

/* ---- hearer ---------------------------------------------------------------------------------------------------------------- */

/* "said to X", "asked X", "turning to X": the mention behind the verb. */
static uint32_t hearer_of(const mw_hearing *h, const mw_cue *cue, uint32_t from, uint32_t end) {
    if (cue->verb == MW_NONE) return MW_NONE;
    uint32_t m;
    for (uint32_t t = cue->verb; t < end && t < cue->verb + 14; t++) {
        bool to = (mw_word_is(h, t, "to") || mw_word_is(h, t, "of")) && h->tags->upos[t] != MW_PART && t > cue->verb;
        if (!to || t + 1 >= end || !mw_narrated(h, t + 1)) continue;
        if (mw_word_is(h, t, "of") && !mw_word_is(h, cue->verb, "asked") && !mw_word_is(h, cue->verb, "inquired")) continue;
        m = h->at_token[t + 1];
        if (m != MW_NONE && m != cue->mention && h->cast->mentions[m].last < end) return m;
    }
    if (!(mw_form_flags(h, cue->verb) & MW_W_HEARER)) return MW_NONE;
    uint32_t o = mw_child_with(h->tags, h->children, cue->verb, MW_REL_OBJ);
    if (o == MW_NONE) o = mw_child_with(h->tags, h->children, cue->verb, MW_REL_IOBJ);
    if (o != MW_NONE && o >= from && o < end && mw_narrated(h, o) && o != cue->head) return h->of_head[o];
    m = cue->verb + 1 < end && mw_narrated(h, cue->verb + 1) ? h->at_token[cue->verb + 1] : MW_NONE;
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
    bool has_behind = mw_cue_behind(h, p, end, &behind), has_lead = mw_cue_before(h, from, p->first, &lead);
    if (has_behind) {
        mw_cue_whose_voice(h, &behind, end);
        behind.to = hearer_of(h, &behind, p->last + 1, end);
        cue_to_self(h, &behind, end);
    }
    if (has_lead) {
        lead.to = hearer_of(h, &lead, from, p->first);
        cue_to_self(h, &lead, p->first);
    }
    if (!has_behind && !has_lead && !p->inner) has_behind = mw_cue_later(h, p, &behind);
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
