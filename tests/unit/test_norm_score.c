/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores on the metrics of norm tables. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/num.h"
#include "reference.h"
#include "stats/moments.h"
#include "stats/normal.h"

static void
test_norm_scores(void **state)
{
    struct reference *reference = reference_open("norm_scores");
    size_t n_rows = reference_n_rows(reference);

    (void)state;
    for (size_t row = 0; row < n_rows; row++) {
        double z;

        assert_true(reference_number(reference, row, "z", &z));
        reference_expect_cell(reference, row, "t_score", t_score(z));
        reference_expect_cell(reference, row, "percentile", z_percentile(z));
        reference_expect_cell(reference, row, "stanine_linear",
                              stanine_of_z(z));
        reference_expect_cell(reference, row, "sten_linear", sten_of_z(z));
    }
    assert_int_equal(n_rows, 31);
    reference_close(reference, 31 * 4);
}

/* The upper limit of grade k is the lowest z of grade k + 1. */
static void
expect_limits(struct reference *reference, const char *name, int n,
              int (*grade)(double z))
{
    char key[40];

    for (int k = 1; k <= n; k++) {
        double z = -4;

        while (grade(z) <= k)
            z += 1.0 / 64;
        snprintf(key, sizeof key, "%s,z_boundary,%d,upper_z", name, k);
        reference_expect(reference, key, z);
    }
}

static void
test_limits(void **state)
{
    struct reference *reference = reference_open("norms");

    (void)state;
    expect_limits(reference, "stanine", 8, stanine_of_z);
    expect_limits(reference, "sten", 9, sten_of_z);
    reference_close(reference, 17);
}

static void
test_linear_t(void **state)
{
    static const int frequencies[] = {3, 7, 14, 21, 12, 6, 2};
    struct reference *reference = reference_open("norms");
    struct moments moments;
    double values[65];
    double sd;
    size_t n = 0;
    char key[40];

    (void)state;
    for (int raw = 0; raw < 7; raw++)
        for (int i = 0; i < frequencies[raw]; i++)
            values[n++] = raw;
    moments = moments_of(values, n);
    assert_true(moments_sd(&moments, &sd));
    for (int raw = 0; raw < 7; raw++) {
        snprintf(key, sizeof key, "area_T,toy,%d,linear_T", raw);
        reference_expect(reference, key,
                         t_score(z_score(raw, moments.mean, sd)));
    }
    reference_close(reference, 7);
}

/* A raw score that is on a limit in decimal, but not in binary, stays on it;
   a z that no table was made for ends at the first or last grade. */
static void
test_grades_at_limits(void **state)
{
    (void)state;
    assert_int_equal(stanine_of_z(z_score(2.65, 2.35, 0.4)), 7);
    assert_int_equal(stanine_of_z(z_score(1.1, 0.8, 0.4)), 7);
    assert_int_equal(stanine_of_z(0.7499), 6);
    assert_int_equal(sten_of_z(z_score(0.3, 0.2, 0.1)), 8);
    assert_int_equal(stanine_of_z(1e300), 9);
    assert_int_equal(stanine_of_z(-1e300), 1);
    assert_int_equal(sten_of_z(1e300), 10);
}

static void
test_trap_28_t_from_a_rounded_mean(void **state)
{
    struct reference *reference = reference_open("traps");
    double mean = 11.0 / 6;
    double right = t_score(z_score(mean, 3.25, 0.86));
    double wrong =
        t_score(z_score(num_round(mean, 2, ROUND_HALF_UP), 3.25, 0.86));

    (void)state;
    reference_expect(reference, "trap,t_rounding,,unrounded", right);
    reference_expect(reference, "trap,t_rounding,,rounded_mean_first", wrong);
    reference_expect(reference, "trap,t_rounding,,half_up_44.5",
                     num_round(44.5, 0, ROUND_HALF_UP));
    assert_true(num_round(right, 0, ROUND_HALF_UP) == 34);
    assert_true(num_round(wrong, 0, ROUND_HALF_UP) == 33);
    reference_close(reference, 3);
}

static void
test_trap_29_norms_of_either_sex(void **state)
{
    struct reference *reference = reference_open("traps");

    (void)state;
    reference_expect(reference, "trap,t_sex,,male",
                     t_score(z_score(3.0, 2.31, 0.89)));
    reference_expect(reference, "trap,t_sex,,female",
                     t_score(z_score(3.0, 2.62, 1.01)));
    reference_close(reference, 2);
}

UNIT_MAIN(cmocka_unit_test(test_norm_scores), cmocka_unit_test(test_limits),
          cmocka_unit_test(test_linear_t),
          cmocka_unit_test(test_grades_at_limits),
          cmocka_unit_test(test_trap_28_t_from_a_rounded_mean),
          cmocka_unit_test(test_trap_29_norms_of_either_sex))
