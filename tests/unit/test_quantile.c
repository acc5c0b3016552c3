/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles, and where in a sample a score stands. */
#include "unit.h"

#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/normal.h"
#include "stats/norm_score.h"
#include "stats/quantile.h"

static void
expect_quantiles(struct reference *reference, const char *name, double *values,
                 size_t n)
{
    static const int percents[] = {5, 25, 50, 75, 90};
    char key[80];

    quantile_sort(values, n);
    for (enum quantile_type type = QUANTILE_6; type <= QUANTILE_7; type++) {
        for (size_t i = 0; i < N_ELEMENTS(percents); i++) {
            snprintf(key, sizeof key, "describe,%s,,quantile_type%u_p%02d",
                     name, type, percents[i]);
            reference_expect(reference, key,
                             quantile_of(values, n, percents[i] / 100.0, type));
        }
    }
    snprintf(key, sizeof key, "describe,%s,,median", name);
    reference_expect(reference, key, quantile_median(values, n));
}

static void
expect_ranks(struct reference *reference, const double *values, size_t n)
{
    static const int scores[] = {200, 400, 500, 600, 620, 700, 800};
    char key[80];

    for (size_t i = 0; i < N_ELEMENTS(scores); i++) {
        struct percentile_rank rank = percentile_rank_of(values, n, scores[i]);

        snprintf(key, sizeof key, "percentile_rank,satq,%d,below", scores[i]);
        reference_expect(reference, key, rank.below);
        snprintf(key, sizeof key, "percentile_rank,satq,%d,mid", scores[i]);
        reference_expect(reference, key, rank.mid);
        snprintf(key, sizeof key, "percentile_rank,satq,%d,at_or_below",
                 scores[i]);
        reference_expect(reference, key, rank.at_or_below);
    }
}

static void
test_descriptives(void **state)
{
    static const char *const columns[][3] = {{"n1", "../bfi/bfi", "N1"},
                                             {"satv", "sat_act", "SATV"},
                                             {"act", "sat_act", "ACT"},
                                             {"age", "sat_act", "age"},
                                             {"satq", "sat_act", "SATQ"}};
    double toy[] = {25, 4, 4, 5, 12, 9, 10, 7, 12, 2};
    struct reference *reference = reference_open("descriptives");
    double values[2800];
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(columns); i++) {
        struct reference *people = reference_open(columns[i][1]);

        n = reference_numbers(people, columns[i][2], values, 2800);
        reference_close(people, 0);
        expect_quantiles(reference, columns[i][0], values, n);
    }
    expect_ranks(reference, values, n);
    expect_quantiles(reference, "toy", toy, N_ELEMENTS(toy));
    reference_close(reference, 6 * 11 + 21);
}

/* At the ends, and with one value. */
static void
test_ends(void **state)
{
    static const double one[] = {4};
    static const double two[] = {1, 3};

    (void)state;
    for (enum quantile_type type = QUANTILE_6; type <= QUANTILE_7; type++) {
        assert_true(quantile_of(one, 1, 0.3, type) == 4);
        assert_true(quantile_of(two, 2, 0, type) == 1);
        assert_true(quantile_of(two, 2, 1, type) == 3);
        assert_true(quantile_of(two, 2, 0.5, type) == 2);
    }
}

/* Normalised T of a table of frequencies: from the middle of the ties. */
static void
test_area_t(void **state)
{
    static const int frequencies[] = {3, 7, 14, 21, 12, 6, 2};
    struct reference *reference = reference_open("norms");
    double values[65];
    size_t n = 0;
    char key[40];

    (void)state;
    for (int raw = 0; raw < 7; raw++)
        for (int i = 0; i < frequencies[raw]; i++)
            values[n++] = raw;
    for (int raw = 0; raw < 7; raw++) {
        double mid = percentile_rank_of(values, n, raw).mid;
        double z = normal_quantile(mid / 100);

        snprintf(key, sizeof key, "area_T,toy,%d,mid_percentile", raw);
        reference_expect(reference, key, mid);
        snprintf(key, sizeof key, "area_T,toy,%d,normal_z", raw);
        reference_expect(reference, key, z);
        snprintf(key, sizeof key, "area_T,toy,%d,T", raw);
        reference_expect(reference, key, t_score(z));
    }
    reference_close(reference, 21);
}

static void
test_trap_27_percentile_ties(void **state)
{
    static const double norm[] = {10, 12, 12, 12, 15, 18, 18, 20};
    struct reference *reference = reference_open("traps");
    struct percentile_rank rank = percentile_rank_of(norm, 8, 12);

    (void)state;
    reference_expect(reference, "trap,percentile_ties,,below_12", rank.below);
    reference_expect(reference, "trap,percentile_ties,,mid_12", rank.mid);
    reference_expect(reference, "trap,percentile_ties,,at_or_below_12",
                     rank.at_or_below);
    reference_close(reference, 3);
}

UNIT_MAIN(cmocka_unit_test(test_descriptives), cmocka_unit_test(test_ends),
          cmocka_unit_test(test_area_t),
          cmocka_unit_test(test_trap_27_percentile_ties))
