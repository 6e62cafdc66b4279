/* Scenes: the text cut where the story breaks off and goes on elsewhere, later, or with other people.
 *
 * Sure breaks: chapters, documents, scene breaks of the layout. Likely ones, at a paragraph of narration: its first words tell of a leap in
 * time ("The next morning"), or all the people on stage change. A scene has at least LEAST words, so that a busy page is no ten scenes.
 * Place and time are the words that tell them, the place told with a preposition of place and, of several, the first that comes most often; on
 * stage is who speaks or is the subject of something told. */
#include <stdlib.h>
#include <string.h>

#include "reveal/shape_work.h"

enum { LEAST = 120, AROUND = 250 }; /* words: of a scene; looked at on both sides of a break by people */

typedef struct cut {
    uint32_t sentence, known;
    float confidence;
} cut;

typedef struct cuts {
    cut *at;
    uint32_t n;
} cuts;

/* ---- leaps in time ---- */

static bool is_one_of(const char *word, const char *list) {
    size_t n = strlen(word);
    for (const char *at = list; n && (at = strstr(at, word)) != NULL; at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n])) return true;
    return false;
}

static bool is_span_noun(const char *w) {
    return is_one_of(w,
                     "morning evening afternoon night day week month year hour spring summer autumn winter dawn monday tuesday wednesday "
                     "thursday friday saturday sunday christmas minute season noon midnight");
}

/* The first words of a paragraph tell that time has passed: "next morning", "two days later", "that evening", "one day", "when he woke". */
static bool leaps(const mw_shape_work *w, uint32_t first, uint32_t end, uint32_t *last) {
    bool span = false, mark = false;
    for (uint32_t t = first; t < end && t < first + 8; t++) {
        const char *x = mw_shape_word(w, t);
        if (w->word[t] == MW_NONE && t > first) { /* a comma ends the adverbial */
            if (span && mark) return true;
            continue;
        }
        if (is_span_noun(x)) span = true;
        if (is_one_of(
                x, "next later after following that one early late since until till meanwhile soon then same another last previous by") ||
            mw_shape_word(w, t)[0] == '\0')
            mark = mark || *x;
        if (span && mark) {
            *last = t;
            return true;
        }
    }
    const char *a = mw_shape_word(w, first);
    *last = first;
    return is_one_of(a, "meanwhile afterwards presently") || (span && is_one_of(a, "on at in during for towards toward about"));
}

/* ---- people around a break ---- */

/* Whether people named in the stretch before it and those behind it are different, on both sides at least two mentions of somebody. */
static bool others(const mw_shape_work *w, uint32_t at, uint32_t from, uint32_t to) {
    uint32_t a = at > AROUND ? at - AROUND : 0, z = at + AROUND < w->n ? at + AROUND : w->n, before[16], n = 0, behind = 0, told = 0;
    if (a < from) a = from;
    if (z > to) z = to;
    for (uint32_t t = a; t < at; t++) {
        if (w->person[t] == MW_NONE) continue;
        told++;
        bool have = false;
        for (uint32_t i = 0; i < n; i++) have = have || before[i] == w->person[t];
        if (!have && n < 16) before[n++] = w->person[t];
    }
    if (told < 4) return false;
    for (uint32_t t = at; t < z; t++) {
        if (w->person[t] == MW_NONE) continue;
        for (uint32_t i = 0; i < n; i++)
            if (before[i] == w->person[t]) return false;
        behind++;
    }
    return behind >= 4;
}

/* ---- breaks ---- */

static uint32_t chapter_of(const mw_text *x, uint32_t byte, uint32_t *at) {
    while (*at < x->n_chapters && x->chapters[*at].span.end <= byte) ++*at;
    return *at < x->n_chapters && x->chapters[*at].span.start <= byte ? *at : MW_NONE;
}

static bool is_told(const mw_shape_work *w, uint32_t block) {
    mw_block_kind k = w->r->text->blocks[block].kind;
    return k == MW_PARAGRAPH || k == MW_VERSE;
}

/* A sure break before a sentence that opens a block: another chapter, another document, a gap. */
static bool is_sure(const mw_shape_work *w, uint32_t token, uint32_t chapter, uint32_t last_chapter, uint32_t doc, uint32_t last_doc) {
    return chapter != last_chapter || doc != last_doc || w->r->text->blocks[w->r->tokens->block[token]].gap_before;
}

static marrow_status find_cuts(mw_shape_work *w, cuts *c, marrow_error *err) {
    const mw_tags *g = w->tags;
    c->at = mw_arena_array(w->scratch, (size_t)g->n_sentences + 1, sizeof *c->at);
    if (!c->at) return mw_fail_memory(err);
    uint32_t chapter = 0, doc = 0, last_chapter = MW_NONE, last_doc = MW_NONE, last_block = MW_NONE, words = 0;
    for (uint32_t s = 0; s < g->n_sentences; s++) {
        uint32_t t = g->sentences[s].first, end = g->sentences[s].end;
        if (end <= t) continue;
        uint32_t block = w->r->tokens->block[t], byte = w->r->tokens->span[t].start;
        uint32_t here = chapter_of(w->r->text, byte, &chapter), last = t;
        while (doc + 1 < w->r->tokens->n_docs && w->r->tokens->docs[doc].end <= t) doc++;
        bool opens = block != last_block;
        if (c->n == 0 || (opens && is_sure(w, t, here, last_chapter, doc, last_doc))) {
            /* A heading right behind a heading, a gap right behind another, belong to one scene. */
            if (c->n && words == 0 && here == last_chapter && doc == last_doc)
                c->at[c->n - 1].confidence = 1;
            else if (c->n == 0 || words > 0 || here != last_chapter || doc != last_doc)
                c->at[c->n++] = (cut){s, byte, 1};
            words = 0;
        } else if (opens && words >= LEAST && is_told(w, block) && !mw_shape_said(w, t)) {
            bool leap = leaps(w, t, end, &last);
            bool change = !leap && others(w, t, w->r->tokens->docs[doc].first, w->r->tokens->docs[doc].end);
            if (leap || change) {
                uint32_t far = change ? (t + AROUND < w->n ? t + AROUND : w->n) - 1 : last;
                c->at[c->n++] = (cut){s, w->r->tokens->span[far].end, leap ? 0.7f : 0.5f};
                words = 0;
            }
        }
        if (is_told(w, block)) words += end - t;
        last_block = block, last_chapter = here, last_doc = doc;
    }
    return MARROW_OK;
}

/* ---- what a scene tells ---- */

/* A mention of a place in narration with a preposition of place before it. */
static bool is_place(const mw_shape_work *w, const mw_mention *m) {
    if (m->type != MW_FAC && m->type != MW_GPE && m->type != MW_LOC) return false;
    if (m->form == MW_PRO || mw_shape_said(w, m->head)) return false;
    if (is_one_of(mw_shape_word(w, m->head), "world earth universe heaven west east north south part place spot direction")) return false;
    uint32_t c = mw_child_with(w->tags, w->children, m->head, MW_REL_CASE);
    return c != MW_NONE && is_one_of(mw_shape_word(w, c), "in at into on to inside within through towards toward near outside upon by");
}

/* Where the words that name a place end, and those that tell about it begin: "the mill | that stood by the ford". */
static uint32_t name_end(const mw_shape_work *w, const mw_mention *m) {
    uint32_t last = m->head;
    while (last < m->last && w->word[last + 1] != MW_NONE && w->tags->upos[last + 1] != MW_VERB && w->tags->upos[last + 1] != MW_AUX &&
           !is_one_of(mw_shape_word(w, last + 1), "that which who where when"))
        last++;
    while (last > m->head && w->tags->upos[last] != MW_NOUN && w->tags->upos[last] != MW_PROPN) last--;
    return w->r->tokens->span[last].end;
}

static void place_of(const mw_shape_work *w, mw_scene *x, uint32_t *mention) {
    const mw_cast *c = w->r->cast;
    uint32_t first = *mention, best = MW_NONE, most = 0;
    while (first < c->n_mentions && c->mentions[first].first < x->first) first++;
    *mention = first;
    uint32_t end = first;
    while (end < c->n_mentions && c->mentions[end].first < x->end) end++;
    uint32_t looked = 0;
    for (uint32_t m = first; m < end && looked < 24; m++) {
        if (!is_place(w, &c->mentions[m])) continue;
        looked++;
        uint32_t n = c->mentions[m].form == MW_PROP ? 2 : 1, seen = 0;
        for (uint32_t k = m + 1; k < end && seen < 200; k++, seen++) n += c->mentions[k].entity == c->mentions[m].entity ? 2 : 0;
        if (n > most) most = n, best = m;
    }
    x->thing = MW_NONE;
    if (best == MW_NONE) return;
    x->place = c->mentions[best].span;
    if (c->mentions[best].form == MW_NOM) x->place.end = name_end(w, &c->mentions[best]);
    x->thing = c->mentions[best].entity;
}

/* How long something lasts, not when: "for forty years", "of a few minutes", "fifteen years". */
static bool lasts(const mw_shape_work *w, uint32_t first, uint32_t noun) {
    if (is_one_of(mw_shape_word(w, first), "for of within than per since until till")) return true;
    bool bare = first == noun || (first + 1 == noun && is_one_of(mw_shape_word(w, first), "after by to from"));
    if (bare && is_one_of(mw_shape_word(w, noun), "day week month year hour minute")) return true; /* "year after year" */
    mw_str f = mw_shape_form(w, noun);
    bool plural = f.n > 2 && f.at[f.n - 1] == 's' && is_one_of(mw_shape_word(w, noun), "day week month year hour minute");
    return plural && !is_one_of(mw_shape_word(w, first), "in after on during these those some");
}

/* What happens now and then, for how long, or before the scene: "every afternoon", "a whole day", "last night". */
static bool is_no_when(const mw_shape_work *w, uint32_t first, uint32_t noun) {
    bool now_and_then = is_one_of(mw_shape_word(w, first), "every each any some most many all or and"), before = noun > first;
    before = before && is_one_of(mw_shape_word(w, noun - 1), "last whole") && (noun == first + 1 || noun == first + 2);
    return now_and_then || (before && !is_one_of(mw_shape_word(w, first), "the at on"));
}

/* The words that tell when: the first phrase around a noun of time in narration, a clock time or a date. A heading tells none. */
static void time_of(const mw_shape_work *w, mw_scene *x) {
    for (uint32_t t = x->first; t < x->end && t < x->first + 400; t++) {
        if (mw_shape_said(w, t) || !is_span_noun(mw_shape_word(w, t)) || w->tags->upos[t] == MW_VERB) continue;
        if (!is_told(w, w->r->tokens->block[t])) continue;
        uint8_t rel = w->tags->rel_base[t];
        if (rel != MW_REL_OBL && rel != MW_REL_NMOD && rel != MW_REL_ADVMOD && rel != MW_REL_DEP && rel != MW_REL_ROOT) continue;
        uint32_t first = t, last = t;
        for (uint32_t k = t; k > x->first && t - k < 5 && w->tags->sentence[k - 1] == w->tags->sentence[t]; k--) {
            uint32_t head = w->tags->head[k - 1];
            if (head != t && (head >= w->n || w->tags->head[head] != t)) break;
            first = k - 1;
        }
        const char *behind = t + 1 < x->end ? mw_shape_word(w, t + 1) : "";
        if (is_one_of(behind, "later after before ago") && first < t)
            last = t + 1;
        else if (lasts(w, first, t) || is_no_when(w, first, t) || is_one_of(mw_shape_word(w, t), "minute"))
            continue;
        x->time = (mw_span){w->r->tokens->span[first].start, w->r->tokens->span[last].end};
        return;
    }
}

static int by_times(const void *a, const void *b) {
    const mw_on_stage *x = a, *y = b;
    if (x->times != y->times) return x->times < y->times ? 1 : -1;
    return (x->who > y->who) - (x->who < y->who);
}

/* slot: [n_characters] index into people of this scene + 1. */
static void put_on_stage(mw_scene *x, uint32_t *slot, uint32_t who, uint32_t known) {
    if (who == MW_NONE) return;
    if (!slot[who]) {
        slot[who] = ++x->n_people;
        x->people[slot[who] - 1] = (mw_on_stage){.who = who, .known = known};
    }
    x->people[slot[who] - 1].times++;
}

static bool is_subject(const mw_shape_work *w, uint32_t t) { return w->tags->rel_base[t] == MW_REL_NSUBJ; }

/* Verbs of sense and mind whose subject's mind the telling is in, until the minds' own rows are asked. */
static bool enters(const mw_shape_work *w, uint32_t t) {
    uint32_t head = w->tags->head[t];
    return is_subject(w, t) && head < w->n && w->word[head] != MW_NONE && (w->classes[w->word[head]] & (MW_WORD_MIND | MW_WORD_SENSE));
}

static bool stage_scene(mw_shape_work *w, mw_scene *x, mw_on_stage *room, uint32_t *slot, uint32_t *inside, uint32_t *quote) {
    const mw_speech_room *s = w->r->speech;
    uint32_t most = 0, all = 0;
    x->people = room;
    x->pov = MW_NONE;
    for (uint32_t t = x->first; t < x->end; t++) {
        uint32_t who = w->person[t];
        if (who == MW_NONE || mw_shape_said(w, t) || !is_subject(w, t)) continue;
        uint32_t known = w->r->cast->mentions[w->mention[t]].known, end = w->r->tokens->span[t].end;
        put_on_stage(x, slot, who, known > end ? known : end);
        if (!enters(w, t)) continue;
        all++;
        if (++inside[who] > most) most = inside[who], x->pov = who, x->pov_known = known > end ? known : end;
    }
    while (*quote < s->n_quotes && s->quotes[*quote].first < x->first) ++*quote;
    for (; *quote < s->n_quotes && s->quotes[*quote].first < x->end; ++*quote)
        put_on_stage(x, slot, s->quotes[*quote].speaker, s->quotes[*quote].known);
    uint32_t narrator = mw_narrator_at(w->r->text, w->r->cast, x->span.start);
    if (narrator != MW_NONE)
        x->pov = narrator, x->pov_known = x->known;
    else if (most < 2 || 2 * most <= all)
        x->pov = MW_NONE;
    for (uint32_t i = 0; i < x->n_people; i++) slot[x->people[i].who] = 0;
    for (uint32_t t = x->first; t < x->end; t++)
        if (w->person[t] != MW_NONE) inside[w->person[t]] = 0;
    qsort(x->people, x->n_people, sizeof *x->people, by_times);
    x->people = mw_arena_copy(w->arena, room, x->n_people * sizeof *room);
    return x->people != NULL;
}

marrow_status mw_shape_scenes(mw_shape_work *w, marrow_error *err) {
    mw_shape *p = w->shape;
    cuts c = {0};
    MW_TRY(find_cuts(w, &c, err));
    size_t n_people = (size_t)w->r->cast->n_characters + 1;
    p->scenes = mw_arena_array(w->arena, c.n, sizeof *p->scenes);
    mw_on_stage *room = mw_arena_array(w->scratch, n_people, sizeof *room);
    uint32_t *slot = mw_arena_array(w->scratch, n_people, sizeof *slot), *inside = mw_arena_array(w->scratch, n_people, sizeof *inside);
    mw_map *seen = mw_map_new(&w->env->mem);
    bool good = p->scenes && room && slot && inside && seen;
    uint32_t mention = 0, quote = 0, chapter = 0;
    for (uint32_t i = 0; good && i < c.n; i++) {
        mw_scene *x = &p->scenes[i];
        uint32_t next = i + 1 < c.n ? c.at[i + 1].sentence : w->tags->n_sentences;
        x->first = w->tags->sentences[c.at[i].sentence].first;
        x->end = i + 1 < c.n ? w->tags->sentences[next].first : w->n;
        x->span.start = w->r->tokens->span[x->first].start;
        x->span.end = w->r->tokens->span[x->end - 1].end;
        x->chapter = chapter_of(w->r->text, x->span.start, &chapter);
        x->known = c.at[i].known;
        x->confidence = c.at[i].confidence;
        for (uint32_t s = c.at[i].sentence; s < next; s++) w->scene[s] = i;
        place_of(w, x, &mention);
        time_of(w, x);
        good = stage_scene(w, x, room, slot, inside, &quote);
        uint32_t head = x->end - x->first < 12 ? x->end - 1 : x->first + 11;
        if (good) x->id = mw_shape_id(w, seen, 'c', (mw_span){x->span.start, w->r->tokens->span[head].end});
        good = good && x->id;
        p->n_scenes += good;
    }
    mw_map_free(seen);
    return good ? MARROW_OK : mw_fail_memory(err);
}
