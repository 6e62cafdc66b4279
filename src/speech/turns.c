/* turns: what one person says in a go, the unit that gets one speaker: the quotations of a paragraph and those that go on in the next.
 *
 * In print a new speaker gets a new paragraph; a paragraph is cut only where two cues name two people. Each turn also learns here
 * whom it calls by name ("Well, Mary, …"), whom its cue addresses, and how far it stands from the turn before. */
#include <string.h>

#include "speech/work.h"

enum { FRESH_BLOCKS = 14, FRESH_TOKENS = 2500, LONG_TOKENS = 60, BRIEF_TOKENS = 9, LIKE_TURNS = 40, TRAIL_TOKENS = 4, GREETING_TOKENS = 9 };

/* ---- words of address ------------------------------------------------------------------------------------------------------ */

/* Does a pause, or the quotation's end, stand at t or behind the marks of italics there? "Wilson-Harris", "Olenska's" have none. */
static bool edge(const mw_hearing *h, uint32_t t, uint32_t lo, uint32_t hi, bool ahead) {
    while (t >= lo && t <= hi && mw_word_is(h, t, "_")) t = ahead ? t + 1 : t - 1;
    if (t < lo || t > hi) return true;
    mw_str w = mw_word(h, t);
    bool clitic = w.n > 1 && (w.at[0] == '\'' || mw_str_starts(w, "\xE2\x80\x99")) && !mw_token_mark(h, t);
    return mw_token_punct(h, t) && !clitic && !mw_str_is(w, "-");
}

static uint32_t before_italics(const mw_hearing *h, uint32_t t, uint32_t lo) {
    while (t > lo && mw_word_is(h, t - 1, "_")) t--;
    return t;
}

/* "I, Mary, have": who is named is who says it; but "Forgive me, Mary." */
static bool names_self(const mw_hearing *h, uint32_t t, uint32_t lo) {
    t = before_italics(h, t, lo);
    if (t < lo + 2 || !mw_word_is(h, t - 1, ",")) return false;
    t = before_italics(h, t - 1, lo);
    if (t == lo || !(mw_word_is(h, t - 1, "I") || mw_word_is(h, t - 1, "me"))) return false;
    t = before_italics(h, t - 1, lo);
    return t == lo || mw_token_punct(h, t - 1);
}

static bool opener(const mw_hearing *h, uint32_t t) {
    static const char *const words[] = {"my", "dear", "dearest", "oh",  "o",   "ah",   "poor",  "old",   "good", "well", "yes",
                                        "no", "but",  "little",  "you", "now", "come", "hullo", "hello", "and",  "why",  "please"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_word_is(h, t, words[i])) return true;
    return false;
}

/* What may follow "Mary, " when Mary is called and no subject: a pronoun, a verb, an interjection. */
static bool turns_to(const mw_hearing *h, uint32_t t, uint32_t hi) {
    if (t > hi) return true;
    uint8_t u = h->tags->upos[t];
    return u == MW_PRON || u == MW_AUX || u == MW_VERB || u == MW_INTJ || u == MW_SCONJ || u == MW_PART;
}

/* Is [first, last] called out to somebody, inside the tokens [lo, hi] of a quotation? Set off by punctuation on both sides; words like
 * "my dear" and "oh" may stand in between. */
bool mw_calls(const mw_hearing *h, uint32_t first, uint32_t last, uint32_t head, uint32_t lo, uint32_t hi) {
    uint32_t t = first;
    while (t > lo && opener(h, t - 1)) t--;
    if (t > lo && !edge(h, t - 1, lo, hi, false)) return false;
    if (!edge(h, last + 1, lo, hi, true) || names_self(h, t, lo)) return false;
    mw_rel r = mw_rel_of(h, head);
    if (r == MW_REL_VOCATIVE || (last < hi && mw_word_is(h, last + 1, "!"))) return true; /* "Nelly! Nell!" */
    if (r == MW_REL_APPOS || r == MW_REL_CONJ || (r == MW_REL_NSUBJ && !turns_to(h, last + 2, hi))) return false;
    if (last + 2 <= hi && mw_word_is(h, last + 1, ",")) {
        if (mw_word_is(h, last + 2, "and") || mw_word_is(h, last + 2, "or") || mw_word_is(h, last + 2, "who") ||
            mw_word_is(h, last + 2, "whom") || mw_word_is(h, last + 2, "whose") || mw_word_is(h, last + 2, "which"))
            return false;
    }
    bool alone = t <= lo + 1 || mw_token_ends(h, t - 1); /* a name as the whole sentence is an answer */
    return !(alone && last < hi && mw_word_is(h, last + 1, "."));
}

static uint32_t called_character(const mw_hearing *h, uint32_t m) {
    const mw_mention *x = &h->cast->mentions[m];
    uint32_t c = mw_names_find(h, x->first, x->last);
    if (c != MW_NONE) return c;
    return x->form == MW_PROP ? mw_mention_player(h->cast, m) : MW_NONE; /* "my dear fellow" may be anybody */
}

static void note_gender(const mw_hearing *h, mw_turn *turn, uint32_t t) {
    unsigned f = mw_noun_flags(mw_word(h, t));
    if (!(f & MW_W_CALL)) return;
    if (f & MW_W_MALE && !(f & MW_W_FEMALE)) turn->call_gender = MW_MALE;
    if (f & MW_W_FEMALE && !(f & MW_W_MALE)) turn->call_gender = MW_FEMALE;
}

static void call_mention(const mw_hearing *h, mw_turn *turn, const mw_piece *p, uint32_t m) {
    const mw_mention *x = &h->cast->mentions[m];
    if (x->last > p->last || x->form == MW_PRO || !mw_calls(h, x->first, x->last, x->head, p->first, p->last)) return;
    if (x->form == MW_NOM && !(mw_noun_flags(mw_word(h, x->head)) & MW_W_CALL)) return;
    note_gender(h, turn, x->head);
    uint32_t c = called_character(h, m);
    if (turn->vocative == MW_NONE || (turn->called == MW_NONE && c != MW_NONE)) turn->vocative = m;
    if (turn->called == MW_NONE) turn->called = c;
}

/* The first mention in the quotation that is called, not deep in a long tale, where others call each other; words of address alone give a gender.
 * A mention that took two calls for one ("Nelly! Nell") is read by its names. */
static void find_call(const mw_hearing *h, mw_turn *turn, const mw_piece *p) {
    for (uint32_t t = p->first; t <= p->last && t <= turn->first + MW_CALL_TOKENS; t++) {
        uint32_t m = h->at_token[t];
        if (m != MW_NONE)
            call_mention(h, turn, p, m);
        else if (mw_noun_flags(mw_word(h, t)) & MW_W_CALL && mw_calls(h, t, t, t, p->first, p->last))
            note_gender(h, turn, t);
        if (turn->called != MW_NONE || !mw_word_upper(h, t)) continue;
        uint32_t last = mw_names_reach(h, t, p->last + 1);
        if (last != MW_NONE && mw_calls(h, t, last, last, p->first, p->last)) turn->called = mw_names_find(h, t, last);
    }
}

/* ---- grouping -------------------------------------------------------------------------------------------------------------- */

static bool strong(const mw_piece *p) { return p->cue.force == MW_FORCE_STRONG; }

/* Do the cues of two pieces of a paragraph name two people? */
static bool differ(const mw_hearing *h, const mw_piece *a, const mw_piece *b) {
    if (!strong(a) || !strong(b) || a->cue.verb == b->cue.verb || a->cue.head == b->cue.head) return false;
    if (a->cue.self != b->cue.self && a->cue.head != MW_NONE && b->cue.head != MW_NONE) return true;
    if (a->cue.gender && b->cue.gender && a->cue.gender != b->cue.gender) return true;
    if (b->cue.form == MW_PRO) return false;
    uint32_t x = mw_cue_character(h, &a->cue), y = mw_cue_character(h, &b->cue);
    return x != MW_NONE && y != MW_NONE && x != y && a->cue.form != MW_PRO;
}

/* The last piece of the turn with a strong cue, or MW_NONE. */
static uint32_t cued_piece(const mw_hearing *h, const mw_turn *t, uint32_t end) {
    for (uint32_t i = end; i-- > t->piece;)
        if (mw_piece_stands(&h->pieces[i]) && strong(&h->pieces[i])) return i;
    return MW_NONE;
}

/* A lost closing mark makes the next paragraph look like more of the same speech; where the cues of both name two people it is not. Its
 * speech by the marks gets a number of its own then. */
static void part_strangers(mw_hearing *h) {
    uint32_t last = MW_NONE, run = 0, before = MW_NONE; /* the last piece with a strong cue of the speech so far; the highest number */
    for (uint32_t i = 0; i < h->n_pieces; i++)
        if (h->pieces[i].run > run) run = h->pieces[i].run;
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        mw_piece *p = &h->pieces[i];
        if (!mw_piece_stands(p) || p->inner) continue;
        if (!p->continues && !(before < i && h->pieces[before].end_block == p->block)) last = MW_NONE;
        before = i;
        bool names = strong(p) && p->cue.form == MW_PROP;
        if (p->continues && !p->known && names && last != MW_NONE && h->pieces[last].cue.form == MW_PROP &&
            differ(h, &h->pieces[last], p)) {
            uint32_t old = p->run;
            p->continues = false;
            for (uint32_t k = i; old && k < h->n_pieces && (h->pieces[k].run == old || h->pieces[k].inner); k++)
                if (h->pieces[k].run == old) h->pieces[k].run = run + 1;
            run++;
        }
        if (strong(p)) last = i;
    }
}

static bool same_turn(const mw_hearing *h, const mw_turn *t, uint32_t before, uint32_t i) {
    const mw_piece *a = &h->pieces[before], *b = &h->pieces[i];
    if (mw_fixes_differ(a, b)) return false;
    if (b->continues && b->block <= a->end_block + 1) return true;
    if (a->known && b->known && b->run && a->run == b->run && !b->fixed) return true; /* a tale in parts around what is said in it */
    if (a->kind == MW_LETTER && b->kind == MW_LETTER && b->cue.force == MW_FORCE_NONE && b->block <= a->end_block + 1) return true;
    if (a->end_block != b->block) return false;
    uint32_t c = cued_piece(h, t, i);
    return c == MW_NONE || !differ(h, &h->pieces[c], b);
}

/* The cue that stands for the turn: the first strong one, names before pronouns; else the first weak one. */
static void choose_cue(const mw_hearing *h, mw_turn *t) {
    int best = 0;
    t->cue = MW_NONE;
    for (uint32_t i = t->piece; i < t->end_piece; i++) {
        const mw_cue *c = &h->pieces[i].cue;
        if (!mw_piece_stands(&h->pieces[i]) || c->force == MW_FORCE_NONE || c->head == MW_NONE) continue;
        int value = c->force * 4 + (c->form == MW_PROP ? 2 : c->form == MW_NOM || c->self ? 1 : 0);
        if (value > best) best = value, t->cue = i;
    }
}

static mw_ground ground_of(const mw_hearing *h, const mw_turn *t) {
    if (t->cue == MW_NONE || !strong(&h->pieces[t->cue])) return MW_GROUND_NONE;
    const mw_cue *c = &h->pieces[t->cue].cue;
    if (c->self) return MW_GROUND_SELF;
    return c->form == MW_PROP ? MW_GROUND_NAME : c->form == MW_NOM ? MW_GROUND_NOMINAL : MW_GROUND_PRONOUN;
}

uint32_t mw_piece_given(const mw_hearing *h, const mw_piece *p, uint32_t doc) {
    if (!p->given || !*p->given) return MW_NONE;
    for (uint32_t c = 0; c < h->cast->n_characters; c++)
        if (strcmp(h->cast->characters[c].id, p->given) == 0) return c;
    return mw_names_find_str(h, doc, mw_str_of(p->given));
}

static uint32_t given_character(const mw_hearing *h, const mw_turn *t) {
    for (uint32_t i = t->piece; i < t->end_piece; i++) {
        uint32_t c = mw_piece_stands(&h->pieces[i]) ? mw_piece_given(h, &h->pieces[i], t->doc) : MW_NONE;
        if (c != MW_NONE) return c;
    }
    return MW_NONE;
}

/* "Dear Clara," and no more: whom a letter greets has not signed it. */
static bool greets(const mw_hearing *h, const mw_piece *p) {
    uint32_t t = p->first;
    while (t < p->last && (mw_token_punct(h, t) || mw_word_is(h, t, "my"))) t++;
    return mw_word_is(h, t, "dear") || mw_word_is(h, t, "dearest");
}

/* Who signs a letter: a name that ends it. */
static uint32_t signed_character(const mw_hearing *h, const mw_turn *t) {
    for (uint32_t i = t->end_piece, n = 0; i-- > t->piece && n < 3; n++) {
        const mw_piece *p = &h->pieces[i];
        if (!mw_piece_stands(p) || p->kind != MW_LETTER || (greets(h, p) && p->last - p->first < GREETING_TOKENS)) continue;
        uint32_t first = p->first, last = p->last;
        while (last > first && mw_token_punct(h, last)) last--;
        while (first < last && (mw_token_punct(h, first) || last - first > 3)) first++;
        for (; first <= last; first++) {
            uint32_t c = mw_word_upper(h, first) ? mw_names_find(h, first, last) : MW_NONE;
            if (c != MW_NONE) return c;
        }
    }
    return MW_NONE;
}

/* Does it begin with a word by which one answers? */
static bool answers(const mw_hearing *h, const mw_turn *t) {
    static const char *const words[] = {"yes",     "no",    "oh",   "ah",      "indeed",   "certainly", "nonsense", "never", "not",
                                        "perhaps", "quite", "true", "exactly", "why",      "well",      "ay",       "aye",   "nay",
                                        "of",      "but",   "then", "because", "possibly", "so",        "neither"};
    uint32_t first = t->first;
    while (first < t->last && mw_token_punct(h, first)) first++;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_word_is(h, first, words[i])) return true;
    return false;
}

/* What its edges tell of how it follows and is followed. */
static void note_edges(const mw_hearing *h, mw_turn *t, const mw_piece *last) {
    t->asks = last->tail == '?';
    t->breaks_off = last->tail == '-';
    t->waits = last->tail == ',' && last->cue.force != MW_FORCE_STRONG;
    t->tells = t->last - t->first > LONG_TOKENS;
    t->brief = t->last - t->first < BRIEF_TOKENS;
    t->answers = answers(h, t);
    t->bare = h->block_token[t->block] + 1 >= t->first && h->block_token[t->end_block + 1] <= t->last + 2;
    t->trails = h->block_token[t->end_block + 1] > t->last + 1 + TRAIL_TOKENS;
}

/* "said the old man" again. */
static uint32_t like_before(const mw_hearing *h, const mw_turn *t) {
    if (t->ground != MW_GROUND_NOMINAL) return MW_NONE;
    const char *noun = mw_lemma(h->tags, h->pieces[t->cue].cue.head);
    for (uint32_t i = (uint32_t)(t - h->turns), n = 0; i-- > 0 && n < LIKE_TURNS && h->turns[i].doc == t->doc; n++) {
        const mw_turn *x = &h->turns[i];
        if (x->ground == MW_GROUND_NOMINAL && strcmp(mw_lemma(h->tags, h->pieces[x->cue].cue.head), noun) == 0) return i;
    }
    return MW_NONE;
}

static void finish_turn(mw_hearing *h, mw_turn *t) {
    uint32_t last = t->end_piece - 1;
    while (last > t->piece && !mw_piece_stands(&h->pieces[last])) last--;
    t->first = h->pieces[t->piece].first;
    t->last = h->pieces[last].last;
    t->block = h->pieces[t->piece].block;
    t->end_block = h->pieces[last].end_block;
    t->doc = mw_doc_of(h, t->first);
    note_edges(h, t, &h->pieces[last]);
    t->vocative = t->called = t->to = t->cued = t->speaker = t->said = t->teller = t->unheard = t->carried = MW_NONE;
    choose_cue(h, t);
    t->ground = (uint8_t)ground_of(h, t);
    t->given = given_character(h, t);
    t->signs = t->given == MW_NONE && (t->given = signed_character(h, t)) != MW_NONE;
    for (uint32_t i = t->piece; i < t->end_piece; i++)
        if (mw_piece_stands(&h->pieces[i])) {
            h->pieces[i].turn = (uint32_t)(t - h->turns);
            find_call(h, t, &h->pieces[i]);
        }
    if (t->cue != MW_NONE) {
        const mw_cue *c = &h->pieces[t->cue].cue;
        t->cued = mw_cue_character(h, c);
        if (c->to != MW_NONE) t->to = mw_mention_player(h->cast, c->to);
    }
    if (mw_answered(t)) t->cued = t->given; /* known for the turns around too; the kind of cue stays: talk without one goes on in its way */
    if (t->to == t->cued) t->to = MW_NONE;
    t->like = like_before(h, t);
}

/* Blocks of narration between two turns, and whether a new chain begins. */
static void measure_gap(const mw_hearing *h, mw_turn *t, const mw_turn *before) {
    t->fresh = true;
    t->gap = 3;
    if (!before || before->doc != t->doc) return;
    uint32_t between = 0;
    for (uint32_t b = before->end_block + 1; b < t->block && between < FRESH_BLOCKS; b++) {
        const mw_block *x = &h->text->blocks[b];
        if (x->kind == MW_HEADING) return;
        between += x->kind != MW_ORNAMENT;
        if (x->kind == MW_ORNAMENT) between += 3;
    }
    if (t->block > before->end_block && h->text->blocks[t->block].gap_before) between += 3;
    if (between >= FRESH_BLOCKS || t->first - before->last > FRESH_TOKENS) return;
    t->fresh = false;
    t->gap = (uint8_t)(between == 0 ? 0 : between == 1 ? 1 : between < 5 ? 2 : 3);
}

/* Is the second a part of the same speech by its marks: a tale that goes on over what is said in it? */
static bool goes_on(const mw_hearing *h, const mw_turn *a, const mw_turn *b) {
    uint32_t last = a->end_piece - 1;
    while (last > a->piece && !mw_piece_stands(&h->pieces[last])) last--;
    return h->pieces[b->piece].run && h->pieces[last].run == h->pieces[b->piece].run;
}

static void index_turns(mw_hearing *h) {
    uint32_t b = 0;
    for (uint32_t i = 0; i < h->n_turns; i++)
        while (b <= h->turns[i].block && b <= h->text->n_blocks) h->block_turn[b++] = i;
    while (b <= h->text->n_blocks) h->block_turn[b++] = h->n_turns;
}

marrow_status mw_turns_build(mw_hearing *h, marrow_error *err) {
    h->turns = mw_arena_array(h->scratch, h->n_pieces, sizeof *h->turns);
    if (!h->turns) return mw_fail_memory(err);
    uint32_t before = MW_NONE;
    mw_turn *t = NULL;
    part_strangers(h);
    for (uint32_t i = 0; i < h->n_pieces; i++) {
        if (!mw_piece_stands(&h->pieces[i])) continue;
        if (!t || !same_turn(h, t, before, i)) {
            t = &h->turns[h->n_turns++];
            t->piece = i;
        }
        t->end_piece = i + 1;
        before = i;
    }
    for (uint32_t i = 0; i < h->n_turns; i++) {
        finish_turn(h, &h->turns[i]);
        h->turns[i].goes_on = i && goes_on(h, &h->turns[i - 1], &h->turns[i]);
        measure_gap(h, &h->turns[i], i ? &h->turns[i - 1] : NULL);
    }
    index_turns(h);
    mw_voices_build(h);
    mw_nested_turns(h);
    return MARROW_OK;
}
