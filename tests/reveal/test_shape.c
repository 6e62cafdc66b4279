/* shape: what must be found in a fixture of two small stories, properties on it and on every beginning of it, rows as of a place, failing
 * allocations. */
#include "support/rooms_fixture.h"
#include "support/support.h"

#include <math.h>
#include <string.h>

#include "base/os.h"
#include "reveal/shape_threads.h"

static marrow_error err;

typedef struct reading {
    mw_rooms_fixture rooms;
    mw_shape *shape;
} reading;

static void clear(reading *r) { mw_rooms_fixture_clear(&r->rooms); }

/* Without events: shape must do without acts too. */
static marrow_status build(reading *r, const marrow_allocator *mem, const char *source, size_t n) {
    MW_TRY(mw_rooms_fixture_parse(mem, source, n, false, &r->rooms, &err));
    marrow_status status = mw_shape_build(&r->rooms.f.env, &r->rooms.read, r->rooms.arena, &r->shape, &err);
    if (status != MARROW_OK) clear(r);
    return status;
}

static char *fixture(size_t *n) {
    char *bytes;
    mw_env env;
    mw_env_init(&env, NULL, 1, NULL, NULL);
    test_ok(mw_os_read(&env.mem, test_path("reveal/shape.txt"), &bytes, n, &err), &err);
    return bytes;
}

/* ---- properties ---- */

static void check_scenes(const reading *r) {
    const mw_shape *s = r->shape;
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->n_scenes; i++) {
        const mw_scene *x = &s->scenes[i];
        assert_int_equal(x->first, at);
        assert_true(x->end > x->first && x->known <= r->rooms.f.text->n && x->known >= x->span.start);
        assert_true(x->pov == MW_NONE || x->pov < r->rooms.cast->n_characters);
        for (uint32_t k = 0; k < x->n_people; k++) assert_true(x->people[k].who < r->rooms.cast->n_characters && x->people[k].times > 0);
        for (uint32_t k = 0; k < i; k++) assert_string_not_equal(s->scenes[k].id, x->id);
        at = x->end;
    }
    assert_int_equal(at, r->rooms.f.tokens->n);
}

static void check_arc(const reading *r) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < r->shape->n_arc; i++) {
        const mw_arc_window *x = &r->shape->arc[i];
        assert_int_equal(x->span.start, at);
        assert_true(x->span.end > at && x->tension >= 0 && x->tension <= 2 && x->valence >= 1 && x->valence <= 5);
        assert_true(x->said <= x->words && x->scene < r->shape->n_scenes);
        at = x->span.end;
    }
    assert_true(r->shape->n_arc == 0 || at == r->rooms.f.text->n);
}

static void check_threads(const reading *r) {
    uint32_t before = 0;
    for (uint32_t i = 0; i < r->shape->n_threads; i++) {
        const mw_thread *x = &r->shape->threads[i];
        assert_true(x->opens.start >= before && x->opens.end > x->opens.start && x->known >= x->opens.end &&
                    x->known <= r->rooms.f.text->n);
        assert_true(x->confidence >= 0 && x->confidence <= 1 && x->opening >= 0 && x->weight <= 1);
        uint32_t at = x->opens.end;
        for (uint32_t k = 0; k < x->n_touches; k++) {
            assert_true(x->touches[k].span.start >= at && x->touches[k].known >= x->touches[k].span.end);
            at = x->touches[k].span.start;
        }
        if (x->closes.end) assert_true(x->closes.start >= at && x->closes_known >= x->closes.end);
        for (uint32_t k = 0; k < i; k++) assert_string_not_equal(r->shape->threads[k].id, x->id);
        before = x->opens.start;
    }
}

static void check_rest(const reading *r) {
    const mw_shape *s = r->shape;
    for (uint32_t i = 0; i < s->n_motifs; i++)
        for (uint32_t k = 0; k < s->motifs[i].n; k++) assert_true(k == 0 || s->motifs[i].spans[k].start >= s->motifs[i].spans[k - 1].end);
    for (uint32_t i = 0; i < s->n_faults; i++)
        assert_true(s->faults[i].here.end > s->faults[i].here.start && s->faults[i].known <= r->rooms.f.text->n);
    for (uint32_t i = 0; i < s->n_cores; i++)
        for (uint32_t k = 0; k < s->core[i].n_scenes; k++) assert_true(s->core[i].scenes[k] < s->n_scenes);
}

static void check(const reading *r) {
    check_scenes(r);
    check_arc(r);
    check_threads(r);
    check_rest(r);
}

/* ---- what must be found ---- */

static bool has_words(const reading *r, mw_span s, const char *words) {
    mw_str x = mw_str_span(r->rooms.f.text->at, s);
    size_t n = strlen(words);
    for (size_t i = 0; i + n <= x.n; i++)
        if (memcmp(x.at + i, words, n) == 0) return true;
    return false;
}

static const mw_thread *thread_with(const reading *r, mw_thread_kind kind, const char *words) {
    for (uint32_t i = 0; i < r->shape->n_threads; i++)
        if (r->shape->threads[i].kind == kind && has_words(r, r->shape->threads[i].opens, words)) return &r->shape->threads[i];
    return NULL;
}

static void test_stories(void **state) {
    (void)state;
    size_t n;
    char *bytes = fixture(&n);
    reading r;
    test_ok(build(&r, NULL, bytes, n), &err);
    check(&r);
    /* A chapter opens a scene, a leap in time may. */
    assert_true(r.shape->n_scenes >= 2);
    bool second = false;
    for (uint32_t i = 0; i < r.shape->n_scenes; i++)
        second = second || has_words(&r, r.shape->scenes[i].span, "When the well at Long Acre ran dry");
    assert_true(second && r.shape->scenes[r.shape->n_scenes - 1].chapter == 1);
    assert_non_null(thread_with(&r, MW_THREAD_PROMISE, "I promised my mother"));
    assert_non_null(thread_with(&r, MW_THREAD_PROMISE, "I promise you water by Saturday"));
    /* A question that somebody answers is closed by the answer. */
    const mw_thread *asked = thread_with(&r, MW_THREAD_QUESTION, "How old are you");
    assert_non_null(asked);
    /* "well" comes often and is rare elsewhere; "day" is nothing. */
    bool water = false;
    for (uint32_t i = 0; i < r.shape->n_motifs; i++) {
        assert_string_not_equal(r.shape->motifs[i].name, "thing");
        water = water || strcmp(r.shape->motifs[i].name, "mill") == 0 || strcmp(r.shape->motifs[i].name, "well") == 0;
    }
    assert_true(water);
    assert_true(r.shape->n_cores >= 1);
    for (uint32_t i = 0; i < r.shape->n_faults; i++)
        assert_true(r.shape->faults[i].kind == MW_FAULT_ONCE || r.shape->faults[i].confidence < 0.5f);
    clear(&r);
    mw_free(&mw_default_allocator, bytes);
}

static bool over(mw_span a, mw_span b) { return a.start < b.end && b.start < a.end; }

static const mw_thread *same_opening(const mw_shape *s, mw_span opens) {
    for (uint32_t i = 0; i < s->n_threads; i++)
        if (over(s->threads[i].opens, opens)) return &s->threads[i];
    return NULL;
}

/* The cut test: a beginning has the threads of the whole that open in it and no others; what closes behind it is loose in it. */
static void check_cut(const reading *whole, const reading *part, uint32_t *loose) {
    uint32_t end = part->rooms.f.text->n, fresh = 0;
    for (uint32_t i = 0; i < part->shape->n_threads; i++) fresh += !same_opening(whole->shape, part->shape->threads[i].opens);
    assert_int_equal(fresh, 0);
    for (uint32_t i = 0; i < whole->shape->n_threads; i++) {
        const mw_thread *x = &whole->shape->threads[i];
        if (x->known > end) continue;
        const mw_thread *y = same_opening(part->shape, x->opens);
        assert_non_null(y);
        if (x->closes.end == 0 || x->closes.start < end) continue;
        assert_int_equal(y->closes.end, 0);
        ++*loose;
    }
}

/* Every beginning of the story. */
static void test_beginnings(void **state) {
    (void)state;
    size_t n;
    char *bytes = fixture(&n);
    uint32_t tried = 0, loose = 0;
    reading whole;
    test_ok(build(&whole, NULL, bytes, n), &err);
    for (size_t cut = n; cut > 200; cut = cut > n / 9 ? cut - n / 9 : 0) {
        size_t end = cut;
        while (end > 1 && !(bytes[end - 1] == '\n' && bytes[end - 2] == '\n')) end--;
        if (end < 200) break;
        reading r;
        test_ok(build(&r, NULL, bytes, end), &err);
        check(&r);
        check_cut(&whole, &r, &loose);
        clear(&r);
        tried++;
    }
    assert_true(tried >= 5 && loose > 0);
    clear(&whole);
    mw_free(&mw_default_allocator, bytes);
}

/* The two chapters the other way round: other windows in another order; the threads open at the same words. */
static void test_shuffled(void **state) {
    (void)state;
    size_t n;
    char *bytes = fixture(&n), *other = mw_alloc(&mw_default_allocator, n);
    assert_non_null(other);
    const char *second = strstr(strstr(bytes, "#heading") + 1, "#heading");
    size_t first = (size_t)(second - bytes);
    memcpy(other, second, n - first);
    memcpy(other + n - first, bytes, first);
    reading a, b;
    test_ok(build(&a, NULL, bytes, n), &err);
    test_ok(build(&b, NULL, other, n), &err);
    check(&b);
    uint32_t same = 0;
    for (uint32_t i = 0; i < a.shape->n_threads; i++) {
        mw_str x = mw_str_span(a.rooms.f.text->at, a.shape->threads[i].opens);
        for (uint32_t k = 0; k < b.shape->n_threads; k++)
            if (mw_str_eq(x, mw_str_span(b.rooms.f.text->at, b.shape->threads[k].opens))) {
                same++;
                break;
            }
    }
    assert_true(a.shape->n_threads > 0 && 10 * same >= 9 * a.shape->n_threads);
    assert_true(a.shape->arc[0].span.end != b.shape->arc[0].span.end || a.shape->arc[0].tension != b.shape->arc[0].tension);
    clear(&a);
    clear(&b);
    mw_free(&mw_default_allocator, other);
    mw_free(&mw_default_allocator, bytes);
}

static void test_nothing(void **state) {
    (void)state;
    static const char *const sources[] = {"#par\n. PUNCT 0 root\n", "#heading\nOne NUM 0 root\n", "#par\n? PUNCT 0 root\n",
                                          "#par\n31 NUM 0 root\nJune PROPN 1 flat\n"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        reading r;
        test_ok(build(&r, NULL, sources[i], strlen(sources[i])), &err);
        check(&r);
        clear(&r);
    }
}

/* The thirty-first of June is no date; a Monday is not followed by a Friday. */
static void test_days(void **state) {
    (void)state;
    static const char source[] =
        "#par\nIt PRON 3 nsubj\nwas AUX 3 cop _ be\nMonday PROPN 0 root _ Monday\n. PUNCT 3 punct\n\n"
        "#par\nThe DET 3 det\nnext ADJ 3 amod\nday NOUN 7 obl\n, PUNCT 6 punct\na DET 6 det\nFriday PROPN 3 appos _ Friday\n"
        "rained VERB 0 root _ rain\n. PUNCT 7 punct\n\n"
        "#par\nOn ADP 3 case\nthe DET 3 det\n31st NOUN 6 obl\nof ADP 5 case\nJune PROPN 3 nmod _ June\nsnowed VERB 0 root _ snow\n. PUNCT "
        "6 punct\n";
    reading r;
    test_ok(build(&r, NULL, source, strlen(source)), &err);
    bool day = false, date = false;
    for (uint32_t i = 0; i < r.shape->n_faults; i++) {
        day = day || (r.shape->faults[i].kind == MW_FAULT_DAY && has_words(&r, r.shape->faults[i].here, "Friday"));
        date = date || (r.shape->faults[i].kind == MW_FAULT_DATE && has_words(&r, r.shape->faults[i].here, "31st of June"));
    }
    assert_true(day && date);
    clear(&r);
}

/* ---- shared with show ---- */

static void test_weights(void **state) {
    (void)state;
    /* What is read later only adds to a thread. */
    for (uint32_t n = 0; n < 40; n++) {
        assert_true(mw_thread_weight(0.4f, n + 1, false, n / 3) > mw_thread_weight(0.4f, n, false, n / 3));
        assert_true(mw_thread_weight(0.4f, n, true, n / 3) > mw_thread_weight(0.4f, n, false, n / 3));
        assert_true(mw_thread_weight(0.4f, n, false, n / 3 + 1) > mw_thread_weight(0.4f, n, false, n / 3));
    }
    assert_true(mw_thread_least(400) <= mw_thread_least(5000) && mw_thread_least(5000) <= mw_thread_least(90000));
    mw_motif rare = {.rate = 2, .strong = 1}, common = {.rate = 900, .strong = 1};
    assert_true(mw_motif_weight(&rare, 9, 30000, 7, 12) > mw_motif_weight(&rare, 9, 30000, 2, 12)); /* evenly spread */
    assert_true(mw_motif_weight(&rare, 9, 30000, 7, 12) > mw_motif_weight(&common, 9, 30000, 7, 12));
    assert_true(mw_motif_weight(&common, 9, 30000, 7, 12) <= 0 && mw_motif_weight(&rare, 2, 30000, 2, 12) <= 0);
    mw_norm lamp, nothing;
    assert_true(mw_norm_lookup("lamp", &lamp) && !mw_norm_lookup("qqq", &nothing) && lamp.rate > nothing.rate);
}

/* A pistol that is a revolver elsewhere is one motif, named by both, its places in order; a window is another. */
static void test_images(void **state) {
    (void)state;
    static const char *const things[] = {"revolver", "window", "pistol", "revolver", "pistol", "window", "revolver", "window"};
    mw_buf b;
    mw_buf_init(&b, &mw_default_allocator);
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        mw_buf_printf(&b, "#par\nThe DET 1 det\n%s NOUN 2 nsubj\nfell VERB 0 root _ fall\n. PUNCT 2 punct\n\n", things[i]);
    assert_false(b.failed);
    reading r;
    test_ok(build(&r, NULL, b.at, b.n), &err);
    check(&r);
    const mw_motif *gun = NULL, *window = NULL;
    for (uint32_t i = 0; i < r.shape->n_motifs; i++) {
        if (strcmp(r.shape->motifs[i].name, "revolver / pistol") == 0) gun = &r.shape->motifs[i];
        if (strcmp(r.shape->motifs[i].name, "window") == 0) window = &r.shape->motifs[i];
    }
    assert_true(gun && gun->n == 5 && has_words(&r, gun->spans[1], "pistol") && has_words(&r, gun->spans[2], "revolver"));
    assert_true(window && window->n == 3);
    clear(&r);
    mw_buf_clear(&b);
}

/* No word is of two families of images. */
static void test_families(void **state) {
    (void)state;
    mw_map *map = mw_map_new(&mw_default_allocator);
    assert_true(map && mw_shape_images(map));
    uint32_t n = 0, families = 0, x, y;
    mw_shape_images_count(&n, &families);
    assert_int_equal(mw_map_size(map), n);
    assert_true(families > 100 && families < 1000);
    assert_true(mw_map_get(map, MW_STR("pistol"), &x) && mw_map_get(map, MW_STR("revolver"), &y) && x == y);
    assert_true(mw_map_get(map, MW_STR("door"), &y) && x != y && !mw_map_get(map, MW_STR("thing"), &y));
    mw_map_free(map);
}

static void test_core(void **state) {
    (void)state;
    mw_arena *a = mw_arena_new(&mw_default_allocator);
    const uint32_t words[] = {100, 100, 100, 100, 100, 100};
    /* 0 and 1 in scenes 0 … 2, 2 and 3 in 3 … 5. */
    mw_presence at[12];
    for (uint32_t i = 0; i < 12; i++) at[i] = (mw_presence){i / 2, (i / 6) * 2 + i % 2, i < 6 ? 9 : 8};
    mw_core core[2];
    assert_int_equal(mw_core_find(a, words, 6, at, 12, 4, core), 2);
    assert_true(core[0].people[0] + core[0].people[1] == 1 || core[0].people[0] + core[0].people[1] == 5);
    assert_int_equal(core[0].n_scenes, 3);
    assert_int_equal(core[1].n_scenes, 3);
    assert_true(fabsf(core[0].share - 0.5f) < 0.01f);
    assert_int_equal(mw_core_find(a, words, 6, at, 0, 4, core), 0);
    mw_arena_free(a);
}

/* ---- failing allocations ---- */

typedef struct job {
    char *bytes;
    size_t n;
} job;

static marrow_status sweep(const marrow_allocator *mem, void *ctx, marrow_error *e) {
    const job *j = ctx;
    reading r;
    marrow_status status = build(&r, mem, j->bytes, j->n);
    if (e) *e = err;
    if (status == MARROW_OK) clear(&r);
    return status;
}

static void test_failures(void **state) {
    (void)state;
    job j;
    j.bytes = fixture(&j.n);
    while (j.n > 3000 && !(j.bytes[j.n - 1] == '\n' && j.bytes[j.n - 2] == '\n')) j.n--;
    size_t end = 3000;
    while (end > 1 && !(j.bytes[end - 1] == '\n' && j.bytes[end - 2] == '\n')) end--;
    j.n = end;
    test_sweep_failures(sweep, &j, 300);
    mw_free(&mw_default_allocator, j.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stories),  cmocka_unit_test(test_beginnings), cmocka_unit_test(test_shuffled), cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_days),     cmocka_unit_test(test_weights),    cmocka_unit_test(test_core),     cmocka_unit_test(test_images),
        cmocka_unit_test(test_families), cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
