/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected courses from a fitted mixed model.  The fits are lme4's, and the
   tolerance of a fit is 1e-3; but from its coefficients, read from the file
   with 12 digits, all that is compared here is arithmetic, and so held to
   1e-9. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/normal.h"
#include "stats/recovery.h"
#include "stats/sem.h"

static double
coefficient(const struct reference *change, const char *set, const char *stat)
{
    double value = NAN;

    for (size_t row = 0; row < reference_n_rows(change); row++)
        if (strcmp(reference_text(change, row, "scale"), set) == 0
            && strcmp(reference_text(change, row, "stat"), stat) == 0)
            assert_true(reference_number(change, row, "value", &value));
    if (isnan(value))
        fail_msg("no %s of %s", stat, set);
    return value;
}

static struct recovery_model
hlm_of(const struct reference *change)
{
    return (struct recovery_model){
        .intercept = coefficient(change, "hlm", "intercept"),
        .slope = coefficient(change, "hlm", "slope"),
        .tau00 = coefficient(change, "hlm", "tau00"),
        .tau01 = coefficient(change, "hlm", "tau01"),
        .tau11 = coefficient(change, "hlm", "tau11"),
        .sigma2 = coefficient(change, "hlm", "sigma2"),
    };
}

static void
expect(struct reference *change, int time, const char *stat, double got)
{
    char key[60];

    snprintf(key, sizeof key, "change,expected,%d,%s", time, stat);
    reference_expect(change, key, got);
}

static void
test_bands(void **state)
{
    static const int intakes[] = {20, 32, 44};
    struct reference *change = reference_open("change");
    struct recovery_model model = hlm_of(change);

    (void)state;
    for (int time = 0; time <= 4; time++) {
        struct expected_score score = recovery_expect(&model, time);
        struct interval band =
            interval_around(score.mean, score.sd, normal_critical(0.8));
        char stat[40];

        expect(change, time, "marginal_mean", score.mean);
        expect(change, time, "marginal_sd", score.sd);
        expect(change, time, "lower80", band.low);
        expect(change, time, "upper80", band.high);
        for (size_t i = 0; time > 0 && i < N_ELEMENTS(intakes); i++) {
            score = recovery_expect_from(&model, intakes[i], time);
            snprintf(stat, sizeof stat, "given_intake_%d_mean", intakes[i]);
            expect(change, time, stat, score.mean);
            snprintf(stat, sizeof stat, "given_intake_%d_sd", intakes[i]);
            expect(change, time, stat, score.sd);
        }
    }
    reference_close(change, 5 * 4 + 4 * 3 * 2);
}

/* The scores that a client has, at times 0 to 4. */
static size_t
sessions_of(const struct reference *clinic, size_t row, double *times,
            double *scores)
{
    static const char *const columns[] = {"s0", "s1", "s2", "s3", "s4"};
    size_t n = 0;

    for (size_t i = 0; i < N_ELEMENTS(columns); i++)
        if (reference_number(clinic, row, columns[i], &scores[n]))
            times[n++] = (double)i;
    return n;
}

static void
test_own_slopes(void **state)
{
    struct reference *change = reference_open("change");
    struct reference *clinic = reference_open("clinic_synthetic");
    struct reference *expected = reference_open("clinic_hlm");
    struct recovery_model model = hlm_of(change);

    (void)state;
    assert_int_equal(reference_n_rows(expected), reference_n_rows(clinic));
    for (size_t row = 0; row < reference_n_rows(expected); row++) {
        struct recovery_own own;
        double times[5];
        double scores[5];

        assert_string_equal(reference_text(expected, row, "client"),
                            reference_text(clinic, row, "client"));
        own = recovery_own_of(&model, times, scores,
                              sessions_of(clinic, row, times, scores));
        reference_expect_cell(expected, row, "eb_slope_dev", own.slope);
        reference_expect_cell(expected, row, "cond_sd", own.slope_sd);
        reference_expect_cell(expected, row, "ratio", own.slope / own.slope_sd);
        reference_expect_cell(expected, row, "eb_slope_total",
                              model.slope + own.slope);
    }
    reference_close(change, 0);
    reference_close(clinic, 0);
    reference_close(expected, 60 * 4);
}

/* By hand: tau 4, 1, 1 and sigma2 2 make variances of 6 at time 0 and 9 at
   time 1 and a covariance of 5, which leaves 9 - 25 / 6. */
static void
test_by_hand(void **state)
{
    static const struct recovery_model model = {20, -2, 4, 1, 1, 2};
    struct expected_score score = recovery_expect(&model, 1);
    struct recovery_own own;

    (void)state;
    assert_true(score.mean == 18);
    assert_true(reference_close_to(3, score.sd));
    score = recovery_expect_from(&model, 26, 1);
    assert_true(reference_close_to(18 + 5, score.mean));
    assert_true(reference_close_to(29.0 / 6, score.sd * score.sd));
    own = recovery_own_of(&model, NULL, NULL, 0);
    assert_true(own.intercept == 0 && own.slope == 0);
    assert_true(own.intercept_sd == 2 && own.slope_sd == 1);
}

/* Clients who all share one slope: the mean of
   two scores 3 and 5 above the line, drawn to it: 4 · 4 / (4 + 2 / 2). */
static void
test_one_slope_for_all(void **state)
{
    static const struct recovery_model model = {10, 1, 4, 0, 0, 2};
    static const double times[] = {0, 1};
    static const double scores[] = {13, 16};
    struct recovery_own own = recovery_own_of(&model, times, scores, 2);

    (void)state;
    assert_true(reference_close_to(16.0 / 5, own.intercept));
    assert_true(reference_close_to(4.0 / 5, pow(own.intercept_sd, 2)));
    assert_true(own.slope == 0 && own.slope_sd == 0);
    assert_true(recovery_log_time(0) == 0);
    assert_true(reference_close_to(1.3862943611198906, recovery_log_time(3)));
}

static void
test_models_that_cannot_be(void **state)
{
    static const struct recovery_model models[] = {
        {10, 1, 4, 1, 1, 0},    {10, 1, -4, 1, 1, 2},
        {10, 1, 4, 1, -1, 2},   {10, 1, 4, 2.1, 1, 2},
        {10, 1, 4, -2.1, 1, 2}, {10, 1, 4, 1, 0, 2},
        {NAN, 1, 4, 1, 1, 2},   {10, INFINITY, 4, 1, 1, 2},
        {10, 1, NAN, 1, 1, 2},  {10, 1, 4, NAN, 1, 2},
        {10, 1, 4, 1, 1, NAN},
    };
    static const struct recovery_model sound = {10, 1, 4, -2, 1, 2};

    (void)state;
    assert_true(recovery_is_sound(&sound));
    for (size_t i = 0; i < N_ELEMENTS(models); i++)
        assert_false(recovery_is_sound(&models[i]));
}

UNIT_MAIN(cmocka_unit_test(test_bands), cmocka_unit_test(test_own_slopes),
          cmocka_unit_test(test_by_hand),
          cmocka_unit_test(test_one_slope_for_all),
          cmocka_unit_test(test_models_that_cannot_be))
