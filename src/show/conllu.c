/* The conllu export: CoNLL-U as the Universal Dependencies treebanks of English have it, entities in MISC as CorefUD and GUM write them.
 *
 * UD's multiword tokens (do|n't, John|'s) get their range line; with vertical input the tokens are the user's and there are none.
 * Entities: eid-etype-head-other; e1 … in order of the story file, head the place of the head word in the mention, from 1. As of
 * a position: the sentences that have ended there, the mentions known there. */
#include <stdlib.h>
#include <string.h>

#include "show/json.h"

/* Mentions by the token at which they open (longest first) and close (shortest first). */
typedef struct brackets {
    uint32_t *open_at, *close_at; /* [n_tokens + 1] into open and close */
    uint32_t *open, *close;       /* rows of mentions */
} brackets;

static bool counted(const mw_asof *a, const row_mention *m) { return m->known <= a->until; }

/* Counting sort by token. Mentions stand by first token, longest first: so do those that open; those that close at one token are taken
 * backwards, the shortest first. */
static bool brackets_build(const mw_asof *a, mw_arena *arena, uint32_t n_tokens, brackets *b) {
    const mw_story *s = a->story;
    b->open_at = mw_arena_array(arena, (size_t)n_tokens + 2, sizeof(uint32_t));
    b->close_at = mw_arena_array(arena, (size_t)n_tokens + 2, sizeof(uint32_t));
    b->open = mw_arena_array(arena, s->n_mentions, sizeof(uint32_t));
    b->close = mw_arena_array(arena, s->n_mentions, sizeof(uint32_t));
    if (!b->open_at || !b->close_at || !b->open || !b->close) return false;
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        if (!counted(a, &s->mentions[i])) continue;
        b->open_at[s->mentions[i].first + 2]++;
        b->close_at[s->mentions[i].last + 2]++;
    }
    for (uint32_t t = 2; t < n_tokens + 2; t++) {
        b->open_at[t] += b->open_at[t - 1];
        b->close_at[t] += b->close_at[t - 1];
    }
    for (uint32_t i = 0; i < s->n_mentions; i++)
        if (counted(a, &s->mentions[i])) b->open[b->open_at[s->mentions[i].first + 1]++] = i;
    for (uint32_t i = s->n_mentions; i-- > 0;)
        if (counted(a, &s->mentions[i])) b->close[b->close_at[s->mentions[i].last + 1]++] = i;
    return true;
}

typedef struct writer {
    mw_asof *a;
    mw_out *o;
    const mw_tokens *tokens;
    const mw_tags *tags;
    brackets brackets;
} writer;

static void put_entity(writer *w, const row_mention *m) {
    static const char *const types[MW_N_ENTITY] = {"person", "place", "place", "place", "object", "organization"};
    mw_out_printf(w->o, "(e%u-%s-%u-cat:%s,prop:%s", m->thing + 1, types[m->type],
                  m->head >= m->first && m->head <= m->last ? m->head - m->first + 1 : 1, mw_entity_names[m->type], mw_form_names[m->form]);
}

/* Entity=(…: what opens here, mentions of one token shut at once, then what closes here. */
static bool put_entities(writer *w, uint32_t t) {
    const brackets *b = &w->brackets;
    const row_mention *all = w->a->story->mentions;
    uint32_t from = b->open_at[t], to = b->open_at[t + 1], shut = b->close_at[t], end = b->close_at[t + 1];
    bool some = false;
    for (uint32_t i = from; i < to; i++) {
        const row_mention *m = &all[b->open[i]];
        if (!some) mw_out_puts(w->o, "Entity=");
        some = true;
        put_entity(w, m);
        if (m->first == m->last) mw_out_puts(w->o, ")");
    }
    for (uint32_t i = shut; i < end; i++) {
        const row_mention *m = &all[b->close[i]];
        if (m->first == m->last) continue;
        if (!some) mw_out_puts(w->o, "Entity=");
        some = true;
        mw_out_printf(w->o, "e%u)", m->thing + 1);
    }
    return some;
}

static bool space_after(const writer *w, uint32_t t) { return t + 1 >= w->tokens->n || (w->tokens->flags[t + 1] & MW_TOK_SPACE_BEFORE); }

/* One past the last word of the multiword token that begins at t; t + 1 where there is none. */
static uint32_t word_end(const writer *w, uint32_t t, uint32_t end) {
    uint32_t z = t + 1;
    while (!w->tokens->given && z < end && (w->tokens->flags[z] & MW_TOK_WORD_PART)) z++;
    return z;
}

static mw_str token_str(const writer *w, uint32_t t) { return mw_str_span(w->a->story->text, w->tokens->span[t]); }

/* A cell may hold no tab and no newline; no-break spaces stay. */
static void put_cell(writer *w, mw_str s) {
    if (s.n)
        mw_out_field(w->o, s, false);
    else
        mw_out_puts(w->o, "_");
}

static void put_range(writer *w, uint32_t t, uint32_t z, uint32_t first) {
    mw_out_printf(w->o, "%u-%u\t", t - first + 1, z - first);
    put_cell(w, mw_str_span(w->a->story->text, (mw_span){w->tokens->span[t].start, w->tokens->span[z - 1].end}));
    mw_out_puts(w->o, "\t_\t_\t_\t_\t_\t_\t_\t");
    mw_out_puts(w->o, space_after(w, z - 1) ? "_\n" : "SpaceAfter=No\n");
}

static void put_word(writer *w, uint32_t t, uint32_t first, bool in_range) {
    mw_out *o = w->o;
    const mw_tags *g = w->tags;
    mw_out_printf(o, "%u\t", t - first + 1);
    put_cell(w, token_str(w, t));
    mw_out_puts(o, "\t");
    put_cell(w, mw_str_of(mw_lemma(g, t)));
    mw_out_printf(o, "\t%s\t%s\t%s\t%u\t%s\t_\t", mw_upos_names[g->upos[t]], mw_label(g->labels_xpos, g->xpos[t]),
                  mw_label(g->labels_feats, g->feats[t]), g->head[t] == t ? 0 : g->head[t] - first + 1, mw_label(g->labels_rel, g->rel[t]));
    bool some = put_entities(w, t);
    if ((w->tokens->flags[t] & MW_TOK_BLOCK_START) && t != first) {
        mw_out_puts(o, some ? "|NewPar=Yes" : "NewPar=Yes");
        some = true;
    }
    if (!in_range && !space_after(w, t)) {
        mw_out_puts(o, some ? "|SpaceAfter=No" : "SpaceAfter=No");
        some = true;
    }
    mw_out_puts(o, some ? "\n" : "_\n");
}

static void put_sentence(writer *w, const mw_sentence *s) {
    mw_out_puts(w->o, "# text = ");
    mw_out_field(w->o, mw_str_span(w->a->story->text, (mw_span){w->tokens->span[s->first].start, w->tokens->span[s->end - 1].end}), true);
    mw_out_puts(w->o, "\n");
    for (uint32_t t = s->first; t < s->end;) {
        uint32_t z = word_end(w, t, s->end);
        if (z > t + 1) put_range(w, t, z, s->first);
        for (bool in_range = z > t + 1; t < z; t++) put_word(w, t, s->first, in_range);
    }
    mw_out_puts(w->o, "\n");
}

static void put_doc_mark(writer *w, uint32_t d) {
    const mw_story *s = w->a->story;
    mw_out_puts(w->o, "# newdoc");
    if (d < s->n_docs && *s->docs[d].id) {
        mw_out_puts(w->o, " id = ");
        mw_out_field(w->o, mw_str_of(s->docs[d].id), true);
    }
    mw_out_puts(w->o, "\n# global.Entity = eid-etype-head-other\n");
}

static void put_sentences(writer *w) {
    const mw_story *s = w->a->story;
    uint32_t doc = MW_NONE, number = 0;
    for (uint32_t i = 0; i < w->tags->n_sentences; i++) {
        const mw_sentence *x = &w->tags->sentences[i];
        if (x->end <= x->first) continue;
        if (mw_offsets_to_cp(s->offsets, w->tokens->span[x->end - 1].end) > w->a->until) break;
        uint32_t d = doc == MW_NONE ? 0 : doc;
        while (d + 1 < w->tokens->n_docs && x->first >= w->tokens->docs[d].end) d++;
        if (d != doc) {
            doc = d;
            number = 0;
            put_doc_mark(w, d);
        }
        if (number == 0 || (w->tokens->flags[x->first] & MW_TOK_BLOCK_START)) mw_out_puts(w->o, "# newpar\n");
        mw_out_puts(w->o, "# sent_id = ");
        if (d < s->n_docs && *s->docs[d].id) {
            mw_out_field(w->o, mw_str_of(s->docs[d].id), true);
            mw_out_puts(w->o, "-");
        }
        mw_out_printf(w->o, "%u\n", ++number);
        put_sentence(w, x);
    }
}

marrow_status mw_export_conllu(mw_asof *a, mw_out *o, marrow_error *err) {
    MW_TRY(mw_story_columns(a->story, err));
    mw_arena *arena = mw_arena_new(&a->story->env.mem);
    writer w = {.a = a, .o = o, .tokens = a->story->tokens, .tags = a->story->tags};
    bool good = arena && brackets_build(a, arena, w.tokens->n, &w.brackets);
    if (good) put_sentences(&w);
    mw_arena_free(arena);
    return good ? mw_out_finish(o, err) : mw_fail_memory(err);
}
