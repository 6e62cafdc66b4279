/* cast: builds the product, a document after the other. Documents share nothing but the list of people known beforehand and the ids
 * in use. See inside.h for the steps. */
#include "cast/antecedent.h"

#include <string.h>

const char *const mw_gender_names[MW_N_GENDER] = {"unknown", "female", "male", "nonbinary", "mixed", "none"};
const char *const mw_join_names[MW_N_JOIN] = {"named", "talk", "office", "married", "face", "alike"};
const char *const mw_age_names[MW_N_AGE] = {"unknown", "child", "adult", "old"};

typedef struct job {
    const mw_env *env;
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_children *children;
    const mw_people *people;
    mw_cast_parts parts;
    uint32_t *narrators, *tellers, narrator;
    uint32_t next_chapter;
    mw_critic *critic;
    const struct mw_watch *watch;
} job;

static void caster_clear(mw_caster *c) {
    mw_vec_clear(c->mem, &c->ments), mw_vec_clear(c->mem, &c->forms), mw_vec_clear(c->mem, &c->persons), mw_vec_clear(c->mem, &c->ents),
        mw_vec_clear(c->mem, &c->units), mw_vec_clear(c->mem, &c->founds), mw_vec_clear(c->mem, &c->shifts), mw_vec_clear(c->mem, &c->told);
    mw_vec_clear(c->mem, &c->key_at), mw_vec_clear(c->mem, &c->head_at), mw_vec_clear(c->mem, &c->head_n);
    mw_map_free(c->form_map), mw_map_free(c->apart), mw_map_free(c->keys), mw_map_free(c->given_names), mw_map_free(c->couples),
        mw_map_free(c->owned), mw_map_free(c->called), mw_map_free(c->offices);
    mw_arena_free(c->scratch);
}

static bool caster_init(mw_caster *c, const job *j, uint32_t doc) {
    *c = (mw_caster){.env = j->env,
                     .mem = &j->env->mem,
                     .text = j->text,
                     .tokens = j->tokens,
                     .tags = j->tags,
                     .children = j->children,
                     .people = j->people,
                     .critic = j->critic,
                     .doc = doc};
    c->from = j->tokens->docs[doc].first, c->to = j->tokens->docs[doc].end;
    c->narrator_person = MW_NONE;
    c->scratch = mw_arena_new(c->mem);
    c->form_map = mw_map_new(c->mem), c->apart = mw_map_new(c->mem), c->keys = mw_map_new(c->mem), c->given_names = mw_map_new(c->mem),
    c->couples = mw_map_new(c->mem), c->offices = mw_map_new(c->mem);
    return c->offices && c->scratch && c->form_map && c->apart && c->keys && c->given_names && c->couples;
}

static void take_chapters(mw_caster *c, job *j) {
    c->first_chapter = j->next_chapter;
    while (j->next_chapter < j->text->n_chapters &&
           (c->doc + 1 == j->text->n_docs || j->text->chapters[j->next_chapter].span.start < j->text->docs[c->doc].span.end))
        j->next_chapter++;
    c->n_chapters = j->next_chapter - c->first_chapter;
}

static bool make_room(mw_caster *c) {
    c->person_gender = mw_arena_array(c->scratch, c->persons.n, 1);
    c->person_ent = mw_arena_array(c->scratch, c->persons.n, sizeof *c->person_ent);
    c->person_sort = mw_arena_array(c->scratch, c->persons.n, sizeof *c->person_sort);
    if (!c->person_gender || !c->person_ent || !c->person_sort) return false;
    for (size_t i = 0; i < c->persons.n; i++) c->person_gender[i] = c->persons.at[i].gender, c->person_sort[i].work = MW_NONE;
    return true;
}

static bool work_out(mw_caster *c, const struct mw_watch *watch) {
    bool changed = false;
    if (!mw_units_find(c) || !mw_ments_gather(c) || !mw_names_hear(c) || !mw_names_parse(c) || !mw_names_spread(c) ||
        !mw_ments_describe(c) || !mw_names_count(c))
        return false;
    if (!mw_persons_cluster(c) || !make_room(c) || !mw_genders_told(c) || !mw_narrators_find(c) || !mw_hearers_find(c) ||
        !mw_ments_resolve(c))
        return false;
    mw_genders_learn(c);
    if (!mw_they_learn(c)) return false;
    if (!mw_persons_told(c) || !mw_seats_find(c) || !mw_persons_described(c) || !mw_persons_answer(c) || !mw_scenes_find(c) ||
        !mw_narrators_name(c, &changed))
        return false;
    c->watch = watch;
    if (!mw_ments_resolve(c)) return false;
    if (watch) watch->end(watch->user, c);
    return mw_ents_reunite(c) && mw_they_settle(c);
}

static bool cast_document(job *j, uint32_t doc) {
    mw_caster c;
    bool good = caster_init(&c, j, doc);
    take_chapters(&c, j);
    if (c.from < c.to) good = good && work_out(&c, j->watch) && mw_cast_collect(&c, &j->parts, j->narrators, j->tellers, &j->narrator);
    caster_clear(&c);
    return good;
}

static mw_cast *finish(job *j) {
    mw_arena *a = j->parts.keep;
    mw_cast *cast = mw_arena_alloc(a, sizeof *cast);
    if (!cast) return NULL;
    cast->arena = a;
    cast->n_characters = (uint32_t)j->parts.characters.n, cast->n_things = (uint32_t)j->parts.things.n,
    cast->n_mentions = (uint32_t)j->parts.mentions.n;
    cast->characters = mw_arena_copy(a, j->parts.characters.at, cast->n_characters * sizeof *cast->characters);
    cast->things = mw_arena_copy(a, j->parts.things.at, cast->n_things * sizeof *cast->things);
    cast->mentions = mw_arena_copy(a, j->parts.mentions.at, cast->n_mentions * sizeof *cast->mentions);
    cast->n_joins = (uint32_t)j->parts.joins.n;
    cast->joins = mw_arena_copy(a, j->parts.joins.at, cast->n_joins * sizeof *cast->joins);
    cast->n_shifts = (uint32_t)j->parts.shifts.n;
    cast->shifts = mw_arena_copy(a, j->parts.shifts.at, cast->n_shifts * sizeof *cast->shifts);
    cast->narrators = j->narrators;
    cast->tellers = j->tellers;
    cast->narrator = j->narrator;
    cast->critic = j->critic;
    return cast->characters && cast->things && cast->mentions && cast->joins && cast->shifts ? cast : NULL;
}

marrow_status mw_cast_build(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags, const mw_people *people,
                            mw_cast **cast, marrow_error *err) {
    return mw_cast_build_watched(env, text, tokens, tags, people, NULL, cast, err);
}

marrow_status mw_cast_build_watched(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                                    const mw_people *people, const struct mw_watch *watch, mw_cast **cast, marrow_error *err) {
    *cast = NULL;
    mw_children *children = NULL;
    MW_TRY(mw_children_build(env, tags, &children, err));
    job j = {.env = env,
             .text = text,
             .tokens = tokens,
             .tags = tags,
             .children = children,
             .people = people,
             .narrator = MW_NONE,
             .watch = watch};
    j.parts.keep = mw_arena_new(&env->mem);
    j.parts.ids = mw_map_new(&env->mem);
    j.narrators = j.parts.keep ? mw_arena_array(j.parts.keep, text->n_chapters, sizeof *j.narrators) : NULL;
    j.tellers = j.parts.keep ? mw_arena_array(j.parts.keep, text->n_chapters, sizeof *j.tellers) : NULL;
    bool good = j.parts.ids && j.narrators && j.tellers, stopped = false;
    if (good && text->kind == MW_REVIEW) good = mw_critic_build(env, j.parts.keep, text, tokens, tags, children, &j.critic);
    for (uint32_t i = 0; good && i < text->n_chapters; i++) j.narrators[i] = j.tellers[i] = MW_NONE;
    for (uint32_t d = 0; good && !stopped && d < tokens->n_docs; d++) {
        good = cast_document(&j, d);
        stopped = good && !mw_env_progress(env, (double)(d + 1) / tokens->n_docs);
    }
    if (good && !stopped) *cast = finish(&j);
    mw_map_free(j.parts.ids);
    mw_vec_clear(&env->mem, &j.parts.characters), mw_vec_clear(&env->mem, &j.parts.things), mw_vec_clear(&env->mem, &j.parts.mentions),
        mw_vec_clear(&env->mem, &j.parts.joins), mw_vec_clear(&env->mem, &j.parts.shifts);
    mw_children_free(children);
    if (*cast) return MARROW_OK;
    mw_arena_free(j.parts.keep);
    return stopped ? mw_fail(err, MARROW_CANCELLED, "stopped") : mw_fail_memory(err);
}

void mw_cast_free(mw_cast *cast) {
    if (cast) mw_arena_free(cast->arena);
}

uint32_t mw_mention_from(const mw_cast *cast, uint32_t token) { return MW_COUNT_BELOW(cast->mentions, cast->n_mentions, first, token); }

uint32_t mw_narrator_at(const mw_text *text, const mw_cast *cast, uint32_t byte) {
    for (uint32_t i = cast->n_shifts; i-- > 0;)
        if (cast->shifts[i].span.start <= byte && byte < cast->shifts[i].span.end) return cast->shifts[i].character;
    uint32_t chapter = mw_chapter_at(text, byte);
    return chapter != MW_NONE ? cast->narrators[chapter] : cast->narrator;
}
