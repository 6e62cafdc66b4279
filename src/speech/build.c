/* build: makes the product: runs the steps of work.h in order and writes down the quotations.
 *
 * Deterministic: the same input gives the same quotations, speakers and ids. Linear in the length of the text. */
#include <string.h>

#include "speech/work.h"

const char *const mw_quote_kind_names[] = {"speech", "thought", "letter"};
const char *const mw_quote_type_names[] = {NULL, "explicit", "anaphoric", "implicit"};
const char *const mw_layer_names[] = {"narration", "speech", "thought", "letter", "heading", "other"};

static mw_span token_span(const mw_hearing *h, uint32_t first, uint32_t last) {
    if (first == MW_NONE) return (mw_span){0, 0};
    return (mw_span){h->tokens->span[first].start, h->tokens->span[last].end};
}

static mw_quote_type type_of(const mw_hearing *h, const mw_turn *t) {
    if (t->cue == MW_NONE || h->pieces[t->cue].cue.force != MW_FORCE_STRONG) return MW_IMPLICIT;
    const mw_cue *c = &h->pieces[t->cue].cue;
    return c->form == MW_PROP ? MW_EXPLICIT : MW_ANAPHORIC;
}

enum { EVIDENCE_TURNS = 6 };

/* Where the last evidence ends: behind the cue when that names the speaker; else the turns that follow were heard as well. */
static uint32_t known_of(const mw_hearing *h, const mw_turn *t, const mw_piece *p) {
    uint32_t known = p->span.end;
    if (t->cue != MW_NONE) {
        const mw_cue *c = &h->pieces[t->cue].cue;
        uint32_t last = c->verb != MW_NONE && c->verb > c->last ? c->verb : c->last;
        if (last != MW_NONE && h->tokens->span[last].end > known) known = h->tokens->span[last].end;
        if (c->mention != MW_NONE && h->cast->mentions[c->mention].known > known) known = h->cast->mentions[c->mention].known;
    }
    if (t->teller != MW_NONE && (t->ground == MW_GROUND_SELF || t->ground == MW_GROUND_NONE)) { /* the teller, if he is known */
        const mw_turn *teller = &h->turns[t->teller];
        uint32_t theirs = known_of(h, teller, &h->pieces[teller->piece]);
        if (theirs > known) known = theirs;
    }
    if (t->self_known > known) known = t->self_known;
    if (t->tale) return t->tale_known > known ? t->tale_known : known;
    if (t->given != MW_NONE || t->ground == MW_GROUND_NAME || t->ground == MW_GROUND_SELF || t->speaker == MW_NONE) return known;
    uint32_t i = (uint32_t)(t - h->turns), end = i;
    while (end + 1 < h->n_turns && end < i + EVIDENCE_TURNS && !h->turns[end + 1].fresh) end++;
    uint32_t last = h->text->blocks[h->turns[end].end_block].span.end;
    return last > known ? last : known;
}

static bool write_addressees(mw_speech_room *room, mw_quote *q, const mw_turn *t) {
    q->addressees = mw_arena_copy(room->arena, t->said_to, t->n_said_to * sizeof *t->said_to);
    q->n_addressees = t->n_said_to;
    return q->addressees != NULL;
}

/* "with a shudder", "in a low voice": how it is said, not where. */
static bool tells_manner(const mw_hearing *h, uint32_t noun) {
    return mw_noun_flags(mw_word(h, noun)) & (MW_W_MANNERLY | MW_W_VOICE) || mw_form_flags(h, noun) & MW_W_MANNER;
}

/* The end of an unnamed speaker's own words: "two" goes on in "two or three", "the man who" ends before that. */
static uint32_t voice_end(const mw_hearing *h, const mw_cue *cue) {
    uint32_t last = cue->last;
    while (last > cue->first && (mw_word_is(h, last, "who") || mw_word_is(h, last, "that"))) last--;
    bool more = last + 2 < h->tokens->n && (mw_word_is(h, last + 1, "or") || mw_word_is(h, last + 1, "and"));
    return more && h->tags->upos[last] == MW_NUM && h->tags->upos[last + 2] == MW_NUM ? last + 2 : last;
}

/* An unnamed speaker's words with what tells where they are: "a voice from the crowd". */
static mw_span voice_span(const mw_hearing *h, const mw_cue *cue) {
    static const char *const places[] = {"from", "in", "of", "at", "behind", "near", "outside", "above", "below", "on", "with"};
    uint32_t own = voice_end(h, cue), last = own, t = last + 1;
    bool place = false;
    for (size_t i = 0; t < h->tokens->n && i < sizeof places / sizeof places[0]; i++) place |= mw_word_is(h, t, places[i]);
    for (uint32_t end = t + 6;
         place && ++t < end && t < h->tokens->n && mw_narrated(h, t) && h->tokens->block[t] == h->tokens->block[last];) {
        uint8_t u = h->tags->upos[t];
        if (u == MW_NOUN || u == MW_PROPN) {
            if (tells_manner(h, t)) return token_span(h, cue->first, own);
            last = t;
        } else if (u != MW_DET && u != MW_ADJ && !(u == MW_PRON && last == own)) {
            break;
        }
    }
    return token_span(h, cue->first, last);
}

/* The first quotation of the turn that p belongs to, which gets the given index. */
static uint32_t first_part(const mw_hearing *h, const mw_speech_room *room, const mw_piece *p, uint32_t index) {
    const mw_piece *first = &h->pieces[h->turns[p->turn].piece];
    if (first == p) return index;
    uint32_t at = MW_COUNT_BELOW(room->quotes, index, span.start, first->span.start);
    return at < index && room->quotes[at].span.start == first->span.start ? at : index;
}

static bool write_quote(const mw_hearing *h, mw_speech_room *room, const mw_piece *p) {
    const mw_turn *t = &h->turns[p->turn];
    uint32_t index = room->n_quotes;
    mw_quote *q = &room->quotes[index];
    const mw_cue *cue = t->cue != MW_NONE && h->pieces[t->cue].cue.force == MW_FORCE_STRONG ? &h->pieces[t->cue].cue : NULL;
    *q = (mw_quote){.span = p->span, .first = p->first, .last = p->last, .speech = index, .speaker = t->speaker, .mention = MW_NONE};
    q->kind = (mw_quote_kind)p->kind;
    q->type = type_of(h, t);
    q->confidence = t->confidence;
    q->worth = t->worth;
    q->known = known_of(h, t, p);
    if (cue) {
        q->cue = token_span(h, cue->verb, cue->verb);
        q->referring = token_span(h, cue->first, cue->last);
        q->mention = cue->mention;
        q->manner = mw_manner_of(h, &h->pieces[t->cue]);
    }
    if (t->said != MW_NONE) q->speaker_text = voice_span(h, &h->pieces[t->said].cue);
    q->speech = first_part(h, room, p, index);
    room->n_quotes++;
    return write_addressees(room, q, t);
}

static marrow_status write_quotes(const mw_hearing *h, mw_speech_room *room, marrow_error *err) {
    room->quotes = mw_arena_array(room->arena, h->n_pieces, sizeof *room->quotes);
    if (!room->quotes) return mw_fail_memory(err);
    for (uint32_t i = 0; i < h->n_pieces; i++)
        if (!h->pieces[i].dropped && !h->pieces[i].unlisted && !write_quote(h, room, &h->pieces[i])) return mw_fail_memory(err);
    return MARROW_OK;
}

static marrow_status write_ids(const mw_hearing *h, mw_speech_room *room, marrow_error *err) {
    mw_map *seen = mw_map_new(&h->env->mem);
    mw_buf words;
    mw_buf_init(&words, &h->env->mem);
    bool ok = seen != NULL;
    for (uint32_t i = 0; ok && i < room->n_quotes; i++)
        ok = (room->quotes[i].id = mw_quote_id(h, room->arena, seen, &words, &room->quotes[i])) != NULL;
    mw_map_free(seen);
    mw_buf_clear(&words);
    return ok ? MARROW_OK : mw_fail_memory(err);
}

/* The steps up to the turns and their candidates. */
marrow_status mw_hearing_listen(mw_hearing *h, const mw_known_quotes *known, marrow_error *err) {
    MW_TRY(mw_pieces_build(h, known, err));
    if (!known) MW_TRY(mw_loose_build(h, err));
    MW_TRY(mw_fixes_pieces(h, err));
    mw_cues_build(h);
    mw_kinds_build(h);
    mw_cues_build(h); /* again: what scare quotes cut in two is whole now */
    mw_kinds_of_cues(h);
    MW_TRY(mw_nested_build(h, err));
    MW_TRY(mw_fixes_parts(h, err));
    MW_TRY(mw_turns_build(h, err));
    MW_TRY(mw_recalled_build(h, err));
    mw_candidates_build(h, 0);
    return MARROW_OK;
}

static marrow_status hear(mw_hearing *h, const mw_known_quotes *known, mw_speech_room *room, marrow_error *err) {
    MW_TRY(mw_hearing_listen(h, known, err));
    MW_TRY(mw_carried_build(h, err));
    for (int pass = 0; pass < MW_N_PASSES; pass++) {
        if (pass > 0) {
            MW_TRY(mw_habits_build(h, err));
            mw_candidates_build(h, pass);
        }
        MW_TRY(mw_turns_decode(h, pass, err));
        mw_fixes_speakers(h);
    }
    MW_TRY(mw_tales_build(h, err));
    mw_selves_build(h);
    mw_nested_speakers(h);
    MW_TRY(mw_doubts_build(h, err));
    mw_addressees_build(h);
    MW_TRY(mw_fixes_hearers(h, err));
    MW_TRY(write_quotes(h, room, err));
    MW_TRY(write_ids(h, room, err));
    MW_TRY(mw_tiles_build(h, room, err));
    return mw_pronounce_build(h, room, err);
}

marrow_status mw_speech_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_cast *cast,
                              const mw_known_quotes *known, mw_speech_room **speech, marrow_error *err) {
    *speech = NULL;
    mw_speech_room *room = MW_PRODUCT_NEW(&env->mem, mw_speech_room);
    if (!room) return mw_fail_memory(err);
    mw_hearing h;
    marrow_status status = mw_hearing_init(&h, env, text, tokens, tags, cast, err);
    if (status == MARROW_OK) status = hear(&h, known, room, err);
    mw_hearing_clear(&h);
    if (status != MARROW_OK) {
        mw_arena_free(room->arena);
        return status;
    }
    *speech = room;
    return MARROW_OK;
}

void mw_speech_free(mw_speech_room *speech) {
    if (speech) mw_arena_free(speech->arena);
}
