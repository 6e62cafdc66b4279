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

static bool at_word(const mw_sight *s, mw_content_finds *finds, uint32_t t, uint32_t *seen) {
    size_t n = 0;
    const mw_content_word *w = mw_content_words(s->word[t], &n);
    if (!w) w = mw_content_words(mw_sight_lemma(s, t), &n);
    for (size_t i = 0; w && i < n; i++) {
        *seen |= 1u << w[i].kind;
        if (!put(s, finds, w[i].kind, w[i].chance, t)) return false;
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
    return true;
}

float mw_content_score(const mw_sight *s, const mw_content_find *f) {
    if (f->sure > 0) return f->sure;
    double sign = f->sign / 255.0,
           marks[MW_N_CONTENT_MARK] = {[MW_NOTES_WORD] = f->chance > 0, [MW_NOTES_CHANCE] = f->chance / 100.0, [MW_NOTES_SIGN] = sign,
                                       [MW_NOTES_ROOT] = sqrt(sign),    [MW_NOTES_NO_SIGN] = f->sign == 0,     [MW_NOTES_BIAS] = 1};
    double sum = 0;
    if (!s->tags->sign_at) return (float)f->chance / 100; /* a model without signs: the word's chance */
    for (int i = 0; i < MW_N_CONTENT_MARK; i++) sum += marks[i] * (double)mw_content_weights[i];
    return (float)(1 / (1 + exp(-sum)));
}

/* ---- notes ---- */

static uint32_t sufferer(const mw_sight *s, uint32_t t) {
    uint32_t object = mw_sight_child(s, t, MW_REL_OBJ), who = MW_NONE;
    if (mw_sight_upos(s, t) == MW_VERB) {
        if (object != MW_NONE) {
            who = mw_sight_who(s, object);
            return who == MW_NONE ? mw_sight_who(s, mw_sight_possessor(s, object)) : who;
        }
        return mw_sight_who(s, mw_sight_subject(s, t));
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

/* Joins a place to the note of its kind in the same sentence. */
static bool join(const mw_sight *s, mw_content *note, uint32_t sentence, const mw_content_find *f, float score) {
    if (s->tags->sentence[f->key] != sentence) return false;
    mw_span span = mw_sight_span(s, f->first, f->last);
    if (span.end > note->span.end) note->span.end = span.end;
    if (score > note->confidence) note->confidence = score; /* words of one note are no witnesses of each other */
    note->shown = note->shown || is_shown(s, f);
    if (note->known < note->span.end) note->known = note->span.end;
    return true;
}

static void start(const mw_sight *s, mw_content *note, const mw_content_find *f, float score) {
    uint32_t who = suffered(f->kind) ? sufferer(s, f->key) : MW_NONE;
    *note = (mw_content){.kind = (mw_content_kind)f->kind,
                         .shown = is_shown(s, f),
                         .who = who,
                         .child = who != MW_NONE && s->read->cast->characters[who].age == MW_CHILD,
                         .span = mw_sight_span(s, f->first, f->last),
                         .confidence = score};
    note->known = mw_sight_known(s, f->first, f->last);
}

static int by_key(const void *x, const void *y) {
    const mw_content_find *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->last != b->last) return a->last < b->last ? -1 : 1;
    return a->sure < b->sure ? -1 : a->sure > b->sure;
}

bool mw_content_find_all(mw_sight *s, mw_portraits *p) {
    mw_content_finds finds = {0};
    bool critic = s->read->cast->critic != NULL, good = mw_content_gather(s, &finds) && (!critic || mw_content_tell(s, p, &finds));
    if (good && critic && finds.n > 1) qsort(finds.at, finds.n, sizeof *finds.at, by_key);
    mw_content *notes = good ? mw_arena_array(s->arena, finds.n, sizeof *notes) : NULL;
    uint32_t last[MW_N_CONTENT], sentence[MW_N_CONTENT], n = 0;
    for (int k = 0; k < MW_N_CONTENT; k++) last[k] = sentence[k] = MW_NONE;
    for (size_t i = 0; notes && i < finds.n; i++) {
        const mw_content_find *f = &finds.at[i];
        float score = mw_content_score(s, f);
        if (critic && !(f->sure > 0)) score = mw_content_damp(s, f, score);
        if (last[f->kind] != MW_NONE && join(s, &notes[last[f->kind]], sentence[f->kind], f, score)) continue;
        start(s, &notes[n], f, score);
        last[f->kind] = n++;
        sentence[f->kind] = s->tags->sentence[f->key];
    }
    mw_vec_clear(&s->env->mem, &finds);
    if (!notes) return false;
    p->content = notes;
    for (uint32_t i = 0; i < n; i++)
        if (notes[i].confidence * 100 >= LEAST) notes[p->n_content++] = notes[i];
    return true;
}
