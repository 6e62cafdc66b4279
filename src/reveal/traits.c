/* traits: from what may be one to what is: a weighing of marks (logistic regression, learnt by training/portraits), one row a quality a
 * person, and those of a person that pull against each other. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/adjectives.h"
#include "reveal/traits.h"

const char *const mw_trait_kind_names[MW_N_TRAIT_KIND] = {"nature", "looks", "age", "work", "standing", "habit", "manner"};

static const float AGAIN_LEAST = 0.15f, TOLD = 0.2f; /* told: from here on (show) */
enum { LEAST = 12 /* percent: a find below is no row at all */, DENIED_NEAR = 6 };

float mw_trait_score(const mw_trait_find *f) {
    if (f->sure > 0) return f->sure;
    return (float)(1 / (1 + exp(-mw_dot(mw_trait_weights, f->marks, MW_N_MARK))));
}

static int by_place(const void *x, const void *y) {
    const mw_trait *a = x, *b = y;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end) return a->span.end < b->span.end ? -1 : 1;
    if (a->who != b->who) return a->who < b->who ? -1 : 1;
    return strcmp(a->trait, b->trait);
}

/* What a trait is compared by: its word, or the telling adjective of its noun ("a stern woman"). */
static const char *key_of(const mw_sight *s, uint32_t t) {
    if (mw_sight_upos(s, t) != MW_NOUN) return s->word[t];
    for (MW_EACH_CHILD(s, t, c)) {
        const mw_adjective *a = mw_sight_rel(s, c) == MW_REL_AMOD ? mw_adjective_lookup(s->word[c]) : NULL;
        if (a && a->valence) return s->word[c];
    }
    return mw_sight_lemma(s, t);
}

/* The word that says that it is not so, before it; MW_NONE. Of what the model took for a trait the words around say it. */
static uint32_t denied_by(const mw_sight *s, const mw_trait_find *f) {
    static const char *const words[] = {"not", "n't", "n\xE2\x80\x99t", "never", "no", "neither", "hardly", "scarcely"};
    uint32_t of[2] = {f->key, s->tags->head[f->key]};
    bool object = mw_sight_rel(s, f->key) == MW_REL_OBJ || mw_sight_upos(s, f->key) == MW_NOUN;
    if (mw_sight_rel(s, f->key) == MW_REL_AMOD && of[1] < s->tags->n && mw_sight_child(s, of[1], MW_REL_COP) != MW_NONE)
        object = mw_sight_who(s, mw_sight_subject(s, of[1])) == f->who; /* he was not a hard man */
    if (object && of[1] < s->tags->n && mw_sight_upos(s, of[1]) == MW_VERB)
        object = mw_sight_who(s, mw_sight_subject(s, of[1])) == f->who; /* and not: we must not expect Jane's fortune */
    for (int i = 0; i < (object && of[1] < s->tags->n ? 2 : 1); i++)
        for (MW_EACH_CHILD(s, of[i], c))
            if (c < f->tell_first && f->tell_first - c <= DENIED_NEAR && MW_AMONG(s->word[c], words) && !mw_trait_turned(s, f, c)) return c;
    return MW_NONE;
}

/* "was not vain" is told as "not vain". */
static const char *trait_words(const mw_sight *s, const mw_trait_find *f) {
    uint32_t not = denied_by(s, f);
    return mw_sight_words(s, not == MW_NONE ? f->tell_first : not, f->tell_last);
}

/* "I could not have a better nurse" tells nothing of me. */
static bool is_turn_of_phrase(const mw_sight *s, const mw_trait_find *f) {
    if (f->way != MW_WAY_HAS && f->way != MW_WAY_SIGN) return false;
    uint32_t verb = mw_sight_rel(s, f->key) == MW_REL_OBJ ? s->tags->head[f->key] : f->key;
    return mw_sight_negated(s, verb) && (f->marks[MW_SAYS_MODAL] != 0 || mw_sight_child_word(s, verb, MW_REL_AUX, "could") != MW_NONE);
}

static bool put_trait(const mw_sight *s, const mw_trait_find *f, float score, mw_trait *out) {
    uint32_t q = s->quote[f->key];
    *out =
        (mw_trait){.who = f->who,
                   .by = q == MW_NONE ? MW_NONE : s->read->speech->quotes[q].speaker,
                   .heard = q != MW_NONE,
                   .direct = denied_by(s, f) == MW_NONE && (f->way == MW_WAY_ADJECTIVE || f->way == MW_WAY_PREDICATE ||
                                                            f->way == MW_WAY_IS_A || f->way == MW_WAY_SEEMS || f->way == MW_WAY_APPOSITION),
                   .trait = trait_words(s, f),
                   .key = mw_arena_strdup(s->arena, key_of(s, f->key)),
                   .words = mw_sight_span(s, f->first, f->last),
                   .span = mw_sight_span(s, f->from, f->to),
                   .kind = f->kind,
                   .known = mw_sight_known(s, f->from, f->to),
                   .confidence = score};
    return out->trait && out->key;
}

/* ---- one row a quality ---- */

enum { LOOK_BACK = 24 };

/* Of rows of one person whose words overlap the surest stays: "tall", "a tall man", "a tall man of forty" are one. In order of place. */
static void thin(mw_portraits *p) {
    for (uint32_t i = 0; i < p->n_traits; i++) {
        mw_trait *x = &p->traits[i];
        for (uint32_t k = i; k > 0 && i - k < LOOK_BACK; k--) {
            mw_trait *y = &p->traits[k - 1];
            if (y->who != x->who || y->words.end <= x->words.start || x->words.end <= y->words.start) continue;
            mw_trait *weak = y->confidence < x->confidence ? y : x;
            weak->confidence = 0;
        }
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_traits; i++)
        if (p->traits[i].confidence > 0) p->traits[n++] = p->traits[i];
    p->n_traits = n;
}

/* ---- what pulls against what ---- */

enum { PULLS = 3 }; /* a person's at most */
static const float PULL_LEAST = 0.3f;

/* A quality in a few words. */
static bool is_short(const mw_trait *t) {
    uint32_t spaces = 0;
    for (const char *at = t->trait; *at; at++) spaces += *at == ' ';
    return spaces < 4;
}

/* A handsome coward and a small, good girl are no riddles: what somebody looks like and how strong they are pulls against nothing, nor does what
 * the told words do not say. */
static bool may_pull(const mw_trait *t) {
    static const char *const bodily[] = {"beautiful", "cool",   "dark",   "fair", "fine",  "fond",  "great",  "handsome", "hardy",
                                         "large",     "little", "lovely", "old",  "plain", "poor",  "pretty", "rich",     "small",
                                         "splendid",  "strong", "tough",  "weak", "well",  "young", "glad",   "happy",    "sad",
                                         "short",     "tall",   "nice",   "sick", "tired", "wrong"};
    return t->kind == MW_TRAIT_NATURE && !MW_AMONG(t->key, bodily) && strstr(t->trait, t->key) != NULL;
}

static bool pull(const mw_trait *a, const mw_trait *b) {
    if (a->who != b->who || strcmp(a->key, b->key) == 0 || !may_pull(a) || !may_pull(b)) return false;
    const mw_adjective *x = mw_adjective_lookup(a->key), *y = mw_adjective_lookup(b->key);
    if (!x || !y || !(x->of & MW_OF_ATTRIBUTE) || !(y->of & MW_OF_ATTRIBUTE)) return false; /* moods come and go */
    return x->valence * y->valence <= -2 || (x->group && x->group == -y->group && (x->valence || y->valence));
}

/* The same two qualities of the same person once. */
static bool pulled_before(const mw_portraits *p, const mw_pull *pulls, size_t n, const mw_trait *a, const mw_trait *b) {
    for (size_t i = 0; i < n; i++) {
        const mw_trait *x = &p->traits[pulls[i].a], *y = &p->traits[pulls[i].b];
        bool same = strcmp(x->key, a->key) == 0 && strcmp(y->key, b->key) == 0;
        if (x->who == a->who && (same || (strcmp(x->key, b->key) == 0 && strcmp(y->key, a->key) == 0))) return true;
    }
    return false;
}

static bool find_pulls(const mw_sight *s, mw_portraits *p) {
    uint32_t n = s->read->cast->n_characters;
    MW_VEC(mw_pull) pulls = {0};
    uint8_t *count = mw_arena_array(s->work, n, sizeof *count);
    uint32_t *recent = mw_arena_array(s->work, (size_t)n * 8, sizeof *recent); /* the last natures of each person */
    bool good = count && recent;
    for (size_t i = 0; good && i < (size_t)n * 8; i++) recent[i] = MW_NONE;
    for (uint32_t i = 0; good && i < p->n_traits; i++) {
        const mw_trait *t = &p->traits[i];
        if (!t->direct || t->confidence < PULL_LEAST || !is_short(t) || !mw_adjective_lookup(t->key) ||
            s->read->cast->characters[t->who].passing)
            continue;
        uint32_t *mine = &recent[(size_t)t->who * 8];
        bool pulled = false;
        for (int k = 0; good && !pulled && k < 8 && count[t->who] < PULLS; k++)
            if (mine[k] != MW_NONE && pull(&p->traits[mine[k]], t) && !pulled_before(p, pulls.at, pulls.n, &p->traits[mine[k]], t)) {
                good = mw_vec_push(&s->env->mem, &pulls, (mw_pull){mine[k], i});
                count[t->who]++;
                mine[k] = MW_NONE; /* each in one pair */
                pulled = true;
            }
        if (pulled) continue;
        memmove(mine + 1, mine, 7 * sizeof *mine);
        mine[0] = i;
    }
    p->pulls = good ? mw_arena_copy(s->arena, pulls.at, pulls.n * sizeof *pulls.at) : NULL;
    p->n_pulls = (uint32_t)pulls.n;
    mw_vec_clear(&s->env->mem, &pulls);
    return p->pulls != NULL;
}

/* A quality that was told before of the same person is the surer for it: each earlier time takes a seventh of the doubt. Finds are in order
 * of the text, but for those by sign; what comes later changes nothing. */
static bool told_again(const mw_sight *s, const mw_trait_find *f, mw_map *seen, float *score) {
    const mw_adjective *a = mw_adjective_lookup(key_of(s, f->key));
    if (f->kind != MW_TRAIT_NATURE || !a || !a->valence) return true;
    char key[80];
    uint32_t n = 0;
    int size = snprintf(key, sizeof key, "%u %.60s", f->who, key_of(s, f->key));
    mw_str k = {key, size < (int)sizeof key ? (size_t)size : sizeof key - 1};
    mw_map_get(seen, k, &n);
    float doubt = 1 - *score;
    for (uint32_t i = 0; i < n && i < 8; i++) doubt *= 6.0f / 7;
    if (*score >= AGAIN_LEAST) *score = 1 - doubt;
    return *score < AGAIN_LEAST || mw_map_put(seen, k, n + 1);
}

bool mw_traits_find(mw_sight *s, mw_portraits *p) {
    mw_trait_finds finds = {0};
    bool good = mw_traits_gather(s, &finds) && (!s->read->cast->critic || mw_traits_tell(s, &finds));
    p->traits = good ? mw_arena_array(s->arena, finds.n, sizeof *p->traits) : NULL;
    mw_map *seen = good ? mw_map_new(&s->env->mem) : NULL;
    good = p->traits && seen;
    for (size_t i = 0; good && i < finds.n; i++) {
        float score = mw_trait_score(&finds.at[i]), lasting = mw_trait_lasting(s, &finds.at[i]);
        if (score * 100 < LEAST || is_turn_of_phrase(s, &finds.at[i])) continue;
        good = told_again(s, &finds.at[i], seen, &score);
        score = score * lasting > TOLD ? score * lasting : score < TOLD ? score : TOLD; /* behind others, and told as before */
        good = good && put_trait(s, &finds.at[i], score, &p->traits[p->n_traits++]);
    }
    mw_vec_clear(&s->env->mem, &finds);
    mw_map_free(seen);
    if (good && p->n_traits > 1) qsort(p->traits, p->n_traits, sizeof *p->traits, by_place);
    if (good) thin(p);
    return good && find_pulls(s, p);
}
