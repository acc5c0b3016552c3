/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change in percent, by half an sd and against a line.

   The tests of R's clinicalsignificance hold counts of outcomes, by six
   methods, for 40 patients of its data set claus_2020.  The scores are that
   package's and are not copied here, so those counts cannot be compared;
   test_rci.c has the same methods on a clinic made for attune. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/change_rule.h"
#include "stats/rci.h"

/* Half of the symptoms gone is better, a quarter more is worse. */
static void
test_clinic_percent(void **state)
{
    static const struct share_limits limits = {.better = 0.5, .worse = 0.25};
    static const char *const words[] = {"deteriorated", "unchanged",
                                        "improved"};
    struct reference *expected = reference_open("clinic_change");
    struct reference *counts = reference_open("change");
    size_t n_rows = reference_n_rows(expected);
    size_t n[3] = {0};
    char key[60];

    (void)state;
    for (size_t row = 0; row < n_rows; row++) {
        double before;
        double after;
        double share;
        int sign;

        assert_true(reference_number(expected, row, "pre", &before));
        assert_true(reference_number(expected, row, "post", &after));
        assert_true(change_share(before, after, &share));
        reference_expect_cell(expected, row, "pct_change", share);
        sign = change_share_sign(share, &limits, -1);
        n[sign + 1]++;
        assert_string_equal(words[sign + 1],
                            reference_text(expected, row, "class_pct"));
    }
    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        snprintf(key, sizeof key, "change,clinic,%s,count_pct", words[i]);
        reference_expect(counts, key, (double)n[i]);
    }
    /* Shares of a group are of all who have both scores. */
    assert_int_equal(n[0] + n[1] + n[2], n_rows);
    reference_close(expected, 58);
    reference_close(counts, 3);
}

static void
test_percent_limits(void **state)
{
    static const struct share_limits limits = {.better = 0.3, .worse = 0.1};
    static const struct {
        double before;
        double after;
        int want; /* where lower is better */
    } cases[] = {
        {10, 7, 1}, {10, 7.01, 0},  {10, 11, -1},    {10, 10.99, 0},
        {10, 0, 1}, {0.3, 0.21, 1}, {0.3, 0.33, -1}, {10, 10, 0},
    };
    double share = 7;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        assert_true(change_share(cases[i].before, cases[i].after, &share));
        assert_int_equal(change_share_sign(share, &limits, -1), cases[i].want);
        assert_int_equal(change_share_sign(-share, &limits, 1), cases[i].want);
    }
    share = 7;
    assert_false(change_share(0, 5, &share));
    assert_false(change_share(-2, 5, &share));
    assert_true(share == 7);
}

/* Of an sd of 5.4; the half counts itself. */
static void
test_half_sd(void **state)
{
    struct reference *reference = reference_open("change");
    double points = change_half_sd(5.4);

    (void)state;
    reference_expect(reference, "change,smallest_change,,half_sd", points);
    assert_int_equal(rci_points_sign(2.7, points, 1), 1);
    assert_int_equal(rci_points_sign(2.6, points, 1), 0);
    reference_close(reference, 1);
}

/* Group B's last scores against a line through group A; test_trend.c has the
   line. */
static void
test_against_the_line(void **state)
{
    struct reference *clinic = reference_open("clinic_synthetic");
    struct reference *expected = reference_open("clinic_srb");
    struct line_departure departure;
    struct line line;
    double first[60];
    double last[60];
    size_t n = 0;

    (void)state;
    for (size_t row = 0; row < reference_n_rows(clinic); row++)
        if (strcmp(reference_text(clinic, row, "group"), "A") == 0
            && reference_number(clinic, row, "s0", &first[n])
            && reference_number(clinic, row, "s4", &last[n]))
            n++;
    assert_true(line_fit(first, last, n, &line));
    for (size_t row = 0; row < reference_n_rows(expected); row++) {
        double before;
        double after;

        assert_true(reference_number(expected, row, "pre", &before));
        assert_true(reference_number(expected, row, "post", &after));
        assert_true(line_departure_of(&line, before, after, &departure));
        reference_expect_cell(expected, row, "srb_z", departure.z);
        reference_expect_cell(expected, row, "srb_t", departure.t);
        reference_expect_cell(expected, row, "p_two", departure.p);
    }
    reference_close(clinic, 0);
    reference_close(expected, 3 * 28);
}

static void
test_line_needs(void **state)
{
    static const double first[] = {1, 2, 3};
    static const double straight[] = {2, 4, 6};
    struct line_departure departure = {.z = 7};
    struct line line;

    (void)state;
    assert_true(line_fit(first, straight, 2, &line));
    assert_false(line_departure_of(&line, 1, 3, &departure));
    assert_true(line_fit(first, straight, 3, &line));
    assert_false(line_departure_of(&line, 1, 3, &departure));
    assert_true(departure.z == 7);
}

UNIT_MAIN(cmocka_unit_test(test_clinic_percent),
          cmocka_unit_test(test_percent_limits), cmocka_unit_test(test_half_sd),
          cmocka_unit_test(test_against_the_line),
          cmocka_unit_test(test_line_needs))
