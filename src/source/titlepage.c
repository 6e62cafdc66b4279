/* titlepage: title and author from the first lines of a text that says nowhere else what it is.
 *
 * Known shapes: "TITLE" and "by NAME" in two blocks or one, "TITLE by NAME" on a line, a title alone above the first chapter. Only the
 * first blocks are looked at; what is not plainly a title leaves both unknown. */
#include "source/draft.h"

#include <string.h>

enum { LOOK = 12 };

static bool by_word(mw_str s, size_t *len) {
    static const char *const words[] = {"by ", "written by ", "a novel by ", "a tale by ", "a story by ", "a romance by "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (s.n <= n || !mw_str_ieq((mw_str){s.at, n}, words[i])) continue;
        *len = n;
        return true;
    }
    return false;
}

/* Two to six words, each beginning with a capital or a small particle: a name of a person. */
static bool is_name(mw_str s) {
    size_t words = 0, capitals = 0, len;
    if (s.n == 0 || s.n > 60) return false;
    for (size_t i = 0; i < s.n;) {
        while (i < s.n && s.at[i] == ' ') i++;
        if (i == s.n) break;
        int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
        if (!mw_cp_letter(c)) return false;
        words++;
        capitals += mw_cp_upper(c);
        while (i < s.n && s.at[i] != ' ') i++;
    }
    char last = s.at[s.n - 1];
    return words >= 1 && words <= 6 && capitals >= 1 && capitals + 2 >= words && last != ',' && last != '!' && last != '?' && last != ';';
}

/* "Foo by Jane Doe": the last " by " with a name behind it. */
static bool split_by(mw_str s, mw_str *title, mw_str *author) {
    for (size_t i = s.n; i-- > 1;) {
        if (i + 4 > s.n || !mw_str_ieq((mw_str){s.at + i, 4}, " by ")) continue;
        *title = (mw_str){s.at, i};
        *author = (mw_str){s.at + i + 4, s.n - i - 4};
        while (title->n && strchr(" ,/-", title->at[title->n - 1])) title->n--;
        return title->n >= 2 && is_name(*author) && (mw_heading_title_case(*title) || mw_heading_caps(*title));
    }
    return false;
}

static bool may_be_title(const mw_draft *d, const mw_draft_block *b) {
    mw_str s = mw_draft_text(d, b);
    size_t len;
    if (b->listed || b->kind == MW_ORNAMENT || b->kind == MW_VERSE || b->n_lines > 3 || s.n > 120) return false;
    int32_t c = mw_utf8_next(s.at, s.n, &len);
    if (!mw_cp_letter(c) && !mw_cp_digit(c)) return false;
    mw_heading h = mw_heading_classify(s);
    if (h.head != MW_HEAD_NONE && h.head != MW_HEAD_NAME) return false;
    return mw_heading_caps(s) || mw_heading_title_case(s);
}

static bool opens_chapter(const mw_draft *d, uint32_t block) {
    for (size_t i = 0; i < d->chapters.n; i++)
        if (d->chapters.at[i].block == block) return d->chapters.at[i].title[0] != '\0';
    return false;
}

static void author_from(mw_draft *d, mw_str s) {
    if (!d->author && is_name(s)) d->author = mw_draft_keep(d, s);
}

/* "Title: …", "Author: …", as some collections have them. */
static bool field(mw_draft *d, mw_str s) {
    bool title = s.n > 7 && mw_str_ieq((mw_str){s.at, 7}, "title: "), author = s.n > 8 && mw_str_ieq((mw_str){s.at, 8}, "author: ");
    if (title && !d->title) d->title = mw_draft_keep(d, (mw_str){s.at + 7, s.n - 7});
    if (author && !d->author) d->author = mw_draft_keep(d, (mw_str){s.at + 8, s.n - 8});
    return title || author;
}

void mw_title_page(mw_draft *d) {
    uint32_t i = 0, seen = 0, first = UINT32_MAX;
    mw_str title, author;
    size_t len;
    if (d->title || d->failed) return;
    for (; i < d->blocks.n && seen < LOOK; i++) {
        const mw_draft_block *b = &d->blocks.at[i];
        if (b->matter == MW_MATTER_DROP) continue;
        if (b->heads || opens_chapter(d, i)) break;
        seen++;
        mw_str s = mw_draft_text(d, b);
        if (field(d, s)) continue;
        if (by_word(s, &len) && first != UINT32_MAX && is_name((mw_str){s.at + len, s.n - len})) {
            author_from(d, (mw_str){s.at + len, s.n - len});
            break;
        }
        if (mw_str_ieq(s, "by") && first != UINT32_MAX && i + 1 < d->blocks.n) {
            author_from(d, mw_draft_text(d, &d->blocks.at[i + 1]));
            break;
        }
        if (first == UINT32_MAX && b->n_lines <= 3 && s.n < 160 && split_by(s, &title, &author)) {
            d->title = mw_draft_keep(d, title);
            author_from(d, author);
            return;
        }
        if (first == UINT32_MAX && seen <= 2 && may_be_title(d, b)) first = i;
    }
    if (first == UINT32_MAX || d->title) return;
    /* A line alone is a title only where chapters follow at once, or an author was named. */
    bool chapters_follow = i < d->blocks.n && (d->blocks.at[i].heads || opens_chapter(d, i));
    bool apart = first + 1 < d->blocks.n && d->blocks.at[first + 1].blanks >= 2 && d->blocks.at[first].n_lines == 1;
    mw_str line = mw_draft_text(d, &d->blocks.at[first]);
    apart = apart && line.at[line.n - 1] != '.';
    if (!d->author && !chapters_follow && !apart) return;
    d->title = mw_draft_keep(d, mw_draft_text(d, &d->blocks.at[first]));
}
