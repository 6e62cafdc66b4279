/* features: groups of numbers, one function each; order and width are those of MW_ACT_GROUPS. */
#include "event/features.h"

#include <math.h>
#include <string.h>

static bool is(const mw_judge *j, uint32_t token, const char *word) { return mw_token_is(j->text, j->tokens, token, word); }

float mw_sign_highest(const mw_tags *tags, uint32_t first, uint32_t last, mw_sign sign) {
    uint8_t best = 0;
    if (!tags->sign_at) return 0;
    for (uint32_t t = first; t <= last; t++) {
        uint8_t p = mw_sign_at(tags, t, sign);
        best = p > best ? p : best;
    }
    return (float)best / 255;
}

static const mw_clause *clause_of(const mw_judge *j, const mw_act *a) { return a->clause == MW_NONE ? NULL : &j->clauses->at[a->clause]; }

static void flags_of(uint16_t flags, int n, float *f) {
    for (int i = 0; i < n; i++) f[i] = flags >> i & 1;
}

static void verb_features(const mw_judge *j, const mw_act *a, const mw_clause *k, float *f) {
    f[MW_AF_BIAS] = 1;
    f[MW_AF_DEED + a->deed] = 1;
    if (!k) return;
    mw_mind mind = k->word ? (mw_mind)k->word->mind : mw_sense_mind(mw_label(j->tags->labels_sense, j->tags->sense[k->head]));
    f[MW_AF_MIND + mind] = 1;
    if (k->word) flags_of(k->word->flags, 13, f + MW_AF_VERB);
    f[MW_AF_VERB + 13] = k->word == NULL;
    f[MW_AF_EVENT] = (float)j->tags->event[k->head] / 255;
    f[MW_AF_EVENT + 1] = mw_is_event(j->tags, k->head);
    flags_of(k->flags, 11, f + MW_AF_FORM);
    f[MW_AF_FORM + 11] = k->subject != MW_NONE;
}

static void place_features(const mw_act *a, const mw_clause *k, float *f) {
    static const uint8_t rels[] = {MW_REL_ROOT, MW_REL_CONJ, MW_REL_XCOMP, MW_REL_CCOMP, MW_REL_ADVCL, MW_REL_ACL, MW_REL_PARATAXIS};
    int rel = 7;
    for (int i = 0; k && i < 7; i++)
        if (k->rel == rels[i]) rel = i;
    f[MW_AF_REL + rel] = 1;
    f[MW_AF_LAYER] = a->quote != MW_NONE;
    f[MW_AF_LAYER + 1] = a->said != MW_NONE;
    f[MW_AF_LAYER + 2] = !k;
    f[MW_AF_LAYER + 3] = a->said != MW_NONE && k && !(k->word && k->word->flags & MW_VERB_SAY);
}

/* will/shall, would, can/could, may/might, should/must/ought, have, do, used to */
static int auxiliary(const char *lemma) {
    static const char *const words[] = {"will", "shall", "would", "can", "could", "may", "might", "should", "must", "ought", "have", "do"};
    static const uint8_t kinds[] = {0, 0, 1, 2, 2, 3, 3, 4, 4, 4, 5, 6};
    for (size_t i = 0; i < sizeof kinds; i++)
        if (strcmp(words[i], lemma) == 0) return kinds[i];
    return 7;
}

static void helper_features(const mw_judge *j, const mw_clause *k, float *f) {
    static const char *const marks[] = {"to", "if", "that", "because", "whether"};
    const mw_children *ch = j->clauses->children;
    for (uint32_t t = mw_child_first(ch, k->head); t != MW_NONE; t = mw_child_next(ch, t)) {
        if (j->tags->rel_base[t] != MW_REL_AUX) continue;
        int kind = is(j, t, "would") || is(j, t, "'d") ? 1 : auxiliary(mw_lemma(j->tags, t));
        f[MW_AF_AUX + kind] = 1;
    }
    for (int i = 0; i < 5; i++)
        if (is(j, k->mark, marks[i])) f[MW_AF_MARK + i] = 1;
    f[MW_AF_MARK + 5] = k->mark != MW_NONE;
    const mw_clause *up = k->over == MW_NONE ? NULL : &j->clauses->at[k->over];
    bool below = k->rel == MW_REL_XCOMP || k->rel == MW_REL_CCOMP || k->rel == MW_REL_ADVCL || k->rel == MW_REL_ACL;
    if (!up || !below) return;
    f[MW_AF_OVER] = 1;
    if (up->word) flags_of(up->word->flags >> 1, 7, f + MW_AF_OVER + 1);
    f[MW_AF_OVER + 8] = (up->flags & MW_CLAUSE_NEGATED) != 0;
    f[MW_AF_OVER + 9] = up->word && up->word->mind == MW_MIND_THINK;
}

static float share(const mw_judge *j, uint32_t character) {
    if (character == MW_NONE) return 0;
    const mw_character *c = &j->cast->characters[character];
    return j->most[c->doc] ? (float)c->n_mentions / (float)j->most[c->doc] : 0;
}

static void role_features(const mw_judge *j, const mw_act *a, const mw_clause *k, float *f) {
    float *r = f + MW_AF_ROLES;
    r[0] = a->who != MW_NONE;
    r[1] = share(j, a->who);
    r[2] = a->to != MW_NONE;
    r[3] = share(j, a->to);
    r[4] = a->who != MW_NONE && j->cast->characters[a->who].narrator;
    r[5] = a->what.end > a->what.start;
    r[6] = a->place.end > a->place.start;
    r[7] = a->who_mention != MW_NONE && j->cast->mentions[a->who_mention].form == MW_PRO;
    r[8] = a->who_mention != MW_NONE ? (float)j->cast->mentions[a->who_mention].confidence / 255 : 0;
    float *s = f + MW_AF_SIZE;
    s[0] = logf((float)(a->last - a->first + 2));
    s[1] = a->said == MW_NONE ? 0 : logf((float)(j->speech->quotes[a->said].last - j->speech->quotes[a->said].first + 2));
    s[2] = k ? logf((float)j->lemma_n[a->clause] + 1) : 0;
    uint32_t sentence = j->tags->sentence[a->head], first = j->tags->sentences[sentence].first;
    s[3] = a->head - first < 8;
    s[4] = a->said != MW_NONE && j->speech->quotes[a->said].speech == a->said;
}

static void tone_features(const mw_judge *j, const mw_act *a, float *f) {
    if (!j->tags->tones) return;
    const mw_tone *t = &j->tags->tones[j->tags->sentence[a->head]];
    for (int i = 0; i < MW_N_MODE; i++) f[MW_AF_TONE + i] = (float)t->mode[i] / 255;
    f[MW_AF_TONE + 4] = t->tension;
    f[MW_AF_TONE + 5] = fabsf(t->valence);
    f[MW_AF_TONE + 6] = (float)t->lapse[MW_SECONDS] / 255;
    f[MW_AF_TONE + 7] = (float)t->lapse[MW_YEARS] / 255;
}

/* The likeliest of some signs; best: of each sign, within the act. */
static float of_group(const uint8_t best[MW_N_SIGN], mw_sign first, mw_sign last) {
    uint8_t most = 0;
    for (int i = first; i <= (int)last; i++) most = best[i] > most ? best[i] : most;
    return (float)most / 255;
}

/* How much of the act bears the sign. */
static float mean_of(const mw_judge *j, const mw_act *a, mw_sign sign) {
    const mw_tags *tags = j->tags;
    float sum = 0;
    for (uint32_t i = tags->sign_at[a->first]; i < tags->sign_at[a->last + 1]; i++)
        if (tags->signs[i].sign == (uint8_t)sign) sum += (float)tags->signs[i].p;
    return sum / 255 / (float)(a->last - a->first + 1);
}

static void sign_features(const mw_judge *j, const mw_act *a, float *f) {
    static const uint8_t own[] = {MW_SIGN_ACT, MW_SIGN_KEY, MW_SIGN_REAL, MW_SIGN_WHY_TOLD, MW_SIGN_WHY_HINTED};
    if (!j->tags->sign_at) return;
    const mw_tags *tags = j->tags;
    uint8_t best[MW_N_SIGN] = {0};
    for (uint32_t i = tags->sign_at[a->first]; i < tags->sign_at[a->last + 1]; i++) {
        const mw_signed *sign = &tags->signs[i];
        if (sign->sign < MW_N_SIGN && sign->p > best[sign->sign]) best[sign->sign] = sign->p;
    }
    float *s = f + MW_AF_SIGN;
    for (int i = 0; i < 5; i++) {
        s[i] = (float)mw_sign_at(j->tags, a->head, (mw_sign)own[i]) / 255;
        s[5 + i] = of_group(best, (mw_sign)own[i], (mw_sign)own[i]);
    }
    s[10] = of_group(best, MW_SIGN_PERCEIVE, MW_SIGN_FREE);
    s[11] = of_group(best, MW_SIGN_RIPPLE_ACT, MW_SIGN_RIPPLE_STATE);
    s[12] = of_group(best, MW_SIGN_SPOKEN, MW_SIGN_SPOKEN);
    s[13] = of_group(best, MW_SIGN_CUE, MW_SIGN_CUE);
    s[14] = mean_of(j, a, MW_SIGN_ACT);
    s[15] = mean_of(j, a, MW_SIGN_KEY);
    s[16] = of_group(best, MW_SIGN_QUESTION, MW_SIGN_ABSENCE);
    s[17] = of_group(best, MW_SIGN_VIOLENCE, MW_SIGN_WAR);
    s[18] = of_group(best, MW_SIGN_SPOUSE, MW_SIGN_SUITOR);
}

void mw_act_features(const mw_judge *j, const mw_act *a, float *f) {
    const mw_clause *k = clause_of(j, a);
    memset(f, 0, MW_N_ACT_FEATURE * sizeof *f);
    verb_features(j, a, k, f);
    place_features(a, k, f);
    if (k) helper_features(j, k, f);
    role_features(j, a, k, f);
    tone_features(j, a, f);
    sign_features(j, a, f);
}

/* ---- counts ---- */

/* A verb's count begins again after as many tokens as an annotated passage has: over a book every common verb would become stale, and what is
 * learnt from passages knows no such counts. */
enum { STALE = 300 };

typedef struct verb_use {
    uint32_t n, since; /* uses since that token */
} verb_use;

static bool count_lemmas(const mw_env *env, mw_arena *arena, mw_judge *j) {
    mw_map *lemmas = mw_map_new(&env->mem);
    MW_VEC(verb_use) uses = {0};
    j->lemma_n = mw_arena_array(arena, j->clauses->n, sizeof *j->lemma_n);
    bool ok = lemmas && j->lemma_n;
    for (uint32_t i = 0; ok && i < j->clauses->n; i++) {
        uint32_t head = j->clauses->at[i].head, at = 0;
        mw_str lemma = mw_str_of(mw_lemma(j->tags, head));
        if (!mw_map_get(lemmas, lemma, &at)) {
            at = (uint32_t)uses.n;
            ok = mw_map_put(lemmas, lemma, at) && mw_vec_push(&env->mem, &uses, (verb_use){0, head});
            if (!ok) break;
        }
        verb_use *u = &uses.at[at];
        if (head > u->since + STALE) *u = (verb_use){0, head};
        j->lemma_n[i] = ++u->n;
    }
    mw_vec_clear(&env->mem, &uses);
    mw_map_free(lemmas);
    return ok;
}

marrow_status mw_judge_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                             const mw_cast *cast, const mw_speech_room *speech, const mw_clauses *clauses, mw_judge *judge,
                             marrow_error *err) {
    *judge = (mw_judge){.text = text, .tokens = tokens, .tags = tags, .cast = cast, .speech = speech, .clauses = clauses};
    judge->most = mw_arena_array(arena, text->n_docs, sizeof *judge->most);
    if (!judge->most || !count_lemmas(env, arena, judge)) return mw_fail_memory(err);
    for (uint32_t i = 0; i < cast->n_characters; i++) {
        const mw_character *c = &cast->characters[i];
        if (c->n_mentions > judge->most[c->doc]) judge->most[c->doc] = c->n_mentions;
    }
    return MARROW_OK;
}

/* ---- judging ---- */

#include "event/weights.inc"

float mw_act_answer(const mw_judge *j, mw_act_question question, const float *f) {
    const float *w = act_weights[j->tags->sign_at != NULL][question];
    return (float)(1 / (1 + exp(-mw_dot(w, f, MW_N_JUDGED))));
}
