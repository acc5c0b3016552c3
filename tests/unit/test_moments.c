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

UNIT_MAIN(cmocka_unit_test(test_descriptives),
          cmocka_unit_test(test_large_values), cmocka_unit_test(test_too_few),
          cmocka_unit_test(test_trap_26_population_or_sample_sd))
