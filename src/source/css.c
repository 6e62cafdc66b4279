/* css: as much of style sheets as tells italics, bold, small capitals and hidden text of a class.
 *
 * Converters write <span class="c7"> and put the meaning into a sheet. Only selectors of the form .class and tag.class are looked at;
 * anything else is passed over. Linear; a broken sheet gives fewer rules, never an error. */
#include "source/html.h"

#include <string.h>

static bool contains(mw_str s, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.n; i++)
        if (mw_str_ieq((mw_str){s.at + i, n}, word)) return true;
    return false;
}

static mw_str trim(mw_str s) {
    while (s.n && strchr(" \t\r\n\f", s.at[0])) s.at++, s.n--;
    while (s.n && strchr(" \t\r\n\f", s.at[s.n - 1])) s.n--;
    return s;
}

static uint8_t declaration(mw_str name, mw_str value) {
    if (mw_str_ieq(name, "font-style")) return contains(value, "italic") || contains(value, "oblique") ? MW_ITALIC : MW_CSS_PLAIN;
    if (mw_str_ieq(name, "font-weight")) {
        bool heavy = contains(value, "bold") || (value.n >= 3 && value.at[0] >= '6' && value.at[0] <= '9');
        return heavy ? MW_BOLD : 0;
    }
    if (mw_str_ieq(name, "font-variant") || mw_str_ieq(name, "font-variant-caps")) return contains(value, "small-caps") ? MW_SMALL_CAPS : 0;
    if (mw_str_ieq(name, "display")) return contains(value, "none") ? MW_CSS_HIDDEN : 0;
    return 0;
}

static uint8_t declarations(mw_str s) {
    uint8_t style = 0;
    while (s.n) {
        const char *end = memchr(s.at, ';', s.n);
        mw_str one = {s.at, end ? (size_t)(end - s.at) : s.n};
        const char *colon = one.n ? memchr(one.at, ':', one.n) : NULL;
        if (colon) {
            size_t k = (size_t)(colon - one.at);
            style |= declaration(trim((mw_str){one.at, k}), trim((mw_str){colon + 1, one.n - k - 1}));
        }
        if (!end) break;
        s = (mw_str){end + 1, s.n - one.n - 1};
    }
    if (style & MW_ITALIC) style &= (uint8_t)~MW_CSS_PLAIN;
    return style;
}

uint8_t mw_css_inline(const char *style) { return style[0] ? declarations(mw_str_of(style)) : 0; }

/* ".x", "span.x"; the class, or nothing. */
static mw_str class_of(mw_str selector) {
    selector = trim(selector);
    const char *dot = selector.n ? memchr(selector.at, '.', selector.n) : NULL;
    if (!dot) return (mw_str){NULL, 0};
    mw_str name = {dot + 1, selector.n - (size_t)(dot + 1 - selector.at)};
    for (const char *p = selector.at; p < dot; p++)
        if (strchr(" >+~#:[*", *p)) return (mw_str){NULL, 0};
    for (size_t i = 0; i < name.n; i++)
        if (strchr(" .>+~#:[*", name.at[i])) return (mw_str){NULL, 0};
    return name;
}

static bool rule(mw_css *css, mw_str selectors, uint8_t style) {
    while (selectors.n && style) {
        const char *comma = memchr(selectors.at, ',', selectors.n);
        size_t n = comma ? (size_t)(comma - selectors.at) : selectors.n;
        mw_str name = class_of((mw_str){selectors.at, n});
        uint32_t old = 0;
        if (name.n) {
            mw_map_get(css->classes, name, &old);
            if (!mw_map_put(css->classes, name, old | style)) return false;
        }
        if (!comma) break;
        selectors = (mw_str){comma + 1, selectors.n - n - 1};
    }
    return true;
}

static mw_str skip_comment(mw_str s) {
    while (s.n >= 2 && s.at[0] == '/' && s.at[1] == '*') {
        size_t i = 2;
        while (i + 1 < s.n && !(s.at[i] == '*' && s.at[i + 1] == '/')) i++;
        i = i + 2 < s.n ? i + 2 : s.n;
        s = trim((mw_str){s.at + i, s.n - i});
    }
    return s;
}

/* Behind the block that opens at s: rules for print or for one reader only are passed over. */
static mw_str skip_block(mw_str s) {
    size_t depth = 0, i = 0;
    for (; i < s.n; i++) {
        depth += s.at[i] == '{';
        if (s.at[i] == '}' && --depth == 0) break;
    }
    return i < s.n ? (mw_str){s.at + i + 1, s.n - i - 1} : (mw_str){s.at + s.n, 0};
}

bool mw_css_read(mw_css *css, const marrow_allocator *mem, const char *bytes, size_t n) {
    if (!css->classes && !(css->classes = mw_map_new(mem))) return false;
    mw_str s = {bytes, n};
    while (s.n) {
        s = skip_comment(trim(s));
        const char *open = s.n ? memchr(s.at, '{', s.n) : NULL;
        if (!open) return true;
        size_t k = (size_t)(open - s.at);
        mw_str selectors = {s.at, k}, rest = {open + 1, s.n - k - 1};
        if (k && s.at[0] == '@') {
            const char *semicolon = memchr(s.at, ';', k); /* "@import …;" has no block */
            s = semicolon ? (mw_str){semicolon + 1, s.n - (size_t)(semicolon + 1 - s.at)} : skip_block((mw_str){open, s.n - k});
            continue;
        }
        const char *close = rest.n ? memchr(rest.at, '}', rest.n) : NULL;
        size_t m = close ? (size_t)(close - rest.at) : rest.n;
        while (selectors.n && selectors.at[0] == '}') selectors = trim((mw_str){selectors.at + 1, selectors.n - 1});
        if (!rule(css, selectors, declarations((mw_str){rest.at, m}))) return false;
        if (!close) return true;
        s = (mw_str){close + 1, rest.n - m - 1};
    }
    return true;
}

void mw_css_clear(mw_css *css) {
    mw_map_free(css->classes);
    css->classes = NULL;
}
