/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person over sessions. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/trend.h"

static const struct {
    const char *name;
    size_t n;
    double times[10];
    double scores[10];
} series[] = {
    {"s1",
     10,
     {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
     {34, 33, 35, 30, 28, 29, 25, 24, 22, 23}},
    {"s2_gaps", 7, {0, 1, 2, 4, 5, 8, 12}, {18, 19, 16, 15, 15, 11, 12}},
    {"s3_flat_ties",
     8,
     {1, 2, 3, 4, 5, 6, 7, 8},
     {10, 10, 11, 10, 9, 10, 10, 11}},
    {"s4_two", 2, {0, 3}, {20, 14}},
};

static void
expect(struct reference *reference, const char *name, const char *stat,
       double got)
{
    char key[80];

    snprintf(key, sizeof key, "series,%s,,%s", name, stat);
    reference_expect(reference, key, got);
}

/* The rows that need a third score: three. */
static void
expect_line_error(struct reference *reference, const char *name,
                  const struct line *line)
{
    struct interval slope;

    assert_true(line_slope_of(line, 0.95, &slope));
    expect(reference, name, "residual_sd", line->residual_sd);
    expect(reference, name, "slope_ci95_lower", slope.low);
    expect(reference, name, "slope_ci95_upper", slope.high);
}

static void
test_lines(void **state)
{
    struct reference *reference = reference_open("series");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(series); i++) {
        const char *name = series[i].name;
        size_t n = series[i].n;
        struct line line;

        assert_true(line_fit(series[i].times, series[i].scores, n, &line));
        expect(reference, name, "n", (double)line.n);
        expect(reference, name, "intercept", line.intercept);
        expect(reference, name, "slope", line.slope);
        if (n > 2)
            expect_line_error(reference, name, &line);
    }
    reference_close(reference, 4 * 3 + 3 * 3);
}

static void
test_ranks(void **state)
{
    struct reference *reference = reference_open("series");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(series); i++) {
        const char *name = series[i].name;
        size_t n = series[i].n;
        struct mann_kendall test;
        double slope;

        assert_true(
            trend_theil_sen(series[i].times, series[i].scores, n, &slope));
        expect(reference, name, "theil_sen", slope);
        assert_true(
            mann_kendall_of(series[i].times, series[i].scores, n, &test));
        expect(reference, name, "kendall_S", (double)test.s);
        expect(reference, name, "varS_ties", test.variance);
        expect(reference, name, "mann_kendall_z", test.z);
        expect(reference, name, "mann_kendall_p", test.p);
    }
    reference_close(reference, 4 * 5);
}

/* R's Kendall test, which knows ties on both sides and no continuity. */
static void
test_ties_on_both_sides(void **state)
{
    static const double a[] = {1, 2, 2, 3, 4, 4, 5};
    static const double b[] = {1, 3, 2, 2, 5, 4, 5};
    struct reference *reference = reference_open("descriptives");
    struct mann_kendall test;

    (void)state;
    assert_true(mann_kendall_of(a, b, N_ELEMENTS(a), &test));
    reference_expect(reference, "correlation,toy_ties,,kendall_z_ties",
                     (double)test.s / sqrt(test.variance));
    reference_close(reference, 1);
}

static void
test_phases(void **state)
{
    /* ex2 and ex4 are printed in Parker, Vannest and Davis (2011). */
    static const struct {
        const char *name;
        size_t n_a;
        size_t n_b;
        double a[6];
        double b[7];
    } cases[] = {
        {"ex1", 4, 5, {2, 3, 5, 3}, {4, 5, 5, 7, 6}},
        {"ex2_pvd2011",
         6,
         7,
         {20, 20, 26, 25, 22, 23},
         {28, 25, 24, 27, 30, 30, 29}},
        {"ex3_lower_better",
         5,
         7,
         {24, 26, 25, 27, 24},
         {22, 23, 19, 20, 16, 15, 17}},
        {"ex4_pvd2011", 4, 5, {3, 3, 4, 5}, {4, 5, 6, 7, 7}},
    };
    struct reference *reference = reference_open("series");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *name = cases[i].name;
        struct phases phases;
        double nap;
        double slope;

        assert_true(phases_compare(cases[i].a, cases[i].n_a, cases[i].b,
                                   cases[i].n_b, &phases));
        nap = nap_toward(&phases, 1);
        expect(reference, name, "S_AB", (double)phases.s_ab);
        expect(reference, name, "S_A", (double)phases.s_a);
        expect(reference, name, "pairs_AB", (double)phases.pairs_ab);
        expect(reference, name, "nap", nap);
        expect(reference, name, "tau_U_AvsB_minus_A_SCE",
               tau_u_over_ab(&phases));
        assert_true(
            trend_theil_sen(series[0].times, cases[i].a, cases[i].n_a, &slope));
        expect(reference, name, "theil_sen_A", slope);
        assert_true(reference_close_to(1 - nap, nap_toward(&phases, -1)));
    }
    reference_close(reference, 4 * 6);
}

/* A line through group A of the made-up clinic; a score is a time here. */
static void
test_regression_of_change(void **state)
{
    struct reference *change = reference_open("change");
    struct reference *clinic = reference_open("clinic_synthetic");
    struct line line;
    double before[60];
    double after[60];
    size_t n = 0;

    (void)state;
    for (size_t row = 0; row < reference_n_rows(clinic); row++)
        if (strcmp(reference_text(clinic, row, "group"), "A") == 0
            && reference_number(clinic, row, "s0", &before[n])
            && reference_number(clinic, row, "s4", &after[n]))
            n++;
    assert_true(line_fit(before, after, n, &line));
    reference_expect(change, "change,srb,,n", (double)line.n);
    reference_expect(change, "change,srb,,b0", line.intercept);
    reference_expect(change, "change,srb,,b1", line.slope);
    reference_expect(change, "change,srb,,see", line.residual_sd);
    reference_close(change, 4);
    reference_close(clinic, 0);
}

static void
test_needs(void **state)
{
    static const double times[] = {0, 1, 2};
    static const double same_time[] = {4, 4, 4};
    static const double scores[] = {3, 5, 4};
    struct line line;
    struct interval slope;
    struct mann_kendall test;
    struct phases phases;
    double out = 7;

    (void)state;
    assert_false(line_fit(times, scores, 1, &line));
    assert_false(line_fit(same_time, scores, 3, &line));
    assert_true(line_fit(times, scores, 2, &line));
    assert_false(line_slope_of(&line, 0.95, &slope));
    assert_false(trend_theil_sen(times, scores, 1, &out));
    assert_false(trend_theil_sen(same_time, scores, 3, &out));
    assert_true(out == 7);
    assert_false(mann_kendall_of(times, scores, 1, &test));
    assert_false(phases_compare(scores, 2, scores, 3, &phases));
    assert_false(phases_compare(scores, 3, scores, 2, &phases));
}

/* Nothing varies, or nothing is left: said, not divided by. */
static void
test_flat_and_straight(void **state)
{
    static const double times[] = {0, 1, 2, 4};
    static const double flat[] = {4, 4, 4, 4};
    static const double straight[] = {1, 2, 3, 5};
    struct line line;
    struct interval slope;
    struct mann_kendall test;
    struct phases phases;

    (void)state;
    assert_true(line_fit(times, flat, 4, &line));
    assert_true(line.slope == 0);
    assert_true(line_slope_of(&line, 0.95, &slope));
    assert_true(slope.low == 0 && slope.high == 0);
    assert_true(line_fit(times, straight, 4, &line));
    assert_true(line.slope == 1 && line.residual_sd == 0);
    assert_true(mann_kendall_of(times, flat, 4, &test));
    assert_true(test.s == 0 && test.z == 0 && test.p == 1);
    assert_true(phases_compare(flat, 3, flat, 4, &phases));
    assert_true(phases.s_ab == 0);
    assert_true(nap_toward(&phases, -1) == 0.5);
}

/* 0.1 + 0.2 is 0.3, also where binary arithmetic has it otherwise. */
static void
test_noise_is_a_tie(void **state)
{
    static const double times[] = {0, 1, 2};
    static const double scores[] = {0.3, 0.1 + 0.2, 0.3};
    struct mann_kendall test;
    struct phases phases;

    (void)state;
    assert_true(mann_kendall_of(times, scores, 3, &test));
    assert_true(test.s == 0 && test.variance == 0);
    assert_true(phases_compare(scores, 3, scores, 3, &phases));
    assert_true(nap_toward(&phases, 1) == 0.5);
}

/* Two sessions of one day say nothing of a slope between them. */
static void
test_trap_32_time_axis(void **state)
{
    static const double scores[] = {30, 28, 24, 22};
    static const double sessions[] = {1, 2, 3, 4};
    static const double weeks[] = {0, 1, 2, 8};
    static const double same_day[] = {0, 1, 1, 8};
    struct reference *reference = reference_open("traps");
    struct line line;
    double slope;

    (void)state;
    assert_true(line_fit(sessions, scores, 4, &line));
    reference_expect(reference, "trap,time_axis,,slope_per_index", line.slope);
    assert_true(line_fit(weeks, scores, 4, &line));
    reference_expect(reference, "trap,time_axis,,slope_per_week", line.slope);
    assert_true(trend_theil_sen(same_day, scores, 4, &slope));
    /* Of -2, -6, -1, -6/7 and -2/7. */
    assert_true(slope == -1);
    reference_close(reference, 2);
}

UNIT_MAIN(cmocka_unit_test(test_lines), cmocka_unit_test(test_ranks),
          cmocka_unit_test(test_ties_on_both_sides),
          cmocka_unit_test(test_phases),
          cmocka_unit_test(test_regression_of_change),
          cmocka_unit_test(test_needs),
          cmocka_unit_test(test_flat_and_straight),
          cmocka_unit_test(test_noise_is_a_tie),
          cmocka_unit_test(test_trap_32_time_axis))
