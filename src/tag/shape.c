/* shape: what the parse and a list of nouns say of a span that may be an entity (docs/model.md, `ent.shape`, `ent.words`), added to the scores
 * of the head that tells entities. That head sees a span's two ends alone: it may join the beginning of one entity to the end of another, which
 * a parse shows at once. Weights are log odds learnt from annotated books (training/spans.py); a model without them changes nothing. */
#include <string.h>

#include "tag/work.h"

/* Where the weights of each question begin. */
enum {
    ALL,
    OUT,                       /* 1, 2, 3 or more tokens whose heads lie outside */
    SUBJECT = OUT + 3,         /* the head has its subject inside */
    COPULA,                    /* ... its copula */
    DEEP_LEFT,                 /* others than the head have children before the span */
    DEEP_RIGHT,                /* ... behind it */
    UPOS,                      /* of the head */
    FIRST = UPOS + MW_N_UPOS,  /* of the first token */
    LAST = FIRST + MW_N_UPOS,  /* of the last */
    SINGLE = LAST + MW_N_UPOS, /* of the only one */
    REL = SINGLE + MW_N_UPOS,  /* of the head */
    LEFT = REL + MW_N_REL,     /* of its children before the span */
    RIGHT = LEFT + MW_N_REL,   /* ... behind it */
    INSIDE = RIGHT + MW_N_REL, /* ... inside, behind the head */
    N_SHAPE = INSIDE + MW_N_REL
};
_Static_assert((int)N_SHAPE == (int)MW_N_SHAPE, "docs/model.md, training/spans.py");

enum { LETTER = 48, STEPS = 4, ZERO = 12 }; /* letter of a weight w: LETTER + STEPS (w + ZERO) */

/* The token that stands for a span: one whose head lies outside, a nominal one before all others; *out: how many there are. */
static uint32_t head_find(const mw_tags *t, uint32_t first, uint32_t last, uint32_t *out) {
    uint32_t found = MW_NONE, nominal = MW_NONE;
    *out = 0;
    for (uint32_t i = first; i <= last; i++) {
        uint32_t head = t->head[i];
        if (head != i && head >= first && head <= last) continue;
        ++*out;
        uint8_t p = t->upos[i];
        if (found == MW_NONE) found = i;
        if (nominal == MW_NONE && (p == MW_NOUN || p == MW_PROPN || p == MW_PRON)) nominal = i;
    }
    return nominal != MW_NONE ? nominal : found != MW_NONE ? found : last;
}

uint32_t mw_span_head(const mw_tags *t, uint32_t first, uint32_t last) {
    uint32_t out;
    return head_find(t, first, last, &out);
}

/* The children of a span's tokens; a question that several children answer alike counts once. */
static float children_weigh(const mw_heads *h, const mw_tags *t, const mw_sentence *s, uint32_t first, uint32_t last, uint32_t head) {
    bool seen[MW_N_SHAPE] = {false};
    float sum = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t up = t->head[i], rel = h->rel_of[t->rel[i]], asked = N_SHAPE;
        if (up == i || up < first || up > last) continue;
        bool inside = i >= first && i <= last;
        if (up != head) {
            if (!inside) asked = i < first ? DEEP_LEFT : DEEP_RIGHT;
        } else if (!inside) {
            asked = (i < first ? (uint32_t)LEFT : (uint32_t)RIGHT) + rel;
        } else {
            if ((rel == MW_REL_NSUBJ || rel == MW_REL_EXPL) && !seen[SUBJECT]) seen[SUBJECT] = true, sum += h->shape[SUBJECT];
            if (rel == MW_REL_COP && !seen[COPULA]) seen[COPULA] = true, sum += h->shape[COPULA];
            if (i > head) asked = INSIDE + rel;
        }
        if (asked < N_SHAPE && !seen[asked]) seen[asked] = true, sum += h->shape[asked];
    }
    return sum;
}

/* What the list says of a noun, a weight a type. */
static bool noun_weigh(const mw_tagger *t, mw_worker *w, uint32_t token, float *add) {
    static const char unlisted[] = "*\t";
    mw_str lines = t->heads->nouns, letters;
    mw_lemma_make(t, token, &w->key, &w->one);
    w->key.n = 0;
    if (w->one.at) mw_fold_put(&w->key, (mw_str){w->one.at, w->one.n});
    mw_buf_putc(&w->key, '\t');
    if (w->key.failed || w->one.failed) return false;
    mw_str key = {w->key.at, w->key.n};
    bool found = mw_line_rest(lines, mw_lines_from(lines, key), key, &letters);
    for (size_t i = key.n; !found && i-- > 0;) /* street-corner: a corner */
        if (key.at[i] == '-') {
            mw_str part = {key.at + i + 1, key.n - i - 1};
            found = mw_line_rest(lines, mw_lines_from(lines, part), part, &letters);
            break;
        }
    key = mw_str_of(unlisted);
    if (!found) found = mw_line_rest(lines, mw_lines_from(lines, key), key, &letters);
    for (uint32_t k = 0; found && k < MW_N_ENTITY && k < letters.n; k++)
        add[k] += t->heads->noun_weight * ((float)((unsigned char)letters.at[k] - LETTER) / STEPS - ZERO);
    return true;
}

bool mw_span_weigh(const mw_tagger *t, mw_worker *w, const mw_sentence *s, uint32_t first, uint32_t last, uint32_t *head, float *add) {
    const mw_heads *h = t->heads;
    const mw_tags *tags = t->tags;
    const float *weight = h->shape;
    uint32_t out;
    *head = head_find(tags, first, last, &out);
    float sum = weight[ALL] +
                weight[OUT + (out > 2 ? 2
                              : out   ? out - 1
                                      : 0)] +
                weight[FIRST + tags->upos[first]] + weight[LAST + tags->upos[last]];
    if (first == last) sum += weight[SINGLE + tags->upos[first]];
    if (out == 1)
        sum +=
            weight[UPOS + tags->upos[*head]] + weight[REL + h->rel_of[tags->rel[*head]]] + children_weigh(h, tags, s, first, last, *head);
    for (uint32_t k = 0; k < MW_N_ENTITY; k++) add[k] = h->shape_weight * sum;
    return !h->nouns.n || tags->upos[*head] != MW_NOUN || noun_weigh(t, w, *head, add);
}

marrow_status mw_shape_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    h->rel_of = mw_arena_array(a, h->rel_labels.n, 1);
    if (!h->rel_of) return mw_fail_memory(err);
    for (uint32_t i = 0; i < h->rel_labels.n; i++) h->rel_of[i] = (uint8_t)mw_rel_of(h->rel_labels.at[i]);
    const mw_tensor *shape = mw_model_tensor(m, "ent.shape"), *nouns = mw_model_tensor(m, "ent.words");
    if (!shape) return MARROW_OK;
    if (shape->dtype != MW_F32 || shape->bytes != N_SHAPE * sizeof *h->shape) return mw_heads_misfit(m, "ent.shape", err);
    h->shape = shape->data;
    h->shape_weight = (float)mw_model_config(m, "ent.shape", 0);
    if (nouns && nouns->dtype == MW_TEXT) h->nouns = (mw_str){nouns->data, nouns->bytes};
    h->noun_weight = (float)mw_model_config(m, "ent.words", 0);
    return MARROW_OK;
}
