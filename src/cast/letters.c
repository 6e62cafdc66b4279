/* letters: who writes the chapters that are letters, and who goes on within a chapter.
 *
 * A chapter that is headed a letter, or that closes as letters do, is its signer's: the last short paragraph of it is a name. Letters that are
 * headed so and bear no name are of those around them, where one person signs all of a row. "Dale, in continuation", a paragraph by itself,
 * gives what is left of the chapter to Dale: a shift. Linear time. See narrator.c. */
#include "cast/inside.h"

#include <string.h>

enum { SHORT = 8, LOOK_BACK = 3, TITLE_WORDS = 12 };

typedef struct para {
    uint32_t from, to; /* tokens */
} para;

typedef struct desk {
    mw_caster *c;
    uint32_t *signer; /* [n_chapters] person; MW_NONE */
    bool *headed;     /* [n_chapters] called a letter */
} desk;

static bool is_word(const mw_caster *c, uint32_t t, const char *const *words, size_t n) {
    char buf[MW_WORD_BYTES];
    const char *w = mw_caster_lower(c, t, buf);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(w, words[i])) return true;
    return false;
}
#define IS_WORD(c, t, list) is_word(c, t, list, sizeof(list) / sizeof *(list))

/* The first mention that begins at token t or behind. */
static uint32_t ment_at(const mw_caster *c, uint32_t t) { return MW_COUNT_BELOW(c->ments.at, (uint32_t)c->ments.n, first, t); }

/* The person whose name opens a paragraph; *behind: the token behind it. */
static uint32_t name_opens(const mw_caster *c, para p, uint32_t *behind) {
    uint32_t who = MW_NONE;
    for (uint32_t i = ment_at(c, p.from); i < c->ments.n && c->ments.at[i].first == p.from; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t q = m->sort == MW_SORT_NAME && m->last < p.to ? mw_ment_person(c, i) : MW_NONE;
        if (q != MW_NONE && who == MW_NONE) who = q, *behind = m->last + 1;
    }
    return who;
}

static uint32_t paragraph_end(const mw_caster *c, uint32_t from) {
    uint32_t t = from + 1;
    while (t < c->to && c->tokens->block[t] == c->tokens->block[from]) t++;
    return t;
}

/* A name and nothing else. */
static uint32_t signature(const mw_caster *c, para p) {
    uint32_t behind = p.from, who = p.to - p.from <= SHORT ? name_opens(c, p, &behind) : MW_NONE;
    while (who != MW_NONE && behind < p.to && c->tags->upos[behind] == MW_PUNCT) behind++;
    return behind == p.to ? who : MW_NONE;
}

/* Your loving sister, / Ever yours, / Believe me, … */
static bool closes(const mw_caster *c, para p) {
    static const char *const opening[] = {"your",      "yours",      "ever",  "believe", "affectionately",
                                          "sincerely", "faithfully", "truly", "thine",   "i"};
    static const char *const ending[] = {"yours",  "truly",   "sincerely", "faithfully", "affectionately", "brother", "sister",
                                         "friend", "servant", "son",       "daughter",   "father",         "mother",  "cousin",
                                         "ever",   "always",  "etc",       "obediently"};
    uint32_t last = p.to;
    while (last > p.from + 1 && c->tags->upos[last - 1] == MW_PUNCT) last--;
    return p.to - p.from <= 2 * SHORT && IS_WORD(c, p.from, opening) && IS_WORD(c, last - 1, ending);
}

/* Short paragraphs at the end of a chapter: the one that is a name. */
static uint32_t signer_of(const mw_caster *c, const para *last, uint32_t n, bool headed) {
    for (uint32_t i = n; i-- > 0;) {
        uint32_t who = signature(c, last[i]);
        if (who != MW_NONE && (headed || (i && closes(c, last[i - 1])))) return who;
    }
    return MW_NONE;
}

static bool is_headed(mw_caster *c, uint32_t chapter, bool *headed) {
    char *title = mw_str_lower(c->scratch, mw_str_of(c->text->chapters[c->first_chapter + chapter].title));
    if (!title) return false;
    *headed = !strncmp(title, "letter", 6) && strchr(" .:,-", title[6]); /* the zero at the end too */
    return true;
}

/* "Dale, in continuation"; "Dale continues" */
static uint32_t goes_on(const mw_caster *c, para p) {
    static const char *const words[] = {"continuation", "continued", "continues", "resumes", "resumed"};
    uint32_t behind = p.from, who = p.to - p.from <= SHORT ? name_opens(c, p, &behind) : MW_NONE, last = p.to;
    while (last > p.from && c->tags->upos[last - 1] == MW_PUNCT) last--;
    if (who == MW_NONE || last <= behind || last > behind + 3 || !IS_WORD(c, last - 1, words)) return MW_NONE;
    return who;
}

static bool read_chapters(desk *d) {
    mw_caster *c = d->c;
    para last[LOOK_BACK];
    uint32_t n = 0, chapter = c->n_chapters;
    for (uint32_t t = c->from, end; t <= c->to; t = end) {
        uint32_t now = t < c->to ? mw_caster_chapter(c, t) : MW_NONE;
        if (now != chapter) {
            if (chapter < c->n_chapters) d->signer[chapter] = signer_of(c, last, n, d->headed[chapter]);
            chapter = now, n = 0;
        }
        if (t == c->to) break;
        end = paragraph_end(c, t);
        uint32_t who = goes_on(c, (para){t, end});
        if (who != MW_NONE && !mw_vec_push(c->mem, &c->shifts, ((mw_shift){t, end, chapter, who}))) return false;
        if (n == LOOK_BACK) memmove(last, last + 1, --n * sizeof *last);
        last[n++] = (para){t, end};
    }
    return true;
}

/* The one who signs all signed letters of a row; MW_NONE. */
static uint32_t signer_of_row(const desk *d, uint32_t from, uint32_t to) {
    uint32_t who = MW_NONE;
    for (uint32_t i = from; i < to; i++) {
        if (d->signer[i] == MW_NONE) continue;
        if (who != MW_NONE && d->signer[i] != who) return MW_NONE;
        who = d->signer[i];
    }
    return who;
}

bool mw_letters_find(mw_caster *c) {
    desk d = {.c = c, .signer = mw_arena_array(c->scratch, (size_t)c->n_chapters + 1, sizeof *d.signer)};
    d.headed = mw_arena_array(c->scratch, (size_t)c->n_chapters + 1, sizeof *d.headed);
    if (!d.signer || !d.headed) return false;
    for (uint32_t i = 0; i <= c->n_chapters; i++) d.signer[i] = MW_NONE;
    for (uint32_t i = 0; i < c->n_chapters; i++)
        if (!is_headed(c, i, &d.headed[i])) return false;
    c->shifts.n = 0;
    if (!read_chapters(&d)) return false;
    for (uint32_t i = 0, z; i < c->n_chapters; i = z) {
        z = i + 1;
        if (!d.headed[i]) {
            if (d.signer[i] != MW_NONE && mw_caster_told_by_me(c, i)) c->chapter_narrator[i] = d.signer[i];
            continue;
        }
        while (z < c->n_chapters && d.headed[z]) z++;
        uint32_t who = signer_of_row(&d, i, z);
        for (uint32_t k = i; k < z; k++) {
            uint32_t writer = d.signer[k] != MW_NONE ? d.signer[k] : who;
            if (writer != MW_NONE && mw_caster_told_by_me(c, k)) c->chapter_narrator[k] = writer;
        }
    }
    return true;
}

uint32_t mw_caster_narrator(const mw_caster *c, uint32_t token) {
    uint32_t chapter = mw_caster_chapter(c, token);
    for (size_t i = c->shifts.n; i-- > 0;)
        if (c->shifts.at[i].chapter == chapter && c->shifts.at[i].at <= token) return c->shifts.at[i].person;
    return c->chapter_narrator[chapter];
}
