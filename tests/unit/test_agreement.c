/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The intraclass correlation. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/agreement.h"

static void
expect_agreement(const char *set, const char *data_set,
                 const char *const *columns, size_t n_raters, size_t n_targets)
{
    struct reference *reference = reference_open("icc_dyads");
    struct reference *data = reference_open(data_set);
    double ratings[120];
    double column[60];
    struct icc icc;
    char key[60];

    for (size_t rater = 0; rater < n_raters; rater++) {
        assert_int_equal(reference_numbers(data, columns[rater], column, 60),
                         n_targets);
        for (size_t i = 0; i < n_targets; i++)
            ratings[i * n_raters + rater] = column[i];
    }
    assert_true(icc_compute(ratings, n_targets, n_raters, 0.95, &icc));
    assert_true(icc.known && icc.tested);
    const struct {
        const char *name;
        double value;
    } numbers[] = {
        {"icc", icc.value}, {"lower95", icc.low}, {"upper95", icc.high}};
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++) {
        snprintf(key, sizeof key, "icc,%s,ICC1,%s", set, numbers[i].name);
        reference_expect(reference, key, numbers[i].value);
    }
    reference_close(data, 0);
    reference_close(reference, N_ELEMENTS(numbers));
}

static void
test_shrout_fleiss_1979(void **state)
{
    static const char *const judges[] = {"J1", "J2", "J3", "J4"};

    (void)state;
    expect_agreement("shrout_fleiss", "shrout_fleiss_1979", judges, 4, 6);
}

static void
test_couples(void **state)
{
    static const char *const partners[] = {"partner_a", "partner_b"};

    (void)state;
    expect_agreement("couples", "couples_synthetic", partners, 2, 60);
}

/* Where each target's ratings are equal there is no error: agreement is whole
   and untested.  Where the targets' means are, it is the least that it can
   be. */
static void
test_no_error(void **state)
{
    static const double apart[] = {10, 15, 20, 25, 30, 35};
    static const double alike[] = {1, 1, 2, 2, 5, 5};
    static const double targets_alike[] = {1, 5, 1, 5, 1, 5};
    static const double equal[] = {4, 4, 4, 4};
    struct icc icc;

    (void)state;
    assert_true(icc_compute(apart, 3, 2, 0.95, &icc));
    assert_true(icc.known && icc.tested && icc.value < 1);
    assert_true(icc_compute(alike, 3, 2, 0.95, &icc));
    assert_true(icc.known && !icc.tested && icc.value == 1);
    assert_true(icc_compute(targets_alike, 3, 2, 0.95, &icc));
    assert_true(icc.known && icc.value == -1);
    assert_false(icc_compute(equal, 2, 2, 0.95, &icc));
    assert_false(icc_compute(apart, 1, 6, 0.95, &icc));
    assert_false(icc_compute(apart, 6, 1, 0.95, &icc));
}

UNIT_MAIN(cmocka_unit_test(test_shrout_fleiss_1979),
          cmocka_unit_test(test_couples), cmocka_unit_test(test_no_error))
