/* cue_features: what the cue of a turn ("said Mary", "she cried", "answered the doctor") tells for and against a candidate. By the form of the
 * cue: name, noun, pronoun, I; for a noun whom it may mean and whose it is; for a pronoun who is nearest and what the model's links say. */
#include "speech/stage.h"

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
    int fit = mw_gender_fit((mw_gender)cue->gender, mw_gender_of(s->h, c));
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
    if (mw_gender_fit((mw_gender)cue->gender, mw_gender_of(s->h, p->character)) < 0) return;
    int nearer = 0, nearer_subject = 0, rivals = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const mw_present *q = &s->at[i];
        if (q == p || mw_gender_fit((mw_gender)cue->gender, mw_gender_of(s->h, q->character)) < 0) continue;
        nearer += q->near_cue != MW_NONE && q->near_cue > p->near_cue;
        rivals += q->near_cue != MW_NONE && mw_gender_fit((mw_gender)cue->gender, mw_gender_of(s->h, q->character)) > 0;
        nearer_subject += q->near_cue_subject != MW_NONE && p->near_cue_subject != MW_NONE && q->near_cue_subject > p->near_cue_subject;
    }
    IF(CUE_GENDER_ONLY, rivals == 0 && mw_gender_fit((mw_gender)cue->gender, mw_gender_of(s->h, p->character)) > 0);
    IF(CUE_NEAR_HERE, p->near_cue_subject != MW_NONE && s->h->tokens->block[p->near_cue_subject] == t->block && nearer_subject == 0);
    IF(CUE_NEAR_FIRST, nearer == 0);
    IF(CUE_NEAR_SECOND, nearer == 1);
    IF(CUE_NEAR_SUBJECT, p->near_cue_subject != MW_NONE && nearer_subject == 0);
}

static void weak_cue(const mw_stage *s, const mw_turn *t, const mw_cue *cue, uint32_t c, float *f) {
    bool same = t->cued == c, other = t->cued != MW_NONE && !same;
    if (cue->plural) return;
    int fit = mw_gender_fit((mw_gender)cue->gender, mw_gender_of(s->h, c));
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

enum { FORMS = 10, LONG_NAME = 2 };

/* Do the words stand in a form by which the character is called? */
static bool bears(const mw_hearing *h, uint32_t character, mw_str words) {
    const mw_character *c = &h->cast->characters[character];
    if (c->name && whole_word(mw_str_of(c->name), words)) return true;
    for (uint32_t i = 0; i < c->n_aliases && i < FORMS; i++)
        if (whole_word(mw_str_of(c->aliases[i].form), words)) return true;
    return false;
}

uint32_t mw_noun_owner(const mw_hearing *h, uint32_t first, uint32_t head, uint32_t mention) {
    uint32_t m = h->at_token[first];
    for (; m != MW_NONE && m < h->cast->n_mentions && h->cast->mentions[m].first < head; m++) {
        const mw_mention *x = &h->cast->mentions[m];
        if (m == mention || x->plural || x->last >= head) continue;
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
    uint32_t owner = cue->form == MW_NOM ? mw_noun_owner(s->h, cue->first, cue->head, cue->mention) : MW_NONE;
    if (owner == MW_NONE) return;
    IF(CUE_OWNER, owner == c);
    const mw_turn *last = s->index && !s->turn->fresh ? &s->h->turns[s->index - 1] : NULL; /* "said his wife" to him */
    IF(CUE_OWNER_LAST, last && last->cued == owner && last->ground != MW_GROUND_NONE && owner != c);
    IF(CUE_KIN, owner != c && kin(mw_word(s->h, cue->head)) && share_surname(s->h, owner, c));
}

/* Does a form have the word, or one that begins with it or that it begins with ("beard", "bearded")? */
static bool has_word(mw_str form, mw_str word) {
    enum { STEM = 4 };
    for (size_t i = 0; i < form.n;) {
        size_t n = 0;
        while (i + n < form.n && form.at[i + n] != ' ' && form.at[i + n] != ',' && form.at[i + n] != '-') n++;
        size_t least = n < word.n ? n : word.n;
        if ((n == word.n || least >= STEM) && n && same_letters(form.at + i, word.at, least)) return true;
        i += n + 1;
    }
    return false;
}

/* "the bearded man" of a list's "The Man With The Black Beard": two words and more, all of them in one description of the character's. */
static bool described(const mw_hearing *h, const mw_cue *cue, uint32_t c) {
    const mw_character *x = &h->cast->characters[c];
    mw_str name = mw_str_of(x->given && x->name ? x->name : "");
    if (!mw_str_starts(name, "The ") && !mw_str_starts(name, "A ") && !mw_str_starts(name, "An ")) return false;
    uint32_t n = 0;
    for (uint32_t t = cue->first; t <= cue->last; t++) {
        uint8_t u = h->tags->upos[t];
        if (u != MW_NOUN && u != MW_ADJ && u != MW_NUM && u != MW_PROPN) continue;
        if (!has_word(name, mw_word(h, t))) return false;
        n++;
    }
    return n > 1;
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
    bool listed = cue->form == MW_NOM && h->cast->characters[c].given && mw_names_find(h, cue->first, cue->last) == c;
    IF(CUE_LISTED, listed);
    /* "the man with the white hat" is nobody else's name */
    IF(CUE_LISTED_LONG, (listed && cue->last - cue->first >= LONG_NAME) || (cue->form == MW_NOM && described(h, cue, c)));
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

void mw_cue_features(const mw_stage *s, const mw_turn *t, const mw_cue *cue, const mw_present *p, float *f) {
    if (cue->force != MW_FORCE_STRONG) {
        weak_cue(s, t, cue, p->character, f);
        return;
    }
    strong_cue(s, t, cue, p->character, f);
    near_cue(s, t, cue, p, f);
    cue_fits(s, t, cue, p->character, f);
    if (cue->first != MW_NONE) relatives(s, cue, p->character, f);
    cue_links(cue, p, link_top(s, p), f);
    mw_noun_features(s->h, s->index, cue, p->character, f);
}
