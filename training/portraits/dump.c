/* marrow_portraits: writes down what the weights of src/reveal/ are learnt from (docs/portraits.md). Not part of the library.
 *
 *     marrow_portraits STORY.marrow … > OUT
 *
 * Runs cast and speech again on the tags that a story file keeps and writes, columns by TAB, offsets in code points:
 *
 *     story    PATH
 *     text     TEXT, newlines as byte 30, tabs as byte 31
 *     person   NUMBER FORM …
 *     mention  START END PERSON
 *     trait    PERSON START END WAY WORD MARK:VALUE …
 *     tie      A B TYPE WAY SIGN HEARD START END WORD MARK:VALUE …
 *     place    NOUN TYPE WAY                            a noun of relation; behind it
 *     pair     A B MARK:VALUE …                         two whom it may mean
 *     relation A B TYPE CONFIDENCE WORD START:END …     as it is told at last, with its evidence
 *     word     KIND SENTENCE WORD LEMMA START END       of the list of content words
 *     content  KIND SENTENCE START END MARK:VALUE …     what may be a note: the places of a kind in a sentence */
#include <stdio.h>
#include <stdlib.h>

#include "../program.h"
#include "reveal/content.h"
#include "reveal/ties_who.h"
#include "reveal/traits.h"
#include "store/store.h"

static unsigned at(const mw_offsets *o, uint32_t byte) { return mw_offsets_to_cp(o, byte); }

static void write_people(const mw_sight *s, const mw_offsets *o) {
    const mw_cast *c = s->read->cast;
    for (uint32_t i = 0; i < c->n_characters; i++) {
        printf("person\t%u", i);
        for (uint32_t k = 0; k < c->characters[i].n_aliases; k++)
            if (c->characters[i].aliases[k].proper || c->characters[i].aliases[k].n > 1) printf("\t%s", c->characters[i].aliases[k].form);
        puts("");
    }
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        uint32_t who = s->read->speech->mention_character ? s->read->speech->mention_character[m] : mw_mention_character(c, m);
        if (who != MW_NONE) printf("mention\t%u\t%u\t%u\n", at(o, c->mentions[m].span.start), at(o, c->mentions[m].span.end), who);
    }
}

static void write_traits(const mw_sight *s, const mw_offsets *o) {
    mw_trait_finds finds = {0};
    if (!mw_traits_gather(s, &finds)) exit(1);
    for (size_t i = 0; i < finds.n; i++) {
        const mw_trait_find *f = &finds.at[i];
        mw_span span = mw_sight_span(s, f->from, f->to);
        printf("trait\t%u\t%u\t%u\t%d\t%s", f->who, at(o, span.start), at(o, span.end), f->way, s->word[f->key]);
        for (int k = 0; k < MW_N_MARK; k++)
            if (f->marks[k] != 0) printf("\t%d:%g", k, (double)f->marks[k]);
        puts("");
    }
    mw_vec_clear(&s->env->mem, &finds);
}

static void write_places(mw_sight *s, const mw_ties *ties, const mw_tie_places *places) {
    const mw_who_known *known = mw_who_known_of(s, ties);
    mw_who_pairs pairs = {0};
    for (size_t i = 0; known && i < places->n; i++) {
        uint32_t end;
        if (!mw_who_gather(s, ties, known, &places->at[i], &pairs, &end)) exit(1);
        printf("place\t%s\t%s\t%s\n", s->word[places->at[i].key], mw_relation_names[places->at[i].type], mw_tie_ways[places->at[i].way]);
        for (size_t k = 0; k < pairs.n; k++) {
            printf("pair\t%u\t%u", pairs.at[k].a, pairs.at[k].b);
            for (int m = 0; m < MW_N_WHO; m++)
                if (pairs.at[k].marks[m] != 0) printf("\t%d:%g", m, (double)pairs.at[k].marks[m]);
            puts("");
        }
    }
    mw_vec_clear(&s->env->mem, &pairs);
}

static void write_ties(mw_sight *s, const mw_offsets *o) {
    mw_ties ties = {0};
    mw_tie_places places = {0};
    if (!mw_ties_gather(s, &ties, &places) || !mw_ties_join_roles(s, &ties)) exit(1);
    write_places(s, &ties, &places);
    mw_vec_clear(&s->env->mem, &places);
    for (size_t i = 0; i < ties.n; i++) {
        const mw_tie *t = &ties.at[i];
        mw_span span = mw_sight_span(s, t->first, t->last);
        printf("tie\t%u\t%u\t%s\t%s\t%d\t%d\t%u\t%u\t%s", t->a, t->b, mw_relation_names[t->type], mw_tie_ways[t->way], t->sign, t->heard,
               at(o, span.start), at(o, span.end), s->word[t->key]);
        for (int k = 0; k < MW_N_TIE_MARK; k++)
            if (t->marks[k] != 0) printf("\t%d:%g", k, (double)t->marks[k]);
        puts("");
    }
    mw_vec_clear(&s->env->mem, &ties);
}

static void write_relations(mw_sight *s, const mw_offsets *o) {
    mw_portraits p = {0};
    if (!mw_relations_find(s, &p)) exit(1);
    for (uint32_t i = 0; i < p.n_relations; i++) {
        const mw_relation *r = &p.relations[i];
        printf("relation\t%u\t%u\t%s\t%.3f\t%s", r->a, r->b, mw_relation_names[r->type], (double)r->confidence, r->word ? r->word : "-");
        for (uint32_t k = 0; k < r->evidence.n; k++) printf("\t%u:%u", at(o, r->evidence.at[k].start), at(o, r->evidence.at[k].end));
        puts("");
    }
}

static void write_content(const mw_sight *s, const mw_offsets *o) {
    mw_content_finds finds = {0};
    mw_content_groups groups = {0};
    if (!mw_content_gather(s, &finds) || !mw_content_group_all(s, &finds, &groups)) exit(1);
    for (size_t i = 0; i < finds.n; i++) {
        const mw_content_find *f = &finds.at[i];
        if (f->chance)
            printf("word\t%s\t%u\t%s\t%s\t%u\t%u\n", mw_content_names[f->kind], s->tags->sentence[f->key], s->word[f->key],
                   mw_sight_lemma(s, f->key), at(o, mw_sight_span(s, f->key, f->key).start), at(o, mw_sight_span(s, f->key, f->key).end));
    }
    for (size_t i = 0; i < groups.n; i++) {
        const mw_content_group *g = &groups.at[i];
        mw_span span = mw_sight_span(s, g->first, g->last);
        float marks[MW_N_CONTENT_MARK];
        mw_content_marks(s, g, marks);
        printf("content\t%s\t%u\t%u\t%u", mw_content_names[g->kind], g->sentence, at(o, span.start), at(o, span.end));
        for (int k = 0; k < MW_N_CONTENT_MARK; k++)
            if (marks[k] != 0) printf("\t%d:%g", k, (double)marks[k]);
        puts("");
    }
    mw_vec_clear(&s->env->mem, &finds);
    mw_vec_clear(&s->env->mem, &groups);
}

static void write_story(const char *path) {
    marrow_error err;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    mw_kept kept;
    mw_cast *cast;
    mw_speech_room *speech;
    mw_sight s;
    check(mw_store_load(&env, path, &kept, &err), &err);
    check(mw_cast_build(&env, kept.text, kept.tokens, kept.tags, NULL, &cast, &err), &err);
    check(mw_speech_build(&env, kept.text, kept.tokens, kept.tags, cast, NULL, &speech, &err), &err);
    mw_read read = {.text = kept.text, .tokens = kept.tokens, .tags = kept.tags, .cast = cast, .speech = speech};
    mw_arena *arena = mw_arena_new(&env.mem);
    check(mw_sight_build(&env, &read, arena, &s, &err), &err);
    mw_offsets *o = mw_offsets_new(&env.mem, kept.text->at, kept.text->n);
    printf("story\t%s\ntext\t", path);
    for (uint32_t i = 0; i < kept.text->n; i++)
        putchar(kept.text->at[i] == '\n' ? 0x1e : kept.text->at[i] == '\t' ? 0x1f : kept.text->at[i]);
    puts("");
    write_people(&s, o);
    write_traits(&s, o);
    write_ties(&s, o);
    write_relations(&s, o);
    write_content(&s, o);
    mw_offsets_free(o);
    mw_sight_clear(&s);
    mw_arena_free(arena);
    mw_speech_free(speech);
    mw_cast_free(cast);
    mw_kept_clear(&kept);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) write_story(argv[i]);
    return 0;
}
