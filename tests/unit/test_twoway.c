/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-way imputation against R. */
#include "unit.h"

#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "reference.h"
#include "stats/reliability.h"

enum { N_ITEMS = 5, N_PERSONS = 2800 };

static double answers[N_PERSONS * N_ITEMS];
static double imputed[N_PERSONS * N_ITEMS];

/* Neuroticism of the bfi; none of its items is reversed. */
static void
read_answers(void)
{
    static const char *const items[] = {"N1", "N2", "N3", "N4", "N5"};
    struct reference *bfi = reference_open("../bfi/bfi");

    assert_int_equal(reference_n_rows(bfi), N_PERSONS);
    for (size_t i = 0; i < N_PERSONS * N_ITEMS; i++)
        if (!reference_number(bfi, i / N_ITEMS, items[i % N_ITEMS],
                              &answers[i]))
            answers[i] = (double)NAN;
    reference_close(bfi, 0);
}

static double
total(const double *row)
{
    return row[0] + row[1] + row[2] + row[3] + row[4];
}

/* Five times the mean of what is answered. */
static double
prorated(const double *row)
{
    double sum = 0;
    int n = 0;

    for (int i = 0; i < N_ITEMS; i++) {
        sum += isnan(row[i]) ? 0 : row[i];
        n += !isnan(row[i]);
    }
    return N_ITEMS * sum / n;
}

static void
test_against_r(void **state)
{
    struct reference *reference = reference_open("twoway");
    size_t n_rows = reference_n_rows(reference);

    (void)state;
    read_answers();
    memcpy(imputed, answers, sizeof imputed);
    twoway_impute(imputed, N_PERSONS, N_ITEMS);
    for (size_t row = 0; row < n_rows; row++) {
        double id;
        assert_true(reference_number(reference, row, "id", &id));
        size_t first = ((size_t)id - 1) * N_ITEMS;
        reference_expect_cell(reference, row, "prorated_total",
                              prorated(&answers[first]));
        reference_expect_cell(reference, row, "twoway_total",
                              total(&imputed[first]));
    }
    reference_close(reference, 2 * n_rows);
    assert_int_equal(n_rows, 106);
}

/* 4 - - and 2 3 - : items 3 and 3, all 3; nothing is known of the third item
   nor of who answered nothing. */
static void
test_by_hand(void **state)
{
    double rows[] = {4, NAN, NAN, 2, 3, NAN, NAN, NAN, NAN};

    (void)state;
    twoway_impute(rows, 3, 3);
    assert_true(rows[0] == 4 && rows[3] == 2 && rows[4] == 3);
    assert_true(rows[1] == 4 + 3 - 3);
    for (int i = 0; i < 9; i++)
        assert_int_equal(isnan(rows[i]), i == 2 || i >= 5);
}

UNIT_MAIN(cmocka_unit_test(test_against_r), cmocka_unit_test(test_by_hand))
