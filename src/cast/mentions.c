/* mentions: gathers the mentions of a document and describes each: what stands around it, its role, determiner, number, gender.
 *
 * Mentions are the model's, and the personal pronouns that it missed. Speeches are found from the marks of segment: a pair of marks is a
 * speech when it holds more than a few words or ends like a sentence (so that a 'word' in inverted commas is none). Linear time. */
#include "cast/inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------------------ */

mw_str mw_caster_word(const mw_caster *c, uint32_t token) { return mw_str_span(c->text->at, c->tokens->span[token]); }

const char *mw_caster_lower(const mw_caster *c, uint32_t token, char buf[MW_WORD_BYTES]) {
    mw_str s = mw_caster_word(c, token);
    size_t n = 0;
    for (size_t i = 0, len; i < s.n; i += len) {
        int32_t cp = mw_cp_fold(mw_utf8_next(s.at + i, s.n - i, &len));
        if (cp == 0x2019) cp = '\'';
        if (n + 5 > MW_WORD_BYTES) return buf[0] = 0, buf;
        if (cp < 0x80)
            buf[n++] = (char)cp;
        else if (cp < 0x800)
            buf[n++] = (char)(0xC0 | cp >> 6), buf[n++] = (char)(0x80 | (cp & 63));
        else if (cp < 0x10000)
            buf[n++] = (char)(0xE0 | cp >> 12), buf[n++] = (char)(0x80 | (cp >> 6 & 63)), buf[n++] = (char)(0x80 | (cp & 63));
        else
            buf[n++] = (char)(0xF0 | cp >> 18), buf[n++] = (char)(0x80 | (cp >> 12 & 63)), buf[n++] = (char)(0x80 | (cp >> 6 & 63)),
            buf[n++] = (char)(0x80 | (cp & 63));
    }
    if (n > 1 && buf[n - 1] == '.') n--;
    buf[n] = 0;
    return buf;
}

bool mw_caster_capital(const mw_caster *c, uint32_t token) {
    mw_str s = mw_caster_word(c, token);
    size_t len;
    if (!s.n) return false;
    int32_t first = mw_utf8_next(s.at, s.n, &len);
    if ((first == '\'' || first == 0x2019) && s.n > len) first = mw_utf8_next(s.at + len, s.n - len, &len); /* 'Liza */
    return mw_cp_upper(first);
}

uint32_t mw_caster_end(const mw_caster *c, uint32_t ment) { return c->tokens->span[c->ments.at[ment].last].end; }

uint32_t mw_caster_chapter(const mw_caster *c, uint32_t token) {
    uint32_t chapter = mw_chapter_at(c->text, c->tokens->span[token].start);
    bool ours = chapter != MW_NONE && chapter >= c->first_chapter && chapter - c->first_chapter < c->n_chapters;
    return ours ? chapter - c->first_chapter : c->n_chapters;
}

/* ---- speeches --------------------------------------------------------------------------------------------------------------- */

static bool is_speech(const mw_caster *c, const mw_marked *m) {
    if (!m->closed || m->last - m->first > 6) return true;
    for (uint32_t t = m->last; t-- > m->first + 1;) return c->tags->upos[t] == MW_PUNCT;
    return false;
}

static uint32_t first_mark(const mw_caster *c) { return MW_COUNT_BELOW(c->tokens->marks, c->tokens->n_marks, first, c->from); }

/* A verb of saying among the tokens [from, to). */
static bool says_between(const mw_caster *c, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (c->tags->upos[t] == MW_VERB && mw_speech_verb(mw_lemma(c->tags, t))) return true;
    return false;
}

enum { NO_PARAGRAPHS = 600, CUE_TOKENS = 14 };

/* Does a speech go on the one before it: by its mark, by its paragraph; in a text without paragraphs, after a cue alone. */
static bool goes_on_speech(const mw_caster *c, const mw_marked *m, const mw_marked *before) {
    if (!before) return false;
    if (m->continues) return true;
    uint32_t block = c->tokens->block[m->first];
    if (block != c->tokens->block[before->last]) return false;
    mw_span span = c->text->blocks[block].span;
    if (span.end - span.start < NO_PARAGRAPHS * 8) return true;
    return m->first - before->last <= CUE_TOKENS && says_between(c, before->last + 1, m->first);
}

bool mw_units_find(mw_caster *c) {
    c->unit_of = mw_arena_array(c->scratch, c->to - c->from, sizeof *c->unit_of);
    if (!c->unit_of) return false;
    const mw_marked *before = NULL;
    for (uint32_t i = first_mark(c); i < c->tokens->n_marks && c->tokens->marks[i].first < c->to; i++) {
        const mw_marked *m = &c->tokens->marks[i];
        if (m->depth || !is_speech(c, m)) continue;
        uint32_t block = c->tokens->block[m->first];
        if (goes_on_speech(c, m, before))
            c->units.at[c->units.n - 1].block = block;
        else if (!mw_vec_push(c->mem, &c->units,
                              (mw_unit){block, MW_NONE, MW_NONE, MW_NONE, MW_NONE, MW_NONE, c->tags->sentence[m->first]}))
            return false;
        for (uint32_t t = m->first; t <= m->last && t < c->to; t++) c->unit_of[t - c->from] = (uint32_t)c->units.n;
        before = m;
    }
    return true;
}

/* ---- gathering -------------------------------------------------------------------------------------------------------------- */

static bool is_pronoun_token(const mw_caster *c, uint32_t token) {
    return c->tags->upos[token] == MW_PRON || c->tags->upos[token] == MW_DET;
}

/* Mine, yours: rather the thing owned than its owner. */
static bool stands_alone(const char *w) {
    return !strcmp(w, "mine") || !strcmp(w, "yours") || !strcmp(w, "ours") || !strcmp(w, "hers") || !strcmp(w, "thine");
}

static bool add_missed_pronouns(mw_caster *c, const uint8_t *covered) {
    char buf[MW_WORD_BYTES];
    for (uint32_t t = c->from; t < c->to; t++) {
        if (covered[t - c->from] || !is_pronoun_token(c, t)) continue;
        const mw_pronoun *p = mw_pronoun_lookup(mw_caster_lower(c, t, buf));
        if (!p || p->gender == MW_NONE_GENDER || (p->plural && p->person == 3) || stands_alone(buf)) continue;
        mw_ment m = {
            .first = t, .last = t, .head = t, .form = MW_NONE, .entity = MW_NONE, .type = MW_PER, .form_kind = MW_PRO, .model = 128};
        if (!mw_vec_push(c->mem, &c->ments, m)) return false;
    }
    return true;
}

static bool is_title(const mw_caster *c, uint32_t token) {
    char buf[MW_WORD_BYTES];
    return mw_caster_capital(c, token) && mw_title_lookup(mw_caster_lower(c, token, buf));
}

/* The last token of the name that goes on after a title: particles and capitals; the title itself where none does. */
static uint32_t name_after(const mw_caster *c, uint32_t title) {
    char buf[MW_WORD_BYTES];
    uint32_t last = title;
    for (uint32_t t = title + 1; t < c->to && t < title + 6 && c->tags->sentence[t] == c->tags->sentence[title]; t++) {
        if (mw_caster_capital(c, t) && c->tags->upos[t] == MW_PROPN)
            last = t;
        else if (!mw_name_particle(mw_caster_lower(c, t, buf)) || !strcmp(buf, "the") || !strcmp(buf, "of"))
            break;
    }
    return last;
}

/* "The captain looked at the stranger", "the captain had": the captain. */
static void drop_verb(const mw_caster *c, mw_ment *m) {
    while (m->last > m->head && (c->tags->upos[m->last] == MW_VERB || c->tags->upos[m->last] == MW_AUX) &&
           (c->tags->head[m->last] < m->first || c->tags->head[m->last] > m->last))
        m->last--;
    uint8_t u = c->tags->upos[m->head];
    uint32_t subject = u == MW_VERB || u == MW_AUX ? mw_child_with(c->tags, c->children, m->head, MW_REL_NSUBJ) : MW_NONE;
    if (subject == MW_NONE || subject < m->first || subject >= m->head) return;
    m->last = m->head - 1;
    m->head = subject;
}

/* "Orra, orra, orra," cried the voice: said again at once in small letters, it is a cry and no name. */
static bool is_cry(const mw_caster *c, const mw_ment *m) {
    char here[MW_WORD_BYTES], there[MW_WORD_BYTES];
    uint32_t next = m->last + 1;
    if (m->form_kind != MW_PROP || m->first != m->last) return false;
    while (next < c->to && next < m->last + 3 && c->tags->upos[next] == MW_PUNCT) next++;
    if (next >= c->to || mw_caster_capital(c, next)) return false;
    return !strcmp(mw_caster_lower(c, m->last, here), mw_caster_lower(c, next, there)) && *here;
}

/* Slips of the span model: Mr. without the name that follows; a name without its title; spans that leave the speech they begin in. */
static bool mend(const mw_caster *c, mw_ment *m) {
    uint32_t unit = c->unit_of[m->first - c->from];
    if (m->form_kind == MW_PRO) return m->first == m->last;
    if (is_cry(c, m)) return false;
    bool bare = m->first == m->last || (m->first + 1 == m->last && mw_str_ieq(mw_caster_word(c, m->first), "the"));
    if (bare && is_title(c, m->last) && name_after(c, m->last) > m->last)
        m->last = m->head = name_after(c, m->last), m->form_kind = MW_PROP;
    if (c->unit_of[m->last - c->from] != unit ||
        (m->form_kind == MW_PROP && m->last - m->first > 3 && c->unit_of[m->head - c->from] != unit)) {
        if (m->form_kind != MW_PROP) return false;
        while (m->last > m->first && (c->unit_of[m->last - c->from] != unit || !mw_caster_capital(c, m->last))) m->last--;
        for (uint32_t t = m->first + 1; t <= m->last; t++)
            if (!mw_caster_capital(c, t)) m->last = t - 1;
    }
    if (m->form_kind == MW_PROP) {
        while (m->last > m->first && c->tags->upos[m->last] == MW_PUNCT && !mw_str_is(mw_caster_word(c, m->last), ".") &&
               !mw_str_is(mw_caster_word(c, m->last), "-"))
            m->last--;
        if (m->first > c->from && c->tags->sentence[m->first - 1] == c->tags->sentence[m->first] && mw_caster_capital(c, m->first) &&
            is_title(c, m->first - 1))
            m->first--;
    }
    if (m->form_kind == MW_NOM) drop_verb(c, m);
    if (m->head < m->first || m->head > m->last) m->head = m->last;
    return true;
}

/* In a review: a word of the name of somebody who is played by a performer, and so a person, whatever the span model makes of it. */
static bool is_played(const mw_caster *c, uint32_t t) {
    if (!c->critic || c->critic->name[t] != MW_NAMES_CHARACTER || !mw_caster_capital(c, t)) return false;
    mw_str word = mw_caster_word(c, t);
    for (uint32_t i = 0; i < c->critic->n_played; i++)
        for (const char *p = c->critic->played[i].character; p && *p;) {
            size_t n = strcspn(p, " ");
            if (n == word.n && memcmp(p, word.at, n) == 0) return true;
            p += n + (p[n] == ' ');
        }
    return false;
}

static bool add_missed_names(mw_caster *c) {
    if (!c->critic) return true;
    uint8_t *named = mw_arena_array(c->scratch, c->to - c->from, 1);
    if (!named) return false;
    for (size_t i = 0; i < c->ments.n; i++)
        for (uint32_t t = c->ments.at[i].first; c->ments.at[i].form_kind == MW_PROP && t <= c->ments.at[i].last; t++)
            named[t - c->from] = 1;
    for (uint32_t t = c->from; t < c->to; t++) {
        if (named[t - c->from] || !is_played(c, t)) continue;
        uint32_t last = t, head;
        while (last + 1 < c->to && !named[last + 1 - c->from] && is_played(c, last + 1)) last++;
        for (head = t; head < last && c->tags->head[head] > t && c->tags->head[head] <= last;) head = c->tags->head[head];
        mw_ment m = {.first = t, .last = last, .head = head, .form = MW_NONE, .entity = MW_NONE, .form_kind = MW_PROP, .model = 200};
        m.type = MW_PER;
        if (!mw_vec_push(c->mem, &c->ments, m)) return false;
        t = last;
    }
    return true;
}

bool mw_ments_gather(mw_caster *c) {
    uint8_t *covered = mw_arena_array(c->scratch, c->to - c->from, 1);
    if (!covered) return false;
    uint32_t from = MW_COUNT_BELOW(c->tags->entities, c->tags->n_entities, first, c->from);
    for (uint32_t i = from; i < c->tags->n_entities && c->tags->entities[i].first < c->to; i++) {
        const mw_entity *e = &c->tags->entities[i];
        mw_ment m = {.first = e->first,
                     .last = e->last,
                     .head = e->head,
                     .form = MW_NONE,
                     .entity = MW_NONE,
                     .type = e->type,
                     .form_kind = e->form,
                     .model = e->confidence};
        if (m.last >= c->to || !mend(c, &m)) continue;
        if (m.form_kind == MW_PROP && m.type != MW_PER && is_played(c, m.head)) m.type = MW_PER;
        if (m.first == m.last) covered[m.first - c->from] = 1;
        if (!mw_vec_push(c->mem, &c->ments, m)) return false;
    }
    return add_missed_names(c) && add_missed_pronouns(c, covered);
}

/* ---- describing ------------------------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b) {
    const mw_ment *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last > y->last ? -1 : 1;
    return (int)x->form_kind - (int)y->form_kind;
}

/* Mr. Carrick inside Old Mr. Carrick. */
static bool says_the_same(const mw_ment *outer, const mw_ment *m) {
    return m->form != MW_NONE && outer->form == m->form && m->first >= outer->first && m->last <= outer->last && m->head == outer->head;
}

static void drop_twins(mw_caster *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->ments.n; i++) {
        if (n && c->ments.at[n - 1].first == c->ments.at[i].first && c->ments.at[n - 1].last == c->ments.at[i].last) continue;
        bool same = false;
        for (size_t k = n; k-- > 0 && k + 3 > n;) same |= says_the_same(&c->ments.at[k], &c->ments.at[i]);
        if (same) continue;
        c->ments.at[n++] = c->ments.at[i];
    }
    c->ments.n = n;
}

static void nest(mw_caster *c) {
    uint32_t open = MW_NONE;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        while (open != MW_NONE && c->ments.at[open].last < c->ments.at[i].first) open = c->ments.at[open].outer;
        c->ments.at[i].outer = open;
        open = i;
    }
}

static void place(mw_caster *c, mw_ment *m) {
    const mw_tags *t = c->tags;
    uint32_t h = m->head;
    for (int i = 0; i < 8 && t->rel_base[h] == MW_REL_CONJ && t->head[h] != h; i++)
        h = t->head[h]; /* the second of a pair plays the first one's part */
    m->governor = t->head[h];
    m->sentence = t->sentence[m->head];
    m->unit = c->unit_of[m->head - c->from];
    switch (t->rel_base[h]) {
    case MW_REL_NSUBJ:
    case MW_REL_CSUBJ:
        m->role = MW_ROLE_SUBJECT;
        break;
    case MW_REL_OBJ:
    case MW_REL_IOBJ:
        m->role = MW_ROLE_OBJECT;
        break;
    case MW_REL_OBL:
        m->role = MW_ROLE_OBLIQUE;
        break;
    case MW_REL_VOCATIVE:
        m->role = MW_ROLE_VOCATIVE;
        break;
    case MW_REL_APPOS:
        m->role = MW_ROLE_APART;
        break;
    case MW_REL_NMOD:
        m->role = t->labels_rel.n > t->rel[h] && strstr(t->labels_rel.at[t->rel[h]], "poss") ? MW_ROLE_POSSESSOR : MW_ROLE_OTHER;
        break;
    default:
        m->role = MW_ROLE_OTHER;
    }
}

static bool plural_word(const mw_caster *c, uint32_t token) {
    const mw_tags *t = c->tags;
    const char *x = t->xpos[token] < t->labels_xpos.n ? t->labels_xpos.at[t->xpos[token]] : "";
    return !strcmp(x, "NNS") || !strcmp(x, "NNPS");
}

/* Tom and Mary: the span holds another head beside its own. */
static bool joined(const mw_caster *c, const mw_ment *m) {
    for (uint32_t k = mw_child_first(c->children, m->head); k != MW_NONE; k = mw_child_next(c->children, k))
        if (k >= m->first && k <= m->last && c->tags->rel_base[k] == MW_REL_CONJ &&
            (c->tags->upos[k] == MW_PROPN || c->tags->upos[k] == MW_NOUN || c->tags->upos[k] == MW_PRON))
            return true;
    return false;
}

static mw_det determiner(const mw_caster *c, const mw_ment *m) {
    static const char *const indefinite[] = {"a",   "an",      "another", "any",  "each", "every", "many", "no",
                                             "one", "several", "some",    "such", "two",  "three", "four", "what"};
    char buf[MW_WORD_BYTES];
    const char *w = mw_caster_lower(c, m->first, buf);
    if (!strcmp(w, "the")) return MW_DET_DEF;
    if (!strcmp(w, "this") || !strcmp(w, "that") || !strcmp(w, "these") || !strcmp(w, "those") || !strcmp(w, "yon") || !strcmp(w, "yonder"))
        return MW_DET_THAT;
    for (size_t i = 0; i < sizeof indefinite / sizeof *indefinite; i++)
        if (!strcmp(w, indefinite[i]) && m->first != m->head) return MW_DET_INDEF;
    const mw_pronoun *p = mw_pronoun_lookup(w);
    return p && p->flags & MW_PRO_POSSESSIVE && m->first != m->head ? MW_DET_POSS : MW_DET_BARE;
}

static bool is_predicate(const mw_caster *c, const mw_ment *m) {
    if (m->form_kind != MW_NOM) return false;
    if (c->critic && m->det == MW_DET_INDEF && m->first > c->from) { /* she finds work as a nurse */
        char buf[MW_WORD_BYTES];
        if (!strcmp(mw_caster_lower(c, m->first - 1, buf), "as") && c->tags->rel_base[m->first - 1] == MW_REL_CASE) return true;
    }
    if (c->tags->rel_base[m->head] == MW_REL_APPOS) return true;
    bool copula = false, subject = false;
    for (uint32_t k = mw_child_first(c->children, m->head); k != MW_NONE; k = mw_child_next(c->children, k)) {
        copula |= c->tags->rel_base[k] == MW_REL_COP;
        subject |= c->tags->rel_base[k] == MW_REL_NSUBJ;
    }
    return copula && subject;
}

static bool key_of(mw_caster *c, mw_str words, uint32_t *key) {
    if (mw_map_get(c->keys, words, key)) return true;
    *key = (uint32_t)mw_map_size(c->keys);
    return mw_map_put(c->keys, words, *key);
}

/* The words of a nominal up to its head, without determiner and possessor. */
static bool key_nominal(mw_caster *c, mw_ment *m) {
    char buf[MW_WORD_BYTES];
    mw_buf b;
    mw_buf_init(&b, c->mem);
    bool within = m->det == MW_DET_BARE;
    for (uint32_t t = m->first; t <= m->head; t++) {
        if (t == m->first && !within) continue;
        const char *w = mw_caster_lower(c, t, buf);
        if (t < m->head && (!strcmp(w, "'s") || !strcmp(w, "'"))) { /* Mary's mother: from here on */
            m->det = MW_DET_POSS;
            b.n = 0;
            continue;
        }
        if (t < m->head && c->tags->upos[t] == MW_DET) continue;
        if (b.n) mw_buf_putc(&b, ' ');
        mw_buf_puts(&b, w);
    }
    bool good =
        !b.failed && key_of(c, (mw_str){b.at ? b.at : "", b.n}, &m->key) && key_of(c, mw_str_of(mw_lemma(c->tags, m->head)), &m->head_key);
    mw_buf_clear(&b);
    return good;
}

/* My dear old Jane. */
static bool is_endearing(const mw_caster *c, uint32_t token) {
    static const char *const words[] = {"my",      "dear", "dearest", "old", "poor", "sweet", "good", "young", "little",
                                        "darling", "oh",   "o",       "ah",  "yes",  "no",    "well", "but",   "and"};
    char buf[MW_WORD_BYTES];
    const char *w = mw_caster_lower(c, token, buf);
    return MW_AMONG(w, words);
}

/* Called out in speech: between a comma, a mark or the beginning, and a stop; the parse alone misses many. */
static bool is_addressed(const mw_caster *c, const mw_ment *m) {
    if (!m->unit || mw_ment_answers_who(c, m)) return false;
    if (m->role == MW_ROLE_VOCATIVE) return true;
    if (c->tags->rel_base[m->head] == MW_REL_CONJ || m->plural) return false;
    uint32_t t = m->first;
    while (t > c->from && m->first - t < 3 && is_endearing(c, t - 1)) t--;
    bool before =
        t == c->from || c->tags->upos[t - 1] == MW_PUNCT || c->tags->upos[t - 1] == MW_INTJ || c->tags->sentence[t - 1] != m->sentence;
    return before && (m->last + 1 == c->to || c->tags->upos[m->last + 1] == MW_PUNCT);
}

static bool describe_nominal(mw_caster *c, mw_ment *m) {
    m->sort = MW_SORT_NOMINAL;
    m->noun = mw_person_noun_lookup(mw_lemma(c->tags, m->head));
    m->plural = plural_word(c, m->head) || joined(c, m) || (m->noun && m->noun->flags & MW_NOUN_PLURAL);
    m->gender = (uint8_t)(m->noun ? m->noun->gender : MW_UNKNOWN);
    m->det = (uint8_t)determiner(c, m);
    m->predicate = is_predicate(c, m);
    m->addressed = m->det != MW_DET_DEF && m->det != MW_DET_INDEF && m->type == MW_PER && is_addressed(c, m);
    return key_nominal(c, m);
}

static bool describe(mw_caster *c, mw_ment *m) {
    char buf[MW_WORD_BYTES];
    place(c, m);
    m->possessor = MW_NONE;
    const mw_pronoun *p = m->first == m->last && m->form_kind != MW_PROP ? mw_pronoun_lookup(mw_caster_lower(c, m->first, buf)) : NULL;
    if (m->form != MW_NONE) {
        m->sort = MW_SORT_NAME;
        m->addressed = is_addressed(c, m);
        return true;
    }
    if (!p) return describe_nominal(c, m);
    m->sort = MW_SORT_PRONOUN;
    m->pronoun = p;
    m->form_kind = MW_PRO;
    m->gender = (uint8_t)p->gender;
    m->plural = p->plural;
    if (p->flags & MW_PRO_POSSESSIVE && !(p->flags & MW_PRO_OBJECT)) m->role = MW_ROLE_POSSESSOR;
    return true;
}

static void find_possessors(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        mw_ment *m = &c->ments.at[i];
        if (m->role != MW_ROLE_POSSESSOR) continue;
        uint32_t o = m->outer;
        for (int up = 0; up < 4 && o != MW_NONE && c->ments.at[o].head != m->governor; up++) o = c->ments.at[o].outer;
        if (o == MW_NONE || c->ments.at[o].head != m->governor) continue;
        c->ments.at[o].possessor = i;
        c->ments.at[o].det = MW_DET_POSS;
    }
}

bool mw_ments_describe(mw_caster *c) {
    if (c->ments.n) qsort(c->ments.at, c->ments.n, sizeof *c->ments.at, by_place);
    drop_twins(c);
    nest(c);
    for (size_t i = 0; i < c->ments.n; i++)
        if (!describe(c, &c->ments.at[i])) return false;
    find_possessors(c);
    return true;
}
