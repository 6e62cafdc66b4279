/* review: the steps in order, and the rows of the product. */
#include "reveal/review.h"

#include <string.h>

#include "reveal/review_inside.h"

const char *const mw_aspect_names[MW_N_ASPECT] = {"direction",      "acting", "characters", "plot",  "pacing", "ending",
                                                  "cinematography", "music",  "dialogue",   "theme", "overall"};
const char *const mw_polarity_names[MW_N_POLARITY] = {"+", "-", "\xC2\xB1"};
const char *const mw_verdict_names[MW_N_VERDICT] = {NULL, "positive", "negative", "mixed"};

/* ---- helpers ---- */

const char *mw_review_word(const mw_reviewer *r, uint32_t token) { return token < r->tags->n ? r->lower[token] : ""; }
bool mw_review_is(const mw_reviewer *r, uint32_t token, const char *word) { return strcmp(mw_review_word(r, token), word) == 0; }
mw_told mw_review_told(const mw_reviewer *r, uint32_t sentence) { return (mw_told)r->critic->told[sentence]; }

mw_span mw_review_span(const mw_reviewer *r, uint32_t first, uint32_t last) {
    return (mw_span){r->tokens->span[first].start, r->tokens->span[last].end};
}

float mw_review_sign(const mw_reviewer *r, uint32_t first, uint32_t last, mw_sign sign) {
    if (!r->tags->sign_at) return 0;
    uint32_t sum = 0;
    for (uint32_t t = first; t <= last; t++) sum += mw_sign_at(r->tags, t, sign);
    return (float)sum / 255 / (float)(last - first + 1);
}

/* ---- building ---- */

static bool has_signs(const mw_tags *t) {
    if (!t->sign_at) return false;
    for (uint32_t i = 0; i < t->sign_at[t->n]; i++)
        if (t->signs[i].sign >= MW_SIGN_PLOT && t->signs[i].sign <= MW_SIGN_MIXED) return true;
    return false;
}

static bool prepare(mw_reviewer *r) {
    static const char curly[] = "\xE2\x80\x99";
    r->lower = mw_arena_array(r->scratch, r->tags->n + 1, sizeof *r->lower);
    for (uint32_t t = 0; r->lower && t < r->tags->n; t++) {
        char *w = mw_str_lower(r->scratch, mw_str_span(r->read->text->at, r->tokens->span[t]));
        if (!w) return false;
        for (char *p = strstr(w, curly); p; p = strstr(p, curly)) {
            *p = '\'';
            memmove(p + 1, p + 3, strlen(p + 3) + 1);
        }
        r->lower[t] = w;
    }
    r->signs = has_signs(r->tags);
    return r->lower && mw_review_words(r);
}

static bool work_out(mw_reviewer *r) {
    if (!prepare(r)) return false;
    mw_review_rating(r);
    if (!mw_review_opinions(r) || !mw_review_find_withheld(r)) return false;
    mw_review_verdict(r);
    r->out->n_opinions = (uint32_t)r->opinions.n, r->out->n_withheld = (uint32_t)r->withheld.n;
    r->out->opinions = mw_arena_copy(r->keep, r->opinions.at, r->opinions.n * sizeof *r->opinions.at);
    r->out->withheld = mw_arena_copy(r->keep, r->withheld.at, r->withheld.n * sizeof *r->withheld.at);
    return r->out->opinions && r->out->withheld;
}

marrow_status mw_review_build(const mw_env *env, mw_arena *arena, const mw_read *read, mw_review_rows **rows, marrow_error *err) {
    return mw_review_build_and_tell(env, arena, read, rows, NULL, err);
}

marrow_status mw_review_build_and_tell(const mw_env *env, mw_arena *arena, const mw_read *read, mw_review_rows **rows, mw_buf *theses,
                                       marrow_error *err) {
    *rows = NULL;
    if (read->text->kind != MW_REVIEW || !read->cast->critic) return MARROW_OK;
    mw_reviewer r = {.env = env,
                     .mem = &env->mem,
                     .keep = arena,
                     .read = read,
                     .tags = read->tags,
                     .tokens = read->tokens,
                     .critic = read->cast->critic,
                     .theses = theses};
    r.scratch = mw_arena_new(&env->mem);
    r.out = mw_arena_alloc(arena, sizeof *r.out);
    bool good = r.scratch && r.out && work_out(&r);
    mw_map_free(r.words), mw_map_free(r.aspects);
    mw_vec_clear(r.mem, &r.units), mw_vec_clear(r.mem, &r.opinions), mw_vec_clear(r.mem, &r.withheld);
    mw_arena_free(r.scratch);
    if (!good) return mw_fail_memory(err);
    *rows = r.out;
    return MARROW_OK;
}

static void dump_span(const mw_read *read, mw_span s, mw_buf *out) {
    mw_buf_printf(out, " %u-%u %.*s\n", s.start, s.end, (int)(s.end - s.start), read->text->at + s.start);
}

void mw_review_dump(const mw_read *read, const mw_review_rows *rows, mw_buf *out) {
    if (!rows) return;
    const char *verdict = mw_verdict_names[rows->verdict];
    mw_buf_printf(out, "verdict %s\n", verdict ? verdict : "?");
    if (rows->rating_of > 0) mw_buf_printf(out, "rating %g of %g\n", (double)rows->rating, (double)rows->rating_of);
    if (rows->thesis.end) mw_buf_puts(out, "thesis"), dump_span(read, rows->thesis, out);
    for (uint32_t i = 0; i < rows->n_opinions; i++) {
        const mw_opinion *o = &rows->opinions[i];
        mw_buf_printf(out, "opinion %s %s%s |%s|", mw_aspect_names[o->aspect], mw_polarity_names[o->polarity],
                      o->conceded ? " conceded" : "", o->target ? o->target : "");
        dump_span(read, o->span, out);
    }
    for (uint32_t i = 0; i < rows->n_withheld; i++) mw_buf_puts(out, "withheld"), dump_span(read, rows->withheld[i].span, out);
}
