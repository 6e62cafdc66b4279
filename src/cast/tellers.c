/* tellers: chapters that another than the book's narrator tells: by their heading, by their own votes, or as one long speech inside a
 * frame. See narrator.c. Linear time. */
#include "cast/inside.h"

#include <string.h>

enum { SURE = 8, CLEAR = 4, LEAST_CHAPTERS = 2, NAMED_OFTEN = 8, LONG_SPEECH = 300, I_PER_1000 = 6, TITLE_BYTES = 128 };

/* ---- headings --------------------------------------------------------------------------------------------------------------- */

/* The person whose name a piece of a heading is; MW_NONE. */
static uint32_t called(const mw_caster *c, const char *s, size_t n) {
    char key[TITLE_BYTES];
    uint32_t f;
    while (n && *s == ' ') s++, n--;
    while (n && strchr(" .:,;-", s[n - 1])) n--;
    if (n > 4 && !strncmp(s, "the ", 4)) s += 4, n -= 4;
    if (!n || n >= sizeof key) return MW_NONE;
    memcpy(key, s, n);
    key[n] = 0;
    return mw_map_get(c->form_map, (mw_str){key, n}, &f) ? c->forms.at[f].person : MW_NONE;
}

/* Behind the number of a chapter: "chapter 3: anna", "iv. anna". */
static const char *behind_number(const char *title) {
    size_t n = strspn(title, "0123456789ivxlc");
    if (n && (title[n] == '.' || title[n] == ':') && title[n + 1] == ' ') return title + n + 2;
    if (!strncmp(title, "chapter ", 8)) {
        const char *rest = strpbrk(title + 8, ":.");
        if (rest && rest[1] == ' ') return rest + 2;
    }
    return title;
}

/* Anna; told by Anna; the narrative of Anna; Anna's story. */
static uint32_t heading_names(const mw_caster *c, const char *lower, bool bare) {
    static const char *const before[] = {" by ", "story of ", "narrative of ", "diary of ", "journal of ", "statement of "};
    static const char *const after[] = {"'s story", "'s narrative", "'s diary", "'s journal", "'s tale", "'s account"};
    const char *title = behind_number(lower);
    uint32_t p = bare ? called(c, title, strlen(title)) : MW_NONE;
    for (size_t i = 0; p == MW_NONE && i < sizeof before / sizeof *before; i++) {
        const char *at = strstr(title, before[i]);
        if (at) at += strlen(before[i]), p = called(c, at, strcspn(at, ":;,("));
    }
    for (size_t i = 0; p == MW_NONE && i < sizeof after / sizeof *after; i++) {
        const char *at = strstr(title, after[i]);
        if (at) p = called(c, title, (size_t)(at - title));
    }
    return p;
}

/* Curly apostrophes made plain. */
static void make_plain(char *s) {
    for (char *curly; (curly = strstr(s, "\xE2\x80\x99"));) *curly = '\'', memmove(curly + 1, curly + 3, strlen(curly + 3) + 1);
}

/* Are most chapters that an I tells headed by a name alone? Then that is who tells; else a name is what the chapter is about. */
static bool mostly_names(const mw_caster *c, bool *mostly) {
    uint32_t told = 0, named = 0;
    for (uint32_t i = 0; i < c->n_chapters; i++) {
        if (!mw_caster_told_by_me(c, i)) continue;
        char *title = mw_str_lower(c->scratch, mw_str_of(c->text->chapters[c->first_chapter + i].title));
        if (!title) return false;
        make_plain(title);
        const char *rest = behind_number(title);
        told++, named += called(c, rest, strlen(rest)) != MW_NONE;
    }
    *mostly = named * 2 > told;
    return true;
}

/* A heading names its teller where two or more do, or where it says that somebody tells. */
static bool headed(mw_caster *c) {
    uint32_t first = MW_NONE;
    bool several = false, bare;
    if (!mostly_names(c, &bare)) return false;
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < c->n_chapters; i++) {
            char *title = mw_str_lower(c->scratch, mw_str_of(c->text->chapters[c->first_chapter + i].title));
            if (!title) return false;
            make_plain(title);
            uint32_t p = mw_caster_told_by_me(c, i) ? heading_names(c, title, bare) : MW_NONE;
            if (p == MW_NONE) continue;
            if (c->chapter_said[i] > c->chapter_words[i]) { /* a tale in speech, inside the frame */
                c->chapter_teller[i] = p;
                continue;
            }
            if (first == MW_NONE) first = p;
            several |= p != first;
            if (round && (several || p != c->narrator_person)) c->chapter_narrator[i] = p;
        }
    }
    return true;
}

/* ---- votes of a chapter ----------------------------------------------------------------------------------------------------- */

typedef struct count {
    uint32_t votes, told, named, chapter; /* chapter: 1 + the one they are of */
} count;

typedef struct hall {
    mw_caster *c;
    count *counts;      /* [persons] */
    uint32_t *chapters; /* [persons] that each has won */
    uint32_t *won;      /* [n_chapters] who; MW_NONE */
} hall;

static count *count_of(hall *h, uint32_t p, uint32_t chapter) {
    count *k = &h->counts[p];
    if (k->chapter != chapter + 1) *k = (count){.chapter = chapter + 1};
    return k;
}

static void count_mention(hall *h, uint32_t i, uint32_t chapter) {
    const mw_caster *c = h->c;
    const mw_ment *m = &c->ments.at[i];
    uint32_t p = mw_ment_person(c, i);
    if (p == MW_NONE) return;
    count *k = count_of(h, p, chapter);
    bool mine = m->unit && mw_unit_mine(c, m->unit - 1), tells = (!m->unit || mine) && mw_ment_names_me(c, m);
    k->named++;
    k->told += !m->unit && !tells;
    if (tells) k->votes += m->unit ? 4 : 8;
    if (!m->addressed) return;
    if (mine)
        k->votes -= k->votes > 0;
    else
        k->votes += mw_unit_mine(c, m->unit) || (m->unit > 1 && mw_unit_mine(c, m->unit - 2)) ? 2 : 1;
}

/* Who won a chapter: votes enough, twice the second's, hardly named by the narration. */
static uint32_t winner_of(hall *h, uint32_t from, uint32_t to, uint32_t chapter) {
    uint32_t best = 0, second = 0, who = MW_NONE;
    for (uint32_t i = from; i < to; i++) {
        uint32_t p = h->c->ments.at[i].sort == MW_SORT_NAME ? mw_ment_person(h->c, i) : MW_NONE;
        if (p == MW_NONE || p == who || h->c->persons.at[p].epithet) continue;
        const count *k = count_of(h, p, chapter);
        uint32_t votes = k->told * 3 > k->named ? 0 : k->votes;
        if (votes > best)
            second = best, best = votes, who = p;
        else if (votes > second)
            second = votes;
    }
    return best >= CLEAR && best >= 2 * second ? who : MW_NONE;
}

static void count_chapters(hall *h) {
    mw_caster *c = h->c;
    for (uint32_t i = 0, end; i < c->ments.n; i = end) {
        uint32_t chapter = mw_caster_chapter(c, c->ments.at[i].first);
        for (end = i; end < c->ments.n && mw_caster_chapter(c, c->ments.at[end].first) == chapter; end++)
            if (c->ments.at[end].sort == MW_SORT_NAME) count_mention(h, end, chapter);
        if (chapter >= c->n_chapters || !mw_caster_told_by_me(c, chapter)) continue;
        h->won[chapter] = winner_of(h, i, end, chapter);
        uint32_t narrator = c->narrator_person;
        if (narrator != MW_NONE && h->won[chapter] != narrator && count_of(h, narrator, chapter)->votes)
            h->won[chapter] = MW_NONE; /* the book's own narrator is called there too: another name for them, or whom they speak with */
        if (h->won[chapter] != MW_NONE) h->chapters[h->won[chapter]]++;
        if (narrator == MW_NONE) continue;
        const count *k = count_of(h, narrator, chapter); /* whom a chapter speaks of by name does not tell it */
        if (k->told >= NAMED_OFTEN && k->told * 2 > k->named && !k->votes) c->chapter_narrator[chapter] = MW_NONE;
    }
}

/* A name that speech alone uses, in few of the chapters in which the book's narrator is called: what a friend calls that I by. */
static bool is_pet_name(const hall *h, uint32_t p) {
    enum { SPOKEN = 8, SELDOM = 3 };
    const mw_caster *c = h->c;
    uint32_t n = 0, quoted = 0;
    for (uint32_t f = c->persons.at[p].first_form; f != MW_NONE; f = c->forms.at[f].next)
        n += c->forms.at[f].n, quoted += c->forms.at[f].n_quoted;
    return c->narrator_person != MW_NONE && p != c->narrator_person && (n - quoted) * SPOKEN <= n &&
           h->chapters[p] * SELDOM <= h->chapters[c->narrator_person];
}

/* Chapters between two of one teller are that teller's, where nothing speaks for anybody. */
static void fill(hall *h) {
    mw_caster *c = h->c;
    uint32_t last = MW_NONE;
    for (uint32_t i = 0; i < c->n_chapters; i++) {
        uint32_t p = h->won[i];
        if (p == MW_NONE || h->chapters[p] < LEAST_CHAPTERS || is_pet_name(h, p)) continue;
        bool teller = p != c->narrator_person;
        if (teller) c->chapter_narrator[i] = p;
        for (uint32_t k = last; k != MW_NONE && h->won[last] == p && teller && ++k < i;)
            if (h->won[k] == MW_NONE) c->chapter_narrator[k] = p;
        last = i;
    }
}

/* The chapter in which a person is named first. */
static uint32_t first_chapter_of(const mw_caster *c, uint32_t person) {
    uint32_t first = MW_NONE;
    for (uint32_t f = c->persons.at[person].first_form; f != MW_NONE; f = c->forms.at[f].next)
        if (c->forms.at[f].first < first) first = c->forms.at[f].first;
    return first < c->ments.n ? mw_caster_chapter(c, c->ments.at[first].first) : c->n_chapters;
}

/* The first chapters, in which nobody knows the narrator's name yet but somebody else is called so: another I opens the book. */
static void open_by_another(hall *h) {
    mw_caster *c = h->c;
    uint32_t until = c->narrator_person == MW_NONE ? 0 : first_chapter_of(c, c->narrator_person), end = 0, pool = c->n_chapters + 1;
    if (until < LEAST_CHAPTERS || until >= c->n_chapters) return;
    for (; end < c->ments.n && mw_caster_chapter(c, c->ments.at[end].first) < until; end++)
        if (c->ments.at[end].sort == MW_SORT_NAME) count_mention(h, end, pool);
    uint32_t who = winner_of(h, 0, end, pool);
    for (uint32_t i = 0; who != MW_NONE && who != c->narrator_person && i < until; i++) c->chapter_narrator[i] = who;
}

bool mw_tellers_find(mw_caster *c) {
    hall h = {.c = c, .counts = mw_arena_array(c->scratch, c->persons.n, sizeof *h.counts)};
    h.chapters = mw_arena_array(c->scratch, c->persons.n, sizeof *h.chapters);
    h.won = mw_arena_array(c->scratch, (size_t)c->n_chapters + 1, sizeof *h.won);
    if (!h.counts || !h.chapters || !h.won) return false;
    for (uint32_t i = 0; i <= c->n_chapters; i++) h.won[i] = MW_NONE, c->chapter_narrator[i] = c->narrator_person;
    count_chapters(&h);
    fill(&h);
    open_by_another(&h);
    return headed(c) && mw_letters_find(c);
}

/* ---- one long speech -------------------------------------------------------------------------------------------------------- */

typedef struct speech {
    uint32_t tokens, me;
} speech;

/* Tokens and I of every speech. */
static speech *weigh(mw_caster *c) {
    speech *all = mw_arena_array(c->scratch, c->units.n + 1, sizeof *all);
    for (uint32_t t = c->from; all && t < c->to; t++) {
        uint32_t u = c->unit_of[t - c->from];
        if (!u) continue;
        all[u].tokens++;
        all[u].me += c->tags->upos[t] == MW_PRON && mw_str_is(mw_caster_word(c, t), "I");
    }
    return all;
}

static bool is_telling(const speech *s) {
    return s->tokens >= LONG_SPEECH && s->me >= 3 && (uint64_t)s->me * 1000 >= (uint64_t)s->tokens * I_PER_1000;
}

bool mw_tellers_frame(mw_caster *c) {
    speech *all = weigh(c);
    uint32_t *votes = mw_arena_array(c->scratch, c->persons.n, sizeof *votes),
             *told = mw_arena_array(c->scratch, (size_t)c->n_chapters + 1, sizeof *told),
             *tokens = mw_arena_array(c->scratch, (size_t)c->n_chapters + 1, sizeof *tokens);
    if (!all || !votes || !told || !tokens) return false;
    uint32_t chapter = 0, best = MW_NONE, in_all = 0;
    for (uint32_t t = c->from; t < c->to; t++) {
        if (t == c->from || c->tokens->flags[t] & MW_TOK_BLOCK_START) chapter = mw_caster_chapter(c, t);
        bool telling = c->unit_of[t - c->from] && is_telling(&all[c->unit_of[t - c->from]]);
        tokens[chapter]++, told[chapter] += telling, in_all += telling;
    }
    if ((uint64_t)in_all * 3 < c->to - c->from) return true;
    for (uint32_t u = 0; u < c->units.n; u++) {
        uint32_t s = c->units.at[u].speaker, p = s == MW_NONE ? MW_NONE : mw_ment_person(c, s);
        if (p == MW_NONE) continue;
        votes[p] += is_telling(&all[u + 1]) ? 8 : 1;
        if (best == MW_NONE || votes[p] > votes[best]) best = p;
    }
    for (uint32_t i = 0; i <= c->n_chapters; i++)
        if ((uint64_t)told[i] * 2 > tokens[i]) c->chapter_teller[i] = best;
    return true;
}
