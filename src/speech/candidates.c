/* candidates: who may be speaking. The people mentioned in the paragraphs around a turn, inside quotations and out, those whom cues of
 * neighbouring turns name, and the narrator who says I; the CANDIDATES that stand out most, and nobody. A constant amount of work a
 * turn: the window is bounded in blocks, tokens and people. */
#include <math.h>
#include <string.h>

#include "speech/stage.h"

enum { UNKNOWN_SELF = 10, GIVEN_SPEAKER = 40, CALLED = 3 };
enum { CARRIED = 20 }; /* surely among the candidates */
enum { BACK_BLOCKS = 40, BACK_TOKENS = 2200, AHEAD_BLOCKS = 3, AHEAD_TOKENS = 500, CUE_TURNS = 8 };
enum { RUN_TURNS = 40, RUN_BLOCKS = 3 };
enum { LINK_MENTIONS = 80, LINK_TOKENS = 400 };
static const float LINK_CUT = 8;

static mw_present *present(mw_stage *s, uint32_t character) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->at[i].character == character) return &s->at[i];
    if (s->n == MW_STAGE) return NULL;
    mw_present *p = &s->at[s->n++];
    *p = (mw_present){.character = character,
                      .near = MW_NONE,
                      .near_subject = MW_NONE,
                      .near_cue = MW_NONE,
                      .near_cue_subject = MW_NONE,
                      .last_block = MW_NONE,
                      .spoken_turn = MW_NONE};
    return p;
}

static bool is_subject(const mw_hearing *h, const mw_mention *m) { return mw_rel_of(h, m->head) == MW_REL_NSUBJ; }

/* The character of a narrated mention: I is the narrator. */
static uint32_t narrated_character(const mw_hearing *h, uint32_t m) {
    uint32_t c = mw_player(h, m);
    const mw_mention *x = &h->cast->mentions[m];
    if (c == MW_NONE && x->form == MW_PRO && mw_word_is(h, x->head, "I")) c = mw_narrator_at(h->text, h->cast, x->span.start);
    return c;
}

static bool says_something(const mw_hearing *h, uint32_t subject) {
    uint32_t verb = h->tags->head[subject];
    return verb != subject && mw_form_flags(h, verb) & MW_W_SAY;
}

static void note_before(mw_stage *s, mw_present *p, uint32_t m, const mw_mention *x, bool subject) {
    const mw_hearing *h = s->h;
    const mw_turn *t = s->turn;
    uint32_t block = h->tokens->block[x->first];
    bool says = subject && says_something(h, x->head);
    p->near = x->first;
    p->last_sentence = t->first > 0 && h->tags->sentence[x->first] + 1 >= h->tags->sentence[t->first] && block + 1 >= t->block;
    if (subject) p->near_subject = x->first;
    if (block == t->block) {
        p->before_any = true;
        p->said_same |= says;
        if (subject) s->before_subject = m;
    } else if (block + 1 == t->block) {
        bool trails = s->index && h->turns[s->index - 1].end_block == block && x->first > h->turns[s->index - 1].last;
        bool narration = h->block_turn[block] >= h->n_turns || h->turns[h->block_turn[block]].block != block;
        p->trail_any |= trails;
        if ((narration || trails) && !p->last_any && !p->counted) s->last_people++, p->counted = true;
        p->said_last |= says && (narration || trails) && h->tags->sentence[x->first] + 1 >= h->tags->sentence[t->first];
        p->last_any |= narration;
        if (subject && (narration || trails)) s->last_subject = m;
    }
}

static void note_after(mw_stage *s, mw_present *p, uint32_t m, const mw_mention *x, bool subject) {
    const mw_turn *t = s->turn;
    uint32_t block = s->h->tokens->block[x->first];
    if (block <= t->end_block) {
        p->after_any = true;
        p->next_said |= subject && says_something(s->h, x->head);
        if (s->after_first == MW_NONE) s->after_first = m;
        if (subject && s->after_subject == MW_NONE) s->after_subject = m;
    } else if (block == t->end_block + 1) {
        uint32_t next = s->index + 1;
        bool narration = next >= s->h->n_turns || s->h->turns[next].block > block || x->first < s->h->turns[next].first;
        p->next_any |= narration;
        p->next_said |= narration && subject && says_something(s->h, x->head);
        if (subject && narration && s->next_subject == MW_NONE) s->next_subject = m;
    }
}

static void note_narrated(mw_stage *s, uint32_t m, uint32_t cue_head) {
    const mw_hearing *h = s->h;
    const mw_mention *x = &h->cast->mentions[m];
    uint32_t c = narrated_character(h, m);
    if (c == MW_NONE || x->plural) return;
    mw_present *p = present(s, c);
    if (!p) return;
    uint32_t block = h->tokens->block[x->first];
    uint32_t away = block <= s->turn->block ? s->turn->block - block : block - s->turn->end_block;
    bool subject = is_subject(h, x);
    p->weight += (subject ? 1.3f : 1.0f) / (1.0f + 0.35f * (float)away);
    p->narrated = p->about = true;
    if (block <= s->turn->block && block != p->last_block && x->first >= s->scene) p->blocks++, p->last_block = block;
    if (cue_head != MW_NONE && x->head < cue_head) {
        p->near_cue = x->first;
        if (subject) p->near_cue_subject = x->first;
    }
    if (cue_head != MW_NONE && x->head == cue_head) return; /* the cue itself is no beat */
    if (block >= s->run_from && block < s->run_to) {
        if (!p->opens) s->run_people++;
        p->opens = true;
        p->opens_subject |= subject;
        s->run_last = c;
    }
    if (x->first < s->turn->first)
        note_before(s, p, m, x, subject);
    else
        note_after(s, p, m, x, subject);
}

/* "She is late": of whom a turn, or one beside it, says he or she. */
static void note_told(mw_stage *s, const mw_mention *x, uint32_t c, uint32_t turn) {
    const mw_hearing *h = s->h;
    if (c == MW_NONE || x->plural || mw_i_or_you(h, x) || x->first > s->turn->first + MW_CALL_TOKENS) return;
    if (turn + 1 < s->index || turn > s->index + 1) return;
    mw_present *p = present(s, c);
    if (!p) return;
    float sure = (float)x->confidence / 255.0f;
    if (turn == s->index && sure > p->told) p->told = sure;
    p->told_last |= turn + 1 == s->index;
    p->told_next |= turn == s->index + 1;
}

/* On a page or two: whom the cast holds for the I and the you of a turn. Somebody may be known by them alone. */
static void note_own(mw_stage *s, uint32_t m, uint32_t turn) {
    const mw_hearing *h = s->h;
    const mw_mention *x = &h->cast->mentions[m];
    if (!mw_is_page(h->tokens, s->turn->doc)) return;
    bool self = mw_word_is_self(h, x->head), you = !self && mw_i_or_you(h, x) && !x->plural;
    if ((!self && !you) || x->first != x->last || x->first > h->turns[turn].first + MW_CALL_TOKENS) return;
    uint32_t c = mw_player(h, m);
    if (turn == s->index) {
        s->own += self;
        s->yours += you;
    }
    mw_present *p = c != MW_NONE ? present(s, c) : NULL;
    if (!p) return;
    p->about = true;
    if (p->weight == 0) p->weight = 0.25f; /* behind whoever is seen */
    if (turn != s->index) return;
    p->own += self;
    p->yours += you;
}

static void note_quoted(mw_stage *s, uint32_t m, uint32_t piece) {
    const mw_hearing *h = s->h;
    const mw_mention *x = &h->cast->mentions[m];
    if (x->form == MW_PRO) {
        note_told(s, x, mw_player(h, m), h->pieces[piece].turn);
        if (h->pieces[piece].turn < h->n_turns) note_own(s, m, h->pieces[piece].turn);
        return;
    }
    uint32_t c = mw_mention_player(h->cast, m);
    mw_present *p = c != MW_NONE && !x->plural ? present(s, c) : NULL;
    if (!p) return;
    uint32_t turn = h->pieces[piece].turn, block = h->tokens->block[x->first];
    uint32_t away = block <= s->turn->block ? s->turn->block - block : block - s->turn->end_block;
    p->weight += 0.5f / (1.0f + 0.35f * (float)away);
    bool called = turn < h->n_turns && h->turns[turn].vocative == m;
    if (turn == s->index && x->first <= s->turn->first + MW_CALL_TOKENS && mw_names_find(h, x->first, x->last) == c)
        called |= mw_calls(h, x->first, x->last, x->head, h->pieces[piece].first, h->pieces[piece].last);
    p->called |= called && turn == s->index && mw_names_find(h, x->first, x->last) == c;
    p->about |= called || turn != s->index;
    if (called || x->form != MW_PROP) return;
    p->inside |= turn == s->index && x->first <= s->turn->first + MW_CALL_TOKENS;
    p->spoken_of |= turn + 1 == s->index;
    p->spoken_after |= turn == s->index + 1;
    if (turn >= h->n_turns || turn == p->spoken_turn || turn < s->scene_turn) return;
    if (turn + MW_NEAR_TURNS >= s->index && turn <= s->index + MW_NEAR_TURNS) p->spoken_turns++, p->spoken_turn = turn;
}

/* Whom the cues of the turns around name, call and address: near by in any case, farther off within the scene. */
static void note_cues(mw_stage *s) {
    const mw_hearing *h = s->h;
    uint32_t from = s->index > CUE_TURNS ? s->index - CUE_TURNS : 0, to = s->index + CUE_TURNS + 1;
    if (s->scene_turn < from) from = s->scene_turn;
    for (uint32_t i = from; i < to && i < h->n_turns; i++) {
        const mw_turn *t = &h->turns[i];
        uint32_t away = i < s->index ? s->index - i : i - s->index;
        if (t->doc != s->turn->doc) continue;
        uint32_t who[3] = {t->ground != MW_GROUND_PRONOUN ? t->cued : MW_NONE, t->called, t->to};
        for (int k = 0; k < 3; k++) {
            mw_present *p = who[k] != MW_NONE ? present(s, who[k]) : NULL;
            if (!p) continue;
            p->about = true;
            if (i == s->index && k == 0)
                p->boost += 50.0f;
            else
                p->weight += 1.5f / (1.0f + 0.3f * (float)away);
        }
    }
}

/* The exchange that the turn is in. */
static void find_run(mw_stage *s) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index;
    while (i > 0 && h->turns[i].gap == 0 && !h->turns[i].fresh && s->index - i < RUN_TURNS) i--;
    s->run = i;
    s->run_to = h->turns[i].block;
    s->run_from = s->run_to > RUN_BLOCKS ? s->run_to - RUN_BLOCKS : 0;
    if (i > 0 && s->run_from <= h->turns[i - 1].end_block) s->run_from = h->turns[i - 1].end_block + 1;
    s->run_last = MW_NONE;
}

static void note_run(mw_stage *s) {
    const mw_hearing *h = s->h;
    for (uint32_t k = s->run; k < h->n_turns && k < s->index + RUN_TURNS && (k <= s->index || (h->turns[k].gap == 0 && !h->turns[k].fresh));
         k++) {
        const mw_turn *t = &h->turns[k];
        mw_present *p = k != s->index && t->ground != MW_GROUND_NONE && t->cued != MW_NONE ? present(s, t->cued) : NULL;
        if (!p || p->in_run) continue;
        p->in_run = true;
        s->run_cued++;
    }
}

/* ---- links ------------------------------------------------------------------------------------------------------------------ */

/* What the model's links say of whom a mention in the narration means: exp(link) of each person's narrated mentions before it, against none. */
typedef struct linked {
    float of[MW_STAGE], best[MW_STAGE], all;
} linked;

static bool has_vector(const mw_tags *t, uint32_t token) { return t->vector_at && t->link && t->vector_at[token] != MW_NONE; }

static bool link_mention(const mw_stage *s, uint32_t m, linked *to) {
    const mw_hearing *h = s->h;
    uint32_t head = h->cast->mentions[m].head;
    if (!has_vector(h->tags, head)) return false;
    for (uint32_t k = 0; k < s->n; k++) to->of[k] = 0, to->best[k] = -LINK_CUT;
    to->all = 1;
    mw_link_side side;
    mw_link_side_of(h->tags, head, &side);
    float none = mw_link_none(h->tags, head);
    for (uint32_t i = m, n = 0; i-- > 0 && n < LINK_MENTIONS; n++) {
        const mw_mention *x = &h->cast->mentions[i];
        if (x->first + LINK_TOKENS < head) break;
        if (x->plural || x->head >= head || !mw_narrated(h, x->first) || !has_vector(h->tags, x->head)) continue;
        uint32_t c = narrated_character(h, i);
        if (c == MW_NONE) continue;
        float link = mw_link_from(h->tags, &side, x->head) - none;
        link = link > LINK_CUT ? LINK_CUT : link < -LINK_CUT ? -LINK_CUT : link;
        float e = expf(link);
        to->all += e;
        for (uint32_t k = 0; k < s->n; k++) {
            if (s->at[k].character != c) continue;
            to->of[k] += e;
            if (link > to->best[k]) to->best[k] = link;
        }
    }
    return true;
}

static bool third_person(const mw_hearing *h, uint32_t m) {
    return m != MW_NONE && h->cast->mentions[m].form == MW_PRO &&
           (mw_word_is(h, h->cast->mentions[m].head, "he") || mw_word_is(h, h->cast->mentions[m].head, "she"));
}

static void note_links(mw_stage *s) {
    const mw_hearing *h = s->h;
    const mw_cue *cue = s->turn->cue != MW_NONE ? &h->pieces[s->turn->cue].cue : NULL;
    linked l;
    if (cue && !cue->self && !cue->plural && cue->form != MW_PROP && cue->mention != MW_NONE && link_mention(s, cue->mention, &l))
        for (uint32_t k = 0; k < s->n; k++) s->at[k].link_cue = l.of[k] / l.all, s->at[k].link_cue_best = l.best[k];
    if (third_person(h, s->before_subject) && link_mention(s, s->before_subject, &l))
        for (uint32_t k = 0; k < s->n; k++) s->at[k].link_before = l.of[k] / l.all;
    if (third_person(h, s->after_subject) && link_mention(s, s->after_subject, &l))
        for (uint32_t k = 0; k < s->n; k++) s->at[k].link_after = l.of[k] / l.all;
    if (third_person(h, s->last_subject) && link_mention(s, s->last_subject, &l))
        for (uint32_t k = 0; k < s->n; k++) s->at[k].link_last = l.of[k] / l.all;
}

void mw_stage_build(const mw_hearing *h, uint32_t turn, mw_stage *s) {
    const mw_turn *t = &h->turns[turn];
    *s = (mw_stage){.h = h,
                    .turn = t,
                    .index = turn,
                    .after_first = MW_NONE,
                    .before_subject = MW_NONE,
                    .after_subject = MW_NONE,
                    .last_subject = MW_NONE,
                    .next_subject = MW_NONE};
    uint32_t start = turn;
    while (start > 0 && !h->turns[start].fresh && turn - start < MW_SCENE_TURNS) start--;
    s->scene_turn = start;
    s->scene = start ? h->turns[start - 1].last : 0;
    find_run(s);
    uint32_t cue_head = t->cue != MW_NONE ? h->pieces[t->cue].cue.head : MW_NONE;
    uint32_t lo = t->block > BACK_BLOCKS ? t->block - BACK_BLOCKS : 0, hi = t->end_block + AHEAD_BLOCKS;
    if (hi > h->text->n_blocks) hi = h->text->n_blocks;
    uint32_t doc_first = h->tokens->docs[t->doc].first, doc_end = h->tokens->docs[t->doc].end;
    for (uint32_t m = h->block_mention[lo]; m < h->block_mention[hi]; m++) {
        const mw_mention *x = &h->cast->mentions[m];
        if (x->first < doc_first || x->first + BACK_TOKENS < t->first) continue;
        if (x->first >= doc_end || x->first > t->last + AHEAD_TOKENS) break;
        if (mw_narrated(h, x->first))
            note_narrated(s, m, cue_head);
        else if (h->piece_of[x->first] != MW_NONE)
            note_quoted(s, m, h->piece_of[x->first]);
    }
    note_cues(s);
    note_run(s);
    uint32_t narrator = mw_narrator_at(h->text, h->cast, h->tokens->span[t->first].start);
    mw_present *p = narrator != MW_NONE ? present(s, narrator) : NULL;
    if (p) p->boost += 1.0f;
    p = t->given != MW_NONE ? present(s, t->given) : NULL;
    if (p) p->boost += 1000.0f;
    p = t->carried != MW_NONE ? present(s, t->carried) : NULL;
    if (p) p->boost += CARRIED;
    note_links(s);
}

static bool stands_out(const mw_present *a, const mw_present *b) {
    float x = a->weight + a->boost, y = b->weight + b->boost;
    return x > y || (x == y && a->character < b->character);
}

/* The heaviest first; equal ones by character, so that the order never depends on anything else. */
static void stage_sort(mw_stage *s) {
    for (uint32_t i = 1; i < s->n; i++) {
        mw_present x = s->at[i];
        uint32_t j = i;
        for (; j > 0 && stands_out(&x, &s->at[j - 1]); j--) s->at[j] = s->at[j - 1];
        s->at[j] = x;
    }
}

/* Of whom nothing is heard but what the turn itself tells is not who says it. */
static void leave_out_told(mw_stage *s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->at[i].about || s->at[i].boost > 0) s->at[n++] = s->at[i];
    s->n = n;
}

static float score_of(const mw_weights *w, const float *f) {
    float score = 0, z[MW_HIDDEN];
    memcpy(z, w->bias, sizeof z);
    for (int k = 0; k < MW_N_FEATURES; k++) {
        if (f[k] == 0) continue;
        score += w->own[k] * f[k];
        for (int u = 0; u < MW_HIDDEN; u++) z[u] += w->hidden[k][u] * f[k];
    }
    for (int u = 0; u < MW_HIDDEN; u++) score += w->out[u] * z[u] / (1.0f + fabsf(z[u])); /* softsign */
    return score;
}

void mw_turn_candidates(const mw_hearing *h, uint32_t turn, int pass, mw_turn *out, mw_feature_row *features) {
    mw_stage s;
    mw_stage_build(h, turn, &s);
    leave_out_told(&s);
    stage_sort(&s);
    out->n = s.n < MW_CANDIDATES ? s.n : MW_CANDIDATES;
    for (uint32_t i = 0; i < out->n; i++) out->at[i].character = s.at[i].character;
    out->at[out->n++].character = MW_NONE;
    for (uint32_t i = 0; i < out->n; i++) {
        mw_feature_row row = {0};
        mw_stage_features(&s, out, i, row);
        if (pass > 0) mw_heard_features(h, turn, out->at[i].character, row);
        if (features) memcpy(features[i], row, sizeof row);
        out->at[i].score = score_of(&mw_speech_weights[pass], row);
    }
    /* Who is called does not say it, where no cue tells otherwise. */
    for (uint32_t i = 0; i + 1 < out->n && out->ground == MW_GROUND_NONE && !out->signs; i++)
        if (s.at[i].called || out->called == out->at[i].character) out->at[i].score -= CALLED;
    /* A speaker who is known counts for the turns around it too. */
    for (uint32_t i = 0; i < out->n && out->given != MW_NONE && !out->signs; i++)
        if (out->at[i].character != out->given) out->at[i].score -= GIVEN_SPEAKER;
    mw_carried_score(out);
    /* "said I", and the text has no narrator that we know: none of the others said it. */
    if (out->ground == MW_GROUND_SELF && out->cued == MW_NONE) out->at[out->n - 1].score += UNKNOWN_SELF;
    /* "it began": nobody at hand says what is read out, unless it is signed. */
    if (out->cue != MW_NONE && h->pieces[out->cue].paper && out->given == MW_NONE) out->at[out->n - 1].score += GIVEN_SPEAKER;
}

void mw_candidates_build(mw_hearing *h, int pass) {
    for (uint32_t i = 0; i < h->n_turns; i++) mw_turn_candidates(h, i, pass, &h->turns[i], NULL);
}
