/* .tokens, .entities, .quotes, .supersense and .txt of the booknlp export. Tab-separated, a header line, nothing quoted: tabs and newlines
 * inside a field become a space. */
#include <string.h>

#include "show/booknlp.h"

static void tab(mw_out *o) { mw_out_puts(o, "\t"); }

static void put_number(mw_out *o, uint32_t x) {
    mw_out_int(o, x);
    tab(o);
}

/* ---- tokens ---- */

/* The lemma of a joined word: its parts as they stand in lower case, the head part by its lemma. */
static void put_lemma(const mw_book *b, mw_out *o, uint32_t w) {
    if (b->end[w] == b->first[w] + 1) {
        mw_out_field(o, mw_str_of(mw_lemma(b->tags, b->first[w])), false);
        return;
    }
    bool keep = b->tags->upos[b->head[w]] == MW_PROPN;
    for (uint32_t t = b->first[w]; t < b->end[w]; t++) {
        mw_str s = mw_str_span(b->a->story->text, b->tokens->span[t]);
        if (t == b->head[w]) {
            mw_out_field(o, mw_str_of(mw_lemma(b->tags, t)), false);
            continue;
        }
        for (size_t i = 0, len; i < s.n; i += len) {
            int32_t c = mw_utf8_next(s.at + i, s.n - i, &len);
            char lower = (char)(c | 32);
            if (!keep && c >= 'A' && c <= 'Z')
                mw_out_put(o, &lower, 1);
            else
                mw_out_put(o, s.at + i, len);
        }
    }
}

static bool is_event(const mw_book *b, uint32_t w) {
    for (uint32_t t = b->first[w]; t < b->end[w]; t++)
        if (mw_is_event(b->tags, t)) return true;
    return false;
}

marrow_status mw_book_tokens(const mw_book *b, mw_out *o, marrow_error *err) {
    const mw_story *s = b->a->story;
    mw_out_puts(
        o, "paragraph_ID\tsentence_ID\ttoken_ID_within_sentence\ttoken_ID_within_document\tword\tlemma\tbyte_onset\tbyte_offset\tPOS_tag\t"
           "fine_POS_tag\tdependency_relation\tsyntactic_head_ID\tevent\n");
    uint32_t paragraph = 0, sentence = 0, within = 0;
    for (uint32_t w = 0; w < b->n; w++, within++) {
        uint32_t first = b->first[w], head = b->head[w];
        if (w > 0 && b->tokens->block[first] != b->tokens->block[b->first[w - 1]]) paragraph++;
        if (w > 0 && b->tags->sentence[first] != b->tags->sentence[b->first[w - 1]]) {
            sentence++;
            within = 0;
        }
        put_number(o, paragraph);
        put_number(o, sentence);
        put_number(o, within);
        put_number(o, w);
        mw_out_field(o, mw_book_word(b, w), false);
        tab(o);
        put_lemma(b, o, w);
        tab(o);
        put_number(o, mw_offsets_to_cp(s->offsets, b->tokens->span[first].start));
        put_number(o, mw_offsets_to_cp(s->offsets, b->tokens->span[b->end[w] - 1].end));
        mw_out_printf(o, "%s\t%s\t%s\t", mw_upos_names[b->tags->upos[head]], mw_label(b->tags->labels_xpos, b->tags->xpos[head]),
                      mw_label(b->tags->labels_rel, b->tags->rel[head]));
        put_number(o, mw_book_head(b, w));
        mw_out_puts(o, is_event(b, w) ? "EVENT\n" : "O\n");
    }
    return mw_out_finish(o, err);
}

/* ---- entities ---- */

/* Two mentions of one thing may come to stand on the same words once hyphens are joined: one row. */
static bool told_before(const mw_book *b, uint32_t i, uint32_t start, uint32_t end) {
    const row_mention *all = b->a->story->mentions;
    for (uint32_t k = i; k-- > 0;) {
        uint32_t s, e;
        if (!mw_book_range(b, all[k].first, all[k].last, &s, &e) || s != start) return false;
        if (e == end && all[k].thing == all[i].thing && all[k].type == all[i].type && all[k].known <= b->a->until) return true;
    }
    return false;
}

/* Does the tagger find a person in this token alone? */
static bool alone(const mw_tags *t, uint32_t token) {
    for (uint32_t i = MW_COUNT_BELOW(t->entities, t->n_entities, first, token); i < t->n_entities && t->entities[i].first == token; i++)
        if (t->entities[i].last == token && t->entities[i].type == MW_PER) return true;
    return false;
}

/* The annotation that the field measures by (LitBank) has the title in front of a name as an entity of its own. To marrow it is none: here alone it
 * gets a row, and the number of nobody. */
static void put_title(const mw_book *b, mw_out *o, uint32_t i, uint32_t *last_title) {
    const row_mention *all = b->a->story->mentions, *m = &all[i];
    uint32_t start, end;
    if (m->form != MW_PROP || m->type != MW_PER || m->first == m->last || m->first == *last_title || !alone(b->tags, m->first)) return;
    if (b->word_of[m->first] == b->word_of[m->last] || !mw_book_range(b, m->first, m->first, &start, &end)) return;
    for (uint32_t k = i + 1; k < b->a->story->n_mentions && all[k].first == m->first; k++)
        if (all[k].last == m->first) return;
    *last_title = m->first;
    mw_out_puts(o, "-1\t");
    put_number(o, start);
    put_number(o, end);
    mw_out_printf(o, "%s\t%s\t", mw_form_names[MW_PROP], mw_entity_names[MW_PER]);
    mw_out_field(o, mw_book_words(b, start, end), true);
    mw_out_puts(o, "\n");
}

marrow_status mw_book_entities(const mw_book *b, mw_out *o, marrow_error *err) {
    const mw_story *s = b->a->story;
    uint32_t title = MW_NONE;
    mw_out_puts(o, "COREF\tstart_token\tend_token\tprop\tcat\ttext\n");
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        uint32_t start, end;
        if (m->known > b->a->until || !mw_book_range(b, m->first, m->last, &start, &end) || told_before(b, i, start, end)) continue;
        put_number(o, b->coref[m->thing]);
        put_number(o, start);
        put_number(o, end);
        mw_out_printf(o, "%s\t%s\t", mw_form_names[m->form], mw_entity_names[m->type]);
        mw_out_field(o, mw_book_words(b, start, end), true);
        mw_out_puts(o, "\n");
        put_title(b, o, i, &title);
    }
    return mw_out_finish(o, err);
}

/* ---- quotes ---- */

/* The mention that stands for a speaker: the one of the cue; else the last before the quotation, else the first behind it. */
static bool usable(const mw_book *b, uint32_t mention) {
    const row_mention *m = &b->a->story->mentions[mention];
    return m->known <= b->a->until && m->last < b->n_tokens;
}

static uint32_t speaker_mention(const mw_book *b, const row_quote *q, uint32_t near) {
    return q->mention != MW_NONE && usable(b, q->mention) && b->a->story->mentions[q->mention].character == q->speaker ? q->mention : near;
}

static void put_speaker(const mw_book *b, mw_out *o, const row_quote *q, uint32_t near) {
    const mw_story *s = b->a->story;
    uint32_t m = mw_asof_speaker(b->a, q) ? speaker_mention(b, q, near) : MW_NONE, start, end;
    if (m == MW_NONE || !mw_book_range(b, s->mentions[m].first, s->mentions[m].last, &start, &end)) {
        mw_out_puts(o, "\t\t\t\t");
        return;
    }
    put_number(o, start);
    put_number(o, end);
    mw_out_field(o, mw_book_words(b, start, end), true);
    tab(o);
    put_number(o, b->coref[s->characters[q->speaker].thing]);
}

marrow_status mw_book_quotes(const mw_book *b, mw_out *o, marrow_error *err) {
    const mw_story *s = b->a->story;
    uint32_t *near = mw_arena_array(b->arena, s->n_characters, sizeof *near); /* each one's last mention so far, at first their first */
    if (!near) return mw_fail_memory(err);
    for (uint32_t i = 0; i < s->n_characters; i++) near[i] = MW_NONE;
    for (uint32_t i = s->n_mentions; i-- > 0;)
        if (s->mentions[i].character != MW_NONE && usable(b, i)) near[s->mentions[i].character] = i;
    mw_out_puts(o, "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote\n");
    for (uint32_t i = 0, m = 0; i < s->n_quotes; i++) {
        const row_quote *q = &s->quotes[i];
        uint32_t start, end;
        for (; m < s->n_mentions && s->mentions[m].start < q->start; m++)
            if (s->mentions[m].character != MW_NONE && usable(b, m)) near[s->mentions[m].character] = m;
        if (q->known > b->a->until || !mw_book_range(b, q->first, q->last, &start, &end)) continue;
        put_number(o, start);
        put_number(o, end);
        put_speaker(b, o, q, q->speaker == MW_NONE ? MW_NONE : near[q->speaker]);
        mw_out_field(o, mw_book_words(b, start, end), true);
        mw_out_puts(o, "\n");
    }
    return mw_out_finish(o, err);
}

/* ---- supersenses ---- */

static void put_sense(const mw_book *b, mw_out *o, uint32_t first, uint32_t last, const char *category) {
    uint32_t start, end;
    if (!mw_book_range(b, first, last, &start, &end)) return;
    put_number(o, start);
    put_number(o, end);
    mw_out_puts(o, category);
    tab(o);
    mw_out_field(o, mw_book_words(b, start, end), true);
    mw_out_puts(o, "\n");
}

/* The label of a token inside the span that another label opened? */
static bool goes_on(const char *open, const char *label) {
    return open && label[0] == 'I' && label[1] == '-' && strcmp(open + 2, label + 2) == 0;
}

marrow_status mw_book_supersense(const mw_book *b, mw_out *o, marrow_error *err) {
    mw_out_puts(o, "start_token\tend_token\tsupersense_category\ttext\n");
    const char *open = NULL;
    uint32_t first = 0;
    for (uint32_t t = 0; t <= b->n_tokens; t++) {
        const char *label =
            t < b->n_tokens && b->tags->sense[t] < b->tags->labels_sense.n ? b->tags->labels_sense.at[b->tags->sense[t]] : "O";
        if (goes_on(open, label)) continue;
        if (open) put_sense(b, o, first, t - 1, open + 2);
        open = label[0] && label[1] == '-' ? label : NULL;
        first = t;
    }
    return mw_out_finish(o, err);
}

marrow_status mw_book_text(const mw_book *b, mw_out *o, marrow_error *err) {
    mw_out_str(o, mw_story_str(b->a->story, 0, b->a->until));
    return mw_out_finish(o, err);
}
