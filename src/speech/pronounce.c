/* pronounce: whom the pronouns inside quotations mean. I is the speaker, you the one addressee, and so is
 * whom a noun calls (sir, my dear); we and you all are left open. All other
 * mentions keep the cast's answer. */
#include "speech/work.h"

/* "...," said the clerk, who is nobody of the cast and so was given no lines: I is the clerk all the same. MW_NONE: no such cue. */
static uint32_t by_noun(const mw_hearing *h, const mw_turn *t) {
    const mw_cue *cue = t->cue == MW_NONE ? NULL : &h->pieces[t->cue].cue;
    uint32_t m = !cue || cue->form != MW_NOM || cue->head == MW_NONE ? MW_NONE : h->of_head[cue->head];
    return m == MW_NONE || h->cast->mentions[m].plural ? MW_NONE : mw_mention_character(h->cast, m);
}

/* "Certainly, sir": a noun by which somebody is called; "the man" calls nobody. */
static bool is_call(const mw_hearing *h, const mw_mention *m) {
    if (m->form != MW_NOM || m->type != MW_PER || m->plural || h->tags->upos[m->first] == MW_DET) return false;
    const mw_piece *p = &h->pieces[h->piece_of[m->first]];
    return m->last <= p->last && mw_calls(h, m->first, m->last, m->head, p->first, p->last);
}

static uint32_t inside(const mw_hearing *h, const mw_mention *m, const mw_turn *t, uint32_t answer) {
    static const char *const you[] = {"you", "your", "yours", "yourself", "thou", "thee", "thy", "thine", "thyself", "ye"};
    static const char *const several[] = {"we", "us", "our", "ours", "ourselves", "yourselves"};
    uint32_t w = m->head;
    if (is_call(h, m)) return t->n_said_to == 1 ? t->said_to[0] : answer;
    if (m->form != MW_PRO || m->first != m->last) return answer;
    if (mw_word_is_self(h, w)) {
        uint32_t who = by_noun(h, t);
        return who != MW_NONE && h->cast->characters[who].passing ? who : t->speaker;
    }
    if (MW_STR_AMONG(mw_word(h, w), you)) return t->n_said_to == 1 ? t->said_to[0] : MW_NONE;
    if (MW_STR_AMONG(mw_word(h, w), several)) return MW_NONE;
    return answer;
}

marrow_status mw_pronounce_build(mw_hearing *h, mw_speech_room *room, marrow_error *err) {
    room->mention_character = mw_arena_array(room->arena, h->cast->n_mentions, sizeof(uint32_t));
    if (!room->mention_character) return mw_fail_memory(err);
    for (uint32_t m = 0; m < h->cast->n_mentions; m++) {
        const mw_mention *x = &h->cast->mentions[m];
        uint32_t answer = mw_mention_character(h->cast, m), piece = h->piece_of[x->first];
        uint32_t turn = piece == MW_NONE ? MW_NONE : h->pieces[piece].turn;
        room->mention_character[m] = turn == MW_NONE ? answer : inside(h, x, &h->turns[turn], answer);
    }
    return MARROW_OK;
}
