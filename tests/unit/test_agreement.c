/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intraclass correlations. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/agreement.h"

static void
expect_form(struct reference *reference, const char *set, const char *form,
            const struct icc *icc)
{
    const struct {
        const char *name;
        double value;
    } numbers[] = {
        {"icc", icc->value},    {"F", icc->f}, {"df1", icc->df1},
        {"df2", icc->df2},      {"p", icc->p}, {"lower95", icc->low},
        {"upper95", icc->high},
    };
    char key[60];

    assert_true(icc->known && icc->tested);
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++) {
        snprintf(key, sizeof key, "icc,%s,%s,%s", set, form, numbers[i].name);
        reference_expect(reference, key, numbers[i].value);
    }
}

static void
expect_table(struct reference *reference, const char *set,
             const struct icc_table *table)
{
    static const char *const forms[N_ICC_FORMS] = {
        [ICC_1] = "ICC1",   [ICC_2] = "ICC2",   [ICC_3] = "ICC3",
        [ICC_1K] = "ICC1k", [ICC_2K] = "ICC2k", [ICC_3K] = "ICC3k",
    };
    char key[60];

    for (unsigned form = 0; form < N_ICC_FORMS; form++)
        expect_form(reference, set, forms[form], &table->forms[form]);
    snprintf(key, sizeof key, "icc,%s,,MSB", set);
    reference_expect(reference, key, table->ms_targets);
    snprintf(key, sizeof key, "icc,%s,,MSW", set);
    reference_expect(reference, key, table->ms_within);
    snprintf(key, sizeof key, "icc,%s,,MSJ", set);
    reference_expect(reference, key, table->ms_raters);
    snprintf(key, sizeof key, "icc,%s,,MSE", set);
    reference_expect(reference, key, table->ms_error);
}

static struct icc_table
table_of(const struct reference *data, const char *const *columns,
         size_t n_raters)
{
    struct icc_table table;
    double ratings[120];
    double column[60];
    size_t n = 0;

    for (size_t rater = 0; rater < n_raters; rater++) {
        n = reference_numbers(data, columns[rater], column, 60);
        for (size_t i = 0; i < n; i++)
            ratings[i * n_raters + rater] = column[i];
    }
    assert_true(icc_compute(ratings, n, n_raters, 0.95, &table));
    return table;
}

static void
test_shrout_fleiss_1979(void **state)
{
    static const char *const judges[] = {"J1", "J2", "J3", "J4"};
    struct reference *reference = reference_open("icc_dyads");
    struct reference *data = reference_open("shrout_fleiss_1979");
    struct icc_table table = table_of(data, judges, 4);

    (void)state;
    assert_int_equal(table.n_targets, 6);
    expect_table(reference, "shrout_fleiss", &table);
    reference_close(data, 0);
    reference_close(reference, 46);
}

static void
test_couples(void **state)
{
    static const char *const partners[] = {"partner_a", "partner_b"};
    struct reference *reference = reference_open("icc_dyads");
    struct reference *data = reference_open("couples_synthetic");
    struct icc_table table = table_of(data, partners, 2);

    (void)state;
    assert_int_equal(table.n_targets, 60);
    expect_table(reference, "couples", &table);
    reference_close(data, 0);
    reference_close(reference, 46);
}

/* Where raters differ in level only, there is no error: consistency is whole
   and untested.  Where targets are the same, nothing can be said of means. */
static void
test_no_error(void **state)
{
    static const double apart[] = {10, 15, 20, 25, 30, 35};
    static const double targets_alike[] = {1, 5, 1, 5, 1, 5};
    static const double against[] = {1, 5, 5, 1, 3, 3};
    static const double equal[] = {4, 4, 4, 4};
    struct icc_table table;

    (void)state;
    assert_true(icc_compute(apart, 3, 2, 0.95, &table));
    assert_true(table.forms[ICC_3].known && !table.forms[ICC_3].tested);
    assert_true(table.forms[ICC_3].value == 1);
    assert_false(table.forms[ICC_2].tested);
    assert_true(table.forms[ICC_1].tested);
    assert_true(icc_compute(targets_alike, 3, 2, 0.95, &table));
    assert_false(table.forms[ICC_3K].known);
    assert_false(table.forms[ICC_1K].known);
    assert_true(table.forms[ICC_1].value == -1);
    /* Mean squares 0, 0 and 8: by hand -8 / (8 - 2 x 8 / 3), and of the mean
       nothing. */
    assert_true(icc_compute(against, 3, 2, 0.95, &table));
    assert_true(reference_close_to(-3, table.forms[ICC_2].value));
    assert_false(table.forms[ICC_2K].known || table.forms[ICC_2K].tested);
    assert_false(icc_compute(equal, 2, 2, 0.95, &table));
    assert_false(icc_compute(apart, 1, 6, 0.95, &table));
    assert_false(icc_compute(apart, 6, 1, 0.95, &table));
}

UNIT_MAIN(cmocka_unit_test(test_shrout_fleiss_1979),
          cmocka_unit_test(test_couples), cmocka_unit_test(test_no_error))
