/* names: proper mentions to forms. A form is one way of writing a name (titles and words in lower case: "mr bennet"); all its mentions
 * share it. A name that the model knows in some places is added where it missed it; and forms that are heard together (in one sentence,
 * or one said beside a speech of the other) are counted, for they hardly name one person. Linear time. */
#include "cast/inside.h"

#include <string.h>

/* ---- parsing ---------------------------------------------------------------------------------------------------------------- */

static bool is_clitic(const char *w) { return !strcmp(w, "'s") || !strcmp(w, "'"); }
static bool is_hyphen(const char *w) { return !strcmp(w, "-") || !strcmp(w, "\xE2\x80\x90") || !strcmp(w, "\xE2\x80\x91"); }

/* Words that go before a name without being of it: "poor old Mr. Hall", "my dear Jane". */
static bool is_before_name(const char *w) {
    static const char *const words[] = {"a",    "an",     "another", "dear", "dearest", "friend", "her",  "his",   "its",
                                        "late", "little", "my",      "old",  "our",     "poor",   "said", "sweet", "that",
                                        "the",  "their",  "this",    "thy",  "what",    "young",  "your"};
    return MW_AMONG(w, words);
}

/* Abruptly Barlow; Till Elizabeth: a capital for the sentence's sake. */
static bool opens_sentence(const mw_caster *c, uint32_t at) {
    static const uint8_t small[] = {MW_ADV, MW_SCONJ, MW_CCONJ, MW_ADP, MW_AUX, MW_INTJ, MW_PRON, MW_PART, MW_DET, MW_VERB};
    char buf[MW_WORD_BYTES];
    if (at > c->from && c->tags->upos[at - 1] != MW_PUNCT && c->tags->sentence[at - 1] == c->tags->sentence[at]) return false;
    if (mw_title_lookup(mw_caster_lower(c, at, buf)) || mw_given_known(buf)) return false;
    for (size_t i = 0; i < sizeof small; i++)
        if (c->tags->upos[at] == small[i]) return true;
    return false;
}

static uint32_t skip_before(const mw_caster *c, uint32_t at, uint32_t last, bool *det, bool *old) {
    char buf[MW_WORD_BYTES];
    for (; at < last; at++) {
        const char *w = mw_caster_lower(c, at, buf);
        *old |= !strcmp(w, "old") || !strcmp(w, "elder") || !strcmp(w, "younger") || !strcmp(w, "young");
        *det |= !strcmp(w, "the") || !strcmp(w, "a") || !strcmp(w, "an");
        if (mw_caster_capital(c, at) && !is_before_name(w) && !opens_sentence(c, at)) break;
        if (c->tags->upos[at] == MW_PUNCT && !is_hyphen(w) && *w != ',') break;
    }
    return at;
}

typedef struct scan {
    const mw_caster *c;
    uint32_t at, last;
    mw_name *name;
    char words[MW_MAX_NAME_WORDS][2 * MW_WORD_BYTES];
    uint32_t n_words;
} scan;

static bool goes_on(const scan *s, uint32_t at) { return at <= s->last && mw_caster_capital(s->c, at); }

/* St. John, St. Aubyn: one word of a name, and no John. The token of the word behind the saint; 0: none. */
static uint32_t after_saint(const scan *s, uint32_t at) {
    char buf[MW_WORD_BYTES];
    const mw_title *t = mw_title_lookup(mw_caster_lower(s->c, at, buf));
    if (!t || strcmp(t->form, "saint")) return 0;
    at++;
    if (at <= s->last && mw_str_is(mw_caster_word(s->c, at), ".")) at++;
    return goes_on(s, at) ? at : 0;
}

static void scan_titles(scan *s) {
    char buf[MW_WORD_BYTES];
    while (s->at <= s->last && s->name->n_titles < MW_MAX_TITLES && mw_caster_capital(s->c, s->at)) {
        const mw_title *t = mw_title_lookup(mw_caster_lower(s->c, s->at, buf));
        if (!t || after_saint(s, s->at)) break;
        s->name->titles[s->name->n_titles++] = t;
        s->at++;
        if (s->at <= s->last && mw_str_is(mw_caster_word(s->c, s->at), ".")) s->at++;
    }
}

/* Puts a word, glued to the one before (after a hyphen) or opened by particles. */
static void put_word(scan *s, const char *prefix, const char *word, bool glue) {
    if (glue && s->n_words) {
        char *w = s->words[s->n_words - 1];
        size_t n = strlen(w), m = strlen(word);
        if (n + m + 2 < sizeof *s->words) w[n] = '-', memcpy(w + n + 1, word, m + 1);
        return;
    }
    if (s->n_words == MW_MAX_NAME_WORDS) return;
    char *w = s->words[s->n_words];
    size_t p = strlen(prefix), m = strlen(word);
    if (!m || p + m + 2 > sizeof *s->words) return;
    memcpy(w, prefix, p);
    memcpy(w + p, word, m + 1);
    s->n_words++;
}

/* Particles that a capitalised word follows, as a prefix; the token after them. "of" binds to a rank or a single word alone. */
static uint32_t scan_particles(scan *s, char prefix[2 * MW_WORD_BYTES]) {
    char buf[MW_WORD_BYTES];
    uint32_t at = s->at;
    size_t n = 0;
    prefix[0] = 0;
    if (after_saint(s, at)) {
        strcpy(prefix, "saint ");
        return after_saint(s, at);
    }
    while (at <= s->last && at < s->at + 3) {
        const char *w = mw_caster_lower(s->c, at, buf);
        bool capital = mw_caster_capital(s->c, at);
        if (!mw_name_particle(w) || (capital && !goes_on(s, at + 1)) || n + strlen(w) + 2 > MW_WORD_BYTES) break;
        if (!strcmp(w, "the") && s->n_words && goes_on(s, at + 1) && goes_on(s, at + 2)) break; /* Adair the Invisible Man: two names */
        if (!strcmp(w, "of") && (s->n_words > 1 || (s->n_words && s->name->n_titles))) return s->last + 1;
        if ((!strcmp(w, "the") || !strcmp(w, "y")) && !n && !s->n_words && !s->name->n_titles) break;
        memcpy(prefix + n, w, strlen(w)), n += strlen(w);
        prefix[n++] = ' ', prefix[n] = 0;
        at++;
    }
    return at;
}

/* Heaven Mrs. Hall: another name begins. */
static bool restarts(scan *s, const char *w) {
    const mw_title *t = mw_title_lookup(w);
    if (!t || !(t->flags & MW_TITLE_COURTESY) || !goes_on(s, s->at + 1) ||
        (strcmp(t->form, "mr") && strcmp(t->form, "mrs") && strcmp(t->form, "miss") && strcmp(t->form, "sir")))
        return false;
    s->n_words = s->name->n_titles = 0;
    s->name->first = s->at;
    scan_titles(s);
    s->name->last = s->at - 1;
    return true;
}

/* Mr. Harlow Miss: what stands last is the next one's title. */
static bool is_next_title(const scan *s, const char *w) {
    const mw_title *t = mw_title_lookup(w);
    return t && t->flags & MW_TITLE_COURTESY && (!strcmp(t->form, "mr") || !strcmp(t->form, "mrs") || !strcmp(t->form, "miss")) &&
           !goes_on(s, s->at + 1);
}

static void scan_words(scan *s) {
    char buf[MW_WORD_BYTES], prefix[2 * MW_WORD_BYTES];
    bool glue = false;
    while (s->at <= s->last) {
        const char *w = mw_caster_lower(s->c, s->at, buf);
        if (is_clitic(w)) break;
        if (is_hyphen(w) && s->n_words && s->at < s->last) {
            glue = true, s->at++;
            continue;
        }
        if (glue) {
            put_word(s, "", w, true);
            s->name->last = s->at++, glue = false;
            continue;
        }
        if (*w == ',' && s->at < s->last && mw_name_suffix(mw_caster_lower(s->c, s->at + 1, buf))) {
            s->at += 2;
            continue;
        }
        w = mw_caster_lower(s->c, s->at, buf);
        if (s->n_words && mw_name_suffix(w)) {
            s->at++;
            continue;
        }
        if (s->n_words && restarts(s, w)) continue;
        if (s->n_words && is_next_title(s, w)) break;
        uint32_t after = scan_particles(s, prefix);
        if (!goes_on(s, after)) break;
        put_word(s, prefix, mw_caster_lower(s->c, after, buf), false);
        s->name->last = after;
        s->at = after + 1;
    }
}

static bool keep_words(scan *s, mw_arena *a) {
    for (uint32_t i = 0; i < s->n_words; i++)
        if (!(s->name->words[i] = mw_arena_strdup(a, s->words[i]))) return false;
    s->name->n_words = s->n_words;
    return true;
}

/* false: out of memory. A name without titles and words is none. */
bool mw_name_parse(const mw_caster *c, uint32_t first, uint32_t last, mw_name *name) {
    char buf[MW_WORD_BYTES];
    *name = (mw_name){.first = first, .last = first};
    while (last > first && is_clitic(mw_caster_lower(c, last, buf))) last--;
    scan s = {.c = c, .last = last, .name = name};
    s.at = skip_before(c, first, last, &name->det, &name->old);
    if (!mw_caster_capital(c, s.at)) return true;
    name->first = name->last = s.at;
    scan_titles(&s);
    if (name->n_titles) name->last = s.at - 1;
    scan_words(&s);
    const char *w = s.at <= last ? mw_caster_lower(c, s.at, buf) : "";
    name->group = (!strcmp(w, "and") || !strcmp(w, "&")) && goes_on(&s, s.at + 1);
    for (uint32_t i = 0; i < name->n_titles; i++) name->group |= !strcmp(name->titles[i]->word, "misses");
    return keep_words(&s, c->scratch);
}

/* ---- forms ------------------------------------------------------------------------------------------------------------------ */

static void write_key(const mw_name *n, mw_buf *b) {
    b->n = 0;
    for (uint32_t i = 0; i < n->n_titles; i++) mw_buf_puts(b, i ? " " : ""), mw_buf_puts(b, n->titles[i]->form);
    for (uint32_t i = 0; i < n->n_words; i++) mw_buf_puts(b, i || n->n_titles ? " " : ""), mw_buf_puts(b, n->words[i]);
}

static bool form_of(mw_caster *c, const mw_name *name, mw_buf *b, uint32_t *form) {
    write_key(name, b);
    if (b->failed) return false;
    if (mw_map_get(c->form_map, (mw_str){b->at, b->n}, form)) return true;
    mw_form f = {.name = *name,
                 .key = mw_arena_strndup(c->scratch, b->at, b->n),
                 .first = MW_NONE,
                 .person = MW_NONE,
                 .rival = MW_NONE,
                 .bridge = MW_NONE};
    *form = (uint32_t)c->forms.n;
    for (uint32_t i = 0; i < name->n_titles; i++)
        if (!f.gender) f.gender = (uint8_t)name->titles[i]->gender;
    return f.key && mw_vec_push(c->mem, &c->forms, f) && mw_map_put(c->form_map, mw_str_of(f.key), *form);
}

/* A mention of several: no form. */
static bool is_several(const mw_caster *c, const mw_ment *m, const mw_name *n) {
    if (n->group) return true;
    const char *x = c->tags->labels_xpos.n > c->tags->xpos[m->head] ? c->tags->labels_xpos.at[c->tags->xpos[m->head]] : "";
    return n->det && !strcmp(x, "NNPS");
}

/* The Invisible Man, the Captain, taken for common nouns. */
static bool is_capital_noun(const mw_caster *c, const mw_ment *m) {
    char buf[MW_WORD_BYTES];
    if (m->form_kind != MW_NOM || m->type != MW_PER || m->first == m->head || !mw_caster_capital(c, m->head)) return false;
    if (strcmp(mw_caster_lower(c, m->first, buf), "the") || c->text->blocks[c->tokens->block[m->head]].kind == MW_HEADING) return false;
    for (uint32_t t = m->first + 1; t <= m->last; t++)
        if (!mw_caster_capital(c, t)) return false;
    return true;
}

/* "Mary stayed with Colin": the span goes on where the name does not. */
static bool runs_on(const mw_caster *c, const mw_ment *m, const mw_name *n) {
    if (n->last >= m->last) return false;
    uint8_t u = c->tags->upos[n->last + 1];
    return u == MW_VERB || u == MW_AUX || u == MW_PRON || u == MW_SCONJ ||
           (u == MW_PART && !mw_str_ends(mw_caster_word(c, n->last + 1), "s")) || mw_str_is(mw_caster_word(c, n->last + 1), "to");
}

bool mw_names_parse(mw_caster *c) {
    mw_buf b;
    mw_buf_init(&b, c->mem);
    bool good = true;
    for (size_t i = 0; good && i < c->ments.n; i++) {
        mw_ment *m = &c->ments.at[i];
        if (m->form_kind != MW_PROP && !is_capital_noun(c, m)) continue;
        mw_name name;
        good = mw_name_parse(c, m->first, m->last, &name);
        if (!good || (!name.n_titles && !name.n_words)) continue;
        if (runs_on(c, m, &name)) m->last = name.last, m->head = m->head > m->last ? m->last : m->head;
        if (is_several(c, m, &name)) continue;
        good = form_of(c, &name, &b, &m->form);
        if (!good) break;
        mw_form *f = &c->forms.at[m->form];
        f->n++, f->n_det += name.det, f->n_old += name.old, f->n_type[m->type]++;
    }
    mw_buf_clear(&b);
    return good;
}

/* The Board, the Company: a body of people that goes by a common noun. */
static bool is_body(const mw_form *f) {
    if (f->name.n_words != 1 || f->name.n_titles || f->n_det * 2 <= f->n) return false;
    const mw_person_noun *noun = mw_person_noun_lookup(f->name.words[0]);
    return noun && noun->flags & MW_NOUN_PLURAL;
}

bool mw_form_person(const mw_form *f) {
    if (f->known) return true;
    if (is_body(f)) return false;
    uint32_t others = 0;
    for (int i = 0; i < MW_N_ENTITY; i++)
        if (i != MW_PER) others += f->n_type[i];
    bool titled = f->name.n_titles && f->name.n_words && strcmp(f->name.titles[0]->form, "saint") != 0; /* not "St. Petersburg" */
    return f->n_type[MW_PER] >= (titled ? 1 : others + (others > 0)) && f->n_type[MW_PER] > 0;
}

/* ---- creatures that talk ------------------------------------------------------------------------------------------------------ */

enum { TALKS = 2, TALKER_WORDS = 3 };

/* The capitalised words that begin here; 0: none. */
static uint32_t capitals_from(const mw_caster *c, uint32_t at) {
    uint32_t n = 0, stop = c->tags->sentences[c->tags->sentence[at]].end;
    while (at + n < stop && at + n < c->to && n <= TALKER_WORDS && mw_caster_capital(c, at + n) &&
           (c->tags->upos[at + n] == MW_PROPN || c->tags->upos[at + n] == MW_NOUN || c->tags->upos[at + n] == MW_ADJ))
        n++;
    return n <= TALKER_WORDS ? n : 0;
}

static bool says(const mw_caster *c, uint32_t first, uint32_t last) {
    for (uint32_t t = first; t <= last; t++)
        if (c->tags->rel_base[t] == MW_REL_NSUBJ && mw_speech_verb(mw_lemma(c->tags, c->tags->head[t]))) return true;
    return false;
}

/* One round over the capitalised words after an article, or alone: who says something is counted; in the second round
 * those who often do are added as persons, where the model saw nobody. */
static bool talkers_round(mw_caster *c, const uint8_t *covered, mw_map *counts, bool add) {
    char buf[MW_WORD_BYTES];
    mw_buf b;
    mw_buf_init(&b, c->mem);
    bool good = true;
    for (uint32_t t = c->from; good && t + 1 < c->to; t++) {
        bool the = !strcmp(mw_caster_lower(c, t, buf), "the"), opens = t == c->tags->sentences[c->tags->sentence[t]].first;
        uint32_t first = the ? t + 1 : t,
                 n = covered[first - c->from] || (!the && opens && c->tags->upos[t] != MW_PROPN) ? 0 : capitals_from(c, first), k = 0;
        if (!n) continue;
        b.n = 0;
        if (the) mw_buf_puts(&b, "the");
        for (uint32_t i = 0; i < n; i++) mw_buf_puts(&b, " "), mw_buf_puts(&b, mw_caster_lower(c, first + i, buf));
        mw_str key = {b.at, b.n};
        if (b.failed)
            good = false;
        else if (!add && says(c, first, first + n - 1))
            mw_map_get(counts, key, &k), good = mw_map_put(counts, key, k + 1);
        else if (add && mw_map_get(counts, key, &k) && k >= TALKS && (n > 1 || !mw_title_lookup(buf) || the)) {
            mw_ment m = {.first = t,
                         .last = first + n - 1,
                         .head = first + n - 1,
                         .form = MW_NONE,
                         .entity = MW_NONE,
                         .type = MW_PER,
                         .form_kind = MW_PROP,
                         .model = 120};
            good = mw_vec_push(c->mem, &c->ments, m);
        }
        t = first + n - 1;
    }
    mw_buf_clear(&b);
    return good;
}

static uint8_t *cover(mw_caster *c) {
    uint8_t *covered = mw_arena_array(c->scratch, c->to - c->from, 1);
    for (size_t i = 0; covered && i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->form != MW_NONE || m->form_kind == MW_PROP)
            for (uint32_t t = m->first; t <= m->last; t++) covered[t - c->from] = 1;
        else
            covered[m->head - c->from] |= m->form_kind == MW_NOM; /* the Captain, taken for a noun */
    }
    return covered;
}

bool mw_names_hear(mw_caster *c) {
    const uint8_t *covered = cover(c);
    mw_map *counts = mw_map_new(c->mem);
    bool good =
        covered && counts && talkers_round(c, covered, counts, false) && (!mw_map_size(counts) || talkers_round(c, covered, counts, true));
    mw_map_free(counts);
    return good;
}

/* ---- names that the model missed -------------------------------------------------------------------------------------------- */

enum { LONGEST = 8 };

/* The longest known form that begins at this token; MW_NONE. *last: its last token. */
static bool known_from(mw_caster *c, uint32_t at, const uint8_t *covered, mw_buf *b, uint32_t *form, uint32_t *last) {
    uint32_t stop = c->tags->sentences[c->tags->sentence[at]].end, n = 0;
    *form = MW_NONE;
    for (uint32_t t = at; t < stop && n < LONGEST && !covered[t - c->from]; t++, n++) {
        char buf[MW_WORD_BYTES];
        if (!mw_caster_capital(c, t) && !mw_name_particle(mw_caster_lower(c, t, buf)) && !is_hyphen(buf) && strcmp(buf, ".")) break;
    }
    for (; n; n--) {
        mw_name name;
        if (!mw_caster_capital(c, at + n - 1)) continue;
        if (!mw_name_parse(c, at, at + n - 1, &name)) return false;
        if (name.first != at || name.last != at + n - 1 || name.group) continue;
        write_key(&name, b);
        if (b->failed) return false;
        if (b->n && mw_map_get(c->form_map, (mw_str){b->at, b->n}, form)) return *last = at + n - 1, true;
        *form = MW_NONE;
    }
    return true;
}

/* Does the form name a person surely enough to be seen where the model saw nothing. */
static bool is_sure(const mw_caster *c, const mw_form *f, uint32_t at) {
    if (f->known) return true;
    if (!mw_form_person(f) || f->n < 2 || (!f->name.n_words && !f->n_det)) return false;
    if (f->name.n_titles && f->name.n_words) return true;
    bool single = f->name.n_words == 1 && !f->name.n_titles, opens = at == c->tags->sentences[c->tags->sentence[at]].first;
    if (single && f->n >= 5 && f->n_small * 8 <= f->n) return true;                /* Cuss, Hope: hardly a word here */
    if (!f->name.n_words || f->n_det * 2 > f->n) return at > c->from && f->n >= 3; /* the Duchess */
    return !single || c->tags->upos[at] == MW_PROPN || (!opens && f->n >= 5);
}

static bool add_name(mw_caster *c, uint32_t first, uint32_t last, uint32_t form) {
    mw_ment m = {
        .first = first, .last = last, .head = last, .form = form, .entity = MW_NONE, .type = MW_PER, .form_kind = MW_PROP, .model = 110};
    char buf[MW_WORD_BYTES];
    if (c->forms.at[form].n_det * 2 > c->forms.at[form].n && first > c->from && !strcmp(mw_caster_lower(c, first - 1, buf), "the") &&
        c->tags->sentence[first - 1] == c->tags->sentence[first])
        m.first--;
    for (uint32_t t = first; t <= last; t++)
        if (c->tags->head[t] < first || c->tags->head[t] > last || c->tags->head[t] == t) {
            m.head = t;
            break;
        }
    return mw_vec_push(c->mem, &c->ments, m);
}

/* How often the words that are names here stand in small letters. */
static void count_small(mw_caster *c) {
    char buf[MW_WORD_BYTES];
    uint32_t f;
    for (uint32_t t = c->from; t < c->to; t++) {
        if (mw_caster_capital(c, t)) continue;
        const char *w = mw_caster_lower(c, t, buf);
        if (*w && mw_map_get(c->form_map, mw_str_of(w), &f)) c->forms.at[f].n_small++;
    }
}

bool mw_names_spread(mw_caster *c) {
    const uint8_t *covered = cover(c);
    if (!covered) return false;
    count_small(c);
    mw_buf b;
    mw_buf_init(&b, c->mem);
    bool good = true;
    for (uint32_t t = c->from; good && t < c->to; t++) {
        if (covered[t - c->from] || !mw_caster_capital(c, t) || mw_caster_heading(c, t)) continue;
        uint32_t form, last = t;
        good = known_from(c, t, covered, &b, &form, &last);
        if (!good || form == MW_NONE || !is_sure(c, &c->forms.at[form], t)) continue;
        good = add_name(c, t, last, form);
        t = last;
    }
    mw_buf_clear(&b);
    return good;
}

/* ---- counting --------------------------------------------------------------------------------------------------------------- */

static bool tell_apart(mw_caster *c, uint32_t a, uint32_t b, uint32_t weight) {
    uint32_t key[2], n = 0;
    if (a == b) return true;
    mw_str k = mw_pair_key(a, b, key);
    mw_map_get(c->apart, k, &n);
    return mw_map_put(c->apart, k, n + weight);
}

uint32_t mw_forms_apart(const mw_caster *c, uint32_t a, uint32_t b) {
    uint32_t key[2], n = 0;
    mw_map_get(c->apart, mw_pair_key(a, b, key), &n);
    return n;
}

/* Is one of two mentions an apposition to the other, or do they stand in one name. */
static bool is_beside(const mw_caster *c, const mw_ment *a, const mw_ment *b) {
    return (a->first <= b->last && b->first <= a->last) || c->tags->head[b->head] == a->head ? c->tags->rel_base[b->head] != MW_REL_CONJ
                                                                                             : c->tags->head[a->head] == b->head;
}

enum { WITHIN = 6, SPOKEN = 2 };

/* Names of one sentence and layer. */
static bool apart_in_sentences(mw_caster *c) {
    uint32_t recent[WITHIN], n = 0, sentence = MW_NONE;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort != MW_SORT_NAME || m->role == MW_ROLE_APART) continue;
        if (m->sentence != sentence) n = 0, sentence = m->sentence;
        for (uint32_t k = 0; k < n; k++) {
            const mw_ment *o = &c->ments.at[recent[k]];
            if (o->unit != m->unit || is_beside(c, o, m)) continue;
            if (!tell_apart(c, o->form, m->form, 1)) return false;
        }
        if (n < WITHIN) recent[n++] = i;
    }
    return true;
}

enum { BESIDE_BACK = 8, BESIDE_ON = 14 };

/* The speech beside a verb of saying: that which just ended, else the one that begins; 0: none, else 1 + unit. */
static uint32_t speech_beside(const mw_caster *c, const mw_ment *m) {
    uint32_t verb = m->governor, low = m->first < verb ? m->first : verb, high = m->last > verb ? m->last : verb;
    for (uint32_t t = low, n = 0; t-- > c->from && n < BESIDE_BACK && c->tokens->block[t] == c->tokens->block[verb]; n++)
        if (c->unit_of[t - c->from]) return c->unit_of[t - c->from];
    for (uint32_t t = high + 1, n = 0; t < c->to && n < BESIDE_ON && c->tokens->block[t] == c->tokens->block[verb]; t++, n++)
        if (c->unit_of[t - c->from]) return c->unit_of[t - c->from];
    return 0;
}

/* The subject of a verb of saying beside a speech is its speaker. */
static void find_speakers(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        mw_ment *m = &c->ments.at[i];
        if (m->unit || m->role != MW_ROLE_SUBJECT || m->governor < c->from || m->governor >= c->to ||
            !mw_speech_verb(mw_lemma(c->tags, m->governor)))
            continue;
        uint32_t unit = speech_beside(c, m);
        if (unit && c->units.at[unit - 1].speaker == MW_NONE) c->units.at[unit - 1].speaker = i, m->says = unit;
    }
}

static bool apart_in_speech(mw_caster *c) {
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort != MW_SORT_NAME || !m->unit) continue;
        if (m->addressed && c->units.at[m->unit - 1].called == MW_NONE) c->units.at[m->unit - 1].called = i;
        uint32_t s = c->units.at[m->unit - 1].speaker;
        if (s == MW_NONE || c->ments.at[s].sort != MW_SORT_NAME) continue;
        if (!tell_apart(c, c->ments.at[s].form, m->form, m->addressed ? SPOKEN : 1)) return false;
    }
    return true;
}

/* Old, elder, young before the name, inside the mention or just outside. */
static bool is_old(const mw_caster *c, const mw_ment *m) {
    static const char *const words[] = {"old", "elder", "young", "younger"};
    char buf[MW_WORD_BYTES];
    for (uint32_t t = m->first > c->from ? m->first - 1 : m->first; t < m->last && !mw_title_lookup(mw_caster_lower(c, t, buf)); t++)
        if (MW_AMONG(buf, words)) return true;
    return false;
}

/* It has its capital for the sentence's sake, or for the speech's. */
static bool opens(const mw_caster *c, uint32_t token) {
    return token == c->tags->sentences[c->tags->sentence[token]].first || token == c->from || c->tags->upos[token - 1] == MW_PUNCT;
}

bool mw_names_count(mw_caster *c) {
    for (size_t i = 0; i < c->forms.n; i++) {
        mw_form *f = &c->forms.at[i];
        f->n = f->n_quoted = f->n_old = f->n_heading = f->n_opens = 0;
        memset(f->n_type, 0, sizeof f->n_type);
    }
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        if (m->sort != MW_SORT_NAME) continue;
        mw_form *f = &c->forms.at[m->form];
        if (f->first == MW_NONE || (mw_caster_heading(c, c->ments.at[f->first].head) && !mw_caster_heading(c, m->head))) f->first = i;
        f->n++, f->n_quoted += m->unit > 0, f->n_type[m->type]++, f->n_old += is_old(c, m), f->n_heading += mw_caster_heading(c, m->head),
            f->n_opens += opens(c, m->first);
    }
    find_speakers(c);
    return apart_in_sentences(c) && apart_in_speech(c);
}
