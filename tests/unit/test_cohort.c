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
        {{5, 6, 7, 0}, "...."}, {{4, 1, 7, 0}, "hh.."}, {{4, 9, 7, 6}, "h..h"},
        {{1, 9, 0, 6}, "h.h."}, {{1, 2, 3, 4}, "hhhh"}, {{0, 0, 0, 0}, "...."},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        bool is_hidden[4];

        cohort_hide(cases[i].counts, 4, is_hidden);
        for (int k = 0; k < 4; k++)
            assert_int_equal(is_hidden[k], cases[i].want[k] == 'h');
    }
}

UNIT_MAIN(cmocka_unit_test(test_clusters), cmocka_unit_test(test_hidden))
