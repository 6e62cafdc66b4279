/* .book and .book.html of the booknlp export.
 *
 * A person's agent, patient, mod and poss lists are read off the parse as BookNLP 1.0 does it, with UD's labels for spaCy's:
 * agent: the verb of which a mention's head is nsubj, or obl:agent (by …); patient: the verb of which it is obj or nsubj:pass;
 * mod: its amod children, and the predicate it is nsubj of where that has a copula; poss: the noun it is nmod:poss of. g: the shares
 * of the pronouns that refer to the person; null without any. */
#include <stdlib.h>
#include <string.h>

#include "show/booknlp.h"

/* One fact of a person: a word at a place, in one of the four lists. */
typedef struct fact {
    uint32_t person, list, word;
} fact;

enum { AGENT, PATIENT, MOD, POSS, N_LISTS };
static const char *const list_names[N_LISTS] = {"agent", "patient", "mod", "poss"};

/* A phrase under which a person goes, while they are counted. */
typedef struct phrase {
    uint32_t person, form, count, first; /* first: row of mentions */
} phrase;

typedef struct lister {
    const mw_book *b;
    mw_out *o;
    uint8_t *cop; /* [n_tokens] has a copula child */
    MW_VEC(fact) facts;
    MW_VEC(phrase) phrases;
    const marrow_allocator *mem;
    bool failed;
} lister;

static void put_fact(lister *l, uint32_t person, uint32_t list, uint32_t token) {
    if (!mw_vec_push(l->mem, &l->facts, (fact){person, list, l->b->word_of[token]})) l->failed = true;
}

static const char *rel_of(const mw_book *b, uint32_t t) {
    return b->tags->rel[t] < b->tags->labels_rel.n ? b->tags->labels_rel.at[b->tags->rel[t]] : "";
}

/* What the head of a mention says of its person. */
static void facts_of_head(lister *l, uint32_t person, uint32_t t) {
    const mw_book *b = l->b;
    uint32_t head = b->tags->head[t];
    if (head == t || head >= b->n_tokens) return;
    const char *rel = rel_of(b, t);
    bool verb = b->tags->upos[head] == MW_VERB;
    if (strcmp(rel, "nsubj:pass") == 0 && verb)
        put_fact(l, person, PATIENT, head);
    else if (b->tags->rel_base[t] == MW_REL_NSUBJ && l->cop[head])
        put_fact(l, person, MOD, head);
    else if ((b->tags->rel_base[t] == MW_REL_NSUBJ || strcmp(rel, "obl:agent") == 0) && verb)
        put_fact(l, person, AGENT, head);
    else if (b->tags->rel_base[t] == MW_REL_OBJ && verb)
        put_fact(l, person, PATIENT, head);
    else if (strcmp(rel, "nmod:poss") == 0)
        put_fact(l, person, POSS, head);
}

static const mw_person *person_of(const mw_book *b, const row_mention *m) {
    return m->known <= b->a->until && m->last < b->n_tokens && m->type == MW_PER ? mw_asof_person(b->a, m->character) : NULL;
}

static bool collect(lister *l) {
    const mw_book *b = l->b;
    const mw_story *s = b->a->story;
    uint32_t *who = mw_arena_array(b->arena, b->n_tokens, sizeof *who); /* head token to person + 1 */
    l->cop = mw_arena_array(b->arena, b->n_tokens, 1);
    if (!who || !l->cop) return false;
    for (uint32_t t = 0; t < b->n_tokens; t++)
        if (b->tags->rel_base[t] == MW_REL_COP && b->tags->head[t] < b->n_tokens) l->cop[b->tags->head[t]] = 1;
    for (uint32_t i = 0; i < s->n_mentions; i++) {
        const mw_person *p = person_of(b, &s->mentions[i]);
        if (!p) continue;
        facts_of_head(l, b->a->person[p->row], s->mentions[i].head);
        who[s->mentions[i].head] = b->a->person[p->row] + 1;
    }
    for (uint32_t t = 0; t < b->n_tokens; t++)
        if (b->tags->rel_base[t] == MW_REL_AMOD && b->tags->head[t] < b->n_tokens && who[b->tags->head[t]])
            put_fact(l, who[b->tags->head[t]] - 1, MOD, t);
    return !l->failed;
}

/* ---- phrases ---- */

static void phrase_key(const mw_book *b, const row_mention *m, uint32_t person, mw_buf *key) {
    mw_str s = mw_story_str(b->a->story, m->start, m->end);
    key->n = 0;
    mw_buf_printf(key, "%u\t%u\t", person, m->form);
    for (size_t i = 0, len; i < s.n; i += len)
        mw_buf_putcp(key, m->form == MW_PROP ? mw_utf8_next(s.at + i, s.n - i, &len) : mw_cp_fold(mw_utf8_next(s.at + i, s.n - i, &len)));
}

static bool collect_phrases(lister *l) {
    const mw_book *b = l->b;
    const mw_story *s = b->a->story;
    mw_map *map = mw_map_new(l->mem);
    mw_buf key;
    mw_buf_init(&key, l->mem);
    bool good = map != NULL;
    for (uint32_t i = 0; i < s->n_mentions && good; i++) {
        const mw_person *p = person_of(b, &s->mentions[i]);
        if (!p) continue;
        uint32_t person = b->a->person[p->row], at;
        phrase_key(b, &s->mentions[i], person, &key);
        good = !key.failed;
        if (good && mw_map_get(map, (mw_str){key.at, key.n}, &at))
            l->phrases.at[at].count++;
        else
            good = good && mw_map_put(map, (mw_str){key.at, key.n}, (uint32_t)l->phrases.n) &&
                   mw_vec_push(l->mem, &l->phrases, (phrase){person, s->mentions[i].form, 1, i});
    }
    mw_buf_clear(&key);
    mw_map_free(map);
    return good;
}

static int by_person(const void *x, const void *y) {
    const fact *a = x, *b = y;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    if (a->list != b->list) return a->list < b->list ? -1 : 1;
    return (a->word > b->word) - (a->word < b->word);
}

static int by_phrase(const void *x, const void *y) {
    const phrase *a = x, *b = y;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    if (a->form != b->form) return a->form < b->form ? -1 : 1;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    return (a->first > b->first) - (a->first < b->first);
}

/* ---- writing ---- */

static void put_lists(lister *l, uint32_t person, size_t *at) {
    for (uint32_t list = 0; list < N_LISTS; list++) {
        mw_out_printf(l->o, "\"%s\": [", list_names[list]);
        for (bool first = true; *at < l->facts.n && l->facts.at[*at].person == person && l->facts.at[*at].list == list;
             ++*at, first = false) {
            uint32_t word = l->facts.at[*at].word;
            mw_out_puts(l->o, first ? "{\"w\": " : ", {\"w\": ");
            mw_out_json_str(l->o, mw_book_word(l->b, word));
            mw_out_printf(l->o, ", \"i\": %u}", word);
        }
        mw_out_puts(l->o, "], ");
    }
}

static void put_gender(mw_out *o, const mw_person *p) {
    static const char *const names[] = {"he/him/his", "she/her", "they/them/their", "xe/xem/xyr/xir", "ze/zem/zir/hir"};
    double counts[5] = {p->he, p->she, p->they, 0, 0}, total = (double)p->he + p->she + p->they;
    mw_out_puts(o, "\"g\": ");
    if (total == 0) {
        mw_out_puts(o, "null");
        return;
    }
    int best = 0;
    mw_out_puts(o, "{\"inference\": {");
    for (int i = 0; i < 5; i++) {
        if (counts[i] > counts[best]) best = i;
        mw_out_printf(o, "%s\"%s\": ", i ? ", " : "", names[i]);
        mw_out_json_real(o, counts[i] / total);
    }
    mw_out_printf(o, "}, \"argmax\": \"%s\", \"max\": ", names[best]);
    mw_out_json_real(o, counts[best] / total);
    mw_out_puts(o, "}");
}

static void put_phrases(lister *l, uint32_t person, size_t *at) {
    static const char *const kinds[] = {"proper", "common", "pronoun"};
    mw_out_puts(l->o, "\"mentions\": {");
    for (uint32_t form = 0; form < MW_N_FORM; form++) {
        mw_out_printf(l->o, "%s\"%s\": [", form ? ", " : "", kinds[form]);
        for (bool first = true; *at < l->phrases.n && l->phrases.at[*at].person == person && l->phrases.at[*at].form == form;
             ++*at, first = false) {
            const phrase *p = &l->phrases.at[*at];
            const row_mention *m = &l->b->a->story->mentions[p->first];
            mw_out_printf(l->o, "%s{\"c\": %u, \"n\": ", first ? "" : ", ", p->count);
            mw_out_json_str(l->o, mw_story_str(l->b->a->story, m->start, m->end));
            mw_out_puts(l->o, "}");
        }
        mw_out_puts(l->o, "]");
    }
    mw_out_puts(l->o, "}");
}

static void put_characters(lister *l) {
    const mw_asof *a = l->b->a;
    size_t fact_at = 0, phrase_at = 0;
    bool first = true;
    mw_out_puts(l->o, "{\"characters\": [");
    for (uint32_t i = 0; i < a->n_people; i++) {
        const mw_person *p = &a->people[i];
        uint32_t id = l->b->coref[a->story->characters[p->row].thing];
        if (id == MW_NONE) continue; /* given beforehand, never mentioned: has no facts either */
        mw_out_puts(l->o, first ? "\n{" : ",\n{");
        first = false;
        put_lists(l, i, &fact_at);
        mw_out_printf(l->o, "\"id\": %u, ", id);
        put_gender(l->o, p);
        mw_out_printf(l->o, ", \"count\": %u, ", p->mentions);
        put_phrases(l, i, &phrase_at);
        mw_out_puts(l->o, "}");
    }
    mw_out_puts(l->o, "\n]}\n");
}

marrow_status mw_book_characters(const mw_book *b, mw_out *o, marrow_error *err) {
    lister l = {.b = b, .o = o, .mem = &b->a->story->env.mem};
    bool good = collect(&l) && collect_phrases(&l);
    if (good) {
        if (l.facts.n > 1) qsort(l.facts.at, l.facts.n, sizeof *l.facts.at, by_person);
        if (l.phrases.n > 1) qsort(l.phrases.at, l.phrases.n, sizeof *l.phrases.at, by_phrase);
        put_characters(&l);
    }
    mw_vec_clear(l.mem, &l.facts);
    mw_vec_clear(l.mem, &l.phrases);
    return good ? mw_out_finish(o, err) : mw_fail_memory(err);
}
