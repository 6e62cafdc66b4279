/* features: what speaks for and against a candidate of a turn, one number each; the weights (weights.c) were learnt from them.
 *
 * Features of the cue (cue_features.c), of the talk around (talk_features.c), and, here, of the action around the quotation and of who was
 * about lately; how a candidate follows the speakers before it is not here but in decode.c. After He, Barbosa and Kondrak 2013 and
 * Muzny et al. 2017, whose sieves become weights. */
#include <math.h>

#include "speech/stage.h"

enum { PAIR_BLOCKS = 8 };

static const mw_cue *cue_of_turn(const mw_hearing *h, const mw_turn *t) { return t->cue != MW_NONE ? &h->pieces[t->cue].cue : NULL; }

/* ---- action ---------------------------------------------------------------------------------------------------------------- */

static uint32_t subject_character(const mw_hearing *h, uint32_t m) {
    if (m == MW_NONE) return MW_NONE;
    uint32_t c = mw_player(h, m);
    const mw_mention *x = &h->cast->mentions[m];
    return c == MW_NONE && x->form == MW_PRO ? mw_narrator_at(h->text, h->cast, x->span.start) : c;
}

static bool pronoun(const mw_hearing *h, uint32_t m) {
    return m != MW_NONE && h->cast->mentions[m].form == MW_PRO && !mw_word_is(h, h->cast->mentions[m].head, "I");
}

static void beats(const mw_stage *s, const mw_present *p, bool cued, float *f) {
    const mw_hearing *h = s->h;
    if (cued) {
        IF(BEAT_CUED_ANY, p->before_any || p->after_any);
        return;
    }
    uint32_t before = subject_character(h, s->before_subject), after = subject_character(h, s->after_subject);
    IF(BEAT_BEFORE_SUBJECT, before == p->character);
    IF(BEAT_BEFORE_OTHER, before != MW_NONE && before != p->character);
    IF(BEAT_BEFORE_ANY, p->before_any && before != p->character);
    IF(BEAT_BEFORE_PRONOUN, before == p->character && pronoun(h, s->before_subject));
    IF(BEAT_AFTER_SUBJECT, after == p->character);
    IF(BEAT_AFTER_OTHER, after != MW_NONE && after != p->character);
    IF(BEAT_AFTER_ANY, p->after_any && after != p->character);
    IF(BEAT_AFTER_PRONOUN, after == p->character && pronoun(h, s->after_subject));
    IF(LAST_BLOCK_SUBJECT, subject_character(h, s->last_subject) == p->character);
    IF(LAST_BLOCK_SUBJECT_NAMED, subject_character(h, s->last_subject) == p->character && !pronoun(h, s->last_subject));
    IF(LAST_BLOCK_ANY, p->last_any);
    IF(LAST_SENTENCE, p->last_sentence);
    IF(BEAT_AFTER_FIRST, subject_character(h, s->after_first) == p->character);
    IF(TRAIL_ANY, p->trail_any);
    IF(NEXT_BLOCK_SUBJECT, subject_character(h, s->next_subject) == p->character);
    IF(NEXT_BLOCK_ANY, p->next_any);
    f[MW_F_BEAT_BEFORE_LINK] = p->link_before;
    f[MW_F_BEAT_AFTER_LINK] = p->link_after;
    f[MW_F_LAST_LINK] = p->link_last;
}

/* ---- about ----------------------------------------------------------------------------------------------------------------- */

static void recent(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    if (p->near == MW_NONE) {
        SET(RECENT_NEVER);
        IF(ONLY_QUOTED, !p->narrated);
        return;
    }
    uint32_t away = t->block - h->tokens->block[p->near];
    IF(RECENT_0, away == 0);
    IF(RECENT_1, away == 1);
    IF(RECENT_2, away == 2 || away == 3);
    IF(RECENT_4, away >= 4 && away < 8);
    IF(RECENT_8, away >= 8);
    int nearer = 0, nearer_subject = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        nearer += s->at[i].near != MW_NONE && s->at[i].near > p->near;
        nearer_subject += s->at[i].near_subject != MW_NONE && p->near_subject != MW_NONE && s->at[i].near_subject > p->near_subject;
    }
    IF(NEAREST, nearer == 0);
    IF(SECOND_NEAREST, nearer == 1);
    IF(NEAREST_SUBJECT, p->near_subject != MW_NONE && nearer_subject == 0);
    IF(NEAREST_PRONOUN_CUE, nearer == 0 && t->ground == MW_GROUND_PRONOUN);
}

/* Do only two people act in the last paragraphs, and is c one of them? */
static void pair(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    uint32_t near = 0, from = t->block > PAIR_BLOCKS ? s->h->block_token[t->block - PAIR_BLOCKS] : 0;
    for (uint32_t i = 0; i < s->n; i++) near += s->at[i].near != MW_NONE && s->at[i].near >= from;
    IF(PAIR, near == 2 && p->near != MW_NONE && p->near >= from);
    IF(PAIR_TIGHT, near == 2 && p->near != MW_NONE && p->near >= from && t->gap == 0 && t->ground == MW_GROUND_NONE);
}

/* Features that weigh differently when narration, or a new scene, comes before a turn without a cue: then who was mentioned last counts,
 * not whose turn it is. */
static void after_narration(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    bool narrator = mw_narrator_at(h->text, h->cast, h->tokens->span[t->first].start) == p->character;
    IF(BARE_NARRATOR, narrator && t->bare);
    if (t->ground != MW_GROUND_NONE || t->gap == 0) return;
    bool subject = subject_character(h, s->last_subject) == p->character;
    float count = logf(1.0f + p->weight);
    if (t->fresh) {
        f[MW_F_FRESH_NEAREST] = f[MW_F_NEAREST];
        IF(FRESH_LAST_SUBJECT, subject);
        f[MW_F_FRESH_WINDOW_COUNT] = count;
        return;
    }
    f[MW_F_GAP_NEAREST] = f[MW_F_NEAREST];
    f[MW_F_GAP_NEAREST_SUBJECT] = f[MW_F_NEAREST_SUBJECT];
    f[MW_F_GAP_SECOND] = f[MW_F_SECOND_NEAREST];
    f[MW_F_GAP_RECENT_0] = f[MW_F_RECENT_0];
    IF(GAP_LAST_SUBJECT, subject);
    IF(GAP_LAST_SENTENCE, p->last_sentence);
    f[MW_F_GAP_WINDOW_COUNT] = count;
}

/* The gender of a subject pronoun beside the quotation. */
static void pronoun_fit(const mw_stage *s, uint32_t m, const mw_present *p, float *fits, float *clash) {
    if (m == MW_NONE || !pronoun(s->h, m)) return;
    uint32_t w = s->h->cast->mentions[m].head;
    mw_gender said = mw_word_is(s->h, w, "he") ? MW_MALE : mw_word_is(s->h, w, "she") ? MW_FEMALE : MW_UNKNOWN;
    int fit = mw_gender_fit(said, mw_gender_of(s->h, p->character));
    if (fit > 0) *fits = 1.0f;
    if (fit < 0) *clash = 1.0f;
}

static void pronouns_around(const mw_stage *s, const mw_present *p, bool cued, float *f) {
    IF(SENTENCE_SUBJECT, p->last_sentence && p->near_subject == p->near && p->near != MW_NONE);
    IF(SAID_LAST, p->said_last);
    IF(LAST_ONLY, s->last_people == 1 && p->counted);
    if (cued) return;
    IF(SAID_SAME, p->said_same);
    IF(NEXT_SAID, p->next_said);
    pronoun_fit(s, s->after_subject, p, &f[MW_F_AFTER_FIT], &f[MW_F_AFTER_CLASH]);
    pronoun_fit(s, s->before_subject, p, &f[MW_F_BEFORE_FIT], &f[MW_F_BEFORE_CLASH]);
    pronoun_fit(s, s->last_subject, p, &f[MW_F_LAST_FIT], &f[MW_F_LAST_CLASH]);
}

/* What is the same for all candidates: with it the hidden layer weighs the others differently. */
static void of_turn(const mw_stage *s, const mw_turn *t, const mw_cue *cue, float *f) {
    const mw_hearing *h = s->h;
    IF(T_TIGHT, !t->fresh && t->gap == 0);
    IF(T_GAP, !t->fresh && t->gap > 1);
    IF(T_FRESH, t->fresh);
    IF(T_BARE, t->bare);
    IF(T_UNCUED, t->ground == MW_GROUND_NONE);
    IF(T_PRONOUN, t->ground == MW_GROUND_PRONOUN);
    IF(T_WEAK, cue && cue->force == MW_FORCE_WEAK);
    IF(T_ASKED, s->index && !t->fresh && h->turns[s->index - 1].asks);
    IF(T_LONG, t->tells);
    IF(T_NOMINAL, t->ground == MW_GROUND_NOMINAL);
    IF(T_BRIEF, t->brief);
    IF(T_ANSWERS, t->answers);
    IF(T_FEW, s->n <= 3);
}

static void standing(const mw_stage *s, const mw_turn *t, uint32_t candidate, uint32_t c, float *f) {
    const mw_character *x = &s->h->cast->characters[c];
    f[MW_F_WINDOW_COUNT] = logf(1.0f + s->at[candidate].weight);
    IF(WINDOW_FIRST, candidate == 0);
    IF(WINDOW_SECOND, candidate == 1);
    IF(WINDOW_THIRD, candidate == 2);
    f[MW_F_BOOK_SHARE] = logf(1.0f + (float)x->n_mentions) / 8.0f;
    IF(BOOK_MAJOR, x->major);
    IF(T_PAGE, mw_is_page(s->h->tokens, t->doc));
    IF(T_GIVEN, x->given); /* the list of people is known: it leaves nobody out */
    bool narrator = mw_narrator_at(s->h->text, s->h->cast, s->h->tokens->span[t->first].start) == c;
    IF(NARRATOR, narrator);
    IF(NARRATOR_UNCUED, narrator && t->ground == MW_GROUND_NONE);
}

static void nobody(const mw_stage *s, const mw_turn *t, const mw_cue *cue, float *f) {
    SET(NOBODY);
    IF(NOBODY_PAGE, mw_is_page(s->h->tokens, t->doc));
    if (!cue) return;
    if (cue->force == MW_FORCE_WEAK) {
        SET(NOBODY_WEAK);
        return;
    }
    IF(NOBODY_CUE_PLURAL, cue->plural);
    IF(NOBODY_CUE_NAME, cue->form == MW_PROP);
    IF(NOBODY_CUE_NOMINAL, cue->form == MW_NOM);
    IF(NOBODY_CUE_PRONOUN, cue->form == MW_PRO && !cue->self);
    IF(NOBODY_CUE_LOST, t->cued == MW_NONE && cue->form != MW_PRO);
}

void mw_stage_features(const mw_stage *s, const mw_turn *t, uint32_t candidate, float *f) {
    const mw_cue *cue = cue_of_turn(s->h, t);
    if (t->at[candidate].character == MW_NONE) {
        nobody(s, t, cue, f);
        return;
    }
    const mw_present *p = &s->at[candidate];
    bool cued = cue && cue->force == MW_FORCE_STRONG;
    if (cue) mw_cue_features(s, t, cue, p, f);
    mw_talk_features(s, t, p, f);
    beats(s, p, cued, f);
    recent(s, t, p, f);
    pair(s, t, p, f);
    after_narration(s, t, p, f);
    pronouns_around(s, p, cued, f);
    of_turn(s, t, cue, f);
    standing(s, t, candidate, p->character, f);
}
