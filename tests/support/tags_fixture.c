/* tags_fixture: see its header. One pass over the lines collects tokens, entities and marks of structure in vectors; then the text
 * is joined and the three products are laid out in one arena. The three products share that arena: free them with mw_fixture_clear. */
#include "tags_fixture.h"

#include "base/os.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CELLS = 8, MAX_OPEN = 32 };

typedef struct fx_token {
    mw_str form, upos, rel, lemma, xpos, feats;
    uint32_t head, sentence;
    bool par, gap, heading, doc, event;
    mw_str doc_id;
} fx_token;

typedef struct fx_sentence {
    uint32_t first, end;
} fx_sentence;

typedef struct fx {
    const marrow_allocator *mem;
    mw_arena *a;
    MW_VEC(fx_token) tokens;
    MW_VEC(mw_entity) entities;
    MW_VEC(fx_sentence) sentences;
    MW_VEC(mw_marked) marks;
    MW_VEC(mw_str) labels[3]; /* rel, xpos, feats */
    mw_buf text;
    uint32_t open[MAX_OPEN], n_open;
    fx_token next; /* marks waiting for the next token */
    uint32_t line, sentence_first;
    marrow_error *err;
} fx;

static const struct {
    const char *upos, *xpos;
} default_xpos[] = {{"NOUN", "NN"}, {"PROPN", "NNP"}, {"VERB", "VBD"}, {"AUX", "VBD"},  {"PRON", "PRP"}, {"DET", "DT"},
                    {"ADP", "IN"},  {"ADJ", "JJ"},    {"ADV", "RB"},   {"CCONJ", "CC"}, {"SCONJ", "IN"}, {"NUM", "CD"},
                    {"PART", "RP"}, {"INTJ", "UH"},   {"PUNCT", "."},  {"SYM", "SYM"}};

static const char *const rel_names[MW_N_REL] = {
    "dep",  "root", "acl",   "advcl",  "advmod",    "amod",       "appos",  "aux",       "case",  "cc",         "ccomp",    "compound",
    "conj", "cop",  "csubj", "det",    "discourse", "dislocated", "expl",   "fixed",     "flat",  "goeswith",   "iobj",     "list",
    "mark", "nmod", "nsubj", "nummod", "obj",       "obl",        "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"};
static const char *const upos_names[MW_N_UPOS] = {"X",   "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN",
                                                  "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"};
static const char *const type_names[MW_N_ENTITY] = {"PER", "FAC", "GPE", "LOC", "VEH", "ORG"};
static const char *const form_names[MW_N_FORM] = {"PROP", "NOM", "PRON"};

static marrow_status bad(fx *f, const char *what) {
    return mw_fail_at(f->err, MARROW_INPUT, -1, f->line, -1, "fixture line %u: %s", f->line, what);
}

static int index_of(mw_str s, const char *const *names, int n) {
    for (int i = 0; i < n; i++)
        if (mw_str_is(s, names[i])) return i;
    return -1;
}

static uint32_t cells_of(const char *line, size_t n, mw_str cells[MAX_CELLS]) {
    uint32_t k = 0;
    size_t i = 0;
    while (i < n && k < MAX_CELLS) {
        while (i < n && (line[i] == ' ' || line[i] == '\t')) i++;
        size_t from = i;
        while (i < n && line[i] != ' ' && line[i] != '\t') i++;
        if (i > from) cells[k++] = (mw_str){line + from, i - from};
    }
    return k;
}

static marrow_status add_entities(fx *f, mw_str cell, uint32_t token) {
    for (size_t i = 0; i < cell.n;) {
        if (cell.at[i] == '(') {
            size_t from = ++i;
            while (i < cell.n && cell.at[i] != '.') i++;
            size_t dot = i;
            while (i < cell.n && cell.at[i] != '(' && cell.at[i] != ')') i++;
            int type = index_of((mw_str){cell.at + from, dot - from}, type_names, MW_N_ENTITY);
            int form = dot < i ? index_of((mw_str){cell.at + dot + 1, i - dot - 1}, form_names, MW_N_FORM) : -1;
            if (type < 0 || form < 0) return bad(f, "entity should be like (PER.PROP");
            if (f->n_open == MAX_OPEN) return bad(f, "too many open entities");
            f->open[f->n_open++] = (uint32_t)f->entities.n;
            mw_entity e = {.first = token, .last = token, .head = token, .type = (uint8_t)type, .form = (uint8_t)form, .confidence = 230};
            if (!mw_vec_push(f->mem, &f->entities, e)) return mw_fail_memory(f->err);
        } else if (cell.at[i] == ')') {
            if (!f->n_open) return bad(f, "an entity closes that was not opened");
            f->entities.at[f->open[--f->n_open]].last = token;
            i++;
        } else {
            return bad(f, "entities are ( TYPE.FORM and )");
        }
    }
    return MARROW_OK;
}

static marrow_status end_sentence(fx *f) {
    uint32_t n = (uint32_t)f->tokens.n;
    if (n == f->sentence_first) return MARROW_OK;
    if (f->n_open) return bad(f, "an entity is open at the end of its sentence");
    for (uint32_t i = f->sentence_first; i < n; i++) {
        fx_token *t = &f->tokens.at[i];
        if (t->head > n - f->sentence_first) return bad(f, "a head lies outside the sentence");
        t->head = t->head ? f->sentence_first + t->head - 1 : i;
    }
    fx_sentence s = {f->sentence_first, n};
    if (!mw_vec_push(f->mem, &f->sentences, s)) return mw_fail_memory(f->err);
    f->sentence_first = n;
    return MARROW_OK;
}

static marrow_status add_token(fx *f, mw_str *c, uint32_t n_cells) {
    static const mw_str none = {"_", 1};
    if (n_cells < 4) return bad(f, "a token needs FORM UPOS HEAD REL");
    for (uint32_t i = n_cells; i < MAX_CELLS; i++) c[i] = none;
    fx_token t = f->next;
    t.form = c[0], t.upos = c[1], t.rel = c[3], t.lemma = c[5], t.xpos = c[6], t.feats = c[7];
    t.head = 0;
    for (size_t i = 0; i < c[2].n; i++) {
        if (c[2].at[i] < '0' || c[2].at[i] > '9') return bad(f, "HEAD should be a number");
        t.head = t.head * 10 + (uint32_t)(c[2].at[i] - '0');
    }
    if (index_of(t.upos, upos_names, MW_N_UPOS) < 0) return bad(f, "unknown UPOS");
    t.sentence = (uint32_t)f->sentences.n;
    uint32_t at = (uint32_t)f->tokens.n;
    if (!mw_vec_push(f->mem, &f->tokens, t)) return mw_fail_memory(f->err);
    memset(&f->next, 0, sizeof f->next);
    return mw_str_is(c[4], "_") ? MARROW_OK : add_entities(f, c[4], at);
}

static marrow_status add_mark(fx *f, mw_str *c, uint32_t n) {
    if (mw_str_starts(c[0], "##")) return MARROW_OK;
    if (mw_str_is(c[0], "#event")) {
        if (!f->tokens.n) return bad(f, "#event before any token");
        f->tokens.at[f->tokens.n - 1].event = true;
        return MARROW_OK;
    }
    MW_TRY(end_sentence(f));
    f->next.par = true;
    if (mw_str_is(c[0], "#gap"))
        f->next.gap = true;
    else if (mw_str_is(c[0], "#heading"))
        f->next.heading = true;
    else if (mw_str_is(c[0], "#doc") && n > 1)
        f->next.doc = true, f->next.doc_id = c[1];
    else if (!mw_str_is(c[0], "#par"))
        return bad(f, "unknown mark");
    return MARROW_OK;
}

static marrow_status parse_lines(fx *f, const char *s, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t from = i;
        while (i < n && s[i] != '\n') i++;
        size_t to = i > from && s[i - 1] == '\r' ? i - 1 : i;
        if (i < n) i++;
        f->line++;
        mw_str cells[MAX_CELLS];
        uint32_t k = cells_of(s + from, to - from, cells);
        if (!k)
            MW_TRY(end_sentence(f));
        else if (cells[0].at[0] == '#' && cells[0].n > 1)
            MW_TRY(add_mark(f, cells, k));
        else
            MW_TRY(add_token(f, cells, k));
    }
    MW_TRY(end_sentence(f));
    return f->tokens.n ? MARROW_OK : bad(f, "no tokens");
}

/* ---- laying out ------------------------------------------------------------------------------------------------------------ */

static bool no_space_before(mw_str s) {
    static const char *const all[] = {",",   ".",   ";",  ":",  "!",   "?",   ")",   "”",   "’",  "'s", "’s", "n't", "n’t",
                                      "'ll", "’ll", "'d", "’d", "'re", "’re", "'ve", "’ve", "'m", "’m", "'",  "—",   "-"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (mw_str_is(s, all[i])) return true;
    return false;
}

static bool no_space_after(mw_str s) {
    return mw_str_is(s, "(") || mw_str_is(s, "“") || mw_str_is(s, "‘") || mw_str_is(s, "—") || mw_str_is(s, "-");
}

static void put_form(mw_buf *b, mw_str form) {
    for (size_t i = 0; i < form.n; i++)
        if (form.at[i] == '~')
            mw_buf_puts(b, "\xC2\xA0");
        else
            mw_buf_putc(b, form.at[i]);
}

static marrow_status lay_text(fx *f, mw_fixture *out) {
    uint32_t n = (uint32_t)f->tokens.n, blocks = 0, docs = 0, chapters = 0;
    for (uint32_t i = 0; i < n; i++) {
        blocks += i == 0 || f->tokens.at[i].par;
        docs += i == 0 || f->tokens.at[i].doc;
        chapters += f->tokens.at[i].heading;
    }
    mw_text *x = mw_arena_alloc(f->a, sizeof *x);
    mw_tokens *k = mw_arena_alloc(f->a, sizeof *k);
    if (!x || !k) return mw_fail_memory(f->err);
    *x = (mw_text){.arena = f->a,
                   .kind = MW_NOVEL,
                   .format = MW_VERTICAL,
                   .language = "en",
                   .n_blocks = blocks,
                   .n_docs = docs,
                   .n_chapters = chapters};
    *k = (mw_tokens){.arena = f->a, .n = n, .n_docs = docs};
    x->blocks = mw_arena_array(f->a, blocks, sizeof *x->blocks);
    x->docs = mw_arena_array(f->a, docs, sizeof *x->docs);
    x->chapters = mw_arena_array(f->a, chapters, sizeof *x->chapters);
    k->span = mw_arena_array(f->a, n, sizeof *k->span);
    k->flags = mw_arena_array(f->a, n, 1);
    k->block = mw_arena_array(f->a, n, sizeof *k->block);
    k->docs = mw_arena_array(f->a, docs, sizeof *k->docs);
    if (!x->blocks || !x->docs || !x->chapters || !k->span || !k->flags || !k->block || !k->docs) return mw_fail_memory(f->err);
    uint32_t block = 0, doc = 0;
    for (uint32_t i = 0; i < n; i++) {
        fx_token *t = &f->tokens.at[i];
        bool opens = i == 0 || t->par, space = !opens && !no_space_before(t->form) && !no_space_after(f->tokens.at[i - 1].form);
        if (opens && i) mw_buf_putc(&f->text, '\n'), block++;
        if (space) mw_buf_putc(&f->text, ' ');
        uint32_t start = (uint32_t)f->text.n;
        put_form(&f->text, t->form);
        uint32_t end = (uint32_t)f->text.n;
        if (i && t->doc) doc++;
        if (opens)
            x->blocks[block] = (mw_block){.span = {start, end}, .kind = t->heading ? MW_HEADING : MW_PARAGRAPH, .gap_before = t->gap};
        if (i == 0 || t->doc) {
            x->docs[doc] = (mw_doc){mw_arena_strndup(f->a, t->doc_id.at ? t->doc_id.at : "", t->doc_id.n), {start, end}};
            k->docs[doc].first = i;
            if (!x->docs[doc].id) return mw_fail_memory(f->err);
        }
        x->blocks[block].span.end = x->docs[doc].span.end = end;
        k->docs[doc].end = i + 1;
        k->span[i] = (mw_span){start, end};
        k->block[i] = block;
        k->flags[i] = (uint8_t)((opens ? MW_TOK_BLOCK_START : 0) | (space || opens ? MW_TOK_SPACE_BEFORE : 0));
        if (i + 1 == n || f->tokens.at[i + 1].sentence != t->sentence) k->flags[i] |= MW_TOK_SENTENCE_END | MW_TOK_STOP | MW_TOK_SAFE_STOP;
    }
    if (f->text.failed) return mw_fail_memory(f->err);
    x->at = mw_arena_strndup(f->a, f->text.at, f->text.n);
    x->n = (uint32_t)f->text.n;
    if (!x->at) return mw_fail_memory(f->err);
    out->text = x;
    out->tokens = k;
    return MARROW_OK;
}

static marrow_status lay_chapters(fx *f, mw_text *x, const mw_tokens *k) {
    uint32_t c = 0;
    for (uint32_t i = 0; i < k->n; i++) {
        if (!f->tokens.at[i].heading) continue;
        mw_span s = x->blocks[k->block[i]].span;
        const char *title = mw_arena_strndup(f->a, x->at + s.start, s.end - s.start);
        if (!title) return mw_fail_memory(f->err);
        if (c) x->chapters[c - 1].span.end = s.start;
        x->chapters[c++] = (mw_chapter){.title = title, .span = {s.start, x->n}, .level = 2};
    }
    return MARROW_OK;
}

static marrow_status lay_marks(fx *f, mw_tokens *k) {
    uint32_t open[MAX_OPEN], n_open = 0;
    bool carried = false;
    for (uint32_t i = 0; i < k->n; i++) {
        mw_str s = f->tokens.at[i].form;
        bool dopen = mw_str_is(s, "“"), sopen = mw_str_is(s, "‘");
        if (k->flags[i] & MW_TOK_BLOCK_START) {
            carried = n_open > 0;
            for (; n_open; n_open--) f->marks.at[open[n_open - 1]].last = i - 1;
        }
        if ((dopen || sopen) && n_open < MAX_OPEN) {
            mw_marked m = {.first = i,
                           .last = k->n - 1,
                           .style = dopen ? MW_MARK_DOUBLE : MW_MARK_SINGLE,
                           .depth = (uint8_t)n_open,
                           .opened = true,
                           .continues = carried && (k->flags[i] & MW_TOK_BLOCK_START)};
            open[n_open++] = (uint32_t)f->marks.n;
            if (!mw_vec_push(f->mem, &f->marks, m)) return mw_fail_memory(f->err);
        }
        if (n_open) k->flags[i] |= MW_TOK_QUOTED;
        mw_mark_style want = mw_str_is(s, "”") ? MW_MARK_DOUBLE : MW_MARK_SINGLE;
        if (n_open && (mw_str_is(s, "”") || mw_str_is(s, "’")) && f->marks.at[open[n_open - 1]].style == want) {
            mw_marked *m = &f->marks.at[open[--n_open]];
            m->last = i, m->closed = true;
        }
    }
    for (size_t i = 0; i < f->marks.n; i++) {
        mw_marked *m = &f->marks.at[i];
        m->span = (mw_span){k->span[m->first].start, k->span[m->last].end};
    }
    k->n_marks = (uint32_t)f->marks.n;
    k->marks = mw_arena_copy(f->a, f->marks.at, f->marks.n * sizeof *f->marks.at);
    return k->marks ? MARROW_OK : mw_fail_memory(f->err);
}

static marrow_status label(fx *f, int list, mw_str s, uint32_t *out) {
    for (size_t i = 0; i < f->labels[list].n; i++)
        if (mw_str_eq(f->labels[list].at[i], s)) return *out = (uint32_t)i, MARROW_OK;
    *out = (uint32_t)f->labels[list].n;
    return mw_vec_push(f->mem, &f->labels[list], s) ? MARROW_OK : mw_fail_memory(f->err);
}

static marrow_status keep_labels(fx *f, int list, mw_labels *out) {
    out->n = (uint32_t)f->labels[list].n;
    out->at = mw_arena_array(f->a, out->n, sizeof *out->at);
    if (!out->at) return mw_fail_memory(f->err);
    for (uint32_t i = 0; i < out->n; i++)
        if (!(out->at[i] = mw_arena_strndup(f->a, f->labels[list].at[i].at, f->labels[list].at[i].n))) return mw_fail_memory(f->err);
    return MARROW_OK;
}

static int by_place(const void *a, const void *b) {
    const mw_entity *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->last == y->last ? 0 : x->last > y->last ? -1 : 1;
}

static uint32_t head_of(const mw_tags *t, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i <= last; i++)
        if (t->head[i] == i || t->head[i] < first || t->head[i] > last) return i;
    return last;
}

static marrow_status lay_columns(fx *f, mw_tags *t) {
    mw_buf lemmas;
    mw_buf_init(&lemmas, f->mem);
    marrow_status status = MARROW_OK;
    for (uint32_t i = 0; i < t->n && status == MARROW_OK; i++) {
        fx_token *k = &f->tokens.at[i];
        uint32_t rel = 0, xpos = 0, feats = 0;
        t->upos[i] = (uint8_t)index_of(k->upos, upos_names, MW_N_UPOS);
        t->head[i] = k->head;
        t->sentence[i] = k->sentence;
        t->event[i] = k->event ? 255 : 0;
        t->rel_base[i] = MW_REL_DEP;
        for (int r = 0; r < MW_N_REL; r++)
            if (mw_str_starts(k->rel, rel_names[r]) && (k->rel.n == strlen(rel_names[r]) || k->rel.at[strlen(rel_names[r])] == ':'))
                t->rel_base[i] = (uint8_t)r;
        mw_str x = k->xpos;
        for (size_t d = 0; mw_str_is(x, "_") && d < sizeof default_xpos / sizeof *default_xpos; d++)
            if (mw_str_is(k->upos, default_xpos[d].upos)) x = mw_str_of(default_xpos[d].xpos);
        if ((status = label(f, 0, k->rel, &rel)) || (status = label(f, 1, x, &xpos)) || (status = label(f, 2, k->feats, &feats))) break;
        t->rel[i] = (uint8_t)rel, t->xpos[i] = (uint8_t)xpos, t->feats[i] = (uint16_t)feats;
        t->lemma[i] = (uint32_t)lemmas.n;
        char *lower = mw_str_is(k->lemma, "_") ? mw_str_lower(f->a, k->form) : mw_arena_strndup(f->a, k->lemma.at, k->lemma.n);
        if (!lower)
            status = mw_fail_memory(f->err);
        else
            mw_buf_put(&lemmas, lower, strlen(lower) + 1);
    }
    if (status == MARROW_OK && (lemmas.failed || !(t->lemmas = mw_arena_copy(f->a, lemmas.at, lemmas.n)))) status = mw_fail_memory(f->err);
    t->n_lemma_bytes = (uint32_t)lemmas.n;
    mw_buf_clear(&lemmas);
    return status;
}

static marrow_status lay_tags(fx *f, mw_fixture *out) {
    mw_tags *t = mw_arena_alloc(f->a, sizeof *t);
    if (!t) return mw_fail_memory(f->err);
    t->arena = f->a;
    uint32_t n = t->n = (uint32_t)f->tokens.n;
    t->upos = mw_arena_array(f->a, n, 1), t->xpos = mw_arena_array(f->a, n, 1), t->rel = mw_arena_array(f->a, n, 1);
    t->rel_base = mw_arena_array(f->a, n, 1), t->event = mw_arena_array(f->a, n, 1), t->sense = mw_arena_array(f->a, n, 1);
    t->feats = mw_arena_array(f->a, n, sizeof *t->feats), t->lemma = mw_arena_array(f->a, n, sizeof *t->lemma);
    t->head = mw_arena_array(f->a, n, sizeof *t->head), t->sentence = mw_arena_array(f->a, n, sizeof *t->sentence);
    t->n_sentences = (uint32_t)f->sentences.n;
    t->sentences = mw_arena_array(f->a, t->n_sentences, sizeof *t->sentences);
    if (!t->upos || !t->xpos || !t->rel || !t->rel_base || !t->event || !t->sense || !t->feats || !t->lemma || !t->head || !t->sentence ||
        !t->sentences)
        return mw_fail_memory(f->err);
    for (uint32_t i = 0; i < t->n_sentences; i++)
        t->sentences[i] = (mw_sentence){f->sentences.at[i].first, f->sentences.at[i].end, 3, 3, 3};
    MW_TRY(lay_columns(f, t));
    t->n_entities = (uint32_t)f->entities.n;
    if (t->n_entities) qsort(f->entities.at, f->entities.n, sizeof *f->entities.at, by_place);
    t->entities = mw_arena_copy(f->a, f->entities.at, f->entities.n * sizeof *f->entities.at);
    if (!t->entities) return mw_fail_memory(f->err);
    for (uint32_t i = 0; i < t->n_entities; i++) t->entities[i].head = head_of(t, t->entities[i].first, t->entities[i].last);
    MW_TRY(keep_labels(f, 0, &t->labels_rel));
    MW_TRY(keep_labels(f, 1, &t->labels_xpos));
    MW_TRY(keep_labels(f, 2, &t->labels_feats));
    t->labels_sense.at = mw_arena_array(f->a, 1, sizeof(char *));
    if (!t->labels_sense.at) return mw_fail_memory(f->err);
    t->labels_sense.at[0] = "O", t->labels_sense.n = 1;
    out->tags = t;
    return MARROW_OK;
}

marrow_status mw_fixture_parse(const marrow_allocator *mem, const char *source, size_t n, mw_fixture *fixture, marrow_error *err) {
    memset(fixture, 0, sizeof *fixture);
    mw_env_init(&fixture->env, mem, 1, NULL, NULL);
    fx f = {.mem = &fixture->env.mem, .err = err};
    mw_buf_init(&f.text, f.mem);
    fixture->arena = f.a = mw_arena_new(f.mem);
    marrow_status status = f.a ? parse_lines(&f, source, n) : mw_fail_memory(err);
    if (status == MARROW_OK) status = lay_text(&f, fixture);
    if (status == MARROW_OK) status = lay_chapters(&f, fixture->text, fixture->tokens);
    if (status == MARROW_OK) status = lay_marks(&f, fixture->tokens);
    if (status == MARROW_OK) status = lay_tags(&f, fixture);
    mw_vec_clear(f.mem, &f.tokens);
    mw_vec_clear(f.mem, &f.entities);
    mw_vec_clear(f.mem, &f.sentences);
    mw_vec_clear(f.mem, &f.marks);
    for (int i = 0; i < 3; i++) mw_vec_clear(f.mem, &f.labels[i]);
    mw_buf_clear(&f.text);
    if (status != MARROW_OK) mw_fixture_clear(fixture);
    return status;
}

marrow_status mw_fixture_read(const marrow_allocator *mem, const char *path, mw_fixture *fixture, marrow_error *err) {
    mw_env env;
    mw_env_init(&env, mem, 1, NULL, NULL);
    char *bytes;
    size_t n;
    memset(fixture, 0, sizeof *fixture);
    MW_TRY(mw_os_read(&env.mem, path, &bytes, &n, err));
    marrow_status status = mw_fixture_parse(mem, bytes, n, fixture, err);
    mw_free(&env.mem, bytes);
    return status;
}

void mw_fixture_clear(mw_fixture *fixture) {
    mw_arena_free(fixture->arena);
    memset(fixture, 0, sizeof *fixture);
}
