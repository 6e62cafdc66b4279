/* marrow_links: writes down what the weights of src/cast/antecedent_weights.c are learnt from. Not part of the library.
 *
 *     marrow_links STORY OUT
 *
 * STORY is a story file; its people are found again from the tags that it keeps. Writes OUT.txt, a line a row:
 *
 *     F TAB name TAB from TAB how many          marks, then numbers (antecedent.h); K TAB name: classes of mentions
 *     M first last start end entity sort person role verb    a mention: tokens, code points, the entity that it was given, 0 name 1 nominal
 *                                              2 pronoun, 1 to 3, mw_role, the code point where its governor begins
 *     C mention class candidates                a choice, in order; then a line a candidate:
 *     A entity mention marks… | numbers…        nobody, -1, is the last
 *     O name, N marks numbers                  openers of entities; how many marks and numbers a pair has (reunite.h)
 *     P later earlier opener marks… | numbers…  two entities that may be one
 *
 * and OUT.text, the text. */
#include <stdio.h>
#include <stdlib.h>

#include "../program.h"
#include "base/os.h"
#include "cast/reunite.h"
#include "store/store.h"

typedef struct dumper {
    mw_env env;
    mw_kept kept;
    mw_offsets *offsets;
    mw_buf rows;
} dumper;

static int number(uint32_t x) { return x == MW_NONE ? -1 : (int)x; }

static void see(void *user, const mw_caster *c, uint32_t ment, const mw_candidates *all) {
    dumper *d = user;
    mw_buf_printf(&d->rows, "C\t%u\t%d\t%u\n", ment, (int)mw_anaphor_of(&c->ments.at[ment]), all->n + 1);
    for (uint32_t i = 0; i <= all->n; i++) {
        const mw_candidate *k = &all->at[i];
        mw_buf_printf(&d->rows, "A\t%d\t%d\t", number(k->ent), number(k->ment));
        for (uint32_t j = 0; j < k->n; j++) mw_buf_printf(&d->rows, j ? " %u" : "%u", k->on[j]);
        mw_buf_putc(&d->rows, '\t');
        for (uint32_t j = 0; j < MW_N_LINK_NUMBER; j++) mw_buf_printf(&d->rows, j ? " %.4g" : "%.4g", (double)k->links[j]);
        mw_buf_putc(&d->rows, '\n');
    }
}

static void end(void *user, const mw_caster *c) {
    dumper *d = user;
    for (uint32_t i = 0; i < c->ments.n; i++) {
        const mw_ment *m = &c->ments.at[i];
        uint32_t start = c->tokens->span[m->first].start, stop = c->tokens->span[m->last].end;
        uint32_t verb = m->governor < c->to ? c->tokens->span[m->governor].start : start;
        mw_buf_printf(&d->rows, "M\t%u\t%u\t%u\t%u\t%d\t%u\t%d\t%u\t%u\t%u\n", m->first - c->from, m->last - c->from,
                      mw_offsets_to_cp(d->offsets, start), mw_offsets_to_cp(d->offsets, stop), number(m->entity), m->sort,
                      m->pronoun ? m->pronoun->person : 0, m->role, mw_offsets_to_cp(d->offsets, verb), m->model);
    }
}

static void pair(void *user, const mw_pair *p, int opener) {
    dumper *d = user;
    mw_buf_printf(&d->rows, "P\t%u\t%u\t%d\t", p->b, p->a, opener);
    for (uint32_t j = 0; j < p->n; j++) mw_buf_printf(&d->rows, j ? " %u" : "%u", p->on[j]);
    mw_buf_putc(&d->rows, '\t');
    for (uint32_t j = 0; j < MW_N_PAIR_NUMBER; j++) mw_buf_printf(&d->rows, j ? " %.4g" : "%.4g", (double)p->numbers[j]);
    mw_buf_putc(&d->rows, '\n');
}

static void put_names(dumper *d) {
#define MARK_NAME(name, n) mw_buf_printf(&d->rows, "F\t%s\t%d\t%d\n", #name, (int)MW_MARK_##name, n);
#define LINK_NAME(name) mw_buf_printf(&d->rows, "F\tLINK_%s\t%d\t1\n", #name, (int)MW_N_MARK + (int)MW_LINK_##name);
#define CLASS_NAME(name) mw_buf_printf(&d->rows, "K\t%s\n", #name);
    MW_MARKS(MARK_NAME)
    MW_LINKS(LINK_NAME)
    MW_ANAPHORS(CLASS_NAME)
#define OPENER_NAME(name) mw_buf_printf(&d->rows, "O\t%s\n", #name);
    MW_OPENERS(OPENER_NAME)
    mw_buf_printf(&d->rows, "N\t%d\t%d\n", (int)MW_N_PAIR_MARK, (int)MW_N_PAIR_NUMBER);
}

static void write_file(const dumper *d, const char *out, const char *ending, const char *bytes, size_t size) {
    marrow_error err;
    mw_out_file *f;
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", out, ending);
    check(mw_os_create(&d->env.mem, path, &f, &err), &err);
    if (!mw_os_write(f, bytes, size)) fprintf(stderr, "marrow_links: cannot write %s\n", path);
    check(mw_os_close(f, &err), &err);
}

int main(int argc, char **argv) {
    marrow_error err;
    dumper d = {0};
    mw_cast *cast;
    if (argc != 3) {
        fprintf(stderr, "marrow_links STORY OUT\n");
        return 2;
    }
    mw_env_init(&d.env, NULL, 1, NULL, NULL);
    check(mw_store_load(&d.env, argv[1], &d.kept, &err), &err);
    d.offsets = mw_offsets_new(&d.env.mem, d.kept.text->at, d.kept.text->n);
    if (!d.offsets) check(mw_fail_memory(&err), &err);
    mw_buf_init(&d.rows, &d.env.mem);
    put_names(&d);
    const struct mw_watch watch = {see, end, pair, &d};
    check(mw_cast_build_watched(&d.env, d.kept.text, d.kept.tokens, d.kept.tags, NULL, &watch, &cast, &err), &err);
    if (d.rows.failed) check(mw_fail_memory(&err), &err);
    write_file(&d, argv[2], "txt", d.rows.at, d.rows.n);
    write_file(&d, argv[2], "text", d.kept.text->at, d.kept.text->n);
    mw_buf_clear(&d.rows);
    mw_cast_free(cast);
    mw_offsets_free(d.offsets);
    mw_kept_clear(&d.kept);
    return 0;
}
