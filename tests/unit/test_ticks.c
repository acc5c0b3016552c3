/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ticks of ranges that questionnaires have, and what holds for all. */
#include "unit.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "chart/ticks.h"

static void
test_table(void **state)
{
    static const struct {
        double lo;
        double hi;
        size_t n_max;
        const char *want;
    } cases[] = {
        {0, 4, 8, "0 1 2 3 4"},
        {0, 4, 4, "0 2 4"},
        {1, 5, 5, "1 2 3 4 5"},
        {1, 5, 4, "1 3 5"},
        {1, 7, 8, "1 2 3 4 5 6 7"},
        {1, 7, 5, "1 3 5 7"},
        {1, 6, 5, "1 2 4 6"},
        {0, 3, 8, "0.0 0.5 1.0 1.5 2.0 2.5 3.0"},
        {0, 3, 4, "0 1 2 3"},
        {0, 3, 2, "0 3"},
        {0, 1, 6, "0.0 0.2 0.4 0.6 0.8 1.0"},
        {0, 1, 5, "0.00 0.25 0.50 0.75 1.00"},
        {0, 9, 4, "0 3 6 9"},
        {0, 12, 4, "0 4 8 12"},
        {0, 27, 8, "0 9 18 27"},
        {0, 21, 8, "0 3 6 9 12 15 18 21"},
        {0, 16, 5, "0 4 8 12 16"},
        {0, 17, 5, "0 5 10 17"},
        {0, 36, 3, "0 18 36"},
        {0, 63, 8, "0 9 18 27 36 45 54 63"},
        {6, 36, 8, "6 12 18 24 30 36"},
        {7, 35, 8, "7 14 21 28 35"},
        {20, 80, 8, "20 30 40 50 60 70 80"},
        {20, 80, 5, "20 40 60 80"},
        {0, 100, 8, "0 20 40 60 80 100"},
        {0, 100, 3, "0 50 100"},
        {-3, 3, 8, "-3 -2 -1 0 1 2 3"},
        {-3, 3, 5, "-3 0 3"},
        {-100, 100, 6, "-100 -50 0 50 100"},
        {0.5, 4.5, 6, "0.5 1.0 2.0 3.0 4.0 4.5"},
        {0, 3000, 8, "0 500 1000 1500 2000 2500 3000"},
        {0, 0.003, 4, "0.000 0.001 0.002 0.003"},
        {2, 2, 8, "2"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct ticks ticks = ticks_of(cases[i].lo, cases[i].hi, cases[i].n_max);
        struct buf buf = {0};

        for (size_t k = 0; k < ticks.n; k++) {
            buf_add_text(&buf, k ? " " : "");
            num_add_fixed(&buf, ticks.values[k], ticks.decimals);
        }
        assert_string_equal(buf_text(&buf), cases[i].want);
        buf_clear(&buf);
    }
}

/* Both ends are ticks, there are not too many, and none stands on another. */
static void
test_every_range(void **state)
{
    (void)state;
    for (int lo = -40; lo <= 60; lo++)
        for (int span = 1; span <= 150; span++)
            for (size_t n_max = 2; n_max <= 14; n_max++) {
                double hi = lo + span;
                struct ticks ticks = ticks_of(lo, hi, n_max);

                assert_true(ticks.n >= 2 && ticks.n <= n_max);
                assert_true(ticks.values[0] == lo);
                assert_true(ticks.values[ticks.n - 1] == hi);
                for (size_t i = 1; i < ticks.n; i++)
                    assert_true(ticks.values[i] - ticks.values[i - 1]
                                > 0.3 * span / (double)ticks.n);
            }
}

static void
test_decimals(void **state)
{
    (void)state;
    assert_int_equal(ticks_decimals(10), 0);
    assert_int_equal(ticks_decimals(-2.5), 1);
    assert_int_equal(ticks_decimals(2.75), 2);
    assert_int_equal(ticks_decimals(1.0 / 3), 4);
}

UNIT_MAIN(cmocka_unit_test(test_table), cmocka_unit_test(test_every_range),
          cmocka_unit_test(test_decimals))
