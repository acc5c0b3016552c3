/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cohort: the mean of values in clusters, by hand, and what is hidden. */
#include "unit.h"

#include <math.h>

#include "base/arena.h"
#include "base/mem.h"
#include "report/cohort.h"
#include "stats/moments.h"

/* 1 to 6, deviations from 3.5.  Each alone: 6/5 of 17.5 over 36 is 0.58333, its
   root 0.76376 = sd / √6, and t(0.975, 5) = 2.570582.  Two and two: the sums
   are -4, 0, 4; 3/2 of 32 over 36 is 1.33333, its root 1.154701, and
   t(0.975, 2) = 4.302653.  All together there is no interval. */
static void
test_clusters(void **state)
{
    static const double values[] = {1, 2, 3, 4, 5, 6};
    static const struct {
        size_t clusters[6];
        size_t n;
        double reach;
    } cases[] = {
        {{0, 1, 2, 3, 4, 5}, 6, 1.963317},
        {{0, 0, 1, 1, 2, 2}, 3, 4.968276},
        {{2, 1, 0, 0, 1, 2}, 3, 0},
        {{0, 0, 0, 0, 0, 0}, 1, NAN},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct clustered_mean mean = clustered_mean_of(
            values, cases[i].clusters, 6, cases[i].n, 0.95, arena);

        assert_true(fabs(mean.mean - 3.5) < 1e-12);
        assert_int_equal(mean.has_interval, !isnan(cases[i].reach));
        if (!mean.has_interval)
            continue;
        assert_true(fabs(mean.high - mean.mean - cases[i].reach) < 1e-5);
        assert_true(fabs(mean.mean - mean.low - cases[i].reach) < 1e-5);
    }
    arena_free(arena);
}

static void
test_hidden(void **state)
{
    static const struct {
        size_t counts[4];
        const char *want; /* h: hidden */
    } cases[] = {
        {{5, 6, 7, 0}, "...."},
        {{4, 1, 7, 0}, "hh.."},
        {{4, 9, 7, 6}, "h..h"},
        {{1, 9, 0, 6}, "h..h"},
        {{1, 2, 3, 4}, "hhhh"},
        {{0, 0, 0, 0}, "...."},
        /* Two are hidden, and the two together are few. */
        {{1, 2, 9, 6}, "hh.h"},
        {{3, 0, 0, 0}, "hhhh"},
        {{4, 0, 8, 0}, "h.h."},

    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        bool is_hidden[4];

        few_hide(cases[i].counts, 4, is_hidden);
        for (int k = 0; k < 4; k++)
            assert_int_equal(is_hidden[k], cases[i].want[k] == 'h');
    }
}

/* What 20 people have, as first and latest scores by how many have both. */
static bool
tells(const double (*rows)[3], size_t n_rows, struct arena *arena)
{
    double first[20];
    double latest[20];
    size_t n = 0;

    for (size_t i = 0; i < n_rows; i++)
        for (int k = 0; k < (int)rows[i][2]; k++) {
            first[n] = rows[i][0];
            latest[n++] = rows[i][1];
        }
    return cohort_tells_few(first, latest, n, arena);
}

/* Each row: first, latest, how many. */
static void
test_few_values(void **state)
{
    static const struct {
        double rows[6][3];
        size_t n_rows;
        bool tells;
    } cases[] = {
        /* One question, yes or no: one yes of 20, and as many as may be told
           of; then the latest scores alone. */
        {{{0, 0, 19}, {1, 1, 1}}, 2, true},
        {{{0, 0, 15}, {1, 1, 5}}, 2, false},
        {{{0, 0, 16}, {0, 1, 4}}, 2, true},
        {{{0, 0, 20}}, 1, false},
        /* Each change is 1 but one, of first and latest scores of which five
           and more have each. */
        {{{0, 1, 9}, {1, 2, 5}, {1, 1, 1}, {2, 3, 5}}, 4, true},
        /* 5 changed and 9 began at 0: 4 stayed there. */
        {{{0, 0, 4}, {0, 1, 5}, {1, 1, 11}}, 3, true},
        /* 0.3 - 0.1 and 0.2 are one change; five latest scores, six pairs. */
        {{{0.1, 0.3, 4},
          {0, 0.2, 5},
          {0.2, 0.4, 5},
          {0.1, 0.1, 2},
          {0, 0, 2},
          {0.2, 0.2, 2}},
         6,
         false},
        /* Five values are shown, four are not. */
        {{{0, 1, 4}, {1, 3, 4}, {2, 5, 4}, {3, 7, 4}, {4, 9, 4}}, 5, false},
        {{{0, 1, 4}, {1, 3, 5}, {2, 5, 5}, {3, 7, 6}}, 4, true},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_int_equal(tells(cases[i].rows, cases[i].n_rows, arena),
                         cases[i].tells);
    arena_free(arena);
}

/* Six changed by 0 or 1 and five by 19 or 20, while first scores lie 1 apart:
   changes part them, and the lower five are 10 11 11 11 10 at first and one of
   them 1 more later. */
static void
test_marks(void **state)
{
    static const double first[] = {10, 11, 10, 11, 10, 10, 11, 10, 11, 10, 10};
    static const double latest[] = {30, 11, 30, 11, 30, 11, 30, 10, 11, 29, 11};
    struct arena *arena = arena_new();
    size_t n;

    (void)state;
    const struct scatter_mark *marks =
        cohort_marks(first, latest, 11, &n, arena);
    assert_int_equal(n, 2);
    assert_int_equal(marks[0].n, 5);
    assert_true(fabs(marks[0].first - 53 / 5.0) < 1e-12);
    assert_true(fabs(marks[0].latest - 54 / 5.0) < 1e-12);
    assert_int_equal(marks[1].n, 6);
    assert_true(fabs(marks[1].first - 61 / 6.0) < 1e-12);
    arena_free(arena);
}

/* However they lie, each is in one mark, and no mark is of fewer than five. */
static void
test_marks_of_any(void **state)
{
    double first[60];
    double latest[60];
    uint64_t seed = 7;
    struct arena *arena = arena_new();

    (void)state;
    for (size_t n = COHORT_LEAST; n <= N_ELEMENTS(first); n++) {
        double sum = 0;
        size_t n_in = 0;
        size_t n_marks;

        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            first[i] = (double)(seed >> 60);
            latest[i] = (double)(seed >> 56 & 15);
            sum += latest[i];
        }
        const struct scatter_mark *marks =
            cohort_marks(first, latest, n, &n_marks, arena);
        for (size_t i = 0; i < n_marks; i++) {
            assert_true(marks[i].n >= COHORT_LEAST);
            assert_true(marks[i].n < 2 * COHORT_LEAST);
            n_in += marks[i].n;
            sum -= marks[i].latest * (double)marks[i].n;
        }
        assert_int_equal(n_in, n);
        assert_true(fabs(sum) < 1e-9);
    }
    arena_free(arena);
}

/* Stretches of 1 from 0 to 12.  2 at 0 and 3 at 2 come to 5; nobody up to 5;
   the three at 11 and 12 go with the six from 5 to 8. */
static void
test_stretches(void **state)
{
    static const double values[] = {0, 0, 2, 2, 2,  5,  5,
                                    6, 7, 7, 7, 11, 11, 12};
    static const struct scatter_stretch want[] = {
        {0, 3, 5}, {3, 4, 0}, {4, 5, 0}, {5, 12, 9}};
    const struct range_parts parts = range_parts_of(0, 12, 0);
    struct arena *arena = arena_new();
    size_t counts[RANGE_PARTS] = {0};
    size_t n;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(values); i++)
        counts[range_part_at(&parts, values[i])]++;
    const struct scatter_stretch *stretches =
        cohort_stretches(&parts, counts, &n, arena);
    assert_int_equal(n, N_ELEMENTS(want));
    for (size_t i = 0; i < n; i++) {
        assert_true(fabs(stretches[i].from - want[i].from) < 1e-12);
        assert_true(fabs(stretches[i].to - want[i].to) < 1e-12);
        assert_int_equal(stretches[i].n, want[i].n);
    }
    arena_free(arena);
}

/* Whatever the values are. */
static void
test_stretches_of_any(void **state)
{
    uint64_t seed = 11;
    struct arena *arena = arena_new();

    (void)state;
    for (size_t round = 0; round < 2000; round++) {
        size_t n = COHORT_LEAST + round % 36;
        size_t n_in = 0;
        size_t n_stretches;
        const struct range_parts parts =
            range_parts_of(0, 31, round % 2 ? 31 : 0);
        size_t counts[RANGE_PARTS] = {0};

        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            double value = (double)(seed >> 59) / (round % 3 ? 1 : 8);
            counts[range_part_at(&parts, value)]++;
        }
        const struct scatter_stretch *stretches =
            cohort_stretches(&parts, counts, &n_stretches, arena);
        for (size_t i = 0; i < n_stretches; i++) {
            assert_true(stretches[i].n == 0 || stretches[i].n >= COHORT_LEAST);
            assert_true(stretches[i].to > stretches[i].from);
            assert_true(!i || stretches[i].from == stretches[i - 1].to);
            n_in += stretches[i].n;
        }
        assert_int_equal(n_in, n);
    }
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_stretches),
          cmocka_unit_test(test_stretches_of_any),
          cmocka_unit_test(test_clusters), cmocka_unit_test(test_hidden),
          cmocka_unit_test(test_few_values), cmocka_unit_test(test_marks),
          cmocka_unit_test(test_marks_of_any))
