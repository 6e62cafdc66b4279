/* shape: its parts one after the other, the words that they all go by, ids, and the dump. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "reveal/shape_work.h"

const char *const mw_thread_names[MW_N_THREAD] = {"question", "promise", "plan", "threat", "secret", "object", "absence"};
const char *const mw_fault_names[MW_N_FAULT] = {"age", "eyes", "hair", "kin", "job", "spelling", "confusable", "once", "day", "date"};

/* ---- words ---- */

/* A lemma that lost its last letter ("promis"), has one too many or another ("lilie"): no novel has it, but has it with an e, without, or with y. */
static void mend(mw_buf *low) {
    mw_norm norm;
    if (low->n < 4 || mw_norm_lookup(low->at, &norm)) return;
    if (low->n > 4 && memcmp(low->at + low->n - 2, "ie", 2) == 0) {
        low->n -= 2;
        mw_buf_putc(low, 'y');
        if (low->failed || mw_norm_lookup(low->at, &norm)) return;
        low->n--;
        mw_buf_puts(low, "ies");
        if (!low->failed && mw_norm_lookup(low->at, &norm)) { /* the plural alone is known: "berries" */
            low->n -= 3;
            mw_buf_putc(low, 'y');
            return;
        }
        if (low->failed) return;
        low->at[--low->n] = '\0';
        if (low->failed) return;
    }
    mw_buf_putc(low, 'e');
    if (low->failed || mw_norm_lookup(low->at, &norm)) return;
    low->at[--low->n] = '\0';
    if (low->at[low->n - 1] != 'e') return;
    low->at[--low->n] = '\0'; /* "glasse" */
    if (!mw_norm_lookup(low->at, &norm)) mw_buf_putc(low, 'e');
}

/* Lemmas as the rules compare them: lower case; MW_NONE for what holds no letter. */
static bool intern(mw_shape_work *w, mw_map *map, uint32_t t, mw_buf *low) {
    const char *lemma = mw_lemma(w->tags, t);
    size_t n = strlen(lemma);
    bool letter = false;
    low->n = 0;
    for (size_t i = 0, len; i < n; i += len) {
        int32_t c = mw_utf8_next(lemma + i, n - i, &len);
        letter = letter || mw_cp_letter(c);
        mw_buf_putcp(low, c == 0x2019 ? '\'' : mw_cp_fold(c));
    }
    if (low->failed) return false;
    w->word[t] = MW_NONE;
    if (!letter) return true;
    mw_str key = {low->at, low->n};
    if (mw_map_get(map, key, &w->word[t])) return true;
    char *raw = mw_arena_strndup(w->scratch, key.at, key.n);
    if (!raw) return false;
    mend(low);
    if (low->failed) return false;
    uint32_t id = w->n_words;
    mw_str mended = {low->at, low->n};
    if (!mw_map_get(map, mended, &id)) {
        if (!mw_map_put(map, mended, id)) return false;
        w->words[id] = mw_arena_strndup(w->scratch, mended.at, mended.n);
        if (!w->words[id]) return false;
        w->n_words++;
    }
    w->word[t] = id;
    return mw_map_put(map, mw_str_of(raw), id);
}

static bool intern_all(mw_shape_work *w) {
    mw_buf low;
    mw_buf_init(&low, &w->env->mem);
    mw_map *map = mw_map_new(&w->env->mem);
    bool good = map != NULL;
    for (uint32_t t = 0; good && t < w->n; t++) good = intern(w, map, t, &low);
    mw_map_free(map);
    mw_buf_clear(&low);
    return good;
}

static bool weigh_words(mw_shape_work *w) {
    mw_map *lexicon = mw_map_new(&w->env->mem);
    bool good = lexicon && mw_shape_lexicon(lexicon);
    for (uint32_t i = 0; good && i < w->n_words; i++) {
        mw_norm norm;
        mw_norm_lookup(w->words[i], &norm);
        float r = 1 - norm.range; /* a word of half of the novels counts half */
        w->rarity[i] = r * r < 0.01f ? 0.01f : r;
        mw_map_get(lexicon, mw_str_of(w->words[i]), &w->classes[i]);
    }
    mw_map_free(lexicon);
    return good;
}

static void place_people(mw_shape_work *w) {
    const mw_cast *c = w->r->cast;
    for (uint32_t t = 0; t < w->n; t++) w->quote[t] = w->person[t] = w->mention[t] = w->act[t] = MW_NONE;
    for (uint32_t q = 0; q < w->r->speech->n_quotes; q++) {
        const mw_quote *x = &w->r->speech->quotes[q];
        for (uint32_t t = x->first; t <= x->last && t < w->n; t++) w->quote[t] = q;
    }
    const uint32_t *spoken = w->r->speech->mention_character;
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        uint32_t head = c->mentions[m].head;
        if (head >= w->n) continue;
        w->mention[head] = m;
        uint32_t who = spoken ? spoken[m] : mw_mention_character(c, m);
        w->person[head] = who != MW_NONE && c->characters[who].passing ? MW_NONE : who;
    }
    for (uint32_t a = 0; w->r->events && a < w->r->events->n_acts; a++)
        if (w->r->events->acts[a].head < w->n) w->act[w->r->events->acts[a].head] = a;
}

marrow_status mw_shape_words(mw_shape_work *w, marrow_error *err) {
    mw_arena *s = w->scratch;
    size_t n = w->n;
    w->word = mw_arena_array(s, n, sizeof *w->word);
    w->quote = mw_arena_array(s, n, sizeof *w->quote);
    w->person = mw_arena_array(s, n, sizeof *w->person);
    w->mention = mw_arena_array(s, n, sizeof *w->mention);
    w->act = mw_arena_array(s, n, sizeof *w->act);
    w->words = mw_arena_array(s, n, sizeof *w->words);
    if (!w->word || !w->quote || !w->person || !w->mention || !w->act || !w->words) return mw_fail_memory(err);
    if (!intern_all(w)) return mw_fail_memory(err);
    w->rarity = mw_arena_array(s, w->n_words, sizeof *w->rarity);
    w->classes = mw_arena_array(s, w->n_words, sizeof *w->classes);
    w->scene = mw_arena_array(s, w->tags->n_sentences, sizeof *w->scene);
    if (!w->rarity || !w->classes || !w->scene || !weigh_words(w)) return mw_fail_memory(err);
    place_people(w);
    return MARROW_OK;
}

const char *mw_shape_sense(const mw_shape_work *w, uint32_t t) {
    const char *s = mw_label(w->tags->labels_sense, w->tags->sense[t]);
    return (s[0] == 'B' || s[0] == 'I') && s[1] == '-' ? s + 2 : "";
}

/* ---- ids ---- */

const char *mw_shape_id(mw_shape_work *w, mw_map *seen, char letter, mw_span span) {
    mw_buf b;
    mw_buf_init(&b, &w->env->mem);
    mw_buf_puts(&b, "");
    for (uint32_t at = span.start; at < span.end;) {
        size_t n;
        int32_t c = mw_utf8_next(w->r->text->at + at, span.end - at, &n);
        at += (uint32_t)n;
        if (mw_cp_letter(c) || mw_cp_digit(c))
            mw_buf_putcp(&b, mw_cp_fold(c));
        else if (b.n && b.at[b.n - 1] != ' ')
            mw_buf_putc(&b, ' ');
    }
    const char *id = NULL;
    char key[40];
    if (!b.failed) {
        uint32_t count = 0;
        snprintf(key, sizeof key, "%c%08" PRIx32, letter, (uint32_t)(mw_hash(b.at, b.n) >> 32));
        mw_map_get(seen, mw_str_of(key), &count);
        if (mw_map_put(seen, mw_str_of(key), count + 1)) {
            if (count) snprintf(key + 9, sizeof key - 9, "-%u", count + 1);
            id = mw_arena_strdup(w->arena, key);
        }
    }
    mw_buf_clear(&b);
    return id;
}

/* ---- build ---- */

static marrow_status build(mw_shape_work *w, marrow_error *err) {
    MW_TRY(mw_children_build(w->env, w->tags, &w->children, err));
    MW_TRY(mw_shape_words(w, err));
    MW_TRY(mw_shape_scenes(w, err));
    MW_TRY(mw_shape_arc(w, err));
    MW_TRY(mw_shape_threads(w, err));
    MW_TRY(mw_shape_motifs(w, err));
    MW_TRY(mw_shape_core(w, err));
    return mw_shape_faults(w, err);
}

marrow_status mw_shape_build(const mw_env *env, const mw_read *read, mw_arena *arena, mw_shape **shape, marrow_error *err) {
    mw_shape_work w = {.env = env, .r = read, .tags = read->tags, .arena = arena, .n = read->tokens->n};
    *shape = w.shape = mw_arena_alloc(arena, sizeof **shape);
    w.scratch = mw_arena_new(&env->mem);
    marrow_status status = w.shape && w.scratch ? MARROW_OK : mw_fail_memory(err);
    if (status == MARROW_OK) status = build(&w, err);
    mw_children_free(w.children);
    if (w.scratch) mw_arena_free(w.scratch);
    return status;
}

/* ---- dump ---- */

static void dump_span(const mw_read *r, mw_span s, mw_buf *out) {
    mw_buf_putc(out, '[');
    for (uint32_t i = s.start; i < s.end; i++) mw_buf_putc(out, r->text->at[i] == '\n' ? ' ' : r->text->at[i]);
    mw_buf_putc(out, ']');
}

static const char *name_of(const mw_read *r, uint32_t who) { return who == MW_NONE ? "-" : r->cast->characters[who].id; }

static void dump_scenes(const mw_read *r, const mw_shape *s, mw_buf *out) {
    for (uint32_t i = 0; i < s->n_scenes; i++) {
        const mw_scene *x = &s->scenes[i];
        mw_buf_printf(out, "scene %s %u-%u pov %s place ", x->id, x->span.start, x->span.end, name_of(r, x->pov));
        dump_span(r, x->place, out);
        mw_buf_puts(out, " time ");
        dump_span(r, x->time, out);
        for (uint32_t k = 0; k < x->n_people; k++) mw_buf_printf(out, " %s:%u", name_of(r, x->people[k].who), x->people[k].times);
        mw_buf_puts(out, "\n");
    }
    for (uint32_t i = 0; i < s->n_arc; i++) {
        const mw_arc_window *x = &s->arc[i];
        mw_buf_printf(out, "arc %u-%u %s %s tension %.1f\n", x->span.start, x->span.end, mw_mode_names[x->mode], mw_lapse_names[x->lapse],
                      (double)x->tension);
    }
}

static void dump_threads(const mw_read *r, const mw_shape *s, mw_buf *out) {
    for (uint32_t i = 0; i < s->n_threads; i++) {
        const mw_thread *x = &s->threads[i];
        mw_buf_printf(out, "thread %s %s ", mw_thread_names[x->kind], name_of(r, x->who));
        dump_span(r, x->opens, out);
        for (uint32_t k = 0; k < x->n_touches; k++) {
            mw_buf_puts(out, " touch ");
            dump_span(r, x->touches[k].span, out);
        }
        if (x->closes.end > x->closes.start) {
            mw_buf_puts(out, " closes ");
            dump_span(r, x->closes, out);
        }
        mw_buf_puts(out, "\n");
    }
}

void mw_shape_dump(const mw_read *read, const mw_shape *shape, mw_buf *out) {
    dump_scenes(read, shape, out);
    dump_threads(read, shape, out);
    for (uint32_t i = 0; i < shape->n_motifs; i++) mw_buf_printf(out, "motif %s %u\n", shape->motifs[i].name, shape->motifs[i].n);
    for (uint32_t i = 0; i < shape->n_cores; i++)
        mw_buf_printf(out, "core %s %s scenes %u\n", name_of(read, shape->core[i].people[0]), name_of(read, shape->core[i].people[1]),
                      shape->core[i].n_scenes);
    for (uint32_t i = 0; i < shape->n_faults; i++) {
        const mw_fault *f = &shape->faults[i];
        mw_buf_printf(out, "fault %s %s ", mw_fault_names[f->kind], name_of(read, f->who));
        dump_span(read, f->here, out);
        dump_span(read, f->there, out);
        mw_buf_puts(out, "\n");
    }
}
