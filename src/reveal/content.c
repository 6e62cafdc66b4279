/* content: content notes. A place is a word of the list, a sign of the model, or both; places of one kind in one sentence are one note.
 * Whether a thing is shown or only mentioned goes by its realis, its tense and who tells it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reveal/content.h"

const char *const mw_content_names[MW_N_CONTENT] = {
    "violence",       "death",           "suicide",        "self-harm", "child-abuse", "domestic-abuse",
    "sexual-content", "sexual-violence", "nudity",         "alcohol",   "drugs",       "animal-harm",
    "illness",        "mental-illness",  "slavery-racism", "war",       "swearing"};

enum { LEAST = 10, SIGN_LEAST = 20 }; /* percent; of 255 */

/* ---- places ---- */

static bool put(const mw_sight *s, mw_content_finds *finds, uint8_t kind, uint8_t chance, uint32_t t) {
    mw_content_find f = {.kind = kind, .chance = chance, .key = t, .first = t, .last = t};
    f.heard = s->quote[t] != MW_NONE;
    f.real = mw_is_event(s->tags, t);
    if (s->tags->sign_at) f.sign = mw_sign_at(s->tags, t, (mw_sign)(MW_SIGN_VIOLENCE + kind));
    return mw_vec_push(&s->env->mem, finds, f);
}

bool mw_content_put_phrase(const mw_sight *s, mw_content_finds *finds, uint8_t kind, uint32_t first, uint32_t last, uint8_t percent) {
    if (!put(s, finds, kind, 0, first)) return false;
    finds->at[finds->n - 1].sign = 0; /* its words bring their own */
    finds->at[finds->n - 1].phrase = percent;
    finds->at[finds->n - 1].last = last;
    return true;
}

static bool at_word(const mw_sight *s, mw_content_finds *finds, uint32_t t, uint32_t *seen) {
    size_t n = 0;
    const mw_content_word *w = mw_content_words(s->word[t], &n);
    if (!w) w = mw_content_words(mw_sight_lemma(s, t), &n);
    for (size_t i = 0; w && i < n; i++) {
        *seen |= 1u << w[i].kind; /* of a figure of speech the model's sign is none either */
        if (!mw_content_figure(s, w[i].kind, t) && !put(s, finds, w[i].kind, w[i].chance, t)) return false;
    }
    return true;
}

bool mw_content_gather(const mw_sight *s, mw_content_finds *finds) {
    for (uint32_t t = 0; t < s->tags->n; t++) {
        uint32_t seen = 0;
        if (!at_word(s, finds, t, &seen)) return false;
        if (!s->tags->sign_at) continue;
        for (uint32_t i = s->tags->sign_at[t]; i < s->tags->sign_at[t + 1]; i++) {
            uint8_t sign = s->tags->signs[i].sign;
            if (sign < MW_SIGN_VIOLENCE || sign > MW_SIGN_SWEARING || s->tags->signs[i].p < SIGN_LEAST) continue;
            uint8_t kind = (uint8_t)(sign - MW_SIGN_VIOLENCE);
            if (!(seen & 1u << kind) && !put(s, finds, kind, 0, t)) return false;
        }
    }
    return mw_content_phrases(s, finds);
}

/* ---- notes ---- */

static uint32_t sufferer(const mw_sight *s, uint32_t t) {
    uint32_t object = mw_sight_child(s, t, MW_REL_OBJ), who = MW_NONE;
    if (mw_sight_upos(s, t) == MW_VERB) {
        if (object != MW_NONE) {
            who = mw_sight_who(s, object);
            return who == MW_NONE ? mw_sight_who(s, mw_sight_possessor(s, object)) : who;
        }
        who = mw_sight_who(s, mw_content_with(s, t, "for"));
        return who == MW_NONE ? mw_sight_who(s, mw_sight_subject(s, t)) : who;
    }
    uint32_t owner = mw_sight_possessor(s, t);
    if (owner == MW_NONE) owner = mw_sight_of(s, t, "of");
    who = mw_sight_who(s, owner);
    if (who == MW_NONE && mw_sight_rel(s, t) == MW_REL_AMOD) who = mw_sight_who(s, s->tags->head[t]);
    if (who == MW_NONE && mw_sight_child(s, t, MW_REL_COP) != MW_NONE) who = mw_sight_who(s, mw_sight_child(s, t, MW_REL_NSUBJ));
    return who == MW_NONE ? mw_sight_who(s, t) : who;
}

static bool suffered(uint8_t kind) { return kind != MW_CONTENT_SWEARING && kind != MW_CONTENT_WAR && kind != MW_CONTENT_ALCOHOL; }

static bool is_shown(const mw_sight *s, const mw_content_find *f) {
    if (s->tags->sign_at) return mw_sign_at(s->tags, f->key, MW_SIGN_SHOWN) >= 128;
    if (f->kind == MW_CONTENT_SWEARING) return f->heard;
    return f->real && !f->heard;
}

/* ---- groups ---- */

static void insert(uint8_t *largest, int n, uint8_t value) {
    for (int i = 0; i < n; i++)
        if (value > largest[i]) {
            uint8_t least = largest[i];
            largest[i] = value;
            value = least;
        }
}

static void join(const mw_sight *s, mw_content_group *g, const mw_content_find *f) {
    uint32_t says = (f->chance + f->phrase) * 255u / 100 + f->sign + (f->sure > 0 ? 512 : 0);
    if (f->phrase > g->phrase) g->phrase = f->phrase;
    insert(g->chances, 2, f->chance);
    insert(g->signs, 3, f->sign);
    g->n_signs += f->sign > 0;
    if (f->first < g->first) g->first = f->first;
    if (f->last > g->last) g->last = f->last;
    if (f->sure > g->sure) g->sure = f->sure;
    g->shown = g->shown || is_shown(s, f);
    g->heard = g->heard || f->heard;
    g->n_real += f->real;
    if (says <= g->most) return;
    g->most = says;
    g->key = f->key;
}

/* What stands around: a sentence that tells of a death tells of violence too, and what has begun goes on. */
enum { BEFORE = 3 };
static void look_around(mw_content_groups *groups) {
    for (size_t i = 0; i < groups->n; i++) {
        mw_content_group *g = &groups->at[i];
        for (size_t k = i; k-- > 0 && groups->at[k].sentence + BEFORE >= g->sentence;) {
            mw_content_group *x = &groups->at[k];
            if (x->kind == g->kind && x->signs[0] > g->before) g->before = x->signs[0];
            if (x->sentence != g->sentence) continue;
            if (x->signs[0] > g->others) g->others = x->signs[0];
            if (g->signs[0] > x->others) x->others = g->signs[0];
        }
    }
}

static int by_key(const void *x, const void *y) {
    const mw_content_find *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->last != b->last) return a->last < b->last ? -1 : 1;
    return a->sure < b->sure ? -1 : a->sure > b->sure;
}

bool mw_content_group_all(const mw_sight *s, mw_content_finds *finds, mw_content_groups *groups) {
    if (finds->n > 1) qsort(finds->at, finds->n, sizeof *finds->at, by_key);
    size_t last[MW_N_CONTENT];
    for (int k = 0; k < MW_N_CONTENT; k++) last[k] = SIZE_MAX;
    for (size_t i = 0; i < finds->n; i++) {
        const mw_content_find *f = &finds->at[i];
        uint32_t sentence = s->tags->sentence[f->key];
        if (last[f->kind] == SIZE_MAX || groups->at[last[f->kind]].sentence != sentence) {
            mw_content_group g = {.kind = f->kind, .sentence = sentence, .key = f->key, .first = f->first, .last = f->last};
            last[f->kind] = groups->n;
            if (!mw_vec_push(&s->env->mem, groups, g)) return false;
        }
        join(s, &groups->at[last[f->kind]], f);
    }
    look_around(groups);
    return true;
}

void mw_content_marks(const mw_sight *s, const mw_content_group *g, float marks[MW_N_CONTENT_MARK]) {
    float chance = (float)g->chances[0] / 100, sign = (float)g->signs[0] / 255;
    for (int i = 0; i < MW_N_CONTENT_MARK; i++) marks[i] = 0;
    marks[MW_NOTES_WORD] = g->chances[0] > 0;
    marks[MW_NOTES_CHANCE] = chance;
    marks[MW_NOTES_SECOND] = (float)g->chances[1] / 100;
    marks[MW_NOTES_SIGN] = sign;
    marks[MW_NOTES_ROOT] = sqrtf(sign);
    marks[MW_NOTES_THIRD] = (float)g->signs[2] / 255;
    marks[MW_NOTES_NO_SIGN] = g->signs[0] == 0;
    marks[MW_NOTES_MANY] = logf((float)g->n_signs + 1);
    marks[MW_NOTES_BOTH] = chance * sqrtf(sign);
    marks[MW_NOTES_OTHERS] = sqrtf((float)g->others / 255);
    marks[MW_NOTES_BEFORE] = sqrtf((float)g->before / 255);
    marks[MW_NOTES_REAL] = g->n_real > 0;
    marks[MW_NOTES_HEARD] = g->heard;
    if (s->tags->tones) {
        marks[MW_NOTES_TENSE] = s->tags->tones[g->sentence].tension;
        marks[MW_NOTES_DARK] = -s->tags->tones[g->sentence].valence;
    }
    marks[g->chances[0] ? MW_NOTES_TURN : MW_NOTES_PHRASE] = sqrtf((float)g->phrase / 100);
    marks[MW_NOTES_KIND + g->kind] = 1;
    marks[MW_NOTES_BIAS] = 1;
}

static float score(const mw_sight *s, const mw_content_group *g) {
    float marks[MW_N_CONTENT_MARK];
    double sum = 0;
    if (!s->tags->sign_at) /* a model without signs: the word's chance; turns of speech are right half as often as their writer thought */
        return (float)(g->phrase > 2 * g->chances[0] ? g->phrase / 2 : g->chances[0]) / 100;
    mw_content_marks(s, g, marks);
    for (int i = 0; i < MW_N_CONTENT_MARK; i++) sum += (double)marks[i] * (double)mw_content_weights[i];
    return (float)(1 / (1 + exp(-sum)));
}

/* ---- the product ---- */

static mw_content note_of(const mw_sight *s, const mw_content_group *g, float confidence) {
    uint32_t who = suffered(g->kind) ? sufferer(s, g->key) : MW_NONE;
    mw_content note = {.kind = (mw_content_kind)g->kind,
                       .shown = g->shown,
                       .who = who,
                       .child = who != MW_NONE && s->read->cast->characters[who].age == MW_CHILD,
                       .span = mw_sight_span(s, g->first, g->last),
                       .known = mw_sight_known(s, g->first, g->last),
                       .confidence = confidence};
    return note;
}

/* What goes on is told once. From one sentence to the next it is one note, no longer than a paragraph, that tells of the surest place in it;
 * soon after a sure note of its kind a stretch needs more to be another. */
enum { SOON = 300, GOES_ON = 32, LONGEST = 80 }; /* tokens */
#define SURE_NOTE 0.4F
#define TOLD_ALREADY 1.0

typedef struct stretch {
    uint32_t note, first, last; /* the note that a kind has open, or MW_NONE */
    uint32_t sure;              /* where its last sure note began, or MW_NONE */
    bool again;                 /* the open note came soon after it */
} stretch;

static float told(const stretch *open, float confidence) {
    if (!open->again || confidence <= 0 || confidence >= 1) return confidence;
    return (float)(1 / (1 + exp(TOLD_ALREADY - log((double)confidence / (1 - (double)confidence)))));
}

static void tell(const mw_sight *s, mw_portraits *p, mw_content *notes, stretch *open, const mw_content_group *g, float confidence) {
    if (open->note == MW_NONE || g->first - open->last > GOES_ON || g->last - open->first >= LONGEST) {
        if (open->note != MW_NONE && notes[open->note].confidence >= SURE_NOTE) open->sure = open->first;
        open->again = open->sure != MW_NONE && g->first - open->sure <= SOON;
        open->note = p->n_content++, open->first = g->first, open->last = g->last;
        notes[open->note] = note_of(s, g, told(open, confidence));
        return;
    }
    mw_content *on = &notes[open->note], now = note_of(s, g, told(open, confidence));
    if (g->last > open->last) open->last = g->last;
    now.span = mw_sight_span(s, open->first, open->last);
    if (on->known > now.known) now.known = on->known;
    if (on->confidence >= now.confidence) {
        on->span = now.span, on->known = now.known;
    } else {
        *on = now;
    }
}

bool mw_content_find_all(mw_sight *s, mw_portraits *p) {
    mw_content_finds finds = {0};
    mw_content_groups groups = {0};
    bool critic = s->read->cast->critic != NULL,
         good = mw_content_gather(s, &finds) && (critic ? mw_content_tell(s, p, &finds) : mw_content_deeds(s, p, &finds));
    good = good && mw_content_group_all(s, &finds, &groups);
    mw_content *notes = good ? mw_arena_array(s->arena, groups.n, sizeof *notes) : NULL;
    stretch open[MW_N_CONTENT];
    for (int k = 0; k < MW_N_CONTENT; k++) open[k] = (stretch){.note = MW_NONE, .sure = MW_NONE};
    for (size_t i = 0; notes && i < groups.n; i++) {
        const mw_content_group *g = &groups.at[i];
        float confidence = score(s, g);
        if (critic) confidence = mw_content_damp(s, (mw_content_kind)g->kind, g->key, confidence);
        if (g->sure > confidence) confidence = g->sure;
        if (confidence * 100 < LEAST) continue;
        if (critic) open[g->kind] = (stretch){.note = MW_NONE, .sure = MW_NONE}; /* a review spares words: each is a note */
        tell(s, p, notes, &open[g->kind], g, confidence);
    }
    p->content = notes;
    mw_vec_clear(&s->env->mem, &finds);
    mw_vec_clear(&s->env->mem, &groups);
    return notes != NULL;
}
