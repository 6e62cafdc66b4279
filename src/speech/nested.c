/* nested: talk within talk. Somebody tells a story, and people speak in it: "I knocked. 'Who is there?' says she." The teller's quotation
 * is cut at such words, so that pieces never overlap: parts of the teller, which stay one speech, and inner pieces of those who
 * speak in the story. Words that are only quoted ("he calls it 'art'") cut nothing. An inner piece has its cue in the teller's own
 * words; I there is the teller. Inner pieces take no part in the conversation around them: they get turns of their own behind it. */
#include <string.h>

#include "speech/work.h"

enum { INNER_MOST = 64 }; /* of one quotation; what comes behind stays the teller's */

/* ---- finding --------------------------------------------------------------------------------------------------------------- */

/* The pairs of marks right inside piece `whole`; *mark runs over all marks once. */
static uint32_t gather(const mw_hearing *h, const mw_piece *whole, uint32_t *mark, mw_piece *inner) {
    const mw_tokens *t = h->tokens;
    uint32_t n = 0;
    while (*mark < t->n_marks && t->marks[*mark].first < whole->first) ++*mark;
    for (uint32_t past = whole->first; *mark < t->n_marks && t->marks[*mark].first <= whole->last; ++*mark) {
        const mw_marked *m = &t->marks[*mark];
        if (m->depth != 1 || m->first < past || m->last > whole->last || n == INNER_MOST) continue;
        mw_piece p = {.span = m->span, .first = m->first, .last = m->last, .style = (uint8_t)m->style, .opened = m->opened};
        p.closed = m->closed;
        p.run = whole->run;
        p.inner = true;
        mw_piece_finish(h, &p);
        inner[n++] = p;
        past = m->last + 1;
    }
    return n;
}

/* ---- lost marks ------------------------------------------------------------------------------------------------------------ */

/* Some texts came through a conversion that made a blank of every single mark and apostrophe: "don t", and two blanks where a mark stood
 * beside one. Then the gaps tell where inner talk begins and ends. Such talk is taken out of the teller's quotation but gets no row of
 * its own: what bears no mark is the teller's voice. */
static bool lost_apostrophe(const mw_hearing *h, uint32_t t) {
    static const char *const before[] = {"don",   "can",    "won",    "isn",     "wasn", "didn",
                                         "doesn", "couldn", "wouldn", "shouldn", "hadn", "haven"};
    mw_str w = mw_word(h, t);
    if (t == 0 || w.n != 1 || !(h->tokens->flags[t] & MW_TOK_SPACE_BEFORE)) return false;
    if (w.at[0] == 's') return mw_word_is(h, t - 1, "it") || mw_word_is(h, t - 1, "that") || mw_word_is(h, t - 1, "what");
    for (size_t i = 0; w.at[0] == 't' && i < sizeof before / sizeof before[0]; i++)
        if (mw_word_is(h, t - 1, before[i])) return true;
    return false;
}

/* A run of at least two characters of white space between tokens t - 1 and t of a block. */
static bool gap_before(const mw_hearing *h, uint32_t t) {
    if (t == 0 || h->tokens->block[t] != h->tokens->block[t - 1]) return false;
    return h->tokens->span[t].start >= h->tokens->span[t - 1].end + 2;
}

static bool marks_lost(const mw_hearing *h) {
    uint32_t lost = 0, kept = 0, ends = 0, wide = 0;
    for (uint32_t t = 1; t < h->tokens->n; t++) {
        mw_str w = mw_word(h, t);
        lost += lost_apostrophe(h, t);
        kept += w.n && (w.at[0] == '\'' || mw_str_starts(w, "\xE2\x80\x99"));
        bool end = mw_token_ends(h, t - 1) && h->tokens->block[t] == h->tokens->block[t - 1];
        ends += end;
        wide += end && gap_before(h, t);
    }
    return lost >= 10 && kept < lost && wide * 10 < ends;
}

/* The same as gather where single marks are lost. */
static uint32_t gather_lost(const mw_hearing *h, const mw_piece *whole, mw_piece *inner) {
    uint32_t n = 0, open = MW_NONE, first = whole->first, last = whole->last;
    if (whole->opened && mw_token_mark(h, first)) first++;
    if (whole->closed && last > first && mw_token_mark(h, last)) last--;
    for (uint32_t t = first; t <= last + 1 && n < INNER_MOST; t++) {
        bool front = t == first && t > whole->first && t <= last && h->tokens->flags[t] & MW_TOK_SPACE_BEFORE;
        bool gap = t > last || (t > first && gap_before(h, t));
        if (open != MW_NONE && gap && (t > last || mw_token_punct(h, t - 1))) {
            mw_piece p = {.first = open,
                          .last = t - 1,
                          .style = MW_MARK_SINGLE,
                          .opened = true,
                          .closed = t <= last,
                          .inner = true,
                          .unlisted = true};
            p.span = (mw_span){h->tokens->span[open].start, h->tokens->span[t - 1].end};
            mw_piece_finish(h, &p);
            inner[n++] = p;
            open = MW_NONE;
            continue;
        }
        bool resumes = n && inner[n - 1].tail == ',' && mw_token_punct(h, t - 1); /* , said he, by the bones … */
        if (t <= last && open == MW_NONE && (front || (gap && (!mw_word_lower(h, t) || resumes)))) open = t;
    }
    return n;
}

/* ---- which are talk -------------------------------------------------------------------------------------------------------- */

static bool capital_start(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->first;
    while (t < p->last && mw_token_punct(h, t)) t++;
    return !mw_word_lower(h, t);
}

/* Does a pause of the teller lead up to it: a colon, a comma, the end of a sentence, the opening mark? */
static bool after_pause(const mw_hearing *h, const mw_piece *p, uint32_t from) {
    return p->first <= from || mw_token_punct(h, p->first - 1);
}

/* Is it talk, not words held at arm's length? */
static bool is_talk(const mw_hearing *h, const mw_piece *p, uint32_t from) {
    uint32_t n = mw_piece_words(h, p);
    bool stops = p->tail == '.' || p->tail == '!' || p->tail == '?' || p->tail == '-' || p->tail == ',';
    if (n == 0 || !capital_start(h, p)) return false;
    if (p->cue.force == MW_FORCE_STRONG) return stops || n > 3;
    return stops && after_pause(h, p, from) && n > 2;
}

/* Cues of the inner pieces: while they are looked for, the rest of the quotation counts as the narrator's. Leaves only talk. */
static uint32_t keep_talk(mw_hearing *h, const mw_piece *whole, uint32_t index, mw_piece *inner, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t t = whole->first; t <= whole->last; t++) h->piece_of[t] = MW_NONE;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t t = inner[k].first; t <= inner[k].last; t++) h->piece_of[t] = index;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t from = k ? inner[k - 1].last + 1 : whole->first, end = k + 1 < n ? inner[k + 1].first : whole->last + 1;
        mw_cue_inside(h, &inner[k], from, end);
    }
    for (uint32_t t = whole->first; t <= whole->last; t++) h->piece_of[t] = index;
    for (uint32_t k = 0; k < n; k++) {
        bool goes_on = kept && inner[kept - 1].cue.after && inner[kept - 1].cue.force == MW_FORCE_STRONG && k &&
                       inner[kept - 1].last == inner[k - 1].last; /* 'No,' said he, 'never.' */
        if (!is_talk(h, &inner[k], k ? inner[k - 1].last + 1 : whole->first) && !(goes_on && mw_piece_words(h, &inner[k]) > 0)) continue;
        inner[k].kind = inner[k].cue.thinks && inner[k].cue.force == MW_FORCE_STRONG ? MW_THOUGHT : MW_SPEECH;
        inner[kept++] = inner[k];
    }
    return kept;
}

/* ---- cutting --------------------------------------------------------------------------------------------------------------- */

static bool has_words(const mw_hearing *h, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++)
        if (!mw_token_punct(h, t)) return true;
    return false;
}

/* The teller's part [first, end). */
static bool push_part(mw_hearing *h, mw_piece_vec *v, const mw_piece *whole, uint32_t first, uint32_t end, bool *begun) {
    mw_piece p = *whole;
    p.first = first;
    p.last = end - 1;
    p.span = (mw_span){first == whole->first ? whole->span.start : h->tokens->span[first].start,
                       p.last == whole->last ? whole->span.end : h->tokens->span[p.last].end};
    p.continues = whole->continues && !*begun;
    p.opened = whole->opened && first == whole->first;
    p.closed = whole->closed && p.last == whole->last;
    *begun = true;
    mw_piece_finish(h, &p);
    return mw_vec_push(&h->env->mem, v, p);
}

/* What lies between two inner pieces without words, a mark or a dash, goes to the one before, at the front to the one behind. */
static bool cut(mw_hearing *h, mw_piece_vec *v, const mw_piece *whole, mw_piece *inner, uint32_t n) {
    uint32_t at = whole->first;
    bool begun = false;
    for (uint32_t k = 0; k < n; k++) {
        mw_piece *p = &inner[k];
        if (has_words(h, at, p->first)) {
            if (!push_part(h, v, whole, at, p->first, &begun)) return false;
        } else if (at < p->first && k == 0) {
            p->first = at;
            p->span.start = whole->span.start;
        }
        uint32_t next = k + 1 < n ? inner[k + 1].first : whole->last + 1;
        at = p->last + 1;
        if (at < next && !has_words(h, at, next)) {
            p->last = next - 1;
            p->span.end = k + 1 < n ? h->tokens->span[p->last].end : whole->span.end;
            at = next;
        }
        if (!mw_vec_push(&h->env->mem, v, *p)) return false;
    }
    return at > whole->last || push_part(h, v, whole, at, whole->last + 1, &begun);
}

marrow_status mw_nested_build(mw_hearing *h, marrow_error *err) {
    mw_piece_vec v = {0};
    mw_piece inner[INNER_MOST];
    bool ok = mw_vec_reserve(&h->env->mem, &v, h->n_pieces), lost = marks_lost(h);
    for (uint32_t i = 0, mark = 0; ok && i < h->n_pieces; i++) {
        const mw_piece *p = &h->pieces[i];
        bool may = !p->dropped && (!p->known || p->fixed) && p->kind != MW_LETTER && p->style != MW_MARK_DASH;
        uint32_t n = may ? gather(h, p, &mark, inner) : 0;
        if (may && lost && n == 0) n = gather_lost(h, p, inner);
        if (n) n = keep_talk(h, p, i, inner, n);
        ok = n ? cut(h, &v, p, inner, n) : mw_vec_push(&h->env->mem, &v, *p);
    }
    if (ok && v.n > h->n_pieces) {
        h->pieces = mw_arena_copy(h->scratch, v.at, v.n * sizeof *v.at);
        h->n_pieces = (uint32_t)v.n;
        ok = h->pieces != NULL;
        if (ok) mw_pieces_place(h);
    }
    mw_vec_clear(&h->env->mem, &v);
    return ok ? MARROW_OK : mw_fail_memory(err);
}

/* ---- turns ----------------------------------------------------------------------------------------------------------------- */

static bool same_voice(const mw_piece *before, const mw_piece *p) {
    bool cued = before->cue.force == MW_FORCE_STRONG && before->cue.after;
    bool own = p->cue.force == MW_FORCE_STRONG && p->cue.verb != before->cue.verb;
    return cued && before->end_block == p->block && !own && !mw_fixes_differ(before, p);
}

static bool is_outer(const mw_hearing *h, uint32_t i) { return i < h->n_pieces && mw_piece_stands(&h->pieces[i]); }

/* The turn of the teller: that of the nearest part of the same quotation, before it or behind; where nothing of it is left in the paragraph, of
 * the same speech in those around. */
static uint32_t turn_of_teller(const mw_hearing *h, uint32_t i) {
    const mw_piece *p = &h->pieces[i];
    for (uint32_t away = 1; away <= INNER_MOST * 2; away++) {
        if (i >= away && is_outer(h, i - away) && h->pieces[i - away].end_block == p->block) return h->pieces[i - away].turn;
        if (is_outer(h, i + away) && h->pieces[i + away].block == p->end_block) return h->pieces[i + away].turn;
    }
    for (uint32_t away = 1; p->run && away <= INNER_MOST * 2; away++) {
        if (i >= away && is_outer(h, i - away) && h->pieces[i - away].run == p->run) return h->pieces[i - away].turn;
        if (is_outer(h, i + away) && h->pieces[i + away].run == p->run) return h->pieces[i + away].turn;
    }
    return MW_NONE;
}

static void open_turn(mw_hearing *h, mw_turn *t, uint32_t i) {
    const mw_piece *p = &h->pieces[i];
    *t = (mw_turn){.piece = i, .block = p->block, .first = p->first, .doc = mw_doc_of(h, p->first), .fresh = true};
    t->cue = t->given = t->vocative = t->called = t->to = t->cued = t->speaker = t->said = t->unheard = t->carried = MW_NONE;
    t->teller = turn_of_teller(h, i);
    t->given = mw_piece_given(h, p, t->doc);
    t->ground = MW_GROUND_NONE;
    if (p->cue.force != MW_FORCE_STRONG || p->cue.head == MW_NONE) return;
    t->cue = i;
    t->cued = mw_cue_character(h, &p->cue);
    t->ground = (uint8_t)(p->cue.self              ? MW_GROUND_SELF
                          : p->cue.form == MW_PROP ? MW_GROUND_NAME
                          : p->cue.form == MW_NOM  ? MW_GROUND_NOMINAL
                                                   : MW_GROUND_PRONOUN);
}

void mw_nested_turns(mw_hearing *h) {
    mw_turn *t = NULL;
    uint32_t before = MW_NONE;
    h->n_inner_turns = 0;
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        mw_piece *p = &h->pieces[i];
        if (!p->inner) continue;
        if (!t || !same_voice(&h->pieces[before], p)) {
            t = &h->turns[h->n_turns + h->n_inner_turns++];
            open_turn(h, t, i);
        }
        p->turn = (uint32_t)(t - h->turns);
        t->end_piece = i + 1;
        t->end_block = p->end_block;
        t->last = p->last;
        before = i;
    }
}

/* ---- speakers -------------------------------------------------------------------------------------------------------------- */

/* Who speaks in the story: whom the cue names; I is the teller; without a cue two people take turns. The chances are set by
 * hand, not learnt. */
static void answer(const mw_hearing *h, mw_turn *t, uint32_t last, uint32_t last_but_one) {
    uint32_t teller = t->teller != MW_NONE ? h->turns[t->teller].speaker : MW_NONE;
    const mw_cue *cue = t->cue != MW_NONE ? &h->pieces[t->cue].cue : NULL;
    if (t->given != MW_NONE || h->pieces[t->piece].fixed) { /* the user says so */
        t->speaker = t->given;
        t->confidence = t->given != MW_NONE ? 1.0f : 0;
        return;
    }
    if (!cue) {
        t->speaker = last_but_one != MW_NONE ? last_but_one : last != MW_NONE && last != teller ? teller : MW_NONE;
        t->confidence = t->speaker != MW_NONE ? 0.4f : 0;
        return;
    }
    t->speaker = cue->plural ? MW_NONE : cue->self ? teller : t->cued;
    t->confidence = t->speaker == MW_NONE ? 0 : cue->self ? h->turns[t->teller].confidence * 0.9f : cue->form == MW_PROP ? 0.85f : 0.5f;
    if (t->speaker == MW_NONE && cue->form != MW_PRO) t->said = t->cue;
}

void mw_nested_speakers(mw_hearing *h) {
    uint32_t last = MW_NONE, last_but_one = MW_NONE;
    for (uint32_t k = 0; k < h->n_inner_turns; k++) {
        mw_turn *t = &h->turns[h->n_turns + k];
        if (k == 0 || t[-1].teller != t->teller) last = last_but_one = MW_NONE;
        answer(h, t, last, last_but_one);
        if (t->speaker == last) continue;
        last_but_one = last;
        last = t->speaker;
    }
}
