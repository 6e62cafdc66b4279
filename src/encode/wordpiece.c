/* WordPiece: the ids of a token's pieces, as BERT's uncased reference tokenizer gives them for words that are already split
 * (Devlin et al. 2019; the `tokenizers` library's BertNormalizer, BertPreTokenizer and WordPiece).
 *
 * Control characters are dropped; accents are stripped (canonical decomposition, nonspacing marks dropped), letters lower-cased one
 * by one; white space, punctuation and Chinese characters part words. A word is cut greedily by longest match; one of more than 100
 * characters, or with a rest that no piece begins, is [UNK].
 *
 * Characters that Unicode assigned after its version 8 keep the class they have today, which the reference does not know; nothing
 * else differs, over all of Unicode.
 *
 * The vocabulary is a trie whose edges lie in one hash table: a step costs one probe, so a token costs a probe a byte. Immutable
 * after it was built: any number of threads. No function but mw_vocab_build allocates. */
#include <string.h>
#include <utf8proc.h>

#include "encode/encode.h"

enum { LONGEST_WORD = 100, NODES_MAX = 1 << 24 };
enum { ROOT_START, ROOT_INSIDE, N_ROOTS }; /* a word's first piece; pieces written with ## */

typedef struct edge {
    uint32_t key; /* node << 8 | byte; a free slot leads to node 0, which no edge reaches */
    uint32_t to;
} edge;

struct mw_vocab {
    marrow_allocator mem;
    edge *edges;
    size_t n_edges, cap; /* cap: a power of two */
    MW_VEC(int32_t) id;  /* by node: the piece that ends here, -1 none */
    int32_t unknown;
};

/* ---- the trie -------------------------------------------------------------------------------------------------------------- */

static size_t slot_of(uint32_t key, size_t cap) { return (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (cap - 1); }

/* The slot that holds the key, or the free one where it belongs. */
static edge *find(edge *edges, size_t cap, uint32_t key) {
    size_t i = slot_of(key, cap);
    while (edges[i].to && edges[i].key != key) i = (i + 1) & (cap - 1);
    return &edges[i];
}

static uint32_t step(const mw_vocab *v, uint32_t node, unsigned char byte) { return find(v->edges, v->cap, node << 8 | byte)->to; }

static bool grow(mw_vocab *v) {
    size_t cap = v->cap * 2;
    edge *edges = mw_calloc(&v->mem, cap, sizeof *edges);
    if (!edges) return false;
    for (size_t i = 0; i < v->cap; i++)
        if (v->edges[i].to) *find(edges, cap, v->edges[i].key) = v->edges[i];
    mw_free(&v->mem, v->edges);
    v->edges = edges;
    v->cap = cap;
    return true;
}

/* The node that the byte leads to, made when it is not there; 0: out of memory or too many. */
static uint32_t step_or_make(mw_vocab *v, uint32_t node, unsigned char byte) {
    uint32_t to = step(v, node, byte);
    if (to) return to;
    if (v->id.n >= NODES_MAX || (v->n_edges + 1 > v->cap / 2 && !grow(v))) return 0;
    to = (uint32_t)v->id.n;
    if (!mw_vec_push(&v->mem, &v->id, -1)) return 0;
    *find(v->edges, v->cap, node << 8 | byte) = (edge){node << 8 | byte, to};
    v->n_edges++;
    return to;
}

static bool add_piece(mw_vocab *v, mw_str piece, int32_t id) {
    bool inside = piece.n > 2 && mw_str_starts(piece, "##");
    uint32_t node = inside ? ROOT_INSIDE : ROOT_START;
    for (size_t i = inside ? 2 : 0; i < piece.n; i++) {
        node = step_or_make(v, node, (unsigned char)piece.at[i]);
        if (!node) return false;
    }
    if (piece.n) v->id.at[node] = id;
    return true;
}

static bool add_lines(mw_vocab *v, const char *text, size_t n) {
    int32_t id = 0;
    for (size_t at = 0; at < n; id++) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t length = end ? (size_t)(end - text) - at : n - at;
        if (!add_piece(v, (mw_str){text + at, length}, id)) return false;
        at += length + 1;
    }
    return true;
}

marrow_status mw_vocab_build(const marrow_allocator *mem, const char *text, size_t n, mw_vocab **vocab, marrow_error *err) {
    *vocab = NULL;
    mw_vocab *v = mw_calloc(mem, 1, sizeof *v);
    if (!v) return mw_fail_memory(err);
    v->mem = *mem;
    v->cap = 1024;
    v->edges = mw_calloc(mem, v->cap, sizeof *v->edges);
    bool ok = v->edges && n <= INT32_MAX;
    for (int root = 0; root < N_ROOTS && ok; root++) ok = mw_vec_push(mem, &v->id, -1);
    if (!ok || !add_lines(v, text, n)) {
        mw_vocab_free(v);
        return mw_fail_memory(err);
    }
    v->unknown = mw_vocab_id(v, "[UNK]");
    if (v->unknown < 0) {
        mw_vocab_free(v);
        return mw_fail(err, MARROW_MODEL, "the vocabulary has no piece [UNK]; take the model's words part again");
    }
    *vocab = v;
    return MARROW_OK;
}

void mw_vocab_free(mw_vocab *vocab) {
    if (!vocab) return;
    marrow_allocator mem = vocab->mem;
    mw_free(&mem, vocab->edges);
    mw_vec_clear(&mem, &vocab->id);
    mw_free(&mem, vocab);
}

int32_t mw_vocab_id(const mw_vocab *vocab, const char *piece) {
    size_t n = strlen(piece);
    bool inside = n > 2 && piece[0] == '#' && piece[1] == '#';
    uint32_t node = inside ? ROOT_INSIDE : ROOT_START;
    for (size_t i = inside ? 2 : 0; i < n; i++) {
        node = step(vocab, node, (unsigned char)piece[i]);
        if (!node) return -1;
    }
    return n ? vocab->id.at[node] : -1;
}

/* ---- one word -------------------------------------------------------------------------------------------------------------- */

typedef struct cutter {
    const mw_vocab *vocab;
    int32_t *ids;
    uint32_t n, cap;
    char word[LONGEST_WORD * 4]; /* cleaned, lower-cased */
    uint32_t bytes, characters;  /* of the word so far; characters may go beyond what word holds */
} cutter;

static void put(cutter *c, int32_t id) {
    if (c->n < c->cap) c->ids[c->n++] = id;
}

/* Length of the longest piece that begins at s, 0 none. */
static uint32_t longest(const mw_vocab *v, uint32_t root, const char *s, uint32_t n, int32_t *id) {
    uint32_t node = root, best = 0;
    for (uint32_t i = 0; i < n; i++) {
        node = step(v, node, (unsigned char)s[i]);
        if (!node) break;
        if (v->id.at[node] < 0) continue;
        *id = v->id.at[node];
        best = i + 1;
    }
    return best;
}

static void end_word(cutter *c) {
    uint32_t start = c->n, at = 0;
    bool known = c->characters <= LONGEST_WORD;
    while (known && at < c->bytes) {
        int32_t id;
        uint32_t length = longest(c->vocab, at ? ROOT_INSIDE : ROOT_START, c->word + at, c->bytes - at, &id);
        if (length) put(c, id);
        known = length > 0;
        at += length;
    }
    if (!known) {
        c->n = start;
        put(c, c->vocab->unknown);
    }
    c->bytes = c->characters = 0;
}

static void add_character(cutter *c, int32_t ch) {
    if (c->characters < LONGEST_WORD) c->bytes += (uint32_t)utf8proc_encode_char(ch, (utf8proc_uint8_t *)c->word + c->bytes);
    c->characters++;
}

/* ---- cleaning -------------------------------------------------------------------------------------------------------------- */

/* The reference's ranges, its gap before U+2B920 included. */
static bool is_chinese(int32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
           (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

static bool is_ascii_punctuation(int32_t c) {
    return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
}

static bool is_punctuation(int32_t c) {
    if (c < 0x80) return is_ascii_punctuation(c);
    return mw_cp_punct(c);
}

/* White space as Rust's char::is_whitespace has it. */
static bool is_white(int32_t c) {
    utf8proc_category_t k = utf8proc_category(c);
    return c == '\t' || c == '\n' || c == '\r' || k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP;
}

/* Code points that Unicode has not assigned stay, as in the reference. */
static bool is_control(int32_t c) {
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
        return true;
    default:
        return false;
    }
}

/* A character after cleaning and decomposition. */
static void take_plain(cutter *c, int32_t ch) {
    if (utf8proc_category(ch) == UTF8PROC_CATEGORY_MN) return;
    ch = mw_cp_fold(ch);
    if (is_white(ch)) {
        if (c->characters) end_word(c);
    } else if (is_punctuation(ch)) {
        if (c->characters) end_word(c);
        add_character(c, ch);
        end_word(c);
    } else {
        add_character(c, ch);
    }
}

static void take(cutter *c, int32_t ch) {
    if (is_white(ch)) {
        if (c->characters) end_word(c);
        return;
    }
    if (ch == 0xFFFD || is_control(ch)) return;
    bool chinese = is_chinese(ch);
    if (chinese && c->characters) end_word(c);
    utf8proc_int32_t parts[32];
    utf8proc_ssize_t n = utf8proc_decompose_char(ch, parts, 32, UTF8PROC_DECOMPOSE, NULL);
    if (n < 1 || n > 32) {
        parts[0] = ch;
        n = 1;
    }
    for (utf8proc_ssize_t i = 0; i < n; i++) take_plain(c, parts[i]);
    if (chinese && c->characters) end_word(c);
}

uint32_t mw_wordpieces(const mw_vocab *vocab, mw_str token, int32_t *ids, uint32_t cap) {
    cutter c;
    c.vocab = vocab;
    c.ids = ids;
    c.n = c.bytes = c.characters = 0;
    c.cap = cap;
    for (size_t i = 0, len; i < token.n && c.n < cap; i += len) {
        unsigned char byte = (unsigned char)token.at[i];
        len = 1;
        if (byte >= 'a' && byte <= 'z')
            add_character(&c, byte);
        else if (byte < 0x80)
            take(&c, byte);
        else
            take(&c, mw_utf8_next(token.at + i, token.n - i, &len));
    }
    if (c.characters) end_word(&c);
    if (c.n == 0) put(&c, vocab->unknown);
    return c.n;
}
