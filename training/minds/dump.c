/* marrow_minds: writes down what the weights of event and of the minds in reveal are learnt from. Not part of the library.
 *
 *     marrow_minds STORY OUT
 *
 * STORY is a story file; its rooms from cast on are run again. Writes OUT.txt, a line a row in order, spans in code points, -1 for nobody:
 *
 *     C TAB name TAB alias …          characters                         M character start end      mentions
 *     A start end who to verb head    acts                               K start end who quoted     clauses
 *     P act clause                    an act and a possible reason       E start end on act clause  a possible effect
 *     T act who                       whom it may be done to             H clause who              whose mind it may be inside of
 *
 * OUT.text, the text that the spans refer to; and OUT.act, OUT.standing (both of acts), OUT.clause, OUT.pair, OUT.effect, OUT.to, OUT.whose: the features of each A, K, P, E, T, H row, float32, little-endian; OUT.given: those of each act's
 * motive, from the weights as they stand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../program.h"
#include "base/os.h"
#include "event/targets.h"
#include "reveal/minds_work.h"
#include "store/store.h"

typedef struct dumper {
    mw_minds_work w;
    mw_read read;
    mw_offsets *offsets;
    mw_buf rows, act, standing, clause, pair, effect, given, to, whose;
    mw_targets targets;
} dumper;

static int number(uint32_t x) { return x == MW_NONE ? -1 : (int)x; }

static void put_span(dumper *d, mw_span s) {
    mw_buf_printf(&d->rows, "%u\t%u", mw_offsets_to_cp(d->offsets, s.start), mw_offsets_to_cp(d->offsets, s.end));
}

static mw_span span_of(const dumper *d, uint32_t first, uint32_t last) {
    return (mw_span){d->read.tokens->span[first].start, d->read.tokens->span[last].end};
}

static void put_people(dumper *d) {
    const mw_cast *c = d->read.cast;
    for (uint32_t i = 0; i < c->n_characters; i++) {
        mw_buf_printf(&d->rows, "C\t%s", c->characters[i].name);
        for (uint32_t k = 0; k < c->characters[i].n_aliases; k++) mw_buf_printf(&d->rows, "\t%s", c->characters[i].aliases[k].form);
        mw_buf_putc(&d->rows, '\n');
    }
    for (uint32_t m = 0; m < c->n_mentions; m++) {
        if (d->w.e->clauses.people.character[m] == MW_NONE) continue;
        mw_buf_printf(&d->rows, "M\t%u\t", d->w.e->clauses.people.character[m]);
        put_span(d, c->mentions[m].span);
        mw_buf_putc(&d->rows, '\n');
    }
}

static void put_pairs(dumper *d, uint32_t act) {
    float f[MW_N_PAIR_FEATURE];
    mw_about v = mw_reason_window(&d->w, &d->w.e->acts[act]);
    for (uint32_t i = v.from; i < v.to; i++) {
        mw_pair_features(&d->w, &d->w.e->acts[act], i, f);
        mw_buf_printf(&d->rows, "P\t%u\t%u\n", act, i);
        mw_buf_put(&d->pair, f, sizeof f);
    }
}

static void put_targets(dumper *d, uint32_t act) {
    float f[MW_N_TO_FEATURE];
    const mw_act *a = &d->w.e->acts[act];
    mw_targets_next(&d->targets, a);
    for (uint32_t i = 0; i < d->targets.n; i++) {
        mw_target_features(&d->targets, a, &d->targets.at[i], f);
        mw_buf_printf(&d->rows, "T\t%u\t%u\n", act, d->targets.at[i].who);
        mw_buf_put(&d->to, f, sizeof f);
    }
}

static void put_acts(dumper *d) {
    float f[MW_N_ACT_FEATURE], s[MW_N_STANDING_FEATURE], g[MW_N_GIVEN_FEATURE];
    for (uint32_t i = 0; i < d->w.e->n_acts; i++) {
        const mw_act *a = &d->w.e->acts[i];
        mw_buf_puts(&d->rows, "A\t");
        put_span(d, a->span);
        mw_buf_printf(&d->rows, "\t%d\t%d\t%s\t%u\n", number(a->who), number(a->to), a->verb,
                      mw_offsets_to_cp(d->offsets, d->read.tokens->span[a->head].start));
        mw_act_features(&d->w.judge, a, f);
        mw_buf_put(&d->act, f, sizeof f);
        mw_standing_features(&d->w.judge, d->w.e->acts, d->w.e->n_acts, i, s);
        mw_buf_put(&d->standing, s, sizeof s);
        mw_given_features(&d->w, i, g);
        mw_buf_put(&d->given, g, sizeof g);
        put_pairs(d, i);
        put_targets(d, i);
    }
}

static void put_effect(dumper *d, const mw_recent *recent, uint32_t act, uint32_t clause) {
    mw_effect e;
    float f[MW_N_EFFECT_FEATURE];
    if (!mw_effect_of(&d->w, recent, act, clause, &e)) return;
    mw_effect_features(&d->w, &e, f);
    mw_buf_puts(&d->rows, "E\t");
    put_span(d, span_of(d, e.first, e.last));
    mw_buf_printf(&d->rows, "\t%u\t%d\t%d\n", e.on, number(e.act), number(e.clause));
    mw_buf_put(&d->effect, f, sizeof f);
}

static void put_whose(dumper *d) {
    mw_whose s;
    float f[MW_N_WHOSE_FEATURE];
    mw_whose_begin(&s, &d->w);
    for (uint32_t i = 0; i < d->w.e->clauses.n; i++) {
        mw_whose_gather(&s, i);
        for (uint32_t k = 0; k < s.n; k++) {
            mw_buf_printf(&d->rows, "H\t%u\t%u\n", i, s.at[k].who);
            mw_whose_features(&s, i, &s.at[k], f);
            mw_buf_put(&d->whose, f, sizeof f);
        }
        const mw_whose_at *x = mw_whose_choose(&s, i);
        if (x && d->w.answer[i].inside[MW_N_IN] <= 0.5F && mw_work_clause(&d->w, i)->quote == MW_NONE)
            mw_whose_note(&s, i, x->who, x->known);
    }
}

static void put_clauses(dumper *d) {
    const mw_events *e = d->w.e;
    mw_recent recent = {.n = 0};
    uint32_t next = 0;
    float f[MW_N_CLAUSE_FEATURE];
    for (uint32_t i = 0; i <= e->clauses.n; i++) {
        uint32_t token = i < e->clauses.n ? e->clauses.at[i].head : MW_NONE - 1;
        for (; next < e->n_acts && e->acts[next].head <= token; next++) {
            put_effect(d, &recent, next, MW_NONE);
            mw_recent_push(&recent, next);
        }
        if (i == e->clauses.n) break;
        if (e->act_of[i] == MW_NONE) put_effect(d, &recent, MW_NONE, i);
        mw_buf_puts(&d->rows, "K\t");
        put_span(d, mw_clause_span(d->read.tokens, &e->clauses.at[i]));
        mw_buf_printf(&d->rows, "\t%d\t%d\n", number(d->w.answer[i].who), e->clauses.at[i].quote != MW_NONE);
        mw_clause_features(&d->w, i, f);
        mw_buf_put(&d->clause, f, sizeof f);
    }
}

static void write_file(const dumper *d, const char *out, const char *ending, const mw_buf *b) {
    marrow_error err;
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", out, ending);
    mw_out_file *f;
    check(mw_os_create(&d->w.env->mem, path, &f, &err), &err);
    if (b->failed || (b->n && !mw_os_write(f, b->at, b->n))) fprintf(stderr, "marrow_minds: cannot write %s\n", path);
    check(mw_os_close(f, &err), &err);
}

int main(int argc, char **argv) {
    marrow_error err;
    mw_env env;
    mw_kept kept;
    mw_cast *cast;
    mw_people *people = NULL;
    mw_speech_room *speech;
    mw_events *events;
    if (argc != 3) {
        fprintf(stderr, "usage: marrow_minds STORY OUT\n");
        return 2;
    }
    mw_env_init(&env, NULL, 1, NULL, NULL);
    check(mw_store_load(&env, argv[1], &kept, &err), &err);
    check(mw_cast_build(&env, kept.text, kept.tokens, kept.tags, people, &cast, &err), &err);
    check(mw_speech_build(&env, kept.text, kept.tokens, kept.tags, cast, NULL, &speech, &err), &err);
    check(mw_event_build(&env, kept.text, kept.tokens, kept.tags, cast, speech, &events, &err), &err);
    dumper d = {.read = {kept.text, kept.tokens, kept.tags, cast, speech, events}};
    d.w = (mw_minds_work){.env = &env, .read = &d.read, .e = events, .arena = events->arena};
    mw_buf *all[] = {&d.rows, &d.act, &d.standing, &d.clause, &d.pair, &d.effect, &d.given, &d.to, &d.whose};
    const char *endings[] = {"txt", "act", "standing", "clause", "pair", "effect", "given", "to", "whose"};
    for (int i = 0; i < 9; i++) mw_buf_init(all[i], &env.mem);
    d.offsets = mw_offsets_new(&env.mem, kept.text->at, kept.text->n);
    check(mw_judge_build(&env, events->arena, kept.text, kept.tokens, kept.tags, cast, speech, &events->clauses, &d.w.judge, &err), &err);
    check(mw_minds_answer(&d.w, &err), &err);
    mw_targets_begin(&d.targets, &d.w.judge);
    put_people(&d);
    put_acts(&d);
    put_clauses(&d);
    put_whose(&d);
    for (int i = 0; i < 9; i++) write_file(&d, argv[2], endings[i], all[i]);
    mw_buf text;
    mw_buf_init(&text, &env.mem);
    mw_buf_put(&text, kept.text->at, kept.text->n);
    write_file(&d, argv[2], "text", &text);
    return 0; /* memory goes with the process */
}
