/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians. */
#include "unit.h"

#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/moments.h"

static void
expect_median(struct reference *reference, const char *name, double *values,
              size_t n)
{
    char key[80];

    quantile_sort(values, n);
    snprintf(key, sizeof key, "describe,%s,,median", name);
    reference_expect(reference, key, quantile_median(values, n));
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
        expect_median(reference, columns[i][0], values, n);
    }
    expect_median(reference, "toy", toy, N_ELEMENTS(toy));
    reference_close(reference, 6);
}

static void
test_few(void **state)
{
    static const double values[] = {1, 3, 4};

    (void)state;
    assert_true(quantile_median(values, 1) == 1);
    assert_true(quantile_median(values, 2) == 2);
    assert_true(quantile_median(values, 3) == 3);
}

UNIT_MAIN(cmocka_unit_test(test_descriptives), cmocka_unit_test(test_few))
