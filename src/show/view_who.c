/* who NAME: one person on a card: forms, where first met and in which words, presence by chapter, words spoken and with whom. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/views.h"

/* ---- presence ---- */

enum { BINS = 60 };

/* Mentions by chapter; by parts of the text where there are too many chapters, or none. */
static uint32_t presence(const mw_asof *a, const mw_person *p, uint32_t *bins) {
    const mw_story *s = a->story;
    bool chapters = s->n_chapters >= 2 && s->n_chapters <= BINS;
    uint32_t n = chapters ? 0 : 40;
    while (chapters && n < s->n_chapters && s->chapters[n].start < a->until) n++;
    if (n == 0) return 0;
    for (uint32_t i = 0; i < n; i++) bins[i] = 0;
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const row_mention *m = &s->mentions[i];
        if (m->character != p->row || m->known > a->until) continue;
        uint32_t at = chapters ? mw_story_chapter_at(s, m->start) : (uint32_t)((uint64_t)m->start * n / (a->until ? a->until : 1));
        if (at < n) bins[at]++;
    }
    return n;
}

static void put_spark(mw_out *o, const uint32_t *bins, uint32_t n) {
    static const char *const steps[] = {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83", "\xE2\x96\x84",
                                        "\xE2\x96\x85", "\xE2\x96\x86", "\xE2\x96\x87", "\xE2\x96\x88"};
    uint32_t most = 1;
    for (uint32_t i = 0; i < n; i++) most = bins[i] > most ? bins[i] : most;
    for (uint32_t i = 0; i < n; i++)
        mw_out_puts(o, bins[i] ? steps[((uint64_t)bins[i] * 8 - 1) / most < 8 ? ((uint64_t)bins[i] * 8 - 1) / most : 7] : "\xC2\xB7");
}

/* ---- feeling ---- */

enum { LEAST_SENTENCES = 3 };

/* The arc of one person: how the sentences that mention them feel, 1 to 5, in the same bins; 0 where they are too few. false: nowhere enough. */
static bool feeling(const mw_asof *a, const mw_person *p, uint32_t n, double *mean) {
    const mw_story *s = a->story;
    bool chapters = s->n_chapters >= 2 && s->n_chapters <= BINS, any = false;
    uint32_t times[BINS] = {0}, m = 0;
    for (uint32_t i = 0; i < n; i++) mean[i] = 0;
    for (uint32_t i = 0; i < s->n_sentences && s->sentences[i].end <= a->until; i++) {
        const row_sentence *r = &s->sentences[i];
        bool there = false;
        while (m < s->n_mentions && s->mentions[m].start < r->start) m++;
        for (; m < s->n_mentions && s->mentions[m].start < r->end; m++)
            there = there || (s->mentions[m].character == p->row && s->mentions[m].known <= a->until);
        uint32_t at = chapters ? mw_story_chapter_at(s, r->start) : (uint32_t)((uint64_t)r->start * n / (a->until ? a->until : 1));
        if (!there || at >= n || !isfinite(r->valence)) continue;
        mean[at] += r->valence;
        times[at]++;
    }
    for (uint32_t i = 0; i < n; i++) {
        mean[i] = times[i] >= LEAST_SENTENCES ? mean[i] / times[i] : 0;
        any |= mean[i] > 0;
    }
    return any;
}

static void put_feeling(const mw_view *v, const double *mean, uint32_t n) {
    double low = 5, high = 1;
    uint32_t bins[BINS];
    for (uint32_t i = 0; i < n; i++) {
        if (mean[i] > 0 && mean[i] < low) low = mean[i];
        if (mean[i] > high) high = mean[i];
    }
    for (uint32_t i = 0; i < n; i++) bins[i] = mean[i] > 0 ? 1 + (uint32_t)((mean[i] - low) / (high - low + 1e-9) * 7) : 0;
    put_spark(v->o, bins, n);
    if (high - low < 0.005)
        mw_out_printf(v->o, "  %.2f of 5\n", low);
    else
        mw_out_printf(v->o, "  %.2f to %.2f of 5\n", low, high);
}

/* ---- partners ---- */

typedef struct partner {
    const mw_person *person;
    uint32_t to, from;
} partner;

static int by_words(const void *x, const void *y) {
    const partner *a = x, *b = y;
    if (a->to + a->from != b->to + b->from) return a->to + a->from < b->to + b->from ? 1 : -1;
    return a->person < b->person ? -1 : a->person > b->person;
}

static void count_partners(const mw_asof *a, const mw_person *p, partner *by) {
    const mw_story *s = a->story;
    for (uint32_t i = 0; i < s->n_quotes; i++) {
        const row_quote *q = &s->quotes[i];
        const mw_person *speaker = mw_asof_speaker(a, q);
        if (!speaker) continue;
        for (uint32_t k = 0; k < q->n_addressees; k++) {
            const mw_person *to = mw_asof_person(a, s->addressees[q->addressees_from + k]);
            if (to && speaker == p && to != p) by[to - a->people].to++;
            if (to == p && speaker != p) by[speaker - a->people].from++;
        }
    }
}

static partner *partners(const mw_asof *a, const mw_person *p, uint32_t *n) {
    partner *by = mw_arena_array(a->arena, a->n_people, sizeof *by);
    *n = 0;
    if (!by) return NULL;
    count_partners(a, p, by);
    for (uint32_t i = 0; i < a->n_people; i++) {
        if (!by[i].to && !by[i].from) continue;
        by[*n] = by[i];
        by[(*n)++].person = &a->people[i];
    }
    if (*n > 1) qsort(by, *n, sizeof *by, by_words);
    return by;
}

/* ---- first met ---- */

/* The sentence in which the person is first mentioned; as of here it may not be over: then what has been read of it. */
static mw_str first_words(const mw_asof *a, const mw_person *p) {
    const mw_story *s = a->story;
    uint32_t at = MW_COUNT_UP_TO(s->sentences, s->n_sentences, end, p->first);
    uint32_t start = at < s->n_sentences && s->sentences[at].start <= p->first ? s->sentences[at].start : p->first;
    uint32_t end = at < s->n_sentences ? s->sentences[at].end : a->until;
    return mw_story_str(s, start, mw_least(end, a->until));
}

/* ---- layouts ---- */

static void label(const mw_view *v, const char *name) {
    mw_out_style(v->o, v->colour, MW_FAINT);
    mw_out_puts(v->o, name);
    for (size_t i = strlen(name); i < 14; i++) mw_out_puts(v->o, " ");
    mw_out_style(v->o, v->colour, MW_PLAIN);
}

static void put_head(const mw_view *v, const mw_person *p, const char *aliases) {
    mw_out *o = v->o;
    mw_out_styled(o, v->colour, MW_TITLE, p->name);
    mw_out_puts(o, "  (");
    mw_out_visible(o, mw_str_of(p->id));
    mw_out_puts(o, ")\n");
    if (*aliases) mw_out_wrapped(o, mw_str_of(aliases), "  also ", v->width);
    mw_out_puts(o, "  ");
    if (p->gender != MW_UNKNOWN) {
        mw_out_puts(o, mw_gender_names[p->gender]);
        mw_out_puts(o, " \xC2\xB7 ");
    }
    mw_out_puts(o, p->major ? "major" : "minor");
    if (p->narrator) mw_out_puts(o, " \xC2\xB7 tells the story");
    if (p->occupation) {
        mw_out_puts(o, " \xC2\xB7 ");
        mw_out_visible(o, mw_str_of(p->occupation));
    }
    mw_out_puts(o, "\n\n");
}

static void put_first(const mw_view *v, const mw_person *p, const char *chapter) {
    mw_str s = first_words(v->a, p);
    uint32_t room = 300;
    size_t n = mw_display_fit(s, room);
    mw_buf b;
    mw_buf_init(&b, mw_arena_mem(v->a->arena));
    mw_buf_put(&b, s.at, n);
    if (n < s.n) mw_buf_puts(&b, "\xE2\x80\xA6");
    label(v, "first met");
    uint32_t words = *chapter ? 0 : mw_story_words(v->a->story, p->first);
    mw_out_visible(v->o, mw_str_of(*chapter ? chapter : words ? "after " : "at the start"));
    if (words) {
        mw_out_count(v->o, words);
        mw_out_puts(v->o, words == 1 ? " word" : " words");
    }
    mw_out_puts(v->o, "\n");
    if (!b.failed && b.n) mw_out_wrapped(v->o, (mw_str){b.at, b.n}, "              ", v->width);
    mw_buf_clear(&b);
}

static void put_partners(const mw_view *v, const partner *by, uint32_t n) {
    if (n == 0) return;
    label(v, "speaks with");
    for (uint32_t i = 0; i < n && i < 6; i++) {
        if (i) mw_out_puts(v->o, ", ");
        mw_out_visible(v->o, mw_str_of(by[i].person->name));
        mw_out_printf(v->o, " %u", by[i].to + by[i].from);
    }
    mw_out_puts(v->o, n > 6 ? " \xE2\x80\xA6\n" : "\n");
}

static marrow_status put_portrait(const mw_view *v, const mw_person *p, marrow_error *err) {
    if (mw_person_has(v, p, true)) {
        label(v, "relations");
        MW_TRY(mw_person_relations(v, p, 8, err));
        mw_out_puts(v->o, "\n");
    }
    if (mw_person_has(v, p, false)) {
        label(v, "traits");
        MW_TRY(mw_person_traits(v, p, 8, err));
        mw_out_puts(v->o, "\n");
    }
    return MARROW_OK;
}

static marrow_status card(const mw_view *v, const mw_person *p, const partner *by, uint32_t n_partners, marrow_error *err) {
    const char *aliases = mw_aliases_text(v->a, p, ", "), *chapter = mw_chapter_label(v->a, p->first);
    if (!aliases || !chapter) return mw_fail_memory(err);
    uint32_t bins[BINS], n = presence(v->a, p, bins);
    put_head(v, p, aliases);
    if (p->mentions) put_first(v, p, chapter);
    MW_TRY(mw_person_joins(v, p, err));
    label(v, "mentions");
    mw_out_count(v->o, p->mentions);
    mw_out_puts(v->o, "\n");
    if (n > 1 && p->mentions) {
        label(v, v->a->story->n_chapters >= 2 && v->a->story->n_chapters <= BINS ? "by chapter" : "over the text");
        put_spark(v->o, bins, n);
        mw_out_puts(v->o, "\n");
        double mean[BINS];
        if (feeling(v->a, p, n, mean)) {
            label(v, "feeling");
            put_feeling(v, mean, n);
        }
    }
    label(v, "speaks");
    mw_out_count(v->o, p->quotes);
    mw_out_puts(v->o, p->quotes == 1 ? " time\n" : " times\n");
    put_partners(v, by, n_partners);
    return put_portrait(v, p, err);
}

static marrow_status who_json(const mw_view *v, const mw_person *p, const partner *by, uint32_t n_partners, marrow_error *err) {
    mw_out *o = v->o;
    uint32_t bins[BINS], n = presence(v->a, p, bins);
    mw_out_puts(o, "{\"character\": ");
    mw_json_character(o, p);
    mw_out_printf(o, ",\n \"quotes\": %u,\n \"presence\": [", p->quotes);
    for (uint32_t i = 0; i < n; i++) mw_out_printf(o, "%s%u", i ? ", " : "", bins[i]);
    mw_out_puts(o, "],\n \"first_words\": ");
    mw_out_json_str(o, p->mentions ? first_words(v->a, p) : MW_STR(""));
    mw_out_puts(o, ",\n \"speaks_with\": [");
    for (uint32_t i = 0; i < n_partners; i++) {
        mw_out_puts(o, i ? ", {\"id\": " : "{\"id\": ");
        mw_out_json(o, by[i].person->id);
        mw_out_printf(o, ", \"to\": %u, \"from\": %u}", by[i].to, by[i].from);
    }
    mw_out_puts(o, "],\n \"joins\": [");
    MW_TRY(mw_person_joins_json(v, p, err));
    mw_out_puts(o, "]}\n");
    return MARROW_OK;
}

static marrow_status who_tsv(const mw_view *v, const mw_person *p, marrow_error *err) {
    const char *aliases = mw_aliases_text(v->a, p, "|");
    if (!aliases) return mw_fail_memory(err);
    mw_out *o = v->o;
    mw_out_puts(o, "key\tvalue\nid\t");
    mw_out_field(o, mw_str_of(p->id), false);
    mw_out_puts(o, "\nname\t");
    mw_out_field(o, mw_str_of(p->name), true);
    mw_out_puts(o, "\naliases\t");
    mw_out_field(o, mw_str_of(aliases), true);
    mw_out_printf(o, "\ngender\t%s\nrole\t%s\nnarrator\t%s\nmentions\t%u\nquotes\t%u\nfirst\t%u\nknown\t%u\n", mw_gender_names[p->gender],
                  p->major ? "major" : "minor", p->narrator ? "yes" : "no", p->mentions, p->quotes, p->first, p->known);
    return MARROW_OK;
}

marrow_status mw_view_who(const mw_view *v, const mw_person *p, marrow_error *err) {
    uint32_t n;
    partner *by = partners(v->a, p, &n);
    if (!by) return mw_fail_memory(err);
    if (v->layout == MARROW_TSV) return who_tsv(v, p, err);
    if (v->layout == MARROW_TABLE) return card(v, p, by, n, err);
    return who_json(v, p, by, n, err);
}
