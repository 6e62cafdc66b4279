/* features: what speaks for and against a candidate of a turn, one number each; the weights (weights.c) were learnt from them.
 *
 * Features of the cue (by form: name, nominal, pronoun, I), of the action around the quotation, of words of address, of who was about
 * lately; how a candidate follows the speakers before it is not here but in decode.c. After He, Barbosa and Kondrak 2013 and
 * Muzny et al. 2017, whose sieves become weights. */
#include <math.h>

#include "speech/stage.h"

enum { PAIR_BLOCKS = 8 };

#define SET(name) (f[MW_F_##name] = 1.0f)
#define IF(name, condition) ((condition) ? (void)(f[MW_F_##name] = 1.0f) : (void)0)

static const mw_cue *cue_of_turn(const mw_hearing *h, const mw_turn *t) { return t->cue != MW_NONE ? &h->pieces[t->cue].cue : NULL; }

static mw_gender gender_of(const mw_hearing *h, uint32_t c) { return h->cast->characters[c].gender; }

/* 1 fits, -1 clashes, 0 unknown. */
static int gender_fit(mw_gender said, mw_gender has) {
    if (said != MW_MALE && said != MW_FEMALE) return 0;
    if (has != MW_MALE && has != MW_FEMALE) return 0;
    return said == has ? 1 : -1;
}

/* ---- cue ------------------------------------------------------------------------------------------------------------------- */

static void strong_cue(const mw_stage *s, const mw_turn *t, const mw_cue *cue, uint32_t c, float *f) {
    bool same = t->cued == c, other = t->cued != MW_NONE && !same;
    if (cue->plural && !cue->self) {
        SET(CUE_PLURAL);
        return;
    }
    if (cue->self) {
        IF(CUE_SELF_SAME, same);
        IF(CUE_SELF_OTHER, !same);
        return;
    }
    IF(CUE_THIRD_NARRATOR, mw_narrator_at(s->h->text, s->h->cast, s->h->tokens->span[cue->head].start) == c);
    int fit = gender_fit((mw_gender)cue->gender, gender_of(s->h, c));
    IF(CUE_GENDER_SAME, fit > 0);
    IF(CUE_GENDER_OTHER, fit < 0);
    IF(CUE_GENDER_UNKNOWN, fit == 0);
    if (cue->form == MW_PROP) {
        IF(CUE_NAME_SAME, same);
        IF(CUE_NAME_OTHER, other);
        IF(CUE_NAME_LOST, t->cued == MW_NONE);
    } else if (cue->form == MW_NOM) {
        IF(CUE_NOMINAL_SAME, same);
        IF(CUE_NOMINAL_OTHER, other);
        IF(CUE_NOMINAL_LOST, t->cued == MW_NONE);
    } else {
        IF(CUE_PRONOUN_SAME, same);
        if (same && cue->mention != MW_NONE) f[MW_F_CUE_PRONOUN_SURE] = (float)s->h->cast->mentions[cue->mention].confidence / 255.0f;
        IF(CUE_PRONOUN_OTHER, other);
    }
}

/* For a pronoun or nominal: is c the nearest, or second nearest, of those whose gender fits, before the cue? */
static void near_cue(const mw_stage *s, const mw_turn *t, const mw_cue *cue, const mw_present *p, float *f) {
    if (cue->self || cue->plural || cue->form == MW_PROP || p->near_cue == MW_NONE) return;
    if (gender_fit((mw_gender)cue->gender, gender_of(s->h, p->character)) < 0) return;
    int nearer = 0, nearer_subject = 0, rivals = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const mw_present *q = &s->at[i];
        if (q == p || gender_fit((mw_gender)cue->gender, gender_of(s->h, q->character)) < 0) continue;
        nearer += q->near_cue != MW_NONE && q->near_cue > p->near_cue;
        rivals += q->near_cue != MW_NONE && gender_fit((mw_gender)cue->gender, gender_of(s->h, q->character)) > 0;
        nearer_subject += q->near_cue_subject != MW_NONE && p->near_cue_subject != MW_NONE && q->near_cue_subject > p->near_cue_subject;
    }
    IF(CUE_GENDER_ONLY, rivals == 0 && gender_fit((mw_gender)cue->gender, gender_of(s->h, p->character)) > 0);
    IF(CUE_NEAR_HERE, p->near_cue_subject != MW_NONE && s->h->tokens->block[p->near_cue_subject] == t->block && nearer_subject == 0);
    IF(CUE_NEAR_FIRST, nearer == 0);
    IF(CUE_NEAR_SECOND, nearer == 1);
    IF(CUE_NEAR_SUBJECT, p->near_cue_subject != MW_NONE && nearer_subject == 0);
}

static void weak_cue(const mw_stage *s, const mw_turn *t, const mw_cue *cue, uint32_t c, float *f) {
    bool same = t->cued == c, other = t->cued != MW_NONE && !same;
    if (cue->plural) return;
    int fit = gender_fit((mw_gender)cue->gender, gender_of(s->h, c));
    IF(WEAK_GENDER_SAME, fit > 0);
    IF(WEAK_GENDER_OTHER, fit < 0);
    if (cue->self) {
        IF(WEAK_SELF_SAME, same);
        IF(WEAK_SELF_OTHER, !same);
    } else if (cue->form == MW_PROP) {
        IF(WEAK_NAME_SAME, same);
        IF(WEAK_NAME_OTHER, other);
    } else if (cue->form == MW_NOM) {
        IF(WEAK_NOMINAL_SAME, same);
        IF(WEAK_NOMINAL_OTHER, other);
    } else {
        IF(WEAK_PRONOUN_SAME, same);
        IF(WEAK_PRONOUN_OTHER, other);
    }
}

/* ---- names of cues that several may bear ----------------------------------------------------------------------------------- */

static bool same_letters(const char *a, const char *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (mw_cp_fold((unsigned char)a[i]) != mw_cp_fold((unsigned char)b[i])) return false;
    return true;
}

static bool whole_word(mw_str form, mw_str word) {
    if (word.n == 0 || word.n > form.n) return false;
    for (size_t i = 0; i + word.n <= form.n; i++) {
        if (!same_letters(form.at + i, word.at, word.n)) continue;
        bool left = i == 0 || form.at[i - 1] == ' ' || form.at[i - 1] == '-';
        bool right = i + word.n == form.n || form.at[i + word.n] == ' ' || form.at[i + word.n] == '-';
        if (left && right) return true;
    }
    return false;
}

enum { FORMS = 10 };

/* Do the words stand in a form by which the character is called? */
static bool bears(const mw_hearing *h, uint32_t character, mw_str words) {
    const mw_character *c = &h->cast->characters[character];
    if (c->name && whole_word(mw_str_of(c->name), words)) return true;
    for (uint32_t i = 0; i < c->n_aliases && i < FORMS; i++)
        if (whole_word(mw_str_of(c->aliases[i].form), words)) return true;
    return false;
}

/* "her mother", "Mary's uncle": the character whose they are, or MW_NONE. */
static uint32_t owner_of(const mw_hearing *h, const mw_cue *cue) {
    uint32_t m = h->at_token[cue->first];
    for (; m != MW_NONE && m < h->cast->n_mentions && h->cast->mentions[m].first < cue->head; m++) {
        const mw_mention *x = &h->cast->mentions[m];
        if (m == cue->mention || x->plural || x->last >= cue->head) continue;
        if (x->form == MW_PRO && mw_word_is(h, x->head, "my")) return mw_narrator_at(h->text, h->cast, x->span.start);
        return mw_mention_player(h->cast, m);
    }
    return MW_NONE;
}

static mw_str last_word(mw_str s) {
    for (size_t i = s.n; i-- > 0;)
        if (s.at[i] == ' ') return (mw_str){s.at + i + 1, s.n - i - 1};
    return (mw_str){s.at, 0};
}

/* Does a name of two words and more of the one end as a name of the other does? */
static bool share_surname(const mw_hearing *h, uint32_t a, uint32_t b) {
    const mw_character *c = &h->cast->characters[a];
    for (uint32_t i = 0; i < c->n_aliases && i < FORMS; i++) {
        mw_str word = c->aliases[i].proper || c->given ? last_word(mw_str_of(c->aliases[i].form)) : (mw_str){"", 0};
        if (word.n > 1 && word.at[0] >= 'A' && word.at[0] <= 'Z' && bears(h, b, word)) return true;
    }
    return false;
}

static bool kin(mw_str noun) {
    static const char *const words[] = {"father", "mother", "husband", "wife",  "brother", "sister", "son",  "daughter",
                                        "uncle",  "aunt",   "cousin",  "niece", "nephew",  "mamma",  "papa", "parent"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (mw_str_ieq(noun, words[i])) return true;
    return false;
}

/* "said her mother": not she; somebody of her name. */
static void relatives(const mw_stage *s, const mw_cue *cue, uint32_t c, float *f) {
    uint32_t owner = cue->form == MW_NOM ? owner_of(s->h, cue) : MW_NONE;
    if (owner == MW_NONE) return;
    IF(CUE_OWNER, owner == c);
    const mw_turn *last = s->index && !s->turn->fresh ? &s->h->turns[s->index - 1] : NULL; /* "said his wife" to him */
    IF(CUE_OWNER_LAST, last && last->cued == owner && last->ground != MW_GROUND_NONE && owner != c);
    IF(CUE_KIN, owner != c && kin(mw_word(s->h, cue->head)) && share_surname(s->h, owner, c));
}

/* "said Charles" where two are called so; "said the doctor" of a Dr. or of whom the text calls the doctor. */
static void cue_fits(const mw_stage *s, const mw_turn *t, const mw_cue *cue, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    if (cue->self || cue->plural || cue->form == MW_PRO || cue->first == MW_NONE) return;
    mw_str words = mw_str_span(h->text->at, (mw_span){h->tokens->span[cue->first].start, h->tokens->span[cue->last].end});
    if (mw_str_starts(words, "the ") || mw_str_starts(words, "The ")) words.at += 4, words.n -= 4;
    bool fits = bears(h, c, words);
    IF(CUE_FITS, fits && t->cued == MW_NONE);
    IF(CUE_FITS_OTHER, fits && t->cued != MW_NONE && t->cued != c);
    IF(CUE_LISTED, cue->form == MW_NOM && h->cast->characters[c].given && mw_names_find(h, cue->first, cue->last) == c);
    IF(CUE_HEAD_FITS, !fits && t->cued != c && bears(h, c, mw_word(h, cue->head)));
}

/* What the model's links make of a pronoun or noun. */
static void cue_links(const mw_cue *cue, const mw_present *p, bool top, float *f) {
    if (cue->self || cue->plural || cue->form == MW_PROP) return;
    bool noun = cue->form == MW_NOM;
    f[noun ? MW_F_CUE_LINK_NOMINAL : MW_F_CUE_LINK_PRONOUN] = p->link_cue;
    f[noun ? MW_F_CUE_LINK_NOMINAL_TOP : MW_F_CUE_LINK_PRONOUN_TOP] = top ? 1.0f : 0.0f;
    if (p->link_cue_best > 0) f[noun ? MW_F_CUE_LINK_NOMINAL_GOOD : MW_F_CUE_LINK_PRONOUN_GOOD] = p->link_cue_best / 8.0f;
}

static bool link_top(const mw_stage *s, const mw_present *p) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->at[i].link_cue > p->link_cue) return false;
    return p->link_cue > 0;
}

/* ---- action ---------------------------------------------------------------------------------------------------------------- */

static uint32_t subject_character(const mw_hearing *h, uint32_t m) {
    if (m == MW_NONE) return MW_NONE;
    uint32_t c = mw_mention_player(h->cast, m);
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

/* ---- address --------------------------------------------------------------------------------------------------------------- */

static void address(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    uint32_t c = p->character;
    const mw_turn *before = s->index && !t->fresh ? &h->turns[s->index - 1] : NULL;
    const mw_turn *after = s->index + 1 < h->n_turns && !h->turns[s->index + 1].fresh ? &h->turns[s->index + 1] : NULL;
    IF(CALLED_SELF, t->called == c);
    IF(TO_SELF, t->to == c);
    IF(NAMED_INSIDE, p->inside);
    IF(SPOKEN_OF, p->spoken_of);
    IF(SPOKEN_AFTER, p->spoken_after);
    if (before) {
        IF(CALLED_BEFORE, before->called == c && before->gap < 3);
        IF(TO_BEFORE, before->to == c);
        int fit = gender_fit((mw_gender)before->call_gender, gender_of(h, c));
        IF(SIR_FITS, fit > 0);
        IF(SIR_CLASH, fit < 0);
    }
    if (after) {
        IF(CALLED_AFTER, after->called == c);
        IF(TO_AFTER, after->to == c);
    }
}

/* Who is called in the turns around is there; whose turn it would be if two people spoke in turn since then. */
static void called_near(const mw_stage *s, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index, times = 0;
    bool near = true, found = false;
    for (uint32_t k = 1; k <= MW_NEAR_TURNS && k <= i && !h->turns[i - k + 1].fresh; k++) {
        near &= h->turns[i - k + 1].gap < 2;
        if (h->turns[i - k].called != p->character) continue;
        times++;
        if (near && !found) f[k % 2 ? MW_F_CALLED_BACK_ODD : MW_F_CALLED_BACK_EVEN] = 1.0f / sqrtf((float)k);
        found = true;
    }
    near = true, found = false;
    for (uint32_t k = 1; k <= MW_NEAR_TURNS && i + k < h->n_turns && !h->turns[i + k].fresh; k++) {
        near &= h->turns[i + k].gap < 2;
        if (h->turns[i + k].called != p->character) continue;
        times++;
        if (near && !found) f[k % 2 ? MW_F_CALLED_AHEAD_ODD : MW_F_CALLED_AHEAD_EVEN] = 1.0f / sqrtf((float)k);
        found = true;
    }
    f[MW_F_CALLED_NEAR] = logf(1.0f + (float)times);
    f[MW_F_SPOKEN_NEAR] = logf(1.0f + (float)p->spoken_turns);
}

/* A person's voice in a turn, and whether nobody's is stronger. */
static mw_voice voice_of(const mw_turn *t, uint32_t character, bool *speaks, bool *hears) {
    mw_voice mine = {.character = character};
    for (uint32_t k = 0; k < t->n_voices; k++)
        if (t->voices[k].character == character) mine = t->voices[k];
    *speaks = mine.speaks > 0, *hears = mine.hears > 0;
    for (uint32_t k = 0; k < t->n_voices; k++) {
        *speaks &= t->voices[k].speaks <= mine.speaks;
        *hears &= t->voices[k].hears <= mine.hears;
    }
    return mine;
}

static void voices(const mw_stage *s, const mw_present *p, float *f) {
    const mw_turn *t = s->turn;
    bool speaks, hears, last = s->index && !t->fresh, next = s->index + 1 < s->h->n_turns && !t[1].fresh;
    mw_voice v = voice_of(t, p->character, &speaks, &hears);
    if (!t->n_voices) return;
    f[MW_F_VOICE_SPEAKS] = v.speaks, f[MW_F_VOICE_HEARS] = v.hears;
    f[MW_F_VOICE_SPEAKS_LOG] = 1 + logf(v.speaks + 1e-3f) / 7;
    IF(VOICE_SPEAKS_TOP, speaks);
    IF(VOICE_HEARS_TOP, hears);
    if (last) v = voice_of(t - 1, p->character, &speaks, &hears), f[MW_F_VOICE_SPEAKS_LAST] = v.speaks, f[MW_F_VOICE_HEARS_LAST] = v.hears;
    if (next) v = voice_of(t + 1, p->character, &speaks, &hears), f[MW_F_VOICE_SPEAKS_NEXT] = v.speaks, f[MW_F_VOICE_HEARS_NEXT] = v.hears;
}

enum { TALE_TURNS = 60 };

/* A tale that goes on, over the end of a chapter too: whom the cue at its beginning names. */
static void tale(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    if (!t->tells || t->ground != MW_GROUND_NONE) return;
    for (uint32_t k = s->index, n = 0; k-- > 0 && n < TALE_TURNS && h->turns[k].tells && h->turns[k].doc == t->doc; n++) {
        IF(TALE_CALLED, h->turns[k].called == p->character);
        if (h->turns[k].ground == MW_GROUND_NONE) continue;
        IF(TALE_CUED, h->turns[k].cued == p->character);
        return;
    }
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

static void neighbours(const mw_stage *s, const mw_turn *t, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    bool linked = !t->fresh;
    for (uint32_t k = 1; k <= 6 && k <= s->index && linked; k++) {
        const mw_turn *x = &h->turns[s->index - k];
        bool is = x->cued == c && x->ground != MW_GROUND_NONE;
        IF(CUED_BEFORE, is && x->ground != MW_GROUND_PRONOUN);
        IF(CUED_BEFORE_NEAR, is && k <= 2);
        IF(CUED_EVEN, is && k == 2);
        IF(CUED_ODD, is && k == 1);
        linked = !x->fresh;
    }
    for (uint32_t k = 1; k <= 6 && s->index + k < h->n_turns; k++) {
        const mw_turn *x = &h->turns[s->index + k];
        if (x->fresh) break;
        bool is = x->cued == c && x->ground != MW_GROUND_NONE;
        IF(CUED_AFTER, is && x->ground != MW_GROUND_PRONOUN);
        IF(CUED_AFTER_NEAR, is && k <= 2);
    }
}

/* Do only two people act in the last paragraphs, and is c one of them? */
static void pair(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    uint32_t near = 0, from = t->block > PAIR_BLOCKS ? s->h->block_token[t->block - PAIR_BLOCKS] : 0;
    for (uint32_t i = 0; i < s->n; i++) near += s->at[i].near != MW_NONE && s->at[i].near >= from;
    IF(PAIR, near == 2 && p->near != MW_NONE && p->near >= from);
    IF(PAIR_TIGHT, near == 2 && p->near != MW_NONE && p->near >= from && t->gap == 0 && t->ground == MW_GROUND_NONE);
}

/* In an exchange without narration between: who was cued one, two, three, four turns back or ahead. */
static void tight(const mw_stage *s, const mw_turn *t, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index, count = 0;
    for (uint32_t k = 1; k <= 4 && k <= i && h->turns[i - k + 1].gap == 0 && !h->turns[i - k + 1].fresh; k++)
        if (h->turns[i - k].cued == c && h->turns[i - k].ground != MW_GROUND_NONE) f[MW_F_TIGHT_BACK_1 + k - 1] = 1.0f;
    for (uint32_t k = 1; k <= 4 && i + k < h->n_turns && h->turns[i + k].gap == 0 && !h->turns[i + k].fresh; k++)
        if (h->turns[i + k].cued == c && h->turns[i + k].ground != MW_GROUND_NONE) f[MW_F_TIGHT_AHEAD_1 + k - 1] = 1.0f;
    for (uint32_t k = i > 8 ? i - 8 : 0; k < h->n_turns && k <= i + 8; k++)
        count += k != i && h->turns[k].cued == c && h->turns[k].ground != MW_GROUND_NONE && h->turns[k].doc == t->doc;
    f[MW_F_CUED_COUNT] = logf(1.0f + (float)count);
}

/* Features that weigh differently when narration, or a new scene, comes before a turn without a cue: then who was mentioned last counts,
 * not whose turn it is. */
static void after_narration(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    bool narrator = mw_narrator_at(h->text, h->cast, h->tokens->span[t->first].start) == p->character;
    bool bare = h->block_token[t->block] + 1 >= t->first && h->block_token[t->end_block + 1] <= t->last + 2;
    IF(BARE_NARRATOR, narrator && bare);
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
    int fit = gender_fit(said, gender_of(s->h, p->character));
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

enum { PARITY = 20, CROWD = 12 };

/* Whose turn would it be if two people spoke in turn since c was last cued, and until c is cued next? */
static void parity(const mw_stage *s, uint32_t c, float *f) {
    const mw_hearing *h = s->h;
    uint32_t i = s->index;
    for (uint32_t k = 1; k <= PARITY && k <= i && h->turns[i - k + 1].gap < 2 && !h->turns[i - k + 1].fresh; k++)
        if (h->turns[i - k].cued == c && h->turns[i - k].ground != MW_GROUND_NONE) {
            f[k % 2 ? MW_F_PARITY_BACK_ODD : MW_F_PARITY_BACK_EVEN] = 1.0f / sqrtf((float)k);
            break;
        }
    for (uint32_t k = 1; k <= PARITY && i + k < h->n_turns && h->turns[i + k].gap < 2 && !h->turns[i + k].fresh; k++)
        if (h->turns[i + k].cued == c && h->turns[i + k].ground != MW_GROUND_NONE) {
            f[k % 2 ? MW_F_PARITY_AHEAD_ODD : MW_F_PARITY_AHEAD_EVEN] = 1.0f / sqrtf((float)k);
            break;
        }
}

/* Who is cued in the scene, and how often: MW_SCENE_TURNS turns back and half as many ahead. */
static void scene(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f) {
    const mw_hearing *h = s->h;
    uint32_t who[CROWD], times[CROWD], n = 0, mine = 0, more = 0;
    for (uint32_t k = s->scene_turn; k < h->n_turns && k <= s->index + MW_SCENE_TURNS / 2; k++) {
        const mw_turn *x = &h->turns[k];
        if (k > s->index && x->fresh) break;
        if (k == s->index || x->cued == MW_NONE || x->ground == MW_GROUND_NONE) continue;
        uint32_t j = 0;
        while (j < n && who[j] != x->cued) j++;
        if (j == n && n < CROWD) who[n] = x->cued, times[n++] = 0;
        if (j < n) times[j]++;
    }
    for (uint32_t j = 0; j < n; j++)
        if (who[j] == p->character) mine = times[j];
    for (uint32_t j = 0; j < n; j++) more += who[j] != p->character && times[j] > mine;
    f[MW_F_SCENE_CUED] = logf(1.0f + (float)mine);
    IF(SCENE_TOP, mine && more < 2);
    IF(SCENE_PAIR, n == 2 && mine);
    IF(SCENE_OUT, n >= 2 && !mine);
    f[MW_F_SCENE_BLOCKS] = logf(1.0f + (float)p->blocks);
    if (p->near != MW_NONE) f[MW_F_NEAR_LOG] = logf(1.0f + (float)(t->first - p->near)) / 8.0f;
    parity(s, p->character, f);
    const mw_turn *after = s->index + 1 < h->n_turns && !h->turns[s->index + 1].fresh ? &h->turns[s->index + 1] : NULL;
    if (!after) return;
    int fit = gender_fit((mw_gender)after->call_gender, gender_of(h, p->character));
    IF(NEXT_SIR_FITS, fit > 0 && after->gap < 2);
    IF(NEXT_SIR_CLASH, fit < 0 && after->gap < 2);
    IF(OWN_CALL_NEXT, t->called != MW_NONE && after->cued == t->called && t->called != p->character);
}

/* What is the same for all candidates: with it the hidden layer weighs the others differently. */
static void of_turn(const mw_stage *s, const mw_turn *t, const mw_cue *cue, float *f) {
    const mw_hearing *h = s->h;
    IF(T_TIGHT, !t->fresh && t->gap == 0);
    IF(T_GAP, !t->fresh && t->gap > 1);
    IF(T_FRESH, t->fresh);
    IF(T_BARE, h->block_token[t->block] + 1 >= t->first && h->block_token[t->end_block + 1] <= t->last + 2);
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
    IF(T_GIVEN, x->given); /* the list of people is known: it leaves nobody out */
    bool narrator = mw_narrator_at(s->h->text, s->h->cast, s->h->tokens->span[t->first].start) == c;
    IF(NARRATOR, narrator);
    IF(NARRATOR_UNCUED, narrator && t->ground == MW_GROUND_NONE);
}

static void nobody(const mw_turn *t, const mw_cue *cue, float *f) {
    SET(NOBODY);
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
        nobody(t, cue, f);
        return;
    }
    const mw_present *p = &s->at[candidate];
    bool cued = cue && cue->force == MW_FORCE_STRONG;
    if (cued) {
        strong_cue(s, t, cue, p->character, f);
        near_cue(s, t, cue, p, f);
        cue_fits(s, t, cue, p->character, f);
        if (cue->first != MW_NONE) relatives(s, cue, p->character, f);
        cue_links(cue, p, link_top(s, p), f);
        mw_noun_features(s->h, s->index, cue, p->character, f);
    } else if (cue) {
        weak_cue(s, t, cue, p->character, f);
    }
    beats(s, p, cued, f);
    address(s, t, p, f);
    called_near(s, p, f);
    tale(s, t, p, f);
    voices(s, p, f);
    recent(s, t, p, f);
    neighbours(s, t, p->character, f);
    pair(s, t, p, f);
    tight(s, t, p->character, f);
    after_narration(s, t, p, f);
    pronouns_around(s, p, cued, f);
    scene(s, t, p, f);
    of_turn(s, t, cue, f);
    standing(s, t, candidate, p->character, f);
}

/* ---- heard ----------------------------------------------------------------------------------------------------------------- */

enum { HEARD_SCENE = 30, HEARD_FAR = 10, HEARD_NEAR = 4 };

static float posterior_of(const mw_turn *t, uint32_t character) {
    for (uint32_t j = 0; j < t->n; j++)
        if (t->at[j].character == character) return t->at[j].posterior;
    return 0;
}

/* Sums over the turns at some distance. */
typedef struct heard {
    float scene, far, near;
} heard;

static void hear(heard *all, uint32_t away, float p) {
    all->scene += p;
    if (away <= HEARD_FAR) all->far += p;
    if (away <= HEARD_NEAR) all->near += p;
}

void mw_heard_features(const mw_hearing *h, uint32_t turn, uint32_t character, float *f) {
    if (character == MW_NONE) return;
    heard all = {0};
    const mw_turn *t = &h->turns[turn];
    for (uint32_t k = 1; k <= HEARD_SCENE && k <= turn && !h->turns[turn - k + 1].fresh; k++) {
        float p = posterior_of(t - k, character);
        hear(&all, k, p);
        if (k == 1) f[MW_F_HEARD_BACK_1] = p;
        if (k == 2) f[MW_F_HEARD_BACK_2] = p;
    }
    for (uint32_t k = 1; k <= HEARD_SCENE && turn + k < h->n_turns && !h->turns[turn + k].fresh; k++) {
        float p = posterior_of(t + k, character);
        hear(&all, k, p);
        if (k == 1) f[MW_F_HEARD_AHEAD_1] = p;
        if (k == 2) f[MW_F_HEARD_AHEAD_2] = p;
    }
    f[MW_F_HEARD_SCENE] = logf(1.0f + all.scene);
    f[MW_F_HEARD_FAR] = logf(1.0f + all.far);
    f[MW_F_HEARD_NEAR] = logf(1.0f + all.near);
    if (t->like != MW_NONE) f[MW_F_HEARD_LIKE] = posterior_of(&h->turns[t->like], character);
    if (turn == 0 || t[-1].doc != t->doc || t->ground != MW_GROUND_NONE) return;
    if (t->fresh) f[MW_F_HEARD_OVER] = posterior_of(t - 1, character);
    if (t->tells && t[-1].tells) f[MW_F_HEARD_TALE] = posterior_of(t - 1, character);
}
