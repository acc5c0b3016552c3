/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and standard deviation. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "reference.h"
#include "stats/moments.h"

/* The rows 'describe,NAME,,...' that moments can give. */
static void
expect_moments(struct reference *reference, const char *name,
               struct moments moments)
{
    char key[80];
    double value;

    snprintf(key, sizeof key, "describe,%s,,n", name);
    reference_expect(reference, key, (double)moments.n);
    snprintf(key, sizeof key, "describe,%s,,mean", name);
    reference_expect(reference, key, moments.mean);
    snprintf(key, sizeof key, "describe,%s,,sd_n1", name);
    assert_true(moments_sd(&moments, &value));
    reference_expect(reference, key, value);
}

static void
test_descriptives(void **state)
{
    static const char *const columns[][3] = {{"n1", "../bfi/bfi", "N1"},
                                             {"satq", "sat_act", "SATQ"},
                                             {"satv", "sat_act", "SATV"},
                                             {"act", "sat_act", "ACT"},
                                             {"age", "sat_act", "age"}};
    static const double toy[] = {2, 4, 4, 5, 7, 9, 10, 12, 12, 25};
    struct reference *reference = reference_open("descriptives");
    double values[2800];
    size_t n;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(columns); i++) {
        struct reference *people = reference_open(columns[i][1]);

        n = reference_numbers(people, columns[i][2], values, 2800);
        reference_close(people, 0);

        expect_moments(reference, columns[i][0], moments_of(values, n));
    }
    expect_moments(reference, "toy", moments_of(toy, N_ELEMENTS(toy)));
    reference_close(reference, 18);
}

/* The spread of large numbers is that of small ones. */
static void
test_large_values(void **state)
{
    static const double values[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    struct moments moments = moments_of(values, N_ELEMENTS(values));
    double sd;

    (void)state;
    assert_true(moments.mean == 1e9 + 10);
    assert_true(moments_sd(&moments, &sd));
    assert_true(reference_close_to(sqrt(30), sd));
}

static void
test_too_few(void **state)
{
    static const double values[] = {3, 3, 3, 3};
    struct moments one = moments_of(values, 1);
    struct moments equal = moments_of(values, 4);
    double out = 7;

    (void)state;
    assert_false(moments_sd(&one, &out));
    assert_true(out == 7);
    assert_true(moments_sd(&equal, &out));
    assert_true(out == 0);
}

static void
test_trap_26_population_or_sample_sd(void **state)
{
    static const double values[] = {12, 15, 9, 20};
    struct reference *reference = reference_open("traps");
    struct moments moments = moments_of(values, N_ELEMENTS(values));
    double sd;

    (void)state;
    assert_true(moments_sd(&moments, &sd));
    reference_expect(reference, "trap,sd,,n1", sd);
    reference_expect(reference, "trap,sd,,n", sqrt(moments.squares / 4));
    reference_close(reference, 2);
}

/* 28 values from 0 to 27 in parts of three, and the last alone; 21 from 0 to 4,
   of which 0.3 and what is a rounding below it begin the second part; any
   number from 0 to 12. */
static void
test_parts_of_a_range(void **state)
{
    static const struct {
        double lo, hi;
        size_t n_steps;
        double value;
        size_t n, part;
        double from, to;
    } cases[] = {
        {0, 27, 27, 0, 10, 0, -0.5, 2.5},
        {0, 27, 27, 3, 10, 1, 2.5, 5.5},
        {0, 27, 27, 27, 10, 9, 26.5, 27.5},
        {0, 27, 27, 30, 10, 9, 26.5, 27.5},
        {0, 4, 20, 0.6, 11, 1, 0.3, 0.7},
        {0, 4, 20, 0.3 - 1e-16, 11, 1, 0.3, 0.7},
        {0, 1, 1, 1, 2, 1, 0.5, 1.5},
        {0, 12, 0, 0, 12, 0, 0, 1},
        {0, 12, 0, 11.5, 12, 11, 11, 12},
        {0, 12, 0, 12, 12, 11, 11, 12},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct range_parts parts =
            range_parts_of(cases[i].lo, cases[i].hi, cases[i].n_steps);
        size_t part = range_part_at(&parts, cases[i].value);
        if (parts.n != cases[i].n || part != cases[i].part
            || fabs(range_part_from(&parts, part) - cases[i].from) > 1e-12
            || fabs(range_part_from(&parts, part + 1) - cases[i].to) > 1e-12)
            fail_msg("case %zu: part %zu of %zu", i, part, parts.n);
    }
}

UNIT_MAIN(cmocka_unit_test(test_descriptives),
          cmocka_unit_test(test_parts_of_a_range),
          cmocka_unit_test(test_large_values), cmocka_unit_test(test_too_few),
          cmocka_unit_test(test_trap_26_population_or_sample_sd))
