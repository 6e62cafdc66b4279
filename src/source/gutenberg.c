/* gutenberg: the header and the licence that Project Gutenberg puts around a book.
 *
 * In files of all its years: "*** START OF THIS PROJECT GUTENBERG EBOOK …", the older "*END*THE SMALL PRINT!…", and "End of (the)
 * Project Gutenberg's …". What stands inside those lines is the book. Title, author and language are taken from the header. Lines of
 * a text and blocks of mark-up are treated alike. Linear. */
#include "source/draft.h"

#include <string.h>

static bool has(mw_str s, const char *word) { /* ASCII case folded; s is one line */
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.n; i++)
        if (mw_str_ieq((mw_str){s.at + i, n}, word)) return true;
    return false;
}

static mw_str strip(mw_str s) {
    while (s.n && (s.at[0] == ' ' || s.at[0] == '\t' || s.at[0] == '*')) s.at++, s.n--;
    while (s.n && (s.at[s.n - 1] == ' ' || s.at[s.n - 1] == '\r' || s.at[s.n - 1] == '\t')) s.n--;
    return s;
}

typedef enum frame { NOTHING, START, END } frame;

/* What a line of the frame says. */
static frame frame_line(mw_str line) {
    if (line.n < 8 || line.n > 300) return NOTHING;
    bool stars = line.at[0] == '*';
    mw_str s = strip(line);
    if (stars && has(s, "gutenberg") && mw_str_istarts(s, "start of")) return START;
    if (stars && has(s, "small print") && mw_str_istarts(s, "end")) return START;
    if (stars && has(s, "gutenberg") && mw_str_istarts(s, "end of")) return END;
    if (mw_str_istarts(s, "end of the project gutenberg") || mw_str_istarts(s, "end of project gutenberg") ||
        mw_str_istarts(s, "end of this project gutenberg"))
        return END;
    if (stars && mw_str_istarts(s, "this file should be named")) return NOTHING;
    return NOTHING;
}

/* ---- header fields ----------------------------------------------------------------------------------------------------------- */

static mw_str field(mw_str line, const char *name) {
    if (!mw_str_istarts(line, name)) return (mw_str){NULL, 0};
    return strip((mw_str){line.at + strlen(name), line.n - strlen(name)});
}

static void header_line(mw_draft *d, mw_str line) {
    mw_str v;
    line = strip(line);
    if ((v = field(line, "title:")).n && !d->title) d->title = mw_draft_keep(d, v);
    if ((v = field(line, "author:")).n && !d->author) d->author = mw_draft_keep(d, v);
    if ((v = field(line, "language:")).n && !d->language) {
        static const char *const names[][2] = {{"english", "en"}, {"french", "fr"},  {"german", "de"}, {"spanish", "es"},
                                               {"italian", "it"}, {"dutch", "nl"},   {"latin", "la"},  {"portuguese", "pt"},
                                               {"finnish", "fi"}, {"swedish", "sv"}, {"danish", "da"}};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (mw_str_ieq(v, names[i][0])) d->language = names[i][1];
    }
}

/* ---- text -------------------------------------------------------------------------------------------------------------------- */

static mw_str next_line(mw_str text, size_t at, size_t *after) {
    size_t end = at;
    while (end < text.n && text.at[end] != '\n' && text.at[end] != '\r') end++;
    *after = end;
    if (*after < text.n && text.at[*after] == '\r') (*after)++;
    if (*after < text.n && text.at[*after] == '\n' && (*after == end || text.at[*after - 1] == '\r')) (*after)++;
    return (mw_str){text.at + at, end - at};
}

bool mw_gutenberg_find(mw_draft *d, mw_str text, size_t *from, size_t *to) {
    bool started = false, ended = false, known = false;
    *from = 0;
    *to = text.n;
    size_t head = text.n < 60000 ? text.n : 60000; /* the oldest headers run to 20 kB */
    for (size_t at = 0, after; at < head; at = after) {
        mw_str line = next_line(text, at, &after);
        known |= has(line, "project gutenberg");
        if (known && !started) header_line(d, line);
        if (frame_line(line) == START) {
            started = true;
            *from = after;
        }
    }
    if (!known) return false;
    for (size_t at = *from, after; at < text.n && !ended; at = after) {
        mw_str line = next_line(text, at, &after);
        if (frame_line(line) != END) continue;
        *to = at;
        ended = true;
    }
    return started || ended;
}

bool mw_gutenberg_credit(mw_str s) {
    s = strip(s);
    static const char *const openings[] = {"produced by ",
                                           "e-text prepared by",
                                           "etext prepared by",
                                           "e-text produced by",
                                           "etext produced by",
                                           "this ebook was produced by",
                                           "this etext was produced by",
                                           "this etext was prepared by",
                                           "transcribed from ",
                                           "prepared by "};
    if (s.n > 160) return false;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (!mw_str_istarts(s, openings[i])) continue;
        return i < 7 || has(s, "edition") || has(s, "proof") || has(s, "email") || has(s, "@") || has(s, "volunteer");
    }
    return has(s, "distributed proofread") || has(s, "pgdp.net");
}

/* ---- blocks ------------------------------------------------------------------------------------------------------------------ */

/* In mark-up the whole header may be one block: the line that matters stands somewhere in it. */
static frame frame_block(mw_str s) {
    frame f = frame_line(s);
    if (f || s.n > 4000) return f;
    for (size_t i = 0; i + 12 < s.n; i++) {
        if (s.at[i] != '*' || s.at[i + 1] != '*' || s.at[i + 2] != '*') continue;
        mw_str rest = strip((mw_str){s.at + i, s.n - i});
        if (mw_str_istarts(rest, "start of th") && has(rest, "gutenberg")) return START;
        if (mw_str_istarts(rest, "end of th") && has(rest, "gutenberg")) return END;
    }
    return NOTHING;
}

void mw_gutenberg_drop(mw_draft *d, uint32_t first) {
    bool known = false;
    size_t start = SIZE_MAX, end = SIZE_MAX;
    for (size_t i = first; i < d->blocks.n; i++) {
        mw_draft_block *b = &d->blocks.at[i];
        if (b->matter == MW_MATTER_DROP) continue;
        mw_str s = mw_draft_text(d, b);
        if (i < first + 400u && start == SIZE_MAX) {
            known |= has(s, "project gutenberg");
            if (known && s.n < 300) header_line(d, s);
        }
        frame f = frame_block(s);
        if (f == START && i < first + 400u) start = i;
        if (f == END && end == SIZE_MAX) end = i;
        if (i < first + 20u && mw_gutenberg_credit(s)) b->matter = MW_MATTER_DROP;
    }
    if (start != SIZE_MAX)
        for (size_t i = first; i <= start; i++) d->blocks.at[i].matter = MW_MATTER_DROP;
    if (end != SIZE_MAX)
        for (size_t i = end; i < d->blocks.n; i++) d->blocks.at[i].matter = MW_MATTER_DROP;
    if (start != SIZE_MAX || end != SIZE_MAX) d->licence_cut = true;
}
